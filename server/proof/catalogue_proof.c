/*  catalogue_proof.c — publications read from the journals themselves, with their verdicts, and folded; then row by row against table
 *  publication.
 *
 *  A row that is lost takes back what was published, silently where only names change; one that is too many publishes what was
 *  refused.  The edition of the reference tables tells of every list that gives another catalogue, and costs nothing to look at; of
 *  a set that is on its way only the journals tell. */

#include "proof/catalogue_proof.h"

#include "base/array.h"
#include "base/i18n.h"
#include "facts/kind.h"
#include "pg/advisory.h"
#include "projections/open_data.h"
#include "projections/reference_tables.h"
#include "projections/snapshot_load.h"
#include "projections/state.h"

#include <stdlib.h>

#define FACT_ARENA_BYTES_MAX (16u * 1024u * 1024u)

/*  In the order in which they were decided, as the replay takes them (proof/replay.c): each in its place by the verdict that it had there,
 *  none being acceptance, and again where it got another one later. */
static const char OPEN[] =
    "declare proof_publications no scroll cursor for"
    " select d.entry, d.state, o.origin, j.body, j.first_committed_at"
    "   from (select j.commit_seq as entry, j.commit_seq as given_at, 0::bigint as place, coalesce(v.state, 0) as "
    "state"
    "           from origin o join journal j on j.origin = o.id"
    "           left join verdict v on v.entry = j.commit_seq and v.given_at = j.commit_seq where o.role = 1"
    "         union all"
    "         select v.entry, v.given_at, v.place, v.state from origin o join journal j on j.origin = o.id"
    "           join verdict v on v.entry = j.commit_seq and v.given_at <> v.entry where o.role = 1) d"
    "   join journal j on j.commit_seq = d.entry join origin o on o.id = j.origin"
    "  where d.state in (0, 2) order by d.given_at, d.place";
static const statement_t FETCH = {"proof_fetch", "fetch 200 from proof_publications"};
static const statement_t HELD = {"proof_held", "select entry, accepted, effective from publication order by entry"};
static const statement_t LOCK = {"proof_lock", "select pg_advisory_lock($1)"};
static const statement_t UNLOCK = {"proof_unlock", "select pg_advisory_unlock($1)"};

/*  What the journals give: the catalogue, and the rows of table publication. */
typedef struct {
    snapshot_t *snapshot;
    publication_row_t *rows;
    size_t count, capacity;
    arena_t *arena; /* of one fact */
} journals_t;

static void journals_release (journals_t *self)
{
    snapshot_drop (&self->snapshot);
    free (self->rows);
    arena_destroy (&self->arena);
}

static qcdc_status no_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
}

static qcdc_status follow (journals_t *self, const publishing_t *what, bool accepted, fault_t *fault)
{
    snapshot_t *next = NULL;
    QCDC_TRY (snapshot_next (self->snapshot, what, accepted, &next, fault));
    if (!next)
        return QCDC_OK;
    bool effective = !snapshot_same_catalog (self->snapshot, next);
    snapshot_drop (&self->snapshot);
    self->snapshot = next;
    if (!array_grow (&self->rows, self->count, &self->capacity, sizeof *self->rows))
        return no_memory (fault);
    self->rows[self->count++] = (publication_row_t){what->commit_seq, accepted, effective};
    return QCDC_OK;
}

/*  What cannot be read projects nothing. */
static qcdc_status take_entry (journals_t *self, const PGresult *page, int row, fault_t *fault)
{
    Qcdc__Fact *fact = NULL;
    bytes_t body;
    body.data = pg_bytes (page, row, 3, &body.length);
    arena_reset (self->arena);
    qcdc_status status = fact_unpack (body, self->arena, &fact);
    if (status == QCDC_NO_MEMORY)
        return no_memory (fault);
    if (status != QCDC_OK || !fact_publishes (fact))
        return QCDC_OK;
    publishing_t what = {.origin = pg_u64 (page, row, 2),
                         .published = fact->published,
                         .commit_seq = pg_int8 (page, row, 0),
                         .at_us = pg_timestamp (page, row, 4)};
    return follow (self, &what, pg_int8 (page, row, 1) == QCDC__VERDICT_STATE__VERDICT_ACCEPTED, fault);
}

static qcdc_status read_journals (pg_t *pg, journals_t *self, fault_t *fault)
{
    self->arena = arena_new (FACT_ARENA_BYTES_MAX);
    if (!self->arena)
        return no_memory (fault);
    QCDC_TRY (snapshot_load_first (pg, &self->snapshot, fault));
    QCDC_TRY (pg_exec (pg, OPEN, fault));
    for (;;) {
        PGresult *page QCDC_CLEANUP (pg_clear) = NULL;
        QCDC_TRY (pg_run (pg, &FETCH, NULL, &page, fault));
        if (PQntuples (page) == 0)
            return pg_exec (pg, "close proof_publications", fault);
        for (int row = 0; row < PQntuples (page); row++)
            QCDC_TRY (take_entry (self, page, row, fault));
    }
}

/*  ---------------------------------------------------------------- the list */

static int by_entry (const void *a, const void *b)
{
    const publication_row_t *x = a, *y = b;
    return (x->entry > y->entry) - (x->entry < y->entry);
}

