/*  test_judge.c — who may say what: roles, references, duplicates and aliases, and that every reason of the table is given. */

#include "judge_case.h"

static void test_every_kind_and_role (void **state)
{
    (void)state;
    for (int role = 0; role < ROLE_COUNT; role++)
        for (int kind = 0; kind < 11; kind++) {
            static const int TARGETS[] = {TARGET_PETITION, TARGET_MOVE, TARGET_REPORT};
            case_t c;
            if (kind == 0)
                case_received (&c, "BCD-593");
            else if (kind == 1)
                case_moved (&c, "BCD-593");
            else if (kind == 2)
                case_filed (&c, "BCD-593");
            else if (kind < 6)
                case_corrected (&c, TARGETS[kind - 3]);
            else if (kind < 9)
                case_voided (&c, TARGETS[kind - 6]);
            else if (kind == 9)
                case_erased (&c, TARGET_PETITION);
            else
                case_published (&c);
            c.input.role = (role_t)role;
            if (role == ROLE_ANALYST || (role == ROLE_REPORTER && kind >= 9))
                EXPECT_REJECTED (&c, QCDC_FORBIDDEN, "");
            else
                EXPECT_ACCEPTED (&c);
        }
}

static void test_unknown_kind (void **state)
{
    (void)state;
    case_t c;
    case_begin (&c, "BCD-593");
    EXPECT_UNSUPPORTED (&c, "");
    c.input.role = ROLE_ANALYST;
    EXPECT_REJECTED (&c, QCDC_FORBIDDEN, "");
}

static void test_roles (void **state)
{
    (void)state;
    static const char *const BAD[] = {"", "Reporter", "reporter ", "admin", "report", "provinces"};
    for (int i = 0; i < ROLE_COUNT; i++) {
        role_t role = ROLE_COUNT;
        assert_int_equal (role_parse (role_name ((role_t)i), &role), QCDC_OK);
        assert_int_equal (role, i);
    }
    assert_string_equal (role_name (ROLE_REPORTER), "reporter");
    assert_string_equal (role_name (ROLE_PROVINCE), "province");
    assert_string_equal (role_name (ROLE_ANALYST), "analyst");
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        role_t role = ROLE_ANALYST;
        assert_int_equal (role_parse (BAD[i], &role), QCDC_NOT_FOUND);
        assert_int_equal (role, ROLE_ANALYST);
    }
}

static void assert_key (const case_t *c, const matter_t *matter, const char *wanted)
{
    char key[MATTER_KEY_BYTES] = "";
    assert_ptr_equal (fact_key (&c->fact, key), matter);
    assert_string_equal (key, wanted);
}

/*  What a fact makes, or a correction would put in its place, is found by its key. */
static void test_keys_of_facts (void **state)
{
    (void)state;
    case_t c;
    case_received (&c, "BCD-593");
    assert_key (&c, &PETITION_MATTER, "12/2020@2020");
    case_filed (&c, "BCD-593");
    assert_key (&c, &REPORT_MATTER, "QCDC-HUYEN/2020-H1");
    case_corrected (&c, TARGET_PETITION);
    assert_key (&c, &PETITION_MATTER, "12/2020@2020");
    case_corrected (&c, TARGET_REPORT);
    assert_key (&c, &REPORT_MATTER, "QCDC-HUYEN/2020-H1");
    case_corrected (&c, TARGET_MOVE);
    assert_key (&c, NULL, "");
    case_voided (&c, TARGET_REPORT);
    assert_key (&c, NULL, "");
}

