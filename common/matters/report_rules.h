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
    const report_t *report;        /* that is corrected; NULL for a filing */
    const Qcdc__ReportFiled *put;  /* what the fact says */
    const Qcdc__ReportFiled *seen; /* what it saw, and removes where it does not say it again; NULL for a filing */
    /*  A figure of another report of the office (CELL says which); NULL: there is none to look at. */
    rule_figure (*other) (const rule_cell_t *cell, int64_t *value_e4, void *arg);
    /*  Whether that other report is locked; NULL: it is not known. */
    bool (*locked) (rule_period period, void *arg);
    void *arg;
    const judge_input_t *input; /* of a verdict; NULL at a desk, which sees all that it writes of */
    int64_t seen_at_us;         /* the version that the fact was made on */
} report_rules_t;

/*  The figure of CELL in REPORT, of which another one asks. */
rule_figure report_rules_figure (const report_t *report, const char *cell, int64_t *value_e4);

/*  The periods that rules speak of from a report of FORM for PERIOD: a bit 1 << rule_period of each, of rules that a report can break, and
 *  with DERIVED also of those that compute a figure. */
unsigned report_rules_periods (const catalog_t *catalog, const form_t *form, const period_t *period, bool derived);

/*  The periods of other reports of the office that rules of severity "error" look back at from a report of FORM for PERIOD: the INDEX-th
 *  of their names, false after the last one. */
bool report_rules_looks_at (const catalog_t *catalog, const form_t *form, const period_t *period, size_t index,
                            char name[PERIOD_TEXT_BYTES]);

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

/*  Whether what broke the rule stands in this report alone. */
bool report_rules_within (const rule_result_t *result);

/*  Whether the fact is refused for what RESULT says: a rule of severity "error" that is broken by the report itself; or one that is broken
 *  beside another report, of an earlier period, which stands already, by a figure that the fact changes.  Backwards nothing is refused:
 *  who corrects the earlier report is not held to those that came after it, and the contradiction is shown at both. */
bool report_rules_refuse (const report_rules_t *self, const rule_result_t *result);

/*  What the office can do about it, to FAULT's advice. */
void report_rules_advise (const report_rules_t *self, const rule_result_t *result, fault_t *fault);

/*  The name of the other report's period that RESULT looks at; "" where it looks at none. */
void report_rules_other (const report_rules_t *self, const rule_result_t *result, char name[PERIOD_TEXT_BYTES]);

/*  Whether the fact needs a note for the rule that RESULT breaks: a warning that asks for one, of figures that are all in this report
 *  and of which the fact changes at least one, so that who corrects another figure need not explain what stood before.  What contradicts
 *  another report needs none: which of the two is wrong is seen where both are. */
bool report_rules_ask (const report_rules_t *self, const rule_result_t *result);

/*  Whether it has one: in the fact, or in the report that it corrects, where the figures still are those that it was written for. */
bool report_rules_answered (const report_rules_t *self, const rule_result_t *result);

/*  Whether the note that stands in REPORT for RESULT's rule was written for these figures: none of them was changed after it. */
bool report_rules_note_stands (const report_t *report, const rule_result_t *result);

/*  Whether the note for RULE answers nothing that is broken in SELF's report any more: its figures are other ones by now. */
qcdc_status report_rules_note_former (const report_rules_t *self, const char *rule, bool *former) QCDC_CHECK;

/*  QCDC_BROKEN_RULE where the fact is refused: all that breaks a rule, with its numbers; QCDC_NO_NOTE where it is not, and notes are
 *  missing: all of those again. */
qcdc_status report_rules_check (const report_rules_t *self, fault_t *fault) QCDC_CHECK;

#endif
