/*  command_petition.c — qcdc petition add, move, void; the way to its other parts.
 *
 *  Each writes at most one fact, plus a settlement, in one transaction, and only what judging accepts. */

#include "commands/command_petition.h"

#include "attention/agreed.h"
#include "attention/exposed_told.h"
#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/text_identity.h"
#include "commands/taking_back.h"
#include "facts/make.h"
#include "facts/word.h"
#include "petitions/petition_file.h"
#include "petitions/petition_identity.h"
#include "petitions/petition_name.h"
#include "petitions/petition_steps.h"
#include "petitions/petition_transfer_answer.h"
#include "petitions/petition_twin.h"
#include "rules/reference.h"
#include "texts/codes.h"
#include "texts/given.h"
#include "texts/identity_text.h"
#include "texts/reason.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const CONFIRMING[] = {CONFIRM_NAMES, NULL};
/*  Of a whole petition, bit by bit. */
static const char *const CONFIRMING_ROW[] = {CONFIRM_NAMES, CONFIRM_OLD, NULL};
/*  The same, and that it is another petition than the one it equals. */
static const char *const CONFIRMING_NEW[] = {CONFIRM_NAMES, CONFIRM_OLD, "--new", NULL};
enum { NAMES_MEANT = 1u, OLD_MEANT = 2u, NEW_MEANT = 4u };

/*  ---------------------------------------------------------------- add */

typedef struct {
    petition_row_t row;
    row_faults_t faults;
    size_t entries;
    who_asked_t asked;
} adding_t;

/*  Every word that is wrong has its line; the last is said by the frame. */
static qcdc_status row_refuse (const adding_t *adding, fault_t *fault)
{
    size_t last = adding->faults.count - 1;
    for (size_t i = 0; i < last; i++)
        (void)command_fail (&adding->faults.items[i]);
    *fault = adding->faults.items[last];
    return fault->status;
}

/*  The words are the columns of a register's row, so one petition is read and judged exactly as an import's are. */
static qcdc_status add_check (const args_t *args, void *arg, fault_t *fault)
{
    adding_t *adding = arg;
    given_t values[PETITION_COLUMN_COUNT] = {0};
    adding->faults.names_meant = args->switched & NAMES_MEANT;
    QCDC_TRY (who_ask (args->values + PETITION_COLUMN_COUNT, &adding->asked, fault));
    for (int i = 0; i < PETITION_COLUMN_COUNT; i++)
        if (args->values[i])
            values[i] = (given_t){args->values[i], strlen (args->values[i])};
    qcdc_status status = petition_row_parse (values, &adding->row, &adding->faults);
    if (who_parse (adding->asked.values, &adding->row, &adding->faults) != QCDC_OK)
        status = adding->faults.items[0].status;
    if (status == QCDC_OK &&
        (status = received_check (adding->row.received_on, args->switched & OLD_MEANT, fault)) != QCDC_OK)
        row_faults_add (&adding->faults, fault);
    if (status == QCDC_OK)
        return QCDC_OK;
    petition_new_faults (&adding->row, args->switched & OLD_MEANT, &adding->faults);
    row_faults_add_days (&adding->faults, &adding->row);
    return row_refuse (adding, fault);
}

/*  What to do about a twin, which KEY is of: FAULT, with its whole command. */
static qcdc_status twin_advise (desk_t *desk, const char *key, fault_t *fault)
{
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    petition_view_t *twin;
    fault_t unread;
    if (petition_find (desk, desk->home.office->code, key, &views, &twin, &unread) == QCDC_OK && twin)
        fault_advise (fault,
                      _ ("if it is another petition, say so with --new; if it is that one: qcdc petition correct "
                         "%s@%d COLUMN=…"),
                      twin->petition.local_no, day_year (twin->petition.received_on));
    else
        fault_advise (fault, "%s", _ ("if it is another petition, say so with --new"));
    return fault->status;
}

