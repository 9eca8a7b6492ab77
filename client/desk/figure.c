/*  figure.c — one figure: what is asked, which reported values it is made of, what they come to.
 *
 *  How a rate is made is not known here: the rule (rules/derive) asks for its terms, and what it asks for is what is
 *  shown.  So the values that explain a figure are by construction those from which it was computed. */

#include "desk/figure.h"

#include "base/i18n.h"
#include "base/memory.h"
#include "catalogue/cell.h"
#include "catalogue/suggest.h"
#include "rules/derive.h"

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
    else
        fault_advise (fault, _ ("there are %s"), list);
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
        fault_advise (fault,
                      _ ("write PERIOD/FORM/CELL or PERIOD/FORM/CELL@UNIT, such as 2020-H1/QCDC-HUYEN/G04@593"));
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
    strcpy (figure->period, period.name);
    period_year_before (period.name, figure->before);
    return parse_cell (catalog, figure, fault);
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

/*  Which values a rate is made of: the terms are looked up among the parts of one office at a time. */
typedef struct {
    const figure_t *figure;
    parts_t *parts;
    const char *office;
    rate_t rate;
    bool marks;  /* what is looked up is wanted */
    bool broken; /* a value is no number */
} rate_parts_t;

static bool rate_lookup (const char *cell, bool year_ago, int64_t *value_e4, void *arg)
{
    rate_parts_t *self = arg;
    const char *period = year_ago ? self->figure->before : self->figure->period;
    for (size_t i = 0; i < self->parts->count; i++) {
        part_t *part = &self->parts->items[i];
        if (strcmp (part_text (part, PART_CELL), cell) != 0 || strcmp (part_text (part, PART_PERIOD), period) != 0 ||
            strcmp (part_text (part, PART_OFFICE), self->office) != 0)
            continue;
        fault_t ignored;
        part->wanted |= self->marks;
        self->broken |= value_parse (part_text (part, PART_VALUE), VALUE_DECIMAL, value_e4, &ignored) != QCDC_OK;
        return !self->broken;
    }
    return false;
}

/*  The rule itself says which values it needs, and only once it has them all is it known that they are wanted: so it is
 *  asked a second time, for the marks alone. */
static qcdc_status rate_member (const indicator_t *indicator, const char *cell, void *arg)
{
    rate_parts_t *self = arg;
    (void)indicator;
    if (rate_add (&self->rate, cell_member (cell), rate_lookup, self)) {
        rate_t ignored = self->rate;
        self->marks = true;
        rate_add (&ignored, cell_member (cell), rate_lookup, self);
        self->marks = false;
    }
    return QCDC_OK;
}

static bool is_first_of_office (const parts_t *self, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (strcmp (part_text (&self->items[i], PART_OFFICE), part_text (&self->items[at], PART_OFFICE)) == 0)
            return false;
    return true;
}

/*  Every office's terms, added up and marked. */
static rate_parts_t rate_of (parts_t *parts, const catalog_t *catalog, const figure_t *figure)
{
    rate_parts_t self = {.figure = figure, .parts = parts, .rate = rate_begin (catalog, figure->indicator)};
    for (size_t i = 0; i < parts->count; i++) {
        if (!is_first_of_office (parts, i))
            continue;
        self.office = part_text (&parts->items[i], PART_OFFICE);
        if (*cell_member (figure->cell))
            rate_member (figure->indicator, figure->cell, &self);
        else if (indicator_each_cell (figure->indicator, rate_member, &self) != QCDC_OK)
            self.broken = true;
    }
    return self;
}

/*  Of a sum: the cell itself, or those of its members. */
static bool is_summand (const part_t *part, const figure_t *figure)
{
    const char *cell = part_text (part, PART_CELL);
    size_t length = strlen (figure->cell);
    return strcmp (part_text (part, PART_PERIOD), figure->period) == 0 &&
           (strcmp (cell, figure->cell) == 0 ||
            (!*cell_member (figure->cell) && strncmp (cell, figure->cell, length) == 0 && cell[length] == '.'));
}

void parts_select (parts_t *self, const catalog_t *catalog, const figure_t *figure)
{
    if (figure->indicator->type == VALUE_RATIO)
        rate_of (self, catalog, figure);
    size_t kept = 0;
    for (size_t i = 0; i < self->count; i++) {
        part_t *part = &self->items[i];
        if (part->wanted || (figure->indicator->type != VALUE_RATIO && is_summand (part, figure)))
            self->items[kept++] = *part;
        else
            part_release (part);
    }
    self->count = kept;
}

/*  ---------------------------------------------------------------- what they come to */

static bool ratio_value (parts_t *self, const catalog_t *catalog, const figure_t *figure, char text[32])
{
    int64_t numerator_e4, denominator_e4, ratio;
    rate_parts_t made = rate_of (self, catalog, figure);
    if (made.broken || !rate_value (&made.rate, &numerator_e4, &denominator_e4, &ratio))
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

const char *parts_lack (parts_t *self, const catalog_t *catalog, const figure_t *figure)
{
    if (figure->indicator->type != VALUE_RATIO)
        return N_ ("not reported");
    rate_parts_t made = rate_of (self, catalog, figure);
    if (!made.rate.found || made.rate.denominator_e4 != 0)
        return N_ ("not reported");
    const derived_term_t *term = NULL;
    while ((term = catalog_next_term (catalog, figure->indicator, term)))
        if (!term->numerator && term->year_ago)
            return N_ ("0 in the same period a year before: no rate");
    return N_ ("the denominator is 0: no rate");
}

static void print_terms (FILE *out, const catalog_t *catalog, const figure_t *figure, bool numerator)
{
    size_t count = 0, at = 0;
    const char *member = cell_member (figure->cell);
    const derived_term_t *term = NULL;
    while ((term = catalog_next_term (catalog, figure->indicator, term)))
        count += term->numerator == numerator;
    if (count > 1)
        putc ('(', out);
    while ((term = catalog_next_term (catalog, figure->indicator, term))) {
        if (term->numerator != numerator)
            continue;
        fputs (term->sign < 0 ? (at ? " − " : "−") : (at ? " + " : ""), out);
        fprintf (out, "%s%s%s%s%s%s", term->indicator, *member ? "." : "", member, *term->member ? "." : "",
                 term->member, term->year_ago ? _ (" a year before") : "");
        at++;
    }
    if (count > 1)
        putc (')', out);
}

char *figure_formula (const catalog_t *catalog, const figure_t *figure)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream (&text, &length);
    if (!out)
        return NULL;
    fputs ("100 × ", out);
    print_terms (out, catalog, figure, true);
    fputs (" / ", out);
    print_terms (out, catalog, figure, false);
    if (fclose (out) == 0)
        return text;
    free (text);
    return NULL;
}
