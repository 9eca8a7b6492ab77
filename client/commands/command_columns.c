/*  command_columns.c — qcdc petition columns, qcdc reception columns: what this office calls the columns of its register, said, shown and
 *  forgotten. */

#include "commands/command_petition.h"
#include "commands/command_reception.h"

#include "base/day.h"
#include "base/i18n.h"
#include "facts/columns_mapped.h"
#include "petitions/register_memory.h"
#include "registers/reception_row.h"

#include <stdio.h>
#include <string.h>

enum { FORGETS = 1u };

typedef struct {
    output_t *output;
    const char *own; /* the code of the desk's office */
    fault_t *fault;
} columns_t;

static qcdc_status column_row (const mapped_t *item, void *arg)
{
    const columns_t *self = arg;
    char day[DAY_TEXT_BYTES];
    const char *cells[] = {item->scope, item->heading,
                           strcmp (item->meant, MAPPED_LEFT_OUT) == 0 ? "left_out" : item->meant,
                           *item->office ? item->office : self->own,
                           item->at_us ? day_format_iso (day_of_moment (item->at_us), day) : NULL};
    return output_row (self->output, cells, self->fault);
}

static qcdc_status columns_forget (register_map_t *map, desk_t *desk, const args_t *args, fault_t *fault)
{
    const char *heading = args->word_count ? args->words[0] : NULL;
    bool any;
    QCDC_TRY (register_map_forget (map, heading, &any, fault));
    if (!any) {
        fault_set (fault, QCDC_NOT_FOUND, NULL, _ ("nothing is remembered of %s"),
                   heading ? heading : _ ("any column"));
        return QCDC_NOT_FOUND;
    }
    QCDC_TRY (journal_begin (desk->home.journal, fault));
    QCDC_TRY (register_memory_keep (desk, map, fault));
    QCDC_TRY (journal_commit (desk->home.journal, fault));
    puts (_ ("forgotten"));
    return QCDC_OK;
}

/*  What --map says is remembered, without a file. */
static qcdc_status columns_say (register_map_t *map, desk_t *desk, const args_t *args, fault_t *fault)
{
    for (size_t i = 0; i < args->repeat_count; i++)
        QCDC_TRY (register_map_add (map, args->repeats[i], desk->home.office->code, fault));
    QCDC_TRY (journal_begin (desk->home.journal, fault));
    QCDC_TRY (register_memory_keep (desk, map, fault));
    QCDC_TRY (journal_commit (desk->home.journal, fault));
    puts (_ ("remembered; the office's other devices have it after their next sync, and yours"));
    return QCDC_OK;
}

static qcdc_status columns_work (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    static const output_column_t COLUMNS[] = {{N_ ("of"), QCDC__COLUMN_TYPE__TEXT},
                                              {N_ ("heading"), QCDC__COLUMN_TYPE__TEXT},
                                              {N_ ("meaning"), QCDC__COLUMN_TYPE__TEXT},
                                              {N_ ("office"), QCDC__COLUMN_TYPE__TEXT},
                                              {N_ ("since"), QCDC__COLUMN_TYPE__DATE}};
    register_map_t *map QCDC_CLEANUP (register_map_destroy) = NULL;
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    QCDC_TRY (register_memory_load (desk, arg, &map, fault));
    if (args->switched & FORGETS && args->repeat_count)
        return fault_set (fault, QCDC_USAGE, NULL, _ ("%s and %s: one of them"), "--map", "--forget");
    if (args->switched & FORGETS)
        return columns_forget (map, desk, args, fault);
    if (args->word_count)
        return fault_set (fault, QCDC_USAGE, NULL, _ ("one word too many: %s"), args->words[0]);
    if (args->repeat_count)
        return columns_say (map, desk, args, fault);
    QCDC_TRY (output_new (args->format, stdout, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, &output, fault));
    output_none (output, _ ("no headings of this office are remembered"));
    columns_t columns = {output, desk->home.office->code, fault};
    QCDC_TRY (register_map_each (map, column_row, &columns));
    return output_finish (output, fault);
}

static int columns_of (const command_t *command, const register_kind_t *kind)
{
    static const char *const SWITCHES[] = {"--forget", NULL};
    static const desk_work_t WORK = {
        .line = {.words_max = 1, .takes_format = true, .switches = SWITCHES, .repeated = "--map"},
        .work = columns_work};
    return command_at_desk (command, &WORK, (void *)kind);
}

int petition_columns (const command_t *command)
{
    return columns_of (command, &PETITION_REGISTER);
}

int reception_columns (const command_t *command)
{
    return columns_of (command, &RECEPTION_REGISTER);
}
