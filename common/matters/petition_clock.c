/*  petition_clock.c — the deadlines of a petition, counted.
 *
 *  Steps are gone through as they stand, in the order of their stamps; a deadline's days are counted once it is known which steps fall into
 *  its time.  Days are those after the event: 30 days from the 1st end on the 31st. */

#include "matters/petition_clock.h"

#include "base/day.h"
#include "base/limits.h"
#include "catalogue/workdays.h"

#include <string.h>

/*  ---------------------------------------------------------------- what counts */

/*  What deadlines are held against. */
typedef struct {
    const petition_t *petition;
    const catalog_t *catalog;
    int64_t known_us; /* by what was known before */
    int instance;
    bool remote;
    size_t steps;         /* this many of its steps are looked at */
    step_set_t events;    /* of its receipt */
    clock_trace_t *trace; /* NULL: nobody asks how */
    size_t *traced;
} view_t;

static bool has_flag (const petition_t *self, const char *flag)
{
    size_t length = strlen (flag);
    for (const char *at = self->flags; at && *at; at += strspn (at, " ")) {
        size_t word = strcspn (at, " ");
        if (word == length && memcmp (at, flag, length) == 0)
            return true;
        at += word;
    }
    return false;
}

/*  How many of the steps fit, from the first one on. */
static size_t steps_that_fit (const petition_t *self)
{
    petition_t trial = *self; /* folding changes what is folded, and nothing that it points to */
    size_t at = 0;
    return petition_fold (&trial, &at) == QCDC_OK ? self->move_count : at;
}

static bool is_remote (const petition_t *self, const catalog_t *catalog, int64_t known_us)
{
    const unit_t *unit = catalog_unit_by_id (catalog, self->unit);
    for (size_t i = 0; unit && i < catalog->unit_trait_count; i++) {
        const unit_trait_t *trait = &catalog->unit_traits[i];
        if (trait->trait == TRAIT_REMOTE && trait->known_us < known_us && strcmp (trait->unit, unit->code) == 0 &&
            trait->valid_from <= self->received_on && self->received_on <= row_end_known (trait->end, known_us))
            return true;
    }
    return false;
}

static view_t view_of (const petition_t *self, const catalog_t *catalog, int64_t known_us, size_t steps)
{
    return (view_t){.petition = self,
                    .catalog = catalog,
                    .known_us = known_us,
                    .instance = has_flag (self, "LAN_HAI") || self->instance > 1 ? 2 : 1,
                    .remote = is_remote (self, catalog, known_us),
                    .steps = steps,
                    .events = STEP_BIT (STEP_RECEIVED) | STEP_BIT (STEP_CHANNEL + self->channel)};
}

/*  Whether the step at INDEX, RETURNED, is of what was forwarded and came back; else it was given back. */
static bool came_back (const petition_t *self, size_t index)
{
    bool away = false;
    for (size_t i = 0; i < index; i++) {
        const move_t *step = &self->moves[i];
        if (!step->voided && (step->move == QCDC__MOVE__FORWARDED || step->move == QCDC__MOVE__RETURNED))
            away = step->move == QCDC__MOVE__FORWARDED;
    }
    return away;
}

/*  What the step at INDEX is to the deadlines.  What comes back is received anew; what is given back is passed on.  What another office says
 *  besides is nothing to them. */
static step_set_t events_of (const petition_t *self, size_t index)
{
    const move_t *step = &self->moves[index];
    if (step->move == PETITION_NO_MOVE)
        return 0;
    if (step->move != QCDC__MOVE__RETURNED)
        return STEP_BIT (step->move);
    if (came_back (self, index))
        return STEP_BIT (STEP_RECEIVED) | STEP_BIT (STEP_CHANNEL + self->channel) | STEP_BIT (step->move);
    return STEP_BIT (QCDC__MOVE__FORWARDED) | STEP_BIT (step->move);
}

/*  Whether a row is there for petitions of that day of receipt. */
static bool row_holds (const view_t *view, const legal_deadline_t *row)
{
    int32_t on = view->petition->received_on;
    return row->known_us < view->known_us && row->valid_from <= on && on <= row_end_known (row->end, view->known_us);
}

static bool deadline_holds (const view_t *view, const legal_deadline_t *row)
{
    return !*row->extends && (row->kinds & (1u << view->petition->kind)) &&
           (!row->instance || row->instance == view->instance) &&
           (row->area == AREA_ANY || (row->area == AREA_REMOTE) == view->remote) && row_holds (view, row);
}

