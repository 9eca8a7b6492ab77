/*  test_item.c — what somebody is to do: who may open it, who may take which step, in whichever order facts arrive, and when it is overdue. */

#include "judge_case.h"

#include "facts/make.h"
#include "matters/item.h"
#include "matters/notice.h"

static const uint8_t NO_CONTENT[CONTENT_BYTES] = {0};

typedef struct {
    case_t of;
    notice_t notice;
    item_t item;
    Qcdc__ItemOpened opened;
    Qcdc__ItemOf about;
    Qcdc__ItemMoved moved;
    Qcdc__Ref item_ref;
    char *shown[4];
} item_case_t;

/*  The province opens task 6 of its notice for the Labour Federation. */
static void opens (item_case_t *self)
{
    memset (self, 0, sizeof *self);
    case_begin (&self->of, "BCD-TINH");
    self->of.input.role = ROLE_PROVINCE;
    self->of.ref.hash = 77;
    self->notice = (notice_t){.thing = {.matter = &NOTICE_MATTER, .office = self->of.input.office->id},
                              .number = "36-TB",
                              .on = on ("2020-06-01"),
                              .tasks = 9};
    self->of.input.source = TARGET_THING;
    self->of.input.source_thing = &self->notice.thing;
    self->of.input.target = TARGET_NONE;
    qcdc__item_of__init (&self->about);
    self->about.entry = &self->of.ref;
    self->about.task = 6;
    qcdc__item_opened__init (&self->opened);
    self->opened.number = "36-TB.6";
    self->opened.source = QCDC__ITEM_SOURCE__NOTICE_TASK;
    self->opened.of = &self->about;
    self->opened.owner = "LDLD-TINH";
    self->opened.person = "Nguyễn Thị Hoa";
    self->opened.opened_on = on ("2020-06-02");
    self->opened.due_on = on ("2020-07-01");
    self->shown[0] = "BCD-TINH";
    self->shown[1] = "LDLD-TINH";
    self->opened.shown_to = self->shown;
    self->opened.n_shown_to = 2;
    self->of.fact = fact_of_item (&self->opened);
    self->item = (item_t){.thing = {.matter = &ITEM_MATTER, .entry = {7, 3, 99}, .office = self->of.input.office->id},
                          .number = "36-TB.6",
                          .source = QCDC__ITEM_SOURCE__NOTICE_TASK,
                          .on = on ("2020-06-02"),
                          .first_due_on = on ("2020-07-01"),
                          .first_owner = "LDLD-TINH"};
    item_settle (&self->item);
}

static void put (item_case_t *self, int move, const char *day, uint64_t origin, uint64_t seq)
{
    item_move_t made = {.entry = {0, seq, 0},
                        .address = {origin, seq, 1},
                        .order = {at ("2020-07-02T01:00:00Z") + (int64_t)seq, (int64_t)seq},
                        .move = move,
                        .on = on (day)};
    assert_int_equal (item_put_move (&self->item, &made), QCDC_OK);
}

/*  Somebody of OFFICE takes the step MOVE; the item is as it was opened. */
static void moves (item_case_t *self, const char *office, int move)
{
    opens (self);
    judge_input_t *input = &self->of.input;
    input->office = catalog_office (catalog, office);
    input->role = strcmp (office, "BCD-TINH") == 0 ? ROLE_PROVINCE : ROLE_REPORTER;
    input->source = TARGET_NONE;
    input->source_thing = NULL;
    input->target = TARGET_THING;
    input->thing = &self->item.thing;
    qcdc__ref__init (&self->item_ref);
    self->item_ref.origin = 7;
    self->item_ref.seq = 3;
    self->item_ref.hash = 99;
    qcdc__item_moved__init (&self->moved);
    self->moved.item = &self->item_ref;
    self->moved.move = (Qcdc__ItemMove)move;
    self->moved.on = on ("2020-07-10");
    self->moved.office = (char *)office;
    self->moved.reasoned = true;
    self->of.fact = fact_of_item_move (&self->moved);
}

