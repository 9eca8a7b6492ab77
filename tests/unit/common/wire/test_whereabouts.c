/*  test_whereabouts.c — the chain of a server's keys and addresses: followed forward and back, and by nobody else's word. */

#include "wire/keys.h"
#include "wire/whereabouts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT 5

static keys_t keys[COUNT + 1];
static statement_of_server_t said[COUNT];

/*  Statement I replaces keys I by keys I + 1; the third changes the address only. */
static void make (size_t i, const keys_t *before, const keys_t *after, const char *endpoint)
{
    said[i] = (statement_of_server_t){.serial = i + 1, .said_at_us = (int64_t)i + 1};
    memcpy (said[i].before, before->sign_public, SIGN_KEY_BYTES);
    memcpy (said[i].sign, after->sign_public, SIGN_KEY_BYTES);
    memcpy (said[i].curve, after->curve_public, CURVE_KEY_BYTES);
    snprintf (said[i].endpoint, sizeof said[i].endpoint, "%s", endpoint);
    whereabouts_sign (&said[i], before->sign_secret, after->sign_secret);
}

static int setup (void **state)
{
    (void)state;
    assert_int_equal (keys_init (), QCDC_OK);
    for (size_t i = 0; i <= COUNT; i++)
        keys_make (&keys[i]);
    keys[3] = keys[2];
    for (size_t i = 0; i < COUNT; i++)
        make (i, &keys[i], &keys[i + 1], i == 2 ? "tcp://b:2" : "");
    return 0;
}

static known_server_t known_at (size_t serial)
{
    known_server_t known = {.serial = serial, .endpoint = "tcp://a:1"};
    memcpy (known.sign, keys[serial].sign_public, SIGN_KEY_BYTES);
    memcpy (known.curve, keys[serial].curve_public, CURVE_KEY_BYTES);
    return known;
}

static void assert_at (const known_server_t *known, size_t serial)
{
    assert_int_equal (known->serial, serial);
    /* The day of the change, wherever its statement was seen. */
    if (known->said_at_us)
        assert_int_equal (known->said_at_us, said[serial - 1].said_at_us);
    assert_memory_equal (known->sign, keys[serial].sign_public, SIGN_KEY_BYTES);
    assert_memory_equal (known->curve, keys[serial].curve_public, CURVE_KEY_BYTES);
}

static void test_followed (void **state)
{
    (void)state;
    fault_t fault = {0};
    for (size_t from = 0; from <= COUNT; from++)
        for (size_t first = 0; first <= from && first < COUNT; first++)
            for (size_t last = first; last < COUNT; last++) {
                known_server_t known = known_at (from);
                assert_int_equal (whereabouts_follow (&known, said + first, last + 1 - first, &fault), QCDC_OK);
                size_t to = last + 1 > from ? last + 1 : from;
                assert_at (&known, to);
                assert_int_equal (known.said_at_us != 0, last + 1 >= from);
                assert_string_equal (known.endpoint, from < 3 && to >= 3 ? "tcp://b:2" : "tcp://a:1");
                /* Every key from the first statement on is known, in whichever direction it was met. */
                for (size_t i = last + 1 >= from ? first : from; i <= to; i++)
                    assert_true (known_server_has (&known, keys[i].sign_public));
            }
}

static void test_receipts_of_earlier_keys (void **state)
{
    (void)state;
    fault_t fault = {0};
    known_server_t early = known_at (0), late = known_at (COUNT);
    receipt_t receipt = {.origin = 1, .first_seq = 1, .last_seq = 2, .commit_seq = 3};
    for (size_t i = 0; i <= COUNT; i++) {
        receipt_sign (&receipt, keys[i].sign_secret);
        assert_int_equal (known_server_receipt (&early, &receipt), i == 0);
    }
    assert_int_equal (whereabouts_follow (&early, said, COUNT, &fault), QCDC_OK);
    assert_int_equal (whereabouts_follow (&late, said, COUNT, &fault), QCDC_OK);
    for (size_t i = 0; i <= COUNT; i++) {
        receipt_sign (&receipt, keys[i].sign_secret);
        assert_true (known_server_receipt (&early, &receipt) && known_server_receipt (&late, &receipt));
    }
    keys_t stranger;
    keys_make (&stranger);
    receipt_sign (&receipt, stranger.sign_secret);
    assert_false (known_server_receipt (&early, &receipt) || known_server_receipt (&late, &receipt));
}

