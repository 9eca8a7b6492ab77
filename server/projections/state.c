/*  state.c — the nodes of a batch's state: found by address, by id, by key.
 *
 *  Nodes and keys are the arena's; what a thing owns is freed by its matter when the state is released. */

#include "projections/state.h"

#include "catalogue/duty.h"

#include <stdlib.h>
#include <string.h>

void state_init (state_t *self, const snapshot_t *snapshot, arena_t *arena)
{
    memset (self, 0, sizeof *self);
    self->snapshot = snapshot_hold (snapshot);
    self->arena = arena;
}

void state_release (state_t *self)
{
    for (thing_node_t *node = self->things; node; node = node->hh.next)
        node->thing->matter->release (node->thing);
    HASH_CLEAR (hh, self->things);
    HASH_CLEAR (hh, self->addresses);
    HASH_CLEAR (hh, self->holders);
    free (self->parts);
    free (self->changes);
    free (self->requests);
    free (self->openings);
    free (self->memories);
    free (self->scans);
    free (self->proposals);
    free (self->publications);
    for (size_t i = 0; i < self->past_count; i++)
        snapshot_drop (&self->past[i]);
    free (self->past);
    snapshot_drop (&self->offered);
    snapshot_drop (&self->snapshot);
    memset (self, 0, sizeof *self);
}

static void *node_alloc (state_t *self, size_t size)
{
    void *node = arena_alloc (self->arena, size);
    if (node)
        memset (node, 0, size);
    return node;
}

/*  ---------------------------------------------------------------- addresses */

address_t state_id_address (int64_t commit_seq)
{
    return (address_t){STATE_BY_ID, (uint64_t)commit_seq, 0};
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
    return node && node->hh.tbl ? node : NULL;
}

address_node_t *state_target (state_t *self, const Qcdc__Fact *fact)
{
    address_t target;
    return fact_target (fact, &target) ? state_address (self, target, false) : NULL;
}

void state_place (state_t *self, address_node_t *node, const state_entry_t *entry, int verdict, int64_t repeats)
{
    node->found = true;
    node->commit_seq = entry->commit_seq;
    node->origin_id = entry->origin_id;
    node->office = entry->office;
    node->verdict = verdict;
    node->matter = MATTER_NONE;
    node->thing = node->part = 0;
    bool accepted = verdict == QCDC__VERDICT_STATE__VERDICT_ACCEPTED;
    const fact_kind_t *kind = entry->fact ? fact_kind (entry->fact) : NULL;
    if (!kind || (!accepted && verdict != QCDC__VERDICT_STATE__VERDICT_ALIAS))
        return;
    int64_t id = accepted ? entry->commit_seq : repeats;
    const thing_node_t *thing = state_thing (self, id);
    const address_node_t *held = accepted ? NULL : state_address (self, state_id_address (id), false);
    if (thing) {
        node->matter = thing->projection->matter;
        node->thing = id;
    } else if (held && held->thing) {
        node->matter = held->matter;
        node->thing = held->thing;
        node->part = held->part;
    } else if (kind->effect == FACT_STEPS && id) {
        const address_node_t *target = state_target (self, entry->fact);
        if (target && target->thing) {
            node->matter = target->matter;
            node->thing = target->thing;
            node->part = id;
        }
    }
}

/*  ---------------------------------------------------------------- things */

thing_node_t *state_thing (const state_t *self, int64_t id)
{
    thing_node_t *node;
    HASH_FIND (hh, self->things, &id, sizeof id, node);
    return node;
}

thing_node_t *state_new_thing (state_t *self, const projection_t *projection, int64_t id)
{
    const matter_t *matter = matter_at (projection->matter);
    thing_node_t *node = node_alloc (self, sizeof *node);
    thing_t *thing = node_alloc (self, matter->size);
    void *counted = node_alloc (self, projection->counted_size ? projection->counted_size : 1);
    if (!node || !thing || !counted)
        return NULL;
    thing->matter = matter;
    thing->commit_seq = id;
    node->id = id;
    node->projection = projection;
    node->thing = thing;
    node->counted = counted;
    HASH_ADD (hh, self->things, id, sizeof node->id, node);
    return node->hh.tbl ? node : NULL;
}

