/*  hand_over_view.c — folding what another office handed over.
 *
 *  What the fact says of the petition is given to the petition's own fold, receipt first, then the steps, then the hand-over, then what
 *  this office answered: so that judging here sees what the province will see. */

#include "petitions/hand_over_view.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "catalogue/office_heir.h"
#include "facts/make.h"
#include "matters/petition_transfer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WAITING_PREFIX "entry:"

static qcdc_status out_of_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ ("the petition cannot be read"));
}

void hand_over_release (hand_over_view_t *self)
{
    petition_release (&self->petition);
    free (self->title);
    free (self->summary);
    free (self->reason);
    free (self->identity);
    *self = (hand_over_view_t){0};
}

const move_t *hand_over_sent (const hand_over_view_t *self)
{
    return petition_move_at (&self->petition, self->entry.origin, self->entry.seq);
}

/*  Whose device ORIGIN is, as far as it is known here. */
static const office_t *office_of (uint64_t origin, void *arg)
{
    const desk_t *desk = arg;
    uint8_t key[SIGN_KEY_BYTES];
    char *code QCDC_CLEANUP (memory_free) = NULL;
    fault_t unknown = {0};
    qcdc_status status = journal_origin_key (desk->home.journal, origin, key, &code, &unknown);
    return status == QCDC_OK ? catalog_office (desk->home.catalog, code) : NULL;
}

judge_input_t hand_over_input (const desk_t *desk, const hand_over_view_t *view)
{
    judge_input_t input = desk_input (desk);
    input.target = TARGET_PART;
    input.thing = &view->petition.thing;
    input.part = view->entry;
    input.target_office = view->petition.office;
    input.office_of = office_of;
    input.elsewhere_arg = (void *)desk;
    return input;
}

judge_input_t hand_over_source (const desk_t *desk, const hand_over_view_t *view)
{
    judge_input_t input = desk_input (desk);
    input.source = TARGET_PART;
    input.source_thing = &view->petition.thing;
    input.source_part = view->entry;
    return input;
}

/*  ---------------------------------------------------------------- folding */

static qcdc_status fold_fact (hand_over_view_t *view, const desk_t *desk, const Qcdc__Fact *fact, address_t entry,
                              stamp_t stamp, address_t part)
{
    uint8_t content[CONTENT_BYTES], *body QCDC_CLEANUP (memory_free) = NULL;
    size_t length = 0;
    QCDC_TRY (fact_pack (fact, &body, &length));
    fact_content ((bytes_t){body, length}, content);
    const fact_event_t event = {.fact = fact,
                                .content = content,
                                .catalog = desk->home.catalog,
                                .entry = entry,
                                .address = entry,
                                .stamp = stamp,
                                .part = part};
    return petition_apply (&view->petition, &event);
}

static qcdc_status find_last (hand_over_view_t *view, const desk_t *desk, fault_t *fault)
{
    uint8_t key[SIGN_KEY_BYTES];
    char *code QCDC_CLEANUP (memory_free) = NULL;
    view->last = NULL;
    *view->answered = '\0';
    for (size_t i = 0; i < view->petition.move_count; i++) {
        const move_t *move = &view->petition.moves[i];
        if (move->answer && move->answer != QCDC__HAND_OVER_VERDICT__HAND_OVER_REPLIED &&
            move->answers.origin == view->entry.origin && move->answers.seq == view->entry.seq)
            view->last = move;
    }
    view->waits = !view->last;
    if (!view->last)
        return QCDC_OK;
    QCDC_TRY (journal_origin_key (desk->home.journal, view->last->address.origin, key, &code, fault));
    snprintf (view->answered, sizeof view->answered, "%s", code);
    view->waits = view->last->answer == QCDC__HAND_OVER_VERDICT__HAND_OVER_TAKEN_IN &&
                  strcmp (code, desk->home.office->code) != 0 &&
                  transfer_is_of (desk->home.catalog, code, desk->home.office->code, day_of_moment (moment_now ()));
    return QCDC_OK;
}

