/*  command_report_reconcile.c — qcdc report reconcile: a form held against the office's own registers, and the entries that make the
 *  difference.
 *
 *  The registers are counted twice: as they stand, and as they were known when the form was filed or corrected last.  What came since is
 *  what makes the difference, as far as the form was counted from them; what is left then was counted otherwise. */

#include "commands/command_report.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "catalogue/cell.h"
#include "commands/command_petition.h"
#include "matters/register_differ.h"
#include "reports/form_find.h"
#include "reports/register_figures.h"
#include "rules/reference.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    desk_t *desk;
    const form_t *form;
    period_t period;
    report_view_t view;
    sheets_t sheets;      /* of the file; none: the report that stands */
    const sheet_t *sheet; /* of them; NULL likewise */
    stamp_t until;
    register_differ_t *differ;
    register_count_t *count; /* of one cell, whose entries are shown */
    size_t only;
    output_t *output;
    fault_t *fault;
} reconciling_t;

static qcdc_status no_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
}

/*  ---------------------------------------------------------------- the form */

/*  Whatever the report says was said by then. */
static stamp_t report_stamp (const report_t *report)
{
    stamp_t last =
        stamp_make (report->created_at_us, report->created_at_us ? report->commit_seq : (int64_t)report->entry.seq);
    for (size_t i = 0; i < report->cell_count; i++)
        if (stamp_before (last, report->cells[i].set.at))
            last = report->cells[i].set.at;
    return last;
}

/*  What the form says in CELL; false: it is blank. */
static bool said_value (const char *cell, int64_t *value_e4, void *arg)
{
    const reconciling_t *self = arg;
    if (!self->sheet)
        return report_number (&self->view.report, cell, value_e4);
    for (size_t i = 0; i < self->sheet->cell_count; i++) {
        const filled_t *filled = &self->sheet->cells[i];
        if (strcmp (filled->cell, cell) == 0 && !filled->blank && !filled->text && !filled->ratio) {
            *value_e4 = filled->value_e4;
            return true;
        }
    }
    return false;
}

/*  The sheet of the form and the period in the file at PATH. */
static qcdc_status sheet_open (reconciling_t *self, const char *path)
{
    problems_t problems = {.file = path, .catalog = self->desk->home.catalog};
    QCDC_TRY (sheets_read (self->desk, path, NULL, false, false, &self->sheets, &problems, self->fault));
    problems_end (&problems, _ ("it cannot be held against anything"));
    for (size_t i = 0; i < self->sheets.count; i++)
        if (strcmp (self->sheets.items[i].form->code, self->form->code) == 0 &&
            strcmp (self->sheets.items[i].period.name, self->period.name) == 0)
            self->sheet = &self->sheets.items[i];
    return self->sheet ? QCDC_OK
                       : fault_set (self->fault, QCDC_NOT_FOUND, "from", _ ("%s has nothing of %s, %s"), path,
                                    self->form->code, self->period.name);
}

