/*  xlsx_filled.c — whether a sheet holds anything.
 *
 *  It is asked of sheets that nobody wants to read, so that it ends soon, whatever is in them. */

#include "files/xlsx_filled.h"

#include <string.h>

#define ELEMENTS_MAX 50000u /* more than any form has cells, formatted blank ones among them */

typedef struct {
    xlsx_part_t *part;
    size_t elements;
    bool in_value, found;
} look_t;

static void stop (look_t *self)
{
    fault_t fault = {.status = QCDC_EXISTS};
    xlsx_part_fail (self->part, &fault);
}

static void on_start (void *arg, const char *name, const char *const *attributes)
{
    look_t *self = arg;
    (void)attributes;
    self->in_value = strcmp (name, "v") == 0 || strcmp (name, "t") == 0;
    if (++self->elements > ELEMENTS_MAX)
        stop (self);
}

static void on_end (void *arg, const char *name)
{
    look_t *self = arg;
    (void)name;
    self->in_value = false;
}

static void on_text (void *arg, const char *text, size_t length)
{
    look_t *self = arg;
    for (size_t i = 0; i < length && self->in_value && !self->found; i++)
        self->found = !strchr (" \t\r\n", text[i]);
    if (self->found)
        stop (self);
}

bool xlsx_filled (xlsx_archive_t *archive, const char *part)
{
    static const xlsx_handlers_t HANDLERS = {.root = "worksheet", .start = on_start, .end = on_end, .text = on_text};
    look_t look = {.found = false};
    fault_t ignored;
    xlsx_archive_look (archive, true);
    (void)!xlsx_part_read (archive, part, &HANDLERS, &look, &look.part, &ignored);
    xlsx_part_destroy (&look.part);
    xlsx_archive_look (archive, false);
    return look.found;
}
