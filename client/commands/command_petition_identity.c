/*  command_petition_identity.c — qcdc petition identity: that somebody is about to read who sent a petition is on record before it is shown.
 *
 *  An office opens what its own journal holds, and the entry goes out with the next sync.  The province holds no petitions of offices: it
 *  sends the entry first, and the server hands out what is sealed to whoever names an entry that it has taken in. */

#include "commands/command_petition.h"
#include "texts/identity_text.h"

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "facts/make.h"
#include "journal/identity_secrets.h"
#include "line/query.h"
#include "line/sync.h"
#include "petitions/petition_identity.h"
#include "registers/matter_view.h"
#include "texts/reason.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    desk_t *desk;
    const args_t *args;
    fault_t *fault;
    arena_t *arena; /* of what is opened */
} opening_t;

/*  ---------------------------------------------------------------- what is shown */

static void who_print (const Qcdc__IdentityText *text)
{
    char *const FIELDS[WHO_COUNT] = {text->name, text->born, text->address, text->id_number, text->phone};
    for (int i = 0; i < WHO_COUNT; i++) {
        if (!*FIELDS[i])
            continue;
        text_disarm (FIELDS[i], ' ');
        people_field (stdout, PETITION_KEYS[PETITION_COLUMN_COUNT + i], QCDC__COLUMN_TYPE__TEXT, FIELDS[i]);
    }
}

