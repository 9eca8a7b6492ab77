/*  import_undo.c — what one import brought is taken back as one act.
 *
 *  Entry by entry from the last to the first, so that a step goes before what it was entered on.  Each is judged as if a person had done it:
 *  what the judge refuses has something that was built on it, and counts as moved on. */

#include "petitions/import_undo.h"

#include "base/arena.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/progress.h"
#include "facts/fact.h"
#include "facts/make.h"
#include "matters/petition_columns.h"
#include "petitions/petition_name.h"
#include "petitions/petition_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*  Entries of another import that was undone, or by which it was. */
typedef struct {
    uint64_t first, last;
} undone_range_t;

typedef struct {
    desk_t *desk;
    const import_run_t *run;
    undone_range_t *others; /* malloc'ed */
    size_t other_count, others_size;
    undone_t *undone;
    uint64_t own;
    uint64_t head;                  /* the last entry before what is done now */
    arena_t *arena;                 /* of the fact that is undone: the desk's own is for what is read meanwhile */
    char last[PETITION_NAME_BYTES]; /* that was said to have moved on */
    fault_t *fault;
} undoing_t;

static bool is_of_run (const undoing_t *self, uint64_t origin, uint64_t seq)
{
    return origin == self->own && seq >= self->run->first_seq && seq <= self->run->last_seq;
}

/*  Of an import that was undone as well, or of its undoing: what came and went is nothing that has come since. */
static bool came_and_went (const undoing_t *self, uint64_t origin, uint64_t seq)
{
    for (size_t i = 0; origin == self->own && i < self->other_count; i++)
        if (seq >= self->others[i].first && seq <= self->others[i].last)
            return true;
    return false;
}

/*  Said by the import, or by nobody; or by the undoing of a later one, which says again what stood there before. */
static bool set_by_run (const undoing_t *self, const setter_t *set)
{
    return set->seq == 0 || is_of_run (self, set->origin, set->seq) || came_and_went (self, set->origin, set->seq);
}

static qcdc_status moved_on (undoing_t *self, const petition_view_t *view)
{
    char name[PETITION_NAME_BYTES];
    undone_t *undone = self->undone;
    petition_number_t number = petition_number_of (&view->petition);
    QCDC_TRY (petition_name (self->desk, &number, name, self->fault));
    if (strcmp (name, self->last) == 0)
        return QCDC_OK;
    strcpy (self->last, name);
    size_t used = strlen (undone->moved);
    if (undone->moved_on++ < MOVED_ON_SAID)
        snprintf (undone->moved + used, sizeof undone->moved - used, "%s%s", used ? ", " : "", name);
    else if (undone->moved_on == MOVED_ON_SAID + 1)
        snprintf (undone->moved + used, sizeof undone->moved - used, ", …");
    return QCDC_OK;
}

/*  Appends; what the judge refuses has moved on.  *DONE grows where it was written. */
static qcdc_status undo_append (undoing_t *self, const petition_view_t *view, const judge_input_t *input,
                                const Qcdc__Fact *fact, const Qcdc__AnnexText *text, size_t *done)
{
    bool appended = false;
    fault_t fault = {0};
    qcdc_status status = desk_append (self->desk, input, fact, text, false, &appended, NULL, &fault);
    *done += appended;
    if (status == QCDC_BAD_MOVE || status == QCDC_BAD_DATE || status == QCDC_DUPLICATE || status == QCDC_STALE ||
        status == QCDC_TARGET_VOID)
        return moved_on (self, view);
    if (status != QCDC_OK)
        *self->fault = fault;
    return status;
}

static qcdc_status take_back (undoing_t *self, const petition_view_t *view, const move_t *move, size_t *done)
{
    Qcdc__Voided voided;
    Qcdc__AnnexText text = QCDC__ANNEX_TEXT__INIT;
    Qcdc__Ref ref;
    ref_set (&ref, move ? &move->entry : &view->petition.entry);
    Qcdc__Fact fact = fact_of_voiding (&voided, &ref);
    text.reason = _ ("the import that brought it is undone");
    judge_input_t input = petition_input (self->desk, view, move);
    return undo_append (self, view, &input, &fact, &text, done);
}

/*  ---------------------------------------------------------------- what a petition has beside the import */

static bool step_moved_on (const undoing_t *self, const move_t *move)
{
    for (int i = 0; i < MOVE_COLUMNS_SAID; i++)
        if (!set_by_run (self, &move->set[i]))
            return true;
    return false;
}

static bool petition_moved_on (const undoing_t *self, const petition_t *petition)
{
    for (int i = 0; i < PETITION_COLUMNS_SAID; i++)
        if (!set_by_run (self, &petition->set[i]))
            return true;
    for (size_t i = 0; i < petition->move_count; i++) {
        const move_t *move = &petition->moves[i];
        bool others = !is_of_run (self, move->entry.origin, move->entry.seq) &&
                      !came_and_went (self, move->entry.origin, move->entry.seq);
        if (!move->voided && (others || step_moved_on (self, move)))
            return true;
    }
    return petition->related_set.seq != 0 || petition->scans > 0;
}

