/*  journal_due.h — the index of days as the journal itself sees it (due_index.h): it is there. */

#ifndef QCDC_JOURNAL_DUE_H
#define QCDC_JOURNAL_DUE_H

#include "journal/journal_sql.h"

/*  Under this name the journal says what it is made of and by whom; "" or nothing while there is none. */
#define DUE_MADE_BY "due_made_by"

/*  Makes its tables in a journal that has none. */
qcdc_status due_index_ensure (journal_t *self, fault_t *fault) QCDC_CHECK;

#endif
