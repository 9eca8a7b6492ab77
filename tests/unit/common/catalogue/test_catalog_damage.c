/*  test_catalog_damage.c — that damage in the reference data is named with file and row, and what else is no catalogue. */

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
    catalog_t *whole = NULL;
    assert_int_equal (sample_catalog (&whole, &fault), QCDC_OK);
    assert_memory_not_equal (hash, whole->hash, 32);
    catalog_destroy (&whole);
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

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_damage),
        cmocka_unit_test (test_second_half),
        cmocka_unit_test (test_other_edition),
        cmocka_unit_test (test_more_offices_than_numbers),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
