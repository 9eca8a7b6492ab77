/*  open_data_totals.h — the figures behind the view totals: those of qcdc query report_totals, by the same statement and the same evaluator. */

#ifndef QCDC_OPEN_DATA_TOTALS_H
#define QCDC_OPEN_DATA_TOTALS_H

#include "catalogue/period.h"
#include "pg/pg.h"

/*  A form and a period of which there are reports. */
typedef struct {
    char form[40];
    char period[PERIOD_TEXT_BYTES];
} total_key_t;

/*  Writes SCHEMA.total_list anew, of the COUNT forms and periods KEYS and of those whose figures compare with them; KEYS NULL: of all of which a
 *  report counts. */
qcdc_status open_data_totals (pg_t *pg, const catalog_t *catalog, const char *schema, const total_key_t *keys,
                              size_t count, fault_t *fault) QCDC_CHECK;

#endif
