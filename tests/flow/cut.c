/*  cut.c — a library to put before a program (LD_PRELOAD): it is killed before the CUT_AT-th change that its own code makes to
 *  files.
 *
 *  A change is a write, an fsync, a new name or a name that goes.  What libraries do, SQLite among them, is left alone. */

#include "own_code.h"

#include <dlfcn.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

static long left;

__attribute__ ((constructor)) static void begin (void)
{
    const char *at = getenv ("CUT_AT");
    left = at ? atol (at) : 0;
    own_code_find ();
}

static void count (const void *caller)
{
    if (own_code (caller) && left > 0 && --left == 0)
        kill (getpid (), SIGKILL);
}

#define EXPORT __attribute__ ((visibility ("default")))
#define NEXT(name) ((__typeof__ (&name))dlsym (RTLD_NEXT, #name))

EXPORT ssize_t write (int fd, const void *data, size_t length)
{
    count (__builtin_return_address (0));
    return NEXT (write) (fd, data, length);
}

EXPORT int fsync (int fd)
{
    count (__builtin_return_address (0));
    return NEXT (fsync) (fd);
}

EXPORT int renameat (int from, const char *old, int to, const char *new)
{
    count (__builtin_return_address (0));
    return NEXT (renameat) (from, old, to, new);
}

EXPORT int unlinkat (int folder, const char *name, int flags)
{
    count (__builtin_return_address (0));
    return NEXT (unlinkat) (folder, name, flags);
}
