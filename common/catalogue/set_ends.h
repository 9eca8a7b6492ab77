/*  set_ends.h — ends of what others go on being of: refused, for they would change nothing. */

#ifndef QCDC_SET_ENDS_H
#define QCDC_SET_ENDS_H

#include "catalogue/catalog.h"

/*  Whether ROW of TABLE has a last day and no row of its line holds after that: rows may be published in any order. */
bool table_row_is_over (const catalog_tables_t *tables, size_t table, const table_row_t *row);

/*  Of what TABLES say more than TABLES_NOW (NULL: nothing was there): no class of offices ends, or is named, beyond whose last day an office
 *  of it goes on, and no kind of period of a calendar beyond whose last day a form goes on being filled for it.  NEXT is made of TABLES.
 *  QCDC_BAD_CATALOGUE with file, row and column. */
qcdc_status set_ends_check (const catalog_tables_t *tables_now, const catalog_tables_t *tables, const catalog_t *next,
                            fault_t *fault) QCDC_CHECK;

#endif
