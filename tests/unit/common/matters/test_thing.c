/*  test_thing.c — the order of what is said about a thing: the same end, whatever order it is met in. */

#include "judge_case.h"

#include "facts/make.h"

static void test_stamps (void **state)
{
    (void)state;
    const stamp_t never = {0, 0}, first = stamp_make (10, 7), tie = stamp_make (10, 8), later = stamp_make (11, 1);
    const stamp_t unsent = stamp_make (0, 1), unsent_next = stamp_make (0, 2);
    assert_true (stamp_before (never, first) && stamp_before (first, tie) && stamp_before (tie, later));
    assert_true (stamp_before (later, unsent) && stamp_before (unsent, unsent_next));
    assert_false (stamp_before (first, first) || stamp_before (tie, first) || stamp_before (unsent, later));
}

static setter_t setter (int64_t at_us, int64_t seq)
{
    return (setter_t){{at_us, seq}, 5, 6};
}

/*  Who says it later holds; the same one again does too, and changes nothing. */
static void test_setters (void **state)
{
    (void)state;
    setter_t set = {0}, first = setter (10, 7), later = setter (10, 8), before = setter (9, 90);
    assert_true (setter_take (&set, &first));
    assert_true (setter_take (&set, &later));
    assert_false (setter_take (&set, &first));
    assert_false (setter_take (&set, &before));
    assert_true (setter_take (&set, &later));
    assert_true (set.at.at_us == 10 && set.at.seq == 8 && set.origin == 5 && set.seq == 6);
}

/*  A correction comes after the version that it was made on, even where a clock had run ahead; not before its own commit. */
static void test_change_stamps (void **state)
{
    (void)state;
    Qcdc__Corrected corrected = QCDC__CORRECTED__INIT;
    Qcdc__Fact fact = QCDC__FACT__INIT;
    fact.kind_case = QCDC__FACT__KIND_CORRECTED;
    fact.corrected = &corrected;
    fact_event_t event = {.fact = &fact, .stamp = stamp_make (100, 7), .address = {3, 4, 5}};
    assert_int_equal (event_stamp (&event).at_us, 100);
    corrected.seen_at_us = 99;
    assert_int_equal (event_stamp (&event).at_us, 100);
    corrected.seen_at_us = 100;
    assert_int_equal (event_stamp (&event).at_us, 101);
    corrected.seen_at_us = 5000;
    assert_int_equal (event_stamp (&event).at_us, 5001);
    assert_int_equal (change_setter (&event).origin, 3);
    thing_t thing = {0};
    thing_note_change (&thing, &thing.changed, &event);
    assert_true (thing.newest_us == 5001 && thing.changed.at_us == 5001);
    corrected.seen_at_us = 10; /* what comes late changes neither */
    thing_note_change (&thing, &thing.changed, &event);
    assert_true (thing.newest_us == 5001 && thing.changed.at_us == 5001);
    event.stamp = stamp_make (0, 8); /* not committed: after all, but what follows it still needs a time */
    corrected.seen_at_us = 6000;
    assert_int_equal (event_stamp (&event).at_us, STAMP_UNCOMMITTED_US);
    thing_note_change (&thing, &thing.changed, &event);
    assert_true (thing.newest_us == 6001);
    corrected.seen_at_us = INT64_MAX; /* which no judge accepts */
    event.stamp = stamp_make (100, 7);
    assert_int_equal (event_stamp (&event).at_us, 100);
}

/*  One that stands holds its key before all that were taken back; among equals the newest does, and what is not sent is newer than
 *  all that is.  For every two it is one or the other: no order of reading decides. */
static void test_holders (void **state)
{
    (void)state;
    const thing_t things[] = {
        {.commit_seq = 5, .voided = true},
        {.commit_seq = 9, .voided = true},
        {.commit_seq = 0, .entry = {1, 3, 0}, .voided = true},
        {.commit_seq = 0, .entry = {1, 4, 0}, .voided = true},
        {.commit_seq = 4},
        {.commit_seq = 8},
        {.commit_seq = 0, .entry = {1, 2, 0}},
    };
    const size_t count = sizeof things / sizeof *things;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < count; k++)
            assert_int_equal (thing_holds_before (&things[i], &things[k]), i > k);
}

/*  ---------------------------------------------------------------- any order of arrival */

#define EVENTS 8

/*  A life in which every fact that can change another one does: two corrections, a voiding that comes between them, two steps, one
 *  of them corrected and the other taken back. */
typedef struct {
    Qcdc__Fact facts[EVENTS];
    fact_event_t events[EVENTS];
    Qcdc__PetitionReceived received[3];
    Qcdc__PetitionMoved moved[3];
    Qcdc__Corrected corrected[3];
    Qcdc__PetitionMoved seen_move;
    Qcdc__Voided voided[2];
    uint8_t content[EVENTS][CONTENT_BYTES];
} life_t;

