/*  test_copied_text.c — which texts of a petition a fact brings, and where they are from. */

#include "judge_case.h"

#include "facts/make.h"
#include "matters/copied_text.h"

static copied_text_t read (const Qcdc__Fact *fact)
{
    copied_text_t text;
    copied_text_read (fact, &text);
    return text;
}

static void test_received (void **state)
{
    Qcdc__PetitionReceived received = QCDC__PETITION_RECEIVED__INIT;
    Qcdc__HandedFrom from = QCDC__HANDED_FROM__INIT;
    Qcdc__Ref ref = QCDC__REF__INIT;
    (void)state;
    const Qcdc__Fact fact = fact_of_petition (&received);
    copied_text_t text = read (&fact);
    assert_int_equal (text.relation, TEXT_RECEIVED);
    assert_int_equal (text.texts, TEXT_TITLE | TEXT_SUMMARY);
    assert_false (copied_text_is_copy (&text));
    ref.origin = 7;
    ref.seq = 3;
    from.hand_over = &ref;
    received.from = &from;
    text = read (&fact);
    assert_int_equal (text.relation, TEXT_TAKEN_IN);
    assert_true (text.of.origin == 7 && text.of.seq == 3);
    assert_true (copied_text_is_copy (&text));
}

static void test_handed_over (void **state)
{
    Qcdc__PetitionHandedOver handed = QCDC__PETITION_HANDED_OVER__INIT;
    Qcdc__PetitionReceived received = QCDC__PETITION_RECEIVED__INIT;
    Qcdc__Ref ref = QCDC__REF__INIT;
    (void)state;
    ref.origin = 8;
    ref.seq = 4;
    received.identity_key = 5;
    handed.petition = &ref;
    handed.received = &received;
    handed.seen_at_us = 99;
    const Qcdc__Fact fact = fact_of_hand_over (&handed);
    copied_text_t text = read (&fact);
    assert_int_equal (text.relation, TEXT_HANDED_OVER);
    assert_int_equal (text.texts, TEXT_TITLE | TEXT_SUMMARY | TEXT_IDENTITY);
    assert_true (text.of.origin == 8 && text.of.seq == 4 && text.seen_at_us == 99);
    assert_true (copied_text_is_copy (&text));
}

static void test_corrected (void **state)
{
    Qcdc__Corrected corrected;
    Qcdc__PetitionReceived received = QCDC__PETITION_RECEIVED__INIT;
    Qcdc__Ref ref = QCDC__REF__INIT;
    (void)state;
    ref.origin = 9;
    ref.seq = 5;
    const Qcdc__Fact as = fact_of_petition (&received);
    const Qcdc__Fact fact = fact_of_correction (&corrected, &ref, &as, &as, 12);
    assert_int_equal (read (&fact).relation, TEXT_OF_NONE); /* of a column that is no text */
    corrected.summary = true;
    copied_text_t text = read (&fact);
    assert_int_equal (text.relation, TEXT_CORRECTED);
    assert_int_equal (text.texts, TEXT_SUMMARY);
    corrected.summary = false;
    corrected.identity = true;
    assert_int_equal (read (&fact).texts, TEXT_IDENTITY);
    assert_true (text.of.origin == 9 && text.of.seq == 5 && text.seen_at_us == 12);
    assert_false (copied_text_is_copy (&text));
}

static void test_of_nothing_else (void **state)
{
    Qcdc__PetitionMoved moved = QCDC__PETITION_MOVED__INIT;
    Qcdc__Ref ref = QCDC__REF__INIT;
    (void)state;
    moved.petition = &ref;
    const Qcdc__Fact fact = fact_of_move (&moved);
    assert_int_equal (read (&fact).relation, TEXT_OF_NONE);
}

int main (void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test (test_received), cmocka_unit_test (test_handed_over),
                                       cmocka_unit_test (test_corrected), cmocka_unit_test (test_of_nothing_else)};
    return cmocka_run_group_tests (tests, NULL, NULL);
}
