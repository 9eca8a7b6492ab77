/*  report_workbook.c — a form to fill, as a workbook.
 *
 *  What may be typed in is unlocked, and everything else is not, without a password: it keeps from slips, not from people. */

#include "reports/report_workbook.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "catalogue/duty.h"
#include "catalogue/period.h"
#include "reports/form_rows.h"
#include "reports/rate_formula.h"
#include "rules/rule_period.h"
#include "rules/rule_say.h"
#include "rules/rule_set.h"
#include "show/naming.h"
#include "show/output.h"
#include "show/xlsx_library.h"
#include "show/xlsx_out.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TITLE_ROWS 3u
#define FREE_ROWS_MIN 10u /* for codes of the office's own */
#define FREE_CODES 5u /* so many codes can be counted by all that asks for one; more go into rows that are inserted */
#define PAPER_A4 9
#define FREE_NAMES_MAX 64u
#define LIST_BYTES_MAX 255u /* of a list in a cell, with the commas between */

enum { FORM, PERIOD, CELL, NAME, MEASURE, VALUE, BEFORE, YEAR_AGO, HINT, NOTE, REGISTER, COLUMN_COUNT };

static const struct {
    const char *name;
    double width;
} COLUMNS[COLUMN_COUNT] = {[FORM] = {"form", 14},          [PERIOD] = {"period", 9},       [CELL] = {"cell", 14},
                           [NAME] = {"cell_name", 52},     [MEASURE] = {"measure", 11},    [VALUE] = {"value", 13},
                           [BEFORE] = {"last_period", 11}, [YEAR_AGO] = {"last_year", 11}, [HINT] = {"rules", 44},
                           [NOTE] = {"note", 28},          [REGISTER] = {"register", 11}};

typedef struct {
    form_rows_t of;
    size_t free_rows;
    const char *path;
    lxw_workbook *book;
    lxw_worksheet *sheet;
    lxw_format *title, *note, *head, *label, *code, *input, *input_text, *rate, *earlier, *free_text, *hint, *counts;
    lxw_error error; /* the first */
    bool no_memory;
} form_book_t;

/*  ---------------------------------------------------------------- writing */

static void note_error (form_book_t *self, lxw_error error)
{
    if (self->error == LXW_NO_ERROR)
        self->error = error;
}

static void put (form_book_t *self, size_t row, int column, const char *text, lxw_format *format)
{
    char *written QCDC_CLEANUP (memory_free) = text ? xlsx_out_text (text) : NULL;
    self->no_memory |= text && !written;
    if (written && *written)
        note_error (self,
                    LXW (worksheet_write_string) (self->sheet, (lxw_row_t)row, (lxw_col_t)column, written, format));
    else
        note_error (self, LXW (worksheet_write_blank) (self->sheet, (lxw_row_t)row, (lxw_col_t)column, format));
}

static lxw_format *format_new (form_book_t *self, bool wraps, bool locked, lxw_color_t color, bool bordered)
{
    lxw_format *format = LXW (workbook_add_format) (self->book);
    if (!format) {
        self->no_memory = true;
        return NULL;
    }
    LXW (format_set_align) (format, LXW_ALIGN_VERTICAL_TOP);
    if (wraps)
        LXW (format_set_text_wrap) (format);
    if (!locked)
        LXW (format_set_unlocked) (format);
    if (color)
        LXW (format_set_bg_color) (format, color);
    if (bordered)
        LXW (format_set_border) (format, LXW_BORDER_HAIR);
    return format;
}

static bool formats_new (form_book_t *self)
{
    static const lxw_color_t GREY = 0xF2F2F2, YELLOW = 0xFFF9E5, GREEN = 0xE5F5E0;
    self->title = format_new (self, false, true, 0, false);
    self->note = format_new (self, false, true, 0, false);
    self->head = format_new (self, true, true, 0xE7E6E6, true);
    self->label = format_new (self, true, true, 0, true);
    self->code = format_new (self, false, true, 0, true);
    self->input = format_new (self, false, false, YELLOW, true);
    self->input_text = format_new (self, true, false, YELLOW, true);
    self->rate = format_new (self, false, true, GREY, true);
    self->earlier = format_new (self, false, true, GREY, true);
    self->free_text = format_new (self, false, false, YELLOW, true);
    self->hint = format_new (self, true, true, 0, true);
    self->counts = format_new (self, false, false, GREEN, true);
    if (self->no_memory)
        return false;
    LXW (format_set_font_size) (self->hint, 8);
    LXW (format_set_bold) (self->title);
    LXW (format_set_font_size) (self->title, 13);
    LXW (format_set_bold) (self->head);
    LXW (format_set_num_format) (self->input, "#,##0.####");
    LXW (format_set_num_format) (self->counts, "#,##0.####");
    LXW (format_set_num_format) (self->rate, "#,##0.00");
    LXW (format_set_num_format) (self->earlier, "#,##0.####");
    /* A code that looks like a number stays a code. */
    LXW (format_set_num_format) (self->free_text, "@");
    return true;
}

