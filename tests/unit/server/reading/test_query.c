/*  test_query.c — the heads of the named queries, and what becomes of parameters before they are bound. */

#include "base/day.h"
#include "catalogue/catalog_load.h"
#include "commands/commands.h"
#include "commands/endpoint.h"
#include "reading/query.h"
#include "sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct {
    catalog_t *catalog;
    queries_t *queries;
} fixture_t;

static int set_up (void **state)
{
    static fixture_t fixture;
    fault_t fault = {0};
    *state = &fixture;
    return sample_catalog (&fixture.catalog, &fault) != QCDC_OK || queries_new (&fixture.queries, &fault) != QCDC_OK;
}

static int tear_down (void **state)
{
    fixture_t *fixture = *state;
    queries_destroy (&fixture->queries);
    catalog_destroy (&fixture->catalog);
    return 0;
}

/*  Binds one parameter of a query as ROLE of OFFICE would give it; VALUE (64 bytes) is what is bound, "(null)" for
 *  null. */
static qcdc_status bind (fixture_t *fixture, const char *query, const char *office, role_t role, const char *name,
                         const char *text, char *value)
{
    const query_t *found = queries_find (fixture->queries, query);
    assert_non_null (found);
    Qcdc__Param param = QCDC__PARAM__INIT;
    Qcdc__Param period = QCDC__PARAM__INIT;
    Qcdc__Param *given[] = {&param, &period};
    param.name = (char *)name;
    param.value = (char *)text;
    period.name = "period";
    period.value = "2020-H1";
    bool needs_period = strncmp (query, "report", 6) == 0 && strcmp (name, "period") != 0;
    query_values_t values;
    fault_t fault = {0};
    qcdc_status status =
        query_bind (found, fixture->catalog, &(asker_t){catalog_office (fixture->catalog, office), role, 7}, given,
                    needs_period ? 2 : 1, &values, &fault);
    strcpy (value, "(null)");
    for (size_t i = 0; status == QCDC_OK && i < found->param_count; i++)
        if (strcmp (found->params[i].name, name) == 0 && values.values[i])
            snprintf (value, 64, "%s", values.values[i]);
    if (status != QCDC_OK) {
        assert_int_equal (fault.status, status);
        assert_true (fault.message[0]);
        assert_null (strchr (fault.message, '\n'));
    }
    query_values_release (&values);
    return status;
}

static void every_head_is_whole (void **state)
{
    fixture_t *fixture = *state;
    assert_true (fixture->queries->count >= 6);
    for (size_t i = 0; i < fixture->queries->count; i++) {
        const query_t *query = &fixture->queries->items[i];
        assert_true (query->column_count > 0);
        assert_true (query->roles[ROLE_PROVINCE]);
        assert_true (!query->roles[ROLE_REPORTER] || query->scope_unit || query->scope_office);
        assert_true (strncmp (query->sql, "-- ", 3) != 0);
    }
    assert_null (queries_find (fixture->queries, ""));
    assert_null (queries_find (fixture->queries, "report_values.sql"));
}

/*  An earlier day is told apart from none, and from one that has not come. */
static void days_that_are_asked_about (void **state)
{
    static const struct {
        const char *query, *name, *text, *day; /* NULL: none */
    } CASES[] = {
        {"report_totals", "as_of", "2020-07-13", "2020-07-13"},
        {"rule_findings", "as_of", "2020-07-13", "2020-07-13"},
        {"report_totals", "as_of", "13/07/2020", NULL},
        {"report_totals", "as_of", "2999-01-01", NULL},
        {"report_totals", "as_of", "", NULL},
        {"report_totals", "period", "2020-07-13", NULL},
        {"petition_counts", "as_of", "2020-07-13", NULL},
    };
    fixture_t *fixture = *state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        Qcdc__Param param = QCDC__PARAM__INIT;
        Qcdc__Param *given[] = {&param};
        char text[DAY_TEXT_BYTES] = "";
        int32_t day = 0;
        param.name = (char *)CASES[i].name;
        param.value = (char *)CASES[i].text;
        bool asked = query_day (queries_find (fixture->queries, CASES[i].query), given, 1, &day);
        assert_int_equal (asked, CASES[i].day != NULL);
        if (asked)
            assert_string_equal (day_format_iso (day, text), CASES[i].day);
    }
    /* What had not begun by then was not asked about. */
    char value[64];
    assert_int_equal (bind (fixture, "reporting_status", "BCD-TINH", ROLE_PROVINCE, "as_of", "2020-07-13", value),
                      QCDC_OK);
    assert_int_equal (bind (fixture, "reporting_status", "BCD-TINH", ROLE_PROVINCE, "as_of", "2019-07-13", value),
                      QCDC_BAD_PERIOD);
}

