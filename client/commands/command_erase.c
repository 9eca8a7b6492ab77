/*  command_erase.c — qcdc erase: a text that should not be there goes.
 *
 *  The province has it deleted everywhere: erasing is a fact like any other, written here, judged there, and carried out by whoever
 *  takes it in.  What goes with it, because the petition went from office to office, the server knows, and is asked where there is a line.  An office takes out at once what it has not sent yet, and asks the province for the rest.  It asks for the first
 *  too: what was on its way when the line broke may have arrived. */

#include "commands/command.h"
#include "texts/identity_text.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "facts/make.h"
#include "journal/journal_erase.h"
#include "line/query.h"
#include "petitions/petition_row.h"
#include "petitions/petition_view.h"
#include "registers/reception_row.h"
#include "texts/reason.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*  Who orders an erasure does not wait long to be told what goes with it. */
#define COPIES_PATIENCE_MS 5000
#define OFFICES_BYTES 400u

/*  The same text in other entries. */
typedef struct {
    bool known; /* the server said so */
    size_t count;
    size_t office, state;        /* columns of its answer */
    char code[64];               /* of the row that is read */
    char offices[OFFICES_BYTES]; /* their codes, as they are listed */
} going_t;

typedef struct {
    bool ordered; /* by the province */
    bool here;    /* what it is about is here */
    size_t taken_out, asked;
    going_t going;
} erasing_t;

static qcdc_status not_an_address (const char *name, fault_t *fault)
{
    fault_set (fault, QCDC_USAGE, NULL, _ ("%.60s is not the address of an entry"), name);
    fault_advise (fault, "%s", _ ("an address is 16 hex digits, a colon and a number, as qcdc explain shows it"));
    return QCDC_USAGE;
}

