/*  test_judge_check_petition.c — what a petition and its moves must say: every limit at its edge, every day at its
 *  boundary. */

#include "judge_case.h"

#include <limits.h>

static void test_local_no (void **state)
{
    (void)state;
    static const struct {
        const char *text;
        qcdc_status status;
    } CASES[] = {
        {"1", QCDC_OK},
        {"12 / KN-2020 (b)", QCDC_OK},
        {"Số 12/Đ", QCDC_OK},
        {"", QCDC_EMPTY},
        {" ", QCDC_BAD_LOCAL_NO},
        {" 1", QCDC_BAD_LOCAL_NO},
        {"1 ", QCDC_BAD_LOCAL_NO},
        {"1\n", QCDC_BAD_CHARACTER},
        {"1\t2", QCDC_BAD_CHARACTER},
        {"1\x7F", QCDC_BAD_CHARACTER},
        {"1\xC2\x85", QCDC_BAD_CHARACTER},
        {"1\xE2\x80\xAE"
         "2",
         QCDC_BAD_CHARACTER}, /* right-to-left: reads as something else */
        {"\xC3", QCDC_BAD_UTF8},
        {"\xFF", QCDC_BAD_UTF8},
        {"So\xCC\x82\xCC\x81", QCDC_BAD_NFC},
        {"1\xE2\x80\x8B/KN", QCDC_BAD_LOCAL_NO}, /* zero-width space */
        {"1\xC2\xAD/KN", QCDC_BAD_LOCAL_NO},     /* soft hyphen */
        {"1\xC2\xA0/KN", QCDC_BAD_LOCAL_NO},     /* no-break space */
        {"1  /KN", QCDC_BAD_LOCAL_NO},
        {"1/KN@2019", QCDC_BAD_LOCAL_NO},
        {"12/2019/KN", QCDC_OK},
    };
    case_t c;
    case_received (&c, "BCD-593");
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        c.received.local_no = (char *)CASES[i].text;
        if (CASES[i].status == QCDC_OK)
            EXPECT_ACCEPTED (&c);
        else
            EXPECT_REJECTED (&c, CASES[i].status, "local_no");
    }
}

/*  The limit counts bytes, also where characters take two or three. */
static void test_local_no_length (void **state)
{
    (void)state;
    static const char *const CHARACTERS[] = {"7", "\xC4\x90", "\xE1\xBB\x91"};
    case_t c;
    case_received (&c, "BCD-593");
    for (size_t i = 0; i < 3; i++)
        for (size_t length = 63; length <= 66; length++) {
            char text[80] = "";
            while (strlen (text) < length % strlen (CHARACTERS[i]))
                strcat (text, "1");
            while (strlen (text) < length)
                strcat (text, CHARACTERS[i]);
            assert_int_equal (strlen (text), length);
            c.received.local_no = text;
            if (length <= 64)
                EXPECT_ACCEPTED (&c);
            else
                EXPECT_REJECTED (&c, QCDC_BAD_LOCAL_NO, "local_no");
        }
    char *endless = malloc (60001); /* an honest limit also for what only just fits into a body */
    memset (endless, 'x', 60000);
    endless[60000] = '\0';
    c.received.local_no = endless;
    EXPECT_REJECTED (&c, QCDC_BAD_LOCAL_NO, "local_no");
    free (endless);
}

