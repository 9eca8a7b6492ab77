/*  published_names.h — whether the texts of tables that are to be published tell who somebody is.
 *
 *  What is published reaches every device and can never be erased. */

#ifndef QCDC_PUBLISHED_NAMES_H
#define QCDC_PUBLISHED_NAMES_H

#include "catalogue/tables.h"

/*  Looks through the texts of FOLDER that NOW does not have already.  QCDC_IDENTITY_TEXT with file, row, column and what to do. */
qcdc_status published_names_check (const catalog_tables_t *now, const catalog_tables_t *folder,
                                   fault_t *fault) QCDC_CHECK;

#endif
