/*  own_findings.h — what the rules find in the office's own reports as they stand, one beside the other.
 *
 *  The same function judges here as at the province (rule_findings): a correction of one report may contradict another that came
 *  later, and is seen from both. */

#ifndef QCDC_OWN_FINDINGS_H
#define QCDC_OWN_FINDINGS_H

#include "reports/report_sheet.h"
#include "rules/rule_evaluate.h"

/*  VIEW is the report whose rule is broken.  Both are gone when it returns. */
typedef qcdc_status (own_finding_fn) (const report_view_t *view, const rule_result_t *result, void *arg);

/*  Every rule that is broken by a report which stands. */
qcdc_status own_findings_each (desk_t *desk, own_finding_fn *each, void *arg, fault_t *fault) QCDC_CHECK;

/*  Those of other reports that look at SHEET's, as MADE says it on top of what stands, at a figure that MADE says. */
qcdc_status own_findings_of_sheet (desk_t *desk, const sheet_t *sheet, const sheet_fact_t *made, own_finding_fn *each,
                                   void *arg, fault_t *fault) QCDC_CHECK;

/*  "contradiction", "alert" or "warning", as rule_findings names them. */
const char *finding_severity (const rule_result_t *result);

/*  Says on standard error how many contradictions between the office's reports were not told yet, and keeps them as told. */
qcdc_status own_findings_tell (desk_t *desk, fault_t *fault) QCDC_CHECK;

#endif
