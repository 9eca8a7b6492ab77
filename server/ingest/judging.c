/*  judging.c — an entry judged against what the batch has read, and its verdict carried out: state, memory, row.
 *
 *  Shared by what is decided for the first time (decide.c) and what is judged again (reconsider.c). */

#include "ingest/judging.h"

#include "base/day.h"
#include "catalogue/vouching.h"

#include <string.h>

state_entry_t entry_state (const batch_entry_t *entry)
{
    return (state_entry_t){.origin = entry->entry.origin,
                           .seq = entry->entry.seq,
                           .hash8 = hash_prefix (entry->hash),
                           .commit_seq = entry->commit_seq,
                           .first_committed_at_us = entry->first_committed_at_us,
                           .origin_id = entry->origin_id,
                           .office = entry->office,
                           .fact = entry->fact,
                           .content = entry->content};
}

address_t entry_address (const batch_entry_t *entry, bool with_hash)
{
    return (address_t){entry->entry.origin, entry->entry.seq, with_hash ? hash_prefix (entry->hash) : 0};
}

address_t was_address (const Qcdc__Was *was)
{
    return (address_t){was->origin, was->seq, hash_prefix (was->hash.data)};
}

/*  ---------------------------------------------------------------- what a fact meets */

/*  Where NODE leads, for judging. */
static target_kind resolve (const address_node_t *node)
{
    if (!node || !node->found)
        return TARGET_MISSING;
    switch (node->verdict) {
    case QCDC__VERDICT_STATE__VERDICT_WAITING:
        return TARGET_PENDING;
    case QCDC__VERDICT_STATE__VERDICT_REJECTED:
    case QCDC__VERDICT_STATE__VERDICT_UNSUPPORTED:
        return TARGET_REFUSED;
    default:
        return !node->thing ? TARGET_OTHER : node->part ? TARGET_PART : TARGET_THING;
    }
}

/*  What else of the entry's office is looked at while it is judged. */
typedef struct {
    const decide_t *decide;
    const batch_entry_t *entry;
    qcdc_status status; /* why it could not be */
} looking_t;

/*  What stands under KEY of MATTER in the register of OFFICE. */
static const thing_t *look_up (looking_t *self, int office, const matter_t *matter, const char *key)
{
    const decide_t *decide = self->decide;
    const thing_t *thing = NULL;
    bool unread = true;
    for (int round = 0; matter && unread && round < 2 && self->status == QCDC_OK; round++) {
        self->status = !round         ? QCDC_OK
                       : decide->busy ? QCDC_BUSY
                                      : state_load (decide->state, decide->pg, decide->fault);
        if (self->status == QCDC_OK)
            self->status = state_other (decide->state, office, matter, key, &thing, &unread);
    }
    return thing;
}

static const thing_t *look_at (const char *key, void *arg)
{
    looking_t *self = arg;
    char own[MATTER_KEY_BYTES];
    return look_up (self, self->entry->office, fact_key (self->entry->fact, own), key);
}

static const thing_t *look_elsewhere (int office, const char *key, void *arg)
{
    looking_t *self = arg;
    return look_up (self, office, matter_at (fact_kind (self->entry->fact)->matter), key);
}

static const office_t *office_of (uint64_t origin, void *arg)
{
    const looking_t *self = arg;
    const origin_node_t *node = memory_origin (self->decide->memory, origin);
    return node ? catalog_office_by_id (self->decide->state->snapshot->catalog, node->office) : NULL;
}

/*  What was accepted once, and comes back to a restored server, is not asked about again. */
static bool was_accepted (const batch_entry_t *entry)
{
    return entry->returned && (!entry->kept || entry->kept->state == QCDC__VERDICT_STATE__VERDICT_ACCEPTED);
}

/*  What a fact that creates makes its thing of, followed as a target is. */
static void fill_source (const decide_t *self, const batch_entry_t *entry, judge_input_t *input)
{
    address_t source;
    if (!fact_source (entry->fact, &source))
        return;
    const address_node_t *node = state_address (self->state, source, false);
    input->source = resolve (node);
    if (input->source != TARGET_THING && input->source != TARGET_PART)
        return;
    const thing_node_t *thing = state_thing (self->state, node->thing);
    input->source_thing = thing ? thing->thing : NULL;
    input->source_part = (address_t){0, (uint64_t)node->part, 0};
    if (!input->source_thing || (input->source == TARGET_PART &&
                                 !input->source_thing->matter->has_part (input->source_thing, input->source_part)))
        input->source = TARGET_MISSING;
}

