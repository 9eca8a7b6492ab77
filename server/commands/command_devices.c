/*  command_devices.c — qcdcd devices list|name: which devices there are, what people call them, when each was last heard of.
 *
 *  Names are for people only: nothing is ever looked up by one. */

#include "commands/commands.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/text.h"
#include "commands/listing.h"
#include "commands/site.h"
#include "matters/judge.h"
#include "wire/entry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COLUMN_COUNT 8

static const statement_t LIST = {
    "devices_list",
    "select encode(o.origin, 'hex'), o.office, o.role, o.name, o.joined_at, o.seen_at, j.committed_at, o.revoked_at "
    "from origin o left join journal j on j.origin = o.id and j.seq = o.head_seq order by o.office, o.id"};
static const statement_t RENAME = {"devices_name", "update origin set name = $2 where origin = $1 returning id"};

qcdc_status device_name_clean (const char *text, char **name, fault_t *fault)
{
    size_t length = 0;
    qcdc_status status = text_clean (text, strlen (text), false, name, &length);
    if (status == QCDC_NO_MEMORY)
        return fault_set (fault, status, "name", "%s", _ (status_text (status)));
    if (status != QCDC_OK)
        return fault_set (fault, QCDC_USAGE, "name", _ ("--name: %s"), _ (status_text (status)));
    if (length > QCDC_DEVICE_NAME_BYTES_MAX)
        return fault_set (fault, QCDC_USAGE, "name", _ ("--name has %zu bytes; a device's name has %u at the most"),
                          length, QCDC_DEVICE_NAME_BYTES_MAX);
    return QCDC_OK;
}

/*  What stands in COLUMN of the table. */
static void cell (const site_t *site, const PGresult *result, int row, int column, char text[LISTING_CELL_BYTES])
{
    if (column == 1)
        listing_office_name (site, result, row, 1, text);
    else if (column == 2)
        snprintf (text, LISTING_CELL_BYTES, "%s", role_words ((role_t)pg_int8 (result, row, 2)));
    else if (pg_null (result, row, column))
        snprintf (text, LISTING_CELL_BYTES, "–");
    else if (column > 3) /* a moment comes in binary: its first byte is 0 */
        moment_format_people (pg_timestamp (result, row, column), text);
    else if (!*pg_text (result, row, column))
        snprintf (text, LISTING_CELL_BYTES, "–");
    else
        snprintf (text, LISTING_CELL_BYTES, "%s", pg_text (result, row, column));
}

static qcdc_status list (site_t *site, fault_t *fault)
{
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    QCDC_TRY (pg_run (site->pg, &LIST, NULL, &result, fault));
    if (PQntuples (result) == 0)
        printf ("%s\n", _ ("No device has joined yet."));
    const char *const headings[COLUMN_COUNT] = {_ ("device"), _ ("office"),       _ ("role"),       _ ("name"),
                                                _ ("joined"), _ ("last contact"), _ ("last entry"), _ ("shut out")};
    const listing_t listing = {headings, COLUMN_COUNT, -1, cell};
    listing_print (&listing, site, result);
    return QCDC_OK;
}

static qcdc_status rename_device (site_t *site, uint64_t origin, const char *name, fault_t *fault)
{
    char text[ORIGIN_TEXT_BYTES];
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new ();
    if (!params)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    pg_params_u64 (params, origin);
    pg_params_text (params, name);
    QCDC_TRY (pg_run (site->pg, &RENAME, params, &result, fault));
    if (PQntuples (result) == 0) {
        fault_set (fault, QCDC_NOT_FOUND, "origin", _ ("no device has the id %s"), origin_format (origin, text));
        fault_advise (fault, "%s", _ ("qcdcd devices list shows them"));
        return QCDC_NOT_FOUND;
    }
    printf (_ ("Device %s is called \"%s\".\n"), origin_format (origin, text), name);
    return QCDC_OK;
}

int command_devices (const options_t *options)
{
    fault_t fault = {0};
    site_t *site QCDC_CLEANUP (site_close) = NULL;
    char *name QCDC_CLEANUP (memory_free) = NULL;
    uint64_t origin = 0;
    bool lists = strcmp (options->operand, "list") == 0;
    if (!lists && strcmp (options->operand, "name") != 0)
        fault_set (&fault, QCDC_USAGE, NULL, _ ("devices can be listed or named; %s is neither"), options->operand);
    else if (lists && (options->origin || options->name))
        fault_set (&fault, QCDC_USAGE, NULL, "%s", _ ("the list takes no --origin and no --name"));
    else if (!lists && !(options->origin && options->name))
        fault_set (&fault, QCDC_USAGE, NULL, "%s", _ ("say which device and its name: --origin ID --name TEXT"));
    else if (!lists && origin_parse (options->origin, &origin) != QCDC_OK)
        fault_set (&fault, QCDC_USAGE, "origin", _ ("--origin %s is not 16 hexadecimal digits"), options->origin);
    if (fault.status != QCDC_OK || (!lists && device_name_clean (options->name, &name, &fault) != QCDC_OK))
        return command_fail (&fault);
    if (site_open (options, SITE_IS_ASKED, &site, &fault) != QCDC_OK)
        return command_fail (&fault);
    qcdc_status status = lists ? list (site, &fault) : rename_device (site, origin, name, &fault);
    return status == QCDC_OK ? 0 : command_fail (&fault);
}
