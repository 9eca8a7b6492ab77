/*  allowance.c — a token bucket for each subject, in a hash whose order is that of being made. */

#include "base/allowance.h"

#include <stdlib.h>
#include <string.h>
#include <uthash.h>

#define MINUTE_US (60LL * 1000000)

typedef struct {
    uint8_t subject[ALLOWANCE_SUBJECT_BYTES];
    int64_t left_us; /* one costs MINUTE_US / PER_MINUTE of it */
    int64_t seen_us;
    UT_hash_handle hh;
} measure_t;

struct allowance {
    int64_t cost_us;
    int64_t full_us;
    unsigned subjects_max;
    measure_t *measures;
};

allowance_t *allowance_new (unsigned burst, unsigned per_minute, unsigned subjects_max)
{
    allowance_t *self = calloc (1, sizeof *self);
    if (!self)
        return NULL;
    self->cost_us = MINUTE_US / (int64_t)per_minute;
    self->full_us = self->cost_us * (int64_t)burst;
    self->subjects_max = subjects_max;
    return self;
}

static void forget (allowance_t *self, measure_t *measure)
{
    HASH_DEL (self->measures, measure);
    free (measure);
}

void allowance_destroy (allowance_t **self_p)
{
    allowance_t *self = *self_p;
    if (!self)
        return;
    while (self->measures)
        forget (self, self->measures);
    free (self);
    *self_p = NULL;
}

/*  That of SUBJECT as it is at NOW_US; NULL: it has taken none yet. */
static measure_t *find (allowance_t *self, const uint8_t subject[ALLOWANCE_SUBJECT_BYTES], int64_t now_us)
{
    measure_t *measure;
    HASH_FIND (hh, self->measures, subject, ALLOWANCE_SUBJECT_BYTES, measure);
    if (!measure)
        return NULL;
    measure->left_us += now_us - measure->seen_us;
    measure->seen_us = now_us;
    if (measure->left_us > self->full_us)
        measure->left_us = self->full_us;
    return measure;
}

static measure_t *make (allowance_t *self, const uint8_t subject[ALLOWANCE_SUBJECT_BYTES], int64_t now_us)
{
    if (HASH_COUNT (self->measures) >= self->subjects_max)
        forget (self, self->measures);
    measure_t *measure = calloc (1, sizeof *measure);
    if (!measure)
        return NULL;
    memcpy (measure->subject, subject, ALLOWANCE_SUBJECT_BYTES);
    measure->left_us = self->full_us;
    measure->seen_us = now_us;
    HASH_ADD (hh, self->measures, subject, ALLOWANCE_SUBJECT_BYTES, measure);
    if (measure->hh.tbl)
        return measure;
    free (measure);
    return NULL;
}

bool allowance_take (allowance_t *self, const uint8_t subject[ALLOWANCE_SUBJECT_BYTES], int64_t now_us)
{
    measure_t *measure = find (self, subject, now_us);
    if (!measure)
        measure = make (self, subject, now_us);
    if (!measure || measure->left_us < self->cost_us)
        return false;
    measure->left_us -= self->cost_us;
    return true;
}

bool allowance_left (allowance_t *self, const uint8_t subject[ALLOWANCE_SUBJECT_BYTES], int64_t now_us)
{
    const measure_t *measure = find (self, subject, now_us);
    return !measure || measure->left_us >= self->cost_us;
}

unsigned allowance_subjects (const allowance_t *self)
{
    return HASH_COUNT (self->measures);
}