static void STARTS (item_case_t *self)
{
    moves (self, "LDLD-TINH", QCDC__ITEM_MOVE__ITEM_STARTED);
}

static void REPORTS (item_case_t *self)
{
    moves (self, "LDLD-TINH", QCDC__ITEM_MOVE__ITEM_REPORTED);
}

static void CLOSES (item_case_t *self)
{
    moves (self, "BCD-TINH", QCDC__ITEM_MOVE__ITEM_CLOSED);
}

/*  After it was reported, as the province has seen. */
static void ACCEPTS (item_case_t *self)
{
    moves (self, "BCD-TINH", QCDC__ITEM_MOVE__ITEM_ACCEPTED);
    put (self, QCDC__ITEM_MOVE__ITEM_REPORTED, "2020-07-01", 8, 21);
    self->moved.seen_at_us = self->item.moves[0].order.at_us;
}

static void EXTENDS (item_case_t *self)
{
    moves (self, "BCD-TINH", QCDC__ITEM_MOVE__ITEM_EXTENDED);
    self->moved.due_on = on ("2020-09-01");
}

static void ASSIGNS (item_case_t *self)
{
    moves (self, "BCD-TINH", QCDC__ITEM_MOVE__ITEM_ASSIGNED);
    self->moved.owner = self->shown[0] = "MTTQ-TINH";
    self->moved.shown_to = self->shown;
    self->moved.n_shown_to = 1;
}

static qcdc_status judged (item_case_t *self)
{
    judge_fact (&self->of.input, &self->of.fact, NO_CONTENT, &self->of.verdict);
    return self->of.verdict.fault.status;
}

#define SPOILED(begin, change, code)                                                                                 \
    begin (&c);                                                                                                      \
    change;                                                                                                          \
    assert_int_equal (judged (&c), code);                                                                            \
    item_release (&c.item)

static void as_office (item_case_t *self, const char *code)
{
    self->of.input.office = catalog_office (catalog, code);
    self->of.input.role = ROLE_REPORTER;
    self->moved.office = (char *)code;
}

