/*  petition_view.c — petitions as they stand, folded from the journal. */

#include "desk/petition_view.h"

#include "base/i18n.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    desk_t *desk;
    const char *subject;
    const office_t *office;
    petition_views_t *views;
    bool again;    /* not the first time over the rows */
    size_t missed; /* facts whose target was not met yet */
    fault_t *fault;
} reading_t;

static qcdc_status out_of_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ ("the petition cannot be read"));
}

/*  ---------------------------------------------------------------- texts */

static void text_release (petition_view_t *view)
{
    free (view->title);
    free (view->summary);
    view->title = view->summary = NULL;
}

/*  An entry with an annex gives the petition its texts, also by taking them away: an erased annex leaves them
 *  unknown. */
static qcdc_status text_take (reading_t *reading, petition_view_t *view, const entry_t *entry)
{
    if (!entry->annex.length && !entry->annex_hash.length)
        return QCDC_OK;
    text_release (view);
    view->text_erased = entry->annex_hash.length > 0;
    Qcdc__AnnexText *text = NULL;
    if (view->text_erased || annex_unpack (entry->annex, reading->desk->arena, &text) != QCDC_OK)
        return QCDC_OK;
    view->title = strdup (text->title);
    view->summary = strdup (text->summary);
    return view->title && view->summary ? QCDC_OK : out_of_memory (reading->fault);
}

/*  ---------------------------------------------------------------- finding what a fact is about */

static qcdc_status part_add (reading_t *reading, const petition_part_t *part)
{
    petition_views_t *views = reading->views;
    petition_part_t *parts = realloc (views->parts, (views->part_count + 1) * sizeof *parts);
    if (!parts)
        return out_of_memory (reading->fault);
    views->parts = parts;
    parts[views->part_count++] = *part;
    return QCDC_OK;
}

/*  The part that TARGET refers to, by address and hash; hash 0 stands for whatever is there. */
static const petition_part_t *part_find (const petition_views_t *views, const address_t *target)
{
    for (size_t i = 0; i < views->part_count; i++) {
        const address_t *entry = &views->parts[i].entry;
        bool same = entry->hash8 == target->hash8 || target->hash8 == 0;
        if (entry->origin == target->origin && entry->seq == target->seq && same)
            return &views->parts[i];
    }
    return NULL;
}

/*  Who holds the number: the one that is not taken back before any that is. */
static petition_view_t *view_of_number (const petition_views_t *views, const char *local_no)
{
    petition_view_t *found = NULL;
    for (size_t i = 0; i < views->view_count; i++) {
        petition_view_t *view = &views->views[i];
        if (strcmp (view->petition.local_no, local_no) == 0 && (!found || found->petition.voided))
            found = view;
    }
    return found;
}

static petition_view_t *view_of_content (const petition_views_t *views, const uint8_t content[CONTENT_BYTES])
{
    for (size_t i = 0; i < views->view_count; i++)
        if (memcmp (views->views[i].petition.content, content, CONTENT_BYTES) == 0)
            return &views->views[i];
    return NULL;
}

static int unit_of (const reading_t *reading, int32_t day)
{
    const unit_t *unit =
        reading->office ? catalog_unit_on (reading->desk->home.catalog, reading->office->unit_code, day) : NULL;
    return unit ? unit->id : 0;
}

/*  ---------------------------------------------------------------- one fact after another */

/*  A new petition, or a second copy of one that is here. */
static qcdc_status take_received (reading_t *reading, const journal_row_t *row, petition_part_t *part,
                                  const Qcdc__PetitionReceived *fact)
{
    petition_views_t *views = reading->views;
    uint8_t content[CONTENT_BYTES];
    fact_content (row->entry.body, content);
    petition_view_t *same = view_of_content (views, content);
    const petition_view_t *holder = view_of_number (views, fact->local_no);
    if (row->verdict == QCDC__VERDICT_STATE__VERDICT_ALIAS && !same)
        same = view_of_number (views, fact->local_no); /* corrected since */
    if (same) {
        part->view = (size_t)(same - views->views);
        return part_add (reading, part);
    }
    /* An alias of what is not here; or not sent yet and taken by another meanwhile: the server will say DUPLICATE. */
    if (row->verdict == QCDC__VERDICT_STATE__VERDICT_ALIAS ||
        (holder && !holder->petition.voided && row->commit_seq == 0))
        return QCDC_OK;
    petition_view_t *grown = realloc (views->views, (views->view_count + 1) * sizeof *grown);
    if (!grown)
        return out_of_memory (reading->fault);
    views->views = grown;
    petition_view_t *view = &grown[views->view_count];
    *view = (petition_view_t){.petition = {.entry = part->entry, .commit_seq = row->commit_seq},
                              .office = reading->office};
    view->elsewhere = strcmp (row->subject, reading->subject) != 0;
    view->petition.office = reading->office ? reading->office->id : 0;
    if (petition_set (&view->petition, fact, unit_of (reading, fact->received_on), content) != QCDC_OK)
        return out_of_memory (reading->fault);
    part->view = views->view_count++;
    qcdc_status status = part_add (reading, part);
    if (status == QCDC_OK && !row->entry.annex.length && !row->entry.annex_hash.length) {
        view->title = strdup ("");
        view->summary = strdup ("");
        return view->title && view->summary ? QCDC_OK : out_of_memory (reading->fault);
    }
    return status == QCDC_OK ? text_take (reading, view, &row->entry) : status;
}

