/*  test_catalog.c — the reference data as shipped. */

#include "base/day.h"
#include "base/limits.h"
#include "catalogue/catalog.h"
#include "catalogue/catalog_load.h"
#include "sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static catalog_t *catalog;

static int32_t on (const char *text)
{
    int32_t day = 0;
    assert_int_equal (day_parse (text, &day), QCDC_OK);
    return day;
}

static bool descends (const unit_t *unit, const char *province, int32_t day)
{
    while (unit && unit->level != UNIT_PROVINCE)
        unit = catalog_unit_on (catalog, unit->parent_code, day);
    return unit && strcmp (unit->code, province) == 0;
}

static size_t units_count (unit_level level, const char *province, const char *date)
{
    size_t count = 0;
    int32_t day = on (date);
    for (size_t i = 0; i < catalog->unit_count; i++) {
        const unit_t *unit = &catalog->units[i];
        if (unit->level == level && unit->valid_from <= day && day <= unit->valid_to)
            count += descends (unit, province, day);
    }
    return count;
}

static void test_counts (void **state)
{
    (void)state;
    assert_int_equal (catalog->unit_count, 193);
    assert_int_equal (catalog->lineage_count, 136);
    assert_int_equal (catalog->office_count, 26);
    assert_int_equal (catalog->dimension_count, 21);
    assert_int_equal (catalog->indicator_count, 498);
    assert_int_equal (catalog->form_count, 23);
    assert_int_equal (catalog->calendar_count, 17);
}

static void test_units_by_date (void **state)
{
    (void)state;
    assert_int_equal (units_count (UNIT_COMMUNE, "60", "2019-12-31"), 127);
    assert_int_equal (units_count (UNIT_COMMUNE, "60", "2020-07-13"), 124);
    assert_int_equal (units_count (UNIT_DISTRICT, "60", "2020-07-13"), 10);
    assert_int_equal (units_count (UNIT_PROVINCE, "60", "2020-07-13"), 1);
    assert_int_equal (units_count (UNIT_COMMUNE, "60", "2024-11-30"), 124);
    assert_int_equal (units_count (UNIT_COMMUNE, "60", "2024-12-01"), 121);
    assert_int_equal (units_count (UNIT_COMMUNE, "60", "2025-06-30"), 121);
    assert_int_equal (units_count (UNIT_COMMUNE, "60", "2025-07-01"), 0);
    assert_int_equal (units_count (UNIT_DISTRICT, "60", "2025-07-01"), 0);
    assert_int_equal (units_count (UNIT_COMMUNE, "68", "2025-07-01"), 45);
    assert_int_equal (units_count (UNIT_COMMUNE, "68", "2025-06-30"), 0);
}

static void test_unit_lookup (void **state)
{
    (void)state;
    int32_t day = on ("2025-06-30");
    assert_string_equal (catalog_unit_on (catalog, "22918", day)->name, "Phường Hàm Tiến");
    assert_string_equal (catalog_unit_on (catalog, "22918", day + 1)->name, "Phường Mũi Né");
    assert_string_equal (catalog_unit_on (catalog, "22915", day)->name, "Phường Mũi Né");
    assert_null (catalog_unit_on (catalog, "22915", day + 1));
    assert_null (catalog_unit_on (catalog, "594", on ("2005-09-19")));
    assert_non_null (catalog_unit_on (catalog, "594", on ("2005-09-20")));
    assert_non_null (catalog_unit_on (catalog, "60", QCDC_DAY_MIN));
    /* What is over, since when, and what it went into. */
    const unit_t *ended = catalog_unit_ended (catalog, "22915", day + 1);
    assert_non_null (ended);
    const lineage_t *line = catalog_next_successor (catalog, ended, NULL);
    assert_non_null (line);
    assert_string_equal (catalog_unit_by_id (catalog, line->successor)->code, "22918");
    assert_null (catalog_next_successor (catalog, ended, line));
    assert_null (catalog_unit_ended (catalog, "22915", ended->valid_to));
    assert_null (catalog_unit_ended (catalog, "68", on ("2030-01-01")));
    assert_null (catalog_unit_ended (catalog, "no such", on ("2030-01-01")));
    assert_non_null (catalog_unit_ended (catalog, "593", on ("2030-01-01")));
    assert_null (catalog_next_successor (catalog, catalog_unit_ended (catalog, "593", on ("2030-01-01")), NULL));
    assert_non_null (catalog_unit_on (catalog, "68", QCDC_DAY_MAX));
    for (size_t i = 0; i < catalog->unit_count; i++)
        assert_ptr_equal (catalog_unit_by_id (catalog, (int)i + 1), &catalog->units[i]);
    assert_null (catalog_unit_by_id (catalog, 0));
    assert_null (catalog_unit_by_id (catalog, 194));
    assert_null (catalog_unit_by_id (catalog, -1));
}

