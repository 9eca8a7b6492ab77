/*  done_with.c — this device's own knowledge, a value of the journal by the entry's address: no fact, and nothing that is sent. */

#include "attention/done_with.h"

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
    return journal_set_alone (desk->home.journal, name_of (entry, name), "1", fault);
}

qcdc_status done_with (desk_t *desk, const address_t *entry, bool *done, fault_t *fault)
{
    char name[NAME_BYTES];
    char *value QCDC_CLEANUP (journal_free_value) = NULL;
    QCDC_TRY (journal_get (desk->home.journal, name_of (entry, name), &value, fault));
    *done = *value;
    return QCDC_OK;
}
