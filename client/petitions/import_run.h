/*  import_run.h — what imports brought: each is remembered in the home by its file and by its entries, which stand one behind the other. */

#ifndef QCDC_IMPORT_RUN_H
#define QCDC_IMPORT_RUN_H

#include "journal/journal.h"

#define SHA256_TEXT_BYTES 65u

typedef struct {
    unsigned id;    /* from 1 on */
    char file[256]; /* its name without folders; "-" is standard input, "–" tells who somebody is */
    char sha256
        [SHA256_TEXT_BYTES]; /* of the file; "" where it could not be read twice, or has columns that tell who somebody is */
    int64_t at_us;
    uint64_t first_seq, last_seq; /* of this device */
    uint64_t first_hash;     /* of the entry at FIRST_SEQ: another one stands there once entries were filed anew */
    size_t added, corrected; /* petitions */
    int64_t undone_at_us;    /* 0: it was not */
    uint64_t undo_first, undo_last; /* the entries by which it was; 0: not known */
} import_run_t;

/*  The SHA-256 of file PATH; "" for standard input, or what cannot be read. */
void import_run_hash (const char *path, char sha256[SHA256_TEXT_BYTES]);

/*  Remembers RUN, whose id is set, inside a transaction of the caller's. */
qcdc_status import_run_add (journal_t *journal, import_run_t *run, fault_t *fault) QCDC_CHECK;
qcdc_status import_run_set (journal_t *journal, const import_run_t *run, fault_t *fault) QCDC_CHECK;

/*  *RUN of ID; QCDC_NOT_FOUND. */
qcdc_status import_run_get (journal_t *journal, unsigned id, import_run_t *run, fault_t *fault) QCDC_CHECK;

/*  The last id that was given; 0: none. */
qcdc_status import_run_last (journal_t *journal, unsigned *id, fault_t *fault) QCDC_CHECK;

#endif
