/*  subject.h — the things under one subject of the journal, folded (matters/fold.h). */

#ifndef QCDC_SUBJECT_H
#define QCDC_SUBJECT_H

#include "journal/home.h"
#include "matters/fold.h"

/*  Reads SUBJECT of HOME's journal into FOLD, whose catalogue and office it sets; a row's `from` is the journal_row_t.  A subject
 *  of another matter than FOLD's has nothing.  The caller releases the fold, after a failure too. */
qcdc_status subject_fold (home_t *home, const char *subject, fold_t *fold, fault_t *fault) QCDC_CHECK;

#endif
