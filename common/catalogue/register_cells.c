/*  register_cells.c — rows of register-spans and register-cells, read.
 *
 *  Every name is looked up as the row is read, so that a part that could never count anything is found when it is published. */

#include "catalogue/register_cells.h"

#include "base/i18n.h"
#include "base/limits.h"
#include "catalogue/cell.h"
#include "facts/fact.h"
#include "facts/petition_life.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*  ---------------------------------------------------------------- spans */

enum { SPAN_NAME, SPAN_STARTS, SPAN_ENDS, SPAN_WORDS_VI, SPAN_WORDS_EN };

static qcdc_status steps_field (const row_source_t *self, int column, bool receives, step_set_t *steps)
{
    const char *const *words;
    QCDC_TRY (row_words (self, column, &words));
    if (!*words)
        return row_fail (self, column, N_ ("a value is required"));
    for (; *words; words++) {
        int step = receives && strcmp (*words, "RECEIVED") == 0 ? STEP_RECEIVED : move_parse (*words);
        if (step == 0 && !(receives && strcmp (*words, "RECEIVED") == 0))
            return row_fail (self, column, N_ ("there is no step '%s'"), *words);
        *steps |= STEP_BIT (step);
    }
    return QCDC_OK;
}

qcdc_status register_span_row (row_source_t *self, void *row)
{
    register_span_t *span = row;
    QCDC_TRY (row_code (self, SPAN_NAME, &span->span));
    QCDC_TRY (steps_field (self, SPAN_STARTS, true, &span->starts));
    QCDC_TRY (steps_field (self, SPAN_ENDS, false, &span->ends));
    QCDC_TRY (row_text (self, SPAN_WORDS_VI, true, &span->words_vi));
    QCDC_TRY (row_text (self, SPAN_WORDS_EN, true, &span->words_en));
    span->valid_from = self->row->from;
    span->valid_to = self->row->to;
    return QCDC_OK;
}

const register_span_t *register_span_on (const catalog_t *self, const char *span, int32_t day)
{
    for (size_t i = 0; i < self->register_span_count; i++) {
        const register_span_t *known = &self->register_spans[i];
        if (known->valid_from <= day && day <= known->valid_to && strcmp (known->span, span) == 0)
            return known;
    }
    return NULL;
}

/*  ---------------------------------------------------------------- what is counted */

enum { CELL, PART, COUNTS, SPAN, FILTERS, WORDS_VI, WORDS_EN };

#define PARTS_MAX 99

static const char *const COUNT_NAMES[] = {
    [COUNT_PETITIONS] = "petitions",
    [COUNT_MATTERS] = "matters",
    [COUNT_PEOPLE] = "people",
    [COUNT_CASES] = "cases",
    [COUNT_DAYS] = "days",
    [COUNT_RECEPTIONS] = "receptions",
    [COUNT_PERSONS] = "persons",
    [COUNT_RECEIVED] = "received",
    [COUNT_RECEIVED_FIRST] = "received_first",
    [COUNT_RECEIVED_AGAIN] = "received_again",
    [COUNT_GROUPS] = "groups",
    [COUNT_GROUP_PERSONS] = "group_persons",
    [COUNT_GROUP_FIRST] = "group_first",
    [COUNT_GROUP_AGAIN] = "group_again",
    [COUNT_DAYS_OWED] = "days_owed",
    [REGISTER_COUNTS] = NULL,
};

const char *register_counts_name (register_counts counts)
{
    return COUNT_NAMES[counts];
}

bool register_counts_receptions (register_counts counts)
{
    return counts >= COUNT_DAYS;
}

bool register_counts_cases (register_counts counts)
{
    return counts == COUNT_CASES;
}

/*  ---------------------------------------------------------------- filters */

/*  The number of one value; -1: it is none. */
typedef int (value_fn) (const char *value);

