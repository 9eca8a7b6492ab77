/*  catalog_row.c — a field of a row of the catalogue, read and checked. */

#include "catalogue/catalog_row.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*  Says what is wrong with a column of the current row. */
qcdc_status row_fail (const row_source_t *self, int column, const char *format, ...)
{
    char what[256];
    va_list args;
    va_start (args, format);
    vsnprintf (what, sizeof what, _ (format), args);
    va_end (args);
    return table_row_fail (self->table, self->row, column, self->fault, "%s", what);
}

qcdc_status row_no_memory (const row_source_t *self)
{
    return fault_set (self->fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
}

const char *row_raw (const row_source_t *self, int column)
{
    return self->row->fields[column];
}

bool catalog_code_is_valid (const char *code)
{
    size_t length = strspn (code, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");
    return length >= 1 && length <= CATALOG_CODE_BYTES_MAX && code[length] == '\0';
}

qcdc_status row_text (const row_source_t *self, int column, bool required, const char **text)
{
    const char *raw = row_raw (self, column);
    /* What was published has been held against the same rules as a fact. */
    qcdc_status status = self->row->file ? text_check (raw, strlen (raw), false) : QCDC_OK;
    if (status == QCDC_NO_MEMORY)
        return row_no_memory (self);
    if (status != QCDC_OK)
        return row_fail (self, column, "%s", _ (status_text (status)));
    if (required && raw[0] == '\0')
        return row_fail (self, column, N_ ("a value is required"));
    *text = arena_strdup (self->arena, raw);
    return *text ? QCDC_OK : row_no_memory (self);
}

qcdc_status row_code (const row_source_t *self, int column, const char **code)
{
    if (!catalog_code_is_valid (row_raw (self, column)))
        return row_fail (self, column, N_ ("'%s' is not a code"), row_raw (self, column));
    return row_text (self, column, true, code);
}

qcdc_status row_int (const row_source_t *self, int column, int min, int max, int *value)
{
    char *end;
    long parsed = strtol (row_raw (self, column), &end, 10);
    if (end == row_raw (self, column) || *end != '\0' || parsed < min || parsed > max)
        return row_fail (self, column, N_ ("'%s' is not a number from %d to %d"), row_raw (self, column), min, max);
    *value = (int)parsed;
    return QCDC_OK;
}

/*  The codes that may stand there, each with its word for the reader where there is one: "yes (có), no (không)". */
static void choices_advise (const char *const *choices, fault_t *fault)
{
    char list[200] = "", key[96];
    for (size_t used = 0; *choices && used < sizeof list; choices++) {
        snprintf (key, sizeof key, "catalogue value\004%s", *choices);
        const char *word = _ (key);
        bool has = word != key && strcmp (word, *choices) != 0;
        used += (size_t)snprintf (list + used, sizeof list - used, "%s%s%s%s%s", used ? ", " : "", *choices,
                                  has ? " (" : "", has ? word : "", has ? ")" : "");
    }
    fault_advise (fault, _ ("use one of %s"), list);
}

/*  The position of a field's text in CHOICES, which end with NULL. */
qcdc_status row_choice (const row_source_t *self, int column, const char *const *choices, int *choice)
{
    for (*choice = 0; choices[*choice]; ++*choice)
        if (strcmp (row_raw (self, column), choices[*choice]) == 0)
            return QCDC_OK;
    if (row_raw (self, column)[0] == '\0')
        row_fail (self, column, N_ ("a value is required"));
    else
        row_fail (self, column, N_ ("'%s' is not one that is known"), row_raw (self, column));
    choices_advise (choices, self->fault);
    return self->fault->status;
}

qcdc_status row_bool (const row_source_t *self, int column, bool *value)
{
    static const char *const CHOICES[] = {"no", "yes", NULL};
    int choice;
    qcdc_status status = row_choice (self, column, CHOICES, &choice);
    *value = choice == 1;
    return status;
}

/*  Codes separated by single spaces, as a NULL-terminated array. */
qcdc_status row_words (const row_source_t *self, int column, const char *const **words)
{
    const char *text;
    QCDC_TRY (row_text (self, column, false, &text));
    size_t count = text[0] != '\0';
    for (const char *p = text; *p; p++)
        count += *p == ' ';
    const char **array = arena_alloc (self->arena, (count + 1) * sizeof *array);
    char *copy = arena_strdup (self->arena, text);
    if (!array || !copy)
        return row_no_memory (self);
    for (size_t i = 0; i < count; i++) {
        char *end = strchrnul (copy, ' ');
        char *next = *end ? end + 1 : end;
        *end = '\0';
        array[i] = copy;
        if (!catalog_code_is_valid (copy))
            return row_fail (self, column, N_ ("'%s' is not a code"), copy);
        for (size_t j = 0; j < i; j++)
            if (strcmp (array[j], copy) == 0)
                return row_fail (self, column, N_ ("'%s' stands there twice"), copy);
        copy = next;
    }
    array[count] = NULL;
    *words = array;
    return QCDC_OK;
}

qcdc_status row_day (const row_source_t *self, int column, int32_t empty, int32_t *day)
{
    *day = empty;
    if (row_raw (self, column)[0] == '\0' || day_parse (row_raw (self, column), day) == QCDC_OK)
        return QCDC_OK;
    return row_fail (self, column, N_ ("'%s' is not a date"), row_raw (self, column));
}
