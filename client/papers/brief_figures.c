/*  brief_figures.c — totals, asked for once for each form and period, and looked up for each place of a sentence. */

#include "papers/brief_figures.h"

#include "base/amount.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "catalogue/cell.h"
#include "desk/figure.h"
#include "rules/rational.h"
#include "rules/rule_period.h"
#include "rules/rule_set.h"
#include "rules/rule_total.h"
#include "show/naming.h"
#include "show/output.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define NO_BREAK "\xC2\xA0" /* no line begins with what a rate is measured in */

#define PARAMS_MAX 4u

qcdc_status brief_rows (const brief_figures_t *self, const char *query, const query_key_t *params, size_t count,
                        query_rows_t *rows)
{
    query_key_t all[PARAMS_MAX];
    assert (count < PARAMS_MAX);
    memcpy (all, params, count * sizeof *all);
    if (self->as_of)
        all[count++] = (query_key_t){"as_of", self->as_of};
    return query_rows (self->asking, query, all, count, rows, self->fault);
}

/*  ---------------------------------------------------------------- totals */

/*  A form that is not filled for the period, or was not yet a year before, has no totals: that is no fault. */
static qcdc_status totals_ask (brief_figures_t *self, brief_totals_t *totals)
{
    period_t ignored;
    const char *period = totals->before ? self->before : self->period.name;
    if (!period_form (self->catalog, totals->form, period, &ignored))
        return QCDC_OK;
    const query_key_t params[] = {{"form", totals->form}, {"period", period}};
    return brief_rows (self, "report_totals", params, 2, &totals->rows);
}

static qcdc_status totals_of (brief_figures_t *self, const char *form, bool before, const brief_totals_t **totals)
{
    for (size_t i = 0; i < self->count; i++)
        if (self->totals[i].before == before && strcmp (self->totals[i].form, form) == 0) {
            *totals = &self->totals[i];
            return QCDC_OK;
        }
    brief_totals_t *all = memory_room (self->totals, self->count, &self->size, sizeof *all);
    if (!all)
        return fault_set (self->fault, QCDC_NO_MEMORY, NULL, _ ("no memory for a table"));
    self->totals = all;
    brief_totals_t *made = &self->totals[self->count++];
    *made = (brief_totals_t){.form = form, .before = before};
    QCDC_TRY (totals_ask (self, made));
    *totals = made;
    return QCDC_OK;
}

/*  The row of CELL; SIZE_MAX where there is none. */
static size_t row_of (const query_rows_t *rows, const char *cell)
{
    for (size_t row = 0; row < query_rows_count (rows); row++) {
        const char *found = query_rows_cell (rows, row, "cell");
        if (found && strcmp (found, cell) == 0)
            return row;
    }
    return SIZE_MAX;
}

static const char *cell_text (const query_rows_t *rows, size_t row, const char *column)
{
    return row == SIZE_MAX ? NULL : query_rows_cell (rows, row, column);
}

void brief_figures_release (brief_figures_t *self)
{
    for (size_t i = 0; i < self->count; i++)
        query_rows_release (&self->totals[i].rows);
    free (self->totals);
    *self = (brief_figures_t){0};
}

/*  ---------------------------------------------------------------- figures */

const indicator_t BRIEF_PER_CENT = {.type = VALUE_RATIO, .measure = "%"};

void brief_shown (const indicator_t *indicator, const char *value, bool is_signed, char shown[64])
{
    bool measured = indicator->type == VALUE_RATIO && indicator->measure && *indicator->measure;
    char *number = people_format (
        indicator->type == VALUE_COUNT ? QCDC__COLUMN_TYPE__INTEGER : QCDC__COLUMN_TYPE__DECIMAL, value);
    bool plus = is_signed && value[0] != '-' && strspn (value, "0.") != strlen (value);
    snprintf (shown, 64, "%s%s%s%s", plus ? "+" : "", number ? number : value, measured ? NO_BREAK : "",
              measured ? indicator->measure : "");
    free (number);
}

