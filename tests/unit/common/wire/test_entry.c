/*  test_entry.c — hashes, chains and signatures against libsodium called by hand, and against vectors made elsewhere
 *  (Python's hashlib.blake2b and PyNaCl). */

#include "wire/entry.h"
#include "wire/keys.h"

#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/*  The key pair whose seed is 00 01 … 1f, and what belongs to it. */
static uint8_t sign_key[SIGN_KEY_BYTES], secret[SIGN_SECRET_BYTES];
static const uint64_t ORIGIN = 0xa0c227afeee2249dULL;
static const char *const ROOT = "9d24e2eeaf27c2a088a564a32fc03a882dcd9804dbc0d03a119491e54ba0c933";
static const char *const HASHES[] = {"43ddd4eb9b41a8c007318dbce7e7b1911951a7350ffdde09861f4f2564c7e8de",
                                     "5e5a2da0099cb4ffb28800c180a33e212408e3545bf0ee79ddd738377e339e6b",
                                     "cd51033832921a6e84b87d7a867af1cbf85157c4a81282147713e271809d94f2"};
static const uint8_t ANNEX[] = {1, 2, 3, 4, 5, 6, 7, 8, 0x0a, 3, 'a', 'b', 'c'};

static int make_keys (void **state)
{
    (void)state;
    uint8_t seed[32];
    if (keys_init () != QCDC_OK)
        return -1;
    for (size_t i = 0; i < sizeof seed; i++)
        seed[i] = (uint8_t)i;
    return crypto_sign_seed_keypair (sign_key, secret, seed);
}

static bytes_t text_bytes (const char *text)
{
    return (bytes_t){(const uint8_t *)text, strlen (text)};
}

static void assert_hex (const uint8_t *data, size_t length, const char *expected)
{
    char text[2 * SIGNATURE_BYTES + 1];
    assert_string_equal (hex_format (data, length, text), expected);
}

/*  Entry I (0 … 2) of the chain that the vectors are about. */
static entry_t vector_entry (int i)
{
    entry_t entry = {.origin = ORIGIN, .seq = (uint64_t)i + 1};
    if (i == 0) {
        entry.written_at_us = 1594632600000000;
        entry.body = text_bytes ("the first body");
    } else if (i == 1) {
        entry.written_at_us = 1594632600000001;
        entry.body = text_bytes ("the second body");
        entry.annex = (bytes_t){ANNEX, sizeof ANNEX};
    } else {
        entry.body = (bytes_t){(const uint8_t *)"", 1}; /* a single NUL */
    }
    return entry;
}

static void test_origin (void **state)
{
    (void)state;
    uint8_t root[HASH_BYTES];
    char text[ORIGIN_TEXT_BYTES];
    origin_root (sign_key, root);
    assert_hex (root, sizeof root, ROOT);
    assert_true (origin_id (sign_key) == ORIGIN);
    assert_true (hash_prefix (root) == ORIGIN);
    assert_string_equal (origin_format (ORIGIN, text), "9d24e2eeaf27c2a0"); /* the root's first bytes, in order */
}

static void test_chain (void **state)
{
    (void)state;
    uint8_t hash[HASH_BYTES];
    origin_root (sign_key, hash);
    for (int i = 0; i < 3; i++) {
        entry_t entry = vector_entry (i);
        entry_hash (&entry, hash, hash); /* in place: so a chain is walked */
        assert_hex (hash, sizeof hash, HASHES[i]);
    }
}

static void update_u64 (crypto_generichash_state *hashing, uint64_t value)
{
    uint8_t bytes[8];
    for (size_t i = 0; i < 8; i++) {
        bytes[i] = (uint8_t)value;
        value >>= 8;
    }
    crypto_generichash_update (hashing, bytes, sizeof bytes);
}

