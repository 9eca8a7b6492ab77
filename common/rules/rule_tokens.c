/*  rule_tokens.c — the expression of a rule, cut into signs, numbers and names.
 *
 *  Here a name is only held against the words of the language, the indicators and the constants; whether a cell has the members
 *  that it needs is known when the rule has been read to its end. */

#include "rules/rule_form.h"

#include "base/amount.h"
#include "base/i18n.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static const char *const FUNCTIONS[] = {"min", "max", "sum", "sumYTD", NULL};

/*  Of two that begin alike the longer one stands first. */
static const struct {
    const char *text;
    rule_relation relation;
} RELATIONS[] = {
    {"<=", RELATION_MOST}, {">=", RELATION_LEAST}, {"<>", RELATION_UNEQUAL},
    {"<", RELATION_LESS},  {">", RELATION_MORE},   {"=", RELATION_EQUAL},
};

static const struct {
    const char *text;
    rule_period period;
} PERIODS[] = {
    {"P", RULE_P}, {"Pprev", RULE_PREVIOUS}, {"P-1y", RULE_YEAR_AGO}, {"H1", RULE_H1}, {"Y", RULE_YEAR},
};

static bool is_letter (char c)
{
    return isalpha ((unsigned char)c) && (unsigned char)c < 0x80;
}

static bool is_name (char c)
{
    return is_letter (c) || isdigit ((unsigned char)c) || c == '_';
}

static qcdc_status token_add (rule_builder_t *self, token_kind kind, int sign, size_t at, size_t length)
{
    if (self->token_count == QCDC_RULE_TOKENS_MAX)
        return rule_fail_at (self, at, N_ ("a rule has at most %u signs and names"), QCDC_RULE_TOKENS_MAX);
    self->tokens[self->token_count++] =
        (rule_token_t){(uint8_t)kind, (uint8_t)sign, (uint16_t)at, (uint16_t)length, -1};
    return QCDC_OK;
}

/*  The operand that the token last added stands for. */
static qcdc_status operand_add (rule_builder_t *self, operand_kind kind, rule_operand_t **operand_p)
{
    rule_token_t *token = &self->tokens[self->token_count - 1];
    if (self->rule.operand_count == QCDC_RULE_OPERANDS_MAX)
        return rule_fail_at (self, token->at, N_ ("a rule has at most %u cells and numbers"), QCDC_RULE_OPERANDS_MAX);
    token->operand = (int16_t)self->rule.operand_count;
    rule_operand_t *operand = &self->operands[self->rule.operand_count++];
    *operand = (rule_operand_t){.kind = (uint8_t)kind, .token = (uint16_t)(self->token_count - 1)};
    *operand_p = operand;
    return QCDC_OK;
}

/*  1*DIGIT [ "." 1*4DIGIT ], into ten-thousandths. */
static qcdc_status number_read (rule_builder_t *self, size_t *at)
{
    const char *text = self->rule.text.expression;
    size_t begin = *at, decimals = 0;
    int64_t value = 0;
    bool point = false, large = false;
    for (; isdigit ((unsigned char)text[*at]) || (text[*at] == '.' && !point); ++*at) {
        if (text[*at] == '.') {
            point = true;
            continue;
        }
        decimals += point;
        large |= value > QCDC_VALUE_E4_MAX / 10;
        if (!large)
            value = value * 10 + (text[*at] - '0');
    }
    if (point && (decimals == 0 || decimals > AMOUNT_DECIMALS))
        return rule_fail_at (self, begin, N_ ("a number has at most %d decimals, behind a point"), AMOUNT_DECIMALS);
    if (is_name (text[*at]) || text[*at] == '.')
        return rule_fail_at (self, *at, N_ ("this cannot stand in a number"));
    for (; decimals < AMOUNT_DECIMALS && !large; decimals++) {
        large = value > QCDC_VALUE_E4_MAX / 10;
        if (!large)
            value *= 10;
    }
    if (large || value > QCDC_VALUE_E4_MAX)
        return rule_fail_at (self, begin, N_ ("the number is too large"));
    rule_operand_t *operand = NULL;
    QCDC_TRY (token_add (self, TOKEN_NUMBER, 0, begin, *at - begin));
    QCDC_TRY (operand_add (self, OPERAND_NUMBER, &operand));
    operand->number_e4 = value;
    return QCDC_OK;
}

/*  [Pprev] behind a cell, which has been cut off before it. */
static qcdc_status period_read (rule_builder_t *self, size_t *at, rule_operand_t *operand)
{
    const char *text = self->rule.text.expression;
    if (text[*at] != '[')
        return QCDC_OK;
    size_t begin = *at + 1, length = strcspn (text + begin, "]");
    for (size_t i = 0; text[begin + length] && i < sizeof PERIODS / sizeof *PERIODS; i++)
        if (strlen (PERIODS[i].text) == length && strncmp (PERIODS[i].text, text + begin, length) == 0) {
            operand->period = (uint8_t)PERIODS[i].period;
            *at = begin + length + 1;
            return QCDC_OK;
        }
    return rule_fail_at (self, begin, N_ ("a period is one of [P], [Pprev], [P-1y], [H1] and [Y]"));
}

