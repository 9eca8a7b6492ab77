/*  petition_clock.h — the legal clock of a petition: which deadlines ran, which run, until when, and why.
 *
 *  A pure function of the petition's steps and of what is published.  What runs goes by all that is published: a new holiday or another
 *  rule moves it.  What a step has ended is judged by what was known before that step was committed, and stays so.  Sources: the citations of
 *  the rows of legal-deadlines; Civil Code 2015, art. 147 (the day of the event is not counted) and 148 (a last day that is not worked). */

#ifndef QCDC_PETITION_CLOCK_H
#define QCDC_PETITION_CLOCK_H

#include "matters/petition.h"

/*  A petition that begins and ends more of them has begun anew as often: the oldest are left out. */
#define CLOCK_RUNS_MAX 48u

typedef enum {
    CLOCK_RUNNING,
    CLOCK_STOPPED, /* the petition is suspended, and was before the last day had passed */
    CLOCK_ENDED    /* by a step */
} clock_state;

/*  What begins or ends one and is no step: the receipt; the day of the decision complained of; the last day for the settlement. */
enum { BY_RECEIPT = -1, BY_DECISION = -2, BY_TIME = -3 };

/*  One deadline, from the event that it began with. */
typedef struct {
    const legal_deadline_t *deadline;
    clock_state state;
    int begun_by;                      /* the index of that step, or one of those above */
    int32_t begun_on;                  /* the day of it, which is not counted */
    const legal_deadline_t *extension; /* by which it was extended, or can be; NULL: it cannot */
    int extensions;                    /* counted: no more than that gives */
    int extended_days;
    int suspended_days; /* calendar days on which it stood still, or working days where those are counted */
    int32_t stopped_on; /* CLOCK_STOPPED: since */
    int32_t last_on;    /* the last day by counting alone */
    int32_t
        due_on; /* moved on where that one is not worked; of one that is stopped: as if it went on from the day it was */
    int ended_by;     /* CLOCK_ENDED: the index of that step, or BY_RECEIPT */
    int32_t ended_on; /* and its day */
    int64_t known_us; /* judged by what was known before this moment; INT64_MAX: by all */
} deadline_run_t;

/*  Whether SELF was met in time, or is not overdue on TODAY. */
bool run_is_in_time (const deadline_run_t *self, int32_t today);

/*  The deadlines of SELF in the order in which they began; of those that are ended, in which they ended.  Voided steps, and those from
 *  the first that does not fit, do not count; nor does one that binds who takes a step, or the citizen, where something else ended it.  One that
 *  begins with the last day for the settlement is there before that day, as long as it is not settled.  Returns how many; of a petition that was
 *  taken back none. */
size_t petition_clock (const petition_t *self, const catalog_t *catalog, deadline_run_t runs[CLOCK_RUNS_MAX]);

/*  Those of its deadlines that run, by what was known before the moment KNOWN_US. */
size_t petition_clock_known (const petition_t *self, const catalog_t *catalog, int64_t known_us,
                             deadline_run_t runs[CLOCK_RUNS_MAX]);

/*  The one among RUNS that runs and ends first: what is to be done next.  Those that owe nothing or bind no office as it is, and those that are
 *  stopped, are not among them.  NULL: there is none. */
const deadline_run_t *petition_clock_next (const deadline_run_t *runs, size_t count);

/*  The one that SETTLED met last, of those that are about settling; NULL: none was met. */
const deadline_run_t *petition_clock_settled (const deadline_run_t *runs, size_t count);

/*  How the last day of a deadline came out, step by step. */
typedef enum {
    TRACE_COUNTED,  /* the days that are given, after the day on which it began */
    TRACE_EXTENDED, /* by EXTENSION, with the step */
    TRACE_SUSPENDED, /* from the day of the step to that of the one it went on with; where it did not, the last of all */
    TRACE_MOVED      /* on to a day that is worked */
} trace_what;
typedef struct {
    trace_what what;
    int days;         /* counted; of what was moved on, days that are not worked */
    int32_t from, to; /* the last day before it, and after it */
    int step;         /* its index; -1: none */
    int until;        /* TRACE_SUSPENDED: that of the other one; -1: it stands still */
} clock_trace_t;
#define CLOCK_TRACE_MAX 64u

/*  Of RUN, one of SELF's; returns how many. */
size_t petition_clock_trace (const petition_t *self, const catalog_t *catalog, const deadline_run_t *run,
                             clock_trace_t trace[CLOCK_TRACE_MAX]);

/*  Whether one more extension, of DAYS (0: as many as there can be), would count, where SELF stands: QCDC_BAD_MOVE with the article where what
 *  is published gives none to any deadline that runs, though it says how one is extended.  Where it says nothing, nothing is refused. */
qcdc_status petition_extension_check (const petition_t *self, const catalog_t *catalog, int days,
                                      fault_t *fault) QCDC_CHECK;

/*  PETITION as it stands against AFTER, which has the same steps, changed or taken back: QCDC_BAD_MOVE where an extension would count no more that
 *  does now, or is made one that would not count.  What did not count before may stay. */
qcdc_status petition_extensions_keep (const petition_t *petition, const petition_t *after, const catalog_t *catalog,
                                      fault_t *fault) QCDC_CHECK;

#endif
