/*  thing.h — what every matter's things have in common, and what happens to them.
 *
 *  A petition, a report is folded from its facts.  The fold does not depend on the order in which facts are met, only on
 *  their stamps: an office that got a correction late, a server that was restored and a replay come to the same thing. */

#ifndef QCDC_THING_H
#define QCDC_THING_H

#include "catalogue/catalog.h"
#include "facts/fact.h"

/*  The one order of everything that is said about a thing: first commit time, which a restore does not change, then
 *  commit_seq.  {0, 0} is before everything. */
typedef struct {
    int64_t at_us;
    int64_t seq;
} stamp_t;

/*  What is not committed yet comes after all that is, in the order in which it was written. */
#define STAMP_UNCOMMITTED_US INT64_MAX

bool stamp_before (stamp_t a, stamp_t b);

/*  The stamp of an entry; COMMITTED_AT_US 0: not committed, SEQ is its place in its own journal. */
stamp_t stamp_make (int64_t committed_at_us, int64_t seq);

/*  Who said last what stands in a column, or in a report's cell.  {0}: the fact that made the thing (or the part). */
typedef struct {
    stamp_t at;
    uint64_t origin; /* of the entry that said it */
    uint64_t seq;
} setter_t;

typedef struct matter matter_t;

/*  The beginning of every thing.  The members are repeated in each, so that a petition's office is petition->office. */
#define THING_MEMBERS                                                                                                \
    const matter_t *matter;                                                                                          \
    address_t entry;    /* of the fact that created it */                                                            \
    int64_t commit_seq; /* of that entry: its id for ever; 0 while it is not committed */                            \
    int office;         /* id in the catalogue */                                                                    \
    int unit;           /* id of the office's unit version on the day that the thing is of */                        \
    int64_t created_at_us; /* first commit of that entry; 0 likewise */                                              \
    bool voided;        /* for good: what comes after under its key is another thing */                              \
    setter_t voided_by; /* who took it back */                                                                       \
    stamp_t changed;    /* of the last correction of the thing itself; {0, 0}: none */                               \
    int64_t newest_us;  /* of its newest committed version, parts included: what a correction says it saw */         \
    uint8_t content[CONTENT_BYTES];

typedef struct {
    THING_MEMBERS
} thing_t;

#define THING                                                                                                        \
    union {                                                                                                          \
        thing_t thing;                                                                                               \
        struct {                                                                                                     \
            THING_MEMBERS                                                                                            \
        };                                                                                                           \
    }

/*  An accepted fact on its way into a thing.  FACT lives as long as the thing where its matter says so. */
typedef struct {
    const Qcdc__Fact *fact;
    const uint8_t *content; /* content hash of FACT; not looked at for a correction */
    const catalog_t *catalog;
    address_t entry;   /* names the part that the fact makes; on the server (0, commit_seq, 0) */
    address_t address; /* of the fact's entry, on both sides */
    stamp_t stamp;
    address_t part;       /* what a correction or a voiding is about; seq 0: the thing itself */
    bool *without_effect; /* told where the fact changes nothing, for what is later stands already; may be NULL */
} fact_event_t;

/*  The stamp under which the correction, or the step, EVENT counts: after the version that it was made on, even where the clock
 *  that stamped that one ran ahead. */
stamp_t event_stamp (const fact_event_t *event);

/*  Who says what the correction EVENT says. */
setter_t change_setter (const fact_event_t *event);

/*  Whether BY says it instead of SELF, which then is BY: the later stamp, whatever came first. */
bool setter_take (setter_t *self, const setter_t *by);

/*  The voiding EVENT: VOIDED and BY are those of the thing, or of a part.  Of two that a restored server took, the first one. */
void void_take (bool *voided, setter_t *by, const fact_event_t *event);

/*  Says of EVENT that it changes nothing. */
void event_has_no_effect (const fact_event_t *event);

/*  Takes note that EVENT, stamped like this, was applied: the thing's newest version. */
void thing_note_version (thing_t *self, const fact_event_t *event);

/*  The same of a correction: CHANGED is that of the thing, or of a part. */
void thing_note_change (thing_t *self, stamp_t *changed, const fact_event_t *event);

/*  Who of two things of one key holds it.  One that stands before one that was taken back, and before all what is not committed
 *  yet.  Two that stand (a restored server accepted the second before the first came back) are told apart by what they say, and
 *  not by commit_seq, which comes out otherwise when they are committed again. */
bool thing_holds_before (const thing_t *a, const thing_t *b);

#endif
