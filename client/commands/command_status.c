/*  command_status.c — qcdc status: what stands here and what has not been sent.
 *
 *  All of it from the journal: no line is needed to know what has not gone over it. */

#include "commands/command.h"

#include "attention/exposed_told.h"
#include "attention/refused.h"
#include "base/day.h"
#include "base/i18n.h"
#include "publishing/newer_told.h"
#include "publishing/vouched_told.h"
#include "reports/report_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *name;
    Qcdc__ColumnType type;
    char *value; /* malloc'ed; "" is shown as nothing */
} item_t;

enum { ITEM_COUNT = 20, NUMBER_COUNT = 8 };

/*  The report that was filed or corrected last, which is the one that is worked on. */
typedef struct {
    desk_t *desk;
    fault_t *fault;
    int64_t newest_us;
    char form[REPORT_FORM_BYTES], period[REPORT_PERIOD_BYTES];
    char changed[MOMENT_TEXT_BYTES], filled[24], cells[24]; /* "" where there is none */
} latest_t;

static qcdc_status latest_take (const char *subject, void *arg)
{
    latest_t *latest = arg;
    report_view_t view QCDC_CLEANUP (report_view_release) = {0};
    QCDC_TRY (report_view_of_subject (latest->desk, subject, &view, latest->fault));
    if (!report_view_stands (&view) || view.touched_us < latest->newest_us)
        return QCDC_OK;
    latest->newest_us = view.touched_us;
    strcpy (latest->form, view.report.form_code);
    strcpy (latest->period, view.report.period);
    report_extent_t extent = report_view_extent (latest->desk, &view);
    snprintf (latest->filled, sizeof latest->filled, "%zu", extent.filled);
    snprintf (latest->cells, sizeof latest->cells, "%zu", extent.cells);
    latest->changed[0] = '\0';
    if (view.changed_at_us)
        moment_format_iso (view.changed_at_us, latest->changed);
    return QCDC_OK;
}

static qcdc_status latest_find (desk_t *desk, latest_t *latest, fault_t *fault)
{
    char prefix[80];
    *latest = (latest_t){.desk = desk, .fault = fault};
    snprintf (prefix, sizeof prefix, "report:%s:", desk->home.office->code);
    return journal_each_subject (desk->home.journal, prefix, latest_take, latest, fault);
}

/*  Everything comes from the journal: no line is needed to know what has not been sent. */
static qcdc_status items_read (desk_t *desk, item_t items[ITEM_COUNT], fault_t *fault)
{
    const home_t *home = &desk->home;
    journal_counts_t counts;
    sync_standing_t refused;
    char origin[ORIGIN_TEXT_BYTES], numbers[NUMBER_COUNT][24];
    QCDC_TRY (journal_counts (home->journal, &counts, fault));
    latest_t latest;
    QCDC_TRY (refused_count (desk, &refused, fault));
    QCDC_TRY (latest_find (desk, &latest, fault));
    unsigned long exposed;
    QCDC_TRY (exposed_tell (desk, NULL, &exposed, fault));
    const uint64_t values[NUMBER_COUNT] = {counts.entries,  counts.unsent,   refused.rejected, refused.mended,
                                           refused.in_vain, refused.waiting, counts.others,    exposed};
    for (int i = 0; i < NUMBER_COUNT; i++)
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
        {N_ ("mended"), QCDC__COLUMN_TYPE__INTEGER, numbers[3]},
        {N_ ("without_effect"), QCDC__COLUMN_TYPE__INTEGER, numbers[4]},
        {N_ ("waiting"), QCDC__COLUMN_TYPE__INTEGER, numbers[5]},
        {N_ ("others"), QCDC__COLUMN_TYPE__INTEGER, numbers[6]},
        {N_ ("exposed"), QCDC__COLUMN_TYPE__INTEGER, numbers[7]},
        {N_ ("form"), QCDC__COLUMN_TYPE__TEXT, latest.form},
        {N_ ("period"), QCDC__COLUMN_TYPE__TEXT, latest.period},
        {N_ ("filled"), QCDC__COLUMN_TYPE__INTEGER, latest.filled},
        {N_ ("cells"), QCDC__COLUMN_TYPE__INTEGER, latest.cells},
        {N_ ("changed_at"), QCDC__COLUMN_TYPE__TIMESTAMP, latest.changed},
        {N_ ("last_sync"), QCDC__COLUMN_TYPE__TIMESTAMP, NULL},
    };
    for (int i = 0; i < ITEM_COUNT; i++) {
        items[i].name = WANTED[i].name;
        items[i].type = WANTED[i].type;
        if (!WANTED[i].value)
            QCDC_TRY (journal_get (home->journal, WANTED[i].name, &items[i].value, fault));
        else if (!(items[i].value = strdup (WANTED[i].value)))
            return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", WANTED[i].name);
    }
    return QCDC_OK;
}

/*  For people one item a line; an item that is not known yet is shown as such, not left out. */
static qcdc_status items_print (const home_t *home, const item_t items[ITEM_COUNT], format_t format, fault_t *fault)
{
    /* People read the office's name beside its code. */
    for (int i = 0; format == FORMAT_TABLE && i < ITEM_COUNT; i++)
        if (strcmp (items[i].name, "office_name") != 0)
            people_field_named (stdout, home->catalog, items[i].name, items[i].type,
                                *items[i].value ? items[i].value : NULL);
    if (format == FORMAT_TABLE)
        return QCDC_OK;
    /* For programs: one row whose columns are the items. */
    output_column_t columns[ITEM_COUNT];
    const char *cells[ITEM_COUNT];
    for (int i = 0; i < ITEM_COUNT; i++) {
        columns[i] = (output_column_t){items[i].name, items[i].type};
        cells[i] = *items[i].value ? items[i].value : NULL;
    }
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    QCDC_TRY (output_new (format, stdout, columns, ITEM_COUNT, &output, fault));
    QCDC_TRY (output_row (output, cells, fault));
    return output_finish (output, fault);
}

static qcdc_status show (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    item_t items[ITEM_COUNT] = {0};
    (void)arg;
    qcdc_status status = items_read (desk, items, fault);
    if (status == QCDC_OK)
        status = items_print (&desk->home, items, args->format, fault);
    for (int i = 0; i < ITEM_COUNT; i++)
        free (items[i].value);
    /* Programs have the number. */
    if (status == QCDC_OK && args->format == FORMAT_TABLE)
        status = vouched_tell (desk, stdout, fault);
    if (status == QCDC_OK && args->format == FORMAT_TABLE)
        status = exposed_tell (desk, stdout, NULL, fault);
    return status == QCDC_OK ? newer_tell (desk, stderr, fault) : status;
}

int command_status (const command_t *command)
{
    static const desk_work_t WORK = {.line = {.takes_format = true}, .work = show};
    return command_at_desk (command, &WORK, NULL);
}
