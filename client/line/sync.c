/*  sync.c — a run of synchronisation: attempts, each a session from hello to the end of the feed.
 *
 *  Nothing moves before the heads have been compared, and nothing is built on a journal whose chain does not hold.  How a
 *  run ends, by a broken line or a refusal or well, the journal is left as the next one can go on from it, and without a
 *  trace of what it was told to erase. */

#include "line/sync.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "journal/journal_clock.h"
#include "journal/scan_store.h"
#include "journal/seal.h"
#include "line/heal.h"
#include "line/sync_down.h"
#include "line/sync_line.h"
#include "line/sync_lost.h"
#include "line/sync_scans.h"
#include "line/sync_up.h"
#include "show/span.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define VERSION_MIN 1u
#define VERSION_MAX 1u
#define SEGMENT_ARENA_BYTES_MAX (16u * 1024u * 1024u)
#define COLLISIONS_MAX 3
#define GO_OVER_MS 10000 /* for an answer at a new address, while there is an old one */
#define FETCH_BYTES_MIN (64u * 1024u)

/*  ---------------------------------------------------------------- hello */

typedef struct {
    uint64_t head_seq, receipted_seq, receipted_commit_seq, feed_seq;
    int64_t receipted_at_us;
    uint8_t head_hash[HASH_BYTES], receipted_hash[HASH_BYTES], feed_hash[HASH_BYTES];
} standing_t;

static qcdc_status get_number (journal_t *journal, const char *name, uint64_t *number, fault_t *fault)
{
    char *text QCDC_CLEANUP (journal_free_value) = NULL;
    QCDC_TRY (journal_get (journal, name, &text, fault));
    *number = strtoull (text, NULL, 10);
    return QCDC_OK;
}

static qcdc_status get_hex (journal_t *journal, const char *name, uint8_t *bytes, size_t length, fault_t *fault)
{
    char *text QCDC_CLEANUP (journal_free_value) = NULL;
    QCDC_TRY (journal_get (journal, name, &text, fault));
    if (hex_parse (text, bytes, length) == QCDC_OK)
        return QCDC_OK;
    fault_set (fault, QCDC_CORRUPT, NULL, _ ("the journal does not know the server's keys"));
    fault_advise (fault, _ ("join again with a new invitation: qcdc join INVITE"));
    return QCDC_CORRUPT;
}

static qcdc_status read_standing (sync_t *self, standing_t *standing, fault_t *fault)
{
    journal_t *journal = self->journal;
    uint64_t epoch = 0;
    QCDC_TRY (journal_head (journal, self->own, &standing->head_seq, standing->head_hash, fault));
    QCDC_TRY (journal_receipted (journal, self->own, &standing->receipted_seq, standing->receipted_hash, fault));
    QCDC_TRY (journal_receipted_at (journal, &standing->receipted_at_us, &standing->receipted_commit_seq, fault));
    QCDC_TRY (get_number (journal, "feed_seq", &standing->feed_seq, fault));
    if (standing->feed_seq)
        QCDC_TRY (get_hex (journal, "feed_commit_hash", standing->feed_hash, HASH_BYTES, fault));
    QCDC_TRY (get_number (journal, "feed_epoch", &epoch, fault));
    self->epoch = (int64_t)epoch;
    return QCDC_OK;
}

static qcdc_status say_hello (sync_t *self, standing_t *standing, Qcdc__Frame **answer, fault_t *fault)
{
    Qcdc__Cursor cursor = QCDC__CURSOR__INIT;
    cursor.feed_seq = standing->feed_seq;
    if (standing->feed_seq)
        cursor.commit_hash = (ProtobufCBinaryData){HASH_BYTES, standing->feed_hash};
    Qcdc__Hello hello = QCDC__HELLO__INIT;
    hello.version_min = VERSION_MIN;
    hello.version_max = VERSION_MAX;
    hello.program = (char *)"qcdc " QCDC_PROGRAM_VERSION;
    hello.head_seq = standing->head_seq;
    hello.head_hash = (ProtobufCBinaryData){HASH_BYTES, standing->head_hash};
    hello.receipted_seq = standing->receipted_seq;
    hello.receipted_hash = (ProtobufCBinaryData){HASH_BYTES, standing->receipted_hash};
    hello.cursor = &cursor;
    hello.whereabouts = self->place.complete ? self->place.known.serial : 0;
    hello.whereabouts_known = self->place.known.serial;
    Qcdc__Frame frame = QCDC__FRAME__INIT;
    frame.kind_case = QCDC__FRAME__KIND_HELLO;
    frame.hello = &hello;
    qcdc_status status = session_send (self->session, &frame, fault);
    self->retry = status == QCDC_TIMEOUT;
    return status == QCDC_OK ? sync_answer (self, frame.call, QCDC__FRAME__KIND_WELCOME, answer, fault) : status;
}

