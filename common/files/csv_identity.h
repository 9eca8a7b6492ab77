/*  csv_identity.h — whether a column's name asks for a person's identity.
 *
 *  Asked before a single value is read. */

#ifndef QCDC_CSV_IDENTITY_H
#define QCDC_CSV_IDENTITY_H

#include <stdbool.h>

/*  By words in the NAME, whatever its diacritics, capitals and separators. */
bool csv_column_is_identity (const char *name);

#endif