/*  By which ROW is extended: of those that the petition's flags allow the one that gives most. */
static const legal_deadline_t *extension_of (const view_t *view, const legal_deadline_t *row)
{
    const legal_deadline_t *most = NULL;
    for (size_t i = 0; i < view->catalog->legal_deadline_count; i++) {
        const legal_deadline_t *other = &view->catalog->legal_deadlines[i];
        if (strcmp (other->extends, row->rule) == 0 && row_holds (view, other) &&
            (!*other->flag || has_flag (view->petition, other->flag)) &&
            (!most || other->days * other->times > most->days * most->times))
            most = other;
    }
    return most;
}

/*  ---------------------------------------------------------------- counting */

static int32_t days_after (const view_t *view, const legal_deadline_t *row, int32_t day, int count)
{
    return row->working ? workday_after_then (view->catalog, view->known_us, day, count) : day + count;
}

/*  How many days are counted from FROM to the day before TO. */
static int days_between (const view_t *view, const legal_deadline_t *row, int32_t from, int32_t to)
{
    int count = 0;
    if (!row->working)
        return to - from;
    for (int32_t day = from; day < to; day++)
        count += workday_is_then (view->catalog, view->known_us, day);
    return count;
}

static int32_t moved_on (const view_t *view, int32_t day)
{
    return workday_from_then (view->catalog, view->known_us, day);
}

static void note (const view_t *view, clock_trace_t what)
{
    if (view->trace && *view->traced < CLOCK_TRACE_MAX)
        view->trace[(*view->traced)++] = what;
}

/*  Goes on on DAY: from the day on which it was stopped to the day before none was counted, neither as one of those that are given nor as
 *  the one on which the last of them is moved. */
static void run_resume (const view_t *view, deadline_run_t *run, int32_t day, int step, int until)
{
    int32_t from =
        run->stopped_on > run->begun_on ? run->stopped_on : run->begun_on + 1; /* that day is not counted anyhow */
    int stood = day > from ? days_between (view, run->deadline, from, day) : 0;
    int32_t before = run->last_on, last = before > run->stopped_on ? before : run->stopped_on;
    run->last_on = days_after (view, run->deadline, last, stood);
    run->suspended_days += stood;
    run->stopped_on = 0;
    note (view, (clock_trace_t){TRACE_SUSPENDED, stood, before, run->last_on, step, until});
}

/*  The days that are given in all, whenever they were. */
static void run_extend (const view_t *view, deadline_run_t *run, int step)
{
    int most = run->extension ? run->extension->days : 0, days = view->petition->moves[step].days;
    if (!run->extension || run->extensions >= run->extension->times)
        return;
    days = days > 0 && days < most ? days : most;
    int32_t before = run->last_on;
    run->last_on = days_after (view, run->deadline, before, days);
    run->extended_days += days;
    run->extensions++;
    note (view, (clock_trace_t){TRACE_EXTENDED, days, before, run->last_on, step, -1});
}

/*  Suspended and resumed; what has passed is not stopped any more.  Returns the step that it is stopped by; -1: it is not. */
static int run_suspend (const view_t *view, deadline_run_t *run, int by, int step)
{
    const move_t *move = &view->petition->moves[step];
    if (move->move == QCDC__MOVE__SUSPENDED && by < 0 && move->on <= moved_on (view, run->last_on)) {
        run->stopped_on = move->on;
        return step;
    }
    if (move->move != QCDC__MOVE__RESUMED || by < 0)
        return by;
    run_resume (view, run, move->on, by, step);
    return -1;
}

/*  The day on which it is due, with what the last day is moved on over. */
static void run_move_on (const view_t *view, deadline_run_t *run)
{
    run->due_on = moved_on (view, run->last_on);
    if (run->due_on != run->last_on)
        note (view, (clock_trace_t){TRACE_MOVED, run->due_on - run->last_on, run->last_on, run->due_on, -1, -1});
}

/*  What the steps between its beginning and its end make of its last day. */
static void run_count (const view_t *view, deadline_run_t *run)
{
    int by = -1;
    const move_t *steps = view->petition->moves;
    int first = run->begun_by + 1, end = run->state == CLOCK_ENDED ? run->ended_by : (int)view->steps;
    run->extension = extension_of (view, run->deadline);
    run->last_on = days_after (view, run->deadline, run->begun_on, run->deadline->days);
    note (view, (clock_trace_t){TRACE_COUNTED, run->deadline->days, run->begun_on, run->last_on, run->begun_by, -1});
    for (int i = first; i < end; i++)
        if (!steps[i].voided && steps[i].move == QCDC__MOVE__EXTENDED)
            run_extend (view, run, i);
    for (int i = first; i < end; i++)
        if (!steps[i].voided)
            by = run_suspend (view, run, by, i);
    if (by >= 0 && run->state == CLOCK_ENDED)
        run_resume (view, run, run->ended_on, by, run->ended_by);
    else if (by >= 0)
        run->state = CLOCK_STOPPED;
    run_move_on (view, run);
    if (run->state == CLOCK_STOPPED)
        note (view, (clock_trace_t){TRACE_SUSPENDED, 0, run->last_on, run->last_on, by, -1});
    run->known_us = view->known_us;
}

