/*  likeness.h — how much two texts of petitions say the same: what was sent to many offices, typed anew in each, is found by it.
 *
 *  Words are compared folded (search_words.h), so that neither diacritics nor case nor đ count.  What every petition begins and ends
 *  with ("kính gửi", "đề nghị xem xét, giải quyết") is left out before anything is compared, and what stands in many texts of the
 *  same register counts little (likeness_common_t).  The same code is asked at the office's desk and at the province.
 *
 *  PRINTS are the least hashes of a text's pairs of neighbouring words (Broder's bottom-k sketch): texts of which at least a half is
 *  the same nearly always share two of eight, so that an index of prints finds what is worth comparing. */

#ifndef QCDC_LIKENESS_H
#define QCDC_LIKENESS_H

#include "base/fault.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LIKENESS_PRINTS 8u
/*  So many prints two texts must share to be compared, or all where the shorter one has fewer. */
#define LIKENESS_SHARED 2u
/*  A print of more texts than these leads nowhere: what they share is a form's text and not a matter. */
#define LIKENESS_HOLDERS_MAX 64u
/*  Words of a text that count; of a longer one the beginning. */
#define LIKENESS_WORDS_MAX 1024u
/*  The least likeness in hundredths that is offered as a pair where nothing else is asked for; README has what it finds and misses. */
#define LIKENESS_USUAL 60
/*  What a new index of prints is necessary for where it changes. */
#define LIKENESS_VERSION "1"

/*  Of a word, by its folded key (search_word_t). */
uint32_t likeness_word (const char *folded);

/*  The prints of COUNT words in the order of the text, fillers among them, ascending.  Returns how many there are, at most LIKENESS_PRINTS; 0
 *  where the text has no two words that count.  WORDS is changed. */
size_t likeness_prints (uint32_t *words, size_t count, int32_t prints[LIKENESS_PRINTS]);

/*  A text made ready to be compared. */
typedef struct likeness_text likeness_text_t;

/*  Either may be NULL or empty.  NULL when out of memory. */
likeness_text_t *likeness_text_new (const char *title, const char *summary);
void likeness_text_destroy (likeness_text_t **self_p);
size_t likeness_text_prints (const likeness_text_t *self, int32_t prints[LIKENESS_PRINTS]);

/*  In how many of the texts that were added each word and each pair of words stands. */
typedef struct likeness_common likeness_common_t;

likeness_common_t *likeness_common_new (void); /* NULL when out of memory */
void likeness_common_destroy (likeness_common_t **self_p);
/*  QCDC_NO_MEMORY. */
qcdc_status likeness_common_add (likeness_common_t *self, const likeness_text_t *text) QCDC_CHECK;

/*  How much two texts say the same, 0 … 100: the part of the weight of their words and pairs of words that is in both, lower where both
 *  name numbers (of parcels, of decisions, of houses) that the other has not.  COMMON may be NULL: then all count alike. */
int likeness_of (const likeness_text_t *a, const likeness_text_t *b, const likeness_common_t *common);

/*  The longest phrases of A that stand in B as well, as A writes them, with " · " between; "" where there is none.  Malloc'ed, one line; NULL
 *  when out of memory. */
char *likeness_phrases (const likeness_text_t *a, const likeness_text_t *b, const likeness_common_t *common);

#endif
