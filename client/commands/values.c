/*  values.c — the vocabularies of the command line, each from the one place that knows it: codes from the facts, forms and units
 *  from the catalogue, named questions from the heads of their files. */

#include "commands/values.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "catalogue/case_lists.h"
#include "catalogue/catalog_load.h"
#include "catalogue/cell.h"
#include "catalogue/dated_name.h"
#include "catalogue/duty.h"
#include "catalogue/period.h"
#include "journal/published.h"
#include "matters/item.h"
#include "matters/petition.h"
#include "matters/report_review.h"
#include "petitions/petition_steps.h"
#include "show/naming.h"
#include "texts/query_head.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    values_fn *each;
    void *arg;
    const catalog_t *catalog; /* names the cells */
    bool stopped;
} giving_t;

static void give (giving_t *giving, const char *value, const char *means)
{
    giving->stopped = giving->stopped || !giving->each (value, means, giving->arg);
}

/*  ---------------------------------------------------------------- codes */

static void give_codes (giving_t *giving, const char *context, const char *(*name) (int))
{
    for (int code = 1; name (code) && !giving->stopped; code++) {
        const char *means = people_word (context, name (code));
        give (giving, name (code), means == name (code) ? NULL : means);
    }
}

static void give_states (giving_t *giving)
{
    for (int i = 0; petition_filter_name (i) && !giving->stopped; i++) {
        const char *name = petition_filter_name (i), *means = people_word ("state", name);
        give (giving, name, i == PETITION_PENDING ? _ ("all that are still open") : means == name ? NULL : means);
    }
}

static void give_task_states (giving_t *giving)
{
    for (int i = 0; item_state_name (i) && !giving->stopped; i++)
        give (giving, item_state_name (i), people_word ("task_state", item_state_name (i)));
}

static void give_endings (giving_t *giving)
{
    for (int i = 0; petition_ended_code (i) && !giving->stopped; i++)
        give (giving, petition_ended_code (i), people_word ("ended", petition_ended_code (i)));
}

static void give_standings (giving_t *giving)
{
    for (int i = 0; i < REPORT_STANDING_COUNT && !giving->stopped; i++) {
        const char *name = report_standing_name ((report_standing)i), *means = people_word ("review", name);
        give (giving, name, means == name ? NULL : means);
    }
}

static void give_tables (giving_t *giving)
{
    for (size_t i = 0; i < table_kind_count () && !giving->stopped; i++)
        give (giving, table_kind_at (i)->name, _ (table_kind_at (i)->title));
}

/*  ---------------------------------------------------------------- forms, periods, cells, units */

/*  What was published to the device in the home, and the office whose duties its answers keep to; NULL: all offices'. */
typedef struct {
    const catalog_t *catalog;
    const office_t *office;
    int32_t today;
} known_t;

static qcdc_status duty_met (const period_t *period, int32_t due_on, void *arg)
{
    (void)period;
    (void)due_on;
    (void)arg;
    return QCDC_EXISTS; /* one is enough */
}

/*  Whether the office owes some version of form CODE for some period that has begun. */
static bool form_is_owed (const known_t *known, const char *code)
{
    for (size_t i = 0; i < known->catalog->form_count; i++) {
        const form_t *form = &known->catalog->forms[i];
        if (strcmp (form->code, code) == 0 &&
            duty_each (known->catalog, known->office, form, known->today, duty_met, NULL) == QCDC_EXISTS)
            return true;
    }
    return false;
}

static void give_forms (giving_t *giving, const known_t *known)
{
    for (size_t i = 0; i < known->catalog->form_count && !giving->stopped; i++) {
        const form_t *form = &known->catalog->forms[i];
        if (catalog_form_latest (known->catalog, form->code) == form &&
            (!known->office || form_is_owed (known, form->code)))
            give (giving, form->code, i18n_is_vietnamese () ? form->title_vi : form->title_en);
    }
}

