/*  listing_judge.c — which case may be put on which list, and what may be decided of one that is there.
 *
 *  The list is the catalogue's as it holds on the day of the decision; the case is looked up and read, whichever office's it is. */

#include "matters/listing.h"

#include "base/day.h"
#include "catalogue/case_lists.h"
#include "matters/affair.h"
#include "matters/petition.h"

#include <stdio.h>
#include <string.h>

static const listing_t *listing_of (const thing_t *thing)
{
    return (const listing_t *)thing;
}

/*  ---------------------------------------------------------------- what both kinds say */

typedef struct {
    int32_t on, next_on;
    const char *owner, *decided_by;
    bool reasoned;
    char *const *shown_to;
    size_t shown_count;
} said_t;

static said_t said_of (const Qcdc__Fact *fact)
{
    const Qcdc__CaseListed *listed = fact->case_listed;
    const Qcdc__CaseDelisted *delisted = fact->case_delisted;
    if (fact->kind_case == QCDC__FACT__KIND_CASE_LISTED)
        return (said_t){listed->on,       listed->next_on,   listed->owner, listed->decided_by, listed->reasoned != 0,
                        listed->shown_to, listed->n_shown_to};
    return (said_t){delisted->on,         delisted->next_on,       delisted->owner,
                    delisted->decided_by, delisted->reasoned != 0, delisted->shown_to,
                    delisted->n_shown_to};
}

static qcdc_status fits (const Qcdc__Fact *fact, fault_t *fault)
{
    said_t said = said_of (fact);
    if (said.shown_count > 2 || strlen (said.owner) > CATALOG_CODE_BYTES_MAX ||
        (fact->kind_case == QCDC__FACT__KIND_CASE_LISTED &&
         strlen (fact->case_listed->list) > CATALOG_CODE_BYTES_MAX))
        return fault_set (fault, QCDC_TOO_LARGE, "list", "a code has at most %u characters", CATALOG_CODE_BYTES_MAX);
    return QCDC_OK;
}

static qcdc_status check_decided (const said_t *said, fault_t *fault)
{
    if (!*said->decided_by) {
        fault_set (fault, QCDC_EMPTY, "decided_by", "a decision about a list names who decided");
        fault_advise (fault, "add by=…");
        return QCDC_EMPTY;
    }
    QCDC_TRY (verdict_check_name (said->decided_by, "decided_by", fault));
    if (said->reasoned)
        return QCDC_OK;
    fault_set (fault, QCDC_EMPTY, "reason", "a decision about a list names its reason");
    fault_advise (fault, "add reason=…");
    return QCDC_EMPTY;
}

static qcdc_status check_next (const said_t *said, fault_t *fault)
{
    char next[DAY_TEXT_BYTES], on[DAY_TEXT_BYTES];
    if (!said->next_on || (said->next_on >= said->on && said->next_on <= said->on + QCDC_PROMISE_DAYS_MAX))
        return QCDC_OK;
    if (said->next_on < QCDC_DAY_MIN || said->next_on > QCDC_DAY_MAX)
        return fault_set (fault, QCDC_BAD_DATE, "next_on", "a day before 1900 or after 9999");
    return fault_set (fault, QCDC_BAD_DATE, "next_on", "%s is not within ten years from %s, the day of the decision",
                      day_format_iso (said->next_on, next), day_format_iso (said->on, on));
}

static qcdc_status check_owner (const judge_input_t *input, const said_t *said, fault_t *fault)
{
    char on[DAY_TEXT_BYTES];
    if (!*said->owner || catalog_office_on (input->catalog, said->owner, said->on))
        return QCDC_OK;
    return fault_set (fault, QCDC_BAD_UNIT, "owner", "there is no office %s on %s", said->owner,
                      day_format_iso (said->on, on));
}

/*  CODE is the office whose case it is; "" where nobody else is to see it. */
static qcdc_status check_shown (const said_t *said, const char *code, const char *owner, fault_t *fault)
{
    const char *codes[2];
    size_t count = listing_shown_to (code, owner, codes);
    bool same = count == said->shown_count;
    for (size_t i = 0; same && i < count; i++)
        same = strcmp (codes[i], said->shown_to[i]) == 0;
    if (same)
        return QCDC_OK;
    return *code ? fault_set (fault, QCDC_BAD_LIST, "shown_to",
                              "it is shown to the office whose case it is, and to the one that answers for it")
                 : fault_set (fault, QCDC_BAD_LIST, "shown_to",
                              "what stands on a list of restricted visibility is shown to no other office");
}

