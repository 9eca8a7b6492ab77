/*  fold.c — finding whose every entry is, and handing it to the matter.
 *
 *  The server decides with the help of its database what an entry refers to and repeats; here the entries are all there
 *  is, and the verdict says which of them were second copies.  What a fact does to a thing is one function for both. */

#include "matters/fold.h"

#include "base/i18n.h"

#include <stdlib.h>
#include <string.h>

static qcdc_status out_of_memory (const fold_t *self)
{
    return fault_set (self->fault, QCDC_NO_MEMORY, NULL, "%s", _ ("the entries cannot be read"));
}

static void *fold_item (const fold_t *self, size_t index)
{
    return self->items + index * self->item_size;
}

static thing_t *thing_of (const fold_t *self, size_t index)
{
    return fold_item (self, index);
}

static qcdc_status tell (fold_t *self, const fold_part_t *part, fold_role role, const fold_row_t *row,
                         const Qcdc__Fact *fact)
{
    return self->taken ? self->taken (self, fold_item (self, part->item), role, row, fact) : QCDC_OK;
}

/*  ---------------------------------------------------------------- finding */

/*  Parts are found by origin and seq, in the order in which they were added: a table with open addressing, for one subject may have
 *  tens of thousands of entries, rejected ones too. */
static size_t slot_of (const fold_t *self, const address_t *address)
{
    uint64_t mixed = (address->origin ^ address->seq * 0x9E3779B97F4A7C15u) * 0xBF58476D1CE4E5B9u;
    return (size_t)(mixed >> 32) & (self->slot_count - 1);
}

static void slot_put (fold_t *self, size_t part)
{
    size_t slot = slot_of (self, &self->parts[part].entry);
    while (self->part_slots[slot])
        slot = (slot + 1) & (self->slot_count - 1);
    self->part_slots[slot] = (uint32_t)part + 1;
}

/*  Room for twice as many, at most half of the slots taken; what was added first stays in front. */
static bool parts_grow (fold_t *self)
{
    size_t size = self->part_size ? 2 * self->part_size : 8;
    fold_part_t *parts = realloc (self->parts, size * sizeof *parts);
    if (!parts)
        return false;
    self->parts = parts;
    uint32_t *slots = calloc (2 * size, sizeof *slots);
    if (!slots)
        return false;
    free (self->part_slots);
    self->part_slots = slots;
    self->slot_count = 2 * size;
    self->part_size = size;
    for (size_t i = 0; i < self->part_count; i++)
        slot_put (self, i);
    return true;
}

static qcdc_status part_add (fold_t *self, const fold_part_t *part)
{
    if (self->part_count == self->part_size && !parts_grow (self))
        return out_of_memory (self);
    self->parts[self->part_count++] = *part;
    slot_put (self, self->part_count - 1);
    return QCDC_OK;
}

static const fold_part_t *part_look (const fold_t *self, const address_t *target, bool met)
{
    if (!self->slot_count)
        return NULL;
    for (size_t slot = slot_of (self, target); self->part_slots[slot]; slot = (slot + 1) & (self->slot_count - 1)) {
        const fold_part_t *part = &self->parts[self->part_slots[slot] - 1];
        bool same = part->entry.hash8 == target->hash8 || target->hash8 == 0;
        if (part->entry.origin == target->origin && part->entry.seq == target->seq && same &&
            !(met && part->stands_in))
            return part;
    }
    return NULL;
}

/*  The part that TARGET refers to, by address and hash; hash 0 stands for whatever is there. */
static const fold_part_t *part_find (const fold_t *self, const address_t *target)
{
    return part_look (self, target, false);
}

/*  Whether that entry itself was met and found its place; something may only stand in for it. */
static bool part_met (const fold_t *self, const address_t *entry)
{
    return part_look (self, entry, true) != NULL;
}

/*  Of what was taken back, too, unless STANDS. */
static bool find_holder (const fold_t *self, const char *key, bool stands, size_t *index)
{
    char name[MATTER_KEY_BYTES];
    bool found = false;
    for (size_t i = 0; i < self->item_count; i++) {
        self->matter->key_of (thing_of (self, i), name);
        if (strcmp (name, key) == 0 && (!stands || !thing_of (self, i)->voided) &&
            (!found || thing_holds_before (thing_of (self, i), thing_of (self, *index)))) {
            *index = i;
            found = true;
        }
    }
    return found;
}