/*  How much more NOW is than BEFORE, in the hundred with two decimals, in machine form; false where that cannot be said. */
static bool change_of (const char *now, const char *before, char text[32])
{
    int64_t now_e4, before_e4, hundredths;
    fault_t ignored = {0};
    rational_t change;
    if (!now || !before || amount_read (now, &now_e4, &ignored) != QCDC_OK ||
        amount_read (before, &before_e4, &ignored) != QCDC_OK || before_e4 == 0)
        return false;
    if (!rational_subtract (rational_of (now_e4), rational_of (before_e4), &change) ||
        !rational_divide (change, rational_of (before_e4), &change) || !rational_round (change, 10000, &hundredths))
        return false;
    int64_t size = hundredths < 0 ? -hundredths : hundredths;
    snprintf (text, 32, "%s%lld.%02lld", hundredths < 0 ? "-" : "", (long long)(size / 100), (long long)(size % 100));
    return true;
}

static unsigned long count_of (const query_rows_t *rows, size_t row, const char *column)
{
    const char *count = cell_text (rows, row, column);
    return count ? strtoul (count, NULL, 10) : 0;
}

/*  Of COUNT reports in words, behind what stands in TEXT; FORMAT is a translation. */
static void say_count (char *text, size_t size, unsigned long count, const char *format)
{
    size_t length = strlen (text);
    if (count == 0)
        return;
    length += (size_t)snprintf (text + length, size - length, "%s", length ? ", " : "");
    if (length < size)
        snprintf (text + length, size - length, format, count);
}

/*  How far the review of the reports has come that a total is of: "8 not reviewed, 2 locked". */
static void say_review (const query_rows_t *rows, size_t row, char text[160])
{
    unsigned long filed = count_of (rows, row, "reports_filed"), returned = count_of (rows, row, "reports_returned"),
                  accepted = count_of (rows, row, "reports_accepted"),
                  locked = count_of (rows, row, "reports_locked");
    text[0] = '\0';
    say_count (text, 160, filed, ngettext ("%lu not reviewed", "%lu not reviewed", filed));
    say_count (text, 160, returned, ngettext ("%lu returned", "%lu returned", returned));
    say_count (text, 160, accepted, ngettext ("%lu accepted", "%lu accepted", accepted));
    say_count (text, 160, locked, ngettext ("%lu locked", "%lu locked", locked));
}

/*  The figure's name at the end of its period, how many reports it is of, those beside of whom none was expected, and how far their review
 *  has come. */
static void say_meaning (const brief_figures_t *self, const brief_totals_t *totals, const char *cell, size_t row,
                         brief_figure_t *figure)
{
    const query_rows_t *rows = &totals->rows;
    naming_time_t when;
    naming_time (self->catalog, totals->form, totals->before ? self->before : self->period.name, &when);
    char *name = people_cell_name (self->catalog, cell, naming_day (&when)), review[160], of[192] = "";
    const char *reported = cell_text (rows, row, "reported"), *expected = cell_text (rows, row, "expected");
    unsigned long more = count_of (rows, row, "not_expected");
    say_review (rows, row, review);
    if (reported && expected)
        snprintf (of, sizeof of, _ ("%s of %s reports"), reported, expected);
    if (*of)
        say_count (of, sizeof of, more, ngettext ("%lu more that was not owed", "%lu more that were not owed", more));
    if (*of && *review)
        snprintf (figure->means, sizeof figure->means, "%s (%s: %s)", name ? name : cell, of, review);
    else if (*of)
        snprintf (figure->means, sizeof figure->means, "%s (%s)", name ? name : cell, of);
    else
        snprintf (figure->means, sizeof figure->means, "%s", name ? name : cell);
    free (name);
}

/*  The totals that a rate is of. */
typedef struct {
    brief_figures_t *figures;
    const form_t *form;
    period_t period;
    unsigned long most; /* how many reports the sum has that most of them have */
    qcdc_status status;
} rate_totals_t;

static rule_figure total_value (const rule_cell_t *cell, int64_t *value_e4, void *arg)
{
    rate_totals_t *self = arg;
    const brief_totals_t *totals;
    char period[PERIOD_TEXT_BYTES];
    fault_t ignored;
    rule_period_name (self->figures->catalog, self->form, &self->period, cell->period, period);
    bool before = strcmp (period, self->figures->before) == 0;
    if ((!before && strcmp (period, self->figures->period.name) != 0) || self->status != QCDC_OK ||
        (self->status = totals_of (self->figures, self->form->code, before, &totals)) != QCDC_OK)
        return FIGURE_BLANK;
    size_t row = row_of (&totals->rows, cell->text);
    const char *value = cell_text (&totals->rows, row, "value");
    unsigned long reported = count_of (&totals->rows, row, "reported");
    self->most = reported > self->most ? reported : self->most;
    return value && value_parse (value, VALUE_DECIMAL, value_e4, &ignored) == QCDC_OK ? FIGURE_HELD : FIGURE_BLANK;
}

