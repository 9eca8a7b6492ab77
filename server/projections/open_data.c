/*  open_data.c — making the views, and keeping them of this program's edition.
 *
 *  The schema itself is never dropped: who may use it is written there, by grants, and nowhere else.  Views go with all that stands on
 *  them: what somebody has built in this schema is not ours to keep. */

#include "projections/open_data.h"

#include "base/day.h"
#include "base/embed.h"
#include "base/limits.h"
#include "base/memory.h"
#include "catalogue/duty.h"
#include "pg/advisory.h"
#include "pg/open_data_clear.h"
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

/*  The last day for which duties are listed: of next year, so that a server may run over New Year. */
static int32_t duties_until (void)
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
    int32_t until = duties_until ();
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
    static const statement_t READ = {"open_data_edition",
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

/*  ---------------------------------------------------------------- duties */

typedef struct {
    pg_rows_t *rows;
    const catalog_t *catalog;
    const office_t *office;
    const form_t *form;
} duties_t;

static void put_day (pg_rows_t *rows, int32_t day)
{
    if (day == QCDC_DAY_MAX)
        pg_rows_null (rows);
    else
        pg_rows_date (rows, day);
}

/*  The offices from which the duty passed to this one: ids with a + between. */
static void put_before (const duties_t *duties, const period_t *period)
{
    char text[400] = "";
    const char *form = duties->form->code;
    const office_t *before = duty_predecessor (duties->catalog, duties->office, form, period->name, NULL);
    for (size_t length = 0; before && length < sizeof text - 12;
         before = duty_predecessor (duties->catalog, duties->office, form, period->name, before))
        length += (size_t)snprintf (text + length, sizeof text - length, "%s%d", length ? "+" : "", before->id);
    if (*text)
        pg_rows_text (duties->rows, text);
    else
        pg_rows_null (duties->rows);
}

/*  Once, however often the office was succeeded by itself: of the version that it was in the period. */
static void put_duty (const duties_t *duties, const period_t *period, int32_t due_on, bool exempt)
{
    pg_rows_t *rows = duties->rows;
    const duty_change_t *change = duty_change (duties->catalog, duties->office, duties->form, period);
    const catalog_t *catalog = duties->catalog;
    const office_t *then = catalog_office_within (catalog, duties->office->code, period->from, period->to);
    if ((then ? then : catalog_office_by_id (catalog, duties->office->id)) != duties->office)
        return;
    pg_rows_row (rows, 12);
    pg_rows_text (rows, duties->form->code);
    pg_rows_text (rows, period->name);
    pg_rows_int4 (rows, duties->office->id);
    pg_rows_int4 (rows, duties->form->id);
    pg_rows_date (rows, period->from);
    put_day (rows, due_on);
    pg_rows_bool (rows, exempt);
    put_day (rows, duty_usual_on (duties->catalog, duties->office, duties->form, period));
    pg_rows_bool (rows, change != NULL);
    pg_rows_text (rows, change ? change->reason : "");
    put_before (duties, period);
    pg_rows_bool (rows, duty_is_own (catalog, duties->office, duties->form, period));
}

static qcdc_status add_duty (const period_t *period, int32_t due_on, void *arg)
{
    put_duty (arg, period, due_on, false);
    return QCDC_OK;
}

/*  What the province wants nobody to file: duty_each passes that over. */
static void add_exempt (const catalog_t *catalog, int32_t until, duties_t *duties)
{
    for (size_t i = 0; i < catalog->duty_change_count; i++) {
        const duty_change_t *change = &catalog->duty_changes[i];
        period_t period;
        bool own = strcmp (change->office, duties->office->code) == 0;
        if (!change->exempt || (change->office[0] && !own) || strcmp (change->form, duties->form->code) != 0 ||
            period_parse (catalog, duties->form->calendar, change->period, &period) != QCDC_OK)
            continue;
        /* Where a row names the office and another one names none, the first holds, and there is one duty. */
        if (duty_change (catalog, duties->office, duties->form, &period) == change &&
            duty_exempt (catalog, duties->office, duties->form, &period, until))
            put_duty (duties, &period, duty_due_on (catalog, duties->office, duties->form, &period), true);
    }
}

static qcdc_status fill_duties (pg_t *pg, const catalog_t *catalog, fault_t *fault)
{
    QCDC_TRY (pg_exec (pg, "delete from open_data.duty_list", fault));
    pg_rows_t rows QCDC_CLEANUP (pg_rows_release) = {0};
    int32_t until = duties_until ();
    for (size_t i = 0; i < catalog->office_count; i++)
        for (size_t k = 0; k < catalog->form_count; k++) {
            duties_t duties = {&rows, catalog, &catalog->offices[i], &catalog->forms[k]};
            QCDC_TRY (duty_each (catalog, duties.office, duties.form, until, add_duty, &duties));
            add_exempt (catalog, until, &duties);
        }
    if (rows.failed)
        return no_memory (fault);
    return pg_copy (pg,
                    "copy open_data.duty_list (form, period, office, form_version, begins_on, due_on, exempt, usual_due_on, changed, "
                    "reason, before, own) from stdin (format binary)",
                    rows.data, rows.length, fault);
}

/*  A savepoint, for what stands in the schema open_data may have been changed by somebody, and no publication fails for that: the views
 *  are made anew by the next command. */
qcdc_status open_data_duties (pg_t *pg, const catalog_t *catalog, fault_t *fault)
{
    static const statement_t THERE = {"open_data_there", "select to_regclass('open_data.duty_list') is not null"};
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    fault_t ignored;
    QCDC_TRY (pg_run (pg, &THERE, NULL, &result, fault));
    if (!pg_bool (result, 0, 0))
        return QCDC_OK;
    QCDC_TRY (pg_exec (pg, "savepoint duties", fault));
    if (fill_duties (pg, catalog, &ignored) != QCDC_OK)
        QCDC_TRY (pg_exec (pg, "rollback to savepoint duties", fault));
    return pg_exec (pg, "release savepoint duties", fault);
}

/*  ---------------------------------------------------------------- the schema */

/*  Whoever may use the schema reads its views. */
static const char GRANTS[] =
    "do $$ declare v record; g record; begin "
    "for g in select distinct a.grantee::regrole as name from pg_namespace n, aclexplode(n.nspacl) a "
    "where n.nspname = 'open_data' and a.privilege_type = 'USAGE' and a.grantee <> 0 and a.grantee <> n.nspowner loop "
    "for v in select c.oid::regclass as name from pg_class c where c.relnamespace = 'open_data'::regnamespace and c.relkind = 'v' loop "
    "execute format('grant select on %s to %s', v.name, g.name); end loop; end loop; end $$";

/*  Whoever makes the views, they belong to the owner of the tables, which is who has to renew them: a superuser may have been asked once,
 *  and the server is none. */
static const char AS_OWNER[] =
    "do $$ declare owner name := (select pg_get_userbyid(relowner) from pg_class where oid = 'public.journal'::regclass); begin "
    "if owner <> current_user then perform set_config('role', owner, true); end if; end $$";

static qcdc_status make_views (pg_t *pg, const catalog_t *catalog, fault_t *fault)
{
    char edition[EDITION_BYTES], comment[400];
    QCDC_TRY (pg_exec (pg, AS_OWNER, fault));
    QCDC_TRY (pg_exec (pg, "create schema if not exists open_data", fault));
    QCDC_TRY (open_data_clear (pg, fault));
    for (const embed_t *file = embed_views; file->name; file++)
        QCDC_TRY (pg_exec (pg, file->begin, fault));
    QCDC_TRY (fill_duties (pg, catalog, fault));
    edition_make (catalog, edition);
    snprintf (comment, sizeof comment,
              "comment on schema open_data is 'Dữ liệu cho người phân tích, chỉ đọc / data for analysts, to be read only; edition %s'",
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
    QCDC_TRY (edition_read (pg, &held, fault));
    edition_make (catalog, edition);
    if (!held || strcmp (held, edition) == 0)
        return QCDC_OK;
    /* Who reads the old views for long must not keep the server from starting. */
    QCDC_TRY (pg_exec (pg, "begin; set local lock_timeout = '5s'", fault));
    qcdc_status status = remake (pg, catalog, fault);
    if (status != QCDC_OK)
        (void)!pg_exec (pg, "rollback", &ignored);
    return status;
}
