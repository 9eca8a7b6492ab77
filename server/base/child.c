/*  child.c — posix_spawn, safe from a process with many threads.
 *
 *  A child is given its standard streams and nothing else that is open here, and takes signals as a program does that was started by
 *  hand.  It is waited for where it was started: none is left behind. */

#include "base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

qcdc_status child_run (const char *const *argv, const char *log_path, int lock, int *exit_code)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    if (posix_spawn_file_actions_init (&actions) != 0)
        return QCDC_NO_MEMORY;
    if (posix_spawnattr_init (&attributes) != 0) {
        posix_spawn_file_actions_destroy (&actions);
        return QCDC_NO_MEMORY;
    }
    /* Signals that we block or ignore would stay so in the child. */
    sigset_t none, all;
    sigemptyset (&none);
    sigfillset (&all);
    pid_t pid = -1;
    int error = posix_spawnattr_setflags (
        &attributes, (short)(POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF));
    error = error ? error : posix_spawnattr_setsigmask (&attributes, &none);
    error = error ? error : posix_spawnattr_setsigdefault (&attributes, &all);
    error = error ? error : posix_spawn_file_actions_addopen (&actions, 0, "/dev/null", O_RDONLY, 0);
    error =
        error ? error : posix_spawn_file_actions_addopen (&actions, 1, log_path, O_WRONLY | O_CREAT | O_APPEND, 0600);
    error = error ? error : posix_spawn_file_actions_adddup2 (&actions, 1, 2);
    /* A duplicate onto itself is made inheritable, too. */
    if (lock >= 0)
        error = error ? error : posix_spawn_file_actions_adddup2 (&actions, lock, 3);
    error = error ? error : posix_spawn_file_actions_addclosefrom_np (&actions, lock >= 0 ? 4 : 3);
    error = error ? error : posix_spawn (&pid, argv[0], &actions, &attributes, (char *const *)argv, environ);
    posix_spawnattr_destroy (&attributes);
    posix_spawn_file_actions_destroy (&actions);
    if (error)
        return error == ENOMEM ? QCDC_NO_MEMORY : QCDC_IO;
    int state;
    while (waitpid (pid, &state, 0) < 0)
        if (errno != EINTR)
            return QCDC_IO;
    *exit_code = WIFEXITED (state) ? WEXITSTATUS (state) : 128 + WTERMSIG (state);
    return QCDC_OK;
}
