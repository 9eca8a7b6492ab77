/*  snapshot.c — the lives of snapshots: counted, since several threads hold them, and nothing else of them ever changes.
 *
 *  Parts of a set make snapshots of their own that share the catalog of the one before, for nothing is judged otherwise
 *  until the set is whole. */

#include "base/snapshot.h"

#include "base/day.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*  A catalog and how many snapshots have it. */
typedef struct {
    catalog_t *catalog;
    atomic_uint holders;
} edition_t;

/*  What others see, and what counts behind it. */
typedef struct {
    snapshot_t snapshot; /* first, so that a pointer to one is a pointer to the other */
    edition_t *edition;
    catalog_tables_t *tables;
    atomic_uint holders;
} full_t;

static edition_t *edition_new (catalog_t **catalog_p)
{
    edition_t *self = calloc (1, sizeof *self);
    if (!self) {
        reference_destroy (catalog_p);
        return NULL;
    }
    self->catalog = *catalog_p;
    *catalog_p = NULL;
    atomic_init (&self->holders, 1);
    return self;
}

static edition_t *edition_hold (edition_t *self)
{
    atomic_fetch_add (&self->holders, 1);
    return self;
}

static void edition_drop (edition_t **self_p)
{
    edition_t *self = *self_p;
    if (self && atomic_fetch_sub (&self->holders, 1) == 1) {
        reference_destroy (&self->catalog);
        free (self);
    }
    *self_p = NULL;
}

/*  Takes both over, also where it fails. */
static qcdc_status make (edition_t *edition, catalog_tables_t *tables, int64_t commit_seq, snapshot_t **self_p,
                         fault_t *fault)
{
    full_t *self = edition && tables ? calloc (1, sizeof *self) : NULL;
    *self_p = NULL;
    if (!self) {
        edition_drop (&edition);
        tables_destroy (&tables);
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    }
    self->edition = edition;
    self->tables = tables;
    self->snapshot = (snapshot_t){.catalog = edition->catalog, .tables = tables, .commit_seq = commit_seq};
    atomic_init (&self->holders, 1);
    *self_p = &self->snapshot;
    return QCDC_OK;
}

qcdc_status snapshot_found (const founding_t *founding, snapshot_t **self_p, fault_t *fault)
{
    catalog_tables_t *tables = NULL;
    catalog_t *catalog = NULL;
    *self_p = NULL;
    QCDC_TRY (tables_found (founding, &tables, fault));
    qcdc_status status = reference_of_tables (tables, &catalog, fault);
    tables_destroy (&tables);
    if (status == QCDC_OK)
        status = make (edition_new (&catalog), tables_new (), 0, self_p, fault);
    if (status == QCDC_OK)
        snprintf ((*self_p)->founder, sizeof (*self_p)->founder, "%s", founding->office);
    return status;
}

snapshot_t *snapshot_hold (const snapshot_t *self)
{
    full_t *full = (full_t *)self;
    if (!full)
        return NULL;
    atomic_fetch_add (&full->holders, 1);
    return &full->snapshot;
}

void snapshot_drop (snapshot_t **self_p)
{
    full_t *self = (full_t *)*self_p;
    if (self && atomic_fetch_sub (&self->holders, 1) == 1) {
        edition_drop (&self->edition);
        tables_destroy (&self->tables);
        free (self);
    }
    *self_p = NULL;
}

/*  NOW with other TABLES, which it takes over. */
static qcdc_status with_tables (const snapshot_t *now, catalog_tables_t *tables, int64_t commit_seq,
                                snapshot_t **next, fault_t *fault)
{
    QCDC_TRY (make (edition_hold (((const full_t *)now)->edition), tables, commit_seq, next, fault));
    memcpy ((*next)->founder, now->founder, sizeof now->founder);
    return QCDC_OK;
}

/*  The first set names the office that publishes it, which keeps its number.  *TABLES are others then. */
static qcdc_status put_founder_first (const snapshot_t *now, catalog_tables_t **tables, fault_t *fault)
{
    catalog_tables_t *next = NULL;
    if (!*now->founder)
        return QCDC_OK;
    qcdc_status status = tables_founder_first (*tables, now->founder, &next, fault);
    if (status == QCDC_NOT_FOUND)
        return fault_set (fault, QCDC_BAD_CATALOGUE, "offices",
                          "the first catalogue that is published holds the office that publishes it, %s", now->founder);
    if (status != QCDC_OK)
        return status;
    tables_destroy (tables);
    *tables = next;
    return QCDC_OK;
}

/*  What is wrong with the whole of it, for whoever published the set. */
static qcdc_status unfit (qcdc_status status, const publishing_t *what, fault_t *fault)
{
    fault_t why = *fault;
    if (status == QCDC_NO_MEMORY)
        return status;
    return fault_set (fault, QCDC_BAD_CATALOGUE, NULL, "the set %s does not fit what has been published: %s",
                      what->published->set, why.message);
}

qcdc_status snapshot_publish (const snapshot_t *now, const publishing_t *what, snapshot_t **next, fault_t *fault)
{
    catalog_tables_t *tables = NULL;
    catalog_t *catalog = NULL;
    bool whole;
    *next = NULL;
    QCDC_TRY (publication_apply (now->tables, what->origin, what->published, what->at_us, &tables, &whole,
                                 fault));
    if (!whole)
        return with_tables (now, tables, what->commit_seq, next, fault);
    qcdc_status status = put_founder_first (now, &tables, fault);
    if (status == QCDC_OK)
        status = reference_of_tables (tables, &catalog, fault);
    if (status == QCDC_OK)
        return make (edition_new (&catalog), tables, what->commit_seq, next, fault);
    tables_destroy (&tables);
    return unfit (status, what, fault);
}

qcdc_status snapshot_drop_set (const snapshot_t *now, const publishing_t *what, snapshot_t **next, fault_t *fault)
{
    catalog_tables_t *tables = NULL;
    *next = NULL;
    if (tables_parts (now->tables, what->origin) == 0)
        return QCDC_OK;
    QCDC_TRY (tables_copy (now->tables, &tables, fault));
    publication_drop (tables, what->origin);
    return with_tables (now, tables, what->commit_seq, next, fault);
}

bool snapshot_same_catalog (const snapshot_t *a, const snapshot_t *b)
{
    return a->catalog == b->catalog;
}