/*  Asked as an import asks, of one petition: whoever types a letter that lies on two desks has no file to look at. */
static qcdc_status add (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    adding_t *adding = arg;
    const petition_row_t *row = &adding->row;
    twins_t *twins QCDC_CLEANUP (twins_destroy) = NULL;
    char key[MATTER_KEY_BYTES];
    filed_result result;
    filed_left_t left = {0};
    if (!(args->switched & NEW_MEANT)) {
        QCDC_TRY (twins_new (&twins, fault));
        QCDC_TRY (twins_fill_year (twins, desk, day_year (row->received_on), fault));
    }
    QCDC_TRY (petition_file (desk, row, FILE_ONE, &result, &adding->entries, &left, fault));
    if (!twins || result != FILED_NEW)
        return QCDC_OK;
    qcdc_status status = twins_check (twins, desk, row, false, key, fault);
    return status == QCDC_DUPLICATE ? twin_advise (desk, key, fault) : status;
}

static int entered (bool appended)
{
    puts (appended ? _ ("entered") : _ ("nothing new: it is there already"));
    return EXIT_DONE;
}

static int add_done (const args_t *args, void *arg)
{
    const adding_t *adding = arg;
    (void)args;
    return entered (adding->entries > 0);
}

static int petition_add (const command_t *command)
{
    static const desk_work_t WORK = {.line = {.keys = PETITION_KEYS, .switches = CONFIRMING_NEW},
                                     .check = add_check,
                                     .work = add,
                                     .writes = true,
                                     .done = add_done};
    adding_t adding = {0};
    int status = command_at_desk (command, &WORK, &adding);
    petition_row_release (&adding.row);
    sodium_memzero (&adding.asked, sizeof adding.asked);
    return status;
}

/*  ---------------------------------------------------------------- correct */

/*  What the line does not name stays as it is: the row is that of the petition, with what is named in its place. */
static qcdc_status correct_row (const args_t *args, const petition_view_t *view, adding_t *adding)
{
    char day[DAY_TEXT_BYTES];
    const petition_t *petition = &view->petition;
    const char *known[PETITION_COLUMN_COUNT] = {[COLUMN_LOCAL_NO] = petition->local_no,
                                                [COLUMN_KIND] = petition_kind_name (petition->kind),
                                                [COLUMN_FIELD] = petition_field_name (petition->field),
                                                [COLUMN_RECEIVED_ON] = day_format_iso (petition->received_on, day)};
    given_t values[PETITION_COLUMN_COUNT] = {0};
    adding->faults.names_meant = args->switched & NAMES_MEANT;
    for (int i = 0; i < PETITION_COLUMN_COUNT; i++) {
        const char *text = args->values[i] ? args->values[i] : known[i];
        if (text)
            values[i] = (given_t){text, strlen (text)};
    }
    qcdc_status status = petition_row_parse (values, &adding->row, &adding->faults);
    if (who_parse (adding->asked.values, &adding->row, &adding->faults) != QCDC_OK)
        status = adding->faults.items[0].status;
    return status;
}

/*  A petition is known by its number and the year of its receipt: whoever moves it to another year says which one he means by both,
 *  for a slip of the year would give it another identity. */
static qcdc_status check_year (const char *named, const petition_t *petition, int32_t received_on, fault_t *fault)
{
    char is[DAY_TEXT_BYTES], was[DAY_TEXT_BYTES];
    uint64_t origin, seq;
    int year = day_year (petition->received_on);
    if (year == day_year (received_on) || petition_names_year (named) ||
        address_parse (named, &origin, &seq) == QCDC_OK)
        return QCDC_OK;
    fault_set (
        fault, QCDC_BAD_DATE, "received_on",
        _ ("%s was received on %s, and %s is of another year: it would be another number of that year's register"),
        petition->local_no, day_format_people (petition->received_on, was), day_format_people (received_on, is));
    fault_advise (fault, _ ("if that is meant, name it with its year: qcdc petition correct %s@%d"),
                  petition->local_no, year);
    return QCDC_BAD_DATE;
}

/*  All that is wrong with what the line says, before any of it is filed. */
static qcdc_status correct_check (const args_t *args, const petition_view_t *view, adding_t *adding, fault_t *fault)
{
    row_faults_t *faults = &adding->faults;
    qcdc_status status = correct_row (args, view, adding);
    int32_t received_on = adding->row.received_on;
    if (received_on && received_on != view->petition.received_on) {
        if (received_check (received_on, args->switched & OLD_MEANT, fault) != QCDC_OK)
            row_faults_add (faults, fault);
        if (check_year (args->words[0], &view->petition, received_on, fault) != QCDC_OK)
            row_faults_add (faults, fault);
    }
    if (status == QCDC_OK && faults->count == 0)
        return QCDC_OK;
    petition_known_faults (view, &adding->row, faults);
    row_faults_add_days (faults, &adding->row);
    return row_refuse (adding, fault);
}