/*  A key at the limit is one, a longer one is none: what is refused holds nothing. */
static void test_long_keys (void **state)
{
    (void)state;
    char local_no[QCDC_LOCAL_NO_BYTES_MAX + 2], key[MATTER_KEY_BYTES], wanted[MATTER_KEY_BYTES];
    case_t c;
    case_received (&c, "BCD-593");
    memset (local_no, '9', sizeof local_no);
    local_no[QCDC_LOCAL_NO_BYTES_MAX] = '\0';
    c.received.local_no = local_no;
    snprintf (wanted, sizeof wanted, "%s@2020", local_no);
    assert_key (&c, &PETITION_MATTER, wanted);
    local_no[QCDC_LOCAL_NO_BYTES_MAX] = '9';
    local_no[QCDC_LOCAL_NO_BYTES_MAX + 1] = '\0';
    assert_null (fact_key (&c.fact, key));
    c.received.local_no = "";
    assert_null (fact_key (&c.fact, key));
    case_filed (&c, "BCD-593");
    /* Of any form that can be published. */
    static char form[CATALOG_CODE_BYTES_MAX + 2];
    memset (form, 'F', CATALOG_CODE_BYTES_MAX);
    c.filed.form = form;
    snprintf (wanted, sizeof wanted, "%s/2020-H1", form);
    assert_key (&c, &REPORT_MATTER, wanted);
    form[CATALOG_CODE_BYTES_MAX] = 'F';
    assert_null (fact_key (&c.fact, key));
    form[1] = '\0';
    c.filed.period = "2020-H1-longer";
    assert_null (fact_key (&c.fact, key));
}

/*  Subjects lead back to their matter and office. */
static void test_subjects (void **state)
{
    (void)state;
    char text[MATTER_SUBJECT_BYTES], office[64];
    assert_true (matter_subject (&PETITION_MATTER, "BCD-593", "7:1/KN", text));
    assert_string_equal (text, "petition:BCD-593:7:1/KN");
    assert_ptr_equal (subject_matter (text, office), &PETITION_MATTER);
    assert_string_equal (office, "BCD-593");
    assert_null (subject_matter ("entry:00:1:2", office));
    assert_null (subject_matter ("", office));
    assert_ptr_equal (subject_matter ("report:X:QCDC/2020", office), &REPORT_MATTER);
}

/*  What a reference leads to decides before anything else is asked, for every kind of fact that has one. */
static void test_references (void **state)
{
    (void)state;
    for (int kind = 0; kind < 3; kind++) {
        case_t c;
        for (int wrong = 0; wrong < 5; wrong++) {
            if (kind == 0)
                case_moved (&c, "BCD-593");
            else if (kind == 1)
                case_corrected (&c, TARGET_PETITION);
            else
                case_voided (&c, TARGET_PETITION);
            c.moved.move = QCDC__MOVE__MOVE_UNSPECIFIED; /* wrong as well, and not what is said */
            c.received.people = 0;
            if (wrong < 3)
                case_target (&c, TARGET_MISSING + wrong);
            if (wrong < 2) {
                EXPECT_WAITING (&c, "target");
            } else if (wrong == 2) {
                EXPECT_REJECTED (&c, QCDC_TARGET_REJECTED, "target");
            } else if (wrong == 3) {
                c.input.target_office++;
                EXPECT_REJECTED (&c, QCDC_NOT_YOURS, "target");
            } else {
                case_target (&c, TARGET_OTHER);
                EXPECT_REJECTED (&c, QCDC_TARGET_KIND, kind == 0 ? "petition" : "target");
            }
        }
    }
    /* The province's role opens nobody else's book. */
    case_t c;
    case_moved (&c, "BCD-593");
    c.input.role = ROLE_PROVINCE;
    c.input.target_office++;
    EXPECT_REJECTED (&c, QCDC_NOT_YOURS, "target");
}

static void test_received_duplicates (void **state)
{
    (void)state;
    case_t c;
    case_received (&c, "BCD-593");
    c.input.holder = &c.petition.thing;
    EXPECT_REJECTED (&c, QCDC_DUPLICATE, "local_no");
    case_content (&c, c.petition.content);
    EXPECT_ALIAS (&c);
    c.input.holder = NULL; /* what was taken back holds nothing */
    EXPECT_ACCEPTED (&c);
    c.input.holder = &c.petition.thing;
    c.received.people = 2;
    EXPECT_REJECTED (&c, QCDC_DUPLICATE, "local_no");
    /* A copy of something that could not be accepted is no better than it. */
    c.received.people = 0;
    case_content (&c, c.petition.content);
    EXPECT_REJECTED (&c, QCDC_BAD_NUMBER, "people");
}

