/*  command_petition_list.c — qcdc petition list: what the office's journal says of every petition, a row each.
 *
 *  Nothing is kept but what puts the rows in order: each subject is folded for its key and forgotten, and folded again when its row
 *  comes, so a register of a hundred thousand petitions needs a few megabytes. */

#include "commands/command_petition.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/nearest.h"
#include "base/text.h"
#include "facts/word.h"
#include "files/csv_sniff.h"
#include "petitions/hand_over_view.h"
#include "petitions/petition_filter.h"
#include "petitions/petition_row.h"
#include "petitions/petition_version.h"
#include "petitions/petition_view.h"
#include "show/naming.h"
#include "show/order.h"
#include "show/people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *petition_shown_state (const petition_t *petition)
{
    return petition_filter_name (petition->voided ? PETITION_TAKEN_BACK : (int)petition->state);
}

/*  ---------------------------------------------------------------- list */

typedef struct {
    desk_t *desk;
    output_t *output;
    petition_filter_t filter;
    bool shows_office;
    bool marks;      /* a petition that was entered twice in other words gets a star */
    bool marked;     /* one did */
    bool has_second; /* one is of the second instance: a table for people has a column of that only then */
    bool marked_ahead;
    journal_clock_t clock;
    size_t order; /* of ORDERS */
    bool backwards;
    size_t limit; /* SIZE_MAX: all */
    order_t rows;
    char prefix[80]; /* of the subjects listed */
    fault_t *fault;
} petition_list_t;

/*  What the list can be put in order by; a text of a person is not kept, not even for that. */
static const char *const ORDERS[] = {"local_no", "received_on", "kind",       "field",   "channel",
                                     "people",   "state",       "settled_on", "outcome", NULL};

/*  Whether something that counts for the petition has a time of a clock that ran ahead. */
static bool view_was_ahead (const petition_list_t *list, const petition_views_t *views, const petition_view_t *view)
{
    for (size_t i = 0; i < views->part_count; i++)
        if (views->parts[i].counts && &views->views[views->parts[i].item] == view &&
            part_was_ahead (&list->clock, &views->parts[i]))
            return true;
    return false;
}

static qcdc_status list_row (petition_list_t *list, const petition_views_t *views, const petition_view_t *view)
{
    bool ahead = view_was_ahead (list, views, view);
    const petition_t *petition = &view->petition;
    char day[DAY_TEXT_BYTES], settled[DAY_TEXT_BYTES], address[ADDRESS_TEXT_BYTES], people[16], others[24],
        instance[16], marked[QCDC_LOCAL_NO_BYTES_MAX + 6], version[VERSION_BYTES];
    snprintf (people, sizeof people, "%u", petition->people);
    const char *cells[] = {view->office ? view->office->code : NULL,
                           list->marks ? marked : petition->local_no,
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
                           petition->voided ? NULL : petition_ended_code (petition->ended),
                           *petition->handler ? petition->handler : NULL,
                           address_format (petition->entry.origin, petition->entry.seq, address),
                           instance,
                           view->other_count ? others : NULL,
                           ahead ? "ahead" : NULL,
                           version};
    petition_version (view, version);
    snprintf (instance, sizeof instance, "%d", petition->instance);
    snprintf (others, sizeof others, "%zu", view->other_count);
    snprintf (marked, sizeof marked, "%s%s%s", petition->local_no, view->other_count ? " *" : "", ahead ? " !" : "");
    list->marked |= view->other_count > 0;
    list->marked_ahead |= ahead;
    return output_row (list->output, list->shows_office ? cells : cells + 1, list->fault);
}

