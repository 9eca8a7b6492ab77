/*  reference_check.c — forms held against the rules, rules against the constants, and rules against themselves. */

#include "rules/reference_check.h"

#include "base/day.h"
#include "base/i18n.h"
#include "catalogue/set_check.h"
#include "rules/rule_form.h"
#include "rules/rule_run.h"
#include "rules/rule_set.h"

#include <string.h>

/*  ---------------------------------------------------------------- rates of forms */

/*  Whether RULE is for FORM in any of its periods, on some day on which both hold. */
static bool rule_serves (const rule_t *rule, const form_t *form)
{
    const rule_text_t *text = rule_text (rule);
    int32_t from = text->valid_from > form->valid_from ? text->valid_from : form->valid_from;
    if (from > text->valid_to || from > form->valid_to)
        return false;
    for (const char *const *kind = form->periods; *kind; kind++)
        if (rule_concerns (rule, form, *kind, from))
            return true;
    return false;
}

/*  The first figure of FORM that is computed, and by no rule that is for it; NULL: each is. */
static const indicator_t *never_computed (const catalog_t *catalog, const form_t *form)
{
    for (const indicator_t *const *figure = form->indicators; *figure; figure++) {
        bool computed = (*figure)->type != VALUE_RATIO;
        for (size_t i = 0; i < catalog->rules->rule_count && !computed; i++)
            computed =
                rule_target (catalog->rules->rules[i]) == *figure && rule_serves (catalog->rules->rules[i], form);
        if (!computed)
            return *figure;
    }
    return NULL;
}

static qcdc_status forms_check (const catalog_t *now, const catalog_tables_t *tables, const catalog_t *next,
                                fault_t *fault)
{
    size_t count, table = (size_t)table_kind_find ("forms"), before = now ? now->form_count : 0;
    const table_row_t *rows = tables_rows (tables, table, &count);
    for (size_t i = 0; i < next->form_count; i++) {
        const indicator_t *figure = never_computed (next, &next->forms[i]);
        if (!figure || (i < before && never_computed (now, &now->forms[i])))
            continue;
        table_row_fail (table, &rows[i], table_column (table_kind_at (table), "indicators"), fault,
                        _ ("no rule computes %s in this form"), figure->code);
        fault_advise (fault,
                      _ ("publish a rule that computes it and is for this form, too (the column forms; all that it "
                         "counts stands in "
                         "the form), or leave %s out of the form"),
                      figure->code);
        return fault->status;
    }
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- constants of rules */

static bool needs (const rule_t *rule, const char *name)
{
    for (size_t i = 0; i < rule->operand_count; i++)
        if (rule->operands[i].kind == OPERAND_CONSTANT && strcmp (rule->operands[i].name, name) == 0)
            return true;
    return false;
}

/*  Whether RULE goes on without a value of CONSTANT when that has ended, or begins without one. */
static bool goes_without (const rule_names_t *names, const rule_t *rule, const rule_constant_t *constant)
{
    const rule_text_t *text = rule_text (rule);
    if (constant->valid_to >= text->valid_to || !needs (rule, constant->name))
        return false;
    int32_t day = constant->valid_to + 1;
    return !rule_constant_on (names, constant->name, day > text->valid_from ? day : text->valid_from);
}

static bool went_without (const rule_set_t *now, size_t rule, size_t constant)
{
    return now && rule < now->rule_count && constant < now->names.constant_count &&
           goes_without (&now->names, now->rules[rule], &now->names.constants[constant]);
}

static qcdc_status constants_check (const rule_set_t *now, const catalog_tables_t *tables, const rule_set_t *next,
                                    fault_t *fault)
{
    size_t count, table = (size_t)table_kind_find ("constants");
    const table_row_t *rows = tables_rows (tables, table, &count);
    for (size_t i = 0; i < next->rule_count; i++)
        for (size_t k = 0; k < next->names.constant_count; k++) {
            if (!goes_without (&next->names, next->rules[i], &next->names.constants[k]) || went_without (now, i, k))
                continue;
            table_row_fail (table, &rows[k], table_kind_at (table)->to, fault,
                            _ ("the rule %s needs %s beyond that day"), rule_text (next->rules[i])->code,
                            next->names.constants[k].name);
            fault_advise (
                fault, "%s",
                _ ("publish the value that it has from the day after, or end the rule on that day as well"));
            return fault->status;
        }
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- rules by themselves */

/*  Whether the steps of PART, which make one value, have numbers alone that come to 0. */
static bool is_nothing (const rule_t *rule, const rule_side_t *part)
{
    rule_operand_value_t values[QCDC_RULE_OPERANDS_MAX] = {{.held = 0}};
    rational_t result;
    for (size_t step = part->step; step < part->step_end; step++) {
        if (rule->steps[step].kind != STEP_PUSH)
            continue;
        const rule_operand_t *operand = &rule->operands[rule->steps[step].operand];
        if (operand->kind != OPERAND_NUMBER)
            return false;
        values[rule->steps[step].operand].sum = rational_of (operand->number_e4);
    }
    return rule_side_run (rule, part, values, &result) == RULE_HOLDS && rational_is_zero (result);
}

/*  The part that ends before step END. */
static rule_side_t part_before (const rule_t *rule, size_t end)
{
    rule_side_t part = {.step_end = (uint16_t)end};
    for (size_t wanted = 1; wanted > 0; end--) {
        uint8_t kind = rule->steps[end - 1].kind;
        if (kind == STEP_PUSH)
            wanted--;
        else if (kind != STEP_NEGATE)
            wanted++;
    }
    part.step = (uint16_t)end;
    return part;
}

/*  It is never judged, whatever is reported. */
static bool divides_by_nothing (const rule_t *rule)
{
    if (rule_severity_of (rule) == RULE_DERIVED)
        return is_nothing (rule, &rule->sides[2]);
    for (size_t i = 0; i < rule->side_count; i++)
        for (size_t step = rule->sides[i].step; step < rule->sides[i].step_end; step++) {
            if (rule->steps[step].kind != STEP_DIVIDE)
                continue;
            rule_side_t part = part_before (rule, step);
            if (is_nothing (rule, &part))
                return true;
        }
    return false;
}

static qcdc_status rules_check (const rule_set_t *now, const catalog_tables_t *tables, const rule_set_t *next,
                                fault_t *fault)
{
    size_t count, table = (size_t)table_kind_find ("rules");
    const table_row_t *rows = tables_rows (tables, table, &count);
    const table_kind_t *kind = table_kind_at (table);
    for (size_t i = now ? now->rule_count : 0; i < next->rule_count; i++) {
        const rule_text_t *text = rule_text (next->rules[i]);
        if (divides_by_nothing (next->rules[i]))
            return table_row_fail (table, &rows[i], table_column (kind, "expression"), fault, "%s",
                                   _ ("it divides by 0, and would never be judged"));
        if (!*text->words_vi || !*text->words_en)
            return table_row_fail (table, &rows[i], table_column (kind, *text->words_vi ? "words_en" : "words_vi"),
                                   fault, "%s", _ ("a value is required"));
    }
    return QCDC_OK;
}

qcdc_status reference_check (const catalog_tables_t *tables_now, const catalog_t *now, const catalog_tables_t *tables,
                             const catalog_t *next, const char *office, fault_t *fault)
{
    const rule_set_t *rules = now ? now->rules : NULL;
    QCDC_TRY (set_check (tables_now, now, tables, next, office, fault));
    QCDC_TRY (forms_check (now, tables, next, fault));
    QCDC_TRY (constants_check (rules, tables, next->rules, fault));
    return rules_check (rules, tables, next->rules, fault);
}
