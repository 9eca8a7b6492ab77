/*  schema.c — applying the schema files, in order, each once.
 *
 *  A file is one transaction together with the row that says it was applied, under a lock that all commands take: two that
 *  start at once apply it once, and one that is killed has not applied it. */

#include "schema/schema.h"

#include "base/embed.h"
#include "base/i18n.h"
#include "pg/advisory.h"
#include "wire/keys.h"

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

static qcdc_status look_at_server (pg_t *pg, look_t *look, fault_t *fault)
{
    PGresult *result = NULL;
    qcdc_status status = pg_run (pg, &SERVER, NULL, &result, fault);
    if (status != QCDC_OK)
        return status;
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

static qcdc_status read_version (pg_t *pg, int *version, fault_t *fault)
{
    PGresult *result = NULL;
    look_t look;
    *version = 0;
    qcdc_status status = look_at_server (pg, &look, fault);
    if (status != QCDC_OK || !look.has_versions)
        return status;
    status = pg_run (pg, &VERSION, NULL, &result, fault);
    if (status == QCDC_OK)
        *version = (int)pg_int8 (result, 0, 0);
    PQclear (result);
    return status;
}

static qcdc_status lock_schema (pg_t *pg, pg_params_t *params, fault_t *fault)
{
    pg_params_reset (params);
    pg_params_int8 (params, ADVISORY_SCHEMA);
    return pg_run (pg, &LOCK, params, NULL, fault);
}

/*  One file in one transaction, unless another command has applied it while we waited for the lock. */
static qcdc_status apply_file (pg_t *pg, const embed_t *file, int version, fault_t *fault)
{
    int now = 0;
    pg_params_t *params = pg_params_new ();
    if (!params)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
    qcdc_status status = pg_exec (pg, "begin", fault);
    if (status != QCDC_OK)
        goto out;
    status = lock_schema (pg, params, fault);
    if (status == QCDC_OK)
        status = read_version (pg, &now, fault);
    if (status == QCDC_OK && now < version) {
        status = pg_exec (pg, file->begin, fault);
        pg_params_reset (params);
        pg_params_int4 (params, version);
        pg_params_text (params, file->name);
        if (status == QCDC_OK)
            status = pg_run (pg, &RECORD, params, NULL, fault);
    }
    if (status == QCDC_OK)
        status = pg_exec (pg, "commit", fault);
    if (status != QCDC_OK)
        (void)!pg_exec (pg, "rollback", NULL);
out:
    pg_params_destroy (&params);
    return status;
}

qcdc_status schema_upgrade (pg_t *pg, fault_t *fault)
{
    int version = 0, newest = 0;
    qcdc_status status = read_version (pg, &version, fault);
    for (const embed_t *file = embed_schema; file->name; file++)
        if (atoi (file->name) > newest)
            newest = atoi (file->name);
    if (status == QCDC_OK && version > newest) {
        status =
            fault_set (fault, QCDC_VERSION, NULL,
                       _ ("the database belongs to a newer qcdcd: its tables have version %d, this program knows %d"),
                       version, newest);
        fault_advise (fault, _ ("install the newer program"));
    }
    for (const embed_t *file = embed_schema; file->name && status == QCDC_OK; file++)
        if (atoi (file->name) > version)
            status = apply_file (pg, file, atoi (file->name), fault);
    return status;
}

qcdc_status schema_get_setting (pg_t *pg, const char *name, char **value, fault_t *fault)
{
    PGresult *result = NULL;
    look_t look;
    *value = NULL;
    qcdc_status status = look_at_server (pg, &look, fault);
    if (status != QCDC_OK || !look.has_settings)
        return status;
    pg_params_t *params = pg_params_new ();
    if (!params)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
    pg_params_text (params, name);
    status = pg_run (pg, &GET_SETTING, params, &result, fault);
    if (status == QCDC_OK && PQntuples (result) == 1 && !(*value = strdup (pg_text (result, 0, 0))))
        status = fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
    PQclear (result);
    pg_params_destroy (&params);
    return status;
}

qcdc_status schema_put_setting (pg_t *pg, const char *name, const char *value, fault_t *fault)
{
    pg_params_t *params = pg_params_new ();
    if (!params)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
    pg_params_text (params, name);
    pg_params_text (params, value);
    qcdc_status status = pg_run (pg, &PUT_SETTING, params, NULL, fault);
    pg_params_destroy (&params);
    return status;
}

/*  Inside the transaction: whether the tables hold another edition than CATALOG. */
static qcdc_status is_stale (pg_t *pg, const char *edition, bool *stale, fault_t *fault)
{
    char *held = NULL;
    qcdc_status status = schema_get_setting (pg, "reference", &held, fault);
    *stale = status == QCDC_OK && (!held || strcmp (held, edition) != 0);
    free (held);
    return status;
}

qcdc_status schema_refresh_reference (pg_t *pg, const catalog_t *catalog, fault_t *fault)
{
    char edition[2 * sizeof catalog->hash + 1];
    hex_format (catalog->hash, sizeof catalog->hash, edition);
    bool stale = false;
    qcdc_status status = is_stale (pg, edition, &stale, fault);
    if (status != QCDC_OK || !stale)
        return status;
    pg_params_t *params = pg_params_new ();
    if (!params)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
    status = pg_exec (pg, "begin", fault);
    if (status == QCDC_OK) {
        status = lock_schema (pg, params, fault);
        if (status == QCDC_OK)
            status = is_stale (pg, edition, &stale, fault);
        if (status == QCDC_OK && stale)
            status = schema_load_reference (pg, catalog, fault);
        if (status == QCDC_OK && stale)
            status = schema_put_setting (pg, "reference", edition, fault);
        if (status == QCDC_OK)
            status = pg_exec (pg, "commit", fault);
        if (status != QCDC_OK)
            (void)!pg_exec (pg, "rollback", NULL);
    }
    pg_params_destroy (&params);
    return status;
}
