/*  publish_days.c — notes about days: reports without a last day, days in no period or in two, holidays on which nobody works anyway.
 *
 *  Only what the set brings about: what was so before it is nobody's news. */

#include "publishing/publish_days.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "catalogue/duty.h"
#include "catalogue/workdays.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*  How many years ahead it is asked whether reports have a last day. */
#define YEARS_AHEAD 2
#define CLASSES_MAX 64

/*  ---------------------------------------------------------------- reports without a last day */

/*  Whether OFFICE owes FORM for PERIOD by no day, as CATALOG has them by their codes. */
static bool is_never_due (const catalog_t *catalog, const office_t *office, const form_t *form,
                          const period_t *period)
{
    const office_t *its = catalog_office (catalog, office->code);
    const form_t *asked = catalog_form (catalog, form->code, form->version);
    return its && asked && duty_is_own (catalog, its, asked, period) &&
           duty_usual_on (catalog, its, asked, period) == QCDC_DAY_MAX;
}

/*  The first period of KIND, from today on, for which OFFICE gets no last day by the set; false: there is none. */
static bool never_due_first (const noting_t *self, const office_t *office, const form_t *form, const char *kind,
                             period_t *period)
{
    for (int year = day_year (self->today); year <= day_year (self->today) + YEARS_AHEAD; year++)
        for (int month = 1; month <= (strcmp (kind, "M") == 0 ? 12 : 1); month++)
            if (period_of_form (self->next, form, year, kind, month, period) == QCDC_OK &&
                period->to >= self->today && is_never_due (self->next, office, form, period) &&
                !(self->now && is_never_due (self->now, office, form, period)))
                return true;
    return false;
}

static qcdc_status note_never_due (const noting_t *self, const office_t *office, const form_t *form)
{
    char *kinds QCDC_CLEANUP (memory_free) = NULL, *words = NULL;
    char first[PERIOD_TEXT_BYTES] = "";
    size_t size = 0, count = 0, rows;
    period_t period;
    FILE *out = open_memstream (&kinds, &size);
    for (const char *const *kind = form->periods; out && *kind; kind++)
        if (never_due_first (self, office, form, *kind, &period)) {
            fprintf (out, "%s%s", count++ ? " " : "", *kind);
            if (!*first)
                memcpy (first, period.name, sizeof first);
        }
    if (!out || fclose (out) != 0)
        return noting_say (self, "forms", NULL, NULL);
    if (count == 0)
        return QCDC_OK;
    if (asprintf (
            &words,
            _ ("note: form %s: no row of deadlines.csv says by when offices of class %s hand it in for %s, from %s "
               "on; without a last day their reports are never late and never missing"),
            form->code, office->office_class, kinds, first) < 0)
        words = NULL;
    const table_row_t *row = &tables_rows (self->set->next, (size_t)table_kind_find ("forms"), &rows)[form->id - 1];
    return noting_say (self, "forms", row, words);
}

/*  Whether OFFICE owes FORM of its own accord for a period that ends from today on. */
static bool owes_ahead (const noting_t *self, const office_t *office, const form_t *form)
{
    period_t period;
    for (int year = day_year (self->today); year <= day_year (self->today) + YEARS_AHEAD; year++)
        for (const char *const *kind = form->periods; *kind; kind++)
            for (int month = 1; month <= (strcmp (*kind, "M") == 0 ? 12 : 1); month++)
                if (period_of_form (self->next, form, year, *kind, month, &period) == QCDC_OK &&
                    period.to >= self->today && duty_is_own (self->next, office, form, &period))
                    return true;
    return false;
}

/*  Of each class one office that owes FORM says it for all. */
static qcdc_status note_form_due (const noting_t *self, const form_t *form)
{
    bool met[CLASSES_MAX] = {false};
    for (size_t i = 0; i < self->next->office_count; i++) {
        const office_t *office = &self->next->offices[i];
        size_t class = (size_t)(catalog_class (self->next, office->office_class) - self->next->classes);
        if (office->valid_to < self->today || class >= CLASSES_MAX || met[class] ||
            !office_owes (office, form->code) || catalog_office (self->next, office->code) != office ||
            !owes_ahead (self, office, form))
            continue;
        met[class] = true;
        QCDC_TRY (note_never_due (self, office, form));
    }
    return QCDC_OK;
}

