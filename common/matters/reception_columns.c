/*  reception_columns.c — the columns of a reception: comparing, taking over, naming them.
 *
 *  Days, codes and numbers all stand in four bytes of the message, and a set in an array of such: an offset says where, and no
 *  function names a column. */

#include "matters/reception_columns.h"

#include "base/day.h"
#include "facts/fact.h"
#include "facts/word.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define AT(member) offsetof (Qcdc__ReceptionHeld, member)
#define SET(member) AT (member), AT (n_##member)
const reception_column_t RECEPTION_COLUMNS[RECEPTION_COLUMN_COUNT] = {
    [RECEPTION_LOCAL_NO] = {"local_no", COLUMN_SAYS_NUMBER, AT (local_no), 0, NULL, NULL},
    [RECEPTION_HELD_ON] = {"held_on", COLUMN_SAYS_DAY, AT (held_on), 0, NULL, NULL},
    [RECEPTION_SESSION] = {"session", COLUMN_SAYS_CODE, AT (session), 0, session_name, session_read},
    [RECEPTION_HELD_BY] = {"held_by", COLUMN_SAYS_CODE, AT (held_by), 0, receiver_name, receiver_read},
    [RECEPTION_RECEPTIONS] = {"receptions", COLUMN_SAYS_COUNT, AT (receptions), 0, NULL, NULL},
    [RECEPTION_PERSONS] = {"persons", COLUMN_SAYS_COUNT, AT (persons), 0, NULL, NULL},
    [RECEPTION_MATTERS_FIRST] = {"matters_first", COLUMN_SAYS_COUNT, AT (matters_first), 0, NULL, NULL},
    [RECEPTION_MATTERS_AGAIN] = {"matters_again", COLUMN_SAYS_COUNT, AT (matters_again), 0, NULL, NULL},
    [RECEPTION_GROUPS] = {"groups", COLUMN_SAYS_COUNT, AT (groups), 0, NULL, NULL},
    [RECEPTION_GROUP_PERSONS] = {"group_persons", COLUMN_SAYS_COUNT, AT (group_persons), 0, NULL, NULL},
    [RECEPTION_GROUP_FIRST] = {"group_first", COLUMN_SAYS_COUNT, AT (group_first), 0, NULL, NULL},
    [RECEPTION_GROUP_AGAIN] = {"group_again", COLUMN_SAYS_COUNT, AT (group_again), 0, NULL, NULL},
    [RECEPTION_KINDS] = {"kinds", COLUMN_SAYS_SET, SET (kinds), petition_kind_name, petition_kind_read},
    [RECEPTION_FIELDS] = {"fields", COLUMN_SAYS_SET, SET (fields), petition_field_name, petition_field_read},
    [RECEPTION_RESULTS] = {"results", COLUMN_SAYS_SET, SET (results), reception_result_name, reception_result_read},
    [RECEPTION_PETITIONS] = {"petitions", COLUMN_SAYS_LINKS, SET (petitions), NULL, NULL},
    [RECEPTION_SUMMARY] = {"summary", COLUMN_SAYS_TEXT, 0, 0, NULL, NULL},
};
#undef SET
#undef AT

/*  Codes of sets are small numbers: each has a bit of its own. */
#define SET_CODES_MAX 16

static size_t size_at (const Qcdc__ReceptionHeld *held, size_t offset)
{
    size_t size;
    memcpy (&size, (const char *)held + offset, sizeof size);
    return size;
}

size_t reception_set_count (reception_column column, const Qcdc__ReceptionHeld *held)
{
    return size_at (held, RECEPTION_COLUMNS[column].count_offset);
}

int reception_set_at (reception_column column, const Qcdc__ReceptionHeld *held, size_t i)
{
    const int *codes;
    memcpy (&codes, (const char *)held + RECEPTION_COLUMNS[column].offset, sizeof codes);
    return codes[i];
}

int32_t reception_value (reception_column column, const Qcdc__ReceptionHeld *held)
{
    int32_t value = 0;
    if (RECEPTION_COLUMNS[column].says != COLUMN_SAYS_SET) {
        memcpy (&value, (const char *)held + RECEPTION_COLUMNS[column].offset, sizeof value);
        return value;
    }
    for (size_t i = 0, count = reception_set_count (column, held); i < count; i++) {
        int code = reception_set_at (column, held, i);
        if (code > 0 && code < SET_CODES_MAX)
            value |= 1 << code;
    }
    return value;
}

static void value_say (reception_column column, int32_t value, reception_said_t *said)
{
    const reception_column_t *known = &RECEPTION_COLUMNS[column];
    size_t count = 0;
    int *codes = said->sets[column];
    if (known->says != COLUMN_SAYS_SET) {
        memcpy ((char *)&said->held + known->offset, &value, sizeof value);
        return;
    }
    for (int code = 1; code < SET_CODES_MAX; code++)
        if (value & 1 << code)
            codes[count++] = code;
    memcpy ((char *)&said->held + known->count_offset, &count, sizeof count);
    memcpy ((char *)&said->held + known->offset, &codes, sizeof codes);
}

