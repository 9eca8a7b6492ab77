/*  xlsx_out.c — a table as a workbook, over libxlsxwriter.
 *
 *  The library does not look whether its temporary files took what was written; so the finished workbook is read again before it
 *  gets its name. */

#include "show/xlsx_out.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/memory.h"
#include "files/csv_guard.h"
#include "files/xlsx.h"
#include "show/xlsx_library.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <utf8proc.h>

#define FIGURES_MAX 15 /* of a number: a workbook holds no more */
#define DECIMALS_MAX 4
#define WIDTH_MIN 8u
#define WIDTH_MAX 50u
#define DAY_OF_1970 25569
#define PAPER_A4 9

typedef struct {
    char *heading;
    Qcdc__ColumnType type;
    size_t width; /* of the widest cell */
    bool sums;
    double sum; /* of the numbers in it */
} out_column_t;

struct xlsx_out {
    char *path;
    lxw_workbook *book;
    lxw_worksheet *sheet;
    lxw_format *head, *text, *day, *moment, *total, *numbers[DECIMALS_MAX + 1];
    out_column_t *columns;
    size_t column_count, columns_size;
    size_t cell_count;
};

bool xlsx_out_meant (const char *path)
{
    size_t length = path ? strlen (path) : 0;
    return length > 5 && strcasecmp (path + length - 5, ".xlsx") == 0;
}

static qcdc_status no_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ ("the table is too large"));
}

static bool book_new (xlsx_out_t *self, int *trouble)
{
    lxw_workbook_options options = {.constant_memory = LXW_TRUE, .use_zip64 = LXW_FALSE};
    self->book = xlsx_book_new (self->path, &options, NULL, &self->sheet, trouble);
    return self->sheet != NULL;
}

static lxw_format *format_new (lxw_workbook *book, const char *code)
{
    lxw_format *format = LXW (workbook_add_format) (book);
    if (!format)
        return NULL;
    LXW (format_set_align) (format, LXW_ALIGN_VERTICAL_TOP);
    if (code)
        LXW (format_set_num_format) (format, code);
    else
        LXW (format_set_text_wrap) (format);
    return format;
}

static bool formats_new (xlsx_out_t *self)
{
    static const char *const NUMBERS[] = {"#,##0", "#,##0.0", "#,##0.00", "#,##0.000", "#,##0.0000"};
    bool made = true;
    for (size_t i = 0; i <= DECIMALS_MAX; i++)
        made &= (self->numbers[i] = format_new (self->book, NUMBERS[i])) != NULL;
    made &= (self->head = format_new (self->book, NULL)) != NULL;
    made &= (self->text = format_new (self->book, NULL)) != NULL;
    made &= (self->total = format_new (self->book, NUMBERS[0])) != NULL;
    made &= (self->day = format_new (self->book, "dd/mm/yyyy")) != NULL;
    made &= (self->moment = format_new (self->book, "dd/mm/yyyy hh:mm")) != NULL;
    if (!made)
        return false;
    LXW (format_set_bold) (self->head);
    LXW (format_set_bottom) (self->head, LXW_BORDER_THIN);
    LXW (format_set_bg_color) (self->head, 0xE7E6E6);
    LXW (format_set_bold) (self->total);
    LXW (format_set_top) (self->total, LXW_BORDER_THIN);
    return true;
}

qcdc_status xlsx_out_new (const char *path, xlsx_out_t **self_p, fault_t *fault)
{
    xlsx_out_t *self QCDC_CLEANUP (xlsx_out_destroy) = calloc (1, sizeof *self);
    int trouble = 0;
    QCDC_TRY (xlsx_library_open (fault));
    if (!self || !(self->path = strdup (path)) || !book_new (self, &trouble) || !formats_new (self))
        return trouble ? xlsx_book_failed (trouble, fault) : no_memory (fault);
    LXW (worksheet_freeze_panes) (self->sheet, 1, 0);
    LXW (worksheet_repeat_rows) (self->sheet, 0, 0);
    LXW (worksheet_set_paper) (self->sheet, PAPER_A4);
    LXW (worksheet_set_landscape) (self->sheet);
    LXW (worksheet_fit_to_pages) (self->sheet, 1, 0);
    LXW (worksheet_set_footer) (self->sheet, "&C&P/&N");
    LXW (worksheet_ignore_errors) (self->sheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT, "A1:XFD1048576");
    *self_p = self;
    self = NULL;
    return QCDC_OK;
}