static int of_list (const char *const *list, const char *value)
{
    for (int i = 0; list[i]; i++)
        if (strcmp (list[i], value) == 0)
            return i;
    return -1;
}

static int begun_value (const char *value)
{
    static const char *const NAMES[] = {"before", "within", NULL};
    return of_list (NAMES, value);
}

static int over_value (const char *value)
{
    static const char *const NAMES[] = {"", "within", "open", NULL};
    return of_list (NAMES, value);
}

static int signers_value (const char *value)
{
    static const char *const NAMES[] = {"none", "one", "many", NULL};
    return of_list (NAMES, value);
}

static int bool_value (const char *value)
{
    static const char *const NAMES[] = {"no", "yes", NULL};
    return of_list (NAMES, value);
}

static int state_value (const char *value)
{
    int state = 0;
    while (state < PETITION_STATE_COUNT && strcmp (petition_state_code ((petition_state)state), value) != 0)
        state++;
    return state < PETITION_STATE_COUNT ? state : -1;
}

static int outcome_value (const char *value)
{
    int outcome = outcome_parse (value);
    return strcmp (value, "NONE") == 0 ? 0 : outcome > 0 ? outcome : -1;
}

#define CODE_VALUE(name, parse)                                                                                      \
    static int name (const char *value)                                                                              \
    {                                                                                                                \
        int code = parse (value);                                                                                    \
        return code > 0 ? code : -1;                                                                                 \
    }
CODE_VALUE (kind_value, petition_kind_parse)
CODE_VALUE (field_value, petition_field_parse)
CODE_VALUE (channel_value, channel_parse)
CODE_VALUE (session_value, session_parse)
CODE_VALUE (receiver_value, receiver_parse)
CODE_VALUE (move_value, move_parse)

enum { OF_PETITIONS = 1, OF_RECEPTIONS = 2, OF_CASES = 4 };

#define SET_OF(member) .set = offsetof (register_cell_t, member)
#define LIST_OF(member) .list = true, .set = offsetof (register_cell_t, member)
static const struct {
    const char *name;
    value_fn *value;
    size_t set;
    bool list; /* of words */
    int of;
} SETS[] = {
    {"begun", begun_value, SET_OF (begun), .of = OF_PETITIONS | OF_CASES},
    {"over", over_value, SET_OF (over), .of = OF_PETITIONS | OF_CASES},
    {"kinds", kind_value, SET_OF (kinds), .of = OF_PETITIONS | OF_RECEPTIONS},
    {"fields", field_value, SET_OF (fields), .of = OF_PETITIONS | OF_RECEPTIONS},
    {"channels", channel_value, SET_OF (channels), .of = OF_PETITIONS},
    {"signers", signers_value, SET_OF (signers), .of = OF_PETITIONS},
    {"outcomes", outcome_value, SET_OF (outcomes), .of = OF_PETITIONS},
    {"states", state_value, SET_OF (states), .of = OF_PETITIONS},
    {"in_time", bool_value, SET_OF (in_time), .of = OF_PETITIONS},
    {"overdue", bool_value, SET_OF (overdue), .of = OF_PETITIONS},
    {"from_register", bool_value, SET_OF (from_register), .of = OF_PETITIONS},
    {"sessions", session_value, SET_OF (sessions), .of = OF_RECEPTIONS},
    {"receivers", receiver_value, SET_OF (receivers), .of = OF_RECEPTIONS},
    {"flags", NULL, LIST_OF (flags), .of = OF_PETITIONS},
    {"without", NULL, LIST_OF (without), .of = OF_PETITIONS},
    {"classes", NULL, LIST_OF (classes), .of = OF_PETITIONS | OF_RECEPTIONS | OF_CASES},
    {"lists", NULL, LIST_OF (lists), .of = OF_CASES},
};

static qcdc_status value_unknown (const row_source_t *self, const char *name, const char *value)
{
    return row_fail (self, FILTERS, N_ ("%s=%s: there is no such value"), name, value);
}

