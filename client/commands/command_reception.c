/*  command_reception.c — qcdc reception add, correct, void; the way to its other parts.
 *
 *  Each writes at most one fact, and only what judging accepts. */

#include "commands/command_reception.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "commands/taking_back.h"
#include "facts/make.h"
#include "registers/reception_file.h"
#include "texts/given.h"
#include "texts/identity_text.h"
#include "texts/reason.h"

#include <stdio.h>
#include <string.h>

static const char *const CONFIRMING_ROW[] = {CONFIRM_NAMES, CONFIRM_OLD, NULL};
enum { NAMES_MEANT = 1u, OLD_MEANT = 2u };

typedef struct {
    reception_row_t row;
    row_faults_t faults;
    size_t entries;
} entering_t;

/*  Every word that is wrong has its line; the last is said by the frame. */
static qcdc_status row_refuse (const entering_t *entering, fault_t *fault)
{
    size_t last = entering->faults.count - 1;
    for (size_t i = 0; i < last; i++)
        (void)command_fail (&entering->faults.items[i]);
    *fault = entering->faults.items[last];
    return fault->status;
}

/*  The words are the columns of a register's row, so one reception is read and judged exactly as an import's are. */
static qcdc_status row_read (desk_t *desk, const args_t *args, const char *const known[RECEPTION_COLUMN_COUNT],
                             entering_t *entering, fault_t *fault)
{
    given_t values[RECEPTION_COLUMN_COUNT] = {0};
    entering->faults.names_meant = args->switched & NAMES_MEANT;
    for (int i = 0; i < RECEPTION_COLUMN_COUNT; i++) {
        const char *text = args->values[i] ? args->values[i] : known ? known[i] : NULL;
        if (text)
            values[i] = (given_t){text, strlen (text)};
    }
    qcdc_status status = reception_row_parse (desk, values, &entering->row, &entering->faults);
    return status == QCDC_OK ? status : row_refuse (entering, fault);
}

/*  ---------------------------------------------------------------- add */

static qcdc_status add (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    entering_t *entering = arg;
    filed_result result;
    filed_left_t left = {0};
    QCDC_TRY (row_read (desk, args, NULL, entering, fault));
    return reception_file (desk, &entering->row, FILE_ONE, args->switched & OLD_MEANT, &result, &entering->entries,
                           &left, fault);
}

static int add_done (const args_t *args, void *arg)
{
    const entering_t *entering = arg;
    (void)args;
    puts (entering->entries > 0 ? _ ("entered") : _ ("nothing new: it is there already"));
    return EXIT_DONE;
}

static int reception_add (const command_t *command)
{
    static const desk_work_t WORK = {
        .line = {.keys = RECEPTION_KEYS, .switches = CONFIRMING_ROW}, .work = add, .writes = true, .done = add_done};
    entering_t entering = {0};
    int status = command_at_desk (command, &WORK, &entering);
    reception_row_release (&entering.row);
    return status;
}

/*  ---------------------------------------------------------------- correct */

/*  A row is known by its number and its year: whoever moves it to another year names it by both. */
static qcdc_status check_year (const char *named, const reception_t *known, int32_t held_on, fault_t *fault)
{
    char was[DAY_TEXT_BYTES], is[DAY_TEXT_BYTES];
    uint64_t origin, seq;
    int32_t before = known->values[RECEPTION_HELD_ON];
    if (day_year (before) == day_year (held_on) || petition_names_year (named) ||
        address_parse (named, &origin, &seq) == QCDC_OK)
        return QCDC_OK;
    fault_set (fault, QCDC_BAD_DATE, "held_on",
               _ ("%s was held on %s, and %s is of another year: it would be another number of that year's register"),
               known->local_no, day_format_people (before, was), day_format_people (held_on, is));
    fault_advise (fault, _ ("if that is meant, name it with its year: qcdc reception correct %s@%d"), known->local_no,
                  day_year (before));
    return QCDC_BAD_DATE;
}

