/*  limits.h — every limit that both sides must agree on, in one place.
 *
 *  Sizes end in _BYTES, counts in _COUNT, times in _MS or _US. */

#ifndef QCDC_LIMITS_H
#define QCDC_LIMITS_H

#include <limits.h>

/*  A frame on the wire, and the same frame unpacked (zstd). */
#define QCDC_FRAME_BYTES_MAX (1024u * 1024u)
#define QCDC_PLAIN_BYTES_MAX (4u * 1024u * 1024u)

/*  The protocol spoken. */
#define QCDC_PROTOCOL_VERSION 1u

/*  Bytes on the wire of append frames that one client may have unanswered. */
#define QCDC_CREDIT_BYTES (1024u * 1024u)

/*  Memory that the unpacked appends of one client, and of all of them together, may take on the server. */
#define QCDC_CLIENT_QUEUE_BYTES_MAX (64u * 1024u * 1024u)
#define QCDC_QUEUE_BYTES_MAX (256u * 1024u * 1024u)

/*  A frame from a key that is not known: a join is smaller. */
#define QCDC_STRANGER_BYTES_MAX 1024u

/*  Memory that unpacking one frame, or one fact, may take: protobuf-c needs up to 40 times the bytes on hostile
 *  input. */
#define QCDC_FRAME_ARENA_BYTES_MAX (48u * 1024u * 1024u)
#define QCDC_FACT_ARENA_BYTES_MAX (4u * 1024u * 1024u)

/*  An entry. */
#define QCDC_BODY_BYTES_MAX 65536u
#define QCDC_ANNEX_BYTES_MAX 65536u
#define QCDC_ANNEX_SALT_BYTES 8u

/*  A segment: what one append carries.  The plain target keeps a frame below what a 256 kbit/s line moves in 10 s. */
#define QCDC_SEGMENT_ENTRIES_MAX 4096u
#define QCDC_SEGMENT_BYTES_MAX (896u * 1024u)

/*  An append frame on the wire: room is left for the receipts that come back with the segment. */
#define QCDC_APPEND_BYTES_MAX (QCDC_FRAME_BYTES_MAX - 64u * 1024u)

/*  Unknown protobuf fields that a message may carry before it is refused. */
#define QCDC_UNKNOWN_FIELDS_MAX 16u

/*  Texts, in bytes of UTF-8. */
#define QCDC_LOCAL_NO_BYTES_MAX 64u
#define QCDC_TITLE_BYTES_MAX 2000u
#define QCDC_SUMMARY_BYTES_MAX 20000u
#define QCDC_REASON_BYTES_MAX 2000u
#define QCDC_FLAG_BYTES_MAX 40u
#define QCDC_FLAGS_COUNT_MAX 16u
#define QCDC_CELL_BYTES_MAX 96u
#define QCDC_NARRATIVE_BYTES_MAX 20000u

/*  Numbers. */
#define QCDC_PEOPLE_MAX 1000000u
#define QCDC_CELLS_COUNT_MAX 4096u
#define QCDC_TEXT_CELLS_COUNT_MAX 64u
#define QCDC_VALUE_E4_MAX (100000000000000LL * 10000LL) /* 10^14 units */

/*  A CSV file that people hand in. */
#define QCDC_CSV_FIELD_BYTES_MAX 65536u
#define QCDC_CSV_FIELDS_MAX 64u
#define QCDC_CSV_ROWS_MAX 1000000u
#define QCDC_CSV_TITLE_ROWS_MAX 30u /* among the first of them the header is looked for */

/*  Days: 1900-01-01 … 9999-12-31, counted from 1970-01-01. */
#define QCDC_DAY_MIN (-25567)
#define QCDC_DAY_MAX 2932896

#endif
