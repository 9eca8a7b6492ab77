/*  test_receipt.c — a receipt goes over the wire and comes back as what was signed. */

#include "wire/keys.h"
#include "wire/receipt.h"
#include "wire/wire_check.h"

#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static uint8_t sign_key[SIGN_KEY_BYTES], secret[SIGN_SECRET_BYTES];

static int make_keys (void **state)
{
    (void)state;
    return keys_init () != QCDC_OK || crypto_sign_keypair (sign_key, secret) != 0 ? -1 : 0;
}

static receipt_t make_receipt (bytes_t verdicts)
{
    receipt_t receipt = {.origin = 0x8123456789ABCDEFULL,
                         .first_seq = 1,
                         .last_seq = UINT64_MAX,
                         .commit_seq = 1ULL << 62,
                         .committed_at_us = -1,
                         .first_committed_at_us = INT64_MIN,
                         .verdicts = verdicts};
    for (size_t i = 0; i < HASH_BYTES; i++)
        receipt.last_hash[i] = (uint8_t)(255 - i);
    receipt_sign (&receipt, secret);
    return receipt;
}

static void check_round_trip (bytes_t verdicts)
{
    receipt_t receipt = make_receipt (verdicts), back;
    Qcdc__Receipt wire;
    memset (&back, 0xEE, sizeof back);
    receipt_to_wire (&receipt, &wire);
    size_t length = qcdc__receipt__get_packed_size (&wire);
    uint8_t *bytes = malloc (length);
    qcdc__receipt__pack (&wire, bytes);
    Qcdc__Receipt *unpacked = qcdc__receipt__unpack (NULL, length, bytes);
    assert_non_null (unpacked);
    assert_true (receipt_from_wire (unpacked, &back));
    assert_true (back.origin == receipt.origin && back.first_seq == receipt.first_seq);
    assert_true (back.last_seq == receipt.last_seq && back.commit_seq == receipt.commit_seq);
    assert_true (back.committed_at_us == -1 && back.first_committed_at_us == INT64_MIN);
    assert_memory_equal (back.last_hash, receipt.last_hash, HASH_BYTES);
    assert_memory_equal (back.signature, receipt.signature, SIGNATURE_BYTES);
    assert_int_equal (back.verdicts.length, verdicts.length);
    if (verdicts.length)
        assert_memory_equal (back.verdicts.data, verdicts.data, verdicts.length);
    assert_true (receipt_verify (&back, sign_key));
    qcdc__receipt__free_unpacked (unpacked, NULL);
    free (bytes);
}

static void test_round_trip (void **state)
{
    (void)state;
    static const uint8_t VERDICTS[] = {0x0a, 4, 8, 2, 0x10, 2, 0, 0};
    check_round_trip ((bytes_t){VERDICTS, sizeof VERDICTS});
    check_round_trip ((bytes_t){NULL, 0});
}

static void test_sizes (void **state)
{
    (void)state;
    uint8_t bytes[SIGNATURE_BYTES + 1] = {0};
    receipt_t receipt = make_receipt ((bytes_t){NULL, 0}), back;
    for (size_t length = 0; length <= SIGNATURE_BYTES + 1; length++) {
        Qcdc__Receipt wire;
        receipt_to_wire (&receipt, &wire);
        wire.last_hash = (ProtobufCBinaryData){length, bytes};
        assert_int_equal (receipt_from_wire (&wire, &back), length == HASH_BYTES);
        receipt_to_wire (&receipt, &wire);
        wire.signature = (ProtobufCBinaryData){length, bytes};
        assert_int_equal (receipt_from_wire (&wire, &back), length == SIGNATURE_BYTES);
    }
    Qcdc__Receipt empty = QCDC__RECEIPT__INIT;
    assert_false (receipt_from_wire (&empty, &back));
}

/*  What was changed on the way does not verify.  The check before unpacking has its part in that: it refuses bits that
 *  protobuf-c would not even look at. */
static void test_tampered (void **state)
{
    (void)state;
    receipt_t receipt = make_receipt ((bytes_t){(const uint8_t *)"\x0a\x02\x08\x01", 4});
    Qcdc__Receipt wire;
    receipt_to_wire (&receipt, &wire);
    size_t length = qcdc__receipt__get_packed_size (&wire), taken = 0;
    uint8_t *bytes = malloc (length);
    qcdc__receipt__pack (&wire, bytes);
    for (size_t i = 0; i < length * 8; i++) {
        receipt_t back;
        bytes[i / 8] ^= (uint8_t)(1 << (i % 8));
        Qcdc__Receipt *unpacked = NULL;
        if (wire_check (&qcdc__receipt__descriptor, bytes, length) == QCDC_OK)
            unpacked = qcdc__receipt__unpack (NULL, length, bytes);
        if (unpacked && receipt_from_wire (unpacked, &back) && receipt_verify (&back, sign_key))
            taken++;
        if (unpacked)
            qcdc__receipt__free_unpacked (unpacked, NULL);
        bytes[i / 8] ^= (uint8_t)(1 << (i % 8));
    }
    assert_int_equal (taken, 0);
    free (bytes);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_round_trip),
        cmocka_unit_test (test_sizes),
        cmocka_unit_test (test_tampered),
    };
    return cmocka_run_group_tests (tests, make_keys, NULL);
}