static qcdc_status fork_found (const sync_t *self, uint64_t seq, fault_t *fault)
{
    char address[ADDRESS_TEXT_BYTES];
    fault_set (fault, QCDC_FORK, NULL,
               _ ("entry %s, for which there is a receipt, is not the one that the server holds; nothing was moved"),
               address_format (self->own, seq, address));
    return sync_advise_rescue (self, fault);
}

static bool same_hash (const ProtobufCBinaryData *data, const uint8_t hash[HASH_BYTES])
{
    return data->len == HASH_BYTES && memcmp (data->data, hash, HASH_BYTES) == 0;
}

/*  A receipted past that differs is a fork: whoever rewrote it, nothing moves. */
static qcdc_status compare_heads (sync_t *self, const standing_t *standing, const Qcdc__Welcome *welcome,
                                  fault_t *fault)
{
    if (standing->receipted_seq == 0)
        return QCDC_OK;
    if (welcome->hash_at_receipted.len)
        return same_hash (&welcome->hash_at_receipted, standing->receipted_hash)
                   ? QCDC_OK
                   : fork_found (self, standing->receipted_seq, fault);
    if (welcome->head_seq >= standing->receipted_seq)
        return session_unexpected (_ ("a welcome without a hash"), fault);
    /* A restored server: what it still holds must be the beginning of what we hold. */
    uint8_t held[HASH_BYTES];
    QCDC_TRY (journal_hash_at (self->journal, self->own, welcome->head_seq, held, fault));
    if (welcome->head_seq && !same_hash (&welcome->head_hash, held))
        QCDC_TRY (fork_found (self, welcome->head_seq, fault));
    return QCDC_OK;
}

/*  The feed from its start: an epoch later, so that what does not come again shows what the server has lost.  What it says of our own
 *  may be news as well. */
static qcdc_status restart_feed (sync_t *self, fault_t *fault)
{
    char epoch[24];
    snprintf (epoch, sizeof epoch, "%lld", (long long)++self->epoch);
    QCDC_TRY (sync_begin (self, fault));
    QCDC_TRY (journal_set (self->journal, "feed_epoch", epoch, fault));
    QCDC_TRY (journal_set (self->journal, "feed_seq", "0", fault));
    QCDC_TRY (journal_set (self->journal, "feed_commit_hash", "", fault));
    QCDC_TRY (journal_set (self->journal, "receipts_stale", "1", fault));
    return sync_commit (self, fault);
}

static qcdc_status take_welcome (sync_t *self, const standing_t *standing, const Qcdc__Welcome *welcome,
                                 fault_t *fault)
{
    if (welcome->version < VERSION_MIN || welcome->version > VERSION_MAX) {
        fault_set (fault, QCDC_VERSION, NULL, _ ("the server speaks version %u of the protocol"), welcome->version);
        fault_advise (fault, _ ("install the version of qcdc that the province names"));
        return QCDC_VERSION;
    }
    if (strcmp (welcome->office, self->office) != 0)
        return session_unexpected (_ ("the name of another office"), fault);
    if (welcome->head_seq > INT64_MAX)
        return session_unexpected (_ ("a number that cannot be"), fault);
    QCDC_TRY (compare_heads (self, standing, welcome, fault));
    QCDC_TRY (place_follow (self->journal, &self->place, welcome->whereabouts, welcome->n_whereabouts, fault));
    QCDC_TRY (place_check (&self->place, &welcome->sign_key, fault));
    QCDC_TRY (sync_begin (self, fault));
    QCDC_TRY (journal_clock_put (self->journal, welcome->clock_ahead, welcome->n_clock_ahead, fault));
    QCDC_TRY (sync_commit (self, fault));
    self->server_seq = welcome->head_seq;
    if (welcome->head_hash.len == HASH_BYTES)
        memcpy (self->server_hash, welcome->head_hash.data, HASH_BYTES);
    self->credit_bytes = welcome->credit_bytes;
    self->takes_pieces = welcome->pieces;
    self->takes_scans = welcome->scans;
    sync_up_resolve (self);
    if (!welcome->feed_restart)
        return QCDC_OK;
    scan_store_unsend (self->home);
    return restart_feed (self, fault);
}