static void fill_input (const decide_t *self, const batch_entry_t *entry, judge_input_t *input)
{
    memset (input, 0, sizeof *input);
    input->catalog = self->state->snapshot->catalog;
    input->office = catalog_office_by_id (self->state->snapshot->catalog, entry->office);
    input->role = entry->role;
    input->origin = entry->entry.origin;
    input->committed_at_us = entry->first_committed_at_us;
    /* What was accepted once is not asked again: what was published before it may not have come back yet. */
    input->unvouched = !was_accepted (entry) && fact_needs_vouching (entry->fact, entry->role == ROLE_PROVINCE) &&
                       !device_is_vouched_for (self->state->snapshot->tables, entry->entry.origin,
                                               day_of_moment (entry->first_committed_at_us));
    input->holder = state_held (self->state, entry->office, entry->fact);
    input->fulfilled = state_fulfilled (self->state, entry->office, entry->fact);
    address_t target;
    input->target = input->source = TARGET_NONE;
    fill_source (self, entry, input);
    if (!fact_target (entry->fact, &target))
        return;
    const address_node_t *node = state_address (self->state, target, false);
    input->target = resolve (node);
    if (input->target == TARGET_MISSING)
        return;
    input->target_office = node->office;
    if (input->target != TARGET_THING && input->target != TARGET_PART)
        return;
    const thing_node_t *thing = state_thing (self->state, node->thing);
    input->thing = thing ? thing->thing : NULL;
    input->part = (address_t){0, (uint64_t)node->part, 0};
    /* A projection row that is missing (tampered with by hand) must not be followed. */
    if (!input->thing ||
        (input->target == TARGET_PART && !input->thing->matter->has_part (input->thing, input->part)))
        input->target = TARGET_MISSING;
}

/*  The commit_seq of the entry that holds what stands at an address. */
static int64_t holder_at (const address_node_t *node)
{
    return node->part ? node->part : node->thing ? node->thing : node->commit_seq;
}

/*  Rows are judged as rows, then by what the whole catalogue becomes with them, then by what becomes of the reports that stand. */
static qcdc_status judge_rows (const decide_t *self, const batch_entry_t *entry, verdict_t *verdict)
{
    if (verdict->state != QCDC__VERDICT_STATE__VERDICT_ACCEPTED || !fact_publishes (entry->fact))
        return QCDC_OK;
    state_entry_t offered = entry_state (entry);
    qcdc_status status = state_offer (self->state, &offered, &verdict->fault);
    if (status == QCDC_NO_MEMORY)
        return status;
    if (status == QCDC_OK && !was_accepted (entry)) {
        QCDC_TRY (state_guard_past (self->state, &offered, self->pg, &verdict->fault, self->fault));
        status = verdict->fault.status;
    }
    if (status != QCDC_OK)
        verdict->state = QCDC__VERDICT_STATE__VERDICT_REJECTED;
    return QCDC_OK;
}

/*  Is this the second copy of a fact, whichever came first?  *HOLDER is then the entry that holds it.  An office can file only
 *  its own facts again: what is said of another office's is not listened to. */
static bool is_refiled (const decide_t *self, const batch_entry_t *entry, int64_t *holder)
{
    const refiled_node_t *copy =
        memory_refiled (self->memory, entry->entry.origin, entry->entry.seq, entry->hash, entry->office);
    if (copy && copy->entry != entry->commit_seq) {
        *holder = copy->entry;
        return true;
    }
    const Qcdc__Was *was = entry->fact->was;
    const origin_node_t *first = was ? memory_origin (self->memory, was->origin) : NULL;
    if (!first || first->office != entry->office)
        return false;
    copy = memory_refiled (self->memory, was->origin, was->seq, was->hash.data, entry->office);
    if (copy && copy->entry != entry->commit_seq) {
        *holder = copy->entry;
        return true;
    }
    const address_node_t *node = state_address (self->state, was_address (was), false);
    if (!node || !node->found || node->commit_seq == entry->commit_seq || node->office != entry->office)
        return false;
    *holder = holder_at (node);
    return true;
}

