/*  publication.c — publications checked and folded.
 *
 *  Messages are English, as all of judging's are: verdicts travel, and whoever reads them has a language of his own. */

#include "catalogue/publication.h"

#include "base/day.h"
#include "base/limits.h"
#include "base/text.h"
#include "catalogue/vouching.h"
#include "wire/keys.h"

#include <stdlib.h>
#include <string.h>

/*  ---------------------------------------------------------------- limits */

static qcdc_status text_fits (const char *text, size_t bytes_max, const char *what, fault_t *fault)
{
    size_t length = strlen (text);
    if (length > bytes_max)
        return fault_set (fault, QCDC_TOO_LARGE, what, "a publication's %s has at most %zu bytes", what, bytes_max);
    qcdc_status status = text_check (text, length, false);
    return status == QCDC_OK ? QCDC_OK : fault_set (fault, status, what, "%s", status_text (status));
}

/*  A set may have rows that this program would take, and take wrongly. */
static qcdc_status edition_is_known (const Qcdc__Published *published, fault_t *fault)
{
    return published->reader <= CATALOGUE_EDITION
               ? QCDC_OK
               : fault_set (fault, QCDC_UNSUPPORTED, "reader", "a set of the catalogue that needs a newer program");
}

/*  A newer program may have more. */
static qcdc_status table_is_known (const Qcdc__PublishedTable *table, const table_kind_t **kind, fault_t *fault)
{
    int found = table_kind_find (table->name);
    if (found < 0)
        return fault_set (fault, QCDC_UNSUPPORTED, "tables",
                          "a table of the catalogue that this program does not know");
    *kind = table_kind_at ((size_t)found);
    return QCDC_OK;
}

static qcdc_status columns_are_known (const table_kind_t *kind, const Qcdc__PublishedTable *table, fault_t *fault)
{
    for (size_t i = 0; i < table->n_columns; i++)
        if (table_column (kind, table->columns[i]) < 0)
            return fault_set (fault, QCDC_UNSUPPORTED, "columns",
                              "a column of the catalogue that this program does not know");
    return QCDC_OK;
}

/*  The columns are the table's, the first ones that make its key among them. */
static qcdc_status columns_fit (const table_kind_t *kind, const Qcdc__PublishedTable *table, fault_t *fault)
{
    unsigned seen = 0;
    if (table->n_columns == 0 || table->n_columns > QCDC_PUBLISHED_COLUMNS_MAX)
        return fault_set (fault, QCDC_BAD_CATALOGUE, "columns", "a published table has 1 to %u columns",
                          QCDC_PUBLISHED_COLUMNS_MAX);
    QCDC_TRY (columns_are_known (kind, table, fault));
    for (size_t i = 0; i < table->n_columns; i++) {
        int column = table_column (kind, table->columns[i]);
        if (seen & (1u << column))
            return fault_set (fault, QCDC_BAD_CATALOGUE, "columns", "a column is published twice: %s",
                              table->columns[i]);
        seen |= 1u << column;
    }
    unsigned keys = (1u << kind->keys) - 1;
    if ((seen & keys) != keys)
        return fault_set (fault, QCDC_BAD_CATALOGUE, "columns", "the key of %s is not published", kind->name);
    return QCDC_OK;
}

static bool is_day (const table_kind_t *kind, int column)
{
    return column == kind->from || column == kind->to || (kind->days & (1u << column));
}

static qcdc_status fields_fit (const table_kind_t *kind, const Qcdc__PublishedTable *table, fault_t *fault)
{
    int32_t day;
    if (table->n_fields == 0 || table->n_fields % table->n_columns != 0)
        return fault_set (fault, QCDC_BAD_CATALOGUE, "fields", "the fields of %s are not whole rows", kind->name);
    for (size_t i = 0; i < table->n_fields; i++) {
        const char *name = table->columns[i % table->n_columns];
        QCDC_TRY (text_fits (table->fields[i], QCDC_PUBLISHED_FIELD_BYTES_MAX, "field", fault));
        if (is_day (kind, table_column (kind, name)) && table->fields[i][0] &&
            day_parse (table->fields[i], &day) != QCDC_OK)
            return fault_set (fault, QCDC_BAD_DATE, name, "%s is not a day as the catalogue has it", name);
    }
    return QCDC_OK;
}

