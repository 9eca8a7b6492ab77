/*  matter_view.h — matters of the office as they stand, with their titles; and petitions and matters of others, of which the server is asked. */

#ifndef QCDC_MATTER_VIEW_H
#define QCDC_MATTER_VIEW_H

#include "desk/desk.h"
#include "desk/view.h"
#include "matters/affair.h"
#include "matters/petition.h"

typedef struct {
    affair_t affair; /* first: what the fold folds into */
    const office_t *office;
    char *title; /* "" where there is none; NULL where the text is not here; malloc'ed */
    bool text_erased;
    bool elsewhere; /* stands under a number that a correction gave to this subject, and under its own subject */
} matter_view_t;

typedef struct {
    matter_view_t *views;
    size_t view_count;
    fold_t fold; /* owns the above */
} matter_views_t;

/*  Everything under one subject. */
qcdc_status matter_views_read (desk_t *desk, const char *subject, matter_views_t *views, fault_t *fault) QCDC_CHECK;
void matter_views_release (matter_views_t *views);

/*  The office's own matter that a person names: "5" (of the last year that has one), "5@2020", or the address of its entry.
 *  QCDC_NOT_FOUND. */
qcdc_status matter_find_named (desk_t *desk, const char *name, matter_views_t *views, matter_view_t **found,
                               fault_t *fault) QCDC_CHECK;

/*  The view that holds KEY in the own office; *FOUND is NULL where none does. */
qcdc_status matter_find (desk_t *desk, const char *key, matter_views_t *views, matter_view_t **found,
                         fault_t *fault) QCDC_CHECK;

/*  A judge's input for a fact about the matter. */
judge_input_t matter_input (const desk_t *desk, const matter_view_t *view);

/*  "BCD-593:12/KN@2020", of another office: its code and the number behind it.  false: it names one's own. */
bool foreign_name (const desk_t *desk, const char *name, char office[64], const char **number);

/*  A row of the queries matters and matter_petitions, as far as judging and telling look at it. */
typedef struct {
    address_t entry;
    int office;
    char local_no[QCDC_LOCAL_NO_BYTES_MAX + 1];
    int32_t day;                                                  /* opened, received */
    char linked[LINK_TEXT_BYTES];                                 /* of a petition: what it is said to be in */
    char flags[QCDC_FLAGS_COUNT_MAX * (QCDC_FLAG_BYTES_MAX + 1)]; /* likewise, with blanks between */
} foreign_t;

/*  The petition (PETITIONS), or the matter, of another office that NAME says, of which the server is asked.  QCDC_NOT_FOUND, and what
 *  query_open returns. */
qcdc_status foreign_find (desk_t *desk, bool petitions, const char *name, int patience_ms, foreign_t *found,
                          fault_t *fault) QCDC_CHECK;

#endif
