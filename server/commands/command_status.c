/*  command_status.c — qcdcd status: what the server holds, for a person.
 *
 *  Reads only, with statements that cost the same beside a server at work as beside an idle one. */

#include "commands/commands.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/text.h"
#include "catalogue/vouching.h"
#include "commands/listing.h"
#include "commands/site.h"
#include "commands/status_figures.h"
#include "matters/judge.h"

#include <stdio.h>
#include <string.h>

#define LABEL_COLUMNS 26
#define COLUMN_COUNT 6
#define ENTRIES_COLUMN 3
#define AHEAD_MOMENTS 4 /* the first column of AHEAD that has one */

/*  commit_seq has no gaps, so the newest one is the number of entries: no count over the journal is needed.  A
 *  server at work shows by its gate's connection. */
static const statement_t TOTALS = {
    "status_totals",
    "select (select count(distinct office) from origin where revoked_at is null and curve_key is not null), "
    "(select count(*) from origin), (select count(*) from origin where revoked_at is not null), "
    "(select coalesce(max(commit_seq), 0) from journal), "
    "(select case when committed_at > now() then first_committed_at else committed_at end from journal order by "
    "commit_seq desc "
    "limit 1), "
    "(select count(*) from invitation where used_at is null and voided_at is null and expires_at > now()), "
    "pg_database_size(current_database()), "
    "exists (select from pg_stat_activity where application_name = 'qcdcd gate' and datname = current_database()), "
    "(select count(*) from erasure_asked e join journal t on t.commit_seq = e.target where t.annex is not null)"};

/*  The last verdict of an entry holds. */
static const statement_t VERDICTS = {
    "status_verdicts",
    "select count(*) filter (where state = 3), count(*) filter (where state = 2), count(*) filter (where state = 4) "
    "from (select distinct on (entry) state from verdict order by entry, given_at desc) v"};

static const statement_t ORIGINS = {
    "status_origins",
    "select encode(o.origin, 'hex'), o.office, o.role, o.head_seq, j.committed_at, o.revoked_at from origin o "
    "left join journal j on j.origin = o.id and j.seq = o.head_seq order by o.office, o.id"};

static const statement_t REVOKED = {"status_revoked",
                                    "select encode(origin, 'hex') from origin where revoked_at is not null"};

static const statement_t ABSENT = {
    "status_absent",
    "select code, name from office o where not exists (select from origin where office = o.id) order by id"};

static const statement_t AHEAD = {"status_ahead",
                                  "select o.office, count(*), min(j.commit_seq), max(j.commit_seq), "
                                  "min(j.first_committed_at), max(j.first_committed_at) from entry_clock_ahead a "
                                  "join journal j using (commit_seq) join origin o on o.id = j.origin "
                                  "group by o.office order by o.office"};

static void print_label (const char *label)
{
    text_pad (stdout, label, LABEL_COLUMNS - 1, false);
    putchar (' ');
}

static void print_number (const char *label, int64_t number)
{
    print_label (label);
    printf ("%lld\n", (long long)number);
}

static void print_size (const char *label, int64_t bytes)
{
    print_label (label);
    long long tenths = (bytes * 10 + (1 << 19)) >> 20;
    printf ("%lld,%lld MiB\n", tenths / 10, tenths % 10);
}

/*  The last commit on the province's clock, to the minute. */
static void print_moment (const char *label, const PGresult *result, int row, int column)
{
    char text[MOMENT_TEXT_BYTES];
    bool known = !pg_null (result, row, column);
    print_label (label);
    puts (known ? moment_format_people (pg_timestamp (result, row, column), text) : "–");
}

