/*  privilege.h — the embedded database never runs as root, and so neither do we where we run one. */

#ifndef QCDC_PRIVILEGE_H
#define QCDC_PRIVILEGE_H

#include "base/fault.h"

#include <stdbool.h>

/*  Makes DIR (mode 0700) and the folders on the way to it (0755) where CREATE is set and they are missing.  For root:
 *  hands a new or empty DIR over to the user `postgres` and turns the whole process, for good, into the owner of DIR, or
 *  into `postgres` where that is root.  In any case makes sure that DIR can be used by whoever we are then.  *PATH is
 *  its absolute name, malloc'ed.
 *  QCDC_NOT_FOUND, QCDC_IO or QCDC_NO_MEMORY, with the folder that stands in the way. */
qcdc_status privilege_enter (const char *dir, bool create, char **path, fault_t *fault) QCDC_CHECK;

/*  The name of the user whom the process runs as now, its number if it has none.  Valid until the next call. */
const char *privilege_user (void);

#endif
