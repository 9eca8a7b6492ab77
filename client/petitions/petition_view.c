/*  petition_view.c — petitions as they stand, folded from the journal.
 *
 *  The fold owns the petitions, a view its title and summary.  A text that was erased is unknown, which is not the same as empty. */

#include "petitions/petition_view.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/register_number.h"
#include "base/text.h"
#include "matters/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static qcdc_status out_of_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ ("the petition cannot be read"));
}

/*  ---------------------------------------------------------------- texts */

static void others_release (petition_view_t *view)
{
    for (size_t i = 0; i < view->other_count; i++) {
        free (view->others[i].title);
        free (view->others[i].summary);
    }
    free (view->others);
    view->others = NULL;
    view->other_count = 0;
}

static void text_release (petition_view_t *view)
{
    free (view->title);
    free (view->summary);
    free (view->matter);
    view->title = view->summary = view->matter = NULL;
    free (view->identity);
    view->identity = NULL;
    free (view->scans);
    view->scans = NULL;
    view->scan_count = 0;
}

/*  Takes who sent it, sealed, from the annex of an entry: there is none where it was erased. */
static qcdc_status identity_take (fold_t *fold, petition_view_t *view, const journal_row_t *row)
{
    Qcdc__AnnexText *text = NULL;
    free (view->identity);
    view->identity = NULL;
    view->identity_entry = (address_t){row->entry.origin, row->entry.seq, hash_prefix (row->hash)};
    if (!row->entry.annex.length || annex_unpack (row->entry.annex, fold->arena, &text) != QCDC_OK || !text->identity)
        return QCDC_OK;
    view->identity_length = qcdc__sealed_identity__get_packed_size (text->identity);
    view->identity = malloc (view->identity_length + 1);
    if (!view->identity)
        return out_of_memory (fold->fault);
    qcdc__sealed_identity__pack (text->identity, view->identity);
    return QCDC_OK;
}

/*  Takes the title, the summary, or both from the annex of an entry: an erased annex leaves them unknown. */
static qcdc_status text_take (fold_t *fold, petition_view_t *view, const entry_t *entry, bool title, bool summary)
{
    Qcdc__AnnexText none = QCDC__ANNEX_TEXT__INIT, *text = &none;
    bool erased = entry->annex_hash.length > 0;
    bool known = !erased && (!entry->annex.length || annex_unpack (entry->annex, fold->arena, &text) == QCDC_OK);
    if (title) {
        free (view->title);
        view->title = known ? strdup (text->title) : NULL;
    }
    if (summary) {
        free (view->summary);
        view->summary = known ? strdup (text->summary) : NULL;
    }
    if (known && ((title && !view->title) || (summary && !view->summary)))
        return out_of_memory (fold->fault);
    view->text_erased = (view->text_erased || erased) && (!view->title || !view->summary);
    return QCDC_OK;
}

/*  A second copy is no petition of its own, but what it says may be one: its words are kept beside the first one's. */
static qcdc_status other_words_take (fold_t *fold, petition_view_t *view, const journal_row_t *row)
{
    Qcdc__AnnexText *text = NULL;
    if (!row->entry.annex.length || annex_unpack (row->entry.annex, fold->arena, &text) != QCDC_OK || !view->title ||
        !view->summary || (strcmp (text->title, view->title) == 0 && strcmp (text->summary, view->summary) == 0))
        return QCDC_OK;
    petition_words_t *grown = realloc (view->others, (view->other_count + 1) * sizeof *grown);
    if (!grown)
        return out_of_memory (fold->fault);
    view->others = grown;
    petition_words_t *words = &grown[view->other_count++];
    *words = (petition_words_t){.entry = {row->entry.origin, row->entry.seq, hash_prefix (row->hash)},
                                .title = strdup (text->title),
                                .summary = strdup (text->summary)};
    return words->title && words->summary ? QCDC_OK : out_of_memory (fold->fault);
}

