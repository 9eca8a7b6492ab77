/*  text_person.h — people in folded text: who is named and acts, or of whom is said where he lives or when he was born.
 *
 *  Whom a denunciation is about may be named; who denounces may not.  The text cannot tell them apart for certain: a person who
 *  stands behind "tố cáo", "đối với", "hành vi của" is taken for the former. */

#ifndef QCDC_TEXT_PERSON_H
#define QCDC_TEXT_PERSON_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/*  Stands for a letter that has no ASCII form. */
#define FOREIGN_LETTER '\x7F'

/*  The marks that a letter had before it was folded; they tell "bác" from "bắc" and "cậu" from "cầu". */
enum {
    MARK_GRAVE = 1,
    MARK_ACUTE = 2,
    MARK_HOOK = 4,
    MARK_TILDE = 8,
    MARK_DOT = 16,
    MARK_CIRCUMFLEX = 32,
    MARK_BREVE = 64,
    MARK_HORN = 128 /* and the stroke of đ, which no other letter has */
};

/*  Text in lower-case ASCII without diacritics, a NUL behind it, two characters at least before what is looked at; and which of
 *  its letters were capital ones, and what marks they had. */
typedef struct {
    const char *text;
    const bool *capital;
    const unsigned char *marks;
} folded_t;

static inline bool is_digit (char c)
{
    return c >= '0' && c <= '9';
}

static inline bool is_word (char c)
{
    return is_digit (c) || (c >= 'a' && c <= 'z') || c == FOREIGN_LETTER;
}

static inline bool starts_with (const char *text, const char *word)
{
    return strncmp (text, word, strlen (word)) == 0;
}

/*  TEXT without the blanks, commas and colons that it begins with. */
const char *behind_blanks (const char *text);

/*  Behind "ông", "bà", "ông (bà)", "thầy" at TEXT; NULL where none stands there. */
const char *behind_honorific (const char *text);

/*  Behind "bác", "dì", "hai vợ chồng" … before a name in capital letters at TEXT, which begins a word; NULL where none stands
 *  there. */
const char *behind_kin (const folded_t *folded, const char *text);

/*  Whether a family name and a second word of a name stand at TEXT. */
bool name_follows (const char *text);

/*  Whether one to four words with a capital letter stand at TEXT that are no office's title: a name that no list has. */
bool capitals_follow (const folded_t *folded, const char *text);

/*  "thôn 3", "khu phố 4", "tại xã", but not "địa phương". */
bool place_follows (const char *text);

/*  Whether WORDS stand right before HERE. */
bool stands_before (const folded_t *folded, const char *here, const char *words);

/*  Whether the person who was named last in the sentence before HERE is one that it is about: what is said then is said of him. */
bool accused_before (const folded_t *folded, const char *here);

/*  Whether a person who may be the one that denounces is named at HERE, which begins a word. */
bool person_at (const folded_t *folded, const char *here);

/*  Whether TEXT, to its end, is nothing but a person's name, in capital letters as names are: "Ông Nguyễn Văn A". */
bool person_alone (const folded_t *folded, const char *text);

#endif
