/*  command_petition_show.c — qcdc petition show: one petition as it stands, and every entry that made it so.
 *
 *  The history is read again from the journal, entry by entry: it shows what was said, the fold only what came of
 *  it. */

#include "commands/command_petition.h"

#include "attention/other_words.h"
#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "journal/journal_clock.h"
#include "petitions/hand_over_view.h"
#include "petitions/petition_view.h"
#include "petitions/taken_twice.h"
#include "registers/listing_view.h"
#include "registers/reception_view.h"
#include "registers/unlike_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    desk_t *desk;
    output_t *output;
    format_t format;
    const journal_clock_t *clock;
    fault_t *fault;
    const petition_view_t *view;
    const char *other; /* the number of the petition that it was told apart from, as its line is printed */
} show_t;

/*  A code as the reader takes it: in words for people, as it is for files. */
static const char *word (const show_t *show, const char *code)
{
    return code && format_speaks (show->format) ? people_word ("", code) : code;
}

/*  ---------------------------------------------------------------- history */

/*  One line of it. */
typedef struct {
    const char *what;
    char *value; /* malloc'ed */
    int32_t on;
    bool has_on;
} event_t;

/*  The text of an annex that says why; NULL if none. */
static const char *reason_of (desk_t *desk, const entry_t *entry)
{
    Qcdc__AnnexText *text = NULL;
    if (entry->annex.length && annex_unpack (entry->annex, desk->arena, &text) == QCDC_OK && *text->reason)
        return text->reason;
    return NULL;
}

/*  "first; second", or whichever there is; malloc'ed. */
static char *joined (const char *first, const char *second)
{
    char *text = NULL;
    if (!first || !second)
        return strdup (first ? first : second ? second : "");
    return asprintf (&text, "%s; %s", first, second) < 0 ? NULL : text;
}

/*  WORDS behind what the line says already. */
static void event_add (event_t *event, const char *words)
{
    char *before = event->value;
    event->value = before ? joined (*before ? before : NULL, words) : NULL;
    free (before);
}

static void event_add_promise (const show_t *show, int32_t expected_on, event_t *event)
{
    char day[DAY_TEXT_BYTES], words[160];
    if (format_speaks (show->format))
        snprintf (words, sizeof words, _ ("an answer is promised for %s"), day_format_people (expected_on, day));
    else
        snprintf (words, sizeof words, "expected_on=%s", day_format_iso (expected_on, day));
    event_add (event, words);
}

static void event_of_move (const show_t *show, const Qcdc__PetitionMoved *moved, const char *what, const char *reason,
                           event_t *event)
{
    const char *outcome = moved->outcome ? word (show, outcome_name ((int)moved->outcome)) : NULL;
    event->what = what ? what : move_name ((int)moved->move);
    event->on = moved->on;
    event->has_on = true;
    const char *first = what ? word (show, move_name ((int)moved->move)) : outcome;
    event->value = joined (first, what ? outcome : reason);
    if (*moved->article)
        event_add (event, moved->article);
    if (moved->expected_on)
        event_add_promise (show, moved->expected_on, event);
}

static void event_of_hand_over (const show_t *show, const Qcdc__PetitionHandedOver *handed, const char *reason,
                                event_t *event)
{
    (void)show;
    event->what = N_ ("handed over");
    event->on = handed->on;
    event->has_on = true;
    char *said = joined (handed->to_office, handed->article);
    event->value = said ? joined (said, reason) : NULL;
    free (said);
}

static void event_of_answer (const show_t *show, const Qcdc__HandOverAnswered *answered, const char *reason,
                             event_t *event)
{
    static const char *const WHAT[] = {"", N_ ("taken in there"), N_ ("returned"), N_ ("replied"),
                                       N_ ("settled there")};
    const char *outcome = answered->outcome ? word (show, outcome_name ((int)answered->outcome)) : NULL;
    event->what = WHAT[(unsigned)answered->verdict < sizeof WHAT / sizeof *WHAT ? (unsigned)answered->verdict : 0];
    event->on = answered->on;
    event->has_on = true;
    event->value = joined (*answered->local_no ? answered->local_no : outcome, reason);
}

