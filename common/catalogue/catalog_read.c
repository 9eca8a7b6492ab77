/*  catalog_read.c — the reference files, row by row: one function for each kind of row, one table of all files.
 *
 *  What a row says by itself, or about rows of files read before it, is checked here; what holds between all rows of a
 *  file is checked in catalog_check.c. */

#include "catalogue/catalog_read.h"
#include "base/day.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/text.h"
#include "catalogue/catalog_read_brief.h"
#include "catalogue/catalog_read_days.h"
#include "catalogue/catalog_row.h"
#include "files/csv.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static const dimension_t *dimension_find (const catalog_t *catalog, const char *code)
{
    for (size_t i = 0; i < catalog->dimension_count; i++)
        if (strcmp (catalog->dimensions[i].code, code) == 0)
            return &catalog->dimensions[i];
    return NULL;
}

static const char *const DIMENSION_COLUMNS[] = {"code",     "members", "open",     "parts",
                                                "openings", "flows",   "closings", NULL};

/*  Words that are members of the dimension. */
static qcdc_status members_field (const row_source_t *self, int column, const dimension_t *dimension,
                                  const char *const **words)
{
    QCDC_TRY (row_words (self, column, words));
    for (const char *const *word = *words; *word; word++) {
        const char *const *member = dimension->members;
        while (*member && strcmp (*member, *word) != 0)
            member++;
        if (!*member)
            return row_fail (self, column, N_ ("'%s' is none of the members"), *word);
    }
    return QCDC_OK;
}

static qcdc_status dimension_row (row_source_t *self, void *row)
{
    dimension_t *dimension = row;
    QCDC_TRY (row_code (self, 0, &dimension->code));
    QCDC_TRY (row_words (self, 1, &dimension->members));
    QCDC_TRY (row_bool (self, 2, &dimension->open));
    QCDC_TRY (row_bool (self, 3, &dimension->parts));
    if (dimension->open == (dimension->members[0] != NULL))
        return row_fail (self, 1, N_ ("an open dimension has no members here, any other has some"));
    QCDC_TRY (members_field (self, 4, dimension, &dimension->openings));
    QCDC_TRY (members_field (self, 5, dimension, &dimension->flows));
    QCDC_TRY (members_field (self, 6, dimension, &dimension->closings));
    return QCDC_OK;
}

static const char *const INDICATOR_COLUMNS[] = {"code", "section",  "name_vi",  "name_en",    "measure",
                                                "type", "agg_unit", "agg_time", "dimensions", NULL};
static const char *const VALUE_TYPES[] = {"count", "decimal", "ratio", "text", NULL}; /* as value_type */
static const char *const AGG_UNITS[] = {"sum", "recompute", "none", NULL};
static const char *const AGG_TIMES[] = {"flow", "open", "close", "recompute", "text", NULL};

static qcdc_status indicator_dimensions (row_source_t *self, int column, indicator_t *indicator)
{
    const char *const *codes;
    QCDC_TRY (row_words (self, column, &codes));
    size_t count = 0;
    while (codes[count])
        count++;
    if (count > 2)
        return row_fail (self, column, N_ ("more than two dimensions"));
    const dimension_t **dimensions = arena_alloc (self->arena, (count + 1) * sizeof *dimensions);
    if (!dimensions)
        return row_no_memory (self);
    for (size_t i = 0; i < count; i++) {
        dimensions[i] = dimension_find (self->catalog, codes[i]);
        if (!dimensions[i])
            return row_fail (self, column, N_ ("there is no dimension '%s'"), codes[i]);
    }
    dimensions[count] = NULL;
    indicator->dimensions = dimensions;
    return QCDC_OK;
}

