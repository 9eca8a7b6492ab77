/*  petition_stages.c — steps that a register has as columns.
 *
 *  Steps are folded in the order in which they were entered, so after each of them the petition is read anew: the next one is judged
 *  against what stands then, as the province will judge it. */

#include "petitions/petition_stages.h"

#include "base/day_read.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "facts/fact.h"
#include "facts/make.h"
#include "matters/petition_columns.h"
#include "petitions/petition_steps.h"
#include "petitions/petition_transfer_answer.h"

#include <stdio.h>
#include <string.h>

static const struct {
    Qcdc__Move move;
    bool after; /* the settlement */
} STAGES[PETITION_STAGE_COUNT] = {
    [STAGE_CLASSIFIED] = {QCDC__MOVE__CLASSIFIED, false}, [STAGE_ACCEPTED] = {QCDC__MOVE__ACCEPTED, false},
    [STAGE_VERIFYING] = {QCDC__MOVE__VERIFYING, false},   [STAGE_EXTENDED] = {QCDC__MOVE__EXTENDED, false},
    [STAGE_REFUSED] = {QCDC__MOVE__REFUSED, false},       [STAGE_GUIDED] = {QCDC__MOVE__GUIDED, false},
    [STAGE_FORWARDED] = {QCDC__MOVE__FORWARDED, false},   [STAGE_WITHDRAWN] = {QCDC__MOVE__WITHDRAWN, false},
    [STAGE_IN_FORCE] = {QCDC__MOVE__IN_FORCE, true},      [STAGE_CARRIED_OUT] = {QCDC__MOVE__CARRIED_OUT, true}};

qcdc_status petition_stage_parse (petition_row_t *row, petition_stage stage, const given_t *value, fault_t *fault)
{
    char *text QCDC_CLEANUP (memory_free) = NULL;
    const char *name = PETITION_STAGE_COLUMNS[stage];
    QCDC_TRY (given_clean (value, name, &text, fault));
    if (!*text)
        return QCDC_OK;
    qcdc_status status = day_read (text, &row->stages[stage], fault);
    if (status != QCDC_OK)
        snprintf (fault->field, sizeof fault->field, "%s", name);
    return status;
}

bool petition_row_has_stages (const petition_row_t *row)
{
    for (int i = 0; i < PETITION_STAGE_COUNT; i++)
        if (row->stages[i])
            return true;
    return false;
}

/*  The step that STAGE is: one of that day, else the last of its kind that a register told; NULL: there is none. */
static const move_t *stage_find (const petition_t *petition, petition_stage stage, int32_t day)
{
    const move_t *found = NULL;
    for (size_t i = 0; i < petition->move_count; i++) {
        const move_t *move = &petition->moves[i];
        if (move->voided || move->move != (int)STAGES[stage].move)
            continue;
        if (move->on == day)
            return move;
        if (move->from_register)
            found = move;
    }
    return found;
}

bool petition_stages_before (const petition_row_t *row, const petition_view_t *view)
{
    for (int i = 0; i < PETITION_STAGE_COUNT; i++)
        if (row->stages[i] && !STAGES[i].after && !stage_find (&view->petition, (petition_stage)i, row->stages[i]))
            return true;
    return false;
}

/*  "accepted_on: 04/06/2020 → 05/06/2020" */
static void change_say (petition_stage stage, const move_t *known, int32_t day, char *changes, size_t size)
{
    char before[DAY_TEXT_BYTES] = "", now[DAY_TEXT_BYTES];
    size_t used = strlen (changes);
    if (known)
        day_format_people (known->on, before);
    snprintf (changes + used, size - used, "%s%s: %s → %s", used ? "; " : "", _ (PETITION_STAGE_COLUMNS[stage]),
              before, day_format_people (day, now));
}

/*  Files STAGE of DAY: a new step, of which whoever handed the petition over hears where it ends it, or a correction of the KNOWN one. */
static qcdc_status stage_file (desk_t *desk, const petition_view_t *view, petition_stage stage, const move_t *known,
                               int32_t day, size_t *entries, fault_t *fault)
{
    bool appended = false;
    Qcdc__PetitionMoved moved = QCDC__PETITION_MOVED__INIT, seen;
    Qcdc__Corrected corrected;
    Qcdc__Ref petition, target;
    ref_set (&petition, &view->petition.entry);
    if (known) {
        move_say (known, &moved);
        moved.on = day;
    } else {
        moved.petition = &petition;
        moved.move = STAGES[stage].move;
        moved.on = day;
        moved.from_register = true;
        moved.seen_at_us = view->petition.newest_us;
    }
    Qcdc__Fact step = fact_of_move (&moved), fact = step;
    if (known) {
        move_say (known, &seen);
        Qcdc__Fact saw = fact_of_move (&seen);
        ref_set (&target, &known->entry);
        fact = fact_of_correction (&corrected, &target, &saw, &step, view->petition.newest_us);
    }
    judge_input_t input = petition_input (desk, view, known);
    qcdc_status status = desk_append (desk, &input, &fact, NULL, false, &appended, NULL, fault);
    *entries += appended;
    if (status == QCDC_OK && appended && !known)
        return hand_over_ended (desk, &view->petition, &moved, NULL, entries, fault);
    if (status == QCDC_BAD_MOVE && !known)
        petition_step_advise (desk->home.catalog, &view->petition, &moved, fault);
    if (status == QCDC_BAD_DATE || status == QCDC_BAD_MOVE)
        snprintf (fault->field, sizeof fault->field, "%s", PETITION_STAGE_COLUMNS[stage]);
    return status;
}

/*  The stages of ROW of that part of its life, by their days; of one day in the order of the law.  Returns how many. */
static size_t stages_sort (const petition_row_t *row, bool after, petition_stage sorted[PETITION_STAGE_COUNT])
{
    size_t count = 0;
    for (int i = 0; i < PETITION_STAGE_COUNT; i++) {
        if (!row->stages[i] || STAGES[i].after != after)
            continue;
        size_t place = count++;
        for (; place > 0 && row->stages[sorted[place - 1]] > row->stages[i]; place--)
            sorted[place] = sorted[place - 1];
        sorted[place] = (petition_stage)i;
    }
    return count;
}

qcdc_status petition_stages_file (desk_t *desk, const petition_row_t *row, bool after, size_t *entries, char *changes,
                                  size_t size, fault_t *fault)
{
    petition_stage sorted[PETITION_STAGE_COUNT];
    size_t count = stages_sort (row, after, sorted);
    for (size_t i = 0; i < count; i++) {
        petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
        petition_view_t *view;
        int32_t day = row->stages[sorted[i]];
        QCDC_TRY (petition_find (desk, desk->home.office->code, row->key, &views, &view, fault));
        const move_t *known = view ? stage_find (&view->petition, sorted[i], day) : NULL;
        if (!view || (known && known->on == day))
            continue;
        change_say (sorted[i], known, day, changes, size);
        QCDC_TRY (stage_file (desk, view, sorted[i], known, day, entries, fault));
    }
    return QCDC_OK;
}
