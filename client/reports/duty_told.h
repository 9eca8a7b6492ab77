/*  duty_told.h — what the province has decided of a duty of this office, in words: another last day, that nothing is wanted, or who reports in
 *  whose place. */

#ifndef QCDC_DUTY_TOLD_H
#define QCDC_DUTY_TOLD_H

#include "catalogue/catalog.h"

#include <stdio.h>

/*  Says what ROW of duty-changes.csv changes for the office CODE between NOW and NEXT, which has the row, in a line on FILE that begins
 *  with LEAD; whether something was filed is not asked.  false: nothing. */
bool duty_told (const catalog_t *now, const catalog_t *next, const char *code, const table_row_t *row,
                const char *lead, FILE *file);

#endif
