/*  clock.h — the clock guard: commits carry the wall clock's time for ever, so a clock that cannot be right stops
 *  the writer. */

#ifndef QCDC_CLOCK_H
#define QCDC_CLOCK_H

#include "pg/pg.h"

#include <stdbool.h>
#include <stdint.h>

/*  QCDC_CLOCK with one line that says what is wrong.  LAST_COMMIT_US is 0 where there is none, DRIFT_US how far wall
 *  and monotonic clock have drifted apart since start, CLOCK_OK that somebody vouches for the clock against the last commit. */
qcdc_status clock_guard (int64_t now_us, int64_t last_commit_us, int64_t drift_us, bool starting, bool clock_ok,
                         fault_t *fault) QCDC_CHECK;

/*  Whether somebody has vouched before for a clock behind the last commit (LAST_COMMIT_US), and it has not gone back since. */
qcdc_status clock_was_vouched (pg_t *pg, int64_t now_us, int64_t last_commit_us, bool *vouched,
                               fault_t *fault) QCDC_CHECK;

/*  Keeps in the database that somebody does, for as long as commits are pinned to the time of that one; and, unless somebody did
 *  BEFORE, which entries were committed while the clock ran ahead. */
qcdc_status clock_vouch (pg_t *pg, int64_t now_us, int64_t last_commit_us, bool before, fault_t *fault) QCDC_CHECK;

#endif