static bool is_set_by (const setter_t *set, const journal_row_t *row)
{
    return set->origin == row->entry.origin && set->seq == row->entry.seq;
}

/*  Who joins it to a matter says beside it what that is called. */
static qcdc_status matter_take (fold_t *fold, petition_view_t *view, const journal_row_t *row)
{
    Qcdc__AnnexText *text = NULL;
    bool here = row->entry.annex.length && annex_unpack (row->entry.annex, fold->arena, &text) == QCDC_OK;
    if (!is_set_by (&view->petition.related_set, row))
        return QCDC_OK;
    free (view->matter);
    view->matter = here && *view->petition.related && *text->title ? strdup (text->title) : NULL;
    return QCDC_OK;
}

/*  The same sealed bytes are one scan, however often an entry says so. */
static qcdc_status scan_take (fold_t *fold, petition_view_t *view, const journal_row_t *row,
                              const Qcdc__BlobAttached *attached)
{
    Qcdc__AnnexText *text = NULL;
    petition_scan_t scan = {.entry = {row->entry.origin, row->entry.seq, hash_prefix (row->hash)},
                            .bytes = attached->bytes,
                            .of = (int)attached->of,
                            .media = (int)attached->media,
                            .on = attached->on};
    if (attached->hash.len != HASH_BYTES)
        return QCDC_OK; /* of a journal that was tampered with */
    memcpy (scan.hash, attached->hash.data, HASH_BYTES);
    for (size_t i = 0; i < view->scan_count; i++)
        if (memcmp (view->scans[i].hash, scan.hash, HASH_BYTES) == 0)
            return QCDC_OK;
    if (row->entry.annex.length && annex_unpack (row->entry.annex, fold->arena, &text) == QCDC_OK && text->blob &&
        text->blob->key.len == sizeof scan.key && text->blob->plain_hash.len == HASH_BYTES) {
        scan.known = true;
        memcpy (scan.key, text->blob->key.data, sizeof scan.key);
        memcpy (scan.plain_hash, text->blob->plain_hash.data, HASH_BYTES);
        snprintf (scan.name, sizeof scan.name, "%s", text->blob->name);
    }
    petition_scan_t *grown = realloc (view->scans, (view->scan_count + 1) * sizeof *grown);
    if (!grown)
        return out_of_memory (fold->fault);
    view->scans = grown;
    view->scans[view->scan_count++] = scan;
    return QCDC_OK;
}

/*  Texts come with a petition and with those corrections that say so; of two the later one holds, as of any column. */
static qcdc_status taken (fold_t *fold, void *item, fold_role role, const fold_row_t *from, const Qcdc__Fact *fact)
{
    petition_view_t *view = item;
    const journal_row_t *row = from->from;
    if (role == FOLD_CREATED) {
        const view_source_t *source = fold->arg;
        view->office = fold->office;
        view->elsewhere = strcmp (row->subject, source->subject) != 0;
        QCDC_TRY (identity_take (fold, view, row));
        return text_take (fold, view, &row->entry, true, true);
    }
    if (role == FOLD_COPY)
        return other_words_take (fold, view, row);
    if (role == FOLD_RELATED)
        return matter_take (fold, view, row);
    if (role == FOLD_ATTACHED)
        return scan_take (fold, view, row, fact->blob_attached);
    if (role != FOLD_CHANGED)
        return QCDC_OK;
    const setter_t *set = view->petition.set;
    /* Whoever corrects the words has read them all. */
    if (fact->corrected->title || fact->corrected->summary)
        others_release (view);
    if (is_set_by (&set[SAID_IDENTITY], row))
        QCDC_TRY (identity_take (fold, view, row));
    return text_take (fold, view, &row->entry, fact->corrected->title && is_set_by (&set[SAID_TITLE], row),
                      fact->corrected->summary && is_set_by (&set[SAID_SUMMARY], row));
}

/*  ---------------------------------------------------------------- reading and finding */

static void drop (void *item)
{
    text_release (item);
    others_release (item);
}

