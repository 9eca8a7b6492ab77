/*  command_report_show.c — qcdc report show, nil and void: what stands of one form and period, saying that there is
 *  nothing to report, and taking back.
 *
 *  All work without a line, from the journal.  What show writes for programs is the template filled, so that it can be corrected
 *  and handed in again; handed in as it is, it changes nothing. */

#include "commands/command_report.h"
#include "texts/identity_text.h"

#include "attention/other_words.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "commands/taking_back.h"
#include "facts/make.h"
#include "matters/petition.h"
#include "matters/report_rules.h"
#include "petitions/petition_row.h"
#include "reports/apart.h"
#include "reports/compared.h"
#include "reports/form_find.h"
#include "reports/report_rates.h"
#include "reports/report_review_view.h"
#include "reports/report_sheet.h"
#include "reports/sheet_notes.h"
#include "rules/reference.h"
#include "texts/reason.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

qcdc_status report_named (desk_t *desk, const args_t *args, const form_t **form, report_view_t *view, fault_t *fault)
{
    period_t period;
    QCDC_TRY (form_find (desk, args->words[0], args->words[1], form, &period, fault));
    QCDC_TRY (report_view_read (desk, desk->home.office->code, (*form)->code, period.name, view, fault));
    if (!view->found) {
        fault_set (fault, QCDC_NOT_FOUND, NULL, _ ("no report %s was filed for %s"), (*form)->code, period.name);
        fault_advise (fault, _ ("qcdc report template %s %s gives the form to fill"), (*form)->code, period.name);
        return QCDC_NOT_FOUND;
    }
    /* Of the version that it was filed under. */
    const form_t *filed = catalog_form_by_id (desk->home.catalog, view->report.form);
    *form = filed ? filed : *form;
    return QCDC_OK;
}

qcdc_status report_voided_fail (const report_view_t *view, fault_t *fault)
{
    fault_set (fault, QCDC_TARGET_VOID, NULL, _ ("the report %s for %s was taken back"), view->report.form_code,
               view->report.period);
    fault_advise (fault, "%s", _ ("it can be filed again"));
    return QCDC_TARGET_VOID;
}

/*  ---------------------------------------------------------------- show */

typedef struct {
    desk_t *desk;
    const report_view_t *view;
    const form_t *form;
    output_t *output;
    bool for_people;
    bool *shown; /* by place in the report's cells */
    fault_t *fault;
} showing_t;

/*  A text that was erased is blank in a file, where a blank stays as it is, and said to people. */
static const char *narrative_shown (const showing_t *showing, const char *cell)
{
    const char *text = report_narrative (showing->view, cell);
    return text ? text : showing->for_people ? _ ("(the text was erased)") : NULL;
}

/*  STANDS is NULL where the cell is blank. */
static qcdc_status show_cell (showing_t *showing, const char *cell, const report_cell_t *stands)
{
    char number[32];
    const char *value = stands && !stands->is_text ? value_format (stands->value_e4, number) : NULL;
    const char *text = stands && stands->is_text ? narrative_shown (showing, cell) : NULL;
    if (showing->for_people) {
        const char *cells[] = {cell, value, text ? text : ""};
        return stands ? output_row (showing->output, cells, showing->fault) : QCDC_OK;
    }
    char version[VERSION_BYTES];
    const report_t *report = &showing->view->report;
    cell_version (report->form_code, report->period, cell, value ? &stands->value_e4 : NULL, text, version);
    const char *cells[] = {report->form_code, report->period, cell, value ? value : text, version};
    return output_row (showing->output, cells, showing->fault);
}

static qcdc_status show_form_cell (const indicator_t *indicator, const char *cell, void *arg)
{
    showing_t *showing = arg;
    const report_t *report = &showing->view->report;
    const report_cell_t *stands = report_cell (report, cell);
    (void)indicator;
    if (stands)
        showing->shown[stands - report->cells] = true;
    return show_cell (showing, cell, stands && !stands->removed ? stands : NULL);
}

static qcdc_status show_rate (const char *cell, const char *value, void *arg)
{
    const showing_t *showing = arg;
    const char *cells[] = {cell, value, _ ("computed")};
    return output_row (showing->output, cells, showing->fault);
}

