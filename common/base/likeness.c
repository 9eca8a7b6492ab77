/*  likeness.c — words to hashes, hashes to pairs of words, and how many of these two texts share.
 *
 *  Pairs of words carry the meaning (most words of Vietnamese are two syllables), single words what is left of it where something is
 *  spelt wrong; both are counted once per text. */

#include "base/likeness.h"

#include "base/likeness_fillers.h"
#include "base/memory.h"
#include "base/search_words.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILLER_WORDS_MAX 8u
#define FILLERS (sizeof LIKENESS_FILLERS / sizeof *LIKENESS_FILLERS)
#define HEADS 1024u
/*  A word that was left out. */
#define LEFT_OUT 0u
#define PHRASES_SHOWN 3u
#define PHRASE_WORDS_MIN 2u

/*  FNV-1a, and a last mixing: the least of these hashes are to be any words. */
static uint32_t mix (uint32_t hash)
{
    hash ^= hash >> 16;
    hash *= 0x85EBCA6Bu;
    hash ^= hash >> 13;
    hash *= 0xC2B2AE35u;
    hash ^= hash >> 16;
    return hash == LEFT_OUT ? 1 : hash;
}

uint32_t likeness_word (const char *folded)
{
    uint32_t hash = 2166136261u;
    for (; *folded; folded++)
        hash = (hash ^ (unsigned char)*folded) * 16777619u;
    return mix (hash);
}

static uint32_t pair_of (uint32_t a, uint32_t b)
{
    return mix (a * 31u + b);
}

/*  ---------------------------------------------------------------- fillers */

typedef struct {
    uint32_t words[FILLER_WORDS_MAX];
    size_t count;
    int next; /* with the same head; -1: none */
} filler_t;

static filler_t fillers[FILLERS];
static int heads[HEADS];
static pthread_once_t fillers_once = PTHREAD_ONCE_INIT;

static void fillers_read (void)
{
    memset (heads, -1, sizeof heads);
    for (size_t i = 0; i < FILLERS; i++) {
        filler_t *filler = &fillers[i];
        search_word_t word;
        for (size_t at = 0; filler->count < FILLER_WORDS_MAX && search_word_next (LIKENESS_FILLERS[i], &at, &word);)
            filler->words[filler->count++] = likeness_word (word.folded);
        filler->next = heads[filler->words[0] % HEADS];
        heads[filler->words[0] % HEADS] = (int)i;
    }
}

/*  How many words of the longest filler begin here. */
static size_t filler_at (const uint32_t *words, size_t count)
{
    size_t longest = 0;
    for (int i = heads[*words % HEADS]; i >= 0; i = fillers[i].next)
        if (fillers[i].count > longest && fillers[i].count <= count &&
            memcmp (fillers[i].words, words, fillers[i].count * sizeof *words) == 0)
            longest = fillers[i].count;
    return longest;
}

static void leave_out (uint32_t *words, size_t count)
{
    pthread_once (&fillers_once, fillers_read);
    for (size_t i = 0; i < count;) {
        size_t length = filler_at (words + i, count - i);
        for (size_t k = 0; k < length; k++)
            words[i + k] = LEFT_OUT;
        i += length ? length : 1;
    }
}

/*  ---------------------------------------------------------------- prints */

size_t likeness_prints (uint32_t *words, size_t count, int32_t prints[LIKENESS_PRINTS])
{
    uint32_t least[LIKENESS_PRINTS], before = LEFT_OUT;
    size_t found = 0;
    leave_out (words, count);
    for (size_t i = 0; i < count; i++) {
        uint32_t word = words[i], pair = pair_of (before, word);
        if (word == LEFT_OUT)
            continue;
        bool first = before == LEFT_OUT;
        before = word;
        if (first || (found == LIKENESS_PRINTS && pair >= least[found - 1]))
            continue;
        size_t at = 0;
        while (at < found && least[at] < pair)
            at++;
        if (at < found && least[at] == pair)
            continue;
        found += found < LIKENESS_PRINTS;
        memmove (least + at + 1, least + at, (found - at - 1) * sizeof *least);
        least[at] = pair;
    }
    for (size_t i = 0; i < found; i++)
        memcpy (&prints[i], &least[i], sizeof *prints);
    return found;
}

