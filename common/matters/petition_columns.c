/*  petition_columns.c — the columns of a petition and of a step: comparing, taking over, naming them. */

#include "matters/petition_columns.h"

#include "base/day.h"

#include <stdio.h>
#include <string.h>

static void blind_say (const petition_t *self, petition_said_t *said)
{
    if (!self->blind_key)
        return;
    qcdc__blind_index__init (&said->blind);
    said->blind.key = self->blind_key;
    if (!blind_index_none (self->blind.number))
        said->blind.number = (ProtobufCBinaryData){BLIND_INDEX_BYTES, (uint8_t *)self->blind.number};
    if (!blind_index_none (self->blind.place))
        said->blind.place = (ProtobufCBinaryData){BLIND_INDEX_BYTES, (uint8_t *)self->blind.place};
    said->received.blind = &said->blind;
}

void petition_say (const petition_t *self, petition_said_t *said)
{
    Qcdc__PetitionReceived *row = &said->received;
    char *rest = NULL;
    qcdc__petition_received__init (row);
    row->local_no = self->local_no;
    row->kind = (Qcdc__PetitionKind)self->kind;
    row->field = (Qcdc__PetitionField)self->field;
    row->received_on = self->received_on;
    row->channel = (Qcdc__Channel)self->channel;
    row->people = self->people;
    row->instance = self->instance > 1 ? (uint32_t)self->instance : 0;
    row->identity_key = self->identity_key;
    blind_say (self, said);
    snprintf (said->flags_text, sizeof said->flags_text, "%s", self->flags);
    for (char *flag = strtok_r (said->flags_text, " ", &rest); flag && row->n_flags < QCDC_FLAGS_COUNT_MAX;
         flag = strtok_r (NULL, " ", &rest))
        said->flags[row->n_flags++] = flag;
    row->flags = said->flags;
    if (!self->from.seq)
        return;
    qcdc__handed_from__init (&said->from);
    qcdc__ref__init (&said->from_ref);
    said->from_ref.origin = self->from.origin;
    said->from_ref.seq = self->from.seq;
    said->from_ref.hash = self->from.hash8;
    said->from.hand_over = &said->from_ref;
    said->from.hops = (uint32_t)self->from_hops;
    said->from.office = (char *)self->from_office;
    row->from = &said->from;
}

void move_say (const move_t *self, Qcdc__PetitionMoved *said)
{
    qcdc__petition_moved__init (said);
    said->move = (Qcdc__Move)self->move;
    said->on = self->on;
    said->outcome = (Qcdc__Outcome)self->outcome;
    said->from_register = self->from_register;
    said->reasoned = self->reasoned;
    said->article = (char *)self->article;
    said->days = (uint32_t)self->days;
    said->expected_on = self->expected_on;
}

const char *petition_column_name (int column)
{
    static const char *const NAMES[PETITION_COLUMNS_SAID] = {
        [SAID_LOCAL_NO] = "local_no", [SAID_KIND] = "kind",
        [SAID_FIELD] = "field",       [SAID_RECEIVED_ON] = "received_on",
        [SAID_CHANNEL] = "channel",   [SAID_PEOPLE] = "people",
        [SAID_FLAGS] = "flags",       [SAID_INSTANCE] = "instance",
        [SAID_IDENTITY] = "identity", [SAID_TITLE] = "title",
        [SAID_SUMMARY] = "summary"};
    return NAMES[column];
}

const char *move_column_name (int column)
{
    static const char *const NAMES[MOVE_COLUMNS_SAID] = {[SAID_MOVE] = "move",
                                                         [SAID_ON] = "on",
                                                         [SAID_OUTCOME] = "outcome",
                                                         [SAID_FROM_REGISTER] = "from_register",
                                                         [SAID_ARTICLE] = "article",
                                                         [SAID_DAYS] = "days",
                                                         [SAID_EXPECTED_ON] = "expected_on"};
    return NAMES[column];
}

static bool flags_same (const Qcdc__PetitionReceived *a, const Qcdc__PetitionReceived *b)
{
    bool same = a->n_flags == b->n_flags;
    for (size_t i = 0; same && i < a->n_flags; i++)
        same = strcmp (a->flags[i], b->flags[i]) == 0;
    return same;
}

static bool bytes_same (const ProtobufCBinaryData *a, const ProtobufCBinaryData *b)
{
    return a->len == b->len && (a->len == 0 || memcmp (a->data, b->data, a->len) == 0);
}

static bool blind_same (const Qcdc__BlindIndex *a, const Qcdc__BlindIndex *b)
{
    if (!a || !b)
        return !a && !b;
    return a->key == b->key && bytes_same (&a->number, &b->number) && bytes_same (&a->place, &b->place);
}

bool petition_column_same (int column, const Qcdc__PetitionReceived *a, const Qcdc__PetitionReceived *b)
{
    switch (column) {
    case SAID_LOCAL_NO:
        return strcmp (a->local_no, b->local_no) == 0;
    case SAID_KIND:
        return a->kind == b->kind;
    case SAID_FIELD:
        return a->field == b->field;
    case SAID_RECEIVED_ON:
        return a->received_on == b->received_on;
    case SAID_CHANNEL:
        return a->channel == b->channel;
    case SAID_PEOPLE:
        return a->people == b->people;
    case SAID_FLAGS:
        return flags_same (a, b);
    case SAID_INSTANCE:
        return a->instance == b->instance;
    case SAID_IDENTITY:
        return a->identity_key == b->identity_key && blind_same (a->blind, b->blind);
    default:
        return true;
    }
}

