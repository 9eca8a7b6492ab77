/*  rule_compile.c — tokens put in the order in which a machine with a stack takes them: Dijkstra's shunting-yard.
 *
 *  Nothing here calls itself: what is open (parentheses, functions, signs that wait for their right side) stands in a row of
 *  fixed length, so that no rule can be deep enough to do harm. */

#include "rules/rule_form.h"

#include "base/amount.h"
#include "base/i18n.h"

#include <stdio.h>
#include <string.h>

/*  What waits for its end. */
typedef enum { OPEN_SIGN, OPEN_NEGATION, OPEN_PARENTHESIS, OPEN_LEAST, OPEN_SUM } open_kind;

typedef struct {
    open_kind kind;
    rule_step_t step;   /* of a sign or function */
    uint8_t precedence; /* of a sign */
    uint8_t operand;    /* of a sum: the first in it */
    bool compared;      /* of min and max: there was a comma */
    const rule_token_t *token;
} open_t;

typedef struct {
    rule_builder_t *builder;
    open_t open[RULE_STACK_MAX];
    size_t open_count;
    size_t depth;  /* parentheses of any kind that are open */
    size_t height; /* of the stack when these steps are run */
    bool in_sum;
    bool wanted; /* an operand, not a sign */
} yard_t;

static qcdc_status step_add (yard_t *self, rule_step_t step, size_t at)
{
    if (step.kind == STEP_PUSH && ++self->height > RULE_STACK_MAX)
        return rule_fail_at (self->builder, at, N_ ("more than %u parentheses within each other"),
                             QCDC_RULE_DEPTH_MAX);
    if (step.kind != STEP_PUSH && step.kind != STEP_NEGATE)
        self->height--;
    self->builder->steps[self->builder->step_count++] = step;
    return QCDC_OK;
}

static qcdc_status open_add (yard_t *self, open_t open)
{
    if (open.kind >= OPEN_PARENTHESIS && self->depth++ == QCDC_RULE_DEPTH_MAX)
        return rule_fail_at (self->builder, open.token->at, N_ ("more than %u parentheses within each other"),
                             QCDC_RULE_DEPTH_MAX);
    self->open[self->open_count++] = open;
    return QCDC_OK;
}

/*  Takes the signs that bind at least as strongly as PRECEDENCE off the row; at 0 all up to the last parenthesis. */
static qcdc_status reduce (yard_t *self, uint8_t precedence)
{
    while (self->open_count > 0) {
        const open_t *open = &self->open[self->open_count - 1];
        if (open->kind >= OPEN_PARENTHESIS || open->precedence < precedence)
            break;
        QCDC_TRY (step_add (self, open->step, open->token->at));
        self->open_count--;
    }
    return QCDC_OK;
}

static qcdc_status push (yard_t *self, const rule_token_t *token)
{
    self->wanted = false;
    return step_add (self, (rule_step_t){STEP_PUSH, (uint8_t)token->operand}, token->at);
}

static bool constant_exists (const rule_names_t *names, const char *name)
{
    for (size_t i = 0; i < names->constant_count; i++)
        if (strcmp (names->constants[i].name, name) == 0)
            return true;
    return false;
}

/*  The text of a token as a string of its own; it is at most as long as the expression. */
static char *token_text (const yard_t *self, const rule_token_t *token, char text[QCDC_RULE_BYTES_MAX + 1])
{
    snprintf (text, QCDC_RULE_BYTES_MAX + 1, "%.*s", token->length, self->builder->rule.text.expression + token->at);
    return text;
}

/*  A name that is no cell stands for a constant. */
static qcdc_status constant_take (yard_t *self, rule_token_t *token)
{
    rule_builder_t *builder = self->builder;
    char name[QCDC_RULE_BYTES_MAX + 1];
    if (!constant_exists (builder->names, token_text (self, token, name)))
        return rule_fail_at (builder, token->at, N_ ("there is no indicator or constant '%.80s'"), name);
    if (builder->rule.operand_count == QCDC_RULE_OPERANDS_MAX)
        return rule_fail_at (builder, token->at, N_ ("a rule has at most %u cells and numbers"),
                             QCDC_RULE_OPERANDS_MAX);
    /*  Operands stand in the order of the tokens, so the later ones move on by one. */
    size_t place = 0;
    while (place < builder->rule.operand_count && builder->operands[place].token < token - builder->tokens)
        place++;
    memmove (&builder->operands[place + 1], &builder->operands[place],
             (builder->rule.operand_count - place) * sizeof *builder->operands);
    builder->rule.operand_count++;
    for (rule_token_t *later = token + 1; later->kind != TOKEN_END; later++)
        later->operand = (int16_t)(later->operand < 0 ? -1 : later->operand + 1);
    char *kept = arena_strdup (builder->arena, name);
    if (!kept)
        return fault_set (builder->fault, QCDC_NO_MEMORY, NULL, "out of memory");
    builder->operands[place] =
        (rule_operand_t){.kind = OPERAND_CONSTANT, .name = kept, .token = (uint16_t)(token - builder->tokens)};
    token->operand = (int16_t)place;
    return push (self, token);
}