static void test_unit_parse (void **state)
{
    (void)state;
    const unit_t *unit = NULL;
    int32_t today = on ("2026-01-01");
    assert_int_equal (catalog_unit_parse (catalog, "22918", on ("2020-07-13"), &unit), QCDC_OK);
    assert_string_equal (unit->name, "Phường Hàm Tiến");
    assert_int_equal (catalog_unit_parse (catalog, "22918", today, &unit), QCDC_OK);
    assert_string_equal (unit->name, "Phường Mũi Né");
    assert_int_equal (catalog_unit_parse (catalog, "593", today, &unit), QCDC_OK); /* gone: its last version */
    assert_string_equal (unit->name, "Thành phố Phan Thiết");
    assert_int_equal (catalog_unit_parse (catalog, "22918@2024-06-01", today, &unit), QCDC_OK);
    assert_string_equal (unit->name, "Phường Hàm Tiến");
    static const char *const BAD[] = {"",
                                      "999",
                                      "593@",
                                      "593@2025-07-01",
                                      "593@2020-02-30",
                                      "@2020-01-01",
                                      "593@2020-01-01x",
                                      "59312345678901234567890"};
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
        if (catalog_unit_parse (catalog, BAD[i], today, &unit) != QCDC_BAD_UNIT)
            fail_msg ("'%s' was taken for a unit", BAD[i]);
}

static void test_lineage (void **state)
{
    (void)state;
    size_t into_lac_dao = 0;
    for (size_t i = 0; i < catalog->lineage_count; i++) {
        const lineage_t *lineage = &catalog->lineage[i];
        const unit_t *from = catalog_unit_by_id (catalog, lineage->predecessor);
        const unit_t *to = catalog_unit_by_id (catalog, lineage->successor);
        assert_non_null (from);
        assert_non_null (to);
        into_lac_dao += lineage->event_on == on ("2024-12-01") && strcmp (to->name, "Phường Lạc Đạo") == 0;
        if (lineage->event_on == on ("2025-07-01")) {
            assert_int_equal (from->valid_to, on ("2025-06-30"));
            assert_string_equal (to->level == UNIT_PROVINCE ? to->code : to->parent_code, "68");
        }
    }
    assert_int_equal (into_lac_dao, 3);
}

static void test_offices (void **state)
{
    (void)state;
    const office_t *office = catalog_office (catalog, "BCD-593");
    assert_non_null (office);
    assert_string_equal (office->office_class, "huyen");
    assert_string_equal (office->unit_code, "593");
    assert_true (office_owes (office, "QCDC-HUYEN"));
    assert_false (office_owes (office, "QCDC-MTTQ"));
    assert_false (office_owes (catalog_office (catalog, "BCD-TINH"), "QCDC-HUYEN"));
    assert_ptr_equal (catalog_office_by_id (catalog, office->id), office);
    assert_null (catalog_office (catalog, "BCD-000"));
    assert_null (catalog_office_by_id (catalog, 0));
    assert_null (catalog_office_by_id (catalog, 27));
}

static void test_forms (void **state)
{
    (void)state;
    const form_t *form = catalog_form (catalog, "QCDC-HUYEN", 1);
    assert_non_null (form);
    assert_ptr_equal (catalog_form_latest (catalog, "QCDC-HUYEN"), form);
    assert_ptr_equal (catalog_form_by_id (catalog, form->id), form);
    assert_null (catalog_form (catalog, "QCDC-HUYEN", 2));
    assert_null (catalog_form_latest (catalog, "QCDC"));
    assert_null (catalog_form_by_id (catalog, 24));
    assert_string_equal (form->calendar, "QCDC");
    size_t count = 0;
    while (form->indicators[count])
        count++;
    assert_int_equal (count, 12 + 13 + 28 + 2 + 7 + 8 + 11 + 3 + 3 + 6);
    assert_string_equal (form->indicators[53]->code, "D12");
}

