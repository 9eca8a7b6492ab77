/*  command_petition_assign.c — qcdc petition assign and queue: who handles which petitions inside the office.
 *
 *  Many are assigned in one transaction: those that are named, or all that a filter of the list finds. */

#include "commands/command_petition.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "facts/make.h"
#include "matters/petition_clock.h"
#include "petitions/hand_over_view.h"
#include "petitions/petition_filter.h"
#include "petitions/petition_name.h"
#include "petitions/petition_view.h"
#include "show/order.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    desk_t *desk;
    output_t *output; /* of what is asked, or would be done; NULL: nothing is shown */
    petition_filter_t filter;
    char *handler; /* malloc'ed */
    int32_t on;
    order_t rows; /* "PLACE SUBJECT", in the order in which they are taken */
    char prefix[80];
    size_t changed, same;
    fault_t *fault;
} assign_t;

static qcdc_status rows_add (assign_t *self, const char *key, size_t place, const char *subject)
{
    char what[MATTER_SUBJECT_BYTES + 24];
    snprintf (what, sizeof what, "%zu %s", place, subject + strlen (self->prefix));
    if (order_add (&self->rows, key, what) == QCDC_OK)
        return QCDC_OK;
    return fault_set (self->fault, QCDC_NO_MEMORY, NULL, "%s", _ ("the list is too long"));
}

/*  Calls EACH with the petitions of the list, each read again and forgotten before the next. */
static qcdc_status rows_each (assign_t *self, qcdc_status (*each) (assign_t *self, const petition_view_t *view))
{
    order_sort (&self->rows, false);
    for (size_t i = 0; i < self->rows.count; i++) {
        petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
        char *rest = NULL, subject[MATTER_SUBJECT_BYTES + sizeof self->prefix];
        size_t place = strtoul (order_at (&self->rows, i), &rest, 10);
        snprintf (subject, sizeof subject, "%s%s", self->prefix, rest + 1);
        QCDC_TRY (petition_views_read (self->desk, subject, &views, self->fault));
        if (place < views.view_count)
            QCDC_TRY (each (self, &views.views[place]));
    }
    return QCDC_OK;
}

static qcdc_status begin (assign_t *self, desk_t *desk, fault_t *fault)
{
    self->desk = desk;
    self->fault = fault;
    /* The office's own, whoever asks: what another one has is not assigned here. */
    int length = snprintf (self->prefix, sizeof self->prefix, "petition:%s:", desk->home.office->code);
    return length > 0 && (size_t)length < sizeof self->prefix ? QCDC_OK : QCDC_TOO_LARGE;
}

/*  ---------------------------------------------------------------- assign */

/*  Everybody who sees the petition reads it, and nobody erases it. */
static qcdc_status handler_clean (const char *given, char **handler, fault_t *fault)
{
    qcdc_status status = text_clean (given, strlen (given), false, handler, NULL);
    if (status != QCDC_OK)
        return fault_set (fault, status, "handler", "%s", _ (status_text (status)));
    if (strlen (*handler) > QCDC_HANDLER_BYTES_MAX)
        return fault_set (fault, QCDC_TOO_LARGE, "handler", _ ("longer than %u bytes"), QCDC_HANDLER_BYTES_MAX);
    /* Whoever handles it may be named, and is not called up by it. */
    size_t digits = 0;
    for (const char *at = *handler; *at; at++)
        digits += *at >= '0' && *at <= '9';
    if (digits < 9 && !strchr (*handler, '@'))
        return QCDC_OK;
    fault_set (fault, QCDC_IDENTITY_TEXT, "handler", "%s",
               _ ("a name has no telephone, no card number and no address"));
    fault_advise (fault, "%s", _ ("give the official's name alone"));
    return QCDC_IDENTITY_TEXT;
}

static qcdc_status assign_check (const args_t *args, void *arg, fault_t *fault)
{
    assign_t *self = arg;
    const char *on = args_value (args, "on");
    if (args->repeat_count != 1)
        return fault_set (fault, QCDC_USAGE, NULL, "%s", _ ("say once to whom: --to NAME; --to \"\" for nobody"));
    if (args->word_count > 0 && petition_filter_narrows (args))
        return fault_set (fault, QCDC_USAGE, NULL, "%s", _ ("either numbers or a filter, not both"));
    if (args->word_count == 0 && !petition_filter_narrows (args))
        return fault_set (fault, QCDC_USAGE, NULL, "%s",
                          _ ("say which: numbers, or a filter of petition list, such as state=pending"));
    QCDC_TRY (args_table_rehearsed (args, arg, fault));
    QCDC_TRY (handler_clean (args->repeats[0], &self->handler, fault));
    QCDC_TRY (petition_filter_of (args, &self->filter, fault));
    self->on = day_of_moment (moment_now ());
    return on ? args_day ("on", on, &self->on, fault) : QCDC_OK;
}

