/*  matter.h — the registry of matters: one row for each kind of thing, with all that is known of its life.
 *
 *  Client and server call the same functions: what a clerk sees is what the province's row says. */

#ifndef QCDC_MATTER_H
#define QCDC_MATTER_H

#include "matters/verdict.h"

#define MATTER_KEY_BYTES 144u
#define MATTER_SUBJECT_BYTES 256u

struct matter {
    matter_id id;
    const char *name; /* "petition" */
    size_t size;      /* of a thing, a THING at its beginning; cleared but for its matter before the first event */

    /*  What a thing is known by in its office: the folded register number and the year of receipt, or form and period.  FACT creates one.  false: it has
     *  none, or one too long to be accepted. */
    bool (*key) (const Qcdc__Fact *fact, char key[MATTER_KEY_BYTES]);
    void (*key_of) (const thing_t *self, char key[MATTER_KEY_BYTES]);

    /*  Whether THING says already what FACT says: the holder of the key for a fact that creates, the target for a step.
     *  *ENTRY (and *COMMIT_SEQ) is then the fact that said it first. */
    bool (*repeats) (const thing_t *thing, const Qcdc__Fact *fact, const uint8_t content[CONTENT_BYTES],
                     address_t *entry, int64_t *commit_seq);

    /*  What else of the same office judging FACT looks at (judge_input_t's other): the INDEX-th key, false after the last one.  FACT
     *  creates, or is what a correction puts in another's place.  NULL: never anything. */
    bool (*looks_at) (const catalog_t *catalog, const Qcdc__Fact *fact, size_t index, char key[MATTER_KEY_BYTES]);

    /*  What of the catalogue FACT, which creates, waits for where its verdict names FIELD: "form:QCDC-HUYEN:2".  NULL: never for
     *  anything. */
    bool (*awaits) (const Qcdc__Fact *fact, const char *field, char name[MATTER_KEY_BYTES]);

    /*  Whether a step that is not sent yet is still possible from where SELF stands. */
    bool (*possible) (const thing_t *self, const Qcdc__Fact *fact);

    /*  Whether FACT, which creates or is a step, keeps the limits that hold whatever else is there: what does not is rejected before
     *  anything is waited for. */
    qcdc_status (*fits) (const Qcdc__Fact *fact, fault_t *fault);

    /*  The verdict on a fact of this matter; of a correction or a voiding its target is a thing or a part of this matter. */
    void (*judge) (const judge_input_t *input, const Qcdc__Fact *fact, const uint8_t content[CONTENT_BYTES],
                   verdict_t *verdict);

    /*  Folds an accepted fact into SELF.  QCDC_NO_MEMORY; QCDC_CORRUPT for one that no judge accepts. */
    qcdc_status (*apply) (thing_t *self, const fact_event_t *event);

    /*  Whether SELF has a part made by that entry. */
    bool (*has_part) (const thing_t *self, address_t part);

    /*  How much was said of SELF that a history shows, whether it stands or not; and it is forgotten.  NULL: nothing of that is
     *  kept. */
    size_t (*remembered) (const thing_t *self);
    void (*forget) (thing_t *self);

    /*  Keeps no more than who it was of SELF, which was taken back and whose key another one has by now; NULL: what was taken back is
     *  shown whole. */
    void (*shed) (thing_t *self);

    /*  Frees what SELF owns, not itself. */
    void (*release) (thing_t *self);
};

/*  NULL for MATTER_NONE. */
const matter_t *matter_at (matter_id id);

/*  The key that FACT creates a thing under, or that a correction would give one, and whose it is; NULL: none. */
const matter_t *fact_key (const Qcdc__Fact *fact, char key[MATTER_KEY_BYTES]);

/*  The INDEX-th key of another thing of the office that judging FACT, or what it puts in another's place, looks at; NULL after the last
 *  one. */
const matter_t *fact_looks_at (const catalog_t *catalog, const Qcdc__Fact *fact, size_t index,
                               char key[MATTER_KEY_BYTES]);

/*  What of the catalogue FACT, or what it puts in another's place, waits for where its verdict is waiting and names FIELD.  false: it
 *  waits for its target. */
bool fact_awaits (const Qcdc__Fact *fact, const char *field, char name[MATTER_KEY_BYTES]);

/*  "petition:BCD-593:12/kn@2019"; false where it does not fit (no accepted fact has such). */
bool matter_subject (const matter_t *self, const char *office, const char *key, char text[MATTER_SUBJECT_BYTES]);

/*  Where what the office remembers by facts of KIND is found: "columns_mapped:BCD-593:".  false likewise. */
bool remembered_subject (const fact_kind_t *kind, const char *office, char text[MATTER_SUBJECT_BYTES]);

/*  The matter of such a subject, and its office's code (NULL, "" where it is none). */
const matter_t *subject_matter (const char *subject, char office[64]);

#endif
