/*  item_judge.c — what an item must say of itself, and who may take which step of one that is there.
 *
 *  Two offices speak of one thing: its owner says what was done, whoever opened it decides.  What each may say is a table (item.c); who has ended is
 *  spoken for by whoever goes on with his work on the day of the step. */

#include "matters/item.h"

#include "base/day.h"
#include "matters/notice.h"
#include "matters/petition.h"
#include "matters/petition_transfer.h"
#include "matters/register_no.h"

#include <string.h>

static const item_t *item_of (const thing_t *thing)
{
    return (const item_t *)thing;
}

/*  ---------------------------------------------------------------- what a fact must say by itself */

static qcdc_status check_codes (char *const *codes, size_t count, size_t max, fault_t *fault)
{
    if (count > max)
        return fault_set (fault, QCDC_TOO_LARGE, "shown_to", "a task is shown to at most %u offices", ITEM_SHOWN_MAX);
    for (size_t i = 0; i < count; i++)
        if (strlen (codes[i]) > CATALOG_CODE_BYTES_MAX)
            return fault_set (fault, QCDC_TOO_LARGE, "shown_to", "a code has at most %u characters",
                              CATALOG_CODE_BYTES_MAX);
    return QCDC_OK;
}

static qcdc_status check_lengths (const char *owner, const char *person, const char *office, fault_t *fault)
{
    if (strlen (owner) > CATALOG_CODE_BYTES_MAX || strlen (office) > CATALOG_CODE_BYTES_MAX)
        return fault_set (fault, QCDC_TOO_LARGE, "owner", "a code has at most %u characters", CATALOG_CODE_BYTES_MAX);
    return *person ? verdict_check_name (person, "person", fault) : QCDC_OK;
}

static qcdc_status fits (const Qcdc__Fact *fact, fault_t *fault)
{
    const Qcdc__ItemOpened *opened = fact->item_opened;
    const Qcdc__ItemMoved *moved = fact->item_moved;
    if (fact->kind_case == QCDC__FACT__KIND_ITEM_OPENED) {
        QCDC_TRY (check_lengths (opened->owner, opened->person, "", fault));
        return check_codes (opened->shown_to, opened->n_shown_to, ITEM_SHOWN_MAX, fault);
    }
    QCDC_TRY (check_lengths (moved->owner, moved->person, moved->office, fault));
    return check_codes (moved->shown_to, moved->n_shown_to, 1, fault);
}

static qcdc_status check_owner (const judge_input_t *input, const char *owner, const char *person, int32_t on,
                                fault_t *fault)
{
    char day[DAY_TEXT_BYTES];
    if (*person && !*owner)
        return fault_set (fault, QCDC_BAD_ITEM, "person", "a person is named beside the office that is to do it");
    if (!*owner || catalog_office_on (input->catalog, owner, on))
        return QCDC_OK;
    return fault_set (fault, QCDC_BAD_UNIT, "owner", "there is no office %s on %s", owner, day_format_iso (on, day));
}

/*  DUE of an item that was opened on the day ON. */
static qcdc_status check_due (int32_t due, int32_t on, fault_t *fault)
{
    char day[DAY_TEXT_BYTES], opened[DAY_TEXT_BYTES];
    if (!due)
        return QCDC_OK;
    if (due < QCDC_DAY_MIN || due > QCDC_DAY_MAX)
        return fault_set (fault, QCDC_BAD_DATE, "due_on", "a day before 1900 or after 9999");
    if (due >= on && due <= on + QCDC_PROMISE_DAYS_MAX)
        return QCDC_OK;
    return fault_set (fault, QCDC_BAD_DATE, "due_on", "%s is not within ten years from %s, the day of opening",
                      day_format_iso (due, day), day_format_iso (on, opened));
}

/*  ---------------------------------------------------------------- what it is about */

