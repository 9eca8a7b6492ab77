/*  publish_notes.c — notes about offices and forms: what is filed no longer, or by nobody, and owed still. */

#include "publishing/publish_notes.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "catalogue/duty.h"
#include "catalogue/publication.h"
#include "publishing/publish_days.h"
#include "publishing/publish_owed.h"
#include "rules/rule_set.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OWED_SHOWN 6
/*  Of a day far ahead nobody is told all that is due up to it. */
#define OWED_DAYS_BEFORE 60

static qcdc_status no_memory (const noting_t *self)
{
    return fault_set (self->fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
}

/*  ---------------------------------------------------------------- what an office owes still */

/*  The reports of forms that an office files no more, which are still open then. */
typedef struct {
    const noting_t *noting;
    const office_t *office; /* as it was while it filed them */
    int32_t until;          /* its last day as that */
    int32_t open_from;      /* what was due before is a matter of reports, not of this set */
    FILE *out;              /* "QCDC-SO 2020-H1 (due on 22/06/2020), …" */
    size_t count;
} owing_t;

static void owing_add (owing_t *self, const form_t *form, const period_t *period, int32_t due_on)
{
    char day[DAY_TEXT_BYTES];
    if (self->count++ >= OWED_SHOWN)
        return;
    fprintf (self->out, "%s%s %s", self->count > 1 ? ", " : "", form->code, period->name);
    if (due_on < QCDC_DAY_MAX)
        fprintf (self->out, _ (" (due on %s)"), day_format_people (due_on, day));
}

/*  Those of one version: whatever is due is so within two years of the year that it is named by. */
static void owing_form (owing_t *self, const form_t *form)
{
    const catalog_t *next = self->noting->next;
    for (int year = day_year (self->open_from) - 2; year <= day_year (self->until) + 1; year++)
        for (const char *const *kind = form->periods; *kind; kind++)
            for (int month = 1; month <= (strcmp (*kind, "M") == 0 ? 12 : 1); month++) {
                period_t period;
                if (period_of_form (next, form, year, *kind, month, &period) != QCDC_OK ||
                    !duty_owed (next, self->office, form, &period, self->until))
                    continue;
                int32_t due_on = duty_due_on (next, self->office, form, &period);
                if ((due_on < QCDC_DAY_MAX ? due_on : period.to) >= self->open_from)
                    owing_add (self, form, &period, due_on);
            }
}

/*  What OFFICE owes still of the forms that AFTER, NULL where it ends, does not file: malloc'ed; NULL when out of memory.  *COUNT of them. */
static char *owed_still (const noting_t *self, const office_t *office, const office_t *after, int32_t until,
                         size_t *count)
{
    char *text = NULL;
    size_t size = 0;
    int32_t near = until - OWED_DAYS_BEFORE > self->today ? until - OWED_DAYS_BEFORE : self->today;
    owing_t owing = {.noting = self,
                     .office = office,
                     .until = until,
                     .open_from = near <= until ? near : until + 1,
                     .out = open_memstream (&text, &size)};
    if (!owing.out)
        return NULL;
    for (size_t i = 0; i < self->next->form_count; i++)
        if (office_owes (office, self->next->forms[i].code) &&
            !(after && office_owes (after, self->next->forms[i].code)))
            owing_form (&owing, &self->next->forms[i]);
    if (owing.count > OWED_SHOWN)
        fprintf (owing.out, _ (" and %zu more"), owing.count - OWED_SHOWN);
    *count = owing.count;
    if (fclose (owing.out) == 0)
        return text;
    free (text);
    return NULL;
}

/*  The forms of BEFORE that AFTER does not file: "QCDC-SO, 01-XLD"; malloc'ed, "" where there are none; NULL when out of memory. */
static char *forms_lost (const office_t *before, const office_t *after)
{
    char *text = NULL;
    size_t size = 0, count = 0;
    FILE *out = open_memstream (&text, &size);
    if (!out)
        return NULL;
    for (const char *const *form = before->forms; *form; form++)
        if (!office_owes (after, *form))
            fprintf (out, "%s%s", count++ ? ", " : "", *form);
    if (fclose (out) == 0)
        return text;
    free (text);
    return NULL;
}

/*  ---------------------------------------------------------------- offices that file less than before */

/*  ROW, which is added, against what the office was on the day before. */
static qcdc_status note_lost (const noting_t *self, const table_row_t *row)
{
    char day[DAY_TEXT_BYTES], *words = NULL;
    size_t owed;
    const office_t *after = catalog_office_on (self->next, row->fields[0], row->from);
    const office_t *before =
        row->from > QCDC_DAY_MIN ? catalog_office_on (self->next, row->fields[0], row->from - 1) : NULL;
    if (!before || !after)
        return QCDC_OK;
    char *lost QCDC_CLEANUP (memory_free) = forms_lost (before, after), *name QCDC_CLEANUP (memory_free) = NULL,
                            *still QCDC_CLEANUP (memory_free) = NULL, *owes QCDC_CLEANUP (memory_free) = NULL;
    if (!lost)
        return no_memory (self);
    if (!*lost)
        return QCDC_OK;
    name = table_row_name ((size_t)table_kind_find ("offices"), row);
    still = owed_still (self, before, after, row->from - 1, &owed);
    if (!name || !still ||
        (owed ? asprintf (&owes, _ ("it still owes %s, and what it has not handed in of the time before"), still)
              : asprintf (&owes, "%s", _ ("it still owes what it has not handed in of the time before"))) < 0)
        return no_memory (self);
    if ((after->forms[0] ? asprintf (&words, _ ("note: %s files %s no longer, from %s on; %s"), name, lost,
                                     day_format_people (row->from, day), owes)
                         : asprintf (&words, _ ("note: %s files no form any more, from %s on (before: %s); %s"), name,
                                     day_format_people (row->from, day), lost, owes)) < 0)
        words = NULL;
    return noting_say (self, "offices", row, words);
}

/*  ROW, which is ended: what is open then nobody files but an office that is no more. */
static qcdc_status note_ended (const noting_t *self, const table_row_t *row)
{
    char day[DAY_TEXT_BYTES], *words = NULL;
    size_t owed;
    const office_t *office = catalog_office_on (self->next, row->fields[0], row->to);
    if (!office || catalog_office_on (self->next, row->fields[0], row->to + 1))
        return QCDC_OK;
    char *still QCDC_CLEANUP (memory_free) = owed_still (self, office, NULL, row->to, &owed);
    char *name QCDC_CLEANUP (memory_free) = table_row_name ((size_t)table_kind_find ("offices"), row);
    if (!still || !name)
        return no_memory (self);
    if (!owed)
        return QCDC_OK;
    if (asprintf (&words,
                  _ ("note: %s ends on %s and still owes %s, and what it has not handed in of the time before; where "
                     "another office is to file it, name that as successor in duty-changes.csv"),
                  name, day_format_people (row->to, day), still) < 0)
        words = NULL;
    return noting_say (self, "offices", row, words);
}

static qcdc_status note_offices (const noting_t *self)
{
    size_t table = (size_t)table_kind_find ("offices"), before, count;
    const table_row_t *old = tables_rows (self->tables, table, &before);
    const table_row_t *rows = tables_rows (self->set->next, table, &count);
    for (size_t i = 0; i < before; i++)
        if (rows[i].to != old[i].to)
            QCDC_TRY (note_ended (self, &rows[i]));
    for (size_t i = before; i < count; i++)
        QCDC_TRY (note_lost (self, &rows[i]));
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- rates without a rule */

/*  Of indicators that are new: what forms ask for is computed (reference.h). */
static qcdc_status note_rates (const noting_t *self)
{
    size_t count, table = (size_t)table_kind_find ("indicators");
    const table_row_t *rows = noting_added (self, "indicators", &count);
    for (size_t i = 0; i < count; i++) {
        const indicator_t *figure = catalog_indicator (self->next, rows[i].fields[0]);
        char *words = NULL;
        if (!figure || figure->type != VALUE_RATIO || rule_set_computes (self->next->rules, figure))
            continue;
        char *name QCDC_CLEANUP (memory_free) = table_row_name (table, &rows[i]);
        if (!name || asprintf (&words,
                               _ ("note: no rule computes %s yet; no form can ask for it until a row of rules.csv "
                                  "does"),
                               name) < 0)
            words = NULL;
        QCDC_TRY (noting_say (self, "indicators", &rows[i], words));
    }
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- rules that nothing is held against */

static bool rule_has_form (const catalog_t *catalog, const rule_t *rule)
{
    for (size_t i = 0; i < catalog->form_count; i++)
        if (rule_served (rule, &catalog->forms[i]))
            return true;
    return false;
}

/*  A rule is for the forms that it names, or for those that have its cells: where no form has them, or none is filled for its
 *  periods, whatever is reported passes, and whoever published it believes that it does not. */
static qcdc_status note_unjudged (const noting_t *self)
{
    size_t count, table = (size_t)table_kind_find ("rules");
    const table_row_t *rows = noting_added (self, "rules", &count);
    const rule_set_t *rules = self->next->rules;
    for (size_t i = 0; i < count; i++) {
        char *words = NULL;
        const rule_t *rule = rules->rules[rules->rule_count - count + i];
        /* What computes a rate is looked for when a form asks for that (reference.h). */
        if (rule_severity_of (rule) == RULE_DERIVED || rule_has_form (self->next, rule))
            continue;
        char *name QCDC_CLEANUP (memory_free) = table_row_name (table, &rows[i]);
        if (!name ||
            asprintf (&words,
                      _ ("note: no report is held against %s: no form that it is for has all of its cells and is "
                         "filled for its periods while it holds; look at its columns forms and periods"),
                      name) < 0)
            words = NULL;
        QCDC_TRY (noting_say (self, "rules", &rows[i], words));
    }
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- forms that nobody files */

static bool is_filed (const catalog_t *catalog, const form_t *form)
{
    for (size_t i = 0; i < catalog->office_count; i++)
        if (catalog->offices[i].valid_from <= form->valid_to && catalog->offices[i].valid_to >= form->valid_from &&
            office_owes (&catalog->offices[i], form->code))
            return true;
    return false;
}

/*  Which offices file a form their own rows say, not the form's: one that was forgotten there would be missed by nobody. */
static qcdc_status note_unfiled (const noting_t *self)
{
    size_t count, table = (size_t)table_kind_find ("forms");
    const table_row_t *rows = noting_added (self, "forms", &count);
    for (size_t i = 0; i < count; i++) {
        char *words = NULL;
        const form_t *form = catalog_form_latest (self->next, rows[i].fields[0]);
        if (!form || is_filed (self->next, form))
            continue;
        char *name QCDC_CLEANUP (memory_free) = table_row_name (table, &rows[i]);
        if (!name ||
            asprintf (&words, _ ("note: no office files %s: name it in the column forms of offices.csv"), name) < 0)
            words = NULL;
        QCDC_TRY (noting_say (self, "forms", &rows[i], words));
    }
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- programs of before */

/*  Told of the first of its rows, whichever that is. */
static qcdc_status note_edition (const noting_t *self)
{
    size_t count;
    if (!self->now || publication_edition (self->set->rows) == 0)
        return QCDC_OK;
    for (size_t table = 0; table < table_kind_count (); table++) {
        const table_row_t *rows = tables_rows (self->set->rows, table, &count);
        if (count > 0)
            return noting_say (
                self, table_kind_at (table)->name, rows,
                strdup (_ ("note: programs of before do not read this set: update qcdc at every desk first; one "
                           "that is not goes on without it, or stops")));
    }
    return QCDC_OK;
}

qcdc_status publish_notes (const noting_t *self)
{
    QCDC_TRY (note_edition (self));
    QCDC_TRY (note_rates (self));
    QCDC_TRY (note_unjudged (self));
    QCDC_TRY (note_unfiled (self));
    QCDC_TRY (note_owed_at_once (self));
    if (self->now)
        QCDC_TRY (note_offices (self));
    return note_days (self);
}
