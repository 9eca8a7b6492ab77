/*  link.h — entries named in text, as rows and columns keep them: "ORIGIN:SEQ:HASH ORIGIN:SEQ:HASH". */

#ifndef QCDC_LINK_H
#define QCDC_LINK_H

#include "wire/entry.h"

#include <stdbool.h>

/*  An entry's address with the hash that a reference has, and a blank or a zero behind it. */
#define LINK_TEXT_BYTES (ADDRESS_TEXT_BYTES + 18u)

/*  ADDRESS as such a link; returns TEXT. */
char *address_link_print (const address_t *address, char text[LINK_TEXT_BYTES]);

/*  The next link at *AT, which moves behind it; false: there is none. */
bool address_link_next (const char **at, address_t *address);

#endif