/*  The formula of the contract, written down a second time. */
static void formula (const entry_t *entry, const uint8_t previous[32], uint8_t hash[32])
{
    crypto_generichash_state hashing;
    uint8_t annex[32] = {0};
    if (entry->annex.length)
        crypto_generichash (annex, 32, entry->annex.data, entry->annex.length, NULL, 0);
    else if (entry->annex_hash.length)
        memcpy (annex, entry->annex_hash.data, 32);
    crypto_generichash_init (&hashing, NULL, 0, 32);
    crypto_generichash_update (&hashing, (const uint8_t *)"qcdc-entry-1", 12);
    crypto_generichash_update (&hashing, previous, 32);
    update_u64 (&hashing, entry->origin);
    update_u64 (&hashing, entry->seq);
    update_u64 (&hashing, (uint64_t)entry->written_at_us);
    crypto_generichash_update (&hashing, annex, 32);
    crypto_generichash_update (&hashing, entry->body.data, entry->body.length);
    crypto_generichash_final (&hashing, hash, 32);
}

static void test_formula (void **state)
{
    (void)state;
    uint8_t bytes[300], previous[32], expected[32], hash[32], annex_hash[32];
    randombytes_buf (bytes, sizeof bytes);
    randombytes_buf (previous, sizeof previous);
    hash_bytes (bytes + 7, 90, annex_hash);
    for (size_t length = 1; length < 200; length += 13) {
        entry_t entry = {.origin = 0xFEDCBA9876543210ULL + length,
                         .seq = UINT64_MAX - length,
                         .written_at_us = (int64_t)length << 50,
                         .body = {bytes, length}};
        for (int kind = 0; kind < 3; kind++) {
            entry.annex = kind == 1 ? (bytes_t){bytes + 7, 90} : (bytes_t){0};
            entry.annex_hash = kind == 2 ? (bytes_t){annex_hash, 32} : (bytes_t){0};
            formula (&entry, previous, expected);
            entry_hash (&entry, previous, hash);
            assert_memory_equal (hash, expected, 32);
        }
    }
}

/*  Everything that an entry says is in its hash; only whether the annex itself or its hash stands there is not. */
static void test_hash_covers (void **state)
{
    (void)state;
    uint8_t previous[32] = {0}, other[32] = {1}, hash[32], changed[32], annex_hash[32], zeros[32] = {0};
    entry_t entry = vector_entry (1), copy;
    entry_hash (&entry, previous, hash);

    hash_bytes (ANNEX, sizeof ANNEX, annex_hash);
    assert_hex (annex_hash, 32, "73b1dcaa62eebe51032f3cd1d6ce2e9671cbbcd0ad834e980c86c24824175aa9");
    copy = entry;
    copy.annex = (bytes_t){0};
    copy.annex_hash = (bytes_t){annex_hash, sizeof annex_hash};
    entry_hash (&copy, previous, changed);
    assert_memory_equal (changed, hash, 32);

    copy.annex_hash = (bytes_t){0};
    entry_hash (&copy, previous, changed); /* no annex at all is not an erased one */
    assert_memory_not_equal (changed, hash, 32);
    copy.annex_hash = (bytes_t){zeros, sizeof zeros};
    uint8_t none[32];
    memcpy (none, changed, 32);
    entry_hash (&copy, previous, changed);
    assert_memory_equal (changed, none, 32);

    for (int field = 0; field < 6; field++) {
        copy = entry;
        if (field == 0)
            copy.origin ^= 1ULL << 63;
        else if (field == 1)
            copy.seq++;
        else if (field == 2)
            copy.written_at_us++;
        else if (field == 3)
            copy.body.length--;
        else if (field == 4)
            copy.annex.length--;
        entry_hash (&copy, field == 5 ? other : previous, changed);
        assert_memory_not_equal (changed, hash, 32);
    }
}

static void test_commit_hash (void **state)
{
    (void)state;
    uint8_t chain[HASH_BYTES] = {0}, entry[HASH_BYTES];
    assert_int_equal (hex_parse (HASHES[0], entry, sizeof entry), QCDC_OK);
    commit_hash (chain, entry, 1594632601000000, chain);
    assert_hex (chain, sizeof chain, "65c9aa8e78e3efc86d70f3de1fab4632e700982a63065ffc87e61fad3a7c88c8");
    assert_int_equal (hex_parse (HASHES[1], entry, sizeof entry), QCDC_OK);
    commit_hash (chain, entry, 1594632601000001, chain);
    assert_hex (chain, sizeof chain, "6f752fd53e6bc782e50489e6f9dc90fdc05d5dffd8e1eef368e3a0cbf33256e9");
}

