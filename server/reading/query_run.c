/*  query_run.c — running a named query and sending its answer in chunks.
 *
 *  A cursor in a read-only snapshot: an answer of any length takes the memory of one chunk here. */

#include "reading/query_run.h"

#include "base/nearest.h"
#include "figures/masked_figures.h"
#include "figures/rate_terms.h"
#include "reading/excerpt.h"
#include "reading/narrative.h"
#include "reading/query_findings.h"
#include "reading/query_pairs.h"
#include "reading/query_register.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK_ROWS 1000
#define CHUNK_BYTES (128u * 1024u)
#define ROWS_MAX 1000000
#define FETCH_CHUNK "fetch 1000 from answer"
/*  Rows with annexes, of which each may be 128 KiB as it comes from the database. */
#define NARRATIVE_ROWS 16
#define FETCH_NARRATIVES "fetch 16 from answer"
#define DECLARE "declare answer no scroll cursor for "

typedef struct {
    answer_t *answer;
    const job_t *job;
    const query_t *query;
    const catalog_t *catalog;    /* that of today, or of the day that is asked about */
    bool past;                   /* the latter */
    const masks_t *masks;        /* of an analyst: figures are shown in the steps that hold today; NULL: exactly */
    const char *own;             /* a reporter's office, by its code; NULL: who may see all */
    findings_t *findings;        /* NULL: rows go out as the database gives them, or … */
    query_register_t *registers; /* the same */
    bool shown[QUERY_COLUMNS_MAX];
    size_t shown_count;
    Qcdc__Table table; /* the chunk being filled; what it points to is in the answer's arena */
    size_t bytes;
    size_t cells_max;
    size_t rows;  /* sent and gathered */
    size_t limit; /* so many are enough, where the database's rows go out as they are; 0: all are wanted */
} query_run_t;

static qcdc_status no_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
}

/*  An empty chunk for at most ROWS rows; the first one of an answer has the columns. */
static qcdc_status begin_chunk (query_run_t *self, size_t rows, fault_t *fault)
{
    arena_t *arena = self->answer->arena;
    arena_reset (arena);
    qcdc__table__init (&self->table);
    self->bytes = 0;
    self->cells_max = rows * self->shown_count;
    self->table.cells = arena_alloc (arena, (self->cells_max + 1) * sizeof *self->table.cells);
    self->table.nulls = arena_alloc (arena, (self->cells_max + 1) * sizeof *self->table.nulls);
    if (!self->table.cells || !self->table.nulls)
        return no_memory (fault);
    return QCDC_OK;
}

static qcdc_status add_column (query_run_t *self, const char *name, Qcdc__ColumnType type, bool sums, fault_t *fault)
{
    Qcdc__Table *table = &self->table;
    Qcdc__Column *column = arena_alloc (self->answer->arena, sizeof *column);
    if (!table->columns)
        table->columns = arena_alloc (self->answer->arena, QUERY_COLUMNS_MAX * sizeof *table->columns);
    if (!table->columns || !column)
        return no_memory (fault);
    qcdc__column__init (column);
    column->name = (char *)name;
    column->type = type;
    column->sums = sums;
    table->columns[table->n_columns++] = column;
    return QCDC_OK;
}

/*  TEXT must live as long as the chunk; NULL is null. */
static void add_cell (query_run_t *self, const char *text)
{
    Qcdc__Table *table = &self->table;
    if (!text)
        table->nulls[table->n_nulls++] = (uint32_t)table->n_cells;
    table->cells[table->n_cells++] = (char *)(text ? text : "");
    self->bytes += 4 + (text ? strlen (text) : 0);
}

static qcdc_status send_chunk (query_run_t *self, bool more, fault_t *fault)
{
    Qcdc__Frame frame = QCDC__FRAME__INIT;
    self->table.more = more;
    frame.kind_case = QCDC__FRAME__KIND_TABLE;
    frame.table = &self->table;
    return answer_send (self->answer, self->job, &frame, !more, fault);
}

