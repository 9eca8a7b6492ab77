/*  version.h — the fingerprint of what a file of the program's own says of one thing: a petition, or a cell of a report.
 *
 *  It goes out with the thing in a column of its own.  What comes back with it tells what the clerk changed, for the rest still has
 *  its fingerprint, and whether somebody else changed it meanwhile, for then what stands has another. */

#ifndef QCDC_VERSION_H
#define QCDC_VERSION_H

#include "base/fault.h"

#include <stdbool.h>
#include <stddef.h>

/*  A letter, so that no spreadsheet makes a number of it, and twelve digits. */
#define VERSION_BYTES 14u

/*  The column, as files call it. */
#define VERSION_COLUMN "version"
#define VERSION_LABELS "phien ban"

/*  Of COUNT texts in their order; NULL is "". */
void version_make (const char *const *texts, size_t count, char version[VERSION_BYTES]);

/*  Reads the cell of a file; a blank one, and NULL, is "": nothing is known of what the file was made from.  QCDC_MALFORMED. */
qcdc_status version_read (const char *text, char version[VERSION_BYTES], fault_t *fault) QCDC_CHECK;

#endif
