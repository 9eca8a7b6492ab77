/*  open_data.c — making the views, and keeping them of this program's edition.
 *
 *  The schema itself is never dropped: who may use it is written there, by grants, and nowhere else.  Views go with all that stands on
 *  them: what somebody has built in this schema is not ours to keep. */

#include "projections/open_data.h"

#include "base/day.h"
#include "base/embed.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/memory.h"
#include "matters/report.h"
#include "pg/advisory.h"
#include "pg/open_data_clear.h"
#include "projections/open_data_duties.h"
#include "projections/open_data_totals.h"
#include "wire/keys.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EDITION_BYTES (2 * 32 + 1)

static qcdc_status no_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
}

/*  ---------------------------------------------------------------- edition */

int32_t open_data_until (void)
{
    int year, month, day;
    day_to_civil (day_of_moment (moment_now ()), &year, &month, &day);
    return day_from_civil (year + 1, 12, 31);
}

/*  What tells the views of this program, this catalogue and this year from others. */
static void edition_make (const catalog_t *catalog, char edition[EDITION_BYTES])
{
    crypto_generichash_state state;
    uint8_t hash[32];
    int32_t until = open_data_until ();
    crypto_generichash_init (&state, NULL, 0, sizeof hash);
    for (const embed_t *file = embed_views; file->name; file++)
        crypto_generichash_update (&state, (const uint8_t *)file->begin, (size_t)(file->end - file->begin) + 1);
    crypto_generichash_update (&state, catalog->hash, sizeof catalog->hash);
    crypto_generichash_update (&state, (const uint8_t *)&until, sizeof until);
    crypto_generichash_final (&state, hash, sizeof hash);
    hex_format (hash, sizeof hash, edition);
}

/*  *HELD is malloc'ed: what the schema's comment ends with; "" without one, NULL where there is no schema. */
static qcdc_status edition_read (pg_t *pg, char **held, fault_t *fault)
{
    static const statement_t READ = {
        "open_data_edition",
        "select coalesce(substring(obj_description(oid, 'pg_namespace') from '[0-9a-f]{64}$'), '') "
        "from pg_namespace where nspname = 'open_data'"};
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    *held = NULL;
    QCDC_TRY (pg_run (pg, &READ, NULL, &result, fault));
    if (PQntuples (result) == 0)
        return QCDC_OK;
    *held = strdup (pg_text (result, 0, 0));
    return *held ? QCDC_OK : no_memory (fault);
}

/*  ---------------------------------------------------------------- what SQL cannot work out */

qcdc_status open_data_is_there (pg_t *pg, bool *there, fault_t *fault)
{
    static const statement_t THERE = {
        "open_data_there",
        "select to_regclass('open_data.duty_list') is not null and to_regclass('open_data.total_list') is not null"};
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    QCDC_TRY (pg_run (pg, &THERE, NULL, &result, fault));
    *there = pg_bool (result, 0, 0);
    return QCDC_OK;
}

qcdc_status open_data_fill (pg_t *pg, const catalog_t *catalog, const char *schema, fault_t *fault)
{
    QCDC_TRY (open_data_duties (pg, catalog, open_data_until (), schema, fault));
    return open_data_totals (pg, catalog, schema, NULL, 0, fault);
}

/*  A savepoint, for what stands in the schema open_data may have been changed by somebody, and nothing that is published or reported fails
 *  for that: the views are of no edition then, and made anew by the next command. */
static qcdc_status follow (pg_t *pg, const catalog_t *catalog, const total_key_t *keys, size_t count, fault_t *fault)
{
    fault_t why = {0};
    QCDC_TRY (pg_exec (pg, "savepoint open_data", fault));
    qcdc_status status = keys ? open_data_totals (pg, catalog, "open_data", keys, count, &why)
                              : open_data_fill (pg, catalog, "open_data", &why);
    if (status != QCDC_OK && status != QCDC_DATABASE_AWAY) {
        LOG_ERROR ("the views of open_data are behind until the next command of qcdcd, which makes them anew: %s", why.message);
        QCDC_TRY (pg_exec (pg, "rollback to savepoint open_data", fault));
        status = pg_exec (pg, "comment on schema open_data is null", fault);
    } else if (status != QCDC_OK)
        *fault = why;
    QCDC_TRY (status);
    return pg_exec (pg, "release savepoint open_data", fault);
}

qcdc_status open_data_follow (pg_t *pg, const catalog_t *catalog, fault_t *fault)
{
    bool there;
    QCDC_TRY (open_data_is_there (pg, &there, fault));
    return there ? follow (pg, catalog, NULL, 0, fault) : QCDC_OK;
}

