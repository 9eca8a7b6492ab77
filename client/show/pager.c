/*  pager.c — a child that reads what we write.
 *
 *  Whoever quits the pager before the end has seen enough: the next write ends this program by SIGPIPE, as it ends any other in
 *  a pipe.  Only what has nothing left to do but print is ever paged. */

#include "show/pager.h"

#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

static bool off;
static pid_t pager; /* 0: none */

void terminal_size (FILE *out, size_t *columns, size_t *lines)
{
    struct winsize size = {0};
    *columns = *lines = 0;
    if (!isatty (fileno (out)))
        return;
    const char *given = getenv ("COLUMNS");
    long wanted = given ? strtol (given, NULL, 10) : 0;
    if (ioctl (fileno (out), TIOCGWINSZ, &size) == 0) {
        *columns = size.ws_col;
        *lines = size.ws_row;
    }
    if (wanted > 0 && wanted < 10000)
        *columns = (size_t)wanted;
}

void pager_off (void)
{
    off = true;
}

static void pager_end (void)
{
    fflush (stdout);
    close (STDOUT_FILENO); /* the pager sees the end */
    while (waitpid (pager, NULL, 0) < 0 && pager > 0)
        if (kill (pager, 0) != 0)
            break;
}

static void pager_exec (int from)
{
    const char *wanted = getenv ("PAGER");
    dup2 (from, STDIN_FILENO);
    close (from);
    signal (SIGPIPE, SIG_DFL);
    signal (SIGINT, SIG_DFL);
    setenv ("LESS", "FRX", 0);
    setenv ("LESSCHARSET", "utf-8", 0);
    /* A pager that is not there would swallow the table. */
    execl ("/bin/sh", "sh", "-c", "if command -v \"${1%% *}\" >/dev/null 2>&1; then eval \"$1\"; else exec cat; fi",
           "sh", wanted && *wanted ? wanted : "less", (char *)NULL);
    _exit (127);
}

void pager_begin (void)
{
    int ends[2];
    if (off || pager || !isatty (STDOUT_FILENO) || pipe (ends) != 0)
        return;
    fflush (stdout);
    pid_t child = fork ();
    if (child == 0) {
        close (ends[1]);
        pager_exec (ends[0]);
    }
    close (ends[0]);
    if (child > 0) {
        pager = child;
        dup2 (ends[1], STDOUT_FILENO);
        signal (SIGPIPE, SIG_DFL);
        signal (SIGINT, SIG_IGN); /* the pager's to take: it must not be left alone with the terminal */
        atexit (pager_end);
    }
    close (ends[1]);
}
