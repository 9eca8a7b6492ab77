/*  past.h — what rows that are dated back do: which rules, constants, forms and calendars they change from which day on, and for which
 *  reports something else holds by them than before.
 *
 *  The province's desk asks before it publishes, the server before it takes a set, and every office when one has come.  A report is
 *  held against the rules of the last day of its period, so that is the day that counts.  Pure. */

#ifndef QCDC_PAST_H
#define QCDC_PAST_H

#include "catalogue/catalog.h"
#include "catalogue/period.h"

/*  A rule, a constant, a form or a calendar's period of which something else holds from a day on. */
typedef struct {
    const char *table; /* "rules", "constants", "forms", "calendar" */
    const char *code;  /* V-G4, PROVINCES, QCDC-HUYEN, QCDC */
    const table_row_t *row;
    int32_t day; /* the first one; QCDC_DAY_MIN: it is to have held always */
    bool ended;  /* nothing follows what held; else ROW holds from that day on */
} past_change_t;

/*  Calls EACH for every one by which NEXT differs from NOW, of which it was made by adding and ending rows; in their order, until one
 *  does not return QCDC_OK; returns that. */
typedef qcdc_status (past_change_fn) (const past_change_t *change, void *arg);
qcdc_status past_changes (const catalog_tables_t *now, const catalog_tables_t *next, past_change_fn *each,
                          void *arg) QCDC_CHECK;

/*  Whether CHANGE makes another rule of it for a report of FORM, as NEXT has it, for PERIOD, or the version of the form serves that period
 *  no more, or its days are other ones; other words for the same are none, and neither is a form that NOW does not have.  Both catalogs
 *  have their rules.  A period without a name stands for whichever ends on its last day. */
bool past_touches (const past_change_t *change, const catalog_t *now, const catalog_t *next, const form_t *form,
                   const period_t *period);

/*  The newest period that CHANGE touches for whatever form, and of which reports are taken on the day TODAY or were: *FORM is NEXT's.
 *  false: there is none. */
bool past_touches_any (const past_change_t *change, const catalog_t *now, const catalog_t *next, int32_t today,
                       const form_t **form, period_t *period);

#endif
