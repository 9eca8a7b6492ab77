/*  test_petition_file.c — a register against the journal: which facts are written, and that no others are. */

#include "fixture.h"

#include "base/day.h"

#include "petitions/petition_file.h"
#include "texts/given.h"

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

/*  A row as a file would give it; NULL is a column that is not there. */
typedef struct {
    const char *cells[PETITION_COLUMN_COUNT];
} row_t;

#define ROW(...) ((row_t){{__VA_ARGS__}})
#define PLAIN(local_no, title) ROW (local_no, "KHIEU_NAI", "DAT_DAI", "2020-02-20", title, "", "", "", "", "", "", "")
#define SETTLED(local_no, day, outcome)                                                                              \
    ROW (local_no, "KHIEU_NAI", "DAT_DAI", "2020-02-20", "t", "", "", "", "", "", day, outcome)

static bool names_meant; /* --confirm-names */

static qcdc_status file_row (fixture_t *self, row_t row, file_mode mode, filed_result *result, size_t *entries)
{
    given_t given[PETITION_COLUMN_COUNT] = {0};
    petition_row_t parsed;
    journal_t *journal = self->desk.home.journal;
    filed_left_t left = {0};
    *entries = 0;
    for (int i = 0; i < PETITION_COLUMN_COUNT; i++)
        if (row.cells[i])
            given[i] = (given_t){row.cells[i], strlen (row.cells[i])};
    self->fault = (fault_t){0};
    row_faults_t faults = {.names_meant = names_meant};
    qcdc_status status = petition_row_parse (given, &parsed, &faults);
    if (status != QCDC_OK) {
        self->fault = faults.items[0];
        petition_row_release (&parsed);
        return status;
    }
    assert_ok (self, journal_begin (journal, &self->fault));
    status = petition_file (&self->desk, &parsed, mode, result, entries, &left, &self->fault);
    if (status == QCDC_OK)
        assert_ok (self, journal_commit (journal, &self->fault));
    journal_rollback (journal);
    petition_row_release (&parsed);
    return status;
}

static void expect (fixture_t *self, row_t row, filed_result wanted, size_t wanted_entries)
{
    filed_result result;
    size_t entries;
    assert_ok (self, file_row (self, row, FILE_REGISTER, &result, &entries));
    assert_int_equal (result, wanted);
    assert_int_equal (entries, wanted_entries);
}

static void expect_refused (fixture_t *self, row_t row, qcdc_status wanted, const char *field)
{
    filed_result result;
    size_t entries;
    assert_int_equal (file_row (self, row, FILE_REGISTER, &result, &entries), wanted);
    assert_string_equal (self->fault.field, field);
}

typedef struct {
    petition_views_t views;
    petition_view_t *view;
} found_t;

static found_t find (fixture_t *self, const char *local_no)
{
    found_t found;
    char key[MATTER_KEY_BYTES];
    assert_true (petition_key_print (local_no, day_from_civil (2020, 5, 1), key));
    assert_ok (self, petition_find (&self->desk, "BCD-593", key, &found.views, &found.view, &self->fault));
    return found;
}

static void assert_title (fixture_t *self, const char *local_no, const char *title)
{
    found_t found = find (self, local_no);
    assert_non_null (found.view);
    if (title)
        assert_string_equal (found.view->title, title);
    else
        assert_null (found.view->title);
    petition_views_release (&found.views);
}

static uint64_t head (fixture_t *self)
{
    uint64_t seq;
    uint8_t hash[HASH_BYTES];
    assert_ok (self, journal_head (self->desk.home.journal, self->desk.home.origin, &seq, hash, &self->fault));
    return seq;
}

/*  ---------------------------------------------------------------- the register alone */

static void test_same_row_again (void **state)
{
    fixture_t *self = *state;
    expect (self, PLAIN ("1", "tên"), FILED_NEW, 1);
    expect (self, PLAIN ("1", "tên"), FILED_UNCHANGED, 0);
    /* The same letters, decomposed: what was typed differs, what is meant does not. */
    expect (self, PLAIN ("1", "te\xCC\x82n "), FILED_UNCHANGED, 0);
    expect (self, PLAIN ("1", "tên khác"), FILED_CORRECTED, 1);
    assert_title (self, "1", "tên khác");
    assert_int_equal (head (self), 2);
}

