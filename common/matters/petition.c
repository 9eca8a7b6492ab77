/*  petition.c — the life of a petition: what its facts come to.
 *
 *  The petition owns its strings and its steps.  Steps stand in the order of their stamps, whatever order they came in. */

#include "matters/petition.h"

#include "base/day.h"
#include "base/nearest.h"
#include "base/text_fold.h"
#include "facts/make.h"
#include "matters/petition_columns.h"
#include "matters/petition_related.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;     /* as it is typed */
    int move;             /* the step that leads to it and is called like it; 0 for none */
    const char *words[4]; /* other words for it, those of the tables among them */
} FILTERS[PETITION_FILTER_COUNT] = {
    [PETITION_RECEIVED] = {"received", 0, {"đã tiếp nhận", "tiếp nhận"}},
    [PETITION_CLASSIFIED] = {"classified", QCDC__MOVE__CLASSIFIED, {NULL}},
    [PETITION_ACCEPTED] = {"accepted", QCDC__MOVE__ACCEPTED, {NULL}},
    [PETITION_SUSPENDED] = {"suspended", QCDC__MOVE__SUSPENDED, {NULL}},
    [PETITION_SETTLED] = {"settled", QCDC__MOVE__SETTLED, {NULL}},
    [PETITION_IN_FORCE] = {"in_force", QCDC__MOVE__IN_FORCE, {"quyết định đã có hiệu lực pháp luật"}},
    [PETITION_CARRIED_OUT] = {"carried_out", QCDC__MOVE__CARRIED_OUT, {"đã thi hành"}},
    [PETITION_REFUSED] = {"refused", QCDC__MOVE__REFUSED, {NULL}},
    [PETITION_GUIDED] = {"guided", QCDC__MOVE__GUIDED, {NULL}},
    [PETITION_FORWARDED] = {"forwarded", QCDC__MOVE__FORWARDED, {NULL}},
    [PETITION_WITHDRAWN] = {"withdrawn", QCDC__MOVE__WITHDRAWN, {NULL}},
    [PETITION_VERIFYING] = {"verifying", QCDC__MOVE__VERIFYING, {"đang xác minh"}},
    [PETITION_INFORMATION] = {"kept_as_information", QCDC__MOVE__KEPT_AS_INFORMATION, {"thông tin phục vụ quản lý"}},
    [PETITION_APPEALED] = {"appealed", QCDC__MOVE__APPEALED, {"đã khiếu nại tiếp hoặc khởi kiện"}},
    [PETITION_RETURNED] = {"returned", QCDC__MOVE__RETURNED, {"đã chuyển trả", "chuyển trả", "trả lại"}},
    [PETITION_TAKEN_BACK] = {"taken_back", 0, {"đã hủy", "đã huỷ"}},
    [PETITION_PENDING] = {"pending", 0, {"đang giải quyết", "chưa giải quyết", "chưa giải quyết xong"}},
};

const char *petition_filter_name (int filter)
{
    return filter >= 0 && filter < PETITION_FILTER_COUNT ? FILTERS[filter].name : NULL;
}

int petition_filter_read (const char *text)
{
    char plain[WORD_PLAIN_BYTES];
    word_plain (text, plain);
    int move = move_parse (strncmp (plain, "da ", 3) == 0 ? plain + 3 : plain);
    for (int filter = 0; filter < PETITION_FILTER_COUNT; filter++) {
        if (word_same (FILTERS[filter].name, text) || (move && FILTERS[filter].move == move))
            return filter;
        for (const char *const *word = FILTERS[filter].words; *word; word++)
            if (word_same (*word, text))
                return filter;
    }
    return -1;
}

bool petition_filter_fits (int filter, petition_state state, bool voided)
{
    if (voided || filter == PETITION_TAKEN_BACK)
        return voided && filter == PETITION_TAKEN_BACK;
    return filter == PETITION_PENDING ? petition_is_pending (state) : (int)state == filter;
}

void petition_release (petition_t *self)
{
    free (self->local_no);
    free (self->flags);
    free (self->moves);
    self->local_no = NULL;
    self->flags = NULL;
    self->moves = NULL;
    self->move_count = 0;
}

static char *join_flags (char *const *flags, size_t count)
{
    size_t size = 1;
    for (size_t i = 0; i < count; i++)
        size += strlen (flags[i]) + 1;
    char *joined = malloc (size);
    if (!joined)
        return NULL;
    char *at = joined;
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            *at++ = ' ';
        at = stpcpy (at, flags[i]);
    }
    *at = '\0';
    return joined;
}

