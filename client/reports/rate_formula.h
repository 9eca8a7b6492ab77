/*  rate_formula.h — the rule of a computed figure as the formula of a spreadsheet. */

#ifndef QCDC_RATE_FORMULA_H
#define QCDC_RATE_FORMULA_H

#include "rules/rule_evaluate.h"

#define RATE_PLACE_BYTES 24

/*  Writes where CELL stands, "F12".  false: nowhere in the sheet. */
typedef bool (rate_place_fn) (const rule_cell_t *cell, char text[RATE_PLACE_BYTES], void *arg);

/*  The formula of FIGURE ("B11.DAT_DAI", or "B11" for all members), malloc'ed.  NULL: a cell that it needs is not in the sheet, it
 *  is longer than a spreadsheet takes, or out of memory. */
char *rate_formula (const rule_t *rule, const char *figure, rate_place_fn *place, void *arg);

#endif
