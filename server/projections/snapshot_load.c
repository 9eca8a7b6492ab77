/*  snapshot_load.c — publications read from the journal in the order in which they were decided, and folded.
 *
 *  Nothing but the journal is needed for it: a catalogue of ten thousand units is some fifteen entries. */

#include "projections/snapshot_load.h"

#include "base/day.h"
#include "base/i18n.h"
#include "facts/kind.h"
#include "projections/reference_tables.h"

#include <stdio.h>
#include <string.h>

#define FACT_ARENA_BYTES_MAX (16u * 1024u * 1024u)

static const statement_t FOUNDING = {"snapshot_founding",
                                     "select (select value from setting where name = 'founding_office'),"
                                     " (select value from setting where name = 'founding_name'),"
                                     " (select value from setting where name = 'founding_unit'),"
                                     " (select value from setting where name = 'founding_unit_name')"};
#define IN_ORDER                                                                                                     \
    "select p.entry, p.accepted, o.origin, j.body, j.first_committed_at from publication_order p"                    \
    " join journal j on j.commit_seq = p.entry join origin o on o.id = j.origin"
static const statement_t PUBLICATIONS = {"snapshot_publications", IN_ORDER " order by p.place"};
static const statement_t FIRST_PUBLICATIONS = {"snapshot_first_publications",
                                               IN_ORDER " where p.place <= $1 order by p.place"};

/*  Made by a program that carried a catalogue of its own, by which this one cannot judge. */
static qcdc_status not_founded (fault_t *fault)
{
    fault_set (fault, QCDC_VERSION, NULL,
               _ ("this province was set up by an older qcdcd, without an office of its own"));
    fault_advise (fault, "%s", _ ("found a new one with qcdcd init, and publish its catalogue"));
    return QCDC_VERSION;
}

/*  What it was founded with: texts of *RESULT, which is the caller's to clear. */
static qcdc_status founding_read (pg_t *pg, PGresult **result, founding_t *founding, fault_t *fault)
{
    QCDC_TRY (pg_run (pg, &FOUNDING, NULL, result, fault));
    if (PQntuples (*result) != 1 || pg_null (*result, 0, 0))
        return not_founded (fault);
    *founding = (founding_t){.provincial = true,
                             .office = pg_text (*result, 0, 0),
                             .name = pg_text (*result, 0, 1),
                             .unit = pg_text (*result, 0, 2),
                             .unit_name = pg_text (*result, 0, 3)};
    return QCDC_OK;
}

qcdc_status snapshot_load_first (pg_t *pg, snapshot_t **self_p, fault_t *fault)
{
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    founding_t founding;
    *self_p = NULL;
    QCDC_TRY (founding_read (pg, &result, &founding, fault));
    return snapshot_found (&founding, self_p, fault);
}

qcdc_status snapshot_not_followed (int64_t commit_seq, qcdc_status status, fault_t *fault)
{
    fault_t why = *fault;
    if (status == QCDC_NO_MEMORY)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
    if (status == QCDC_UNSUPPORTED) {
        fault_set (fault, QCDC_VERSION, NULL,
                   _ ("the database belongs to a newer qcdcd: its publication of commit %lld has what this program "
                      "does not know"),
                   (long long)commit_seq);
        fault_advise (fault, _ ("install the newer program"));
        return QCDC_VERSION;
    }
    fault_set (fault, QCDC_CORRUPT, NULL,
               _ ("the publication of commit %lld does not follow from those before it: %s"), (long long)commit_seq,
               why.status == status && why.message[0] ? why.message : status_text (status));
    fault_advise (fault, _ ("qcdcd verify says what is damaged"));
    return QCDC_CORRUPT;
}

qcdc_status snapshot_next (const snapshot_t *now, const publishing_t *what, bool accepted, snapshot_t **next,
                           fault_t *fault)
{
    qcdc_status status =
        accepted ? snapshot_publish (now, what, next, fault) : snapshot_drop_set (now, what, next, fault);
    return status == QCDC_OK ? QCDC_OK : snapshot_not_followed (what->commit_seq, status, fault);
}

/*  One row of PUBLICATIONS, in ARENA. */
static qcdc_status read_publication (const PGresult *result, int row, arena_t *arena, publishing_t *what,
                                     fault_t *fault)
{
    bytes_t body;
    Qcdc__Fact *fact = NULL;
    *what = (publishing_t){.origin = pg_u64 (result, row, 2),
                           .commit_seq = pg_int8 (result, row, 0),
                           .at_us = pg_timestamp (result, row, 4)};
    body.data = pg_bytes (result, row, 3, &body.length);
    qcdc_status status = fact_unpack (body, arena, &fact);
    if (status == QCDC_OK && !fact_publishes (fact))
        status = QCDC_CORRUPT;
    if (status != QCDC_OK)
        return snapshot_not_followed (what->commit_seq, status, fault);
    what->published = fact->published;
    return QCDC_OK;
}