/*  What no judge accepts (a journal that was tampered with) is none. */
static void blind_take (petition_t *self, const Qcdc__BlindIndex *blind)
{
    blind_index_t index = {{0}, {0}};
    if (blind && blind->number.len == BLIND_INDEX_BYTES)
        memcpy (index.number, blind->number.data, BLIND_INDEX_BYTES);
    if (blind && blind->place.len == BLIND_INDEX_BYTES)
        memcpy (index.place, blind->place.data, BLIND_INDEX_BYTES);
    self->blind_key = blind ? blind->key : 0;
    self->blind = index; /* BLIND may point into it */
}

qcdc_status petition_set (petition_t *self, const Qcdc__PetitionReceived *fact, int unit,
                          const uint8_t content[CONTENT_BYTES])
{
    char *local_no = strdup (fact->local_no);
    char *flags = join_flags (fact->flags, fact->n_flags);
    if (!local_no || !flags) {
        free (local_no);
        free (flags);
        return QCDC_NO_MEMORY;
    }
    free (self->local_no);
    free (self->flags);
    self->local_no = local_no;
    self->flags = flags;
    /* One that no judge accepts (a journal that was tampered with) is known by nothing. */
    if (!petition_key_print (local_no, fact->received_on, self->key))
        self->key[0] = '\0';
    self->unit = unit;
    self->kind = (int)fact->kind;
    self->field = (int)fact->field;
    self->channel = (int)fact->channel;
    self->received_on = fact->received_on;
    self->people = fact->people;
    self->instance = fact->instance ? (int)fact->instance : 1;
    self->identity_key = fact->identity_key;
    blind_take (self, fact->blind);
    if (fact->from && fact->from->hand_over) {
        const Qcdc__Ref *ref = fact->from->hand_over;
        self->from = (address_t){ref->origin, ref->seq, ref->hash};
        self->from_hops = (int)fact->from->hops;
        if (fact->from->office != self->from_office) /* where a correction left it as it was */
            snprintf (self->from_office, sizeof self->from_office, "%s", fact->from->office);
    }
    memcpy (self->content, content, CONTENT_BYTES);
    return QCDC_OK;
}

move_t *petition_move_at (const petition_t *self, uint64_t origin, uint64_t seq)
{
    for (size_t i = 0; i < self->move_count; i++)
        if (self->moves[i].entry.origin == origin && self->moves[i].entry.seq == seq)
            return &self->moves[i];
    return NULL;
}

qcdc_status petition_put_move (petition_t *self, const move_t *move)
{
    move_t *known = petition_move_at (self, move->entry.origin, move->entry.seq);
    if (known) {
        *known = *move;
        return QCDC_OK;
    }
    move_t *moves = realloc (self->moves, (self->move_count + 1) * sizeof *moves);
    if (!moves)
        return QCDC_NO_MEMORY;
    self->moves = moves;
    size_t place = self->move_count;
    while (place > 0 && stamp_before (move->order, moves[place - 1].order))
        place--;
    memmove (moves + place + 1, moves + place, (self->move_count - place) * sizeof *moves);
    moves[place] = *move;
    self->move_count++;
    return QCDC_OK;
}

void petition_walk_begin (petition_walk_t *self, int32_t received_on)
{
    *self = (petition_walk_t){.state = PETITION_RECEIVED, .held = PETITION_ACCEPTED, .on = received_on};
}

static bool entry_same (address_t a, address_t b)
{
    return a.origin == b.origin && a.seq == b.seq;
}

/*  What the office says that has it: never wrong where it stands, for it does not see what else was entered meanwhile.  Of a hand-over
 *  that is over it changes nothing. */
static void walk_answer (petition_walk_t *self, const move_t *answer)
{
    if (!self->sent || !entry_same (self->sent->entry, answer->answers))
        return;
    if (answer->answer == QCDC__HAND_OVER_VERDICT__HAND_OVER_TAKEN_IN)
        self->handed = HANDED_TAKEN;
    else if (answer->answer == QCDC__HAND_OVER_VERDICT__HAND_OVER_SETTLED)
        self->handed = HANDED_SETTLED;
    else if (answer->answer == QCDC__HAND_OVER_VERDICT__HAND_OVER_RETURNED) {
        self->state = self->sent_from;
        self->sent = NULL;
        self->handed = HANDED_NOT;
        if (answer->on > self->on)
            self->on = answer->on;
    }
}

