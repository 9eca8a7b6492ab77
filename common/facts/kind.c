/*  kind.c — the registry of fact kinds, and what follows from it for any fact.
 *
 *  protobuf-c keeps the message of whichever case is set in one pointer of the oneof's union, and a Ref in one pointer of its
 *  message; so an offset says where a kind's reference is, and no switch over kinds is needed anywhere. */

#include "facts/kind.h"

#include "facts/columns_mapped.h"

#include <stddef.h>
#include <string.h>

#define ANY_OFFICE (KIND_ROLE (ROLE_REPORTER) | KIND_ROLE (ROLE_PROVINCE))
#define TO_OFFICES "an analyst reads aggregates and writes nothing"

static const fact_kind_t KINDS[] = {
    {.kind = QCDC__FACT__KIND_REPORT_FILED,
     .name = "report_filed",
     .effect = FACT_CREATES,
     .matter = MATTER_REPORT,
     .roles = ANY_OFFICE,
     .refuse = TO_OFFICES,
     .target = KIND_NO_TARGET},
    {.kind = QCDC__FACT__KIND_PETITION_RECEIVED,
     .name = "petition_received",
     .effect = FACT_CREATES,
     .matter = MATTER_PETITION,
     .roles = ANY_OFFICE,
     .refuse = TO_OFFICES,
     .target = KIND_NO_TARGET,
     .source = offsetof (Qcdc__PetitionReceived, from),
     .source_ref = offsetof (Qcdc__HandedFrom, hand_over)},
    {.kind = QCDC__FACT__KIND_PETITION_MOVED,
     .name = "petition_moved",
     .effect = FACT_STEPS,
     .matter = MATTER_PETITION,
     .roles = ANY_OFFICE,
     .refuse = TO_OFFICES,
     .target = offsetof (Qcdc__PetitionMoved, petition),
     .seen = offsetof (Qcdc__PetitionMoved, seen_at_us)},
    {.kind = QCDC__FACT__KIND_PETITION_HANDED_OVER,
     .name = "petition_handed_over",
     .effect = FACT_STEPS,
     .matter = MATTER_PETITION,
     .roles = ANY_OFFICE,
     .refuse = TO_OFFICES,
     .route = ROUTE_LISTED,
     .alone = true,
     .target = offsetof (Qcdc__PetitionHandedOver, petition),
     .seen = offsetof (Qcdc__PetitionHandedOver, seen_at_us),
     .listed = offsetof (Qcdc__PetitionHandedOver, to_office)},
    {.kind = QCDC__FACT__KIND_HAND_OVER_ANSWERED,
     .name = "hand_over_answered",
     .effect = FACT_STEPS,
     .matter = MATTER_PETITION,
     .roles = ANY_OFFICE,
     .refuse = TO_OFFICES,
     .route = ROUTE_TARGET,
     .alone = true,
     .of_part = true,
     .target = offsetof (Qcdc__HandOverAnswered, hand_over),
     .seen = offsetof (Qcdc__HandOverAnswered, seen_at_us)},
    {.kind = QCDC__FACT__KIND_PETITION_ASSIGNED,
     .name = "petition_assigned",
     .effect = FACT_SETS,
     .matter = MATTER_PETITION,
     .roles = ANY_OFFICE,
     .refuse = TO_OFFICES,
     .target = offsetof (Qcdc__PetitionAssigned, petition),
     .seen = offsetof (Qcdc__PetitionAssigned, seen_at_us)},
    {.kind = QCDC__FACT__KIND_BLOB_ATTACHED,
     .name = "blob_attached",
     .effect = FACT_ATTACHES,
     .matter = MATTER_PETITION,
     .roles = ANY_OFFICE,
     .refuse = TO_OFFICES,
     .target = offsetof (Qcdc__BlobAttached, petition),
     .file = offsetof (Qcdc__BlobAttached, hash)},
    {.kind = QCDC__FACT__KIND_RECEPTION_HELD,
     .name = "reception_held",
     .effect = FACT_CREATES,
     .matter = MATTER_RECEPTION,
     .roles = ANY_OFFICE,
     .refuse = TO_OFFICES,
     .target = KIND_NO_TARGET,
     .links = offsetof (Qcdc__ReceptionHeld, petitions),
     .link_count = offsetof (Qcdc__ReceptionHeld, n_petitions)},
    {.kind = QCDC__FACT__KIND_CORRECTED,
     .name = "corrected",
     .effect = FACT_CORRECTS,
     .roles = ANY_OFFICE,
     .refuse = TO_OFFICES,
     .target = offsetof (Qcdc__Corrected, target),
     .seen = offsetof (Qcdc__Corrected, seen_at_us)},
    {.kind = QCDC__FACT__KIND_VOIDED,
     .name = "voided",
     .effect = FACT_VOIDS,
     .roles = ANY_OFFICE,
     .refuse = TO_OFFICES,
     .target = offsetof (Qcdc__Voided, target)},
    {.kind = QCDC__FACT__KIND_MATTER_OPENED,
     .name = "matter_opened",
     .effect = FACT_CREATES,
     .matter = MATTER_AFFAIR,
     .roles = ANY_OFFICE,
     .refuse = TO_OFFICES,
     .target = KIND_NO_TARGET},
    {.kind = QCDC__FACT__KIND_MATTER_JOINED,
     .name = "matter_joined",
     .effect = FACT_SETS,
     .matter = MATTER_PETITION,
     .roles = ANY_OFFICE,
     .refuse = TO_OFFICES,
     .route = ROUTE_TARGET,
     .alone = true,
     .target = offsetof (Qcdc__MatterJoined, petition),
     .also = offsetof (Qcdc__MatterJoined, matter)},
    {.kind = QCDC__FACT__KIND_MATTER_LEFT,
     .name = "matter_left",
     .effect = FACT_SETS,
     .matter = MATTER_PETITION,
     .roles = ANY_OFFICE,
     .refuse = TO_OFFICES,
     .route = ROUTE_TARGET,
     .alone = true,
     .target = offsetof (Qcdc__MatterLeft, petition),
     .also = offsetof (Qcdc__MatterLeft, matter)},
    {.kind = QCDC__FACT__KIND_PAIR_DISMISSED,
     .name = "pair_dismissed",
     .effect = FACT_CREATES,
     .matter = MATTER_UNLIKE,
     .roles = ANY_OFFICE,
     .refuse = TO_OFFICES,
     .target = offsetof (Qcdc__PairDismissed, a),
     .source = offsetof (Qcdc__PairDismissed, b)},
    {.kind = QCDC__FACT__KIND_IDENTITY_OPENED,
     .name = "identity_opened",
     .effect = FACT_OPENS,
     .roles = ANY_OFFICE,
     .refuse = TO_OFFICES,
     .route = ROUTE_TARGET,
     .alone = true,
     .bare = true,
     .target = offsetof (Qcdc__IdentityOpened, petition)},
    {.kind = QCDC__FACT__KIND_PUBLISHED,
     .name = "published",
     .effect = FACT_PUBLISHES,
     .roles = KIND_ROLE (ROLE_PROVINCE),
     .refuse = "only the provincial committee publishes the catalogue",
     .route = ROUTE_ALL,
     .alone = true,
     .target = KIND_NO_TARGET},
    {.kind = QCDC__FACT__KIND_CASE_LISTED,
     .name = "case_listed",
     .effect = FACT_CREATES,
     .matter = MATTER_LISTING,
     .roles = KIND_ROLE (ROLE_PROVINCE),
     .refuse = "only the provincial committee keeps lists of cases",
     .route = ROUTE_THREAD,
     .alone = true,
     .target = KIND_NO_TARGET,
     .shown = offsetof (Qcdc__CaseListed, shown_to),
     .shown_count = offsetof (Qcdc__CaseListed, n_shown_to),
     .source = offsetof (Qcdc__CaseListed, listed)},
    {.kind = QCDC__FACT__KIND_CASE_DELISTED,
     .name = "case_delisted",
     .effect = FACT_STEPS,
     .matter = MATTER_LISTING,
     .roles = KIND_ROLE (ROLE_PROVINCE),
     .refuse = "only the provincial committee keeps lists of cases",
     .route = ROUTE_THREAD,
     .alone = true,
     .target = offsetof (Qcdc__CaseDelisted, listing),
     .seen = offsetof (Qcdc__CaseDelisted, seen_at_us),
     .shown = offsetof (Qcdc__CaseDelisted, shown_to),
     .shown_count = offsetof (Qcdc__CaseDelisted, n_shown_to)},
    {.kind = QCDC__FACT__KIND_CASE_PROPOSED,
     .name = "case_proposed",
     .effect = FACT_PROPOSES,
     .roles = ANY_OFFICE,
     .refuse = TO_OFFICES,
     .route = ROUTE_TARGET,
     .alone = true,
     .sworn = true,
     .target = offsetof (Qcdc__CaseProposed, thing)},
    {.kind = QCDC__FACT__KIND_NOTICE_ISSUED,
     .name = "notice_issued",
     .effect = FACT_CREATES,
     .matter = MATTER_NOTICE,
     .roles = KIND_ROLE (ROLE_PROVINCE),
     .refuse = "only the provincial committee issues notices",
     .route = ROUTE_LISTED,
     .alone = true,
     .target = KIND_NO_TARGET,
     .shown = offsetof (Qcdc__NoticeIssued, shown_to),
     .shown_count = offsetof (Qcdc__NoticeIssued, n_shown_to)},
    {.kind = QCDC__FACT__KIND_NOTICE_READ,
     .name = "notice_read",
     .effect = FACT_CREATES,
     .matter = MATTER_READING,
     .roles = ANY_OFFICE,
     .refuse = TO_OFFICES,
     .target = KIND_NO_TARGET,
     .source = offsetof (Qcdc__NoticeRead, notice)},
    {.kind = QCDC__FACT__KIND_NOTICE_WITHDRAWN,
     .name = "notice_withdrawn",
     .effect = FACT_STEPS,
     .matter = MATTER_NOTICE,
     .roles = KIND_ROLE (ROLE_PROVINCE),
     .refuse = "only the provincial committee issues notices",
     .route = ROUTE_LISTED,
     .alone = true,
     .target = offsetof (Qcdc__NoticeWithdrawn, notice),
     .shown = offsetof (Qcdc__NoticeWithdrawn, shown_to),
     .shown_count = offsetof (Qcdc__NoticeWithdrawn, n_shown_to)},
    {.kind = QCDC__FACT__KIND_COLUMNS_MAPPED,
     .name = "columns_mapped",
     .effect = FACT_REMEMBERS,
     .roles = ANY_OFFICE,
     .refuse = TO_OFFICES,
     .route = ROUTE_HEIR,
     .alone = true,
     .target = KIND_NO_TARGET,
     .fits = columns_mapped_fit},
    {.kind = QCDC__FACT__KIND_ITEM_OPENED,
     .name = "item_opened",
     .effect = FACT_CREATES,
     .matter = MATTER_ITEM,
     .roles = ANY_OFFICE,
     .refuse = TO_OFFICES,
     .route = ROUTE_THREAD,
     .alone = true,
     .sworn = true,
     .target = KIND_NO_TARGET,
     .shown = offsetof (Qcdc__ItemOpened, shown_to),
     .shown_count = offsetof (Qcdc__ItemOpened, n_shown_to),
     .source = offsetof (Qcdc__ItemOpened, of),
     .source_ref = offsetof (Qcdc__ItemOf, entry)},
    {.kind = QCDC__FACT__KIND_ITEM_MOVED,
     .name = "item_moved",
     .effect = FACT_STEPS,
     .matter = MATTER_ITEM,
     .roles = ANY_OFFICE,
     .refuse = TO_OFFICES,
     .route = ROUTE_THREAD,
     .alone = true,
     .sworn = true,
     .target = offsetof (Qcdc__ItemMoved, item),
     .office = offsetof (Qcdc__ItemMoved, office),
     .seen = offsetof (Qcdc__ItemMoved, seen_at_us),
     .shown = offsetof (Qcdc__ItemMoved, shown_to),
     .shown_count = offsetof (Qcdc__ItemMoved, n_shown_to)},
    {.kind = QCDC__FACT__KIND_ANNEX_ERASED,
     .name = "annex_erased",
     .effect = FACT_ERASES,
     .roles = KIND_ROLE (ROLE_PROVINCE),
     .refuse = "only the provincial committee can have texts erased",
     .route = ROUTE_TARGET,
     .alone = true,
     .bare = true,
     .target = offsetof (Qcdc__AnnexErased, target)},
    {.kind = QCDC__FACT__KIND_ERASURE_ASKED,
     .name = "erasure_asked",
     .effect = FACT_ASKS,
     .roles = KIND_ROLE (ROLE_REPORTER),
     .refuse = "the provincial committee erases texts itself and need not ask",
     .target = offsetof (Qcdc__ErasureAsked, target)},
    {.kind = QCDC__FACT__KIND_REPORT_REVIEWED,
     .name = "report_reviewed",
     .effect = FACT_STEPS,
     .matter = MATTER_REPORT,
     .roles = KIND_ROLE (ROLE_PROVINCE),
     .refuse = "only the provincial committee reviews reports",
     .route = ROUTE_TARGET,
     .alone = true,
     .target = offsetof (Qcdc__ReportReviewed, report),
     .seen = offsetof (Qcdc__ReportReviewed, seen_at_us)},
};

