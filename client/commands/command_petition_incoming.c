/*  command_petition_incoming.c — qcdc petition incoming: what other offices have handed over to this one. */

#include "commands/command_petition.h"

#include "base/day.h"
#include "base/i18n.h"
#include "petitions/hand_over_view.h"
#include "petitions/taken_twice.h"
#include "show/order.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    desk_t *desk;
    output_t *output;
    format_t format;
    bool all;
    order_t rows;
    int32_t today;
    fault_t *fault;
} incoming_t;

/*  How far it has come, as files have it. */
static const char *standing_of (const hand_over_view_t *view, const taken_t *taken)
{
    if (taken->count)
        return N_ ("taken in here twice");
    if (!view->last)
        return N_ ("handed over");
    if (view->waits)
        return N_ ("taken in by an office that ended");
    switch (view->last->answer) {
    case QCDC__HAND_OVER_VERDICT__HAND_OVER_TAKEN_IN:
        return N_ ("taken in here");
    case QCDC__HAND_OVER_VERDICT__HAND_OVER_RETURNED:
        return N_ ("returned");
    default:
        return N_ ("settled");
    }
}

/*  Those that wait for this office, or that two of its devices took in, by the day on which they were handed over. */
static qcdc_status note (const hand_over_view_t *view, void *arg)
{
    incoming_t *self = arg;
    char key[32], address[ADDRESS_TEXT_BYTES];
    const move_t *sent = hand_over_sent (view);
    taken_t taken QCDC_CLEANUP (taken_release) = {0};
    if (!sent)
        return QCDC_OK;
    if (!view->waits && !self->all)
        QCDC_TRY (taken_read (self->desk, &view->entry, NULL, &taken, self->fault));
    if (!view->waits && !self->all && !taken.count)
        return QCDC_OK;
    snprintf (key, sizeof key, "%08d", sent->on - QCDC_DAY_MIN);
    if (order_add (&self->rows, key, address_format (view->entry.origin, view->entry.seq, address)) == QCDC_OK)
        return QCDC_OK;
    return fault_set (self->fault, QCDC_NO_MEMORY, NULL, "%s", _ ("the list is too long"));
}

static qcdc_status row (const incoming_t *self, const hand_over_view_t *view)
{
    char address[ADDRESS_TEXT_BYTES], received[DAY_TEXT_BYTES], on[DAY_TEXT_BYTES], days[16], hops[16], people[16];
    const petition_t *petition = &view->petition;
    const move_t *sent = hand_over_sent (view);
    taken_t taken QCDC_CLEANUP (taken_release) = {0};
    QCDC_TRY (taken_read (self->desk, &view->entry, NULL, &taken, self->fault));
    snprintf (days, sizeof days, "%d", self->today - sent->on);
    snprintf (hops, sizeof hops, "%d", sent->hops);
    snprintf (people, sizeof people, "%u", petition->people);
    const char *absent = view->text_erased && self->format == FORMAT_TABLE ? _ ("(erased)") : NULL;
    const char *cells[] = {address_format (view->entry.origin, view->entry.seq, address),
                           view->sender,
                           petition->local_no,
                           petition_kind_name (petition->kind),
                           petition_field_name (petition->field),
                           day_format_iso (petition->received_on, received),
                           view->title ? view->title : absent,
                           people,
                           day_format_iso (sent->on, on),
                           view->waits ? days : NULL,
                           sent->article,
                           view->reason ? view->reason : absent,
                           standing_of (view, &taken),
                           strcmp (sent->to_office, self->desk->home.office->code) == 0 ? NULL : sent->to_office,
                           taken.count                           ? taken.numbers
                           : view->last && *view->last->taken_no ? view->last->taken_no
                                                                 : NULL,
                           hops};
    return output_row (self->output, cells, self->fault);
}

static qcdc_status rows (incoming_t *self)
{
    order_sort (&self->rows, false);
    for (size_t i = 0; i < self->rows.count; i++) {
        hand_over_view_t view QCDC_CLEANUP (hand_over_release) = {0};
        address_t entry = {0, 0, 0};
        if (address_parse (order_at (&self->rows, i), &entry.origin, &entry.seq) != QCDC_OK)
            continue;
        QCDC_TRY (hand_over_read (self->desk, &entry, &view, self->fault));
        QCDC_TRY (row (self, &view));
    }
    return QCDC_OK;
}

static qcdc_status check (const args_t *args, void *arg, fault_t *fault)
{
    incoming_t *self = arg;
    const char *all = args_value (args, "all");
    if (all && strcmp (all, "0") != 0 && strcmp (all, "1") != 0)
        return fault_set (fault, QCDC_USAGE, "all", "%s", _ ("all is 0 or 1"));
    self->all = all && *all == '1';
    return QCDC_OK;
}

static qcdc_status list (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    static const output_column_t COLUMNS[] = {
        {N_ ("hand_over"), QCDC__COLUMN_TYPE__ADDRESS}, {N_ ("from_office"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("local_no"), QCDC__COLUMN_TYPE__TEXT},     {N_ ("kind"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("field"), QCDC__COLUMN_TYPE__TEXT},        {N_ ("received_on"), QCDC__COLUMN_TYPE__DATE},
        {N_ ("title"), QCDC__COLUMN_TYPE__TEXT},        {N_ ("people"), QCDC__COLUMN_TYPE__INTEGER},
        {N_ ("handed_on"), QCDC__COLUMN_TYPE__DATE},    {N_ ("days_waiting"), QCDC__COLUMN_TYPE__INTEGER},
        {N_ ("article"), QCDC__COLUMN_TYPE__TEXT},      {N_ ("reason"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("standing"), QCDC__COLUMN_TYPE__TEXT},     {N_ ("to_office"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("taken_no"), QCDC__COLUMN_TYPE__TEXT},     {N_ ("hops"), QCDC__COLUMN_TYPE__INTEGER}};
    incoming_t *self = arg;
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    self->desk = desk;
    self->format = args->format;
    self->fault = fault;
    self->today = day_of_moment (moment_now ());
    QCDC_TRY (hand_over_each (desk, note, self, fault));
    QCDC_TRY (output_new (args->format, stdout, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, &output, fault));
    output_name_by (output, desk->home.catalog);
    output_none (output, _ ("nothing that was handed over waits for an answer"));
    self->output = output;
    QCDC_TRY (rows (self));
    return output_finish (output, fault);
}

int petition_incoming (const command_t *command)
{
    static const char *const KEYS[] = {"all", NULL};
    static const desk_work_t WORK = {.line = {.keys = KEYS, .takes_format = true}, .check = check, .work = list};
    incoming_t incoming = {0};
    int status = command_at_desk (command, &WORK, &incoming);
    order_release (&incoming.rows);
    return status;
}
