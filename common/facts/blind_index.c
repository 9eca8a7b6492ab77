/*  blind_index.c — from what a clerk typed of a person to what is equal for the same one.
 *
 *  The same person is typed otherwise at each office: what differs most, the house and the hamlet, is left out of an address, and the
 *  number of an identity card stands for itself. */

#include "facts/blind_index.h"

#include "base/search_words.h"
#include "wire/entry.h"

#include <sodium.h>
#include <string.h>

#define NAME_BYTES 1024u
#define SAID_BYTES (3u * NAME_BYTES)

uint64_t blind_key_id (const uint8_t key[BLIND_KEY_BYTES])
{
    static const char TAG[] = "qcdc-blind-key-1";
    uint8_t message[sizeof TAG - 1 + BLIND_KEY_BYTES], hash[HASH_BYTES];
    memcpy (message, TAG, sizeof TAG - 1);
    memcpy (message + sizeof TAG - 1, key, BLIND_KEY_BYTES);
    hash_bytes (message, sizeof message, hash);
    sodium_memzero (message, sizeof message);
    uint64_t id = hash_prefix (hash);
    return id ? id : 1;
}

bool blind_index_none (const uint8_t index[BLIND_INDEX_BYTES])
{
    return sodium_is_zero (index, BLIND_INDEX_BYTES);
}

/*  ---------------------------------------------------------------- folding */

static void append (char *text, size_t size, const char *between, const char *word)
{
    size_t used = strlen (text), length = strlen (word), gap = *text ? strlen (between) : 0;
    if (used + gap + length >= size)
        return;
    if (gap)
        memcpy (text + used, between, gap);
    memcpy (text + used + gap, word, length + 1);
}

/*  How one is addressed is no part of a name, where enough is left of it. */
static void fold_name (const char *name, char *folded, size_t size)
{
    search_word_t word;
    char first[SEARCH_KEY_BYTES] = "";
    size_t count = 0;
    folded[0] = '\0';
    for (size_t at = 0; search_word_next (name, &at, &word); count++) {
        if (count == 0 && (strcmp (word.folded, "ong") == 0 || strcmp (word.folded, "ba") == 0))
            memcpy (first, word.folded, sizeof first);
        else
            append (folded, size, " ", word.folded);
    }
    if (!*first || count > 2)
        return;
    char rest[NAME_BYTES];
    memcpy (rest, folded, strlen (folded) + 1);
    folded[0] = '\0';
    append (folded, size, " ", first);
    append (folded, size, " ", rest);
}

static void digits_of (const char *text, char *digits, size_t size)
{
    size_t used = 0;
    for (; *text && used + 1 < size; text++)
        if (*text >= '0' && *text <= '9')
            digits[used++] = *text;
    digits[used] = '\0';
}

/*  ---------------------------------------------------------------- the commune of an address */

typedef enum { LEVEL_NONE, LEVEL_COMMUNE, LEVEL_OTHER } level_t;

/*  What WORD, after BEFORE, says of the words behind it: "xã", but not of "thị xã". */
static level_t level_of (const char *before, const char *word)
{
    static const char *const COMMUNES[] = {"xa", "x", "phuong", "p", "f", "tran", "tt"};
    static const char *const OTHERS[] = {"huyen", "h", "quan", "q", "tx", "tp", "tinh", "t", "pho"};
    bool town = strcmp (before, "thi") == 0, city = strcmp (before, "thanh") == 0;
    for (size_t i = 0; i < sizeof COMMUNES / sizeof *COMMUNES; i++)
        if (strcmp (word, COMMUNES[i]) == 0) {
            if (strcmp (word, "tran") == 0)
                return town ? LEVEL_COMMUNE : LEVEL_NONE;
            return town && strcmp (word, "xa") == 0 ? LEVEL_OTHER : LEVEL_COMMUNE;
        }
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
        if (strcmp (word, OTHERS[i]) == 0)
            return strcmp (word, "pho") == 0 && !city ? LEVEL_NONE : LEVEL_OTHER;
    return LEVEL_NONE;
}