static qcdc_status indicator_row (row_source_t *self, void *row)
{
    indicator_t *indicator = row;
    int type = 0;
    int agg_unit = 0;
    int agg_time = 0;
    QCDC_TRY (row_code (self, 0, &indicator->code));
    QCDC_TRY (row_code (self, 1, &indicator->section));
    QCDC_TRY (row_text (self, 2, true, &indicator->name_vi));
    QCDC_TRY (row_text (self, 3, true, &indicator->name_en));
    QCDC_TRY (row_choice (self, 5, VALUE_TYPES, &type));
    QCDC_TRY (row_text (self, 4, type != VALUE_TEXT, &indicator->measure));
    QCDC_TRY (row_choice (self, 6, AGG_UNITS, &agg_unit));
    QCDC_TRY (row_choice (self, 7, AGG_TIMES, &agg_time));
    QCDC_TRY (indicator_dimensions (self, 8, indicator));
    indicator->type = (value_type)type;
    indicator->agg_unit = AGG_UNITS[agg_unit];
    indicator->agg_time = AGG_TIMES[agg_time];
    /*  Lookups search by halving. */
    if (self->index > 0 && strcmp (indicator[-1].code, indicator->code) >= 0)
        return row_fail (self, 0, N_ ("indicators must stand in the order of their codes, each once"));
    return QCDC_OK;
}

static const char *const DERIVED_COLUMNS[] = {"rule",   "ratio",    "part",   "sign", "indicator",
                                              "member", "year_ago", "capped", NULL};

/*  A rule that counts the flows since the start of the year (D05, F07, I03) is stored as the plain term: both kinds
 *  of period that the forms are filled for, half-year and year, begin on the first day of the year's window, so the
 *  period's own value is the flow of the year to date. */
static qcdc_status derived_row (row_source_t *self, void *row)
{
    static const char *const PARTS[] = {"den", "num", NULL};
    derived_term_t *term = row;
    int part = 0;
    QCDC_TRY (row_code (self, 0, &term->rule));
    QCDC_TRY (row_code (self, 1, &term->ratio));
    QCDC_TRY (row_choice (self, 2, PARTS, &part));
    QCDC_TRY (row_int (self, 3, -1, 1, &term->sign));
    QCDC_TRY (row_code (self, 4, &term->indicator));
    QCDC_TRY (row_text (self, 5, false, &term->member));
    QCDC_TRY (row_bool (self, 6, &term->year_ago));
    QCDC_TRY (row_bool (self, 7, &term->capped));
    term->numerator = part == 1;
    if (term->sign == 0)
        return row_fail (self, 3, N_ ("the sign is 1 or -1"));
    const indicator_t *ratio = catalog_indicator (self->catalog, term->ratio);
    const indicator_t *indicator = catalog_indicator (self->catalog, term->indicator);
    if (!ratio || ratio->type != VALUE_RATIO)
        return row_fail (self, 1, N_ ("there is no ratio '%s'"), term->ratio);
    if (!indicator || indicator->type == VALUE_RATIO || indicator->type == VALUE_TEXT)
        return row_fail (self, 4, N_ ("there is no reported number '%s'"), term->indicator);
    /*  The term has the ratio's own dimensions, and one more exactly where it names a member. */
    const dimension_t *const *own = indicator->dimensions;
    for (const dimension_t *const *shared = ratio->dimensions; *shared; shared++, own++)
        if (*own != *shared)
            return row_fail (self, 4, N_ ("'%s' lacks the dimension '%s' of its ratio"), term->indicator,
                             (*shared)->code);
    if ((*own != NULL) != (term->member[0] != '\0') || (*own && own[1]))
        return row_fail (self, 5, N_ ("a member is needed for each dimension that the ratio has not"));
    bool found = *own == NULL;
    for (const char *const *member = *own ? (*own)->members : NULL; member && *member; member++)
        found |= strcmp (*member, term->member) == 0;
    return found ? QCDC_OK : row_fail (self, 5, N_ ("'%s' has no member '%s'"), term->indicator, term->member);
}

static const char *const UNIT_COLUMNS[] = {"id",   "code",       "parent_code", "level",
                                           "name", "valid_from", "valid_to",    NULL};
static const char *const UNIT_LEVELS[] = {"province", "district", "commune", NULL}; /* as unit_level */

