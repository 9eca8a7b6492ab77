/*  command_invitations.c — qcdcd invitations list|withdraw: who may still join, and that somebody may not any more.
 *
 *  The code of an invitation is not kept; it is called by the beginning of its hash, which lets nobody in. */

#include "commands/commands.h"

#include "base/day.h"
#include "base/i18n.h"
#include "commands/listing.h"
#include "commands/site.h"
#include "matters/judge.h"

#include <stdio.h>
#include <string.h>

#define ID_CHARACTERS 12u
#define COLUMN_COUNT 6

static const statement_t LIST = {
    "invitations_list",
    "select encode(substr(code_hash, 1, 6), 'hex'), office, role, issued_at, expires_at, "
    "case when used_at is not null then 'used' when voided_at is not null then 'withdrawn' "
    "when expires_at <= now() then 'expired' else 'open' end from invitation order by issued_at, code_hash"};
/*  One that has been used is no door any more: its device is shut out by revoke. */
static const statement_t WITHDRAW = {"invitations_withdraw",
                                     "with one as (select code_hash, office, used_at, voided_at from invitation "
                                     "where encode(substr(code_hash, 1, 6), 'hex') = $1), "
                                     "done as (update invitation i set voided_at = now() from one where i.code_hash "
                                     "= one.code_hash and one.used_at is null "
                                     "and one.voided_at is null) select office, used_at is not null from one"};

static const char *state_words (const char *state)
{
    static const char *const STATES[][2] = {{"used", N_ ("has been used")},
                                            {"withdrawn", N_ ("withdrawn")},
                                            {"expired", N_ ("has expired")},
                                            {"open", N_ ("open")}};
    for (size_t i = 0; i < sizeof STATES / sizeof *STATES; i++)
        if (strcmp (STATES[i][0], state) == 0)
            return _ (STATES[i][1]);
    return state;
}

/*  What stands in COLUMN of the table. */
static void cell (const site_t *site, const PGresult *result, int row, int column, char text[LISTING_CELL_BYTES])
{
    if (column == 1)
        listing_office_name (site, result, row, 1, text);
    else if (column == 2)
        snprintf (text, LISTING_CELL_BYTES, "%s", role_words ((role_t)pg_int8 (result, row, 2)));
    else if (column == 3)
        day_format_people (day_of_moment (pg_timestamp (result, row, 3)), text);
    else if (column == 4)
        moment_format_people (pg_timestamp (result, row, 4), text);
    else
        snprintf (text, LISTING_CELL_BYTES, "%s",
                  column == 5 ? state_words (pg_text (result, row, 5)) : pg_text (result, row, column));
}

static qcdc_status list (site_t *site, fault_t *fault)
{
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    QCDC_TRY (pg_run (site->pg, &LIST, NULL, &result, fault));
    if (PQntuples (result) == 0)
        printf ("%s\n", _ ("There are no invitations."));
    const char *const headings[COLUMN_COUNT] = {_ ("invitation"), _ ("office"),     _ ("role"),
                                                _ ("issued"),     _ ("open until"), _ ("condition")};
    const listing_t listing = {headings, COLUMN_COUNT, -1, cell};
    listing_print (&listing, site, result);
    return QCDC_OK;
}

static qcdc_status withdraw (site_t *site, const char *id, fault_t *fault)
{
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new ();
    if (!params)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    pg_params_text (params, id);
    QCDC_TRY (pg_run (site->pg, &WITHDRAW, params, &result, fault));
    if (PQntuples (result) == 0) {
        fault_set (fault, QCDC_NOT_FOUND, "invitation", _ ("there is no invitation %s"), id);
        fault_advise (fault, "%s", _ ("qcdcd invitations list shows them"));
        return QCDC_NOT_FOUND;
    }
    if (pg_bool (result, 0, 1)) {
        fault_set (fault, QCDC_USED_INVITATION, "invitation",
                   _ ("a device of office %s has joined with invitation %s"), listing_office (site, result, 0, 0),
                   id);
        fault_advise (fault, "%s", _ ("shut the device out with qcdcd revoke"));
        return QCDC_USED_INVITATION;
    }
    printf (_ ("Nobody joins office %s with invitation %s any more.\n"), listing_office (site, result, 0, 0), id);
    return QCDC_OK;
}

int command_invitations (const options_t *options)
{
    fault_t fault = {0};
    site_t *site QCDC_CLEANUP (site_close) = NULL;
    bool lists = strcmp (options->operand, "list") == 0;
    if (!lists && strcmp (options->operand, "withdraw") != 0)
        fault_set (&fault, QCDC_USAGE, NULL, _ ("invitations can be listed or withdrawn; %s is neither"),
                   options->operand);
    else if (lists == (options->invitation != NULL))
        fault_set (&fault, QCDC_USAGE, NULL, "%s",
                   lists ? _ ("the list takes no --invitation") : _ ("say which one: --invitation ID"));
    else if (options->invitation && strlen (options->invitation) != ID_CHARACTERS)
        fault_set (&fault, QCDC_USAGE, NULL, _ ("--invitation %s is not %u hexadecimal digits"), options->invitation,
                   ID_CHARACTERS);
    if (fault.status != QCDC_OK)
        return command_fail (&fault);
    if (site_open (options, SITE_IS_ASKED, &site, &fault) != QCDC_OK)
        return command_fail (&fault);
    qcdc_status status = lists ? list (site, &fault) : withdraw (site, options->invitation, &fault);
    return status == QCDC_OK ? 0 : command_fail (&fault);
}
