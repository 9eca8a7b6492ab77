/*  catalog_read.c — the tables of the catalogue, row by row: one function for each kind of row.
 *
 *  What a row says by itself, or about rows of tables read before it, is checked here; what holds between all rows of a
 *  table is checked in tables.c and catalog_check.c. */

#include "catalogue/catalog_read.h"
#include "base/day.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/memory.h"
#include "catalogue/case_lists.h"
#include "catalogue/catalog_read_brief.h"
#include "catalogue/catalog_read_clock.h"
#include "catalogue/catalog_read_days.h"
#include "catalogue/identity_keys.h"
#include "catalogue/index_keys.h"
#include "catalogue/petition_moves.h"
#include "catalogue/recipients.h"
#include "catalogue/register_cells.h"
#include "catalogue/slips.h"

#include <stdlib.h>
#include <string.h>

static const dimension_t *dimension_find (const catalog_t *catalog, const char *code)
{
    for (size_t i = 0; i < catalog->dimension_count; i++)
        if (strcmp (catalog->dimensions[i].code, code) == 0)
            return &catalog->dimensions[i];
    return NULL;
}

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
    return members_field (self, 6, dimension, &dimension->closings);
}

static qcdc_status member_name_row (row_source_t *self, void *row)
{
    dated_name_t *name = row;
    QCDC_TRY (row_code (self, 0, &name->dimension));
    QCDC_TRY (row_code (self, 1, &name->code));
    QCDC_TRY (row_text (self, 2, true, &name->name_vi));
    QCDC_TRY (row_text (self, 3, false, &name->name_en));
    name->valid_from = self->row->from;
    const dimension_t *dimension = dimension_find (self->catalog, name->dimension);
    if (!dimension)
        return row_fail (self, 0, N_ ("there is no dimension '%s'"), name->dimension);
    const char *const *member = dimension->members;
    while (*member && strcmp (*member, name->code) != 0)
        member++;
    return *member ? QCDC_OK
                   : row_fail (self, 1, N_ ("the dimension '%s' has no member '%s'"), name->dimension, name->code);
}

static qcdc_status indicator_name_row (row_source_t *self, void *row)
{
    dated_name_t *name = row;
    name->dimension = "";
    name->valid_from = self->row->from;
    QCDC_TRY (row_code (self, 0, &name->code));
    QCDC_TRY (row_text (self, 2, true, &name->name_vi));
    return row_text (self, 3, true, &name->name_en);
}

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
    QCDC_TRY (row_choice (self, 5, VALUE_TYPES, &type));
    QCDC_TRY (row_text (self, 4, type != VALUE_TEXT, &indicator->measure));
    QCDC_TRY (row_choice (self, 6, AGG_UNITS, &agg_unit));
    QCDC_TRY (row_choice (self, 7, AGG_TIMES, &agg_time));
    QCDC_TRY (indicator_dimensions (self, 8, indicator));
    indicator->type = (value_type)type;
    indicator->agg_unit = AGG_UNITS[agg_unit];
    indicator->agg_time = AGG_TIMES[agg_time];
    return QCDC_OK;
}

static const char *const UNIT_LEVELS[] = {"province", "district", "commune", NULL}; /* as unit_level */

static qcdc_status unit_row (row_source_t *self, void *row)
{
    unit_t *unit = row;
    int level = 0;
    QCDC_TRY (row_code (self, 0, &unit->code));
    QCDC_TRY (row_choice (self, 2, UNIT_LEVELS, &level));
    QCDC_TRY (row_text (self, 1, level != UNIT_PROVINCE, &unit->parent_code));
    QCDC_TRY (row_text (self, 3, true, &unit->name));
    unit->id = (int)self->row->index + 1;
    unit->level = (unit_level)level;
    unit->valid_from = self->row->from;
    unit->valid_to = self->row->to;
    if (unit->level == UNIT_PROVINCE && unit->parent_code[0] != '\0')
        return row_fail (self, 1, N_ ("a province has no parent"));
    return QCDC_OK;
}

static const char *const RELATIONS[] = {"merge_full", "partial_split", "boundary_adjust_partial", NULL};

