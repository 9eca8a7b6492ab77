/*  heirs.h — who goes on with whose figures, where a figure compares with another period.
 *
 *  The figure of a merged unit is held against what all that went into it reported, and one that ended without a single successor
 *  keeps its own: nobody can say which part of it belongs where (catalogue/lineage.h).
 *
 *  As the last parameter of a query that says `rates`: a text array of "FORM:PERIOD:OFFICE:HEIR:UNIT:TEXT".  OFFICE owed FORM for PERIOD; its
 *  report of then counts for the office HEIR.  Of an earlier period all are there that name a HEIR, itself among them, or none of them:
 *  its figure is whole where all of them reported.  Of the period that is asked for those are there that went into HEIR while it lasted:
 *  what they reported of their part counts with its own.  No HEIR: nobody goes on with it.  Of whose UNIT, an id, ended by the end of the
 *  period that is asked for and goes on in no other office, TEXT is how people write it.  Whoever is not named is his own heir, and
 *  the only one. */

#ifndef QCDC_HEIRS_H
#define QCDC_HEIRS_H

#include "catalogue/period.h"

#include <stdio.h>

/*  Adds them to LIST, of FORM, which is that of PERIOD, and COUNT periods EARLIER; as of the day TODAY.  false: out of memory. */
bool heirs_add (const catalog_t *catalog, const form_t *form, const period_t *period,
                const char (*earlier)[PERIOD_TEXT_BYTES], size_t count, int32_t today, FILE *list) QCDC_CHECK;

#endif
