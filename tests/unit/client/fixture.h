/*  fixture.h — a joined device in a temporary folder, and a server's key to sign receipts with. */

#ifndef QCDC_TEST_FIXTURE_H
#define QCDC_TEST_FIXTURE_H

#include "desk/desk.h"
#include "sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct {
    char folder[64];
    desk_t desk;
    keys_t server;
    fault_t fault;
} fixture_t;

/*  Asserts that a call succeeded, with its fault's message where it did not. */
#define assert_ok(fixture, call)                                                                                     \
    do {                                                                                                             \
        qcdc_status status_ = (call);                                                                                \
        if (status_ != QCDC_OK)                                                                                      \
            fail_msg ("%s: %s: %s", #call, status_code (status_), (fixture)->fault.message);                         \
    } while (0)

static inline void fixture_join (fixture_t *self, const char *office, const char *role)
{
    home_t *home = &self->desk.home;
    assert_ok (self, home_make (self->folder, 0, home, &self->fault));
    assert_ok (self, journal_begin (home->journal, &self->fault));
    assert_ok (self, journal_set_own (home->journal, home->keys.sign_public, office, &self->fault));
    assert_ok (self, journal_set (home->journal, "office", office, &self->fault));
    assert_ok (self, journal_set (home->journal, "office_name", office, &self->fault));
    assert_ok (self, journal_set (home->journal, "unit", "60", &self->fault));
    assert_ok (self, journal_set (home->journal, "role", role, &self->fault));
    assert_ok (self, journal_commit (home->journal, &self->fault));
    home_close (home);
}

/*  The desk of a device to which the sample was published.  Its journal has no entry of that: tests count what they write. */
static inline void fixture_reopen (fixture_t *self)
{
    char *office = NULL;
    assert_ok (self, desk_open (self->folder, &self->desk, &self->fault));
    home_t *home = &self->desk.home;
    reference_destroy (&home->catalog);
    assert_ok (self, sample_catalog (&home->catalog, &self->fault));
    assert_ok (self, journal_get (home->journal, "office", &office, &self->fault));
    home->office = catalog_office (home->catalog, office);
    assert_non_null (home->office);
    journal_free_value (&office);
}

static inline void fixture_open_as (fixture_t *self, const char *office, const char *role)
{
    memset (self, 0, sizeof *self);
    assert_int_equal (keys_init (), QCDC_OK);
    strcpy (self->folder, "/tmp/qcdc-test-XXXXXX");
    assert_non_null (mkdtemp (self->folder));
    keys_make (&self->server);
    fixture_join (self, office, role);
    fixture_reopen (self);
}

static inline void fixture_open (fixture_t *self)
{
    fixture_open_as (self, "BCD-593", "reporter");
}

static inline void fixture_close (fixture_t *self)
{
    static const char *const FILES[] = {"keys", "journal.db", "journal.db-wal", "lock"};
    if (self->desk.home.journal)
        desk_close (&self->desk);
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++) {
        char path[128];
        snprintf (path, sizeof path, "%s/%s", self->folder, FILES[i]);
        unlink (path);
    }
    assert_int_equal (rmdir (self->folder), 0);
}

/*  What the server would send back for FIRST … LAST of the device with KEYS: a segment with a signed receipt,
 *  whose verdicts are the COUNT items given. */
typedef struct {
    journal_segment_t segment;
    uint8_t verdicts[2048];
} acknowledged_t;

static inline void fixture_receipt (const fixture_t *self, uint64_t origin, uint64_t first, uint64_t last,
                                    const uint8_t hash[HASH_BYTES], uint64_t commit_seq, Qcdc__Verdict *const *items,
                                    size_t count, receipt_t *receipt, uint8_t *verdicts)
{
    Qcdc__Verdicts message = QCDC__VERDICTS__INIT;
    message.items = (Qcdc__Verdict **)items;
    message.n_items = count;
    *receipt = (receipt_t){.origin = origin,
                           .first_seq = first,
                           .last_seq = last,
                           .commit_seq = commit_seq,
                           .committed_at_us = 1600000000000000 + (int64_t)commit_seq,
                           .first_committed_at_us = 1600000000000000 + (int64_t)commit_seq};
    receipt->verdicts = (bytes_t){verdicts, count ? qcdc__verdicts__pack (&message, verdicts) : 0};
    memcpy (receipt->last_hash, hash, HASH_BYTES);
    receipt_sign (receipt, self->server.sign_secret);
}