/*  A correction carries the message of the fact that it replaces, in a oneof of its own, and beside it what was seen of it. */
static const struct {
    Qcdc__Corrected__ReplacementCase replacement;
    size_t seen; /* offset of the message in Corrected */
    Qcdc__Fact__KindCase kind;
} REPLACEMENTS[] = {
    {QCDC__CORRECTED__REPLACEMENT_REPORT, offsetof (Qcdc__Corrected, report_seen), QCDC__FACT__KIND_REPORT_FILED},
    {QCDC__CORRECTED__REPLACEMENT_PETITION, offsetof (Qcdc__Corrected, petition_seen),
     QCDC__FACT__KIND_PETITION_RECEIVED},
    {QCDC__CORRECTED__REPLACEMENT_MOVE, offsetof (Qcdc__Corrected, move_seen), QCDC__FACT__KIND_PETITION_MOVED},
    {QCDC__CORRECTED__REPLACEMENT_RECEPTION, offsetof (Qcdc__Corrected, reception_seen),
     QCDC__FACT__KIND_RECEPTION_HELD},
    {QCDC__CORRECTED__REPLACEMENT_MATTER, offsetof (Qcdc__Corrected, matter_seen), QCDC__FACT__KIND_MATTER_OPENED},
};

#define COUNT(array) (sizeof (array) / sizeof (array)[0])

