/*  cluster.h — the embedded PostgreSQL: a private cluster below one folder, on a Unix socket that only its owner
 *  reaches.
 *
 *    DIR/pg          the cluster (checksums on); qcdc.conf in it is ours, local.conf the administrator's
 *    DIR/run         the socket
 *    DIR/log         what PostgreSQL says; never a statement's text or values
 *    DIR/lock        held shared by every command that uses the cluster; who gets it alone at its end stops it
 *    DIR/init.lock   held by init and by its initdb, so that two do not make one at once
 *    DIR/start.lock  held while the cluster is being started, so that two do not try at once
 *
 *  The cluster is no child of ours: it outlives a qcdcd that is killed, and the next command finds it running. */

#ifndef QCDC_CLUSTER_H
#define QCDC_CLUSTER_H

#include "base/fault.h"

#include <stdbool.h>

typedef struct cluster cluster_t;

/*  Makes sure that nobody else makes a cluster in DIR (absolute, see privilege_enter) until *LOCK is closed; waits a while for
 *  one who does.  DIR must hold nothing but what belongs to a cluster: QCDC_EXISTS otherwise. */
qcdc_status cluster_lock_init (const char *dir, int *lock, fault_t *fault) QCDC_CHECK;

/*  Makes the cluster in DIR unless it is there already, under the LOCK that cluster_lock_init took.  A half-made cluster of
 *  an earlier, interrupted call is made anew. */
qcdc_status cluster_make (const char *dir, int lock, fault_t *fault) QCDC_CHECK;

/*  Uses the cluster in DIR, starting it if it does not run.  QCDC_NOT_FOUND if there is none. */
qcdc_status cluster_use (const char *dir, cluster_t **self_p, fault_t *fault) QCDC_CHECK;

/*  Ends the use; the last user stops the cluster. */
void cluster_release (cluster_t **self_p);

const char *cluster_conninfo (const cluster_t *self);

/*  Copies the running cluster into the new folder TO of the current folder, as of one moment, while others go on working.  The
 *  program that does it holds LOCK as we do. */
qcdc_status cluster_copy (const cluster_t *self, const char *to, int lock, fault_t *fault) QCDC_CHECK;

/*  Starts the cluster again after its postmaster died, waiting up to 15 s for what is left of the old one to go.
 *  Does nothing if it runs or if another thread or process is at it.  A server_revive_fn: any thread may call it. */
void cluster_revive (void *self);

#endif
