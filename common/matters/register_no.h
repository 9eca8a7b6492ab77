/*  register_no.h — what the number of a register's row must be, whichever register it is of. */

#ifndef QCDC_REGISTER_NO_H
#define QCDC_REGISTER_NO_H

#include "matters/verdict.h"

/*  QCDC_EMPTY, with MISSING as its message, or QCDC_BAD_LOCAL_NO and those of text_check, of field local_no. */
qcdc_status register_no_check (const char *local_no, const char *missing, fault_t *fault) QCDC_CHECK;

/*  A number and the day whose year it is of. */
typedef struct {
    const char *local_no;
    int32_t on;
} register_no_t;

/*  QCDC_DUPLICATE where LOCAL_NO is that of another row which stands, of the same kind and year. */
qcdc_status register_no_free (const judge_input_t *input, const char *local_no, fault_t *fault) QCDC_CHECK;

/*  Of a correction that saw SEEN and wants WANTED, where MERGED is what stands afterwards: where the number or its year is another one, that
 *  must be free.  QCDC_STALE where two changed one each, and it would come to a third. */
qcdc_status register_no_correct (const judge_input_t *input, register_no_t seen, register_no_t wanted,
                                 register_no_t merged, fault_t *fault) QCDC_CHECK;

/*  QCDC_TARGET_VOID where the row of that number was taken back. */
qcdc_status register_no_stands (const thing_t *thing, const char *local_no, fault_t *fault) QCDC_CHECK;

#endif
