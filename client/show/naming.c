/*  naming.c — labels from the catalogue. */

#include "show/naming.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/text_fold.h"
#include "catalogue/cell.h"
#include "catalogue/dated_name.h"
#include "facts/english.h"
#include "facts/fact.h"
#include "matters/petition.h"
#include "matters/report_review.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/*  A cell's translation: that for its column (a review's "accepted" is not the petition's state "accepted"),
 *  else that of the word alone.  A message with a context is looked up under both, with the byte 4 between them. */
const char *people_word (const char *context, const char *word)
{
    static const char OTHER[] =
        "other_"; /* of a pair of things: what is said of the other one is in the same codes */
    char key[160];
    if (*word == '\0')
        return word;
    if (strncmp (context, OTHER, sizeof OTHER - 1) == 0)
        context += sizeof OTHER - 1;
    int length = snprintf (key, sizeof key, "%s\004%s", context, word);
    const char *shown = length < (int)sizeof key ? _ (key) : key;
    if (shown != key)
        return shown;
    shown = _ (word);
    return shown == word && !i18n_is_vietnamese () ? english_word (word) : shown;
}

static const char *standing_name_of (int standing)
{
    return report_standing_name ((report_standing)standing);
}

static const struct {
    const char *column;
    const char *(*name) (int);
} VOCABULARIES[] = {{"kind", petition_kind_name},
                    {"field", petition_field_name},
                    {"channel", channel_name},
                    {"outcome", outcome_name},
                    {"move", move_name},
                    {"session", session_name},
                    {"held_by", receiver_name},
                    {"results", reception_result_name},
                    {"state", petition_filter_name},
                    {"review", standing_name_of},
                    {"ended", petition_ended_code}};
enum {
    VOCABULARY_COUNT = sizeof VOCABULARIES / sizeof *VOCABULARIES,
    FIRST_FROM_ZERO = 8 /* of them; the others begin at 1 */
};

/*  Whether WORD, of LENGTH bytes, is a code of the vocabulary at INDEX. */
static bool code_is_of (size_t index, const char *word, size_t length)
{
    const char *name;
    for (int code = index < FIRST_FROM_ZERO; (name = VOCABULARIES[index].name (code)); code++)
        if (strlen (name) == length && memcmp (name, word, length) == 0)
            return true;
    return false;
}

/*  The vocabulary that CODES, a list, are of: the one that has most of them, for "accepted" is a state and a review. */
static size_t codes_vocabulary (const char *codes)
{
    size_t best = 0, most = 0;
    for (size_t i = 0; i < VOCABULARY_COUNT; i++) {
        size_t count = 0;
        for (const char *at = codes; *at;) {
            size_t length = strcspn (at, ",");
            count += code_is_of (i, at, length);
            at += length;
            at += strspn (at, ", ");
        }
        if (count > most) {
            most = count;
            best = i;
        }
    }
    return best;
}

/*  The column that the code at WORD is of: of VOCABULARY's, else of the first that has it; NULL: none. */
static const char *code_column (size_t vocabulary, const char *word, size_t length)
{
    if (code_is_of (vocabulary, word, length))
        return VOCABULARIES[vocabulary].column;
    for (size_t i = 0; i < VOCABULARY_COUNT; i++)
        if (code_is_of (i, word, length))
            return VOCABULARIES[i].column;
    return NULL;
}

char *people_codes (const char *codes)
{
    char *text = NULL;
    size_t size = 0, vocabulary = codes_vocabulary (codes);
    FILE *out = open_memstream (&text, &size);
    for (const char *at = codes; out && *at;) {
        char code[64], first[64], second[128];
        size_t length = strcspn (at, ",");
        snprintf (code, sizeof code, "%.*s", (int)length, at);
        const char *column = length < sizeof code ? code_column (vocabulary, at, length) : NULL,
                   *word = column ? people_word (column, code) : code;
        fprintf (out, "%.*s", (int)length, at);
        /* What differs in its separators alone says nothing twice. */
        if (word != code && (i18n_is_vietnamese () || strcmp (text_fold (code, first, sizeof first),
                                                              text_fold (word, second, sizeof second)) != 0))
            fprintf (out, " (%s)", word);
        at += length;
        if (*at == ',')
            fputs (", ", out), at += 1 + strspn (at + 1, " ");
    }
    if (out && fclose (out) == 0)
        return text;
    free (text);
    return NULL;
}

