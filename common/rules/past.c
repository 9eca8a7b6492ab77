/*  past.c — the catalogue before and after, held against each other rule by rule. */

#include "rules/past.h"

#include "base/day.h"
#include "rules/rule_form.h"
#include "rules/rule_set.h"

#include <string.h>

/*  ---------------------------------------------------------------- what has changed */

/*  Whether a row of ROW's line begins on the day after it has ended: that one tells of the change. */
static bool is_followed (const catalog_tables_t *tables, size_t table, const table_row_t *row)
{
    const char *const *fields = (const char *const *)row->fields;
    const table_row_t *other = tables_line (tables, table, fields);
    while (other && other->from != row->to + 1)
        other = tables_before (tables, table, other);
    return other;
}

static qcdc_status table_changes (const catalog_tables_t *now, const catalog_tables_t *next, const char *name,
                                  past_change_fn *each, void *arg)
{
    size_t table = (size_t)table_kind_find (name), before, after;
    const table_row_t *old = tables_rows (now, table, &before), *rows = tables_rows (next, table, &after);
    for (size_t i = 0; i < after; i++) {
        const table_row_t *row = &rows[i];
        past_change_t change = {.table = name, .code = row->fields[0], .row = row, .day = row->from};
        if (i < before) {
            if (row->to == old[i].to || is_followed (next, table, row))
                continue;
            change.ended = true;
            change.day = row->to + 1;
        }
        QCDC_TRY (each (&change, arg));
    }
    return QCDC_OK;
}

qcdc_status past_changes (const catalog_tables_t *now, const catalog_tables_t *next, past_change_fn *each, void *arg)
{
    QCDC_TRY (table_changes (now, next, "calendar", each, arg));
    QCDC_TRY (table_changes (now, next, "forms", each, arg));
    QCDC_TRY (table_changes (now, next, "constants", each, arg));
    return table_changes (now, next, "rules", each, arg);
}

/*  ---------------------------------------------------------------- whom it touches */

/*  A form and a period as one of the two catalogs has them. */
typedef struct {
    const catalog_t *catalog;
    const form_t *form;
    const char *kind;
    int32_t day;
} place_t;

static const rule_t *rule_at (const place_t *place, const char *code)
{
    const rule_t *rule = rule_set_find (place->catalog->rules, code, place->day);
    return rule && rule_concerns (rule, place->form, place->kind, place->day) ? rule : NULL;
}

static bool same_rule (const rule_t *a, const rule_t *b)
{
    const rule_text_t *one = rule_text (a), *other = rule_text (b);
    return strcmp (one->expression, other->expression) == 0 && strcmp (one->severity, other->severity) == 0 &&
           strcmp (one->scope, other->scope) == 0 && strcmp (one->filter, other->filter) == 0 &&
           strcmp (one->blanks, other->blanks) == 0 && strcmp (one->unless, other->unless) == 0;
}

static bool rule_touches (const char *code, const place_t *before, const place_t *after)
{
    const rule_t *old = rule_at (before, code), *new = rule_at (after, code);
    return old && new ? !same_rule (old, new) : old || new;
}

static bool uses (const rule_t *rule, const char *name)
{
    for (size_t i = 0; i < rule->operand_count; i++)
        if (rule->operands[i].kind == OPERAND_CONSTANT && strcmp (rule->operands[i].name, name) == 0)
            return true;
    return false;
}

/*  Whether a rule that holds there has the constant in it. */
static bool any_uses (const place_t *place, const char *name)
{
    const rule_set_t *rules = place->catalog->rules;
    for (size_t i = 0; i < rules->rule_count; i++)
        if (uses (rules->rules[i], name) && rule_concerns (rules->rules[i], place->form, place->kind, place->day))
            return true;
    return false;
}

static bool constant_touches (const char *name, const place_t *before, const place_t *after)
{
    const rule_constant_t *old = rule_constant_on (&before->catalog->rules->names, name, before->day);
    const rule_constant_t *new = rule_constant_on (&after->catalog->rules->names, name, after->day);
    if (old && new ? old->value_e4 == new->value_e4 : !old && !new)
        return false;
    return any_uses (before, name) || any_uses (after, name);
}

/*  A version that ends, or that another one follows, before the end of a period that it served: reports of that period would be of none. */
static bool form_touches (const past_change_t *change, const place_t *before, const place_t *after, const period_t *period)
{
    return strcmp (change->code, after->form->code) == 0 && period_served_by (period, before->form) &&
           !period_served_by (period, after->form);
}

/*  Other days make other sums of the same period, and another year before to compare it with. */
static bool calendar_touches (const past_change_t *change, const place_t *before, const place_t *after, const period_t *period)
{
    period_t was, is;
    const char *calendar = after->form->calendar;
    if (strcmp (change->code, calendar) != 0 || strcmp (change->row->fields[1], period->kind) != 0)
        return false;
    if (!*period->name)
        return true;
    return period_parse (before->catalog, calendar, period->name, &was) == QCDC_OK &&
           (period_parse (after->catalog, calendar, period->name, &is) != QCDC_OK || was.from != is.from || was.to != is.to);
}

bool past_touches (const past_change_t *change, const catalog_t *now, const catalog_t *next, const form_t *form,
                   const period_t *period)
{
    place_t before = {now, catalog_form (now, form->code, form->version), period->kind, period->to};
    place_t after = {next, form, period->kind, period->to};
    if (!before.form)
        return false; /* nobody can have filed it */
    if (strcmp (change->table, "forms") == 0)
        return form_touches (change, &before, &after, period);
    if (strcmp (change->table, "calendar") == 0)
        return calendar_touches (change, &before, &after, period);
    return strcmp (change->table, "rules") == 0 ? rule_touches (change->code, &before, &after)
                                                : constant_touches (change->code, &before, &after);
}

/*  Whether FORM serves PERIOD, or did as NOW has it. */
static bool is_served (const catalog_t *now, const form_t *form, const period_t *period)
{
    const form_t *was = catalog_form (now, form->code, form->version);
    return period_served_by (period, form) || (was && period_served_by (period, was));
}

/*  The newest of FORM's that is touched, where it is newer than PERIOD; "" is older than any. */
static bool newer_touched (const past_change_t *change, const catalog_t *now, const catalog_t *next, int32_t today,
                           const form_t *form, period_t *period)
{
    bool found = false;
    for (int year = day_year (today) + 1; year >= PERIOD_YEAR_MIN && !found; year--)
        for (const char *const *kind = form->periods; *kind; kind++)
            for (int month = 1; month <= (strcmp (*kind, "M") == 0 ? 12 : 1); month++) {
                period_t tried;
                if (period_of_form (next, form, year, *kind, month, &tried) != QCDC_OK || tried.opens_on > today ||
                    !is_served (now, form, &tried) || (*period->name && tried.to <= period->to) ||
                    !past_touches (change, now, next, form, &tried))
                    continue;
                *period = tried;
                found = true;
            }
    return found;
}

bool past_touches_any (const past_change_t *change, const catalog_t *now, const catalog_t *next, int32_t today,
                       const form_t **form, period_t *period)
{
    *form = NULL;
    *period = (period_t){0};
    for (size_t i = 0; i < next->form_count; i++)
        if (newer_touched (change, now, next, today, &next->forms[i], period))
            *form = &next->forms[i];
    return *form;
}