static void test_opening (void **state)
{
    (void)state;
    item_case_t c;
    SPOILED (opens, (void)0, QCDC_OK);
    SPOILED (opens, (c.opened.person = "", c.opened.due_on = 0), QCDC_OK);
    SPOILED (opens, (c.opened.owner = "", c.opened.person = "", c.opened.n_shown_to = 1), QCDC_OK);
    SPOILED (opens, (c.opened.owner = "", c.opened.n_shown_to = 1), QCDC_BAD_ITEM); /* somebody of nobody */
    SPOILED (opens, c.opened.number = "", QCDC_EMPTY);
    SPOILED (opens, c.opened.number = "x@1", QCDC_BAD_LOCAL_NO);
    SPOILED (opens, c.opened.source = 0, QCDC_BAD_ITEM);
    SPOILED (opens, c.opened.source = 9, QCDC_BAD_ITEM);
    SPOILED (opens, c.opened.source = QCDC__ITEM_SOURCE__BREACH, QCDC_BAD_ITEM);
    SPOILED (opens, c.opened.owner = "KHONG-CO", QCDC_BAD_UNIT);
    SPOILED (opens, c.opened.owner = "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL", QCDC_TOO_LARGE);
    SPOILED (opens, c.opened.person = " x", QCDC_BAD_CHARACTER);
    SPOILED (opens, c.opened.opened_on = on ("2020-05-31"), QCDC_BAD_DATE);
    SPOILED (opens, c.opened.opened_on = on ("2020-07-14"), QCDC_BAD_DATE);
    SPOILED (opens, c.opened.due_on = on ("2020-06-01"), QCDC_BAD_DATE);
    SPOILED (opens, c.opened.due_on = c.opened.opened_on + QCDC_PROMISE_DAYS_MAX, QCDC_OK);
    SPOILED (opens, c.opened.due_on = c.opened.opened_on + QCDC_PROMISE_DAYS_MAX + 1, QCDC_BAD_DATE);
    SPOILED (opens, c.about.task = 0, QCDC_BAD_NUMBER);
    SPOILED (opens, c.about.task = 10, QCDC_BAD_NUMBER);
    SPOILED (opens, c.notice.withdrawn_on = on ("2020-06-03"), QCDC_BAD_NOTICE);
    SPOILED (opens, (as_office (&c, "BCD-593"), c.shown[0] = "BCD-593"), QCDC_NOT_YOURS);
    SPOILED (opens, c.of.input.role = ROLE_ANALYST, QCDC_FORBIDDEN);
    SPOILED (opens, c.of.input.source = TARGET_MISSING, QCDC_WAITING);
    SPOILED (opens, c.of.input.source = TARGET_REFUSED, QCDC_TARGET_REJECTED);
    SPOILED (opens, c.of.input.source = TARGET_OTHER, QCDC_TARGET_KIND);
    SPOILED (opens, c.of.input.source = TARGET_NONE, QCDC_EMPTY);
    SPOILED (opens, (c.of.input.source = TARGET_NONE, c.opened.source = QCDC__ITEM_SOURCE__DIALOGUE), QCDC_OK);
    /* Whoever is to hear of it does, and nobody else. */
    SPOILED (opens, c.opened.n_shown_to = 1, QCDC_BAD_ITEM);
    SPOILED (opens, c.shown[1] = "BCD-593", QCDC_BAD_ITEM);
    SPOILED (opens, c.opened.n_shown_to = 4, QCDC_TOO_LARGE);
    /* The same again is the same; another one under its number is refused. */
    SPOILED (opens, c.of.input.holder = &c.item.thing, QCDC_OK);
    assert_int_equal (c.of.verdict.state, QCDC__VERDICT_STATE__VERDICT_ALIAS);
    SPOILED (opens, (c.of.input.holder = &c.item.thing, c.item.content[0] = 1), QCDC_DUPLICATE);
}

/*  A part, opened by the owner of the whole for another office. */
static void parts (item_case_t *self)
{
    opens (self);
    as_office (self, "LDLD-TINH");
    self->of.input.source_thing = &self->item.thing;
    self->about.task = 0;
    self->opened.owner = "BCD-593";
    self->shown[0] = "BCD-593";
    self->shown[1] = "BCD-TINH";
    self->shown[2] = "LDLD-TINH";
    self->opened.n_shown_to = 3;
}

static void test_parts (void **state)
{
    (void)state;
    item_case_t c;
    SPOILED (parts, (void)0, QCDC_OK);
    SPOILED (parts, as_office (&c, "BCD-594"), QCDC_NOT_YOURS);
    SPOILED (parts, c.opened.n_shown_to = 2, QCDC_BAD_ITEM);
    SPOILED (parts, c.opened.source = QCDC__ITEM_SOURCE__BREACH, QCDC_BAD_ITEM);
    SPOILED (parts, c.opened.opened_on = on ("2020-06-01"), QCDC_BAD_DATE);
    SPOILED (parts, put (&c, QCDC__ITEM_MOVE__ITEM_CLOSED, "2020-07-01", 5, 21), QCDC_BAD_ITEM);
}

