/*  rule_say.c — rules said in the order in which they were written, with names or with numbers.
 *
 *  Both are made from the same tokens, so that each number stands where its name does. */

#include "rules/rule_say.h"
#include "rules/rule_form.h"
#include "rules/rule_run.h"

#include "base/amount.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "catalogue/cell.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*  Numbers of one sum that are said. */
#define PARTS_MAX 12u

static const char *const RELATIONS[] = {"=", "≠", "<", "≤", ">", "≥"};
static const rule_relation OPPOSITES[] = {RELATION_UNEQUAL, RELATION_EQUAL, RELATION_LEAST,
                                          RELATION_MORE,    RELATION_MOST,  RELATION_LESS};

/*  What is being said; RESULT is NULL for names. */
typedef struct {
    FILE *out;
    const rule_t *rule;
    const rule_result_t *result;
    rule_number_fn *number;
    const char *computed; /* a figure of the rule: only what it is computed from is said, for its member */
    size_t input; /* the next that has not been said */
    size_t side;
    const rule_token_t *said[QCDC_RULE_TOKENS_MAX + 1]; /* the tokens that show, up to the end */
    size_t said_count;
} saying_t;

static bool is_sign (const rule_token_t *token, const char *signs)
{
    for (; token && token->kind == TOKEN_SIGN && *signs; signs++)
        if (token->sign == (uint8_t)*signs)
            return true;
    return false;
}

/*  Whether a - stands before a figure of its own, not between two. */
static bool is_negation (const rule_token_t *before, const rule_token_t *token)
{
    return token->sign == '-' && (!before || before->kind == TOKEN_SIGN || before->kind == TOKEN_OPEN ||
                                  before->kind == TOKEN_COMMA || before->kind == TOKEN_RELATION);
}

static const rule_token_t *closing (const rule_token_t *open)
{
    size_t depth = 0;
    for (;; open++) {
        depth += open->kind == TOKEN_OPEN;
        depth -= open->kind == TOKEN_CLOSE;
        if (depth == 0)
            return open;
    }
}

/*  With numbers, sum (…) is these with + between them: its parentheses show only where a sign would bind some of them. */
static bool parentheses_show (const saying_t *self, const rule_token_t *sum, const rule_token_t *close)
{
    size_t cells = 0;
    for (const rule_token_t *token = sum; token < close; token++)
        cells += token->kind == TOKEN_CELL;
    return cells > 1 && (is_sign (sum > self->rule->tokens ? sum - 1 : NULL, "-*/") || is_sign (close + 1, "*/"));
}

/*  Which tokens show: with names all, with numbers none that only say how these came to be. */
static void tokens_choose (saying_t *self)
{
    const rule_token_t *hidden[2 * QCDC_RULE_DEPTH_MAX + 2] = {
        NULL}; /* parentheses to come: open and close in turns */
    size_t hidden_count = 0, over = 0;
    /*  What is computed, and the = behind it, go before. */
    for (const rule_token_t *token = self->rule->tokens + (self->computed ? 2 : 0);; token++) {
        bool shows = true;
        if (token->kind == TOKEN_FUNCTION && ((self->result && token->sign >= FUNCTION_SUM) ||
                                              (self->computed && token->sign == FUNCTION_YTD))) {
            const rule_token_t *close = closing (token + 1);
            shows = false;
            if (token->sign == FUNCTION_YTD || !parentheses_show (self, token, close)) {
                hidden[hidden_count++] = token + 1;
                hidden[hidden_count++] = close;
            }
        }
        if (self->result && token->kind == TOKEN_OVER)
            over = 2;
        if (over > 0) {
            over--;
            shows = false;
        }
        for (size_t i = 0; i < hidden_count; i++)
            if (hidden[i] == token) {
                hidden[i] = hidden[--hidden_count];
                shows = false;
                break;
            }
        if (shows)
            self->said[self->said_count++] = token;
        if (token->kind == TOKEN_END)
            return;
    }
}

static void figure_say (const saying_t *self, const rule_input_t *input)
{
    char text[RULE_NUMBER_BYTES];
    fputs (input->figure == FIGURE_BLANK ? "–" : self->number (input->value_e4, text), self->out);
}

