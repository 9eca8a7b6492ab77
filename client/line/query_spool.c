/*  query_spool.c — each cell is its length and its bytes; a null has a length that no cell has. */

#include "line/query_spool.h"

#include "base/i18n.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define NULL_CELL UINT32_MAX

void query_spool_release (query_spool_t *self)
{
    if (self->file)
        (void)fclose (self->file);
    free (self->text);
    *self = (query_spool_t){0};
}

static qcdc_status file_fail (fault_t *fault)
{
    fault_set (fault, QCDC_IO, NULL, "%s", _ ("no temporary file can be written"));
    fault_advise (fault, "%s",
                  _ ("make room on the disk of temporary files, or name a folder on another one in TMPDIR"));
    return QCDC_IO;
}

qcdc_status query_spool_add (query_spool_t *self, const char *text, fault_t *fault)
{
    size_t length = text ? strlen (text) : 0;
    if (length >= NULL_CELL)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, _ ("no memory for a table"));
    uint32_t head = text ? (uint32_t)length : NULL_CELL;
    if (!self->file && !(self->file = tmpfile ()))
        return file_fail (fault);
    if (fwrite (&head, sizeof head, 1, self->file) != 1 || (length && fwrite (text, 1, length, self->file) != length))
        return file_fail (fault);
    return QCDC_OK;
}

static qcdc_status cell_read (query_spool_t *self, uint32_t length, fault_t *fault)
{
    if (length >= self->size) {
        size_t size = (size_t)length + 1;
        char *text = realloc (self->text, size);
        if (!text)
            return fault_set (fault, QCDC_NO_MEMORY, NULL, _ ("no memory for a table"));
        self->text = text;
        self->size = size;
    }
    if (fread (self->text, 1, length, self->file) != length)
        return file_fail (fault);
    self->text[length] = '\0';
    return QCDC_OK;
}

qcdc_status query_spool_pass (query_spool_t *self, size_t columns, const query_sink_t *sink, fault_t *fault)
{
    uint32_t length;
    if (!self->file)
        return QCDC_OK;
    if (fflush (self->file) != 0 || fseek (self->file, 0, SEEK_SET) != 0)
        return file_fail (fault);
    for (size_t at = 0; fread (&length, sizeof length, 1, self->file) == 1; at = (at + 1) % columns) {
        if (length != NULL_CELL)
            QCDC_TRY (cell_read (self, length, fault));
        QCDC_TRY (sink->cell (at, length == NULL_CELL ? NULL : self->text, sink->arg));
    }
    return ferror (self->file) ? file_fail (fault) : QCDC_OK;
}
