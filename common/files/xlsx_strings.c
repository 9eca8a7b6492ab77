/*  xlsx_strings.c — the texts that the cells of a workbook share: two heaps of bytes, one of texts and one of where each ends. */

#include "files/xlsx_strings.h"

#include "base/limits.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*  Bytes that are only added to: in memory, and what has left it in a file. */
typedef struct {
    char *held;
    size_t held_bytes, held_size;
    FILE *file; /* NULL: all is held */
    uint64_t filed_bytes;
} heap_t;

struct xlsx_strings {
    heap_t texts, ends;
    size_t count;
    char *read; /* the text that was asked for last */
    size_t read_size;
};

xlsx_strings_t *xlsx_strings_new (void)
{
    return calloc (1, sizeof (xlsx_strings_t));
}

static void heap_release (heap_t *heap)
{
    free (heap->held);
    if (heap->file)
        fclose (heap->file);
}

void xlsx_strings_destroy (xlsx_strings_t **self_p)
{
    xlsx_strings_t *self = *self_p;
    if (!self)
        return;
    heap_release (&self->texts);
    heap_release (&self->ends);
    free (self->read);
    free (self);
    *self_p = NULL;
}

static qcdc_status heap_write (int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t n = write (fd, bytes, length);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return QCDC_IO;
        bytes += n;
        length -= (size_t)n;
    }
    return QCDC_OK;
}

/*  What is held goes behind what is in the file already. */
static qcdc_status heap_spill (heap_t *heap)
{
    if (!heap->file && !(heap->file = tmpfile ()))
        return QCDC_IO;
    QCDC_TRY (heap_write (fileno (heap->file), heap->held, heap->held_bytes));
    heap->filed_bytes += heap->held_bytes;
    heap->held_bytes = 0;
    return QCDC_OK;
}

static qcdc_status heap_add (heap_t *heap, const void *bytes, size_t length)
{
    if (heap->held_bytes + length > QCDC_XLSX_STRINGS_HELD_BYTES)
        QCDC_TRY (heap_spill (heap));
    if (heap->held_bytes + length > heap->held_size) {
        size_t size = heap->held_bytes + length + heap->held_size + 4096;
        char *grown = realloc (heap->held, size);
        if (!grown)
            return QCDC_NO_MEMORY;
        heap->held = grown;
        heap->held_size = size;
    }
    if (length > 0)
        memcpy (heap->held + heap->held_bytes, bytes, length);
    heap->held_bytes += length;
    return QCDC_OK;
}

/*  LENGTH bytes from PLACE on, which were added at once. */
static qcdc_status heap_get (const heap_t *heap, uint64_t place, void *to, size_t length)
{
    if (length == 0)
        return QCDC_OK;
    if (place >= heap->filed_bytes) {
        memcpy (to, heap->held + (place - heap->filed_bytes), length);
        return QCDC_OK;
    }
    for (size_t done = 0; done < length;) {
        ssize_t n = pread (fileno (heap->file), (char *)to + done, length - done, (off_t)(place + done));
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return QCDC_IO;
        done += (size_t)n;
    }
    return QCDC_OK;
}

qcdc_status xlsx_strings_add (xlsx_strings_t *self, const char *text, size_t length)
{
    uint64_t end = self->texts.filed_bytes + self->texts.held_bytes + length;
    if (self->count == QCDC_XLSX_STRINGS_MAX || end > QCDC_XLSX_STRINGS_BYTES_MAX)
        return QCDC_TOO_LARGE;
    QCDC_TRY (heap_add (&self->texts, text, length));
    QCDC_TRY (heap_add (&self->ends, &end, sizeof end));
    self->count++;
    return QCDC_OK;
}

qcdc_status xlsx_strings_at (xlsx_strings_t *self, size_t index, const char **text, size_t *length)
{
    uint64_t begin = 0, end;
    if (index >= self->count)
        return QCDC_NOT_FOUND;
    if (index > 0)
        QCDC_TRY (heap_get (&self->ends, (index - 1) * sizeof begin, &begin, sizeof begin));
    QCDC_TRY (heap_get (&self->ends, index * sizeof end, &end, sizeof end));
    *length = (size_t)(end - begin);
    if (*length >= self->read_size) {
        char *grown = realloc (self->read, *length + 256);
        if (!grown)
            return QCDC_NO_MEMORY;
        self->read = grown;
        self->read_size = *length + 256;
    }
    QCDC_TRY (heap_get (&self->texts, begin, self->read, *length));
    self->read[*length] = '\0';
    *text = self->read;
    return QCDC_OK;
}
