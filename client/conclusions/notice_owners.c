/*  notice_owners.c — the table of who is to do what, read row by row. */

#include "conclusions/notice_owners.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/text.h"
#include "catalogue/recipients.h"
#include "files/table.h"
#include "texts/args.h"

#include <stdlib.h>
#include <string.h>

enum { COLUMN_TASK, COLUMN_OWNER, COLUMN_PERSON, COLUMN_DUE, COLUMN_COUNT };

static const csv_column_t COLUMNS[] = {{"task", "nhiem vu|nhiem vu so|so", true, false},
                                       {"owner", "co quan|co quan thuc hien|don vi thuc hien|chu tri", false, false},
                                       {"person", "nguoi thuc hien|can bo|nguoi phu trach", false, false},
                                       {"due_on", "han|thoi han|hoan thanh truoc", false, false},
                                       {NULL, NULL, false, false}};

typedef struct {
    const char *path;
    const catalog_t *catalog;
    int32_t on;
    int tasks;
    notice_owners_t *owners;
    size_t row;
    fault_t *fault;
} reading_t;

static qcdc_status no_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
}

void notice_owners_release (notice_owners_t *self)
{
    for (size_t i = 0; i < self->count; i++)
        free (self->items[i].person);
    free (self->items);
    *self = (notice_owners_t){0};
}

/*  Behind all of its task that are there, before the next task. */
static qcdc_status owner_add (notice_owners_t *self, int task, const office_t *owner, const char *person,
                              int32_t due_on, fault_t *fault)
{
    if (self->count == QCDC_NOTICE_ITEMS_MAX)
        return fault_set (fault, QCDC_TOO_LARGE, NULL, _ ("with one notice at most %u tasks are opened"),
                          QCDC_NOTICE_ITEMS_MAX);
    notice_owner_t *items = realloc (self->items, (self->count + 1) * sizeof *items);
    if (!items)
        return no_memory (fault);
    self->items = items;
    size_t place = self->count;
    while (place > 0 && items[place - 1].task > task)
        place--;
    char *kept = strdup (person);
    if (!kept)
        return no_memory (fault);
    memmove (items + place + 1, items + place, (self->count - place) * sizeof *items);
    items[place] = (notice_owner_t){task, owner, kept, due_on, false};
    self->count++;
    return QCDC_OK;
}

static bool has (const notice_owners_t *self, int task, const office_t *owner)
{
    for (size_t i = 0; i < self->count; i++)
        if (self->items[i].task == task && self->items[i].owner == owner)
            return true;
    return false;
}

/*  ---------------------------------------------------------------- a row */

typedef struct {
    int task;
    char *owner, *person; /* clean; malloc'ed */
    int32_t due_on;
} given_row_t;

static void given_row_release (given_row_t *self)
{
    free (self->owner);
    free (self->person);
}

/*  Every office of the day that TAKES. */
typedef bool (takes_fn) (const office_t *office, const void *arg);
static qcdc_status offices_take (reading_t *self, const given_row_t *row, takes_fn *takes, const void *arg,
                                 size_t *count)
{
    *count = 0;
    for (size_t i = 0; i < self->catalog->office_count; i++) {
        const office_t *office = catalog_office_on (self->catalog, self->catalog->offices[i].code, self->on);
        if (office != &self->catalog->offices[i] || !takes (office, arg))
            continue;
        if (has (self->owners, row->task, office))
            return fault_set (self->fault, QCDC_BAD_NOTICE, "owner", _ ("%s, row %zu: task %d is given to %s twice"),
                              self->path, self->row, row->task, office->code);
        QCDC_TRY (owner_add (self->owners, row->task, office, row->person, row->due_on, self->fault));
        ++*count;
    }
    return QCDC_OK;
}

static bool of_line (const office_t *office, const void *arg)
{
    return recipient_is (arg, office);
}

static bool of_word (const office_t *office, const void *arg)
{
    return strcmp (office->office_class, arg) == 0 || strcasecmp (office->code, arg) == 0;
}

static qcdc_status words_take (reading_t *self, const given_row_t *row)
{
    char word[CATALOG_CODE_BYTES_MAX + 2];
    for (const char *at = row->owner; *at;) {
        size_t length = strcspn (at, ",; "), count = 0;
        snprintf (word, sizeof word, "%.*s", (int)(length < sizeof word ? length : sizeof word - 1), at);
        at += length + (at[length] != '\0');
        if (!*word)
            continue;
        QCDC_TRY (offices_take (self, row, of_word, word, &count));
        if (!count) {
            fault_set (self->fault, QCDC_BAD_UNIT, "owner",
                       _ ("%s, row %zu: there is no office and no class of offices '%s'"), self->path, self->row,
                       word);
            fault_advise (self->fault, "%s", _ ("see qcdc catalogue offices and qcdc catalogue classes"));
            return QCDC_BAD_UNIT;
        }
    }
    return QCDC_OK;
}

