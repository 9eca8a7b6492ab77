/*  heirs.c — the offices of one period beside those of another. */

#include "catalogue/heirs.h"

#include "catalogue/duty.h"
#include "catalogue/lineage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*  Which office reports for which version of a unit in the period. */
typedef struct {
    int unit;
    const office_t *office;
} desk_of_t;

struct heirs {
    const catalog_t *catalog;
    const form_t *form;
    period_t period;
    int32_t today;
    desk_of_t *desks, *desks_then; /* by unit; of the period itself, and of the one that was asked about last */
    size_t desk_count;
    heir_t *now, *then; /* of the period itself, and of the one that was asked about last */
    int32_t until;      /* the last day of that one: what happened before is in its reports */
    size_t now_count, then_count;
    size_t
        *owing; /* the rows of the offices that may owe the form for some period, in order: of many offices few do */
    size_t owing_count;
    bool *several;        /* by office id: others go on in it */
    const unit_t **units; /* by row of an office: of what it reports to the period's end; NULL: of nothing */
};

static bool concerned (const heirs_t *self, const office_t *office, const form_t *form, const period_t *period)
{
    const catalog_t *catalog = self->catalog;
    return duty_owed (catalog, office, form, period, self->today) ||
           duty_exempt (catalog, office, form, period, self->today);
}

/*  Who owes the form in one of its versions, or has it passed on to it.  What an office was in turn is several rows, and one office.
 *  MARKS, by row, are false before and after. */
static void owing_find (heirs_t *self, bool *marks)
{
    const catalog_t *catalog = self->catalog;
    const office_t *office;
    for (size_t i = 0; i < catalog->office_count; i++)
        if (office_owes (&catalog->offices[i], self->form->code))
            marks[catalog_office (catalog, catalog->offices[i].code) - catalog->offices] = true;
    for (size_t i = 0; i < catalog->duty_change_count; i++) {
        const duty_change_t *change = &catalog->duty_changes[i];
        if (change->successor[0] && strcmp (change->form, self->form->code) == 0 &&
            (office = catalog_office (catalog, change->successor)))
            marks[office - catalog->offices] = true;
    }
    for (size_t i = 0; i < catalog->office_count; i++)
        if (marks[i]) {
            self->owing[self->owing_count++] = i;
            marks[i] = false;
        }
}

/*  ---------------------------------------------------------------- desks */

static int by_unit (const void *a, const void *b)
{
    const desk_of_t *one = a, *other = b;
    return one->unit != other->unit ? (one->unit > other->unit) - (one->unit < other->unit)
                                    : (one->office->id > other->office->id) - (one->office->id < other->office->id);
}

static int by_unit_alone (const void *a, const void *b)
{
    const desk_of_t *one = a, *other = b;
    return (one->unit > other->unit) - (one->unit < other->unit);
}

/*  The first desk of UNIT and those behind it; desk_count: there is none. */
static size_t desks_of (const heirs_t *self, int unit)
{
    size_t low = 0, high = self->desk_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (self->desks[middle].unit < unit)
            low = middle + 1;
        else
            high = middle;
    }
    return low < self->desk_count && self->desks[low].unit == unit ? low : self->desk_count;
}

static bool is_of (const heirs_t *self, size_t at, int unit)
{
    return at < self->desk_count && self->desks[at].unit == unit;
}

/*  The one of UNIT's, or the only one of CLASS where there are several; NULL where none is the one. */
static const office_t *desk_at (const heirs_t *self, int unit, const char *class)
{
    const office_t *alike = NULL;
    size_t first = desks_of (self, unit), like = 0, all = 0;
    for (size_t at = first; is_of (self, at, unit); at++, all++)
        if (strcmp (self->desks[at].office->office_class, class) == 0) {
            alike = self->desks[at].office;
            like++;
        }
    return all == 1 ? self->desks[first].office : like == 1 ? alike : NULL;
}

/*  The one that reports for what UNIT stands as at the end of the period, or at its beginning. */
static const office_t *desk_of (const heirs_t *self, const unit_t *unit, const char *class)
{
    const unit_t *last = lineage_on (self->catalog, unit, self->period.to);
    const unit_t *first = lineage_on (self->catalog, unit, self->period.from);
    bool reports = desks_of (self, last->id) < self->desk_count;
    return desk_at (self, reports ? last->id : first->id, class);
}

