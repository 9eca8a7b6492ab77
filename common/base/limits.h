/*  limits.h — every limit that both sides must agree on, in one place.
 *
 *  Sizes end in _BYTES, counts in _COUNT, times in _MS or _US. */

#ifndef QCDC_LIMITS_H
#define QCDC_LIMITS_H

#include <limits.h>

/*  A frame on the wire, and the same frame unpacked (zstd).  An answer to a client without zstd is on the wire as it is. */
#define QCDC_FRAME_BYTES_MAX (1024u * 1024u)
#define QCDC_PLAIN_BYTES_MAX (6u * 1024u * 1024u)

/*  What a client sends is less, unpacked: it goes out again to every kind of client, with the receipts that it got.  What comes back
 *  to a restored server has those with it. */
#define QCDC_APPEND_PLAIN_BYTES_MAX (4u * 1024u * 1024u)
#define QCDC_REQUEST_PLAIN_BYTES_MAX (QCDC_APPEND_PLAIN_BYTES_MAX + 1024u * 1024u)

/*  How often a server may change its keys or its address, all told. */
#define QCDC_WHEREABOUTS_MAX 32u
#define QCDC_ENDPOINT_BYTES_MAX 255u

/*  Of how many times when the server's clock ran ahead a welcome tells: the last ones. */
#define QCDC_CLOCK_AHEAD_MAX 16u

/*  The least that a message in pieces is cut into: each piece of an answer costs the server the whole answer, and of less the
 *  envelope would be the larger part. */
#define QCDC_PIECE_BYTES_MIN 1024u

/*  Appends of which only pieces are here: each key has one, and all of them together so many, of so many bytes.  Beyond that the
 *  one gives way that was heard of longest ago, and at that age each of them: its device sends it from the start. */
#define QCDC_GATHERED_COUNT_MAX 1024u
#define QCDC_GATHERED_BYTES_MAX (32u * 1024u * 1024u)
#define QCDC_GATHERED_AGE_US (24LL * 3600 * 1000000)

/*  The protocol spoken. */
#define QCDC_PROTOCOL_VERSION 1u

/*  Bytes on the wire of append frames that one client may have unanswered. */
#define QCDC_CREDIT_BYTES (1024u * 1024u)

/*  Memory that the unpacked appends of one client, and of all of them together, may take on the server.  One append is taken
 *  of everybody, up to twice as much. */
#define QCDC_CLIENT_QUEUE_BYTES_MAX (64u * 1024u * 1024u)
#define QCDC_QUEUE_BYTES_MAX (256u * 1024u * 1024u)

/*  A frame of a connection that has not begun a session: a hello or a join, which are smaller, and never packed. */
#define QCDC_STRANGER_BYTES_MAX 512u

/*  Any other frame of a client than an append, unpacked: a question with all its parameters is smaller. */
#define QCDC_REQUEST_BYTES_MAX (16u * 1024u)

/*  Parameters of a question, and the bytes of each one's value. */
#define QCDC_PARAMS_COUNT_MAX 16u
#define QCDC_PARAM_NAME_BYTES_MAX 40u
#define QCDC_PARAM_BYTES_MAX 200u

/*  Words that are looked for in texts: as long as a parameter can be. */
#define QCDC_SEARCH_BYTES_MAX QCDC_PARAM_BYTES_MAX
#define QCDC_SEARCH_PAGES_MAX 1000

/*  The duties of the periods that one question is about, as its SQL gets them. */
#define QCDC_DUTIES_BYTES_MAX (16u * 1024u * 1024u)

/*  Bytes of answers that one key may leave unread, over all its connections, before it gets no more; and what all keys
 *  together may, before none gets more than one answer at a time. */
#define QCDC_UNREAD_BYTES_MAX (8u * 1024u * 1024u)
#define QCDC_UNREAD_ALL_BYTES_MAX (128u * 1024u * 1024u)

/*  Sessions that one key may have at a time, and its questions that may wait, over all of them. */
#define QCDC_SESSIONS_PER_KEY_MAX 48u
#define QCDC_READS_PER_KEY_MAX 16u

/*  Entries of one device that may wait for what is not there yet; more are rejected.  What was accepted before a restore and comes
 *  back is not counted out. */