/*  2020-07-13 09:30:00.123456+00, as PostgreSQL writes it for us, to 2020-07-13T09:30:00Z. */
static const char *moment_text (query_run_t *self, const char *text)
{
    char *moment = arena_alloc (self->answer->arena, 21);
    if (!moment || strlen (text) < 19)
        return NULL;
    snprintf (moment, 21, "%.10sT%.8sZ", text, text + 11);
    return moment;
}

/*  What goes out for TEXT, the database's; *SENT is NULL for null. */
static qcdc_status cell_text (query_run_t *self, const query_column_t *column, const char *text, const char **sent)
{
    *sent = text;
    if (!text)
        return QCDC_OK;
    if (column->is_figure && *text == '=')
        return rates_read (self->catalog, text, 1, self->answer->arena, sent);
    if (column->type == QCDC__COLUMN_TYPE__TIMESTAMP)
        *sent = moment_text (self, text);
    else if (column->is_narrative)
        *sent = narrative_read (text, self->answer->arena);
    else if (column->is_excerpt)
        *sent = excerpt_read (text, self->answer->arena);
    else if (column->name_of) {
        *sent = column->name_of (atoi (text));
        return QCDC_OK;
    }
    return *sent ? QCDC_OK : QCDC_NO_MEMORY;
}

static qcdc_status add_row (query_run_t *self, const PGresult *result, int row, fault_t *fault)
{
    for (size_t i = 0; i < self->query->column_count; i++) {
        const query_column_t *column = &self->query->columns[i];
        if (!self->shown[i])
            continue;
        const char *text = pg_null (result, row, (int)i) ? NULL : pg_text (result, row, (int)i);
        qcdc_status status =
            column->is_figure && self->masks
                ? masks_show (self->masks, self->catalog, pg_text (result, row, (int)self->query->cell_column), text,
                              self->answer->arena, &text)
                : cell_text (self, column, text, &text);
        if (status == QCDC_NO_MEMORY)
            return no_memory (fault);
        if (status != QCDC_OK)
            return fault_set (fault, status, NULL, "query %s: the sums of a figure cannot be read",
                              self->query->name);
        add_cell (self, text);
    }
    self->rows++;
    return QCDC_OK;
}

/*  The SQL, declared as a cursor with its parameters.  Where few rows are enough, the database is told: the first fifty of a million are
 *  found by an index, and not by sorting. */
static qcdc_status declare (query_run_t *self, const query_values_t *values, fault_t *fault)
{
    char *sql = NULL;
    int length = self->limit ? asprintf (&sql, DECLARE "select * from (%s\n) as answer limit %zu", self->query->sql,
                                         self->limit)
                             : asprintf (&sql, DECLARE "%s", self->query->sql);
    if (length < 0)
        return no_memory (fault);
    qcdc_status status =
        pg_run_text (self->answer->pg, sql, (int)values->count, (const char *const *)values->values, NULL, fault);
    free (sql);
    return status;
}

/*  A chunk that is large enough goes out. */
static qcdc_status chunk_check (query_run_t *self, fault_t *fault)
{
    if (self->bytes <= CHUNK_BYTES)
        return QCDC_OK;
    QCDC_TRY (send_chunk (self, true, fault));
    return begin_chunk (self, CHUNK_ROWS, fault);
}

typedef struct {
    query_run_t *run;
    fault_t *fault;
} telling_t;

/*  A row that is made here.  A chunk is full of rows before it is large where each is small. */
static qcdc_status made_add (const char *const texts[], size_t count, void *arg)
{
    const telling_t *telling = arg;
    query_run_t *self = telling->run;
    if (self->table.n_cells + self->shown_count > self->cells_max)
        self->bytes = CHUNK_BYTES + 1;
    QCDC_TRY (chunk_check (self, telling->fault));
    for (size_t i = 0; i < count; i++) {
        if (!self->shown[i])
            continue;
        const char *copy = texts[i] ? arena_strdup (self->answer->arena, texts[i]) : NULL;
        if (texts[i] && !copy)
            return no_memory (telling->fault);
        add_cell (self, copy);
    }
    self->rows++;
    return QCDC_OK;
}

static qcdc_status finding_add (const char *const texts[FINDING_COLUMNS], void *arg)
{
    return made_add (texts, FINDING_COLUMNS, arg);
}

