#include "ingest/decide_private.h"

#include <string.h>

/*  Entries decided in one step. */
#define STEP_ENTRIES 128u

qcdc_status batch_unpack (batch_t *batch, size_t from, size_t to, fault_t *fault)
{
    for (size_t i = from; i < to; i++) {
        batch_entry_t *entry = &batch->entries[i];
        entry->unpacked = fact_unpack (entry->entry.body, batch->arena, &entry->fact);
        if (entry->unpacked == QCDC_OK)
            fact_content (entry->entry.body, entry->content);
        else
            entry->fact = NULL;
        if (entry->unpacked == QCDC_TOO_LARGE && arena_exhausted (batch->arena))
            return fault_set (fault, QCDC_NO_MEMORY, NULL, "a batch of %zu entries does not fit in memory",
                              batch->entry_count);
    }
    return QCDC_OK;
}

/*  Where TARGET leads, for judging. */
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
        return node->kind;
    }
}

static void fill_input (const decide_t *self, const batch_entry_t *entry, judge_input_t *input)
{
    memset (input, 0, sizeof *input);
    input->catalog = self->state->catalog;
    input->office = catalog_office_by_id (self->state->catalog, entry->office);
    input->role = entry->role;
    input->committed_at_us = entry->first_committed_at_us;
    const char *local_no = fact_local_no (entry->fact);
    number_node_t *number = local_no ? state_number (self->state, entry->office, local_no, false) : NULL;
    if (number && number->holder)
        input->same_no = &number->holder->petition;
    const Qcdc__ReportFiled *report = fact_report (entry->fact);
    filing_node_t *filing =
        report ? state_filing (self->state, entry->office, report->form, report->period, false) : NULL;
    if (filing && filing->holder)
        input->same_report = &filing->holder->report;

    address_t target;
    input->target = TARGET_NONE;
    if (!fact_target (entry->fact, &target))
        return;
    const address_node_t *node = state_address (self->state, target, false);
    input->target = resolve (node);
    if (input->target == TARGET_MISSING)
        return;
    input->target_office = node->office;
    petition_node_t *petition = node->petition ? state_petition (self->state, node->petition) : NULL;
    report_node_t *filed = node->report ? state_report (self->state, node->report) : NULL;
    if (petition)
        input->petition = &petition->petition;
    if (petition && input->target == TARGET_MOVE)
        input->move = petition_move_at (&petition->petition, 0, (uint64_t)node->move);
    if (filed)
        input->report = &filed->report;
    /* A projection row that is missing (tampered with by hand) must not be followed. */
    if ((input->target == TARGET_PETITION && !input->petition) || (input->target == TARGET_MOVE && !input->move) ||
        (input->target == TARGET_REPORT && !input->report))
        input->target = TARGET_MISSING;
}

/*  The commit_seq of the entry that holds what stands at an address. */
static int64_t holder_of (const address_node_t *node)
{
    switch (node->kind) {
    case TARGET_PETITION:
        return node->petition;
    case TARGET_MOVE:
        return node->move;
    case TARGET_REPORT:
        return node->report;
    default:
        return node->commit_seq;
    }
}

/*  The entry that an alias repeats, as judging found it. */
static int64_t alias_of (const batch_entry_t *entry, const judge_input_t *input)
{
    switch (entry->fact->kind_case) {
    case QCDC__FACT__KIND_PETITION_RECEIVED:
        return input->same_no ? input->same_no->commit_seq : 0;
    case QCDC__FACT__KIND_REPORT_FILED:
        return input->same_report ? input->same_report->commit_seq : 0;
    case QCDC__FACT__KIND_PETITION_MOVED:
        for (size_t i = 0; i < input->petition->move_count; i++) {
            const move_t *move = &input->petition->moves[i];
            const Qcdc__PetitionMoved *fact = entry->fact->petition_moved;
            if (!move->voided && move->move == (int)fact->move && move->on == fact->on &&
                move->outcome == (int)fact->outcome && move->from_register == (fact->from_register != 0))
                return (int64_t)move->entry.seq;
        }
        return 0;
    default:
        return 0;
    }
}