static qcdc_status assign_view (assign_t *self, const petition_view_t *view)
{
    Qcdc__PetitionAssigned assigned = QCDC__PETITION_ASSIGNED__INIT;
    Qcdc__Ref ref;
    bool appended = false;
    char day[DAY_TEXT_BYTES];
    const petition_t *petition = &view->petition;
    ref_set (&ref, &petition->entry);
    assigned.petition = &ref;
    assigned.handler = self->handler;
    assigned.on = self->on;
    assigned.seen_at_us = petition->newest_us;
    Qcdc__Fact fact = fact_of_assignment (&assigned);
    judge_input_t input = petition_input (self->desk, view, NULL);
    petition_number_t number = petition_number_of (petition);
    const char *cells[] = {petition->local_no,
                           petition_kind_name (petition->kind),
                           petition_field_name (petition->field),
                           day_format_iso (petition->received_on, day),
                           petition_shown_state (petition),
                           *petition->handler ? petition->handler : NULL,
                           *self->handler ? self->handler : NULL};
    QCDC_TRY (petition_name_fault (self->desk, &number,
                                   desk_append (self->desk, &input, &fact, NULL, false, &appended, NULL, self->fault),
                                   self->fault));
    self->changed += appended;
    self->same += !appended;
    return self->output && appended ? output_row (self->output, cells, self->fault) : QCDC_OK;
}

static qcdc_status assign_subject (const char *subject, void *arg)
{
    assign_t *self = arg;
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    QCDC_TRY (petition_views_read (self->desk, subject, &views, self->fault));
    for (size_t i = 0; i < views.view_count; i++)
        if (!views.views[i].elsewhere && !views.views[i].petition.voided &&
            petition_filter_wants (&self->filter, self->desk->home.catalog, &views.views[i].petition))
            QCDC_TRY (rows_add (self, views.views[i].petition.local_no, i, subject));
    return QCDC_OK;
}

