/*  clock.c — three ways in which a clock cannot be right; within their limits it is believed.
 *
 *  Whoever says that it is right all the same is believed too: then the last commit was of a clock that ran ahead. */

#include "ingest/clock.h"

#include "base/day.h"

#include <libpq-fe.h>
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

/*  The setting holds two moments in µs: of the last commit that the clock was behind, and of the clock then. */
static const statement_t VOUCHED = {"clock_vouched",
                                    "select split_part(value, ' ', 1)::int8, split_part(value, ' ', 2)::int8 "
                                    "from setting where name = 'clock_vouched'"};
static const statement_t VOUCH = {"clock_vouch",
                                  "insert into setting (name, value) values ('clock_vouched', $1::int8 || ' ' || $2::int8) "
                                  "on conflict (name) do update set value = excluded.value"};

/*  By the commit whose clock had run ahead: as long as commits are pinned to its time, that is the last one's. */
qcdc_status clock_was_vouched (pg_t *pg, int64_t now_us, int64_t last_commit_us, bool *vouched, fault_t *fault)
{
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    *vouched = false;
    if (now_us >= last_commit_us)
        return QCDC_OK;
    QCDC_TRY (pg_run (pg, &VOUCHED, NULL, &result, fault));
    *vouched = PQntuples (result) == 1 && pg_int8 (result, 0, 0) == last_commit_us &&
               now_us >= pg_int8 (result, 0, 1) - BEHIND_US_MAX;
    return QCDC_OK;
}

/*  What was committed up to now and later than now; seldom enough to look through the journal once. */
static const statement_t AHEAD = {
    "clock_ahead", "insert into clock_ahead (vouched_at, first_commit_seq, last_commit_seq) select $1, min(commit_seq), "
                   "max(commit_seq) from journal where committed_at > $1 having count(*) > 0 on conflict do nothing"};

static qcdc_status note_ahead (pg_t *pg, int64_t now_us, fault_t *fault)
{
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new ();
    if (!params)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
    pg_params_timestamp (params, now_us);
    return pg_run (pg, &AHEAD, params, NULL, fault);
}

/*  The list first: where it is not written, the next start is asked again and writes it. */
qcdc_status clock_vouch (pg_t *pg, int64_t now_us, int64_t last_commit_us, bool before, fault_t *fault)
{
    if (!before)
        QCDC_TRY (note_ahead (pg, now_us, fault));
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new ();
    if (!params)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
    pg_params_int8 (params, last_commit_us);
    pg_params_int8 (params, now_us);
    return pg_run (pg, &VOUCH, params, NULL, fault);
}