/*  Why a column of earlier figures is blank: in the book, and to whoever makes it. */
static void apart_write (form_book_t *self, size_t which)
{
    const char *apart = self->of.apart[which];
    if (!apart)
        return;
    put (self, which, HINT, apart, self->note);
    fprintf (stderr, "qcdc: %s, %s: %s\n", self->of.form->code, self->of.period->name, apart);
}

static void head_write (form_book_t *self)
{
    char *title QCDC_CLEANUP (memory_free) = NULL, *whose QCDC_CLEANUP (memory_free) = NULL, day[DAY_TEXT_BYTES];
    const office_t *office = self->of.desk->home.office;
    char year_ago[PERIOD_TEXT_BYTES];
    if (asprintf (&title, "%s – %s", i18n_is_vietnamese () ? self->of.form->title_vi : self->of.form->title_en,
                  self->of.period->name) < 0)
        title = NULL;
    int32_t due_on = duty_due_on (self->of.desk->home.catalog, office, self->of.form, self->of.period);
    if (due_on != QCDC_DAY_MAX &&
        asprintf (&whose, _ ("%s; due %s"), office->name, day_format_people (due_on, day)) < 0)
        whose = NULL;
    self->no_memory |= !title || (due_on != QCDC_DAY_MAX && !whose);
    put (self, 0, CELL, title, self->title);
    apart_write (self, 0);
    put (self, 1, FORM, office->code,
         self->note); /* in a hidden column: whoever hands it in is held against it (report_sheet.c) */
    put (self, 1, CELL, whose ? whose : office->name, self->note);
    apart_write (self, 1);
    put (self, 2, CELL,
         self->of.counted
             ? _ ("Fill in the yellow cells; leave blank what was not counted: a blank is no zero.  The green "
                  "ones are filled in from your registers: look them over.")
             : _ ("Fill in the yellow cells; leave blank what was not counted: a blank is no zero."),
         self->note);
    period_year_before (self->of.period->name, year_ago);
    put (self, 2, BEFORE, self->of.before_name, self->note);
    put (self, 2, YEAR_AGO, year_ago, self->note);
    for (int i = 0; i < (self->of.counted ? COLUMN_COUNT : REGISTER); i++) {
        char *heading QCDC_CLEANUP (memory_free) = people_heading (COLUMNS[i].name);
        put (self, TITLE_ROWS, i, heading, self->head);
        lxw_row_col_options hidden = {.hidden = i < CELL};
        note_error (self, LXW (worksheet_set_column_opt) (self->sheet, (lxw_col_t)i, (lxw_col_t)i, COLUMNS[i].width,
                                                          NULL, &hidden));
    }
}

static size_t row_of (size_t place)
{
    return TITLE_ROWS + 1 + place;
}

/*  What a rate came to in an earlier report. */
static void earlier_rate (form_book_t *self, size_t place, int column)
{
    const char *rate = self->of.rows[place].earlier[column == YEAR_AGO];
    if (*rate)
        note_error (self, LXW (worksheet_write_number) (self->sheet, (lxw_row_t)row_of (place), (lxw_col_t)column,
                                                        strtod (rate, NULL), self->rate));
    else
        put (self, row_of (place), column, NULL, self->label);
}

static void earlier_write (form_book_t *self, size_t place, int column, const report_view_t *view)
{
    const form_row_t *row = &self->of.rows[place];
    int64_t value_e4;
    if (row->indicator->type == VALUE_RATIO) {
        earlier_rate (self, place, column);
        return;
    }
    if (report_view_stands (view) && report_number (&view->report, row->cell, &value_e4))
        note_error (self, LXW (worksheet_write_number) (self->sheet, (lxw_row_t)row_of (place), (lxw_col_t)column,
                                                        (double)value_e4 / 10000, self->earlier));
    else
        put (self, row_of (place), column,
             report_view_stands (view) && row->indicator->type == VALUE_TEXT ? report_narrative (view, row->cell)
                                                                             : NULL,
             self->label);
}

