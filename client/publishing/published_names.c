/*  published_names.c — the columns of a table that are in people's own words, text by text. */

#include "publishing/published_names.h"

#include "base/i18n.h"
#include "base/text_identity.h"
#include "petitions/petition_row.h"
#include "texts/identity_text.h"

#include <string.h>

/*  Whether a row of ROW's line, of whatever time, says the same in COLUMN. */
static bool is_published (const catalog_tables_t *now, size_t table, const table_row_t *row, int column)
{
    const table_row_t *other = tables_line (now, table, (const char *const *)row->fields);
    while (other && strcmp (other->fields[column], row->fields[column]) != 0)
        other = tables_before (now, table, other);
    return other != NULL;
}

static qcdc_status text_check_names (const catalog_tables_t *now, size_t table, const table_row_t *row, int column,
                                     fault_t *fault)
{
    const char *found = text_identity (row->fields[column]);
    if (!found || is_published (now, table, row, column))
        return QCDC_OK;
    table_row_fail (table, row, column, fault, _ ("the text seems to tell who somebody is; found: %s"), _ (found));
    fault_advise (fault,
                  _ ("what is published can never be erased: say it without the person; where somebody has to be "
                     "named, say so with %s"),
                  CONFIRM_NAMES);
    return fault->status = QCDC_IDENTITY_TEXT;
}

qcdc_status published_names_check (const catalog_tables_t *now, const catalog_tables_t *folder, fault_t *fault)
{
    for (size_t table = 0; table < table_kind_count (); table++) {
        const table_kind_t *kind = table_kind_at (table);
        size_t count;
        const table_row_t *rows = tables_rows (folder, table, &count);
        for (size_t i = 0; i < count; i++)
            for (int column = 0; kind->columns[column]; column++)
                if (kind->texts & (1u << column))
                    QCDC_TRY (text_check_names (now, table, &rows[i], column, fault));
    }
    return QCDC_OK;
}
