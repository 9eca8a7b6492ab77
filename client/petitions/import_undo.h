/*  import_undo.h — what one import brought is taken back as one act. */

#ifndef QCDC_IMPORT_UNDO_H
#define QCDC_IMPORT_UNDO_H

#include "desk/desk.h"
#include "petitions/import_run.h"

#define MOVED_ON_SAID 10u

typedef struct {
    size_t petitions; /* taken back */
    size_t restored;  /* corrections and steps that say again what stood there before */
    size_t moved_on;  /* left as they stand, for something came to them since */
    char moved[MOVED_ON_SAID * 100u];
} undone_t;

/*  Takes back, inside a transaction of the caller's, the petitions and steps that RUN brought, and puts what it corrected back to what stood
 *  there before.  Nothing is taken out of the journal: what was sent and what was not is voided alike, for the province may have it without
 *  this device's knowing.  What has moved on since is left as it stands, and told in UNDONE. */
qcdc_status import_undo (desk_t *desk, const import_run_t *run, undone_t *undone, fault_t *fault) QCDC_CHECK;

#endif
