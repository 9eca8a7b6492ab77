#include "matters/petition.h"

#include <stdlib.h>
#include <string.h>

#define STATE_BIT(state) (1u << (state))
#define OPEN_STATES                                                                                                  \
    (STATE_BIT (PETITION_RECEIVED) | STATE_BIT (PETITION_CLASSIFIED) | STATE_BIT (PETITION_ACCEPTED) |               \
     STATE_BIT (PETITION_SUSPENDED))
#define BEFORE_ACCEPTANCE (STATE_BIT (PETITION_RECEIVED) | STATE_BIT (PETITION_CLASSIFIED))

/*  The state machine: from which states a move is possible, and where it leads. */
static const struct {
    unsigned from;
    petition_state to;
} MOVES[] = {
    [QCDC__MOVE__CLASSIFIED] = {BEFORE_ACCEPTANCE, PETITION_CLASSIFIED},
    [QCDC__MOVE__ACCEPTED] = {BEFORE_ACCEPTANCE, PETITION_ACCEPTED},
    [QCDC__MOVE__REFUSED] = {BEFORE_ACCEPTANCE, PETITION_REFUSED},
    [QCDC__MOVE__GUIDED] = {BEFORE_ACCEPTANCE, PETITION_GUIDED},
    [QCDC__MOVE__FORWARDED] = {BEFORE_ACCEPTANCE, PETITION_FORWARDED},
    [QCDC__MOVE__EXTENDED] = {STATE_BIT (PETITION_ACCEPTED), PETITION_ACCEPTED},
    [QCDC__MOVE__SUSPENDED] = {STATE_BIT (PETITION_ACCEPTED), PETITION_SUSPENDED},
    [QCDC__MOVE__RESUMED] = {STATE_BIT (PETITION_SUSPENDED), PETITION_ACCEPTED},
    [QCDC__MOVE__SETTLED] = {STATE_BIT (PETITION_ACCEPTED), PETITION_SETTLED},
    [QCDC__MOVE__WITHDRAWN] = {OPEN_STATES, PETITION_WITHDRAWN},
    [QCDC__MOVE__IN_FORCE] = {STATE_BIT (PETITION_SETTLED), PETITION_IN_FORCE},
    [QCDC__MOVE__CARRIED_OUT] = {STATE_BIT (PETITION_SETTLED) | STATE_BIT (PETITION_IN_FORCE), PETITION_CARRIED_OUT},
};

bool petition_move_possible (petition_state state, int move, bool from_register, petition_state *next)
{
    if (move <= 0 || (size_t)move >= sizeof MOVES / sizeof MOVES[0])
        return false;
    unsigned from = MOVES[move].from | (from_register ? OPEN_STATES : 0u);
    if (!(from & STATE_BIT (state)))
        return false;
    *next = MOVES[move].to;
    return true;
}

const char *petition_state_name (petition_state state)
{
    static const char *const NAMES[] = {
        [PETITION_RECEIVED] = "received",       [PETITION_CLASSIFIED] = "classified",
        [PETITION_ACCEPTED] = "accepted",       [PETITION_SUSPENDED] = "suspended",
        [PETITION_SETTLED] = "settled",         [PETITION_IN_FORCE] = "in force",
        [PETITION_CARRIED_OUT] = "carried out", [PETITION_REFUSED] = "refused",
        [PETITION_GUIDED] = "guided",           [PETITION_FORWARDED] = "forwarded",
        [PETITION_WITHDRAWN] = "withdrawn",
    };
    return NAMES[state];
}

bool petition_is_settled (petition_state state)
{
    return state == PETITION_SETTLED || state == PETITION_IN_FORCE || state == PETITION_CARRIED_OUT;
}

bool petition_is_pending (petition_state state)
{
    return (OPEN_STATES & STATE_BIT (state)) != 0;
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
    self->unit = unit;
    self->kind = (int)fact->kind;
    self->field = (int)fact->field;
    self->channel = (int)fact->channel;
    self->received_on = fact->received_on;
    self->people = fact->people;
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

/*  Entries that are not committed yet (0) come after all that are. */
static bool commits_before (int64_t a, int64_t b)
{
    return a != 0 && (b == 0 || a < b);
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
    while (place > 0 && commits_before (move->order_us, moves[place - 1].order_us))
        place--;
    memmove (moves + place + 1, moves + place, (self->move_count - place) * sizeof *moves);
    moves[place] = *move;
    self->move_count++;
    return QCDC_OK;
}

qcdc_status petition_fold (petition_t *self)
{
    self->state = PETITION_RECEIVED;
    self->settled_on = 0;
    self->outcome = 0;
    for (size_t i = 0; i < self->move_count; i++) {
        const move_t *move = &self->moves[i];
        if (move->voided)
            continue;
        if (!petition_move_possible (self->state, move->move, move->from_register, &self->state))
            return QCDC_BAD_MOVE;
        if (move->move == QCDC__MOVE__SETTLED) {
            self->settled_on = move->on;
            self->outcome = move->outcome;
        }
    }
    return QCDC_OK;
}
