/*  tables.h — the catalogue as it is published: tables of rows of texts, in the order in which they came.
 *
 *  Rows are only added or ended, so that the number of a row is its id for ever.  A catalog (catalog.h) is made of the tables and
 *  judged by; they themselves know columns, keys and days and nothing of what a row means. */

#ifndef QCDC_TABLES_H
#define QCDC_TABLES_H

#include "base/embed.h"
#include "base/fault.h"
#include "wire/entry.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CATALOGUE_COLUMNS_MAX 16
#define CATALOGUE_TABLES_MAX 32
#define ROW_ENDS_MAX 64u /* a row that is ended, and ended anew */

/*  A kind of row. */
typedef struct {
    const char *name;                               /* "units", of the files units.csv and units-….csv */
    const char *title;                              /* what people call them: a msgid */
    const char *columns[CATALOGUE_COLUMNS_MAX + 1]; /* NULL-terminated */
    int keys; /* so many of the first columns, and its first day, are the row's key */
    int line; /* rows that agree in so many of the first columns follow each other, and never hold on the same day */
    unsigned optional; /* bits: columns that a file may leave out */
    unsigned fixed;    /* bits: columns that no later row of the same key changes */
    unsigned days;     /* bits: other columns that hold a day */
    unsigned texts;    /* bits: columns in people's own words, in which somebody may be named */
    int from, to;      /* the columns valid_from and valid_to; -1 where a row is never ended nor succeeded */
    int label;         /* the column that tells people what the row is: a name; -1 where the key does */
} table_kind_t;

/*  Until when a row holds, and since when that was known; the one before it is what was known earlier. */
typedef struct row_end row_end_t;
struct row_end {
    int64_t known_us; /* as that of the row */
    int32_t to;
    const row_end_t *before; /* NULL: the row came with this one */
};

typedef struct {
    const char **fields; /* as many as the kind has columns; none is NULL */
    const char *file;    /* where it was read, for messages; NULL where it was published */
    size_t place;        /* in that file: the header is row 1 */
    int32_t from, to;    /* days; QCDC_DAY_MIN and QCDC_DAY_MAX where they are open */
    int64_t known_us;    /* first commit of the publication that brought it, µs; 0: it was there before all others */
    const row_end_t *end; /* never NULL; its day is TO */
    size_t index;         /* in its table; its id is one more */
    size_t before;        /* 1 + the index of the row before it in its line; 0: it is the first */
} table_row_t;

typedef struct catalog_tables catalog_tables_t;

/*  The registry: every kind of row there is, in the order in which one refers to another. */
size_t table_kind_count (void);
const table_kind_t *table_kind_at (size_t table);
/*  The place of the table NAME in it; -1 where there is none. */
int table_kind_find (const char *name);
/*  The place of column NAME in a kind; -1. */
int table_column (const table_kind_t *kind, const char *name);

/*  NULL when out of memory. */
catalog_tables_t *tables_new (void);
void tables_destroy (catalog_tables_t **self_p);
qcdc_status tables_copy (const catalog_tables_t *self, catalog_tables_t **copy_p, fault_t *fault) QCDC_CHECK;

/*  The rows of a table, in order: the id of ROWS[i] is i + 1. */
const table_row_t *tables_rows (const catalog_tables_t *self, size_t table, size_t *count);

/*  Adds a row behind the others: FIELDS (copied) in the order of the kind's columns.  FILE (copied) and PLACE may be NULL and 0.
 *  QCDC_BAD_DATE for days that are not ISO ones; QCDC_TOO_LARGE over QCDC_TABLE_ROWS_MAX or QCDC_TABLES_BYTES_MAX. */
qcdc_status tables_add (catalog_tables_t *self, size_t table, const char *const *fields, const char *file,
                        size_t place, fault_t *fault) QCDC_CHECK;

/*  What is added and ended from now on is known since AT_US: 0 in new tables.  It goes with a copy. */
void tables_known_since (catalog_tables_t *self, int64_t at_us);

/*  The last day of a row as it was known before AT_US, which the row itself was. */
int32_t row_end_known (const row_end_t *end, int64_t at_us);

