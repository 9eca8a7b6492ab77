/*  test_keys.c — key files: what is written comes back, and nothing that is not wholly right is taken. */

#include "wire/keys.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/qcdc-test-keys-XXXXXX";
static char path[64], link_path[64];
static keys_t keys;

static int start (void **state)
{
    (void)state;
    if (keys_init () != QCDC_OK || !mkdtemp (folder))
        return -1;
    snprintf (path, sizeof path, "%s/keys", folder);
    snprintf (link_path, sizeof link_path, "%s/link", folder);
    keys_make (&keys);
    return 0;
}

static int finish (void **state)
{
    (void)state;
    return rmdir (folder); /* fails if a test left something behind */
}

static int clean (void **state)
{
    (void)state;
    chmod (folder, 0700);
    unlink (link_path);
    return unlink (path) == 0 || errno == ENOENT ? 0 : rmdir (path);
}

static qcdc_status load (keys_t *loaded, fault_t *fault)
{
    memset (fault, 0, sizeof *fault);
    return keys_load (loaded, path, fault);
}

static void assert_load (qcdc_status expected)
{
    keys_t loaded;
    fault_t fault;
    qcdc_status status = load (&loaded, &fault);
    if (status != expected)
        fail_msg ("%s instead of %s", status_code (status), status_code (expected));
    if (status != QCDC_OK) {
        assert_int_equal (fault.status, expected);
        assert_non_null (strstr (fault.message, path));
    }
}

/*  Replaces the file's content. */
static void write_file (const char *text, size_t length)
{
    int fd = open (path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true (fd >= 0 && write (fd, text, length) == (ssize_t)length && close (fd) == 0);
}

static size_t read_file (char text[1024])
{
    FILE *file = fopen (path, "r");
    assert_non_null (file);
    size_t length = fread (text, 1, 1023, file);
    text[length] = '\0';
    fclose (file);
    return length;
}

static void save (void)
{
    fault_t fault;
    assert_int_equal (keys_save (&keys, path, &fault), QCDC_OK);
}

static void test_round_trip (void **state)
{
    (void)state;
    keys_t loaded;
    fault_t fault;
    struct stat file;
    mode_t old = umask (0); /* the mode must not depend on it */
    save ();
    umask (old);
    assert_int_equal (stat (path, &file), 0);
    assert_int_equal (file.st_mode & 07777, 0600);
    assert_int_equal (load (&loaded, &fault), QCDC_OK);
    assert_memory_equal (&loaded, &keys, sizeof keys);
    keys_forget (&loaded);
    assert_true (sodium_is_zero ((uint8_t *)&loaded, sizeof loaded));
}

/*  The format is a contract with clients in other languages. */
static void test_format (void **state)
{
    (void)state;
    char text[1024], expected[1024], a[65], b[65], c[65], d[129];
    save ();
    read_file (text);
    snprintf (expected, sizeof expected,
              "qcdc-keys-1\ncurve-public %s\ncurve-secret %s\nsign-public %s\nsign-secret %s\n",
              hex_format (keys.curve_public, 32, a), hex_format (keys.curve_secret, 32, b),
              hex_format (keys.sign_public, 32, c), hex_format (keys.sign_secret, 64, d));
    assert_string_equal (text, expected);
}

static void test_made_keys (void **state)
{
    (void)state;
    keys_t other;
    uint8_t signature[64], box[32 + crypto_box_MACBYTES], nonce[crypto_box_NONCEBYTES] = {0}, message[32] = {1};
    keys_make (&other);
    assert_memory_not_equal (other.curve_secret, keys.curve_secret, 32);
    assert_memory_not_equal (other.sign_secret, keys.sign_secret, 64);
    crypto_sign_detached (signature, NULL, message, sizeof message, other.sign_secret);
    assert_int_equal (crypto_sign_verify_detached (signature, message, sizeof message, other.sign_public), 0);
    assert_int_equal (crypto_box_easy (box, message, sizeof message, nonce, keys.curve_public, other.curve_secret),
                      0);
    assert_int_equal (crypto_box_open_easy (message, box, sizeof box, nonce, other.curve_public, keys.curve_secret),
                      0);
}

static void test_exists (void **state)
{
    (void)state;
    keys_t other;
    fault_t fault = {0};
    char before[1024], after[1024];
    save ();
    read_file (before);
    keys_make (&other);
    assert_int_equal (keys_save (&other, path, &fault), QCDC_EXISTS);
    assert_int_equal (fault.status, QCDC_EXISTS);
    read_file (after);
    assert_string_equal (before, after);
    /* Nor through a link that leads to nothing yet. */
    assert_int_equal (unlink (path), 0);
    assert_int_equal (symlink ("elsewhere", path), 0);
    assert_int_equal (keys_save (&other, path, &fault), QCDC_EXISTS);
}

/*  Whether anything but the key file is in the folder. */
static bool others_there (void)
{
    struct dirent *entry;
    bool others = false;
    DIR *all = opendir (folder);
    assert_non_null (all);
    while ((entry = readdir (all)))
        others |= entry->d_name[0] != '.' && strcmp (entry->d_name, "keys") != 0;
    closedir (all);
    return others;
}

/*  A child that is killed at every call which changes the folder or the file leaves no keys or whole ones, and nothing else. */
static void test_killed_while_written (void **state)
{
    enum { NOT_TRACED = 99 }; /* nobody may be, on this machine */
    (void)state;
    bool whole = false;
    for (unsigned at = 1; !whole; at++) {
        keys_t loaded;
        fault_t fault;
        int ended = 0;
        pid_t child = fork ();
        if (child == 0) {
            if (ptrace (PTRACE_TRACEME, 0, NULL, NULL) != 0)
                _exit (NOT_TRACED);
            raise (SIGSTOP);
            _exit (keys_save (&keys, path, &fault) == QCDC_OK ? 0 : 1);
        }
        assert_true (child > 0 && waitpid (child, &ended, 0) == child);
        if (WIFEXITED (ended) && WEXITSTATUS (ended) == NOT_TRACED)
            skip ();
        for (unsigned calls = 0; calls < at && WIFSTOPPED (ended); calls++)
            assert_true (ptrace (PTRACE_SYSCALL, child, NULL, NULL) == 0 && waitpid (child, &ended, 0) == child);
        whole = WIFEXITED (ended);
        assert_true (!whole || WEXITSTATUS (ended) == 0);
        if (!whole)
            assert_true (kill (child, SIGKILL) == 0 && waitpid (child, &ended, 0) == child);
        assert_false (others_there ());
        qcdc_status status = load (&loaded, &fault);
        assert_true (status == QCDC_OK || (status == QCDC_NOT_FOUND && !whole));
        unlink (path);
        assert_true (at < 1000);
    }
}

static void test_not_found (void **state)
{
    (void)state;
    keys_t loaded;
    fault_t fault = {0};
    assert_load (QCDC_NOT_FOUND);
    assert_int_equal (keys_load (&loaded, "/tmp/qcdc-no-such-folder/keys", &fault), QCDC_NOT_FOUND);
    assert_int_equal (keys_save (&keys, "/tmp/qcdc-no-such-folder/keys", &fault), QCDC_IO);
    assert_int_equal (fault.status, QCDC_IO);
}

static void test_file_permissions (void **state)
{
    (void)state;
    save ();
    for (mode_t bit = 1; bit <= 040; bit <<= 1) {
        assert_int_equal (chmod (path, 0600 | bit), 0);
        assert_load (QCDC_PERMISSIONS);
    }
    assert_int_equal (chmod (path, 0640), 0);
    assert_load (QCDC_PERMISSIONS);
    assert_int_equal (chmod (path, 0604), 0);
    assert_load (QCDC_PERMISSIONS);
    assert_int_equal (chmod (path, 0400), 0); /* stricter is fine */
    assert_load (QCDC_OK);
}

static void test_folder_permissions (void **state)
{
    (void)state;
    static const struct {
        mode_t mode;
        qcdc_status status;
    } CASES[] = {{0770, QCDC_PERMISSIONS}, {0720, QCDC_PERMISSIONS}, {0702, QCDC_PERMISSIONS},
                 {0777, QCDC_PERMISSIONS}, {0755, QCDC_OK},          {0750, QCDC_OK},
                 {01777, QCDC_OK},         {0700, QCDC_OK}};
    save ();
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        assert_int_equal (chmod (folder, CASES[i].mode), 0);
        assert_load (CASES[i].status);
    }
}