/*  ---------------------------------------------------------------- what it is about */

/*  The case that FACT is to put on a list. */
static qcdc_status check_source (const judge_input_t *input, const Qcdc__CaseListed *fact, fault_t *fault)
{
    static const char OTHER[] = "only petitions and matters stand on lists";
    QCDC_TRY (verdict_check_there (input->source, "listed", fault));
    if (input->source != TARGET_THING ||
        (input->source_thing->matter->id != MATTER_PETITION && input->source_thing->matter->id != MATTER_AFFAIR))
        return fault_set (fault, QCDC_TARGET_KIND, "listed", OTHER);
    const thing_t *thing = input->source_thing;
    if (thing->entry.origin != fact->listed->origin || thing->entry.seq != fact->listed->seq)
        return fault_set (fault, QCDC_TARGET_KIND, "listed", "the entry that it refers to only repeats another one");
    if (!thing->voided)
        return QCDC_OK;
    return thing->matter->id == MATTER_PETITION
               ? fault_set (fault, QCDC_TARGET_VOID, "listed", "petition %s was taken back",
                            ((const petition_t *)thing)->local_no)
               : fault_set (fault, QCDC_TARGET_VOID, "listed", "matter %s was taken back",
                            ((const affair_t *)thing)->local_no);
}

static bool has_flag (const petition_t *petition, const char *flag)
{
    size_t length = strlen (flag);
    for (const char *at = petition->flags; at && *at; at += strcspn (at, " "), at += *at == ' ')
        if (strncmp (at, flag, length) == 0 && (at[length] == ' ' || at[length] == '\0'))
            return true;
    return false;
}

/*  All codes of lists that hold on DAY, for whoever named another one. */
static void lists_advise (const catalog_t *catalog, int32_t day, fault_t *fault)
{
    char codes[300] = "";
    size_t used = 0;
    for (size_t i = 0; i < catalog->case_list_count && used < sizeof codes; i++)
        if (case_list_on (catalog, catalog->case_lists[i].code, day) == &catalog->case_lists[i])
            used += (size_t)snprintf (codes + used, sizeof codes - used, "%s%s", used ? ", " : "",
                                      catalog->case_lists[i].code);
    if (used)
        fault_advise (fault, "known are %s", codes);
    else
        fault_advise (fault, "no list is published for that day");
}

static qcdc_status check_list (const judge_input_t *input, const Qcdc__CaseListed *fact, const case_list_t **list,
                               fault_t *fault)
{
    char on[DAY_TEXT_BYTES];
    const thing_t *thing = input->source_thing;
    bool petition = thing->matter->id == MATTER_PETITION;
    *list = case_list_on (input->catalog, fact->list, fact->on);
    if (!*list) {
        fault_set (fault, QCDC_BAD_LIST, "list", "there is no list %s on %s", fact->list,
                   day_format_iso (fact->on, on));
        lists_advise (input->catalog, fact->on, fault);
        return QCDC_BAD_LIST;
    }
    if (petition && !(*list)->takes_petitions)
        return fault_set (fault, QCDC_BAD_LIST, "list", "matters stand on the list %s, and no petitions", fact->list);
    if (!petition && !(*list)->takes_matters)
        return fault_set (fault, QCDC_BAD_LIST, "list", "petitions stand on the list %s, and no matters", fact->list);
    if (petition && *(*list)->flag && !has_flag ((const petition_t *)thing, (*list)->flag))
        return fault_set (fault, QCDC_BAD_LIST, "list", "only petitions with the flag %s stand on the list %s",
                          (*list)->flag, fact->list);
    return QCDC_OK;
}