/*  ---------------------------------------------------------------- judging */

/*  An entry that comes back keeps what its last receipt said, wherever that can still be carried out. */
static void keep_verdict (const batch_entry_t *entry, const judge_input_t *input, verdict_t *verdict)
{
    const Qcdc__Verdict *kept = entry->kept;
    if (kept && (kept->state == QCDC__VERDICT_STATE__VERDICT_REJECTED ||
                 kept->state == QCDC__VERDICT_STATE__VERDICT_UNSUPPORTED)) {
        qcdc_status status = status_from_code (kept->code);
        verdict->state = kept->state;
        fault_set (&verdict->fault, status == QCDC_STATUS_COUNT || status == QCDC_OK ? QCDC_UNSUPPORTED : status,
                   kept->field, "%s", kept->message);
        return;
    }
    bool has_target = input->target == TARGET_NONE || input->target == TARGET_THING || input->target == TARGET_PART;
    qcdc_status status = verdict->fault.status;
    bool by_neighbours = status == QCDC_DUPLICATE || status == QCDC_BAD_MOVE || status == QCDC_TARGET_VOID ||
                         status == QCDC_BAD_DATE || status == QCDC_TOO_LARGE || status == QCDC_STALE ||
                         status == QCDC_LOCKED || status == QCDC_BAD_REVIEW || status == QCDC_BROKEN_RULE ||
                         status == QCDC_NO_NOTE || status == QCDC_DERIVED_CELL || status == QCDC_BAD_NOTICE ||
                         status == QCDC_IDENTITY_TEXT || status == QCDC_BAD_ITEM || status == QCDC_BAD_FLAG;
    /* What was published since it was first accepted may have come back before it: of its office, too, whether that keeps such a register. */
    bool by_catalogue = status == QCDC_BAD_PERIOD || status == QCDC_BAD_FORM || status == QCDC_BAD_UNIT ||
                        status == QCDC_BAD_LIST || status == QCDC_BAD_NUMBER || status == QCDC_EMPTY ||
                        status == QCDC_NOT_YOURS || status == QCDC_FORBIDDEN;
    if (was_accepted (entry) && has_target && (by_neighbours || by_catalogue) &&
        verdict->state == QCDC__VERDICT_STATE__VERDICT_REJECTED) {
        verdict->state = QCDC__VERDICT_STATE__VERDICT_ACCEPTED;
        verdict->fault.status = QCDC_OK;
    }
}

bool entry_repeated (const batch_entry_t *entry, address_t *first)
{
    const Qcdc__Verdict *kept = entry->returned ? entry->kept : NULL;
    if (!kept || kept->state != QCDC__VERDICT_STATE__VERDICT_ALIAS || !kept->repeats_seq)
        return false;
    *first = (address_t){kept->repeats_origin, kept->repeats_seq, kept->repeats_hash};
    return true;
}

/*  Does ENTRY come back as the second copy that it was, of something that is here?  That may have been taken back since, or say
 *  something else by now: it would be judged to be new. */
static bool is_copy_again (const decide_t *self, const batch_entry_t *entry, verdict_t *verdict, int64_t *holder)
{
    address_t first;
    const address_node_t *node = entry_repeated (entry, &first) ? state_address (self->state, first, false) : NULL;
    bool stands = node && node->found && node->office == entry->office && node->thing &&
                  node->commit_seq != entry->commit_seq &&
                  (node->verdict == QCDC__VERDICT_STATE__VERDICT_ACCEPTED ||
                   node->verdict == QCDC__VERDICT_STATE__VERDICT_ALIAS);
    if (!stands)
        return false;
    *holder = holder_at (node);
    verdict->repeated = first;
    return true;
}

