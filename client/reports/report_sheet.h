/*  report_sheet.h — filled forms as a file brings them: one sheet per form and period, and the fact that each becomes.
 *
 *  Sheets own their cells; a fact made of a sheet borrows from it. */

#ifndef QCDC_REPORT_SHEET_H
#define QCDC_REPORT_SHEET_H

#include "catalogue/cell.h"
#include "catalogue/period.h"
#include "desk/problems.h"
#include "files/table.h"
#include "reports/report_view.h"
#include "texts/version.h"

#define SHEET_NAMES_BYTES 120u

typedef struct {
    char *cell;
    size_t row;
    bool blank;
    int64_t value_e4;
    char *text;                  /* of a narrative; NULL for a number */
    const indicator_t *ratio;    /* a rate, which is blank to everybody else */
    char *computed;              /* what stands there */
    char version[VERSION_BYTES]; /* of the cell as it was exported; "": the file does not tell */
} filled_t;

/*  What the column `note` says of a cell. */
typedef struct {
    char *cell, *text;
    size_t row;
    bool used; /* it answers a rule */
} sheet_note_t;

typedef struct {
    const form_t *form; /* the version that serves the period, or that the filed report names */
    period_t period;
    size_t row; /* the first of its rows in the file */
    filled_t *cells;
    size_t cell_count;
    size_t cells_size;
    sheet_note_t *notes;
    size_t note_count, notes_size;
    bool refused;        /* a row of it was: what the sheet lacks is no wish */
    bool removes_blanks; /* a blank cell takes back what was filed there */
    report_view_t filed; /* what the journal has for that form and period */
} sheet_t;

typedef struct {
    sheet_t *items;
    size_t count;
    size_t size;
    table_t *table; /* that they were read from */
} sheets_t;

/*  Reads the file at PATH, of a workbook SHEET (NULL: the first).  What is wrong in it goes to PROBLEMS, row by row; a status is returned only for what
 *  keeps the whole from going on. */
qcdc_status sheets_read (desk_t *desk, const char *path, const char *sheet, bool removes_blanks, bool names_meant,
                         sheets_t *sheets, problems_t *problems, fault_t *fault) QCDC_CHECK;
void sheets_release (sheets_t *sheets);

/*  The row of a cell, for messages; the sheet's first row where there is no such cell. */
size_t sheet_row (const sheet_t *sheet, const char *cell);

/*  The cells that a sheet changes in what is filed. */
typedef struct {
    size_t changed, added, removed;
    size_t kept;   /* blank in the sheet, filed, and not to be removed */
    size_t erased; /* narratives in the place of erased ones: not taken */
    size_t noted;  /* rules that are answered, anew or for the first time */
    size_t stale;  /* edited in the file, and changed by somebody else since it was written: refused */
    char names[SHEET_NAMES_BYTES]; /* of those changed, added and removed, as far as they find room */
} sheet_changes_t;

/*  A note of the fact. */
typedef struct {
    char name[CELL_NOTE_BYTES];
    char *text;     /* malloc'ed */
    bool from_rows; /* of the file, not of the command line */
    bool asked; /* the figures that it is for are other ones than those that the report's own note was written for */
} made_note_t;

/*  The sheet as facts: a filing, or a correction of what is filed, which says only what it changes.  Points into the sheet;
 *  release before it. */
typedef struct {
    Qcdc__Fact fact;
    Qcdc__Corrected corrected;
    Qcdc__Ref target;
    Qcdc__ReportFiled filed, seen;
    Qcdc__AnnexText text;
    Qcdc__CellValue *values, *seen_values;
    Qcdc__CellValue **value_list, **seen_list;
    Qcdc__TextCell *texts;
    Qcdc__TextCell **text_list;
    char **text_cells, **seen_cells;
    made_note_t *notes; /* sorted by rule */
    size_t note_count, notes_size;
    char **answered;
    bool corrects; /* there is a report to correct */
    bool same;     /* it says nothing new */
    sheet_changes_t changes;
    char stale[240]; /* the cells that are stale, and what stands in them, as far as they find room */
} sheet_fact_t;

/*  QCDC_STALE where a cell that was edited has been changed by somebody else since the file was written. */
qcdc_status sheet_fact_make (const sheet_t *sheet, sheet_fact_t *made, fault_t *fault) QCDC_CHECK;
void sheet_fact_release (sheet_fact_t *made);

/*  The version of CELL of a form and period, which shows VALUE_E4, or TEXT, or nothing (both NULL). */
void cell_version (const char *form, const char *period, const char *cell, const int64_t *value_e4, const char *text,
                   char version[VERSION_BYTES]);

/*  The judge's input for it. */
judge_input_t sheet_input (const desk_t *desk, const sheet_t *sheet, const sheet_fact_t *made);

#endif
