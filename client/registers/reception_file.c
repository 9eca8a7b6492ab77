/*  reception_file.c — bringing the journal to what a reception register says.
 *
 *  A row is held against the one that stands, and only the difference is written: importing the same file twice writes nothing the
 *  second time. */

#include "registers/reception_file.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/text_identity.h"
#include "facts/make.h"
#include "texts/identity_text.h"

#include <stdio.h>
#include <string.h>

#define VALUE_TEXT_BYTES 60u /* of a value in a message */

static const char *or_blank (const char *text)
{
    return text ? text : "";
}

/*  ---------------------------------------------------------------- versions */

/*  A row as a list shows it, but for its petitions, which stand by their addresses. */
typedef struct {
    char texts[RECEPTION_COLUMN_COUNT][RECEPTION_TEXT_BYTES];
    const char *cells[RECEPTION_COLUMN_COUNT];
} shown_t;

static void show (const Qcdc__ReceptionHeld *held, const char *summary, shown_t *shown)
{
    for (int i = 0; i < RECEPTION_SUMMARY; i++)
        shown->cells[i] = reception_column_text ((reception_column)i, held, shown->texts[i]);
    shown->cells[RECEPTION_SUMMARY] = or_blank (summary);
}

void reception_version (const reception_view_t *view, char version[VERSION_BYTES])
{
    shown_t shown;
    reception_said_t said;
    reception_say (&view->reception, &said);
    show (&said.held, view->summary, &shown);
    version_make (shown.cells, RECEPTION_COLUMN_COUNT, version);
}

/*  "held_by Ủy quyền → Thủ trưởng; …": what differs in WANTED from what STANDS; a text is named alone. */
static void changes_print (const shown_t *stands, const shown_t *wanted, char *changes, size_t size)
{
    size_t used = 0;
    changes[0] = '\0';
    for (int i = RECEPTION_HELD_ON; i < RECEPTION_COLUMN_COUNT && used < size; i++) {
        char before[VALUE_TEXT_BYTES], after[VALUE_TEXT_BYTES];
        const char *name = RECEPTION_COLUMNS[i].name;
        if (strcmp (stands->cells[i], wanted->cells[i]) == 0)
            continue;
        char *was QCDC_CLEANUP (memory_free) = people_value (name, stands->cells[i]),
                               *is QCDC_CLEANUP (memory_free) = people_value (name, wanted->cells[i]);
        if (i == RECEPTION_SUMMARY || i == RECEPTION_PETITIONS)
            used += (size_t)snprintf (changes + used, size - used, "%s%s", used ? "; " : "", _ (name));
        else
            used += (size_t)snprintf (changes + used, size - used, "%s%s %s → %s", used ? "; " : "", _ (name),
                                      was && *was ? text_shorten (was, before, sizeof before) : "-",
                                      is && *is ? text_shorten (is, after, sizeof after) : "-");
    }
}

/*  A row that was exported and comes back: *UNEDITED where it says what it said then; QCDC_STALE where it was edited, and what stands is
 *  not what was exported any more. */
static qcdc_status version_check (const reception_row_t *row, const reception_view_t *view, const shown_t *stands,
                                  const shown_t *given, bool *unedited, fault_t *fault)
{
    char version[VERSION_BYTES], changes[CHANGES_BYTES];
    *unedited = false;
    if (!row->version[0])
        return QCDC_OK;
    version_make (given->cells, RECEPTION_COLUMN_COUNT, version);
    *unedited = strcmp (version, row->version) == 0;
    reception_version (view, version);
    if (*unedited || strcmp (version, row->version) == 0)
        return QCDC_OK;
    changes_print (given, stands, changes, sizeof changes);
    if (!*changes)
        return QCDC_OK;
    fault_set (fault, QCDC_STALE, VERSION_COLUMN,
               _ ("changed since this file was exported; from what the file says to what stands now: %s"), changes);
    fault_advise (fault, "%s", _ ("export the list anew (qcdc reception list --format csv) and change it there"));
    return QCDC_STALE;
}

/*  ---------------------------------------------------------------- facts */

/*  Appends and counts; what the server would call a second copy counts as nothing. */
static qcdc_status file_fact (desk_t *desk, const judge_input_t *input, const Qcdc__Fact *fact,
                              const Qcdc__AnnexText *text, size_t *entries, fault_t *fault)
{
    bool appended;
    qcdc_status status = desk_append (desk, input, fact, text, false, &appended, NULL, fault);
    *entries += appended;
    return status;
}

