/*  messages.h — what judging and the server say, in the reader's language.
 *
 *  Neither knows the reader's locale: their messages are English wherever they run, and travel so in verdicts and
 *  refusals.  Here they are recognised by their patterns and said again through the catalogue, with the same names and
 *  numbers in them.  Days are said as people write them, and an address of an entry by the computer that it is of. */

#ifndef QCDC_MESSAGES_H
#define QCDC_MESSAGES_H

#include <stdint.h>

/*  malloc'ed; a message that is not recognised comes back as it is.  OWN is this device's origin; 0: no address is said of it.
 *  NULL when out of memory. */
char *message_people (const char *message, uint64_t own);

#endif