/*  The form's cells in its order, then those whose members are the office's own codes.  What is computed is for people to see; in a
 *  file it would be handed in again, and nobody reports it. */
static qcdc_status show_cells (showing_t *showing)
{
    const report_t *report = &showing->view->report;
    for (const indicator_t *const *indicator = showing->form->indicators; *indicator; indicator++)
        if ((*indicator)->type != VALUE_RATIO)
            QCDC_TRY (indicator_each_cell (*indicator, show_form_cell, showing));
        else if (showing->for_people)
            QCDC_TRY (report_rates_each (showing->desk, showing->view, showing->form, *indicator, show_rate, showing,
                                         showing->fault));
    for (size_t i = 0; i < report->cell_count; i++)
        if (!showing->shown[i] && !report->cells[i].removed && !cell_note_rule (report->cells[i].cell))
            QCDC_TRY (show_cell (showing, report->cells[i].cell, &report->cells[i]));
    return QCDC_OK;
}

static void show_head (const desk_t *desk, const report_view_t *view)
{
    const catalog_t *catalog = desk->home.catalog;
    const form_t *form = catalog_form_by_id (catalog, view->report.form);
    naming_time_t when;
    naming_time (catalog, view->report.form_code, view->report.period, &when);
    when.version = form ? form->version : 0;
    char *named QCDC_CLEANUP (memory_free) = people_name_in (catalog, "form", view->report.form_code, &when);
    people_field (stdout, N_ ("form"), QCDC__COLUMN_TYPE__TEXT, named ? named : view->report.form_code);
    people_field (stdout, N_ ("period"), QCDC__COLUMN_TYPE__TEXT, view->report.period);
    people_field (stdout, N_ ("state"), QCDC__COLUMN_TYPE__TEXT, people_word ("verdict", report_state (view)));
    const char *review = report_review_shown (view, true);
    if (review)
        people_field (stdout, N_ ("review"), QCDC__COLUMN_TYPE__TEXT, review);
    if (report_filled (&view->report) == 0)
        puts (_ ("There is nothing to report in this period."));
    report_review_say (desk, view);
    putchar ('\n');
}

/*  What the office said of its last return; of the one before it where it was returned anew, which is over. */
static void show_answer (const showing_t *showing, const char *cell)
{
    if (showing->view->report.standing == REPORT_RETURNED)
        return;
    putchar ('\n');
    people_field (stdout, N_ ("answer"), QCDC__COLUMN_TYPE__TEXT, narrative_shown (showing, cell));
}

/*  Why figures that break a rule are right, or why other figures were that stood there before.  A file is the form to be filed again:
 *  what is noted stays as it is there. */
static qcdc_status show_notes (const desk_t *desk, const showing_t *showing, fault_t *fault)
{
    const report_t *report = &showing->view->report;
    Qcdc__ReportFiled nothing = QCDC__REPORT_FILED__INIT;
    period_t period;
    const report_rules_t rules = {
        .catalog = desk->home.catalog, .form = showing->form, .period = &period, .report = report, .put = &nothing};
    bool known = period_parse (desk->home.catalog, showing->form->calendar, report->period, &period) == QCDC_OK;
    if (showing->for_people)
        QCDC_TRY (reference_rules (desk->home.catalog, fault));
    for (size_t i = 0; showing->for_people && i < report->cell_count; i++) {
        const report_cell_t *cell = &report->cells[i];
        const char *rule = cell_note_rule (cell->cell);
        bool former = false;
        if (!rule || cell->removed)
            continue;
        if (strcmp (rule, CELL_ANSWER) == 0) {
            show_answer (showing, cell->cell);
            continue;
        }
        if (known && report_rules_note_former (&rules, rule, &former) != QCDC_OK)
            return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
        putchar ('\n');
        people_field_named (stdout, desk->home.catalog, N_ ("rule"), QCDC__COLUMN_TYPE__TEXT, rule);
        people_field (stdout, former ? N_ ("former_note") : N_ ("note"), QCDC__COLUMN_TYPE__TEXT,
                      narrative_shown (showing, cell->cell));
    }
    return QCDC_OK;
}

