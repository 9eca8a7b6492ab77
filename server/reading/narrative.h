/*  narrative.h — a narrative out of the annex that has it: texts are packed there, which SQL cannot read. */

#ifndef QCDC_NARRATIVE_H
#define QCDC_NARRATIVE_H

#include "base/arena.h"

/*  PACKED is CELL:HEX, the cell and the annex that brought its text; without a cell, its reason.  The text, in ARENA; "" where the annex has none of that
 *  cell, or is none; NULL when out of memory. */
const char *narrative_read (const char *packed, arena_t *arena);

#endif