static qcdc_status unit_row (row_source_t *self, void *row)
{
    unit_t *unit = row;
    int level = 0;
    QCDC_TRY (row_id (self, 0, &unit->id));
    QCDC_TRY (row_code (self, 1, &unit->code));
    QCDC_TRY (row_choice (self, 3, UNIT_LEVELS, &level));
    QCDC_TRY (row_text (self, 2, level != UNIT_PROVINCE, &unit->parent_code));
    QCDC_TRY (row_text (self, 4, true, &unit->name));
    QCDC_TRY (row_day (self, 5, QCDC_DAY_MIN, &unit->valid_from));
    QCDC_TRY (row_day (self, 6, QCDC_DAY_MAX, &unit->valid_to));
    unit->level = (unit_level)level;
    if (unit->valid_from > unit->valid_to)
        return row_fail (self, 6, N_ ("the last day is before the first"));
    if (unit->level == UNIT_PROVINCE && unit->parent_code[0] != '\0')
        return row_fail (self, 2, N_ ("a province has no parent"));
    return QCDC_OK;
}

static const char *const LINEAGE_COLUMNS[] = {"event_on", "predecessor", "successor",
                                              "relation", "legal_basis", NULL};
static const char *const RELATIONS[] = {"merge_full", "partial_split", "boundary_adjust_partial", NULL};

static qcdc_status lineage_row (row_source_t *self, void *row)
{
    lineage_t *lineage = row;
    int relation = 0;
    int unit_count = (int)self->catalog->unit_count;
    QCDC_TRY (row_day (self, 0, QCDC_DAY_MIN, &lineage->event_on));
    QCDC_TRY (row_int (self, 1, 1, unit_count, &lineage->predecessor));
    QCDC_TRY (row_int (self, 2, 1, unit_count, &lineage->successor));
    QCDC_TRY (row_choice (self, 3, RELATIONS, &relation));
    QCDC_TRY (row_text (self, 4, true, &lineage->legal_basis));
    lineage->relation = RELATIONS[relation];
    /*  A version that takes in another may go on under the same id; so predecessor and successor can be one. */
    const unit_t *predecessor = catalog_unit_by_id (self->catalog, lineage->predecessor);
    const unit_t *successor = catalog_unit_by_id (self->catalog, lineage->successor);
    if (predecessor->valid_from >= lineage->event_on || predecessor->valid_to < lineage->event_on - 1)
        return row_fail (self, 1, N_ ("unit %d was not in being the day before"), lineage->predecessor);
    if (successor->valid_from > lineage->event_on || successor->valid_to < lineage->event_on)
        return row_fail (self, 2, N_ ("unit %d was not in being on that day"), lineage->successor);
    return QCDC_OK;
}

static const char *const FORM_COLUMNS[] = {"id",         "code",         "version",  "title_vi",
                                           "title_en",   "office_class", "calendar", "periods",
                                           "indicators", "valid_from",   "valid_to", NULL};
static const char *const OFFICE_CLASSES[] = {"tinh", "huyen", "danguy", "so",  "mttq",
                                             "ldld", "ubnd",  "tkt",    "tct", NULL};

/*  Whether CLASS is one of the words of CLASSES. */
static bool class_is_among (const char *classes, const char *class)
{
    size_t length = strlen (class);
    for (const char *at = classes; *at; at += strspn (at, " ")) {
        size_t word = strcspn (at, " ");
        if (word == length && memcmp (at, class, length) == 0)
            return true;
        at += word;
    }
    return false;
}

/*  "huyen so ubnd": the classes of offices that can owe the form. */
static qcdc_status form_classes (row_source_t *self, int column, form_t *form)
{
    const char *const *classes;
    QCDC_TRY (row_text (self, column, true, &form->office_classes));
    QCDC_TRY (row_words (self, column, &classes));
    for (; *classes; classes++) {
        const char *const *known = OFFICE_CLASSES;
        while (*known && strcmp (*known, *classes) != 0)
            known++;
        if (!*known)
            return row_fail (self, column, N_ ("'%s' is not one that is known"), *classes);
    }
    return QCDC_OK;
}

