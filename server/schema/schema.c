/*  schema.c — applying the schema files, in order, each once.
 *
 *  A file is one transaction together with the row that says it was applied, under a lock that all commands take:
 *  two that start at once apply it once, and one that is killed has not applied it. */

#include "schema/schema.h"

#include "base/embed.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "pg/advisory.h"
#include "pg/open_data_clear.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PG_VERSION_MIN 140000

static const statement_t LOCK = {"schema_lock", "select pg_advisory_xact_lock($1)"};
static const statement_t SERVER = {
    "schema_server", "select current_setting('server_version_num')::int, current_setting('server_encoding'), "
                     "to_regclass('schema_version') is not null, to_regclass('setting') is not null"};
static const statement_t VERSION = {"schema_version", "select coalesce(max(version), 0) from schema_version"};
static const statement_t RECORD = {"schema_record", "insert into schema_version (version, file) values ($1, $2)"};
static const statement_t GET_SETTING = {"schema_get_setting", "select value from setting where name = $1"};
static const statement_t PUT_SETTING = {
    "schema_put_setting",
    "insert into setting (name, value) values ($1, $2) on conflict (name) do update set value = $2"};

/*  What can be known of a database before its first table. */
typedef struct {
    bool has_versions;
    bool has_settings;
} look_t;

/*  Asked of a database that may be empty, of another encoding or of another program: it names no table of ours. */
static qcdc_status look_at_server (pg_t *pg, look_t *look, fault_t *fault)
{
    PGresult *result = NULL;
    QCDC_TRY (pg_run (pg, &SERVER, NULL, &result, fault));
    qcdc_status status = QCDC_OK;
    int64_t version = pg_int8 (result, 0, 0);
    if (version < PG_VERSION_MIN)
        status = fault_set (fault, QCDC_DATABASE, NULL, _ ("the database is PostgreSQL %d; %d or newer is needed"),
                            (int)(version / 10000), PG_VERSION_MIN / 10000);
    else if (strcmp (pg_text (result, 0, 1), "UTF8") != 0) {
        status =
            fault_set (fault, QCDC_DATABASE, NULL, _ ("the database keeps text as %s, which cannot hold Vietnamese"),
                       pg_text (result, 0, 1));
        fault_advise (fault, _ ("make one with: createdb --encoding=UTF8 --template=template0 NAME"));
    }
    look->has_versions = pg_bool (result, 0, 2);
    look->has_settings = pg_bool (result, 0, 3);
    PQclear (result);
    return status;
}

/*  0 before the first file was applied. */
static qcdc_status read_version (pg_t *pg, int *version, fault_t *fault)
{
    PGresult *result = NULL;
    look_t look;
    *version = 0;
    QCDC_TRY (look_at_server (pg, &look, fault));
    if (!look.has_versions)
        return QCDC_OK;
    QCDC_TRY (pg_run (pg, &VERSION, NULL, &result, fault));
    *version = (int)pg_int8 (result, 0, 0);
    PQclear (result);
    return QCDC_OK;
}

static qcdc_status no_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
}

/*  One step of bringing the database up to date, inside a transaction that holds the lock of the schema. */
typedef qcdc_status (step_fn) (pg_t *pg, const void *what, fault_t *fault);

static qcdc_status step_do (pg_t *pg, step_fn *step, const void *what, fault_t *fault)
{
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new ();
    if (!params)
        return no_memory (fault);
    pg_params_int8 (params, ADVISORY_SCHEMA);
    QCDC_TRY (pg_run (pg, &LOCK, params, NULL, fault));
    QCDC_TRY (step (pg, what, fault));
    return pg_exec (pg, "commit", fault);
}

/*  Whoever waited for the lock finds out in its step what another command has done meanwhile. */
static qcdc_status in_transaction (pg_t *pg, step_fn *step, const void *what, fault_t *fault)
{
    QCDC_TRY (pg_exec (pg, "begin", fault));
    qcdc_status status = step_do (pg, step, what, fault);
    fault_t ignored;
    if (status != QCDC_OK)
        (void)!pg_exec (pg, "rollback", &ignored);
    return status;
}

/*  What was refused for lack of a privilege (SQLSTATE 42501) is told with what gives it: since PostgreSQL 15 only the owner of a database may
 *  make tables in it.  NOW is the version of the schema that is there. */
static void explain (pg_t *pg, int now, fault_t *fault)
{
    const char *user = PQuser (pg_conn (pg)), *database = PQdb (pg_conn (pg));
    if (strcmp (pg_sqlstate (pg), "42501") != 0)
        return;
    if (now > 0)
        fault_advise (fault, "%s", _ ("let --db name the role that the tables belong to"));
    else
        fault_advise (
            fault,
            _ ("let the database's administrator say: alter database %s owner to %s; or else: grant create on "
               "database %s to %s, and in that database: grant create on schema public to %s"),
            database, user, database, user, user);
}

static qcdc_status apply_file (pg_t *pg, const void *what, fault_t *fault)
{
    const embed_t *file = what;
    int now = 0, version = atoi (file->name);
    QCDC_TRY (read_version (pg, &now, fault));
    if (now >= version)
        return QCDC_OK;
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new ();
    if (!params)
        return no_memory (fault);
    /* Views would keep their tables from being changed. */
    QCDC_TRY (open_data_clear (pg, fault));
    qcdc_status status = pg_exec (pg, file->begin, fault);
    if (status != QCDC_OK) {
        explain (pg, now, fault);
        return status;
    }
    pg_params_int4 (params, version);
    pg_params_text (params, file->name);
    return pg_run (pg, &RECORD, params, NULL, fault);
}

/*  The number that a file's name begins with is the version that it leads to.  A newer database is left alone: this
 *  program does not know what its columns mean. */
qcdc_status schema_upgrade (pg_t *pg, fault_t *fault)
{
    int version = 0, newest = 0;
    QCDC_TRY (read_version (pg, &version, fault));
    for (const embed_t *file = embed_schema; file->name; file++)
        if (atoi (file->name) > newest)
            newest = atoi (file->name);
    if (version > newest) {
        fault_set (fault, QCDC_VERSION, NULL,
                   _ ("the database belongs to a newer qcdcd: its tables have version %d, this program knows %d"),
                   version, newest);
        fault_advise (fault, _ ("install the newer program"));
        return QCDC_VERSION;
    }
    for (const embed_t *file = embed_schema; file->name; file++)
        if (atoi (file->name) > version)
            QCDC_TRY (in_transaction (pg, apply_file, file, fault));
    return QCDC_OK;
}

qcdc_status schema_get_setting (pg_t *pg, const char *name, char **value, fault_t *fault)
{
    PGresult *result = NULL;
    look_t look;
    *value = NULL;
    QCDC_TRY (look_at_server (pg, &look, fault));
    if (!look.has_settings)
        return QCDC_OK;
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new ();
    if (!params)
        return no_memory (fault);
    pg_params_text (params, name);
    QCDC_TRY (pg_run (pg, &GET_SETTING, params, &result, fault));
    bool found = PQntuples (result) == 1;
    if (found)
        *value = strdup (pg_text (result, 0, 0));
    PQclear (result);
    return found && !*value ? no_memory (fault) : QCDC_OK;
}

qcdc_status schema_put_setting (pg_t *pg, const char *name, const char *value, fault_t *fault)
{
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new ();
    if (!params)
        return no_memory (fault);
    pg_params_text (params, name);
    pg_params_text (params, value);
    return pg_run (pg, &PUT_SETTING, params, NULL, fault);
}
