/*  query.c — a session of its own for asking: hello, one query, its table chunk by chunk.
 *
 *  What the server says is checked only for its shape, for it is shown and not stored. */

#include "line/query.h"

#include "base/i18n.h"
#include "journal/seal.h"
#include "line/place.h"
#include "line/query_spool.h"
#include "line/session.h"

#include <stdlib.h>
#include <string.h>

struct query {
    session_t *session;
    patience_t patience;
    bool *later;
    uint32_t limit; /* of rows; 0: all */
};

static qcdc_status say_hello (asking_t *self, fault_t *fault)
{
    Qcdc__Hello hello = QCDC__HELLO__INIT;
    hello.version_min = 1;
    hello.version_max = 1;
    hello.program = (char *)"qcdc " QCDC_PROGRAM_VERSION;
    Qcdc__Frame frame = QCDC__FRAME__INIT, *answer = NULL;
    frame.kind_case = QCDC__FRAME__KIND_HELLO;
    frame.hello = &hello;
    QCDC_TRY (session_ask (self->session, &self->patience, &frame, &answer, self->later, fault));
    if (answer->kind_case != QCDC__FRAME__KIND_WELCOME)
        QCDC_TRY (session_unexpected (_ ("an answer of another kind"), fault));
    return QCDC_OK;
}

static qcdc_status open_session (home_t *home, asking_t *self, fault_t *fault)
{
    place_t place;
    QCDC_TRY (home_unlock (home, fault));
    QCDC_TRY (place_load (home->journal, &place, fault));
    return session_open (place.endpoint, place.curve, &home->keys, &self->session, fault);
}

qcdc_status query_open (home_t *home, int patience_ms, asking_t **self_p, bool *later, fault_t *fault)
{
    *self_p = NULL;
    *later = false;
    asking_t *self = calloc (1, sizeof *self);
    if (!self)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, _ ("no memory for a connection"));
    self->later = later;
    patience_start (&self->patience, patience_ms, false);
    qcdc_status status = open_session (home, self, fault);
    if (status == QCDC_OK)
        status = say_hello (self, fault);
    progress_end (&self->patience.progress);
    if (status != QCDC_OK)
        query_close (&self);
    *self_p = self;
    return status;
}

void query_close (asking_t **self_p)
{
    if (!*self_p)
        return;
    session_close (&(*self_p)->session);
    free (*self_p);
    *self_p = NULL;
}

void query_limit (asking_t *self, uint32_t limit)
{
    self->limit = limit;
}

/*  The cells of one chunk; AT counts columns across chunks. */
static qcdc_status pass_cells (const Qcdc__Table *table, size_t columns, size_t *at, const query_sink_t *sink,
                               fault_t *fault)
{
    size_t null = 0;
    if (table->n_cells && !columns)
        return session_unexpected (_ ("cells without columns"), fault);
    for (size_t i = 0; i < table->n_cells; i++) {
        bool is_null = null < table->n_nulls && table->nulls[null] == i;
        null += is_null;
        qcdc_status status = sink->cell (*at, is_null ? NULL : table->cells[i], sink->arg);
        if (status != QCDC_OK)
            return status;
        *at = (*at + 1) % columns;
    }
    return QCDC_OK;
}

/*  What keeps the cells of a part until the rest is here. */
typedef struct {
    query_spool_t *spool;
    fault_t *fault;
} keeping_t;

static qcdc_status keep_cell (size_t column, const char *text, void *arg)
{
    const keeping_t *keeping = arg;
    (void)column;
    return query_spool_add (keeping->spool, text, keeping->fault);
}

/*  Rows go on to SINK with the last part: those of one that is the only one as they are. */
static qcdc_status take_chunks (asking_t *self, Qcdc__Frame *frame, uint64_t call, const query_sink_t *sink,
                                fault_t *fault)
{
    query_spool_t spool QCDC_CLEANUP (query_spool_release) = {0};
    keeping_t keeping = {&spool, fault};
    const query_sink_t keep = {NULL, keep_cell, &keeping};
    size_t columns = 0, at = 0, cells = 0;
    for (bool first = true;; first = false) {
        if (frame->kind_case != QCDC__FRAME__KIND_TABLE)
            return session_unexpected (_ ("an answer of another kind"), fault);
        const Qcdc__Table *table = frame->table;
        bool whole = first && !table->more;
        if (first) {
            columns = table->n_columns;
            QCDC_TRY (sink->columns ((const Qcdc__Column *const *)table->columns, columns, sink->arg));
        }
        QCDC_TRY (pass_cells (table, columns, &at, whole ? sink : &keep, fault));
        cells += table->n_cells;
        if (!table->more) {
            if (at != 0)
                return session_unexpected (_ ("a row that is not complete"), fault);
            progress_end (&self->patience.progress);
            return query_spool_pass (&spool, columns, sink, fault);
        }
        progress_count (&self->patience.progress, _ ("rows of the answer"), columns ? cells / columns : 0, 0);
        QCDC_TRY (session_answer (self->session, &self->patience, call, &frame, self->later, fault));
    }
}

qcdc_status query_run (asking_t *self, const char *name, const query_key_t *params, size_t count,
                       const query_sink_t *sink, fault_t *fault)
{
    Qcdc__Query query = QCDC__QUERY__INIT;
    Qcdc__Frame frame = QCDC__FRAME__INIT, *answer = NULL;
    Qcdc__Param *items = calloc (count ? count : 1, sizeof *items);
    Qcdc__Param **pointers = calloc (count ? count : 1, sizeof *pointers);
    qcdc_status status = QCDC_OK;
    if (!items || !pointers)
        status = fault_set (fault, QCDC_NO_MEMORY, NULL, _ ("no memory for a query"));
    for (size_t i = 0; status == QCDC_OK && i < count; i++) {
        qcdc__param__init (&items[i]);
        items[i].name = (char *)params[i].name;
        items[i].value = (char *)params[i].value;
        pointers[i] = &items[i];
    }
    query.name = (char *)name;
    query.params = pointers;
    query.n_params = count;
    query.limit = self->limit;
    frame.kind_case = QCDC__FRAME__KIND_QUERY;
    frame.query = &query;
    progress_say (&self->patience.progress, "%s", _ ("waiting for the answer"));
    if (status == QCDC_OK)
        status = session_ask (self->session, &self->patience, &frame, &answer, self->later, fault);
    progress_end (&self->patience.progress);
    if (status == QCDC_OK)
        status = take_chunks (self, answer, frame.call, sink, fault);
    progress_end (&self->patience.progress);
    free (items);
    free (pointers);
    return status;
}
