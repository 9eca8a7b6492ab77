/*  item_told.h — what a sync brought about tasks, told once each. */

#ifndef QCDC_ITEM_TOLD_H
#define QCDC_ITEM_TOLD_H

#include "desk/desk.h"

/*  Tells on FILE which tasks this office has been given since the last time, and what others said since of those that it does or decides about. */
qcdc_status items_tell (desk_t *desk, FILE *file, fault_t *fault) QCDC_CHECK;

#endif
