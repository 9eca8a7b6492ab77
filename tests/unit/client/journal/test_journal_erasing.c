/*  test_journal_erasing.c — texts that the province has erased, and every copy of them. */

#include "devices.h"
#include "journal/journal_sql.h"
#include "journal/journal_staged.h"

#include <signal.h>
#include <sys/resource.h>
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

static bool file_holds (const fixture_t *self, const char *suffix, const char *text)
{
    char path[160];
    struct stat info;
    snprintf (path, sizeof path, "%s/journal.db%s", self->folder, suffix);
    FILE *file = fopen (path, "r");
    if (!file)
        return false;
    assert_int_equal (fstat (fileno (file), &info), 0);
    char *bytes = malloc ((size_t)info.st_size + 1);
    size_t length = fread (bytes, 1, (size_t)info.st_size, file);
    bool found = memmem (bytes, length, text, strlen (text)) != NULL;
    free (bytes);
    fclose (file);
    return found;
}

#define SLIP "QXZJ-a-name-that-slipped-in"

static void test_erased_text_is_gone (void **state)
{
    fixture_t *self = *state;
    journal_t *journal = self->desk.home.journal;
    journal_row_t row;
    device_t province;
    address_t petition = fixture_append (self, body_received ("1"), annex_of (SLIP));
    assert_true (file_holds (self, "-wal", SLIP) || file_holds (self, "", SLIP));
    device_make (self, &province, "BCD-TINH");
    written_t order = device_write (&province, body_erased (&petition), NO_ANNEX);
    written_put (self, &order, 50);
    assert_ok (self, journal_at (journal, petition.origin, petition.seq, &row, &self->fault));
    assert_int_equal (row.entry.annex.length, 0);
    assert_int_equal (row.entry.annex_hash.length, HASH_BYTES);
    assert_false (file_holds (self, "", SLIP));
    assert_false (file_holds (self, "-wal", SLIP));
    assert_ok (self, journal_verify (journal, petition.origin, NULL, &self->fault));
    written_free (&order);
}

/*  The order may come before what it erases, and then the text is never stored. */
static void test_erased_before_it_comes (void **state)
{
    fixture_t *self = *state;
    journal_t *journal = self->desk.home.journal;
    journal_row_t row;
    device_t province, device;
    device_make (self, &province, "BCD-TINH");
    device_make (self, &device, "BCD-593");
    written_t petition = device_write (&device, body_received ("1"), annex_of (SLIP));
    written_t spared = device_write (&device, body_received ("2"), annex_of ("spared"));
    address_t anything = {petition.address.origin, petition.address.seq, 0};
    written_t order = device_write (&province, body_erased (&anything), NO_ANNEX);
    written_put (self, &order, 50);
    written_put (self, &petition, 0);
    written_put (self, &spared, 0);
    assert_ok (self, journal_at (journal, device.origin, 1, &row, &self->fault));
    assert_int_equal (row.entry.annex.length, 0);
    assert_int_equal (row.entry.annex_hash.length, HASH_BYTES);
    assert_ok (self, journal_at (journal, device.origin, 2, &row, &self->fault));
    assert_true (row.entry.annex.length > 0);
    assert_false (file_holds (self, "", SLIP));
    assert_false (file_holds (self, "-wal", SLIP));
    assert_ok (self, journal_verify (journal, device.origin, NULL, &self->fault));
    written_free (&petition);
    written_free (&spared);
    written_free (&order);
}

/*  A fact filed again carries the text of its first copy, and loses it with that. */
static void test_erased_in_its_first_copy (void **state)
{
    fixture_t *self = *state;
    journal_t *journal = self->desk.home.journal;
    journal_row_t row;
    device_t province;
    Qcdc__Fact fact = QCDC__FACT__INIT;
    Qcdc__PetitionReceived received;
    Qcdc__Was was = QCDC__WAS__INIT;
    uint8_t hash[HASH_BYTES] = {9, 8, 7, 6, 5, 4, 3, 2, 1};
    address_t lost = {0x1122334455667788, 5, hash_prefix (hash)};
    received_init (&received, "1");
    was.origin = lost.origin;
    was.seq = lost.seq;
    was.hash = (ProtobufCBinaryData){HASH_BYTES, hash};
    fact.kind_case = QCDC__FACT__KIND_PETITION_RECEIVED;
    fact.petition_received = &received;
    fact.was = &was;
    address_t again = fixture_append (self, body_of (&fact), annex_of (SLIP));
    device_make (self, &province, "BCD-TINH");
    written_t order = device_write (&province, body_erased (&lost), NO_ANNEX);
    written_put (self, &order, 50);
    written_free (&order);
    assert_ok (self, journal_at (journal, again.origin, again.seq, &row, &self->fault));
    assert_int_equal (row.entry.annex.length, 0);
    /* Nor does the text come in again that way. */
    address_t third = fixture_append (self, body_of (&fact), annex_of (SLIP));
    assert_ok (self, journal_at (journal, third.origin, third.seq, &row, &self->fault));
    assert_int_equal (row.entry.annex.length, 0);
    assert_int_equal (row.entry.annex_hash.length, HASH_BYTES);
    assert_ok (self, journal_verify (journal, third.origin, NULL, &self->fault));
    assert_false (file_holds (self, "", SLIP));
    assert_false (file_holds (self, "-wal", SLIP));
}

