/*  redirect.c — standard output into a file that is there whole, or as it was before.
 *
 *  The descriptor changes, not the stream: whoever prints does not know of it, and a table for people sees that it is in no
 *  terminal. */

#include "show/redirect.h"

#include "base/i18n.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/*  What a signal takes away before it ends the program: whoever presses Ctrl-C wants no half file under a strange name. */
static char *volatile unfinished;

static void end_by_signal (int number)
{
    if (unfinished)
        unlink (unfinished);
    raise (number); /* which has its default again */
}

static void watch_signals (void)
{
    static const int ENDING[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE};
    for (size_t i = 0; i < sizeof ENDING / sizeof *ENDING; i++) {
        struct sigaction now, ours = {.sa_handler = end_by_signal, .sa_flags = (int)SA_RESETHAND};
        if (sigaction (ENDING[i], NULL, &now) == 0 && now.sa_handler == SIG_DFL)
            sigaction (ENDING[i], &ours, NULL);
    }
}

static qcdc_status cannot (const char *path, const char *why, fault_t *fault)
{
    return fault_set (fault, QCDC_IO, NULL, _ ("cannot write %s: %s"), path, why);
}

static void release (redirect_t *self)
{
    unfinished = NULL;
    free (self->target);
    free (self->making);
    *self = (redirect_t){.before = -1};
}

/*  The file that PATH means, behind a link too, and the mode that it will have: that of what it replaces, or as the umask says. */
static qcdc_status find_target (redirect_t *self, const char *path, mode_t *mode, fault_t *fault)
{
    struct stat there;
    mode_t mask = umask (0);
    umask (mask);
    *mode = 0666 & ~mask;
    if (stat (path, &there) == 0) {
        if (!S_ISREG (there.st_mode))
            return cannot (path, _ ("it is there already, and is not a file"), fault);
        if (access (path, W_OK) != 0)
            return cannot (path, strerror (errno), fault);
        *mode = there.st_mode & 0777;
        self->target = realpath (path, NULL);
    } else if (errno != ENOENT)
        return cannot (path, strerror (errno), fault);
    else
        self->target = strdup (path);
    return self->target ? QCDC_OK : cannot (path, strerror (errno), fault);
}

qcdc_status redirect_begin (redirect_t *self, const char *path, fault_t *fault)
{
    mode_t mode;
    *self = (redirect_t){.before = -1};
    if (!path)
        return QCDC_OK;
    qcdc_status status = find_target (self, path, &mode, fault);
    int file = -1;
    if (status == QCDC_OK && asprintf (&self->making, "%s.XXXXXX", self->target) < 0) {
        self->making = NULL;
        status = cannot (path, strerror (ENOMEM), fault);
    }
    if (status == QCDC_OK && (file = mkstemp (self->making)) < 0)
        status = cannot (path, strerror (errno), fault);
    if (status == QCDC_OK) {
        unfinished = self->making;
        watch_signals ();
        fflush (stdout);
        if (fchmod (file, mode) != 0 || (self->before = dup (STDOUT_FILENO)) < 0 || dup2 (file, STDOUT_FILENO) < 0) {
            status = cannot (path, strerror (errno), fault);
            unlink (self->making);
            if (self->before >= 0)
                close (self->before);
        }
    }
    if (file >= 0)
        close (file);
    if (status != QCDC_OK)
        release (self);
    return status;
}

const char *redirect_path (void)
{
    return unfinished;
}

qcdc_status redirect_end (redirect_t *self, bool keep, fault_t *fault)
{
    if (!self->target)
        return QCDC_OK;
    bool whole = fflush (stdout) == 0 && !ferror (stdout) && fsync (STDOUT_FILENO) == 0;
    int why = errno;
    clearerr (stdout);
    __fpurge (stdout); /* what the file did not take is not for whoever looks on */
    /* What is said afterwards has its way back, even where that fails: then it is lost, and the file is not. */
    whole = dup2 (self->before, STDOUT_FILENO) >= 0 && whole;
    close (self->before);
    qcdc_status status = QCDC_OK;
    if (keep && whole && rename (self->making, self->target) != 0) {
        why = errno;
        whole = false;
    }
    if (!keep || !whole)
        unlink (self->making);
    if (keep && !whole)
        status = cannot (self->target, strerror (why), fault);
    release (self);
    return status;
}