static void test_codes (void **state)
{
    (void)state;
    static const int NUMBERS[] = {INT_MIN, -1, 0, 1, 2, 3, 4, 5, 9, 10, 11, 12, 255, INT_MAX};
    for (size_t i = 0; i < sizeof NUMBERS / sizeof *NUMBERS; i++) {
        int n = NUMBERS[i];
        case_t c;
        case_received (&c, "BCD-593");
        c.received.kind = (Qcdc__PetitionKind)n;
        if (n >= 1 && n <= 4)
            EXPECT_ACCEPTED (&c);
        else
            EXPECT_REJECTED (&c, QCDC_BAD_KIND, "kind");
        case_received (&c, "BCD-593");
        c.received.field = (Qcdc__PetitionField)n;
        if (n >= 1 && n <= 10)
            EXPECT_ACCEPTED (&c);
        else
            EXPECT_REJECTED (&c, QCDC_BAD_FIELD, "field");
        case_received (&c, "BCD-593");
        c.received.channel = (Qcdc__Channel)n;
        if (n >= 1 && n <= 4)
            EXPECT_ACCEPTED (&c);
        else
            EXPECT_REJECTED (&c, QCDC_BAD_CHANNEL, "channel");
        case_moved (&c, "BCD-593");
        c.moved.move = (Qcdc__Move)n;
        c.moved.from_register = 1;
        if (n >= 1 && n <= 12)
            EXPECT_ACCEPTED (&c);
        else
            EXPECT_REJECTED (&c, QCDC_BAD_MOVE, "move");
    }
}

static void test_people (void **state)
{
    (void)state;
    static const struct {
        uint32_t people;
        bool good;
    } CASES[] = {{0, false},      {1, true},        {2, true},          {999999, true},
                 {1000000, true}, {1000001, false}, {UINT32_MAX, false}};
    case_t c;
    case_received (&c, "BCD-593");
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        c.received.people = CASES[i].people;
        if (CASES[i].good)
            EXPECT_ACCEPTED (&c);
        else
            EXPECT_REJECTED (&c, QCDC_BAD_NUMBER, "people");
    }
}

static void test_flags (void **state)
{
    (void)state;
    char *many[18], names[18][16];
    case_t c;
    case_received (&c, "BCD-593");
    for (size_t i = 0; i < 18; i++) {
        snprintf (names[i], sizeof names[i], "DU_AN:P%02zu", i);
        many[i] = names[i];
    }
    c.received.flags = many;
    for (c.received.n_flags = 0; c.received.n_flags <= 16; c.received.n_flags++)
        EXPECT_ACCEPTED (&c);
    EXPECT_REJECTED (&c, QCDC_BAD_FLAG, "flags"); /* seventeen */

    static const struct {
        const char *flags[3];
        bool good;
    } CASES[] = {
        {{"DAI_HOI", "DONG_NGUOI", "PHUC_TAP"}, true},
        {{"DONG_NGUOI", "DU_AN:A", "PHUC_TAP"}, true},
        {{"DU_AN:A", "DU_AN:A-1", "DU_AN:A0"}, true},
        {{"DONG_NGUOI", "DAI_HOI", "PHUC_TAP"}, false}, /* not sorted */
        {{"DAI_HOI", "DAI_HOI", "PHUC_TAP"}, false},    /* repeated */
        {{"DAI_HOI", "PHUC_TAP", "DONG_NGUOI"}, false},
        {{"DAI_HOI", "DU_AN:", "PHUC_TAP"}, false},
        {{"DAI_HOI", "DU_AN:a", "PHUC_TAP"}, false},
        {{"", "DAI_HOI", "PHUC_TAP"}, false},
        {{"DAI_HOI", "PHUC_TAP", "X"}, false},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        case_received (&c, "BCD-593");
        for (size_t j = 0; j < 3; j++)
            c.flags[j] = (char *)CASES[i].flags[j];
        c.received.n_flags = 3;
        if (CASES[i].good)
            EXPECT_ACCEPTED (&c);
        else
            EXPECT_REJECTED (&c, QCDC_BAD_FLAG, "flags");
    }
}