static qcdc_status note_due (const noting_t *self)
{
    for (size_t i = 0; i < self->next->form_count; i++)
        if (self->next->forms[i].valid_to >= self->today)
            QCDC_TRY (note_form_due (self, &self->next->forms[i]));
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- days in no period, or in two */

/*  Kinds of periods that follow each other: within a year, or from one to the next. */
static const struct {
    const char *kind, *then;
    int years;
} FOLLOWING[] = {
    {"Y", "Y", 1},   {"H1", "H2", 0}, {"H2", "H1", 1}, {"Q1", "Q2", 0}, {"Q2", "Q3", 0},
    {"Q3", "Q4", 0}, {"Q4", "Q1", 1}, {"Y", "H1", 1},  {"Y", "Q1", 1},  {"Y", "9M", 1},
};
#define FOLLOWING_COUNT (sizeof FOLLOWING / sizeof *FOLLOWING)

/*  Two periods, and the days between them that are in neither, or those that are in both. */
typedef struct {
    period_t one, other;
    int32_t from, to; /* TO before FROM: there are none */
    bool twice;
} seam_t;

static bool seam_find (const catalog_t *catalog, const char *calendar, size_t following, int year, seam_t *seam)
{
    const form_t form = {.calendar = calendar};
    if (!catalog || period_of_form (catalog, &form, year, FOLLOWING[following].kind, 0, &seam->one) != QCDC_OK ||
        period_of_form (catalog, &form, year + FOLLOWING[following].years, FOLLOWING[following].then, 0,
                        &seam->other) != QCDC_OK)
        return false;
    seam->twice = seam->other.from <= seam->one.to;
    seam->from = seam->twice ? seam->other.from : seam->one.to + 1;
    seam->to = seam->twice ? seam->one.to : seam->other.from - 1;
    return seam->from <= seam->to;
}

/*  Whether the set brings about the seam of that year. */
static bool seam_is_new (const noting_t *self, const char *calendar, size_t following, int year, seam_t *seam)
{
    seam_t before;
    return seam_find (self->next, calendar, following, year, seam) &&
           !(seam_find (self->now, calendar, following, year, &before) && before.from == seam->from &&
             before.to == seam->to);
}

/*  The first one from last year on, else the first of all. */
static bool seam_first (const noting_t *self, const char *calendar, size_t following, seam_t *seam)
{
    int last = day_year (self->today) - 1;
    for (int year = last; year <= PERIOD_YEAR_MAX; year++)
        if (seam_is_new (self, calendar, following, year, seam))
            return true;
    for (int year = PERIOD_YEAR_MIN; year < last; year++)
        if (seam_is_new (self, calendar, following, year, seam))
            return true;
    return false;
}

static qcdc_status seam_say (const noting_t *self, const calendar_line_t *line, const seam_t *seam)
{
    char from[DAY_TEXT_BYTES], to[DAY_TEXT_BYTES], *words = NULL;
    size_t rows;
    const table_row_t *row = tables_rows (self->set->next, (size_t)table_kind_find ("calendar"), &rows);
    if (asprintf (&words,
                  seam->twice ? _ ("note: calendar %s: the days from %s to %s are in two periods, %s and %s")
                              : _ ("note: calendar %s: the days from %s to %s are in no period, between %s and %s"),
                  line->calendar, day_format_people (seam->from, from), day_format_people (seam->to, to),
                  seam->one.name, seam->other.name) < 0)
        words = NULL;
    return noting_say (self, "calendar", &row[line - self->next->calendar], words);
}

/*  Of the calendar of LINE; the same days are said once, for the periods that are named first above. */
static qcdc_status note_calendar (const noting_t *self, const calendar_line_t *line)
{
    seam_t seams[FOLLOWING_COUNT];
    size_t count = 0;
    for (size_t i = 0; i < FOLLOWING_COUNT; i++) {
        bool said = !seam_first (self, line->calendar, i, &seams[count]);
        for (size_t k = 0; k < count && !said; k++)
            said = seams[k].from == seams[count].from && seams[k].to == seams[count].to;
        if (!said)
            QCDC_TRY (seam_say (self, line, &seams[count++]));
    }
    return QCDC_OK;
}

static qcdc_status note_calendars (const noting_t *self)
{
    const calendar_line_t *lines = self->next->calendar;
    for (size_t i = 0; i < self->next->calendar_count; i++) {
        size_t first = 0;
        while (strcmp (lines[first].calendar, lines[i].calendar) != 0)
            first++;
        if (first == i)
            QCDC_TRY (note_calendar (self, &lines[i]));
    }
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- holidays */

/*  Official lists name those of a weekend, too; the day off in their place is another one. */
static qcdc_status note_holidays (const noting_t *self)
{
    size_t count, table = (size_t)table_kind_find ("holidays");
    const table_row_t *rows = noting_added (self, "holidays", &count);
    for (size_t i = 0; i < count; i++) {
        char *words = NULL;
        int32_t day;
        if (strcmp (rows[i].fields[1], "no") != 0 || day_parse (rows[i].fields[0], &day) != QCDC_OK ||
            !day_is_weekend (day))
            continue;
        char *name QCDC_CLEANUP (memory_free) = table_row_name (table, &rows[i]);
        if (!name || asprintf (&words,
                               _ ("note: %s is a day of a weekend, so that it moves no last day; a day off in its "
                                  "place is a row of its own"),
                               name) < 0)
            words = NULL;
        QCDC_TRY (noting_say (self, "holidays", &rows[i], words));
    }
    return QCDC_OK;
}

qcdc_status note_days (const noting_t *self)
{
    QCDC_TRY (note_due (self));
    QCDC_TRY (note_calendars (self));
    return note_holidays (self);
}
