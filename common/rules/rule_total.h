/*  rule_total.h — computed figures of many reports: from the sums of what goes into them, never from other computed figures.
 *
 *  An average of percentages would give a commune of ten enterprises the weight of a town of a thousand.  So what is added up is
 *  each cell of the rule by itself, and the rule is applied once, to the sums: min and max too. */

#ifndef QCDC_RULE_TOTAL_H
#define QCDC_RULE_TOTAL_H

#include "rules/rule_evaluate.h"

/*  A computed figure in the making.  It holds no memory. */
typedef struct {
    const rule_t *rule;
    rational_t sums[QCDC_RULE_OPERANDS_MAX];
    bool found; /* at least one report had what one member needs */
    bool beyond;
} rule_total_t;

/*  RULE is of severity RULE_DERIVED. */
rule_total_t rule_total_begin (const rule_t *rule);

/*  Adds one report's cells for one member: MEMBERS in the order of the scope, NULL where there are no more.  Adds nothing and
 *  returns false where the rule could not be applied for a blank: half a ratio would be a wrong one. */
bool rule_total_add (rule_total_t *self, const char *const members[2], const rule_source_t *source);

/*  The same for every member of the scope that the report has. */
void rule_total_add_all (rule_total_t *self, const rule_source_t *source);

/*  What the sums come to, as in rule_result_t.  false: null; the terms are what they are. */
bool rule_total_value (const rule_total_t *self, int64_t *numerator_e4, int64_t *denominator_e4, int64_t *ratio);

#endif
