/*  test_reception.c — a row of the reception register: what it must say, what corrections come to, and that the order in which facts
 *  arrive decides nothing. */

#include "judge_case.h"

#include "facts/make.h"
#include "matters/reception_columns.h"

/*  A row that nothing is wrong with, the row that stands, and a correction of it. */
typedef struct {
    judge_input_t input;
    Qcdc__Fact fact;
    int kinds[16], fields[16], results[16];
    Qcdc__Ref ref, links[2], *link_ps[2];
    Qcdc__ReceptionHeld held, seen;
    Qcdc__Corrected corrected;
    reception_t stands;
    verdict_t verdict;
} row_t;

static const uint8_t NO_CONTENT[CONTENT_BYTES] = {0};

static void row_begin (row_t *self)
{
    memset (self, 0, sizeof *self);
    self->input = (judge_input_t){.catalog = catalog,
                                  .office = catalog_office (catalog, "BCD-593"),
                                  .role = ROLE_REPORTER,
                                  .origin = 7,
                                  .committed_at_us = at ("2020-07-13T02:30:00Z")};
    self->input.target_office = self->input.office->id;
    qcdc__reception_held__init (&self->held);
    self->held.local_no = "12";
    self->held.held_on = on ("2020-07-10");
    self->held.session = QCDC__SESSION__DINH_KY;
    self->held.held_by = QCDC__RECEIVER__THU_TRUONG;
    self->held.receptions = 3;
    self->held.persons = 9;
    self->held.matters_first = 2;
    self->held.matters_again = 1;
    self->held.groups = 1;
    self->held.group_persons = 6;
    self->held.group_first = 1;
    self->held.kinds = (Qcdc__PetitionKind *)self->kinds;
    self->held.fields = (Qcdc__PetitionField *)self->fields;
    self->held.results = (Qcdc__ReceptionResult *)self->results;
    for (size_t i = 0; i < 2; i++) {
        qcdc__ref__init (&self->links[i]);
        self->links[i].origin = 0x1122334455667788u + i;
        self->links[i].seq = 40 + i;
        self->links[i].hash = 0x0102030405060708u;
        self->link_ps[i] = &self->links[i];
    }
    self->held.petitions = self->link_ps;
    self->fact = fact_of_reception (&self->held);
}

static qcdc_status row_judge (row_t *self)
{
    judge_fact (&self->input, &self->fact, NO_CONTENT, &self->verdict);
    return self->verdict.fault.status;
}

/*  What stands is the row as it is now, and the fact becomes a correction that was made on it. */
static void row_stands (row_t *self)
{
    self->stands.matter = &RECEPTION_MATTER;
    self->stands.office = self->input.office->id;
    self->stands.entry = (address_t){5, 9, 1};
    assert_int_equal (reception_set (&self->stands, &self->held, 1, NO_CONTENT), QCDC_OK);
    self->seen = self->held;
    qcdc__ref__init (&self->ref);
    self->ref.origin = 5;
    self->ref.seq = 9;
    self->ref.hash = 1;
    Qcdc__Fact saw = fact_of_reception (&self->seen), as = fact_of_reception (&self->held);
    self->fact = fact_of_correction (&self->corrected, &self->ref, &saw, &as, 0);
    self->input.target = TARGET_THING;
    self->input.thing = self->input.holder = &self->stands.thing;
}

