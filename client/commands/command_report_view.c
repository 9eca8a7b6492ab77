/*  command_report_view.c — qcdc report list. */

#include "commands/command_report.h"

#include "base/amount.h"
#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "matters/report_review.h"
#include "reports/other_reports.h"
#include "rules/reference.h"
#include "rules/rule_period.h"
#include "rules/rule_set.h"
#include "rules/rule_total.h"
#include "show/people.h"

#include <stdio.h>
#include <string.h>

/*  ---------------------------------------------------------------- list */

typedef struct {
    desk_t *desk;
    output_t *output;
    format_t format;
    fault_t *fault;
} report_list_t;

/*  A report is sent when everything that makes it what it is has been acknowledged, corrections included. */
const char *report_state (const report_view_t *view)
{
    if (!view->found)
        return N_ ("rejected");
    if (!view->sent)
        return N_ ("not sent");
    return view->report.voided ? N_ ("taken_back") : verdict_name (view->verdict, true);
}

const char *report_review_shown (const report_view_t *view, bool for_people)
{
    if (!report_view_stands (view) || !view->report.commit_seq)
        return NULL;
    const char *name = report_standing_name (view->report.standing);
    return for_people ? people_word ("review", name) : name;
}

/*  The column is called like that of a petition's state, which has words of the law: a report is taken in as any entry is, so people
 *  get the words for verdicts.  Whether the province accepts it is its review. */
static const char *report_state_shown (const report_list_t *list, const report_view_t *view)
{
    const char *state = report_state (view);
    return format_speaks (list->format) ? people_word ("verdict", state) : state;
}

/*  One line for a form and period, also where the only filing was rejected: the clerk must see that it is missing. */
static qcdc_status list_subject (const char *subject, void *arg)
{
    report_list_t *list = arg;
    report_view_t view QCDC_CLEANUP (report_view_release) = {0};
    QCDC_TRY (report_view_of_subject (list->desk, subject, &view, list->fault));
    const address_t *entry = view.found ? &view.report.entry : &view.rejected;
    if (!entry->seq)
        return QCDC_OK;
    char address[ADDRESS_TEXT_BYTES], written[MOMENT_TEXT_BYTES], filed[MOMENT_TEXT_BYTES],
        changed[MOMENT_TEXT_BYTES];
    char corrections[24], filled[24], of[24], others[24], version[12];
    bool stands = report_view_stands (&view);
    /* The subject is "report:OFFICE:FORM/PERIOD": what a rejected filing was for is known from it alone. */
    const char *form = strchr (subject + sizeof "report:" - 1, ':') + 1;
    const char *slash = strrchr (form, '/');
    char code[64]; /* longer than that of any form */
    snprintf (code, sizeof code, "%.*s", (int)(slash - form), form);
    snprintf (corrections, sizeof corrections, "%zu", view.corrections);
    snprintf (others, sizeof others, "%zu", view.other_count);
    report_extent_t extent = report_view_extent (list->desk, &view);
    snprintf (filled, sizeof filled, "%zu", extent.filled);
    snprintf (of, sizeof of, "%zu", extent.cells);
    /* Of the version that it was filed under, as it was called there. */
    const form_t *filled_under = view.found ? catalog_form_by_id (list->desk->home.catalog, view.report.form) : NULL;
    if (filled_under)
        snprintf (version, sizeof version, "%u", filled_under->version);
    const char *content = !stands ? NULL : report_filled (&view.report) ? "figures" : "nil";
    const char *cells[] = {view.found ? view.report.form_code : code,
                           view.found ? view.report.period : slash + 1,
                           filled_under ? version : NULL,
                           view.found ? moment_format_iso (view.written_at_us, written) : NULL,
                           view.report.filed_at_us ? moment_format_iso (view.report.filed_at_us, filed) : NULL,
                           view.changed_at_us ? moment_format_iso (view.changed_at_us, changed) : NULL,
                           view.found ? corrections : NULL,
                           stands ? filled : NULL,
                           stands ? of : NULL,
                           content,
                           report_state_shown (list, &view),
                           report_review_shown (&view, format_speaks (list->format)),
                           address_format (entry->origin, entry->seq, address),
                           stands && view.other_count ? others : NULL};
    report_view_warn (&view);
    return output_row (list->output, cells, list->fault);
}

static qcdc_status list_reports (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    static const output_column_t COLUMNS[] = {{N_ ("form"), QCDC__COLUMN_TYPE__TEXT},
                                              {N_ ("period"), QCDC__COLUMN_TYPE__TEXT},
                                              {N_ ("form_version"), QCDC__COLUMN_TYPE__INTEGER},
                                              {N_ ("written_at"), QCDC__COLUMN_TYPE__TIMESTAMP},
                                              {N_ ("filed_at"), QCDC__COLUMN_TYPE__TIMESTAMP},
                                              {N_ ("changed_at"), QCDC__COLUMN_TYPE__TIMESTAMP},
                                              {N_ ("corrections"), QCDC__COLUMN_TYPE__INTEGER},
                                              {N_ ("filled"), QCDC__COLUMN_TYPE__INTEGER},
                                              {N_ ("cells"), QCDC__COLUMN_TYPE__INTEGER},
                                              {N_ ("content"), QCDC__COLUMN_TYPE__TEXT},
                                              {N_ ("state"), QCDC__COLUMN_TYPE__TEXT},
                                              {N_ ("review"), QCDC__COLUMN_TYPE__TEXT},
                                              {N_ ("entry"), QCDC__COLUMN_TYPE__ADDRESS},
                                              {N_ ("other_words"), QCDC__COLUMN_TYPE__INTEGER}};
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    char prefix[80];
    (void)arg;
    snprintf (prefix, sizeof prefix, "report:%s:", desk->home.office->code);
    QCDC_TRY (output_new (args->format, stdout, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, &output, fault));
    output_name_by (output, desk->home.catalog);
    QCDC_TRY (args_arrange (args, output, fault));
    output_none (output, _ ("no report has been filed yet"));
    report_list_t list = {desk, output, args->format, fault};
    QCDC_TRY (journal_each_subject (desk->home.journal, prefix, list_subject, &list, fault));
    return output_finish (output, fault);
}

int report_list (const command_t *command)
{
    static const char *const KEYS[] = {"limit", "order", NULL};
    static const desk_work_t WORK = {.line = {.keys = KEYS, .takes_format = true}, .work = list_reports};
    return command_at_desk (command, &WORK, NULL);
}