static void assert_refused (const known_server_t *from, const statement_of_server_t *items, size_t count)
{
    fault_t fault = {0};
    known_server_t known = *from;
    assert_int_equal (whereabouts_follow (&known, items, count, &fault), QCDC_BAD_SIGNATURE);
    assert_memory_equal (&known, from, sizeof known);
}

static void test_refused (void **state)
{
    (void)state;
    statement_of_server_t items[COUNT];
    known_server_t from = known_at (0), middle = known_at (2);
    /* Any byte of any of them changed, whether it lies ahead or behind. */
    for (size_t i = 0; i < COUNT; i++)
        for (size_t at = 0; at < 6; at++) {
            memcpy (items, said, sizeof said);
            uint8_t *fields[] = {items[i].before, items[i].sign, items[i].curve, items[i].signature,
                                 items[i].consent};
            if (at < 5)
                fields[at][0] ^= 1;
            else
                snprintf (items[i].endpoint, sizeof items[i].endpoint, "tcp://evil:1");
            assert_refused (&from, items, COUNT);
            assert_refused (&middle, items, COUNT);
        }
    /* One left out, and those that begin too late. */
    memcpy (items, said, sizeof said);
    items[1] = said[2];
    assert_refused (&from, items, 2);
    assert_refused (&from, said + 1, COUNT - 1);
    /* By a key that is not the one known: the stranger's own chain is sound, but leads from nowhere. */
    keys_t stranger, next;
    keys_make (&stranger);
    keys_make (&next);
    statement_of_server_t own = said[0];
    memcpy (own.before, stranger.sign_public, SIGN_KEY_BYTES);
    memcpy (own.sign, next.sign_public, SIGN_KEY_BYTES);
    whereabouts_sign (&own, stranger.sign_secret, next.sign_secret);
    assert_refused (&from, &own, 1);
    /* A key that was replaced says nothing any more. */
    statement_of_server_t late = said[2];
    memcpy (late.before, keys[0].sign_public, SIGN_KEY_BYTES);
    memcpy (late.sign, next.sign_public, SIGN_KEY_BYTES);
    whereabouts_sign (&late, keys[0].sign_secret, next.sign_secret);
    assert_refused (&middle, &late, 1);
    /* The new key must agree: nobody else's key is made the server's past. */
    statement_of_server_t forced = said[1];
    memcpy (forced.before, stranger.sign_public, SIGN_KEY_BYTES);
    whereabouts_sign (&forced, stranger.sign_secret, stranger.sign_secret);
    assert_refused (&middle, &forced, 1);
}

static void test_wire (void **state)
{
    (void)state;
    Qcdc__Whereabouts wire;
    statement_of_server_t back;
    whereabouts_to_wire (&said[2], &wire);
    assert_true (whereabouts_from_wire (&wire, &back));
    assert_memory_equal (&back, &said[2], sizeof back);
    wire.consent.len--;
    assert_false (whereabouts_from_wire (&wire, &back));
    whereabouts_to_wire (&said[2], &wire);
    char long_endpoint[QCDC_ENDPOINT_BYTES_MAX + 2];
    memset (long_endpoint, 'x', sizeof long_endpoint);
    long_endpoint[sizeof long_endpoint - 1] = '\0';
    wire.endpoint = long_endpoint;
    assert_false (whereabouts_from_wire (&wire, &back));
    long_endpoint[QCDC_ENDPOINT_BYTES_MAX] = '\0';
    assert_true (whereabouts_from_wire (&wire, &back));
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_followed),
        cmocka_unit_test (test_receipts_of_earlier_keys),
        cmocka_unit_test (test_refused),
        cmocka_unit_test (test_wire),
    };
    return cmocka_run_group_tests (tests, setup, NULL);
}