static void test_append (void **state)
{
    (void)state;
    uint8_t hash[HASH_BYTES], signature[SIGNATURE_BYTES];
    assert_int_equal (hex_parse (HASHES[2], hash, sizeof hash), QCDC_OK);
    append_sign (ORIGIN, 1, 3, hash, secret, signature);
    assert_hex (signature, sizeof signature,
                "f7903a587f84e92f9ed5a9c79992b7d25cd4ccb5d4ac35a3ac892906d5a175d1"
                "2ab355a42521dba234eaf3f10b90375a9859ae25ac136f4bfa98107845d76700");
    assert_true (append_verify (ORIGIN, 1, 3, hash, sign_key, signature));
    assert_false (append_verify (ORIGIN + 1, 1, 3, hash, sign_key, signature));
    assert_false (append_verify (ORIGIN, 2, 3, hash, sign_key, signature));
    assert_false (append_verify (ORIGIN, 1, 4, hash, sign_key, signature));
    for (size_t i = 0; i < 32; i++) {
        uint8_t other[32];
        memcpy (other, hash, 32);
        other[i] ^= 0x10;
        assert_false (append_verify (ORIGIN, 1, 3, other, sign_key, signature));
    }
    uint8_t stranger[SIGN_KEY_BYTES], strange_secret[SIGN_SECRET_BYTES];
    crypto_sign_keypair (stranger, strange_secret);
    assert_false (append_verify (ORIGIN, 1, 3, hash, stranger, signature));
    for (size_t i = 0; i < sizeof signature; i++) {
        signature[i] ^= 1;
        assert_false (append_verify (ORIGIN, 1, 3, hash, sign_key, signature));
        signature[i] ^= 1;
    }
}

static const uint8_t VERDICTS[] = {0x0a, 4, 8, 2, 0x10, 2};

static receipt_t vector_receipt (void)
{
    receipt_t receipt = {.origin = ORIGIN,
                         .first_seq = 1,
                         .last_seq = 3,
                         .commit_seq = 77,
                         .committed_at_us = 1594632602000000,
                         .first_committed_at_us = 1594632601000000,
                         .verdicts = {VERDICTS, sizeof VERDICTS}};
    assert_int_equal (hex_parse (HASHES[2], receipt.last_hash, HASH_BYTES), QCDC_OK);
    receipt_sign (&receipt, secret);
    return receipt;
}

static void test_receipt_vectors (void **state)
{
    (void)state;
    receipt_t receipt = vector_receipt ();
    assert_hex (receipt.signature, SIGNATURE_BYTES,
                "e33d9d183b82b46e08ec6478bace80e772530cd72c20120443da51b2bf1bbc8d"
                "04e5c0aaa0415d892e7721685e0551bb6fb53c67142b662e753e3ad1d8bec108");
    assert_true (receipt_verify (&receipt, sign_key));
    receipt.verdicts = (bytes_t){NULL, 0};
    assert_false (receipt_verify (&receipt, sign_key));
    receipt_sign (&receipt, secret);
    assert_hex (receipt.signature, SIGNATURE_BYTES,
                "1dcbee8fe2b2a8a9bee3dba22b837696aa06fece00eeebea7681202644a6b7a5"
                "d4ee018efcaddcc197835977715b90bbc03a1f5560a548b12ebf871f0a4dc306");
    assert_true (receipt_verify (&receipt, sign_key));
}

