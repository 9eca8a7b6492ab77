/*  register_no.h — what the number of a register's row must be, whichever register it is of. */

#ifndef QCDC_REGISTER_NO_H
#define QCDC_REGISTER_NO_H

#include "base/fault.h"

/*  QCDC_EMPTY, with MISSING as its message, or QCDC_BAD_LOCAL_NO and those of text_check, of field local_no. */
qcdc_status register_no_check (const char *local_no, const char *missing, fault_t *fault) QCDC_CHECK;

#endif
