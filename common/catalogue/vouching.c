/*  vouching.c — devices by their public keys, in hexadecimal as people copy them. */

#include "catalogue/vouching.h"

#include "base/i18n.h"
#include "wire/keys.h"
#include "wire/recovery.h"

#include <string.h>

enum { OFFICE_CLASS = 2, CLASS_PROVINCIAL = 3, DEVICE_KEY = 0 };

static const table_row_t *device_rows (const catalog_tables_t *tables, size_t *count)
{
    return tables_rows (tables, (size_t)table_kind_find ("devices"), count);
}

static bool row_key (const table_row_t *row, uint8_t key[SIGN_KEY_BYTES])
{
    return hex_parse (row->fields[DEVICE_KEY], key, SIGN_KEY_BYTES) == QCDC_OK;
}

static bool row_holds (const table_row_t *row, int32_t day)
{
    return row->from <= day && day <= row->to;
}

vouched_t device_vouched (const catalog_tables_t *tables, uint64_t origin, int32_t day)
{
    uint8_t key[SIGN_KEY_BYTES];
    size_t count;
    bool ended = false;
    const table_row_t *rows = device_rows (tables, &count);
    for (size_t i = 0; i < count; i++) {
        if (!row_key (&rows[i], key) || origin_id (key) != origin)
            continue;
        if (row_holds (&rows[i], day))
            return VOUCHED;
        ended = ended || rows[i].to < day;
    }
    bool first = !tables_first (tables) || tables_first (tables) == origin;
    if (first && !tables_first_ends (tables))
        return VOUCHED;
    return ended ? VOUCHED_ENDED : first ? VOUCHED : VOUCHED_NEVER;
}

bool device_is_vouched_for (const catalog_tables_t *tables, uint64_t origin, int32_t day)
{
    return device_vouched (tables, origin, day) == VOUCHED;
}

/*  The key of the device that PUBLISHED, one row of one part, vouches for; false where it is something else. */
static bool vouched_key (const Qcdc__Published *published, uint8_t key[SIGN_KEY_BYTES])
{
    if (published->parts != 1 || published->n_tables != 1 || strcmp (published->tables[0]->name, "devices") != 0)
        return false;
    const Qcdc__PublishedTable *table = published->tables[0];
    if (table->n_fields != table->n_columns)
        return false;
    for (size_t i = 0; i < table->n_columns; i++)
        if (strcmp (table->columns[i], "key") == 0)
            return hex_parse (table->fields[i], key, SIGN_KEY_BYTES) == QCDC_OK;
    return false;
}

bool publication_is_vouched_for (const catalog_tables_t *tables, uint64_t origin, const Qcdc__Published *published,
                                 int32_t day)
{
    uint8_t device[SIGN_KEY_BYTES];
    vouched_t stands = device_vouched (tables, origin, day);
    if (stands != VOUCHED_NEVER)
        return stands == VOUCHED;
    return published->voucher_key.len == SIGN_KEY_BYTES && published->voucher_signature.len == SIGNATURE_BYTES &&
           vouched_key (published, device) && origin_id (device) == origin &&
           device_is_vouched_for (tables, origin_id (published->voucher_key.data), day) &&
           vouching_verify (device, published->voucher_key.data, published->voucher_signature.data);
}

/*  Whether one of the rows before END vouches for KEY on DAY: it may be written twice, in other letters. */
static bool is_counted (const table_row_t *rows, const table_row_t *end, const uint8_t key[SIGN_KEY_BYTES],
                        int32_t day)
{
    uint8_t other[SIGN_KEY_BYTES];
    for (const table_row_t *row = rows; row < end; row++)
        if (row_holds (row, day) && row_key (row, other) && memcmp (key, other, sizeof other) == 0)
            return true;
    return false;
}

size_t keys_vouched (const catalog_tables_t *tables, int32_t day, bool (*lost) (uint64_t origin, void *arg),
                     void *arg)
{
    uint8_t key[SIGN_KEY_BYTES];
    size_t count, vouched = 0;
    uint64_t first = tables_first (tables);
    bool counted = false;
    const table_row_t *rows = device_rows (tables, &count);
    for (size_t i = 0; i < count; i++) {
        if (!row_holds (&rows[i], day) || !row_key (&rows[i], key) || (lost && lost (origin_id (key), arg)) ||
            is_counted (rows, &rows[i], key, day))
            continue;
        counted = counted || origin_id (key) == first;
        vouched++;
    }
    return vouched +
           (first && !counted && device_is_vouched_for (tables, first, day) && !(lost && lost (first, arg)) ? 1 : 0);
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
    size_t count;
    const table_row_t *rows = device_rows (tables, &count);
    for (size_t i = 0; i < count; i++)
        if (!row_key (&rows[i], key))
            return table_row_fail ((size_t)table_kind_find ("devices"), &rows[i], DEVICE_KEY, fault,
                                   _ ("the key of a device is %u digits from 0 to f"), 2 * SIGN_KEY_BYTES);
    return QCDC_OK;
}
