/*  turns.h — questions that wait for a reader: offices take turns, whatever one of them asks.
 *
 *  An office is served by one reader at a time, and named queries, which may take a minute, never by all of them: so a fetch
 *  waits for other fetches only, and a question for one question of each other office at most. */

#ifndef QCDC_TURNS_H
#define QCDC_TURNS_H

#include "base/job.h"

typedef struct turns turns_t;

turns_t *turns_new (unsigned readers); /* NULL when out of memory */
void turns_destroy (turns_t **self_p); /* with the jobs that wait */

/*  JOB belongs to the queue then.  QCDC_NO_MEMORY: it is still the caller's. */
qcdc_status turns_put (turns_t *self, job_t *job) QCDC_CHECK;

/*  The next one that a reader may have now, which is the caller's; NULL: none.  It counts as being served until turns_done. */
job_t *turns_next (turns_t *self);
void turns_done (turns_t *self, int office, Qcdc__Frame__KindCase kind);

#endif
