/*  masked_figures.h — figures that tell of few people, as analysts see them: the table masked-indicators says which indicators these are.
 *  Until a row of it was published, all are; and what the table does not mention is one where denunciations are a member of a dimension of
 *  its, or the registers give one of its cells by counting them (register-cells).
 *
 *  A count is shown in steps of MASK_STEP, downwards, and not at all below the first step: 7 is 5, and 4, 2 and 0 are nothing.  So is everything that is
 *  added up, of offices, periods or members, from what was reported and not from what is shown; and rates are those of sums in steps.  What is shown
 *  is therefore never more exact than "one of five", from whichever side it is come at: a sum less its other parts, a half-year less
 *  its first quarter, today less yesterday.  Suppressing single cells, and others beside them, would have to be decided anew with every report that comes,
 *  and each such decision would tell by itself what has come.
 *
 *  With an indicator of the table go those that an error rule, of whatever days, compares it with, and those that are computed of it: a
 *  total that is shown exactly beside parts that are would give the part that is not.  A rule that speaks of each cell of a scope holds
 *  cells against themselves, and brings in none. */

#ifndef QCDC_MASKED_FIGURES_H
#define QCDC_MASKED_FIGURES_H

#include "base/arena.h"
#include "catalogue/catalog.h"

#define MASK_STEP                                                                                                    \
    5 /* a step of more than the two that are to be hidden on either side; 047_masked_indicators.sql and open_data have it, too */

typedef struct masks masks_t;

/*  Of CATALOG, which must outlive it; NULL when out of memory. */
masks_t *masks_new (const catalog_t *catalog);
void masks_destroy (masks_t **self_p);

/*  Whether the figures of CELL, or of an indicator, are shown in steps. */
bool masks_cover (const masks_t *self, const char *cell);

/*  What is shown of TEXT, a column of type FIGURE (rate_terms.h) of CELL, with CATALOG's rules, those of the day that is asked about: *SHOWN is in ARENA
 *  or TEXT itself; NULL for nothing, as TEXT may be.  QCDC_CORRUPT, QCDC_NO_MEMORY. */
qcdc_status masks_show (const masks_t *self, const catalog_t *catalog, const char *cell, const char *text,
                        arena_t *arena, const char **shown) QCDC_CHECK;

#endif
