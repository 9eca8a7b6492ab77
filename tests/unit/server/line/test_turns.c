/*  test_turns.c — who asks much waits for himself. */

#include "line/turns.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define FETCH QCDC__FRAME__KIND_FETCH
#define QUERY QCDC__FRAME__KIND_QUERY

static void put (turns_t *turns, int office, Qcdc__Frame__KindCase kind, uint64_t call)
{
    job_t *job = job_new ();
    assert_non_null (job);
    job->frame = arena_alloc (job->arena, sizeof *job->frame);
    assert_non_null (job->frame);
    qcdc__frame__init (job->frame);
    job->frame->kind_case = kind;
    job->member.office = office;
    job->call = call;
    assert_int_equal (turns_put (turns, job), QCDC_OK);
}

/*  The call of the next job; 0: none may be served now. */
static uint64_t next (turns_t *turns)
{
    job_t *job = turns_next (turns);
    uint64_t call = job ? job->call : 0;
    job_destroy (&job);
    return call;
}

static void test_offices_take_turns (void **state)
{
    (void)state;
    turns_t *turns = turns_new (1);
    for (uint64_t call = 1; call <= 10; call++)
        put (turns, 1, FETCH, call);
    put (turns, 2, FETCH, 21);
    put (turns, 3, FETCH, 31);
    static const struct {
        int office;
        uint64_t call;
    } ORDER[] = {{1, 1}, {2, 21}, {3, 31}, {1, 2}, {1, 3}};
    for (size_t i = 0; i < sizeof ORDER / sizeof *ORDER; i++) {
        assert_int_equal (next (turns), ORDER[i].call);
        assert_int_equal (next (turns), 0); /* the one reader is taken */
        turns_done (turns, ORDER[i].office, FETCH);
    }
    turns_destroy (&turns); /* with those that wait */
    assert_null (turns);
}

static void test_one_reader_an_office (void **state)
{
    (void)state;
    turns_t *turns = turns_new (3);
    put (turns, 1, FETCH, 11);
    put (turns, 1, FETCH, 12);
    assert_int_equal (next (turns), 11);
    assert_int_equal (next (turns), 0);
    put (turns, 2, FETCH, 21);
    assert_int_equal (next (turns), 21);
    turns_done (turns, 1, FETCH);
    assert_int_equal (next (turns), 12);
    turns_destroy (&turns);
}

static void test_a_reader_is_kept_for_fetches (void **state)
{
    (void)state;
    turns_t *turns = turns_new (3);
    for (int office = 1; office <= 5; office++)
        put (turns, office, QUERY, (uint64_t)office);
    assert_int_equal (next (turns), 1);
    assert_int_equal (next (turns), 2);
    assert_int_equal (next (turns), 0);
    put (turns, 9, FETCH, 9);
    assert_int_equal (next (turns), 9);
    turns_done (turns, 1, QUERY);
    assert_int_equal (next (turns), 3);
    turns_destroy (&turns);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_offices_take_turns),
        cmocka_unit_test (test_one_reader_an_office),
        cmocka_unit_test (test_a_reader_is_kept_for_fetches),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
