/*  journal_screened.h — which petitions may have become denunciations with words that name who denounces. */

#ifndef QCDC_JOURNAL_SCREENED_H
#define QCDC_JOURNAL_SCREENED_H

#include "journal/journal_sql.h"

/*  An entry of SUBJECT has come; DENOUNCES: it says that the petition is a denunciation. */
qcdc_status screened_mark (journal_t *self, const char *subject, bool denounces, fault_t *fault) QCDC_CHECK;

/*  Entries FIRST_SEQ … LAST_SEQ of the origin with surrogate ID have been judged, perhaps otherwise than before. */
qcdc_status screened_judged (journal_t *self, int64_t id, uint64_t first_seq, uint64_t last_seq,
                             fault_t *fault) QCDC_CHECK;

#endif