static void test_not_a_file (void **state)
{
    (void)state;
    keys_t loaded;
    fault_t fault = {0};
    save ();
    assert_int_equal (symlink (path, link_path), 0);
    assert_int_equal (keys_load (&loaded, link_path, &fault), QCDC_IO);
    assert_int_equal (unlink (path), 0);
    assert_int_equal (mkdir (path, 0700), 0);
    assert_load (QCDC_CORRUPT);
    assert_int_equal (rmdir (path), 0);
    assert_int_equal (mkfifo (path, 0600), 0);
    alarm (20); /* waiting for a writer would take for ever */
    assert_load (QCDC_CORRUPT);
    alarm (0);
}

/*  Another digit anywhere is noticed: public and secret keys hold each other.  (Three low bits and two high ones of a CURVE
 *  secret mean nothing, so the digit changes in a bit that does.) */
static void test_damage (void **state)
{
    (void)state;
    static const char *const DIGITS = "0123456789abcdef";
    char text[1024];
    save ();
    size_t length = read_file (text), digits = 0;
    const char *line = text;
    for (size_t i = 0; i < length; i++) {
        char kept = text[i];
        const char *space = memchr (line, ' ', (size_t)(text + i - line));
        if (kept == '\n')
            line = text + i + 1;
        if (space && kept != '\n') {
            bool high = (size_t)(text + i - space) % 2 == 1;
            text[i] = DIGITS[(strchr (DIGITS, kept) - DIGITS) ^ (high ? 1 : 8)];
            digits++;
        } else
            text[i] = kept == '\n' ? ' ' : '\n';
        write_file (text, length);
        if (i + 1 < length) /* the last line break may as well be missing */
            assert_load (QCDC_CORRUPT);
        text[i] = kept;
    }
    assert_int_equal (digits, 3 * 64 + 128);
    for (size_t shorter = 0; shorter + 1 < length; shorter++) {
        write_file (text, shorter);
        assert_load (QCDC_CORRUPT);
    }
    write_file (text, length - 1);
    assert_load (QCDC_OK);
    text[length] = 'x';
    write_file (text, length + 1);
    assert_load (QCDC_CORRUPT);
    text[length] = '\0';
    write_file (text, length);
    assert_load (QCDC_OK);
}

