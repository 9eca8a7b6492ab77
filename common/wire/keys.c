/*  keys.c — the file of a program's keys.
 *
 *  A secret lies in three places only: the file (0600, written whole or not at all), the keys_t of its owner, and for a
 *  moment a buffer here, which is wiped before it is left. */

#include "wire/keys.h"

#include "base/i18n.h"
#include "base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define KEYS_HEADER "qcdc-keys-1"
#define KEYS_FILE_BYTES_MAX 1024

qcdc_status keys_init (void)
{
    return sodium_init () < 0 ? QCDC_IO : QCDC_OK;
}

void keys_make (keys_t *keys)
{
    process_hide (keys, sizeof *keys);
    crypto_box_keypair (keys->curve_public, keys->curve_secret);
    crypto_sign_keypair (keys->sign_public, keys->sign_secret);
}

void keys_forget (keys_t *keys)
{
    sodium_memzero (keys, sizeof *keys);
}

char *hex_format (const uint8_t *data, size_t length, char *text)
{
    return sodium_bin2hex (text, 2 * length + 1, data, length);
}

qcdc_status hex_parse (const char *text, uint8_t *data, size_t length)
{
    size_t got = 0;
    if (strlen (text) != 2 * length || sodium_hex2bin (data, length, text, 2 * length, NULL, &got, NULL) != 0 ||
        got != length)
        return QCDC_MALFORMED;
    return QCDC_OK;
}

