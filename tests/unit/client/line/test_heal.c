/*  test_heal.c — what healing rests on: segments that are checked, facts filed again, branches that give way. */

#include "fixture.h"
#include "line/refiling.h"
#include "line/segment.h"
#include "wire/receipt.h"

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

static journal_t *journal_of (fixture_t *self)
{
    return self->desk.home.journal;
}

/*  The fact at ADDRESS, in ARENA. */
static Qcdc__Fact *fact_at (fixture_t *self, uint64_t origin, uint64_t seq, arena_t *arena, journal_row_t *row)
{
    Qcdc__Fact *fact = NULL;
    assert_ok (self, journal_at (journal_of (self), origin, seq, row, &self->fault));
    assert_int_equal (fact_unpack (row->entry.body, arena, &fact), QCDC_OK);
    return fact;
}

/*  ---------------------------------------------------------------- filing again */

/*  Two petitions, a move and a voiding of that move, as a divergent home has them. */
static void append_history (fixture_t *self, address_t addresses[4])
{
    Qcdc__Fact fact = QCDC__FACT__INIT;
    Qcdc__Voided voided = QCDC__VOIDED__INIT;
    Qcdc__Ref ref;
    addresses[0] = fixture_append (self, body_received ("1/KN"), annex_of ("Đơn thứ nhất"));
    addresses[1] = fixture_append (self, body_received ("2/KN"), NO_ANNEX);
    addresses[2] = fixture_append (self, body_moved (&addresses[1], QCDC__MOVE__ACCEPTED, 18310), NO_ANNEX);
    ref_set (&ref, &addresses[2]);
    voided.target = &ref;
    fact.kind_case = QCDC__FACT__KIND_VOIDED;
    fact.voided = &voided;
    addresses[3] = fixture_append (self, body_of (&fact), NO_ANNEX);
}

static void assert_was (const Qcdc__Fact *fact, uint64_t origin, uint64_t seq, const uint8_t hash[HASH_BYTES])
{
    assert_non_null (fact->was);
    assert_true (fact->was->origin == origin && fact->was->seq == seq);
    assert_int_equal (fact->was->hash.len, HASH_BYTES);
    assert_memory_equal (fact->was->hash.data, hash, HASH_BYTES);
}

/*  Entry 1 stays; 2 … 4 give way to one entry that "the server" holds, and are filed again behind it. */
static void test_refiles_divergent_entries (void **state)
{
    fixture_t *self = *state;
    journal_t *journal = journal_of (self);
    address_t before[4];
    journal_row_t row;
    uint64_t own = self->desk.home.origin, filed = 0, head;
    uint8_t hashes[5][HASH_BYTES], hash[HASH_BYTES];
    append_history (self, before);
    for (uint64_t seq = 1; seq <= 4; seq++) {
        assert_ok (self, journal_at (journal, own, seq, &row, &self->fault));
        memcpy (hashes[seq], row.hash, HASH_BYTES);
    }
    refiling_t *refiling = refiling_new ();
    assert_non_null (refiling);
    bytes_t other = body_received ("9/KN");
    entry_t entry = {.origin = own, .seq = 2, .written_at_us = 1600000000000000, .body = other};
    entry_hash (&entry, hashes[1], hash);

    assert_ok (self, journal_begin (journal, &self->fault));
    assert_ok (self, refiling_keep (refiling, journal, ROLE_REPORTER, own, 2, &self->fault));
    assert_ok (self, journal_cut (journal, own, 2, &self->fault));
    assert_ok (self, journal_put (journal, &entry, hash, 0, 0, &self->fault));
    assert_ok (self, refiling_file_kept (refiling, journal, &filed, &self->fault));
    assert_ok (self, journal_commit (journal, &self->fault));
    assert_int_equal (filed, 3);
    assert_ok (self, journal_head (journal, own, &head, hash, &self->fault));
    assert_int_equal (head, 5);
    assert_ok (self, journal_verify (journal, own, NULL, &self->fault));

    /* 2/KN went to 3, its move to 4, the voiding to 5; each names its first copy, and the references went along. */
    arena_t *arena = arena_new (QCDC_FACT_ARENA_BYTES_MAX);
    const Qcdc__Fact *received = fact_at (self, own, 3, arena, &row);
    uint64_t petition_hash8 = hash_prefix (row.hash);
    assert_string_equal (received->petition_received->local_no, "2/KN");
    assert_was (received, own, 2, hashes[2]);
    const Qcdc__Fact *moved = fact_at (self, own, 4, arena, &row);
    uint64_t move_hash8 = hash_prefix (row.hash);
    assert_was (moved, own, 3, hashes[3]);
    assert_true (moved->petition_moved->petition->seq == 3 &&
                 moved->petition_moved->petition->hash == petition_hash8);
    const Qcdc__Fact *voided = fact_at (self, own, 5, arena, &row);
    assert_was (voided, own, 4, hashes[4]);
    assert_true (voided->voided->target->seq == 4 && voided->voided->target->hash == move_hash8);
    arena_destroy (&arena);
    refiling_destroy (&refiling);
    free ((void *)other.data);
}

