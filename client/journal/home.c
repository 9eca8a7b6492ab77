/*  home.c — opening the folder of one device: lock first, then keys, journal and reference data.
 *
 *  Nothing is read before the lock is held, and what fails on the way gives back all that was opened. */

#include "journal/home.h"

#include "base/day.h"
#include "base/i18n.h"
#include "catalogue/catalog_load.h"
#include "catalogue/founding.h"
#include "journal/published.h"
#include "rules/reference.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { LOCK_STEP_MS = 50 };

/*  Says that PATH may not be read or written by whoever runs this, or what else is wrong with it. */
static qcdc_status path_trouble (const char *path, int error, fault_t *fault)
{
    if (error != EACCES && error != EPERM && error != EROFS)
        return fault_set (fault, QCDC_IO, NULL, "%s: %s", path, strerror (error));
    fault_set (fault, QCDC_IO, NULL, _ ("%s may not be read and written by this user (%s)"), path, strerror (error));
    fault_advise (
        fault, "%s",
        _ ("run qcdc as the user who joined here, or have the folder given to this one (chown, chmod u+rwX)"));
    return QCDC_IO;
}

static char *path_join (const char *folder, const char *name)
{
    char *path = NULL;
    return asprintf (&path, "%s/%s", folder, name) < 0 ? NULL : path;
}

/*  Makes the folder and those above it; only the last one is closed to others. */
static qcdc_status folder_make (const char *path, fault_t *fault)
{
    char *part = strdup (path);
    if (!part)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", path);
    qcdc_status status = QCDC_OK;
    for (char *at = part + 1; status == QCDC_OK && (at = strchr (at, '/')); at++) {
        *at = '\0';
        if (mkdir (part, 0777) != 0 && errno != EEXIST)
            status = fault_set (fault, QCDC_IO, NULL, "%s: %s", part, strerror (errno));
        *at = '/';
    }
    if (status == QCDC_OK && mkdir (path, 0700) != 0 && errno != EEXIST)
        status = fault_set (fault, QCDC_IO, NULL, "%s: %s", path, strerror (errno));
    free (part);
    return status;
}

/*  The process that wrote itself into the lock; 0 where it cannot be told. */
static long lock_holder (int fd)
{
    char text[32] = "";
    ssize_t length = pread (fd, text, sizeof text - 1, 0);
    return length > 0 ? strtol (text, NULL, 10) : 0;
}

/*  Writes this process into the lock, for the message to whoever waits. */
static void lock_sign (int fd)
{
    char text[32];
    int length = snprintf (text, sizeof text, "%ld\n", (long)getpid ());
    /* Only for a message to whoever waits: that it could not be written harms nothing. */
    if (ftruncate (fd, 0) != 0 || pwrite (fd, text, (size_t)length, 0) != length)
        return;
}

