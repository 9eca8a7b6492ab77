/*  brief_figures.h — the figures of a brief, as the server's queries give them.
 *
 *  Nothing is added up or divided here that a query gives; only the change on the same period of the year before is this file's, where
 *  the forms have no cell for it. */

#ifndef QCDC_BRIEF_FIGURES_H
#define QCDC_BRIEF_FIGURES_H

#include "catalogue/brief_line.h"
#include "catalogue/period.h"
#include "line/query_rows.h"

/*  The totals of one form for one period. */
typedef struct {
    const char *form;
    bool before; /* of the same period a year before */
    query_rows_t rows;
} brief_totals_t;

typedef struct {
    const catalog_t *catalog;
    asking_t *asking;
    period_t period;
    char before[PERIOD_TEXT_BYTES];
    const char *as_of; /* a day, as ISO: what was known at its end; NULL: what stands */
    brief_totals_t *totals;
    size_t count, size;
    fault_t *fault;
} brief_figures_t;

/*  One place of a sentence. */
typedef struct {
    bool has; /* there is such a figure, and it has a value */
    const char *
        lack; /* why it has none where that can be said, a msgid: "the denominator is 0: no rate"; NULL: not reported */
    char shown[64];      /* as people read it */
    char reference[160]; /* PERIOD/FORM/CELL; two of them, with a space between, for a change */
    char means[700];     /* what it is, and of how many reports */
    char fewer[200]; /* of a rate: that it is of fewer reports than the sums of its figures are; "" where it is not */
} brief_figure_t;

/*  The rows of QUERY with PARAMS, as they stand or were known; *ROWS is released first. */
qcdc_status brief_rows (const brief_figures_t *self, const char *query, const query_key_t *params, size_t count,
                        query_rows_t *rows) QCDC_CHECK;

/*  What WANT of CELL of FORM is; asks the server for the form's totals where they are not here yet. */
qcdc_status brief_figure (brief_figures_t *self, const char *form, const char *cell, brief_want want,
                          brief_figure_t *figure) QCDC_CHECK;

/*  What a part in the hundred is. */
extern const indicator_t BRIEF_PER_CENT;

/*  VALUE, a cell of the indicator in machine form, as people read it: "47,12 %", "+16,43 %" where SIGNED, "26,23 ‰". */
void brief_shown (const indicator_t *indicator, const char *value, bool is_signed, char shown[64]);

void brief_figures_release (brief_figures_t *self);

#endif
