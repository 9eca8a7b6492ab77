/*  refused_report.h — what was refused of reports and of their reviews. */

#ifndef QCDC_REFUSED_REPORT_H
#define QCDC_REFUSED_REPORT_H

#include "attention/refused.h"
#include "attention/refused_columns.h"

/*  As refused_reception: whether the fact of ASKING is about a report, and then what it is about and whether it is mended, to ABOUT.
 *  SUBJECT is its entry's. */
qcdc_status refused_report (asking_t *asking, const char *subject, const uint8_t content[CONTENT_BYTES], bool *is_one,
                            refused_about_t *about) QCDC_CHECK;

#endif
