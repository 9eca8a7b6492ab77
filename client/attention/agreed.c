/*  agreed.c — kept beside the journal's entries, for nobody but this device has to know it. */

#include "attention/agreed.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define NAME_BYTES (ADDRESS_TEXT_BYTES + 48u)

static const char *name_of (const address_t *entry, const char *column, char name[NAME_BYTES])
{
    char address[ADDRESS_TEXT_BYTES];
    snprintf (name, NAME_BYTES, "agreed:%s:%.32s", address_format (entry->origin, entry->seq, address), column);
    return name;
}

qcdc_status agreed_note (desk_t *desk, const address_t *entry, const char *column, fault_t *fault)
{
    uint64_t seq;
    uint8_t hash[HASH_BYTES];
    char name[NAME_BYTES], value[24];
    QCDC_TRY (journal_head (desk->home.journal, desk->home.origin, &seq, hash, fault));
    snprintf (value, sizeof value, "%" PRIu64, seq);
    return journal_set (desk->home.journal, name_of (entry, column, name), value, fault);
}

qcdc_status agreed_until (desk_t *desk, const address_t *entry, const char *column, uint64_t *seq, fault_t *fault)
{
    char name[NAME_BYTES];
    char *value QCDC_CLEANUP (journal_free_value) = NULL;
    QCDC_TRY (journal_get (desk->home.journal, name_of (entry, column, name), &value, fault));
    *seq = strtoull (value, NULL, 10);
    return QCDC_OK;
}