/*  ---------------------------------------------------------------- runs */

typedef struct {
    deadline_run_t *runs;
    size_t count;
} runs_t;

static deadline_run_t *run_add (runs_t *self)
{
    if (self->count == CLOCK_RUNS_MAX)
        memmove (self->runs, self->runs + 1, --self->count * sizeof *self->runs);
    return &self->runs[self->count++];
}

/*  With STEP the deadlines of DEADLINE's kind begin; where one runs, it begins anew. */
static void begin (runs_t *self, size_t first, const legal_deadline_t *deadline, int step, int32_t day)
{
    deadline_run_t *run = NULL;
    for (size_t i = first; i < self->count && !run; i++)
        if (self->runs[i].deadline == deadline && self->runs[i].state == CLOCK_RUNNING)
            run = &self->runs[i];
    run = run ? run : run_add (self);
    *run = (deadline_run_t){.deadline = deadline, .begun_by = step, .begun_on = day};
}

/*  One rule through all the steps of the view: its runs are added behind. */
static void follow (const view_t *view, const legal_deadline_t *deadline, runs_t *self)
{
    size_t first = self->count;
    if (deadline->starts & view->events)
        begin (self, first, deadline, -1, view->petition->received_on);
    for (size_t i = 0; i < view->steps; i++) {
        const move_t *step = &view->petition->moves[i];
        if (step->voided)
            continue;
        first = first < self->count ? first : self->count;
        for (size_t j = first; (deadline->ends & events_of (view->petition, i)) && j < self->count; j++)
            if (self->runs[j].deadline == deadline && self->runs[j].state == CLOCK_RUNNING) {
                self->runs[j].state = CLOCK_ENDED;
                self->runs[j].ended_by = (int)i;
                self->runs[j].ended_on = step->on;
            }
        if (deadline->starts & events_of (view->petition, i))
            begin (self, first, deadline, (int)i, step->on);
    }
}

/*  Adds those of the view's deadlines that its last step ended; or (RUN) those that it left running. */
static void take (const view_t *view, bool run, runs_t *self)
{
    deadline_run_t room[CLOCK_RUNS_MAX];
    for (size_t i = 0; i < view->catalog->legal_deadline_count; i++) {
        runs_t found = {room, 0};
        if (!deadline_holds (view, &view->catalog->legal_deadlines[i]))
            continue;
        follow (view, &view->catalog->legal_deadlines[i], &found);
        for (size_t j = 0; j < found.count; j++)
            if (run ? room[j].state == CLOCK_RUNNING
                    : room[j].state == CLOCK_ENDED && (size_t)room[j].ended_by == view->steps - 1) {
                run_count (view, &room[j]);
                *run_add (self) = room[j];
            }
    }
}

/*  Which steps end anything, whatever was known of it when. */
static step_set_t ends_of (const petition_t *self, const catalog_t *catalog)
{
    step_set_t ends = 0;
    for (size_t i = 0; i < catalog->legal_deadline_count; i++)
        if (catalog->legal_deadlines[i].kinds & (1u << self->kind))
            ends |= catalog->legal_deadlines[i].ends;
    return ends;
}

size_t petition_clock (const petition_t *self, const catalog_t *catalog, deadline_run_t runs[CLOCK_RUNS_MAX])
{
    runs_t found = {runs, 0};
    if (self->voided || !catalog->legal_deadline_count)
        return 0;
    size_t steps = steps_that_fit (self);
    step_set_t ends = ends_of (self, catalog);
    for (size_t i = 0; i < steps; i++) {
        if (self->moves[i].voided || !(ends & events_of (self, i)))
            continue;
        view_t view = view_of (self, catalog, self->moves[i].order.at_us, i + 1);
        take (&view, false, &found);
    }
    view_t view = view_of (self, catalog, INT64_MAX, steps);
    take (&view, true, &found);
    return found.count;
}

size_t petition_clock_known (const petition_t *self, const catalog_t *catalog, int64_t known_us,
                             deadline_run_t runs[CLOCK_RUNS_MAX])
{
    runs_t found = {runs, 0};
    if (self->voided)
        return 0;
    view_t view = view_of (self, catalog, known_us, steps_that_fit (self));
    take (&view, true, &found);
    return found.count;
}

