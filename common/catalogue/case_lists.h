/*  case_lists.h — the table case-lists: the lists on which the province keeps petitions and matters, what may stand on each, who sees it.
 *
 *  A list is one of judgement, never computed: a case is put on it and taken off by somebody who decides, for a reason.  Pure functions. */

#ifndef QCDC_CASE_LISTS_H
#define QCDC_CASE_LISTS_H

#include "catalogue/catalog_row.h"

/*  A row of the table. */
qcdc_status case_list_row (row_source_t *self, void *row) QCDC_CHECK;

/*  The list CODE as it holds on DAY; NULL: there is none then. */
const case_list_t *case_list_on (const catalog_t *self, const char *code, int32_t day);

/*  The same in whichever case it is typed, or by its name in either language; NULL: there is none. */
const case_list_t *case_list_named (const catalog_t *self, const char *name, int32_t day);

/*  What CODE is called now, or was last; NULL where it was never published. */
const case_list_t *case_list_last (const catalog_t *self, const char *code);

#endif