/*  What another office handed over was not received here before that. */
static qcdc_status check_came (desk_t *desk, const petition_t *petition, int32_t received_on, fault_t *fault)
{
    hand_over_view_t came QCDC_CLEANUP (hand_over_release) = {0};
    char day[DAY_TEXT_BYTES];
    if (!petition->from.seq || !received_on || received_on == petition->received_on)
        return QCDC_OK;
    qcdc_status status = hand_over_read (desk, &petition->from, &came, fault);
    const move_t *sent = status == QCDC_OK ? hand_over_sent (&came) : NULL;
    if (!sent || received_on >= sent->on)
        return status == QCDC_NOT_FOUND ? QCDC_OK : status;
    return fault_set (fault, QCDC_BAD_DATE, "received_on", _ ("petition %s was handed over on %s, which is later"),
                      came.petition.local_no, day_format_people (sent->on, day));
}

static qcdc_status correct (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    adding_t *adding = arg;
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    petition_view_t *view;
    move_t *move;
    QCDC_TRY (petition_find_named (desk, args->words[0], &views, &view, &move, fault));
    QCDC_TRY (correct_check (args, view, adding, fault));
    QCDC_TRY (check_came (desk, &view->petition, adding->row.received_on, fault));
    petition_number_t number = petition_number_of (&view->petition);
    if (view->petition.voided)
        return petition_name_fault (
            desk, &number,
            fault_set (fault, QCDC_TARGET_VOID, NULL, _ ("petition %s was taken back"), view->petition.local_no),
            fault);
    bool denounced = view->petition.kind == QCDC__PETITION_KIND__TO_CAO;
    address_t entry = view->petition.entry;
    QCDC_TRY (petition_correct (desk, view, &adding->row, &adding->entries, fault));
    for (int i = 0; adding->entries == 0 && i < PETITION_COLUMN_COUNT; i++)
        if (args->values[i])
            QCDC_TRY (agreed_note (desk, &entry, PETITION_COLUMNS[i], fault));
    /* What stood there before goes out with the next sync, unless it is erased now. */
    bool denounces = adding->row.kind == QCDC__PETITION_KIND__TO_CAO;
    return denounces && !denounced ? exposed_tell_of (desk, &entry, stderr, fault) : QCDC_OK;
}

static int correct_done (const args_t *args, void *arg)
{
    const adding_t *adding = arg;
    (void)args;
    puts (adding->entries > 0 ? _ ("corrected") : _ ("nothing new: it says so already"));
    return EXIT_DONE;
}

/*  Before the journal is held: a person may take his time. */
static qcdc_status correct_ask (const args_t *args, void *arg, fault_t *fault)
{
    adding_t *adding = arg;
    return who_ask (args->values + PETITION_COLUMN_COUNT, &adding->asked, fault);
}

/*  One petition, also its number and the year of its receipt, which no import changes. */
static int petition_correct_one (const command_t *command)
{
    static const desk_work_t WORK = {
        .line = {.words_min = 1, .words_max = 1, .keys = PETITION_KEYS, .switches = CONFIRMING_ROW},
        .check = correct_ask,
        .work = correct,
        .writes = true,
        .done = correct_done};
    adding_t adding = {0};
    int status = command_at_desk (command, &WORK, &adding);
    petition_row_release (&adding.row);
    sodium_memzero (&adding.asked, sizeof adding.asked);
    return status;
}

/*  ---------------------------------------------------------------- move */

/*  Whoever does not know the name of a step needs to see them all. */
static void steps_tell (const char *typed, fault_t *fault)
{
    nearest_t nearest;
    char meant[128] = "";
    if (code_nearest (typed, move_name, &nearest))
        snprintf (meant, sizeof meant, _ (": did you mean %s?"), nearest_found (&nearest));
    fault_set (fault, QCDC_BAD_STEP, NULL, "%s: %.60s%s", _ (status_text (QCDC_BAD_STEP)), typed, meant);
    codes_list (typed, move_name, _ ("the steps are %s"), fault);
}