/*  What somebody corrected between this import and a later one that was undone stands again, and is told of as nothing but that
 *  undoing: whether there is such an entry. */
typedef struct {
    const undoing_t *self;
    bool begun; /* an entry of the import was passed */
    bool found;
} between_t;

static qcdc_status between_look (const journal_row_t *row, void *arg)
{
    between_t *between = arg;
    const undoing_t *self = between->self;
    Qcdc__Fact *fact;
    arena_t *arena = self->desk->arena;
    bool of_run = is_of_run (self, row->entry.origin, row->entry.seq);
    bool own_now = row->entry.origin == self->own && row->entry.seq > self->head;
    between->begun |= of_run;
    arena_reset (arena);
    if (!between->begun || of_run || own_now || row->verdict == QCDC__VERDICT_STATE__VERDICT_REJECTED ||
        came_and_went (self, row->entry.origin, row->entry.seq) ||
        fact_unpack (row->entry.body, arena, &fact) != QCDC_OK)
        return QCDC_OK;
    between->found |= fact->kind_case == QCDC__FACT__KIND_CORRECTED;
    return QCDC_OK;
}

/*  *MOVED as well where that is so. */
static qcdc_status look_between (const undoing_t *self, const char *subject, bool *moved)
{
    between_t between = {.self = self};
    if (self->other_count && !*moved)
        QCDC_TRY (journal_each_of_subject (self->desk->home.journal, subject, between_look, &between, self->fault));
    *moved = *moved || between.found;
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- corrections */

/*  A text of SUBJECT's petition as it stood before entry SEQ. */
typedef struct {
    const undoing_t *self;
    uint64_t origin, seq; /* of the petition's own entry */
    uint64_t before;
    bool title; /* else the summary */
    char *text; /* malloc'ed; NULL: erased, or not here */
} before_t;

/*  Bodies and annexes are read in the order in which they take effect; the one before the import's is the last that is met. */
static qcdc_status before_look (const journal_row_t *row, void *arg)
{
    before_t *before = arg;
    Qcdc__Fact *fact;
    Qcdc__AnnexText none = QCDC__ANNEX_TEXT__INIT, *text = &none;
    arena_t *arena = before->self->desk->arena;
    arena_reset (arena);
    if ((row->entry.origin == before->self->own && row->entry.seq >= before->before) ||
        row->verdict == QCDC__VERDICT_STATE__VERDICT_REJECTED ||
        fact_unpack (row->entry.body, arena, &fact) != QCDC_OK)
        return QCDC_OK;
    bool received = fact->kind_case == QCDC__FACT__KIND_PETITION_RECEIVED && row->entry.origin == before->origin &&
                    row->entry.seq == before->seq;
    bool corrected = fact->kind_case == QCDC__FACT__KIND_CORRECTED && fact->corrected->petition_seen &&
                     (before->title ? fact->corrected->title : fact->corrected->summary);
    if (!received && !corrected)
        return QCDC_OK;
    free (before->text);
    before->text = NULL;
    if (row->entry.annex_hash.length > 0 ||
        (row->entry.annex.length && annex_unpack (row->entry.annex, arena, &text) != QCDC_OK))
        return QCDC_OK;
    before->text = strdup (before->title ? text->title : text->summary);
    return QCDC_OK;
}

/*  Puts back a text that the correction at SEQ changed; *MOVED where it cannot be. */
static qcdc_status text_before (undoing_t *self, const char *subject, const petition_view_t *view, uint64_t seq,
                                bool title, char **text, bool *moved)
{
    before_t before = {self, view->petition.entry.origin, view->petition.entry.seq, seq, title, NULL};
    if (!set_by_run (self, &view->petition.set[title ? SAID_TITLE : SAID_SUMMARY]))
        *moved = true;
    QCDC_TRY (journal_each_of_subject (self->desk->home.journal, subject, before_look, &before, self->fault));
    QCDC_TRY (look_between (self, subject, moved));
    *text = before.text;
    *moved = *moved || !before.text;
    return QCDC_OK;
}

static qcdc_status correction_of_petition (undoing_t *self, const char *subject, petition_view_t *view,
                                           const Qcdc__Corrected *by, uint64_t seq)
{
    petition_said_t stands;
    char *title QCDC_CLEANUP (memory_free) = NULL, *summary QCDC_CLEANUP (memory_free) = NULL;
    Qcdc__AnnexText text = QCDC__ANNEX_TEXT__INIT;
    Qcdc__Corrected corrected;
    Qcdc__Ref target;
    bool moved = false, differs = by->title || by->summary;
    petition_say (&view->petition, &stands);
    Qcdc__PetitionReceived wanted = stands.received;
    for (int i = 0; i < SAID_TITLE; i++) {
        if (petition_column_same (i, by->petition_seen, by->petition))
            continue;
        moved = moved || !petition_column_same (i, &stands.received, by->petition);
        petition_column_copy (i, &wanted, by->petition_seen);
        differs = true;
    }
    if (by->title)
        QCDC_TRY (text_before (self, subject, view, seq, true, &title, &moved));
    if (by->summary)
        QCDC_TRY (text_before (self, subject, view, seq, false, &summary, &moved));
    if (moved)
        return moved_on (self, view);
    if (!differs)
        return QCDC_OK;
    ref_set (&target, &view->petition.entry);
    Qcdc__Fact saw = fact_of_petition (&stands.received), as = fact_of_petition (&wanted);
    Qcdc__Fact fact = fact_of_correction (&corrected, &target, &saw, &as, view->petition.newest_us);
    corrected.title = title != NULL;
    corrected.summary = summary != NULL;
    if (title)
        text.title = title;
    if (summary)
        text.summary = summary;
    judge_input_t input = petition_input (self->desk, view, NULL);
    input.holder = &view->petition.thing;
    return undo_append (self, view, &input, &fact, title || summary ? &text : NULL, &self->undone->restored);
}

static qcdc_status correction_of_step (undoing_t *self, const petition_view_t *view, const move_t *move,
                                       const Qcdc__Corrected *by)
{
    Qcdc__PetitionMoved stands, wanted;
    Qcdc__Corrected corrected;
    Qcdc__Ref target;
    move_say (move, &stands);
    wanted = stands;
    for (int i = 0; i < MOVE_COLUMNS_SAID; i++) {
        if (move_column_same (i, by->move_seen, by->move))
            continue;
        if (!move_column_same (i, &stands, by->move))
            return moved_on (self, view);
        move_column_copy (i, &wanted, by->move_seen);
    }
    ref_set (&target, &move->entry);
    Qcdc__Fact saw = fact_of_move (&stands), as = fact_of_move (&wanted);
    Qcdc__Fact fact = fact_of_correction (&corrected, &target, &saw, &as, view->petition.newest_us);
    judge_input_t input = petition_input (self->desk, view, move);
    return undo_append (self, view, &input, &fact, NULL, &self->undone->restored);
}

/*  ---------------------------------------------------------------- one entry */

/*  The petition of SUBJECT that entry SEQ is of, and the step that it made or corrected. */
static petition_view_t *view_named (const undoing_t *self, petition_views_t *views, const Qcdc__Fact *fact,
                                   uint64_t seq, move_t **move)
{
    address_t named = {self->own, seq, 0}, target;
    *move = NULL;
    bool refers = fact_target (fact, &target);
    if ((fact->kind_case == QCDC__FACT__KIND_CORRECTED || fact->kind_case == QCDC__FACT__KIND_VOIDED) && refers)
        named = target;
    for (size_t i = 0; i < views->view_count; i++) {
        petition_view_t *view = &views->views[i];
        if (view->petition.entry.origin == named.origin && view->petition.entry.seq == named.seq)
            return view;
        if ((*move = petition_move_at (&view->petition, named.origin, named.seq)))
            return view;
    }
    return NULL;
}

/*  A step that the import took back is entered anew, as it was: what is void stays void. */
static qcdc_status voiding_undo (undoing_t *self, const petition_view_t *view, const move_t *move)
{
    Qcdc__PetitionMoved moved;
    Qcdc__Ref petition;
    if (!move || is_of_run (self, view->petition.entry.origin, view->petition.entry.seq))
        return QCDC_OK;
    move_say (move, &moved);
    ref_set (&petition, &view->petition.entry);
    moved.petition = &petition;
    moved.seen_at_us = view->petition.newest_us;
    moved.reasoned = false; /* the words of its reason stay where they are */
    Qcdc__Fact fact = fact_of_move (&moved);
    judge_input_t input = petition_input (self->desk, view, NULL);
    return undo_append (self, view, &input, &fact, NULL, &self->undone->restored);
}

static qcdc_status entry_undo (undoing_t *self, uint64_t seq)
{
    journal_row_t row;
    Qcdc__Fact *fact;
    move_t *move;
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    QCDC_TRY (journal_at (self->desk->home.journal, self->own, seq, &row, self->fault));
    arena_reset (self->arena);
    if (row.verdict == QCDC__VERDICT_STATE__VERDICT_REJECTED ||
        fact_unpack (row.entry.body, self->arena, &fact) != QCDC_OK)
        return QCDC_OK;
    char *subject QCDC_CLEANUP (memory_free) = strdup (row.subject);
    if (!subject)
        return fault_set (self->fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    QCDC_TRY (petition_views_read (self->desk, subject, &views, self->fault));
    petition_view_t *view = view_named (self, &views, fact, seq, &move);
    if (!view || view->petition.voided)
        return QCDC_OK;
    if (fact->kind_case == QCDC__FACT__KIND_VOIDED)
        return voiding_undo (self, view, move);
    if (move && move->voided)
        return QCDC_OK;
    const petition_t *petition = &view->petition;
    bool brought = is_of_run (self, petition->entry.origin, petition->entry.seq);
    bool moved = brought && petition_moved_on (self, petition);
    if (brought)
        QCDC_TRY (look_between (self, subject, &moved));
    if (moved)
        return moved_on (self, view);
    if (fact->kind_case == QCDC__FACT__KIND_PETITION_RECEIVED)
        return take_back (self, view, NULL, &self->undone->petitions);
    if (brought)
        return QCDC_OK; /* it goes with its petition */
    if (fact->kind_case == QCDC__FACT__KIND_PETITION_MOVED)
        return move && step_moved_on (self, move) ? moved_on (self, view)
                                                  : take_back (self, view, move, &self->undone->restored);
    if (fact->kind_case != QCDC__FACT__KIND_CORRECTED)
        return QCDC_OK;
    if (move && fact->corrected->move && fact->corrected->move_seen)
        return correction_of_step (self, view, move, fact->corrected);
    if (fact->corrected->petition && fact->corrected->petition_seen)
        return correction_of_petition (self, subject, view, fact->corrected, seq);
    return QCDC_OK;
}

static qcdc_status check_stands (desk_t *desk, const import_run_t *run, fault_t *fault)
{
    uint8_t hash[HASH_BYTES];
    bool held;
    QCDC_TRY (
        journal_find_hash (desk->home.journal, journal_own (desk->home.journal), run->first_seq, hash, &held, fault));
    if (held && hash_prefix (hash) == run->first_hash)
        return QCDC_OK;
    fault_set (fault, QCDC_NOT_FOUND, NULL,
               _ ("what import %u brought was filed anew behind other entries, since an old copy of the home was put "
                  "back"),
               run->id);
    fault_advise (fault, "%s", _ ("take the petitions back one by one (qcdc petition void)"));
    return QCDC_NOT_FOUND;
}

static qcdc_status other_add (undoing_t *self, uint64_t first, uint64_t last)
{
    undone_range_t *others = memory_room (self->others, self->other_count, &self->others_size, sizeof *others);
    if (!others)
        return fault_set (self->fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    self->others = others;
    others[self->other_count++] = (undone_range_t){first, last};
    return QCDC_OK;
}

/*  The later imports that were undone, as far as their entries stand where they stood. */
static qcdc_status others_read (undoing_t *self)
{
    journal_t *journal = self->desk->home.journal;
    unsigned last;
    QCDC_TRY (import_run_last (journal, &last, self->fault));
    for (unsigned id = self->run->id + 1; id <= last; id++) {
        import_run_t run;
        uint8_t hash[HASH_BYTES];
        bool held;
        QCDC_TRY (import_run_get (journal, id, &run, self->fault));
        QCDC_TRY (journal_find_hash (journal, self->own, run.first_seq, hash, &held, self->fault));
        if (!run.undone_at_us || !run.undo_first || !held || hash_prefix (hash) != run.first_hash)
            continue;
        QCDC_TRY (other_add (self, run.first_seq, run.last_seq));
        QCDC_TRY (other_add (self, run.undo_first, run.undo_last));
    }
    return QCDC_OK;
}

qcdc_status import_undo (desk_t *desk, const import_run_t *run, undone_t *undone, fault_t *fault)
{
    undoing_t self = {
        .desk = desk, .run = run, .undone = undone, .own = journal_own (desk->home.journal), .fault = fault};
    uint8_t hash[HASH_BYTES];
    *undone = (undone_t){0};
    QCDC_TRY (check_stands (desk, run, fault));
    QCDC_TRY (journal_head (desk->home.journal, self.own, &self.head, hash, fault));
    self.arena = arena_new (QCDC_FACT_ARENA_BYTES_MAX);
    qcdc_status status =
        self.arena ? QCDC_OK : fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    if (status == QCDC_OK)
        status = others_read (&self);
    progress_t progress = {0};
    for (uint64_t seq = run->last_seq; status == QCDC_OK && seq >= run->first_seq; seq--) {
        progress_count (&progress, _ ("undoing entries:"), run->last_seq - seq, run->last_seq - run->first_seq + 1);
        status = entry_undo (&self, seq);
    }
    progress_end (&progress);
    arena_destroy (&self.arena);
    free (self.others);
    return status;
}
