/*  newer_told.h — what the province has published and this program cannot read. */

#ifndef QCDC_NEWER_TOLD_H
#define QCDC_NEWER_TOLD_H

#include "desk/desk.h"

#include <stdio.h>

/*  Says so on TO in one line, where there is any: work goes on by what was published before, and the server judges by all of it. */
qcdc_status newer_tell (const desk_t *desk, FILE *to, fault_t *fault) QCDC_CHECK;

#endif
