/*  petition_law.c — what the law allows of a petition's steps, and how it is said where it does not. */

#include "matters/petition_law.h"

#include "base/day.h"
#include "catalogue/petition_moves.h"

#include <stdio.h>
#include <string.h>

bool petition_law_possible (const catalog_t *catalog, int kind, int instance, petition_state state, int move,
                            int32_t day, const petition_move_t **row)
{
    petition_state next;
    *row = petition_move_on (catalog, kind, instance, move, day);
    if (!petition_move_possible (state, move, false, &next))
        return false;
    /* What came from another office goes back to it where nothing is published of that. */
    if (!*row && move == QCDC__MOVE__RETURNED)
        return true;
    return *row ? ((*row)->from & 1u << state) != 0 : !petition_moves_hold (catalog, kind, instance, day);
}

const char *petition_law_steps (const catalog_t *catalog, const petition_t *petition, petition_state state,
                                int32_t day, char list[PETITION_STEPS_BYTES])
{
    const petition_move_t *row;
    size_t used = 0;
    list[0] = '\0';
    for (int move = 1; move_name (move) && used < PETITION_STEPS_BYTES; move++)
        if (petition_law_possible (catalog, petition->kind, petition->instance, state, move, day, &row))
            used += (size_t)snprintf (list + used, PETITION_STEPS_BYTES - used, "%s%s", used ? ", " : "",
                                      move_name (move));
    return list;
}

static qcdc_status not_possible (const catalog_t *catalog, const petition_t *petition, petition_state state,
                                 const move_t *step, const petition_move_t *row, fault_t *fault)
{
    char list[PETITION_STEPS_BYTES];
    const char *name = move_name (step->move), *is = petition_state_name (state);
    petition_law_steps (catalog, petition, state, step->on, list);
    if (!*list)
        fault_set (fault, QCDC_BAD_MOVE, "move", "%s is not possible: petition %s is %s", name, petition->local_no,
                   is);
    else if (row)
        fault_set (fault, QCDC_BAD_MOVE, "move", "%s is not possible: petition %s is %s (%s); possible now: %s", name,
                   petition->local_no, is, row->citation, list);
    else
        fault_set (fault, QCDC_BAD_MOVE, "move", "%s is not possible: petition %s is %s; possible now: %s", name,
                   petition->local_no, is, list);
    return fault->status;
}

/*  The first thing that the step has to bring and does not; 0: none. */
static unsigned missing (const petition_move_t *row, const move_t *step)
{
    if (row->needs & NEEDS_OUTCOME && !step->outcome)
        return NEEDS_OUTCOME;
    if (row->needs & NEEDS_ARTICLE && !*step->article)
        return NEEDS_ARTICLE;
    if (row->needs & NEEDS_EXPECTED_ON && !step->expected_on)
        return NEEDS_EXPECTED_ON;
    return row->needs & NEEDS_REASON && !step->reasoned ? NEEDS_REASON : 0;
}

static qcdc_status too_little (const petition_move_t *row, unsigned need, const move_t *step, fault_t *fault)
{
    const char *name = move_name (step->move);
    if (need == NEEDS_OUTCOME) {
        fault_set (fault, QCDC_EMPTY, "outcome", "%s needs its outcome (%s)", name, row->citation);
        fault_advise (fault, "add outcome=…");
    } else if (need == NEEDS_ARTICLE) {
        fault_set (fault, QCDC_EMPTY, "article", "%s needs the article that it is taken by (%s)", name,
                   row->citation);
        fault_advise (fault, "add article=…");
    } else if (need == NEEDS_EXPECTED_ON) {
        fault_set (fault, QCDC_EMPTY, "expected_on", "%s needs the day for which the answer is promised (%s)", name,
                   row->citation);
        fault_advise (fault, "add expected_on=…");
    } else {
        fault_set (fault, QCDC_EMPTY, "reason", "%s needs its reason (%s)", name, row->citation);
        fault_advise (fault, "add reason=…");
    }
    return fault->status;
}

qcdc_status petition_law_check (const catalog_t *catalog, const petition_t *petition, petition_state state,
                                const move_t *step, fault_t *fault)
{
    const petition_move_t *row;
    petition_state next;
    if (step->from_register && petition_move_possible (state, step->move, true, &next))
        return QCDC_OK;
    if (!petition_law_possible (catalog, petition->kind, petition->instance, state, step->move, step->on, &row))
        return not_possible (catalog, petition, state, step, row, fault);
    unsigned need = row ? missing (row, step) : 0;
    return need ? too_little (row, need, step, fault) : QCDC_OK;
}

/*  ---------------------------------------------------------------- what a change leaves */

/*  Takes the step at AT of PETITION, if it stands: QCDC_OK where the law allows it, or it does not stand; WALK goes on. */
static qcdc_status step_check (const catalog_t *catalog, const petition_t *petition, size_t at, petition_walk_t *walk,
                               fault_t *fault)
{
    const move_t *move = &petition->moves[at];
    petition_state state = walk->state;
    qcdc_status status = move->voided ? QCDC_OK : petition_walk_step (walk, move);
    return move->voided || move->answer || status != QCDC_OK
               ? status
               : petition_law_check (catalog, petition, state, move, fault);
}

static qcdc_status not_kept (const catalog_t *catalog, const petition_t *after, size_t at, fault_t *fault)
{
    const move_t *move = &after->moves[at];
    char on[DAY_TEXT_BYTES];
    const petition_move_t *row = petition_move_on (catalog, after->kind, after->instance, move->move, move->on);
    if (row)
        fault_set (fault, QCDC_BAD_MOVE, "move", "%s of %s would not be possible any more (%s)",
                   move_name (move->move), day_format_iso (move->on, on), row->citation);
    else
        fault_set (fault, QCDC_BAD_MOVE, "move", "%s of %s would not be possible any more", move_name (move->move),
                   day_format_iso (move->on, on));
    fault_advise (fault, "take back the later steps first");
    return fault->status;
}

qcdc_status petition_law_keeps (const catalog_t *catalog, const petition_t *petition, const petition_t *after,
                                fault_t *fault)
{
    petition_walk_t was, is;
    petition_walk_begin (&was, petition->received_on);
    petition_walk_begin (&is, after->received_on);
    for (size_t i = 0; i < petition->move_count; i++) {
        fault_t unread = {0}, found = {0};
        qcdc_status before = step_check (catalog, petition, i, &was, &unread);
        qcdc_status status = step_check (catalog, after, i, &is, &found);
        /* One that said too little before may stay so. */
        bool worse = status != QCDC_OK && (before == QCDC_OK || (before == QCDC_EMPTY && status == QCDC_BAD_MOVE));
        if (!worse)
            continue;
        if (memcmp (&petition->moves[i], &after->moves[i], sizeof (move_t)) == 0)
            return not_kept (catalog, after, i, fault);
        *fault = found;
        return status;
    }
    return QCDC_OK;
}
