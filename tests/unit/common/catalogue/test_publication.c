/*  test_publication.c — publications: their limits at the edges, their fold, and the facts that are made of a set. */

#include "base/limits.h"
#include "catalogue/comparison.h"
#include "catalogue/publication.h"
#include "catalogue/tables_read.h"
#include "catalogue/vouching.h"
#include "published_parts.h"
#include "sample.h"

static catalog_tables_t *sample;

static size_t rows_count (const catalog_tables_t *tables, const char *table)
{
    size_t count;
    tables_rows (tables, (size_t)table_kind_find (table), &count);
    return count;
}

/*  ---------------------------------------------------------------- limits */

/*  One class of offices, published whole. */
typedef struct {
    Qcdc__Published message;
    Qcdc__PublishedTable table, *tables[QCDC_PUBLISHED_TABLES_MAX + 1];
    char *columns[QCDC_PUBLISHED_COLUMNS_MAX + 1], *fields[8];
} one_t;

static void one_begin (one_t *self)
{
    static char *const COLUMNS[] = {"code", "name_vi", "name_en", "provincial"}, *const FIELDS[] = {"xa", "xã", "c",
                                                                                                    "no"};
    *self = (one_t){0};
    qcdc__published__init (&self->message);
    qcdc__published_table__init (&self->table);
    memcpy (self->columns, COLUMNS, sizeof COLUMNS);
    memcpy (self->fields, FIELDS, sizeof FIELDS);
    self->table.name = "classes";
    self->table.columns = self->columns;
    self->table.n_columns = 4;
    self->table.fields = self->fields;
    self->table.n_fields = 4;
    for (size_t i = 0; i <= QCDC_PUBLISHED_TABLES_MAX; i++)
        self->tables[i] = &self->table;
    self->message.set = "xã";
    self->message.part = self->message.parts = 1;
    self->message.tables = self->tables;
    self->message.n_tables = 1;
}

static void assert_fits (const one_t *self, qcdc_status expected)
{
    fault_t fault = {0};
    qcdc_status status = publication_fits (&self->message, &fault);
    if (status != expected)
        fail_msg ("%s instead of %s: %s", status_code (status), status_code (expected), fault.message);
    assert_true (status == QCDC_OK || fault.message[0]);
}