static qcdc_status lineage_row (row_source_t *self, void *row)
{
    lineage_t *lineage = row;
    int relation = 0;
    const char *predecessor, *successor;
    QCDC_TRY (row_day (self, 0, QCDC_DAY_MIN, &lineage->event_on));
    QCDC_TRY (row_code (self, 1, &predecessor));
    QCDC_TRY (row_code (self, 2, &successor));
    QCDC_TRY (row_choice (self, 3, RELATIONS, &relation));
    QCDC_TRY (row_text (self, 4, true, &lineage->legal_basis));
    lineage->relation = RELATIONS[relation];
    /*  A version that takes in another may go on as it was; so predecessor and successor can be one. */
    const unit_t *from = catalog_unit_on (self->catalog, predecessor, lineage->event_on - 1);
    const unit_t *to = catalog_unit_on (self->catalog, successor, lineage->event_on);
    if (!from)
        return row_fail (self, 1, N_ ("unit %s was not in being the day before"), predecessor);
    if (!to)
        return row_fail (self, 2, N_ ("unit %s was not in being on that day"), successor);
    lineage->predecessor = from->id;
    lineage->successor = to->id;
    return QCDC_OK;
}

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
    for (; *classes; classes++)
        if (!catalog_class (self->catalog, *classes))
            return row_fail (self, column, N_ ("there is no class of offices '%s'"), *classes);
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
        if (!from || !to)
            return row_fail (self, column, N_ ("there is no indicator '%s'"), from ? last : first);
        if (from > to || (count > 0 && from <= indicators[count - 1]))
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

/*  Of a form or an office: the place of its (first) row, for rows are never taken away. */
static qcdc_status row_id (const row_source_t *self, size_t index, int *id)
{
    if (index >= QCDC_NUMBERED_ROWS_MAX)
        return row_fail (self, -1, N_ ("there is no number left for it; %u rows have one"), QCDC_NUMBERED_ROWS_MAX);
    *id = (int)index + 1;
    return QCDC_OK;
}

static qcdc_status form_row (row_source_t *self, void *row)
{
    form_t *form = row;
    int version = 0;
    QCDC_TRY (row_code (self, 0, &form->code));
    QCDC_TRY (row_int (self, 1, 1, 1000000, &version));
    QCDC_TRY (row_text (self, 2, true, &form->title_vi));
    QCDC_TRY (row_text (self, 3, true, &form->title_en));
    QCDC_TRY (form_classes (self, 4, form));
    QCDC_TRY (row_code (self, 5, &form->calendar));
    QCDC_TRY (row_words (self, 6, &form->periods));
    QCDC_TRY (form_indicators (self, 7, form));
    QCDC_TRY (row_id (self, self->row->index, &form->id));
    form->version = (uint32_t)version;
    form->valid_from = self->row->from;
    form->valid_to = self->row->to;
    if (!form->periods[0])
        return row_fail (self, 6, N_ ("a form needs a period"));
    for (const char *const *period = form->periods; *period; period++) {
        bool found = false;
        for (size_t i = 0; i < self->catalog->calendar_count; i++)
            found |= strcmp (self->catalog->calendar[i].calendar, form->calendar) == 0 &&
                     strcmp (self->catalog->calendar[i].period, *period) == 0;
        if (!found)
            return row_fail (self, 6, N_ ("the calendar '%s' has no period '%s'"), form->calendar, *period);
    }
    return QCDC_OK;
}

/*  All that one office is in turn has the id of its first row. */
static qcdc_status office_id (const row_source_t *self, int *id)
{
    const table_row_t *first = self->row, *before;
    while ((before = tables_before (self->tables, self->table, first)))
        first = before;
    return row_id (self, first->index, id);
}

static qcdc_status office_row (row_source_t *self, void *row)
{
    office_t *office = row;
    QCDC_TRY (row_code (self, 0, &office->code));
    QCDC_TRY (row_text (self, 1, true, &office->name));
    QCDC_TRY (row_code (self, 2, &office->office_class));
    QCDC_TRY (row_code (self, 3, &office->unit_code));
    QCDC_TRY (row_words (self, 4, &office->forms));
    QCDC_TRY (row_bool (self, 5, &office->takes_petitions));
    QCDC_TRY (office_id (self, &office->id));
    office->valid_from = self->row->from;
    office->valid_to = self->row->to;
    const office_class_t *class = catalog_class (self->catalog, office->office_class);
    if (!class)
        return row_fail (self, 2, N_ ("there is no class of offices '%s'"), office->office_class);
    office->provincial = class->provincial;
    if (!catalog_has_unit (self->catalog, office->unit_code))
        return row_fail (self, 3, N_ ("there is no unit '%s'"), office->unit_code);
    for (const char *const *code = office->forms; *code; code++) {
        const form_t *form = catalog_form_latest (self->catalog, *code);
        if (!form)
            return row_fail (self, 4, N_ ("there is no form '%s'"), *code);
        if (!class_is_among (form->office_classes, office->office_class))
            return row_fail (self, 4, N_ ("the form '%s' is for offices of class '%s'"), *code, form->office_classes);
    }
    return QCDC_OK;
}

