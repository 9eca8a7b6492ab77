/*  make.c — facts made of their messages.
 *
 *  Nothing is copied: a fact borrows what it is made of.  That a kind stands in the oneof's one pointer is kind.c's to know; here
 *  a correction leans on it once. */

#include "facts/make.h"

Qcdc__Fact fact_of_report (Qcdc__ReportFiled *filed)
{
    Qcdc__Fact fact = QCDC__FACT__INIT;
    fact.kind_case = QCDC__FACT__KIND_REPORT_FILED;
    fact.report_filed = filed;
    return fact;
}

Qcdc__Fact fact_of_petition (Qcdc__PetitionReceived *received)
{
    Qcdc__Fact fact = QCDC__FACT__INIT;
    fact.kind_case = QCDC__FACT__KIND_PETITION_RECEIVED;
    fact.petition_received = received;
    return fact;
}

Qcdc__Fact fact_of_hand_over (Qcdc__PetitionHandedOver *handed)
{
    Qcdc__Fact fact = QCDC__FACT__INIT;
    fact.kind_case = QCDC__FACT__KIND_PETITION_HANDED_OVER;
    fact.petition_handed_over = handed;
    return fact;
}

Qcdc__Fact fact_of_answer (Qcdc__HandOverAnswered *answered)
{
    Qcdc__Fact fact = QCDC__FACT__INIT;
    fact.kind_case = QCDC__FACT__KIND_HAND_OVER_ANSWERED;
    fact.hand_over_answered = answered;
    return fact;
}

Qcdc__Fact fact_of_assignment (Qcdc__PetitionAssigned *assigned)
{
    Qcdc__Fact fact = QCDC__FACT__INIT;
    fact.kind_case = QCDC__FACT__KIND_PETITION_ASSIGNED;
    fact.petition_assigned = assigned;
    return fact;
}

Qcdc__Fact fact_of_unlike (Qcdc__PairDismissed *dismissed)
{
    Qcdc__Fact fact = QCDC__FACT__INIT;
    fact.kind_case = QCDC__FACT__KIND_PAIR_DISMISSED;
    fact.pair_dismissed = dismissed;
    return fact;
}

Qcdc__Fact fact_of_scan (Qcdc__BlobAttached *attached)
{
    Qcdc__Fact fact = QCDC__FACT__INIT;
    fact.kind_case = QCDC__FACT__KIND_BLOB_ATTACHED;
    fact.blob_attached = attached;
    return fact;
}

Qcdc__Fact fact_of_reception (Qcdc__ReceptionHeld *held)
{
    Qcdc__Fact fact = QCDC__FACT__INIT;
    fact.kind_case = QCDC__FACT__KIND_RECEPTION_HELD;
    fact.reception_held = held;
    return fact;
}

Qcdc__Fact fact_of_matter (Qcdc__MatterOpened *opened)
{
    Qcdc__Fact fact = QCDC__FACT__INIT;
    fact.kind_case = QCDC__FACT__KIND_MATTER_OPENED;
    fact.matter_opened = opened;
    return fact;
}

Qcdc__Fact fact_of_joining (Qcdc__MatterJoined *joined)
{
    Qcdc__Fact fact = QCDC__FACT__INIT;
    fact.kind_case = QCDC__FACT__KIND_MATTER_JOINED;
    fact.matter_joined = joined;
    return fact;
}

Qcdc__Fact fact_of_leaving (Qcdc__MatterLeft *left)
{
    Qcdc__Fact fact = QCDC__FACT__INIT;
    fact.kind_case = QCDC__FACT__KIND_MATTER_LEFT;
    fact.matter_left = left;
    return fact;
}

Qcdc__Fact fact_of_listing (Qcdc__CaseListed *listed)
{
    Qcdc__Fact fact = QCDC__FACT__INIT;
    fact.kind_case = QCDC__FACT__KIND_CASE_LISTED;
    fact.case_listed = listed;
    return fact;
}

Qcdc__Fact fact_of_delisting (Qcdc__CaseDelisted *delisted)
{
    Qcdc__Fact fact = QCDC__FACT__INIT;
    fact.kind_case = QCDC__FACT__KIND_CASE_DELISTED;
    fact.case_delisted = delisted;
    return fact;
}

Qcdc__Fact fact_of_notice (Qcdc__NoticeIssued *issued)
{
    Qcdc__Fact fact = QCDC__FACT__INIT;
    fact.kind_case = QCDC__FACT__KIND_NOTICE_ISSUED;
    fact.notice_issued = issued;
    return fact;
}

