/*  belief.c — the provincial office's devices are not believed on the server's word. */

#include "line/belief.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "catalogue/vouching.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*  Whether the device was vouched for by what was published before the act. */
static qcdc_status was_vouched (const believing_t *self, const act_t *act, bool *vouched, fault_t *fault)
{
    const catalog_tables_t *tables;
    QCDC_TRY (published_then (self->journal, self->home, self->published, act->committed_at_us, act->commit_seq,
                              &tables, fault));
    *vouched = device_is_vouched_for (tables, act->origin, day_of_moment (act->committed_at_us));
    return QCDC_OK;
}

qcdc_status belief_of (const believing_t *self, const act_t *act, bool *believed, fault_t *fault)
{
    const catalog_tables_t *tables;
    int32_t today = day_of_moment (moment_now ());
    QCDC_TRY (published_follow (self->journal, self->home, self->published, &tables, fault));
    if (fact_publishes (act->fact)) {
        *believed = publication_is_vouched_for (tables, act->origin, act->fact->published, today);
        return QCDC_OK;
    }
    *believed = device_is_vouched_for (tables, act->origin, today);
    return *believed || fact_erases (act->fact) ? QCDC_OK : was_vouched (self, act, believed, fault);
}

qcdc_status belief_in_segment (const believing_t *self, const act_t *act, bool *believed, fault_t *fault)
{
    QCDC_TRY (belief_of (self, act, believed, fault));
    return *believed || !fact_publishes (act->fact) ? QCDC_OK : was_vouched (self, act, believed, fault);
}

qcdc_status office_may_say (const believing_t *self, const char *office, const Qcdc__Fact *fact, bool *may,
                            fault_t *fault)
{
    const catalog_tables_t *tables;
    QCDC_TRY (published_follow (self->journal, self->home, self->published, &tables, fault));
    *may = tables_are_empty (tables) ? fact_publishes (fact) : office_is_provincial (tables, office);
    return QCDC_OK;
}

/*  Nobody's but the province's where nothing was published yet: it is asked again when something is. */
qcdc_status belief_of_sworn (const believing_t *self, const char *office, const act_t *act, bool *believed,
                             fault_t *fault)
{
    const catalog_tables_t *tables;
    QCDC_TRY (published_follow (self->journal, self->home, self->published, &tables, fault));
    *believed = !tables_are_empty (tables);
    bool provincial = office_is_provincial (tables, office) || office_is_provincial (tables, fact_office (act->fact));
    return provincial ? belief_of (self, act, believed, fault) : QCDC_OK;
}

/*  Those that are not believed, in the order of commit. */
typedef struct {
    journal_unbelieved_t *items; /* malloc'ed */
    size_t count, size;
    fault_t *fault;
} unbelieved_t;

static void unbelieved_release (unbelieved_t *self)
{
    free (self->items);
}

static qcdc_status unbelieved_add (const journal_unbelieved_t *item, void *arg)
{
    unbelieved_t *self = arg;
    journal_unbelieved_t *items = memory_room (self->items, self->count, &self->size, sizeof *items);
    if (!items)
        return fault_set (self->fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    self->items = items;
    self->items[self->count++] = *item;
    return QCDC_OK;
}

/*  One that is believed by now is not LEFT; *CHANGED: it publishes. */
static qcdc_status renew_one (const believing_t *self, arena_t *arena, const journal_unbelieved_t *item, size_t *left,
                              bool *changed, fault_t *fault)
{
    journal_row_t row;
    Qcdc__Fact *fact = NULL;
    bool believed = false;
    QCDC_TRY (journal_at (self->journal, item->origin, item->seq, &row, fault));
    act_t act = {.origin = item->origin, .committed_at_us = row.committed_at_us, .commit_seq = row.commit_seq};
    arena_reset (arena);
    qcdc_status status = fact_unpack (row.entry.body, arena, &fact);
    if (status == QCDC_NO_MEMORY)
        return fault_set (fault, status, NULL, "%s", _ (status_text (status)));
    if (status != QCDC_OK)
        return QCDC_OK;
    act.fact = fact;
    if (fact_is_sworn (fact))
        QCDC_TRY (belief_of_sworn (self, item->office, &act, &believed, fault));
    else
        QCDC_TRY (office_may_say (self, item->office, fact, &believed, fault));
    if (!believed)
        return QCDC_OK;
    if (!fact_is_sworn (fact))
        QCDC_TRY (belief_of (self, &act, &believed, fault));
    if (!believed)
        return QCDC_OK;
    --*left;
    QCDC_TRY (journal_believe (self->journal, item->origin, item->seq, fault));
    if (fact_publishes (fact)) {
        published_leave (self->published);
        *changed = true;
    }
    return QCDC_OK;
}

/*  Beside what, and on which day, all of them were asked about last. */
#define ASKED "belief_asked"
#define ASKED_BYTES (PUBLISHED_PRINT_BYTES + 16u)

static qcdc_status asked_now (const believing_t *self, int32_t today, char asked[ASKED_BYTES], fault_t *fault)
{
    char print[PUBLISHED_PRINT_BYTES];
    QCDC_TRY (published_print (self->journal, print, fault));
    snprintf (asked, ASKED_BYTES, "%d %s", today, print);
    return QCDC_OK;
}

/*  Asks about all that is not believed until nothing more comes of it. */
static qcdc_status renew_all (const believing_t *self, size_t *left, fault_t *fault)
{
    bool changed = true;
    arena_t *arena QCDC_CLEANUP (arena_destroy) = arena_new (QCDC_FACT_ARENA_BYTES_MAX);
    if (!arena)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    while (changed) {
        unbelieved_t unbelieved QCDC_CLEANUP (unbelieved_release) = {.fault = fault};
        changed = false;
        QCDC_TRY (journal_each_unbelieved (self->journal, unbelieved_add, &unbelieved, fault));
        *left = unbelieved.count;
        for (size_t i = 0; i < unbelieved.count && !changed; i++)
            QCDC_TRY (renew_one (self, arena, &unbelieved.items[i], left, &changed, fault));
    }
    return QCDC_OK;
}

/*  The answer changes with what is published and with the day: where neither has, those that came since were asked about as they came. */
qcdc_status belief_renew (const believing_t *self, size_t *left, fault_t *fault)
{
    char asked[ASKED_BYTES];
    char *before QCDC_CLEANUP (journal_free_value) = NULL;
    int32_t today = day_of_moment (moment_now ());
    unbelieved_t unbelieved QCDC_CLEANUP (unbelieved_release) = {.fault = fault};
    QCDC_TRY (journal_each_unbelieved (self->journal, unbelieved_add, &unbelieved, fault));
    *left = unbelieved.count;
    if (*left == 0)
        return QCDC_OK;
    QCDC_TRY (asked_now (self, today, asked, fault));
    QCDC_TRY (journal_get (self->journal, ASKED, &before, fault));
    if (strcmp (before, asked) == 0)
        return QCDC_OK;
    QCDC_TRY (renew_all (self, left, fault));
    QCDC_TRY (asked_now (self, today, asked, fault)); /* publications that are believed by now are among them */
    return journal_set (self->journal, ASKED, asked, fault);
}
