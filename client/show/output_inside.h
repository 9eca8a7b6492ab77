/*  output_inside.h — a table while it is written, and the ways in which it is: for the files of output.h alone.
 *
 *  Each way takes the cells one by one and writes its headings with the first, when all columns are known. */

#ifndef QCDC_OUTPUT_INSIDE_H
#define QCDC_OUTPUT_INSIDE_H

#include "base/i18n.h"
#include "show/layout.h"
#include "show/order.h"
#include "show/output.h"
#include "show/xlsx_out.h"

typedef struct {
    char *name;
    Qcdc__ColumnType type;
    bool sums;
} shown_column_t;

struct output {
    format_t format;
    FILE *out;
    shown_column_t *columns;
    size_t column_count;
    size_t columns_size;
    size_t cell_count;
    layout_t *layout;         /* of a table for people, from the first cell on */
    xlsx_out_t *workbook;     /* likewise of a workbook */
    const catalog_t *catalog; /* names for codes; NULL: none */
    naming_time_t when;       /* that names are of */
    size_t period_column;     /* each row is of its own period; SIZE_MAX: it has no such column */
    size_t form_column;       /* and of that form's calendar; SIZE_MAX likewise */
    size_t version_column; /* and calls its form as it was called in that version (form_version); SIZE_MAX likewise */
    size_t row_count;      /* its cells, and those of the rows before */
    char **row;            /* such a row, until it is whole: its period may stand behind what is named by it */
    const char *headings;  /* the context of their translations; NULL: that of every table */
    const char *none;      /* what is said of a table without rows */
    const char *order;     /* NULL: rows as they come */
    size_t order_column;
    size_t limit;
    size_t given; /* cells, shown or not */
    order_t rows; /* of rows that are to be put in order: keys, and where in KEPT they begin */
    char **kept;  /* their cells; NULL is null */
    size_t kept_size;
};

/*  The fault of a table for which there is no memory. */
static inline qcdc_status output_too_large (qcdc_status status, fault_t *fault)
{
    return fault_set (fault, status, NULL, _ ("the table is too large"));
}

static inline bool column_is_numeric (const shown_column_t *column)
{
    return column->type == QCDC__COLUMN_TYPE__INTEGER || column->type == QCDC__COLUMN_TYPE__DECIMAL;
}

/*  For people, in their language and as wide as their terminal.  QCDC_NO_MEMORY. */
qcdc_status people_cell (output_t *self, const shown_column_t *column, const char *text) QCDC_CHECK;
qcdc_status people_finish (output_t *self) QCDC_CHECK;

/*  CSV, for programs and for spreadsheets; PLACE is that of the column. */
void csv_cell (const output_t *self, size_t place, const char *text);
void csv_finish (const output_t *self);

/*  JSON: a list of objects. */
void json_cell (const output_t *self, size_t place, const char *text);
void json_finish (const output_t *self);

/*  A workbook, into the file of -o. */
qcdc_status workbook_cell (output_t *self, const shown_column_t *column, const char *text, fault_t *fault) QCDC_CHECK;
qcdc_status workbook_finish (output_t *self, fault_t *fault) QCDC_CHECK;

#endif