static qcdc_status check_task (const judge_input_t *input, const Qcdc__ItemOpened *opened, fault_t *fault)
{
    char day[DAY_TEXT_BYTES], issued[DAY_TEXT_BYTES];
    const notice_t *notice = (const notice_t *)input->source_thing;
    if (opened->source != QCDC__ITEM_SOURCE__NOTICE_TASK)
        return fault_set (fault, QCDC_BAD_ITEM, "source", "what is about a notice is a task of it: NOTICE_TASK");
    const office_t *issuer = catalog_office_by_id (input->catalog, notice->office);
    if (!issuer || !transfer_is_of (input->catalog, issuer->code, input->office->code, opened->opened_on))
        return fault_set (fault, QCDC_NOT_YOURS, "of", "notice %s was issued by another office", notice->number);
    if (!opened->of->task || (int)opened->of->task > notice->tasks)
        return fault_set (fault, QCDC_BAD_NUMBER, "task", "notice %s has no task %u: it numbers %d", notice->number,
                          opened->of->task, notice->tasks);
    if (notice->withdrawn_on)
        return fault_set (fault, QCDC_BAD_NOTICE, "of", "notice %s is withdrawn already, since %s", notice->number,
                          day_format_iso (notice->withdrawn_on, day));
    if (opened->opened_on < notice->on)
        return fault_set (fault, QCDC_BAD_DATE, "opened_on", "%s is before the day of the notice, %s",
                          day_format_iso (opened->opened_on, day), day_format_iso (notice->on, issued));
    return QCDC_OK;
}

/*  A part is opened by whoever follows the whole, while that is not closed. */
static qcdc_status check_part (const judge_input_t *input, const Qcdc__ItemOpened *opened, fault_t *fault)
{
    char day[DAY_TEXT_BYTES], before[DAY_TEXT_BYTES];
    const item_t *whole = item_of (input->source_thing);
    if ((int)opened->source != whole->source)
        return fault_set (fault, QCDC_BAD_ITEM, "source", "a part has the source of the whole: %s",
                          item_source_name (whole->source));
    if (!item_is_openers (whole, input->catalog, input->office->code, opened->opened_on) &&
        !item_is_owners (whole, input->catalog, input->office->code, opened->opened_on))
        return fault_set (fault, QCDC_NOT_YOURS, "of", "task %s is neither of %s nor was it opened there",
                          whole->number, input->office->code);
    if (whole->closed_on)
        return fault_set (fault, QCDC_BAD_ITEM, "of", "task %s is closed, since %s", whole->number,
                          day_format_iso (whole->closed_on, day));
    if (opened->opened_on < whole->on)
        return fault_set (fault, QCDC_BAD_DATE, "opened_on", "%s is before the day on which task %s was opened, %s",
                          day_format_iso (opened->opened_on, day), whole->number, day_format_iso (whole->on, before));
    return QCDC_OK;
}

/*  What a task may be about: whatever else somebody follows may be hidden from its owner, who gets its address. */
static bool is_about (matter_id matter)
{
    return matter == MATTER_NOTICE || matter == MATTER_ITEM || matter == MATTER_PETITION || matter == MATTER_AFFAIR ||
           matter == MATTER_REPORT;
}

static qcdc_status check_source (const judge_input_t *input, const Qcdc__ItemOpened *opened, fault_t *fault)
{
    if (!item_source_name ((int)opened->source))
        return fault_set (fault, QCDC_BAD_ITEM, "source", "a task says what it comes from");
    if (input->source == TARGET_NONE)
        return opened->source != QCDC__ITEM_SOURCE__NOTICE_TASK
                   ? QCDC_OK
                   : fault_set (fault, QCDC_EMPTY, "of", "a task of a notice names the notice");
    QCDC_TRY (verdict_check_there (input->source, "of", fault));
    if (input->source != TARGET_THING && input->source != TARGET_PART)
        return fault_set (fault, QCDC_TARGET_KIND, "of",
                          "the entry that it refers to is nothing that somebody follows");
    if (input->source == TARGET_PART || !is_about (input->source_thing->matter->id))
        return fault_set (fault, QCDC_BAD_ITEM, "of",
                          "a task is about a notice, a task, a petition, a matter or a report");
    if (input->source == TARGET_THING && input->source_thing->matter->id == MATTER_NOTICE)
        return check_task (input, opened, fault);
    if (input->source == TARGET_THING && input->source_thing->matter->id == MATTER_ITEM)
        return check_part (input, opened, fault);
    if (opened->source == QCDC__ITEM_SOURCE__NOTICE_TASK)
        return fault_set (fault, QCDC_TARGET_KIND, "of", "the entry that it refers to is no notice");
    return QCDC_OK;
}

/*  The code of the office that opened what this is a part of; "". */
static const char *whole_code (const judge_input_t *input)
{
    bool part = input->source == TARGET_THING && input->source_thing->matter->id == MATTER_ITEM;
    const office_t *office = part ? catalog_office_by_id (input->catalog, input->source_thing->office) : NULL;
    return office ? office->code : "";
}

