/*  query.c — reading the heads of the named queries.
 *
 *  A query whose head is wrong is a mistake in the program and keeps the server from starting: above all one that would show an office
 *  more than is its own.  The list owns the queries and their texts; the SQL is the embedded file's. */

#include "reading/query.h"

#include "matters/item.h"
#include "matters/petition.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const PARAM_TYPES[PARAM_TYPE_COUNT] = {
    [PARAM_BY] = "by",           [PARAM_UNIT] = "unit",
    [PARAM_FORM] = "form",       [PARAM_PERIOD] = "period",
    [PARAM_CELL] = "cell",       [PARAM_KIND] = "kind",
    [PARAM_FIELD] = "field",     [PARAM_STATE] = "state",
    [PARAM_MONTH] = "month",     [PARAM_DATE] = "date",
    [PARAM_SINCE] = "since",     [PARAM_UNTIL] = "until",
    [PARAM_WINDOW] = "window",   [PARAM_BASIS] = "basis",
    [PARAM_OFFICE] = "office",   [PARAM_STANDING] = "standing",
    [PARAM_AS_OF] = "as_of",     [PARAM_SEVERITY] = "severity",
    [PARAM_UNITS] = "units",     [PARAM_PERIODS] = "periods",
    [PARAM_YEAR] = "year",       [PARAM_WORDS] = "words",
    [PARAM_PAGE] = "page",       [PARAM_ADDRESS] = "address",
    [PARAM_RULE] = "rule",       [PARAM_ENDED] = "ended",
    [PARAM_HANDLER] = "handler", [PARAM_LIST] = "list",
    [PARAM_FLAG] = "flag",       [PARAM_TASK_STATE] = "task_state",
    [PARAM_SOURCE] = "source",
};

static const struct {
    const char *name;
    Qcdc__ColumnType type;
    name_fn *name_of;
    bool is_narrative;
    bool is_figure;
    bool is_excerpt;
} COLUMN_TYPES[] = {
    {"TEXT", QCDC__COLUMN_TYPE__TEXT, NULL, false, false, false},
    {"INTEGER", QCDC__COLUMN_TYPE__INTEGER, NULL, false, false, false},
    {"DECIMAL", QCDC__COLUMN_TYPE__DECIMAL, NULL, false, false, false},
    {"DATE", QCDC__COLUMN_TYPE__DATE, NULL, false, false, false},
    {"TIMESTAMP", QCDC__COLUMN_TYPE__TIMESTAMP, NULL, false, false, false},
    {"ADDRESS", QCDC__COLUMN_TYPE__ADDRESS, NULL, false, false, false},
    {"KIND", QCDC__COLUMN_TYPE__TEXT, petition_kind_name, false, false, false},
    {"FIELD", QCDC__COLUMN_TYPE__TEXT, petition_field_name, false, false, false},
    {"STATE", QCDC__COLUMN_TYPE__TEXT, petition_filter_name, false, false, false},
    {"ENDED", QCDC__COLUMN_TYPE__TEXT, petition_ended_code, false, false, false},
    {"TASK_STATE", QCDC__COLUMN_TYPE__TEXT, item_state_name, false, false, false},
    {"SOURCE", QCDC__COLUMN_TYPE__TEXT, item_source_name, false, false, false},
    {"OUTCOME", QCDC__COLUMN_TYPE__TEXT, outcome_name, false, false, false},
    {"NARRATIVE", QCDC__COLUMN_TYPE__TEXT, NULL, true, false, false},
    {"FIGURE", QCDC__COLUMN_TYPE__DECIMAL, NULL, false, true, false},
    {"EXCERPT", QCDC__COLUMN_TYPE__TEXT, NULL, false, false, true},
};

/*  The next word of *AT, NUL-terminated in place; NULL at the end. */
static char *next_word (char **at)
{
    char *word = *at + strspn (*at, " ");
    if (!*word)
        return NULL;
    char *end = word + strcspn (word, " ");
    *at = *end ? end + 1 : end;
    *end = '\0';
    return word;
}

