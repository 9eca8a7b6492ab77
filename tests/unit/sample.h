/*  sample.h — the sample province of sql/reference in memory, for tests: its files as they stand there, and what is made of them. */

#ifndef QCDC_SAMPLE_H
#define QCDC_SAMPLE_H

#include "base/embed.h"
#include "catalogue/catalog_load.h"
#include "rules/reference.h"

/*  sql/reference, put into the test by the build. */
extern const embed_t sample_files[];

/*  The tables of the sample. */
qcdc_status sample_tables (catalog_tables_t **self_p, fault_t *fault) QCDC_CHECK;

/*  A catalog of the sample, and of FILES, which end with a NULL name: TABLE.csv and TABLE-….csv, as programs write CSV. */
qcdc_status sample_catalog (catalog_t **self_p, fault_t *fault) QCDC_CHECK;
qcdc_status sample_catalog_of (const embed_t *files, catalog_t **self_p, fault_t *fault) QCDC_CHECK;

/*  The same with their rules; reference_destroy gives them back. */
qcdc_status sample_reference (catalog_t **self_p, fault_t *fault) QCDC_CHECK;
qcdc_status sample_reference_of (const embed_t *files, catalog_t **self_p, fault_t *fault) QCDC_CHECK;

#endif
