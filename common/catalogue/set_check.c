/*  set_check.c — events of units' lives held against each other and against the units, changes of duties and days to hand in against the
 *  offices, ends of what forms ask for against the forms, and codes against each other.
 *
 *  Queries follow a unit through its mergers (lineage.h) and a duty to its successor (duty.h) and take for granted that there is an end
 *  and somebody at it. */

#include "catalogue/set_check.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/text_fold.h"
#include "catalogue/duty.h"
#include "catalogue/set_ends.h"
#include "catalogue/slips.h"

#include <stdlib.h>
#include <string.h>

/*  ---------------------------------------------------------------- events of units */

typedef enum { EVENT_FITS, EVENT_ALONE, EVENT_LIVES_ON, EVENT_TWICE, EVENT_CIRCLE, EVENT_NO_MEMORY } event_fault;

static bool is_whole (const lineage_t *event)
{
    return strcmp (event->relation, "merge_full") == 0;
}

/*  A border that is moved takes nobody's place, in whatever direction. */
static bool is_border (const lineage_t *event)
{
    return strcmp (event->relation, "boundary_adjust_partial") == 0;
}

/*  A unit that takes others in, or gives parts of itself away, and goes on as it was, is written as its own successor beside them. */
static bool stands_alone (const catalog_t *catalog, const lineage_t *event)
{
    for (size_t i = 0; i < catalog->lineage_count; i++) {
        const lineage_t *other = &catalog->lineage[i];
        if (other->event_on == event->event_on && other->predecessor != other->successor &&
            (other->predecessor == event->predecessor || other->successor == event->predecessor))
            return false;
    }
    return true;
}

static bool merges_twice (const catalog_t *catalog, const lineage_t *event)
{
    for (const lineage_t *other = catalog->lineage; other < event; other++)
        if (other->predecessor == event->predecessor && other->successor != other->predecessor && is_whole (other) &&
            other->successor != event->successor)
            return true;
    return false;
}

/*  What may lead on from EVENT on its day. */
static bool leads_on (const lineage_t *event, const lineage_t *other)
{
    return other->event_on == event->event_on && other->predecessor == event->successor &&
           other->successor != other->predecessor && !is_border (other);
}

/*  Whether the events of its day lead from its successor back to its predecessor.  Those of two days cannot: what a unit became lives
 *  later than it. */
static event_fault leads_back (const catalog_t *catalog, const lineage_t *event)
{
    event_fault found = EVENT_FITS;
    size_t count = catalog->lineage_count, open = 0;
    bool *met QCDC_CLEANUP (memory_free) = calloc (count + 1, sizeof *met);
    const lineage_t **stack QCDC_CLEANUP (memory_free) = malloc ((count + 1) * sizeof *stack);
    if (!met || !stack)
        return EVENT_NO_MEMORY;
    for (stack[open++] = event; open > 0 && found == EVENT_FITS;) {
        const lineage_t *at = stack[--open];
        if (at->successor == event->predecessor)
            found = EVENT_CIRCLE;
        for (size_t i = 0; i < count && found == EVENT_FITS; i++)
            if (!met[i] && leads_on (at, &catalog->lineage[i])) {
                met[i] = true;
                stack[open++] = &catalog->lineage[i];
            }
    }
    return found;
}

static event_fault event_judge (const catalog_t *catalog, const lineage_t *event)
{
    const unit_t *unit = catalog_unit_by_id (catalog, event->predecessor);
    if (event->predecessor == event->successor)
        return stands_alone (catalog, event) ? EVENT_ALONE : EVENT_FITS;
    event_fault back = is_border (event) ? EVENT_FITS : leads_back (catalog, event);
    if (back != EVENT_FITS || !is_whole (event))
        return back;
    if (unit && unit->valid_to >= event->event_on)
        return EVENT_LIVES_ON;
    return merges_twice (catalog, event) ? EVENT_TWICE : EVENT_FITS;
}