/*  Marks that only one kind of petition has, and the day that a decision was known, which is no later than the receipt. */
static void test_flags_of_a_kind (void **state)
{
    (void)state;
    static const struct {
        Qcdc__PetitionKind kind;
        const char *flag;
        qcdc_status status;
    } CASES[] = {
        {QCDC__PETITION_KIND__KIEN_NGHI, "CU_TRI", QCDC_OK},
        {QCDC__PETITION_KIND__PHAN_ANH, "CU_TRI", QCDC_BAD_FLAG},
        {QCDC__PETITION_KIND__KHIEU_NAI, "NHAN_QD:2020-01-02", QCDC_OK},
        {QCDC__PETITION_KIND__KHIEU_NAI, "NHAN_QD:2020-01-03", QCDC_BAD_DATE},
        {QCDC__PETITION_KIND__TO_CAO, "NHAN_QD:2020-01-02", QCDC_BAD_FLAG},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        case_t c;
        case_received (&c, "BCD-593");
        c.received.kind = CASES[i].kind;
        c.received.received_on = on ("2020-01-02");
        c.flags[0] = (char *)CASES[i].flag;
        c.received.n_flags = 1;
        if (CASES[i].status == QCDC_OK)
            EXPECT_ACCEPTED (&c);
        else
            EXPECT_REJECTED (&c, CASES[i].status, "flags");
    }
}

/*  The province's day begins at 17:00 UTC: a day may be named as soon as it has begun there, and not a microsecond before. */
static void test_days (void **state)
{
    (void)state;
    int64_t midnight_us = at ("2020-07-13T17:00:00Z");
    int32_t today = on ("2020-07-14");
    for (int kind = 0; kind < 3; kind++) {
        case_t c;
        if (kind == 0)
            case_received (&c, "BCD-593");
        else
            case_moved (&c, "BCD-593");
        if (kind == 2) {
            c.moved.move = QCDC__MOVE__SETTLED;
            c.moved.from_register = 1;
        }
        const char *field = kind == 0 ? "received_on" : kind == 1 ? "on" : "settled_on";
        int32_t *day = kind == 0 ? &c.received.received_on : &c.moved.on;
        c.input.committed_at_us = midnight_us - 1;
        *day = today - 1;
        EXPECT_ACCEPTED (&c);
        *day = today;
        EXPECT_REJECTED (&c, QCDC_BAD_DATE, field);
        c.input.committed_at_us = midnight_us;
        EXPECT_ACCEPTED (&c);
        *day = today + 1;
        EXPECT_REJECTED (&c, QCDC_BAD_DATE, field);
        static const int32_t WRONG[] = {INT32_MIN, QCDC_DAY_MIN - 1, QCDC_DAY_MAX, QCDC_DAY_MAX + 1, INT32_MAX};
        for (size_t i = 0; i < 5; i++) {
            *day = WRONG[i];
            EXPECT_REJECTED (&c, QCDC_BAD_DATE, field);
        }
        c.petition.received_on = QCDC_REGISTER_DAY_MIN;
        *day = QCDC_REGISTER_DAY_MIN;
        EXPECT_ACCEPTED (&c);
        *day = QCDC_REGISTER_DAY_MIN - 1;
        EXPECT_REJECTED (&c, QCDC_BAD_DATE, field);
        *day = on ("1900-12-31"); /* a spreadsheet's number */
        EXPECT_REJECTED (&c, QCDC_BAD_DATE, field);
        assert_non_null (strstr (c.verdict.fault.message, "spreadsheet"));
        *day = 0; /* a program's zero: 1970-01-01, and not the day after */
        EXPECT_REJECTED (&c, QCDC_BAD_DATE, field);
        assert_non_null (strstr (c.verdict.fault.message, "zero"));
        *day = 1;
        EXPECT_ACCEPTED (&c);
    }
}

static void test_units (void **state)
{
    (void)state;
    static const struct {
        const char *office, *day;
        bool good;
    } CASES[] = {
        {"BCD-594", "2005-09-19", false}, {"BCD-594", "2005-09-20", true}, {"BCD-594", "2025-06-30", true},
        {"BCD-594", "2025-07-01", false}, {"BCD-593", "2005-09-19", true}, {"BCD-593", "2025-07-01", false},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        case_t c;
        case_received (&c, CASES[i].office);
        c.input.committed_at_us = at ("2026-01-02T00:00:00Z");
        c.received.received_on = on (CASES[i].day);
        if (CASES[i].good)
            EXPECT_ACCEPTED (&c);
        else
            EXPECT_REJECTED (&c, QCDC_BAD_UNIT, "received_on");
    }
}

