/*  passage.c — the cap on frames: shrinking with what was lost, growing with what came. */

#include "line/passage.h"

#define ENVELOPE_BYTES 512u /* what a frame costs besides itself: its envelope, its answer */
#define WORTH_BYTES 1024u   /* below that the envelope costs more than what it may save */
#define SHARE 4u  /* frames that one connection should bring: what is lost with it is no more than one of them */
#define GROWS                                                                                                        \
    8u /* caps' worth that one connection has to bring before the cap doubles; more than SHARE, or it would swing */

void passage_begin (passage_t *self)
{
    self->passed_bytes = 0;
}

void passage_passed (passage_t *self, size_t bytes)
{
    self->passed_bytes += bytes + ENVELOPE_BYTES;
    if (self->cap_bytes && self->passed_bytes / GROWS >= self->cap_bytes)
        self->cap_bytes *= 2;
}

bool passage_lost (passage_t *self, size_t bytes)
{
    /* Where a frame of the cap came through, at least half of what the line carries does.  Smaller ones would save the rest on a
     * line that counts bytes, and on one that breaks with every other answer get smaller for nothing, without end. */
    if (self->cap_bytes && self->passed_bytes >= self->cap_bytes + ENVELOPE_BYTES)
        return false;
    size_t before = self->cap_bytes, next = passage_limit (self, bytes) / SHARE, least = PASSAGE_BYTES_MIN;
    if (self->passed_bytes) {
        next = self->passed_bytes / SHARE;
        least = WORTH_BYTES;
    }
    if (next < least)
        next = least;
    if (!before || next < before)
        self->cap_bytes = next;
    return self->cap_bytes != before;
}

size_t passage_limit (const passage_t *self, size_t wanted)
{
    return self->cap_bytes && self->cap_bytes < wanted ? self->cap_bytes : wanted;
}
