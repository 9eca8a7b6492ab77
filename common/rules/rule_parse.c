/*  rule_parse.c — a published rule compiled: its parts put together, and given out as something that never changes. */

#include "rules/rule_form.h"

#include <string.h>

static qcdc_status no_memory (rule_builder_t *self)
{
    return fault_set (self->fault, QCDC_NO_MEMORY, NULL, "out of memory");
}

/*  Keeps the columns for as long as the rule is there. */
static qcdc_status text_keep (rule_builder_t *self, const rule_text_t *text)
{
    const char **kept[] = {&self->rule.text.code,     &self->rule.text.forms,    &self->rule.text.periods,
                           &self->rule.text.scope,    &self->rule.text.filter,   &self->rule.text.expression,
                           &self->rule.text.severity, &self->rule.text.blanks,   &self->rule.text.unless,
                           &self->rule.text.words_vi, &self->rule.text.words_en, &self->rule.text.citation,
                           &self->rule.text.note};
    self->rule.text = *text;
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        *kept[i] = arena_strdup (self->arena, *kept[i]);
        if (!*kept[i])
            return no_memory (self);
    }
    return QCDC_OK;
}

/*  A copy in the arena of COUNT elements of BYTES each; NULL: out of memory. */
static const void *keep (rule_builder_t *self, const void *elements, size_t count, size_t bytes)
{
    void *kept = arena_alloc (self->arena, count * bytes);
    if (kept)
        memcpy (kept, elements, count * bytes);
    return kept;
}

static qcdc_status rule_keep (rule_builder_t *self, const rule_t **rule_p)
{
    self->rule.tokens = keep (self, self->tokens, self->token_count, sizeof *self->tokens);
    self->rule.operands = keep (self, self->operands, self->rule.operand_count, sizeof *self->operands);
    self->rule.steps = keep (self, self->steps, self->step_count, sizeof *self->steps);
    const rule_t *rule = keep (self, &self->rule, 1, sizeof self->rule);
    if (!self->rule.tokens || !self->rule.operands || !self->rule.steps || !rule)
        return no_memory (self);
    *rule_p = rule;
    return QCDC_OK;
}

qcdc_status rule_parse (const rule_names_t *names, const rule_text_t *text, arena_t *arena, const rule_t **rule_p,
                        fault_t *fault)
{
    rule_builder_t builder = {.names = names, .arena = arena, .fault = fault};
    *rule_p = NULL;
    QCDC_TRY (text_keep (&builder, text));
    QCDC_TRY (rule_columns_read (&builder));
    QCDC_TRY (rule_tokens_read (&builder));
    QCDC_TRY (rule_compile (&builder));
    QCDC_TRY (rule_cells_find (&builder));
    return rule_keep (&builder, rule_p);
}

const rule_text_t *rule_text (const rule_t *self)
{
    return &self->text;
}

rule_severity rule_severity_of (const rule_t *self)
{
    return self->severity;
}

unsigned rule_periods (const rule_t *self)
{
    unsigned periods = 0;
    for (size_t i = 0; i < self->operand_count; i++)
        if (self->operands[i].kind == OPERAND_CELL)
            periods |= 1u << self->operands[i].period;
    return periods;
}

void rule_each_look (const rule_t *self, rule_look_fn *each, void *arg)
{
    for (size_t i = 0; i < self->operand_count; i++)
        if (self->operands[i].kind == OPERAND_CELL)
            each (self->operands[i].indicator, self->operands[i].period, arg);
}

bool rule_asks_note (const rule_t *self)
{
    return self->asks_note;
}

const indicator_t *rule_target (const rule_t *self)
{
    return self->target;
}

static bool form_has (const form_t *form, const indicator_t *indicator)
{
    for (const indicator_t *const *one = form->indicators; *one; one++)
        if (*one == indicator)
            return true;
    return false;
}

/*  Of a rule that names no form: whether the form has all that it compares, or any of what it speaks of each. */
static bool form_fits (const rule_t *self, const form_t *form)
{
    for (size_t i = 0; i < self->operand_count; i++)
        if (self->operands[i].indicator && !form_has (form, self->operands[i].indicator))
            return false;
    if (self->each != EACH_LISTED)
        return true;
    for (const indicator_t *const *listed = self->listed; *listed; listed++)
        if (form_has (form, *listed))
            return true;
    return false;
}

bool rule_is_for (const rule_t *self, const char *form, const char *kind)
{
    return (*self->text.forms == '\0' || rule_words_have (self->text.forms, form)) &&
           (*self->text.periods == '\0' || rule_words_have (self->text.periods, kind));
}

bool rule_concerns (const rule_t *self, const form_t *form, const char *kind, int32_t day)
{
    return day >= self->text.valid_from && day <= self->text.valid_to &&
           (*self->text.periods == '\0' || rule_words_have (self->text.periods, kind)) &&
           (*self->text.forms == '\0' ? form_fits (self, form) : rule_words_have (self->text.forms, form->code));
}

/*  Whether a report of FORM can have what the rule is judged by.  A figure of another period may be of another version of the form; where
 *  blanks count, or several are compared one after the other, some may be missing for good. */
static bool form_judged (const rule_t *self, const form_t *form)
{
    size_t asked = 0, had = 0;
    for (size_t i = 0; i < self->operand_count; i++) {
        const rule_operand_t *operand = &self->operands[i];
        if (!operand->indicator || operand->period != RULE_P)
            continue;
        asked++;
        had += form_has (form, operand->indicator);
    }
    bool all = self->blanks == BLANKS_ANY && (self->side_count <= 2 || self->target);
    return asked == 0 ? form_fits (self, form) || *self->text.forms : all ? had == asked : had > 0;
}

bool rule_served (const rule_t *self, const form_t *form)
{
    int32_t from = self->text.valid_from > form->valid_from ? self->text.valid_from : form->valid_from;
    if (from > self->text.valid_to || from > form->valid_to || !form_judged (self, form))
        return false;
    for (const char *const *kind = form->periods; *kind; kind++)
        if (rule_concerns (self, form, *kind, from))
            return true;
    return false;
}

const rule_constant_t *rule_constant_on (const rule_names_t *names, const char *name, int32_t day)
{
    for (const rule_constant_t *constant = names->constants; constant < names->constants + names->constant_count;
         constant++)
        if (strcmp (constant->name, name) == 0 && day >= constant->valid_from && day <= constant->valid_to)
            return constant;
    return NULL;
}
