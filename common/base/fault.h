/*  fault.h — what went wrong, where, and what to do: one line for the person at the end.
 *
 *  The deepest function that knows fills it once; callers pass the status up and add nothing. */

#ifndef QCDC_FAULT_H
#define QCDC_FAULT_H

#include "base/status.h"

typedef struct {
    qcdc_status status;
    char field[64];    /* column or cell, empty if none */
    char message[400]; /* one line, no full stop, no line break */
    char advice[800];  /* what to do, empty if obvious */
} fault_t;

/*  Fills *FAULT with STATUS, FIELD (may be NULL) and a printf-like message; long ones are cut at a character
 *  boundary, a character that a precision (%.40s) cuts becomes "…", control characters become '?'.  Returns STATUS, so that callers can `return fault_set (...)`.  A fault
 *  is never NULL, here and everywhere: who does not want to know has one that he does not read. */
qcdc_status fault_set (fault_t *fault, qcdc_status status, const char *field, const char *format, ...)
    __attribute__ ((format (printf, 4, 5)));

/*  Says what a fault that is filled already is about. */
void fault_about (fault_t *fault, const char *field);

/*  What stands between SAID and what is added to it: a question has its mark already. */
const char *fault_joint (const char *said);

/*  Adds what to do. */
void fault_advise (fault_t *fault, const char *format, ...) __attribute__ ((format (printf, 2, 3)));

#endif
