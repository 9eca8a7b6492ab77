/*  entry_rows.c — the journal read once, for all tables that are made of its entries one by one. */

#include "projections/entry_rows.h"

#include "base/limits.h"
#include "projections/copied_texts.h"
#include "projections/entry_words.h"

static const char OPEN[] = "declare entry_rows_of no scroll cursor for"
                           " select commit_seq, body, annex from public.journal order by commit_seq";
static const statement_t FETCH = {"entry_rows_fetch", "fetch 200 from entry_rows_of"};
static const statement_t LACKS = {"entry_rows_lacks",
                                  "select exists (select from petition) and not exists (select from entry_words)"
                                  "    or not exists (select from copied_text) and exists (select from "
                                  "petition_event where to_office is not null)"};

typedef struct {
    pg_rows_t words, copied;
} entry_rows_t;

static void entry_rows_release (entry_rows_t *self)
{
    pg_rows_release (&self->words);
    pg_rows_release (&self->copied);
}

static qcdc_status put_page (entry_rows_t *rows, const PGresult *page, fault_t *fault)
{
    arena_t *arena QCDC_CLEANUP (arena_destroy) = arena_new (QCDC_FACT_ARENA_BYTES_MAX);
    qcdc_status status = arena ? QCDC_OK : QCDC_NO_MEMORY;
    for (int row = 0; status == QCDC_OK && row < PQntuples (page); row++) {
        Qcdc__Fact *fact = NULL;
        bytes_t body, annex = {NULL, 0};
        body.data = pg_bytes (page, row, 1, &body.length);
        if (!pg_null (page, row, 2))
            annex.data = pg_bytes (page, row, 2, &annex.length);
        arena_reset (arena);
        status = fact_unpack (body, arena, &fact);
        if (status == QCDC_OK) {
            copied_texts_put (&rows->copied, pg_int8 (page, row, 0), fact);
            status = entry_words_put (&rows->words, pg_int8 (page, row, 0), fact, annex);
        } else if (status != QCDC_NO_MEMORY)
            status = QCDC_OK; /* of a newer program: it says nothing that this one can find */
    }
    return status == QCDC_OK ? QCDC_OK : fault_set (fault, status, NULL, "out of memory");
}

qcdc_status entry_rows_fill (pg_t *pg, fault_t *fault)
{
    entry_rows_t rows QCDC_CLEANUP (entry_rows_release) = {0};
    QCDC_TRY (pg_exec (pg, OPEN, fault));
    for (bool more = true; more;) {
        PGresult *page QCDC_CLEANUP (pg_clear) = NULL;
        QCDC_TRY (pg_run (pg, &FETCH, NULL, &page, fault));
        more = PQntuples (page) > 0;
        pg_rows_reset (&rows.words);
        pg_rows_reset (&rows.copied);
        QCDC_TRY (put_page (&rows, page, fault));
        QCDC_TRY (pg_rows_send (pg, &ENTRY_WORDS, &rows.words, false, fault));
        QCDC_TRY (pg_rows_send (pg, &COPIED_TEXT, &rows.copied, false, fault));
    }
    return pg_exec (pg, "close entry_rows_of", fault);
}

qcdc_status entry_rows_ensure (pg_t *pg, fault_t *fault)
{
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    QCDC_TRY (pg_run (pg, &LACKS, NULL, &result, fault));
    if (!pg_bool (result, 0, 0))
        return QCDC_OK;
    QCDC_TRY (pg_exec (pg, "begin; truncate entry_words, copied_text", fault));
    qcdc_status status = entry_rows_fill (pg, fault);
    fault_t ignored;
    if (status == QCDC_OK)
        return pg_exec (pg, "commit", fault);
    (void)!pg_exec (pg, "rollback", &ignored);
    return status;
}