/*  The first copy stays the first however often a fact moves on; text goes along, an erased text does not come back. */
static void test_first_copy_stays (void **state)
{
    fixture_t *self = *state;
    journal_t *journal = journal_of (self);
    arena_t *arena = arena_new (QCDC_FACT_ARENA_BYTES_MAX);
    uint64_t own = self->desk.home.origin;
    uint8_t first[HASH_BYTES];
    journal_row_t row;
    copy_t copy;
    fixture_append (self, body_received ("1/KN"), annex_of ("Đơn thứ nhất"));
    assert_ok (self, journal_at (journal, own, 1, &row, &self->fault));
    memcpy (first, row.hash, HASH_BYTES);
    refiling_t *refiling = refiling_new ();
    for (uint64_t seq = 1; seq <= 2; seq++) {
        uint8_t body[512], annex[512], hash[HASH_BYTES];
        assert_ok (self, journal_at (journal, own, seq, &row, &self->fault));
        assert_true (row.entry.annex.length > 8);
        memcpy (body, row.entry.body.data, row.entry.body.length);
        memcpy (annex, row.entry.annex.data, row.entry.annex.length);
        memcpy (hash, row.hash, HASH_BYTES);
        entry_t entry = row.entry;
        entry.body.data = body;
        entry.annex.data = annex;
        assert_ok (self, journal_begin (journal, &self->fault));
        assert_ok (self, refiling_file (refiling, journal, &entry, hash, &self->fault));
        assert_ok (self, journal_commit (journal, &self->fault));
        const Qcdc__Fact *fact = fact_at (self, own, seq + 1, arena, &row);
        assert_was (fact, own, 1, first);
        refiling_first (refiling, &row.entry, row.hash, &copy);
        assert_true (copy.origin == own && copy.seq == 1);
        assert_memory_equal (copy.hash, first, HASH_BYTES);
    }
    refiling_destroy (&refiling);
    arena_destroy (&arena);
}

/*  A body at the limit has no room for `was`; it is filed as it is rather than not at all. */
static void test_full_body (void **state)
{
    fixture_t *self = *state;
    uint8_t *data = calloc (1, QCDC_BODY_BYTES_MAX), hash[HASH_BYTES] = {1};
    size_t rest = QCDC_BODY_BYTES_MAX - 4; /* one unknown field, number 1000, that fills it */
    memcpy (data, "\xC2\x3E", 2);
    data[2] = (uint8_t)((rest - 1) & 0x7F) | 0x80;
    data[3] = (uint8_t)((rest - 1) >> 7 & 0x7F) | 0x80;
    data[4] = (uint8_t)((rest - 1) >> 14);
    entry_t entry = {.origin = 7, .seq = 9, .body = {data, QCDC_BODY_BYTES_MAX}};
    refiling_t *refiling = refiling_new ();
    assert_ok (self, journal_begin (journal_of (self), &self->fault));
    assert_ok (self, refiling_file (refiling, journal_of (self), &entry, hash, &self->fault));
    assert_ok (self, journal_commit (journal_of (self), &self->fault));
    journal_row_t row;
    assert_ok (self, journal_at (journal_of (self), self->desk.home.origin, 1, &row, &self->fault));
    assert_int_equal (row.entry.body.length, QCDC_BODY_BYTES_MAX);
    assert_memory_equal (row.entry.body.data, data, QCDC_BODY_BYTES_MAX);
    refiling_destroy (&refiling);
    free (data);
}