/*  ---------------------------------------------------------------- heirs */

static bool is_known (const catalog_t *catalog, const unit_t *unit)
{
    return catalog_next_successor (catalog, unit, NULL) != NULL;
}

/*  Whether the office was the same all the time: else its code was given anew. */
static bool lived_on (const catalog_t *catalog, const office_t *office, int32_t from, int32_t to)
{
    for (int32_t day = from; day <= to;) {
        const office_t *then = catalog_office_on (catalog, office->code, day);
        if (!then)
            return false;
        if (then->valid_to >= to)
            return true;
        day = then->valid_to + 1;
    }
    return true;
}

/*  Of OFFICE, which reported of UNIT for THEN and reports of NOW. */
static const office_t *heir_of (const heirs_t *self, const office_t *office, const unit_t *unit, const unit_t *now,
                                const period_t *then)
{
    /* What is of a later time may have taken others in since. */
    if (then->to > self->period.to)
        return unit == now ? office : NULL;
    const unit_t *stands = lineage_on (self->catalog, unit, self->period.to);
    if (stands->valid_to < self->period.to && is_known (self->catalog, stands))
        return NULL; /* it was divided */
    const office_t *other = desk_of (self, unit, office->office_class);
    if (!now)
        return other;
    if (stands == lineage_on (self->catalog, now, self->period.to))
        return office;
    /* It reports of something else by now, and its unit's history is somewhere else. */
    if (other)
        return other;
    int32_t day = then->to < unit->valid_to ? then->to : unit->valid_to;
    return lived_on (self->catalog, office, day, self->period.from) ? office : NULL;
}

/*  One whose unit went on in another one before the period was over is that one's from then on. */
static void present_find (heirs_t *self)
{
    const catalog_t *catalog = self->catalog;
    owing_find (self, self->several);
    for (size_t at = 0; at < self->owing_count; at++) {
        size_t i = self->owing[at];
        if (concerned (self, &catalog->offices[i], self->form, &self->period)) {
            self->units[i] = duty_unit_of (catalog, &catalog->offices[i], self->form, &self->period);
            self->desks[self->desk_count++] = (desk_of_t){self->units[i]->id, &catalog->offices[i]};
        }
    }
    qsort (self->desks, self->desk_count, sizeof *self->desks, by_unit);
    for (size_t at = 0; at < self->owing_count; at++) {
        size_t i = self->owing[at];
        const office_t *office = &catalog->offices[i];
        const unit_t *unit = self->units[i];
        if (!unit || lineage_on (catalog, unit, self->period.to) == unit)
            continue;
        const office_t *heir = desk_of (self, unit, office->office_class);
        if (heir && heir != office)
            self->now[self->now_count++] = (heir_t){office, unit, heir, true};
        if (heir != office)
            self->units[i] = NULL;
    }
}

heirs_t *heirs_new (const catalog_t *catalog, const form_t *form, const period_t *period, int32_t today)
{
    size_t rooms = catalog->office_count + 1; /* an id is the number of a row, from 1 on */
    heirs_t *self = calloc (1, sizeof *self);
    if (!self)
        return NULL;
    *self = (heirs_t){.catalog = catalog, .form = form, .period = *period, .today = today, .until = QCDC_DAY_MAX};
    self->desks = calloc (rooms, sizeof *self->desks);
    self->desks_then = calloc (rooms, sizeof *self->desks_then);
    self->now = calloc (rooms, sizeof *self->now);
    self->then = calloc (rooms, sizeof *self->then);
    self->owing = calloc (rooms, sizeof *self->owing);
    self->several = calloc (rooms, sizeof *self->several);
    self->units = calloc (rooms, sizeof *self->units);
    if (self->desks && self->desks_then && self->now && self->then && self->owing && self->several && self->units)
        present_find (self);
    else
        heirs_destroy (&self);
    return self;
}

void heirs_destroy (heirs_t **self_p)
{
    heirs_t *self = *self_p;
    if (!self)
        return;
    free (self->desks);
    free (self->desks_then);
    free (self->now);
    free (self->then);
    free (self->owing);
    free (self->several);
    free (self->units);
    free (self);
    *self_p = NULL;
}

