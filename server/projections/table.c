/*  table.c — rows of a projection's table, written and read by its array of columns.
 *
 *  What is made belongs to the one thread that writes projections (ingest, or verify and rebuild in their own process). */

#include "projections/table.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static Oid oid_of (column_how how)
{
    static const Oid OIDS[] = {
        [COLUMN_INT64] = OID_INT8,         [COLUMN_INT32] = OID_INT4,  [COLUMN_INT16] = OID_INT2,
        [COLUMN_UINT32] = OID_INT4,        [COLUMN_BOOL] = OID_BOOL,   [COLUMN_DAY] = OID_DATE,
        [COLUMN_MOMENT] = OID_TIMESTAMPTZ, [COLUMN_STRING] = OID_TEXT, [COLUMN_TEXT] = OID_TEXT,
        [COLUMN_BYTES] = OID_BYTEA,        [COLUMN_PARENT] = OID_INT8};
    return OIDS[how];
}

/*  ---------------------------------------------------------------- statements */

void sql_text_add (sql_text_t *self, const char *format, ...)
{
    va_list args;
    va_start (args, format);
    int length = vsnprintf (self->text + self->used, self->size - self->used, format, args);
    va_end (args);
    if (length < 0 || self->used + (size_t)length >= self->size)
        abort (); /* half a statement must not reach the database */
    self->used += (size_t)length;
}

static void make_insert (const table_t *self)
{
    sql_text_t copy = {self->sql->copy, TABLE_SQL_BYTES, 0}, insert = {self->sql->insert, TABLE_SQL_BYTES, 0};
    sql_text_t select = {self->sql->select, TABLE_SQL_BYTES, 0};
    sql_text_add (&copy, "copy %s (", self->name);
    sql_text_add (&insert, "insert into %s (", self->name);
    for (size_t i = 0; i < self->count; i++) {
        const char *comma = i ? ", " : "";
        sql_text_add (&copy, "%s%s", comma, self->columns[i].name);
        sql_text_add (&insert, "%s%s", comma, self->columns[i].name);
        sql_text_add (&select, "%st.%s", comma, self->columns[i].name);
    }
    sql_text_add (&copy, ") from stdin (format binary)");
    sql_text_add (&insert, ") values (");
    for (size_t i = 0; i < self->count; i++)
        sql_text_add (&insert, "%s$%zu", i ? ", " : "", i + 1);
    sql_text_add (&insert, ")");
}

/*  Whether column I is in an UPDATE: as its key, or as what it sets. */
static bool is_changed (const table_t *self, size_t i)
{
    return i == 0 || !self->columns[i].fixed;
}

static void make_update (const table_t *self)
{
    sql_text_t update = {self->sql->update, TABLE_SQL_BYTES, 0};
    int number = 0;
    sql_text_add (&update, "update %s set ", self->name);
    for (size_t i = 0; i < self->count; i++)
        if (is_changed (self, i)) {
            self->sql->change_types[number++] = oid_of (self->columns[i].how);
            if (i > 0)
                sql_text_add (&update, "%s%s = $%d", number > 2 ? ", " : "", self->columns[i].name, number);
        }
    sql_text_add (&update, " where %s = $1", self->columns[0].name);
    self->sql->changes =
        (pg_table_t){NULL, {self->sql->names[1], self->sql->update}, number, self->sql->change_types};
}

void table_make (const table_t *self)
{
    table_sql_t *sql = self->sql;
    if (sql->made)
        return;
    if (self->count > PROJECTED_COLUMNS_MAX)
        abort ();
    for (size_t i = 0; i < self->count; i++)
        sql->types[i] = oid_of (self->columns[i].how);
    make_insert (self);
    make_update (self);
    snprintf (sql->names[0], sizeof sql->names[0], "insert_%s", self->name);
    snprintf (sql->names[1], sizeof sql->names[1], "update_%s", self->name);
    sql->rows = (pg_table_t){sql->copy, {sql->names[0], sql->insert}, (int)self->count, sql->types};
    sql->made = true;
}

/*  ---------------------------------------------------------------- values */

