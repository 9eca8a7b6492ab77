/*  rule_run.h — what judging and adding up have in common: the members of a scope, the names of cells, and the machine that runs
 *  a side.  For the files of rules/. */

#ifndef QCDC_RULE_RUN_H
#define QCDC_RULE_RUN_H

#include "rules/rule_evaluate.h"
#include "rules/rule_form.h"

/*  One member of a rule's scope. */
typedef struct {
    const indicator_t *each; /* what "cell" stands for; NULL where the rule has none */
    const char *member[2];   /* of the scope, or of EACH */
} rule_place_t;

/*  Calls EACH for every member, in order, until one does not return QCDC_OK; returns that. */
typedef qcdc_status (rule_place_fn) (const rule_place_t *place, void *arg);
qcdc_status rule_each_place (const rule_t *self, const rule_source_t *source, rule_place_fn *each,
                             void *arg) QCDC_CHECK;

/*  What the cells of an operand have come to. */
typedef struct {
    rational_t sum; /* of those that are held */
    size_t held, blank;
    bool beyond;
} rule_operand_value_t;

/*  Looks the figures of an operand up and adds them together; each is shown to SEE, which may be NULL, first. */
typedef qcdc_status (rule_see_fn) (const rule_cell_t *cell, rule_figure figure, int64_t value_e4, void *arg);
qcdc_status rule_operand_look (const rule_t *self, const rule_operand_t *operand, const rule_place_t *place,
                               const rule_source_t *source, rule_see_fn *see, void *arg,
                               rule_operand_value_t *value) QCDC_CHECK;

/*  RULE_HOLDS where a side of these operands has what it needs, as the rule takes blanks; else RULE_UNJUDGED or RULE_BEYOND. */
rule_outcome rule_side_ready (const rule_t *self, const rule_side_t *side, const rule_operand_value_t *values);

/*  Runs the steps of a side: RULE_HOLDS with *RESULT, RULE_UNJUDGED where it divides by 0, RULE_BEYOND. */
rule_outcome rule_side_run (const rule_t *self, const rule_side_t *side, const rule_operand_value_t *values,
                            rational_t *result);

/*  FACTOR × NUMERATOR / DENOMINATOR in hundredths, where both are figures of int64: the same outcomes. */
rule_outcome rule_quotient (const rule_t *self, const rational_t terms[2], int64_t *numerator_e4,
                            int64_t *denominator_e4, int64_t *ratio);

#endif
