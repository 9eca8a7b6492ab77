/*  command_report.c — qcdc report template, check, file.
 *
 *  check and file take the same way through the same judging; they differ in the last step only, so a file that
 *  checks is one that can be filed. */

#include "commands/command_report.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "catalogue/duty.h"
#include "petitions/petition_row.h"
#include "reports/apart.h"
#include "reports/compared.h"
#include "reports/form_find.h"
#include "reports/other_reports.h"
#include "reports/own_findings.h"
#include "reports/register_figures.h"
#include "reports/report_rates.h"
#include "reports/report_review_view.h"
#include "reports/report_workbook.h"
#include "reports/sheet_changes.h"
#include "reports/sheet_jumps.h"
#include "reports/sheet_notes.h"
#include "reports/sheet_rules.h"
#include "rules/reference.h"
#include "rules/rule_say.h"
#include "show/redirect.h"
#include "texts/identity_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/*  ---------------------------------------------------------------- template */

typedef struct {
    const char *form;
    const period_t *period;
    const catalog_t *catalog;
    const register_count_t *count; /* what the office's registers give; NULL: nothing is to be filled in */
    output_t *output;
    fault_t *fault;
} template_t;

/*  What the registers say of CELL, into TEXT; NULL: nothing. */
static const char *template_value (const template_t *template, const char *cell, char text[32])
{
    size_t place;
    int64_t value;
    if (!template->count || !register_count_find (template->count, cell, &place) ||
        !register_count_value (template->count, place, &value))
        return NULL;
    snprintf (text, 32, "%lld", (long long)value);
    return text;
}

static qcdc_status template_cell (const indicator_t *indicator, const char *cell, void *arg)
{
    const template_t *template = arg;
    char *name QCDC_CLEANUP (memory_free) = people_cell_name (template->catalog, cell, template->period->to);
    char text[32];
    const char *value = template_value (template, cell, text);
    const char *cells[] = {template->form, template->period->name, cell, value, name, NULL, value};
    (void)indicator;
    return output_row (template->output, cells, template->fault);
}

/*  A form that is there is filled in, for all one knows, and nothing else has what a clerk typed: a blank one never takes its place. */
static qcdc_status template_place (const char *path, fault_t *fault)
{
    struct stat there;
    if (!path || stat (path, &there) != 0 || !S_ISREG (there.st_mode) || there.st_size == 0)
        return QCDC_OK;
    fault_set (fault, QCDC_IO, NULL, _ ("%s is there already, and may be a form that was filled in"), path);
    fault_advise (fault, "%s", _ ("write the blank form under another name, or take that file away first"));
    return fault->status;
}

/*  A template is for a program that fills tables, so that what is a table for people elsewhere is CSV here. */
static qcdc_status template_format (const args_t *args, void *arg, fault_t *fault)
{
    (void)arg;
    if ((args->switched & 1u) && args->format != FORMAT_TABLE && args->format != FORMAT_CSV)
        return fault_set (fault, QCDC_USAGE, NULL, "%s", _ ("--csv goes with no other format"));
    if (args->format == FORMAT_JSON)
        return fault_set (fault, QCDC_USAGE, NULL, "%s", _ ("a template is csv or excel"));
    return QCDC_OK;
}

/*  Every cell that a clerk fills: what the office's registers give is there, and beside it once more, so that it is known for what it is; all
 *  else is blank, for a form that is handed in as it is says nothing, not zero.  What a cell is called is for the reader, and
 *  passed over when the form comes back. */