/*  sumYTD ( cell ): four tokens at once; *TOKEN is left on the last. */
static qcdc_status year_take (yard_t *self, rule_token_t **token)
{
    rule_token_t *cell = *token + 2;
    if ((*token)[1].kind != TOKEN_OPEN || cell->kind != TOKEN_CELL || cell[1].kind != TOKEN_CLOSE)
        return rule_fail_at (self->builder, (*token)->at, N_ ("sumYTD takes one cell in parentheses"));
    rule_operand_t *operand = &self->builder->operands[cell->operand];
    if (operand->period != RULE_P)
        return rule_fail_at (self->builder, cell->at, N_ ("a cell in sumYTD has no other period"));
    operand->period = RULE_YTD;
    *token = cell + 1;
    return push (self, cell);
}

static qcdc_status function_take (yard_t *self, rule_token_t **token)
{
    rule_token_t *name = *token;
    if (name->sign == FUNCTION_YTD)
        return year_take (self, token);
    if (self->in_sum)
        return rule_fail_at (self->builder, name->at, N_ ("inside sum there are only cells, + and -"));
    if (name[1].kind != TOKEN_OPEN)
        return rule_fail_at (self->builder, name[1].at, N_ ("a ( is missing before this"));
    open_t open = {.token = name, .kind = name->sign == FUNCTION_SUM ? OPEN_SUM : OPEN_LEAST};
    open.step.kind = name->sign == FUNCTION_MIN ? STEP_MIN : STEP_MAX;
    for (const rule_token_t *in = name + 2; name->sign == FUNCTION_SUM && in->kind != TOKEN_END; in++)
        if (in->operand >= 0) {
            open.operand = (uint8_t)in->operand;
            break;
        }
    self->in_sum = name->sign == FUNCTION_SUM;
    *token = name + 1;
    return open_add (self, open);
}

/*  Where a figure, or something that makes one, must stand. */
static qcdc_status operand_take (yard_t *self, rule_token_t **token)
{
    rule_token_t *this = *token;
    const open_t *last = self->open_count ? &self->open[self->open_count - 1] : NULL;
    if (self->in_sum && (this->kind == TOKEN_NUMBER || this->kind == TOKEN_NAME))
        return rule_fail_at (self->builder, this->at, N_ ("inside sum there are only cells, + and -"));
    if (this->kind == TOKEN_NUMBER || this->kind == TOKEN_CELL)
        return push (self, this);
    if (this->kind == TOKEN_NAME)
        return constant_take (self, this);
    if (this->kind == TOKEN_FUNCTION)
        return function_take (self, token);
    if (this->kind == TOKEN_OPEN)
        return open_add (self, (open_t){.kind = OPEN_PARENTHESIS, .token = this});
    if (this->kind == TOKEN_SIGN && this->sign == '-' && !(last && last->kind == OPEN_NEGATION))
        return open_add (self,
                         (open_t){.kind = OPEN_NEGATION, .token = this, .precedence = 3, .step.kind = STEP_NEGATE});
    return rule_fail_at (self->builder, this->at, N_ ("a cell, a number or a parenthesis is missing here"));
}

static qcdc_status sign_take (yard_t *self, const rule_token_t *token)
{
    open_t open = {.kind = OPEN_SIGN, .token = token, .precedence = token->sign == '*' || token->sign == '/' ? 2 : 1};
    if (self->in_sum && open.precedence == 2)
        return rule_fail_at (self->builder, token->at, N_ ("inside sum there are only cells, + and -"));
    open.step.kind = token->sign == '+'   ? STEP_ADD
                     : token->sign == '-' ? STEP_SUBTRACT
                     : token->sign == '*' ? STEP_MULTIPLY
                                          : STEP_DIVIDE;
    QCDC_TRY (reduce (self, open.precedence));
    self->wanted = true;
    return open_add (self, open);
}

