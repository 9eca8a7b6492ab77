/*  view.h — things of one kind as a desk shows them: a fold's items, with what they own besides, found by subject, by key or by number.
 *
 *  A view begins with the matter's thing, as a fold's items do, and goes on with what is read beside it: its texts, above all. */

#ifndef QCDC_VIEW_H
#define QCDC_VIEW_H

#include "desk/desk.h"
#include "desk/subject.h"

/*  The arg of a view's fold while it is read. */
typedef struct {
    desk_t *desk;
    const char *subject;
} view_source_t;

typedef struct {
    const matter_t *matter;
    size_t size;               /* of a view */
    fold_taken_fn *taken;      /* NULL: a view is its thing, and nothing besides */
    void (*drop) (void *view); /* frees what a view owns besides its thing; NULL: nothing */
} view_kind_t;

/*  Everything under SUBJECT, into FOLD: usually one view, more where a number was given up and taken again.  Of another matter: nothing. */
qcdc_status view_read (desk_t *desk, const view_kind_t *kind, const char *subject, fold_t *fold,
                       fault_t *fault) QCDC_CHECK;
void view_release (const view_kind_t *kind, fold_t *fold);

/*  The view that holds KEY ("12@2019") in OFFICE, taken back or not, by the rule that holds everywhere; it lives as long as FOLD.  NULL: none. */
qcdc_status view_find (desk_t *desk, const view_kind_t *kind, const char *office, const char *key, fold_t *fold,
                       void **found, fault_t *fault) QCDC_CHECK;

/*  The same in the own office by the number that a person types: "12@2019", or "12" of the last year in which one stands, or else of the last in
 *  which there is one. */
qcdc_status view_find_number (desk_t *desk, const view_kind_t *kind, const char *name, fold_t *fold, void **found,
                              fault_t *fault) QCDC_CHECK;

/*  Calls EACH for every view of a subject that begins with PREFIX ("listing:"), in the order of their subjects.  EACH may not keep it. */
typedef qcdc_status (view_fn) (void *view, void *arg);
qcdc_status view_each (desk_t *desk, const view_kind_t *kind, const char *prefix, view_fn *each, void *arg,
                       fault_t *fault) QCDC_CHECK;

#endif
