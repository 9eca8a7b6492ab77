/*  text_damage.h — text that was damaged on its way: lost characters, old Vietnamese encodings, UTF-8 read as something
 *  else.
 *
 *  Once it is signed it cannot be mended, so it is pointed out before.  A guess by shape: it looks for what Vietnamese and
 *  its neighbours do not have, in a good part of the words, so that a foreign name passes. */

#ifndef QCDC_TEXT_DAMAGE_H
#define QCDC_TEXT_DAMAGE_H

#include <stddef.h>

/*  What is wrong with TEXT, which is valid UTF-8: an English msgid, or NULL. */
const char *text_damage (const char *text);

/*  What LENGTH bytes that are no UTF-8 seem to be, and how to save them: an English msgid of advice. */
const char *text_encoding_advice (const char *bytes, size_t length);

#endif
