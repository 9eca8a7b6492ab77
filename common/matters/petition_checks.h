/*  petition_checks.h — what judging asks of a petition and its steps in more than one file. */

#ifndef QCDC_PETITION_CHECKS_H
#define QCDC_PETITION_CHECKS_H

#include "matters/petition.h"

/*  What is said of a reference to something else. */
extern const char PETITION_NOT_ONE[];

/*  The target must be a petition of the same office that was accepted: verdict_check_target. */
qcdc_status petition_check_target (const judge_input_t *input, fault_t *fault) QCDC_CHECK;

/*  QCDC_TARGET_VOID where PETITION was taken back. */
qcdc_status petition_check_stands (const petition_t *petition, fault_t *fault) QCDC_CHECK;

/*  The day of the last step of PETITION that stands before the one at index AT; *IS_STEP: it is not that of receipt.  What another office
 *  answers has no place in that order, but for what it returns. */
int32_t petition_last_day (const petition_t *petition, size_t at, bool *is_step);

/*  A day on which something was done with PETITION that is no step of it: not before the day of receipt, nor in the future. */
qcdc_status petition_check_day (const judge_input_t *input, const petition_t *petition, int32_t on,
                                fault_t *fault) QCDC_CHECK;

/*  DAY against the steps of PETITION before the one at index AT: it must not come before the last of them that stands, nor before
 *  the receipt: QCDC_BAD_DATE. */
qcdc_status petition_check_order (const petition_t *petition, size_t at, int32_t day, const char *field,
                                  fault_t *fault) QCDC_CHECK;

/*  At most QCDC_ARTICLE_BYTES_MAX bytes, one line without blanks at its ends; "" is none.  Where CATALOG has its rules, a law of which it is
 *  published how many articles it has on DAY has the one that is named: QCDC_BAD_NUMBER. */
qcdc_status petition_check_article (const catalog_t *catalog, const char *article, int32_t day,
                                    fault_t *fault) QCDC_CHECK;

/*  What the day of a step MOVE is called in its faults. */
const char *petition_day_field (int move);

#endif
