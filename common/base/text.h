/*  text.h — Vietnamese text that can be stored: valid UTF-8, normal form C, no control characters.
 *
 *  Whoever takes text from a person cleans it; whoever takes it from a peer only checks it, for to mend what was
 *  signed would break its hash. */

#ifndef QCDC_TEXT_H
#define QCDC_TEXT_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/*  Judges LENGTH bytes as they are: QCDC_OK, QCDC_BAD_UTF8, QCDC_BAD_CHARACTER (NUL, C0 and C1 controls, DEL,
 *  bidirectional overrides, U+FFFE/FFFF; \n and \t are let through where MULTILINE) or QCDC_BAD_NFC.  Fast for plain
 *  ASCII.  Never allocates for ASCII; QCDC_NO_MEMORY otherwise possible. */
qcdc_status text_check (const char *text, size_t length, bool multiline) QCDC_CHECK;

/*  Brings text from a person into NFC, trims spaces at both ends, folds CRLF and CR to LF where MULTILINE.  *CLEAN is
 *  malloc'ed and NUL-terminated, *CLEAN_LENGTH (may be NULL) its length.  The same errors but BAD_NFC. */
qcdc_status text_clean (const char *text, size_t length, bool multiline, char **clean,
                        size_t *clean_length) QCDC_CHECK;

/*  How many bytes at TEXT must not reach a terminal: control characters (U+0080 to U+009F too), marks that turn the reading
 *  direction or break the line, bytes that are no UTF-8.  0 where what stands there is harmless, or the text ends. */
size_t text_unsafe_length (const char *text);

/*  Puts a '?' in the place of each of them, of a line break, tab or return SPACE if that is not 0; TEXT may become
 *  shorter. */
void text_disarm (char *text, char space);

/*  Prints one line of printf's to a person, whatever words and paths stand in it: nothing in it that a terminal would obey, but for the
 *  line break that FORMAT may end with. */
void text_say (FILE *out, const char *format, ...) __attribute__ ((format (printf, 2, 3)));

/*  TEXT in one line, cut at a character, with "…" behind it, where SIZE (of at least 8 bytes) is too small for it; returns SHORTENED. */
char *text_shorten (const char *text, char *shortened, size_t size);

/*  Puts TEXT into capitals where it may be a code: ASCII throughout.  Other words stay as they were typed. */
void text_code_case (char *text);

/*  Columns that a terminal needs for the text (combining marks 0, wide characters 2). */
size_t text_width (const char *text);

/*  Prints TEXT in WIDTH columns of a terminal, to the RIGHT of them or to the left; longer text as it is. */
void text_pad (FILE *out, const char *text, size_t width, bool right);

#endif