/*  Adds a copy of ROW, of tables that may be others, with all that was known of it. */
qcdc_status tables_add_known (catalog_tables_t *self, size_t table, const table_row_t *row,
                              fault_t *fault) QCDC_CHECK;

/*  A row that was published is changed by a row of FILE, and is named by it in messages from now on. */
qcdc_status tables_changed_by (catalog_tables_t *self, size_t table, size_t index, const char *file, size_t place,
                               fault_t *fault) QCDC_CHECK;

/*  Ends a row: TO is its last day. */
qcdc_status tables_end (catalog_tables_t *self, size_t table, size_t index, int32_t to, fault_t *fault) QCDC_CHECK;

/*  Puts another text into a field of a row that was read and not yet published. */
qcdc_status tables_set (catalog_tables_t *self, size_t table, size_t index, int column, const char *text,
                        fault_t *fault) QCDC_CHECK;

/*  The newest row of the line that FIELDS are of; NULL.  Those before it: row->before. */
const table_row_t *tables_line (const catalog_tables_t *self, size_t table, const char *const *fields);

/*  The row before ROW in its line; NULL. */
const table_row_t *tables_before (const catalog_tables_t *self, size_t table, const table_row_t *row);

/*  The one whose key FIELDS are and that holds from FROM on; NULL. */
const table_row_t *tables_find (const catalog_tables_t *self, size_t table, const char *const *fields, int32_t from);

bool tables_are_empty (const catalog_tables_t *self);

/*  The device that published first, to which all others that publish lead back (vouching.h); 0: none has. */
uint64_t tables_first (const catalog_tables_t *self);
void tables_set_first (catalog_tables_t *self, uint64_t origin);

/*  Whether a last day of that device's key ends its vouching: a set of an edition that says so had a row of it.  Before there was such an edition
 *  it ended nothing. */
bool tables_first_ends (const catalog_tables_t *self);
void tables_set_first_ends (catalog_tables_t *self, bool ends);

/*  Parts of sets that are not whole yet: the packed facts (publication.h) of ORIGIN, in order.  At most QCDC_SET_PARTS_MAX. */
size_t tables_parts (const catalog_tables_t *self, uint64_t origin);
bytes_t tables_part (const catalog_tables_t *self, uint64_t origin, size_t index);
/*  The INDEX-th of all, and whose it is; without data behind the last. */
bytes_t tables_part_at (const catalog_tables_t *self, size_t index, uint64_t *origin);
qcdc_status tables_part_add (catalog_tables_t *self, uint64_t origin, bytes_t part, fault_t *fault) QCDC_CHECK;
void tables_parts_drop (catalog_tables_t *self, uint64_t origin);

/*  What is wrong with a row, with where it stands: "units.csv, row 3, column name: …"; of what was published, "units, row 3".  COLUMN
 *  -1: the row as a whole.  FORMAT is translated already.  Returns QCDC_BAD_CATALOGUE. */
qcdc_status table_row_fail (size_t table, const table_row_t *row, int column, fault_t *fault, const char *format, ...)
    __attribute__ ((format (printf, 5, 6)));

/*  That ROW holds on days on which OTHER does, which stands before it. */
qcdc_status tables_fail_same_days (size_t table, const table_row_t *row, const table_row_t *other, fault_t *fault);

/*  What must hold between the rows of every table: none of a line holds on a day on which another one does, and what is fixed
 *  does not change.  QCDC_BAD_CATALOGUE. */
qcdc_status tables_check (const catalog_tables_t *self, fault_t *fault) QCDC_CHECK;

/*  All of it as one run of bytes (malloc'ed), and back: QCDC_CORRUPT for what tables_pack did not make. */
qcdc_status tables_pack (const catalog_tables_t *self, uint8_t **bytes, size_t *length, fault_t *fault) QCDC_CHECK;
qcdc_status tables_unpack (const uint8_t *bytes, size_t length, catalog_tables_t **self_p, fault_t *fault) QCDC_CHECK;

/*  BLAKE2b-256 of every row of every table, wherever it was read. */
void tables_hash (const catalog_tables_t *self, uint8_t hash[32]);

#endif
