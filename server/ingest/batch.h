/*  batch.h — what one commit carries: appends, their entries, and what was decided about each.
 *
 *  A batch lives from the moment ingest takes its jobs to the last receipt.  It is decided (decide.c) against the state that
 *  it meets (state.c) and written (write.c) in one transaction; when the transaction fails, everything decided is thrown
 *  away and done again. */

#ifndef QCDC_BATCH_H
#define QCDC_BATCH_H

#include "base/job.h"
#include "base/server.h"
#include "pg/pg.h"

/*  A batch takes jobs until it has this much; one append is always taken whole. */
#define BATCH_ENTRIES_MAX 16384u
#define BATCH_BYTES_MAX (8u * 1024u * 1024u)
#define BATCH_ARENA_BYTES_MAX (512u * 1024u * 1024u)

/*  What was said about an entry, or is said anew: one row of table verdict. */
typedef struct {
    int64_t entry; /* commit_seq of the entry */
    int64_t given_at;
    int state;        /* Qcdc__VerdictState */
    const char *code; /* "" for aliases and acceptance */
    const char *field;
    const char *message;
    int64_t alias_of;   /* commit_seq, 0 if none */
    address_t repeated; /* of that entry; seq 0 where it is not known */
    address_t awaits;   /* of what waits */
} batch_verdict_t;

typedef struct {
    entry_t entry; /* bytes point into the job's frame, or into the batch's arena */
    uint8_t hash[HASH_BYTES];
    uint8_t commit_hash[HASH_BYTES];
    int64_t commit_seq;
    int64_t first_committed_at_us;
    int origin_id;
    int office;
    role_t role;
    uint8_t content[CONTENT_BYTES];
    qcdc_status unpacked;           /* of the body */
    Qcdc__Fact *fact;               /* where it unpacked */
    bool poison;                    /* the database refused it: rejected without being judged */
    const Qcdc__Verdict *kept;      /* the verdict on its last receipt, for an entry that comes back */
    bool returned;                  /* it comes back with a receipt of ours; kept NULL then means plainly accepted */
    bool again;                     /* it was judged before, and waited */
    batch_verdict_t *verdict;       /* NULL: plainly accepted */
    uint8_t annex_hash[HASH_BYTES]; /* where the annex had been erased before the entry came */
    bool held;                      /* written when all is decided: until then its text may have to go */
} batch_entry_t;

typedef struct {
    job_t *job;
    int origin_id;
    uint64_t origin;
    int office;
    role_t role;
    uint64_t first_seq;
    uint64_t last_seq;
    uint8_t signature[SIGNATURE_BYTES];
    size_t begin; /* first of its entries in batch_t.entries */
    size_t count;
    receipt_t receipt; /* filled when decided, signed after commit */
    bool returned;
    int64_t returned_at_us;     /* committed_at of the earlier receipt */
    bool unseen;                /* whether its device signed it is still to be seen: signed.h */
    uint8_t before[HASH_BYTES]; /* of the entry that it follows */
} batch_append_t;

/*  A verdict that changed: its receipt. */
typedef struct {
    const batch_entry_t *of; /* the batch's, or read from the journal into its arena */
    int origin_id;
    int office;
    uint64_t seq;
    batch_verdict_t *verdict;
    bytes_t verdicts;
} batch_later_t;

/*  What a feed row shows. */
enum { FEED_SEGMENT, FEED_ACT, FEED_RECEIPT };

/*  A feed row other than an append's own segment. */
typedef struct {
    int office;
    int kind;
    int origin_id;
    uint64_t seq;
    int64_t commit_seq;
} batch_feed_t;

/*  A first copy and the entry that stands for it now: one row of table refiled. */
typedef struct {
    const Qcdc__Was *was; /* in a fact of the batch */
    int64_t entry;
} batch_refiled_t;

/*  What is addressed to an office: rows of table addressed. */
typedef struct {
    int64_t entry;
    const char *code; /* in a fact of the batch; NULL: of those that ABOUT is addressed to */
    int64_t about;    /* commit_seq */
    bool anew;        /* unless it is there: said before, and CODE may have been shown it then */
} batch_addressed_t;

typedef struct {
    arena_t *arena;
    batch_append_t *appends;
    size_t append_count, append_capacity;
    batch_entry_t *entries;
    size_t entry_count, entry_capacity;
    size_t hidden_appends, hidden_entries; /* behind those: cut off, to be committed after them */
    size_t bytes;
    batch_later_t *later;
    size_t later_count, later_capacity;
    batch_feed_t *feed;
    size_t feed_count, feed_capacity;
    batch_refiled_t *refiled;
    size_t refiled_count, refiled_capacity;
    batch_addressed_t *addressed;
    size_t addressed_count, addressed_capacity;
    size_t woken, woken_bytes; /* entries of before that were judged again, and their bodies */
    bool owed;                 /* it carries out what an earlier program left of erasures, and nothing else */
    int64_t committed_at_us;
    int64_t received_at_us; /* first commit time of what is new */
} batch_t;

batch_t *batch_new (void);             /* NULL when out of memory */
void batch_destroy (batch_t **self_p); /* not the jobs */

/*  Room for one more; NULL when out of memory.  Cleared. */
batch_append_t *batch_add_append (batch_t *self);
batch_entry_t *batch_add_entry (batch_t *self);
batch_later_t *batch_add_later (batch_t *self);
batch_feed_t *batch_add_feed (batch_t *self);
batch_refiled_t *batch_add_refiled (batch_t *self);
batch_addressed_t *batch_add_addressed (batch_t *self);

/*  Leaves the first APPENDS of it, at least one, and hides the others; batch_go_on forgets those and brings the hidden ones back. */
void batch_cut (batch_t *self, size_t appends);
void batch_go_on (batch_t *self);

/*  Forgets what was decided, keeps appends and entries: before the next try. */
void batch_undecide (batch_t *self);

/*  A verdict row in the batch's arena (texts copied); NULL when out of memory. */
batch_verdict_t *batch_verdict (batch_t *self, const batch_entry_t *entry, int64_t given_at, int state,
                                const fault_t *fault, int64_t alias_of);

/*  The bytes of a Verdicts message that lists VERDICTS of entries with the given seqs, in the batch's arena; *BYTES is empty
 *  where there are none.  QCDC_NO_MEMORY. */
qcdc_status batch_pack_verdicts (batch_t *self, const batch_verdict_t *const *verdicts, const uint64_t *seqs,
                                 size_t count, bytes_t *bytes) QCDC_CHECK;

#endif
