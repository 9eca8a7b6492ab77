/*  register_memory.c — the office's map of its register, folded from the facts that say it, and what was said since filed as one.
 *
 *  Programs of before kept one text in the home, a line each: scope, heading, meaning, with tabs between.  It lies below what the office has
 *  remembered, and becomes a fact as soon as something is written; what no fact may hold stays where it is, and goes on being read. */

#include "petitions/register_memory.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "catalogue/office_heir.h"
#include "facts/columns_mapped.h"
#include "facts/make.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEPT_HERE "register_map"

static qcdc_status out_of_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
}

/*  ---------------------------------------------------------------- facts */

typedef struct {
    desk_t *desk;
    register_map_t *map;
    const char *office;
    fault_t *fault;
} reading_t;

/*  A second copy says nothing that the first one did not.  What an older server does not know yet holds all the same. */
static qcdc_status take_fact (const journal_row_t *row, void *arg)
{
    reading_t *self = arg;
    Qcdc__Fact *fact = NULL;
    if (row->verdict == QCDC__VERDICT_STATE__VERDICT_REJECTED || row->verdict == QCDC__VERDICT_STATE__VERDICT_ALIAS)
        return QCDC_OK;
    arena_reset (self->desk->arena);
    qcdc_status status = fact_unpack (row->entry.body, self->desk->arena, &fact);
    if (status == QCDC_NO_MEMORY)
        return out_of_memory (self->fault);
    if (status != QCDC_OK || fact->kind_case != QCDC__FACT__KIND_COLUMNS_MAPPED ||
        strcmp (fact->columns_mapped->of_register, register_map_kind (self->map)->name) != 0)
        return QCDC_OK;
    for (size_t i = 0; i < fact->columns_mapped->n_columns; i++) {
        const Qcdc__MappedColumn *column = fact->columns_mapped->columns[i];
        const mapped_t item = {.scope = column->of,
                               .heading = column->heading,
                               .meant = column->means,
                               .office = (char *)self->office,
                               .at_us = row->commit_seq ? row->committed_at_us : 0,
                               .commit_seq = row->commit_seq};
        QCDC_TRY (register_map_put (self->map, &item, self->fault));
    }
    return QCDC_OK;
}

static qcdc_status read_office (desk_t *desk, const char *office, register_map_t *map, fault_t *fault)
{
    char subject[MATTER_SUBJECT_BYTES];
    Qcdc__ColumnsMapped mapped = QCDC__COLUMNS_MAPPED__INIT;
    const Qcdc__Fact fact = fact_of_mapping (&mapped);
    reading_t reading = {desk, map, office, fault};
    return remembered_subject (fact_kind (&fact), office, subject)
               ? journal_each_of_subject (desk->home.journal, subject, take_fact, &reading, fault)
               : QCDC_OK;
}

/*  ---------------------------------------------------------------- whose work the office goes on with */

/*  Of two offices that went into one the last that was said holds: nobody of them knew of the other. */
static qcdc_status take_later (const mapped_t *item, void *arg)
{
    reading_t *self = arg;
    const mapped_t *known = register_map_find (self->map, item->scope, item->heading);
    bool later =
        !known || item->at_us > known->at_us || (item->at_us == known->at_us && item->commit_seq > known->commit_seq);
    return later ? register_map_put (self->map, item, self->fault) : QCDC_OK;
}

typedef struct {
    reading_t reading;
    qcdc_status status;
} inheriting_t;

static bool read_ended (const office_t *ended, const office_t *heir, void *arg)
{
    inheriting_t *self = arg;
    desk_t *desk = self->reading.desk;
    if (heir->id != desk->home.office->id)
        return true;
    register_map_t *theirs QCDC_CLEANUP (register_map_destroy) =
        register_map_new (register_map_kind (self->reading.map));
    self->status =
        theirs ? read_office (desk, ended->code, theirs, self->reading.fault) : out_of_memory (self->reading.fault);
    if (self->status == QCDC_OK)
        self->status = register_map_each (theirs, take_later, &self->reading);
    return self->status == QCDC_OK;
}

/*  ---------------------------------------------------------------- what a former program kept */

/*  Calls EACH for every line of TEXT, which it takes apart. */
static qcdc_status kept_each (char *text, register_map_fn *each, void *arg)
{
    char *rest = NULL;
    for (char *line = strtok_r (text, "\n", &rest); line; line = strtok_r (NULL, "\n", &rest)) {
        char *heading = strchr (line, '\t'), *meant = heading ? strchr (heading + 1, '\t') : NULL;
        if (!meant)
            continue;
        *heading++ = '\0';
        *meant++ = '\0';
        const mapped_t item = {
            .scope = line, .heading = heading, .meant = meant, .office = (char *)"", .kept_here = true};
        QCDC_TRY (each (&item, arg));
    }
    return QCDC_OK;
}

static qcdc_status take_kept (const mapped_t *item, void *arg)
{
    reading_t *self = arg;
    return register_map_put (self->map, item, self->fault);
}

/*  Only registers of petitions were read with a map then. */
static qcdc_status read_kept (reading_t *reading, fault_t *fault)
{
    char *text QCDC_CLEANUP (journal_free_value) = NULL;
    if (register_map_kind (reading->map) != &PETITION_REGISTER)
        return QCDC_OK;
    QCDC_TRY (journal_get (reading->desk->home.journal, KEPT_HERE, &text, fault));
    return kept_each (text, take_kept, reading);
}