/*  A query that is narrowed to a unit by nothing would show a reporter everything. */
static void heads_that_are_refused (void **state)
{
    static const struct {
        const char *text;
        qcdc_status status;
    } CASES[] = {
        {"-- q: what\n-- roles reporter\n-- scope unit\n-- param unit unit: of which\n-- column a TEXT: it\nselect "
         "$1",
         QCDC_OK},
        {"-- q: what\n-- roles reporter\n-- param month month: of which\n-- column a TEXT: it\nselect $1", QCDC_OK},
        {"-- q: what\n-- roles reporter\n-- scope unit\n-- column a TEXT: it\nselect 1", QCDC_CORRUPT},
        {"-- q: what\n-- roles reporter\n-- scope unit office\n-- column a TEXT: it\nselect $1", QCDC_CORRUPT},
        {"-- q: what\n-- scope unit\n-- param unit form: of which\n-- column a TEXT: it\nselect $1", QCDC_CORRUPT},
        {"-- q: what\n-- roles reporter\n-- scope office\n-- column a TEXT: it\nselect $1", QCDC_OK},
        {"-- q: what\n-- scope office unit\n-- param unit unit: of which\n-- column a TEXT: it\nselect $1",
         QCDC_CORRUPT},
        {"-- q: what\n-- roles everybody\n-- column a TEXT: it\nselect 1", QCDC_CORRUPT},
        {"-- q: what\n-- column a TEXT: it\nselect 1; drop table journal", QCDC_CORRUPT},
        {"-- p: what\n-- column a TEXT: it\nselect 1", QCDC_CORRUPT},
        {"-- q: what\nselect 1", QCDC_CORRUPT},
    };
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        query_t query = {0};
        fault_t fault = {0};
        embed_t file = {"q.sql", CASES[i].text, CASES[i].text + strlen (CASES[i].text)};
        assert_int_equal (query_read (&query, &file, &fault), CASES[i].status);
        assert_int_equal (fault.message[0] != '\0', CASES[i].status != QCDC_OK);
        free (query.text);
    }
}

static void what_is_bound (void **state)
{
    static const struct {
        const char *query, *name, *given, *bound;
    } CASES[] = {
        {"petition_counts", "by", "unit,month", "unit,month"},
        {"petition_counts", "from", "2020-07", "2020-07-01"},
        {"petition_counts", "from", "2019-12-15", "2019-12-15"},
        {"petition_counts", "to", "2020-02", "2020-02-29"},
        {"petition_counts", "to", "2019-12", "2019-12-31"},
        {"petition_counts", "to", "2020-06-14", "2020-06-14"},
        {"petition_counts", "period", "2020-H1", "[2019-12-15,2020-06-14]"},
        {"petition_counts", "of", "settled", "settled"},
        {"petition_counts", "by", "", ""},
        {"petition_counts", "kind", "TO_CAO", "2"},
        {"petition_counts", "field", "KHAC", "10"},
        {"petition_counts", "from", "2020-07", "2020-07-01"},
        {"petition_counts", "kind", "", "(null)"},
        {"petition_register", "from", "2020-07-13", "2020-07-13"},
        {"petition_register", "state", "received", "{0}"},
        {"petition_register", "state", "đã hủy", "{15}"},
        {"petition_register", "state", "pending", "{0,1,2,3,11}"},
        {"report_values", "form", "QCDC-HUYEN", "QCDC-HUYEN"},
        {"report_values", "period", "2020", "2020"},
        {"report_values", "cell", "B07.DAT_DAI", "B07.DAT_DAI"},
        {"report_values", "cell", "B07", "B07"},
        {"report_values", "cell", "J05.XA.TOT", "J05.XA.TOT"},
    };
    char value[64];
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        assert_int_equal (
            bind (*state, CASES[i].query, "BCD-TINH", ROLE_PROVINCE, CASES[i].name, CASES[i].given, value), QCDC_OK);
        assert_string_equal (value, CASES[i].bound);
    }
}

