/*  A scan comes back as it was by its key and by no other, and nothing can be left out of it, added or moved. */

#include "facts/scan_seal.h"

#include "base/limits.h"
#include "wire/keys.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define AT_ONCE QCDC_SCAN_SEALED_AT_ONCE

static int set_up (void **state)
{
    (void)state;
    return keys_init () == QCDC_OK ? 0 : -1;
}

static FILE *file_of (const uint8_t *data, size_t length)
{
    FILE *file = tmpfile ();
    assert_non_null (file);
    assert_int_equal (fwrite (data, 1, length, file), length);
    rewind (file);
    return file;
}

/*  All of FILE, malloc'ed. */
static uint8_t *bytes_of (FILE *file, size_t *length)
{
    assert_int_equal (fseek (file, 0, SEEK_END), 0);
    *length = (size_t)ftell (file);
    rewind (file);
    uint8_t *data = malloc (*length + 1);
    assert_int_equal (fread (data, 1, *length, file), *length);
    return data;
}

static uint8_t *paper (size_t length)
{
    uint8_t *data = malloc (length + 1);
    for (size_t i = 0; i < length; i++)
        data[i] = (uint8_t)(i * 7 + i / 251);
    return data;
}

/*  LENGTH bytes, sealed: *SEALED malloc'ed. */
static scan_sealed_t sealed_of (size_t length, uint8_t **sealed, size_t *sealed_length)
{
    scan_sealed_t what;
    uint8_t *data = paper (length);
    FILE *plain = file_of (data, length), *file = tmpfile ();
    assert_int_equal (scan_seal (plain, file, &what), QCDC_OK);
    *sealed = bytes_of (file, sealed_length);
    fclose (plain);
    fclose (file);
    free (data);
    return what;
}

static qcdc_status opened (const uint8_t *sealed, size_t length, const uint8_t *key, uint8_t **plain,
                           size_t *plain_length)
{
    FILE *from = file_of (sealed, length), *to = tmpfile ();
    qcdc_status status = scan_open (from, key, to);
    *plain = bytes_of (to, plain_length);
    fclose (from);
    fclose (to);
    return status;
}

static qcdc_status opens (const uint8_t *sealed, size_t length, const uint8_t *key)
{
    uint8_t *plain;
    size_t plain_length;
    qcdc_status status = opened (sealed, length, key, &plain, &plain_length);
    free (plain);
    return status;
}

/*  At every size around a message's: the bytes come back, sealed they are as many as was said, and their hash is theirs. */
static void test_comes_back (void **state)
{
    static const size_t LENGTHS[] = {1, 2, AT_ONCE - 1, AT_ONCE, AT_ONCE + 1, 2 * AT_ONCE, 3 * AT_ONCE + 5};
    (void)state;
    for (size_t i = 0; i < sizeof LENGTHS / sizeof *LENGTHS; i++) {
        uint8_t *sealed, *plain, *data = paper (LENGTHS[i]), hash[HASH_BYTES];
        size_t length, plain_length;
        scan_sealed_t what = sealed_of (LENGTHS[i], &sealed, &length);
        assert_int_equal (what.bytes, length);
        assert_int_equal (scan_sealed_bytes (LENGTHS[i]), length);
        hash_bytes (sealed, length, hash);
        assert_memory_equal (what.hash, hash, HASH_BYTES);
        hash_bytes (data, LENGTHS[i], hash);
        assert_memory_equal (what.plain_hash, hash, HASH_BYTES);
        assert_int_equal (opened (sealed, length, what.key, &plain, &plain_length), QCDC_OK);
        assert_int_equal (plain_length, LENGTHS[i]);
        assert_memory_equal (plain, data, plain_length);
        free (plain);
        free (sealed);
        free (data);
    }
    assert_int_equal (scan_sealed_bytes (0), 0);
}

/*  The same paper is sealed otherwise each time, and what is sealed shows nothing of it. */
static void test_each_time_another_key (void **state)
{
    uint8_t *one, *other;
    size_t length;
    (void)state;
    scan_sealed_t a = sealed_of (1000, &one, &length), b = sealed_of (1000, &other, &length);
    assert_memory_not_equal (a.key, b.key, SCAN_KEY_BYTES);
    assert_memory_not_equal (a.hash, b.hash, HASH_BYTES);
    assert_memory_equal (a.plain_hash, b.plain_hash, HASH_BYTES);
    assert_int_equal (opens (one, length, b.key), QCDC_CORRUPT);
    uint8_t *data = paper (16);
    assert_null (memmem (one, length, data, 16));
    free (data);
    free (one);
    free (other);
}

