/*  report_held.h — what a fact makes of a report held against its rules, beside the office's other reports.
 *
 *  Which of those are looked at is said in advance, so that whoever judges has them at hand. */

#ifndef QCDC_REPORT_HELD_H
#define QCDC_REPORT_HELD_H

#include "matters/report.h"

/*  What a report is known by in its office; false: it is too long to be one's. */
bool report_key_make (const char *form, const char *period, char key[MATTER_KEY_BYTES]);

/*  matter.h's looks_at. */
bool report_looks_at (const catalog_t *catalog, const Qcdc__Fact *fact, size_t index, char key[MATTER_KEY_BYTES]);

/*  Whether what the report comes to keeps the rules of its form: of a filing (REPORT and CORRECTED are NULL) by itself, of a correction
 *  with what stands; and of both beside the office's earlier reports. */
qcdc_status report_hold (const judge_input_t *input, const report_t *report, const Qcdc__ReportFiled *put,
                         const Qcdc__Corrected *corrected, fault_t *fault) QCDC_CHECK;

#endif
