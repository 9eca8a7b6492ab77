/*  analyst.h — the database role of analysts: it reads the schema open_data, and nothing else can be done with it.
 *
 *  What it may do is decided by grants alone: whatever somebody sets in his session, there is no table that he could write, no
 *  text that he could read, and no place for a table of his own. */

#ifndef QCDC_ANALYST_H
#define QCDC_ANALYST_H

#include "catalogue/catalog.h"
#include "pg/pg.h"

#define ANALYST_PASSWORD_BYTES 25

typedef struct {
    bool made;                             /* it was not there before */
    char password[ANALYST_PASSWORD_BYTES]; /* where it was made; it stands nowhere else */
    bool open_functions;                   /* everybody may still call functions that write large objects or take the server's locks */
} analyst_t;

/*  Whether NAME can be that of a role: small letters, digits and _, and none that PostgreSQL keeps for itself. */
bool analyst_name_valid (const char *name);

/*  Makes the role and the schema, or brings both to what they have to be.  QCDC_EXISTS for a role that somebody else made;
 *  QCDC_FORBIDDEN where the server's own role may not do it, or where more would be open to the analyst than the views. */
qcdc_status analyst_make (pg_t *pg, const catalog_t *catalog, const char *name, analyst_t *analyst, fault_t *fault) QCDC_CHECK;

#endif
