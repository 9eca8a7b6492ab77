/*  register_no.c — the number under which a paper register has its row: asked of petitions, receptions and matters alike. */

#include "matters/register_no.h"

#include "base/amount.h"
#include "base/day.h"
#include "base/register_number.h"
#include "base/text.h"
#include "matters/petition_key.h"

#include <string.h>

qcdc_status register_no_check (const char *local_no, const char *missing, fault_t *fault)
{
    char key[MATTER_KEY_BYTES];
    size_t length = strlen (local_no);
    if (length == 0)
        return fault_set (fault, QCDC_EMPTY, "local_no", "%s", missing);
    if (length > QCDC_LOCAL_NO_BYTES_MAX)
        return fault_set (fault, QCDC_BAD_LOCAL_NO, "local_no",
                          "a register number has at most %u bytes, this one %zu", QCDC_LOCAL_NO_BYTES_MAX, length);
    qcdc_status status = text_check (local_no, length, false);
    if (status != QCDC_OK)
        return fault_set (fault, status, "local_no", "%s", status_text (status));
    if (!number_is_clean (local_no))
        return fault_set (fault, QCDC_BAD_LOCAL_NO, "local_no",
                          "a register number has no invisible characters and no spaces at its ends");
    if (text_debris_error (local_no))
        return fault_set (fault, QCDC_BAD_LOCAL_NO, "local_no", "a register number is no error of a spreadsheet");
    if (!number_has_letters (local_no) || !petition_key_prefix (local_no, key))
        return fault_set (fault, QCDC_BAD_LOCAL_NO, "local_no",
                          "a register number has letters or digits, and no @: 12/KN@2019 is 12/KN of 2019");
    return QCDC_OK;
}

/*  Whole sentences, for people read them in their own language. */
static qcdc_status taken_by (const thing_t *holder, const char *number, const char *by, const char *day,
                             fault_t *fault)
{
    switch (holder->matter->id) {
    case MATTER_RECEPTION:
        return fault_set (fault, QCDC_DUPLICATE, "local_no",
                          "%s is the number of another reception of that year, entered by %s of %s", number, by, day);
    case MATTER_AFFAIR:
        return fault_set (fault, QCDC_DUPLICATE, "local_no",
                          "%s is the number of another matter of that year, opened by %s of %s", number, by, day);
    default:
        return fault_set (fault, QCDC_DUPLICATE, "local_no",
                          "%s is the number of another petition of that year, entered by %s of %s", number, by, day);
    }
}

static qcdc_status taken (const thing_t *holder, const char *number, fault_t *fault)
{
    switch (holder->matter->id) {
    case MATTER_RECEPTION:
        return fault_set (fault, QCDC_DUPLICATE, "local_no", "%s is the number of another reception of that year",
                          number);
    case MATTER_AFFAIR:
        return fault_set (fault, QCDC_DUPLICATE, "local_no", "%s is the number of another matter of that year",
                          number);
    default:
        return fault_set (fault, QCDC_DUPLICATE, "local_no", "%s is the number of another petition of that year",
                          number);
    }
}

qcdc_status register_no_free (const judge_input_t *input, const char *local_no, fault_t *fault)
{
    const thing_t *holder = input->holder;
    char by[ADDRESS_TEXT_BYTES], day[DAY_TEXT_BYTES];
    if (!holder || holder == input->thing)
        return QCDC_OK;
    const setter_t first = {{holder->created_at_us, holder->commit_seq}, holder->entry.origin, holder->entry.seq};
    return verdict_said_by (&first, by, day) ? taken_by (holder, local_no, by, day, fault)
                                             : taken (holder, local_no, fault);
}

qcdc_status register_no_correct (const judge_input_t *input, register_no_t seen, register_no_t wanted,
                                 register_no_t merged, fault_t *fault)
{
    char was[MATTER_KEY_BYTES], wish[MATTER_KEY_BYTES], is[MATTER_KEY_BYTES];
    if (!petition_key_print (merged.local_no, merged.on, is) ||
        !petition_key_print (wanted.local_no, wanted.on, wish))
        return QCDC_OK; /* which the check of the row refuses */
    if (petition_key_print (seen.local_no, seen.on, was) && strcmp (was, wish) == 0)
        return QCDC_OK;
    if (strcmp (is, wish) != 0) {
        fault_set (fault, QCDC_STALE, "local_no", "number and year were changed meanwhile, each by somebody else");
        fault_advise (fault, "look at what stands there now; if it has to be changed, correct it again");
        return QCDC_STALE;
    }
    return register_no_free (input, merged.local_no, fault);
}

static qcdc_status taken_back_by (const thing_t *thing, const char *number, const char *by, const char *day,
                                  fault_t *fault)
{
    switch (thing->matter->id) {
    case MATTER_RECEPTION:
        return fault_set (fault, QCDC_TARGET_VOID, "reception", "reception %s was taken back by %s of %s", number, by,
                          day);
    case MATTER_AFFAIR:
        return fault_set (fault, QCDC_TARGET_VOID, "matter", "matter %s was taken back by %s of %s", number, by, day);
    default:
        return fault_set (fault, QCDC_TARGET_VOID, "petition", "petition %s was taken back by %s of %s", number, by,
                          day);
    }
}

static qcdc_status taken_back (const thing_t *thing, const char *number, fault_t *fault)
{
    switch (thing->matter->id) {
    case MATTER_RECEPTION:
        return fault_set (fault, QCDC_TARGET_VOID, "reception", "reception %s was taken back", number);
    case MATTER_AFFAIR:
        return fault_set (fault, QCDC_TARGET_VOID, "matter", "matter %s was taken back", number);
    default:
        return fault_set (fault, QCDC_TARGET_VOID, "petition", "petition %s was taken back", number);
    }
}

qcdc_status register_no_stands (const thing_t *thing, const char *local_no, fault_t *fault)
{
    char by[ADDRESS_TEXT_BYTES], day[DAY_TEXT_BYTES];
    if (!thing->voided)
        return QCDC_OK;
    return verdict_said_by (&thing->voided_by, by, day) ? taken_back_by (thing, local_no, by, day, fault)
                                                        : taken_back (thing, local_no, fault);
}
