/*  test_heirs.c — with whose figures of another time those of an office are held, where units merged, were divided, or gave their code
 *  away. */

#include "base/day.h"
#include "base/memory.h"
#include "catalogue/catalog_load.h"
#include "catalogue/heirs.h"
#include "sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/*  991 and 992 merged into 993; 994 was divided into 995 and 996; 997 took in 998 and went on; 981 gave a
 *  part to 982, and both went on; the code of 991 was given anew on the
 *  same day; and on 01/07/2024 993 went into 999. */
static const char UNITS[] = "code,parent_code,level,name,valid_from,valid_to\n"
                            "991,60,district,A,2010-01-01,2022-12-31\n"
                            "991,60,district,B,2023-01-01,2025-06-30\n"
                            "992,60,district,C,2010-01-01,2022-12-31\n"
                            "993,60,district,D,2023-01-01,2024-06-30\n"
                            "994,60,district,E,2010-01-01,2022-12-31\n"
                            "995,60,district,F,2023-01-01,2025-06-30\n"
                            "996,60,district,G,2023-01-01,2025-06-30\n"
                            "997,60,district,H,2010-01-01,2022-12-31\n"
                            "997,60,district,H1,2023-01-01,2025-06-30\n"
                            "998,60,district,I,2010-01-01,2022-12-31\n"
                            "981,60,district,L,2010-01-01,2025-06-30\n"
                            "982,60,district,M,2010-01-01,2025-06-30\n"
                            "999,60,district,K,2024-07-01,2025-06-30\n";
static const char LINEAGE[] = "event_on,predecessor,successor,relation,legal_basis\n"
                              "2023-01-01,991,993,merge_full,NQ\n"
                              "2023-01-01,992,993,merge_full,NQ\n"
                              "2023-01-01,994,995,partial_split,NQ\n"
                              "2023-01-01,994,996,partial_split,NQ\n"
                              "2023-01-01,997,997,merge_full,NQ\n"
                              "2023-01-01,998,997,merge_full,NQ\n"
                              "2023-01-01,981,982,boundary_adjust_partial,NQ\n"
                              "2024-07-01,993,999,merge_full,NQ\n";
/*  Of 991 … 993 two kinds report, and of the departments' there are two in each. */
static const char OFFICES[] = "code,name,class,unit,forms,petitions,valid_from,valid_to\n"
                              "BCD-991,a,huyen,991,01-TCD,no,2010-01-01,2025-06-30\n"
                              "BCD-992,a,huyen,992,01-TCD,no,2010-01-01,2022-12-31\n"
                              "BCD-993,a,huyen,993,01-TCD,no,2023-01-01,2024-06-30\n"
                              "SO-991,a,so,991,01-TCD,no,2010-01-01,2022-12-31\n"
                              "SX-991,a,so,991,01-TCD,no,2010-01-01,2022-12-31\n"
                              "SO-993,a,so,993,01-TCD,no,2023-01-01,2024-06-30\n"
                              "SX-993,a,so,993,01-TCD,no,2023-01-01,2024-06-30\n"
                              "BCD-994,a,huyen,994,01-TCD,no,2010-01-01,2022-12-31\n"
                              "BCD-994,a,huyen,995,01-TCD,no,2023-01-01,2025-06-30\n"
                              "BCD-996,a,huyen,996,01-TCD,no,2023-01-01,2025-06-30\n"
                              "BCD-997,a,huyen,997,01-TCD,no,2010-01-01,2025-06-30\n"
                              "BCD-998,a,huyen,998,01-TCD,no,2010-01-01,2022-12-31\n"
                              "BCD-981,a,huyen,981,01-TCD,no,2010-01-01,2025-06-30\n"
                              "BCD-982,a,huyen,982,01-TCD,no,2010-01-01,2025-06-30\n"
                              "BCD-999,a,huyen,999,01-TCD,no,2024-07-01,2025-06-30\n";

static catalog_t *catalog;

static int32_t on (const char *text)
{
    int32_t day = 0;
    if (day_parse (text, &day) != QCDC_OK)
        fail_msg ("%s is no day", text);
    return day;
}

static int make (void **state)
{
    (void)state;
    static const struct {
        const char *name, *text;
    } MORE[] = {{"units-test.csv", UNITS}, {"lineage-test.csv", LINEAGE}, {"offices-test.csv", OFFICES}};
    embed_t files[40];
    size_t count = 0;
    fault_t fault = {0};
    for (; sample_files[count].name; count++)
        files[count] = sample_files[count];
    for (size_t i = 0; i < sizeof MORE / sizeof *MORE; i++)
        files[count++] =
            (embed_t){.name = MORE[i].name, .begin = MORE[i].text, .end = MORE[i].text + strlen (MORE[i].text)};
    files[count] = (embed_t){0};
    if (sample_catalog_of (files, &catalog, &fault) != QCDC_OK)
        fail_msg ("%s", fault.message);
    return 0;
}

static int release (void **state)
{
    (void)state;
    catalog_destroy (&catalog);
    return 0;
}

