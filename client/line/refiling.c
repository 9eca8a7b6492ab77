/*  refiling.c — filing facts again under new addresses.
 *
 *  What was moved is remembered for as long as the refiling lives, so that a fact which names another one, filed again before
 *  it, names it where it stands now.  The kept entries are copies, for theirs are about to be cut. */

#include "line/refiling.h"

#include "base/arena.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "facts/kind.h"

#include <stdlib.h>
#include <string.h>

#define HASH_NONFATAL_OOM 1 /* an element that could not be added has no table */
#include <uthash.h>

typedef struct {
    uint64_t origin;
    uint64_t seq;
    uint64_t hash8;
} key_move_t;

typedef struct {
    key_move_t key;
    address_t to;
    UT_hash_handle hh;
} moved_t;

typedef struct kept {
    struct kept *next;
    entry_t entry; /* its bytes follow the struct */
    uint8_t hash[HASH_BYTES];
} kept_t;

struct refiling {
    arena_t *arena;
    moved_t *moved;
    kept_t *first;
    kept_t **last_p;
};

refiling_t *refiling_new (void)
{
    refiling_t *self = calloc (1, sizeof *self);
    if (!self)
        return NULL;
    self->last_p = &self->first;
    self->arena = arena_new (QCDC_FACT_ARENA_BYTES_MAX);
    if (!self->arena)
        refiling_destroy (&self);
    return self;
}

static void forget_kept (refiling_t *self)
{
    while (self->first) {
        kept_t *next = self->first->next;
        free (self->first);
        self->first = next;
    }
    self->last_p = &self->first;
}

void refiling_destroy (refiling_t **self_p)
{
    refiling_t *self = *self_p;
    if (!self)
        return;
    forget_kept (self);
    moved_t *moved, *next;
    HASH_ITER (hh, self->moved, moved, next)
    {
        HASH_DEL (self->moved, moved);
        free (moved);
    }
    arena_destroy (&self->arena);
    free (self);
    *self_p = NULL;
}

/*  ---------------------------------------------------------------- first copies and references */

/*  NULL for a body that this program cannot read: it is kept as it is, and nothing in it is rewritten. */
static Qcdc__Fact *unpack (refiling_t *self, bytes_t body, bool *known)
{
    Qcdc__Fact *fact = NULL;
    arena_reset (self->arena);
    qcdc_status status = fact_unpack (body, self->arena, &fact);
    *known = status == QCDC_OK;
    return status == QCDC_OK || status == QCDC_UNSUPPORTED ? fact : NULL;
}

void refiling_first (refiling_t *self, const entry_t *entry, const uint8_t hash[HASH_BYTES], copy_t *first)
{
    bool known;
    const Qcdc__Fact *fact = unpack (self, entry->body, &known);
    first->origin = entry->origin;
    first->seq = entry->seq;
    memcpy (first->hash, hash, HASH_BYTES);
    if (fact && fact->was && fact->was->hash.len == HASH_BYTES) {
        first->origin = fact->was->origin;
        first->seq = fact->was->seq;
        memcpy (first->hash, fact->was->hash.data, HASH_BYTES);
    }
}

qcdc_status refiling_move (refiling_t *self, uint64_t origin, uint64_t seq, uint64_t hash8, const address_t *to)
{
    moved_t *moved = calloc (1, sizeof *moved);
    if (!moved)
        return QCDC_NO_MEMORY;
    moved->key = (key_move_t){origin, seq, hash8};
    moved->to = *to;
    moved_t *before = NULL;
    HASH_REPLACE (hh, self->moved, key, sizeof moved->key, moved, before);
    free (before);
    if (moved->hh.tbl)
        return QCDC_OK;
    free (moved);
    return QCDC_NO_MEMORY;
}

static bool rewrite (const refiling_t *self, Qcdc__Ref *ref)
{
    if (!ref)
        return false;
    key_move_t key = {ref->origin, ref->seq, ref->hash};
    moved_t *moved = NULL;
    HASH_FIND (hh, self->moved, &key, sizeof key, moved);
    if (!moved)
        return false;
    ref->origin = moved->to.origin;
    ref->seq = moved->to.seq;
    ref->hash = moved->to.hash8;
    return true;
}

/*  Every reference that a fact can hold. */
static bool rewrite_references (const refiling_t *self, Qcdc__Fact *fact)
{
    Qcdc__Ref *refs[FACT_REFS_MAX];
    bool changed = false;
    for (size_t i = 0, count = fact_refs (fact, refs); i < count; i++)
        changed |= rewrite (self, refs[i]);
    return changed;
}

/*  ---------------------------------------------------------------- filing */

/*  BODY with the field `was` behind it: the rest stays as it was written, byte for byte. */
static qcdc_status add_was (bytes_t body, const Qcdc__Was *was, uint8_t **made, size_t *length)
{
    Qcdc__Fact only = QCDC__FACT__INIT;
    only.was = (Qcdc__Was *)was;
    size_t more = qcdc__fact__get_packed_size (&only);
    if (body.length + more > QCDC_BODY_BYTES_MAX)
        return QCDC_TOO_LARGE;
    *made = malloc (body.length + more);
    if (!*made)
        return QCDC_NO_MEMORY;
    if (body.length)
        memcpy (*made, body.data, body.length);
    *length = body.length + qcdc__fact__pack (&only, *made + body.length);
    return QCDC_OK;
}