static void test_who (void **state)
{
    (void)state;
    item_case_t c;
    SPOILED (STARTS, (void)0, QCDC_OK);
    SPOILED (REPORTS, (void)0, QCDC_OK);
    SPOILED (STARTS, as_office (&c, "BCD-TINH"), QCDC_NOT_YOURS);
    SPOILED (STARTS, as_office (&c, "BCD-593"), QCDC_NOT_YOURS);
    SPOILED (STARTS, c.moved.office = "BCD-593", QCDC_NOT_YOURS);
    SPOILED (STARTS, (c.item.first_owner[0] = '\0', item_settle (&c.item)), QCDC_NOT_YOURS);
    SPOILED (ACCEPTS, (void)0, QCDC_OK);
    SPOILED (ACCEPTS, as_office (&c, "LDLD-TINH"), QCDC_NOT_YOURS);
    SPOILED (CLOSES, as_office (&c, "BCD-593"), QCDC_NOT_YOURS);
    SPOILED (EXTENDS, as_office (&c, "LDLD-TINH"), QCDC_NOT_YOURS);
    SPOILED (EXTENDS, (as_office (&c, "LDLD-TINH"), c.moved.move = QCDC__ITEM_MOVE__ITEM_DELAY_ASKED), QCDC_OK);
    SPOILED (EXTENDS, c.moved.move = QCDC__ITEM_MOVE__ITEM_DELAY_ASKED, QCDC_NOT_YOURS);
    SPOILED (CLOSES, c.moved.move = QCDC__ITEM_MOVE__ITEM_NOTED, QCDC_OK);
    SPOILED (REPORTS, c.moved.move = QCDC__ITEM_MOVE__ITEM_NOTED, QCDC_OK);
    SPOILED (REPORTS, (as_office (&c, "BCD-593"), c.moved.move = QCDC__ITEM_MOVE__ITEM_NOTED), QCDC_NOT_YOURS);
    /* Who minds it inside the owner's office is that office's to say, and whose it is is not. */
    SPOILED (ASSIGNS, (void)0, QCDC_OK);
    SPOILED (ASSIGNS, as_office (&c, "LDLD-TINH"), QCDC_NOT_YOURS);
    SPOILED (ASSIGNS,
             (as_office (&c, "LDLD-TINH"), c.moved.owner = c.shown[0] = "LDLD-TINH", c.moved.person = "Lê Văn An",
              c.moved.reasoned = false),
             QCDC_OK);
    SPOILED (STARTS, c.of.input.role = ROLE_ANALYST, QCDC_FORBIDDEN);
    SPOILED (STARTS, c.of.input.target = TARGET_MISSING, QCDC_WAITING);
    SPOILED (STARTS, c.of.input.target = TARGET_PART, QCDC_TARGET_KIND);
    SPOILED (STARTS, c.of.input.thing = &c.of.petition.thing, QCDC_TARGET_KIND);
}