static void test_each (void **state)
{
    (void)state;
    static const struct {
        const char *office, *period, *other;
        compared_kind kind;
        const char *names;
    } CASES[] = {
        {"BCD-993", "2023", "2022", COMPARED_SUM, "BCD-991, BCD-992"}, /* its class has one each */
        {"BCD-991", "2023", "2022", COMPARED_NONE, NULL},              /* another unit by now */
        {"BCD-991", "2024", "2023", COMPARED_OWN, NULL},
        {"SO-993", "2023", "2022", COMPARED_PART,
         "991@2022-12-31, 991@2022-12-31"}, /* which of two, nobody can say */
        {"SX-993", "2023", "2022", COMPARED_PART, "991@2022-12-31, 991@2022-12-31"},
        {"BCD-994", "2023", "2022", COMPARED_PART, "994@2022-12-31"}, /* the office goes on with a part */
        {"BCD-996", "2023", "2022", COMPARED_PART, "994@2022-12-31"},
        {"BCD-996", "2024", "2023", COMPARED_OWN, NULL},
        {"BCD-997", "2023", "2022", COMPARED_SUM, "BCD-997, BCD-998"},
        {"BCD-997", "2024", "2023", COMPARED_MOSTLY, "BCD-998"}, /* the fortnight before the merger */
        {"BCD-999", "2024", "2022", COMPARED_SUM,
         "BCD-991, BCD-992, SO-991, SX-991"},            /* the only one there is left */
        {"BCD-981", "2023", "2022", COMPARED_OWN, NULL}, /* it gave a part away and went on */
        {"BCD-982", "2023", "2022", COMPARED_PART, "981"},
        {"BCD-982", "2024", "2023", COMPARED_OWN,
         NULL}, /* of 2023 a fortnight was before that, and its report is of both */
        {"BCD-593", "2023", "2022", COMPARED_OWN, NULL},
        {"BCD-593", "2023", "2023-H1", COMPARED_OWN, NULL}, /* no period of the form, or one of the same unit */
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        period_t period;
        compared_kind kind;
        char *names QCDC_CLEANUP (memory_free) = NULL;
        const office_t *office = catalog_office (catalog, CASES[i].office);
        const form_t *form = period_form (catalog, "01-TCD", CASES[i].period, &period);
        assert_non_null (office);
        assert_non_null (form);
        assert_true (
            heirs_compared (catalog, office, form, &period, CASES[i].other, on ("2026-01-01"), &kind, &names));
        if (kind != CASES[i].kind || strcmp (names ? names : "", CASES[i].names ? CASES[i].names : "") != 0)
            fail_msg ("%s, %s on %s: %d of %s", CASES[i].office, CASES[i].period, CASES[i].other, (int)kind,
                      names ? names : "none");
    }
}

/*  What is kept says the same as what is found anew, and never answers for another office, period or day. */
static void test_kept (void **state)
{
    (void)state;
    static const char *const ASKED[] = {"BCD-593", "BCD-982"}, *const PERIODS[] = {"2022", "2023", "2024"},
                             *const DAYS[] = {"2023-06-01", "2026-01-01"};
    heirs_kept_t kept = {0};
    for (size_t round = 0; round < 2; round++)
        for (size_t i = 0; i < 2 * 3 * 3 * 2; i++) {
            period_t period;
            compared_kind kind, fresh;
            char *names = NULL;
            const office_t *office = catalog_office (catalog, ASKED[i % 2]);
            const char *other = PERIODS[i / 2 % 3];
            const form_t *form = period_form (catalog, "01-TCD", PERIODS[i / 6 % 3], &period);
            int32_t today = on (DAYS[i / 18]);
            assert_true (heirs_compared (catalog, office, form, &period, other, today, &fresh, &names));
            free (names);
            assert_true (heirs_compared_kind (&kept, catalog, office, form, &period, other, today, &kind));
            assert_int_equal (kind, fresh);
            assert_true (heirs_compared_kind (&kept, catalog, office, form, &period, other, today, &kind));
            assert_int_equal (kind, fresh);
            assert_true (heirs_compared_kind (NULL, catalog, office, form, &period, other, today, &kind));
            assert_int_equal (kind, fresh);
        }
    assert_true (kept.next > HEIRS_KEPT_MAX);
}

/*  Nobody's figures count for two, and between two days on which nothing ended everybody has his own. */
static void test_all (void **state)
{
    (void)state;
    static const char *const PERIODS[] = {"2022", "2023", "2024"};
    heirs_turns_t turns;
    assert_true (heirs_turns_find (catalog, &turns));
    for (size_t i = 0; i < sizeof PERIODS / sizeof *PERIODS; i++)
        for (size_t k = 0; k < sizeof PERIODS / sizeof *PERIODS; k++) {
            period_t period, then;
            size_t count, moved = 0;
            const form_t *form = period_form (catalog, "01-TCD", PERIODS[i], &period);
            assert_non_null (period_form (catalog, "01-TCD", PERIODS[k], &then));
            heirs_t *heirs = heirs_new (catalog, form, &period, on ("2026-01-01"));
            assert_non_null (heirs);
            const heir_t *items = heirs_then (heirs, PERIODS[k], &count);
            for (size_t n = 0; n < count; n++) {
                moved += items[n].heir != items[n].office;
                for (size_t m = 0; m < n; m++)
                    assert_ptr_not_equal (items[m].office, items[n].office);
            }
            int32_t from = then.from < period.from ? then.from : period.from,
                    to = then.to > period.to ? then.to : period.to;
            assert_true (moved == 0 || heirs_turned (&turns, from, to));
            heirs_destroy (&heirs);
        }
    assert_false (heirs_turned (&turns, on ("2023-01-01"), on ("2024-06-29")));
    assert_true (heirs_turned (&turns, on ("2023-01-01"), on ("2024-06-30")));
    heirs_turns_release (&turns);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_each),
        cmocka_unit_test (test_kept),
        cmocka_unit_test (test_all),
    };
    return cmocka_run_group_tests (tests, make, release);
}