/*  An order that came in a segment counts only once its verdict is known. */
static void test_rejected_order_erases_nothing (void **state)
{
    fixture_t *self = *state;
    journal_t *journal = self->desk.home.journal;
    journal_row_t row;
    device_t device;
    acknowledged_t made;
    address_t petition = fixture_append (self, body_received ("1"), annex_of ("kept"));
    device_make (self, &device, "BCD-593");
    for (uint64_t i = 1; i <= 2; i++) {
        written_t order = device_write (&device, body_erased (&petition), NO_ANNEX);
        written_put (self, &order, 0);
        written_free (&order);
        Qcdc__Verdict rejected = verdict_of (1, QCDC__VERDICT_STATE__VERDICT_REJECTED, "FORBIDDEN");
        Qcdc__Verdict *const items[] = {&rejected};
        fixture_acknowledge_as (self, &device.keys, i, i, 10 * i, items, i == 1 ? 1 : 0, &made);
        assert_ok (self, journal_at (journal, petition.origin, petition.seq, &row, &self->fault));
        assert_int_equal (row.entry.annex.length > 0, i == 1);
    }
}

/*  ---------------------------------------------------------------- second copies */

/*  The journal's own device, another one of the office, and the province. */
typedef struct {
    fixture_t *fixture;
    device_t second, province;
    uint64_t committed;
} desks_t;

static void office_make (fixture_t *fixture, desks_t *office)
{
    *office = (desks_t){.fixture = fixture, .committed = 100};
    device_make (fixture, &office->second, "BCD-593");
    device_make (fixture, &office->province, "BCD-TINH");
}

static void office_erase (desks_t *office, const address_t *target)
{
    written_t order = device_write (&office->province, body_erased (target), NO_ANNEX);
    written_put (office->fixture, &order, (int64_t)++office->committed);
    written_free (&order);
}

/*  An entry of the second device comes, and with it its verdict. */
static address_t office_bring (desks_t *office, bytes_t body, bytes_t annex, int verdict)
{
    acknowledged_t made;
    written_t written = device_write (&office->second, body, annex);
    uint64_t seq = written.address.seq;
    written_put (office->fixture, &written, 0);
    Qcdc__Verdict item = verdict_of (seq, verdict, "");
    Qcdc__Verdict *const items[] = {&item};
    fixture_acknowledge_as (office->fixture, &office->second.keys, seq, seq, ++office->committed, items,
                            verdict != QCDC__VERDICT_STATE__VERDICT_ACCEPTED, &made);
    address_t address = written.address;
    written_free (&written);
    return address;
}

static bool has_text (const desks_t *office, const address_t *address)
{
    journal_row_t row;
    fixture_t *self = office->fixture;
    assert_ok (self, journal_at (self->desk.home.journal, address->origin, address->seq, &row, &self->fault));
    assert_int_equal (row.entry.annex.length ? 0 : HASH_BYTES, row.entry.annex_hash.length);
    return row.entry.annex.length > 0;
}

static void assert_whole (const desks_t *office)
{
    fixture_t *self = office->fixture;
    const uint64_t origins[] = {self->desk.home.origin, office->second.origin, office->province.origin};
    for (size_t i = 0; i < 3; i++)
        assert_ok (self, journal_verify (self->desk.home.journal, origins[i], NULL, &self->fault));
}

static void assert_no_trace (const desks_t *office)
{
    assert_false (file_holds (office->fixture, "", SLIP));
    assert_false (file_holds (office->fixture, "-wal", SLIP));
}

