/*  reception_view.c — receptions as they stand, folded from the journal.
 *
 *  The fold owns the rows, a view its text.  One that was erased is unknown, which is not the same as empty. */

#include "registers/reception_view.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "petitions/petition_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static qcdc_status out_of_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ ("the reception cannot be read"));
}

/*  Takes the text from the annex of an entry. */
static qcdc_status text_take (fold_t *fold, reception_view_t *view, const entry_t *entry)
{
    Qcdc__AnnexText none = QCDC__ANNEX_TEXT__INIT, *text = &none;
    bool erased = entry->annex_hash.length > 0;
    bool known = !erased && (!entry->annex.length || annex_unpack (entry->annex, fold->arena, &text) == QCDC_OK);
    free (view->summary);
    view->summary = known ? strdup (text->summary) : NULL;
    view->text_erased = erased;
    return known && !view->summary ? out_of_memory (fold->fault) : QCDC_OK;
}

/*  A text comes with a row and with those corrections that say so; of two the later one holds, as of any column. */
static qcdc_status taken (fold_t *fold, void *item, fold_role role, const fold_row_t *from, const Qcdc__Fact *fact)
{
    reception_view_t *view = item;
    const journal_row_t *row = from->from;
    if (role == FOLD_CREATED) {
        const view_source_t *source = fold->arg;
        view->office = fold->office;
        view->elsewhere = strcmp (row->subject, source->subject) != 0;
        return text_take (fold, view, &row->entry);
    }
    if (role != FOLD_CHANGED || !fact->corrected->summary)
        return QCDC_OK;
    const setter_t *set = &view->reception.set[RECEPTION_SUMMARY];
    bool stands = set->origin == row->entry.origin && set->seq == row->entry.seq;
    return stands ? text_take (fold, view, &row->entry) : QCDC_OK;
}

static void drop (void *item)
{
    reception_view_t *view = item;
    free (view->summary);
}

static const view_kind_t KIND = {&RECEPTION_MATTER, sizeof (reception_view_t), taken, drop};

/*  Shows what was folded. */
static void views_show (reception_views_t *views)
{
    views->views = (reception_view_t *)(void *)views->fold.items;
    views->view_count = views->fold.item_count;
    views->parts = views->fold.parts;
    views->part_count = views->fold.part_count;
}

qcdc_status reception_views_read (desk_t *desk, const char *subject, reception_views_t *views, fault_t *fault)
{
    qcdc_status status = view_read (desk, &KIND, subject, &views->fold, fault);
    views_show (views);
    return status;
}

void reception_views_release (reception_views_t *views)
{
    view_release (&KIND, &views->fold);
    views_show (views);
}

/*  ---------------------------------------------------------------- finding */

qcdc_status reception_find (desk_t *desk, const char *key, reception_views_t *views, reception_view_t **found,
                            fault_t *fault)
{
    void *view;
    qcdc_status status = view_find (desk, &KIND, desk->home.office->code, key, &views->fold, &view, fault);
    views_show (views);
    *found = view;
    return status;
}

static qcdc_status find_number (desk_t *desk, const char *name, reception_views_t *views, reception_view_t **found,
                                fault_t *fault)
{
    void *view;
    qcdc_status status = view_find_number (desk, &KIND, name, &views->fold, &view, fault);
    views_show (views);
    *found = view;
    return status;
}

/*  Any entry of a row names it; one that does not count names nothing. */
static qcdc_status find_at (desk_t *desk, uint64_t origin, uint64_t seq, reception_views_t *views,
                            reception_view_t **found, fault_t *fault)
{
    journal_row_t row;
    char address[ADDRESS_TEXT_BYTES];
    QCDC_TRY (journal_at (desk->home.journal, origin, seq, &row, fault));
    char *subject QCDC_CLEANUP (memory_free) = strdup (row.subject);
    if (!subject)
        return out_of_memory (fault);
    QCDC_TRY (reception_views_read (desk, subject, views, fault));
    for (size_t i = 0; i < views->part_count; i++) {
        const fold_part_t *part = &views->parts[i];
        if (part->entry.origin == origin && part->entry.seq == seq && part->counts) {
            *found = &views->views[part->item];
            return QCDC_OK;
        }
    }
    reception_views_release (views);
    return fault_set (fault, QCDC_NOT_FOUND, NULL, _ ("entry %s is not one of a reception that counts"),
                      address_format (origin, seq, address));
}

