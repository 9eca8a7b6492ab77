/*  period.h — reporting periods and their data windows.
 *
 *  A period is a name that people write: 2020-H1, 2020, 2020-Q3, 2020-M06, 2020-9M; each calendar gives it a window
 *  of days.  The window that a form collects need not be the calendar's: the administrative half-year
 *  runs 15 Dec – 14 Jun.  Pure functions.  Source of the windows: Circular 02/2021/TT-TTCP, art. 7.  By when a report
 *  of it is due depends on who owes it: duty.h. */

#ifndef QCDC_PERIOD_H
#define QCDC_PERIOD_H

#include "catalogue/catalog.h"

#define PERIOD_TEXT_BYTES 9 /* 2020-M06 and NUL */
#define PERIOD_YEAR_MIN 2000
#define PERIOD_YEAR_MAX 2099

typedef struct {
    char name[PERIOD_TEXT_BYTES]; /* canonical */
    char kind[4];                 /* H1, Y, Q3, 9M, M */
    int year;
    int month;        /* of M; otherwise 0 */
    int32_t from;     /* first day of the window */
    int32_t to;       /* last day, inclusive */
    int32_t opens_on; /* first day to file: what is filed long before the window ends is no report of it */
} period_t;

/*  Parses NAME under CALENDAR of the catalog.  Years PERIOD_YEAR_MIN … PERIOD_YEAR_MAX.  QCDC_BAD_PERIOD if the calendar does not know it. */
qcdc_status period_parse (const catalog_t *catalog, const char *calendar, const char *name,
                          period_t *period) QCDC_CHECK;

/*  Whether NAME is that of a period in any calendar of the catalog. */
bool period_is_known (const catalog_t *catalog, const char *name);

/*  That of YEAR and KIND, MONTH only where the kind is M, in the calendar of FORM; the same. */
qcdc_status period_of_form (const catalog_t *catalog, const form_t *form, int year, const char *kind, int month,
                            period_t *period) QCDC_CHECK;

/*  Whether LINE, of months, gives them the calendar month itself. */
bool calendar_is_month (const calendar_line_t *line);

/*  The same period a year before; "" for what is not the name of a period. */
void period_year_before (const char *name, char before[PERIOD_TEXT_BYTES]);

/*  Whether the form is filled for this kind of period. */
bool period_fits_form (const period_t *self, const form_t *form);

/*  Whether this version of the form is filled for the period: it is of its kinds, and its window ends in the version's time. */
bool period_served_by (const period_t *self, const form_t *form);

/*  Whether this version of the form holds on some day of the period and is of its kinds: one that another version has taken over from since
 *  then has served it, too, as far as anybody knew who filled it. */
bool period_served_once (const period_t *self, const form_t *form);

/*  The newest version of form CODE that is filled for the period NAME, with *PERIOD in its calendar; NULL where none is, and
 *  *PERIOD is then as it was. */
const form_t *period_form (const catalog_t *catalog, const char *code, const char *name, period_t *period);

#endif