/*  ---------------------------------------------------------------- rates */

/*  Where a cell stands in this book. */
static bool cell_place (const rule_cell_t *cell, char text[RATE_PLACE_BYTES], void *arg)
{
    const form_book_t *self = arg;
    char period[PERIOD_TEXT_BYTES];
    size_t place;
    rule_period_name (self->of.desk->home.catalog, self->of.form, self->of.period, cell->period, period);
    /* What stands there is not always all that a rate is made of. */
    int column = strcmp (period, self->of.period->name) == 0                          ? VALUE
                 : cell->period == RULE_PREVIOUS && self->of.kinds[0] == COMPARED_OWN ? BEFORE
                 : cell->period == RULE_YEAR_AGO && self->of.kinds[1] == COMPARED_OWN ? YEAR_AGO
                                                                                      : -1;
    if (column < 0 || !form_row_find (&self->of, cell->text, &place))
        return false;
    snprintf (text, RATE_PLACE_BYTES, "%c%zu", 'A' + column, row_of (place) + 1);
    return true;
}

static void rate_write (form_book_t *self, size_t place, const rule_t *rule)
{
    const form_row_t *row = &self->of.rows[place];
    char *formula QCDC_CLEANUP (memory_free) = rule ? rate_formula (rule, row->cell, cell_place, self) : NULL;
    /* Nothing is filled in yet, so that it comes to nothing: a program that does not compute would hand in a 0. */
    if (formula)
        note_error (self, LXW (worksheet_write_formula_str) (self->sheet, (lxw_row_t)row_of (place), VALUE, formula,
                                                             self->rate, ""));
    else
        put (self, row_of (place), VALUE, NULL, self->rate);
}

/*  ---------------------------------------------------------------- rows */

/*  What a computed figure follows from, and the rules that the cell is in. */
static void hint_write (form_book_t *self, size_t place, const rule_t *computes)
{
    const form_row_t *row = &self->of.rows[place];
    const char *rules = workbook_hint (self->of.hints, self->of.row_count, row->cell);
    char *computed QCDC_CLEANUP (memory_free) = computes ? rule_say_computed (computes, row->indicator->code) : NULL;
    char *both QCDC_CLEANUP (memory_free) = NULL;
    self->no_memory |= computes && !computed;
    if (computed && rules && asprintf (&both, "%s\n%s", computed, rules) < 0) {
        both = NULL;
        self->no_memory = true;
    }
    put (self, row_of (place), HINT, both ? both : computed ? computed : rules, self->hint);
}

static void counted_write (form_book_t *self, size_t place, int64_t value)
{
    note_error (self, LXW (worksheet_write_number) (self->sheet, (lxw_row_t)row_of (place), VALUE, (double)value,
                                                    self->counts));
}

static void row_write (form_book_t *self, size_t place)
{
    int64_t value;
    const form_row_t *row = &self->of.rows[place];
    bool computed = row->indicator->type == VALUE_RATIO;
    const rule_t *rule =
        computed ? rule_set_derived (self->of.desk->home.catalog->rules, row->indicator, self->of.period->to) : NULL;
    char *name QCDC_CLEANUP (memory_free) =
        people_cell_name (self->of.desk->home.catalog, row->cell, self->of.period->to);
    put (self, row_of (place), FORM, self->of.form->code, self->code);
    put (self, row_of (place), PERIOD, self->of.period->name, self->code);
    put (self, row_of (place), CELL, row->cell, self->code);
    put (self, row_of (place), NAME, name, self->label);
    put (self, row_of (place), MEASURE, row->indicator->measure, self->label);
    bool counted = !computed && form_row_counted (&self->of, row, &value);
    if (computed)
        rate_write (self, place, rule);
    else if (counted)
        counted_write (self, place, value);
    else
        put (self, row_of (place), VALUE, NULL, row->indicator->type == VALUE_TEXT ? self->input_text : self->input);
    earlier_write (self, place, BEFORE, &self->of.before);
    earlier_write (self, place, YEAR_AGO, &self->of.year_ago);
    hint_write (self, place, rule);
    put (self, row_of (place), NOTE, NULL, computed ? self->label : self->input_text);
    if (counted)
        note_error (self, LXW (worksheet_write_number) (self->sheet, (lxw_row_t)row_of (place), REGISTER,
                                                        (double)value, self->earlier));
}

