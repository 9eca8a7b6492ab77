/*  rule_cells.c — the cells of a rule held against the catalogue: which member of which dimension comes from where.
 *
 *  A rule that names a cell of which a member is missing would never be judged, and nobody would notice; so it is refused when it
 *  is published. */

#include "rules/rule_form.h"

#include "base/i18n.h"

#include <string.h>

static size_t token_at (const rule_builder_t *self, const rule_operand_t *operand)
{
    return self->tokens[operand->token].at;
}

/*  The place of DIMENSION in the scope, or -1. */
static int scope_place (const struct rule *rule, const dimension_t *dimension)
{
    for (int i = 0; i < 2; i++)
        if (rule->scope[i] == dimension)
            return i;
    return -1;
}

/*  One dimension of an operand's indicator.  A member that is written is meant before one of the scope. */
static qcdc_status member_find (rule_builder_t *self, rule_operand_t *operand, const indicator_t *indicator, size_t i,
                                size_t *used)
{
    const dimension_t *dimension = indicator->dimensions[i];
    const char *written = *used < 2 ? operand->fixed[*used] : NULL;
    int place = scope_place (&self->rule, dimension);
    if (dimension == operand->summed) {
        operand->source[i] = MEMBER_SUMMED;
    } else if (written && (rule_dimension_has (dimension, written) || (dimension->open && place < 0))) {
        operand->source[i] = MEMBER_FIXED;
        operand->place[i] = (uint8_t)(*used)++;
    } else if (place >= 0) {
        operand->source[i] = MEMBER_SCOPE;
        operand->place[i] = (uint8_t)place;
    } else {
        return rule_fail_at (self, token_at (self, operand),
                             N_ ("%s needs a member of '%s' here, or that dimension in the scope"), indicator->code,
                             dimension->code);
    }
    return QCDC_OK;
}

static qcdc_status members_find (rule_builder_t *self, rule_operand_t *operand, const indicator_t *indicator)
{
    size_t used = 0, dimensions = 0;
    bool summed = false;
    for (; indicator->dimensions[dimensions]; dimensions++) {
        QCDC_TRY (member_find (self, operand, indicator, dimensions, &used));
        summed |= operand->source[dimensions] == MEMBER_SUMMED;
    }
    if (used < 2 && operand->fixed[used])
        return rule_fail_at (self, token_at (self, operand), N_ ("%s has no part '%.80s'"), indicator->code,
                             operand->fixed[used]);
    if (operand->summed && !summed)
        return rule_fail_at (self, token_at (self, operand), N_ ("%s has no dimension '%s' to be summed over"),
                             indicator->code, operand->summed->code);
    return QCDC_OK;
}

/*  "cell": every cell that the scope speaks of. */
static qcdc_status quantified_find (rule_builder_t *self, rule_operand_t *operand)
{
    if (self->rule.each == EACH_NONE)
        return rule_fail_at (self, token_at (self, operand), N_ ("'cell' needs a scope that says which: each …"));
    if (self->rule.each != EACH_LISTED && (operand->fixed[0] || operand->summed))
        return rule_fail_at (self, token_at (self, operand), N_ ("'cell' has its members here: write none"));
    for (const indicator_t *const *indicator = self->rule.listed; indicator && *indicator; indicator++)
        QCDC_TRY (members_find (self, operand, *indicator));
    return QCDC_OK;
}

