/*  heirs.c — the offices of one period beside those of another. */

#include "figures/heirs.h"

#include "catalogue/duty.h"
#include "catalogue/lineage.h"

#include <stdlib.h>
#include <string.h>

/*  Which office reports for which version of a unit. */
typedef struct {
    int unit, office; /* 0: several, so that none is the one */
} desk_of_t;

typedef struct {
    const office_t *office;
    const unit_t *unit;
    int heir; /* an office's id; 0: none */
} heir_t;

typedef struct {
    const catalog_t *catalog;
    const period_t *period;
    desk_of_t *desks; /* of the period, by unit */
    size_t desk_count;
    heir_t *heirs; /* of that one, then of each earlier one */
    size_t heir_count;
    bool *several; /* by office id: others go on in it */
    bool *goes_on; /* by row: it reports for the period to its end */
} heirs_t;

static bool concerned (const catalog_t *catalog, const office_t *office, const form_t *form, const period_t *period,
                       int32_t today)
{
    return catalog_office_by_id (catalog, office->id) == office &&
           (duty_owed (catalog, office, form, period, today) || duty_exempt (catalog, office, form, period, today));
}

static int by_unit (const void *a, const void *b)
{
    const desk_of_t *one = a, *other = b;
    return one->unit != other->unit ? (one->unit > other->unit) - (one->unit < other->unit)
                                    : (one->office > other->office) - (one->office < other->office);
}

static void desks_sort (heirs_t *self)
{
    size_t kept = 0;
    qsort (self->desks, self->desk_count, sizeof *self->desks, by_unit);
    for (size_t i = 0; i < self->desk_count; i++)
        if (kept > 0 && self->desks[kept - 1].unit == self->desks[i].unit)
            self->desks[kept - 1].office = 0;
        else
            self->desks[kept++] = self->desks[i];
    self->desk_count = kept;
}

static int by_unit_only (const void *key, const void *item)
{
    const int *unit = key;
    const desk_of_t *desk = item;
    return (*unit > desk->unit) - (*unit < desk->unit);
}

/*  The one office that reports for what UNIT stands as at the end of the period, or at its beginning; 0 where there is none. */
static int desk_of (const heirs_t *self, const unit_t *unit)
{
    const int32_t days[] = {self->period->to, self->period->from};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        int stands = lineage_on (self->catalog, unit, days[i])->id;
        const desk_of_t *desk = bsearch (&stands, self->desks, self->desk_count, sizeof *self->desks, by_unit_only);
        if (desk)
            return desk->office;
    }
    return 0;
}

/*  Nearly everybody is his own heir, and is not written; ALONE: who has none, or went no further, is. */
static void heirs_write (const heirs_t *self, const form_t *form, const char *name, bool alone, FILE *list)
{
    for (size_t i = 0; i < self->heir_count; i++) {
        const heir_t *heir = &self->heirs[i];
        char id[12] = "", text[UNIT_TEXT_BYTES] = "";
        bool ended = lineage_on (self->catalog, heir->unit, self->period->to)->valid_to < self->period->to;
        bool stays = alone && (!heir->heir || (heir->heir == heir->office->id && ended));
        if (!stays && !(heir->heir && self->several[heir->heir]))
            continue;
        if (heir->heir)
            snprintf (id, sizeof id, "%d", heir->heir);
        if (stays)
            unit_print (heir->unit, self->period->to, text);
        fprintf (list, "%s%s:%s:%d:%s:%d:%s", ftell (list) > 1 ? "," : "", form->code, name, heir->office->id, id,
                 heir->unit->id, text);
    }
}

static void heir_put (heirs_t *self, const office_t *office, const unit_t *unit, int heir)
{
    self->heirs[self->heir_count++] = (heir_t){office, unit, heir};
    if (heir && heir != office->id)
        self->several[heir] = true;
}

/*  The offices of the period itself.  One whose unit went on in another one before the period was over is that one's from then on. */
static void present_find (heirs_t *self, const form_t *form, int32_t today)
{
    const catalog_t *catalog = self->catalog;
    for (size_t i = 0; i < catalog->office_count; i++)
        if (concerned (catalog, &catalog->offices[i], form, self->period, today))
            self->desks[self->desk_count++] = (desk_of_t){
                duty_unit_of (catalog, &catalog->offices[i], form, self->period)->id, catalog->offices[i].id};
    desks_sort (self);
    for (size_t i = 0; i < catalog->office_count; i++) {
        const office_t *office = &catalog->offices[i];
        if (!concerned (catalog, office, form, self->period, today))
            continue;
        const unit_t *unit = duty_unit_of (catalog, office, form, self->period);
        bool stays = lineage_on (catalog, unit, self->period->to) == unit;
        int heir = stays ? office->id : desk_of (self, unit);
        self->goes_on[i] = !heir || heir == office->id;
        if (!self->goes_on[i])
            heir_put (self, office, unit, heir);
    }
}

/*  Those of an earlier one.  Who reports for both is his own heir, whatever became of his unit. */
static void past_find (heirs_t *self, const form_t *form, const period_t *then, int32_t today)
{
    const catalog_t *catalog = self->catalog;
    self->heir_count = 0;
    memset (self->several, 0, (catalog->office_count + 1) * sizeof *self->several);
    for (size_t i = 0; i < catalog->office_count; i++) {
        const office_t *office = &catalog->offices[i];
        if (!concerned (catalog, office, form, then, today))
            continue;
        const unit_t *unit = duty_unit_of (catalog, office, form, then);
        heir_put (self, office, unit, self->goes_on[i] ? office->id : desk_of (self, unit));
    }
}

static void heirs_find (heirs_t *self, const form_t *form, const char (*earlier)[PERIOD_TEXT_BYTES], size_t count,
                        int32_t today, FILE *list)
{
    present_find (self, form, today);
    heirs_write (self, form, self->period->name, false, list);
    for (size_t k = 0; k < count; k++) {
        period_t then;
        const form_t *form_then = period_form (self->catalog, form->code, earlier[k], &then);
        if (!form_then)
            continue;
        past_find (self, form_then, &then, today);
        heirs_write (self, form, earlier[k], true, list);
    }
}

bool heirs_add (const catalog_t *catalog, const form_t *form, const period_t *period,
                const char (*earlier)[PERIOD_TEXT_BYTES], size_t count, int32_t today, FILE *list)
{
    size_t rooms = catalog->office_count + 1; /* an id is the number of a row, from 1 on */
    heirs_t self = {.catalog = catalog, .period = period};
    self.desks = calloc (rooms, sizeof *self.desks);
    self.heirs = calloc (rooms, sizeof *self.heirs);
    self.several = calloc (rooms, sizeof *self.several);
    self.goes_on = calloc (rooms, sizeof *self.goes_on);
    bool whole = self.desks && self.heirs && self.several && self.goes_on;
    if (whole)
        heirs_find (&self, form, earlier, count, today, list);
    free (self.desks);
    free (self.heirs);
    free (self.several);
    free (self.goes_on);
    return whole;
}