static void test_nothing_can_be_changed (void **state)
{
    uint8_t *sealed;
    size_t length, message = AT_ONCE + 17;
    (void)state;
    scan_sealed_t what = sealed_of (3 * AT_ONCE, &sealed, &length);
    assert_int_equal (length, 24 + 3 * message);
    for (size_t at = 0; at < length; at += 9973) {
        sealed[at] ^= 1;
        assert_int_equal (opens (sealed, length, what.key), QCDC_CORRUPT);
        sealed[at] ^= 1;
    }
    /* Cut off, wherever; behind a whole message, too. */
    assert_int_equal (opens (sealed, 0, what.key), QCDC_CORRUPT);
    assert_int_equal (opens (sealed, 10, what.key), QCDC_CORRUPT);
    assert_int_equal (opens (sealed, 24, what.key), QCDC_CORRUPT);
    assert_int_equal (opens (sealed, length - 1, what.key), QCDC_CORRUPT);
    assert_int_equal (opens (sealed, 24 + 2 * message, what.key), QCDC_CORRUPT);
    /* More behind the end, and two messages that changed places. */
    uint8_t *longer = malloc (length + 1), *kept = malloc (message);
    memcpy (longer, sealed, length);
    longer[length] = 0;
    assert_int_equal (opens (longer, length + 1, what.key), QCDC_CORRUPT);
    memcpy (kept, sealed + 24, message);
    memmove (sealed + 24, sealed + 24 + message, message);
    memcpy (sealed + 24 + message, kept, message);
    assert_int_equal (opens (sealed, length, what.key), QCDC_CORRUPT);
    free (longer);
    free (kept);
    free (sealed);
}

/*  To the byte: the largest scan there is, and one byte more. */
static void test_the_largest (void **state)
{
    (void)state;
    size_t most = QCDC_SCAN_BYTES_MAX;
    while (scan_sealed_bytes (most) > QCDC_SCAN_BYTES_MAX)
        most--;
    for (size_t more = 0; more < 2; more++) {
        scan_sealed_t what;
        uint8_t *data = paper (most + more);
        FILE *plain = file_of (data, most + more), *sealed = tmpfile ();
        assert_int_equal (scan_seal (plain, sealed, &what), more ? QCDC_TOO_LARGE : QCDC_OK);
        fclose (plain);
        fclose (sealed);
        free (data);
    }
    FILE *plain = tmpfile (), *sealed = tmpfile ();
    scan_sealed_t what;
    assert_int_equal (scan_seal (plain, sealed, &what), QCDC_EMPTY);
    fclose (plain);
    fclose (sealed);
}

/*  By what is in it, not by its name. */
static void test_media (void **state)
{
    static const struct {
        const char *head;
        size_t length;
        Qcdc__BlobMedia media;
    } FILES[] = {{"%PDF-1.7\n", 9, QCDC__BLOB_MEDIA__PDF},
                 {"\xEF\xBB\xBF\r\n%PDF-1.4", 13, QCDC__BLOB_MEDIA__PDF},
                 {"\xFF\xD8\xFF\xE0", 4, QCDC__BLOB_MEDIA__JPEG},
                 {"\x89PNG\r\n\x1A\n", 8, QCDC__BLOB_MEDIA__PNG},
                 {"\x89PNG\r\n\x1A", 7, QCDC__BLOB_MEDIA__BLOB_MEDIA_UNSPECIFIED},
                 {"II*\0", 4, QCDC__BLOB_MEDIA__TIFF},
                 {"MM\0*", 4, QCDC__BLOB_MEDIA__TIFF},
                 {"PK\3\4", 4, QCDC__BLOB_MEDIA__BLOB_MEDIA_UNSPECIFIED},
                 {"GIF89a", 6, QCDC__BLOB_MEDIA__BLOB_MEDIA_UNSPECIFIED},
                 {"%PDF", 4, QCDC__BLOB_MEDIA__BLOB_MEDIA_UNSPECIFIED},
                 {"", 0, QCDC__BLOB_MEDIA__BLOB_MEDIA_UNSPECIFIED}};
    (void)state;
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++)
        assert_int_equal (scan_media ((const uint8_t *)FILES[i].head, FILES[i].length), FILES[i].media);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_comes_back),
        cmocka_unit_test (test_each_time_another_key),
        cmocka_unit_test (test_nothing_can_be_changed),
        cmocka_unit_test (test_the_largest),
        cmocka_unit_test (test_media),
    };
    return cmocka_run_group_tests (tests, set_up, NULL);
}