/*  The body under which ENTRY is filed again; *MADE stays NULL where that is its own. */
static qcdc_status make_body (refiling_t *self, const entry_t *entry, const uint8_t hash[HASH_BYTES], uint8_t **made,
                              size_t *length)
{
    bool known;
    Qcdc__Fact *fact = unpack (self, entry->body, &known);
    if (!fact && arena_exhausted (self->arena))
        return QCDC_NO_MEMORY; /* it can be read, and what it refers to has moved */
    Qcdc__Was was = QCDC__WAS__INIT;
    was.origin = entry->origin;
    was.seq = entry->seq;
    was.hash = (ProtobufCBinaryData){HASH_BYTES, (uint8_t *)hash};
    bool has_was = fact && fact->was;
    bool changed = known && rewrite_references (self, fact);
    qcdc_status status = QCDC_OK;
    if (changed) {
        if (!has_was)
            fact->was = &was;
        status = fact_pack (fact, made, length);
    } else if (!has_was)
        status = add_was (entry->body, &was, made, length);
    /* A body at the limit has no room for it; the same content again is then recognised by its content. */
    if (status == QCDC_TOO_LARGE && !changed)
        status = QCDC_OK;
    return status;
}

qcdc_status refiling_file (refiling_t *self, journal_t *journal, const entry_t *entry, const uint8_t hash[HASH_BYTES],
                           fault_t *fault)
{
    uint8_t *made = NULL;
    size_t length = 0;
    address_t address;
    char text[ADDRESS_TEXT_BYTES];
    qcdc_status status = make_body (self, entry, hash, &made, &length);
    if (status != QCDC_OK)
        return fault_set (fault, status, NULL, _ ("entry %s cannot be filed again: %s"),
                          address_format (entry->origin, entry->seq, text), _ (status_text (status)));
    bytes_t body = made ? (bytes_t){made, length} : entry->body;
    status = journal_append (journal, body, entry->annex, &address, fault);
    free (made);
    if (status == QCDC_OK && refiling_move (self, entry->origin, entry->seq, hash_prefix (hash), &address) != QCDC_OK)
        status = fault_set (fault, QCDC_NO_MEMORY, NULL, _ ("no memory to file entries again"));
    return status;
}

/*  ---------------------------------------------------------------- keeping */

typedef struct {
    refiling_t *refiling;
    bool provincial;
    bool no_memory;
} keeping_t;

/*  What another device said for the province and had no effect must not get it by being said by this one. */
static bool has_no_effect (refiling_t *self, bool provincial, const journal_row_t *row)
{
    bool known;
    if (row->verdict != QCDC__VERDICT_STATE__VERDICT_REJECTED)
        return false;
    const Qcdc__Fact *fact = unpack (self, row->entry.body, &known);
    return fact && (fact_is_provincial (fact) || (provincial && fact_is_sworn (fact)));
}

static qcdc_status keep_row (const journal_row_t *row, void *arg)
{
    keeping_t *keeping = arg;
    refiling_t *self = keeping->refiling;
    const entry_t *entry = &row->entry;
    if (has_no_effect (self, keeping->provincial, row))
        return QCDC_OK;
    kept_t *kept = malloc (sizeof *kept + entry->body.length + entry->annex.length);
    if (!kept) {
        keeping->no_memory = true;
        return QCDC_NO_MEMORY;
    }
    uint8_t *bytes = (uint8_t *)(kept + 1);
    kept->next = NULL;
    kept->entry = *entry;
    memcpy (kept->hash, row->hash, HASH_BYTES);
    kept->entry.body.data = bytes;
    kept->entry.annex.data = bytes + entry->body.length;
    if (entry->body.length)
        memcpy (bytes, entry->body.data, entry->body.length);
    if (entry->annex.length)
        memcpy (bytes + entry->body.length, entry->annex.data, entry->annex.length);
    kept->entry.annex_hash = (bytes_t){NULL, 0};
    *self->last_p = kept;
    self->last_p = &kept->next;
    return QCDC_OK;
}

qcdc_status refiling_keep (refiling_t *self, journal_t *journal, role_t role, uint64_t origin, uint64_t first_seq,
                           fault_t *fault)
{
    keeping_t keeping = {self, role == ROLE_PROVINCE, false};
    qcdc_status status = journal_each (journal, origin, first_seq, INT64_MAX, keep_row, &keeping, fault);
    if (keeping.no_memory)
        fault_set (fault, QCDC_NO_MEMORY, NULL, _ ("no memory to file entries again"));
    return status;
}

qcdc_status refiling_file_kept (refiling_t *self, journal_t *journal, uint64_t *filed, fault_t *fault)
{
    for (const kept_t *kept = self->first; kept; kept = kept->next) {
        qcdc_status status = refiling_file (self, journal, &kept->entry, kept->hash, fault);
        if (status != QCDC_OK)
            return status;
        ++*filed;
    }
    forget_kept (self);
    return QCDC_OK;
}