static qcdc_status check_shown (const judge_input_t *input, const Qcdc__ItemOpened *opened, fault_t *fault)
{
    const char *codes[ITEM_SHOWN_MAX];
    size_t count = item_shown_to (input->office->code, opened->owner, whole_code (input), codes);
    bool same = count == opened->n_shown_to;
    for (size_t i = 0; same && i < count; i++)
        same = strcmp (codes[i], opened->shown_to[i]) == 0;
    return same ? QCDC_OK
                : fault_set (fault, QCDC_BAD_ITEM, "shown_to",
                             "it is shown to who opens it, to its owner, and to who opened the whole");
}

static qcdc_status opened_check (const judge_input_t *input, const Qcdc__ItemOpened *opened, fault_t *fault)
{
    QCDC_TRY (register_no_check (opened->number, "a task needs a number", fault));
    QCDC_TRY (verdict_check_day (input, opened->opened_on, "opened_on", fault));
    QCDC_TRY (check_source (input, opened, fault));
    QCDC_TRY (check_owner (input, opened->owner, opened->person, opened->opened_on, fault));
    QCDC_TRY (check_due (opened->due_on, opened->opened_on, fault));
    return check_shown (input, opened, fault);
}

/*  ---------------------------------------------------------------- keys and second copies */

static bool item_key (const Qcdc__Fact *fact, char key[MATTER_KEY_BYTES])
{
    return petition_key_print (fact->item_opened->number, fact->item_opened->opened_on, key);
}

static void item_key_of (const thing_t *self, char key[MATTER_KEY_BYTES])
{
    memcpy (key, item_of (self)->key, MATTER_KEY_BYTES);
}

/*  What was done and what was found is in words, which are not looked at: two that say the same beside them need not be the same. */
static bool is_told_in_words (int move)
{
    return move == QCDC__ITEM_MOVE__ITEM_NOTED || move == QCDC__ITEM_MOVE__ITEM_REPORTED;
}

static bool item_repeats (const thing_t *thing, const Qcdc__Fact *fact, const uint8_t content[CONTENT_BYTES],
                          address_t *entry, int64_t *commit_seq)
{
    const item_t *self = item_of (thing);
    if (fact->kind_case == QCDC__FACT__KIND_ITEM_OPENED) {
        *entry = self->entry;
        *commit_seq = self->commit_seq;
        return content_equal (self->content, content);
    }
    const Qcdc__ItemMoved *moved = fact->item_moved;
    const item_move_t *last = NULL;
    for (size_t i = 0; i < self->move_count; i++)
        if (self->moves[i].counts && self->moves[i].move != QCDC__ITEM_MOVE__ITEM_NOTED)
            last = &self->moves[i];
    if (!last || is_told_in_words ((int)moved->move) || last->move != (int)moved->move || last->on != moved->on ||
        last->due_on != moved->due_on || strcmp (last->owner, moved->owner) != 0 ||
        strcmp (last->person, moved->person) != 0 || strcmp (last->office, moved->office) != 0)
        return false;
    *entry = last->address;
    *commit_seq = last->commit_seq;
    return true;
}

static bool item_possible_now (const thing_t *self, const Qcdc__Fact *fact)
{
    return fact->kind_case != QCDC__FACT__KIND_ITEM_MOVED ||
           item_allows (item_of (self)->state, (int)fact->item_moved->move);
}

/*  ---------------------------------------------------------------- steps */

/*  Whether the step changes nothing but who of the owner's office minds it. */
static bool changes_person (const item_t *item, const Qcdc__ItemMoved *moved)
{
    return moved->move == QCDC__ITEM_MOVE__ITEM_ASSIGNED && !moved->due_on && *item->owner &&
           strcmp (moved->owner, item->owner) == 0;
}

static qcdc_status check_who (const judge_input_t *input, const item_t *item, const Qcdc__ItemMoved *moved,
                              fault_t *fault)
{
    const char *code = input->office->code;
    bool owners = item_is_owners (item, input->catalog, code, moved->on),
         openers = item_is_openers (item, input->catalog, code, moved->on);
    if (strcmp (moved->office, code) != 0)
        return fault_set (fault, QCDC_NOT_YOURS, "office", "it is said by %s, and not by %s", code, moved->office);
    if (!owners && !openers)
        return fault_set (fault, QCDC_NOT_YOURS, "item", "task %s is neither of %s nor was it opened there",
                          item->number, code);
    if (moved->move == QCDC__ITEM_MOVE__ITEM_NOTED || (owners && changes_person (item, moved)))
        return QCDC_OK;
    if (item_move_decides ((int)moved->move) && !openers)
        return fault_set (fault, QCDC_NOT_YOURS, "item",
                          "task %s was opened by another office, which decides about it", item->number);
    if (!item_move_decides ((int)moved->move) && !owners)
        return fault_set (fault, QCDC_NOT_YOURS, "item",
                          *item->owner ? "task %s is of %s, which says what was done"
                                       : "task %s is assigned to nobody yet: assign it first",
                          item->number, item->owner);
    return QCDC_OK;
}

