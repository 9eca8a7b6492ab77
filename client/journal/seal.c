/*  seal.c — sealing and opening the keys; every step leaves either the plain or the sealed file whole. */

#include "journal/seal.h"

#include "base/i18n.h"
#include "base/limits.h"
#include "base/process.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>
#include <utf8proc.h>

#define MAGIC "qcdc-sealed-keys-1\n"
#define MAGIC_BYTES (sizeof MAGIC - 1)

typedef struct {
    char magic[MAGIC_BYTES];
    uint8_t salt[crypto_pwhash_SALTBYTES];
    uint8_t nonce[crypto_secretbox_NONCEBYTES];
    uint8_t box[sizeof (keys_t) + crypto_secretbox_MACBYTES];
} sealed_t;

typedef char passphrase_t[QCDC_PASSPHRASE_BYTES_MAX + 2];

/*  A passphrase in a normal form, written over its own code points: an input method may give one letter as two. */
enum { FORM_LETTERS_MAX = 4 * (QCDC_PASSPHRASE_BYTES_MAX + 1) };
typedef struct {
    utf8proc_int32_t letters[FORM_LETTERS_MAX + 1];
    size_t length; /* of the text in bytes */
} normal_t;

static void passphrase_forget (passphrase_t *text)
{
    sodium_memzero (*text, sizeof *text);
}

static qcdc_status trouble (const char *name, fault_t *fault)
{
    return fault_set (fault, QCDC_IO, NULL, "%s: %s", name, strerror (errno));
}

static qcdc_status trouble_in (const home_t *home, const char *name, fault_t *fault)
{
    return fault_set (fault, QCDC_IO, NULL, "%s/%s: %s", home->path, name, strerror (errno));
}

static qcdc_status folder_sync (int folder, const home_t *home, fault_t *fault)
{
    return fsync (folder) == 0 ? QCDC_OK : trouble (home->path, fault);
}

/*  ---------------------------------------------------------------- asking */

/*  The first line of the file that QCDC_PASSPHRASE_FILE names, for a sync without anybody at the desk. */
static qcdc_status passphrase_file (const char *path, passphrase_t text, fault_t *fault)
{
    int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0) {
        fault_set (fault, QCDC_IO, NULL, _ ("the file of the passphrase, %s: %s"), path, strerror (errno));
        fault_advise (fault, "%s", _ ("QCDC_PASSPHRASE_FILE names it; without that variable a terminal is asked"));
        return QCDC_IO;
    }
    qcdc_status status = keys_check_file (fd, path, fault);
    ssize_t length = status == QCDC_OK ? read (fd, text, sizeof (passphrase_t) - 1) : 0;
    if (length < 0)
        status = trouble (path, fault);
    close (fd);
    text[length > 0 ? length : 0] = '\0';
    if (status == QCDC_PERMISSIONS)
        fault_advise (
            fault, _ ("chmod 600 %s; if somebody may have read it, unseal and seal with another passphrase"), path);
    return status;
}

/*  What ends or stops the program while it asks: the terminal gets its echo back first. */
static const int ENDS[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};
enum { ENDS_COUNT = sizeof ENDS / sizeof *ENDS };

static volatile sig_atomic_t came;

static void note (int number)
{
    came = number;
}

/*  One line from FD without echo; 0 bytes where a signal came, which is in `came` then.  Signals are let in only while it
 *  waits, so that none comes between looking and waiting. */
static ssize_t line_ask (int fd, const struct termios *silent, const char *question, const sigset_t *open,
                         passphrase_t text)
{
    struct pollfd input = {.fd = fd, .events = POLLIN};
    came = 0;
    if (tcsetattr (fd, TCSAFLUSH, silent) != 0)
        return -1;
    dprintf (fd, "%s ", question);
    while (ppoll (&input, 1, NULL, open) < 0 && errno == EINTR && !came)
        ;
    return came ? 0 : read (fd, text, sizeof (passphrase_t) - 1);
}

