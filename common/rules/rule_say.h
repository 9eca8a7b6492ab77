/*  rule_say.h — a rule in words and numbers: "B04 = B01 + B02 + B03: 120 ≠ 60 + 40 + 19".
 *
 *  Made from the rule as it is compiled, whatever it is: a rule that is published tomorrow is said as well as today's. */

#ifndef QCDC_RULE_SAY_H
#define QCDC_RULE_SAY_H

#include "rules/rule_evaluate.h"

/*  Writes a figure into TEXT, of at least 48 bytes, and returns that: value_format for files, for people a form with a comma. */
typedef char *(rule_number_fn)(int64_t value_e4, char *text);
#define RULE_NUMBER_BYTES 48

/*  The expression, spaced as one writes it.  malloc'ed; NULL: out of memory. */
char *rule_say (const rule_t *self);

/*  Of a rule that computes FIGURE ("C14.TO_CAO", or "C14" for all members): what it is computed from, for people: "100 ×
 *  (C10.TO_CAO - C10.TO_CAO a year before) / C10.TO_CAO a year before".  malloc'ed; NULL: out of memory. */
char *rule_say_computed (const rule_t *self, const char *figure);

/*  The same as the formula of a spreadsheet, with OPERANDS in the place of its cells, and under 0 how many members there are.
 *  malloc'ed; NULL: out of memory. */
char *rule_spell (const rule_t *self, const char *const operands[QCDC_RATE_OPERANDS_MAX + 1]);

/*  The same with what was put in: the relation between two sides is the one that is so; "–" stands for a blank; of long sums the
 *  first numbers.  malloc'ed; NULL: out of memory. */
char *rule_say_result (const rule_result_t *result, rule_number_fn *number);

#endif