/*  Numbers begin again each January: what is not asked for otherwise stands by year, and in a year as the register counts. */
static void list_key (const petition_list_t *list, const petition_t *petition, char *key, size_t size)
{
    char day[DAY_TEXT_BYTES], other[DAY_TEXT_BYTES];
    const char *by = ORDERS[list->order], *value = "";
    int year = atoi (day_format_iso (petition->received_on, day));
    char people[16];
    snprintf (people, sizeof people, "%u", petition->people);
    if (strcmp (by, "received_on") == 0)
        value = day;
    else if (strcmp (by, "kind") == 0)
        value = petition_kind_name (petition->kind);
    else if (strcmp (by, "field") == 0)
        value = petition_field_name (petition->field);
    else if (strcmp (by, "channel") == 0)
        value = channel_name (petition->channel);
    else if (strcmp (by, "people") == 0)
        value = people;
    else if (strcmp (by, "state") == 0)
        snprintf (people, sizeof people, "%d", (int)petition->state), value = people;
    else if (strcmp (by, "settled_on") == 0 && petition_is_settled (petition->state))
        value = day_format_iso (petition->settled_on, other);
    else if (strcmp (by, "outcome") == 0 && petition->outcome)
        value = outcome_name (petition->outcome);
    snprintf (key, size, "%s\1%d\1%s", value ? value : "", year, petition->local_no);
}

/*  What finds a row again: its place under its subject, then what is the subject's own of that. */
static qcdc_status list_subject (const char *subject, void *arg)
{
    petition_list_t *list = arg;
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    char key[200], what[MATTER_SUBJECT_BYTES + 24];
    QCDC_TRY (petition_views_read (list->desk, subject, &views, list->fault));
    for (size_t i = 0; i < views.view_count; i++) {
        char gone[64];
        petition_view_t *view = &views.views[i];
        QCDC_TRY (hand_over_gone_on (list->desk, &view->petition, gone, NULL, list->fault));
        view->petition.ended = *gone ? PETITION_PASSED_ON : view->petition.ended;
        if (view->elsewhere || (*gone && list->filter.state == PETITION_PENDING) ||
            !petition_filter_wants (&list->filter, list->desk->home.catalog, &view->petition))
            continue;
        list->has_second |= view->petition.instance > 1;
        list_key (list, &view->petition, key, sizeof key);
        snprintf (what, sizeof what, "%zu %s", i, subject + strlen (list->prefix));
        if (order_add (&list->rows, key, what) != QCDC_OK)
            return fault_set (list->fault, QCDC_NO_MEMORY, NULL, "%s", _ ("the list is too long"));
    }
    return QCDC_OK;
}

/*  The rows in their order, each read again and forgotten before the next. */
static qcdc_status list_rows (petition_list_t *list)
{
    order_sort (&list->rows, list->backwards);
    for (size_t i = 0; i < list->rows.count && i < list->limit; i++) {
        petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
        char *rest = NULL, subject[MATTER_SUBJECT_BYTES + sizeof list->prefix];
        size_t place = strtoul (order_at (&list->rows, i), &rest, 10);
        snprintf (subject, sizeof subject, "%s%s", list->prefix, rest + 1);
        char gone[64];
        QCDC_TRY (petition_views_read (list->desk, subject, &views, list->fault));
        if (place >= views.view_count)
            continue;
        petition_view_t *view = &views.views[place];
        QCDC_TRY (hand_over_gone_on (list->desk, &view->petition, gone, NULL, list->fault));
        view->petition.ended = *gone ? PETITION_PASSED_ON : view->petition.ended;
        QCDC_TRY (list_row (list, &views, view));
    }
    return QCDC_OK;
}

/*  limit= and order=: "received_on", or "-received_on" for the latest first. */
static qcdc_status list_order (const args_t *args, petition_list_t *list, fault_t *fault)
{
    const char *limit = args_value (args, "limit"), *order = args_value (args, "order");
    QCDC_TRY (limit_parse (limit, &list->limit, fault));
    if (!order)
        return QCDC_OK;
    list->backwards = *order == '-';
    order += list->backwards;
    nearest_t nearest;
    /* By the heads of its columns, too. */
    const csv_column_t *column = csv_column_find (PETITION_FILE_COLUMNS, order);
    order = column ? column->name : order;
    nearest_begin (&nearest, order);
    for (list->order = 0; ORDERS[list->order]; list->order++) {
        if (strcmp (ORDERS[list->order], order) == 0)
            return QCDC_OK;
        nearest_offer (&nearest, ORDERS[list->order], ORDERS[list->order]);
    }
    fault_set (fault, QCDC_USAGE, "order", _ ("a list is not put in order by %.40s"), order);
    char *heads[sizeof ORDERS / sizeof *ORDERS] = {NULL};
    for (size_t i = 0; ORDERS[i]; i++)
        heads[i] = people_heading (ORDERS[i]);
    nearest_advise (&nearest, (const char *const *)heads, fault);
    for (size_t i = 0; ORDERS[i]; i++)
        free (heads[i]);
    return QCDC_USAGE;
}

