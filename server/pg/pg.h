/*  pg.h — the one module that owns libpq.
 *
 *  Everything goes over in binary.  A connection belongs to one thread.  Statements are prepared on first use, by
 *  address of their statement_t.  Errors are sorted once, here: QCDC_DATABASE_AWAY for whatever may pass (connection
 *  lost, server starting or stopping, out of connections, lock and serialisation trouble: SQLSTATE classes 08, 40,
 *  53, 55, 57, 58 and no SQLSTATE at all) and for what was committed without the synchronous standby that it has to wait for,
 *  QCDC_DATABASE for the rest; pg_sqlstate tells data errors (classes 22 and
 *  23) from ours. */

#ifndef QCDC_PG_H
#define QCDC_PG_H

#include "base/fault.h"

#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct pg pg_t;

typedef struct {
    const char *name; /* unique in the program; also the prepared statement's name */
    const char *sql;
} statement_t;

/*  Parameters of one call: a growing buffer, reset between calls.  Arrays are one-dimensional without nulls. */
typedef struct pg_params pg_params_t;
pg_params_t *pg_params_new (void); /* NULL when out of memory */
void pg_params_destroy (pg_params_t **self_p);
void pg_params_reset (pg_params_t *self);
void pg_params_int8 (pg_params_t *self, int64_t value);
void pg_params_int4 (pg_params_t *self, int32_t value);
void pg_params_int2 (pg_params_t *self, int16_t value);
void pg_params_bool (pg_params_t *self, bool value);
void pg_params_date (pg_params_t *self, int32_t day);                      /* days since 1970-01-01 */
void pg_params_timestamp (pg_params_t *self, int64_t moment_us);           /* timestamptz */
void pg_params_text (pg_params_t *self, const char *value);                /* NULL is null */
void pg_params_bytea (pg_params_t *self, const void *data, size_t length); /* data NULL is null */
void pg_params_u64 (pg_params_t *self,
                    uint64_t value);     /* bytea of 8, least significant first: an origin, a hash's beginning */
void pg_params_null (pg_params_t *self); /* of a type that the statement infers */
void pg_params_raw (pg_params_t *self, Oid type, const void *data,
                    size_t length); /* a value already in binary form */
/*  begin; then one of the element calls above per element with that type; end. */
void pg_params_array_begin (pg_params_t *self, Oid element);
void pg_params_array_end (pg_params_t *self);
/*  true if an append failed for lack of memory since the last reset; the call that uses it then fails
 *  QCDC_NO_MEMORY. */
bool pg_params_failed (const pg_params_t *self);

#define OID_BOOL 16u
#define OID_BYTEA 17u
#define OID_TSVECTOR 3614u
#define OID_INT8 20u
#define OID_INT2 21u
#define OID_INT4 23u
#define OID_TEXT 25u
#define OID_INT4_ARRAY 1007u
#define OID_DATE 1082u
#define OID_TIMESTAMPTZ 1184u

/*  Connects (connect_timeout 5 s, keepalives, client_encoding UTF8, TimeZone UTC, the given application_name). */
qcdc_status pg_open (const char *conninfo, const char *application, pg_t **self, fault_t *fault) QCDC_CHECK;
void pg_close (pg_t **self_p);

/*  Makes sure that what SELF is connected to by CONNINFO keeps sessions: a pooler that hands a connection on between
 *  transactions loses locks, prepared statements and notifications without a word.  QCDC_DATABASE names it. */
qcdc_status pg_check_sessions (pg_t *self, const char *conninfo, fault_t *fault) QCDC_CHECK;

/*  A copy of CONNINFO (malloc'ed, NULL when out of memory), which may hold a password: where it does, the characters at
 *  CONNINFO are overwritten, so that nobody reads them in the list of processes, and *SECRET is set. */
char *pg_conninfo_take (char *conninfo, bool *secret);

/*  Whether the connection stands, with no transaction open. */
bool pg_is_idle (const pg_t *self);
int pg_socket (const pg_t *self);
PGconn *pg_conn (pg_t *self); /* for LISTEN/NOTIFY in the gate only */

/*  The five characters of the last error, or "". */
const char *pg_sqlstate (const pg_t *self);
bool pg_is_data_error (const pg_t *self); /* SQLSTATE class 22 or 23 */

/*  Runs statements without parameters and results; several, separated by semicolons, are allowed. */
qcdc_status pg_exec (pg_t *self, const char *sql, fault_t *fault) QCDC_CHECK;

/*  Runs one prepared statement; binary results in *RESULT (PQclear it), which may be NULL where none is wanted. */
qcdc_status pg_run (pg_t *self, const statement_t *statement, const pg_params_t *params, PGresult **result,
                    fault_t *fault) QCDC_CHECK;

/*  The same for SQL made at run time (not prepared by name); text parameters, TEXT results. */
qcdc_status pg_run_text (pg_t *self, const char *sql, int count, const char *const *values, PGresult **result,
                         fault_t *fault) QCDC_CHECK;

