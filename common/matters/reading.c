/*  reading.c — whether an office may say that it has read a notice, and that it has. */

#include "matters/reading.h"

#include "base/day.h"
#include "catalogue/office_heir.h"
#include "matters/notice.h"
#include "matters/petition_transfer.h"
#include "matters/single.h"

#include <stdio.h>
#include <string.h>

static const reading_t *reading_of (const thing_t *thing)
{
    return (const reading_t *)thing;
}

/*  ---------------------------------------------------------------- keys */

/*  Without colons, of which a subject has its own. */
void reading_key_print (const address_t *notice, char key[MATTER_KEY_BYTES])
{
    snprintf (key, MATTER_KEY_BYTES, "%016llx.%llu.%016llx", (unsigned long long)notice->origin,
              (unsigned long long)notice->seq, (unsigned long long)notice->hash8);
}

static bool reading_key (const Qcdc__Fact *fact, char key[MATTER_KEY_BYTES])
{
    const Qcdc__Ref *ref = fact->notice_read->notice;
    if (!ref)
        return false;
    address_t notice = {ref->origin, ref->seq, ref->hash};
    reading_key_print (&notice, key);
    return true;
}

static void reading_key_of (const thing_t *self, char key[MATTER_KEY_BYTES])
{
    memcpy (key, reading_of (self)->key, MATTER_KEY_BYTES);
}

/*  The first time counts, whoever reads it again. */
static bool reading_repeats (const thing_t *thing, const Qcdc__Fact *fact, const uint8_t content[CONTENT_BYTES],
                             address_t *entry, int64_t *commit_seq)
{
    (void)fact;
    (void)content;
    *entry = thing->entry;
    *commit_seq = thing->commit_seq;
    return true;
}

/*  ---------------------------------------------------------------- verdicts */

/*  Of the province, whichever office it was sent to. */
static qcdc_status check_notice (const judge_input_t *input, fault_t *fault)
{
    if (input->source == TARGET_MISSING || input->source == TARGET_PENDING)
        return fault_set (fault, QCDC_WAITING, "notice", "waits for the entry that it refers to");
    if (input->source == TARGET_REFUSED)
        return fault_set (fault, QCDC_TARGET_REJECTED, "notice", "the entry that it refers to was rejected");
    if (input->source == TARGET_THING && input->source_thing->matter->id == MATTER_NOTICE)
        return QCDC_OK;
    return fault_set (fault, QCDC_TARGET_KIND, "notice", "the entry that it refers to is no notice");
}

/*  Whether it was sent to the office, or to one whose work it goes on with on DAY: that of the commit, as with what goes from office to
 *  office, whichever day its reader writes down. */
static bool is_for (const judge_input_t *input, const notice_t *notice, int32_t day)
{
    char code[CATALOG_CODE_BYTES_MAX + 1];
    for (const char *at = notice->shown_to; *at;) {
        size_t length = strcspn (at, " ");
        if (length < sizeof code) {
            memcpy (code, at, length);
            code[length] = '\0';
            if (transfer_is_of (input->catalog, code, input->office->code, day))
                return true;
        }
        at += length + (at[length] == ' ');
    }
    return false;
}

static qcdc_status check_reader (const char *read_by, fault_t *fault)
{
    if (!*read_by) {
        fault_set (fault, QCDC_EMPTY, "read_by", "who has read a notice is said");
        fault_advise (fault, "add by=…");
        return QCDC_EMPTY;
    }
    return verdict_check_name (read_by, "read_by", fault);
}

static qcdc_status check_read (const judge_input_t *input, const notice_t *notice, const Qcdc__NoticeRead *read,
                               fault_t *fault)
{
    char day[DAY_TEXT_BYTES], issued[DAY_TEXT_BYTES];
    QCDC_TRY (verdict_check_day (input, read->on, "on", fault));
    if (read->on < notice->on)
        return fault_set (fault, QCDC_BAD_DATE, "on", "%s is before the day of the notice, %s",
                          day_format_iso (read->on, day), day_format_iso (notice->on, issued));
    if (!is_for (input, notice, day_of_moment (input->committed_at_us)))
        return fault_set (fault, QCDC_NOT_YOURS, "notice", "notice %s was not sent to %s", notice->number,
                          input->office->code);
    return check_reader (read->read_by, fault);
}

static void reading_judge (const judge_input_t *input, const Qcdc__Fact *fact, const uint8_t content[CONTENT_BYTES],
                           verdict_t *verdict)
{
    (void)content;
    if (fact->kind_case != QCDC__FACT__KIND_NOTICE_READ) {
        fault_set (&verdict->fault, QCDC_BAD_NOTICE, "target", "that a notice was read is not taken back");
        verdict_conclude (verdict, QCDC_BAD_NOTICE);
        return;
    }
    qcdc_status status = check_notice (input, &verdict->fault);
    if (status == QCDC_OK && input->holder) {
        verdict_alias (verdict, input->holder->entry, input->holder->commit_seq);
        return;
    }
    if (status == QCDC_OK)
        status = check_read (input, (const notice_t *)input->source_thing, fact->notice_read, &verdict->fault);
    verdict_conclude (verdict, status);
}

/*  ---------------------------------------------------------------- the fold */

static qcdc_status apply (thing_t *self, const fact_event_t *event)
{
    reading_t *reading = (reading_t *)self;
    if (event->fact->kind_case != QCDC__FACT__KIND_NOTICE_READ || !event->fact->notice_read->notice)
        return QCDC_CORRUPT;
    const Qcdc__NoticeRead *fact = event->fact->notice_read;
    reading->notice = (address_t){fact->notice->origin, fact->notice->seq, fact->notice->hash};
    reading->on = fact->on;
    snprintf (reading->read_by, sizeof reading->read_by, "%s", fact->read_by);
    reading_key_print (&reading->notice, reading->key);
    const office_t *office = catalog_office_by_id (event->catalog, reading->office);
    const unit_t *unit = office ? catalog_unit_on (event->catalog, office->unit_code, reading->on) : NULL;
    reading->unit = unit ? unit->id : 0;
    memcpy (reading->content, event->content, CONTENT_BYTES);
    return QCDC_OK;
}

const matter_t READING_MATTER = {.id = MATTER_READING,
                                 .name = "reading",
                                 .size = sizeof (reading_t),
                                 .key = reading_key,
                                 .key_of = reading_key_of,
                                 .repeats = reading_repeats,
                                 .possible = single_possible,
                                 .fits = single_fits,
                                 .judge = reading_judge,
                                 .apply = apply,
                                 .has_part = single_has_part,
                                 .release = single_release};
