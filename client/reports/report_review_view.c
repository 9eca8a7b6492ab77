/*  report_review_view.c — what an office sees of the province's review of a report, and of the versions that the report had.
 *
 *  All of it from the journal: the reviews came with the feed, and every correction is an entry of the office. */

#include "reports/report_review_view.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "catalogue/cell.h"
#include "matters/report_review.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*  ---------------------------------------------------------------- the review */

static void say_reasons (const desk_t *desk, const report_view_t *view)
{
    const review_t *last = report_last_review (&view->report);
    naming_time_t when;
    naming_time (desk->home.catalog, view->report.form_code, view->report.period, &when);
    const char *whole = report_reason (view, NULL);
    if (whole)
        printf (_ ("Reason: %s\n"), whole);
    for (const char *at = last->cells; *at;) {
        char cell[QCDC_CELL_BYTES_MAX + 1];
        size_t length = strcspn (at, " ");
        snprintf (cell, sizeof cell, "%.*s", (int)length, at);
        char *name QCDC_CLEANUP (memory_free) = people_cell_name (desk->home.catalog, cell, naming_day (&when));
        const char *reason = report_reason (view, cell);
        printf ("  %s%s%s: %s\n", cell, name ? " " : "", name ? name : "",
                reason ? reason : _ ("(the text was erased)"));
        at += length + (at[length] == ' ');
    }
}

void report_review_say (const desk_t *desk, const report_view_t *view)
{
    const report_t *report = &view->report;
    const review_t *last = report_last_review (report);
    if (!last)
        return;
    char day[DAY_TEXT_BYTES] = "";
    if (last->order.at_us != STAMP_UNCOMMITTED_US)
        day_format_people (day_of_moment (last->order.at_us), day);
    switch (report->standing) {
    case REPORT_RETURNED:
        printf (_ ("The province returned it on %s.\n"), day);
        say_reasons (desk, view);
        printf (
            _ ("What to do: qcdc report show %s %s --format csv > FILE, mend it, qcdc report file FILE, qcdc sync\n"),
            report->form_code, report->period);
        printf (_ ("Where it is right as it is: qcdc report resubmit %s %s reason=…, qcdc sync\n"), report->form_code,
                report->period);
        break;
    case REPORT_ACCEPTED:
        printf (_ ("The province accepted it on %s; a correction would have to be accepted again.\n"), day);
        say_reasons (desk, view);
        break;
    case REPORT_LOCKED:
        printf (
            _ ("The province locked it on %s; before it can be corrected, ask the provincial office to reopen it.\n"),
            day);
        say_reasons (desk, view);
        break;
    case REPORT_REOPENED:
        printf (_ ("The province reopened it on %s: it can be corrected.\n"), day);
        say_reasons (desk, view);
        break;
    default:
        puts (report_handed_back (report)
                  ? _ ("It was handed in again after its last review, and waits for the next one.")
                  : _ ("It was corrected after its last review, and waits for the next one."));
        break;
    }
}

void report_resubmit_say (const report_view_t *view)
{
    const report_t *report = &view->report;
    if (report_view_stands (view) && report->standing == REPORT_RETURNED)
        fprintf (
            stderr,
            _ ("qcdc: the province returned %s %s, and this changes nothing in it; where it is right as it is: qcdc "
               "report resubmit %s %s reason=…\n"),
            report->form_code, report->period, report->form_code, report->period);
}

typedef struct {
    desk_t *desk;
    returned_t *returned, *reopened;
    fault_t *fault;
} returned_search_t;

static qcdc_status take_returned (const char *subject, void *arg)
{
    const returned_search_t *search = arg;
    report_view_t view QCDC_CLEANUP (report_view_release) = {0};
    QCDC_TRY (report_view_of_subject (search->desk, subject, &view, search->fault));
    returned_t *counted = !report_view_stands (&view)               ? NULL
                          : view.report.standing == REPORT_RETURNED ? search->returned
                          : view.report.standing == REPORT_REOPENED ? search->reopened
                                                                    : NULL;
    if (!counted)
        return QCDC_OK;
    counted->count++;
    snprintf (counted->form, sizeof counted->form, "%s", view.report.form_code);
    snprintf (counted->period, sizeof counted->period, "%s", view.report.period);
    return QCDC_OK;
}

qcdc_status report_returned (desk_t *desk, returned_t *returned, returned_t *reopened, fault_t *fault)
{
    char prefix[80];
    returned_search_t search = {desk, returned, reopened, fault};
    *returned = *reopened = (returned_t){0};
    snprintf (prefix, sizeof prefix, "report:%s:", desk->home.office->code);
    return journal_each_subject (desk->home.journal, prefix, take_returned, &search, fault);
}