static qcdc_status check_day (const judge_input_t *input, int32_t on, fault_t *fault)
{
    char day[DAY_TEXT_BYTES], first[DAY_TEXT_BYTES];
    const thing_t *thing = input->source_thing;
    bool petition = thing->matter->id == MATTER_PETITION;
    int32_t began = petition ? ((const petition_t *)thing)->received_on : ((const affair_t *)thing)->opened_on;
    QCDC_TRY (verdict_check_day (input, on, "on", fault));
    if (on >= began)
        return QCDC_OK;
    return petition
               ? fault_set (fault, QCDC_BAD_DATE, "on", "%s is before the day of receipt, %s",
                            day_format_iso (on, day), day_format_iso (began, first))
               : fault_set (fault, QCDC_BAD_DATE, "on", "%s is before the day on which the matter was opened, %s",
                            day_format_iso (on, day), day_format_iso (began, first));
}

/*  ---------------------------------------------------------------- keys and second copies */

static bool listing_key (const Qcdc__Fact *fact, char key[MATTER_KEY_BYTES])
{
    const Qcdc__CaseListed *listed = fact->case_listed;
    if (!listed->listed || !*listed->list || strlen (listed->list) > CATALOG_CODE_BYTES_MAX)
        return false;
    listing_key_print (&(address_t){listed->listed->origin, listed->listed->seq, 0}, listed->list, key);
    return true;
}

/*  What came off leaves its key to whatever is put there again. */
static void listing_key_of (const thing_t *self, char key[MATTER_KEY_BYTES])
{
    if (listing_of (self)->off_on)
        key[0] = '\0';
    else
        memcpy (key, listing_of (self)->key, MATTER_KEY_BYTES);
}

static bool same_decision (const decision_t *decision, const Qcdc__CaseDelisted *fact)
{
    return decision->stays == (fact->stays != 0) && decision->on == fact->on && decision->next_on == fact->next_on &&
           strcmp (decision->owner, fact->owner) == 0 && strcmp (decision->decided_by, fact->decided_by) == 0;
}

static bool listing_repeats (const thing_t *thing, const Qcdc__Fact *fact, const uint8_t content[CONTENT_BYTES],
                             address_t *entry, int64_t *commit_seq)
{
    const listing_t *self = listing_of (thing);
    if (fact->kind_case == QCDC__FACT__KIND_CASE_LISTED) {
        *entry = self->entry;
        *commit_seq = self->commit_seq;
        return content_equal (self->content, content);
    }
    /* What was decided, changed and decided again was meant each time: only the last one is said twice. */
    const decision_t *last = self->decision_count ? &self->decisions[self->decision_count - 1] : NULL;
    if (!last || !same_decision (last, fact->case_delisted))
        return false;
    *entry = last->address;
    *commit_seq = last->commit_seq;
    return true;
}

static bool listing_possible (const thing_t *self, const Qcdc__Fact *fact)
{
    (void)fact;
    return !listing_of (self)->off_on;
}

/*  ---------------------------------------------------------------- verdicts */

static qcdc_status check_free (const judge_input_t *input, const Qcdc__CaseListed *fact, fault_t *fault)
{
    char on[DAY_TEXT_BYTES];
    if (!input->holder)
        return QCDC_OK;
    fault_set (fault, QCDC_DUPLICATE, "list", "it is on the list %s already, since %s", fact->list,
               day_format_iso (listing_of (input->holder)->on, on));
    fault_advise (fault, "say when it is looked at again: qcdc list next");
    return QCDC_DUPLICATE;
}

static void judge_listed (const judge_input_t *input, const Qcdc__Fact *fact, const uint8_t content[CONTENT_BYTES],
                          verdict_t *verdict)
{
    const Qcdc__CaseListed *listed = fact->case_listed;
    fault_t *fault = &verdict->fault;
    said_t said = said_of (fact);
    const case_list_t *list = NULL;
    address_t entry;
    int64_t commit_seq;
    qcdc_status status = check_source (input, listed, fault);
    if (status == QCDC_OK)
        status = check_day (input, said.on, fault);
    if (status == QCDC_OK)
        status = check_list (input, listed, &list, fault);
    if (status == QCDC_OK && input->holder && listing_repeats (input->holder, fact, content, &entry, &commit_seq)) {
        verdict_alias (verdict, entry, commit_seq);
        return;
    }
    if (status == QCDC_OK)
        status = check_free (input, listed, fault);
    if (status == QCDC_OK)
        status = check_decided (&said, fault);
    if (status == QCDC_OK)
        status = check_next (&said, fault);
    if (status == QCDC_OK)
        status = check_owner (input, &said, fault);
    if (status == QCDC_OK) {
        const office_t *whose = catalog_office_by_id (input->catalog, input->source_thing->office);
        status = check_shown (&said, list->restricted || !whose ? "" : whose->code, said.owner, fault);
    }
    verdict_conclude (verdict, status);
}