/*  param NAME TYPE [required|default VALUE] */
static bool read_param (query_t *self, char *line, const char *text)
{
    if (self->param_count == QUERY_PARAMS_MAX)
        return false;
    param_t *param = &self->params[self->param_count++];
    const char *name = next_word (&line);
    const char *type = next_word (&line);
    const char *word = next_word (&line);
    *param = (param_t){.name = name, .type = PARAM_TYPE_COUNT, .text = text};
    for (int i = 0; type && i < PARAM_TYPE_COUNT; i++)
        if (strcmp (type, PARAM_TYPES[i]) == 0)
            param->type = (param_type)i;
    if (param->type == PARAM_BY)
        param->fallback = "";
    if (param->type == PARAM_UNITS)
        param->fallback = "{}";
    if (word && strcmp (word, "required") == 0)
        param->required = true;
    else if (word && strcmp (word, "default") == 0)
        param->fallback = next_word (&line);
    else if (word)
        return false;
    return param->type != PARAM_TYPE_COUNT && text && !next_word (&line);
}

/*  column NAME TYPE [sum] [if by] */
static bool read_column (query_t *self, char *line, const char *text)
{
    if (self->column_count == QUERY_COLUMNS_MAX)
        return false;
    query_column_t *column = &self->columns[self->column_count++];
    const char *name = next_word (&line);
    const char *type = next_word (&line);
    bool known = false;
    *column = (query_column_t){.name = name, .text = text};
    for (size_t i = 0; type && i < sizeof COLUMN_TYPES / sizeof *COLUMN_TYPES; i++)
        if (strcmp (type, COLUMN_TYPES[i].name) == 0) {
            known = true;
            column->type = COLUMN_TYPES[i].type;
            column->name_of = COLUMN_TYPES[i].name_of;
            column->is_narrative = COLUMN_TYPES[i].is_narrative;
            column->is_figure = COLUMN_TYPES[i].is_figure;
            column->is_excerpt = COLUMN_TYPES[i].is_excerpt;
            self->has_narratives = self->has_narratives || column->is_narrative || column->is_excerpt;
        }
    const char *word = next_word (&line);
    column->sums = word && strcmp (word, "sum") == 0;
    if (column->sums)
        word = next_word (&line);
    if (word) {
        const char *by = next_word (&line);
        column->if_by = strcmp (word, "if") == 0 && by && strcmp (by, "by") == 0;
        known = known && column->if_by;
    }
    return known && text && !next_word (&line);
}

static bool read_roles (query_t *self, char *line)
{
    for (char *word; (word = next_word (&line));) {
        role_t role;
        if (role_parse (word, &role) != QCDC_OK)
            return false;
        self->roles[role] = true;
    }
    return true;
}

static bool read_scope (query_t *self, char *line)
{
    const char *word = next_word (&line);
    self->scope_unit = word && strcmp (word, "unit") == 0;
    if (self->scope_unit)
        word = next_word (&line);
    self->scope_office = word && strcmp (word, "office") == 0;
    return (self->scope_office || (self->scope_unit && !word)) && !next_word (&line);
}

static bool read_duty (query_t *self, const char *more)
{
    self->exempt = more && strcmp (more, "exempt") == 0;
    return !more || self->exempt;
}

static bool read_heirs (query_t *self, const char *years)
{
    self->heirs_years = years ? atoi (years) : 0;
    return self->heirs_years > 0;
}

/*  "counts" or "differences". */
static bool read_register (query_t *self, const char *what)
{
    self->differs = what && strcmp (what, "differences") == 0;
    return what && (self->differs || strcmp (what, "counts") == 0);
}

/*  One line of the head, without its dashes.  What follows ": " is for people. */
static bool read_line (query_t *self, char *line)
{
    char *text = strstr (line, ": ");
    if (text) {
        *text = '\0';
        text += 2;
    }
    const char *word = next_word (&line);
    if (!self->name) {
        self->name = word;
        self->answers = text;
        return word && text;
    }
    if (!word)
        return false;
    if (strcmp (word, "param") == 0)
        return read_param (self, line, text);
    if (strcmp (word, "column") == 0)
        return read_column (self, line, text);
    if (strcmp (word, "roles") == 0)
        return read_roles (self, line);
    if (strcmp (word, "masks") == 0)
        return self->masks = !next_word (&line);
    if (strcmp (word, "asker") == 0)
        return self->asker = !next_word (&line);
    if (strcmp (word, "duty") == 0)
        return self->duty = read_duty (self, next_word (&line));
    if (strcmp (word, "rates") == 0)
        return self->rates = !next_word (&line);
    if (strcmp (word, "heirs") == 0)
        return read_heirs (self, next_word (&line)) && !next_word (&line);
    if (strcmp (word, "ended") == 0)
        return self->ended = !next_word (&line);
    if (strcmp (word, "findings") == 0)
        return self->findings = !next_word (&line);
    if (strcmp (word, "pairs") == 0)
        return self->pairs = !next_word (&line);
    if (strcmp (word, "register") == 0)
        return self->registers = read_register (self, next_word (&line));
    return strcmp (word, "scope") == 0 && read_scope (self, line);
}

