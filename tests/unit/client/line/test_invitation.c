/*  test_invitation.c — the file by which a device joins: what is read, and what is refused with which line. */

#include "line/invitation.h"
#include "wire/keys.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char *const LINES[] = {
    "qcdc-invitation-1",
    "endpoint tcp://127.0.0.1:5555",
    "server-curve rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7",
    "server-sign %s", /* of the keys below */
    "office BCD-593",
    "role reporter",
    "whereabouts 2",
    "expires 2026-12-01T00:00:00Z",
    "code 00112233445566778899aabbccddeeff",
    "first 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20",
};
#define LINE_COUNT (sizeof LINES / sizeof *LINES)

static keys_t keys;

/*  Line I, as it is or WITH that in its place. */
static void put_line (FILE *out, size_t i, const char *with, const char *end)
{
    char hex[2 * SIGN_KEY_BYTES + 1];
    if (i == 3 && with == LINES[3])
        fprintf (out, "server-sign %s%s", hex_format (keys.sign_public, SIGN_KEY_BYTES, hex), end);
    else if (with)
        fprintf (out, "%s%s", with, end);
}

/*  The lines with line AT replaced by WITH (NULL: left out), each ended by END; the signature is of the lines that are SIGNED: as
 *  they are, or as they were before the replacement. */
static char *make_signed (size_t at, const char *with, const char *end, bool as_they_are)
{
    char *text = NULL, *plain = NULL;
    size_t length = 0, plain_length = 0;
    uint8_t signature[SIGNATURE_BYTES];
    char hex[2 * SIGNATURE_BYTES + 1];
    FILE *out = open_memstream (&text, &length), *signs = open_memstream (&plain, &plain_length);
    assert_true (out && signs);
    for (size_t i = 0; i < LINE_COUNT; i++) {
        put_line (out, i, i == at ? with : LINES[i], end);
        put_line (signs, i, i == at && i && as_they_are ? with : LINES[i], "\n");
    }
    assert_int_equal (fclose (signs), 0);
    text_sign (plain, keys.sign_secret, signature);
    fprintf (out, "signature %s%s", hex_format (signature, SIGNATURE_BYTES, hex), end);
    assert_int_equal (fclose (out), 0);
    free (plain);
    return text;
}

static char *make (size_t at, const char *with, const char *end)
{
    return make_signed (at, with, end, true);
}

static qcdc_status parse (size_t at, const char *with, invitation_t *invitation, fault_t *fault)
{
    char *text = make (at, with, "\n");
    memset (fault, 0, sizeof *fault);
    qcdc_status status = invitation_parse (text, "invite", invitation, fault);
    free (text);
    return status;
}

static void check_values (const invitation_t *invitation)
{
    static const uint8_t CURVE[] = {0x54, 0xFC, 0xBA, 0x24, 0xE9, 0x32, 0x49, 0x96, 0x93, 0x16, 0xFB,
                                    0x61, 0x7C, 0x87, 0x2B, 0xB0, 0xC1, 0xD1, 0xFF, 0x14, 0x80, 0x04,
                                    0x27, 0xC5, 0x94, 0xCB, 0xFA, 0xCF, 0x1B, 0xC2, 0xD6, 0x52};
    char hex[2 * JOIN_CODE_BYTES + 1];
    assert_string_equal (invitation->endpoint, "tcp://127.0.0.1:5555");
    assert_memory_equal (invitation->server_curve, CURVE, sizeof CURVE); /* the public key of ZeroMQ's CURVE tests */
    assert_memory_equal (invitation->server_sign, keys.sign_public, SIGN_KEY_BYTES);
    assert_string_equal (invitation->office, "BCD-593");
    assert_int_equal (invitation->role, ROLE_REPORTER);
    assert_int_equal (invitation->whereabouts, 2);
    assert_true (invitation->expires_us == 1796083200000000LL);
    assert_string_equal (hex_format (invitation->code, JOIN_CODE_BYTES, hex), LINES[8] + strlen ("code "));
}

static void test_reads (void **state)
{
    (void)state;
    invitation_t invitation;
    fault_t fault = {0};
    static const char *const ENDS[] = {"\n", "\r\n", "  \n\n"};
    for (size_t i = 0; i < sizeof ENDS / sizeof *ENDS; i++) {
        char *text = make (LINE_COUNT, NULL, ENDS[i]);
        assert_int_equal (invitation_parse (text, "invite", &invitation, &fault), QCDC_OK);
        check_values (&invitation);
        free (text);
    }
    assert_int_equal (parse (0, "\xEF\xBB\xBFqcdc-invitation-1", &invitation, &fault), QCDC_OK);
    assert_int_equal (parse (5, "role analyst", &invitation, &fault), QCDC_OK);
    assert_int_equal (invitation.role, ROLE_ANALYST);
    assert_int_equal (parse (1, "endpoint tcp://[::1]:5555", &invitation, &fault), QCDC_OK);
    assert_int_equal (invitation.first[31], 0x20);
    assert_int_equal (parse (9, "first -", &invitation, &fault), QCDC_OK);
    assert_int_equal (invitation.first[31], 0);
}

