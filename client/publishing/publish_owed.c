/*  publish_owed.c — notes about rows that say no first day: what they ask for is owed since the first year that there are periods of. */

#include "publishing/publish_owed.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "catalogue/duty.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*  The reports that would be owed at once. */
typedef struct {
    const noting_t *noting;
    const office_t *office;
    const form_t *form;
    size_t reports, offices;
    period_t first; /* that begins before the others */
} owed_t;

/*  Whether it is owed as the catalogue is. */
static bool owed_already (const owed_t *self, const period_t *period)
{
    const catalog_t *now = self->noting->now;
    const office_t *office = now ? catalog_office (now, self->office->code) : NULL;
    const form_t *form = now ? catalog_form (now, self->form->code, self->form->version) : NULL;
    return office && form && duty_owed (now, office, form, period, self->noting->today);
}

static qcdc_status owed_count (const period_t *period, int32_t due_on, void *arg)
{
    owed_t *self = arg;
    (void)due_on;
    if (period->to >= self->noting->today || owed_already (self, period))
        return QCDC_OK;
    if (self->reports++ == 0 || period->from < self->first.from ||
        (period->from == self->first.from && period->to < self->first.to))
        self->first = *period;
    return QCDC_OK;
}

/*  Counts those of OFFICE, of one form. */
static qcdc_status owed_add (owed_t *self, const office_t *office, const form_t *form)
{
    self->office = office;
    self->form = form;
    return duty_each (self->noting->next, office, form, self->noting->today, owed_count, self);
}

/*  Whether ROW, of the INDEX-th of its table's, is added by the set and says no first day. */
static bool is_open (const noting_t *self, const char *table, size_t index)
{
    size_t before, count, kind = (size_t)table_kind_find (table);
    (void)tables_rows (self->tables, kind, &before);
    const table_row_t *rows = tables_rows (self->set->next, kind, &count);
    return index >= before && rows[index].from == QCDC_DAY_MIN;
}

static bool form_is_open (const noting_t *self, const form_t *form)
{
    return is_open (self, "forms", (size_t)(form - self->next->forms));
}

/*  All forms of OFFICE but those that have a note of their own. */
static qcdc_status owed_office (owed_t *self, const office_t *office)
{
    const catalog_t *next = self->noting->next;
    size_t before = self->reports;
    for (size_t i = 0; i < next->form_count; i++)
        if (!form_is_open (self->noting, &next->forms[i]))
            QCDC_TRY (owed_add (self, office, &next->forms[i]));
    self->offices += self->reports > before;
    return QCDC_OK;
}

/*  All offices of FORM: each once, whatever it was in turn. */
static qcdc_status owed_form (owed_t *self, const form_t *form)
{
    const catalog_t *next = self->noting->next;
    for (size_t i = 0; i < next->office_count; i++) {
        size_t before = self->reports;
        if (i + 1 < next->office_count &&
            strcmp (next->offices_by_code[i]->code, next->offices_by_code[i + 1]->code) == 0)
            continue;
        QCDC_TRY (owed_add (self, next->offices_by_code[i], form));
        self->offices += self->reports > before;
    }
    return QCDC_OK;
}

static qcdc_status owed_say (const owed_t *self, const char *table, const table_row_t *row)
{
    char *words = NULL, *what QCDC_CLEANUP (memory_free) = NULL;
    char *name QCDC_CLEANUP (memory_free) = table_row_name ((size_t)table_kind_find (table), row);
    if (self->reports == 0)
        return QCDC_OK;
    if (asprintf (&what,
                  ngettext ("%zu report of a period that is over would be owed at once, since %s",
                            "%zu reports of periods that are over would be owed at once, since %s", self->reports),
                  self->reports, self->first.name) < 0)
        what = NULL;
    if (!name || !what ||
        (strcmp (table, "forms") == 0
             ? asprintf (
                   &words,
                   ngettext ("note: %s says no first day: %s, by %zu office; where that is not meant, say in its "
                             "row from which day on it holds (valid_from)",
                             "note: %s says no first day: %s, by %zu offices; where that is not meant, say in "
                             "its row from which day on it holds (valid_from)",
                             self->offices),
                   name, what, self->offices)
             : asprintf (&words,
                         _ ("note: %s says no first day: %s; where that is not meant, say in its row, or in that of "
                            "its unit, from which day on it is there (valid_from)"),
                         name, what)) < 0)
        words = NULL;
    return noting_say (self->noting, table, row, words);
}

static qcdc_status note_row (const noting_t *self, const char *table, const table_row_t *row)
{
    owed_t owed = {.noting = self};
    if (strcmp (table, "forms") == 0)
        QCDC_TRY (owed_form (&owed, &self->next->forms[row->index]));
    else
        QCDC_TRY (owed_office (&owed, catalog_office (self->next, row->fields[0])));
    return owed_say (&owed, table, row);
}

/*  A unit that says none owes nothing itself: its offices do. */
qcdc_status note_owed_at_once (const noting_t *self)
{
    static const char *const TABLES[] = {"forms", "offices", NULL};
    for (const char *const *table = TABLES; *table; table++) {
        size_t count;
        const table_row_t *rows = noting_added (self, *table, &count);
        for (size_t i = 0; i < count; i++)
            if (rows[i].from == QCDC_DAY_MIN)
                QCDC_TRY (note_row (self, *table, &rows[i]));
    }
    return QCDC_OK;
}
