/*  publication.h — the catalogue's rows as facts: what a folder adds to it, the facts that say so, and their fold.
 *
 *  A row is known by its table, its key and its first day.  In a folder, as in a fact, it is added where it is not there, ends
 *  what is there where only its last day differs, and is nothing new where it is there as it is.  What has been is never
 *  rewritten: another content from another day on is a row of its own that succeeds. */

#ifndef QCDC_PUBLICATION_H
#define QCDC_PUBLICATION_H

#include "catalogue/tables.h"
#include "facts/fact.h"

/*  ---------------------------------------------------------------- facts */

/*  The limits that a publication keeps whatever else is there: QCDC_UNSUPPORTED for a table or a column that this program does not
 *  know, QCDC_BAD_CATALOGUE, QCDC_TOO_LARGE, or what is wrong with a text. */
qcdc_status publication_fits (const Qcdc__Published *published, fault_t *fault) QCDC_CHECK;

/*  What the tables NOW become by PUBLISHED, a fact of ORIGIN that fits: *NEXT, tables of their own.  NOW is as it was.  *WHOLE: the
 *  set is complete and its rows are in; else they wait in *NEXT for the parts that follow.  QCDC_BAD_CATALOGUE for a part that
 *  does not follow the one before, and for a row that rewrites one that is there; nothing is in *NEXT then.  Whether the rows can be
 *  judged by is for reference_of_tables to say: where it refuses *NEXT, publication_drop (NOW …) goes on without the set. */
qcdc_status publication_apply (const catalog_tables_t *now, uint64_t origin, const Qcdc__Published *published,
                               catalog_tables_t **next, bool *whole, fault_t *fault) QCDC_CHECK;

/*  Forgets what came of ORIGIN's set that is not whole. */
void publication_drop (catalog_tables_t *tables, uint64_t origin);

/*  ---------------------------------------------------------------- folders */

typedef enum { CHANGE_ADDED, CHANGE_ENDED, CHANGE_SUCCEEDED } change_kind;

/*  One change, in words. */
typedef struct {
    change_kind kind;
    const table_kind_t *table;
    char *words; /* "593 Thành phố Phan Thiết ends on 30/06/2025" */
} change_t;

/*  What a folder changes: owned by whoever asked. */
typedef struct {
    catalog_tables_t *rows; /* to be published: those added, and those ended with their last day */
    catalog_tables_t *next; /* the tables with them */
    change_t *changes;
    size_t count;
    size_t size;
} change_set_t;

/*  The tables of the files in FOLDER: TABLE.csv, TABLE-….csv, of any dialect, and .xlsx.  Days as people write them.  Not every table
 *  need have a file.  QCDC_BAD_HEADER … with file and row; QCDC_NOT_FOUND where there is none. */
qcdc_status tables_of_folder (const char *folder, catalog_tables_t **self_p, fault_t *fault) QCDC_CHECK;

/*  What FOLDER's rows change of NOW.  A row that says no first day holds from FROM on; QCDC_DAY_MIN: from the beginning, where nothing
 *  of its key is there yet.  TODAY: what has ended before it stays ended.  QCDC_BAD_CATALOGUE with file, row and what to do. */
qcdc_status publication_compare (const catalog_tables_t *now, const catalog_tables_t *folder, int32_t from, int32_t today,
                                 change_set_t *set, fault_t *fault) QCDC_CHECK;
void change_set_release (change_set_t *self);

/*  Calls EACH for the facts that publish ROWS as the set NAME, in order.  QCDC_TOO_LARGE for more than QCDC_SET_PARTS_MAX; nothing was
 *  called then.  HOLDS_FROM 0: no day was given. */
typedef qcdc_status (publication_fn) (const Qcdc__Fact *fact, void *arg, fault_t *fault);
qcdc_status publication_each (const catalog_tables_t *rows, const char *name, int32_t holds_from, publication_fn *each,
                              void *arg, fault_t *fault) QCDC_CHECK;

#endif
