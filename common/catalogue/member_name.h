/*  member_name.h — what the members of dimensions are called.
 *
 *  A member is a code that the province publishes, and its names are rows of the table members.  One that it has not named, or that an
 *  office made itself, stands for itself. */

#ifndef QCDC_MEMBER_NAME_H
#define QCDC_MEMBER_NAME_H

#include "catalogue/catalog.h"

/*  The name of MEMBER of DIMENSION ("XA": "xã, phường, thị trấn", "communes"), or NULL where it has none; DIMENSION NULL has no names. */
const char *member_name (const dimension_t *dimension, const char *member, bool vietnamese);

#endif
