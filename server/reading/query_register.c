/*  query_register.c — rows of registers, put together again and counted.
 *
 *  Rows come office by office within what goes out together.  A count of sums lives as long as that; one of differences as long as its
 *  office, for each has a report, and a moment, of its own. */

#include "reading/query_register.h"

#include "base/day.h"
#include "base/memory.h"
#include "matters/register_differ.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OFFICE, UNIT_SHOWN, OFFICE_SHOWN, WHAT, NUMBER, UNIT, DAY, NUMBERS, TEXT, STEPS };

typedef struct {
    char *cell; /* malloc'ed */
    int64_t value_e4;
} figure_t;

struct query_register {
    const catalog_t *catalog;
    register_asked_t asked;
    bool differs;
    register_row_fn *each;
    void *arg;
    bool begun;
    char *unit, *office; /* of what goes out together; malloc'ed, NULL: not shown */
    int office_id;
    bool petitions, receptions; /* the office has such rows */
    register_cases_t cases;     /* its cases on lists */
    register_count_t *count;
    register_differ_t *differ;
    figure_t *figures; /* of the office's report */
    size_t figure_count, figures_size;
    stamp_t until; /* when the last of them was said */
};

/*  ---------------------------------------------------------------- what is asked */

static const char *bound (const query_t *query, const query_values_t *values, param_type type)
{
    for (size_t i = 0; i < query->param_count; i++)
        if (query->params[i].type == type)
            return values->values[i];
    return NULL;
}

/*  The version of the form CODE that serves periods ending on DAY. */
static const form_t *form_on (const catalog_t *catalog, const char *code, int32_t day)
{
    const form_t *found = NULL;
    for (size_t i = 0; i < catalog->form_count; i++)
        if (strcmp (catalog->forms[i].code, code) == 0 && catalog->forms[i].valid_from <= day &&
            day <= catalog->forms[i].valid_to)
            found = &catalog->forms[i];
    return found;
}

qcdc_status register_asked (const query_t *query, const catalog_t *catalog, const query_values_t *values,
                            register_asked_t *asked, fault_t *fault)
{
    period_t period = {0};
    const char *code = bound (query, values, PARAM_FORM), *name = bound (query, values, PARAM_PERIOD);
    const char *from = bound (query, values, PARAM_SINCE), *to = bound (query, values, PARAM_UNTIL);
    *asked = (register_asked_t){.form = code && name ? period_form (catalog, code, name, &period) : NULL};
    asked->from = period.from;
    asked->to = period.to;
    if (!name && (!from || !to)) {
        fault_set (fault, QCDC_USAGE, "period", "query %s wants a period, or both from and to", query->name);
        fault_advise (fault, "period=2021-Q3, or from=2021-07 to=2021-09");
        return QCDC_USAGE;
    }
    /* As they are bound, they are days. */
    if (from)
        QCDC_TRY (day_parse (from, &asked->from));
    if (to)
        QCDC_TRY (day_parse (to, &asked->to));
    if (!asked->form && code)
        asked->form = form_on (catalog, code, asked->to);
    return asked->form
               ? QCDC_OK
               : fault_set (fault, QCDC_BAD_FORM, "form", "form %s is not filled for that time", code ? code : "");
}

qcdc_status register_bind (const catalog_t *catalog, const register_asked_t *asked, char **range, char **open)
{
    char from[DAY_TEXT_BYTES], to[DAY_TEXT_BYTES], list[PETITION_STATE_COUNT * 16u * 4u] = "{";
    size_t used = 1;
    register_count_t *count = register_count_new (catalog, asked->form, asked->from, asked->to, asked->to);
    if (!count)
        return QCDC_NO_MEMORY;
    for (int state = 0; state < PETITION_STATE_COUNT; state++)
        for (int kind = 1; petition_kind_name (kind); kind++)
            if (register_count_open (count, (petition_state)state, kind))
                used += (size_t)snprintf (list + used, sizeof list - used, "%s%d", used > 1 ? "," : "",
                                          state * 16 + kind);
    register_count_destroy (&count);
    snprintf (list + used, sizeof list - used, "}");
    *open = strdup (list);
    if (asprintf (range, "[%s,%s]", day_format_iso (asked->from, from), day_format_iso (asked->to, to)) < 0)
        *range = NULL;
    return *range && *open ? QCDC_OK : QCDC_NO_MEMORY;
}

