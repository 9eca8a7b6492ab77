/*  test_snapshot.c — snapshots of the catalogue: what a publication makes of one, what it leaves, and who frees them. */

#include "base/day.h"
#include "base/snapshot.h"
#include "catalogue/tables_read.h"
#include "sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define ORIGIN 7u

static const founding_t FOUNDING = {"BCD-TINH", "Ban Chỉ đạo tỉnh", "60", "Tỉnh Bình Thuận", true};

/*  The parts of a set, one after the other. */
typedef struct {
    snapshot_t *now;
    int64_t commit_seq;
    size_t parts, until; /* UNTIL: so many of them are published */
    qcdc_status said;
} publishing_all_t;

static qcdc_status publish_part (const Qcdc__Fact *fact, void *arg, fault_t *fault)
{
    publishing_all_t *self = arg;
    self->parts++;
    if (self->parts > self->until || self->said != QCDC_OK)
        return QCDC_OK;
    publishing_t what = {ORIGIN, fact->published, ++self->commit_seq, moment_now ()};
    snapshot_t *next = NULL;
    self->said = snapshot_publish (self->now, &what, &next, fault);
    if (self->said == QCDC_OK) {
        snapshot_drop (&self->now);
        self->now = next;
    }
    return QCDC_OK;
}

/*  Publishes the sample folder's tables, OFFICE left out of them (NULL: all), on top of SELF->now. */
static void publish_sample (publishing_all_t *self, const char *office, fault_t *fault)
{
    catalog_tables_t *all = NULL, *some = tables_new ();
    assert_int_equal (sample_tables (&all, fault), QCDC_OK);
    for (size_t table = 0; table < table_kind_count (); table++) {
        size_t count;
        const table_row_t *rows = tables_rows (all, table, &count);
        for (size_t i = 0; i < count; i++)
            if (!office || strcmp (table_kind_at (table)->name, "offices") != 0 || strcmp (rows[i].fields[0], office) != 0)
                assert_int_equal (tables_add (some, table, (const char *const *)rows[i].fields, NULL, 0, fault), QCDC_OK);
    }
    assert_int_equal (publication_each (some, "mẫu", 0, false, publish_part, self, fault), QCDC_OK);
    tables_destroy (&some);
    tables_destroy (&all);
}

static void test_founded (void **state)
{
    (void)state;
    fault_t fault = {0};
    snapshot_t *founded = NULL;
    assert_int_equal (snapshot_found (&FOUNDING, &founded, &fault), QCDC_OK);
    assert_int_equal (founded->catalog->office_count, 1);
    assert_true (founded->catalog->offices[0].provincial);
    assert_true (tables_are_empty (founded->tables));
    founding_t bad = FOUNDING;
    bad.office = "";
    snapshot_t *none = NULL;
    assert_int_not_equal (snapshot_found (&bad, &none, &fault), QCDC_OK);
    assert_null (none);
    snapshot_drop (&founded);
    assert_null (founded);
}

/*  Parts change nothing of the catalog until the last one does, and whoever holds the one before keeps it. */
static void test_parts (void **state)
{
    (void)state;
    fault_t fault = {0};
    publishing_all_t all = {.until = 2};
    assert_int_equal (snapshot_found (&FOUNDING, &all.now, &fault), QCDC_OK);
    snapshot_t *before = snapshot_hold (all.now);
    publish_sample (&all, NULL, &fault);
    assert_int_equal (all.said, QCDC_OK);
    assert_true (all.parts > 2);
    assert_true (snapshot_same_catalog (before, all.now));
    assert_int_equal (all.now->commit_seq, 2);

    publishing_t refused = {.origin = ORIGIN, .commit_seq = 3};
    snapshot_t *dropped = NULL, *nothing = NULL;
    assert_int_equal (snapshot_drop_set (all.now, &refused, &dropped, &fault), QCDC_OK);
    assert_non_null (dropped);
    assert_int_equal (snapshot_drop_set (dropped, &refused, &nothing, &fault), QCDC_OK);
    assert_null (nothing);
    snapshot_drop (&all.now);

    all = (publishing_all_t){.now = dropped, .commit_seq = 3, .until = SIZE_MAX};
    publish_sample (&all, NULL, &fault);
    assert_int_equal (all.said, QCDC_OK);
    assert_false (snapshot_same_catalog (before, all.now));
    assert_int_equal (all.now->catalog->offices[0].id, 1);
    assert_string_equal (all.now->catalog->offices[0].code, FOUNDING.office);
    assert_true (all.now->catalog->office_count > 20);
    assert_int_equal (before->catalog->office_count, 1);
    snapshot_drop (&all.now);
    assert_string_equal (before->catalog->offices[0].name, FOUNDING.name);
    snapshot_drop (&before);
}

/*  The first set without the office that publishes it makes nothing. */
static void test_without_founder (void **state)
{
    (void)state;
    fault_t fault = {0};
    publishing_all_t all = {.until = SIZE_MAX};
    assert_int_equal (snapshot_found (&FOUNDING, &all.now, &fault), QCDC_OK);
    publish_sample (&all, FOUNDING.office, &fault);
    assert_int_equal (all.said, QCDC_BAD_CATALOGUE);
    assert_int_equal (all.now->catalog->office_count, 1);
    snapshot_drop (&all.now);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_founded),
        cmocka_unit_test (test_parts),
        cmocka_unit_test (test_without_founder),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
