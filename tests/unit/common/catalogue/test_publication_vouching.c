/*  test_publication_vouching.c — who may publish: whom a device, or a key on paper, vouches for. */

#include "catalogue/vouching.h"
#include "published_parts.h"
#include "wire/keys.h"
#include "wire/recovery.h"

/*  A row of the table devices for KEY, from the beginning until TO, published by ORIGIN. */
static qcdc_status vouch (catalog_tables_t **tables, uint64_t origin, const char *key, const char *to)
{
    fault_t fault = {0};
    parts_t parts = {.count = 0};
    bool whole;
    catalog_tables_t *rows = tables_new ();
    const char *fields[] = {key, "máy thứ hai", "", to};
    assert_int_equal (tables_add (rows, (size_t)table_kind_find ("devices"), fields, NULL, 0, &fault), QCDC_OK);
    assert_int_equal (publication_each (rows, "máy", 0, false, part_take, &parts, &fault), QCDC_OK);
    qcdc_status status = part_fold (tables, origin, &parts, 0, &whole);
    parts_free (&parts);
    tables_destroy (&rows);
    return status;
}

static bool is_five (uint64_t origin, void *arg)
{
    (void)arg;
    return origin == 5;
}

/*  Who published first, and whom such a device vouches for, until it does so no more; nobody for itself. */
static void test_vouching (void **state)
{
    (void)state;
    fault_t fault = {0};
    uint8_t key[SIGN_KEY_BYTES] = {7};
    char hex[2 * SIGN_KEY_BYTES + 1];
    uint64_t other = origin_id (key);
    catalog_tables_t *tables = tables_new (), *bad = NULL;
    hex_format (key, sizeof key, hex);
    assert_true (device_is_vouched_for (tables, 5, on ("2026-06-01")));
    assert_int_equal (vouch (&tables, 5, "0000", ""), QCDC_OK);
    assert_int_equal (devices_check (tables, &fault), QCDC_BAD_CATALOGUE);
    tables_destroy (&tables);
    tables = tables_new ();
    tables_set_first (tables, 5);
    assert_int_equal (vouch (&tables, other, hex, ""), QCDC_UNVOUCHED);
    assert_int_equal (vouch (&tables, 5, hex, ""), QCDC_OK);
    assert_int_equal (devices_check (tables, &fault), QCDC_OK);
    assert_int_equal (tables_copy (tables, &bad, &fault), QCDC_OK);
    assert_true (tables_first (bad) == 5);
    tables_destroy (&bad);
    assert_int_equal (vouch (&tables, other, hex, "2026-06-01"), QCDC_OK);
    assert_true (device_is_vouched_for (tables, other, on ("2026-06-01")));
    assert_false (device_is_vouched_for (tables, other, on ("2026-06-02")));
    assert_false (device_is_vouched_for (tables, 6, on ("2026-06-01")));
    assert_int_equal (device_vouched (tables, other, on ("2026-06-02")), VOUCHED_ENDED);
    assert_int_equal (device_vouched (tables, 6, on ("2026-06-02")), VOUCHED_NEVER);
    assert_int_equal (keys_vouched (tables, on ("2026-06-01"), NULL, NULL), 2);
    assert_int_equal (keys_vouched (tables, on ("2026-06-01"), is_five, NULL), 1);
    assert_int_equal (keys_vouched (tables, on ("2026-06-02"), NULL, NULL), 1);
    tables_destroy (&tables);
}

/*  What a key on paper signs for a device, as a fact of that device. */
static qcdc_status vouch_by (catalog_tables_t *tables, uint64_t origin, const uint8_t device[SIGN_KEY_BYTES],
                             const recovery_t *by, const uint8_t signed_for[SIGN_KEY_BYTES])
{
    fault_t fault = {0};
    bool whole;
    char hex[2 * SIGN_KEY_BYTES + 1];
    uint8_t signature[SIGNATURE_BYTES], key[SIGN_KEY_BYTES];
    char *columns[] = {"key", "name"}, *fields[] = {hex_format (device, SIGN_KEY_BYTES, hex), "máy mới"};
    Qcdc__PublishedTable table = QCDC__PUBLISHED_TABLE__INIT, *all[] = {&table};
    Qcdc__Published published = QCDC__PUBLISHED__INIT;
    table.name = "devices";
    table.columns = columns;
    table.fields = fields;
    table.n_columns = table.n_fields = 2;
    published.set = "devices";
    published.part = published.parts = 1;
    published.tables = all;
    published.n_tables = 1;
    vouching_sign (signed_for, by->sign_secret, signature);
    memcpy (key, by->sign_public, sizeof key);
    published.voucher_key = (ProtobufCBinaryData){sizeof key, key};
    published.voucher_signature = (ProtobufCBinaryData){sizeof signature, signature};
    assert_int_equal (publication_fits (&published, &fault), QCDC_OK);
    published.voucher_signature.len--;
    assert_int_equal (publication_fits (&published, &fault), QCDC_MALFORMED);
    published.voucher_signature.len++;
    return publication_fold (tables, origin, &published, (int64_t)on ("2026-06-01") * 86400000000, &whole, &fault);
}

/*  A key on paper vouches for the device that it signed for, once, as long as it is vouched for itself; the first one's vouching ends like
 *  any other's. */
static void test_paper (void **state)
{
    (void)state;
    fault_t fault = {0};
    recovery_t paper, foreign;
    char text[RECOVERY_TEXT_BYTES], hex[2 * SIGN_KEY_BYTES + 1];
    uint8_t first[SIGN_KEY_BYTES] = {1}, device[SIGN_KEY_BYTES] = {2}, other[SIGN_KEY_BYTES] = {3};
    catalog_tables_t *tables = tables_new ();
    recovery_make (&paper, text);
    recovery_make (&foreign, text);
    tables_set_first (tables, origin_id (first));
    assert_int_equal (vouch (&tables, origin_id (first), hex_format (paper.sign_public, SIGN_KEY_BYTES, hex), ""),
                      QCDC_OK);
    assert_int_equal (vouch_by (tables, origin_id (device), device, &foreign, device), QCDC_UNVOUCHED);
    assert_int_equal (vouch_by (tables, origin_id (device), device, &paper, other), QCDC_UNVOUCHED);
    assert_int_equal (vouch_by (tables, origin_id (other), device, &paper, device), QCDC_UNVOUCHED);
    assert_int_equal (vouch_by (tables, origin_id (device), device, &paper, device), QCDC_OK);
    assert_true (device_is_vouched_for (tables, origin_id (device), on ("2026-06-01")));
    assert_int_equal (vouch (&tables, origin_id (device), hex_format (first, SIGN_KEY_BYTES, hex), "2026-05-31"),
                      QCDC_OK);
    assert_int_equal (device_vouched (tables, origin_id (first), on ("2026-05-31")), VOUCHED);
    assert_int_equal (device_vouched (tables, origin_id (first), on ("2026-06-01")), VOUCHED_ENDED);
    assert_int_equal (keys_vouched (tables, on ("2026-06-01"), NULL, NULL), 2);
    assert_int_equal (tables_end (tables, (size_t)table_kind_find ("devices"), 1, on ("2026-05-31"), &fault),
                      QCDC_OK);
    assert_int_equal (vouch_by (tables, origin_id (device), device, &paper, device), QCDC_UNVOUCHED);
    tables_destroy (&tables);
}

int main (void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test (test_vouching), cmocka_unit_test (test_paper)};
    return cmocka_run_group_tests (tests, NULL, NULL);
}
