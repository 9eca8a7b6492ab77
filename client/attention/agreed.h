/*  agreed.h — what a clerk says of what another device of the office made of a petition: that it is right.
 *
 *  A correction that says what stands already is no entry.  But where one of this device was refused, because another one had come
 *  before it, it is the clerk's answer to that, and the refused one needs nothing more. */

#ifndef QCDC_AGREED_H
#define QCDC_AGREED_H

#include "desk/desk.h"

/*  COLUMN of the petition that ENTRY made is right as it stands; what this device wrote of it until now is settled by that.  In the
 *  transaction of a command that writes. */
qcdc_status agreed_note (desk_t *desk, const address_t *entry, const char *column, fault_t *fault) QCDC_CHECK;

/*  *SEQ is the last own entry that is settled so; 0: none. */
qcdc_status agreed_until (desk_t *desk, const address_t *entry, const char *column, uint64_t *seq, fault_t *fault) QCDC_CHECK;

#endif