qcdc_status publication_fits (const Qcdc__Published *published, fault_t *fault)
{
    unsigned seen = 0;
    QCDC_TRY (edition_is_known (published, fault));
    if (published->set[0] == '\0')
        return fault_set (fault, QCDC_BAD_CATALOGUE, "set", "a publication needs the name of its set");
    QCDC_TRY (text_fits (published->set, QCDC_SET_NAME_BYTES_MAX, "set", fault));
    if (published->parts > QCDC_SET_PARTS_MAX)
        return fault_set (fault, QCDC_TOO_LARGE, "parts", "a set has at most %u parts", QCDC_SET_PARTS_MAX);
    if (published->part < 1 || published->part > published->parts)
        return fault_set (fault, QCDC_BAD_CATALOGUE, "part", "part %u of %u cannot be", published->part,
                          published->parts);
    if ((published->voucher_key.len || published->voucher_signature.len) &&
        (published->voucher_key.len != SIGN_KEY_BYTES || published->voucher_signature.len != SIGNATURE_BYTES))
        return fault_set (fault, QCDC_MALFORMED, "voucher_key", "a key that vouches has its signature beside it");
    if (published->holds_from < QCDC_DAY_MIN || published->holds_from > QCDC_DAY_MAX)
        return fault_set (fault, QCDC_BAD_DATE, "holds_from", "a day before 1900 or after 9999");
    if (published->n_tables == 0 || published->n_tables > QCDC_PUBLISHED_TABLES_MAX)
        return fault_set (fault, QCDC_BAD_CATALOGUE, "tables", "a publication has 1 to %u tables",
                          QCDC_PUBLISHED_TABLES_MAX);
    for (size_t i = 0; i < published->n_tables; i++) {
        const table_kind_t *kind = NULL;
        QCDC_TRY (table_is_known (published->tables[i], &kind, fault));
        size_t table = (size_t)table_kind_find (kind->name);
        if (seen & (1u << table))
            return fault_set (fault, QCDC_BAD_CATALOGUE, "tables", "a table is published twice: %s", kind->name);
        seen |= 1u << table;
        QCDC_TRY (columns_fit (kind, published->tables[i], fault));
        QCDC_TRY (fields_fit (kind, published->tables[i], fault));
    }
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- the fold */

static const char *row_name (const table_kind_t *kind, const char *const *fields)
{
    return fields[kind->keys - 1];
}

/*  Puts the last day of FIELDS in the place of that of ROW, which is the same but for it. */
static qcdc_status row_end (catalog_tables_t *tables, size_t table, const table_row_t *row, const char *const *fields,
                            int32_t day, fault_t *fault)
{
    const table_kind_t *kind = table_kind_at (table);
    int32_t to = QCDC_DAY_MAX;
    if (kind->to < 0 || strcmp (row->fields[kind->to], fields[kind->to]) == 0)
        return QCDC_OK;
    if (fields[kind->to][0] && day_parse (fields[kind->to], &to) != QCDC_OK)
        return fault_set (fault, QCDC_BAD_DATE, "valid_to", "%s is not a day as the catalogue has it", "valid_to");
    if (row->to < day && to > row->to)
        return fault_set (fault, QCDC_BAD_CATALOGUE, kind->name, "%s has ended already, and stays so",
                          row_name (kind, fields));
    return tables_set (tables, table, row->index, kind->to, fields[kind->to], fault);
}

static qcdc_status row_fold (catalog_tables_t *tables, size_t table, const char *const *fields, int32_t day,
                             fault_t *fault)
{
    const table_kind_t *kind = table_kind_at (table);
    int32_t from = QCDC_DAY_MIN;
    if (kind->from >= 0 && fields[kind->from][0] && day_parse (fields[kind->from], &from) != QCDC_OK)
        return fault_set (fault, QCDC_BAD_DATE, "valid_from", "%s is not a day as the catalogue has it",
                          "valid_from");
    const table_row_t *row = tables_find (tables, table, fields, from);
    if (!row)
        return tables_add (tables, table, fields, NULL, 0, fault);
    for (int column = 0; kind->columns[column]; column++)
        if (column != kind->to && strcmp (row->fields[column], fields[column]) != 0)
            return fault_set (fault, QCDC_BAD_CATALOGUE, kind->name,
                              "%s is published already, and says something else", row_name (kind, fields));
    return row_end (tables, table, row, fields, day, fault);
}

static qcdc_status table_fold (catalog_tables_t *tables, const Qcdc__PublishedTable *published, int32_t day,
                               fault_t *fault)
{
    size_t table = (size_t)table_kind_find (published->name);
    const table_kind_t *kind = table_kind_at (table);
    const char *fields[CATALOGUE_COLUMNS_MAX];
    for (size_t at = 0; at < published->n_fields; at += published->n_columns) {
        for (int column = 0; kind->columns[column]; column++)
            fields[column] = "";
        for (size_t i = 0; i < published->n_columns; i++)
            fields[table_column (kind, published->columns[i])] = published->fields[at + i];
        QCDC_TRY (row_fold (tables, table, fields, day, fault));
    }
    return QCDC_OK;
}

/*  Whether PART has a row of the key of the device ORIGIN. */
static bool has_key (const Qcdc__Published *part, uint64_t origin)
{
    uint8_t key[SIGN_KEY_BYTES];
    for (size_t i = 0; i < part->n_tables; i++) {
        const Qcdc__PublishedTable *table = part->tables[i];
        for (size_t at = 0; strcmp (table->name, "devices") == 0 && at < table->n_fields; at++)
            if (strcmp (table->columns[at % table->n_columns], "key") == 0 &&
                hex_parse (table->fields[at], key, sizeof key) == QCDC_OK && origin_id (key) == origin)
                return true;
    }
    return false;
}

static qcdc_status part_fold (catalog_tables_t *tables, bytes_t bytes, int32_t day, fault_t *fault)
{
    Qcdc__Published *part = qcdc__published__unpack (NULL, bytes.length, bytes.data);
    qcdc_status status = part ? QCDC_OK : fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    for (size_t i = 0; status == QCDC_OK && i < part->n_tables; i++)
        status = table_fold (tables, part->tables[i], day, fault);
    if (status == QCDC_OK && part->reader >= VOUCHING_EDITION && has_key (part, tables_first (tables)))
        tables_set_first_ends (tables, true);
    if (part)
        qcdc__published__free_unpacked (part, NULL);
    return status;
}

/*  Keeps a part until its set is whole.  It is ours from here on, and unpacks. */
static qcdc_status part_keep (catalog_tables_t *tables, uint64_t origin, const Qcdc__Published *published,
                              fault_t *fault)
{
    size_t length = qcdc__published__get_packed_size (published);
    uint8_t *data = malloc (length ? length : 1);
    if (!data)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    qcdc__published__pack (published, data);
    qcdc_status status = tables_part_add (tables, origin, (bytes_t){data, length}, fault);
    free (data);
    return status;
}

/*  Whether PUBLISHED is the next part of what came of ORIGIN. */
static bool part_follows (const catalog_tables_t *tables, uint64_t origin, const Qcdc__Published *published)
{
    size_t count = tables_parts (tables, origin);
    if (count + 1 != published->part)
        return false;
    if (count == 0)
        return true;
    bytes_t first = tables_part (tables, origin, 0);
    Qcdc__Published *part = qcdc__published__unpack (NULL, first.length, first.data);
    bool same = part && part->parts == published->parts && strcmp (part->set, published->set) == 0 &&
                part->past_meant == published->past_meant && part->reader == published->reader;
    if (part)
        qcdc__published__free_unpacked (part, NULL);
    return same;
}

qcdc_status publication_fold (catalog_tables_t *tables, uint64_t origin, const Qcdc__Published *published,
                              int64_t at_us, bool *whole, fault_t *fault)
{
    int32_t day = day_of_moment (at_us);
    *whole = false;
    QCDC_TRY (edition_is_known (published, fault));
    for (size_t i = 0; i < published->n_tables; i++) {
        const table_kind_t *kind = NULL;
        QCDC_TRY (table_is_known (published->tables[i], &kind, fault));
        QCDC_TRY (columns_are_known (kind, published->tables[i], fault));
    }
    if (!publication_is_vouched_for (tables, origin, published, day))
        return fault_set (fault, QCDC_UNVOUCHED, NULL, "no device that publishes has vouched for this one");
    if (!tables_first (tables))
        tables_set_first (tables, origin);
    if (published->part == 1)
        tables_parts_drop (tables, origin);
    if (!part_follows (tables, origin, published))
        return fault_set (fault, QCDC_BAD_CATALOGUE, "part",
                          "part %u of the set %s does not follow what came before it", published->part,
                          published->set);
    QCDC_TRY (part_keep (tables, origin, published, fault));
    if (published->part < published->parts)
        return QCDC_OK;
    tables_known_since (tables, at_us);
    for (size_t i = 0; i < published->parts; i++)
        QCDC_TRY (part_fold (tables, tables_part (tables, origin, i), day, fault));
    tables_parts_drop (tables, origin);
    *whole = true;
    return QCDC_OK;
}

qcdc_status publication_apply (const catalog_tables_t *now, uint64_t origin, const Qcdc__Published *published,
                               int64_t at_us, catalog_tables_t **next, bool *whole, fault_t *fault)
{
    catalog_tables_t *tables QCDC_CLEANUP (tables_destroy) = NULL;
    *next = NULL;
    *whole = false;
    QCDC_TRY (tables_copy (now, &tables, fault));
    QCDC_TRY (publication_fold (tables, origin, published, at_us, whole, fault));
    *next = tables;
    tables = NULL;
    return QCDC_OK;
}

void publication_drop (catalog_tables_t *tables, uint64_t origin)
{
    tables_parts_drop (tables, origin);
}
