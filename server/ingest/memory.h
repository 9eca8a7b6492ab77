/*  memory.h — what ingest remembers between batches, all of it reread from the database after every reconnect.
 *
 *  ingest is the only writer, so that what it has read stays true until it writes itself.  Small by nature: heads of
 *  origins, offices with several devices, what waits, erased annexes, facts filed again. */

#ifndef QCDC_INGEST_MEMORY_H
#define QCDC_INGEST_MEMORY_H

#include "catalogue/catalog.h"
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
    size_t waiting;       /* its entries that wait */
    int64_t seen_us;      /* the greeting that was last written down; 0: none yet */
    UT_hash_handle hh;    /* by origin */
    UT_hash_handle hh_id; /* by id */
} origin_node_t;

/*  One office. */
typedef struct {
    int office;
    int devices;          /* that read a feed */
    int64_t feed_seq;     /* last one used */
    bool erased;          /* texts of its entries were */
    int64_t inherited_at; /* memory_t.addressed when it was looked for what it inherits (inherit.h); 0: not yet */
    UT_hash_handle hh;
} office_node_t;

/*  An address; without bytes between its parts, so that it can be hashed as it is. */
typedef struct {
    uint64_t origin;
    uint64_t seq;
} memory_key_t;

/*  Entries that wait, by what they wait for; memory_name_key for what the catalogue is to bring. */
typedef struct {
    int64_t entry; /* commit_seq */
    int origin_id; /* whose it is */
} waiting_t;

typedef struct {
    memory_key_t key;
    waiting_t *entries;
    size_t count, capacity;
    UT_hash_handle hh;
} waiting_node_t;

/*  Whatever is waited for. */
#define MEMORY_ALL ((memory_key_t){UINT64_MAX, UINT64_MAX})

/*  Something that entries waited for has come, or may have, and those behind commit_seq AFTER are still to be judged again. */
typedef struct {
    memory_key_t key;
    int64_t after;
} memory_woken_t;

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

/*  An office to which something was addressed, whether that is there, has ended or has no device. */
typedef struct {
    char code[CATALOG_CODE_BYTES_MAX + 1];
    int64_t at; /* memory_t.addressed by then */
    UT_hash_handle hh;
} addressed_node_t;

/*  With more of them it is forgotten who they were. */
#define MEMORY_ADDRESSED_MAX 16384u

typedef struct {
    origin_node_t *origins;
    origin_node_t *origins_by_id;
    office_node_t *offices;
    waiting_node_t *waiting;
    erased_node_t *erased;
    refiled_node_t *refiled;
    memory_woken_t
        *woken; /* dealt with a page at a time, between batches; after reading, all that is waited for: a newer
                              program may know a form version, and an older one may have ended before it had judged all */
    size_t woken_count, woken_capacity;
    bool reasons_owed; /* texts that an earlier program erased may stand in another entry yet (handed_erase_owed) */
    int64_t addressed; /* goes up with every commit that addresses something to an office; never 0 */
    int64_t addressed_any;               /* as it was when something was addressed to whoever, last */
    addressed_node_t *addressed_offices; /* to which something was since memory was read */
    int64_t commit_seq;                  /* of the last commit; 0 before the first */
    int64_t committed_at_us;
    uint8_t commit_hash[HASH_BYTES];
} memory_t;

/*  Reads everything; what was there is forgotten first. */
qcdc_status memory_load (memory_t *self, pg_t *pg, fault_t *fault) QCDC_CHECK;
void memory_release (memory_t *self);

/*  Of a commit for which memory_t.addressed went up: it addresses something to the office CODE, or (NULL) to some that only the database knows. */
qcdc_status memory_address (memory_t *self, const char *code) QCDC_CHECK;

/*  What memory_t.addressed was when something was addressed to the office CODE last, or to whoever. */
int64_t memory_addressed_at (const memory_t *self, const char *code);

origin_node_t *memory_origin (memory_t *self, uint64_t origin);
origin_node_t *memory_origin_by_id (memory_t *self, int id);
office_node_t *memory_office (memory_t *self, int office);  /* made where it is missing; NULL when out of memory */
bool memory_has_devices (const memory_t *self, int office); /* that read its feed */
/*  Whether texts of the office were erased: only then can one of its entries be the copy of something erased. */
bool memory_erased_in (const memory_t *self, int office);
bool memory_erased (const memory_t *self, uint64_t origin, uint64_t seq);
refiled_node_t *memory_refiled (const memory_t *self, uint64_t origin, uint64_t seq, const uint8_t hash[HASH_BYTES],
                                int office);
/*  Where entries wait for what NAME ("form:QCDC-HUYEN:2") is to be: no origin has the id 0.  Two names of one key wake each other in vain. */
memory_key_t memory_name_key (const char *name);

waiting_node_t *memory_waiting (const memory_t *self, uint64_t origin, uint64_t seq);

qcdc_status memory_add_origin (memory_t *self, const origin_node_t *origin) QCDC_CHECK; /* copies */
qcdc_status memory_add_erased (memory_t *self, uint64_t origin, uint64_t seq) QCDC_CHECK;
qcdc_status memory_add_erased_in (memory_t *self, int office) QCDC_CHECK;
qcdc_status memory_add_refiled (memory_t *self, uint64_t origin, uint64_t seq, const uint8_t hash[HASH_BYTES],
                                int office, int64_t entry) QCDC_CHECK;
qcdc_status memory_add_waiting (memory_t *self, uint64_t origin, uint64_t seq, waiting_t waiting) QCDC_CHECK;

/*  Of those that wait for an address, or MEMORY_ALL, the ones behind commit_seq AFTER and before BEFORE, in order, into PAGE, which has room for MAX;
 *  their number. */
size_t memory_waiting_page (const memory_t *self, memory_key_t key, int64_t after, int64_t before, waiting_t *page,
                            size_t max);

/*  Those of PAGE, which is in order and of the same KEY, wait no more. */
void memory_drop_waiting (memory_t *self, memory_key_t key, const waiting_t *page, size_t count);

/*  Whether any of them is behind AFTER. */
bool memory_waiting_left (const memory_t *self, memory_key_t key, int64_t after);

qcdc_status memory_add_woken (memory_t *self, memory_woken_t woken) QCDC_CHECK;

bool memory_has_woken (const memory_t *self); /* that could be judged again now */

/*  Takes the first of the woken that still has somebody waiting before commit_seq BEFORE; false: there is none. */
bool memory_take_woken (memory_t *self, int64_t before, memory_woken_t *woken);

#endif
