/*  command_backup.c — qcdcd backup COPY: database and keys as of one moment, in a folder that qcdcd run takes.
 *
 *  The copy is made beside its place and gets its name when all of it is on the disk: a folder of that name is a whole copy.
 *  Root makes and names the folder; what goes into it is written by the owner of the data, whom a process of its own becomes for
 *  that, because there is no way back. */

#include "commands/commands.h"

#include "base/child.h"
#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "commands/site.h"
#include "schema/schema.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/*  By this we know an unfinished copy of ours again; it is taken away as the last thing. */
#define MARK "qcdcd-backup-unfinished"
#define PART ".part"

typedef struct {
    const options_t *options;
    char *copy; /* its name in the end */
    char *part; /* until then */
    int dir;    /* PART, opened and locked */
} backup_t;

static qcdc_status io_fail (const char *path, fault_t *fault)
{
    return fault_set (fault, QCDC_IO, NULL, "%s: %s", path, strerror (errno));
}

static bool is_empty (const char *path)
{
    DIR *stream = opendir (path);
    bool empty = stream != NULL;
    for (struct dirent *entry; empty && (entry = readdir (stream));)
        empty = strcmp (entry->d_name, ".") == 0 || strcmp (entry->d_name, "..") == 0;
    if (stream)
        closedir (stream);
    return empty;
}

/*  A copy inside the data would be part of the next one. */
static qcdc_status check_outside (const backup_t *self, fault_t *fault)
{
    char *copy QCDC_CLEANUP (memory_free) = strdup (self->copy);
    char *above QCDC_CLEANUP (memory_free) = copy ? realpath (dirname (copy), NULL) : NULL;
    char *data QCDC_CLEANUP (memory_free) = realpath (self->options->data, NULL);
    size_t length = data ? strlen (data) : 0;
    if (!above || !data || strncmp (above, data, length) != 0 || (above[length] && above[length] != '/'))
        return QCDC_OK; /* what is not there is said by whoever opens it */
    fault_set (fault, QCDC_USAGE, NULL, _ ("%s is inside the data that are to be copied"), self->copy);
    fault_advise (fault, _ ("name a folder elsewhere, on another disk if there is one"));
    return QCDC_USAGE;
}

/*  Nothing that is there is written over. */
static qcdc_status check_free (const backup_t *self, fault_t *fault)
{
    struct stat info;
    if (lstat (self->copy, &info) != 0)
        return errno == ENOENT ? QCDC_OK : io_fail (self->copy, fault);
    if (S_ISDIR (info.st_mode) && is_empty (self->copy))
        return QCDC_OK;
    fault_set (fault, QCDC_EXISTS, NULL, _ ("%s is there already; nothing was written"), self->copy);
    fault_advise (fault, _ ("give the copy a name of its own, such as one with the day"));
    return QCDC_EXISTS;
}

/*  What a backup that was killed has left is ours to take away, if it is marked and nobody works in it any more. */
static qcdc_status clear_part (const backup_t *self, fault_t *fault)
{
    char *mark QCDC_CLEANUP (memory_free) = NULL;
    if (asprintf (&mark, "%s/" MARK, self->part) < 0) {
        mark = NULL;
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    }
    if (access (mark, F_OK) != 0 && !is_empty (self->part)) {
        fault_set (fault, QCDC_EXISTS, NULL, _ ("%s is there already; nothing was written"), self->part);
        return QCDC_EXISTS;
    }
    const char *const remove[] = {"/bin/rm", "-rf", "--", self->part, NULL};
    int exit_code = 0;
    if (child_run (remove, "/dev/null", -1, &exit_code) != QCDC_OK || exit_code != 0)
        return fault_set (fault, QCDC_IO, NULL, _ ("cannot remove the unfinished %s"), self->part);
    return QCDC_OK;
}

