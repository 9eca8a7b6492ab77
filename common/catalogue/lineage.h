/*  lineage.h — where the history of a unit stands on a later day.
 *
 *  A unit that merged as a whole goes on in what it merged into, step by step; one whose code goes on in another version the day after
 *  (another name, another rank) goes on in that.  One that was divided, or ended without a successor that is known, keeps its history:
 *  nobody can say which part of a figure belongs where. */

#ifndef QCDC_LINEAGE_H
#define QCDC_LINEAGE_H

#include "catalogue/catalog.h"

/*  The version in which the history of UNIT stands on DAY: UNIT itself while it is in being, and where it ended without a single
 *  successor. */
const unit_t *lineage_on (const catalog_t *catalog, const unit_t *unit, int32_t day);

#define UNIT_TEXT_BYTES 44 /* a code, and behind an @ a day */

/*  As people write the version: its code while it is in being on DAY, else the code and its last day: 22945@2024-11-30.  Returns TEXT. */
char *unit_print (const unit_t *unit, int32_t day, char text[UNIT_TEXT_BYTES]);

#endif
