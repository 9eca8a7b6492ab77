/*  site.h — a province's place of work, opened: the database at hand and in order, the server's keys, reference data.
 *
 *  Every command but init begins with site_open; init itself with site_make. */

#ifndef QCDC_SITE_H
#define QCDC_SITE_H

#include "base/snapshot.h"
#include "commands/options.h"
#include "pg/cluster.h"
#include "pg/pg.h"
#include "wire/keys.h"
#include "wire/whereabouts.h"

typedef struct {
    cluster_t *cluster; /* NULL with --db */
    char *conninfo;
    snapshot_t *snapshot;
    const catalog_t *catalog; /* its */
    char *keys_path;
    keys_t keys;
    int init_lock;             /* of init with --data; -1 for others */
    whereabouts_t whereabouts; /* how keys and address came to be what they are */
    pg_t *pg;                  /* connected, tables and reference data of this program's version */
} site_t;

/*  Opens what the options name; *SELF is NULL after an error.  Refuses a database that was not initialised
 *  (QCDC_NOT_FOUND) and keys that are not the database's (QCDC_UNKNOWN_KEY). */
qcdc_status site_open (const options_t *options, site_t **self_p, fault_t *fault) QCDC_CHECK;

/*  Makes the database and the keys, then opens.  QCDC_EXISTS where that was done before; an init that was
 *  interrupted is taken up where it stopped. */
qcdc_status site_make (const options_t *options, site_t **self_p, fault_t *fault) QCDC_CHECK;

/*  Records in the database which keys it belongs to now, and the statement that said so. */
qcdc_status site_record_keys (site_t *self, fault_t *fault) QCDC_CHECK;

/*  Closes; the last user of an embedded database stops it. */
void site_close (site_t **self_p);

#endif
