/*  judge_case.h — a fact, what it meets, and the verdict: begin with what is accepted, spoil one thing, judge. */

#ifndef JUDGE_CASE_H
#define JUDGE_CASE_H

#include "base/day.h"
#include "matters/judge.h"
#include "matters/petition_columns.h"
#include "matters/report_review.h"
#include "rules/reference.h"
#include "sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static catalog_t *catalog;

/*  What a fact of the test refers to, by the kind of thing: TARGET_THING or TARGET_PART of it. */
enum { TARGET_PETITION = 100, TARGET_MOVE, TARGET_REPORT };

typedef struct {
    judge_input_t input;
    /* the fact */
    Qcdc__Fact fact;
    Qcdc__PetitionReceived received;
    Qcdc__PetitionMoved moved;
    Qcdc__ReportFiled filed;
    Qcdc__Corrected corrected;
    petition_said_t said; /* what the correction's writer saw of the petition, of the step, of the report */
    Qcdc__PetitionMoved said_move;
    Qcdc__ReportFiled said_report;
    Qcdc__Voided voided;
    Qcdc__AnnexErased erased;
    Qcdc__ErasureAsked asked;
    Qcdc__Published published;
    Qcdc__PublishedTable published_table, *published_tables[1];
    Qcdc__ReportReviewed reviewed;
    Qcdc__Ref ref;
    Qcdc__CellValue cell[4], *cells[4];
    char *texts[4];
    char *flags[4];
    /* what is there */
    petition_t petition;
    move_t moves[8];
    report_t report;
    review_t review; /* the last one, where the report stands so by it */
    verdict_t verdict;
} case_t;

static inline int32_t on (const char *text)
{
    int32_t day = 0;
    assert_int_equal (day_parse (text, &day), QCDC_OK);
    return day;
}

static inline int64_t at (const char *text)
{
    int64_t moment = 0;
    assert_int_equal (moment_parse (text, &moment), QCDC_OK);
    return moment;
}

static inline int catalog_make (void **state)
{
    fault_t fault;
    (void)state;
    return sample_reference (&catalog, &fault) == QCDC_OK ? 0 : -1;
}

static inline int catalog_free (void **state)
{
    (void)state;
    reference_destroy (&catalog);
    return 0;
}

/*  An office's reporter on the morning of 13 July 2020, and facts of every kind that nothing is wrong with. */
static inline void case_begin (case_t *self, const char *office)
{
    memset (self, 0, sizeof *self);
    self->input.catalog = catalog;
    self->input.office = catalog_office (catalog, office);
    assert_non_null (self->input.office);
    self->input.role = ROLE_REPORTER;
    self->input.committed_at_us = at ("2020-07-13T02:30:00Z");
    self->input.target_office = self->input.office->id;
    qcdc__fact__init (&self->fact);
    qcdc__ref__init (&self->ref);
    self->ref.origin = 5;
    self->ref.seq = 9;

    qcdc__petition_received__init (&self->received);
    self->received.local_no = "12/2020";
    self->received.kind = QCDC__PETITION_KIND__KHIEU_NAI;
    self->received.field = QCDC__PETITION_FIELD__DAT_DAI;
    self->received.channel = QCDC__CHANNEL__TRUC_TIEP;
    self->received.received_on = on ("2020-07-10");
    self->received.people = 1;
    self->received.flags = self->flags;

    qcdc__petition_moved__init (&self->moved);
    self->moved.petition = &self->ref;
    self->moved.move = QCDC__MOVE__ACCEPTED;
    self->moved.on = on ("2020-07-12");

    qcdc__report_filed__init (&self->filed);
    for (size_t i = 0; i < 4; i++) {
        qcdc__cell_value__init (&self->cell[i]);
        self->cells[i] = &self->cell[i];
    }
    self->cell[0].cell = "A01";
    self->cell[0].value_e4 = 120000;
    self->cell[1].cell = "A04.XA";
    self->texts[0] = "A12";
    self->filed.form = "QCDC-HUYEN";
    self->filed.form_version = 1;
    self->filed.period = "2020-H1";
    self->filed.cells = self->cells;
    self->filed.n_cells = 2;
    self->filed.text_cells = self->texts;
    self->filed.n_text_cells = 1;

    qcdc__corrected__init (&self->corrected);
    qcdc__voided__init (&self->voided);
    qcdc__annex_erased__init (&self->erased);
    self->corrected.target = self->voided.target = self->erased.target = &self->ref;

    self->petition = (petition_t){.matter = &PETITION_MATTER,
                                  .entry = {5, 9, 0},
                                  .commit_seq = 100,
                                  .office = self->input.office->id,
                                  .local_no = "7/2020",
                                  .flags = "",
                                  .kind = QCDC__PETITION_KIND__KHIEU_NAI,
                                  .instance = 1,
                                  .received_on = on ("2020-03-02"),
                                  .people = 1,
                                  .moves = self->moves};
    self->report = (report_t){.matter = &REPORT_MATTER,
                              .entry = {5, 9, 0},
                              .commit_seq = 100,
                              .office = self->input.office->id,
                              .form = 1,
                              .form_code = "QCDC-HUYEN",
                              .period = "2020-H1"};
}

