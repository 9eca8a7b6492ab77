/*  xlsx_filled.h — whether a sheet holds anything, without reading it. */

#ifndef QCDC_XLSX_FILLED_H
#define QCDC_XLSX_FILLED_H

#include "files/xlsx_archive.h"

/*  Whether something stands in one of the first cells of the sheet in PART, some thousands: what is further down, or in a sheet that is
 *  damaged, counts as nothing. */
bool xlsx_filled (xlsx_archive_t *archive, const char *part);

#endif
