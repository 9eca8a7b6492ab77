/*  petition_version.h — what a list shows of a petition, held against what comes back of it in a file. */

#ifndef QCDC_PETITION_VERSION_H
#define QCDC_PETITION_VERSION_H

#include "petitions/petition_row.h"
#include "petitions/petition_view.h"

/*  Of what a list shows of VIEW. */
void petition_version (const petition_view_t *view, char version[VERSION_BYTES]);

/*  Holds ROW against VIEW, by the version that it brings.  Where its own content has that, nobody edited it: *UNEDITED.  An edited one
 *  is QCDC_STALE where what stands has another, unless it says what stands. */
qcdc_status petition_version_check (const petition_row_t *row, const petition_view_t *view, bool *unedited,
                                    fault_t *fault) QCDC_CHECK;

/*  The columns in which ROW says otherwise than VIEW, from what to what, as far as they find room. */
void petition_changes (const petition_row_t *row, const petition_view_t *view, char *changes, size_t size);

#endif
