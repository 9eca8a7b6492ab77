/*  state.h — the rows that a batch meets, read in advance: addresses referred to, things, holders of keys.
 *
 *  state_load asks the database once per kind of row for everything that the batch's facts name; judging and applying then
 *  work in memory only.  The same structure serves the replay of verify and rebuild, whose projections live in shadow
 *  tables of the same names.  No kind of fact is named here: the registries are asked. */

#ifndef QCDC_STATE_H
#define QCDC_STATE_H

#include "base/snapshot.h"
#include "catalogue/heirs.h"
#include "matters/judge.h"
#include "projections/numbers.h"
#include "projections/projection.h"

#include <uthash.h>

/*  An entry as the projections know it. */
typedef struct {
    uint64_t origin;
    uint64_t seq;
    uint64_t hash8;
    int64_t commit_seq;
    int64_t first_committed_at_us;
    int origin_id;
    int office;
    const Qcdc__Fact *fact; /* NULL: unreadable */
    const uint8_t *content;
} state_entry_t;

/*  What stands at an address that some fact of the batch refers to. */
typedef struct {
    struct {
        uint64_t origin;
        uint64_t seq;
        uint64_t hash8; /* 0: whatever stands there (an erasure by somebody who does not hold the entry) */
    } key;
    bool asked; /* the database was */
    bool found; /* false: no such entry, nor a fact filed again whose first copy was that */
    int64_t commit_seq;
    int origin_id;
    int office;
    int verdict;      /* Qcdc__VerdictState */
    matter_id matter; /* of the thing; MATTER_NONE where only its id is known */
    int64_t thing;    /* id of the thing that it created, or is part of; 0: none; aliases are resolved */
    int64_t part;     /* id of the part that it made; 0: none */
    UT_hash_handle hh;
} address_node_t;

/*  Who holds a key: an office's letters (four bits each), the matter's, and what the thing is known by.  A longer key is refused
 *  when it is judged. */
#define STATE_OFFICE_BYTES 8u
#define STATE_KEY_BYTES (STATE_OFFICE_BYTES + 1u + MATTER_KEY_BYTES)

/*  A thing under a key: one claim each. */
typedef struct claim {
    thing_node_t *node;
    struct claim *next;
} claim_t;

typedef struct {
    char *key;
    int office;
    const projection_t *projection;
    const char *name; /* within the key */
    claim_t *claims;  /* things that have, or had, that key */
    bool asked;       /* the database was */
    UT_hash_handle hh;
} holder_node_t;

struct thing_node {
    int64_t id;
    const projection_t *projection;
    thing_t *thing; /* in the arena; owns what its matter says */
    bool stored;    /* there is a row */
    bool parts_asked, all_taken;
    bool dirty;
    void *counted; /* what its row contributes, as the projection remembers it */
    UT_hash_handle hh;
};

typedef struct {
    thing_node_t *node;
    int64_t part;
    bool stored;
} part_change_t;

typedef struct {
    int64_t target; /* commit_seq of the fact that was changed */
    int64_t entry;
    bool voids;
} fact_change_t;

typedef struct {
    int64_t entry; /* commit_seq of the fact that asks for an erasure, or opens an identity */
    int64_t target;
} fact_request_t;

/*  What devices of an office remember: one row of table office_memory. */
typedef struct {
    int64_t entry;
    int office;
} memory_row_t;

/*  A scan of a petition: one row of table blob_attached. */
typedef struct {
    int64_t entry;
    int64_t petition;
    int of, media;
    uint32_t bytes;
    int32_t on;
    uint8_t hash[HASH_BYTES];
} scan_row_t;

/*  A case that was proposed for a list, or declined: one row of table case_proposed. */
typedef struct {
    int64_t entry;
    int64_t thing;
    char list[CATALOG_CODE_BYTES_MAX + 1];
    char by[QCDC_HANDLER_BYTES_MAX + 1];
    int32_t on;
    bool declined;
    int64_t said_at_us; /* first commit */
} proposal_row_t;

/*  A publication that was decided upon: one row of table publication. */
typedef struct {
    int64_t entry;
    bool accepted;  /* false: what had come of its set was forgotten */
    bool effective; /* it was the last part of its set */
} publication_row_t;

struct state {
    snapshot_t *snapshot; /* as it stands; what is judged is judged by it */
    snapshot_t
        *offered; /* what the publication that is being judged would make of it; NULL: none is, or it makes nothing */
    snapshot_t **past; /* those before it, by which things of the batch were folded */
    size_t past_count, past_capacity;
    publication_row_t *publications;
    size_t publication_count, publication_capacity;
    bool new_catalog; /* a set took effect */
    arena_t *arena;   /* of nodes and keys; the batch's */
    numbers_t *known; /* keys that need not be looked up are not in it; NULL: all are looked up */
    address_node_t *addresses;
    bool has_bare_address; /* one without a hash */
    thing_node_t *things;
    holder_node_t *holders;
    part_change_t *parts;
    size_t part_count, part_capacity;
    fact_change_t *changes;
    size_t change_count, change_capacity;
    fact_request_t *requests;
    size_t request_count, request_capacity;
    fact_request_t *openings;
    size_t opening_count, opening_capacity;
    memory_row_t *memories;
    size_t memory_count, memory_capacity;
    scan_row_t *scans;
    size_t scan_count, scan_capacity;
    proposal_row_t *proposals;
    size_t proposal_count, proposal_capacity;
    heirs_kept_t kept;   /* for judging */
    bool without_effect; /* what was applied last changed nothing */
};