static void test_settlement (void **state)
{
    fixture_t *self = *state;
    expect (self, SETTLED ("1", "2020-03-01", "DUNG"), FILED_NEW, 2);
    expect (self, SETTLED ("1", "2020-03-01", "DUNG"), FILED_UNCHANGED, 0);
    expect (self, SETTLED ("1", "2020-03-02", "SAI"), FILED_CORRECTED, 1);
    found_t found = find (self, "1");
    assert_int_equal (found.view->petition.state, PETITION_SETTLED);
    assert_int_equal (found.view->petition.outcome, QCDC__OUTCOME__SAI);
    assert_int_equal (found.view->petition.move_count, 1);
    petition_views_release (&found.views);
    expect (self, SETTLED ("1", "", ""), FILED_CORRECTED, 1);
    found = find (self, "1");
    assert_int_equal (found.view->petition.state, PETITION_RECEIVED);
    petition_views_release (&found.views);
    expect (self, SETTLED ("1", "2020-03-02", "SAI"), FILED_CORRECTED, 1);
    /* No such columns: the file says nothing about settlement. */
    expect (self, ROW ("1", "KHIEU_NAI", "DAT_DAI", "2020-02-20"), FILED_UNCHANGED, 0);
    expect_refused (self, SETTLED ("2", "2020-02-19", "SAI"), QCDC_BAD_DATE, "settled_on");
    expect_refused (self, SETTLED ("2", "", "SAI"), QCDC_BAD_OUTCOME, "outcome");
}

/*  A step entered by hand is not the register's to take back. */
static void test_settlement_by_hand_stays (void **state)
{
    fixture_t *self = *state;
    expect (self, SETTLED ("1", "", ""), FILED_NEW, 1);
    found_t found = find (self, "1");
    address_t entry = found.view->petition.entry;
    petition_views_release (&found.views);
    fixture_append (self, body_moved (&entry, QCDC__MOVE__ACCEPTED, 18320), NO_ANNEX);
    fixture_append (self, body_moved (&entry, QCDC__MOVE__SETTLED, 18330), NO_ANNEX);
    expect (self, SETTLED ("1", "", ""), FILED_UNCHANGED, 0);
    found = find (self, "1");
    assert_int_equal (found.view->petition.state, PETITION_SETTLED);
    petition_views_release (&found.views);
}

static void test_absent_columns_keep_what_is_there (void **state)
{
    fixture_t *self = *state;
    expect (
        self,
        ROW ("1", "KHIEU_NAI", "DAT_DAI", "2020-02-20", "t", "s", "BUU_CHINH", "7", "PHUC_TAP DONG_NGUOI", "", ""),
        FILED_NEW, 1);
    expect (self, ROW ("1", "KHIEU_NAI", "THUE", "2020-02-20"), FILED_CORRECTED, 1);
    found_t found = find (self, "1");
    const petition_t *petition = &found.view->petition;
    assert_int_equal (petition->field, QCDC__PETITION_FIELD__THUE);
    assert_int_equal (petition->channel, QCDC__CHANNEL__BUU_CHINH);
    assert_int_equal (petition->people, 7);
    assert_string_equal (petition->flags, "DONG_NGUOI PHUC_TAP");
    assert_string_equal (found.view->summary, "s");
    petition_views_release (&found.views);
    /* Empty is not absent: it means the default, or nothing. */
    expect (self, ROW ("1", "KHIEU_NAI", "THUE", "2020-02-20", "", "", "", "", "", "", ""), FILED_CORRECTED, 1);
    found = find (self, "1");
    assert_int_equal (found.view->petition.channel, QCDC__CHANNEL__TRUC_TIEP);
    assert_int_equal (found.view->petition.people, 1);
    assert_string_equal (found.view->petition.flags, "");
    assert_string_equal (found.view->title, "");
    petition_views_release (&found.views);
}

