/*  thing.c — the order of what is said about a thing, and which of several things holds a key. */

#include "matters/thing.h"

#include <string.h>

bool stamp_before (stamp_t a, stamp_t b)
{
    return a.at_us != b.at_us ? a.at_us < b.at_us : a.seq < b.seq;
}

stamp_t stamp_make (int64_t committed_at_us, int64_t seq)
{
    return (stamp_t){committed_at_us ? committed_at_us : STAMP_UNCOMMITTED_US, seq};
}

bool thing_change (stamp_t *changed, stamp_t at)
{
    if (stamp_before (at, *changed))
        return false;
    *changed = at;
    return true;
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