/*  Forwarded, or handed over; and what is handed over once more goes on from where it was. */
static void walk_forward (petition_walk_t *self, const move_t *move)
{
    if (!self->sent)
        self->sent_from = self->state;
    self->sent = *move->to_office ? move : NULL;
    self->handed = *move->to_office ? HANDED_SENT : HANDED_NOT;
}

step_set_t petition_step_events (petition_state before, petition_state after, int move)
{
    if (move == PETITION_NO_MOVE)
        return 0;
    if (move != QCDC__MOVE__RETURNED)
        return STEP_BIT (move);
    if (before == after)
        return 0;
    return STEP_BIT (move) |
           (before == PETITION_FORWARDED ? STEP_BIT (STEP_CAME_BACK) : STEP_BIT (QCDC__MOVE__FORWARDED));
}

qcdc_status petition_walk_step (petition_walk_t *self, const move_t *move)
{
    petition_state before = self->state, next = PETITION_FORWARDED;
    if (move->answer) {
        walk_answer (self, move);
        self->events = petition_step_events (before, self->state, move->move);
        return QCDC_OK;
    }
    if (move->on < self->on)
        return QCDC_BAD_DATE;
    bool again = *move->to_office && self->sent;
    if (!again && !petition_move_possible (before, move->move, move->from_register, &next))
        return QCDC_BAD_MOVE;
    if (move->move == QCDC__MOVE__RESUMED && before == PETITION_SUSPENDED && self->held == PETITION_VERIFYING)
        next = self->held;
    if (move->move == QCDC__MOVE__RETURNED && before == PETITION_FORWARDED)
        next = self->sent_from;
    if (move->move == QCDC__MOVE__SUSPENDED && before != PETITION_SUSPENDED)
        self->held = before;
    if (move->move == QCDC__MOVE__SETTLED) {
        self->settled_on = move->on;
        self->outcome = move->outcome;
        self->answer = 0;
    } else if (move->move == QCDC__MOVE__REOPENED) {
        self->settled_on = 0;
        self->outcome = 0;
        self->answer = 0;
    } else if (move->move == QCDC__MOVE__SATISFIED || move->move == QCDC__MOVE__DISSATISFIED)
        self->answer = move->move;
    else if (move->move == QCDC__MOVE__INTERIM_REPLIED && move->expected_on)
        self->promised_on = move->expected_on;
    if (move->move == QCDC__MOVE__FORWARDED)
        walk_forward (self, move);
    else if (next != PETITION_FORWARDED) {
        self->sent = NULL;
        self->handed = HANDED_NOT;
    }
    if (!petition_is_pending (next))
        self->promised_on = 0;
    self->on = move->on;
    self->state = next;
    self->events = petition_step_events (before, next, move->move);
    return QCDC_OK;
}

qcdc_status petition_fold (petition_t *self, size_t *at)
{
    petition_walk_t walk;
    qcdc_status status = QCDC_OK;
    petition_walk_begin (&walk, self->received_on);
    for (size_t i = 0; status == QCDC_OK && i < self->move_count; i++) {
        if (self->moves[i].voided)
            continue;
        if (at)
            *at = i;
        status = petition_walk_step (&walk, &self->moves[i]);
    }
    self->state = walk.state;
    self->settled_on = walk.settled_on;
    self->outcome = walk.outcome;
    self->handed = walk.handed;
    snprintf (self->with_office, sizeof self->with_office, "%s", walk.sent ? walk.sent->to_office : "");
    self->answer = walk.answer;
    self->promised_on = walk.promised_on;
    self->ended = (int)petition_ended_of (walk.state, walk.outcome, walk.answer);
    return status;
}

const move_t *petition_sent (const petition_t *self)
{
    petition_walk_t walk;
    petition_walk_begin (&walk, self->received_on);
    for (size_t i = 0; i < self->move_count; i++)
        if (!self->moves[i].voided && petition_walk_step (&walk, &self->moves[i]) != QCDC_OK)
            break;
    return walk.sent;
}

static void move_fill (move_t *move, const Qcdc__PetitionMoved *fact, const uint8_t content[CONTENT_BYTES])
{
    move->move = (int)fact->move;
    move->on = fact->on;
    move->outcome = (int)fact->outcome;
    move->from_register = fact->from_register != 0;
    move->days = (int)fact->days;
    move->expected_on = fact->expected_on;
    move->reasoned = fact->reasoned != 0;
    if (fact->article != move->article) /* where a correction left it as it was */
        snprintf (move->article, sizeof move->article, "%s", fact->article);
    memcpy (move->content, content, CONTENT_BYTES);
}

