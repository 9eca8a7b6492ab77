/*  journal_search.h — the index of words as the journal itself sees it (search_index.h): it is there, and it is gone. */

#ifndef QCDC_JOURNAL_SEARCH_H
#define QCDC_JOURNAL_SEARCH_H

#include "journal/journal_sql.h"

/*  Under this name the journal says of which keys it is made; "" or nothing while there is none. */
#define SEARCH_KEYS_NAME "search_keys"

/*  Makes its tables in a journal that has none. */
qcdc_status search_index_ensure (journal_t *self, fault_t *fault) QCDC_CHECK;

/*  Takes every word out of it; the next search makes it anew.  Inside a transaction. */
qcdc_status search_index_forget (journal_t *self, fault_t *fault) QCDC_CHECK;

#endif
