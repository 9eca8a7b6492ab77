/*  petition_filter.h — which petitions are wanted: the part of a line that listing and searching share. */

#ifndef QCDC_PETITION_FILTER_H
#define QCDC_PETITION_FILTER_H

#include "matters/petition.h"
#include "texts/args.h"

typedef struct {
    int kind, field;                 /* 0: any */
    int state;                       /* petition_filter_name's; -1: all that are not taken back */
    int ended;                       /* petition_ended; -1: any */
    char handler[HANDLER_KEY_BYTES]; /* petition_handler_key; "": any */
    char flag[QCDC_FLAG_BYTES_MAX + 1];
    int32_t from, to; /* days of receipt */
    int32_t due;      /* due by law, or promised, on it at the latest; 0: whenever, or not at all */
} petition_filter_t;

/*  The keys that it reads: kind field state ended handler flag from to due. */
#define PETITION_FILTER_KEYS "kind", "field", "state", "ended", "handler", "flag", "from", "to", "due"

/*  Reads them before the home is opened: a slip in them is told at once.  QCDC_USAGE, or the code of what is wrong. */
qcdc_status petition_filter_of (const args_t *args, petition_filter_t *filter, fault_t *fault) QCDC_CHECK;

/*  Filters are held against the folded petition: a correction moves it from one list to another.  When it is due CATALOG's rules say. */
bool petition_filter_wants (const petition_filter_t *filter, const catalog_t *catalog, const petition_t *petition);

/*  The states that it wants, a bit each by its number, and this one of what was taken back, which stays the same however many states
 *  there come to be. */
#define PETITION_TAKEN_BACK_BIT 62
uint64_t petition_filter_states (const petition_filter_t *filter);

/*  Whether it leaves anything out. */
bool petition_filter_narrows (const args_t *args);

#endif
