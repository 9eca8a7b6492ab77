/*  vouching.c — devices by their public keys, in hexadecimal as people copy them. */

#include "catalogue/vouching.h"

#include "base/i18n.h"
#include "wire/keys.h"

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
