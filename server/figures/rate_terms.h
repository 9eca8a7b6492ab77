/*  rate_terms.h — computed figures of answers: SQL adds up what the rules need, and the rules are applied to the sums here.
 *
 *  A query says `rates` in its head and gets, as its last parameter, a text array of what is to be added up:
 *  "FORM:RULE:RATIO:FIGURE:NEED:WHOLE:OPERAND:PERIOD:CELL", for each cell of each computed figure of the form, or of all.  A report
 *  counts for a FIGURE (B11.DAT_DAI) of the indicator RATIO (B11) where the NEED of all cells that it has, or-ed together, is WHOLE;
 *  CELL is that of the same office's report for PERIOD, or of those whose heir it is.  A column of type FIGURE then holds a number, or "=RULE TIMES SUM1 … SUM8":
 *  how many members of reports count, and what the cells of each OPERAND come to, in ten-thousandths.
 *
 *  Behind it stands the text array that heir_list.h describes, of the periods that these figures compare with. */

#ifndef QCDC_RATE_TERMS_H
#define QCDC_RATE_TERMS_H

#include "base/arena.h"
#include "catalogue/period.h"

#define RATES_EARLIER_MAX 6u /* as many periods as a rule can speak of */

/*  That parameter, malloc'ed: the figures of FORM, or (NULL) of all forms, that are computed for PERIOD; with CELL ("B11",
 *  "B11.DAT_DAI") only those of its indicator.  *HEIRS, malloc'ed too, is the other one, as of the day TODAY.  NULL when out of memory. */
char *query_rates (const catalog_t *catalog, const form_t *form, const char *period, const char *cell, int32_t today,
                   char **heirs);

/*  The other periods that the computed figures of the form CODE for the period NAME compare with: *COUNT of them in EARLIER. */
void rates_earlier (const catalog_t *catalog, const char *code, const char *name,
                    char earlier[RATES_EARLIER_MAX][PERIOD_TEXT_BYTES], size_t *count);

/*  What TEXT of such a column comes to: *VALUE is a number with two decimals, in ARENA, NULL for a figure that cannot be computed.  Of each sum
 *  counts what is whole steps of STEP_E4 (1: all of it).  QCDC_CORRUPT, QCDC_NO_MEMORY. */
qcdc_status rates_read (const catalog_t *catalog, const char *text, int64_t step_e4, arena_t *arena,
                        const char **value) QCDC_CHECK;

#endif