static qcdc_status print_template (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    static const output_column_t COLUMNS[] = {
        {N_ ("form"), QCDC__COLUMN_TYPE__TEXT},       {N_ ("period"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("cell"), QCDC__COLUMN_TYPE__TEXT},       {N_ ("value"), QCDC__COLUMN_TYPE__DECIMAL},
        {N_ ("cell_name"), QCDC__COLUMN_TYPE__TEXT},  {N_ ("note"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("register"), QCDC__COLUMN_TYPE__INTEGER}};
    register_count_t *count QCDC_CLEANUP (register_count_destroy) = NULL;
    const form_t *form;
    period_t period;
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    (void)arg;
    QCDC_TRY (form_find (desk, args->words[0], args->words[1], &form, &period, fault));
    if (!duty_unit_of (desk->home.catalog, desk->home.office, form, &period))
        return fault_set (fault, QCDC_BAD_UNIT, "period", _ ("unit %s was not in being in %s"),
                          desk->home.office->unit_code, period.name);
    if (period.from > day_of_moment (moment_now ()))
        return fault_set (fault, QCDC_BAD_PERIOD, "period", _ ("%s has not begun yet"), period.name);
    QCDC_TRY (template_place (args->output, fault));
    if (!(args->switched & 2u)) {
        QCDC_TRY (register_figures (desk, form, period.from, period.to, &count, fault));
        register_figures_lacking (count);
    }
    if (args->format == FORMAT_XLSX)
        return report_workbook (desk, form, &period, count, redirect_path (), fault);
    QCDC_TRY (output_new (args->format == FORMAT_TABLE ? FORMAT_CSV : args->format, stdout, COLUMNS,
                          sizeof COLUMNS / sizeof *COLUMNS, &output, fault));
    template_t template = {form->code, &period, desk->home.catalog, count, output, fault};
    QCDC_TRY (form_each_cell (form, template_cell, &template));
    return output_finish (output, fault);
}

static int report_template (const command_t *command)
{
    static const char *const BARE[] = {"--csv", "--blank", NULL};
    static const desk_work_t WORK = {.line = {.words_min = 2, .words_max = 2, .takes_format = true, .switches = BARE},
                                     .check = template_format,
                                     .work = print_template};
    return command_at_desk (command, &WORK, NULL);
}

/*  ---------------------------------------------------------------- check and file */

static const char *const SHEET_KEYS[] = {"sheet", NULL};
static const char NOTE[] = "--note";
static const char *const SHEET_SWITCHES[] = {REMOVE_BLANKS, CONFIRM_NAMES, NULL};

/*  What became of the sheets of one file. */
typedef struct {
    size_t filed;
    size_t corrected;
    size_t unchanged;
    sheet_changes_t changes; /* of the sheets that correct */
    sheet_rules_t rules;
    given_notes_t notes;
    problems_t problems;
    FILE *jumps; /* what stands out: said once nothing is refused */
    char *jumps_text;
    size_t jumps_size;
} sheet_counts_t;

static void sheet_counts_release (sheet_counts_t *self)
{
    given_notes_release (&self->notes);
    if (self->jumps)
        (void)fclose (self->jumps);
    free (self->jumps_text);
}

static void changes_add (sheet_changes_t *sum, const sheet_changes_t *changes)
{
    size_t used = strlen (sum->names);
    sum->changed += changes->changed;
    sum->added += changes->added;
    sum->removed += changes->removed;
    sum->kept += changes->kept;
    sum->erased += changes->erased;
    sum->noted += changes->noted;
    if (changes->names[0])
        snprintf (sum->names + used, sizeof sum->names - used, "%s%s", used ? ", " : "", changes->names);
}

/*  What corrections change, cell by cell: nobody shall find out later that figures went. */
static void changes_say (const sheet_counts_t *counts, FILE *stream)
{
    const sheet_changes_t *changes = &counts->changes;
    if (counts->corrected)
        fprintf (stream, _ ("cells: %zu changed, %zu added, %zu removed (%s)\n"), changes->changed, changes->added,
                 changes->removed, changes->names);
    if (changes->noted)
        fprintf (stream, ngettext ("%zu rule answered by a note\n", "%zu rules answered by notes\n", changes->noted),
                 changes->noted);
    blanks_say (changes->kept);
    if (changes->erased)
        fprintf (
            stderr,
            ngettext (
                "qcdc: %zu narrative was erased and is not taken from the file; to file another, hand in the cell "
                "blank with --remove-blanks first\n",
                "qcdc: %zu narratives were erased and are not taken from the file; to file others, hand in the "
                "cells blank with --remove-blanks first\n",
                changes->erased),
            changes->erased);
}

/*  Judges one sheet, and files it within the transaction that is open: those behind it are held against it. */
static qcdc_status sheet_do (desk_t *desk, sheet_t *sheet, sheet_counts_t *counts, fault_t *fault)
{
    sheet_fact_t made;
    bool copy = false, appended = false;
    QCDC_TRY (reference_rules (desk->home.catalog, fault));
    QCDC_TRY (sheet_fact_make (sheet, &made, fault));
    qcdc_status status = sheet_notes_put (desk, sheet, &counts->notes, &made, fault);
    if (status != QCDC_OK) {
        sheet_fact_release (&made);
        return status;
    }
    other_reports_t others = {.desk = desk, .form = sheet->form, .period = &sheet->period, .fault = fault};
    judge_input_t input = sheet_input (desk, sheet, &made);
    input.other = other_reports_thing;
    input.other_arg = &others;
    if (made.same) {
        report_resubmit_say (&sheet->filed);
        copy = true;
    } else {
        status = desk_append (desk, &input, &made.fact, made.text.n_cells ? &made.text : NULL, false, &appended, NULL,
                              fault);
        copy = !appended;
    }
    if (status == QCDC_OK)
        status = others.status;
    other_reports_release (&others);
    /* Its only figure was refused and has a line of its own: that there is nothing to report would be false. */
    if (status == QCDC_EMPTY && sheet->refused) {
        sheet_fact_release (&made);
        return QCDC_OK;
    }
    if (status == QCDC_EMPTY && !made.corrects)
        fault_advise (fault, _ ("where there is nothing to report: qcdc report nil %s %s"), sheet->form->code,
                      sheet->period.name);
    /* The judge stops at the first rule that is broken, or before it looks at any; the clerk hears of all, and of what is only a
     * warning. */
    bool broken = status == QCDC_BROKEN_RULE || status == QCDC_NO_NOTE;
    if (!made.same && status != QCDC_EMPTY && !problems_stop (status)) {
        fault_t judged = *fault;
        qcdc_status held = sheet_rules (desk, sheet, &made, &counts->problems, &counts->rules, fault);
        if (held != QCDC_OK || broken) {
            sheet_fact_release (&made);
            return held;
        }
        *fault = judged;
    }
    if (status == QCDC_OK) {
        ++*(copy ? &counts->unchanged : made.corrects ? &counts->corrected : &counts->filed);
        if (made.corrects)
            changes_add (&counts->changes, &made.changes);
        else
            counts->changes.noted += made.changes.noted;
        if (!copy)
            status = sheet_jumps_say (desk, sheet, &made, counts->problems.file, counts->jumps, fault);
    }
    sheet_fact_release (&made);
    return status;
}

/*  Earlier periods first, for a later one is held against them; else as the file has them. */
static int compare_sheets (const void *a, const void *b)
{
    const sheet_t *one = a, *other = b;
    if (one->period.to != other->period.to)
        return one->period.to < other->period.to ? -1 : 1;
    return (one->row > other->row) - (one->row < other->row);
}

/*  Goes through all sheets, so that the clerk hears of every bad one.  Within a transaction, which the caller keeps or does not. */
static qcdc_status sheets_do (desk_t *desk, const sheets_t *sheets, sheet_counts_t *counts, fault_t *fault)
{
    if (!(counts->jumps = open_memstream (&counts->jumps_text, &counts->jumps_size)))
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    if (sheets->count)
        qsort (sheets->items, sheets->count, sizeof *sheets->items, compare_sheets);
    QCDC_TRY (journal_begin (desk->home.journal, fault));
    for (size_t i = 0; i < sheets->count; i++) {
        sheet_t *sheet = &sheets->items[i];
        *fault = (fault_t){0};
        counts->problems.period = &sheet->period;
        QCDC_TRY (report_rates_check (desk, sheet, &counts->problems, fault));
        qcdc_status status = sheet_do (desk, sheet, counts, fault);
        if (problems_stop (status))
            return status;
        if (status != QCDC_OK)
            problems_add (&counts->problems, sheet_row (sheet, fault->field), fault);
        sheet_notes_unused (sheet, counts->problems.file);
        /* What cannot be filed at all is held against nothing; what only breaks a rule has come here well. */
        if (status == QCDC_OK)
            QCDC_TRY (compared_say (desk, sheet->form, &sheet->period, fault));
    }
    counts->problems.period = NULL;
    /* Of what is refused already, nobody can tell what a note would have answered. */
    if (counts->problems.count == 0)
        given_notes_unused (&counts->notes, &counts->problems);
    if (counts->problems.count == 0 && fflush (counts->jumps) == 0)
        fputs (counts->jumps_text, stderr);
    return QCDC_OK;
}

/*  The sheets of the file that is named, and the notes beside it. */
static qcdc_status sheets_open (desk_t *desk, const args_t *args, sheet_counts_t *counts, sheets_t *sheets,
                                fault_t *fault)
{
    bool names_meant = args->switched & 2u;
    counts->problems.file = args->words[0];
    counts->problems.catalog = desk->home.catalog;
    QCDC_TRY (given_notes_read (args, names_meant, &counts->notes, fault));
    return sheets_read (desk, args->words[0], args_value (args, "sheet"), args->switched & 1u, names_meant, sheets,
                        &counts->problems, fault);
}

/*  What the rules find in what stands, as the province sees it too. */
typedef struct {
    output_t *output;
    bool for_people;
    fault_t *fault;
} standing_t;

static qcdc_status show_finding (const report_view_t *view, const rule_result_t *result, void *arg)
{
    const standing_t *self = arg;
    char name[CELL_NOTE_BYTES];
    const char *rule = rule_text (result->rule)->code, *severity = finding_severity (result);
    char *said QCDC_CLEANUP (memory_free) = rule_say_result (result, value_format);
    if (!said)
        return QCDC_NO_MEMORY;
    const char *note = cell_note_name (rule, name) ? report_narrative (view, name) : NULL;
    note = note && *note ? note : NULL;
    bool stands = report_rules_note_stands (&view->report, result);
    const char *cells[] = {view->report.form_code,
                           view->report.period,
                           self->for_people ? people_word ("severity", severity) : severity,
                           rule,
                           result->cell,
                           said,
                           stands ? note : NULL,
                           stands ? NULL : note};
    return output_row (self->output, cells, self->fault);
}

/*  What the province said of comparisons that it alone makes. */
static qcdc_status show_apart (const apart_finding_t *finding, void *arg)
{
    const standing_t *self = arg;
    char *said QCDC_CLEANUP (memory_free) = apart_said (finding);
    if (!said)
        return QCDC_NO_MEMORY;
    const char *cells[] = {finding->form,
                           finding->period,
                           self->for_people ? people_word ("severity", finding->severity) : finding->severity,
                           finding->rule,
                           finding->cell,
                           said,
                           NULL,
                           NULL};
    return output_row (self->output, cells, self->fault);
}

static qcdc_status check_standing (desk_t *desk, const args_t *args, fault_t *fault)
{
    static const output_column_t COLUMNS[] = {
        {N_ ("form"), QCDC__COLUMN_TYPE__TEXT},     {N_ ("period"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("severity"), QCDC__COLUMN_TYPE__TEXT}, {N_ ("rule"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("cell"), QCDC__COLUMN_TYPE__TEXT},     {N_ ("finding"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("note"), QCDC__COLUMN_TYPE__TEXT},     {N_ ("former_note"), QCDC__COLUMN_TYPE__TEXT}};
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    QCDC_TRY (output_new (args->format, stdout, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, &output, fault));
    output_name_by (output, desk->home.catalog);
    apart_t *apart QCDC_CLEANUP (apart_destroy) = NULL;
    QCDC_TRY (apart_new (desk, &apart, fault));
    output_none (output, apart_any (apart) ? _ ("nothing that is judged here breaks a rule")
                                           : _ ("nothing in your reports breaks a rule"));
    standing_t standing = {output, format_speaks (args->format), fault};
    qcdc_status status = own_findings_each (desk, show_finding, &standing, fault);
    if (status == QCDC_OK)
        status = apart_each (apart, show_apart, &standing);
    if (status == QCDC_NO_MEMORY)
        return fault_set (fault, status, NULL, "%s", _ (status_text (status)));
    QCDC_TRY (status);
    QCDC_TRY (output_finish (output, fault));
    return apart_say (apart);
}

/*  What a file would do that is not kept. */
static void in_order_say (const sheet_counts_t *counts, const args_t *args)
{
    if (args->format == FORMAT_TABLE)
        printf (_ ("In order: %zu to file, %zu to correct, %zu as filed.\n"), counts->filed, counts->corrected,
                counts->unchanged);
    changes_say (counts, args->format == FORMAT_TABLE ? stdout : stderr);
}

/*  What a sheet says in CELL; false: it is blank. */
static bool sheet_value (const char *cell, int64_t *value_e4, void *arg)
{
    const sheet_t *sheet = arg;
    for (size_t i = 0; i < sheet->cell_count; i++)
        if (strcmp (sheet->cells[i].cell, cell) == 0 && !sheet->cells[i].blank && !sheet->cells[i].text) {
            *value_e4 = sheet->cells[i].value_e4;
            return true;
        }
    return false;
}

/*  Files, and keeps nothing of it: what it prints is what the province would compute from these figures. */
static qcdc_status check_file (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    sheet_counts_t *counts = arg;
    sheets_t sheets QCDC_CLEANUP (sheets_release) = {0};
    if (args->word_count == 0)
        return check_standing (desk, args, fault);
    QCDC_TRY (sheets_open (desk, args, counts, &sheets, fault));
    QCDC_TRY (sheets_do (desk, &sheets, counts, fault));
    if (counts->problems.count > 0)
        return QCDC_OK;
    in_order_say (counts, args);
    for (size_t i = 0; i < sheets.count; i++)
        QCDC_TRY (register_figures_differ (desk, sheets.items[i].form, &sheets.items[i].period, sheet_value,
                                           &sheets.items[i], fault));
    return report_derived (desk, &sheets, args->format, fault);
}

static int check_done (const args_t *args, void *arg)
{
    const sheet_counts_t *counts = arg;
    (void)args;
    problems_end (&counts->problems, _ ("it cannot be filed like this"));
    return counts->problems.count == 0 ? EXIT_DONE : EXIT_FAILED;
}

static int report_check_file (const command_t *command)
{
    static const desk_work_t WORK = {.line = {.words_max = 1,
                                              .keys = SHEET_KEYS,
                                              .takes_format = true,
                                              .switches = SHEET_SWITCHES,
                                              .repeated = NOTE},
                                     .work = check_file,
                                     .done = check_done};
    sheet_counts_t counts = {0};
    int done = command_at_desk (command, &WORK, &counts);
    sheet_counts_release (&counts);
    return done;
}

/*  All forms of the file in one transaction: one bad figure, and none of them is filed. */
static qcdc_status file_file (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    sheet_counts_t *counts = arg;
    sheets_t sheets QCDC_CLEANUP (sheets_release) = {0};
    QCDC_TRY (sheets_open (desk, args, counts, &sheets, fault));
    QCDC_TRY (sheets_do (desk, &sheets, counts, fault));
    if (counts->problems.count > 0)
        return QCDC_OK;
    if (args->dry_run) {
        in_order_say (counts, args);
        QCDC_TRY (sheets_changes (desk, &sheets, &counts->notes, args->format, fault));
    }
    return command_commit (desk, args, fault);
}

static int file_done (const args_t *args, void *arg)
{
    const sheet_counts_t *counts = arg;
    problems_end (&counts->problems, _ ("nothing was filed"));
    if (counts->problems.count > 0)
        return EXIT_FAILED;
    if (args->dry_run)
        return EXIT_DONE;
    printf (_ ("%zu filed, %zu corrected, %zu unchanged\n"), counts->filed, counts->corrected, counts->unchanged);
    changes_say (counts, stdout);
    return EXIT_DONE;
}

static int report_file (const command_t *command)
{
    static const desk_work_t WORK = {.line = {.words_min = 1,
                                              .words_max = 1,
                                              .keys = SHEET_KEYS,
                                              .takes_format = true,
                                              .switches = SHEET_SWITCHES,
                                              .rehearses = true,
                                              .repeated = NOTE},
                                     .check = args_table_rehearsed,
                                     .work = file_file,
                                     .done = file_done};
    sheet_counts_t counts = {0};
    int done = command_at_desk (command, &WORK, &counts);
    sheet_counts_release (&counts);
    return done;
}

/*  ---------------------------------------------------------------- dispatch */

int command_report (const command_t *command)
{
    static const command_part_t PARTS[] = {
        {"template", report_template}, {"check", report_check_file},  {"file", report_file},
        {"nil", report_nil},           {"list", report_list},         {"show", report_show},
        {"void", report_void},         {"resubmit", report_resubmit}, {"reconcile", report_reconcile}};
    return command_part (command, PARTS, sizeof PARTS / sizeof *PARTS,
                         "qcdc report template|check|file|nil|list|show|void|resubmit|reconcile");
}