static const fact_kind_t *kind_of (Qcdc__Fact__KindCase kind)
{
    for (size_t i = 0; i < COUNT (KINDS); i++)
        if (KINDS[i].kind == kind)
            return &KINDS[i];
    return NULL;
}

const fact_kind_t *fact_kind (const Qcdc__Fact *fact)
{
    return kind_of (fact->kind_case);
}

size_t fact_kind_count (void)
{
    return COUNT (KINDS);
}

bool fact_erases (const Qcdc__Fact *fact)
{
    const fact_kind_t *kind = fact_kind (fact);
    return kind && kind->effect == FACT_ERASES;
}

bool fact_took_out (const Qcdc__Fact *fact)
{
    return fact->kind_case == QCDC__FACT__KIND_ERASURE_ASKED && fact->erasure_asked->taken_out;
}

bool fact_is_provincial (const Qcdc__Fact *fact)
{
    const fact_kind_t *kind = fact_kind (fact);
    return kind && kind->roles == KIND_ROLE (ROLE_PROVINCE);
}

bool fact_is_sworn (const Qcdc__Fact *fact)
{
    const fact_kind_t *kind = fact_kind (fact);
    return kind && kind->sworn;
}

bool fact_needs_vouching (const Qcdc__Fact *fact, bool provincial)
{
    return (fact_is_provincial (fact) || (provincial && fact_is_sworn (fact))) && !fact_publishes (fact);
}

