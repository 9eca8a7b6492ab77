/*  entry_words.c — from the text of an annex to a tsvector, in the form in which PostgreSQL takes it.
 *
 *  PostgreSQL's own parser would cut words in another way than the offices' index, and none of its dictionaries folds đ; so words are
 *  cut and folded by search_words.h, and a lexeme is "dat~đất": the beginning of it finds the word without diacritics, all of it
 *  the very word, in one index. */

#include "projections/entry_words.h"

#include "base/array.h"
#include "base/likeness.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/search_words.h"
#include "matters/petition.h"

#include <stdlib.h>
#include <string.h>

static const Oid TYPES[] = {OID_INT8, OID_BOOL, OID_TEXT, OID_TSVECTOR, OID_INT4_ARRAY};
const pg_table_t ENTRY_WORDS = {
    "copy entry_words (entry, corrects, number, words, prints) from stdin (format binary)",
    {"insert_entry_words",
     "insert into entry_words (entry, corrects, number, words, prints) values ($1, $2, $3, $4, $5)"},
    5,
    TYPES};

/*  The SQL functions of the schema count on it: the number first, the two texts last. */
_Static_assert(SAID_LOCAL_NO == 0 && SAID_TITLE == PETITION_COLUMNS_SAID - 2 &&
                   SAID_SUMMARY == PETITION_COLUMNS_SAID - 1,
               "setter_entry (035_entry_words.sql)");

/*  PostgreSQL's limits: of positions, and of positions of one lexeme. */
#define POSITION_MAX 16383u
#define POSITIONS_MAX 255u
#define WEIGHT_TITLE 3u
#define WEIGHT_SUMMARY 2u
/*  Between the title and the summary: no phrase goes from one into the other. */
#define POSITIONS_BETWEEN 8u

typedef struct {
    char lexeme[2 * SEARCH_KEY_BYTES];
    uint16_t position; /* with its weight in the two upper bits */
} place_t;

typedef struct {
    place_t *places; /* malloc'ed */
    size_t count, size;
    uint32_t hashes[LIKENESS_WORDS_MAX]; /* of the words in their order */
    size_t hash_count;
} places_t;

static void places_release (places_t *self)
{
    free (self->places);
}

static qcdc_status places_add (places_t *self, const char *text, unsigned weight, unsigned *position)
{
    search_word_t word;
    for (size_t at = 0; search_word_next (text, &at, &word) && *position < POSITION_MAX;) {
        place_t *grown = memory_room (self->places, self->count, &self->size, sizeof *grown);
        if (!grown)
            return QCDC_NO_MEMORY;
        self->places = grown;
        place_t *place = &self->places[self->count++];
        char *end = stpcpy (stpcpy (place->lexeme, word.folded), "~");
        strcpy (end, strcmp (word.exact, word.folded) == 0 ? "" : word.exact);
        place->position = (uint16_t)(weight << 14 | ++*position);
        if (self->hash_count < LIKENESS_WORDS_MAX)
            self->hashes[self->hash_count++] = likeness_word (word.folded);
    }
    return QCDC_OK;
}

static unsigned position_of (const place_t *place)
{
    return place->position & POSITION_MAX;
}

static int compare_places (const void *a, const void *b)
{
    const place_t *one = a, *other = b;
    int order = strcmp (one->lexeme, other->lexeme);
    return order ? order : (int)position_of (one) - (int)position_of (other);
}

static uint8_t *put_number (uint8_t *to, uint32_t value, int bytes)
{
    for (int i = bytes - 1; i >= 0; i--)
        *to++ = (uint8_t)(value >> (8 * i));
    return to;
}

/*  How many places from FIRST on have its lexeme. */
static size_t count_same (const places_t *self, size_t first)
{
    size_t count = 1;
    while (first + count < self->count &&
           strcmp (self->places[first].lexeme, self->places[first + count].lexeme) == 0)
        count++;
    return count;
}

/*  The number of lexemes; then each with its NUL, the number of its positions, and these: tsvectorrecv. */
static qcdc_status put_vector (pg_rows_t *rows, places_t *places)
{
    if (!places->count) {
        pg_rows_null (rows);
        return QCDC_OK;
    }
    uint8_t *data QCDC_CLEANUP (memory_free) = malloc (4 + places->count * (sizeof places->places->lexeme + 4));
    if (!data)
        return QCDC_NO_MEMORY;
    qsort (places->places, places->count, sizeof *places->places, compare_places);
    uint8_t *at = data + 4;
    uint32_t lexemes = 0;
    for (size_t i = 0, same; i < places->count; i += same, lexemes++) {
        same = count_same (places, i);
        size_t shown = same > POSITIONS_MAX ? POSITIONS_MAX : same, length = strlen (places->places[i].lexeme) + 1;
        memcpy (at, places->places[i].lexeme, length);
        at = put_number (at + length, (uint32_t)shown, 2);
        for (size_t k = 0; k < shown; k++)
            at = put_number (at, places->places[i + k].position, 2);
    }
    put_number (data, lexemes, 4);
    pg_rows_bytea (rows, data, (size_t)(at - data));
    return QCDC_OK;
}

