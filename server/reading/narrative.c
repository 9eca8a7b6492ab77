/*  narrative.c — unpacking one text of an annex.
 *
 *  The rest of the annex goes again at once: an answer holds the texts that it sends and no others. */

#include "reading/narrative.h"

#include "base/limits.h"
#include "base/memory.h"
#include "facts/fact.h"
#include "wire/keys.h"

#include <stdlib.h>
#include <string.h>

static const char *text_of (const Qcdc__AnnexText *text, const char *cell, size_t length)
{
    if (!length)
        return text->reason;
    for (size_t i = 0; i < text->n_cells; i++)
        if (strlen (text->cells[i]->cell) == length && memcmp (text->cells[i]->cell, cell, length) == 0)
            return text->cells[i]->text;
    return "";
}

const char *narrative_read (const char *packed, arena_t *arena)
{
    const char *hex = strrchr (packed, ':'); /* the name of a note has one too */
    size_t length = hex ? strlen (hex + 1) / 2 : 0;
    if (length > QCDC_ANNEX_BYTES_MAX)
        return "";
    uint8_t *annex QCDC_CLEANUP (memory_free) = malloc (length + 1);
    arena_t *own QCDC_CLEANUP (arena_destroy) = arena_new (QCDC_FRAME_ARENA_BYTES_MAX);
    Qcdc__AnnexText *text = NULL;
    if (!annex || !own)
        return NULL;
    if (!hex || hex_parse (hex + 1, annex, length) != QCDC_OK ||
        annex_unpack ((bytes_t){annex, length}, own, &text) != QCDC_OK)
        return "";
    return arena_strdup (arena, text_of (text, packed, (size_t)(hex - packed)));
}