static qcdc_status file_held (desk_t *desk, const reception_row_t *row, size_t *entries, fault_t *fault)
{
    reception_said_t said;
    Qcdc__AnnexText text = QCDC__ANNEX_TEXT__INIT;
    reception_row_say (row, NULL, &said);
    Qcdc__Fact fact = fact_of_reception (&said.held);
    judge_input_t input = desk_input (desk);
    const char *summary = or_blank (row->clean[RECEPTION_SUMMARY]);
    text.summary = (char *)summary;
    if (!said.held.held_by) {
        fault_set (fault, QCDC_EMPTY, "held_by", "%s", _ ("a scheduled or ad hoc reception needs who received"));
        fault_advise (fault, "%s", _ ("held_by=THU_TRUONG for the head in person, held_by=UY_QUYEN on his behalf"));
        return QCDC_EMPTY;
    }
    return file_fact (desk, &input, &fact, *summary ? &text : NULL, entries, fault);
}

/*  Whether the row has a text and another one than is known.  One that is not here (erased, above all) counts as unchanged, for a
 *  register would bring it back, unless it is entered IN_PERSON. */
static bool summary_differs (const reception_row_t *row, const reception_view_t *view, bool in_person)
{
    const char *given = row->said[RECEPTION_SUMMARY] ? or_blank (row->clean[RECEPTION_SUMMARY]) : NULL;
    return given && (view->summary ? strcmp (given, view->summary) != 0 : in_person && *given);
}

/*  What ROW makes of VIEW; the number has found the row however it is written, so another spelling of it says something IN_PERSON only. */
static void wanted_say (const reception_row_t *row, const reception_view_t *view, bool in_person,
                        reception_said_t *wanted)
{
    reception_row_say (row, &view->reception, wanted);
    if (!in_person)
        wanted->held.local_no = view->reception.local_no;
}

static bool differs (const Qcdc__ReceptionHeld *a, const Qcdc__ReceptionHeld *b)
{
    for (int i = 0; i < RECEPTION_SUMMARY; i++)
        if (!reception_column_same ((reception_column)i, a, b))
            return true;
    return false;
}

/*  A row that becomes one of a denunciation must not keep a text that names somebody. */
static qcdc_status check_text (const reception_view_t *view, const Qcdc__ReceptionHeld *wanted, const char *summary,
                               fault_t *fault)
{
    int32_t kinds = reception_value (RECEPTION_KINDS, wanted), denounces = 1 << QCDC__PETITION_KIND__TO_CAO;
    if (!(kinds & denounces) || (view->reception.values[RECEPTION_KINDS] & denounces))
        return QCDC_OK;
    QCDC_TRY (identity_found (true, "local_no", number_identity (wanted->local_no), fault));
    return reception_text_check (kinds, summary, false, "summary", fault);
}

static qcdc_status file_correction (desk_t *desk, const reception_view_t *view, const reception_row_t *row,
                                    bool in_person, size_t *entries, fault_t *fault)
{
    reception_said_t seen, wanted;
    Qcdc__Corrected corrected;
    Qcdc__Ref target;
    Qcdc__AnnexText text = QCDC__ANNEX_TEXT__INIT;
    bool summary = summary_differs (row, view, in_person);
    reception_say (&view->reception, &seen);
    wanted_say (row, view, in_person, &wanted);
    if (!differs (&seen.held, &wanted.held) && !summary)
        return QCDC_OK;
    QCDC_TRY (check_text (view, &wanted.held, summary ? row->clean[RECEPTION_SUMMARY] : view->summary, fault));
    ref_set (&target, &view->reception.entry);
    Qcdc__Fact saw = fact_of_reception (&seen.held), as = fact_of_reception (&wanted.held);
    Qcdc__Fact fact = fact_of_correction (&corrected, &target, &saw, &as, view->reception.newest_us);
    corrected.summary = summary;
    if (summary)
        text.summary = (char *)or_blank (row->clean[RECEPTION_SUMMARY]);
    judge_input_t input = reception_input (desk, view);
    input.holder = &view->reception.thing;
    return file_fact (desk, &input, &fact, summary ? &text : NULL, entries, fault);
}

/*  ---------------------------------------------------------------- one row */