static qcdc_status event_refuse (const table_row_t *row, event_fault wrong, fault_t *fault)
{
    size_t table = (size_t)table_kind_find ("lineage");
    const char *predecessor = row->fields[1], *successor = row->fields[2];
    if (wrong == EVENT_NO_MEMORY)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    if (wrong == EVENT_ALONE) {
        table_row_fail (table, row, 2, fault,
                        _ ("the unit %s cannot become itself where nothing else became of it, or of others it"),
                        predecessor);
        fault_advise (fault, "%s", _ ("name the unit that it became, or leave the row out"));
    } else if (wrong == EVENT_CIRCLE) {
        table_row_fail (table, row, 2, fault, _ ("what became of %s on that day leads in a circle back to it"),
                        predecessor);
        fault_advise (fault, "%s",
                      _ ("leave one of the rows out; a border that was moved is boundary_adjust_partial"));
    } else if (wrong == EVENT_LIVES_ON) {
        table_row_fail (table, row, 1, fault, _ ("the unit %s went as a whole into %s, and lives on after that day"),
                        predecessor, successor);
        fault_advise (fault, "%s", _ ("end it in units.csv with valid_to on the day before, or say partial_split"));
    } else {
        table_row_fail (table, row, 1, fault, _ ("the unit %s went as a whole into another one already"),
                        predecessor);
        fault_advise (fault, "%s", _ ("where it was divided say partial_split in all of its rows"));
    }
    return fault->status;
}

