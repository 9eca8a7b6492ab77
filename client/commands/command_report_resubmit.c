/*  command_report_resubmit.c — qcdc report resubmit: a report that was returned and is right is handed in again as it is.
 *
 *  It is a correction that changes no cell and brings a note (CELL_ANSWER): so the report is filed again wherever it is folded, keeps
 *  the day on which it first came, and the province reads why. */

#include "commands/command_report.h"
#include "texts/identity_text.h"

#include "base/i18n.h"
#include "base/memory.h"
#include "catalogue/cell.h"
#include "matters/report_review.h"
#include "petitions/petition_row.h"
#include "reports/report_sheet.h"
#include "rules/reference.h"
#include "texts/reason.h"

#include <stdio.h>
#include <stdlib.h>

/*  What is locked the judge refuses, with what to do. */
static qcdc_status check_returned (const report_t *report, fault_t *fault)
{
    if (report->standing == REPORT_RETURNED || report->standing == REPORT_LOCKED)
        return QCDC_OK;
    fault_set (fault, QCDC_BAD_REVIEW, NULL, _ ("the report %s for %s was not returned"), report->form_code,
               report->period);
    fault_advise (fault, "%s", _ ("where its figures have to be changed, file it again with others"));
    return QCDC_BAD_REVIEW;
}

static qcdc_status reason_read (const args_t *args, char **reason, fault_t *fault)
{
    const char *given = args_value (args, "reason");
    if (!given || !*given)
        return fault_set (fault, QCDC_EMPTY, "reason", "%s",
                          _ ("handing it in again as it is needs a reason: reason=\"why the figures are right\""));
    return note_clean (given, args->switched != 0, reason, fault);
}

static qcdc_status answer_append (desk_t *desk, const report_view_t *view, const form_t *form, char *reason,
                                  bool *appended, fault_t *fault)
{
    char *answered[] = {CELL_ANSWER};
    sheet_t sheet = {.form = form, .filed = *view}; /* borrowed; of no cell */
    sheet_fact_t made QCDC_CLEANUP (sheet_fact_release) = {.note_count = 0};
    snprintf (sheet.period.name, sizeof sheet.period.name, "%s", view->report.period);
    QCDC_TRY (sheet_fact_make (&sheet, &made, fault));
    made.filed.answered = answered;
    made.filed.n_answered = 1;
    qcdc__text_cell__init (&made.texts[0]);
    made.texts[0].cell = CELL_NOTE CELL_ANSWER;
    made.texts[0].text = reason;
    made.text_list[0] = &made.texts[0];
    made.text.cells = made.text_list;
    made.text.n_cells = 1;
    judge_input_t input = sheet_input (desk, &sheet, &made);
    return desk_append (desk, &input, &made.fact, &made.text, false, appended, NULL, fault);
}

static qcdc_status resubmit (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    const form_t *form;
    report_view_t view QCDC_CLEANUP (report_view_release) = {0};
    char *reason QCDC_CLEANUP (memory_free) = NULL;
    QCDC_TRY (reason_read (args, &reason, fault));
    QCDC_TRY (report_named (desk, args, &form, &view, fault));
    if (!report_view_stands (&view))
        return report_voided_fail (&view, fault);
    if (report_handed_back (&view.report))
        return QCDC_OK;
    QCDC_TRY (check_returned (&view.report, fault));
    QCDC_TRY (reference_rules (desk->home.catalog, fault));
    return answer_append (desk, &view, form, reason, arg, fault);
}

static int resubmit_done (const args_t *args, void *arg)
{
    const bool *appended = arg;
    (void)args;
    puts (*appended ? _ ("handed in again as it is; qcdc sync sends it, and the province sees your reason")
                    : _ ("nothing new: it was handed in again already"));
    return EXIT_DONE;
}

int report_resubmit (const command_t *command)
{
    static const char *const KEYS[] = {"reason", NULL};
    static const char *const CONFIRMING[] = {CONFIRM_NAMES, NULL};
    static const desk_work_t WORK = {.line = {.words_min = 2, .words_max = 2, .keys = KEYS, .switches = CONFIRMING},
                                     .work = resubmit,
                                     .writes = true,
                                     .done = resubmit_done};
    bool appended = false;
    return command_at_desk (command, &WORK, &appended);
}