/*  The last of what is open after its signs are done, or NULL. */
static qcdc_status innermost (yard_t *self, open_t **open)
{
    QCDC_TRY (reduce (self, 0));
    *open = self->open_count ? &self->open[self->open_count - 1] : NULL;
    return QCDC_OK;
}

static qcdc_status comma_take (yard_t *self, const rule_token_t *token)
{
    open_t *open;
    QCDC_TRY (innermost (self, &open));
    if (!open || open->kind != OPEN_LEAST)
        return rule_fail_at (self->builder, token->at, N_ ("a comma stands in min and max only"));
    if (open->compared)
        QCDC_TRY (step_add (self, open->step, token->at));
    open->compared = true;
    self->wanted = true;
    return QCDC_OK;
}

static qcdc_status close_take (yard_t *self, const rule_token_t *token)
{
    open_t *open;
    QCDC_TRY (innermost (self, &open));
    if (!open)
        return rule_fail_at (self->builder, token->at, N_ ("there is no ( to this )"));
    if (open->kind == OPEN_SUM)
        return rule_fail_at (self->builder, token->at, N_ ("sum needs 'over' and a dimension before this"));
    if (open->kind == OPEN_LEAST) {
        if (!open->compared)
            return rule_fail_at (self->builder, token->at, N_ ("min and max need a comma and one more before this"));
        QCDC_TRY (step_add (self, open->step, token->at));
    }
    self->open_count--;
    self->depth--;
    return QCDC_OK;
}

/*  over dimension ): marks the cells of the sum; *TOKEN is left on the last. */
static qcdc_status over_take (yard_t *self, rule_token_t **token)
{
    rule_builder_t *builder = self->builder;
    rule_token_t *name = *token + 1;
    char text[QCDC_RULE_BYTES_MAX + 1];
    open_t *open;
    QCDC_TRY (innermost (self, &open));
    if (!open || open->kind != OPEN_SUM)
        return rule_fail_at (builder, (*token)->at, N_ ("'over' stands in sum only, behind what is summed"));
    const dimension_t *dimension =
        name->kind == TOKEN_NAME ? rule_dimension (builder->names->catalog, token_text (self, name, text)) : NULL;
    if (!dimension)
        return rule_fail_at (builder, name->at, N_ ("a dimension is missing here"));
    if (name[1].kind != TOKEN_CLOSE)
        return rule_fail_at (builder, name[1].at, N_ ("a ) is missing before this"));
    for (size_t i = open->operand;
         i < builder->rule.operand_count && builder->operands[i].token < *token - builder->tokens; i++)
        builder->operands[i].summed = dimension;
    self->in_sum = false;
    self->open_count--;
    self->depth--;
    *token = name + 1;
    return QCDC_OK;
}

/*  The end of a side, at a relation or behind the last token. */
static qcdc_status side_end (yard_t *self, const rule_token_t *token, bool last)
{
    rule_builder_t *builder = self->builder;
    open_t *open;
    QCDC_TRY (innermost (self, &open));
    if (open)
        return rule_fail_at (builder, open->token->at, N_ ("what begins here is not closed"));
    rule_side_t *side = &builder->rule.sides[builder->rule.side_count++];
    side->step_end = (uint16_t)builder->step_count;
    side->operand_end = 0;
    for (size_t i = 0; i < builder->rule.operand_count && builder->operands[i].token < token - builder->tokens; i++)
        side->operand_end = (uint8_t)(i + 1);
    self->height = 0;
    self->wanted = true;
    if (last && builder->rule.side_count == 1)
        return rule_fail_at (builder, token->at, N_ ("a relation is missing: =, <>, <, <=, > or >="));
    if (last)
        return QCDC_OK;
    if (builder->rule.side_count == QCDC_RULE_SIDES_MAX)
        return rule_fail_at (builder, token->at, N_ ("a rule compares at most %u sides"), QCDC_RULE_SIDES_MAX);
    side[1] = (rule_side_t){.step = side->step_end, .operand = side->operand_end, .relation = token->sign};
    return QCDC_OK;
}

