/*  verdict.c — the conclusions that all matters share.
 *
 *  A verdict is accepted, or it has a reason: nothing is refused without one line that says why.  Everything is the caller's. */

#include "matters/verdict.h"

#include "base/day.h"
#include "base/text.h"
#include "matters/matter.h"

#include <string.h>

/*  Spreadsheets count days from the end of 1899: an empty cell, a zero or a small number becomes a day of 1900. */
#define DAY_OF_1901 (-25202)

qcdc_status verdict_check_line (const char *line, const char *field, fault_t *fault)
{
    size_t length = strlen (line);
    qcdc_status status = text_check (line, length, false);
    if (status != QCDC_OK)
        return fault_set (fault, status, field, "%s", status_text (status));
    if (length && (line[0] == ' ' || line[length - 1] == ' '))
        return fault_set (fault, QCDC_BAD_CHARACTER, field, "a name has no spaces at its ends");
    return QCDC_OK;
}

qcdc_status verdict_check_name (const char *name, const char *field, fault_t *fault)
{
    size_t length = strlen (name);
    if (!length)
        return fault_set (fault, QCDC_EMPTY, field, "%s", status_text (QCDC_EMPTY));
    if (length > QCDC_HANDLER_BYTES_MAX)
        return fault_set (fault, QCDC_TOO_LARGE, field, "a name has at most %u bytes, this one %zu",
                          QCDC_HANDLER_BYTES_MAX, length);
    return verdict_check_line (name, field, fault);
}

bool content_equal (const uint8_t a[CONTENT_BYTES], const uint8_t b[CONTENT_BYTES])
{
    return memcmp (a, b, CONTENT_BYTES) == 0;
}

void verdict_conclude (verdict_t *self, qcdc_status status)
{
    self->fault.status = status;
    if (status == QCDC_OK)
        self->state = QCDC__VERDICT_STATE__VERDICT_ACCEPTED;
    else if (status == QCDC_WAITING)
        self->state = QCDC__VERDICT_STATE__VERDICT_WAITING;
    else if (status == QCDC_UNSUPPORTED)
        self->state = QCDC__VERDICT_STATE__VERDICT_UNSUPPORTED;
    else
        self->state = QCDC__VERDICT_STATE__VERDICT_REJECTED;
}

void verdict_alias (verdict_t *self, address_t entry, int64_t commit_seq)
{
    self->state = QCDC__VERDICT_STATE__VERDICT_ALIAS;
    self->fault.status = QCDC_OK;
    self->repeats = commit_seq;
    self->repeated = entry;
}

qcdc_status verdict_check_there (target_kind target, const char *field, fault_t *fault)
{
    if (target == TARGET_MISSING || target == TARGET_PENDING)
        return fault_set (fault, QCDC_WAITING, field, "waits for the entry that it refers to");
    if (target == TARGET_REFUSED)
        return fault_set (fault, QCDC_TARGET_REJECTED, field, "the entry that it refers to was rejected");
    return QCDC_OK;
}

qcdc_status verdict_check_thing (const judge_input_t *input, matter_id matter, const char *otherwise, fault_t *fault)
{
    QCDC_TRY (verdict_check_there (input->target, "target", fault));
    if (input->target == TARGET_THING && input->thing->matter->id == matter)
        return QCDC_OK;
    return fault_set (fault, QCDC_TARGET_KIND, "target", "%s", otherwise);
}

qcdc_status verdict_check_target (const judge_input_t *input, fault_t *fault)
{
    QCDC_TRY (verdict_check_there (input->target, "target", fault));
    if (input->target_office != input->office->id)
        return fault_set (fault, QCDC_NOT_YOURS, "target", "the entry that it refers to belongs to another office");
    return QCDC_OK;
}

bool verdict_said_by (const setter_t *set, char by[ADDRESS_TEXT_BYTES], char day[DAY_TEXT_BYTES])
{
    if (set->at.at_us <= 0 || set->at.at_us == STAMP_UNCOMMITTED_US || !set->seq)
        return false;
    address_format (set->origin, set->seq, by);
    day_format_iso (day_of_moment (set->at.at_us), day);
    return true;
}

qcdc_status verdict_stale (const column_now_t *column, fault_t *fault)
{
    char day[DAY_TEXT_BYTES], by[ADDRESS_TEXT_BYTES];
    const setter_t *set = column->set;
    bool committed = set->at.at_us > 0 && set->at.at_us != STAMP_UNCOMMITTED_US;
    day_format_iso (committed ? day_of_moment (set->at.at_us) : 0, day);
    address_format (set->origin, set->seq, by);
    if (!column->now)
        fault_set (fault, QCDC_STALE, column->name, "%s was written anew meanwhile, by %s of %s", column->name, by,
                   day);
    else if (committed)
        fault_set (fault, QCDC_STALE, column->name, "%s was %s when this was written, and is %s by %s of %s",
                   column->name, column->seen, column->now, by, day);
    else
        fault_set (fault, QCDC_STALE, column->name, "%s was %s when this was written, and is %s", column->name,
                   column->seen, column->now);
    fault_advise (fault, "look at what stands there now; if it has to be changed, correct it again");
    return QCDC_STALE;
}

bool verdict_unseen (const judge_input_t *input, int64_t seen_at_us, const setter_t *set)
{
    return set->origin && set->origin != input->origin && set->at.at_us > seen_at_us;
}

bool verdict_overtaken (const judge_input_t *input, int64_t seen_at_us, stamp_t at)
{
    int64_t at_us = seen_at_us >= input->committed_at_us ? seen_at_us + 1 : input->committed_at_us;
    return at.at_us != STAMP_UNCOMMITTED_US && at.at_us > at_us;
}

qcdc_status verdict_check_day (const judge_input_t *input, int32_t day, const char *field, fault_t *fault)
{
    char text[DAY_TEXT_BYTES], first[DAY_TEXT_BYTES];
    if (day < QCDC_DAY_MIN || day > QCDC_DAY_MAX)
        return fault_set (fault, QCDC_BAD_DATE, field, "a day before 1900 or after 9999");
    if (day < DAY_OF_1901)
        return fault_set (fault, QCDC_BAD_DATE, field,
                          "%s is what a spreadsheet makes of an empty cell or of a number",
                          day_format_iso (day, text));
    /* Other programs, and a field that is not set, begin to count at 1970-01-01. */
    if (day == 0)
        return fault_set (fault, QCDC_BAD_DATE, field, "%s is what a program makes of a zero or of an empty cell",
                          day_format_iso (day, text));
    if (day < QCDC_REGISTER_DAY_MIN)
        return fault_set (fault, QCDC_BAD_DATE, field, "%s is before %s, and no register is that old",
                          day_format_iso (day, text), day_format_iso (QCDC_REGISTER_DAY_MIN, first));
    if (day <= day_of_moment (input->committed_at_us))
        return QCDC_OK;
    fault_set (fault, QCDC_BAD_DATE, field, "%s has not come yet", day_format_iso (day, text));
    verdict_advise_today (input, fault);
    return QCDC_BAD_DATE;
}

void verdict_advise_today (const judge_input_t *input, fault_t *fault)
{
    char today[DAY_TEXT_BYTES];
    fault_advise (fault, "by this computer's clock it is %s",
                  day_format_people (day_of_moment (input->committed_at_us), today));
}
