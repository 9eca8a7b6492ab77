/*  memory.h — what ingest remembers between batches, all of it reread from the database after every reconnect.
 *
 *  ingest is the only writer, so that what it has read stays true until it writes itself.  Small by nature: heads of
 *  origins, offices with several devices, what waits, erased annexes, facts filed again. */

#ifndef QCDC_MEMORY_H
#define QCDC_MEMORY_H

#include "ingest/batch.h"

/*  One origin. */
typedef struct {
    uint64_t origin;
    int id;
    int office;
    role_t role;
    bool revoked;
    uint8_t sign_key[SIGN_KEY_BYTES];
    uint64_t head_seq; /* as committed */
    uint8_t head_hash[HASH_BYTES];
    uint64_t accepted_seq; /* as taken in, committed or not yet */
    uint8_t accepted_hash[HASH_BYTES];
    size_t last_append;   /* of the batch being written */
    UT_hash_handle hh;    /* by origin */
    UT_hash_handle hh_id; /* by id */
} origin_node_t;

/*  One office. */
typedef struct {
    int office;
    int devices;      /* that read a feed */
    int64_t feed_seq; /* last one used */
    bool erased;      /* texts of its entries were */
    UT_hash_handle hh;
} office_node_t;

/*  An address; without bytes between its parts, so that it can be hashed as it is. */
typedef struct {
    uint64_t origin;
    uint64_t seq;
} memory_key_t;

/*  Entries that wait, by what they wait for.  (origin, seq) = (0, 0): for a form version. */
typedef struct {
    memory_key_t key;
    int64_t *entries; /* commit_seqs */
    size_t count, capacity;
    UT_hash_handle hh;
} waiting_node_t;

typedef struct {
    memory_key_t key;
    UT_hash_handle hh;
} erased_node_t;

/*  The first copy of a fact filed again, and the office that filed it again: only an office's own facts can be. */
typedef struct {
    struct {
        uint64_t origin;
        uint64_t seq;
        uint8_t hash[HASH_BYTES];
        int office;
    } key;
    int64_t entry; /* that filed it again */
    UT_hash_handle hh;
} refiled_node_t;

typedef struct {
    origin_node_t *origins;
    origin_node_t *origins_by_id;
    office_node_t *offices;
    waiting_node_t *waiting;
    erased_node_t *erased;
    refiled_node_t *refiled;
    bool forms_checked; /* what waits for a form version was judged by this program */
    int64_t commit_seq; /* of the last commit; 0 before the first */
    int64_t committed_at_us;
    uint8_t commit_hash[HASH_BYTES];
} memory_t;

/*  Reads everything; what was there is forgotten first. */
qcdc_status memory_load (memory_t *self, pg_t *pg, fault_t *fault) QCDC_CHECK;
void memory_release (memory_t *self);

origin_node_t *memory_origin (memory_t *self, uint64_t origin);
origin_node_t *memory_origin_by_id (memory_t *self, int id);
office_node_t *memory_office (memory_t *self, int office); /* made where it is missing; NULL when out of memory */
/*  Whether texts of the office were erased: only then can one of its entries be the copy of something erased. */
bool memory_erased_in (const memory_t *self, int office);
bool memory_erased (const memory_t *self, uint64_t origin, uint64_t seq);
refiled_node_t *memory_refiled (const memory_t *self, uint64_t origin, uint64_t seq, const uint8_t hash[HASH_BYTES],
                                int office);
waiting_node_t *memory_waiting (const memory_t *self, uint64_t origin, uint64_t seq);

qcdc_status memory_add_origin (memory_t *self, const origin_node_t *origin) QCDC_CHECK; /* copies */
qcdc_status memory_add_erased (memory_t *self, uint64_t origin, uint64_t seq) QCDC_CHECK;
qcdc_status memory_add_erased_in (memory_t *self, int office) QCDC_CHECK;
qcdc_status memory_add_refiled (memory_t *self, uint64_t origin, uint64_t seq, const uint8_t hash[HASH_BYTES],
                                int office, int64_t entry) QCDC_CHECK;
qcdc_status memory_add_waiting (memory_t *self, uint64_t origin, uint64_t seq, int64_t entry) QCDC_CHECK;
void memory_drop_waiting (memory_t *self, uint64_t origin, uint64_t seq);

#endif