/*  Both are read before anything is printed: half a status would be taken for a whole one. */
static qcdc_status print_totals (site_t *site, fault_t *fault)
{
    PGresult *totals = NULL, *verdicts = NULL;
    qcdc_status status = pg_run (site->pg, &TOTALS, NULL, &totals, fault);
    if (status == QCDC_OK)
        status = pg_run (site->pg, &VERDICTS, NULL, &verdicts, fault);
    if (status == QCDC_OK) {
        print_label (_ ("Server"));
        printf ("%s\n", pg_bool (totals, 0, 7) ? _ ("is running") : _ ("is not running"));
        print_number (_ ("Offices that joined"), pg_int8 (totals, 0, 0));
        print_number (_ ("Devices"), pg_int8 (totals, 0, 1));
        print_number (_ ("Devices shut out"), pg_int8 (totals, 0, 2));
        print_number (_ ("Entries"), pg_int8 (totals, 0, 3));
        print_moment (_ ("Last commit"), totals, 0, 4);
        print_number (_ ("Waiting"), pg_int8 (verdicts, 0, 0));
        print_number (_ ("Rejected"), pg_int8 (verdicts, 0, 1));
        print_number (_ ("Of an unknown kind"), pg_int8 (verdicts, 0, 2));
        print_number (_ ("Erasures asked for"), pg_int8 (totals, 0, 8));
        print_number (_ ("Open invitations"), pg_int8 (totals, 0, 5));
        print_size (_ ("Size of the database"), pg_int8 (totals, 0, 6));
    }
    PQclear (totals);
    PQclear (verdicts);
    return status;
}

static bool is_revoked (uint64_t origin, void *arg)
{
    const PGresult *revoked = arg;
    char text[ORIGIN_TEXT_BYTES];
    origin_format (origin, text);
    for (int row = 0; row < PQntuples (revoked); row++)
        if (strcmp (pg_text (revoked, row, 0), text) == 0)
            return true;
    return false;
}

/*  Of those who speak for the province: that they could soon be none, or are. */
static qcdc_status print_vouched (site_t *site, fault_t *fault)
{
    PGresult *revoked QCDC_CLEANUP (pg_clear) = NULL;
    const catalog_tables_t *tables = site->snapshot->tables;
    if (!tables_first (tables))
        return QCDC_OK;
    QCDC_TRY (pg_run (site->pg, &REVOKED, NULL, &revoked, fault));
    size_t keys = keys_vouched (tables, day_of_moment (moment_now ()), is_revoked, revoked);
    if (keys == 1)
        printf ("\n%s\n", _ ("Only one key is vouched for: once it is lost, nobody can publish, review or erase any "
                             "more; where it is: qcdc "
                             "vouch --paper prints another one for the safe"));
    else if (keys == 0)
        printf ("\n%s\n", _ ("No key is vouched for that is not shut out: nobody can publish, review or erase; with "
                             "a copy of such a device's "
                             "home its work goes on"));
    return QCDC_OK;
}

/*  Until it is said which figures tell of few people, analysts see none exactly. */
static void print_masks (const site_t *site)
{
    if (tables_first (site->snapshot->tables) && !site->catalog->masked_indicator_row_count)
        printf ("\n%s\n",
                _ ("The table masked-indicators was never published: analysts see all figures of forms in "
                   "steps of five, in case they count denunciations; publish it with the indicators that do"));
}

/*  What stands in COLUMN of the table of devices. */
static void origin_cell (const site_t *site, const PGresult *result, int row, int column,
                         char text[LISTING_CELL_BYTES])
{
    if (column == 1)
        listing_office_name (site, result, row, 1, text);
    else if (column == 2)
        snprintf (text, LISTING_CELL_BYTES, "%s", role_words ((role_t)pg_int8 (result, row, 2)));
    else if (column == ENTRIES_COLUMN)
        snprintf (text, LISTING_CELL_BYTES, "%lld", (long long)pg_int8 (result, row, 3));
    else if (pg_null (result, row, column))
        snprintf (text, LISTING_CELL_BYTES, "–");
    else if (column > ENTRIES_COLUMN)
        day_format_people (day_of_moment (pg_timestamp (result, row, column)), text);
    else
        snprintf (text, LISTING_CELL_BYTES, "%s", pg_text (result, row, column));
}

