/*  unlike_view.c — pairs that were told apart, folded from the journal. */

#include "registers/unlike_view.h"

#include "desk/subject.h"

#include <stdio.h>

typedef struct {
    desk_t *desk;
    unlike_fn *each;
    void *arg;
    fault_t *fault;
} walk_t;

/*  Under one subject are all that the office ever said of one pair; one of them stands at most. */
static qcdc_status take_subject (const char *subject, void *arg)
{
    const walk_t *walk = arg;
    fold_t fold = {.matter = &UNLIKE_MATTER, .arena = walk->desk->arena, .item_size = sizeof (unlike_t)};
    qcdc_status status = subject_fold (&walk->desk->home, subject, &fold, walk->fault);
    const unlike_t *items = (const unlike_t *)(const void *)fold.items;
    for (size_t i = 0; i < fold.item_count && status == QCDC_OK; i++)
        if (!items[i].voided)
            status = walk->each (&items[i], walk->arg);
    fold_release (&fold);
    return status;
}

qcdc_status unlike_each (desk_t *desk, unlike_fn *each, void *arg, fault_t *fault)
{
    char prefix[MATTER_SUBJECT_BYTES];
    walk_t walk = {desk, each, arg, fault};
    if (!matter_subject (&UNLIKE_MATTER, desk->home.office->code, "", prefix))
        return QCDC_OK;
    return journal_each_subject (desk->home.journal, prefix, take_subject, &walk, fault);
}

typedef struct {
    unlike_t *found;
    bool is_found;
} finding_t;

static qcdc_status take_found (const unlike_t *unlike, void *arg)
{
    finding_t *finding = arg;
    *finding->found = *unlike;
    finding->is_found = true;
    return QCDC_OK;
}

qcdc_status unlike_find (desk_t *desk, const address_t *a, const address_t *b, unlike_t *found, bool *is_found,
                         fault_t *fault)
{
    char key[MATTER_KEY_BYTES], subject[MATTER_SUBJECT_BYTES];
    finding_t finding = {found, false};
    walk_t walk = {desk, take_found, &finding, fault};
    *is_found = false;
    unlike_key_print (a, b, key);
    if (!matter_subject (&UNLIKE_MATTER, desk->home.office->code, key, subject))
        return QCDC_OK;
    QCDC_TRY (take_subject (subject, &walk));
    *is_found = finding.is_found;
    return QCDC_OK;
}