static qcdc_status check_state (const item_t *item, const Qcdc__ItemMoved *moved, fault_t *fault)
{
    char since[DAY_TEXT_BYTES], possible[200];
    const char *word = item_move_word ((int)moved->move);
    if (item_allows (item->state, (int)moved->move))
        return QCDC_OK;
    day_format_iso (item->since, since);
    switch (item->state) {
    case ITEM_IS_OPEN:
        fault_set (fault, QCDC_BAD_ITEM, "move", "task %s was opened on %s and is assigned to nobody: no %s",
                   item->number, since, word);
        break;
    case ITEM_IS_ASSIGNED:
        fault_set (fault, QCDC_BAD_ITEM, "move", "task %s is assigned since %s: no %s", item->number, since, word);
        break;
    case ITEM_IS_IN_PROGRESS:
        fault_set (fault, QCDC_BAD_ITEM, "move", "task %s is worked on since %s: no %s", item->number, since, word);
        break;
    case ITEM_IS_REPORTED:
        fault_set (fault, QCDC_BAD_ITEM, "move", "task %s was reported on %s and waits for a decision: no %s",
                   item->number, since, word);
        break;
    case ITEM_IS_ACCEPTED:
        fault_set (fault, QCDC_BAD_ITEM, "move", "what was reported of task %s was accepted on %s: no %s",
                   item->number, since, word);
        break;
    case ITEM_IS_RETURNED:
        fault_set (fault, QCDC_BAD_ITEM, "move", "task %s was returned on %s: no %s", item->number, since, word);
        break;
    default:
        return fault_set (fault, QCDC_BAD_ITEM, "move", "task %s is closed, since %s", item->number, since);
    }
    fault_advise (fault, "possible now: %s", item_possible (item->state, possible, sizeof possible));
    return QCDC_BAD_ITEM;
}

/*  Not before what it follows on: for what changes the state that by which it came there, for the rest the opening. */
static qcdc_status check_day (const judge_input_t *input, const item_t *item, const Qcdc__ItemMoved *moved,
                              fault_t *fault)
{
    char day[DAY_TEXT_BYTES], before[DAY_TEXT_BYTES];
    bool aside = moved->move == QCDC__ITEM_MOVE__ITEM_NOTED || moved->move == QCDC__ITEM_MOVE__ITEM_EXTENDED ||
                 moved->move == QCDC__ITEM_MOVE__ITEM_DELAY_ASKED;
    QCDC_TRY (verdict_check_day (input, moved->on, "on", fault));
    if (moved->on < item->on)
        return fault_set (fault, QCDC_BAD_DATE, "on", "%s is before the day on which task %s was opened, %s",
                          day_format_iso (moved->on, day), item->number, day_format_iso (item->on, before));
    if (!aside && moved->on < item->since)
        return fault_set (fault, QCDC_BAD_DATE, "on", "%s is before the step that it follows on, of %s",
                          day_format_iso (moved->on, day), day_format_iso (item->since, before));
    return QCDC_OK;
}

/*  A decision about an item that another device has decided about unseen, or whose owner has reported meanwhile. */
static qcdc_status check_seen (const judge_input_t *input, const item_t *item, const Qcdc__ItemMoved *moved,
                               fault_t *fault)
{
    char day[DAY_TEXT_BYTES];
    if (!item_move_decides ((int)moved->move) || changes_person (item, moved))
        return QCDC_OK;
    for (size_t i = item->move_count; i-- > 0;) {
        const item_move_t *other = &item->moves[i];
        bool counts =
            other->counts && (item_move_decides (other->move) || (other->move == QCDC__ITEM_MOVE__ITEM_REPORTED &&
                                                                  moved->move != QCDC__ITEM_MOVE__ITEM_EXTENDED));
        const setter_t set = {other->order, other->address.origin, other->address.seq};
        if (!counts || (!verdict_unseen (input, moved->seen_at_us, &set) &&
                        !verdict_overtaken (input, moved->seen_at_us, other->order)))
            continue;
        fault_set (fault, QCDC_STALE, "item", "of task %s something else was said meanwhile, by %s on %s: %s",
                   item->number, other->office, day_format_iso (other->on, day), item_move_word (other->move));
        fault_advise (fault, "look at what stands there now; if it has to be changed, decide again");
        return QCDC_STALE;
    }
    return QCDC_OK;
}

