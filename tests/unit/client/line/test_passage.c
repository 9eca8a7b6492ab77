/*  test_passage.c — frames shrink until they pass, stay where they pass, and grow again on a line that holds; an answer in
 *  pieces is put together whatever came between. */

#include "line/passage.h"
#include "line/pieces.h"

#include "base/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/*  A line that breaks after THROUGH bytes of each connection brings TOTAL; returns the connections that takes, and in *SENT
 *  what was put onto the line.  0 where it never does. */
static unsigned lives (size_t through, size_t total, size_t wanted, size_t *sent)
{
    passage_t passage = {0};
    size_t brought = 0;
    *sent = 0;
    for (unsigned connections = 1; connections < 100000; connections++) {
        size_t used = 0;
        passage_begin (&passage);
        for (;;) {
            size_t frame = passage_limit (&passage, wanted);
            used += frame;
            *sent += used <= through ? frame : through + frame - used;
            if (used > through) {
                if (!passage_lost (&passage, frame) && !passage.passed_bytes && frame == PASSAGE_BYTES_MIN)
                    return 0;
                break;
            }
            brought += frame;
            passage_passed (&passage, frame);
            if (brought >= total)
                return connections;
        }
    }
    return 0;
}

static void test_proportional_to_the_data (void **state)
{
    (void)state;
    static const size_t THROUGH[] = {600, 2000, 15000, 200000, 5000000};
    for (size_t i = 0; i < sizeof THROUGH / sizeof *THROUGH; i++) {
        size_t sent, total = 100 * THROUGH[i];
        unsigned connections = lives (THROUGH[i], total, 512 * 1024, &sent);
        assert_in_range (connections, 100, 200);
        assert_in_range (sent, total, 2 * total);
    }
}

/*  A line that breaks when it has brought some answers, however small: frames are not shrunk for nothing. */
static void test_breaks_by_answers (void **state)
{
    (void)state;
    passage_t passage = {0};
    size_t wanted = 16 * 1024, least = wanted;
    for (unsigned connections = 0; connections < 200; connections++) {
        passage_begin (&passage);
        for (unsigned answers = 0; answers < 1 + connections % 2; answers++)
            passage_passed (&passage, passage_limit (&passage, wanted));
        size_t frame = passage_limit (&passage, wanted);
        passage_lost (&passage, frame);
        least = frame < least ? frame : least;
    }
    assert_in_range (least, wanted / 4, wanted);
}

static void test_nothing_passes (void **state)
{
    (void)state;
    size_t sent;
    assert_int_equal (lives (PASSAGE_BYTES_MIN - 1, 1000, 64 * 1024, &sent), 0);
    assert_int_not_equal (lives (PASSAGE_BYTES_MIN, 1000, 64 * 1024, &sent), 0);
    /* Few tries, not thousands. */
    assert_in_range (sent, 1, 100 * PASSAGE_BYTES_MIN);
}

static void test_grows_again (void **state)
{
    (void)state;
    passage_t passage = {0};
    passage_begin (&passage);
    assert_int_equal (passage_limit (&passage, 64 * 1024), 64 * 1024);
    for (int i = 0; i < 20; i++)
        passage_lost (&passage, 64 * 1024);
    assert_int_equal (passage_limit (&passage, 64 * 1024), PASSAGE_BYTES_MIN);
    assert_false (passage_lost (&passage, PASSAGE_BYTES_MIN));
    unsigned frames = 0;
    for (passage_begin (&passage); passage_limit (&passage, 64 * 1024) < 64 * 1024; frames++)
        passage_passed (&passage, passage_limit (&passage, 64 * 1024));
    assert_in_range (frames, 8, 80);
}

/*  ---------------------------------------------------------------- pieces */

static Qcdc__Piece piece_of (const uint8_t *whole, size_t length, size_t from, size_t most, uint8_t hash[HASH_BYTES])
{
    Qcdc__Piece piece = QCDC__PIECE__INIT;
    hash_bytes (whole, length, hash);
    piece.from = (uint32_t)from;
    piece.total = (uint32_t)length;
    piece.hash = (ProtobufCBinaryData){HASH_BYTES, hash};
    piece.data = (ProtobufCBinaryData){length - from < most ? length - from : most, (uint8_t *)whole + from};
    return piece;
}

