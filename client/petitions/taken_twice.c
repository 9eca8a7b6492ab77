/*  taken_twice.c — finding what was taken in of one hand-over, by the name under which the journal keeps that. */

#include "petitions/taken_twice.h"

#include "base/i18n.h"
#include "base/memory.h"
#include "journal/journal_handed.h"
#include "petitions/petition_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static qcdc_status out_of_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
}

void taken_release (taken_t *self)
{
    free (self->numbers);
    *self = (taken_t){0};
}

typedef struct {
    address_t *items; /* malloc'ed */
    size_t count, size;
} entries_t;

static void entries_release (entries_t *self)
{
    free (self->items);
}

static qcdc_status entry_add (entries_t *self, const address_t *entry, fault_t *fault)
{
    address_t *items = memory_room (self->items, self->count, &self->size, sizeof *items);
    if (!items)
        return out_of_memory (fault);
    self->items = items;
    items[self->count++] = *entry;
    return QCDC_OK;
}

static qcdc_status note_entry (const address_t *entry, int texts, void *arg, fault_t *fault)
{
    (void)texts;
    return entry_add (arg, entry, fault);
}

static qcdc_status note_hand_over (const address_t *entry, void *arg, fault_t *fault)
{
    return entry_add (arg, entry, fault);
}

static bool same_entry (const address_t *a, const address_t *b)
{
    return a->origin == b->origin && a->seq == b->seq;
}

static qcdc_status taken_add (taken_t *self, const petition_t *petition, fault_t *fault)
{
    char *numbers;
    if (asprintf (&numbers, "%s%s%s", self->numbers ? self->numbers : "", self->numbers ? ", " : "",
                  petition->local_no) < 0)
        return out_of_memory (fault);
    free (self->numbers);
    self->numbers = numbers;
    self->count++;
    return QCDC_OK;
}

/*  The petition that ENTRY received, as far as it stands here and is this office's. */
static qcdc_status take_entry (desk_t *desk, const address_t *entry, taken_t *taken, fault_t *fault)
{
    journal_row_t row;
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    qcdc_status status = journal_at (desk->home.journal, entry->origin, entry->seq, &row, fault);
    if (status == QCDC_NOT_FOUND)
        return QCDC_OK;
    QCDC_TRY (status);
    char *subject QCDC_CLEANUP (memory_free) = strdup (row.subject);
    if (!subject)
        return out_of_memory (fault);
    QCDC_TRY (petition_views_read (desk, subject, &views, fault));
    for (size_t i = 0; i < views.view_count; i++) {
        const petition_t *petition = &views.views[i].petition;
        if (!views.views[i].elsewhere && same_entry (&petition->entry, entry) && !petition->voided &&
            petition->state != PETITION_RETURNED && petition->office == desk->home.office->id)
            return taken_add (taken, petition, fault);
    }
    return QCDC_OK;
}

qcdc_status taken_read (desk_t *desk, const address_t *hand_over, const address_t *but, taken_t *taken,
                        fault_t *fault)
{
    entries_t entries QCDC_CLEANUP (entries_release) = {0};
    taken_t found QCDC_CLEANUP (taken_release) = {0};
    *taken = (taken_t){0};
    QCDC_TRY (journal_each_taken_in (desk->home.journal, hand_over, note_entry, &entries, fault));
    for (size_t i = 0; entries.count > 1 && i < entries.count; i++)
        if (!but || !same_entry (&entries.items[i], but))
            QCDC_TRY (take_entry (desk, &entries.items[i], &found, fault));
    if (found.count < (but ? 1u : 2u))
        return QCDC_OK;
    *taken = found;
    found = (taken_t){0};
    return QCDC_OK;
}

bool taken_is_known (const hand_over_view_t *sent, const petition_t *petition)
{
    const move_t *last = NULL;
    for (size_t i = 0; i < sent->petition.move_count; i++)
        if (sent->petition.moves[i].answer == QCDC__HAND_OVER_VERDICT__HAND_OVER_TAKEN_IN)
            last = &sent->petition.moves[i];
    return last && last->address.origin == petition->entry.origin;
}

qcdc_status taken_twice_count (desk_t *desk, unsigned long *count, fault_t *fault)
{
    entries_t hand_overs QCDC_CLEANUP (entries_release) = {0};
    *count = 0;
    QCDC_TRY (journal_each_made_twice (desk->home.journal, note_hand_over, &hand_overs, fault));
    for (size_t i = 0; i < hand_overs.count; i++) {
        taken_t taken QCDC_CLEANUP (taken_release) = {0};
        QCDC_TRY (taken_read (desk, &hand_overs.items[i], NULL, &taken, fault));
        *count += taken.count > 1;
    }
    return QCDC_OK;
}
