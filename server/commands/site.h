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
    const catalog_t *catalog; /* its; both NULL where a site that is proved has none */
    char *keys_path;
    keys_t keys;
    int init_lock;             /* of init with --data; -1 for others */
    whereabouts_t whereabouts; /* how keys and address came to be what they are */
    pg_t *pg;                  /* connected, tables and reference data of this program's version */
} site_t;

/*  What a site is opened for. */
typedef enum {
    SITE_IS_ASKED, /* its catalogue is believed where the reference tables are of it */
    SITE_SERVES,   /* and goes on from here: the list of publications is proved first */
    SITE_IS_PROVED /* or made anew: no snapshot and no catalog where the list of publications gives none */
} site_use;

/*  Opens what the options name; *SELF is NULL after an error.  Refuses a database that was not initialised
 *  (QCDC_NOT_FOUND), keys that are not the database's (QCDC_UNKNOWN_KEY), and, but to prove it, a catalogue that does not follow from the
 *  journals (catalogue_open). */
qcdc_status site_open (const options_t *options, site_use use, site_t **self_p, fault_t *fault) QCDC_CHECK;

/*  The catalogue afresh, behind what made it anew. */
qcdc_status site_take_catalogue (site_t *self, fault_t *fault) QCDC_CHECK;

/*  Makes the database and the keys, then opens.  QCDC_EXISTS where that was done before; an init that was
 *  interrupted is taken up where it stopped. */
qcdc_status site_make (const options_t *options, site_t **self_p, fault_t *fault) QCDC_CHECK;

/*  Records in the database which keys it belongs to now, and the statement that said so. */
qcdc_status site_record_keys (site_t *self, fault_t *fault) QCDC_CHECK;

/*  Closes; the last user of an embedded database stops it. */
void site_close (site_t **self_p);

#endif
