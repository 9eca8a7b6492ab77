/*  reference.h — the catalog with the rules that its reports are held against: what both programs judge by. */

#ifndef QCDC_REFERENCE_H
#define QCDC_REFERENCE_H

#include "catalogue/catalog.h"

/*  Makes it of TABLES, which need not outlive it.  QCDC_BAD_CATALOGUE, QCDC_BAD_RULE with file and row; the former also for a form that asks
 *  for a figure which no rule computes. */
qcdc_status reference_of_tables (const catalog_tables_t *tables, catalog_t **self_p, fault_t *fault) QCDC_CHECK;

/*  Compiles the rules of a catalog that was made alone, once: for a program that needs them seldom, and must stay small. */
qcdc_status reference_rules (catalog_t *self, fault_t *fault) QCDC_CHECK;

/*  Gives both back. */
void reference_destroy (catalog_t **self_p);

#endif
