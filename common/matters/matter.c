/*  matter.c — the registry of matters, and the keys by which their things are found.
 *
 *  A key means the same on both sides: under it the office finds a thing in its journal and the province whoever holds its number. */

#include "matters/matter.h"

#include "matters/affair.h"
#include "matters/item.h"
#include "matters/listing.h"
#include "matters/notice.h"
#include "matters/petition.h"
#include "matters/reading.h"
#include "matters/reception.h"
#include "matters/report.h"
#include "matters/unlike.h"

#include <stdio.h>
#include <string.h>

static const matter_t *const MATTERS[MATTER_COUNT] = {
    [MATTER_PETITION] = &PETITION_MATTER, [MATTER_REPORT] = &REPORT_MATTER,  [MATTER_RECEPTION] = &RECEPTION_MATTER,
    [MATTER_AFFAIR] = &AFFAIR_MATTER,     [MATTER_UNLIKE] = &UNLIKE_MATTER,  [MATTER_LISTING] = &LISTING_MATTER,
    [MATTER_NOTICE] = &NOTICE_MATTER,     [MATTER_READING] = &READING_MATTER,
    [MATTER_ITEM] = &ITEM_MATTER};

const matter_t *matter_at (matter_id id)
{
    return id < MATTER_COUNT ? MATTERS[id] : NULL;
}

/*  The matter of what *FACT_P creates, or puts in another's place, which it then is, kept in AS; NULL: it does neither. */
static const matter_t *matter_made (const Qcdc__Fact **fact_p, Qcdc__Fact *as)
{
    const fact_kind_t *kind = fact_kind (*fact_p);
    if (kind && kind->effect == FACT_CORRECTS) {
        kind = fact_replacement (*fact_p, as);
        *fact_p = as;
    }
    return kind && kind->effect == FACT_CREATES ? matter_at (kind->matter) : NULL;
}

const matter_t *fact_key (const Qcdc__Fact *fact, char key[MATTER_KEY_BYTES])
{
    Qcdc__Fact as;
    const matter_t *matter = matter_made (&fact, &as);
    return matter && matter->key (fact, key) ? matter : NULL;
}

const matter_t *fact_looks_at (const catalog_t *catalog, const Qcdc__Fact *fact, size_t index,
                               char key[MATTER_KEY_BYTES])
{
    Qcdc__Fact as;
    const matter_t *matter = matter_made (&fact, &as);
    return matter && matter->looks_at && matter->looks_at (catalog, fact, index, key) ? matter : NULL;
}

bool fact_awaits (const Qcdc__Fact *fact, const char *field, char name[MATTER_KEY_BYTES])
{
    Qcdc__Fact as;
    const matter_t *matter = matter_made (&fact, &as);
    return matter && matter->awaits && matter->awaits (fact, field, name);
}

bool matter_subject (const matter_t *self, const char *office, const char *key, char text[MATTER_SUBJECT_BYTES])
{
    int length = snprintf (text, MATTER_SUBJECT_BYTES, "%s:%s:%s", self->name, office, key);
    return length > 0 && (unsigned)length < MATTER_SUBJECT_BYTES;
}

bool remembered_subject (const fact_kind_t *kind, const char *office, char text[MATTER_SUBJECT_BYTES])
{
    int length = snprintf (text, MATTER_SUBJECT_BYTES, "%s:%s:", kind->name, office);
    return length > 0 && (unsigned)length < MATTER_SUBJECT_BYTES;
}

static const matter_t *matter_of_name (const char *name, size_t length)
{
    for (size_t i = 0; i < MATTER_COUNT; i++)
        if (MATTERS[i] && strlen (MATTERS[i]->name) == length && memcmp (MATTERS[i]->name, name, length) == 0)
            return MATTERS[i];
    return NULL;
}

const matter_t *subject_matter (const char *subject, char office[64])
{
    const char *first = strchr (subject, ':'), *second = first ? strchr (first + 1, ':') : NULL;
    office[0] = '\0';
    if (!second || second - first > 64)
        return NULL;
    snprintf (office, 64, "%.*s", (int)(second - first - 1), first + 1);
    return matter_of_name (subject, (size_t)(first - subject));
}
