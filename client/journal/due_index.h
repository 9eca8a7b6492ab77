/*  due_index.h — the days on which petitions are due, kept beside the journal so that those that are due are found at once.
 *
 *  It is made of the journal and of what is published, and never their source: whoever asks brings it up to date first.  Which subjects have to be
 *  read again the journal notices by itself (journal_unread.h); all of them where something was published since, or another program made it. */

#ifndef QCDC_DUE_INDEX_H
#define QCDC_DUE_INDEX_H

#include "journal/journal.h"

/*  A petition under a subject that is due, or promised an answer, on some day. */
typedef struct {
    size_t place;       /* under its subject */
    int32_t first_on;   /* due or promised, whichever is earlier */
    int32_t day;        /* the day that it stands under: a promise alone counts where no deadline runs */
    const char *number; /* as it is written */
} due_row_t;

/*  Begins to bring it up to date of MADE_BY, what is published and by which program; inside a transaction, as the three after it are.
 *  *WHOLE: every petition has to be read. */
qcdc_status due_index_begin (journal_t *self, const char *made_by, bool *whole, fault_t *fault) QCDC_CHECK;

/*  The first subject of a petition behind AFTER ("": the very first) that has to be read; *SUBJECT is malloc'ed, NULL: none. */
qcdc_status due_index_next (journal_t *self, bool whole, const char *after, char **subject,
                            fault_t *fault) QCDC_CHECK;

/*  What is due under SUBJECT: COUNT rows, in place of those of before. */
qcdc_status due_index_put (journal_t *self, const char *subject, const due_row_t *rows, size_t count,
                           fault_t *fault) QCDC_CHECK;

/*  All has been read. */
qcdc_status due_index_end (journal_t *self, const char *made_by, fault_t *fault) QCDC_CHECK;

/*  Calls EACH with what is due, or promised, on LAST or earlier of subjects that begin with SUBJECTS, in no order; it may read the journal. */
typedef qcdc_status (due_found_fn) (const char *subject, const due_row_t *row, void *arg);
qcdc_status due_index_find (journal_t *self, const char *subjects, int32_t last, due_found_fn *each, void *arg,
                            fault_t *fault) QCDC_CHECK;

#endif