/*  ---------------------------------------------------------------- keys */

bool state_key (int office, const matter_t *matter, const char *name, char key[STATE_KEY_BYTES])
{
    size_t length = strlen (name);
    if (office < 0 || length >= MATTER_KEY_BYTES)
        return false;
    for (size_t i = 0; i < STATE_OFFICE_BYTES; i++)
        key[i] = (char)('A' + ((unsigned)office >> (4 * i) & 15u));
    key[STATE_OFFICE_BYTES] = (char)('A' + (int)matter->id);
    memcpy (key + STATE_OFFICE_BYTES + 1, name, length + 1);
    return true;
}

static holder_node_t *state_holder (state_t *self, int office, const matter_t *matter, const char *name, bool create)
{
    char key[STATE_KEY_BYTES];
    holder_node_t *node;
    if (!state_key (office, matter, name, key))
        return NULL; /* over the limit: judging refuses it */
    HASH_FIND_STR (self->holders, key, node);
    if (node || !create)
        return node;
    node = node_alloc (self, sizeof *node);
    char *copy = arena_strdup (self->arena, key);
    if (!node || !copy)
        return NULL;
    node->key = copy;
    node->office = office;
    node->projection = projection_of (matter->id);
    node->name = copy + STATE_OFFICE_BYTES + 1;
    HASH_ADD_KEYPTR (hh, self->holders, node->key, strlen (node->key), node);
    return node->hh.tbl ? node : NULL;
}

/*  What stands under the key now; which of several it is does not depend on the order in which they were read. */
static const thing_t *holder_of (holder_node_t *holder)
{
    char name[MATTER_KEY_BYTES];
    const thing_t *found = NULL;
    for (claim_t **at = &holder->claims, *claim; (claim = *at) != NULL;) {
        const thing_t *thing = claim->node->thing;
        thing->matter->key_of (thing, name);
        if (thing->voided || strcmp (name, holder->name) != 0) {
            *at =
                claim
                    ->next; /* gone for good, or claimed anew when it gets the key back: not to be met again and again */
            continue;
        }
        if (!found || thing_holds_before (thing, found))
            found = thing;
        at = &claim->next;
    }
    return found;
}

const thing_t *state_held (state_t *self, int office, const Qcdc__Fact *fact)
{
    char name[MATTER_KEY_BYTES];
    const matter_t *matter = fact_key (fact, name);
    holder_node_t *holder = matter ? state_holder (self, office, matter, name, false) : NULL;
    return holder ? holder_of (holder) : NULL;
}

qcdc_status state_claim (state_t *self, thing_node_t *node)
{
    char name[MATTER_KEY_BYTES];
    node->thing->matter->key_of (node->thing, name);
    holder_node_t *holder = state_holder (self, node->thing->office, node->thing->matter, name, true);
    if (!holder)
        return QCDC_NO_MEMORY;
    for (const claim_t *claim = holder->claims; claim; claim = claim->next)
        if (claim->node == node)
            return QCDC_OK;
    claim_t *claim = node_alloc (self, sizeof *claim);
    if (!claim)
        return QCDC_NO_MEMORY;
    *claim = (claim_t){node, holder->claims};
    holder->claims = claim;
    return QCDC_OK;
}

/*  What stands of OFFICE, or of the first one to which its duty passed on the way to END, that says the same as FACT. */
static const thing_t *held_on_way (state_t *self, const office_t *office, const office_t *end, const Qcdc__Fact *fact)
{
    const Qcdc__ReportFiled *filed = fact->report_filed;
    const thing_t *found = NULL;
    for (; office && office != end && !found;
         office = duty_next (self->snapshot->catalog, office, filed->form, filed->period))
        found = state_held (self, office->id, fact);
    return found;
}