static void test_limits (void **state)
{
    (void)state;
    one_t one;
    char name[QCDC_SET_NAME_BYTES_MAX + 2] = {0};
    char *field = calloc (1, QCDC_PUBLISHED_FIELD_BYTES_MAX + 2);
    assert_non_null (field);
    one_begin (&one);
    assert_fits (&one, QCDC_OK);
    memset (name, 'x', QCDC_SET_NAME_BYTES_MAX);
    one.message.set = name;
    assert_fits (&one, QCDC_OK);
    name[QCDC_SET_NAME_BYTES_MAX] = 'x';
    assert_fits (&one, QCDC_TOO_LARGE);
    one.message.set = "";
    assert_fits (&one, QCDC_BAD_CATALOGUE);
    one.message.set = "a\tb";
    assert_fits (&one, QCDC_BAD_CHARACTER);
    one_begin (&one);
    one.message.part = one.message.parts = QCDC_SET_PARTS_MAX;
    assert_fits (&one, QCDC_OK);
    one.message.parts = QCDC_SET_PARTS_MAX + 1;
    assert_fits (&one, QCDC_TOO_LARGE);
    one.message.parts = 1;
    assert_fits (&one, QCDC_BAD_CATALOGUE);
    one.message.part = 0;
    assert_fits (&one, QCDC_BAD_CATALOGUE);
    one_begin (&one);
    one.message.holds_from = QCDC_DAY_MIN;
    assert_fits (&one, QCDC_OK);
    one.message.holds_from = QCDC_DAY_MAX + 1;
    assert_fits (&one, QCDC_BAD_DATE);
    one_begin (&one);
    one.message.n_tables = 0;
    assert_fits (&one, QCDC_BAD_CATALOGUE);
    one.message.n_tables = 2; /* the same twice */
    assert_fits (&one, QCDC_BAD_CATALOGUE);
    one.message.n_tables = QCDC_PUBLISHED_TABLES_MAX + 1;
    assert_fits (&one, QCDC_BAD_CATALOGUE);
    one_begin (&one);
    one.table.name = "sites";
    assert_fits (&one, QCDC_UNSUPPORTED);
    one_begin (&one);
    one.columns[3] = "colour";
    assert_fits (&one, QCDC_UNSUPPORTED);
    one.columns[3] = "code";
    assert_fits (&one, QCDC_BAD_CATALOGUE);
    one.columns[0] = "provincial"; /* and no key */
    one.columns[3] = "valid_to";
    assert_fits (&one, QCDC_BAD_CATALOGUE);
    one_begin (&one);
    one.table.n_columns = 0;
    assert_fits (&one, QCDC_BAD_CATALOGUE);
    one.table.n_columns = QCDC_PUBLISHED_COLUMNS_MAX + 1;
    assert_fits (&one, QCDC_BAD_CATALOGUE);
    one_begin (&one);
    one.table.n_fields = 3;
    assert_fits (&one, QCDC_BAD_CATALOGUE);
    one.table.n_fields = 0;
    assert_fits (&one, QCDC_BAD_CATALOGUE);
    one_begin (&one);
    memset (field, 'x', QCDC_PUBLISHED_FIELD_BYTES_MAX);
    one.fields[1] = field;
    assert_fits (&one, QCDC_OK);
    field[QCDC_PUBLISHED_FIELD_BYTES_MAX] = 'x';
    assert_fits (&one, QCDC_TOO_LARGE);
    one.fields[1] = "a\nb";
    assert_fits (&one, QCDC_BAD_CHARACTER);
    one_begin (&one);
    one.columns[3] = "valid_to";
    one.fields[3] = "31/12/2026";
    assert_fits (&one, QCDC_BAD_DATE);
    free (field);
}

/*  ---------------------------------------------------------------- the fold */

/*  The sample with COUNT communes more. */
static catalog_tables_t *communes (size_t count)
{
    fault_t fault = {0};
    char code[16], name[32];
    size_t units = (size_t)table_kind_find ("units");
    catalog_tables_t *tables = NULL;
    assert_int_equal (tables_copy (sample, &tables, &fault), QCDC_OK);
    for (size_t i = 0; i < count; i++) {
        snprintf (code, sizeof code, "9%05zu", i);
        snprintf (name, sizeof name, "Xã số %zu", i);
        const char *const fields[] = {code, "68", "commune", name, "2026-01-01", ""};
        assert_int_equal (tables_add (tables, units, fields, NULL, 0, &fault), QCDC_OK);
    }
    return tables;
}

