/*  pg.c — connections, statements, pipelines and COPY over libpq, and the one place where database errors are
 *  sorted. */

#include "pg/pg_private.h"

#include "base/i18n.h"

#include <assert.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <uthash.h>

typedef struct {
    const statement_t *statement;
    UT_hash_handle hh;
} prepared_t;

struct pg {
    PGconn *conn;
    prepared_t *prepared; /* by the statement's address */
    char sqlstate[6];
    bool in_pipeline;
    bool cut_short; /* a commit did not wait for its standby */
    bool asking;    /* a question of its own is out, and not a pipeline or a COPY */
    pg_wait_fn *wait, *patience;
    void *wait_arg, *patience_arg;
};

static const char PG_COPY_HEADER[] = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0";
#define PG_COPY_HEADER_BYTES 19u
#define PG_COPY_CHUNK_BYTES (256u * 1024u)

/*  libpq's texts end with a line break and may go on with a hint on a second line: the first one says it. */
static void first_line (const char *text, char *line, size_t size)
{
    snprintf (line, size, "%.*s", (int)strcspn (text, "\n"), text);
}

/*  Whether an error passes by itself: connections, deadlocks, resources, locks, operators and the system's own
 *  trouble. */
static bool passes (const char *sqlstate)
{
    static const char *const CLASSES[] = {"08", "40", "53", "55", "57", "58"};
    if (!sqlstate[0])
        return true;
    for (size_t i = 0; i < sizeof CLASSES / sizeof *CLASSES; i++)
        if (memcmp (sqlstate, CLASSES[i], 2) == 0)
            return true;
    return false;
}

