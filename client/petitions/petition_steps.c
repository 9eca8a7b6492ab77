/*  petition_steps.c — what may come next, by the catalogue that the device has. */

#include "petitions/petition_steps.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "matters/petition_clock.h"
#include "matters/petition_law.h"
#include "matters/petition_transfer.h"
#include "show/messages.h"
#include "show/naming.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int32_t petition_step_day (const petition_t *petition)
{
    int32_t day = day_of_moment (moment_now ());
    for (size_t i = 0; i < petition->move_count; i++)
        if (!petition->moves[i].voided && petition->moves[i].on > day)
            day = petition->moves[i].on;
    return day;
}

/*  Where MOVE leads from where PETITION stands: as the fold has it, which knows where it was suspended. */
static petition_state leads_to (const petition_t *petition, int move)
{
    petition_walk_t walk;
    petition_walk_begin (&walk, petition->received_on);
    for (size_t i = 0; i < petition->move_count; i++)
        if (!petition->moves[i].voided && petition_walk_step (&walk, &petition->moves[i]) != QCDC_OK)
            break;
    const move_t step = {.move = move, .on = walk.on};
    return petition_walk_step (&walk, &step) == QCDC_OK ? walk.state : petition->state;
}

qcdc_status petition_steps_each (const catalog_t *catalog, const petition_t *petition, int32_t day,
                                 petition_step_fn *each, void *arg)
{
    const petition_move_t *row;
    fault_t unread;
    for (int move = 1; !petition->voided && move_name (move); move++)
        if (petition_law_possible (catalog, petition->kind, petition->instance, petition->state, move, day, &row) &&
            (move != QCDC__MOVE__RETURNED || transfer_may_return (petition)) &&
            (move != QCDC__MOVE__EXTENDED || petition_extension_check (petition, catalog, 0, &unread) == QCDC_OK))
            QCDC_TRY (each (move, leads_to (petition, move), row, arg));
    return QCDC_OK;
}

char *petition_step_why (const petition_move_t *row)
{
    char *why = NULL;
    return asprintf (&why, "%s (%s)", i18n_is_vietnamese () ? row->why_vi : row->why_en, row->citation) < 0 ? NULL
                                                                                                            : why;
}

/*  ---------------------------------------------------------------- advice */

/*  Why the step that MOVED says is not possible; NULL: nothing is published that says so. */
static char *why_not (const catalog_t *catalog, const petition_t *petition, const Qcdc__PetitionMoved *moved)
{
    const petition_move_t *row =
        petition_move_on (catalog, petition->kind, petition->instance, (int)moved->move, moved->on);
    if (row)
        return petition_step_why (row);
    if (petition_moves_hold (catalog, petition->kind, petition->instance, moved->on))
        return strdup (_ ("petitions of this kind have no such step"));
    return NULL;
}

typedef struct {
    char list[PETITION_STEPS_BYTES];
    size_t used;
    bool leads_on; /* one of them does, to another state */
    petition_state state;
} offered_t;

static qcdc_status offer (int move, petition_state next, const petition_move_t *row, void *arg)
{
    offered_t *self = arg;
    (void)row;
    self->leads_on |= next != self->state;
    if (self->used < sizeof self->list)
        self->used += (size_t)snprintf (self->list + self->used, sizeof self->list - self->used, "%s%s",
                                        self->used ? ", " : "", move_name (move));
    return QCDC_OK;
}

/*  The list of what is possible is the advice, with a word for each; judging has it in its message, without. */
static void say_without_list (const petition_t *petition, const Qcdc__PetitionMoved *moved, fault_t *fault)
{
    fault_t plain = {0};
    fault_set (&plain, QCDC_BAD_MOVE, "move", "%s is not possible: petition %s is %s", move_name ((int)moved->move),
               petition->local_no, petition_state_name (petition->state));
    char *said QCDC_CLEANUP (memory_free) = message_people (plain.message, 0);
    fault_set (fault, QCDC_BAD_MOVE, "move", "%s", said ? said : plain.message);
}

void petition_step_advise (const catalog_t *catalog, const petition_t *petition, const Qcdc__PetitionMoved *moved,
                           fault_t *fault)
{
    petition_state next;
    offered_t offered = {.state = petition->state};
    bool settled = petition_is_settled (petition->state);
    const petition_move_t *row;
    bool possible_now = moved->from_register
                            ? petition_move_possible (petition->state, (int)moved->move, true, &next)
                            : petition_law_possible (catalog, petition->kind, petition->instance, petition->state,
                                                     (int)moved->move, moved->on, &row);
    /* Of a step that was entered meanwhile there is advice; of one whose days are too many it is the days. */
    if (fault->advice[0] || possible_now)
        return;
    char *why QCDC_CLEANUP (memory_free) = why_not (catalog, petition, moved);
    if (petition_steps_each (catalog, petition, moved->on, offer, &offered) != QCDC_OK)
        return;
    char *said QCDC_CLEANUP (memory_free) = people_codes (offered.list);
    const char *possible = said ? said : offered.list;
    say_without_list (petition, moved, fault);
    if (!offered.used)
        fault_advise (fault, "%s", _ ("no step is possible any more; take back a wrong one with qcdc petition void"));
    else if (settled && moved->move == QCDC__MOVE__WITHDRAWN)
        fault_advise (fault, _ ("a petition is withdrawn before the decision only; possible: %s"), possible);
    else if (settled && petition->kind == QCDC__PETITION_KIND__KHIEU_NAI && petition->instance == 1)
        fault_advise (
            fault,
            _ ("possible: %s (REOPENED: by a decision from above); a second complaint is a petition of "
               "its own: qcdc petition add … instance=2; a step that was wrong: qcdc petition void ADDRESS"),
            possible);
    /* What was sent on comes back by the other office's word alone. */
    else if (settled || !offered.leads_on || petition->state == PETITION_FORWARDED)
        fault_advise (fault, _ ("possible: %s; a step that was wrong is taken back with qcdc petition void"),
                      possible);
    else if (!moved->from_register && petition_move_possible (petition->state, (int)moved->move, true, &next))
        fault_advise (fault, _ ("possible: %s; if the register lacks the earlier steps, add from_register=1"),
                      possible);
    else
        fault_advise (fault, _ ("possible: %s"), possible);
    char *rest QCDC_CLEANUP (memory_free) = why ? strdup (fault->advice) : NULL;
    if (rest)
        fault_advise (fault, "%s; %s", why, rest);
}
