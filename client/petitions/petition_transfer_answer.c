/*  petition_transfer_answer.c — one answer to a hand-over, judged and appended. */

#include "petitions/petition_transfer_answer.h"

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/text_identity.h"
#include "facts/make.h"
#include "show/naming.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

qcdc_status hand_over_reply (desk_t *desk, hand_over_view_t *view, const answering_t *answering, bool *appended,
                             fault_t *fault)
{
    Qcdc__HandOverAnswered answered = QCDC__HAND_OVER_ANSWERED__INIT;
    Qcdc__AnnexText text = QCDC__ANNEX_TEXT__INIT;
    Qcdc__Ref ref;
    address_t entry;
    ref_set (&ref, &view->entry);
    answered.hand_over = &ref;
    answered.verdict = answering->verdict;
    answered.on = answering->on;
    answered.outcome = (Qcdc__Outcome)answering->outcome;
    if (answering->local_no)
        answered.local_no = answering->local_no;
    answered.seen_at_us = view->petition.newest_us;
    text.reason = answering->reason ? answering->reason : text.reason;
    Qcdc__Fact fact = fact_of_answer (&answered);
    judge_input_t input = hand_over_input (desk, view);
    QCDC_TRY (desk_append (desk, &input, &fact, answering->reason ? &text : NULL, false, appended, &entry, fault));
    return *appended ? hand_over_answer (view, desk, &fact, &entry, fault) : QCDC_OK;
}

static bool ends_unsettled (int move)
{
    return move == QCDC__MOVE__REFUSED || move == QCDC__MOVE__GUIDED || move == QCDC__MOVE__WITHDRAWN ||
           move == QCDC__MOVE__KEPT_AS_INFORMATION;
}

qcdc_status hand_over_ended (desk_t *desk, const petition_t *petition, const Qcdc__PetitionMoved *moved,
                             const char *reason, size_t *entries, fault_t *fault)
{
    hand_over_view_t view QCDC_CLEANUP (hand_over_release) = {0};
    answering_t answering = {
        .verdict = QCDC__HAND_OVER_VERDICT__HAND_OVER_SETTLED, .on = moved->on, .outcome = (int)moved->outcome};
    bool appended, unsettled = ends_unsettled ((int)moved->move);
    char *whole QCDC_CLEANUP (memory_free) = NULL;
    char said[QCDC_REASON_BYTES_MAX + 1];
    if (!petition->from.seq || (moved->move != QCDC__MOVE__SETTLED && !unsettled))
        return QCDC_OK;
    qcdc_status status = hand_over_read (desk, &petition->from, &view, fault);
    if (status ==
        QCDC_NOT_FOUND) /* a device that lost its feed has not got it back yet: the province knows it all the same */
        return QCDC_OK;
    QCDC_TRY (status);
    if (unsettled) {
        bool why = reason && *reason;
        if (asprintf (&whole, "%s%s%s", people_word ("move", move_name ((int)moved->move)), why ? ": " : "",
                      why ? reason : "") < 0)
            return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
        text_shorten (whole, said, sizeof said);
        answering.verdict = QCDC__HAND_OVER_VERDICT__HAND_OVER_REPLIED;
        answering.reason = said;
    }
    QCDC_TRY (hand_over_reply (desk, &view, &answering, &appended, fault));
    if (entries)
        *entries += appended;
    return QCDC_OK;
}

qcdc_status article_clean (const char *given, char **article, fault_t *fault)
{
    *article = NULL;
    if (!given)
        return QCDC_OK;
    qcdc_status status = text_clean (given, strlen (given), false, article, NULL);
    if (status != QCDC_OK)
        return fault_set (fault, status, "article", "%s", _ (status_text (status)));
    if (strlen (*article) > QCDC_ARTICLE_BYTES_MAX)
        return fault_set (fault, QCDC_TOO_LARGE, "article", _ ("longer than %u bytes"), QCDC_ARTICLE_BYTES_MAX);
    const char *found = text_identity (*article);
    if (!found)
        return QCDC_OK;
    fault_set (fault, QCDC_IDENTITY_TEXT, "article",
               _ ("an article is a place of the law and tells of nobody; found: %s"), _ (found));
    fault_advise (fault, "%s",
                  _ ("write it like \"Điều 28 Luật Khiếu nại\"; what else there is to say goes into reason=…"));
    return QCDC_IDENTITY_TEXT;
}
