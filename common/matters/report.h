/*  report.h — a form filled for a period: a pure fold from its filing and corrections. */

#ifndef QCDC_REPORT_H
#define QCDC_REPORT_H

#include "matters/matter.h"

#define REPORT_FORM_BYTES 32u
#define REPORT_PERIOD_BYTES 9u

typedef struct {
    THING;
    int form; /* id of the version in the catalogue */
    char form_code[REPORT_FORM_BYTES];
    char period[REPORT_PERIOD_BYTES];
    int64_t filed_at_us;             /* first commit of the filing: what timeliness is judged by; 0 before that */
    int64_t values_entry;            /* commit_seq of the entry that the content comes from */
    const Qcdc__ReportFiled *values; /* the content as it stands, in its event's memory; NULL: not read */
} report_t;

/*  All that is known of reports: matter.h.  The facts of events must live as long as the report: VALUES points into them. */
extern const matter_t REPORT_MATTER;

#endif
