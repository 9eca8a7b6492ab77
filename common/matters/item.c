/*  item.c — the fold of an item.  Steps stand in the order of their stamps, whatever order they came in, and are gone through from the first
 *  whenever one is added: what is not possible where it came to stand, as after a restore, changes nothing. */

#include "matters/item.h"

#include "catalogue/office_heir.h"
#include "matters/petition.h"
#include "matters/petition_transfer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const STATES[ITEM_STATE_COUNT] = {
    [ITEM_IS_OPEN] = "open",         [ITEM_IS_ASSIGNED] = "assigned", [ITEM_IS_IN_PROGRESS] = "in_progress",
    [ITEM_IS_REPORTED] = "reported", [ITEM_IS_ACCEPTED] = "accepted", [ITEM_IS_RETURNED] = "returned",
    [ITEM_IS_CLOSED] = "closed"};

const char *item_state_name (int state)
{
    return state >= 0 && state < ITEM_STATE_COUNT ? STATES[state] : NULL;
}

int item_state_parse (const char *text)
{
    for (int state = 0; state < ITEM_STATE_COUNT; state++)
        if (strcmp (STATES[state], text) == 0)
            return state;
    return -1;
}

/*  As they are typed: qcdc task report. */
const char *item_move_word (int move)
{
    static const char *const WORDS[] = {
        [QCDC__ITEM_MOVE__ITEM_STARTED] = "start",    [QCDC__ITEM_MOVE__ITEM_REPORTED] = "report",
        [QCDC__ITEM_MOVE__ITEM_ACCEPTED] = "accept",  [QCDC__ITEM_MOVE__ITEM_RETURNED] = "return",
        [QCDC__ITEM_MOVE__ITEM_CLOSED] = "close",     [QCDC__ITEM_MOVE__ITEM_EXTENDED] = "extend",
        [QCDC__ITEM_MOVE__ITEM_ASSIGNED] = "assign",  [QCDC__ITEM_MOVE__ITEM_NOTED] = "note",
        [QCDC__ITEM_MOVE__ITEM_DELAY_ASKED] = "delay"};
    return move > 0 && move < (int)(sizeof WORDS / sizeof *WORDS) ? WORDS[move] : "";
}

/*  ---------------------------------------------------------------- what leads where */

#define FROM(state) (1u << ITEM_IS_##state)
#define WITH_OWNER (FROM (ASSIGNED) | FROM (IN_PROGRESS) | FROM (RETURNED))

/*  From which states each step is possible, and where it leads; -1: it stays. */
static const struct {
    unsigned from;
    int to;
} WAYS[] = {
    [QCDC__ITEM_MOVE__ITEM_STARTED] = {FROM (ASSIGNED) | FROM (RETURNED), ITEM_IS_IN_PROGRESS},
    [QCDC__ITEM_MOVE__ITEM_REPORTED] = {WITH_OWNER, ITEM_IS_REPORTED},
    [QCDC__ITEM_MOVE__ITEM_ACCEPTED] = {FROM (REPORTED), ITEM_IS_ACCEPTED},
    [QCDC__ITEM_MOVE__ITEM_RETURNED] = {FROM (REPORTED) | FROM (ACCEPTED), ITEM_IS_RETURNED},
    [QCDC__ITEM_MOVE__ITEM_CLOSED] = {WITH_OWNER | FROM (OPEN) | FROM (REPORTED) | FROM (ACCEPTED), ITEM_IS_CLOSED},
    [QCDC__ITEM_MOVE__ITEM_EXTENDED] = {WITH_OWNER | FROM (OPEN) | FROM (REPORTED), -1},
    [QCDC__ITEM_MOVE__ITEM_ASSIGNED] = {WITH_OWNER | FROM (OPEN) | FROM (REPORTED), ITEM_IS_ASSIGNED},
    [QCDC__ITEM_MOVE__ITEM_NOTED] = {WITH_OWNER | FROM (OPEN) | FROM (REPORTED) | FROM (ACCEPTED), -1},
    [QCDC__ITEM_MOVE__ITEM_DELAY_ASKED] = {WITH_OWNER, -1},
};
#define WAY_COUNT ((int)(sizeof WAYS / sizeof *WAYS))

bool item_allows (item_state state, int move)
{
    return move > 0 && move < WAY_COUNT && (WAYS[move].from & (1u << state)) != 0;
}