static void test_filed_duplicates (void **state)
{
    (void)state;
    case_t c;
    case_filed (&c, "BCD-593");
    c.input.holder = &c.report.thing;
    EXPECT_REJECTED (&c, QCDC_DUPLICATE, "period");
    c.input.holder = NULL;
    EXPECT_ACCEPTED (&c);
    c.input.holder = &c.report.thing;
    case_content (&c, c.report.content);
    EXPECT_ALIAS (&c);
    c.cell[0].value_e4 = 0;
    EXPECT_REJECTED (&c, QCDC_DUPLICATE, "period");
}

static void test_moved (void **state)
{
    (void)state;
    case_t c;
    case_moved (&c, "BCD-593");
    EXPECT_ACCEPTED (&c);
    c.moved.move = QCDC__MOVE__SETTLED;
    EXPECT_REJECTED (&c, QCDC_BAD_MOVE, "move");
    c.moved.from_register = 1;
    EXPECT_ACCEPTED (&c);
    case_step (&c, QCDC__MOVE__WITHDRAWN, "2020-03-05");
    EXPECT_REJECTED (&c, QCDC_BAD_MOVE, "move");
    c.petition.voided = true;
    EXPECT_REJECTED (&c, QCDC_TARGET_VOID, "petition");
    static const int WRONG[] = {TARGET_MOVE, TARGET_REPORT, TARGET_OTHER};
    for (size_t i = 0; i < 3; i++) {
        case_moved (&c, "BCD-593");
        case_step (&c, QCDC__MOVE__CLASSIFIED, "2020-03-03");
        case_target (&c, WRONG[i]);
        EXPECT_REJECTED (&c, QCDC_TARGET_KIND, "petition");
    }
}

/*  An equal step is the same step, wherever in the history it stands; one that differs in anything is another. */
static void test_moved_alias (void **state)
{
    (void)state;
    for (int differs = 0; differs < 7; differs++) {
        case_t c;
        case_moved (&c, "BCD-593");
        case_step (&c, QCDC__MOVE__ACCEPTED, "2020-03-03");
        case_step (&c, QCDC__MOVE__SETTLED, "2020-04-04");
        c.moves[1].outcome = QCDC__OUTCOME__SAI;
        c.moved.move = QCDC__MOVE__SETTLED;
        c.moved.on = on ("2020-04-04");
        c.moved.outcome = QCDC__OUTCOME__SAI;
        if (differs == 1)
            c.moved.on++;
        else if (differs == 2)
            c.moved.outcome = QCDC__OUTCOME__DUNG;
        else if (differs == 3)
            c.moved.from_register = 1;
        else if (differs == 4)
            c.moves[1].voided = true;
        else if (differs == 5) {
            c.moved.move = QCDC__MOVE__ACCEPTED; /* the first of two, equal but for the outcome */
            c.moved.on = on ("2020-03-03");
            c.moved.outcome = 0;
        } else if (differs == 6)
            c.moved.article = "Điều 28 Luật Khiếu nại";
        assert_int_equal (petition_fold (&c.petition, NULL), QCDC_OK);
        if (differs == 0 || differs == 5)
            EXPECT_ALIAS (&c);
        else if (differs == 4)
            EXPECT_ACCEPTED (&c); /* what was taken back can be said again */
        else
            EXPECT_REJECTED (&c, QCDC_BAD_MOVE, "move");
    }
}

static void test_erased (void **state)
{
    (void)state;
    static const int THERE[] = {TARGET_PENDING, TARGET_REFUSED, TARGET_PETITION,
                                TARGET_MOVE,    TARGET_REPORT,  TARGET_OTHER};
    case_t c;
    for (size_t i = 0; i < sizeof THERE / sizeof *THERE; i++) { /* a slip may stand anywhere, and in any office */
        case_erased (&c, THERE[i]);
        c.input.target_office = catalog_office (catalog, "BCD-602")->id;
        EXPECT_ACCEPTED (&c);
        c.input.role = ROLE_REPORTER;
        EXPECT_REJECTED (&c, QCDC_FORBIDDEN, "");
    }
    case_erased (&c, TARGET_MISSING);
    EXPECT_WAITING (&c, "target");
    c.input.role = ROLE_REPORTER;
    EXPECT_REJECTED (&c, QCDC_FORBIDDEN, "");
}