/*  Whether there is a list CODE at some time of the row's that an office may know what stands on. */
static bool case_list_counts (const row_source_t *self, const char *code)
{
    for (size_t i = 0; i < self->catalog->case_list_count; i++) {
        const case_list_t *list = &self->catalog->case_lists[i];
        if (strcmp (list->code, code) == 0 && list->valid_from <= self->row->to && self->row->from <= list->valid_to)
            return !list->restricted;
    }
    return false;
}

static bool word_known (const row_source_t *self, const char *name, const char *word)
{
    if (strcmp (name, "classes") == 0)
        return catalog_class (self->catalog, word) != NULL;
    if (strcmp (name, "lists") == 0)
        return case_list_counts (self, word);
    return flag_known (word) || strcmp (word, "DU_AN") == 0;
}

/*  "a,b" into the words of a list. */
static qcdc_status list_field (const row_source_t *self, const char *name, char *values, const char *const **list)
{
    size_t count = 1;
    for (const char *at = values; *at; at++)
        count += *at == ',';
    const char **words = arena_alloc (self->arena, (count + 1) * sizeof *words);
    if (!words)
        return row_no_memory (self);
    count = 0;
    for (char *rest = values, *word; (word = strsep (&rest, ","));) {
        if (!word_known (self, name, word))
            return value_unknown (self, name, word);
        words[count++] = word;
    }
    words[count] = NULL;
    *list = words;
    return QCDC_OK;
}

static qcdc_status set_field (const row_source_t *self, const char *name, char *values, value_fn *value,
                              unsigned *set)
{
    for (char *rest = values, *word; (word = strsep (&rest, ","));) {
        int number = value (word);
        if (number < 0 || !*word)
            return value_unknown (self, name, word);
        *set |= 1u << number;
    }
    return QCDC_OK;
}

static qcdc_status by_field (const row_source_t *self, char *values, register_cell_t *cell)
{
    for (char *rest = values, *word; (word = strsep (&rest, ","));) {
        int move = move_value (word);
        if (move < 0)
            return value_unknown (self, "by", word);
        cell->by |= STEP_BIT (move);
    }
    return QCDC_OK;
}

static qcdc_status filter_field (const row_source_t *self, char *word, register_cell_t *cell)
{
    int of = register_counts_receptions (cell->counts) ? OF_RECEPTIONS
             : register_counts_cases (cell->counts)    ? OF_CASES
                                                       : OF_PETITIONS;
    char *values = strchr (word, '=');
    if (!values)
        return row_fail (self, FILTERS, N_ ("'%s' is no filter: it is written NAME=VALUE"), word);
    *values++ = '\0';
    if (of == OF_PETITIONS && strcmp (word, "by") == 0)
        return by_field (self, values, cell);
    if (of == OF_PETITIONS && strcmp (word, "instance") == 0) {
        cell->instance = strcmp (values, "1") == 0 ? 1 : strcmp (values, "2") == 0 ? 2 : 0;
        return cell->instance ? QCDC_OK : value_unknown (self, word, values);
    }
    for (size_t i = 0; i < sizeof SETS / sizeof *SETS; i++) {
        char *at = (char *)cell + SETS[i].set;
        if (!(SETS[i].of & of) || strcmp (SETS[i].name, word) != 0)
            continue;
        return SETS[i].list ? list_field (self, word, values, (const char *const **)(void *)at)
                            : set_field (self, word, values, SETS[i].value, (unsigned *)(void *)at);
    }
    return row_fail (self, FILTERS, N_ ("there is no filter '%s' of what is counted"), word);
}

