/*  vouching.h — which devices of the provincial office speak for it: the one that published first, and those that one which was vouched for
 *  before has vouched for, by a row of the table devices.  A row may be of a key that is no device's, but on paper (wire/recovery.h): who has
 *  lost every device vouches for a new one with that.
 *
 *  Whoever holds the server can call any device the province's; it cannot sign for one that was vouched for. */

#ifndef QCDC_VOUCHING_H
#define QCDC_VOUCHING_H

#include "catalogue/tables.h"
#include "facts/fact.h"

typedef enum {
    VOUCHED_NEVER, /* no row has its key, or one that does not hold yet */
    VOUCHED_ENDED, /* one did */
    VOUCHED        /* one does, or it was the first and no row ends that */
} vouched_t;

/*  How the device ORIGIN stands beside TABLES on DAY.  Before the first publication everybody is vouched for. */
vouched_t device_vouched (const catalog_tables_t *tables, uint64_t origin, int32_t day);
bool device_is_vouched_for (const catalog_tables_t *tables, uint64_t origin, int32_t day);

/*  Whether what ORIGIN publishes on DAY counts beside TABLES: it is vouched for, or PUBLISHED is the row that vouches for it, signed by a
 *  key that is.  One that has been vouched for before is not vouched for by itself again: what was signed for it once must not bring back a
 *  device whose vouching has ended. */
bool publication_is_vouched_for (const catalog_tables_t *tables, uint64_t origin, const Qcdc__Published *published,
                                 int32_t day);

/*  How many keys are vouched for on DAY, leaving out those of which LOST (may be NULL) says so: with none nobody could publish any more. */
size_t keys_vouched (const catalog_tables_t *tables, int32_t day, bool (*lost) (uint64_t origin, void *arg),
                     void *arg);

/*  Whether the office CODE, as it was named last, is of a class of the province's: without a catalog made of TABLES. */
bool office_is_provincial (const catalog_tables_t *tables, const char *code);

/*  Whether every row has a key: QCDC_BAD_CATALOGUE. */
qcdc_status devices_check (const catalog_tables_t *tables, fault_t *fault) QCDC_CHECK;

#endif