static qcdc_status class_row (row_source_t *self, void *row)
{
    office_class_t *class = row;
    QCDC_TRY (row_code (self, 0, &class->code));
    QCDC_TRY (row_text (self, 1, true, &class->name_vi));
    QCDC_TRY (row_text (self, 2, true, &class->name_en));
    QCDC_TRY (row_bool (self, 3, &class->provincial));
    class->valid_from = self->row->from;
    class->valid_to = self->row->to;
    return QCDC_OK;
}

static qcdc_status masked_indicator_row (row_source_t *self, void *row)
{
    masked_indicator_t *masked = row;
    const char *code;
    QCDC_TRY (row_code (self, 0, &code));
    masked->indicator = catalog_indicator (self->catalog, code);
    return masked->indicator ? QCDC_OK : row_fail (self, 0, N_ ("there is no indicator '%s'"), code);
}

/*  ---------------------------------------------------------------- whole tables */

/*  The rows of constants and rules as they are: their texts are of the arena's from now on. */
static qcdc_status raw_row (row_source_t *self, void *row)
{
    table_row_t *kept = row;
    size_t columns = 0;
    while (table_kind_at (self->table)->columns[columns])
        columns++;
    *kept = *self->row;
    kept->fields = arena_alloc (self->arena, columns * sizeof *kept->fields);
    if (!kept->fields)
        return row_no_memory (self);
    for (size_t i = 0; i < columns; i++)
        QCDC_TRY (row_text (self, (int)i, false, &kept->fields[i]));
    if (kept->file && !(kept->file = arena_strdup (self->arena, kept->file)))
        return row_no_memory (self);
    return QCDC_OK;
}

static int unit_order (const void *a, const void *b)
{
    const unit_t *one = *(const unit_t *const *)a, *other = *(const unit_t *const *)b;
    int order = strcmp (one->code, other->code);
    return order ? order : (one->valid_from > other->valid_from) - (one->valid_from < other->valid_from);
}

static int office_order (const void *a, const void *b)
{
    const office_t *one = *(const office_t *const *)a, *other = *(const office_t *const *)b;
    int order = strcmp (one->code, other->code);
    return order ? order : (one->valid_from > other->valid_from) - (one->valid_from < other->valid_from);
}

/*  Those of one unit stay in the order of the table. */
static int office_unit_order (const void *a, const void *b)
{
    const office_t *one = *(const office_t *const *)a, *other = *(const office_t *const *)b;
    int order = strcmp (one->unit_code, other->unit_code);
    return order ? order : (one > other) - (one < other);
}

static int name_order (const void *a, const void *b)
{
    const dated_name_t *one = a, *other = b;
    int order = strcmp (one->dimension, other->dimension);
    order = order ? order : strcmp (one->code, other->code);
    return order ? order : (one->valid_from > other->valid_from) - (one->valid_from < other->valid_from);
}

static qcdc_status member_names_order (row_source_t *self)
{
    qsort ((dated_name_t *)self->catalog->member_names, self->catalog->member_name_count, sizeof (dated_name_t),
           name_order);
    return QCDC_OK;
}

static qcdc_status units_order (row_source_t *self)
{
    catalog_t *catalog = self->catalog;
    const unit_t **order = arena_alloc (self->arena, (catalog->unit_count + 1) * sizeof *order);
    if (!order)
        return row_no_memory (self);
    for (size_t i = 0; i < catalog->unit_count; i++)
        order[i] = &catalog->units[i];
    qsort (order, catalog->unit_count, sizeof *order, unit_order);
    catalog->units_by_code = order;
    return QCDC_OK;
}

static qcdc_status offices_order (row_source_t *self)
{
    catalog_t *catalog = self->catalog;
    const office_t **codes = arena_alloc (self->arena, (catalog->office_count + 1) * sizeof *codes);
    const office_t **units = arena_alloc (self->arena, (catalog->office_count + 1) * sizeof *units);
    if (!codes || !units)
        return row_no_memory (self);
    for (size_t i = 0; i < catalog->office_count; i++)
        codes[i] = units[i] = &catalog->offices[i];
    qsort (codes, catalog->office_count, sizeof *codes, office_order);
    qsort (units, catalog->office_count, sizeof *units, office_unit_order);
    catalog->offices_by_code = codes;
    catalog->offices_by_unit = units;
    return QCDC_OK;
}