/*  Whether something parts the words that end at FROM and begin at TO. */
static bool is_parted (const char *address, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (strchr (",;()\n/", address[i]) || (address[i] == '-' && i > from && address[i - 1] == ' '))
            return true;
    return false;
}

/*  "P3" is ward 3. */
static const char *ward_number (const char *word)
{
    return *word == 'p' && word[1] && strspn (word + 1, "0123456789") == strlen (word + 1) ? word + 1 : NULL;
}

/*  "thị" of "thị xã" and "thành" of "thành phố" were taken for part of a name until the word behind them came. */
static void give_back (const char *before, char *place)
{
    size_t length = strlen (before), used = strlen (place);
    bool whole = used >= length && strcmp (place + used - length, before) == 0;
    if (whole && (used == length || place[used - length - 1] == ' '))
        place[used == length ? 0 : used - length - 1] = '\0';
}

/*  The words behind that of a commune, up to where another part of the address begins. */
static bool find_commune (const char *address, char *place, size_t size)
{
    search_word_t word;
    char before[SEARCH_KEY_BYTES] = "";
    size_t end = 0;
    bool within = false;
    place[0] = '\0';
    for (size_t at = 0; search_word_next (address, &at, &word);) {
        level_t level = level_of (before, word.folded);
        bool parted = end && is_parted (address, end, word.at);
        if (level != LEVEL_NONE && !parted && (strcmp (before, "thi") == 0 || strcmp (before, "thanh") == 0))
            give_back (before, place);
        if (within && *place && (parted || level != LEVEL_NONE))
            return true;
        if (level == LEVEL_COMMUNE) {
            within = true;
            place[0] = '\0';
        } else if (within)
            append (place, size, " ", word.folded);
        else if (ward_number (word.folded)) {
            append (place, size, " ", ward_number (word.folded));
            return true;
        }
        memcpy (before, word.folded, sizeof before);
        end = word.at + word.length;
    }
    return within && *place;
}

void blind_place (const char *address, char *place, size_t size)
{
    search_word_t word;
    if (find_commune (address, place, size))
        return;
    place[0] = '\0';
    for (size_t at = 0; search_word_next (address, &at, &word);)
        append (place, size, " ", word.folded);
}

/*  ---------------------------------------------------------------- indexes */

static void index_make (const char *tag, const char *const *said, size_t count, const uint8_t key[BLIND_KEY_BYTES],
                        uint8_t index[BLIND_INDEX_BYTES])
{
    char text[SAID_BYTES] = "";
    append (text, sizeof text, "", tag);
    for (size_t i = 0; i < count; i++)
        append (text, sizeof text, "\n", said[i]);
    crypto_generichash (index, BLIND_INDEX_BYTES, (const uint8_t *)text, strlen (text), key, BLIND_KEY_BYTES);
    sodium_memzero (text, sizeof text);
}

bool blind_index_of (const Qcdc__IdentityText *identity, const uint8_t key[BLIND_KEY_BYTES], blind_index_t *index)
{
    char name[NAME_BYTES], number[NAME_BYTES], place[NAME_BYTES];
    memset (index, 0, sizeof *index);
    fold_name (identity->name, name, sizeof name);
    digits_of (identity->id_number, number, sizeof number);
    blind_place (identity->address, place, sizeof place);
    if (*name && *number)
        index_make ("qcdc-blind-1 number", (const char *const[]){name, number}, 2, key, index->number);
    if (*name && *identity->born && *place)
        index_make ("qcdc-blind-1 place", (const char *const[]){name, identity->born, place}, 3, key, index->place);
    bool any = (*name && *number) || (*name && *identity->born && *place);
    sodium_memzero (name, sizeof name);
    sodium_memzero (number, sizeof number);
    sodium_memzero (place, sizeof place);
    return any;
}