qcdc_status entry_judge (const decide_t *self, const batch_entry_t *entry, verdict_t *verdict, int64_t *holder)
{
    memset (verdict, 0, sizeof *verdict);
    *holder = 0;
    if (entry->poison) {
        verdict->state = QCDC__VERDICT_STATE__VERDICT_REJECTED;
        fault_set (&verdict->fault, QCDC_POISON, NULL, "the database cannot store what this fact says");
    } else if (entry->unpacked != QCDC_OK) {
        verdict->state = entry->unpacked == QCDC_UNSUPPORTED ? QCDC__VERDICT_STATE__VERDICT_UNSUPPORTED
                                                             : QCDC__VERDICT_STATE__VERDICT_REJECTED;
        fault_set (&verdict->fault, entry->unpacked, NULL, "the fact cannot be read: %s",
                   status_text (entry->unpacked));
    } else if (is_copy_again (self, entry, verdict, holder) || is_refiled (self, entry, holder)) {
        verdict->state = QCDC__VERDICT_STATE__VERDICT_ALIAS;
    } else {
        judge_input_t input;
        looking_t looking = {.decide = self, .entry = entry};
        fill_input (self, entry, &input);
        input.other = look_at;
        input.other_arg = input.elsewhere_arg = &looking;
        input.office_of = office_of;
        /* What waited until now was taken in once and comes back, in no order: what rests on it may be behind it. */
        input.elsewhere = entry->again ? NULL : look_elsewhere;
        input.kept = &self->state->kept;
        judge_fact (&input, entry->fact, entry->content, verdict);
        QCDC_TRY (looking.status);
        if (entry->returned)
            keep_verdict (entry, &input, verdict);
        QCDC_TRY (judge_rows (self, entry, verdict));
        if (verdict->state == QCDC__VERDICT_STATE__VERDICT_ALIAS)
            *holder = verdict->repeats;
    }
    return verdict->fault.status == QCDC_NO_MEMORY ? QCDC_NO_MEMORY : QCDC_OK;
}

/*  ---------------------------------------------------------------- carrying out */

/*  Makes what was decided known to the facts that refer to this entry, or to the first copy that it stands for. */
static qcdc_status announce (const decide_t *self, const batch_entry_t *entry, int state, int64_t holder)
{
    state_entry_t placed = entry_state (entry);
    /* What waits for this entry is judged again before the database knows of this verdict. */
    bool awaited = memory_waiting (self->memory, entry->entry.origin, entry->entry.seq);
    for (int with_hash = 0; with_hash < 2; with_hash++) {
        address_node_t *node = state_address (self->state, entry_address (entry, with_hash), awaited);
        if (node)
            state_place (self->state, node, &placed, state, holder);
        else if (awaited)
            return QCDC_NO_MEMORY;
    }
    bool stands = state == QCDC__VERDICT_STATE__VERDICT_ACCEPTED || state == QCDC__VERDICT_STATE__VERDICT_ALIAS;
    if (!entry->fact || !entry->fact->was || !stands)
        return QCDC_OK;
    const origin_node_t *origin = memory_origin (self->memory, entry->fact->was->origin);
    if (!origin || origin->office != entry->office)
        return QCDC_OK;
    address_node_t *first = state_address (self->state, was_address (entry->fact->was), true);
    if (!first)
        return QCDC_NO_MEMORY;
    if (!first->found)
        state_place (self->state, first, &placed, state, holder);
    return QCDC_OK;
}

/*  An erasure takes effect even while it waits for its target: the text must not come in again. */
static qcdc_status take_erasure (const decide_t *self, const batch_entry_t *entry, int state)
{
    address_t target;
    if (!entry->fact || !fact_erases (entry->fact) || !fact_target (entry->fact, &target) ||
        (state != QCDC__VERDICT_STATE__VERDICT_ACCEPTED && state != QCDC__VERDICT_STATE__VERDICT_WAITING))
        return QCDC_OK;
    return memory_add_erased (self->memory, target.origin, target.seq);
}

/*  An accepted act, as a row in the feed of OFFICE. */
static qcdc_status feed_act (const decide_t *self, const batch_entry_t *entry, int office, int64_t given_at)
{
    batch_feed_t *feed = batch_add_feed (self->batch);
    if (!feed)
        return QCDC_NO_MEMORY;
    *feed = (batch_feed_t){.office = office,
                           .kind = FEED_ACT,
                           .origin_id = entry->origin_id,
                           .seq = entry->entry.seq,
                           .commit_seq = given_at};
    return QCDC_OK;
}

