/*  figure.c — one figure: what is asked, the reported values that it is made of, what they come to.
 *
 *  How a rate is made is not known here: its rule says which values it needs. */

#include "desk/figure.h"

#include "base/i18n.h"
#include "base/memory.h"
#include "catalogue/cell.h"
#include "catalogue/suggest.h"
#include "rules/rule_period.h"
#include "rules/rule_say.h"
#include "rules/rule_set.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const PART_NAMES[PART_COLUMNS] = {"office", "unit",       "period",       "cell", "value",
                                              "entry",  "written_at", "committed_at", "how"};

/*  ---------------------------------------------------------------- what is asked */

static bool form_has (const form_t *form, const indicator_t *indicator)
{
    for (size_t i = 0; form->indicators[i]; i++)
        if (form->indicators[i] == indicator)
            return true;
    return false;
}

/*  The newest version, until the period is known. */
static qcdc_status parse_form (const catalog_t *catalog, const char *code, figure_t *figure, fault_t *fault)
{
    figure->form = catalog_form_latest (catalog, code);
    if (figure->form)
        return QCDC_OK;
    char list[160] = "";
    for (size_t i = 0, length = 0; i < catalog->form_count && length < sizeof list - 40; i++)
        if (catalog_form_latest (catalog, catalog->forms[i].code) == &catalog->forms[i])
            length += (size_t)snprintf (list + length, sizeof list - length, "%s%s", length ? ", " : "",
                                        catalog->forms[i].code);
    fault_set (fault, QCDC_BAD_FORM, NULL, _ ("there is no form %s"), code);
    nearest_t nearest;
    if (form_suggest (catalog, code, &nearest))
        fault_advise (fault, _ ("did you mean %s?"), nearest_found (&nearest));
    else if (*list)
        fault_advise (fault, _ ("there are %s"), list);
    else
        fault_advise (fault, "%s", _ ("no form has been published yet"));
    return QCDC_BAD_FORM;
}

static qcdc_status parse_cell (const catalog_t *catalog, figure_t *figure, fault_t *fault)
{
    char code[QCDC_CELL_BYTES_MAX + 1];
    snprintf (code, sizeof code, "%s", figure->cell);
    code[strcspn (code, ".")] = '\0';
    figure->indicator = catalog_indicator (catalog, code);
    if (!figure->indicator || !form_has (figure->form, figure->indicator)) {
        fault_set (fault, QCDC_BAD_CELL, "cell", _ ("the form %s has no indicator %s"), figure->form->code, code);
        fault_advise (fault, _ ("see them all with: qcdc report template %s %s"), figure->form->code, figure->period);
        return QCDC_BAD_CELL;
    }
    return QCDC_OK;
}