static bytes_t body_corrected (const address_t *target, const char *local_no, uint32_t people)
{
    Qcdc__Fact fact = QCDC__FACT__INIT;
    Qcdc__Corrected corrected = QCDC__CORRECTED__INIT;
    Qcdc__PetitionReceived received;
    Qcdc__Ref ref;
    ref_set (&ref, target);
    received_init (&received, local_no);
    received.people = people;
    corrected.target = &ref;
    corrected.replacement_case = QCDC__CORRECTED__REPLACEMENT_PETITION;
    corrected.petition = &received;
    Qcdc__PetitionReceived seen = received;
    seen.people++;
    corrected.petition_seen = &seen;
    fact.kind_case = QCDC__FACT__KIND_CORRECTED;
    fact.corrected = &corrected;
    return body_of (&fact);
}

static bytes_t body_people (const char *local_no, uint32_t people)
{
    Qcdc__Fact fact = QCDC__FACT__INIT;
    Qcdc__PetitionReceived received;
    received_init (&received, local_no);
    received.people = people;
    fact.kind_case = QCDC__FACT__KIND_PETITION_RECEIVED;
    fact.petition_received = &received;
    return body_of (&fact);
}

/*  Two devices import the same row: whichever of the two is named, both lose the text, and other facts keep theirs. */
static void test_erased_in_second_copies (void **state)
{
    for (int named = 0; named < 2; named++) {
        if (named) {
            teardown (state);
            setup (state);
        }
        desks_t office;
        office_make (*state, &office);
        address_t first = fixture_append (*state, body_received ("1"), annex_of (SLIP));
        address_t other = fixture_append (*state, body_received ("2"), annex_of ("spared"));
        address_t second =
            office_bring (&office, body_received ("1"), annex_of (SLIP), QCDC__VERDICT_STATE__VERDICT_ALIAS);
        assert_true (has_text (&office, &first) && has_text (&office, &second));
        office_erase (&office, named ? &second : &first);
        assert_false (has_text (&office, &first));
        assert_false (has_text (&office, &second));
        assert_true (has_text (&office, &other));
        assert_no_trace (&office);
        assert_whole (&office);
    }
}

/*  Copies that come, or are made, after the erasure; the target itself need not have had a text, nor be here. */
static void test_later_copies_stay_out (void **state)
{
    desks_t office;
    office_make (*state, &office);
    address_t first = fixture_append (*state, body_received ("1"), NO_ANNEX);
    office_erase (&office, &first);
    address_t second =
        office_bring (&office, body_received ("1"), annex_of (SLIP), QCDC__VERDICT_STATE__VERDICT_ALIAS);
    assert_false (has_text (&office, &second));
    address_t third = fixture_append (*state, body_received ("1"), annex_of (SLIP));
    assert_false (has_text (&office, &third));
    address_t other = fixture_append (*state, body_received ("2"), annex_of ("spared"));
    assert_true (has_text (&office, &other));

    /* The copy was here first, and what was erased comes after it. */
    address_t copy = fixture_append (*state, body_received ("3"), annex_of (SLIP));
    written_t late = device_write (&office.second, body_received ("3"), annex_of (SLIP));
    office_erase (&office, &late.address);
    assert_true (has_text (&office, &copy));
    written_put (*state, &late, 0);
    written_free (&late);
    assert_false (has_text (&office, &copy));
    assert_no_trace (&office);
    assert_whole (&office);
}

/*  The second copy repeats what a correction had made of the first: its verdict alone tells that it is one. */
static void test_copies_of_what_was_corrected (void **state)
{
    desks_t office;
    office_make (*state, &office);
    address_t first = fixture_append (*state, body_received ("1"), annex_of (SLIP));
    address_t mended = fixture_append (*state, body_corrected (&first, "1", 7), annex_of ("mended"));
    address_t second =
        office_bring (&office, body_people ("1", 7), annex_of (SLIP), QCDC__VERDICT_STATE__VERDICT_ALIAS);
    address_t refused =
        office_bring (&office, body_people ("1", 9), annex_of ("another"), QCDC__VERDICT_STATE__VERDICT_REJECTED);
    office_erase (&office, &first);
    assert_false (has_text (&office, &first));
    assert_false (has_text (&office, &second));
    assert_true (has_text (&office, &mended));
    assert_true (has_text (&office, &refused));
    /* The same when it comes only now. */
    address_t third =
        office_bring (&office, body_people ("1", 7), annex_of (SLIP), QCDC__VERDICT_STATE__VERDICT_ALIAS);
    assert_false (has_text (&office, &third));
    assert_no_trace (&office);
    assert_whole (&office);
}

