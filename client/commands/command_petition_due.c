/*  command_petition_due.c — qcdc petition due: what is overdue by law, and what will be within days, the oldest first.
 *
 *  Their days are kept (petition_days.h); what is shown is folded when its row comes.  It needs no line. */

#include "commands/command_petition.h"

#include "base/day.h"
#include "base/i18n.h"
#include "petitions/hand_over_view.h"
#include "petitions/petition_days.h"
#include "petitions/petition_filter.h"
#include "petitions/petition_view.h"
#include "show/order.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*  Weeks enough for whoever looks once a week. */
#define DUE_DAYS 14
#define DUE_DAYS_MAX 3660

typedef struct {
    desk_t *desk;
    output_t *output;
    int32_t on;                      /* the day that is asked about */
    int32_t last;                    /* due on it at the latest */
    char handler[HANDLER_KEY_BYTES]; /* whose alone; "": anybody's */
    bool shows_office;
    size_t limit; /* SIZE_MAX: all */
    order_t rows;
    char prefix[80];
    fault_t *fault;
} due_list_t;

static bool is_handled (const due_list_t *list, const petition_view_t *view)
{
    char handler[HANDLER_KEY_BYTES];
    return !*list->handler || strcmp (petition_handler_key (view->petition.handler, handler), list->handler) == 0;
}

static qcdc_status due_row (const due_list_t *list, const petition_view_t *view)
{
    deadline_run_t runs[CLOCK_RUNS_MAX];
    const petition_t *petition = &view->petition;
    int32_t day, first_on;
    const deadline_run_t *run = petition_days (list->desk, view, runs, &day, &first_on);
    char received[DAY_TEXT_BYTES], promised[DAY_TEXT_BYTES], due[DAY_TEXT_BYTES], begun[DAY_TEXT_BYTES], left[16],
        address[ADDRESS_TEXT_BYTES];
    snprintf (left, sizeof left, "%d", day - list->on);
    const char *cells[] = {view->office ? view->office->code : NULL,
                           petition->local_no,
                           petition_kind_name (petition->kind),
                           petition_field_name (petition->field),
                           day_format_iso (petition->received_on, received),
                           view->title,
                           petition_shown_state (petition),
                           run ? move_name (run->deadline->owes) : NULL,
                           run ? day_format_iso (run->due_on, due) : NULL,
                           left,
                           run ? day_format_iso (run->begun_on, begun) : NULL,
                           run ? run->deadline->rule : NULL,
                           run ? run->deadline->citation : NULL,
                           *petition->handler ? petition->handler : NULL,
                           petition->promised_on ? day_format_iso (petition->promised_on, promised) : NULL,
                           address_format (petition->entry.origin, petition->entry.seq, address)};
    return output_row (list->output, list->shows_office ? cells : cells + 1, list->fault);
}

/*  Whose it is to handle is not kept beside its day, nor who goes on with the work of an office that has ended. */
static qcdc_status wants_it (const due_list_t *list, const char *subject, size_t place, bool *wanted)
{
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    char gone[64] = "";
    *wanted = !*list->handler && list->desk->home.office->valid_to >= day_of_moment (moment_now ());
    if (*wanted)
        return QCDC_OK;
    QCDC_TRY (petition_views_read (list->desk, subject, &views, list->fault));
    if (place >= views.view_count || !is_handled (list, &views.views[place]))
        return QCDC_OK;
    QCDC_TRY (hand_over_gone_on (list->desk, &views.views[place].petition, gone, NULL, list->fault));
    *wanted = !*gone;
    return QCDC_OK;
}

static qcdc_status due_found (const char *subject, const due_row_t *row, void *arg)
{
    due_list_t *list = arg;
    char day[DAY_TEXT_BYTES], key[200], what[MATTER_SUBJECT_BYTES + 24];
    bool wanted;
    QCDC_TRY (wants_it (list, subject, row->place, &wanted));
    if (!wanted)
        return QCDC_OK;
    snprintf (key, sizeof key, "%s\1%s", day_format_iso (row->day, day), row->number);
    snprintf (what, sizeof what, "%zu %s", row->place, subject + strlen (list->prefix));
    if (order_add (&list->rows, key, what) != QCDC_OK)
        return fault_set (list->fault, QCDC_NO_MEMORY, NULL, "%s", _ ("the list is too long"));
    return QCDC_OK;
}