static qcdc_status lock_part (backup_t *self, fault_t *fault)
{
    self->dir = open (self->part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (self->dir < 0)
        return io_fail (self->part, fault);
    if (flock (self->dir, LOCK_EX | LOCK_NB) == 0)
        return QCDC_OK;
    return fault_set (fault, QCDC_BUSY, NULL, _ ("another qcdcd backup works in %s"), self->part);
}

/*  Makes PART, for the owner of the data. */
static qcdc_status make_part (backup_t *self, fault_t *fault)
{
    struct stat data;
    if (stat (self->options->data, &data) != 0)
        return io_fail (self->options->data, fault);
    if (mkdir (self->part, 0700) != 0) {
        if (errno != EEXIST)
            return io_fail (self->part, fault);
        QCDC_TRY (lock_part (self, fault));
        QCDC_TRY (clear_part (self, fault));
        close (self->dir);
        self->dir = -1;
        if (mkdir (self->part, 0700) != 0)
            return io_fail (self->part, fault);
    }
    QCDC_TRY (lock_part (self, fault));
    int mark = openat (self->dir, MARK, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (mark < 0)
        return io_fail (self->part, fault);
    close (mark);
    if (geteuid () == 0 && fchown (self->dir, data.st_uid, data.st_gid) != 0)
        return io_fail (self->part, fault);
    return QCDC_OK;
}

/*  As the owner of the data: the database, then the keys, all of it on the disk. */
static qcdc_status copy_all (const backup_t *self, site_t *site, fault_t *fault)
{
    if (fchdir (self->dir) != 0)
        return io_fail (self->part, fault);
    QCDC_TRY (cluster_copy (site->cluster, "pg", self->dir, fault));
    char *keys QCDC_CLEANUP (memory_free) = strdup (site->keys_path);
    if (!keys)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    *strrchr (keys, '/') = '\0';
    const char *const copy[] = {"/bin/cp", "-a", "--", keys, "keys", NULL};
    int exit_code = 0;
    if (child_run (copy, "/dev/null", self->dir, &exit_code) != QCDC_OK || exit_code != 0)
        return fault_set (fault, QCDC_IO, NULL, _ ("the keys in %s cannot be copied"), keys);
    return syncfs (self->dir) == 0 ? QCDC_OK : io_fail (self->part, fault);
}

/*  When the last backup was made, for whoever watches the server. */
static qcdc_status record (const backup_t *self, site_t *site, fault_t *fault)
{
    char moment[MOMENT_TEXT_BYTES];
    (void)self;
    return schema_put_setting (site->pg, "backup_at", moment_format_iso (moment_now (), moment), fault);
}

typedef qcdc_status (work_fn) (const backup_t *self, site_t *site, fault_t *fault);

/*  Does WORK at the site in a process of its own, and returns its exit status; it has said what went wrong. */
static int at_site (const backup_t *self, work_fn *work)
{
    fflush (NULL);
    pid_t pid = fork ();
    if (pid == 0) {
        fault_t fault = {0};
        site_t *site = NULL;
        qcdc_status status = site_open (self->options, SITE_IS_ASKED, &site, &fault);
        if (status == QCDC_OK)
            status = work (self, site, &fault);
        site_close (&site);
        int code = status == QCDC_OK ? 0 : command_fail (&fault);
        fflush (NULL);
        _exit (code);
    }
    int state;
    while (pid > 0 && waitpid (pid, &state, 0) < 0)
        if (errno != EINTR)
            return 1;
    return pid > 0 && WIFEXITED (state) ? WEXITSTATUS (state) : 1;
}

/*  The copy gets its name, and the name reaches the disk. */
static qcdc_status name_copy (const backup_t *self, fault_t *fault)
{
    char *name QCDC_CLEANUP (memory_free) = strdup (self->copy);
    if (!name)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    if (unlinkat (self->dir, MARK, 0) != 0 || fsync (self->dir) != 0)
        return io_fail (self->part, fault);
    if (rename (self->part, self->copy) != 0)
        return io_fail (self->copy, fault);
    int folder = open (dirname (name), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool synced = folder >= 0 && fsync (folder) == 0;
    if (folder >= 0)
        close (folder);
    return synced ? QCDC_OK : io_fail (self->copy, fault);
}

static qcdc_status name_places (backup_t *self, fault_t *fault)
{
    char *given QCDC_CLEANUP (memory_free) = strdup (self->options->operand);
    if (!given)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    for (size_t length = strlen (given); length > 1 && given[length - 1] == '/';)
        given[--length] = '\0';
    char *cwd QCDC_CLEANUP (memory_free) = *given == '/' ? strdup ("") : getcwd (NULL, 0);
    if (!cwd || asprintf (&self->copy, "%s%s%s", cwd, *given == '/' ? "" : "/", given) < 0)
        self->copy = NULL;
    if (self->copy && asprintf (&self->part, "%s" PART, self->copy) < 0)
        self->part = NULL;
    return self->part ? QCDC_OK : fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
}

static int back_up (backup_t *self)
{
    fault_t fault = {0};
    qcdc_status status = name_places (self, &fault);
    if (status == QCDC_OK)
        status = check_outside (self, &fault);
    if (status == QCDC_OK)
        status = check_free (self, &fault);
    if (status == QCDC_OK)
        status = make_part (self, &fault);
    if (status != QCDC_OK)
        return command_fail (&fault);
    int code = at_site (self, copy_all);
    if (code != 0) {
        /* What was said stays the reason, whether this succeeds or not: the next backup clears what is left. */
        status = clear_part (self, &fault);
        return code;
    }
    if (name_copy (self, &fault) != QCDC_OK)
        return command_fail (&fault);
    printf (_ ("%s is a whole copy; to serve from it: qcdcd run --data %s …\n"), self->copy, self->copy);
    return at_site (self, record);
}

int command_backup (const options_t *options)
{
    backup_t self = {.options = options, .dir = -1};
    if (!options->data) {
        fault_t fault;
        fault_set (&fault, QCDC_USAGE, NULL, _ ("a database of somebody else's is copied by whoever runs it"));
        fault_advise (&fault, _ ("use its own backups, and keep a copy of the folder of the keys"));
        return command_fail (&fault);
    }
    int code = back_up (&self);
    if (self.dir >= 0)
        close (self.dir);
    free (self.copy);
    free (self.part);
    return code;
}
