/*  tables_read.h — tables out of files: those that people keep in a folder. */

#ifndef QCDC_TABLES_READ_H
#define QCDC_TABLES_READ_H

#include "catalogue/tables.h"

#include <stdio.h>

/*  The tables of a FOLDER, TABLE.csv and TABLE-….csv or .xlsx, as people have files: any dialect of CSV; days in any writing.  Not every
 *  table need have a file, nor the column of an optional thing.  Sheets of a workbook that hold something and are not read are told on
 *  NOTES.  QCDC_BAD_CATALOGUE or what is wrong with a file, with row and column;
 *  QCDC_NOT_FOUND where there is none at all; QCDC_BAD_CATALOGUE for one that is no table of the catalogue. */
qcdc_status tables_of_folder (const char *folder, FILE *notes, catalog_tables_t **self_p, fault_t *fault) QCDC_CHECK;

/*  Writes out the ranges in the indicators of SELF's forms ("A01-A12"), as the codes of SELF and of ALSO (may be NULL) stand now:
 *  an indicator that comes later is in no form that was there before it.  What cannot be written out stays as it is, for
 *  catalog_of_tables to refuse. */
qcdc_status tables_write_out (catalog_tables_t *self, const catalog_tables_t *also, fault_t *fault) QCDC_CHECK;

#endif
