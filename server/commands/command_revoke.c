/*  command_revoke.c — qcdcd revoke: a device that may not speak any more.
 *
 *  The change is told by NOTIFY, so that a server at work cuts the device off at its next message. */

#include "commands/commands.h"

#include "base/day.h"
#include "base/i18n.h"
#include "catalogue/vouching.h"
#include "commands/site.h"

#include <endian.h>
#include <stdio.h>
#include <string.h>

/*  The day of the first revocation stays: who is shut out twice was shut out then.  The last entry is told with it,
 *  because what a lost device wrote before is what has to be looked through.  The gate is told in the same transaction, and again by
 *  whoever repeats it: so there is no row that it has not been told of. */
static const statement_t REVOKE = {
    "origin_revoke",
    "with old as (select id, revoked_at from origin where origin = $1 for update), "
    "new as (update origin set revoked_at = now() from old where origin.id = old.id and old.revoked_at is null) "
    "select o.office, o.head_seq, old.revoked_at, j.committed_at, pg_notify('qcdc_members', '') from origin o "
    "join old on old.id = o.id "
    "left join journal j on j.origin = o.id and j.seq = o.head_seq"};
static const statement_t KNOWN = {
    "origin_known", "select encode(origin, 'hex'), office from origin where revoked_at is null order by id limit 8"};

/*  Some devices that could have been meant: as many as the line takes whole, in whatever language it is. */
static void advise_known (site_t *site, fault_t *fault)
{
    PGresult *result = NULL;
    fault_t ignored;
    const char *format = _ ("known are %s; qcdcd status lists all");
    char list[sizeof fault->advice] = "", longer[sizeof fault->advice];
    if (pg_run (site->pg, &KNOWN, NULL, &result, &ignored) != QCDC_OK)
        return;
    for (int row = 0; row < PQntuples (result); row++) {
        const office_t *office = catalog_office_by_id (site->catalog, (int)pg_int8 (result, row, 1));
        int length = snprintf (longer, sizeof longer, "%s%s%s (%s)", list, row ? ", " : "", pg_text (result, row, 0),
                               office ? office->code : "?");
        int line = length < (int)sizeof longer ? snprintf (NULL, 0, format, longer) : length;
        if (line >= (int)sizeof fault->advice)
            break;
        memcpy (list, longer, sizeof list);
    }
    if (*list)
        fault_advise (fault, format, list);
    else
        fault_advise (fault, _ ("no device has joined yet"));
    PQclear (result);
}

static qcdc_status revoke (site_t *site, uint64_t origin, fault_t *fault)
{
    PGresult *result = NULL;
    char text[ORIGIN_TEXT_BYTES], day[DAY_TEXT_BYTES];
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new ();
    if (!params)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
    origin_format (origin, text);
    uint64_t id = htole64 (origin);
    pg_params_bytea (params, &id, sizeof id);
    QCDC_TRY (pg_run (site->pg, &REVOKE, params, &result, fault));
    if (PQntuples (result) == 0) {
        PQclear (result);
        fault_set (fault, QCDC_NOT_FOUND, "origin", _ ("no device has the id %s"), text);
        advise_known (site, fault);
        return QCDC_NOT_FOUND;
    }
    const office_t *office = catalog_office_by_id (site->catalog, (int)pg_int8 (result, 0, 0));
    const char *code = office ? office->code : "?";
    if (pg_null (result, 0, 2)) {
        printf (_ ("Device %s of office %s is shut out.\n"), text, code);
    } else {
        day_format_people (day_of_moment (pg_timestamp (result, 0, 2)), day);
        printf (_ ("Device %s of office %s has been shut out since %s.\n"), text, code, day);
    }
    if (pg_null (result, 0, 3)) {
        printf ("%s\n", _ ("It has sent no entry."));
    } else {
        day_format_people (day_of_moment (pg_timestamp (result, 0, 3)), day);
        printf (_ ("Its last entry is %s:%lld, received on %s.\n"), text, (long long)pg_int8 (result, 0, 1), day);
    }
    PQclear (result);
    const catalog_tables_t *tables = site->snapshot->tables;
    if (tables_first (tables) && device_is_vouched_for (tables, origin, day_of_moment (moment_now ())))
        printf (_ ("It is vouched for still, which ends at another device of the provincial office: qcdc vouch --end "
                   "%s\n"),
                text);
    return QCDC_OK;
}

int command_revoke (const options_t *options)
{
    fault_t fault = {0};
    site_t *site QCDC_CLEANUP (site_close) = NULL;
    uint64_t origin = 0;
    if (origin_parse (options->origin, &origin) != QCDC_OK) {
        fault_set (&fault, QCDC_USAGE, "origin", _ ("--origin %s is not 16 hexadecimal digits"), options->origin);
        return command_fail (&fault);
    }
    if (site_open (options, SITE_IS_ASKED, &site, &fault) != QCDC_OK)
        return command_fail (&fault);
    return revoke (site, origin, &fault) == QCDC_OK ? 0 : command_fail (&fault);
}
