/*  search_words.c — words of texts and of questions, and the keys by which they are the same.
 *
 *  Neither SQLite's remove_diacritics nor PostgreSQL's simple dictionary folds đ, and the two would not agree on the rest: so words
 *  are cut and folded here, for both sides, and the databases index what comes out as it is. */

#include "base/search_words.h"

#include "base/i18n.h"
#include "base/limits.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/*  Code points that one of a text may come to (the longest in NFKD is 18). */
#define PARTS_MAX 24

/*  ---------------------------------------------------------------- one word */

/*  The five tones of Vietnamese as combining marks; circumflex, breve and horn make other letters. */
static bool is_tone (int32_t c)
{
    return c == 0x0300 || c == 0x0301 || c == 0x0303 || c == 0x0309 || c == 0x0323;
}

static bool is_letter (int32_t c)
{
    utf8proc_category_t category = utf8proc_category (c);
    return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) || category == UTF8PROC_CATEGORY_ND;
}

static bool is_mark (int32_t c)
{
    return utf8proc_category (c) == UTF8PROC_CATEGORY_MN;
}

/*  Zero-width characters and soft hyphens, which stand in words that were copied from a page. */
static bool is_invisible (int32_t c)
{
    const utf8proc_property_t *property = utf8proc_get_property (c);
    return property->ignorable || property->category == UTF8PROC_CATEGORY_CF;
}

typedef struct {
    char *key;
    size_t used;
    bool full; /* from then on nothing counts: not a shorter character that would still have room */
} key_text_t;

static void key_add (key_text_t *self, int32_t c)
{
    utf8proc_uint8_t bytes[4];
    size_t n = (size_t)utf8proc_encode_char (c, bytes);
    self->full = self->full || self->used + n >= SEARCH_KEY_BYTES;
    if (self->full)
        return;
    memcpy (self->key + self->used, bytes, n);
    self->used += n;
    self->key[self->used] = '\0';
}

/*  A word that is being read: its keys, and the tones that come behind the letters. */
typedef struct {
    key_text_t folded, exact;
    int32_t tones[4];
    size_t tone_count;
    bool begun;
} reading_t;

/*  One decomposed code point of a word; false: it is none of a word. */
static bool reading_take (reading_t *self, int32_t c)
{
    if (is_tone (c) && self->begun) {
        if (self->tone_count < sizeof self->tones / sizeof *self->tones)
            self->tones[self->tone_count++] = c;
    } else if (is_mark (c) && self->begun)
        key_add (&self->exact, c);
    else if (is_letter (c)) {
        /* đ does not decompose; ð, which looks the same as a capital, is typed for it. */
        bool barred = c == 0x111 || c == 0xF0;
        key_add (&self->folded, barred ? 'd' : c);
        key_add (&self->exact, barred ? 0x111 : c);
        self->begun = true;
    } else
        return is_invisible (c) || is_mark (c);
    return true;
}

/*  One code point of the text, which may decompose into several: of a fraction or a number in brackets the signs do not count. */
static bool reading_take_whole (reading_t *self, int32_t c)
{
    utf8proc_int32_t parts[PARTS_MAX];
    int boundary = 0;
    bool word = false;
    utf8proc_ssize_t count = utf8proc_decompose_char (
        c, parts, PARTS_MAX, UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD, &boundary);
    for (utf8proc_ssize_t i = 0; i < count && i < PARTS_MAX; i++)
        word |= reading_take (self, parts[i]);
    return word;
}

