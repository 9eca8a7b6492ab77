/*  register_memory.h — what the office has remembered of its register: by facts of its own, which all its devices hold.
 *
 *  The last that was said of a heading holds, in the order of commit.  What an office that has ended had remembered holds for its heir,
 *  where that has said nothing of the heading. */

#ifndef QCDC_REGISTER_MEMORY_H
#define QCDC_REGISTER_MEMORY_H

#include "desk/desk.h"
#include "petitions/register_map.h"

/*  What is known at DESK of the register KIND.  Destroy with register_map_destroy; its argument may point to NULL. */
qcdc_status register_memory_load (desk_t *desk, const register_kind_t *kind, register_map_t **map,
                                  fault_t *fault) QCDC_CHECK;

/*  Has the office remember what was said of MAP since, forgotten likewise, and what a former program kept in the home: nothing is
 *  written where that is nothing.  Inside a transaction of the caller's. */
qcdc_status register_memory_keep (desk_t *desk, const register_map_t *map, fault_t *fault) QCDC_CHECK;

/*  The same of what a former program kept in the home, and of nothing else; in a transaction of its own; *FILED: there is a fact to be sent. */
qcdc_status register_memory_adopt (desk_t *desk, bool *filed, fault_t *fault) QCDC_CHECK;

#endif
