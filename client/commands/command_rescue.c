/*  command_rescue.c — qcdc rescue OLD_HOME: files again what an old home holds and the server lacks.
 *
 *  After a fork the old home's device is a dead end, but its facts are not: from a newly joined and synced home of
 *  the same office each of them is filed again, receipted or not, unless the server holds it: as the entry at that
 *  address with that hash, or as a fact filed again from it before.  All in one transaction, so that a second run
 *  finds them all. */

#include "attention/refused.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "commands/command.h"
#include "journal/scan_store.h"
#include "line/heal.h"
#include "line/place.h"
#include "line/refiling.h"
#include "line/sync.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HASH_NONFATAL_OOM 1 /* an element that could not be added has no table */
#include <uthash.h>

/*  A first copy that has been filed again, and where it stands now. */
typedef struct {
    copy_t first;
    address_t holder;
    UT_hash_handle hh;
} refiled_t;

typedef struct {
    home_t *home;
    refiling_t *refiling;
    refiled_t *refiled;
    uint8_t chain[HASH_BYTES]; /* of the old home, recomputed */
    uint64_t chain_seq;
    uint64_t filed;
    fault_t *fault;
} rescue_t;

static qcdc_status no_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, _ ("no memory to file entries again"));
}

/*  ---------------------------------------------------------------- what is here already */

/*  A hash key has no holes that memory would fill at random. */
_Static_assert(sizeof (copy_t) == 16 + HASH_BYTES, "copy_t is padded");

static refiled_t *refiled_find (const rescue_t *rescue, const copy_t *first)
{
    refiled_t *found = NULL;
    HASH_FIND (hh, rescue->refiled, first, sizeof *first, found);
    return found;
}

static qcdc_status refiled_add (rescue_t *rescue, const copy_t *first, const address_t *holder)
{
    refiled_t *refiled = calloc (1, sizeof *refiled);
    if (!refiled)
        return no_memory (rescue->fault);
    refiled->first = *first;
    refiled->holder = *holder;
    refiled_t *before = NULL;
    HASH_REPLACE (hh, rescue->refiled, first, sizeof refiled->first, refiled, before);
    free (before);
    if (refiled->hh.tbl)
        return QCDC_OK;
    free (refiled);
    return no_memory (rescue->fault);
}

static void refiled_release (rescue_t *rescue)
{
    refiled_t *refiled, *next;
    HASH_ITER (hh, rescue->refiled, refiled, next)
    {
        HASH_DEL (rescue->refiled, refiled);
        free (refiled);
    }
}

/*  Entries that were filed again name in their bodies where they stood first; those of this office are remembered. */
static qcdc_status scan_entry (const journal_row_t *row, void *arg)
{
    rescue_t *rescue = arg;
    copy_t first;
    refiling_first (rescue->refiling, &row->entry, row->hash, &first);
    if (first.origin == row->entry.origin && first.seq == row->entry.seq)
        return QCDC_OK;
    address_t holder = {row->entry.origin, row->entry.seq, hash_prefix (row->hash)};
    return refiled_add (rescue, &first, &holder);
}

static qcdc_status scan_origin (uint64_t origin, const uint8_t sign_key[SIGN_KEY_BYTES], const char *office, bool own,
                                void *arg)
{
    rescue_t *rescue = arg;
    (void)sign_key;
    (void)own;
    if (strcmp (office, rescue->home->office->code) != 0)
        return QCDC_OK;
    return journal_each (rescue->home->journal, origin, 1, INT64_MAX, scan_entry, rescue, rescue->fault);
}

/*  Whether the new home's journal holds that very entry. */
static qcdc_status holds (const rescue_t *rescue, const copy_t *copy, bool *held)
{
    uint8_t hash[HASH_BYTES];
    fault_t ignored = {0};
    qcdc_status status = journal_hash_at (rescue->home->journal, copy->origin, copy->seq, hash, &ignored);
    *held = status == QCDC_OK && copy->seq > 0 && memcmp (hash, copy->hash, HASH_BYTES) == 0;
    if (status == QCDC_OK || status == QCDC_NOT_FOUND)
        return QCDC_OK;
    *rescue->fault = ignored;
    return status;
}

