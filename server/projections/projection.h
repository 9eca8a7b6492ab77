/*  projection.h — the registry of projections: which tables each matter has, and what else a batch changes in them.
 *
 *  state.c reads and writes things by these rows; verify and rebuild, the statements to prepare and the resolving of references
 *  are made from them too. */

#ifndef QCDC_PROJECTION_H
#define QCDC_PROJECTION_H

#include "matters/matter.h"
#include "projections/table.h"

typedef struct state state_t;
typedef struct thing_node thing_node_t;

typedef struct {
    matter_id matter;
    const table_t *things; /* one row each, by the thing's id */
    const table_t *parts;  /* NULL: its things have none */
    const statement_t
        *details; /* NULL: there is nothing; "select id, … where id = any ($1)", what else is read of things */
    const char *parent; /* column of PARTS that names the thing */
    const char *order;  /* columns of PARTS that order them */
    const char *by_key; /* joins table THINGS as t to w (office, key); those that stand */
    const statement_t
        *keys; /* "select id, office, key … where id > $1 order by id limit $2"; NULL: keys are always looked up */
    const char *const *others;            /* further tables, NULL-terminated */
    const statement_t *const *statements; /* further statements to prepare, NULL-terminated */
    size_t counted_size;                  /* of what a node remembers of its stored row */

    /*  A part of THING filled from a row, and one of its details, which has no address. */
    qcdc_status (*take_part) (thing_t *thing, const PGresult *result, int row, int first, address_t address);
    qcdc_status (*take_detail) (thing_t *thing, const PGresult *result, int row, int first, address_t address);
    const void *(*part_at) (const thing_t *thing, int64_t part);
    int64_t (*part_id) (const thing_t *thing, size_t index); /* 0 behind the last; NULL without PARTS */
    /*  After a thing was read; COUNTED is cleared memory of counted_size. */
    void (*taken) (const state_t *state, thing_t *thing, void *counted);
    /*  Before THING is written, new or changed: what of it goes by all that is published by then.  NULL: nothing does. */
    void (*settle) (const state_t *state, thing_t *thing);
    /*  After its parts and details were read as well; NULL: nothing is done then. */
    qcdc_status (*all_taken) (state_t *state, const thing_t *thing, void *counted);
    /*  Rows of other tables that new things bring, and what changes in them: the first may be copied or queued, the second is
     *  always queued, after the rows of the things. */
    qcdc_status (*flush_new) (const state_t *state, pg_t *pg, bool queue, fault_t *fault);
    qcdc_status (*flush_changes) (state_t *state, pg_t *pg, pg_params_t *params, fault_t *fault);
    /*  Rows of what the matter remembers of the things, and nothing else of them; NULL where it remembers nothing. */
    qcdc_status (*write_remembered) (const state_t *state, pg_t *pg, fault_t *fault);
} projection_t;

extern const projection_t PETITION_PROJECTION, REPORT_PROJECTION, RECEPTION_PROJECTION, AFFAIR_PROJECTION,
    UNLIKE_PROJECTION, LISTING_PROJECTION, NOTICE_PROJECTION, READING_PROJECTION,
    ITEM_PROJECTION;

/*  NULL-terminated. */
extern const projection_t *const PROJECTIONS[];

/*  NULL where there is none. */
const projection_t *projection_of (matter_id matter);

/*  Names of all tables, NULL-terminated: what verify compares and rebuild empties. */
const char *const *projection_tables (void);

/*  How many of them, at the beginning, hold what the things say; the rest is about single facts. */
size_t projection_thing_tables (void);

#endif