static void test_denunciation_without_identity (void **state)
{
    fixture_t *self = *state;
    expect_refused (self, ROW ("1", "TO_CAO", "DAT_DAI", "2020-02-20", "SĐT 0912345678"), QCDC_IDENTITY_TEXT,
                    "title");
    assert_int_equal (head (self), 0);
    expect_refused (self, ROW ("Ông Nguyễn Văn An/TC", "TO_CAO", "DAT_DAI", "2020-02-20", "x"), QCDC_IDENTITY_TEXT,
                    "local_no");
    expect_refused (self, ROW ("0912345678", "TO_CAO", "DAT_DAI", "2020-02-20", "x"), QCDC_IDENTITY_TEXT, "local_no");
    assert_int_equal (head (self), 0);
    /* The same text in a complaint is taken where the clerk says so, until the complaint turns out to be a denunciation. */
    expect_refused (self, ROW ("1", "KHIEU_NAI", "DAT_DAI", "2020-02-20", "SĐT 0912345678"), QCDC_IDENTITY_TEXT,
                    "title");
    names_meant = true;
    expect (self, ROW ("1", "KHIEU_NAI", "DAT_DAI", "2020-02-20", "SĐT 0912345678"), FILED_NEW, 1);
    expect_refused (self, ROW ("1", "TO_CAO", "DAT_DAI", "2020-02-20"), QCDC_IDENTITY_TEXT, "title");
    names_meant = false;
    assert_int_equal (head (self), 1);
}

static void test_taken_back (void **state)
{
    fixture_t *self = *state;
    filed_result result;
    size_t entries;
    Qcdc__Fact fact = QCDC__FACT__INIT;
    Qcdc__Voided voided = QCDC__VOIDED__INIT;
    Qcdc__Ref ref;
    Qcdc__AnnexText reason = QCDC__ANNEX_TEXT__INIT;
    bytes_t annex;
    uint8_t *annex_data = NULL;
    expect (self, PLAIN ("1", "t"), FILED_NEW, 1);
    assert_int_equal (file_row (self, PLAIN ("1", "u"), FILE_ONE, &result, &entries), QCDC_DUPLICATE);
    found_t found = find (self, "1");
    ref_set (&ref, &found.view->petition.entry);
    petition_views_release (&found.views);
    voided.target = &ref;
    fact.kind_case = QCDC__FACT__KIND_VOIDED;
    fact.voided = &voided;
    reason.reason = "nhầm";
    assert_int_equal (annex_pack (&reason, &annex_data, &annex.length), QCDC_OK);
    annex.data = annex_data;
    fixture_append (self, body_of (&fact), annex);
    expect (self, PLAIN ("1", "t"), FILED_VOIDED, 0);
    assert_title (self, "1", "t"); /* the reason is a text of its own */
    assert_ok (self, file_row (self, PLAIN ("1", "t"), FILE_ONE, &result, &entries));
    assert_int_equal (result, FILED_NEW);
    assert_int_equal (entries, 1);
    found = find (self, "1");
    assert_false (found.view->petition.voided);
    assert_int_equal (found.view->petition.entry.seq, 3);
    petition_views_release (&found.views);
    expect (self, PLAIN ("1", "t"), FILED_UNCHANGED, 0);
}

/*  ---------------------------------------------------------------- what the server says */

static void test_rejected_is_filed_again (void **state)
{
    fixture_t *self = *state;
    acknowledged_t made;
    Qcdc__Verdict rejected = QCDC__VERDICT__INIT;
    Qcdc__Verdict *const items[] = {&rejected};
    rejected.seq = 1;
    rejected.state = QCDC__VERDICT_STATE__VERDICT_REJECTED;
    rejected.code = "BAD_FIELD";
    expect (self, SETTLED ("1", "2020-03-01", "DUNG"), FILED_NEW, 2);
    fixture_acknowledge (self, 1, 2, 2, items, 1, &made);
    /* The settlement was accepted nowhere: it referred to what was rejected. */
    expect (self, SETTLED ("1", "2020-03-01", "DUNG"), FILED_NEW, 2);
    fixture_acknowledge (self, 3, 4, 4, NULL, 0, &made);
    expect (self, SETTLED ("1", "2020-03-01", "DUNG"), FILED_UNCHANGED, 0);
    found_t found = find (self, "1");
    assert_int_equal (found.view->petition.entry.seq, 3);
    assert_int_equal (found.view->petition.state, PETITION_SETTLED);
    petition_views_release (&found.views);
}

