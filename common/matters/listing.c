/*  listing.c — the fold of a listing.  Decisions stand in the order of their stamps, whatever order they came in; the first by which it
 *  comes off is the last that counts. */

#include "matters/listing.h"

#include "catalogue/office_heir.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void listing_key_print (const address_t *entry, const char *list, char key[MATTER_KEY_BYTES])
{
    snprintf (key, MATTER_KEY_BYTES, "%016llx.%llu@%s", (unsigned long long)entry->origin,
              (unsigned long long)entry->seq, list);
}

const decision_t *listing_end (const listing_t *self)
{
    for (size_t i = 0; i < self->decision_count; i++)
        if (!self->decisions[i].stays)
            return &self->decisions[i];
    return NULL;
}

/*  The last decision by which it stays and which counts; NULL: none. */
static const decision_t *last_stay (const listing_t *self)
{
    const decision_t *last = NULL;
    for (size_t i = 0; i < self->decision_count && self->decisions[i].stays; i++)
        last = &self->decisions[i];
    return last;
}

int32_t listing_next_on (const listing_t *self)
{
    const decision_t *last = last_stay (self);
    return self->off_on ? 0 : last ? last->next_on : self->next_on;
}

const char *listing_owner (const listing_t *self)
{
    const decision_t *last = last_stay (self);
    return last ? last->owner : self->owner;
}

const char *listing_holder (const listing_t *self, const catalog_t *catalog, int32_t day)
{
    const char *owner = listing_owner (self);
    const char *code = *owner ? owner : self->shown_to;
    const office_t *heir = *code ? office_heir (catalog, code, day) : NULL;
    return heir ? heir->code : code;
}

/*  Whether CODE has on DAY what is, or was, TO's. */
static bool is_of (const catalog_t *catalog, const char *to, const char *code, int32_t day)
{
    const office_t *heir;
    if (!*to || strcmp (to, code) == 0)
        return *to != '\0';
    heir = office_heir (catalog, to, day);
    return heir && strcmp (heir->code, code) == 0;
}

bool listing_is_of (const listing_t *self, const catalog_t *catalog, const char *code, int32_t day)
{
    return is_of (catalog, self->shown_to, code, day) || is_of (catalog, listing_owner (self), code, day);
}

const decision_t *listing_passed_on (const listing_t *self, const catalog_t *catalog, const char *code, int32_t day)
{
    const decision_t *passed = NULL;
    bool had = is_of (catalog, self->owner, code, day);
    if (listing_is_of (self, catalog, code, day))
        return NULL;
    for (size_t i = 0; i < self->decision_count && self->decisions[i].stays; i++) {
        bool has = is_of (catalog, self->decisions[i].owner, code, day);
        if (had && !has)
            passed = &self->decisions[i];
        had = has;
    }
    return passed;
}

size_t listing_shown_to (const char *code, const char *owner, const char *codes[2])
{
    size_t count = 0;
    if (*code)
        codes[count++] = code;
    if (*code && *owner && strcmp (code, owner) != 0)
        codes[count++] = owner;
    return count;
}

const decision_t *listing_decision_at (const listing_t *self, uint64_t origin, uint64_t seq)
{
    for (size_t i = 0; i < self->decision_count; i++)
        if (self->decisions[i].entry.origin == origin && self->decisions[i].entry.seq == seq)
            return &self->decisions[i];
    return NULL;
}

qcdc_status listing_put_decision (listing_t *self, const decision_t *decision)
{
    if (listing_decision_at (self, decision->entry.origin, decision->entry.seq))
        return QCDC_OK;
    decision_t *decisions = realloc (self->decisions, (self->decision_count + 1) * sizeof *decisions);
    if (!decisions)
        return QCDC_NO_MEMORY;
    self->decisions = decisions;
    size_t place = self->decision_count;
    while (place > 0 && stamp_before (decision->order, decisions[place - 1].order))
        place--;
    memmove (decisions + place + 1, decisions + place, (self->decision_count - place) * sizeof *decisions);
    decisions[place] = *decision;
    self->decision_count++;
    const decision_t *end = listing_end (self);
    self->off_on = end ? end->on : 0;
    return QCDC_OK;
}

void listing_release (listing_t *self)
{
    free (self->decisions);
    self->decisions = NULL;
    self->decision_count = 0;
}

static qcdc_status set (listing_t *self, const fact_event_t *event)
{
    const Qcdc__CaseListed *fact = event->fact->case_listed;
    const office_t *office = catalog_office_by_id (event->catalog, self->office);
    const unit_t *unit = office ? catalog_unit_on (event->catalog, office->unit_code, fact->on) : NULL;
    self->unit = unit ? unit->id : 0;
    self->listed = (address_t){fact->listed->origin, fact->listed->seq, fact->listed->hash};
    self->on = fact->on;
    self->next_on = fact->next_on;
    snprintf (self->list, sizeof self->list, "%s", fact->list);
    snprintf (self->owner, sizeof self->owner, "%s", fact->owner);
    snprintf (self->decided_by, sizeof self->decided_by, "%s", fact->decided_by);
    snprintf (self->shown_to, sizeof self->shown_to, "%s", fact->n_shown_to ? fact->shown_to[0] : "");
    listing_key_print (&self->listed, self->list, self->key);
    memcpy (self->content, event->content, CONTENT_BYTES);
    return QCDC_OK;
}

static qcdc_status apply_decision (listing_t *self, const fact_event_t *event)
{
    const Qcdc__CaseDelisted *fact = event->fact->case_delisted;
    decision_t decision = {.entry = event->entry,
                           .address = event->address,
                           .order = event_stamp (event),
                           .stays = fact->stays != 0,
                           .on = fact->on,
                           .next_on = fact->next_on};
    decision.commit_seq = event->stamp.at_us == STAMP_UNCOMMITTED_US ? 0 : event->stamp.seq;
    snprintf (decision.owner, sizeof decision.owner, "%s", fact->owner);
    snprintf (decision.decided_by, sizeof decision.decided_by, "%s", fact->decided_by);
    memcpy (decision.content, event->content, CONTENT_BYTES);
    thing_note_version (&self->thing, event);
    QCDC_TRY (listing_put_decision (self, &decision));
    /* It came off before, or comes back behind what was decided later. */
    const decision_t *end = listing_end (self), *counts = end ? end : last_stay (self);
    if (!counts || counts->address.origin != decision.address.origin || counts->address.seq != decision.address.seq)
        event_has_no_effect (event);
    return QCDC_OK;
}

qcdc_status listing_apply (listing_t *self, const fact_event_t *event)
{
    switch (event->fact->kind_case) {
    case QCDC__FACT__KIND_CASE_LISTED:
        return event->fact->case_listed->listed ? set (self, event) : QCDC_CORRUPT;
    case QCDC__FACT__KIND_CASE_DELISTED:
        return apply_decision (self, event);
    default:
        return QCDC_CORRUPT;
    }
}
