/*  rule_set.c — the files of rules and constants, row by row.
 *
 *  Several rows may have one code, or compute one figure, as the law changes; but never two of them on one day. */

#include "rules/rule_set.h"

#include "base/amount.h"
#include "base/arena.h"
#include "base/day.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/text.h"
#include "files/csv.h"

#include <stdio.h>
#include <string.h>

/*  Some forty times what the reference files need. */
#define SET_BYTES_MAX (8u * 1024u * 1024u)
#define COLUMNS_MAX 14

static const char *const RULE_COLUMNS[] = {"rule",       "forms",    "periods",  "scope",    "filter",
                                           "expression", "severity", "blanks",   "unless",   "valid_from",
                                           "valid_to",   "words_vi", "words_en", "citation", NULL};
static const char *const CONSTANT_COLUMNS[] = {"name",     "value",    "valid_from", "valid_to",
                                               "words_vi", "words_en", "citation",   NULL};

/*  The set that others see, and what is behind it. */
typedef struct {
    rule_set_t set; /* first, so that a pointer to one is a pointer to the other */
    arena_t *arena;
    const rule_t **rules;
    size_t rule_size;
    rule_constant_t *constants;
    size_t constant_size;
} full_t;

/*  The file being read, and its current row as strings in the order of COLUMNS. */
typedef struct {
    full_t *full;
    const char *name;
    const char *const *columns;
    csv_record_t record;
    const char *fields[COLUMNS_MAX];
    fault_t *fault;
} source_t;

static qcdc_status no_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
}

static qcdc_status row_fail (const source_t *self, int column, const char *what)
{
    const char *name = self->columns[column];
    return fault_set (self->fault, QCDC_CORRUPT, name, _ ("%s, row %zu, column %s: %s"), self->name, self->record.row,
                      name, what);
}

/*  An empty day is EMPTY. */
static qcdc_status day_field (const source_t *self, int column, int32_t empty, int32_t *day)
{
    *day = empty;
    if (self->fields[column][0] == '\0' || day_parse (self->fields[column], day) == QCDC_OK)
        return QCDC_OK;
    return row_fail (self, column, _ (status_text (QCDC_BAD_DATE)));
}

static qcdc_status texts_check (const source_t *self)
{
    for (int i = 0; self->columns[i]; i++) {
        qcdc_status status = text_check (self->fields[i], strlen (self->fields[i]), false);
        if (status == QCDC_NO_MEMORY)
            return no_memory (self->fault);
        if (status != QCDC_OK)
            return row_fail (self, i, _ (status_text (status)));
    }
    return QCDC_OK;
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
    QCDC_TRY (amount_read (self->fields[1], &constant->value_e4, self->fault));
    QCDC_TRY (day_field (self, 2, QCDC_DAY_MIN, &constant->valid_from));
    QCDC_TRY (day_field (self, 3, QCDC_DAY_MAX, &constant->valid_to));
    size_t letters = strspn (constant->name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_");
    if (letters == 0 || constant->name[letters] || catalog_indicator (full->set.names.catalog, constant->name))
        return row_fail (self, 0, _ ("a constant has a name of capital letters and _ that no indicator has"));
    if (constant->valid_from > constant->valid_to)
        return row_fail (self, 3, _ ("it ends before it begins"));
    for (size_t i = 0; i < count; i++)
        if (strcmp (constants[i].name, constant->name) == 0 &&
            overlap (constants[i].valid_from, constants[i].valid_to, constant->valid_from, constant->valid_to))
            return row_fail (self, 0, _ ("it has another value on the same days"));
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
    rule_text_t text = {f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7], f[8], f[11], f[12], f[13], 0, 0};
    QCDC_TRY (day_field (self, 9, QCDC_DAY_MIN, &text.valid_from));
    QCDC_TRY (day_field (self, 10, QCDC_DAY_MAX, &text.valid_to));
    const rule_t **rules = memory_room (full->rules, full->set.rule_count, &full->rule_size, sizeof *rules);
    if (!rules)
        return no_memory (self->fault);
    full->set.rules = full->rules = rules;
    const rule_t *rule;
    QCDC_TRY (rule_parse (&full->set.names, &text, full->arena, &rule, self->fault));
    QCDC_TRY (rule_meets (self, rule));
    rules[full->set.rule_count++] = rule;
    return QCDC_OK;
}