static address_t was_address (const Qcdc__Was *was)
{
    return (address_t){was->origin, was->seq, hash_prefix (was->hash.data)};
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
    *holder = holder_of (node);
    return true;
}

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
    bool was_accepted = !kept || kept->state == QCDC__VERDICT_STATE__VERDICT_ACCEPTED;
    bool has_target = input->target == TARGET_NONE || input->target == TARGET_PETITION ||
                      input->target == TARGET_MOVE || input->target == TARGET_REPORT;
    qcdc_status status = verdict->fault.status;
    bool by_neighbours = status == QCDC_DUPLICATE || status == QCDC_BAD_MOVE || status == QCDC_TARGET_VOID;
    if (was_accepted && has_target && by_neighbours && verdict->state == QCDC__VERDICT_STATE__VERDICT_REJECTED) {
        verdict->state = QCDC__VERDICT_STATE__VERDICT_ACCEPTED;
        verdict->fault.status = QCDC_OK;
    }
}

void decide_judge (const decide_t *self, const batch_entry_t *entry, verdict_t *verdict, int64_t *holder)
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
    } else if (is_refiled (self, entry, holder)) {
        verdict->state = QCDC__VERDICT_STATE__VERDICT_ALIAS;
    } else {
        judge_input_t input;
        fill_input (self, entry, &input);
        judge_fact (&input, entry->fact, entry->content, verdict);
        if (entry->returned)
            keep_verdict (entry, &input, verdict);
        if (verdict->state == QCDC__VERDICT_STATE__VERDICT_ALIAS)
            *holder = alias_of (entry, &input);
    }
}

/*  What stands at NODE now: ENTRY, with that verdict. */
static void fill_node (const decide_t *self, address_node_t *node, const batch_entry_t *entry, int state,
                       int64_t holder)
{
    node->found = true;
    node->commit_seq = entry->commit_seq;
    node->origin_id = entry->origin_id;
    node->office = entry->office;
    node->verdict = state;
    node->kind = TARGET_OTHER;
    node->petition = node->move = node->report = 0;
    bool accepted = state == QCDC__VERDICT_STATE__VERDICT_ACCEPTED;
    if (!accepted && state != QCDC__VERDICT_STATE__VERDICT_ALIAS)
        return;
    int64_t id = accepted ? entry->commit_seq : holder;
    if (state_petition (self->state, id)) {
        node->kind = TARGET_PETITION;
        node->petition = id;
    } else if (state_report (self->state, id)) {
        node->kind = TARGET_REPORT;
        node->report = id;
    } else if (entry->fact->kind_case == QCDC__FACT__KIND_PETITION_MOVED && id) {
        const address_node_t *petition = state_target (self->state, entry->fact);
        if (petition && petition->petition) {
            node->kind = TARGET_MOVE;
            node->petition = petition->petition;
            node->move = id;
        }
    }
}

/*  An entry's own addresses: with its hash, and without one. */
static address_t own_address (const batch_entry_t *entry, bool with_hash)
{
    return (address_t){entry->entry.origin, entry->entry.seq, with_hash ? hash_prefix (entry->hash) : 0};
}

/*  Makes what was decided known to the facts that refer to this entry, or to the first copy that it stands for. */
static qcdc_status announce (const decide_t *self, const batch_entry_t *entry, int state, int64_t holder)
{
    /* What waits for this entry is judged again before the database knows of this verdict. */
    bool awaited = self->memory && memory_waiting (self->memory, entry->entry.origin, entry->entry.seq);
    for (int with_hash = 0; with_hash < 2; with_hash++) {
        address_node_t *node = state_address (self->state, own_address (entry, with_hash), awaited);
        if (node)
            fill_node (self, node, entry, state, holder);
        else if (awaited)
            return QCDC_NO_MEMORY;
    }
    bool stands = state == QCDC__VERDICT_STATE__VERDICT_ACCEPTED || state == QCDC__VERDICT_STATE__VERDICT_ALIAS;
    if (!entry->fact || !entry->fact->was || !stands)
        return QCDC_OK;
    if (!self->memory) {
        /* Replaying: loading has told which entry the address leads to; now it is known what that is. */
        address_node_t *led = state_address (self->state, was_address (entry->fact->was), false);
        if (led && led->found && led->commit_seq == entry->commit_seq)
            fill_node (self, led, entry, state, holder);
        return QCDC_OK;
    }
    const origin_node_t *origin = memory_origin (self->memory, entry->fact->was->origin);
    if (!origin || origin->office != entry->office)
        return QCDC_OK;
    address_node_t *first = state_address (self->state, was_address (entry->fact->was), true);
    if (!first)
        return QCDC_NO_MEMORY;
    if (!first->found)
        fill_node (self, first, entry, state, holder);
    return QCDC_OK;
}