/*  A correction of texts only says which, and brings no others. */
static void test_text_correction (void **state)
{
    fixture_t *self = *state;
    acknowledged_t made;
    journal_row_t row;
    Qcdc__Fact *fact = NULL;
    expect (self, PLAIN ("1", "cũ"), FILED_NEW, 1);
    expect (self, PLAIN ("1", "mới"), FILED_CORRECTED, 1);
    assert_ok (self, journal_at (self->desk.home.journal, self->desk.home.origin, 2, &row, &self->fault));
    assert_int_equal (fact_unpack (row.entry.body, self->desk.arena, &fact), QCDC_OK);
    assert_true (fact->corrected->title && !fact->corrected->summary);
    fixture_acknowledge (self, 1, 2, 2, NULL, 0, &made);
    assert_title (self, "1", "mới");
    expect (self, PLAIN ("1", "mới"), FILED_UNCHANGED, 0);
}

static void test_erased_text_never_returns (void **state)
{
    fixture_t *self = *state;
    journal_row_t row;
    expect (self, PLAIN ("1", "bí mật"), FILED_NEW, 1);
    found_t found = find (self, "1");
    address_t entry = found.view->petition.entry;
    petition_views_release (&found.views);
    fixture_append (self, body_erased (&entry), NO_ANNEX);
    assert_title (self, "1", NULL);
    expect (self, PLAIN ("1", "bí mật"), FILED_UNCHANGED, 0);
    expect (self, ROW ("1", "KHIEU_NAI", "THUE", "2020-02-20", "bí mật", "", "", "", "", "", ""), FILED_CORRECTED, 1);
    assert_ok (self, journal_at (self->desk.home.journal, self->desk.home.origin, head (self), &row, &self->fault));
    assert_int_equal (row.entry.annex.length, 0);
    assert_title (self, "1", NULL);
}

/*  ---------------------------------------------------------------- another device of the office */

typedef struct {
    keys_t keys;
    uint64_t origin;
    uint64_t seq;
    uint8_t head[HASH_BYTES];
} device_t;

static void device_make (fixture_t *self, device_t *device)
{
    keys_make (&device->keys);
    device->origin = origin_id (device->keys.sign_public);
    device->seq = 0;
    origin_root (device->keys.sign_public, device->head);
    assert_ok (self, journal_begin (self->desk.home.journal, &self->fault));
    assert_ok (self, journal_put_origin (self->desk.home.journal, device->keys.sign_public, "BCD-593", &self->fault));
    assert_ok (self, journal_commit (self->desk.home.journal, &self->fault));
}

/*  What the next second copy is a copy of, by its verdict. */
static address_t repeated;

static void item_fill (Qcdc__Verdict *item, uint64_t seq, Qcdc__VerdictState verdict)
{
    item->seq = seq;
    item->state = verdict;
    if (verdict != QCDC__VERDICT_STATE__VERDICT_ALIAS)
        return;
    item->repeats_origin = repeated.origin;
    item->repeats_seq = repeated.seq;
    item->repeats_hash = repeated.hash8;
}

/*  One entry of it comes with the feed, with its receipt. */
static address_t device_file (fixture_t *self, device_t *device, bytes_t body, uint64_t commit_seq,
                              Qcdc__VerdictState verdict)
{
    journal_t *journal = self->desk.home.journal;
    entry_t entry = {device->origin, ++device->seq, 1600000000000000, body, {0}, {0}};
    acknowledged_t made;
    Qcdc__Verdict item = QCDC__VERDICT__INIT;
    Qcdc__Verdict *const items[] = {&item};
    item_fill (&item, device->seq, verdict);
    entry_hash (&entry, device->head, device->head);
    assert_ok (self, journal_begin (journal, &self->fault));
    assert_ok (self, journal_put (journal, &entry, device->head, 0, 0, &self->fault));
    assert_ok (self, journal_commit (journal, &self->fault));
    fixture_acknowledge_as (self, &device->keys, device->seq, device->seq, commit_seq, items,
                            verdict == QCDC__VERDICT_STATE__VERDICT_ACCEPTED ? 0 : 1, &made);
    free ((void *)body.data);
    return (address_t){device->origin, device->seq, hash_prefix (device->head)};
}