static qcdc_status registers_add (query_run_t *self, const PGresult *result, bool last, fault_t *fault)
{
    qcdc_status status = QCDC_OK;
    for (int row = 0; row < PQntuples (result) && status == QCDC_OK; row++)
        status = query_register_take (self->registers, result, row);
    if (status == QCDC_OK && last)
        status = query_register_end (self->registers);
    return status == QCDC_NO_MEMORY ? no_memory (fault) : status;
}

static qcdc_status findings_add (query_run_t *self, const PGresult *result, bool last, fault_t *fault)
{
    qcdc_status status = QCDC_OK;
    for (int row = 0; row < PQntuples (result) && status == QCDC_OK; row++)
        status = findings_take (self->findings, result, row);
    if (status == QCDC_OK && last)
        status = findings_end (self->findings);
    return status == QCDC_NO_MEMORY ? no_memory (fault) : status;
}

/*  What two texts have in common goes out with the last of their rows, the most alike first. */
static qcdc_status pairs_send (query_run_t *self, const pairs_t *pairs, fault_t *fault)
{
    const char *const *texts;
    for (size_t place = 0; (texts = pairs_row (pairs, place)); place++) {
        if (self->table.n_cells + self->shown_count > self->cells_max)
            self->bytes = CHUNK_BYTES + 1;
        QCDC_TRY (chunk_check (self, fault));
        for (size_t i = 0; i < self->query->column_count; i++) {
            const char *text = texts[i];
            if (cell_text (self, &self->query->columns[i], text, &text) != QCDC_OK)
                return no_memory (fault);
            add_cell (self, text);
        }
    }
    return send_chunk (self, false, fault);
}

static qcdc_status answer_pairs (query_run_t *self, pairs_t *pairs, fault_t *fault)
{
    for (bool more = true; more;) {
        PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
        QCDC_TRY (pg_run_text (self->answer->pg, FETCH_CHUNK, 0, NULL, &result, fault));
        more = PQntuples (result) == CHUNK_ROWS;
        if (PQnfields (result) != (int)self->query->column_count)
            return fault_set (fault, QCDC_CORRUPT, NULL, "query %s has %d columns, its head says %zu",
                              self->query->name, PQnfields (result), self->query->column_count);
        for (int row = 0; row < PQntuples (result); row++)
            if (pairs_take (pairs, result, row) != QCDC_OK)
                return no_memory (fault);
    }
    pairs_order (pairs);
    return pairs_send (self, pairs, fault);
}

/*  Sends the rows of RESULT, in as many chunks as their bytes ask for; what is left stays in the table. */
static qcdc_status add_rows (query_run_t *self, const PGresult *result, fault_t *fault)
{
    for (int row = 0; row < PQntuples (result); row++) {
        QCDC_TRY (add_row (self, result, row, fault));
        QCDC_TRY (chunk_check (self, fault));
    }
    return QCDC_OK;
}

/*  The next rows from the cursor; *MORE is false with the last ones. */
static qcdc_status send_some (query_run_t *self, bool *more, fault_t *fault)
{
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    bool narratives = self->query->has_narratives;
    QCDC_TRY (pg_run_text (self->answer->pg, narratives ? FETCH_NARRATIVES : FETCH_CHUNK, 0, NULL, &result, fault));
    *more = PQntuples (result) == (narratives ? NARRATIVE_ROWS : CHUNK_ROWS);
    int wanted = self->findings    ? FIGURE_COLUMNS
                 : self->registers ? REGISTER_COLUMNS
                                   : (int)self->query->column_count;
    if (PQnfields (result) != wanted || (self->findings && self->query->column_count != FINDING_COLUMNS))
        return fault_set (fault, QCDC_CORRUPT, NULL, "query %s has %d columns, its head says %zu", self->query->name,
                          PQnfields (result), self->query->column_count);
    QCDC_TRY (self->findings    ? findings_add (self, result, !*more, fault)
              : self->registers ? registers_add (self, result, !*more, fault)
                                : add_rows (self, result, fault));
    if (*more && self->rows >= ROWS_MAX) {
        fault_set (fault, QCDC_TOO_LARGE, NULL, "the answer has more than %d rows", ROWS_MAX);
        fault_advise (fault, "ask for less: one unit, one kind, or a shorter time");
        return QCDC_TOO_LARGE;
    }
    return send_chunk (self, *more, fault);
}