/*  The forms and periods of the reports that a batch has changed, malloc'ed; *COUNT 0: none. */
static total_key_t *keys_of (const state_t *state, size_t *count)
{
    total_key_t *keys = malloc ((HASH_COUNT (state->things) + 1) * sizeof *keys);
    *count = 0;
    for (const thing_node_t *node = keys ? state->things : NULL; node; node = node->hh.next)
        if (node->thing->matter == &REPORT_MATTER && (!node->stored || node->dirty)) {
            const report_t *report = (const report_t *)node->thing;
            snprintf (keys[*count].form, sizeof keys->form, "%s", report->form_code);
            snprintf (keys[(*count)++].period, sizeof keys->period, "%s", report->period);
        }
    return keys;
}

qcdc_status open_data_concerned (const state_t *state, pg_t *pg, bool *concerned, fault_t *fault)
{
    size_t count;
    total_key_t *keys QCDC_CLEANUP (memory_free) = keys_of (state, &count);
    *concerned = false;
    if (!keys)
        return no_memory (fault);
    return count || state->new_catalog ? open_data_is_there (pg, concerned, fault) : QCDC_OK;
}

qcdc_status open_data_follow_batch (const state_t *state, pg_t *pg, fault_t *fault)
{
    size_t count;
    total_key_t *keys QCDC_CLEANUP (memory_free) = keys_of (state, &count);
    if (!keys)
        return no_memory (fault);
    return follow (pg, state->snapshot->catalog, state->new_catalog ? NULL : keys, count, fault);
}

/*  ---------------------------------------------------------------- the schema */

/*  Whoever may use the schema reads its views. */
static const char GRANTS[] =
    "do $$ declare v record; g record; begin "
    "for g in select distinct a.grantee::regrole as name from pg_namespace n, aclexplode(n.nspacl) a "
    "where n.nspname = 'open_data' and a.privilege_type = 'USAGE' and a.grantee <> 0 and a.grantee <> n.nspowner "
    "loop "
    "for v in select c.oid::regclass as name from pg_class c where c.relnamespace = 'open_data'::regnamespace and "
    "c.relkind = 'v' loop "
    "execute format('grant select on %s to %s', v.name, g.name); end loop; end loop; end $$";

/*  Whoever makes the views, they belong to the owner of the tables, which is who has to renew them: a superuser may have been asked once,
 *  and the server is none. */
static const char AS_OWNER[] =
    "do $$ declare owner name := (select pg_get_userbyid(relowner) from pg_class where oid = "
    "'public.journal'::regclass); begin "
    "if owner <> current_user then perform set_config('role', owner, true); end if; end $$";

static qcdc_status make_views (pg_t *pg, const catalog_t *catalog, fault_t *fault)
{
    char edition[EDITION_BYTES], comment[400];
    QCDC_TRY (pg_exec (pg, AS_OWNER, fault));
    QCDC_TRY (pg_exec (pg, "create schema if not exists open_data", fault));
    QCDC_TRY (open_data_clear (pg, fault));
    for (const embed_t *file = embed_views; file->name; file++)
        QCDC_TRY (pg_exec (pg, file->begin, fault));
    QCDC_TRY (open_data_fill (pg, catalog, "open_data", fault));
    edition_make (catalog, edition);
    snprintf (comment, sizeof comment,
              "comment on schema open_data is 'Dữ liệu cho người phân tích, chỉ đọc / data for analysts, to be read "
              "only; edition %s'",
              edition);
    QCDC_TRY (pg_exec (pg, comment, fault));
    return pg_exec (pg, GRANTS, fault);
}

qcdc_status open_data_make (pg_t *pg, const catalog_t *catalog, fault_t *fault)
{
    QCDC_TRY (make_views (pg, catalog, fault));
    return pg_exec (pg, "reset role", fault);
}

static qcdc_status remake (pg_t *pg, const catalog_t *catalog, fault_t *fault)
{
    static const statement_t LOCK = {"open_data_lock", "select pg_advisory_xact_lock($1)"};
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new ();
    if (!params)
        return no_memory (fault);
    pg_params_int8 (params, ADVISORY_SCHEMA);
    QCDC_TRY (pg_run (pg, &LOCK, params, NULL, fault));
    QCDC_TRY (open_data_make (pg, catalog, fault));
    return pg_exec (pg, "commit", fault);
}

qcdc_status open_data_refresh (pg_t *pg, const catalog_t *catalog, fault_t *fault)
{
    char *held QCDC_CLEANUP (memory_free) = NULL, edition[EDITION_BYTES];
    fault_t ignored;
    bool there;
    QCDC_TRY (edition_read (pg, &held, fault));
    QCDC_TRY (open_data_is_there (pg, &there, fault));
    edition_make (catalog, edition);
    if (!held || (there && strcmp (held, edition) == 0))
        return QCDC_OK;
    /* Who reads the old views for long must not keep the server from starting. */
    QCDC_TRY (pg_exec (pg, "begin; set local lock_timeout = '5s'", fault));
    qcdc_status status = remake (pg, catalog, fault);
    if (status != QCDC_OK)
        (void)!pg_exec (pg, "rollback", &ignored);
    return status;
}
