/*  kind.h — the registry of fact kinds: one row for each thing that can happen.
 *
 *  The machinery (ingest, deciding, replay, synchronisation, healing, the feed) asks this table what a fact does, who may
 *  write it and what it refers to; it never names a kind.  How to add one: README beside this file. */

#ifndef QCDC_KIND_H
#define QCDC_KIND_H

#include "base/limits.h"
#include "facts/fact.h"
#include "facts/role.h"

/*  What facts are about (an affair is what the office calls a matter, vụ việc): the life of one kind of thing (common/matters has a file for each). */
typedef enum {
    MATTER_NONE,
    MATTER_PETITION,
    MATTER_REPORT,
    MATTER_RECEPTION,
    MATTER_AFFAIR,
    MATTER_UNLIKE,
    MATTER_LISTING,
    MATTER_NOTICE,
    MATTER_READING,
    MATTER_ITEM,
    MATTER_COUNT
} matter_id;

/*  What a fact does to the thing that it is about. */
typedef enum {
    FACT_CREATES, /* makes one: the entry's address is its id for ever */
    FACT_STEPS,   /* adds a part to the life of its target */
    FACT_SETS, /* sets what is kept of its target, a thing, beside what that says (who handles it, what it belongs to): the last that was said
                      holds, whatever it says, and it is no part */
    FACT_ATTACHES,  /* adds a file to its target, a thing: it is no part, and stays */
    FACT_CORRECTS,  /* replaces the content of its target, a thing or a part of one */
    FACT_VOIDS,     /* takes its target back */
    FACT_ERASES,    /* deletes the text of its target, whatever that is, everywhere; even while it waits for it */
    FACT_ASKS,      /* asks the province to: nothing happens to the target */
    FACT_OPENS,     /* what is sealed in its target is about to be read: nothing happens to the target */
    FACT_PROPOSES,  /* that the province puts its target on a list, or that it does not: nothing happens to the target */
    FACT_REMEMBERS, /* what devices of the office read, and whoever goes on with its work: it is about no thing, and the last that was said holds */
    FACT_PUBLISHES  /* rows of the catalogue (catalogue/publication.h), by which what is committed later is judged */
} fact_effect;

/*  Whom a fact is shown to besides the devices of its own office. */
typedef enum {
    ROUTE_OWN,
    ROUTE_HEIR,   /* whoever goes on with the work of its office once that has ended, by itself */
    ROUTE_TARGET, /* the office of the entry that it refers to, by itself: others of its segment stay private */
    ROUTE_LISTED, /* the offices that it names, by itself */
    ROUTE_THREAD, /* those, and of a step all that were shown what it is a step of; whoever is named for the first time is shown all that went before.
                   * They get it when they ask next, and so do those that go on with their work */
    ROUTE_ALL     /* every device there is, by itself */
} fact_route;

#define KIND_NO_TARGET SIZE_MAX
#define KIND_NO_SEEN 0u
#define KIND_ROLE(role) (1u << (role))

typedef struct {
    Qcdc__Fact__KindCase kind;
    const char *name; /* as the oneof names it: "petition_received" */
    fact_effect effect;
    matter_id matter;   /* of what creates, steps, sets, attaches and relates; MATTER_NONE: the target's */
    unsigned roles;     /* KIND_ROLE bits of who may write it */
    const char *refuse; /* said to others; a msgid */
    fact_route route;
    bool alone;    /* an append carries nothing beside it */
    bool bare;     /* it may name its target without a hash: whatever stands there */
    bool sworn;    /* other offices say it, and the province's device, as what only that may say, where it was vouched for */
    size_t target; /* offset of the Ref in its message; KIND_NO_TARGET where it refers to nothing */
    size_t
        seen; /* offset of the time of the newest version that its writer saw; KIND_NO_SEEN where that is nothing to it */
    size_t also;  /* offset of another Ref, of what sets to what its target belongs; 0: it has none */
    size_t links; /* offset of an array of Refs that it names besides, and judging does not follow; 0: it has none */
    size_t link_count;  /* offset of how many there are */
    bool of_part;       /* a step that is about a part of its thing, which is its target */
    size_t file;        /* offset of the hash by which the file is known that it attaches; 0: none */
    size_t listed;      /* offset of the code of the office that it names; 0: none */
    size_t office;      /* offset of the code of the office that says it, where it is said; 0: it is not */
    size_t shown;       /* offset of an array of such codes; 0: it has none */
    size_t shown_count; /* offset of how many there are */
    /*  What else is followed as a target is, of a fact that creates: what it makes its thing of, or is about besides.  Offset of a message
     *  that may be there, and in that of the Ref, 0 where it is one itself; 0: nothing. */
    size_t source, source_ref;
    qcdc_status (*fits) (const Qcdc__Fact *fact,
                         fault_t *fault); /* the limits of what remembers; NULL: its matter knows them (matter.h) */
} fact_kind_t;