/*  ---------------------------------------------------------------- filing again */

/*  The old home's chain is recomputed on the way: what was altered since it was written is nobody's word. */
static qcdc_status check_chain (rescue_t *rescue, const journal_row_t *row)
{
    const entry_t *entry = &row->entry;
    uint8_t hash[HASH_BYTES];
    char address[ADDRESS_TEXT_BYTES];
    entry_hash (entry, rescue->chain, hash);
    if (entry->seq != rescue->chain_seq + 1 || memcmp (hash, row->hash, HASH_BYTES) != 0) {
        fault_set (rescue->fault, QCDC_BAD_CHAIN, NULL,
                   _ ("entry %s of the old home was altered; it and what follows were left out"),
                   address_format (entry->origin, rescue->chain_seq + 1, address));
        fault_advise (rescue->fault,
                      _ ("what came before it is filed; file the rest again by hand or from an older copy"));
        return QCDC_BAD_CHAIN;
    }
    rescue->chain_seq = entry->seq;
    memcpy (rescue->chain, hash, HASH_BYTES);
    return QCDC_OK;
}

/*  What refers to ROW in the old home means the copy that is here, HOLDER. */
static qcdc_status rescue_point (rescue_t *rescue, const journal_row_t *row, const address_t *holder)
{
    const entry_t *entry = &row->entry;
    qcdc_status status = refiling_move (rescue->refiling, entry->origin, entry->seq, hash_prefix (row->hash), holder);
    return status == QCDC_OK ? QCDC_OK : no_memory (rescue->fault);
}

/*  Held already, filed again already, held under its first address, or new: in this order, so that no fact is filed
 *  twice however often it has moved. */
static qcdc_status rescue_entry (const journal_row_t *row, void *arg)
{
    rescue_t *rescue = arg;
    const entry_t *entry = &row->entry;
    copy_t own = {.origin = entry->origin, .seq = entry->seq}, first;
    bool held = false;
    memcpy (own.hash, row->hash, HASH_BYTES);
    QCDC_TRY (check_chain (rescue, row));
    QCDC_TRY (holds (rescue, &own, &held));
    if (held)
        return QCDC_OK;
    refiling_first (rescue->refiling, entry, row->hash, &first);
    const refiled_t *refiled = refiled_find (rescue, &first);
    if (refiled)
        return rescue_point (rescue, row, &refiled->holder);
    QCDC_TRY (holds (rescue, &first, &held));
    if (held)
        return rescue_point (rescue, row, &(address_t){first.origin, first.seq, hash_prefix (first.hash)});
    QCDC_TRY (refiling_file (rescue->refiling, rescue->home->journal, entry, row->hash, rescue->fault));
    rescue->filed++;
    return QCDC_OK;
}

/*  Inside a transaction of the home's. */
static qcdc_status file_each (rescue_t *rescue, const home_t *old, bool *altered)
{
    qcdc_status status =
        journal_each (old->journal, journal_own (old->journal), 1, INT64_MAX, rescue_entry, rescue, rescue->fault);
    *altered = status == QCDC_BAD_CHAIN;
    if (!*altered)
        QCDC_TRY (status);
    /* What broke the old chain is still to be told: the fault must not be lost by committing. */
    fault_t failed;
    status = journal_commit (rescue->home->journal, &failed);
    if (status != QCDC_OK)
        *rescue->fault = failed;
    return status;
}

/*  *ALTERED: the old home's chain broke somewhere; FAULT says where, and what came before is filed. */
static qcdc_status file_again (home_t *home, home_t *old, uint64_t *filed, bool *altered, fault_t *fault)
{
    rescue_t rescue = {.home = home, .fault = fault, .refiling = refiling_new ()};
    *altered = false;
    if (!rescue.refiling)
        return no_memory (fault);
    origin_root (old->keys.sign_public, rescue.chain);
    qcdc_status status = journal_each_origin (home->journal, scan_origin, &rescue, fault);
    if (status == QCDC_OK)
        status = journal_begin (home->journal, fault);
    if (status == QCDC_OK && (status = file_each (&rescue, old, altered)) != QCDC_OK)
        journal_rollback (home->journal);
    *filed = status == QCDC_OK ? rescue.filed : 0;
    refiled_release (&rescue);
    refiling_destroy (&rescue.refiling);
    return status;
}