static void hand_over_fill (move_t *move, const Qcdc__PetitionHandedOver *fact, const uint8_t content[CONTENT_BYTES])
{
    move->move = QCDC__MOVE__FORWARDED;
    move->on = fact->on;
    move->reasoned = fact->reasoned != 0;
    move->hops = (int)fact->hops;
    snprintf (move->article, sizeof move->article, "%s", fact->article);
    snprintf (move->to_office, sizeof move->to_office, "%s", fact->to_office);
    memcpy (move->content, content, CONTENT_BYTES);
}

static void answer_fill (move_t *move, const Qcdc__HandOverAnswered *fact, address_t hand_over,
                         const uint8_t content[CONTENT_BYTES])
{
    bool returned = fact->verdict == QCDC__HAND_OVER_VERDICT__HAND_OVER_RETURNED;
    move->move = returned ? QCDC__MOVE__RETURNED : PETITION_NO_MOVE;
    move->on = fact->on;
    move->outcome = (int)fact->outcome;
    move->answer = (int)fact->verdict;
    move->answers = hand_over;
    snprintf (move->taken_no, sizeof move->taken_no, "%s", fact->local_no);
    memcpy (move->content, content, CONTENT_BYTES);
}

static int unit_on (const petition_t *self, const catalog_t *catalog, int32_t day)
{
    const office_t *office = catalog_office_by_id (catalog, self->office);
    const unit_t *unit = office ? catalog_unit_on (catalog, office->unit_code, day) : NULL;
    return unit ? unit->id : 0;
}

static qcdc_status apply_content (petition_t *self, const fact_event_t *event, const Qcdc__PetitionReceived *fact)
{
    return petition_set (self, fact, unit_on (self, event->catalog, fact->received_on), event->content);
}

static qcdc_status apply_step (petition_t *self, const fact_event_t *event)
{
    move_t move = {.entry = event->entry, .address = event->address, .order = event_stamp (event)};
    move.commit_seq = event->stamp.at_us == STAMP_UNCOMMITTED_US ? 0 : event->stamp.seq;
    if (event->fact->kind_case == QCDC__FACT__KIND_PETITION_HANDED_OVER)
        hand_over_fill (&move, event->fact->petition_handed_over, event->content);
    else if (event->fact->kind_case == QCDC__FACT__KIND_HAND_OVER_ANSWERED)
        answer_fill (&move, event->fact->hand_over_answered, event->part, event->content);
    else
        move_fill (&move, event->fact->petition_moved, event->content);
    thing_note_version (&self->thing, event);
    return petition_put_move (self, &move);
}

/*  The content hash of FACT as if it were filed like this. */
static qcdc_status content_of (const Qcdc__Fact *fact, uint8_t content[CONTENT_BYTES])
{
    uint8_t *body = NULL;
    size_t length = 0;
    QCDC_TRY (fact_pack (fact, &body, &length));
    fact_content ((bytes_t){body, length}, content);
    free (body);
    return QCDC_OK;
}

/*  Takes over those columns that the correction changes and nobody has changed since. */
static qcdc_status apply_correction (petition_t *self, const fact_event_t *event)
{
    const Qcdc__Corrected *corrected = event->fact->corrected;
    petition_said_t said;
    uint8_t content[CONTENT_BYTES];
    setter_t by = change_setter (event);
    if (!corrected->petition_seen)
        return QCDC_CORRUPT;
    bool counts = false;
    petition_say (self, &said);
    for (int column = 0; column < SAID_TITLE; column++)
        if (!petition_column_same (column, corrected->petition_seen, corrected->petition) &&
            setter_take (&self->set[column], &by)) {
            petition_column_copy (column, &said.received, corrected->petition);
            counts = true;
        }
    if (corrected->identity && petition_column_same (SAID_IDENTITY, corrected->petition_seen, corrected->petition) &&
        setter_take (&self->set[SAID_IDENTITY], &by)) {
        petition_column_copy (SAID_IDENTITY, &said.received, corrected->petition); /* an index of who it was goes */
        counts = true;
    }
    if (corrected->title && setter_take (&self->set[SAID_TITLE], &by))
        counts = true;
    if (corrected->summary && setter_take (&self->set[SAID_SUMMARY], &by))
        counts = true;
    if (!counts)
        event_has_no_effect (event);
    thing_note_change (&self->thing, &self->changed, event);
    Qcdc__Fact as = fact_of_petition (&said.received);
    QCDC_TRY (content_of (&as, content));
    return petition_set (self, &said.received, unit_on (self, event->catalog, said.received.received_on), content);
}

