/*  tables.h — the catalogue as it is published: tables of rows of texts, in the order in which they came.
 *
 *  Rows are only added or ended, so that the number of a row is its id for ever.  A catalog (catalog.h) is made of the tables and
 *  judged by; they themselves know columns, keys and days and nothing of what a row means. */

#ifndef QCDC_TABLES_H
#define QCDC_TABLES_H

#include "base/embed.h"
#include "base/fault.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TABLE_COLUMNS_MAX 16
#define TABLES_MAX 16

/*  A kind of row. */
typedef struct {
    const char *name;             /* "units", of the files units.csv and units-….csv */
    const char *title;            /* what people call them: a msgid */
    const char *columns[TABLE_COLUMNS_MAX + 1]; /* NULL-terminated; the first KEYS of them name what a row is about */
    int keys;
    unsigned optional; /* bits: columns that a file may leave out */
    unsigned fixed;    /* bits: columns that no later row of the same key changes */
    int from, to;      /* the columns valid_from and valid_to; -1 where a row is never ended nor succeeded */
    int label;         /* the column that tells people what the row is: a name; -1 where the key does */
} table_kind_t;

typedef struct {
    const char **fields; /* as many as the kind has columns; none is NULL */
    const char *file;    /* where it was read, for messages; NULL where it was published */
    size_t row;          /* of that file */
    int32_t from, to;    /* days; QCDC_DAY_MIN and QCDC_DAY_MAX where they are open */
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

/*  Adds a row behind the others: FIELDS (copied) in the order of the kind's columns.  FILE and ROW may be NULL and 0; FILE is copied.
 *  QCDC_BAD_DATE for days that cannot be read; QCDC_TOO_LARGE over QCDC_TABLE_ROWS_MAX or QCDC_TABLES_BYTES_MAX. */
qcdc_status tables_add (catalog_tables_t *self, size_t table, const char *const *fields, const char *file, size_t row,
                        fault_t *fault) QCDC_CHECK;

/*  Ends a row: its last day is that of TO, a text. */
qcdc_status tables_end (catalog_tables_t *self, size_t table, size_t index, const char *to, fault_t *fault) QCDC_CHECK;

/*  The row with that key and first day, which stand in FIELDS; NULL.  *INDEX (may be NULL) is its place. */
const table_row_t *tables_find (const catalog_tables_t *self, size_t table, const char *const *fields, size_t *index);

/*  The one of that key that holds on DAY; NULL. */
const table_row_t *tables_find_on (const catalog_tables_t *self, size_t table, const char *const *fields, int32_t day,
                                   size_t *index);

bool tables_are_empty (const catalog_tables_t *self);

/*  The tables of FILES, which end with a NULL name.  Every table has one file at least.  QCDC_CORRUPT with file, row and column. */
qcdc_status tables_of_files (const embed_t *files, catalog_tables_t **self_p, fault_t *fault) QCDC_CHECK;

/*  What is wrong with a row, with where it stands: "units.csv, row 3, column name: …".  COLUMN -1: the row as a whole. */
qcdc_status table_row_fail (const table_kind_t *kind, const table_row_t *row, size_t index, int column, fault_t *fault,
                            const char *format, ...) __attribute__ ((format (printf, 6, 7)));

/*  All of it as one run of bytes (malloc'ed), and back: QCDC_CORRUPT for what tables_pack did not make. */
qcdc_status tables_pack (const catalog_tables_t *self, uint8_t **bytes, size_t *length, fault_t *fault) QCDC_CHECK;
qcdc_status tables_unpack (const uint8_t *bytes, size_t length, catalog_tables_t **self_p, fault_t *fault) QCDC_CHECK;

/*  BLAKE2b-256 of every row of every table, wherever it was read. */
void tables_hash (const catalog_tables_t *self, uint8_t hash[32]);

#endif
