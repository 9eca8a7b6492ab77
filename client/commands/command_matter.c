/*  command_matter.c — qcdc matter open, correct and void; the way to its other parts. */

#include "commands/command_matter.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "commands/taking_back.h"
#include "facts/make.h"
#include "facts/word.h"
#include "petitions/petition_row.h"
#include "registers/matter_view.h"
#include "texts/codes.h"
#include "texts/identity_text.h"
#include "texts/reason.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const CONFIRMING[] = {CONFIRM_NAMES, NULL};
static const char *const MATTER_KEYS[] = {"local_no", "opened_on", "field", "project", "title", NULL};

/*  What a line says of a matter; what it does not name is NULL. */
typedef struct {
    Qcdc__MatterOpened opened;
    char *local_no, *project, *title; /* malloc'ed */
    bool appended;
} entering_t;

static void entering_release (entering_t *self)
{
    free (self->local_no);
    free (self->project);
    free (self->title);
}

static qcdc_status text_read (const args_t *args, const char *key, char **clean, fault_t *fault)
{
    const char *given = args_value (args, key);
    if (!given)
        return QCDC_OK;
    qcdc_status status = text_clean (given, strlen (given), false, clean, NULL);
    return status == QCDC_OK ? status : fault_set (fault, status, key, "%s", _ (status_text (status)));
}

/*  A title that names people goes to the province and to the offices whose petitions join it. */
static qcdc_status title_read (const args_t *args, char **title, fault_t *fault)
{
    QCDC_TRY (text_read (args, "title", title, fault));
    if (!*title)
        return QCDC_OK;
    if (!**title)
        return fault_set (fault, QCDC_EMPTY, "title", "%s", _ ("a matter needs a title: title=…"));
    if (strlen (*title) > QCDC_REASON_BYTES_MAX / 2)
        return fault_set (fault, QCDC_TOO_LARGE, "title", _ ("longer than %u bytes"), QCDC_REASON_BYTES_MAX / 2);
    return identity_check (0, args->switched != 0, "title", *title, fault);
}

