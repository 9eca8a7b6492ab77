/*  open_data_duties.h — the list behind the view duties: every office, form and period. */

#ifndef QCDC_OPEN_DATA_DUTIES_H
#define QCDC_OPEN_DATA_DUTIES_H

#include "catalogue/catalog.h"
#include "pg/pg.h"

/*  Writes SCHEMA.duty_list anew, of all periods that begin until UNTIL: what the queries about duties are bound to (figures/duty_list.h), period
 *  by period. */
qcdc_status open_data_duties (pg_t *pg, const catalog_t *catalog, int32_t until, const char *schema,
                              fault_t *fault) QCDC_CHECK;

#endif