/*  An empty answer to a time that ends before it begins would look like one. */
static void ends_the_wrong_way_round (void **state)
{
    static const struct {
        const char *query, *from, *to;
        qcdc_status status;
    } CASES[] = {
        {"petition_counts", "2020-06-14", "2020-06-14", QCDC_OK},
        {"petition_counts", "2020-06", "2020-06", QCDC_OK},
        {"petition_counts", "2020-06-30", "2020-06", QCDC_OK},
        {"petition_counts", "", "2020-06", QCDC_OK},
        {"petition_counts", "2020-06-15", "2020-06-14", QCDC_BAD_DATE},
        {"petition_counts", "2020-07", "2020-06", QCDC_BAD_DATE},
        {"petition_register", "2020-01-01", "2019-12-31", QCDC_BAD_DATE},
    };
    fixture_t *fixture = *state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        Qcdc__Param from = QCDC__PARAM__INIT, to = QCDC__PARAM__INIT;
        Qcdc__Param *given[] = {&to, &from};
        from.name = "from";
        from.value = (char *)CASES[i].from;
        to.name = "to";
        to.value = (char *)CASES[i].to;
        query_values_t values;
        fault_t fault = {0};
        assert_int_equal (query_bind (queries_find (fixture->queries, CASES[i].query), fixture->catalog,
                                      &(asker_t){catalog_office (fixture->catalog, "BCD-TINH"), ROLE_PROVINCE, 7},
                                      given, 2, &values, &fault),
                          CASES[i].status);
        if (CASES[i].status != QCDC_OK)
            assert_true (strstr (fault.message, CASES[i].from) && strstr (fault.message, CASES[i].to));
        query_values_release (&values);
    }
}

static void what_is_refused (void **state)
{
    static const struct {
        const char *query, *name, *given;
        qcdc_status status;
    } CASES[] = {
        {"reporting_rate", "year", "0000", QCDC_BAD_PERIOD}, /* not every year */
        {"petition_counts", "by", "unit,", QCDC_OK},
        {"petition_counts", "by", ",unit", QCDC_USAGE},
        {"petition_counts", "by", "unit,,kind", QCDC_USAGE},
        {"petition_counts", "by", "received", QCDC_USAGE},
        {"petition_counts", "by", "uni", QCDC_USAGE},
        {"petition_counts", "kind", "to_cao", QCDC_OK},
        {"petition_counts", "kind", "tố cao", QCDC_OK},
        {"petition_counts", "kind", "to_cat", QCDC_BAD_KIND},
        {"petition_counts", "kind", "2", QCDC_BAD_KIND},
        {"petition_counts", "field", "X", QCDC_BAD_FIELD},
        {"petition_counts", "from", "2020-7", QCDC_BAD_DATE},
        {"petition_counts", "from", "2020-07-32", QCDC_BAD_DATE},
        {"petition_counts", "to", "2020-13", QCDC_BAD_DATE},
        {"petition_counts", "period", "2020-H3", QCDC_BAD_PERIOD},
        {"petition_counts", "of", "accepted", QCDC_USAGE},
        {"petition_counts", "unit", "1", QCDC_BAD_UNIT},
        {"petition_counts", "unit", "593@x", QCDC_BAD_UNIT},
        {"petition_counts", "unit", "{1}", QCDC_BAD_UNIT},
        {"petition_counts", "colour", "red", QCDC_USAGE},
        {"petition_register", "state", "lost", QCDC_USAGE},
        {"report_values", "form", "QCDC", QCDC_BAD_FORM},
        {"report_values", "period", "2020-M06", QCDC_BAD_PERIOD},
        {"report_values", "period", "", QCDC_USAGE},
        {"report_values", "cell", "B07.X", QCDC_BAD_CELL},
        {"report_values", "cell", "B", QCDC_BAD_CELL},
    };
    char value[64];
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        assert_int_equal (
            bind (*state, CASES[i].query, "BCD-TINH", ROLE_PROVINCE, CASES[i].name, CASES[i].given, value),
            CASES[i].status);
}

