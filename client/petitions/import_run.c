/*  import_run.c — what imports brought.
 *
 *  A line of text among what the home remembers, "import:3"; the file's name stands last, for it may hold anything. */

#include "petitions/import_run.h"

#include "base/i18n.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LAST_NAME "imports"
#define RUN_BYTES 600u

void import_run_hash (const char *path, char sha256[SHA256_TEXT_BYTES])
{
    crypto_hash_sha256_state state;
    unsigned char block[65536], hash[crypto_hash_sha256_BYTES];
    size_t length;
    FILE *file = strcmp (path, "-") == 0 ? NULL : fopen (path, "rb");
    sha256[0] = '\0';
    if (!file)
        return;
    crypto_hash_sha256_init (&state);
    while ((length = fread (block, 1, sizeof block, file)) > 0)
        crypto_hash_sha256_update (&state, block, length);
    bool whole = !ferror (file);
    fclose (file);
    crypto_hash_sha256_final (&state, hash);
    if (whole)
        sodium_bin2hex (sha256, SHA256_TEXT_BYTES, hash, sizeof hash);
}

qcdc_status import_run_last (journal_t *journal, unsigned *id, fault_t *fault)
{
    char *text QCDC_CLEANUP (journal_free_value) = NULL;
    QCDC_TRY (journal_get (journal, LAST_NAME, &text, fault));
    *id = (unsigned)strtoul (text, NULL, 10);
    return QCDC_OK;
}

qcdc_status import_run_set (journal_t *journal, const import_run_t *run, fault_t *fault)
{
    char name[32], text[RUN_BYTES];
    if (run->undo_first) {
        snprintf (name, sizeof name, "import-undo:%u", run->id);
        snprintf (text, sizeof text, "%" PRIu64 " %" PRIu64, run->undo_first, run->undo_last);
        QCDC_TRY (journal_set (journal, name, text, fault));
    }
    snprintf (name, sizeof name, "import:%u", run->id);
    snprintf (text, sizeof text, "%" PRId64 " %" PRIu64 " %" PRIu64 " %" PRIx64 " %zu %zu %" PRId64 " %s %s",
              run->at_us, run->first_seq, run->last_seq, run->first_hash, run->added, run->corrected,
              run->undone_at_us, run->sha256[0] ? run->sha256 : "-", run->file);
    return journal_set (journal, name, text, fault);
}

qcdc_status import_run_add (journal_t *journal, import_run_t *run, fault_t *fault)
{
    char last[16];
    QCDC_TRY (import_run_last (journal, &run->id, fault));
    snprintf (last, sizeof last, "%u", ++run->id);
    QCDC_TRY (journal_set (journal, LAST_NAME, last, fault));
    return import_run_set (journal, run, fault);
}

qcdc_status import_run_get (journal_t *journal, unsigned id, import_run_t *run, fault_t *fault)
{
    char *text QCDC_CLEANUP (journal_free_value) = NULL, *undo QCDC_CLEANUP (journal_free_value) = NULL;
    char name[32];
    int behind = 0;
    *run = (import_run_t){.id = id};
    snprintf (name, sizeof name, "import-undo:%u", id);
    QCDC_TRY (journal_get (journal, name, &undo, fault));
    if (sscanf (undo, "%" SCNu64 " %" SCNu64, &run->undo_first, &run->undo_last) < 2)
        run->undo_first = run->undo_last = 0;
    snprintf (name, sizeof name, "import:%u", id);
    QCDC_TRY (journal_get (journal, name, &text, fault));
    if (sscanf (text, "%" SCNd64 " %" SCNu64 " %" SCNu64 " %" SCNx64 " %zu %zu %" SCNd64 " %64s %n", &run->at_us,
                &run->first_seq, &run->last_seq, &run->first_hash, &run->added, &run->corrected, &run->undone_at_us,
                run->sha256, &behind) < 8) {
        fault_set (fault, QCDC_NOT_FOUND, NULL, _ ("there is no import %u"), id);
        fault_advise (fault, "%s", _ ("qcdc petition imports lists them"));
        return QCDC_NOT_FOUND;
    }
    if (strcmp (run->sha256, "-") == 0)
        run->sha256[0] = '\0';
    snprintf (run->file, sizeof run->file, "%s", text + behind);
    return QCDC_OK;
}
