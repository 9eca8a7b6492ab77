/*  child.h — running PostgreSQL's own programs and waiting for them. */

#ifndef QCDC_CHILD_H
#define QCDC_CHILD_H

#include "base/status.h"

#include <sys/types.h>

/*  Runs ARGV (NULL-terminated, ARGV[0] a path) to its end with standard input from /dev/null and both outputs
 *  appended to LOG_PATH, in a session of its own: a Ctrl-C for us is not one for the database.  No descriptor of
 *  ours but these three is handed on, for a lock that a database inherited would never be let go; but LOCK, unless it is -1:
 *  a lock on it then holds until both of us have ended.  QCDC_IO if it
 *  cannot be started; otherwise QCDC_OK with its exit status in *EXIT_CODE (128 + the signal that ended it). */
qcdc_status child_run (const char *const *argv, const char *log_path, int lock, int *exit_code) QCDC_CHECK;

#endif
