/*  journal.h — the office's own journal and what it took from the feed, in one SQLite file.
 *
 *  One process, one connection (home.h holds the lock).  Every pragma is set explicitly: WAL, synchronous FULL, secure_delete
 *  on (an erased text must be gone; journal_wipe does the rest), locking_mode EXCLUSIVE, busy_timeout, foreign_keys, trusted_schema off.  Tables are
 *  STRICT.  No projections: entries carry a subject by which the facts of one thing are found and folded.
 *
 *  Subjects:  "petition:<office code>:<number>@<year>" what created a petition, and every fact about it
 *             "report:<office code>:<FORM>/<PERIOD>"   the same of a report
 *             "entry:<origin>:<seq>:<hash8>"           a fact about an entry that is not here (yet); moved to the right
 *                                                      subject when that entry, and no other of that address, arrives
 *             "columns_mapped:<office code>:"          what an office calls the columns of its register
 *             "catalogue:"                             what the province published
 *             ""                                       anything else
 *  A correction that changes the number or the year keeps the petition's subject and gets a second row in table `alias`. */

#ifndef QCDC_JOURNAL_H
#define QCDC_JOURNAL_H

#include "base/fault.h"
#include "wire.pb-c.h"
#include "wire/entry.h"
#include "wire/whereabouts.h"

#include <stdbool.h>

typedef struct journal journal_t;

/*  What stands in a journal at one address. */
typedef struct {
    entry_t entry;
    uint8_t hash[HASH_BYTES];
    const char *subject;
    int64_t commit_seq;         /* 0 while the server has not acknowledged it */
    int64_t committed_at_us;    /* first commit time; 0 likewise */
    Qcdc__VerdictState verdict; /* the last one known; ACCEPTED while not yet judged by the server */
    address_t repeats;          /* of a second copy: what it repeats; seq 0 where that is not known */
} journal_row_t;

/*  A run of entries that was acknowledged together. */
typedef struct {
    uint64_t origin;
    uint64_t first_seq;
    uint64_t last_seq;
    uint8_t last_hash[HASH_BYTES];
    uint8_t signature[SIGNATURE_BYTES]; /* of the origin */
    receipt_t receipt;                  /* of the server; verdicts point into memory of the call's lifetime */
    int64_t epoch;                      /* of the feed in which it was last seen (others' segments) */
} journal_segment_t;

/*  Opens or creates PATH (mode 0600).  QCDC_CORRUPT for a file that is not a journal of ours, QCDC_VERSION for one of a newer
 *  program, QCDC_BUSY, QCDC_IO. */
qcdc_status journal_open (const char *path, journal_t **self, fault_t *fault) QCDC_CHECK;
void journal_close (journal_t **self_p);

/*  An older program took in what it did not know, under no subject: what this one knows gets its own, once. */
qcdc_status journal_learn (journal_t *self, fault_t *fault) QCDC_CHECK;

/*  A transaction; everything below that writes must be inside one.  Rollback of nothing is harmless. */
qcdc_status journal_begin (journal_t *self, fault_t *fault) QCDC_CHECK;
qcdc_status journal_commit (journal_t *self, fault_t *fault) QCDC_CHECK;
void journal_rollback (journal_t *self);

/*  Makes sure that nothing of a text that was taken out of the journal is left in any file of it; costs a look where none was.
 *  Outside of a transaction.  journal_close does it too, but cannot say that it failed.  QCDC_IO: no room on the disk; the
 *  next one tries again. */
qcdc_status journal_wipe (journal_t *self, fault_t *fault) QCDC_CHECK;

/*  Said in every transaction that takes a text out of a table: journal_wipe has something to do. */
qcdc_status journal_mark_traces (journal_t *self, fault_t *fault) QCDC_CHECK;

