/*  report_view.h — a report as it stands, folded from the journal the way the server folds it. */

#ifndef QCDC_REPORT_VIEW_H
#define QCDC_REPORT_VIEW_H

#include "desk/desk.h"
#include "desk/subject.h"
#include "matters/report.h"

/*  The narratives that one entry brought. */
typedef struct {
    address_t entry;
    uint8_t *annex; /* malloc'ed, packed, while entries are folded */
    size_t length;
    const Qcdc__AnnexText *text; /* in the view's arena; NULL where they are not here (erased) */
} report_texts_t;

/*  What a second copy says in a cell in other words. */
typedef struct {
    address_t entry;
    char *cell, *text; /* malloc'ed */
} report_words_t;

typedef struct {
    report_t report;       /* first: what the fold folds into */
    bool found;            /* a report that counts; false: nothing filed, or everything filed was rejected */
    arena_t *arena;        /* of the texts */
    report_texts_t *texts; /* malloc'ed */
    size_t text_count;
    report_words_t *others; /* malloc'ed: of second copies, until a correction of the cell settles it */
    size_t other_count, other_room;
    int64_t written_at_us; /* of the filing */
    int64_t touched_us;    /* when the filing or the last correction was written, sent or not */
    bool sent;             /* the filing and every change of it are acknowledged */
    size_t corrections;
    int64_t
        changed_at_us;  /* when the last correction that is acknowledged was made, as the province says it; 0: none */
    address_t rejected; /* the last filing that was rejected; seq 0: none */
    Qcdc__VerdictState verdict; /* of the filing */
    address_t
        beside; /* another report that was accepted for the same period, and stands without counting; seq 0: none */
} report_view_t;

/*  By subject ("report:BCD-593:QCDC-HUYEN/2020-H1"), or by what it is made of. */
qcdc_status report_view_of_subject (desk_t *desk, const char *subject, report_view_t *view,
                                    fault_t *fault) QCDC_CHECK;
qcdc_status report_view_read (desk_t *desk, const char *office, const char *form, const char *period,
                              report_view_t *view, fault_t *fault) QCDC_CHECK;
void report_view_release (report_view_t *view);

/*  The same with all that was ever said of its cells (report_t.said): of a report that was often corrected that is much. */
qcdc_status report_view_history (desk_t *desk, const char *office, const char *form, const char *period,
                                 report_view_t *view, fault_t *fault) QCDC_CHECK;

/*  How much of its form a report fills, in the version that it was filed under: of CELLS, computed ones and those of the offices'
 *  own codes apart, FILLED.  Both are 0 where this program does not know that version. */
typedef struct {
    size_t filled, cells;
} report_extent_t;
report_extent_t report_view_extent (const desk_t *desk, const report_view_t *view);

/*  Whether the report stands: filed, and not taken back. */
bool report_view_stands (const report_view_t *view);

/*  Says on standard error that another one stands beside it, where there is one. */
void report_view_warn (const report_view_t *view);

/*  What the last review says of CELL, of the whole report where that is NULL; NULL: nothing, or the text is not here. */
const char *report_reason (const report_view_t *view, const char *cell);

/*  The narrative of a cell; "" where there is none, NULL where it is not here (erased). */
const char *report_narrative (const report_view_t *view, const char *cell);

#endif
