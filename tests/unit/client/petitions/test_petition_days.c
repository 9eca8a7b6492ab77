/*  test_petition_days.c — the legal clock of the journal's petitions is worked out once, and again of what changed alone. */

#include "petitions/petition_days.h"

#include "base/day.h"
#include "devices.h"
#include "journal/journal_due.h"

#define PETITIONS 50

static int setup (void **state)
{
    static fixture_t fixture;
    fixture_open (&fixture);
    *state = &fixture;
    return 0;
}

static int teardown (void **state)
{
    fixture_close (*state);
    return 0;
}

/*  How many are worked out. */
static uint64_t update (fixture_t *self)
{
    uint64_t read;
    assert_ok (self, petition_days_update (&self->desk, &read, &self->fault));
    return read;
}

typedef struct {
    fixture_t *fixture;
    const char *number;
    int32_t day;
    size_t count;
} found_t;

/*  Each stands under the day that the clock says of it now. */
static qcdc_status found (const char *subject, const due_row_t *row, void *arg)
{
    found_t *self = arg;
    petition_views_t views;
    deadline_run_t runs[CLOCK_RUNS_MAX];
    int32_t day, first_on;
    assert_ok (self->fixture, petition_views_read (&self->fixture->desk, subject, &views, &self->fixture->fault));
    assert_true (row->place < views.view_count);
    assert_non_null (petition_days (&self->fixture->desk, &views.views[row->place], runs, &day, &first_on));
    assert_int_equal (row->day, day);
    assert_int_equal (row->first_on, first_on);
    assert_string_equal (row->number, views.views[row->place].petition.local_no);
    if (self->number && strcmp (self->number, row->number) == 0)
        self->day = day;
    self->count++;
    petition_views_release (&views);
    return QCDC_OK;
}

/*  How many are due by LAST; *DAY is that of NUMBER, 0: it is not among them. */
static size_t due (fixture_t *self, int32_t last, const char *number, int32_t *day)
{
    found_t all = {.fixture = self, .number = number};
    assert_ok (self, due_index_find (self->desk.home.journal, "petition:", last, found, &all, &self->fault));
    if (day)
        *day = all.day;
    return all.count;
}

static void test_once (void **state)
{
    fixture_t *self = *state;
    address_t petitions[PETITIONS];
    char number[16];
    int32_t day;
    for (int i = 0; i < PETITIONS; i++) {
        snprintf (number, sizeof number, "%d/KN", i);
        petitions[i] = fixture_append (self, body_received (number), NO_ANNEX);
    }
    assert_int_equal (update (self), PETITIONS);
    assert_int_equal (update (self), 0);
    assert_int_equal (due (self, QCDC_DAY_MAX, "3/KN", &day), PETITIONS);
    assert_int_equal (day, 18310); /* ten days: a Tuesday */
    assert_int_equal (due (self, 18309, NULL, NULL), 0);
    /* A step moves its own petition, or ends what is due of it; nothing else is looked at. */
    fixture_append (self, body_moved (&petitions[3], QCDC__MOVE__ACCEPTED, 18305), NO_ANNEX);
    assert_int_equal (update (self), 1);
    assert_int_equal (due (self, QCDC_DAY_MAX, "3/KN", &day), PETITIONS);
    assert_true (day > 18310);
    fixture_append (self, body_moved (&petitions[4], QCDC__MOVE__WITHDRAWN, 18305), NO_ANNEX);
    assert_int_equal (update (self), 1);
    assert_int_equal (due (self, QCDC_DAY_MAX, "4/KN", &day), PETITIONS - 1);
    assert_int_equal (day, 0);
    fixture_append (self, body_renamed (&petitions[5], "5/KN-2"), NO_ANNEX);
    assert_int_equal (update (self), 2); /* under either number */
    assert_int_equal (due (self, 18310, "5/KN-2", &day), PETITIONS - 2);
    assert_int_equal (day, 18310);
    /* What is acknowledged is known since that moment: of each once more, and then no more. */
    acknowledged_t made;
    fixture_acknowledge (self, 1, 10, 10, NULL, 0, &made);
    assert_int_equal (update (self), 10);
    assert_int_equal (update (self), 0);
    assert_int_equal (due (self, QCDC_DAY_MAX, NULL, NULL), PETITIONS - 1);
}

/*  What another program made, or of other publications, is made anew. */
static void test_made_by_another (void **state)
{
    fixture_t *self = *state;
    journal_t *journal = self->desk.home.journal;
    fixture_append (self, body_received ("1/KN"), NO_ANNEX);
    fixture_append (self, body_received ("2/KN"), NO_ANNEX);
    assert_int_equal (update (self), 2);
    assert_ok (self, journal_begin (journal, &self->fault));
    assert_ok (self, journal_set (journal, DUE_MADE_BY, "another", &self->fault));
    assert_ok (self, journal_commit (journal, &self->fault));
    assert_int_equal (update (self), 2);
    assert_int_equal (due (self, QCDC_DAY_MAX, NULL, NULL), 2);
    assert_int_equal (update (self), 0);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (test_once, setup, teardown),
        cmocka_unit_test_setup_teardown (test_made_by_another, setup, teardown),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