static qcdc_status filters_field (const row_source_t *self, register_cell_t *cell)
{
    const char *text;
    QCDC_TRY (row_text (self, FILTERS, false, &text));
    char *copy = arena_strdup (self->arena, text);
    if (!copy)
        return row_no_memory (self);
    for (char *rest = copy, *word; (word = strsep (&rest, " "));)
        if (*word)
            QCDC_TRY (filter_field (self, word, cell));
    if (register_counts_cases (cell->counts) && !cell->lists)
        return row_fail (self, FILTERS, N_ ("lists= names the lists whose cases are counted"));
    /* A span that ended is one that ended by something, and in some time. */
    if (cell->by && cell->over != SPAN_WITHIN)
        return row_fail (self, FILTERS, N_ ("by= goes with over=within"));
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- cells */

/*  That there is a span of that name on some day of the row's. */
static qcdc_status span_field (const row_source_t *self, register_cell_t *cell)
{
    cell->span = "";
    if (register_counts_receptions (cell->counts))
        return *row_raw (self, SPAN) ? row_fail (self, SPAN, N_ ("what is counted of receptions has no span"))
                                     : QCDC_OK;
    if (register_counts_cases (cell->counts))
        return *row_raw (self, SPAN) ? row_fail (self, SPAN, N_ ("what is counted of cases on lists has no span"))
                                     : QCDC_OK;
    QCDC_TRY (row_code (self, SPAN, &cell->span));
    for (size_t i = 0; i < self->catalog->register_span_count; i++) {
        const register_span_t *span = &self->catalog->register_spans[i];
        if (strcmp (span->span, cell->span) == 0 && span->valid_from <= self->row->to &&
            self->row->from <= span->valid_to)
            return QCDC_OK;
    }
    return row_fail (self, SPAN, N_ ("there is no span '%s' at that time"), cell->span);
}

/*  The name of a cell of numbers, whichever forms have it. */
static qcdc_status cell_field (const row_source_t *self, register_cell_t *cell)
{
    char code[QCDC_CELL_BYTES_MAX + 1];
    QCDC_TRY (row_text (self, CELL, true, &cell->cell));
    snprintf (code, sizeof code, "%.*s", (int)strcspn (cell->cell, "."), cell->cell);
    const indicator_t *indicator = catalog_indicator (self->catalog, code);
    if (!indicator)
        return row_fail (self, CELL, N_ ("there is no indicator '%s'"), code);
    if (indicator->type != VALUE_COUNT && indicator->type != VALUE_DECIMAL)
        return row_fail (self, CELL, N_ ("'%s' is no number that is reported"), code);
    const char *members = cell_member (cell->cell);
    size_t depth = 0;
    for (; indicator->dimensions[depth]; depth++) {
        bool found = indicator->dimensions[depth]->open && *members;
        size_t length = strcspn (members, ".");
        for (const char *const *member = indicator->dimensions[depth]->members; *member && !found; member++)
            found = strlen (*member) == length && strncmp (*member, members, length) == 0;
        if (!found)
            return row_fail (self, CELL, N_ ("'%s' is no cell: its member is missing, or not one of %s"), cell->cell,
                             indicator->dimensions[depth]->code);
        members += length;
        members += *members == '.';
    }
    return *members ? row_fail (self, CELL, N_ ("'%s' is no cell: it has too many members"), cell->cell) : QCDC_OK;
}

qcdc_status register_cell_row (row_source_t *self, void *row)
{
    register_cell_t *cell = row;
    int counts = 0;
    QCDC_TRY (cell_field (self, cell));
    QCDC_TRY (row_int (self, PART, 1, PARTS_MAX, &cell->part));
    QCDC_TRY (row_choice (self, COUNTS, COUNT_NAMES, &counts));
    cell->counts = (register_counts)counts;
    QCDC_TRY (span_field (self, cell));
    QCDC_TRY (filters_field (self, cell));
    QCDC_TRY (row_text (self, WORDS_VI, false, &cell->words_vi));
    QCDC_TRY (row_text (self, WORDS_EN, false, &cell->words_en));
    cell->valid_from = self->row->from;
    cell->valid_to = self->row->to;
    return QCDC_OK;
}
