/*  matter_view.c — matters as they stand, folded from the journal, and those of others, asked for.
 *
 *  The fold owns the rows, a view its title.  One that was erased is unknown, which is not the same as empty. */

#include "registers/matter_view.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "line/query.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static qcdc_status out_of_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ ("the matter cannot be read"));
}

static qcdc_status title_take (fold_t *fold, matter_view_t *view, const entry_t *entry)
{
    Qcdc__AnnexText none = QCDC__ANNEX_TEXT__INIT, *text = &none;
    bool erased = entry->annex_hash.length > 0;
    bool known = !erased && (!entry->annex.length || annex_unpack (entry->annex, fold->arena, &text) == QCDC_OK);
    free (view->title);
    view->title = known ? strdup (text->title) : NULL;
    view->text_erased = erased;
    return known && !view->title ? out_of_memory (fold->fault) : QCDC_OK;
}

/*  A title comes with a matter and with those corrections that say so; of two the later one holds. */
static qcdc_status taken (fold_t *fold, void *item, fold_role role, const fold_row_t *from, const Qcdc__Fact *fact)
{
    matter_view_t *view = item;
    const journal_row_t *row = from->from;
    if (role == FOLD_CREATED) {
        const view_source_t *source = fold->arg;
        view->office = fold->office;
        view->elsewhere = strcmp (row->subject, source->subject) != 0;
        return title_take (fold, view, &row->entry);
    }
    if (role != FOLD_CHANGED || !fact->corrected->title)
        return QCDC_OK;
    const setter_t *set = &view->affair.set[AFFAIR_TITLE];
    bool stands = set->origin == row->entry.origin && set->seq == row->entry.seq;
    return stands ? title_take (fold, view, &row->entry) : QCDC_OK;
}

static void drop (void *item)
{
    matter_view_t *view = item;
    free (view->title);
}

static const view_kind_t KIND = {&AFFAIR_MATTER, sizeof (matter_view_t), taken, drop};

/*  Shows what was folded. */
static void views_show (matter_views_t *views)
{
    views->views = (matter_view_t *)(void *)views->fold.items;
    views->view_count = views->fold.item_count;
}

qcdc_status matter_views_read (desk_t *desk, const char *subject, matter_views_t *views, fault_t *fault)
{
    qcdc_status status = view_read (desk, &KIND, subject, &views->fold, fault);
    views_show (views);
    return status;
}

void matter_views_release (matter_views_t *views)
{
    view_release (&KIND, &views->fold);
    views_show (views);
}

/*  ---------------------------------------------------------------- finding */

qcdc_status matter_find (desk_t *desk, const char *key, matter_views_t *views, matter_view_t **found, fault_t *fault)
{
    void *view;
    qcdc_status status = view_find (desk, &KIND, desk->home.office->code, key, &views->fold, &view, fault);
    views_show (views);
    *found = view;
    return status;
}

static qcdc_status find_number (desk_t *desk, const char *name, matter_views_t *views, matter_view_t **found,
                                fault_t *fault)
{
    void *view;
    qcdc_status status = view_find_number (desk, &KIND, name, &views->fold, &view, fault);
    views_show (views);
    *found = view;
    return status;
}

/*  The entry that opened it names it. */
static qcdc_status find_at (desk_t *desk, uint64_t origin, uint64_t seq, matter_views_t *views, matter_view_t **found,
                            fault_t *fault)
{
    journal_row_t row;
    QCDC_TRY (journal_at (desk->home.journal, origin, seq, &row, fault));
    char *subject QCDC_CLEANUP (memory_free) = strdup (row.subject);
    if (!subject)
        return out_of_memory (fault);
    QCDC_TRY (matter_views_read (desk, subject, views, fault));
    for (size_t i = 0; i < views->view_count; i++)
        if (views->views[i].affair.entry.origin == origin && views->views[i].affair.entry.seq == seq)
            *found = &views->views[i];
    return QCDC_OK;
}

qcdc_status matter_find_named (desk_t *desk, const char *name, matter_views_t *views, matter_view_t **found,
                               fault_t *fault)
{
    uint64_t origin, seq;
    *views = (matter_views_t){0};
    *found = NULL;
    if (address_parse (name, &origin, &seq) == QCDC_OK)
        QCDC_TRY (find_at (desk, origin, seq, views, found, fault));
    else
        QCDC_TRY (find_number (desk, name, views, found, fault));
    if (*found)
        return QCDC_OK;
    matter_views_release (views);
    fault_set (fault, QCDC_NOT_FOUND, NULL, _ ("there is no matter %s"), name);
    fault_advise (fault, "%s", _ ("see qcdc matter list"));
    return QCDC_NOT_FOUND;
}

judge_input_t matter_input (const desk_t *desk, const matter_view_t *view)
{
    judge_input_t input = desk_input (desk);
    input.target = TARGET_THING;
    input.thing = &view->affair.thing;
    input.target_office = view->affair.office;
    return input;
}