static void event_of_received (const show_t *show, const Qcdc__PetitionReceived *received, const char *what,
                               event_t *event)
{
    event->what = what;
    event->on = received->received_on;
    event->has_on = true;
    event->value = joined (received->local_no, word (show, petition_kind_name ((int)received->kind)));
}

/*  A matter as whoever joined it, or took it out, called it. */
static void event_of_matter (const show_t *show, const entry_t *entry, const char *what, int32_t on, event_t *event)
{
    Qcdc__AnnexText *text = NULL;
    bool here = entry->annex.length && annex_unpack (entry->annex, show->desk->arena, &text) == QCDC_OK;
    event->what = what;
    event->value = joined (here && *text->title ? text->title : NULL, here && *text->reason ? text->reason : NULL);
    event->on = on;
    event->has_on = true;
}

/*  What it shows, and the file that it was. */
static void event_of_scan (const show_t *show, const entry_t *entry, const Qcdc__BlobAttached *attached,
                           event_t *event)
{
    Qcdc__AnnexText *text = NULL;
    bool here = entry->annex.length && annex_unpack (entry->annex, show->desk->arena, &text) == QCDC_OK && text->blob;
    event->what = N_ ("scan attached");
    event->value =
        joined (word (show, scan_of_name ((int)attached->of)), here && *text->blob->name ? text->blob->name : NULL);
    event->on = attached->on;
    event->has_on = true;
}

/*  ---------------------------------------------------------------- what was done before it came here */

static qcdc_status show_before (const show_t *show, const char *what, char *value, int32_t day, const address_t *sent)
{
    char on[DAY_TEXT_BYTES], entry[ADDRESS_TEXT_BYTES];
    const char *cells[] = {
        what, value, day_format_iso (day, on), address_format (sent->origin, sent->seq, entry), NULL, NULL,
        NULL, NULL};
    qcdc_status status = output_row (show->output, cells, show->fault);
    free (value);
    return status;
}

/*  The steps of the office that it came from, ahead of its own: they came along with the hand-over, and stand under its address. */
static qcdc_status show_sender (const show_t *show)
{
    hand_over_view_t sent QCDC_CLEANUP (hand_over_release) = {0};
    const petition_t *petition = &show->view->petition;
    if (!petition->from.seq)
        return QCDC_OK;
    qcdc_status status = hand_over_read (show->desk, &petition->from, &sent, show->fault);
    if (status != QCDC_OK)
        return status == QCDC_NOT_FOUND ? QCDC_OK : status; /* it has not come back yet to a device that lost it */
    const petition_t *there = &sent.petition;
    QCDC_TRY (show_before (show, N_ ("received there"), joined (sent.sender, there->local_no), there->received_on,
                           &sent.entry));
    for (size_t i = 0; i < there->move_count; i++) {
        const move_t *move = &there->moves[i];
        bool handed = *move->to_office;
        if (move->answer || !move_name (move->move))
            continue;
        char *value = joined (handed ? move->to_office : sent.sender, *move->article ? move->article : NULL);
        if (handed && value && sent.reason && *sent.reason) {
            char *whole = joined (value, sent.reason);
            free (value);
            value = whole;
        }
        QCDC_TRY (
            show_before (show, handed ? N_ ("handed over") : move_name (move->move), value, move->on, &sent.entry));
    }
    return QCDC_OK;
}

