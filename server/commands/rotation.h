/*  rotation.h — the server's keys and address on the disk, and how they are changed.
 *
 *    server.key           the keys of now
 *    whereabouts          every change so far, each a signed statement: one line each, public
 *    server.key.new       keys that are being made known; server.key.N  those that statement N replaced
 *
 *  The statement is what counts: once it stands in the file, a rotation that was cut off is ended by whoever opens the keys
 *  next, and until then nothing has happened. */

#ifndef QCDC_ROTATION_H
#define QCDC_ROTATION_H

#include "wire/keys.h"
#include "wire/whereabouts.h"

/*  Reads the statements beside the key file PATH and loads the keys of the last one, ending what was cut off.  As keys_load;
 *  QCDC_CORRUPT. */
qcdc_status rotation_load (const char *path, keys_t *keys, whereabouts_t *whereabouts, fault_t *fault) QCDC_CHECK;

/*  Makes a statement, and new keys: a signing key if ROTATES, a CURVE key where an ENDPOINT (not NULL) comes with it.  KEYS and
 *  WHEREABOUTS are those of afterwards. */
qcdc_status rotation_make (const char *path, keys_t *keys, whereabouts_t *whereabouts, bool rotates,
                           const char *endpoint, fault_t *fault) QCDC_CHECK;

/*  The keys by which the server was known before its CURVE key changed last; QCDC_NOT_FOUND where it never did. */
qcdc_status rotation_before (const char *path, const keys_t *keys, const whereabouts_t *whereabouts, keys_t *before,
                             fault_t *fault) QCDC_CHECK;

#endif