char *people_value (const char *column, const char *value)
{
    int32_t day;
    char text[DAY_TEXT_BYTES];
    char *listed = people_listed (column, value);
    if (listed)
        return listed;
    if (people_is_vocabulary (column))
        return strdup (people_word (column, value));
    if (day_parse (value, &day) == QCDC_OK && strcmp (day_format_iso (day, text), value) == 0)
        return strdup (day_format_people (day, text));
    return strdup (value);
}

char *people_cell_name (const catalog_t *catalog, const char *cell, int32_t day)
{
    char code[QCDC_CELL_BYTES_MAX + 1], *text = NULL;
    size_t length = 0;
    snprintf (code, sizeof code, "%.*s", (int)strcspn (cell, "."), cell);
    const indicator_t *indicator = catalog_indicator (catalog, code);
    const dated_name_t *name = indicator_name_on (catalog, code, day);
    FILE *out = indicator && name ? open_memstream (&text, &length) : NULL;
    if (!out)
        return NULL;
    fputs (dated_name_in (name, i18n_is_vietnamese ()), out);
    if (*cell_member (cell))
        fputs (" – ", out);
    member_names_print (out, catalog, indicator, cell, day, i18n_is_vietnamese ());
    if (fclose (out) == 0)
        return text;
    free (text);
    return NULL;
}

/*  The first word of TEXT that is a cell's code, into CELL. */
static bool find_cell (const catalog_t *catalog, const char *text, char cell[QCDC_CELL_BYTES_MAX + 1])
{
    static const char LETTERS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-";
    for (size_t length; *text; text += length) {
        length = strspn (text, LETTERS);
        if (length > 0 && length <= QCDC_CELL_BYTES_MAX) {
            char code[QCDC_CELL_BYTES_MAX + 1];
            snprintf (cell, QCDC_CELL_BYTES_MAX + 1, "%.*s", (int)length, text);
            snprintf (code, sizeof code, "%.*s", (int)strcspn (cell, "."), cell);
            if (catalog_indicator (catalog, code))
                return true;
        }
        length += length == 0;
    }
    return false;
}

/*  Whether MESSAGE says before AT that a unit's code comes: "unit 594", "đơn vị 594". */
static bool unit_announced (const char *message, const char *at)
{
    const char *const WORDS[] = {"unit ", _ ("unit ")};
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
        size_t length = strlen (WORDS[i]);
        if ((size_t)(at - message) >= length && strncasecmp (at - length, WORDS[i], length) == 0)
            return true;
    }
    return false;
}

/*  The name of the office or the unit whose code stands at AT of MESSAGE, LENGTH bytes; NULL: none does.  What belongs to something
 *  longer (a pair to type, an address, a number in a register, a name's own code in brackets) is no code by itself. */
static const char *place_name (const catalog_t *catalog, const char *message, const char *at, size_t length)
{
    char code[64];
    if (length >= sizeof code || (at > message && strchr ("=(/:@'\"", at[-1])) ||
        (at[length] && strchr ("=/:@", at[length])))
        return NULL;
    snprintf (code, sizeof code, "%.*s", (int)length, at);
    const office_t *office = catalog_office (catalog, code);
    if (office)
        return office->name;
    const unit_t *unit = NULL;
    return unit_announced (message, at) &&
                   catalog_unit_parse (catalog, code, day_of_moment (moment_now ()), &unit) == QCDC_OK
               ? unit->name
               : NULL;
}

char *people_placed (const catalog_t *catalog, const char *message)
{
    static const char LETTERS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream (&text, &size);
    for (const char *at = message; out && *at;) {
        size_t length = strspn (at, LETTERS);
        const char *name = length && catalog ? place_name (catalog, message, at, length) : NULL;
        /* A row of the catalogue is said with its name behind it. */
        if (name && at[length] == ' ' && strncmp (at + length + 1, name, strlen (name)) == 0)
            name = NULL;
        length += length == 0;
        fprintf (out, name ? "%s (%.*s)" : "%s%.*s", name ? name : "", (int)length, at);
        at += length;
    }
    if (out && fclose (out) == 0)
        return text;
    free (text);
    return NULL;
}

char *people_explained (const catalog_t *catalog, const char *message, const char *field, int32_t day)
{
    char cell[QCDC_CELL_BYTES_MAX + 1], *text = NULL;
    if (!catalog || (!find_cell (catalog, message, cell) && !find_cell (catalog, field, cell)))
        return people_placed (catalog, message);
    char *name = people_cell_name (catalog, cell, day), *placed = people_placed (catalog, message);
    if (!name || !placed || asprintf (&text, "%s (%s: %s)", placed, cell, name) < 0)
        text = strdup (message);
    free (placed);
    free (name);
    return text;
}

