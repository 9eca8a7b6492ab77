/*  seal.c — sealing and opening the keys; every step leaves either the plain or the sealed file whole. */

#include "journal/seal.h"

#include "base/i18n.h"
#include "base/limits.h"
#include "base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#define MAGIC "qcdc-sealed-keys-1\n"
#define MAGIC_BYTES (sizeof MAGIC - 1)

enum { INTERRUPT = 3 };

typedef struct {
    char magic[MAGIC_BYTES];
    uint8_t salt[crypto_pwhash_SALTBYTES];
    uint8_t nonce[crypto_secretbox_NONCEBYTES];
    uint8_t box[sizeof (keys_t) + crypto_secretbox_MACBYTES];
} sealed_t;

typedef char passphrase_t[QCDC_PASSPHRASE_BYTES_MAX + 2];

static void passphrase_forget (passphrase_t *text)
{
    sodium_memzero (*text, sizeof *text);
}

static qcdc_status trouble (const char *name, fault_t *fault)
{
    return fault_set (fault, QCDC_IO, NULL, "%s: %s", name, strerror (errno));
}

static qcdc_status folder_sync (int folder, const home_t *home, fault_t *fault)
{
    return fsync (folder) == 0 ? QCDC_OK : trouble (home->path, fault);
}

/*  The first line of the file that QCDC_PASSPHRASE_FILE names, for a sync without anybody at the desk. */
static qcdc_status passphrase_file (const char *path, passphrase_t text, fault_t *fault)
{
    struct stat state;
    int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0 || fstat (fd, &state) != 0) {
        qcdc_status status = trouble (path, fault);
        if (fd >= 0)
            close (fd);
        return status;
    }
    if (!S_ISREG (state.st_mode) || (state.st_mode & 077) != 0) {
        close (fd);
        fault_set (fault, QCDC_PERMISSIONS, NULL, _ ("%s is open to others"), path);
        fault_advise (fault, "chmod 600 %s", path);
        return QCDC_PERMISSIONS;
    }
    ssize_t length = read (fd, text, sizeof (passphrase_t) - 1);
    close (fd);
    text[length > 0 ? length : 0] = '\0';
    return QCDC_OK;
}

static qcdc_status passphrase_terminal (const char *question, passphrase_t text, fault_t *fault)
{
    struct termios before, silent;
    int fd = open ("/dev/tty", O_RDWR | O_CLOEXEC);
    if (fd < 0 || tcgetattr (fd, &before) != 0) {
        if (fd >= 0)
            close (fd);
        fault_set (fault, QCDC_PERMISSIONS, NULL, "%s", _ ("the keys are sealed and there is no terminal to ask at"));
        fault_advise (fault, "%s", _ ("name a file with the passphrase in QCDC_PASSPHRASE_FILE"));
        return QCDC_PERMISSIONS;
    }
    silent = before;
    /* Ctrl-C ends the line rather than the program, which would leave the terminal without echo. */
    silent.c_lflag &= ~(tcflag_t)(ECHO | ISIG);
    silent.c_cc[VEOL] = INTERRUPT;
    tcsetattr (fd, TCSAFLUSH, &silent);
    dprintf (fd, "%s ", question);
    ssize_t length = read (fd, text, sizeof (passphrase_t) - 1);
    tcsetattr (fd, TCSAFLUSH, &before);
    dprintf (fd, "\n");
    close (fd);
    text[length > 0 ? length : 0] = '\0';
    if (strchr (text, INTERRUPT))
        text[0] = '\0';
    return QCDC_OK;
}

static qcdc_status passphrase_ask (const char *question, passphrase_t text, fault_t *fault)
{
    const char *path = getenv ("QCDC_PASSPHRASE_FILE");
    process_hide (text, sizeof (passphrase_t));
    QCDC_TRY (path && *path ? passphrase_file (path, text, fault) : passphrase_terminal (question, text, fault));
    text[strcspn (text, "\r\n")] = '\0';
    size_t length = strlen (text);
    if (length > 0 && length <= QCDC_PASSPHRASE_BYTES_MAX)
        return QCDC_OK;
    return fault_set (fault, QCDC_USAGE, NULL, _ ("a passphrase has 1 to %u bytes"), QCDC_PASSPHRASE_BYTES_MAX);
}

static qcdc_status key_of (const passphrase_t text, const sealed_t *sealed, uint8_t key[crypto_secretbox_KEYBYTES],
                           fault_t *fault)
{
    if (crypto_pwhash (key, crypto_secretbox_KEYBYTES, text, strlen (text), sealed->salt, QCDC_SEAL_ROUNDS,
                       QCDC_SEAL_MEMORY_BYTES, crypto_pwhash_ALG_ARGON2ID13) == 0)
        return QCDC_OK;
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ ("no memory to make a key of the passphrase"));
}