static void test_asked (void **state)
{
    (void)state;
    static const int THERE[] = {TARGET_PENDING, TARGET_REFUSED, TARGET_PETITION,
                                TARGET_MOVE,    TARGET_REPORT,  TARGET_OTHER};
    case_t c;
    for (size_t i = 0; i < sizeof THERE / sizeof *THERE;
         i++) { /* a slip may stand anywhere, but only in the own office */
        case_asked (&c, THERE[i]);
        EXPECT_ACCEPTED (&c);
        c.input.target_office = catalog_office (catalog, "BCD-602")->id;
        EXPECT_REJECTED (&c, QCDC_NOT_YOURS, "target");
        c.input.role = ROLE_PROVINCE;
        EXPECT_REJECTED (&c, QCDC_FORBIDDEN, "");
    }
    case_asked (&c, TARGET_MISSING);
    EXPECT_WAITING (&c, "target");
}

/*  ---------------------------------------------------------------- one case for each reason that judging has */

static void reason_unsupported (case_t *c)
{
    case_begin (c, "BCD-593");
}

static void reason_bad_kind (case_t *c)
{
    case_received (c, "BCD-593");
    c->received.kind = (Qcdc__PetitionKind)5;
}

static void reason_bad_field (case_t *c)
{
    case_received (c, "BCD-593");
    c->received.field = QCDC__PETITION_FIELD__PETITION_FIELD_UNSPECIFIED;
}

static void reason_bad_channel (case_t *c)
{
    case_received (c, "BCD-593");
    c->received.channel = (Qcdc__Channel)99;
}

static void reason_bad_outcome (case_t *c)
{
    case_moved (c, "BCD-593");
    c->moved.outcome = QCDC__OUTCOME__DUNG;
}

static void reason_bad_flag (case_t *c)
{
    case_received (c, "BCD-593");
    c->flags[0] = "KHAN_CAP";
    c->received.n_flags = 1;
}

static void reason_bad_move (case_t *c)
{
    case_moved (c, "BCD-593");
    c->moved.move = QCDC__MOVE__RESUMED;
}

static void reason_bad_local_no (case_t *c)
{
    case_received (c, "BCD-593");
    c->received.local_no = " 12";
}

static void reason_bad_unit (case_t *c)
{
    case_received (c, "BCD-594");
    c->received.received_on = on ("2005-09-19"); /* La Gi begins on the 20th */
}

static void reason_bad_form (case_t *c)
{
    case_filed (c, "BCD-593");
    c->filed.form = "QCDC-MTTQ";
}

static void reason_bad_period (case_t *c)
{
    case_filed (c, "BCD-593");
    c->filed.period = "2020-H2";
}

static void reason_bad_cell (case_t *c)
{
    case_filed (c, "BCD-593");
    c->cell[1].cell = "A04.YA";
}

static void reason_derived_cell (case_t *c)
{
    case_filed (c, "BCD-593");
    c->cell[1].cell = "B11.THUE";
}

static void reason_broken_rule (case_t *c)
{
    case_filed (c, "BCD-593");
    c->cell[0] = (Qcdc__CellValue)QCDC__CELL_VALUE__INIT;
    c->cell[0].cell = "A04.XA";
    c->cell[0].value_e4 = 10000;
    c->cell[1].cell = "A05.XA";
    c->cell[1].value_e4 = 20000;
}

static void reason_no_note (case_t *c)
{
    case_filed (c, "BCD-593");
    c->cell[0] = (Qcdc__CellValue)QCDC__CELL_VALUE__INIT;
    c->cell[0].cell = "C03";
    c->cell[0].value_e4 = 20000;
    c->cell[1].cell = "C04";
    c->cell[1].value_e4 = 10000;
}

static void reason_bad_catalogue (case_t *c)
{
    case_published (c);
    c->published_table.n_fields = 3;
}

static void reason_duplicate (case_t *c)
{
    case_received (c, "BCD-593");
    c->input.holder = &c->petition.thing;
}

static void reason_waiting (case_t *c)
{
    case_moved (c, "BCD-593");
    case_target (c, TARGET_MISSING);
}

static void reason_target_rejected (case_t *c)
{
    case_moved (c, "BCD-593");
    case_target (c, TARGET_REFUSED);
}

static void reason_target_kind (case_t *c)
{
    case_moved (c, "BCD-593");
    case_target (c, TARGET_REPORT);
}