size_t petition_clock_trace (const petition_t *self, const catalog_t *catalog, const deadline_run_t *run,
                             clock_trace_t trace[CLOCK_TRACE_MAX])
{
    size_t traced = 0;
    deadline_run_t again = {.deadline = run->deadline,
                            .state = run->state == CLOCK_ENDED ? CLOCK_ENDED : CLOCK_RUNNING,
                            .begun_by = run->begun_by,
                            .begun_on = run->begun_on,
                            .ended_by = run->ended_by,
                            .ended_on = run->ended_on};
    view_t view = view_of (self, catalog, run->known_us, steps_that_fit (self));
    view.trace = trace;
    view.traced = &traced;
    run_count (&view, &again);
    return traced;
}

bool run_is_in_time (const deadline_run_t *self, int32_t today)
{
    return self->state == CLOCK_STOPPED || (self->state == CLOCK_ENDED ? self->ended_on : today) <= self->due_on;
}

const deadline_run_t *petition_clock_next (const deadline_run_t *runs, size_t count)
{
    const deadline_run_t *next = NULL;
    for (size_t i = 0; i < count; i++)
        if (runs[i].state == CLOCK_RUNNING && runs[i].deadline->owes >= 0 && (!next || runs[i].due_on < next->due_on))
            next = &runs[i];
    return next;
}

const deadline_run_t *petition_clock_settled (const deadline_run_t *runs, size_t count)
{
    const deadline_run_t *settled = NULL;
    for (size_t i = 0; i < count; i++)
        if (runs[i].state == CLOCK_ENDED && runs[i].deadline->owes == QCDC__MOVE__SETTLED)
            settled = &runs[i];
    return settled;
}

/*  A row by which DEADLINE could be extended, if the petition were another one; NULL: there is none. */
static const legal_deadline_t *extension_of_others (const view_t *view, const legal_deadline_t *deadline)
{
    for (size_t i = 0; i < view->catalog->legal_deadline_count; i++) {
        const legal_deadline_t *other = &view->catalog->legal_deadlines[i];
        if (strcmp (other->extends, deadline->rule) == 0 && row_holds (view, other))
            return other;
    }
    return NULL;
}

static qcdc_status beyond (const deadline_run_t *run, const legal_deadline_t *row, fault_t *fault)
{
    if (run->extension)
        return fault_set (fault, QCDC_BAD_MOVE, "move",
                          "%s can be extended by at most %d days, %d times, and was %d times: %s",
                          run->deadline->rule, row->days, row->times, run->extensions, row->citation);
    fault_set (fault, QCDC_BAD_MOVE, "move", "only for petitions with the flag %s can %s be extended: %s", row->flag,
               run->deadline->rule, row->citation);
    fault_advise (fault, "correct the petition's flags first, if it is one");
    return QCDC_BAD_MOVE;
}

qcdc_status petition_extension_check (const petition_t *self, const catalog_t *catalog, int days, fault_t *fault)
{
    deadline_run_t runs[CLOCK_RUNS_MAX];
    const deadline_run_t *of = NULL;
    const legal_deadline_t *row = NULL;
    size_t count = petition_clock (self, catalog, runs);
    view_t view = view_of (self, catalog, INT64_MAX, self->move_count);
    for (size_t i = 0; i < count; i++) {
        const legal_deadline_t *by = runs[i].extension;
        if (runs[i].state == CLOCK_ENDED || !(by || (by = extension_of_others (&view, runs[i].deadline))))
            continue;
        if (runs[i].extension && runs[i].extensions < by->times && days <= by->days)
            return QCDC_OK;
        of = &runs[i];
        row = by;
    }
    return row ? beyond (of, row, fault) : QCDC_OK;
}

/*  Of the step at AT of SELF, where it is an extension that is asked, whether it counts with those before it. */
static qcdc_status extension_at (const petition_t *self, size_t at, const catalog_t *catalog, fault_t *fault)
{
    const move_t *step = &self->moves[at];
    petition_t before = *self;
    before.move_count = at;
    if (step->voided || step->answer || step->from_register || step->move != QCDC__MOVE__EXTENDED)
        return QCDC_OK;
    return petition_extension_check (&before, catalog, step->days, fault);
}

qcdc_status petition_extensions_keep (const petition_t *petition, const petition_t *after, const catalog_t *catalog,
                                      fault_t *fault)
{
    for (size_t i = 0; i < after->move_count; i++) {
        const move_t *was = &petition->moves[i], *is = &after->moves[i];
        fault_t unread = {0}, found = {0};
        bool same = memcmp (was, is, sizeof *is) == 0;
        qcdc_status status = extension_at (after, i, catalog, &found);
        char on[DAY_TEXT_BYTES];
        if (status == QCDC_OK || (same && extension_at (petition, i, catalog, &unread) != QCDC_OK))
            continue;
        if (!same) {
            *fault = found;
            return status;
        }
        fault_set (fault, status, "move", "%s of %s would not be possible any more", move_name (is->move),
                   day_format_iso (is->on, on));
        fault_advise (fault, "take back the later steps first");
        return status;
    }
    return QCDC_OK;
}
