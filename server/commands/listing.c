/*  listing.c — tables for people, as wide as the widest cell, as they are at the offices.
 *
 *  Cells are made twice, once to measure and once to print: that is cheaper than to keep them, and the rows are few. */

#include "commands/listing.h"

#include "base/text.h"

#include <stdio.h>

/*  ROW -1 is that of the headings. */
static const char *cell_of (const listing_t *listing, const site_t *site, const PGresult *result, int row, int column,
                            char text[LISTING_CELL_BYTES])
{
    if (row < 0)
        return listing->headings[column];
    listing->cell (site, result, row, column, text);
    return text;
}

void listing_print (const listing_t *listing, const site_t *site, const PGresult *result)
{
    size_t widths[LISTING_COLUMNS_MAX] = {0};
    char text[LISTING_CELL_BYTES];
    int rows = PQntuples (result);
    for (int row = -1; row < rows; row++)
        for (int column = 0; column < listing->columns; column++) {
            size_t width = text_width (cell_of (listing, site, result, row, column, text));
            widths[column] = width > widths[column] ? width : widths[column];
        }
    for (int row = rows ? -1 : 0; row < rows; row++)
        for (int column = 0; column < listing->columns; column++) {
            bool last = column == listing->columns - 1;
            text_pad (stdout, cell_of (listing, site, result, row, column, text), last ? 0 : widths[column],
                      column == listing->numbers);
            fputs (last ? "\n" : "  ", stdout);
        }
}

void listing_office_name (const site_t *site, const PGresult *result, int row, int column, char text[LISTING_CELL_BYTES])
{
    const office_t *office = catalog_office_by_id (site->catalog, (int)pg_int8 (result, row, column));
    if (office)
        snprintf (text, LISTING_CELL_BYTES, "%s (%s)", office->name, office->code);
    else
        snprintf (text, LISTING_CELL_BYTES, "?");
}

const char *listing_office (const site_t *site, const PGresult *result, int row, int column)
{
    const office_t *office = catalog_office_by_id (site->catalog, (int)pg_int8 (result, row, column));
    return office ? office->code : "?";
}
