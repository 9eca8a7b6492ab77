/*  publish_owed.h — notes about rows that say no first day. */

#ifndef QCDC_PUBLISH_OWED_H
#define QCDC_PUBLISH_OWED_H

#include "publishing/noting.h"

/*  How many reports each form and each office without one would owe at once. */
qcdc_status note_owed_at_once (const noting_t *self) QCDC_CHECK;

#endif