/*  ---------------------------------------------------------------- a text */

typedef struct {
    uint32_t hash; /* LEFT_OUT where it is part of a filler */
    uint32_t at, length;
    bool of_summary;
} told_t;

typedef struct {
    uint32_t *items; /* ascending, none twice */
    size_t count;
} set_t;

struct likeness_text {
    char *texts[2]; /* title, summary */
    told_t *words;  /* those that count, in their order */
    size_t count, size;
    set_t single, pairs, numbers;
};

static int compare_hash (const void *a, const void *b)
{
    uint32_t one, other;
    memcpy (&one, a, sizeof one);
    memcpy (&other, b, sizeof other);
    return one < other ? -1 : one > other;
}

static void set_order (set_t *self)
{
    size_t kept = 0;
    if (self->count)
        qsort (self->items, self->count, sizeof *self->items, compare_hash);
    for (size_t i = 0; i < self->count; i++)
        if (!kept || self->items[kept - 1] != self->items[i])
            self->items[kept++] = self->items[i];
    self->count = kept;
}

static bool has_digit (const char *text)
{
    return strpbrk (text, "0123456789") != NULL;
}

static bool read_words (likeness_text_t *self, bool of_summary)
{
    const char *text = self->texts[of_summary];
    search_word_t word;
    for (size_t at = 0; self->count < LIKENESS_WORDS_MAX && search_word_next (text, &at, &word);) {
        told_t *grown = memory_room (self->words, self->count, &self->size, sizeof *grown);
        if (!grown)
            return false;
        self->words = grown;
        uint32_t hash = likeness_word (word.folded);
        self->words[self->count++] = (told_t){hash, (uint32_t)word.at, (uint32_t)word.length, of_summary};
        if (has_digit (word.folded))
            self->numbers.items[self->numbers.count++] = hash;
    }
    return true;
}

static bool make_sets (likeness_text_t *self)
{
    uint32_t *words QCDC_CLEANUP (memory_free) = malloc ((self->count + 1) * sizeof *words);
    size_t kept = 0;
    self->single.items = malloc ((self->count + 1) * sizeof *words);
    self->pairs.items = malloc ((self->count + 1) * sizeof *words);
    if (!words || !self->single.items || !self->pairs.items)
        return false;
    for (size_t i = 0; i < self->count; i++)
        words[i] = self->words[i].hash;
    leave_out (words, self->count);
    for (size_t i = 0; i < self->count; i++) {
        if (words[i] == LEFT_OUT)
            continue;
        if (kept)
            self->pairs.items[self->pairs.count++] = pair_of (self->words[kept - 1].hash, words[i]);
        self->single.items[self->single.count++] = words[i];
        self->words[kept++] = self->words[i];
    }
    self->count = kept;
    set_order (&self->single);
    set_order (&self->pairs);
    set_order (&self->numbers);
    return true;
}

likeness_text_t *likeness_text_new (const char *title, const char *summary)
{
    likeness_text_t *self = calloc (1, sizeof *self);
    if (!self)
        return NULL;
    self->texts[0] = strdup (title ? title : "");
    self->texts[1] = strdup (summary ? summary : "");
    self->numbers.items = malloc (LIKENESS_WORDS_MAX * sizeof *self->numbers.items);
    if (!self->texts[0] || !self->texts[1] || !self->numbers.items || !read_words (self, false) ||
        !read_words (self, true) || !make_sets (self))
        likeness_text_destroy (&self);
    return self;
}

void likeness_text_destroy (likeness_text_t **self_p)
{
    likeness_text_t *self = *self_p;
    if (!self)
        return;
    free (self->texts[0]);
    free (self->texts[1]);
    free (self->words);
    free (self->single.items);
    free (self->pairs.items);
    free (self->numbers.items);
    free (self);
    *self_p = NULL;
}

size_t likeness_text_prints (const likeness_text_t *self, int32_t prints[LIKENESS_PRINTS])
{
    size_t count = self->pairs.count < LIKENESS_PRINTS ? self->pairs.count : LIKENESS_PRINTS;
    for (size_t i = 0; i < count; i++)
        memcpy (&prints[i], &self->pairs.items[i], sizeof *prints);
    return count;
}

