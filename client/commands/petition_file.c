/*  petition_file.c — bringing the journal to what a register says.
 *
 *  A row is held against the petition as it stands, and only the difference is written: importing the same file
 *  twice writes nothing the second time.  A column that the file does not have says nothing, and changes nothing. */

#include "commands/petition_file.h"

#include "base/i18n.h"
#include "facts/make.h"

#include <stdio.h>
#include <string.h>

/*  Room for the flags that any accepted petition can have. */
#define FLAGS_BYTES (QCDC_FLAGS_COUNT_MAX * (QCDC_FLAG_BYTES_MAX + 1) + 1)

typedef struct {
    desk_t *desk;
    const petition_row_t *row;
    size_t *entries;
    bool changed;
    fault_t *fault;
} filing_t;

/*  Appends and counts; what the server would call a second copy counts as nothing. */
static qcdc_status file_fact (filing_t *filing, const judge_input_t *input, const Qcdc__Fact *fact,
                              const Qcdc__AnnexText *text, bool keeps_copy, address_t *address)
{
    bool appended;
    qcdc_status status = desk_append (filing->desk, input, fact, text, keeps_copy, &appended, address, filing->fault);
    if (appended) {
        ++*filing->entries;
        filing->changed = true;
    }
    return status;
}

/*  ---------------------------------------------------------------- the petition itself */

/*  The row as a fact.  What its file has no column for comes from the petition as it stands, or is the default. */
static void received_fill (const petition_row_t *row, const petition_t *known, Qcdc__PetitionReceived *fact,
                           char *flags_copy, char *flags[QCDC_FLAGS_COUNT_MAX])
{
    qcdc__petition_received__init (fact);
    fact->local_no = row->clean[COLUMN_LOCAL_NO];
    fact->kind = (Qcdc__PetitionKind)row->kind;
    fact->field = (Qcdc__PetitionField)row->field;
    fact->received_on = row->received_on;
    int channel = known ? known->channel : QCDC__CHANNEL__TRUC_TIEP;
    fact->channel = (Qcdc__Channel)(row->channel ? row->channel : channel);
    fact->people = row->people ? row->people : known ? known->people : 1;
    if (row->clean[COLUMN_FLAGS]) {
        fact->n_flags = row->flag_count;
        fact->flags = (char **)row->flags;
    } else if (known) {
        char *rest = NULL;
        snprintf (flags_copy, FLAGS_BYTES, "%s", known->flags);
        for (char *flag = strtok_r (flags_copy, " ", &rest); flag && fact->n_flags < QCDC_FLAGS_COUNT_MAX;
             flag = strtok_r (NULL, " ", &rest))
            flags[fact->n_flags++] = flag;
        fact->flags = flags;
    }
}

/*  The texts as they should be; true where they differ from those known.  A text that is not here (erased, above
 *  all) counts as unchanged and is never brought back. */
static bool text_fill (const petition_row_t *row, const petition_view_t *view, Qcdc__AnnexText *text)
{
    qcdc__annex_text__init (text);
    if (view && (!view->title || !view->summary))
        return false;
    char *title = row->clean[COLUMN_TITLE], *summary = row->clean[COLUMN_SUMMARY];
    text->title = title ? title : view ? view->title : "";
    text->summary = summary ? summary : view ? view->summary : "";
    return strcmp (text->title, view ? view->title : "") != 0 ||
           strcmp (text->summary, view ? view->summary : "") != 0;
}

/*  A petition that is not known yet. */
static qcdc_status file_received (filing_t *filing, petition_view_t *view)
{
    const petition_row_t *row = filing->row;
    Qcdc__PetitionReceived received;
    Qcdc__AnnexText text;
    uint8_t content[CONTENT_BYTES] = {0};
    received_fill (row, NULL, &received, NULL, NULL);
    Qcdc__Fact fact = fact_of_petition (&received);
    judge_input_t input = desk_input (filing->desk);
    bool has_text = text_fill (row, NULL, &text);
    QCDC_TRY (file_fact (filing, &input, &fact, has_text ? &text : NULL, false, &view->petition.entry));
    /* What a settlement in the same row is judged against. */
    view->office = filing->desk->home.office;
    view->petition.matter = &PETITION_MATTER;
    view->petition.office = view->office->id;
    qcdc_status status = petition_set (&view->petition, &received, 0, content);
    return status == QCDC_OK ? status : fault_set (filing->fault, status, NULL, "%s", row->clean[COLUMN_LOCAL_NO]);
}

