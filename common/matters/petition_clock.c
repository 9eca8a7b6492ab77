/*  petition_clock.c — the deadlines of a petition, counted.
 *
 *  Steps are gone through as they stand, in the order of their stamps; a deadline's days are counted once it is known which steps fall into
 *  its time.  Days are those after the event: 30 days from the 1st end on the 31st. */

#include "matters/petition_clock.h"

#include "base/day.h"
#include "base/limits.h"
#include "catalogue/workdays.h"
#include "facts/fact.h"

#include <limits.h>
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
    bool returned;        /* RETURNED is among them */
    bool apart;           /* it goes by deadlines with one of its flags alone */
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

static bool was_returned (const petition_t *self, size_t steps)
{
    for (size_t i = 0; i < steps; i++)
        if (self->moves[i].move == QCDC__MOVE__RETURNED && !self->moves[i].voided)
            return true;
    return false;
}

/*  What STEP, the next of VIEW's that stands, is to deadlines.  Only what was returned asks where the petition was. */
static step_set_t events_of (const view_t *view, petition_walk_t *walk, const move_t *step)
{
    if (!view->returned)
        return petition_step_events (PETITION_RECEIVED, PETITION_RECEIVED, step->move);
    return petition_walk_step (walk, step) == QCDC_OK ? walk->events : 0;
}

/*  Whether a row is there for petitions of that day of receipt. */
static bool row_holds (const view_t *view, const legal_deadline_t *row)
{
    int32_t on = view->petition->received_on;
    return row->known_us < view->known_us && row->valid_from <= on && on <= row_end_known (row->end, view->known_us);
}

/*  Whether it is of such petitions, whatever was known of it when. */
static bool deadline_concerns (const view_t *view, const legal_deadline_t *row)
{
    return !*row->extends && (row->kinds & (1u << view->petition->kind)) &&
           (!row->instance || row->instance == view->instance) && row->valid_from <= view->petition->received_on;
}

/*  What comes another way goes by the rows of that way alone: those of voters' petitions are none of the law on reception. */
static bool goes_apart (const view_t *view)
{
    for (size_t i = 0; i < view->catalog->legal_deadline_count; i++) {
        const legal_deadline_t *row = &view->catalog->legal_deadlines[i];
        if (*row->flag && deadline_concerns (view, row) && has_flag (view->petition, row->flag) &&
            row_holds (view, row))
            return true;
    }
    return false;
}

static view_t view_of (const petition_t *self, const catalog_t *catalog, int64_t known_us, size_t steps)
{
    view_t view = {.petition = self,
                   .catalog = catalog,
                   .known_us = known_us,
                   .instance = has_flag (self, "LAN_HAI") || self->instance > 1 ? 2 : 1,
                   .remote = is_remote (self, catalog, known_us),
                   .steps = steps,
                   .returned = was_returned (self, steps),
                   .events = STEP_BIT (STEP_RECEIVED) | STEP_BIT (STEP_CHANNEL + self->channel)};
    view.apart = self->flags && *self->flags && goes_apart (&view);
    return view;
}