static qcdc_status print_origins (site_t *site, fault_t *fault)
{
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    QCDC_TRY (pg_run (site->pg, &ORIGINS, NULL, &result, fault));
    const char *const headings[COLUMN_COUNT] = {_ ("device"),  _ ("office"), _ ("role"),
                                                _ ("entries"), _ ("last"),   _ ("shut out")};
    const listing_t listing = {headings, COLUMN_COUNT, ENTRIES_COLUMN, origin_cell};
    if (PQntuples (result) > 0)
        putchar ('\n');
    listing_print (&listing, site, result);
    return QCDC_OK;
}

/*  Offices of which nothing has ever been heard: the ones to ring up. */
static qcdc_status print_absent (site_t *site, fault_t *fault)
{
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    QCDC_TRY (pg_run (site->pg, &ABSENT, NULL, &result, fault));
    if (PQntuples (result) == 0)
        return QCDC_OK;
    printf ("\n%s\n", _ ("Offices that have never joined:"));
    for (int row = 0; row < PQntuples (result); row++)
        printf ("  %s (%s)\n", pg_text (result, row, 1), pg_text (result, row, 0));
    return QCDC_OK;
}

/*  What stands in COLUMN of the table of what was committed while the clock ran ahead. */
static void ahead_cell (const site_t *site, const PGresult *result, int row, int column,
                        char text[LISTING_CELL_BYTES])
{
    if (column == 0)
        listing_office_name (site, result, row, 0, text);
    else if (column < AHEAD_MOMENTS)
        snprintf (text, LISTING_CELL_BYTES, "%lld", (long long)pg_int8 (result, row, column));
    else
        moment_format_people (pg_timestamp (result, row, column), text);
}

static qcdc_status print_ahead (site_t *site, fault_t *fault)
{
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    QCDC_TRY (pg_run (site->pg, &AHEAD, NULL, &result, fault));
    if (PQntuples (result) == 0)
        return QCDC_OK;
    const char *const headings[] = {_ ("office"),      _ ("entries"),    _ ("first commit"),
                                    _ ("last commit"), _ ("dated from"), _ ("dated to")};
    const listing_t listing = {headings, sizeof headings / sizeof *headings, 1, ahead_cell};
    printf ("\n%s\n", _ ("Committed while the clock ran ahead, with a time of commit that is not right:"));
    listing_print (&listing, site, result);
    return QCDC_OK;
}

/*  For people, or for a program. */
static qcdc_status print_for_people (site_t *site, fault_t *fault)
{
    QCDC_TRY (print_totals (site, fault));
    QCDC_TRY (print_vouched (site, fault));
    print_masks (site);
    QCDC_TRY (print_origins (site, fault));
    QCDC_TRY (print_ahead (site, fault));
    return print_absent (site, fault);
}

int command_status (const options_t *options)
{
    static const struct {
        const char *name;
        qcdc_status (*print) (site_t *site, fault_t *fault);
    } FORMATS[] = {{"table", print_for_people}, {"json", status_print_json}, {"prometheus", status_print_prometheus}};
    fault_t fault = {0};
    const char *format = options->format ? options->format : FORMATS[0].name;
    size_t which = 0;
    while (which < sizeof FORMATS / sizeof *FORMATS && strcmp (FORMATS[which].name, format) != 0)
        which++;
    if (which == sizeof FORMATS / sizeof *FORMATS) {
        fault_set (&fault, QCDC_USAGE, "format", _ ("there is no format %s: use table, json or prometheus"), format);
        return command_fail (&fault);
    }
    site_t *site QCDC_CLEANUP (site_close) = NULL;
    if (site_open (options, SITE_IS_ASKED, &site, &fault) != QCDC_OK)
        return command_fail (&fault);
    qcdc_status status = FORMATS[which].print (site, &fault);
    return status == QCDC_OK ? 0 : command_fail (&fault);
}
