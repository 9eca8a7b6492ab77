/*  petition_life.c — the table of steps: from which states each is possible, and where it leads. */

#include "facts/petition_life.h"

#include "facts/fact.h"

#include <stddef.h>

#define BIT(state) (1u << (state))
#define BEFORE_ACCEPTANCE (BIT (PETITION_RECEIVED) | BIT (PETITION_CLASSIFIED))
#define UNDER_WAY (BIT (PETITION_ACCEPTED) | BIT (PETITION_VERIFYING))
#define OPEN_STATES (BEFORE_ACCEPTANCE | UNDER_WAY | BIT (PETITION_SUSPENDED))
#define DECIDED                                                                                                      \
    (BIT (PETITION_SETTLED) | BIT (PETITION_IN_FORCE) | BIT (PETITION_CARRIED_OUT) | BIT (PETITION_APPEALED))
#define ANY_STATE (BIT (PETITION_STATE_COUNT) - 1u)

/*  A step that leaves the petition where it is. */
#define STAYS PETITION_STATE_COUNT

static const struct {
    unsigned from;
    petition_state to;
    bool decided_only; /* a register cannot have it of a petition that is open */
} MOVES[] = {
    [QCDC__MOVE__CLASSIFIED] = {BEFORE_ACCEPTANCE, PETITION_CLASSIFIED, false},
    [QCDC__MOVE__ACCEPTED] = {BEFORE_ACCEPTANCE, PETITION_ACCEPTED, false},
    [QCDC__MOVE__REFUSED] = {BEFORE_ACCEPTANCE, PETITION_REFUSED, false},
    [QCDC__MOVE__GUIDED] = {BEFORE_ACCEPTANCE, PETITION_GUIDED, false},
    [QCDC__MOVE__FORWARDED] = {BEFORE_ACCEPTANCE | UNDER_WAY, PETITION_FORWARDED, false},
    [QCDC__MOVE__EXTENDED] = {UNDER_WAY, PETITION_ACCEPTED, false},
    [QCDC__MOVE__SUSPENDED] = {UNDER_WAY, PETITION_SUSPENDED, false},
    [QCDC__MOVE__RESUMED] = {BIT (PETITION_SUSPENDED), PETITION_ACCEPTED, false},
    /* what is recommended or reported is often answered without being accepted first */
    [QCDC__MOVE__SETTLED] = {BEFORE_ACCEPTANCE | UNDER_WAY, PETITION_SETTLED, false},
    [QCDC__MOVE__WITHDRAWN] = {OPEN_STATES, PETITION_WITHDRAWN, false},
    [QCDC__MOVE__IN_FORCE] = {BIT (PETITION_SETTLED) | BIT (PETITION_APPEALED), PETITION_IN_FORCE, false},
    [QCDC__MOVE__CARRIED_OUT] = {BIT (PETITION_SETTLED) | BIT (PETITION_IN_FORCE) | BIT (PETITION_APPEALED),
                                 PETITION_CARRIED_OUT, false},
    /* by a decision from above, or because its writer is known by now: it is accepted once more */
    [QCDC__MOVE__REOPENED] = {DECIDED | BIT (PETITION_REFUSED) | BIT (PETITION_GUIDED) | BIT (PETITION_WITHDRAWN) |
                                  BIT (PETITION_INFORMATION),
                              PETITION_ACCEPTED, false},
    [QCDC__MOVE__VERIFYING] = {BEFORE_ACCEPTANCE | UNDER_WAY, PETITION_VERIFYING, false},
    [QCDC__MOVE__ACCEPTANCE_NOTIFIED] = {UNDER_WAY | BIT (PETITION_SUSPENDED), STAYS, false},
    [QCDC__MOVE__CONCLUSION_PUBLISHED] = {DECIDED, STAYS, true},
    [QCDC__MOVE__SENDER_ANSWERED] = {ANY_STATE, STAYS, false},
    [QCDC__MOVE__INTERIM_REPLIED] = {OPEN_STATES, STAYS, false},
    [QCDC__MOVE__KEPT_AS_INFORMATION] = {BEFORE_ACCEPTANCE, PETITION_INFORMATION, false},
    [QCDC__MOVE__APPEALED] = {BIT (PETITION_SETTLED) | BIT (PETITION_IN_FORCE) | BIT (PETITION_CARRIED_OUT),
                              PETITION_APPEALED, true},
    /* what was forwarded comes back to where it was, which only its fold knows */
    [QCDC__MOVE__RETURNED] = {BEFORE_ACCEPTANCE | UNDER_WAY | BIT (PETITION_FORWARDED), PETITION_RETURNED, false},
    /* what whoever asked says of the answer */
    [QCDC__MOVE__SATISFIED] = {DECIDED, STAYS, true},
    [QCDC__MOVE__DISSATISFIED] = {DECIDED, STAYS, true},
};