/*  What the command line says about the step; whether it is possible is for judging to say. */
qcdc_status petition_step_read (const args_t *args, Qcdc__PetitionMoved *moved, char **article, fault_t *fault)
{
    const char *on = args_value (args, "on"), *outcome = args_value (args, "outcome");
    const char *from_register = args_value (args, "from_register");
    int32_t day = 0;
    moved->move = (Qcdc__Move)move_read (args->words[1]);
    if (!moved->move) {
        steps_tell (args->words[1], fault);
        return QCDC_BAD_STEP;
    }
    if (!on)
        return fault_set (fault, QCDC_USAGE, "on", "%s", _ ("the day of the step is missing: on=13/07/2020"));
    QCDC_TRY (args_day ("on", on, &day, fault));
    moved->on = day;
    if (outcome)
        QCDC_TRY (petition_outcome_read (outcome, &moved->outcome, fault));
    QCDC_TRY (article_clean (args_value (args, "article"), article, fault));
    QCDC_TRY (petition_days_read (args_value (args, "days"), &moved->days, fault));
    if (args_value (args, "expected_on"))
        QCDC_TRY (args_day ("expected_on", args_value (args, "expected_on"), &moved->expected_on, fault));
    if (from_register && strcmp (from_register, "0") != 0 && strcmp (from_register, "1") != 0)
        return fault_set (fault, QCDC_USAGE, "from_register", "%s", _ ("from_register is 0 or 1"));
    moved->from_register = from_register && *from_register == '1';
    return QCDC_OK;
}

/*  Judges the step against the petition as it stands, unsent entries included, and appends it. */
static qcdc_status move_append (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    bool *appended = arg;
    Qcdc__PetitionMoved moved = QCDC__PETITION_MOVED__INIT;
    Qcdc__AnnexText text = QCDC__ANNEX_TEXT__INIT;
    Qcdc__Ref ref;
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    petition_view_t *view;
    move_t *move;
    char *reason QCDC_CLEANUP (memory_free) = NULL, *article QCDC_CLEANUP (memory_free) = NULL;
    QCDC_TRY (petition_step_read (args, &moved, &article, fault));
    if (article)
        QCDC_TRY (
            reference_rules (desk->home.catalog, fault)); /* how many of them a law has is a constant of theirs */
    QCDC_TRY (petition_find_named (desk, args->words[0], &views, &view, &move, fault));
    QCDC_TRY (reason_clean (args_value (args, "reason"), args->switched != 0, view->petition.kind, &reason, fault));
    ref_set (&ref, &view->petition.entry);
    moved.petition = &ref;
    if (article)
        moved.article = article;
    moved.reasoned = reason && *reason;
    moved.seen_at_us = view->petition.newest_us;
    Qcdc__Fact fact = fact_of_move (&moved);
    if (reason)
        text.reason = reason;
    judge_input_t input = petition_input (desk, view, NULL);
    petition_number_t number = petition_number_of (&view->petition);
    qcdc_status status =
        desk_append (desk, &input, &fact, reason && *reason ? &text : NULL, false, appended, NULL, fault);
    if (status == QCDC_BAD_MOVE)
        petition_step_advise (desk->home.catalog, &view->petition, &moved, fault);
    if (status == QCDC_OK && *appended)
        status = hand_over_ended (desk, &view->petition, &moved, reason, NULL, fault);
    return petition_name_fault (desk, &number, status, fault);
}

static int move_done (const args_t *args, void *arg)
{
    const bool *appended = arg;
    (void)args;
    return entered (*appended);
}

static int petition_move (const command_t *command)
{
    static const char *const KEYS[] = {"on",      "outcome", "days",          "expected_on",
                                       "article", "reason",  "from_register", NULL};
    static const desk_work_t WORK = {.line = {.words_min = 2, .words_max = 2, .keys = KEYS, .switches = CONFIRMING},
                                     .work = move_append,
                                     .writes = true,
                                     .done = move_done};
    bool appended = false;
    return command_at_desk (command, &WORK, &appended);
}

/*  ---------------------------------------------------------------- void */

/*  The address of a second copy or of a correction is none of what can be taken back by itself: with it would go the petition, or the
 *  step, that everybody sees. */
