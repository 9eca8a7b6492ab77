/*  register_count.c — petitions (petition_look.h), receptions and cases held against the parts of a form's cells. */

#include "matters/register_count.h"

#include "base/memory.h"
#include "catalogue/cell.h"
#include "catalogue/register_cells.h"
#include "matters/petition_look.h"
#include "rules/reception_duty.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    const register_cell_t *row;
    const register_span_t *span; /* NULL: of receptions, and of cases */
    size_t cell;
    int32_t *days; /* of the office, malloc'ed */
    size_t day_count, days_size;
} part_t;

typedef struct {
    const char *name;
    int64_t value;
    bool of_petitions, of_receptions, of_cases;
    bool has_cases; /* of the office, whenever, on one of its lists */
    bool known;     /* of some office */
} cell_sum_t;

struct register_count {
    register_asked_t asked;
    part_t *parts; /* in the order of cells */
    size_t part_count;
    cell_sum_t *cells;
    size_t cell_count;
    size_t petitions, receptions; /* rows of the office that were seen, whenever */
    size_t without_outcome;
};

/*  ---------------------------------------------------------------- which parts there are */

typedef struct {
    register_count_t *self;
    size_t parts_size, cells_size;
} building_t;

static qcdc_status part_add (building_t *building, const register_cell_t *row)
{
    register_count_t *self = building->self;
    part_t *parts = memory_room (self->parts, self->part_count, &building->parts_size, sizeof *parts);
    if (!parts)
        return QCDC_NO_MEMORY;
    self->parts = parts;
    cell_sum_t *cell = &self->cells[self->cell_count - 1];
    bool receptions = register_counts_receptions (row->counts), cases = register_counts_cases (row->counts);
    parts[self->part_count++] = (part_t){
        .row = row,
        .span = receptions || cases ? NULL : register_span_on (self->asked.catalog, row->span, self->asked.to),
        .cell = self->cell_count - 1};
    cell->of_petitions |= !receptions && !cases;
    cell->of_receptions |= receptions;
    cell->of_cases |= cases;
    return QCDC_OK;
}

static bool row_holds (const register_count_t *self, const register_cell_t *row)
{
    return row->valid_from <= self->asked.to && self->asked.to <= row->valid_to &&
           (register_counts_receptions (row->counts) || register_counts_cases (row->counts) ||
            register_span_on (self->asked.catalog, row->span, self->asked.to));
}

static qcdc_status cell_take (const indicator_t *indicator, const char *name, void *arg)
{
    building_t *building = arg;
    register_count_t *self = building->self;
    bool begun = false;
    (void)indicator;
    for (size_t i = 0; i < self->asked.catalog->register_cell_count; i++) {
        const register_cell_t *row = &self->asked.catalog->register_cells[i];
        if (strcmp (row->cell, name) != 0 || !row_holds (self, row))
            continue;
        if (!begun) {
            cell_sum_t *cells = memory_room (self->cells, self->cell_count, &building->cells_size, sizeof *cells);
            if (!cells)
                return QCDC_NO_MEMORY;
            self->cells = cells;
            cells[self->cell_count++] = (cell_sum_t){.name = row->cell};
            begun = true;
        }
        QCDC_TRY (part_add (building, row));
    }
    return QCDC_OK;
}

register_count_t *register_count_new (const catalog_t *catalog, const form_t *form, int32_t from, int32_t to,
                                      int32_t today)
{
    register_count_t *self = calloc (1, sizeof *self);
    if (!self)
        return NULL;
    *self = (register_count_t){.asked = {.catalog = catalog, .from = from, .to = to, .today = today}};
    building_t building = {.self = self};
    if (catalog->register_cell_count && form_each_cell (form, cell_take, &building) != QCDC_OK)
        register_count_destroy (&self);
    return self;
}

void register_count_destroy (register_count_t **self_p)
{
    register_count_t *self = *self_p;
    if (!self)
        return;
    for (size_t i = 0; i < self->part_count; i++)
        free (self->parts[i].days);
    free (self->parts);
    free (self->cells);
    free (self);
    *self_p = NULL;
}

size_t register_count_cells (const register_count_t *self)
{
    return self->cell_count;
}

const char *register_count_cell (const register_count_t *self, size_t cell)
{
    return self->cells[cell].name;
}

bool register_count_find (const register_count_t *self, const char *name, size_t *cell)
{
    for (*cell = 0; *cell < self->cell_count; ++*cell)
        if (strcmp (self->cells[*cell].name, name) == 0)
            return true;
    return false;
}

void register_count_kept (register_count_t *self, bool petitions, bool receptions)
{
    self->petitions += petitions;
    self->receptions += receptions;
}

/*  In which states a petition can be while a span runs of it (1), or does not (0). */
typedef bool reached_t[2][PETITION_STATE_COUNT];

/*  Marks where MOVE leads from STATE to NEXT, a span being OPEN or not; whether that was new. */
static bool reach (const register_span_t *span, reached_t reached, int open, petition_state state, int move,
                   petition_state next)
{
    step_set_t events = petition_step_events (state, next, move);
    bool runs = (open || (span->starts & events)) && !(span->ends & events), grown = !reached[runs][next];
    reached[runs][next] = true;
    return grown;
}

