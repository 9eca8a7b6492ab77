#include "desk/figure.h"

#include "catalogue/cell.h"
#include "base/i18n.h"

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

const char *cell_member (const char *cell)
{
    const char *point = strchr (cell, '.');
    return point ? point + 1 : "";
}

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
    if (figure->indicator->type == VALUE_TEXT)
        return fault_set (fault, QCDC_BAD_CELL, "cell", _ ("%s is a narrative, not a figure"), figure->cell);
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
    qcdc_status status = parse_form (catalog, form_code, figure, fault);
    if (status != QCDC_OK)
        return status;
    if (period_parse (catalog, figure->form->calendar, period_name, &period) != QCDC_OK ||
        !period_fits_form (&period, figure->form)) {
        fault_set (fault, QCDC_BAD_PERIOD, "period", _ ("the form %s has no period %s"), figure->form->code,
                   period_name);
        fault_advise (fault, _ ("periods are written 2020-H1, 2020, 2020-Q3, 2020-M06 or 2020-9M"));
        return QCDC_BAD_PERIOD;
    }
    strcpy (figure->period, period.name);
    period_year_before (period.name, figure->before);
    return parse_cell (catalog, figure, fault);
}

/*  ---------------------------------------------------------------- parts */

part_t *parts_add (parts_t *self)
{
    if (self->count == self->size) {
        size_t size = self->size ? self->size * 2 : 64;
        part_t *items = realloc (self->items, size * sizeof *items);
        if (!items)
            return NULL;
        self->items = items;
        self->size = size;
    }
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

/*  Whether PART is a value of TERM; *BASE (of BYTES) is then the rate's own member that it belongs to. */
static bool part_of_term (const part_t *part, const derived_term_t *term, const figure_t *figure, char *base,
                          size_t bytes)
{
    const char *cell = part_text (part, PART_CELL);
    size_t code = strcspn (cell, ".");
    if (strlen (term->indicator) != code || memcmp (cell, term->indicator, code) != 0 ||
        strcmp (part_text (part, PART_PERIOD), term->year_ago ? figure->before : figure->period) != 0)
        return false;
    snprintf (base, bytes, "%s", cell_member (cell));
    size_t own = strlen (base), extra = strlen (term->member);
    if (extra) {
        if (own < extra || strcmp (base + own - extra, term->member) != 0)
            return false;
        if (own > extra && base[own - extra - 1] != '.')
            return false;
        base[own > extra ? own - extra - 1 : 0] = '\0';
    }
    const char *asked = cell_member (figure->cell);
    return !*asked || strcmp (asked, base) == 0;
}

static bool is_term (const derived_term_t *term, const figure_t *figure)
{
    return strcmp (term->ratio, figure->indicator->code) == 0;
}

/*  Whether the office reported every term of the rate for that member. */
static bool is_complete (const parts_t *self, const catalog_t *catalog, const figure_t *figure, const char *office,
                         const char *base)
{
    for (size_t i = 0; i < catalog->derived_count; i++) {
        const derived_term_t *term = &catalog->derived[i];
        bool found = !is_term (term, figure);
        for (size_t k = 0; k < self->count && !found; k++) {
            char other[QCDC_CELL_BYTES_MAX + 1];
            found = strcmp (part_text (&self->items[k], PART_OFFICE), office) == 0 &&
                    part_of_term (&self->items[k], term, figure, other, sizeof other) && strcmp (other, base) == 0;
        }
        if (!found)
            return false;
    }
    return true;
}

static bool is_wanted (const parts_t *self, const catalog_t *catalog, const figure_t *figure, const part_t *part)
{
    const char *cell = part_text (part, PART_CELL);
    if (figure->indicator->type != VALUE_RATIO) {
        size_t length = strlen (figure->cell);
        return strcmp (part_text (part, PART_PERIOD), figure->period) == 0 &&
               (strcmp (cell, figure->cell) == 0 ||
                (!*cell_member (figure->cell) && strncmp (cell, figure->cell, length) == 0 && cell[length] == '.'));
    }
    for (size_t i = 0; i < catalog->derived_count; i++) {
        char base[QCDC_CELL_BYTES_MAX + 1];
        if (is_term (&catalog->derived[i], figure) &&
            part_of_term (part, &catalog->derived[i], figure, base, sizeof base) &&
            is_complete (self, catalog, figure, part_text (part, PART_OFFICE), base))
            return true;
    }
    return false;
}

void parts_select (parts_t *self, const catalog_t *catalog, const figure_t *figure)
{
    bool *wanted = calloc (self->count ? self->count : 1, sizeof *wanted);
    size_t kept = 0;
    for (size_t i = 0; wanted && i < self->count; i++)
        wanted[i] = is_wanted (self, catalog, figure, &self->items[i]);
    for (size_t i = 0; i < self->count; i++) {
        if (wanted && wanted[i])
            self->items[kept++] = self->items[i];
        else
            part_release (&self->items[i]);
    }
    self->count = kept;
    free (wanted);
}

/*  ---------------------------------------------------------------- what they come to */

static bool add (int64_t *sum, int64_t value, int sign)
{
    return !__builtin_mul_overflow (value, sign, &value) && !__builtin_add_overflow (*sum, value, sum);
}

static bool ratio_value (const parts_t *self, const catalog_t *catalog, const figure_t *figure, char text[32])
{
    int64_t sums[2] = {0, 0}, ratio; /* denominator, numerator */
    bool capped = false;
    for (size_t i = 0; i < catalog->derived_count; i++) {
        const derived_term_t *term = &catalog->derived[i];
        for (size_t k = 0; is_term (term, figure) && k < self->count; k++) {
            char base[QCDC_CELL_BYTES_MAX + 1];
            int64_t value;
            if (!part_of_term (&self->items[k], term, figure, base, sizeof base))
                continue;
            if (value_parse (part_text (&self->items[k], PART_VALUE), VALUE_DECIMAL, &value, NULL) != QCDC_OK ||
                !add (&sums[term->numerator], value, term->sign))
                return false;
            capped |= term->capped;
        }
    }
    if (capped && sums[1] > sums[0])
        sums[1] = sums[0];
    if (!ratio_e2 (sums[1], sums[0], &ratio))
        return false;
    snprintf (text, 32, "%s%lld.%02lld", ratio < 0 ? "-" : "", llabs (ratio) / 100, llabs (ratio) % 100);
    return true;
}

bool parts_value (const parts_t *self, const catalog_t *catalog, const figure_t *figure, char text[32])
{
    if (!self->count)
        return false;
    if (figure->indicator->type == VALUE_RATIO)
        return ratio_value (self, catalog, figure, text);
    int64_t sum = 0, value;
    for (size_t i = 0; i < self->count; i++)
        if (value_parse (part_text (&self->items[i], PART_VALUE), VALUE_DECIMAL, &value, NULL) != QCDC_OK ||
            !add (&sum, value, 1))
            return false;
    value_format (sum, text);
    return true;
}

static void print_terms (FILE *out, const catalog_t *catalog, const figure_t *figure, bool numerator)
{
    size_t count = 0;
    const char *member = cell_member (figure->cell);
    for (size_t i = 0; i < catalog->derived_count; i++)
        count += is_term (&catalog->derived[i], figure) && catalog->derived[i].numerator == numerator;
    if (count > 1)
        putc ('(', out);
    for (size_t i = 0, at = 0; i < catalog->derived_count; i++) {
        const derived_term_t *term = &catalog->derived[i];
        if (!is_term (term, figure) || term->numerator != numerator)
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
