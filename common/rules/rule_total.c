/*  rule_total.c — computed figures of many reports, from the summed cells of each. */

#include "rules/rule_total.h"
#include "rules/rule_run.h"

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

typedef struct {
    rule_total_t *total;
    const rule_source_t *source;
} adding_t;

static qcdc_status place_add (const rule_place_t *place, void *arg)
{
    adding_t *self = arg;
    rule_total_add (self->total, place->member, self->source);
    return QCDC_OK;
}

void rule_total_add_all (rule_total_t *self, const rule_source_t *source)
{
    adding_t adding = {self, source};
    qcdc_status status = rule_each_place (self->rule, source, place_add, &adding);
    (void)status; /* place_add never stops */
}

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
