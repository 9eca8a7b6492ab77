/*  petition_look.h — a petition as a form's cells look at it (register_count.h): as it stood by the last day that is asked about. */

#ifndef QCDC_PETITION_LOOK_H
#define QCDC_PETITION_LOOK_H

#include "catalogue/register_cells.h"
#include "matters/petition.h"

/*  Whose register is counted, for the days FROM to TO, as it stands on TODAY where that is earlier. */
typedef struct {
    const catalog_t *catalog;
    const office_t *office; /* NULL: between two of them */
    int32_t from, to, today;
} register_asked_t;

/*  A petition up to the last day that is asked about. */
typedef struct {
    const register_asked_t *asked;
    const petition_t *petition;
    size_t steps; /* of its moves: those that fit and are not later, but for answers of other offices in between */
    petition_walk_t end;
    bool from_register;
} petition_look_t;

/*  Begins to look at PETITION.  false: no part counts anything of it, it was taken back or came later. */
bool petition_look_begin (const register_asked_t *asked, const petition_t *petition, petition_look_t *look);

/*  What ROW, a part of a cell that counts what runs of SPAN, counts of it.  *NAMELESS is set where a settlement has none of the outcomes that it asks for
 *  because none is said of it. */
int64_t petition_look_count (const petition_look_t *look, const register_cell_t *row, const register_span_t *span,
                             bool *nameless);

/*  Whether OFFICE is one that ROW counts. */
bool register_class_fits (const register_cell_t *row, const office_t *office);

/*  Whether NUMBER is one of SET, a bit for each; 0 is all of them. */
bool register_in_set (unsigned set, int number);

#endif
