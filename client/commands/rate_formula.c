/*  rate_formula.c — what a rule adds up, as terms of a spreadsheet; how these are put together, rule_say knows. */

#include "commands/rate_formula.h"

#include "base/memory.h"
#include "rules/rule_say.h"
#include "rules/rule_total.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FORMULA_BYTES 8000u /* a spreadsheet takes 8192 characters */

/*  What stands for each operand, and under 0 for how many members; of the member that is gathered its cells alone. */
typedef struct {
    const char *figure;
    rate_place_fn *place;
    void *arg;
    char sums[QCDC_RATE_OPERANDS_MAX + 1][FORMULA_BYTES];
    char cells[QCDC_RATE_OPERANDS_MAX + 1][FORMULA_BYTES];
    char counted[FORMULA_BYTES];
    size_t count;
    char member[QCDC_CELL_BYTES_MAX + 1];
    bool failed;
} formula_t;

static void append (formula_t *self, char *text, const char *before, const char *more)
{
    size_t length = strlen (text);
    int needed = snprintf (text + length, FORMULA_BYTES - length, "%s%s", before, more);
    self->failed |= needed >= (int)(FORMULA_BYTES - length);
}

/*  Adds "+IF(COUNT(F1,F2)=2,+F1,0)" to each operand: a member of which a cell is blank counts in none. */
static void member_end (formula_t *self)
{
    char condition[FORMULA_BYTES + 40], text[2 * FORMULA_BYTES + 60];
    if (self->count == 0)
        return;
    snprintf (condition, sizeof condition, "IF(COUNT(%s)=%zu,", self->counted, self->count);
    for (size_t i = 0; i <= QCDC_RATE_OPERANDS_MAX; i++) {
        const char *cells = i == 0 ? "1" : self->cells[i];
        if (!*cells)
            continue;
        snprintf (text, sizeof text, "%s%s,0)", condition, cells);
        append (self, self->sums[i], *self->sums[i] ? "+" : "", text);
        self->cells[i][0] = '\0';
    }
    self->counted[0] = '\0';
    self->count = 0;
}

static qcdc_status term_add (const rule_term_t *term, void *arg)
{
    formula_t *self = arg;
    char at[RATE_PLACE_BYTES];
    if (strchr (self->figure, '.') && strcmp (self->figure, term->figure) != 0)
        return QCDC_OK;
    if (strcmp (self->member, term->figure) != 0)
        member_end (self);
    snprintf (self->member, sizeof self->member, "%s", term->figure);
    self->count++;
    /*  Every cell has a need of its own where none may be blank. */
    self->failed |= !self->place (term->cell, at, self->arg) || term->need != (uint64_t)1 << (self->count - 1);
    if (self->failed)
        return QCDC_OK;
    append (self, self->counted, *self->counted ? "," : "", at);
    append (self, self->cells[term->operand], *self->cells[term->operand] ? "+" : "", at);
    return QCDC_OK;
}

char *rate_formula (const rule_t *rule, const char *figure, rate_place_fn *place, void *arg)
{
    const char *operands[QCDC_RATE_OPERANDS_MAX + 1];
    formula_t *self QCDC_CLEANUP (memory_free) = calloc (1, sizeof *self);
    if (!self)
        return NULL;
    self->figure = figure;
    self->place = place;
    self->arg = arg;
    (void)!rule_terms (rule, term_add, self); /* term_add never stops */
    member_end (self);
    for (size_t i = 0; i <= QCDC_RATE_OPERANDS_MAX; i++)
        operands[i] = *self->sums[i] ? self->sums[i] : "0";
    char *formula = self->failed ? NULL : rule_spell (rule, operands);
    if (formula && strlen (formula) > FORMULA_BYTES) {
        free (formula);
        formula = NULL;
    }
    return formula;
}
