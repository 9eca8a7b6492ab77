/*  duty.h — who owes which form for which period: the one answer that judging, status, totals and the desk ask for.
 *
 *  An office owes a form of its class for every period that the form serves, that has begun and in some part of which its unit
 *  lived: a town founded in September reports its part of the year, a district dissolved in June none of the next.  A period is its
 *  window: one that is over on 31 December has had the days from the 15th on, whose figures are of the next year's reports and stand in no
 *  other.  Measured by the calendar's year they would be nobody's; who is to give them in its place, or that nobody is, the province publishes.
 *
 *  What an office that is no more has left open is owed by its successor, where the province has published so (duty-changes.csv).  It
 *  is one report of the successor's: where that owes the form for the period itself, its own report covers both, and where several
 *  passed it on, all of them.  A successor that is no more passes on what it has taken over with its own.  What one on the way filed
 *  counts as it is, whenever it comes, for all that had passed to it. */

#ifndef QCDC_DUTY_H
#define QCDC_DUTY_H

#include "catalogue/period.h"

/*  The same of FORM: where OFFICE owes it as a successor only, the unit of the one from which it took it over. */
const unit_t *duty_unit_of (const catalog_t *catalog, const office_t *office, const form_t *form,
                            const period_t *period);

/*  The office to which OFFICE passed its duty, the FORM and PERIOD by their names, and which may have passed it on; NULL: to none. */
const office_t *duty_next (const catalog_t *catalog, const office_t *office, const char *form, const char *period);

/*  The offices whose duty has passed to OFFICE, straight or by others, one by one: the first after NULL; NULL after the last. */
const office_t *duty_predecessor (const catalog_t *catalog, const office_t *office, const char *form,
                                  const char *period, const office_t *last);

/*  Whether OFFICE files FORM for PERIOD of its own accord, whatever has passed to it or from it. */
bool duty_is_own (const catalog_t *catalog, const office_t *office, const form_t *form, const period_t *period);

/*  Whether OFFICE may file FORM for PERIOD, of a calendar of FORM's: by what it was then, by what it is, for a form that it got later can be
 *  filled for what was before, or for one whose duty has passed to it.  Who is exempt, or has passed its duty on, may file. */
bool duty_may_file (const catalog_t *catalog, const office_t *office, const char *form, const period_t *period);

/*  Whether there may be such a period at all: OFFICE owes FORM, owed it once or will, or some duty of it has passed to it. */
bool duty_is_known (const catalog_t *catalog, const office_t *office, const char *form);

/*  The last day on which OFFICE can hand in FORM for PERIOD in time: what the province has decided of this duty, else that
 *  which the calendar gives to offices of its class, moved on to a working day.  QCDC_DAY_MAX where there is none. */
int32_t duty_due_on (const catalog_t *catalog, const office_t *office, const form_t *form, const period_t *period);

/*  The same by the calendar alone. */
int32_t duty_usual_on (const catalog_t *catalog, const office_t *office, const form_t *form, const period_t *period);

/*  What the province has decided of the duty, of one that OFFICE has taken over too; NULL where that is nothing. */
const duty_change_t *duty_change (const catalog_t *catalog, const office_t *office, const form_t *form,
                                  const period_t *period);

/*  Whether OFFICE owes FORM for PERIOD, of FORM's calendar, as it stands on the day TODAY.  Who is exempt owes nothing, and may file. */
bool duty_owed (const catalog_t *catalog, const office_t *office, const form_t *form, const period_t *period,
                int32_t today);

/*  Whether it would owe it, were it not exempt. */
bool duty_exempt (const catalog_t *catalog, const office_t *office, const form_t *form, const period_t *period,
                  int32_t today);

/*  Calls EACH for every period, from the first year that a period can be of, for which OFFICE owes this version of FORM as it stands on the day
 *  TODAY; the last year first, within a year in the order of the form's kinds.  Stops at the first status that is not QCDC_OK, which
 *  it returns. */
typedef qcdc_status (duty_fn) (const period_t *period, int32_t due_on, void *arg);
qcdc_status duty_each (const catalog_t *catalog, const office_t *office, const form_t *form, int32_t today,
                       duty_fn *each, void *arg) QCDC_CHECK;

#endif