static void test_move_days (void **state)
{
    (void)state;
    case_t c;
    case_moved (&c, "BCD-593");
    c.moved.on = c.petition.received_on;
    EXPECT_ACCEPTED (&c);
    c.moved.on--;
    EXPECT_REJECTED (&c, QCDC_BAD_DATE, "on");
    c.moved.move = QCDC__MOVE__SETTLED;
    c.moved.from_register = 1;
    EXPECT_REJECTED (&c, QCDC_BAD_DATE, "settled_on");
    c.moved.on++;
    EXPECT_ACCEPTED (&c);
}

static void test_outcomes (void **state)
{
    (void)state;
    case_t c;
    for (int move = 1; move <= 12; move++)
        for (int outcome = -1; outcome <= 5; outcome++) {
            case_moved (&c, "BCD-593");
            c.moved.move = (Qcdc__Move)move;
            c.moved.from_register = 1;
            c.moved.outcome = (Qcdc__Outcome)outcome;
            if (outcome == 0 || (outcome >= 1 && outcome <= 4 && move == QCDC__MOVE__SETTLED))
                EXPECT_ACCEPTED (&c);
            else
                EXPECT_REJECTED (&c, QCDC_BAD_OUTCOME, "outcome");
        }
}

/*  The first instance is said by saying none; only some kinds come to a second. */
static void test_instances (void **state)
{
    (void)state;
    for (int kind = 1; kind <= 4; kind++)
        for (uint32_t instance = 0; instance <= 4; instance++) {
            case_t c;
            case_received (&c, "BCD-593");
            c.received.kind = (Qcdc__PetitionKind)kind;
            c.received.instance = instance < 4 ? instance : UINT32_MAX;
            bool has_second = kind == QCDC__PETITION_KIND__KHIEU_NAI || kind == QCDC__PETITION_KIND__TO_CAO;
            if (instance == 0 || (instance == 2 && has_second))
                EXPECT_ACCEPTED (&c);
            else
                EXPECT_REJECTED (&c, QCDC_BAD_NUMBER, "instance");
        }
}

static void test_articles (void **state)
{
    (void)state;
    char longest[210];
    memset (longest, 'x', sizeof longest);
    longest[200] = '\0';
    static const struct {
        const char *text;
        qcdc_status status;
    } CASES[] = {{"", QCDC_OK},
                 {"Điều 28 Luật Khiếu nại", QCDC_OK},
                 {" Điều 28", QCDC_BAD_CHARACTER},
                 {"Điều 28 ", QCDC_BAD_CHARACTER},
                 {"Điều\n28", QCDC_BAD_CHARACTER},
                 {"\xFF", QCDC_BAD_UTF8}};
    case_t c;
    case_moved (&c, "BCD-593");
    c.moved.article = longest;
    EXPECT_ACCEPTED (&c);
    longest[200] = 'x';
    longest[201] = '\0';
    EXPECT_REJECTED (&c, QCDC_TOO_LARGE, "article");
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        c.moved.article = (char *)CASES[i].text;
        if (CASES[i].status == QCDC_OK)
            EXPECT_ACCEPTED (&c);
        else
            EXPECT_REJECTED (&c, CASES[i].status, "article");
    }
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_local_no),        cmocka_unit_test (test_local_no_length),
        cmocka_unit_test (test_codes),           cmocka_unit_test (test_people),
        cmocka_unit_test (test_flags),           cmocka_unit_test (test_days),
        cmocka_unit_test (test_flags_of_a_kind), cmocka_unit_test (test_units),
        cmocka_unit_test (test_move_days),       cmocka_unit_test (test_outcomes),
        cmocka_unit_test (test_instances),       cmocka_unit_test (test_articles),
    };
    return cmocka_run_group_tests (tests, catalog_make, catalog_free);
}