static const view_kind_t KIND = {&PETITION_MATTER, sizeof (petition_view_t), taken, drop};

/*  Shows what was folded. */
static void views_show (petition_views_t *views)
{
    views->views = (petition_view_t *)(void *)views->fold.items;
    views->view_count = views->fold.item_count;
    views->parts = views->fold.parts;
    views->part_count = views->fold.part_count;
}

qcdc_status petition_views_read (desk_t *desk, const char *subject, petition_views_t *views, fault_t *fault)
{
    qcdc_status status = view_read (desk, &KIND, subject, &views->fold, fault);
    views_show (views);
    return status;
}

void petition_views_release (petition_views_t *views)
{
    view_release (&KIND, &views->fold);
    views_show (views);
}

qcdc_status petition_find (desk_t *desk, const char *office, const char *key, petition_views_t *views,
                           petition_view_t **found, fault_t *fault)
{
    void *view;
    qcdc_status status = view_find (desk, &KIND, office, key, &views->fold, &view, fault);
    views_show (views);
    *found = view;
    return status;
}

/*  ---------------------------------------------------------------- by a number alone */

/*  The years in which a number is held: found among the keys that begin with it, the last year first. */
typedef struct {
    desk_t *desk;
    const char *office;
    const char *prefix;
    petition_years_t *years;
    fault_t *fault;
} years_search_t;

static qcdc_status year_look (const char *subject, void *arg)
{
    years_search_t *search = arg;
    petition_years_t *years = search->years;
    const char *key = strrchr (subject, ':');
    int year;
    if (!key || !petition_key_begins (key + 1, search->prefix, &year))
        return QCDC_OK;
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    petition_view_t *view;
    QCDC_TRY (petition_find (search->desk, search->office, key + 1, &views, &view, search->fault));
    if (!view)
        return QCDC_OK;
    bool stands = !view->petition.voided;
    if (!years->count || (stands && !years->stands)) {
        years->latest = year;
        years->stands = stands;
    }
    if (!stands && year > years->gone)
        years->gone = year;
    if (stands && years->standing < PETITION_YEARS_MAX)
        years->year[years->standing++] = year;
    years->count++;
    return QCDC_OK;
}

qcdc_status petition_years (desk_t *desk, const char *office, const char *local_no, petition_years_t *years,
                            fault_t *fault)
{
    char prefix[MATTER_KEY_BYTES], subject[MATTER_SUBJECT_BYTES];
    *years = (petition_years_t){0};
    years_search_t search = {desk, office, prefix, years, fault};
    if (!petition_key_prefix (local_no, prefix) || !matter_subject (&PETITION_MATTER, office, prefix, subject))
        return QCDC_OK;
    return journal_each_key (desk->home.journal, subject, year_look, &search, fault);
}

/*  Whoever leaves the year away means the last one, and is told of the others. */
static void years_tell (const char *number, const petition_years_t *years)
{
    char list[PETITION_YEARS_MAX * 6 + 1] = "";
    if (years->stands && years->gone > years->latest)
        text_say (stderr, _ ("qcdc: %s of %d is meant; that of %d was taken back\n"), number, years->latest,
                  years->gone);
    if (years->standing < 2)
        return;
    for (size_t i = 1, used = 0; i < years->standing; i++)
        used += (size_t)snprintf (list + used, sizeof list - used, "%s%d", i > 1 ? ", " : "", years->year[i]);
    text_say (stderr, _ ("qcdc: %s of %d is meant; there is one of %s, too: write %s@%d for that\n"), number,
              years->latest, list, number, years->year[1]);
}

/*  A server that was put back to an old copy can have accepted a petition anew under a number whose petition came back: both
 *  count, and one has the number. */