/*  ---------------------------------------------------------------- segments */

typedef struct {
    arena_t *arena;
    Qcdc__Segment wire;
    Qcdc__Receipt receipt;
    receipt_t given;
    uint8_t signature[SIGNATURE_BYTES];
    uint8_t root[HASH_BYTES];
} sent_t;

/*  Three own entries as a server would send them. */
static void make_segment (fixture_t *self, sent_t *sent)
{
    size_t bytes = 0;
    const keys_t *keys = &self->desk.home.keys;
    address_t addresses[4];
    append_history (self, addresses);
    sent->arena = arena_new (1 << 20);
    assert_ok (self, wire_segment_load (journal_of (self), self->desk.home.origin, 1, 3, SIZE_MAX, sent->arena,
                                        &sent->wire, &bytes, &self->fault));
    assert_int_equal (sent->wire.n_entries, 3);
    append_sign (self->desk.home.origin, 1, 3, sent->wire.last_hash.data, keys->sign_secret, sent->signature);
    sent->wire.signature = (ProtobufCBinaryData){SIGNATURE_BYTES, sent->signature};
    fixture_receipt (self, self->desk.home.origin, 1, 3, sent->wire.last_hash.data, 30, NULL, 0, &sent->given, NULL);
    receipt_to_wire (&sent->given, &sent->receipt);
    sent->wire.receipt = &sent->receipt;
    origin_root (keys->sign_public, sent->root);
}

static qcdc_status read_segment (fixture_t *self, const sent_t *sent)
{
    segment_t segment;
    qcdc_status status = wire_segment_read (&sent->wire, self->desk.home.keys.sign_public, fixture_known (&self->server),
                                            sent->root, &segment, &self->fault);
    if (status == QCDC_OK) {
        journal_row_t row;
        assert_int_equal (segment.count, 3);
        assert_int_equal (segment.journal.last_seq, 3);
        for (uint64_t seq = 1; seq <= 3; seq++) {
            assert_ok (self, journal_at (journal_of (self), self->desk.home.origin, seq, &row, &self->fault));
            assert_true (segment.entries[seq - 1].written_at_us == row.entry.written_at_us);
            assert_memory_equal (segment.hashes[seq - 1], row.hash, HASH_BYTES);
        }
    }
    segment_release (&segment);
    return status;
}

static void test_segments_are_checked (void **state)
{
    fixture_t *self = *state;
    sent_t sent;
    make_segment (self, &sent);
    assert_int_equal (read_segment (self, &sent), QCDC_OK);

    sent.wire.entries[1]->written_at++;
    assert_int_equal (read_segment (self, &sent), QCDC_BAD_CHAIN);
    sent.wire.entries[1]->written_at--;
    sent.wire.entries[2]->body.data[0] ^= 1;
    assert_int_equal (read_segment (self, &sent), QCDC_BAD_CHAIN);
    sent.wire.entries[2]->body.data[0] ^= 1;
    sent.wire.entries[0]->annex.data[8] ^= 1;
    assert_int_equal (read_segment (self, &sent), QCDC_BAD_CHAIN);
    sent.wire.entries[0]->annex.data[8] ^= 1;
    sent.root[0] ^= 1;
    assert_int_equal (read_segment (self, &sent), QCDC_BAD_CHAIN);
    sent.root[0] ^= 1;
    sent.signature[5] ^= 1;
    assert_int_equal (read_segment (self, &sent), QCDC_BAD_SIGNATURE);
    sent.signature[5] ^= 1;
    sent.receipt.commit_seq++;
    assert_int_equal (read_segment (self, &sent), QCDC_BAD_SIGNATURE);
    sent.receipt.commit_seq--;
    sent.wire.n_entries = 0;
    assert_int_equal (read_segment (self, &sent), QCDC_PROTOCOL);
    sent.wire.n_entries = 3;
    sent.wire.receipt = NULL;
    assert_int_equal (read_segment (self, &sent), QCDC_PROTOCOL);
    sent.wire.receipt = &sent.receipt;

    /* A true receipt, but of other entries. */
    fixture_receipt (self, self->desk.home.origin, 1, 2, sent.wire.last_hash.data, 30, NULL, 0, &sent.given, NULL);
    receipt_to_wire (&sent.given, &sent.receipt);
    assert_int_equal (read_segment (self, &sent), QCDC_PROTOCOL);
    arena_destroy (&sent.arena);
}

