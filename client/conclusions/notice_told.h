/*  notice_told.h — at a sync each notice that came is told once. */

#ifndef QCDC_NOTICE_TOLD_H
#define QCDC_NOTICE_TOLD_H

#include "desk/desk.h"

#include <stdio.h>

/*  Says onto FILE which notices came, and which were withdrawn, that were not told before. */
qcdc_status notices_tell (desk_t *desk, FILE *file, fault_t *fault) QCDC_CHECK;

#endif
