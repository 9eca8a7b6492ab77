/*  vouching.c — devices by their public keys, in hexadecimal as people copy them. */

#include "catalogue/vouching.h"

#include "base/i18n.h"
#include "wire/keys.h"

#include <string.h>

enum { OFFICE_CLASS = 2, CLASS_PROVINCIAL = 3 };

bool device_is_vouched_for (const catalog_tables_t *tables, uint64_t origin, int32_t day)
{
    uint8_t key[SIGN_KEY_BYTES];
    size_t table = (size_t)table_kind_find ("devices"), count;
    const table_row_t *rows = tables_rows (tables, table, &count);
    if (!tables_first (tables) || tables_first (tables) == origin)
        return true;
    for (size_t i = 0; i < count; i++)
        if (rows[i].from <= day && day <= rows[i].to && hex_parse (rows[i].fields[0], key, sizeof key) == QCDC_OK &&
            origin_id (key) == origin)
            return true;
    return false;
}

/*  The row of CODE in the table NAME that begins last; NULL: there is none. */
static const table_row_t *latest_row (const catalog_tables_t *tables, const char *name, const char *code)
{
    const char *fields[CATALOGUE_COLUMNS_MAX] = {code};
    size_t table = (size_t)table_kind_find (name);
    const table_row_t *row = tables_line (tables, table, fields), *latest = row;
    while (row && (row = tables_before (tables, table, row)))
        if (row->from > latest->from)
            latest = row;
    return latest;
}

bool office_is_provincial (const catalog_tables_t *tables, const char *code)
{
    const table_row_t *office = latest_row (tables, "offices", code);
    const table_row_t *class = office ? latest_row (tables, "classes", office->fields[OFFICE_CLASS]) : NULL;
    return class && strcmp (class->fields[CLASS_PROVINCIAL], "yes") == 0;
}

qcdc_status devices_check (const catalog_tables_t *tables, fault_t *fault)
{
    uint8_t key[SIGN_KEY_BYTES];
    size_t table = (size_t)table_kind_find ("devices"), count;
    const table_row_t *rows = tables_rows (tables, table, &count);
    for (size_t i = 0; i < count; i++)
        if (hex_parse (rows[i].fields[0], key, sizeof key) != QCDC_OK)
            return table_row_fail (table, &rows[i], 0, fault, _ ("the key of a device is %u digits from 0 to f"),
                                   2 * SIGN_KEY_BYTES);
    return QCDC_OK;
}
