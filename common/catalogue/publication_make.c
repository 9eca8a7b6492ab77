/*  publication_make.c — a set of rows as the facts that publish it: as few parts as their limits allow. */

#include "catalogue/publication.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/memory.h"
#include "catalogue/catalog_read_clock.h"
#include "catalogue/workdays.h"
#include "facts/make.h"

#include <stdlib.h>
#include <string.h>

/*  What a part has besides its fields: its envelope and set, `was` of a fact filed again; and of each table its name and columns. */
#define PART_BYTES 256u
#define TABLE_BYTES 512u
/*  Of a field beside its text: its key and its length. */
#define FIELD_BYTES 5u

/*  The part that is being filled. */
typedef struct {
    Qcdc__Published message;
    Qcdc__PublishedTable tables[CATALOGUE_TABLES_MAX];
    Qcdc__PublishedTable *pointers[CATALOGUE_TABLES_MAX];
    char **fields[CATALOGUE_TABLES_MAX];
    size_t sizes[CATALOGUE_TABLES_MAX]; /* of the arrays of fields */
    size_t bytes, elements;
    publication_fn *each; /* NULL: parts are counted only */
    void *arg;
    fault_t *fault;
} part_t;

static void part_begin (part_t *self)
{
    self->message.n_tables = 0;
    self->message.part++;
    self->bytes = PART_BYTES;
    self->elements = 0;
    for (size_t i = 0; i < CATALOGUE_TABLES_MAX; i++)
        self->tables[i].n_fields = 0;
}

static void part_free (part_t *self)
{
    for (size_t i = 0; i < CATALOGUE_TABLES_MAX; i++)
        free (self->fields[i]);
}

static qcdc_status part_end (part_t *self)
{
    Qcdc__Fact fact = fact_of_publication (&self->message);
    return self->each ? self->each (&fact, self->arg, self->fault) : QCDC_OK;
}

static size_t columns_of (const table_kind_t *kind)
{
    size_t count = 0;
    while (kind->columns[count])
        count++;
    return count;
}

static size_t row_bytes (const table_row_t *row, size_t columns)
{
    size_t bytes = 0;
    for (size_t i = 0; i < columns; i++)
        bytes += strlen (row->fields[i]) + FIELD_BYTES;
    return bytes;
}

/*  The table of the part that KIND's rows go to, opened where it is not yet. */
static Qcdc__PublishedTable *table_open (part_t *self, size_t table)
{
    const table_kind_t *kind = table_kind_at (table);
    Qcdc__PublishedTable *message = &self->tables[table];
    if (message->n_fields)
        return message;
    qcdc__published_table__init (message);
    message->name = (char *)kind->name;
    message->n_columns = columns_of (kind);
    message->columns = (char **)kind->columns;
    self->pointers[self->message.n_tables++] = message;
    self->message.tables = self->pointers;
    self->bytes += TABLE_BYTES;
    self->elements += 1 + message->n_columns;
    return message;
}

