/*  reception_view.h — rows of the office's reception register as they stand, with what only its journal holds: the text. */

#ifndef QCDC_RECEPTION_VIEW_H
#define QCDC_RECEPTION_VIEW_H

#include "desk/desk.h"
#include "desk/view.h"
#include "matters/reception_columns.h"

typedef struct {
    reception_t reception;  /* first: what the fold folds into */
    const office_t *office; /* NULL for one that this program does not know */
    char *summary;          /* "" where there is none; NULL where the text is not here; malloc'ed */
    bool text_erased;
    bool elsewhere; /* stands under a number that a correction gave to this subject, and under its own subject */
} reception_view_t;

typedef struct {
    reception_view_t *views;
    size_t view_count;
    const fold_part_t *parts; /* in the order of acceptance */
    size_t part_count;
    fold_t fold; /* owns the above */
} reception_views_t;

/*  Everything under one subject: usually one row, more where a number was given up and taken again. */
qcdc_status reception_views_read (desk_t *desk, const char *subject, reception_views_t *views,
                                  fault_t *fault) QCDC_CHECK;
void reception_views_release (reception_views_t *views);

/*  The row that holds KEY ("12@2019") in the own office, taken back or not; *FOUND is NULL where none does. */
qcdc_status reception_find (desk_t *desk, const char *key, reception_views_t *views, reception_view_t **found,
                            fault_t *fault) QCDC_CHECK;

/*  The row that a person names, by its number ("12": of the last year that has one, "12@2019") or by the address of one of its entries.
 *  QCDC_NOT_FOUND. */
qcdc_status reception_find_named (desk_t *desk, const char *name, reception_views_t *views, reception_view_t **found,
                                  fault_t *fault) QCDC_CHECK;

/*  A judge's input for a fact about the row. */
judge_input_t reception_input (const desk_t *desk, const reception_view_t *view);

/*  What a list shows of COLUMN, into TEXT: as files have it, but petitions by their numbers where the journal has them. */
qcdc_status reception_shown (desk_t *desk, const reception_view_t *view, reception_column column,
                             char text[RECEPTION_TEXT_BYTES], fault_t *fault) QCDC_CHECK;

/*  The rows of the office's register that name the petition of ENTRY, received in YEAR, as "12@2020, 15@2020"; malloc'ed, "" for none.  No
 *  reception is of an earlier year than what came of it was received in the year after. */
qcdc_status receptions_naming (desk_t *desk, const address_t *entry, int year, char **names, fault_t *fault) QCDC_CHECK;

#endif
