/*  redirect.h — standard output into a file that is there whole, or as it was before.
 *
 *  What a shell's ">" makes is empty before the command has said a word, and half where it fails: the form of last week is gone
 *  then.  Here it is written beside its place and put there at the end. */

#ifndef QCDC_REDIRECT_H
#define QCDC_REDIRECT_H

#include "base/fault.h"

#include <stdbool.h>

typedef struct {
    char *target; /* NULL: nothing is redirected */
    char *making; /* beside it */
    int before;   /* what standard output was */
} redirect_t;

/*  From here on what is written to stdout is for the file PATH; NULL: nothing changes.  QCDC_IO where no file can be made
 *  there: what is there already is replaced only if it is a regular file that may be written. */
qcdc_status redirect_begin (redirect_t *self, const char *path, fault_t *fault) QCDC_CHECK;

/*  The file that standard output goes into for now, under the name that it has until it is whole; NULL: nothing is redirected.  What
 *  writes files by their names overwrites this one. */
const char *redirect_path (void);

/*  Ends it: the file gets its name if KEEP, else nothing is left of it.  QCDC_IO where not all of it could be written, and then
 *  nothing is left either. */
qcdc_status redirect_end (redirect_t *self, bool keep, fault_t *fault) QCDC_CHECK;

#endif