/*  How much stands of what the row leaves blank. */
static size_t count_kept (const reception_row_t *row, const reception_view_t *view)
{
    size_t count = row->blank[RECEPTION_SUMMARY] && view->summary && *view->summary;
    for (int i = RECEPTION_RECEPTIONS; i < RECEPTION_PETITIONS; i++)
        count += row->blank[i] && view->reception.values[i];
    return count + (row->blank[RECEPTION_PETITIONS] && *view->reception.petitions);
}

static qcdc_status refuse_known (const reception_view_t *view, fault_t *fault)
{
    char address[ADDRESS_TEXT_BYTES];
    const reception_t *known = &view->reception;
    int year = day_year (known->values[RECEPTION_HELD_ON]);
    fault_set (fault, QCDC_DUPLICATE, "local_no", _ ("%s@%d is there already, as %s"), known->local_no, year,
               address_format (known->entry.origin, known->entry.seq, address));
    fault_advise (fault, _ ("to correct it: qcdc reception correct %s@%d COLUMN=…"), known->local_no, year);
    return QCDC_DUPLICATE;
}

static qcdc_status refuse_voided (const reception_row_t *row, fault_t *fault)
{
    fault_set (fault, QCDC_TARGET_VOID, "local_no", _ ("%s was taken back, and this row says something else"),
               row->clean[RECEPTION_LOCAL_NO]);
    fault_advise (fault, "%s", _ ("if it is another reception, import the file with --new; else mend the row"));
    return QCDC_TARGET_VOID;
}

static qcdc_status file_known (desk_t *desk, const reception_row_t *row, const reception_view_t *view, file_mode mode,
                               filed_result *result, size_t *entries, filed_left_t *left, fault_t *fault)
{
    reception_said_t said, wanted;
    shown_t stands, given;
    bool unedited;
    size_t before = *entries;
    reception_say (&view->reception, &said);
    wanted_say (row, view, false, &wanted);
    bool summary = summary_differs (row, view, false);
    bool other = differs (&said.held, &wanted.held) || summary;
    show (&said.held, view->summary, &stands);
    show (&wanted.held, summary ? row->clean[RECEPTION_SUMMARY] : view->summary, &given);
    QCDC_TRY (version_check (row, view, &stands, &given, &unedited, fault));
    *result = view->reception.voided ? FILED_VOIDED : FILED_UNCHANGED;
    if (unedited || !other)
        return QCDC_OK;
    if (view->reception.voided)
        return refuse_voided (row, fault);
    if (mode == FILE_ONE)
        return refuse_known (view, fault);
    left->blanks += count_kept (row, view);
    left->erased += view->text_erased && row->clean[RECEPTION_SUMMARY] && *row->clean[RECEPTION_SUMMARY];
    changes_print (&stands, &given, left->changes, sizeof left->changes);
    QCDC_TRY (file_correction (desk, view, row, false, entries, fault));
    if (*entries > before)
        *result = FILED_CORRECTED;
    return QCDC_OK;
}

qcdc_status reception_file (desk_t *desk, const reception_row_t *row, file_mode mode, bool old_meant,
                            filed_result *result, size_t *entries, filed_left_t *left, fault_t *fault)
{
    reception_views_t views QCDC_CLEANUP (reception_views_release) = {0};
    reception_view_t *view;
    *result = FILED_NEW;
    QCDC_TRY (reception_find (desk, row->key, &views, &view, fault));
    /* Taken back is over: entered again, it is a row of its own. */
    if (view && !(view->reception.voided && mode != FILE_REGISTER))
        return file_known (desk, row, view, mode, result, entries, left, fault);
    QCDC_TRY (reception_day_check (row->values[RECEPTION_HELD_ON], old_meant, fault));
    return file_held (desk, row, entries, fault);
}

qcdc_status reception_correct (desk_t *desk, const reception_view_t *view, const reception_row_t *row,
                               size_t *entries, fault_t *fault)
{
    reception_views_t views QCDC_CLEANUP (reception_views_release) = {0};
    reception_view_t *other = NULL;
    if (strcmp (row->key, view->reception.key) != 0)
        QCDC_TRY (reception_find (desk, row->key, &views, &other, fault));
    if (other && !other->reception.voided)
        return fault_set (fault, QCDC_DUPLICATE, "local_no", _ ("%s is the number of another reception of that year"),
                          row->clean[RECEPTION_LOCAL_NO]);
    return file_correction (desk, view, row, true, entries, fault);
}
