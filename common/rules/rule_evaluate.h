/*  rule_evaluate.h — a rule held against figures that the caller looks up: what it comes to, member by member, with every number
 *  that was put in.
 *
 *  Pure functions: the same figures give the same outcome at the clerk's desk and at the province.  An outcome is never wrong
 *  for want of something: what is blank, divided by nothing or beyond exact arithmetic is not judged, and says which. */

#ifndef QCDC_RULE_EVALUATE_H
#define QCDC_RULE_EVALUATE_H

#include "base/limits.h"
#include "rules/rational.h"
#include "rules/rule.h"

/*  A cell that a figure is asked of. */
typedef struct {
    char text[QCDC_CELL_BYTES_MAX + 1]; /* "B04.DAT_DAI" */
    const indicator_t *indicator;
    const char *member[2]; /* in the order of the indicator's dimensions; NULL where there are no more */
    rule_period period;
} rule_cell_t;

/*  CORRECTED: held, in a report of another period that its office has corrected since. */
typedef enum { FIGURE_BLANK, FIGURE_HELD, FIGURE_CORRECTED } rule_figure;

/*  Where figures are found.  VALUE fills *VALUE_E4 unless the cell is blank, or its report is not there.  CONSTANT gives the value
 *  of the day that the report is of, false where there is none.  MEMBERS gives those of an open dimension that the report has,
 *  ended with NULL; NULL for none.  */
typedef struct {
    rule_figure (*value) (const rule_cell_t *cell, int64_t *value_e4, void *arg);
    bool (*constant) (const char *name, int64_t *value_e4, void *arg);
    const char *const *(*members) (const dimension_t *dimension, void *arg);
    const form_t *form; /* the report's, for rules that speak of each of its cells */
    void *arg;
} rule_source_t;

/*  UNJUDGED: a figure is blank, or something is divided by 0.  BEYOND: exact arithmetic does not reach so far.  EXCUSED: broken, in
 *  a rule that says "unless corrected", by a figure that was corrected since. */
typedef enum { RULE_HOLDS, RULE_BROKEN, RULE_UNJUDGED, RULE_BEYOND, RULE_EXCUSED } rule_outcome;

/*  A figure that was put in. */
typedef struct {
    rule_cell_t cell; /* of a constant only its name, as the text */
    rule_figure figure;
    int64_t value_e4;
    size_t operand; /* the inputs of one sum have the same */
} rule_input_t;

typedef struct {
    rule_outcome outcome; /* HOLDS: judged; UNJUDGED or BEYOND: it has no value */
    rational_t value;
    bool broken; /* against the side before it */
} rule_side_value_t;

/*  What a rule comes to for one member of its scope. */
typedef struct {
    const rule_t *rule;
    rule_outcome outcome;
    const char *cell;           /* the first of the rule, where a fault is shown: "B04.DAT_DAI" */
    const char *member[2];      /* of the scope, in its order, or of each cell; NULL where there are no more */
    const rule_input_t *inputs; /* in the order of the expression; a computed figure stands first itself, blank */
    size_t input_count;
    size_t side_count;
    rule_side_value_t sides[QCDC_RULE_SIDES_MAX];
    /*  Of a computed figure: the rule's number × NUMERATOR / DENOMINATOR, in hundredths (4712 for 47.12), halves away from
     *  zero, where the outcome is RULE_HOLDS; null otherwise.  The terms are 0 where they are blank. */
    int64_t numerator_e4;
    int64_t denominator_e4;
    int64_t ratio;
} rule_result_t;

/*  Gets one result, which is gone when it returns. */
typedef qcdc_status (rule_each_fn) (const rule_result_t *result, void *arg);

/*  Calls EACH for every member of the rule's scope, in order; without a scope once.  Stops at the first status that is not QCDC_OK
 *  and returns it; QCDC_NO_MEMORY. */
qcdc_status rule_evaluate (const rule_t *self, const rule_source_t *source, rule_each_fn *each, void *arg) QCDC_CHECK;

#endif