/*  What the line does not name stays as it is. */
static qcdc_status correct (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    entering_t *entering = arg;
    reception_views_t views QCDC_CLEANUP (reception_views_release) = {0};
    reception_view_t *view;
    char day[DAY_TEXT_BYTES];
    QCDC_TRY (reception_find_named (desk, args->words[0], &views, &view, fault));
    const reception_t *stands = &view->reception;
    const char *known[RECEPTION_COLUMN_COUNT] = {
        [RECEPTION_LOCAL_NO] = stands->local_no,
        [RECEPTION_HELD_ON] = day_format_iso (stands->values[RECEPTION_HELD_ON], day),
        [RECEPTION_SESSION] = session_name (stands->values[RECEPTION_SESSION])};
    if (stands->voided)
        return fault_set (fault, QCDC_TARGET_VOID, NULL, _ ("reception %s was taken back"), stands->local_no);
    QCDC_TRY (row_read (desk, args, known, entering, fault));
    int32_t held_on = entering->row.values[RECEPTION_HELD_ON];
    if (held_on != stands->values[RECEPTION_HELD_ON]) {
        QCDC_TRY (reception_day_check (held_on, args->switched & OLD_MEANT, fault));
        QCDC_TRY (check_year (args->words[0], stands, held_on, fault));
    }
    return reception_correct (desk, view, &entering->row, &entering->entries, fault);
}

static int correct_done (const args_t *args, void *arg)
{
    const entering_t *entering = arg;
    (void)args;
    puts (entering->entries > 0 ? _ ("corrected") : _ ("nothing new: it says so already"));
    return EXIT_DONE;
}

static int reception_correct_one (const command_t *command)
{
    static const desk_work_t WORK = {
        .line = {.words_min = 1, .words_max = 1, .keys = RECEPTION_KEYS, .switches = CONFIRMING_ROW},
        .work = correct,
        .writes = true,
        .done = correct_done};
    entering_t entering = {0};
    int status = command_at_desk (command, &WORK, &entering);
    reception_row_release (&entering.row);
    return status;
}

/*  ---------------------------------------------------------------- void */

/*  The address of a second copy or of a correction is none of what can be taken back by itself. */
static qcdc_status check_own_entry (const char *name, const reception_view_t *view, fault_t *fault)
{
    uint64_t origin, seq;
    char address[ADDRESS_TEXT_BYTES];
    const address_t *entry = &view->reception.entry;
    if (address_parse (name, &origin, &seq) != QCDC_OK || (origin == entry->origin && seq == entry->seq))
        return QCDC_OK;
    fault_set (fault, QCDC_NOT_FOUND, NULL,
               _ ("%s is a second copy or a correction, and is not taken back by itself"), name);
    fault_advise (fault, _ ("to take back reception %s itself: qcdc reception void %s reason=…"),
                  view->reception.local_no, address_format (entry->origin, entry->seq, address));
    return QCDC_NOT_FOUND;
}

/*  The reason is free text: it lives in the annex, and a denunciation's must not name anybody either. */
static qcdc_status void_append (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    bool names_meant = args->switched & NAMES_MEANT;
    reception_views_t views QCDC_CLEANUP (reception_views_release) = {0};
    reception_view_t *view;
    char *reason QCDC_CLEANUP (memory_free) = NULL;
    const char *given = args_value (args, "reason");
    QCDC_TRY (reason_wanted (given, fault));
    QCDC_TRY (reception_find_named (desk, args->words[0], &views, &view, fault));
    QCDC_TRY (check_own_entry (args->words[0], view, fault));
    QCDC_TRY (reason_clean (given, true, 0, &reason, fault));
    bool denounces = reception_is_of_denunciation (view->reception.values[RECEPTION_KINDS], view->summary);
    QCDC_TRY (reception_text_check (denounces ? 1 << QCDC__PETITION_KIND__TO_CAO : 0, reason, names_meant, "reason",
                                    fault));
    judge_input_t input = reception_input (desk, view);
    return take_back (desk, &input, &view->reception.entry, reason, arg, fault);
}

static int reception_void (const command_t *command)
{
    return command_take_back (command, void_append);
}

/*  ---------------------------------------------------------------- dispatch */

int command_reception (const command_t *command)
{
    static const command_part_t PARTS[] = {{"import", reception_import}, {"columns", reception_columns},
                                           {"add", reception_add},       {"correct", reception_correct_one},
                                           {"void", reception_void},     {"list", reception_list},
                                           {"show", reception_show},     {"duties", reception_duties}};
    return command_part (command, PARTS, sizeof PARTS / sizeof *PARTS,
                         "qcdc reception import|columns|add|correct|void|list|show|duties");
}