static inline void fixture_acknowledge_as (fixture_t *self, const keys_t *keys, uint64_t first, uint64_t last,
                                           uint64_t commit_seq, Qcdc__Verdict *const *items, size_t count,
                                           acknowledged_t *made)
{
    journal_row_t row;
    uint64_t origin = origin_id (keys->sign_public);
    assert_ok (self, journal_at (self->desk.home.journal, origin, last, &row, &self->fault));
    made->segment = (journal_segment_t){.origin = origin, .first_seq = first, .last_seq = last, .epoch = 1};
    memcpy (made->segment.last_hash, row.hash, HASH_BYTES);
    append_sign (origin, first, last, row.hash, keys->sign_secret, made->segment.signature);
    fixture_receipt (self, origin, first, last, row.hash, commit_seq, items, count, &made->segment.receipt,
                     made->verdicts);
    assert_ok (self, journal_begin (self->desk.home.journal, &self->fault));
    assert_ok (self, journal_put_segment (self->desk.home.journal, &made->segment, &self->fault));
    assert_ok (self, journal_commit (self->desk.home.journal, &self->fault));
}

static inline void fixture_acknowledge (fixture_t *self, uint64_t first, uint64_t last, uint64_t commit_seq,
                                        Qcdc__Verdict *const *items, size_t count, acknowledged_t *made)
{
    fixture_acknowledge_as (self, &self->desk.home.keys, first, last, commit_seq, items, count, made);
}

/*  Bodies. */
static inline bytes_t body_of (const Qcdc__Fact *fact)
{
    uint8_t *data = NULL;
    size_t length = 0;
    assert_int_equal (fact_pack (fact, &data, &length), QCDC_OK);
    return (bytes_t){data, length};
}

static inline void received_init (Qcdc__PetitionReceived *received, const char *local_no)
{
    qcdc__petition_received__init (received);
    received->local_no = (char *)local_no;
    received->kind = QCDC__PETITION_KIND__KHIEU_NAI;
    received->field = QCDC__PETITION_FIELD__DAT_DAI;
    received->received_on = 18300;
    received->channel = QCDC__CHANNEL__TRUC_TIEP;
    received->people = 1;
}

static inline bytes_t body_received (const char *local_no)
{
    Qcdc__Fact fact = QCDC__FACT__INIT;
    Qcdc__PetitionReceived received;
    received_init (&received, local_no);
    fact.kind_case = QCDC__FACT__KIND_PETITION_RECEIVED;
    fact.petition_received = &received;
    return body_of (&fact);
}

static inline bytes_t body_moved (const address_t *petition, int move, int32_t on)
{
    Qcdc__Fact fact = QCDC__FACT__INIT;
    Qcdc__PetitionMoved moved = QCDC__PETITION_MOVED__INIT;
    Qcdc__Ref ref;
    ref_set (&ref, petition);
    moved.petition = &ref;
    moved.move = (Qcdc__Move)move;
    moved.on = on;
    fact.kind_case = QCDC__FACT__KIND_PETITION_MOVED;
    fact.petition_moved = &moved;
    return body_of (&fact);
}

static inline bytes_t body_renamed (const address_t *petition, const char *local_no)
{
    Qcdc__Fact fact = QCDC__FACT__INIT;
    Qcdc__Corrected corrected = QCDC__CORRECTED__INIT;
    Qcdc__PetitionReceived received;
    Qcdc__Ref ref;
    ref_set (&ref, petition);
    received_init (&received, local_no);
    corrected.target = &ref;
    corrected.replacement_case = QCDC__CORRECTED__REPLACEMENT_PETITION;
    corrected.petition = &received;
    Qcdc__PetitionReceived seen = received;
    seen.local_no = "another number";
    corrected.petition_seen = &seen;
    fact.kind_case = QCDC__FACT__KIND_CORRECTED;
    fact.corrected = &corrected;
    return body_of (&fact);
}

static inline bytes_t body_erased (const address_t *target)
{
    Qcdc__Fact fact = QCDC__FACT__INIT;
    Qcdc__AnnexErased erased = QCDC__ANNEX_ERASED__INIT;
    Qcdc__Ref ref;
    ref_set (&ref, target);
    erased.target = &ref;
    fact.kind_case = QCDC__FACT__KIND_ANNEX_ERASED;
    fact.annex_erased = &erased;
    return body_of (&fact);
}

static inline bytes_t annex_of (const char *title)
{
    Qcdc__AnnexText text = QCDC__ANNEX_TEXT__INIT;
    uint8_t *data = NULL;
    size_t length = 0;
    text.title = (char *)title;
    assert_int_equal (annex_pack (&text, &data, &length), QCDC_OK);
    return (bytes_t){data, length};
}

/*  Appends and frees the bytes. */
static inline address_t fixture_append (fixture_t *self, bytes_t body, bytes_t annex)
{
    address_t address = {0};
    journal_t *journal = self->desk.home.journal;
    assert_ok (self, journal_begin (journal, &self->fault));
    assert_ok (self, journal_append (journal, body, annex, &address, &self->fault));
    assert_ok (self, journal_commit (journal, &self->fault));
    free ((void *)body.data);
    free ((void *)annex.data);
    return address;
}

#define NO_ANNEX ((bytes_t){0})

/*  A server with KEYS as a device knows it; one at a time. */
__attribute__ ((unused)) static const known_server_t *fixture_known (const keys_t *keys)
{
    static known_server_t known;
    memcpy (known.sign, keys->sign_public, SIGN_KEY_BYTES);
    return &known;
}

#endif