void xlsx_out_destroy (xlsx_out_t **self_p)
{
    xlsx_out_t *self = *self_p;
    if (!self)
        return;
    /* The library has no other way to give its memory back; who began the file takes it away. */
    if (self->book)
        (void)xlsx_book_close (self->book, &(int){0});
    for (size_t i = 0; i < self->column_count; i++)
        free (self->columns[i].heading);
    free (self->columns);
    free (self->path);
    free (self);
    *self_p = NULL;
}

qcdc_status xlsx_out_column (xlsx_out_t *self, const char *heading, Qcdc__ColumnType type, fault_t *fault)
{
    out_column_t *columns = memory_room (self->columns, self->column_count, &self->columns_size, sizeof *columns);
    if (columns)
        self->columns = columns;
    char *copy = columns ? strdup (heading) : NULL;
    if (!copy)
        return no_memory (fault);
    columns[self->column_count++] = (out_column_t){.heading = copy, .type = type};
    return QCDC_OK;
}

void xlsx_out_sum (xlsx_out_t *self)
{
    self->columns[self->column_count - 1].sums = true;
}

/*  ---------------------------------------------------------------- cells */

/*  Bytes at TEXT that a workbook's reader would take for an escaped character. */
static bool is_escape (const char *text)
{
    return text[0] == '_' && text[1] == 'x' && strspn (text + 2, "0123456789abcdefABCDEF") >= 4 && text[6] == '_';
}

char *xlsx_out_text (const char *text)
{
    char *plain QCDC_CLEANUP (memory_free) = strdup (text), *guarded QCDC_CLEANUP (memory_free) = NULL;
    if (!plain)
        return NULL;
    csv_unguard (plain);
    /* Only where reading would take something off: a text as it is needs no guard here. */
    if (strcmp (plain, text) != 0) {
        if (!(guarded = csv_guard (text)))
            return NULL;
        text = guarded;
    }
    char *made = malloc (7 * strlen (text) + 1), *to = made;
    for (; made && *text; text++) {
        if (is_escape (text))
            to = stpcpy (to, "_x005F");
        /* U+FFFE and U+FFFF are no characters, and no spreadsheet opens a workbook with one. */
        bool none = (unsigned char)text[0] == 0xEF && (unsigned char)text[1] == 0xBF &&
                    ((unsigned char)text[2] | 1) == 0xBF && (unsigned char)text[2] >= 0xBE;
        if (none) {
            to = stpcpy (to, "\xEF\xBF\xBD");
            text += 2;
        } else
            *to++ = *text;
    }
    if (made)
        *to = '\0';
    return made;
}

static size_t text_width (const char *text)
{
    size_t width = 0, widest = 0;
    for (; *text; text++) {
        width = *text == '\n' ? 0 : width + (((unsigned char)*text & 0xC0) != 0x80);
        widest = width > widest ? width : widest;
    }
    return widest;
}

/*  [-]digits[.digits] that a workbook can hold; *DECIMALS behind the point. */
static bool number_fits (const char *text, size_t *decimals)
{
    const char *digits = text + (*text == '-');
    size_t whole = strspn (digits, "0123456789");
    *decimals = digits[whole] == '.' ? strspn (digits + whole + 1, "0123456789") : 0;
    size_t length = whole + *decimals + (digits[whole] == '.');
    return whole > 0 && digits[length] == '\0' && (digits[whole] != '.' || *decimals > 0) &&
           whole + *decimals <= FIGURES_MAX;
}