static qcdc_status who_show (const opening_t *self, const Qcdc__SealedIdentity *sealed)
{
    Qcdc__IdentityText *text;
    QCDC_TRY (identity_open_here (&self->desk->home, sealed, self->arena, &text, self->fault));
    who_print (text);
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- the entry */

static qcdc_status erased (fault_t *fault)
{
    return fault_set (fault, QCDC_NOT_FOUND, NULL, "%s", _ ("who sent it was erased, or is not here yet"));
}

/*  Says that TARGET is about to be opened, and keeps that before anything else. */
static qcdc_status say (const opening_t *self, const judge_input_t *input, const address_t *target, int kind,
                        address_t *entry)
{
    bool appended;
    Qcdc__IdentityOpened opened;
    Qcdc__AnnexText text = QCDC__ANNEX_TEXT__INIT;
    Qcdc__Ref ref;
    char *reason QCDC_CLEANUP (memory_free) = NULL;
    const char *given = args_value (self->args, "reason");
    journal_t *journal = self->desk->home.journal;
    QCDC_TRY (reason_wanted (given, self->fault));
    QCDC_TRY (reason_clean (given, self->args->switched != 0, kind, &reason, self->fault));
    ref_set (&ref, target);
    Qcdc__Fact fact = fact_of_opening (&opened, &ref);
    text.reason = reason;
    QCDC_TRY (journal_begin (journal, self->fault));
    qcdc_status status = desk_append (self->desk, input, &fact, &text, true, &appended, entry, self->fault);
    if (status == QCDC_OK)
        return journal_commit (journal, self->fault);
    journal_rollback (journal);
    return status;
}

/*  ---------------------------------------------------------------- an office's own */

/*  What this very device has sealed it may show to the clerk who entered it; what came with a hand-over nobody has entered here. */
static bool is_own (const opening_t *self, const petition_view_t *view)
{
    bool came = view->petition.from.seq && view->identity_entry.origin == view->petition.entry.origin &&
                view->identity_entry.seq == view->petition.entry.seq;
    return !came && view->identity_entry.origin == self->desk->home.origin;
}

static qcdc_status open_view (const opening_t *self, const petition_view_t *view)
{
    bool opens = false;
    address_t entry;
    if (!view->petition.identity_key)
        return fault_set (self->fault, QCDC_NOT_FOUND, NULL, _ ("petition %s does not tell who sent it"),
                          view->petition.local_no);
    Qcdc__SealedIdentity *sealed =
        view->identity ? qcdc__sealed_identity__unpack (NULL, view->identity_length, view->identity) : NULL;
    if (!sealed)
        return erased (self->fault);
    qcdc_status status = identity_opens_here (&self->desk->home, sealed, &opens, self->fault);
    if (status == QCDC_OK && !opens && view->petition.from.seq) {
        fault_set (self->fault, QCDC_NOT_FOUND, NULL, _ ("who sent petition %s was not sealed for this office by %s"),
                   view->petition.local_no, view->petition.from_office);
        fault_advise (self->fault, "%s", _ ("the province can open it: ask it"));
        status = QCDC_NOT_FOUND;
    }
    /* What cannot be opened is not said to have been. */
    if (status == QCDC_OK && opens && (args_value (self->args, "reason") || !is_own (self, view))) {
        judge_input_t input = petition_input (self->desk, view, NULL);
        status = say (self, &input, &view->petition.entry, view->petition.kind, &entry);
    }
    if (status == QCDC_OK)
        status = who_show (self, sealed);
    qcdc__sealed_identity__free_unpacked (sealed, NULL);
    return status;
}

/*  ---------------------------------------------------------------- the province's */

enum { ANSWER_ANNEX = 3, ANSWER_COLUMNS };

typedef struct {
    char *annex; /* in hexadecimal; malloc'ed */
    bool any;
} answer_t;

static void answer_release (answer_t *self)
{
    free (self->annex);
}

static qcdc_status take_columns (const Qcdc__Column *const *columns, size_t count, void *arg)
{
    (void)arg;
    return count == ANSWER_COLUMNS && strcmp (columns[ANSWER_ANNEX]->name, "annex") == 0 ? QCDC_OK : QCDC_UNSUPPORTED;
}

static qcdc_status take_cell (size_t column, const char *text, void *arg)
{
    answer_t *answer = arg;
    answer->any = true;
    if (column != ANSWER_ANNEX || !text || answer->annex)
        return QCDC_OK;
    answer->annex = strdup (text);
    return answer->annex ? QCDC_OK : QCDC_NO_MEMORY;
}

static qcdc_status show_answer (const opening_t *self, const answer_t *answer)
{
    Qcdc__AnnexText *text = NULL;
    size_t length = answer->annex ? strlen (answer->annex) / 2 : 0;
    uint8_t *annex = length ? arena_alloc (self->arena, length) : NULL;
    if (!annex || hex_parse (answer->annex, annex, length) != QCDC_OK ||
        annex_unpack ((bytes_t){annex, length}, self->arena, &text) != QCDC_OK || !text->identity)
        return erased (self->fault);
    return who_show (self, text->identity);
}

/*  The entry goes to the server before anything comes back. */
static qcdc_status send (const opening_t *self, const address_t *entry)
{
    sync_result_t result = {0};
    journal_row_t row;
    const sync_options_t options = {.quiet = true, .patience_ms = self->args->patience_ms};
    QCDC_TRY (sync_run (&self->desk->home, &options, &result, &self->desk->later, self->fault));
    QCDC_TRY (journal_at (self->desk->home.journal, entry->origin, entry->seq, &row, self->fault));
    if (row.commit_seq && row.verdict == QCDC__VERDICT_STATE__VERDICT_ACCEPTED)
        return QCDC_OK;
    fault_set (self->fault, QCDC_NOT_FOUND, NULL, "%s",
               _ ("the server did not take it in: no petition that tells who sent it stands at that address"));
    fault_advise (self->fault, "%s", _ ("qcdc rejected says why; qcdc query petition_register has the addresses"));
    return self->fault->status;
}

static qcdc_status open_remote (const opening_t *self, address_t target)
{
    address_t entry;
    char address[ADDRESS_TEXT_BYTES];
    answer_t answer QCDC_CLEANUP (answer_release) = {0};
    asking_t *query QCDC_CLEANUP (query_close) = NULL;
    identity_secrets_t secrets QCDC_CLEANUP (identity_secrets_forget);
    secrets.count = 0;
    QCDC_TRY (identity_secrets_read (&self->desk->home, &secrets, self->fault));
    if (secrets.count == 0) {
        fault_set (self->fault, QCDC_NOT_FOUND, NULL, "%s", _ ("this device holds no identity secret"));
        fault_advise (self->fault, "%s", _ ("type in the code that is kept on paper: qcdc identity read"));
        return self->fault->status;
    }
    QCDC_TRY (desk_check_vouched (self->desk, self->fault));
    /* Whether it is a petition, and tells who sent it, is the server's to judge. */
    petition_t unseen = {.identity_key = 1};
    unseen.matter = &PETITION_MATTER;
    judge_input_t input = desk_input (self->desk);
    input.target = TARGET_THING;
    input.thing = &unseen.thing;
    QCDC_TRY (say (self, &input, &target, 0, &entry));
    QCDC_TRY (send (self, &entry));
    const query_key_t params[] = {{"opening", address_format (entry.origin, entry.seq, address)}};
    const query_sink_t sink = {take_columns, take_cell, &answer};
    QCDC_TRY (query_open (&self->desk->home, self->args->patience_ms, &query, &self->desk->later, self->fault));
    QCDC_TRY (query_run (query, "petition_identity", params, 1, &sink, self->fault));
    return show_answer (self, &answer);
}

/*  ---------------------------------------------------------------- the command */

/*  Whether NAME is an address of which the journal here has nothing. */
static bool is_remote (const desk_t *desk, const char *name, address_t *target)
{
    journal_row_t row;
    fault_t ignored;
    *target = (address_t){0};
    return desk->home.role == ROLE_PROVINCE && address_parse (name, &target->origin, &target->seq) == QCDC_OK &&
           journal_at (desk->home.journal, target->origin, target->seq, &row, &ignored) == QCDC_NOT_FOUND;
}

static qcdc_status open_named (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    address_t target;
    petition_view_t *view;
    move_t *move;
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    arena_t *arena QCDC_CLEANUP (arena_destroy) = arena_new (QCDC_FACT_ARENA_BYTES_MAX);
    const opening_t opening = {desk, args, fault, arena};
    (void)arg;
    if (!arena)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    char office[64];
    const char *number;
    foreign_t found;
    if (is_remote (desk, args->words[0], &target))
        return open_remote (&opening, target);
    if (desk->home.role == ROLE_PROVINCE && foreign_name (desk, args->words[0], office, &number)) {
        QCDC_TRY (reason_wanted (args_value (args, "reason"), fault));
        QCDC_TRY (foreign_find (desk, true, args->words[0], args->patience_ms, &found, fault));
        return open_remote (&opening, found.entry);
    }
    QCDC_TRY (petition_find_named (desk, args->words[0], &views, &view, &move, fault));
    return open_view (&opening, view);
}

int petition_identity (const command_t *command)
{
    static const char *const KEYS[] = {"reason", NULL}, *const CONFIRMING[] = {CONFIRM_NAMES, NULL};
    static const desk_work_t WORK = {
        .line = {.words_min = 1, .words_max = 1, .keys = KEYS, .switches = CONFIRMING, .takes_patience = true},
        .work = open_named};
    return command_at_desk (command, &WORK, NULL);
}
