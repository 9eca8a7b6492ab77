#include "projections/state.h"

#include "base/day.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void state_init (state_t *self, const catalog_t *catalog, arena_t *arena)
{
    memset (self, 0, sizeof *self);
    self->catalog = catalog;
    self->arena = arena;
}

void state_release (state_t *self)
{
    petition_node_t *petition, *next;
    HASH_ITER (hh, self->petitions, petition, next)
    petition_release (&petition->petition);
    HASH_CLEAR (hh, self->petitions);
    HASH_CLEAR (hh, self->addresses);
    HASH_CLEAR (hh, self->numbers);
    HASH_CLEAR (hh, self->reports);
    HASH_CLEAR (hh, self->filings);
    free (self->moves);
    free (self->changes);
    state_init (self, self->catalog, self->arena);
}

static void *node_alloc (state_t *self, size_t size)
{
    void *node = arena_alloc (self->arena, size);
    if (node)
        memset (node, 0, size);
    return node;
}

address_node_t *state_address (state_t *self, address_t address, bool create)
{
    address_node_t probe, *node;
    if (!address.hash8 && !self->has_bare_address && !create)
        return NULL;
    memset (&probe.key, 0, sizeof probe.key);
    probe.key.origin = address.origin;
    probe.key.seq = address.seq;
    probe.key.hash8 = address.hash8;
    HASH_FIND (hh, self->addresses, &probe.key, sizeof probe.key, node);
    if (node || !create)
        return node;
    node = node_alloc (self, sizeof *node);
    if (node) {
        node->key = probe.key;
        self->has_bare_address = self->has_bare_address || !address.hash8;
        HASH_ADD (hh, self->addresses, key, sizeof node->key, node);
    }
    return node;
}

address_node_t *state_target (state_t *self, const Qcdc__Fact *fact)
{
    address_t target;
    return fact_target (fact, &target) ? state_address (self, target, false) : NULL;
}

petition_node_t *state_petition (state_t *self, int64_t id)
{
    petition_node_t *node;
    HASH_FIND (hh, self->petitions, &id, sizeof id, node);
    return node;
}

report_node_t *state_report (state_t *self, int64_t id)
{
    report_node_t *node;
    HASH_FIND (hh, self->reports, &id, sizeof id, node);
    return node;
}

petition_node_t *state_new_petition (state_t *self, int64_t id)
{
    petition_node_t *node = node_alloc (self, sizeof *node);
    if (node) {
        node->id = id;
        node->petition.commit_seq = id;
        HASH_ADD (hh, self->petitions, id, sizeof node->id, node);
    }
    return node;
}

report_node_t *state_new_report (state_t *self, int64_t id)
{
    report_node_t *node = node_alloc (self, sizeof *node);
    if (node) {
        node->id = id;
        node->report.commit_seq = id;
        HASH_ADD (hh, self->reports, id, sizeof node->id, node);
    }
    return node;
}

bool state_number_key (int office, const char *local_no, char key[STATE_NUMBER_BYTES])
{
    size_t length = strlen (local_no);
    if (office < 0 || length >= STATE_NUMBER_BYTES - STATE_OFFICE_BYTES)
        return false;
    for (size_t i = 0; i < STATE_OFFICE_BYTES; i++)
        key[i] = (char)('A' + ((unsigned)office >> (4 * i) & 15u));
    memcpy (key + STATE_OFFICE_BYTES, local_no, length + 1);
    return true;
}

number_node_t *state_number (state_t *self, int office, const char *local_no, bool create)
{
    char key[STATE_NUMBER_BYTES];
    number_node_t *node;
    if (!state_number_key (office, local_no, key))
        return NULL; /* over the limit: judging refuses it */
    HASH_FIND_STR (self->numbers, key, node);
    if (node || !create)
        return node;
    node = node_alloc (self, sizeof *node);
    char *copy = arena_strdup (self->arena, key);
    if (!node || !copy)
        return NULL;
    node->key = copy;
    node->office = office;
    node->local_no = copy + STATE_OFFICE_BYTES;
    HASH_ADD_KEYPTR (hh, self->numbers, node->key, strlen (node->key), node);
    return node;
}