bool fact_publishes (const Qcdc__Fact *fact)
{
    const fact_kind_t *kind = fact_kind (fact);
    return kind && kind->effect == FACT_PUBLISHES;
}

/*  The message of whichever case is set. */
static char *message_of (const Qcdc__Fact *fact)
{
    return (char *)fact->report_filed;
}

const char *fact_office (const Qcdc__Fact *fact)
{
    const fact_kind_t *kind = fact_kind (fact);
    const char *code = "";
    if (kind && kind->office)
        memcpy (&code, message_of (fact) + kind->office, sizeof code);
    return code;
}

/*  Where the kind's reference is; NULL where it has none. */
static Qcdc__Ref *reference_of (const fact_kind_t *kind, const Qcdc__Fact *fact)
{
    Qcdc__Ref *ref = NULL;
    if (kind && kind->target != KIND_NO_TARGET)
        memcpy (&ref, message_of (fact) + kind->target, sizeof ref);
    return ref;
}

static Qcdc__Ref *source_of (const fact_kind_t *kind, const Qcdc__Fact *fact)
{
    char *from = NULL;
    Qcdc__Ref *ref = NULL;
    if (!kind || !kind->source)
        return NULL;
    memcpy (&from, message_of (fact) + kind->source, sizeof from);
    if (from && kind->source_ref)
        memcpy (&ref, from + kind->source_ref, sizeof ref);
    return from && !kind->source_ref ? (Qcdc__Ref *)(void *)from : ref;
}