static ssize_t line_silent (int fd, const struct termios *before, const char *question, passphrase_t text)
{
    struct termios silent = *before;
    struct sigaction noted = {.sa_handler = note}, usual[ENDS_COUNT];
    sigset_t held, open;
    silent.c_lflag &= ~(tcflag_t)ECHO;
    sigemptyset (&held);
    for (size_t i = 0; i < ENDS_COUNT; i++)
        sigaddset (&held, ENDS[i]);
    sigprocmask (SIG_BLOCK, &held, &open);
    for (size_t i = 0; i < ENDS_COUNT; i++) {
        sigaction (ENDS[i], NULL, &usual[i]);
        if (usual[i].sa_handler != SIG_IGN) /* as nohup wants it */
            sigaction (ENDS[i], &noted, NULL);
    }
    ssize_t length = line_ask (fd, &silent, question, &open, text);
    int error = errno;
    tcsetattr (fd, TCSAFLUSH, before);
    dprintf (fd, "\n");
    for (size_t i = 0; i < ENDS_COUNT; i++)
        sigaction (ENDS[i], &usual[i], NULL);
    if (came)
        raise (came); /* it is held until the next line */
    sigprocmask (SIG_SETMASK, &open, NULL);
    errno = error;
    return length;
}

static qcdc_status passphrase_terminal (const char *question, passphrase_t text, fault_t *fault)
{
    struct termios before;
    int fd = open ("/dev/tty", O_RDWR | O_CLOEXEC);
    if (fd < 0 || tcgetattr (fd, &before) != 0) {
        if (fd >= 0)
            close (fd);
        fault_set (fault, QCDC_PASSPHRASE, NULL, "%s",
                   _ ("a passphrase is needed and there is no terminal to ask at"));
        fault_advise (fault, "%s", _ ("name a file with the passphrase in QCDC_PASSPHRASE_FILE"));
        return QCDC_PASSPHRASE;
    }
    /* Whom a signal did not end, because it only stopped the program (Ctrl-Z), is asked again. */
    ssize_t length;
    do
        length = line_silent (fd, &before, question, text);
    while (length == 0 && came);
    qcdc_status status = length < 0 ? trouble ("/dev/tty", fault) : QCDC_OK;
    close (fd);
    text[length > 0 ? length : 0] = '\0';
    return status;
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

/*  ---------------------------------------------------------------- sealing and opening */

static void normal_forget (normal_t *form)
{
    sodium_memzero (form, sizeof *form);
}

/*  TEXT composed (NFC) or taken apart (NFD); as it was typed where it is no UTF-8.  It stays in memory that is overwritten. */
static void normal_make (const passphrase_t text, bool composed, normal_t *form)
{
    utf8proc_option_t options = UTF8PROC_STABLE | (composed ? UTF8PROC_COMPOSE : UTF8PROC_DECOMPOSE);
    process_hide (form, sizeof *form);
    utf8proc_ssize_t count = utf8proc_decompose ((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)strlen (text),
                                                 form->letters, FORM_LETTERS_MAX, options);
    utf8proc_ssize_t length =
        count > 0 && count <= FORM_LETTERS_MAX ? utf8proc_reencode (form->letters, count, options) : -1;
    form->length = length > 0 ? (size_t)length : strlen (text);
    if (length <= 0)
        memcpy (form->letters, text, form->length);
}

static bool normal_equals (const normal_t *form, const void *text, size_t length)
{
    return form->length == length && sodium_memcmp (form->letters, text, length) == 0;
}

static qcdc_status key_of (const void *text, size_t length, const sealed_t *sealed,
                           uint8_t key[crypto_secretbox_KEYBYTES], fault_t *fault)
{
    if (crypto_pwhash (key, crypto_secretbox_KEYBYTES, text, length, sealed->salt, QCDC_SEAL_ROUNDS,
                       QCDC_SEAL_MEMORY_BYTES, crypto_pwhash_ALG_ARGON2ID13) == 0)
        return QCDC_OK;
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ ("no memory to make a key of the passphrase"));
}

