/*  petition_look.c — what of a petition falls into the time that a form asks about, and which parts of cells count it.
 *
 *  What a step is to a span it is to a deadline, too (petition_step_events).  A span of a petition is looked for by walking its steps up to the last day that
 *  is asked about; whether it was in time is asked of the legal clock as it stood by then, and only where a part wants to know. */

#include "matters/petition_look.h"

#include "matters/petition_clock.h"

#include <string.h>

bool register_class_fits (const register_cell_t *row, const office_t *office)
{
    if (!row->classes)
        return true;
    for (const char *const *class = row->classes; office && *class; class ++)
        if (strcmp (*class, office->office_class) == 0)
            return true;
    return false;
}

bool register_in_set (unsigned set, int number)
{
    return !set || (set & 1u << number);
}

/*  A span of it that falls into the time. */
typedef struct {
    int32_t begun_on;
    bool came_back;       /* with that it began */
    int ended_by;         /* the index of that step; -1: it is open */
    step_set_t by;        /* what that step was; 0: it is open */
    petition_walk_t then; /* where the petition stood with it */
} run_t;

/*  A way through the steps: of all of them, and of those up to the last day that is asked about. */
typedef struct {
    petition_walk_t all, then;
} look_walk_t;

static void look_walk_begin (look_walk_t *self, const petition_t *petition)
{
    petition_walk_begin (&self->all, petition->received_on);
    petition_walk_begin (&self->then, petition->received_on);
}

/*  Takes MOVE; whether it counts by then, and *FITS: it and those before it do.  The days of what other offices say are not in the order of
 *  the others: whether one of these is anything to the petition is told by all steps, the later ones, too. */
static bool look_step (const register_asked_t *asked, look_walk_t *walk, const move_t *move, bool *fits)
{
    *fits = move->voided || petition_walk_step (&walk->all, move) == QCDC_OK;
    return *fits && !move->voided && move->on <= asked->to && (!move->answer || walk->all.events) &&
           petition_walk_step (&walk->then, move) == QCDC_OK;
}

bool petition_look_begin (const register_asked_t *asked, const petition_t *petition, petition_look_t *look)
{
    look_walk_t walk;
    bool fits = true;
    *look = (petition_look_t){.asked = asked, .petition = petition};
    if (petition->voided || petition->received_on > asked->to)
        return false;
    look_walk_begin (&walk, petition);
    for (size_t i = 0; fits && i < petition->move_count; i++) {
        if (!look_step (asked, &walk, &petition->moves[i], &fits))
            continue;
        look->from_register |= petition->moves[i].from_register;
        look->steps = i + 1;
    }
    look->end = walk.then;
    return true;
}

/*  Whether what runs of settling the petition was met in time, or is not overdue; where nothing is published of it, it cannot be late. */
static bool is_in_time (const petition_look_t *look, const run_t *run)
{
    deadline_run_t runs[CLOCK_RUNS_MAX];
    petition_t then = *look->petition;
    then.move_count = run->ended_by < 0 ? look->steps : (size_t)run->ended_by + 1;
    size_t count = petition_clock (&then, look->asked->catalog, runs);
    int32_t on = look->asked->to < look->asked->today ? look->asked->to : look->asked->today;
    for (size_t i = 0; i < count; i++) {
        bool meant = run->ended_by < 0 ? runs[i].state != CLOCK_ENDED
                                       : runs[i].state == CLOCK_ENDED && runs[i].ended_by == run->ended_by;
        if (meant && runs[i].deadline->owes == QCDC__MOVE__SETTLED && !run_is_in_time (&runs[i], on))
            return false;
    }
    return true;
}

static bool is_overdue (const petition_look_t *look)
{
    const run_t end = {.ended_by = -1};
    return !is_in_time (look, &end);
}

/*  DU_AN stands for all projects. */
static bool has_flag (const char *flags, const char *const *wanted)
{
    for (; *wanted; wanted++)
        for (const char *at = flags; *at; at += strspn (at, " ")) {
            size_t length = strcspn (at, " "), name = strcspn (at, " :");
            size_t wants = strlen (*wanted);
            if ((wants == length || wants == name) && strncmp (at, *wanted, wants) == 0)
                return true;
            at += length;
        }
    return false;
}

static int outcome_of (const petition_walk_t *walk)
{
    if (walk->settled_on)
        return walk->outcome;
    return petition_is_pending (walk->state) || petition_is_settled (walk->state) ? 0 : QCDC__OUTCOME__RUT_DINH_CHI;
}

