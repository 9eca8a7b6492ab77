/*  verdict.h — what judging is given, what it says, and the conclusions that all matters share. */

#ifndef QCDC_VERDICT_H
#define QCDC_VERDICT_H

#include "base/day.h"
#include "facts/kind.h"
#include "matters/thing.h"
#include "wire.pb-c.h"

typedef enum {
    TARGET_NONE,    /* the fact refers to nothing */
    TARGET_MISSING, /* no entry at that address, or one with another hash */
    TARGET_PENDING, /* there, but waiting itself */
    TARGET_REFUSED, /* there, but rejected or unsupported */
    TARGET_THING,   /* there and accepted: it created a thing (aliases are resolved) */
    TARGET_PART,    /* it added a part to a thing */
    TARGET_OTHER    /* something else: a correction, a voiding … */
} target_kind;

/*  Everything that a verdict may depend on besides the fact. */
typedef struct {
    const catalog_t *catalog;
    const office_t *office; /* of the origin */
    role_t role;
    int64_t committed_at_us;
    uint64_t origin;       /* that wrote the fact */
    bool unvouched;        /* nobody has vouched for it (catalogue/vouching.h): asked where fact_needs_vouching */
    const thing_t *holder; /* what stands under the fact's key in this office (matter.h), or NULL */
    const thing_t *
        fulfilled; /* what another office has filed of the duty that this office has or had; NULL: nothing, or it is not known */
    target_kind target;
    int target_office;    /* of the entry referred to; 0 if not known */
    const thing_t *thing; /* of TARGET_THING and TARGET_PART */
    address_t part;       /* of TARGET_PART */
    /*  The same of what a fact that creates makes its thing of (kind.h's source). */
    target_kind source;
    const thing_t *source_thing;
    address_t source_part;
    /*  What stands under another KEY of the fact's matter in this office, as matter.h's looks_at names it; NULL: nothing.  NULL itself:
     *  nothing else is known. */
    const thing_t *(*other) (const char *key, void *arg);
    void *other_arg;
    /*  Of what went from office to office: whose device ORIGIN is, and what stands under KEY in the register of OFFICE, a thing of the
     *  fact's matter; NULL: that is not known.  NULL themselves: nothing of the kind is. */
    const office_t *(*office_of) (uint64_t origin, void *arg);
    const thing_t *(*elsewhere) (int office, const char *key, void *arg);
    void *elsewhere_arg;
    struct heirs_kept *
        kept; /* what was found lately of whose figures are held against whose (catalogue/heirs.h); NULL: nothing is kept */
} judge_input_t;

typedef struct {
    Qcdc__VerdictState state;
    fault_t fault;      /* why not, for the states that need a reason */
    int64_t repeats;    /* of an alias: commit_seq of the fact that it says again; 0 where that is not known */
    address_t repeated; /* the same as an address */
} verdict_t;

/*  The verdict for a status of a check: plain acceptance, waiting, or a rejection with its reason. */
void verdict_conclude (verdict_t *self, qcdc_status status);

/*  A second copy of what ENTRY (COMMIT_SEQ) says. */
void verdict_alias (verdict_t *self, address_t entry, int64_t commit_seq);

/*  What a reference must lead to before anything else is asked: an entry that is there and was taken, of whichever office.  FIELD is
 *  what it is refused or waited for under. */
qcdc_status verdict_check_there (target_kind target, const char *field, fault_t *fault) QCDC_CHECK;

/*  The same of a target, and of the same office. */
qcdc_status verdict_check_target (const judge_input_t *input, fault_t *fault) QCDC_CHECK;

/*  The same of a target that is a thing of MATTER, of whichever office; OTHERWISE is said where it is something else. */
qcdc_status verdict_check_thing (const judge_input_t *input, matter_id matter, const char *otherwise,
                                 fault_t *fault) QCDC_CHECK;

/*  A column, or a cell, that a correction changes. */
typedef struct {
    const char *name;
    const char *seen, *now; /* what its writer saw there, and what stands there; NULL: a text, which is not told */
    const setter_t *set;    /* who put it there */
} column_now_t;

/*  The address of the entry that SET names, and the day of its commit; false where it is not known or not committed. */
bool verdict_said_by (const setter_t *set, char by[ADDRESS_TEXT_BYTES], char day[DAY_TEXT_BYTES]);

/*  QCDC_STALE: COLUMN was changed since the writer saw it, and by whom. */
qcdc_status verdict_stale (const column_now_t *column, fault_t *fault) QCDC_CHECK;

/*  Whether the writer of a fact, who is INPUT's and saw the version of SEEN_AT_US, cannot have seen what SET put there.  By time, for what is not compared: texts. */
bool verdict_unseen (const judge_input_t *input, int64_t seen_at_us, const setter_t *set);

/*  Whether what is said now, of a version of SEEN_AT_US, would come before what is there by AT, and so change nothing. */
bool verdict_overtaken (const judge_input_t *input, int64_t seen_at_us, stamp_t at);

/*  A day that something happened on: not before there were registers, and not in the future of the commit. */
qcdc_status verdict_check_day (const judge_input_t *input, int32_t day, const char *field, fault_t *fault) QCDC_CHECK;

/*  What is in the future is so by a clock, which may be wrong: says what day it takes for today. */
void verdict_advise_today (const judge_input_t *input, fault_t *fault);

/*  What is told in one line: no control characters, no spaces at its ends. */
qcdc_status verdict_check_line (const char *line, const char *field, fault_t *fault) QCDC_CHECK;

/*  The name of a person, as an office writes it: 1 to QCDC_HANDLER_BYTES_MAX bytes, one line, trimmed. */
qcdc_status verdict_check_name (const char *name, const char *field, fault_t *fault) QCDC_CHECK;

bool content_equal (const uint8_t a[CONTENT_BYTES], const uint8_t b[CONTENT_BYTES]);

#endif