/*  Where a span can be open, by all ways that steps can go: one round over the states and moves; false: nothing new was found. */
static bool open_states_grow (const register_span_t *span, reached_t reached)
{
    bool grown = false;
    for (int open = 0; open < 2; open++)
        for (int state = 0; state < PETITION_STATE_COUNT; state++)
            for (int move = 1; reached[open][state] && move_name (move); move++) {
                petition_state from = (petition_state)state, next;
                if (!petition_move_possible (from, move, true, &next))
                    continue;
                /* What comes back, and what is resumed, goes on where it was; what that began anew was open there before. */
                bool back = move == QCDC__MOVE__RETURNED && from == PETITION_FORWARDED;
                for (int at = 0; back && at < PETITION_STATE_COUNT; at++)
                    if (petition_is_pending ((petition_state)at) && (reached[0][at] || reached[1][at]))
                        grown |= reach (span, reached, open, from, move, (petition_state)at);
                if (!back)
                    grown |= reach (span, reached, open, from, move, next);
                if (move == QCDC__MOVE__RESUMED)
                    grown |= reach (span, reached, open, from, move, PETITION_VERIFYING);
            }
    return grown;
}

bool register_count_open (const register_count_t *self, petition_state state, int kind)
{
    for (size_t i = 0; i < self->part_count; i++) {
        const register_span_t *span = self->parts[i].span;
        reached_t reached = {{false}};
        if (!span || (self->parts[i].row->kinds && !(self->parts[i].row->kinds & 1u << kind)))
            continue;
        reached[(span->starts & STEP_BIT (STEP_RECEIVED)) != 0][PETITION_RECEIVED] = true;
        while (open_states_grow (span, reached))
            continue;
        if (reached[1][state])
            return true;
    }
    return false;
}

bool register_count_value (const register_count_t *self, size_t cell, int64_t *value)
{
    const cell_sum_t *sum = &self->cells[cell];
    *value = sum->value;
    return sum->known;
}

size_t register_count_without_outcome (const register_count_t *self)
{
    return self->without_outcome;
}

/*  ---------------------------------------------------------------- offices */

static int day_order (const void *a, const void *b)
{
    int32_t one = *(const int32_t *)a, other = *(const int32_t *)b;
    return (one > other) - (one < other);
}

/*  The days of the office that comes to its end, each once. */
static void days_end (register_count_t *self, part_t *part)
{
    int64_t days = 0;
    if (part->day_count)
        qsort (part->days, part->day_count, sizeof *part->days, day_order);
    for (size_t i = 0; i < part->day_count; i++)
        days += i == 0 || part->days[i] != part->days[i - 1];
    self->cells[part->cell].value += days;
    part->day_count = 0;
}

static void owed_end (register_count_t *self, const part_t *part)
{
    reception_duty_t duty;
    if (!self->asked.catalog->rules || !self->receptions || !register_class_fits (part->row, self->asked.office))
        return;
    reception_duty (self->asked.catalog, self->asked.office, self->asked.from, self->asked.to, self->asked.today,
                    NULL, 0, &duty);
    self->cells[part->cell].value += duty.required;
}

