/*  told.h — what is told once: the entries that somebody at this desk was told of, kept in the journal under a name. */

#ifndef QCDC_TOLD_H
#define QCDC_TOLD_H

#include "journal/home.h"

#include <stdio.h>

/*  Addresses with a blank before and behind each. */
typedef struct {
    const char *name;
    char *before; /* what was told */
    char *kept;   /* what counts as told from now on */
    size_t kept_size;
    FILE *keeping;
} told_t;

/*  Opens what is kept under NAME ("notices_told"), which lives as long as SELF. */
qcdc_status told_open (told_t *self, journal_t *journal, const char *name, fault_t *fault) QCDC_CHECK;

/*  Whether ENTRY was told before. */
bool told_has (const told_t *self, const address_t *entry);

/*  Keeps ENTRY as told; what is not kept is forgotten.  Whether it is new. */
bool told_keep (told_t *self, const address_t *entry);

/*  Writes what was kept, in a transaction of its own, where telling came to STATUS QCDC_OK; frees SELF whatever it came to. */
qcdc_status told_close (told_t *self, journal_t *journal, qcdc_status status, fault_t *fault) QCDC_CHECK;

#endif
