/*  register_count.h — a form's cells, counted from the registers of petitions and receptions and from the lists of cases by what is published
 *  of them (catalogue/register_cells.h).
 *
 *  Pure: the caller hands over the things of one office after the other, as they are folded, and reads the sums.  The client counts its own
 *  register with it, the province those of all offices of a unit, and both explain a cell by the things that it counts.  A day in the past
 *  is looked at by the days of steps, not by when they were entered: what is entered late counts where it belongs. */

#ifndef QCDC_REGISTER_COUNT_H
#define QCDC_REGISTER_COUNT_H

#include "catalogue/period.h"
#include "matters/petition.h"
#include "matters/reception.h"
#include "matters/register_cases.h"

typedef struct register_count register_count_t;

/*  Of FORM for the days FROM to TO, as it stands on TODAY where that is earlier.  NULL: out of memory. */
register_count_t *register_count_new (const catalog_t *catalog, const form_t *form, int32_t from, int32_t to,
                                      int32_t today);
void register_count_destroy (register_count_t **self_p);

/*  How many cells of the form the registers give; none of a form of which nothing is published. */
size_t register_count_cells (const register_count_t *self);

/*  "TCD1_04": one of them, in the order of the form. */
const char *register_count_cell (const register_count_t *self, size_t cell);

/*  The number of the cell of that name; false: the registers do not give it. */
bool register_count_find (const register_count_t *self, const char *name, size_t *cell);

/*  What was counted.  false: nothing is known, for no office had a row in each register that it is a part of (a case on any of its lists),
 *  and whoever keeps one on paper only has not received nobody. */
bool register_count_value (const register_count_t *self, size_t cell, int64_t *value);

/*  Begins to count for OFFICE, whose things come next; also after the last one, with NULL, before values are read. */
qcdc_status register_count_office (register_count_t *self, const office_t *office) QCDC_CHECK;

/*  A thing of that office; those that were taken back count nothing.  A matter that several petitions are about is counted with the first of
 *  them: the others have petition_t.follows set.  QCDC_NO_MEMORY. */
qcdc_status register_count_petition (register_count_t *self, const petition_t *petition) QCDC_CHECK;
qcdc_status register_count_reception (register_count_t *self, const reception_t *reception) QCDC_CHECK;

/*  Cases of that office on lists, all of them at once, sorted (register_cases.h); with UNTIL, as was known by then. */
void register_count_cases (register_count_t *self, const register_cases_t *cases, const stamp_t *until);

/*  Whether a petition of KIND that is in STATE may still be within a span that the form counts, whatever its steps were: those that may not,
 *  and that nothing happened to since the time began, need not be handed over. */
bool register_count_open (const register_count_t *self, petition_state state, int kind);

/*  Says that there are rows of the office's registers, of which not all are handed over. */
void register_count_kept (register_count_t *self, bool petitions, bool receptions);

/*  What PETITION, RECEPTION, would add to a cell; a day of reception adds 1, whoever else is received on it. */
int64_t register_count_of_petition (const register_count_t *self, size_t cell, const petition_t *petition);
int64_t register_count_of_reception (const register_count_t *self, size_t cell, const reception_t *reception);

/*  The same of the case of the COUNT stays from ITEMS on. */
int64_t register_count_of_case (const register_count_t *self, size_t cell, const register_case_t *items, size_t count,
                                const stamp_t *until);

/*  How many of the petitions counted for cells by their outcomes were settled without one: no such cell has them. */
size_t register_count_without_outcome (const register_count_t *self);

#endif