/*  "A01-A12 C28": ranges of the catalog's indicators, both ends included. */
static qcdc_status form_indicators (row_source_t *self, int column, form_t *form)
{
    const catalog_t *catalog = self->catalog;
    const char *const *ranges;
    QCDC_TRY (row_words (self, column, &ranges));
    const indicator_t **indicators = arena_alloc (self->arena, (catalog->indicator_count + 1) * sizeof *indicators);
    if (!indicators)
        return row_no_memory (self);
    size_t count = 0;
    for (; *ranges; ranges++) {
        char first[CATALOG_CODE_BYTES_MAX + 1];
        size_t length = strcspn (*ranges, "-");
        memcpy (first, *ranges, length);
        first[length] = '\0';
        const char *last = (*ranges)[length] == '-' ? *ranges + length + 1 : first;
        const indicator_t *from = catalog_indicator (catalog, first);
        const indicator_t *to = catalog_indicator (catalog, last);
        if (!from || !to || from > to)
            return row_fail (self, column, N_ ("there are no indicators '%s'"), *ranges);
        if (count > 0 && from <= indicators[count - 1])
            return row_fail (self, column, N_ ("'%s' is out of order or repeated"), *ranges);
        while (from <= to)
            indicators[count++] = from++;
    }
    if (count == 0)
        return row_fail (self, column, N_ ("a form needs indicators"));
    indicators[count] = NULL;
    form->indicators = indicators;
    return QCDC_OK;
}

static qcdc_status form_row (row_source_t *self, void *row)
{
    form_t *form = row;
    int version = 0;
    QCDC_TRY (row_id (self, 0, &form->id));
    QCDC_TRY (row_code (self, 1, &form->code));
    QCDC_TRY (row_int (self, 2, 1, 1000000, &version));
    QCDC_TRY (row_text (self, 3, true, &form->title_vi));
    QCDC_TRY (row_text (self, 4, true, &form->title_en));
    QCDC_TRY (form_classes (self, 5, form));
    QCDC_TRY (row_code (self, 6, &form->calendar));
    QCDC_TRY (row_words (self, 7, &form->periods));
    QCDC_TRY (form_indicators (self, 8, form));
    QCDC_TRY (row_day (self, 9, QCDC_DAY_MIN, &form->valid_from));
    QCDC_TRY (row_day (self, 10, QCDC_DAY_MAX, &form->valid_to));
    form->version = (uint32_t)version;
    if (form->valid_from > form->valid_to)
        return row_fail (self, 10, N_ ("the last day is before the first"));
    if (!form->periods[0])
        return row_fail (self, 7, N_ ("a form needs a period"));
    for (const char *const *period = form->periods; *period; period++) {
        bool found = false;
        for (size_t i = 0; i < self->catalog->calendar_count; i++)
            found |= strcmp (self->catalog->calendar[i].calendar, form->calendar) == 0 &&
                     strcmp (self->catalog->calendar[i].period, *period) == 0;
        if (!found)
            return row_fail (self, 7, N_ ("the calendar '%s' has no period '%s'"), form->calendar, *period);
    }
    return QCDC_OK;
}

static const char *const OFFICE_COLUMNS[] = {"id", "code", "name", "class", "unit", "forms", "petitions", NULL};

static qcdc_status office_row (row_source_t *self, void *row)
{
    office_t *office = row;
    int office_class = 0;
    QCDC_TRY (row_id (self, 0, &office->id));
    QCDC_TRY (row_code (self, 1, &office->code));
    QCDC_TRY (row_text (self, 2, true, &office->name));
    QCDC_TRY (row_choice (self, 3, OFFICE_CLASSES, &office_class));
    QCDC_TRY (row_code (self, 4, &office->unit_code));
    QCDC_TRY (row_words (self, 5, &office->forms));
    office->office_class = OFFICE_CLASSES[office_class];
    QCDC_TRY (row_bool (self, 6, &office->takes_petitions));
    bool unit_found = false;
    for (size_t i = 0; i < self->catalog->unit_count; i++)
        unit_found |= strcmp (self->catalog->units[i].code, office->unit_code) == 0;
    if (!unit_found)
        return row_fail (self, 4, N_ ("there is no unit '%s'"), office->unit_code);
    for (const char *const *code = office->forms; *code; code++) {
        const form_t *form = catalog_form_latest (self->catalog, *code);
        if (!form)
            return row_fail (self, 5, N_ ("there is no form '%s'"), *code);
        if (!class_is_among (form->office_classes, office->office_class))
            return row_fail (self, 5, N_ ("the form '%s' is for offices of class '%s'"), *code, form->office_classes);
    }
    return QCDC_OK;
}

typedef qcdc_status (row_fn) (row_source_t *self, void *row);

