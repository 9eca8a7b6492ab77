/*  test_listing.c — cases on lists: what may be put where, what may be decided of one that is there, in whichever order facts arrive. */

#include "judge_case.h"

#include "facts/make.h"
#include "matters/affair.h"
#include "matters/listing.h"
#include "matters/register_cases.h"

static const uint8_t NO_CONTENT[CONTENT_BYTES] = {0};

typedef struct {
    case_t of; /* the petition that is put on a list */
    affair_t affair;
    listing_t listing;
    Qcdc__CaseListed listed;
    Qcdc__CaseDelisted delisted;
    Qcdc__Ref listing_ref;
    char *shown[3];
} listing_case_t;

/*  The province puts the petition of March, of BCD-593, on the backlog list. */
static void lists (listing_case_t *self)
{
    memset (self, 0, sizeof *self);
    case_begin (&self->of, "BCD-593");
    case_target (&self->of, TARGET_PETITION);
    self->of.petition.flags = "DONG_NGUOI DU_AN:KP-3";
    judge_input_t *input = &self->of.input;
    const office_t *whose = input->office;
    self->of.petition.office = whose->id;
    input->office = catalog_office (catalog, "BCD-TINH");
    input->role = ROLE_PROVINCE;
    input->source = TARGET_THING;
    input->source_thing = &self->of.petition.thing;
    input->target = TARGET_NONE;
    input->holder = NULL;
    self->of.petition.thing.entry = (address_t){self->of.ref.origin, self->of.ref.seq, self->of.ref.hash};
    qcdc__case_listed__init (&self->listed);
    self->listed.listed = &self->of.ref;
    self->listed.list = "TON_DONG";
    self->listed.on = on ("2020-06-01");
    self->listed.next_on = on ("2020-08-01");
    self->listed.owner = "";
    self->listed.decided_by = "Bí thư Tỉnh ủy";
    self->listed.reasoned = true;
    self->shown[0] = "BCD-593";
    self->listed.shown_to = self->shown;
    self->listed.n_shown_to = 1;
    self->of.fact = fact_of_listing (&self->listed);
    self->listing = (listing_t){.thing = {.matter = &LISTING_MATTER, .entry = {7, 3, 99}},
                                .list = "TON_DONG",
                                .shown_to = "BCD-593",
                                .on = on ("2020-06-01")};
}

/*  … and takes it off again. */
static void takes_off (listing_case_t *self)
{
    lists (self);
    judge_input_t *input = &self->of.input;
    input->source = TARGET_NONE;
    input->source_thing = NULL;
    input->target = TARGET_THING;
    input->thing = &self->listing.thing;
    input->target_office = input->office->id;
    qcdc__ref__init (&self->listing_ref);
    self->listing_ref.origin = 7;
    self->listing_ref.seq = 3;
    self->listing_ref.hash = 99;
    qcdc__case_delisted__init (&self->delisted);
    self->delisted.listing = &self->listing_ref;
    self->delisted.on = on ("2020-07-01");
    self->delisted.owner = "";
    self->delisted.decided_by = "Tổ công tác";
    self->delisted.reasoned = true;
    self->delisted.shown_to = self->shown;
    self->delisted.n_shown_to = 1;
    self->of.fact = fact_of_delisting (&self->delisted);
}

static qcdc_status judged (listing_case_t *self)
{
    judge_fact (&self->of.input, &self->of.fact, NO_CONTENT, &self->of.verdict);
    return self->of.verdict.fault.status;
}

#define SPOILED(begin, change, code)                                                                                 \
    begin (&c);                                                                                                      \
    change;                                                                                                          \
    assert_int_equal (judged (&c), code)

static void is_matter (listing_case_t *self)
{
    self->affair = (affair_t){.thing = {.matter = &AFFAIR_MATTER,
                                        .entry = self->of.petition.thing.entry,
                                        .office = self->of.petition.office},
                              .local_no = "V1",
                              .opened_on = on ("2020-03-02")};
    self->of.input.source_thing = &self->affair.thing;
}

