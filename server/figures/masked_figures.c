/*  masked_figures.c — which figures are shown in steps, and the steps. */

#include "figures/masked_figures.h"

#include "base/amount.h"
#include "facts/fact.h"
#include "figures/rate_terms.h"
#include "rules/rule_set.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct masks {
    const catalog_t *catalog;
    bool *masked; /* by place among the catalogue's indicators */
};

/*  Going through the cells of a rule: whether one is masked, or masking all. */
typedef struct {
    masks_t *masks;
    bool found;
    bool marks;
    bool changed;
} marking_t;

static void mark (const indicator_t *indicator, marking_t *self)
{
    if (!indicator)
        return;
    bool *masked = &self->masks->masked[indicator - self->masks->catalog->indicators];
    self->found |= *masked;
    self->changed |= self->marks && !*masked;
    *masked |= self->marks;
}

static void mark_look (const indicator_t *indicator, rule_period period, void *arg)
{
    (void)period;
    mark (indicator, arg);
}

/*  What a rule compares or computes is masked altogether where a part of it is. */
static bool mark_rule (masks_t *self, const rule_t *rule)
{
    marking_t marking = {.masks = self};
    rule_severity severity = rule_severity_of (rule);
    if (severity != RULE_ERROR && severity != RULE_DERIVED)
        return false;
    rule_each_look (rule, mark_look, &marking);
    if (!marking.found)
        return false;
    marking.marks = true;
    rule_each_look (rule, mark_look, &marking);
    mark (rule_target (rule), &marking);
    return marking.changed;
}

static bool is_said (const catalog_t *catalog, const indicator_t *indicator)
{
    for (size_t i = 0; i < catalog->masked_indicator_row_count; i++)
        if (catalog->masked_indicator_rows[i].indicator == indicator)
            return true;
    return false;
}

static bool has_denunciations (const indicator_t *indicator)
{
    const char *name = petition_kind_name (QCDC__PETITION_KIND__TO_CAO);
    for (const dimension_t *const *dimension = indicator->dimensions; *dimension; dimension++)
        for (const char *const *member = (*dimension)->members; *member; member++)
            if (strcmp (*member, name) == 0)
                return true;
    return false;
}

static const indicator_t *indicator_of (const catalog_t *catalog, const char *cell)
{
    char code[CATALOG_CODE_BYTES_MAX + 1];
    size_t length = strcspn (cell, ".");
    if (length >= sizeof code)
        return NULL;
    memcpy (code, cell, length);
    code[length] = '\0';
    return catalog_indicator (catalog, code);
}

/*  Of an indicator that the table does not mention the catalogue may know all the same what it counts: a table that was not
 *  brought up with a new form must not show it. */
static void mark_unsaid (masks_t *self)
{
    const catalog_t *catalog = self->catalog;
    for (size_t i = 0; i < catalog->indicator_count; i++) {
        const indicator_t *indicator = &catalog->indicators[i];
        if (has_denunciations (indicator) && !is_said (catalog, indicator))
            self->masked[i] = true;
    }
    for (size_t i = 0; i < catalog->register_cell_count; i++) {
        const register_cell_t *row = &catalog->register_cells[i];
        bool of_any = !row->kinds && row->counts <= COUNT_PEOPLE; /* of any kind: of denunciations, too */
        const indicator_t *indicator =
            of_any || row->kinds & 1u << QCDC__PETITION_KIND__TO_CAO ? indicator_of (catalog, row->cell) : NULL;
        if (indicator && !is_said (catalog, indicator))
            self->masked[indicator - catalog->indicators] = true;
    }
}

/*  What is named, and what is known to count denunciations; all, where nobody has said anything. */
static void mark_first (masks_t *self)
{
    const catalog_t *catalog = self->catalog;
    for (size_t i = 0; i < catalog->masked_indicator_count; i++)
        self->masked[catalog->masked_indicators[i].indicator - catalog->indicators] = true;
    for (size_t i = 0; !catalog->masked_indicator_row_count && i < catalog->indicator_count; i++)
        self->masked[i] = true;
    mark_unsaid (self);
}

masks_t *masks_new (const catalog_t *catalog)
{
    masks_t *self = calloc (1, sizeof *self);
    bool *masked = calloc (catalog->indicator_count + 1, sizeof *masked);
    if (!self || !masked) {
        free (self);
        free (masked);
        return NULL;
    }
    *self = (masks_t){catalog, masked};
    mark_first (self);
    const rule_set_t *rules = catalog->rules;
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; rules && i < rules->rule_count; i++)
            more |= mark_rule (self, rules->rules[i]);
    }
    return self;
}

void masks_destroy (masks_t **self_p)
{
    if (!*self_p)
        return;
    free ((*self_p)->masked);
    free (*self_p);
    *self_p = NULL;
}

/*  The indicator of CELL where it is masked. */
static const indicator_t *masked_of (const masks_t *self, const char *cell)
{
    const indicator_t *indicator = indicator_of (self->catalog, cell);
    return indicator && self->masked[indicator - self->catalog->indicators] ? indicator : NULL;
}

bool masks_cover (const masks_t *self, const char *cell)
{
    return masked_of (self, cell) != NULL;
}

/*  Only counts have steps: an amount that tells of few is not shown. */
static const char *count_show (const indicator_t *indicator, const char *text, arena_t *arena)
{
    char number[24];
    long long count = indicator->type == VALUE_COUNT ? strtoll (text, NULL, 10) : 0;
    if (count < MASK_STEP)
        return NULL;
    snprintf (number, sizeof number, "%lld", count - count % MASK_STEP);
    return arena_strdup (arena, number);
}

qcdc_status masks_show (const masks_t *self, const catalog_t *catalog, const char *cell, const char *text,
                        arena_t *arena, const char **shown)
{
    const indicator_t *indicator = text ? masked_of (self, cell) : NULL;
    *shown = text;
    if (text && *text == '=')
        return rates_read (catalog, text, indicator ? MASK_STEP * AMOUNT_SCALE : 1, arena, shown);
    if (!indicator)
        return QCDC_OK;
    *shown = count_show (indicator, text, arena);
    return QCDC_OK;
}
