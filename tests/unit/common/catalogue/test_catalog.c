/*  test_catalog.c — the reference data as shipped, and that damage in it is named with file and row. */

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

/*  The reference files with the first FROM in FILE replaced by TO (both of any length). */
static qcdc_status damaged (const char *file, const char *from, const char *to, fault_t *fault, uint8_t hash[32])
{
    embed_t files[32];
    size_t count = 0;
    char *content = NULL;
    for (; sample_files[count].name; count++) {
        files[count] = sample_files[count];
        if (strcmp (files[count].name, file) != 0)
            continue;
        size_t length = (size_t)(files[count].end - files[count].begin);
        const char *at = strstr (files[count].begin, from);
        if (!at)
            fail_msg ("'%s' does not stand in %s", from, file);
        size_t before = (size_t)(at - files[count].begin);
        content = malloc (length + strlen (to) + 1);
        assert_non_null (content);
        memcpy (content, files[count].begin, before);
        strcpy (content + before, to);
        strcat (content, at + strlen (from));
        files[count].begin = content;
        files[count].end = content + strlen (content);
    }
    files[count] = (embed_t){0};
    catalog_t *broken = NULL;
    qcdc_status status = sample_catalog_of (files, &broken, fault);
    if (status == QCDC_OK && hash)
        memcpy (hash, broken->hash, 32);
    catalog_destroy (&broken);
    free (content);
    return status;
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

static void test_damage (void **state)
{
    (void)state;
    static const struct {
        const char *file;
        const char *from;
        const char *to;
        const char *message; /* how it begins */
    } CASES[] = {
        {"register-spans.csv", "THI_HANH_QD,IN_FORCE", "THI_HANH_QD,IN_FORCES",
         "register-spans.csv, row 4, column starts: there is no step 'IN_FORCES'"},
        {"register-spans.csv", "XU_LY,RECEIVED", "XU_LIE,RECEIVED",
         "register-cells.csv, row 31, column span: there is no span 'XU_LY' at that time"},
        {"register-spans.csv", "CARRIED_OUT REOPENED", "RECEIVED",
         "register-spans.csv, row 4, column ends: there is no step 'RECEIVED'"},
        {"register-cells.csv", "TCD1_01", "TCD1_99",
         "register-cells.csv, row 2, column cell: there is no indicator 'TCD1_99'"},
        {"register-cells.csv", "C22.TO_CAO.DUNG,", "C22.TO_CAO.DUNGS,",
         "register-cells.csv, row 311, column cell: 'C22.TO_CAO.DUNGS' is no cell: its member is missing, or not one "
         "of outcome"},
        {"register-cells.csv", "C22.TO_CAO.DUNG,", "C22.TO_CAO,",
         "register-cells.csv, row 311, column cell: 'C22.TO_CAO' is no cell: its member is missing, or not one of "
         "outcome"},
        {"register-cells.csv", "C01,1", "C01.XA,1",
         "register-cells.csv, row 274, column cell: 'C01.XA' is no cell: it has too many members"},
        {"register-cells.csv", "C01,1", "C08.BI_THU,1",
         "register-cells.csv, row 274, column cell: 'C08' is no number that is reported"},
        {"register-cells.csv", "XLD1_08,1,petitions", "XLD1_08,1,petition",
         "register-cells.csv, row 54, column counts: 'petition' is not one that is known"},
        {"register-cells.csv", "XLD1_08,1,petitions,XU_LY", "XLD1_08,1,petitions,XU",
         "register-cells.csv, row 54, column span: there is no span 'XU' at that time"},
        {"register-cells.csv", "C24,1,cases,,\"begun=within lists=TON_DONG,", "C24,1,cases,,\"begun=within lists=LA,",
         "register-cells.csv, row 349, column filters: lists=LA: there is no such value"},
        /* What stands on it no office knows. */
        {"register-cells.csv", "C24,1,cases,,\"begun=within lists=TON_DONG,",
         "C24,1,cases,,\"begun=within lists=DAI_HOI_DANG,",
         "register-cells.csv, row 349, column filters: lists=DAI_HOI_DANG: there is no such value"},
        {"register-cells.csv", "C27.new,1,cases,,begun=within lists=DIEM_NONG", "C27.new,1,cases,,begun=within",
         "register-cells.csv, row 353, column filters: lists= names the lists whose cases are counted"},
        {"register-cells.csv", "C27.new,1,cases,,", "C27.new,1,cases,XU_LY,",
         "register-cells.csv, row 353, column span: what is counted of cases on lists has no span"},
        {"register-cells.csv", "C27.new,1,cases,,begun=within", "C27.new,1,cases,,kinds=TO_CAO",
         "register-cells.csv, row 353, column filters: there is no filter 'kinds' of what is counted"},
        {"register-cells.csv", "C01,1,receptions,", "C01,1,receptions,XU_LY",
         "register-cells.csv, row 274, column span: what is counted of receptions has no span"},
        {"register-cells.csv", "XLD1_08,1,petitions,XU_LY,over=within", "XLD1_08,1,petitions,XU_LY,over=outside",
         "register-cells.csv, row 54, column filters: over=outside: there is no such value"},
        {"register-cells.csv", "XLD1_08,1,petitions,XU_LY,over=within",
         "XLD1_08,1,petitions,XU_LY,over=within by=CLOSED",
         "register-cells.csv, row 54, column filters: by=CLOSED: there is no such value"},
        {"register-cells.csv", "XLD1_08,1,petitions,XU_LY,over=within", "XLD1_08,1,petitions,XU_LY,by=ACCEPTED",
         "register-cells.csv, row 54, column filters: by= goes with over=within"},
        {"register-cells.csv", "XLD1_08,1,petitions,XU_LY,over=within", "XLD1_08,1,petitions,XU_LY,over",
         "register-cells.csv, row 54, column filters: 'over' is no filter: it is written NAME=VALUE"},
        {"register-cells.csv", "XLD1_08,1,petitions,XU_LY,over=within", "XLD1_08,1,petitions,XU_LY,sessions=DINH_KY",
         "register-cells.csv, row 54, column filters: there is no filter 'sessions' of what is counted"},
        {"register-cells.csv", "XLD1_08,1,petitions,XU_LY,over=within", "XLD1_08,1,petitions,XU_LY,flags=MAU_DO",
         "register-cells.csv, row 54, column filters: flags=MAU_DO: there is no such value"},
        {"brief.csv", "{G04}", "{G99}",
         "brief.csv, row 35, column text_vi: the form 'QCDC-HUYEN' has no figure 'G99'"},
        {"brief.csv", "{C10.TO_CAO}", "{C10.CAO}",
         "brief.csv, row 14, column text_vi: the form 'QCDC-HUYEN' has no figure"},
        {"brief.csv", "{A03}", "{A03",
         "brief.csv, row 5, column text_vi: this place for a figure cannot be read: '{A03"},
        {"brief.csv", "[; ", "[; [",
         "brief.csv, row 5, column text_vi: this place for a figure cannot be read: '[; "},
        {"brief.csv", "{A03}", "{A03]}",
         "brief.csv, row 5, column text_vi: this place for a figure cannot be read: '{A03]}"},
        {"brief.csv", "{A03}", "{A03}]",
         "brief.csv, row 5, column text_vi: this place for a figure cannot be read: ']"},
        {"brief.csv", "{A02:before}", "{A02:after}",
         "brief.csv, row 5, column text_vi: this place for a figure cannot be read: '{A02:after}"},
        {"brief.csv", "narrative,QCDC-HUYEN,A12", "narrative,QCDC-HUYEN,A01",
         "brief.csv, row 8, column cell: there is no such cell"},
        {"brief.csv", "annex,QCDC-HUYEN,", "annex,QCDC-NHA,",
         "brief.csv, row 42, column form: there is no form 'QCDC-NHA'"},
        {"brief.csv", "sentence,QCDC-HUYEN,,,,", "sentence,QCDC-HUYEN,,2021-01-01,2020-01-01,",
         "brief.csv, row 5, column valid_to: the last day"},
        {"units.csv", "\n593,60,district", "\n593,60,canton", "units.csv, row 3, column level: 'canton'"},
        {"units.csv", "\n593,60,district", "\n5 93,60,district", "units.csv, row 3, column code: '5 93'"},
        {"units.csv", "\n593,60,district", "\n593,,district", "units.csv, row 3, column parent_code: a value"},
        {"units.csv", "\n593,60,district", "\n593,61,district",
         "units.csv, row 3: at that time there is no unit above"},
        {"units.csv", "\n22915,593,", "\n22915,22918,",
         "units.csv, row 13: it cannot be below a unit that is not of a higher level: '22918'"},
        {"units.csv", "\n593,60,district", "\n593,593,district",
         "units.csv, row 3: it cannot be below a unit that is not of a higher level: '593'"},
        {"units.csv", "2005-09-20,", "2005-09-31,",
         "units.csv, row 4, column valid_from: '2005-09-31' is not a date"},
        {"units.csv", "2005-09-20,2025-06-30", "2005-09-20,2005-09-19",
         "units.csv, row 4, column valid_to: the last"},
        {"units.csv", "\n22915,593,", "\n22918,593,",
         "units.csv, row 14: '22918' stands in row 13 already, and holds on the same days"},
        {"units.csv", "Phan Thi\xE1\xBA\xBFt", "Phan Thi\xE1\xBA", "units.csv, row 3, column name: not valid UTF-8"},
        {"units.csv", "Phan Thi\xE1\xBA\xBFt", "Phan Thie\u0302\u0301t",
         "units.csv, row 3, column name: not in Unicode"},
        {"units.csv", "valid_from", "from", "units.csv, row 1: unknown columns: \"from\""},
        {"units.csv", "T\u1EC9nh B\u00ECnh", "\"T\u1EC9nh", "units.csv, row 2, column name: a quote"},
        {"lineage.csv", "2020-01-01", "2020-01-02",
         "lineage.csv, row 2, column predecessor: unit 23002 was not in being"},
        {"lineage.csv", "2020-01-01", "2020-01-32",
         "lineage.csv, row 2, column event_on: '2020-01-32' is not a date"},
        {"lineage.csv", "2020-01-01,23002,22972", "2020-01-01,22972,23002",
         "lineage.csv, row 2, column successor: unit 23002 was not in being"},
        {"lineage.csv", "2020-01-01,23002,22972", "2020-01-01,42,22972",
         "lineage.csv, row 2, column predecessor: unit 42 was not in being"},
        {"lineage.csv", "merge_full", "merged", "lineage.csv, row 2, column relation: 'merged'"},
        {"offices.csv", "BCD-594", "BCD-593",
         "offices.csv, row 4: 'BCD-593' stands in row 3 already, and holds on the same days"},
        {"offices.csv", "huyen,593,QCDC-HUYEN", "huyen,993,QCDC-HUYEN",
         "offices.csv, row 3, column unit: there is no"},
        {"offices.csv", "huyen,593,QCDC-HUYEN", "huyen,593,QCDC-X",
         "offices.csv, row 3, column forms: there is no form"},
        {"offices.csv", "huyen,593,QCDC-HUYEN", "huyen,593,QCDC-SO", "offices.csv, row 3, column forms: the form"},
        {"offices.csv", "huyen,593,QCDC-HUYEN", "xa,593,QCDC-HUYEN",
         "offices.csv, row 3, column class: there is no class of offices 'xa'"},
        {"classes.csv", "huyen,", "tinh,", "classes.csv, row 3: 'tinh' stands in row 2 already"},
        {"classes.csv", "yes", "maybe", "classes.csv, row 2, column provincial: 'maybe'"},
        {"dimensions.csv", "CQHC DVSN", "CQHC CQHC",
         "dimensions.csv, row 2, column members: 'CQHC' stands there twice"},
        {"dimensions.csv", "CQHC DVSN", "CQHC  DVSN", "dimensions.csv, row 2, column members: '' is not a code"},
        {"dimensions.csv", "project,,yes", "project,,no",
         "dimensions.csv, row 18, column members: an open dimension"},
        {"dimensions.csv", "bentype,", "type,X,no,yes,,,\nbentype,",
         "dimensions.csv, row 3: 'type' stands in row 2 already"},
        {"dimensions.csv", "new stabilised,close", "new stabilized,close",
         "dimensions.csv, row 9, column flows: 'stabilized' is none of the members"},
        {"dimensions.csv", "no,yes", "no,maybe", "dimensions.csv, row 2, column parts: 'maybe'"},
        {"indicators.csv", "\nA02,A", "\nA01,A", "indicators.csv, row 3: 'A01' stands in row 2 already"},
        {"indicators.csv", "count,sum,flow,", "number,sum,flow,", "indicators.csv, row 2, column type: 'number'"},
        {"indicators.csv", "close,type\n", "close,types\n", "indicators.csv, row 5, column dimensions: there is no"},
        {"forms.csv", "A01-A12", "A01-A13", "forms.csv, row 2, column indicators: there is no indicator 'A13'"},
        {"forms.csv", "A01-A12 B", "B01-B02 B", "forms.csv, row 2, column indicators: 'B01' stands there twice"},
        {"forms.csv", "QCDC,H1 Y", "QCDC,Q1 Y", "forms.csv, row 2, column periods: the calendar 'QCDC' has no"},
        {"forms.csv", "QCDC-HUYEN,1", "QCDC-HUYEN,0", "forms.csv, row 2, column version: '0' is not a number"},
        {"forms.csv", "huyen so ubnd", "huyen canton",
         "forms.csv, row 9, column office_class: there is no class of offices 'canton'"},
        {"forms.csv", ",huyen so ubnd,", ",,", "forms.csv, row 9, column office_class: a value is required"},
        {"forms.csv", "so ubnd,TT02-2021,Q1 Q2 Q3 Q4 H1 9M Y,TCD2", "ubnd,TT02-2021,Q1 Q2 Q3 Q4 H1 9M Y,TCD2",
         "offices.csv, row 18, column forms: the form '02-TCD' is for"},
        {"forms.csv", "2024-03-04", "2024-03-05",
         "forms.csv, row 19: '01-TCD' stands in row 9 already, and holds on the same days"},
        {"forms.csv", "II06A_13,2021-01-01,\n", "II06A_13,2021-01-01,\nQCDC-CHISO,1,x,x,ubnd,QCDC,Y,K01,,\n",
         "forms.csv, row 25: 'QCDC-CHISO' stands in row 8 already"},
        {"calendar.csv", "QCDC,H1,-1,12,15", "QCDC,H1,-1,12,32", "calendar.csv, row 2, column from_day: '32'"},
        {"calendar.csv", "H1,-1,12,15", "H1,0,12,15", "calendar.csv, row 2, column to_year: the window ends"},
        {"calendar.csv", "QCDC,M,0,0,1", "QCDC,M,0,1,1", "calendar.csv, row 4, column from_month: 0 stands"},
        {"calendar.csv", "QCDC,M,0,0,1,0,0,0", "QCDC,M,0,0,15,0,0,15",
         "calendar.csv, row 4, column to_day: the window of a month goes from 1 to 0"},
        {"calendar.csv", "QCDC,M,0,0,1,0,0,0", "QCDC,M,0,0,29,0,0,28",
         "calendar.csv, row 4, column from_day: '29' is not a number from 0 to 28"},
        {"calendar.csv", "0,6,14,30", "0,6,14,367", "calendar.csv, row 2, column opens_days: '367'"},
        {"calendar.csv", "QCDC,Y", "QCDC,H1,-1,12,15,0,6,14,30\nQCDC,Y",
         "calendar.csv, row 3: 'H1' stands in row 2 already"},
        {"deadlines.csv", "QCDC,Y", "QCDC,Q1",
         "deadlines.csv, row 3, column period: the calendar 'QCDC' has no period"},
        {"deadlines.csv", "H1,,6,no", "H1,,0,no",
         "deadlines.csv, row 2, column days: '0' is not a number from 1 to 366"},
        {"deadlines.csv", "H1,,6,no", "H1,,6,maybe", "deadlines.csv, row 2, column working: 'maybe' is not one"},
        {"deadlines.csv", "6,no,,", "6,no,2021-01-01,2020-12-31",
         "deadlines.csv, row 2, column valid_to: the last day is"},
        {"deadlines.csv", "QCDC,Y,,4,no,,", "QCDC,H1,,4,no,2021-01-01,",
         "deadlines.csv, row 3: 'H1' stands in row 2 already"},
        {"deadlines.csv", "QCDC,Y,,4,no,,", "QCDC,H1,huyen,4,no,,\nQCDC,H1,so huyen,4,no,,",
         "deadlines.csv, row 4, column classes: row 3 gives the same offices"},
        {"holidays.csv", "2020-04-30,no", "2020-04-02,no",
         "holidays.csv, row 33: '2020-04-02' stands in row 32 already"},
        {"holidays.csv", "2020-04-30,no", "2020-04-30,yes",
         "holidays.csv, row 33, column works: a day on which work is made up for"},
        {"holidays.csv", "2020-04-30,no", "2020-04-31,no",
         "holidays.csv, row 33, column day: '2020-04-31' is not a date"},
        {"holidays.csv", "2020-04-30,no", ",no", "holidays.csv, row 33, column day: a value is required"},
        {"duty-changes.csv", "reason\n", "reason\nQCDC-X,2020-H1,,2020-07-01,no,x\n",
         "duty-changes.csv, row 2, column form: there is no form 'QCDC-X'"},
        {"duty-changes.csv", "reason\n", "reason\nQCDC-HUYEN,2020-Q1,,2020-07-01,no,x\n",
         "duty-changes.csv, row 2, column period: the form 'QCDC-HUYEN' is not filled"},
        {"duty-changes.csv", "reason\n", "reason\nQCDC-HUYEN,2020-H1,BCD-1,2020-07-01,no,x\n",
         "duty-changes.csv, row 2, column office: there is no office 'BCD-1'"},
        {"duty-changes.csv", "reason\n", "reason\nQCDC-HUYEN,2020-H1,BCD-TINH,2020-07-01,no,x\n",
         "duty-changes.csv, row 2, column office: 'BCD-TINH' does not file"},
        {"duty-changes.csv", "reason\n", "reason\nQCDC-HUYEN,2020-H1,,2020-06-14,no,x\n",
         "duty-changes.csv, row 2, column due_on: a report cannot be due before"},
        {"duty-changes.csv", "reason\n", "reason\nQCDC-HUYEN,2020-H1,,,no,x\n",
         "duty-changes.csv, row 2, column due_on: either another last day"},
        {"duty-changes.csv", "reason\n", "reason\nQCDC-HUYEN,2020-H1,,2020-07-01,yes,x\n",
         "duty-changes.csv, row 2, column due_on: either another last day"},
        {"duty-changes.csv", "reason\n", "reason,successor\nQCDC-HUYEN,2020-H1,,,no,x,BCD-593\n",
         "duty-changes.csv, row 2, column successor: a duty of one office passes on"},
        {"duty-changes.csv", "reason\n", "reason,successor\nQCDC-HUYEN,2020-H1,BCD-593,,yes,x,BCD-594\n",
         "duty-changes.csv, row 2, column due_on: either another last day"},
        {"duty-changes.csv", "reason\n",
         "reason,successor\nQCDC-HUYEN,2020-H1,BCD-593,,no,x,BCD-594\nQCDC-HUYEN,2020-H1,BCD-595,,no,x,BCD-593\n"
         "QCDC-HUYEN,2020-H1,BCD-594,,no,x,BCD-595\n",
         "duty-changes.csv, row 4, column successor: the duty would come back to 'BCD-594'"},
        {"duty-changes.csv", "reason\n", "reason\nQCDC-HUYEN,2020-H1,,,yes,\n",
         "duty-changes.csv, row 2, column reason: a value is required"},
        {"duty-changes.csv", "reason\n", "reason\nQCDC-HUYEN,2020-H1,,,yes,x\nQCDC-HUYEN,2020-H1,,2020-07-01,no,x\n",
         "duty-changes.csv, row 3: '2020-H1' stands in row 2 already"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        fault_t fault = {0};
        qcdc_status status = damaged (CASES[i].file, CASES[i].from, CASES[i].to, &fault, NULL);
        if (status == QCDC_OK || strncmp (fault.message, CASES[i].message, strlen (CASES[i].message)) != 0)
            fail_msg ("expected '%s', got %d '%s'", CASES[i].message, status, fault.message);
    }
}

/*  The second half of a year is no period of the sample province's; where a calendar says so it is. */
static void test_second_half (void **state)
{
    (void)state;
    fault_t fault = {0};
    assert_int_equal (damaged ("calendar.csv", "QCDC,Y", "QCDC,H2,0,6,15,0,12,14,30\nQCDC,Y", &fault, NULL), QCDC_OK);
    assert_int_equal (damaged ("calendar.csv", "QCDC,Y", "QCDC,H3,0,6,15,0,12,14,30\nQCDC,Y", &fault, NULL),
                      QCDC_BAD_CATALOGUE);
}

static void test_other_edition (void **state)
{
    (void)state;
    fault_t fault = {0};
    uint8_t hash[32];
    assert_int_equal (damaged ("offices.csv", "Phan Thi\xE1\xBA\xBFt", "Phan Thiet", &fault, hash), QCDC_OK);
    assert_memory_not_equal (hash, catalog->hash, 32);
}

/*  The database keeps the numbers of offices and forms in two bytes: one that does not fit would be another office's. */
static void test_more_offices_than_numbers (void **state)
{
    (void)state;
    fault_t fault = {0};
    catalog_tables_t *tables = NULL;
    catalog_t *many = NULL;
    char code[16];
    const char *fields[] = {code, "X\xC3\xA3", "huyen", "593", "", "no", "", ""};
    size_t table = (size_t)table_kind_find ("offices"), count;
    assert_int_equal (sample_tables (&tables, &fault), QCDC_OK);
    for (tables_rows (tables, table, &count); count < QCDC_NUMBERED_ROWS_MAX + 1; count++) {
        if (count == QCDC_NUMBERED_ROWS_MAX) {
            assert_int_equal (catalog_of_tables (tables, &many, &fault), QCDC_OK);
            assert_int_equal (many->offices[many->office_count - 1].id, QCDC_NUMBERED_ROWS_MAX);
            catalog_destroy (&many);
        }
        snprintf (code, sizeof code, "V-%zu", count);
        assert_int_equal (tables_add (tables, table, fields, NULL, 0, &fault), QCDC_OK);
    }
    assert_int_equal (catalog_of_tables (tables, &many, &fault), QCDC_BAD_CATALOGUE);
    assert_string_equal (fault.message, "offices, V-32767: there is no number left for it; 32767 rows have one");
    assert_null (many);
    tables_destroy (&tables);
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
        cmocka_unit_test (test_damage),
        cmocka_unit_test (test_second_half),
        cmocka_unit_test (test_other_edition),
        cmocka_unit_test (test_statutory_forms),
        cmocka_unit_test (test_more_offices_than_numbers),
    };
    return cmocka_run_group_tests (tests, group_setup, group_teardown);
}