/*  The rate CELL of FORM for PERIOD, worked out of the sums: why it has no value, and how many reports the sum has that most of them
 *  have. */
static qcdc_status look_at_parts (brief_figures_t *self, const char *form, const char *period,
                                  const indicator_t *indicator, const char *cell, const char **lack,
                                  unsigned long *most)
{
    rate_totals_t totals = {.figures = self};
    totals.form = period_form (self->catalog, form, period, &totals.period);
    const rule_t *rule = totals.form ? rule_set_derived (self->catalog->rules, indicator, totals.period.to) : NULL;
    if (!rule)
        return QCDC_OK;
    const rule_source_t source = {.value = total_value, .form = totals.form, .arg = &totals};
    rule_total_t total = rule_total_begin (rule);
    rule_total_add_figure (&total, cell, &source);
    *lack = rate_lack (&total);
    *most = totals.most;
    return totals.status;
}

/*  A rate is of the reports that have all of its figures; where others have some of them, the sums beside it are not what it was made of. */
static void say_fewer (const query_rows_t *rows, size_t row, unsigned long most, brief_figure_t *figure)
{
    unsigned long reported = count_of (rows, row, "reported");
    if (figure->has && reported < most)
        snprintf (figure->fewer, sizeof figure->fewer, _ ("of the %lu of %lu reports that have all its figures"),
                  reported, most);
}

static qcdc_status change_figure (brief_figures_t *self, const char *form, const char *cell, brief_figure_t *figure)
{
    const brief_totals_t *now, *before;
    char change[32];
    /* Asking may move what stands in memory: both are looked up after both are there. */
    QCDC_TRY (totals_of (self, form, false, &now));
    QCDC_TRY (totals_of (self, form, true, &before));
    QCDC_TRY (totals_of (self, form, false, &now));
    size_t row = row_of (&now->rows, cell), row_before = row_of (&before->rows, cell);
    figure->has =
        change_of (cell_text (&now->rows, row, "value"), cell_text (&before->rows, row_before, "value"), change);
    snprintf (figure->reference, sizeof figure->reference, "%s/%s/%s %s/%s/%s", self->period.name, form, cell,
              self->before, form, cell);
    if (figure->has)
        brief_shown (&BRIEF_PER_CENT, change, true, figure->shown);
    say_meaning (self, now, cell, row, figure);
    return QCDC_OK;
}

qcdc_status brief_figure (brief_figures_t *self, const char *form, const char *cell, brief_want want,
                          brief_figure_t *figure)
{
    char code[QCDC_CELL_BYTES_MAX + 1];
    const brief_totals_t *totals;
    *figure = (brief_figure_t){0};
    if (want == BRIEF_CHANGE)
        return change_figure (self, form, cell, figure);
    bool before = want == BRIEF_BEFORE;
    QCDC_TRY (totals_of (self, form, before, &totals));
    size_t row = row_of (&totals->rows, cell);
    const char *value = cell_text (&totals->rows, row, "value");
    snprintf (code, sizeof code, "%.*s", (int)strcspn (cell, "."), cell);
    const indicator_t *indicator = catalog_indicator (self->catalog, code);
    figure->has = value && indicator;
    snprintf (figure->reference, sizeof figure->reference, "%s/%s/%s", before ? self->before : self->period.name,
              form, cell);
    if (indicator && indicator->type == VALUE_RATIO) {
        const char *lack = NULL;
        unsigned long most = 0;
        QCDC_TRY (
            look_at_parts (self, form, before ? self->before : self->period.name, indicator, cell, &lack, &most));
        QCDC_TRY (totals_of (self, form, before, &totals)); /* asking may have moved them */
        row = row_of (&totals->rows, cell);
        value = cell_text (&totals->rows, row, "value");
        figure->lack = figure->has ? NULL : lack;
        say_fewer (&totals->rows, row, most, figure);
    }
    if (figure->has)
        brief_shown (indicator, value, want == BRIEF_SIGNED, figure->shown);
    say_meaning (self, totals, cell, row, figure);
    return QCDC_OK;
}
