/*  command_petition_clock.c — qcdc petition clock: the legal deadlines of one petition, and how each last day came out.
 *
 *  A row for each step of the count, with the article that it is by and what is passed over: people read it from above, files have the
 *  same rows. */

#include "commands/command_petition.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "catalogue/catalog_read_clock.h"
#include "catalogue/workdays.h"
#include "matters/petition_clock.h"
#include "petitions/petition_view.h"
#include "show/people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*  A row holds so many names of days. */
#define PASSED_BYTES 480u

typedef struct {
    const catalog_t *catalog;
    const petition_t *petition;
    output_t *output;
    bool for_people;
    int32_t today;
    fault_t *fault;
} clock_show_t;

static const output_column_t COLUMNS[] = {
    {N_ ("rule"), QCDC__COLUMN_TYPE__TEXT},    {N_ ("what"), QCDC__COLUMN_TYPE__TEXT},
    {N_ ("days"), QCDC__COLUMN_TYPE__INTEGER}, {N_ ("until"), QCDC__COLUMN_TYPE__DATE},
    {N_ ("why"), QCDC__COLUMN_TYPE__TEXT},     {N_ ("article"), QCDC__COLUMN_TYPE__TEXT}};

static qcdc_status row (const clock_show_t *show, const deadline_run_t *run, const char *what, int days,
                        int32_t until, const char *why, const char *article)
{
    char count[16], day[DAY_TEXT_BYTES];
    snprintf (count, sizeof count, "%d", days);
    const char *cells[] = {run->deadline->rule,         what, days < 0 ? NULL : count,
                           day_format_iso (until, day), why,  article};
    return output_row (show->output, cells, show->fault);
}

/*  A step in the reader's words, with its day: "accepted 02/01/2020". */
static const char *step_text (const clock_show_t *show, int step, int32_t on, char *text, size_t size)
{
    static const char *const EVENTS[][2] = {[-BY_RECEIPT] = {"RECEIVED", "received"},
                                            [-BY_DECISION] = {DEADLINE_DECISION_KNOWN, N_ ("decision known")},
                                            [-BY_TIME] = {DEADLINE_TIME_OVER, N_ ("time for the settlement over")}};
    char day[DAY_TEXT_BYTES];
    const char *name = step < 0 ? EVENTS[-step][show->for_people] : move_name (show->petition->moves[step].move);
    name = show->for_people ? people_word ("", name) : name;
    snprintf (text, size, "%s %s", name, show->for_people ? day_format_people (on, day) : day_format_iso (on, day));
    return text;
}

/*  ---------------------------------------------------------------- days that are passed over */

typedef struct {
    char text[PASSED_BYTES];
    size_t used;
    const char *name; /* of the days from FROM to TO */
    int32_t from, to;
} passed_t;

static void passed_flush (const clock_show_t *show, passed_t *self)
{
    char from[DAY_TEXT_BYTES], to[DAY_TEXT_BYTES];
    char *(*format) (int32_t, char *) = show->for_people ? day_format_people : day_format_iso;
    if (!self->name || self->used >= sizeof self->text)
        return;
    int wrote = snprintf (self->text + self->used, sizeof self->text - self->used, "%s%s %s%s%s",
                          self->used ? "; " : "", self->name, format (self->from, from),
                          self->to > self->from ? " – " : "", self->to > self->from ? format (self->to, to) : "");
    self->used += wrote > 0 ? (size_t)wrote : 0;
    self->name = NULL;
}

/*  The days from FROM to TO that are not worked, each by its name, and those of a weekend that are. */
static const char *passed_over (const clock_show_t *show, const deadline_run_t *run, int32_t from, int32_t to,
                                passed_t *self)
{
    *self = (passed_t){.used = 0};
    for (int32_t day = from; day <= to; day++) {
        const holiday_t *holiday = workday_holiday_then (show->catalog, run->known_us, day);
        const char *name = holiday                ? i18n_is_vietnamese () ? holiday->name_vi : holiday->name_en
                           : day_is_weekend (day) ? _ ("weekend")
                                                  : NULL;
        if (self->name && (!name || strcmp (name, self->name) != 0 || self->to != day - 1))
            passed_flush (show, self);
        if (name && !self->name)
            self->name = name, self->from = day;
        self->to = day;
    }
    passed_flush (show, self);
    return self->used ? self->text : NULL;
}

/*  ---------------------------------------------------------------- one deadline */

static qcdc_status show_counted (const clock_show_t *show, const deadline_run_t *run, const clock_trace_t *trace)
{
    passed_t passed;
    const legal_deadline_t *by = trace->what == TRACE_EXTENDED ? run->extension : run->deadline;
    const char *why = by->working ? passed_over (show, run, trace->from + 1, trace->to, &passed) : NULL;
    const char *what = trace->what == TRACE_EXTENDED ? by->working ? N_ ("extended by working days") : N_ ("extended")
                       : by->working ? N_ ("working days")
                                                     : N_ ("calendar days");
    return row (show, run, what, trace->days, trace->to, why, by->citation);
}