/*  code *2( "." member ) [ "[" period "]" ]; what it is of, catalogue and scope say later. */
static qcdc_status cell_read (rule_builder_t *self, size_t *at, size_t length)
{
    const char *text = self->rule.text.expression;
    size_t begin = *at, members = 0;
    rule_operand_t *operand = NULL;
    QCDC_TRY (token_add (self, TOKEN_CELL, 0, begin, 0));
    QCDC_TRY (operand_add (self, OPERAND_CELL, &operand));
    operand->name = self->split + begin;
    for (*at += length; text[*at] == '.'; *at += length) {
        self->split[(*at)++] = '\0';
        length = 0;
        while (is_name (text[*at + length]))
            length++;
        if (length == 0)
            return rule_fail_at (self, *at, N_ ("a member is missing behind the point"));
        if (members == 2)
            return rule_fail_at (self, *at, N_ ("a cell has at most two members"));
        operand->fixed[members++] = self->split + *at;
    }
    self->split[*at] = '\0';
    if (*at - begin > QCDC_CELL_BYTES_MAX)
        return rule_fail_at (self, begin, N_ ("the name of a cell is longer than %u bytes"), QCDC_CELL_BYTES_MAX);
    QCDC_TRY (period_read (self, at, operand));
    self->tokens[self->token_count - 1].length = (uint16_t)(*at - begin);
    return QCDC_OK;
}

/*  A word of the language, a cell, or the name of a constant or a dimension. */
static qcdc_status name_read (rule_builder_t *self, size_t *at)
{
    const char *text = self->rule.text.expression;
    size_t begin = *at, length = 0;
    while (is_name (text[begin + length]))
        length++;
    char name[QCDC_CELL_BYTES_MAX + 1];
    snprintf (name, sizeof name, "%.*s", (int)length, text + begin);
    bool cell = text[begin + length] == '.' || text[begin + length] == '[' || strcmp (name, "cell") == 0 ||
                (length < sizeof name && catalog_indicator (self->names->catalog, name));
    if (cell)
        return cell_read (self, at, length);
    *at += length;
    for (int i = 0; FUNCTIONS[i]; i++)
        if (strcmp (FUNCTIONS[i], name) == 0)
            return token_add (self, TOKEN_FUNCTION, i, begin, length);
    if (strcmp (name, "over") == 0)
        return token_add (self, TOKEN_OVER, 0, begin, length);
    return token_add (self, TOKEN_NAME, 0, begin, length);
}

static qcdc_status sign_read (rule_builder_t *self, size_t *at)
{
    const char *text = self->rule.text.expression + *at;
    for (size_t i = 0; i < sizeof RELATIONS / sizeof *RELATIONS; i++) {
        size_t length = strlen (RELATIONS[i].text);
        if (strncmp (RELATIONS[i].text, text, length) == 0) {
            *at += length;
            return token_add (self, TOKEN_RELATION, (int)RELATIONS[i].relation, *at - length, length);
        }
    }
    token_kind kind = *text == '('   ? TOKEN_OPEN
                      : *text == ')' ? TOKEN_CLOSE
                      : *text == ',' ? TOKEN_COMMA
                                     : TOKEN_SIGN;
    if (!strchr ("+-*/(),", *text))
        return rule_fail_at (self, *at, N_ ("this cannot stand in a rule"));
    return token_add (self, kind, *text, (*at)++, 1);
}

qcdc_status rule_tokens_read (rule_builder_t *self)
{
    const char *text = self->rule.text.expression;
    size_t length = strnlen (text, QCDC_RULE_BYTES_MAX + 1);
    if (length > QCDC_RULE_BYTES_MAX)
        return rule_fail_at (self, QCDC_RULE_BYTES_MAX, N_ ("a rule is at most %u bytes long"), QCDC_RULE_BYTES_MAX);
    self->split = arena_strdup (self->arena, text);
    if (!self->split)
        return fault_set (self->fault, QCDC_NO_MEMORY, NULL, "out of memory");
    for (size_t at = 0; text[at];) {
        if (text[at] == ' ' || text[at] == '\t' || text[at] == '\r' || text[at] == '\n')
            at++;
        else if (isdigit ((unsigned char)text[at]))
            QCDC_TRY (number_read (self, &at));
        else if (is_letter (text[at]))
            QCDC_TRY (name_read (self, &at));
        else
            QCDC_TRY (sign_read (self, &at));
    }
    self->tokens[self->token_count++] = (rule_token_t){TOKEN_END, 0, (uint16_t)length, 0, -1};
    return QCDC_OK;
}
