/*  rule_period.h — the names of the periods that rules speak of, from the period of a report. */

#ifndef QCDC_RULE_PERIOD_H
#define QCDC_RULE_PERIOD_H

#include "catalogue/period.h"
#include "rules/rule.h"

/*  Writes the name of the period that WHICH is, said from a report of FORM for PERIOD; PERIOD's own where it is the same one.  ""
 *  where there is none: no period of the form ends on the day before, or the figures since the beginning of the year stand in
 *  more than one report. */
void rule_period_name (const catalog_t *catalog, const form_t *form, const period_t *period, rule_period which,
                       char name[PERIOD_TEXT_BYTES]);

#endif