static bool deadline_holds (const view_t *view, const legal_deadline_t *row)
{
    return deadline_concerns (view, row) && (row->area == AREA_ANY || (row->area == AREA_REMOTE) == view->remote) &&
           (*row->flag ? has_flag (view->petition, row->flag) : !view->apart) && row_holds (view, row);
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
    int end = run->state == CLOCK_ENDED ? run->ended_by : (int)view->steps;
    int first =
        run->begun_by < BY_RECEIPT ? end : run->begun_by + 1; /* what is no step is extended and stopped by none */
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

/*  Where a run stands among others: those that a step ended by that step, those that none did behind them. */
static int run_place (const deadline_run_t *run)
{
    return run->state == CLOCK_ENDED ? run->ended_by : INT_MAX;
}

/*  Adds RUN in its place, behind those of the same; where there is no room, the first of all is left out. */
static void run_add (runs_t *self, const deadline_run_t *run)
{
    size_t place = self->count;
    while (place > 0 && run_place (&self->runs[place - 1]) > run_place (run))
        place--;
    if (self->count == CLOCK_RUNS_MAX) {
        if (place == 0)
            return;
        memmove (self->runs, self->runs + 1, --place * sizeof *self->runs);
    } else
        memmove (self->runs + place + 1, self->runs + place, (self->count++ - place) * sizeof *self->runs);
    self->runs[place] = *run;
}

/*  RUN as it is judged by what VIEW knows, where the row was there by then. */
static void judge (const view_t *view, deadline_run_t run, runs_t *self)
{
    if (!deadline_holds (view, run.deadline))
        return;
    run_count (view, &run);
    run_add (self, &run);
}

/*  The day on which who complains was given the decision, or knew of it, as a flag has it; 0: it does not say. */
static int32_t decision_known (const petition_t *self)
{
    int32_t day = 0;
    const char *flag = self->flags ? strstr (self->flags, FLAG_DECISION_KNOWN) : NULL;
    char text[DAY_TEXT_BYTES] = "";
    size_t length = flag ? strcspn (flag += strlen (FLAG_DECISION_KNOWN), " ") : 0;
    if (length < sizeof text)
        memcpy (text, flag ? flag : "", length);
    return day_parse (text, &day) == QCDC_OK ? day : 0;
}

/*  What was over by the receipt, judged by what was known before that was committed. */
static void follow_decision (const view_t *view, const legal_deadline_t *deadline, runs_t *self)
{
    const petition_t *petition = view->petition;
    view_t then = view_of (petition, view->catalog, petition->created_at_us ? petition->created_at_us : INT64_MAX, 0);
    deadline_run_t run = {.deadline = deadline,
                          .state = CLOCK_ENDED,
                          .begun_by = BY_DECISION,
                          .begun_on = decision_known (petition),
                          .ended_by = BY_RECEIPT,
                          .ended_on = petition->received_on};
    if (run.begun_on)
        judge (&then, run, self);
}

/*  What begins because the settlement that RUNS have is not there by its last day. */
static void follow_time (const view_t *view, const legal_deadline_t *deadline, runs_t *self)
{
    for (size_t i = 0; i < self->count; i++)
        if (self->runs[i].state == CLOCK_RUNNING && self->runs[i].deadline->owes == QCDC__MOVE__SETTLED) {
            judge (view,
                   (deadline_run_t){.deadline = deadline, .begun_by = BY_TIME, .begun_on = self->runs[i].due_on},
                   self);
            return;
        }
}

/*  One rule through all the steps of the view: the run that none of them ended; with ENDED also those that one did, each by what was known
 *  before that step.  It begins anew where it runs already, and where it ended because the petition was sent on, which comes back. */
static void follow (const view_t *view, const legal_deadline_t *deadline, bool ended, runs_t *self)
{
    const petition_t *petition = view->petition;
    bool runs = deadline->starts & view->events, away = false;
    deadline_run_t run = {.deadline = deadline, .begun_by = -1, .begun_on = petition->received_on};
    petition_walk_t walk;
    petition_walk_begin (&walk, petition->received_on);
    for (size_t i = 0; i < view->steps; i++) {
        const move_t *step = &petition->moves[i];
        if (step->voided)
            continue;
        step_set_t events = events_of (view, &walk, step);
        if (runs && (deadline->ends & events)) {
            runs = false;
            away = events & STEP_BIT (QCDC__MOVE__FORWARDED);
            run.state = CLOCK_ENDED;
            run.ended_by = (int)i;
            run.ended_on = step->on;
            if (ended && (deadline->binds == BINDS_OFFICE || events & STEP_BIT (deadline->owes))) {
                view_t then = view_of (petition, view->catalog, step->order.at_us, i + 1);
                judge (&then, run, self);
            }
        }
        if ((deadline->starts & events) || (away && (events & STEP_BIT (STEP_CAME_BACK)))) {
            runs = true;
            away = false;
            run = (deadline_run_t){.deadline = deadline, .begun_by = (int)i, .begun_on = step->on};
        }
    }
    if (runs)
        judge (view, run, self);
}

static size_t clock_of (const petition_t *self, const catalog_t *catalog, int64_t known_us, bool ended,
                        deadline_run_t runs[CLOCK_RUNS_MAX])
{
    runs_t found = {runs, 0};
    if (self->voided || !catalog->legal_deadline_count)
        return 0;
    view_t view = view_of (self, catalog, known_us, steps_that_fit (self));
    for (size_t i = 0; i < catalog->legal_deadline_count; i++) {
        const legal_deadline_t *deadline = &catalog->legal_deadlines[i];
        if (!deadline_concerns (&view, deadline))
            continue;
        if (!(deadline->starts & STEP_BIT (STEP_DECISION_KNOWN)))
            follow (&view, deadline, ended, &found);
        else if (ended)
            follow_decision (&view, deadline, &found);
    }
    for (size_t i = 0; ended && i < catalog->legal_deadline_count; i++)
        if (catalog->legal_deadlines[i].starts & STEP_BIT (STEP_TIME_OVER) &&
            deadline_concerns (&view, &catalog->legal_deadlines[i]))
            follow_time (&view, &catalog->legal_deadlines[i], &found);
    return found.count;
}

size_t petition_clock (const petition_t *self, const catalog_t *catalog, deadline_run_t runs[CLOCK_RUNS_MAX])
{
    return clock_of (self, catalog, INT64_MAX, true, runs);
}

size_t petition_clock_known (const petition_t *self, const catalog_t *catalog, int64_t known_us,
                             deadline_run_t runs[CLOCK_RUNS_MAX])
{
    return clock_of (self, catalog, known_us, false, runs);
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
        if (runs[i].state == CLOCK_RUNNING && runs[i].deadline->owes >= 0 &&
            runs[i].deadline->binds == BINDS_OFFICE && (!next || runs[i].due_on < next->due_on))
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