/*  That ENTRY is addressed to the office CODE, or NULL: to whom the entry ABOUT is; whoever goes on with its work reads it there (inherit.c). */
static qcdc_status address_to (const decide_t *self, const batch_entry_t *entry, const char *code, int64_t about)
{
    batch_addressed_t *addressed = batch_add_addressed (self->batch);
    if (!addressed)
        return QCDC_NO_MEMORY;
    *addressed = (batch_addressed_t){.entry = entry->commit_seq, .code = code, .about = about};
    return QCDC_OK;
}

/*  That ENTRY, which was accepted before, is addressed to the office CODE, unless it was. */
static qcdc_status address_anew (const decide_t *self, int64_t entry, const char *code)
{
    batch_addressed_t *addressed = batch_add_addressed (self->batch);
    if (!addressed)
        return QCDC_NO_MEMORY;
    *addressed = (batch_addressed_t){.entry = entry, .code = code, .anew = true};
    return QCDC_OK;
}

/*  What begins a thread is addressed to those that it names; a step of it to all that its beginning was, and those that it names come to have
 *  been shown all that went before.  No feed is written to here but that of the office whose the thing is, where another one took the step: its
 *  devices show all that was said of what is its own.  The others ask (inherit.c), which finds each entry once, whatever the way. */
static qcdc_status address_thread (const decide_t *self, const batch_entry_t *entry, const fact_kind_t *kind,
                                   int64_t given_at)
{
    const char *code;
    const address_node_t *target = kind->effect == FACT_CREATES ? NULL : state_target (self->state, entry->fact);
    const thing_node_t *node = target ? state_thing (self->state, target->thing) : NULL;
    for (size_t i = 0; (code = fact_listed (entry->fact, i)); i++) {
        if (!node) {
            QCDC_TRY (address_to (self, entry, code, 0));
            continue;
        }
        int64_t part;
        QCDC_TRY (address_anew (self, node->id, code));
        for (size_t k = 0; node->projection->parts && (part = node->projection->part_id (node->thing, k)) != 0; k++)
            if (part != entry->commit_seq)
                QCDC_TRY (address_anew (self, part, code));
    }
    if (node && node->thing->office != entry->office)
        QCDC_TRY (feed_act (self, entry, node->thing->office, given_at));
    return node ? address_to (self, entry, NULL, node->id) : QCDC_OK;
}

/*  What is accepted and concerns another office's entry, or names other offices, is shown to those; what an office remembers is addressed to
 *  itself, so that its heir finds it. */
static qcdc_status route (const decide_t *self, const batch_entry_t *entry, int state, int64_t given_at)
{
    const fact_kind_t *kind = entry->fact ? fact_kind (entry->fact) : NULL;
    const char *listed;
    if (kind && kind->route == ROUTE_THREAD && state == QCDC__VERDICT_STATE__VERDICT_ACCEPTED)
        return address_thread (self, entry, kind, given_at);
    bool remembers = kind && kind->route == ROUTE_HEIR && state == QCDC__VERDICT_STATE__VERDICT_ACCEPTED;
    const office_t *own = remembers ? catalog_office_by_id (self->state->snapshot->catalog, entry->office) : NULL;
    if (own)
        return address_to (self, entry, own->code, 0);
    bool names = kind && kind->route == ROUTE_LISTED && state == QCDC__VERDICT_STATE__VERDICT_ACCEPTED;
    for (size_t i = 0; names && (listed = fact_listed (entry->fact, i)); i++) {
        const office_t *office = catalog_office (self->state->snapshot->catalog, listed);
        QCDC_TRY (address_to (self, entry, listed, 0));
        /* A feed begins with what was published: an office that has no device yet gets what is handed over to it with its first one (join.c). */
        if (office && office->id != entry->office && memory_has_devices (self->memory, office->id))
            QCDC_TRY (feed_act (self, entry, office->id, given_at));
    }
    if (!kind || kind->route != ROUTE_TARGET || state != QCDC__VERDICT_STATE__VERDICT_ACCEPTED)
        return QCDC_OK;
    const address_node_t *node = state_target (self->state, entry->fact);
    if (node)
        QCDC_TRY (address_to (self, entry, NULL, holder_at (node)));
    return node && node->office != entry->office ? feed_act (self, entry, node->office, given_at) : QCDC_OK;
}