/*  Its last entry is committed once more, by a restored server that keeps the moment of the first time. */
static void device_commit_again (fixture_t *self, device_t *device, uint64_t commit_seq, int64_t first_commit,
                                 Qcdc__VerdictState verdict)
{
    acknowledged_t made;
    Qcdc__Verdict item = QCDC__VERDICT__INIT;
    Qcdc__Verdict *const items[] = {&item};
    item_fill (&item, device->seq, verdict);
    fixture_acknowledge_as (self, &device->keys, device->seq, device->seq, commit_seq, items, 1, &made);
    made.segment.receipt.first_committed_at_us = 1600000000000000 + first_commit;
    assert_ok (self, journal_begin (self->desk.home.journal, &self->fault));
    assert_ok (self, journal_put_segment (self->desk.home.journal, &made.segment, &self->fault));
    assert_ok (self, journal_commit (self->desk.home.journal, &self->fault));
}

/*  18312 is 2020-02-20: the fact that PLAIN becomes. */
static bytes_t body_plain (const char *local_no)
{
    Qcdc__Fact fact = QCDC__FACT__INIT;
    Qcdc__PetitionReceived received;
    received_init (&received, local_no);
    received.received_on = 18312;
    fact.kind_case = QCDC__FACT__KIND_PETITION_RECEIVED;
    fact.petition_received = &received;
    return body_of (&fact);
}

static void test_other_device_counts_as_known (void **state)
{
    fixture_t *self = *state;
    device_t device;
    journal_row_t row;
    Qcdc__Fact *fact = NULL;
    device_make (self, &device);
    address_t petition = device_file (self, &device, body_plain ("1"), 10, QCDC__VERDICT_STATE__VERDICT_ACCEPTED);
    expect (self, PLAIN ("1", ""), FILED_UNCHANGED, 0);
    expect (self, PLAIN ("1", "tên"), FILED_CORRECTED, 1);
    assert_ok (self, journal_at (self->desk.home.journal, self->desk.home.origin, 1, &row, &self->fault));
    arena_reset (self->desk.arena);
    assert_int_equal (fact_unpack (row.entry.body, self->desk.arena, &fact), QCDC_OK);
    assert_int_equal (fact->kind_case, QCDC__FACT__KIND_CORRECTED);
    assert_int_equal (fact->corrected->target->origin, petition.origin);
    assert_int_equal (fact->corrected->target->hash, petition.hash8);
    assert_title (self, "1", "tên");
}

/*  Steps that another device entered on its own copy belong to the one petition there is. */
static void test_steps_on_a_copy (void **state)
{
    fixture_t *self = *state;
    device_t device;
    acknowledged_t made;
    device_make (self, &device);
    expect (self, PLAIN ("1", ""), FILED_NEW, 1);
    fixture_acknowledge (self, 1, 1, 5, NULL, 0, &made);
    found_t first = find (self, "1");
    repeated = first.view->petition.entry;
    petition_views_release (&first.views);
    address_t copy = device_file (self, &device, body_plain ("1"), 10, QCDC__VERDICT_STATE__VERDICT_ALIAS);
    device_file (self, &device, body_moved (&copy, QCDC__MOVE__ACCEPTED, 18320), 11,
                 QCDC__VERDICT_STATE__VERDICT_ACCEPTED);
    found_t found = find (self, "1");
    assert_int_equal (found.views.view_count, 1);
    assert_int_equal (found.view->petition.entry.origin, self->desk.home.origin);
    assert_int_equal (found.view->petition.state, PETITION_ACCEPTED);
    petition_views_release (&found.views);
}