static qcdc_status events_check (const catalog_t *now, const catalog_tables_t *tables, const catalog_t *next,
                                 fault_t *fault)
{
    size_t count, before = now ? now->lineage_count : 0;
    const table_row_t *rows = tables_rows (tables, (size_t)table_kind_find ("lineage"), &count);
    for (size_t i = 0; i < next->lineage_count; i++) {
        event_fault wrong = event_judge (next, &next->lineage[i]);
        if (wrong != EVENT_FITS && (i >= before || event_judge (now, &now->lineage[i]) == EVENT_FITS))
            return event_refuse (&rows[i], wrong, fault);
    }
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- duties */

enum { DUTY_FORM, DUTY_PERIOD, DUTY_OFFICE, DUTY_SUCCESSOR = 8 };

/*  Whether the duty of ROW passes to an office that is no more when its period begins. */
static bool passes_to_none (const catalog_t *catalog, const table_row_t *row)
{
    period_t period;
    return row->to == QCDC_DAY_MAX && *row->fields[DUTY_SUCCESSOR] &&
           period_form (catalog, row->fields[DUTY_FORM], row->fields[DUTY_PERIOD], &period) &&
           !catalog_office_within (catalog, row->fields[DUTY_SUCCESSOR], period.from, QCDC_DAY_MAX);
}

static qcdc_status successors_check (const catalog_tables_t *tables_now, const catalog_t *now,
                                     const catalog_tables_t *tables, const catalog_t *next, fault_t *fault)
{
    size_t table = (size_t)table_kind_find ("duty-changes"), count, before = 0;
    const table_row_t *rows = tables_rows (tables, table, &count);
    const table_row_t *old = tables_now ? tables_rows (tables_now, table, &before) : NULL;
    for (size_t i = 0; i < count; i++) {
        if (!passes_to_none (next, &rows[i]) || (i < before && passes_to_none (now, &old[i])))
            continue;
        table_row_fail (table, &rows[i], DUTY_SUCCESSOR, fault,
                        _ ("the office '%s' is over when the period %s begins"), rows[i].fields[DUTY_SUCCESSOR],
                        rows[i].fields[DUTY_PERIOD]);
        fault_advise (fault, "%s", _ ("name an office that is there then, or end this row"));
        return fault->status;
    }
    return QCDC_OK;
}

/*  Whether the office of ROW owes the form for the period, or has taken it over from one that does. */
static bool owes_at_all (const catalog_t *catalog, const table_row_t *row)
{
    period_t period;
    const char *form = row->fields[DUTY_FORM], *name = row->fields[DUTY_PERIOD];
    const office_t *office = catalog_office (catalog, row->fields[DUTY_OFFICE]);
    if (!office || !period_form (catalog, form, name, &period) ||
        duty_predecessor (catalog, office, form, name, NULL))
        return true;
    for (size_t i = 0; i < catalog->form_count; i++)
        if (strcmp (catalog->forms[i].code, form) == 0 && duty_is_own (catalog, office, &catalog->forms[i], &period))
            return true;
    return false;
}

/*  A change of what nobody owes would be said, and change nothing.  What was owed when it was published stays. */
static qcdc_status duties_check (const catalog_tables_t *tables_now, const catalog_tables_t *tables,
                                 const catalog_t *next, fault_t *fault)
{
    size_t table = (size_t)table_kind_find ("duty-changes"), count, before = 0;
    const table_row_t *rows = tables_rows (tables, table, &count);
    if (tables_now)
        (void)tables_rows (tables_now, table, &before);
    for (size_t i = before; i < count; i++) {
        if (owes_at_all (next, &rows[i]))
            continue;
        table_row_fail (table, &rows[i], DUTY_OFFICE, fault,
                        _ ("'%s' owes no %s for %s, so that there is nothing to change"), rows[i].fields[DUTY_OFFICE],
                        rows[i].fields[DUTY_FORM], rows[i].fields[DUTY_PERIOD]);
        fault_advise (fault, "%s", _ ("name the office that owes it, or leave the row out"));
        return fault->status;
    }
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- days to hand in */

enum { DEADLINE_CLASSES = 2 };

/*  A class that is not there has no offices: the day of all others would go on for those that were meant. */
static qcdc_status deadlines_check (const catalog_tables_t *tables_now, const catalog_tables_t *tables,
                                    const catalog_t *next, fault_t *fault)
{
    size_t table = (size_t)table_kind_find ("deadlines"), count, before = 0;
    const table_row_t *rows = tables_rows (tables, table, &count);
    if (tables_now)
        (void)tables_rows (tables_now, table, &before);
    for (size_t i = before; i < count; i++)
        for (const char *const *name = next->deadlines[i].classes; *name; name++)
            if (!catalog_class (next, *name))
                return table_row_fail (table, &rows[i], DEADLINE_CLASSES, fault,
                                       _ ("there is no class of offices '%s'"), *name);
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- what forms ask for */

/*  Of the forms from FIRST up to END the one that asks for the indicator of ROW after it has ended; NULL: none. */
static const form_t *asked_for_after (const catalog_t *catalog, size_t first, size_t end, const table_row_t *row)
{
    for (size_t i = first; i < end; i++) {
        if (catalog->forms[i].valid_to <= row->to)
            continue;
        for (const indicator_t *const *indicator = catalog->forms[i].indicators; *indicator; indicator++)
            if (strcmp ((*indicator)->code, row->fields[0]) == 0)
                return &catalog->forms[i];
    }
    return NULL;
}

/*  A form that comes, and asks for what is over before it is: the form is what is wrong, and not an end that was published long ago. */
static qcdc_status new_forms_check (const catalog_tables_t *tables, const catalog_t *next, size_t before,
                                    fault_t *fault)
{
    size_t indicators = (size_t)table_kind_find ("indicators"), forms = (size_t)table_kind_find ("forms");
    size_t indicator_count, form_count;
    char day[DAY_TEXT_BYTES];
    const table_row_t *asked = tables_rows (tables, indicators, &indicator_count);
    const table_row_t *rows = tables_rows (tables, forms, &form_count);
    for (size_t i = 0; i < indicator_count; i++) {
        const form_t *form = table_row_is_over (tables, indicators, &asked[i])
                                 ? asked_for_after (next, before, next->form_count, &asked[i])
                                 : NULL;
        if (!form)
            continue;
        table_row_fail (forms, &rows[form - next->forms], table_column (table_kind_at (forms), "indicators"), fault,
                        _ ("it asks for %s, which is over on %s"), asked[i].fields[0],
                        day_format_people (asked[i].to, day));
        fault_advise (fault, _ ("leave %s out, or name what is counted in its place"), asked[i].fields[0]);
        return fault->status;
    }
    return QCDC_OK;
}

/*  An end that would change nothing, for the forms go on asking for what has ended. */
static qcdc_status indicators_check (const catalog_tables_t *tables_now, const catalog_t *now,
                                     const catalog_tables_t *tables, const catalog_t *next, fault_t *fault)
{
    size_t table = (size_t)table_kind_find ("indicators"), count, before = 0, forms = now ? now->form_count : 0;
    const table_row_t *rows = tables_rows (tables, table, &count);
    const table_row_t *old = tables_now ? tables_rows (tables_now, table, &before) : NULL;
    QCDC_TRY (new_forms_check (tables, next, forms, fault));
    for (size_t i = 0; i < count; i++) {
        const form_t *form =
            table_row_is_over (tables, table, &rows[i]) ? asked_for_after (next, 0, forms, &rows[i]) : NULL;
        if (!form || (i < before && table_row_is_over (tables_now, table, &old[i]) &&
                      asked_for_after (now, 0, forms, &old[i])))
            continue;
        table_row_fail (table, &rows[i], table_kind_at (table)->to, fault,
                        _ ("version %u of the form %s asks for %s beyond that day"), form->version, form->code,
                        rows[i].fields[0]);
        fault_advise (
            fault, "%s",
            _ ("publish a version of the form without it that holds from the day after; that ends the one before"));
        return fault->status;
    }
    return QCDC_OK;
}

enum { INDICATOR_MEASURE = 4 };

/*  A figure in another measure is another figure: those of the past would be read in it. */
static qcdc_status measures_check (const catalog_tables_t *tables_now, const catalog_tables_t *tables, fault_t *fault)
{
    size_t table = (size_t)table_kind_find ("indicators"), count, before = 0;
    const table_row_t *rows = tables_rows (tables, table, &count);
    if (tables_now)
        (void)tables_rows (tables_now, table, &before);
    for (size_t i = before; i < count; i++)
        for (const table_row_t *other = tables_line (tables, table, (const char *const *)rows[i].fields); other;
             other = tables_before (tables, table, other)) {
            if (strcmp (rows[i].fields[INDICATOR_MEASURE], other->fields[INDICATOR_MEASURE]) == 0)
                continue;
            table_row_fail (table, &rows[i], INDICATOR_MEASURE, fault, _ ("it was '%s' and stays so"),
                            other->fields[INDICATOR_MEASURE]);
            fault_advise (fault, "%s", _ ("what is another thing gets a code, or a version, of its own"));
            return fault->status;
        }
    return QCDC_OK;
}

/*  A member goes with its dimension: an end of its name alone would take nothing out of any form. */
static qcdc_status members_check (const catalog_tables_t *tables_now, const catalog_tables_t *tables, fault_t *fault)
{
    size_t table = (size_t)table_kind_find ("members"), count, before = 0;
    const table_row_t *rows = tables_rows (tables, table, &count);
    const table_row_t *old = tables_now ? tables_rows (tables_now, table, &before) : NULL;
    for (size_t i = 0; i < count; i++) {
        if (!table_row_is_over (tables, table, &rows[i]) ||
            (i < before && table_row_is_over (tables_now, table, &old[i])))
            continue;
        table_row_fail (table, &rows[i], table_kind_at (table)->to, fault,
                        _ ("the forms go on asking for the member %s of %s"), rows[i].fields[1], rows[i].fields[0]);
        fault_advise (
            fault, "%s",
            _ ("leave valid_to out; forms without it need a dimension, indicators and a version of their own"));
        return fault->status;
    }
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- offices and their units */

/*  Whether a unit of CODE is in being on some day of FROM … TO. */
static bool unit_lives (const catalog_t *catalog, const char *code, int32_t from, int32_t to)
{
    for (size_t i = 0; i < catalog->unit_count; i++)
        if (strcmp (catalog->units[i].code, code) == 0 && catalog->units[i].valid_from <= to &&
            catalog->units[i].valid_to >= from)
            return true;
    return false;
}

/*  A row of an office that comes, for a unit that is over by then, or not there yet: it could never owe nor file anything. */
static qcdc_status offices_check (const catalog_tables_t *tables_now, const catalog_tables_t *tables,
                                  const catalog_t *next, fault_t *fault)
{
    size_t table = (size_t)table_kind_find ("offices"), count, before = 0;
    const table_row_t *rows = tables_rows (tables, table, &count);
    if (tables_now)
        (void)tables_rows (tables_now, table, &before);
    for (size_t i = before; i < count; i++) {
        char day[DAY_TEXT_BYTES];
        const char *unit = rows[i].fields[3];
        if (unit_lives (next, unit, rows[i].from, rows[i].to))
            continue;
        if (rows[i].from > QCDC_DAY_MIN)
            table_row_fail (table, &rows[i], 3, fault, _ ("the unit %s is not in being on %s or later"), unit,
                            day_format_people (rows[i].from, day));
        else
            table_row_fail (table, &rows[i], 3, fault, _ ("the unit %s is not in being on any day of the row"), unit);
        fault_advise (fault, "%s",
                      _ ("name the unit that the office stands for then, or publish that unit beside it"));
        return fault->status;
    }
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- codes */

#define CODE_FOLDED_BYTES 256

typedef struct {
    uint64_t hash; /* of the code, folded */
    size_t index;
} code_key_t;

static int code_key_compare (const void *one, const void *other)
{
    const code_key_t *a = one, *b = other;
    return a->hash != b->hash ? (a->hash > b->hash) - (a->hash < b->hash)
                              : (a->index > b->index) - (a->index < b->index);
}

static uint64_t code_hash (const char *code)
{
    char folded[CODE_FOLDED_BYTES];
    uint64_t hash = 14695981039346656037u; /* FNV-1a */
    for (const char *at = text_fold (code, folded, sizeof folded); *at; at++)
        hash = (hash ^ (unsigned char)*at) * 1099511628211u;
    return hash;
}

static bool codes_look_alike (const char *one, const char *other)
{
    char folded[CODE_FOLDED_BYTES], folded_other[CODE_FOLDED_BYTES];
    text_fold (one, folded, sizeof folded);
    return *folded && strcmp (one, other) != 0 &&
           strcmp (folded, text_fold (other, folded_other, sizeof folded_other)) == 0;
}

/*  Who types a code means whatever is written like it: two that differ in capitals, marks or separators would be two things to the
 *  programs and one to people.  A code that was published so already may be written on. */
static qcdc_status code_refuse (size_t table, const catalog_tables_t *now, const table_row_t *row,
                                const table_row_t *other, fault_t *fault)
{
    if (now && tables_line (now, table, (const char *const *)row->fields))
        return QCDC_OK;
    table_row_fail (table, row, 0, fault, _ ("'%s' is '%s', written with other capitals, marks or separators"),
                    row->fields[0], other->fields[0]);
    fault_advise (fault,
                  _ ("write %s where that one is meant; another thing gets a code that nobody can take for it"),
                  other->fields[0]);
    return fault->status;
}

static qcdc_status table_codes_check (size_t table, const catalog_tables_t *now, const catalog_tables_t *tables,
                                      fault_t *fault)
{
    size_t count, before = 0;
    const table_row_t *rows = tables_rows (tables, table, &count);
    if (now)
        (void)tables_rows (now, table, &before);
    if (count == before)
        return QCDC_OK;
    code_key_t *keys QCDC_CLEANUP (memory_free) = malloc (count * sizeof *keys);
    if (!keys)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    for (size_t i = 0; i < count; i++)
        keys[i] = (code_key_t){code_hash (rows[i].fields[0]), i};
    qsort (keys, count, sizeof *keys, code_key_compare);
    for (size_t i = 1, first = 0; i < count; i++) {
        if (keys[i].hash != keys[first].hash)
            first = i;
        const table_row_t *row = &rows[keys[i].index], *other = &rows[keys[first].index];
        if (row->index >= before && codes_look_alike (row->fields[0], other->fields[0]))
            QCDC_TRY (code_refuse (table, now, row, other, fault));
    }
    return QCDC_OK;
}

static qcdc_status codes_check (const catalog_tables_t *now, const catalog_tables_t *tables, fault_t *fault)
{
    static const char *const CODED[] = {"classes", "dimensions", "indicators", "units", "calendar",
                                        "forms",   "offices",    "constants",  "rules", NULL};
    for (const char *const *name = CODED; *name; name++)
        QCDC_TRY (table_codes_check ((size_t)table_kind_find (*name), now, tables, fault));
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- devices */

/*  A key is written in one way, or one of a device would stand there twice, and an end of the one leave the other. */
static qcdc_status keys_check (const catalog_tables_t *tables_now, const catalog_tables_t *tables, fault_t *fault)
{
    size_t table = (size_t)table_kind_find ("devices"), count, before = 0;
    const table_row_t *rows = tables_rows (tables, table, &count);
    if (tables_now)
        (void)tables_rows (tables_now, table, &before);
    for (size_t i = before; i < count; i++)
        if (strpbrk (rows[i].fields[0], "ABCDEF"))
            return table_row_fail (table, &rows[i], 0, fault, "%s",
                                   _ ("the key of a device is written in small letters"));
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- the publisher */

/*  The line of OFFICE in what is published; NULL: it has none. */
static const table_row_t *office_line (const catalog_tables_t *tables, const char *office)
{
    const char *fields[CATALOGUE_COLUMNS_MAX] = {office};
    return tables_line (tables, (size_t)table_kind_find ("offices"), fields);
}

/*  Nobody could publish that it is one again. */
static qcdc_status publisher_check (const catalog_tables_t *tables, const catalog_t *next, const char *code,
                                    fault_t *fault)
{
    size_t table = (size_t)table_kind_find ("offices");
    const office_t *office = catalog_office (next, code);
    if (office && office->provincial)
        return QCDC_OK;
    if (office)
        table_row_fail (table, office_line (tables, code), 2, fault,
                        _ ("%s, which publishes this, would be none of the province's any more"), code);
    else
        fault_set (fault, QCDC_BAD_CATALOGUE, "offices",
                   _ ("the first catalogue that is published holds the office that publishes it, %s"), code);
    fault_advise (
        fault,
        _ ("add a row for %s to offices.csv: its name, its unit, and a class that classes.csv calls provincial"),
        code);
    return fault->status;
}

qcdc_status set_check (const catalog_tables_t *tables_now, const catalog_t *now, const catalog_tables_t *tables,
                       const catalog_t *next, const char *office, fault_t *fault)
{
    QCDC_TRY (publisher_check (tables, next, office, fault));
    QCDC_TRY (codes_check (tables_now, tables, fault));
    QCDC_TRY (keys_check (tables_now, tables, fault));
    QCDC_TRY (slips_check (tables_now, tables, fault));
    QCDC_TRY (events_check (now, tables, next, fault));
    QCDC_TRY (indicators_check (tables_now, now, tables, next, fault));
    QCDC_TRY (measures_check (tables_now, tables, fault));
    QCDC_TRY (members_check (tables_now, tables, fault));
    QCDC_TRY (offices_check (tables_now, tables, next, fault));
    QCDC_TRY (set_ends_check (tables_now, tables, next, fault));
    QCDC_TRY (deadlines_check (tables_now, tables, next, fault));
    QCDC_TRY (duties_check (tables_now, tables, next, fault));
    return successors_check (tables_now, now, tables, next, fault);
}
