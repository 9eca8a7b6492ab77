/*  notice_judge.c — what a notice must say of itself, to whom it may be sent, and what is withdrawn. */

#include "matters/notice.h"

#include "base/day.h"
#include "matters/petition.h"
#include "matters/register_no.h"

#include <stdlib.h>
#include <string.h>

static const notice_t *notice_of (const thing_t *thing)
{
    return (const notice_t *)thing;
}

/*  ---------------------------------------------------------------- what a fact must say by itself */

static qcdc_status check_line (const char *text, const char *field, size_t max, const char *missing, fault_t *fault)
{
    size_t length = strlen (text);
    if (!length)
        return missing ? fault_set (fault, QCDC_EMPTY, field, "%s", missing) : QCDC_OK;
    if (length > max)
        return fault_set (fault, QCDC_TOO_LARGE, field, "at most %zu bytes, and this has %zu", max, length);
    return verdict_check_line (text, field, fault);
}

static qcdc_status check_codes (char *const *codes, size_t count, fault_t *fault)
{
    if (count > QCDC_NOTICE_OFFICES_MAX)
        return fault_set (fault, QCDC_TOO_LARGE, "shown_to",
                          "a notice is sent to at most %u offices, this one to %zu", QCDC_NOTICE_OFFICES_MAX, count);
    for (size_t i = 0; i < count; i++) {
        if (strlen (codes[i]) > CATALOG_CODE_BYTES_MAX)
            return fault_set (fault, QCDC_TOO_LARGE, "shown_to", "a code has at most %u characters",
                              CATALOG_CODE_BYTES_MAX);
        if (i && strcmp (codes[i - 1], codes[i]) >= 0)
            return fault_set (fault, QCDC_BAD_NOTICE, "shown_to", "codes are sorted and not repeated");
    }
    return QCDC_OK;
}

static qcdc_status fits (const Qcdc__Fact *fact, fault_t *fault)
{
    if (fact->kind_case == QCDC__FACT__KIND_NOTICE_ISSUED)
        return check_codes (fact->notice_issued->shown_to, fact->notice_issued->n_shown_to, fault);
    return check_codes (fact->notice_withdrawn->shown_to, fact->notice_withdrawn->n_shown_to, fault);
}

/*  Each is an office of that day, and there is at least one besides the own one, which has it anyhow. */
static qcdc_status check_offices (const judge_input_t *input, const Qcdc__NoticeIssued *issued, fault_t *fault)
{
    char on[DAY_TEXT_BYTES];
    if (!issued->n_shown_to) {
        fault_set (fault, QCDC_EMPTY, "shown_to", "a notice is sent to at least one office");
        fault_advise (fault, "add to=…");
        return QCDC_EMPTY;
    }
    for (size_t i = 0; i < issued->n_shown_to; i++)
        if (!catalog_office_on (input->catalog, issued->shown_to[i], issued->issued_on))
            return fault_set (fault, QCDC_BAD_UNIT, "shown_to", "there is no office %s on %s", issued->shown_to[i],
                              day_format_iso (issued->issued_on, on));
    return QCDC_OK;
}

/*  Of which reports it speaks is asked by their period: another word would find none. */
static qcdc_status check_period (const judge_input_t *input, const char *period, fault_t *fault)
{
    QCDC_TRY (check_line (period, "period", PERIOD_TEXT_BYTES - 1, NULL, fault));
    if (!*period || period_is_known (input->catalog, period))
        return QCDC_OK;
    fault_set (fault, QCDC_BAD_PERIOD, "period", "%s is no period of any form", period);
    fault_advise (fault, "periods are written as in 2020-H1, 2020, 2020-Q3, 2020-M06, 2020-9M");
    return QCDC_BAD_PERIOD;
}

static qcdc_status notice_check (const judge_input_t *input, const Qcdc__NoticeIssued *issued, fault_t *fault)
{
    QCDC_TRY (register_no_check (issued->number, "a notice needs its number", fault));
    QCDC_TRY (verdict_check_day (input, issued->issued_on, "issued_on", fault));
    QCDC_TRY (check_line (issued->kind, "kind", QCDC_NOTICE_KIND_BYTES_MAX,
                          "a notice says what kind of document it is", fault));
    QCDC_TRY (
        check_line (issued->signatory, "signatory", QCDC_HANDLER_BYTES_MAX, "a notice says who signed it", fault));
    QCDC_TRY (check_period (input, issued->period, fault));
    if (issued->tasks > QCDC_NOTICE_TASKS_MAX)
        return fault_set (fault, QCDC_TOO_LARGE, "tasks", "a notice numbers at most %u tasks", QCDC_NOTICE_TASKS_MAX);
    return check_offices (input, issued, fault);
}

/*  ---------------------------------------------------------------- keys and second copies */

static bool notice_key (const Qcdc__Fact *fact, char key[MATTER_KEY_BYTES])
{
    return petition_key_print (fact->notice_issued->number, fact->notice_issued->issued_on, key);
}

static void notice_key_of (const thing_t *self, char key[MATTER_KEY_BYTES])
{
    memcpy (key, notice_of (self)->key, MATTER_KEY_BYTES);
}

static bool notice_repeats (const thing_t *thing, const Qcdc__Fact *fact, const uint8_t content[CONTENT_BYTES],
                            address_t *entry, int64_t *commit_seq)
{
    const notice_t *self = notice_of (thing);
    if (fact->kind_case == QCDC__FACT__KIND_NOTICE_ISSUED) {
        *entry = self->entry;
        *commit_seq = self->commit_seq;
        return content_equal (self->content, content);
    }
    if (!self->withdrawn_count)
        return false;
    *entry = self->withdrawn[0].address;
    *commit_seq = self->withdrawn[0].commit_seq;
    return content_equal (self->withdrawn[0].content, content);
}