static lxw_error text_write (xlsx_out_t *self, lxw_row_t row, lxw_col_t column, const char *text, lxw_format *format)
{
    char *written QCDC_CLEANUP (memory_free) = xlsx_out_text (text);
    return written ? LXW (worksheet_write_string) (self->sheet, row, column, written, format)
                   : LXW_ERROR_MEMORY_MALLOC_FAILED;
}

static lxw_error cell_write (xlsx_out_t *self, lxw_row_t row, lxw_col_t column, const char *text)
{
    size_t decimals;
    int32_t day;
    int64_t moment_us;
    switch (self->columns[column].type) {
    case QCDC__COLUMN_TYPE__INTEGER:
    case QCDC__COLUMN_TYPE__DECIMAL:
        if (number_fits (text, &decimals))
            return LXW (worksheet_write_number) (self->sheet, row, column, strtod (text, NULL),
                                                 self->numbers[decimals < DECIMALS_MAX ? decimals : DECIMALS_MAX]);
        break;
    case QCDC__COLUMN_TYPE__DATE:
        /* Before March 1900 spreadsheets count a day that there never was. */
        if (day_parse (text, &day) == QCDC_OK && day + DAY_OF_1970 > 60)
            return LXW (worksheet_write_number) (self->sheet, row, column, day + DAY_OF_1970, self->day);
        break;
    case QCDC__COLUMN_TYPE__TIMESTAMP:
        if (moment_parse (text, &moment_us) == QCDC_OK) {
            day = day_of_moment (moment_us);
            double seconds = (double)(moment_us / 1000000 + 7 * 3600 - (int64_t)day * 86400);
            return LXW (worksheet_write_number) (self->sheet, row, column, day + DAY_OF_1970 + seconds / 86400,
                                                 self->moment);
        }
        break;
    default:
        break;
    }
    return text_write (self, row, column, text, self->text);
}

static qcdc_status write_failed (lxw_error error, int trouble, fault_t *fault)
{
    if (error == LXW_ERROR_MEMORY_MALLOC_FAILED)
        return no_memory (fault);
    if (error == LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE)
        return fault_set (fault, QCDC_TOO_LARGE, NULL, "%s",
                          _ ("the table has more rows than a sheet; write it as CSV"));
    if (error == LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED)
        return fault_set (fault, QCDC_TOO_LARGE, NULL, "%s",
                          _ ("a text is longer than a cell; write the table as CSV"));
    return xlsx_book_failed (trouble, fault);
}

static lxw_error head_write (xlsx_out_t *self)
{
    lxw_error error = LXW_NO_ERROR;
    for (size_t i = 0; i < self->column_count && error == LXW_NO_ERROR; i++) {
        self->columns[i].width = text_width (self->columns[i].heading);
        error = text_write (self, 0, (lxw_col_t)i, self->columns[i].heading, self->head);
    }
    return error;
}

qcdc_status xlsx_out_cell (xlsx_out_t *self, const char *text, fault_t *fault)
{
    size_t column = self->cell_count % self->column_count, row = self->cell_count / self->column_count + 1;
    lxw_error error = self->cell_count == 0 ? head_write (self) : LXW_NO_ERROR;
    self->cell_count++;
    if (text && error == LXW_NO_ERROR) {
        size_t width = text_width (text) + 2;
        if (width > self->columns[column].width)
            self->columns[column].width = width;
        error = cell_write (self, (lxw_row_t)row, (lxw_col_t)column, text);
        self->columns[column].sum += self->columns[column].sums ? strtod (text, NULL) : 0;
    }
    return error == LXW_NO_ERROR ? QCDC_OK : write_failed (error, errno, fault);
}

/*  ---------------------------------------------------------------- the end */