/*  The rows of one predecessor stay in the order of the table. */
static int lineage_order (const void *a, const void *b)
{
    const lineage_t *one = *(const lineage_t *const *)a, *other = *(const lineage_t *const *)b;
    int order = (one->predecessor > other->predecessor) - (one->predecessor < other->predecessor);
    return order ? order : (one > other) - (one < other);
}

static qcdc_status lineage_sort (row_source_t *self)
{
    catalog_t *catalog = self->catalog;
    const lineage_t **order = arena_alloc (self->arena, (catalog->lineage_count + 1) * sizeof *order);
    if (!order)
        return row_no_memory (self);
    for (size_t i = 0; i < catalog->lineage_count; i++)
        order[i] = &catalog->lineage[i];
    qsort (order, catalog->lineage_count, sizeof *order, lineage_order);
    catalog->lineage_by_predecessor = order;
    return QCDC_OK;
}

static int duty_order (const duty_change_t *one, const duty_change_t *other)
{
    int order = strcmp (one->form, other->form);
    return order ? order : strcmp (one->period, other->period);
}

static int duty_office_order (const void *a, const void *b)
{
    const duty_change_t *one = *(const duty_change_t *const *)a, *other = *(const duty_change_t *const *)b;
    int order = duty_order (one, other);
    order = order ? order : strcmp (one->office, other->office);
    return order ? order : (one > other) - (one < other);
}

static int duty_successor_order (const void *a, const void *b)
{
    const duty_change_t *one = *(const duty_change_t *const *)a, *other = *(const duty_change_t *const *)b;
    int order = duty_order (one, other);
    order = order ? order : strcmp (one->successor, other->successor);
    return order ? order : (one > other) - (one < other);
}

static qcdc_status duty_changes_order (row_source_t *self)
{
    catalog_t *catalog = self->catalog;
    size_t count = catalog->duty_change_count;
    const duty_change_t **offices = arena_alloc (self->arena, (count + 1) * sizeof *offices);
    const duty_change_t **successors = arena_alloc (self->arena, (count + 1) * sizeof *successors);
    if (!offices || !successors)
        return row_no_memory (self);
    for (size_t i = 0; i < count; i++)
        offices[i] = successors[i] = &catalog->duty_changes[i];
    qsort (offices, count, sizeof *offices, duty_office_order);
    qsort (successors, count, sizeof *successors, duty_successor_order);
    catalog->duty_changes_by_office = offices;
    catalog->duty_changes_by_successor = successors;
    return QCDC_OK;
}

typedef qcdc_status (row_fn) (row_source_t *self, void *row);

/*  In the order in which one refers to another. */
#define TABLE_OF(name, row, array, count)                                                                            \
    .table = name, .make = row, .row_bytes = sizeof *((catalog_t *)0)->array,                                        \
    .array_offset = offsetof (catalog_t, array), .count_offset = offsetof (catalog_t, count)
static const struct {
    const char *table;
    row_fn *make;
    size_t row_bytes;
    size_t array_offset; /* of the pointer to the rows, in catalog_t */
    size_t count_offset;
    bool newest;                           /* one of each line, in the order of codes */
    bool standing;                         /* what has an end is withdrawn */
    bool sorted;                           /* all of them, in the order of codes and first days */
    qcdc_status (*order) (row_source_t *); /* once all are read */
} TABLES[] = {
    {TABLE_OF ("classes", class_row, classes, class_count)},
    {TABLE_OF ("dimensions", dimension_row, dimensions, dimension_count)},
    {TABLE_OF ("members", member_name_row, member_names, member_name_count), .order = member_names_order},
    {TABLE_OF ("indicators", indicator_row, indicators, indicator_count), .newest = true},
    {TABLE_OF ("indicators", indicator_name_row, indicator_names, indicator_name_count), .sorted = true},
    {TABLE_OF ("units", unit_row, units, unit_count), .order = units_order},
    {TABLE_OF ("lineage", lineage_row, lineage, lineage_count), .order = lineage_sort},
    {TABLE_OF ("calendar", calendar_row, calendar, calendar_count)},
    {TABLE_OF ("forms", form_row, forms, form_count)},
    {TABLE_OF ("offices", office_row, offices, office_count), .order = offices_order},
    {TABLE_OF ("identity-keys", identity_key_row, identity_keys, identity_key_count)},
    {TABLE_OF ("index-keys", index_key_row, index_keys, index_key_count)},
    {TABLE_OF ("deadlines", deadline_row, deadlines, deadline_count)},
    {TABLE_OF ("holidays", holiday_row, holidays, holiday_count), .newest = true, .standing = true},
    {TABLE_OF ("holidays", holiday_known_row, holiday_rows, holiday_row_count), .order = holidays_order},
    {TABLE_OF ("unit-traits", unit_trait_row, unit_traits, unit_trait_count)},
    {TABLE_OF ("legal-deadlines", legal_deadline_row, legal_deadlines, legal_deadline_count),
     .order = extensions_check},
    {TABLE_OF ("duty-changes", duty_change_row, duty_changes, duty_change_count), .newest = true, .standing = true,
     .order = duty_changes_order},
    {TABLE_OF ("brief", brief_row, brief, brief_count), .sorted = true},
    {TABLE_OF ("constants", raw_row, constant_rows, constant_row_count)},
    {TABLE_OF ("rules", raw_row, rule_rows, rule_row_count)},
    {TABLE_OF ("petition-moves", petition_move_row, petition_moves, petition_move_count)},
    {TABLE_OF ("case-lists", case_list_row, case_lists, case_list_count)},
    {TABLE_OF ("register-spans", register_span_row, register_spans, register_span_count)},
    {TABLE_OF ("register-cells", register_cell_row, register_cells, register_cell_count)},
    {TABLE_OF ("slips", slip_row, slips, slip_count)},
    {TABLE_OF ("recipients", recipient_row, recipients, recipient_count)},
    {TABLE_OF ("masked-indicators", masked_indicator_row, masked_indicators, masked_indicator_count),
     .standing = true},
    {TABLE_OF ("masked-indicators", masked_indicator_row, masked_indicator_rows, masked_indicator_row_count)},
};