/*  ---------------------------------------------------------------- what goes out */

query_register_t *query_register_new (const catalog_t *catalog, const register_asked_t *asked, bool differs,
                                      register_row_fn *each, void *arg)
{
    query_register_t *self = calloc (1, sizeof *self);
    if (self)
        *self = (query_register_t){
            .catalog = catalog, .asked = *asked, .differs = differs, .each = each, .arg = arg, .office_id = -1};
    return self;
}

static void figures_clear (query_register_t *self)
{
    for (size_t i = 0; i < self->figure_count; i++)
        free (self->figures[i].cell);
    self->figure_count = 0;
    self->until = (stamp_t){0, 0};
}

void query_register_destroy (query_register_t **self_p)
{
    query_register_t *self = *self_p;
    if (!self)
        return;
    figures_clear (self);
    register_cases_release (&self->cases);
    free (self->figures);
    free (self->unit);
    free (self->office);
    register_count_destroy (&self->count);
    register_differ_destroy (&self->differ);
    free (self);
    *self_p = NULL;
}

static qcdc_status counts_tell (query_register_t *self)
{
    QCDC_TRY (register_count_office (self->count, NULL));
    for (size_t cell = 0; cell < register_count_cells (self->count); cell++) {
        int64_t value;
        char text[24];
        if (!register_count_value (self->count, cell, &value))
            continue;
        snprintf (text, sizeof text, "%lld", (long long)value);
        const char *texts[] = {self->unit, self->office, self->asked.form->code,
                               register_count_cell (self->count, cell), text};
        QCDC_TRY (self->each (texts, sizeof texts / sizeof *texts, self->arg));
    }
    return QCDC_OK;
}

static const char *since_code (const char *name)
{
    return name;
}

static qcdc_status differences_tell (query_register_t *self)
{
    if (!self->differ)
        return QCDC_OK;
    QCDC_TRY (register_differ_end (self->differ));
    for (size_t i = 0; i < self->figure_count; i++) {
        size_t cell;
        register_difference_t found;
        if (!register_count_find (register_differ_now (self->differ), self->figures[i].cell, &cell))
            continue;
        register_differ_hold (self->differ, cell, self->figures[i].value_e4, since_code, &found);
        const char *texts[] = {
            self->unit, self->office,     self->figures[i].cell,           found.said,
            found.now,  found.difference, *found.then ? found.then : NULL, *found.rows ? found.rows : NULL};
        if (found.differs)
            QCDC_TRY (self->each (texts, sizeof texts / sizeof *texts, self->arg));
    }
    return QCDC_OK;
}

/*  The cases of the office whose rows are over. */
static qcdc_status cases_end (query_register_t *self)
{
    qcdc_status status = QCDC_OK;
    register_cases_sort (&self->cases);
    if (self->differ)
        status = register_differ_cases (self->differ, &self->cases);
    else if (self->count)
        register_count_cases (self->count, &self->cases, NULL);
    register_cases_release (&self->cases);
    return status;
}

qcdc_status query_register_end (query_register_t *self)
{
    qcdc_status status = cases_end (self);
    if (status == QCDC_OK && self->begun)
        status = self->differs ? differences_tell (self) : counts_tell (self);
    register_differ_destroy (&self->differ);
    register_count_destroy (&self->count);
    figures_clear (self);
    self->begun = false;
    self->office_id = -1;
    return status;
}

/*  ---------------------------------------------------------------- rows */