qcdc_status figure_parse (const catalog_t *catalog, const char *text, figure_t *figure, fault_t *fault)
{
    char period_name[32], form_code[64];
    period_t period;
    *figure = (figure_t){0};
    int length = 0;
    if (sscanf (text, "%31[^/]/%63[^/]/%96[^/@]%n", period_name, form_code, figure->cell, &length) != 3 ||
        (text[length] &&
         (text[length] != '@' || !text[length + 1] || strlen (text + length + 1) >= sizeof figure->unit))) {
        fault_set (fault, QCDC_USAGE, NULL, _ ("%s is not a figure"), text);
        fault_advise (fault, _ ("write PERIOD/FORM/CELL or PERIOD/FORM/CELL@UNIT, such as 2020-H1/FORM/X01@UNIT"));
        return QCDC_USAGE;
    }
    if (text[length] == '@')
        strcpy (figure->unit, text + length + 1);
    QCDC_TRY (parse_form (catalog, form_code, figure, fault));
    const form_t *serving = period_form (catalog, figure->form->code, period_name, &period);
    if (!serving) {
        fault_set (fault, QCDC_BAD_PERIOD, "period", _ ("the form %s has no period %s"), figure->form->code,
                   period_name);
        nearest_t nearest;
        if (period_suggest (catalog, figure->form, period_name, &nearest))
            fault_advise (fault, _ ("did you mean %s?"), nearest_found (&nearest));
        else
            fault_advise (fault, "%s", _ ("periods are written 2020-H1, 2020, 2020-Q3, 2020-M06 or 2020-9M"));
        return QCDC_BAD_PERIOD;
    }
    figure->form = serving;
    figure->span = period;
    strcpy (figure->period, period.name);
    QCDC_TRY (parse_cell (catalog, figure, fault));
    if (catalog->rules && figure->indicator->type == VALUE_RATIO)
        figure->rule = rule_set_derived (catalog->rules, figure->indicator, period.to);
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- parts */

/*  The pointer lives until the next one is added. */
part_t *parts_add (parts_t *self)
{
    part_t *items = memory_room (self->items, self->count, &self->size, sizeof *items);
    if (!items)
        return NULL;
    self->items = items;
    part_t *part = &self->items[self->count++];
    *part = (part_t){0};
    return part;
}

static void part_release (part_t *part)
{
    for (int i = 0; i < PART_COLUMNS; i++)
        free (part->texts[i]);
}

void parts_release (parts_t *self)
{
    for (size_t i = 0; i < self->count; i++)
        part_release (&self->items[i]);
    free (self->items);
    *self = (parts_t){0};
}

static const char *part_text (const part_t *part, part_column column)
{
    return part->texts[column] ? part->texts[column] : "";
}

/*  One office's values, as its rule asks for them. */
typedef struct {
    const catalog_t *catalog;
    const figure_t *figure;
    parts_t *parts;
    const char *office;
    bool broken; /* a value is no number */
} office_parts_t;

/*  The part that CELL is; NULL where it was not reported. */
static part_t *part_find (const office_parts_t *self, const rule_cell_t *cell)
{
    char period[PERIOD_TEXT_BYTES];
    rule_period_name (self->catalog, self->figure->form, &self->figure->span, cell->period, period);
    for (size_t i = 0; i < self->parts->count; i++) {
        part_t *part = &self->parts->items[i];
        if (strcmp (part_text (part, PART_CELL), cell->text) == 0 &&
            strcmp (part_text (part, PART_PERIOD), period) == 0 &&
            strcmp (part_text (part, PART_OFFICE), self->office) == 0)
            return part;
    }
    return NULL;
}

static rule_figure part_value (const rule_cell_t *cell, int64_t *value_e4, void *arg)
{
    office_parts_t *self = arg;
    fault_t ignored;
    const part_t *part = part_find (self, cell);
    if (!part)
        return FIGURE_BLANK;
    self->broken |= value_parse (part_text (part, PART_VALUE), VALUE_DECIMAL, value_e4, &ignored) != QCDC_OK;
    return self->broken ? FIGURE_BLANK : FIGURE_HELD;
}

static bool is_first_of_office (const parts_t *self, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (strcmp (part_text (&self->items[i], PART_OFFICE), part_text (&self->items[at], PART_OFFICE)) == 0)
            return false;
    return true;
}

/*  Every office's values, added up into TOTAL.  false: one of them is no number. */
static bool parts_run (parts_t *parts, const catalog_t *catalog, const figure_t *figure, rule_total_t *total)
{
    office_parts_t self = {.catalog = catalog, .figure = figure, .parts = parts};
    const rule_source_t source = {.value = part_value, .form = figure->form, .arg = &self};
    for (size_t i = 0; figure->rule && i < parts->count; i++) {
        if (!is_first_of_office (parts, i))
            continue;
        self.office = part_text (&parts->items[i], PART_OFFICE);
        rule_total_add_figure (total, figure->cell, &source);
    }
    return !self.broken;
}

/*  ---------------------------------------------------------------- what they come to */

static bool ratio_value (parts_t *self, const catalog_t *catalog, const figure_t *figure, char text[32])
{
    int64_t numerator_e4, denominator_e4, ratio;
    if (!figure->rule)
        return false;
    rule_total_t total = rule_total_begin (figure->rule);
    if (!parts_run (self, catalog, figure, &total) ||
        !rule_total_value (&total, &numerator_e4, &denominator_e4, &ratio))
        return false;
    ratio_format (ratio, text);
    return true;
}

bool parts_value (parts_t *self, const catalog_t *catalog, const figure_t *figure, char text[32])
{
    if (figure->indicator->type == VALUE_RATIO)
        return ratio_value (self, catalog, figure, text);
    int64_t sum = 0, value;
    for (size_t i = 0; i < self->count; i++) {
        fault_t ignored;
        if (value_parse (part_text (&self->items[i], PART_VALUE), VALUE_DECIMAL, &value, &ignored) != QCDC_OK ||
            __builtin_add_overflow (sum, value, &sum))
            return false;
    }
    value_format (sum, text);
    return self->count > 0;
}

static qcdc_status looks_back (const rule_term_t *term, void *arg)
{
    bool *back = arg;
    *back |= term->below && term->cell->period == RULE_YEAR_AGO;
    return QCDC_OK;
}

const char *rate_lack (const rule_total_t *total)
{
    int64_t numerator_e4, denominator_e4, ratio;
    bool back = false;
    if (rule_total_value (total, &numerator_e4, &denominator_e4, &ratio) || !total->found || denominator_e4 != 0)
        return NULL;
    (void)!rule_terms (total->rule, looks_back, &back);
    return back ? N_ ("0 in the same period a year before: no rate") : N_ ("the denominator is 0: no rate");
}

const char *parts_lack (parts_t *self, const catalog_t *catalog, const figure_t *figure)
{
    if (!figure->rule)
        return NULL;
    rule_total_t total = rule_total_begin (figure->rule);
    parts_run (self, catalog, figure, &total);
    return rate_lack (&total);
}

char *figure_formula (const figure_t *figure)
{
    return figure->rule ? rule_say_computed (figure->rule, figure->cell) : NULL;
}