char *item_possible (item_state state, char *text, size_t size)
{
    size_t used = 0;
    *text = '\0';
    for (int move = 1; move < WAY_COUNT && used < size; move++)
        if (item_allows (state, move))
            used += (size_t)snprintf (text + used, size - used, "%s%s", used ? ", " : "", item_move_word (move));
    return text;
}

bool item_move_decides (int move)
{
    return move == QCDC__ITEM_MOVE__ITEM_ACCEPTED || move == QCDC__ITEM_MOVE__ITEM_RETURNED ||
           move == QCDC__ITEM_MOVE__ITEM_CLOSED || move == QCDC__ITEM_MOVE__ITEM_EXTENDED ||
           move == QCDC__ITEM_MOVE__ITEM_ASSIGNED;
}

/*  ---------------------------------------------------------------- whose it is */

bool item_is_overdue (const item_t *self, int32_t day)
{
    return self->due_on && self->due_on < day && self->state != ITEM_IS_REPORTED && self->state != ITEM_IS_ACCEPTED &&
           self->state != ITEM_IS_CLOSED;
}

const char *item_holder (const item_t *self, const catalog_t *catalog, int32_t day)
{
    const office_t *heir = *self->owner ? office_heir (catalog, self->owner, day) : NULL;
    return heir ? heir->code : self->owner;
}

bool item_is_owners (const item_t *self, const catalog_t *catalog, const char *code, int32_t day)
{
    return *self->owner && transfer_is_of (catalog, self->owner, code, day);
}

bool item_is_openers (const item_t *self, const catalog_t *catalog, const char *code, int32_t day)
{
    const office_t *office = catalog_office_by_id (catalog, self->office);
    return office && transfer_is_of (catalog, office->code, code, day);
}

size_t item_shown_to (const char *opener, const char *owner, const char *whole, const char *codes[ITEM_SHOWN_MAX])
{
    const char *all[] = {opener, owner, whole};
    size_t count = 0;
    for (size_t i = 0; i < ITEM_SHOWN_MAX; i++) {
        size_t place = 0;
        while (place < count && strcmp (codes[place], all[i]) < 0)
            place++;
        if (!*all[i] || (place < count && strcmp (codes[place], all[i]) == 0))
            continue;
        for (size_t k = count++; k > place; k--)
            codes[k] = codes[k - 1];
        codes[place] = all[i];
    }
    return count;
}

/*  ---------------------------------------------------------------- steps */

const item_move_t *item_move_at (const item_t *self, uint64_t origin, uint64_t seq)
{
    for (size_t i = 0; i < self->move_count; i++)
        if (self->moves[i].entry.origin == origin && self->moves[i].entry.seq == seq)
            return &self->moves[i];
    return NULL;
}

/*  Another owner begins anew; who of the same office minds it changes nothing else. */
static void assign (item_t *self, const item_move_t *move)
{
    if (*move->owner && strcmp (move->owner, self->owner) != 0) {
        snprintf (self->owner, sizeof self->owner, "%s", move->owner);
        self->state = ITEM_IS_ASSIGNED;
        self->since = move->on;
        self->asked_due_on = 0;
    }
    snprintf (self->person, sizeof self->person, "%s", move->person);
    if (move->due_on) {
        self->due_on = move->due_on;
        self->asked_due_on = 0;
    }
}

static void follow (item_t *self, item_move_t *move)
{
    move->counts = item_allows (self->state, move->move);
    if (!move->counts)
        return;
    switch (move->move) {
    case QCDC__ITEM_MOVE__ITEM_ASSIGNED:
        assign (self, move);
        return;
    case QCDC__ITEM_MOVE__ITEM_EXTENDED:
        self->due_on = move->due_on;
        self->asked_due_on = 0;
        self->extended++;
        break;
    case QCDC__ITEM_MOVE__ITEM_DELAY_ASKED:
        self->asked_due_on = move->due_on;
        break;
    case QCDC__ITEM_MOVE__ITEM_REPORTED:
        self->reported_on = move->on;
        self->asked_due_on = 0;
        break;
    case QCDC__ITEM_MOVE__ITEM_RETURNED:
        self->returned++;
        break;
    case QCDC__ITEM_MOVE__ITEM_CLOSED:
        self->closed_on = move->on;
        self->asked_due_on = 0;
        break;
    default:
        break;
    }
    if (WAYS[move->move].to >= 0) {
        self->state = (item_state)WAYS[move->move].to;
        self->since = move->on;
    }
}