static qcdc_status send_rows (query_run_t *self, fault_t *fault)
{
    bool more = true;
    QCDC_TRY (send_some (self, &more, fault));
    while (more) {
        QCDC_TRY (begin_chunk (self, CHUNK_ROWS, fault));
        QCDC_TRY (send_some (self, &more, fault));
    }
    return QCDC_OK;
}

static qcdc_status answer_rows (query_run_t *self, const query_values_t *values, fault_t *fault)
{
    QCDC_TRY (begin_chunk (self, CHUNK_ROWS, fault));
    for (size_t i = 0; i < self->query->column_count; i++)
        if (self->shown[i])
            QCDC_TRY (add_column (self, self->query->columns[i].name, self->query->columns[i].type,
                                  self->query->columns[i].sums, fault));
    QCDC_TRY (pg_exec (self->answer->pg,
                       "begin isolation level repeatable read read only; set local statement_timeout = '60s'; "
                       "set local cursor_tuple_fraction = 1",
                       fault));
    if (self->past)
        QCDC_TRY (pg_exec (self->answer->pg, PAST_PATH, fault));
    pairs_t *pairs QCDC_CLEANUP (pairs_destroy) = NULL;
    if (self->query
            ->pairs) /* the prints of a whole province are held against each other in memory, not on the disk */
        QCDC_TRY (pg_exec (self->answer->pg, "set local work_mem = '64MB'", fault));
    if (self->query->pairs)
        QCDC_TRY (pairs_new (&pairs, self->answer->pg, self->query, fault));
    QCDC_TRY (declare (self, values, fault));
    if (pairs)
        return answer_pairs (self, pairs, fault);
    telling_t telling = {self, fault};
    if (self->query->registers) {
        register_asked_t asked;
        QCDC_TRY (register_asked (self->query, self->catalog, values, &asked, fault));
        self->registers = query_register_new (self->catalog, &asked, self->query->differs, made_add, &telling);
        qcdc_status status = self->registers ? send_rows (self, fault) : no_memory (fault);
        query_register_destroy (&self->registers);
        return status;
    }
    if (!self->query->findings)
        return send_rows (self, fault);
    const char *severity = NULL;
    for (size_t i = 0; i < self->query->param_count; i++)
        if (self->query->params[i].type == PARAM_SEVERITY)
            severity = values->values[i];
    self->findings = findings_new (self->catalog, severity, self->own, finding_add, &telling);
    qcdc_status status = self->findings ? send_rows (self, fault) : no_memory (fault);
    findings_destroy (&self->findings);
    return status;
}

static qcdc_status run (query_run_t *self, const query_values_t *values, fault_t *fault)
{
    pg_t *pg = self->answer->pg;
    qcdc_status status = answer_rows (self, values, fault);
    if (status != QCDC_OK && strcmp (pg_sqlstate (pg), "57014") == 0) {
        status = fault_set (fault, QCDC_TIMEOUT, NULL, "query %s took more than a minute", self->query->name);
        fault_advise (fault, "ask for less: one unit, one kind, or a shorter time");
    }
    /* What was answered is answered; a rollback that fails shows at the next job. */
    fault_t ignored = {0};
    if (status != QCDC_DATABASE_AWAY)
        (void)!pg_exec (pg, "rollback", &ignored);
    return status;
}

/*  NAME TYPE pairs are for programs; people want to see "period (required), form". */
static char *params_text (query_run_t *self, const query_t *query)
{
    char text[400] = "";
    for (size_t i = 0; i < query->param_count; i++) {
        size_t length = strlen (text);
        snprintf (text + length, sizeof text - length, "%s%s%s", i ? ", " : "", query->params[i].name,
                  query->params[i].required ? " (required)" : "");
    }
    return arena_strdup (self->answer->arena, text);
}

