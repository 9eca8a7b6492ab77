/*  sheet_reading.h — a file of filled forms while it is read (report_sheet.h): the row at hand and what is wrong with it. */

#ifndef QCDC_SHEET_READING_H
#define QCDC_SHEET_READING_H

#include "files/csv_closing.h"
#include "reports/report_sheet.h"
#include "texts/cell_named.h"

/*  The columns of a file: those that every file has, and behind them those that it may have. */
enum {
    SHEET_FORM,
    SHEET_PERIOD,
    SHEET_CELL,
    SHEET_VALUE,
    SHEET_COLUMN_COUNT,
    SHEET_VERSION = SHEET_COLUMN_COUNT,
    SHEET_NOTE,
    SHEET_PLACE_COUNT
};

#define TOLD_MAX 32u

typedef struct {
    desk_t *desk;
    sheets_t *sheets;
    bool removes_blanks, names_meant;
    cell_names_t *names; /* of the form of the last cell that was no code */
    csv_closing_t closing;
    char *told[TOLD_MAX]; /* what was said of forms and periods: a form that is wrong is wrong in all of its rows */
    size_t told_count;
    size_t row;
    const period_t *period; /* of the row's sheet; NULL: it is of none */
    char *clean[SHEET_COLUMN_COUNT];
    char *note;                  /* of the row; NULL where it has none */
    char version[VERSION_BYTES]; /* of the row, "" where the file has none */
    /* What is wrong with the row, one of a column at most; room for the next. */
    fault_t faults[SHEET_PLACE_COUNT + 1];
    size_t fault_count;
} sheet_reading_t;

/*  The fault that is filled next is another one.  What keeps the whole from going on is the last. */
qcdc_status reading_keep (sheet_reading_t *reading, qcdc_status status) QCDC_CHECK;
fault_t *reading_fault (sheet_reading_t *reading);
qcdc_status reading_no_memory (sheet_reading_t *reading) QCDC_CHECK;

/*  Whether the same was said of a row before, which it is from here on. */
bool reading_was_told (sheet_reading_t *reading, const char *message);

/*  Frees what FILLED owns, not itself. */
void filled_release (filled_t *filled);

/*  The cell is looked up even where its value is blank: a slip in its name must not pass as "not reported".  Where only a
 *  part of it is unknown, its indicator says what the value has to be. */
qcdc_status reading_fill (sheet_reading_t *reading, const form_t *form, filled_t *filled) QCDC_CHECK;

/*  A cell twice is a slip even with the same value: one of the two was meant to be another. */
qcdc_status reading_cell (sheet_reading_t *reading, sheet_t *sheet) QCDC_CHECK;

#endif