/*  The forms of the circulars: how many columns, of which kind, and which version serves which period. */
static void test_statutory_forms (void **state)
{
    (void)state;
    static const struct {
        const char *code;
        uint32_t version;
        const char *first, *last;
        size_t columns;
        const char *from, *to;
    } FORMS[] = {
        {"01-TCD", 1, "TCD1_01", "TCD1_30", 30, "2021-05-10", "2024-03-04"},
        {"02-TCD", 1, "TCD2_01", "TCD2_17", 17, "2021-05-10", NULL},
        {"01-XLD", 1, "XLD1_01", "XLD1_27", 27, "2021-05-10", "2024-03-04"},
        {"02-XLD", 1, "XLD2_01", "XLD2_31", 31, "2021-05-10", "2024-03-04"},
        {"03-XLD", 1, "XLD3_01", "XLD3_34", 34, "2021-05-10", "2024-03-04"},
        {"04-XLD", 1, "XLD4_01", "XLD4_25", 25, "2021-05-10", "2024-03-04"},
        {"01-KQGQ", 1, "KQGQ1_01", "KQGQ1_27", 27, "2021-05-10", NULL},
        {"02-KQGQ", 1, "KQGQ2_01", "KQGQ2_20", 20, "2021-05-10", NULL},
        {"03-KQGQ", 1, "KQGQ3_01", "KQGQ3_32", 32, "2021-05-10", NULL},
        {"04-KQGQ", 1, "KQGQ4_01", "KQGQ4_25", 25, "2021-05-10", NULL},
        {"01-TCD", 2, "TCD1_01", "TCD1_30", 30, "2024-03-05", NULL},
        {"01-XLD", 2, "XLD1V2_01", "XLD1V2_23", 23, "2024-03-05", NULL},
        {"02-XLD", 2, "XLD2V2_01", "XLD2V2_27", 27, "2024-03-05", NULL},
        {"03-XLD", 2, "XLD3V2_01", "XLD3V2_28", 28, "2024-03-05", NULL},
        {"04-XLD", 2, "XLD4V2_01", "XLD4V2_21", 21, "2024-03-05", NULL},
        {"II-06A", 1, "II06A_03", "II06A_13", 11, "2021-01-01", NULL},
    };
    for (size_t i = 0; i < sizeof FORMS / sizeof *FORMS; i++) {
        const form_t *form = catalog_form (catalog, FORMS[i].code, FORMS[i].version);
        assert_non_null (form);
        size_t count = 0;
        while (form->indicators[count])
            count++;
        assert_int_equal (count, FORMS[i].columns);
        assert_string_equal (form->indicators[0]->code, FORMS[i].first);
        assert_string_equal (form->indicators[count - 1]->code, FORMS[i].last);
        assert_int_equal (form->valid_from, on (FORMS[i].from));
        assert_int_equal (form->valid_to, FORMS[i].to ? on (FORMS[i].to) : QCDC_DAY_MAX);
        assert_true (office_owes (catalog_office (catalog, "BCD-602"), FORMS[i].code));
        assert_true (office_owes (catalog_office (catalog, "SO-NV"), FORMS[i].code));
        assert_true (office_owes (catalog_office (catalog, "UBND-TINH"), FORMS[i].code));
        assert_false (office_owes (catalog_office (catalog, "MTTQ-TINH"), FORMS[i].code));
    }
    assert_string_equal (catalog_indicator (catalog, "KQGQ2_03")->measure, "triệu đồng");
    assert_int_equal (catalog_indicator (catalog, "KQGQ2_03")->type, VALUE_DECIMAL);
    assert_int_equal (catalog_indicator (catalog, "TCD2_17")->type, VALUE_TEXT);
    assert_string_equal (catalog_indicator (catalog, "II06A_03")->dimensions[0]->code, "field");
    assert_string_equal (catalog_indicator (catalog, "XLD1_02")->agg_time, "open");
    assert_string_equal (catalog_indicator (catalog, "XLD1_17")->agg_time, "close");
}

