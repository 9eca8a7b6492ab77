/*  thing.c — the order of what is said about a thing, and which of several things holds a key. */

#include "matters/thing.h"

#include "facts/kind.h"

#include <string.h>

bool stamp_before (stamp_t a, stamp_t b)
{
    return a.at_us != b.at_us ? a.at_us < b.at_us : a.seq < b.seq;
}

stamp_t stamp_make (int64_t committed_at_us, int64_t seq)
{
    return (stamp_t){committed_at_us ? committed_at_us : STAMP_UNCOMMITTED_US, seq};
}

/*  The newest version that a correction was made on; a time that cannot be is none. */
static int64_t seen_at (const fact_event_t *event)
{
    int64_t seen = fact_seen_at (event->fact);
    return seen > 0 && seen < STAMP_UNCOMMITTED_US - 1 ? seen : 0;
}

stamp_t event_stamp (const fact_event_t *event)
{
    stamp_t stamp = event->stamp;
    int64_t after = seen_at (event) ? seen_at (event) + 1 : 0;
    if (stamp.at_us != STAMP_UNCOMMITTED_US && stamp.at_us < after)
        stamp.at_us = after;
    return stamp;
}

void event_has_no_effect (const fact_event_t *event)
{
    if (event->without_effect)
        *event->without_effect = true;
}

setter_t change_setter (const fact_event_t *event)
{
    return (setter_t){event_stamp (event), event->address.origin, event->address.seq};
}

bool setter_take (setter_t *self, const setter_t *by)
{
    if (stamp_before (by->at, self->at))
        return false;
    *self = *by;
    return true;
}

void void_take (bool *voided, setter_t *by, const fact_event_t *event)
{
    const setter_t other = {event->stamp, event->address.origin, event->address.seq};
    if (!*voided || stamp_before (other.at, by->at))
        *by = other;
    *voided = true;
}

void thing_note_version (thing_t *self, const fact_event_t *event)
{
    stamp_t stamp = event_stamp (event);
    /* What is not committed has no time yet; what follows it must come after all that it came after. */
    int64_t at = stamp.at_us != STAMP_UNCOMMITTED_US ? stamp.at_us : seen_at (event) ? seen_at (event) + 1 : 0;
    if (self->newest_us < at)
        self->newest_us = at;
}

void thing_note_change (thing_t *self, stamp_t *changed, const fact_event_t *event)
{
    stamp_t stamp = event_stamp (event);
    if (stamp_before (*changed, stamp))
        *changed = stamp;
    thing_note_version (self, event);
}

/*  What is not committed yet is newer than all that is. */
static bool is_newer (const thing_t *a, const thing_t *b)
{
    if ((a->commit_seq == 0) != (b->commit_seq == 0))
        return a->commit_seq == 0;
    return a->commit_seq != b->commit_seq ? a->commit_seq > b->commit_seq : a->entry.seq > b->entry.seq;
}

bool thing_holds_before (const thing_t *a, const thing_t *b)
{
    if (a->voided != b->voided)
        return !a->voided;
    int order = memcmp (a->content, b->content, CONTENT_BYTES);
    bool committed = a->commit_seq != 0 && b->commit_seq != 0;
    return !a->voided && committed && order != 0 ? order > 0 : is_newer (a, b);
}
