/*  exposed_told.h — what tells who denounces, of all denunciations of the office: what takes each text out, told until it is gone. */

#ifndef QCDC_EXPOSED_TOLD_H
#define QCDC_EXPOSED_TOLD_H

#include "petitions/exposed.h"

#include <stdio.h>

/*  Those of all denunciations.  What was found clean is not looked at again before something comes to it.  Outside of a
 *  transaction. */
qcdc_status exposed_each (desk_t *desk, exposed_fn *each, void *arg, fault_t *fault) QCDC_CHECK;

/*  The sealed bytes of scans of denunciations are nobody's to keep, whatever becomes of their keys: removes them from the home.  Outside of a
 *  transaction. */
qcdc_status exposed_scans_drop (desk_t *desk, fault_t *fault) QCDC_CHECK;

/*  One line to FILE for each, with the command that takes it out, and a line before them; *COUNT (may be NULL) how many there are.
 *  FILE NULL: they are only counted. */
qcdc_status exposed_tell (desk_t *desk, FILE *file, unsigned long *count, fault_t *fault) QCDC_CHECK;

/*  The same of the petition that ENTRY began, as if it were a denunciation. */
qcdc_status exposed_tell_of (desk_t *desk, const address_t *entry, FILE *file, fault_t *fault) QCDC_CHECK;

#endif
