/*  petition_life.h — the states of a petition, and which step may follow in which: what the steps of the protocol mean.
 *
 *  This is the widest that can be: it holds for all time and does not look at what is published.  What the law allows of it, by kind and
 *  instance, is the table petition-moves (catalogue/petition_moves.h). */

#ifndef QCDC_PETITION_LIFE_H
#define QCDC_PETITION_LIFE_H

#include <stdbool.h>

/*  Stored as numbers: new ones come last. */
typedef enum {
    PETITION_RECEIVED,
    PETITION_CLASSIFIED,
    PETITION_ACCEPTED,
    PETITION_SUSPENDED,
    PETITION_SETTLED,
    PETITION_IN_FORCE,
    PETITION_CARRIED_OUT,
    PETITION_REFUSED,
    PETITION_GUIDED,
    PETITION_FORWARDED,
    PETITION_WITHDRAWN,
    PETITION_VERIFYING,
    PETITION_INFORMATION, /* nobody answers for it: kept for those who direct and inspect */
    PETITION_APPEALED,    /* settled, and taken to the second instance or to a court */
    PETITION_RETURNED,    /* to the office that it came from */
    PETITION_STATE_COUNT
} petition_state;

/*  What another office answers of a petition that it was given is a step of it, and leaves it where it is: no Move. */
#define PETITION_NO_MOVE 0

/*  A complaint, or a denunciation, is handled at most in two. */
#define PETITION_INSTANCES 2

bool petition_kind_has_instances (int kind); /* those that come to a second one: complaints and denunciations */

/*  Whether MOVE may follow in STATE, and the state it leads to.  From RESUMED a petition goes back to where it was suspended, which only
 *  its fold knows: *NEXT is PETITION_ACCEPTED. */
bool petition_move_possible (petition_state state, int move, bool from_register, petition_state *next);

const char *petition_state_name (petition_state state); /* "in force": a msgid */
const char *petition_state_code (petition_state state); /* "in_force": as it is typed, and as files have it */

/*  How it has ended here.  Stored as numbers: new ones come last. */
typedef enum {
    PETITION_OPEN,
    PETITION_SOLVED, /* it was decided or answered, and nobody says that this is no solution */
    PETITION_UNSOLVED, /* it is closed all the same: refused, guided elsewhere, withdrawn, dropped, appealed, or who asked is dissatisfied */
    PETITION_PASSED_ON, /* another office has it */
    PETITION_ENDED_COUNT
} petition_ended;

/*  Of a petition in STATE with OUTCOME (Qcdc__Outcome), of whose answer SATISFIED, DISSATISFIED or nothing (0) was said last. */
petition_ended petition_ended_of (petition_state state, int outcome, int answer);

const char *petition_ended_code (int ended); /* "passed_on": as it is typed, and as files have it; NULL for none */

bool petition_is_settled (petition_state state); /* settled, in force, carried out or appealed */
bool petition_is_pending (petition_state state); /* received, classified, accepted, verifying or suspended */

#endif
