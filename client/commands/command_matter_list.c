/*  command_matter_list.c — qcdc matter list, show and reply: matters with their petitions, and one step of them all. */

#include "commands/command_matter.h"
#include "texts/identity_text.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "commands/command_petition.h"
#include "facts/make.h"
#include "petitions/petition_name.h"
#include "petitions/petition_row.h"
#include "petitions/petition_steps.h"
#include "petitions/petition_transfer_answer.h"
#include "registers/listing_view.h"
#include "registers/matter_petitions.h"
#include "registers/matter_view.h"
#include "texts/reason.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*  ---------------------------------------------------------------- list */

/*  Of one matter, how many petitions of the office are in it. */
typedef struct {
    address_t matter;
    size_t petitions, pending;
} counted_t;

typedef struct {
    desk_t *desk;
    output_t *output;
    bool taken_back;
    counted_t *counted; /* malloc'ed */
    size_t count;
    fault_t *fault;
} matter_list_t;

static counted_t *counted_of (const matter_list_t *list, const address_t *matter)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->counted[i].matter.origin == matter->origin && list->counted[i].matter.seq == matter->seq)
            return &list->counted[i];
    return NULL;
}

static qcdc_status count_petition (petition_view_t *view, const address_t *matter, void *arg)
{
    matter_list_t *list = arg;
    counted_t *counted = counted_of (list, matter);
    if (!counted) {
        counted_t *grown = realloc (list->counted, (list->count + 1) * sizeof *grown);
        if (!grown)
            return fault_set (list->fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
        list->counted = grown;
        counted = &grown[list->count++];
        *counted = (counted_t){.matter = *matter};
    }
    counted->petitions++;
    counted->pending += petition_is_pending (view->petition.state);
    return QCDC_OK;
}

static qcdc_status list_row (const matter_list_t *list, const matter_view_t *view)
{
    char text[AFFAIR_TEXT_BYTES], petitions[24], pending[24], entry[ADDRESS_TEXT_BYTES];
    Qcdc__MatterOpened said;
    const affair_t *affair = &view->affair;
    const counted_t *counted = counted_of (list, &affair->entry);
    affair_say (affair, &said);
    for (int column = 0; column < AFFAIR_TITLE; column++) {
        affair_column_text (column, &said, text);
        QCDC_TRY (output_cell (list->output, *text ? text : NULL, list->fault));
    }
    snprintf (petitions, sizeof petitions, "%zu", counted ? counted->petitions : 0);
    snprintf (pending, sizeof pending, "%zu", counted ? counted->pending : 0);
    QCDC_TRY (output_cell (list->output, view->title, list->fault));
    QCDC_TRY (output_cell (list->output, petitions, list->fault));
    QCDC_TRY (output_cell (list->output, pending, list->fault));
    QCDC_TRY (output_cell (list->output, affair->voided ? "taken_back" : NULL, list->fault));
    return output_cell (list->output, address_format (affair->entry.origin, affair->entry.seq, entry), list->fault);
}

static qcdc_status list_subject (const char *subject, void *arg)
{
    const matter_list_t *list = arg;
    matter_views_t views QCDC_CLEANUP (matter_views_release) = {0};
    QCDC_TRY (matter_views_read (list->desk, subject, &views, list->fault));
    for (size_t i = 0; i < views.view_count; i++)
        if (!views.views[i].elsewhere && views.views[i].affair.voided == list->taken_back)
            QCDC_TRY (list_row (list, &views.views[i]));
    return QCDC_OK;
}

static qcdc_status list_filter (const args_t *args, void *arg, fault_t *fault)
{
    matter_list_t *list = arg;
    const char *state = args_value (args, "state");
    list->taken_back = state != NULL;
    if (!state || petition_filter_read (state) == PETITION_TAKEN_BACK)
        return QCDC_OK;
    fault_set (fault, QCDC_USAGE, "state", _ ("there is no state %.40s"), state);
    fault_advise (fault, "%s", _ ("matters stand, or are taken_back"));
    return QCDC_USAGE;
}

static qcdc_status list_print (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    static const output_column_t COLUMNS[] = {
        {"local_no", QCDC__COLUMN_TYPE__TEXT},        {N_ ("opened_on"), QCDC__COLUMN_TYPE__DATE},
        {"field", QCDC__COLUMN_TYPE__TEXT},           {N_ ("project"), QCDC__COLUMN_TYPE__TEXT},
        {"title", QCDC__COLUMN_TYPE__TEXT},           {N_ ("petitions"), QCDC__COLUMN_TYPE__INTEGER},
        {N_ ("pending"), QCDC__COLUMN_TYPE__INTEGER}, {N_ ("state"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("entry"), QCDC__COLUMN_TYPE__ADDRESS}};
    matter_list_t *list = arg;
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    char prefix[80];
    size_t limit;
    const char *order = args_value (args, "order");
    list->desk = desk;
    list->fault = fault;
    snprintf (prefix, sizeof prefix, "matter:%s:", desk->home.office->code);
    QCDC_TRY (limit_parse (args_value (args, "limit"), &limit, fault));
    QCDC_TRY (output_new (args->format, stdout, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, &output, fault));
    output_name_by (output, desk->home.catalog);
    output_arrange (output, order ? order : "opened_on", limit);
    output_none (output, _ ("there are no matters yet"));
    list->output = output;
    QCDC_TRY (matter_petitions_each (desk, NULL, count_petition, list, fault));
    QCDC_TRY (journal_each_subject (desk->home.journal, prefix, list_subject, list, fault));
    return output_finish (output, fault);
}

int matter_list (const command_t *command)
{
    static const char *const KEYS[] = {"state", "limit", "order", NULL};
    static const desk_work_t WORK = {
        .line = {.keys = KEYS, .takes_format = true}, .check = list_filter, .work = list_print};
    matter_list_t list = {0};
    int status = command_at_desk (command, &WORK, &list);
    free (list.counted);
    return status;
}

/*  ---------------------------------------------------------------- show */

static const output_column_t PETITIONS[] = {
    {N_ ("what"), QCDC__COLUMN_TYPE__TEXT},        {N_ ("value"), QCDC__COLUMN_TYPE__TEXT},
    {N_ ("received_on"), QCDC__COLUMN_TYPE__DATE}, {N_ ("state"), QCDC__COLUMN_TYPE__TEXT},
    {N_ ("joined_on"), QCDC__COLUMN_TYPE__DATE},   {N_ ("entry"), QCDC__COLUMN_TYPE__ADDRESS}};
enum { PETITION_CELLS = sizeof PETITIONS / sizeof *PETITIONS };

typedef struct {
    desk_t *desk;
    output_t *output;
    format_t format;
    fault_t *fault;
} show_t;

static qcdc_status show_petition (petition_view_t *view, const address_t *matter, void *arg)
{
    const show_t *show = arg;
    const petition_t *petition = &view->petition;
    char received[DAY_TEXT_BYTES], joined[DAY_TEXT_BYTES], entry[ADDRESS_TEXT_BYTES];
    (void)matter;
    const char *cells[PETITION_CELLS] = {"petition",
                                         petition->local_no,
                                         day_format_iso (petition->received_on, received),
                                         petition_shown_state (petition),
                                         day_format_iso (petition->related_on, joined),
                                         address_format (petition->entry.origin, petition->entry.seq, entry)};
    return output_row (show->output, cells, show->fault);
}

static qcdc_status show_field (const show_t *show, const char *name, Qcdc__ColumnType type, const char *value)
{
    const char *cells[PETITION_CELLS] = {name, value};
    if (show->format != FORMAT_TABLE)
        return output_row (show->output, cells, show->fault);
    people_field_named (stdout, show->desk->home.catalog, name, type, value);
    return QCDC_OK;
}

static qcdc_status show_fields (const show_t *show, const matter_view_t *view)
{
    char text[AFFAIR_TEXT_BYTES], entry[ADDRESS_TEXT_BYTES];
    Qcdc__MatterOpened said;
    const affair_t *affair = &view->affair;
    char *lists QCDC_CLEANUP (memory_free) = NULL;
    QCDC_TRY (listings_of (show->desk, &affair->entry, &lists, show->fault));
    const char *absent = show->format != FORMAT_TABLE ? NULL : view->text_erased ? _ ("(erased)") : _ ("(not here)");
    affair_say (affair, &said);
    QCDC_TRY (show_field (show, "office", QCDC__COLUMN_TYPE__TEXT, view->office ? view->office->code : NULL));
    for (int column = 0; column < AFFAIR_TITLE; column++) {
        affair_column_text (column, &said, text);
        QCDC_TRY (show_field (show, affair_column_name (column),
                              column == AFFAIR_OPENED_ON ? QCDC__COLUMN_TYPE__DATE : QCDC__COLUMN_TYPE__TEXT,
                              *text ? text : NULL));
    }
    QCDC_TRY (show_field (show, "title", QCDC__COLUMN_TYPE__TEXT, view->title ? view->title : absent));
    if (*lists)
        QCDC_TRY (show_field (show, "on lists", QCDC__COLUMN_TYPE__TEXT, lists));
    if (affair->voided)
        QCDC_TRY (show_field (show, "state", QCDC__COLUMN_TYPE__TEXT, "taken_back"));
    QCDC_TRY (show_field (show, "entry", QCDC__COLUMN_TYPE__ADDRESS,
                          address_format (affair->entry.origin, affair->entry.seq, entry)));
    if (show->format == FORMAT_TABLE)
        putchar ('\n');
    return QCDC_OK;
}

static qcdc_status show_named (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    matter_views_t views QCDC_CLEANUP (matter_views_release) = {0};
    matter_view_t *view;
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    (void)arg;
    QCDC_TRY (matter_find_named (desk, args->words[0], &views, &view, fault));
    QCDC_TRY (output_new (args->format, stdout, PETITIONS, PETITION_CELLS, &output, fault));
    output_name_by (output, desk->home.catalog);
    output_none (output, _ ("no petition of this office is in it"));
    show_t show = {desk, output, args->format, fault};
    QCDC_TRY (show_fields (&show, view));
    QCDC_TRY (matter_petitions_each (desk, &view->affair.entry, show_petition, &show, fault));
    return output_finish (output, fault);
}

int matter_show (const command_t *command)
{
    static const desk_work_t WORK = {.line = {.words_min = 1, .words_max = 1, .takes_format = true},
                                     .work = show_named};
    return command_at_desk (command, &WORK, NULL);
}

/*  ---------------------------------------------------------------- reply */

typedef struct {
    desk_t *desk;
    const args_t *args;
    output_t *output;
    Qcdc__PetitionMoved moved;
    address_t *open; /* petitions that are; malloc'ed */
    size_t open_count;
    size_t taken;
    fault_t *fault;
} replying_t;

static qcdc_status reply_collect (petition_view_t *view, const address_t *matter, void *arg)
{
    replying_t *reply = arg;
    (void)matter;
    if (!petition_is_pending (view->petition.state))
        return QCDC_OK;
    address_t *grown = realloc (reply->open, (reply->open_count + 1) * sizeof *grown);
    if (!grown)
        return fault_set (reply->fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    reply->open = grown;
    reply->open[reply->open_count++] = view->petition.entry;
    return QCDC_OK;
}

/*  Judged as a step of this petition alone is: what is not possible for one stops them all. */
static qcdc_status reply_one (replying_t *reply, const address_t *entry)
{
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    petition_view_t *view;
    move_t *move;
    char name[ADDRESS_TEXT_BYTES];
    QCDC_TRY (petition_find_named (reply->desk, address_format (entry->origin, entry->seq, name), &views, &view,
                                   &move, reply->fault));
    const petition_t *petition = &view->petition;
    Qcdc__AnnexText text = QCDC__ANNEX_TEXT__INIT;
    Qcdc__Ref ref;
    char *reason QCDC_CLEANUP (memory_free) = NULL;
    char received[DAY_TEXT_BYTES];
    bool appended;
    QCDC_TRY (reason_clean (args_value (reply->args, "reason"), reply->args->switched != 0, petition->kind, &reason,
                            reply->fault));
    ref_set (&ref, &petition->entry);
    Qcdc__PetitionMoved moved = reply->moved;
    moved.petition = &ref;
    moved.reasoned = reason && *reason;
    moved.seen_at_us = petition->newest_us;
    if (reason)
        text.reason = reason;
    const char *cells[] = {petition->local_no, petition_kind_name (petition->kind),
                           day_format_iso (petition->received_on, received), petition_shown_state (petition),
                           move_name ((int)moved.move)};
    Qcdc__Fact fact = fact_of_move (&moved);
    judge_input_t input = petition_input (reply->desk, view, NULL);
    petition_number_t number = petition_number_of (petition);
    qcdc_status status =
        desk_append (reply->desk, &input, &fact, moved.reasoned ? &text : NULL, false, &appended, NULL, reply->fault);
    if (status == QCDC_BAD_MOVE)
        petition_step_advise (reply->desk->home.catalog, petition, &moved, reply->fault);
    QCDC_TRY (petition_name_fault (reply->desk, &number, status, reply->fault));
    if (appended)
        QCDC_TRY (hand_over_ended (reply->desk, petition, &moved, reason, NULL, reply->fault));
    reply->taken += appended;
    return output_row (reply->output, cells, reply->fault);
}

static qcdc_status reply_all (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    static const output_column_t COLUMNS[] = {{"local_no", QCDC__COLUMN_TYPE__TEXT},
                                              {"kind", QCDC__COLUMN_TYPE__TEXT},
                                              {"received_on", QCDC__COLUMN_TYPE__DATE},
                                              {"state", QCDC__COLUMN_TYPE__TEXT},
                                              {"move", QCDC__COLUMN_TYPE__TEXT}};
    replying_t *reply = arg;
    matter_views_t views QCDC_CLEANUP (matter_views_release) = {0};
    matter_view_t *view;
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    char *article QCDC_CLEANUP (memory_free) = NULL;
    qcdc__petition_moved__init (&reply->moved);
    QCDC_TRY (petition_step_read (args, &reply->moved, &article, fault));
    if (article)
        reply->moved.article = article;
    QCDC_TRY (matter_find_named (desk, args->words[0], &views, &view, fault));
    QCDC_TRY (output_new (args->format, stdout, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, &output, fault));
    output_name_by (output, desk->home.catalog);
    output_arrange (output, "received_on", SIZE_MAX); /* all of them, or, where one cannot, none is shown */
    output_none (output, _ ("no petition of this office that is open is in it"));
    reply->desk = desk;
    reply->args = args;
    reply->output = output;
    reply->fault = fault;
    QCDC_TRY (matter_petitions_each (desk, &view->affair.entry, reply_collect, reply, fault));
    for (size_t i = 0; i < reply->open_count; i++)
        QCDC_TRY (reply_one (reply, &reply->open[i]));
    return output_finish (output, fault);
}

static int reply_done (const args_t *args, void *arg)
{
    const replying_t *reply = arg;
    if (args->format != FORMAT_TABLE || !reply->taken)
        return EXIT_DONE;
    if (args->dry_run)
        printf (ngettext ("%zu petition would take this step", "%zu petitions would take this step", reply->taken),
                reply->taken);
    else
        printf (ngettext ("%zu petition has taken this step", "%zu petitions have taken this step", reply->taken),
                reply->taken);
    putchar ('\n');
    return EXIT_DONE;
}

int matter_reply (const command_t *command)
{
    static const char *const KEYS[] = {"on", "outcome", "days", "expected_on", "article", "reason", NULL},
                            *const CONFIRMING[] = {CONFIRM_NAMES, NULL};
    static const desk_work_t WORK = {.line = {.words_min = 2,
                                              .words_max = 2,
                                              .keys = KEYS,
                                              .switches = CONFIRMING,
                                              .takes_format = true,
                                              .rehearses = true},
                                     .work = reply_all,
                                     .writes = true,
                                     .done = reply_done};
    replying_t reply = {0};
    int status = command_at_desk (command, &WORK, &reply);
    free (reply.open);
    return status;
}
