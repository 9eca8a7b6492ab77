/*  privilege.h — neither the embedded database nor what listens to the offices ever runs as root. */

#ifndef QCDC_PRIVILEGE_H
#define QCDC_PRIVILEGE_H

#include "base/fault.h"

#include <stdbool.h>

/*  What DIR is for: the data of a database of our own, or the keys beside a database of somebody else's. */
typedef enum { PRIVILEGE_DATABASE, PRIVILEGE_SERVER } privilege_for;

/*  Makes DIR (mode 0700) and the folders on the way to it (0755) where CREATE is set and they are missing.  For root:
 *  hands a new or empty DIR over to the user `postgres` (for the server alone: `qcdc` where there is one) and turns the
 *  whole process, for good, into the owner of DIR, or into that user where the owner is root.  In any case makes sure that DIR can be used by whoever we are then.  *PATH is
 *  its absolute name, malloc'ed.
 *  QCDC_NOT_FOUND, QCDC_IO or QCDC_NO_MEMORY, with the folder that stands in the way. */
qcdc_status privilege_enter (const char *dir, bool create, privilege_for purpose, char **path, fault_t *fault) QCDC_CHECK;

/*  The name of the user whom the process runs as now, its number if it has none.  Valid until the next call. */
const char *privilege_user (void);

#endif