/*  ---------------------------------------------------------------- the command */

/*  Only another device of the same office at the same server has facts that may be filed from here. */
static qcdc_status check_old (const home_t *home, const home_t *old, fault_t *fault)
{
    if (journal_own (old->journal) == journal_own (home->journal)) {
        fault_set (fault, QCDC_EXISTS, NULL, _ ("%s is a copy of the same device"), old->path);
        fault_advise (fault, _ ("join anew in an empty folder and rescue from there"));
        return QCDC_EXISTS;
    }
    if (strcmp (old->office->code, home->office->code) != 0)
        return fault_set (fault, QCDC_NOT_YOURS, NULL, _ ("%s belongs to office %s, this one to %s"), old->path,
                          old->office->code, home->office->code);
    return QCDC_OK;
}

/*  By now this home knows every key that the server ever had, whichever of them the old one knew. */
static qcdc_status check_server (const home_t *home, const home_t *old, fault_t *fault)
{
    place_t here, there;
    QCDC_TRY (place_load (home->journal, &here, fault));
    QCDC_TRY (place_load (old->journal, &there, fault));
    if (known_server_has (&here.known, there.known.sign) || known_server_has (&there.known, here.known.sign))
        return QCDC_OK;
    return fault_set (fault, QCDC_NOT_YOURS, NULL, _ ("%s has joined another server"), old->path);
}

static qcdc_status open_old (const char *path, const home_t *home, home_t *old, fault_t *fault)
{
    char here[PATH_MAX], there[PATH_MAX];
    /* The lock of the same folder would be waited for in vain. */
    if (realpath (home->path, here) && realpath (path, there) && strcmp (here, there) == 0)
        return fault_set (fault, QCDC_EXISTS, NULL, _ ("%s is this home itself"), path);
    qcdc_status status = home_open_left (path, DESK_WAIT_MS, old, fault);
    /* Opening advises to join, which is not what an old device needs. */
    if (status == QCDC_NOT_FOUND) {
        fault_set (fault, status, NULL, _ ("there is no home of a device in %s"), path);
        fault_advise (fault, "%s", _ ("give the folder of the old device"));
    }
    QCDC_TRY (status);
    return check_old (home, old, fault);
}

/*  Two runs: what the server holds must be here before it can be told what it lacks; then that goes up. */
static qcdc_status rescue (desk_t *desk, const char *path, fault_t *fault)
{
    home_t *home = &desk->home;
    sync_standing_t standing;
    sync_options_t options = {0};
    sync_result_t result;
    home_t old QCDC_CLEANUP (home_close) = {.lock_fd = -1};
    uint64_t filed = 0;
    bool altered = false;
    QCDC_TRY (open_old (path, home, &old, fault));
    QCDC_TRY (sync_run (home, &options, &result, &desk->later, fault));
    QCDC_TRY (check_server (home, &old, fault));
    QCDC_TRY (scan_store_bring (home, &old, fault));
    QCDC_TRY (file_again (home, &old, &filed, &altered, fault));
    fault_t broken = *fault;
    text_say (stdout, _ ("%llu entries of %s were filed again.\n"), (unsigned long long)filed, path);
    QCDC_TRY (sync_run (home, &options, &result, &desk->later, fault));
    QCDC_TRY (refused_count (desk, &standing, fault));
    sync_report (&result, &standing);
    if (!altered)
        return QCDC_OK;
    *fault = broken;
    return QCDC_BAD_CHAIN;
}

static qcdc_status rescue_named (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    (void)arg;
    return rescue (desk, args->words[0], fault);
}

int command_rescue (const command_t *command)
{
    static const desk_work_t WORK = {.line = {.words_min = 1, .words_max = 1}, .work = rescue_named};
    return command_at_desk (command, &WORK, NULL);
}