/*  Whether the annex has to say what was done, or why. */
static bool needs_words (const item_t *item, const Qcdc__ItemMoved *moved)
{
    switch (moved->move) {
    case QCDC__ITEM_MOVE__ITEM_STARTED:
    case QCDC__ITEM_MOVE__ITEM_ACCEPTED:
        return false;
    case QCDC__ITEM_MOVE__ITEM_CLOSED:
        return item->state != ITEM_IS_ACCEPTED;
    case QCDC__ITEM_MOVE__ITEM_ASSIGNED:
        return item->state != ITEM_IS_OPEN && !changes_person (item, moved);
    default:
        return true;
    }
}

static qcdc_status check_words (const item_t *item, const Qcdc__ItemMoved *moved, fault_t *fault)
{
    if (moved->reasoned || !needs_words (item, moved))
        return QCDC_OK;
    if (is_told_in_words ((int)moved->move)) {
        fault_set (fault, QCDC_EMPTY, "note", "what was done, or found, is said in words");
        fault_advise (fault, "add note=…");
    } else {
        fault_set (fault, QCDC_EMPTY, "reason",
                   "why a task is returned, closed undone, put off or given to others is said");
        fault_advise (fault, "add reason=…");
    }
    return QCDC_EMPTY;
}

/*  What a step says besides. */
static qcdc_status check_said (const judge_input_t *input, const item_t *item, const Qcdc__ItemMoved *moved,
                               fault_t *fault)
{
    char day[DAY_TEXT_BYTES], due[DAY_TEXT_BYTES];
    bool assigns = moved->move == QCDC__ITEM_MOVE__ITEM_ASSIGNED,
         delays = moved->move == QCDC__ITEM_MOVE__ITEM_EXTENDED || moved->move == QCDC__ITEM_MOVE__ITEM_DELAY_ASKED;
    if (!assigns && (*moved->owner || *moved->person))
        return fault_set (fault, QCDC_BAD_ITEM, "owner", "only an assignment names an office and a person");
    if (!assigns && !delays && moved->due_on)
        return fault_set (fault, QCDC_BAD_ITEM, "due_on", "only an assignment and a delay name a last day");
    if (assigns && !*moved->owner)
        return fault_set (fault, QCDC_EMPTY, "owner", "an assignment names the office that is to do it");
    if (assigns && !changes_person (item, moved))
        QCDC_TRY (check_owner (input, moved->owner, moved->person, moved->on, fault));
    QCDC_TRY (check_due (moved->due_on, item->on, fault));
    if (delays && !moved->due_on)
        return fault_set (fault, QCDC_EMPTY, "due_on", "a delay names the new last day");
    if (delays && moved->due_on <= item->due_on)
        return fault_set (fault, QCDC_BAD_DATE, "due_on", "%s is not later than %s, the last day of task %s",
                          day_format_iso (moved->due_on, day), day_format_iso (item->due_on, due), item->number);
    size_t shown = assigns ? 1 : 0;
    if (moved->n_shown_to != shown || (shown && strcmp (moved->shown_to[0], moved->owner) != 0))
        return fault_set (fault, QCDC_BAD_ITEM, "shown_to",
                          "a step is shown to all that follow the task, and an assignment to its owner");
    return check_words (item, moved, fault);
}

/*  What is noted or reported must not use up what is left to decide with, nor what is decided that by which the task ends. */
static qcdc_status check_room (const item_t *item, const Qcdc__ItemMoved *moved, fault_t *fault)
{
    bool closes = moved->move == QCDC__ITEM_MOVE__ITEM_CLOSED,
         decides = item_move_decides ((int)moved->move) && !changes_person (item, moved);
    unsigned max = closes ? QCDC_STEPS_COUNT_MAX : decides ? QCDC_STEPS_COUNT_MAX - 1 : QCDC_ITEM_STEPS_OPEN_MAX;
    if (item->move_count < max)
        return QCDC_OK;
    if (item->move_count >= QCDC_STEPS_COUNT_MAX)
        return fault_set (fault, QCDC_TOO_LARGE, "item", "at most %u steps of one task", QCDC_STEPS_COUNT_MAX);
    fault_set (fault, QCDC_TOO_LARGE, "item",
               item->move_count >= QCDC_STEPS_COUNT_MAX - 1
                   ? "task %s has %u steps already: it can only be closed"
                   : "task %s has %u steps already: it can only be decided about",
               item->number, (unsigned)item->move_count);
    fault_advise (fault, "close it, and open another one for what is left");
    return QCDC_TOO_LARGE;
}