static int folder_open (const home_t *home)
{
    return open (home->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

/*  Overwrites and removes what is no keys any more, if it is there; a disk may still keep old blocks, which the manual says. */
static qcdc_status wipe (int folder, const home_t *home, const char *name, fault_t *fault)
{
    static const uint8_t ZEROS[1024];
    int fd = openat (folder, name, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return errno == ENOENT ? QCDC_OK : trouble_in (home, name, fault);
    /* Where the disk has no room to write, the name goes all the same. */
    if (write (fd, ZEROS, sizeof ZEROS) == (ssize_t)sizeof ZEROS)
        (void)fsync (fd);
    close (fd);
    return unlinkat (folder, name, 0) == 0 ? folder_sync (folder, home, fault) : trouble_in (home, name, fault);
}

static qcdc_status sealed_write (int folder, const home_t *home, const sealed_t *sealed, fault_t *fault)
{
    unlinkat (folder, "keys.sealed.new", 0);
    int fd = openat (folder, "keys.sealed.new", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return trouble_in (home, "keys.sealed.new", fault);
    ssize_t length = write (fd, sealed, sizeof *sealed);
    if (length >= 0 && length < (ssize_t)sizeof *sealed)
        errno = ENOSPC;
    bool good = length == (ssize_t)sizeof *sealed && fsync (fd) == 0;
    int error = errno;
    close (fd);
    errno = error;
    if (!good || renameat (folder, "keys.sealed.new", folder, "keys.sealed") != 0)
        return trouble_in (home, "keys.sealed", fault);
    return folder_sync (folder, home, fault);
}

/*  The sealed file is whole on the disk before the plain one loses its name, from which on it holds. */
static qcdc_status sealed_replace (int folder, const home_t *home, const sealed_t *sealed, fault_t *fault)
{
    QCDC_TRY (sealed_write (folder, home, sealed, fault));
    if (renameat (folder, "keys", folder, "keys.old") != 0)
        return trouble_in (home, "keys", fault);
    QCDC_TRY (folder_sync (folder, home, fault));
    return wipe (folder, home, "keys.old", fault);
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
    normal_t form QCDC_CLEANUP (normal_forget), form_again QCDC_CLEANUP (normal_forget);
    normal_make (first, true, &form);
    normal_make (again, true, &form_again);
    if (!normal_equals (&form, form_again.letters, form_again.length))
        return fault_set (fault, QCDC_USAGE, NULL, "%s", _ ("the two passphrases differ; nothing was changed"));
    randombytes_buf (sealed.salt, sizeof sealed.salt);
    randombytes_buf (sealed.nonce, sizeof sealed.nonce);
    process_hide (key, sizeof key);
    QCDC_TRY (key_of (form.letters, form.length, &sealed, key, fault));
    crypto_secretbox_easy (sealed.box, (const uint8_t *)&home->keys, sizeof home->keys, sealed.nonce, key);
    sodium_memzero (key, sizeof key);
    int folder = folder_open (home);
    if (folder < 0)
        return trouble (home->path, fault);
    qcdc_status status = sealed_replace (folder, home, &sealed, fault);
    close (folder);
    return status;
}

static qcdc_status sealed_read (int folder, const home_t *home, sealed_t *sealed, fault_t *fault)
{
    char path[PATH_MAX];
    if (snprintf (path, sizeof path, "%s/keys.sealed", home->path) >= (int)sizeof path) {
        errno = ENAMETOOLONG;
        return trouble_in (home, "keys.sealed", fault);
    }
    int fd = openat (folder, "keys.sealed", O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0)
        return trouble (path, fault);
    qcdc_status status = keys_check_file (fd, path, fault);
    ssize_t length = status == QCDC_OK ? read (fd, sealed, sizeof *sealed) : 0;
    close (fd);
    QCDC_TRY (status);
    if (length == (ssize_t)sizeof *sealed && memcmp (sealed->magic, MAGIC, MAGIC_BYTES) == 0)
        return QCDC_OK;
    fault_set (fault, QCDC_CORRUPT, NULL, _ ("%s is not a file of sealed keys"), path);
    fault_advise (
        fault,
        _ ("bring back the file keys.sealed from a copy of the folder, or join in another folder and there: "
           "qcdc rescue %s"),
        home->path);
    return QCDC_CORRUPT;
}

/*  What is left of the plain keys goes only where sealed ones can be read: it may be all that there is. */
static qcdc_status tidy_sealed (int folder, const home_t *home, sealed_t *sealed, fault_t *fault)
{
    QCDC_TRY (sealed_read (folder, home, sealed, fault));
    QCDC_TRY (wipe (folder, home, "keys.old", fault));
    return wipe (folder, home, "keys.new", fault);
}

qcdc_status home_seal_tidy (const home_t *home, fault_t *fault)
{
    sealed_t sealed;
    int folder = folder_open (home);
    if (folder < 0)
        return trouble (home->path, fault);
    if (!home->sealed && faccessat (folder, "keys.sealed", F_OK, AT_SYMLINK_NOFOLLOW) == 0)
        text_say (
            stderr,
            _ ("qcdc: sealing or unsealing was cut short: the keys in %s are not sealed; end it with qcdc seal or "
               "qcdc unseal\n"),
            home->path);
    qcdc_status status = home->sealed ? tidy_sealed (folder, home, &sealed, fault) : QCDC_OK;
    close (folder);
    return status;
}

/*  Whether LENGTH bytes of TEXT open SEALED, into KEYS. */
static qcdc_status opens (const void *text, size_t length, const sealed_t *sealed, keys_t *keys, bool *good,
                          fault_t *fault)
{
    uint8_t key[crypto_secretbox_KEYBYTES];
    process_hide (key, sizeof key);
    qcdc_status status = key_of (text, length, sealed, key, fault);
    *good = status == QCDC_OK &&
            crypto_secretbox_open_easy ((uint8_t *)keys, sealed->box, sizeof sealed->box, sealed->nonce, key) == 0;
    sodium_memzero (key, sizeof key);
    return status;
}

/*  A passphrase is sealed with in its composed form; before, it was in whatever form it was typed. */
static qcdc_status open_sealed (const passphrase_t text, const sealed_t *sealed, keys_t *keys, bool *good,
                                fault_t *fault)
{
    normal_t composed QCDC_CLEANUP (normal_forget), apart QCDC_CLEANUP (normal_forget);
    normal_make (text, true, &composed);
    normal_make (text, false, &apart);
    QCDC_TRY (opens (composed.letters, composed.length, sealed, keys, good, fault));
    if (!*good && !normal_equals (&composed, apart.letters, apart.length))
        QCDC_TRY (opens (apart.letters, apart.length, sealed, keys, good, fault));
    if (!*good && !normal_equals (&composed, text, strlen (text)) && !normal_equals (&apart, text, strlen (text)))
        QCDC_TRY (opens (text, strlen (text), sealed, keys, good, fault));
    return QCDC_OK;
}

qcdc_status home_unlock (home_t *home, fault_t *fault)
{
    passphrase_t text QCDC_CLEANUP (passphrase_forget) = "";
    sealed_t sealed;
    bool good = false;
    if (!home->sealed)
        return QCDC_OK;
    int folder = folder_open (home);
    if (folder < 0)
        return trouble (home->path, fault);
    qcdc_status status = tidy_sealed (folder, home, &sealed, fault);
    close (folder);
    QCDC_TRY (status);
    QCDC_TRY (passphrase_ask (_ ("Passphrase:"), text, fault));
    keys_t keys;
    process_hide (&keys, sizeof keys);
    QCDC_TRY (open_sealed (text, &sealed, &keys, &good, fault));
    sodium_memzero (text, sizeof text);
    if (good && origin_id (keys.sign_public) == home->origin) {
        process_hide (&home->keys, sizeof home->keys);
        home->keys = keys;
        home->sealed = false;
        keys_forget (&keys);
        return QCDC_OK;
    }
    keys_forget (&keys);
    fault_set (fault, QCDC_PASSPHRASE, NULL, "%s", _ ("this is not the passphrase; nothing was changed"));
    fault_advise (fault, "%s", _ ("if it is lost, join in another folder and there: qcdc rescue"));
    return QCDC_PASSPHRASE;
}

/*  The plain keys are whole on the disk before the sealed ones go. */
static qcdc_status sealed_undo (int folder, const home_t *home, fault_t *fault)
{
    char path[PATH_MAX];
    if (snprintf (path, sizeof path, "%s/keys.new", home->path) >= (int)sizeof path) {
        errno = ENAMETOOLONG;
        return trouble_in (home, "keys.new", fault);
    }
    QCDC_TRY (wipe (folder, home, "keys.new", fault));
    QCDC_TRY (keys_save (&home->keys, path, fault));
    if (renameat (folder, "keys.new", folder, "keys") != 0)
        return trouble (path, fault);
    return folder_sync (folder, home, fault);
}

qcdc_status home_unseal (home_t *home, fault_t *fault)
{
    bool sealed = home->sealed;
    QCDC_TRY (home_unlock (home, fault));
    int folder = folder_open (home);
    if (folder < 0)
        return trouble (home->path, fault);
    qcdc_status status = sealed ? sealed_undo (folder, home, fault) : QCDC_OK;
    /* Where the keys were plain already, an unsealing or a sealing was cut short. */
    if (status == QCDC_OK && unlinkat (folder, "keys.sealed", 0) != 0)
        status = !sealed && errno == ENOENT
                     ? fault_set (fault, QCDC_NOT_FOUND, NULL, _ ("the keys in %s are not sealed"), home->path)
                     : trouble_in (home, "keys.sealed", fault);
    if (status == QCDC_OK)
        status = folder_sync (folder, home, fault);
    close (folder);
    return status;
}
