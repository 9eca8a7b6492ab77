/*  rate_terms.c — what SQL is asked to add up, and rules applied to what it has added.
 *
 *  SQL never divides: a second copy of a rule would be wrong on the day that the first one changes. */

#include "figures/rate_terms.h"

#include "base/limits.h"
#include "base/memory.h"
#include "figures/heir_list.h"
#include "rules/rule_period.h"
#include "rules/rule_set.h"
#include "rules/rule_total.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*  ---------------------------------------------------------------- what is added up */

typedef struct {
    const catalog_t *catalog;
    const form_t *form;
    const period_t *period;
    const indicator_t *ratio;
    size_t rule; /* its place in the set */
    FILE *list;
    char earlier[RATES_EARLIER_MAX][PERIOD_TEXT_BYTES]; /* the other periods that figures of the form compare with */
    size_t earlier_count;
} rates_t;

static void earlier_note (rates_t *self, const char name[PERIOD_TEXT_BYTES])
{
    if (!*name || strcmp (name, self->period->name) == 0)
        return;
    for (size_t i = 0; i < self->earlier_count; i++)
        if (strcmp (self->earlier[i], name) == 0)
            return;
    if (self->earlier_count < RATES_EARLIER_MAX)
        memcpy (self->earlier[self->earlier_count++], name, PERIOD_TEXT_BYTES);
}

static qcdc_status term_add (const rule_term_t *term, void *arg)
{
    rates_t *self = arg;
    char name[PERIOD_TEXT_BYTES] = "";
    rule_period_name (self->catalog, self->form, self->period, term->cell->period, name);
    earlier_note (self, name);
    if (!self->list)
        return QCDC_OK; /* only the periods are asked about */
    fprintf (self->list, "%s%s:%zu:%s:%s:%llu:%llu:%zu:%s:%s", ftell (self->list) > 1 ? "," : "", self->form->code,
             self->rule, self->ratio->code, term->figure, (unsigned long long)term->need,
             (unsigned long long)term->whole, term->operand, name, term->cell->text);
    return QCDC_OK;
}

/*  The computed figures of one form that is filled for the period. */
static void form_add (rates_t *self, const char *indicator)
{
    const rule_set_t *rules = self->catalog->rules;
    for (const indicator_t *const *one = self->form->indicators; *one; one++)
        for (size_t i = 0; (*one)->type == VALUE_RATIO && i < rules->rule_count; i++) {
            const rule_t *rule = rules->rules[i];
            if (rule_target (rule) != *one || (indicator && strcmp ((*one)->code, indicator) != 0) ||
                !rule_concerns (rule, self->form, self->period->kind, self->period->to))
                continue;
            self->ratio = *one;
            self->rule = i;
            (void)!rule_terms (rule, term_add, self); /* term_add never stops */
        }
}

/*  Both lists, of every form that is asked about. */
static bool forms_add (const catalog_t *catalog, const form_t *form, const char *period, const char *indicator,
                       int32_t today, FILE *list, FILE *heirs)
{
    bool whole = true;
    for (size_t i = 0; period && catalog->rules && i < catalog->form_count && whole; i++) {
        const form_t *one = &catalog->forms[i];
        period_t span;
        if (catalog_form_latest (catalog, one->code) != one || (form && strcmp (form->code, one->code) != 0))
            continue;
        rates_t self = {.catalog = catalog,
                        .form = period_form (catalog, one->code, period, &span),
                        .period = &span,
                        .list = list};
        if (self.form)
            form_add (&self, indicator);
        if (self.earlier_count > 0)
            whole = heirs_add (catalog, self.form, &span, (const char (*)[PERIOD_TEXT_BYTES])self.earlier,
                               self.earlier_count, today, heirs);
    }
    return whole;
}

void rates_earlier (const catalog_t *catalog, const char *code, const char *name,
                    char earlier[RATES_EARLIER_MAX][PERIOD_TEXT_BYTES], size_t *count)
{
    period_t period;
    rates_t self = {.catalog = catalog, .form = period_form (catalog, code, name, &period), .period = &period};
    if (self.form && catalog->rules)
        form_add (&self, NULL);
    memcpy (earlier, self.earlier, sizeof self.earlier);
    *count = self.earlier_count;
}

char *query_rates (const catalog_t *catalog, const form_t *form, const char *period, const char *cell, int32_t today,
                   char **heirs)
{
    char *text = NULL, *indicator QCDC_CLEANUP (memory_free) = NULL;
    size_t size = 0, heirs_size = 0;
    *heirs = NULL;
    if (cell && !(indicator = strndup (cell, strcspn (cell, "."))))
        return NULL;
    FILE *list = open_memstream (&text, &size), *others = open_memstream (heirs, &heirs_size);
    bool whole = list && others;
    if (whole) {
        fputc ('{', list);
        fputc ('{', others);
        whole = forms_add (catalog, form, period, indicator, today, list, others);
        fputc ('}', list);
        fputc ('}', others);
    }
    if (list && fclose (list) != 0)
        whole = false;
    if (others && fclose (others) != 0)
        whole = false;
    if (whole)
        return text;
    free (text);
    free (*heirs);
    *heirs = NULL;
    return NULL;
}

/*  ---------------------------------------------------------------- what it comes to */

/*  The next whole number of *AT, however many of the largest figures went into it.  false: there is none, or it is wider. */
static bool sum_next (const char **at, __int128 *sum)
{
    const char *digit = *at + strspn (*at, " ");
    bool negative = *digit == '-';
    size_t length = strspn (digit += negative, "0123456789");
    if (length == 0 || length > 36)
        return false;
    *sum = 0;
    for (size_t i = 0; i < length; i++)
        *sum = *sum * 10 + (digit[i] - '0');
    if (negative)
        *sum = -*sum;
    *at = digit + length;
    return true;
}

qcdc_status rates_read (const catalog_t *catalog, const char *text, int64_t step_e4, arena_t *arena,
                        const char **value)
{
    const char *at = text + 1;
    __int128 sums[QCDC_RATE_OPERANDS_MAX + 1] = {0}, place, times;
    int64_t numerator_e4, denominator_e4, ratio;
    char number[32];
    *value = NULL;
    if (*text != '=' || !catalog->rules || !sum_next (&at, &place) || place < 0 ||
        place >= (__int128)catalog->rules->rule_count || !sum_next (&at, &times))
        return QCDC_CORRUPT;
    rule_total_t total = rule_total_begin (catalog->rules->rules[place]);
    for (size_t i = 1; i <= QCDC_RATE_OPERANDS_MAX; i++)
        if (!sum_next (&at, &sums[i]))
            return QCDC_CORRUPT;
    for (size_t i = 1; i <= QCDC_RATE_OPERANDS_MAX; i++)
        sums[i] -= sums[i] % step_e4;
    rule_total_put (&total, sums, (int64_t)times);
    if (!rule_total_value (&total, &numerator_e4, &denominator_e4, &ratio))
        return QCDC_OK;
    *value = arena_strdup (arena, ratio_format (ratio, number));
    return *value ? QCDC_OK : QCDC_NO_MEMORY;
}
