/*  notice.c — the fold of a notice.  Withdrawals stand in the order of their stamps, whatever order they came in; the first is the one that
 *  counts. */

#include "matters/notice.h"

#include "matters/petition.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool notice_is_for (const notice_t *self, const char *code)
{
    size_t length = strlen (code);
    for (const char *at = self->shown_to; at && *at; at += strcspn (at, " "), at += *at == ' ')
        if (length && strncmp (at, code, length) == 0 && (at[length] == ' ' || at[length] == '\0'))
            return true;
    return false;
}

const withdrawal_t *notice_withdrawal_at (const notice_t *self, uint64_t origin, uint64_t seq)
{
    for (size_t i = 0; i < self->withdrawn_count; i++)
        if (self->withdrawn[i].entry.origin == origin && self->withdrawn[i].entry.seq == seq)
            return &self->withdrawn[i];
    return NULL;
}

qcdc_status notice_put_withdrawal (notice_t *self, const withdrawal_t *withdrawal)
{
    if (notice_withdrawal_at (self, withdrawal->entry.origin, withdrawal->entry.seq))
        return QCDC_OK;
    withdrawal_t *all = realloc (self->withdrawn, (self->withdrawn_count + 1) * sizeof *all);
    if (!all)
        return QCDC_NO_MEMORY;
    self->withdrawn = all;
    size_t place = self->withdrawn_count;
    while (place > 0 && stamp_before (withdrawal->order, all[place - 1].order))
        place--;
    memmove (all + place + 1, all + place, (self->withdrawn_count - place) * sizeof *all);
    all[place] = *withdrawal;
    self->withdrawn_count++;
    self->withdrawn_on = all[0].on;
    return QCDC_OK;
}

void notice_release (notice_t *self)
{
    free (self->shown_to);
    free (self->withdrawn);
    self->shown_to = NULL;
    self->withdrawn = NULL;
    self->withdrawn_count = 0;
}

/*  The codes with a blank between; malloc'ed.  NULL: no memory. */
static char *codes_join (char *const *codes, size_t count)
{
    size_t length = 1;
    for (size_t i = 0; i < count; i++)
        length += strlen (codes[i]) + 1;
    char *text = malloc (length), *at = text;
    if (!text)
        return NULL;
    for (size_t i = 0; i < count; i++)
        at += sprintf (at, "%s%s", i ? " " : "", codes[i]);
    *at = '\0';
    return text;
}

static qcdc_status set (notice_t *self, const fact_event_t *event)
{
    const Qcdc__NoticeIssued *fact = event->fact->notice_issued;
    const office_t *office = catalog_office_by_id (event->catalog, self->office);
    const unit_t *unit = office ? catalog_unit_on (event->catalog, office->unit_code, fact->issued_on) : NULL;
    char *shown_to = codes_join (fact->shown_to, fact->n_shown_to);
    if (!shown_to)
        return QCDC_NO_MEMORY;
    free (self->shown_to);
    self->shown_to = shown_to;
    self->unit = unit ? unit->id : 0;
    self->on = fact->issued_on;
    self->tasks = (int)fact->tasks;
    snprintf (self->number, sizeof self->number, "%s", fact->number);
    snprintf (self->kind, sizeof self->kind, "%s", fact->kind);
    snprintf (self->signatory, sizeof self->signatory, "%s", fact->signatory);
    snprintf (self->period, sizeof self->period, "%s", fact->period);
    /* One that no judge accepts (a journal that was tampered with) is known by nothing. */
    if (!petition_key_print (self->number, self->on, self->key))
        self->key[0] = '\0';
    memcpy (self->content, event->content, CONTENT_BYTES);
    return QCDC_OK;
}

static qcdc_status apply_withdrawal (notice_t *self, const fact_event_t *event)
{
    const Qcdc__NoticeWithdrawn *fact = event->fact->notice_withdrawn;
    withdrawal_t withdrawal = {
        .entry = event->entry, .address = event->address, .order = event_stamp (event), .on = fact->on};
    withdrawal.commit_seq = event->stamp.at_us == STAMP_UNCOMMITTED_US ? 0 : event->stamp.seq;
    snprintf (withdrawal.replaced_by, sizeof withdrawal.replaced_by, "%s", fact->replaced_by);
    memcpy (withdrawal.content, event->content, CONTENT_BYTES);
    thing_note_version (&self->thing, event);
    QCDC_TRY (notice_put_withdrawal (self, &withdrawal));
    if (self->withdrawn[0].address.origin != event->address.origin ||
        self->withdrawn[0].address.seq != event->address.seq)
        event_has_no_effect (event);
    return QCDC_OK;
}

qcdc_status notice_apply (notice_t *self, const fact_event_t *event)
{
    switch (event->fact->kind_case) {
    case QCDC__FACT__KIND_NOTICE_ISSUED:
        return set (self, event);
    case QCDC__FACT__KIND_NOTICE_WITHDRAWN:
        return apply_withdrawal (self, event);
    default:
        return QCDC_CORRUPT;
    }
}
