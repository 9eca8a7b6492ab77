/*  petition_search.h — the index of words as commands see it: brought up to date of the petitions as they stand, and asked. */

#ifndef QCDC_PETITION_SEARCH_H
#define QCDC_PETITION_SEARCH_H

#include "base/search_words.h"
#include "desk/desk.h"
#include "journal/search_index.h"
#include "petitions/petition_filter.h"

/*  Reads what has changed since the last search, in a transaction of its own; the first time that is every petition. */
qcdc_status petition_search_update (desk_t *desk, fault_t *fault) QCDC_CHECK;

/*  Calls EACH with what is found of subjects that begin with SUBJECTS; LIMIT of them at most. */
qcdc_status petition_search_find (desk_t *desk, const search_asked_t *asked, const petition_filter_t *filter,
                                  const char *subjects, size_t limit, search_found_fn *each, void *arg,
                                  fault_t *fault) QCDC_CHECK;

#endif
