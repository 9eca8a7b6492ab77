/*  item_opening.c — the fact that opens a task, and what it meets in this office's journal. */

#include "conclusions/item_opening.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/text.h"
#include "facts/make.h"
#include "matters/petition.h"
#include "texts/identity_text.h"

#include <string.h>

qcdc_status item_text_clean (const char *key, const char *given, size_t max, bool names_meant, char **clean,
                             fault_t *fault)
{
    *clean = NULL;
    if (!given)
        return QCDC_OK;
    qcdc_status status = text_clean (given, strlen (given), true, clean, NULL);
    if (status != QCDC_OK)
        return fault_set (fault, status, key, "%s=: %s", key, _ (status_text (status)));
    if (strlen (*clean) > max)
        return fault_set (fault, QCDC_TOO_LARGE, key, _ ("%s=: longer than %zu bytes"), key, max);
    if ((*clean)[strspn (*clean, " \t\n.,;:-_/?!*\"'")] == '\0')
        return fault_set (fault, QCDC_EMPTY, key, _ ("%s=: it says nothing: write it in words"), key);
    return identity_check (0, names_meant, key, *clean, fault);
}

const char *item_office (const desk_t *desk, const char *given)
{
    const office_t *office = given ? catalog_office (desk->home.catalog, given) : NULL;
    return office ? office->code : given ? given : "";
}

/*  What stands under the number in this office; of several, after a restore of the server, the one that the server holds it against. */
static qcdc_status holder_read (desk_t *desk, const opening_t *opening, fold_t *fold, const thing_t **holder,
                                fault_t *fault)
{
    char key[MATTER_KEY_BYTES], subject[MATTER_SUBJECT_BYTES];
    *holder = NULL;
    if (!petition_key_print (opening->number, opening->on, key) ||
        !matter_subject (&ITEM_MATTER, desk->home.office->code, key, subject))
        return QCDC_OK; /* which the judge refuses */
    QCDC_TRY (subject_fold (&desk->home, subject, fold, fault));
    *holder = fold_holder (fold, key);
    return QCDC_OK;
}

/*  The code of who opened what it is a part of; "". */
static const char *whole_code (const desk_t *desk, const thing_t *about)
{
    const office_t *office =
        about && about->matter == &ITEM_MATTER ? catalog_office_by_id (desk->home.catalog, about->office) : NULL;
    return office ? office->code : "";
}

qcdc_status item_open (desk_t *desk, const opening_t *opening, bool *appended, fault_t *fault)
{
    Qcdc__ItemOpened opened = QCDC__ITEM_OPENED__INIT;
    Qcdc__ItemOf of = QCDC__ITEM_OF__INIT;
    Qcdc__AnnexText text = QCDC__ANNEX_TEXT__INIT;
    Qcdc__Ref ref;
    const char *codes[ITEM_SHOWN_MAX];
    fold_t fold = {.matter = &ITEM_MATTER, .arena = desk->arena, .item_size = sizeof (item_t)};
    if (opening->about) {
        ref_set (&ref, &opening->entry);
        of.entry = &ref;
        of.task = (uint32_t)opening->task;
        opened.of = &of;
    }
    opened.number = (char *)opening->number;
    opened.source = (Qcdc__ItemSource)opening->source;
    opened.owner = (char *)opening->owner;
    opened.person = (char *)opening->person;
    opened.due_on = opening->due_on;
    opened.opened_on = opening->on;
    opened.n_shown_to =
        item_shown_to (desk->home.office->code, opening->owner, whole_code (desk, opening->about), codes);
    opened.shown_to = (char **)codes;
    text.title = (char *)opening->title;
    text.summary = (char *)opening->text;
    Qcdc__Fact fact = fact_of_item (&opened);
    judge_input_t input = desk_input (desk);
    if (opening->about) {
        input.source = TARGET_THING;
        input.source_thing = opening->about;
    }
    qcdc_status status = holder_read (desk, opening, &fold, &input.holder, fault);
    if (status == QCDC_OK)
        status = desk_append (desk, &input, &fact, &text, false, appended, NULL, fault);
    fold_release (&fold);
    return status;
}