static void reason_target_void (case_t *c)
{
    case_moved (c, "BCD-593");
    c->petition.voided = true;
}

static void reason_stale (case_t *c)
{
    case_corrected (c, TARGET_PETITION);
    c->petition.people = 77;
    c->received.people = 50;
}

static void reason_locked (case_t *c)
{
    case_reviewed (c, QCDC__REVIEW_VERDICT__REVIEW_RETURNED, REPORT_LOCKED);
}

static void reason_bad_review (case_t *c)
{
    case_reviewed (c, QCDC__REVIEW_VERDICT__REVIEW_LOCKED, REPORT_FILED);
}

/*  Which review is possible from where, and that the rest is refused by name. */
static void test_reviews (void **state)
{
    (void)state;
    static const struct {
        int verdict;
        qcdc_status expected[REPORT_STANDING_COUNT]; /* from filed, returned, accepted, locked, reopened */
    } REVIEWS[] = {
        {QCDC__REVIEW_VERDICT__REVIEW_RETURNED, {QCDC_OK, QCDC_OK, QCDC_OK, QCDC_LOCKED, QCDC_OK}},
        {QCDC__REVIEW_VERDICT__REVIEW_ACCEPTED, {QCDC_OK, QCDC_OK, QCDC_BAD_REVIEW, QCDC_LOCKED, QCDC_OK}},
        {QCDC__REVIEW_VERDICT__REVIEW_LOCKED,
         {QCDC_BAD_REVIEW, QCDC_BAD_REVIEW, QCDC_OK, QCDC_BAD_REVIEW, QCDC_BAD_REVIEW}},
        {QCDC__REVIEW_VERDICT__REVIEW_REOPENED,
         {QCDC_BAD_REVIEW, QCDC_BAD_REVIEW, QCDC_BAD_REVIEW, QCDC_OK, QCDC_BAD_REVIEW}},
    };
    for (size_t i = 0; i < sizeof REVIEWS / sizeof *REVIEWS; i++)
        for (int from = 0; from < REPORT_STANDING_COUNT; from++) {
            case_t c;
            case_reviewed (&c, REVIEWS[i].verdict, (report_standing)from);
            case_judge (&c);
            assert_int_equal (c.verdict.fault.status, REVIEWS[i].expected[from]);
            /* What was corrected after it was looked at; a lock that is lifted looks at nothing. */
            case_reviewed (&c, REVIEWS[i].verdict, (report_standing)from);
            c.report.thing.changed.at_us = c.reviewed.seen_at_us + 1;
            case_judge (&c);
            if (REVIEWS[i].verdict != QCDC__REVIEW_VERDICT__REVIEW_REOPENED)
                assert_int_equal (c.verdict.fault.status, QCDC_STALE);
            case_reviewed (&c, REVIEWS[i].verdict, (report_standing)from);
            c.report.thing.voided = true;
            case_judge (&c);
            assert_int_equal (c.verdict.fault.status, QCDC_TARGET_VOID);
        }
}

static void reason_bad_notice (case_t *c)
{
    static char *codes[] = {(char *)"BCD-594", (char *)"BCD-593"};
    static Qcdc__NoticeIssued issued;
    case_begin (c, "BCD-593");
    qcdc__notice_issued__init (&issued);
    issued.number = (char *)"36-TB";
    issued.issued_on = on ("2020-06-01");
    issued.kind = issued.signatory = (char *)"A";
    issued.shown_to = codes;
    issued.n_shown_to = 2;
    c->input.role = ROLE_PROVINCE;
    c->fact.kind_case = QCDC__FACT__KIND_NOTICE_ISSUED;
    c->fact.notice_issued = &issued;
}

static void reason_bad_item (case_t *c)
{
    static Qcdc__ItemOpened opened;
    case_begin (c, "BCD-593");
    qcdc__item_opened__init (&opened);
    opened.number = (char *)"1";
    opened.opened_on = on ("2020-06-01");
    c->fact.kind_case = QCDC__FACT__KIND_ITEM_OPENED;
    c->fact.item_opened = &opened;
}

