/*  view.c — things of one kind as a desk shows them. */

#include "desk/view.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/register_number.h"
#include "matters/petition_key.h"

#include <stdlib.h>
#include <string.h>

qcdc_status view_read (desk_t *desk, const view_kind_t *kind, const char *subject, fold_t *fold, fault_t *fault)
{
    view_source_t source = {desk, subject};
    *fold = (fold_t){
        .matter = kind->matter, .arena = desk->arena, .item_size = kind->size, .taken = kind->taken, .arg = &source};
    qcdc_status status = subject_fold (&desk->home, subject, fold, fault);
    fold->arg = NULL;
    if (status != QCDC_OK)
        view_release (kind, fold);
    return status;
}

void view_release (const view_kind_t *kind, fold_t *fold)
{
    for (size_t i = 0; kind->drop && i < fold->item_count; i++)
        kind->drop (fold->items + i * kind->size);
    if (fold->matter)
        fold_release (fold);
    *fold = (fold_t){0};
}

/*  ---------------------------------------------------------------- by key */

typedef struct {
    desk_t *desk;
    const view_kind_t *kind;
    const char *key;
    fold_t *fold;
    void *found;
    fault_t *fault;
} search_t;

/*  Keeps the views in which the key is held, by the rule that holds everywhere. */
static qcdc_status search_subject (const char *subject, void *arg)
{
    search_t *search = arg;
    fold_t fold;
    QCDC_TRY (view_read (search->desk, search->kind, subject, &fold, search->fault));
    void *found = fold_holder (&fold, search->key);
    if (!found || (search->found && !thing_holds_before (found, search->found))) {
        view_release (search->kind, &fold);
        return QCDC_OK;
    }
    view_release (search->kind, search->fold);
    *search->fold = fold;
    search->found = found;
    return QCDC_OK;
}

qcdc_status view_find (desk_t *desk, const view_kind_t *kind, const char *office, const char *key, fold_t *fold,
                       void **found, fault_t *fault)
{
    char subject[MATTER_SUBJECT_BYTES];
    search_t search = {.desk = desk, .kind = kind, .key = key, .fold = fold, .fault = fault};
    *fold = (fold_t){0};
    *found = NULL;
    if (!matter_subject (kind->matter, office, key, subject))
        return QCDC_OK; /* too long for any accepted fact */
    qcdc_status status = journal_each_alias (desk->home.journal, subject, search_subject, &search, fault);
    if (status != QCDC_OK)
        view_release (kind, fold);
    else
        *found = search.found;
    return status;
}

/*  ---------------------------------------------------------------- by number */

/*  The last year in which a number is held, by one that stands where there is such a year. */
typedef struct {
    desk_t *desk;
    const view_kind_t *kind;
    const char *prefix;
    int year;
    bool stands;
    fault_t *fault;
} years_t;

static qcdc_status year_look (const char *subject, void *arg)
{
    years_t *years = arg;
    const char *key = strrchr (subject, ':');
    int year;
    fold_t fold;
    void *found;
    if (!key || !petition_key_begins (key + 1, years->prefix, &year))
        return QCDC_OK;
    QCDC_TRY (
        view_find (years->desk, years->kind, years->desk->home.office->code, key + 1, &fold, &found, years->fault));
    bool is_there = found, stands = found && !((const thing_t *)found)->voided;
    view_release (years->kind, &fold);
    if (!is_there || (years->year && (years->stands || !stands) && (years->stands != stands || years->year > year)))
        return QCDC_OK;
    years->year = year;
    years->stands = stands;
    return QCDC_OK;
}

qcdc_status view_find_number (desk_t *desk, const view_kind_t *kind, const char *name, fold_t *fold, void **found,
                              fault_t *fault)
{
    char prefix[MATTER_KEY_BYTES], subject[MATTER_SUBJECT_BYTES], key[MATTER_KEY_BYTES];
    const char *office = desk->home.office->code;
    years_t years = {.desk = desk, .kind = kind, .prefix = prefix, .fault = fault};
    char *number QCDC_CLEANUP (memory_free) = petition_number_split (name, &years.year);
    *fold = (fold_t){0};
    *found = NULL;
    if (!number)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    number_clean (number);
    if (!petition_key_prefix (number, prefix) || !matter_subject (kind->matter, office, prefix, subject))
        return QCDC_OK;
    if (!years.year)
        QCDC_TRY (journal_each_key (desk->home.journal, subject, year_look, &years, fault));
    if (!years.year || !petition_key_print (number, day_from_civil (years.year, 1, 1), key))
        return QCDC_OK;
    return view_find (desk, kind, office, key, fold, found, fault);
}

/*  ---------------------------------------------------------------- all */

typedef struct {
    desk_t *desk;
    const view_kind_t *kind;
    view_fn *each;
    void *arg;
    fault_t *fault;
} walk_t;

static qcdc_status walk_subject (const char *subject, void *arg)
{
    const walk_t *walk = arg;
    fold_t fold;
    QCDC_TRY (view_read (walk->desk, walk->kind, subject, &fold, walk->fault));
    qcdc_status status = QCDC_OK;
    for (size_t i = 0; status == QCDC_OK && i < fold.item_count; i++)
        status = walk->each (fold.items + i * walk->kind->size, walk->arg);
    view_release (walk->kind, &fold);
    return status;
}

qcdc_status view_each (desk_t *desk, const view_kind_t *kind, const char *prefix, view_fn *each, void *arg,
                       fault_t *fault)
{
    walk_t walk = {desk, kind, each, arg, fault};
    return journal_each_subject (desk->home.journal, prefix, walk_subject, &walk, fault);
}
