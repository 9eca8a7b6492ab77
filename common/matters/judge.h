/*  judge.h — is this fact allowed, complete and arithmetically right?
 *
 *  A pure function of the fact, the state it meets, the role of its origin and the time of commit: no clock, no locale,
 *  no database.  The client calls it before it appends, so that the clerk hears at once what the server would say later;
 *  the server calls it when it commits. */

#ifndef QCDC_JUDGE_H
#define QCDC_JUDGE_H

#include "catalogue/catalog.h"
#include "matters/petition.h"
#include "wire.pb-c.h"

typedef enum { ROLE_REPORTER, ROLE_PROVINCE, ROLE_ANALYST, ROLE_COUNT } role_t;
const char *role_name (role_t role);
qcdc_status role_parse (const char *text, role_t *role) QCDC_CHECK; /* QCDC_NOT_FOUND */

/*  A report as judging meets it: its values are not needed. */
typedef struct {
    address_t entry;
    int64_t commit_seq;
    int office;
    int unit;
    int form; /* id in the catalog */
    char form_code[32];
    char period[9];
    bool voided;
    uint8_t content[CONTENT_BYTES];
} report_t;

typedef enum {
    TARGET_NONE,    /* the fact refers to nothing */
    TARGET_MISSING, /* no entry at that address, or one with another hash */
    TARGET_PENDING, /* there, but waiting itself */
    TARGET_REFUSED, /* there, but rejected or unsupported */
    TARGET_PETITION,
    TARGET_MOVE,
    TARGET_REPORT,
    TARGET_OTHER /* there and accepted, of another kind (a correction, a voiding …) */
} target_kind;

typedef struct {
    const catalog_t *catalog;
    const office_t *office; /* of the origin */
    role_t role;
    int64_t committed_at_us;
    const petition_t *same_no;   /* the petition that holds the fact's local_no in this office, or NULL */
    const report_t *same_report; /* the report that holds the fact's form and period in this office, or NULL */
    target_kind target;
    int target_office;          /* of the entry referred to; 0 if not known */
    const petition_t *petition; /* of TARGET_PETITION and TARGET_MOVE (aliases already resolved) */
    const move_t *move;         /* of TARGET_MOVE */
    const report_t *report;     /* of TARGET_REPORT */
} judge_input_t;

typedef struct {
    Qcdc__VerdictState state;
    fault_t fault; /* why not, for the states that need a reason */
} verdict_t;

/*  Judges FACT, whose body has the content hash CONTENT. */
void judge_fact (const judge_input_t *input, const Qcdc__Fact *fact, const uint8_t content[CONTENT_BYTES],
                 verdict_t *verdict);

/*  The register number of the petition that a fact creates or would replace with; NULL for other facts. */
const char *fact_local_no (const Qcdc__Fact *fact);

/*  The report that a fact files or replaces with; NULL for other facts. */
const Qcdc__ReportFiled *fact_report (const Qcdc__Fact *fact);

#endif
