/*  journal_origin.h — an origin as the tables know it. */

#ifndef QCDC_JOURNAL_ORIGIN_H
#define QCDC_JOURNAL_ORIGIN_H

#include "journal/journal_sql.h"

/*  QCDC_NOT_FOUND with a message for an origin that is not held. */
qcdc_status origin_find (journal_t *self, uint64_t origin, journal_origin_t *found, fault_t *fault) QCDC_CHECK;

/*  The same where it need not be known: *HELD says whether it is. */
qcdc_status origin_look (journal_t *self, uint64_t origin, journal_origin_t *found, bool *held,
                         fault_t *fault) QCDC_CHECK;

#endif
