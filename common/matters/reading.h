/*  reading.h — that somebody of an office has read a notice: a thing of its own, once for each office and notice.
 *
 *  It says nothing but that, and stays: what was read cannot be unread. */

#ifndef QCDC_READING_H
#define QCDC_READING_H

#include "matters/matter.h"

typedef struct {
    THING;
    address_t notice;           /* as it was named */
    char key[MATTER_KEY_BYTES]; /* reading_key_print of it */
    int32_t on;
    char read_by[QCDC_HANDLER_BYTES_MAX + 1];
} reading_t;

/*  All that is known of them: matter.h. */
extern const matter_t READING_MATTER;

/*  What the reading of NOTICE is known by in an office. */
void reading_key_print (const address_t *notice, char key[MATTER_KEY_BYTES]);

#endif