/*  Whether form CODE (NULL: any) is filled for the period NAME, by the office where it is one's answers. */
static bool form_filled_for (const known_t *known, const char *code, const char *name)
{
    period_t period;
    const catalog_t *catalog = known->catalog;
    for (size_t i = 0; i < catalog->form_count; i++) {
        const form_t *form = &catalog->forms[i];
        if ((!code || strcmp (form->code, code) == 0) &&
            period_parse (catalog, form->calendar, name, &period) == QCDC_OK && period_fits_form (&period, form) &&
            period_served_by (&period, form) &&
            (!known->office || duty_owed (catalog, known->office, form, &period, known->today)))
            return true;
    }
    return false;
}

/*  Of the years that what is TYPED can become; where that says none, this year and the last two, for older ones are typed once in a
 *  lifetime. */
static bool year_is_meant (int year, int this_year, const char *typed)
{
    char text[16];
    size_t digits = typed ? strspn (typed, "0123456789") : 0;
    snprintf (text, sizeof text, "%04d", year);
    return digits < 3 ? this_year - year <= 2 : strncmp (text, typed, digits > 4 ? 4 : digits) == 0;
}

static void give_periods (giving_t *giving, const known_t *known, const char *form, const char *typed)
{
    static const char *const KINDS[] = {"-H1",  "",     "-9M",  "-Q1",  "-Q2",  "-Q3",  "-Q4",
                                        "-M01", "-M02", "-M03", "-M04", "-M05", "-M06", "-M07",
                                        "-M08", "-M09", "-M10", "-M11", "-M12"};
    int this_year = day_year (known->today);
    /* A window may end in the year before that by which it is named. */
    for (int year = this_year + 1; year >= PERIOD_YEAR_MIN; year--) {
        if ((year > this_year && typed && strlen (typed) < 4) || !year_is_meant (year, this_year, typed))
            continue;
        for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS && !giving->stopped; i++) {
            char name[24];
            snprintf (name, sizeof name, "%04d%s", year, KINDS[i]);
            if (form_filled_for (known, form, name))
                give (giving, name, NULL);
        }
    }
}

/*  By the name of the indicator alone, as it is called today. */
static qcdc_status give_cell (const indicator_t *indicator, const char *cell, void *arg)
{
    giving_t *giving = arg;
    const dated_name_t *name = indicator_name_on (giving->catalog, indicator->code, day_of_moment (moment_now ()));
    if (!giving->stopped && name)
        give (giving, cell, dated_name_in (name, i18n_is_vietnamese ()));
    return QCDC_OK;
}

static void give_cells (giving_t *giving, const catalog_t *catalog, const char *code)
{
    const form_t *form = code ? catalog_form_latest (catalog, code) : NULL;
    giving->catalog = catalog;
    for (size_t i = 0; i < catalog->indicator_count && !giving->stopped; i++) {
        const indicator_t *indicator = &catalog->indicators[i];
        bool has = !form;
        for (size_t k = 0; form && form->indicators[k]; k++)
            has |= form->indicators[k] == indicator;
        if (!has)
            continue;
        give_cell (indicator, indicator->code, giving);
        if (form && indicator->dimensions[0] && indicator_each_cell (indicator, give_cell, giving) != QCDC_OK)
            return;
    }
}

static void give_offices (giving_t *giving, const catalog_t *catalog)
{
    for (size_t i = 0; i < catalog->office_count && !giving->stopped; i++) {
        const office_t *office = &catalog->offices[i];
        if (catalog_office (catalog, office->code) == office)
            give (giving, office->code, office->name);
    }
}

static void give_lists (giving_t *giving, const known_t *known)
{
    for (size_t i = 0; i < known->catalog->case_list_count && !giving->stopped; i++) {
        const case_list_t *list = &known->catalog->case_lists[i];
        if (case_list_on (known->catalog, list->code, known->today) == list)
            give (giving, list->code, i18n_is_vietnamese () ? list->name_vi : list->name_en);
    }
}

