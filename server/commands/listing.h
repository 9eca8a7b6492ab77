/*  listing.h — rows of the database as a table for people. */

#ifndef QCDC_LISTING_H
#define QCDC_LISTING_H

#include "commands/site.h"

#define LISTING_CELL_BYTES 320 /* a name, a moment, a code or words of a role */
#define LISTING_COLUMNS_MAX 8

/*  Writes what stands in COLUMN of ROW into TEXT. */
typedef void (listing_cell_fn) (const site_t *site, const PGresult *result, int row, int column,
                                char text[LISTING_CELL_BYTES]);

typedef struct {
    const char *const *headings; /* in the reader's language, COLUMNS of them */
    int columns;                 /* at most LISTING_COLUMNS_MAX */
    int numbers;                 /* the one column that is set to the right; -1: none */
    listing_cell_fn *cell;
} listing_t;

/*  Prints the rows of RESULT under their headings, each column as wide as its widest cell; nothing where there are no rows. */
void listing_print (const listing_t *listing, const site_t *site, const PGresult *result);

/*  The office of which COLUMN has the number, as people know it, with its code. */
void listing_office_name (const site_t *site, const PGresult *result, int row, int column, char text[LISTING_CELL_BYTES]);

/*  The code of the office of which COLUMN has the number; "?" for one that this edition does not know. */
const char *listing_office (const site_t *site, const PGresult *result, int row, int column);

#endif
