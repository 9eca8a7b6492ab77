/*  open_data_clear.h — making way for a change of the tables: views for analysts (projections/open_data.h) would keep it from them. */

#ifndef QCDC_OPEN_DATA_CLEAR_H
#define QCDC_OPEN_DATA_CLEAR_H

#include "pg/pg.h"

/*  Takes away everything in the schema open_data, in the caller's transaction; who may use the schema stays as it is, and the next
 *  open_data_refresh makes it all again.  Without such a schema nothing is done. */
qcdc_status open_data_clear (pg_t *pg, fault_t *fault) QCDC_CHECK;

#endif