/*  Corrects the petition where the row says something else. */
static qcdc_status file_correction (filing_t *filing, petition_view_t *view)
{
    char flags_copy[FLAGS_BYTES], *flags[QCDC_FLAGS_COUNT_MAX];
    uint8_t content[CONTENT_BYTES];
    Qcdc__Corrected corrected;
    Qcdc__PetitionReceived received;
    Qcdc__Ref target;
    Qcdc__AnnexText text;
    petition_t *petition = &view->petition;
    received_fill (filing->row, petition, &received, flags_copy, flags);
    ref_set (&target, &petition->entry);
    Qcdc__Fact as = fact_of_petition (&received), fact = fact_of_correction (&corrected, &target, &as);
    qcdc_status status = fact_content_of (&corrected, content);
    if (status != QCDC_OK)
        return fault_set (filing->fault, status, NULL, "%s", received.local_no);
    bool same = memcmp (content, petition->content, CONTENT_BYTES) == 0;
    bool text_changed = text_fill (filing->row, view, &text);
    if (same && !text_changed)
        return QCDC_OK;
    /* A petition that becomes a denunciation must not keep a text that names somebody. */
    if (view->title && view->summary) {
        QCDC_TRY (denunciation_check (filing->row->kind, "title", text.title, filing->fault));
        QCDC_TRY (denunciation_check (filing->row->kind, "summary", text.summary, filing->fault));
    }
    judge_input_t input = petition_input (filing->desk, view, NULL);
    input.holder = &petition->thing;
    QCDC_TRY (file_fact (filing, &input, &fact, text_changed ? &text : NULL, text_changed, NULL));
    status = petition_set (petition, &received, petition->unit, content);
    return status == QCDC_OK ? status : fault_set (filing->fault, status, NULL, "%s", received.local_no);
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

/*  Settled in the register: a step of its own, or a correction of the one that is there. */
static qcdc_status file_settlement (filing_t *filing, petition_view_t *view, const move_t *known)
{
    const petition_row_t *row = filing->row;
    Qcdc__PetitionMoved moved = QCDC__PETITION_MOVED__INIT;
    Qcdc__Corrected corrected;
    Qcdc__Ref petition, target;
    ref_set (&petition, &view->petition.entry);
    moved.petition = &petition;
    moved.move = QCDC__MOVE__SETTLED;
    moved.on = row->settled_on;
    moved.outcome = (Qcdc__Outcome)row->outcome;
    moved.from_register = known ? known->from_register : true;
    Qcdc__Fact step = fact_of_move (&moved), fact = step;
    if (known) {
        ref_set (&target, &known->entry);
        fact = fact_of_correction (&corrected, &target, &step);
    }
    judge_input_t input = petition_input (filing->desk, view, known);
    qcdc_status status = file_fact (filing, &input, &fact, NULL, false, NULL);
    move_t *changed =
        status == QCDC_OK && known ? petition_move_at (&view->petition, known->entry.origin, known->entry.seq) : NULL;
    if (changed) {
        changed->on = row->settled_on; /* what a correction of the petition is judged against next */
        changed->outcome = row->outcome;
    }
    /* A correction is refused for what came after it, and says so itself. */
    if (status == QCDC_BAD_MOVE && !known)
        move_advise (&view->petition, &moved, filing->fault);
    return status;
}

/*  The register no longer calls it settled: the step is taken back, not forgotten. */
static qcdc_status file_unsettlement (filing_t *filing, petition_view_t *view, const move_t *known)
{
    Qcdc__Voided voided;
    Qcdc__Ref target;
    Qcdc__AnnexText text = QCDC__ANNEX_TEXT__INIT;
    ref_set (&target, &known->entry);
    Qcdc__Fact fact = fact_of_voiding (&voided, &target);
    text.reason = _ ("no longer settled in the register");
    judge_input_t input = petition_input (filing->desk, view, known);
    return file_fact (filing, &input, &fact, &text, false, NULL);
}

/*  Brings the settlement to what the row says. */
static qcdc_status file_settled (filing_t *filing, petition_view_t *view)
{
    const petition_row_t *row = filing->row;
    const move_t *known = settlement_of (&view->petition);
    if (row->settled) {
        bool same = known && known->on == row->settled_on && known->outcome == row->outcome;
        return same ? QCDC_OK : file_settlement (filing, view, known);
    }
    /* A settlement that was entered as a step of its own is not the register's to take back. */
    if (row->knows_settled && known && known->from_register)
        return file_unsettlement (filing, view, known);
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- one row */

static qcdc_status refuse_known (const petition_row_t *row, const petition_view_t *view, fault_t *fault)
{
    char address[ADDRESS_TEXT_BYTES];
    fault_set (fault, QCDC_DUPLICATE, "local_no", _ ("%s is there already, as %s"), row->clean[COLUMN_LOCAL_NO],
               address_format (view->petition.entry.origin, view->petition.entry.seq, address));
    fault_advise (fault, "%s", _ ("to correct it, import a file with the whole row as it should be"));
    return QCDC_DUPLICATE;
}

/*  Whether adding the row would change what the petition says (its settlement apart). */
static bool row_differs (const petition_row_t *row, const petition_view_t *view)
{
    char flags_copy[FLAGS_BYTES], *flags[QCDC_FLAGS_COUNT_MAX];
    uint8_t content[CONTENT_BYTES];
    Qcdc__PetitionReceived received;
    Qcdc__Corrected corrected;
    Qcdc__AnnexText text;
    received_fill (row, &view->petition, &received, flags_copy, flags);
    Qcdc__Fact as = fact_of_petition (&received);
    (void)fact_of_correction (&corrected, NULL, &as);
    return fact_content_of (&corrected, content) != QCDC_OK ||
           memcmp (content, view->petition.content, CONTENT_BYTES) != 0 || text_fill (row, view, &text);
}

/*  A petition that is known: what differs is corrected, or refused, by MODE. */
static qcdc_status file_known (filing_t *filing, petition_view_t *view, file_mode mode, filed_result *result)
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
    if (mode == FILE_ONE && row_differs (filing->row, view))
        return refuse_known (filing->row, view, filing->fault);
    /* Where both days move later, the settlement goes first: at no moment does it stand before the receipt. */
    const move_t *settled = settlement_of (&view->petition);
    bool settled_first = settled && filing->row->settled && filing->row->received_on > settled->on;
    if (settled_first)
        QCDC_TRY (file_settled (filing, view));
    qcdc_status status = file_correction (filing, view);
    if (status == QCDC_OK && !settled_first)
        status = file_settled (filing, view);
    *result = filing->changed ? FILED_CORRECTED : FILED_UNCHANGED;
    return status;
}

qcdc_status petition_correct (desk_t *desk, petition_view_t *view, const petition_row_t *row, size_t *entries,
                              fault_t *fault)
{
    filing_t filing = {.desk = desk, .row = row, .entries = entries, .fault = fault};
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    petition_view_t *other = NULL;
    filed_result result;
    if (strcmp (row->key, view->petition.key) != 0)
        QCDC_TRY (petition_find (desk, desk->home.office->code, row->key, &views, &other, fault));
    if (other && !other->petition.voided)
        return fault_set (fault, QCDC_DUPLICATE, "local_no", _ ("%s is the number of another petition of that year"),
                          row->clean[COLUMN_LOCAL_NO]);
    return file_known (&filing, view, FILE_REGISTER, &result);
}

qcdc_status petition_file (desk_t *desk, const petition_row_t *row, file_mode mode, filed_result *result,
                           size_t *entries, fault_t *fault)
{
    filing_t filing = {.desk = desk, .row = row, .entries = entries, .fault = fault};
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    petition_view_t *view, fresh = {0};
    *result = FILED_NEW;
    QCDC_TRY (petition_find (desk, desk->home.office->code, row->key, &views, &view, fault));
    /* Taken back is over: entered again, it is a petition of its own. */
    if (view && !(view->petition.voided && mode != FILE_REGISTER))
        return file_known (&filing, view, mode, result);
    qcdc_status status = file_received (&filing, &fresh);
    if (status == QCDC_OK && row->settled)
        status = file_settlement (&filing, &fresh, NULL);
    petition_release (&fresh.petition);
    return status;
}