/*  Each once, by its newest name. */
static void give_units (giving_t *giving, const catalog_t *catalog)
{
    for (size_t i = 0; i < catalog->unit_count && !giving->stopped; i++) {
        const unit_t *unit = catalog->units_by_code[i], *next = NULL;
        if (i + 1 < catalog->unit_count)
            next = catalog->units_by_code[i + 1];
        if (!next || strcmp (next->code, unit->code) != 0)
            give (giving, unit->code, unit->name);
    }
}

/*  ---------------------------------------------------------------- named questions */

static bool give_query (const char *name, const char *answers, void *arg)
{
    giving_t *giving = arg;
    give (giving, name, *answers ? _ (answers) : NULL);
    return !giving->stopped;
}

static bool give_param (const query_param_t *param, void *arg)
{
    giving_t *giving = arg;
    give (giving, param->name, *param->text ? _ (param->text) : NULL);
    return !giving->stopped;
}

static bool give_column (const query_column_t *column, void *arg)
{
    giving_t *giving = arg;
    give (giving, column->name, *column->text ? _ (column->text) : NULL);
    return !giving->stopped;
}

/*  ---------------------------------------------------------------- places */

static void give_alternatives (giving_t *giving, const char *place)
{
    char word[64];
    for (const char *at = place; *at && !giving->stopped;) {
        size_t length = strcspn (at, "|");
        snprintf (word, sizeof word, "%.*s", (int)length, at);
        give (giving, word, NULL);
        at += length;
        at += *at == '|';
    }
}

static bool needs_catalog (const char *place)
{
    static const char *const PLACES[] = {"FORM", "PERIOD", "CELL", "UNIT", "OFFICE", "LIST"};
    for (size_t i = 0; i < sizeof PLACES / sizeof *PLACES; i++)
        if (strcmp (PLACES[i], place) == 0)
            return true;
    return false;
}

static const char *values_folder;

void values_home (const char *home)
{
    values_folder = home;
}

/*  As it was published to the device in the home; NULL: nothing was.  An office is led to what it files itself, the province to what
 *  all of them do. */
static catalog_t *catalog_known (known_t *known)
{
    catalog_t *catalog = NULL;
    catalog_tables_t *tables QCDC_CLEANUP (tables_destroy) = NULL;
    kept_for_t kept;
    fault_t ignored = {0};
    *known = (known_t){.today = day_of_moment (moment_now ())};
    if (!values_folder || published_kept (values_folder, &tables, &kept, &ignored) != QCDC_OK ||
        catalog_of_tables (tables, &catalog, &ignored) != QCDC_OK)
        return NULL;
    known->catalog = catalog;
    if (strcmp (kept.role, role_name (ROLE_REPORTER)) == 0)
        known->office = catalog_office_on (catalog, kept.office, known->today);
    return catalog;
}

static void give_from_catalog (giving_t *giving, const char *place, const char *of, const char *typed)
{
    known_t known;
    catalog_t *catalog QCDC_CLEANUP (catalog_destroy) = catalog_known (&known);
    if (!catalog)
        return;
    if (strcmp (place, "FORM") == 0)
        give_forms (giving, &known);
    else if (strcmp (place, "PERIOD") == 0)
        give_periods (giving, &known, of, typed);
    else if (strcmp (place, "CELL") == 0)
        give_cells (giving, catalog, of);
    else if (strcmp (place, "OFFICE") == 0)
        give_offices (giving, catalog);
    else if (strcmp (place, "LIST") == 0)
        give_lists (giving, &known);
    else
        give_units (giving, catalog);
}

static qcdc_status give_step (int step, petition_state next, const petition_move_t *row, void *arg)
{
    giving_t *giving = arg;
    const char *name = move_name (step), *means = people_word ("move", name);
    (void)next;
    (void)row;
    if (!giving->stopped)
        give (giving, name, means == name ? NULL : means);
    return QCDC_OK;
}

