/*  connection.c — the writer's one connection: its lock and settings, and how it is come back to. */

#include "ingest/connection.h"

#include "ingest/intake.h"
#include "ingest/write.h"
#include "pg/advisory.h"
#include "projections/entry_rows.h"
#include "projections/petition_moved_due.h"
#include "projections/snapshot_load.h"

#include <string.h>

#define RETRY_MS_MIN 100
#define RETRY_MS_MAX 2000

static const statement_t LOCK = {"ingest_lock", "select pg_try_advisory_lock($1)"};

/*  Every statement here is a point look-up or an insert: on a table that was empty when the plan was made the
 *  planner would choose a scan, and keep it while the table grows.  Times that a database sets for everybody's statements and sessions are
 *  not for the writer: it waits for whoever holds a row, and for a standby, for as long as that takes. */
static const char SETTINGS[] =
    "set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off;"
    "set plan_cache_mode = force_generic_plan; set jit = off;"
    "select set_config(name, '0', false) from pg_settings where name in ('statement_timeout', 'lock_timeout',"
    " 'idle_in_transaction_session_timeout', 'idle_session_timeout', 'transaction_timeout')";

static qcdc_status take_lock (pg_t *pg, fault_t *fault)
{
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new ();
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    if (!params)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    pg_params_int8 (params, ADVISORY_WRITER);
    QCDC_TRY (pg_run (pg, &LOCK, params, &result, fault));
    if (pg_bool (result, 0, 0))
        return QCDC_OK;
    fault_set (fault, QCDC_BUSY, NULL, "another qcdcd writes to this database");
    fault_advise (fault, "stop it first; two servers on one database would tear the journals apart");
    return QCDC_BUSY;
}

/*  All that is remembered of the database. */
static qcdc_status read_afresh (writer_t *self, fault_t *fault)
{
    QCDC_TRY (writer_load_snapshot (self, fault));
    QCDC_TRY (writer_reload (self, fault));
    return numbers_load (&self->numbers, self->pg, fault);
}

static qcdc_status prepare_connection (writer_t *self, fault_t *fault)
{
    QCDC_TRY (pg_exec (self->pg, SETTINGS, fault));
    QCDC_TRY (take_lock (self->pg, fault));
    QCDC_TRY (write_prepare (self->pg, fault));
    QCDC_TRY (entry_rows_ensure (self->pg, fault));
    QCDC_TRY (read_afresh (self, fault));
    return petition_due_ensure (self->pg, self->snapshot->catalog, fault);
}

qcdc_status connection_open (writer_t *self, fault_t *fault)
{
    self->confirmed = false;
    QCDC_TRY (pg_open (self->server->conninfo, "qcdcd ingest", &self->pg, fault));
    pg_set_patience (self->pg, intake_patience, self);
    qcdc_status status = prepare_connection (self, fault);
    if (status == QCDC_OK)
        pg_set_wait (self->pg, intake_wait, self);
    else
        pg_close (&self->pg);
    return status;
}

qcdc_status connection_confirm (writer_t *self, fault_t *fault)
{
    static const statement_t WRITE = {"connection_confirm",
                                      "update setting set value = value where name = '" FOUNDING_OFFICE "'"};
    QCDC_TRY (pg_prepare (self->pg, &WRITE, fault));
    QCDC_TRY (pg_pipeline_begin (self->pg, fault)); /* the wait for a standby is as that of a commit */
    QCDC_TRY (pg_pipeline_conclude (self->pg, pg_pipeline_add (self->pg, &WRITE, NULL, fault), fault));
    self->confirmed = true;
    return QCDC_OK;
}

/*  On the connection that there is, or on a new one. */
static qcdc_status come_back (writer_t *self, fault_t *fault)
{
    bool kept = self->pg;
    if (!kept)
        QCDC_TRY (connection_open (self, fault));
    QCDC_TRY (connection_confirm (self, fault));
    return kept ? read_afresh (self, fault) : QCDC_OK;
}

/*  Says why there is no connection, where that is not what was SAID before. */
static void complain (const fault_t *fault, char said[sizeof fault->message])
{
    if (strcmp (said, fault->message) == 0)
        return;
    LOG_WARNING ("ingest: %s%s%s", fault->message, fault->advice[0] ? "; " : "", fault->advice);
    memcpy (said, fault->message, sizeof fault->message);
}

bool connection_wait (writer_t *self)
{
    fault_t fault = {0};
    char said[sizeof fault.message] = "";
    int wait_ms = RETRY_MS_MIN;
    /* One that stands keeps the lock: a commit was only not waited for. */
    if (self->pg && !pg_is_idle (self->pg))
        pg_close (&self->pg);
    writer_tell_front (self, REPLY_DATABASE_AWAY);
    LOG_WARNING (
        self->pg
            ? "ingest: nothing more is acknowledged until all that was written is where it has to be; offices wait"
            : "ingest: the database is away; offices wait");
    for (;;) {
        self->server->revive (self->server->revive_arg);
        if (come_back (self, &fault) == QCDC_OK)
            break;
        if (self->pg && !pg_is_idle (self->pg))
            pg_close (&self->pg);
        complain (&fault, said);
        if (writer_told_to_stop (self, wait_ms))
            return false;
        wait_ms = wait_ms * 2 > RETRY_MS_MAX ? RETRY_MS_MAX : wait_ms * 2;
    }
    LOG_INFO ("ingest: the database is back");
    writer_tell_front (self, REPLY_DATABASE_UP);
    return true;
}

bool connection_recover (writer_t *self, qcdc_status status)
{
    fault_t fault = {0};
    if (status == QCDC_NO_MEMORY && writer_reload (self, &fault) == QCDC_OK)
        return true;
    if (status != QCDC_DATABASE_AWAY && writer_told_to_stop (self, RETRY_MS_MAX))
        return false;
    return connection_wait (self);
}

void connection_forget (writer_t *self)
{
    fault_t ignored = {0};
    if (writer_reload (self, &ignored) != QCDC_OK && !connection_wait (self))
        LOG_INFO ("ingest: stopping without the database");
}
