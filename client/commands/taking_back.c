/*  taking_back.c — taking something back. */

#include "commands/taking_back.h"

#include "base/i18n.h"
#include "facts/make.h"
#include "texts/identity_text.h"

#include <stdio.h>

qcdc_status take_back (desk_t *desk, const judge_input_t *input, const address_t *entry, char *reason, bool *appended,
                       fault_t *fault)
{
    Qcdc__Voided voided;
    Qcdc__AnnexText text = QCDC__ANNEX_TEXT__INIT;
    Qcdc__Ref ref;
    ref_set (&ref, entry);
    Qcdc__Fact fact = fact_of_voiding (&voided, &ref);
    text.reason = reason;
    return desk_append (desk, input, &fact, &text, false, appended, NULL, fault);
}

static int say (const args_t *args, void *arg)
{
    const bool *appended = arg;
    (void)args;
    puts (*appended ? _ ("taken back") : _ ("nothing new: it was taken back already"));
    return EXIT_DONE;
}

int command_take_back (const command_t *command,
                       qcdc_status (*work) (desk_t *desk, const args_t *args, void *arg, fault_t *fault))
{
    static const char *const KEYS[] = {"reason", NULL}, *const CONFIRMING[] = {CONFIRM_NAMES, NULL};
    const desk_work_t wanted = {.line = {.words_min = 1, .words_max = 1, .keys = KEYS, .switches = CONFIRMING},
                                .work = work,
                                .writes = true,
                                .done = say};
    bool appended = false;
    return command_at_desk (command, &wanted, &appended);
}