/*  What second copies say in other words stands below; a file is the form to be filed again, and has no place for it. */
static qcdc_status show_others (desk_t *desk, const showing_t *showing, fault_t *fault)
{
    const report_view_t *view = showing->view;
    char address[ADDRESS_TEXT_BYTES];
    naming_time_t when;
    naming_time (desk->home.catalog, view->report.form_code, view->report.period, &when);
    for (size_t i = 0; showing->for_people && i < view->other_count; i++) {
        const report_words_t *words = &view->others[i];
        putchar ('\n');
        people_field (stdout, N_ ("other_words"), QCDC__COLUMN_TYPE__ADDRESS,
                      address_format (words->entry.origin, words->entry.seq, address));
        char *named QCDC_CLEANUP (memory_free) = people_name_in (desk->home.catalog, "cell", words->cell, &when);
        people_field (stdout, N_ ("cell"), QCDC__COLUMN_TYPE__TEXT, named ? named : words->cell);
        people_field (stdout, N_ ("other_text"), QCDC__COLUMN_TYPE__TEXT, words->text);
        QCDC_TRY (other_words_seen (desk, &words->entry, fault));
    }
    if (!showing->for_people && view->other_count)
        fprintf (stderr, "%s\n", _ ("qcdc: a second copy says something else in texts; qcdc report show shows both"));
    return QCDC_OK;
}

/*  Why what is computed from other periods, too, is not there. */
static qcdc_status show_compared (desk_t *desk, const showing_t *showing, fault_t *fault)
{
    period_t period;
    const report_t *report = &showing->view->report;
    const form_t *form = period_form (desk->home.catalog, report->form_code, report->period, &period);
    if (form)
        QCDC_TRY (compared_say (desk, form, &period, fault));
    return apart_say_of (desk, report->form_code, report->period, fault);
}

static qcdc_status show_table (desk_t *desk, const args_t *args, showing_t *showing, fault_t *fault)
{
    static const output_column_t PEOPLE[] = {{N_ ("cell"), QCDC__COLUMN_TYPE__TEXT},
                                             {N_ ("value"), QCDC__COLUMN_TYPE__DECIMAL},
                                             {N_ ("text"), QCDC__COLUMN_TYPE__TEXT}};
    static const output_column_t FILES[] = {{N_ ("form"), QCDC__COLUMN_TYPE__TEXT},
                                            {N_ ("period"), QCDC__COLUMN_TYPE__TEXT},
                                            {N_ ("cell"), QCDC__COLUMN_TYPE__TEXT},
                                            {N_ ("value"), QCDC__COLUMN_TYPE__DECIMAL},
                                            {N_ ("version"), QCDC__COLUMN_TYPE__TEXT}};
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    if (showing->for_people)
        show_head (desk, showing->view);
    QCDC_TRY (output_new (args->format, stdout, showing->for_people ? PEOPLE : FILES,
                          showing->for_people ? sizeof PEOPLE / sizeof *PEOPLE : sizeof FILES / sizeof *FILES,
                          &output, fault));
    output_name_by (output, desk->home.catalog);
    output_name_in (output, showing->view->report.form_code, showing->view->report.period, false);
    showing->output = output;
    QCDC_TRY (show_cells (showing));
    QCDC_TRY (output_finish (output, fault));
    QCDC_TRY (show_compared (desk, showing, fault));
    QCDC_TRY (show_notes (desk, showing, fault));
    return show_others (desk, showing, fault);
}

static qcdc_status show (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    const form_t *form;
    report_view_t view QCDC_CLEANUP (report_view_release) = {0};
    (void)arg;
    QCDC_TRY (report_named (desk, args, &form, &view, fault));
    if (!report_view_stands (&view))
        return report_voided_fail (&view, fault);
    report_view_warn (&view);
    if (args->switched) {
        report_view_t history QCDC_CLEANUP (report_view_release) = {0};
        QCDC_TRY (report_view_history (desk, desk->home.office->code, view.report.form_code, view.report.period,
                                       &history, fault));
        return report_revisions (desk, &history, args->format, fault);
    }
    bool *shown QCDC_CLEANUP (memory_free) = calloc (view.report.cell_count + 1, sizeof *shown);
    if (!shown)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ ("the report cannot be read"));
    showing_t showing = {.desk = desk,
                         .view = &view,
                         .form = form,
                         .for_people = args->format == FORMAT_TABLE,
                         .shown = shown,
                         .fault = fault};
    return show_table (desk, args, &showing, fault);
}