/*  ---------------------------------------------------------------- revisions */

static int compare_sayings (const void *a, const void *b)
{
    const report_saying_t *left = a, *right = b;
    if (stamp_before (left->by.at, right->by.at))
        return -1;
    if (stamp_before (right->by.at, left->by.at))
        return 1;
    return strcmp (left->cell, right->cell);
}

typedef struct {
    desk_t *desk;
    const report_view_t *view;
    report_saying_t *said; /* by their stamps */
    output_t *output;
    fault_t *fault;
} revisions_t;

/*  What stood in the cell before SAID [at]; NULL where that was nothing. */
static const report_saying_t *said_before (const revisions_t *self, size_t at)
{
    for (size_t i = at; i-- > 0;)
        if (strcmp (self->said[i].cell, self->said[at].cell) == 0)
            return self->said[i].removed ? NULL : &self->said[i];
    return NULL;
}

static const char *value_said (const report_saying_t *saying, char text[32])
{
    return saying && !saying->removed && !saying->is_text ? value_format (saying->value_e4, text) : NULL;
}

static qcdc_status put_revision (const revisions_t *self, size_t revision, uint64_t origin, uint64_t seq,
                                 const char *cell, const char *was, const char *value, const char *how)
{
    char number[24], address[ADDRESS_TEXT_BYTES], written[MOMENT_TEXT_BYTES], committed[MOMENT_TEXT_BYTES];
    journal_row_t row;
    fault_t ignored;
    bool here = journal_at (self->desk->home.journal, origin, seq, &row, &ignored) == QCDC_OK;
    snprintf (number, sizeof number, "%zu", revision);
    const char *cells[] = {number,
                           cell,
                           was,
                           value,
                           how,
                           address_format (origin, seq, address),
                           here ? moment_format_iso (row.entry.written_at_us, written) : NULL,
                           here && row.committed_at_us ? moment_format_iso (row.committed_at_us, committed) : NULL};
    return output_row (self->output, cells, self->fault);
}

static qcdc_status put_sayings (const revisions_t *self)
{
    const report_t *report = &self->view->report;
    size_t revision = 1;
    const report_saying_t *last = NULL;
    QCDC_TRY (put_revision (self, revision, report->thing.entry.origin, report->thing.entry.seq, NULL, NULL, NULL,
                            "filed"));
    for (size_t i = 0; i < report->said_count; i++) {
        const report_saying_t *saying = &self->said[i];
        char was[32], value[32];
        if (saying->by.origin == report->thing.entry.origin && saying->by.seq == report->thing.entry.seq)
            continue;
        revision += !last || last->by.origin != saying->by.origin || last->by.seq != saying->by.seq;
        last = saying;
        const report_saying_t *before = said_before (self, i);
        const char *how = saying->removed ? "removed" : saying->is_text ? "text" : before ? "changed" : "added";
        QCDC_TRY (put_revision (self, revision, saying->by.origin, saying->by.seq, saying->cell,
                                saying->is_text ? NULL : value_said (before, was), value_said (saying, value), how));
    }
    return QCDC_OK;
}

qcdc_status report_revisions (desk_t *desk, const report_view_t *view, format_t format, fault_t *fault)
{
    static const output_column_t COLUMNS[] = {{N_ ("revision"), QCDC__COLUMN_TYPE__INTEGER},
                                              {N_ ("cell"), QCDC__COLUMN_TYPE__TEXT},
                                              {N_ ("was"), QCDC__COLUMN_TYPE__DECIMAL},
                                              {N_ ("value"), QCDC__COLUMN_TYPE__DECIMAL},
                                              {N_ ("how"), QCDC__COLUMN_TYPE__TEXT},
                                              {N_ ("entry"), QCDC__COLUMN_TYPE__ADDRESS},
                                              {N_ ("written_at"), QCDC__COLUMN_TYPE__TIMESTAMP},
                                              {N_ ("committed_at"), QCDC__COLUMN_TYPE__TIMESTAMP}};
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    size_t count = view->report.said_count;
    report_saying_t *said QCDC_CLEANUP (memory_free) = malloc ((count + 1) * sizeof *said);
    if (!said)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ ("the report cannot be read"));
    if (count) {
        memcpy (said, view->report.said, count * sizeof *said);
        qsort (said, count, sizeof *said, compare_sayings);
    }
    QCDC_TRY (output_new (format, stdout, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, &output, fault));
    output_name_by (output, desk->home.catalog);
    output_name_in (output, view->report.form_code, view->report.period, false);
    revisions_t revisions = {desk, view, said, output, fault};
    QCDC_TRY (put_sayings (&revisions));
    return output_finish (output, fault);
}
