/*  xlsx_library.c — libxlsxwriter, loaded when it is needed, and what it does with files.
 *
 *  It says in lines of its own what fails, in English and often with a wrong reason, and returns it as well: what it says goes aside, so
 *  that one line tells of it. */

#include "show/xlsx_library.h"

#include "base/i18n.h"
#include "base/library.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

xlsx_library_t xlsx_library;

qcdc_status xlsx_library_open (fault_t *fault)
{
    static const library_function_t NAMES[] = {
#define XLSX_NAME(name) {#name, offsetof (xlsx_library_t, name)},
        XLSX_LIBRARY (XLSX_NAME)
#undef XLSX_NAME
    };
    return library_open (QCDC_XLSX_LIBRARY_NAME, NAMES, sizeof NAMES / sizeof *NAMES, &xlsx_library, fault);
}

/*  No descriptor is needed for that, for there may be none. */
typedef struct {
    char said[256];
    FILE *aside; /* NULL: no memory; then there are two lines */
    FILE *kept;
} hush_t;

static void hush_begin (hush_t *self)
{
    self->kept = stderr;
    self->aside = fmemopen (self->said, sizeof self->said, "w");
    if (self->aside)
        stderr = self->aside;
    errno = 0;
}

/*  Returns the system's error since it began. */
static int hush_end (hush_t *self)
{
    int error = errno;
    stderr = self->kept;
    if (self->aside)
        (void)fclose (self->aside);
    return error == ENOMEM ? 0 : error;
}

lxw_workbook *xlsx_book_new (const char *path, lxw_workbook_options *options, const char *name, lxw_worksheet **sheet,
                             int *trouble)
{
    hush_t hush;
    hush_begin (&hush);
    lxw_workbook *book = LXW (workbook_new_opt) (path, options);
    if (book && name && LXW (workbook_validate_sheet_name) (book, name) != LXW_NO_ERROR)
        name = NULL;
    errno = 0;
    *sheet = book ? LXW (workbook_add_worksheet) (book, name) : NULL;
    *trouble = hush_end (&hush);
    return book;
}

lxw_error xlsx_book_close (lxw_workbook *book, int *trouble)
{
    hush_t hush;
    hush_begin (&hush);
    lxw_error error = LXW (workbook_close) (book);
    *trouble = hush_end (&hush);
    return error;
}

qcdc_status xlsx_book_failed (int trouble, fault_t *fault)
{
    switch (trouble) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        fault_set (fault, QCDC_IO, NULL, _ ("there is no room to write the workbook (%s)"), strerror (trouble));
        fault_advise (fault, "%s", _ ("make room on its disk and in /tmp, or write the table as CSV (-o FILE.csv)"));
        break;
    case EMFILE:
    case ENFILE:
        fault_set (fault, QCDC_IO, NULL, _ ("too many files are open to write a workbook (%s)"), strerror (trouble));
        fault_advise (fault, "%s",
                      _ ("raise the limit of open files (ulimit -n), or write the table as CSV (-o FILE.csv)"));
        break;
    default:
        fault_set (fault, QCDC_IO, NULL, _ ("the workbook cannot be written (%s)"),
                   strerror (trouble ? trouble : EIO));
        fault_advise (fault, "%s",
                      _ ("look whether its disk and /tmp have room and may be written, or write the table as CSV (-o "
                         "FILE.csv)"));
    }
    return QCDC_IO;
}
