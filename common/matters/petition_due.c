/*  petition_due.c — the day that is kept of the legal clock, and what moved it last. */

#include "matters/petition_due.h"

#include "base/limits.h"
#include "matters/petition_clock.h"

#include <stdio.h>
#include <string.h>

/*  A day that was moved so often has been told of. */
#define MOVES_MAX 16

/*  The latest moment before BEFORE_US at which something of it became known: the row, or a last day. */
static int64_t latest (int64_t found, int64_t known_us, const row_end_t *end, int64_t before_us)
{
    if (known_us < before_us && known_us > found)
        found = known_us;
    for (; end; end = end->before)
        if (end->known_us < before_us && end->known_us > found)
            found = end->known_us;
    return found;
}

/*  The same of all that the clock goes by; 0: nothing. */
static int64_t published_before (const catalog_t *catalog, int64_t before_us)
{
    int64_t found = 0;
    for (size_t i = 0; i < catalog->holiday_row_count; i++)
        found = latest (found, catalog->holiday_rows[i].known_us, catalog->holiday_rows[i].end, before_us);
    for (size_t i = 0; i < catalog->unit_trait_count; i++)
        found = latest (found, catalog->unit_traits[i].known_us, catalog->unit_traits[i].end, before_us);
    for (size_t i = 0; i < catalog->legal_deadline_count; i++)
        found = latest (found, catalog->legal_deadlines[i].known_us, catalog->legal_deadlines[i].end, before_us);
    return found;
}

/*  What was published since NEXT, which is due next, began, and moved its day last. */
static void moved_by (petition_t *self, const catalog_t *catalog, const deadline_run_t *next)
{
    deadline_run_t runs[CLOCK_RUNS_MAX];
    int64_t since_us = next->begun_by < 0 ? self->created_at_us : self->moves[next->begun_by].order.at_us,
            at = INT64_MAX;
    for (int i = 0; i < MOVES_MAX && (at = published_before (catalog, at)) > since_us; i++) {
        size_t count = petition_clock_known (self, catalog, at, runs);
        const deadline_run_t *before = petition_clock_next (runs, count);
        if (!before)
            return;
        if (before->due_on != next->due_on) {
            self->due.was_on = before->due_on;
            self->due.moved_at_us = at;
            return;
        }
    }
}

void petition_due_set (petition_t *self, const catalog_t *catalog)
{
    deadline_run_t runs[CLOCK_RUNS_MAX];
    memset (&self->due, 0, sizeof self->due);
    size_t count = petition_clock (self, catalog, runs);
    const deadline_run_t *next = petition_clock_next (runs, count),
                         *settled = petition_is_settled (self->state) ? petition_clock_settled (runs, count) : NULL;
    if (settled) {
        self->due.was_settled = true;
        self->due.settle_on = settled->due_on;
    }
    if (!next)
        return;
    snprintf (self->due.rule, sizeof self->due.rule, "%s", next->deadline->rule);
    self->due.on = next->due_on;
    self->due.from = next->begun_on;
    moved_by (self, catalog, next);
}

bool petition_due_same (const petition_due_t *one, const petition_due_t *other)
{
    return one->on == other->on && one->from == other->from && strcmp (one->rule, other->rule) == 0 &&
           one->was_on == other->was_on && one->moved_at_us == other->moved_at_us &&
           one->was_settled == other->was_settled && one->settle_on == other->settle_on;
}

/*  Whether the last days of two rows are known from as many publications, for they are only ever added to. */
static bool ends_same (const row_end_t *one, const row_end_t *other)
{
    for (; one && other; one = one->before, other = other->before)
        continue;
    return !one && !other;
}

/*  Whether NOW has nothing of that moment. */
static bool is_news (const catalog_t *now, int64_t known_us)
{
    return published_before (now, known_us + 1) != known_us;
}

/*  The earliest moment of a row's and of its ends that is news to NOW, so far FOUND. */
static int64_t news (const catalog_t *now, int64_t found, int64_t known_us, const row_end_t *end)
{
    for (; end; end = end->before)
        if (end->known_us < found && is_news (now, end->known_us))
            found = end->known_us;
    return known_us < found && is_news (now, known_us) ? known_us : found;
}

static int64_t all_news (const catalog_t *now, const catalog_t *next)
{
    int64_t found = INT64_MAX;
    for (size_t i = 0; i < next->holiday_row_count; i++)
        found = news (now, found, next->holiday_rows[i].known_us, next->holiday_rows[i].end);
    for (size_t i = 0; i < next->unit_trait_count; i++)
        found = news (now, found, next->unit_traits[i].known_us, next->unit_traits[i].end);
    for (size_t i = 0; i < next->legal_deadline_count; i++)
        found = news (now, found, next->legal_deadlines[i].known_us, next->legal_deadlines[i].end);
    return found;
}

/*  The days that are worked otherwise, as far as rows are news: a row that is withdrawn may have been a day off. */
static void reach_days (const catalog_t *now, const catalog_t *next, due_reach_t *reach)
{
    reach->first = QCDC_DAY_MAX;
    reach->last = QCDC_DAY_MIN;
    for (size_t i = 0; i < next->holiday_row_count; i++) {
        const holiday_row_t *row = &next->holiday_rows[i];
        bool ends = row->end && news (now, INT64_MAX, INT64_MAX - 1, row->end) < INT64_MAX - 1;
        if (!ends && !is_news (now, row->known_us))
            continue;
        reach->first = row->holiday.day < reach->first ? row->holiday.day : reach->first;
        reach->last = row->holiday.day > reach->last ? row->holiday.day : reach->last;
    }
}

due_reach_t petition_due_reach (const catalog_t *now, const catalog_t *next)
{
    due_reach_t reach = {.since_us = all_news (now, next)};
    bool any = now->unit_trait_count != next->unit_trait_count ||
               now->legal_deadline_count != next->legal_deadline_count,
         open = now->holiday_row_count != next->holiday_row_count;
    for (size_t i = 0; !any && i < now->unit_trait_count; i++)
        any = !ends_same (now->unit_traits[i].end, next->unit_traits[i].end);
    for (size_t i = 0; !any && i < now->legal_deadline_count; i++)
        any = !ends_same (now->legal_deadlines[i].end, next->legal_deadlines[i].end);
    for (size_t i = 0; !open && i < now->holiday_row_count; i++)
        open = !ends_same (now->holiday_rows[i].end, next->holiday_rows[i].end);
    reach.scope = any ? DUE_ANY : open ? DUE_OPEN : DUE_NOTHING;
    reach_days (now, next, &reach);
    int64_t at = INT64_MAX;
    for (int i = 0; i <= MOVES_MAX && at; i++)
        at = published_before (next, at);
    reach.many = at != 0;
    return reach;
}

static bool was_suspended (const petition_t *petition)
{
    for (size_t i = 0; i < petition->move_count; i++)
        if (petition->moves[i].move == QCDC__MOVE__SUSPENDED)
            return true;
    return false;
}

/*  No deadline begins before the receipt, and what is due first looks at no day behind its own last day.  Another one that would come before it
 *  now ended behind it, and what becomes a working day between the two does not bring it further than to that day.  What was suspended counted days
 *  that lie anywhere, and stands still, or does not, by days that are past. */
bool petition_due_reached (const due_reach_t *reach, const petition_t *petition)
{
    if (reach->scope != DUE_OPEN || was_suspended (petition))
        return reach->scope != DUE_NOTHING;
    return *petition->due.rule && ((petition->received_on < reach->last && petition->due.on >= reach->first) ||
                                   (reach->many && petition->due.moved_at_us));
}
