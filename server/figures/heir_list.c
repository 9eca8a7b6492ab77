/*  heir_list.c — heirs, written down for SQL.
 *
 *  Nearly everybody is his own heir, and is not written. */

#include "figures/heir_list.h"

#include "base/day.h"
#include "catalogue/lineage.h"

#include <stdlib.h>
#include <string.h>

/*  ---------------------------------------------------------------- one period beside another */

typedef struct {
    const catalog_t *catalog;
    const form_t *form;
    const period_t *period;
    heirs_t *heirs;
    FILE *list;
} writing_t;

typedef struct {
    FILE *list;
    const char *between;
} parts_t;

static void part_write (const office_t *office, void *arg)
{
    parts_t *self = arg;
    fprintf (self->list, "%s%d", self->between, office->id);
    self->between = "+";
}

/*  STAYS: nobody goes on with it, or it went no further. */
static void heir_write (const writing_t *self, const char *name, const heir_t *item, bool stays)
{
    char id[12] = "", text[UNIT_TEXT_BYTES] = "";
    parts_t parts = {self->list, ""};
    if (item->heir)
        snprintf (id, sizeof id, "%d", item->heir->id);
    if (stays)
        unit_print (item->unit, self->period->to, text);
    fprintf (self->list, "%s%s:%s:%s:%d:%s:%d:%s:", ftell (self->list) > 1 ? "," : "", self->form->code,
             self->period->name, name, item->office->id, id, item->unit->id, text);
    heirs_each_part (self->heirs, item, part_write, &parts);
    fputs (item->covered ? ":c" : ":", self->list);
}

static void earlier_write (const writing_t *self, const char *name)
{
    size_t count;
    const heir_t *items = heirs_then (self->heirs, name, &count);
    for (size_t i = 0; i < count; i++) {
        const heir_t *item = &items[i];
        bool ended = lineage_on (self->catalog, item->unit, self->period->to)->valid_to < self->period->to;
        bool stays = !item->heir || (item->heir == item->office && ended) || heirs_divided (self->heirs, item);
        if (stays || heirs_shared (self->heirs, item->heir->id))
            heir_write (self, name, item, stays);
    }
}

bool heirs_add (const catalog_t *catalog, const form_t *form, const period_t *period,
                const char (*earlier)[PERIOD_TEXT_BYTES], size_t count, int32_t today, FILE *list)
{
    size_t now_count;
    writing_t self = {catalog, form, period, heirs_new (catalog, form, period, today), list};
    if (!self.heirs)
        return false;
    const heir_t *now = heirs_now (self.heirs, &now_count);
    for (size_t i = 0; i < now_count; i++)
        heir_write (&self, period->name, &now[i], false);
    for (size_t i = 0; i < count; i++)
        earlier_write (&self, earlier[i]);
    heirs_destroy (&self.heirs);
    return true;
}

/*  ---------------------------------------------------------------- all of them */

#define PERIODS_IN_A_YEAR 24u /* twelve months, quarters, halves and what else a calendar may have */
#define PERIODS_MAX ((size_t)(PERIOD_YEAR_MAX - PERIOD_YEAR_MIN + 1) * PERIODS_IN_A_YEAR)

typedef struct {
    const catalog_t *catalog;
    const form_t *form; /* its newest version */
    int years;
    int32_t today;
    heirs_turns_t turns;
    FILE *list;
    /* those with which one is held together */
    char (*earlier)[PERIOD_TEXT_BYTES];
    size_t count;
    bool failed;
} gathering_t;

typedef void (period_fn) (gathering_t *self, const period_t *period, void *arg);

/*  Every period of the form, in any of its versions, that is of the years FIRST to LAST. */
static void periods_each (gathering_t *self, int first, int last, period_fn *each, void *arg)
{
    for (int year = first; year <= last; year++)
        for (const char *const *kind = self->form->periods; *kind; kind++)
            for (int month = 1; month <= (strcmp (*kind, "M") == 0 ? 12 : 1); month++) {
                char name[32];
                period_t period;
                if (strcmp (*kind, "M") == 0)
                    snprintf (name, sizeof name, "%d-M%02d", year, month);
                else
                    snprintf (name, sizeof name, strcmp (*kind, "Y") == 0 ? "%d" : "%d-%s", year, *kind);
                if (period_form (self->catalog, self->form->code, name, &period))
                    each (self, &period, arg);
            }
}

/*  Where nothing ended since, everybody is his own heir. */
static void other_note (gathering_t *self, const period_t *period, void *arg)
{
    const period_t *asked = arg;
    int32_t from = period->from < asked->from ? period->from : asked->from,
            to = period->to > asked->to ? period->to : asked->to;
    if (self->count < PERIODS_MAX && strcmp (period->name, asked->name) != 0 && heirs_turned (&self->turns, from, to))
        memcpy (self->earlier[self->count++], period->name, PERIOD_TEXT_BYTES);
}

static void period_add (gathering_t *self, const period_t *period, void *arg)
{
    period_t asked = *period;
    const form_t *form = period_form (self->catalog, self->form->code, period->name, &asked);
    int first = asked.year - self->years > PERIOD_YEAR_MIN ? asked.year - self->years : PERIOD_YEAR_MIN;
    (void)arg;
    if (!form || asked.from > self->today || self->failed)
        return;
    self->count = 0;
    periods_each (self, first, asked.year, other_note, &asked);
    if (self->count > 0)
        self->failed = !heirs_add (self->catalog, form, &asked, (const char (*)[PERIOD_TEXT_BYTES])self->earlier,
                                   self->count, self->today, self->list);
}

static void forms_add (gathering_t *self, const form_t *form, const char *period)
{
    for (size_t i = 0; i < self->catalog->form_count && !self->failed; i++) {
        period_t one;
        self->form = &self->catalog->forms[i];
        if (catalog_form_latest (self->catalog, self->form->code) != self->form ||
            (form && strcmp (form->code, self->form->code) != 0))
            continue;
        if (!period)
            periods_each (self, PERIOD_YEAR_MIN, day_year (self->today) + 1, period_add, NULL);
        else if (period_form (self->catalog, self->form->code, period, &one))
            period_add (self, &one, NULL);
    }
}

char *query_heirs (const catalog_t *catalog, const form_t *form, const char *period, int years, int32_t today)
{
    char *text = NULL;
    size_t size = 0;
    gathering_t self = {.catalog = catalog, .years = years, .today = today, .list = open_memstream (&text, &size)};
    self.earlier = calloc (PERIODS_MAX, sizeof *self.earlier);
    bool whole = self.list && self.earlier && heirs_turns_find (catalog, &self.turns);
    if (whole) {
        fputc ('{', self.list);
        forms_add (&self, form, period);
        fputc ('}', self.list);
    }
    if (self.list && fclose (self.list) != 0)
        whole = false;
    heirs_turns_release (&self.turns);
    free (self.earlier);
    if (whole && !self.failed)
        return text;
    free (text);
    return NULL;
}
