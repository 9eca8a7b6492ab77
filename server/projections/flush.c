/*  flush.c — the projections' rows: what a batch changed, written once.
 *
 *  A petition that was received and settled in one batch costs one row and no update. */

#include "projections/state.h"

#include <stddef.h>

#define AT(member) offsetof (fact_change_t, member)
static const column_t CHANGE_COLUMNS[] = {
    {"target", COLUMN_INT64, AT (target), 0, true, NULL},
    {"entry", COLUMN_INT64, AT (entry), 0, true, NULL},
    {"voids", COLUMN_BOOL, AT (voids), 0, false, NULL},
};
#undef AT
static table_sql_t CHANGE_SQL;
static const table_t CHANGES = {"changed_fact", CHANGE_COLUMNS, sizeof CHANGE_COLUMNS / sizeof CHANGE_COLUMNS[0],
                                &CHANGE_SQL};

#define AT(member) offsetof (fact_request_t, member)
static const column_t REQUEST_COLUMNS[] = {
    {"id", COLUMN_INT64, AT (entry), 0, true, NULL},
    {"target", COLUMN_INT64, AT (target), 0, false, NULL},
};
#undef AT
static table_sql_t REQUEST_SQL;
static const table_t REQUESTS = {"erasure_asked", REQUEST_COLUMNS, sizeof REQUEST_COLUMNS / sizeof REQUEST_COLUMNS[0],
                                 &REQUEST_SQL};

#define AT(member) offsetof (fact_request_t, member)
static const column_t OPENING_COLUMNS[] = {
    {"id", COLUMN_INT64, AT (entry), 0, true, NULL},
    {"petition", COLUMN_INT64, AT (target), 0, false, NULL},
};
#undef AT
static table_sql_t OPENING_SQL;
static const table_t OPENINGS = {"identity_opened", OPENING_COLUMNS,
                                 sizeof OPENING_COLUMNS / sizeof OPENING_COLUMNS[0], &OPENING_SQL};

#define AT(member) offsetof (memory_row_t, member)
static const column_t MEMORY_COLUMNS[] = {
    {"id", COLUMN_INT64, AT (entry), 0, true, NULL},
    {"office", COLUMN_INT32, AT (office), 0, false, NULL},
};
#undef AT
static table_sql_t MEMORY_SQL;
static const table_t MEMORIES = {"office_memory", MEMORY_COLUMNS, sizeof MEMORY_COLUMNS / sizeof MEMORY_COLUMNS[0],
                                 &MEMORY_SQL};

#define AT(member) offsetof (scan_row_t, member)
static const column_t SCAN_COLUMNS[] = {
    {"id", COLUMN_INT64, AT (entry), 0, true, NULL},
    {"petition", COLUMN_INT64, AT (petition), 0, true, NULL},
    {"shows", COLUMN_INT16, AT (of), 0, true, NULL},
    {"media", COLUMN_INT16, AT (media), 0, true, NULL},
    {"hash", COLUMN_BYTES, AT (hash), HASH_BYTES, true, NULL},
    {"bytes", COLUMN_UINT32, AT (bytes), 0, true, NULL},
    {"on_day", COLUMN_DAY, AT (on), 0, false, NULL},
};
#undef AT
static table_sql_t SCAN_SQL;
static const table_t SCANS = {"blob_attached", SCAN_COLUMNS, sizeof SCAN_COLUMNS / sizeof SCAN_COLUMNS[0], &SCAN_SQL};

#define AT(member) offsetof (proposal_row_t, member)
static const column_t PROPOSAL_COLUMNS[] = {
    {"id", COLUMN_INT64, AT (entry), 0, true, NULL},
    {"thing", COLUMN_INT64, AT (thing), 0, true, NULL},
    {"list", COLUMN_TEXT, AT (list), CATALOG_CODE_BYTES_MAX + 1, true, NULL},
    {"on_day", COLUMN_DAY, AT (on), 0, false, NULL},
    {"said_by", COLUMN_TEXT, AT (by), QCDC_HANDLER_BYTES_MAX + 1, false, NULL},
    {"declined", COLUMN_BOOL, AT (declined), 0, false, NULL},
    {"said_at", COLUMN_MOMENT, AT (said_at_us), 0, false, NULL},
};
#undef AT
static table_sql_t PROPOSAL_SQL;
static const table_t PROPOSALS = {"case_proposed", PROPOSAL_COLUMNS,
                                  sizeof PROPOSAL_COLUMNS / sizeof PROPOSAL_COLUMNS[0], &PROPOSAL_SQL};