/*  A pipeline: statements are queued without waiting and sent together; pg_pipeline_end waits for all and returns
 *  the first error.  Never blocks against a server that wants to be read (nonblocking sends).  The first statement
 *  queued may be "begin" and the last "commit"; an error in between leaves the transaction to be rolled back with
 *  pg_exec "rollback". Statements are prepared before the pipeline begins, outside it, when they were not yet: call
 *  pg_prepare at start. */
qcdc_status pg_prepare (pg_t *self, const statement_t *statement, fault_t *fault) QCDC_CHECK;
qcdc_status pg_pipeline_begin (pg_t *self, fault_t *fault) QCDC_CHECK;
qcdc_status pg_pipeline_add (pg_t *self, const statement_t *statement, const pg_params_t *params,
                             fault_t *fault) QCDC_CHECK;
/*  Sends what is queued, as far as the line takes it at once: the server begins with it. */
qcdc_status pg_pipeline_flush (pg_t *self, fault_t *fault) QCDC_CHECK;
qcdc_status pg_pipeline_end (pg_t *self, fault_t *fault) QCDC_CHECK;
/*  The same after queueing came to QUEUED, which goes before what the end comes to, with what it has put into FAULT. */
qcdc_status pg_pipeline_conclude (pg_t *self, qcdc_status queued, fault_t *fault) QCDC_CHECK;

/*  Whoever waits in a pipeline or a COPY calls this instead of poll, for the events POLLIN and POLLOUT.  Returns
 *  what poll would, 0 after a fraction of a millisecond of other work, or -1 to give the connection up.  WAIT NULL:
 *  poll it is. */
typedef short (pg_wait_fn) (void *arg, int fd, short events);
void pg_set_wait (pg_t *self, pg_wait_fn *wait, void *arg);

/*  The same for whoever waits for a single statement: the function is not to touch the connection, nor to begin what would.
 *  Without one a database that hangs is waited for without end. */
void pg_set_patience (pg_t *self, pg_wait_fn *wait, void *arg);

/*  COPY … FROM STDIN (FORMAT binary): DATA is the rows only; header and trailer are added. */
qcdc_status pg_copy (pg_t *self, const char *copy_sql, const void *data, size_t length, fault_t *fault) QCDC_CHECK;

/*  PQclear for QCDC_CLEANUP: of a result, or of NULL. */
void pg_clear (PGresult **result);

/*  Reading binary results. */
int64_t pg_int8 (const PGresult *result, int row, int column); /* of int8, int4 or int2 */
bool pg_bool (const PGresult *result, int row, int column);
int32_t pg_date (const PGresult *result, int row, int column);      /* days since 1970-01-01 */
int64_t pg_timestamp (const PGresult *result, int row, int column); /* µs since 1970 */
const char *pg_text (const PGresult *result, int row, int column);  /* "" for null */
const void *pg_bytes (const PGresult *result, int row, int column, size_t *length);
uint64_t pg_u64 (const PGresult *result, int row, int column); /* of such a bytea; 0 for one of another length */
bool pg_null (const PGresult *result, int row, int column);

/*  Rows for COPY or INSERT, written once in COPY's binary form. */
typedef struct {
    uint8_t *data;
    size_t length;
    size_t capacity;
    size_t rows;
    bool failed; /* out of memory */
} pg_rows_t;
void pg_rows_reset (pg_rows_t *self);
void pg_rows_release (pg_rows_t *self);
void pg_rows_row (pg_rows_t *self, int columns); /* begins a row; then one call per column */
void pg_rows_int8 (pg_rows_t *self, int64_t value);
void pg_rows_int4 (pg_rows_t *self, int32_t value);
void pg_rows_int2 (pg_rows_t *self, int16_t value);
void pg_rows_bool (pg_rows_t *self, bool value);
void pg_rows_date (pg_rows_t *self, int32_t day);
void pg_rows_timestamp (pg_rows_t *self, int64_t moment_us);
void pg_rows_u64 (pg_rows_t *self, uint64_t value);
void pg_rows_text (pg_rows_t *self, const char *value);
void pg_rows_bytea (pg_rows_t *self, const void *data, size_t length);
void pg_rows_null (pg_rows_t *self);

/*  A table that rows go into: few of them as prepared INSERTs in the running pipeline, many by COPY.  The statement's
 *  parameters are the columns in order. */
typedef struct {
    const char *copy;   /* "copy journal (…) from stdin (format binary)" */
    statement_t insert; /* "insert into journal (…) values ($1, …)" */
    int columns;
    const Oid *types; /* of the columns */
} pg_table_t;
/*  Rows go as INSERTs in the running pipeline; pg_rows_send does that, where they are to QUEUE, or sends them by COPY outside of one.
 *  None are nothing to do.  Rows that memory was refused for are QCDC_NO_MEMORY, however few of them are there. */
qcdc_status pg_rows_insert (pg_t *self, const pg_table_t *table, const pg_rows_t *rows, fault_t *fault) QCDC_CHECK;
qcdc_status pg_rows_send (pg_t *self, const pg_table_t *table, const pg_rows_t *rows, bool queue,
                          fault_t *fault) QCDC_CHECK;

#endif
