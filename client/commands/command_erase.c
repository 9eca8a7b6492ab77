/*  command_erase.c — qcdc erase ADDRESS REASON: the province has a text deleted everywhere.
 *
 *  Erasing is a fact like any other: it is written here, judged there, and carried out by whoever takes it in. */

#include "commands/command.h"

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

/*  What stands at the address.  An entry that this device does not hold can be erased too: hash 0 names whatever
 *  is there. */
static qcdc_status target_find (desk_t *desk, const char *name, address_t *target, bool *here, fault_t *fault)
{
    journal_row_t row;
    *target = (address_t){0};
    *here = false;
    if (address_parse (name, &target->origin, &target->seq) != QCDC_OK) {
        fault_set (fault, QCDC_USAGE, NULL, _ ("%.60s is not the address of an entry"), name);
        fault_advise (fault, "%s", _ ("an address is 16 hex digits, a colon and a number, as qcdc explain shows it"));
        return QCDC_USAGE;
    }
    qcdc_status status = journal_at (desk->home.journal, target->origin, target->seq, &row, fault);
    if (status == QCDC_NOT_FOUND)
        return QCDC_OK;
    QCDC_TRY (status);
    target->hash8 = hash_prefix (row.hash);
    *here = true;
    return QCDC_OK;
}

/*  The order itself, with its reason in its own annex.  Judging asks nothing of the target but that it is there,
 *  and the server alone can tell that. */
static qcdc_status erase (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    bool *here = arg, appended;
    Qcdc__Fact fact = QCDC__FACT__INIT;
    Qcdc__AnnexErased erased = QCDC__ANNEX_ERASED__INIT;
    Qcdc__AnnexText text = QCDC__ANNEX_TEXT__INIT;
    Qcdc__Ref ref;
    address_t target;
    char *reason QCDC_CLEANUP (memory_free) = NULL;
    QCDC_TRY (target_find (desk, args->words[0], &target, here, fault));
    qcdc_status cleaned = text_clean (args->words[1], strlen (args->words[1]), true, &reason, NULL);
    if (cleaned != QCDC_OK)
        return fault_set (fault, cleaned, NULL, "%s", _ (status_text (cleaned)));
    if (!*reason || strlen (reason) > QCDC_REASON_BYTES_MAX)
        return fault_set (fault, QCDC_EMPTY, NULL, _ ("a reason of at most %u bytes is needed"),
                          QCDC_REASON_BYTES_MAX);
    ref_set (&ref, &target);
    erased.target = &ref;
    fact.kind_case = QCDC__FACT__KIND_ANNEX_ERASED;
    fact.annex_erased = &erased;
    text.reason = reason;
    judge_input_t input = desk_input (desk);
    /* Whether the entry is there is the server's to judge: an order for one that is not waits. */
    input.target = TARGET_OTHER;
    return desk_append (desk, &input, &fact, &text, true, &appended, NULL, fault);
}

/*  Nothing is erased elsewhere before the next sync, and the person must know that. */
static int erase_done (const args_t *args, void *arg)
{
    const bool *here = arg;
    (void)args;
    puts (*here ? _ ("erased here; the server and the other devices follow at their next sync")
                : _ ("ordered; the server erases it at the next sync, and the devices that hold it at theirs"));
    return EXIT_DONE;
}

int command_erase (const command_t *command)
{
    static const desk_work_t WORK = {
        .line = {.words_min = 2, .words_max = 2}, .work = erase, .writes = true, .done = erase_done};
    bool here = false;
    return command_at_desk (command, &WORK, &here);
}
