/*  petition_moves.h — the table petition-moves: which steps the law allows of petitions of a kind and an instance, from which states, what
 *  they have to bring and why.
 *
 *  It narrows what the steps mean (facts/petition_life.h).  Where nothing is published of a kind and an instance for a day, the meaning alone
 *  holds. */

#ifndef QCDC_PETITION_MOVES_H
#define QCDC_PETITION_MOVES_H

#include "catalogue/catalog_row.h"

/*  Reads a row into its place in the catalog's array. */
qcdc_status petition_move_row (row_source_t *self, void *row) QCDC_CHECK;

/*  The row that holds of MOVE on DAY; NULL: there is none. */
const petition_move_t *petition_move_on (const catalog_t *self, int kind, int instance, int move, int32_t day);

/*  Whether anything is published of the kind and the instance for DAY. */
bool petition_moves_hold (const catalog_t *self, int kind, int instance, int32_t day);

/*  "reason", "article", "outcome", "expected_on" of one bit of NEEDS_; NULL: of none. */
const char *petition_need_name (unsigned need);

#endif
