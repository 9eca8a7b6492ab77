/*  text_fold.h — words as they are compared when marks, capitals and separators must make no difference. */

#ifndef QCDC_TEXT_FOLD_H
#define QCDC_TEXT_FOLD_H

#include <stddef.h>

/*  Writes TEXT to FOLDED in small ASCII letters and digits without diacritics ("Đất đai " → "dat dai"); whatever stands
 *  between words (blanks, no-break blanks, _ - . , and line breaks) becomes one space, none at the ends.  What does not fit
 *  into SIZE is cut.  Returns FOLDED. */
char *text_fold (const char *text, char *folded, size_t size);

#endif
