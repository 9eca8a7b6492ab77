/*  The same person is found again however an office types him, another one is not, and without the key nothing is told. */

#include "facts/blind_index.h"

#include "wire/keys.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

static const uint8_t KEY[BLIND_KEY_BYTES] = {7, 1, 2}, OTHER_KEY[BLIND_KEY_BYTES] = {8, 1, 2};

static int set_up (void **state)
{
    (void)state;
    return keys_init () == QCDC_OK ? 0 : -1;
}

static blind_index_t of (const char *name, const char *born, const char *address, const char *number, bool tells)
{
    blind_index_t index;
    Qcdc__IdentityText text = QCDC__IDENTITY_TEXT__INIT;
    text.name = (char *)name;
    text.born = (char *)born;
    text.address = (char *)address;
    text.id_number = (char *)number;
    assert_int_equal (blind_index_of (&text, KEY, &index), tells);
    return index;
}

static void test_places (void **state)
{
    (void)state;
    static const char *const SAME[][2] = {
        {"số 47 ngõ Hoàng Cầm, thôn Đồi Chè, xã Hồng Thái, huyện Bắc Bình, tỉnh Bình Thuận", "hong thai"},
        {"thon Doi Che xa Hong Thai huyen Bac Binh", "hong thai"},
        {"X. Hồng Thái - H. Bắc Bình", "hong thai"},
        {"Xã Tân Thành, thành phố Phan Thiết", "tan thanh"},
        {"xã Tân Thành thành phố Phan Thiết", "tan thanh"},
        {"khu phố 3, thị trấn Lạc Tánh, Tánh Linh", "lac tanh"},
        {"TT. Lạc Tánh", "lac tanh"},
        {"phường Mũi Né, TP Phan Thiết", "mui ne"},
        {"P. Mũi Né", "mui ne"},
        {"12 Lê Lợi, phường 3, thị xã La Gi", "3"},
        {"12 Lê Lợi, P3, TX La Gi", "3"},
        {"Xã Tân Bình thị xã La Gi", "tan binh"},
        {"thị xã La Gi, xã Tân Bình", "tan binh"},
        {"thôn Suối Máu", "thon suoi mau"},
        {"", ""},
    };
    char place[200];
    for (size_t i = 0; i < sizeof SAME / sizeof *SAME; i++) {
        blind_place (SAME[i][0], place, sizeof place);
        assert_string_equal (place, SAME[i][1]);
    }
    char narrow[8];
    blind_place ("xã Hồng Thái Hồng Thái", narrow, sizeof narrow);
    assert_true (strlen (narrow) < sizeof narrow);
}

static void test_same_person (void **state)
{
    (void)state;
    blind_index_t one = of ("Lò Thị Sương Mai", "1961", "thôn Đồi Chè, xã Hồng Thái", "060361009173", true);
    blind_index_t again = of ("Bà LÒ THỊ  SƯƠNG MAI", "1961", "số 47, X. Hồng Thái", "060 361 009 173", true);
    assert_memory_equal (&one, &again, sizeof one);
    assert_memory_not_equal (one.number, one.place, BLIND_INDEX_BYTES);
    blind_index_t bare = of ("lo thi suong mai", "1961", "xa hong thai", "", true);
    assert_memory_equal (bare.place, one.place, BLIND_INDEX_BYTES);
    assert_true (blind_index_none (bare.number));
    blind_index_t card = of ("Lò Thị Sương Mai", "", "", "060361009173", true);
    assert_memory_equal (card.number, one.number, BLIND_INDEX_BYTES);
    assert_true (blind_index_none (card.place));
    /* A name of two words keeps all of them. */
    blind_index_t short_name = of ("Bà Tám", "1950", "xã Hồng Thái", "", true),
                  other = of ("Tám", "1950", "xã Hồng Thái", "", true);
    assert_memory_not_equal (short_name.place, other.place, BLIND_INDEX_BYTES);
}

static void test_others (void **state)
{
    (void)state;
    blind_index_t one = of ("Lò Thị Sương Mai", "1961", "xã Hồng Thái", "060361009173", true);
    const blind_index_t OTHERS[] = {of ("Lò Thị Sương May", "1961", "xã Hồng Thái", "060361009173", true),
                                    of ("Lò Thị Sương Mai", "1962", "xã Hồng Thủy", "060361009174", true),
                                    of ("Lò Thị Sương", "1961", "xã Mai Hồng Thái", "0060361009173", true)};
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++) {
        assert_memory_not_equal (OTHERS[i].number, one.number, BLIND_INDEX_BYTES);
        assert_memory_not_equal (OTHERS[i].place, one.place, BLIND_INDEX_BYTES);
    }
    (void)of ("Lò Thị Sương Mai", "1961", "", "", false);
    (void)of ("", "1961", "xã Hồng Thái", "060361009173", false);
    (void)of ("Lò Thị Sương Mai", "", "", "không có", false);
}

/*  Under another key all is other, and the id of a key is no part of it. */
static void test_keys (void **state)
{
    (void)state;
    Qcdc__IdentityText text = QCDC__IDENTITY_TEXT__INIT;
    blind_index_t one, other;
    uint64_t id = blind_key_id (KEY);
    text.name = "Lò Thị Sương Mai";
    text.id_number = "060361009173";
    assert_true (blind_index_of (&text, KEY, &one) && blind_index_of (&text, OTHER_KEY, &other));
    assert_memory_not_equal (one.number, other.number, BLIND_INDEX_BYTES);
    assert_true (id != 0 && id != blind_key_id (OTHER_KEY));
    assert_null (memmem (KEY, sizeof KEY, &id, sizeof id));
}

/*  As another program would compute it: BLAKE2b of 16 bytes under the key, RFC 7693. */
static void test_contract (void **state)
{
    (void)state;
    static const uint8_t ZERO[BLIND_KEY_BYTES] = {0};
    static const char TEXT[] = "qcdc-blind-1 number\nlo thi suong mai\n060361009173";
    uint8_t expected[BLIND_INDEX_BYTES];
    Qcdc__IdentityText text = QCDC__IDENTITY_TEXT__INIT;
    blind_index_t index;
    text.name = "Lò Thị Sương Mai";
    text.id_number = "060361009173";
    assert_true (blind_index_of (&text, ZERO, &index));
    crypto_generichash (expected, sizeof expected, (const uint8_t *)TEXT, sizeof TEXT - 1, ZERO, sizeof ZERO);
    assert_memory_equal (index.number, expected, sizeof expected);
}

int main (void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test (test_places), cmocka_unit_test (test_same_person),
                                       cmocka_unit_test (test_others), cmocka_unit_test (test_keys),
                                       cmocka_unit_test (test_contract)};
    return cmocka_run_group_tests (tests, set_up, NULL);
}
