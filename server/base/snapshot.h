/*  snapshot.h — the catalogue at one place of the order of commits: what stands there is judged by, and what is asked bound to.
 *
 *  A snapshot never changes; a publication makes the next one, and whoever still works by the one before keeps it.  Threads hand
 *  snapshots to each other with their messages, and the last who drops one frees it. */

#ifndef QCDC_SNAPSHOT_H
#define QCDC_SNAPSHOT_H

#include "catalogue/founding.h"
#include "catalogue/publication.h"
#include "rules/reference.h"

#define SNAPSHOT_OFFICE_BYTES 64u

typedef struct snapshot {
    const catalog_t *catalog;
    const catalog_tables_t *tables; /* all that was published, parts of sets that are not whole among it */
    int64_t commit_seq;             /* of the publication that made it; 0: none has been committed yet */
    char founder[SNAPSHOT_OFFICE_BYTES]; /* the province holds nothing but this office, which publishes first; "": it has published */
} snapshot_t;

/*  The catalogue before the first publication.  QCDC_BAD_CATALOGUE for what no catalogue can hold. */
qcdc_status snapshot_found (const founding_t *founding, snapshot_t **self_p, fault_t *fault) QCDC_CHECK;

/*  Holds SELF once more. */
snapshot_t *snapshot_hold (const snapshot_t *self);
void snapshot_drop (snapshot_t **self_p);

/*  A publication: a fact of ORIGIN that fits, committed as COMMIT_SEQ, and first at AT_US. */
typedef struct {
    uint64_t origin;
    const Qcdc__Published *published;
    int64_t commit_seq;
    int64_t at_us;
} publishing_t;

/*  What NOW becomes by it: *NEXT, held once.  Its catalog is NOW's where the set is not whole yet.  The first set holds the founder.
 *  QCDC_NO_MEMORY; any other status says what is wrong with the publication, and there is no *NEXT. */
qcdc_status snapshot_publish (const snapshot_t *now, const publishing_t *what, snapshot_t **next,
                              fault_t *fault) QCDC_CHECK;

/*  The same without what came of its origin's set: it was refused.  *NEXT is NULL where nothing had come. */
qcdc_status snapshot_drop_set (const snapshot_t *now, const publishing_t *what, snapshot_t **next,
                               fault_t *fault) QCDC_CHECK;

/*  Whether the two have one catalog. */
bool snapshot_same_catalog (const snapshot_t *a, const snapshot_t *b);

#endif