bool fact_source (const Qcdc__Fact *fact, address_t *source)
{
    const fact_kind_t *kind = fact_kind (fact);
    char *from = NULL;
    if (!kind || !kind->source)
        return false;
    memcpy (&from, message_of (fact) + kind->source, sizeof from);
    const Qcdc__Ref *ref = source_of (kind, fact);
    *source = ref ? (address_t){ref->origin, ref->seq, ref->hash} : (address_t){0, 0, 0};
    return from != NULL || !kind->source_ref;
}

const char *fact_listed (const Qcdc__Fact *fact, size_t index)
{
    const fact_kind_t *kind = fact_kind (fact);
    const char *code = NULL;
    char *const *codes;
    size_t count;
    if (kind && kind->listed && index == 0)
        memcpy (&code, message_of (fact) + kind->listed, sizeof code);
    if (kind && kind->shown) {
        memcpy (&count, message_of (fact) + kind->shown_count, sizeof count);
        memcpy (&codes, message_of (fact) + kind->shown, sizeof codes);
        code = index < count ? codes[index] : NULL;
    }
    return code && *code ? code : NULL;
}

/*  What else it names; NULL where it names nothing. */
static Qcdc__Ref *other_reference_of (const fact_kind_t *kind, const Qcdc__Fact *fact)
{
    Qcdc__Ref *ref = NULL;
    if (kind && kind->also)
        memcpy (&ref, message_of (fact) + kind->also, sizeof ref);
    return ref;
}

const Qcdc__Ref *fact_related (const Qcdc__Fact *fact)
{
    return other_reference_of (fact_kind (fact), fact);
}

bool fact_target (const Qcdc__Fact *fact, address_t *target)
{
    const fact_kind_t *kind = fact_kind (fact);
    if (!kind || kind->target == KIND_NO_TARGET)
        return false;
    const Qcdc__Ref *ref = reference_of (kind, fact);
    *target = ref ? (address_t){ref->origin, ref->seq, ref->hash} : (address_t){0, 0, 0};
    return true;
}

int64_t fact_seen_at (const Qcdc__Fact *fact)
{
    const fact_kind_t *kind = fact_kind (fact);
    int64_t seen_at_us = 0;
    if (kind && kind->seen != KIND_NO_SEEN)
        memcpy (&seen_at_us, message_of (fact) + kind->seen, sizeof seen_at_us);
    return seen_at_us;
}

