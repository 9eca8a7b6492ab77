/*  rule_run.c — the machine that rules run on: cells looked up by name, steps taken one after the other.
 *
 *  It takes as many steps as the rule has, and looks up as many cells as the dimensions have members: there is nothing in it
 *  that could go on for ever. */

#include "rules/rule_run.h"

#include "base/amount.h"
#include "catalogue/cell.h"

#include <string.h>

static const char *const NO_MEMBERS[] = {NULL};
static const char *const ONE_PLACE[] = {"", NULL};

static const char *const *members_of (const dimension_t *dimension, const rule_source_t *source)
{
    if (!dimension->open)
        return dimension->members;
    const char *const *members = source->members ? source->members (dimension, source->arg) : NULL;
    return members ? members : NO_MEMBERS;
}

static qcdc_status each_cell (const rule_t *self, const indicator_t *indicator, const rule_source_t *source,
                              rule_place_fn *each, void *arg)
{
    const char *wanted = self->each == EACH_FLOW ? "flow" : "open";
    const char *const *lists[2] = {ONE_PLACE, ONE_PLACE};
    if (indicator->type != VALUE_COUNT && indicator->type != VALUE_DECIMAL)
        return QCDC_OK;
    for (size_t i = 0; i < 2 && indicator->dimensions[i]; i++)
        lists[i] = members_of (indicator->dimensions[i], source);
    for (const char *const *first = lists[0]; *first; first++)
        for (const char *const *second = lists[1]; *second; second++) {
            rule_place_t place = {indicator, {**first ? *first : NULL, **second ? *second : NULL}};
            if (strcmp (cell_agg_time (indicator, place.member), wanted) == 0)
                QCDC_TRY (each (&place, arg));
        }
    return QCDC_OK;
}

qcdc_status rule_each_place (const rule_t *self, const rule_source_t *source, rule_place_fn *each, void *arg)
{
    const char *const *lists[2] = {ONE_PLACE, ONE_PLACE};
    if (self->each == EACH_FLOW || self->each == EACH_OPENING) {
        for (const indicator_t *const *one = source->form ? source->form->indicators : NULL; one && *one; one++)
            QCDC_TRY (each_cell (self, *one, source, each, arg));
        return QCDC_OK;
    }
    if (self->each == EACH_LISTED) {
        for (const indicator_t *const *one = self->listed; *one; one++) {
            rule_place_t place = {*one, {NULL, NULL}};
            QCDC_TRY (each (&place, arg));
        }
        return QCDC_OK;
    }
    for (size_t i = 0; i < 2 && self->scope[i]; i++)
        lists[i] = self->filter[i] ? self->filter[i] : members_of (self->scope[i], source);
    for (const char *const *first = lists[0]; *first; first++)
        for (const char *const *second = lists[1]; *second; second++) {
            rule_place_t place = {NULL, {**first ? *first : NULL, **second ? *second : NULL}};
            QCDC_TRY (each (&place, arg));
        }
    return QCDC_OK;
}

/*  The members of an operand's cell; SUMMED is that of the sum's dimension. */
static void cell_members (const rule_t *self, const rule_operand_t *operand, const rule_place_t *place,
                          const char *summed, rule_cell_t *cell)
{
    bool whole = !operand->indicator && self->each != EACH_LISTED;
    for (size_t i = 0; i < 2; i++) {
        if (whole)
            cell->member[i] = place->member[i];
        else if (operand->source[i] == MEMBER_FIXED)
            cell->member[i] = operand->fixed[operand->place[i]];
        else if (operand->source[i] == MEMBER_SCOPE)
            cell->member[i] = place->member[operand->place[i]];
        else
            cell->member[i] = operand->source[i] == MEMBER_SUMMED ? summed : NULL;
    }
}

/*  false: the name is longer than any cell's, so that there is no such cell. */
static bool cell_name (rule_cell_t *cell)
{
    const char *parts[3] = {cell->indicator->code, cell->member[0], cell->member[1]};
    size_t used = 0;
    for (size_t i = 0; i < 3 && parts[i]; i++) {
        size_t length = strlen (parts[i]);
        if (used + (i > 0) + length > QCDC_CELL_BYTES_MAX) {
            cell->text[used] = '\0';
            return false;
        }
        if (i > 0)
            cell->text[used++] = '.';
        memcpy (cell->text + used, parts[i], length);
        used += length;
    }
    cell->text[used] = '\0';
    return true;
}

static void value_add (rule_operand_value_t *value, rule_figure figure, int64_t value_e4)
{
    if (figure == FIGURE_BLANK) {
        value->blank++;
        return;
    }
    value->held++;
    value->beyond |= !rational_add (value->sum, rational_of (value_e4), &value->sum);
}

static qcdc_status constant_look (const rule_operand_t *operand, const rule_source_t *source, rule_see_fn *see,
                                  void *arg, rule_operand_value_t *value)
{
    rule_cell_t cell = {.text = ""};
    int64_t value_e4 = 0;
    bool held = source->constant && source->constant (operand->name, &value_e4, source->arg);
    rule_figure figure = held ? FIGURE_HELD : FIGURE_BLANK;
    strncat (cell.text, operand->name, sizeof cell.text - 1);
    value_add (value, figure, value_e4);
    return see ? see (&cell, figure, held ? value_e4 : 0, arg) : QCDC_OK;
}