bool petition_move_possible (petition_state state, int move, bool from_register, petition_state *next)
{
    if (move <= 0 || (size_t)move >= sizeof MOVES / sizeof MOVES[0])
        return false;
    unsigned from = MOVES[move].from | (from_register && !MOVES[move].decided_only ? OPEN_STATES : 0u);
    if (!(from & BIT (state)))
        return false;
    if (MOVES[move].to == STAYS || (move == QCDC__MOVE__EXTENDED && state == PETITION_VERIFYING))
        *next = state;
    else if (move == QCDC__MOVE__RETURNED && state == PETITION_FORWARDED)
        *next = PETITION_RECEIVED;
    else
        *next = MOVES[move].to;
    return true;
}

static const struct {
    const char *name, *code;
} STATES[PETITION_STATE_COUNT] = {
    [PETITION_RECEIVED] = {"received", "received"},
    [PETITION_CLASSIFIED] = {"classified", "classified"},
    [PETITION_ACCEPTED] = {"accepted", "accepted"},
    [PETITION_SUSPENDED] = {"suspended", "suspended"},
    [PETITION_SETTLED] = {"settled", "settled"},
    [PETITION_IN_FORCE] = {"in force", "in_force"},
    [PETITION_CARRIED_OUT] = {"carried out", "carried_out"},
    [PETITION_REFUSED] = {"refused", "refused"},
    [PETITION_GUIDED] = {"guided", "guided"},
    [PETITION_FORWARDED] = {"forwarded", "forwarded"},
    [PETITION_WITHDRAWN] = {"withdrawn", "withdrawn"},
    [PETITION_VERIFYING] = {"verifying", "verifying"},
    [PETITION_INFORMATION] = {"kept as information", "kept_as_information"},
    [PETITION_APPEALED] = {"appealed", "appealed"},
    [PETITION_RETURNED] = {"returned", "returned"},
};

const char *petition_state_name (petition_state state)
{
    return STATES[state].name;
}

const char *petition_state_code (petition_state state)
{
    return STATES[state].code;
}

bool petition_kind_has_instances (int kind)
{
    return kind == QCDC__PETITION_KIND__KHIEU_NAI || kind == QCDC__PETITION_KIND__TO_CAO;
}

static const char *const ENDED[PETITION_ENDED_COUNT] = {[PETITION_OPEN] = "open",
                                                        [PETITION_SOLVED] = "solved",
                                                        [PETITION_UNSOLVED] = "unsolved",
                                                        [PETITION_PASSED_ON] = "passed_on"};

const char *petition_ended_code (int ended)
{
    return ended >= 0 && ended < PETITION_ENDED_COUNT ? ENDED[ended] : NULL;
}

petition_ended petition_ended_of (petition_state state, int outcome, int answer)
{
    if (petition_is_pending (state))
        return PETITION_OPEN;
    if (state == PETITION_FORWARDED || state == PETITION_RETURNED)
        return PETITION_PASSED_ON;
    bool decided = petition_is_settled (state) && state != PETITION_APPEALED &&
                   outcome != QCDC__OUTCOME__RUT_DINH_CHI && answer != QCDC__MOVE__DISSATISFIED;
    return decided ? PETITION_SOLVED : PETITION_UNSOLVED;
}

bool petition_is_settled (petition_state state)
{
    return (DECIDED & BIT (state)) != 0;
}

bool petition_is_pending (petition_state state)
{
    return (OPEN_STATES & BIT (state)) != 0;
}
