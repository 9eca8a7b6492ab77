/*  noting.c — notes in the list of a set's changes. */

#include "publishing/noting.h"

#include "base/i18n.h"

const table_row_t *noting_added (const noting_t *self, const char *table, size_t *count)
{
    size_t before, kind = (size_t)table_kind_find (table);
    (void)tables_rows (self->tables, kind, &before);
    const table_row_t *rows = tables_rows (self->set->next, kind, count);
    *count -= before;
    return *count ? rows + before : NULL;
}

qcdc_status noting_say (const noting_t *self, const char *table, const table_row_t *row, char *words)
{
    return words ? change_set_note (self->set, (size_t)table_kind_find (table), row, words, self->fault)
                 : fault_set (self->fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
}