static void test_other_content (void **state)
{
    (void)state;
    keys_t loaded;
    fault_t fault;
    char text[4096];
    memset (text, 'a', sizeof text);
    write_file (text, sizeof text);
    memset (&loaded, 7, sizeof loaded);
    assert_int_equal (load (&loaded, &fault), QCDC_CORRUPT);
    assert_true (sodium_is_zero ((uint8_t *)&loaded, sizeof loaded)); /* nothing half read is left to be used */
    memset (text, 0, sizeof text);
    write_file (text, 600);
    assert_load (QCDC_CORRUPT);
    write_file ("qcdc-keys-2\n", 12);
    assert_load (QCDC_CORRUPT);
}

/*  Each half of a pair from another pair. */
static void test_mismatch (void **state)
{
    (void)state;
    const keys_t own = keys;
    keys_t other;
    keys_make (&other);
    for (int part = 0; part < 6; part++) {
        keys = own;
        if (part == 0)
            memcpy (keys.curve_public, other.curve_public, 32);
        else if (part == 1)
            memcpy (keys.curve_secret, other.curve_secret, 32);
        else if (part == 2)
            memcpy (keys.sign_public, other.sign_public, 32);
        else if (part == 3)
            memcpy (keys.sign_secret, other.sign_secret, 64);
        else if (part == 4)
            memcpy (keys.sign_secret, other.sign_secret, 32); /* the seed alone: it signs, and nothing verifies */
        else
            memcpy (keys.sign_secret + 32, other.sign_secret + 32, 32);
        save ();
        keys = own;
        assert_load (QCDC_CORRUPT);
        assert_int_equal (unlink (path), 0);
    }
}

/*  A full disk leaves nothing behind that a later start would stumble over. */
static void test_disk_full (void **state)
{
    (void)state;
    struct rlimit limit, small;
    fault_t fault = {0};
    assert_int_equal (getrlimit (RLIMIT_FSIZE, &limit), 0);
    small = limit;
    small.rlim_cur = 100;
    signal (SIGXFSZ, SIG_IGN);
    assert_int_equal (setrlimit (RLIMIT_FSIZE, &small), 0);
    qcdc_status status = keys_save (&keys, path, &fault);
    assert_int_equal (setrlimit (RLIMIT_FSIZE, &limit), 0);
    assert_int_equal (status, QCDC_IO);
    assert_int_equal (access (path, F_OK), -1);
    save ();
    assert_load (QCDC_OK);
}

static void test_hex (void **state)
{
    (void)state;
    uint8_t data[256], back[256];
    char text[513];
    for (size_t i = 0; i < 256; i++)
        data[i] = (uint8_t)i;
    hex_format (data, 256, text);
    assert_memory_equal (text, "000102030405060708090a0b0c0d0e0f10", 34);
    assert_string_equal (text + 506, "fdfeff");
    assert_int_equal (hex_parse (text, back, 256), QCDC_OK);
    assert_memory_equal (data, back, 256);
    assert_int_equal (hex_parse ("", back, 0), QCDC_OK);
    static const char *const BAD[] = {"",         "0",       "00",     "0000",         "00000",  "0000000",
                                      "00000000", "00000g",  "0x0000", "00 000",       "00:000", " 00000",
                                      "00000 ",   "00000\n", "-00000", "00000\xC3\xA0"};
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
        if (hex_parse (BAD[i], back, 3) != QCDC_MALFORMED)
            fail_msg ("'%s' was taken for three bytes", BAD[i]);
}

int main (void)
{
#define CLEAN_TEST(test) cmocka_unit_test_teardown (test, clean)
    const struct CMUnitTest tests[] = {
        CLEAN_TEST (test_round_trip),
        CLEAN_TEST (test_format),
        cmocka_unit_test (test_made_keys),
        CLEAN_TEST (test_exists),
        CLEAN_TEST (test_killed_while_written),
        CLEAN_TEST (test_not_found),
        CLEAN_TEST (test_file_permissions),
        CLEAN_TEST (test_folder_permissions),
        CLEAN_TEST (test_not_a_file),
        CLEAN_TEST (test_damage),
        CLEAN_TEST (test_other_content),
        CLEAN_TEST (test_mismatch),
        CLEAN_TEST (test_disk_full),
        cmocka_unit_test (test_hex),
    };
    return cmocka_run_group_tests (tests, start, finish);
}
