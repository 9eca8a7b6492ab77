/*  report_rates.c — the rates that follow from a report's figures. */

#include "reports/report_rates.h"

#include "base/amount.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "reports/other_reports.h"
#include "rules/reference.h"
#include "rules/rule_period.h"
#include "rules/rule_set.h"
#include "rules/rule_total.h"
#include "show/people.h"

#include <stdio.h>
#include <string.h>

typedef struct {
    const catalog_t *catalog;
    output_t *output;
    const sheet_t *sheet;
    bool alone;   /* of what the sheet says, whatever is filed */
    bool touched; /* a figure of the report's own was asked for, and is there */
    other_reports_t others;
    fault_t *fault;
} deriving_t;

static bool own_value (const deriving_t *deriving, const char *cell, int64_t *value_e4)
{
    const sheet_t *sheet = deriving->sheet;
    for (size_t i = 0; i < sheet->cell_count; i++) {
        const filled_t *filled = &sheet->cells[i];
        if (strcmp (filled->cell, cell) == 0) {
            *value_e4 = filled->value_e4;
            if (!filled->blank || sheet->removes_blanks)
                return !filled->blank && !filled->text;
        }
    }
    /* A sheet may say some cells only: the others stay as they were filed. */
    return !deriving->alone && report_view_stands (&sheet->filed) &&
           report_number (&sheet->filed.report, cell, value_e4);
}

/*  Figures of the file, and what it leaves as it was filed, for the period itself; of the journal for others: those are not in the
 *  clerk's hands. */
static rule_figure lookup (const rule_cell_t *cell, int64_t *value_e4, void *arg)
{
    deriving_t *deriving = arg;
    const sheet_t *sheet = deriving->sheet;
    char period[PERIOD_TEXT_BYTES];
    rule_period_name (deriving->catalog, sheet->form, &sheet->period, cell->period, period);
    if (strcmp (period, sheet->period.name) != 0)
        return other_reports_value (&deriving->others, cell, value_e4);
    bool held = own_value (deriving, cell->text, value_e4);
    deriving->touched |= held;
    return held ? FIGURE_HELD : FIGURE_BLANK;
}

/*  What the rate CELL of the sheet comes to.  false: null. */
static bool rate_compute (deriving_t *deriving, const indicator_t *ratio, const char *cell, int64_t *numerator_e4,
                          int64_t *denominator_e4, int64_t *hundredths)
{
    const rule_t *rule = rule_set_derived (deriving->catalog->rules, ratio, deriving->sheet->period.to);
    const rule_source_t source = {.value = lookup, .form = deriving->sheet->form, .arg = deriving};
    if (!rule)
        return false;
    rule_total_t total = rule_total_begin (rule);
    rule_total_add_figure (&total, cell, &source);
    return rule_total_value (&total, numerator_e4, denominator_e4, hundredths);
}

/*  Begins with another sheet; what was read for it goes with deriving_end, which says how reading went. */
static void deriving_begin (desk_t *desk, deriving_t *deriving, const sheet_t *sheet)
{
    deriving->sheet = sheet;
    deriving->others =
        (other_reports_t){.desk = desk, .form = sheet->form, .period = &sheet->period, .fault = deriving->fault};
}

static qcdc_status deriving_end (deriving_t *deriving)
{
    other_reports_release (&deriving->others);
    return deriving->others.status;
}

/*  A rate is shown even where it cannot be computed, if anything is there that it is computed from; one of a member only where it can. */
static qcdc_status derive_cell (deriving_t *deriving, const indicator_t *ratio, const char *cell, const char *member)
{
    int64_t numerator_e4, denominator_e4, hundredths = 0;
    char value[32] = "", numerator[32] = "", denominator[32] = "";
    deriving->touched = false;
    bool known = rate_compute (deriving, ratio, cell, &numerator_e4, &denominator_e4, &hundredths);
    if (!known && (member || !deriving->touched))
        return QCDC_OK;
    if (known) {
        ratio_format (hundredths, value);
        value_format (numerator_e4, numerator);
        value_format (denominator_e4, denominator);
    }
    const char *cells[] = {deriving->sheet->form->code, deriving->sheet->period.name, cell,
                           known ? value : NULL,        known ? numerator : NULL,     known ? denominator : NULL};
    return output_row (deriving->output, cells, deriving->fault);
}

static qcdc_status derive_member (const indicator_t *ratio, const char *cell, void *arg)
{
    const char *member = cell_member (cell);
    return *member ? derive_cell (arg, ratio, cell, member) : QCDC_OK;
}