/*  An AnnexErased takes effect even while it waits for its target: the text must not come in again. */
static qcdc_status take_erasure (const decide_t *self, const batch_entry_t *entry, int state, int64_t given_at)
{
    if (!entry->fact || entry->fact->kind_case != QCDC__FACT__KIND_ANNEX_ERASED ||
        (state != QCDC__VERDICT_STATE__VERDICT_ACCEPTED && state != QCDC__VERDICT_STATE__VERDICT_WAITING))
        return QCDC_OK;
    const Qcdc__Ref *target = entry->fact->annex_erased->target;
    qcdc_status status = memory_add_erased (self->memory, target->origin, target->seq);
    const address_node_t *node = state_target (self->state, entry->fact);
    if (status != QCDC_OK || state != QCDC__VERDICT_STATE__VERDICT_ACCEPTED || !node || node->office == entry->office)
        return status;
    batch_feed_t *feed = batch_add_feed (self->batch);
    if (!feed)
        return QCDC_NO_MEMORY;
    *feed = (batch_feed_t){.office = node->office,
                           .kind = 1,
                           .origin_id = entry->origin_id,
                           .seq = entry->entry.seq,
                           .commit_seq = given_at};
    return QCDC_OK;
}

/*  Carries out a verdict given at commit_seq GIVEN_AT: state, memory, row.  *ROW is NULL for plain acceptance of a new entry. */
qcdc_status decide_carry_out (const decide_t *self, const batch_entry_t *entry, const verdict_t *verdict,
                              int64_t holder, int64_t given_at, bool later, batch_verdict_t **row)
{
    int state = (int)verdict->state;
    qcdc_status status = QCDC_OK;
    *row = NULL;
    if (state == QCDC__VERDICT_STATE__VERDICT_ACCEPTED)
        status = state_apply (self->state, entry, self->fault);
    if (status == QCDC_OK)
        status = announce (self, entry, state, holder);
    if (status == QCDC_OK)
        status = take_erasure (self, entry, state, given_at);
    if (status != QCDC_OK)
        return status;
    if (state != QCDC__VERDICT_STATE__VERDICT_ACCEPTED || later) {
        *row = batch_verdict (self->batch, entry, given_at, state, &verdict->fault, holder);
        if (!*row)
            return QCDC_NO_MEMORY;
    }
    if (state == QCDC__VERDICT_STATE__VERDICT_WAITING) {
        address_t target = {0, 0, 0};
        if (verdict->fault.status != QCDC_WAITING || strcmp (verdict->fault.field, "form") != 0)
            (void)fact_target (entry->fact, &target);
        return memory_add_waiting (self->memory, target.origin, target.seq, entry->commit_seq);
    }
    const Qcdc__Was *was = entry->fact ? entry->fact->was : NULL;
    if (was && (state == QCDC__VERDICT_STATE__VERDICT_ACCEPTED || state == QCDC__VERDICT_STATE__VERDICT_ALIAS))
        status = memory_add_refiled (self->memory, was->origin, was->seq, was->hash.data, entry->office,
                                     holder ? holder : entry->commit_seq);
    return status;
}

/*  Numbers and chains the entries; tells the state which addresses the batch brings itself. */
static void number_entries (const decide_t *self)
{
    batch_t *batch = self->batch;
    const uint8_t *previous = self->memory->commit_hash;
    for (size_t i = 0; i < batch->entry_count; i++) {
        batch_entry_t *entry = &batch->entries[i];
        entry->commit_seq = self->memory->commit_seq + 1 + (int64_t)i;
        commit_hash (previous, entry->hash, batch->committed_at_us, entry->commit_hash);
        previous = entry->commit_hash;
        if (!entry->returned)
            entry->first_committed_at_us = batch->committed_at_us;
    }
}

