/*  member_name.h — what the members of dimensions are called.
 *
 *  A member is a code that the province publishes; those that many forms share have names here.  One that a province made itself
 *  stands for itself. */

#ifndef QCDC_MEMBER_NAME_H
#define QCDC_MEMBER_NAME_H

#include <stdbool.h>

/*  The name of MEMBER ("XA": "xã, phường, thị trấn", "communes"), or NULL where it has none. */
const char *member_name (const char *member, bool vietnamese);

#endif
