/*  merge.c — what a correction comes to. */

#include "matters/merge.h"

qcdc_status merge_text (merging_t *self, bool changes, const setter_t *set, const char *name)
{
    const column_now_t now = {.name = name, .set = set};
    if (!changes)
        return QCDC_OK;
    if (verdict_unseen (self->input, self->fact->seen_at_us, set) ||
        verdict_overtaken (self->input, self->fact->seen_at_us, set->at))
        return verdict_stale (&now, self->fault);
    self->changes++;
    return QCDC_OK;
}