/*  The queries that the asker's role may use. */
static qcdc_status answer_list (query_run_t *self, fault_t *fault)
{
    const queries_t *queries = self->answer->queries;
    self->shown_count = 3;
    QCDC_TRY (begin_chunk (self, queries->count, fault));
    QCDC_TRY (add_column (self, "name", QCDC__COLUMN_TYPE__TEXT, false, fault));
    QCDC_TRY (add_column (self, "answers", QCDC__COLUMN_TYPE__TEXT, false, fault));
    QCDC_TRY (add_column (self, "parameters", QCDC__COLUMN_TYPE__TEXT, false, fault));
    for (size_t i = 0; i < queries->count; i++) {
        const query_t *query = &queries->items[i];
        if (!query->roles[self->job->member.role])
            continue;
        char *params = params_text (self, query);
        if (!params)
            return no_memory (fault);
        add_cell (self, query->name);
        add_cell (self, query->answers);
        add_cell (self, params);
    }
    return send_chunk (self, false, fault);
}

static qcdc_status refuse_name (const answer_t *answer, const job_t *job, const char *name, fault_t *fault)
{
    char list[200] = "";
    nearest_t nearest;
    nearest_begin (&nearest, name);
    for (size_t i = 0; i < answer->queries->count; i++)
        if (answer->queries->items[i].roles[job->member.role]) {
            nearest_offer (&nearest, answer->queries->items[i].name, answer->queries->items[i].name);
            size_t length = strlen (list);
            snprintf (list + length, sizeof list - length, "%s%s", length ? ", " : "",
                      answer->queries->items[i].name);
        }
    fault_set (fault, QCDC_NOT_FOUND, NULL, "there is no query %.60s", name);
    if (nearest_found (&nearest))
        fault_advise (fault, "did you mean %s?", nearest_found (&nearest));
    else
        fault_advise (fault, "there are %s", list);
    return QCDC_NOT_FOUND;
}

/*  The catalogue that the question is bound to, and the asker's office in it; of one that was not there yet, as it is now. */
static qcdc_status choose_catalog (query_run_t *self, const Qcdc__Query *ask, const office_t **office, fault_t *fault)
{
    int32_t day;
    const catalog_t *then = NULL;
    if (query_day (self->query, ask->params, ask->n_params, &day))
        QCDC_TRY (past_catalog (self->answer->past, self->answer->pg, day, &then, fault));
    if (!then)
        return QCDC_OK;
    const office_t *known = catalog_office_by_id (then, (*office)->id);
    self->past = true;
    self->catalog = then;
    *office = known ? known : *office;
    return QCDC_OK;
}

qcdc_status query_answer (answer_t *answer, const job_t *job, fault_t *fault)
{
    const Qcdc__Query *ask = job->frame->query;
    query_run_t self = {.answer = answer, .job = job, .catalog = job->snapshot->catalog};
    if (!*ask->name)
        return answer_list (&self, fault);
    self.query = queries_find (answer->queries, ask->name);
    if (!self.query)
        return refuse_name (answer, job, ask->name, fault);
    const office_t *office = catalog_office_by_id (job->snapshot->catalog, job->member.office);
    if (!office)
        return fault_set (fault, QCDC_FORBIDDEN, NULL, "this device's office is no longer known");
    query_values_t values;
    QCDC_TRY (query_check (self.query, job->member.role, ask->params, ask->n_params, fault));
    QCDC_TRY (choose_catalog (&self, ask, &office, fault));
    self.own = job->member.role == ROLE_REPORTER ? office->code : NULL;
    self.limit = self.query->findings || self.query->registers || self.query->pairs ? 0 : ask->limit;
    const asker_t asker = {office, job->member.role, job->member.id};
    qcdc_status status = query_bind (self.query, self.catalog, &asker, ask->params, ask->n_params, &values, fault);
    if (status != QCDC_OK)
        return status;
    for (size_t i = 0; i < self.query->column_count; i++) {
        self.shown[i] = query_column_shown (self.query, &self.query->columns[i], &values);
        self.shown_count += self.shown[i];
    }
    masks_t *masks QCDC_CLEANUP (masks_destroy) = NULL;
    if (job->member.role == ROLE_ANALYST && self.query->cell_column < self.query->column_count)
        status = (self.masks = masks = masks_new (job->snapshot->catalog)) ? QCDC_OK : no_memory (fault);
    if (status == QCDC_OK)
        status = run (&self, &values, fault);
    query_values_release (&values);
    return status;
}