/*  The text of a correction, repeated by a second copy that was filed as it stood then. */
static void test_erased_correction (void **state)
{
    desks_t office;
    office_make (*state, &office);
    address_t first = fixture_append (*state, body_received ("1"), annex_of ("old and harmless"));
    address_t mended = fixture_append (*state, body_corrected (&first, "1/a", 7), annex_of (SLIP));
    address_t second =
        office_bring (&office, body_people ("1/a", 7), annex_of (SLIP), QCDC__VERDICT_STATE__VERDICT_ALIAS);
    office_erase (&office, &mended);
    assert_false (has_text (&office, &mended));
    assert_false (has_text (&office, &second));
    assert_true (has_text (&office, &first));
    address_t third =
        office_bring (&office, body_people ("1/a", 7), annex_of (SLIP), QCDC__VERDICT_STATE__VERDICT_ALIAS);
    assert_false (has_text (&office, &third));
    assert_no_trace (&office);
    assert_whole (&office);
}

/*  Steps name their own device's copy of the petition, and are the same step. */
static void test_erased_step (void **state)
{
    desks_t office;
    office_make (*state, &office);
    address_t first = fixture_append (*state, body_received ("1"), NO_ANNEX);
    address_t step = fixture_append (*state, body_moved (&first, QCDC__MOVE__ACCEPTED, 18301), annex_of (SLIP));
    address_t later = fixture_append (*state, body_moved (&first, QCDC__MOVE__ACCEPTED, 18302), annex_of ("later"));
    address_t second = office_bring (&office, body_received ("1"), NO_ANNEX, QCDC__VERDICT_STATE__VERDICT_ALIAS);
    address_t again = office_bring (&office, body_moved (&second, QCDC__MOVE__ACCEPTED, 18301), annex_of (SLIP),
                                    QCDC__VERDICT_STATE__VERDICT_ALIAS);
    office_erase (&office, &again);
    assert_false (has_text (&office, &step));
    assert_false (has_text (&office, &again));
    assert_true (has_text (&office, &later));
    assert_no_trace (&office);
    assert_whole (&office);
}

/*  An entry that comes without its text is no order: the office's own copy stays. */
static void test_missing_text_is_no_order (void **state)
{
    desks_t office;
    office_make (*state, &office);
    address_t first = fixture_append (*state, body_received ("1"), annex_of ("kept"));
    bytes_t annex = annex_of ("kept");
    uint8_t annex_hash[HASH_BYTES];
    hash_bytes (annex.data, annex.length, annex_hash);
    written_t bare = device_write (&office.second, body_received ("1"), annex);
    bare.entry.annex = (bytes_t){0};
    bare.entry.annex_hash = (bytes_t){annex_hash, HASH_BYTES};
    written_put (*state, &bare, 0);
    assert_false (has_text (&office, &bare.address));
    assert_true (has_text (&office, &first));
    free ((void *)annex.data);
    free ((void *)bare.entry.body.data);
    assert_whole (&office);
}

/*  ---------------------------------------------------------------- no trace in any file */

/*  Numbers that look like chance and are the same every time. */
static uint32_t draw (uint32_t *state, uint32_t below)
{
    *state = *state * 1664525u + 1013904223u;
    return (*state >> 8) % below;
}

#define MARKS_MAX 400

typedef struct {
    desks_t office;
    uint32_t chance;
    size_t count;
    address_t marked[MARKS_MAX]; /* whose texts hold a mark of their own */
} crowd_t;

static void mark_print (size_t i, char mark[32])
{
    snprintf (mark, 32, "QXZJ-slip-%03u-end", (unsigned)i % 1000u);
}

/*  Short texts and long ones, so that pages are torn apart in uneven pieces; every third with a mark in it. */
static bytes_t crowd_text (crowd_t *crowd, bool marked)
{
    static const uint32_t LENGTHS[] = {10, 850, 900, 40};
    char text[1024], mark[32];
    size_t length = LENGTHS[draw (&crowd->chance, 4)];
    memset (text, 'x', length);
    text[length] = 0;
    mark_print (crowd->count, mark);
    return annex_of (marked ? strcat (text, mark) : text);
}