static qcdc_status apply_move_correction (petition_t *self, move_t *move, const fact_event_t *event)
{
    const Qcdc__Corrected *corrected = event->fact->corrected;
    Qcdc__PetitionMoved said;
    uint8_t content[CONTENT_BYTES];
    setter_t by = change_setter (event);
    if (!corrected->move_seen)
        return QCDC_CORRUPT;
    bool counts = false;
    move_say (move, &said);
    for (int column = 0; column < MOVE_COLUMNS_SAID; column++)
        if (!move_column_same (column, corrected->move_seen, corrected->move) &&
            setter_take (&move->set[column], &by)) {
            move_column_copy (column, &said, corrected->move);
            counts = true;
        }
    if (!counts)
        event_has_no_effect (event);
    thing_note_change (&self->thing, &move->changed, event);
    Qcdc__Fact as = fact_of_move (&said);
    QCDC_TRY (content_of (&as, content));
    move_fill (move, &said, content);
    return QCDC_OK;
}

/*  Who handles it is said by whoever says it last; what is no text of a register (a journal that was tampered with) is cut. */
static void apply_assignment (petition_t *self, const fact_event_t *event)
{
    const Qcdc__PetitionAssigned *assigned = event->fact->petition_assigned;
    const setter_t by = change_setter (event);
    thing_note_version (&self->thing, event);
    if (!setter_take (&self->handler_set, &by)) {
        event_has_no_effect (event);
        return;
    }
    snprintf (self->handler, sizeof self->handler, "%s", assigned->handler);
    petition_handler_key (self->handler, self->handler_key);
    self->handler_on = assigned->on;
}

/*  What was taken back is over: nothing brings it back. */
static qcdc_status apply_change (petition_t *self, const fact_event_t *event)
{
    Qcdc__Fact seen;
    bool voids = fact_kind (event->fact)->effect == FACT_VOIDS;
    if (!voids && !fact_seen (event->fact, &seen))
        return QCDC_CORRUPT;
    if (!event->part.seq) {
        if (!voids)
            return apply_correction (self, event);
        void_take (&self->voided, &self->voided_by, event);
        return QCDC_OK;
    }
    move_t *move = petition_move_at (self, event->part.origin, event->part.seq);
    if (!move)
        return QCDC_CORRUPT;
    if (!voids)
        return apply_move_correction (self, move, event);
    void_take (&move->voided, &move->voided_by, event);
    return QCDC_OK;
}

qcdc_status petition_apply (petition_t *self, const fact_event_t *event)
{
    switch (fact_kind (event->fact)->effect) {
    case FACT_CREATES:
        QCDC_TRY (apply_content (self, event, event->fact->petition_received));
        break;
    case FACT_STEPS:
        QCDC_TRY (apply_step (self, event));
        break;
    case FACT_SETS:
        if (fact_kind (event->fact)->also)
            petition_relates_apply (self, event);
        else
            apply_assignment (self, event);
        return QCDC_OK;
    case FACT_ATTACHES:
        self->scans++;
        return QCDC_OK;
    case FACT_CORRECTS:
    case FACT_VOIDS:
        QCDC_TRY (apply_change (self, event));
        break;
    default:
        return QCDC_CORRUPT;
    }
    /* An accepted step that no longer fits (its neighbours came back in another order after a restore) leaves the state where the
     * fold stops; nothing is lost, and the order that the offices see is kept. */
    size_t at = 0;
    if (petition_fold (self, &at) != QCDC_OK && fact_kind (event->fact)->effect == FACT_STEPS)
        for (size_t i = at; i < self->move_count; i++)
            if (self->moves[i].address.origin == event->address.origin &&
                self->moves[i].address.seq == event->address.seq)
                event_has_no_effect (event);
    return QCDC_OK;
}

const char *petition_handler_key (const char *handler, char key[HANDLER_KEY_BYTES])
{
    return text_fold (handler, key, HANDLER_KEY_BYTES);
}

bool petition_denounces (const Qcdc__Fact *fact)
{
    const Qcdc__PetitionReceived *said = NULL;
    if (fact->kind_case == QCDC__FACT__KIND_PETITION_RECEIVED)
        said = fact->petition_received;
    else if (fact->kind_case == QCDC__FACT__KIND_CORRECTED &&
             fact->corrected->replacement_case == QCDC__CORRECTED__REPLACEMENT_PETITION)
        said = fact->corrected->petition;
    return said && said->kind == QCDC__PETITION_KIND__TO_CAO;
}