#define QCDC_WAITING_PER_ORIGIN_MAX 1024u

/*  Repeated elements (messages, texts) that a message may have, in all its parts: those of a client's frame, of an answer,
 *  of a fact.  Each costs a hundred bytes of memory however few it has on the wire. */
#define QCDC_REQUEST_ELEMENTS_MAX 16384u
#define QCDC_ANSWER_ELEMENTS_MAX 131072u
#define QCDC_FACT_ELEMENTS_MAX 9216u

/*  Memory that unpacking one frame, or one fact, may take: protobuf-c needs up to 40 times the bytes on hostile
 *  input. */
#define QCDC_FRAME_ARENA_BYTES_MAX (48u * 1024u * 1024u)
#define QCDC_FACT_ARENA_BYTES_MAX (4u * 1024u * 1024u)

/*  An entry. */
#define QCDC_BODY_BYTES_MAX 65536u
#define QCDC_ANNEX_BYTES_MAX 65536u
#define QCDC_ANNEX_SALT_BYTES 8u

/*  A segment: what one append carries. */
#define QCDC_SEGMENT_ENTRIES_MAX 4096u

/*  A new append as the server packs it: room is left for the receipts that go out with the segment, of which hashes and signatures
 *  cannot be packed: a verdict on each entry, and one more on each that waited (QCDC_WAITING_PER_ORIGIN_MAX).  What comes back with
 *  its receipts is a frame like any other. */
#define QCDC_APPEND_BYTES_MAX (QCDC_FRAME_BYTES_MAX - 256u * 1024u)

/*  Later receipts that go out in a segment beside its entries; without them it is as many as a segment has.  Those beyond follow in the
 *  feed, where each has its place. */
#define QCDC_LATER_WITH_ENTRIES_MAX (QCDC_WAITING_PER_ORIGIN_MAX + 64u)

/*  Unknown protobuf fields that a message may carry before it is refused. */
#define QCDC_UNKNOWN_FIELDS_MAX 16u

/*  Texts, in bytes of UTF-8. */
#define QCDC_LOCAL_NO_BYTES_MAX 64u
#define QCDC_NUMBER_KEY_BYTES_MAX 128u /* a number folded for comparing */
#define QCDC_TITLE_BYTES_MAX 2000u
#define QCDC_SUMMARY_BYTES_MAX 20000u
#define QCDC_REASON_BYTES_MAX 2000u
#define QCDC_EXTENSION_DAYS_MAX 366u /* of one step; what the law gives is published */
#define QCDC_ARTICLE_BYTES_MAX 200u
#define QCDC_HANDLER_BYTES_MAX 200u
#define QCDC_NOTICE_KIND_BYTES_MAX 64u
#define QCDC_NOTICE_BODY_BYTES_MAX 60000u
#define QCDC_NOTICE_TASKS_MAX 99u
#define QCDC_NOTICE_OFFICES_MAX 2048u /* that one notice is sent to */
#define QCDC_NOTICE_ITEMS_MAX 4096u /* tasks that are opened with one notice, one for each of its tasks and owners */
#define QCDC_PROMISE_DAYS_MAX 3660  /* from an interim reply to the day that it names */
#define QCDC_MAPPED_COUNT_MAX 200u  /* headings and words of its register that an office has remembered */
#define QCDC_MAPPED_HEADING_BYTES_MAX 200u /* of one of them */
#define QCDC_MAPPED_NAME_BYTES_MAX 32u     /* of a register, a column or a code */
#define QCDC_FLAG_BYTES_MAX 40u
#define QCDC_FLAGS_COUNT_MAX 16u
#define QCDC_LINKS_COUNT_MAX 16u /* petitions that a reception names */
#define QCDC_CELL_BYTES_MAX 96u
#define QCDC_NARRATIVE_BYTES_MAX 20000u

/*  Scans of petitions: sealed bytes of one, how many a petition has, and bytes of an office that the server keeps, where the province has
 *  not published another limit (constant SCANS_MIB).  What is sealed at a time, and what goes over the line at a time: with the rest of
 *  its frame less than any request may have, and two seconds of a line of 64 kbit/s. */