/*  Names and values: endpoint, server_curve (hex), server_sign (hex), what the server has said of these (place.h), office, office_name, unit, role, feed_seq,
 *  feed_commit_hash (hex), feed_epoch, catalogue, published_over (published.h), imports and import:ID (petitions/import_run.h), register_map (petitions/register_memory.h), last_sync (ISO), clock_ahead (journal_clock.h), revoked (ISO: when the server said so; "" since it answered again),
 *  kinds_known (how many kinds of facts the program knew that placed the entries, and whether it placed what the province says), erasures_asked, reviews_wait, proposals_wait (how many waited at the last sync of a province's device), proposals_told (desk/told.h), traces (journal_wipe), search_keys (journal_search.h), seen:ADDRESS (attention/other_words.h), agreed:ADDRESS:COLUMN (attention/agreed.h),
 *  done:ADDRESS (attention/done_with.h), apart_findings (reports/apart.h), identity_secrets (identity_secrets.h).
 *  VALUE is malloc'ed, "" where there is none. */
qcdc_status journal_get (journal_t *self, const char *name, char **value, fault_t *fault) QCDC_CHECK;
void journal_free_value (char **value); /* for QCDC_CLEANUP */
qcdc_status journal_set (journal_t *self, const char *name, const char *value, fault_t *fault) QCDC_CHECK;
/*  The same in a transaction of its own. */
qcdc_status journal_set_alone (journal_t *self, const char *name, const char *value, fault_t *fault) QCDC_CHECK;

/*  Own origin: set once at join with its public signing key. */
qcdc_status journal_set_own (journal_t *self, const uint8_t sign_key[SIGN_KEY_BYTES], const char *office,
                             fault_t *fault) QCDC_CHECK;
uint64_t journal_own (const journal_t *self); /* 0 before join */

/*  Another origin (idempotent). */
qcdc_status journal_put_origin (journal_t *self, const uint8_t sign_key[SIGN_KEY_BYTES], const char *office,
                                fault_t *fault) QCDC_CHECK;
/*  An origin known by single acts.  Idempotent; what is known of an origin already stays: QCDC_BAD_SIGNATURE where
 *  OFFICE or the key is another one. */
qcdc_status journal_put_act_origin (journal_t *self, const uint8_t sign_key[SIGN_KEY_BYTES], const char *office,
                                    fault_t *fault) QCDC_CHECK;

/*  QCDC_NOT_FOUND. OFFICE (malloc'ed) may be NULL. */
qcdc_status journal_origin_key (journal_t *self, uint64_t origin, uint8_t sign_key[SIGN_KEY_BYTES], char **office,
                                fault_t *fault) QCDC_CHECK;

/*  The last entry of ORIGIN: seq 0 and H (sign key) where there is none. */
qcdc_status journal_head (journal_t *self, uint64_t origin, uint64_t *seq, uint8_t hash[HASH_BYTES],
                          fault_t *fault) QCDC_CHECK;

/*  The last own entry covered by a receipt, from its segment. seq 0 likewise. */
qcdc_status journal_receipted (journal_t *self, uint64_t origin, uint64_t *seq, uint8_t hash[HASH_BYTES],
                               fault_t *fault) QCDC_CHECK;

/*  Appends an own fact: BODY and ANNEX (may be empty) at the head, written now.  The subject comes from the body (and from
 *  the subject of the entry that it refers to).  *ADDRESS (may be NULL) is where it stands. */
qcdc_status journal_append (journal_t *self, bytes_t body, bytes_t annex, address_t *address,
                            fault_t *fault) QCDC_CHECK;

/*  Stores an entry of any origin as it came (a copy taken back, another device's, a province's act), with its hash, which
 *  the caller has checked.  Replaces an entry of another hash at that address.  Drops the annex if a fact that erases for that
 *  address is held; storing an accepted one drops the annex of its target, which keeps its hash. */
qcdc_status journal_put (journal_t *self, const entry_t *entry, const uint8_t hash[HASH_BYTES], int64_t commit_seq,
                         int64_t committed_at_us, fault_t *fault) QCDC_CHECK;

/*  The same of what nobody has vouched for: it is kept and has no effect, as if it were refused, whatever receipts say of it, until
 *  journal_believe. */
qcdc_status journal_put_unbelieved (journal_t *self, const entry_t *entry, const uint8_t hash[HASH_BYTES],
                                    int64_t commit_seq, int64_t committed_at_us, fault_t *fault) QCDC_CHECK;
qcdc_status journal_believe (journal_t *self, uint64_t origin, uint64_t seq, fault_t *fault) QCDC_CHECK;

/*  A text that an erasure reaches beside the one that it names: TEXTS of a petition (TEXT_TITLE …) that stand in another entry,
 *  because it went from office to office.  The hash of the address is not looked at. */
