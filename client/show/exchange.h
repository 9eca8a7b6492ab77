/*  exchange.h — reported values in the shape in which national systems exchange them: ADX, and the value sets of DHIS2.
 *
 *  Both are lists of (form, period, unit, indicator with its members, value), all by codes.  ADX is XML (ISO 19057-1, IHE QRPH): a group for
 *  each form, unit and period, the period as its first day and its length, members as attributes that their dimensions name.  The value
 *  sets are JSON, with DHIS2's names of periods and members joined as a category option combination.  Several offices may report for one
 *  unit: the office is an attribute of the group, and the attribute option combination.  What is blank is in neither. */

#ifndef QCDC_EXCHANGE_H
#define QCDC_EXCHANGE_H

#include "base/fault.h"
#include "catalogue/period.h"

#include <stdio.h>

typedef enum { EXCHANGE_NONE, EXCHANGE_ADX, EXCHANGE_DHIS2 } exchange_format;

/*  "adx", "dhis2"; EXCHANGE_NONE for any other word. */
exchange_format exchange_named (const char *word);

typedef struct exchange exchange_t;

/*  Begins, for values of PERIOD; OUT and CATALOG stay the caller's.  QCDC_BAD_PERIOD where that exchange has no name for it. */
qcdc_status exchange_new (exchange_format format, FILE *out, const catalog_t *catalog, const char *period, exchange_t **self_p,
                          fault_t *fault) QCDC_CHECK;
void exchange_destroy (exchange_t **self_p);

typedef struct {
    const char *form;
    const char *unit;
    const char *office;
    const char *cell;
    const char *value; /* in machine form */
} exchange_value_t;

/*  One value; those of one office and form come one after the other.  QCDC_PROTOCOL for a form or indicator that is not known here. */
qcdc_status exchange_value (exchange_t *self, const exchange_value_t *value, fault_t *fault) QCDC_CHECK;

void exchange_finish (exchange_t *self);

#endif
