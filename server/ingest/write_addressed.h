/*  write_addressed.h — what is addressed to an office, written with the batch that says so (inherit.h reads it). */

#ifndef QCDC_WRITE_ADDRESSED_H
#define QCDC_WRITE_ADDRESSED_H

#include "ingest/batch.h"
#include "pg/pg.h"

extern const pg_table_t ADDRESSED;

qcdc_status addressed_prepare (pg_t *pg, fault_t *fault) QCDC_CHECK;

/*  The row of what is addressed by name; what is not is addressed_follow's. */
void addressed_put (pg_rows_t *to, const batch_addressed_t *addressed);

/*  Queues what follows from rows that are there, behind those of the batch. */
qcdc_status addressed_follow (const batch_t *batch, pg_t *pg, pg_params_t *params, fault_t *fault) QCDC_CHECK;

#endif
