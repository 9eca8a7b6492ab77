/*  command_petition_list.c — qcdc petition list: what the office's journal says of every petition, a row each.
 *
 *  Nothing is kept: each subject is folded, shown and forgotten, so a register of any length needs the memory of one
 *  petition (a table for people apart, which is as wide as its widest row). */

#include "commands/command_petition.h"

#include "base/day.h"
#include "base/day_read.h"
#include "base/i18n.h"
#include "base/text.h"
#include "commands/petition_row.h"
#include "commands/petition_view.h"
#include "facts/word.h"

#include <stdio.h>
#include <string.h>

const char *petition_shown_state (const petition_t *petition)
{
    return petition->voided ? N_ ("taken back") : petition_state_name (petition->state);
}

/*  ---------------------------------------------------------------- list */

typedef struct {
    desk_t *desk;
    output_t *output;
    int kind;
    int field;
    char state[32]; /* of petition_shown_state, "pending", or "": all that are not taken back */
    int32_t from, to;
    bool shows_office;
    fault_t *fault;
} petition_list_t;

/*  Filters are held against the folded petition: a correction moves it from one list to another. */
static bool list_wants (const petition_list_t *list, const petition_t *petition)
{
    if ((list->kind && petition->kind != list->kind) || (list->field && petition->field != list->field) ||
        petition->received_on < list->from || petition->received_on > list->to)
        return false;
    if (!list->state[0])
        return !petition->voided;
    if (strcmp (list->state, "pending") == 0)
        return !petition->voided && petition_is_pending (petition->state);
    return strcmp (list->state, petition_shown_state (petition)) == 0;
}

static qcdc_status list_row (petition_list_t *list, const petition_view_t *view)
{
    const petition_t *petition = &view->petition;
    char day[DAY_TEXT_BYTES], settled[DAY_TEXT_BYTES], address[ADDRESS_TEXT_BYTES], people[16];
    snprintf (people, sizeof people, "%u", petition->people);
    const char *cells[] = {view->office ? view->office->code : NULL,
                           petition->local_no,
                           petition_kind_name (petition->kind),
                           petition_field_name (petition->field),
                           day_format_iso (petition->received_on, day),
                           view->title,
                           channel_name (petition->channel),
                           people,
                           petition->flags,
                           petition_shown_state (petition),
                           petition_is_settled (petition->state) ? day_format_iso (petition->settled_on, settled)
                                                                 : NULL,
                           petition->outcome ? outcome_name (petition->outcome) : NULL,
                           address_format (petition->entry.origin, petition->entry.seq, address)};
    return output_row (list->output, list->shows_office ? cells : cells + 1, list->fault);
}

/*  One subject is read, shown and forgotten before the next: memory does not grow with the register. */
static qcdc_status list_subject (const char *subject, void *arg)
{
    petition_list_t *list = arg;
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    QCDC_TRY (petition_views_read (list->desk, subject, &views, list->fault));
    for (size_t i = 0; i < views.view_count; i++) {
        const petition_view_t *view = &views.views[i];
        if (!view->elsewhere && list_wants (list, &view->petition))
            QCDC_TRY (list_row (list, view));
    }
    return QCDC_OK;
}

static qcdc_status list_day (const char *key, const char *text, int32_t *day, fault_t *fault)
{
    if (day_read (text, day, fault) == QCDC_OK)
        return QCDC_OK;
    snprintf (fault->field, sizeof fault->field, "%s", key);
    return QCDC_BAD_DATE;
}

static qcdc_status list_code (const char *key, const char *text, int code, const char *(*name) (int),
                              qcdc_status unknown, fault_t *fault)
{
    if (!text || code)
        return QCDC_OK;
    fault_set (fault, unknown, key, "%.60s", text);
    codes_advise (name, fault);
    return unknown;
}

/*  Reads the filters before the home is opened: a slip in them is told at once. */
static qcdc_status list_filter (const args_t *args, void *arg, fault_t *fault)
{
    petition_list_t *list = arg;
    const char *kind = args_value (args, "kind"), *field = args_value (args, "field"),
               *wanted = args_value (args, "state");
    const char *from = args_value (args, "from"), *to = args_value (args, "to");
    list->kind = kind ? petition_kind_read (kind) : 0;
    list->field = field ? petition_field_read (field) : 0;
    list->from = QCDC_DAY_MIN;
    list->to = QCDC_DAY_MAX;
    QCDC_TRY (list_code ("kind", kind, list->kind, petition_kind_name, QCDC_BAD_KIND, fault));
    QCDC_TRY (list_code ("field", field, list->field, petition_field_name, QCDC_BAD_FIELD, fault));
    if (from)
        QCDC_TRY (list_day ("from", from, &list->from, fault));
    if (to)
        QCDC_TRY (list_day ("to", to, &list->to, fault));
    if (!wanted)
        return QCDC_OK;
    char *state = list->state;
    snprintf (state, sizeof list->state, "%s", wanted);
    /* States are shown with spaces, and typed more easily with underscores. */
    for (char *at = state; (at = strchr (at, '_'));)
        *at = ' ';
    for (int i = 0; i < PETITION_STATE_COUNT; i++)
        if (strcmp (state, petition_state_name ((petition_state)i)) == 0)
            return QCDC_OK;
    if (strcmp (state, "pending") == 0 || strcmp (state, "taken back") == 0)
        return QCDC_OK;
    fault_set (fault, QCDC_USAGE, "state", _ ("there is no state %.40s"), wanted);
    fault_advise (
        fault, _ ("use received, classified, accepted, suspended, settled, in_force, carried_out, refused, guided, "
                  "forwarded, withdrawn, pending or taken_back"));
    return QCDC_USAGE;
}

static qcdc_status list_print (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    static const output_column_t COLUMNS[] = {
        {N_ ("office"), QCDC__COLUMN_TYPE__TEXT},      {N_ ("local_no"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("kind"), QCDC__COLUMN_TYPE__TEXT},        {N_ ("field"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("received_on"), QCDC__COLUMN_TYPE__DATE}, {N_ ("title"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("channel"), QCDC__COLUMN_TYPE__TEXT},     {N_ ("people"), QCDC__COLUMN_TYPE__INTEGER},
        {N_ ("flags"), QCDC__COLUMN_TYPE__TEXT},       {N_ ("state"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("settled_on"), QCDC__COLUMN_TYPE__DATE},  {N_ ("outcome"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("entry"), QCDC__COLUMN_TYPE__ADDRESS}};
    petition_list_t *list = arg;
    size_t count = sizeof COLUMNS / sizeof *COLUMNS;
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    char prefix[80] = "petition:";
    list->desk = desk;
    list->fault = fault;
    /* The provincial committee's journal also holds what was handed to it by others. */
    list->shows_office = desk->home.role == ROLE_PROVINCE;
    if (!list->shows_office)
        snprintf (prefix, sizeof prefix, "petition:%s:", desk->home.office->code);
    size_t first = list->shows_office ? 0 : 1;
    QCDC_TRY (output_new (args->format, stdout, COLUMNS + first, count - first, &output, fault));
    list->output = output;
    QCDC_TRY (journal_each_subject (desk->home.journal, prefix, list_subject, list, fault));
    return output_finish (output, fault);
}

int petition_list (const command_t *command)
{
    static const char *const KEYS[] = {"kind", "field", "state", "from", "to", NULL};
    static const desk_work_t WORK = {
        .line = {.keys = KEYS, .takes_format = true}, .check = list_filter, .work = list_print};
    petition_list_t list = {0};
    return command_at_desk (command, &WORK, &list);
}
