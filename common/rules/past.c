/*  past.c — the catalogue before and after, held against each other row by row.
 *
 *  PASTS is the registry: what a kind of row can do to reports that stand.  A kind that is new has its row there. */

#include "rules/past.h"

#include "base/day.h"
#include "base/memory.h"
#include "catalogue/duty.h"
#include "rules/past_duty.h"
#include "rules/rule_form.h"
#include "rules/rule_set.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

/*  A report of a form that was not there nobody can have filed. */
static bool places_take (const catalog_t *now, const catalog_t *next, const past_report_t *report, place_t *before,
                         place_t *after)
{
    const period_t *period = report->period;
    *before = (place_t){now, catalog_form (now, report->form->code, report->form->version), period->kind, period->to};
    *after = (place_t){next, report->form, period->kind, period->to};
    return before->form;
}

static bool rule_touches (const past_change_t *change, const catalog_t *now, const catalog_t *next,
                          const past_report_t *report)
{
    place_t before, after;
    if (!places_take (now, next, report, &before, &after))
        return false;
    const rule_t *old = rule_at (&before, change->code), *new = rule_at (&after, change->code);
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

static bool constant_touches (const past_change_t *change, const catalog_t *now, const catalog_t *next,
                              const past_report_t *report)
{
    place_t before, after;
    const char *name = change->code;
    if (!places_take (now, next, report, &before, &after))
        return false;
    const rule_constant_t *old = rule_constant_on (&now->rules->names, name, before.day);
    const rule_constant_t *new = rule_constant_on (&next->rules->names, name, after.day);
    if (old && new ? old->value_e4 == new->value_e4 : !old && !new)
        return false;
    return any_uses (&before, name) || any_uses (&after, name);
}

/*  A version that ends, or that another one follows, before the end of a period that it served: reports of that period would be of none. */
static bool form_touches (const past_change_t *change, const catalog_t *now, const catalog_t *next,
                          const past_report_t *report)
{
    place_t before, after;
    return strcmp (change->code, report->form->code) == 0 && places_take (now, next, report, &before, &after) &&
           period_served_by (report->period, before.form) && !period_served_by (report->period, after.form);
}

/*  Other days make other sums of the same period, and another year before to compare it with. */
static bool calendar_touches (const past_change_t *change, const catalog_t *now, const catalog_t *next,
                              const past_report_t *report)
{
    period_t was, is;
    const period_t *period = report->period;
    const char *calendar = report->form->calendar;
    if (strcmp (change->code, calendar) != 0 || strcmp (change->row->fields[1], period->kind) != 0 ||
        !catalog_form (now, report->form->code, report->form->version))
        return false;
    if (!*period->name)
        return true;
    return period_parse (now, calendar, period->name, &was) == QCDC_OK &&
           (period_parse (next, calendar, period->name, &is) != QCDC_OK || was.from != is.from || was.to != is.to);
}

/*  ---------------------------------------------------------------- the kinds of rows */

typedef bool (near_fn) (const past_change_t *change, const past_report_t *report);
typedef bool (touches_fn) (const past_change_t *change, const catalog_t *now, const catalog_t *next,
                           const past_report_t *report);

/*  Whose report is looked for where nobody says whose. */
typedef enum { OF_ANY, OF_NAMED, OF_UNIT, OF_CLASS } past_offices;

static const struct {
    const char *table;
    near_fn *near;       /* says at once of which forms and periods it is none; NULL where there is nothing to say */
    touches_fn *touches; /* NULL: no report that stands, whatever it says */
    past_offices offices;
    int names; /* so many of the first columns name the row to people */
    int day;   /* the column of the day on which it happens; -1: the row's first day is that */
} PASTS[] = {
    {"classes", NULL, NULL, OF_ANY, 1, -1},    /* a name */
    {"dimensions", NULL, NULL, OF_ANY, 1, -1}, /* members are only ever those of indicators that come after them */
    {"members", NULL, NULL, OF_ANY, 2, -1},    /* names */
    {"indicators", NULL, NULL, OF_ANY, 1,
     -1}, /* what is counted is fixed, and a form has written out which it asks for */
    {"units", past_near_day, past_touches_unit, OF_UNIT, 1, -1},
    {"lineage", past_near_day, past_touches_event, OF_UNIT, 3, 0},
    {"calendar", NULL, calendar_touches, OF_ANY, 1, -1},
    {"forms", NULL, form_touches, OF_ANY, 1, -1},
    {"offices", past_near_day, past_touches_office, OF_NAMED, 1, -1},
    {"devices", NULL, NULL, OF_ANY, 1, -1},       /* who publishes from now on */
    {"identity-keys", NULL, NULL, OF_ANY, 1, -1}, /* identities are sealed to them */
    {"index-keys", NULL, NULL, OF_ANY, 1, -1},    /* petitions are found again by them */
    {"deadlines", past_near_deadline, past_touches_duty, OF_CLASS, 3, -1},
    {"holidays", past_near_holiday, past_touches_duty, OF_CLASS, 1, 0},
    {"unit-traits", NULL, NULL, OF_ANY, 2, -1},     /* the legal clock is the petitions' */
    {"legal-deadlines", NULL, NULL, OF_ANY, 1, -1}, /* the same */
    {"duty-changes", past_near_duty, past_touches_duty, OF_NAMED, 3, -1},
    {"brief", NULL, NULL, OF_ANY, 1, -1}, /* words around figures */
    {"constants", NULL, constant_touches, OF_ANY, 1, -1},
    {"rules", NULL, rule_touches, OF_ANY, 1, -1},
    {"petition-moves", NULL, NULL, OF_ANY, 3, -1},    /* what is possible from now on; what was accepted stays */
    {"register-spans", NULL, NULL, OF_ANY, 1, -1},    /* what forms are filled in with: no report is judged by it */
    {"register-cells", NULL, NULL, OF_ANY, 2, -1},    /* the same */
    {"slips", NULL, NULL, OF_ANY, 2, -1},             /* words around what petitions say */
    {"case-lists", NULL, NULL, OF_ANY, 1, -1},        /* where cases may be put from now on */
    {"recipients", NULL, NULL, OF_ANY, 1, -1},        /* to whom notices are sent from now on */
    {"masked-indicators", NULL, NULL, OF_ANY, 1, -1}, /* how exactly others see what was reported */
};
#define PAST_COUNT (sizeof PASTS / sizeof *PASTS)

/*  Its place in PASTS; every kind has one (tests/unit/common/rules/test_past.c). */
static size_t past_find (const char *table)
{
    size_t i = 0;
    while (i < PAST_COUNT - 1 && strcmp (PASTS[i].table, table) != 0)
        i++;
    return i;
}

bool past_knows (const char *table)
{
    return strcmp (PASTS[past_find (table)].table, table) == 0;
}

bool past_can_wait (const char *table)
{
    size_t at = past_find (table);
    return PASTS[at].day < 0 && PASTS[at].near != past_near_duty;
}

bool past_touches (const past_change_t *change, const catalog_t *now, const catalog_t *next,
                   const past_report_t *report)
{
    const size_t at = past_find (change->table);
    if (!PASTS[at].touches || (PASTS[at].offices != OF_ANY && (!report->office || !*report->period->name)) ||
        (PASTS[at].near && !PASTS[at].near (change, report)))
        return false;
    return PASTS[at].touches (change, now, next, report);
}

char *past_name (const past_change_t *change, char text[PAST_NAME_BYTES])
{
    size_t length = 0;
    *text = '\0';
    for (int i = 0; i < PASTS[past_find (change->table)].names; i++)
        if (*change->row->fields[i] && length < PAST_NAME_BYTES - 1)
            length += (size_t)snprintf (text + length, PAST_NAME_BYTES - length, "%s%s", length ? " " : "",
                                        change->row->fields[i]);
    return text;
}

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

/*  The day on which a row's content happens, where it says one; else DAY. */
static int32_t happens_on (size_t past, const table_row_t *row, int32_t day)
{
    int32_t on;
    return PASTS[past].day >= 0 && day_parse (row->fields[PASTS[past].day], &on) == QCDC_OK ? on : day;
}

static qcdc_status table_changes (const catalog_tables_t *now, const catalog_tables_t *next, size_t past,
                                  past_change_fn *each, void *arg)
{
    const char *name = PASTS[past].table;
    size_t table = (size_t)table_kind_find (name), before, after;
    const table_row_t *old = tables_rows (now, table, &before), *rows = tables_rows (next, table, &after);
    for (size_t i = 0; i < after; i++) {
        const table_row_t *row = &rows[i];
        past_change_t change = {
            .table = name, .code = row->fields[0], .row = row, .day = happens_on (past, row, row->from)};
        if (i < before) {
            if (row->to == old[i].to || is_followed (next, table, row))
                continue;
            change.ended = true;
            change.day = happens_on (past, row, row->to + 1);
        }
        QCDC_TRY (each (&change, arg));
    }
    return QCDC_OK;
}

qcdc_status past_changes (const catalog_tables_t *now, const catalog_tables_t *next, past_change_fn *each, void *arg)
{
    for (size_t past = 0; past < PAST_COUNT; past++)
        if (PASTS[past].touches)
            QCDC_TRY (table_changes (now, next, past, each, arg));
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- whether there is any */

/*  A period of a form that some office may have filed. */
typedef struct {
    const form_t *form; /* next's */
    period_t period;
    size_t order; /* in which they are looked at where they end on one day */
} filled_t;

struct past_periods {
    const catalog_t *now, *next;
    int32_t today;
    filled_t *filled; /* the one that ends last first */
    size_t count, size;
};

/*  Whether FORM serves PERIOD, or did as NOW has it. */
static bool is_served (const catalog_t *now, const form_t *form, const period_t *period)
{
    const form_t *was = catalog_form (now, form->code, form->version);
    return period_served_by (period, form) || (was && period_served_by (period, was));
}

static bool filled_add (past_periods_t *self, const form_t *form, int year, const char *kind, int month)
{
    period_t period;
    if (period_of_form (self->next, form, year, kind, month, &period) != QCDC_OK || period.opens_on > self->today ||
        !is_served (self->now, form, &period))
        return true;
    filled_t *filled = memory_room (self->filled, self->count, &self->size, sizeof *filled);
    if (!filled)
        return false;
    self->filled = filled;
    filled[self->count] = (filled_t){form, period, self->count};
    self->count++;
    return true;
}

static bool filled_form (past_periods_t *self, const form_t *form)
{
    for (int year = day_year (self->today) + 1; year >= PERIOD_YEAR_MIN; year--)
        for (const char *const *kind = form->periods; *kind; kind++)
            for (int month = 1; month <= (strcmp (*kind, "M") == 0 ? 12 : 1); month++)
                if (!filled_add (self, form, year, *kind, month))
                    return false;
    return true;
}

static int filled_compare (const void *one, const void *other)
{
    const filled_t *a = one, *b = other;
    return a->period.to != b->period.to ? (a->period.to < b->period.to) - (a->period.to > b->period.to)
                                        : (a->order > b->order) - (a->order < b->order);
}

qcdc_status past_periods_new (const catalog_t *now, const catalog_t *next, int32_t today, past_periods_t **self_p,
                              fault_t *fault)
{
    past_periods_t *self = calloc (1, sizeof *self);
    bool made = self;
    *self_p = NULL;
    if (self)
        *self = (past_periods_t){.now = now, .next = next, .today = today};
    for (size_t i = 0; made && i < next->form_count; i++)
        made = filled_form (self, &next->forms[i]);
    if (!made) {
        past_periods_destroy (&self);
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    }
    if (self->count)
        qsort (self->filled, self->count, sizeof *self->filled, filled_compare);
    *self_p = self;
    return QCDC_OK;
}

void past_periods_destroy (past_periods_t **self_p)
{
    if (*self_p)
        free ((*self_p)->filled);
    free (*self_p);
    *self_p = NULL;
}

/*  A change held against one of them. */
typedef struct {
    const past_change_t *change;
    const catalog_t *now, *next;
    size_t past; /* the kind, in PASTS */
    past_report_t report;
} trying_t;

/*  Whether OFFICE files the form, or did, or may for another one. */
static bool try_office (trying_t *self, const char *office)
{
    self->report.office = office;
    return past_touches (self->change, self->now, self->next, &self->report);
}

/*  An office that filed the form in whatever version. */
static bool try_named (trying_t *self, const char *office)
{
    return catalog_office_ever_owes (self->next, office, self->report.form->code) && try_office (self, office);
}

/*  The offices of the unit CODE. */
static bool try_unit (trying_t *self, const char *code)
{
    const office_t *office = NULL;
    while ((office = catalog_next_of_unit (self->next, code, office)))
        if (office_owes (office, self->report.form->code) && try_office (self, office->code))
            return true;
    return false;
}

#define CLASSES_MAX 64

/*  Of a class one office that owes the form says it for all: they have the same last day. */
static bool class_is_new (const trying_t *self, const office_t *office, bool tried[CLASSES_MAX])
{
    size_t class = (size_t)(catalog_class (self->next, office->office_class) - self->next->classes);
    if (class >= CLASSES_MAX)
        return true;
    if (tried[class] || !duty_is_own (self->next, office, self->report.form, self->report.period))
        return false;
    return tried[class] = true;
}

/*  All offices, or one of each class. */
static bool try_all (trying_t *self, bool classes)
{
    bool tried[CLASSES_MAX] = {false};
    for (size_t i = 0; i < self->next->office_count; i++) {
        const office_t *office = &self->next->offices[i];
        if (office_owes (office, self->report.form->code) && (!classes || class_is_new (self, office, tried)) &&
            try_office (self, office->code))
            return true;
    }
    return false;
}

/*  A set may have as many rows as there are offices: whose each of them is is looked up. */
static bool try_offices (trying_t *self)
{
    past_offices offices = PASTS[self->past].offices;
    const char *const *fields = (const char *const *)self->change->row->fields;
    if (offices == OF_ANY)
        return try_office (self, NULL);
    if (!PASTS[self->past].near (self->change, &self->report))
        return false;
    if (offices == OF_CLASS)
        return try_all (self, true);
    if (offices == OF_UNIT) /* a unit's code is in the first column, those of an event in the two behind */
        return strcmp (self->change->table, "lineage") == 0 ? try_unit (self, fields[1]) || try_unit (self, fields[2])
                                                            : try_unit (self, fields[0]);
    const char *office = fields[strcmp (self->change->table, "duty-changes") == 0 ? 2 : 0];
    return *office ? try_named (self, office) : try_all (self, false);
}

bool past_touches_any (const past_change_t *change, const past_periods_t *periods, const form_t **form,
                       period_t *period)
{
    trying_t trying = {.change = change,
                       .now = periods->now,
                       .next = periods->next,
                       .past = past_find (change->table),
                       .report = {.filed_on = QCDC_DAY_MIN, .today = periods->today}};
    *form = NULL;
    *period = (period_t){0};
    for (size_t i = 0; i < periods->count && !*form; i++) {
        const filled_t *filled = &periods->filled[i];
        /* Those behind it end before the day, too. */
        if (PASTS[trying.past].near == past_near_day && filled->period.to < change->day)
            break;
        trying.report.form = filled->form;
        trying.report.period = &filled->period;
        if (try_offices (&trying)) {
            *form = filled->form;
            *period = filled->period;
        }
    }
    return *form;
}