static void namesake_tell (const petition_views_t *views, const petition_view_t *found)
{
    char key[MATTER_KEY_BYTES], other[MATTER_KEY_BYTES], address[ADDRESS_TEXT_BYTES];
    PETITION_MATTER.key_of (&found->petition.thing, key);
    for (size_t i = 0; !found->petition.voided && i < views->view_count; i++) {
        const petition_t *petition = &views->views[i].petition;
        PETITION_MATTER.key_of (&petition->thing, other);
        if (&views->views[i] != found && !petition->voided && petition->commit_seq && strcmp (key, other) == 0)
            text_say (stderr,
                      _ ("qcdc: two petitions were taken in under %s@%d, for the server had lost one of them "
                         "meanwhile; the "
                         "other one is %s: give it a number of its own, or take it back, if it is the same\n"),
                      petition->local_no, day_year (petition->received_on),
                      address_format (petition->entry.origin, petition->entry.seq, address));
    }
}

/*  A number that is not there as it is written, and is one that is, written more freely ("12 dkn" for "12/ĐKN-2020"). */
typedef struct {
    const char *number;
    int year; /* 0: of any */
    char key[MATTER_KEY_BYTES];
    size_t found;
} loosely_t;

static qcdc_status loosely_look (const char *subject, void *arg)
{
    loosely_t *self = arg;
    char loose[NUMBER_KEY_BYTES], wanted[NUMBER_KEY_BYTES], number[MATTER_KEY_BYTES];
    const char *key = strrchr (subject, ':'), *at = key ? strrchr (key, '@') : NULL;
    int year = at ? atoi (at + 1) : 0;
    if (!year || (self->year && self->year != year) || (size_t)(at - key) > sizeof number)
        return QCDC_OK;
    snprintf (number, sizeof number, "%.*s", (int)(at - key - 1), key + 1);
    number_loosen (number, year, loose);
    number_loosen (self->number, year, wanted);
    if (!*loose || strcmp (loose, wanted) != 0 || strcmp (self->key, key + 1) == 0)
        return QCDC_OK;
    if (!self->found++)
        snprintf (self->key, sizeof self->key, "%s", key + 1);
    return QCDC_OK;
}

/*  Only where there is one such petition; which one is said, for it is not what was typed. */
static qcdc_status find_loosely (desk_t *desk, const char *number, int year, petition_views_t *views,
                                 petition_view_t **found, fault_t *fault)
{
    char prefix[MATTER_SUBJECT_BYTES];
    loosely_t look = {.number = number, .year = year};
    size_t length;
    if (petition_number_at (number, &length)) /* what is no year leaves no number */
        return QCDC_OK;
    if (!matter_subject (&PETITION_MATTER, desk->home.office->code, "", prefix))
        return QCDC_OK;
    QCDC_TRY (journal_each_key (desk->home.journal, prefix, loosely_look, &look, fault));
    if (look.found != 1)
        return QCDC_OK;
    QCDC_TRY (petition_find (desk, desk->home.office->code, look.key, views, found, fault));
    if (*found)
        text_say (stderr, _ ("qcdc: %s of %d is meant\n"), (*found)->petition.local_no,
                  day_year ((*found)->petition.received_on));
    return QCDC_OK;
}