/*  A name that was written must still be there after a power cut: the folder is synced too. */
static int sync_folder_of (const char *path)
{
    char copy[4096];
    if (snprintf (copy, sizeof copy, "%s", path) >= (int)sizeof copy)
        return -1;
    int fd = open (dirname (copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    int result = fsync (fd);
    close (fd);
    return result;
}

static qcdc_status file_fail (const char *path, int error, fault_t *fault)
{
    return fault_set (fault, error == EEXIST ? QCDC_EXISTS : QCDC_IO, NULL, "%s: %s", path, strerror (error));
}

/*  LENGTH bytes into FD and onto the disk; 0, or what went wrong. */
static int bytes_put (int fd, const char *text, size_t length)
{
    ssize_t written = write (fd, text, length);
    return written < 0 ? errno : (size_t)written < length ? ENOSPC : fsync (fd) != 0 ? errno : 0;
}

/*  In a file without a name, which gets PATH when it is whole on the disk: a power cut leaves either no keys or all of them, and of a
 *  program that is killed nothing is left.  Keys are never overwritten, because those that are there may be all that anybody trusts. */
static int put_nameless (const char *path, const char *text, size_t length)
{
    char folder[4096], nameless[64];
    if (snprintf (folder, sizeof folder, "%s", path) >= (int)sizeof folder)
        return ENAMETOOLONG;
    int fd = open (dirname (folder), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
    if (fd < 0)
        return errno;
    int error = bytes_put (fd, text, length);
    snprintf (nameless, sizeof nameless, "/proc/self/fd/%d", fd);
    if (!error && linkat (AT_FDCWD, nameless, AT_FDCWD, path, AT_SYMLINK_FOLLOW) != 0)
        error = errno;
    close (fd);
    return error;
}

/*  The same where the file system has no files without a name. */
static int put_by_name (const char *path, const char *text, size_t length)
{
    int fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return errno;
    int error = bytes_put (fd, text, length);
    if (error)
        unlink (path);
    close (fd);
    return error;
}

static int keys_put (const char *path, const char *text, size_t length)
{
    int error = put_nameless (path, text, length);
    if (error && error != EEXIST)
        error = put_by_name (path, text, length);
    if (!error && sync_folder_of (path) != 0) {
        error = errno;
        unlink (path);
    }
    return error;
}

qcdc_status keys_save (const keys_t *keys, const char *path, fault_t *fault)
{
    char curve_public[65], curve_secret[65], sign_public[65], sign_secret[129], text[KEYS_FILE_BYTES_MAX];
    int length = snprintf (text, sizeof text,
                           KEYS_HEADER "\ncurve-public %s\ncurve-secret %s\nsign-public %s\nsign-secret %s\n",
                           hex_format (keys->curve_public, CURVE_KEY_BYTES, curve_public),
                           hex_format (keys->curve_secret, CURVE_KEY_BYTES, curve_secret),
                           hex_format (keys->sign_public, SIGN_KEY_BYTES, sign_public),
                           hex_format (keys->sign_secret, SIGN_SECRET_BYTES, sign_secret));
    int error = keys_put (path, text, (size_t)length);
    sodium_memzero (text, sizeof text);
    sodium_memzero (curve_secret, sizeof curve_secret);
    sodium_memzero (sign_secret, sizeof sign_secret);
    return error ? file_fail (path, error, fault) : QCDC_OK;
}

static qcdc_status not_keys (const char *path, fault_t *fault)
{
    fault_set (fault, QCDC_CORRUPT, NULL, _ ("%s is not a key file"), path);
    fault_advise (fault, "%s", _ ("bring it back from a copy"));
    return QCDC_CORRUPT;
}

qcdc_status keys_check_file (int fd, const char *path, fault_t *fault)
{
    struct stat file, folder;
    char copy[4096];
    if (fstat (fd, &file) != 0 || snprintf (copy, sizeof copy, "%s", path) >= (int)sizeof copy ||
        stat (dirname (copy), &folder) != 0)
        return fault_set (fault, QCDC_IO, NULL, "%s: %s", path, strerror (errno));
    if (!S_ISREG (file.st_mode))
        return not_keys (path, fault);
    if ((file.st_mode & 077) != 0) {
        fault_set (fault, QCDC_PERMISSIONS, NULL, _ ("%s is open to others (mode %03o)"), path, file.st_mode & 0777u);
        fault_advise (fault, _ ("chmod 600 %s; if somebody may have read it, revoke this device and join again"),
                      path);
        return QCDC_PERMISSIONS;
    }
    /* A sticky folder (/tmp) lets others add files but not replace this one. */
    if ((folder.st_mode & 022) != 0 && !(folder.st_mode & S_ISVTX)) {
        fault_set (fault, QCDC_PERMISSIONS, NULL, _ ("the folder of %s can be written by others (mode %03o)"), path,
                   folder.st_mode & 0777u);
        fault_advise (fault, "%s", _ ("chmod go-w on that folder"));
        return QCDC_PERMISSIONS;
    }
    return QCDC_OK;
}

/*  The next line, which must be NAME and its value: the order of the lines is fixed, so that a file has one reading. */
static bool take_line (char **cursor, const char *name, uint8_t *data, size_t length)
{
    char *line = strsep (cursor, "\n");
    size_t prefix = strlen (name);
    return line && strncmp (line, name, prefix) == 0 && line[prefix] == ' ' &&
           hex_parse (line + prefix + 1, data, length) == QCDC_OK;
}

/*  A public key that does not belong to its secret would make a device that nobody can verify. */
static bool keys_match (const keys_t *keys)
{
    uint8_t curve[CURVE_KEY_BYTES], sign[SIGN_KEY_BYTES], secret[SIGN_SECRET_BYTES];
    crypto_scalarmult_base (curve, keys->curve_secret);
    /* The secret is seed and public key: only the seed tells, its second half would merely repeat what the file says. */
    crypto_sign_seed_keypair (sign, secret, keys->sign_secret);
    bool match = memcmp (curve, keys->curve_public, sizeof curve) == 0 &&
                 memcmp (sign, keys->sign_public, sizeof sign) == 0 &&
                 memcmp (secret, keys->sign_secret, sizeof secret) == 0;
    sodium_memzero (secret, sizeof secret);
    return match;
}

qcdc_status keys_load (keys_t *keys, const char *path, fault_t *fault)
{
    char text[KEYS_FILE_BYTES_MAX + 1];
    /* Not to wait for a writer where a pipe stands under that name. */
    int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0)
        return fault_set (fault, errno == ENOENT ? QCDC_NOT_FOUND : QCDC_IO, NULL, "%s: %s", path, strerror (errno));
    process_hide (keys, sizeof *keys);
    process_hide (text, sizeof text);
    qcdc_status status = keys_check_file (fd, path, fault);
    ssize_t length = status == QCDC_OK ? read (fd, text, KEYS_FILE_BYTES_MAX) : 0;
    close (fd);
    if (status != QCDC_OK)
        return status;
    text[length > 0 ? length : 0] = '\0';
    char *cursor = text;
    char *header = strsep (&cursor, "\n");
    bool good = strcmp (header, KEYS_HEADER) == 0 &&
                take_line (&cursor, "curve-public", keys->curve_public, CURVE_KEY_BYTES) &&
                take_line (&cursor, "curve-secret", keys->curve_secret, CURVE_KEY_BYTES) &&
                take_line (&cursor, "sign-public", keys->sign_public, SIGN_KEY_BYTES) &&
                take_line (&cursor, "sign-secret", keys->sign_secret, SIGN_SECRET_BYTES) && (!cursor || !*cursor) &&
                keys_match (keys);
    sodium_memzero (text, sizeof text);
    if (good)
        return QCDC_OK;
    keys_forget (keys);
    return not_keys (path, fault);
}
