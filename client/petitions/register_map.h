/*  register_map.h — what an office's own register calls its columns, and the words that stand in them: said once with --map, remembered in
 *  the home. */

#ifndef QCDC_REGISTER_MAP_H
#define QCDC_REGISTER_MAP_H

#include "journal/journal.h"
#include "petitions/petition_row.h"

typedef struct register_map register_map_t;

/*  What the home remembers.  Destroy with register_map_destroy; its argument may point to NULL. */
qcdc_status register_map_load (journal_t *journal, register_map_t **self_p, fault_t *fault) QCDC_CHECK;
void register_map_destroy (register_map_t **self_p);

/*  Takes "Ngày vào sổ=received_on" ("-": the column is left out) or, of words in a column of kinds, fields, channels or outcomes,
 *  "kind:Đơn KN=KHIEU_NAI"; what was said of it before is forgotten.  QCDC_USAGE, QCDC_IDENTITY_COLUMN. */
qcdc_status register_map_add (register_map_t *self, const char *said, fault_t *fault) QCDC_CHECK;

/*  Forgets what is remembered of HEADING ("kind:Đơn KN" of a word), or all (NULL); false: there was nothing. */
bool register_map_forget (register_map_t *self, const char *heading);

/*  Keeps it, inside a transaction of the caller's. */
qcdc_status register_map_save (const register_map_t *self, journal_t *journal, fault_t *fault) QCDC_CHECK;

/*  The columns of a register as this office has them; they belong to the map and hold until it changes.  NULL: no memory. */
const csv_column_t *register_map_columns (register_map_t *self);

/*  What TEXT in COLUMN means here: the code that it was mapped to, or TEXT itself. */
const char *register_map_word (const register_map_t *self, petition_column column, const char *text);

/*  Each in the order in which it was said: of a heading SCOPE is "", of a word its column. */
typedef qcdc_status (register_map_fn) (const char *scope, const char *heading, const char *meant, void *arg);
qcdc_status register_map_each (const register_map_t *self, register_map_fn *each, void *arg) QCDC_CHECK;

#endif