/*  ---------------------------------------------------------------- those of others */

bool foreign_name (const desk_t *desk, const char *name, char office[64], const char **number)
{
    uint64_t origin, seq;
    const char *colon = strchr (name, ':');
    *number = name;
    if (!colon || colon == name || colon - name >= 64 || address_parse (name, &origin, &seq) == QCDC_OK)
        return false;
    snprintf (office, 64, "%.*s", (int)(colon - name), name);
    const office_t *known = catalog_office (desk->home.catalog, office);
    if (!known)
        return false;
    *number = colon + 1;
    return known != desk->home.office;
}

enum { GIVEN_ENTRY, GIVEN_HASH, GIVEN_OFFICE, GIVEN_NO, GIVEN_DAY, GIVEN_LINKED, GIVEN_COUNT };

/*  The first row of the office that is asked about: the last year's. */
typedef struct {
    const char *office;
    size_t places[GIVEN_COUNT];
    size_t last;        /* place of the last column */
    size_t flags_place; /* SIZE_MAX: there is none */
    char texts[GIVEN_COUNT][LINK_TEXT_BYTES];
    char flags[sizeof ((foreign_t *)NULL)->flags];
    foreign_t *found;
    const catalog_t *catalog;
    bool is_found;
} asked_t;

static qcdc_status take_columns (const Qcdc__Column *const *columns, size_t count, void *arg)
{
    static const char *const NAMES[][GIVEN_COUNT] = {
        {"entry", "hash", "office", "local_no", "opened_on", NULL},
        {"entry", "hash", "office", "local_no", "received_on", "linked"}};
    asked_t *self = arg;
    for (size_t k = 0; k < GIVEN_COUNT; k++)
        self->places[k] = SIZE_MAX;
    self->flags_place = SIZE_MAX;
    for (size_t i = 0; i < count; i++)
        if (strcmp (columns[i]->name, "flags") == 0)
            self->flags_place = i;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < GIVEN_COUNT; k++)
            for (size_t n = 0; n < 2; n++)
                if (NAMES[n][k] && strcmp (columns[i]->name, NAMES[n][k]) == 0)
                    self->places[k] = i;
    self->last = count ? count - 1 : 0;
    for (size_t k = 0; k < GIVEN_LINKED; k++)
        if (self->places[k] == SIZE_MAX)
            return QCDC_UNSUPPORTED;
    return QCDC_OK;
}

static qcdc_status take_cell (size_t column, const char *text, void *arg)
{
    asked_t *self = arg;
    uint8_t hash[HASH_BYTES] = {0};
    foreign_t *found = self->found;
    for (size_t k = 0; k < GIVEN_COUNT; k++)
        if (self->places[k] == column)
            snprintf (self->texts[k], sizeof self->texts[k], "%s", text ? text : "");
    if (column == self->flags_place)
        snprintf (self->flags, sizeof self->flags, "%s", text ? text : "");
    if (column != self->last || self->is_found || strcmp (self->texts[GIVEN_OFFICE], self->office) != 0)
        return QCDC_OK;
    const office_t *office = catalog_office (self->catalog, self->office);
    if (!office || address_parse (self->texts[GIVEN_ENTRY], &found->entry.origin, &found->entry.seq) != QCDC_OK ||
        hex_parse (self->texts[GIVEN_HASH], hash, 8) != QCDC_OK ||
        day_parse (self->texts[GIVEN_DAY], &found->day) != QCDC_OK)
        return QCDC_PROTOCOL;
    found->entry.hash8 = hash_prefix (hash);
    found->office = office->id;
    snprintf (found->local_no, sizeof found->local_no, "%s", self->texts[GIVEN_NO]);
    snprintf (found->linked, sizeof found->linked, "%s", self->texts[GIVEN_LINKED]);
    snprintf (found->flags, sizeof found->flags, "%s", self->flags);
    self->is_found = true;
    return QCDC_OK;
}

qcdc_status foreign_find (desk_t *desk, bool petitions, const char *name, int patience_ms, foreign_t *found,
                          fault_t *fault)
{
    asking_t *query QCDC_CLEANUP (query_close) = NULL;
    char office[64];
    const char *number;
    asked_t asked = {.office = office, .found = found, .catalog = desk->home.catalog};
    const query_sink_t sink = {take_columns, take_cell, &asked};
    *found = (foreign_t){0};
    if (foreign_name (desk, name, office, &number)) {
        const query_key_t keys[] = {{"number", number}};
        QCDC_TRY (query_open (&desk->home, patience_ms, &query, &desk->later, fault));
        QCDC_TRY (query_run (query, petitions ? "matter_petitions" : "matters", keys, 1, &sink, fault));
    }
    if (asked.is_found)
        return QCDC_OK;
    return fault_set (fault, QCDC_NOT_FOUND, NULL,
                      petitions ? _ ("there is no petition %s in that office's register")
                                : _ ("there is no matter %s that petitions of this office may join"),
                      name);
}