static void test_what (void **state)
{
    (void)state;
    item_case_t c;
    SPOILED (STARTS, c.moved.move = 0, QCDC_BAD_ITEM);
    SPOILED (STARTS, c.moved.move = 10, QCDC_BAD_ITEM);
    SPOILED (STARTS, put (&c, QCDC__ITEM_MOVE__ITEM_STARTED, "2020-07-01", 8, 21), QCDC_BAD_ITEM);
    assert_non_null (strstr (c.of.verdict.fault.message, "worked on since 2020-07-01"));
    assert_string_equal (c.of.verdict.fault.advice, "possible now: report, close, extend, assign, note, delay");
    SPOILED (STARTS, put (&c, QCDC__ITEM_MOVE__ITEM_CLOSED, "2020-07-01", 8, 21), QCDC_BAD_ITEM);
    SPOILED (CLOSES, (c.moved.move = QCDC__ITEM_MOVE__ITEM_ACCEPTED), QCDC_BAD_ITEM);
    SPOILED (CLOSES, (c.moved.move = QCDC__ITEM_MOVE__ITEM_RETURNED), QCDC_BAD_ITEM);
    SPOILED (ACCEPTS, (c.moved.move = QCDC__ITEM_MOVE__ITEM_RETURNED), QCDC_OK);
    SPOILED (ACCEPTS, (c.moved.move = QCDC__ITEM_MOVE__ITEM_RETURNED, c.moved.reasoned = false), QCDC_EMPTY);
    SPOILED (ACCEPTS, c.moved.reasoned = false, QCDC_OK);
    SPOILED (ACCEPTS, (c.moved.move = QCDC__ITEM_MOVE__ITEM_CLOSED, c.moved.reasoned = false), QCDC_EMPTY);
    SPOILED (CLOSES, c.moved.reasoned = false, QCDC_EMPTY);
    SPOILED (REPORTS, c.moved.reasoned = false, QCDC_EMPTY);
    SPOILED (STARTS, c.moved.reasoned = false, QCDC_OK);
    SPOILED (STARTS, c.moved.on = on ("2020-06-01"), QCDC_BAD_DATE);
    SPOILED (STARTS, c.moved.on = on ("2020-07-14"), QCDC_BAD_DATE);
    SPOILED (ACCEPTS, c.moved.on = on ("2020-06-30"), QCDC_BAD_DATE); /* before it was reported */
    SPOILED (EXTENDS, c.moved.on = on ("2020-06-30"), QCDC_OK);
    SPOILED (EXTENDS, (void)0, QCDC_OK);
    SPOILED (EXTENDS, c.moved.due_on = on ("2020-07-01"), QCDC_BAD_DATE);
    SPOILED (EXTENDS, c.moved.due_on = 0, QCDC_EMPTY);
    SPOILED (EXTENDS, (c.moved.due_on = 0, c.item.first_due_on = 0, item_settle (&c.item)), QCDC_EMPTY);
    SPOILED (EXTENDS, c.moved.due_on = c.item.on + QCDC_PROMISE_DAYS_MAX + 1, QCDC_BAD_DATE);
    SPOILED (EXTENDS, c.moved.reasoned = false, QCDC_EMPTY);
    SPOILED (STARTS, c.moved.due_on = on ("2020-09-01"), QCDC_BAD_ITEM);
    SPOILED (STARTS, c.moved.owner = "BCD-593", QCDC_BAD_ITEM);
    SPOILED (STARTS, (c.moved.shown_to = c.shown, c.moved.n_shown_to = 1), QCDC_BAD_ITEM);
    SPOILED (ASSIGNS, c.moved.n_shown_to = 0, QCDC_BAD_ITEM);
    SPOILED (ASSIGNS, c.shown[0] = "BCD-593", QCDC_BAD_ITEM);
    SPOILED (ASSIGNS, c.moved.owner = "", QCDC_EMPTY);
    SPOILED (ASSIGNS, c.moved.owner = c.shown[0] = "KHONG-CO", QCDC_BAD_UNIT);
    SPOILED (ASSIGNS, c.moved.reasoned = false, QCDC_EMPTY);
    SPOILED (ASSIGNS, (c.moved.reasoned = false, c.item.first_owner[0] = '\0', item_settle (&c.item)), QCDC_OK);
    SPOILED (ASSIGNS, c.moved.due_on = on ("2020-06-20"), QCDC_OK); /* an earlier day, too */
    Qcdc__Voided voided;
    STARTS (&c);
    c.of.fact = fact_of_voiding (&voided, &c.item_ref);
    c.of.input.target_office = c.of.input.office->id;
    assert_int_equal (judged (&c), QCDC_BAD_ITEM);
}

/*  Another person of the owner's office, as that says. */
static void PERSON (item_case_t *self)
{
    moves (self, "LDLD-TINH", QCDC__ITEM_MOVE__ITEM_ASSIGNED);
    self->moved.owner = self->shown[0] = "LDLD-TINH";
    self->moved.person = "Trần Thị Bình";
    self->moved.shown_to = self->shown;
    self->moved.n_shown_to = 1;
}

static void NOTES (item_case_t *self)
{
    moves (self, "BCD-TINH", QCDC__ITEM_MOVE__ITEM_NOTED);
}