/*  A province of ten thousand units, in parts: whole with the last one, the same again is nothing new, and it packs. */
static void test_parts (void **state)
{
    (void)state;
    fault_t fault = {0};
    parts_t parts = {.count = 0};
    uint8_t wanted[32], hash[32];
    bool whole = false;
    catalog_tables_t *large = communes (10000), *tables = tables_new (), *again = NULL;
    tables_hash (large, wanted);
    assert_int_equal (publication_each (large, "tỉnh", 0, false, part_take, &parts, &fault), QCDC_OK);
    assert_true (parts.count > 5 && parts.count < 40);
    for (size_t i = 0; i < parts.count; i++) {
        assert_true (parts.lengths[i] <= QCDC_BODY_BYTES_MAX);
        assert_int_equal (part_fold (&tables, 7, &parts, i, &whole), QCDC_OK);
        assert_int_equal (whole, i + 1 == parts.count);
        assert_int_equal (tables_are_empty (tables), !whole);
        if (i == 2) { /* what waits for its last part is kept, wherever it is kept */
            assert_int_equal (tables_copy (tables, &again, &fault), QCDC_OK);
            tables_destroy (&tables);
            tables = again;
            assert_int_equal (tables_parts (tables, 7), 3);
            assert_int_equal (tables_parts (tables, 8), 0);
            /* Another origin's set, and a part out of its turn. */
            assert_int_equal (part_fold (&tables, 8, &parts, 1, &whole), QCDC_UNVOUCHED);
            assert_int_equal (part_fold (&tables, 7, &parts, 4, &whole), QCDC_BAD_CATALOGUE);
        }
    }
    tables_hash (tables, hash);
    assert_memory_equal (hash, wanted, 32);
    for (size_t i = 0; i < parts.count; i++)
        assert_int_equal (part_fold (&tables, 7, &parts, i, &whole), QCDC_OK);
    assert_true (whole);
    tables_hash (tables, hash);
    assert_memory_equal (hash, wanted, 32);
    /* A set that begins anew leaves nothing of the one before. */
    assert_int_equal (part_fold (&tables, 7, &parts, 0, &whole), QCDC_OK);
    assert_int_equal (part_fold (&tables, 7, &parts, 0, &whole), QCDC_OK);
    assert_int_equal (tables_parts (tables, 7), 1);
    publication_drop (tables, 7);
    assert_int_equal (tables_parts (tables, 7), 0);
    parts_free (&parts);
    tables_destroy (&large);
    tables_destroy (&tables);
}

/*  An office is the province's by the class that it had last, whatever order its rows came in. */
static void test_provincial_offices (void **state)
{
    (void)state;
    fault_t fault = {0};
    size_t offices = (size_t)table_kind_find ("offices");
    catalog_tables_t *tables = NULL;
    const char *const latter[] = {"BCD-593", "Ban Chỉ đạo mới", "tinh", "68", "", "no", "2090-01-01", ""};
    const char *const former[] = {"BCD-593", "Ban Chỉ đạo cũ", "huyen", "68", "", "no", "1990-01-01", "1999-12-31"};
    assert_int_equal (tables_copy (sample, &tables, &fault), QCDC_OK);
    assert_true (office_is_provincial (tables, "BCD-TINH"));
    assert_false (office_is_provincial (tables, "BCD-593"));
    assert_false (office_is_provincial (tables, "BCD-KHONG-CO"));
    assert_int_equal (tables_add (tables, offices, latter, NULL, 0, &fault), QCDC_OK);
    assert_int_equal (tables_add (tables, offices, former, NULL, 0, &fault), QCDC_OK);
    assert_true (office_is_provincial (tables, "BCD-593"));
    tables_destroy (&tables);
}

static void test_packing (void **state)
{
    (void)state;
    fault_t fault = {0};
    uint8_t *bytes = NULL, one[32], other[32];
    size_t length = 0;
    catalog_tables_t *tables = NULL;
    assert_int_equal (tables_pack (sample, &bytes, &length, &fault), QCDC_OK);
    assert_int_equal (tables_unpack (bytes, length, &tables, &fault), QCDC_OK);
    tables_hash (sample, one);
    tables_hash (tables, other);
    assert_memory_equal (one, other, 32);
    tables_destroy (&tables);
    for (size_t cut = 0; cut < length; cut += length / 97 + 1) {
        assert_int_not_equal (tables_unpack (bytes, cut, &tables, &fault), QCDC_OK);
        assert_null (tables);
    }
    bytes[3] ^= 1;
    assert_int_equal (tables_unpack (bytes, length, &tables, &fault), QCDC_CORRUPT);
    free (bytes);
}