/*  ---------------------------------------------------------------- what is common */

struct likeness_common {
    uint32_t *hashes, *counts; /* open addressing; LEFT_OUT: free */
    size_t size, used;
    size_t texts;
};

likeness_common_t *likeness_common_new (void)
{
    return calloc (1, sizeof (likeness_common_t));
}

void likeness_common_destroy (likeness_common_t **self_p)
{
    likeness_common_t *self = *self_p;
    if (!self)
        return;
    free (self->hashes);
    free (self->counts);
    free (self);
    *self_p = NULL;
}

static size_t common_place (const likeness_common_t *self, uint32_t hash)
{
    size_t at = hash & (self->size - 1);
    while (self->hashes[at] != LEFT_OUT && self->hashes[at] != hash)
        at = (at + 1) & (self->size - 1);
    return at;
}

static qcdc_status common_grow (likeness_common_t *self)
{
    likeness_common_t grown = {.size = self->size ? self->size * 2 : 4096, .used = self->used, .texts = self->texts};
    grown.hashes = calloc (grown.size, sizeof *grown.hashes);
    grown.counts = calloc (grown.size, sizeof *grown.counts);
    if (!grown.hashes || !grown.counts) {
        free (grown.hashes);
        free (grown.counts);
        return QCDC_NO_MEMORY;
    }
    for (size_t i = 0; i < self->size; i++)
        if (self->hashes[i] != LEFT_OUT) {
            size_t at = common_place (&grown, self->hashes[i]);
            grown.hashes[at] = self->hashes[i];
            grown.counts[at] = self->counts[i];
        }
    free (self->hashes);
    free (self->counts);
    *self = grown;
    return QCDC_OK;
}

static qcdc_status common_count (likeness_common_t *self, const set_t *set)
{
    for (size_t i = 0; i < set->count; i++) {
        if (self->used * 2 >= self->size)
            QCDC_TRY (common_grow (self));
        size_t at = common_place (self, set->items[i]);
        self->used += self->hashes[at] == LEFT_OUT;
        self->hashes[at] = set->items[i];
        self->counts[at]++;
    }
    return QCDC_OK;
}

qcdc_status likeness_common_add (likeness_common_t *self, const likeness_text_t *text)
{
    self->texts++;
    QCDC_TRY (common_count (self, &text->single));
    return common_count (self, &text->pairs);
}

/*  1000 for what stands in no other text, less by steps of a half: of a thousand texts, what is in ten of them counts a third of it. */
static unsigned weight_of (const likeness_common_t *common, uint32_t hash)
{
    if (!common || !common->size || common->texts < 8)
        return 1000;
    size_t at = common_place (common, hash), held = common->hashes[at] == hash ? common->counts[at] : 0;
    size_t rarity = 0, whole = 0;
    /* In two texts it is what a pair shares; that is as rare as it can be found. */
    for (size_t n = held > 2 ? held : 2; n < common->texts; n *= 2)
        rarity++;
    for (size_t n = 2; n < common->texts; n *= 2)
        whole++;
    return (unsigned)(20 + 980 * rarity / whole);
}

/*  ---------------------------------------------------------------- two texts */

typedef struct {
    uint64_t both, either, least; /* LEAST: of the lighter one alone */
} weighed_t;

static weighed_t weigh (const set_t *a, const set_t *b, const likeness_common_t *common)
{
    uint64_t both = 0, first = 0, second = 0;
    size_t i = 0, k = 0;
    while (i < a->count || k < b->count) {
        bool takes_a = k == b->count || (i < a->count && a->items[i] <= b->items[k]);
        bool takes_b = i == a->count || (k < b->count && b->items[k] <= a->items[i]);
        unsigned weight = weight_of (common, takes_a ? a->items[i] : b->items[k]);
        first += takes_a ? weight : 0;
        second += takes_b ? weight : 0;
        both += takes_a && takes_b ? weight : 0;
        i += takes_a;
        k += takes_b;
    }
    return (weighed_t){both, first + second - both, first < second ? first : second};
}

/*  In thousandths.  A short account of a long petition is the same petition: what of the shorter one is in the longer one counts as well,
 *  but a few words of it do not. */