typedef struct {
    address_t text;
    int texts;
} journal_reach_t;

/*  The erasure that entry SEQ of ORIGIN orders, if it does and is believed, now or later, reaches those besides: it is carried out.  Said by the
 *  server alone, and heeded for what went between offices. */
qcdc_status journal_reach (journal_t *self, uint64_t origin, uint64_t seq, const journal_reach_t *reaches,
                           size_t count, fault_t *fault) QCDC_CHECK;

/*  Every entry without effect that the server has not refused, in the order of commit, and whose it is; EACH must not write to the
 *  journal. */
typedef struct {
    uint64_t origin, seq;
    char office[48];
} journal_unbelieved_t;
qcdc_status journal_each_unbelieved (journal_t *self,
                                     qcdc_status (*each) (const journal_unbelieved_t *act, void *arg), void *arg,
                                     fault_t *fault) QCDC_CHECK;

/*  Removes own entries from FIRST_SEQ on (only ever unreceipted ones, when they are filed again behind the server's head). */
qcdc_status journal_cut (journal_t *self, uint64_t origin, uint64_t first_seq, fault_t *fault) QCDC_CHECK;

/*  Takes another device's entries from FIRST_SEQ on out of the journal, receipts or not: a branch that has given
 *  way to the one the server holds.  QCDC_FORK for the own origin, whose receipted past never gives way. */
qcdc_status journal_forget (journal_t *self, uint64_t origin, uint64_t first_seq, fault_t *fault) QCDC_CHECK;

/*  Stores a segment with its receipt, sets commit_seq and first commit time of its entries, and its verdicts. */
qcdc_status journal_put_segment (journal_t *self, const journal_segment_t *segment, fault_t *fault) QCDC_CHECK;

/*  Stores a later receipt: the verdicts in it replace those held.  One about another entry than stands there, or none, says
 *  nothing and is not kept. */
qcdc_status journal_put_later (journal_t *self, const receipt_t *receipt, fault_t *fault) QCDC_CHECK;

/*  When the server committed that entry, and as which, by its receipt; 0 where there is none. */
qcdc_status journal_receipted_at (journal_t *self, int64_t *committed_at_us, uint64_t *commit_seq,
                                  fault_t *fault) QCDC_CHECK;

/*  One entry; QCDC_NOT_FOUND.  The row's bytes live until the next call on the journal. */
qcdc_status journal_at (journal_t *self, uint64_t origin, uint64_t seq, journal_row_t *row,
                        fault_t *fault) QCDC_CHECK;

/*  The hash of ORIGIN's entry SEQ alone, H (sign key) for seq 0.  QCDC_NOT_FOUND. */
qcdc_status journal_hash_at (journal_t *self, uint64_t origin, uint64_t seq, uint8_t hash[HASH_BYTES],
                             fault_t *fault) QCDC_CHECK;
/*  The same where it need not be here: *HELD says whether it is. */
qcdc_status journal_find_hash (journal_t *self, uint64_t origin, uint64_t seq, uint8_t hash[HASH_BYTES], bool *held,
                               fault_t *fault) QCDC_CHECK;

/*  Calls EACH in order and stops at the first status that is not QCDC_OK, which it returns.  Bytes live until EACH returns;
 *  EACH may read the journal but must not write to it. */
typedef qcdc_status (journal_each_fn) (const journal_row_t *row, void *arg);
qcdc_status journal_each (journal_t *self, uint64_t origin, uint64_t from_seq, uint64_t to_seq, journal_each_fn *each,
                          void *arg, fault_t *fault) QCDC_CHECK;
/*  The same for whoever needs the chain only. */
typedef qcdc_status (journal_chain_fn) (const entry_t *entry, const uint8_t hash[HASH_BYTES], void *arg);
qcdc_status journal_each_link (journal_t *self, uint64_t origin, uint64_t from_seq, uint64_t to_seq,
                               journal_chain_fn *each, void *arg, fault_t *fault) QCDC_CHECK;
/*  In commit order; what is not yet acknowledged comes last.  With what stands under a number that a correction gave to this
 *  thing: a second copy filed under that number is a copy of it. */
