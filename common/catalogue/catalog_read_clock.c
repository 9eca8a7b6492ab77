/*  catalog_read_clock.c — what the legal clock goes by, row by row.
 *
 *  A deadline names steps and kinds as the protocol has them, so that a row which could never start or never end is found when it
 *  is published, and not by the first petition that misses it. */

#include "catalogue/catalog_read_clock.h"

#include "base/i18n.h"
#include "base/limits.h"
#include "catalogue/catalog_read_days.h"
#include "facts/fact.h"

#include <stdlib.h>
#include <string.h>

/*  The row's own: what was known of its last day when. */
static qcdc_status ends_keep (const row_source_t *self, const row_end_t *end, const row_end_t **kept)
{
    row_end_t *copy = arena_alloc (self->arena, sizeof *copy);
    if (!copy)
        return row_no_memory (self);
    *copy = *end;
    if (end->before)
        QCDC_TRY (ends_keep (self, end->before, &copy->before));
    *kept = copy;
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- holidays */

qcdc_status holiday_known_row (row_source_t *self, void *row)
{
    holiday_row_t *known = row;
    QCDC_TRY (holiday_row (self, &known->holiday));
    known->known_us = self->row->known_us;
    known->index = self->row->index;
    return ends_keep (self, self->row->end, &known->end);
}

static int holiday_order (const void *a, const void *b)
{
    const holiday_row_t *one = a, *other = b;
    int order = (one->holiday.day > other->holiday.day) - (one->holiday.day < other->holiday.day);
    return order ? order : (one->index > other->index) - (one->index < other->index);
}

qcdc_status holidays_order (row_source_t *self)
{
    holiday_row_t *rows;
    memcpy (&rows, &self->catalog->holiday_rows, sizeof rows);
    qsort (rows, self->catalog->holiday_row_count, sizeof *rows, holiday_order);
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- traits of units */

qcdc_status unit_trait_row (row_source_t *self, void *row)
{
    static const char *const TRAITS[] = {"remote", NULL}; /* as unit_trait */
    unit_trait_t *trait = row;
    int which = 0;
    QCDC_TRY (row_code (self, 0, &trait->unit));
    QCDC_TRY (row_choice (self, 1, TRAITS, &which));
    if (!catalog_has_unit (self->catalog, trait->unit))
        return row_fail (self, 0, N_ ("there is no unit '%s'"), trait->unit);
    trait->trait = (unit_trait)which;
    trait->valid_from = self->row->from;
    trait->known_us = self->row->known_us;
    return ends_keep (self, self->row->end, &trait->end);
}

/*  ---------------------------------------------------------------- deadlines */

enum { RULE, KINDS, INSTANCE, AREA, STARTS, ENDS, DAYS, WORKING, EXTENDS, TIMES, FLAG, WORDS_VI, WORDS_EN, CITATION };

/*  A step; where it begins, or how a petition came, and what is no step; where it ends, its receipt, of what began before that (KNOWN). */
static qcdc_status step_field (const row_source_t *self, int column, const char *word, bool known, int *step)
{
    int channel, move;
    bool begins = column == STARTS;
    if ((begins || known) && strcmp (word, "RECEIVED") == 0)
        *step = STEP_RECEIVED;
    else if (begins && strcmp (word, DEADLINE_DECISION_KNOWN) == 0)
        *step = STEP_DECISION_KNOWN;
    else if (begins && strcmp (word, DEADLINE_TIME_OVER) == 0)
        *step = STEP_TIME_OVER;
    else if (begins && (channel = channel_parse (word)) > 0)
        *step = STEP_CHANNEL + channel;
    else if ((move = move_parse (word)) > 0)
        *step = move;
    else
        return row_fail (self, column, N_ ("there is no step '%s'"), word);
    return QCDC_OK;
}

static qcdc_status steps_field (const row_source_t *self, int column, bool known, step_set_t *steps, int *first)
{
    const char *const *words;
    QCDC_TRY (row_words (self, column, &words));
    *first = -1;
    for (; *words; words++) {
        int step = STEP_RECEIVED;
        QCDC_TRY (step_field (self, column, *words, known, &step));
        *steps |= STEP_BIT (step);
        *first = *first < 0 ? step : *first;
    }
    return QCDC_OK;
}

static qcdc_status kinds_field (const row_source_t *self, legal_deadline_t *deadline)
{
    const char *const *words;
    QCDC_TRY (row_words (self, KINDS, &words));
    if (!*words)
        return row_fail (self, KINDS, N_ ("a value is required"));
    for (; *words; words++) {
        int kind = petition_kind_parse (*words);
        if (kind <= 0)
            return row_fail (self, KINDS, N_ ("there is no kind of petition '%s'"), *words);
        deadline->kinds |= 1u << kind;
    }
    return QCDC_OK;
}

static deadline_binding binding_of (int owes)
{
    switch (owes) {
    case QCDC__MOVE__FORWARDED:
    case QCDC__MOVE__RETURNED:
        return BINDS_STEP;
    case STEP_RECEIVED:
    case QCDC__MOVE__APPEALED:
        return BINDS_CITIZEN;
    default:
        return BINDS_OFFICE;
    }
}

/*  What begins it and what meets it. */
static qcdc_status deadline_fields (row_source_t *self, legal_deadline_t *deadline)
{
    static const char *const INSTANCES[] = {"", "1", "2", NULL}, *const AREAS[] = {"", "remote", "other", NULL};
    int area = 0, first;
    QCDC_TRY (kinds_field (self, deadline));
    QCDC_TRY (row_choice (self, INSTANCE, INSTANCES, &deadline->instance));
    QCDC_TRY (row_choice (self, AREA, AREAS, &area));
    deadline->area = (deadline_area)area;
    QCDC_TRY (steps_field (self, STARTS, false, &deadline->starts, &first));
    if (!deadline->starts)
        return row_fail (self, STARTS, N_ ("a value is required"));
    bool known = deadline->starts == STEP_BIT (STEP_DECISION_KNOWN);
    QCDC_TRY (steps_field (self, ENDS, known, &deadline->ends, &deadline->owes));
    if (deadline->starts & deadline->ends)
        return row_fail (self, ENDS, N_ ("it would end with the step that it begins with"));
    if (deadline->starts & STEP_BIT (STEP_DECISION_KNOWN) && (!known || deadline->ends != STEP_BIT (STEP_RECEIVED)))
        return row_fail (self, ENDS,
                         N_ ("what begins with %s begins with nothing else, and ends with RECEIVED alone"),
                         DEADLINE_DECISION_KNOWN);
    deadline->binds = binding_of (deadline->owes);
    if (*row_raw (self, TIMES))
        return row_fail (self, TIMES, N_ ("only the row of an extension says this"));
    return QCDC_OK;
}

/*  By how much, how often, and of which petitions. */
static qcdc_status extension_fields (row_source_t *self, legal_deadline_t *deadline)
{
    for (int column = KINDS; column <= ENDS; column++)
        if (*row_raw (self, column))
            return row_fail (self, column, N_ ("an extension has this of the deadline that it extends"));
    QCDC_TRY (row_int (self, TIMES, 1, 9, &deadline->times));
    deadline->owes = -1;
    return QCDC_OK;
}

qcdc_status legal_deadline_row (row_source_t *self, void *row)
{
    legal_deadline_t *deadline = row;
    deadline->extends = deadline->flag = "";
    QCDC_TRY (row_code (self, RULE, &deadline->rule));
    if (*row_raw (self, EXTENDS))
        QCDC_TRY (row_code (self, EXTENDS, &deadline->extends));
    QCDC_TRY (*deadline->extends ? extension_fields (self, deadline) : deadline_fields (self, deadline));
    QCDC_TRY (row_text (self, FLAG, false, &deadline->flag));
    if (*deadline->flag && !flag_known (deadline->flag))
        return row_fail (self, FLAG, N_ ("there is no flag '%s'"), deadline->flag);
    QCDC_TRY (row_int (self, DAYS, 1, 366, &deadline->days));
    QCDC_TRY (row_bool (self, WORKING, &deadline->working));
    QCDC_TRY (row_text (self, WORDS_VI, true, &deadline->words_vi));
    QCDC_TRY (row_text (self, WORDS_EN, true, &deadline->words_en));
    QCDC_TRY (row_text (self, CITATION, true, &deadline->citation));
    deadline->valid_from = self->row->from;
    deadline->known_us = self->row->known_us;
    return ends_keep (self, self->row->end, &deadline->end);
}

/*  That there is what EXTENSION extends, on some of its days, and counts days as it does. */
static qcdc_status extension_check (const row_source_t *self, const legal_deadline_t *extension)
{
    bool found = false;
    for (size_t i = 0; i < self->catalog->legal_deadline_count; i++) {
        const legal_deadline_t *deadline = &self->catalog->legal_deadlines[i];
        if (strcmp (deadline->rule, extension->extends) != 0 || deadline->valid_from > extension->end->to ||
            extension->valid_from > deadline->end->to)
            continue;
        if (*deadline->extends)
            return row_fail (self, EXTENDS, N_ ("'%s' is an extension itself"), extension->extends);
        if (deadline->working != extension->working)
            return row_fail (self, WORKING, N_ ("an extension counts days as the deadline that it extends, '%s'"),
                             extension->extends);
        found = true;
    }
    return found ? QCDC_OK
                 : row_fail (self, EXTENDS, N_ ("there is no deadline '%s' at that time"), extension->extends);
}

qcdc_status extensions_check (row_source_t *self)
{
    size_t count;
    const table_row_t *rows = tables_rows (self->tables, self->table, &count);
    for (size_t i = 0; i < self->catalog->legal_deadline_count; i++) {
        self->row = &rows[i];
        if (*self->catalog->legal_deadlines[i].extends)
            QCDC_TRY (extension_check (self, &self->catalog->legal_deadlines[i]));
    }
    return QCDC_OK;
}