/*  One thing is spoiled, and said so with its column. */
static void test_spoiled (void **state)
{
    (void)state;
    row_t row;
#define SPOILED(change, code, column)                                                                                \
    row_begin (&row);                                                                                                \
    change;                                                                                                          \
    assert_int_equal (row_judge (&row), code);                                                                       \
    assert_string_equal (row.verdict.fault.field, column)
    row_begin (&row);
    assert_int_equal (row_judge (&row), QCDC_OK);
    SPOILED (row.held.local_no = "", QCDC_EMPTY, "local_no");
    SPOILED (row.held.local_no = "12@2020", QCDC_BAD_LOCAL_NO, "local_no");
    SPOILED (row.held.held_on = on ("2020-07-14"), QCDC_BAD_DATE, "held_on");
    SPOILED (row.held.session = (Qcdc__Session)4, QCDC_BAD_KIND, "session");
    SPOILED (row.held.held_by = (Qcdc__Receiver)0, QCDC_BAD_KIND, "held_by");
    SPOILED (row.held.held_by = QCDC__RECEIVER__CAN_BO_TIEP, QCDC_BAD_KIND, "held_by");
    SPOILED ((row.held.session = QCDC__SESSION__THUONG_XUYEN, row.held.held_by = QCDC__RECEIVER__UY_QUYEN),
             QCDC_BAD_KIND, "held_by");
    SPOILED (row.held.receptions = 0, QCDC_BAD_NUMBER, "receptions");
    SPOILED (row.held.receptions = 1000001, QCDC_BAD_NUMBER, "receptions");
    SPOILED (row.held.persons = 0, QCDC_BAD_NUMBER, "persons");
    SPOILED (row.held.persons = UINT32_MAX, QCDC_BAD_NUMBER, "persons");
    SPOILED (row.held.groups = 4, QCDC_BAD_NUMBER, "groups");
    SPOILED (row.held.groups = 0, QCDC_BAD_NUMBER, "groups");
    SPOILED (row.held.group_persons = 1, QCDC_BAD_NUMBER, "group_persons");
    SPOILED (row.held.group_persons = 10, QCDC_BAD_NUMBER, "group_persons");
    SPOILED (row.held.group_first = 3, QCDC_BAD_NUMBER, "group_first");
    SPOILED (row.held.group_again = 2, QCDC_BAD_NUMBER, "group_again");
    SPOILED ((row.held.n_kinds = 2, row.kinds[0] = 2, row.kinds[1] = 1), QCDC_BAD_KIND, "kinds");
    SPOILED ((row.held.n_fields = 2, row.fields[0] = 3, row.fields[1] = 3), QCDC_BAD_KIND, "fields");
    SPOILED ((row.held.n_results = 1, row.results[0] = 6), QCDC_BAD_KIND, "results");
    SPOILED (row.held.n_fields = 17, QCDC_TOO_LARGE, "fields");
    SPOILED ((row.held.n_petitions = 2, row.links[1] = row.links[0]), QCDC_MALFORMED, "petitions");
    SPOILED ((row.held.n_petitions = 1, row.links[0].hash = 0), QCDC_MALFORMED, "petitions");
    SPOILED (row.held.n_petitions = 17, QCDC_TOO_LARGE, "petitions");
#undef SPOILED
    row_begin (&row);
    row.input.office = catalog_office (catalog, "BCD-TINH");
    assert_int_equal (row_judge (&row), QCDC_FORBIDDEN);
    /* A session to which nobody came. */
    row_begin (&row);
    row.held.receptions = row.held.persons = row.held.matters_first = row.held.matters_again = row.held.groups = 0;
    row.held.group_persons = row.held.group_first = 0;
    assert_int_equal (row_judge (&row), QCDC_OK);
}

/*  What is said of a row is the row: by columns, by bytes, and in text. */
static void test_said (void **state)
{
    (void)state;
    row_t row;
    reception_said_t said;
    char text[RECEPTION_TEXT_BYTES], links[RECEPTION_LINKS_BYTES];
    uint8_t *body, *again;
    size_t length, length_again;
    row_begin (&row);
    row.held.n_kinds = 2, row.kinds[0] = 1, row.kinds[1] = 4;
    row.held.n_results = 1, row.results[0] = 5;
    row.held.n_petitions = 2;
    assert_int_equal (row_judge (&row), QCDC_OK);
    assert_int_equal (fact_pack (&row.fact, &body, &length), QCDC_OK);
    row_stands (&row);
    reception_say (&row.stands, &said);
    for (int i = 0; i < RECEPTION_COLUMN_COUNT; i++)
        assert_true (reception_column_same ((reception_column)i, &said.held, &row.held));
    Qcdc__Fact as = fact_of_reception (&said.held);
    assert_int_equal (fact_pack (&as, &again, &length_again), QCDC_OK);
    assert_int_equal (length, length_again);
    assert_memory_equal (body, again, length);
    assert_string_equal (reception_column_text (RECEPTION_KINDS, &said.held, text), "KHIEU_NAI PHAN_ANH");
    assert_string_equal (reception_column_text (RECEPTION_SESSION, &said.held, text), "DINH_KY");
    assert_string_equal (reception_column_text (RECEPTION_HELD_ON, &said.held, text), "2020-07-10");
    assert_string_equal (reception_column_text (RECEPTION_FIELDS, &said.held, text), "");
    reception_links_print (&said.held, links);
    assert_string_equal (links, row.stands.petitions);
    free (body);
    free (again);
    reception_release (&row.stands);
}

/*  References of a fact that is filed again: the target, and every link on both sides of a correction. */
static void test_references (void **state)
{
    (void)state;
    row_t row;
    Qcdc__Ref *refs[FACT_REFS_MAX];
    row_begin (&row);
    row.held.n_petitions = 2;
    assert_int_equal (fact_refs (&row.fact, refs), 2);
    assert_ptr_equal (refs[1], &row.links[1]);
    row_stands (&row);
    row.held.n_petitions = 1;
    assert_int_equal (fact_refs (&row.fact, refs), 1 + 1 + 2);
    assert_ptr_equal (refs[0], &row.ref);
    row.seen.n_petitions = row.held.n_petitions = 1000; /* which nobody accepts */
    Qcdc__Ref *many[1000];
    for (size_t i = 0; i < 1000; i++)
        many[i] = &row.links[0];
    row.seen.petitions = row.held.petitions = many;
    assert_int_equal (fact_refs (&row.fact, refs), 1 + 2 * QCDC_LINKS_COUNT_MAX);
    reception_release (&row.stands);
}

