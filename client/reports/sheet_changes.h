/*  sheet_changes.h — what filled forms would change of the reports that stand, cell by cell. */

#ifndef QCDC_SHEET_CHANGES_H
#define QCDC_SHEET_CHANGES_H

#include "reports/report_sheet.h"
#include "reports/sheet_notes.h"

/*  Prints a row for each cell that SHEETS, with the notes GIVEN beside them, add, change or remove, as they found what stands: nothing
 *  of it is written.  Sheets that are refused are none of the caller's here. */
qcdc_status sheets_changes (desk_t *desk, const sheets_t *sheets, given_notes_t *given, format_t format,
                            fault_t *fault) QCDC_CHECK;

#endif