/*  The content of a step, also of a correction: one that was taken back stands again. */
static void move_fill (move_t *move, const Qcdc__PetitionMoved *fact)
{
    move->move = (int)fact->move;
    move->on = fact->on;
    move->outcome = (int)fact->outcome;
    move->from_register = fact->from_register != 0;
    move->voided = false;
}

/*  A step that says the same, as judging sees it. */
static const move_t *move_same (const petition_t *petition, const move_t *wanted)
{
    for (size_t i = 0; i < petition->move_count; i++) {
        const move_t *move = &petition->moves[i];
        if (!move->voided && move->move == wanted->move && move->on == wanted->on &&
            move->outcome == wanted->outcome && move->from_register == wanted->from_register)
            return move;
    }
    return NULL;
}

/*  A step goes where the commit order puts it, behind all that is acknowledged if it is not itself. */
static qcdc_status take_moved (reading_t *reading, const journal_row_t *row, petition_part_t *part,
                               const Qcdc__PetitionMoved *fact)
{
    petition_t *petition = &reading->views->views[part->view].petition;
    move_t move = {.entry = part->entry, .order_us = row->commit_seq ? row->committed_at_us : 0};
    petition_state next;
    move_fill (&move, fact);
    fact_content (row->entry.body, move.content);
    const move_t *same = move_same (petition, &move);
    part->kind = PART_MOVE;
    part->move = same ? same->entry : part->entry;
    if (!same && row->verdict == QCDC__VERDICT_STATE__VERDICT_ALIAS)
        part->kind = PART_CHANGE; /* a copy of a move that was changed since: nothing of its own */
    else if (!same) {
        /* What has not been sent may have become impossible by what others did meanwhile. */
        if (row->commit_seq == 0 && (petition_fold (petition) != QCDC_OK ||
                                     !petition_move_possible (petition->state, move.move, move.from_register, &next)))
            part->counts = false;
        else if (petition_put_move (petition, &move) != QCDC_OK)
            return out_of_memory (reading->fault);
    }
    return part_add (reading, part);
}

/*  Replaces in place: the petition, or the step, keeps its address and its turn. */
static qcdc_status take_corrected (reading_t *reading, const journal_row_t *row, petition_part_t *part,
                                   const petition_part_t *target, const Qcdc__Corrected *fact)
{
    petition_view_t *view = &reading->views->views[part->view];
    petition_t *petition = &view->petition;
    uint8_t content[CONTENT_BYTES];
    bool plain = row->verdict != QCDC__VERDICT_STATE__VERDICT_ALIAS;
    qcdc_status status = QCDC_OK;
    if (target->kind == PART_PETITION && fact->replacement_case == QCDC__CORRECTED__REPLACEMENT_PETITION) {
        if (plain) {
            if (fact_content_of (fact, content) != QCDC_OK ||
                petition_set (petition, fact->petition, unit_of (reading, fact->petition->received_on), content) !=
                    QCDC_OK)
                return out_of_memory (reading->fault);
            petition->voided = false;
        }
        /* Texts are not judged: a correction of texts only is a copy to the server, and a correction to us. */
        status = text_take (reading, view, &row->entry);
    } else if (target->kind == PART_MOVE && fact->replacement_case == QCDC__CORRECTED__REPLACEMENT_MOVE) {
        move_t *move = petition_move_at (petition, target->move.origin, target->move.seq);
        if (move && plain)
            move_fill (move, fact->move);
    }
    return status == QCDC_OK ? part_add (reading, part) : status;
}