static void test_putting (void **state)
{
    (void)state;
    listing_case_t c;
    lists (&c);
    assert_int_equal (judged (&c), QCDC_OK);
    SPOILED (lists, is_matter (&c), QCDC_OK);
    SPOILED (lists, (is_matter (&c), c.affair.voided = true), QCDC_TARGET_VOID);
    SPOILED (lists, (is_matter (&c), c.affair.opened_on = on ("2020-06-02")), QCDC_BAD_DATE);
    SPOILED (lists, c.of.input.role = ROLE_REPORTER, QCDC_FORBIDDEN);
    SPOILED (lists, c.of.input.role = ROLE_ANALYST, QCDC_FORBIDDEN);
    SPOILED (lists, c.of.input.unvouched = true, QCDC_UNVOUCHED);
    SPOILED (lists, c.listed.list = "LA", QCDC_BAD_LIST);
    SPOILED (lists, c.listed.list = "", QCDC_BAD_LIST);
    SPOILED (lists, c.listed.list = "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL", QCDC_TOO_LARGE);
    SPOILED (lists, c.listed.on = on ("2020-02-01"), QCDC_BAD_DATE);
    SPOILED (lists, c.listed.on = on ("2020-07-14"), QCDC_BAD_DATE);
    SPOILED (lists, c.listed.next_on = on ("2020-05-31"), QCDC_BAD_DATE);
    SPOILED (lists, c.listed.next_on = on ("2031-01-01"), QCDC_BAD_DATE);
    SPOILED (lists, c.listed.next_on = 0, QCDC_OK);
    SPOILED (lists, c.listed.decided_by = "", QCDC_EMPTY);
    SPOILED (lists, c.listed.decided_by = " x", QCDC_BAD_CHARACTER);
    SPOILED (lists, c.listed.reasoned = false, QCDC_EMPTY);
    SPOILED (lists, c.listed.owner = "NHA-AI", QCDC_BAD_UNIT);
    SPOILED (lists, c.of.petition.voided = true, QCDC_TARGET_VOID);
    SPOILED (lists, c.of.petition.thing.entry.seq++, QCDC_TARGET_KIND); /* what was named repeats it */
    SPOILED (lists, c.of.input.source = TARGET_MISSING, QCDC_WAITING);
    SPOILED (lists, c.of.input.source = TARGET_REFUSED, QCDC_TARGET_REJECTED);
    SPOILED (lists, c.of.input.source = TARGET_PART, QCDC_TARGET_KIND);
    SPOILED (lists, c.of.input.source = TARGET_OTHER, QCDC_TARGET_KIND);
    /* Whoever is to hear of it does, and nobody else. */
    SPOILED (lists, c.listed.n_shown_to = 0, QCDC_BAD_LIST);
    SPOILED (lists, c.shown[0] = "BCD-594", QCDC_BAD_LIST);
    SPOILED (lists, (c.listed.owner = "BCD-594", c.shown[1] = "BCD-594", c.listed.n_shown_to = 2), QCDC_OK);
    SPOILED (lists, c.listed.owner = "BCD-594", QCDC_BAD_LIST);
    SPOILED (lists, c.listed.n_shown_to = 3, QCDC_TOO_LARGE);
    /* Already there: the same again is the same, and anything else is not put there twice. */
    SPOILED (lists, c.of.input.holder = &c.listing.thing, QCDC_OK);
    assert_int_equal (c.of.verdict.state, QCDC__VERDICT_STATE__VERDICT_ALIAS);
    SPOILED (lists, (c.of.input.holder = &c.listing.thing, c.listing.content[0] = 1), QCDC_DUPLICATE);
    assert_non_null (strstr (c.of.verdict.fault.message, "2020-06-01"));
}