static void test_refuses (void **state)
{
    (void)state;
    static const struct {
        size_t at;
        const char *with;
        const char *said; /* part of the message */
    } CASES[] = {
        {0, "qcdc-invitation-2", "for a newer qcdc than this one"},
        {0, "qcdc-invitation-10", "for a newer qcdc than this one"},
        {0, "qcdc-invitation-0", "not an invitation"},
        {0, "qcdc-invitation-", "not an invitation"},
        {0, "qcdc-invitation-2x", "not an invitation"},
        {0, NULL, "not an invitation"},
        {1, NULL, "the line endpoint is missing"},
        {1, "endpoint http://127.0.0.1:5555", "line 2: the value of endpoint"},
        {1, "endpoint tcp://127.0.0.1", "line 2: the value of endpoint"},
        {1, "endpoint tcp://127.0.0.1:*", "line 2: the value of endpoint"},
        {1, "endpoint tcp://:5555", "line 2: the value of endpoint"},
        {2, "server-curve rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf", "line 3: the value of server-curve"},
        {2, "server-curve rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf~", "line 3: the value of server-curve"},
        {3, "server-sign 0001", "line 4: the value of server-sign"},
        {4, "office", "line 5: the value of office"},
        {5, "role king", "line 6: the value of role"},
        {6, "whereabouts -1", "line 7: the value of whereabouts"},
        {6, "whereabouts 33", "line 7: the value of whereabouts"},
        {7, "expires tomorrow", "line 8: the value of expires"},
        {8, "code 0011", "line 9: the value of code"},
        {8, "code 00112233445566778899aabbccddeefg", "line 9: the value of code"},
        {8, NULL, "the line code is missing"},
        {8, "colour blue", "line 9: it is not known"},
        {8, "role reporter", "line 9: role comes twice"},
        {9, "first 01", "line 10: the value of first"},
        {9, NULL, "the line first is missing"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        invitation_t invitation;
        fault_t fault;
        assert_int_equal (parse (CASES[i].at, CASES[i].with, &invitation, &fault), QCDC_BAD_INVITATION);
        if (!strstr (fault.message, CASES[i].said))
            fail_msg ("case %zu: \"%s\" lacks \"%s\"", i, fault.message, CASES[i].said);
        assert_null (strstr (fault.message, "00112233")); /* never the code */
        assert_string_not_equal (fault.advice, "");
    }
}

/*  Whatever line was changed on the way, to something that reads well: it is not what was signed. */
static void test_notices_changes (void **state)
{
    (void)state;
    static const struct {
        size_t at;
        const char *with;
    } CASES[] = {
        {1, "endpoint tcp://127.0.0.1:5556"},
        {2, "server-curve rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf8"},
        {3, "server-sign 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"},
        {4, "office BCD-594"},
        {5, "role analyst"},
        {6, "whereabouts 1"},
        {7, "expires 2027-12-01T00:00:00Z"},
        {8, "code 00112233445566778899aabbccddeefe"},
        {9, "first -"},
    };
    invitation_t invitation;
    fault_t fault = {0};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        char *text = make_signed (CASES[i].at, CASES[i].with, "\n", false);
        assert_int_equal (invitation_parse (text, "invite", &invitation, &fault), QCDC_BAD_INVITATION);
        assert_non_null (strstr (fault.message, "a line was changed"));
        free (text);
    }
    char *text = make (LINE_COUNT, NULL, "\n");
    *strstr (text, "\nsignature") = '\0';
    assert_int_equal (invitation_parse (text, "invite", &invitation, &fault), QCDC_BAD_INVITATION);
    assert_non_null (strstr (fault.message, "the line signature is missing"));
    free (text);
}

/*  The lines may come in another order: what is signed has but one. */
static void test_any_order (void **state)
{
    (void)state;
    invitation_t invitation;
    fault_t fault = {0};
    char *text = make (LINE_COUNT, NULL, "\n"), *turned = NULL;
    char *second = strchr (text, '\n') + 1, *third = strchr (second, '\n') + 1;
    assert_true (asprintf (&turned, "%.*s%s%.*s", (int)(second - text), text, third, (int)(third - second), second) >
                 0);
    assert_int_equal (invitation_parse (turned, "invite", &invitation, &fault), QCDC_OK);
    check_values (&invitation);
    free (text);
    free (turned);
}

static void test_files (void **state)
{
    (void)state;
    char path[] = "/tmp/qcdc-test-XXXXXX";
    invitation_t invitation;
    fault_t fault = {0};
    int fd = mkstemp (path);
    assert_true (fd >= 0);
    char *text = make (LINE_COUNT, NULL, "\n");
    assert_int_equal (write (fd, text, strlen (text)), strlen (text));
    assert_int_equal (invitation_read (path, &invitation, &fault), QCDC_OK);
    check_values (&invitation);
    char filler[5000] = {0};
    assert_int_equal (write (fd, filler, 1), 1); /* a NUL */
    assert_int_equal (invitation_read (path, &invitation, &fault), QCDC_BAD_INVITATION);
    memset (filler, '\n', sizeof filler);
    assert_int_equal (ftruncate (fd, 0), 0);
    assert_int_equal (pwrite (fd, filler, sizeof filler, 0), sizeof filler); /* longer than any invitation */
    assert_int_equal (invitation_read (path, &invitation, &fault), QCDC_BAD_INVITATION);
    close (fd);
    unlink (path);
    assert_int_equal (invitation_read (path, &invitation, &fault), QCDC_IO);
    free (text);
}

int main (void)
{
    if (keys_init () != QCDC_OK)
        return 1;
    keys_make (&keys);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_reads),     cmocka_unit_test (test_refuses), cmocka_unit_test (test_notices_changes),
        cmocka_unit_test (test_any_order), cmocka_unit_test (test_files),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
