/*  duty_list.h — who owes what for a period, worked out from the catalogue and the day: one by one, or as the one parameter that queries
 *  about duties get besides their own. */

#ifndef QCDC_DUTY_LIST_H
#define QCDC_DUTY_LIST_H

#include "catalogue/duty.h"

/*  One duty, of the office in whatever version it is now. */
typedef struct {
    const form_t *form; /* the version that serves the period */
    const period_t *period;
    const office_t *office;
    const unit_t *unit; /* that its report is of */
    int32_t due_on;     /* QCDC_DAY_MAX: there is no last day */
    bool exempt;        /* it would owe it, did the province not want none */
} duty_item_t;

/*  Calls EACH for every office that owes the form CODE for the period NAME as of the day TODAY, and with EXEMPT for those that would, until it
 *  does not return QCDC_OK; returns that. */
typedef qcdc_status (duty_item_fn) (const duty_item_t *item, void *arg);
qcdc_status duty_list_each (const catalog_t *catalog, const char *code, const char *name, int32_t today, bool exempt,
                            duty_item_fn *each, void *arg) QCDC_CHECK;

/*  The offices whose duty has passed to that one: ids with a + between, each followed, with a / before them, by those through which it came;
 *  "" where there is none.  Malloc'ed, NULL when out of memory. */
char *duty_list_before (const catalog_t *catalog, const duty_item_t *item);

/*  The text array that query.h says `duty` is bound to, of FORM or (NULL) of all, malloc'ed; as of
 *  the day TODAY; PERIODS is one, or an array of them as SQL writes it ("{2019,2020-H1}"); NULL: nobody owes anything.
 *  NULL when out of memory. */
char *query_duty (const catalog_t *catalog, const form_t *form, const char *periods, int32_t today, bool exempt);

#endif