static const char *text_at (const PGresult *result, int row, int column)
{
    return pg_null (result, row, column) ? NULL : pg_text (result, row, column);
}

static bool same_text (const char *one, const char *other)
{
    return one && other ? strcmp (one, other) == 0 : one == other;
}

static qcdc_status text_keep (char **kept, const char *text)
{
    free (*kept);
    *kept = text ? strdup (text) : NULL;
    return text && !*kept ? QCDC_NO_MEMORY : QCDC_OK;
}

/*  A setter_t as it is stored; {0} of - . */
static setter_t setter_read (const char *hex)
{
    setter_t setter = {0};
    unsigned char *bytes = (unsigned char *)&setter;
    for (size_t i = 0; i < sizeof setter && hex[2 * i] && hex[2 * i + 1]; i++) {
        char two[] = {hex[2 * i], hex[2 * i + 1], '\0'};
        bytes[i] = (unsigned char)strtoul (two, NULL, 16);
    }
    return setter;
}

static int32_t today (void)
{
    return day_of_moment (moment_now ());
}

/*  Begins what goes out together, and the office in it. */
static qcdc_status begin (query_register_t *self, const PGresult *result, int row)
{
    const char *unit = text_at (result, row, UNIT_SHOWN), *office = text_at (result, row, OFFICE_SHOWN);
    int id = atoi (pg_text (result, row, OFFICE));
    bool other = !self->begun || !same_text (unit, self->unit) || !same_text (office, self->office);
    if (other || (self->differs && id != self->office_id)) {
        QCDC_TRY (query_register_end (self));
        QCDC_TRY (text_keep (&self->unit, unit));
        QCDC_TRY (text_keep (&self->office, office));
        self->begun = true;
        if (!self->differs && !(self->count = register_count_new (self->catalog, self->asked.form, self->asked.from,
                                                                  self->asked.to, today ())))
            return QCDC_NO_MEMORY;
    }
    if (id == self->office_id)
        return QCDC_OK;
    QCDC_TRY (cases_end (self));
    self->office_id = id;
    return self->count ? register_count_office (self->count, catalog_office_by_id (self->catalog, id)) : QCDC_OK;
}

static qcdc_status figure_take (query_register_t *self, const PGresult *result, int row)
{
    figure_t *figures = memory_room (self->figures, self->figure_count, &self->figures_size, sizeof *figures);
    char *rest, *cell = strdup (pg_text (result, row, NUMBER));
    if (figures)
        self->figures = figures;
    if (!figures || !cell) {
        free (cell);
        return QCDC_NO_MEMORY;
    }
    int64_t value_e4 = strtoll (pg_text (result, row, NUMBERS), &rest, 10), at_us = strtoll (rest, &rest, 10);
    stamp_t said = {at_us, strtoll (rest, NULL, 10)};
    if (stamp_before (self->until, said))
        self->until = said;
    figures[self->figure_count++] = (figure_t){cell, value_e4};
    return QCDC_OK;
}

/*  Those of an office that has filed nothing are not looked at. */
static qcdc_status differ_begin (query_register_t *self)
{
    if (self->differ || !self->figure_count)
        return QCDC_OK;
    self->differ =
        register_differ_new (self->catalog, self->asked.form, catalog_office_by_id (self->catalog, self->office_id),
                             self->asked.from, self->asked.to, today (), self->until);
    return self->differ ? QCDC_OK : QCDC_NO_MEMORY;
}

static qcdc_status kept_take (query_register_t *self, const PGresult *result, int row)
{
    char *rest;
    bool petitions = strtol (pg_text (result, row, NUMBERS), &rest, 10) != 0,
         receptions = strtol (rest, NULL, 10) != 0;
    if (self->count)
        register_count_kept (self->count, petitions, receptions);
    if (self->differ) {
        register_count_kept (register_differ_now (self->differ), petitions, receptions);
        register_count_kept (register_differ_then (self->differ), petitions, receptions);
    }
    return QCDC_OK;
}

