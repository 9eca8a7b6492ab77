/*  test_notice.c — a notice that says again what was taken in, whatever is asked of new ones by now. */

#include "judge_case.h"

#include "facts/make.h"
#include "matters/notice.h"

/*  Programs of before took a period as people wrote it. */
static void test_same_again (void **state)
{
    (void)state;
    case_t c;
    Qcdc__NoticeIssued issued;
    char *shown[] = {"BCD-593"};
    case_begin (&c, "BCD-TINH");
    c.input.role = ROLE_PROVINCE;
    c.input.target = TARGET_NONE;
    qcdc__notice_issued__init (&issued);
    issued.number = "36-TB";
    issued.issued_on = on ("2020-07-01");
    issued.kind = "Thông báo";
    issued.signatory = "Dương Văn An";
    issued.period = "quý I";
    issued.shown_to = shown;
    issued.n_shown_to = 1;
    c.fact = fact_of_notice (&issued);
    EXPECT_REJECTED (&c, QCDC_BAD_PERIOD, "period");
    notice_t notice = {.thing = {.matter = &NOTICE_MATTER, .office = c.input.office->id, .entry = {7, 3, 99}},
                       .number = "36-TB",
                       .on = issued.issued_on};
    case_content (&c, notice.thing.content);
    c.input.holder = &notice.thing;
    EXPECT_ALIAS (&c);
    /* Another one under that number is asked as every new one is. */
    issued.signatory = "Lê Tuấn Phong";
    EXPECT_REJECTED (&c, QCDC_BAD_PERIOD, "period");
    issued.period = "2020-Q1";
    EXPECT_REJECTED (&c, QCDC_DUPLICATE, "number");
}

int main (void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test (test_same_again)};
    return cmocka_run_group_tests (tests, catalog_make, catalog_free);
}