static inline void case_received (case_t *self, const char *office)
{
    case_begin (self, office);
    self->fact.kind_case = QCDC__FACT__KIND_PETITION_RECEIVED;
    self->fact.petition_received = &self->received;
}

/*  What the fact refers to. */
static inline void case_target (case_t *self, int target)
{
    self->input.target = target < TARGET_PETITION ? (target_kind)target
                         : target == TARGET_MOVE  ? TARGET_PART
                                                  : TARGET_THING;
    self->input.thing = target == TARGET_PETITION || target == TARGET_MOVE ? &self->petition.thing
                        : target == TARGET_REPORT                          ? &self->report.thing
                                                                           : NULL;
    self->input.part = target == TARGET_MOVE ? (address_t){6, 1, 0} : (address_t){0, 0, 0};
}

/*  One more step of the petition that is there; it must be possible. */
static inline void case_step (case_t *self, Qcdc__Move move, const char *day)
{
    size_t i = self->petition.move_count++;
    assert_true (i < 8);
    self->moves[i] =
        (move_t){.entry = {6, i + 1, 0}, .order = {200 + (int64_t)i, 0}, .move = (int)move, .on = on (day)};
    assert_int_equal (petition_fold (&self->petition, NULL), QCDC_OK);
}

static inline void case_moved (case_t *self, const char *office)
{
    case_begin (self, office);
    self->fact.kind_case = QCDC__FACT__KIND_PETITION_MOVED;
    self->fact.petition_moved = &self->moved;
    case_target (self, TARGET_PETITION);
}

static inline void case_filed (case_t *self, const char *office)
{
    case_begin (self, office);
    self->fact.kind_case = QCDC__FACT__KIND_REPORT_FILED;
    self->fact.report_filed = &self->filed;
}

/*  A correction of what TARGET says, which stands at the address. */
static inline void case_corrected (case_t *self, int target)
{
    case_begin (self, "BCD-593");
    self->fact.kind_case = QCDC__FACT__KIND_CORRECTED;
    self->fact.corrected = &self->corrected;
    case_target (self, target);
    if (target == TARGET_MOVE) {
        case_step (self, QCDC__MOVE__ACCEPTED, "2020-03-03");
        self->corrected.replacement_case = QCDC__CORRECTED__REPLACEMENT_MOVE;
        self->corrected.move = &self->moved;
        move_say (&self->moves[0], &self->said_move);
        self->corrected.move_seen = &self->said_move;
    } else if (target == TARGET_REPORT) {
        self->corrected.replacement_case = QCDC__CORRECTED__REPLACEMENT_REPORT;
        self->corrected.report = &self->filed;
        qcdc__report_filed__init (&self->said_report);
        self->said_report.form = self->filed.form;
        self->said_report.form_version = self->filed.form_version;
        self->said_report.period = self->filed.period;
        self->corrected.report_seen = &self->said_report;
    } else {
        self->corrected.replacement_case = QCDC__CORRECTED__REPLACEMENT_PETITION;
        self->corrected.petition = &self->received;
        petition_say (&self->petition, &self->said);
        self->corrected.petition_seen = &self->said.received;
    }
}

static inline void case_voided (case_t *self, int target)
{
    case_begin (self, "BCD-593");
    self->fact.kind_case = QCDC__FACT__KIND_VOIDED;
    self->fact.voided = &self->voided;
    case_target (self, target);
    if (target == TARGET_MOVE)
        case_step (self, QCDC__MOVE__ACCEPTED, "2020-03-03");
}

