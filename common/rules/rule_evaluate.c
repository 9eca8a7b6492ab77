/*  rule_evaluate.c — a rule judged for each member of its scope.
 *
 *  In a chain every link is judged by itself: a third column that is blank does not hide that the first two differ. */

#include "rules/rule_evaluate.h"
#include "rules/rule_run.h"

#include "base/amount.h"
#include "base/memory.h"

/*  One rule being judged; the inputs are used again for each member. */
typedef struct {
    const rule_t *rule;
    const rule_source_t *source;
    rule_each_fn *each;
    void *arg;
    size_t operand; /* whose figures are being looked up */
    rule_input_t *inputs;
    size_t input_count, input_size;
} judging_t;

static qcdc_status input_add (const rule_cell_t *cell, rule_figure figure, int64_t value_e4, void *arg)
{
    judging_t *self = arg;
    rule_input_t *inputs = memory_room (self->inputs, self->input_count, &self->input_size, sizeof *inputs);
    if (!inputs)
        return QCDC_NO_MEMORY;
    self->inputs = inputs;
    self->inputs[self->input_count++] = (rule_input_t){*cell, figure, value_e4, self->operand};
    return QCDC_OK;
}

static bool relation_holds (rule_relation relation, int order)
{
    switch (relation) {
    case RELATION_EQUAL:
        return order == 0;
    case RELATION_UNEQUAL:
        return order != 0;
    case RELATION_LESS:
        return order < 0;
    case RELATION_MOST:
        return order <= 0;
    case RELATION_MORE:
        return order > 0;
    default:
        return order >= 0;
    }
}

/*  One link of a chain, between side I and the one before. */
static rule_outcome link_judge (const rule_t *rule, rule_side_value_t *sides, size_t i)
{
    int order;
    if (sides[i - 1].outcome == RULE_BEYOND || sides[i].outcome == RULE_BEYOND)
        return RULE_BEYOND;
    if (sides[i - 1].outcome != RULE_HOLDS || sides[i].outcome != RULE_HOLDS)
        return RULE_UNJUDGED;
    if (!rational_compare (sides[i - 1].value, sides[i].value, &order))
        return RULE_BEYOND;
    sides[i].broken = !relation_holds ((rule_relation)rule->sides[i].relation, order);
    return sides[i].broken ? RULE_BROKEN : RULE_HOLDS;
}

static bool was_corrected (const judging_t *self)
{
    for (size_t i = 0; i < self->input_count; i++)
        if (self->inputs[i].figure == FIGURE_CORRECTED)
            return true;
    return false;
}

/*  What is wrong is said before what is not known, and what is out of reach before what is blank. */
static rule_outcome comparison_judge (const judging_t *self, rule_side_value_t *sides)
{
    size_t counts[RULE_EXCUSED + 1] = {0};
    for (size_t i = 1; i < self->rule->side_count; i++)
        counts[link_judge (self->rule, sides, i)]++;
    if (counts[RULE_BROKEN])
        return self->rule->unless_corrected && was_corrected (self) ? RULE_EXCUSED : RULE_BROKEN;
    return counts[RULE_BEYOND] ? RULE_BEYOND : counts[RULE_UNJUDGED] ? RULE_UNJUDGED : RULE_HOLDS;
}

static void derivation_judge (const rule_t *rule, rule_result_t *result)
{
    rational_t terms[2];
    for (size_t i = 0; i < 2; i++) {
        terms[i] = result->sides[i + 1].value;
        if (result->sides[i + 1].outcome == RULE_HOLDS)
            continue;
        terms[i] = rational_of (0);
        if (result->outcome != RULE_BEYOND)
            result->outcome = result->sides[i + 1].outcome;
    }
    rule_outcome outcome =
        rule_quotient (rule, terms, &result->numerator_e4, &result->denominator_e4, &result->ratio);
    if (result->outcome == RULE_HOLDS)
        result->outcome = outcome;
}

/*  The figure that a derivation makes is never typed in, whoever may have done so. */
static rule_figure nothing (const rule_cell_t *cell, int64_t *value_e4, void *arg)
{
    (void)cell;
    (void)value_e4;
    (void)arg;
    return FIGURE_BLANK;
}

static qcdc_status place_judge (const rule_place_t *place, void *arg)
{
    judging_t *self = arg;
    const rule_t *rule = self->rule;
    rule_operand_value_t values[QCDC_RULE_OPERANDS_MAX];
    rule_source_t unread = *self->source;
    unread.value = nothing;
    self->input_count = 0;
    for (self->operand = 0; self->operand < rule->operand_count; self->operand++) {
        bool made = rule->severity == RULE_DERIVED && self->operand == 0;
        QCDC_TRY (rule_operand_look (rule, &rule->operands[self->operand], place, made ? &unread : self->source,
                                     input_add, self, &values[self->operand]));
    }
    rule_result_t result = {.rule = rule,
                            .member = {place->member[0], place->member[1]},
                            .inputs = self->inputs,
                            .input_count = self->input_count,
                            .side_count = rule->side_count};
    for (size_t i = 0; i < self->input_count && !result.cell; i++)
        if (self->inputs[i].cell.indicator)
            result.cell = self->inputs[i].cell.text;
    bool derived = rule->severity == RULE_DERIVED;
    for (size_t i = derived; i < rule->side_count; i++) {
        rule_side_value_t *side = &result.sides[i];
        side->outcome = rule_side_ready (rule, &rule->sides[i], values);
        if (side->outcome == RULE_HOLDS)
            side->outcome = rule_side_run (rule, &rule->sides[i], values, &side->value);
    }
    if (derived)
        derivation_judge (rule, &result);
    else
        result.outcome = comparison_judge (self, result.sides);
    return self->each (&result, self->arg);
}

qcdc_status rule_evaluate (const rule_t *self, const rule_source_t *source, rule_each_fn *each, void *arg)
{
    judging_t judging = {.rule = self, .source = source, .each = each, .arg = arg};
    qcdc_status status = rule_each_place (self, source, place_judge, &judging);
    free (judging.inputs);
    return status;
}