static qcdc_status check_own_entry (desk_t *desk, const char *name, const petition_view_t *view, const move_t *move,
                                    fault_t *fault)
{
    uint64_t origin, seq;
    char address[ADDRESS_TEXT_BYTES];
    char called[PETITION_NAME_BYTES];
    address_t entry = move ? move->entry : view->petition.entry;
    petition_number_t number = petition_number_of (&view->petition);
    if (address_parse (name, &origin, &seq) != QCDC_OK || (origin == entry.origin && seq == entry.seq))
        return QCDC_OK;
    QCDC_TRY (petition_name (desk, &number, called, fault));
    fault_set (fault, QCDC_NOT_FOUND, NULL,
               _ ("%s is a second copy or a correction, and is not taken back by itself"), name);
    fault_advise (fault,
                  move ? _ ("to take back the step of petition %s itself: qcdc petition void %s reason=…")
                       : _ ("to take back petition %s itself: qcdc petition void %s reason=…"),
                  called, address_format (entry.origin, entry.seq, address));
    return QCDC_NOT_FOUND;
}

/*  Takes back the petition, or the one step whose address was given.  The reason is free text: it lives in the
 *  annex, and a denunciation's must not name anybody either. */
static qcdc_status void_append (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    petition_view_t *view;
    move_t *move;
    char *reason QCDC_CLEANUP (memory_free) = NULL;
    const char *given = args_value (args, "reason");
    QCDC_TRY (reason_wanted (given, fault));
    QCDC_TRY (petition_find_named (desk, args->words[0], &views, &view, &move, fault));
    QCDC_TRY (check_own_entry (desk, args->words[0], view, move, fault));
    QCDC_TRY (reason_clean (given, args->switched != 0, view->petition.kind, &reason, fault));
    judge_input_t input = petition_input (desk, view, move);
    petition_number_t number = petition_number_of (&view->petition);
    qcdc_status status = take_back (desk, &input, move ? &move->entry : &view->petition.entry, reason, arg, fault);
    return petition_name_fault (desk, &number, status, fault);
}

static int petition_void (const command_t *command)
{
    return command_take_back (command, void_append);
}

/*  ---------------------------------------------------------------- surges */

/*  Only the province's counts have the weeks of all offices: it is the question petition_surges, under the name under which it is looked for. */
static int petition_surges (const command_t *command)
{
    static char name[] = "petition_surges";
    char **words QCDC_CLEANUP (memory_free) = calloc ((size_t)command->argc + 2, sizeof *words);
    command_t asked = *command;
    fault_t fault = {0};
    if (!words) {
        fault_set (&fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
        return command_fail (&fault);
    }
    words[0] = name;
    memcpy (&words[1], command->argv, (size_t)command->argc * sizeof *words);
    asked.argv = words;
    asked.argc++;
    return command_query (&asked);
}

/*  ---------------------------------------------------------------- dispatch */

int command_petition (const command_t *command)
{
    static const command_part_t PARTS[] = {{"import", petition_import},
                                           {"imports", petition_imports},
                                           {"columns", petition_columns},
                                           {"add", petition_add},
                                           {"correct", petition_correct_one},
                                           {"move", petition_move},
                                           {"void", petition_void},
                                           {"list", petition_list},
                                           {"search", petition_search},
                                           {"show", petition_show},
                                           {"clock", petition_clock_show},
                                           {"due", petition_due},
                                           {"next", petition_next},
                                           {"identity", petition_identity},
                                           {"hand-over", petition_hand_over},
                                           {"incoming", petition_incoming},
                                           {"take-in", petition_take_in},
                                           {"return", petition_return},
                                           {"reply", petition_reply},
                                           {"slip", petition_slip},
                                           {"twins", petition_twins},
                                           {"unlike", petition_unlike},
                                           {"assign", petition_assign},
                                           {"queue", petition_queue},
                                           {"surges", petition_surges},
                                           {"correct-step", petition_correct_step},
                                           {"attach", petition_attach},
                                           {"scans", petition_scans},
                                           {"scan", petition_scan}};
    return command_part (command, PARTS, sizeof PARTS / sizeof *PARTS,
                         "qcdc petition "
                         "import|imports|columns|add|correct|correct-step|move|void|list|search|twins|unlike|surges|"
                         "show|identity|next|"
                         "clock|due|hand-over|incoming|take-in|return|reply|slip|assign|queue|attach|scans|scan");
}