/*  flock goes with the process however it ends, so that no stale lock ever has to be broken by hand. */
static qcdc_status home_lock (home_t *home, int wait_ms, fault_t *fault)
{
    char *path = path_join (home->path, "lock");
    if (!path)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", home->path);
    home->lock_fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    free (path);
    if (home->lock_fd < 0 && (errno == EACCES || errno == EPERM || errno == EROFS))
        return path_trouble (home->path, errno, fault);
    if (home->lock_fd < 0)
        return fault_set (fault, QCDC_IO, NULL, _ ("%s cannot be locked: %s"), home->path, strerror (errno));
    bool said = false;
    while (flock (home->lock_fd, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            return fault_set (fault, QCDC_IO, NULL, _ ("%s cannot be locked: %s"), home->path, strerror (errno));
        if (wait_ms <= 0) {
            fault_set (fault, QCDC_BUSY, NULL, _ ("another qcdc (process %ld) works in %s"),
                       lock_holder (home->lock_fd), home->path);
            fault_advise (fault, "%s", _ ("try again when it has finished"));
            return QCDC_BUSY;
        }
        if (!said && isatty (STDERR_FILENO))
            fprintf (stderr, _ ("waiting for another qcdc (process %ld)\n"), lock_holder (home->lock_fd));
        said = true;
        struct timespec step = {0, LOCK_STEP_MS * 1000000L};
        nanosleep (&step, NULL);
        wait_ms -= LOCK_STEP_MS;
    }
    lock_sign (home->lock_fd);
    return QCDC_OK;
}

static qcdc_status home_journal (home_t *home, fault_t *fault)
{
    char *path = path_join (home->path, "journal.db");
    if (!path)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", home->path);
    qcdc_status status = journal_open (path, &home->journal, fault);
    free (path);
    /* On a disk that is full what is there can be read all the same. */
    fault_t nobody = {0};
    if (status == QCDC_OK && journal_learn (home->journal, &nobody) != QCDC_OK)
        journal_rollback (home->journal);
    return status;
}

/*  Where a device's keys are gone, or are another device's: nothing signs for its journal any more, but what it holds is
 *  not lost. */
static qcdc_status not_its_keys (const char *path, const char *message, fault_t *fault)
{
    fault_set (fault, QCDC_CORRUPT, NULL, message, path);
    fault_advise (fault,
                  _ ("bring back the file keys from a copy of the folder, or join in another folder and there: "
                     "qcdc rescue %s"),
                  path);
    return QCDC_CORRUPT;
}

static qcdc_status keys_lost (const char *path, fault_t *fault)
{
    return not_its_keys (path, _ ("the keys of the device whose journal is in %s are lost"), fault);
}

/*  The keys are made once and never replaced: they are the device.  A journal that has begun with others gets no new ones. */
static qcdc_status home_keys (home_t *home, bool makes, fault_t *fault)
{
    char *path = path_join (home->path, "keys");
    if (!path)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", home->path);
    qcdc_status status = keys_init ();
    if (status != QCDC_OK)
        fault_set (fault, status, NULL, "%s", _ ("the cryptographic library does not start"));
    else
        status = keys_load (&home->keys, path, fault);
    if (status == QCDC_NOT_FOUND && home->journal && journal_own (home->journal))
        status = keys_lost (home->path, fault);
    else if (status == QCDC_CORRUPT && home->journal)
        status =
            not_its_keys (home->path, _ ("the file keys of the device whose journal is in %s is damaged"), fault);
    else if (status == QCDC_NOT_FOUND && makes) {
        keys_make (&home->keys);
        status = keys_save (&home->keys, path, fault);
    }
    if (status == QCDC_OK)
        home->origin = origin_id (home->keys.sign_public);
    free (path);
    return status;
}

/*  The office alone, as joining has it: nothing has come of the catalogue yet. */
static qcdc_status office_alone (home_t *home, const char *office, fault_t *fault)
{
    char *name QCDC_CLEANUP (journal_free_value) = NULL, *unit QCDC_CLEANUP (journal_free_value) = NULL;
    char *role QCDC_CLEANUP (journal_free_value) = NULL;
    catalog_tables_t *tables QCDC_CLEANUP (tables_destroy) = NULL;
    QCDC_TRY (journal_get (home->journal, "office_name", &name, fault));
    QCDC_TRY (journal_get (home->journal, "unit", &unit, fault));
    QCDC_TRY (journal_get (home->journal, "role", &role, fault));
    const founding_t founding = {.office = office,
                                 .name = name,
                                 .unit = unit,
                                 .unit_name = unit,
                                 .provincial = strcmp (role, role_name (ROLE_PROVINCE)) == 0};
    QCDC_TRY (tables_found (&founding, &tables, fault));
    return catalog_of_tables (tables, &home->catalog, fault);
}

/*  What was published by now. */
static qcdc_status home_catalogue (home_t *home, fault_t *fault)
{
    char *office QCDC_CLEANUP (journal_free_value) = NULL;
    catalog_tables_t *tables QCDC_CLEANUP (tables_destroy) = NULL;
    QCDC_TRY (published_tables (home->journal, home->path, &tables, fault));
    QCDC_TRY (catalog_of_tables (tables, &home->catalog, fault));
    QCDC_TRY (journal_get (home->journal, "office", &office, fault));
    if (!*office || catalog_office (home->catalog, office))
        return QCDC_OK;
    catalog_destroy (&home->catalog);
    return office_alone (home, office, fault);
}

/*  Office and role, as joining wrote them into the journal. */
static qcdc_status home_office (home_t *home, fault_t *fault)
{
    char *office QCDC_CLEANUP (journal_free_value) = NULL, *role QCDC_CLEANUP (journal_free_value) = NULL;
    QCDC_TRY (journal_get (home->journal, "office", &office, fault));
    QCDC_TRY (journal_get (home->journal, "role", &role, fault));
    if (!*office)
        return QCDC_OK;
    home->office = catalog_office_on (home->catalog, office, day_of_moment (moment_now ()));
    if (!home->office)
        home->office = catalog_office (home->catalog, office);
    if (home->office && role_parse (role, &home->role) == QCDC_OK)
        return QCDC_OK;
    if (!home->office)
        fault_set (fault, QCDC_VERSION, NULL, _ ("this program does not know the office %s"), office);
    else
        fault_set (fault, QCDC_VERSION, NULL, _ ("this program does not know the role %s"), role);
    fault_advise (fault, "%s", _ ("install a newer qcdc"));
    return QCDC_VERSION;
}

static qcdc_status home_begin (const char *path, home_t *home, fault_t *fault)
{
    *home = (home_t){.lock_fd = -1};
    home->path = strdup (path);
    return home->path ? QCDC_OK : fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", path);
}

/*  What a home is opened for. */
typedef enum {
    HOME_WORKS, /* by its device */
    HOME_BEGUN, /* to become one: what is missing is made */
    HOME_LEFT   /* by another device, which reads what it holds: its keys are not needed, and may be lost */
} home_use;

/*  Who the journal says the device is; nothing can be signed as it. */
static qcdc_status home_origin (home_t *home, fault_t *fault)
{
    home->origin = journal_own (home->journal);
    return home->origin ? journal_origin_key (home->journal, home->origin, home->keys.sign_public, NULL, fault)
                        : QCDC_OK;
}

/*  Whether NAME is in FOLDER. */
static bool home_has (const char *folder, const char *name)
{
    char *path = path_join (folder, name);
    struct stat info;
    bool there = path && lstat (path, &info) == 0;
    free (path);
    return there;
}

/*  The journal of a device that has worked is never empty: a file of no bytes is what a full disk or a crash leaves of it. */
static bool home_has_journal (const char *folder)
{
    char *path = path_join (folder, "journal.db");
    struct stat info;
    bool there = path && lstat (path, &info) == 0 && (!S_ISREG (info.st_mode) || info.st_size > 0);
    free (path);
    return there;
}

static bool home_has_keys (const char *folder)
{
    return home_has (folder, "keys") || home_has (folder, "keys.sealed");
}

/*  A folder that this user may not look into says nothing about who has joined there. */
static qcdc_status home_look (const char *path, fault_t *fault)
{
    struct stat info;
    if (lstat (path, &info) != 0 && (errno == ENOENT || errno == ENOTDIR))
        return QCDC_OK;
    return access (path, R_OK | X_OK) == 0 || (errno != EACCES && errno != EPERM) ? QCDC_OK
                                                                                  : path_trouble (path, errno, fault);
}

/*  The keys of a device say that it worked here; what it wrote and has not sent is only in its journal. */
static qcdc_status journal_lost (const char *path, fault_t *fault)
{
    fault_set (fault, QCDC_CORRUPT, NULL, _ ("the journal of the device whose keys are in %s is missing or empty"),
               path);
    fault_advise (
        fault,
        _ ("bring back journal.db from a copy of the folder (the next sync brings back what it lacks); without one, "
           "join in "
           "another folder with a new invitation: what was sent comes there; from a copy that is found later, there: "
           "qcdc rescue COPY"));
    return QCDC_CORRUPT;
}

/*  The lock comes first: nothing of the folder is read while another program may be writing it.  A journal that is there
 *  comes before the keys: whether any may be made is for it to say. */
static qcdc_status home_load (home_t *home, int wait_ms, home_use use, fault_t *fault)
{
    qcdc_status locked = home_lock (home, wait_ms, fault);
    /* What is not ours is not signed off either. */
    if (locked != QCDC_OK && home->lock_fd >= 0) {
        close (home->lock_fd);
        home->lock_fd = -1;
    }
    QCDC_TRY (locked);
    if (home_has (home->path, "journal.db"))
        QCDC_TRY (home_journal (home, fault));
    home->sealed = !home_has (home->path, "keys") && home_has (home->path, "keys.sealed");
    if (home->sealed && keys_init () != QCDC_OK)
        return fault_set (fault, QCDC_IO, NULL, "%s", _ ("the cryptographic library does not start"));
    if (home->sealed && !home->journal)
        return journal_lost (home->path, fault);
    QCDC_TRY (use == HOME_LEFT || home->sealed ? home_origin (home, fault)
                                               : home_keys (home, use == HOME_BEGUN, fault));
    if (!home->journal)
        QCDC_TRY (home_journal (home, fault));
    QCDC_TRY (home_catalogue (home, fault));
    QCDC_TRY (home_office (home, fault));
    if (journal_own (home->journal) && journal_own (home->journal) != home->origin)
        QCDC_TRY (not_its_keys (home->path, _ ("the keys and the journal in %s are of different devices"), fault));
    return QCDC_OK;
}

static qcdc_status not_joined (const char *path, fault_t *fault)
{
    fault_set (fault, QCDC_NOT_FOUND, NULL, _ ("no device has joined in %s"), path);
    fault_advise (fault, "%s", _ ("run qcdc join INVITE with the invitation of the provincial committee"));
    return QCDC_NOT_FOUND;
}

qcdc_status home_open (const char *path, int wait_ms, home_t *home, fault_t *fault)
{
    qcdc_status status = home_begin (path, home, fault);
    if (status != QCDC_OK)
        return status;
    /* Without keys or a journal nothing has ever joined here, and looking must not leave files behind. */
    if ((status = home_look (path, fault)) != QCDC_OK)
        goto out;
    if (!home_has_keys (path) && !home_has_journal (path))
        status = not_joined (path, fault);
    else if (!home_has_journal (path))
        status = journal_lost (path, fault);
    else
        status = home_load (home, wait_ms, HOME_WORKS, fault);
    if (status == QCDC_NOT_FOUND)
        status = not_joined (path, fault);
    if (status == QCDC_OK && !home->office && journal_own (home->journal))
        status = journal_lost (path, fault);
    if (status == QCDC_OK && (!home->office || !journal_own (home->journal)))
        status = not_joined (path, fault);
out:
    if (status != QCDC_OK)
        home_close (home);
    return status;
}

qcdc_status home_make (const char *path, int wait_ms, home_t *home, fault_t *fault)
{
    qcdc_status status = home_begin (path, home, fault);
    if (status != QCDC_OK)
        return status;
    status = folder_make (path, fault);
    if (status == QCDC_OK)
        status = home_load (home, wait_ms, HOME_BEGUN, fault);
    if (status != QCDC_OK)
        home_close (home);
    return status;
}

qcdc_status home_open_left (const char *path, int wait_ms, home_t *home, fault_t *fault)
{
    QCDC_TRY (home_begin (path, home, fault));
    qcdc_status status = home_look (path, fault);
    if (status == QCDC_OK && !home_has_journal (path))
        status = home_has_keys (path) ? journal_lost (path, fault) : QCDC_NOT_FOUND;
    else if (status == QCDC_OK)
        status = home_load (home, wait_ms, HOME_LEFT, fault);
    if (status == QCDC_NOT_FOUND || (status == QCDC_OK && (!home->office || !home->origin)))
        status = not_joined (path, fault);
    if (status != QCDC_OK)
        home_close (home);
    return status;
}

qcdc_status home_look_back (home_t *home, int32_t day, fault_t *fault)
{
    catalog_tables_t *tables QCDC_CLEANUP (tables_destroy) = NULL;
    catalog_t *then = NULL;
    if (home->today)
        return QCDC_OK;
    QCDC_TRY (published_on (home->journal, day, &tables, fault));
    QCDC_TRY (catalog_of_tables (tables, &then, fault));
    home->today = home->catalog;
    home->catalog = then;
    const office_t *office = catalog_office_on (then, home->office->code, day);
    if (!office)
        office = catalog_office (then, home->office->code);
    home->office = office ? office : home->office;
    return QCDC_OK;
}

void home_close (home_t *home)
{
    keys_forget (&home->keys);
    journal_close (&home->journal);
    reference_destroy (&home->catalog);
    reference_destroy (&home->today);
    /* What only read the home leaves every byte of it as it was. */
    if (home->lock_fd >= 0) {
        (void)!ftruncate (home->lock_fd, 0);
        close (home->lock_fd); /* and with it the lock goes */
    }
    free (home->path);
    *home = (home_t){.lock_fd = -1};
}