/*  At most so many steps, notes among them; whatever its owner says, there is room to decide, and to close it in the end. */
static void test_room (void **state)
{
    (void)state;
    static const struct {
        void (*begin) (item_case_t *self);
        unsigned max;
    } CASES[] = {{STARTS, QCDC_ITEM_STEPS_OPEN_MAX},  {REPORTS, QCDC_ITEM_STEPS_OPEN_MAX},
                 {NOTES, QCDC_ITEM_STEPS_OPEN_MAX},   {PERSON, QCDC_ITEM_STEPS_OPEN_MAX},
                 {EXTENDS, QCDC_STEPS_COUNT_MAX - 1}, {ASSIGNS, QCDC_STEPS_COUNT_MAX - 1},
                 {CLOSES, QCDC_STEPS_COUNT_MAX}};
    item_case_t c;
    for (size_t k = 0; k < sizeof CASES / sizeof *CASES; k++)
        for (unsigned count = CASES[k].max - 1; count <= CASES[k].max; count++) {
            CASES[k].begin (&c);
            for (unsigned i = 0; i < count; i++)
                put (&c, QCDC__ITEM_MOVE__ITEM_NOTED, "2020-07-01", 8, 21 + i);
            assert_int_equal (judged (&c), count < CASES[k].max ? QCDC_OK : QCDC_TOO_LARGE);
            item_release (&c.item);
        }
}

/*  The province says it of a device that was vouched for; others are not asked. */
static void test_vouched (void **state)
{
    (void)state;
    item_case_t c;
    SPOILED (opens, c.of.input.unvouched = true, QCDC_UNVOUCHED);
    SPOILED (CLOSES, c.of.input.unvouched = true, QCDC_UNVOUCHED);
    SPOILED (EXTENDS, c.of.input.unvouched = true, QCDC_UNVOUCHED);
    SPOILED (REPORTS, c.of.input.unvouched = true, QCDC_OK);
}

/*  Two devices of the province decide unseen of each other; what the owner said meanwhile is seen before it is given to others. */
static void test_seen (void **state)
{
    (void)state;
    item_case_t c;
    SPOILED (EXTENDS, put (&c, QCDC__ITEM_MOVE__ITEM_EXTENDED, "2020-07-01", 5, 21), QCDC_STALE);
    SPOILED (EXTENDS,
             (put (&c, QCDC__ITEM_MOVE__ITEM_EXTENDED, "2020-07-01", 5, 21),
              c.moved.seen_at_us = at ("2020-07-02T01:00:01Z")),
             QCDC_OK);
    SPOILED (CLOSES, put (&c, QCDC__ITEM_MOVE__ITEM_REPORTED, "2020-07-01", 8, 21), QCDC_STALE);
    SPOILED (ASSIGNS, put (&c, QCDC__ITEM_MOVE__ITEM_REPORTED, "2020-07-01", 8, 21), QCDC_STALE);
    SPOILED (EXTENDS, put (&c, QCDC__ITEM_MOVE__ITEM_REPORTED, "2020-07-01", 8, 21), QCDC_OK);
    SPOILED (CLOSES, put (&c, QCDC__ITEM_MOVE__ITEM_NOTED, "2020-07-01", 8, 21), QCDC_OK);
    SPOILED (REPORTS, put (&c, QCDC__ITEM_MOVE__ITEM_EXTENDED, "2020-07-01", 5, 21), QCDC_OK);
    /* What both say is one thing. */
    SPOILED (CLOSES,
             (put (&c, QCDC__ITEM_MOVE__ITEM_CLOSED, "2020-07-10", 5, 21),
              snprintf (c.item.moves[0].office, 20, "BCD-TINH")),
             QCDC_OK);
    assert_int_equal (c.of.verdict.state, QCDC__VERDICT_STATE__VERDICT_ALIAS);
}

static fact_event_t event_of (const item_case_t *self, uint64_t seq, bool *in_vain)
{
    return (fact_event_t){.fact = &self->of.fact,
                          .content = NO_CONTENT,
                          .catalog = catalog,
                          .entry = {0, seq, 0},
                          .address = {5, seq, 1},
                          .stamp = {1000 + (int64_t)seq, (int64_t)seq},
                          .without_effect = in_vain};
}

