/*  sheet_jumps.h — the figures of a sheet that stand out beside the office's own earlier reports, said to the clerk first. */

#ifndef QCDC_SHEET_JUMPS_H
#define QCDC_SHEET_JUMPS_H

#include "reports/report_sheet.h"

#include <stdio.h>

/*  Says on OUT, the largest first, which of the figures that MADE puts into SHEET's report stand out (matters/report_jumps.h), by the rows of FILE: a
 *  slip of the keyboard breaks no rule.  Nothing is refused for it. */
qcdc_status sheet_jumps_say (desk_t *desk, const sheet_t *sheet, const sheet_fact_t *made, const char *file,
                             FILE *out, fault_t *fault) QCDC_CHECK;

#endif
