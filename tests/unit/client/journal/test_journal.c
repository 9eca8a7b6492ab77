/*  test_journal.c — the client's journal: chain, subjects, receipts, verdicts, erasure, damage. */

#include "devices.h"
#include "journal/journal_sql.h"

#include <sqlite3.h>
#include <sys/stat.h>

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

static void journal_path (const fixture_t *self, char path[128])
{
    snprintf (path, 128, "%s/journal.db", self->folder);
}

/*  Closes the home and changes the file behind the journal's back. */
static void tamper (fixture_t *self, const char *sql)
{
    char path[128], *error = NULL;
    sqlite3 *db = NULL;
    journal_path (self, path);
    desk_close (&self->desk);
    assert_int_equal (sqlite3_open (path, &db), SQLITE_OK);
    if (sqlite3_exec (db, sql, NULL, NULL, &error) != SQLITE_OK)
        fail_msg ("%s", error);
    sqlite3_close (db);
}

/*  ---------------------------------------------------------------- statements */

/*  Entries that are read one by one grow with the register, and every row of an import would read them all. */
static bool plan_scans_entries (sqlite3 *db, const char *text)
{
    char explained[2048];
    sqlite3_stmt *plan = NULL;
    bool scans = false;
    assert_in_range (snprintf (explained, sizeof explained, "explain query plan %s", text), 1, sizeof explained - 1);
    if (sqlite3_prepare_v2 (db, explained, -1, &plan, NULL) != SQLITE_OK)
        fail_msg ("%s: %s", text, sqlite3_errmsg (db));
    while (sqlite3_step (plan) == SQLITE_ROW) {
        const char *step = (const char *)sqlite3_column_text (plan, 3);
        scans =
            scans || strcmp (step, "SCAN entry") == 0 || strcmp (step, "SCAN e") == 0 || strcmp (step, "SCAN x") == 0;
    }
    sqlite3_finalize (plan);
    return scans;
}