/*  Behind ROWS rows the sums, of what a filter leaves to be seen: outside of what it is for.  *WRITTEN: there is something to add up. */
static lxw_error sums_write (xlsx_out_t *self, size_t rows, bool *written)
{
    lxw_error error = LXW_NO_ERROR;
    *written = false;
    for (size_t i = 0; i < self->column_count && rows > 0; i++)
        *written |= self->columns[i].sums;
    for (size_t i = 0; i < self->column_count && *written && error == LXW_NO_ERROR; i++) {
        char formula[64], column[4] = {(char)('A' + i % 26), '\0'};
        lxw_row_t row = (lxw_row_t)rows + 1;
        snprintf (formula, sizeof formula, "=SUBTOTAL(109,%s2:%s%zu)", column, column, rows + 1);
        if (self->columns[i].sums && i < 26)
            error = LXW (worksheet_write_formula_num) (self->sheet, row, (lxw_col_t)i, formula, self->total,
                                                       self->columns[i].sum);
        else if (i == 0)
            error = text_write (self, row, 0, _ ("Total"), self->total);
        else
            error = LXW (worksheet_write_blank) (self->sheet, row, (lxw_col_t)i, self->total);
    }
    return error;
}

qcdc_status xlsx_out_check (const char *path, size_t *rows, fault_t *fault)
{
    xlsx_t *reader QCDC_CLEANUP (xlsx_destroy) = NULL;
    xlsx_row_t row;
    FILE *file = fopen (path, "rb");
    qcdc_status status = file ? xlsx_open (path, file, NULL, &reader, fault) : QCDC_IO;
    for (*rows = 0; status == QCDC_OK; ++*rows)
        status = xlsx_next (reader, &row, fault);
    /* What is larger than a clerk's own file may be is not looked at to its end. */
    if (status == QCDC_TOO_LARGE)
        *rows = SIZE_MAX;
    else if (status == QCDC_NOT_FOUND)
        --*rows;
    else if (status != QCDC_NO_MEMORY)
        return fault_set (fault, QCDC_IO, NULL, "%s", _ ("the output could not be written to its end"));
    return status == QCDC_NO_MEMORY ? status : QCDC_OK;
}

static size_t column_width (const out_column_t *column)
{
    return column->width < WIDTH_MIN ? WIDTH_MIN : column->width > WIDTH_MAX ? WIDTH_MAX : column->width;
}

qcdc_status xlsx_out_finish (xlsx_out_t *self, fault_t *fault)
{
    size_t rows = self->cell_count / (self->column_count ? self->column_count : 1), read;
    bool sums = false;
    lxw_error error = self->cell_count == 0 ? head_write (self) : sums_write (self, rows, &sums);
    for (size_t i = 0; i < self->column_count; i++)
        LXW (worksheet_set_column)
    (self->sheet, (lxw_col_t)i, (lxw_col_t)i, (double)column_width (&self->columns[i]), NULL);
    /* worksheet_autofilter takes no row that has gone out already, and how many there are is known only now. */
    if (self->column_count > 0)
        self->sheet->autofilter = (lxw_autofilter){
            .in_use = LXW_TRUE, .last_row = (lxw_row_t)rows, .last_col = (lxw_col_t)(self->column_count - 1)};
    bool torn = self->sheet->optimize_tmpfile && ferror (self->sheet->optimize_tmpfile);
    lxw_workbook *book = self->book;
    self->book = NULL;
    int trouble = 0;
    lxw_error closed = xlsx_book_close (book, &trouble);
    if (error != LXW_NO_ERROR || closed != LXW_NO_ERROR)
        return write_failed (error != LXW_NO_ERROR ? error : closed, trouble, fault);
    QCDC_TRY (xlsx_out_check (self->path, &read, fault));
    /* Rows of blanks alone are none to the reader. */
    if (torn || (read != SIZE_MAX && (read == 0 ? self->column_count > 0 : read > rows + 1 + sums)))
        return fault_set (fault, QCDC_IO, NULL, "%s", _ ("the output could not be written to its end"));
    return QCDC_OK;
}
