/*  petition_days.h — on which days the petitions of the journal are due, as commands see it: brought up to date, and asked. */

#ifndef QCDC_PETITION_DAYS_H
#define QCDC_PETITION_DAYS_H

#include "petitions/petition_view.h"
#include "desk/desk.h"
#include "journal/due_index.h"
#include "matters/petition_clock.h"

/*  What VIEW is due on next by law, in RUNS: NULL where no deadline runs.  *DAY: the day that it stands under, a promise where that alone is there, and
 *  *FIRST_ON the earlier one of both; both are 0 where nothing is due. */
const deadline_run_t *petition_days (const desk_t *desk, const petition_view_t *view,
                                     deadline_run_t runs[CLOCK_RUNS_MAX], int32_t *day, int32_t *first_on);

/*  Works out what has changed since the last time, or was published, in a transaction of its own; *READ subjects.  The first time, and after a
 *  publication, that is every petition. */
qcdc_status petition_days_update (desk_t *desk, uint64_t *read, fault_t *fault) QCDC_CHECK;

#endif