const heir_t *heirs_now (const heirs_t *self, size_t *count)
{
    *count = self->now_count;
    return self->now;
}

/*  Whether what ITEM reported of for the period that ended on TO went into another one's before that was over, which reported as well.
 *  IN_TURN are the reporting units of that period, in order. */
static bool is_covered (const heirs_t *self, const heir_t *item, int32_t to, const desk_of_t *in_turn)
{
    const unit_t *last = lineage_on (self->catalog, item->unit, to);
    const desk_of_t wanted = {last->id, NULL};
    const desk_of_t *found =
        last == item->unit ? NULL : bsearch (&wanted, in_turn, self->then_count, sizeof *in_turn, by_unit_alone);
    /* Its own office, which went with it, is not another one. */
    for (; found && found > in_turn && found[-1].unit == last->id; found--)
        continue;
    for (; found && found < in_turn + self->then_count && found->unit == last->id; found++)
        if (found->office != item->office)
            return true;
    return false;
}

const heir_t *heirs_then (heirs_t *self, const char *name, size_t *count)
{
    const catalog_t *catalog = self->catalog;
    period_t then;
    const form_t *form = period_form (catalog, self->form->code, name, &then);
    self->then_count = 0;
    self->until = form ? then.to : QCDC_DAY_MAX;
    memset (self->several, 0, (catalog->office_count + 1) * sizeof *self->several);
    for (size_t at = 0; form && at < self->owing_count; at++) {
        size_t i = self->owing[at];
        const office_t *office = &catalog->offices[i];
        if (!concerned (self, office, form, &then))
            continue;
        const unit_t *unit = duty_unit_of (catalog, office, form, &then);
        self->desks_then[self->then_count] = (desk_of_t){unit->id, office};
        self->then[self->then_count++] =
            (heir_t){office, unit, heir_of (self, office, unit, self->units[i], &then), false};
    }
    qsort (self->desks_then, self->then_count, sizeof *self->desks_then, by_unit);
    for (size_t i = 0; i < self->then_count; i++) {
        heir_t *item = &self->then[i];
        if (!item->heir || item->heir == item->office)
            continue;
        item->covered = is_covered (self, item, then.to, self->desks_then);
        self->several[item->heir->id] = true;
    }
    *count = self->then_count;
    return self->then;
}

bool heirs_shared (const heirs_t *self, int heir)
{
    return self->several[heir];
}

/*  ---------------------------------------------------------------- parts */

typedef struct {
    const heirs_t *heirs;
    const char *class;
    heirs_part_fn *each;
    void *arg;
} parts_t;

/*  Those of the class that reported, where there are such; else whoever reports for the unit. */
static bool parts_at (const parts_t *self, int unit)
{
    const heirs_t *heirs = self->heirs;
    size_t first = desks_of (heirs, unit);
    bool alike = false;
    for (size_t at = first; is_of (heirs, at, unit); at++)
        alike = alike || strcmp (heirs->desks[at].office->office_class, self->class) == 0;
    for (size_t at = first; is_of (heirs, at, unit); at++)
        if (!alike || strcmp (heirs->desks[at].office->office_class, self->class) == 0)
            self->each (heirs->desks[at].office, self->arg);
    return first < heirs->desk_count;
}

/*  What UNIT went into, piece by piece. */
static void parts_walk (const parts_t *self, const unit_t *unit, bool moved)
{
    const catalog_t *catalog = self->heirs->catalog;
    const unit_t *stands = lineage_on (catalog, unit, self->heirs->period.to);
    const lineage_t *line = NULL;
    if ((moved || stands != unit) && parts_at (self, stands->id))
        return;
    while ((line = catalog_next_successor (catalog, stands, line))) {
        const unit_t *next = catalog_unit_by_id (catalog, line->successor);
        /* Each step is to a unit that lives longer, so that there is an end. */
        if (next && next->valid_to > stands->valid_to)
            parts_walk (self, next, true);
    }
}

/*  A unit that gave a part away and went on as it was keeps its figures, and who got the part has that from it. */
static void given_walk (const parts_t *self, const unit_t *unit)
{
    const heirs_t *heirs = self->heirs;
    const lineage_t *line = NULL;
    while ((line = catalog_next_lineage (heirs->catalog, unit->id, line))) {
        bool lives_on = line->event_on <= unit->valid_to;
        if (lives_on && line->successor != unit->id && line->event_on > heirs->until &&
            line->event_on <= heirs->period.to)
            parts_walk (self, catalog_unit_by_id (heirs->catalog, line->successor), true);
    }
}