void *fold_holder (const fold_t *self, const char *key)
{
    size_t index = 0;
    return find_holder (self, key, false, &index) ? fold_item (self, index) : NULL;
}

static bool is_alias (const fold_row_t *row)
{
    return row->verdict == QCDC__VERDICT_STATE__VERDICT_ALIAS;
}

/*  What an alias repeats: the server has said so, or the fact says it itself, or is the first copy of what was filed again. */
static const fold_part_t *find_repeated (const fold_t *self, const fold_row_t *row, const Qcdc__Fact *fact)
{
    const fold_part_t *found = row->repeats.seq ? part_find (self, &row->repeats) : part_find (self, &row->entry);
    if (!found && !row->repeats.seq && fact->was) {
        address_t was = {fact->was->origin, fact->was->seq, hash_prefix (fact->was->hash.data)};
        found = part_find (self, &was);
    }
    return found;
}

/*  The thing of which FACT is a second copy: the server has said so, or will.  *TAKEN: another thing has its key, so that the server
 *  will say DUPLICATE. */
static bool find_first (const fold_t *self, const fold_row_t *row, const Qcdc__Fact *fact,
                        const uint8_t content[CONTENT_BYTES], size_t *index, bool *taken)
{
    char key[MATTER_KEY_BYTES];
    address_t entry;
    int64_t commit_seq;
    *taken = false;
    if (is_alias (row)) {
        const fold_part_t *first = find_repeated (self, row, fact);
        if (first)
            *index = first->item;
        return first != NULL;
    }
    if (row->commit_seq != 0 && row->verdict != QCDC__VERDICT_STATE__VERDICT_WAITING)
        return false; /* accepted as a thing of its own */
    *taken = self->matter->key (fact, key) && find_holder (self, key, true, index);
    return *taken && self->matter->repeats (thing_of (self, *index), fact, content, &entry, &commit_seq);
}

/*  ---------------------------------------------------------------- one fact after another */

static fact_event_t event_of (const fold_t *self, const fold_row_t *row, const Qcdc__Fact *fact,
                              const fold_part_t *part, const uint8_t *content)
{
    int64_t seq = row->commit_seq ? row->commit_seq : (int64_t)row->entry.seq;
    return (fact_event_t){.fact = fact,
                          .content = content,
                          .catalog = self->catalog,
                          .entry = part->name,
                          .address = part->entry,
                          .stamp = stamp_make (row->commit_seq ? row->committed_at_us : 0, seq)};
}

static qcdc_status apply (fold_t *self, const fold_part_t *part, const fact_event_t *event)
{
    qcdc_status status = self->matter->apply (thing_of (self, part->item), event);
    if (!self->history && self->matter->forget)
        self->matter->forget (thing_of (self, part->item));
    return status == QCDC_NO_MEMORY ? out_of_memory (self) : QCDC_OK;
}

/*  A report may be taken back and filed again any number of times. */
static void shed_voided (fold_t *self, size_t next)
{
    char key[MATTER_KEY_BYTES], name[MATTER_KEY_BYTES];
    if (self->history || !self->matter->shed)
        return;
    self->matter->key_of (thing_of (self, next), key);
    for (size_t i = 0; i < next; i++) {
        thing_t *thing = thing_of (self, i);
        self->matter->key_of (thing, name);
        if (thing->voided && strcmp (name, key) == 0)
            self->matter->shed (thing);
    }
}

/*  Most subjects have one thing. */
static bool items_grow (fold_t *self)
{
    size_t room = self->item_room ? 2 * self->item_room : 1;
    char *grown = realloc (self->items, room * self->item_size);
    if (!grown)
        return false;
    self->items = grown;
    self->item_room = room;
    return true;
}

