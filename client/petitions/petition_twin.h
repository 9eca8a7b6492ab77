/*  petition_twin.h — petitions that say the same in all but the number: one that was entered twice, or whose number was mended.
 *
 *  Nothing is decided here: two neighbours may well complain about one road on one day.  Whoever imports is asked: of each row
 *  that may be a petition which is there, and once of all rows that equal another one of their sheet; and so is who enters one. */

#ifndef QCDC_PETITION_TWIN_H
#define QCDC_PETITION_TWIN_H

#include "petitions/petition_row.h"
#include "petitions/petition_view.h"

/*  What stood in the office's journal before a run, by what it says apart from its number; kept on the disk, so that memory does not
 *  grow with the register. */
typedef struct twins twins_t;

/*  As scratch_open. */
qcdc_status twins_new (twins_t **self_p, fault_t *fault) QCDC_CHECK;
void twins_destroy (twins_t **self_p);

/*  Called before anything is filed. */
qcdc_status twins_fill (twins_t *self, desk_t *desk, fault_t *fault) QCDC_CHECK;

/*  The same of the petitions of one year alone, which is all that a petition of that year can equal: what one that is entered by itself
 *  is held against, for a register of many years is long. */
qcdc_status twins_fill_year (twins_t *self, desk_t *desk, int year, fault_t *fault) QCDC_CHECK;

/*  Whether ROW, which is not known by its key, or CORRECTS the one that is, may be another one that is there: QCDC_DUPLICATE with
 *  whose twin it is, and KEY is that one's.  It is one where the number is the same and the day is one of another year, if either the
 *  texts are equal, and long, or all is and the day is the same in that year, or hardly two months away; and of what is not known also
 *  where kind, field, day and people are the same, and the texts too (where there are any), or the numbers but for points and
 *  zeros.  It is none where KEY has a row of its own in the same register; rows that are equal are twins_row's then. */
qcdc_status twins_check (twins_t *self, desk_t *desk, const petition_row_t *row, bool corrects,
                         char key[MATTER_KEY_BYTES], fault_t *fault) QCDC_CHECK;

/*  Holds the row of that number, which IS_NEW or of a petition that is known, against those before it in its sheet: equal are those
 *  whose kind, field, day, people and texts are the same, and that have a text. */
qcdc_status twins_row (twins_t *self, const petition_row_t *row, bool is_new, size_t number_of_row,
                       fault_t *fault) QCDC_CHECK;

/*  After the last row: fills FAULT with the pairs that are equal and have a new one, and returns the row of the first pair; 0 and
 *  no fault where there are none. */
size_t twins_rows_ask (const twins_t *self, fault_t *fault);

#endif