int report_show (const command_t *command)
{
    static const char *const SWITCHES[] = {"--revisions", NULL};
    static const desk_work_t WORK = {
        .line = {.words_min = 2, .words_max = 2, .takes_format = true, .switches = SWITCHES}, .work = show};
    return command_at_desk (command, &WORK, NULL);
}

/*  ---------------------------------------------------------------- nil */

typedef struct {
    given_notes_t notes;
    report_view_t view; /* what stands */
    bool appended;
} nil_t;

static qcdc_status check_no_figures (const report_view_t *view, const sheet_t *sheet, fault_t *fault)
{
    const char *form = sheet->form->code, *period = sheet->period.name;
    if (!report_view_stands (view) || report_filled (&view->report) == 0)
        return QCDC_OK;
    if (view->report.standing == REPORT_LOCKED) {
        fault_set (fault, QCDC_LOCKED, NULL, _ ("the report %s for %s has figures"), form, period);
        fault_advise (fault, _ ("ask the provincial office to reopen it, then: qcdc report void %s %s reason=…"),
                      form, period);
        return QCDC_LOCKED;
    }
    fault_set (fault, QCDC_FILED, NULL, _ ("the report %s for %s has figures"), form, period);
    fault_advise (fault, _ ("take it back first: qcdc report void %s %s reason=…"), form, period);
    return QCDC_FILED;
}

static qcdc_status check_notes_used (const given_notes_t *notes, fault_t *fault)
{
    for (size_t i = 0; i < notes->count; i++)
        if (!notes->items[i].used) {
            fault_set (fault, QCDC_USAGE, NULL,
                       _ ("a report without figures breaks no rule %s that a note could answer"),
                       notes->items[i].rule);
            fault_advise (fault, _ ("leave --note %s out"), notes->items[i].rule);
            return QCDC_USAGE;
        }
    return QCDC_OK;
}

/*  A report without figures that says so: it is reported, and is neither missing nor zero.  Figures that are filed later correct
 *  it; what has figures is taken back first.  A rule may warn of blanks, too. */
static qcdc_status nil_append (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    nil_t *nil = arg;
    sheet_t sheet = {.row = 0};
    sheet_fact_t made QCDC_CLEANUP (sheet_fact_release) = {.note_count = 0};
    QCDC_TRY (given_notes_read (args, args->switched != 0, &nil->notes, fault));
    QCDC_TRY (form_find (desk, args->words[0], args->words[1], &sheet.form, &sheet.period, fault));
    report_view_t *view = &nil->view;
    QCDC_TRY (report_view_read (desk, desk->home.office->code, sheet.form->code, sheet.period.name, view, fault));
    QCDC_TRY (check_no_figures (view, &sheet, fault));
    QCDC_TRY (reference_rules (desk->home.catalog, fault));
    sheet.filed = *view; /* borrowed */
    QCDC_TRY (sheet_fact_make (&sheet, &made, fault));
    made.filed.nil = !made.corrects;
    QCDC_TRY (sheet_notes_put (desk, &sheet, &nil->notes, &made, fault));
    QCDC_TRY (check_notes_used (&nil->notes, fault));
    if (made.corrects && made.same)
        return QCDC_OK;
    judge_input_t input = sheet_input (desk, &sheet, &made);
    return desk_append (desk, &input, &made.fact, made.text.n_cells ? &made.text : NULL, false, &nil->appended, NULL,
                        fault);
}

static int nil_done (const args_t *args, void *arg)
{
    const nil_t *nil = arg;
    (void)args;
    if (!nil->appended)
        report_resubmit_say (&nil->view);
    puts (nil->appended ? _ ("filed: nothing to report in this period") : _ ("nothing new: it says so already"));
    return EXIT_DONE;
}

