/*  open_data.h — the schema open_data: views of sql/views for analysts' own tools, and who may read them.
 *
 *  The schema is there only where somebody wanted it.  Its views are made anew whenever they, the catalogue or the year are others; who may
 *  use the schema stays as it is, and reads what is new. */

#ifndef QCDC_OPEN_DATA_H
#define QCDC_OPEN_DATA_H

#include "catalogue/catalog.h"
#include "pg/pg.h"
#include "projections/state.h"

/*  Makes the schema with its views, or makes them anew, in the caller's transaction. */
qcdc_status open_data_make (pg_t *pg, const catalog_t *catalog, fault_t *fault) QCDC_CHECK;

/*  The same in a transaction of its own, where the schema is there and of another edition. */
qcdc_status open_data_refresh (pg_t *pg, const catalog_t *catalog, fault_t *fault) QCDC_CHECK;

/*  The last day for which duties are listed: of next year, so that what begins needs nobody to write it down. */
int32_t open_data_until (void);

/*  Whether the tables behind the views are there; without the schema there is nothing to keep. */
qcdc_status open_data_is_there (pg_t *pg, bool *there, fault_t *fault) QCDC_CHECK;

/*  What SQL cannot work out, who owes what and what computed figures come to, into the tables of SCHEMA, which are empty or open_data's. */
qcdc_status open_data_fill (pg_t *pg, const catalog_t *catalog, const char *schema, fault_t *fault) QCDC_CHECK;

/*  The same in the caller's transaction, for CATALOG as it is from now on; without the schema nothing is done. */
qcdc_status open_data_follow (pg_t *pg, const catalog_t *catalog, fault_t *fault) QCDC_CHECK;

/*  Whether a batch has something for the views: it publishes, or its reports change figures; and that, when all rows of the batch stand. */
qcdc_status open_data_concerned (const state_t *state, pg_t *pg, bool *concerned, fault_t *fault) QCDC_CHECK;
qcdc_status open_data_follow_batch (const state_t *state, pg_t *pg, fault_t *fault) QCDC_CHECK;

#endif
