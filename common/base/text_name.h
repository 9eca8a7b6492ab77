/*  text_name.h — names of people in folded text, and the words that stand before them. */

#ifndef QCDC_TEXT_NAME_H
#define QCDC_TEXT_NAME_H

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

/*  Whether the LENGTH letters at HERE have these MARKS; or none, as in a text that has none. */
typedef enum { MARKS_RIGHT, MARKS_NONE, MARKS_OTHERS } marks_found;
marks_found marks_at (const folded_t *folded, const char *here, const unsigned char *marks, size_t length);

/*  Whether the letter at HERE is a capital one. */
static inline bool is_capital (const folded_t *folded, const char *here)
{
    return folded->capital[here - folded->text];
}

/*  The length of WORD where TEXT begins with it, as a whole word; or 0. */
size_t word_at (const char *text, const char *word);

/*  The length of whichever word of the NULL-terminated LIST stands at TEXT, or 0. */
size_t word_among (const char *text, const char *const *list);

/*  Whether WORDS stand right before HERE. */
bool stands_before (const folded_t *folded, const char *here, const char *words);

/*  TEXT without the blanks, commas and colons that it begins with. */
const char *behind_blanks (const char *text);

/*  Behind "ông", "bà", "ông (bà)", "thầy" at TEXT; NULL where none stands there. */
const char *behind_honorific (const char *text);

/*  "LÊ HOÀNG NAM" at TEXT, behind a label that a person's name follows: words in capital letters, also where all letters are, that name
 *  no office. */
bool signature_follows (const folded_t *folded, const char *text);

/*  Behind "bác", "dì", "hai vợ chồng" … before a name in capital letters at TEXT, which begins a word; NULL where none stands
 *  there. */
const char *behind_kin (const folded_t *folded, const char *text);

/*  Whether a family name and a second word of a name stand at TEXT. */
bool name_follows (const folded_t *folded, const char *text);

/*  Whether a name as the peoples of the highlands and the Chăm have them stands at TEXT, in capital letters: "K'Văn Huy", "Ksor H'Bia",
 *  "Qua Đình Thọ". */
bool highland_name_follows (const folded_t *folded, const char *text);

/*  Behind one to four words with a capital letter, or initials, at TEXT: a name that no list has.  NULL where there is none, or an
 *  office's title; where capital letters tell nothing, too, in a text that has no others. */
const char *behind_capitals (const folded_t *folded, const char *text);

/*  Whether such a name stands at TEXT. */
bool capitals_follow (const folded_t *folded, const char *text);

/*  Whether the word at HERE is another one than the honorific of the same letters: "cố", "chủ"; or part of a name: "Hoàng Anh Gia
 *  Lai", the district Bác Ái. */
bool is_no_honorific (const folded_t *folded, const char *here);

/*  Whether CODE, as it is written and not folded, holds a person's whole name, together or in parts: "79/TC-NGUYENVANTEO",
 *  "LE-THI-HONG". */
bool name_in_code (const char *code);

/*  How far behind HERE a name may stand, of one or two words, behind an honorific in a text that is all in capital letters: "BÁC NĂM";
 *  0 where no such honorific is, with the marks it has. */
size_t shouted_person (const folded_t *folded, const char *here);

#endif