filing_node_t *state_filing (state_t *self, int office, const char *form, const char *period, bool create)
{
    char key[STATE_FILING_BYTES];
    filing_node_t *node;
    if (snprintf (key, sizeof key, "%d %s %s", office, form, period) >= (int)sizeof key)
        return NULL;
    HASH_FIND_STR (self->filings, key, node);
    if (node || !create)
        return node;
    node = node_alloc (self, sizeof *node);
    char *copy = arena_strdup (self->arena, key);
    if (!node || !copy)
        return NULL;
    node->key = copy;
    HASH_ADD_KEYPTR (hh, self->filings, node->key, strlen (node->key), node);
    return node;
}

/*  A live one before a voided one; among equals the newest. */
qcdc_status state_settle_petition (state_t *self, petition_node_t *node)
{
    number_node_t *number = state_number (self, node->petition.office, node->petition.local_no, true);
    if (!number)
        return QCDC_NO_MEMORY;
    petition_node_t *holder = number->holder;
    if (!holder || holder->petition.voided || !node->petition.voided)
        number->holder = node;
    return QCDC_OK;
}

qcdc_status state_settle_report (state_t *self, report_node_t *node)
{
    filing_node_t *filing =
        state_filing (self, node->report.office, node->report.form_code, node->report.period, true);
    if (!filing)
        return QCDC_NO_MEMORY;
    report_node_t *holder = filing->holder;
    if (!holder || holder->report.voided || !node->report.voided)
        filing->holder = node;
    return QCDC_OK;
}

qcdc_status state_touch_move (state_t *self, petition_node_t *node, int64_t move, bool stored)
{
    node->dirty = true;
    for (size_t i = self->move_count; i-- > 0 && self->moves[i].petition == node;)
        if (self->moves[i].move == move)
            return QCDC_OK;
    if (self->move_count == self->move_capacity) {
        size_t wanted = self->move_capacity ? 2 * self->move_capacity : 64;
        move_change_t *grown = realloc (self->moves, wanted * sizeof *grown);
        if (!grown)
            return QCDC_NO_MEMORY;
        self->moves = grown;
        self->move_capacity = wanted;
    }
    self->moves[self->move_count++] = (move_change_t){node, move, stored};
    return QCDC_OK;
}

qcdc_status state_touch_fact (state_t *self, int64_t target, int64_t entry, bool voids)
{
    if (self->change_count == self->change_capacity) {
        size_t wanted = self->change_capacity ? 2 * self->change_capacity : 16;
        fact_change_t *grown = realloc (self->changes, wanted * sizeof *grown);
        if (!grown)
            return QCDC_NO_MEMORY;
        self->changes = grown;
        self->change_capacity = wanted;
    }
    self->changes[self->change_count++] = (fact_change_t){target, entry, voids};
    return QCDC_OK;
}

contribution_t petition_contribution (const petition_t *petition)
{
    contribution_t contribution = {0};
    if (petition->voided)
        return contribution;
    int year, month, day;
    day_to_civil (petition->received_on, &year, &month, &day);
    contribution.counted = true;
    contribution.unit = petition->unit;
    contribution.kind = petition->kind;
    contribution.field = petition->field;
    contribution.month = petition->received_on - day + 1;
    contribution.settled = petition_is_settled (petition->state);
    contribution.pending = petition_is_pending (petition->state);
    return contribution;
}

qcdc_status state_want (state_t *self, int office, const Qcdc__Fact *fact)
{
    address_t target;
    if (fact_target (fact, &target) && !state_address (self, target, true))
        return QCDC_NO_MEMORY;
    const char *local_no = fact_local_no (fact);
    if (local_no && strlen (local_no) <= QCDC_LOCAL_NO_BYTES_MAX && !state_number (self, office, local_no, true))
        return QCDC_NO_MEMORY;
    const Qcdc__ReportFiled *report = fact_report (fact);
    if (report && strlen (report->form) < sizeof ((report_t *)0)->form_code &&
        strlen (report->period) < sizeof ((report_t *)0)->period &&
        !state_filing (self, office, report->form, report->period, true))
        return QCDC_NO_MEMORY;
    return QCDC_OK;
}
