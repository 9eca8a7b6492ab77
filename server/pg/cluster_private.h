/*  cluster_private.h — what cluster.c and cluster_make.c share: where things are. */

#ifndef QCDC_CLUSTER_PRIVATE_H
#define QCDC_CLUSTER_PRIVATE_H

#include "pg/cluster.h"

#define CLUSTER_PATH_BYTES 512

/*  DIR/NAME into PATH.  Returns PATH. */
char *cluster_path (const char *dir, const char *name, char path[CLUSTER_PATH_BYTES]);

/*  The path of PostgreSQL's PROGRAM: from QCDC_PG_BINDIR, else Debian's folder of major version MAJOR (0: the
 *  newest), else PATH.  QCDC_NOT_FOUND says what to install. */
qcdc_status cluster_program (const char *program, int major, char path[CLUSTER_PATH_BYTES],
                             fault_t *fault) QCDC_CHECK;

/*  The major version that made the cluster in DIR into *MAJOR; 0 if there is none.  QCDC_IO where that cannot be told,
 *  because we may not look. */
qcdc_status cluster_major (const char *dir, int *major, fault_t *fault) QCDC_CHECK;

/*  Writes DIR/pg/qcdc.conf afresh, for DIR may have moved since the last start, and makes the folders beside it. */
qcdc_status cluster_configure (const char *dir, fault_t *fault) QCDC_CHECK;

/*  Checks that DIR can be named in PostgreSQL's settings and that a socket below it has a name short enough. */
qcdc_status cluster_check_name (const char *dir, fault_t *fault) QCDC_CHECK;

/*  The last line of the file that holds FATAL, ERROR or "error:", for the person who has to mend it; "" if none. */
void cluster_last_words (const char *path, char *line, int size);

#endif