static qcdc_status check_decision_day (const judge_input_t *input, const listing_t *listing, int32_t on,
                                       fault_t *fault)
{
    char day[DAY_TEXT_BYTES], before[DAY_TEXT_BYTES];
    const decision_t *last = listing->decision_count ? &listing->decisions[listing->decision_count - 1] : NULL;
    QCDC_TRY (verdict_check_day (input, on, "on", fault));
    if (on < listing->on)
        return fault_set (fault, QCDC_BAD_DATE, "on", "%s is before the day on which it was put on the list, %s",
                          day_format_iso (on, day), day_format_iso (listing->on, before));
    if (last && on < last->on)
        return fault_set (fault, QCDC_BAD_DATE, "on", "%s is before the day of the decision before it, %s",
                          day_format_iso (on, day), day_format_iso (last->on, before));
    return QCDC_OK;
}

static qcdc_status check_decision_seen (const judge_input_t *input, const listing_t *listing, int64_t seen_at_us,
                                        fault_t *fault)
{
    char day[DAY_TEXT_BYTES];
    const decision_t *last = listing->decision_count ? &listing->decisions[listing->decision_count - 1] : NULL;
    if (!last)
        return QCDC_OK;
    const setter_t set = {last->order, last->address.origin, last->address.seq};
    if (!verdict_unseen (input, seen_at_us, &set) && !verdict_overtaken (input, seen_at_us, last->order))
        return QCDC_OK;
    fault_set (fault, QCDC_STALE, "listing", "%s decided otherwise meanwhile, on %s", last->decided_by,
               day_format_iso (last->on, day));
    fault_advise (fault, "look at what stands there now; if it has to be changed, decide again");
    return QCDC_STALE;
}

static void judge_delisted (const judge_input_t *input, const Qcdc__Fact *fact, const uint8_t content[CONTENT_BYTES],
                            verdict_t *verdict)
{
    const Qcdc__CaseDelisted *delisted = fact->case_delisted;
    fault_t *fault = &verdict->fault;
    said_t said = said_of (fact);
    char day[DAY_TEXT_BYTES];
    address_t entry;
    int64_t commit_seq;
    qcdc_status status =
        verdict_check_thing (input, MATTER_LISTING, "the entry that it refers to puts nothing on a list", fault);
    const listing_t *listing = listing_of (input->thing);
    if (status == QCDC_OK && listing_repeats (input->thing, fact, content, &entry, &commit_seq)) {
        verdict_alias (verdict, entry, commit_seq);
        return;
    }
    if (status == QCDC_OK && listing->off_on)
        status = fault_set (fault, QCDC_BAD_LIST, "listing", "it is not on the list %s any more, since %s",
                            listing->list, day_format_iso (listing->off_on, day));
    if (status == QCDC_OK && listing->decision_count >= QCDC_STEPS_COUNT_MAX)
        status = fault_set (fault, QCDC_TOO_LARGE, "listing", "at most %u decisions about one case on a list",
                            QCDC_STEPS_COUNT_MAX);
    if (status == QCDC_OK)
        status = check_decision_day (input, listing, said.on, fault);
    if (status == QCDC_OK)
        status = check_decided (&said, fault);
    if (status == QCDC_OK && !delisted->stays && (said.next_on || *said.owner))
        status = fault_set (fault, QCDC_BAD_LIST, "next_on", "what comes off a list is not looked at again");
    if (status == QCDC_OK)
        status = check_next (&said, fault);
    if (status == QCDC_OK)
        status = check_owner (input, &said, fault);
    if (status == QCDC_OK)
        status =
            check_shown (&said, listing->shown_to, delisted->stays ? said.owner : listing_owner (listing), fault);
    if (status == QCDC_OK)
        status = check_decision_seen (input, listing, delisted->seen_at_us, fault);
    verdict_conclude (verdict, status);
}

/*  ---------------------------------------------------------------- what is proposed */

