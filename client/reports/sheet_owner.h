/*  sheet_owner.h — whose form it is that is handed in. */

#ifndef QCDC_SHEET_OWNER_H
#define QCDC_SHEET_OWNER_H

#include "desk/desk.h"
#include "files/csv.h"

/*  Behind csv_reader_columns: QCDC_FORBIDDEN where the form in FILE says above its header that it was made for another office than the
 *  desk's, as every workbook of report_workbook.h does; what says nothing is everybody's. */
qcdc_status sheet_owner_check (const desk_t *desk, const csv_reader_t *reader, const char *file,
                               fault_t *fault) QCDC_CHECK;

#endif