static void take_voided (reading_t *reading, const petition_part_t *target)
{
    petition_t *petition = &reading->views->views[target->view].petition;
    move_t *move =
        target->kind == PART_MOVE ? petition_move_at (petition, target->move.origin, target->move.seq) : NULL;
    if (target->kind == PART_PETITION)
        petition->voided = true;
    else if (move)
        move->voided = true;
}

static qcdc_status take_fact (reading_t *reading, const journal_row_t *row, const Qcdc__Fact *fact)
{
    address_t target_address;
    petition_part_t part = {.entry = {row->entry.origin, row->entry.seq, hash_prefix (row->hash)},
                            .kind = PART_PETITION};
    part.counts = row->verdict != QCDC__VERDICT_STATE__VERDICT_REJECTED &&
                  row->verdict != QCDC__VERDICT_STATE__VERDICT_UNSUPPORTED;
    if (fact->kind_case == QCDC__FACT__KIND_PETITION_RECEIVED)
        return part.counts ? take_received (reading, row, &part, fact->petition_received) : QCDC_OK;
    const petition_part_t *found =
        fact_target (fact, &target_address) ? part_find (reading->views, &target_address) : NULL;
    if (!found) {
        /* Waits, refers to what was rejected, or waited longer than what it refers to: then it is met once more. */
        reading->missed++;
        return QCDC_OK;
    }
    petition_part_t target = *found;
    part.view = target.view;
    part.kind = PART_CHANGE;
    part.counts = part.counts && target.counts;
    if (!part.counts)
        return part_add (reading, &part);
    switch (fact->kind_case) {
    case QCDC__FACT__KIND_PETITION_MOVED:
        return target.kind == PART_PETITION ? take_moved (reading, row, &part, fact->petition_moved) : QCDC_OK;
    case QCDC__FACT__KIND_CORRECTED:
        return take_corrected (reading, row, &part, &target, fact->corrected);
    case QCDC__FACT__KIND_VOIDED:
        take_voided (reading, &target);
        return part_add (reading, &part);
    default:
        return part_add (reading, &part);
    }
}

static qcdc_status take_row (const journal_row_t *row, void *arg)
{
    reading_t *reading = arg;
    Qcdc__Fact *fact = NULL;
    arena_reset (reading->desk->arena);
    if (fact_unpack (row->entry.body, reading->desk->arena, &fact) != QCDC_OK)
        return QCDC_OK; /* a newer program's, or never accepted */
    address_t address = {row->entry.origin, row->entry.seq, hash_prefix (row->hash)};
    address_t was = {0};
    bool met_before = fact->kind_case == QCDC__FACT__KIND_PETITION_RECEIVED || part_find (reading->views, &address);
    if (reading->again && met_before)
        return QCDC_OK;
    if (fact->was)
        was = (address_t){fact->was->origin, fact->was->seq, hash_prefix (fact->was->hash.data)};
    qcdc_status status = take_fact (reading, row, fact);
    const petition_part_t *made = was.seq && status == QCDC_OK ? part_find (reading->views, &address) : NULL;
    if (!made || part_find (reading->views, &was))
        return status;
    /* Others may still refer to the first copy, which was lost. */
    petition_part_t first = *made;
    first.entry = was;
    return part_add (reading, &first);
}

/*  ---------------------------------------------------------------- reading and finding */

qcdc_status petition_views_read (desk_t *desk, const char *subject, petition_views_t *views, fault_t *fault)
{
    *views = (petition_views_t){0};
    reading_t reading = {.desk = desk, .subject = subject, .views = views, .fault = fault};
    char office[64];
    if (sscanf (subject, "petition:%63[^:]:", office) == 1)
        reading.office = catalog_office (desk->home.catalog, office);
    qcdc_status status;
    size_t met;
    do {
        met = views->part_count;
        reading.missed = 0;
        status = journal_each_of_subject (desk->home.journal, subject, take_row, &reading, fault);
        reading.again = true;
    } while (status == QCDC_OK && reading.missed && views->part_count > met);
    /* A step that no longer fits stops the fold before it; that is the state to show. */
    for (size_t i = 0; i < views->view_count; i++)
        if (petition_fold (&views->views[i].petition) != QCDC_OK)
            continue;
    if (status != QCDC_OK)
        petition_views_release (views);
    return status;
}

void petition_views_release (petition_views_t *views)
{
    for (size_t i = 0; i < views->view_count; i++) {
        petition_release (&views->views[i].petition);
        text_release (&views->views[i]);
    }
    free (views->views);
    free (views->parts);
    *views = (petition_views_t){0};
}

typedef struct {
    desk_t *desk;
    const char *local_no;
    petition_views_t *views;
    petition_view_t *found;
    fault_t *fault;
} search_t;