qcdc_status hand_over_answer (hand_over_view_t *view, const desk_t *desk, const Qcdc__Fact *fact,
                              const address_t *entry, fault_t *fault)
{
    if (fold_fact (view, desk, fact, *entry, stamp_make (0, (int64_t)entry->seq), view->entry) != QCDC_OK)
        return out_of_memory (fault);
    return find_last (view, desk, fault);
}

/*  The petition as it stood; the steps have no entries here, and are told by their places. */
static qcdc_status fold_petition (hand_over_view_t *view, const desk_t *desk, const Qcdc__PetitionHandedOver *handed,
                                  const Qcdc__Fact *fact, stamp_t stamp)
{
    const office_t *office = catalog_office (desk->home.catalog, view->sender);
    view->petition.matter = &PETITION_MATTER;
    view->petition.office = office ? office->id : 0;
    view->petition.entry = (address_t){handed->petition->origin, handed->petition->seq, handed->petition->hash};
    const Qcdc__Fact received = fact_of_petition (handed->received);
    QCDC_TRY (fold_fact (view, desk, &received, view->petition.entry, (stamp_t){1, 0}, (address_t){0, 0, 0}));
    for (size_t i = 0; i < handed->n_moves; i++) {
        const Qcdc__Fact step = fact_of_move (handed->moves[i]);
        QCDC_TRY (fold_fact (view, desk, &step, (address_t){0, i + 1, 0}, (stamp_t){1, (int64_t)i + 1},
                             (address_t){0, 0, 0}));
    }
    return fold_fact (view, desk, fact, view->entry, stamp, (address_t){0, 0, 0});
}

static qcdc_status take_texts (hand_over_view_t *view, const desk_t *desk, bytes_t annex, fault_t *fault)
{
    Qcdc__AnnexText *text = NULL;
    if (!annex.length || annex_unpack (annex, desk->arena, &text) != QCDC_OK)
        return QCDC_OK;
    view->title = strdup (text->title);
    view->summary = strdup (text->summary);
    view->reason = strdup (text->reason);
    if (text->identity) {
        view->identity_length = qcdc__sealed_identity__get_packed_size (text->identity);
        view->identity = malloc (view->identity_length + 1);
        if (!view->identity)
            return out_of_memory (fault);
        qcdc__sealed_identity__pack (text->identity, view->identity);
    }
    return view->title && view->summary && view->reason ? QCDC_OK : out_of_memory (fault);
}

/*  ---------------------------------------------------------------- reading */

typedef struct {
    desk_t *desk;
    hand_over_view_t *view;
    fault_t *fault;
} reading_t;

static bool stands (const journal_row_t *row)
{
    return row->verdict == QCDC__VERDICT_STATE__VERDICT_ACCEPTED ||
           row->verdict == QCDC__VERDICT_STATE__VERDICT_WAITING;
}

static qcdc_status take_answer (const journal_row_t *row, void *arg)
{
    const reading_t *self = arg;
    Qcdc__Fact *fact = NULL;
    address_t target;
    arena_reset (self->desk->arena);
    if (!stands (row) || fact_unpack (row->entry.body, self->desk->arena, &fact) != QCDC_OK ||
        fact->kind_case != QCDC__FACT__KIND_HAND_OVER_ANSWERED || !fact_target (fact, &target) ||
        target.origin != self->view->entry.origin || target.seq != self->view->entry.seq)
        return QCDC_OK;
    stamp_t stamp = stamp_make (row->committed_at_us, row->commit_seq ? row->commit_seq : (int64_t)row->entry.seq);
    address_t entry = {row->entry.origin, row->entry.seq, hash_prefix (row->hash)};
    qcdc_status status = fold_fact (self->view, self->desk, fact, entry, stamp, self->view->entry);
    return status == QCDC_NO_MEMORY ? out_of_memory (self->fault) : QCDC_OK;
}

static qcdc_status not_found (const address_t *entry, fault_t *fault)
{
    char address[ADDRESS_TEXT_BYTES];
    fault_set (fault, QCDC_NOT_FOUND, NULL, _ ("entry %s hands nothing over to this office"),
               address_format (entry->origin, entry->seq, address));
    fault_advise (fault, "%s", _ ("qcdc petition incoming lists what was handed over"));
    return QCDC_NOT_FOUND;
}

