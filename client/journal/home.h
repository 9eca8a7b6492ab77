/*  home.h — the folder of one device: keys, journal, and the lock that lets one qcdc at a time work in it.
 *
 *    HOME/keys         the device's key pairs (keys.h), 0600
 *    HOME/keys.sealed  in its place where they are under a passphrase (seal.h)
 *    HOME/journal.db   the journal (journal.h), 0600
 *    HOME/catalogue    what was published, folded (published.h)
 *    HOME/lock         flock; who holds it writes his pid into it */

#ifndef QCDC_HOME_H
#define QCDC_HOME_H

#include "catalogue/catalog.h"
#include "journal/journal.h"
#include "matters/judge.h"
#include "wire/keys.h"

typedef struct {
    char *path;
    int lock_fd;
    keys_t keys;
    journal_t *journal;
    catalog_t *catalog;
    catalog_t *today; /* NULL; while CATALOG is that of an earlier day, the one of today */
    const office_t *office; /* NULL before join */
    role_t role;
    uint64_t origin;
    bool sealed; /* the secret keys are under a passphrase, and not here (seal.h) */
} home_t;

/*  Opens PATH for a joined device.  Another qcdc in it: waits up to WAIT_MS, saying so once on a terminal, then QCDC_BUSY with
 *  its pid.  QCDC_NOT_FOUND with "qcdc join INVITE" as advice where nothing has joined. */
qcdc_status home_open (const char *path, int wait_ms, home_t *home, fault_t *fault) QCDC_CHECK;

/*  Creates what is missing (folder 0700, keys, journal), for join; keeps what is there.  QCDC_CORRUPT, and nothing is written,
 *  where the journal of a device lies without its keys. */
qcdc_status home_make (const char *path, int wait_ms, home_t *home, fault_t *fault) QCDC_CHECK;

/*  Opens another device's home to read what it holds, for rescue: its keys are not needed.  QCDC_NOT_FOUND. */
qcdc_status home_open_left (const char *path, int wait_ms, home_t *home, fault_t *fault) QCDC_CHECK;

/*  Puts the catalogue of the end of DAY in the place of today's, and the office as it was in it (one that was not there yet stays as it
 *  is): for whoever shows what was known then.  Nothing is to be judged by it. */
qcdc_status home_look_back (home_t *home, int32_t day, fault_t *fault) QCDC_CHECK;

void home_close (home_t *home);

#endif
