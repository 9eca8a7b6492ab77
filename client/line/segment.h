/*  segment.h — segments and receipts on their way between the wire and the journal.
 *
 *  Nothing from the wire reaches the journal before its hashes and signatures were checked here. */

#ifndef QCDC_SEGMENT_H
#define QCDC_SEGMENT_H

#include "base/arena.h"
#include "journal/journal.h"
#include "wire/whereabouts.h"

/*  A receipt whose signature by the server fits.  The verdicts point into the frame.  QCDC_PROTOCOL,
 *  QCDC_BAD_SIGNATURE. */
qcdc_status wire_receipt_read (const Qcdc__Receipt *wire, const known_server_t *server, receipt_t *receipt,
                               fault_t *fault) QCDC_CHECK;

/*  The fields of one entry, without its address; written_at as it stands in the message. */
qcdc_status wire_entry_read (const Qcdc__Entry *wire, entry_t *entry, fault_t *fault) QCDC_CHECK;

/*  A segment that came: its entries with their hashes, in order (malloc'ed; bytes point into the frame). */
typedef struct {
    size_t count;
    entry_t *entries;
    uint8_t (*hashes)[HASH_BYTES];
    journal_segment_t journal; /* as journal_put_segment wants it; epoch is the caller's */
} segment_t;

/*  Checks the chain after PREVIOUS (the hash before first_seq), the signature of the origin by SIGN_KEY, and the
 *  receipt. QCDC_BAD_CHAIN, QCDC_BAD_SIGNATURE, QCDC_PROTOCOL, QCDC_NO_MEMORY.  Release what it filled, also after
 *  a failure. */
qcdc_status wire_segment_read (const Qcdc__Segment *wire, const uint8_t sign_key[SIGN_KEY_BYTES],
                               const known_server_t *server, const uint8_t previous[HASH_BYTES], segment_t *segment,
                               fault_t *fault) QCDC_CHECK;
void segment_release (segment_t *self);

/*  The same of a segment that came without its entries, which the journal holds: whether its last hash is theirs is for the
 *  caller to see.  Nothing has to be released. */
qcdc_status wire_segment_confirm (const Qcdc__Segment *wire, const uint8_t sign_key[SIGN_KEY_BYTES],
                                  const known_server_t *server, segment_t *segment, fault_t *fault) QCDC_CHECK;

/*  Stores the segment's receipts, once its entries are stored: the first one, and the later ones of WIRE, which are
 *  checked here.  A later receipt says that the verdict on one entry has changed. */
qcdc_status wire_segment_store (journal_t *journal, const Qcdc__Segment *wire, const segment_t *segment,
                                const known_server_t *server, fault_t *fault) QCDC_CHECK;

/*  Reads entries of ORIGIN from FIRST_SEQ to at most LAST_SEQ into WIRE, everything copied into ARENA: as many as
 *  fit into PLAIN_BYTES_MAX (at least one), at most QCDC_SEGMENT_ENTRIES_MAX.  Fills origin, first_seq, entries and
 *  last_hash. *PLAIN_BYTES is their size.  QCDC_NOT_FOUND where there is no such entry. */
qcdc_status wire_segment_load (journal_t *journal, uint64_t origin, uint64_t first_seq, uint64_t last_seq,
                               size_t plain_bytes_max, arena_t *arena, Qcdc__Segment *wire, size_t *plain_bytes,
                               fault_t *fault) QCDC_CHECK;

#endif
