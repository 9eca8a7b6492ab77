/*  command_petition_next.c — qcdc petition next: the steps that are possible now, where each leads, what it has to bring, until when it is to be
 *  taken and why it is possible; without a line. */

#include "commands/command_petition.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "matters/petition_clock.h"
#include "petitions/petition_steps.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    output_t *output;
    const petition_t *petition;
    deadline_run_t runs[CLOCK_RUNS_MAX];
    size_t run_count;
    fault_t *fault;
} next_t;

/*  Whether MOVE would meet RUN; of one that binds only who takes a step that step alone does. */
static bool meets (const deadline_run_t *run, int move)
{
    const legal_deadline_t *deadline = run->deadline;
    return run->state == CLOCK_RUNNING && deadline->ends & STEP_BIT (move) &&
           (deadline->binds == BINDS_OFFICE || deadline->owes == move);
}

/*  The deadline that runs and that MOVE would meet; of several the one that ends first; NULL: none. */
static const deadline_run_t *run_met (const next_t *self, int move)
{
    const deadline_run_t *met = NULL;
    for (size_t i = 0; i < self->run_count; i++) {
        const deadline_run_t *run = &self->runs[i];
        if (meets (run, move) && (!met || run->due_on < met->due_on))
            met = run;
    }
    return met;
}

/*  A promise is of an answer. */
static const char *promised (const next_t *self, int move, char text[DAY_TEXT_BYTES])
{
    return move == QCDC__MOVE__SETTLED && self->petition->promised_on
               ? day_format_iso (self->petition->promised_on, text)
               : NULL;
}

/*  "reason article" */
static void needs_print (unsigned needs, char text[64])
{
    size_t used = 0;
    text[0] = '\0';
    for (unsigned need = 1; petition_need_name (need); need <<= 1)
        if (needs & need)
            used += (size_t)snprintf (text + used, 64 - used, "%s%s", used ? " " : "", petition_need_name (need));
}

static qcdc_status step_print (int move, petition_state next, const petition_move_t *row, void *arg)
{
    const next_t *self = arg;
    char needs[64] = "", due[DAY_TEXT_BYTES], day[DAY_TEXT_BYTES];
    const deadline_run_t *met = run_met (self, move);
    needs_print (row ? row->needs : 0, needs);
    const char *cells[] = {
        move_name (move),           petition_state_code (next),
        *needs ? needs : NULL,      met ? day_format_iso (met->due_on, due) : NULL,
        promised (self, move, day), !row ? NULL : i18n_is_vietnamese () ? row->why_vi : row->why_en,
        row ? row->citation : NULL};
    return output_row (self->output, cells, self->fault);
}

static qcdc_status next_print (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    static const output_column_t COLUMNS[] = {
        {N_ ("move"), QCDC__COLUMN_TYPE__TEXT},        {N_ ("state"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("needs"), QCDC__COLUMN_TYPE__TEXT},       {N_ ("due_on"), QCDC__COLUMN_TYPE__DATE},
        {N_ ("promised_on"), QCDC__COLUMN_TYPE__DATE}, {N_ ("why"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("citation"), QCDC__COLUMN_TYPE__TEXT}};
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    petition_view_t *view;
    move_t *move;
    (void)arg;
    QCDC_TRY (petition_find_named (desk, args->words[0], &views, &view, &move, fault));
    QCDC_TRY (output_new (args->format, stdout, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, &output, fault));
    output_name_by (output, desk->home.catalog);
    output_none (output, view->petition.voided ? _ ("it was taken back") : _ ("no step is possible any more"));
    next_t next = {.output = output, .petition = &view->petition, .fault = fault};
    next.run_count = petition_clock (&view->petition, desk->home.catalog, next.runs);
    QCDC_TRY (petition_steps_each (desk->home.catalog, &view->petition, petition_step_day (&view->petition),
                                   step_print, &next));
    return output_finish (output, fault);
}

int petition_next (const command_t *command)
{
    static const desk_work_t WORK = {.line = {.words_min = 1, .words_max = 1, .takes_format = true},
                                     .work = next_print};
    return command_at_desk (command, &WORK, NULL);
}