/*  Holds SNAPSHOT. */
void state_init (state_t *self, const snapshot_t *snapshot, arena_t *arena);
void state_release (state_t *self);

/*  Collects what FACT of OFFICE needs; call for every fact, then state_load once. */
qcdc_status state_want (state_t *self, int office, const Qcdc__Fact *fact) QCDC_CHECK;

/*  The same of what judging FACT looks at besides (matter.h). */
qcdc_status state_want_others (state_t *self, int office, const Qcdc__Fact *fact) QCDC_CHECK;

/*  Reads all that is wanted and not yet there. */
qcdc_status state_load (state_t *self, pg_t *pg, fault_t *fault) QCDC_CHECK;

/*  No origin has this id: under it stand entries that are known by their commit_seq only, as what an alias repeats. */
#define STATE_BY_ID 0u
address_t state_id_address (int64_t commit_seq);

/*  Node of an address; made (not found) where CREATE.  NULL: none, or out of memory. */
address_node_t *state_address (state_t *self, address_t address, bool create);

/*  The node that FACT refers to; NULL where it refers to nothing that was wanted. */
address_node_t *state_target (state_t *self, const Qcdc__Fact *fact);

/*  What stands at NODE from now on: ENTRY, with that verdict; of an alias REPEATS is the entry that it says again, whose kind may be
 *  another one where a stranger's program said so: what that entry made is what counts. */
void state_place (state_t *self, address_node_t *node, const state_entry_t *entry, int verdict, int64_t repeats);

thing_node_t *state_thing (const state_t *self, int64_t id);

/*  A thing of PROJECTION, not stored yet; NULL when out of memory. */
thing_node_t *state_new_thing (state_t *self, const projection_t *projection, int64_t id);

/*  Whom a key belongs to; false: it is too long. */
bool state_key (int office, const matter_t *matter, const char *name, char key[STATE_KEY_BYTES]);

/*  The thing that stands under the key which FACT of OFFICE would take; NULL: none, or it takes none. */
const thing_t *state_held (state_t *self, int office, const Qcdc__Fact *fact);

/*  The thing of MATTER that stands under NAME in OFFICE.  NULL: none; or, *UNREAD, the database has to be asked first (state_load), for nobody
 *  wanted it in advance: a publication has changed meanwhile what is looked at.  QCDC_NO_MEMORY. */
qcdc_status state_other (state_t *self, int office, const matter_t *matter, const char *name, const thing_t **thing,
                         bool *unread) QCDC_CHECK;

/*  What fulfils the duty that FACT of OFFICE, a report, is about, and was filed by the office to which it has passed, or by all of those
 *  from which it has; NULL: nothing, or the duty never passed. */
const thing_t *state_fulfilled (state_t *self, int office, const Qcdc__Fact *fact);

/*  Puts NODE under the key that it has now; it may stay under those that it had. */
qcdc_status state_claim (state_t *self, thing_node_t *node) QCDC_CHECK;

/*  Whether the publication ENTRY can be accepted: QCDC_OK, and it is ready to be applied; QCDC_NO_MEMORY; else what is wrong with it. */
qcdc_status state_offer (state_t *self, const state_entry_t *entry, fault_t *fault) QCDC_CHECK;

/*  What was offered held against what is published (set_check.h) and against the reports that stand (past_guard.c): SAID is what is wrong with it, QCDC_BAD_CATALOGUE where other
 *  rules would hold for one and ENTRY does not say that it is meant, QCDC_LOCKED where one is locked.  Errors of the database are
 *  returned, and go to FAULT. */
qcdc_status state_guard_past (const state_t *self, const state_entry_t *entry, pg_t *pg, fault_t *said,
                              fault_t *fault) QCDC_CHECK;

/*  The publication ENTRY was refused: what had come of its set is forgotten. */
qcdc_status state_forget_set (state_t *self, const state_entry_t *entry, fault_t *fault) QCDC_CHECK;

/*  Applies an accepted fact (apply.c). */
qcdc_status state_apply (state_t *self, const state_entry_t *entry, fault_t *fault) QCDC_CHECK;

/*  Remembers that a part of NODE is to be written: a new row, or a change of the STORED one. */
qcdc_status state_touch_part (state_t *self, thing_node_t *node, int64_t part, bool stored) QCDC_CHECK;

/*  flush.c: new rows go by COPY, or (QUEUE) into the running pipeline; changes of stored rows always go into the running
 *  pipeline. */
qcdc_status state_flush_new (state_t *self, pg_t *pg, bool queue, fault_t *fault) QCDC_CHECK;
qcdc_status state_flush_changes (state_t *self, pg_t *pg, fault_t *fault) QCDC_CHECK;
qcdc_status state_prepare (pg_t *pg, fault_t *fault) QCDC_CHECK; /* every statement that a pipeline may hold */

#endif