/*  A code stands for all its versions, code@day for one. */
static void units (void **state)
{
    fixture_t *fixture = *state;
    char value[64], expected[64];
    assert_int_equal (bind (fixture, "petition_counts", "BCD-TINH", ROLE_PROVINCE, "unit", "23248", value), QCDC_OK);
    const unit_t *before = catalog_unit_on (fixture->catalog, "23248", 10000);
    const unit_t *after = catalog_unit_on (fixture->catalog, "23248", 18000);
    assert_true (before && after && before != after);
    snprintf (expected, sizeof expected, "{%d,%d}", before->id, after->id);
    assert_string_equal (value, expected);
    assert_int_equal (bind (fixture, "petition_counts", "BCD-TINH", ROLE_PROVINCE, "unit", "23248@2019-01-01", value),
                      QCDC_OK);
    snprintf (expected, sizeof expected, "{%d}", after->id);
    assert_string_equal (value, expected);
}

static void roles_and_scopes (void **state)
{
    fixture_t *fixture = *state;
    char value[64], own[64];
    assert_int_equal (bind (fixture, "petition_counts", "BCD-593", ROLE_REPORTER, "unit", "593", own), QCDC_OK);
    assert_int_equal (bind (fixture, "petition_counts", "BCD-593", ROLE_REPORTER, "unit", "", value), QCDC_OK);
    assert_string_equal (value, own);
    assert_int_equal (bind (fixture, "petition_counts", "BCD-593", ROLE_REPORTER, "unit", "594", value),
                      QCDC_FORBIDDEN);
    assert_int_equal (bind (fixture, "petition_counts", "BCD-593", ROLE_REPORTER, "unit", "60", value),
                      QCDC_FORBIDDEN);
    assert_int_equal (bind (fixture, "petition_counts", "BCD-593", ROLE_ANALYST, "unit", "594", value), QCDC_OK);
    assert_int_equal (bind (fixture, "petition_register", "BCD-593", ROLE_ANALYST, "unit", "593", value),
                      QCDC_FORBIDDEN);
    assert_int_equal (bind (fixture, "reporting_status", "BCD-593", ROLE_REPORTER, "form", "QCDC-HUYEN", value),
                      QCDC_FORBIDDEN);
    /* All forms and periods at once are for the few who see all offices. */
    assert_int_equal (bind (fixture, "rule_findings", "BCD-TINH", ROLE_PROVINCE, "form", "QCDC-HUYEN", value),
                      QCDC_OK);
    assert_int_equal (bind (fixture, "rule_findings", "BCD-593", ROLE_REPORTER, "form", "QCDC-HUYEN", value),
                      QCDC_USAGE);
}

static void endpoints (void **state)
{
    (void)state;
    assert_true (endpoint_valid ("tcp://127.0.0.1:5555", false));
    assert_true (endpoint_valid ("tcp://[::1]:1", false));
    assert_true (endpoint_valid ("tcp://tinh.example:65535", false));
    assert_true (endpoint_valid ("tcp://*:5555", true));
    assert_true (endpoint_valid ("tcp://127.0.0.1:*", true));
    static const char *const WRONG[] = {"",           "tcp://",        "tcp://a",    "tcp://a:",  "tcp://:1",
                                        "tcp://a:0",  "tcp://a:65536", "tcp://a:1x", "udp://a:1", "tcp://a b:1",
                                        "tcp://a:-1", "tcp://a/b:1",   "tcp://a:*"};
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++)
        assert_false (endpoint_valid (WRONG[i], false));
}

int main (void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test (every_head_is_whole),
                                       cmocka_unit_test (days_that_are_asked_about),
                                       cmocka_unit_test (heads_that_are_refused),
                                       cmocka_unit_test (what_is_bound),
                                       cmocka_unit_test (ends_the_wrong_way_round),
                                       cmocka_unit_test (what_is_refused),
                                       cmocka_unit_test (units),
                                       cmocka_unit_test (roles_and_scopes),
                                       cmocka_unit_test (endpoints)};
    return cmocka_run_group_tests (tests, set_up, tear_down);
}