static void crowd_put (crowd_t *crowd, device_t *device, bytes_t body, bytes_t annex, int64_t commit_seq)
{
    fixture_t *self = crowd->office.fixture;
    written_t written = device_write (device, body, annex);
    assert_ok (self, journal_put (self->desk.home.journal, &written.entry, written.hash, commit_seq, commit_seq,
                                  &self->fault));
    written_free (&written);
}

/*  The devices write a while each in turn; then every marked text is erased. */
static void crowd_live (crowd_t *crowd, device_t devices[3])
{
    fixture_t *self = crowd->office.fixture;
    journal_t *journal = self->desk.home.journal;
    char local_no[24];
    assert_ok (self, journal_begin (journal, &self->fault));
    for (int turn = 0; turn < 10; turn++) {
        device_t *device = &devices[draw (&crowd->chance, 3)];
        for (uint32_t left = 1 + draw (&crowd->chance, 80); left; left--) {
            bool marked = crowd->count < MARKS_MAX && draw (&crowd->chance, 3) == 0;
            snprintf (local_no, sizeof local_no, "%d/%u", turn, left);
            crowd_put (crowd, device, body_received (local_no), crowd_text (crowd, marked), 0);
            if (marked)
                crowd->marked[crowd->count++] = (address_t){device->origin, device->seq, hash_prefix (device->head)};
        }
    }
    assert_ok (self, journal_commit (journal, &self->fault));
    assert_ok (self, journal_begin (journal, &self->fault));
    for (size_t i = 0; i < crowd->count; i++)
        crowd_put (crowd, &crowd->office.province, body_erased (&crowd->marked[i]), NO_ANNEX, 1 + (int64_t)i);
    assert_ok (self, journal_commit (journal, &self->fault));
}

/*  A page that was torn apart keeps, in the room between its rows, old copies of rows that went to other pages: what
 *  SQLite overwrites when a row is changed is the row alone.  Nothing of an erased text may be left there either. */
static void test_no_trace_in_old_pages (void **state)
{
    /* Lives in which it came about; one in three has such a page. */
    static const uint32_t LIVES[] = {6, 7, 9};
    for (size_t life = 0; life < sizeof LIVES / sizeof *LIVES; life++) {
        if (life) {
            teardown (state);
            setup (state);
        }
        static crowd_t crowd;
        device_t devices[3];
        char mark[32];
        crowd = (crowd_t){.chance = LIVES[life]};
        office_make (*state, &crowd.office);
        for (size_t i = 0; i < 3; i++)
            device_make (*state, &devices[i], "BCD-593");
        crowd_live (&crowd, devices);
        assert_ok (crowd.office.fixture,
                   journal_wipe (crowd.office.fixture->desk.home.journal, &crowd.office.fixture->fault));
        assert_whole (&crowd.office);
        for (size_t i = 0; i < crowd.count; i++) {
            mark_print (i, mark);
            if (file_holds (*state, "", mark) || file_holds (*state, "-wal", mark))
                fail_msg ("life %u: the text %s of %zu is still there", LIVES[life], mark, crowd.count);
        }
    }
}

static void copy_file (const fixture_t *self, const char *from_name, const char *to_name)
{
    char path[160];
    snprintf (path, sizeof path, "%s/%s", self->folder, from_name);
    FILE *from = fopen (path, "r");
    snprintf (path, sizeof path, "%s/%s", self->folder, to_name);
    FILE *to = fopen (path, "w");
    assert_non_null (from);
    assert_non_null (to);
    for (int c; (c = getc (from)) != EOF;)
        putc (c, to);
    fclose (from);
    fclose (to);
}

/*  A program that was killed right after it had carried out an erasure: whoever opens its journal next wipes it. */
static void test_no_trace_after_a_kill (void **state)
{
    fixture_t *self = *state;
    journal_t *journal = self->desk.home.journal, *found = NULL;
    desks_t office;
    char path[160];
    office_make (self, &office);
    address_t petition = fixture_append (self, body_received ("1"), annex_of (SLIP));
    written_t order = device_write (&office.province, body_erased (&petition), NO_ANNEX);
    assert_ok (self, journal_begin (journal, &self->fault));
    assert_ok (self, journal_put (journal, &order.entry, order.hash, 50, 50, &self->fault));
    assert_int_equal (sqlite3_exec (journal->db, "commit", NULL, NULL, NULL), SQLITE_OK);
    copy_file (self, "journal.db", "journal.db.killed");
    copy_file (self, "journal.db-wal", "journal.db.killed-wal");
    assert_true (file_holds (self, ".killed-wal", SLIP));
    assert_ok (self, journal_open (strcat (strcpy (path, self->folder), "/journal.db.killed"), &found, &self->fault));
    journal_close (&found);
    assert_false (file_holds (self, ".killed", SLIP));
    assert_false (file_holds (self, ".killed-wal", SLIP));
    unlink (path);
    unlink (strcat (path, "-wal"));
    written_free (&order);
}