/*  In the order in which one refers to another. */
#define FILE_OF(name, columns, row, array, count)                                                                    \
    {                                                                                                                \
        name, columns, row, sizeof *((catalog_t *)0)->array, offsetof (catalog_t, array),                            \
            offsetof (catalog_t, count)                                                                              \
    }
static const struct {
    const char *name;
    const char *const *columns;
    row_fn *row;
    size_t row_bytes;
    size_t array_offset; /* of the pointer to the rows, in catalog_t */
    size_t count_offset;
} FILES[] = {
    FILE_OF ("dimensions.csv", DIMENSION_COLUMNS, dimension_row, dimensions, dimension_count),
    FILE_OF ("indicators.csv", INDICATOR_COLUMNS, indicator_row, indicators, indicator_count),
    FILE_OF ("derived.csv", DERIVED_COLUMNS, derived_row, derived, derived_count),
    FILE_OF ("units.csv", UNIT_COLUMNS, unit_row, units, unit_count),
    FILE_OF ("lineage.csv", LINEAGE_COLUMNS, lineage_row, lineage, lineage_count),
    FILE_OF ("calendar.csv", CALENDAR_COLUMNS, calendar_row, calendar, calendar_count),
    FILE_OF ("forms.csv", FORM_COLUMNS, form_row, forms, form_count),
    FILE_OF ("offices.csv", OFFICE_COLUMNS, office_row, offices, office_count),
    FILE_OF ("deadlines.csv", DEADLINE_COLUMNS, deadline_row, deadlines, deadline_count),
    FILE_OF ("holidays.csv", HOLIDAY_COLUMNS, holiday_row, holidays, holiday_count),
    FILE_OF ("duty-changes.csv", DUTY_CHANGE_COLUMNS, duty_change_row, duty_changes, duty_change_count),
    FILE_OF ("brief.csv", BRIEF_COLUMNS, brief_row, brief, brief_count),
};

static qcdc_status rows_read (row_source_t *self, csv_reader_t *reader, size_t file, char *rows)
{
    size_t *count = (size_t *)(void *)((char *)self->catalog + FILES[file].count_offset);
    for (;; self->index++) {
        QCDC_TRY (csv_reader_next (reader, &self->record, self->fault));
        /*  Faults found later name a row by its place in the array. */
        if (self->record.row != (size_t)self->index + 2)
            return row_fail (self, 0, N_ ("there is a blank line before this row"));
        QCDC_TRY (FILES[file].row (self, rows + (size_t)self->index * FILES[file].row_bytes));
        *count = (size_t)self->index + 1;
    }
}

static qcdc_status file_read (row_source_t *self, size_t file, const embed_t *embed)
{
    size_t lines = 1;
    for (const char *p = embed->begin; p < embed->end; p++)
        lines += *p == '\n';
    char *rows = arena_alloc (self->arena, lines * FILES[file].row_bytes);
    if (!rows)
        return row_no_memory (self);
    memset (rows, 0, lines * FILES[file].row_bytes);
    memcpy ((char *)self->catalog + FILES[file].array_offset, &rows, sizeof rows);

    csv_reader_t *reader QCDC_CLEANUP (csv_reader_destroy) = NULL;
    QCDC_TRY (
        csv_reader_open_memory (self->name, embed->begin, (size_t)(embed->end - embed->begin), &reader, self->fault));
    QCDC_TRY (csv_reader_header (reader, self->columns, NULL, self->fault));
    for (int i = 0; self->columns[i]; i++)
        self->places[i] = csv_reader_column (reader, self->columns[i]);
    qcdc_status status = rows_read (self, reader, file, rows);
    return status == QCDC_NOT_FOUND ? QCDC_OK : status;
}

qcdc_status catalog_read (const embed_t *files, catalog_t *catalog, arena_t *arena, fault_t *fault)
{
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++) {
        const embed_t *embed = files;
        while (embed->name && strcmp (embed->name, FILES[i].name) != 0)
            embed++;
        if (!embed->name)
            return fault_set (fault, QCDC_CORRUPT, NULL, "the reference file %s is missing", FILES[i].name);
        row_source_t source = {
            .catalog = catalog, .arena = arena, .name = FILES[i].name, .columns = FILES[i].columns, .fault = fault};
        QCDC_TRY (file_read (&source, i, embed));
    }
    return QCDC_OK;
}