/*  Of restricted visibility, and of petitions with its flag alone. */
static void test_restricted (void **state)
{
    (void)state;
    listing_case_t c;
#define CONGRESS (c.listed.list = "DAI_HOI_DANG", c.of.petition.flags = "DAI_HOI PHUC_TAP")
    SPOILED (lists, (CONGRESS, c.listed.n_shown_to = 0), QCDC_OK);
    SPOILED (lists, CONGRESS, QCDC_BAD_LIST);
    SPOILED (lists, (CONGRESS, c.listed.n_shown_to = 0, c.of.petition.flags = "DAI_HOI_X"), QCDC_BAD_LIST);
    SPOILED (lists, (CONGRESS, c.listed.n_shown_to = 0, c.of.petition.flags = ""), QCDC_BAD_LIST);
    SPOILED (lists, (CONGRESS, c.listed.n_shown_to = 0, is_matter (&c)), QCDC_BAD_LIST);
    SPOILED (takes_off, c.listing.shown_to[0] = '\0', QCDC_BAD_LIST);
    SPOILED (takes_off, (c.listing.shown_to[0] = '\0', c.delisted.n_shown_to = 0), QCDC_OK);
#undef CONGRESS
}

static void decided (listing_case_t *self, bool stays, const char *day, uint64_t origin)
{
    decision_t decision = {.entry = {0, 8, 0},
                           .address = {origin, 8, 1},
                           .order = {at ("2020-07-02T01:00:00Z"), 8},
                           .stays = stays,
                           .on = on (day),
                           .decided_by = "Thường trực Tỉnh ủy"};
    assert_int_equal (listing_put_decision (&self->listing, &decision), QCDC_OK);
}

static void test_deciding (void **state)
{
    (void)state;
    listing_case_t c;
    takes_off (&c);
    assert_int_equal (judged (&c), QCDC_OK);
    SPOILED (takes_off, (c.delisted.stays = true, c.delisted.next_on = on ("2020-09-01")), QCDC_OK);
    SPOILED (takes_off, c.delisted.next_on = on ("2020-09-01"), QCDC_BAD_LIST);
    SPOILED (takes_off, c.delisted.owner = "BCD-593", QCDC_BAD_LIST);
    SPOILED (takes_off, c.delisted.on = on ("2020-05-31"), QCDC_BAD_DATE);
    SPOILED (takes_off, c.delisted.on = on ("2020-07-14"), QCDC_BAD_DATE);
    SPOILED (takes_off, c.delisted.decided_by = "", QCDC_EMPTY);
    SPOILED (takes_off, c.delisted.reasoned = false, QCDC_EMPTY);
    SPOILED (takes_off, c.of.input.role = ROLE_REPORTER, QCDC_FORBIDDEN);
    SPOILED (takes_off, c.of.input.target = TARGET_MISSING, QCDC_WAITING);
    SPOILED (takes_off, c.of.input.target = TARGET_REFUSED, QCDC_TARGET_REJECTED);
    SPOILED (takes_off, c.of.input.target = TARGET_PART, QCDC_TARGET_KIND);
    SPOILED (takes_off, c.of.input.thing = &c.of.petition.thing, QCDC_TARGET_KIND);
    SPOILED (takes_off, c.of.input.target_office++, QCDC_OK); /* another office of the province */
    /* Already off; decided by another device meanwhile; before the decision before. */
    SPOILED (takes_off, decided (&c, false, "2020-06-20", 5), QCDC_BAD_LIST);
    listing_release (&c.listing);
    SPOILED (takes_off, decided (&c, true, "2020-06-20", 5), QCDC_STALE);
    listing_release (&c.listing);
    SPOILED (takes_off, (decided (&c, true, "2020-06-20", 5), c.delisted.seen_at_us = at ("2020-07-02T01:00:00Z")),
             QCDC_OK);
    listing_release (&c.listing);
    SPOILED (takes_off, (decided (&c, true, "2020-07-02", 5), c.delisted.seen_at_us = at ("2020-07-02T01:00:00Z")),
             QCDC_BAD_DATE);
    listing_release (&c.listing);
    SPOILED (takes_off,
             (decided (&c, false, "2020-07-01", 5), snprintf (c.listing.decisions[0].decided_by, 30, "Tổ công tác")),
             QCDC_OK);
    assert_int_equal (c.of.verdict.state, QCDC__VERDICT_STATE__VERDICT_ALIAS);
    listing_release (&c.listing);
    /* It is not taken back, whoever wants it. */
    Qcdc__Voided voided;
    takes_off (&c);
    c.of.fact = fact_of_voiding (&voided, &c.listing_ref);
    assert_int_equal (judged (&c), QCDC_BAD_LIST);
}

