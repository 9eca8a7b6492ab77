/*  item_view.h — tasks as this device knows them: those that its office opened, is or was to do, or opened the whole of. */

#ifndef QCDC_ITEM_VIEW_H
#define QCDC_ITEM_VIEW_H

#include "desk/desk.h"
#include "desk/view.h"
#include "matters/item.h"

/*  What was said with a step. */
typedef struct {
    address_t entry;
    char *words; /* malloc'ed */
} item_words_t;

typedef struct {
    item_t item; /* first: what the fold folds into */
    char *title; /* NULL where the text is not here; these malloc'ed */
    char *text;  /* what is wanted; likewise */
    item_words_t *words;
    size_t word_count;
} item_view_t;

/*  Every task, in the order of their subjects; EACH may not keep the view. */
typedef qcdc_status (item_view_fn) (const item_view_t *view, void *arg);
qcdc_status items_each (desk_t *desk, item_view_fn *each, void *arg, fault_t *fault) QCDC_CHECK;

/*  Whether NAME, a number ("36-TB/BCĐ.6", "36-TB/BCĐ.6@2020", "OFFICE:36-TB/BCĐ.6") or an address, is that of ITEM. */
bool item_is_named (const catalog_t *catalog, const item_t *item, const char *name);

/*  The one task that NAME names; where none has that number, the one whose number goes on behind it with a point ("36-TB/BCĐ.1" of
 *  36-TB/BCĐ.1.BCD-593).  It owns what it has: item_view_release.  QCDC_NOT_FOUND, QCDC_USAGE where it is not one. */
qcdc_status item_find (desk_t *desk, const char *name, item_view_t *found, fault_t *fault) QCDC_CHECK;
void item_view_release (item_view_t *self);

/*  What was said with the step of ENTRY; NULL: nothing, or it is not here. */
const char *item_words_of (const item_view_t *view, const address_t *entry);

/*  Whether this desk has to do something about it on DAY: its office is to do it, or what was reported waits for its office's decision. */
bool item_is_todo (const desk_t *desk, const item_t *item, int32_t day);
bool item_waits_for_us (const desk_t *desk, const item_t *item, int32_t day);

/*  How many tasks the office is to do, how many of these are overdue today, and how many reports wait for its decision. */
typedef struct {
    unsigned long todo, overdue, reported;
} item_counts_t;
qcdc_status items_count (desk_t *desk, item_counts_t *counts, fault_t *fault) QCDC_CHECK;

/*  How many tasks that are here are of the notice of ENTRY, how many of them are closed, reported or accepted, and overdue on DAY. */
typedef struct {
    unsigned long all, closed, reported, overdue;
} notice_tasks_t;
qcdc_status items_of_notice (desk_t *desk, const address_t *entry, int32_t day, notice_tasks_t *tasks,
                             fault_t *fault) QCDC_CHECK;

#endif
