/*  test_intake.c — where the next append of an origin is expected, when memory is read afresh while one is being
 *  taken in; and when it is seen whether it is signed. */

#include "facts/fact.h"
#include "ingest/intake.h"
#include "ingest/signed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define ENTRIES 600 /* more than one step unpacks */

/*  A writer that knows one origin, and a job that appends to its journal. */
typedef struct {
    keys_t keys;
    server_t server;
    snapshot_t *snapshot;
    writer_t writer;
    job_t *job;
    uint8_t *erasure;
    size_t erasure_length;
} fixture_t;

static const founding_t FOUNDING = {"BCD-TINH", "Ban Chỉ đạo tỉnh", "60", "Tỉnh Bình Thuận", true};

static int set_up (void **state)
{
    fixture_t *self = calloc (1, sizeof *self);
    fault_t fault = {0};
    *state = self;
    assert_int_equal (keys_init (), QCDC_OK);
    assert_int_equal (snapshot_found (&FOUNDING, &self->snapshot, &fault), QCDC_OK);
    keys_make (&self->keys);
    self->server = (server_t){.keys = &self->keys, .snapshot = self->snapshot};
    self->writer.snapshot = self->snapshot;
    self->writer.server = &self->server;
    self->writer.next = turn_new ();
    origin_node_t origin = {.origin = origin_id (self->keys.sign_public), .id = 1, .office = 1};
    memcpy (origin.sign_key, self->keys.sign_public, SIGN_KEY_BYTES);
    origin_root (origin.sign_key, origin.head_hash);
    memcpy (origin.accepted_hash, origin.head_hash, HASH_BYTES);
    assert_int_equal (memory_add_origin (&self->writer.memory, &origin), QCDC_OK);

    Qcdc__Fact fact = QCDC__FACT__INIT;
    Qcdc__AnnexErased erased = QCDC__ANNEX_ERASED__INIT;
    Qcdc__Ref target = QCDC__REF__INIT;
    target.origin = origin.origin;
    target.seq = 1;
    erased.target = &target;
    fact.kind_case = QCDC__FACT__KIND_ANNEX_ERASED;
    fact.annex_erased = &erased;
    assert_int_equal (fact_pack (&fact, &self->erasure, &self->erasure_length), QCDC_OK);
    return 0;
}

static int tear_down (void **state)
{
    fixture_t *self = *state;
    job_destroy (&self->job);
    turn_destroy (&self->writer.next);
    memory_release (&self->writer.memory);
    snapshot_drop (&self->snapshot);
    free (self->erasure);
    free (self);
    return 0;
}

/*  An append of COUNT entries; with an erasure among them, which has to come alone, it is refused at its very end. */
static job_t *make_job (fixture_t *self, size_t count, bool refused)
{
    job_t *job = job_new ();
    arena_t *arena = job->arena;
    Qcdc__Append *append = arena_alloc (arena, sizeof *append);
    Qcdc__Segment *segment = arena_alloc (arena, sizeof *segment);
    uint8_t hash[HASH_BYTES];
    job->frame = arena_alloc (arena, sizeof *job->frame);
    qcdc__frame__init (job->frame);
    qcdc__append__init (append);
    qcdc__segment__init (segment);
    job->member.id = 1;
    job->member.office = 1;
    job->frame->kind_case = QCDC__FRAME__KIND_APPEND;
    job->frame->append = append;
    append->segment = segment;
    segment->origin = origin_id (self->keys.sign_public);
    segment->first_seq = 1;
    segment->entries = arena_alloc (arena, count * sizeof *segment->entries);
    origin_root (self->keys.sign_public, hash);
    for (size_t i = 0; i < count; i++) {
        Qcdc__Entry *entry = segment->entries[segment->n_entries++] = arena_alloc (arena, sizeof *entry);
        qcdc__entry__init (entry);
        entry->written_at = i ? 0 : 1600000000000000;
        entry->body = (ProtobufCBinaryData){1, (uint8_t *)"?"};
        if (refused && i == ENTRIES / 2)
            entry->body = (ProtobufCBinaryData){self->erasure_length, self->erasure};
        entry_t written = {.origin = segment->origin,
                           .seq = i + 1,
                           .written_at_us = 1600000000000000,
                           .body = {entry->body.data, entry->body.len}};
        entry_hash (&written, hash, hash);
    }
    segment->last_hash = (ProtobufCBinaryData){HASH_BYTES, arena_alloc (arena, HASH_BYTES)};
    segment->signature = (ProtobufCBinaryData){SIGNATURE_BYTES, arena_alloc (arena, SIGNATURE_BYTES)};
    memcpy (segment->last_hash.data, hash, HASH_BYTES);
    append_sign (segment->origin, 1, count, hash, self->keys.sign_secret, segment->signature.data);
    return job;
}