static void test_indicators (void **state)
{
    (void)state;
    for (size_t i = 0; i < catalog->indicator_count; i++)
        assert_ptr_equal (catalog_indicator (catalog, catalog->indicators[i].code), &catalog->indicators[i]);
    assert_null (catalog_indicator (catalog, "A00"));
    assert_null (catalog_indicator (catalog, ""));
    const indicator_t *grades = catalog_indicator (catalog, "J05");
    assert_string_equal (grades->dimensions[0]->code, "type");
    assert_string_equal (grades->dimensions[1]->code, "grade");
    assert_null (grades->dimensions[2]);
    size_t ratios = 0;
    for (size_t i = 0; i < catalog->indicator_count; i++)
        ratios += catalog->indicators[i].type == VALUE_RATIO;
    assert_int_equal (ratios, 14);
}

static void test_dimensions (void **state)
{
    (void)state;
    static const char *const NOT_PARTS = " stockflow recvdone mediation followup duedone recstock scorerank ";
    for (size_t i = 0; i < catalog->dimension_count; i++) {
        const dimension_t *dimension = &catalog->dimensions[i];
        char word[40];
        snprintf (word, sizeof word, " %s ", dimension->code);
        assert_int_equal (dimension->parts, strstr (NOT_PARTS, word) == NULL);
        assert_int_equal (dimension->open, strcmp (dimension->code, "project") == 0);
    }
}

static void test_hash (void **state)
{
    (void)state;
    static const uint8_t ZERO[32];
    catalog_t *again = NULL;
    fault_t fault;
    assert_int_equal (sample_catalog (&again, &fault), QCDC_OK);
    assert_memory_equal (again->hash, catalog->hash, 32);
    assert_memory_not_equal (again->hash, ZERO, 32);
    catalog_destroy (&again);
    assert_null (again);
    catalog_destroy (&again);
}

/*  A unit's code may be as long as any code, and is asked for like any other. */
static void test_a_long_code (void **state)
{
    static const char *const CODES[] = {"XA_HAM_LIEM_1234", "XA_HAM_LIEM_45678901234567890123"};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        char row[120], text[60];
        embed_t files[32];
        size_t count = 0;
        catalog_t *with = NULL;
        fault_t fault;
        const unit_t *unit = NULL;
        for (; sample_files[count].name; count++)
            files[count] = sample_files[count];
        snprintf (row, sizeof row,
                  "code,parent_code,level,name,valid_from,valid_to\n%s,60,district,Xa,2020-01-01,2025-06-30\n",
                  CODES[i]);
        files[count++] = (embed_t){"units-more.csv", row, row + strlen (row)};
        files[count] = (embed_t){0};
        if (sample_catalog_of (files, &with, &fault) != QCDC_OK)
            fail_msg ("%s", fault.message);
        assert_int_equal (catalog_unit_parse (with, CODES[i], on ("2021-01-01"), &unit), QCDC_OK);
        assert_string_equal (unit->code, CODES[i]);
        snprintf (text, sizeof text, "%s@2021-01-01", CODES[i]);
        assert_int_equal (catalog_unit_parse (with, text, on ("2026-01-01"), &unit), QCDC_OK);
        assert_string_equal (unit->code, CODES[i]);
        catalog_destroy (&with);
    }
}

static int group_setup (void **state)
{
    (void)state;
    fault_t fault = {0};
    qcdc_status status = sample_catalog (&catalog, &fault);
    if (status != QCDC_OK)
        fprintf (stderr, "%s\n", fault.message);
    return status == QCDC_OK ? 0 : -1;
}

static int group_teardown (void **state)
{
    (void)state;
    catalog_destroy (&catalog);
    return 0;
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_counts),
        cmocka_unit_test (test_units_by_date),
        cmocka_unit_test (test_unit_lookup),
        cmocka_unit_test (test_unit_parse),
        cmocka_unit_test (test_a_long_code),
        cmocka_unit_test (test_lineage),
        cmocka_unit_test (test_offices),
        cmocka_unit_test (test_forms),
        cmocka_unit_test (test_indicators),
        cmocka_unit_test (test_dimensions),
        cmocka_unit_test (test_hash),
        cmocka_unit_test (test_statutory_forms),
    };
    return cmocka_run_group_tests (tests, group_setup, group_teardown);
}
