/*  done_with.c — this device's own knowledge, a value of the journal by the entry's address: no fact, and nothing that is sent. */

#include "commands/done_with.h"

#include <stdio.h>

#define NAME_BYTES (ADDRESS_TEXT_BYTES + 8u)

static const char *name_of (const address_t *entry, char name[NAME_BYTES])
{
    char address[ADDRESS_TEXT_BYTES];
    snprintf (name, NAME_BYTES, "done:%s", address_format (entry->origin, entry->seq, address));
    return name;
}

qcdc_status done_with_note (desk_t *desk, const address_t *entry, fault_t *fault)
{
    char name[NAME_BYTES];
    QCDC_TRY (journal_begin (desk->home.journal, fault));
    qcdc_status status = journal_set (desk->home.journal, name_of (entry, name), "1", fault);
    if (status == QCDC_OK)
        status = journal_commit (desk->home.journal, fault);
    if (status != QCDC_OK)
        journal_rollback (desk->home.journal);
    return status;
}

qcdc_status done_with (desk_t *desk, const address_t *entry, bool *done, fault_t *fault)
{
    char name[NAME_BYTES];
    char *value QCDC_CLEANUP (journal_free_value) = NULL;
    QCDC_TRY (journal_get (desk->home.journal, name_of (entry, name), &value, fault));
    *done = *value;
    return QCDC_OK;
}
