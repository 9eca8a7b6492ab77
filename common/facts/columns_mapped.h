/*  columns_mapped.h — what an office calls the columns of its register, as a fact: what one may hold.
 *
 *  Which columns and codes there are is the reading program's to know: a newer one has more of them, so that of a name only its shape is
 *  judged, and whoever does not know one passes it over. */

#ifndef QCDC_COLUMNS_MAPPED_H
#define QCDC_COLUMNS_MAPPED_H

#include "base/fault.h"
#include "facts.pb-c.h"

/*  What a column means that is left out. */
#define MAPPED_LEFT_OUT "-"

/*  One of its columns by itself: QCDC_EMPTY, QCDC_TOO_LARGE, QCDC_BAD_CHARACTER, QCDC_BAD_HEADER, QCDC_IDENTITY_TEXT. */
qcdc_status mapped_column_fits (const Qcdc__MappedColumn *column, fault_t *fault) QCDC_CHECK;

/*  All of FACT, which is a ColumnsMapped. */
qcdc_status columns_mapped_fit (const Qcdc__Fact *fact, fault_t *fault) QCDC_CHECK;

#endif