void heirs_each_part (const heirs_t *self, const heir_t *item, heirs_part_fn *each, void *arg)
{
    const parts_t parts = {self, item->office->office_class, each, arg};
    given_walk (&parts, item->unit);
    if (!item->heir && item->unit->valid_to >= self->until)
        parts_walk (&parts, item->unit, false);
}

static void part_note (const office_t *office, void *arg)
{
    (void)office;
    *(bool *)arg = true;
}

bool heirs_divided (const heirs_t *self, const heir_t *item)
{
    bool found = false;
    heirs_each_part (self, item, part_note, &found);
    return found;
}

/*  ---------------------------------------------------------------- one office */

/*  Whether something happened between the two days that may concern OFFICE and UNIT, of which it reports. */
static bool is_touched (const catalog_t *catalog, const office_t *office, const unit_t *unit, int32_t from,
                        int32_t to)
{
    if (!unit || unit->valid_from > from || unit->valid_to < to)
        return true;
    for (size_t i = 0; i < catalog->lineage_count; i++) {
        const lineage_t *line = &catalog->lineage[i];
        if (line->successor == unit->id && line->event_on > from && line->event_on <= to)
            return true;
    }
    for (size_t i = 0; i < catalog->office_count; i++) {
        const office_t *other = &catalog->offices[i];
        bool ended = other->valid_to >= from && other->valid_to < to;
        if (ended && (strcmp (other->unit_code, unit->code) == 0 || strcmp (other->code, office->code) == 0))
            return true;
    }
    return false;
}

typedef struct {
    const office_t *office;
    bool found;
} finding_part_t;

static void part_find (const office_t *office, void *arg)
{
    finding_part_t *self = arg;
    self->found = self->found || office == self->office;
}

static bool has_part (const heirs_t *self, const heir_t *item, const office_t *office)
{
    finding_part_t finding = {office, false};
    heirs_each_part (self, item, part_find, &finding);
    return finding.found;
}

/*  Which it is, by all that the period has. */
static compared_kind kind_of (const heirs_t *self, const office_t *office)
{
    size_t others = 0, covered = 0;
    bool own = false, elsewhere = false;
    for (size_t i = 0; i < self->then_count; i++) {
        const heir_t *item = &self->then[i];
        if (has_part (self, item, office))
            return COMPARED_PART;
        bool is_own = item->office == office, is_heir = item->heir == office;
        own = own || (is_own && is_heir);
        elsewhere = elsewhere || (is_own && !is_heir);
        others += is_heir && !is_own;
        covered += is_heir && !is_own && item->covered;
    }
    if (others > covered || (others > 0 && !own))
        return COMPARED_SUM;
    return elsewhere ? COMPARED_NONE : others > 0 ? COMPARED_MOSTLY : COMPARED_OWN;
}

static bool is_named (const heirs_t *self, const heir_t *item, const office_t *office, compared_kind kind)
{
    return kind == COMPARED_PART     ? has_part (self, item, office)
           : kind == COMPARED_MOSTLY ? item->heir == office && item->office != office
                                     : kind == COMPARED_SUM && item->heir == office;
}

static int by_code (const void *a, const void *b)
{
    return strcmp (((const heir_t *)a)->office->code, ((const heir_t *)b)->office->code);
}

static compared_kind compared_find (heirs_t *self, const office_t *office, const char *name, FILE *names)
{
    size_t count;
    (void)heirs_then (self, name, &count);
    qsort (self->then, count, sizeof *self->then, by_code);
    compared_kind kind = kind_of (self, office);
    const char *between = "";
    for (size_t i = 0; i < count; i++) {
        char text[UNIT_TEXT_BYTES];
        const heir_t *item = &self->then[i];
        if (!is_named (self, item, office, kind))
            continue;
        fprintf (names, "%s%s", between,
                 kind == COMPARED_PART ? unit_print (item->unit, self->period.to, text) : item->office->code);
        between = ", ";
    }
    return kind;
}

