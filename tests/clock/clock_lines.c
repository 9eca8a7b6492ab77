/*  clock_lines.c — the legal clock, line by line: what is published, petitions, and their deadlines.
 *
 *      new                                      the sample province again
 *      holiday MOMENT DAY yes|no                it is published that a day is worked, or is none
 *      withdraw MOMENT DAY                      … and that this holds no more
 *      remote MOMENT UNIT FROM TO               a unit is remote
 *      petition KIND INSTANCE CHANNEL UNIT RECEIVED@MOMENT FLAG,…|- STEP@DAY@MOMENT@DAYS…    its deadlines, one a line, and a dot */

#include "matters/petition_clock.h"

#include "base/day.h"
#include "sample.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static catalog_tables_t *tables;
static catalog_t *catalog;

static void check (qcdc_status status, const fault_t *fault)
{
    if (status == QCDC_OK)
        return;
    fprintf (stderr, "%s\n", fault->message);
    exit (1);
}

static int32_t day (const char *text)
{
    int32_t on = 0;
    if (!text || day_parse (text, &on) != QCDC_OK)
        exit (2);
    return on;
}

static const char *word (char **rest)
{
    const char *next = strtok_r (NULL, " \n", rest);
    if (!next)
        exit (2);
    return next;
}

static void add (const char *table, const char *const *fields)
{
    fault_t fault = {0};
    catalog_destroy (&catalog);
    check (tables_add (tables, (size_t)table_kind_find (table), fields, NULL, 0, &fault), &fault);
}

static void begin (void)
{
    fault_t fault = {0};
    tables_destroy (&tables);
    catalog_destroy (&catalog);
    check (sample_tables (&tables, &fault), &fault);
}

static void publish (const char *what, char **rest)
{
    tables_known_since (tables, atoll (word (rest)));
    const char *first = word (rest);
    if (strcmp (what, "holiday") == 0) {
        const char *fields[] = {first, word (rest), "nghỉ", "off", "", ""};
        add ("holidays", fields);
    } else if (strcmp (what, "remote") == 0) {
        const char *from = word (rest), *fields[] = {first, "remote", from, word (rest)};
        add ("unit-traits", fields);
    } else {
        fault_t fault = {0};
        const char *fields[CATALOGUE_COLUMNS_MAX] = {first};
        size_t table = (size_t)table_kind_find ("holidays");
        catalog_destroy (&catalog);
        check (tables_end (tables, table, tables_line (tables, table, fields)->index, day (first), &fault), &fault);
    }
}

static void step (petition_t *petition, char *text)
{
    char *rest = NULL;
    const char *name = strtok_r (text, "@", &rest);
    move_t move = {.entry = {1, petition->move_count + 1, 0}, .move = move_parse (name)};
    move.on = day (strtok_r (NULL, "@", &rest));
    const char *moment = strtok_r (NULL, "@", &rest);
    move.order = stamp_make (atoll (moment ? moment : ""), 0);
    move.days = atoi (rest);
    if (petition_put_move (petition, &move) != QCDC_OK)
        exit (1);
}

static void answer (const petition_t *petition)
{
    static const char *const STATES[] = {"running", "stopped", "ended"};
    deadline_run_t runs[CLOCK_RUNS_MAX];
    size_t count = petition_clock (petition, catalog, runs);
    for (size_t i = 0; i < count; i++) {
        char begun[DAY_TEXT_BYTES], due[DAY_TEXT_BYTES] = "-", ended[DAY_TEXT_BYTES] = "-";
        day_format_iso (runs[i].begun_on, begun);
        if (runs[i].state != CLOCK_STOPPED)
            day_format_iso (runs[i].due_on, due);
        if (runs[i].state == CLOCK_ENDED)
            day_format_iso (runs[i].ended_on, ended);
        printf ("%s %s %s %s %s\n", runs[i].deadline->rule, begun, STATES[runs[i].state], due, ended);
    }
    puts (".");
    fflush (stdout);
}

static void ask (char **rest)
{
    fault_t fault = {0};
    if (!catalog)
        check (catalog_of_tables (tables, &catalog, &fault), &fault);
    petition_t petition = {.kind = petition_kind_parse (word (rest))};
    bool second = strcmp (word (rest), "2") == 0;
    petition.channel = channel_parse (word (rest));
    const char *code = word (rest);
    char *moment = NULL, received[64];
    snprintf (received, sizeof received, "%s", word (rest));
    petition.received_on = day (strtok_r (received, "@", &moment));
    petition.created_at_us = atoll (moment);
    const unit_t *unit = catalog_unit_on (catalog, code, petition.received_on);
    petition.unit = unit ? unit->id : 0;
    const char *flags = word (rest);
    if (asprintf (&petition.flags, "%s%s", second ? "LAN_HAI " : "", strcmp (flags, "-") == 0 ? "" : flags) < 0)
        exit (1);
    for (char *at = petition.flags; *at; at++)
        *at = *at == ',' ? ' ' : *at;
    char *next;
    while ((next = strtok_r (NULL, " \n", rest)))
        step (&petition, next);
    answer (&petition);
    petition_release (&petition);
}

int main (void)
{
    static char line[65536];
    begin ();
    while (fgets (line, sizeof line, stdin)) {
        char *rest = NULL;
        const char *what = strtok_r (line, " \n", &rest);
        if (!what)
            continue;
        if (strcmp (what, "new") == 0)
            begin ();
        else if (strcmp (what, "petition") == 0)
            ask (&rest);
        else
            publish (what, &rest);
    }
    tables_destroy (&tables);
    catalog_destroy (&catalog);
    return 0;
}
