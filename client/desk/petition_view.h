/*  petition_view.h — petitions as they stand, folded from the journal the way the server folds them.
 *
 *  Entries that the server rejected or does not know are left out, and so are facts on them; what has not been
 *  sent, or waits for its verdict, counts as it will be judged. */

#ifndef QCDC_PETITION_VIEW_H
#define QCDC_PETITION_VIEW_H

#include "desk/desk.h"

typedef struct {
    petition_t petition;
    const office_t *office; /* NULL for one that this program does not know */
    char *title;            /* "" where there is none; NULL where the text is not here */
    char *summary;
    bool text_erased;
    bool elsewhere; /* stands under a number that a correction gave to this subject, and under its own subject */
} petition_view_t;

typedef enum { PART_PETITION, PART_MOVE, PART_CHANGE } part_kind;

/*  One entry of a petition's history. */
typedef struct {
    address_t entry;
    size_t view; /* index of its petition */
    part_kind kind;
    address_t move; /* of PART_MOVE: the move that it made or is a copy of */
    bool counts;    /* not rejected */
} petition_part_t;

typedef struct {
    petition_view_t *views;
    size_t view_count;
    petition_part_t *parts; /* in commit order */
    size_t part_count;
} petition_views_t;

/*  Everything under one subject: usually one petition, more where a number was given up and taken again. */
qcdc_status petition_views_read (desk_t *desk, const char *subject, petition_views_t *views,
                                 fault_t *fault) QCDC_CHECK;
void petition_views_release (petition_views_t *views);

/*  The petition that holds LOCAL_NO in OFFICE, voided or not; *FOUND is NULL where none does. */
qcdc_status petition_find (desk_t *desk, const char *office, const char *local_no, petition_views_t *views,
                           petition_view_t **found, fault_t *fault) QCDC_CHECK;

/*  The petition that a person names, by the register number in the own office or by the address of one of its
 *  entries; *MOVE is the move at that address, or NULL.  QCDC_NOT_FOUND. */
qcdc_status petition_find_named (desk_t *desk, const char *name, petition_views_t *views, petition_view_t **found,
                                 move_t **move, fault_t *fault) QCDC_CHECK;

/*  A judge's input for a fact about the petition, or about its MOVE. */
judge_input_t petition_input (const desk_t *desk, const petition_view_t *view, const move_t *move);

/*  Advises on a step that is not possible: the steps that are, and the way to enter one from a register that does not
 *  tell the earlier ones. */
void move_advise (const petition_t *petition, const Qcdc__PetitionMoved *moved, fault_t *fault);

#endif