bool heirs_compared (const catalog_t *catalog, const office_t *office, const form_t *form, const period_t *period,
                     const char *name, int32_t today, compared_kind *kind, char **names)
{
    period_t then;
    size_t size = 0;
    *kind = COMPARED_OWN;
    *names = NULL;
    office = catalog_office (catalog, office->code);
    if (!office || !period_form (catalog, form->code, name, &then))
        return true;
    int32_t from = then.from < period->from ? then.from : period->from,
            to = then.to > period->to ? then.to : period->to;
    bool passed = duty_predecessor (catalog, office, form->code, name, NULL) ||
                  duty_predecessor (catalog, office, form->code, period->name, NULL);
    if (!passed && !is_touched (catalog, office, duty_unit_of (catalog, office, form, period), from, to))
        return true;
    heirs_t *heirs = heirs_new (catalog, form, period, today);
    FILE *list = heirs ? open_memstream (names, &size) : NULL;
    if (list)
        *kind = compared_find (heirs, office, name, list);
    heirs_destroy (&heirs);
    bool whole = list && fclose (list) == 0;
    if (!whole || size == 0) {
        free (*names);
        *names = NULL;
    }
    return whole;
}

bool heirs_compared_kind (heirs_kept_t *kept, const catalog_t *catalog, const office_t *office, const form_t *form,
                          const period_t *period, const char *name, int32_t today, compared_kind *kind)
{
    for (size_t i = 0; kept && i < HEIRS_KEPT_MAX; i++)
        if (kept->answers[i].catalog == catalog && kept->answers[i].office == office->id &&
            kept->answers[i].form == form->id && kept->answers[i].today == today &&
            strcmp (kept->answers[i].period, period->name) == 0 && strcmp (kept->answers[i].name, name) == 0) {
            *kind = kept->answers[i].kind;
            return true;
        }
    char *names = NULL;
    bool whole = heirs_compared (catalog, office, form, period, name, today, kind, &names);
    free (names);
    if (!whole || !kept)
        return whole;
    size_t at = kept->next++ % HEIRS_KEPT_MAX;
    kept->answers[at].catalog = catalog;
    kept->answers[at].office = office->id;
    kept->answers[at].form = form->id;
    kept->answers[at].today = today;
    snprintf (kept->answers[at].period, sizeof kept->answers[at].period, "%s", period->name);
    snprintf (kept->answers[at].name, sizeof kept->answers[at].name, "%s", name);
    kept->answers[at].kind = *kind;
    return true;
}

/*  ---------------------------------------------------------------- turns */

static int by_day (const void *a, const void *b)
{
    const int32_t *one = a, *other = b;
    return (*one > *other) - (*one < *other);
}

static int by_text (const void *a, const void *b)
{
    const char *const *one = a, *const *other = b;
    return strcmp (*one, *other);
}

bool heirs_turns_find (const catalog_t *catalog, heirs_turns_t *self)
{
    size_t offices = catalog->office_count;
    const char **codes = calloc (offices + 1, sizeof *codes);
    *self = (heirs_turns_t){.days = calloc (offices + catalog->unit_count + 1, sizeof *self->days)};
    if (!codes || !self->days) {
        free (codes);
        heirs_turns_release (self);
        return false;
    }
    for (size_t i = 0; i < offices; i++) {
        codes[i] = catalog->offices[i].unit_code;
        if (catalog->offices[i].valid_to < QCDC_DAY_MAX)
            self->days[self->count++] = catalog->offices[i].valid_to;
    }
    qsort (codes, offices, sizeof *codes, by_text);
    for (size_t i = 0; i < catalog->unit_count; i++) {
        const unit_t *unit = &catalog->units[i];
        if (unit->valid_to < QCDC_DAY_MAX && bsearch (&unit->code, codes, offices, sizeof *codes, by_text))
            self->days[self->count++] = unit->valid_to;
    }
    qsort (self->days, self->count, sizeof *self->days, by_day);
    free (codes);
    return true;
}

bool heirs_turned (const heirs_turns_t *self, int32_t from, int32_t to)
{
    size_t low = 0, high = self->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (self->days[middle] < from)
            low = middle + 1;
        else
            high = middle;
    }
    return low < self->count && self->days[low] <= to;
}

void heirs_turns_release (heirs_turns_t *self)
{
    free (self->days);
    *self = (heirs_turns_t){0};
}