static uint64_t share_of (const weighed_t *weighed, bool long_enough)
{
    if (!weighed->either)
        return 0;
    uint64_t jaccard = 1000 * weighed->both / weighed->either;
    uint64_t within = long_enough ? 850 * weighed->both / weighed->least : 0;
    return jaccard > within ? jaccard : within;
}

static size_t count_missing (const set_t *a, const set_t *b)
{
    size_t missing = 0;
    for (size_t i = 0; i < a->count; i++)
        missing += !b->count || !bsearch (&a->items[i], b->items, b->count, sizeof *b->items, compare_hash);
    return missing;
}

/*  Thousandths that are left where each names numbers that the other has not. */
static uint64_t numbers_agree (const likeness_text_t *a, const likeness_text_t *b)
{
    size_t of_a = count_missing (&a->numbers, &b->numbers), of_b = count_missing (&b->numbers, &a->numbers);
    size_t missing = of_a < of_b ? of_a : of_b;
    size_t count = a->numbers.count < b->numbers.count ? a->numbers.count : b->numbers.count;
    return missing ? 800 - 400 * missing / count : 1000;
}

int likeness_of (const likeness_text_t *a, const likeness_text_t *b, const likeness_common_t *common)
{
    bool long_enough = a->single.count >= 10 && b->single.count >= 10;
    weighed_t single = weigh (&a->single, &b->single, common), pairs = weigh (&a->pairs, &b->pairs, common);
    uint64_t share = (share_of (&single, long_enough) + share_of (&pairs, long_enough)) / 2;
    return (int)(share * numbers_agree (a, b) / 10000);
}

/*  ---------------------------------------------------------------- phrases */

typedef struct {
    size_t first, count;
    uint64_t weight;
} phrase_t;

/*  The words from I and K on that are the same. */
static size_t run_of (const likeness_text_t *a, size_t i, const likeness_text_t *b, size_t k)
{
    size_t length = 0;
    while (i + length < a->count && k + length < b->count && a->words[i + length].hash == b->words[k + length].hash &&
           a->words[i].of_summary == a->words[i + length].of_summary)
        length++;
    return length;
}

/*  Keeps the heaviest, none of which says what another one says. */
static void phrase_keep (phrase_t shown[PHRASES_SHOWN], phrase_t phrase)
{
    for (size_t i = 0; i < PHRASES_SHOWN; i++) {
        if (phrase.weight <= shown[i].weight)
            continue;
        memmove (shown + i + 1, shown + i, (PHRASES_SHOWN - 1 - i) * sizeof *shown);
        shown[i] = phrase;
        return;
    }
}

static char *print_phrases (const likeness_text_t *a, const phrase_t shown[PHRASES_SHOWN])
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream (&text, &size);
    if (!out)
        return NULL;
    for (size_t i = 0; i < PHRASES_SHOWN && shown[i].weight; i++) {
        const told_t *first = &a->words[shown[i].first], *last = first + shown[i].count - 1;
        fputs (i ? " · " : "", out);
        for (const char *at = a->texts[first->of_summary] + first->at;
             at < a->texts[first->of_summary] + last->at + last->length; at++)
            fputc ((unsigned char)*at < ' ' ? ' ' : *at, out);
    }
    if (fclose (out) == 0)
        return text;
    free (text);
    return NULL;
}

char *likeness_phrases (const likeness_text_t *a, const likeness_text_t *b, const likeness_common_t *common)
{
    phrase_t shown[PHRASES_SHOWN] = {{0, 0, 0}};
    for (size_t i = 0; i < a->count;) {
        phrase_t best = {i, 0, 0};
        for (size_t k = 0; k < b->count; k++) {
            size_t length = a->words[i].hash == b->words[k].hash ? run_of (a, i, b, k) : 0;
            best.count = length > best.count ? length : best.count;
        }
        for (size_t k = 0; k < best.count; k++)
            best.weight += weight_of (common, a->words[i + k].hash);
        if (best.count >= PHRASE_WORDS_MIN)
            phrase_keep (shown, best);
        i += best.count ? best.count : 1;
    }
    return print_phrases (a, shown);
}