/*  The row of ENTRY is not as it has to be, as FORMAT says. */
static qcdc_status __attribute__ ((format (printf, 2, 0)))
disagree (int64_t entry, const char *format, fault_t *fault)
{
    fault_set (fault, QCDC_CORRUPT, NULL, format, (long long)entry);
    fault_advise (fault, _ ("qcdcd rebuild makes it anew; qcdcd verify names all that differs"));
    return QCDC_CORRUPT;
}

/*  Row by row, in the order of commits: the first that differs is told. */
static qcdc_status compare (const journals_t *self, const PGresult *held, fault_t *fault)
{
    size_t count = (size_t)PQntuples (held);
    for (size_t i = 0; i < self->count || i < count; i++) {
        const publication_row_t *said = i < self->count ? &self->rows[i] : NULL;
        int64_t entry = i < count ? pg_int8 (held, (int)i, 0) : INT64_MAX;
        if (said && said->entry < entry)
            return disagree (
                said->entry,
                _ ("the list of publications is not what the journals say: commit %lld published, and is not in it"),
                fault);
        if (!said || said->entry > entry)
            return disagree (entry,
                             _ ("the list of publications is not what the journals say: commit %lld is in it, and "
                                "published nothing"),
                             fault);
        if (said->accepted != pg_bool (held, (int)i, 1) || said->effective != pg_bool (held, (int)i, 2))
            return disagree (entry,
                             _ ("the list of publications is not what the journals say: commit %lld is not in it as "
                                "it was decided"),
                             fault);
    }
    return QCDC_OK;
}

/*  The catalogue as the journals give it; QCDC_CORRUPT where the list does not. */
static qcdc_status prove_list (pg_t *pg, snapshot_t **self_p, fault_t *fault)
{
    journals_t journals QCDC_CLEANUP (journals_release) = {0};
    PGresult *held QCDC_CLEANUP (pg_clear) = NULL;
    QCDC_TRY (read_journals (pg, &journals, fault));
    if (journals.count)
        qsort (journals.rows, journals.count, sizeof *journals.rows, by_entry);
    QCDC_TRY (pg_run (pg, &HELD, NULL, &held, fault));
    QCDC_TRY (compare (&journals, held, fault));
    *self_p = journals.snapshot;
    journals.snapshot = NULL;
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- opening */

/*  One look: what is published meanwhile is in all or in none of what is compared. */
typedef struct {
    bool prove;
    bool write; /* the reference tables, where they are of another edition */
    bool stale; /* they are */
} look_t;

static qcdc_status look_inside (pg_t *pg, look_t *look, snapshot_t **self_p, fault_t *fault)
{
    qcdc_status status = look->prove ? QCDC_CORRUPT : snapshot_load (pg, self_p, fault);
    if (status == QCDC_OK)
        status = reference_tables_are_stale (pg, (*self_p)->catalog, &look->stale, fault);
    if (status == QCDC_CORRUPT || (status == QCDC_OK && look->stale)) {
        snapshot_drop (self_p);
        QCDC_TRY (prove_list (pg, self_p, fault));
        status = reference_tables_are_stale (pg, (*self_p)->catalog, &look->stale, fault);
    }
    if (status != QCDC_OK || !look->stale || !look->write)
        return status;
    QCDC_TRY (reference_tables_write (pg, (*self_p)->catalog, fault));
    return open_data_follow (pg, (*self_p)->catalog, fault);
}

static qcdc_status take_look (pg_t *pg, look_t *look, snapshot_t **self_p, fault_t *fault)
{
    fault_t ignored;
    QCDC_TRY (pg_exec (pg, "begin isolation level repeatable read", fault));
    qcdc_status status = look_inside (pg, look, self_p, fault);
    if (status == QCDC_OK)
        status = pg_exec (pg, "commit", fault);
    if (status == QCDC_OK)
        return QCDC_OK;
    (void)!pg_exec (pg, "rollback", &ignored);
    snapshot_drop (self_p);
    return status;
}

static qcdc_status run_lock (pg_t *pg, const statement_t *statement, fault_t *fault)
{
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new ();
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    if (!params)
        return no_memory (fault);
    pg_params_int8 (params, ADVISORY_SCHEMA);
    return pg_run (pg, statement, params, &result, fault);
}

/*  Another command may have written them while this one waited for the lock: all is looked at anew behind it. */
static qcdc_status write_tables (pg_t *pg, look_t *look, snapshot_t **self_p, fault_t *fault)
{
    fault_t ignored;
    snapshot_drop (self_p);
    QCDC_TRY (run_lock (pg, &LOCK, fault));
    qcdc_status status = take_look (pg, look, self_p, fault);
    (void)!run_lock (pg, &UNLOCK, &ignored);
    return status;
}

qcdc_status catalogue_open (pg_t *pg, bool prove, snapshot_t **self_p, fault_t *fault)
{
    look_t look = {.prove = prove};
    *self_p = NULL;
    QCDC_TRY (take_look (pg, &look, self_p, fault));
    if (!look.stale)
        return QCDC_OK;
    look.write = true;
    return write_tables (pg, &look, self_p, fault);
}
