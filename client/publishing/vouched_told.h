/*  vouched_told.h — what a desk should know of who is vouched for (catalogue/vouching.h), before it is too late. */

#ifndef QCDC_VOUCHED_TOLD_H
#define QCDC_VOUCHED_TOLD_H

#include "desk/desk.h"

#include <stdio.h>

/*  One line to FILE for each: at the province, that this device is not vouched for, or that only one key is; anywhere, that acts of the
 *  province have no effect here. */
qcdc_status vouched_tell (const desk_t *desk, FILE *file, fault_t *fault) QCDC_CHECK;

#endif
