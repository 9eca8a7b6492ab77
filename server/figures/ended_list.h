/*  ended_list.h — offices that have ended, and who goes on with the work of each, as a parameter for SQL: a text array of "CODE:HEIR". */

#ifndef QCDC_ENDED_LIST_H
#define QCDC_ENDED_LIST_H

#include "catalogue/catalog.h"

/*  The parameter as of DAY, malloc'ed; NULL when out of memory. */
char *query_ended (const catalog_t *catalog, int32_t day);

#endif
