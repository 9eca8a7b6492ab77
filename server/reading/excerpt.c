/*  excerpt.c — unpacking the texts of a petition for the few words of them that an answer shows. */

#include "reading/excerpt.h"

#include "base/limits.h"
#include "base/memory.h"
#include "base/search_words.h"
#include "facts/fact.h"
#include "wire/keys.h"

#include <stdlib.h>
#include <string.h>

/*  The texts of the annex that HEX, of LENGTH digits, is; NULL where there is none, or it cannot be read. */
static const Qcdc__AnnexText *unpack (const char *hex, size_t length, uint8_t *annex, arena_t *arena)
{
    Qcdc__AnnexText *text = NULL;
    if (!length || length / 2 > QCDC_ANNEX_BYTES_MAX || hex_parse (hex, annex, length / 2) != QCDC_OK ||
        annex_unpack ((bytes_t){annex, length / 2}, arena, &text) != QCDC_OK)
        return NULL;
    return text;
}

static const char *excerpt_of (const search_asked_t *asked, const Qcdc__AnnexText *title,
                               const Qcdc__AnnexText *summary, arena_t *arena)
{
    char *excerpt QCDC_CLEANUP (memory_free) =
        search_excerpt (asked, title ? title->title : NULL, summary ? summary->summary : NULL);
    return excerpt ? arena_strdup (arena, excerpt) : NULL;
}

const char *excerpt_read (const char *packed, arena_t *arena)
{
    const char *last = strrchr (packed, ':'), *first = last;
    while (first && first > packed && *--first != ':')
        continue;
    if (!last || *first != ':')
        return "";
    size_t length = (size_t)(last - first - 1);
    bool same = strcmp (last + 1, "=") == 0;
    char *words QCDC_CLEANUP (memory_free) = strndup (packed, (size_t)(first - packed));
    char *hex QCDC_CLEANUP (memory_free) = strndup (first + 1, length);
    uint8_t *annexes QCDC_CLEANUP (memory_free) = malloc (2 * QCDC_ANNEX_BYTES_MAX);
    arena_t *own QCDC_CLEANUP (arena_destroy) = arena_new (QCDC_FRAME_ARENA_BYTES_MAX);
    search_asked_t asked;
    fault_t ignored = {0};
    if (!words || !hex || !annexes || !own)
        return NULL;
    if (search_read (words, &asked, &ignored) != QCDC_OK)
        return "";
    const Qcdc__AnnexText *title = unpack (hex, length, annexes, own);
    const Qcdc__AnnexText *summary =
        same ? title : unpack (last + 1, strlen (last + 1), annexes + QCDC_ANNEX_BYTES_MAX, own);
    return excerpt_of (&asked, title, summary, arena);
}
