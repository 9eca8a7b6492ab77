/*  report_rollup.h — what reports add to the sums of their form and period: cell by cell, by how the province stands to them.
 *
 *  What a stored report added is remembered when it is read, for all of it is taken off again where it changes. */

#ifndef QCDC_REPORT_ROLLUP_H
#define QCDC_REPORT_ROLLUP_H

#include "matters/report.h"
#include "projections/state.h"

/*  What the row and the cells of a stored report add; all zero of a new one. */
typedef struct {
    bool counts;
    int form, standing;
    char period[REPORT_PERIOD_BYTES];
    size_t count;
    struct counted_cell *cells; /* the arena's */
} report_counted_t;

/*  Remembers what REPORT adds as its row and its cells say; after they were read. */
qcdc_status report_rollup_remember (state_t *state, const report_t *report, report_counted_t *counted) QCDC_CHECK;

/*  Queues what the batch changes in the sums, report by report that it changed or brought. */
qcdc_status report_rollup_update (state_t *state, pg_t *pg, pg_params_t *params, fault_t *fault) QCDC_CHECK;

/*  Both are to be prepared. */
extern const statement_t REPORT_ROLLUP_ADD, REPORT_ROLLUP_CLEAN;

#endif