#define QCDC_SCAN_BYTES_MAX (16u * 1024u * 1024u)
#define QCDC_SCANS_COUNT_MAX 20u
#define QCDC_SCANS_MIB 4096
#define QCDC_SCAN_NAME_BYTES_MAX 255u
#define QCDC_SCAN_SEALED_AT_ONCE 65536u
#define QCDC_SCAN_PART_BYTES 12288u
#define QCDC_SCAN_PARTS_UNDER_WAY 3u

/*  A sync that has brought everything else sends scans so long at most; the next one goes on. */
#define QCDC_SCANS_SYNC_US (120LL * 1000000)

/*  Parts of a scan that nobody has gone on with for so long are forgotten, and so is a scan that no entry names. */
#define QCDC_SCAN_FORGOTTEN_DAYS 30

/*  Texts that an erasure reaches in one office beside the one that it names, in one act; what is more is in further acts of the same entry.
 *  A plain number, for it stands in statements, too. */
#define QCDC_REACHES_COUNT_MAX 256
#define QCDC_NUMBER_TEXT(number) #number
#define QCDC_LIMIT_TEXT(limit) QCDC_NUMBER_TEXT (limit)

/*  Numbers. */
/*  Steps of one petition, taken back or not: each further one is judged against all of them.  A long case has some thirty. */
#define QCDC_STEPS_COUNT_MAX 200u
/*  Steps of one task before those that decide nothing are taken no more: whoever opened it has the rest to decide, and the last to close it. */
#define QCDC_ITEM_STEPS_OPEN_MAX 150u
#define QCDC_PEOPLE_MAX 1000000u
#define QCDC_CELLS_COUNT_MAX 4096u
#define QCDC_TEXT_CELLS_COUNT_MAX 64u
#define QCDC_NOTES_COUNT_MAX 64u
#define QCDC_VALUE_E4_MAX (100000000000000LL * 10000LL) /* 10^14 units */
/*  A count beyond it is taken, and asked about: a country has fewer people, and a keyboard repeats. */
#define QCDC_COUNT_USUAL_MAX 1000000000LL

/*  A rule: its expression, the signs and names in it, parentheses within parentheses, cells and numbers, and what stands
 *  between relations.  The longest of the province's has a tenth of that. */
#define QCDC_RULE_BYTES_MAX 1000u
#define QCDC_RULE_CODE_BYTES_MAX 40u
#define QCDC_RULE_TOKENS_MAX 250u
#define QCDC_RULE_DEPTH_MAX 16u
#define QCDC_RULE_OPERANDS_MAX 64u
#define QCDC_RULE_SIDES_MAX 8u
#define QCDC_RULE_MEMBERS_MAX 32u /* of a filter, or indicators of a scope */

/*  A publication: the name of a set, the parts of one, tables and columns in a part, and the bytes of a field.  And a row of the
 *  catalogue, of which a table has so many at most, in so many bytes all told. */
#define QCDC_SET_NAME_BYTES_MAX 64u
#define QCDC_SET_PARTS_MAX 256u
#define QCDC_PUBLISHED_TABLES_MAX 32u
#define QCDC_PUBLISHED_COLUMNS_MAX 24u
#define QCDC_PUBLISHED_FIELD_BYTES_MAX 16384u
#define QCDC_TABLE_ROWS_MAX 100000u
#define QCDC_TABLES_BYTES_MAX (64u * 1024u * 1024u)

/*  Rows of forms, and of offices, that can be the first of one: the number of each is its place, kept in two bytes for every report and
 *  petition (sql/schema). */
#define QCDC_NUMBERED_ROWS_MAX 32767u

/*  A computed figure is at most so many times a quotient of counts: 100 for per cent. */
#define QCDC_RULE_FACTOR_MAX 1000000

/*  And it has so many numbers and cells, each with its column in the sums of totals; and so many of them that may be blank, each with
 *  its bit. */
#define QCDC_RATE_OPERANDS_MAX 8u
#define QCDC_RATE_CELLS_MAX 62u

