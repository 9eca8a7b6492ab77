/*  command_petition_step.c — qcdc petition correct-step: what a step in a petition's life says, said otherwise.
 *
 *  The step is named by its address, as petition show has it.  What the line does not name stays as it is; what the law asks of steps, and how far a
 *  deadline can be extended, holds of what comes of it as of a new one. */

#include "commands/command_petition.h"
#include "texts/codes.h"

#include "base/i18n.h"
#include "base/memory.h"
#include "facts/make.h"
#include "facts/word.h"
#include "matters/petition_columns.h"
#include "petitions/petition_file.h"
#include "petitions/petition_name.h"
#include "petitions/petition_transfer_answer.h"
#include "petitions/petition_view.h"
#include "rules/reference.h"
#include "show/naming.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*  None: by as many as there are. */
qcdc_status petition_days_read (const char *text, uint32_t *days, fault_t *fault)
{
    size_t length = text ? strlen (text) : 0;
    if (!length)
        return QCDC_OK;
    *days = length <= 4 && strspn (text, "0123456789") == length ? (uint32_t)strtoul (text, NULL, 10) : 0;
    if (*days >= 1 && *days <= QCDC_EXTENSION_DAYS_MAX)
        return QCDC_OK;
    return fault_set (fault, QCDC_BAD_NUMBER, "days", _ ("an extension is by 1 to %u days"), QCDC_EXTENSION_DAYS_MAX);
}

qcdc_status petition_outcome_read (const char *text, Qcdc__Outcome *outcome, fault_t *fault)
{
    *outcome = *text ? (Qcdc__Outcome)outcome_read (text) : 0;
    if (!*text || *outcome)
        return QCDC_OK;
    fault_set (fault, QCDC_BAD_OUTCOME, "outcome", "%s: %.60s", _ (status_text (QCDC_BAD_OUTCOME)), text);
    codes_advise (text, outcome_name, fault);
    return QCDC_BAD_OUTCOME;
}

/*  Whether NAME is where the step was entered: a second copy, or a correction, of it has another address. */
static qcdc_status check_is_step (const char *name, const move_t *move, fault_t *fault)
{
    uint64_t origin, seq;
    if (move && address_parse (name, &origin, &seq) == QCDC_OK && origin == move->entry.origin &&
        seq == move->entry.seq && move_name (move->move))
        return QCDC_OK;
    fault_set (fault, QCDC_NOT_FOUND, NULL, _ ("%s is not the address of a step"), name);
    fault_advise (fault, "%s", _ ("qcdc petition show has the address of each step of a petition"));
    return QCDC_NOT_FOUND;
}

/*  What ARGS name, in the place of what stands; "" takes an article, days or a promise away. */
static qcdc_status step_change (const args_t *args, Qcdc__PetitionMoved *step, char **article, fault_t *fault)
{
    const char *on = args_value (args, "on"), *outcome = args_value (args, "outcome");
    const char *days = args_value (args, "days"), *expected_on = args_value (args, "expected_on");
    int32_t day = 0;
    if (on) {
        QCDC_TRY (args_day ("on", on, &day, fault));
        step->on = day;
    }
    if (outcome)
        QCDC_TRY (petition_outcome_read (outcome, &step->outcome, fault));
    if (args_value (args, "article")) {
        QCDC_TRY (article_clean (args_value (args, "article"), article, fault));
        step->article = *article ? *article : step->article;
    }
    if (days) {
        step->days = 0;
        QCDC_TRY (petition_days_read (days, &step->days, fault));
    }
    day = 0;
    if (expected_on && *expected_on)
        QCDC_TRY (args_day ("expected_on", expected_on, &day, fault));
    if (expected_on)
        step->expected_on = day;
    return QCDC_OK;
}

static qcdc_status step_correct (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    bool *appended = arg;
    Qcdc__PetitionMoved seen, wanted;
    Qcdc__Corrected corrected;
    Qcdc__Ref target;
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    petition_view_t *view;
    move_t *move;
    char *article QCDC_CLEANUP (memory_free) = NULL;
    QCDC_TRY (petition_find_named (desk, args->words[0], &views, &view, &move, fault));
    QCDC_TRY (check_is_step (args->words[0], move, fault));
    move_say (move, &seen);
    move_say (move, &wanted);
    QCDC_TRY (step_change (args, &wanted, &article, fault));
    if (article)
        QCDC_TRY (reference_rules (desk->home.catalog, fault));
    ref_set (&target, &move->entry);
    Qcdc__Fact saw = fact_of_move (&seen), says = fact_of_move (&wanted);
    Qcdc__Fact fact = fact_of_correction (&corrected, &target, &saw, &says, view->petition.newest_us);
    judge_input_t input = petition_input (desk, view, move);
    petition_number_t number = petition_number_of (&view->petition);
    qcdc_status status = desk_append (desk, &input, &fact, NULL, false, appended, NULL, fault);
    return petition_name_fault (desk, &number, status, fault);
}

static int step_done (const args_t *args, void *arg)
{
    const bool *appended = arg;
    (void)args;
    puts (*appended ? _ ("corrected") : _ ("nothing new: it says so already"));
    return EXIT_DONE;
}

int petition_correct_step (const command_t *command)
{
    static const char *const KEYS[] = {"on", "outcome", "days", "expected_on", "article", NULL};
    static const desk_work_t WORK = {.line = {.words_min = 1, .words_max = 1, .keys = KEYS},
                                     .work = step_correct,
                                     .writes = true,
                                     .done = step_done};
    bool appended = false;
    return command_at_desk (command, &WORK, &appended);
}