static qcdc_status form_open (reconciling_t *self, const args_t *args)
{
    const char *path = args_value (args, "from");
    desk_t *desk = self->desk;
    QCDC_TRY (form_find (desk, args->words[0], args->words[1], &self->form, &self->period, self->fault));
    QCDC_TRY (report_view_read (desk, desk->home.office->code, self->form->code, self->period.name, &self->view,
                                self->fault));
    bool stands = report_view_stands (&self->view);
    self->until = stands ? report_stamp (&self->view.report) : stamp_make (0, INT64_MAX);
    if (path)
        QCDC_TRY (sheet_open (self, path));
    else if (!stands) {
        fault_set (self->fault, QCDC_NOT_FOUND, NULL, _ ("no report %s of %s was filed"), self->form->code,
                   self->period.name);
        fault_advise (self->fault, _ ("from=FILE holds a form that is not filed yet against the registers"));
        return QCDC_NOT_FOUND;
    }
    const form_t *filled = stands ? catalog_form_by_id (desk->home.catalog, self->view.report.form) : NULL;
    self->form = filled ? filled : self->form;
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- the registers, now and then */

static qcdc_status petition_take (const petition_view_t *view, void *arg)
{
    const reconciling_t *self = arg;
    qcdc_status status = register_differ_petition (self->differ, &view->petition);
    return status == QCDC_NO_MEMORY ? no_memory (self->fault) : status;
}

static qcdc_status reception_take (const reception_view_t *view, void *arg)
{
    const reconciling_t *self = arg;
    qcdc_status status = register_differ_reception (self->differ, &view->reception);
    return status == QCDC_NO_MEMORY ? no_memory (self->fault) : status;
}

static qcdc_status cases_take (const register_cases_t *cases, void *arg)
{
    const reconciling_t *self = arg;
    qcdc_status status = register_differ_cases (self->differ, cases);
    return status == QCDC_NO_MEMORY ? no_memory (self->fault) : status;
}

static qcdc_status registers_count (reconciling_t *self)
{
    const home_t *home = &self->desk->home;
    register_reader_t reader = {petition_take, reception_take, cases_take, self};
    self->differ = register_differ_new (home->catalog, self->form, home->office, self->period.from, self->period.to,
                                        day_of_moment (moment_now ()), self->until);
    if (!self->differ)
        return no_memory (self->fault);
    if (!register_count_cells (register_differ_now (self->differ)))
        return fault_set (self->fault, QCDC_NOT_FOUND, NULL,
                          _ ("nothing is published of which cells of %s the registers give"), self->form->code);
    QCDC_TRY (register_each (self->desk, &reader, self->fault));
    return register_differ_end (self->differ);
}

/*  ---------------------------------------------------------------- cells that differ */

static const char *since_word (const char *name)
{
    return people_word ("since", name);
}

static const char *since_code (const char *name)
{
    return name;
}

static qcdc_status cell_show (reconciling_t *self, size_t cell, bool for_people, size_t *left)
{
    int64_t said_e4;
    register_difference_t found;
    const char *name = register_count_cell (register_differ_now (self->differ), cell);
    if (!said_value (name, &said_e4, self))
        return QCDC_OK;
    register_differ_hold (self->differ, cell, said_e4, for_people ? since_word : since_code, &found);
    if (!found.differs)
        return QCDC_OK;
    *left += found.counted_otherwise;
    const char *cells[] = {name,
                           found.said,
                           found.now,
                           found.difference,
                           *found.then ? found.then : NULL,
                           *found.rows ? found.rows : NULL};
    return output_row (self->output, cells, self->fault);
}

static qcdc_status cells_show (reconciling_t *self, const args_t *args)
{
    static const output_column_t COLUMNS[] = {
        {N_ ("cell"), QCDC__COLUMN_TYPE__TEXT},        {N_ ("said"), QCDC__COLUMN_TYPE__DECIMAL},
        {N_ ("register"), QCDC__COLUMN_TYPE__INTEGER}, {N_ ("difference"), QCDC__COLUMN_TYPE__DECIMAL},
        {N_ ("as_filed"), QCDC__COLUMN_TYPE__INTEGER}, {N_ ("register_rows"), QCDC__COLUMN_TYPE__TEXT}};
    size_t left = 0;
    QCDC_TRY (registers_count (self));
    register_figures_lacking (register_differ_now (self->differ));
    QCDC_TRY (
        output_new (args->format, stdout, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, &self->output, self->fault));
    output_name_by (self->output, self->desk->home.catalog);
    output_name_in (self->output, self->form->code, self->period.name, false);
    output_none (self->output, _ ("the form says what the registers say"));
    for (size_t cell = 0; cell < register_count_cells (register_differ_now (self->differ)); cell++)
        QCDC_TRY (cell_show (self, cell, format_speaks (args->format), &left));
    QCDC_TRY (output_finish (self->output, self->fault));
    if (left)
        fprintf (
            stderr,
            ngettext ("qcdc: %zu cell says something else than the registers did when the form was filed, too: it "
                      "was counted otherwise; cell=CELL shows what they count\n",
                      "qcdc: %zu cells say something else than the registers did when the form was filed, too: "
                      "they were counted otherwise; cell=CELL shows what they count\n",
                      left),
            left);
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- entries of one cell */

static qcdc_status entry_show (reconciling_t *self, const char *kind, const char *number, int32_t on,
                               const char *state, int64_t now, int64_t then, register_since since,
                               const address_t *entry)
{
    char day[DAY_TEXT_BYTES], is[24], was[24], address[ADDRESS_TEXT_BYTES];
    if (!now && !then)
        return QCDC_OK;
    snprintf (is, sizeof is, "%lld", (long long)now);
    snprintf (was, sizeof was, "%lld", (long long)then);
    const char *cells[] = {
        number, kind, day_format_iso (on, day),    state,
        is,     was,  register_since_name (since), address_format (entry->origin, entry->seq, address)};
    return output_row (self->output, cells, self->fault);
}

static qcdc_status entry_of_petition (const petition_view_t *view, void *arg)
{
    reconciling_t *self = arg;
    const petition_t *petition = &view->petition;
    petition_t then;
    bool was;
    register_since since;
    qcdc_status status = petition_known_then (petition, self->until, &then, &was, &since);
    if (status == QCDC_OK)
        status = entry_show (
            self, petition_kind_name (petition->kind), petition->local_no, petition->received_on,
            petition_shown_state (petition), register_count_of_petition (self->count, self->only, petition),
            was ? register_count_of_petition (self->count, self->only, &then) : 0, since, &petition->entry);
    free (then.moves);
    return status;
}

static qcdc_status entry_of_reception (const reception_view_t *view, void *arg)
{
    reconciling_t *self = arg;
    reception_t then = view->reception;
    register_since since = reception_since (&view->reception, self->until);
    then.voided = then.voided && since != SINCE_TAKEN_BACK;
    return entry_show (self, session_name (then.values[RECEPTION_SESSION]), then.local_no,
                       then.values[RECEPTION_HELD_ON], view->reception.voided ? "taken_back" : NULL,
                       register_count_of_reception (self->count, self->only, &view->reception),
                       since == SINCE_ENTERED ? 0 : register_count_of_reception (self->count, self->only, &then),
                       since, &view->reception.entry);
}

/*  One line for each case: the first of its stays on lists that the cell counts, with the code of that list. */
static qcdc_status entries_of_cases (const register_cases_t *cases, void *arg)
{
    reconciling_t *self = arg;
    for (size_t first = 0, end; first < cases->count; first = end) {
        const register_case_t *items = cases->items + first, *stay = items;
        end = register_cases_end (cases, first);
        while (stay < cases->items + end && !register_count_of_case (self->count, self->only, stay, 1, NULL))
            stay++;
        stay = stay < cases->items + end ? stay : items;
        QCDC_TRY (entry_show (self, stay->list, stay->number, stay->on, NULL,
                              register_count_of_case (self->count, self->only, items, end - first, NULL),
                              register_count_of_case (self->count, self->only, items, end - first, &self->until),
                              register_case_since (items, end - first, self->until), &stay->entry));
    }
    return QCDC_OK;
}

static qcdc_status entries_show (reconciling_t *self, const args_t *args, const char *cell)
{
    static const output_column_t COLUMNS[] = {
        {N_ ("local_no"), QCDC__COLUMN_TYPE__TEXT},    {N_ ("kind"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("day"), QCDC__COLUMN_TYPE__DATE},         {N_ ("state"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("register"), QCDC__COLUMN_TYPE__INTEGER}, {N_ ("as_filed"), QCDC__COLUMN_TYPE__INTEGER},
        {N_ ("since"), QCDC__COLUMN_TYPE__TEXT},       {N_ ("entry"), QCDC__COLUMN_TYPE__ADDRESS}};
    cell_t parsed;
    register_reader_t reader = {entry_of_petition, entry_of_reception, entries_of_cases, self};
    QCDC_TRY (cell_parse (self->desk->home.catalog, self->form, cell, &parsed, self->fault));
    self->count = register_count_new (self->desk->home.catalog, self->form, self->period.from, self->period.to,
                                      day_of_moment (moment_now ()));
    if (!self->count)
        return no_memory (self->fault);
    if (!register_count_find (self->count, cell, &self->only))
        return fault_set (self->fault, QCDC_NOT_FOUND, "cell", _ ("the registers do not give %s: it is asked"), cell);
    QCDC_TRY (register_count_office (self->count, self->desk->home.office));
    QCDC_TRY (
        output_new (args->format, stdout, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, &self->output, self->fault));
    output_none (self->output, _ ("no entry counts there"));
    qcdc_status status = register_each (self->desk, &reader, self->fault);
    QCDC_TRY (status == QCDC_NO_MEMORY ? no_memory (self->fault) : status);
    return output_finish (self->output, self->fault);
}

/*  ---------------------------------------------------------------- all of it */

static qcdc_status reconcile (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    reconciling_t *self = arg;
    const char *cell = args_value (args, "cell");
    self->desk = desk;
    self->fault = fault;
    QCDC_TRY (form_open (self, args));
    QCDC_TRY (reference_rules (desk->home.catalog, fault));
    return cell ? entries_show (self, args, cell) : cells_show (self, args);
}

int report_reconcile (const command_t *command)
{
    static const char *const KEYS[] = {"from", "cell", NULL};
    static const desk_work_t WORK = {.line = {.words_min = 2, .words_max = 2, .keys = KEYS, .takes_format = true},
                                     .work = reconcile};
    reconciling_t self = {0};
    int status = command_at_desk (command, &WORK, &self);
    output_destroy (&self.output);
    register_differ_destroy (&self.differ);
    register_count_destroy (&self.count);
    sheets_release (&self.sheets);
    report_view_release (&self.view);
    return status;
}
