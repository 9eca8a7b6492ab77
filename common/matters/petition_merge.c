/*  petition_merge.c — column by column: what a correction changes is taken over into what stands, unless it was changed since. */

#include "matters/petition_merge.h"

#include "matters/petition_columns.h"
#include "matters/verdict.h"

static qcdc_status merge_column_text (merging_t *self, bool changes, const setter_t *set, int column)
{
    return merge_text (self, changes, set, petition_column_name (column));
}

/*  What a denunciation says is screened before it is written, by the kind that its writer knew: so a text and the kind TO_CAO
 *  do not come together from two who had not seen each other's. */
static qcdc_status merge_denunciation (merging_t *self, const petition_t *petition, const Qcdc__PetitionReceived *row)
{
    const int denounces = QCDC__PETITION_KIND__TO_CAO, seen = (int)self->fact->petition_seen->kind;
    const int wanted = (int)self->fact->petition->kind;
    const column_now_t kind = {petition_column_name (SAID_KIND), petition_kind_name (seen), "TO_CAO",
                               &petition->set[SAID_KIND]};
    if (seen == denounces || ((int)row->kind == denounces) == (wanted == denounces))
        return QCDC_OK;
    if (wanted != denounces)
        return self->fact->title || self->fact->summary ? verdict_stale (&kind, self->fault) : QCDC_OK;
    QCDC_TRY (merge_column_text (self, true, &petition->set[SAID_TITLE], SAID_TITLE));
    return merge_column_text (self, true, &petition->set[SAID_SUMMARY], SAID_SUMMARY);
}

qcdc_status petition_merge (merging_t *self, const petition_t *petition, Qcdc__PetitionReceived *row)
{
    const Qcdc__PetitionReceived *seen = self->fact->petition_seen, *wanted = self->fact->petition;
    char was[COLUMN_TEXT_BYTES], is[COLUMN_TEXT_BYTES];
    QCDC_TRY (merge_denunciation (self, petition, row));
    for (int column = 0; column < SAID_TITLE; column++) {
        if (petition_column_same (column, seen, wanted) || petition_column_same (column, row, wanted))
            continue;
        if (!petition_column_same (column, row, seen) ||
            verdict_overtaken (self->input, self->fact->seen_at_us, petition->set[column].at)) {
            column_now_t now = {petition_column_name (column), petition_column_text (column, seen, was),
                                petition_column_text (column, row, is), &petition->set[column]};
            return verdict_stale (&now, self->fault);
        }
        petition_column_copy (column, row, wanted);
        self->changes++;
    }
    QCDC_TRY (merge_column_text (self, self->fact->identity && petition_column_same (SAID_IDENTITY, seen, wanted),
                                 &petition->set[SAID_IDENTITY], SAID_IDENTITY));
    if (self->fact->identity)
        petition_column_copy (SAID_IDENTITY, row, wanted);
    QCDC_TRY (merge_column_text (self, self->fact->title != 0, &petition->set[SAID_TITLE], SAID_TITLE));
    return merge_column_text (self, self->fact->summary != 0, &petition->set[SAID_SUMMARY], SAID_SUMMARY);
}

qcdc_status move_merge (merging_t *self, const move_t *move, Qcdc__PetitionMoved *row)
{
    const Qcdc__PetitionMoved *seen = self->fact->move_seen, *wanted = self->fact->move;
    char was[COLUMN_TEXT_BYTES], is[COLUMN_TEXT_BYTES];
    for (int column = 0; column < MOVE_COLUMNS_SAID; column++) {
        if (move_column_same (column, seen, wanted) || move_column_same (column, row, wanted))
            continue;
        if (!move_column_same (column, row, seen) ||
            verdict_overtaken (self->input, self->fact->seen_at_us, move->set[column].at)) {
            column_now_t now = {move_column_name (column), move_column_text (column, seen, was),
                                move_column_text (column, row, is), &move->set[column]};
            return verdict_stale (&now, self->fault);
        }
        move_column_copy (column, row, wanted);
        self->changes++;
    }
    return QCDC_OK;
}