/*  Two corrections of different columns both hold, of one column the later is told, and what they come to is judged whole. */
static void test_merging (void **state)
{
    (void)state;
    row_t row;
    row_begin (&row);
    row_stands (&row);
    row.held.persons = 12;
    assert_int_equal (row_judge (&row), QCDC_OK);
    row.stands.values[RECEPTION_RECEPTIONS] = 4; /* another device's, meanwhile */
    assert_int_equal (row_judge (&row), QCDC_OK);
    row.stands.values[RECEPTION_PERSONS] = 12;
    assert_int_equal (row_judge (&row), QCDC_OK);
    assert_int_equal (row.verdict.state, QCDC__VERDICT_STATE__VERDICT_ALIAS);
    row.stands.values[RECEPTION_PERSONS] = 11;
    assert_int_equal (row_judge (&row), QCDC_STALE);
    assert_string_equal (row.verdict.fault.field, "persons");
    row.stands.values[RECEPTION_PERSONS] = 9;
    row.held = row.seen;
    row.held.group_persons = 9;
    row.stands.values[RECEPTION_PERSONS] = 8; /* each is right, and together they are not */
    assert_int_equal (row_judge (&row), QCDC_BAD_NUMBER);
    row.stands.voided = true;
    assert_int_equal (row_judge (&row), QCDC_TARGET_VOID);
    row.stands.voided = false;
    row.stands.values[RECEPTION_PERSONS] = 9;
    /* A text, and that it is of a denunciation, do not come together from two who had not seen each other's. */
    row.held = row.seen;
    row.held.n_kinds = 1, row.kinds[0] = QCDC__PETITION_KIND__TO_CAO;
    row.stands.set[RECEPTION_SUMMARY] = (setter_t){{row.input.committed_at_us - 5, 3}, 8, 4};
    assert_int_equal (row_judge (&row), QCDC_STALE);
    row.corrected.seen_at_us = row.input.committed_at_us - 5;
    assert_int_equal (row_judge (&row), QCDC_OK);
    row.corrected.reception_seen = NULL;
    assert_int_equal (row_judge (&row), QCDC_EMPTY);
    reception_release (&row.stands);
}

/*  A row, two corrections that share a column, and a voiding, in every order that lets the row come first: one end. */
static void test_any_order (void **state)
{
    (void)state;
    enum { COUNT = 5 };
    Qcdc__ReceptionHeld versions[3];
    Qcdc__Corrected corrected[3];
    Qcdc__Voided voided;
    Qcdc__Fact facts[COUNT];
    fact_event_t events[COUNT];
    row_t row;
    row_begin (&row);
    for (size_t i = 0; i < 3; i++)
        versions[i] = row.held;
    versions[0].persons = 20, versions[0].matters_again = 7;
    versions[1].persons = 30, versions[1].local_no = "13";
    versions[2].matters_again = 8;
    facts[0] = row.fact;
    for (size_t i = 0; i < 3; i++) {
        Qcdc__Fact saw = fact_of_reception (&row.held), as = fact_of_reception (&versions[i]);
        facts[i + 1] = fact_of_correction (&corrected[i], &row.ref, &saw, &as, 0);
    }
    corrected[0].summary = true;
    facts[4] = fact_of_voiding (&voided, &row.ref);
    for (size_t i = 0; i < COUNT; i++)
        events[i] = (fact_event_t){.fact = &facts[i],
                                   .content = NO_CONTENT,
                                   .catalog = catalog,
                                   .address = {3, i + 1, 5},
                                   .stamp = stamp_make (1000 + (int64_t)i / 2, (int64_t)i + 1)};
    reception_t first = {0};
    for (unsigned order = 0; order < 24; order++) {
        size_t left[4] = {1, 2, 3, 4}, count = 4;
        reception_t reception = {.matter = &RECEPTION_MATTER, .office = row.input.office->id};
        assert_int_equal (reception_apply (&reception, &events[0]), QCDC_OK);
        for (unsigned rest = order; count > 0; rest /= (unsigned)(count + 1)) {
            size_t which = rest % count;
            assert_int_equal (reception_apply (&reception, &events[left[which]]), QCDC_OK);
            left[which] = left[--count];
        }
        assert_string_equal (reception.local_no, "13");
        assert_string_equal (reception.key, "13@2020");
        assert_true (reception.voided && reception.voided_by.seq == 5);
        assert_int_equal (reception.values[RECEPTION_PERSONS], 30);
        assert_int_equal (reception.values[RECEPTION_MATTERS_AGAIN], 8);
        assert_int_equal (reception.set[RECEPTION_SUMMARY].seq, 2);
        if (order == 0)
            first = reception;
        assert_memory_equal (reception.content, first.content, CONTENT_BYTES);
        assert_memory_equal (reception.set, first.set, sizeof first.set);
        if (order > 0)
            reception_release (&reception);
    }
    reception_release (&first);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_spoiled), cmocka_unit_test (test_said),      cmocka_unit_test (test_references),
        cmocka_unit_test (test_merging), cmocka_unit_test (test_any_order),
    };
    return cmocka_run_group_tests_name ("reception", tests, catalog_make, catalog_free);
}