/*  What one entry says, whatever its kind; a kind of a newer program stays without words. */
static void event_of (const show_t *show, const entry_t *entry, const Qcdc__Fact *fact, event_t *event)
{
    const char *reason = reason_of (show->desk, entry);
    *event = (event_t){.what = ""};
    switch (fact->kind_case) {
    case QCDC__FACT__KIND_PETITION_RECEIVED:
        event_of_received (show, fact->petition_received, N_ ("received"), event);
        break;
    case QCDC__FACT__KIND_PETITION_MOVED:
        event_of_move (show, fact->petition_moved, NULL, reason, event);
        break;
    case QCDC__FACT__KIND_PETITION_HANDED_OVER:
        event_of_hand_over (show, fact->petition_handed_over, reason, event);
        break;
    case QCDC__FACT__KIND_HAND_OVER_ANSWERED:
        event_of_answer (show, fact->hand_over_answered, reason, event);
        break;
    case QCDC__FACT__KIND_PETITION_ASSIGNED:
        event->what = N_ ("assigned");
        event->on = fact->petition_assigned->on;
        event->has_on = true;
        event->value = joined (*fact->petition_assigned->handler ? fact->petition_assigned->handler : "-", NULL);
        break;
    case QCDC__FACT__KIND_BLOB_ATTACHED:
        event_of_scan (show, entry, fact->blob_attached, event);
        break;
    case QCDC__FACT__KIND_CORRECTED:
        if (fact->corrected->replacement_case == QCDC__CORRECTED__REPLACEMENT_MOVE)
            event_of_move (show, fact->corrected->move, N_ ("corrected"), reason, event);
        else if (fact->corrected->replacement_case == QCDC__CORRECTED__REPLACEMENT_PETITION)
            event_of_received (show, fact->corrected->petition, N_ ("corrected"), event);
        break;
    case QCDC__FACT__KIND_VOIDED:
        event->what = N_ ("taken_back");
        event->value = joined (reason, NULL);
        break;
    case QCDC__FACT__KIND_MATTER_JOINED:
        event_of_matter (show, entry, N_ ("joined to a matter"), fact->matter_joined->on, event);
        break;
    case QCDC__FACT__KIND_MATTER_LEFT:
        event_of_matter (show, entry, N_ ("taken out of a matter"), fact->matter_left->on, event);
        break;
    case QCDC__FACT__KIND_PAIR_DISMISSED:
        event->what = N_ ("told apart");
        event->value = joined (show->other, reason);
        event->on = fact->pair_dismissed->on;
        event->has_on = true;
        break;
    case QCDC__FACT__KIND_ANNEX_ERASED:
        event->what = N_ ("text erased");
        event->value = joined (reason, NULL);
        break;
    case QCDC__FACT__KIND_CASE_PROPOSED:
        event->what = fact->case_proposed->declined ? N_ ("declined for a list") : N_ ("proposed for a list");
        event->value = joined (fact->case_proposed->list, reason);
        event->on = fact->case_proposed->on;
        event->has_on = true;
        break;
    case QCDC__FACT__KIND_IDENTITY_OPENED:
        event->what = N_ ("identity opened");
        event->value = joined (reason, NULL);
        break;
    case QCDC__FACT__KIND_ERASURE_ASKED:
        event->what = N_ ("erasure asked for");
        event->value = joined (reason, NULL);
        break;
    default:
        break;
    }
}

/*  One line of the history, read again from the journal: the folded petition no longer knows who said what. */
static qcdc_status show_part (const show_t *show, const fold_part_t *part)
{
    journal_row_t row;
    Qcdc__Fact *fact = NULL;
    event_t event;
    char on[DAY_TEXT_BYTES], entry[ADDRESS_TEXT_BYTES], written[MOMENT_TEXT_BYTES], acknowledged[MOMENT_TEXT_BYTES];
    bool ahead = part_was_ahead (show->clock, part);
    qcdc_status status =
        journal_at (show->desk->home.journal, part->entry.origin, part->entry.seq, &row, show->fault);
    /* The address of a lost first copy, whose fact was filed again, has no entry any more. */
    if (status != QCDC_OK)
        return status == QCDC_NOT_FOUND ? QCDC_OK : status;
    arena_reset (show->desk->arena);
    if (fact_unpack (row.entry.body, show->desk->arena, &fact) != QCDC_OK)
        return QCDC_OK;
    event_of (show, &row.entry, fact, &event);
    const char *cells[] = {event.what,
                           event.value,
                           event.has_on ? day_format_iso (event.on, on) : NULL,
                           address_format (row.entry.origin, row.entry.seq, entry),
                           moment_format_iso (row.entry.written_at_us, written),
                           row.commit_seq ? moment_format_iso (row.committed_at_us, acknowledged) : NULL,
                           verdict_name (row.verdict, row.commit_seq != 0),
                           ahead ? N_ ("ahead") : NULL};
    status = output_row (show->output, cells, show->fault);
    free (event.value);
    return status;
}

