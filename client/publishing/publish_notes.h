/*  publish_notes.h — what a set does that its rows do not say: noticed before it is published, for what is published stays.
 *
 *  Notes refuse nothing.  They are pure: of the catalogue as it is and as it would be, and of the day. */

#ifndef QCDC_PUBLISH_NOTES_H
#define QCDC_PUBLISH_NOTES_H

#include "publishing/noting.h"

/*  Every note there is, behind the changes of the set. */
qcdc_status publish_notes (const noting_t *self) QCDC_CHECK;

#endif
