/*  workbook_hints.h — beside each cell of a form to fill, the rules that it is in, in the words of report check. */

#ifndef QCDC_WORKBOOK_HINTS_H
#define QCDC_WORKBOOK_HINTS_H

#include "catalogue/period.h"

/*  The cells of the form as it is to be filled; HINT is malloc'ed, a line for each rule, and NULL where there is none. */
typedef struct {
    const char *cell;
    char *hint;
} hinted_t;

/*  Sets the hints of CELLS, and puts these in the order of their bytes.  QCDC_NO_MEMORY. */
qcdc_status workbook_hints (const catalog_t *catalog, const form_t *form, const period_t *period, hinted_t *cells,
                            size_t count) QCDC_CHECK;

/*  The hint of CELL among CELLS, as they are ordered; NULL: none. */
const char *workbook_hint (const hinted_t *cells, size_t count, const char *cell);

#endif
