/*  founding.h — the catalogue of a province, or of a device, that has heard of no publication yet: one office and its unit.
 *
 *  Its rows are none of those that are published: the first set says all of it, and says it better. */

#ifndef QCDC_FOUNDING_H
#define QCDC_FOUNDING_H

#include "catalogue/tables.h"

typedef struct {
    const char *office, *name, *unit, *unit_name;
    bool provincial;
} founding_t;

/*  Tables with a class, a unit and an office, which hold from the beginning.  The caller's to destroy. */
qcdc_status tables_found (const founding_t *founding, catalog_tables_t **self_p, fault_t *fault) QCDC_CHECK;

/*  SELF with the office CODE as the first of its offices, as it was before there were others: devices and invitations know an office by
 *  its number, and the first set may name it anywhere.  QCDC_NOT_FOUND where it is not there. */
qcdc_status tables_founder_first (const catalog_tables_t *self, const char *code, catalog_tables_t **next_p,
                                  fault_t *fault) QCDC_CHECK;

#endif