static bool notice_possible (const thing_t *self, const Qcdc__Fact *fact)
{
    (void)fact;
    return !notice_of (self)->withdrawn_on;
}

/*  ---------------------------------------------------------------- verdicts */

static void judge_issued (const judge_input_t *input, const Qcdc__Fact *fact, const uint8_t content[CONTENT_BYTES],
                          verdict_t *verdict)
{
    const Qcdc__NoticeIssued *issued = fact->notice_issued;
    fault_t *fault = &verdict->fault;
    char on[DAY_TEXT_BYTES];
    address_t entry;
    int64_t commit_seq;
    /* First: what the first copy was taken in with may be asked otherwise by now. */
    if (input->holder && notice_repeats (input->holder, fact, content, &entry, &commit_seq)) {
        verdict_alias (verdict, entry, commit_seq);
        return;
    }
    qcdc_status status = notice_check (input, issued, fault);
    if (status == QCDC_OK && input->holder)
        status = fault_set (fault, QCDC_DUPLICATE, "number", "%s is the number of another notice of that year, of %s",
                            issued->number, day_format_iso (notice_of (input->holder)->on, on));
    verdict_conclude (verdict, status);
}

static qcdc_status check_target (const judge_input_t *input, fault_t *fault)
{
    QCDC_TRY (verdict_check_target (input, fault));
    if (input->target == TARGET_THING && input->thing->matter->id == MATTER_NOTICE)
        return QCDC_OK;
    return fault_set (fault, QCDC_TARGET_KIND, "target", "the entry that it refers to is no notice");
}

static qcdc_status check_withdrawal (const judge_input_t *input, const notice_t *notice,
                                     const Qcdc__NoticeWithdrawn *withdrawn, fault_t *fault)
{
    char day[DAY_TEXT_BYTES], issued[DAY_TEXT_BYTES];
    if (notice->withdrawn_on)
        return fault_set (fault, QCDC_BAD_NOTICE, "notice", "notice %s is withdrawn already, since %s",
                          notice->number, day_format_iso (notice->withdrawn_on, day));
    QCDC_TRY (verdict_check_day (input, withdrawn->on, "on", fault));
    if (withdrawn->on < notice->on)
        return fault_set (fault, QCDC_BAD_DATE, "on", "%s is before the day of the notice, %s",
                          day_format_iso (withdrawn->on, day), day_format_iso (notice->on, issued));
    if (!withdrawn->reasoned) {
        fault_set (fault, QCDC_EMPTY, "reason", "why a notice is withdrawn is said");
        fault_advise (fault, "add reason=…");
        return QCDC_EMPTY;
    }
    if (*withdrawn->replaced_by)
        QCDC_TRY (register_no_check (withdrawn->replaced_by, "", fault));
    /* Who has the notice hears that it holds no more. */
    notice_t said = {.shown_to = notice->shown_to};
    size_t count = 0;
    for (size_t i = 0; i < withdrawn->n_shown_to; i++)
        count += notice_is_for (&said, withdrawn->shown_to[i]);
    size_t wanted = *notice->shown_to != '\0';
    for (const char *at = notice->shown_to; *at; at++)
        wanted += *at == ' ';
    if (count != wanted || count != withdrawn->n_shown_to)
        return fault_set (fault, QCDC_BAD_NOTICE, "shown_to", "it is sent to those to whom the notice was");
    return QCDC_OK;
}

static void judge_withdrawn (const judge_input_t *input, const Qcdc__Fact *fact, const uint8_t content[CONTENT_BYTES],
                             verdict_t *verdict)
{
    address_t entry;
    int64_t commit_seq;
    qcdc_status status = check_target (input, &verdict->fault);
    if (status == QCDC_OK && notice_repeats (input->thing, fact, content, &entry, &commit_seq)) {
        verdict_alias (verdict, entry, commit_seq);
        return;
    }
    if (status == QCDC_OK)
        status = check_withdrawal (input, notice_of (input->thing), fact->notice_withdrawn, &verdict->fault);
    verdict_conclude (verdict, status);
}

static void notice_judge (const judge_input_t *input, const Qcdc__Fact *fact, const uint8_t content[CONTENT_BYTES],
                          verdict_t *verdict)
{
    switch (fact->kind_case) {
    case QCDC__FACT__KIND_NOTICE_ISSUED:
        judge_issued (input, fact, content, verdict);
        break;
    case QCDC__FACT__KIND_NOTICE_WITHDRAWN:
        judge_withdrawn (input, fact, content, verdict);
        break;
    default:
        /* Others have read it. */
        fault_set (&verdict->fault, QCDC_BAD_NOTICE, "target",
                   "a notice is neither corrected nor taken back but withdrawn");
        fault_advise (&verdict->fault, "qcdc notice withdraw says that it holds no more, with a reason");
        verdict_conclude (verdict, QCDC_BAD_NOTICE);
    }
}

/*  ---------------------------------------------------------------- the registry's row */

static qcdc_status apply (thing_t *self, const fact_event_t *event)
{
    return notice_apply ((notice_t *)self, event);
}

static bool has_part (const thing_t *self, address_t part)
{
    return notice_withdrawal_at (notice_of (self), part.origin, part.seq) != NULL;
}

static void release (thing_t *self)
{
    notice_release ((notice_t *)self);
}

const matter_t NOTICE_MATTER = {.id = MATTER_NOTICE,
                                .name = "notice",
                                .size = sizeof (notice_t),
                                .key = notice_key,
                                .key_of = notice_key_of,
                                .repeats = notice_repeats,
                                .possible = notice_possible,
                                .fits = fits,
                                .judge = notice_judge,
                                .apply = apply,
                                .has_part = has_part,
                                .release = release};