/*  In the order of the form, each rate before its parts. */
static qcdc_status derive_sheet (deriving_t *deriving)
{
    const indicator_t *const *indicators = deriving->sheet->form->indicators;
    for (size_t i = 0; indicators[i]; i++) {
        if (indicators[i]->type != VALUE_RATIO)
            continue;
        QCDC_TRY (derive_cell (deriving, indicators[i], indicators[i]->code, NULL));
        QCDC_TRY (indicator_each_cell (indicators[i], derive_member, deriving));
    }
    return QCDC_OK;
}

static qcdc_status derive_of (desk_t *desk, deriving_t *deriving, const sheet_t *sheet)
{
    deriving_begin (desk, deriving, sheet);
    qcdc_status status = derive_sheet (deriving), read = deriving_end (deriving);
    return status == QCDC_OK ? read : status;
}

/*  Of a report that stands: a sheet that says nothing, over what is filed. */
typedef struct {
    deriving_t deriving;
    sheet_t sheet;
    report_rate_fn *each;
    void *arg;
} standing_rates_t;

static qcdc_status standing_rate (const indicator_t *ratio, const char *cell, void *arg)
{
    standing_rates_t *self = arg;
    int64_t numerator_e4, denominator_e4, hundredths = 0;
    char value[32];
    bool known = rate_compute (&self->deriving, ratio, cell, &numerator_e4, &denominator_e4, &hundredths);
    return known ? self->each (cell, ratio_format (hundredths, value), self->arg) : QCDC_OK;
}

static qcdc_status standing_part (const indicator_t *ratio, const char *cell, void *arg)
{
    return *cell_member (cell) ? standing_rate (ratio, cell, arg) : QCDC_OK;
}

qcdc_status report_rates_each (desk_t *desk, const report_view_t *view, const form_t *form, const indicator_t *ratio,
                               report_rate_fn *each, void *arg, fault_t *fault)
{
    const catalog_t *catalog = desk->home.catalog;
    standing_rates_t self = {.deriving = {.catalog = catalog, .fault = fault},
                             .sheet = {.form = form, .filed = *view},
                             .each = each,
                             .arg = arg};
    if (!period_form (catalog, view->report.form_code, view->report.period, &self.sheet.period))
        return QCDC_OK; /* of a form that an older program does not know whole */
    QCDC_TRY (reference_rules (desk->home.catalog, fault));
    deriving_begin (desk, &self.deriving, &self.sheet);
    qcdc_status status = standing_rate (ratio, ratio->code, &self);
    if (status == QCDC_OK)
        status = indicator_each_cell (ratio, standing_part, &self);
    qcdc_status read = deriving_end (&self.deriving);
    return status == QCDC_OK ? read : status;
}

#define NOISE_DECIMALS 8 /* behind them stands what binary fractions leave over */
#define NOISE_SCALE 100000000
#define WHOLE_DIGITS_MAX 10u

/*  What a spreadsheet has come to, in hundredths: half away from zero, as rates are published.  Programs differ in the last of fifteen
 *  figures, so that a half that one of them misses by a hair is a half.  false: TEXT is no number. */
static bool computed_read (const char *text, int64_t *hundredths)
{
    bool negative = *text == '-';
    const char *whole = text + negative;
    size_t digits = strspn (whole, "0123456789"),
           behind = whole[digits] == '.' ? strspn (whole + digits + 1, "0123456789") : 0;
    int64_t value = 0;
    fault_t ignored;
    if (digits == 0 || digits > WHOLE_DIGITS_MAX || whole[digits + (behind ? behind + 1 : 0)]) {
        /* As people write it: 47,12 */
        if (amount_read (whole, &value, &ignored) != QCDC_OK)
            return false;
        value = (value + AMOUNT_SCALE / 200) / (AMOUNT_SCALE / 100);
    } else {
        for (size_t i = 0; i < digits + NOISE_DECIMALS; i++)
            value = 10 * value + (i < digits ? whole[i] - '0' : i - digits < behind ? whole[i + 1] - '0' : 0);
        value += behind > NOISE_DECIMALS && whole[digits + 1 + NOISE_DECIMALS] >= '5';
        value = (value + NOISE_SCALE / 200) / (NOISE_SCALE / 100);
    }
    *hundredths = negative ? -value : value;
    return true;
}