/*  The name is the file's, so that whoever looks for one finds the other. */
static bool fits_file (const query_t *self, const char *file)
{
    size_t length = self->name ? strlen (self->name) : 0;
    return length && strncmp (self->name, file, length) == 0 && strcmp (file + length, ".sql") == 0;
}

/*  What a reporter's own unit is bound to. */
static bool has_unit (const query_t *self)
{
    for (size_t i = 0; i < self->param_count; i++)
        if (self->params[i].type == PARAM_UNIT)
            return true;
    return false;
}

static bool shows_figures (const query_t *self)
{
    bool shows = false;
    for (size_t i = 0; i < self->column_count; i++)
        shows |= self->columns[i].is_figure;
    return shows;
}

static size_t cell_column (const query_t *self)
{
    for (size_t i = 0; i < self->column_count; i++)
        if (strcmp (self->columns[i].name, "cell") == 0)
            return i;
    return SIZE_MAX;
}

qcdc_status query_read (query_t *self, const embed_t *file, fault_t *fault)
{
    self->text = strdup (file->begin);
    if (!self->text)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
    char *at = self->text;
    for (int number = 1; strncmp (at, "-- ", 3) == 0; number++) {
        char *end = strchr (at, '\n');
        if (!end)
            break;
        *end = '\0';
        if (!read_line (self, at + 3))
            return fault_set (fault, QCDC_CORRUPT, NULL, "query %s, line %d: not a line of a query's head",
                              file->name, number);
        at = end + 1;
    }
    self->sql = at;
    self->cell_column = cell_column (self);
    if (!fits_file (self, file->name))
        return fault_set (fault, QCDC_CORRUPT, NULL, "query %s: its first line has another name", file->name);
    if (!self->column_count)
        return fault_set (fault, QCDC_CORRUPT, NULL, "query %s: its head has no column", file->name);
    if (self->scope_unit && !has_unit (self))
        return fault_set (fault, QCDC_CORRUPT, NULL, "query %s: a scope, but no parameter of type unit to keep to it",
                          file->name);
    if (shows_figures (self) && self->roles[ROLE_ANALYST] && self->cell_column == SIZE_MAX)
        return fault_set (fault, QCDC_CORRUPT, NULL,
                          "query %s: figures for analysts, but no column cell to know them by", file->name);
    if (strchr (at, ';'))
        return fault_set (fault, QCDC_CORRUPT, NULL, "query %s: a semicolon, where one select is wanted", file->name);
    return QCDC_OK;
}

qcdc_status queries_new (queries_t **self_p, fault_t *fault)
{
    queries_t *self = *self_p = calloc (1, sizeof *self);
    if (!self)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
    qcdc_status status = QCDC_OK;
    for (const embed_t *file = embed_queries; file->name && status == QCDC_OK; file++) {
        if (self->count == QUERIES_MAX)
            status = fault_set (fault, QCDC_CORRUPT, NULL, "more than %d queries", QUERIES_MAX);
        else
            status = query_read (&self->items[self->count++], file, fault);
    }
    if (status != QCDC_OK)
        queries_destroy (self_p);
    return status;
}

void queries_destroy (queries_t **self_p)
{
    queries_t *self = *self_p;
    if (self) {
        for (size_t i = 0; i < self->count; i++)
            free (self->items[i].text);
        free (self);
        *self_p = NULL;
    }
}

const query_t *queries_find (const queries_t *self, const char *name)
{
    for (size_t i = 0; i < self->count; i++)
        if (strcmp (self->items[i].name, name) == 0)
            return &self->items[i];
    return NULL;
}