qcdc_status register_memory_load (desk_t *desk, const register_kind_t *kind, register_map_t **map, fault_t *fault)
{
    register_map_t *self QCDC_CLEANUP (register_map_destroy) = register_map_new (kind);
    *map = NULL;
    if (!self)
        return out_of_memory (fault);
    inheriting_t inheriting = {{desk, self, "", fault}, QCDC_OK};
    (void)office_heirs_each (desk->home.catalog, day_of_moment (moment_now ()), read_ended, &inheriting);
    QCDC_TRY (inheriting.status);
    QCDC_TRY (read_kept (&inheriting.reading, fault));
    QCDC_TRY (read_office (desk, desk->home.office->code, self, fault));
    *map = self;
    self = NULL;
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- what is to be remembered */

/*  A fact on its way, and what stays in the home. */
typedef struct {
    Qcdc__MappedColumn columns[QCDC_MAPPED_COUNT_MAX], *places[QCDC_MAPPED_COUNT_MAX];
    size_t count;
    FILE *stays;
} keeping_t;

static Qcdc__MappedColumn column_of (const mapped_t *item)
{
    Qcdc__MappedColumn column = QCDC__MAPPED_COLUMN__INIT;
    column.of = item->scope;
    column.heading = item->heading;
    column.means = item->meant;
    return column;
}

static qcdc_status keep (const mapped_t *item, void *arg)
{
    keeping_t *self = arg;
    fault_t unfit;
    const Qcdc__MappedColumn column = column_of (item);
    bool filed = *item->meant && *item->office;
    if (filed || self->count == QCDC_MAPPED_COUNT_MAX)
        return QCDC_OK;
    if (item->kept_here && mapped_column_fits (&column, &unfit) != QCDC_OK)
        fprintf (self->stays, "%s\t%s\t%s\n", item->scope, item->heading, item->meant);
    else
        self->columns[self->count++] = column;
    return QCDC_OK;
}

static int compare (const void *a, const void *b)
{
    const Qcdc__MappedColumn *one = a, *other = b;
    int of = strcmp (one->of, other->of);
    return of ? of : strcmp (one->heading, other->heading);
}

static qcdc_status file_changes (desk_t *desk, const register_map_t *map, keeping_t *keeping, bool *filed,
                                 fault_t *fault)
{
    Qcdc__ColumnsMapped mapped = QCDC__COLUMNS_MAPPED__INIT;
    *filed = false;
    if (!keeping->count)
        return QCDC_OK;
    qsort (keeping->columns, keeping->count, sizeof *keeping->columns, compare);
    for (size_t i = 0; i < keeping->count; i++)
        keeping->places[i] = &keeping->columns[i];
    mapped.of_register = (char *)register_map_kind (map)->name;
    mapped.columns = keeping->places;
    mapped.n_columns = keeping->count;
    const Qcdc__Fact fact = fact_of_mapping (&mapped);
    const judge_input_t input = desk_input (desk);
    return desk_append (desk, &input, &fact, NULL, false, filed, NULL, fault);
}

static qcdc_status keep_all (desk_t *desk, const register_map_t *map, bool *filed, fault_t *fault)
{
    char *stays QCDC_CLEANUP (memory_free) = NULL, *kept QCDC_CLEANUP (journal_free_value) = NULL;
    size_t length = 0;
    keeping_t *keeping QCDC_CLEANUP (memory_free) = calloc (1, sizeof *keeping);
    if (!keeping || !(keeping->stays = open_memstream (&stays, &length)))
        return out_of_memory (fault);
    qcdc_status status = register_map_each_forgotten (map, keep, keeping);
    if (status == QCDC_OK)
        status = register_map_each (map, keep, keeping);
    if (fclose (keeping->stays) != 0)
        return out_of_memory (fault);
    QCDC_TRY (status);
    QCDC_TRY (file_changes (desk, map, keeping, filed, fault));
    if (register_map_kind (map) != &PETITION_REGISTER)
        return QCDC_OK;
    QCDC_TRY (journal_get (desk->home.journal, KEPT_HERE, &kept, fault));
    return strcmp (kept, stays) == 0 ? QCDC_OK : journal_set (desk->home.journal, KEPT_HERE, stays, fault);
}

qcdc_status register_memory_keep (desk_t *desk, const register_map_t *map, fault_t *fault)
{
    bool filed;
    return keep_all (desk, map, &filed, fault);
}

qcdc_status register_memory_adopt (desk_t *desk, bool *filed, fault_t *fault)
{
    register_map_t *map QCDC_CLEANUP (register_map_destroy) = NULL;
    char *kept QCDC_CLEANUP (journal_free_value) = NULL;
    *filed = false;
    QCDC_TRY (journal_get (desk->home.journal, KEPT_HERE, &kept, fault));
    if (!*kept)
        return QCDC_OK;
    QCDC_TRY (register_memory_load (desk, &PETITION_REGISTER, &map, fault));
    QCDC_TRY (journal_begin (desk->home.journal, fault));
    QCDC_TRY (keep_all (desk, map, filed, fault));
    return journal_commit (desk->home.journal, fault);
}