/*  Segments that wait to be put in their places hold texts too; and what gave way leaves none behind. */
static void test_no_trace_of_what_waited (void **state)
{
    fixture_t *self = *state;
    journal_t *journal = self->desk.home.journal;
    desks_t office;
    uint64_t first_seq, last_seq, own = self->desk.home.origin;
    uint8_t hash[HASH_BYTES] = {1};
    static const char WIRE[] = "packed, with " SLIP " in it";
    office_make (self, &office);
    address_t spared = fixture_append (self, body_received ("1"), annex_of ("spared"));
    fixture_append (self, body_received ("2"), annex_of (SLIP));
    assert_ok (self, journal_begin (journal, &self->fault));
    assert_ok (self,
               journal_stage (journal, 9, 9, hash, (bytes_t){(const uint8_t *)WIRE, sizeof WIRE}, &self->fault));
    assert_ok (self, journal_cut (journal, own, 2, &self->fault));
    assert_ok (self, journal_commit (journal, &self->fault));
    office_erase (&office, &(address_t){own, 9, 0});
    assert_ok (self, journal_staged (journal, &first_seq, &last_seq, hash, &self->fault));
    assert_int_equal (first_seq, 0);
    assert_ok (self, journal_wipe (journal, &self->fault));
    assert_no_trace (&office);
    assert_true (has_text (&office, &spared));
}

/*  A disk that is full: it is said, and the next one makes it good. */
static void test_wiping_that_fails_is_said (void **state)
{
    fixture_t *self = *state;
    journal_t *journal = self->desk.home.journal;
    struct rlimit before, none;
    desks_t office;
    office_make (self, &office);
    address_t petition = fixture_append (self, body_received ("1"), annex_of (SLIP));
    office_erase (&office, &petition);
    assert_int_equal (getrlimit (RLIMIT_FSIZE, &before), 0);
    none = before;
    none.rlim_cur = 512;
    signal (SIGXFSZ, SIG_IGN);
    assert_int_equal (setrlimit (RLIMIT_FSIZE, &none), 0);
    qcdc_status status = journal_wipe (journal, &self->fault);
    assert_int_equal (setrlimit (RLIMIT_FSIZE, &before), 0);
    assert_int_equal (status, QCDC_IO);
    assert_non_null (strstr (self->fault.message, "erased"));
    char *mark = NULL;
    assert_ok (self, journal_get (journal, "traces", &mark, &self->fault));
    assert_string_equal (mark, "1");
    journal_free_value (&mark);
    assert_ok (self, journal_wipe (journal, &self->fault));
    assert_ok (self, journal_get (journal, "traces", &mark, &self->fault));
    assert_string_equal (mark, "0");
    journal_free_value (&mark);
    assert_no_trace (&office);
    /* A journal whose texts were erased by a program that left no mark is wiped once too. */
    assert_ok (self, journal_set (journal, "traces", "", &self->fault));
    assert_ok (self, journal_wipe (journal, &self->fault));
    assert_ok (self, journal_get (journal, "traces", &mark, &self->fault));
    assert_string_equal (mark, "0");
    journal_free_value (&mark);
    assert_whole (&office);
}

int main (void)
{
#define TEST(name) cmocka_unit_test_setup_teardown (name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST (test_erased_text_is_gone),
        TEST (test_erased_before_it_comes),
        TEST (test_erased_in_its_first_copy),
        TEST (test_rejected_order_erases_nothing),
        TEST (test_erased_in_second_copies),
        TEST (test_later_copies_stay_out),
        TEST (test_copies_of_what_was_corrected),
        TEST (test_erased_correction),
        TEST (test_erased_step),
        TEST (test_missing_text_is_no_order),
        TEST (test_no_trace_in_old_pages),
        TEST (test_no_trace_after_a_kill),
        TEST (test_no_trace_of_what_waited),
        TEST (test_wiping_that_fails_is_said),
    };
    return cmocka_run_group_tests_name ("journal erasing", tests, NULL, NULL);
}
