/*  report_review.h — what the province says of a report, and how far the report has come by it.
 *
 *  filed → returned → (corrected) filed … → accepted → locked → reopened.  A review is of the version that its writer saw: once a
 *  correction comes after that one, the report is filed again, whatever was said of what it was.  Only a lock stays, for what
 *  is locked is not corrected; a correction of before that comes back to a restored server changes its figures and not its state. */

#ifndef QCDC_REPORT_REVIEW_H
#define QCDC_REPORT_REVIEW_H

#include "matters/report.h"

/*  "filed", "returned" …: msgids, and what queries give out. */
const char *report_standing_name (report_standing standing);

/*  The standing that is called so, in English or Vietnamese, with or without marks; -1: none is. */
int report_standing_parse (const char *text);

/*  Where a report stands after a verdict of such a review (Qcdc__ReviewVerdict). */
report_standing review_standing (int verdict);

/*  The review that decides where SELF stands; NULL: it was never reviewed. */
const review_t *report_last_review (const report_t *self);

/*  Whether the report was handed in again as it is (CELL_ANSWER) since it was last returned. */
bool report_handed_back (const report_t *self);

/*  The review that entry ORIGIN:SEQ made, or NULL. */
const review_t *report_review_at (const report_t *self, uint64_t origin, uint64_t seq);

/*  Whether a review of that verdict is possible where a report stands so. */
bool review_possible (report_standing standing, int verdict);

/*  QCDC_LOCKED where SELF can be neither corrected nor taken back. */
qcdc_status report_check_open (const report_t *self, fault_t *fault) QCDC_CHECK;

/*  The parts of the matter (matter.h) that are about reviews. */
qcdc_status review_fits (const Qcdc__ReportReviewed *fact, fault_t *fault) QCDC_CHECK;
void review_judge (const judge_input_t *input, const Qcdc__ReportReviewed *fact, const uint8_t content[CONTENT_BYTES],
                   verdict_t *verdict);
bool review_repeats (const report_t *self, const Qcdc__ReportReviewed *fact, const uint8_t content[CONTENT_BYTES],
                     address_t *entry, int64_t *commit_seq);
qcdc_status review_apply (report_t *self, const fact_event_t *event) QCDC_CHECK;

/*  Adds a review, which takes over REVIEW's cells; on failure they are freed. */
qcdc_status report_put_review (report_t *self, review_t *review) QCDC_CHECK;

/*  Works out anew where SELF stands. */
void report_stand (report_t *self);

void report_reviews_release (report_t *self);

#endif