address_t entry_awaits (const batch_entry_t *entry, const char *field)
{
    char name[MATTER_KEY_BYTES];
    address_t target = {0, 0, 0};
    if (fact_awaits (entry->fact, field, name)) {
        memory_key_t key = memory_name_key (name);
        return (address_t){key.origin, key.seq, 0};
    }
    /* Of two that are followed the one that the verdict names. */
    bool first = fact_target (entry->fact, &target) && strcmp (field, "target") == 0;
    address_t other;
    if (!first && fact_source (entry->fact, &other))
        target = other;
    return target;
}

/*  What concerns everybody: a row in the feed of every office that has a device, an analyst's too. */
static qcdc_status show_to_all (const decide_t *self, const batch_entry_t *entry, int state, int64_t given_at)
{
    const fact_kind_t *kind = entry->fact ? fact_kind (entry->fact) : NULL;
    if (!kind || kind->route != ROUTE_ALL || state != QCDC__VERDICT_STATE__VERDICT_ACCEPTED)
        return QCDC_OK;
    for (const office_node_t *office = self->memory->offices; office; office = office->hh.next)
        QCDC_TRY (feed_act (self, entry, office->office, given_at));
    return QCDC_OK;
}

/*  Remembers what stands for the first copy that ENTRY says again, in memory and as a row.  Several devices may file the same lost
 *  fact again: the first one to do so has said it. */
static qcdc_status note_refiled (const decide_t *self, const batch_entry_t *entry, int64_t holder)
{
    const Qcdc__Was *was = entry->fact ? entry->fact->was : NULL;
    if (!was || memory_refiled (self->memory, was->origin, was->seq, was->hash.data, entry->office))
        return QCDC_OK;
    batch_refiled_t *refiled = batch_add_refiled (self->batch);
    if (!refiled)
        return QCDC_NO_MEMORY;
    *refiled = (batch_refiled_t){was, holder};
    return memory_add_refiled (self->memory, was->origin, was->seq, was->hash.data, entry->office, holder);
}

/*  Carries out a verdict given at commit_seq GIVEN_AT: state, memory, row.  *ROW is NULL for plain acceptance of a new entry. */
qcdc_status entry_carry_out (const decide_t *self, const batch_entry_t *entry, const verdict_t *verdict,
                             int64_t holder, int64_t given_at, bool later, batch_verdict_t **row)
{
    int state = (int)verdict->state;
    qcdc_status status = QCDC_OK;
    *row = NULL;
    state_entry_t accepted = entry_state (entry);
    if (state == QCDC__VERDICT_STATE__VERDICT_ACCEPTED)
        status = state_apply (self->state, &accepted, self->fault);
    else if (state == QCDC__VERDICT_STATE__VERDICT_REJECTED && entry->fact && fact_publishes (entry->fact))
        status = state_forget_set (self->state, &accepted, self->fault);
    if (status == QCDC_OK)
        status = show_to_all (self, entry, state, given_at);
    if (status == QCDC_OK)
        status = announce (self, entry, state, holder);
    if (status == QCDC_OK)
        status = take_erasure (self, entry, state);
    if (status == QCDC_OK)
        status = route (self, entry, state, given_at);
    if (status != QCDC_OK)
        return status;
    fault_t said = verdict->fault;
    bool in_vain = state == QCDC__VERDICT_STATE__VERDICT_ACCEPTED && entry->fact && !fact_erases (entry->fact) &&
                   self->state->without_effect;
    if (in_vain)
        fault_set (&said, QCDC_NO_EFFECT, NULL, "what was said later stands already");
    if (state != QCDC__VERDICT_STATE__VERDICT_ACCEPTED || later || in_vain) {
        *row = batch_verdict (self->batch, entry, given_at, state, &said, holder);
        if (!*row)
            return QCDC_NO_MEMORY;
        (*row)->repeated = verdict->repeated;
    }
    if (state == QCDC__VERDICT_STATE__VERDICT_WAITING) {
        (*row)->awaits = entry_awaits (entry, verdict->fault.field);
        return memory_add_waiting (self->memory, (*row)->awaits.origin, (*row)->awaits.seq,
                                   (waiting_t){entry->commit_seq, entry->origin_id});
    }
    bool stands = state == QCDC__VERDICT_STATE__VERDICT_ACCEPTED || state == QCDC__VERDICT_STATE__VERDICT_ALIAS;
    return stands ? note_refiled (self, entry, holder ? holder : entry->commit_seq) : QCDC_OK;
}