/*  Keeps the views in which the number is held; one that is taken back gives way to one that is not. */
static qcdc_status search_subject (const char *subject, void *arg)
{
    search_t *search = arg;
    petition_views_t views;
    if (search->found && !search->found->petition.voided)
        return QCDC_OK;
    qcdc_status status = petition_views_read (search->desk, subject, &views, search->fault);
    if (status != QCDC_OK)
        return status;
    petition_view_t *found = view_of_number (&views, search->local_no);
    if (found && (!search->found || !found->petition.voided)) {
        petition_views_release (search->views);
        *search->views = views;
        search->found = found;
    } else
        petition_views_release (&views);
    return QCDC_OK;
}

qcdc_status petition_find (desk_t *desk, const char *office, const char *local_no, petition_views_t *views,
                           petition_view_t **found, fault_t *fault)
{
    *views = (petition_views_t){0};
    search_t search = {.desk = desk, .local_no = local_no, .views = views, .fault = fault};
    qcdc_status status =
        journal_each_petition_subject (desk->home.journal, office, local_no, search_subject, &search, fault);
    *found = search.found;
    if (status != QCDC_OK)
        petition_views_release (views);
    return status;
}

/*  Any entry of a petition names it; an entry that does not count names nothing. */
static qcdc_status find_at (desk_t *desk, uint64_t origin, uint64_t seq, petition_views_t *views,
                            petition_view_t **found, move_t **move, fault_t *fault)
{
    journal_row_t row;
    qcdc_status status = journal_at (desk->home.journal, origin, seq, &row, fault);
    if (status != QCDC_OK)
        return status;
    char address[ADDRESS_TEXT_BYTES];
    char *subject = strdup (row.subject);
    if (!subject)
        return out_of_memory (fault);
    status = petition_views_read (desk, subject, views, fault);
    free (subject);
    for (size_t i = 0; status == QCDC_OK && i < views->part_count; i++) {
        const petition_part_t *part = &views->parts[i];
        if (part->entry.origin != origin || part->entry.seq != seq || !part->counts)
            continue;
        *found = &views->views[part->view];
        if (part->kind == PART_MOVE)
            *move = petition_move_at (&(*found)->petition, part->move.origin, part->move.seq);
        return QCDC_OK;
    }
    petition_views_release (views);
    return status != QCDC_OK
               ? status
               : fault_set (fault, QCDC_NOT_FOUND, NULL, _ ("entry %s is not one of a petition that counts"),
                            address_format (origin, seq, address));
}

qcdc_status petition_find_named (desk_t *desk, const char *name, petition_views_t *views, petition_view_t **found,
                                 move_t **move, fault_t *fault)
{
    uint64_t origin, seq;
    *views = (petition_views_t){0};
    *found = NULL;
    *move = NULL;
    if (address_parse (name, &origin, &seq) == QCDC_OK)
        return find_at (desk, origin, seq, views, found, move, fault);
    qcdc_status status = petition_find (desk, desk->home.office->code, name, views, found, fault);
    if (status == QCDC_OK && !*found) {
        fault_set (fault, QCDC_NOT_FOUND, NULL, _ ("there is no petition %s"), name);
        fault_advise (fault, "%s", _ ("see qcdc petition list"));
        status = QCDC_NOT_FOUND;
    }
    return status;
}

judge_input_t petition_input (const desk_t *desk, const petition_view_t *view, const move_t *move)
{
    judge_input_t input = desk_input (desk);
    input.target = move ? TARGET_MOVE : TARGET_PETITION;
    input.petition = &view->petition;
    input.move = move;
    input.target_office = view->petition.office;
    return input;
}

void move_advise (const petition_t *petition, const Qcdc__PetitionMoved *moved, fault_t *fault)
{
    char list[sizeof fault->advice] = "";
    size_t used = 0;
    petition_state next;
    for (int move = 1; move_name (move) && used < sizeof list; move++)
        if (petition_move_possible (petition->state, move, false, &next))
            used += (size_t)snprintf (list + used, sizeof list - used, "%s%s", used ? ", " : "", move_name (move));
    if (!used)
        fault_advise (fault, "%s", _ ("no step is possible any more; take back a wrong one with qcdc petition void"));
    else if (!moved->from_register && petition_move_possible (petition->state, (int)moved->move, true, &next))
        fault_advise (fault, _ ("possible: %s; if the register lacks the earlier steps, add from_register=1"), list);
    else
        fault_advise (fault, _ ("possible: %s"), list);
}