static char *name_and_code (const char *name, const char *code)
{
    char *text = NULL;
    return name && asprintf (&text, "%s (%s)", name, code) >= 0 ? text : NULL;
}

enum { RULE_WORDS_VI = 11, RULE_WORDS_EN = 12 }; /* in rules.csv */

void naming_time (const catalog_t *catalog, const char *form, const char *period, naming_time_t *when)
{
    const char *last = period ? period : "", *between;
    period_t found;
    *when = (naming_time_t){.period = ""};
    while ((between = strpbrk (last, ",.")))
        last = between + 1;
    bool known = form && *last && period_form (catalog, form, last, &found);
    for (size_t i = 0; *last && !known && i < catalog->form_count; i++)
        known = period_form (catalog, catalog->forms[i].code, last, &found);
    if (!known)
        return;
    snprintf (when->period, sizeof when->period, "%s", found.name);
    when->from = found.from;
    when->to = found.to;
}

int32_t naming_day (const naming_time_t *when)
{
    return *when->period ? when->to : day_of_moment (moment_now ());
}

static const office_t *office_in (const catalog_t *catalog, const char *code, const naming_time_t *when)
{
    const office_t *then = *when->period ? catalog_office_within (catalog, code, when->from, when->to) : NULL;
    return then ? then : catalog_office (catalog, code);
}

static const unit_t *unit_in (const catalog_t *catalog, const char *code, const naming_time_t *when)
{
    const unit_t *unit =
        *when->period && !when->units_now ? catalog_unit_within (catalog, code, when->from, when->to) : NULL;
    return unit || catalog_unit_parse (catalog, code, day_of_moment (moment_now ()), &unit) == QCDC_OK ? unit : NULL;
}

static const form_t *form_in (const catalog_t *catalog, const char *code, const naming_time_t *when)
{
    period_t ignored;
    const form_t *then = when->version ? catalog_form (catalog, code, when->version) : NULL;
    if (!then && *when->period)
        then = period_form (catalog, code, when->period, &ignored);
    return then ? then : catalog_form_latest (catalog, code);
}

char *people_name (const catalog_t *catalog, const char *column, const char *value)
{
    return people_name_in (catalog, column, value, &(naming_time_t){.period = ""});
}

char *people_name_in (const catalog_t *catalog, const char *column, const char *value, const naming_time_t *when)
{
    char *text = NULL;
    if (strcmp (column, "cell") == 0) {
        const char *rule = cell_note_rule (value);
        char *name = people_cell_name (catalog, value, naming_day (when));
        if (rule ? asprintf (&text, _ ("note on %s"), rule) < 0 : name && asprintf (&text, "%s %s", value, name) < 0)
            text = NULL;
        free (name);
        return text;
    }
    if (strcmp (column, "office") == 0) {
        const office_t *office = office_in (catalog, value, when);
        return office ? name_and_code (office->name, value) : NULL;
    }
    if (strcmp (column, "unit") == 0) {
        const unit_t *unit = unit_in (catalog, value, when);
        return unit ? name_and_code (unit->name, value) : NULL;
    }
    if ((text = people_listed (column, value)))
        return text;
    if (strcmp (column, "class") == 0) {
        const office_class_t *of = catalog_class (catalog, value);
        return of ? name_and_code (i18n_is_vietnamese () ? of->name_vi : of->name_en, value) : NULL;
    }
    if (strcmp (column, "column") == 0) {
        const char *word = people_word ("column", value);
        return word == value ? people_name_in (catalog, "cell", value, when) : name_and_code (word, value);
    }
    if (strcmp (column, "about") == 0) {
        char code[64];
        snprintf (code, sizeof code, "%.*s", (int)strcspn (value, " "), value);
        char *form = value[strlen (code)] == ' ' ? people_name (catalog, "form", code) : NULL;
        if (form && asprintf (&text, "%s%s", form, value + strlen (code)) < 0)
            text = NULL;
        free (form);
        return text;
    }
    if (strcmp (column, "rule") == 0) {
        size_t words = i18n_is_vietnamese () ? RULE_WORDS_VI : RULE_WORDS_EN;
        for (size_t i = catalog->rule_row_count; i-- > 0;)
            if (strcmp (catalog->rule_rows[i].fields[0], value) == 0)
                return asprintf (&text, "%s: %s", value, catalog->rule_rows[i].fields[words]) < 0 ? NULL : text;
        return NULL;
    }
    if (strcmp (column, "form") == 0) {
        const form_t *form = form_in (catalog, value, when);
        return form ? name_and_code (i18n_is_vietnamese () ? form->title_vi : form->title_en, value) : NULL;
    }
    return NULL;
}

