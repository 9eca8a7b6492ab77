/*  comparison.h — what a folder of tables changes of the catalogue, row by row and in words.
 *
 *  What a folder does not name stays untouched.  A row of it is added, ends what is there, or succeeds it: then the row before ends
 *  the day before.  What has been is never rewritten.  No last day that somebody wrote is cut: rows of a line that hold on the same days are
 *  refused in whichever order they stand in a folder, and where the one was published before; it is another one only where the folder says
 *  so, or goes on to the same end. */

#ifndef QCDC_COMPARISON_H
#define QCDC_COMPARISON_H

#include "catalogue/tables.h"

/*  CHANGE_NONE: what the row says ended, and stays so; nothing is written, but whoever thinks that it holds is told.  CHANGE_NOTE: what
 *  comes of the others that they do not say. */
typedef enum { CHANGE_ADDED, CHANGE_ENDED, CHANGE_SUCCEEDED, CHANGE_NONE, CHANGE_NOTE } change_kind;

typedef struct {
    change_kind kind;
    size_t table;
    char *row;   /* what the row is: "593 Thành phố Phan Thiết" */
    char *words; /* "units: 593 Thành phố Phan Thiết ends on 30/06/2025" */
    int32_t day; /* the first one of which something else holds than before */
} change_t;

typedef struct {
    catalog_tables_t *rows; /* to be published: what was added, and what was ended with its last day */
    catalog_tables_t *next; /* the catalogue with them */
    change_t *changes;
    size_t count, size;
    size_t without; /* of them are no changes: CHANGE_NONE, CHANGE_NOTE */
} change_set_t;

/*  What the rows of FOLDER, whose ranges are written out here, change of NOW.  A row that says no first day holds from FROM on;
 *  QCDC_DAY_MIN: none was given, and then it is one of which nothing is there yet.  What ended before TODAY does not go on.
 *  QCDC_BAD_CATALOGUE with file, row, column and what to do.  Whether the result can be judged by is for reference_of_tables to say,
 *  of SET->next.  SET is released whatever comes of it. */
qcdc_status tables_compare (const catalog_tables_t *now, catalog_tables_t *folder, int32_t from, int32_t today,
                            change_set_t *set, fault_t *fault) QCDC_CHECK;
void change_set_release (change_set_t *self);

/*  Adds a note about ROW of TABLE; WORDS are taken over, whatever comes of it. */
qcdc_status change_set_note (change_set_t *self, size_t table, const table_row_t *row, char *words,
                             fault_t *fault) QCDC_CHECK;

/*  A row as people name it: its key, and what it is called. */
char *table_row_name (size_t table, const table_row_t *row); /* malloc'ed; NULL when out of memory */

#endif