static qcdc_status cell_find (rule_builder_t *self, size_t i)
{
    rule_operand_t *operand = &self->operands[i];
    if (operand->kind != OPERAND_CELL)
        return QCDC_OK;
    if (strcmp (operand->name, "cell") == 0)
        return quantified_find (self, operand);
    bool target = self->rule.severity == RULE_DERIVED && i == 0;
    const indicator_t *indicator = catalog_indicator (self->names->catalog, operand->name);
    if (!indicator)
        return rule_fail_at (self, token_at (self, operand), N_ ("there is no indicator '%.80s'"), operand->name);
    if (indicator->type == VALUE_TEXT)
        return rule_fail_at (self, token_at (self, operand), N_ ("%s is text, not a number"), indicator->code);
    if (!target && indicator->type == VALUE_RATIO)
        return rule_fail_at (self, token_at (self, operand), N_ ("%s is computed: write what it is computed from"),
                             indicator->code);
    if (target && indicator->type != VALUE_RATIO)
        return rule_fail_at (self, token_at (self, operand), N_ ("%s is reported, not computed"), indicator->code);
    if (target && (operand->fixed[0] || operand->summed || operand->period != RULE_P))
        return rule_fail_at (self, token_at (self, operand),
                             N_ ("a computed figure stands without members and period"));
    operand->indicator = indicator;
    return members_find (self, operand, indicator);
}

/*  Each dimension of the scope is one of some cell: a wrong word there would judge the same again for each of its members. */
static qcdc_status scope_used (rule_builder_t *self)
{
    for (uint8_t place = 0; place < 2 && self->rule.scope[place]; place++) {
        bool used = false;
        for (size_t i = 0; i < self->rule.operand_count; i++)
            for (size_t k = 0; k < 2; k++)
                used |= self->operands[i].source[k] == MEMBER_SCOPE && self->operands[i].place[k] == place;
        if (!used)
            return rule_fail_column (self, "scope", N_ ("no cell of the rule takes its member from '%s'"),
                                     self->rule.scope[place]->code);
    }
    bool quantified = false;
    for (size_t i = 0; i < self->rule.operand_count; i++)
        quantified |= self->operands[i].kind == OPERAND_CELL && !self->operands[i].indicator;
    if (self->rule.each != EACH_NONE && !quantified)
        return rule_fail_column (self, "scope", N_ ("'cell' does not occur in the rule"));
    return QCDC_OK;
}

/*  A computed figure is made of what the catalogue can list: its cells stand beside each other in the totals' sums. */
static qcdc_status rate_find (rule_builder_t *self)
{
    size_t cells = 0;
    if (self->rule.operand_count > QCDC_RATE_OPERANDS_MAX + 1)
        return rule_fail_at (self, 0, N_ ("a computed figure is made of at most %u cells and numbers"),
                             QCDC_RATE_OPERANDS_MAX);
    for (size_t i = 1; i < self->rule.operand_count; i++) {
        const rule_operand_t *operand = &self->operands[i];
        size_t members = 1;
        if (operand->kind == OPERAND_CONSTANT)
            return rule_fail_at (self, token_at (self, operand),
                                 N_ ("a computed figure is made of what is reported, and of numbers"));
        if (operand->summed)
            for (members = 0; operand->summed->members[members];)
                members++;
        cells += members;
        if (operand->summed && operand->summed->open)
            return rule_fail_at (self, token_at (self, operand), N_ ("the members of '%s' are not known beforehand"),
                                 operand->summed->code);
    }
    if (cells > QCDC_RATE_CELLS_MAX)
        return rule_fail_at (self, 0, N_ ("a computed figure is made of at most %u cells, sums written out"),
                             QCDC_RATE_CELLS_MAX);
    for (size_t place = 0; place < 2 && self->rule.scope[place]; place++)
        if (self->rule.scope[place]->open && !self->rule.filter[place])
            return rule_fail_column (self, "scope", N_ ("the members of '%s' are not known beforehand"),
                                     self->rule.scope[place]->code);
    self->rule.target = self->operands[0].indicator;
    return QCDC_OK;
}

qcdc_status rule_cells_find (rule_builder_t *self)
{
    for (size_t i = 0; i < self->rule.operand_count; i++)
        QCDC_TRY (cell_find (self, i));
    QCDC_TRY (scope_used (self));
    if (self->rule.severity == RULE_DERIVED)
        return rate_find (self);
    return QCDC_OK;
}