static void test_segments_are_cut (void **state)
{
    fixture_t *self = *state;
    address_t addresses[4];
    append_history (self, addresses);
    arena_t *arena = arena_new (1 << 20);
    Qcdc__Segment wire;
    size_t bytes = 0;
    /* One entry always goes, however small the room; the next only where it fits. */
    assert_ok (self, wire_segment_load (journal_of (self), self->desk.home.origin, 2, 4, 1, arena, &wire, &bytes,
                                        &self->fault));
    assert_int_equal (wire.n_entries, 1);
    assert_ok (self, wire_segment_load (journal_of (self), self->desk.home.origin, 2, 4, 4096, arena, &wire, &bytes,
                                        &self->fault));
    assert_int_equal (wire.n_entries, 3);
    assert_int_equal (
        wire_segment_load (journal_of (self), self->desk.home.origin, 5, 9, 4096, arena, &wire, &bytes, &self->fault),
        QCDC_NOT_FOUND);
    arena_destroy (&arena);
}

/*  ---------------------------------------------------------------- others */

static void put_other (fixture_t *self, const keys_t *keys, uint64_t count)
{
    uint8_t hash[HASH_BYTES];
    journal_t *journal = journal_of (self);
    origin_root (keys->sign_public, hash);
    assert_ok (self, journal_begin (journal, &self->fault));
    assert_ok (self, journal_put_origin (journal, keys->sign_public, "BCD-593", &self->fault));
    for (uint64_t seq = 1; seq <= count; seq++) {
        char local_no[16];
        snprintf (local_no, sizeof local_no, "%d/PA", (int)seq);
        bytes_t body = body_received (local_no);
        entry_t entry = {.origin = origin_id (keys->sign_public), .seq = seq, .body = body};
        entry_hash (&entry, hash, hash);
        assert_ok (self, journal_put (journal, &entry, hash, 0, 0, &self->fault));
        free ((void *)body.data);
    }
    assert_ok (self, journal_commit (journal, &self->fault));
}

static void test_branches_give_way (void **state)
{
    fixture_t *self = *state;
    journal_t *journal = journal_of (self);
    acknowledged_t one, two, own;
    keys_t other;
    uint64_t seq;
    uint8_t hash[HASH_BYTES];
    keys_make (&other);
    uint64_t origin = origin_id (other.sign_public);
    put_other (self, &other, 5);
    fixture_acknowledge_as (self, &other, 1, 2, 2, NULL, 0, &one);
    fixture_acknowledge_as (self, &other, 3, 5, 5, NULL, 0, &two);
    fixture_append (self, body_received ("1/KN"), NO_ANNEX);
    fixture_acknowledge (self, 1, 1, 6, NULL, 0, &own);

    assert_ok (self, journal_begin (journal, &self->fault));
    assert_int_equal (journal_cut (journal, origin, 4, &self->fault), QCDC_FORK);
    assert_int_equal (journal_forget (journal, self->desk.home.origin, 1, &self->fault), QCDC_FORK);
    assert_ok (self, journal_forget (journal, origin, 3, &self->fault));
    assert_ok (self, journal_commit (journal, &self->fault));
    assert_ok (self, journal_head (journal, origin, &seq, hash, &self->fault));
    assert_int_equal (seq, 2);
    assert_ok (self, journal_receipted (journal, origin, &seq, hash, &self->fault));
    assert_int_equal (seq, 2);
    assert_ok (self, journal_verify (journal, origin, fixture_known (&self->server), &self->fault));
}

typedef struct {
    uint64_t origin;
    uint64_t seqs[8]; /* of ORIGIN, in the order in which they came */
    size_t count;
} seen_t;

static qcdc_status see_verdict (const journal_verdict_t *verdict, void *arg)
{
    seen_t *seen = arg;
    if (verdict->origin == seen->origin)
        seen->seqs[seen->count++] = verdict->seq;
    return QCDC_OK;
}

