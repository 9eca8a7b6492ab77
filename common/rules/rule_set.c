/*  rule_set.c — the published rules and constants, row by row.
 *
 *  Several rows may have one code, or compute one figure, as the law changes; but never two of them on one day. */

#include "rules/rule_set.h"

#include "base/amount.h"
#include "base/arena.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/memory.h"

#include <stdio.h>
#include <string.h>

/*  Some forty times what the reference files need. */
#define SET_BYTES_MAX (8u * 1024u * 1024u)
/*  The set that others see, and what is behind it. */
typedef struct {
    rule_set_t set; /* first, so that a pointer to one is a pointer to the other */
    arena_t *arena;
    const rule_t **rules;
    size_t rule_size;
    rule_constant_t *constants;
    size_t constant_size;
} full_t;

/*  The row being read, and its texts in the order of its table's columns. */
typedef struct {
    full_t *full;
    size_t table;
    const table_row_t *row;
    const char *const *fields;
    fault_t *fault;
} source_t;

static qcdc_status no_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
}

static qcdc_status row_fail (const source_t *self, int column, const char *what)
{
    return table_row_fail (self->table, self->row, column, self->fault, "%s", what);
}

/*  The same of what was found while the rule was compiled, or held against others: the fault names the rule. */
static qcdc_status rule_fail_at (const source_t *self, qcdc_status status)
{
    fault_t said = *self->fault;
    if (status != QCDC_BAD_RULE && status != QCDC_BAD_NUMBER)
        return status;
    table_row_fail (self->table, self->row, -1, self->fault, "%s", said.message);
    strcpy (self->fault->field, said.field);
    return self->fault->status = status;
}

static bool overlap (int32_t from, int32_t to, int32_t other_from, int32_t other_to)
{
    return from <= other_to && other_from <= to;
}

static qcdc_status constant_row (source_t *self)
{
    full_t *full = self->full;
    size_t count = full->set.names.constant_count;
    rule_constant_t *constants = memory_room (full->constants, count, &full->constant_size, sizeof *constants);
    if (!constants)
        return no_memory (self->fault);
    full->set.names.constants = full->constants = constants;
    rule_constant_t *constant = &constants[count];
    *constant = (rule_constant_t){.name = arena_strdup (full->arena, self->fields[0]),
                                  .words_vi = arena_strdup (full->arena, self->fields[4]),
                                  .words_en = arena_strdup (full->arena, self->fields[5]),
                                  .citation = arena_strdup (full->arena, self->fields[6])};
    if (!constant->name || !constant->words_vi || !constant->words_en || !constant->citation)
        return no_memory (self->fault);
    qcdc_status status = amount_read (self->fields[1], &constant->value_e4, self->fault);
    if (status != QCDC_OK)
        return rule_fail_at (self, status);
    constant->valid_from = self->row->from;
    constant->valid_to = self->row->to;
    size_t letters = strspn (constant->name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_");
    if (letters == 0 || constant->name[letters] || catalog_indicator (full->set.names.catalog, constant->name))
        return row_fail (self, 0, _ ("a constant has a name of capital letters and _ that no indicator has"));
    full->set.names.constant_count++;
    return QCDC_OK;
}

/*  Two rules of one code, or for one figure, on one day. */
static qcdc_status rule_meets (const source_t *self, const rule_t *rule)
{
    const rule_set_t *set = &self->full->set;
    const rule_text_t *text = rule_text (rule);
    for (size_t i = 0; i < set->rule_count; i++) {
        const rule_text_t *other = rule_text (set->rules[i]);
        if (!overlap (other->valid_from, other->valid_to, text->valid_from, text->valid_to))
            continue;
        if (strcmp (other->code, text->code) == 0)
            return fault_set (self->fault, QCDC_BAD_RULE, text->code, _ ("there are two rules %s on the same days"),
                              text->code);
        if (rule_target (rule) && rule_target (set->rules[i]) == rule_target (rule))
            return fault_set (self->fault, QCDC_BAD_RULE, text->code, _ ("%s and %s compute the same figure"),
                              other->code, text->code);
    }
    return QCDC_OK;
}

static qcdc_status rule_row (source_t *self)
{
    full_t *full = self->full;
    const char *const *f = self->fields;
    rule_text_t text = {f[0],         f[1], f[2],  f[3],  f[4],  f[5],  f[6],
                        f[7],         f[8], f[11], f[12], f[13], f[14], self->row->from,
                        self->row->to};
    const rule_t **rules = memory_room (full->rules, full->set.rule_count, &full->rule_size, sizeof *rules);
    if (!rules)
        return no_memory (self->fault);
    full->set.rules = full->rules = rules;
    const rule_t *rule;
    qcdc_status status = rule_parse (&full->set.names, &text, full->arena, &rule, self->fault);
    if (status == QCDC_OK)
        status = rule_meets (self, rule);
    if (status != QCDC_OK)
        return rule_fail_at (self, status);
    rules[full->set.rule_count++] = rule;
    return QCDC_OK;
}

/*  MAKE for every one of ROWS, which are of the table NAME. */
static qcdc_status rows_read (full_t *full, const char *name, const table_row_t *rows, size_t count,
                              qcdc_status (*make) (source_t *), fault_t *fault)
{
    source_t source = {.full = full, .table = (size_t)table_kind_find (name), .fault = fault};
    for (size_t i = 0; i < count; i++) {
        source.row = &rows[i];
        source.fields = (const char *const *)rows[i].fields;
        QCDC_TRY (make (&source));
    }
    return QCDC_OK;
}

qcdc_status rule_set_new (const catalog_t *catalog, rule_set_t **self_p, fault_t *fault)
{
    *self_p = NULL;
    full_t *full = calloc (1, sizeof *full);
    if (!full)
        return no_memory (fault);
    rule_set_t *self QCDC_CLEANUP (rule_set_destroy) = &full->set;
    self->names.catalog = catalog;
    full->arena = arena_new (SET_BYTES_MAX);
    if (!full->arena)
        return no_memory (fault);
    QCDC_TRY (
        rows_read (full, "constants", catalog->constant_rows, catalog->constant_row_count, constant_row, fault));
    QCDC_TRY (rows_read (full, "rules", catalog->rule_rows, catalog->rule_row_count, rule_row, fault));
    *self_p = self;
    self = NULL;
    return QCDC_OK;
}

void rule_set_destroy (rule_set_t **self_p)
{
    full_t *self = (full_t *)*self_p;
    if (!self)
        return;
    if (self->arena)
        arena_destroy (&self->arena);
    free (self->rules);
    free (self->constants);
    free (self);
    *self_p = NULL;
}

static bool holds_on (const rule_t *rule, int32_t day)
{
    return day >= rule_text (rule)->valid_from && day <= rule_text (rule)->valid_to;
}

const rule_t *rule_set_find (const rule_set_t *self, const char *code, int32_t day)
{
    for (size_t i = 0; i < self->rule_count; i++)
        if (holds_on (self->rules[i], day) && strcmp (rule_text (self->rules[i])->code, code) == 0)
            return self->rules[i];
    return NULL;
}

bool rule_set_computes (const rule_set_t *self, const indicator_t *figure)
{
    for (size_t i = 0; i < self->rule_count; i++)
        if (rule_target (self->rules[i]) == figure)
            return true;
    return false;
}

const rule_t *rule_set_derived (const rule_set_t *self, const indicator_t *figure, int32_t day)
{
    for (size_t i = 0; i < self->rule_count; i++)
        if (rule_target (self->rules[i]) == figure && holds_on (self->rules[i], day))
            return self->rules[i];
    return NULL;
}
