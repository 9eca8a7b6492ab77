/*  heir_list.h — who goes on with whose figures (catalogue/heirs.h), as a parameter for SQL.
 *
 *  A text array of "FORM:ASKED:PERIOD:OFFICE:HEIR:UNIT:TEXT:PARTS:COVERED", which the SQL function heir_list reads.  Where figures of the period
 *  ASKED are held against those of PERIOD, what OFFICE reported of FORM for PERIOD counts for the office HEIR.  All are there that name a
 *  HEIR, itself among them, or none of them: its figure is whole where all of them reported.  Where PERIOD is ASKED itself, those are
 *  there that went into HEIR while it lasted: what they reported of their part counts with its own.  COVERED is c of such a part of PERIOD, else empty: what was not reported of it
 *  is in the report of the one that it went into.  No HEIR: nobody goes on with it;
 *  PARTS, ids with a + between, are then the offices that got a part of it, which have nothing to be held against.  Of whose UNIT, an
 *  id, ended by the end of ASKED and goes on in no other office, TEXT is how people write it.  Whoever is not named is his own heir,
 *  and the only one. */

#ifndef QCDC_HEIR_LIST_H
#define QCDC_HEIR_LIST_H

#include "catalogue/heirs.h"

#include <stdio.h>

/*  Adds them to LIST, of FORM, which is that of PERIOD, and COUNT periods EARLIER; as of the day TODAY.  false: out of memory. */
bool heirs_add (const catalog_t *catalog, const form_t *form, const period_t *period,
                const char (*earlier)[PERIOD_TEXT_BYTES], size_t count, int32_t today, FILE *list) QCDC_CHECK;

/*  The whole parameter, malloc'ed: of FORM, or (NULL) of all forms; of PERIOD, or (NULL) of every period that has begun; and all others
 *  that begin in its year or in one of the YEARS before.  NULL when out of memory. */
char *query_heirs (const catalog_t *catalog, const form_t *form, const char *period, int years, int32_t today);

#endif