/*  What was filed instead of OWN, which passed the duty on, by one that has no duty of its own besides: who has files of its own accord. */
static const thing_t *held_after (state_t *self, const office_t *own, const form_t *form, const period_t *period,
                                  const Qcdc__Fact *fact)
{
    const catalog_t *catalog = self->snapshot->catalog;
    const thing_t *found = NULL;
    const office_t *after = own;
    while (!found && (after = duty_next (catalog, after, form->code, period->name)))
        if (!duty_is_own (catalog, after, form, period))
            found = state_held (self, after->id, fact);
    return found;
}

const thing_t *state_fulfilled (state_t *self, int office, const Qcdc__Fact *fact)
{
    const catalog_t *catalog = self->snapshot->catalog;
    const office_t *own = catalog_office_by_id (catalog, office);
    const thing_t *found = NULL;
    period_t period;
    if (!own || fact->kind_case != QCDC__FACT__KIND_REPORT_FILED)
        return NULL;
    const Qcdc__ReportFiled *filed = fact->report_filed;
    const form_t *form = period_form (catalog, filed->form, filed->period, &period);
    if (!form)
        return NULL;
    if ((found = held_after (self, own, form, &period, fact)) || duty_is_own (catalog, own, form, &period))
        return found;
    for (const office_t *before = NULL; (before = duty_predecessor (catalog, own, form->code, period.name, before));)
        if (duty_is_own (catalog, before, form, &period) && !(found = held_on_way (self, before, own, fact)))
            return NULL;
    return found;
}

/*  The offices to which a duty passed that FACT, a report of OWN, is about, and those from which it did. */
static qcdc_status want_kin (state_t *self, const office_t *own, const Qcdc__Fact *fact, const matter_t *matter,
                             const char *name)
{
    const catalog_t *catalog = self->snapshot->catalog;
    if (!own || fact->kind_case != QCDC__FACT__KIND_REPORT_FILED)
        return QCDC_OK;
    const char *form = fact->report_filed->form, *period = fact->report_filed->period;
    for (const office_t *after = own; (after = duty_next (catalog, after, form, period));)
        if (!state_holder (self, after->id, matter, name, true))
            return QCDC_NO_MEMORY;
    for (const office_t *before = NULL; (before = duty_predecessor (catalog, own, form, period, before));)
        if (!state_holder (self, before->id, matter, name, true))
            return QCDC_NO_MEMORY;
    return QCDC_OK;
}

qcdc_status state_want (state_t *self, int office, const Qcdc__Fact *fact)
{
    address_t target;
    char name[MATTER_KEY_BYTES];
    if (fact_target (fact, &target) && !state_address (self, target, true))
        return QCDC_NO_MEMORY;
    if (fact_source (fact, &target) && !state_address (self, target, true))
        return QCDC_NO_MEMORY;
    const matter_t *matter = fact_key (fact, name);
    if (!matter)
        return QCDC_OK;
    QCDC_TRY (want_kin (self, catalog_office_by_id (self->snapshot->catalog, office), fact, matter, name));
    return state_holder (self, office, matter, name, true) ? QCDC_OK : QCDC_NO_MEMORY;
}

qcdc_status state_want_others (state_t *self, int office, const Qcdc__Fact *fact)
{
    char name[MATTER_KEY_BYTES];
    const matter_t *matter;
    for (size_t i = 0; (matter = fact_looks_at (self->snapshot->catalog, fact, i, name)); i++)
        if (!state_holder (self, office, matter, name, true))
            return QCDC_NO_MEMORY;
    return QCDC_OK;
}

qcdc_status state_other (state_t *self, int office, const matter_t *matter, const char *name, const thing_t **thing,
                         bool *unread)
{
    holder_node_t *holder = state_holder (self, office, matter, name, true);
    if (!holder)
        return QCDC_NO_MEMORY;
    *unread = !holder->asked;
    *thing = *unread ? NULL : holder_of (holder);
    return QCDC_OK;
}
