/*  member_name.h — what the members of dimensions are called.
 *
 *  A member is a code that the province publishes, and its names are rows of the table members.  One that it has not named, or that an
 *  office made itself, stands for itself. */

#ifndef QCDC_MEMBER_NAME_H
#define QCDC_MEMBER_NAME_H

#include "catalogue/catalog.h"

#include <stdio.h>

/*  The name of MEMBER of DIMENSION ("XA": "xã, phường, thị trấn", "communes"), or NULL where it has none; DIMENSION NULL has no names. */
const char *member_name (const dimension_t *dimension, const char *member, bool vietnamese);

/*  Writes to OUT what the members of CELL, of INDICATOR, are called, each by its own name, with a comma between; one without an English name by the
 *  Vietnamese one, and one without a name by its code.  Nothing where it has no member. */
void member_names_print (FILE *out, const indicator_t *indicator, const char *cell, bool vietnamese);

#endif
