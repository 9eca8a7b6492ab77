/*  register_count.c — petitions and receptions held against the parts of a form's cells.
 *
 *  What a step is to a span it is to a deadline, too (petition_step_events).  A span of a petition is looked for by walking its steps up to the last day that is asked about; whether it was in time is asked of the
 *  legal clock as it stood by then, and only where a part wants to know. */

#include "matters/register_count.h"

#include "base/memory.h"
#include "catalogue/cell.h"
#include "catalogue/register_cells.h"
#include "matters/petition_clock.h"
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
    const catalog_t *catalog;
    const office_t *office;
    int32_t from, to, today;
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
    parts[self->part_count++] =
        (part_t){.row = row,
                 .span = receptions || cases ? NULL : register_span_on (self->catalog, row->span, self->to),
                 .cell = self->cell_count - 1};
    cell->of_petitions |= !receptions && !cases;
    cell->of_receptions |= receptions;
    cell->of_cases |= cases;
    return QCDC_OK;
}

static bool row_holds (const register_count_t *self, const register_cell_t *row)
{
    return row->valid_from <= self->to && self->to <= row->valid_to &&
           (register_counts_receptions (row->counts) || register_counts_cases (row->counts) ||
            register_span_on (self->catalog, row->span, self->to));
}

static qcdc_status cell_take (const indicator_t *indicator, const char *name, void *arg)
{
    building_t *building = arg;
    register_count_t *self = building->self;
    bool begun = false;
    (void)indicator;
    for (size_t i = 0; i < self->catalog->register_cell_count; i++) {
        const register_cell_t *row = &self->catalog->register_cells[i];
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
    *self = (register_count_t){.catalog = catalog, .from = from, .to = to, .today = today};
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

static bool class_fits (const register_cell_t *row, const office_t *office)
{
    if (!row->classes)
        return true;
    for (const char *const *class = row->classes; office && *class; class ++)
        if (strcmp (*class, office->office_class) == 0)
            return true;
    return false;
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
    if (!self->catalog->rules || !self->receptions || !class_fits (part->row, self->office))
        return;
    reception_duty (self->catalog, self->office, self->from, self->to, self->today, NULL, 0, &duty);
    self->cells[part->cell].value += duty.required;
}

qcdc_status register_count_office (register_count_t *self, const office_t *office)
{
    for (size_t i = 0; self->office && i < self->part_count; i++) {
        if (self->parts[i].row->counts == COUNT_DAYS)
            days_end (self, &self->parts[i]);
        else if (self->parts[i].row->counts == COUNT_DAYS_OWED)
            owed_end (self, &self->parts[i]);
    }
    for (size_t i = 0; self->office && i < self->part_count; i++) {
        cell_sum_t *cell = &self->cells[self->parts[i].cell];
        cell->known |= class_fits (self->parts[i].row, self->office) && (!cell->of_petitions || self->petitions) &&
                       (!cell->of_receptions || self->receptions) && (!cell->of_cases || cell->has_cases);
    }
    for (size_t i = 0; i < self->cell_count; i++)
        self->cells[i].has_cases = false;
    self->office = office;
    self->petitions = self->receptions = 0;
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- petitions */

/*  A petition up to the last day that is asked about. */
typedef struct {
    const register_count_t *count;
    const petition_t *petition;
    size_t steps; /* of its moves: those that fit and are not later, but for answers of other offices in between */
    petition_walk_t end;
    bool from_register;
} look_t;

/*  A span of it that falls into the time. */
typedef struct {
    int32_t begun_on;
    bool came_back;       /* with that it began */
    int ended_by;         /* the index of that step; -1: it is open */
    step_set_t by;        /* what that step was; 0: it is open */
    petition_walk_t then; /* where the petition stood with it */
} run_t;

/*  A way through the steps: of all of them, and of those up to the last day that is asked about. */
typedef struct {
    petition_walk_t all, then;
} look_walk_t;

static void look_walk_begin (look_walk_t *self, const petition_t *petition)
{
    petition_walk_begin (&self->all, petition->received_on);
    petition_walk_begin (&self->then, petition->received_on);
}

/*  Takes MOVE; whether it counts by then, and *FITS: it and those before it do.  The days of what other offices say are not in the order of
 *  the others: whether one of these is anything to the petition is told by all steps, the later ones, too. */
static bool look_step (const register_count_t *count, look_walk_t *walk, const move_t *move, bool *fits)
{
    *fits = move->voided || petition_walk_step (&walk->all, move) == QCDC_OK;
    return *fits && !move->voided && move->on <= count->to && (!move->answer || walk->all.events) &&
           petition_walk_step (&walk->then, move) == QCDC_OK;
}

static bool look_begin (const register_count_t *count, const petition_t *petition, look_t *look)
{
    look_walk_t walk;
    bool fits = true;
    *look = (look_t){.count = count, .petition = petition};
    if (petition->voided || petition->received_on > count->to)
        return false;
    look_walk_begin (&walk, petition);
    for (size_t i = 0; fits && i < petition->move_count; i++) {
        if (!look_step (count, &walk, &petition->moves[i], &fits))
            continue;
        look->from_register |= petition->moves[i].from_register;
        look->steps = i + 1;
    }
    look->end = walk.then;
    return true;
}

/*  Whether what runs of settling the petition was met in time, or is not overdue; where nothing is published of it, it cannot be late. */
static bool is_in_time (const look_t *look, const run_t *run)
{
    deadline_run_t runs[CLOCK_RUNS_MAX];
    petition_t then = *look->petition;
    then.move_count = run->ended_by < 0 ? look->steps : (size_t)run->ended_by + 1;
    size_t count = petition_clock (&then, look->count->catalog, runs);
    int32_t on = look->count->to < look->count->today ? look->count->to : look->count->today;
    for (size_t i = 0; i < count; i++) {
        bool meant = run->ended_by < 0 ? runs[i].state != CLOCK_ENDED
                                       : runs[i].state == CLOCK_ENDED && runs[i].ended_by == run->ended_by;
        if (meant && runs[i].deadline->owes == QCDC__MOVE__SETTLED && !run_is_in_time (&runs[i], on))
            return false;
    }
    return true;
}

static bool is_overdue (const look_t *look)
{
    const run_t end = {.ended_by = -1};
    return !is_in_time (look, &end);
}

/*  DU_AN stands for all projects. */
static bool has_flag (const char *flags, const char *const *wanted)
{
    for (; *wanted; wanted++)
        for (const char *at = flags; *at; at += strspn (at, " ")) {
            size_t length = strcspn (at, " "), name = strcspn (at, " :");
            size_t wants = strlen (*wanted);
            if ((wants == length || wants == name) && strncmp (at, *wanted, wants) == 0)
                return true;
            at += length;
        }
    return false;
}

static bool in_set (unsigned set, int number)
{
    return !set || (set & 1u << number);
}

static int outcome_of (const petition_walk_t *walk)
{
    if (walk->settled_on)
        return walk->outcome;
    return petition_is_pending (walk->state) || petition_is_settled (walk->state) ? 0 : QCDC__OUTCOME__RUT_DINH_CHI;
}

/*  What the petition is, whatever its steps are. */
static bool petition_fits (const register_cell_t *row, const look_t *look)
{
    const petition_t *petition = look->petition;
    unsigned signers = petition->people > 1 ? SIGNERS_MANY : petition->people == 1 ? SIGNERS_ONE : SIGNERS_NONE;
    return in_set (row->kinds, petition->kind) && in_set (row->fields, petition->field) &&
           (!row->instance || row->instance == petition->instance) && (!row->signers || (row->signers & signers)) &&
           (!row->flags || has_flag (petition->flags, row->flags)) &&
           (!row->without || !has_flag (petition->flags, row->without)) &&
           in_set (row->from_register, look->from_register) && class_fits (row, look->count->office) &&
           (!row->overdue || in_set (row->overdue, is_overdue (look)));
}

/*  Where the petition stands as far as what ran is concerned: what ended because it was sent on was sent on, whatever came of it when it was
 *  back; and what was given back is somebody else's, as what was forwarded. */
static unsigned standing (const look_t *look, const run_t *run)
{
    if (look->end.state == PETITION_RETURNED)
        return 1u << PETITION_RETURNED | 1u << PETITION_FORWARDED;
    return 1u << (run->by & STEP_BIT (QCDC__MOVE__FORWARDED) ? PETITION_FORWARDED : look->end.state);
}

/*  The same of what runs, its outcome apart. */
static bool run_fits (const register_cell_t *row, const look_t *look, const run_t *run)
{
    unsigned begun = run->begun_on < look->count->from ? SPAN_BEFORE : SPAN_WITHIN;
    unsigned over = run->ended_by < 0 ? SPAN_OPEN : SPAN_WITHIN;
    int channel = run->came_back ? QCDC__CHANNEL__CHUYEN_DEN : look->petition->channel;
    return in_set (row->channels, channel) && (!row->begun || (row->begun & begun)) &&
           (!row->over || (row->over & over)) && (!row->by || (row->by & run->by)) &&
           (!row->states || (row->states & standing (look, run))) &&
           (!row->in_time || in_set (row->in_time, is_in_time (look, run)));
}

typedef bool (run_fn) (const look_t *look, const run_t *run, void *arg);

/*  Whether a run falls into the time: it is looked at. */
static void run_tell (const look_t *look, const run_t *run, run_fn *each, void *arg)
{
    if (run->ended_by < 0 || look->petition->moves[run->ended_by].on >= look->count->from)
        (void)!each (look, run, arg);
}

/*  Each run of SPAN that falls into the time; one that ended because the petition was sent on begins anew when that comes back. */
static void runs_each (const look_t *look, const register_span_t *span, run_fn *each, void *arg)
{
    const petition_t *petition = look->petition;
    bool open = span->starts & STEP_BIT (STEP_RECEIVED), away = false, fits;
    run_t run = {.begun_on = petition->received_on, .ended_by = -1};
    look_walk_t walk;
    look_walk_begin (&walk, petition);
    for (size_t i = 0; i < look->steps; i++) {
        const move_t *move = &petition->moves[i];
        if (!look_step (look->count, &walk, move, &fits))
            continue;
        step_set_t events = walk.then.events;
        if (!open && ((span->starts & events) || (away && (events & STEP_BIT (STEP_CAME_BACK))))) {
            open = true;
            away = false;
            run.begun_on = move->on;
            run.came_back = events & STEP_BIT (STEP_CAME_BACK);
        }
        if (!open || !(span->ends & events))
            continue;
        open = false;
        away = events & STEP_BIT (QCDC__MOVE__FORWARDED);
        run.by = events;
        run.then = walk.then;
        run.ended_by = (int)i;
        run_tell (look, &run, each, arg);
        run.ended_by = -1;
        run.by = 0;
    }
    run.then = walk.then;
    if (open)
        run_tell (look, &run, each, arg);
}

/*  How often one part counts what runs. */
typedef struct {
    const part_t *part;
    int64_t times, nameless;
} counting_t;

static bool run_count (const look_t *look, const run_t *run, void *arg)
{
    counting_t *counting = arg;
    int outcome = outcome_of (&run->then);
    if (!run_fits (counting->part->row, look, run))
        return false;
    counting->times += in_set (counting->part->row->outcomes, outcome);
    counting->nameless += counting->part->row->outcomes && outcome == 0 && run->ended_by >= 0 &&
                          look->petition->moves[run->ended_by].move == QCDC__MOVE__SETTLED;
    return true;
}

static int64_t part_of_petition (const part_t *part, const look_t *look, bool *nameless)
{
    counting_t counting = {.part = part};
    if (!part->span || !petition_fits (part->row, look) ||
        (part->row->counts == COUNT_MATTERS && look->petition->follows))
        return 0;
    runs_each (look, part->span, run_count, &counting);
    *nameless |= counting.nameless > 0;
    return part->row->counts == COUNT_PEOPLE ? counting.times * (int64_t)look->petition->people : counting.times;
}

qcdc_status register_count_petition (register_count_t *self, const petition_t *petition)
{
    look_t look;
    bool nameless = false;
    self->petitions += !petition->voided;
    if (!look_begin (self, petition, &look))
        return QCDC_OK;
    for (size_t i = 0; i < self->part_count; i++)
        self->cells[self->parts[i].cell].value += part_of_petition (&self->parts[i], &look, &nameless);
    self->without_outcome += nameless;
    return QCDC_OK;
}

int64_t register_count_of_petition (const register_count_t *self, size_t cell, const petition_t *petition)
{
    look_t look;
    bool nameless = false;
    int64_t value = 0;
    if (!look_begin (self, petition, &look))
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
    return !reception->voided && day >= self->from && day <= self->to &&
           in_set (row->sessions, reception->values[RECEPTION_SESSION]) &&
           in_set (row->receivers, reception->values[RECEPTION_HELD_BY]) &&
           (!row->kinds || (row->kinds & (unsigned)reception->values[RECEPTION_KINDS])) &&
           (!row->fields || (row->fields & (unsigned)reception->values[RECEPTION_FIELDS])) &&
           class_fits (row, self->office);
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
    return register_counts_cases (part->row->counts) && class_fits (part->row, self->office)
               ? register_cases_count (part->row, self->from, self->to, items, count, until)
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
