/*  Who sent a petition is read by whoever holds one of the keys that it was sealed to, and by nobody else. */

#include "facts/sealed_identity.h"

#include "facts/fact.h"
#include "wire/keys.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static arena_t *arena;
static box_keys_t keys[IDENTITY_KEYS_MAX + 2];
static uint8_t publics[IDENTITY_KEYS_MAX + 2][BOX_KEY_BYTES];

static int set_up (void **state)
{
    (void)state;
    assert_int_equal (keys_init (), QCDC_OK);
    arena = arena_new (1 << 20);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        uint8_t secret[RECOVERY_SECRET_BYTES] = {(uint8_t)i, 7};
        identity_keys_of (secret, &keys[i]);
        memcpy (publics[i], keys[i].public, BOX_KEY_BYTES);
    }
    return arena ? 0 : -1;
}

static int tear_down (void **state)
{
    (void)state;
    arena_destroy (&arena);
    return 0;
}

static Qcdc__IdentityText somebody (void)
{
    Qcdc__IdentityText text = QCDC__IDENTITY_TEXT__INIT;
    text.name = "Lò Thị Sương Mai";
    text.born = "1961";
    text.phone = "0987123604";
    return text;
}

static Qcdc__SealedIdentity *sealed_to (size_t count)
{
    Qcdc__IdentityText text = somebody ();
    Qcdc__SealedIdentity *sealed = NULL;
    assert_int_equal (identity_seal (&text, (const uint8_t (*)[BOX_KEY_BYTES])publics, count, arena, &sealed),
                      QCDC_OK);
    return sealed;
}

static void test_sealed_further (void **state)
{
    (void)state;
    Qcdc__SealedIdentity *sealed = sealed_to (2), *further = NULL, *full = sealed_to (IDENTITY_KEYS_MAX);
    Qcdc__IdentityText *text = NULL;
    const box_keys_t *other = &keys[IDENTITY_KEYS_MAX];
    assert_int_equal (identity_open (sealed, other, arena, &text), QCDC_NOT_FOUND);
    /* Only who can open it can let another one do so. */
    assert_int_equal (identity_seal_further (sealed, &keys[3], other->public, arena, &further), QCDC_NOT_FOUND);
    assert_int_equal (identity_seal_further (sealed, &keys[1], other->public, arena, &further), QCDC_OK);
    const box_keys_t *const READERS[] = {&keys[0], &keys[1], other};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal (identity_open (further, READERS[i], arena, &text), QCDC_OK);
        assert_string_equal (text->name, "Lò Thị Sương Mai");
    }
    assert_int_equal (sealed->n_keys, 2);
    assert_int_equal (identity_seal_further (full, &keys[0], other->public, arena, &further), QCDC_TOO_LARGE);
}

static void test_each_key_opens (void **state)
{
    (void)state;
    Qcdc__SealedIdentity *sealed = sealed_to (3);
    Qcdc__IdentityText *text = NULL;
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal (identity_open (sealed, &keys[i], arena, &text), QCDC_OK);
        assert_string_equal (text->name, "Lò Thị Sương Mai");
        assert_string_equal (text->born, "1961");
        assert_string_equal (text->address, "");
        assert_string_equal (text->phone, "0987123604");
    }
    assert_int_equal (identity_open (sealed, &keys[3], arena, &text), QCDC_NOT_FOUND);
}

/*  Whoever has the id of a key, and not the secret, opens nothing; and what was changed is not taken for what was sealed. */
static void test_changed (void **state)
{
    (void)state;
    Qcdc__SealedIdentity *sealed = sealed_to (1);
    Qcdc__IdentityText *text = NULL;
    box_keys_t forged = keys[0];
    memcpy (forged.secret, keys[1].secret, BOX_KEY_BYTES);
    assert_int_equal (identity_open (sealed, &forged, arena, &text), QCDC_CORRUPT);
    ProtobufCBinaryData *boxes[] = {&sealed->box, &sealed->keys[0]->box};
    for (size_t i = 0; i < 2; i++)
        for (size_t at = 0; at < boxes[i]->len; at++) {
            boxes[i]->data[at] ^= 0x10;
            assert_int_equal (identity_open (sealed, &keys[0], arena, &text), QCDC_CORRUPT);
            boxes[i]->data[at] ^= 0x10;
        }
    size_t length = sealed->box.len;
    for (sealed->box.len = 0; sealed->box.len < length; sealed->box.len++)
        assert_int_equal (identity_open (sealed, &keys[0], arena, &text), QCDC_CORRUPT);
    assert_int_equal (identity_open (sealed, &keys[0], arena, &text), QCDC_OK);
}

