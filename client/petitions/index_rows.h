/*  index_rows.h — the rows that hand the key of blind indexes to offices, sealed to their identity keys. */

#ifndef QCDC_INDEX_ROWS_H
#define QCDC_INDEX_ROWS_H

#include "catalogue/tables.h"
#include "desk/desk.h"

/*  Adds to ROWS one for each identity key of today that has not got the index key yet: of the one that holds, or (ANEW, or where there is none)
 *  of a new one, from today on.  QCDC_NOT_FOUND where this device cannot open the one that holds, or no identity key is published. */
qcdc_status index_rows_add (desk_t *desk, bool anew, catalog_tables_t *rows, fault_t *fault) QCDC_CHECK;

/*  The same for the identity key TO alone, which is being published; nothing where no index key holds or this device cannot open it. */
qcdc_status index_row_for (desk_t *desk, const uint8_t to[32], catalog_tables_t *rows, fault_t *fault) QCDC_CHECK;

#endif