/*  Every bit of every field that is signed. */
static void test_receipt_covers (void **state)
{
    (void)state;
    static const struct {
        const char *name;
        size_t offset, length;
    } FIELDS[] = {
        {"origin", offsetof (receipt_t, origin), 8},
        {"first_seq", offsetof (receipt_t, first_seq), 8},
        {"last_seq", offsetof (receipt_t, last_seq), 8},
        {"last_hash", offsetof (receipt_t, last_hash), HASH_BYTES},
        {"commit_seq", offsetof (receipt_t, commit_seq), 8},
        {"committed_at", offsetof (receipt_t, committed_at_us), 8},
        {"first_committed_at", offsetof (receipt_t, first_committed_at_us), 8},
        {"signature", offsetof (receipt_t, signature), SIGNATURE_BYTES},
    };
    for (size_t f = 0; f < sizeof FIELDS / sizeof *FIELDS; f++)
        for (size_t i = 0; i < FIELDS[f].length; i++)
            for (int bit = 0; bit < 8; bit += 3) {
                receipt_t receipt = vector_receipt ();
                ((uint8_t *)&receipt)[FIELDS[f].offset + i] ^= (uint8_t)(1 << bit);
                if (receipt_verify (&receipt, sign_key))
                    fail_msg ("a receipt with another %s (byte %zu) is taken", FIELDS[f].name, i);
            }
    for (size_t i = 0; i < sizeof VERDICTS; i++) {
        uint8_t verdicts[sizeof VERDICTS];
        receipt_t receipt = vector_receipt ();
        memcpy (verdicts, VERDICTS, sizeof VERDICTS);
        verdicts[i] ^= 1;
        receipt.verdicts.data = verdicts;
        assert_false (receipt_verify (&receipt, sign_key));
    }
    /* What was signed as one thing is not taken for another. */
    receipt_t receipt = vector_receipt ();
    assert_false (append_verify (ORIGIN, 1, 3, receipt.last_hash, sign_key, receipt.signature));
    append_sign (ORIGIN, 1, 3, receipt.last_hash, secret, receipt.signature);
    assert_false (receipt_verify (&receipt, sign_key));
}

static void test_join (void **state)
{
    (void)state;
    uint8_t code[JOIN_CODE_BYTES], curve[CURVE_KEY_BYTES], signature[SIGNATURE_BYTES];
    for (size_t i = 0; i < sizeof code; i++)
        code[i] = (uint8_t)i;
    for (size_t i = 0; i < sizeof curve; i++)
        curve[i] = (uint8_t)(100 + i);
    join_sign (code, curve, secret, signature);
    assert_hex (signature, sizeof signature,
                "f0cd5f7345d38bcf927ab62cbb63d2604894d7a58a9d6aed0368e455bc61a51e"
                "5af00acbde8e767162598e0c3a7ac6ea1059006ada9de5ee3f356d29bf7f7200");
    assert_true (join_verify (code, curve, sign_key, signature));
    for (size_t i = 0; i < sizeof code; i++) {
        code[i] ^= 1;
        assert_false (join_verify (code, curve, sign_key, signature));
        code[i] ^= 1;
    }
    for (size_t i = 0; i < sizeof curve; i++) {
        curve[i] ^= 0x80;
        assert_false (join_verify (code, curve, sign_key, signature));
        curve[i] ^= 0x80;
    }
    signature[SIGNATURE_BYTES - 1] ^= 0x40;
    assert_false (join_verify (code, curve, sign_key, signature));
}