/*  What holds on the days of another row is named by rows of files alone: what was published stands in none. */
static void test_rows_that_meet (void **state)
{
    (void)state;
    static const struct {
        const char *one, *other; /* the files of the earlier row, and of the later one */
        const char *said;
    } CASES[] = {
        {"a.csv", NULL, "a.csv, row 2: '707' is published already, and holds on the same days"},
        {NULL, "a.csv", "a.csv, row 3: '707' is published already, and holds on the same days"},
        {NULL, NULL, "units, 707: '707' is published already, and holds on the same days"},
        {"a.csv", "a.csv", "a.csv, row 3: '707' stands in row 2 already, and holds on the same days"},
        {"b.csv", "a.csv", "a.csv, row 3: '707' stands in row 2 of b.csv already, and holds on the same days"}};
    const char *const earlier[] = {"707", "60", "district", "Huyện Bảy", "", "2027-01-31"};
    const char *const later[] = {"707", "60", "district", "Huyện Bảy", "2026-12-20", ""};
    size_t units = (size_t)table_kind_find ("units");
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        fault_t fault = {0};
        catalog_tables_t *tables = tables_new ();
        assert_int_equal (tables_add (tables, units, earlier, CASES[i].one, 2, &fault), QCDC_OK);
        assert_int_equal (tables_add (tables, units, later, CASES[i].other, 3, &fault), QCDC_OK);
        assert_int_equal (tables_check (tables, &fault), QCDC_BAD_CATALOGUE);
        assert_string_equal (fault.message, CASES[i].said);
        tables_destroy (&tables);
    }
}

/*  ---------------------------------------------------------------- what a folder changes */

/*  One row of TABLE, as in a folder, held against NOW on 2026-06-01. */
static qcdc_status compare (const catalog_tables_t *now, const char *table, const char *const *fields,
                            const char *from, change_set_t *set, fault_t *fault)
{
    catalog_tables_t *folder = tables_new ();
    assert_non_null (folder);
    assert_int_equal (tables_add (folder, (size_t)table_kind_find (table), fields, "them.csv", 2, fault), QCDC_OK);
    qcdc_status status = tables_compare (now, folder, from ? on (from) : QCDC_DAY_MIN, on ("2026-06-01"), set, fault);
    tables_destroy (&folder);
    return status;
}

typedef struct {
    const char *table;
    const char *fields[CATALOGUE_COLUMNS_MAX];
    const char *from;
    const char *words;   /* the first change; NULL: none */
    const char *refused; /* how the fault begins; NULL: it is taken */
} compare_case_t;

static void test_changes (void **state)
{
    (void)state;
    static const compare_case_t CASES[] = {
        {"units", {"99", "68", "commune", "Xã X", "", ""}, NULL, "units: 99 Xã X is added", NULL},
        {"units",
         {"99", "68", "commune", "Xã X", "2026-07-01", ""},
         NULL,
         "units: 99 Xã X is added, from 01/07/2026 on",
         NULL},
        {"units",
         {"99", "68", "commune", "Xã X", "", ""},
         "2026-07-01",
         "units: 99 Xã X is added, from 01/07/2026 on",
         NULL},
        {"units",
         {"60", "", "province", "Tỉnh Bình Thuận", "", ""},
         NULL,
         "units: the last day of 60 Tỉnh Bình Thuận is 30/06/2025, and stays so; what is to hold again is a row of "
         "its own, with valid_from",
         NULL},
        {"units",
         {"68", "", "province", "Tỉnh Lâm Đồng", "", ""},
         "2020-01-01",
         NULL,
         "them.csv, row 2, column valid_from: it was published, from 01/07/2025 on"},
        {"units", {"60", "", "province", "Tỉnh Bình Thuận", "", "2025-06-30"}, NULL, NULL, NULL},
        {"units",
         {"60", "", "province", "Tỉnh Bình Thuận", "", "2027-06-30"},
         NULL,
         NULL,
         "them.csv, row 2, column valid_to: it ended on 30/06/2025 already"},
        {"units",
         {"68", "", "province", "Tỉnh Lâm Đồng", "", "2027-06-30"},
         NULL,
         "units: 68 Tỉnh Lâm Đồng ends on 30/06/2027",
         NULL},
        {"units",
         {"68", "", "province", "Tỉnh X", "", ""},
         NULL,
         NULL,
         "them.csv, row 2, column name: it says 'Tỉnh X', and 'Tỉnh Lâm Đồng' was published"},
        {"units",
         {"68", "", "province", "Tỉnh X", "2025-07-01", ""},
         NULL,
         NULL,
         "them.csv, row 2, column name: it says 'Tỉnh X'"},
        {"units",
         {"68", "", "province", "Tỉnh X", "", ""},
         "2026-07-01",
         "units: 68 Tỉnh X, from 01/07/2026 on: name: Tỉnh Lâm Đồng → Tỉnh X",
         NULL},
        {"lineage",
         {"2025-07-01", "60", "68", "merge_full", "x"},
         NULL,
         NULL,
         "them.csv, row 2, column legal_basis: it says 'x'"},
        {"forms",
         {"QCDC-SO", "2", "x", "y", "so", "QCDC", "H1 Y", "A01-A03", "2027-01-01", ""},
         NULL,
         "forms: QCDC-SO 1 Báo cáo thực hiện QCDC (sở, ban, ngành) ends on 31/12/2026",
         NULL},
        {"classes", {"xa", "Cấp xã", "Commune", "no", "", ""}, NULL, "classes of offices: xa Cấp xã is added", NULL},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        const compare_case_t *c = &CASES[i];
        change_set_t set = {0};
        fault_t fault = {0};
        qcdc_status status = compare (sample, c->table, c->fields, c->from, &set, &fault);
        if (c->refused ? status != QCDC_BAD_CATALOGUE || strncmp (fault.message, c->refused, strlen (c->refused)) != 0
                       : status != QCDC_OK)
            fail_msg ("%zu: %s: %s", i, status_code (status), fault.message);
        assert_true (!c->refused || fault.advice[0]);
        if (!c->refused && (set.count > 0) != (c->words != NULL))
            fail_msg ("%zu: %zu changes: %s", i, set.count, set.count ? set.changes[0].words : "");
        if (c->words && strcmp (set.changes[0].words, c->words) != 0)
            fail_msg ("%zu: %s", i, set.changes[0].words);
        assert_true (c->refused || tables_are_empty (set.rows) == (set.count == set.without));
        change_set_release (&set);
    }
}

