/*  xlsx_library.h — libxlsxwriter, loaded when the first workbook is written (files/zip_library.h says why). */

#ifndef QCDC_XLSX_LIBRARY_H
#define QCDC_XLSX_LIBRARY_H

#include "base/fault.h"

#include <xlsxwriter.h>

#define XLSX_LIBRARY(X)                                                                                              \
    X (format_set_align)                                                                                             \
    X (format_set_bg_color)                                                                                          \
    X (format_set_bold)                                                                                              \
    X (format_set_border)                                                                                            \
    X (format_set_bottom)                                                                                            \
    X (format_set_font_size)                                                                                         \
    X (format_set_num_format)                                                                                        \
    X (format_set_text_wrap)                                                                                         \
    X (format_set_top)                                                                                               \
    X (format_set_unlocked)                                                                                          \
    X (workbook_add_format)                                                                                          \
    X (workbook_add_worksheet)                                                                                       \
    X (workbook_close)                                                                                               \
    X (workbook_new_opt)                                                                                             \
    X (workbook_validate_sheet_name)                                                                                 \
    X (worksheet_data_validation_range)                                                                              \
    X (worksheet_fit_to_pages)                                                                                       \
    X (worksheet_freeze_panes)                                                                                       \
    X (worksheet_ignore_errors)                                                                                      \
    X (worksheet_protect)                                                                                            \
    X (worksheet_repeat_rows)                                                                                        \
    X (worksheet_set_column)                                                                                         \
    X (worksheet_set_column_opt)                                                                                     \
    X (worksheet_set_footer)                                                                                         \
    X (worksheet_set_landscape)                                                                                      \
    X (worksheet_set_margins)                                                                                        \
    X (worksheet_set_paper)                                                                                          \
    X (worksheet_write_blank)                                                                                        \
    X (worksheet_write_formula_num)                                                                                  \
    X (worksheet_write_formula_str)                                                                                  \
    X (worksheet_write_number)                                                                                       \
    X (worksheet_write_string)

/*  Its functions, by their names; all NULL until it was opened. */
typedef struct {
#define XLSX_MEMBER(name) __typeof__ (name) *name;
    XLSX_LIBRARY (XLSX_MEMBER)
#undef XLSX_MEMBER
} xlsx_library_t;

extern xlsx_library_t xlsx_library;

/*  LXW (workbook_close) (book) */
#define LXW(name) xlsx_library.name

/*  Loads it, once.  QCDC_IO where it is not installed. */
qcdc_status xlsx_library_open (fault_t *fault) QCDC_CHECK;

/*  A new workbook in the file PATH with one sheet (NAME may be NULL); the library's own lines of what fails are kept from stderr.
 *  *SHEET NULL where it cannot be made, and *TROUBLE is then the system's error; 0: no memory. */
lxw_workbook *xlsx_book_new (const char *path, lxw_workbook_options *options, const char *name, lxw_worksheet **sheet,
                             int *trouble);

/*  Writes the file and gives all memory back, as quietly; *TROUBLE is the system's error where that fails. */
lxw_error xlsx_book_close (lxw_workbook *book, int *trouble);

/*  Says in one line why a workbook could not be written, TROUBLE being the system's error, and what to do. */
qcdc_status xlsx_book_failed (int trouble, fault_t *fault);

#endif