/*  Started, reported, returned, reported, accepted, closed: in each of some orders it comes to the same. */
static void test_order (void **state)
{
    (void)state;
    enum { STEPS = 6 };
    static const int STEP_OF[STEPS] = {QCDC__ITEM_MOVE__ITEM_STARTED,  QCDC__ITEM_MOVE__ITEM_REPORTED,
                                       QCDC__ITEM_MOVE__ITEM_RETURNED, QCDC__ITEM_MOVE__ITEM_REPORTED,
                                       QCDC__ITEM_MOVE__ITEM_ACCEPTED, QCDC__ITEM_MOVE__ITEM_CLOSED};
    static const int ORDERS[][STEPS] = {
        {0, 1, 2, 3, 4, 5}, {5, 4, 3, 2, 1, 0}, {3, 0, 5, 1, 4, 2}, {1, 3, 5, 0, 2, 4}};
    for (size_t i = 0; i < sizeof ORDERS / sizeof *ORDERS; i++) {
        item_case_t first, said[STEPS];
        item_t item = {.thing = {.matter = &ITEM_MATTER}};
        char key[MATTER_KEY_BYTES];
        opens (&first);
        item.office = first.of.input.office->id;
        fact_event_t event = event_of (&first, 9, NULL);
        assert_int_equal (ITEM_MATTER.apply (&item.thing, &event), QCDC_OK);
        ITEM_MATTER.key_of (&item.thing, key);
        assert_string_equal (key, "36-tb.6@2020");
        assert_string_equal (item.shown_to, "BCD-TINH LDLD-TINH");
        for (int k = 0; k < STEPS; k++) {
            moves (&said[k], "LDLD-TINH", STEP_OF[k]);
            said[k].moved.on = on ("2020-07-01") + k;
        }
        for (size_t k = 0; k < STEPS; k++) {
            bool in_vain = false;
            event = event_of (&said[ORDERS[i][k]], 20 + (uint64_t)ORDERS[i][k], &in_vain);
            assert_int_equal (ITEM_MATTER.apply (&item.thing, &event), QCDC_OK);
            assert_false (i == 0 && in_vain);
        }
        assert_int_equal (item.move_count, STEPS);
        assert_int_equal (item.state, ITEM_IS_CLOSED);
        assert_int_equal (item.closed_on, on ("2020-07-06"));
        assert_int_equal (item.reported_on, on ("2020-07-04"));
        assert_int_equal (item.returned, 1);
        for (size_t k = 0; k < STEPS; k++)
            assert_true (item.moves[k].counts);
        assert_true (ITEM_MATTER.has_part (&item.thing, (address_t){0, 22, 0}));
        assert_false (ITEM_MATTER.has_part (&item.thing, (address_t){0, 40, 0}));
        /* What comes behind the end changes nothing, and says so. */
        bool in_vain = false;
        event = event_of (&said[0], 30, &in_vain);
        assert_int_equal (ITEM_MATTER.apply (&item.thing, &event), QCDC_OK);
        assert_true (in_vain);
        assert_int_equal (item.state, ITEM_IS_CLOSED);
        ITEM_MATTER.release (&item.thing);
    }
}

