/*  starve.c — a library to put before a program (LD_PRELOAD): one allocation that its own code makes finds no memory.
 *
 *  Which one is a number in the file STARVE_FILE, eight bytes that whoever made the file writes while the program runs: it counts
 *  down with each, and the one at which it comes to nothing fails; below, none does.  Allocations of libraries are left alone:
 *  ZeroMQ and libc end a program that has no memory, and that is not what is tried here. */

#include "own_code.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

void *__libc_malloc (size_t bytes);
void *__libc_calloc (size_t count, size_t bytes);
void *__libc_realloc (void *old, size_t bytes);

static _Atomic int64_t *countdown; /* NULL: nothing fails */

__attribute__ ((constructor)) static void begin (void)
{
    /* Its children, PostgreSQL among them, inherit the library, and are not meant. */
    const char *path = strcmp (program_invocation_short_name, "qcdcd") == 0 ? getenv ("STARVE_FILE") : NULL;
    int file = path ? open (path, O_RDWR | O_CLOEXEC) : -1;
    own_code_find ();
    void *page = file < 0 ? MAP_FAILED : mmap (NULL, sizeof *countdown, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (page != MAP_FAILED)
        countdown = page;
    if (file >= 0)
        close (file);
}

static bool fails (const void *caller)
{
    if (!countdown || !own_code (caller))
        return false;
    if (atomic_load (countdown) <= 0 || atomic_fetch_sub (countdown, 1) != 1)
        return false;
    errno = ENOMEM;
    return true;
}

__attribute__ ((visibility ("default"))) void *malloc (size_t bytes)
{
    return fails (__builtin_return_address (0)) ? NULL : __libc_malloc (bytes);
}

__attribute__ ((visibility ("default"))) void *calloc (size_t count, size_t bytes)
{
    return fails (__builtin_return_address (0)) ? NULL : __libc_calloc (count, bytes);
}

__attribute__ ((visibility ("default"))) void *realloc (void *old, size_t bytes)
{
    return fails (__builtin_return_address (0)) ? NULL : __libc_realloc (old, bytes);
}