static qcdc_status row_take (reading_t *self, const given_row_t *row)
{
    size_t count = 0;
    if (!*row->owner) {
        if (*row->person)
            return fault_set (self->fault, QCDC_BAD_NOTICE, "person",
                              _ ("%s, row %zu: a person is named beside the office that is to do it"), self->path,
                              self->row);
        return owner_add (self->owners, row->task, NULL, "", row->due_on, self->fault);
    }
    const recipient_t *line = recipient_on (self->catalog, row->owner, self->on);
    if (line)
        QCDC_TRY (offices_take (self, row, of_line, line, &count));
    return count ? QCDC_OK : words_take (self, row);
}

/*  ---------------------------------------------------------------- the table */

static qcdc_status field_take (const reading_t *self, const csv_record_t *record, int column, const char *name,
                               char **text)
{
    const char *field = column >= 0 ? record->fields[column] : "";
    size_t length = column >= 0 ? record->lengths[column] : 0;
    qcdc_status status = text_clean (field, length, false, text, NULL);
    return status == QCDC_OK ? QCDC_OK
                             : fault_set (self->fault, status, name, _ ("%s, row %zu: %s"), self->path, self->row,
                                          _ (status_text (status)));
}

static qcdc_status record_take (reading_t *self, const csv_record_t *record, const int places[COLUMN_COUNT])
{
    given_row_t row QCDC_CLEANUP (given_row_release) = {0};
    char *task QCDC_CLEANUP (memory_free) = NULL, *due QCDC_CLEANUP (memory_free) = NULL, *end;
    fault_t day = {0};
    self->row = record->row;
    QCDC_TRY (field_take (self, record, places[COLUMN_TASK], "task", &task));
    QCDC_TRY (field_take (self, record, places[COLUMN_OWNER], "owner", &row.owner));
    QCDC_TRY (field_take (self, record, places[COLUMN_PERSON], "person", &row.person));
    QCDC_TRY (field_take (self, record, places[COLUMN_DUE], "due_on", &due));
    long number = strtol (task, &end, 10);
    if (!*task || *end || number < 1 || number > self->tasks)
        return fault_set (self->fault, QCDC_BAD_NOTICE, "task",
                          _ ("%s, row %zu: the notice has no task '%s': it numbers %d"), self->path, self->row, task,
                          self->tasks);
    row.task = (int)number;
    if (*due && args_day ("due_on", due, &row.due_on, &day) != QCDC_OK)
        return fault_set (self->fault, QCDC_BAD_DATE, "due_on", _ ("%s, row %zu: %s"), self->path, self->row,
                          day.message);
    return row_take (self, &row);
}

static qcdc_status table_take (reading_t *self)
{
    table_t *table QCDC_CLEANUP (table_destroy) = NULL;
    csv_record_t record;
    int places[COLUMN_COUNT];
    qcdc_status status;
    QCDC_TRY (table_open (self->path, NULL, &table, self->fault));
    csv_reader_t *reader = table_reader (table);
    csv_reader_of_things (reader);
    QCDC_TRY (table_columns (table, COLUMNS, self->fault));
    for (int i = 0; i < COLUMN_COUNT; i++)
        places[i] = csv_reader_column (reader, COLUMNS[i].name);
    while ((status = csv_reader_next (reader, &record, self->fault)) == QCDC_OK)
        QCDC_TRY (record_take (self, &record, places));
    return status == QCDC_NOT_FOUND ? QCDC_OK : status;
}

qcdc_status notice_owners_read (const char *path, const catalog_t *catalog, int32_t on, int tasks, int32_t due_on,
                                notice_owners_t *self, fault_t *fault)
{
    reading_t reading = {path, catalog, on, tasks, self, 0, fault};
    if (path)
        QCDC_TRY (table_take (&reading));
    for (int task = 1; task <= tasks; task++) {
        bool any = false;
        for (size_t i = 0; i < self->count; i++)
            any = any || self->items[i].task == task;
        if (!any)
            QCDC_TRY (owner_add (self, task, NULL, "", 0, fault));
    }
    for (size_t i = 0; i < self->count; i++) {
        notice_owner_t *item = &self->items[i];
        item->alone = (i == 0 || item[-1].task != item->task) && (i + 1 == self->count || item[1].task != item->task);
        if (!item->due_on)
            item->due_on = due_on;
    }
    return QCDC_OK;
}
