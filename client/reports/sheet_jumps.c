/*  sheet_jumps.c — what the reviewer would be shown, from the reports of the journal.
 *
 *  Of periods for which others' figures count with this office's, the province alone has the sum (compared.h): a cell whose past is not
 *  all here is not measured by it. */

#include "reports/sheet_jumps.h"

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "catalogue/cell.h"
#include "matters/report_jumps.h"
#include "reports/compared.h"
#include "reports/sheet_rules.h"
#include "rules/rule_say.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINES_MAX 5u /* of a sheet, the largest jumps; of what comes beyond only the number */

/*  The office's own reports for the same period of earlier years. */
typedef struct {
    desk_t *desk;
    const sheet_t *sheet;
    report_view_t *views; /* malloc'ed */
    size_t count, size;
    bool others; /* others' figures count with them */
    fault_t *fault;
} past_t;

static void past_release (past_t *self)
{
    for (size_t i = 0; i < self->count; i++)
        report_view_release (&self->views[i]);
    free (self->views);
}

static qcdc_status no_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
}

/*  SUBJECT is "report:OFFICE:FORM/PERIOD". */
static qcdc_status past_take (const char *subject, void *arg)
{
    past_t *self = arg;
    const char *slash = strrchr (subject, '/'), *name = slash ? slash + 1 : "";
    const period_t *period = &self->sheet->period;
    compared_kind kind;
    char *names QCDC_CLEANUP (memory_free) = NULL;
    if (strlen (name) < 4 || strcmp (name + 4, period->name + 4) != 0 || strcmp (name, period->name) >= 0 ||
        self->count + 1 >= JUMP_POINTS_MAX)
        return QCDC_OK;
    report_view_t *views = memory_room (self->views, self->count, &self->size, sizeof *views);
    if (!views)
        return no_memory (self->fault);
    self->views = views;
    QCDC_TRY (report_view_of_subject (self->desk, subject, &views[self->count], self->fault));
    if (!report_view_stands (&views[self->count])) {
        report_view_release (&views[self->count]);
        return QCDC_OK;
    }
    self->count++;
    QCDC_TRY (compared_with (self->desk, self->sheet->form, period, name, &kind, &names, self->fault));
    self->others = self->others || kind != COMPARED_OWN;
    return QCDC_OK;
}

static jump_t jump_of (const past_t *past, const Qcdc__CellValue *cell)
{
    int64_t earlier_e4[JUMP_POINTS_MAX], year_ago_e4 = 0;
    char before[PERIOD_TEXT_BYTES];
    size_t count = 0;
    bool has_year_ago = false;
    cell_t parsed;
    fault_t ignored = {0};
    period_year_before (past->sheet->period.name, before);
    for (size_t i = 0; i < past->count; i++) {
        const report_t *report = &past->views[i].report;
        if (!report_number (report, cell->cell, &earlier_e4[count]))
            continue;
        if (strcmp (report->period, before) == 0) {
            has_year_ago = true;
            year_ago_e4 = earlier_e4[count];
        }
        count++;
    }
    bool is_count =
        cell_parse (past->desk->home.catalog, past->sheet->form, cell->cell, &parsed, &ignored) == QCDC_OK &&
        parsed.indicator->type == VALUE_COUNT;
    return report_jump (is_count, cell->value_e4, has_year_ago ? &year_ago_e4 : NULL, earlier_e4, count);
}

static void jump_say (const past_t *past, const Qcdc__CellValue *cell, const jump_t *jump, const char *file,
                      FILE *out)
{
    char value[RULE_NUMBER_BYTES], against[RULE_NUMBER_BYTES], before[PERIOD_TEXT_BYTES];
    size_t row = sheet_row (past->sheet, cell->cell);
    sheet_number (cell->value_e4, value);
    sheet_number (jump->against_e4, against);
    period_year_before (past->sheet->period.name, before);
    if (jump->kind == JUMP_CHANGE)
        text_say (out, _ ("%s:%zu: is it a slip? %s: %s, and %s for %s\n"), file, row, cell->cell, value, against,
                  before);
    else if (jump->kind == JUMP_HISTORY)
        text_say (out, _ ("%s:%zu: is it a slip? %s: %s, far from what was reported over the years (median %s)\n"),
                  file, row, cell->cell, value, against);
    else
        text_say (out, _ ("%s:%zu: is it a slip? %s: %s is more than %s\n"), file, row, cell->cell, value, against);
}

typedef struct {
    const Qcdc__CellValue *cell;
    jump_t jump;
} standing_out_t;

/*  How many times the one is of the other: what a key that repeats has made comes first. */
static double size_of (const standing_out_t *self)
{
    double value = (double)self->cell->value_e4 + 10000, against = (double)self->jump.against_e4 + 10000;
    return value > against ? value / against : against / value;
}

static int by_size (const void *a, const void *b)
{
    double one = size_of (a), other = size_of (b);
    return (one < other) - (one > other);
}

qcdc_status sheet_jumps_say (desk_t *desk, const sheet_t *sheet, const sheet_fact_t *made, const char *file,
                             FILE *out, fault_t *fault)
{
    char prefix[120];
    size_t count = 0;
    past_t past QCDC_CLEANUP (past_release) = {.desk = desk, .sheet = sheet, .fault = fault};
    standing_out_t *found QCDC_CLEANUP (memory_free) = calloc (made->filed.n_cells + 1, sizeof *found);
    if (!found)
        return no_memory (fault);
    snprintf (prefix, sizeof prefix, "report:%s:%s/", desk->home.office->code, sheet->form->code);
    QCDC_TRY (journal_each_subject (desk->home.journal, prefix, past_take, &past, fault));
    for (size_t i = 0; i < made->filed.n_cells; i++) {
        standing_out_t one = {made->filed.cells[i], jump_of (&past, made->filed.cells[i])};
        if (one.jump.kind != JUMP_NONE && (!past.others || one.jump.kind == JUMP_LARGE))
            found[count++] = one;
    }
    qsort (found, count, sizeof *found, by_size);
    for (size_t i = 0; i < count && i < LINES_MAX; i++)
        jump_say (&past, found[i].cell, &found[i].jump, file, out);
    if (count > LINES_MAX)
        text_say (out, _ ("%s: and %zu more that stand out beside earlier reports\n"), file, count - LINES_MAX);
    if (count)
        text_say (out, "%s: %s\n", file,
                  _ ("figures that stand out are taken as they are; whoever reviews the report sees them, too"));
    return QCDC_OK;
}