static qcdc_status moved_check (const judge_input_t *input, const item_t *item, const Qcdc__ItemMoved *moved,
                                fault_t *fault)
{
    if (!item_move_name ((int)moved->move))
        return fault_set (fault, QCDC_BAD_ITEM, "move", "unknown step of a task");
    QCDC_TRY (check_room (item, moved, fault));
    QCDC_TRY (check_who (input, item, moved, fault));
    QCDC_TRY (check_seen (input, item, moved, fault));
    QCDC_TRY (check_state (item, moved, fault));
    QCDC_TRY (check_day (input, item, moved, fault));
    return check_said (input, item, moved, fault);
}

/*  ---------------------------------------------------------------- verdicts */

static void judge_opened (const judge_input_t *input, const Qcdc__Fact *fact, const uint8_t content[CONTENT_BYTES],
                          verdict_t *verdict)
{
    const Qcdc__ItemOpened *opened = fact->item_opened;
    fault_t *fault = &verdict->fault;
    char on[DAY_TEXT_BYTES];
    address_t entry;
    int64_t commit_seq;
    if (input->holder && item_repeats (input->holder, fact, content, &entry, &commit_seq)) {
        verdict_alias (verdict, entry, commit_seq);
        return;
    }
    qcdc_status status = opened_check (input, opened, fault);
    if (status == QCDC_OK && input->holder)
        status = fault_set (fault, QCDC_DUPLICATE, "number", "%s is the number of another task of that year, of %s",
                            opened->number, day_format_iso (item_of (input->holder)->on, on));
    verdict_conclude (verdict, status);
}

static void judge_moved (const judge_input_t *input, const Qcdc__Fact *fact, const uint8_t content[CONTENT_BYTES],
                         verdict_t *verdict)
{
    address_t entry;
    int64_t commit_seq;
    qcdc_status status =
        verdict_check_thing (input, MATTER_ITEM, "the entry that it refers to is no task", &verdict->fault);
    if (status == QCDC_OK && item_repeats (input->thing, fact, content, &entry, &commit_seq)) {
        verdict_alias (verdict, entry, commit_seq);
        return;
    }
    if (status == QCDC_OK)
        status = moved_check (input, item_of (input->thing), fact->item_moved, &verdict->fault);
    verdict_conclude (verdict, status);
}

static void item_judge (const judge_input_t *input, const Qcdc__Fact *fact, const uint8_t content[CONTENT_BYTES],
                        verdict_t *verdict)
{
    switch (fact->kind_case) {
    case QCDC__FACT__KIND_ITEM_OPENED:
        judge_opened (input, fact, content, verdict);
        break;
    case QCDC__FACT__KIND_ITEM_MOVED:
        judge_moved (input, fact, content, verdict);
        break;
    default:
        /* Others have it on their desks. */
        fault_set (&verdict->fault, QCDC_BAD_ITEM, "target", "a task is neither corrected nor taken back but closed");
        fault_advise (&verdict->fault, "qcdc task close ends it, with a reason");
        verdict_conclude (verdict, QCDC_BAD_ITEM);
    }
}

/*  ---------------------------------------------------------------- the registry's row */

static qcdc_status apply (thing_t *self, const fact_event_t *event)
{
    return item_apply ((item_t *)self, event);
}

static bool has_part (const thing_t *self, address_t part)
{
    return item_move_at (item_of (self), part.origin, part.seq) != NULL;
}

static void release (thing_t *self)
{
    item_release ((item_t *)self);
}

const matter_t ITEM_MATTER = {.id = MATTER_ITEM,
                              .name = "item",
                              .size = sizeof (item_t),
                              .key = item_key,
                              .key_of = item_key_of,
                              .repeats = item_repeats,
                              .possible = item_possible_now,
                              .fits = fits,
                              .judge = item_judge,
                              .apply = apply,
                              .has_part = has_part,
                              .release = release};
