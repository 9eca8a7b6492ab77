/*  command_matter_join.c — qcdc matter join and leave.
 *
 *  An office's own petitions and matters are here; of those of others the server is asked.  All petitions of a line join, or none. */

#include "commands/command_matter.h"
#include "texts/identity_text.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "facts/make.h"
#include "journal/journal_subject.h"
#include "matters/petition_related.h"
#include "petitions/petition_name.h"
#include "petitions/petition_row.h"
#include "petitions/petition_view.h"
#include "registers/matter_view.h"
#include "texts/reason.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    bool joins;
    size_t done, known;
} linking_t;

/*  What a line names first. */
typedef struct {
    address_t entry;
    int office;
    char label[160]; /* "BCD-593:5@2020": what it is called wherever it is shown */
} matter_named_t;

static void label_print (const desk_t *desk, int office, const char *local_no, int32_t opened_on, char label[160])
{
    const office_t *of = catalog_office_by_id (desk->home.catalog, office);
    snprintf (label, 160, "%s:%s@%d", of ? of->code : "", local_no, day_year (opened_on));
}

/*  The matter, of the own office, or of the province: its number and year are what other offices are told. */
static qcdc_status matter_named (desk_t *desk, const args_t *args, matter_named_t *named, fault_t *fault)
{
    matter_views_t views QCDC_CLEANUP (matter_views_release) = {0};
    matter_view_t *view;
    foreign_t foreign;
    char office[64];
    const char *number, *name = args->words[0];
    if (foreign_name (desk, name, office, &number)) {
        QCDC_TRY (foreign_find (desk, false, name, args->patience_ms, &foreign, fault));
        named->entry = foreign.entry;
        named->office = foreign.office;
        label_print (desk, foreign.office, foreign.local_no, foreign.day, named->label);
        return QCDC_OK;
    }
    QCDC_TRY (matter_find_named (desk, number, &views, &view, fault));
    if (view->affair.voided)
        return fault_set (fault, QCDC_TARGET_VOID, NULL, _ ("matter %s was taken back"), view->affair.local_no);
    named->entry = view->affair.entry;
    named->office = view->affair.office;
    label_print (desk, view->affair.office, view->affair.local_no, view->affair.opened_on, named->label);
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- one petition */

static qcdc_status append (desk_t *desk, const args_t *args, const matter_named_t *matter, const petition_t *petition,
                           int kind, linking_t *linking, fault_t *fault)
{
    Qcdc__MatterJoined joined = QCDC__MATTER_JOINED__INIT;
    Qcdc__MatterLeft left = QCDC__MATTER_LEFT__INIT;
    Qcdc__AnnexText text = QCDC__ANNEX_TEXT__INIT;
    Qcdc__Ref from, to;
    char *reason QCDC_CLEANUP (memory_free) = NULL;
    bool appended = false;
    int32_t on = day_of_moment (moment_now ());
    if (args_value (args, "on"))
        QCDC_TRY (args_day ("on", args_value (args, "on"), &on, fault));
    QCDC_TRY (reason_clean (args_value (args, "reason"), args->switched != 0, kind, &reason, fault));
    ref_set (&from, &petition->entry);
    ref_set (&to, &matter->entry);
    joined.petition = left.petition = &from;
    joined.matter = left.matter = &to;
    joined.on = left.on = on;
    Qcdc__Fact fact = linking->joins ? fact_of_joining (&joined) : fact_of_leaving (&left);
    text.title = (char *)matter->label;
    if (reason)
        text.reason = reason;
    judge_input_t input = desk_input (desk);
    input.target = TARGET_THING;
    input.thing = &petition->thing;
    input.target_office = petition->office;
    QCDC_TRY (desk_append (desk, &input, &fact, &text, false, &appended, NULL, fault));
    linking->done += appended;
    linking->known += !appended;
    return QCDC_OK;
}

static qcdc_status link_own (desk_t *desk, const args_t *args, const matter_named_t *matter, const char *name,
                             linking_t *linking, fault_t *fault)
{
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    petition_view_t *view;
    move_t *move;
    QCDC_TRY (petition_find_named (desk, name, &views, &view, &move, fault));
    const petition_t *petition = &view->petition;
    petition_number_t number = petition_number_of (petition);
    qcdc_status status = append (desk, args, matter, petition, petition->kind, linking, fault);
    if (status == QCDC_DUPLICATE && view->matter)
        fault_advise (fault, _ ("it is in %s; take it out of that one first: qcdc matter leave"), view->matter);
    return petition_name_fault (desk, &number, status, fault);
}

typedef struct {
    desk_t *desk;
    petition_t *petition;
} pending_t;

/*  What was said at this desk and has not been acknowledged yet. */
static qcdc_status take_pending (const journal_row_t *row, void *arg)
{
    const pending_t *pending = arg;
    Qcdc__Fact *fact = NULL;
    arena_reset (pending->desk->arena);
    if (row->commit_seq || fact_unpack (row->entry.body, pending->desk->arena, &fact) != QCDC_OK ||
        !fact_kind (fact)->also)
        return QCDC_OK;
    address_t address = {row->entry.origin, row->entry.seq, hash_prefix (row->hash)};
    fact_event_t event = {.fact = fact,
                          .catalog = pending->desk->home.catalog,
                          .entry = address,
                          .address = address,
                          .stamp = stamp_make (0, (int64_t)row->entry.seq)};
    petition_relates_apply (pending->petition, &event);
    return QCDC_OK;
}

static void petition_let_go (petition_t *petition)
{
    petition_release (petition);
}

/*  A petition of another office is not here; who denounces somebody in it must not be told in any case. */
static qcdc_status link_foreign (desk_t *desk, const args_t *args, const matter_named_t *matter, const char *name,
                                 linking_t *linking, fault_t *fault)
{
    foreign_t foreign;
    char subject[JOURNAL_SUBJECT_BYTES];
    petition_t petition QCDC_CLEANUP (petition_let_go) = {.thing = {.matter = &PETITION_MATTER}};
    pending_t pending = {desk, &petition};
    if (desk->home.role != ROLE_PROVINCE)
        return fault_set (fault, QCDC_NOT_YOURS, NULL, _ ("%s is a petition of another office"), name);
    QCDC_TRY (foreign_find (desk, true, name, args->patience_ms, &foreign, fault));
    petition.thing.entry = foreign.entry;
    petition.thing.office = foreign.office;
    petition.received_on = foreign.day;
    snprintf (petition.related, sizeof petition.related, "%s", foreign.linked);
    petition.local_no = strdup (foreign.local_no);
    if (!petition.local_no)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    subject_waiting (&foreign.entry, subject);
    QCDC_TRY (journal_each_of_subject (desk->home.journal, subject, take_pending, &pending, fault));
    return append (desk, args, matter, &petition, QCDC__PETITION_KIND__TO_CAO, linking, fault);
}

/*  ---------------------------------------------------------------- the commands */

static qcdc_status link_all (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    linking_t *linking = arg;
    matter_named_t matter;
    char office[64];
    const char *number;
    if (!linking->joins)
        QCDC_TRY (reason_wanted (args_value (args, "reason"), fault));
    QCDC_TRY (matter_named (desk, args, &matter, fault));
    for (size_t i = 1; i < args->word_count; i++) {
        const char *name = args->words[i];
        if (foreign_name (desk, name, office, &number))
            QCDC_TRY (link_foreign (desk, args, &matter, name, linking, fault));
        else
            QCDC_TRY (link_own (desk, args, &matter, number, linking, fault));
    }
    return QCDC_OK;
}

static int link_done (const args_t *args, void *arg)
{
    const linking_t *linking = arg;
    (void)args;
    if (linking->done)
        printf (linking->joins ? ngettext ("%zu petition joined", "%zu petitions joined", linking->done)
                               : ngettext ("%zu petition taken out", "%zu petitions taken out", linking->done),
                linking->done);
    if (linking->done && linking->known)
        fputs ("; ", stdout);
    if (linking->known)
        printf (ngettext ("%zu petition was in it already", "%zu petitions were in it already", linking->known),
                linking->known);
    putchar ('\n');
    return EXIT_DONE;
}

static int link_command (const command_t *command, bool joins)
{
    static const char *const KEYS[] = {"on", "reason", NULL}, *const CONFIRMING[] = {CONFIRM_NAMES, NULL};
    static const desk_work_t WORK = {.line = {.words_min = 2,
                                              .words_max = ARGS_WORDS_MAX,
                                              .keys = KEYS,
                                              .switches = CONFIRMING,
                                              .takes_patience = true},
                                     .work = link_all,
                                     .writes = true,
                                     .done = link_done};
    linking_t linking = {.joins = joins};
    return command_at_desk (command, &WORK, &linking);
}

int matter_join (const command_t *command)
{
    return link_command (command, true);
}

int matter_leave (const command_t *command)
{
    return link_command (command, false);
}