static qcdc_status assign_work (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    static const output_column_t COLUMNS[] = {
        {N_ ("local_no"), QCDC__COLUMN_TYPE__TEXT},  {N_ ("kind"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("field"), QCDC__COLUMN_TYPE__TEXT},     {N_ ("received_on"), QCDC__COLUMN_TYPE__DATE},
        {N_ ("state"), QCDC__COLUMN_TYPE__TEXT},     {N_ ("handler"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("to_handler"), QCDC__COLUMN_TYPE__TEXT}};
    assign_t *self = arg;
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    QCDC_TRY (begin (self, desk, fault));
    if (args->dry_run) {
        QCDC_TRY (output_new (args->format, stdout, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, &output, fault));
        output_name_by (output, desk->home.catalog);
        output_none (output, _ ("nothing would change"));
        self->output = output;
    }
    for (size_t i = 0; i < args->word_count; i++) {
        petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
        petition_view_t *view;
        move_t *move;
        QCDC_TRY (petition_find_named (desk, args->words[i], &views, &view, &move, fault));
        QCDC_TRY (assign_view (self, view));
    }
    if (args->word_count == 0)
        QCDC_TRY (journal_each_subject (desk->home.journal, self->prefix, assign_subject, self, fault));
    QCDC_TRY (rows_each (self, assign_view));
    self->output = NULL;
    return output ? output_finish (output, fault) : QCDC_OK;
}

static int assign_done (const args_t *args, void *arg)
{
    const assign_t *self = arg;
    if (!args->dry_run)
        printf (_ ("%zu assigned, %zu as they were\n"), self->changed, self->same);
    return EXIT_DONE;
}

int petition_assign (const command_t *command)
{
    static const char *const KEYS[] = {PETITION_FILTER_KEYS, "on", NULL};
    static const desk_work_t WORK = {.line = {.words_max = ARGS_WORDS_MAX,
                                              .keys = KEYS,
                                              .takes_format = true,
                                              .rehearses = true,
                                              .repeated = "--to"},
                                     .check = assign_check,
                                     .work = assign_work,
                                     .writes = true,
                                     .done = assign_done};
    assign_t self = {0};
    int status = command_at_desk (command, &WORK, &self);
    order_release (&self.rows);
    free (self.handler);
    return status;
}

/*  ---------------------------------------------------------------- queue */

static qcdc_status queue_subject (const char *subject, void *arg)
{
    assign_t *self = arg;
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    char key[HANDLER_KEY_BYTES + 80], day[DAY_TEXT_BYTES], handler[HANDLER_KEY_BYTES], gone[64];
    QCDC_TRY (petition_views_read (self->desk, subject, &views, self->fault));
    for (size_t i = 0; i < views.view_count; i++) {
        deadline_run_t runs[CLOCK_RUNS_MAX];
        const petition_t *petition = &views.views[i].petition;
        if (views.views[i].elsewhere || !*petition->handler ||
            !petition_filter_wants (&self->filter, self->desk->home.catalog, petition))
            continue;
        QCDC_TRY (hand_over_gone_on (self->desk, petition, gone, NULL, self->fault));
        if (*gone)
            continue;
        const deadline_run_t *next =
            petition_clock_next (runs, petition_clock (petition, self->desk->home.catalog, runs));
        snprintf (key, sizeof key, "%s\1%s\1%.60s", petition_handler_key (petition->handler, handler),
                  next ? day_format_iso (next->due_on, day) : "9999-99-99", petition->local_no);
        QCDC_TRY (rows_add (self, key, i, subject));
    }
    return QCDC_OK;
}

static qcdc_status queue_view (assign_t *self, const petition_view_t *view)
{
    deadline_run_t runs[CLOCK_RUNS_MAX];
    const petition_t *petition = &view->petition;
    char received[DAY_TEXT_BYTES], since[DAY_TEXT_BYTES], due[DAY_TEXT_BYTES], promised[DAY_TEXT_BYTES], left[16],
        address[ADDRESS_TEXT_BYTES];
    const deadline_run_t *next =
        petition_clock_next (runs, petition_clock (petition, self->desk->home.catalog, runs));
    if (next)
        snprintf (left, sizeof left, "%d", next->due_on - self->on);
    const char *cells[] = {petition->handler,
                           petition->local_no,
                           petition_kind_name (petition->kind),
                           petition_field_name (petition->field),
                           day_format_iso (petition->received_on, received),
                           view->title,
                           petition_shown_state (petition),
                           day_format_iso (petition->handler_on, since),
                           next ? move_name (next->deadline->owes) : NULL,
                           next ? day_format_iso (next->due_on, due) : NULL,
                           next ? left : NULL,
                           petition->promised_on ? day_format_iso (petition->promised_on, promised) : NULL,
                           address_format (petition->entry.origin, petition->entry.seq, address)};
    return output_row (self->output, cells, self->fault);
}

static qcdc_status queue_check (const args_t *args, void *arg, fault_t *fault)
{
    assign_t *self = arg;
    QCDC_TRY (petition_filter_of (args, &self->filter, fault));
    self->filter.state = PETITION_PENDING;
    if (args->word_count)
        petition_handler_key (args->words[0], self->filter.handler);
    self->on = day_of_moment (moment_now ());
    return QCDC_OK;
}

static qcdc_status queue_work (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    static const output_column_t COLUMNS[] = {
        {N_ ("handler"), QCDC__COLUMN_TYPE__TEXT},      {N_ ("local_no"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("kind"), QCDC__COLUMN_TYPE__TEXT},         {N_ ("field"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("received_on"), QCDC__COLUMN_TYPE__DATE},  {N_ ("title"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("state"), QCDC__COLUMN_TYPE__TEXT},        {N_ ("handler_since"), QCDC__COLUMN_TYPE__DATE},
        {N_ ("owed_step"), QCDC__COLUMN_TYPE__TEXT},    {N_ ("due_on"), QCDC__COLUMN_TYPE__DATE},
        {N_ ("days_left"), QCDC__COLUMN_TYPE__INTEGER}, {N_ ("promised_on"), QCDC__COLUMN_TYPE__DATE},
        {N_ ("entry"), QCDC__COLUMN_TYPE__ADDRESS}};
    assign_t *self = arg;
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    QCDC_TRY (begin (self, desk, fault));
    QCDC_TRY (output_new (args->format, stdout, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, &output, fault));
    output_name_by (output, desk->home.catalog);
    output_none (output, _ ("nobody has an open petition"));
    self->output = output;
    QCDC_TRY (journal_each_subject (desk->home.journal, self->prefix, queue_subject, self, fault));
    QCDC_TRY (rows_each (self, queue_view));
    self->output = NULL;
    return output_finish (output, fault);
}

int petition_queue (const command_t *command)
{
    static const desk_work_t WORK = {
        .line = {.words_max = 1, .takes_format = true}, .check = queue_check, .work = queue_work};
    assign_t self = {0};
    int status = command_at_desk (command, &WORK, &self);
    order_release (&self.rows);
    return status;
}