int report_nil (const command_t *command)
{
    static const char *const SWITCHES[] = {CONFIRM_NAMES, NULL};
    static const desk_work_t WORK = {
        .line = {.words_min = 2, .words_max = 2, .switches = SWITCHES, .repeated = "--note"},
        .work = nil_append,
        .writes = true,
        .done = nil_done};
    nil_t nil = {.appended = false};
    int done = command_at_desk (command, &WORK, &nil);
    given_notes_release (&nil.notes);
    report_view_release (&nil.view);
    return done;
}

/*  ---------------------------------------------------------------- void */

typedef struct {
    bool appended;
    address_t beside; /* counts from now on */
} voiding_t;

/*  A report is named by form and period.  Whoever gives an address is told what stands there, and how that is taken back. */
static qcdc_status check_no_address (desk_t *desk, const char *word, fault_t *fault)
{
    uint64_t origin, seq;
    journal_row_t row;
    char office[64];
    if (address_parse (word, &origin, &seq) != QCDC_OK)
        return QCDC_OK;
    QCDC_TRY (journal_at (desk->home.journal, origin, seq, &row, fault));
    const char *form = strrchr (row.subject, ':'), *slash = strrchr (row.subject, '/');
    const matter_t *matter = subject_matter (row.subject, office);
    fault_set (fault, QCDC_USAGE, NULL, _ ("%s is an address, and a report is named by form and period"), word);
    if (matter == &PETITION_MATTER) {
        fault_set (fault, QCDC_NOT_FOUND, NULL, _ ("entry %s is one of a petition, not of a report"), word);
        fault_advise (fault, _ ("qcdc petition void %s reason=… takes it back"), word);
    } else if (matter == &REPORT_MATTER && form && slash > form)
        fault_advise (fault, _ ("qcdc report void %.*s %s reason=… takes it back"), (int)(slash - form - 1), form + 1,
                      slash + 1);
    return fault->status;
}

/*  Takes back the whole report.  What was taken back is over: the period is open again, and what is filed then is a new report. */
static qcdc_status void_append (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    voiding_t *voiding = arg;
    const form_t *form;
    report_view_t view QCDC_CLEANUP (report_view_release) = {0};
    char *reason QCDC_CLEANUP (memory_free) = NULL;
    const char *given = args_value (args, "reason");
    QCDC_TRY (check_no_address (desk, args->words[0], fault));
    QCDC_TRY (reason_wanted (given, fault));
    QCDC_TRY (report_named (desk, args, &form, &view, fault));
    QCDC_TRY (reason_clean (given, args->switched != 0, 0, &reason, fault));
    judge_input_t input = desk_input (desk);
    input.target = TARGET_THING;
    input.thing = &view.report.thing;
    input.target_office = view.report.office;
    voiding->beside = view.beside;
    return take_back (desk, &input, &view.report.entry, reason, &voiding->appended, fault);
}

static int void_done (const args_t *args, void *arg)
{
    const voiding_t *voiding = arg;
    char address[ADDRESS_TEXT_BYTES];
    (void)args;
    if (!voiding->appended)
        puts (_ ("nothing new: it was taken back already"));
    else if (voiding->beside.seq)
        printf (_ ("taken back; the report %s, which stood beside it, counts now\n"),
                address_format (voiding->beside.origin, voiding->beside.seq, address));
    else
        puts (_ ("taken back; the report is missing until it is filed again"));
    return EXIT_DONE;
}

int report_void (const command_t *command)
{
    static const char *const KEYS[] = {"reason", NULL};
    static const char *const CONFIRMING[] = {CONFIRM_NAMES, NULL};
    static const desk_work_t WORK = {.line = {.words_min = 2, .words_max = 2, .keys = KEYS, .switches = CONFIRMING},
                                     .work = void_append,
                                     .writes = true,
                                     .done = void_done};
    voiding_t voiding = {false, {0, 0, 0}};
    return command_at_desk (command, &WORK, &voiding);
}
