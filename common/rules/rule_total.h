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

/*  The same for the member that FIGURE is of ("B11.DAT_DAI"), or for every member of the scope that the report has ("B11"). */
void rule_total_add_figure (rule_total_t *self, const char *figure, const rule_source_t *source);

/*  One cell that a rule of severity RULE_DERIVED adds up, for one member.  A report counts for the member where the NEED of all cells
 *  that it has, or-ed together, is WHOLE: so somebody else, who cannot ask for cells one by one, can say which reports count. */
typedef struct {
    const char *figure; /* "B11.DAT_DAI" */
    const rule_cell_t *cell;
    size_t operand; /* 1 … QCDC_RATE_OPERANDS_MAX */
    bool below;     /* what is divided by */
    uint64_t need, whole;
} rule_term_t;
typedef qcdc_status (rule_term_fn) (const rule_term_t *term, void *arg);

/*  Calls EACH for every cell of every member, until one does not return QCDC_OK; returns that. */
qcdc_status rule_terms (const rule_t *rule, rule_term_fn *each, void *arg) QCDC_CHECK;

/*  Adds what others have summed: SUMS_E4, by operand, over TIMES members of reports that count. */
void rule_total_put (rule_total_t *self, const __int128 sums_e4[QCDC_RATE_OPERANDS_MAX + 1], int64_t times);

/*  For files: "47.12", always with two decimals.  TEXT of at least 32 bytes.  Returns TEXT. */
char *ratio_format (int64_t ratio, char *text);

/*  What the sums come to, as in rule_result_t.  false: null; the terms are what they are. */
bool rule_total_value (const rule_total_t *self, int64_t *numerator_e4, int64_t *denominator_e4, int64_t *ratio);

#endif