#define AT(member) offsetof (publication_row_t, member)
static const column_t PUBLICATION_COLUMNS[] = {
    {"entry", COLUMN_INT64, AT (entry), 0, true, NULL},
    {"accepted", COLUMN_BOOL, AT (accepted), 0, false, NULL},
    {"effective", COLUMN_BOOL, AT (effective), 0, false, NULL},
};
#undef AT
static table_sql_t PUBLICATION_SQL;
static const table_t PUBLICATIONS = {"publication", PUBLICATION_COLUMNS,
                                     sizeof PUBLICATION_COLUMNS / sizeof PUBLICATION_COLUMNS[0], &PUBLICATION_SQL};

static qcdc_status prepare_table (pg_t *pg, const table_t *table, fault_t *fault)
{
    table_make (table);
    QCDC_TRY (pg_prepare (pg, &table->sql->rows.insert, fault));
    return pg_prepare (pg, &table->sql->changes.insert, fault);
}

qcdc_status state_prepare (pg_t *pg, fault_t *fault)
{
    for (size_t i = 0; PROJECTIONS[i]; i++) {
        QCDC_TRY (prepare_table (pg, PROJECTIONS[i]->things, fault));
        if (PROJECTIONS[i]->parts)
            QCDC_TRY (prepare_table (pg, PROJECTIONS[i]->parts, fault));
        for (size_t k = 0; PROJECTIONS[i]->statements[k]; k++)
            QCDC_TRY (pg_prepare (pg, PROJECTIONS[i]->statements[k], fault));
    }
    QCDC_TRY (prepare_table (pg, &CHANGES, fault));
    QCDC_TRY (prepare_table (pg, &PUBLICATIONS, fault));
    QCDC_TRY (prepare_table (pg, &OPENINGS, fault));
    QCDC_TRY (prepare_table (pg, &SCANS, fault));
    QCDC_TRY (prepare_table (pg, &MEMORIES, fault));
    QCDC_TRY (prepare_table (pg, &PROPOSALS, fault));
    return prepare_table (pg, &REQUESTS, fault);
}

/*  ---------------------------------------------------------------- new rows */

static qcdc_status flush_new_things (const state_t *self, const projection_t *projection, pg_t *pg, bool queue,
                                     fault_t *fault)
{
    pg_rows_t rows QCDC_CLEANUP (pg_rows_release) = {0};
    for (const thing_node_t *node = self->things; node; node = node->hh.next)
        if (!node->stored && node->projection == projection)
            table_put (projection->things, &rows, node->thing, 0);
    return pg_rows_send (pg, &projection->things->sql->rows, &rows, queue, fault);
}

static qcdc_status flush_new_parts (const state_t *self, const projection_t *projection, pg_t *pg, bool queue,
                                    fault_t *fault)
{
    pg_rows_t rows QCDC_CLEANUP (pg_rows_release) = {0};
    for (size_t i = 0; i < self->part_count; i++) {
        const part_change_t *change = &self->parts[i];
        if (change->stored || change->node->projection != projection)
            continue;
        const void *part = projection->part_at (change->node->thing, change->part);
        if (part)
            table_put (projection->parts, &rows, part, change->node->id);
    }
    return projection->parts ? pg_rows_send (pg, &projection->parts->sql->rows, &rows, queue, fault) : QCDC_OK;
}

static void settle_things (const state_t *self)
{
    for (const thing_node_t *node = self->things; node; node = node->hh.next)
        if (node->projection->settle && (node->dirty || !node->stored))
            node->projection->settle (self, node->thing);
}

