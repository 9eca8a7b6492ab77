/*  office_heir.h — who goes on with the work of an office that has ended.
 *
 *  What its unit went into as a whole (lineage.h) is asked for an office of the same class that keeps a register, or for its only one.  Of a
 *  unit that was divided nobody goes on with the whole. */

#ifndef QCDC_OFFICE_HEIR_H
#define QCDC_OFFICE_HEIR_H

#include "catalogue/catalog.h"

/*  The office that has the register of office CODE on DAY: that office itself while it is there.  NULL: there is none, or none is known of
 *  that code. */
const office_t *office_heir (const catalog_t *catalog, const char *code, int32_t day);

/*  Calls EACH for every office that has ended by DAY and the one that goes on with its work; false as soon as EACH says so. */
typedef bool (office_heir_fn) (const office_t *ended, const office_t *heir, void *arg);
bool office_heirs_each (const catalog_t *catalog, int32_t day, office_heir_fn *each, void *arg);

#endif