/*  ---------------------------------------------------------------- clocks */

/*  The commit time of what is sent is the server's, so nothing is wrong yet; but a desk judges days by its own clock, and a
 *  clerk who is told that a day has not come should know whose fault it is.  Said once in a run, and kept for the desk. */
static qcdc_status compare_clocks (sync_t *self, int64_t server_us, fault_t *fault)
{
    char text[24], span[SPAN_TEXT_BYTES], here[MOMENT_TEXT_BYTES], there[MOMENT_TEXT_BYTES];
    int64_t now_us = moment_now (), behind_us;
    if (self->clock_compared || server_us <= 0 || __builtin_sub_overflow (server_us, now_us, &behind_us))
        return QCDC_OK;
    self->clock_compared = true;
    bool differs = behind_us >= QCDC_CLOCK_DIFFERENCE_US || behind_us <= -QCDC_CLOCK_DIFFERENCE_US;
    if (differs) {
        span_format (behind_us, span);
        moment_format_people (now_us, here);
        moment_format_people (server_us, there);
        progress_end (&self->patience.progress);
        fprintf (stderr,
                 behind_us > 0
                     ? _ ("qcdc: this computer's clock is %s behind the province's: it says %s, and it is %s there; "
                          "put it right\n")
                     : _ ("qcdc: this computer's clock is %s ahead of the province's: it says %s, and it is %s "
                          "there; put it right\n"),
                 span, here, there);
    }
    snprintf (text, sizeof text, "%lld", differs ? (long long)behind_us : 0);
    QCDC_TRY (sync_begin (self, fault));
    QCDC_TRY (journal_set (self->journal, "clock_behind_us", text, fault));
    return sync_commit (self, fault);
}

/*  ---------------------------------------------------------------- attempts */

static qcdc_status finish (sync_t *self, fault_t *fault)
{
    char now[MOMENT_TEXT_BYTES];
    QCDC_TRY (sync_begin (self, fault));
    QCDC_TRY (journal_set (self->journal, "last_sync", moment_format_iso (moment_now (), now), fault));
    QCDC_TRY (journal_set (self->journal, "revoked", "", fault));
    return sync_commit (self, fault);
}

static qcdc_status put_stale (sync_t *self, const char *value, fault_t *fault)
{
    QCDC_TRY (sync_begin (self, fault));
    QCDC_TRY (journal_set (self->journal, "receipts_stale", value, fault));
    return sync_commit (self, fault);
}

/*  What a restored server holds of us may have come to it anew from an older copy of this home, with other receipts than ours:
 *  once it has all of it again, all that it says of it is taken.  Marked until that is done, however this run ends. */
static qcdc_status receipts_renew (sync_t *self, fault_t *fault)
{
    uint64_t wanted = 0;
    QCDC_TRY (get_number (self->journal, "receipts_stale", &wanted, fault));
    if (!wanted)
        return QCDC_OK;
    if (self->server_seq)
        QCDC_TRY (heal_receipts (self, self->server_seq, fault));
    return put_stale (self, "0", fault);
}

/*  Whether the server has another commit of our last receipted entry than its receipt says: it lost that one, and got it again from
 *  somebody else.  Commits of one time are told by their places: there are many after a clock that ran ahead. */
static bool has_moved (const standing_t *standing, const Qcdc__Welcome *welcome)
{
    return (welcome->receipted_committed_at && welcome->receipted_committed_at != standing->receipted_at_us) ||
           (welcome->receipted_commit_seq && welcome->receipted_commit_seq != standing->receipted_commit_seq);
}