/*  A restored server takes a second copy first and calls the first one the copy; what is said about either counts. */
static void test_copy_before_what_it_repeats (void **state)
{
    fixture_t *self = *state;
    device_t early, late;
    device_make (self, &early);
    device_make (self, &late);
    repeated = (address_t){0, 0, 0};
    address_t copy = device_file (self, &early, body_plain ("1"), 5, QCDC__VERDICT_STATE__VERDICT_ALIAS);
    repeated = device_file (self, &late, body_plain ("1"), 10, QCDC__VERDICT_STATE__VERDICT_ACCEPTED);
    device_commit_again (self, &early, 11, 5, QCDC__VERDICT_STATE__VERDICT_ALIAS);
    device_file (self, &early, body_moved (&copy, QCDC__MOVE__ACCEPTED, 18320), 12,
                 QCDC__VERDICT_STATE__VERDICT_ACCEPTED);
    found_t found = find (self, "1");
    assert_int_equal (found.views.view_count, 1);
    assert_int_equal (found.view->petition.entry.origin, late.origin);
    assert_int_equal (found.view->petition.state, PETITION_ACCEPTED);
    petition_views_release (&found.views);
}

/*  What the other device got in first makes an own entry that has not been sent a duplicate. */
static void test_unsent_gives_way (void **state)
{
    fixture_t *self = *state;
    device_t device;
    device_make (self, &device);
    expect (self, ROW ("1", "KIEN_NGHI", "KHAC", "2020-02-20"), FILED_NEW, 1);
    address_t petition = device_file (self, &device, body_plain ("1"), 10, QCDC__VERDICT_STATE__VERDICT_ACCEPTED);
    found_t found = find (self, "1");
    assert_int_equal (found.view->petition.entry.origin, petition.origin);
    petition_views_release (&found.views);
}

/*  A number that a correction gave up can be taken by another petition. */
static void test_number_given_up_and_taken (void **state)
{
    fixture_t *self = *state;
    device_t device;
    device_make (self, &device);
    address_t petition = device_file (self, &device, body_plain ("1"), 10, QCDC__VERDICT_STATE__VERDICT_ACCEPTED);
    device_file (self, &device, body_renamed (&petition, "2"), 11, QCDC__VERDICT_STATE__VERDICT_ACCEPTED);
    found_t found = find (self, "2");
    assert_int_equal (found.view->petition.entry.hash8, petition.hash8);
    petition_views_release (&found.views);
    found = find (self, "1");
    assert_null (found.view);
    petition_views_release (&found.views);
    expect (self, PLAIN ("1", "khác"), FILED_NEW, 1);
    assert_title (self, "1", "khác");
    expect (self, PLAIN ("1", "khác"), FILED_UNCHANGED, 0);
    /* What the correction says, filed directly under the new number, is a copy of it; so are its steps. */
    repeated = petition;
    address_t copy = device_file (self, &device, body_received ("2"), 12, QCDC__VERDICT_STATE__VERDICT_ALIAS);
    device_file (self, &device, body_moved (&copy, QCDC__MOVE__ACCEPTED, 18320), 13,
                 QCDC__VERDICT_STATE__VERDICT_ACCEPTED);
    found = find (self, "2");
    assert_int_equal (found.view->petition.entry.hash8, petition.hash8);
    assert_int_equal (found.view->petition.state, PETITION_ACCEPTED);
    petition_views_release (&found.views);
}

/*  A fact filed again stands for its lost first copy: others go on referring to that. */
static void test_lost_first_copy (void **state)
{
    fixture_t *self = *state;
    device_t device;
    Qcdc__Fact fact = QCDC__FACT__INIT;
    Qcdc__PetitionReceived received;
    Qcdc__Was was = QCDC__WAS__INIT;
    uint8_t hash[HASH_BYTES] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    device_make (self, &device);
    address_t lost = {0x1122334455667788, 5, hash_prefix (hash)};
    /* The step comes before what it belongs to. */
    device_file (self, &device, body_moved (&lost, QCDC__MOVE__ACCEPTED, 18320), 11,
                 QCDC__VERDICT_STATE__VERDICT_ACCEPTED);
    received_init (&received, "1");
    received.received_on = 18312;
    was.origin = lost.origin;
    was.seq = lost.seq;
    was.hash = (ProtobufCBinaryData){HASH_BYTES, hash};
    fact.kind_case = QCDC__FACT__KIND_PETITION_RECEIVED;
    fact.petition_received = &received;
    fact.was = &was;
    device_file (self, &device, body_of (&fact), 9, QCDC__VERDICT_STATE__VERDICT_ACCEPTED);
    found_t found = find (self, "1");
    assert_non_null (found.view);
    assert_int_equal (found.view->petition.state, PETITION_ACCEPTED);
    petition_views_release (&found.views);
    expect (self, PLAIN ("1", ""), FILED_UNCHANGED, 0);
}