static origin_node_t *origin_of (fixture_t *self)
{
    return memory_origin (&self->writer.memory, origin_id (self->keys.sign_public));
}

/*  As memory_load leaves the origin: nothing is committed. */
static void forget (fixture_t *self)
{
    origin_node_t *origin = origin_of (self);
    origin->accepted_seq = origin->head_seq;
    memcpy (origin->accepted_hash, origin->head_hash, HASH_BYTES);
}

/*  Takes an append in, and reads memory afresh after step number RELOAD; the number of steps it took. */
static int take (fixture_t *self, bool refused, int reload)
{
    int steps = 0;
    self->writer.held = make_job (self, ENTRIES, refused);
    while (intake_step (&self->writer, true))
        if (++steps == reload) {
            forget (self);
            turn_advance_heads (self->writer.next, &self->writer.memory);
        }
    return steps;
}

/*  Whenever that happens: an append that is refused in the end leaves no trace. */
static void refused_after_reload (void **state)
{
    fixture_t *self = *state;
    int steps = take (self, true, 0);
    assert_true (steps > 6);
    assert_int_equal (origin_of (self)->accepted_seq, 0);
    for (int reload = 1; reload <= steps; reload++) {
        take (self, true, reload);
        assert_int_equal (origin_of (self)->accepted_seq, 0);
        assert_memory_equal (origin_of (self)->accepted_hash, origin_of (self)->head_hash, HASH_BYTES);
        assert_int_equal (self->writer.next->batch->append_count, 0);
        assert_int_equal (self->writer.next->batch->entry_count, 0);
    }
}

/*  ... and one that is taken is counted on, though it is not committed. */
static void taken_after_reload (void **state)
{
    fixture_t *self = *state;
    batch_t *batch = self->writer.next->batch;
    int steps = take (self, false, 0);
    for (int reload = 1; reload <= steps; reload++) {
        batch->append_count = batch->entry_count = 0;
        job_destroy (&batch->appends[0].job);
        forget (self);
        take (self, false, reload);
        assert_int_equal (origin_of (self)->accepted_seq, ENTRIES);
        assert_memory_equal (origin_of (self)->accepted_hash, batch->entries[ENTRIES - 1].hash, HASH_BYTES);
    }
    self->job = batch->appends[0].job;
}

/*  Takes in an append of one entry, signed or not. */
static void take_one (fixture_t *self, bool is_signed)
{
    self->writer.held = make_job (self, 1, false);
    if (!is_signed)
        self->writer.held->frame->append->segment->signature.data[0] ^= 1;
    while (intake_step (&self->writer, true)) {
    }
}

/*  A lone append's signature is looked at when its rows are sent or another one comes; after a wrong one, at once. */
static void looked_at_later (void **state)
{
    fixture_t *self = *state;
    batch_t *batch = self->writer.next->batch;
    fault_t fault = {0};
    take_one (self, true);
    assert_true (batch_has_unseen (batch));
    assert_int_equal (batch_check_signed (batch, &self->writer.memory, &fault), QCDC_OK);
    assert_false (batch_has_unseen (batch));
    job_destroy (&batch->appends[0].job);
    batch_take_back (batch, &self->writer.memory);
    assert_int_equal (origin_of (self)->accepted_seq, 0);
    assert_memory_equal (origin_of (self)->accepted_hash, origin_of (self)->head_hash, HASH_BYTES);

    take_one (self, false);
    assert_true (batch_has_unseen (batch));
    assert_int_equal (origin_of (self)->accepted_seq, 1);
    take_one (self, true); /* in the place of that one, which is found out */
    assert_int_equal (batch->append_count, 1);
    assert_int_equal (batch->entry_count, 1);
    assert_false (batch_has_unseen (batch));
    job_destroy (&batch->appends[0].job);
    batch_take_back (batch, &self->writer.memory);
    take_one (self, false);
    assert_int_equal (batch->append_count, 0);
    assert_int_equal (origin_of (self)->accepted_seq, 0);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (refused_after_reload, set_up, tear_down),
        cmocka_unit_test_setup_teardown (taken_after_reload, set_up, tear_down),
        cmocka_unit_test_setup_teardown (looked_at_later, set_up, tear_down),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
