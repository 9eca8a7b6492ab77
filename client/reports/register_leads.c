/*  register_leads.c — by matters, the first petition of each.
 *
 *  First is who was received first; of one day, what was entered first, as the province has it (sql/schema: register_rows). */

#include "reports/register_leads.h"

#include "matters/petition_related.h"

#include <stdlib.h>
#include <string.h>
#define HASH_NONFATAL_OOM 1 /* an element that could not be added has no table */
#include <uthash.h>

typedef struct {
    char matter[LINK_TEXT_BYTES]; /* the key */
    bool none;                    /* no petition yet */
    bool ended;
    int32_t received_on;
    stamp_t entered;
    address_t entry;
    UT_hash_handle hh;
} lead_t;

struct register_leads {
    lead_t *leads; /* uthash */
};

register_leads_t *register_leads_new (void)
{
    return calloc (1, sizeof (register_leads_t));
}

void register_leads_destroy (register_leads_t **self_p)
{
    register_leads_t *self = *self_p;
    lead_t *lead, *next;
    if (self)
        HASH_ITER (hh, self->leads, lead, next)
        {
            HASH_DEL (self->leads, lead);
            free (lead);
        }
    free (self);
    *self_p = NULL;
}

static lead_t *lead_find (const register_leads_t *self, const char *matter)
{
    lead_t *lead;
    HASH_FIND_STR (self->leads, matter, lead);
    return lead;
}

static qcdc_status lead_of (register_leads_t *self, const char *matter, lead_t **found)
{
    *found = lead_find (self, matter);
    if (*found)
        return QCDC_OK;
    lead_t *lead = calloc (1, sizeof *lead);
    if (!lead)
        return QCDC_NO_MEMORY;
    strcpy (lead->matter, matter);
    lead->none = true;
    HASH_ADD_STR (self->leads, matter, lead);
    if (!lead->hh.tbl) {
        free (lead);
        return QCDC_NO_MEMORY;
    }
    *found = lead;
    return QCDC_OK;
}

qcdc_status register_leads_take (register_leads_t *self, const petition_t *petition)
{
    lead_t *lead;
    if (petition->voided || !petition_related (petition, NULL))
        return QCDC_OK;
    QCDC_TRY (lead_of (self, petition->related, &lead));
    stamp_t entered = stamp_make (petition->created_at_us,
                                  petition->created_at_us ? petition->commit_seq : (int64_t)petition->entry.seq);
    if (!lead->none && (petition->received_on > lead->received_on ||
                        (petition->received_on == lead->received_on && !stamp_before (entered, lead->entered))))
        return QCDC_OK;
    lead->none = false;
    lead->received_on = petition->received_on;
    lead->entered = entered;
    lead->entry = petition->entry;
    return QCDC_OK;
}

qcdc_status register_leads_end (register_leads_t *self, const address_t *matter)
{
    char link[LINK_TEXT_BYTES];
    lead_t *lead;
    QCDC_TRY (lead_of (self, address_link_print (matter, link), &lead));
    lead->ended = true;
    return QCDC_OK;
}

bool register_leads_follows (const register_leads_t *self, const petition_t *petition)
{
    const lead_t *lead = petition_related (petition, NULL) ? lead_find (self, petition->related) : NULL;
    return lead && !lead->ended && !lead->none &&
           (lead->entry.origin != petition->entry.origin || lead->entry.seq != petition->entry.seq);
}
