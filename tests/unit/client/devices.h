/*  devices.h — other devices, whose entries come to the journal under test as a feed would bring them. */

#ifndef QCDC_TEST_DEVICES_H
#define QCDC_TEST_DEVICES_H

#include "fixture.h"

/*  Another device of the office, and its entries as they come from the feed. */
typedef struct {
    keys_t keys;
    uint64_t origin;
    uint8_t head[HASH_BYTES];
    uint64_t seq;
} device_t;

static inline void device_make (fixture_t *self, device_t *device, const char *office)
{
    keys_make (&device->keys);
    device->origin = origin_id (device->keys.sign_public);
    device->seq = 0;
    origin_root (device->keys.sign_public, device->head);
    assert_ok (self, journal_begin (self->desk.home.journal, &self->fault));
    assert_ok (self, journal_put_origin (self->desk.home.journal, device->keys.sign_public, office, &self->fault));
    assert_ok (self, journal_put_origin (self->desk.home.journal, device->keys.sign_public, office, &self->fault));
    assert_ok (self, journal_commit (self->desk.home.journal, &self->fault));
}

typedef struct {
    entry_t entry;
    uint8_t hash[HASH_BYTES];
    address_t address;
} written_t;

static inline written_t device_write (device_t *device, bytes_t body, bytes_t annex)
{
    written_t written = {.entry = {device->origin, ++device->seq, 1600000000000000, body, annex, {0}}};
    entry_hash (&written.entry, device->head, device->head);
    memcpy (written.hash, device->head, HASH_BYTES);
    written.address = (address_t){device->origin, device->seq, hash_prefix (device->head)};
    return written;
}

static inline void written_put (fixture_t *self, const written_t *written, int64_t commit_seq)
{
    journal_t *journal = self->desk.home.journal;
    assert_ok (self, journal_begin (journal, &self->fault));
    assert_ok (self, journal_put (journal, &written->entry, written->hash, commit_seq, commit_seq, &self->fault));
    assert_ok (self, journal_commit (journal, &self->fault));
}

static inline void written_free (written_t *written)
{
    free ((void *)written->entry.body.data);
    free ((void *)written->entry.annex.data);
}

static inline Qcdc__Verdict verdict_of (uint64_t seq, int verdict_state, const char *code)
{
    Qcdc__Verdict verdict = QCDC__VERDICT__INIT;
    verdict.seq = seq;
    verdict.state = (Qcdc__VerdictState)verdict_state;
    verdict.code = (char *)code;
    verdict.field = "kind";
    verdict.message = "why";
    return verdict;
}

#endif