static qcdc_status find_number (desk_t *desk, const char *name, petition_views_t *views, petition_view_t **found,
                                fault_t *fault)
{
    char key[MATTER_KEY_BYTES];
    petition_years_t years = {0};
    int year;
    char *number QCDC_CLEANUP (memory_free) = petition_number_split (name, &year);
    const char *office = desk->home.office->code;
    if (!number)
        return out_of_memory (fault);
    number_clean (number);
    if (!year) {
        QCDC_TRY (petition_years (desk, office, number, &years, fault));
        year = years.latest;
    }
    int named = petition_names_year (name) ? year : 0;
    if (!year || !petition_key_print (number, day_from_civil (year, 1, 1), key))
        return find_loosely (desk, number, named, views, found, fault);
    QCDC_TRY (petition_find (desk, office, key, views, found, fault));
    if (!*found)
        return find_loosely (desk, number, named, views, found, fault);
    if (*found) {
        years_tell (number, &years);
        namesake_tell (views, *found);
    }
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- by an address */

/*  Whoever names a report's entry is told which report it is, and how that is named. */
static qcdc_status report_fail (uint64_t origin, uint64_t seq, const char *subject, fault_t *fault)
{
    char address[ADDRESS_TEXT_BYTES];
    const char *form = strrchr (subject, ':'), *slash = strrchr (subject, '/');
    if (!form || !slash || slash < form)
        return fault_set (fault, QCDC_NOT_FOUND, NULL, _ ("entry %s is one of a report, not of a petition"),
                          address_format (origin, seq, address));
    int length = (int)(slash - form - 1);
    fault_set (fault, QCDC_NOT_FOUND, NULL, _ ("entry %s is one of the report %.*s for %s, not of a petition"),
               address_format (origin, seq, address), length, form + 1, slash + 1);
    fault_advise (fault, _ ("qcdc report show %.*s %s shows it, qcdc report void %.*s %s reason=… takes it back"),
                  length, form + 1, slash + 1, length, form + 1, slash + 1);
    return QCDC_NOT_FOUND;
}

/*  Any entry of a petition names it; an entry that does not count names nothing. */
static qcdc_status find_at (desk_t *desk, uint64_t origin, uint64_t seq, petition_views_t *views,
                            petition_view_t **found, move_t **move, fault_t *fault)
{
    journal_row_t row;
    qcdc_status status = journal_at (desk->home.journal, origin, seq, &row, fault);
    if (status != QCDC_OK)
        return status;
    char address[ADDRESS_TEXT_BYTES];
    char office[64];
    if (subject_matter (row.subject, office) == &REPORT_MATTER)
        return report_fail (origin, seq, row.subject, fault);
    char *subject = strdup (row.subject);
    if (!subject)
        return out_of_memory (fault);
    status = petition_views_read (desk, subject, views, fault);
    free (subject);
    for (size_t i = 0; status == QCDC_OK && i < views->part_count; i++) {
        const fold_part_t *part = &views->parts[i];
        if (part->entry.origin != origin || part->entry.seq != seq || !part->counts)
            continue;
        *found = &views->views[part->item];
        if (part->kind == PART_STEP)
            *move = petition_move_at (&(*found)->petition, part->part.origin, part->part.seq);
        return QCDC_OK;
    }
    petition_views_release (views);
    return status != QCDC_OK
               ? status
               : fault_set (fault, QCDC_NOT_FOUND, NULL, _ ("entry %s is not one of a petition that counts"),
                            address_format (origin, seq, address));
}

qcdc_status petition_find_named (desk_t *desk, const char *name, petition_views_t *views, petition_view_t **found,
                                 move_t **move, fault_t *fault)
{
    uint64_t origin, seq;
    *views = (petition_views_t){0};
    *found = NULL;
    *move = NULL;
    if (address_parse (name, &origin, &seq) == QCDC_OK)
        return find_at (desk, origin, seq, views, found, move, fault);
    qcdc_status status = find_number (desk, name, views, found, fault);
    if (status == QCDC_OK && !*found) {
        fault_set (fault, QCDC_NOT_FOUND, NULL, _ ("there is no petition %s"), name);
        fault_advise (fault, "%s", _ ("see qcdc petition list"));
        status = QCDC_NOT_FOUND;
    }
    return status;
}

bool part_was_ahead (const journal_clock_t *clock, const fold_part_t *part)
{
    return !part->stands_in && journal_clock_was_ahead (clock, part->entry.origin, part->entry.seq, part->commit_seq,
                                                        part->committed_at_us);
}

judge_input_t petition_input (const desk_t *desk, const petition_view_t *view, const move_t *move)
{
    judge_input_t input = desk_input (desk);
    input.target = move ? TARGET_PART : TARGET_THING;
    input.thing = &view->petition.thing;
    if (move)
        input.part = move->entry;
    input.target_office = view->petition.office;
    return input;
}
