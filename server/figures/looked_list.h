/*  looked_list.h — which figures of other reports rules look at, as a parameter for SQL.
 *
 *  A text array of "FORM:KIND:ANY:H1": from a report of FORM for a period of KIND, comparisons look at the indicators ANY in reports of
 *  whatever other period, and at H1 in that of the first half of its year besides; codes with a + before each, "+*" where they are all.  Which of the periods a
 *  rule means is found when it is judged: this only leaves out what none can mean. */

#ifndef QCDC_LOOKED_LIST_H
#define QCDC_LOOKED_LIST_H

#include "catalogue/catalog.h"

/*  The parameter, malloc'ed; NULL when out of memory. */
char *query_looked (const catalog_t *catalog);

#endif
