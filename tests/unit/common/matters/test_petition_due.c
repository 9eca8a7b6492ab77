/*  test_petition_due.c — which petitions a publication of days off can move: of random lives none that is passed over is due otherwise.
 */

#include "matters/petition_due.h"

#include "base/day.h"
#include "catalogue/workdays.h"
#include "sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static catalog_t *catalog;
static unsigned long long chance = 20200713;

static int random_below (int end)
{
    chance = chance * 6364136223846793005ull + 1442695040888963407ull;
    return (int)((chance >> 33) % (unsigned)end);
}

static int32_t on (const char *text)
{
    int32_t day = 0;
    assert_int_equal (day_parse (text, &day), QCDC_OK);
    return day;
}

static petition_t made (int32_t received)
{
    static const int MOVES[] = {QCDC__MOVE__CLASSIFIED, QCDC__MOVE__ACCEPTED, QCDC__MOVE__EXTENDED,
                                QCDC__MOVE__SUSPENDED,  QCDC__MOVE__RESUMED,  QCDC__MOVE__SETTLED,
                                QCDC__MOVE__FORWARDED,  QCDC__MOVE__RETURNED, QCDC__MOVE__REOPENED};
    static const char *const FLAGS[] = {"", "", "PHUC_TAP", "LAN_HAI", "DAC_BIET_PHUC_TAP PHUC_TAP"},
                             *const UNITS[] = {"593", "594", "596"};
    petition_t petition = {.channel = 1 + random_below (2),
                           .kind = 1 + random_below (3),
                           .received_on = received + random_below (30),
                           .instance = 1 + random_below (2),
                           .created_at_us = 1};
    petition.unit = catalog_unit_on (catalog, UNITS[random_below (3)], petition.received_on)->id;
    assert_non_null (petition.flags = strdup (FLAGS[random_below (5)]));
    int32_t day = petition.received_on;
    int64_t moment = petition.created_at_us;
    for (int count = random_below (5), i = 0; i < count; i++) {
        move_t move = {.entry = {1, (uint64_t)i + 1, 0},
                       .move = i == 0   ? QCDC__MOVE__ACCEPTED
                               : i == 1 ? QCDC__MOVE__SUSPENDED
                                        : MOVES[random_below (sizeof MOVES / sizeof *MOVES)],
                       .on = day += random_below (8),
                       .voided = random_below (8) == 0,
                       .from_register = random_below (4) == 0,
                       .days = random_below (2) * 10};
        move.order = stamp_make (moment, i);
        if (random_below (12) == 0)
            strcpy (move.to_office, "BCD-594");
        assert_int_equal (petition_put_move (&petition, &move), QCDC_OK);
    }
    (void)!petition_fold (&petition, NULL); /* where it stops it stands */
    return petition;
}

/*  One or two days of the spring of 2020, off or worked; one that is there may be withdrawn. */
static void publish (catalog_tables_t *tables, int64_t moment)
{
    fault_t fault = {0};
    size_t table = (size_t)table_kind_find ("holidays");
    tables_known_since (tables, moment);
    for (int count = 1 + random_below (2); count > 0; count--) {
        char day[DAY_TEXT_BYTES];
        int32_t when = on ("2020-01-20") + random_below (100);
        const char *fields[] = {
            day_format_iso (when, day), day_is_weekend (when) ? "yes" : "no", "nghỉ", "off", "", ""};
        const table_row_t *there = tables_line (tables, table, fields);
        qcdc_status status = there ? tables_end (tables, table, there->index, when - 1, &fault)
                                   : tables_add (tables, table, fields, NULL, 0, &fault);
        (void)status; /* what was withdrawn before stays so */
    }
}

/*  What is counted of all that is tried. */
typedef struct {
    size_t passed_over, suspended, moved, all;
} tried_t;

static void try_one (const due_reach_t *reach, const catalog_t *next, tried_t *tried)
{
    petition_t petition = made (on ("2020-01-20"));
    petition_due_set (&petition, catalog);
    petition_due_t before = petition.due;
    bool reached = petition_due_reached (reach, &petition);
    petition_due_set (&petition, next);
    bool same = petition_due_same (&before, &petition.due);
    if (!reached && !same)
        fail_msg ("kind %d of day %d with %zu steps is due on %d, was on %d, and was passed over", petition.kind,
                  petition.received_on, petition.move_count, petition.due.on, before.on);
    tried->all++;
    tried->passed_over += !reached;
    tried->moved += !same;
    for (size_t i = 0; i < petition.move_count; i++)
        if (petition.moves[i].move == QCDC__MOVE__SUSPENDED) {
            tried->suspended += !same;
            break;
        }
    petition_release (&petition);
}

static void test_passed_over (void **state)
{
    (void)state;
    fault_t fault = {0};
    tried_t tried = {0};
    catalog_tables_t *tables = NULL;
    assert_int_equal (sample_tables (&tables, &fault), QCDC_OK);
    assert_int_equal (catalog_of_tables (tables, &catalog, &fault), QCDC_OK);
    /* more than are told of, at the end */
    for (int64_t moment = 10; moment < 60; moment++) {
        catalog_tables_t *more = NULL;
        catalog_t *next = NULL;
        assert_int_equal (tables_copy (tables, &more, &fault), QCDC_OK);
        publish (more, moment);
        if (catalog_of_tables (more, &next, &fault) != QCDC_OK)
            fail_msg ("%s", fault.message);
        due_reach_t reach = petition_due_reach (catalog, next);
        for (int i = 0; i < 300; i++)
            try_one (&reach, next, &tried);
        catalog_destroy (&catalog);
        tables_destroy (&tables);
        catalog = next;
        tables = more;
    }
    tables_destroy (&tables);
    catalog_destroy (&catalog);
    print_message ("%zu tried, %zu passed over, %zu moved, %zu of them suspended once\n", tried.all,
                   tried.passed_over, tried.moved, tried.suspended);
    assert_true (tried.passed_over > tried.all / 5 && tried.moved > tried.all / 50 &&
                 tried.suspended > tried.all / 200);
}

int main (void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test (test_passed_over)};
    return cmocka_run_group_tests (tests, NULL, NULL);
}