/*  What ROW hands over, to this office or to one that it goes on for; *FOUND: that is so. */
static qcdc_status take_row (desk_t *desk, const journal_row_t *row, hand_over_view_t *view, bool *found,
                             fault_t *fault)
{
    uint8_t key[SIGN_KEY_BYTES];
    char *office QCDC_CLEANUP (memory_free) = NULL;
    Qcdc__Fact *fact = NULL;
    *found = false;
    arena_reset (desk->arena);
    if (!stands (row) || fact_unpack (row->entry.body, desk->arena, &fact) != QCDC_OK ||
        fact->kind_case != QCDC__FACT__KIND_PETITION_HANDED_OVER)
        return QCDC_OK;
    const Qcdc__PetitionHandedOver *handed = fact->petition_handed_over;
    QCDC_TRY (journal_origin_key (desk->home.journal, row->entry.origin, key, &office, fault));
    if (!handed->received || !transfer_is_of (desk->home.catalog, handed->to_office, desk->home.office->code,
                                              day_of_moment (moment_now ())))
        return QCDC_OK;
    *view = (hand_over_view_t){.entry = {row->entry.origin, row->entry.seq, hash_prefix (row->hash)}};
    snprintf (view->sender, sizeof view->sender, "%s", office);
    *found = true;
    view->text_erased = row->entry.annex_hash.length > 0;
    QCDC_TRY (take_texts (view, desk, row->entry.annex, fault));
    stamp_t stamp = stamp_make (row->committed_at_us, row->commit_seq);
    qcdc_status status = fold_petition (view, desk, handed, fact, stamp);
    return status == QCDC_NO_MEMORY ? out_of_memory (fault) : QCDC_OK;
}

/*  The same with the answers that stand under SUBJECT. */
static qcdc_status read_row (desk_t *desk, const journal_row_t *row, const char *subject, hand_over_view_t *view,
                             bool *found, fault_t *fault)
{
    reading_t reading = {desk, view, fault};
    qcdc_status status = take_row (desk, row, view, found, fault);
    if (status == QCDC_OK && *found)
        status = journal_each_of_subject (desk->home.journal, subject, take_answer, &reading, fault);
    if (status == QCDC_OK && *found)
        status = find_last (view, desk, fault);
    if (status != QCDC_OK && *found) {
        hand_over_release (view);
        *found = false;
    }
    return status;
}

qcdc_status hand_over_read (desk_t *desk, const address_t *entry, hand_over_view_t *view, fault_t *fault)
{
    journal_row_t row;
    bool found = false;
    *view = (hand_over_view_t){0};
    qcdc_status status = journal_at (desk->home.journal, entry->origin, entry->seq, &row, fault);
    if (status == QCDC_NOT_FOUND)
        return not_found (entry, fault);
    QCDC_TRY (status);
    char *subject QCDC_CLEANUP (memory_free) = strdup (row.subject);
    if (!subject)
        return out_of_memory (fault);
    QCDC_TRY (read_row (desk, &row, subject, view, &found, fault));
    return found ? QCDC_OK : not_found (entry, fault);
}

qcdc_status hand_over_holder (desk_t *desk, const petition_t *petition, char text[64], fault_t *fault)
{
    uint8_t key[SIGN_KEY_BYTES];
    char *code QCDC_CLEANUP (memory_free) = NULL;
    const move_t *sent = petition_sent (petition), *last = NULL;
    for (size_t i = 0; sent && i < petition->move_count; i++) {
        const move_t *move = &petition->moves[i];
        if (move->answer && move->answer != QCDC__HAND_OVER_VERDICT__HAND_OVER_REPLIED &&
            move->answers.origin == sent->entry.origin && move->answers.seq == sent->entry.seq)
            last = move;
    }
    if (last) {
        QCDC_TRY (journal_origin_key (desk->home.journal, last->address.origin, key, &code, fault));
        snprintf (text, 64, "%s", code);
        return QCDC_OK;
    }
    const office_t *heir = office_heir (desk->home.catalog, petition->with_office, day_of_moment (moment_now ()));
    snprintf (text, 64, "%s", heir ? heir->code : petition->with_office);
    return QCDC_OK;
}

