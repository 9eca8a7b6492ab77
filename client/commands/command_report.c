/*  command_report.c — qcdc report template, check, file. */

#include "commands/command_report.h"

#include "files/csv.h"
#include "base/i18n.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*  ---------------------------------------------------------------- template */

typedef struct {
    const char *form;
    const char *period;
} template_t;

static qcdc_status template_cell (const indicator_t *indicator, const char *cell, void *arg)
{
    const template_t *template = arg;
    (void)indicator;
    csv_write_field (stdout, template->form);
    putchar (',');
    csv_write_field (stdout, template->period);
    putchar (',');
    csv_write_field (stdout, cell);
    puts (",");
    return QCDC_OK;
}

/*  Every cell that a clerk fills, blank: a form that is handed in as it is says nothing, not zero. */
int report_template (const command_t *command)
{
    desk_t desk;
    args_t args;
    fault_t fault = {0};
    const form_t *form;
    period_t period;
    qcdc_status status = args_parse (command, 2, 2, NULL, false, &args, &fault);
    if (status == QCDC_OK)
        status = desk_open (command, &desk, &fault);
    if (status != QCDC_OK)
        return command_fail (&fault);
    status = form_find (&desk, args.words[0], args.words[1], &form, &period, &fault);
    if (status == QCDC_OK) {
        template_t template = {form->code, period.name};
        puts ("form,period,cell,value");
        status = form_each_cell (form, template_cell, &template);
    }
    desk_close (&desk);
    return status == QCDC_OK ? EXIT_DONE : command_fail (&fault);
}

/*  ---------------------------------------------------------------- check and file */

/*  What became of the sheets of one file. */
typedef struct {
    size_t filed;
    size_t corrected;
    size_t unchanged;
} counts_t;

/*  Judges one sheet, and files it where FILES. */
static qcdc_status sheet_do (desk_t *desk, const sheet_t *sheet, bool files, counts_t *counts, fault_t *fault)
{
    sheet_fact_t made;
    bool copy, appended = false;
    qcdc_status status = sheet_fact_make (sheet, &made, fault);
    if (status != QCDC_OK)
        return status;
    if (made.same) {
        counts->unchanged++;
        sheet_fact_release (&made);
        return QCDC_OK;
    }
    judge_input_t input = sheet_input (desk, sheet, &made);
    if (files)
        status = desk_append (desk, &input, &made.fact, made.text_changed ? &made.text : NULL, made.text_changed,
                              &appended, NULL, fault);
    else {
        status = desk_judge (&input, &made.fact, &copy, fault);
        appended = status == QCDC_OK && (!copy || made.text_changed);
    }
    if (status == QCDC_OK)
        ++*(!appended ? &counts->unchanged : made.corrects ? &counts->corrected : &counts->filed);
    sheet_fact_release (&made);
    return status;
}

/*  Goes through all sheets, so that the clerk hears of every bad one. */
static qcdc_status sheets_do (desk_t *desk, const sheets_t *sheets, bool files, counts_t *counts,
                              problems_t *problems, fault_t *fault)
{
    for (size_t i = 0; i < sheets->count; i++) {
        const sheet_t *sheet = &sheets->items[i];
        *fault = (fault_t){0};
        qcdc_status status = sheet_do (desk, sheet, files, counts, fault);
        if (problems_stop (status))
            return status;
        if (status != QCDC_OK)
            problems_add (problems, sheet_row (sheet, fault->field), fault);
    }
    return QCDC_OK;
}

/*  Judges without writing: what it prints is what the province would compute from these figures. */
int report_check_file (const command_t *command)
{
    desk_t desk;
    args_t args;
    fault_t fault = {0};
    sheets_t sheets = {0};
    counts_t counts = {0};
    qcdc_status status = args_parse (command, 1, 1, NULL, true, &args, &fault);
    if (status == QCDC_OK)
        status = desk_open (command, &desk, &fault);
    if (status != QCDC_OK)
        return command_fail (&fault);
    problems_t problems = {.file = args.words[0]};
    status = sheets_read (&desk, args.words[0], &sheets, &problems, &fault);
    if (status == QCDC_OK)
        status = sheets_do (&desk, &sheets, false, &counts, &problems, &fault);
    if (status == QCDC_OK && problems.count == 0) {
        if (args.format == FORMAT_TABLE)
            printf (_ ("In order: %zu to file, %zu to correct, %zu as filed.\n"), counts.filed, counts.corrected,
                    counts.unchanged);
        status = report_derived (&desk, &sheets, args.format, &fault);
    }
    sheets_release (&sheets);
    desk_close (&desk);
    if (status != QCDC_OK)
        return command_fail (&fault);
    problems_end (&problems, _ ("it cannot be filed like this"));
    return problems.count == 0 ? EXIT_DONE : EXIT_FAILED;
}

/*  All forms of the file in one transaction: one bad figure, and none of them is filed. */
int report_file (const command_t *command)
{
    desk_t desk;
    args_t args;
    fault_t fault = {0};
    sheets_t sheets = {0};
    counts_t counts = {0};
    qcdc_status status = args_parse (command, 1, 1, NULL, false, &args, &fault);
    if (status == QCDC_OK)
        status = desk_open (command, &desk, &fault);
    if (status != QCDC_OK)
        return command_fail (&fault);
    problems_t problems = {.file = args.words[0]};
    status = sheets_read (&desk, args.words[0], &sheets, &problems, &fault);
    if (status == QCDC_OK)
        status = journal_begin (desk.home.journal, &fault);
    if (status == QCDC_OK)
        status = sheets_do (&desk, &sheets, true, &counts, &problems, &fault);
    if (status == QCDC_OK && problems.count == 0)
        status = journal_commit (desk.home.journal, &fault);
    journal_rollback (desk.home.journal);
    sheets_release (&sheets);
    desk_close (&desk);
    if (status != QCDC_OK)
        return command_fail (&fault);
    problems_end (&problems, _ ("nothing was filed"));
    if (problems.count > 0)
        return EXIT_FAILED;
    printf (_ ("%zu filed, %zu corrected, %zu unchanged\n"), counts.filed, counts.corrected, counts.unchanged);
    return EXIT_DONE;
}

/*  ---------------------------------------------------------------- dispatch */

int command_report (const command_t *command)
{
    static const struct {
        const char *name;
        int (*run) (const command_t *command);
    } PARTS[] = {
        {"template", report_template}, {"check", report_check_file}, {"file", report_file}, {"list", report_list}};
    for (size_t i = 0; command->argc > 0 && i < sizeof PARTS / sizeof *PARTS; i++)
        if (strcmp (command->argv[0], PARTS[i].name) == 0) {
            command_t part = *command;
            part.argc--;
            part.argv++;
            return PARTS[i].run (&part);
        }
    fault_t fault;
    fault_set (&fault, QCDC_USAGE, NULL, "qcdc report template|check|file|list");
    fault_advise (&fault, "%s", _ ("see qcdc --help"));
    return command_fail (&fault);
}
