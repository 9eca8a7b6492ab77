/*  report.h — a form filled for a period: a pure fold from its filing and corrections, cell by cell.
 *
 *  A correction says only what it changes, so that two devices that correct different cells both count. */

#ifndef QCDC_REPORT_H
#define QCDC_REPORT_H

#include "matters/matter.h"

#define REPORT_FORM_BYTES (CATALOG_CODE_BYTES_MAX + 1u)
#define REPORT_PERIOD_BYTES 9u

/*  One cell as it stands.  A removed one stays, for a correction that comes late must not bring it back. */
typedef struct {
    char *cell; /* malloc'ed */
    bool is_text;
    bool removed;
    int64_t value_e4; /* of a number */
    address_t entry;  /* of the fact that said it: whose annex has the text; on the server (0, commit_seq, 0) */
    setter_t set;     /* of the correction that said it */
} report_cell_t;

/*  What one fact said of one cell, whether it stands or not: revisions of a report, and its figures of any day. */
typedef struct {
    const char *cell; /* the cell's own name */
    address_t entry;  /* of the fact, named as that of a cell */
    setter_t by;      /* whole: of the filing too */
    int form; /* id of the version under which it was said */
    bool is_text;
    bool removed;
    int64_t value_e4;
} report_saying_t;

/*  How far a report has come (report_review.h). */
typedef enum {
    REPORT_FILED,
    REPORT_RETURNED,
    REPORT_ACCEPTED,
    REPORT_LOCKED,
    REPORT_REOPENED,
    REPORT_STANDING_COUNT
} report_standing;

/*  One review. */
typedef struct {
    address_t entry;    /* on the server (0, commit_seq, 0) */
    address_t address;  /* of its entry, on both sides */
    int64_t commit_seq; /* 0 while it is not committed */
    stamp_t order;
    int verdict;        /* Qcdc__ReviewVerdict */
    int64_t seen_at_us; /* the version that was reviewed */
    char *cells;        /* malloc'ed, those with a reason, space-separated */
    uint8_t content[CONTENT_BYTES];
} review_t;

typedef struct {
    THING;
    int form;       /* id of the version in the catalogue */
    int form_filed; /* that of the filing */
    char form_code[REPORT_FORM_BYTES];
    char period[REPORT_PERIOD_BYTES];
    int64_t filed_at_us;  /* first commit of the filing: what timeliness is judged by; 0 before that */
    int64_t values_entry; /* commit_seq of the last fact that said something of it */
    setter_t form_set;    /* of the version */
    report_cell_t *cells; /* malloc'ed, sorted by name */
    size_t cell_count;
    size_t cell_room;
    bool cells_changed; /* since they were read */
    report_saying_t *
        said; /* malloc'ed: what corrections said, and the filing of the cells that they are about; on the server only
                              what is not a row yet */
    size_t said_count;
    size_t said_room;
    review_t *reviews; /* malloc'ed, in the order of their stamps */
    size_t review_count;
    report_standing standing; /* folded from the reviews and the last correction */
} report_t;

/*  All that is known of reports: matter.h.  Events are copied. */
extern const matter_t REPORT_MATTER;

/*  What stands in CELL, removed cells included; NULL: nothing ever did. */
report_cell_t *report_cell (const report_t *self, const char *cell);

/*  The place of CELL, made where there is none (nothing but its name is filled); NULL when out of memory. */
report_cell_t *report_cell_place (report_t *self, const char *cell);

/*  Whether a note of the report answers RULE. */
bool report_answers (const report_t *self, const char *rule);

/*  How many cells are filled, those of the office's own codes too, notes apart.  Of a report that stands 0 is a nil report: only one that says that there is nothing to report is
 *  filed without a cell, and no correction may leave none. */
size_t report_filled (const report_t *self);

/*  The value of a number's cell; false where it is blank. */
bool report_number (const report_t *self, const char *cell, int64_t *value_e4);

/*  A report as the fact that would say it; borrows from the report, and is released. */
typedef struct {
    Qcdc__ReportFiled filed;
    Qcdc__CellValue *values; /* malloc'ed, as are the lists in FILED */
} report_said_t;
qcdc_status report_say (const report_t *self, uint32_t form_version, report_said_t *said) QCDC_CHECK;
void report_said_release (report_said_t *said);

/*  What a fact says of CELL itself: its number, NULL where it has none, and whether it has a text there.  Cells are sorted, as
 *  judging wants them. */
const Qcdc__CellValue *filed_value (const Qcdc__ReportFiled *filed, const char *cell);
bool filed_has_text (const Qcdc__ReportFiled *filed, const char *cell);

/*  Whether a fact brings a note for RULE. */
bool filed_answers (const Qcdc__ReportFiled *filed, const char *rule);

/*  QCDC_BAD_RULE where those are not the codes of rules, sorted.  Whether there is such a rule is not asked: one that has ended
 *  meanwhile makes nothing wrong. */
qcdc_status filed_check_answered (const Qcdc__ReportFiled *filed, fault_t *fault) QCDC_CHECK;

/*  A form version as what waits for it names it: "form:QCDC-HUYEN:2"; false where that does not fit. */
bool report_form_name (const char *code, uint32_t version, char name[MATTER_KEY_BYTES]);

#endif