/*  What a program makes sure of before its first socket: descriptors that it can open, and address space. */
#define QCDC_CLIENT_DESCRIPTORS_MIN 24u
#define QCDC_CLIENT_ROOM_BYTES (96u * 1024u * 1024u)
#define QCDC_SERVER_DESCRIPTORS_MIN 128u
#define QCDC_SERVER_ROOM_BYTES (1024u * 1024u * 1024u)

/*  A passphrase that seals a device's keys, and what trying one costs: within the memory that the client may take. */
#define QCDC_PASSPHRASE_BYTES_MAX 256u
#define QCDC_SEAL_MEMORY_BYTES (6u * 1024u * 1024u)
#define QCDC_SEAL_ROUNDS 22u

/*  What people call a device. */
#define QCDC_DEVICE_NAME_BYTES_MAX 64u

/*  The last greeting of a device is written down this often at the most. */
#define QCDC_SEEN_STEP_US (60LL * 1000000)

/*  How long a person may ask a command to wait for the line without progress. */
#define QCDC_PATIENCE_SECONDS_MAX 3600

/*  From here on two clocks disagree so much that somebody is told. */
#define QCDC_CLOCK_DIFFERENCE_US (600LL * 1000000)

/*  How far ahead of the commit the version may be that a correction says it was made on: a server's clock may have run ahead
 *  before it was put right. */
#define QCDC_SEEN_AHEAD_US_MAX (400LL * 24 * 3600 * 1000000)

/*  A CSV file that people hand in. */
#define QCDC_CSV_FIELD_BYTES_MAX 65536u
#define QCDC_CSV_FIELDS_MAX 64u
#define QCDC_CSV_ROWS_MAX 1000000u
#define QCDC_CSV_TITLE_ROWS_MAX 30u /* among the first of them the header is looked for */

/*  A workbook (.xlsx) that people hand in: the file; the parts in it; what all that is read of them may unpack to, and how many
 *  times its packed size a part may, beyond its first megabytes; what the XML parser may take; the texts that cells share, of which
 *  more than so many bytes go to a file; cell formats, and formats of numbers, each of which every one of those is looked up among
 *  (spreadsheets write 250 at most); and the columns in which something stands.  A cell's text is a CSV field,
 *  and so are rows counted. */
#define QCDC_XLSX_FILE_BYTES_MAX (64u * 1024u * 1024u)
#define QCDC_XLSX_PARTS_MAX 1000u
#define QCDC_XLSX_PLAIN_BYTES_MAX (256u * 1024u * 1024u)
#define QCDC_XLSX_RATIO_MAX 200u
#define QCDC_XLSX_RATIO_FREE_BYTES (4u * 1024u * 1024u)
#define QCDC_XLSX_PARSER_BYTES_MAX (1024u * 1024u)
#define QCDC_XLSX_DEPTH_MAX 32u
#define QCDC_XLSX_STRINGS_MAX 4000000u
#define QCDC_XLSX_STRINGS_BYTES_MAX (256u * 1024u * 1024u)
#define QCDC_XLSX_STRINGS_HELD_BYTES (512u * 1024u)
#define QCDC_XLSX_FORMATS_MAX 65536u
#define QCDC_XLSX_CODES_MAX 4096u
#define QCDC_XLSX_SHEETS_MAX 256u
#define QCDC_XLSX_COLUMNS_MAX QCDC_CSV_FIELDS_MAX
#define QCDC_XLSX_ROWS_MAX QCDC_CSV_ROWS_MAX

/*  Days: 1900-01-01 … 9999-12-31, counted from 1970-01-01. */
#define QCDC_DAY_MIN (-25567)
#define QCDC_DAY_MAX 2932896

/*  The first day that a petition or a step can be of, 1945-09-02: no office's register is older than the state that keeps it. */
#define QCDC_REGISTER_DAY_MIN (-8887)

/*  A petition that is entered so long after its receipt is asked about: a mistyped year is likelier than so old a case. */
#define QCDC_RECEIVED_YEARS_MAX 30

/*  Of a table for people: as much of it is held until its columns are as wide as they will be; and the rows that limit= takes. */
#define QCDC_TABLE_HELD_BYTES (256u * 1024u)
#define QCDC_LIMIT_ROWS_MAX 999999999u

#endif