/*  When it was committed and as what, and when it was changed last and by what; and who took it back. */
static void stamps_take (thing_t *thing, char *rest, const char *voided_by)
{
    thing->created_at_us = strtoll (rest, &rest, 10);
    thing->commit_seq = strtoll (rest, &rest, 10);
    thing->changed.at_us = strtoll (rest, &rest, 10);
    thing->changed.seq = strtoll (rest, &rest, 10);
    thing->voided = strcmp (voided_by, "-") != 0;
    thing->voided_by = setter_read (voided_by);
}

/*  The words of a step, in the order in which the rows have them. */
enum {
    STEP_MOVE,
    STEP_ON,
    STEP_DAYS,
    STEP_FROM_REGISTER,
    STEP_OUTCOME,
    STEP_AT,
    STEP_SEQ,
    STEP_CHANGED_AT,
    STEP_CHANGED_BY,
    STEP_ANSWER,
    STEP_ANSWERS,
    STEP_NUMBERS,
    STEP_TO_OFFICE = STEP_NUMBERS, /* - : it is no hand-over */
    STEP_VOIDED_BY,                /* - : it stands */
    STEP_WORDS
};

static qcdc_status step_take (petition_t *petition, char *const words[STEP_WORDS])
{
    int64_t numbers[STEP_NUMBERS];
    for (size_t i = 0; i < STEP_NUMBERS; i++)
        numbers[i] = strtoll (words[i], NULL, 10);
    move_t move = {.entry = {0, (uint64_t)numbers[STEP_SEQ], 0}, .commit_seq = numbers[STEP_SEQ]};
    move.move = (int)numbers[STEP_MOVE];
    move.on = (int32_t)numbers[STEP_ON];
    move.days = (int)numbers[STEP_DAYS];
    move.from_register = numbers[STEP_FROM_REGISTER] != 0;
    move.outcome = (int)numbers[STEP_OUTCOME];
    move.order = (stamp_t){numbers[STEP_AT], numbers[STEP_SEQ]};
    move.changed = (stamp_t){numbers[STEP_CHANGED_AT], numbers[STEP_CHANGED_BY]};
    move.answer = (int)numbers[STEP_ANSWER];
    move.answers.seq = (uint64_t)numbers[STEP_ANSWERS];
    if (strcmp (words[STEP_TO_OFFICE], "-") != 0)
        snprintf (move.to_office, sizeof move.to_office, "%s", words[STEP_TO_OFFICE]);
    move.voided = strcmp (words[STEP_VOIDED_BY], "-") != 0;
    move.voided_by = setter_read (words[STEP_VOIDED_BY]);
    return petition_put_move (petition, &move);
}

static qcdc_status steps_take (petition_t *petition, char *text)
{
    char *rest = NULL, *words[STEP_WORDS];
    size_t count = 0;
    for (char *word = strtok_r (text, " ", &rest); word; word = strtok_r (NULL, " ", &rest)) {
        words[count++] = word;
        if (count < STEP_WORDS)
            continue;
        QCDC_TRY (step_take (petition, words));
        count = 0;
    }
    return count ? QCDC_CORRUPT : QCDC_OK;
}

