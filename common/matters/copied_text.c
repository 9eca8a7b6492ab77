/*  copied_text.c — which texts of a petition a fact brings, and where they are from. */

#include "matters/copied_text.h"

#include "facts/kind.h"

static void read_corrected (const Qcdc__Corrected *corrected, copied_text_t *text)
{
    if (!corrected->petition)
        return;
    text->texts = (corrected->title ? TEXT_TITLE : 0) | (corrected->summary ? TEXT_SUMMARY : 0) |
                  (corrected->identity ? TEXT_IDENTITY : 0);
    text->relation = text->texts ? TEXT_CORRECTED : TEXT_OF_NONE;
}

/*  Who sent it may have stayed where it was entered all the same. */
static int texts_of (const Qcdc__PetitionReceived *received)
{
    return TEXT_TITLE | TEXT_SUMMARY | (received && received->identity_key ? TEXT_IDENTITY : 0);
}

void copied_text_read (const Qcdc__Fact *fact, copied_text_t *text)
{
    *text = (copied_text_t){.relation = TEXT_OF_NONE};
    switch (fact->kind_case) {
    case QCDC__FACT__KIND_PETITION_RECEIVED:
        text->relation = fact_source (fact, &text->of) ? TEXT_TAKEN_IN : TEXT_RECEIVED;
        text->texts = texts_of (fact->petition_received);
        return;
    case QCDC__FACT__KIND_PETITION_HANDED_OVER:
        text->relation = TEXT_HANDED_OVER;
        text->texts = texts_of (fact->petition_handed_over->received);
        break;
    case QCDC__FACT__KIND_HAND_OVER_ANSWERED:
        if (fact->hand_over_answered->verdict == QCDC__HAND_OVER_VERDICT__HAND_OVER_RETURNED)
            *text = (copied_text_t){.relation = TEXT_SAID_BACK, .texts = TEXT_REASON};
        break;
    case QCDC__FACT__KIND_PETITION_MOVED:
        if (fact->petition_moved->move == QCDC__MOVE__RETURNED)
            *text = (copied_text_t){.relation = TEXT_GIVEN_BACK, .texts = TEXT_REASON};
        break;
    case QCDC__FACT__KIND_CORRECTED:
        read_corrected (fact->corrected, text);
        break;
    default:
        break;
    }
    text->seen_at_us = fact_seen_at (fact);
    if (text->relation != TEXT_OF_NONE && !fact_target (fact, &text->of))
        text->relation = TEXT_OF_NONE;
}

bool copied_text_is_copy (const copied_text_t *text)
{
    return text->relation == TEXT_HANDED_OVER || text->relation == TEXT_TAKEN_IN ||
           text->relation == TEXT_SAID_BACK || text->relation == TEXT_GIVEN_BACK;
}
