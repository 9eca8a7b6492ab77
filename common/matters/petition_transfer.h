/*  petition_transfer.h — judging what goes from one office to another: a petition that is handed over, what becomes of it, what is taken in.
 *
 *  A hand-over is a step of the sender's petition, and so is each answer: whoever is away with it is read from that petition alone.  What is
 *  taken in is a petition of its own, made of the hand-over, under the number that its answer named. */

#ifndef QCDC_PETITION_TRANSFER_H
#define QCDC_PETITION_TRANSFER_H

#include "matters/petition.h"

/*  The constant that limits how often a petition is handed over; where none is published nothing does. */
#define TRANSFER_LIMIT "HAND_OVERS"

/*  The verdict on a hand-over or on an answer to one. */
void transfer_judge (const judge_input_t *input, const Qcdc__Fact *fact, verdict_t *verdict);

/*  Of either: whether SELF says so already (matter_t.repeats), and whether it is still possible from where SELF stands. */
bool transfer_repeats (const petition_t *self, const Qcdc__Fact *fact, address_t *entry, int64_t *commit_seq);
bool transfer_possible (const petition_t *self, const Qcdc__Fact *fact);

/*  What FACT, which receives a petition, is made of, if it is: a hand-over to INPUT's office that it has taken in under that number. */
qcdc_status transfer_check_source (const judge_input_t *input, const Qcdc__PetitionReceived *fact,
                                   fault_t *fault) QCDC_CHECK;

/*  Whether MOVE of PETITION, or with MOVE NULL the petition, may be changed or taken back: QCDC_BAD_MOVE of what was said to another office,
 *  and of a petition that one has, or has given to this one. */
qcdc_status transfer_check_kept (const petition_t *petition, const move_t *move, fault_t *fault) QCDC_CHECK;

/*  Whether PETITION has an office that it can be returned to, or come back from: it was forwarded, on paper or here. */
bool transfer_may_return (const petition_t *petition);

/*  Says who has PETITION: QCDC_BAD_MOVE. */
qcdc_status transfer_not_here (const petition_t *petition, fault_t *fault);

/*  How often PETITION will have been handed over with the next time; and how often it may be, by what holds on DAY (0: there is no limit). */
int transfer_hops (const petition_t *petition);
int transfer_limit (const catalog_t *catalog, int32_t day);

/*  Whether PETITION may be handed over to the office CODE on DAY, by OFFICE: the office is there and is another one, the limit is kept, and it
 *  is nobody else's. */
qcdc_status transfer_check_to (const catalog_t *catalog, const petition_t *petition, const office_t *office,
                               const char *code, int32_t day, fault_t *fault) QCDC_CHECK;

/*  Whether the office CODE has on DAY what was handed over to TO: it is the same one, or its heir. */
bool transfer_is_of (const catalog_t *catalog, const char *to, const char *code, int32_t day);

#endif
