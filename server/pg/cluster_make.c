/*  cluster_make.c — making a cluster: finding PostgreSQL, initdb, settings.
 *
 *  Made beside its place and moved there when it is whole, so that an interrupted init leaves nothing that looks like a cluster. */

#include "pg/cluster_private.h"

#include "base/child.h"
#include "base/day.h"
#include "base/i18n.h"
#include "base/privilege.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEBIAN_BINDIR "/usr/lib/postgresql"
#define SOCKET_NAME_BYTES_MAX 100u
/*  An initdb whose init was killed takes seconds, on a slow and busy machine a minute. */
#define INIT_WAIT_US (120 * 1000000LL)
#define LOCK_STEP_US 100000u

/*  Settings of a cluster that serves this program alone.  Statements and values are kept out of the log: they would
 *  carry what offices wrote. */
static const char SETTINGS[] = "listen_addresses = ''\n"
                               "port = 5432\n"
                               "unix_socket_permissions = 0700\n"
                               "max_connections = 50\n"
                               "shared_buffers = 256MB\n"
                               "work_mem = 16MB\n"
                               "maintenance_work_mem = 128MB\n"
                               "max_parallel_workers_per_gather = 0\n"
                               "fsync = on\n"
                               "full_page_writes = on\n"
                               "synchronous_commit = on\n"
                               "wal_buffers = 16MB\n"
                               "max_wal_size = 4GB\n"
                               "min_wal_size = 256MB\n"
                               "checkpoint_timeout = 15min\n"
                               "checkpoint_completion_target = 0.9\n"
                               "random_page_cost = 1.5\n"
                               "timezone = 'UTC'\n"
                               "lc_messages = 'C'\n"
                               "logging_collector = on\n"
                               "log_filename = 'postgresql-%a.log'\n"
                               "log_truncate_on_rotation = on\n"
                               "log_rotation_age = 1d\n"
                               "log_rotation_size = 0\n"
                               "log_timezone = 'UTC'\n"
                               "log_error_verbosity = terse\n"
                               "log_min_error_statement = panic\n"
                               "log_parameter_max_length = 0\n"
                               "log_parameter_max_length_on_error = 0\n";

/*  The socket lies in a folder that only the owner may enter: whoever reaches it is the owner. */
static const char ACCESS[] = "# written by qcdcd init\n"
                             "local all all trust\n"
                             "local replication all trust\n";

char *cluster_path (const char *dir, const char *name, char path[CLUSTER_PATH_BYTES])
{
    snprintf (path, CLUSTER_PATH_BYTES, "%s/%s", dir, name);
    return path;
}

qcdc_status cluster_check_name (const char *dir, fault_t *fault)
{
    char path[CLUSTER_PATH_BYTES];
    size_t length = strlen (dir) + strlen ("/run/.s.PGSQL.5432");
    if (length > SOCKET_NAME_BYTES_MAX || strlen (cluster_path (dir, "run", path)) >= sizeof path - 32) {
        fault_set (
            fault, QCDC_TOO_LARGE, NULL,
            _ ("the name of the folder %s is too long: the database's socket in it would have %zu bytes of the "
               "%u that are possible"),
            dir, length, SOCKET_NAME_BYTES_MAX);
        fault_advise (fault, _ ("choose a folder with a shorter name"));
        return QCDC_TOO_LARGE;
    }
    /* Shells, settings and connection strings that PostgreSQL passes the name through read these as something else.
     * */
    const char *bad = strpbrk (dir, ",'\"\\$`\n");
    if (bad)
        return fault_set (fault, QCDC_BAD_CHARACTER, NULL,
                          _ ("the name of the folder %s has a character %c, which PostgreSQL "
                             "does not take"),
                          dir, *bad);
    return QCDC_OK;
}

qcdc_status cluster_major (const char *dir, int *major, fault_t *fault)
{
    char path[CLUSTER_PATH_BYTES];
    *major = 0;
    FILE *file = fopen (cluster_path (dir, "pg/PG_VERSION", path), "re");
    if (!file && errno == ENOENT)
        return QCDC_OK;
    if (!file) {
        int error = errno;
        fault_set (fault, QCDC_IO, NULL, _ ("the database %s cannot be read by the user %s: %s"),
                   cluster_path (dir, "pg", path), privilege_user (), strerror (error));
        if (error == EACCES)
            fault_advise (fault, _ ("give the whole folder to that user: chown -R %s '%s'"), privilege_user (), dir);
        return QCDC_IO;
    }
    if (fscanf (file, "%d", major) != 1)
        *major = 0;
    fclose (file);
    return QCDC_OK;
}

/*  The newest major version that Debian has installed with initdb in it; 0 if none. */
static int debian_newest (void)
{
    int newest = 0;
    DIR *stream = opendir (DEBIAN_BINDIR);
    for (struct dirent *entry; stream && (entry = readdir (stream));) {
        char path[CLUSTER_PATH_BYTES];
        int major = isdigit ((unsigned char)entry->d_name[0]) ? atoi (entry->d_name) : 0;
        snprintf (path, sizeof path, DEBIAN_BINDIR "/%d/bin/initdb", major);
        if (major > newest && access (path, X_OK) == 0)
            newest = major;
    }
    if (stream)
        closedir (stream);
    return newest;
}