/*  Overdue goes by the day that is asked about; what waits for a decision is not its owner's fault, what was returned is again. */
static void test_overdue (void **state)
{
    (void)state;
    item_case_t c;
    opens (&c);
    assert_false (item_is_overdue (&c.item, on ("2020-07-01")));
    assert_true (item_is_overdue (&c.item, on ("2020-07-02")));
    put (&c, QCDC__ITEM_MOVE__ITEM_REPORTED, "2020-07-03", 8, 21);
    assert_false (item_is_overdue (&c.item, on ("2020-08-02")));
    put (&c, QCDC__ITEM_MOVE__ITEM_RETURNED, "2020-07-04", 5, 22);
    assert_true (item_is_overdue (&c.item, on ("2020-08-02")));
    item_move_t later = {.entry = {0, 23, 0},
                         .address = {5, 23, 1},
                         .order = {at ("2020-07-05T01:00:00Z"), 23},
                         .move = QCDC__ITEM_MOVE__ITEM_EXTENDED,
                         .on = on ("2020-07-05"),
                         .due_on = on ("2020-09-01")};
    assert_int_equal (item_put_move (&c.item, &later), QCDC_OK);
    assert_false (item_is_overdue (&c.item, on ("2020-08-02")));
    assert_int_equal (c.item.extended, 1);
    assert_int_equal (c.item.state, ITEM_IS_RETURNED);
    put (&c, QCDC__ITEM_MOVE__ITEM_CLOSED, "2020-07-06", 5, 1u << 30);
    assert_false (item_is_overdue (&c.item, on ("2021-08-02")));
    item_release (&c.item);
    opens (&c);
    c.item.first_due_on = 0;
    item_settle (&c.item);
    assert_false (item_is_overdue (&c.item, on ("2030-01-01")));
}

/*  Another owner begins anew, and answers for it from then on. */
static void test_owner (void **state)
{
    (void)state;
    item_case_t c;
    opens (&c);
    put (&c, QCDC__ITEM_MOVE__ITEM_STARTED, "2020-07-01", 8, 21);
    item_move_t given = {.entry = {0, 22, 0},
                         .address = {5, 22, 1},
                         .order = {at ("2020-07-03T01:00:00Z"), 22},
                         .move = QCDC__ITEM_MOVE__ITEM_ASSIGNED,
                         .on = on ("2020-07-03"),
                         .owner = "MTTQ-TINH",
                         .person = "Lê Văn An"};
    assert_int_equal (item_put_move (&c.item, &given), QCDC_OK);
    assert_int_equal (c.item.state, ITEM_IS_ASSIGNED);
    assert_string_equal (item_holder (&c.item, catalog, on ("2020-08-01")), "MTTQ-TINH");
    assert_true (item_is_owners (&c.item, catalog, "MTTQ-TINH", on ("2020-08-01")));
    assert_false (item_is_owners (&c.item, catalog, "LDLD-TINH", on ("2020-08-01")));
    assert_true (item_is_openers (&c.item, catalog, "BCD-TINH", on ("2020-08-01")));
    /* Another person of the same office goes on where it was. */
    item_move_t same = given;
    put (&c, QCDC__ITEM_MOVE__ITEM_STARTED, "2020-07-04", 9, 100000000);
    same.entry.seq = same.address.seq = 24;
    same.order.at_us = at ("2020-07-05T01:00:00Z");
    snprintf (same.person, sizeof same.person, "Trần Thị Bình");
    assert_int_equal (item_put_move (&c.item, &same), QCDC_OK);
    assert_string_equal (c.item.person, "Trần Thị Bình");
    item_release (&c.item);
    const char *codes[ITEM_SHOWN_MAX];
    assert_int_equal (item_shown_to ("B", "A", "B", codes), 2);
    assert_string_equal (codes[0], "A");
    assert_string_equal (codes[1], "B");
    assert_int_equal (item_shown_to ("B", "", "", codes), 1);
    assert_int_equal (item_state_parse ("in_progress"), ITEM_IS_IN_PROGRESS);
    assert_int_equal (item_state_parse ("x"), -1);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_opening), cmocka_unit_test (test_parts), cmocka_unit_test (test_who),
        cmocka_unit_test (test_what),    cmocka_unit_test (test_seen),  cmocka_unit_test (test_order),
        cmocka_unit_test (test_overdue), cmocka_unit_test (test_owner), cmocka_unit_test (test_room),
        cmocka_unit_test (test_vouched),
    };
    return cmocka_run_group_tests (tests, catalog_make, catalog_free);
}