/*  But for one that is run once, when a newer program has come to the journal. */
static void test_no_statement_reads_all_entries (void **state)
{
    fixture_t *self = *state;
    size_t asked = 0;
#define ASK(name, text)                                                                                              \
    if (SQL_##name != SQL_OTHERS_COUNT && SQL_##name != SQL_ENTRY_STRAY && strncmp (text, "select", 6) == 0) {       \
        if (plan_scans_entries (self->desk.home.journal->db, text))                                                  \
            fail_msg ("%s reads all entries", #name);                                                                \
        asked++;                                                                                                     \
    }
    SQL_TABLE (ASK)
#undef ASK
    assert_true (asked > 20);
    assert_true (plan_scans_entries (self->desk.home.journal->db, "select 1 from entry where written_at = 1"));
}

/*  ---------------------------------------------------------------- the file */

static void test_file_is_private (void **state)
{
    fixture_t *self = *state;
    char path[128];
    struct stat info;
    journal_path (self, path);
    assert_int_equal (stat (path, &info), 0);
    assert_int_equal (info.st_mode & 0777, 0600);
    desk_close (&self->desk);
    assert_int_equal (chmod (path, 0644), 0);
    fixture_reopen (self);
    assert_int_equal (stat (path, &info), 0);
    assert_int_equal (info.st_mode & 0777, 0600);
}

static void test_other_files_are_refused (void **state)
{
    fixture_t *self = *state;
    journal_t *journal = NULL;
    char path[128];
    journal_path (self, path);
    tamper (self, "pragma user_version = 99");
    assert_int_equal (journal_open (path, &journal, &self->fault), QCDC_VERSION);
    assert_null (journal);
    tamper (self, "pragma application_id = 7");
    assert_int_equal (journal_open (path, &journal, &self->fault), QCDC_CORRUPT);
    FILE *file = fopen (path, "w");
    assert_non_null (file);
    fputs ("this is a letter, not a journal, and it is long enough to be looked at as a header of a page\n", file);
    fclose (file);
    assert_int_equal (journal_open (path, &journal, &self->fault), QCDC_CORRUPT);
    assert_null (journal);
}

static void test_second_program_waits_outside (void **state)
{
    fixture_t *self = *state;
    home_t second;
    assert_int_equal (home_open (self->folder, 60, &second, &self->fault), QCDC_BUSY);
    assert_non_null (strstr (self->fault.message, "process"));
}

static void test_values (void **state)
{
    fixture_t *self = *state;
    journal_t *journal = self->desk.home.journal;
    char *value = NULL;
    assert_ok (self, journal_get (journal, "endpoint", &value, &self->fault));
    assert_string_equal (value, "");
    free (value);
    assert_ok (self, journal_begin (journal, &self->fault));
    assert_ok (self, journal_set (journal, "endpoint", "tcp://a:1", &self->fault));
    assert_ok (self, journal_set (journal, "endpoint", "tcp://b:2", &self->fault));
    assert_ok (self, journal_commit (journal, &self->fault));
    assert_ok (self, journal_get (journal, "endpoint", &value, &self->fault));
    assert_string_equal (value, "tcp://b:2");
    free (value);
}

/*  ---------------------------------------------------------------- the chain */

static void test_append_chains (void **state)
{
    fixture_t *self = *state;
    journal_t *journal = self->desk.home.journal;
    uint64_t seq, origin = self->desk.home.origin;
    uint8_t head[HASH_BYTES], expected[HASH_BYTES];
    assert_ok (self, journal_head (journal, origin, &seq, head, &self->fault));
    origin_root (self->desk.home.keys.sign_public, expected);
    assert_int_equal (seq, 0);
    assert_memory_equal (head, expected, HASH_BYTES);

    address_t first = fixture_append (self, body_received ("1"), annex_of ("một"));
    address_t second = fixture_append (self, body_received ("2"), NO_ANNEX);
    assert_int_equal (first.seq, 1);
    assert_int_equal (second.seq, 2);
    desk_close (&self->desk);
    fixture_reopen (self);
    journal = self->desk.home.journal;
    for (uint64_t i = 1; i <= 2; i++) {
        journal_row_t row;
        assert_ok (self, journal_at (journal, origin, i, &row, &self->fault));
        entry_hash (&row.entry, expected, expected);
        assert_memory_equal (row.hash, expected, HASH_BYTES);
        assert_int_equal (row.commit_seq, 0);
    }
    assert_int_equal (second.hash8, hash_prefix (expected));
    assert_ok (self, journal_head (journal, origin, &seq, head, &self->fault));
    assert_int_equal (seq, 2);
    assert_memory_equal (head, expected, HASH_BYTES);
    assert_ok (self, journal_verify (journal, origin, fixture_known (&self->server), &self->fault));
}

static void test_rollback_forgets_the_head (void **state)
{
    fixture_t *self = *state;
    journal_t *journal = self->desk.home.journal;
    bytes_t body = body_received ("1");
    address_t address;
    assert_ok (self, journal_begin (journal, &self->fault));
    assert_ok (self, journal_append (journal, body, NO_ANNEX, &address, &self->fault));
    assert_ok (self, journal_append (journal, body, NO_ANNEX, &address, &self->fault));
    assert_int_equal (address.seq, 2);
    journal_rollback (journal);
    journal_rollback (journal);
    free ((void *)body.data);
    assert_int_equal (fixture_append (self, body_received ("1"), NO_ANNEX).seq, 1);
    assert_ok (self, journal_verify (journal, self->desk.home.origin, NULL, &self->fault));
}

static void test_alteration_is_found (void **state)
{
    fixture_t *self = *state;
    for (int i = 0; i < 3; i++)
        fixture_append (self, body_received ("n"), annex_of ("text"));
    tamper (self, "update entry set written_at = written_at + 1 where seq = 2");
    fixture_reopen (self);
    assert_int_equal (journal_verify (self->desk.home.journal, self->desk.home.origin, NULL, &self->fault),
                      QCDC_BAD_CHAIN);
    assert_non_null (strstr (self->fault.message, ":2 "));
    tamper (self, "delete from entry where seq = 2");
    fixture_reopen (self);
    assert_int_equal (journal_verify (self->desk.home.journal, self->desk.home.origin, NULL, &self->fault), QCDC_GAP);
}

static void test_body_too_large (void **state)
{
    fixture_t *self = *state;
    journal_t *journal = self->desk.home.journal;
    uint8_t *bytes = calloc (1, QCDC_BODY_BYTES_MAX + 1);
    assert_non_null (bytes);
    assert_ok (self, journal_begin (journal, &self->fault));
    assert_int_equal (
        journal_append (journal, (bytes_t){bytes, QCDC_BODY_BYTES_MAX + 1}, NO_ANNEX, NULL, &self->fault),
        QCDC_TOO_LARGE);
    journal_rollback (journal);
    free (bytes);
}

/*  ---------------------------------------------------------------- subjects */

static const char *subject_at (fixture_t *self, uint64_t origin, uint64_t seq)
{
    static char subject[256];
    journal_row_t row;
    assert_ok (self, journal_at (self->desk.home.journal, origin, seq, &row, &self->fault));
    snprintf (subject, sizeof subject, "%s", row.subject);
    return subject;
}

typedef struct {
    char subject[256];
} subjects_t;

static qcdc_status keep_first (const char *subject, void *arg)
{
    subjects_t *found = arg;
    if (!found->subject[0])
        snprintf (found->subject, sizeof found->subject, "%s", subject);
    return QCDC_OK;
}

/*  The latest correction comes first among the subjects that may hold a number. */
static void assert_found (fixture_t *self, const char *office, const char *local_no, const char *expected)
{
    subjects_t found = {0};
    char subject[MATTER_SUBJECT_BYTES];
    snprintf (subject, sizeof subject, "petition:%s:%s", office, local_no);
    assert_ok (self, journal_each_alias (self->desk.home.journal, subject, keep_first, &found, &self->fault));
    assert_string_equal (found.subject, expected);
}

static void test_subjects_follow_references (void **state)
{
    fixture_t *self = *state;
    uint64_t own = self->desk.home.origin;
    address_t petition = fixture_append (self, body_received ("7/KN"), NO_ANNEX);
    address_t moved = fixture_append (self, body_moved (&petition, QCDC__MOVE__ACCEPTED, 18301), NO_ANNEX);
    address_t renamed = fixture_append (self, body_renamed (&petition, "8/KN"), NO_ANNEX);
    assert_string_equal (subject_at (self, own, petition.seq), "petition:BCD-593:7/kn@2020");
    assert_string_equal (subject_at (self, own, moved.seq), "petition:BCD-593:7/kn@2020");
    assert_string_equal (subject_at (self, own, renamed.seq), "petition:BCD-593:7/kn@2020");
    assert_found (self, "BCD-593", "8/kn@2020", "petition:BCD-593:7/kn@2020");
    assert_found (self, "BCD-593", "7/kn@2020", "petition:BCD-593:7/kn@2020");
    assert_found (self, "BCD-593", "9/kn@2020", "");
    assert_found (self, "BCD-594", "7/kn@2020", "");
}

static void test_what_waits_finds_its_subject (void **state)
{
    fixture_t *self = *state;
    device_t device;
    device_make (self, &device, "BCD-593");
    written_t petition = device_write (&device, body_received ("5/KN"), NO_ANNEX);
    written_t moved = device_write (&device, body_moved (&petition.address, QCDC__MOVE__ACCEPTED, 18301), NO_ANNEX);
    written_t renamed = device_write (&device, body_renamed (&petition.address, "6/KN"), NO_ANNEX);
    char waiting[64], address[ADDRESS_TEXT_BYTES];
    snprintf (waiting, sizeof waiting, "entry:%s:%016llx", address_format (device.origin, 1, address),
              (unsigned long long)petition.address.hash8);
    written_put (self, &renamed, 0);
    written_put (self, &moved, 0);
    assert_string_equal (subject_at (self, device.origin, 2), waiting);
    assert_string_equal (subject_at (self, device.origin, 3), waiting);
    written_put (self, &petition, 0);
    assert_string_equal (subject_at (self, device.origin, 1), "petition:BCD-593:5/kn@2020");
    assert_string_equal (subject_at (self, device.origin, 2), "petition:BCD-593:5/kn@2020");
    assert_string_equal (subject_at (self, device.origin, 3), "petition:BCD-593:5/kn@2020");
    assert_found (self, "BCD-593", "6/kn@2020", "petition:BCD-593:5/kn@2020");
    written_free (&petition);
    written_free (&moved);
    written_free (&renamed);
}

/*  A restored device has written something else at the address of an entry that others refer to. */
static void test_what_waits_is_not_taken_by_another_branch (void **state)
{
    fixture_t *self = *state;
    device_t device, branch;
    device_make (self, &device, "BCD-593");
    branch = device;
    written_t petition = device_write (&device, body_received ("5/KN"), NO_ANNEX);
    written_t moved = device_write (&device, body_moved (&petition.address, QCDC__MOVE__ACCEPTED, 18301), NO_ANNEX);
    written_t other = device_write (&branch, body_received ("8/KN"), NO_ANNEX);
    written_put (self, &moved, 0);
    written_put (self, &other, 0);
    assert_string_equal (subject_at (self, device.origin, 1), "petition:BCD-593:8/kn@2020");
    assert_memory_equal (subject_at (self, device.origin, 2), "entry:", 6);
    written_put (self, &moved, 0);
    assert_memory_equal (subject_at (self, device.origin, 2), "entry:", 6);
    written_put (self, &petition, 0);
    assert_string_equal (subject_at (self, device.origin, 2), "petition:BCD-593:5/kn@2020");
    written_free (&petition);
    written_free (&moved);
    written_free (&other);
}

static qcdc_status count_row (const journal_row_t *row, void *arg)
{
    (void)row;
    ++*(int *)arg;
    return QCDC_OK;
}

typedef struct {
    fixture_t *self;
    char subjects[512];
    int rows;
} walk_t;

static qcdc_status walk_subject (const char *subject, void *arg)
{
    walk_t *walk = arg;
    strcat (walk->subjects, subject);
    strcat (walk->subjects, "|");
    return journal_each_of_subject (walk->self->desk.home.journal, subject, count_row, &walk->rows,
                                    &walk->self->fault);
}

static qcdc_status walk_again (const journal_row_t *row, void *arg)
{
    walk_t *walk = arg;
    (void)row;
    return journal_each (walk->self->desk.home.journal, walk->self->desk.home.origin, 1, 2, count_row, &walk->rows,
                         &walk->self->fault);
}

static void test_callbacks_may_read (void **state)
{
    fixture_t *self = *state;
    address_t petition = fixture_append (self, body_received ("1"), NO_ANNEX);
    fixture_append (self, body_moved (&petition, QCDC__MOVE__ACCEPTED, 18301), NO_ANNEX);
    fixture_append (self, body_received ("10"), NO_ANNEX);
    walk_t walk = {.self = self};
    assert_ok (
        self, journal_each_subject (self->desk.home.journal, "petition:BCD-593:", walk_subject, &walk, &self->fault));
    assert_string_equal (walk.subjects, "petition:BCD-593:10@2020|petition:BCD-593:1@2020|");
    assert_int_equal (walk.rows, 3);
    walk.rows = 0;
    /* The same statement within itself. */
    assert_ok (self, journal_each (self->desk.home.journal, self->desk.home.origin, 1, UINT64_MAX, walk_again, &walk,
                                   &self->fault));
    assert_int_equal (walk.rows, 6);
}

/*  ---------------------------------------------------------------- others' entries */

static void test_put_is_idempotent_and_replaces (void **state)
{
    fixture_t *self = *state;
    journal_t *journal = self->desk.home.journal;
    device_t device, branch;
    journal_row_t row;
    device_make (self, &device, "BCD-593");
    branch = device;
    written_t first = device_write (&device, body_received ("1"), annex_of ("một"));
    written_t other = device_write (&branch, body_received ("2"), NO_ANNEX);
    written_put (self, &first, 0);
    written_put (self, &first, 12);
    written_put (self, &first, 0);
    assert_ok (self, journal_at (journal, device.origin, 1, &row, &self->fault));
    assert_int_equal (row.commit_seq, 12);
    assert_true (row.entry.annex.length > 8);
    written_put (self, &other, 13);
    assert_ok (self, journal_at (journal, device.origin, 1, &row, &self->fault));
    assert_string_equal (row.subject, "petition:BCD-593:2@2020");
    assert_int_equal (row.commit_seq, 13);
    assert_int_equal (row.entry.annex.length, 0);
    journal_counts_t counts;
    assert_ok (self, journal_counts (journal, &counts, &self->fault));
    assert_int_equal (counts.others, 1);
    assert_int_equal (counts.entries, 0);
    written_free (&first);
    written_free (&other);
}

static void test_unknown_origin (void **state)
{
    fixture_t *self = *state;
    journal_row_t row;
    assert_int_equal (journal_at (self->desk.home.journal, 42, 1, &row, &self->fault), QCDC_NOT_FOUND);
    assert_int_equal (journal_at (self->desk.home.journal, self->desk.home.origin, 1, &row, &self->fault),
                      QCDC_NOT_FOUND);
}

/*  ---------------------------------------------------------------- receipts and verdicts */

static int state_at (fixture_t *self, uint64_t seq)
{
    journal_row_t row;
    assert_ok (self, journal_at (self->desk.home.journal, self->desk.home.origin, seq, &row, &self->fault));
    return (int)row.verdict;
}

static void test_receipts (void **state)
{
    fixture_t *self = *state;
    journal_t *journal = self->desk.home.journal;
    uint64_t seq, origin = self->desk.home.origin;
    uint8_t hash[HASH_BYTES], later_verdicts[512];
    acknowledged_t first, second;
    journal_counts_t counts;
    journal_row_t row;
    for (int i = 1; i <= 5; i++)
        fixture_append (self, body_received ((char[]){(char)('0' + i), '\0'}), NO_ANNEX);
    assert_ok (self, journal_receipted (journal, origin, &seq, hash, &self->fault));
    assert_int_equal (seq, 0);
    Qcdc__Verdict rejected = verdict_of (2, QCDC__VERDICT_STATE__VERDICT_REJECTED, "DUPLICATE");
    Qcdc__Verdict waiting = verdict_of (3, QCDC__VERDICT_STATE__VERDICT_WAITING, "WAITING");
    Qcdc__Verdict *const items[] = {&rejected, &waiting};
    fixture_acknowledge (self, 1, 3, 102, items, 2, &first);
    fixture_acknowledge (self, 4, 4, 200, NULL, 0, &second);
    assert_ok (self, journal_receipted (journal, origin, &seq, hash, &self->fault));
    assert_int_equal (seq, 4);
    assert_memory_equal (hash, second.segment.last_hash, HASH_BYTES);
    assert_ok (self, journal_at (journal, origin, 1, &row, &self->fault));
    assert_int_equal (row.commit_seq, 100);
    assert_int_equal (row.committed_at_us, first.segment.receipt.first_committed_at_us);
    assert_ok (self, journal_counts (journal, &counts, &self->fault));
    assert_int_equal (counts.entries, 5);
    assert_int_equal (counts.unsent, 1);
    assert_int_equal (state_at (self, 2), QCDC__VERDICT_STATE__VERDICT_REJECTED);

    /* A later receipt ends the waiting; that its first receipt comes once more changes nothing. */
    Qcdc__Verdict accepted = verdict_of (3, QCDC__VERDICT_STATE__VERDICT_ACCEPTED, "");
    Qcdc__Verdict *const changed[] = {&accepted};
    receipt_t later;
    assert_ok (self, journal_at (journal, origin, 3, &row, &self->fault));
    fixture_receipt (self, origin, 3, 3, row.hash, 250, changed, 1, &later, later_verdicts);
    for (int i = 0; i < 2; i++) {
        assert_ok (self, journal_begin (journal, &self->fault));
        assert_ok (self, journal_put_later (journal, &later, &self->fault));
        assert_ok (self, journal_put_segment (journal, &first.segment, &self->fault));
        assert_ok (self, journal_commit (journal, &self->fault));
        assert_int_equal (state_at (self, 3), QCDC__VERDICT_STATE__VERDICT_ACCEPTED);
        assert_int_equal (state_at (self, 2), QCDC__VERDICT_STATE__VERDICT_REJECTED);
    }
    assert_ok (self, journal_at (journal, origin, 3, &row, &self->fault));
    assert_int_equal (row.commit_seq, 102);
    assert_ok (self, journal_verify (journal, origin, fixture_known (&self->server), &self->fault));
    keys_t stranger;
    keys_make (&stranger);
    assert_int_equal (journal_verify (journal, origin, fixture_known (&stranger), &self->fault), QCDC_BAD_SIGNATURE);
}

static void test_fork_is_found (void **state)
{
    fixture_t *self = *state;
    acknowledged_t made;
    fixture_append (self, body_received ("1"), NO_ANNEX);
    fixture_acknowledge (self, 1, 1, 1, NULL, 0, &made);
    made.segment.last_hash[0] ^= 1;
    assert_ok (self, journal_begin (self->desk.home.journal, &self->fault));
    assert_ok (self, journal_put_segment (self->desk.home.journal, &made.segment, &self->fault));
    assert_ok (self, journal_commit (self->desk.home.journal, &self->fault));
    assert_int_equal (
        journal_verify (self->desk.home.journal, self->desk.home.origin, fixture_known (&self->server), &self->fault),
        QCDC_FORK);
}

static void test_damaged_verdicts_are_refused (void **state)
{
    fixture_t *self = *state;
    acknowledged_t made;
    static const uint8_t JUNK[] = {0x0A, 0x7F, 0x01};
    fixture_append (self, body_received ("1"), NO_ANNEX);
    fixture_acknowledge (self, 1, 1, 1, NULL, 0, &made);
    made.segment.receipt.verdicts = (bytes_t){JUNK, sizeof JUNK};
    assert_ok (self, journal_begin (self->desk.home.journal, &self->fault));
    assert_int_equal (journal_put_segment (self->desk.home.journal, &made.segment, &self->fault), QCDC_MALFORMED);
    journal_rollback (self->desk.home.journal);
}

static void test_cut (void **state)
{
    fixture_t *self = *state;
    journal_t *journal = self->desk.home.journal;
    uint64_t origin = self->desk.home.origin, seq;
    uint8_t hash[HASH_BYTES];
    acknowledged_t made;
    address_t petition = fixture_append (self, body_received ("1"), NO_ANNEX);
    fixture_acknowledge (self, 1, 1, 1, NULL, 0, &made);
    fixture_append (self, body_renamed (&petition, "2"), NO_ANNEX);
    fixture_append (self, body_received ("3"), NO_ANNEX);
    assert_ok (self, journal_begin (journal, &self->fault));
    assert_int_equal (journal_cut (journal, origin, 1, &self->fault), QCDC_FORK);
    assert_ok (self, journal_cut (journal, origin, 2, &self->fault));
    assert_ok (self, journal_commit (journal, &self->fault));
    assert_ok (self, journal_head (journal, origin, &seq, hash, &self->fault));
    assert_int_equal (seq, 1);
    assert_found (self, "BCD-593", "2", "");
    assert_int_equal (fixture_append (self, body_received ("4"), NO_ANNEX).seq, 2);
}

int main (void)
{
#define TEST(name) cmocka_unit_test_setup_teardown (name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST (test_file_is_private),
        TEST (test_other_files_are_refused),
        TEST (test_second_program_waits_outside),
        TEST (test_no_statement_reads_all_entries),
        TEST (test_values),
        TEST (test_append_chains),
        TEST (test_rollback_forgets_the_head),
        TEST (test_alteration_is_found),
        TEST (test_body_too_large),
        TEST (test_subjects_follow_references),
        TEST (test_what_waits_finds_its_subject),
        TEST (test_what_waits_is_not_taken_by_another_branch),
        TEST (test_callbacks_may_read),
        TEST (test_put_is_idempotent_and_replaces),
        TEST (test_unknown_origin),
        TEST (test_receipts),
        TEST (test_fork_is_found),
        TEST (test_damaged_verdicts_are_refused),
        TEST (test_cut),
    };
    return cmocka_run_group_tests_name ("journal", tests, NULL, NULL);
}