static qcdc_status collect_wants (const decide_t *self)
{
    batch_t *batch = self->batch;
    for (size_t i = 0; i < batch->entry_count; i++) {
        const batch_entry_t *entry = &batch->entries[i];
        if (!entry->fact)
            continue;
        qcdc_status status = state_want (self->state, entry->office, entry->fact);
        const Qcdc__Was *was = entry->fact->was;
        if (status == QCDC_OK && was && !state_address (self->state, was_address (was), true))
            status = QCDC_NO_MEMORY;
        if (status != QCDC_OK)
            return status;
    }
    for (size_t i = 0; self->state->addresses && i < batch->entry_count; i++)
        for (int with_hash = 0; with_hash < 2; with_hash++) {
            /* Not decided yet: whoever refers forward waits. */
            address_node_t *node = state_address (self->state, own_address (&batch->entries[i], with_hash), false);
            if (node)
                fill_node (self, node, &batch->entries[i], QCDC__VERDICT_STATE__VERDICT_WAITING, 0);
        }
    return QCDC_OK;
}

static qcdc_status decide_one (const decide_t *self, batch_entry_t *entry)
{
    verdict_t verdict;
    int64_t holder;
    decide_judge (self, entry, &verdict, &holder);
    qcdc_status status = decide_carry_out (self, entry, &verdict, holder, entry->commit_seq, false, &entry->verdict);
    if (status == QCDC_OK && self->memory->waiting && verdict.state != QCDC__VERDICT_STATE__VERDICT_WAITING)
        status = decide_wake (self, entry->entry.origin, entry->entry.seq, entry->commit_seq);
    const Qcdc__Was *was = entry->fact ? entry->fact->was : NULL;
    if (status == QCDC_OK && was && self->memory->waiting)
        status = decide_wake (self, was->origin, was->seq, entry->commit_seq);
    return status;
}

/*  The receipt of one append, to be signed after commit; and its place in the feed of its office's other devices. */
static qcdc_status conclude_append (const decide_t *self, batch_append_t *append)
{
    batch_t *batch = self->batch;
    const batch_entry_t *last = &batch->entries[append->begin + append->count - 1];
    receipt_t *receipt = &append->receipt;
    size_t count = 0;
    const batch_verdict_t **rows = arena_alloc (batch->arena, append->count * sizeof *rows);
    uint64_t *seqs = arena_alloc (batch->arena, append->count * sizeof *seqs);
    if (!rows || !seqs)
        return QCDC_NO_MEMORY;
    for (size_t i = append->begin; i < append->begin + append->count; i++)
        if (batch->entries[i].verdict) {
            rows[count] = batch->entries[i].verdict;
            seqs[count++] = batch->entries[i].entry.seq;
        }
    qcdc_status status = batch_pack_verdicts (batch, rows, seqs, count, &receipt->verdicts);
    if (status != QCDC_OK)
        return status;
    receipt->origin = append->origin;
    receipt->first_seq = append->first_seq;
    receipt->last_seq = append->last_seq;
    memcpy (receipt->last_hash, last->hash, HASH_BYTES);
    receipt->commit_seq = (uint64_t)last->commit_seq;
    receipt->committed_at_us = batch->committed_at_us;
    receipt->first_committed_at_us = last->first_committed_at_us;

    office_node_t *office = memory_office (self->memory, append->office);
    if (!office)
        return QCDC_NO_MEMORY;
    if (office->devices > 1) {
        batch_feed_t *feed = batch_add_feed (batch);
        if (!feed)
            return QCDC_NO_MEMORY;
        *feed = (batch_feed_t){.office = append->office,
                               .kind = 0,
                               .origin_id = append->origin_id,
                               .seq = append->first_seq,
                               .commit_seq = last->commit_seq};
    }
    return QCDC_OK;
}

qcdc_status decide_feed_later (const decide_t *self)
{
    batch_t *batch = self->batch;
    for (size_t i = 0; i < batch->later_count; i++) {
        const batch_later_t *later = &batch->later[i];
        batch_feed_t *feed = batch_add_feed (batch);
        if (!feed)
            return QCDC_NO_MEMORY;
        *feed = (batch_feed_t){.office = later->office,
                               .kind = 2,
                               .origin_id = later->origin_id,
                               .seq = later->seq,
                               .commit_seq = later->verdict->given_at};
    }
    return QCDC_OK;
}

qcdc_status decide_begin (decide_t *self)
{
    number_entries (self);
    self->status = collect_wants (self);
    if (self->status == QCDC_OK)
        self->status = state_load (self->state, self->pg, self->fault);
    return self->status;
}