Qcdc__Fact fact_of_notice_read (Qcdc__NoticeRead *read)
{
    Qcdc__Fact fact = QCDC__FACT__INIT;
    fact.kind_case = QCDC__FACT__KIND_NOTICE_READ;
    fact.notice_read = read;
    return fact;
}

Qcdc__Fact fact_of_notice_withdrawn (Qcdc__NoticeWithdrawn *withdrawn)
{
    Qcdc__Fact fact = QCDC__FACT__INIT;
    fact.kind_case = QCDC__FACT__KIND_NOTICE_WITHDRAWN;
    fact.notice_withdrawn = withdrawn;
    return fact;
}

Qcdc__Fact fact_of_mapping (Qcdc__ColumnsMapped *mapped)
{
    Qcdc__Fact fact = QCDC__FACT__INIT;
    fact.kind_case = QCDC__FACT__KIND_COLUMNS_MAPPED;
    fact.columns_mapped = mapped;
    return fact;
}

Qcdc__Fact fact_of_item (Qcdc__ItemOpened *opened)
{
    Qcdc__Fact fact = QCDC__FACT__INIT;
    fact.kind_case = QCDC__FACT__KIND_ITEM_OPENED;
    fact.item_opened = opened;
    return fact;
}

Qcdc__Fact fact_of_item_move (Qcdc__ItemMoved *moved)
{
    Qcdc__Fact fact = QCDC__FACT__INIT;
    fact.kind_case = QCDC__FACT__KIND_ITEM_MOVED;
    fact.item_moved = moved;
    return fact;
}

Qcdc__Fact fact_of_publication (Qcdc__Published *published)
{
    Qcdc__Fact fact = QCDC__FACT__INIT;
    fact.kind_case = QCDC__FACT__KIND_PUBLISHED;
    fact.published = published;
    return fact;
}

Qcdc__Fact fact_of_move (Qcdc__PetitionMoved *moved)
{
    Qcdc__Fact fact = QCDC__FACT__INIT;
    fact.kind_case = QCDC__FACT__KIND_PETITION_MOVED;
    fact.petition_moved = moved;
    return fact;
}

Qcdc__Fact fact_of_correction (Qcdc__Corrected *corrected, Qcdc__Ref *target, const Qcdc__Fact *saw,
                               const Qcdc__Fact *by, int64_t seen_at_us)
{
    Qcdc__Fact fact = QCDC__FACT__INIT;
    qcdc__corrected__init (corrected);
    corrected->target = target;
    corrected->replacement_case = fact_replacement_case (by);
    corrected->report = by->report_filed; /* whichever it is: see kind.c */
    fact_set_seen (corrected, saw);
    corrected->seen_at_us = seen_at_us;
    fact.kind_case = QCDC__FACT__KIND_CORRECTED;
    fact.corrected = corrected;
    return fact;
}

Qcdc__Fact fact_of_voiding (Qcdc__Voided *voided, Qcdc__Ref *target)
{
    Qcdc__Fact fact = QCDC__FACT__INIT;
    qcdc__voided__init (voided);
    voided->target = target;
    fact.kind_case = QCDC__FACT__KIND_VOIDED;
    fact.voided = voided;
    return fact;
}

Qcdc__Fact fact_of_proposal (Qcdc__CaseProposed *proposed)
{
    Qcdc__Fact fact = QCDC__FACT__INIT;
    fact.kind_case = QCDC__FACT__KIND_CASE_PROPOSED;
    fact.case_proposed = proposed;
    return fact;
}

Qcdc__Fact fact_of_request (Qcdc__ErasureAsked *asked, Qcdc__Ref *target)
{
    Qcdc__Fact fact = QCDC__FACT__INIT;
    qcdc__erasure_asked__init (asked);
    asked->target = target;
    fact.kind_case = QCDC__FACT__KIND_ERASURE_ASKED;
    fact.erasure_asked = asked;
    return fact;
}

Qcdc__Fact fact_of_opening (Qcdc__IdentityOpened *opened, Qcdc__Ref *target)
{
    Qcdc__Fact fact = QCDC__FACT__INIT;
    qcdc__identity_opened__init (opened);
    opened->petition = target;
    fact.kind_case = QCDC__FACT__KIND_IDENTITY_OPENED;
    fact.identity_opened = opened;
    return fact;
}