/*  Nothing of it shows: neither a text, nor that two say the same, nor how long a name is. */
static void test_tells_nothing (void **state)
{
    (void)state;
    Qcdc__SealedIdentity *one = sealed_to (2), *other = sealed_to (2);
    Qcdc__IdentityText empty = QCDC__IDENTITY_TEXT__INIT;
    Qcdc__SealedIdentity *least = NULL;
    assert_int_equal (identity_seal (&empty, (const uint8_t (*)[BOX_KEY_BYTES])publics, 1, arena, &least), QCDC_OK);
    assert_int_equal (one->box.len, other->box.len);
    assert_int_equal (one->box.len, least->box.len);
    assert_memory_not_equal (one->box.data, other->box.data, 32);
    assert_memory_not_equal (one->keys[0]->box.data, other->keys[0]->box.data, 32);
    assert_null (memmem (one->box.data, one->box.len, "0987123604", 10));
}

static void test_limits (void **state)
{
    (void)state;
    char name[IDENTITY_FIELD_BYTES_MAX + 2];
    Qcdc__IdentityText text = somebody ();
    Qcdc__SealedIdentity *sealed = NULL;
    memset (name, 'a', sizeof name);
    name[IDENTITY_FIELD_BYTES_MAX] = '\0';
    text.name = name;
    const uint8_t (*to)[BOX_KEY_BYTES] = (const uint8_t (*)[BOX_KEY_BYTES])publics;
    assert_int_equal (identity_seal (&text, to, IDENTITY_KEYS_MAX, arena, &sealed), QCDC_OK);
    assert_int_equal (identity_seal (&text, to, IDENTITY_KEYS_MAX + 1, arena, &sealed), QCDC_MALFORMED);
    assert_int_equal (identity_seal (&text, to, 0, arena, &sealed), QCDC_MALFORMED);
    name[IDENTITY_FIELD_BYTES_MAX] = 'a';
    name[IDENTITY_FIELD_BYTES_MAX + 1] = '\0';
    assert_int_equal (identity_seal (&text, to, 1, arena, &sealed), QCDC_TOO_LARGE);
    text = somebody ();
    const uint8_t nothing[1][BOX_KEY_BYTES] = {{0}};
    assert_int_equal (identity_seal (&text, nothing, 1, arena, &sealed), QCDC_MALFORMED);
}

/*  The secret on paper is that of the key, however it is typed; and the key pair is always the same. */
static void test_paper (void **state)
{
    (void)state;
    uint8_t secret[RECOVERY_SECRET_BYTES] = "fifteen letters", read[RECOVERY_SECRET_BYTES];
    char text[RECOVERY_TEXT_BYTES], hex[2 * BOX_KEY_BYTES + 1];
    box_keys_t made, again;
    recovery_write (secret, text);
    assert_int_equal (recovery_secret (text, read), QCDC_OK);
    assert_memory_equal (secret, read, sizeof secret);
    identity_keys_of (secret, &made);
    identity_keys_of (read, &again);
    assert_memory_equal (&made, &again, sizeof made);
    text[3] = text[3] == '7' ? '8' : '7';
    assert_int_equal (recovery_secret (text, read), QCDC_MALFORMED);
    assert_int_equal (recovery_secret ("", read), QCDC_EMPTY);
    assert_string_not_equal (hex_format (made.public, BOX_KEY_BYTES, hex), "");
}

/*  The device that wrote it. */
static void test_device (void **state)
{
    (void)state;
    keys_t device;
    box_keys_t box;
    uint8_t public[BOX_KEY_BYTES];
    Qcdc__IdentityText said = somebody (), *text = NULL;
    Qcdc__SealedIdentity *sealed = NULL;
    keys_make (&device);
    identity_keys_of_device (device.sign_public, device.sign_secret, &box);
    identity_public_of_device (device.sign_public, public);
    assert_memory_equal (public, box.public, sizeof public);
    assert_int_equal (identity_seal (&said, (const uint8_t (*)[BOX_KEY_BYTES]) & public, 1, arena, &sealed), QCDC_OK);
    assert_int_equal (identity_open (sealed, &box, arena, &text), QCDC_OK);
    assert_string_equal (text->name, said.name);
}

int main (void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test (test_each_key_opens), cmocka_unit_test (test_sealed_further),
                                       cmocka_unit_test (test_changed),        cmocka_unit_test (test_tells_nothing),
                                       cmocka_unit_test (test_limits),         cmocka_unit_test (test_paper),
                                       cmocka_unit_test (test_device)};
    return cmocka_run_group_tests (tests, set_up, tear_down);
}