/*  An office proposes a case of its own, which stands; the province declines whoever's. */
static qcdc_status check_proposed (const judge_input_t *input, const Qcdc__CaseProposed *proposed, fault_t *fault)
{
    QCDC_TRY (verdict_check_there (input->target, "thing", fault));
    if (input->target != TARGET_THING ||
        (input->thing->matter->id != MATTER_PETITION && input->thing->matter->id != MATTER_AFFAIR))
        return fault_set (fault, QCDC_TARGET_KIND, "thing", "only petitions and matters stand on lists");
    if (proposed->declined && input->role != ROLE_PROVINCE)
        return fault_set (fault, QCDC_FORBIDDEN, "declined", "only the provincial committee keeps lists of cases");
    if (!proposed->declined && input->role == ROLE_PROVINCE) {
        fault_set (fault, QCDC_FORBIDDEN, "thing",
                   "the provincial committee puts a case on a list and need not propose it");
        fault_advise (fault, "put it there: qcdc list put");
        return QCDC_FORBIDDEN;
    }
    if (!proposed->declined && input->target_office != input->office->id)
        return fault_set (fault, QCDC_NOT_YOURS, "thing", "an office proposes its own cases");
    if (!proposed->declined && input->thing->voided)
        return fault_set (fault, QCDC_TARGET_VOID, "thing", "what was taken back is not proposed for a list");
    return QCDC_OK;
}

void listing_judge_proposal (const judge_input_t *input, const Qcdc__CaseProposed *proposed, verdict_t *verdict)
{
    fault_t *fault = &verdict->fault;
    const said_t said = {.on = proposed->on, .decided_by = proposed->decided_by, .reasoned = proposed->reasoned != 0};
    const Qcdc__CaseListed listed = {.list = proposed->list, .on = proposed->on};
    const case_list_t *list = NULL;
    judge_input_t as = *input;
    as.source = input->target;
    as.source_thing = input->thing;
    qcdc_status status =
        strlen (proposed->list) <= CATALOG_CODE_BYTES_MAX
            ? check_proposed (input, proposed, fault)
            : fault_set (fault, QCDC_TOO_LARGE, "list", "a code has at most %u characters", CATALOG_CODE_BYTES_MAX);
    if (status == QCDC_OK)
        status = check_day (&as, said.on, fault);
    if (status == QCDC_OK)
        status = check_list (&as, &listed, &list, fault);
    if (status == QCDC_OK && list->restricted)
        status = fault_set (fault, QCDC_BAD_LIST, "list",
                            "nothing is proposed for the list %s, which is of restricted visibility", list->code);
    if (status == QCDC_OK)
        status = check_decided (&said, fault);
    verdict_conclude (verdict, status);
}

static void listing_judge (const judge_input_t *input, const Qcdc__Fact *fact, const uint8_t content[CONTENT_BYTES],
                           verdict_t *verdict)
{
    switch (fact->kind_case) {
    case QCDC__FACT__KIND_CASE_LISTED:
        judge_listed (input, fact, content, verdict);
        break;
    case QCDC__FACT__KIND_CASE_DELISTED:
        judge_delisted (input, fact, content, verdict);
        break;
    default:
        /* Other offices have seen it: they have to see that it is off as well. */
        fault_set (&verdict->fault, QCDC_BAD_LIST, "target",
                   "what stands on a list is not taken back but taken off it");
        fault_advise (&verdict->fault, "qcdc list off takes it off, with a reason");
        verdict_conclude (verdict, QCDC_BAD_LIST);
    }
}

/*  ---------------------------------------------------------------- the registry's row */

static qcdc_status apply (thing_t *self, const fact_event_t *event)
{
    return listing_apply ((listing_t *)self, event);
}

static bool has_part (const thing_t *self, address_t part)
{
    return listing_decision_at (listing_of (self), part.origin, part.seq) != NULL;
}

static void release (thing_t *self)
{
    listing_release ((listing_t *)self);
}

const matter_t LISTING_MATTER = {.id = MATTER_LISTING,
                                 .name = "listing",
                                 .size = sizeof (listing_t),
                                 .key = listing_key,
                                 .key_of = listing_key_of,
                                 .repeats = listing_repeats,
                                 .possible = listing_possible,
                                 .fits = fits,
                                 .judge = listing_judge,
                                 .apply = apply,
                                 .has_part = has_part,
                                 .release = release};