/*  Those that petition NAME can take now, where it is found in the home without waiting for another program; else all. */
static void give_steps (giving_t *giving, const char *name)
{
    desk_t desk = {0};
    fault_t unread = {0};
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    petition_view_t *view = NULL;
    move_t *move;
    bool opened = name && values_folder && desk_open_within (values_folder, 0, &desk, &unread) == QCDC_OK;
    bool found = opened && petition_find_named (&desk, name, &views, &view, &move, &unread) == QCDC_OK;
    if (!found || petition_steps_each (desk.home.catalog, &view->petition, petition_step_day (&view->petition),
                                       give_step, giving) != QCDC_OK)
        give_codes (giving, "move", move_name);
    petition_views_release (&views);
    if (opened)
        desk_close (&desk);
}

void values_each (const char *place, const char *of, const char *typed, values_fn *each, void *arg)
{
    static const struct {
        const char *place;
        const char *context;
        const char *(*name) (int);
    } CODES[] = {{"KIND", "kind", petition_kind_name},         {"FIELD", "field", petition_field_name},
                 {"CHANNEL", "channel", channel_name},         {"OUTCOME", "outcome", outcome_name},
                 {"SESSION", "session", session_name},         {"RECEIVER", "held_by", receiver_name},
                 {"KINDS", "kind", petition_kind_name},        {"FIELDS", "field", petition_field_name},
                 {"RESULTS", "result", reception_result_name}, {"SCAN_OF", "shows", scan_of_name},
                 {"SOURCE", "source", item_source_name}};
    giving_t giving = {.each = each, .arg = arg};
    for (size_t i = 0; i < sizeof CODES / sizeof *CODES; i++)
        if (strcmp (CODES[i].place, place) == 0)
            give_codes (&giving, CODES[i].context, CODES[i].name);
    if (strcmp (place, "STEP") == 0)
        give_steps (&giving, of);
    else if (strcmp (place, "STATE") == 0)
        give_states (&giving);
    else if (strcmp (place, "TASK_STATE") == 0)
        give_task_states (&giving);
    else if (strcmp (place, "ENDED") == 0)
        give_endings (&giving);
    else if (strcmp (place, "STANDING") == 0)
        give_standings (&giving);
    else if (strcmp (place, "TABLE") == 0)
        give_tables (&giving);
    else if (strcmp (place, "QUERY") == 0)
        query_each (give_query, &giving);
    else if (strcmp (place, "KEY") == 0 && of)
        query_params_each (of, give_param, &giving);
    else if (strcmp (place, "COLUMN") == 0 && of)
        query_columns_each (of, give_column, &giving);
    else if (needs_catalog (place))
        give_from_catalog (&giving, place, of, typed);
    else if (*place >= 'a' && *place <= 'z' && strchr (place, '|'))
        give_alternatives (&giving, place);
}

bool values_explained (const char *place)
{
    static const char *const PLACES[] = {"KIND",     "FIELD",   "CHANNEL", "OUTCOME", "STEP",    "STATE",     "ENDED",
                                         "STANDING", "FORM",    "QUERY",   "TABLE",   "SESSION", "RECEIVER",  "KINDS",
                                         "FIELDS",   "RESULTS", "LIST",    "SCAN_OF", "SOURCE",  "TASK_STATE"};
    for (size_t i = 0; i < sizeof PLACES / sizeof *PLACES; i++)
        if (strcmp (PLACES[i], place) == 0)
            return true;
    return false;
}

const char *values_path (const char *place)
{
    if (strcmp (place, "FILE") == 0 || strcmp (place, "INVITE") == 0)
        return "files";
    return strcmp (place, "OLD_HOME") == 0 || strcmp (place, "FOLDER") == 0 || strcmp (place, "DIR") == 0 ? "folders"
                                                                                                          : NULL;
}
