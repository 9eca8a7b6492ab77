/*  pg_rows.c — rows on their way in, in COPY's binary form, and values on their way out.
 *
 *  A row is an int16 with the number of columns and per column an int32 length (-1 for null) and the bytes. */

#include "pg/pg_private.h"

#include "base/array.h"

#include <assert.h>
#include <stdlib.h>

void pg_rows_reset (pg_rows_t *self)
{
    self->length = 0;
    self->rows = 0;
    self->failed = false;
}

void pg_rows_release (pg_rows_t *self)
{
    free (self->data);
    *self = (pg_rows_t){0};
}

static uint8_t *grow (pg_rows_t *self, size_t bytes)
{
    if (self->failed)
        return NULL;
    uint8_t *room = array_room (&self->data, &self->length, &self->capacity, bytes);
    self->failed = !room;
    return room;
}

void pg_rows_row (pg_rows_t *self, int columns)
{
    uint8_t *room = grow (self, 2);
    if (room) {
        pg_put16 (room, (uint16_t)columns);
        self->rows++;
    }
}

static uint8_t *column (pg_rows_t *self, size_t length)
{
    uint8_t *room = grow (self, 4 + length);
    if (!room)
        return NULL;
    pg_put32 (room, (uint32_t)length);
    return room + 4;
}

void pg_rows_int8 (pg_rows_t *self, int64_t value)
{
    uint8_t *room = column (self, 8);
    if (room)
        pg_put64 (room, (uint64_t)value);
}

void pg_rows_int4 (pg_rows_t *self, int32_t value)
{
    uint8_t *room = column (self, 4);
    if (room)
        pg_put32 (room, (uint32_t)value);
}

void pg_rows_int2 (pg_rows_t *self, int16_t value)
{
    uint8_t *room = column (self, 2);
    if (room)
        pg_put16 (room, (uint16_t)value);
}

void pg_rows_bool (pg_rows_t *self, bool value)
{
    uint8_t *room = column (self, 1);
    if (room)
        room[0] = value;
}

void pg_rows_date (pg_rows_t *self, int32_t day)
{
    pg_rows_int4 (self, day - PG_EPOCH_DAYS);
}

void pg_rows_timestamp (pg_rows_t *self, int64_t moment_us)
{
    pg_rows_int8 (self, moment_us - PG_EPOCH_US);
}

void pg_rows_bytea (pg_rows_t *self, const void *data, size_t length)
{
    if (!data) {
        pg_rows_null (self);
        return;
    }
    uint8_t *room = column (self, length);
    if (room && length)
        memcpy (room, data, length);
}

void pg_rows_u64 (pg_rows_t *self, uint64_t value)
{
    value = htole64 (value);
    pg_rows_bytea (self, &value, sizeof value);
}

void pg_rows_text (pg_rows_t *self, const char *value)
{
    pg_rows_bytea (self, value, value ? strlen (value) : 0);
}

void pg_rows_null (pg_rows_t *self)
{
    uint8_t *room = grow (self, 4);
    if (room)
        pg_put32 (room, UINT32_MAX);
}

/*  Asked before anything is done with rows: the first one may be missing too, and none would look like nothing to
 *  do. */
static qcdc_status check_rows (const pg_table_t *table, const pg_rows_t *rows, fault_t *fault)
{
    return rows->failed ? fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory for %s", table->insert.name)
                        : QCDC_OK;
}

static qcdc_status rows_copy (pg_t *self, const pg_table_t *table, const pg_rows_t *rows, fault_t *fault)
{
    QCDC_TRY (check_rows (table, rows, fault));
    return rows->rows ? pg_copy (self, table->copy, rows->data, rows->length, fault) : QCDC_OK;
}

/*  The rows are ours, written above: they are walked without distrust. */
qcdc_status pg_rows_insert (pg_t *self, const pg_table_t *table, const pg_rows_t *rows, fault_t *fault)
{
    QCDC_TRY (check_rows (table, rows, fault));
    if (!rows->rows)
        return QCDC_OK;
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new ();
    if (!params)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory for %s", table->insert.name);
    const uint8_t *at = rows->data;
    for (size_t row = 0; row < rows->rows; row++) {
        assert (pg_get16 (at) == table->columns);
        at += 2;
        pg_params_reset (params);
        for (int i = 0; i < table->columns; i++) {
            uint32_t length = pg_get32 (at);
            at += 4;
            if (length == UINT32_MAX) {
                pg_params_null (params);
            } else {
                pg_params_raw (params, table->types[i], at, length);
                at += length;
            }
        }
        QCDC_TRY (pg_pipeline_add (self, &table->insert, params, fault));
    }
    return QCDC_OK;
}

qcdc_status pg_rows_send (pg_t *self, const pg_table_t *table, const pg_rows_t *rows, bool queue, fault_t *fault)
{
    return queue ? pg_rows_insert (self, table, rows, fault) : rows_copy (self, table, rows, fault);
}

int64_t pg_int8 (const PGresult *result, int row, int field)
{
    const char *value = PQgetvalue (result, row, field);
    switch (PQgetlength (result, row, field)) {
    case 8:
        return (int64_t)pg_get64 (value);
    case 4:
        return (int32_t)pg_get32 (value);
    case 2:
        return (int16_t)pg_get16 (value);
    default:
        return 0;
    }
}

bool pg_bool (const PGresult *result, int row, int field)
{
    return PQgetlength (result, row, field) == 1 && *PQgetvalue (result, row, field) != 0;
}

int32_t pg_date (const PGresult *result, int row, int field)
{
    if (PQgetlength (result, row, field) != 4)
        return 0;
    return (int32_t)pg_get32 (PQgetvalue (result, row, field)) + PG_EPOCH_DAYS;
}

int64_t pg_timestamp (const PGresult *result, int row, int field)
{
    if (PQgetlength (result, row, field) != 8)
        return 0;
    return (int64_t)pg_get64 (PQgetvalue (result, row, field)) + PG_EPOCH_US;
}

const char *pg_text (const PGresult *result, int row, int field)
{
    return PQgetvalue (result, row, field);
}

const void *pg_bytes (const PGresult *result, int row, int field, size_t *length)
{
    *length = (size_t)PQgetlength (result, row, field);
    return PQgetvalue (result, row, field);
}

uint64_t pg_u64 (const PGresult *result, int row, int field)
{
    uint64_t value = 0;
    if (PQgetlength (result, row, field) == (int)sizeof value)
        memcpy (&value, PQgetvalue (result, row, field), sizeof value);
    return le64toh (value);
}

bool pg_null (const PGresult *result, int row, int field)
{
    return PQgetisnull (result, row, field) != 0;
}
