/*  process.c — closing a process to others, and looking for room before it is needed.
 *
 *  Room is not computed from the limits, for nobody knows what of them is used up already: it is taken, and given back. */

#include "base/process.h"

#include "base/i18n.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

/*  What was closed by whoever started us is opened again: input is at its end, and whatever is printed fails. */
static void take_standard_places (void)
{
    for (int place = 0; place <= 2; place++)
        if (fcntl (place, F_GETFD) < 0 && errno == EBADF)
            (void)!open (place == 1 ? "/dev/full" : "/dev/null", O_RDWR); /* the lowest free one: PLACE */
}

void process_close (void)
{
    take_standard_places ();
    signal (SIGXFSZ, SIG_IGN);
    /* Neither can fail for a process that gives up what it has. */
    const struct rlimit none = {0, 0};
    (void)!setrlimit (RLIMIT_CORE, &none);
    (void)!prctl (PR_SET_DUMPABLE, 0, 0, 0, 0);
}

void process_hide (void *data, size_t size)
{
    uintptr_t page = (uintptr_t)sysconf (_SC_PAGESIZE), begin = (uintptr_t)data & ~(page - 1);
    size_t length = (size_t)((uintptr_t)data + size - begin);
    length = (length + page - 1) & ~(page - 1);
    /* Where the system refuses, the doors that process_close shuts are shut all the same. */
    (void)!madvise ((void *)begin, length, MADV_DONTDUMP);
    (void)!mlock ((void *)begin, length);
}

/*  As far as whoever set the limits allows. */
static void raise_limit (__rlimit_resource_t resource)
{
    struct rlimit limit;
    if (getrlimit (resource, &limit) != 0 || limit.rlim_cur == limit.rlim_max)
        return;
    limit.rlim_cur = limit.rlim_max;
    (void)!setrlimit (resource, &limit);
}

static qcdc_status check_descriptors (size_t wanted, fault_t *fault)
{
    size_t got = 0;
    int *taken = malloc (wanted * sizeof *taken);
    if (!taken)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    while (got < wanted && (taken[got] = open ("/dev/null", O_RDONLY | O_CLOEXEC)) >= 0)
        got++;
    int error = errno;
    for (size_t i = 0; i < got; i++)
        close (taken[i]);
    free (taken);
    if (got == wanted || (error != EMFILE && error != ENFILE))
        return QCDC_OK;
    fault_set (fault, QCDC_LIMIT, NULL,
               _ ("only %zu files and connections can be opened here, at least %zu are needed"), got, wanted);
    fault_advise (fault, _ ("raise the limit: ulimit -n %zu, or LimitNOFILE= of the service"), wanted + 64);
    return QCDC_LIMIT;
}

static qcdc_status check_memory (size_t bytes, fault_t *fault)
{
    void *room = mmap (NULL, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (room != MAP_FAILED) {
        munmap (room, bytes);
        return QCDC_OK;
    }
    fault_set (fault, QCDC_LIMIT, NULL, _ ("there is no room for %zu MiB of memory here"), bytes >> 20);
    fault_advise (fault, _ ("raise the limit: ulimit -v unlimited, or LimitAS= of the service"));
    return QCDC_LIMIT;
}

qcdc_status process_check_room (size_t descriptors, size_t bytes, fault_t *fault)
{
    raise_limit (RLIMIT_NOFILE);
    raise_limit (RLIMIT_AS);
    QCDC_TRY (check_descriptors (descriptors, fault));
    return check_memory (bytes, fault);
}