/*  *SELF becomes what such a row makes of it. */
static qcdc_status take_publication (const PGresult *result, int row, arena_t *arena, snapshot_t **self,
                                     fault_t *fault)
{
    publishing_t what;
    snapshot_t *next = NULL;
    QCDC_TRY (read_publication (result, row, arena, &what, fault));
    QCDC_TRY (snapshot_next (*self, &what, pg_bool (result, row, 1), &next, fault));
    if (next) {
        snapshot_drop (self);
        *self = next;
    }
    return QCDC_OK;
}

qcdc_status snapshot_load (pg_t *pg, snapshot_t **self_p, fault_t *fault)
{
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    arena_t *arena QCDC_CLEANUP (arena_destroy) = arena_new (FACT_ARENA_BYTES_MAX);
    snapshot_t *self QCDC_CLEANUP (snapshot_drop) = NULL;
    *self_p = NULL;
    if (!arena)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
    QCDC_TRY (snapshot_load_first (pg, &self, fault));
    QCDC_TRY (pg_run (pg, &PUBLICATIONS, NULL, &result, fault));
    for (int row = 0; row < PQntuples (result); row++) {
        QCDC_TRY (take_publication (result, row, arena, &self, fault));
        arena_reset (arena);
    }
    *self_p = self;
    self = NULL;
    return QCDC_OK;
}

qcdc_status snapshot_load_current (pg_t *pg, snapshot_t **self_p, fault_t *fault)
{
    bool stale;
    QCDC_TRY (snapshot_load (pg, self_p, fault));
    qcdc_status status = reference_tables_are_stale (pg, (*self_p)->catalog, &stale, fault);
    if (status == QCDC_OK && stale) {
        status = fault_set (fault, QCDC_CORRUPT, NULL,
                            _ ("the list of publications does not give the catalogue that was written here"));
        fault_advise (
            fault,
            _ ("stop this server; qcdcd rebuild makes the list anew, and qcdcd verify names all that differs"));
    }
    if (status != QCDC_OK)
        snapshot_drop (self_p);
    return status;
}

/*  ---------------------------------------------------------------- the first of them alone */

/*  Tables on their way, which are not judged by: they were, when they were published. */
typedef struct {
    catalog_tables_t *tables;
    const char *founder; /* NULL: a set has taken effect, and this office is among its own */
} early_t;

static void early_release (early_t *self)
{
    tables_destroy (&self->tables);
}

static qcdc_status early_take (early_t *self, const PGresult *result, int row, arena_t *arena, fault_t *fault)
{
    publishing_t what;
    bool whole = false;
    QCDC_TRY (read_publication (result, row, arena, &what, fault));
    if (!pg_bool (result, row, 1)) {
        publication_drop (self->tables, what.origin);
        return QCDC_OK;
    }
    qcdc_status status =
        publication_fold (self->tables, what.origin, what.published, what.at_us, &whole, fault);
    if (status == QCDC_OK && whole && self->founder) {
        catalog_tables_t *next = NULL;
        status = tables_founder_first (self->tables, self->founder, &next, fault);
        if (status == QCDC_OK) {
            tables_destroy (&self->tables);
            self->tables = next;
            self->founder = NULL;
        }
    }
    return status == QCDC_OK ? QCDC_OK : snapshot_not_followed (what.commit_seq, status, fault);
}

qcdc_status snapshot_load_early (pg_t *pg, int64_t count, catalog_t **catalog_p, fault_t *fault)
{
    PGresult *found QCDC_CLEANUP (pg_clear) = NULL, *result QCDC_CLEANUP (pg_clear) = NULL;
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new ();
    arena_t *arena QCDC_CLEANUP (arena_destroy) = arena_new (FACT_ARENA_BYTES_MAX);
    founding_t founding;
    *catalog_p = NULL;
    QCDC_TRY (founding_read (pg, &found, &founding, fault));
    early_t early QCDC_CLEANUP (early_release) = {.tables = tables_new (), .founder = founding.office};
    if (!params || !arena || !early.tables)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
    pg_params_int8 (params, count);
    QCDC_TRY (pg_run (pg, &FIRST_PUBLICATIONS, params, &result, fault));
    for (int row = 0; row < PQntuples (result); row++) {
        QCDC_TRY (early_take (&early, result, row, arena, fault));
        arena_reset (arena);
    }
    if (early.founder) {
        tables_destroy (&early.tables);
        QCDC_TRY (tables_found (&founding, &early.tables, fault));
    }
    return reference_of_tables (early.tables, catalog_p, fault);
}
