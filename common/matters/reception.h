/*  reception.h — citizen reception: a row of its register, folded from the facts that made and changed it.
 *
 *  A row is one reception or all of a session, with its number in the register of the year.  It has no steps: what is said of it
 *  later is a correction, column by column. */

#ifndef QCDC_RECEPTION_H
#define QCDC_RECEPTION_H

#include "matters/link.h"
#include "matters/matter.h"

/*  The columns that a correction can change; the last one is a text, which stands in annexes. */
typedef enum {
    RECEPTION_LOCAL_NO,
    RECEPTION_HELD_ON,
    RECEPTION_SESSION,
    RECEPTION_HELD_BY,
    RECEPTION_RECEPTIONS,
    RECEPTION_PERSONS,
    RECEPTION_MATTERS_FIRST,
    RECEPTION_MATTERS_AGAIN,
    RECEPTION_GROUPS,
    RECEPTION_GROUP_PERSONS,
    RECEPTION_GROUP_FIRST,
    RECEPTION_GROUP_AGAIN,
    RECEPTION_KINDS,
    RECEPTION_FIELDS,
    RECEPTION_RESULTS,
    RECEPTION_PETITIONS,
    RECEPTION_SUMMARY,
    RECEPTION_COLUMN_COUNT
} reception_column;

#define RECEPTION_LINKS_BYTES (QCDC_LINKS_COUNT_MAX * LINK_TEXT_BYTES + 1u)

typedef struct {
    THING;
    char *local_no;             /* as the office writes it; malloc'ed */
    char key[MATTER_KEY_BYTES]; /* petition_key_print of it: registers of receptions begin again each January, too */
    char *petitions; /* "ORIGIN:SEQ:HASH ORIGIN:SEQ:HASH", in the order in which they are said; malloc'ed */
    /*  By column: a day, a code, a number; of a set the bit of each of its codes.  Those of texts and links are not used. */
    int32_t values[RECEPTION_COLUMN_COUNT];
    setter_t set[RECEPTION_COLUMN_COUNT]; /* who said what stands in each column */
} reception_t;

/*  All that is known of receptions: matter.h. */
extern const matter_t RECEPTION_MATTER;

/*  Frees what it owns, not itself. */
void reception_release (reception_t *self);

/*  Takes over the content of a fact, also as a replacement.  QCDC_NO_MEMORY. */
qcdc_status reception_set (reception_t *self, const Qcdc__ReceptionHeld *fact, int unit,
                           const uint8_t content[CONTENT_BYTES]) QCDC_CHECK;

/*  Folds an accepted fact into SELF (matter_t.apply).  QCDC_NO_MEMORY, QCDC_CORRUPT. */
qcdc_status reception_apply (reception_t *self, const fact_event_t *event) QCDC_CHECK;

/*  Whether FACT says that people came with a denunciation, by entering a reception or by correcting one. */
bool reception_denounces (const Qcdc__Fact *fact);

#endif