static qcdc_status line_read (const args_t *args, entering_t *entering, fault_t *fault)
{
    const char *on = args_value (args, "opened_on"), *field = args_value (args, "field");
    int32_t day;
    QCDC_TRY (text_read (args, "local_no", &entering->local_no, fault));
    QCDC_TRY (text_read (args, "project", &entering->project, fault));
    QCDC_TRY (title_read (args, &entering->title, fault));
    if (entering->local_no)
        entering->opened.local_no = entering->local_no;
    if (entering->project)
        entering->opened.project = entering->project;
    if (on) {
        QCDC_TRY (args_day ("opened_on", on, &day, fault));
        entering->opened.opened_on = day;
    }
    if (field && !(entering->opened.field = (Qcdc__PetitionField)petition_field_read (field))) {
        fault_set (fault, QCDC_BAD_FIELD, "field", "%.60s", field);
        codes_advise (field, petition_field_name, fault);
        return QCDC_BAD_FIELD;
    }
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- open */

static qcdc_status check_whole (const args_t *args, fault_t *fault)
{
    static const char *const NEEDED[] = {"local_no", "opened_on", "field", "title"};
    for (size_t i = 0; i < sizeof NEEDED / sizeof *NEEDED; i++)
        if (!args_value (args, NEEDED[i]))
            return fault_set (fault, QCDC_USAGE, NEEDED[i], _ ("%s=… is missing"), NEEDED[i]);
    return QCDC_OK;
}

static qcdc_status open_append (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    entering_t *entering = arg;
    Qcdc__AnnexText text = QCDC__ANNEX_TEXT__INIT;
    char key[MATTER_KEY_BYTES];
    matter_views_t views QCDC_CLEANUP (matter_views_release) = {0};
    matter_view_t *holder = NULL;
    qcdc__matter_opened__init (&entering->opened);
    QCDC_TRY (check_whole (args, fault));
    QCDC_TRY (line_read (args, entering, fault));
    Qcdc__Fact fact = fact_of_matter (&entering->opened);
    judge_input_t input = desk_input (desk);
    if (AFFAIR_MATTER.key (&fact, key))
        QCDC_TRY (matter_find (desk, key, &views, &holder, fault));
    if (holder && !holder->affair.voided)
        input.holder = &holder->affair.thing;
    text.title = entering->title;
    return desk_append (desk, &input, &fact, &text, false, &entering->appended, NULL, fault);
}

static int open_done (const args_t *args, void *arg)
{
    const entering_t *entering = arg;
    (void)args;
    puts (entering->appended ? _ ("opened") : _ ("nothing new: it is there already"));
    return EXIT_DONE;
}

static int matter_open (const command_t *command)
{
    static const desk_work_t WORK = {.line = {.keys = MATTER_KEYS, .switches = CONFIRMING},
                                     .work = open_append,
                                     .writes = true,
                                     .done = open_done};
    entering_t entering = {0};
    int status = command_at_desk (command, &WORK, &entering);
    entering_release (&entering);
    return status;
}

/*  ---------------------------------------------------------------- correct */

/*  What the line does not name stays as it is. */
static qcdc_status correct (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    entering_t *entering = arg;
    Qcdc__Corrected corrected;
    Qcdc__MatterOpened seen;
    Qcdc__Ref target;
    Qcdc__AnnexText text = QCDC__ANNEX_TEXT__INIT;
    char key[MATTER_KEY_BYTES];
    matter_views_t views QCDC_CLEANUP (matter_views_release) = {0}, others QCDC_CLEANUP (matter_views_release) = {0};
    matter_view_t *view, *other = NULL;
    QCDC_TRY (matter_find_named (desk, args->words[0], &views, &view, fault));
    affair_say (&view->affair, &seen);
    entering->opened = seen;
    QCDC_TRY (line_read (args, entering, fault));
    bool title = entering->title && (!view->title || strcmp (view->title, entering->title) != 0);
    bool differs = title;
    for (int column = 0; column < AFFAIR_TITLE; column++)
        differs = differs || !affair_column_same (column, &seen, &entering->opened);
    if (!differs)
        return QCDC_OK;
    ref_set (&target, &view->affair.entry);
    Qcdc__Fact saw = fact_of_matter (&seen), as = fact_of_matter (&entering->opened);
    Qcdc__Fact fact = fact_of_correction (&corrected, &target, &saw, &as, view->affair.newest_us);
    corrected.title = title;
    if (title)
        text.title = entering->title;
    judge_input_t input = matter_input (desk, view);
    if (AFFAIR_MATTER.key (&as, key) && strcmp (key, view->affair.key) != 0)
        QCDC_TRY (matter_find (desk, key, &others, &other, fault));
    input.holder = other && !other->affair.voided ? &other->affair.thing : &view->affair.thing;
    return desk_append (desk, &input, &fact, title ? &text : NULL, false, &entering->appended, NULL, fault);
}

static int correct_done (const args_t *args, void *arg)
{
    const entering_t *entering = arg;
    (void)args;
    puts (entering->appended ? _ ("corrected") : _ ("nothing new: it says so already"));
    return EXIT_DONE;
}

static int matter_correct (const command_t *command)
{
    static const desk_work_t WORK = {
        .line = {.words_min = 1, .words_max = 1, .keys = MATTER_KEYS, .switches = CONFIRMING},
        .work = correct,
        .writes = true,
        .done = correct_done};
    entering_t entering = {0};
    int status = command_at_desk (command, &WORK, &entering);
    entering_release (&entering);
    return status;
}

/*  ---------------------------------------------------------------- void */

static qcdc_status void_append (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    matter_views_t views QCDC_CLEANUP (matter_views_release) = {0};
    matter_view_t *view;
    char *reason QCDC_CLEANUP (memory_free) = NULL;
    QCDC_TRY (reason_wanted (args_value (args, "reason"), fault));
    QCDC_TRY (matter_find_named (desk, args->words[0], &views, &view, fault));
    QCDC_TRY (reason_clean (args_value (args, "reason"), args->switched != 0, 0, &reason, fault));
    judge_input_t input = matter_input (desk, view);
    return take_back (desk, &input, &view->affair.entry, reason, arg, fault);
}

static int matter_void (const command_t *command)
{
    return command_take_back (command, void_append);
}

/*  ---------------------------------------------------------------- dispatch */

int command_matter (const command_t *command)
{
    static const command_part_t PARTS[] = {
        {"open", matter_open},   {"correct", matter_correct}, {"void", matter_void}, {"join", matter_join},
        {"leave", matter_leave}, {"reply", matter_reply},     {"list", matter_list}, {"show", matter_show}};
    return command_part (command, PARTS, sizeof PARTS / sizeof *PARTS,
                         "qcdc matter open|correct|void|join|leave|reply|list|show");
}
