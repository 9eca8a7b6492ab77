/*  rule_total.c — computed figures of many reports, from the summed cells of each. */

#include "rules/rule_total.h"
#include "rules/rule_run.h"

#include "base/amount.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

rule_total_t rule_total_begin (const rule_t *rule)
{
    rule_total_t self = {.rule = rule};
    for (size_t i = 0; i < QCDC_RULE_OPERANDS_MAX; i++)
        self.sums[i] = rational_of (0);
    return self;
}

bool rule_total_add (rule_total_t *self, const char *const members[2], const rule_source_t *source)
{
    const rule_t *rule = self->rule;
    rule_operand_value_t values[QCDC_RULE_OPERANDS_MAX];
    rule_place_t place = {.member = {members[0], members[1]}};
    bool beyond = false;
    /*  The first is the figure itself. */
    for (size_t i = 1; i < rule->operand_count; i++)
        if (rule_operand_look (rule, &rule->operands[i], &place, source, NULL, NULL, &values[i]) != QCDC_OK)
            return false;
    for (size_t i = 1; i <= 2; i++) {
        rule_outcome ready = rule_side_ready (rule, &rule->sides[i], values);
        if (ready == RULE_UNJUDGED)
            return false;
        beyond |= ready == RULE_BEYOND;
    }
    /*  A number that the rule itself has is no figure of a report: it is added once for each, as in a rate of each. */
    for (size_t i = 1; i < rule->operand_count; i++)
        beyond |= !rational_add (self->sums[i], values[i].sum, &self->sums[i]);
    self->beyond |= beyond;
    self->found = true;
    return true;
}

static rule_figure unread (const rule_cell_t *cell, int64_t *value_e4, void *arg)
{
    (void)cell;
    (void)value_e4;
    (void)arg;
    return FIGURE_BLANK;
}

/*  The computed figure's name, for one member. */
static qcdc_status figure_see (const rule_cell_t *cell, rule_figure figure, int64_t value_e4, void *arg)
{
    (void)figure;
    (void)value_e4;
    memcpy (arg, cell->text, sizeof cell->text);
    return QCDC_OK;
}

static qcdc_status figure_name (const rule_t *rule, const rule_place_t *place, char name[QCDC_CELL_BYTES_MAX + 1])
{
    const rule_source_t source = {.value = unread};
    rule_operand_value_t ignored;
    return rule_operand_look (rule, &rule->operands[0], place, &source, figure_see, name, &ignored);
}

typedef struct {
    rule_total_t *total;
    const char *figure; /* NULL: all */
    const rule_source_t *source;
} adding_t;

static qcdc_status place_add (const rule_place_t *place, void *arg)
{
    adding_t *self = arg;
    char name[QCDC_CELL_BYTES_MAX + 1];
    if (self->figure) {
        QCDC_TRY (figure_name (self->total->rule, place, name));
        if (strcmp (name, self->figure) != 0)
            return QCDC_OK;
    }
    rule_total_add (self->total, place->member, self->source);
    return QCDC_OK;
}

void rule_total_add_figure (rule_total_t *self, const char *figure, const rule_source_t *source)
{
    adding_t adding = {self, strchr (figure, '.') ? figure : NULL, source};
    qcdc_status status = rule_each_place (self->rule, source, place_add, &adding);
    (void)status; /* neither adding nor the naming of a figure ever stops it */
}

/*  ---------------------------------------------------------------- what others add up */

/*  One member's cells; each bit is something that must not be blank, as rule_side_ready has it. */
typedef struct {
    const rule_t *rule;
    rule_term_fn *each; /* NULL: the bits are only gathered */
    void *arg;
    size_t operand;
    unsigned bits;   /* given out */
    uint64_t shared; /* the bit of all members of a sum */
    uint64_t whole;
    char figure[QCDC_CELL_BYTES_MAX + 1];
} terms_t;

