/*  query_duty.h — who owes what for a period, as the one parameter that queries about duties get besides their own. */

#ifndef QCDC_QUERY_DUTY_H
#define QCDC_QUERY_DUTY_H

#include "catalogue/catalog.h"

/*  The text array that query.h says `duty` is bound to, of FORM or (NULL) of all, malloc'ed; as of
 *  the day TODAY; PERIOD NULL: nobody owes anything.
 *  NULL when out of memory. */
char *query_duty (const catalog_t *catalog, const form_t *form, const char *period, int32_t today, bool exempt);

#endif
