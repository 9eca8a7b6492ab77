/*  petition_file.c — bringing the journal to what a register says.
 *
 *  A row is held against the petition as it stands, and only the difference is written: importing the same file
 *  twice writes nothing the second time.  A column that the file does not have says nothing, and changes nothing. */

#include "petitions/petition_file.h"

#include "base/i18n.h"
#include "base/text_identity.h"
#include "facts/make.h"
#include "matters/petition_columns.h"
#include "petitions/exposed.h"
#include "petitions/petition_identity.h"
#include "petitions/petition_name.h"
#include "petitions/petition_stages.h"
#include "petitions/petition_steps.h"
#include "petitions/petition_transfer_answer.h"
#include "petitions/petition_version.h"
#include "texts/identity_text.h"

#include <stdio.h>
#include <string.h>

typedef struct {
    desk_t *desk;
    const petition_row_t *row;
    size_t *entries;
    bool changed;
    bool staged; /* the settlement has its place among steps that are filed afterwards */
    bool
        in_person; /* a person corrects this petition: a text that was erased is written anew, a number spelled otherwise */
    fault_t *fault;
} filing_t;

/*  Appends and counts; what the server would call a second copy counts as nothing. */
static qcdc_status file_fact (filing_t *filing, const judge_input_t *input, const Qcdc__Fact *fact,
                              const Qcdc__AnnexText *text, address_t *address)
{
    bool appended;
    qcdc_status status = desk_append (filing->desk, input, fact, text, false, &appended, address, filing->fault);
    if (appended) {
        ++*filing->entries;
        filing->changed = true;
    }
    return status;
}

/*  ---------------------------------------------------------------- the petition itself */

/*  The row as a fact.  What its file has no column for comes from the petition as it stands (KNOWN), or is the default.  The number
 *  has found the petition however it is written, so another spelling of it is no other number: it says something IN_PERSON only. */
static void received_fill (const petition_row_t *row, const Qcdc__PetitionReceived *known, bool in_person,
                           Qcdc__PetitionReceived *fact)
{
    if (known)
        *fact = *known;
    else
        qcdc__petition_received__init (fact);
    if (!known || in_person)
        fact->local_no = row->clean[COLUMN_LOCAL_NO];
    fact->kind = (Qcdc__PetitionKind)row->kind;
    fact->field = (Qcdc__PetitionField)row->field;
    fact->received_on = row->received_on;
    if (row->channel)
        fact->channel = (Qcdc__Channel)row->channel;
    else if (!known)
        fact->channel = QCDC__CHANNEL__TRUC_TIEP;
    if (row->people)
        fact->people = row->people;
    else if (!known)
        fact->people = 1;
    if (row->instance)
        fact->instance = row->instance > 1 ? (uint32_t)row->instance : 0;
    if (row->kind == QCDC__PETITION_KIND__TO_CAO) { /* a denunciation has none */
        fact->identity_key = 0;
        fact->blind = NULL;
    }
    if (row->clean[COLUMN_FLAGS]) {
        fact->n_flags = row->flag_count;
        fact->flags = (char **)row->flags;
    }
}

/*  Whether the row has a text and another one than is KNOWN.  One that is not here (erased, above all) counts as unchanged, for a
 *  register would bring it back, unless it is entered IN_PERSON. */
static bool text_differs (const char *given, const char *known, bool in_person)
{
    return given && (known ? strcmp (given, known) != 0 : in_person && *given);
}

/*  What a row says otherwise than the petition that is known. */
typedef struct {
    petition_said_t seen;
    Qcdc__PetitionReceived wanted;
    Qcdc__AnnexText text; /* only what is new */
    bool columns, title, summary;
} difference_t;

static void difference_find (const petition_row_t *row, const petition_view_t *view, bool in_person,
                             difference_t *found)
{
    petition_say (&view->petition, &found->seen);
    received_fill (row, &found->seen.received, in_person, &found->wanted);
    found->columns = false;
    for (int column = 0; column < SAID_TITLE; column++)
        found->columns = found->columns || !petition_column_same (column, &found->seen.received, &found->wanted);
    found->title = text_differs (row->clean[COLUMN_TITLE], view->title, in_person);
    found->summary = text_differs (row->clean[COLUMN_SUMMARY], view->summary, in_person);
    qcdc__annex_text__init (&found->text);
    if (found->title)
        found->text.title = row->clean[COLUMN_TITLE];
    if (found->summary)
        found->text.summary = row->clean[COLUMN_SUMMARY];
}