static qcdc_status term_see (const rule_cell_t *cell, rule_figure figure, int64_t value_e4, void *arg)
{
    terms_t *self = arg;
    const rule_t *rule = self->rule;
    uint64_t need = 0;
    (void)figure;
    (void)value_e4;
    if (rule->blanks == BLANKS_ALL)
        need = self->operand < rule->sides[1].operand_end ? 1u : 2u;
    else if (rule->blanks == BLANKS_PARTS && rule->operands[self->operand].summed)
        need = self->shared;
    else if (rule->blanks != BLANKS_NEVER)
        need = (uint64_t)1 << self->bits++;
    if (!self->each) {
        self->whole |= need;
        return QCDC_OK;
    }
    const rule_term_t term = {self->figure, cell, self->operand, self->operand >= rule->sides[1].operand_end, need,
                              self->whole};
    return self->each (&term, self->arg);
}

static qcdc_status terms_see (terms_t *self, const rule_place_t *place, rule_term_fn *each)
{
    const rule_source_t source = {.value = unread};
    const rule_t *rule = self->rule;
    rule_operand_value_t ignored;
    self->each = each;
    self->bits = 0;
    for (self->operand = 1; self->operand < rule->operand_count; self->operand++) {
        const rule_operand_t *operand = &rule->operands[self->operand];
        if (operand->kind != OPERAND_CELL)
            continue;
        if (rule->blanks == BLANKS_PARTS && operand->summed)
            self->shared = (uint64_t)1 << self->bits++;
        QCDC_TRY (rule_operand_look (rule, operand, place, &source, term_see, self, &ignored));
    }
    return QCDC_OK;
}

typedef struct {
    const rule_t *rule;
    rule_term_fn *each;
    void *arg;
} asking_t;

static qcdc_status place_see (const rule_place_t *place, void *arg)
{
    const asking_t *asking = arg;
    terms_t self = {.rule = asking->rule, .arg = asking->arg};
    QCDC_TRY (figure_name (self.rule, place, self.figure));
    QCDC_TRY (terms_see (&self, place, NULL));
    return terms_see (&self, place, asking->each);
}

qcdc_status rule_terms (const rule_t *rule, rule_term_fn *each, void *arg)
{
    const rule_source_t source = {.value = unread};
    asking_t asking = {rule, each, arg};
    return rule_each_place (rule, &source, place_see, &asking);
}

void rule_total_put (rule_total_t *self, const __int128 sums_e4[QCDC_RATE_OPERANDS_MAX + 1], int64_t times)
{
    const rule_t *rule = self->rule;
    for (size_t i = 1; i < rule->operand_count; i++) {
        bool number = rule->operands[i].kind == OPERAND_NUMBER;
        const rational_t put = {number ? (__int128)rule->operands[i].number_e4 * times : sums_e4[i], AMOUNT_SCALE};
        self->beyond |= !rational_add (self->sums[i], put, &self->sums[i]);
    }
    self->found |= times > 0;
}

/*  ---------------------------------------------------------------- what it comes to */

bool rule_total_value (const rule_total_t *self, int64_t *numerator_e4, int64_t *denominator_e4, int64_t *ratio)
{
    const rule_t *rule = self->rule;
    rule_operand_value_t values[QCDC_RULE_OPERANDS_MAX];
    rational_t terms[2] = {rational_of (0), rational_of (0)};
    bool beyond = self->beyond;
    for (size_t i = 0; i < rule->operand_count; i++)
        values[i] = (rule_operand_value_t){.sum = self->sums[i], .held = 1};
    for (size_t i = 0; i < 2; i++)
        beyond |= rule_side_run (rule, &rule->sides[i + 1], values, &terms[i]) != RULE_HOLDS;
    return rule_quotient (rule, terms, numerator_e4, denominator_e4, ratio) == RULE_HOLDS && self->found && !beyond;
}

char *ratio_format (int64_t ratio, char *text)
{
    long long size = llabs ((long long)ratio);
    snprintf (text, 32, "%s%lld.%02lld", ratio < 0 ? "-" : "", size / 100, size % 100);
    return text;
}
