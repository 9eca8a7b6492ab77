/*  report_review_view.h — what an office sees of the province's review of a report, and of the versions that the report had. */

#ifndef QCDC_REPORT_REVIEW_VIEW_H
#define QCDC_REPORT_REVIEW_VIEW_H

#include "reports/report_view.h"
#include "show/output.h"

/*  What a review says and what to do, for people; silent of a report that was not reviewed. */
void report_review_say (const desk_t *desk, const report_view_t *view);

/*  On standard error, of a report that was returned and that nothing has been changed in: how it is handed in again all the same. */
void report_resubmit_say (const report_view_t *view);

/*  The office's reports that the province has returned, or reopened, and that are as they were then. */
typedef struct {
    size_t count;
    char form[REPORT_FORM_BYTES], period[REPORT_PERIOD_BYTES]; /* of one of them */
} returned_t;
qcdc_status report_returned (desk_t *desk, returned_t *returned, returned_t *reopened, fault_t *fault) QCDC_CHECK;

/*  The versions that the report had: who changed which cells when, from what to what. */
qcdc_status report_revisions (desk_t *desk, const report_view_t *view, format_t format, fault_t *fault) QCDC_CHECK;

#endif