void reception_say_values (const char *local_no, const int32_t *values, const char *petitions, reception_said_t *said)
{
    address_t address;
    qcdc__reception_held__init (&said->held);
    said->held.local_no = (char *)local_no;
    for (int column = RECEPTION_HELD_ON; column < RECEPTION_PETITIONS; column++)
        value_say ((reception_column)column, values[column], said);
    said->held.petitions = said->links;
    while (said->held.n_petitions < QCDC_LINKS_COUNT_MAX && address_link_next (&petitions, &address)) {
        Qcdc__Ref *ref = &said->refs[said->held.n_petitions];
        qcdc__ref__init (ref);
        ref->origin = address.origin;
        ref->seq = address.seq;
        ref->hash = address.hash8;
        said->links[said->held.n_petitions++] = ref;
    }
}

void reception_say (const reception_t *self, reception_said_t *said)
{
    reception_say_values (self->local_no, self->values, self->petitions, said);
}

void reception_links_print (const Qcdc__ReceptionHeld *held, char text[RECEPTION_LINKS_BYTES])
{
    char link[LINK_TEXT_BYTES];
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < held->n_petitions && i < QCDC_LINKS_COUNT_MAX; i++) {
        const address_t address = {held->petitions[i]->origin, held->petitions[i]->seq, held->petitions[i]->hash};
        used += (size_t)snprintf (text + used, RECEPTION_LINKS_BYTES - used, "%s%s", i ? " " : "",
                                  address_link_print (&address, link));
    }
}

static bool same_links (const Qcdc__ReceptionHeld *a, const Qcdc__ReceptionHeld *b)
{
    char said[RECEPTION_LINKS_BYTES], other[RECEPTION_LINKS_BYTES];
    reception_links_print (a, said);
    reception_links_print (b, other);
    return a->n_petitions == b->n_petitions && strcmp (said, other) == 0;
}

bool reception_column_same (reception_column column, const Qcdc__ReceptionHeld *a, const Qcdc__ReceptionHeld *b)
{
    switch (RECEPTION_COLUMNS[column].says) {
    case COLUMN_SAYS_NUMBER:
        return strcmp (a->local_no, b->local_no) == 0;
    case COLUMN_SAYS_LINKS:
        return same_links (a, b);
    case COLUMN_SAYS_TEXT:
        return true;
    default:
        return reception_value (column, a) == reception_value (column, b);
    }
}

void reception_column_copy (reception_column column, Qcdc__ReceptionHeld *to, const Qcdc__ReceptionHeld *from)
{
    const reception_column_t *known = &RECEPTION_COLUMNS[column];
    bool pointer = known->says == COLUMN_SAYS_NUMBER || known->count_offset;
    if (known->says == COLUMN_SAYS_TEXT)
        return;
    memcpy ((char *)to + known->offset, (const char *)from + known->offset, pointer ? sizeof (void *) : sizeof (int));
    if (known->count_offset)
        memcpy ((char *)to + known->count_offset, (const char *)from + known->count_offset, sizeof (size_t));
}

static void text_links (const Qcdc__ReceptionHeld *held, char *text)
{
    char address[ADDRESS_TEXT_BYTES];
    size_t used = 0;
    for (size_t i = 0; i < held->n_petitions && i < QCDC_LINKS_COUNT_MAX; i++)
        used += (size_t)snprintf (text + used, RECEPTION_TEXT_BYTES - used, "%s%s", i ? " " : "",
                                  address_format (held->petitions[i]->origin, held->petitions[i]->seq, address));
}

static void text_set (const reception_column_t *known, int32_t value, char *text)
{
    size_t used = 0;
    for (int code = 1; code < SET_CODES_MAX; code++)
        if (value & 1 << code && known->name_of (code))
            used += (size_t)snprintf (text + used, RECEPTION_TEXT_BYTES - used, "%s%s", used ? " " : "",
                                      known->name_of (code));
}

const char *reception_column_text (reception_column column, const Qcdc__ReceptionHeld *held,
                                   char text[RECEPTION_TEXT_BYTES])
{
    const reception_column_t *known = &RECEPTION_COLUMNS[column];
    char day[DAY_TEXT_BYTES];
    text[0] = '\0';
    switch (known->says) {
    case COLUMN_SAYS_NUMBER:
        snprintf (text, RECEPTION_TEXT_BYTES, "%s", held->local_no);
        break;
    case COLUMN_SAYS_DAY:
        snprintf (text, RECEPTION_TEXT_BYTES, "%s", day_format_iso (held->held_on, day));
        break;
    case COLUMN_SAYS_CODE: {
        const char *name = known->name_of (reception_value (column, held));
        snprintf (text, RECEPTION_TEXT_BYTES, "%s", name ? name : "-");
        break;
    }
    case COLUMN_SAYS_COUNT:
        snprintf (text, RECEPTION_TEXT_BYTES, "%u", (unsigned)reception_value (column, held));
        break;
    case COLUMN_SAYS_SET:
        text_set (known, reception_value (column, held), text);
        break;
    case COLUMN_SAYS_LINKS:
        text_links (held, text);
        break;
    case COLUMN_SAYS_TEXT:
        break;
    }
    return text;
}
