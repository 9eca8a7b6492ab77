/*  report_judge.h — whether a report, a correction or a review of one is taken in (matter.h): pure functions, the same on both sides. */

#ifndef QCDC_REPORT_JUDGE_H
#define QCDC_REPORT_JUDGE_H

#include "matters/report.h"

/*  Whether the fact is one of a size that is judged at all.  QCDC_TOO_LARGE. */
qcdc_status report_fits (const Qcdc__Fact *fact, fault_t *fault) QCDC_CHECK;

/*  Whether THING, a report, says already what the fact says: the same filing, or the same review; then *ENTRY and *COMMIT_SEQ are of
 *  what said it. */
bool report_repeats (const thing_t *thing, const Qcdc__Fact *fact, const uint8_t content[CONTENT_BYTES],
                     address_t *entry, int64_t *commit_seq);

/*  The verdict on a fact of a report, with INPUT's report as it stands. */
void report_judge (const judge_input_t *input, const Qcdc__Fact *fact, const uint8_t content[CONTENT_BYTES],
                   verdict_t *verdict);

#endif
