/*  make.h — facts made of their messages, which stay the caller's and live as long as the fact. */

#ifndef QCDC_MAKE_H
#define QCDC_MAKE_H

#include "facts/kind.h"

Qcdc__Fact fact_of_report (Qcdc__ReportFiled *filed);
Qcdc__Fact fact_of_petition (Qcdc__PetitionReceived *received);
Qcdc__Fact fact_of_move (Qcdc__PetitionMoved *moved);
Qcdc__Fact fact_of_hand_over (Qcdc__PetitionHandedOver *handed);
Qcdc__Fact fact_of_answer (Qcdc__HandOverAnswered *answered);
Qcdc__Fact fact_of_assignment (Qcdc__PetitionAssigned *assigned);
Qcdc__Fact fact_of_scan (Qcdc__BlobAttached *attached);
Qcdc__Fact fact_of_reception (Qcdc__ReceptionHeld *held);
Qcdc__Fact fact_of_unlike (Qcdc__PairDismissed *dismissed);
Qcdc__Fact fact_of_matter (Qcdc__MatterOpened *opened);
Qcdc__Fact fact_of_joining (Qcdc__MatterJoined *joined);
Qcdc__Fact fact_of_leaving (Qcdc__MatterLeft *left);
Qcdc__Fact fact_of_listing (Qcdc__CaseListed *listed);
Qcdc__Fact fact_of_proposal (Qcdc__CaseProposed *proposed);
Qcdc__Fact fact_of_delisting (Qcdc__CaseDelisted *delisted);
Qcdc__Fact fact_of_notice (Qcdc__NoticeIssued *issued);
Qcdc__Fact fact_of_notice_read (Qcdc__NoticeRead *read);
Qcdc__Fact fact_of_notice_withdrawn (Qcdc__NoticeWithdrawn *withdrawn);
Qcdc__Fact fact_of_mapping (Qcdc__ColumnsMapped *mapped);
Qcdc__Fact fact_of_item (Qcdc__ItemOpened *opened);
Qcdc__Fact fact_of_item_move (Qcdc__ItemMoved *moved);
Qcdc__Fact fact_of_publication (Qcdc__Published *published);

/*  Puts what BY says in the place of what its writer SAW at TARGET, both of one kind, in the version of SEEN_AT_US
 *  (thing_t.newest_us); CORRECTED is filled. */
Qcdc__Fact fact_of_correction (Qcdc__Corrected *corrected, Qcdc__Ref *target, const Qcdc__Fact *saw,
                               const Qcdc__Fact *by, int64_t seen_at_us);

/*  Asks for TARGET's text to be erased; ASKED is filled. */
Qcdc__Fact fact_of_request (Qcdc__ErasureAsked *asked, Qcdc__Ref *target);

/*  Who sent TARGET, a petition, is about to be read; OPENED is filled. */
Qcdc__Fact fact_of_opening (Qcdc__IdentityOpened *opened, Qcdc__Ref *target);

/*  Takes TARGET back; VOIDED is filled. */
Qcdc__Fact fact_of_voiding (Qcdc__Voided *voided, Qcdc__Ref *target);

#endif
