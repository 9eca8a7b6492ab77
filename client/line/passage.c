/*  passage.c — the cap on frames: shrinking with what was lost, growing with what came. */

#include "line/passage.h"

#define SHARE 4u /* frames that one connection should bring: what is lost with it is no more than one of them */
#define GROWS                                                                                                        \
    8u /* caps' worth that one connection has to bring before the cap doubles; more than SHARE, or it would swing */

void passage_begin (passage_t *self)
{
    self->passed_bytes = 0;
}

void passage_passed (passage_t *self, size_t bytes)
{
    self->passed_bytes += bytes;
    if (self->cap_bytes && self->passed_bytes / GROWS >= self->cap_bytes)
        self->cap_bytes *= 2;
}

bool passage_lost (passage_t *self, size_t bytes)
{
    size_t before = self->cap_bytes;
    size_t next = (self->passed_bytes ? self->passed_bytes : passage_limit (self, bytes)) / SHARE;
    if (next < PASSAGE_BYTES_MIN)
        next = PASSAGE_BYTES_MIN;
    if (!before || next < before)
        self->cap_bytes = next;
    return self->cap_bytes != before;
}

size_t passage_limit (const passage_t *self, size_t wanted)
{
    return self->cap_bytes && self->cap_bytes < wanted ? self->cap_bytes : wanted;
}
