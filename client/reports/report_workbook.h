/*  report_workbook.h — a form to fill as a clerk has it: a workbook with labels, earlier figures and rates that compute themselves. */

#ifndef QCDC_REPORT_WORKBOOK_H
#define QCDC_REPORT_WORKBOOK_H

#include "catalogue/period.h"
#include "desk/desk.h"
#include "matters/register_count.h"

/*  Writes FORM for PERIOD of the desk's office to PATH, with what the office filed for the period before and for the same
 *  period a year before beside each cell.  It is read back by sheets_read.  QCDC_IO. */
qcdc_status report_workbook (desk_t *desk, const form_t *form, const period_t *period, const register_count_t *count,
                             const char *path, fault_t *fault) QCDC_CHECK;

#endif
