/*  state.h — the rows that a batch meets, read in advance: addresses referred to, petitions, reports.
 *
 *  state_prefetch asks the database once per kind of row for everything that the batch's facts name; judging and applying then
 *  work in memory only.  The same structure serves the replay of verify and rebuild, whose projections live in shadow
 *  tables of the same names. */

#ifndef QCDC_STATE_H
#define QCDC_STATE_H

#include "ingest/batch.h"
#include "matters/judge.h"
#include "projections/numbers.h"

/*  What stands at an address that some fact of the batch refers to. */
typedef struct {
    struct {
        uint64_t origin;
        uint64_t seq;
        uint64_t hash8; /* 0: whatever stands there (an erasure by somebody who does not hold the entry) */
    } key;
    bool asked; /* the database was */
    bool found; /* false: no such entry, nor a fact filed again whose first copy was that */
    int64_t commit_seq;
    int origin_id;
    int office;
    int verdict;      /* Qcdc__VerdictState */
    target_kind kind; /* TARGET_PETITION, MOVE, REPORT or OTHER; aliases resolved */
    int64_t petition; /* id of the petition, for PETITION and MOVE */
    int64_t move;     /* id of the move */
    int64_t report;   /* id of the report */
    UT_hash_handle hh;
} address_node_t;

/*  How a petition counts in the rollup. */
typedef struct {
    bool counted;
    int unit, kind, field;
    int32_t month; /* first day */
    int settled, pending;
} contribution_t;

typedef struct {
    int64_t id;
    petition_t petition;
    int64_t changed_at_us; /* first commit time of the last correction or voiding; 0 if none */
    bool stored;           /* there is a row */
    bool moves_asked;
    bool dirty;
    contribution_t before; /* what its row contributes */
    UT_hash_handle hh;
} petition_node_t;

/*  The key of a register number: the office in letters of four bits each, and the number.  A longer number is refused when
 *  it is judged. */
#define STATE_OFFICE_BYTES 8u
#define STATE_NUMBER_BYTES (STATE_OFFICE_BYTES + QCDC_LOCAL_NO_BYTES_MAX + 1u)
#define STATE_FILING_BYTES (16u + QCDC_LOCAL_NO_BYTES_MAX + 64u)

/*  Who holds a register number of an office. */
typedef struct {
    char *key;
    int office;
    const char *local_no; /* within the key */
    petition_node_t *holder;
    bool asked; /* the database was */
    UT_hash_handle hh;
} number_node_t;

typedef struct {
    int64_t id;
    report_t report;
    int64_t entry; /* commit_seq of the fact that the values come from */
    int64_t filed_at_us;
    int64_t changed_at_us; /* as of a petition */
    bool stored;
    bool dirty;
    const Qcdc__ReportFiled *values; /* new values, in the batch's arena; NULL: unchanged */
    UT_hash_handle hh;
} report_node_t;

typedef struct {
    char *key; /* "office form period" */
    report_node_t *holder;
    bool asked;
    UT_hash_handle hh;
} filing_node_t;

typedef struct {
    petition_node_t *petition;
    int64_t move;
    bool stored;
} move_change_t;

typedef struct {
    int64_t target; /* commit_seq of the fact that was changed */
    int64_t entry;
    bool voids;
} fact_change_t;

typedef struct {
    const catalog_t *catalog;
    arena_t *arena;   /* of nodes and keys; the batch's */
    numbers_t *known; /* register numbers that need not be looked up are not in it; NULL: all are looked up */
    address_node_t *addresses;
    bool has_bare_address; /* one without a hash */
    petition_node_t *petitions;
    number_node_t *numbers;
    report_node_t *reports;
    filing_node_t *filings;
    move_change_t *moves;
    size_t move_count, move_capacity;
    fact_change_t *changes;
    size_t change_count, change_capacity;
} state_t;

void state_init (state_t *self, const catalog_t *catalog, arena_t *arena);
void state_release (state_t *self);

/*  Collects what FACT of OFFICE needs; call for every fact, then state_load once.  Addresses that the batch itself brings
 *  are added by the caller with state_put_address before. */
qcdc_status state_want (state_t *self, int office, const Qcdc__Fact *fact) QCDC_CHECK;

/*  Reads all that is wanted and not yet there. */
qcdc_status state_load (state_t *self, pg_t *pg, fault_t *fault) QCDC_CHECK;

/*  Node of an address; made (not found) where CREATE.  NULL: none, or out of memory. */
address_node_t *state_address (state_t *self, address_t address, bool create);

/*  The node that FACT refers to; NULL where it refers to nothing that was wanted. */
address_node_t *state_target (state_t *self, const Qcdc__Fact *fact);

petition_node_t *state_petition (state_t *self, int64_t id);
report_node_t *state_report (state_t *self, int64_t id);
bool state_number_key (int office, const char *local_no, char key[STATE_NUMBER_BYTES]); /* false: it is too long */
number_node_t *state_number (state_t *self, int office, const char *local_no, bool create);
filing_node_t *state_filing (state_t *self, int office, const char *form, const char *period, bool create);

/*  A new petition or report, not stored yet; NULL when out of memory. */
petition_node_t *state_new_petition (state_t *self, int64_t id);
report_node_t *state_new_report (state_t *self, int64_t id);

/*  Settles who holds the number (or form and period) after a change. */
qcdc_status state_settle_petition (state_t *self, petition_node_t *node) QCDC_CHECK;
qcdc_status state_settle_report (state_t *self, report_node_t *node) QCDC_CHECK;

/*  Remembers that a move was added or changed; that a fact was corrected or voided. */
qcdc_status state_touch_move (state_t *self, petition_node_t *node, int64_t move, bool stored) QCDC_CHECK;
qcdc_status state_touch_fact (state_t *self, int64_t target, int64_t entry, bool voids) QCDC_CHECK;

contribution_t petition_contribution (const petition_t *petition);

/*  decide.c: applies an accepted fact. */
qcdc_status state_apply (state_t *self, const batch_entry_t *entry, fault_t *fault) QCDC_CHECK;

/*  project.c: the projections.  New rows go by COPY, or (QUEUE) into the running pipeline; changes of stored rows and the
 *  rollup always go into the running pipeline. */
qcdc_status state_flush_new (state_t *self, pg_t *pg, bool queue, fault_t *fault) QCDC_CHECK;
qcdc_status state_flush_changes (state_t *self, pg_t *pg, fault_t *fault) QCDC_CHECK;
qcdc_status state_prepare (pg_t *pg, fault_t *fault) QCDC_CHECK; /* every statement that a pipeline may hold */

#endif