const fact_kind_t *fact_replacement (const Qcdc__Fact *fact, Qcdc__Fact *as)
{
    const fact_kind_t *kind = fact_kind (fact);
    if (!kind || kind->effect != FACT_CORRECTS)
        return NULL;
    for (size_t i = 0; i < COUNT (REPLACEMENTS); i++)
        if (REPLACEMENTS[i].replacement == fact->corrected->replacement_case) {
            qcdc__fact__init (as);
            as->kind_case = REPLACEMENTS[i].kind;
            as->report_filed = fact->corrected->report;
            return kind_of (as->kind_case);
        }
    return NULL;
}

static void *seen_at (const Qcdc__Corrected *corrected, size_t offset)
{
    void *message;
    memcpy (&message, (const char *)corrected + offset, sizeof message);
    return message;
}

const fact_kind_t *fact_seen (const Qcdc__Fact *fact, Qcdc__Fact *as)
{
    Qcdc__Fact replacement;
    const fact_kind_t *kind = fact_replacement (fact, &replacement), *found = NULL;
    for (size_t i = 0; kind && i < COUNT (REPLACEMENTS); i++) {
        void *seen = seen_at (fact->corrected, REPLACEMENTS[i].seen);
        if (!seen)
            continue;
        if (REPLACEMENTS[i].kind != kind->kind)
            return NULL;
        qcdc__fact__init (as);
        as->kind_case = kind->kind;
        as->report_filed = seen;
        found = kind;
    }
    return found;
}

void fact_set_seen (Qcdc__Corrected *corrected, const Qcdc__Fact *saw)
{
    for (size_t i = 0; i < COUNT (REPLACEMENTS); i++)
        if (REPLACEMENTS[i].kind == saw->kind_case)
            memcpy ((char *)corrected + REPLACEMENTS[i].seen, &saw->report_filed, sizeof (void *));
}

Qcdc__Corrected__ReplacementCase fact_replacement_case (const Qcdc__Fact *by)
{
    for (size_t i = 0; i < COUNT (REPLACEMENTS); i++)
        if (REPLACEMENTS[i].kind == by->kind_case)
            return REPLACEMENTS[i].replacement;
    return QCDC__CORRECTED__REPLACEMENT__NOT_SET;
}

const ProtobufCBinaryData *fact_file (const Qcdc__Fact *fact)
{
    const fact_kind_t *kind = fact_kind (fact);
    if (!kind || !kind->file)
        return NULL;
    const void *hash = message_of (fact) + kind->file;
    return hash;
}

/*  The links of FACT, behind the COUNT that are in REFS; returns how many those are then. */
static size_t links_of (const fact_kind_t *kind, const Qcdc__Fact *fact, size_t count, Qcdc__Ref *refs[FACT_REFS_MAX])
{
    size_t link_count;
    Qcdc__Ref **links;
    if (!kind || !kind->links)
        return count;
    memcpy (&link_count, message_of (fact) + kind->link_count, sizeof link_count);
    memcpy (&links, message_of (fact) + kind->links, sizeof links);
    for (size_t i = 0; i < link_count && i < QCDC_LINKS_COUNT_MAX; i++)
        refs[count++] = links[i];
    return count;
}

size_t fact_refs (Qcdc__Fact *fact, Qcdc__Ref *refs[FACT_REFS_MAX])
{
    Qcdc__Fact as, saw;
    size_t count = 0;
    const fact_kind_t *kind = fact_kind (fact), *replacement = fact_replacement (fact, &as);
    Qcdc__Ref *ref = reference_of (kind, fact);
    if (ref)
        refs[count++] = ref;
    ref = reference_of (replacement, &as);
    if (ref)
        refs[count++] = ref;
    if ((ref = other_reference_of (kind, fact)))
        refs[count++] = ref;
    if ((ref = source_of (kind, fact)))
        refs[count++] = ref;
    if ((ref = source_of (replacement, &as)))
        refs[count++] = ref;
    if ((ref = source_of (fact_seen (fact, &saw), &saw)))
        refs[count++] = ref;
    count = links_of (kind, fact, count, refs);
    count = links_of (replacement, &as, count, refs);
    return links_of (fact_seen (fact, &saw), &saw, count, refs);
}