/*  What a folder changes, published and folded, is what it was said to become; and then the folder changes nothing. */
static void test_succession (void **state)
{
    (void)state;
    static const char *const FIELDS[] = {"68", "", "province", "Tỉnh X", "", ""};
    fault_t fault = {0};
    change_set_t set = {0}, again = {0};
    parts_t parts = {.count = 0};
    uint8_t one[32], other[32];
    bool whole = false;
    catalog_tables_t *tables = NULL;
    assert_int_equal (compare (sample, "units", FIELDS, "2026-07-01", &set, &fault), QCDC_OK);
    assert_int_equal (set.count, 1);
    assert_int_equal (set.changes[0].kind, CHANGE_SUCCEEDED);
    assert_int_equal (rows_count (set.rows, "units"), 2);
    assert_int_equal (publication_each (set.rows, "x", on ("2026-07-01"), false, part_take, &parts, &fault), QCDC_OK);
    assert_int_equal (parts.count, 1);
    assert_int_equal (tables_copy (sample, &tables, &fault), QCDC_OK);
    assert_int_equal (part_fold (&tables, 7, &parts, 0, &whole), QCDC_OK);
    assert_true (whole);
    tables_hash (tables, one);
    tables_hash (set.next, other);
    assert_memory_equal (one, other, 32);
    assert_int_equal (rows_count (tables, "units"), rows_count (sample, "units") + 1);
    assert_int_equal (compare (tables, "units", FIELDS, "2026-07-01", &again, &fault), QCDC_OK);
    assert_int_equal (again.count, 0);
    parts_free (&parts);
    tables_destroy (&tables);
    change_set_release (&set);
    change_set_release (&again);
}

