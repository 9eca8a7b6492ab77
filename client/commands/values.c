/*  values.c — the vocabularies of the command line, each from the one place that knows it: codes from the facts, forms and units
 *  from the catalogue, named questions from the heads of their files. */

#include "commands/values.h"

#include "base/day.h"
#include "base/embed.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "catalogue/catalog_load.h"
#include "catalogue/cell.h"
#include "catalogue/period.h"
#include "journal/published.h"
#include "matters/petition.h"
#include "show/naming.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    values_fn *each;
    void *arg;
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
    for (int i = 0; i < PETITION_STATE_COUNT && !giving->stopped; i++) {
        const char *state = petition_state_name ((petition_state)i);
        char typed[32];
        snprintf (typed, sizeof typed, "%s", state);
        for (char *at = typed; (at = strchr (at, ' '));)
            *at = '_';
        const char *means = people_word ("state", state);
        give (giving, typed, means == state ? NULL : means);
    }
    if (!giving->stopped)
        give (giving, "pending", _ ("all that are still open"));
    if (!giving->stopped)
        give (giving, "taken_back", people_word ("state", "taken back"));
}

static void give_tables (giving_t *giving)
{
    for (size_t i = 0; i < table_kind_count () && !giving->stopped; i++)
        give (giving, table_kind_at (i)->name, _ (table_kind_at (i)->title));
}

/*  ---------------------------------------------------------------- forms, periods, cells, units */

static void give_forms (giving_t *giving, const catalog_t *catalog)
{
    for (size_t i = 0; i < catalog->form_count && !giving->stopped; i++) {
        const form_t *form = &catalog->forms[i];
        if (catalog_form_latest (catalog, form->code) == form)
            give (giving, form->code, i18n_is_vietnamese () ? form->title_vi : form->title_en);
    }
}

static bool form_filled_for (const catalog_t *catalog, const char *code, const char *name)
{
    period_t period;
    for (size_t i = 0; i < catalog->form_count; i++) {
        const form_t *form = &catalog->forms[i];
        if ((!code || strcmp (form->code, code) == 0) &&
            period_parse (catalog, form->calendar, name, &period) == QCDC_OK && period_served_by (&period, form))
            return true;
    }
    return false;
}

/*  This year's and the last two: older ones are typed once in a lifetime. */
static void give_periods (giving_t *giving, const catalog_t *catalog, const char *form)
{
    static const char *const KINDS[] = {"-H1",  "",     "-9M",  "-Q1",  "-Q2",  "-Q3",  "-Q4",
                                        "-M01", "-M02", "-M03", "-M04", "-M05", "-M06", "-M07",
                                        "-M08", "-M09", "-M10", "-M11", "-M12"};
    int year = atoi (day_format_iso (day_of_moment (moment_now ()), (char[DAY_TEXT_BYTES]){0}));
    for (int back = 0; back <= 2; back++)
        for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS && !giving->stopped; i++) {
            char name[24];
            snprintf (name, sizeof name, "%04d%s", year - back, KINDS[i]);
            if (form_filled_for (catalog, form, name))
                give (giving, name, NULL);
        }
}

static qcdc_status give_cell (const indicator_t *indicator, const char *cell, void *arg)
{
    giving_t *giving = arg;
    if (!giving->stopped)
        give (giving, cell, i18n_is_vietnamese () ? indicator->name_vi : indicator->name_en);
    return QCDC_OK;
}