static void test_fields_are_checked (void **state)
{
    fixture_t *self = *state;
    expect_refused (self, ROW ("", "KHIEU_NAI", "DAT_DAI", "2020-02-20"), QCDC_EMPTY, "local_no");
    expect_refused (self, ROW ("1", "KHIEU-NAIX", "DAT_DAI", "2020-02-20"), QCDC_BAD_KIND, "kind");
    expect_refused (self, ROW ("1", "KHIEU_NAI", "DATDAI", "2020-02-20"), QCDC_BAD_FIELD, "field");
    expect_refused (self, ROW ("1", "KHIEU_NAI", "DAT_DAI", "2/3/2020"), QCDC_BAD_DATE, "received_on");
    expect_refused (self, ROW ("1", "KHIEU_NAI", "DAT_DAI", "2999-01-01"), QCDC_BAD_DATE, "received_on");
    expect_refused (self, ROW ("1", "KHIEU_NAI", "DAT_DAI", "2020-02-20", "a\x01b"), QCDC_BAD_CHARACTER, "title");
    expect_refused (self, ROW ("1", "KHIEU_NAI", "DAT_DAI", "2020-02-20", "\xFF"), QCDC_BAD_UTF8, "title");
    expect_refused (self, ROW ("1", "KHIEU_NAI", "DAT_DAI", "2020-02-20", "", "", "FAX"), QCDC_BAD_CHANNEL,
                    "channel");
    expect_refused (self, ROW ("1", "KHIEU_NAI", "DAT_DAI", "2020-02-20", "", "", "", "1000001"), QCDC_BAD_NUMBER,
                    "people");
    expect_refused (self, ROW ("1", "KHIEU_NAI", "DAT_DAI", "2020-02-20", "", "", "", "-1"), QCDC_BAD_NUMBER,
                    "people");
    expect_refused (self, ROW ("1", "KHIEU_NAI", "DAT_DAI", "2020-02-20", "", "", "", "", "LON"), QCDC_BAD_FLAG,
                    "flags");
    expect_refused (self, ROW ("1", "KHIEU_NAI", "DAT_DAI", "2020-02-20", "", "", "", "", "", "3"), QCDC_BAD_NUMBER,
                    "instance");
    expect_refused (self, ROW ("1", "KIEN_NGHI", "DAT_DAI", "2020-02-20", "", "", "", "", "", "2"), QCDC_BAD_NUMBER,
                    "instance");
    expect (self, ROW ("1", "KHIEU_NAI", "DAT_DAI", "2020-02-20", "", "", "", "1000000"), FILED_NEW, 1);
    expect (self, ROW ("1", "KHIEU_NAI", "DAT_DAI", "2020-02-20", NULL, NULL, NULL, NULL, NULL, "lần hai"),
            FILED_CORRECTED, 1);
    expect (self, ROW ("1", "KHIEU_NAI", "DAT_DAI", "2020-02-20"), FILED_UNCHANGED,
            0); /* no such column: as it stands */
    expect (self, ROW ("1", "KHIEU_NAI", "DAT_DAI", "2020-02-20", NULL, NULL, NULL, NULL, NULL, "1"), FILED_CORRECTED,
            1);
    assert_int_equal (head (self), 3);
}

int main (void)
{
#define TEST(name) cmocka_unit_test_setup_teardown (name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST (test_same_row_again),
        TEST (test_settlement),
        TEST (test_settlement_by_hand_stays),
        TEST (test_absent_columns_keep_what_is_there),
        TEST (test_denunciation_without_identity),
        TEST (test_taken_back),
        TEST (test_rejected_is_filed_again),
        TEST (test_text_correction),
        TEST (test_erased_text_never_returns),
        TEST (test_other_device_counts_as_known),
        TEST (test_steps_on_a_copy),
        TEST (test_copy_before_what_it_repeats),
        TEST (test_unsent_gives_way),
        TEST (test_number_given_up_and_taken),
        TEST (test_lost_first_copy),
        TEST (test_fields_are_checked),
    };
    return cmocka_run_group_tests_name ("petition_file", tests, NULL, NULL);
}