/*  The edition that a set of one row says it needs. */
static uint32_t reader_of (const char *table, const char *const *fields)
{
    fault_t fault = {0};
    parts_t parts = {.count = 0};
    catalog_tables_t *rows = tables_new ();
    arena_t *arena = arena_new (QCDC_FACT_ARENA_BYTES_MAX);
    Qcdc__Fact *fact = NULL;
    assert_int_equal (tables_add (rows, (size_t)table_kind_find (table), fields, NULL, 0, &fault), QCDC_OK);
    assert_int_equal (publication_each (rows, "x", 0, false, part_take, &parts, &fault), QCDC_OK);
    assert_int_equal (fact_unpack ((bytes_t){parts.bodies[0], parts.lengths[0]}, arena, &fact), QCDC_OK);
    assert_int_equal (publication_fits (fact->published, &fault), QCDC_OK);
    uint32_t reader = fact->published->reader;
    fact->published->reader = CATALOGUE_EDITION + 1;
    assert_int_equal (publication_fits (fact->published, &fault), QCDC_UNSUPPORTED);
    arena_destroy (&arena);
    parts_free (&parts);
    tables_destroy (&rows);
    return reader;
}

static uint32_t reader_of_holiday (const char *day, const char *works)
{
    return reader_of ("holidays", (const char *const[]){day, works, "Ngày", "Day", "", ""});
}

static uint32_t reader_of_step (const char *needs)
{
    return reader_of ("petition-moves", (const char *const[]){"TO_CAO", "1", "INTERIM_REPLIED", "received", needs,
                                                              "Vì", "Why", "Điều 9", "2026-07-01", ""});
}

static uint32_t reader_of_deadline (const char *starts, const char *ends, const char *extends, const char *flag)
{
    bool more = *extends;
    return reader_of ("legal-deadlines",
                      (const char *const[]){"X-1", more ? "" : "TO_CAO", "", "", starts, ends, "10", "no", extends,
                                            more ? "1" : "", flag, "Vì", "Why", "Điều 9", "2026-07-01", ""});
}

/*  Who publishes says what reads it: nothing where every program does. */
static void test_edition_that_a_set_needs (void **state)
{
    (void)state;
    assert_int_equal (reader_of_holiday ("2027-09-02", "no"), 0);
    assert_int_equal (reader_of_holiday ("2027-09-04", "no"), 2);
    assert_int_equal (reader_of_holiday ("2027-09-04", "yes"), 0);
    assert_int_equal (reader_of_step ("reason article"), 0);
    assert_int_equal (reader_of_step ("reason expected_on"), 5);
    assert_int_equal (reader_of_deadline ("RECEIVED", "ACCEPTED FORWARDED", "", ""), 0);
    assert_int_equal (reader_of_deadline ("", "", "TC-GQ", "PHUC_TAP"), 0);
    assert_int_equal (reader_of_deadline ("", "", "TC-GQ", "DOI_THOAI:2020-06-15"), 5);
    assert_int_equal (reader_of_deadline ("RECEIVED", "FORWARDED ACCEPTED", "", ""), 6);
    assert_int_equal (reader_of_deadline ("SETTLED", "APPEALED", "", ""), 6);
    assert_int_equal (reader_of_deadline ("SETTLED TIME_OVER", "ACCEPTED", "", ""), 6);
    assert_int_equal (reader_of_deadline ("DECISION_KNOWN", "RECEIVED", "", ""), 6);
    assert_int_equal (reader_of_deadline ("RECEIVED", "SETTLED", "", "PHUC_TAP"), 6);
    assert_int_equal (reader_of_deadline ("", "", "TC-GQ", "CU_TRI"), 6);
}

static int group_setup (void **state)
{
    (void)state;
    fault_t fault = {0};
    return sample_tables (&sample, &fault) == QCDC_OK ? 0 : -1;
}

static int group_teardown (void **state)
{
    (void)state;
    tables_destroy (&sample);
    return 0;
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_limits),
        cmocka_unit_test (test_parts),
        cmocka_unit_test (test_packing),
        cmocka_unit_test (test_rows_that_meet),
        cmocka_unit_test (test_changes),
        cmocka_unit_test (test_succession),
        cmocka_unit_test (test_edition_that_a_set_needs),
        cmocka_unit_test (test_provincial_offices),
    };
    return cmocka_run_group_tests (tests, group_setup, group_teardown);
}