bool people_names_column (const char *column)
{
    return strcmp (column, "cell") == 0 || strcmp (column, "office") == 0 || strcmp (column, "unit") == 0 ||
           strcmp (column, "form") == 0;
}

char *people_name_alone (const catalog_t *catalog, const char *column, const char *value, const naming_time_t *when)
{
    if (strcmp (column, "cell") == 0)
        return people_cell_name (catalog, value, naming_day (when));
    char *name = people_name_in (catalog, column, value, when);
    size_t length = name ? strlen (name) : 0, behind = strlen (value) + 3; /* " (593)" */
    if (length > behind)
        name[length - behind] = '\0';
    return name;
}

char *people_listed (const char *column, const char *value)
{
    static const char *const COLUMNS[][2] = {{"kinds", "kind"},    {"fields", "field"},      {"results", "result"},
                                             {"agrees", "agrees"}, {"evidence", "evidence"}, {"same", "same"}};
    char word[64], *text = NULL;
    size_t length = 0;
    const char *context = NULL;
    if (strcmp (column, "flags") == 0)
        return people_flags (value);
    for (size_t i = 0; i < sizeof COLUMNS / sizeof *COLUMNS; i++)
        if (strcmp (COLUMNS[i][0], column) == 0)
            context = COLUMNS[i][1];
    FILE *out = context ? open_memstream (&text, &length) : NULL;
    for (const char *at = value; out && *at; at += strspn (at, " ")) {
        size_t whole = strcspn (at, " ");
        snprintf (word, sizeof word, "%.*s", (int)whole, at);
        /* Labels have commas in them. */
        fprintf (out, "%s%s", at == value ? "" : "; ", people_word (context, word));
        at += whole;
    }
    if (out && fclose (out) == 0)
        return text;
    free (text);
    return NULL;
}

char *people_flags (const char *flags)
{
    char word[QCDC_FLAG_BYTES_MAX + 1], *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream (&text, &length);
    /* Words that have a language may have blanks in them. */
    const char *comma = people_word ("flag", "DONG_NGUOI");
    const char *between = strcmp (comma, "DONG_NGUOI") == 0 ? " " : ", ";
    for (const char *at = flags; out && *at; at += strspn (at, " ")) {
        size_t whole = strcspn (at, " "), code = strcspn (at, ": ");
        snprintf (word, sizeof word, "%.*s", (int)code, at);
        fprintf (out, "%s%s%s%.*s", at == flags ? "" : between, people_word ("flag", word),
                 whole > code ? *between == ',' ? ": " : ":" : "", whole > code ? (int)(whole - code - 1) : 0,
                 at + code + (whole > code));
        at += whole;
    }
    if (out && fclose (out) == 0)
        return text;
    free (text);
    return NULL;
}

const char *people_catalogue_word (const char *column, const char *value)
{
    static const char *const COLUMNS[] = {"provincial", "open",     "parts", "petitions",  "working",
                                          "works",      "exempt",   "level", "relation",   "type",
                                          "agg_unit",   "agg_time", "kind",  "severity",   "blanks",
                                          "unless",     "note",     "move",  "restricted", "alert"};
    char key[160];
    for (size_t i = 0; i < sizeof COLUMNS / sizeof *COLUMNS; i++)
        if (strcmp (COLUMNS[i], column) == 0 &&
            snprintf (key, sizeof key, "catalogue value\004%s", value) < (int)sizeof key) {
            const char *word = _ (key);
            /* Codes of petitions are called what they are elsewhere. */
            bool code = strcmp (column, "kind") == 0 || strcmp (column, "move") == 0;
            return word != key ? word : code ? people_word (column, value) : value;
        }
    return value;
}

bool people_is_vocabulary (const char *name)
{
    static const char *const NAMES[] = {
        "state",      "ended",    "kind",       "field",       "channel",  "outcome",    "move",       "verdict",
        "what",       "how",      "answers",    "role",        "reason",   "what_to_do", "content",    "clock",
        "review",     "severity", "corrected",  "figure",      "match",    "held_by",    "session",    "other_state",
        "other_kind", "pairing",  "thing",      "last_action", "standing", "takes",      "restricted", "alert",
        "owed_step",  "source",   "task_state", "task_step"};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (strcmp (name, NAMES[i]) == 0)
            return true;
    return false;
}