/*  What the answer LAST is to PETITION, which its office left with it: no sooner than its own last step. */
static move_t gone_step (const petition_t *petition, const move_t *last, bool back, const char *code)
{
    move_t step = {.entry = last->entry,
                   .address = last->address,
                   .order = last->order,
                   .move = back ? QCDC__MOVE__RETURNED : QCDC__MOVE__FORWARDED,
                   .on = last->on,
                   .from_register = petition->state == PETITION_SUSPENDED};
    for (size_t i = 0; i < petition->move_count; i++)
        if (petition->moves[i].on > step.on)
            step.on = petition->moves[i].on;
    if (!back)
        snprintf (step.to_office, sizeof step.to_office, "%s", code);
    return step;
}

qcdc_status hand_over_gone_on (desk_t *desk, const petition_t *petition, char code[64], move_t *step, fault_t *fault)
{
    hand_over_view_t view QCDC_CLEANUP (hand_over_release) = {0};
    const office_t *own = desk->home.office;
    *code = '\0';
    if (!petition->from.seq || petition->voided || !petition_is_pending (petition->state) ||
        petition->office != own->id || own->valid_to >= day_of_moment (moment_now ()))
        return QCDC_OK;
    qcdc_status status = hand_over_read (desk, &petition->from, &view, fault);
    if (status == QCDC_NOT_FOUND) /* what a lost feed has not brought back yet */
        return QCDC_OK;
    QCDC_TRY (status);
    bool back = view.last && view.last->answer == QCDC__HAND_OVER_VERDICT__HAND_OVER_RETURNED;
    if (!view.last || (!back && strcmp (view.answered, own->code) == 0))
        return QCDC_OK;
    snprintf (code, 64, "%s", back ? view.sender : view.answered);
    if (step)
        *step = gone_step (petition, view.last, back, code);
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- all of them */

typedef struct {
    address_t *items; /* malloc'ed */
    size_t count, size;
    desk_t *desk;
    fault_t *fault;
} found_t;

static qcdc_status note_row (const journal_row_t *row, void *arg)
{
    found_t *self = arg;
    Qcdc__Fact *fact = NULL;
    arena_reset (self->desk->arena);
    if (fact_unpack (row->entry.body, self->desk->arena, &fact) != QCDC_OK ||
        fact->kind_case != QCDC__FACT__KIND_PETITION_HANDED_OVER)
        return QCDC_OK;
    address_t *items = memory_room (self->items, self->count, &self->size, sizeof *items);
    if (!items)
        return out_of_memory (self->fault);
    self->items = items;
    items[self->count++] = (address_t){row->entry.origin, row->entry.seq, hash_prefix (row->hash)};
    return QCDC_OK;
}

static qcdc_status note_subject (const char *subject, void *arg)
{
    found_t *self = arg;
    return journal_each_of_subject (self->desk->home.journal, subject, note_row, self, self->fault);
}

static void found_release (found_t *self)
{
    free (self->items);
}

qcdc_status hand_over_each (desk_t *desk, hand_over_fn *each, void *arg, fault_t *fault)
{
    found_t all QCDC_CLEANUP (found_release) = {.desk = desk, .fault = fault};
    QCDC_TRY (journal_each_subject (desk->home.journal, WAITING_PREFIX, note_subject, &all, fault));
    for (size_t i = 0; i < all.count; i++) {
        hand_over_view_t view QCDC_CLEANUP (hand_over_release) = {0};
        qcdc_status status = hand_over_read (desk, &all.items[i], &view, fault);
        if (status == QCDC_NOT_FOUND)
            continue; /* of another office */
        QCDC_TRY (status);
        QCDC_TRY (each (&view, arg));
    }
    return QCDC_OK;
}

static qcdc_status count_waiting (const hand_over_view_t *view, void *arg)
{
    unsigned long *count = arg;
    *count += view->waits && hand_over_sent (view);
    return QCDC_OK;
}

qcdc_status hand_over_waiting (desk_t *desk, unsigned long *count, fault_t *fault)
{
    *count = 0;
    return hand_over_each (desk, count_waiting, count, fault);
}