static bool find_in_path (const char *program, char path[CLUSTER_PATH_BYTES])
{
    const char *at = getenv ("PATH");
    while (at && *at) {
        size_t length = strcspn (at, ":");
        snprintf (path, CLUSTER_PATH_BYTES, "%.*s/%s", (int)length, at, program);
        if (length && access (path, X_OK) == 0)
            return true;
        at += length;
        at += *at == ':';
    }
    return false;
}

qcdc_status cluster_program (const char *program, int major, char path[CLUSTER_PATH_BYTES], fault_t *fault)
{
    const char *bindir = getenv ("QCDC_PG_BINDIR");
    if (bindir && *bindir) {
        if (access (cluster_path (bindir, program, path), X_OK) == 0)
            return QCDC_OK;
        return fault_set (fault, QCDC_NOT_FOUND, NULL, _ ("there is no program %s (QCDC_PG_BINDIR)"), path);
    }
    snprintf (path, CLUSTER_PATH_BYTES, DEBIAN_BINDIR "/%d/bin/%s", major ? major : debian_newest (), program);
    if (access (path, X_OK) == 0 || find_in_path (program, path))
        return QCDC_OK;
    if (major)
        fault_set (fault, QCDC_NOT_FOUND, NULL, _ ("PostgreSQL %d, which made this database, is not installed"),
                   major);
    else
        fault_set (fault, QCDC_NOT_FOUND, NULL, _ ("PostgreSQL is not installed"));
    fault_advise (fault,
                  _ ("install Debian's package postgresql, or name the folder of its programs in QCDC_PG_BINDIR"));
    return QCDC_NOT_FOUND;
}

void cluster_last_words (const char *path, char *line, int size)
{
    line[0] = '\0';
    char *text = NULL;
    size_t capacity = 0;
    FILE *file = fopen (path, "re");
    while (file && getline (&text, &capacity, file) >= 0) {
        const char *words = strstr (text, "FATAL:");
        words = words ? words : strstr (text, "ERROR:");
        words = words ? words : strstr (text, "error:");
        if (words)
            snprintf (line, (size_t)size, "%.*s", (int)strcspn (words, "\n"), words);
    }
    free (text);
    if (file)
        fclose (file);
}

static qcdc_status write_file (const char *path, const char *mode, const char *text, fault_t *fault)
{
    FILE *file = fopen (path, mode);
    bool written = file && fputs (text, file) >= 0 && fflush (file) == 0 && fsync (fileno (file)) == 0;
    if (file && fclose (file) != 0)
        written = false;
    return written ? QCDC_OK : fault_set (fault, QCDC_IO, NULL, _ ("cannot write %s: %s"), path, strerror (errno));
}

/*  The folders beside the cluster.  A backup need not have them. */
static qcdc_status make_folders (const char *dir, fault_t *fault)
{
    static const char *const FOLDERS[] = {"run", "log"};
    for (size_t i = 0; i < sizeof FOLDERS / sizeof *FOLDERS; i++) {
        char path[CLUSTER_PATH_BYTES];
        if (mkdir (cluster_path (dir, FOLDERS[i], path), 0700) != 0 && errno != EEXIST)
            return fault_set (fault, QCDC_IO, NULL, _ ("cannot create the folder %s: %s"), path, strerror (errno));
    }
    return QCDC_OK;
}

qcdc_status cluster_configure (const char *dir, fault_t *fault)
{
    char path[CLUSTER_PATH_BYTES];
    char text[sizeof SETTINGS + 2 * CLUSTER_PATH_BYTES + 400];
    snprintf (text, sizeof text,
              "# Written by qcdcd at every start; settings of your own belong in local.conf beside it.\n"
              "%sunix_socket_directories = '%s/run'\n"
              "log_directory = '%s/log'\n"
              "include_if_exists = 'local.conf'\n",
              SETTINGS, dir, dir);
    qcdc_status status = make_folders (dir, fault);
    if (status != QCDC_OK)
        return status;
    return write_file (cluster_path (dir, "pg/qcdc.conf", path), "we", text, fault);
}

/*  A folder in which a cluster may be made holds nothing that is not part of one: nobody's files are mixed with
 *  ours. */