/*  Look-ups search for codes by halving. */
static int row_code_order (const void *a, const void *b)
{
    const table_row_t *one = *(const table_row_t *const *)a, *other = *(const table_row_t *const *)b;
    int order = strcmp (one->fields[0], other->fields[0]);
    return order ? order : (one->from > other->from) - (one->from < other->from);
}

/*  The rows that a kind is made of: all, or of each line the newest, in the order of their codes. */
static qcdc_status rows_of (const row_source_t *self, size_t kind, const table_row_t ***rows_p, size_t *count_p)
{
    bool newest = TABLES[kind].newest, standing = TABLES[kind].standing;
    size_t count, kept = 0;
    const table_row_t *all = tables_rows (self->tables, self->table, &count);
    const table_row_t **rows = malloc ((count + 1) * sizeof *rows);
    if (!rows)
        return row_no_memory (self);
    for (size_t i = 0; i < count; i++)
        if ((!standing || all[i].to == QCDC_DAY_MAX) &&
            (!newest || tables_line (self->tables, self->table, (const char *const *)all[i].fields) == &all[i]))
            rows[kept++] = &all[i];
    if (newest || TABLES[kind].sorted)
        qsort (rows, kept, sizeof *rows, row_code_order);
    *rows_p = rows;
    *count_p = kept;
    return QCDC_OK;
}

static qcdc_status rows_make (row_source_t *self, size_t kind, const table_row_t *const *rows, size_t count)
{
    size_t *made = (size_t *)(void *)((char *)self->catalog + TABLES[kind].count_offset);
    char *array = arena_alloc (self->arena, (count + 1) * TABLES[kind].row_bytes);
    if (!array)
        return row_no_memory (self);
    memset (array, 0, (count + 1) * TABLES[kind].row_bytes);
    memcpy ((char *)self->catalog + TABLES[kind].array_offset, &array, sizeof array);
    for (self->index = 0; self->index < count; self->index++) {
        self->row = rows[self->index];
        QCDC_TRY (TABLES[kind].make (self, array + self->index * TABLES[kind].row_bytes));
        *made = self->index + 1;
    }
    return TABLES[kind].order ? TABLES[kind].order (self) : QCDC_OK;
}

qcdc_status catalog_read (const catalog_tables_t *tables, catalog_t *catalog, arena_t *arena, fault_t *fault)
{
    for (size_t i = 0; i < sizeof TABLES / sizeof *TABLES; i++) {
        const table_row_t **rows QCDC_CLEANUP (memory_free) = NULL;
        size_t count = 0;
        row_source_t source = {.catalog = catalog,
                               .arena = arena,
                               .tables = tables,
                               .table = (size_t)table_kind_find (TABLES[i].table),
                               .fault = fault};
        QCDC_TRY (rows_of (&source, i, &rows, &count));
        QCDC_TRY (rows_make (&source, i, rows, count));
    }
    return QCDC_OK;
}
