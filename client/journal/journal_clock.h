/*  journal_clock.h — which entries were committed while the server's clock ran ahead.
 *
 *  The server says it with its welcome, for the last times that this happened; of an entry that came back to a restored server the
 *  receipt tells it, for it was first committed later than it came back.  For people only: nothing is folded by it. */

#ifndef QCDC_JOURNAL_CLOCK_H
#define QCDC_JOURNAL_CLOCK_H

#include "base/limits.h"
#include "journal/journal.h"

/*  A segment that came back. */
typedef struct {
    uint64_t origin, first_seq, last_seq;
} journal_span_t;

typedef struct {
    Qcdc__ClockAhead said[QCDC_CLOCK_AHEAD_MAX];
    size_t said_count;
    journal_span_t *returned; /* in the order of origin and seq; malloc'ed */
    size_t returned_count;
} journal_clock_t;

/*  Keeps what the server says now, in place of what it has said; inside a transaction. */
qcdc_status journal_clock_put (journal_t *self, Qcdc__ClockAhead *const *said, size_t count, fault_t *fault) QCDC_CHECK;

qcdc_status journal_clock_read (journal_t *self, journal_clock_t *clock, fault_t *fault) QCDC_CHECK;
void journal_clock_release (journal_clock_t *clock);

/*  Whether the time of an acknowledged entry's first commit is of a clock that ran ahead. */
bool journal_clock_was_ahead (const journal_clock_t *clock, uint64_t origin, uint64_t seq, int64_t commit_seq,
                              int64_t committed_at_us);

#endif