static bool erases (const batch_entry_t *entry)
{
    return entry->fact && entry->fact->kind_case == QCDC__FACT__KIND_ANNEX_ERASED;
}

/*  Whether something in the journal waits for ENTRY: it would have to be read. */
static bool is_awaited (const memory_t *memory, const batch_entry_t *entry)
{
    const Qcdc__Was *was = entry->fact ? entry->fact->was : NULL;
    return memory->waiting && (memory_waiting (memory, entry->entry.origin, entry->entry.seq) ||
                               (was && memory_waiting (memory, was->origin, was->seq)));
}

bool decide_is_free (const decide_t *self)
{
    bool is_free = self->memory->forms_checked;
    for (size_t i = 0; is_free && i < self->batch->entry_count; i++)
        is_free = !erases (&self->batch->entries[i]) && !is_awaited (self->memory, &self->batch->entries[i]);
    return is_free;
}

static qcdc_status conclude (const decide_t *self)
{
    batch_t *batch = self->batch;
    qcdc_status status = QCDC_OK;
    if (batch->entry_count > 0 && !self->memory->forms_checked) {
        /* Once after every start: a newer program may know the form version that a report waits for. */
        self->memory->forms_checked = true;
        status = decide_wake (self, 0, 0, batch->entries[batch->entry_count - 1].commit_seq);
    }
    for (size_t i = 0; status == QCDC_OK && i < batch->append_count; i++)
        status = conclude_append (self, &batch->appends[i]);
    return status == QCDC_OK ? decide_feed_later (self) : status;
}

bool decide_step (decide_t *self)
{
    batch_t *batch = self->batch;
    if (self->over || self->status != QCDC_OK)
        return false;
    for (size_t n = 0; self->status == QCDC_OK && n < STEP_ENTRIES && self->next < batch->entry_count; n++)
        self->status = decide_one (self, &batch->entries[self->next++]);
    if (self->status == QCDC_OK && self->next == batch->entry_count) {
        self->status = conclude (self);
        self->over = true;
    }
    return true;
}

qcdc_status decide_rest (decide_t *self)
{
    while (decide_step (self)) {
    }
    if (self->status == QCDC_NO_MEMORY)
        fault_set (self->fault, self->status, NULL, "out of memory while deciding %zu entries",
                   self->batch->entry_count);
    return self->status;
}

qcdc_status batch_replay (batch_t *batch, state_t *state, pg_t *pg, fault_t *fault)
{
    decide_t self = {.batch = batch, .state = state, .pg = pg, .fault = fault};
    qcdc_status status = QCDC_OK;
    for (size_t i = 0; status == QCDC_OK && i < batch->entry_count; i++)
        if (batch->entries[i].fact)
            status = state_want (state, batch->entries[i].office, batch->entries[i].fact);
    for (size_t i = 0; status == QCDC_OK && i < batch->entry_count; i++) {
        /* The holder of an alias must be at hand when a later fact refers to the alias. */
        int64_t holder = batch->entries[i].verdict ? batch->entries[i].verdict->alias_of : 0;
        address_node_t *node = holder ? state_address (state, (address_t){0, (uint64_t)holder, 0}, true) : NULL;
        if (node) {
            node->found = true;
            node->petition = node->report = holder;
        }
    }
    /* An entry that was accepted later than it was committed stands in the batch twice: the place of the last one counts. */
    for (size_t i = 0; status == QCDC_OK && i < batch->entry_count; i++)
        for (int with_hash = 0; with_hash < 2; with_hash++) {
            address_node_t *node = state_address (state, own_address (&batch->entries[i], with_hash), false);
            if (node)
                node->found = true;
        }
    if (status == QCDC_OK)
        status = state_load (state, pg, fault);
    for (size_t i = 0; status == QCDC_OK && i < batch->entry_count; i++) {
        const batch_entry_t *entry = &batch->entries[i];
        int verdict = entry->verdict ? entry->verdict->state : QCDC__VERDICT_STATE__VERDICT_ACCEPTED;
        if (verdict == QCDC__VERDICT_STATE__VERDICT_ACCEPTED && entry->fact)
            status = state_apply (state, entry, fault);
        if (status == QCDC_OK && entry->fact)
            status = announce (&self, entry, verdict, entry->verdict ? entry->verdict->alias_of : 0);
    }
    return status;
}