/*  "H02.", "H06.due.": what a code of the office's own stands behind, as many as a list in a cell can hold. */
typedef struct {
    char names[FREE_NAMES_MAX][QCDC_CELL_BYTES_MAX + 2];
    size_t count, length;
} free_names_t;

static void free_name_add (free_names_t *self, const char *code, const char *member)
{
    char *name = self->names[self->count];
    int length = snprintf (name, sizeof *self->names, "%s.%s%s", code, member, *member ? "." : "");
    if (self->count + 1 < FREE_NAMES_MAX && self->length + (size_t)length + 1 <= LIST_BYTES_MAX) {
        self->count++;
        self->length += (size_t)length + 1;
    }
}

/*  The rows' cells can be chosen, and a code typed behind. */
static void free_rows_offer (form_book_t *self)
{
    free_names_t names = {.count = 0};
    char *list[FREE_NAMES_MAX + 1] = {NULL};
    for (const indicator_t *const *at = self->of.form->indicators; *at; at++) {
        const dimension_t *const *dimensions = (*at)->dimensions;
        if (!indicator_is_open (*at))
            continue;
        if (dimensions[0]->open)
            free_name_add (&names, (*at)->code, "");
        for (const char *const *member = dimensions[0]->members; !dimensions[0]->open && *member; member++)
            free_name_add (&names, (*at)->code, *member);
    }
    for (size_t i = 0; i < names.count; i++)
        list[i] = names.names[i];
    char title[33], message[256];
    text_shorten (_ ("a code of your own"), title, sizeof title);
    text_shorten (_ ("choose what is counted, and type your code behind the last point: H02.DA1"), message,
                  sizeof message);
    lxw_data_validation rule = {.validate = LXW_VALIDATION_TYPE_LIST,
                                .value_list = list,
                                .ignore_blank = LXW_VALIDATION_ON,
                                .show_error = LXW_VALIDATION_OFF,
                                .input_title = title,
                                .input_message = message};
    if (names.count)
        note_error (self, LXW (worksheet_data_validation_range) (
                              self->sheet, (lxw_row_t)row_of (self->of.row_count), CELL,
                              (lxw_row_t)(row_of (self->of.row_count + self->free_rows) - 1), CELL, &rule));
}

/*  How many kinds of figures of FORM are counted by a code of the office's own: one for each member beside it. */
static size_t open_kinds (const form_t *form)
{
    size_t kinds = 0;
    for (const indicator_t *const *at = form->indicators; *at; at++) {
        const char *const *member =
            indicator_is_open (*at) && !(*at)->dimensions[0]->open ? (*at)->dimensions[0]->members : NULL;
        kinds += indicator_is_open (*at) && !member;
        for (; member && *member; member++)
            kinds++;
    }
    return kinds;
}

/*  Rows at the end in which a code of the office's own can be typed; where nobody does, they are passed over. */
static void free_rows_write (form_book_t *self)
{
    size_t wanted = FREE_CODES * open_kinds (self->of.form);
    self->free_rows = wanted > FREE_ROWS_MIN ? wanted : FREE_ROWS_MIN;
    for (size_t row = row_of (self->of.row_count); row < row_of (self->of.row_count + self->free_rows); row++) {
        put (self, row, FORM, self->of.form->code, self->code);
        put (self, row, PERIOD, self->of.period->name, self->code);
        put (self, row, CELL, NULL, self->free_text);
        put (self, row, NAME, NULL, self->free_text);
        put (self, row, MEASURE, NULL, self->free_text);
        put (self, row, VALUE, NULL, self->input);
        put (self, row, NOTE, NULL, self->input_text);
    }
    free_rows_offer (self);
}

/*  What may be typed into rows FIRST to LAST, which are of one TYPE. */
static void rows_validate (form_book_t *self, size_t first, size_t last, value_type type)
{
    lxw_data_validation rule = {.criteria = LXW_VALIDATION_CRITERIA_GREATER_THAN_OR_EQUAL_TO,
                                .ignore_blank = LXW_VALIDATION_ON};
    char message[256], title[33];
    if (type != VALUE_COUNT && type != VALUE_DECIMAL)
        return;
    rule.validate = type == VALUE_COUNT ? LXW_VALIDATION_TYPE_INTEGER : LXW_VALIDATION_TYPE_DECIMAL;
    text_shorten (type == VALUE_COUNT ? _ ("a whole number") : _ ("a number"), title, sizeof title);
    text_shorten (_ ("0 or more; leave blank what was not counted"), message, sizeof message);
    rule.input_title = rule.error_title = title;
    rule.input_message = rule.error_message = message;
    note_error (self, LXW (worksheet_data_validation_range) (self->sheet, (lxw_row_t)row_of (first), VALUE,
                                                             (lxw_row_t)row_of (last), VALUE, &rule));
}

