/*  search_excerpt.c — a few words of a text around those that were asked for.
 *
 *  A petition's summary may be pages long: what is shown is the place where most of what was asked for stands together. */

#include "base/search_words.h"

#include "base/memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*  How many words are shown, and how many of them before the first that was asked for. */
#define WORDS_SHOWN 24u
#define WORDS_BEFORE 6u

#define MARK_BEGIN "«"
#define MARK_END "»"
#define CUT "…"

/*  A word of the text that was asked for. */
typedef struct {
    size_t index; /* among the words of the text */
    size_t from, to;
    uint32_t terms; /* bits, by place among the terms */
} hit_t;

typedef struct {
    hit_t *hits; /* malloc'ed */
    size_t count, capacity;
} hits_t;

static void hits_release (hits_t *self)
{
    free (self->hits);
}

static uint32_t terms_of (const search_asked_t *asked, const search_word_t *word)
{
    uint32_t terms = 0;
    for (size_t i = 0; i < asked->count; i++) {
        const char *wanted = asked->terms[i].word.folded;
        bool begins = asked->begins && i + 1 == asked->count;
        if (begins ? strncmp (word->folded, wanted, strlen (wanted)) == 0 : strcmp (word->folded, wanted) == 0)
            terms |= UINT32_C (1) << i;
    }
    return terms;
}

static bool hits_find (hits_t *self, const search_asked_t *asked, const char *text)
{
    search_word_t word;
    size_t index = 0;
    for (size_t at = 0; search_word_next (text, &at, &word); index++) {
        uint32_t terms = terms_of (asked, &word);
        if (!terms)
            continue;
        if (self->count == self->capacity) {
            size_t capacity = self->capacity ? 2 * self->capacity : 16;
            hit_t *grown = realloc (self->hits, capacity * sizeof *grown);
            if (!grown)
                return false;
            self->hits = grown;
            self->capacity = capacity;
        }
        self->hits[self->count++] = (hit_t){index, word.at, word.at + word.length, terms};
    }
    return true;
}

static unsigned count_terms (uint32_t terms)
{
    unsigned count = 0;
    for (; terms; terms &= terms - 1)
        count++;
    return count;
}

/*  Where to begin, so that most of the terms are shown: the first of such places. */
static size_t hits_best (const hits_t *self)
{
    size_t best = 0;
    unsigned most = 0;
    for (size_t i = 0; i < self->count; i++) {
        uint32_t terms = 0;
        for (size_t k = i; k < self->count && self->hits[k].index < self->hits[i].index + WORDS_SHOWN - WORDS_BEFORE;
             k++)
            terms |= self->hits[k].terms;
        if (count_terms (terms) > most) {
            most = count_terms (terms);
            best = i;
        }
    }
    return best;
}

/*  In one line: line breaks and tabs become spaces. */
static void write_text (FILE *out, const char *text, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        fputc ((unsigned char)text[i] < 0x20 ? ' ' : text[i], out);
}

/*  The words of TEXT from number FIRST on, with marks around the hits among them. */
static void write_window (FILE *out, const hits_t *hits, const char *text, size_t first)
{
    search_word_t word;
    size_t index = 0, begin = 0, end = 0;
    for (size_t at = 0; index < first + WORDS_SHOWN && search_word_next (text, &at, &word); index++) {
        if (index == first)
            begin = first ? word.at : 0;
        end = at;
    }
    size_t next = end;
    bool more = search_word_next (text, &next, &word);
    if (!more)
        end = strlen (text);
    fputs (first ? CUT : "", out);
    size_t written = begin;
    for (size_t i = 0; i < hits->count; i++) {
        if (hits->hits[i].from < begin || hits->hits[i].to > end)
            continue;
        write_text (out, text, written, hits->hits[i].from);
        fputs (MARK_BEGIN, out);
        size_t from = hits->hits[i].from;
        /* Words that stand together are marked together. */
        while (i + 1 < hits->count && hits->hits[i + 1].index == hits->hits[i].index + 1 &&
               hits->hits[i + 1].to <= end)
            i++;
        write_text (out, text, from, hits->hits[i].to);
        fputs (MARK_END, out);
        written = hits->hits[i].to;
    }
    write_text (out, text, written, end);
    fputs (more ? CUT : "", out);
}

static void write_excerpt (FILE *out, const hits_t *hits, const char *text)
{
    size_t index = hits->count ? hits->hits[hits_best (hits)].index : 0;
    write_window (out, hits, text, index > WORDS_BEFORE ? index - WORDS_BEFORE : 0);
}

static uint32_t all_terms (const hits_t *hits)
{
    uint32_t terms = 0;
    for (size_t i = 0; i < hits->count; i++)
        terms |= hits->hits[i].terms;
    return terms;
}

char *search_excerpt (const search_asked_t *asked, const char *title, const char *summary)
{
    hits_t of_title QCDC_CLEANUP (hits_release) = {0}, of_summary QCDC_CLEANUP (hits_release) = {0};
    char *text = NULL;
    size_t size = 0;
    title = title ? title : "";
    summary = summary ? summary : "";
    if (!hits_find (&of_title, asked, title) || !hits_find (&of_summary, asked, summary))
        return NULL;
    FILE *out = open_memstream (&text, &size);
    if (!out)
        return NULL;
    bool adds = (all_terms (&of_summary) & ~all_terms (&of_title)) != 0;
    bool shows_title = *title && (of_title.count || !adds);
    if (shows_title)
        write_excerpt (out, &of_title, title);
    if (*summary && (adds || !*title)) {
        fputs (shows_title ? " · " : "", out);
        write_excerpt (out, &of_summary, summary);
    }
    if (fclose (out) == 0)
        return text;
    free (text);
    return NULL;
}
