/*  notice_owners.h — who is to do the tasks of a notice, and until when: a table beside its text (tasks=FILE), which the text itself does not have.
 *
 *  Columns: task, its number; owner, codes of offices or of classes of offices with a comma between, or a line of the distribution list, or nothing;
 *  person; due_on.  A task may have several rows.  One of which nothing is said is opened all the same, and assigned to nobody. */

#ifndef QCDC_NOTICE_OWNERS_H
#define QCDC_NOTICE_OWNERS_H

#include "base/fault.h"
#include "catalogue/catalog.h"

#include <stdint.h>

/*  One task for one office. */
typedef struct {
    int task;
    const office_t *owner; /* NULL: nobody yet */
    char *person;          /* "": nobody is named; malloc'ed */
    int32_t due_on;        /* 0: none is set */
    bool alone;            /* the only one of its task */
} notice_owner_t;

typedef struct {
    notice_owner_t *items; /* malloc'ed; by task, and in the order of the file */
    size_t count;
} notice_owners_t;

void notice_owners_release (notice_owners_t *self);

/*  Who is to do each of the tasks 1 … TASKS of a notice of the day ON by the table in PATH (NULL: there is none); DUE_ON is the last day of those that have none
 *  there.  QCDC_BAD_NOTICE, QCDC_BAD_UNIT, QCDC_BAD_DATE, and what table_open and table_columns return, with the row. */
qcdc_status notice_owners_read (const char *path, const catalog_t *catalog, int32_t on, int tasks, int32_t due_on,
                                notice_owners_t *self, fault_t *fault) QCDC_CHECK;

#endif
