/*  report_rates.h — the rates that follow from a report's figures.
 *
 *  They are computed by the rules that the province's totals follow, from the sheet for the period itself and from the journal for
 *  other ones. */

#ifndef QCDC_REPORT_RATES_H
#define QCDC_REPORT_RATES_H

#include "reports/report_sheet.h"
#include "show/output.h"

/*  Holds the rates that stand in a sheet of a workbook against those that follow from its figures: what differs goes to PROBLEMS. */
qcdc_status report_rates_check (desk_t *desk, const sheet_t *sheet, problems_t *problems, fault_t *fault) QCDC_CHECK;

/*  The rates that follow from the sheets' figures and from those of the same period a year before. */
qcdc_status report_derived (desk_t *desk, const sheets_t *sheets, format_t format, fault_t *fault) QCDC_CHECK;

/*  Calls EACH for what RATIO, a computed indicator of FORM, comes to in the report of VIEW, which stands: the whole, then each member,
 *  as far as there are figures for it.  CELL and VALUE ("47.12") live until EACH returns. */
typedef qcdc_status (report_rate_fn) (const char *cell, const char *value, void *arg);
qcdc_status report_rates_each (desk_t *desk, const report_view_t *view, const form_t *form, const indicator_t *ratio,
                               report_rate_fn *each, void *arg, fault_t *fault) QCDC_CHECK;

#endif