static qcdc_status take_creation (fold_t *self, const fold_row_t *row, fold_part_t *part, const Qcdc__Fact *fact)
{
    uint8_t content[CONTENT_BYTES];
    bool taken;
    fact_content (row->body, content);
    if (find_first (self, row, fact, content, &part->item, &taken)) {
        const fold_part_t *repeated = is_alias (row) ? find_repeated (self, row, fact) : NULL;
        if (repeated &&
            repeated->kind == PART_STEP) { /* a stranger's program may say so: what that made is what counts */
            part->kind = PART_STEP;
            part->part = repeated->part;
            return part_add (self, part);
        }
        QCDC_TRY (part_add (self, part));
        return tell (self, part, FOLD_COPY, row, fact);
    }
    if (is_alias (row)) {
        self->missed++; /* a copy of what is not here, or comes later: a restored server accepts what it gets first */
        return QCDC_OK;
    }
    if (taken)
        return QCDC_OK;
    if (self->item_count == self->item_room && !items_grow (self))
        return out_of_memory (self);
    part->item = self->item_count++;
    thing_t *thing = thing_of (self, part->item);
    memset (thing, 0, self->item_size);
    thing->matter = self->matter;
    thing->entry = part->entry;
    thing->commit_seq = row->commit_seq;
    thing->created_at_us = row->commit_seq ? row->committed_at_us : 0;
    thing->office = self->office ? self->office->id : 0;
    fact_event_t event = event_of (self, row, fact, part, content);
    QCDC_TRY (apply (self, part, &event));
    shed_voided (self, part->item);
    QCDC_TRY (part_add (self, part));
    return tell (self, part, FOLD_CREATED, row, fact);
}

/*  A step goes where its stamp puts it, behind all that is acknowledged if it is not itself; it is about the part OF, or the whole thing. */
static qcdc_status take_step (fold_t *self, const fold_row_t *row, fold_part_t *part, address_t of,
                              const Qcdc__Fact *fact)
{
    uint8_t content[CONTENT_BYTES];
    address_t first;
    int64_t commit_seq;
    const thing_t *thing = thing_of (self, part->item);
    fact_content (row->body, content);
    const fold_part_t *repeated = is_alias (row) ? find_repeated (self, row, fact) : NULL;
    if (is_alias (row) && !repeated) {
        self->missed++; /* a copy of what is not here, or comes later */
        return QCDC_OK;
    }
    bool same = row->commit_seq == 0 && self->matter->repeats (thing, fact, content, &first, &commit_seq);
    part->kind = PART_STEP;
    part->part = repeated ? repeated->part : same ? first : part->name;
    if (repeated) {
        part->kind = repeated->kind;
        part->item = repeated->item;
    } else if (!same && row->commit_seq == 0 && !self->matter->possible (thing, fact))
        part->counts = false; /* by what others did meanwhile */
    else if (!same) {
        fact_event_t event = event_of (self, row, fact, part, content);
        if (fact_kind (fact)->of_part)
            event.part = of;
        QCDC_TRY (apply (self, part, &event));
    }
    QCDC_TRY (part_add (self, part));
    return tell (self, part, FOLD_STEPPED, row, fact);
}

/*  A correction or a voiding: the thing, or the part, keeps its address and its turn. */
static qcdc_status take_change (fold_t *self, const fold_row_t *row, fold_part_t *part, const fold_part_t *target,
                                const Qcdc__Fact *fact)
{
    uint8_t content[CONTENT_BYTES] = {0};
    Qcdc__Fact as;
    bool corrects = fact_kind (fact)->effect == FACT_CORRECTS;
    const fact_kind_t *replacement = corrects ? fact_seen (fact, &as) : NULL;
    fact_effect wanted = target->kind == PART_STEP ? FACT_STEPS : FACT_CREATES;
    if (target->kind == PART_CHANGE ||
        (corrects && (!replacement || replacement->effect != wanted || replacement->matter != self->matter->id)))
        return part_add (self, part);
    if (!is_alias (row)) {
        fact_event_t event = event_of (self, row, fact, part, content);
        if (target->kind == PART_STEP)
            event.part = target->part;
        QCDC_TRY (apply (self, part, &event));
    }
    QCDC_TRY (part_add (self, part));
    if (target->kind == PART_STEP)
        return QCDC_OK;
    return tell (self, part, !corrects ? FOLD_VOIDED : is_alias (row) ? FOLD_ALIAS : FOLD_CHANGED, row, fact);
}

/*  What is set beside what a thing says, of several the last, or attached to it; what the server took for a second copy sets nothing. */
static qcdc_status take_setting (fold_t *self, const fold_row_t *row, fold_part_t *part, const Qcdc__Fact *fact)
{
    if (is_alias (row))
        return part_add (self, part);
    if (row->commit_seq == 0 && !self->matter->possible (thing_of (self, part->item), fact))
        part->counts = false; /* by what others did meanwhile */
    else {
        fact_event_t event = event_of (self, row, fact, part, NULL);
        QCDC_TRY (apply (self, part, &event));
    }
    QCDC_TRY (part_add (self, part));
    if (fact_kind (fact)->effect == FACT_ATTACHES)
        return tell (self, part, FOLD_ATTACHED, row, fact);
    return fact_kind (fact)->also ? tell (self, part, FOLD_RELATED, row, fact) : QCDC_OK;
}

