/*  petition_refold.c — a petition folded again with one thing changed: what would not be possible any more is refused, and whoever
 *  entered it meanwhile is named. */

#include "matters/petition_refold.h"

#include "base/day.h"
#include "matters/petition_checks.h"
#include "matters/petition_clock.h"
#include "matters/petition_columns.h"
#include "matters/petition_law.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*  Of a step that another device entered without the writer's having seen it: he is told of it, for on his screen it is not. */
static qcdc_status meanwhile_fault (const petition_t *trial, size_t at, qcdc_status status, fault_t *fault)
{
    const move_t *move = &trial->moves[at];
    char by[ADDRESS_TEXT_BYTES], on[DAY_TEXT_BYTES], last[DAY_TEXT_BYTES];
    const char *name = move_name (move->move);
    bool is_step;
    int32_t before = petition_last_day (trial, at, &is_step);
    address_format (move->address.origin, move->address.seq, by);
    day_format_iso (move->on, on);
    day_format_iso (before, last);
    if (status == QCDC_BAD_DATE && is_step)
        fault_set (fault, status, petition_day_field (move->move),
                   "%s of %s was entered meanwhile by %s, and would be before %s, the day of the step before it",
                   name, on, by, last);
    else if (status == QCDC_BAD_DATE)
        fault_set (fault, status, petition_day_field (move->move),
                   "%s of %s was entered meanwhile by %s, and would be before the day of receipt, %s", name, on, by,
                   last);
    else
        fault_set (fault, QCDC_BAD_MOVE, "move",
                   "%s of %s was entered meanwhile by %s, and would not be possible any more", name, on, by);
    fault_advise (fault, "look at what stands there now; if it has to be changed, correct it again");
    return fault->status;
}

/*  What is said where petition_fold stopped at move AT. */
static qcdc_status fold_fault (const refolding_t *self, const petition_t *trial, size_t at, qcdc_status status,
                               fault_t *fault)
{
    const move_t *move = &trial->moves[at];
    const setter_t entered = {.at = move->order, .origin = move->address.origin, .seq = move->address.seq};
    if (self->fact && move_name (move->move) && verdict_unseen (self->input, self->fact->seen_at_us, &entered))
        return meanwhile_fault (trial, at, status, fault);
    if (status == QCDC_BAD_DATE)
        return petition_check_order (trial, at, move->on, petition_day_field (move->move), fault);
    fault_set (fault, QCDC_BAD_MOVE, "move", "a later step of petition %s would not be possible any more",
               trial->local_no);
    fault_advise (fault, "take back the later steps first");
    return status;
}

/*  The flags of AS as a petition has them. */
static void flags_join (const Qcdc__PetitionReceived *as, char flags[PETITION_FLAGS_BYTES])
{
    size_t used = 0;
    flags[0] = '\0';
    for (size_t i = 0; i < as->n_flags && used < PETITION_FLAGS_BYTES; i++)
        used += (size_t)snprintf (flags + used, PETITION_FLAGS_BYTES - used, "%s%s", i ? " " : "", as->flags[i]);
}

qcdc_status petition_refold (const refolding_t *self, const petition_t *petition, const Qcdc__PetitionReceived *as,
                             const move_t *move, const move_t *replacement, fault_t *fault)
{
    petition_t trial = *petition;
    char flags[PETITION_FLAGS_BYTES];
    if (as) {
        flags_join (as, flags);
        trial.flags = flags;
        trial.kind = (int)as->kind;
        trial.instance = as->instance ? (int)as->instance : 1;
        trial.received_on = as->received_on;
    }
    size_t at = 0, count = petition->move_count ? petition->move_count : 1;
    trial.moves = malloc (count * sizeof *trial.moves);
    if (!trial.moves)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    if (petition->move_count)
        memcpy (trial.moves, petition->moves, petition->move_count * sizeof *trial.moves);
    trial.move_count = petition->move_count;
    if (move && replacement)
        trial.moves[move - petition->moves] = *replacement;
    else if (move)
        trial.moves[move - petition->moves].voided = true;
    qcdc_status status = petition_fold (&trial, &at);
    if (status != QCDC_OK)
        status = fold_fault (self, &trial, at, status, fault);
    else
        status = petition_law_keeps (self->input->catalog, petition, &trial, fault);
    if (status == QCDC_OK && (move || as))
        status = petition_extensions_keep (petition, &trial, self->input->catalog, fault);
    free (trial.moves);
    return status;
}