/*  Where nothing can be computed, 0 is what a formula holds before anything has computed it, and an error what some come to. */
static bool rate_agrees (const filled_t *filled, bool known, int64_t hundredths)
{
    int64_t computed = 0;
    if (!computed_read (filled->computed, &computed))
        return !known && text_debris_error (filled->computed);
    return computed == (known ? hundredths : 0);
}

#define RATE_DIGITS_MAX 20u /* what is longer is no rate, and is shown as it was typed */

/*  A number as tables show it; what is none as it was typed. */
static char *rate_people (const char *text)
{
    return people_is_number (text) && strlen (text) <= RATE_DIGITS_MAX
               ? people_format (QCDC__COLUMN_TYPE__DECIMAL, text)
               : strdup (text);
}

static void rate_refuse (const deriving_t *deriving, const filled_t *filled, bool known, int64_t hundredths,
                         problems_t *problems)
{
    char here[32];
    fault_t fault = {0};
    const rule_t *rule = rule_set_derived (deriving->catalog->rules, filled->ratio, deriving->sheet->period.to);
    const char *by = rule ? rule_text (rule)->code : "";
    ratio_format (hundredths, here);
    char *comes QCDC_CLEANUP (memory_free) = rate_people (here);
    char *stands QCDC_CLEANUP (memory_free) = rate_people (filled->computed);
    if (known)
        fault_set (&fault, QCDC_DERIVED_CELL, filled->cell,
                   _ ("%s is computed from other cells by the rule %s and comes to %s, not %.40s"), filled->cell, by,
                   comes ? comes : here, stands ? stands : filled->computed);
    else
        fault_set (&fault, QCDC_DERIVED_CELL, filled->cell,
                   _ ("%s cannot be computed by the rule %s from the figures that are filled in, and %.40s stands "
                      "there"),
                   filled->cell, by, stands ? stands : filled->computed);
    fault_advise (&fault, "%s", _ ("leave its value empty"));
    problems_add (problems, filled->row, &fault);
}

qcdc_status report_rates_check (desk_t *desk, const sheet_t *sheet, problems_t *problems, fault_t *fault)
{
    deriving_t deriving = {.catalog = desk->home.catalog, .fault = fault};
    bool any = false;
    for (size_t i = 0; i < sheet->cell_count; i++)
        any |= sheet->cells[i].ratio != NULL;
    if (!any)
        return QCDC_OK;
    QCDC_TRY (reference_rules (desk->home.catalog, fault));
    deriving_begin (desk, &deriving, sheet);
    for (size_t i = 0; i < sheet->cell_count; i++) {
        const filled_t *filled = &sheet->cells[i];
        int64_t numerator_e4, denominator_e4, hundredths = 0;
        if (!filled->ratio)
            continue;
        /* The spreadsheet knows its own figures only; what is filed may go on beside them. */
        deriving.alone = true;
        bool known =
            rate_compute (&deriving, filled->ratio, filled->cell, &numerator_e4, &denominator_e4, &hundredths);
        if (rate_agrees (filled, known, hundredths))
            continue;
        deriving.alone = false;
        known = rate_compute (&deriving, filled->ratio, filled->cell, &numerator_e4, &denominator_e4, &hundredths);
        if (!rate_agrees (filled, known, hundredths))
            rate_refuse (&deriving, filled, known, hundredths, problems);
    }
    return deriving_end (&deriving);
}

qcdc_status report_derived (desk_t *desk, const sheets_t *sheets, format_t format, fault_t *fault)
{
    static const output_column_t COLUMNS[] = {
        {N_ ("form"), QCDC__COLUMN_TYPE__TEXT},         {N_ ("period"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("cell"), QCDC__COLUMN_TYPE__TEXT},         {N_ ("value"), QCDC__COLUMN_TYPE__DECIMAL},
        {N_ ("numerator"), QCDC__COLUMN_TYPE__DECIMAL}, {N_ ("denominator"), QCDC__COLUMN_TYPE__DECIMAL}};
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    QCDC_TRY (reference_rules (desk->home.catalog, fault));
    QCDC_TRY (output_new (format, stdout, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, &output, fault));
    output_name_by (output, desk->home.catalog);
    output_none (output, _ ("no rate can be computed of it yet"));
    deriving_t deriving = {.catalog = desk->home.catalog, .output = output, .fault = fault};
    for (size_t i = 0; i < sheets->count; i++)
        QCDC_TRY (derive_of (desk, &deriving, &sheets->items[i]));
    return output_finish (output, fault);
}