/*  ROW for every row of FILE. */
static qcdc_status file_read (source_t *self, const embed_t *file, qcdc_status (*row) (source_t *))
{
    csv_reader_t *reader QCDC_CLEANUP (csv_reader_destroy) = NULL;
    self->name = file->name;
    QCDC_TRY (
        csv_reader_open_memory (self->name, file->begin, (size_t)(file->end - file->begin), &reader, self->fault));
    QCDC_TRY (csv_reader_header (reader, self->columns, NULL, self->fault));
    qcdc_status status;
    while ((status = csv_reader_next (reader, &self->record, self->fault)) == QCDC_OK) {
        for (int i = 0; self->columns[i]; i++)
            self->fields[i] = self->record.fields[csv_reader_column (reader, self->columns[i])];
        QCDC_TRY (texts_check (self));
        QCDC_TRY (row (self));
    }
    return status == QCDC_NOT_FOUND ? QCDC_OK : status;
}

/*  The same for every one of FILES that is called WHAT.csv or WHAT-….csv; there is one at least. */
static qcdc_status files_read (source_t *self, const embed_t *files, const char *what,
                               qcdc_status (*row) (source_t *))
{
    size_t length = strlen (what);
    bool found = false;
    for (; files->name; files++) {
        if (strncmp (files->name, what, length) != 0 || (files->name[length] != '.' && files->name[length] != '-'))
            continue;
        found = true;
        QCDC_TRY (file_read (self, files, row));
    }
    return found ? QCDC_OK
                 : fault_set (self->fault, QCDC_CORRUPT, NULL, _ ("the reference file %s.csv is missing"), what);
}

/*  A figure that is computed, and that no rule computes, would be blank for ever. */
static qcdc_status figures_check (const full_t *full, fault_t *fault)
{
    const catalog_t *catalog = full->set.names.catalog;
    for (size_t i = 0; i < catalog->indicator_count; i++) {
        const indicator_t *figure = &catalog->indicators[i];
        bool found = figure->type != VALUE_RATIO;
        for (size_t k = 0; k < full->set.rule_count && !found; k++)
            found = rule_target (full->set.rules[k]) == figure;
        if (!found)
            return fault_set (fault, QCDC_BAD_RULE, figure->code, _ ("no rule computes %s"), figure->code);
    }
    return QCDC_OK;
}

qcdc_status rule_set_new_from (const embed_t *files, const catalog_t *catalog, rule_set_t **self_p, fault_t *fault)
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
    source_t constants = {.full = full, .columns = CONSTANT_COLUMNS, .fault = fault};
    source_t rules = {.full = full, .columns = RULE_COLUMNS, .fault = fault};
    QCDC_TRY (files_read (&constants, files, "constants", constant_row));
    QCDC_TRY (files_read (&rules, files, "rules", rule_row));
    QCDC_TRY (figures_check (full, fault));
    *self_p = self;
    self = NULL;
    return QCDC_OK;
}

qcdc_status rule_set_new (const catalog_t *catalog, rule_set_t **self_p, fault_t *fault)
{
    return rule_set_new_from (embed_reference, catalog, self_p, fault);
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

const rule_t *rule_set_derived (const rule_set_t *self, const indicator_t *figure, int32_t day)
{
    for (size_t i = 0; i < self->rule_count; i++)
        if (rule_target (self->rules[i]) == figure && holds_on (self->rules[i], day))
            return self->rules[i];
    return NULL;
}