static qcdc_status see_later (const receipt_t *receipt, void *arg)
{
    seen_t *seen = arg;
    seen->seqs[seen->count++] = receipt->last_seq;
    return QCDC_OK;
}

/*  The one entry of ORIGIN that has another verdict than acceptance, and the one that has a later receipt; 0 for none. */
static void assert_said (fixture_t *self, uint64_t origin, uint64_t verdict_seq, uint64_t later_seq)
{
    seen_t verdicts = {.origin = origin}, laters = {.origin = origin};
    assert_ok (self, journal_each_verdict (journal_of (self), false, see_verdict, &verdicts, &self->fault));
    assert_ok (self, journal_each_later (journal_of (self), origin, 1, INT64_MAX, see_later, &laters, &self->fault));
    assert_int_equal (verdicts.count, verdict_seq != 0);
    assert_int_equal (verdicts.seqs[0], verdict_seq);
    assert_int_equal (laters.count, later_seq != 0);
    assert_int_equal (laters.seqs[0], later_seq);
}

/*  The server rejects ORIGIN's entry SEQ, of HASH, in a later receipt. */
static void reject_later (fixture_t *self, uint64_t origin, uint64_t seq, const uint8_t hash[HASH_BYTES],
                          uint64_t commit_seq)
{
    receipt_t receipt;
    uint8_t packed[256];
    Qcdc__Verdict rejected = QCDC__VERDICT__INIT;
    Qcdc__Verdict *const items[] = {&rejected};
    rejected.seq = seq;
    rejected.state = QCDC__VERDICT_STATE__VERDICT_REJECTED;
    rejected.code = rejected.field = rejected.message = (char *)"";
    fixture_receipt (self, origin, seq, seq, hash, commit_seq, items, 1, &receipt, packed);
    assert_ok (self, journal_begin (journal_of (self), &self->fault));
    assert_ok (self, journal_put_later (journal_of (self), &receipt, &self->fault));
    assert_ok (self, journal_commit (journal_of (self), &self->fault));
}

/*  The entries FIRST_SEQ … LAST_SEQ of KEYS once more, with numbers of another register. */
static void put_branch (fixture_t *self, const keys_t *keys, uint64_t first_seq, uint64_t last_seq)
{
    uint8_t hash[HASH_BYTES];
    journal_t *journal = journal_of (self);
    uint64_t origin = origin_id (keys->sign_public);
    assert_ok (self, journal_hash_at (journal, origin, first_seq - 1, hash, &self->fault));
    assert_ok (self, journal_begin (journal, &self->fault));
    for (uint64_t seq = first_seq; seq <= last_seq; seq++) {
        char local_no[16];
        snprintf (local_no, sizeof local_no, "%d/KN", (int)seq);
        bytes_t body = body_received (local_no);
        entry_t entry = {.origin = origin, .seq = seq, .body = body};
        entry_hash (&entry, hash, hash);
        assert_ok (self, journal_put (journal, &entry, hash, 0, 0, &self->fault));
        free ((void *)body.data);
    }
    assert_ok (self, journal_commit (journal, &self->fault));
}

/*  What a receipt says it says of the entry that has its hash: it goes with it, in whatever way that one gives way. */
static void test_later_receipts_give_way (void **state)
{
    for (int way = 0; way < 2; way++) {
        fixture_t *self = *state;
        journal_t *journal = journal_of (self);
        acknowledged_t made;
        keys_t other;
        uint8_t hash[HASH_BYTES];
        keys_make (&other);
        uint64_t origin = origin_id (other.sign_public);
        put_other (self, &other, 5);
        fixture_acknowledge_as (self, &other, 1, 2, 2, NULL, 0, &made);
        fixture_acknowledge_as (self, &other, 3, 5, 5, NULL, 0, &made);
        assert_ok (self, journal_hash_at (journal, origin, 4, hash, &self->fault));
        reject_later (self, origin, 4, hash, 9);
        assert_said (self, origin, 4, 4);
        if (way == 0) {
            assert_ok (self, journal_begin (journal, &self->fault));
            assert_ok (self, journal_forget (journal, origin, 3, &self->fault));
            assert_ok (self, journal_commit (journal, &self->fault));
            assert_said (self, origin, 0, 0);
        }
        put_branch (self, &other, 3, 5);
        fixture_acknowledge_as (self, &other, 3, 5, 12, NULL, 0, &made);
        assert_said (self, origin, 0, 0);
        /* It comes again, from a server that has not forgotten the branch. */
        reject_later (self, origin, 4, hash, 9);
        assert_said (self, origin, 0, 0);
        fixture_acknowledge_as (self, &other, 3, 5, 12, NULL, 0, &made);
        assert_said (self, origin, 0, 0);
        assert_ok (self, journal_verify (journal, origin, fixture_known (&self->server), &self->fault));
        /* One of the entry that stands there is heard. */
        assert_ok (self, journal_hash_at (journal, origin, 4, hash, &self->fault));
        reject_later (self, origin, 4, hash, 13);
        assert_said (self, origin, 4, 4);
    }
}