static qcdc_status petition_read (const PGresult *result, int row, petition_t *petition)
{
    char *rest;
    petition->unit = atoi (pg_text (result, row, UNIT));
    QCDC_TRY (day_parse (pg_text (result, row, DAY), &petition->received_on));
    petition->kind = (int)strtol (pg_text (result, row, NUMBERS), &rest, 10);
    petition->field = (int)strtol (rest, &rest, 10);
    petition->channel = (int)strtol (rest, &rest, 10);
    petition->people = (uint32_t)strtoul (rest, &rest, 10);
    petition->instance = (int)strtol (rest, &rest, 10);
    petition->follows = strtol (rest, &rest, 10) != 0;
    rest += strspn (rest, " ");
    if (*rest != '-')
        petition->related_set = setter_read (rest);
    rest += strcspn (rest, " ");
    char *voided_by = strrchr (rest, ' ');
    stamps_take (&petition->thing, rest, voided_by ? voided_by + 1 : "-");
    petition->local_no = strdup (pg_text (result, row, NUMBER));
    petition->flags = strdup (pg_text (result, row, TEXT));
    char *steps QCDC_CLEANUP (memory_free) =
        strdup (pg_null (result, row, STEPS) ? "" : pg_text (result, row, STEPS));
    if (!petition->local_no || !petition->flags || !steps)
        return QCDC_NO_MEMORY;
    return steps_take (petition, steps);
}

static qcdc_status petition_take (query_register_t *self, const PGresult *result, int row)
{
    petition_t petition = {.office = self->office_id};
    qcdc_status status = petition_read (result, row, &petition);
    if (status == QCDC_OK)
        (void)!petition_fold (&petition, NULL); /* where it stops it stands */
    if (status == QCDC_OK)
        status = self->differ ? register_differ_petition (self->differ, &petition)
                              : register_count_petition (self->count, &petition);
    petition_release (&petition);
    return status;
}

static qcdc_status reception_take (query_register_t *self, const PGresult *result, int row)
{
    reception_t reception = {.office = self->office_id};
    char *rest = (char *)pg_text (result, row, NUMBERS);
    QCDC_TRY (day_parse (pg_text (result, row, DAY), &reception.values[RECEPTION_HELD_ON]));
    for (int column = RECEPTION_SESSION; column <= RECEPTION_FIELDS; column++)
        reception.values[column] = (int32_t)strtol (rest, &rest, 10);
    char *voided_by = strrchr (rest, ' ');
    stamps_take (&reception.thing, rest, voided_by ? voided_by + 1 : "-");
    reception.local_no = (char *)pg_text (result, row, NUMBER); /* borrowed */
    return self->differ ? register_differ_reception (self->differ, &reception)
                        : register_count_reception (self->count, &reception);
}

/*  One stay of a case; they are counted together when the office's rows are over. */
static qcdc_status case_take (query_register_t *self, const PGresult *result, int row)
{
    listing_t listing = {.office = self->office_id};
    char *rest = (char *)pg_text (result, row, NUMBERS);
    QCDC_TRY (day_parse (pg_text (result, row, DAY), &listing.on));
    listing.off_on = (int32_t)strtol (rest, &rest, 10);
    listing.listed.origin = strtoull (rest, &rest, 10);
    listing.listed.seq = strtoull (rest, &rest, 10);
    listing.thing.created_at_us = strtoll (rest, &rest, 10);
    listing.thing.commit_seq = strtoll (rest, &rest, 10);
    decision_t end = {.on = listing.off_on, .order = {.at_us = strtoll (rest, &rest, 10)}};
    end.order.seq = strtoll (rest, NULL, 10);
    snprintf (listing.list, sizeof listing.list, "%s", pg_text (result, row, TEXT));
    if (listing.off_on) {
        listing.decisions = &end;
        listing.decision_count = 1;
    }
    return register_cases_add (&self->cases, &listing, pg_text (result, row, NUMBER));
}

qcdc_status query_register_take (query_register_t *self, const PGresult *result, int row)
{
    QCDC_TRY (begin (self, result, row));
    char what = *pg_text (result, row, WHAT);
    if (what == 'f')
        return figure_take (self, result, row);
    if (self->differs)
        QCDC_TRY (differ_begin (self));
    if (self->differs && !self->differ)
        return QCDC_OK;
    return what == 'k'   ? kept_take (self, result, row)
           : what == 'l' ? case_take (self, result, row)
           : what == 'p' ? petition_take (self, result, row)
                         : reception_take (self, result, row);
}
