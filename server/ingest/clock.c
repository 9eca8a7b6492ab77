/*  clock.c — three ways in which a clock cannot be right; within their limits it is believed.
 *
 *  Whoever says that it is right all the same is believed too: then the last commit was of a clock that ran ahead. */

#include "ingest/clock.h"

#include "base/day.h"

#include <stdlib.h>

#define MINUTE_US (60LL * 1000000LL)
#define BEHIND_US_MAX (5 * MINUTE_US)
#define DRIFT_US_MAX (5 * MINUTE_US)
#define AHEAD_US_MAX (400LL * 24 * 60 * MINUTE_US)
#define VOUCHED_BEHIND_US_MAX AHEAD_US_MAX /* as far as anybody's word is taken for it: a dead battery says 2000 */

qcdc_status clock_guard (int64_t now_us, int64_t last_commit_us, int64_t drift_us, bool starting, bool clock_ok,
                         fault_t *fault)
{
    char now[MOMENT_TEXT_BYTES], last[MOMENT_TEXT_BYTES];
    moment_format_iso (now_us, now);
    moment_format_iso (last_commit_us, last);
    const char *advice = starting ? "set the clock" : "set the clock and start again";
    qcdc_status status = QCDC_OK;
    int64_t behind_us_max = clock_ok ? VOUCHED_BEHIND_US_MAX : BEHIND_US_MAX;
    if (last_commit_us && now_us < last_commit_us - behind_us_max) {
        advice = starting && !clock_ok
                     ? "set the clock; where it is right and ran ahead before, start with --clock-ok"
                     : advice;
        status = fault_set (fault, QCDC_CLOCK, NULL, "the clock says %s, which is before the last commit at %s", now,
                            last);
    } else if (starting && !clock_ok && last_commit_us && now_us > last_commit_us + AHEAD_US_MAX) {
        advice = "set the clock; where it is right, start with --clock-ok";
        status = fault_set (fault, QCDC_CLOCK, NULL,
                            "the clock says %s, more than 400 days after the last commit at %s", now, last);
    } else if (llabs (drift_us) > DRIFT_US_MAX)
        status = fault_set (fault, QCDC_CLOCK, NULL, "the clock was set by %lld s while running",
                            (long long)(drift_us / 1000000));
    if (status != QCDC_OK)
        fault_advise (fault, "%s", advice);
    return status;
}
