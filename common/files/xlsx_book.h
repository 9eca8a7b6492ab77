/*  xlsx_book.h — what a workbook says of its sheets before any of them is read: where they are, what their cells share. */

#ifndef QCDC_XLSX_BOOK_H
#define QCDC_XLSX_BOOK_H

#include "files/xlsx_archive.h"
#include "files/xlsx_strings.h"
#include "files/xlsx_value.h"

#define XLSX_SHEET_NAME_BYTES 128 /* 31 characters, by its own rule */
#define XLSX_PART_NAME_BYTES 256

typedef struct {
    char sheet[XLSX_SHEET_NAME_BYTES];     /* that was chosen */
    char sheet_part[XLSX_PART_NAME_BYTES]; /* where it is */
    char others[200];                      /* the sheets beside it, as a list for a message */
    char unread[200];                      /* those of them that hold something, where none was asked for by its name */
    bool since_1904;
    unsigned char *formats; /* what each cell format makes of a number */
    size_t format_count, formats_size;
    xlsx_literal_t *literals; /* those of the formats that write something beside a number */
    size_t literal_count, literals_size;
    xlsx_strings_t *strings;
} xlsx_book_t;

/*  Fills *BOOK for the sheet SHEET, or the first that is shown (NULL).  NAME is the file's.  Release also after a failure. */
qcdc_status xlsx_book_read (xlsx_archive_t *archive, const char *name, const char *sheet, xlsx_book_t *book,
                            fault_t *fault) QCDC_CHECK;
void xlsx_book_release (xlsx_book_t *book);

#endif
