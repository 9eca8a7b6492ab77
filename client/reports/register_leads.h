/*  register_leads.h — of the petitions that are about one matter, the one with which forms count it: the first that the office received. */

#ifndef QCDC_REGISTER_LEADS_H
#define QCDC_REGISTER_LEADS_H

#include "base/fault.h"
#include "matters/petition.h"

typedef struct register_leads register_leads_t;

/*  NULL: out of memory.  Destroy with register_leads_destroy; its argument may point to NULL. */
register_leads_t *register_leads_new (void);
void register_leads_destroy (register_leads_t **self_p);

/*  Takes a petition of the office, in whatever order; of one that is in no matter, or was taken back, nothing is kept.  QCDC_NO_MEMORY. */
qcdc_status register_leads_take (register_leads_t *self, const petition_t *petition) QCDC_CHECK;

/*  MATTER was taken back: those that are in it are by themselves.  QCDC_NO_MEMORY. */
qcdc_status register_leads_end (register_leads_t *self, const address_t *matter) QCDC_CHECK;

/*  Once all are taken: whether an earlier one than PETITION is about its matter. */
bool register_leads_follows (const register_leads_t *self, const petition_t *petition);

#endif
