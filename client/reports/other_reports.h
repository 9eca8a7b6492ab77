/*  other_reports.h — the office's own reports for other periods, as rules ask for their figures. */

#ifndef QCDC_OTHER_REPORTS_H
#define QCDC_OTHER_REPORTS_H

#include "catalogue/period.h"
#include "reports/compared.h"
#include "reports/report_view.h"
#include "rules/rule_evaluate.h"

#define OTHER_REPORTS_MAX 4u /* the period before, a year ago, the half-year, the year */

/*  Each is read when it is first asked for.  DESK, FORM and PERIOD are whose and which report it is that is looked at. */
typedef struct {
    desk_t *desk;
    const form_t *form;
    const period_t *period;
    struct {
        char period[PERIOD_TEXT_BYTES];
        compared_kind kind;
        report_view_t view; /* of the office itself */
    } items[OTHER_REPORTS_MAX];
    size_t count;
    qcdc_status status; /* of reading them, with FAULT */
    fault_t *fault;
} other_reports_t;

void other_reports_release (other_reports_t *self);

/*  Whether the office's own report for PERIOD is what this one is held against: else it is nothing that is here (compared.h). */
bool other_reports_own (other_reports_t *self, rule_period period);

/*  The figure that CELL is of another report, blank where what it is held against is not here; FIGURE_CORRECTED where its office has corrected it since.  What cannot be read is blank,
 *  and the status says why. */
rule_figure other_reports_value (other_reports_t *self, const rule_cell_t *cell, int64_t *value_e4);

/*  Whether the report that PERIOD is is locked. */
bool other_reports_locked (other_reports_t *self, rule_period period);

/*  What stands under KEY, as judging asks (judge_input_t's other): ARG is an other_reports_t. */
const thing_t *other_reports_thing (const char *key, void *arg);

#endif
