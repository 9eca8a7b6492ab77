/*  command_erase.c — qcdc erase ADDRESS REASON: the province has a text deleted everywhere. */

#include "desk/desk.h"

#include "base/i18n.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
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
    if (status == QCDC_OK) {
        target->hash8 = hash_prefix (row.hash);
        *here = true;
    }
    return status == QCDC_NOT_FOUND ? QCDC_OK : status;
}

/*  The order itself, with its reason in its own annex.  Judging asks nothing of the target but that it is there,
 *  and the server alone can tell that. */
static qcdc_status erase (desk_t *desk, const args_t *args, bool *here, fault_t *fault)
{
    Qcdc__Fact fact = QCDC__FACT__INIT;
    Qcdc__AnnexErased erased = QCDC__ANNEX_ERASED__INIT;
    Qcdc__AnnexText text = QCDC__ANNEX_TEXT__INIT;
    Qcdc__Ref ref;
    address_t target;
    char *reason = NULL;
    bool appended;
    qcdc_status status = target_find (desk, args->words[0], &target, here, fault);
    if (status != QCDC_OK)
        return status;
    status = text_clean (args->words[1], strlen (args->words[1]), true, &reason, NULL);
    if (status != QCDC_OK)
        return fault_set (fault, status, NULL, "%s", _ (status_text (status)));
    if (!*reason || strlen (reason) > QCDC_REASON_BYTES_MAX) {
        free (reason);
        return fault_set (fault, QCDC_EMPTY, NULL, _ ("a reason of at most %u bytes is needed"),
                          QCDC_REASON_BYTES_MAX);
    }
    ref_set (&ref, &target);
    erased.target = &ref;
    fact.kind_case = QCDC__FACT__KIND_ANNEX_ERASED;
    fact.annex_erased = &erased;
    text.reason = reason;
    judge_input_t input = desk_input (desk);
    /* Whether the entry is there is the server's to judge: an order for one that is not waits. */
    input.target = TARGET_OTHER;
    status = desk_append (desk, &input, &fact, &text, true, &appended, NULL, fault);
    free (reason);
    return status;
}

int command_erase (const command_t *command)
{
    desk_t desk;
    args_t args;
    fault_t fault = {0};
    bool here = false;
    qcdc_status status = args_parse (command, 2, 2, NULL, false, &args, &fault);
    if (status == QCDC_OK)
        status = desk_open (command, &desk, &fault);
    if (status != QCDC_OK)
        return command_fail (&fault);
    status = journal_begin (desk.home.journal, &fault);
    if (status == QCDC_OK)
        status = erase (&desk, &args, &here, &fault);
    if (status == QCDC_OK)
        status = journal_commit (desk.home.journal, &fault);
    journal_rollback (desk.home.journal);
    desk_close (&desk);
    if (status != QCDC_OK) {
        fault.status = status;
        return command_fail (&fault);
    }
    /* Nothing is erased elsewhere before the next sync, and the person must know that. */
    puts (here ? _ ("erased here; the server and the other devices follow at their next sync")
               : _ ("ordered; the server erases it at the next sync, and the devices that hold it at theirs"));
    return EXIT_DONE;
}
