/*  query_findings.h — what the rules find in reports that were taken, worked out of their figures as an answer is read.
 *
 *  A query that says `findings` in its head has columns of its own making: its SQL gives the figures that rules are held against, one
 *  a row and report by report: the report's id, its office, unit, form (id), period and entry; whose figure it is ("" of the report
 *  itself, else the period of another one); the cell, its value, when it was corrected last (µs) and by which entry, null where it never
 *  was, where the cell is a note its text as a narrative's, and when it was filed or corrected last (µs).  Nothing of it is stored, so that
 *  a report which is corrected, or another one that it contradicted, is seen as it stands. */

#ifndef QCDC_QUERY_FINDINGS_H
#define QCDC_QUERY_FINDINGS_H

#include "base/arena.h"
#include "catalogue/catalog.h"
#include "matters/report_rules.h"
#include "pg/pg.h"

enum {
    FINDING_OFFICE,
    FINDING_UNIT,
    FINDING_FORM,
    FINDING_PERIOD,
    FINDING_SEVERITY,
    FINDING_RULE,
    FINDING_CELL,
    FINDING_SAID,
    FINDING_CORRECTED,
    FINDING_NOTE,
    FINDING_FORMER_NOTE,
    FINDING_ENTRY,
    FINDING_FIGURES_AT,
    FINDING_COLUMNS
};
#define FIGURE_COLUMNS 13 /* of the SQL */

/*  Gets one finding, its texts only until it returns; any but QCDC_OK ends the reading. */
typedef qcdc_status (finding_fn) (const char *const texts[FINDING_COLUMNS], void *arg);

typedef struct findings findings_t;

/*  SEVERITY: only such; NULL: all.  OWN: the code of the office that asks, which of another one's reports is told of contradictions only
 *  and no notes; NULL: who may see all.  NULL when out of memory. */
findings_t *findings_new (const catalog_t *catalog, const char *severity, const char *own, finding_fn *each,
                          void *arg);
void findings_destroy (findings_t **self_p);

/*  Takes row ROW of RESULT; where it begins another report, what was found in the one before goes to EACH. */
qcdc_status findings_take (findings_t *self, const PGresult *result, int row) QCDC_CHECK;

/*  What was found in the last report. */
qcdc_status findings_end (findings_t *self) QCDC_CHECK;

#endif
