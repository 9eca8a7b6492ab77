/*  tables_pack.c — the tables as one run of bytes, and what tells two of them apart.
 *
 *  magic · hash of the registry · the device that published first · for each table its rows, each the texts of its fields with their NUL,
 *  since when it is known, and its last days · parts of sets that are not whole.
 *  Numbers are 64-bit little-endian.  Whoever keeps the bytes throws them away when the registry has changed: the facts are still there. */

#include "base/i18n.h"
#include "base/limits.h"
#include "catalogue/tables.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

static const char MAGIC[8] = "qcdctbl4";

/*  What is being written: counted first, with no bytes to write to. */
typedef struct {
    uint8_t *data;
    size_t length;
} sink_t;

static void put (sink_t *self, const void *data, size_t length)
{
    if (self->data && length)
        memcpy (self->data + self->length, data, length);
    self->length += length;
}

static void put_number (sink_t *self, uint64_t number)
{
    uint8_t bytes[8];
    for (int i = 0; i < 8; i++)
        bytes[i] = (uint8_t)(number >> (8 * i));
    put (self, bytes, sizeof bytes);
}

static size_t column_count (size_t table)
{
    size_t count = 0;
    while (table_kind_at (table)->columns[count])
        count++;
    return count;
}

/*  Over every name in the registry. */
static void registry_hash (uint8_t hash[32])
{
    crypto_generichash_state state;
    crypto_generichash_init (&state, NULL, 0, 32);
    for (size_t table = 0; table < table_kind_count (); table++) {
        const table_kind_t *kind = table_kind_at (table);
        crypto_generichash_update (&state, (const uint8_t *)kind->name, strlen (kind->name) + 1);
        for (int i = 0; kind->columns[i]; i++)
            crypto_generichash_update (&state, (const uint8_t *)kind->columns[i], strlen (kind->columns[i]) + 1);
        crypto_generichash_update (&state, (const uint8_t *)"", 1);
    }
    crypto_generichash_final (&state, hash, 32);
}

/*  What is known of the last day of a row: how many, and each, the newest first. */
static void ends_put (sink_t *sink, const row_end_t *end)
{
    uint64_t count = 0;
    for (const row_end_t *at = end; at; at = at->before)
        count++;
    put_number (sink, count);
    for (; end; end = end->before) {
        put_number (sink, (uint64_t)end->known_us);
        put_number (sink, (uint64_t)(int64_t)end->to);
    }
}

static void rows_put (sink_t *sink, const catalog_tables_t *self, size_t table)
{
    size_t count, columns = column_count (table);
    const table_row_t *rows = tables_rows (self, table, &count);
    put_number (sink, count);
    for (size_t i = 0; i < count; i++) {
        for (size_t column = 0; column < columns; column++)
            put (sink, rows[i].fields[column], strlen (rows[i].fields[column]) + 1);
        put_number (sink, (uint64_t)rows[i].known_us);
        ends_put (sink, rows[i].end);
    }
}

static void tables_put (sink_t *sink, const catalog_tables_t *self)
{
    uint8_t hash[32];
    registry_hash (hash);
    put (sink, MAGIC, sizeof MAGIC);
    put (sink, hash, sizeof hash);
    put_number (sink, tables_first (self));
    put_number (sink, tables_first_ends (self));
    for (size_t table = 0; table < table_kind_count (); table++)
        rows_put (sink, self, table);
    uint64_t origin;
    for (size_t i = 0; tables_part_at (self, i, &origin).data; i++) {
        bytes_t part = tables_part_at (self, i, &origin);
        put_number (sink, origin);
        put_number (sink, part.length);
        put (sink, part.data, part.length);
    }
}

qcdc_status tables_pack (const catalog_tables_t *self, uint8_t **bytes, size_t *length, fault_t *fault)
{
    sink_t sink = {0};
    tables_put (&sink, self);
    *bytes = malloc (sink.length);
    if (!*bytes)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    sink = (sink_t){*bytes, 0};
    tables_put (&sink, self);
    *length = sink.length;
    return QCDC_OK;
}

/*  What is being read. */
typedef struct {
    const uint8_t *at, *end;
    bool good;
} reader_t;

static const uint8_t *take (reader_t *self, size_t length)
{
    const uint8_t *at = self->at;
    self->good = self->good && (size_t)(self->end - at) >= length;
    if (!self->good)
        return NULL;
    self->at += length;
    return at;
}

static uint64_t take_number (reader_t *self)
{
    uint64_t number = 0;
    const uint8_t *bytes = take (self, 8);
    for (int i = 0; bytes && i < 8; i++)
        number |= (uint64_t)bytes[i] << (8 * i);
    return number;
}

