/*  command_petition_next.c — qcdc petition next: the steps that are possible now, where each leads, what it has to bring and why it is
 *  possible; without a line. */

#include "commands/command_petition.h"

#include "base/i18n.h"
#include "base/memory.h"
#include "commands/petition_steps.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    output_t *output;
    fault_t *fault;
} next_t;

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
    char needs[64] = "";
    needs_print (row ? row->needs : 0, needs);
    const char *cells[] = {move_name (move), petition_state_code (next), *needs ? needs : NULL,
                           !row                    ? NULL
                           : i18n_is_vietnamese () ? row->why_vi
                                                   : row->why_en,
                           row ? row->citation : NULL};
    return output_row (self->output, cells, self->fault);
}

static qcdc_status next_print (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    static const output_column_t COLUMNS[] = {{N_ ("move"), QCDC__COLUMN_TYPE__TEXT},
                                              {N_ ("state"), QCDC__COLUMN_TYPE__TEXT},
                                              {N_ ("needs"), QCDC__COLUMN_TYPE__TEXT},
                                              {N_ ("why"), QCDC__COLUMN_TYPE__TEXT},
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
    next_t next = {output, fault};
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
