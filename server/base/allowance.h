/*  allowance.h — so many at once and so many a minute, for each of many subjects that anybody can make up.
 *
 *  A subject (a key, an address) has a measure that fills with time.  The table is of a fixed size: the subject that was
 *  made first is forgotten for a new one, so that whoever makes up subjects spends no memory of ours; what bounds him then is
 *  the measure of something that he cannot make up.  Belongs to one thread. */

#ifndef QCDC_ALLOWANCE_H
#define QCDC_ALLOWANCE_H

#include <stdbool.h>
#include <stdint.h>

#define ALLOWANCE_SUBJECT_BYTES 32u

typedef struct allowance allowance_t;

/*  At most BURST at once, PER_MINUTE in the long run, for the last SUBJECTS_MAX subjects.  NULL when out of memory. */
allowance_t *allowance_new (unsigned burst, unsigned per_minute, unsigned subjects_max);
void allowance_destroy (allowance_t **self_p);

/*  Takes one of SUBJECT's; false: there is none left at NOW_US (monotonic).  Out of memory allows nothing. */
bool allowance_take (allowance_t *self, const uint8_t subject[ALLOWANCE_SUBJECT_BYTES], int64_t now_us);

/*  Whether one could be taken; whoever has taken none yet is not remembered for it. */
bool allowance_left (allowance_t *self, const uint8_t subject[ALLOWANCE_SUBJECT_BYTES], int64_t now_us);

unsigned allowance_subjects (const allowance_t *self);

#endif
