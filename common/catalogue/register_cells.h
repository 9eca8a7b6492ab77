/*  register_cells.h — the tables register-spans and register-cells: which cells of forms the registers of petitions and receptions and the
 *  province's lists of cases give, and what of them is counted.
 *
 *  A cell is the sum of its parts.  A part of petitions counts those in which a span falls into the time asked about: it began before it or
 *  within, and ended within or is still open at its end.  So what was there and what came are always what went and what is left, whatever a
 *  petition's steps are, and a form whose parts share a span and divide it by one property adds up.
 *
 *  What was sent on and comes back begins once more what had ended because it was sent on: it went, and it came, by the channel CHUYEN_DEN; so all
 *  that was sent on in a province is what came by that channel and what is on its way.  What is given back to where it came from is passed on:
 *  it ended by FORWARDED as well as by RETURNED, and is FORWARDED as well as RETURNED.
 *
 *  A part of cases counts those of the office that stood on any of the lists (lists=) in the time, by begun= and over= as if that were their
 *  span: whatever stands on several, or goes from one to another on one day, is one.  Lists of restricted visibility give nothing, for the
 *  office does not know what stands on them.
 *
 *  Filters are words NAME=VALUE,VALUE; each narrows, and any of its values does:
 *    begun=before|within   over=within|open         by=STEP (the one that ended it)      kinds= fields= channels= instance=1|2
 *    signers=many|one|none flags= without=          outcomes=DUNG|…|NONE
 *    states=settled|… (at the end of the time; of what was sent on: forwarded)
 *    in_time=yes|no (the settlement that ended or runs)     overdue=yes|no (at the end of the time)
 *    from_register=yes|no     sessions= receivers= (of receptions) classes=CLASS (of offices)
 *    lists=LIST (of cases) */

#ifndef QCDC_REGISTER_CELLS_H
#define QCDC_REGISTER_CELLS_H

#include "catalogue/catalog_row.h"

/*  Read a row into its place in the catalog's array. */
qcdc_status register_span_row (row_source_t *self, void *row) QCDC_CHECK;
qcdc_status register_cell_row (row_source_t *self, void *row) QCDC_CHECK;

/*  The span of that name which holds on DAY; NULL: there is none. */
const register_span_t *register_span_on (const catalog_t *self, const char *span, int32_t day);

/*  Whether what is counted is of the register of receptions, or of the lists of cases; else it is of the register of petitions. */
bool register_counts_receptions (register_counts counts);
bool register_counts_cases (register_counts counts);

/*  "petitions": as the table has it. */
const char *register_counts_name (register_counts counts);

#endif