void petition_column_copy (int column, Qcdc__PetitionReceived *to, const Qcdc__PetitionReceived *from)
{
    switch (column) {
    case SAID_LOCAL_NO:
        to->local_no = from->local_no;
        break;
    case SAID_KIND:
        to->kind = from->kind;
        break;
    case SAID_FIELD:
        to->field = from->field;
        break;
    case SAID_RECEIVED_ON:
        to->received_on = from->received_on;
        break;
    case SAID_CHANNEL:
        to->channel = from->channel;
        break;
    case SAID_PEOPLE:
        to->people = from->people;
        break;
    case SAID_FLAGS:
        to->n_flags = from->n_flags;
        to->flags = from->flags;
        break;
    case SAID_INSTANCE:
        to->instance = from->instance;
        break;
    case SAID_IDENTITY:
        to->identity_key = from->identity_key;
        to->blind = from->blind;
        break;
    default:
        break;
    }
}

bool move_column_same (int column, const Qcdc__PetitionMoved *a, const Qcdc__PetitionMoved *b)
{
    switch (column) {
    case SAID_MOVE:
        return a->move == b->move;
    case SAID_ON:
        return a->on == b->on;
    case SAID_OUTCOME:
        return a->outcome == b->outcome;
    case SAID_ARTICLE:
        return strcmp (a->article, b->article) == 0;
    case SAID_DAYS:
        return a->days == b->days;
    case SAID_EXPECTED_ON:
        return a->expected_on == b->expected_on;
    default:
        return (a->from_register != 0) == (b->from_register != 0);
    }
}

void move_column_copy (int column, Qcdc__PetitionMoved *to, const Qcdc__PetitionMoved *from)
{
    switch (column) {
    case SAID_MOVE:
        to->move = from->move;
        break;
    case SAID_ON:
        to->on = from->on;
        break;
    case SAID_OUTCOME:
        to->outcome = from->outcome;
        break;
    case SAID_ARTICLE:
        to->article = from->article;
        break;
    case SAID_DAYS:
        to->days = from->days;
        break;
    case SAID_EXPECTED_ON:
        to->expected_on = from->expected_on;
        break;
    default:
        to->from_register = from->from_register;
    }
}

/*  ---------------------------------------------------------------- for a message */

static void text_day (int32_t day, char text[COLUMN_TEXT_BYTES])
{
    char iso[DAY_TEXT_BYTES];
    snprintf (text, COLUMN_TEXT_BYTES, "%s", day_format_iso (day, iso));
}

static void text_code (const char *name, char text[COLUMN_TEXT_BYTES])
{
    snprintf (text, COLUMN_TEXT_BYTES, "%s", name ? name : "-");
}

static void text_flags (const Qcdc__PetitionReceived *row, char text[COLUMN_TEXT_BYTES])
{
    size_t used = 0;
    text_code (NULL, text);
    for (size_t i = 0; i < row->n_flags && used < COLUMN_TEXT_BYTES; i++)
        used += (size_t)snprintf (text + used, COLUMN_TEXT_BYTES - used, "%s%s", i ? " " : "", row->flags[i]);
}

const char *petition_column_text (int column, const Qcdc__PetitionReceived *row, char text[COLUMN_TEXT_BYTES])
{
    switch (column) {
    case SAID_LOCAL_NO:
        text_code (row->local_no, text);
        break;
    case SAID_KIND:
        text_code (petition_kind_name ((int)row->kind), text);
        break;
    case SAID_FIELD:
        text_code (petition_field_name ((int)row->field), text);
        break;
    case SAID_RECEIVED_ON:
        text_day (row->received_on, text);
        break;
    case SAID_CHANNEL:
        text_code (channel_name ((int)row->channel), text);
        break;
    case SAID_PEOPLE:
        snprintf (text, COLUMN_TEXT_BYTES, "%u", row->people);
        break;
    case SAID_FLAGS:
        text_flags (row, text);
        break;
    case SAID_INSTANCE:
        snprintf (text, COLUMN_TEXT_BYTES, "%u", row->instance ? row->instance : 1u);
        break;
    case SAID_IDENTITY:
        text_code (row->identity_key ? "sealed" : NULL, text);
        break;
    default:
        text_code (NULL, text);
    }
    return text;
}

const char *move_column_text (int column, const Qcdc__PetitionMoved *row, char text[COLUMN_TEXT_BYTES])
{
    switch (column) {
    case SAID_MOVE:
        text_code (move_name ((int)row->move), text);
        break;
    case SAID_ON:
        text_day (row->on, text);
        break;
    case SAID_OUTCOME:
        text_code (row->outcome ? outcome_name ((int)row->outcome) : NULL, text);
        break;
    case SAID_ARTICLE:
        snprintf (text, COLUMN_TEXT_BYTES, "%.60s", *row->article ? row->article : "-");
        break;
    case SAID_DAYS:
        snprintf (text, COLUMN_TEXT_BYTES, "%u", row->days);
        break;
    case SAID_EXPECTED_ON:
        if (row->expected_on)
            text_day (row->expected_on, text);
        else
            text_code (NULL, text);
        break;
    default:
        text_code (row->from_register ? "1" : "0", text);
    }
    return text;
}