static qcdc_status reason_read (const args_t *args, char **reason, fault_t *fault)
{
    if (!*args->words[1])
        return fault_set (fault, QCDC_EMPTY, NULL, _ ("a reason of at most %u bytes is needed"),
                          QCDC_REASON_BYTES_MAX);
    QCDC_TRY (reason_clean (args->words[1], args->switched != 0, 0, reason, fault));
    if (!**reason)
        return fault_set (fault, QCDC_EMPTY, NULL, _ ("a reason of at most %u bytes is needed"),
                          QCDC_REASON_BYTES_MAX);
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- the province's order */

/*  What stands at the address.  An entry that this device does not hold can be erased too: hash 0 names whatever
 *  is there. */
static qcdc_status target_find (desk_t *desk, const char *name, address_t *target, bool *here, fault_t *fault)
{
    journal_row_t row;
    *target = (address_t){0};
    if (address_parse (name, &target->origin, &target->seq) != QCDC_OK)
        return not_an_address (name, fault);
    qcdc_status status = journal_at (desk->home.journal, target->origin, target->seq, &row, fault);
    if (status == QCDC_NOT_FOUND)
        return QCDC_OK;
    QCDC_TRY (status);
    target->hash8 = hash_prefix (row.hash);
    *here = true;
    return QCDC_OK;
}

static qcdc_status take_columns (const Qcdc__Column *const *columns, size_t count, void *arg)
{
    going_t *self = arg;
    size_t known = 0;
    for (size_t i = 0; i < count; i++) {
        if (strcmp (columns[i]->name, "office") == 0)
            self->office = i, known++;
        if (strcmp (columns[i]->name, "state") == 0)
            self->state = i, known++;
    }
    return known == 2 && self->state > self->office ? QCDC_OK : QCDC_UNSUPPORTED;
}

/*  An office is named once, at its first row. */
static void office_add (going_t *self)
{
    size_t length = strlen (self->code), used = strlen (self->offices);
    for (const char *at = self->offices; (at = strstr (at, self->code)); at += length)
        if ((at == self->offices || at[-1] == ' ') && (at[length] == ',' || !at[length]))
            return;
    snprintf (self->offices + used, sizeof self->offices - used, "%s%s", used ? ", " : "", self->code);
}

static qcdc_status take_cell (size_t column, const char *text, void *arg)
{
    going_t *self = arg;
    if (column == self->office)
        snprintf (self->code, sizeof self->code, "%s", text ? text : "");
    if (column != self->state || !text || strcmp (text, "there") != 0)
        return QCDC_OK;
    self->count++;
    office_add (self);
    return QCDC_OK;
}

/*  What the server would erase with what is NAMED; not known where it cannot be asked. */
static void ask_going (desk_t *desk, const char *name, going_t *going)
{
    asking_t *query QCDC_CLEANUP (query_close) = NULL;
    const query_key_t keys[] = {{"entry", name}};
    const query_sink_t sink = {take_columns, take_cell, going};
    bool later = false;
    fault_t ignored;
    going->known = query_open (&desk->home, COPIES_PATIENCE_MS, &query, &later, &ignored) == QCDC_OK &&
                   query_run (query, "erasure_copies", keys, sizeof keys / sizeof *keys, &sink, &ignored) == QCDC_OK;
}

/*  The order itself, with its reason in its own annex.  Judging asks nothing of the target but that it is there,
 *  and the server alone can tell that. */
static qcdc_status order (desk_t *desk, const char *name, char *reason, erasing_t *erasing, fault_t *fault)
{
    bool appended;
    Qcdc__Fact fact = QCDC__FACT__INIT;
    Qcdc__AnnexErased erased = QCDC__ANNEX_ERASED__INIT;
    Qcdc__AnnexText text = QCDC__ANNEX_TEXT__INIT;
    Qcdc__Ref ref;
    address_t target;
    QCDC_TRY (target_find (desk, name, &target, &erasing->here, fault));
    ask_going (desk, name, &erasing->going);
    ref_set (&ref, &target);
    erased.target = &ref;
    fact.kind_case = QCDC__FACT__KIND_ANNEX_ERASED;
    fact.annex_erased = &erased;
    text.reason = reason;
    judge_input_t input = desk_input (desk);
    /* Whether the entry is there is the server's to judge: an order for one that is not waits. */
    input.target = TARGET_OTHER;
    erasing->ordered = true;
    return desk_append (desk, &input, &fact, &text, true, &appended, NULL, fault);
}

/*  ---------------------------------------------------------------- an office's own */

/*  A request for what is looked for, that was not refused. */
typedef struct {
    const desk_t *desk;
    const address_t *target;
    bool found;
    int64_t written_at_us;
} request_search_t;

static qcdc_status search_row (const journal_row_t *row, void *arg)
{
    request_search_t *search = arg;
    Qcdc__Fact *fact = NULL;
    address_t target;
    arena_reset (search->desk->arena);
    if (row->verdict == QCDC__VERDICT_STATE__VERDICT_REJECTED ||
        fact_unpack (row->entry.body, search->desk->arena, &fact) != QCDC_OK ||
        fact->kind_case != QCDC__FACT__KIND_ERASURE_ASKED || !fact_target (fact, &target) ||
        target.origin != search->target->origin || target.seq != search->target->seq)
        return QCDC_OK;
    search->found = true;
    search->written_at_us = row->entry.written_at_us;
    return QCDC_OK;
}

static qcdc_status check_not_asked (desk_t *desk, const char *subject, const address_t *target, fault_t *fault)
{
    char address[ADDRESS_TEXT_BYTES], when[MOMENT_TEXT_BYTES];
    request_search_t search = {.desk = desk, .target = target};
    QCDC_TRY (journal_each_of_subject (desk->home.journal, subject, search_row, &search, fault));
    if (!search.found)
        return QCDC_OK;
    fault_set (fault, QCDC_ASKED, NULL, _ ("the erasure of %s was asked for on %s"),
               address_format (target->origin, target->seq, address),
               moment_format_people (search.written_at_us, when));
    fault_advise (fault, "%s", _ ("the province decides; its answer comes with a sync"));
    return QCDC_ASKED;
}

static qcdc_status ask (desk_t *desk, const address_t *target, bool taken_out, char *reason, fault_t *fault)
{
    bool appended;
    Qcdc__ErasureAsked asked;
    Qcdc__AnnexText text = QCDC__ANNEX_TEXT__INIT;
    Qcdc__Ref ref;
    ref_set (&ref, target);
    Qcdc__Fact fact = fact_of_request (&asked, &ref);
    asked.taken_out = taken_out;
    text.reason = reason;
    judge_input_t input = desk_input (desk);
    input.target = TARGET_OTHER; /* it is here, and what is here is the office's own */
    input.target_office = input.office->id;
    return desk_append (desk, &input, &fact, &text, true, &appended, NULL, fault);
}

/*  What has no text is refused, with why. */
static qcdc_status check_text (const journal_row_t *row, fault_t *fault)
{
    char address[ADDRESS_TEXT_BYTES];
    address_format (row->entry.origin, row->entry.seq, address);
    if (row->entry.annex.length)
        return QCDC_OK;
    return fault_set (fault, QCDC_NOT_FOUND, NULL,
                      row->entry.annex_hash.length ? _ ("the text of %s was erased already") : _ ("%s has no text"),
                      address);
}

static qcdc_status check_reason_of_reception (desk_t *desk, const char *subject, const char *reason, fault_t *fault)
{
    reception_views_t views QCDC_CLEANUP (reception_views_release) = {0};
    QCDC_TRY (reception_views_read (desk, subject, &views, fault));
    for (size_t i = 0; i < views.view_count; i++) {
        const reception_view_t *view = &views.views[i];
        bool denounces = reception_is_of_denunciation (view->reception.values[RECEPTION_KINDS], view->summary);
        QCDC_TRY (identity_check (denounces ? QCDC__PETITION_KIND__TO_CAO : 0, true, "reason", reason, fault));
    }
    return QCDC_OK;
}

/*  The reason goes to the province and stays: where a text of a denunciation is erased, it must not say again what goes. */
static qcdc_status check_reason_of (desk_t *desk, const address_t *address, const char *reason, fault_t *fault)
{
    journal_row_t row;
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    qcdc_status status = journal_at (desk->home.journal, address->origin, address->seq, &row, fault);
    if (status != QCDC_OK)
        return status == QCDC_NOT_FOUND ? QCDC_OK : status; /* which erase_own says */
    char *subject QCDC_CLEANUP (memory_free) = strdup (row.subject);
    if (!subject)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    QCDC_TRY (petition_views_read (desk, subject, &views, fault));
    for (size_t i = 0; i < views.view_count; i++)
        QCDC_TRY (identity_check (views.views[i].petition.kind, true, "reason", reason, fault));
    return check_reason_of_reception (desk, subject, reason, fault);
}

static qcdc_status erase_own (desk_t *desk, const address_t *address, char *reason, erasing_t *erasing,
                              fault_t *fault)
{
    journal_row_t row;
    char name[ADDRESS_TEXT_BYTES];
    qcdc_status status = journal_at (desk->home.journal, address->origin, address->seq, &row, fault);
    if (status == QCDC_NOT_FOUND)
        return fault_set (fault, QCDC_NOT_FOUND, NULL, _ ("the journal has no entry %s"),
                          address_format (address->origin, address->seq, name));
    QCDC_TRY (status);
    QCDC_TRY (check_text (&row, fault));
    address_t target = {address->origin, address->seq, hash_prefix (row.hash)};
    bool unsent = row.entry.origin == desk->home.origin && row.commit_seq == 0;
    if (unsent) {
        QCDC_TRY (annex_take_out (desk->home.journal, &target, fault));
        erasing->taken_out++;
    } else {
        char *subject QCDC_CLEANUP (memory_free) = strdup (row.subject);
        if (!subject)
            return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
        QCDC_TRY (check_not_asked (desk, subject, &target, fault));
        erasing->asked++;
    }
    return ask (desk, &target, unsent, reason, fault);
}

/*  Whether the entry brought words of its petition: what it was entered with, and corrections of them. */
static qcdc_status has_words (desk_t *desk, const fold_part_t *part, bool *has, fault_t *fault)
{
    journal_row_t row;
    Qcdc__Fact *fact = NULL;
    *has = false;
    qcdc_status status = journal_at (desk->home.journal, part->entry.origin, part->entry.seq, &row, fault);
    if (status != QCDC_OK)
        return status == QCDC_NOT_FOUND ? QCDC_OK : status; /* of a lost first copy */
    arena_reset (desk->arena);
    if (!row.entry.annex.length)
        return QCDC_OK;
    status = fact_unpack (row.entry.body, desk->arena, &fact);
    if (status == QCDC_NO_MEMORY)
        return fault_set (fault, status, NULL, "%s", _ (status_text (status)));
    if (status != QCDC_OK)
        return QCDC_OK; /* of a newer program */
    *has = fact->kind_case == QCDC__FACT__KIND_PETITION_RECEIVED || fact->kind_case == QCDC__FACT__KIND_CORRECTED;
    return QCDC_OK;
}

/*  All words of the petition that a person names by its number; what was asked for before is not asked for again. */
static qcdc_status erase_petition (desk_t *desk, const char *name, char *reason, erasing_t *erasing, fault_t *fault)
{
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    petition_view_t *view;
    move_t *move;
    qcdc_status asked = QCDC_OK;
    QCDC_TRY (petition_find_named (desk, name, &views, &view, &move, fault));
    QCDC_TRY (identity_check (view->petition.kind, true, "reason", reason, fault));
    for (size_t i = 0; i < views.part_count; i++) {
        bool has = false;
        if (&views.views[views.parts[i].item] == view)
            QCDC_TRY (has_words (desk, &views.parts[i], &has, fault));
        qcdc_status status = has ? erase_own (desk, &views.parts[i].entry, reason, erasing, fault) : QCDC_OK;
        if (status == QCDC_ASKED)
            asked = status;
        else if (status != QCDC_OK)
            return status;
    }
    if (asked != QCDC_OK && erasing->taken_out + erasing->asked == 0)
        return asked;
    if (erasing->taken_out + erasing->asked == 0)
        return fault_set (fault, QCDC_NOT_FOUND, NULL, _ ("%s has no text"), name);
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- the command */

static qcdc_status erase (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    erasing_t *erasing = arg;
    char *reason QCDC_CLEANUP (memory_free) = NULL;
    address_t address = {0};
    QCDC_TRY (reason_read (args, &reason, fault));
    if (desk->home.role == ROLE_PROVINCE)
        return order (desk, args->words[0], reason, erasing, fault);
    erasing->here = true;
    if (address_parse (args->words[0], &address.origin, &address.seq) != QCDC_OK)
        return erase_petition (desk, args->words[0], reason, erasing, fault);
    QCDC_TRY (check_reason_of (desk, &address, reason, fault));
    return erase_own (desk, &address, reason, erasing, fault);
}

/*  What goes with it, or where that is to be read. */
static void tell_going (const erasing_t *erasing, const char *name)
{
    const going_t *going = &erasing->going;
    if (!going->known)
        printf (
            _ ("if the petition went to other offices, its text goes there, too; once there is a line, qcdc query "
               "erasure_copies entry=%s lists where\n"),
            name);
    else if (going->count)
        printf (ngettext ("it stands in %zu more entry, and goes there, too: %s\n",
                          "it stands in %zu more entries, and goes there, too: %s\n", going->count),
                going->count, going->offices);
}

/*  Nothing is erased elsewhere before the next sync, and the person must know that. */
static int erase_done (const args_t *args, void *arg)
{
    const erasing_t *erasing = arg;
    if (erasing->ordered) {
        puts (erasing->here
                  ? _ ("erased here; the server and the other devices follow at their next sync")
                  : _ ("ordered; the server erases it at the next sync, and the devices that hold it at theirs"));
        tell_going (erasing, args->words[0]);
    }
    if (erasing->taken_out)
        puts (_ ("erased before it was sent"));
    if (erasing->asked)
        puts (_ ("asked for; it goes out with the next sync, and the province decides"));
    return EXIT_DONE;
}

int command_erase (const command_t *command)
{
    static const char *const CONFIRMING[] = {CONFIRM_NAMES, NULL};
    static const desk_work_t WORK = {.line = {.words_min = 2, .words_max = 2, .switches = CONFIRMING},
                                     .work = erase,
                                     .writes = true,
                                     .done = erase_done};
    erasing_t erasing = {0};
    return command_at_desk (command, &WORK, &erasing);
}