static void give_cells (giving_t *giving, const catalog_t *catalog, const char *code)
{
    const form_t *form = code ? catalog_form_latest (catalog, code) : NULL;
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

static void give_units (giving_t *giving, const catalog_t *catalog)
{
    for (size_t i = 0; i < catalog->unit_count && !giving->stopped; i++) {
        const unit_t *unit = &catalog->units[i];
        bool again = false;
        for (size_t k = 0; k < i && !again; k++)
            again = strcmp (catalog->units[k].code, unit->code) == 0;
        if (!again)
            give (giving, unit->code, unit->name);
    }
}

/*  ---------------------------------------------------------------- named questions */

/*  "name TYPE rest" of a "-- param" line at AT. */
static bool param_read (const char *at, char name[32], char type[32])
{
    return sscanf (at, "-- param %31[a-z_] %31[a-z_]", name, type) == 2;
}

static const char *line_next (const char *at)
{
    const char *end = strchr (at, '\n');
    return end ? end + 1 : at + strlen (at);
}

static const embed_t *query_file (const char *name)
{
    size_t length = strlen (name);
    for (const embed_t *file = embed_queries; file->name; file++)
        if (strncmp (file->name, name, length) == 0 && strcmp (file->name + length, ".sql") == 0)
            return file;
    return NULL;
}

/*  The head's first line is "-- name: what it answers". */
static void give_queries (giving_t *giving)
{
    for (const embed_t *file = embed_queries; file->name && !giving->stopped; file++) {
        char name[64], answers[300] = "";
        snprintf (name, sizeof name, "%.*s", (int)strcspn (file->name, "."), file->name);
        const char *colon = strstr (file->begin, ": ");
        if (colon)
            snprintf (answers, sizeof answers, "%.*s", (int)strcspn (colon + 2, "\n"), colon + 2);
        give (giving, name, *answers ? _ (answers) : NULL);
    }
}

static void give_params (giving_t *giving, const char *query)
{
    char name[32], type[32];
    const embed_t *file = query ? query_file (query) : NULL;
    for (const char *at = file ? file->begin : ""; strncmp (at, "--", 2) == 0 && !giving->stopped;
         at = line_next (at))
        if (param_read (at, name, type))
            give (giving, name, NULL);
}

const char *values_query_place (const char *query, const char *key)
{
    static const char *const PLACES[][2] = {
        {"kind", "KIND"},     {"field", "FIELD"}, {"state", "STATE"}, {"form", "FORM"},
        {"period", "PERIOD"}, {"cell", "CELL"},   {"unit", "UNIT"},   {"by", "unit|kind|field|month"}};
    char name[32], type[32];
    const embed_t *file = query_file (query);
    for (const char *at = file ? file->begin : ""; strncmp (at, "--", 2) == 0; at = line_next (at)) {
        if (!param_read (at, name, type) || strcmp (name, key) != 0)
            continue;
        for (size_t i = 0; i < sizeof PLACES / sizeof *PLACES; i++)
            if (strcmp (PLACES[i][0], type) == 0)
                return PLACES[i][1];
        return "";
    }
    return NULL;
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
    static const char *const PLACES[] = {"FORM", "PERIOD", "CELL", "UNIT"};
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

/*  As it was published to the device in the home; NULL: nothing was. */
static catalog_t *catalog_known (void)
{
    catalog_t *catalog = NULL;
    catalog_tables_t *tables QCDC_CLEANUP (tables_destroy) = NULL;
    fault_t ignored = {0};
    if (!values_folder || published_kept (values_folder, &tables, &ignored) != QCDC_OK)
        return NULL;
    return catalog_of_tables (tables, &catalog, &ignored) == QCDC_OK ? catalog : NULL;
}

static void give_from_catalog (giving_t *giving, const char *place, const char *of)
{
    catalog_t *catalog QCDC_CLEANUP (catalog_destroy) = catalog_known ();
    if (!catalog)
        return;
    if (strcmp (place, "FORM") == 0)
        give_forms (giving, catalog);
    else if (strcmp (place, "PERIOD") == 0)
        give_periods (giving, catalog, of);
    else if (strcmp (place, "CELL") == 0)
        give_cells (giving, catalog, of);
    else
        give_units (giving, catalog);
}

void values_each (const char *place, const char *of, values_fn *each, void *arg)
{
    static const struct {
        const char *place;
        const char *context;
        const char *(*name) (int);
    } CODES[] = {{"KIND", "kind", petition_kind_name},
                 {"FIELD", "field", petition_field_name},
                 {"CHANNEL", "channel", channel_name},
                 {"OUTCOME", "outcome", outcome_name},
                 {"STEP", "move", move_name}};
    giving_t giving = {.each = each, .arg = arg};
    for (size_t i = 0; i < sizeof CODES / sizeof *CODES; i++)
        if (strcmp (CODES[i].place, place) == 0)
            give_codes (&giving, CODES[i].context, CODES[i].name);
    if (strcmp (place, "STATE") == 0)
        give_states (&giving);
    else if (strcmp (place, "TABLE") == 0)
        give_tables (&giving);
    else if (strcmp (place, "QUERY") == 0)
        give_queries (&giving);
    else if (strcmp (place, "KEY") == 0)
        give_params (&giving, of);
    else if (needs_catalog (place))
        give_from_catalog (&giving, place, of);
    else if (*place >= 'a' && *place <= 'z' && strchr (place, '|'))
        give_alternatives (&giving, place);
}

bool values_explained (const char *place)
{
    static const char *const PLACES[] = {"KIND", "FIELD", "CHANNEL", "OUTCOME", "STEP", "STATE", "FORM", "QUERY", "TABLE"};
    for (size_t i = 0; i < sizeof PLACES / sizeof *PLACES; i++)
        if (strcmp (PLACES[i], place) == 0)
            return true;
    return false;
}

const char *values_path (const char *place)
{
    if (strcmp (place, "FILE") == 0 || strcmp (place, "INVITE") == 0)
        return "files";
    return strcmp (place, "OLD_HOME") == 0 || strcmp (place, "FOLDER") == 0 || strcmp (place, "DIR") == 0 ? "folders" : NULL;
}
