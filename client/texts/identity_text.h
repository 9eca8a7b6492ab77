/*  identity_text.h — texts that tell who somebody is: never in a denunciation, elsewhere only where a clerk says that it is meant. */

#ifndef QCDC_IDENTITY_TEXT_H
#define QCDC_IDENTITY_TEXT_H

#include "base/fault.h"

#include <stdbool.h>
#include <stddef.h>

/*  The option by which a clerk says that a text names somebody on purpose. */
#define CONFIRM_NAMES "--confirm-names"

/*  QCDC_IDENTITY_TEXT with what was FOUND in COLUMN, a name of text_identity; NULL is nothing. */
qcdc_status identity_found (bool denounces, const char *column, const char *found, fault_t *fault);

/*  QCDC_IDENTITY_TEXT where TEXT tells who somebody is: never in a denunciation, elsewhere (KIND 0: of no petition) only where
 *  that is MEANT. */
qcdc_status identity_check (int kind, bool meant, const char *column, const char *text, fault_t *fault) QCDC_CHECK;

/*  What the codes of projects among FLAGS tell of who somebody is (text_identity.h), or NULL. */
const char *flags_identity (char *const *flags, size_t count);

/*  The same for the codes of projects among FLAGS, which everybody reads and nobody erases; of a denunciation only: projects are
 *  named after people, too. */
qcdc_status flags_identity_check (int kind, char *const *flags, size_t count, fault_t *fault) QCDC_CHECK;

#endif