/*  Which petition it is not, behind its own history: that is said of two, and belongs to neither. */
static qcdc_status show_unlike (const unlike_t *unlike, void *arg)
{
    show_t show = *(const show_t *)arg;
    char address[ADDRESS_TEXT_BYTES];
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    petition_view_t *other;
    move_t *move;
    fault_t ignored;
    const address_t *own = &show.view->petition.entry;
    bool is_one = own->origin == unlike->one.origin && own->seq == unlike->one.seq;
    bool is_other = own->origin == unlike->other.origin && own->seq == unlike->other.seq;
    if (!is_one && !is_other)
        return QCDC_OK;
    const address_t *name = is_one ? &unlike->other : &unlike->one;
    show.other = address_format (name->origin, name->seq, address);
    if (petition_find_named (show.desk, address, &views, &other, &move, &ignored) == QCDC_OK)
        show.other = other->petition.local_no;
    const fold_part_t part = {.entry = unlike->entry,
                              .commit_seq = unlike->commit_seq,
                              .committed_at_us = unlike->created_at_us,
                              .counts = true};
    return show_part (&show, &part);
}

/*  ---------------------------------------------------------------- the petition as it stands */

typedef struct {
    const char *name;
    Qcdc__ColumnType type;
    const char *value;
} field_t;

/*  Lines for people, rows for files. */
static qcdc_status fields_print (const show_t *show, const field_t *fields, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *cells[] = {fields[i].name, fields[i].value, NULL, NULL, NULL, NULL, NULL, NULL};
        if (show->format == FORMAT_TABLE)
            people_field_named (stdout, show->desk->home.catalog, fields[i].name, fields[i].type, fields[i].value);
        else
            QCDC_TRY (output_row (show->output, cells, show->fault));
    }
    if (show->format == FORMAT_TABLE)
        putchar ('\n');
    return QCDC_OK;
}

