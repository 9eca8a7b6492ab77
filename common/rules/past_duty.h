/*  past_duty.h — what rows about units, offices and days do to reports that stand: whose they are, of which unit, by when they were due
 *  and whether they were owed at all.  The part of past.h that is about duties; pure. */

#ifndef QCDC_PAST_DUTY_H
#define QCDC_PAST_DUTY_H

#include "rules/past.h"

/*  Whether CHANGE, of the table it is for, can touch a report of that form and period at all, whosever it is: what can be said at once. */
bool past_near_holiday (const past_change_t *change, const past_report_t *report);
bool past_near_deadline (const past_change_t *change, const past_report_t *report);
bool past_near_duty (const past_change_t *change, const past_report_t *report);
bool past_near_day (const past_change_t *change, const past_report_t *report);

/*  Whether it makes another duty of REPORT's than it was. */
bool past_touches_duty (const past_change_t *change, const catalog_t *now, const catalog_t *next,
                        const past_report_t *report);
bool past_touches_office (const past_change_t *change, const catalog_t *now, const catalog_t *next,
                          const past_report_t *report);
bool past_touches_unit (const past_change_t *change, const catalog_t *now, const catalog_t *next,
                        const past_report_t *report);

/*  An event in the life of units says which reports of a year before go on in REPORT, and under which unit it is shown from then on: those
 *  that reach into the time after it are other ones by it. */
bool past_touches_event (const past_change_t *change, const catalog_t *now, const catalog_t *next,
                         const past_report_t *report);

#endif
