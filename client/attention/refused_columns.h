/*  refused_columns.h — the columns, or cells, that a refused correction was to change, and which of them are mended. */

#ifndef QCDC_REFUSED_COLUMNS_H
#define QCDC_REFUSED_COLUMNS_H

#include "attention/correction.h"
#include "desk/desk.h"

typedef struct {
    const char *name;
    correction_saying_t saying;
    bool mended;
} asked_t;

/*  The columns that a refused correction was to change; all of them have to be mended, for none was taken. */
typedef struct {
    desk_t *desk;
    arena_t *arena; /* of the entry that is looked at */
    fault_t *fault;
    const journal_verdict_t *verdict;
    const Qcdc__Fact *fact; /* in that arena */
    int64_t commit_seq;     /* of the refused entry */
    asked_t *asked;         /* malloc'ed */
    size_t count, size;
} asking_t;

void asking_release (asking_t *self);

qcdc_status asking_fill (asking_t *self) QCDC_CHECK;

bool asking_mended (const asking_t *self);

/*  What was accepted later, an own correction or one that says the same, has mended its columns, whoever changed them again
 *  after it. */
qcdc_status asking_take_later (const journal_row_t *row, void *arg) QCDC_CHECK;

/*  What the texts of the refused entry are, to be compared with those that stand; NULL: they are not here. */
qcdc_status asking_text (const asking_t *self, Qcdc__AnnexText **text) QCDC_CHECK;

bool asking_same_text (const char *wanted, const char *stands);

#endif
