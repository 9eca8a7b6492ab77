/*  messages.h — what judging says, in the reader's language.
 *
 *  Judging knows no locale: its messages are English wherever it runs, and travel so in verdicts.  Here they are
 *  recognised by their patterns and said again through the catalogue, with the same names and numbers in them. */

#ifndef QCDC_MESSAGES_H
#define QCDC_MESSAGES_H

/*  malloc'ed; a message that is not recognised comes back as it is.  NULL when out of memory. */
char *message_people (const char *message);

#endif
