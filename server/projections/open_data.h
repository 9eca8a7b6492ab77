/*  open_data.h — the schema open_data: views of sql/views for analysts' own tools, and who may read them.
 *
 *  The schema is there only where somebody wanted it.  Its views are made anew whenever they, the catalogue or the year are others; who may
 *  use the schema stays as it is, and reads what is new. */

#ifndef QCDC_OPEN_DATA_H
#define QCDC_OPEN_DATA_H

#include "catalogue/catalog.h"
#include "pg/pg.h"

/*  Makes the schema with its views, or makes them anew, in the caller's transaction. */
qcdc_status open_data_make (pg_t *pg, const catalog_t *catalog, fault_t *fault) QCDC_CHECK;

/*  The same in a transaction of its own, where the schema is there and of another edition. */
qcdc_status open_data_refresh (pg_t *pg, const catalog_t *catalog, fault_t *fault) QCDC_CHECK;

/*  The list behind the view duties, of CATALOG as it is from now on, in the caller's transaction; without the schema nothing is done. */
qcdc_status open_data_duties (pg_t *pg, const catalog_t *catalog, fault_t *fault) QCDC_CHECK;

#endif
