/*  recipients.c — lines of distribution lists, read and looked up. */

#include "catalogue/recipients.h"

#include "base/i18n.h"
#include "base/text_fold.h"

#include <string.h>

enum { CODE, LINE, CLASSES, OFFICES };

#define FOLDED_BYTES 512

qcdc_status recipient_row (row_source_t *self, void *row)
{
    recipient_t *recipient = row;
    char folded[FOLDED_BYTES];
    QCDC_TRY (row_code (self, CODE, &recipient->code));
    QCDC_TRY (row_text (self, LINE, true, &recipient->line));
    if (!*text_fold (recipient->line, folded, sizeof folded))
        return row_fail (self, LINE, N_ ("there is no letter in it by which the line could be known"));
    QCDC_TRY (row_words (self, CLASSES, &recipient->classes));
    for (const char *const *code = recipient->classes; *code; code++)
        if (!catalog_class (self->catalog, *code))
            return row_fail (self, CLASSES, N_ ("there is no class of offices '%s'"), *code);
    QCDC_TRY (row_words (self, OFFICES, &recipient->offices));
    for (const char *const *code = recipient->offices; *code; code++)
        if (!catalog_office (self->catalog, *code))
            return row_fail (self, OFFICES, N_ ("there is no office '%s'"), *code);
    recipient->valid_from = self->row->from;
    recipient->valid_to = self->row->to;
    return QCDC_OK;
}

const recipient_t *recipient_on (const catalog_t *self, const char *line, int32_t day)
{
    char wanted[FOLDED_BYTES], folded[FOLDED_BYTES];
    if (!*text_fold (line, wanted, sizeof wanted))
        return NULL;
    for (size_t i = 0; i < self->recipient_count; i++) {
        const recipient_t *row = &self->recipients[i];
        if (row->valid_from <= day && day <= row->valid_to &&
            strcmp (text_fold (row->line, folded, sizeof folded), wanted) == 0)
            return row;
    }
    return NULL;
}

static bool has (const char *const *codes, const char *code)
{
    for (; *codes; codes++)
        if (strcmp (*codes, code) == 0)
            return true;
    return false;
}

bool recipient_is (const recipient_t *self, const office_t *office)
{
    return has (self->classes, office->office_class) || has (self->offices, office->code);
}