qcdc_status register_count_office (register_count_t *self, const office_t *office)
{
    for (size_t i = 0; self->asked.office && i < self->part_count; i++) {
        if (self->parts[i].row->counts == COUNT_DAYS)
            days_end (self, &self->parts[i]);
        else if (self->parts[i].row->counts == COUNT_DAYS_OWED)
            owed_end (self, &self->parts[i]);
    }
    for (size_t i = 0; self->asked.office && i < self->part_count; i++) {
        cell_sum_t *cell = &self->cells[self->parts[i].cell];
        cell->known |= register_class_fits (self->parts[i].row, self->asked.office) &&
                       (!cell->of_petitions || self->petitions) && (!cell->of_receptions || self->receptions) &&
                       (!cell->of_cases || cell->has_cases);
    }
    for (size_t i = 0; i < self->cell_count; i++)
        self->cells[i].has_cases = false;
    self->asked.office = office;
    self->petitions = self->receptions = 0;
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- petitions */

static int64_t part_of_petition (const part_t *part, const petition_look_t *look, bool *nameless)
{
    return part->span ? petition_look_count (look, part->row, part->span, nameless) : 0;
}

qcdc_status register_count_petition (register_count_t *self, const petition_t *petition)
{
    petition_look_t look;
    bool nameless = false;
    self->petitions += !petition->voided;
    if (!petition_look_begin (&self->asked, petition, &look))
        return QCDC_OK;
    for (size_t i = 0; i < self->part_count; i++)
        self->cells[self->parts[i].cell].value += part_of_petition (&self->parts[i], &look, &nameless);
    self->without_outcome += nameless;
    return QCDC_OK;
}

int64_t register_count_of_petition (const register_count_t *self, size_t cell, const petition_t *petition)
{
    petition_look_t look;
    bool nameless = false;
    int64_t value = 0;
    if (!petition_look_begin (&self->asked, petition, &look))
        return 0;
    for (size_t i = 0; i < self->part_count; i++)
        if (self->parts[i].cell == cell)
            value += part_of_petition (&self->parts[i], &look, &nameless);
    return value;
}

/*  ---------------------------------------------------------------- receptions */

static bool reception_fits (const register_count_t *self, const register_cell_t *row, const reception_t *reception)
{
    int32_t day = reception->values[RECEPTION_HELD_ON];
    return !reception->voided && day >= self->asked.from && day <= self->asked.to &&
           register_in_set (row->sessions, reception->values[RECEPTION_SESSION]) &&
           register_in_set (row->receivers, reception->values[RECEPTION_HELD_BY]) &&
           (!row->kinds || (row->kinds & (unsigned)reception->values[RECEPTION_KINDS])) &&
           (!row->fields || (row->fields & (unsigned)reception->values[RECEPTION_FIELDS])) &&
           register_class_fits (row, self->asked.office);
}

static int64_t amount_of (register_counts counts, const reception_t *reception)
{
    static const reception_column COLUMNS[REGISTER_COUNTS] = {[COUNT_RECEPTIONS] = RECEPTION_RECEPTIONS,
                                                              [COUNT_PERSONS] = RECEPTION_PERSONS,
                                                              [COUNT_RECEIVED_FIRST] = RECEPTION_MATTERS_FIRST,
                                                              [COUNT_RECEIVED_AGAIN] = RECEPTION_MATTERS_AGAIN,
                                                              [COUNT_GROUPS] = RECEPTION_GROUPS,
                                                              [COUNT_GROUP_PERSONS] = RECEPTION_GROUP_PERSONS,
                                                              [COUNT_GROUP_FIRST] = RECEPTION_GROUP_FIRST,
                                                              [COUNT_GROUP_AGAIN] = RECEPTION_GROUP_AGAIN};
    if (counts == COUNT_RECEIVED)
        return (int64_t)reception->values[RECEPTION_MATTERS_FIRST] + reception->values[RECEPTION_MATTERS_AGAIN];
    return COLUMNS[counts] ? reception->values[COLUMNS[counts]] : 0;
}

static qcdc_status day_take (part_t *part, int32_t day)
{
    int32_t *days = memory_room (part->days, part->day_count, &part->days_size, sizeof *days);
    if (!days)
        return QCDC_NO_MEMORY;
    part->days = days;
    days[part->day_count++] = day;
    return QCDC_OK;
}

qcdc_status register_count_reception (register_count_t *self, const reception_t *reception)
{
    self->receptions += !reception->voided;
    for (size_t i = 0; i < self->part_count; i++) {
        part_t *part = &self->parts[i];
        if (!register_counts_receptions (part->row->counts) || !reception_fits (self, part->row, reception))
            continue;
        if (part->row->counts == COUNT_DAYS)
            QCDC_TRY (day_take (part, reception->values[RECEPTION_HELD_ON]));
        else
            self->cells[part->cell].value += amount_of (part->row->counts, reception);
    }
    return QCDC_OK;
}

int64_t register_count_of_reception (const register_count_t *self, size_t cell, const reception_t *reception)
{
    int64_t value = 0;
    for (size_t i = 0; i < self->part_count; i++) {
        const part_t *part = &self->parts[i];
        if (part->cell == cell && register_counts_receptions (part->row->counts) &&
            reception_fits (self, part->row, reception))
            value += part->row->counts == COUNT_DAYS ? 1 : amount_of (part->row->counts, reception);
    }
    return value;
}

/*  ---------------------------------------------------------------- cases on lists */

static int64_t part_of_case (const register_count_t *self, const part_t *part, const register_case_t *items,
                             size_t count, const stamp_t *until)
{
    return register_counts_cases (part->row->counts) && register_class_fits (part->row, self->asked.office)
               ? register_cases_count (part->row, self->asked.from, self->asked.to, items, count, until)
               : 0;
}

void register_count_cases (register_count_t *self, const register_cases_t *cases, const stamp_t *until)
{
    for (size_t i = 0; i < self->part_count; i++) {
        const part_t *part = &self->parts[i];
        cell_sum_t *cell = &self->cells[part->cell];
        for (size_t first = 0, end; first < cases->count; first = end) {
            end = register_cases_end (cases, first);
            cell->value += part_of_case (self, part, cases->items + first, end - first, until);
        }
        for (size_t at = 0; at < cases->count; at++)
            cell->has_cases |= register_cases_of_list (part->row, cases->items[at].list) &&
                               !(until && stamp_before (*until, cases->items[at].put));
    }
}

int64_t register_count_of_case (const register_count_t *self, size_t cell, const register_case_t *items, size_t count,
                                const stamp_t *until)
{
    int64_t value = 0;
    for (size_t i = 0; i < self->part_count; i++)
        if (self->parts[i].cell == cell)
            value += part_of_case (self, &self->parts[i], items, count, until);
    return value;
}