static void test_addresses (void **state)
{
    (void)state;
    static const struct {
        uint64_t origin, seq;
        const char *text;
    } CASES[] = {
        {0, 1, "0000000000000000:1"},
        {0xa0c227afeee2249dULL, 17, "9d24e2eeaf27c2a0:17"},
        {UINT64_MAX, 999999999999999999ULL, "ffffffffffffffff:999999999999999999"},
        {1, 100, "0100000000000000:100"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        char text[ADDRESS_TEXT_BYTES];
        uint64_t origin, seq;
        assert_string_equal (address_format (CASES[i].origin, CASES[i].seq, text), CASES[i].text);
        assert_int_equal (address_parse (CASES[i].text, &origin, &seq), QCDC_OK);
        assert_true (origin == CASES[i].origin && seq == CASES[i].seq);
        text[ORIGIN_TEXT_BYTES - 1] = '\0';
        assert_int_equal (origin_parse (text, &origin), QCDC_OK);
        assert_true (origin == CASES[i].origin);
    }
    char
        longest[ADDRESS_TEXT_BYTES]; /* the largest number that there is must fit, even if no journal grows so long */
    assert_string_equal (address_format (UINT64_MAX, UINT64_MAX, longest), "ffffffffffffffff:18446744073709551615");
}

static void test_bad_addresses (void **state)
{
    (void)state;
    static const char *const ADDRESSES[] = {
        "",
        ":",
        "1",
        ":1",
        "0000000000000000",
        "0000000000000000:",
        "0000000000000000:0",
        "0000000000000000:-1",
        "0000000000000000:+1",
        "0000000000000000: 1",
        "0000000000000000:1 ",
        "0000000000000000:01",
        "0000000000000000:1x",
        "0000000000000000:0x1",
        "0000000000000000:1:1",
        "0000000000000000::1",
        "000000000000000:1",
        "00000000000000000:1",
        " 000000000000000:1",
        "000000000000000g:1",
        "0000000000000:000:1",
        "0000000000000000:1000000000000000000",
        "0000000000000000:18446744073709551617",
        "0000000000000000:\xD9\xA1",
    };
    static const char *const ORIGINS[] = {"",
                                          "0",
                                          "000000000000000",
                                          "00000000000000000",
                                          "000000000000000g",
                                          "0x00000000000000",
                                          " 0000000000000000",
                                          "0000000000000000 ",
                                          "00:00:00:00:00:0"};
    uint64_t origin, seq;
    for (size_t i = 0; i < sizeof ADDRESSES / sizeof *ADDRESSES; i++)
        if (address_parse (ADDRESSES[i], &origin, &seq) != QCDC_NOT_FOUND)
            fail_msg ("'%s' was taken for an address", ADDRESSES[i]);
    for (size_t i = 0; i < sizeof ORIGINS / sizeof *ORIGINS; i++)
        if (origin_parse (ORIGINS[i], &origin) != QCDC_NOT_FOUND)
            fail_msg ("'%s' was taken for an origin", ORIGINS[i]);
}

static void test_entry_check (void **state)
{
    (void)state;
    static const uint8_t BYTES[QCDC_BODY_BYTES_MAX + 1];
    const entry_t good = {.origin = 1, .seq = 1, .body = {BYTES, 1}};
    const int64_t last_us = 253402300799000000; /* 9999-12-31T23:59:59Z */
    entry_t entry = good;
    assert_int_equal (entry_check (&entry), QCDC_OK);
    entry.body.length = QCDC_BODY_BYTES_MAX;
    entry.annex = (bytes_t){BYTES, QCDC_ANNEX_BYTES_MAX};
    entry.written_at_us = last_us;
    assert_int_equal (entry_check (&entry), QCDC_OK);
    entry.written_at_us = last_us + 1;
    assert_int_equal (entry_check (&entry), QCDC_BAD_DATE);
    entry.written_at_us = -1;
    assert_int_equal (entry_check (&entry), QCDC_BAD_DATE);
    entry.written_at_us = INT64_MIN;
    assert_int_equal (entry_check (&entry), QCDC_BAD_DATE);
    entry.written_at_us = 0;
    entry.annex.length++;
    assert_int_equal (entry_check (&entry), QCDC_TOO_LARGE);
    entry.annex.length = 0;
    entry.body.length++;
    assert_int_equal (entry_check (&entry), QCDC_TOO_LARGE);
    entry.body.length = 0;
    assert_int_equal (entry_check (&entry), QCDC_MALFORMED);

    entry = good;
    entry.annex_hash = (bytes_t){BYTES, HASH_BYTES};
    assert_int_equal (entry_check (&entry), QCDC_OK);
    entry.annex = (bytes_t){BYTES, 1}; /* an annex that is there and erased */
    assert_int_equal (entry_check (&entry), QCDC_MALFORMED);
    entry.annex.length = 0;
    for (size_t length = 1; length < 40; length++) {
        entry.annex_hash.length = length;
        assert_int_equal (entry_check (&entry), length == HASH_BYTES ? QCDC_OK : QCDC_MALFORMED);
    }
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_origin),
        cmocka_unit_test (test_chain),
        cmocka_unit_test (test_formula),
        cmocka_unit_test (test_hash_covers),
        cmocka_unit_test (test_commit_hash),
        cmocka_unit_test (test_append),
        cmocka_unit_test (test_receipt_vectors),
        cmocka_unit_test (test_receipt_covers),
        cmocka_unit_test (test_join),
        cmocka_unit_test (test_addresses),
        cmocka_unit_test (test_bad_addresses),
        cmocka_unit_test (test_entry_check),
    };
    return cmocka_run_group_tests (tests, make_keys, NULL);
}
