/*  rate_formula.c — what a rule adds up, as terms of a spreadsheet; how these are put together, rule_say knows. */

#include "reports/rate_formula.h"

#include "base/memory.h"
#include "rules/rule_say.h"
#include "rules/rule_total.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FORMULA_BYTES 8000u /* a spreadsheet takes 8192 characters */

/*  One cell of the member that is gathered. */
typedef struct {
    char at[RATE_PLACE_BYTES];
    size_t operand;
    uint64_t need; /* as of rule_term_t */
    bool alone;    /* must be filled itself */
} gathered_t;

/*  What stands for each operand, and under 0 for how many members; of the member that is gathered its cells alone. */
typedef struct {
    const char *figure;
    rate_place_fn *place;
    void *arg;
    char sums[QCDC_RATE_OPERANDS_MAX + 1][FORMULA_BYTES];
    gathered_t *cells; /* malloc'ed */
    size_t count, room;
    char member[QCDC_CELL_BYTES_MAX + 1];
    bool failed;
} formula_t;

static void append (formula_t *self, char *text, const char *before, const char *more)
{
    size_t length = strlen (text);
    int needed = snprintf (text + length, FORMULA_BYTES - length, "%s%s", before, more);
    self->failed |= needed >= (int)(FORMULA_BYTES - length);
}

/*  "COUNT(F1,F2)>0" for every need that several cells meet, "COUNT(F3,F4)=2" for those that each meet one alone.  *PARTS counts them. */
static void conditions_put (formula_t *self, char text[FORMULA_BYTES], size_t *parts)
{
    char list[FORMULA_BYTES] = "", number[32];
    size_t alone = 0;
    for (size_t i = 0; i < self->count; i++) {
        size_t shared = 0;
        for (size_t k = 0; k < self->count; k++)
            shared += self->cells[k].need == self->cells[i].need;
        self->cells[i].alone = self->cells[i].need && shared == 1;
        if (self->cells[i].alone)
            append (self, list, alone++ ? "," : "", self->cells[i].at);
    }
    if (alone) {
        snprintf (number, sizeof number, ")=%zu", alone);
        append (self, text, "COUNT(", list);
        append (self, text, number, "");
        ++*parts;
    }
    for (size_t i = 0; i < self->count; i++) {
        bool first = self->cells[i].need && !self->cells[i].alone;
        for (size_t k = 0; k < i && first; k++)
            first = self->cells[k].need != self->cells[i].need;
        if (!first)
            continue;
        append (self, text, (*parts)++ ? "," : "", "COUNT(");
        for (size_t k = i; k < self->count; k++)
            if (self->cells[k].need == self->cells[i].need)
                append (self, text, k == i ? "" : ",", self->cells[k].at);
        append (self, text, ")>0", "");
    }
}

/*  The cells of OPERAND; what may be blank, or hold anything, in a SUM, which takes it for nothing.  1 for operand 0. */
static void cells_put (formula_t *self, size_t operand, char text[FORMULA_BYTES])
{
    for (size_t i = 0; operand && i < self->count; i++) {
        const gathered_t *cell = &self->cells[i];
        if (cell->operand != operand)
            continue;
        append (self, text, *text ? "+" : "", cell->alone ? "" : "SUM(");
        append (self, text, cell->at, cell->alone ? "" : ")");
    }
    if (!operand)
        append (self, text, "1", "");
}

/*  Adds "IF(COUNT(F1,F2)=2,F1,0)" to each operand: a member that lacks what the rule wants of it counts in none. */
static void member_end (formula_t *self)
{
    char condition[FORMULA_BYTES] = "";
    size_t parts = 0;
    if (self->count == 0)
        return;
    conditions_put (self, condition, &parts);
    for (size_t i = 0; i <= QCDC_RATE_OPERANDS_MAX && !self->failed; i++) {
        char cells[FORMULA_BYTES] = "";
        char *sum = self->sums[i];
        cells_put (self, i, cells);
        if (!*cells)
            continue;
        append (self, sum, *sum ? "+" : "", parts == 0 ? "" : parts == 1 ? "IF(" : "IF(AND(");
        append (self, sum, condition, parts == 0 ? "" : parts == 1 ? "," : "),");
        append (self, sum, cells, parts ? ",0)" : "");
    }
    self->count = 0;
}

static qcdc_status term_add (const rule_term_t *term, void *arg)
{
    formula_t *self = arg;
    if (strchr (self->figure, '.') && strcmp (self->figure, term->figure) != 0)
        return QCDC_OK;
    if (strcmp (self->member, term->figure) != 0)
        member_end (self);
    snprintf (self->member, sizeof self->member, "%s", term->figure);
    gathered_t *cells = memory_room (self->cells, self->count, &self->room, sizeof *cells);
    self->failed |= !cells;
    if (!cells)
        return QCDC_OK;
    self->cells = cells;
    cells[self->count] = (gathered_t){.operand = term->operand, .need = term->need};
    self->failed |= !self->place (term->cell, cells[self->count++].at, self->arg);
    return QCDC_OK;
}

static void formula_free (formula_t **self_p)
{
    if (*self_p)
        free ((*self_p)->cells);
    free (*self_p);
}

char *rate_formula (const rule_t *rule, const char *figure, rate_place_fn *place, void *arg)
{
    const char *operands[QCDC_RATE_OPERANDS_MAX + 1];
    formula_t *self QCDC_CLEANUP (formula_free) = calloc (1, sizeof *self);
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
