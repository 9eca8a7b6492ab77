/*  test_recovery.c — a key on paper: what people make of its code, and what it signs. */

#include "wire/keys.h"
#include "wire/recovery.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static int begin (void **state)
{
    (void)state;
    return keys_init () == QCDC_OK ? 0 : -1;
}

/*  The secret 00 01 … 0f, made elsewhere (Python's hashlib.blake2b and PyNaCl). */
static const char CODE[] = "000G4-0R40M-30E20-9185G-R38E1-WBDFK";
static const char PUBLIC[] = "88539968f8ca4d94026ed877499b88862c3c459bbf6d4d5a2c0a88db02ba9d70";

static void test_vector (void **state)
{
    (void)state;
    recovery_t paper;
    char hex[2 * SIGN_KEY_BYTES + 1];
    assert_int_equal (recovery_read (CODE, &paper), QCDC_OK);
    assert_string_equal (hex_format (paper.sign_public, SIGN_KEY_BYTES, hex), PUBLIC);
}

/*  As people type it, and what they get wrong. */
static void test_reading (void **state)
{
    (void)state;
    recovery_t made, read;
    char text[RECOVERY_TEXT_BYTES], typed[2 * RECOVERY_TEXT_BYTES];
    for (int round = 0; round < 50; round++) {
        size_t length = 0;
        recovery_make (&made, text);
        assert_int_equal (strlen (text), RECOVERY_TEXT_BYTES - 1);
        for (const char *at = text; *at; at++) {
            char written = *at == '-' ? ' ' : *at == '0' ? 'o' : *at == '1' ? 'l' : *at;
            typed[length++] = written >= 'A' && written <= 'Z' && round % 2 ? (char)(written + 'a' - 'A') : written;
        }
        strcpy (typed + length, "\n");
        assert_int_equal (recovery_read (typed, &read), QCDC_OK);
        assert_memory_equal (&made, &read, sizeof made);
        size_t at = (size_t)round % 30 + (size_t)round % 30 / 5;
        text[at] = text[at] == 'X' ? 'Y' : 'X';
        assert_int_equal (recovery_read (text, &read), QCDC_MALFORMED);
        text[RECOVERY_TEXT_BYTES - 2] = '\0';
        assert_int_equal (recovery_read (text, &read), QCDC_MALFORMED);
    }
    static const char *const WRONG[] = {"U", "000G4-0R40M-30E20-9185G-R38E1-WBDFK0", "ô",
                                        "000000000000000000000000000000"};
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++)
        assert_int_equal (recovery_read (WRONG[i], &read), QCDC_MALFORMED);
    assert_int_equal (recovery_read ("", &read), QCDC_EMPTY);
    assert_int_equal (recovery_read (" - \n", &read), QCDC_EMPTY);
}

static void test_signing (void **state)
{
    (void)state;
    recovery_t paper;
    char text[RECOVERY_TEXT_BYTES];
    uint8_t device[SIGN_KEY_BYTES] = {1}, other[SIGN_KEY_BYTES] = {2}, signature[SIGNATURE_BYTES];
    recovery_make (&paper, text);
    vouching_sign (device, paper.sign_secret, signature);
    assert_true (vouching_verify (device, paper.sign_public, signature));
    assert_false (vouching_verify (other, paper.sign_public, signature));
    assert_false (vouching_verify (device, other, signature));
    recovery_forget (&paper);
    assert_int_equal (paper.sign_secret[0], 0);
}

int main (void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test (test_vector), cmocka_unit_test (test_reading),
                                       cmocka_unit_test (test_signing)};
    return cmocka_run_group_tests (tests, begin, NULL);
}