/*  Whole numbers of any width. */
static int64_t number_at (const column_t *column, const void *at)
{
    switch (column->how) {
    case COLUMN_INT64:
    case COLUMN_MOMENT:
        return *(const int64_t *)at;
    case COLUMN_UINT32:
        return *(const uint32_t *)at;
    case COLUMN_BOOL:
        return *(const bool *)at;
    default:
        return *(const int32_t *)at;
    }
}

static const char *text_at (const column_t *column, const void *at)
{
    return column->how == COLUMN_STRING ? *(char *const *)at : (const char *)at;
}

static bool is_null (const column_t *column, const void *base, const void *at)
{
    if (column->how == COLUMN_MOMENT && *(const int64_t *)at == 0)
        return true;
    return column->present && !column->present (base);
}

static void put_value (pg_rows_t *rows, const column_t *column, const void *base, int64_t parent)
{
    const void *at = (const char *)base + column->offset;
    if (column->how == COLUMN_PARENT) {
        pg_rows_int8 (rows, parent);
        return;
    }
    if (is_null (column, base, at)) {
        pg_rows_null (rows);
        return;
    }
    switch (oid_of (column->how)) {
    case OID_INT8:
        pg_rows_int8 (rows, number_at (column, at));
        break;
    case OID_INT4:
        pg_rows_int4 (rows, (int32_t)number_at (column, at));
        break;
    case OID_INT2:
        pg_rows_int2 (rows, (int16_t)number_at (column, at));
        break;
    case OID_BOOL:
        pg_rows_bool (rows, number_at (column, at) != 0);
        break;
    case OID_DATE:
        pg_rows_date (rows, (int32_t)number_at (column, at));
        break;
    case OID_TIMESTAMPTZ:
        pg_rows_timestamp (rows, number_at (column, at));
        break;
    case OID_TEXT:
        pg_rows_text (rows, text_at (column, at));
        break;
    default:
        pg_rows_bytea (rows, at, column->size);
    }
}

void table_put (const table_t *self, pg_rows_t *rows, const void *base, int64_t parent)
{
    pg_rows_row (rows, (int)self->count);
    for (size_t i = 0; i < self->count; i++)
        put_value (rows, &self->columns[i], base, parent);
}

void table_put_change (const table_t *self, pg_rows_t *rows, const void *base)
{
    pg_rows_row (rows, self->sql->changes.columns);
    for (size_t i = 0; i < self->count; i++)
        if (is_changed (self, i))
            put_value (rows, &self->columns[i], base, 0);
}

static qcdc_status take_value (const column_t *column, const PGresult *result, int row, int number, void *at)
{
    size_t length;
    const void *bytes;
    bool null = pg_null (result, row, number);
    switch (column->how) {
    case COLUMN_INT64:
        *(int64_t *)at = null ? 0 : pg_int8 (result, row, number);
        break;
    case COLUMN_MOMENT:
        *(int64_t *)at = null ? 0 : pg_timestamp (result, row, number);
        break;
    case COLUMN_UINT32:
        *(uint32_t *)at = (uint32_t)pg_int8 (result, row, number);
        break;
    case COLUMN_BOOL:
        *(bool *)at = pg_bool (result, row, number);
        break;
    case COLUMN_DAY:
        *(int32_t *)at = null ? 0 : pg_date (result, row, number);
        break;
    case COLUMN_INT32:
    case COLUMN_INT16:
        *(int32_t *)at = (int32_t)pg_int8 (result, row, number);
        break;
    case COLUMN_STRING:
        *(char **)at = strdup (pg_text (result, row, number));
        return *(char **)at ? QCDC_OK : QCDC_NO_MEMORY;
    case COLUMN_TEXT:
        snprintf (at, column->size, "%s", pg_text (result, row, number));
        break;
    case COLUMN_BYTES:
        bytes = pg_bytes (result, row, number, &length);
        memcpy (at, bytes, length < column->size ? length : column->size);
        break;
    case COLUMN_PARENT:
        break;
    }
    return QCDC_OK;
}

qcdc_status table_take (const table_t *self, const PGresult *result, int row, int first, void *base)
{
    for (size_t i = 0; i < self->count; i++)
        QCDC_TRY (
            take_value (&self->columns[i], result, row, first + (int)i, (char *)base + self->columns[i].offset));
    return QCDC_OK;
}