/*  A text that is not here is told from one that was erased: the first may still come with a sync. */
static qcdc_status show_fields (const show_t *show, const petition_view_t *view)
{
    char *lists QCDC_CLEANUP (memory_free) = NULL, *receptions QCDC_CLEANUP (memory_free) = NULL;
    QCDC_TRY (listings_of (show->desk, &view->petition.entry, &lists, show->fault));
    const petition_t *petition = &view->petition;
    QCDC_TRY (
        receptions_naming (show->desk, &petition->entry, day_year (petition->received_on), &receptions, show->fault));
    taken_t taken QCDC_CLEANUP (taken_release) = {0};
    if (petition->from.seq && !petition->voided && petition->state != PETITION_RETURNED)
        QCDC_TRY (taken_read (show->desk, &petition->from, &petition->entry, &taken, show->fault));
    char received[DAY_TEXT_BYTES], settled[DAY_TEXT_BYTES], promised[DAY_TEXT_BYTES], people[16],
        entry[ADDRESS_TEXT_BYTES], instance[16], holder[64] = "";
    if (petition->handed)
        QCDC_TRY (hand_over_holder (show->desk, petition, holder, show->fault));
    else
        QCDC_TRY (hand_over_gone_on (show->desk, petition, holder, NULL, show->fault));
    int ended = *holder && !petition->handed ? PETITION_PASSED_ON : petition->ended;
    bool is_settled = petition_is_settled (petition->state);
    const char *absent = show->format != FORMAT_TABLE ? NULL : view->text_erased ? _ ("(erased)") : _ ("(not here)");
    snprintf (people, sizeof people, "%u", petition->people);
    snprintf (instance, sizeof instance, "%d", petition->instance);
    const field_t FIELDS[] = {
        {"office", QCDC__COLUMN_TYPE__TEXT, view->office ? view->office->code : NULL},
        {"local_no", QCDC__COLUMN_TYPE__TEXT, petition->local_no},
        {"kind", QCDC__COLUMN_TYPE__TEXT, petition_kind_name (petition->kind)},
        {"field", QCDC__COLUMN_TYPE__TEXT, petition_field_name (petition->field)},
        {"received_on", QCDC__COLUMN_TYPE__DATE, day_format_iso (petition->received_on, received)},
        {"title", QCDC__COLUMN_TYPE__TEXT, view->title ? view->title : absent},
        {"summary", QCDC__COLUMN_TYPE__TEXT, view->summary ? view->summary : absent},
        {"channel", QCDC__COLUMN_TYPE__TEXT, channel_name (petition->channel)},
        {"people", QCDC__COLUMN_TYPE__INTEGER, people},
        {"flags", QCDC__COLUMN_TYPE__TEXT, petition->flags},
        {"instance", QCDC__COLUMN_TYPE__INTEGER, instance},
        {N_ ("identity"), QCDC__COLUMN_TYPE__TEXT,
         !petition->identity_key ? NULL
         : view->identity        ? word (show, N_ ("sealed"))
                                 : absent},
        {"matter", QCDC__COLUMN_TYPE__TEXT,
         !*petition->related ? NULL
         : view->matter      ? view->matter
                             : petition->related},
        {N_ ("on lists"), QCDC__COLUMN_TYPE__TEXT, *lists ? lists : NULL},
        {N_ ("receptions of it"), QCDC__COLUMN_TYPE__TEXT, *receptions ? receptions : NULL},
        {"state", QCDC__COLUMN_TYPE__TEXT, petition_shown_state (petition)},
        {"settled_on", QCDC__COLUMN_TYPE__DATE, is_settled ? day_format_iso (petition->settled_on, settled) : NULL},
        {"outcome", QCDC__COLUMN_TYPE__TEXT, petition->outcome ? outcome_name (petition->outcome) : NULL},
        {N_ ("from_office"), QCDC__COLUMN_TYPE__TEXT, petition->from.seq ? petition->from_office : NULL},
        {N_ ("with_office"), QCDC__COLUMN_TYPE__TEXT, *holder ? holder : NULL},
        {"ended", QCDC__COLUMN_TYPE__TEXT, petition->voided ? NULL : petition_ended_code (ended)},
        {"handler", QCDC__COLUMN_TYPE__TEXT, *petition->handler ? petition->handler : NULL},
        {"promised_on", QCDC__COLUMN_TYPE__DATE,
         petition->promised_on ? day_format_iso (petition->promised_on, promised) : NULL},
        {"entry", QCDC__COLUMN_TYPE__ADDRESS, address_format (petition->entry.origin, petition->entry.seq, entry)},
    };
    QCDC_TRY (fields_print (show, FIELDS, sizeof FIELDS / sizeof *FIELDS));
    const field_t TWICE = {N_ ("taken in twice"), QCDC__COLUMN_TYPE__TEXT, taken.numbers};
    if (taken.count)
        QCDC_TRY (fields_print (show, &TWICE, 1));
    for (size_t i = 0; i < view->other_count; i++) {
        const petition_words_t *words = &view->others[i];
        const field_t OTHER[] = {{N_ ("other_words"), QCDC__COLUMN_TYPE__ADDRESS,
                                  address_format (words->entry.origin, words->entry.seq, entry)},
                                 {N_ ("other_title"), QCDC__COLUMN_TYPE__TEXT, words->title},
                                 {N_ ("other_summary"), QCDC__COLUMN_TYPE__TEXT, words->summary}};
        QCDC_TRY (fields_print (show, OTHER, sizeof OTHER / sizeof *OTHER));
        if (show->format == FORMAT_TABLE)
            QCDC_TRY (other_words_seen (show->desk, &words->entry, show->fault));
    }
    return QCDC_OK;
}

/*  Entries as they take effect, not as they came: what a restored server got back, or what a clock that ran ahead has dated, can be
 *  older than what stands before it. */
static int part_compare (const void *left, const void *right)
{
    const fold_part_t *a = *(const fold_part_t *const *)left, *b = *(const fold_part_t *const *)right;
    if (stamp_before (a->stamp, b->stamp))
        return -1;
    return stamp_before (b->stamp, a->stamp) ? 1 : a < b ? -1 : a > b;
}

/*  *PARTS (malloc'ed) are those of VIEW; what created it comes first, whatever its time. */
static qcdc_status parts_in_order (const petition_views_t *views, const petition_view_t *view,
                                   const fold_part_t ***parts, size_t *count, fault_t *fault)
{
    const address_t *entry = &view->petition.entry;
    *parts = malloc ((views->part_count + 1) * sizeof **parts);
    if (!*parts)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    for (size_t i = 0; i < views->part_count; i++)
        if (&views->views[views->parts[i].item] == view)
            (*parts)[(*count)++] = &views->parts[i];
    size_t first = 0;
    while (first < *count &&
           ((*parts)[first]->entry.origin != entry->origin || (*parts)[first]->entry.seq != entry->seq))
        first++;
    if (first < *count) {
        const fold_part_t *created = (*parts)[first];
        (*parts)[first] = (*parts)[0];
        (*parts)[0] = created;
        qsort (*parts + 1, *count - 1, sizeof **parts, part_compare);
    }
    return QCDC_OK;
}

