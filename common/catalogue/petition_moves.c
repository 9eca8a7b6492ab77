/*  petition_moves.c — reading the table of steps, and looking one up. */

#include "catalogue/petition_moves.h"

#include "base/i18n.h"
#include "facts/fact.h"
#include "facts/petition_life.h"

#include <string.h>

enum { KIND, INSTANCE, MOVE, FROM_STATES, NEEDS, WHY_VI, WHY_EN, CITATION };

static const struct {
    const char *name;
    unsigned need;
} NEED_NAMES[] = {{"reason", NEEDS_REASON},
                  {"article", NEEDS_ARTICLE},
                  {"outcome", NEEDS_OUTCOME},
                  {"expected_on", NEEDS_EXPECTED_ON}};

const char *petition_need_name (unsigned need)
{
    for (size_t i = 0; i < sizeof NEED_NAMES / sizeof *NEED_NAMES; i++)
        if (NEED_NAMES[i].need == need)
            return NEED_NAMES[i].name;
    return NULL;
}

/*  The code in COLUMN as machines write it: what people call it is for people to type. */
static qcdc_status code_field (const row_source_t *self, int column, const char *(*name) (int), int *code)
{
    const char *text;
    QCDC_TRY (row_code (self, column, &text));
    for (*code = 1; name (*code); ++*code)
        if (strcmp (name (*code), text) == 0)
            return QCDC_OK;
    return row_fail (self, column,
                     column == KIND ? N_ ("there is no kind of petition '%s'") : N_ ("there is no step '%s'"), text);
}

static qcdc_status states_field (const row_source_t *self, petition_move_t *move)
{
    const char *const *words;
    petition_state next;
    QCDC_TRY (row_words (self, FROM_STATES, &words));
    if (!words[0])
        return row_fail (self, FROM_STATES, N_ ("a step is taken in a state: name those in which it is possible"));
    for (; *words; words++) {
        int state = 0;
        while (state < PETITION_STATE_COUNT && strcmp (petition_state_code ((petition_state)state), *words) != 0)
            state++;
        if (state == PETITION_STATE_COUNT)
            return row_fail (self, FROM_STATES, N_ ("there is no state '%s'"), *words);
        if (!petition_move_possible ((petition_state)state, move->move, false, &next))
            return row_fail (self, FROM_STATES, N_ ("%s cannot follow in the state '%s', whatever is published"),
                             move_name (move->move), *words);
        move->from |= 1u << state;
    }
    return QCDC_OK;
}

static qcdc_status needs_field (const row_source_t *self, petition_move_t *move)
{
    const char *const *words;
    QCDC_TRY (row_words (self, NEEDS, &words));
    for (; *words; words++) {
        size_t i = 0;
        while (i < sizeof NEED_NAMES / sizeof *NEED_NAMES && strcmp (NEED_NAMES[i].name, *words) != 0)
            i++;
        if (i == sizeof NEED_NAMES / sizeof *NEED_NAMES)
            return row_fail (self, NEEDS,
                             N_ ("a step brings a reason, an article, an outcome or an expected_on, and no '%s'"),
                             *words);
        if (NEED_NAMES[i].need == NEEDS_OUTCOME && move->move != QCDC__MOVE__SETTLED)
            return row_fail (self, NEEDS, N_ ("only SETTLED brings an outcome"));
        if (NEED_NAMES[i].need == NEEDS_EXPECTED_ON && move->move != QCDC__MOVE__INTERIM_REPLIED)
            return row_fail (self, NEEDS, N_ ("only INTERIM_REPLIED brings an expected_on"));
        move->needs |= NEED_NAMES[i].need;
    }
    return QCDC_OK;
}

qcdc_status petition_move_row (row_source_t *self, void *row)
{
    petition_move_t *move = row;
    QCDC_TRY (code_field (self, KIND, petition_kind_name, &move->kind));
    QCDC_TRY (row_int (self, INSTANCE, 1, PETITION_INSTANCES, &move->instance));
    QCDC_TRY (code_field (self, MOVE, move_name, &move->move));
    if (move->instance > 1 && !petition_kind_has_instances (move->kind))
        return row_fail (self, INSTANCE, N_ ("only a complaint or a denunciation comes to a second instance"));
    QCDC_TRY (states_field (self, move));
    QCDC_TRY (needs_field (self, move));
    QCDC_TRY (row_text (self, WHY_VI, true, &move->why_vi));
    QCDC_TRY (row_text (self, WHY_EN, true, &move->why_en));
    QCDC_TRY (row_text (self, CITATION, true, &move->citation));
    move->valid_from = self->row->from;
    move->valid_to = self->row->to;
    return QCDC_OK;
}

static bool holds (const petition_move_t *row, int kind, int instance, int32_t day)
{
    return row->kind == kind && row->instance == instance && row->valid_from <= day && day <= row->valid_to;
}

const petition_move_t *petition_move_on (const catalog_t *self, int kind, int instance, int move, int32_t day)
{
    for (size_t i = 0; i < self->petition_move_count; i++)
        if (self->petition_moves[i].move == move && holds (&self->petition_moves[i], kind, instance, day))
            return &self->petition_moves[i];
    return NULL;
}

bool petition_moves_hold (const catalog_t *self, int kind, int instance, int32_t day)
{
    for (size_t i = 0; i < self->petition_move_count; i++)
        if (holds (&self->petition_moves[i], kind, instance, day))
            return true;
    return false;
}
