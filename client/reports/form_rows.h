/*  form_rows.h — what stands in a form to fill: its cells, the codes of the office's own, earlier figures, rules, and what the registers
 *  give. */

#ifndef QCDC_FORM_ROWS_H
#define QCDC_FORM_ROWS_H

#include "catalogue/period.h"
#include "desk/desk.h"
#include "matters/register_count.h"
#include "reports/compared.h"
#include "reports/report_view.h"
#include "reports/workbook_hints.h"

typedef struct {
    const indicator_t *indicator;
    char *cell; /* malloc'ed */
    /* What a rate came to in the report before and a year ago, "47.12"; "": it is none, or came to nothing. */
    char earlier[2][32];
} form_row_t;

/*  What stands in the form of one period, before it is written. */
typedef struct {
    desk_t *desk;
    const form_t *form;
    const period_t *period;
    const register_count_t *count;       /* what the office's registers give; NULL: nothing is to be filled in */
    char before_name[PERIOD_TEXT_BYTES]; /* of the form's period that ended last before; "": there is none */
    report_view_t before, year_ago;      /* of the office; none where the period is not held against its own report */
    compared_kind kinds[2];              /* with what both periods are held together */
    char *apart[2];                      /* what is said of it; malloc'ed, NULL where that is nothing */
    form_row_t *rows;
    size_t row_count, rows_size;
    hinted_t *hints; /* one for each row */
    bool counted;    /* the registers give something */
} form_rows_t;

/*  SELF has desk, form, period and count; the rest is cleared, and released afterwards whatever comes of it. */
qcdc_status form_rows_fill (form_rows_t *self, fault_t *fault) QCDC_CHECK;
void form_rows_release (form_rows_t *self);

/*  Whether CELL is one of the rows, and which. */
bool form_row_find (const form_rows_t *self, const char *cell, size_t *place);

/*  What the registers say of the row's cell; false: nothing. */
bool form_row_counted (const form_rows_t *self, const form_row_t *row, int64_t *value);

/*  Whether codes of an office's own stand behind INDICATOR. */
bool indicator_is_open (const indicator_t *indicator);

#endif