/*  What to do where two devices took in one hand-over. */
static qcdc_status show_twice (const show_t *show)
{
    const petition_t *petition = &show->view->petition;
    hand_over_view_t sent QCDC_CLEANUP (hand_over_release) = {0};
    taken_t taken QCDC_CLEANUP (taken_release) = {0};
    if (!petition->from.seq || petition->voided || petition->state == PETITION_RETURNED)
        return QCDC_OK;
    QCDC_TRY (taken_read (show->desk, &petition->from, &petition->entry, &taken, show->fault));
    if (!taken.count)
        return QCDC_OK;
    qcdc_status status = hand_over_read (show->desk, &petition->from, &sent, show->fault);
    if (status != QCDC_OK)
        return status == QCDC_NOT_FOUND ? QCDC_OK : status;
    bool known = taken_is_known (&sent, petition);
    const char *kept = known ? petition->local_no : taken.numbers, *gone = known ? taken.numbers : petition->local_no;
    printf (_ ("two devices took it in; its sender knows %s: qcdc petition return %s, then qcdc petition void %s\n"),
            kept, gone, gone);
    return QCDC_OK;
}

/*  The fields as they stand, then every entry that made them so, rejected ones too. */
static qcdc_status show_print (desk_t *desk, const petition_views_t *views, const petition_view_t *view,
                               format_t format, fault_t *fault)
{
    static const output_column_t COLUMNS[] = {{N_ ("what"), QCDC__COLUMN_TYPE__TEXT},
                                              {N_ ("value"), QCDC__COLUMN_TYPE__TEXT},
                                              {N_ ("on"), QCDC__COLUMN_TYPE__DATE},
                                              {N_ ("entry"), QCDC__COLUMN_TYPE__ADDRESS},
                                              {N_ ("written_at"), QCDC__COLUMN_TYPE__TIMESTAMP},
                                              {N_ ("acknowledged_at"), QCDC__COLUMN_TYPE__TIMESTAMP},
                                              {N_ ("verdict"), QCDC__COLUMN_TYPE__TEXT},
                                              {N_ ("clock"), QCDC__COLUMN_TYPE__TEXT}};
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    journal_clock_t clock QCDC_CLEANUP (journal_clock_release) = {0};
    const fold_part_t **parts QCDC_CLEANUP (memory_free) = NULL;
    size_t count = 0;
    QCDC_TRY (journal_clock_read (desk->home.journal, &clock, fault));
    QCDC_TRY (parts_in_order (views, view, &parts, &count, fault));
    bool ahead = false;
    for (size_t i = 0; i < count; i++)
        ahead |= part_was_ahead (&clock, parts[i]);
    /* For people a column that is nearly always empty is left out. */
    QCDC_TRY (output_new (format, stdout, COLUMNS,
                          sizeof COLUMNS / sizeof *COLUMNS - (format == FORMAT_TABLE && !ahead), &output, fault));
    output_name_by (output, desk->home.catalog);
    show_t show = {desk, output, format, &clock, fault, view, NULL};
    QCDC_TRY (show_fields (&show, view));
    QCDC_TRY (show_sender (&show));
    for (size_t i = 0; i < count; i++)
        QCDC_TRY (show_part (&show, parts[i]));
    QCDC_TRY (unlike_each (desk, show_unlike, &show, fault));
    QCDC_TRY (output_finish (output, fault));
    if (format == FORMAT_TABLE)
        QCDC_TRY (show_twice (&show));
    if (format == FORMAT_TABLE && ahead)
        printf ("%s\n", _ ("ahead: acknowledged while the province's clock ran ahead, so that time is not right"));
    return QCDC_OK;
}

static qcdc_status show_named (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    petition_view_t *view;
    move_t *move;
    (void)arg;
    QCDC_TRY (petition_find_named (desk, args->words[0], &views, &view, &move, fault));
    return show_print (desk, &views, view, args->format, fault);
}

int petition_show (const command_t *command)
{
    static const desk_work_t WORK = {.line = {.words_min = 1, .words_max = 1, .takes_format = true},
                                     .work = show_named};
    return command_at_desk (command, &WORK, NULL);
}