static qcdc_status show_suspended (const clock_show_t *show, const deadline_run_t *run, const clock_trace_t *trace)
{
    char from[96], to[96], why[200];
    step_text (show, trace->step, show->petition->moves[trace->step].on, from, sizeof from);
    if (trace->until < 0)
        return row (show, run, N_ ("stands still"), -1, trace->to, from, NULL);
    step_text (show, trace->until, show->petition->moves[trace->until].on, to, sizeof to);
    snprintf (why, sizeof why, "%s – %s", from, to);
    return row (show, run, N_ ("stood still"), trace->days, trace->to, why, NULL);
}

static qcdc_status show_trace (const clock_show_t *show, const deadline_run_t *run, const clock_trace_t *trace)
{
    passed_t passed;
    if (trace->what == TRACE_SUSPENDED)
        return show_suspended (show, run, trace);
    if (trace->what != TRACE_MOVED)
        return show_counted (show, run, trace);
    return row (show, run, N_ ("moved on"), trace->days, trace->to,
                passed_over (show, run, trace->from, trace->to - 1, &passed), _ ("Civil Code 2015, article 148"));
}

/*  What became of it: how many days there are left, or how many it was late. */
static qcdc_status show_end (const clock_show_t *show, const deadline_run_t *run)
{
    char why[96];
    bool in_time = run_is_in_time (run, show->today);
    int32_t on = run->state == CLOCK_ENDED ? run->ended_on : show->today;
    int days = on > run->due_on ? on - run->due_on : run->due_on - on;
    if (run->state == CLOCK_STOPPED)
        return QCDC_OK;
    if (run->state == CLOCK_ENDED)
        return row (show, run, in_time ? N_ ("met in time") : N_ ("met late"), days, run->due_on,
                    step_text (show, run->ended_by, run->ended_on, why, sizeof why), NULL);
    if (run->deadline->owes < 0)
        return row (show, run, N_ ("comes by itself"), -1, run->due_on, NULL, NULL);
    static const char *const LEFT[] = {[BINDS_OFFICE] = N_ ("days left"),
                                       [BINDS_STEP] = N_ ("days left, if it is taken"),
                                       [BINDS_CITIZEN] = N_ ("days left to the citizen")},
                             *const PAST[] = {[BINDS_OFFICE] = N_ ("overdue"),
                                              [BINDS_STEP] = N_ ("days past, if it is taken"),
                                              [BINDS_CITIZEN] = N_ ("days past for the citizen")};
    const char *owed = move_name (run->deadline->owes);
    return row (show, run, (in_time ? LEFT : PAST)[run->deadline->binds], days, run->due_on,
                show->for_people ? people_word ("", owed) : owed, NULL);
}

static qcdc_status show_run (const clock_show_t *show, const deadline_run_t *run)
{
    char why[96];
    clock_trace_t trace[CLOCK_TRACE_MAX];
    const char *words = i18n_is_vietnamese () ? run->deadline->words_vi : run->deadline->words_en;
    size_t count = petition_clock_trace (show->petition, show->catalog, run, trace);
    QCDC_TRY (row (show, run, words, -1, run->begun_on,
                   step_text (show, run->begun_by, run->begun_on, why, sizeof why), run->deadline->citation));
    for (size_t i = 0; i < count; i++)
        QCDC_TRY (show_trace (show, run, &trace[i]));
    return show_end (show, run);
}

static qcdc_status clock_named (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    deadline_run_t runs[CLOCK_RUNS_MAX];
    petition_view_t *view;
    move_t *move;
    (void)arg;
    QCDC_TRY (petition_find_named (desk, args->words[0], &views, &view, &move, fault));
    QCDC_TRY (output_new (args->format, stdout, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, &output, fault));
    output_none (output, view->petition.voided ? _ ("it was taken back: no deadline runs")
                                               : _ ("no legal deadline is published for it"));
    const clock_show_t show = {.catalog = desk->home.catalog,
                               .petition = &view->petition,
                               .output = output,
                               .for_people = format_speaks (args->format),
                               .today = day_of_moment (moment_now ()),
                               .fault = fault};
    size_t count = petition_clock (&view->petition, desk->home.catalog, runs);
    for (size_t i = 0; i < count; i++)
        if (runs[i].begun_by != BY_TIME ||
            runs[i].begun_on < show.today) /* as long as that may still be settled in time, nobody waits for it */
            QCDC_TRY (show_run (&show, &runs[i]));
    return output_finish (output, fault);
}

int petition_clock_show (const command_t *command)
{
    static const desk_work_t WORK = {.line = {.words_min = 1, .words_max = 1, .takes_format = true},
                                     .work = clock_named};
    return command_at_desk (command, &WORK, NULL);
}