static qcdc_status check_contents (const char *dir, fault_t *fault)
{
    static const char *const OURS[] = {".",    "..",   "pg",         "pg.new",    "run",       "log",
                                       "keys", "lock", "start.lock", "init.lock", "lost+found"};
    DIR *stream = opendir (dir);
    if (!stream)
        return fault_set (fault, QCDC_IO, NULL, _ ("cannot read the folder %s: %s"), dir, strerror (errno));
    qcdc_status status = QCDC_OK;
    for (struct dirent *entry; status == QCDC_OK && (entry = readdir (stream));) {
        bool ours = false;
        for (size_t i = 0; i < sizeof OURS / sizeof *OURS; i++)
            ours = ours || strcmp (entry->d_name, OURS[i]) == 0;
        if (!ours) {
            status = fault_set (fault, QCDC_EXISTS, NULL, _ ("the folder %s holds other things, such as %s"), dir,
                                entry->d_name);
            fault_advise (fault, _ ("choose a new or empty folder"));
        }
    }
    closedir (stream);
    return status;
}

/*  initdb goes into pg.new, which becomes pg in one step: there is no half-made pg.  It holds LOCK as we do: where we are
 *  killed it goes on, and nobody else may begin in pg.new before it has ended too. */
static qcdc_status make_pg (const char *dir, int lock, fault_t *fault)
{
    char initdb[CLUSTER_PATH_BYTES], making[CLUSTER_PATH_BYTES], made[CLUSTER_PATH_BYTES], log[CLUSTER_PATH_BYTES];
    char path[2 * CLUSTER_PATH_BYTES];
    cluster_path (dir, "pg.new", making);
    cluster_path (dir, "pg", made);
    cluster_path (dir, "log/init.log", log);
    QCDC_TRY (cluster_program ("initdb", 0, initdb, fault));
    int exit_code = 0;
    const char *const remove[] = {"/bin/rm", "-rf", "--", making, NULL};
    const char *const make[] = {initdb,
                                "--data-checksums",
                                "--encoding=UTF8",
                                "--locale=C.UTF-8",
                                "--auth=trust",
                                "--username=qcdc",
                                "--no-instructions",
                                "--pgdata",
                                making,
                                NULL};
    if (child_run (remove, log, lock, &exit_code) != QCDC_OK || exit_code != 0)
        return fault_set (fault, QCDC_IO, NULL, _ ("cannot remove the unfinished %s"), making);
    if (truncate (log, 0) != 0 && errno != ENOENT)
        return fault_set (fault, QCDC_IO, NULL, _ ("cannot write %s: %s"), log, strerror (errno));
    if (child_run (make, log, lock, &exit_code) != QCDC_OK || exit_code != 0) {
        char line[200];
        cluster_last_words (log, line, sizeof line);
        fault_set (fault, QCDC_DATABASE, NULL, _ ("PostgreSQL cannot make a database in %s: %s"), dir, line);
        fault_advise (fault, _ ("see %s"), log);
        return QCDC_DATABASE;
    }
    snprintf (path, sizeof path, "%s/pg_hba.conf", making);
    QCDC_TRY (write_file (path, "we", ACCESS, fault));
    snprintf (path, sizeof path, "%s/postgresql.conf", making);
    QCDC_TRY (write_file (path, "ae", "\ninclude = 'qcdc.conf'\n", fault));
    if (rename (making, made) != 0)
        return fault_set (fault, QCDC_IO, NULL, _ ("cannot rename %s: %s"), making, strerror (errno));
    return QCDC_OK;
}

/*  Whoever waits is told at once; the one who waits for a hung one, in the end. */
qcdc_status cluster_lock_init (const char *dir, int *lock, fault_t *fault)
{
    char path[CLUSTER_PATH_BYTES];
    *lock = -1;
    QCDC_TRY (cluster_check_name (dir, fault));
    QCDC_TRY (check_contents (dir, fault));
    int fd = open (cluster_path (dir, "init.lock", path), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return fault_set (fault, QCDC_IO, NULL, _ ("cannot open %s: %s"), path, strerror (errno));
    int64_t until_us = monotonic_us () + INIT_WAIT_US;
    for (bool said = false; flock (fd, LOCK_EX | LOCK_NB) != 0; said = true) {
        if (errno != EWOULDBLOCK && errno != EINTR) {
            fault_set (fault, QCDC_IO, NULL, _ ("cannot lock %s: %s"), path, strerror (errno));
            close (fd);
            return QCDC_IO;
        }
        if (monotonic_us () > until_us) {
            close (fd);
            fault_set (fault, QCDC_BUSY, NULL, _ ("another qcdcd init, or what is left of one, works in %s"), dir);
            fault_advise (fault, _ ("see who it is with: fuser -v '%s'"), path);
            return QCDC_BUSY;
        }
        if (!said)
            fprintf (stderr, _ ("waiting for another qcdcd init in %s\n"), dir);
        usleep (LOCK_STEP_US);
    }
    *lock = fd;
    return QCDC_OK;
}

qcdc_status cluster_make (const char *dir, int lock, fault_t *fault)
{
    int major = 0;
    if (chmod (dir, 0700) != 0)
        return fault_set (fault, QCDC_IO, NULL, _ ("cannot close the folder %s to others: %s"), dir,
                          strerror (errno));
    QCDC_TRY (make_folders (dir, fault));
    QCDC_TRY (cluster_major (dir, &major, fault));
    return major ? QCDC_OK : make_pg (dir, lock, fault);
}
