/*  english.h — what an English reader is shown for a code.
 *
 *  The codes of petitions are Vietnamese words without their marks, and a state is typed with an underscore: vi.po has the words for
 *  a Vietnamese reader, and this table those for an English one.  fact.c and petition_filter_read take them back. */

#ifndef QCDC_ENGLISH_H
#define QCDC_ENGLISH_H

/*  The English word for CODE; CODE itself where there is none. */
const char *english_word (const char *code);

#endif