static void rows_write (form_book_t *self)
{
    for (size_t i = 0; i < self->of.row_count; i++)
        row_write (self, i);
    for (size_t first = 0, last; first < self->of.row_count; first = last) {
        value_type type = self->of.rows[first].indicator->type;
        for (last = first; last < self->of.row_count && self->of.rows[last].indicator->type == type; last++)
            ;
        rows_validate (self, first, last - 1, type);
    }
}

static bool has_open (const form_t *form)
{
    for (const indicator_t *const *at = form->indicators; *at; at++)
        if (indicator_is_open (*at))
            return true;
    return false;
}

static void sheet_set (form_book_t *self)
{
    lxw_protection allowed = {
        .format_columns = LXW_TRUE, .format_rows = LXW_TRUE, .format_cells = LXW_TRUE, .insert_rows = LXW_TRUE};
    LXW (worksheet_freeze_panes) (self->sheet, TITLE_ROWS + 1, 0);
    LXW (worksheet_repeat_rows) (self->sheet, TITLE_ROWS, TITLE_ROWS);
    LXW (worksheet_set_paper) (self->sheet, PAPER_A4);
    LXW (worksheet_set_landscape) (self->sheet);
    LXW (worksheet_fit_to_pages) (self->sheet, 1, 0);
    LXW (worksheet_set_margins) (self->sheet, 0.5, 0.4, 0.6, 0.6);
    LXW (worksheet_set_footer) (self->sheet, "&L&A&R&P/&N");
    LXW (worksheet_protect) (self->sheet, NULL, &allowed);
}

/*  ---------------------------------------------------------------- all of it */

static qcdc_status book_open (form_book_t *self, fault_t *fault)
{
    char name[64], code[21];
    int trouble = 0;
    lxw_workbook_options options = {.constant_memory = LXW_TRUE};
    QCDC_TRY (xlsx_library_open (fault));
    snprintf (name, sizeof name, "%s %s", text_shorten (self->of.form->code, code, sizeof code),
              self->of.period->name);
    self->book = xlsx_book_new (self->path, &options, name, &self->sheet, &trouble);
    if (!self->sheet && trouble)
        return xlsx_book_failed (trouble, fault);
    if (self->sheet && formats_new (self))
        return QCDC_OK;
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ ("out of memory"));
}

static qcdc_status book_close (form_book_t *self, fault_t *fault)
{
    size_t rows;
    lxw_workbook *book = self->book;
    self->book = NULL;
    int trouble = 0;
    note_error (self, xlsx_book_close (book, &trouble));
    if (self->no_memory || self->error == LXW_ERROR_MEMORY_MALLOC_FAILED)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ ("out of memory"));
    if (self->error != LXW_NO_ERROR)
        return xlsx_book_failed (trouble, fault);
    QCDC_TRY (xlsx_out_check (self->path, &rows, fault));
    return rows >= TITLE_ROWS + 1 + self->of.row_count
               ? QCDC_OK
               : fault_set (fault, QCDC_IO, NULL, "%s", _ ("the output could not be written to its end"));
}

static qcdc_status book_write (form_book_t *self, fault_t *fault)
{
    QCDC_TRY (form_rows_fill (&self->of, fault));
    QCDC_TRY (book_open (self, fault));
    sheet_set (self);
    head_write (self);
    rows_write (self);
    if (has_open (self->of.form))
        free_rows_write (self);
    return book_close (self, fault);
}

qcdc_status report_workbook (desk_t *desk, const form_t *form, const period_t *period, const register_count_t *count,
                             const char *path, fault_t *fault)
{
    form_book_t self = {.of = {.desk = desk, .form = form, .period = period, .count = count}, .path = path};
    qcdc_status status = book_write (&self, fault);
    if (self.book)
        (void)xlsx_book_close (self.book, &(int){0});
    form_rows_release (&self.of);
    return status;
}