qcdc_status rule_operand_look (const rule_t *self, const rule_operand_t *operand, const rule_place_t *place,
                               const rule_source_t *source, rule_see_fn *see, void *arg, rule_operand_value_t *value)
{
    *value = (rule_operand_value_t){.sum = rational_of (0)};
    if (operand->kind == OPERAND_NUMBER) {
        value_add (value, FIGURE_HELD, operand->number_e4);
        return QCDC_OK;
    }
    if (operand->kind == OPERAND_CONSTANT)
        return constant_look (operand, source, see, arg, value);
    const char *const *summed = operand->summed ? members_of (operand->summed, source) : ONE_PLACE;
    rule_cell_t cell = {.indicator = operand->indicator ? operand->indicator : place->each,
                        .period = (rule_period)operand->period};
    for (; *summed; summed++) {
        int64_t value_e4 = 0;
        rule_figure figure = FIGURE_BLANK;
        cell_members (self, operand, place, *summed, &cell);
        if (cell_name (&cell))
            figure = source->value (&cell, &value_e4, source->arg);
        if (figure == FIGURE_BLANK)
            value_e4 = 0;
        value_add (value, figure, value_e4);
        if (see)
            QCDC_TRY (see (&cell, figure, value_e4, arg));
    }
    return QCDC_OK;
}

rule_outcome rule_side_ready (const rule_t *self, const rule_side_t *side, const rule_operand_value_t *values)
{
    size_t held = 0, cells = 0;
    bool missing = false, beyond = false;
    for (size_t i = side->operand; i < side->operand_end; i++) {
        const rule_operand_t *operand = &self->operands[i];
        beyond |= values[i].beyond;
        if (operand->kind == OPERAND_NUMBER)
            continue;
        if (operand->kind == OPERAND_CONSTANT) {
            /*  No policy makes a 0 of a number of provinces that nobody has published. */
            if (values[i].held == 0)
                return RULE_UNJUDGED;
            continue;
        }
        cells++;
        held += values[i].held;
        bool parts = self->blanks == BLANKS_PARTS && operand->summed;
        missing |= values[i].held == 0 || (values[i].blank > 0 && !parts);
    }
    if (self->blanks == BLANKS_ANY || self->blanks == BLANKS_PARTS
            ? missing
            : self->blanks == BLANKS_ALL && cells > 0 && held == 0)
        return RULE_UNJUDGED;
    return beyond ? RULE_BEYOND : RULE_HOLDS;
}

/*  The lesser of two, or the greater one. */
static bool choose (step_kind kind, rational_t a, rational_t b, rational_t *result)
{
    int order;
    if (!rational_compare (a, b, &order))
        return false;
    *result = (kind == STEP_MIN) == (order <= 0) ? a : b;
    return true;
}

static bool step_run (step_kind kind, rational_t a, rational_t b, rational_t *result)
{
    switch (kind) {
    case STEP_ADD:
        return rational_add (a, b, result);
    case STEP_SUBTRACT:
        return rational_subtract (a, b, result);
    case STEP_MULTIPLY:
        return rational_multiply (a, b, result);
    case STEP_DIVIDE:
        return rational_divide (a, b, result);
    default:
        return choose (kind, a, b, result);
    }
}

rule_outcome rule_side_run (const rule_t *self, const rule_side_t *side, const rule_operand_value_t *values,
                            rational_t *result)
{
    rational_t stack[RULE_STACK_MAX];
    size_t height = 0;
    for (const rule_step_t *step = self->steps + side->step; step < self->steps + side->step_end; step++) {
        if (step->kind == STEP_PUSH) {
            stack[height++] = values[step->operand].sum;
        } else if (step->kind == STEP_NEGATE) {
            stack[height - 1].numerator = -stack[height - 1].numerator;
        } else {
            height--;
            if (step->kind == STEP_DIVIDE && rational_is_zero (stack[height]))
                return RULE_UNJUDGED;
            if (!step_run ((step_kind)step->kind, stack[height - 1], stack[height], &stack[height - 1]))
                return RULE_BEYOND;
        }
    }
    *result = stack[0];
    return RULE_HOLDS;
}

rule_outcome rule_quotient (const rule_t *self, const rational_t terms[2], int64_t *numerator_e4,
                            int64_t *denominator_e4, int64_t *ratio)
{
    rational_t quotient;
    if (!rational_round (terms[0], AMOUNT_SCALE, numerator_e4) ||
        !rational_round (terms[1], AMOUNT_SCALE, denominator_e4))
        return RULE_BEYOND;
    if (rational_is_zero (terms[1]))
        return RULE_UNJUDGED;
    if (!rational_divide (terms[0], terms[1], &quotient) || !rational_round (quotient, 100 * self->factor, ratio))
        return RULE_BEYOND;
    return RULE_HOLDS;
}
