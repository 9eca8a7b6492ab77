/*  register_cases.h — the cases of one office that stood on lists of the province, gathered so that each is counted once.
 *
 *  A case may stand on several lists, and go from one to another on one day: for a cell it is there from the first day on one of the cell's
 *  lists to the last, without a gap, and that is what begins, ends or is open in the time that a form is of. */

#ifndef QCDC_REGISTER_CASES_H
#define QCDC_REGISTER_CASES_H

#include "catalogue/catalog.h"
#include "matters/listing.h"

/*  One stay of one case on one list. */
typedef struct {
    address_t of;    /* the petition or the matter */
    address_t entry; /* that put it there */
    int32_t on;
    int32_t off_on;     /* 0: it stands there */
    stamp_t put, taken; /* when that was said; TAKEN {0} while it stands there */
    char *list;         /* malloc'ed, with NUMBER behind it */
    const char *number; /* what the case is called */
} register_case_t;

typedef struct {
    register_case_t *items; /* malloc'ed */
    size_t count, size;
} register_cases_t;

void register_cases_release (register_cases_t *self);

/*  Adds LISTING, of the case that is called NUMBER.  QCDC_NO_MEMORY. */
qcdc_status register_cases_add (register_cases_t *self, const listing_t *listing, const char *number) QCDC_CHECK;

/*  Sorts them by case and first day; after the last was added. */
void register_cases_sort (register_cases_t *self);

/*  Behind the last stay of the case whose first one is at FIRST. */
size_t register_cases_end (const register_cases_t *self, size_t first);

/*  Whether ROW counts what stands on the list CODE. */
bool register_cases_of_list (const register_cell_t *row, const char *code);

/*  How often ROW counts the case of the COUNT stays from ITEMS on, which are sorted, for the days FROM to TO; with UNTIL, as was known by then. */
int64_t register_cases_count (const register_cell_t *row, int32_t from, int32_t to, const register_case_t *items,
                              size_t count, const stamp_t *until);

#endif