static qcdc_status due_rows (due_list_t *list)
{
    order_sort (&list->rows, false);
    for (size_t i = 0; i < list->rows.count && i < list->limit; i++) {
        petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
        char *rest = NULL, subject[MATTER_SUBJECT_BYTES + sizeof list->prefix];
        size_t place = strtoul (order_at (&list->rows, i), &rest, 10);
        snprintf (subject, sizeof subject, "%s%s", list->prefix, rest + 1);
        QCDC_TRY (petition_views_read (list->desk, subject, &views, list->fault));
        if (place < views.view_count)
            QCDC_TRY (due_row (list, &views.views[place]));
    }
    return QCDC_OK;
}

static qcdc_status due_days (const char *text, long *days, fault_t *fault)
{
    char *end = NULL;
    *days = text ? strtol (text, &end, 10) : DUE_DAYS;
    if (!text || (end > text && !*end && *text != '-' && *text != '+' && *days <= DUE_DAYS_MAX))
        return QCDC_OK;
    return fault_set (fault, QCDC_BAD_NUMBER, "days", _ ("days=%.40s: not a number from 0 to %d"), text,
                      DUE_DAYS_MAX);
}

static qcdc_status due_filter (const args_t *args, void *arg, fault_t *fault)
{
    due_list_t *list = arg;
    const char *on = args_value (args, "on");
    long days;
    list->on = day_of_moment (moment_now ());
    if (on)
        QCDC_TRY (args_day ("on", on, &list->on, fault));
    QCDC_TRY (due_days (args_value (args, "days"), &days, fault));
    QCDC_TRY (limit_parse (args_value (args, "limit"), &list->limit, fault));
    if (args_value (args, "handler"))
        petition_handler_key (args_value (args, "handler"), list->handler);
    list->last = list->on + (int32_t)days;
    return QCDC_OK;
}

static qcdc_status due_print (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    static const output_column_t COLUMNS[] = {
        {N_ ("office"), QCDC__COLUMN_TYPE__TEXT},      {N_ ("local_no"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("kind"), QCDC__COLUMN_TYPE__TEXT},        {N_ ("field"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("received_on"), QCDC__COLUMN_TYPE__DATE}, {N_ ("title"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("state"), QCDC__COLUMN_TYPE__TEXT},       {N_ ("owed_step"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("due_on"), QCDC__COLUMN_TYPE__DATE},      {N_ ("days_left"), QCDC__COLUMN_TYPE__INTEGER},
        {N_ ("begun_on"), QCDC__COLUMN_TYPE__DATE},    {N_ ("rule"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("article"), QCDC__COLUMN_TYPE__TEXT},     {N_ ("handler"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("promised_on"), QCDC__COLUMN_TYPE__DATE}, {N_ ("entry"), QCDC__COLUMN_TYPE__ADDRESS}};
    due_list_t *list = arg;
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    uint64_t read;
    list->desk = desk;
    list->fault = fault;
    list->shows_office = desk->home.role == ROLE_PROVINCE;
    strcpy (list->prefix, "petition:");
    if (!list->shows_office)
        snprintf (list->prefix, sizeof list->prefix, "petition:%s:", desk->home.office->code);
    size_t first = list->shows_office ? 0 : 1;
    QCDC_TRY (
        output_new (args->format, stdout, COLUMNS + first, sizeof COLUMNS / sizeof *COLUMNS - first, &output, fault));
    output_name_by (output, desk->home.catalog);
    output_none (output, desk->home.catalog->legal_deadline_count
                             ? _ ("nothing is overdue, and nothing is due by then")
                             : _ ("no legal deadlines are published"));
    list->output = output;
    QCDC_TRY (petition_days_update (desk, &read, fault));
    QCDC_TRY (due_index_find (desk->home.journal, list->prefix, list->last, due_found, list, fault));
    QCDC_TRY (due_rows (list));
    return output_finish (output, fault);
}

int petition_due (const command_t *command)
{
    static const char *const KEYS[] = {"days", "on", "handler", "limit", NULL};
    static const desk_work_t WORK = {
        .line = {.keys = KEYS, .takes_format = true}, .check = due_filter, .work = due_print};
    due_list_t list = {.limit = SIZE_MAX};
    int status = command_at_desk (command, &WORK, &list);
    order_release (&list.rows);
    return status;
}