/*  The parts, in their order; sync.h says why it is this one. */
static qcdc_status take_turns (sync_t *self, fault_t *fault)
{
    standing_t standing = {0};
    Qcdc__Frame *answer = NULL;
    QCDC_TRY (session_open (self->place.endpoint, self->place.curve, &self->home->keys, &self->session, fault));
    QCDC_TRY (read_standing (self, &standing, fault));
    QCDC_TRY (say_hello (self, &standing, &answer, fault));
    int64_t server_us = answer->welcome->server_time;
    bool moved = has_moved (&standing, answer->welcome);
    QCDC_TRY (take_welcome (self, &standing, answer->welcome, fault));
    QCDC_TRY (compare_clocks (self, server_us, fault));
    if (moved)
        QCDC_TRY (heal_receipts (self, standing.receipted_seq, fault));
    QCDC_TRY (heal_take_back (self, standing.receipted_seq, fault));
    /* What a restored server has lost goes back before anything new. */
    if (self->server_seq < standing.receipted_seq) {
        scan_store_unsend (self->home);
        QCDC_TRY (put_stale (self, "1", fault));
    }
    if (self->epoch || self->server_seq < standing.receipted_seq) {
        QCDC_TRY (sync_down (self, fault));
        QCDC_TRY (sync_lost_give_back (self, fault));
    }
    QCDC_TRY (receipts_renew (self, fault));
    QCDC_TRY (sync_up_own (self, fault));
    QCDC_TRY (sync_down (self, fault));
    /* The feed may have shown a lost branch, whose facts were filed again: they go up at once. */
    QCDC_TRY (sync_up_own (self, fault));
    QCDC_TRY (finish (self, fault));
    return sync_scans (self, fault);
}

/*  The line broke before an answer had come: the next ones have to be smaller. */
static void lose_answer (sync_t *self)
{
    if (!self->asked_call || !self->session || !session_broke (self->session))
        return;
    bool passed = self->down.passed_bytes > 0;
    size_t bytes = passage_limit (&self->down, self->fetch_bytes);
    if (!passage_lost (&self->down, bytes) && !passed)
        self->stuck_bytes = bytes;
}

static qcdc_status attempt (sync_t *self, fault_t *fault)
{
    self->retry = false;
    self->collided = false;
    self->fetch_bytes = FETCH_BYTES_MIN;
    self->asked_call = 0;
    self->piece_bytes = 0;
    self->moved = false;
    passage_begin (&self->down);
    qcdc_status status = take_turns (self, fault);
    lose_answer (self);
    session_close (&self->session);
    /* What was checked before the failure is worth keeping; the failure is what is reported. */
    fault_t ignored = {0};
    if (status != QCDC_OK && (self->held || sync_commit (self, &ignored) != QCDC_OK))
        sync_rollback (self);
    return status;
}

/*  An append that does not fit behind the server's head, after its welcome agreed: another copy of this home was
 *  faster. The next hello compares again and knows better; but not for ever. */
static bool worth_another (const sync_t *self)
{
    if (self->moved)
        return true;
    return self->collided ? self->collisions <= COLLISIONS_MAX : self->retry;
}

/*  A server that has said it is elsewhere is looked for there first.  Where it does not answer yet, it is still here. */
static qcdc_status go_over (sync_t *self, fault_t *fault)
{
    if (!place_moves (&self->place))
        return QCDC_OK;
    progress_say (&self->patience.progress, _ ("connecting to %s"), self->place.known.endpoint);
    int64_t left_ms = (self->patience.deadline_us - monotonic_us ()) / 2000;
    int patience_ms = left_ms < GO_OVER_MS ? (int)left_ms : GO_OVER_MS;
    return patience_ms > 0 ? place_try (self->journal, &self->place, &self->home->keys, patience_ms, fault) : QCDC_OK;
}

static void say_stuck (const sync_t *self, fault_t *fault)
{
    fault_set (fault, QCDC_TIMEOUT, NULL,
               self->takes_pieces
                   ? _ ("the line to %s breaks before a message of %zu bytes, the smallest there is, has got through")
                   : _ ("the line to %s breaks before a message of %zu bytes has got through; only a newer server "
                        "would take it in pieces"),
               self->place.endpoint, self->stuck_bytes);
}

static qcdc_status attempts (sync_t *self, fault_t *fault)
{
    QCDC_TRY (go_over (self, fault));
    for (int tries = 0;; tries++) {
        int64_t deadline_us = self->patience.deadline_us;
        size_t caps[2] = {self->up.cap_bytes, self->down.cap_bytes};
        qcdc_status status = attempt (self, fault);
        if (status == QCDC_OK)
            return status;
        bool over = patience_over (&self->patience);
        if (over && worth_another (self) && self->stuck_bytes)
            say_stuck (self, fault);
        if (over || !worth_another (self))
            return status;
        /* Whoever gets on, or tries less than before, need not wait for better times. */
        if (self->moved)
            QCDC_TRY (go_over (self, fault));
        if (self->moved || self->patience.deadline_us > deadline_us || self->up.cap_bytes != caps[0] ||
            self->down.cap_bytes != caps[1])
            tries = 0;
        sync_progress (self, _ ("trying again; entries sent so far:"), self->result->sent, 0);
        session_back_off (&self->patience, tries);
    }
}