/*  The numbers of one operand; several, of a sum, in parentheses where another sign than + would bind them. */
static void inputs_say (saying_t *self, size_t place)
{
    const rule_token_t *token = self->said[place];
    size_t begin = self->input, said = 0;
    while (self->input < self->result->input_count &&
           self->result->inputs[self->input].operand == (size_t)token->operand)
        self->input++;
    size_t count = self->input - begin;
    bool bound =
        count > 1 && (is_sign (place ? self->said[place - 1] : NULL, "-*/") || is_sign (self->said[place + 1], "*/"));
    fputs (bound ? "(" : "", self->out);
    for (; said < count && said < PARTS_MAX; said++) {
        fputs (said ? " + " : "", self->out);
        figure_say (self, &self->result->inputs[begin + said]);
    }
    fputs (count == 0 ? "–" : said < count ? " + …" : "", self->out);
    fputs (bound ? ")" : "", self->out);
}

/*  The computed figure itself, from hundredths. */
static void target_say (saying_t *self)
{
    int64_t ratio_e4;
    char text[RULE_NUMBER_BYTES];
    self->input++;
    if (self->result->outcome != RULE_HOLDS || __builtin_mul_overflow (self->result->ratio, 100, &ratio_e4))
        fputs ("–", self->out);
    else
        fputs (self->number (ratio_e4, text), self->out);
}

/*  What is said behind a cell of another report. */
static const char *period_words (rule_period period)
{
    switch (period) {
    case RULE_PREVIOUS:
        return _ (" in the period before");
    case RULE_YEAR_AGO:
        return _ (" a year before");
    case RULE_H1:
        return _ (" in the first half of the year");
    case RULE_YEAR:
        return _ (" in the whole year");
    case RULE_YTD:
        return _ (" since the beginning of the year");
    default:
        return "";
    }
}

/*  "J05.XA.TOT a year before" of J05.TOT[P-1y]: the figure's own member stands where the scope would put it, before the others. */
static void cell_say (const saying_t *self, const rule_operand_t *operand, const rule_token_t *token)
{
    const char *name = self->rule->text.expression + token->at, *member = cell_member (self->computed);
    size_t length = strcspn (name, "["), indicator = strlen (operand->name);
    length = length < token->length ? length : token->length;
    bool takes = operand->source[0] == MEMBER_SCOPE || operand->source[1] == MEMBER_SCOPE;
    fprintf (self->out, "%.*s%s%s%.*s%s", (int)indicator, name, takes && *member ? "." : "", takes ? member : "",
             (int)(length - indicator), name + indicator, period_words ((rule_period)operand->period));
}

static void operand_say (saying_t *self, size_t place)
{
    const rule_token_t *token = self->said[place];
    const rule_operand_t *operand = &self->rule->operands[token->operand];
    char text[RULE_NUMBER_BYTES];
    if (self->computed && operand->kind == OPERAND_CELL)
        cell_say (self, operand, token);
    else if (!self->result)
        fprintf (self->out, "%.*s", token->length, self->rule->text.expression + token->at);
    else if (operand->kind == OPERAND_NUMBER)
        fputs (self->number (operand->number_e4, text), self->out);
    else if (self->rule->severity == RULE_DERIVED && token->operand == 0)
        target_say (self);
    else
        inputs_say (self, place);
}

static void relation_say (saying_t *self, const rule_token_t *token)
{
    rule_relation relation = (rule_relation)token->sign;
    self->side++;
    if (self->result && self->rule->severity != RULE_DERIVED && self->result->sides[self->side].broken)
        relation = OPPOSITES[relation];
    fprintf (self->out, " %s ", RELATIONS[relation]);
}

static void sign_say (const saying_t *self, size_t place)
{
    const rule_token_t *token = self->said[place];
    if (is_negation (place ? self->said[place - 1] : NULL, token))
        fputs ("-", self->out);
    else if (token->sign == '*')
        fputs (" × ", self->out);
    else
        fprintf (self->out, " %c ", token->sign);
}