qcdc_status reception_find_named (desk_t *desk, const char *name, reception_views_t *views, reception_view_t **found,
                                  fault_t *fault)
{
    uint64_t origin, seq;
    *views = (reception_views_t){0};
    *found = NULL;
    if (address_parse (name, &origin, &seq) == QCDC_OK)
        return find_at (desk, origin, seq, views, found, fault);
    QCDC_TRY (find_number (desk, name, views, found, fault));
    if (*found)
        return QCDC_OK;
    fault_set (fault, QCDC_NOT_FOUND, NULL, _ ("there is no reception %s"), name);
    fault_advise (fault, "%s", _ ("see qcdc reception list"));
    return QCDC_NOT_FOUND;
}

judge_input_t reception_input (const desk_t *desk, const reception_view_t *view)
{
    judge_input_t input = desk_input (desk);
    input.target = TARGET_THING;
    input.thing = &view->reception.thing;
    input.target_office = view->reception.office;
    return input;
}

/*  ---------------------------------------------------------------- petitions by their numbers */

/*  The number of the petition at ADDRESS with its year, or the address where the journal does not have it. */
static qcdc_status link_shown (desk_t *desk, const address_t *address, char *text, size_t size, fault_t *fault)
{
    char name[ADDRESS_TEXT_BYTES];
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    petition_view_t *view;
    move_t *move;
    fault_t unread = {0};
    address_format (address->origin, address->seq, name);
    qcdc_status status = petition_find_named (desk, name, &views, &view, &move, &unread);
    if (status != QCDC_OK && status != QCDC_NOT_FOUND) {
        *fault = unread;
        return status;
    }
    if (status == QCDC_OK)
        snprintf (text, size, "%s@%d", view->petition.local_no, day_year (view->petition.received_on));
    else
        snprintf (text, size, "%s", name);
    return QCDC_OK;
}

qcdc_status reception_shown (desk_t *desk, const reception_view_t *view, reception_column column,
                             char text[RECEPTION_TEXT_BYTES], fault_t *fault)
{
    reception_said_t said;
    address_t address;
    const char *at = view->reception.petitions;
    size_t used = 0;
    reception_say (&view->reception, &said);
    reception_column_text (column, &said.held, text);
    if (column != RECEPTION_PETITIONS)
        return QCDC_OK;
    text[0] = '\0';
    while (address_link_next (&at, &address) && used < RECEPTION_TEXT_BYTES - QCDC_LOCAL_NO_BYTES_MAX - 8) {
        used += (size_t)snprintf (text + used, RECEPTION_TEXT_BYTES - used, "%s", used ? ", " : "");
        QCDC_TRY (link_shown (desk, &address, text + used, RECEPTION_TEXT_BYTES - used, fault));
        used += strlen (text + used);
    }
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- receptions of which a petition came */

typedef struct {
    desk_t *desk;
    const address_t *entry;
    int year; /* from the one before it on */
    FILE *out;
    bool any;
    fault_t *fault;
} naming_t;

static bool names_petition (const reception_view_t *view, const address_t *entry)
{
    const char *at = view->reception.petitions;
    address_t named;
    while (at && address_link_next (&at, &named))
        if (named.origin == entry->origin && named.seq == entry->seq)
            return true;
    return false;
}

/*  Registers of years in which it cannot stand are not read. */
static qcdc_status name_subject (const char *subject, void *arg)
{
    naming_t *naming = arg;
    const char *year = strrchr (subject, '@');
    reception_views_t views QCDC_CLEANUP (reception_views_release) = {0};
    if (!year || atoi (year + 1) < naming->year - 1)
        return QCDC_OK;
    QCDC_TRY (reception_views_read (naming->desk, subject, &views, naming->fault));
    for (size_t i = 0; i < views.view_count; i++) {
        const reception_view_t *view = &views.views[i];
        if (view->elsewhere || view->reception.voided || !names_petition (view, naming->entry))
            continue;
        fprintf (naming->out, "%s%s@%d", naming->any ? ", " : "", view->reception.local_no,
                 day_year (view->reception.values[RECEPTION_HELD_ON]));
        naming->any = true;
    }
    return QCDC_OK;
}

qcdc_status receptions_naming (desk_t *desk, const address_t *entry, int year, char **names, fault_t *fault)
{
    size_t size = 0;
    char prefix[MATTER_SUBJECT_BYTES];
    naming_t naming = {desk, entry, year, open_memstream (names, &size), false, fault};
    if (!naming.out)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    snprintf (prefix, sizeof prefix, "reception:%s:", desk->home.office->code);
    qcdc_status status = journal_each_subject (desk->home.journal, prefix, name_subject, &naming, fault);
    if (fclose (naming.out) == 0)
        return status;
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
}