/*  It stays, comes off, and stays again (a restored server took that): in each order it is off by the first that took it off. */
static void test_order (void **state)
{
    (void)state;
    static const int ORDERS[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    for (size_t i = 0; i < 6; i++) {
        listing_case_t said[3], put;
        listing_t listing = {.thing = {.matter = &LISTING_MATTER}};
        lists (&put);
        const fact_event_t first = {.fact = &put.of.fact,
                                    .content = NO_CONTENT,
                                    .catalog = catalog,
                                    .address = {5, 19, 1},
                                    .stamp = {900, 9}};
        assert_int_equal (LISTING_MATTER.apply (&listing.thing, &first), QCDC_OK);
        char key[MATTER_KEY_BYTES];
        LISTING_MATTER.key_of (&listing.thing, key);
        assert_true (*key);
        for (size_t k = 0; k < 3; k++) {
            takes_off (&said[k]);
            said[k].delisted.stays = k != 1;
            said[k].delisted.next_on = k == 1 ? 0 : on ("2020-09-01") + (int)k;
        }
        for (size_t k = 0; k < 3; k++) {
            int which = ORDERS[i][k];
            bool in_vain = false;
            const fact_event_t event = {.fact = &said[which].of.fact,
                                        .content = NO_CONTENT,
                                        .catalog = catalog,
                                        .entry = {0, 20 + (uint64_t)which, 0},
                                        .address = {5, 20 + (uint64_t)which, 1},
                                        .stamp = {1000 + which, which},
                                        .without_effect = &in_vain};
            assert_int_equal (LISTING_MATTER.apply (&listing.thing, &event), QCDC_OK);
            assert_true (which != 1 || !in_vain);
            if (which == 0 && k == 0)
                assert_int_equal (listing_next_on (&listing), on ("2020-09-01"));
        }
        assert_int_equal (listing.decision_count, 3);
        assert_int_equal (listing.off_on, on ("2020-07-01"));
        assert_int_equal (listing_next_on (&listing), 0);
        LISTING_MATTER.key_of (&listing.thing, key);
        assert_string_equal (key, "");
        LISTING_MATTER.release (&listing.thing);
    }
}

/*  Who answered for it at first and does not any more, who does, and whose case it is. */
static void test_whose (void **state)
{
    (void)state;
    listing_case_t c;
    lists (&c);
    int32_t day = on ("2020-10-01");
    snprintf (c.listing.owner, sizeof c.listing.owner, "BCD-594");
    assert_string_equal (listing_holder (&c.listing, catalog, day), "BCD-594");
    assert_true (listing_is_of (&c.listing, catalog, "BCD-593", day));
    assert_true (listing_is_of (&c.listing, catalog, "BCD-594", day));
    assert_false (listing_is_of (&c.listing, catalog, "BCD-595", day));
    assert_null (listing_passed_on (&c.listing, catalog, "BCD-595", day));
    decision_t decision = {.entry = {0, 5, 0}, .address = {7, 5, 0}, .order = {5, 5}, .stays = true};
    decision.on = on ("2020-07-01");
    snprintf (decision.owner, sizeof decision.owner, "BCD-595");
    assert_int_equal (listing_put_decision (&c.listing, &decision), QCDC_OK);
    assert_string_equal (listing_holder (&c.listing, catalog, day), "BCD-595");
    assert_false (listing_is_of (&c.listing, catalog, "BCD-594", day));
    assert_int_equal (listing_passed_on (&c.listing, catalog, "BCD-594", day)->on, decision.on);
    assert_null (listing_passed_on (&c.listing, catalog, "BCD-595", day));
    assert_true (listing_is_of (&c.listing, catalog, "BCD-593", day));
    /* Nobody is named, and whose case it is is not told. */
    listing_release (&c.listing);
    c.listing.owner[0] = c.listing.shown_to[0] = '\0';
    assert_string_equal (listing_holder (&c.listing, catalog, day), "");
    assert_false (listing_is_of (&c.listing, catalog, "BCD-593", day));
}

/*  A stay of the case SEQ on LIST, off it on OFF ("": it stands there), said with the stamps AT and AT + 1. */
static void stay (register_cases_t *cases, uint64_t seq, const char *list, const char *since, const char *off,
                  int64_t at)
{
    decision_t end = {.order = {at + 1, at + 1}};
    listing_t listing = {.listed = {7, seq, 0}, .on = on (since)};
    listing.thing.created_at_us = listing.thing.commit_seq = at;
    snprintf (listing.list, sizeof listing.list, "%s", list);
    if (*off) {
        listing.off_on = end.on = on (off);
        listing.decisions = &end;
        listing.decision_count = 1;
    }
    assert_int_equal (register_cases_add (cases, &listing, "12/KN"), QCDC_OK);
}

/*  How often all of CASES are counted in June by what began and ended when. */
static int64_t counted (const register_cases_t *cases, unsigned begun, unsigned over, const stamp_t *until)
{
    static const char *const LISTS[] = {"TON_DONG", "KEO_DAI", NULL};
    const register_cell_t row = {.counts = COUNT_CASES, .begun = begun, .over = over, .lists = LISTS};
    int64_t times = 0;
    for (size_t first = 0, end; first < cases->count; first = end) {
        end = register_cases_end (cases, first);
        times += register_cases_count (&row, on ("2020-06-01"), on ("2020-06-30"), cases->items + first, end - first,
                                       until);
    }
    return times;
}

static void expect_stock (const register_cases_t *cases, int opening, int added, int removed, int closing)
{
    assert_int_equal (counted (cases, SPAN_BEFORE, 0, NULL), opening);
    assert_int_equal (counted (cases, SPAN_WITHIN, 0, NULL), added);
    assert_int_equal (counted (cases, 0, SPAN_WITHIN, NULL), removed);
    assert_int_equal (counted (cases, 0, SPAN_OPEN, NULL), closing);
    assert_int_equal (opening + added, removed + closing);
}

static void test_counted_once (void **state)
{
    (void)state;
    register_cases_t cases = {0};
    /* From one list to another on one day, and on both for a while: there all the time. */
    stay (&cases, 1, "TON_DONG", "2020-05-01", "2020-06-10", 10);
    stay (&cases, 1, "KEO_DAI", "2020-06-10", "", 20);
    stay (&cases, 2, "KEO_DAI", "2020-06-02", "2020-06-20", 30);
    stay (&cases, 2, "TON_DONG", "2020-06-05", "2020-06-08", 40);
    register_cases_sort (&cases);
    expect_stock (&cases, 1, 1, 1, 1);
    /* Off it for a day and there again: it came twice. */
    stay (&cases, 2, "TON_DONG", "2020-06-21", "2020-06-21", 50);
    register_cases_sort (&cases);
    expect_stock (&cases, 1, 2, 2, 1);
    /* Edges of the time, before it, behind it, and a list that is not counted. */
    stay (&cases, 3, "TON_DONG", "2020-06-30", "2020-07-01", 60);
    stay (&cases, 4, "TON_DONG", "2020-05-31", "2020-06-01", 70);
    stay (&cases, 5, "TON_DONG", "2020-05-01", "2020-05-31", 80);
    stay (&cases, 6, "TON_DONG", "2020-07-01", "", 90);
    stay (&cases, 7, "DIEM_NONG", "2020-06-10", "", 100);
    register_cases_sort (&cases);
    expect_stock (&cases, 2, 3, 3, 2);
    /* As was known when the first stay had been said, and not that it was over. */
    const stamp_t until = {10, 10};
    assert_int_equal (counted (&cases, SPAN_BEFORE, SPAN_OPEN, &until), 1);
    assert_int_equal (counted (&cases, 0, 0, &until), 1);
    register_cases_release (&cases);
}

int main (void)
{
    const struct CMUnitTest TESTS[] = {cmocka_unit_test (test_putting),  cmocka_unit_test (test_restricted),
                                       cmocka_unit_test (test_deciding), cmocka_unit_test (test_order),
                                       cmocka_unit_test (test_whose),    cmocka_unit_test (test_counted_once)};
    return cmocka_run_group_tests (TESTS, catalog_make, catalog_free);
}