/*  Who an act is of was settled when the origin was first met. */
static void test_origins_of_acts (void **state)
{
    fixture_t *self = *state;
    journal_t *journal = journal_of (self);
    uint8_t key[SIGN_KEY_BYTES];
    char *office = NULL;
    keys_t province, colleague;
    keys_make (&province);
    keys_make (&colleague);
    assert_ok (self, journal_begin (journal, &self->fault));
    for (int i = 0; i < 2; i++)
        assert_ok (self, journal_put_act_origin (journal, province.sign_public, "BCD-TINH", &self->fault));
    assert_ok (self, journal_put_origin (journal, colleague.sign_public, "BCD-593", &self->fault));
    assert_int_equal (journal_put_act_origin (journal, colleague.sign_public, "BCD-TINH", &self->fault),
                      QCDC_BAD_SIGNATURE);
    assert_int_equal (journal_put_act_origin (journal, province.sign_public, "BCD-594", &self->fault),
                      QCDC_BAD_SIGNATURE);
    assert_ok (self, journal_commit (journal, &self->fault));
    assert_ok (self, journal_origin_key (journal, origin_id (province.sign_public), key, &office, &self->fault));
    assert_memory_equal (key, province.sign_public, SIGN_KEY_BYTES);
    assert_string_equal (office, "BCD-TINH");
    free (office);
    assert_ok (self, journal_origin_key (journal, origin_id (colleague.sign_public), key, &office, &self->fault));
    assert_string_equal (office, "BCD-593");
    free (office);
}

/*  What goes to other offices goes alone. */
static void test_goes_alone (void **state)
{
    fixture_t *self = *state;
    journal_t *journal = journal_of (self);
    uint64_t own = self->desk.home.origin;
    address_t first = fixture_append (self, body_received ("A-1"), NO_ANNEX);
    fixture_append (self, body_erased (&first), NO_ANNEX);
    fixture_append (self, body_received ("A-2"), NO_ANNEX);
    fixture_append (self, body_received ("A-3"), NO_ANNEX);
    fixture_append (self, body_erased (&first), NO_ANNEX);
    static const size_t EXPECTED[] = {1, 1, 2, 1, 1};
    for (uint64_t from = 1; from <= 5; from++) {
        Qcdc__Segment wire;
        size_t bytes;
        arena_t *arena = arena_new (QCDC_FRAME_ARENA_BYTES_MAX);
        assert_non_null (arena);
        assert_ok (self, wire_segment_load (journal, own, from, 5, SIZE_MAX, arena, &wire, &bytes, &self->fault));
        assert_int_equal (wire.n_entries, EXPECTED[from - 1]);
        arena_destroy (&arena);
    }
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (test_refiles_divergent_entries, setup, teardown),
        cmocka_unit_test_setup_teardown (test_first_copy_stays, setup, teardown),
        cmocka_unit_test_setup_teardown (test_full_body, setup, teardown),
        cmocka_unit_test_setup_teardown (test_segments_are_checked, setup, teardown),
        cmocka_unit_test_setup_teardown (test_segments_are_cut, setup, teardown),
        cmocka_unit_test_setup_teardown (test_branches_give_way, setup, teardown),
        cmocka_unit_test_setup_teardown (test_later_receipts_give_way, setup, teardown),
        cmocka_unit_test_setup_teardown (test_origins_of_acts, setup, teardown),
        cmocka_unit_test_setup_teardown (test_goes_alone, setup, teardown),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