void item_settle (item_t *self)
{
    self->state = *self->first_owner ? ITEM_IS_ASSIGNED : ITEM_IS_OPEN;
    self->since = self->on;
    self->due_on = self->first_due_on;
    memcpy (self->owner, self->first_owner, sizeof self->owner);
    memcpy (self->person, self->first_person, sizeof self->person);
    self->asked_due_on = self->reported_on = self->closed_on = 0;
    self->returned = self->extended = 0;
    for (size_t i = 0; i < self->move_count; i++)
        follow (self, &self->moves[i]);
}

qcdc_status item_put_move (item_t *self, const item_move_t *move)
{
    if (item_move_at (self, move->entry.origin, move->entry.seq))
        return QCDC_OK;
    item_move_t *moves = realloc (self->moves, (self->move_count + 1) * sizeof *moves);
    if (!moves)
        return QCDC_NO_MEMORY;
    self->moves = moves;
    size_t place = self->move_count;
    while (place > 0 && stamp_before (move->order, moves[place - 1].order))
        place--;
    memmove (moves + place + 1, moves + place, (self->move_count - place) * sizeof *moves);
    moves[place] = *move;
    self->move_count++;
    item_settle (self);
    return QCDC_OK;
}

void item_release (item_t *self)
{
    free (self->moves);
    self->moves = NULL;
    self->move_count = 0;
}

/*  ---------------------------------------------------------------- facts */

static qcdc_status set (item_t *self, const fact_event_t *event)
{
    const Qcdc__ItemOpened *fact = event->fact->item_opened;
    const office_t *office = catalog_office_by_id (event->catalog, self->office);
    const unit_t *unit = office ? catalog_unit_on (event->catalog, office->unit_code, fact->opened_on) : NULL;
    self->unit = unit ? unit->id : 0;
    self->source = (int)fact->source;
    self->on = fact->opened_on;
    self->first_due_on = fact->due_on;
    if (fact->of && fact->of->entry)
        self->of = (address_t){fact->of->entry->origin, fact->of->entry->seq, fact->of->entry->hash};
    self->task = fact->of ? (int)fact->of->task : 0;
    snprintf (self->number, sizeof self->number, "%s", fact->number);
    snprintf (self->first_owner, sizeof self->first_owner, "%s", fact->owner);
    snprintf (self->first_person, sizeof self->first_person, "%s", fact->person);
    self->shown_to[0] = '\0';
    for (size_t i = 0, used = 0; i < fact->n_shown_to && used < sizeof self->shown_to; i++)
        used += (size_t)snprintf (self->shown_to + used, sizeof self->shown_to - used, "%s%s", i ? " " : "",
                                  fact->shown_to[i]);
    /* One that no judge accepts (a journal that was tampered with) is known by nothing. */
    if (!petition_key_print (self->number, self->on, self->key))
        self->key[0] = '\0';
    memcpy (self->content, event->content, CONTENT_BYTES);
    item_settle (self);
    return QCDC_OK;
}

static qcdc_status apply_move (item_t *self, const fact_event_t *event)
{
    const Qcdc__ItemMoved *fact = event->fact->item_moved;
    item_move_t move = {.entry = event->entry,
                        .address = event->address,
                        .order = event_stamp (event),
                        .move = (int)fact->move,
                        .reasoned = fact->reasoned != 0,
                        .on = fact->on,
                        .due_on = fact->due_on};
    move.commit_seq = event->stamp.at_us == STAMP_UNCOMMITTED_US ? 0 : event->stamp.seq;
    snprintf (move.owner, sizeof move.owner, "%s", fact->owner);
    snprintf (move.person, sizeof move.person, "%s", fact->person);
    snprintf (move.office, sizeof move.office, "%s", fact->office);
    memcpy (move.content, event->content, CONTENT_BYTES);
    thing_note_version (&self->thing, event);
    QCDC_TRY (item_put_move (self, &move));
    const item_move_t *put = item_move_at (self, event->entry.origin, event->entry.seq);
    if (!put || !put->counts)
        event_has_no_effect (event);
    return QCDC_OK;
}

qcdc_status item_apply (item_t *self, const fact_event_t *event)
{
    switch (event->fact->kind_case) {
    case QCDC__FACT__KIND_ITEM_OPENED:
        return set (self, event);
    case QCDC__FACT__KIND_ITEM_MOVED:
        return apply_move (self, event);
    default:
        return QCDC_CORRUPT;
    }
}