/*  An array of one dimension: array_recv. */
static void put_prints (pg_rows_t *rows, places_t *places)
{
    int32_t prints[LIKENESS_PRINTS];
    uint8_t data[20 + 8 * LIKENESS_PRINTS];
    size_t count = likeness_prints (places->hashes, places->hash_count, prints);
    if (!count) {
        pg_rows_null (rows);
        return;
    }
    const uint32_t head[] = {1, 0, OID_INT4, (uint32_t)count, 1};
    uint8_t *at = data;
    for (size_t i = 0; i < sizeof head / sizeof *head; i++)
        at = put_number (at, head[i], 4);
    for (size_t i = 0; i < count; i++)
        at = put_number (put_number (at, 4, 4), (uint32_t)prints[i], 4);
    pg_rows_bytea (rows, data, (size_t)(at - data));
}

/*  ---------------------------------------------------------------- one entry */

/*  What a fact says of a petition's number and texts; false: nothing. */
typedef struct {
    bool corrects, title, summary;
    const char *local_no; /* NULL: it stays */
} said_t;

static bool said_read (const Qcdc__Fact *fact, said_t *said)
{
    *said = (said_t){.title = true, .summary = true};
    if (fact->kind_case == QCDC__FACT__KIND_PETITION_RECEIVED) {
        said->local_no = fact->petition_received->local_no;
        return true;
    }
    /* The replacement is one pointer, whatever it points to. */
    if (fact->kind_case != QCDC__FACT__KIND_CORRECTED || !fact->corrected->petition ||
        fact->corrected->replacement_case != QCDC__CORRECTED__REPLACEMENT_PETITION)
        return false;
    const Qcdc__Corrected *corrected = fact->corrected;
    *said = (said_t){.corrects = true, .title = corrected->title != 0, .summary = corrected->summary != 0};
    if (!corrected->petition_seen || strcmp (corrected->petition_seen->local_no, corrected->petition->local_no) != 0)
        said->local_no = corrected->petition->local_no;
    return said->title || said->summary || said->local_no;
}

static void put_local_no (pg_rows_t *rows, const char *local_no)
{
    char key[NUMBER_KEY_BYTES], folded[NUMBER_KEY_BYTES];
    if (!local_no || number_fold (local_no, strlen (local_no), key) != QCDC_OK) {
        pg_rows_null (rows);
        return;
    }
    search_number_fold (key, folded);
    pg_rows_text (rows, folded);
}

static qcdc_status places_read (places_t *places, const said_t *said, bytes_t annex)
{
    Qcdc__AnnexText *text = NULL;
    unsigned position = 0;
    arena_t *arena QCDC_CLEANUP (arena_destroy) = annex.length ? arena_new (QCDC_FACT_ARENA_BYTES_MAX) : NULL;
    if (annex.length && !arena)
        return QCDC_NO_MEMORY;
    qcdc_status status = annex.length ? annex_unpack (annex, arena, &text) : QCDC_OK;
    if (status != QCDC_OK || !text)
        return status == QCDC_NO_MEMORY ? status : QCDC_OK;
    if (said->title)
        QCDC_TRY (places_add (places, text->title, WEIGHT_TITLE, &position));
    position += POSITIONS_BETWEEN;
    return said->summary ? places_add (places, text->summary, WEIGHT_SUMMARY, &position) : QCDC_OK;
}

qcdc_status entry_words_put (pg_rows_t *rows, int64_t commit_seq, const Qcdc__Fact *fact, bytes_t annex)
{
    said_t said;
    places_t places QCDC_CLEANUP (places_release);
    places.places = NULL; /* not all of it: it is large, and this is done for each entry */
    places.count = places.size = places.hash_count = 0;
    if (!fact || !said_read (fact, &said))
        return QCDC_OK;
    QCDC_TRY (places_read (&places, &said, annex));
    pg_rows_row (rows, ENTRY_WORDS.columns);
    pg_rows_int8 (rows, commit_seq);
    pg_rows_bool (rows, said.corrects);
    put_local_no (rows, said.local_no);
    QCDC_TRY (put_vector (rows, &places));
    put_prints (rows, &places);
    return QCDC_OK;
}
