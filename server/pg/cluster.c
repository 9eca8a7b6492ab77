/*  cluster.c — the life of the embedded PostgreSQL: started by the first user, stopped by the last, revived in
 *  between. */

#include "pg/cluster_private.h"

#include "base/child.h"
#include "base/day.h"
#include "base/i18n.h"
#include "base/server.h"

#include <errno.h>
#include <fcntl.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define REVIVE_US (15 * 1000000LL)
#define RETRY_US 250000u
/*  For pg_ctl: what a service manager waits (see qcdcd.service) covers both, behind what front and ingest take. */
#define STOP_SECONDS "60"
#define STOP_AT_ONCE_SECONDS "30"

struct cluster {
    char dir[CLUSTER_PATH_BYTES];
    char conninfo[2 * CLUSTER_PATH_BYTES];
    char pg_ctl[CLUSTER_PATH_BYTES];
    int lock; /* shared for as long as we use the cluster */
};

/*  Opens the lock file NAME; never inherited, for a lock lives as long as any copy of its descriptor. */
static int open_lock (const char *dir, const char *name, fault_t *fault)
{
    char path[CLUSTER_PATH_BYTES];
    int fd = open (cluster_path (dir, name, path), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        fault_set (fault, QCDC_IO, NULL, _ ("cannot open %s: %s"), path, strerror (errno));
    return fd;
}

static bool take_lock (int fd, int how)
{
    int taken;
    do
        taken = flock (fd, how);
    while (taken != 0 && errno == EINTR);
    return taken == 0;
}

/*  A cluster that is just starting or stopping answers too: it is not for us to start another beside it. */
static bool is_running (const cluster_t *self)
{
    PGPing ping = PQping (self->conninfo);
    return ping == PQPING_OK || ping == PQPING_REJECT;
}

/*  Waits until connections are taken; false when that takes too long. */
static bool wait_ready (const cluster_t *self, int64_t until_us)
{
    while (PQping (self->conninfo) != PQPING_OK) {
        if (monotonic_us () > until_us)
            return false;
        usleep (RETRY_US);
    }
    return true;
}

/*  The process that postmaster.pid names is alive, or the database would have started: after a power cut another program may
 *  have come by its number. */
static void advise_pid (const cluster_t *self, const char *line, fault_t *fault)
{
    char path[CLUSTER_PATH_BYTES], comm[64] = "?";
    long pid = 0;
    if (!strstr (line, "lock file"))
        return;
    FILE *file = fopen (cluster_path (self->dir, "pg/postmaster.pid", path), "re");
    if (!file)
        file = fopen (cluster_path (self->dir, "run/.s.PGSQL.5432.lock", path), "re");
    bool known = file && fscanf (file, "%ld", &pid) == 1;
    if (file)
        fclose (file);
    if (!known)
        return;
    pid = pid < 0 ? -pid : pid;
    snprintf (path, sizeof path, "/proc/%ld/comm", pid);
    if ((file = fopen (path, "re")) != NULL) {
        if (fscanf (file, "%63[^\n]", comm) != 1)
            strcpy (comm, "?");
        fclose (file);
    }
    fault_advise (fault,
                  _ ("process %ld (%s) counts as its PostgreSQL; if it is none, cd %s; rm -f pg/postmaster.pid "
                     "run/.s.PGSQL.5432.lock"),
                  pid, comm, self->dir);
}

/*  One attempt.  The start log begins anew each time, so that its last words are about this one. */
static qcdc_status start_once (const cluster_t *self, fault_t *fault)
{
    char log[CLUSTER_PATH_BYTES], pg[CLUSTER_PATH_BYTES];
    cluster_path (self->dir, "log/start.log", log);
    cluster_path (self->dir, "pg", pg);
    const char *const start[] = {self->pg_ctl, "start", "-w", "-t", "60", "-s", "-D", pg, "-l", log, NULL};
    qcdc_status status = cluster_configure (self->dir, fault);
    if (status != QCDC_OK)
        return status;
    int exit_code = 0;
    if (truncate (log, 0) != 0 && errno != ENOENT)
        return fault_set (fault, QCDC_IO, NULL, _ ("cannot write %s: %s"), log, strerror (errno));
    if (child_run (start, log, -1, &exit_code) == QCDC_OK && exit_code == 0)
        return QCDC_OK;
    char line[200];
    cluster_last_words (log, line, sizeof line);
    fault_set (fault, QCDC_DATABASE, NULL, _ ("PostgreSQL does not start in %s: %s"), pg, line);
    fault_advise (fault, _ ("see the files in %s/log"), self->dir);
    advise_pid (self, line, fault);
    return QCDC_DATABASE;
}

/*  Tries until UNTIL_US: what a killed postmaster leaves behind holds the shared memory until it notices. */
static qcdc_status start_until (const cluster_t *self, int64_t until_us, fault_t *fault)
{
    for (;;) {
        if (is_running (self) && wait_ready (self, until_us))
            return QCDC_OK;
        qcdc_status status = start_once (self, fault);
        if (status == QCDC_OK || monotonic_us () > until_us)
            return status;
        usleep (RETRY_US);
    }
}

static qcdc_status start_guarded (const cluster_t *self, fault_t *fault)
{
    int fd = open_lock (self->dir, "start.lock", fault);
    if (fd < 0)
        return QCDC_IO;
    take_lock (fd, LOCK_EX);
    qcdc_status status = start_until (self, monotonic_us () + REVIVE_US, fault);
    close (fd);
    return status;
}

qcdc_status cluster_use (const char *dir, cluster_t **self_p, fault_t *fault)
{
    *self_p = NULL;
    qcdc_status status = cluster_check_name (dir, fault);
    if (status != QCDC_OK)
        return status;
    int major = 0;
    status = cluster_major (dir, &major, fault);
    if (status != QCDC_OK)
        return status;
    if (!major) {
        fault_set (fault, QCDC_NOT_FOUND, NULL, _ ("there is no database in %s"), dir);
        fault_advise (fault, _ ("make one with: qcdcd init --data %s"), dir);
        return QCDC_NOT_FOUND;
    }
    cluster_t *self = calloc (1, sizeof *self);
    if (!self)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
    snprintf (self->dir, sizeof self->dir, "%s", dir);
    snprintf (self->conninfo, sizeof self->conninfo,
              "host='%s/run' port=5432 user=qcdc dbname=postgres sslmode=disable gssencmode=disable", dir);
    self->lock = -1;
    status = cluster_program ("pg_ctl", major, self->pg_ctl, fault);
    if (status == QCDC_OK && (self->lock = open_lock (dir, "lock", fault)) < 0)
        status = QCDC_IO;
    if (status == QCDC_OK) {
        /* Waits only for a last user who is just stopping the cluster. */
        take_lock (self->lock, LOCK_SH);
        status = start_guarded (self, fault);
    }
    if (status != QCDC_OK)
        cluster_release (&self);
    *self_p = self;
    return status;
}

static bool stop (const cluster_t *self, const char *mode, const char *seconds)
{
    char pg[CLUSTER_PATH_BYTES], log[CLUSTER_PATH_BYTES];
    const char *const command[] = {
        self->pg_ctl, "stop", "-w", "-t", seconds, "-s", "-m", mode, "-D", cluster_path (self->dir, "pg", pg), NULL};
    int exit_code = 0;
    return child_run (command, cluster_path (self->dir, "log/start.log", log), -1, &exit_code) == QCDC_OK &&
           exit_code == 0;
}

void cluster_release (cluster_t **self_p)
{
    cluster_t *self = *self_p;
    if (!self)
        return;
    if (self->lock >= 0 && take_lock (self->lock, LOCK_EX | LOCK_NB)) {
        /* One that hangs is left as after a power cut: it mends itself when it starts again. */
        if (is_running (self) && !stop (self, "fast", STOP_SECONDS) &&
            !stop (self, "immediate", STOP_AT_ONCE_SECONDS))
            LOG_WARNING ("the database in %s does not stop", self->dir);
    }
    if (self->lock >= 0)
        close (self->lock);
    free (self);
    *self_p = NULL;
}

const char *cluster_conninfo (const cluster_t *self)
{
    return self->conninfo;
}

qcdc_status cluster_copy (const cluster_t *self, const char *to, int lock, fault_t *fault)
{
    char program[CLUSTER_PATH_BYTES], run[CLUSTER_PATH_BYTES], log[CLUSTER_PATH_BYTES], line[200];
    int major = 0, exit_code = 0;
    QCDC_TRY (cluster_major (self->dir, &major, fault));
    QCDC_TRY (cluster_program ("pg_basebackup", major, program, fault));
    cluster_path (self->dir, "run", run);
    cluster_path (self->dir, "log/backup.log", log);
    const char *const copy[] = {program,
                                "--checkpoint=fast",
                                "--wal-method=stream",
                                "--no-password",
                                "--host",
                                run,
                                "--username=qcdc",
                                "--pgdata",
                                to,
                                NULL};
    if (truncate (log, 0) != 0 && errno != ENOENT)
        return fault_set (fault, QCDC_IO, NULL, _ ("cannot write %s: %s"), log, strerror (errno));
    if (child_run (copy, log, lock, &exit_code) == QCDC_OK && exit_code == 0)
        return QCDC_OK;
    cluster_last_words (log, line, sizeof line);
    fault_set (fault, QCDC_DATABASE, NULL, _ ("the database cannot be copied: %s"), line);
    fault_advise (fault, _ ("see %s"), log);
    return QCDC_DATABASE;
}

void cluster_revive (void *arg)
{
    const cluster_t *self = arg;
    fault_t fault = {0};
    if (is_running (self))
        return;
    int fd = open_lock (self->dir, "start.lock", &fault);
    if (fd < 0) {
        LOG_ERROR ("%s", fault.message);
        return;
    }
    if (take_lock (fd, LOCK_EX | LOCK_NB) && !is_running (self)) {
        LOG_WARNING ("the database in %s has died; starting it again", self->dir);
        if (start_until (self, monotonic_us () + REVIVE_US, &fault) == QCDC_OK)
            LOG_INFO ("the database in %s runs again", self->dir);
        else
            LOG_ERROR ("%s", fault.message);
    }
    close (fd);
}