/*  Sorts the error of RESULT (NULL: of the connection) and says in FAULT what PostgreSQL said. */
static qcdc_status pg_fail (pg_t *self, const PGresult *result, const char *what, fault_t *fault)
{
    const char *sqlstate = result ? PQresultErrorField (result, PG_DIAG_SQLSTATE) : NULL;
    const char *message = result ? PQresultErrorField (result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    bool lost = PQstatus (self->conn) != CONNECTION_OK;
    snprintf (self->sqlstate, sizeof self->sqlstate, "%s", sqlstate ? sqlstate : "");
    char line[300];
    first_line (message && *message ? message : PQerrorMessage (self->conn), line, sizeof line);
    if (lost || passes (self->sqlstate))
        return fault_set (fault, QCDC_DATABASE_AWAY, NULL, _ ("the database is away (%s)"),
                          *line ? line : "connection lost");
    return fault_set (fault, QCDC_DATABASE, NULL, _ ("the database refused %s (%s; SQLSTATE %s)"), what, line,
                      self->sqlstate);
}

static bool is_done (const PGresult *result)
{
    ExecStatusType status = PQresultStatus (result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
}

/*  A commit whose wait for a synchronous standby is cancelled (by a person, by statement_timeout) succeeds, with a warning.  It is known by
 *  where it comes from: its SQLSTATE is that of every warning, and its text is in the database's language. */
static void hear_notice (void *arg, const PGresult *notice)
{
    pg_t *self = arg;
    const char *function = PQresultErrorField (notice, PG_DIAG_SOURCE_FUNCTION);
    if (function && strcmp (function, "SyncRepWaitForLSN") == 0)
        self->cut_short = true;
}

/*  What came to STATUS, unless it was committed and a failover may lose it: its outcome is not known, as that of a commit without an
 *  answer. */
static qcdc_status settle (pg_t *self, qcdc_status status, fault_t *fault)
{
    bool cut_short = self->cut_short;
    self->cut_short = false;
    if (!cut_short || status == QCDC_DATABASE_AWAY)
        return status;
    self->sqlstate[0] = '\0';
    fault_set (fault, QCDC_DATABASE_AWAY, NULL,
               _ ("the wait for a synchronous standby was cancelled: what was written may not be there yet"));
    fault_advise (fault, _ ("see that the standby runs"));
    return QCDC_DATABASE_AWAY;
}

void pg_clear (PGresult **result)
{
    PQclear (*result);
    *result = NULL;
}

static qcdc_status not_connected (pg_t *self, fault_t *fault)
{
    qcdc_status status = pg_fail (self, NULL, "the connection", fault);
    fault_advise (fault, "%s", _ ("check that PostgreSQL is running; with --db, that what it says is right"));
    return status;
}

qcdc_status pg_open (const char *conninfo, const char *application, pg_t **self_p, fault_t *fault)
{
    /* What stands before dbname is a default that the conninfo may change; what stands after it holds. */
    const char *const keywords[] = {"connect_timeout",  "keepalives_idle",  "keepalives_interval",
                                    "keepalives_count", "tcp_user_timeout", "dbname",
                                    "application_name", "client_encoding",  NULL};
    const char *const values[] = {"5", "15", "5", "3", "30000", conninfo, application, "UTF8", NULL};
    /* An acknowledgement is a proof of storage: a database set up to lose its last commits is not believed. */
    static const char SETTINGS[] =
        "set timezone = 'UTC'; set datestyle = 'ISO, YMD'; set client_min_messages = warning; set jit = off; "
        "select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'";
    *self_p = NULL;
    pg_t *self = calloc (1, sizeof *self);
    if (!self)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    self->conn = PQconnectdbParams (keywords, values, 1);
    qcdc_status status = QCDC_OK;
    if (!self->conn)
        status = fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    else if (PQstatus (self->conn) != CONNECTION_OK)
        status = not_connected (self, fault);
    else {
        PQsetNoticeReceiver (self->conn, hear_notice, self);
        status = pg_exec (self, SETTINGS, fault);
    }
    if (status != QCDC_OK)
        pg_close (&self);
    *self_p = self;
    return status;
}

void pg_close (pg_t **self_p)
{
    pg_t *self = *self_p;
    if (self) {
        prepared_t *prepared, *next;
        HASH_ITER (hh, self->prepared, prepared, next)
        {
            HASH_DEL (self->prepared, prepared);
            free (prepared);
        }
        PQfinish (self->conn);
        free (self);
        *self_p = NULL;
    }
}

void pg_set_wait (pg_t *self, pg_wait_fn *wait, void *arg)
{
    self->wait = wait;
    self->wait_arg = arg;
}

void pg_set_patience (pg_t *self, pg_wait_fn *wait, void *arg)
{
    self->patience = wait;
    self->patience_arg = arg;
}

bool pg_is_idle (const pg_t *self)
{
    return !self->in_pipeline && PQtransactionStatus (self->conn) == PQTRANS_IDLE;
}

int pg_socket (const pg_t *self)
{
    return PQsocket (self->conn);
}

PGconn *pg_conn (pg_t *self)
{
    return self->conn;
}

const char *pg_sqlstate (const pg_t *self)
{
    return self->sqlstate;
}

bool pg_is_data_error (const pg_t *self)
{
    return memcmp (self->sqlstate, "22", 2) == 0 || memcmp (self->sqlstate, "23", 2) == 0;
}

static short just_wait (void *arg, int fd, short events)
{
    (void)arg;
    struct pollfd line = {.fd = fd, .events = events};
    (void)poll (&line, 1, 1000);
    return line.revents;
}

/*  Until the line is ready, or for a while.  false: the connection is lost. */
static bool wait_for_line (pg_t *self, bool unsent)
{
    pg_wait_fn *wait = self->asking ? self->patience : self->wait;
    short ready = (wait ? wait : just_wait) (self->asking ? self->patience_arg : self->wait_arg,
                                             PQsocket (self->conn), (short)(POLLIN | (unsent ? POLLOUT : 0)));
    if (ready < 0) {
        /* Given up: nothing that libpq does from now on may wait for the other side. */
        shutdown (PQsocket (self->conn), SHUT_RDWR);
        return false;
    }
    return !(ready & (POLLIN | POLLERR | POLLHUP)) || PQconsumeInput (self->conn);
}

/*  Sends what is buffered and takes in what has come until a result can be had.  false: the connection is lost. */
static bool pump (pg_t *self)
{
    for (;;) {
        int unsent = PQflush (self->conn);
        if (unsent < 0)
            return false;
        if (!PQisBusy (self->conn))
            return true;
        if (!wait_for_line (self, unsent > 0))
            return false;
    }
}

/*  Before something is sent whose answer is waited for. */
static bool ask (pg_t *self)
{
    self->asking = true;
    return PQsetnonblocking (self->conn, 1) == 0;
}

/*  The last result of what was SENT after ask, as PQexec has it; NULL: the connection is lost. */
static PGresult *answer (pg_t *self, int sent)
{
    PGresult *last = NULL;
    bool alive = sent == 1;
    while (alive && (alive = pump (self))) {
        PGresult *result = PQgetResult (self->conn);
        if (!result)
            break;
        PQclear (last);
        last = result;
    }
    self->asking = false;
    PQsetnonblocking (self->conn, 0);
    if (!alive) {
        PQclear (last);
        return NULL;
    }
    return last;
}

qcdc_status pg_exec (pg_t *self, const char *sql, fault_t *fault)
{
    assert (!self->in_pipeline);
    self->sqlstate[0] = '\0';
    PGresult *result QCDC_CLEANUP (pg_clear) = answer (self, ask (self) && PQsendQuery (self->conn, sql));
    if (!is_done (result))
        return pg_fail (self, result, "a command", fault);
    if (strcasecmp (sql, "commit") == 0 && strcmp (PQcmdStatus (result), "COMMIT") != 0)
        /* PostgreSQL answers a commit of a failed transaction with a rollback and no error. */
        return fault_set (fault, QCDC_DATABASE, NULL, "the database rolled the transaction back");
    return settle (self, QCDC_OK, fault);
}

qcdc_status pg_prepare (pg_t *self, const statement_t *statement, fault_t *fault)
{
    prepared_t *prepared = NULL;
    HASH_FIND_PTR (self->prepared, &statement, prepared);
    if (prepared)
        return QCDC_OK;
    assert (!self->in_pipeline);
    self->sqlstate[0] = '\0';
    prepared = calloc (1, sizeof *prepared);
    if (!prepared)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    /* Noted first: what the database knows and we do not would be prepared a second time, which it refuses. */
    prepared->statement = statement;
    HASH_ADD_PTR (self->prepared, statement, prepared);
    if (!prepared->hh.tbl) {
        free (prepared);
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    }
    PGresult *result QCDC_CLEANUP (pg_clear) =
        answer (self, ask (self) && PQsendPrepare (self->conn, statement->name, statement->sql, 0, NULL));
    if (!is_done (result)) {
        HASH_DEL (self->prepared, prepared);
        free (prepared);
        return pg_fail (self, result, statement->name, fault);
    }
    return QCDC_OK;
}

/*  The parameters for libpq; none where PARAMS is NULL. */
static qcdc_status bind_params (const statement_t *statement, const pg_params_t *params, pg_bound_t *bound,
                                fault_t *fault)
{
    *bound = (pg_bound_t){0};
    if (!params)
        return QCDC_OK;
    if (pg_params_failed (params))
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory for %s", statement->name);
    *bound = pg_params_bind (params);
    return QCDC_OK;
}

/*  RESULT to whoever wants it, where it is one. */
static qcdc_status conclude (pg_t *self, PGresult *result, const char *what, PGresult **result_p, fault_t *fault)
{
    PGresult *kept QCDC_CLEANUP (pg_clear) = result;
    if (!is_done (result))
        return pg_fail (self, result, what, fault);
    if (result_p) {
        *result_p = result;
        kept = NULL;
    }
    return settle (self, QCDC_OK, fault);
}

qcdc_status pg_run (pg_t *self, const statement_t *statement, const pg_params_t *params, PGresult **result_p,
                    fault_t *fault)
{
    assert (!self->in_pipeline);
    if (result_p)
        *result_p = NULL;
    pg_bound_t bound;
    QCDC_TRY (bind_params (statement, params, &bound, fault));
    QCDC_TRY (pg_prepare (self, statement, fault));
    self->sqlstate[0] = '\0';
    return conclude (self,
                     answer (self, ask (self) && PQsendQueryPrepared (self->conn, statement->name, bound.count,
                                                                      bound.values, bound.lengths, bound.formats, 1)),
                     statement->name, result_p, fault);
}

qcdc_status pg_run_text (pg_t *self, const char *sql, int count, const char *const *values, PGresult **result_p,
                         fault_t *fault)
{
    assert (!self->in_pipeline);
    if (result_p)
        *result_p = NULL;
    self->sqlstate[0] = '\0';
    return conclude (
        self, answer (self, ask (self) && PQsendQueryParams (self->conn, sql, count, NULL, values, NULL, NULL, 0)),
        "a query", result_p, fault);
}

qcdc_status pg_pipeline_begin (pg_t *self, fault_t *fault)
{
    assert (!self->in_pipeline);
    self->sqlstate[0] = '\0';
    if (PQsetnonblocking (self->conn, 1) != 0 || !PQenterPipelineMode (self->conn)) {
        PQsetnonblocking (self->conn, 0);
        return pg_fail (self, NULL, "a pipeline", fault);
    }
    self->in_pipeline = true;
    return QCDC_OK;
}

qcdc_status pg_pipeline_add (pg_t *self, const statement_t *statement, const pg_params_t *params, fault_t *fault)
{
    assert (self->in_pipeline);
    pg_bound_t bound;
    qcdc_status status = bind_params (statement, params, &bound, fault);
    if (status == QCDC_OK)
        status = pg_prepare (self, statement, fault);
    if (status != QCDC_OK)
        return status;
    /* libpq sends when its buffer is full, and reads when the line will not take more: nobody waits for anybody. */
    if (!PQsendQueryPrepared (self->conn, statement->name, bound.count, bound.values, bound.lengths, bound.formats,
                              1))
        return pg_fail (self, NULL, statement->name, fault);
    return QCDC_OK;
}

qcdc_status pg_pipeline_flush (pg_t *self, fault_t *fault)
{
    assert (self->in_pipeline);
    return PQflush (self->conn) < 0 ? pg_fail (self, NULL, "a pipeline", fault) : QCDC_OK;
}

qcdc_status pg_pipeline_end (pg_t *self, fault_t *fault)
{
    assert (self->in_pipeline);
    qcdc_status status = QCDC_OK;
    bool alive = PQpipelineSync (self->conn) == 1;
    for (bool synced = false; alive && !synced;) {
        alive = pump (self);
        if (!alive)
            break;
        PGresult *result = PQgetResult (self->conn);
        if (!result) {
            /* NULL parts the results of two statements. */
            alive = PQstatus (self->conn) == CONNECTION_OK;
            continue;
        }
        ExecStatusType kind = PQresultStatus (result);
        if (kind == PGRES_PIPELINE_SYNC)
            synced = true;
        else if (kind != PGRES_PIPELINE_ABORTED && !is_done (result) && status == QCDC_OK)
            status = pg_fail (self, result, "a statement of a transaction", fault);
        PQclear (result);
    }
    if (alive && !PQexitPipelineMode (self->conn))
        alive = false;
    PQsetnonblocking (self->conn, 0);
    self->in_pipeline = false;
    /* A lost connection hides what became of the commit; whoever asks must look again. */
    if (!alive && status != QCDC_DATABASE_AWAY) {
        char line[300];
        first_line (PQerrorMessage (self->conn), line, sizeof line);
        self->sqlstate[0] = '\0';
        status = fault_set (fault, QCDC_DATABASE_AWAY, NULL, _ ("the database is away (%s)"),
                            *line ? line : "connection lost");
    }
    return settle (self, status, fault);
}

qcdc_status pg_pipeline_conclude (pg_t *self, qcdc_status queued, fault_t *fault)
{
    fault_t end_fault = {0};
    qcdc_status end = pg_pipeline_end (self, &end_fault);
    if (queued == QCDC_OK && end != QCDC_OK)
        *fault = end_fault;
    return queued == QCDC_OK ? end : queued;
}

/*  Sends everything that is buffered. */
static bool flush (pg_t *self)
{
    int unsent;
    while ((unsent = PQflush (self->conn)) > 0)
        if (!wait_for_line (self, true))
            return false;
    return unsent == 0;
}

static bool put_copy (pg_t *self, const void *data, size_t length)
{
    const char *at = data;
    while (length > 0) {
        size_t chunk = length < PG_COPY_CHUNK_BYTES ? length : PG_COPY_CHUNK_BYTES;
        if (PQputCopyData (self->conn, at, (int)chunk) != 1 || !flush (self))
            return false;
        at += chunk;
        length -= chunk;
    }
    return true;
}

/*  The next result of what was sent, when it is there; NULL: none is left, or the connection is lost. */
static PGresult *next_result (pg_t *self)
{
    return pump (self) ? PQgetResult (self->conn) : NULL;
}

static qcdc_status copy (pg_t *self, const char *copy_sql, const void *data, size_t length, fault_t *fault)
{
    PGresult *result = PQsendQuery (self->conn, copy_sql) ? next_result (self) : NULL;
    bool begun = result && PQresultStatus (result) == PGRES_COPY_IN;
    qcdc_status status = begun ? QCDC_OK : pg_fail (self, result, "a copy", fault);
    PQclear (result);
    if (begun && (!put_copy (self, PG_COPY_HEADER, PG_COPY_HEADER_BYTES) || !put_copy (self, data, length) ||
                  !put_copy (self, "\xFF\xFF", 2) || PQputCopyEnd (self->conn, NULL) != 1 || !flush (self)))
        status = pg_fail (self, NULL, "a copy", fault);
    /* The results are read in any case: they carry the error that made the server stop listening. */
    bool done = false;
    while ((result = next_result (self))) {
        done = done || is_done (result);
        if (!is_done (result) && (status == QCDC_OK || PQresultErrorField (result, PG_DIAG_SQLSTATE)))
            status = pg_fail (self, result, "a copy", fault);
        bool stuck = PQresultStatus (result) == PGRES_COPY_IN;
        PQclear (result);
        if (stuck)
            break;
    }
    if (status == QCDC_OK && !done)
        status = fault_set (fault, QCDC_DATABASE_AWAY, NULL, _ ("the database is away (connection lost)"));
    return status;
}

qcdc_status pg_copy (pg_t *self, const char *copy_sql, const void *data, size_t length, fault_t *fault)
{
    assert (!self->in_pipeline);
    self->sqlstate[0] = '\0';
    if (PQsetnonblocking (self->conn, 1) != 0)
        return pg_fail (self, NULL, "a copy", fault);
    qcdc_status status = copy (self, copy_sql, data, length, fault);
    PQsetnonblocking (self->conn, 0);
    return settle (self, status, fault);
}