/*  An answer of one item with a body of LENGTH bytes of LETTER. */
static uint8_t *answer_of (size_t length, char letter, size_t *packed)
{
    Qcdc__Frame frame = QCDC__FRAME__INIT;
    Qcdc__Entries entries = QCDC__ENTRIES__INIT;
    Qcdc__FeedItem item = QCDC__FEED_ITEM__INIT, *items[] = {&item};
    Qcdc__Act act = QCDC__ACT__INIT;
    uint8_t *office = malloc (length + 1), *data = NULL;
    memset (office, letter, length);
    office[length] = 0;
    act.office = (char *)office;
    item.item_case = QCDC__FEED_ITEM__ITEM_ACT;
    item.act = &act;
    entries.items = items;
    entries.n_items = 1;
    frame.kind_case = QCDC__FRAME__KIND_ENTRIES;
    frame.entries = &entries;
    assert_int_equal (frame_pack_plain (&frame, &data, packed), QCDC_OK);
    free (office);
    return data;
}

static void test_pieces (void **state)
{
    (void)state;
    fault_t fault = {0};
    pieces_t pieces = {0};
    uint8_t hash[HASH_BYTES];
    size_t length, other_length;
    uint8_t *whole = answer_of (5000, 'a', &length), *other = answer_of (7000, 'b', &other_length);
    /* Half of another answer came before: forgotten as soon as this one begins. */
    Qcdc__Piece piece = piece_of (other, other_length, 0, 1000, hash);
    assert_int_equal (pieces_add (&pieces, &piece, &fault), QCDC_OK);
    assert_int_equal (pieces.have, 1000);
    piece = piece_of (whole, length, 1000, 1000, hash);
    assert_int_equal (pieces_add (&pieces, &piece, &fault), QCDC_OK);
    assert_int_equal (pieces.have, 0);
    while (!pieces_whole (&pieces)) {
        size_t have = pieces.have;
        piece = piece_of (whole, length, have, 999, hash);
        assert_int_equal (pieces_add (&pieces, &piece, &fault), QCDC_OK);
        assert_true (pieces.have > have);
        /* The same once more, and one from further on, change nothing. */
        have = pieces.have;
        assert_int_equal (pieces_add (&pieces, &piece, &fault), QCDC_OK);
        assert_int_equal (pieces.have, have);
    }
    Qcdc__Frame *frame = NULL;
    assert_int_equal (pieces_join (&pieces, &frame, &fault), QCDC_OK);
    assert_int_equal (strlen (frame->entries->items[0]->act->office), 5000);
    assert_int_equal (pieces.total, 0);
    free (whole);
    free (other);
    pieces_release (&pieces);
}

static void test_pieces_that_lie (void **state)
{
    (void)state;
    fault_t fault = {0};
    pieces_t pieces = {0};
    uint8_t hash[HASH_BYTES];
    size_t length;
    uint8_t *whole = answer_of (500, 'a', &length);
    Qcdc__Piece piece = piece_of (whole, length, 0, length, hash);
    piece.total = QCDC_FRAME_BYTES_MAX + 1;
    assert_int_equal (pieces_add (&pieces, &piece, &fault), QCDC_PROTOCOL);
    piece = piece_of (whole, length, 1, length, hash);
    piece.data.len++;
    assert_int_equal (pieces_add (&pieces, &piece, &fault), QCDC_PROTOCOL);
    piece = piece_of (whole, length, 0, 0, hash);
    assert_int_equal (pieces_add (&pieces, &piece, &fault), QCDC_PROTOCOL);
    piece = piece_of (whole, length, 0, length, hash);
    piece.hash.len = 8;
    assert_int_equal (pieces_add (&pieces, &piece, &fault), QCDC_PROTOCOL);
    /* One that does not have its hash is not read. */
    piece = piece_of (whole, length, 0, length, hash);
    hash[0] ^= 1;
    Qcdc__Frame *frame = NULL;
    assert_int_equal (pieces_add (&pieces, &piece, &fault), QCDC_OK);
    assert_true (pieces_whole (&pieces));
    assert_int_equal (pieces_join (&pieces, &frame, &fault), QCDC_PROTOCOL);
    assert_int_equal (pieces.total, 0);
    free (whole);
    pieces_release (&pieces);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_proportional_to_the_data),
        cmocka_unit_test (test_breaks_by_answers), cmocka_unit_test (test_nothing_passes),
        cmocka_unit_test (test_grows_again),
        cmocka_unit_test (test_pieces),
        cmocka_unit_test (test_pieces_that_lie),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
