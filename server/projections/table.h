/*  table.h — a projection's table as data: its columns, and where in a structure each has its value.
 *
 *  COPY, INSERT, UPDATE and SELECT, writing a row and reading one are all made from the one array of columns, so that a column
 *  is named in one place. */

#ifndef QCDC_TABLE_H
#define QCDC_TABLE_H

#include "pg/pg.h"

/*  How a column's value stands in the structure. */
typedef enum {
    COLUMN_INT64,  /* int64_t: bigint */
    COLUMN_INT32,  /* int or int32_t: integer */
    COLUMN_INT16,  /* int: smallint */
    COLUMN_UINT32, /* uint32_t: integer */
    COLUMN_BOOL,   /* bool */
    COLUMN_DAY,    /* int32_t: date */
    COLUMN_MOMENT, /* int64_t in µs, 0 none: timestamptz */
    COLUMN_STRING, /* char *, malloc'ed when read: text */
    COLUMN_TEXT,   /* char [SIZE]: text */
    COLUMN_BYTES,  /* uint8_t [SIZE]: bytea */
    COLUMN_PARENT  /* not in the structure: the id of the thing that a part belongs to: bigint */
} column_how;

typedef struct {
    const char *name;
    column_how how;
    size_t offset;
    size_t size;                        /* of COLUMN_TEXT and COLUMN_BYTES */
    bool fixed;                         /* never updated */
    bool (*present) (const void *base); /* NULL: always; where it says false the column is null */
} column_t;

#define TABLE_SQL_BYTES 2048u
#define PROJECTED_COLUMNS_MAX 64u

/*  What is made from the columns. */
typedef struct {
    bool made;
    char names[2][40];
    char copy[TABLE_SQL_BYTES], insert[TABLE_SQL_BYTES], update[TABLE_SQL_BYTES];
    char select[TABLE_SQL_BYTES]; /* "t.id, t.office, …" */
    Oid types[PROJECTED_COLUMNS_MAX], change_types[PROJECTED_COLUMNS_MAX];
    pg_table_t rows;    /* what table_put writes: new ones */
    pg_table_t changes; /* what table_put_change writes: each is one UPDATE, only ever queued */
} table_sql_t;

typedef struct {
    const char *name;
    const column_t *columns; /* the first one is the key of an UPDATE */
    size_t count;
    table_sql_t *sql; /* one for each table; made by table_make */
} table_t;

/*  A statement that is being written into TEXT, of SIZE bytes: made from constants of the program, so that one which does not fit
 *  is a mistake in it. */
typedef struct {
    char *text;
    size_t size;
    size_t used;
} sql_text_t;
void sql_text_add (sql_text_t *self, const char *format, ...) __attribute__ ((format (printf, 2, 3)));

/*  Makes the statements of TABLE, once; the caller is the only thread that uses them. */
void table_make (const table_t *self);

/*  Adds the row that BASE is; PARENT for COLUMN_PARENT. */
void table_put (const table_t *self, pg_rows_t *rows, const void *base, int64_t parent);

/*  Adds the change of BASE's row to ROWS, which are not the same as those of table_put: the key, and what an UPDATE sets. */
void table_put_change (const table_t *self, pg_rows_t *rows, const void *base);

/*  Reads a row that was selected by the table's column list, from column FIRST on.  QCDC_NO_MEMORY. */
qcdc_status table_take (const table_t *self, const PGresult *result, int row, int first, void *base) QCDC_CHECK;

#endif