static qcdc_status row_put (part_t *self, size_t table, const table_row_t *row)
{
    size_t columns = columns_of (table_kind_at (table)), bytes = row_bytes (row, columns);
    if (bytes + PART_BYTES + TABLE_BYTES > QCDC_BODY_BYTES_MAX)
        return table_row_fail (table, row, -1, self->fault, _ ("it has more than %u bytes"), QCDC_BODY_BYTES_MAX);
    if (self->bytes + TABLE_BYTES + bytes > QCDC_BODY_BYTES_MAX ||
        self->elements + 1 + 2 * columns > QCDC_FACT_ELEMENTS_MAX) {
        QCDC_TRY (part_end (self));
        part_begin (self);
    }
    Qcdc__PublishedTable *message = table_open (self, table);
    for (size_t i = 0; i < columns; i++) {
        char **fields = memory_room (self->fields[table], message->n_fields, &self->sizes[table], sizeof *fields);
        if (!fields)
            return fault_set (self->fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
        self->fields[table] = message->fields = fields;
        fields[message->n_fields++] = (char *)row->fields[i];
    }
    self->bytes += bytes;
    self->elements += columns;
    return QCDC_OK;
}

/*  Every part, to the last; *PARTS of them. */
static qcdc_status parts_make (part_t *self, const catalog_tables_t *rows, uint32_t *parts)
{
    part_begin (self);
    for (size_t table = 0; table < table_kind_count (); table++) {
        size_t count;
        const table_row_t *all = tables_rows (rows, table, &count);
        for (size_t i = 0; i < count; i++)
            QCDC_TRY (row_put (self, table, &all[i]));
    }
    QCDC_TRY (part_end (self));
    *parts = self->message.part;
    return QCDC_OK;
}

static bool has_holiday_of_weekend (const catalog_tables_t *rows)
{
    int table = table_kind_find ("holidays");
    int day_at = table_column (table_kind_at ((size_t)table), "day"),
        works_at = table_column (table_kind_at ((size_t)table), "works");
    size_t count;
    const table_row_t *row = tables_rows (rows, (size_t)table, &count);
    int32_t day;
    for (size_t i = 0; i < count; i++)
        if (strcmp (row[i].fields[works_at], "yes") != 0 && day_parse (row[i].fields[day_at], &day) == QCDC_OK &&
            day_is_weekend (day))
            return true;
    return false;
}

/*  Of the first device's key it ended nothing before. */
static bool has_end_of_device (const catalog_tables_t *rows)
{
    size_t count;
    const table_row_t *row = tables_rows (rows, (size_t)table_kind_find ("devices"), &count);
    for (size_t i = 0; i < count; i++)
        if (row[i].to < QCDC_DAY_MAX)
            return true;
    return false;
}

static bool has_month_of_days (const catalog_tables_t *rows)
{
    int table = table_kind_find ("calendar");
    int period_at = table_column (table_kind_at ((size_t)table), "period"),
        from_at = table_column (table_kind_at ((size_t)table), "from_day");
    size_t count;
    const table_row_t *row = tables_rows (rows, (size_t)table, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp (row[i].fields[period_at], "M") == 0 && strtol (row[i].fields[from_at], NULL, 10) > 1)
            return true;
    return false;
}

/*  Words of a column that programs of before do not know. */
typedef struct {
    const char *table, *column, *word;
} new_word_t;

static bool has_word (const catalog_tables_t *rows, const new_word_t *words, size_t word_count)
{
    for (size_t i = 0; i < word_count; i++) {
        size_t count, table = (size_t)table_kind_find (words[i].table);
        int column = table_column (table_kind_at (table), words[i].column);
        const table_row_t *row = tables_rows (rows, table, &count);
        for (size_t j = 0; j < count; j++)
            if (strstr (row[j].fields[column], words[i].word))
                return true;
    }
    return false;
}

static bool has_promise (const catalog_tables_t *rows)
{
    static const new_word_t WORDS[] = {{"petition-moves", "needs", "expected_on"},
                                       {"legal-deadlines", "flag", "DOI_THOAI:"},
                                       {"register-cells", "filters", "DOI_THOAI:"},
                                       {"case-lists", "flag", "DOI_THOAI:"}};
    return has_word (rows, WORDS, sizeof WORDS / sizeof *WORDS);
}

/*  A deadline with a flag of its own, or that binds somebody else than whoever has the petition. */
static bool has_other_deadline (const catalog_tables_t *rows)
{
    static const new_word_t WORDS[] = {{"legal-deadlines", "starts", DEADLINE_DECISION_KNOWN},
                                       {"legal-deadlines", "starts", DEADLINE_TIME_OVER},
                                       {"legal-deadlines", "flag", "CU_TRI"},
                                       {"legal-deadlines", "flag", "NHAN_QD:"},
                                       {"register-cells", "filters", "CU_TRI"},
                                       {"register-cells", "filters", "NHAN_QD:"},
                                       {"case-lists", "flag", "CU_TRI"},
                                       {"case-lists", "flag", "NHAN_QD:"}};
    size_t count, table = (size_t)table_kind_find ("legal-deadlines");
    const table_kind_t *kind = table_kind_at (table);
    int ends = table_column (kind, "ends"), flag = table_column (kind, "flag"),
        extends = table_column (kind, "extends");
    const table_row_t *row = tables_rows (rows, table, &count);
    bool found = has_word (rows, WORDS, sizeof WORDS / sizeof *WORDS);
    for (size_t i = 0; !found && i < count; i++) {
        const char *first = row[i].fields[ends];
        found = strncmp (first, "FORWARDED", 9) == 0 || strncmp (first, "RETURNED", 8) == 0 ||
                strncmp (first, "APPEALED", 8) == 0 || (*row[i].fields[flag] && !*row[i].fields[extends]);
    }
    return found;
}

uint32_t publication_edition (const catalog_tables_t *rows)
{
    static const struct {
        uint32_t edition;
        bool (*needs) (const catalog_tables_t *rows);
    } LATER[] = {{2, has_holiday_of_weekend},
                 {VOUCHING_EDITION, has_end_of_device},
                 {4, has_month_of_days},
                 {5, has_promise},
                 {6, has_other_deadline}};
    uint32_t reader = 0;
    for (size_t i = 0; i < sizeof LATER / sizeof LATER[0]; i++)
        if (LATER[i].edition > reader && LATER[i].needs (rows))
            reader = LATER[i].edition;
    return reader;
}

qcdc_status publication_each (const catalog_tables_t *rows, const char *name, int32_t holds_from, bool past_meant,
                              publication_fn *each, void *arg, fault_t *fault)
{
    part_t counted QCDC_CLEANUP (part_free) = {.fault = fault};
    part_t made QCDC_CLEANUP (part_free) = {.each = each, .arg = arg, .fault = fault};
    uint32_t parts = 0;
    if (tables_are_empty (rows))
        return QCDC_OK;
    qcdc__published__init (&counted.message);
    qcdc__published__init (&made.message);
    QCDC_TRY (parts_make (&counted, rows, &parts));
    if (parts > QCDC_SET_PARTS_MAX)
        return fault_set (fault, QCDC_TOO_LARGE, NULL, _ ("a set has at most %u parts, this one %u"),
                          QCDC_SET_PARTS_MAX, parts);
    made.message.set = (char *)name;
    made.message.parts = parts;
    made.message.holds_from = holds_from;
    made.message.past_meant = past_meant;
    made.message.reader = publication_edition (rows);
    return parts_make (&made, rows, &parts);
}