static void reason_bad_list (case_t *c)
{
    static Qcdc__CaseListed listed;
    case_begin (c, "BCD-593");
    case_target (c, TARGET_PETITION);
    qcdc__case_listed__init (&listed);
    listed.listed = &c->ref;
    listed.list = "KHONG_CO";
    listed.on = on ("2020-06-01");
    c->petition.thing.entry = (address_t){c->ref.origin, c->ref.seq, c->ref.hash};
    c->input.role = ROLE_PROVINCE;
    c->input.source = TARGET_THING;
    c->input.source_thing = &c->petition.thing;
    c->fact.kind_case = QCDC__FACT__KIND_CASE_LISTED;
    c->fact.case_listed = &listed;
}

static void test_every_reason (void **state)
{
    (void)state;
    static void (*const REASONS[QCDC_STATUS_COUNT]) (case_t * c) = {
        [QCDC_UNSUPPORTED] = reason_unsupported,
        [QCDC_BAD_KIND] = reason_bad_kind,
        [QCDC_BAD_FIELD] = reason_bad_field,
        [QCDC_BAD_CHANNEL] = reason_bad_channel,
        [QCDC_BAD_OUTCOME] = reason_bad_outcome,
        [QCDC_BAD_FLAG] = reason_bad_flag,
        [QCDC_BAD_MOVE] = reason_bad_move,
        [QCDC_BAD_LOCAL_NO] = reason_bad_local_no,
        [QCDC_BAD_UNIT] = reason_bad_unit,
        [QCDC_BAD_FORM] = reason_bad_form,
        [QCDC_BAD_PERIOD] = reason_bad_period,
        [QCDC_BAD_CELL] = reason_bad_cell,
        [QCDC_DERIVED_CELL] = reason_derived_cell,
        [QCDC_BROKEN_RULE] = reason_broken_rule,
        [QCDC_NO_NOTE] = reason_no_note,
        [QCDC_BAD_CATALOGUE] = reason_bad_catalogue,
        [QCDC_DUPLICATE] = reason_duplicate,
        [QCDC_WAITING] = reason_waiting,
        [QCDC_TARGET_REJECTED] = reason_target_rejected,
        [QCDC_TARGET_KIND] = reason_target_kind,
        [QCDC_TARGET_VOID] = reason_target_void,
        [QCDC_STALE] = reason_stale,
        [QCDC_LOCKED] = reason_locked,
        [QCDC_BAD_REVIEW] = reason_bad_review,
        [QCDC_BAD_LIST] = reason_bad_list,
        [QCDC_BAD_NOTICE] = reason_bad_notice,
        [QCDC_BAD_ITEM] = reason_bad_item,
    };
    for (int status = QCDC_UNSUPPORTED; status < QCDC_POISON; status++) { /* the last one is the database's to give */
        case_t c;
        if (status == QCDC_NO_EFFECT) /* said of what was accepted before and comes back */
            continue;
        if (!REASONS[status])
            fail_msg ("%s has no case", status_code ((qcdc_status)status));
        REASONS[status](&c);
        case_judge (&c);
        if (c.verdict.fault.status != (qcdc_status)status)
            fail_msg ("%s instead of %s", status_code (c.verdict.fault.status), status_code ((qcdc_status)status));
        int expected = status == QCDC_UNSUPPORTED ? QCDC__VERDICT_STATE__VERDICT_UNSUPPORTED
                       : status == QCDC_WAITING   ? QCDC__VERDICT_STATE__VERDICT_WAITING
                                                  : QCDC__VERDICT_STATE__VERDICT_REJECTED;
        assert_int_equal (c.verdict.state, expected);
        assert_true (c.verdict.fault.message[0] != '\0');
    }
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_every_kind_and_role),
        cmocka_unit_test (test_unknown_kind),
        cmocka_unit_test (test_roles),
        cmocka_unit_test (test_keys_of_facts),
        cmocka_unit_test (test_long_keys),
        cmocka_unit_test (test_subjects),
        cmocka_unit_test (test_references),
        cmocka_unit_test (test_received_duplicates),
        cmocka_unit_test (test_filed_duplicates),
        cmocka_unit_test (test_moved),
        cmocka_unit_test (test_moved_alias),
        cmocka_unit_test (test_erased),
        cmocka_unit_test (test_asked),
        cmocka_unit_test (test_every_reason),
        cmocka_unit_test (test_reviews),
    };
    return cmocka_run_group_tests (tests, catalog_make, catalog_free);
}
