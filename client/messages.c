/*  messages.c — recognising what judging says. */

#include "messages.h"

#include "i18n.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { ARGUMENTS_MAX = 6 };

/*  The messages of judge.c, judge_check.c and cell.c. */
static const char *const PATTERNS[] = {
    N_ ("waits for the entry that it refers to"),
    N_ ("the entry that it refers to was rejected"),
    N_ ("the entry that it refers to belongs to another office"),
    N_ ("the entry that it refers to is not a petition"),
    N_ ("%s is the number of another petition"),
    N_ ("petition %s was taken back"),
    N_ ("%s is not possible: petition %s is %s"),
    N_ ("%s for %s was filed with other figures"),
    N_ ("%s for %s was filed in another report"),
    N_ ("a later step of petition %s would not be possible any more"),
    N_ ("take back the later steps first"),
    N_ ("a correction of an unknown kind"),
    N_ ("a fact can only be corrected by one of its own kind"),
    N_ ("only petitions, their steps and reports can be taken back"),
    N_ ("only the provincial committee can have texts erased"),
    N_ ("an analyst reads aggregates and writes nothing"),
    N_ ("a fact of a kind that this program does not know"),
    N_ ("a petition needs its register number"),
    N_ ("a register number has at most %u bytes, this one %zu"),
    N_ ("a register number neither begins nor ends with a space"),
    N_ ("a day before 1900 or after 9999"),
    N_ ("%s has not come yet"),
    N_ ("at most %u flags"),
    N_ ("unknown flag %s"),
    N_ ("use DONG_NGUOI, PHUC_TAP, DAI_HOI or DU_AN:<code>"),
    N_ ("flags are sorted and not repeated"),
    N_ ("unknown kind of petition"),
    N_ ("unknown field of petition"),
    N_ ("unknown channel"),
    N_ ("1 to %u people sign a petition"),
    N_ ("unit %s was not in being on %s"),
    N_ ("unknown step"),
    N_ ("%s is before the day of receipt, %s"),
    N_ ("unknown outcome"),
    N_ ("only a settled petition has an outcome"),
    N_ ("%s is computed from other cells and never typed in"),
    N_ ("leave it out"),
    N_ ("%s takes a text, not a number"),
    N_ ("%s counts, so its value is a whole number"),
    N_ ("the value of %s is negative"),
    N_ ("the value of %s is too large"),
    N_ ("at most %u cells and %u texts"),
    N_ ("a report without a single figure or text"),
    N_ ("cells are sorted and not repeated"),
    N_ ("%s takes a number, not a text"),
    N_ ("unknown form %s"),
    N_ ("waits for version %u of form %s"),
    N_ ("form %s has no version %u"),
    N_ ("%s does not file form %s"),
    N_ ("unknown period %.32s"),
    N_ ("form %s is not filed for %s"),
    N_ ("version %u of form %s does not serve %s"),
    N_ ("%s has not begun yet"),
    N_ ("unit %s was not in being in %s"),
    N_ ("%s needs a member after it: %s"),
    N_ ("%s has no part '%s'; it can be: %s"),
    N_ ("%s has no part '%s'"),
    N_ ("the name of a cell is longer than %u bytes"),
    N_ ("'%s' has more than three parts"),
    N_ ("%s is not part of the form %s"),
    N_ ("there is no indicator '%s'"),
};

typedef struct {
    const char *text;
    size_t length;
} piece_t;

/*  Behind a conversion such as %s, %u, %zu or %.32s. */
static const char *conversion_end (const char *at)
{
    return at + 1 + strcspn (at + 1, "su") + 1;
}

/*  Whether MESSAGE is PATTERN with something in the place of each conversion.  A place reaches to where the text
 *  behind it comes next, the last one to where that text ends the message. */
static bool pattern_match (const char *pattern, const char *message, piece_t pieces[ARGUMENTS_MAX], size_t *count)
{
    *count = 0;
    for (;;) {
        size_t literal = strcspn (pattern, "%");
        if (strncmp (message, pattern, literal) != 0)
            return false;
        pattern += literal;
        message += literal;
        if (*pattern == '\0')
            return *message == '\0';
        if (*count == ARGUMENTS_MAX)
            return false;
        pattern = conversion_end (pattern);
        literal = strcspn (pattern, "%");
        size_t rest = strlen (message);
        const char *end;
        if (pattern[literal] == '\0')
            end = rest >= literal ? message + rest - literal : NULL;
        else
            end = memmem (message, rest, pattern, literal);
        if (!end)
            return false;
        pieces[(*count)++] = (piece_t){message, (size_t)(end - message)};
        message = end;
    }
}

/*  What stands in a place: a state or a step in words, anything else as it is. */
static piece_t piece_people (piece_t piece)
{
    char word[32];
    if (piece.length == 0 || piece.length >= sizeof word)
        return piece;
    memcpy (word, piece.text, piece.length);
    word[piece.length] = '\0';
    const char *shown = _ (word);
    return shown == word ? piece : (piece_t){shown, strlen (shown)};
}

/*  PATTERN with the pieces, in their order, in the places of its conversions. */
static char *pattern_fill (const char *pattern, const piece_t pieces[ARGUMENTS_MAX], size_t count)
{
    piece_t shown[ARGUMENTS_MAX];
    size_t size = strlen (pattern) + 1, used = 0;
    for (size_t i = 0; i < count; i++) {
        shown[i] = piece_people (pieces[i]);
        size += shown[i].length;
    }
    char *text = malloc (size), *to = text;
    if (!text)
        return NULL;
    while (*pattern) {
        if (*pattern == '%' && used < count) {
            pattern = conversion_end (pattern);
            to = mempcpy (to, shown[used].text, shown[used].length);
            used++;
        } else
            *to++ = *pattern++;
    }
    *to = '\0';
    return text;
}

/*  Without a catalogue every pattern is its own translation, and the message stays as it is. */
char *message_people (const char *message)
{
    piece_t pieces[ARGUMENTS_MAX];
    size_t count;
    for (size_t i = 0; i < sizeof PATTERNS / sizeof *PATTERNS; i++) {
        const char *translated = _ (PATTERNS[i]);
        if (translated != PATTERNS[i] && pattern_match (PATTERNS[i], message, pieces, &count))
            return pattern_fill (translated, pieces, count);
    }
    return strdup (message);
}