/*  Who sent it goes, sealed, into TEXT, and by which key, and the blind index of it, into RECEIVED. */
static qcdc_status who_file (filing_t *filing, arena_t *arena, Qcdc__PetitionReceived *received,
                             Qcdc__AnnexText *text)
{
    if (!arena)
        return fault_set (filing->fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    QCDC_TRY (who_seal (filing->desk, filing->row, arena, &text->identity, &received->identity_key, filing->fault));
    return who_index (filing->desk, filing->row, arena, &received->blind, filing->fault);
}

/*  A petition that is not known yet. */
static qcdc_status file_received (filing_t *filing, petition_view_t *view)
{
    const petition_row_t *row = filing->row;
    Qcdc__PetitionReceived received;
    Qcdc__AnnexText text;
    uint8_t content[CONTENT_BYTES] = {0};
    received_fill (row, NULL, false, &received);
    Qcdc__Fact fact = fact_of_petition (&received);
    judge_input_t input = desk_input (filing->desk);
    qcdc__annex_text__init (&text);
    arena_t *sealing QCDC_CLEANUP (arena_destroy) = row->has_who ? arena_new (QCDC_FACT_ARENA_BYTES_MAX) : NULL;
    if (row->has_who)
        QCDC_TRY (who_file (filing, sealing, &received, &text));
    bool has_text = row->has_who || text_differs (row->clean[COLUMN_TITLE], "", false) ||
                    text_differs (row->clean[COLUMN_SUMMARY], "", false);
    if (row->clean[COLUMN_TITLE])
        text.title = row->clean[COLUMN_TITLE];
    if (row->clean[COLUMN_SUMMARY])
        text.summary = row->clean[COLUMN_SUMMARY];
    QCDC_TRY (file_fact (filing, &input, &fact, has_text ? &text : NULL, &view->petition.entry));
    /* What a settlement in the same row is judged against. */
    view->office = filing->desk->home.office;
    view->petition.matter = &PETITION_MATTER;
    view->petition.office = view->office->id;
    qcdc_status status = petition_set (&view->petition, &received, 0, content);
    return status == QCDC_OK ? status : fault_set (filing->fault, status, NULL, "%s", row->clean[COLUMN_LOCAL_NO]);
}

/*  Refuses a reason that tells who somebody is.  Title and summary are looked at as they will be. */
static qcdc_status refuse_reason (const exposed_t *text, void *arg)
{
    filing_t *filing = arg;
    char address[ADDRESS_TEXT_BYTES];
    if (text->part != EXPOSED_REASON)
        return QCDC_OK;
    identity_found (true, "reason", text->found, filing->fault);
    address_format (text->entry.origin, text->entry.seq, address);
    if (text->asked_us)
        fault_advise (filing->fault, _ ("it is the %s, whose erasure (%s) the province has been asked for"),
                      text->what, address);
    else
        fault_advise (filing->fault, _ ("it is the %s: qcdc erase %s WHY takes it out"), text->what, address);
    return filing->fault->status;
}

/*  The reasons that a petition holds were screened less strictly while it was no denunciation. */
static qcdc_status check_reasons (filing_t *filing, const petition_view_t *view)
{
    if (filing->row->kind != QCDC__PETITION_KIND__TO_CAO || view->petition.kind == QCDC__PETITION_KIND__TO_CAO)
        return QCDC_OK;
    return exposed_of (filing->desk, &view->petition.entry, refuse_reason, filing, filing->fault);
}

/*  Corrects the petition where the row says something else, and only that. */
static qcdc_status file_correction (filing_t *filing, petition_view_t *view)
{
    uint8_t content[CONTENT_BYTES] = {0};
    Qcdc__Corrected corrected;
    Qcdc__Ref target;
    difference_t found;
    petition_t *petition = &view->petition;
    bool who = false;
    difference_find (filing->row, view, filing->in_person, &found);
    QCDC_TRY (who_differs (filing->desk, filing->row, view, &who, filing->fault));
    if (!found.columns && !found.title && !found.summary && !who)
        return QCDC_OK;
    arena_t *sealing QCDC_CLEANUP (arena_destroy) = who ? arena_new (QCDC_FACT_ARENA_BYTES_MAX) : NULL;
    if (who)
        QCDC_TRY (who_file (filing, sealing, &found.wanted, &found.text));
    /* A petition that becomes a denunciation must not keep a text that names somebody. */
    const char *title = found.title ? found.text.title : view->title;
    const char *summary = found.summary ? found.text.summary : view->summary;
    QCDC_TRY (identity_check (filing->row->kind, true, "title", title, filing->fault));
    QCDC_TRY (identity_check (filing->row->kind, true, "summary", summary, filing->fault));
    if (filing->row->kind == QCDC__PETITION_KIND__TO_CAO)
        QCDC_TRY (identity_found (true, "local_no", number_identity (found.wanted.local_no), filing->fault));
    QCDC_TRY (check_reasons (filing, view));
    QCDC_TRY (flags_identity_check ((int)found.wanted.kind, found.wanted.flags, found.wanted.n_flags, filing->fault));
    ref_set (&target, &petition->entry);
    Qcdc__Fact saw = fact_of_petition (&found.seen.received), as = fact_of_petition (&found.wanted);
    Qcdc__Fact fact = fact_of_correction (&corrected, &target, &saw, &as, petition->newest_us);
    corrected.title = found.title;
    corrected.summary = found.summary;
    corrected.identity = who;
    judge_input_t input = petition_input (filing->desk, view, NULL);
    input.holder = &petition->thing;
    QCDC_TRY (file_fact (filing, &input, &fact, found.title || found.summary || who ? &found.text : NULL, NULL));
    /* What a settlement in the same row is judged against. */
    qcdc_status status = petition_set (petition, &found.wanted, petition->unit, content);
    return status == QCDC_OK ? status : fault_set (filing->fault, status, NULL, "%s", found.wanted.local_no);
}

/*  ---------------------------------------------------------------- its settlement */

/*  The settlement that stands, if one does. */
static const move_t *settlement_of (const petition_t *petition)
{
    const move_t *found = NULL;
    for (size_t i = 0; i < petition->move_count; i++)
        if (!petition->moves[i].voided && petition->moves[i].move == QCDC__MOVE__SETTLED)
            found = &petition->moves[i];
    return found;
}

/*  What the sheet has no column for, or leaves blank, stays as it is KNOWN. */
static int outcome_of (const petition_row_t *row, const move_t *known)
{
    return row->clean[COLUMN_OUTCOME] || !known ? row->outcome : known->outcome;
}

static int32_t settled_day (const petition_row_t *row, const move_t *known)
{
    return row->settled || !known ? row->settled_on : known->on;
}

/*  An outcome without a day would be a settlement at no time: it is of the settlement that is KNOWN, unless the row says
 *  that there is none. */
static qcdc_status check_outcome (const petition_row_t *row, const move_t *known, fault_t *fault)
{
    if (!row->outcome || row->settled || (known && !row->knows_settled))
        return QCDC_OK;
    return fault_set (fault, QCDC_BAD_OUTCOME, "outcome", "%s",
                      _ ("an outcome needs the day of settlement in settled_on"));
}

/*  Settled in the register: a step of its own, of which whoever handed the petition over hears, or a correction of the one that is there. */
static qcdc_status file_settlement (filing_t *filing, petition_view_t *view, const move_t *known)
{
    const petition_row_t *row = filing->row;
    Qcdc__PetitionMoved moved = QCDC__PETITION_MOVED__INIT;
    Qcdc__Corrected corrected;
    Qcdc__Ref petition, target;
    ref_set (&petition, &view->petition.entry);
    moved.petition = &petition;
    moved.move = QCDC__MOVE__SETTLED;
    moved.on = settled_day (row, known);
    moved.outcome = (Qcdc__Outcome)outcome_of (row, known);
    moved.from_register = known ? known->from_register : true;
    if (known)
        moved.article = (char *)known->article, moved.days = (uint32_t)known->days;
    moved.seen_at_us = view->petition.newest_us;
    Qcdc__PetitionMoved seen;
    Qcdc__Fact step = fact_of_move (&moved), fact = step;
    if (known) {
        move_say (known, &seen);
        Qcdc__Fact saw = fact_of_move (&seen);
        ref_set (&target, &known->entry);
        fact = fact_of_correction (&corrected, &target, &saw, &step, view->petition.newest_us);
    }
    judge_input_t input = petition_input (filing->desk, view, known);
    size_t before = *filing->entries;
    qcdc_status status = file_fact (filing, &input, &fact, NULL, NULL);
    if (status == QCDC_OK && !known && *filing->entries > before)
        return hand_over_ended (filing->desk, &view->petition, &moved, NULL, filing->entries, filing->fault);
    move_t *changed =
        status == QCDC_OK && known ? petition_move_at (&view->petition, known->entry.origin, known->entry.seq) : NULL;
    if (changed) {
        changed->on = moved.on; /* what a correction of the petition is judged against next */
        changed->outcome = (int)moved.outcome;
    }
    /* A correction is refused for what came after it, and says so itself. */
    if (status == QCDC_BAD_MOVE && !known)
        petition_step_advise (filing->desk->home.catalog, &view->petition, &moved, filing->fault);
    return status;
}

/*  A step is taken back, not forgotten, for a reason that tells of nobody. */
static qcdc_status take_back (filing_t *filing, petition_view_t *view, const move_t *known, const char *reason)
{
    Qcdc__Voided voided;
    Qcdc__Ref target;
    Qcdc__AnnexText text = QCDC__ANNEX_TEXT__INIT;
    ref_set (&target, &known->entry);
    Qcdc__Fact fact = fact_of_voiding (&voided, &target);
    text.reason = (char *)reason;
    judge_input_t input = petition_input (filing->desk, view, known);
    return file_fact (filing, &input, &fact, &text, NULL);
}

/*  Brings the settlement to what the row says. */
static qcdc_status file_settled (filing_t *filing, petition_view_t *view)
{
    const petition_row_t *row = filing->row;
    const move_t *known = settlement_of (&view->petition);
    QCDC_TRY (check_outcome (row, known, filing->fault));
    if (row->settled || (known && !row->knows_settled && row->clean[COLUMN_OUTCOME])) {
        bool same = known && known->on == settled_day (row, known) && known->outcome == outcome_of (row, known);
        return same ? QCDC_OK : file_settlement (filing, view, known);
    }
    /* A settlement that was entered as a step of its own is not the register's to take back. */
    if (row->knows_settled && known && known->from_register)
        return take_back (filing, view, known, _ ("no longer settled in the register"));
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- one row */

static bool is_erased (const char *given, const char *known, const petition_view_t *view)
{
    return given && *given && !known && view->text_erased;
}

/*  How much stands of what the row leaves blank. */
static size_t count_kept (const petition_row_t *row, const petition_view_t *view)
{
    const petition_t *petition = &view->petition;
    const move_t *settled = settlement_of (petition);
    bool registered = settled && settled->from_register;
    return (size_t)((row->blank[COLUMN_TITLE] && view->title && *view->title) +
                    (row->blank[COLUMN_SUMMARY] && view->summary && *view->summary) +
                    (row->blank[COLUMN_CHANNEL] && petition->channel != QCDC__CHANNEL__TRUC_TIEP) +
                    (row->blank[COLUMN_PEOPLE] && petition->people > 1) +
                    (row->blank[COLUMN_FLAGS] && *petition->flags) +
                    (row->blank[COLUMN_INSTANCE] && petition->instance > 1) +
                    (row->blank[COLUMN_SETTLED_ON] && registered) +
                    (row->blank[COLUMN_OUTCOME] && settled && settled->outcome && (row->settled || registered)));
}

static qcdc_status refuse_known (desk_t *desk, const petition_row_t *row, const petition_view_t *view, fault_t *fault)
{
    char address[ADDRESS_TEXT_BYTES], name[PETITION_NAME_BYTES];
    petition_number_t number = petition_number (row->clean[COLUMN_LOCAL_NO], row->received_on);
    QCDC_TRY (petition_name (desk, &number, name, fault));
    fault_set (fault, QCDC_DUPLICATE, "local_no", _ ("%s is there already, as %s"), name,
               address_format (view->petition.entry.origin, view->petition.entry.seq, address));
    fault_advise (fault, _ ("to correct it: qcdc petition correct %s@%d COLUMN=…"), view->petition.local_no,
                  day_year (view->petition.received_on));
    return QCDC_DUPLICATE;
}

/*  Whether adding the row would change what the petition says (its settlement apart). */
static bool row_differs (const petition_row_t *row, const petition_view_t *view)
{
    difference_t found;
    difference_find (row, view, false, &found);
    return found.columns || found.title || found.summary;
}

/*  A petition that is known: what differs is corrected, or refused, by MODE. */
static qcdc_status correct_known (filing_t *filing, petition_view_t *view, file_mode mode, filed_result *result)
{
    if (view->petition.voided && row_differs (filing->row, view)) {
        fault_set (filing->fault, QCDC_TARGET_VOID, "local_no",
                   _ ("%s was taken back, and this row says something else"), filing->row->clean[COLUMN_LOCAL_NO]);
        fault_advise (filing->fault, "%s",
                      _ ("if it is another petition, import the file with --new; else mend the row"));
        return QCDC_TARGET_VOID;
    }
    if (view->petition.voided) {
        *result = FILED_VOIDED;
        return QCDC_OK;
    }
    bool who = false;
    if (mode == FILE_ONE)
        QCDC_TRY (who_differs (filing->desk, filing->row, view, &who, filing->fault));
    if (mode == FILE_ONE && (who || row_differs (filing->row, view)))
        return refuse_known (filing->desk, filing->row, view, filing->fault);
    /* Where both days move later, the settlement goes first: at no moment does it stand before the receipt. */
    const move_t *settled = settlement_of (&view->petition);
    bool settled_first = settled && filing->row->settled && filing->row->received_on > settled->on;
    if (settled_first)
        QCDC_TRY (file_settled (filing, view));
    qcdc_status status = file_correction (filing, view);
    if (status == QCDC_OK && !settled_first && !filing->staged)
        status = file_settled (filing, view);
    *result = filing->changed ? FILED_CORRECTED : FILED_UNCHANGED;
    return status;
}

/*  The same; what is refused names the petition so that it can be found. */
static qcdc_status file_known (filing_t *filing, petition_view_t *view, file_mode mode, filed_result *result)
{
    petition_number_t before = petition_number_of (&view->petition);
    qcdc_status status = correct_known (filing, view, mode, result);
    return petition_name_fault (filing->desk, &before, status, filing->fault);
}

/*  The steps that the row has besides, with its settlement in its place among them.  A register that begins to tell the steps before a
 *  settlement has that entered behind them: it is taken back and entered anew. */
static qcdc_status file_stages (filing_t *filing, filed_left_t *left, fault_t *fault)
{
    desk_t *desk = filing->desk;
    const petition_row_t *row = filing->row;
    for (int pass = 0; pass < 2; pass++) {
        petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
        petition_view_t *view;
        QCDC_TRY (petition_find (desk, desk->home.office->code, row->key, &views, &view, fault));
        if (!view)
            return QCDC_OK;
        const move_t *settled = settlement_of (&view->petition);
        bool again =
            pass == 0 && settled && settled->from_register && row->settled && petition_stages_before (row, view);
        if (again)
            QCDC_TRY (take_back (filing, view, settled, _ ("the register tells the steps before it now")));
        if (pass == 1)
            QCDC_TRY (file_settled (filing, view));
        QCDC_TRY (
            petition_stages_file (desk, row, pass == 1, filing->entries, left->changes, sizeof left->changes, fault));
    }
    return QCDC_OK;
}

qcdc_status petition_correct (desk_t *desk, petition_view_t *view, const petition_row_t *row, size_t *entries,
                              fault_t *fault)
{
    filing_t filing = {.desk = desk, .row = row, .entries = entries, .in_person = true, .fault = fault};
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    petition_view_t *other = NULL;
    filed_result result;
    if (strcmp (row->key, view->petition.key) != 0)
        QCDC_TRY (petition_find (desk, desk->home.office->code, row->key, &views, &other, fault));
    if (other && !other->petition.voided) {
        char name[PETITION_NAME_BYTES];
        petition_number_t taken = petition_number (row->clean[COLUMN_LOCAL_NO], row->received_on);
        QCDC_TRY (petition_name (desk, &taken, name, fault));
        return fault_set (fault, QCDC_DUPLICATE, "local_no", _ ("%s is the number of another petition of that year"),
                          name);
    }
    return file_known (&filing, view, FILE_REGISTER, &result);
}

qcdc_status petition_file (desk_t *desk, const petition_row_t *row, file_mode mode, filed_result *result,
                           size_t *entries, filed_left_t *left, fault_t *fault)
{
    filing_t filing = {.desk = desk, .row = row, .entries = entries, .fault = fault};
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    petition_view_t *view, fresh = {0};
    *result = FILED_NEW;
    QCDC_TRY (petition_find (desk, desk->home.office->code, row->key, &views, &view, fault));
    /* Taken back is over: entered again, it is a petition of its own. */
    if (view && !(view->petition.voided && mode != FILE_REGISTER)) {
        bool unedited;
        QCDC_TRY (petition_version_check (row, view, &unedited, fault));
        *result = view->petition.voided ? FILED_VOIDED : FILED_UNCHANGED;
        if (unedited)
            return QCDC_OK;
        petition_changes (row, view, left->changes, sizeof left->changes);
        left->blanks += view->petition.voided ? 0 : count_kept (row, view);
        left->erased += (size_t)(is_erased (row->clean[COLUMN_TITLE], view->title, view) +
                                 is_erased (row->clean[COLUMN_SUMMARY], view->summary, view));
        filing.staged = petition_row_has_stages (row);
        QCDC_TRY (file_known (&filing, view, mode, result));
        if (*result == FILED_VOIDED || !petition_row_has_stages (row))
            return QCDC_OK;
        size_t before = *entries;
        QCDC_TRY (file_stages (&filing, left, fault));
        if (*entries > before)
            *result = FILED_CORRECTED;
        return QCDC_OK;
    }
    QCDC_TRY (check_outcome (row, NULL, fault));
    qcdc_status status = file_received (&filing, &fresh);
    bool staged = petition_row_has_stages (row);
    if (status == QCDC_OK && staged)
        status = file_stages (&filing, left, fault);
    else if (status == QCDC_OK && row->settled)
        status = file_settlement (&filing, &fresh, NULL);
    petition_release (&fresh.petition);
    return status;
}

/*  ---------------------------------------------------------------- a row that is refused */

static void outcome_add (const petition_row_t *row, const move_t *known, row_faults_t *faults)
{
    fault_t fault = {0};
    if (check_outcome (row, known, &fault) != QCDC_OK)
        row_faults_add (faults, &fault);
}

void petition_new_faults (const petition_row_t *row, bool old_meant, row_faults_t *faults)
{
    fault_t fault = {0};
    outcome_add (row, NULL, faults);
    if (received_check (row->received_on, old_meant, &fault) != QCDC_OK)
        row_faults_add (faults, &fault);
}

void petition_known_faults (const petition_view_t *view, const petition_row_t *row, row_faults_t *faults)
{
    outcome_add (row, settlement_of (&view->petition), faults);
}

qcdc_status petition_file_faults (desk_t *desk, const petition_row_t *row, file_mode mode, bool old_meant,
                                  row_faults_t *faults, fault_t *fault)
{
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    petition_view_t *view = NULL;
    if (row->key[0])
        QCDC_TRY (petition_find (desk, desk->home.office->code, row->key, &views, &view, fault));
    else if (!row->knows_settled)
        return QCDC_OK;
    if (view && !view->petition.voided)
        petition_known_faults (view, row, faults);
    else if (!view || mode != FILE_REGISTER)
        petition_new_faults (row, old_meant || !row->key[0], faults);
    return QCDC_OK;
}
