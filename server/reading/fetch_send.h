/*  fetch_send.h — an answer on its way, whole or in pieces. */

#ifndef QCDC_FETCH_SEND_H
#define QCDC_FETCH_SEND_H

#include "reading/fetch_items.h"

/*  Sends the items of SELF in ENTRIES, which has everything else, as the client's fetch asks for it. */
qcdc_status fetch_send (fetch_t *self, Qcdc__Entries *entries, fault_t *fault) QCDC_CHECK;

#endif
