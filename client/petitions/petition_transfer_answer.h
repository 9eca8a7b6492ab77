/*  petition_transfer_answer.h — telling the office that handed a petition over what becomes of it. */

#ifndef QCDC_PETITION_TRANSFER_ANSWER_H
#define QCDC_PETITION_TRANSFER_ANSWER_H

#include "petitions/hand_over_view.h"

typedef struct {
    Qcdc__HandOverVerdict verdict;
    int32_t on;
    int outcome;    /* 0: none */
    char *local_no; /* of what is taken in; NULL: nothing is */
    char *reason;   /* NULL: none */
} answering_t;

/*  Appends the answer to VIEW, which then has it; *APPENDED: it is no second copy. */
qcdc_status hand_over_reply (desk_t *desk, hand_over_view_t *view, const answering_t *answering, bool *appended,
                             fault_t *fault) QCDC_CHECK;

/*  Where the step MOVE of PETITION, of this office, ends it here and it was handed over to here, its sender is told with it: settled, or, by a
 *  reply, that it was refused, guided elsewhere, withdrawn or kept as information, and why (REASON; NULL: it was not said).  *ENTRIES (NULL: nobody
 *  counts) grows by what was written. */
qcdc_status hand_over_ended (desk_t *desk, const petition_t *petition, const Qcdc__PetitionMoved *moved,
                             const char *reason, size_t *entries, fault_t *fault) QCDC_CHECK;

/*  The article GIVEN, malloc'ed; NULL stays NULL.  Everybody who sees the step reads it and nobody erases it: it is a place of the law and
 *  nothing else. */
qcdc_status article_clean (const char *given, char **article, fault_t *fault) QCDC_CHECK;

#endif
