/*  search_words.h — what is looked for in texts, and where it stands in them: words, compared with and without their diacritics.
 *
 *  A word has two keys.  FOLDED is the same for "đất", "Đất", "ĐẤT" and "dat", composed or decomposed.  EXACT keeps the diacritics,
 *  with the tone behind the letters: "hòa" and "hoà" are one word, "hóa" is another one.  Case, width and invisible characters
 *  never count.  The index of an office's journal and that of the province are made of these keys, and so is what is asked. */

#ifndef QCDC_SEARCH_WORDS_H
#define QCDC_SEARCH_WORDS_H

#include "base/fault.h"
#include "base/register_number.h"

#include <stdbool.h>
#include <stddef.h>

/*  A key with its NUL; of a longer word only the beginning counts, on both sides. */
#define SEARCH_KEY_BYTES 64u

typedef struct {
    char folded[SEARCH_KEY_BYTES];
    char exact[SEARCH_KEY_BYTES];
    size_t at; /* bytes of the text: where it begins and how long it is */
    size_t length;
} search_word_t;

/*  The next word of TEXT from *AT on, which is moved behind it; false behind the last one. */
bool search_word_next (const char *text, size_t *at, search_word_t *word);

/*  What makes a new index necessary where it changes: the keys of a word. */
#define SEARCH_KEYS_VERSION "1"

#define SEARCH_WORDS_MAX 16u

/*  What is asked: words that all have to be there.  Words between double quotes stand together, in their order. */
typedef struct {
    struct {
        search_word_t word;
        bool joined; /* right behind the one before it */
    } terms[SEARCH_WORDS_MAX];
    size_t count;
    bool begins; /* of the last word only the beginning may have been typed */
    /* All of it as a register's number, folded without diacritics, and as such (register_number.h); "" where it can be none. */
    char number[NUMBER_KEY_BYTES];
    char number_exact[NUMBER_KEY_BYTES];
    int year; /* that was given with the number, "12/KN@2019"; 0: none */
} search_asked_t;

/*  Reads what a person types.  QCDC_EMPTY where no word is in it, or only such as stand in nearly every petition; QCDC_TOO_LARGE;
 *  QCDC_BAD_UTF8.  FAULT says what is wrong, in its own words. */
qcdc_status search_read (const char *text, search_asked_t *asked, fault_t *fault) QCDC_CHECK;

/*  A register's number without its diacritics, of its key (number_fold). */
void search_number_fold (const char *key, char folded[NUMBER_KEY_BYTES]);

/*  Whether a petition's NUMBER of YEAR is the one that is asked for, however it is written. */
bool search_number_fits (const search_asked_t *asked, const char *number, int year);

/*  A few words around those that are asked for, each of which stands between « and »: of the title where they are in it, of the summary
 *  where more of them are; where none is, for a number was found, the beginning of the title.  Either text may be NULL.  Malloc'ed, one
 *  line; NULL where memory is short. */
char *search_excerpt (const search_asked_t *asked, const char *title, const char *summary);

#endif