static void token_say (saying_t *self, size_t place)
{
    const rule_token_t *token = self->said[place];
    switch (token->kind) {
    case TOKEN_NUMBER:
    case TOKEN_CELL:
        operand_say (self, place);
        break;
    case TOKEN_SIGN:
        sign_say (self, place);
        break;
    case TOKEN_RELATION:
        relation_say (self, token);
        break;
    case TOKEN_COMMA:
        fputs (", ", self->out);
        break;
    case TOKEN_OVER:
        fputs (" over ", self->out);
        break;
    default: /* a constant's name is an operand, a dimension's and a function's is not */
        if (token->operand >= 0)
            operand_say (self, place);
        else
            fprintf (self->out, "%.*s", token->length, self->rule->text.expression + token->at);
    }
}

/*  Says all of it into memory. */
static char *say (saying_t *self)
{
    char *text = NULL;
    size_t length;
    self->out = open_memstream (&text, &length);
    if (!self->out)
        return NULL;
    tokens_choose (self);
    for (size_t place = 0; self->said[place]->kind != TOKEN_END; place++)
        token_say (self, place);
    bool failed = ferror (self->out) != 0;
    if (fclose (self->out) == 0 && !failed)
        return text;
    free (text);
    return NULL;
}

char *rule_say (const rule_t *self)
{
    saying_t saying = {.rule = self};
    return say (&saying);
}

char *rule_say_computed (const rule_t *self, const char *figure)
{
    saying_t saying = {.rule = self, .computed = figure};
    return say (&saying);
}

char *rule_say_result (const rule_result_t *result, rule_number_fn *number)
{
    saying_t names = {.rule = result->rule}, numbers = {.rule = result->rule, .result = result, .number = number};
    char *rule QCDC_CLEANUP (memory_free) = say (&names), *with QCDC_CLEANUP (memory_free) = say (&numbers), *text;
    if (!rule || !with || asprintf (&text, "%s: %s", rule, with) < 0)
        return NULL;
    return text;
}

/*  ---------------------------------------------------------------- for spreadsheets */

/*  A side, from its steps: what was pushed last stands to the right. */
static char *side_spell (const rule_t *self, const rule_side_t *side, const char *const *operands)
{
    char *stack[RULE_STACK_MAX] = {NULL}, *made = NULL;
    size_t height = 0;
    bool failed = false;
    for (const rule_step_t *step = self->steps + side->step; step < self->steps + side->step_end && !failed; step++) {
        static const char *const SHAPES[] = {[STEP_ADD] = "(%s+%s)",      [STEP_SUBTRACT] = "(%s-%s)",
                                             [STEP_MULTIPLY] = "(%s*%s)", [STEP_DIVIDE] = "(%s/%s)",
                                             [STEP_MIN] = "MIN(%s,%s)",   [STEP_MAX] = "MAX(%s,%s)"};
        const rule_operand_t *operand = &self->operands[step->operand];
        char number[RULE_NUMBER_BYTES], *next = NULL;
        int written;
        if (step->kind == STEP_PUSH && operand->kind == OPERAND_NUMBER)
            written = asprintf (&next, "(%s*(%s))", value_format (operand->number_e4, number), operands[0]);
        else if (step->kind == STEP_PUSH)
            written = asprintf (&next, "(%s)", operands[step->operand]);
        else if (step->kind == STEP_NEGATE)
            written = asprintf (&next, "(-%s)", stack[--height]);
        else {
            height -= 2;
            written = asprintf (&next, SHAPES[step->kind], stack[height], stack[height + 1]);
            free (stack[height + 1]);
            stack[height + 1] = NULL;
        }
        failed = written < 0;
        if (step->kind != STEP_PUSH)
            free (stack[height]);
        stack[height++] = failed ? NULL : next;
    }
    made = failed ? NULL : stack[0];
    for (size_t i = made ? 1 : 0; i < RULE_STACK_MAX; i++)
        free (stack[i]);
    return made;
}

char *rule_spell (const rule_t *self, const char *const operands[QCDC_RATE_OPERANDS_MAX + 1])
{
    char *text = NULL;
    char *numerator QCDC_CLEANUP (memory_free) = side_spell (self, &self->sides[1], operands);
    char *denominator QCDC_CLEANUP (memory_free) = side_spell (self, &self->sides[2], operands);
    if (!numerator || !denominator ||
        asprintf (&text, "=IF(%s=0,\"\",ROUND(%lld*%s/%s,2))", denominator, (long long)self->factor, numerator,
                  denominator) < 0)
        return NULL;
    return text;
}