/*  Plain ASCII, which numbers and foreign words are, needs no tables. */
static bool reading_take_byte (reading_t *self, unsigned char c)
{
    bool capital = c >= 'A' && c <= 'Z';
    if (!capital && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9'))
        return false;
    key_add (&self->folded, capital ? c + ('a' - 'A') : c);
    key_add (&self->exact, capital ? c + ('a' - 'A') : c);
    self->begun = true;
    return true;
}

bool search_word_next (const char *text, size_t *at, search_word_t *word)
{
    reading_t reading = {.folded = {word->folded, 0, false}, .exact = {word->exact, 0, false}};
    size_t end = strlen (text + *at) + *at;
    word->folded[0] = word->exact[0] = '\0';
    word->length = 0;
    while (*at < end) {
        utf8proc_int32_t c = (unsigned char)text[*at];
        utf8proc_ssize_t taken = 1;
        bool of_word;
        if (c < 0x80)
            of_word = reading_take_byte (&reading, (unsigned char)c);
        else {
            taken = utf8proc_iterate ((const utf8proc_uint8_t *)text + *at, (utf8proc_ssize_t)(end - *at), &c);
            of_word = taken > 0 && reading_take_whole (&reading, c);
            taken = taken > 0 ? taken : 1;
        }
        if (reading.begun && !of_word)
            break;
        if (reading.begun && word->length == 0)
            word->at = *at;
        *at += (size_t)taken;
        if (reading.begun)
            word->length = *at - word->at;
    }
    for (size_t i = 0; i < reading.tone_count; i++)
        key_add (&reading.exact, reading.tones[i]);
    return reading.begun;
}

/*  ---------------------------------------------------------------- what is asked */

/*  Words that stand in nearly every petition, by their exact keys: who asks for nothing else gets all of them, in no order. */
static bool is_filler (const search_word_t *word)
{
    static const char *const FILLERS[] = {"và",  "của",  "các",  "những", "về",    "việc", "là",  "cho",
                                          "tại", "theo", "được", "có",    "trong", "với",  "này", "đã"};
    for (size_t i = 0; i < sizeof FILLERS / sizeof *FILLERS; i++) {
        search_word_t filler;
        size_t at = 0;
        if (search_word_next (FILLERS[i], &at, &filler) && strcmp (filler.exact, word->exact) == 0)
            return true;
    }
    return false;
}

void search_number_fold (const char *key, char folded[NUMBER_KEY_BYTES])
{
    size_t used = 0;
    for (size_t left = strlen (key); left > 0;) {
        utf8proc_int32_t c;
        utf8proc_uint8_t bytes[4];
        utf8proc_ssize_t taken = utf8proc_iterate ((const utf8proc_uint8_t *)key, (utf8proc_ssize_t)left, &c);
        if (taken <= 0)
            break;
        key += taken;
        left -= (size_t)taken;
        if (is_mark (c))
            continue;
        size_t n = (size_t)utf8proc_encode_char (c == 0x111 || c == 0xF0 ? 'd' : c, bytes);
        memcpy (folded + used, bytes, n); /* not longer than what it is of */
        used += n;
    }
    folded[used] = '\0';
}

/*  The year behind the last @ of TEXT, of LENGTH bytes, which then ends before it. */
static int year_take (const char *text, size_t *length)
{
    const char *sign = NULL;
    int year = 0;
    for (size_t i = 0; i < *length; i++)
        if (text[i] == '@')
            sign = text + i;
    if (!sign)
        return 0;
    size_t digits = 0;
    for (const char *at = sign + 1; at < text + *length; at++) {
        if (*at == ' ')
            continue;
        if (*at < '0' || *at > '9' || ++digits > 4)
            return 0;
        year = year * 10 + (*at - '0');
    }
    if (digits != 4)
        return 0;
    *length = (size_t)(sign - text);
    return year;
}

/*  All that was typed, as a number: there are digits in it.  Longer than any number of a register it is none. */
static void number_read (const char *text, search_asked_t *asked)
{
    size_t length = strlen (text);
    asked->year = year_take (text, &length);
    bool digits = false;
    for (size_t at = 0; at < length && !digits;) {
        utf8proc_int32_t c;
        utf8proc_ssize_t taken =
            utf8proc_iterate ((const utf8proc_uint8_t *)text + at, (utf8proc_ssize_t)(length - at), &c);
        digits = taken > 0 && utf8proc_category (c) == UTF8PROC_CATEGORY_ND;
        at += taken > 0 ? (size_t)taken : 1;
    }
    if (!digits || number_fold (text, length, asked->number_exact) != QCDC_OK)
        asked->number_exact[0] = '\0';
    search_number_fold (asked->number_exact, asked->number);
}

/*  Whether a double quote, straight or curled, stands in TEXT between FROM and TO. */
static size_t quotes_between (const char *text, size_t from, size_t to)
{
    size_t count = 0;
    for (size_t i = from; i < to; i++)
        count += text[i] == '"' || strncmp (text + i, "“", 3) == 0 || strncmp (text + i, "”", 3) == 0;
    return count;
}

static qcdc_status refuse (const search_asked_t *asked, fault_t *fault)
{
    if (asked->count == 0) {
        fault_set (fault, QCDC_EMPTY, NULL, "%s", _ ("there is no word to look for"));
        fault_advise (fault, "%s", _ ("give a number of the register, or words of the title or the summary"));
    } else {
        fault_set (fault, QCDC_EMPTY, NULL, "%s",
                   _ ("only words that stand in nearly every petition are looked for"));
        fault_advise (fault, "%s", _ ("add one that tells what it is about"));
    }
    return QCDC_EMPTY;
}

qcdc_status search_read (const char *text, search_asked_t *asked, fault_t *fault)
{
    *asked = (search_asked_t){0};
    size_t at = 0, behind = 0, length = strlen (text);
    bool quoted = false, tells = false;
    search_word_t word;
    if (length > QCDC_SEARCH_BYTES_MAX) {
        fault_set (fault, QCDC_TOO_LARGE, NULL, _ ("what is looked for is longer than %u bytes"),
                   QCDC_SEARCH_BYTES_MAX);
        fault_advise (fault, "%s", _ ("a few words of the title are enough"));
        return QCDC_TOO_LARGE;
    }
    for (size_t i = 0; i < length;) {
        utf8proc_int32_t c;
        utf8proc_ssize_t taken =
            utf8proc_iterate ((const utf8proc_uint8_t *)text + i, (utf8proc_ssize_t)(length - i), &c);
        if (taken <= 0)
            return fault_set (fault, QCDC_BAD_UTF8, NULL, "%s", _ ("what is looked for is not UTF-8"));
        i += (size_t)taken;
    }
    while (search_word_next (text, &at, &word)) {
        if (asked->count == SEARCH_WORDS_MAX) {
            fault_set (fault, QCDC_TOO_LARGE, NULL, _ ("more than %u words are looked for"), SEARCH_WORDS_MAX);
            fault_advise (fault, "%s", _ ("a few words of the title are enough"));
            return QCDC_TOO_LARGE;
        }
        size_t quotes = quotes_between (text, behind, word.at);
        asked->terms[asked->count].joined = quoted && quotes == 0;
        quoted = quoted != (quotes % 2 == 1);
        asked->terms[asked->count++].word = word;
        tells = tells || !is_filler (&word);
        behind = at;
    }
    asked->begins = asked->count > 0 && !quoted && strlen (asked->terms[asked->count - 1].word.folded) > 1;
    number_read (text, asked);
    if (asked->count == 0 || (!tells && !*asked->number))
        return refuse (asked, fault);
    return QCDC_OK;
}

bool search_number_fits (const search_asked_t *asked, const char *number, int year)
{
    char key[NUMBER_KEY_BYTES], folded[NUMBER_KEY_BYTES];
    if (!*asked->number || (asked->year && asked->year != year) ||
        number_fold (number, strlen (number), key) != QCDC_OK)
        return false;
    search_number_fold (key, folded);
    return strcmp (folded, asked->number) == 0;
}