qcdc_status state_flush_new (state_t *self, pg_t *pg, bool queue, fault_t *fault)
{
    settle_things (self);
    for (size_t i = 0; PROJECTIONS[i]; i++) {
        QCDC_TRY (flush_new_things (self, PROJECTIONS[i], pg, queue, fault));
        QCDC_TRY (flush_new_parts (self, PROJECTIONS[i], pg, queue, fault));
        if (PROJECTIONS[i]->flush_new)
            QCDC_TRY (PROJECTIONS[i]->flush_new (self, pg, queue, fault));
    }
    pg_rows_t changes QCDC_CLEANUP (pg_rows_release) = {0}, requests QCDC_CLEANUP (pg_rows_release) = {0};
    for (size_t i = 0; i < self->change_count; i++)
        table_put (&CHANGES, &changes, &self->changes[i], 0);
    QCDC_TRY (pg_rows_send (pg, &CHANGES.sql->rows, &changes, queue, fault));
    for (size_t i = 0; i < self->request_count; i++)
        table_put (&REQUESTS, &requests, &self->requests[i], 0);
    QCDC_TRY (pg_rows_send (pg, &REQUESTS.sql->rows, &requests, queue, fault));
    pg_rows_t openings QCDC_CLEANUP (pg_rows_release) = {0};
    for (size_t i = 0; i < self->opening_count; i++)
        table_put (&OPENINGS, &openings, &self->openings[i], 0);
    QCDC_TRY (pg_rows_send (pg, &OPENINGS.sql->rows, &openings, queue, fault));
    pg_rows_t scans QCDC_CLEANUP (pg_rows_release) = {0};
    for (size_t i = 0; i < self->scan_count; i++)
        table_put (&SCANS, &scans, &self->scans[i], 0);
    QCDC_TRY (pg_rows_send (pg, &SCANS.sql->rows, &scans, queue, fault));
    pg_rows_t memories QCDC_CLEANUP (pg_rows_release) = {0};
    for (size_t i = 0; i < self->memory_count; i++)
        table_put (&MEMORIES, &memories, &self->memories[i], 0);
    QCDC_TRY (pg_rows_send (pg, &MEMORIES.sql->rows, &memories, queue, fault));
    pg_rows_t proposals QCDC_CLEANUP (pg_rows_release) = {0};
    for (size_t i = 0; i < self->proposal_count; i++)
        table_put (&PROPOSALS, &proposals, &self->proposals[i], 0);
    QCDC_TRY (pg_rows_send (pg, &PROPOSALS.sql->rows, &proposals, queue, fault));
    pg_rows_t publications QCDC_CLEANUP (pg_rows_release) = {0};
    for (size_t i = 0; i < self->publication_count; i++)
        table_put (&PUBLICATIONS, &publications, &self->publications[i], 0);
    return pg_rows_send (pg, &PUBLICATIONS.sql->rows, &publications, queue, fault);
}

/*  ---------------------------------------------------------------- changes of rows that are there */

static qcdc_status flush_changed_things (const state_t *self, const projection_t *projection, pg_t *pg,
                                         fault_t *fault)
{
    pg_rows_t rows QCDC_CLEANUP (pg_rows_release) = {0};
    for (const thing_node_t *node = self->things; node; node = node->hh.next)
        if (node->stored && node->dirty && node->projection == projection)
            table_put_change (projection->things, &rows, node->thing);
    return pg_rows_insert (pg, &projection->things->sql->changes, &rows, fault);
}

static qcdc_status flush_changed_parts (const state_t *self, const projection_t *projection, pg_t *pg, fault_t *fault)
{
    pg_rows_t rows QCDC_CLEANUP (pg_rows_release) = {0};
    for (size_t i = 0; i < self->part_count; i++) {
        const part_change_t *change = &self->parts[i];
        if (!change->stored || change->node->projection != projection)
            continue;
        const void *part = projection->part_at (change->node->thing, change->part);
        if (part)
            table_put_change (projection->parts, &rows, part);
    }
    return projection->parts ? pg_rows_insert (pg, &projection->parts->sql->changes, &rows, fault) : QCDC_OK;
}

qcdc_status state_flush_changes (state_t *self, pg_t *pg, fault_t *fault)
{
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new ();
    if (!params)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    for (size_t i = 0; PROJECTIONS[i]; i++) {
        QCDC_TRY (flush_changed_things (self, PROJECTIONS[i], pg, fault));
        QCDC_TRY (flush_changed_parts (self, PROJECTIONS[i], pg, fault));
        if (PROJECTIONS[i]->flush_changes)
            QCDC_TRY (PROJECTIONS[i]->flush_changes (self, pg, params, fault));
    }
    return QCDC_OK;
}
