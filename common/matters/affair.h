/*  affair.h — matters (vụ việc) that one or several petitions are about, each folded from the facts that made and changed it.
 *
 *  It is known by a number of the office that opened it, in the year of the day, as petitions are.  Which petitions it is about, they say
 *  (petition.h): it has no steps itself, and what is said of it later is a correction, column by column. */

#ifndef QCDC_AFFAIR_H
#define QCDC_AFFAIR_H

#include "matters/matter.h"

/*  The columns that a correction can change; the last one is a text, which stands in annexes. */
typedef enum {
    AFFAIR_LOCAL_NO,
    AFFAIR_OPENED_ON,
    AFFAIR_FIELD,
    AFFAIR_PROJECT,
    AFFAIR_TITLE,
    AFFAIR_COLUMN_COUNT
} affair_column;

typedef struct {
    THING;
    char *local_no;             /* as the office writes it; malloc'ed */
    char key[MATTER_KEY_BYTES]; /* petition_key_print of it */
    int32_t opened_on;
    int field;                             /* Qcdc__PetitionField */
    char project[QCDC_FLAG_BYTES_MAX + 1]; /* a code; "": none */
    setter_t set[AFFAIR_COLUMN_COUNT];     /* who said what stands in each column */
} affair_t;

/*  All that is known of matters: matter.h. */
extern const matter_t AFFAIR_MATTER;

/*  "local_no", "opened_on" …: as command lines and files name it. */
const char *affair_column_name (int column);

/*  Whether TEXT can be the code of a project: 1 to 32 of A-Z 0-9 _ -. */
bool affair_project_known (const char *text);

/*  A matter as the fact that would say it; borrows from it. */
void affair_say (const affair_t *self, Qcdc__MatterOpened *said);

/*  Whether both say the same in COLUMN; of a text always. */
bool affair_column_same (int column, const Qcdc__MatterOpened *a, const Qcdc__MatterOpened *b);

/*  Takes over what FROM says in COLUMN, borrowing from it. */
void affair_column_copy (int column, Qcdc__MatterOpened *to, const Qcdc__MatterOpened *from);

/*  What a row says in COLUMN, for a message or a file; "" for a text. */
#define AFFAIR_TEXT_BYTES 100u
const char *affair_column_text (int column, const Qcdc__MatterOpened *row, char text[AFFAIR_TEXT_BYTES]);

void affair_release (affair_t *self); /* frees what it owns, not itself */

/*  Folds an accepted fact into SELF (matter_t.apply).  QCDC_NO_MEMORY, QCDC_CORRUPT. */
qcdc_status affair_apply (affair_t *self, const fact_event_t *event) QCDC_CHECK;

#endif