/*  What is wanted, before the home is opened. */
static qcdc_status list_check (const args_t *args, void *arg, fault_t *fault)
{
    petition_list_t *list = arg;
    QCDC_TRY (petition_filter_of (args, &list->filter, fault));
    return list_order (args, list, fault);
}

static qcdc_status list_print (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    static const output_column_t COLUMNS[] = {
        {N_ ("office"), QCDC__COLUMN_TYPE__TEXT},         {N_ ("local_no"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("kind"), QCDC__COLUMN_TYPE__TEXT},           {N_ ("field"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("received_on"), QCDC__COLUMN_TYPE__DATE},    {N_ ("title"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("channel"), QCDC__COLUMN_TYPE__TEXT},        {N_ ("people"), QCDC__COLUMN_TYPE__INTEGER},
        {N_ ("flags"), QCDC__COLUMN_TYPE__TEXT},          {N_ ("state"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("settled_on"), QCDC__COLUMN_TYPE__DATE},     {N_ ("outcome"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("ended"), QCDC__COLUMN_TYPE__TEXT},          {N_ ("handler"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("entry"), QCDC__COLUMN_TYPE__ADDRESS},       {N_ ("instance"), QCDC__COLUMN_TYPE__INTEGER},
        {N_ ("other_words"), QCDC__COLUMN_TYPE__INTEGER}, {N_ ("clock"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("version"), QCDC__COLUMN_TYPE__TEXT}};
    petition_list_t *list = arg;
    size_t count = sizeof COLUMNS / sizeof *COLUMNS;
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    list->desk = desk;
    list->fault = fault;
    /* The provincial committee's journal also holds what was handed to it by others. */
    list->shows_office = desk->home.role == ROLE_PROVINCE;
    strcpy (list->prefix, "petition:");
    if (!list->shows_office)
        snprintf (list->prefix, sizeof list->prefix, "petition:%s:", desk->home.office->code);
    size_t first = list->shows_office ? 0 : 1;
    list->marks = args->format == FORMAT_TABLE;
    QCDC_TRY (journal_clock_read (desk->home.journal, &list->clock, fault));
    QCDC_TRY (journal_each_subject (desk->home.journal, list->prefix, list_subject, list, fault));
    /* A table for people has marks instead of the last columns, and does not come back. */
    size_t left_out = !list->marks ? 0 : list->has_second ? 3 : 4;
    QCDC_TRY (output_new (args->format, stdout, COLUMNS + first, count - first - left_out, &output, fault));
    output_name_by (output, desk->home.catalog);
    output_sum_of (output, "people");
    list->output = output;
    output_none (output,
                 petition_filter_narrows (args) ? _ ("there is no such petition") : _ ("there are no petitions yet"));
    QCDC_TRY (list_rows (list));
    QCDC_TRY (output_finish (output, fault));
    if (list->marks && list->marked)
        printf ("%s\n", _ ("* entered twice in other words: see qcdc petition show"));
    if (list->marks && list->marked_ahead)
        printf ("%s\n", _ ("! acknowledged while the province's clock ran ahead: see qcdc petition show"));
    return QCDC_OK;
}

int petition_list (const command_t *command)
{
    static const char *const KEYS[] = {PETITION_FILTER_KEYS, "limit", "order", NULL};
    static const desk_work_t WORK = {
        .line = {.keys = KEYS, .takes_format = true}, .check = list_check, .work = list_print};
    petition_list_t list = {0};
    int status = command_at_desk (command, &WORK, &list);
    order_release (&list.rows);
    journal_clock_release (&list.clock);
    return status;
}
