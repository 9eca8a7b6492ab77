/*  command_status.c — qcdc status: what stands here and what has not been sent. */

#include "desk/desk.h"

#include "base/i18n.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *name;
    Qcdc__ColumnType type;
    char *value; /* malloc'ed; "" is shown as nothing */
} item_t;

enum { ITEM_COUNT = 12 };

/*  Everything comes from the journal: no line is needed to know what has not been sent. */
static qcdc_status items_read (const home_t *home, item_t items[ITEM_COUNT], fault_t *fault)
{
    journal_counts_t counts;
    char origin[ORIGIN_TEXT_BYTES], numbers[5][24];
    qcdc_status status = journal_counts (home->journal, &counts, fault);
    if (status != QCDC_OK)
        return status;
    const uint64_t values[] = {counts.entries, counts.unsent, counts.rejected, counts.waiting, counts.others};
    for (int i = 0; i < 5; i++)
        snprintf (numbers[i], sizeof numbers[i], "%llu", (unsigned long long)values[i]);
    const struct {
        const char *name;
        Qcdc__ColumnType type;
        const char *value; /* NULL: under that name in the journal */
    } WANTED[ITEM_COUNT] = {
        {N_ ("home"), QCDC__COLUMN_TYPE__TEXT, home->path},
        {N_ ("office"), QCDC__COLUMN_TYPE__TEXT, home->office->code},
        {N_ ("office_name"), QCDC__COLUMN_TYPE__TEXT, home->office->name},
        {N_ ("unit"), QCDC__COLUMN_TYPE__TEXT, NULL},
        {N_ ("role"), QCDC__COLUMN_TYPE__TEXT, role_name (home->role)},
        {N_ ("origin"), QCDC__COLUMN_TYPE__TEXT, origin_format (home->origin, origin)},
        {N_ ("entries"), QCDC__COLUMN_TYPE__INTEGER, numbers[0]},
        {N_ ("unsent"), QCDC__COLUMN_TYPE__INTEGER, numbers[1]},
        {N_ ("rejected"), QCDC__COLUMN_TYPE__INTEGER, numbers[2]},
        {N_ ("waiting"), QCDC__COLUMN_TYPE__INTEGER, numbers[3]},
        {N_ ("others"), QCDC__COLUMN_TYPE__INTEGER, numbers[4]},
        {N_ ("last_sync"), QCDC__COLUMN_TYPE__TIMESTAMP, NULL},
    };
    for (int i = 0; status == QCDC_OK && i < ITEM_COUNT; i++) {
        items[i].name = WANTED[i].name;
        items[i].type = WANTED[i].type;
        if (!WANTED[i].value)
            status = journal_get (home->journal, WANTED[i].name, &items[i].value, fault);
        else if (!(items[i].value = strdup (WANTED[i].value)))
            status = fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", WANTED[i].name);
    }
    return status;
}

/*  For people one item a line; an item that is not known yet is shown as such, not left out. */
static qcdc_status items_print (const item_t items[ITEM_COUNT], format_t format, fault_t *fault)
{
    for (int i = 0; format == FORMAT_TABLE && i < ITEM_COUNT; i++)
        people_field (stdout, items[i].name, items[i].type, *items[i].value ? items[i].value : NULL);
    if (format == FORMAT_TABLE)
        return QCDC_OK;
    /* For programs: one row whose columns are the items. */
    fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ ("the table is too large"));
    output_t *output = output_new (format, stdout);
    qcdc_status status = output ? QCDC_OK : QCDC_NO_MEMORY;
    for (int i = 0; status == QCDC_OK && i < ITEM_COUNT; i++)
        status = output_column (output, items[i].name, items[i].type);
    for (int i = 0; status == QCDC_OK && i < ITEM_COUNT; i++)
        status = output_cell (output, *items[i].value ? items[i].value : NULL);
    if (status == QCDC_OK)
        status = output_finish (output, fault);
    output_destroy (&output);
    return status;
}

int command_status (const command_t *command)
{
    desk_t desk;
    args_t args;
    fault_t fault = {0};
    item_t items[ITEM_COUNT] = {0};
    qcdc_status status = args_parse (command, 0, 0, NULL, true, &args, &fault);
    if (status == QCDC_OK)
        status = desk_open (command, &desk, &fault);
    if (status != QCDC_OK)
        return command_fail (&fault);
    status = items_read (&desk.home, items, &fault);
    if (status == QCDC_OK)
        status = items_print (items, args.format, &fault);
    for (int i = 0; i < ITEM_COUNT; i++)
        free (items[i].value);
    desk_close (&desk);
    return status == QCDC_OK ? EXIT_DONE : command_fail (&fault);
}
