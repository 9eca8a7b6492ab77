/*  past.h — what rows that are dated back do: what has changed from which day on, and for which reports something else follows from it than
 *  before: another rule, another version of the form, other days, another duty.
 *
 *  The province's desk asks before it publishes, the server before it takes a set, and every office when one has come.  A report is
 *  held against the rules of the last day of its period, so that is the day that counts.  Every kind of row is asked about, by one
 *  table; what kinds do to no report (names, what others refer to, who may publish) is said there too.  Pure. */

#ifndef QCDC_PAST_H
#define QCDC_PAST_H

#include "catalogue/catalog.h"
#include "catalogue/period.h"

/*  Something of which something else holds from a day on. */
typedef struct {
    const char *table; /* "rules", "holidays" */
    const char *code;  /* V-G4, PROVINCES, QCDC-HUYEN, QCDC */
    const table_row_t *row;
    int32_t day; /* the first one; QCDC_DAY_MIN: it is to have held always */
    bool ended;  /* nothing follows what held; else ROW holds from that day on */
} past_change_t;

/*  A report that stands, or may. */
typedef struct {
    const form_t *form;     /* as the next catalogue has it */
    const period_t *period; /* without a name: whichever ends on its last day, as far as rules and forms go */
    const char *office;     /* the code; NULL: of whatever office, as far as rules, forms and calendars go */
    int32_t filed_on;       /* when it was first received; QCDC_DAY_MIN: nobody knows */
    int32_t today;
} past_report_t;

/*  Calls EACH for every one by which NEXT differs from NOW, of which it was made by adding and ending rows; in the order of the kinds and of
 *  the rows, until one does not return QCDC_OK; returns that.  Kinds that touch no report are passed over. */
typedef qcdc_status (past_change_fn) (const past_change_t *change, void *arg);
qcdc_status past_changes (const catalog_tables_t *now, const catalog_tables_t *next, past_change_fn *each,
                          void *arg) QCDC_CHECK;

/*  Whether something else follows from REPORT by CHANGE: other words for the same are nothing, and neither is a form that NOW does not
 *  have.  Both catalogs have their rules. */
bool past_touches (const past_change_t *change, const catalog_t *now, const catalog_t *next,
                   const past_report_t *report);

/*  The periods of NEXT's forms of which reports are taken on the day TODAY or were: made once for all changes of a set.  The catalogs outlive
 *  them. */
typedef struct past_periods past_periods_t;
qcdc_status past_periods_new (const catalog_t *now, const catalog_t *next, int32_t today, past_periods_t **self_p,
                              fault_t *fault) QCDC_CHECK;
void past_periods_destroy (past_periods_t **self_p);

/*  The newest of PERIODS that CHANGE touches for whatever form and office: *FORM is NEXT's.  false: there is none. */
bool past_touches_any (const past_change_t *change, const past_periods_t *periods, const form_t **form,
                       period_t *period);

/*  Whether a row of TABLE may hold from a later day on instead.  One that is of a period, or of a day of its own, may not: it would say
 *  something else. */
bool past_can_wait (const char *table);

/*  Whether it is said of the rows of TABLE what they do to reports that stand: of every kind's there is. */
bool past_knows (const char *table);

/*  What CHANGE is of, by the columns that name it: "V-G4", "QCDC-HUYEN 2020-H1 BCD-593".  Returns TEXT. */
#define PAST_NAME_BYTES 100
char *past_name (const past_change_t *change, char text[PAST_NAME_BYTES]);

#endif
