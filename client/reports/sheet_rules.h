/*  sheet_rules.h — a filled form held against the rules, for the clerk: all that is broken at once, with its numbers. */

#ifndef QCDC_SHEET_RULES_H
#define QCDC_SHEET_RULES_H

#include "matters/report_rules.h"
#include "reports/report_sheet.h"

/*  A figure as the reader writes it, in TEXT of RULE_NUMBER_BYTES; returns that. */
char *sheet_number (int64_t value_e4, char *text);

/*  How many rules were broken that do not keep the report from being filed. */
typedef struct {
    size_t warnings; /* and alerts, and contradictions with other reports of the office */
} sheet_rules_t;

/*  Gets one rule that is broken, and the report that RULES holds against it. */
typedef qcdc_status (sheet_rule_fn) (const report_rules_t *rules, const rule_result_t *result, void *arg);

/*  Calls EACH for every rule that is broken by SHEET as MADE says it on top of what stands, other reports of the office beside it. */
qcdc_status sheet_rules_each (desk_t *desk, const sheet_t *sheet, const sheet_fact_t *made, sheet_rule_fn *each,
                              void *arg, fault_t *fault) QCDC_CHECK;

/*  Holds SHEET, as MADE says it on top of what stands, against the rules of its form.  What the province would refuse goes to
 *  PROBLEMS, cell by cell; what it would take all the same is said on standard error and counted in TOLD. */
qcdc_status sheet_rules (desk_t *desk, const sheet_t *sheet, const sheet_fact_t *made, problems_t *problems,
                         sheet_rules_t *told, fault_t *fault) QCDC_CHECK;

#endif
