/*  matter_petitions.h — the office's petitions that are in a matter. */

#ifndef QCDC_MATTER_PETITIONS_H
#define QCDC_MATTER_PETITIONS_H

#include "petitions/petition_view.h"

/*  Calls EACH for every petition of the office that stands and is in a matter, ENTRY's where that is not NULL; VIEW holds no longer than
 *  the call. */
typedef qcdc_status (matter_petition_fn) (petition_view_t *view, const address_t *matter, void *arg);
qcdc_status matter_petitions_each (desk_t *desk, const address_t *entry, matter_petition_fn *each, void *arg,
                                   fault_t *fault) QCDC_CHECK;

#endif
