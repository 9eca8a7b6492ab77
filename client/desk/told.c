/*  told.c — what is told once. */

#include "desk/told.h"

#include "base/i18n.h"

#include <stdlib.h>
#include <string.h>

static qcdc_status no_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
}

qcdc_status told_open (told_t *self, journal_t *journal, const char *name, fault_t *fault)
{
    *self = (told_t){.name = name};
    QCDC_TRY (journal_get (journal, name, &self->before, fault));
    self->keeping = open_memstream (&self->kept, &self->kept_size);
    if (self->keeping)
        return QCDC_OK;
    journal_free_value (&self->before);
    return no_memory (fault);
}

typedef char word_t[ADDRESS_TEXT_BYTES + 2];

static const char *word_of (const address_t *entry, word_t word)
{
    char address[ADDRESS_TEXT_BYTES];
    snprintf (word, sizeof (word_t), " %s ", address_format (entry->origin, entry->seq, address));
    return word;
}

bool told_has (const told_t *self, const address_t *entry)
{
    word_t word;
    return strstr (self->before, word_of (entry, word)) != NULL;
}

bool told_keep (told_t *self, const address_t *entry)
{
    word_t word;
    fputs (word_of (entry, word), self->keeping);
    return !told_has (self, entry);
}

qcdc_status told_close (told_t *self, journal_t *journal, qcdc_status status, fault_t *fault)
{
    if (fclose (self->keeping) != 0)
        status = no_memory (fault);
    else if (status == QCDC_OK && strcmp (self->kept, self->before) != 0)
        status = journal_set_alone (journal, self->name, self->kept, fault);
    free (self->kept);
    journal_free_value (&self->before);
    return status;
}
