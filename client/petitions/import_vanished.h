/*  import_vanished.h — petitions that are here and have no row in a register that comes again. */

#ifndef QCDC_IMPORT_VANISHED_H
#define QCDC_IMPORT_VANISHED_H

#include "desk/seen.h"
#include "petitions/import_rows.h"

#define VANISHED_SAID 10u

/*  What the register is of: its kinds, and the days of receipt from its first to its last.  Zeros: no row yet. */
typedef struct {
    unsigned kinds; /* bit by bit */
    int32_t from, to;
    size_t count;                    /* of those that were found */
    char said[VANISHED_SAID * 100u]; /* the first of them */
} vanished_t;

void vanished_row (vanished_t *self, const petition_row_t *row);

/*  Finds those of the register's kinds and days that stand here and are not among SEEN; ROWS (may be NULL) takes them, too.  Nothing is done
 *  to them: a row may be missing for many reasons, of which that the petition is none is the rarest. */
qcdc_status vanished_find (vanished_t *self, desk_t *desk, seen_t *seen, import_rows_t *rows,
                           fault_t *fault) QCDC_CHECK;

/*  The line that names them; nothing where there are none. */
void vanished_say (const vanished_t *self, FILE *out);

#endif
