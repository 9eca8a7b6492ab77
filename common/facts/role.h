/*  role.h — what a device may be: the role that its invitation gave it. */

#ifndef QCDC_ROLE_H
#define QCDC_ROLE_H

#include "base/status.h"

typedef enum { ROLE_REPORTER, ROLE_PROVINCE, ROLE_ANALYST, ROLE_COUNT } role_t;

const char *role_name (role_t role);
qcdc_status role_parse (const char *text, role_t *role) QCDC_CHECK; /* QCDC_NOT_FOUND */

#endif