/*  What the petition is, whatever its steps are. */
static bool petition_fits (const register_cell_t *row, const petition_look_t *look)
{
    const petition_t *petition = look->petition;
    unsigned signers = petition->people > 1 ? SIGNERS_MANY : petition->people == 1 ? SIGNERS_ONE : SIGNERS_NONE;
    return register_in_set (row->kinds, petition->kind) && register_in_set (row->fields, petition->field) &&
           (!row->instance || row->instance == petition->instance) && (!row->signers || (row->signers & signers)) &&
           (!row->flags || has_flag (petition->flags, row->flags)) &&
           (!row->without || !has_flag (petition->flags, row->without)) &&
           register_in_set (row->from_register, look->from_register) &&
           register_class_fits (row, look->asked->office) &&
           (!row->overdue || register_in_set (row->overdue, is_overdue (look)));
}

/*  Where the petition stands as far as what ran is concerned: what ended because it was sent on was sent on, whatever came of it when it was
 *  back; and what was given back is somebody else's, as what was forwarded. */
static unsigned standing (const petition_look_t *look, const run_t *run)
{
    if (look->end.state == PETITION_RETURNED)
        return 1u << PETITION_RETURNED | 1u << PETITION_FORWARDED;
    return 1u << (run->by & STEP_BIT (QCDC__MOVE__FORWARDED) ? PETITION_FORWARDED : look->end.state);
}

/*  The same of what runs, its outcome apart. */
static bool run_fits (const register_cell_t *row, const petition_look_t *look, const run_t *run)
{
    unsigned begun = run->begun_on < look->asked->from ? SPAN_BEFORE : SPAN_WITHIN;
    unsigned over = run->ended_by < 0 ? SPAN_OPEN : SPAN_WITHIN;
    int channel = run->came_back ? QCDC__CHANNEL__CHUYEN_DEN : look->petition->channel;
    return register_in_set (row->channels, channel) && (!row->begun || (row->begun & begun)) &&
           (!row->over || (row->over & over)) && (!row->by || (row->by & run->by)) &&
           (!row->states || (row->states & standing (look, run))) &&
           (!row->in_time || register_in_set (row->in_time, is_in_time (look, run)));
}

typedef bool (run_fn) (const petition_look_t *look, const run_t *run, void *arg);

/*  Whether a run falls into the time: it is looked at. */
static void run_tell (const petition_look_t *look, const run_t *run, run_fn *each, void *arg)
{
    if (run->ended_by < 0 || look->petition->moves[run->ended_by].on >= look->asked->from)
        (void)!each (look, run, arg);
}

/*  Each run of SPAN that falls into the time; one that ended because the petition was sent on begins anew when that comes back. */
static void runs_each (const petition_look_t *look, const register_span_t *span, run_fn *each, void *arg)
{
    const petition_t *petition = look->petition;
    bool open = span->starts & STEP_BIT (STEP_RECEIVED), away = false, fits;
    run_t run = {.begun_on = petition->received_on, .ended_by = -1};
    look_walk_t walk;
    look_walk_begin (&walk, petition);
    for (size_t i = 0; i < look->steps; i++) {
        const move_t *move = &petition->moves[i];
        if (!look_step (look->asked, &walk, move, &fits))
            continue;
        step_set_t events = walk.then.events;
        if (!open && ((span->starts & events) || (away && (events & STEP_BIT (STEP_CAME_BACK))))) {
            open = true;
            away = false;
            run.begun_on = move->on;
            run.came_back = events & STEP_BIT (STEP_CAME_BACK);
        }
        if (!open || !(span->ends & events))
            continue;
        open = false;
        away = events & STEP_BIT (QCDC__MOVE__FORWARDED);
        run.by = events;
        run.then = walk.then;
        run.ended_by = (int)i;
        run_tell (look, &run, each, arg);
        run.ended_by = -1;
        run.by = 0;
    }
    run.then = walk.then;
    if (open)
        run_tell (look, &run, each, arg);
}

/*  How often one part counts what runs. */
typedef struct {
    const register_cell_t *row;
    int64_t times, nameless;
} counting_t;

static bool run_count (const petition_look_t *look, const run_t *run, void *arg)
{
    counting_t *counting = arg;
    int outcome = outcome_of (&run->then);
    if (!run_fits (counting->row, look, run))
        return false;
    counting->times += register_in_set (counting->row->outcomes, outcome);
    counting->nameless += counting->row->outcomes && outcome == 0 && run->ended_by >= 0 &&
                          look->petition->moves[run->ended_by].move == QCDC__MOVE__SETTLED;
    return true;
}

int64_t petition_look_count (const petition_look_t *look, const register_cell_t *row, const register_span_t *span,
                             bool *nameless)
{
    counting_t counting = {.row = row};
    if (!petition_fits (row, look) || (row->counts == COUNT_MATTERS && look->petition->follows))
        return 0;
    runs_each (look, span, run_count, &counting);
    *nameless |= counting.nameless > 0;
    return row->counts == COUNT_PEOPLE ? counting.times * (int64_t)look->petition->people : counting.times;
}