/*  The province's review of a report that stands at STANDING. */
static inline void case_reviewed (case_t *self, int verdict, report_standing standing)
{
    case_begin (self, "BCD-TINH");
    self->input.role = ROLE_PROVINCE;
    case_target (self, TARGET_REPORT);
    qcdc__report_reviewed__init (&self->reviewed);
    self->reviewed.report = &self->ref;
    self->reviewed.verdict = (Qcdc__ReviewVerdict)verdict;
    self->reviewed.seen_at_us = self->report.thing.changed.at_us;
    self->fact.kind_case = QCDC__FACT__KIND_REPORT_REVIEWED;
    self->fact.report_reviewed = &self->reviewed;
    self->report.standing = standing;
    self->report.reviews = &self->review;
    self->report.review_count = standing == REPORT_FILED ? 0 : 1;
    self->review.order.at_us = at ("2020-07-10T02:30:00Z");
}

static inline void case_erased (case_t *self, int target)
{
    case_begin (self, "BCD-TINH");
    self->input.role = ROLE_PROVINCE;
    self->fact.kind_case = QCDC__FACT__KIND_ANNEX_ERASED;
    self->fact.annex_erased = &self->erased;
    case_target (self, target);
}

/*  An office asks for a text of its own to be erased. */
static inline void case_asked (case_t *self, int target)
{
    case_begin (self, "BCD-593");
    qcdc__erasure_asked__init (&self->asked);
    self->fact.kind_case = QCDC__FACT__KIND_ERASURE_ASKED;
    self->fact.erasure_asked = &self->asked;
    case_target (self, target);
    self->asked.target = self->erased.target;
}

/*  A class of offices, published. */
static inline void case_published (case_t *self)
{
    static char *columns[] = {"code", "name_vi", "name_en", "provincial"}, *fields[] = {"xa", "xã", "commune", "no"};
    case_begin (self, "BCD-TINH");
    self->input.role = ROLE_PROVINCE;
    qcdc__published__init (&self->published);
    qcdc__published_table__init (&self->published_table);
    self->published_table.name = "classes";
    self->published_table.columns = columns;
    self->published_table.n_columns = 4;
    self->published_table.fields = fields;
    self->published_table.n_fields = 4;
    self->published_tables[0] = &self->published_table;
    self->published.set = "xã";
    self->published.part = self->published.parts = 1;
    self->published.tables = self->published_tables;
    self->published.n_tables = 1;
    self->fact.kind_case = QCDC__FACT__KIND_PUBLISHED;
    self->fact.published = &self->published;
}

static inline void case_content (const case_t *self, uint8_t content[CONTENT_BYTES])
{
    size_t length = qcdc__fact__get_packed_size (&self->fact);
    uint8_t *body = malloc (length ? length : 1);
    qcdc__fact__pack (&self->fact, body);
    fact_content ((bytes_t){body, length}, content);
    free (body);
}

/*  Judges twice: the same verdict, for nothing that judging sees may change by it. */
static inline void case_judge (case_t *self)
{
    static case_t before;
    static verdict_t again;
    uint8_t content[CONTENT_BYTES];
    case_content (self, content);
    memcpy (&before, self, sizeof before);
    judge_fact (&self->input, &self->fact, content, &self->verdict);
    judge_fact (&self->input, &self->fact, content, &again);
    assert_memory_equal (&self->verdict, &again, sizeof again);
    assert_memory_equal (&before, self, offsetof (case_t, verdict));
}

static inline void expect (case_t *self, Qcdc__VerdictState state, qcdc_status status, const char *field, int line)
{
    case_judge (self);
    const verdict_t *verdict = &self->verdict;
    if (verdict->state != state || verdict->fault.status != status || strcmp (verdict->fault.field, field) != 0)
        fail_msg ("line %d: state %d %s '%s' (%s) instead of %d %s '%s'", line, verdict->state,
                  status_code (verdict->fault.status), verdict->fault.field, verdict->fault.message, state,
                  status_code (status), field);
    if (status != QCDC_OK && !verdict->fault.message[0])
        fail_msg ("line %d: no reason", line);
}

#define EXPECT_ACCEPTED(c) expect (c, QCDC__VERDICT_STATE__VERDICT_ACCEPTED, QCDC_OK, "", __LINE__)
#define EXPECT_ALIAS(c) expect (c, QCDC__VERDICT_STATE__VERDICT_ALIAS, QCDC_OK, "", __LINE__)
#define EXPECT_REJECTED(c, status, field) expect (c, QCDC__VERDICT_STATE__VERDICT_REJECTED, status, field, __LINE__)
#define EXPECT_WAITING(c, field) expect (c, QCDC__VERDICT_STATE__VERDICT_WAITING, QCDC_WAITING, field, __LINE__)
#define EXPECT_UNSUPPORTED(c, field)                                                                                 \
    expect (c, QCDC__VERDICT_STATE__VERDICT_UNSUPPORTED, QCDC_UNSUPPORTED, field, __LINE__)

#endif