static int folder_open (const home_t *home)
{
    return open (home->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

/*  Overwrites and removes what is no keys any more; a disk may still keep old blocks, which the manual says. */
static void wipe (int folder, const char *name)
{
    static const uint8_t ZEROS[1024];
    int fd = openat (folder, name, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return;
    if (write (fd, ZEROS, sizeof ZEROS) == (ssize_t)sizeof ZEROS)
        (void)fsync (fd);
    close (fd);
    unlinkat (folder, name, 0);
}

static qcdc_status sealed_write (int folder, const sealed_t *sealed, fault_t *fault)
{
    unlinkat (folder, "keys.sealed.new", 0);
    int fd = openat (folder, "keys.sealed.new", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return trouble ("keys.sealed.new", fault);
    bool good = write (fd, sealed, sizeof *sealed) == (ssize_t)sizeof *sealed && fsync (fd) == 0;
    close (fd);
    if (!good || renameat (folder, "keys.sealed.new", folder, "keys.sealed") != 0)
        return trouble ("keys.sealed", fault);
    return QCDC_OK;
}

qcdc_status home_seal (home_t *home, fault_t *fault)
{
    passphrase_t first QCDC_CLEANUP (passphrase_forget) = "", again QCDC_CLEANUP (passphrase_forget) = "";
    sealed_t sealed = {.magic = MAGIC};
    uint8_t key[crypto_secretbox_KEYBYTES];
    if (home->sealed)
        return fault_set (fault, QCDC_EXISTS, NULL, _ ("the keys in %s are sealed already"), home->path);
    QCDC_TRY (passphrase_ask (_ ("New passphrase:"), first, fault));
    QCDC_TRY (passphrase_ask (_ ("The same once more:"), again, fault));
    if (strcmp (first, again) != 0)
        return fault_set (fault, QCDC_USAGE, NULL, "%s", _ ("the two passphrases differ; nothing was changed"));
    randombytes_buf (sealed.salt, sizeof sealed.salt);
    randombytes_buf (sealed.nonce, sizeof sealed.nonce);
    QCDC_TRY (key_of (first, &sealed, key, fault));
    crypto_secretbox_easy (sealed.box, (const uint8_t *)&home->keys, sizeof home->keys, sealed.nonce, key);
    sodium_memzero (key, sizeof key);
    sodium_memzero (first, sizeof first);
    sodium_memzero (again, sizeof again);
    int folder = folder_open (home);
    if (folder < 0)
        return trouble (home->path, fault);
    qcdc_status status = sealed_write (folder, &sealed, fault);
    if (status == QCDC_OK)
        status = folder_sync (folder, home, fault);
    /* From this rename on the sealed file holds. */
    if (status == QCDC_OK && renameat (folder, "keys", folder, "keys.old") != 0)
        status = trouble ("keys", fault);
    if (status == QCDC_OK)
        status = folder_sync (folder, home, fault);
    if (status == QCDC_OK)
        wipe (folder, "keys.old");
    close (folder);
    return status;
}

void home_seal_tidy (const home_t *home)
{
    int folder = home->sealed ? folder_open (home) : -1;
    if (folder < 0)
        return;
    wipe (folder, "keys.old");
    wipe (folder, "keys.new");
    close (folder);
}

static qcdc_status sealed_read (int folder, sealed_t *sealed, fault_t *fault)
{
    int fd = openat (folder, "keys.sealed", O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0)
        return trouble ("keys.sealed", fault);
    ssize_t length = read (fd, sealed, sizeof *sealed);
    close (fd);
    if (length == (ssize_t)sizeof *sealed && memcmp (sealed->magic, MAGIC, MAGIC_BYTES) == 0)
        return QCDC_OK;
    return fault_set (fault, QCDC_CORRUPT, NULL, _ ("%s is not a file of sealed keys"), "keys.sealed");
}

qcdc_status home_unlock (home_t *home, fault_t *fault)
{
    passphrase_t text QCDC_CLEANUP (passphrase_forget) = "";
    sealed_t sealed;
    uint8_t key[crypto_secretbox_KEYBYTES];
    if (!home->sealed)
        return QCDC_OK;
    home_seal_tidy (home);
    int folder = folder_open (home);
    if (folder < 0)
        return trouble (home->path, fault);
    qcdc_status status = sealed_read (folder, &sealed, fault);
    close (folder);
    QCDC_TRY (status);
    QCDC_TRY (passphrase_ask (_ ("Passphrase:"), text, fault));
    status = key_of (text, &sealed, key, fault);
    sodium_memzero (text, sizeof text);
    QCDC_TRY (status);
    keys_t keys;
    process_hide (&keys, sizeof keys);
    bool good = crypto_secretbox_open_easy ((uint8_t *)&keys, sealed.box, sizeof sealed.box, sealed.nonce, key) == 0;
    sodium_memzero (key, sizeof key);
    if (good && origin_id (keys.sign_public) == home->origin) {
        home->keys = keys;
        home->sealed = false;
        keys_forget (&keys);
        return QCDC_OK;
    }
    keys_forget (&keys);
    fault_set (fault, QCDC_PERMISSIONS, NULL, "%s", _ ("this is not the passphrase; nothing was changed"));
    fault_advise (fault, "%s", _ ("if it is lost, join in another folder and there: qcdc rescue"));
    return QCDC_PERMISSIONS;
}

qcdc_status home_unseal (home_t *home, fault_t *fault)
{
    if (!home->sealed)
        return fault_set (fault, QCDC_NOT_FOUND, NULL, _ ("the keys in %s are not sealed"), home->path);
    QCDC_TRY (home_unlock (home, fault));
    int folder = folder_open (home);
    char path[4096];
    if (folder < 0 || snprintf (path, sizeof path, "%s/keys.new", home->path) >= (int)sizeof path)
        return trouble (home->path, fault);
    wipe (folder, "keys.new");
    qcdc_status status = keys_save (&home->keys, path, fault);
    if (status == QCDC_OK && renameat (folder, "keys.new", folder, "keys") != 0)
        status = trouble ("keys", fault);
    if (status == QCDC_OK)
        status = folder_sync (folder, home, fault);
    if (status == QCDC_OK)
        unlinkat (folder, "keys.sealed", 0);
    close (folder);
    return status;
}
