/*  snapshot_load.c — publications read from the journal in the order in which they were decided, and folded.
 *
 *  Nothing but the journal is needed for it: a catalogue of ten thousand units is some fifteen entries. */

#include "projections/snapshot_load.h"

#include "base/i18n.h"
#include "facts/kind.h"
#include "pg/advisory.h"
#include "projections/open_data.h"
#include "projections/reference_tables.h"

#include <stdio.h>
#include <string.h>

#define FACT_ARENA_BYTES_MAX (16u * 1024u * 1024u)

static const statement_t FOUNDING = {"snapshot_founding",
                                     "select (select value from setting where name = 'founding_office'),"
                                     " (select value from setting where name = 'founding_name'),"
                                     " (select value from setting where name = 'founding_unit'),"
                                     " (select value from setting where name = 'founding_unit_name')"};
/*  One that was unsupported at first counts where a newer program accepted it. */
static const statement_t PUBLICATIONS = {
    "snapshot_publications",
    "select p.entry, p.accepted, o.origin, j.body, j.first_committed_at from publication p join journal j on "
    "j.commit_seq = p.entry"
    " join origin o on o.id = j.origin order by"
    " coalesce((select max(given_at) from verdict v where v.entry = p.entry), p.entry), p.entry"};
static const statement_t LOCK = {"snapshot_lock", "select pg_advisory_xact_lock($1)"};

/*  Made by a program that carried a catalogue of its own, by which this one cannot judge. */
static qcdc_status not_founded (fault_t *fault)
{
    fault_set (fault, QCDC_VERSION, NULL,
               _ ("this province was set up by an older qcdcd, without an office of its own"));
    fault_advise (fault, "%s", _ ("found a new one with qcdcd init, and publish its catalogue"));
    return QCDC_VERSION;
}

qcdc_status snapshot_load_first (pg_t *pg, snapshot_t **self_p, fault_t *fault)
{
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    *self_p = NULL;
    QCDC_TRY (pg_run (pg, &FOUNDING, NULL, &result, fault));
    if (PQntuples (result) != 1 || pg_null (result, 0, 0))
        return not_founded (fault);
    founding_t founding = {.provincial = true,
                           .office = pg_text (result, 0, 0),
                           .name = pg_text (result, 0, 1),
                           .unit = pg_text (result, 0, 2),
                           .unit_name = pg_text (result, 0, 3)};
    return snapshot_found (&founding, self_p, fault);
}

/*  One row of PUBLICATIONS: *SELF becomes what it makes of it. */
static qcdc_status take_publication (const PGresult *result, int row, arena_t *arena, snapshot_t **self,
                                     fault_t *fault)
{
    bytes_t body;
    Qcdc__Fact *fact = NULL;
    snapshot_t *next = NULL;
    publishing_t what = {.origin = pg_u64 (result, row, 2),
                         .commit_seq = pg_int8 (result, row, 0),
                         .at_us = pg_timestamp (result, row, 4)};
    body.data = pg_bytes (result, row, 3, &body.length);
    qcdc_status status = fact_unpack (body, arena, &fact);
    if (status == QCDC_OK && !fact_publishes (fact))
        status = QCDC_CORRUPT;
    what.published = status == QCDC_OK ? fact->published : NULL;
    if (status == QCDC_OK && pg_bool (result, row, 1))
        status = snapshot_publish (*self, &what, &next, fault);
    else if (status == QCDC_OK)
        status = snapshot_drop_set (*self, &what, &next, fault);
    if (status == QCDC_NO_MEMORY)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
    if (status != QCDC_OK)
        return fault_set (fault, QCDC_CORRUPT, NULL, _ ("the publication of commit %lld cannot be read: %s"),
                          (long long)what.commit_seq, status_text (status));
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

/*  What is published meanwhile is in both or in neither of what is compared. */
static qcdc_status load_and_compare (pg_t *pg, snapshot_t **self_p, bool *stale, fault_t *fault)
{
    QCDC_TRY (pg_exec (pg, "begin isolation level repeatable read", fault));
    QCDC_TRY (snapshot_load (pg, self_p, fault));
    QCDC_TRY (reference_tables_are_stale (pg, (*self_p)->catalog, stale, fault));
    return pg_exec (pg, "commit", fault);
}

static qcdc_status write_tables (pg_t *pg, const catalog_t *catalog, fault_t *fault)
{
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new ();
    bool stale;
    if (!params)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
    pg_params_int8 (params, ADVISORY_SCHEMA);
    QCDC_TRY (pg_exec (pg, "begin", fault));
    QCDC_TRY (pg_run (pg, &LOCK, params, NULL, fault));
    /* Another command may have done it while this one waited. */
    QCDC_TRY (reference_tables_are_stale (pg, catalog, &stale, fault));
    if (stale)
        QCDC_TRY (reference_tables_check (pg, catalog, fault));
    if (stale)
        QCDC_TRY (reference_tables_write (pg, catalog, fault));
    if (stale)
        QCDC_TRY (open_data_follow (pg, catalog, fault));
    return pg_exec (pg, "commit", fault);
}

qcdc_status snapshot_open (pg_t *pg, snapshot_t **self_p, fault_t *fault)
{
    snapshot_t *self QCDC_CLEANUP (snapshot_drop) = NULL;
    bool stale = false;
    *self_p = NULL;
    qcdc_status status = load_and_compare (pg, &self, &stale, fault);
    if (status == QCDC_OK && stale)
        status = write_tables (pg, self->catalog, fault);
    if (status != QCDC_OK) {
        fault_t ignored;
        (void)!pg_exec (pg, "rollback", &ignored);
        return status;
    }
    *self_p = self;
    self = NULL;
    return QCDC_OK;
}