static void life_make (life_t *self)
{
    memset (self, 0, sizeof *self);
    for (size_t i = 0; i < EVENTS; i++) {
        qcdc__fact__init (&self->facts[i]);
        memset (self->content[i], (int)i, CONTENT_BYTES);
        self->events[i] = (fact_event_t){.fact = &self->facts[i],
                                         .content = self->content[i],
                                         .catalog = catalog,
                                         .entry = {0, i + 1, 0},
                                         .stamp = stamp_make (1000 + (int64_t)i / 2, (int64_t)i + 1)};
    }
    for (size_t i = 0; i < 3; i++) {
        qcdc__petition_received__init (&self->received[i]);
        self->received[i].local_no = i == 2 ? "8/KN" : "7/KN";
        self->received[i].kind = QCDC__PETITION_KIND__KIEN_NGHI;
        self->received[i].people = 10 + (uint32_t)i;
        self->received[i].received_on = 18000;
        qcdc__petition_moved__init (&self->moved[i]);
        self->moved[i].move = i == 1 ? QCDC__MOVE__WITHDRAWN : QCDC__MOVE__ACCEPTED;
        self->moved[i].on = 18010 + (int32_t)i;
        qcdc__corrected__init (&self->corrected[i]);
    }
    qcdc__voided__init (&self->voided[0]);
    qcdc__voided__init (&self->voided[1]);

    self->facts[0].kind_case = QCDC__FACT__KIND_PETITION_RECEIVED;
    self->facts[0].petition_received = &self->received[0];
    for (size_t i = 1; i <= 2; i++) {
        self->facts[i].kind_case = QCDC__FACT__KIND_PETITION_MOVED;
        self->facts[i].petition_moved = &self->moved[i - 1];
    }
    /* corrected; taken back; corrected again, by somebody who did not know: the last correction holds, and so does the voiding */
    static const size_t CORRECTIONS[] = {3, 5, 6};
    for (size_t i = 0; i < 3; i++) {
        self->facts[CORRECTIONS[i]].kind_case = QCDC__FACT__KIND_CORRECTED;
        self->facts[CORRECTIONS[i]].corrected = &self->corrected[i];
        self->corrected[i].replacement_case =
            i == 2 ? QCDC__CORRECTED__REPLACEMENT_MOVE : QCDC__CORRECTED__REPLACEMENT_PETITION;
        if (i == 2)
            self->corrected[i].move = &self->moved[2];
        else
            self->corrected[i].petition = &self->received[i + 1];
        /* Both were made on the first version: one changes the signatories, the other those and the number. */
        if (i < 2)
            self->corrected[i].petition_seen = &self->received[0];
    }
    self->received[1].field = QCDC__PETITION_FIELD__THUE;
    self->seen_move = self->moved[0];
    self->corrected[2].move_seen = &self->seen_move;
    self->events[6].part = self->events[1].entry;
    self->facts[4].kind_case = self->facts[7].kind_case = QCDC__FACT__KIND_VOIDED;
    self->facts[4].voided = &self->voided[0];
    self->facts[7].voided = &self->voided[1];
    self->events[7].part = self->events[2].entry;
}

/*  What is referred to has to be there first; nothing else does. */
static bool can_come (const int *order, size_t count, int event)
{
    bool created = false, first = false, second = false;
    for (size_t i = 0; i < count; i++) {
        created |= order[i] == 0;
        first |= order[i] == 1;
        second |= order[i] == 2;
    }
    return event == 0 || (created && (event != 6 || first) && (event != 7 || second));
}

static void assert_end (const life_t *life, const int *order)
{
    petition_t petition = {.matter = &PETITION_MATTER, .office = 2};
    Qcdc__PetitionReceived merged = life->received[2];
    uint8_t wanted[CONTENT_BYTES], *body;
    size_t length;
    merged.field = QCDC__PETITION_FIELD__THUE;
    Qcdc__Fact as = fact_of_petition (&merged);
    assert_int_equal (fact_pack (&as, &body, &length), QCDC_OK);
    fact_content ((bytes_t){body, length}, wanted);
    free (body);
    for (size_t i = 0; i < EVENTS; i++)
        assert_int_equal (petition_apply (&petition, &life->events[order[i]]), QCDC_OK);
    assert_string_equal (petition.local_no, "8/KN");
    assert_int_equal (petition.people, 12);                        /* the later of two */
    assert_int_equal (petition.field, QCDC__PETITION_FIELD__THUE); /* which the later one did not change */
    assert_true (petition.voided);                                 /* for good */
    assert_memory_equal (petition.content, wanted, CONTENT_BYTES);
    assert_true (petition.set[SAID_FIELD].at.seq == 4 && petition.set[SAID_PEOPLE].at.seq == 6);
    assert_int_equal (petition.set[SAID_KIND].at.seq, 0);
    assert_int_equal (petition.move_count, 2);
    assert_true (petition.moves[0].entry.seq == 2 && petition.moves[1].entry.seq == 3);
    assert_int_equal (petition.moves[0].on, 18012);
    assert_true (petition.moves[1].voided);
    assert_int_equal (petition.state, PETITION_ACCEPTED);
    petition_release (&petition);
}

static size_t walk (const life_t *life, int *order, size_t count)
{
    size_t ends = 0;
    if (count == EVENTS) {
        assert_end (life, order);
        return 1;
    }
    for (int event = 0; event < EVENTS; event++) {
        bool used = false;
        for (size_t i = 0; i < count; i++)
            used |= order[i] == event;
        if (used || !can_come (order, count, event))
            continue;
        order[count] = event;
        ends += walk (life, order, count + 1);
    }
    return ends;
}

static void test_any_order (void **state)
{
    (void)state;
    life_t life;
    int order[EVENTS];
    life_make (&life);
    /* 7! orders behind the creation, of which in a half each of the two changed steps comes before its change. */
    assert_int_equal (walk (&life, order, 0), 5040 / 4);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_stamps),  cmocka_unit_test (test_setters),   cmocka_unit_test (test_change_stamps),
        cmocka_unit_test (test_holders), cmocka_unit_test (test_any_order),
    };
    return cmocka_run_group_tests_name ("thing", tests, catalog_make, catalog_free);
}
