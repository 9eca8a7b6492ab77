/*  ended_list.c — who goes on with the work of offices that have ended, written down for SQL, which cannot follow units through mergers. */

#include "figures/ended_list.h"

#include "catalogue/office_heir.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct {
    FILE *list;
    size_t count;
} ended_t;

static bool put (const office_t *ended, const office_t *heir, void *arg)
{
    ended_t *self = arg;
    fprintf (self->list, "%s%s:%s", self->count++ ? "," : "", ended->code, heir->code);
    return true;
}

char *query_ended (const catalog_t *catalog, int32_t day)
{
    char *text = NULL;
    size_t size = 0;
    ended_t ended = {.list = open_memstream (&text, &size)};
    if (!ended.list)
        return NULL;
    fputc ('{', ended.list);
    (void)office_heirs_each (catalog, day, put, &ended);
    fputc ('}', ended.list);
    if (fclose (ended.list) == 0)
        return text;
    free (text);
    return NULL;
}
