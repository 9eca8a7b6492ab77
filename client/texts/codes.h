/*  codes.h — what is said of a code that is none: which one was probably meant, or all that there are. */

#ifndef QCDC_CODES_H
#define QCDC_CODES_H

#include "base/fault.h"
#include "base/nearest.h"

/*  Advises the code that was probably meant by TYPED, or names them all. */
void codes_advise (const char *typed, const char *(*name) (int code), fault_t *fault);

/*  The code that was probably meant, by its name or its label; NULL: none is near. */
const char *code_nearest (const char *typed, const char *(*name) (int code), nearest_t *nearest);

/*  Advises all codes, where a few near ones would not do: FORMAT has one %s for them.  The nearest to TYPED comes first. */
void codes_list (const char *typed, const char *(*name) (int code), const char *format, fault_t *fault);

#endif
