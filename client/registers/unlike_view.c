/*  unlike_view.c — pairs that were told apart, folded from the journal. */

#include "registers/unlike_view.h"

#include "desk/view.h"

#include <stdio.h>

static const view_kind_t KIND = {.matter = &UNLIKE_MATTER, .size = sizeof (unlike_t)};

typedef struct {
    unlike_fn *each;
    void *arg;
} walk_t;

/*  Under one subject are all that the office ever said of one pair; one of them stands at most. */
static qcdc_status hand (void *view, void *arg)
{
    const walk_t *walk = arg;
    const unlike_t *unlike = view;
    return unlike->voided ? QCDC_OK : walk->each (unlike, walk->arg);
}

qcdc_status unlike_each (desk_t *desk, unlike_fn *each, void *arg, fault_t *fault)
{
    char prefix[MATTER_SUBJECT_BYTES];
    walk_t walk = {each, arg};
    if (!matter_subject (&UNLIKE_MATTER, desk->home.office->code, "", prefix))
        return QCDC_OK;
    return view_each (desk, &KIND, prefix, hand, &walk, fault);
}

qcdc_status unlike_find (desk_t *desk, const address_t *a, const address_t *b, unlike_t *found, bool *is_found,
                         fault_t *fault)
{
    char key[MATTER_KEY_BYTES], subject[MATTER_SUBJECT_BYTES];
    fold_t fold;
    *is_found = false;
    unlike_key_print (a, b, key);
    if (!matter_subject (&UNLIKE_MATTER, desk->home.office->code, key, subject))
        return QCDC_OK;
    QCDC_TRY (view_read (desk, &KIND, subject, &fold, fault));
    const unlike_t *items = (const unlike_t *)(const void *)fold.items;
    for (size_t i = 0; i < fold.item_count; i++)
        if (!items[i].voided) {
            *found = items[i];
            *is_found = true;
        }
    view_release (&KIND, &fold);
    return QCDC_OK;
}
