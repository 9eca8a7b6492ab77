/*  excerpt.h — the place of a text at which the words that are looked for stand (base/search_words.h). */

#ifndef QCDC_EXCERPT_H
#define QCDC_EXCERPT_H

#include "base/arena.h"

/*  PACKED is WORDS:TITLE:SUMMARY: what is looked for, the annex with the title and that with the summary, in hex, "=" where it is the
 *  same one.  The excerpt, in ARENA; "" where there is no text; NULL when out of memory. */
const char *excerpt_read (const char *packed, arena_t *arena);

#endif