/*  What the line let through last time: a run whose patience is short need not find it out again. */
static qcdc_status get_passage (journal_t *journal, const char *name, passage_t *passage, fault_t *fault)
{
    uint64_t bytes = 0;
    QCDC_TRY (get_number (journal, name, &bytes, fault));
    *passage =
        (passage_t){.cap_bytes = bytes < PASSAGE_BYTES_MIN || bytes > QCDC_FRAME_BYTES_MAX ? 0 : (size_t)bytes};
    return QCDC_OK;
}

/*  A cap that the line has outgrown is none. */
static void put_passage (journal_t *journal, const char *name, const passage_t *passage, size_t before)
{
    char bytes[24] = "0";
    fault_t ignored = {0};
    if (passage->cap_bytes == before)
        return;
    if (passage->cap_bytes < QCDC_FRAME_BYTES_MAX)
        snprintf (bytes, sizeof bytes, "%zu", passage->cap_bytes);
    /* Only for the next run's first try: that it was not kept harms nothing. */
    qcdc_status status = journal_begin (journal, &ignored);
    if (status == QCDC_OK && (status = journal_set (journal, name, bytes, &ignored)) == QCDC_OK)
        status = journal_commit (journal, &ignored);
    if (status != QCDC_OK)
        journal_rollback (journal);
}

/*  Nothing is built on a journal that was tampered with. */
static qcdc_status check_journal (sync_t *self, fault_t *fault)
{
    qcdc_status status = journal_verify (self->journal, self->own, &self->place.known, fault);
    if (status == QCDC_BAD_CHAIN || status == QCDC_GAP || status == QCDC_FORK || status == QCDC_BAD_SIGNATURE ||
        status == QCDC_CORRUPT)
        fault_advise (fault,
                      _ ("nothing was sent; put the folder back from a copy made before (the next sync brings back "
                         "what it lacks), or join anew in another folder and there: qcdc rescue %s"),
                      self->home->path);
    return status;
}

static qcdc_status run (sync_t *self, const sync_options_t *options, bool *later, fault_t *fault)
{
    self->arena = arena_new (SEGMENT_ARENA_BYTES_MAX);
    if (!self->arena)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, _ ("no memory to synchronise"));
    QCDC_TRY (place_load (self->journal, &self->place, fault));
    QCDC_TRY (journal_get (self->journal, "office", &self->office, fault));
    QCDC_TRY (check_journal (self, fault));
    QCDC_TRY (get_passage (self->journal, "line_up", &self->up, fault));
    QCDC_TRY (get_passage (self->journal, "line_down", &self->down, fault));
    patience_start (&self->patience, options->patience_ms, options->quiet);
    size_t caps[2] = {self->up.cap_bytes, self->down.cap_bytes};
    qcdc_status status = attempts (self, fault);
    progress_end (&self->patience.progress);
    put_passage (self->journal, "line_up", &self->up, caps[0]);
    put_passage (self->journal, "line_down", &self->down, caps[1]);
    *later = status != QCDC_OK && self->retry;
    if (*later)
        fault_advise (fault, _ ("the work is safe in the journal; run qcdc sync again later"));
    return status;
}

qcdc_status sync_run (home_t *home, const sync_options_t *options, sync_result_t *result, bool *later, fault_t *fault)
{
    sync_t self = {.home = home, .journal = home->journal, .result = result, .own = journal_own (home->journal)};
    *result = (sync_result_t){0};
    *later = false;
    QCDC_TRY (home_unlock (home, fault));
    qcdc_status status = run (&self, options, later, fault);
    /* However the run ended: what it was told to erase is gone when it returns. */
    fault_t traces = {0};
    if (journal_wipe (self.journal, &traces) != QCDC_OK && status == QCDC_OK) {
        status = traces.status;
        *fault = traces;
    }
    if (scan_store_sweep (home, &traces) != QCDC_OK && status == QCDC_OK) {
        status = traces.status;
        *fault = traces;
    }
    arena_destroy (&self.arena);
    pieces_release (&self.pieces);
    free (self.office);
    return status;
}