qcdc_status journal_each_of_subject (journal_t *self, const char *subject, journal_each_fn *each, void *arg,
                                     fault_t *fault) QCDC_CHECK;
/*  Every subject with that prefix ("petition:BCD-593:"), in order of the subject. */
typedef qcdc_status (journal_subject_fn) (const char *subject, void *arg);
qcdc_status journal_each_subject (journal_t *self, const char *prefix, journal_subject_fn *each, void *arg,
                                  fault_t *fault) QCDC_CHECK;
/*  The same with what corrections gave: every key with that prefix under which something is to be found, the last first. */
qcdc_status journal_each_key (journal_t *self, const char *prefix, journal_subject_fn *each, void *arg,
                              fault_t *fault) QCDC_CHECK;
/*  Every subject under which the server found a second copy with texts. */
qcdc_status journal_each_copied (journal_t *self, journal_subject_fn *each, void *arg, fault_t *fault) QCDC_CHECK;
/*  Every subject of which this device and another one have written, and of which something came back to a restored server: what was
 *  committed first at another time than the server holds now.  Where no server was restored only the segments are looked through. */
qcdc_status journal_each_returned (journal_t *self, journal_subject_fn *each, void *arg, fault_t *fault) QCDC_CHECK;
/*  Every subject whose thing may have the key of SUBJECT now, the latest correction first: a key that was given up can be taken by
 *  another thing, so only folding tells which one has it. */
qcdc_status journal_each_alias (journal_t *self, const char *subject, journal_subject_fn *each, void *arg,
                                fault_t *fault) QCDC_CHECK;

/*  The first subject behind AFTER ("": the very first) of a petition that was ever said to be a denunciation, unless it was found
 *  clean and nothing has come to it since: whatever touches it, a fact or a verdict, has it looked at again.  *SUBJECT is malloc'ed,
 *  NULL: none; *FOUND whether something was found the last time. */
qcdc_status journal_next_screened (journal_t *self, const char *after, char **subject, bool *found,
                                   fault_t *fault) QCDC_CHECK;
/*  It was looked at.  Inside a transaction. */
qcdc_status journal_set_screened (journal_t *self, const char *subject, bool found, fault_t *fault) QCDC_CHECK;

typedef qcdc_status (journal_segment_fn) (const journal_segment_t *segment, void *arg);
qcdc_status journal_each_segment (journal_t *self, uint64_t origin, uint64_t from_seq, journal_segment_fn *each,
                                  void *arg, fault_t *fault) QCDC_CHECK;
qcdc_status journal_each_later (journal_t *self, uint64_t origin, uint64_t first_seq, uint64_t last_seq,
                                qcdc_status (*each) (const receipt_t *receipt, void *arg), void *arg,
                                fault_t *fault) QCDC_CHECK;

/*  Verdicts that are not plain acceptance, own entries only or all; newest last. */
typedef struct {
    uint64_t origin;
    uint64_t seq;
    Qcdc__VerdictState state;
    const char *code;
    const char *field;
    const char *message;
} journal_verdict_t;
qcdc_status journal_each_verdict (journal_t *self, bool own_only,
                                  qcdc_status (*each) (const journal_verdict_t *verdict, void *arg), void *arg,
                                  fault_t *fault) QCDC_CHECK;

/*  Every origin held, own first. */
typedef qcdc_status (journal_origin_fn) (uint64_t origin, const uint8_t sign_key[SIGN_KEY_BYTES], const char *office,
                                         bool own, void *arg);
qcdc_status journal_each_origin (journal_t *self, journal_origin_fn *each, void *arg, fault_t *fault) QCDC_CHECK;

/*  Recomputes ORIGIN's whole chain against the stored hashes and the receipts held.  QCDC_BAD_CHAIN names the first entry that
 *  was altered; QCDC_FORK where the chain is whole but a receipted hash differs. */
qcdc_status journal_verify (journal_t *self, uint64_t origin, const known_server_t *server,
                            fault_t *fault) QCDC_CHECK;

typedef struct {
    uint64_t entries; /* own */
    uint64_t unsent;  /* own without receipt */
    uint64_t others;  /* entries taken from the feed */
} journal_counts_t;
qcdc_status journal_counts (journal_t *self, journal_counts_t *counts, fault_t *fault) QCDC_CHECK;

#endif