static qcdc_status take_fact (fold_t *self, const fold_row_t *row, const Qcdc__Fact *fact)
{
    address_t target_address;
    const fact_kind_t *kind = fact_kind (fact);
    fold_part_t part = {.entry = row->entry, .name = row->name, .kind = PART_THING};
    part.commit_seq = row->commit_seq;
    part.committed_at_us = row->commit_seq ? row->committed_at_us : 0;
    const fact_event_t event = event_of (self, row, fact, &part, NULL);
    part.stamp = event_stamp (&event);
    part.counts = row->verdict != QCDC__VERDICT_STATE__VERDICT_REJECTED &&
                  row->verdict != QCDC__VERDICT_STATE__VERDICT_UNSUPPORTED;
    if (kind->effect == FACT_CREATES) {
        if (kind->matter != self->matter->id || row->foreign)
            return QCDC_OK;
        if (part.counts)
            return take_creation (self, row, &part, fact);
        return self->taken ? self->taken (self, NULL, FOLD_REFUSED, row, fact) : QCDC_OK;
    }
    const fold_part_t *found = fact_target (fact, &target_address) ? part_find (self, &target_address) : NULL;
    if (!found) {
        /* Waits, refers to what was rejected, or waited longer than what it refers to: then it is met once more. */
        self->missed++;
        return QCDC_OK;
    }
    fold_part_t target = *found;
    part.item = target.item;
    part.kind = PART_CHANGE;
    part.counts = part.counts && target.counts;
    if (!part.counts || kind->effect == FACT_ERASES || kind->effect == FACT_ASKS || kind->effect == FACT_OPENS ||
        kind->effect == FACT_PROPOSES)
        return part_add (self, &part);
    if (kind->effect == FACT_SETS || kind->effect == FACT_ATTACHES)
        return target.kind == PART_THING && kind->matter == self->matter->id ? take_setting (self, row, &part, fact)
                                                                             : QCDC_OK;
    if (kind->effect == FACT_STEPS)
        return target.kind == (kind->of_part ? PART_STEP : PART_THING) && kind->matter == self->matter->id
                   ? take_step (self, row, &part, target.part, fact)
                   : QCDC_OK;
    return take_change (self, row, &part, &target, fact);
}

qcdc_status fold_take (fold_t *self, const fold_row_t *row)
{
    Qcdc__Fact *fact = NULL;
    arena_reset (self->arena);
    qcdc_status status = fact_unpack (row->body, self->arena, &fact);
    if (status == QCDC_NO_MEMORY)
        return out_of_memory (self);
    if (status != QCDC_OK)
        return QCDC_OK; /* a newer program's, or never accepted */
    bool met_before = (fact_kind (fact)->effect == FACT_CREATES && !is_alias (row)) || part_met (self, &row->entry);
    if (self->again && met_before)
        return QCDC_OK;
    QCDC_TRY (take_fact (self, row, fact));
    const fold_part_t *made = fact->was ? part_find (self, &row->entry) : NULL;
    if (!made)
        return QCDC_OK;
    address_t was = {fact->was->origin, fact->was->seq, hash_prefix (fact->was->hash.data)};
    if (part_find (self, &was))
        return QCDC_OK;
    /* Others may still refer to the first copy, which was lost. */
    fold_part_t first = *made;
    first.entry = was;
    first.stands_in = true;
    return part_add (self, &first);
}

qcdc_status fold_read (fold_t *self, fold_source_fn *each, void *source, fault_t *fault)
{
    qcdc_status status;
    size_t met;
    self->fault = fault;
    do {
        met = self->part_count;
        self->missed = 0;
        status = each (self, source, fault);
        self->again = true;
    } while (status == QCDC_OK && self->missed && self->part_count > met);
    return status;
}

void fold_release (fold_t *self)
{
    for (size_t i = 0; i < self->item_count; i++)
        self->matter->release (thing_of (self, i));
    free (self->items);
    free (self->parts);
    self->items = NULL;
    free (self->part_slots);
    self->parts = NULL;
    self->part_slots = NULL;
    self->item_count = self->item_room = self->part_count = self->part_size = self->slot_count = 0;
}
