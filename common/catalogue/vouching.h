/*  vouching.h — which devices of the provincial office publish: the one that published first, and those that one which published before
 *  has vouched for, by a row of the table devices.
 *
 *  Whoever holds the server can call any device the province's; it cannot sign for one that was vouched for. */

#ifndef QCDC_VOUCHING_H
#define QCDC_VOUCHING_H

#include "catalogue/tables.h"

/*  Whether what the device ORIGIN publishes on DAY counts beside TABLES: it was the first, or a row that holds on that day has its key.
 *  Before the first publication everybody's does. */
bool device_is_vouched_for (const catalog_tables_t *tables, uint64_t origin, int32_t day);

/*  Whether the office CODE, as it was named last, is of a class of the province's: without a catalog made of TABLES. */
bool office_is_provincial (const catalog_tables_t *tables, const char *code);

/*  Whether every row has a key: QCDC_BAD_CATALOGUE. */
qcdc_status devices_check (const catalog_tables_t *tables, fault_t *fault) QCDC_CHECK;

#endif
