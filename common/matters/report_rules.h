/*  report_rules.h — a report held against the rules of its form: what stands of it, with what a fact would change.
 *
 *  The clerk's check and the province's verdict ask here, of the same figures, so that both say the same.  Pure. */

#ifndef QCDC_REPORT_RULES_H
#define QCDC_REPORT_RULES_H

#include "catalogue/period.h"
#include "matters/report.h"
#include "rules/rule_evaluate.h"

typedef struct {
    const catalog_t *catalog;
    const form_t *form;
    const period_t *period;
    const report_t *report;          /* that is corrected; NULL for a filing */
    const Qcdc__ReportFiled *put;    /* what the fact says */
    const Qcdc__ReportFiled *seen;   /* what it saw, and removes where it does not say it again; NULL for a filing */
    /*  A figure of another report of the office (CELL says which); NULL: there is none to look at. */
    rule_figure (*other) (const rule_cell_t *cell, int64_t *value_e4, void *arg);
    void *arg;
} report_rules_t;

/*  Calls EACH for every rule that is broken, and for every member that breaks it.  QCDC_NO_MEMORY, or what EACH stops with. */
qcdc_status report_rules_each (const report_rules_t *self, rule_each_fn *each, void *arg) QCDC_CHECK;

/*  A figure of a report that was taken. */
typedef struct {
    const char *cell;
    int64_t value_e4;
} report_figure_t;

/*  The same of the COUNT FIGURES, in the order of their cells' bytes, that are all that stands in a report: SELF has no facts then. */
qcdc_status report_rules_each_of (const report_rules_t *self, const report_figure_t *figures, size_t count,
                                  rule_each_fn *each, void *arg) QCDC_CHECK;

/*  Calls EACH for every rule and every member that it is judged for, whatever it comes to. */
qcdc_status report_rules_all_of (const report_rules_t *self, const report_figure_t *figures, size_t count,
                                 rule_each_fn *each, void *arg) QCDC_CHECK;

/*  Whether what broke the rule stands in this report alone: only then it is refused. */
bool report_rules_within (const rule_result_t *result);

/*  Whether the fact needs a note for the rule that RESULT breaks: a warning that asks for one, of figures that are all in this report
 *  and of which the fact says at least one, so that who corrects another figure need not explain what stood before.  What contradicts
 *  another report needs none: which of the two is wrong is seen where both are. */
bool report_rules_ask (const report_rules_t *self, const rule_result_t *result);

/*  Whether it has one: in the fact, or in the report that it corrects. */
bool report_rules_answered (const report_rules_t *self, const char *rule);

/*  QCDC_BROKEN_RULE where a rule of severity "error" is broken by the report itself: the first one, with its numbers; QCDC_NO_NOTE
 *  where none is, and a note is missing: the first one again. */
qcdc_status report_rules_check (const report_rules_t *self, fault_t *fault) QCDC_CHECK;

#endif