/*  The row of FACT; NULL for a kind that this program does not know. */
const fact_kind_t *fact_kind (const Qcdc__Fact *fact);

/*  How many kinds this program knows: more than an older one does. */
size_t fact_kind_count (void);

/*  Whether FACT deletes a text; its target then is never stored with one again. */
bool fact_erases (const Qcdc__Fact *fact);

/*  Whether FACT says that its device took the target's text out of its own journal before it was sent. */
bool fact_took_out (const Qcdc__Fact *fact);

/*  Whether only the province may write FACT. */
bool fact_is_provincial (const Qcdc__Fact *fact);

/*  Whether FACT, which a device of an office says that is the province's or not (PROVINCIAL), is judged by itself and speaks for the province: its
 *  device is held to have been vouched for.  A publication's is, too, by its own fold (catalogue/publication.h), since it may be the one that
 *  vouches. */
bool fact_needs_vouching (const Qcdc__Fact *fact, bool provincial);

/*  Whether FACT speaks for the province where the provincial office says it, and other offices say it in their own name. */
bool fact_is_sworn (const Qcdc__Fact *fact);

/*  The code of the office that FACT says it is said by; "" where it does not. */
const char *fact_office (const Qcdc__Fact *fact);

/*  Whether FACT is a publication. */
bool fact_publishes (const Qcdc__Fact *fact);

/*  What the target of FACT, which relates it, belongs to by it; NULL: FACT does not relate. */
const Qcdc__Ref *fact_related (const Qcdc__Fact *fact);

/*  The entry that a fact refers to; false if it refers to none. */
bool fact_target (const Qcdc__Fact *fact, address_t *target);

/*  What FACT, which creates, makes its thing of, or is about besides its target; false where there is nothing of that. */
bool fact_source (const Qcdc__Fact *fact, address_t *source);

/*  The code of the INDEX-th office that FACT is to be shown to besides; NULL: it names no more. */
const char *fact_listed (const Qcdc__Fact *fact, size_t index);

/*  The hash by which the file is known that FACT attaches, of whatever length; NULL: it attaches none. */
const ProtobufCBinaryData *fact_file (const Qcdc__Fact *fact);

/*  Every reference that FACT holds, the target first; returns how many were put into REFS.  They may be rewritten.  A correction
 *  holds the links of what was seen and of what takes its place; of more than any accepted fact has, the rest is left out. */
#define FACT_REFS_MAX (6u + 2u * QCDC_LINKS_COUNT_MAX)
size_t fact_refs (Qcdc__Fact *fact, Qcdc__Ref *refs[FACT_REFS_MAX]);

/*  What a correction puts in the place of its target, as a fact of its own: fills AS (which points into CORRECTED) and returns
 *  its row.  NULL where FACT is no correction, or is one of a kind that this program does not know. */
const fact_kind_t *fact_replacement (const Qcdc__Fact *fact, Qcdc__Fact *as);

/*  The time of the newest version of its target that the writer of FACT saw, in µs; 0 where it does not say. */
int64_t fact_seen_at (const Qcdc__Fact *fact);

/*  What the writer of a correction saw in the place of its target, in the same way; NULL where that is not of its replacement's
 *  kind, or is not said. */
const fact_kind_t *fact_seen (const Qcdc__Fact *fact, Qcdc__Fact *as);

/*  The case of Corrected that puts a fact of BY's kind in its target's place; NOT_SET for a kind that no correction carries. */
Qcdc__Corrected__ReplacementCase fact_replacement_case (const Qcdc__Fact *by);

/*  Says in CORRECTED that SAW is what was seen; borrows its message. */
void fact_set_seen (Qcdc__Corrected *corrected, const Qcdc__Fact *saw);

#endif