/*  Where a sign, a relation or the end must stand. */
static qcdc_status between_take (yard_t *self, rule_token_t **token)
{
    switch ((*token)->kind) {
    case TOKEN_SIGN:
        return sign_take (self, *token);
    case TOKEN_COMMA:
        return comma_take (self, *token);
    case TOKEN_CLOSE:
        return close_take (self, *token);
    case TOKEN_OVER:
        return over_take (self, token);
    case TOKEN_RELATION:
    case TOKEN_END:
        return side_end (self, *token, (*token)->kind == TOKEN_END);
    default:
        return rule_fail_at (self->builder, (*token)->at, N_ ("a sign or a relation is missing before this"));
    }
}

/*  Where the part of a side begins that ends before step END: as many values as it makes, it takes. */
static size_t part_begin (const rule_builder_t *self, size_t end)
{
    for (size_t wanted = 1; wanted > 0; end--) {
        step_kind kind = (step_kind)self->steps[end - 1].kind;
        if (kind == STEP_PUSH)
            wanted--;
        else if (kind != STEP_NEGATE)
            wanted++;
    }
    return end;
}

static size_t first_operand (const rule_builder_t *self, size_t step, size_t end)
{
    size_t first = QCDC_RULE_OPERANDS_MAX;
    for (; step < end; step++)
        if (self->steps[step].kind == STEP_PUSH && self->steps[step].operand < first)
            first = self->steps[step].operand;
    return first;
}

/*  A derivation is cut into what is divided and what divides: totals divide the sums of each, never add up quotients. */
static qcdc_status derivation_cut (rule_builder_t *self)
{
    struct rule *rule = &self->rule;
    rule_side_t *figure = &rule->sides[0], *above = &rule->sides[1], *below = &rule->sides[2];
    if (rule->side_count != 2 || above->relation != RELATION_EQUAL || figure->step_end != 1 ||
        self->operands[0].kind != OPERAND_CELL)
        return rule_fail_at (self, 0, N_ ("a computed figure is written: cell = number * term / term"));
    size_t at = self->tokens[self->operands[above->operand].token].at;
    if (self->steps[self->step_count - 1].kind != STEP_DIVIDE)
        return rule_fail_at (self, at, N_ ("a computed figure is written: cell = number * term / term"));
    *below = (rule_side_t){.step_end = (uint16_t)(self->step_count - 1), .operand_end = (uint8_t)rule->operand_count};
    below->step = (uint16_t)part_begin (self, below->step_end);
    above->step_end = below->step;
    rule->factor = 1;
    const rule_operand_t *number = &self->operands[self->steps[above->step].operand];
    if (self->steps[above->step_end - 1].kind == STEP_MULTIPLY && number->kind == OPERAND_NUMBER &&
        part_begin (self, above->step_end - 1u) == above->step + 1u) {
        if (number->number_e4 % AMOUNT_SCALE != 0 || number->number_e4 == 0 ||
            number->number_e4 / AMOUNT_SCALE > QCDC_RULE_FACTOR_MAX)
            return rule_fail_at (self, at, N_ ("the number before * must be a whole one from 1 to %d"),
                                 QCDC_RULE_FACTOR_MAX);
        rule->factor = number->number_e4 / AMOUNT_SCALE;
        above->step++;
        above->step_end--;
        above->operand++;
    }
    below->operand = (uint8_t)first_operand (self, below->step, below->step_end);
    above->operand_end = below->operand;
    rule->side_count = 3;
    for (size_t i = 1; i <= 2; i++)
        for (size_t step = rule->sides[i].step; step < rule->sides[i].step_end; step++)
            if (self->steps[step].kind == STEP_MULTIPLY || self->steps[step].kind == STEP_DIVIDE)
                return rule_fail_at (self, at, N_ ("a computed figure is written: cell = number * term / term"));
    return QCDC_OK;
}

qcdc_status rule_compile (rule_builder_t *self)
{
    yard_t yard = {.builder = self, .wanted = true};
    rule_token_t *last = &self->tokens[self->token_count - 1];
    for (rule_token_t *token = self->tokens; token <= last; token++)
        QCDC_TRY (yard.wanted ? operand_take (&yard, &token) : between_take (&yard, &token));
    return self->rule.severity == RULE_DERIVED ? derivation_cut (self) : QCDC_OK;
}
