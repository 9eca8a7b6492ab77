/*  paper_code.h — the code that stands on a paper, as somebody types it. */

#ifndef QCDC_PAPER_CODE_H
#define QCDC_PAPER_CODE_H

#include "base/fault.h"

#include <stddef.h>

#define PAPER_TYPED_BYTES 256u

/*  What is typed after a question, or all of a file on standard input: nobody finds it in a list of processes or commands.  TYPED is
 *  the caller's to wipe.  QCDC_EMPTY. */
qcdc_status paper_code_type (char typed[PAPER_TYPED_BYTES], fault_t *fault) QCDC_CHECK;

/*  Says of STATUS, which reading it has returned, what is wrong with it. */
qcdc_status paper_code_fault (qcdc_status status, fault_t *fault);

#endif