static const char *take_text (reader_t *self)
{
    const uint8_t *end = self->good ? memchr (self->at, 0, (size_t)(self->end - self->at)) : NULL;
    self->good = self->good && end;
    return end ? (const char *)take (self, (size_t)(end - self->at) + 1) : "";
}

static const row_end_t *ends_take (reader_t *reader, row_end_t ends[ROW_ENDS_MAX])
{
    uint64_t count = take_number (reader);
    reader->good = reader->good && count >= 1 && count <= ROW_ENDS_MAX;
    for (uint64_t i = 0; reader->good && i < count; i++) {
        ends[i].known_us = (int64_t)take_number (reader);
        ends[i].to = (int32_t)(int64_t)take_number (reader);
        ends[i].before = i + 1 < count ? &ends[i + 1] : NULL;
    }
    return ends;
}

static qcdc_status rows_take (reader_t *reader, catalog_tables_t *self, size_t table, fault_t *fault)
{
    const char *fields[CATALOGUE_COLUMNS_MAX];
    size_t columns = column_count (table);
    uint64_t count = take_number (reader);
    for (uint64_t i = 0; reader->good && i < count; i++) {
        for (size_t column = 0; column < columns; column++)
            fields[column] = take_text (reader);
        row_end_t ends[ROW_ENDS_MAX];
        table_row_t row = {.fields = fields, .known_us = (int64_t)take_number (reader)};
        row.end = ends_take (reader, ends);
        if (reader->good)
            QCDC_TRY (tables_add_known (self, table, &row, fault));
    }
    return QCDC_OK;
}

static qcdc_status parts_take (reader_t *reader, catalog_tables_t *self, fault_t *fault)
{
    while (reader->good && reader->at < reader->end) {
        uint64_t origin = take_number (reader), length = take_number (reader);
        const uint8_t *data = length <= QCDC_BODY_BYTES_MAX ? take (reader, (size_t)length) : NULL;
        reader->good = data != NULL;
        if (data)
            QCDC_TRY (tables_part_add (self, origin, (bytes_t){data, (size_t)length}, fault));
    }
    return QCDC_OK;
}

qcdc_status tables_unpack (const uint8_t *bytes, size_t length, catalog_tables_t **self_p, fault_t *fault)
{
    uint8_t hash[32];
    reader_t reader = {bytes, bytes + length, true};
    catalog_tables_t *self QCDC_CLEANUP (tables_destroy) = tables_new ();
    *self_p = NULL;
    if (!self)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    registry_hash (hash);
    const uint8_t *magic = take (&reader, sizeof MAGIC), *registry = take (&reader, sizeof hash);
    reader.good = magic && registry && memcmp (magic, MAGIC, sizeof MAGIC) == 0 && memcmp (registry, hash, 32) == 0;
    tables_set_first (self, take_number (&reader));
    tables_set_first_ends (self, take_number (&reader) != 0);
    for (size_t table = 0; table < table_kind_count () && reader.good; table++)
        QCDC_TRY (rows_take (&reader, self, table, fault));
    QCDC_TRY (parts_take (&reader, self, fault));
    if (!reader.good)
        return fault_set (fault, QCDC_CORRUPT, NULL, "%s", _ (status_text (QCDC_CORRUPT)));
    *self_p = self;
    self = NULL;
    return QCDC_OK;
}

qcdc_status tables_copy (const catalog_tables_t *self, catalog_tables_t **copy_p, fault_t *fault)
{
    uint8_t *bytes = NULL;
    size_t length = 0;
    *copy_p = NULL;
    QCDC_TRY (tables_pack (self, &bytes, &length, fault));
    qcdc_status status = tables_unpack (bytes, length, copy_p, fault);
    free (bytes);
    return status;
}

void tables_hash (const catalog_tables_t *self, uint8_t hash[32])
{
    crypto_generichash_state state;
    crypto_generichash_init (&state, NULL, 0, 32);
    for (size_t table = 0; table < table_kind_count (); table++) {
        size_t count, columns = column_count (table);
        const table_row_t *rows = tables_rows (self, table, &count);
        crypto_generichash_update (&state, (const uint8_t *)table_kind_at (table)->name,
                                   strlen (table_kind_at (table)->name) + 1);
        for (size_t i = 0; i < count; i++)
            for (size_t column = 0; column < columns; column++)
                crypto_generichash_update (&state, (const uint8_t *)rows[i].fields[column],
                                           strlen (rows[i].fields[column]) + 1);
    }
    crypto_generichash_final (&state, hash, 32);
}
