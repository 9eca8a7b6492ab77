/*  cell_named.c — cells by their names.
 *
 *  Everything is compared folded (base/text_fold.h), from its beginning, word by word: a code or a name of an indicator, then a member
 *  of each of its dimensions, and behind a code the name once more.  What can be read as two cells is two. */

#include "texts/cell_named.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/text_fold.h"
#include "catalogue/dated_name.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME_BYTES 512u  /* no name is longer */
#define SHOWN_BYTES 120u /* of what was typed, in a message */
#define LIST_AROUND_BYTES 80u
#define FOUND_MAX 4u /* as many as a message has room for */

/*  Folded, malloc'ed: every name that the indicator has or ever had, in both languages. */
typedef struct {
    const indicator_t *indicator;
    char *code, **names;
    size_t name_count;
} label_t;

struct cell_names {
    const catalog_t *catalog;
    const form_t *form;
    label_t *labels;
    size_t count;
};

static char *folded (const char *text)
{
    char plain[NAME_BYTES];
    return strdup (text_fold (text, plain, sizeof plain));
}

static bool label_make (const catalog_t *catalog, const indicator_t *indicator, label_t *label)
{
    size_t count;
    const dated_name_t *dated = indicator_names (catalog, indicator->code, &count);
    *label = (label_t){indicator, folded (indicator->code), calloc (2 * count + 1, sizeof *label->names), 0};
    for (size_t i = 0; label->names && i < 2 * count; i++)
        if ((label->names[i] = folded (i % 2 ? dated[i / 2].name_en : dated[i / 2].name_vi)))
            label->name_count++;
    return label->code && label->names && label->name_count == 2 * count;
}

static void label_release (label_t *label)
{
    for (size_t i = 0; i < label->name_count; i++)
        free (label->names[i]);
    free (label->names);
    free (label->code);
}

qcdc_status cell_names_new (const catalog_t *catalog, const form_t *form, cell_names_t **self_p, fault_t *fault)
{
    cell_names_t *self QCDC_CLEANUP (cell_names_destroy) = calloc (1, sizeof *self);
    size_t count = 0;
    while (form->indicators[count])
        count++;
    if (!self || !(self->labels = calloc (count + 1, sizeof *self->labels)))
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    self->catalog = catalog;
    self->form = form;
    for (; self->count < count; self->count++) {
        if (!label_make (catalog, form->indicators[self->count], &self->labels[self->count])) {
            self->count++;
            return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
        }
    }
    *self_p = self;
    self = NULL;
    return QCDC_OK;
}

void cell_names_destroy (cell_names_t **self_p)
{
    cell_names_t *self = *self_p;
    if (!self)
        return;
    for (size_t i = 0; i < self->count; i++)
        label_release (&self->labels[i]);
    free (self->labels);
    free (self);
    *self_p = NULL;
}

const form_t *cell_names_form (const cell_names_t *self)
{
    return self->form;
}

/*  ---------------------------------------------------------------- reading */

typedef struct {
    const cell_names_t *names;
    const char *text; /* as it was typed */
    char codes[FOUND_MAX][QCDC_CELL_BYTES_MAX + 1];
    size_t count;         /* of different cells; more than FOUND_MAX are only counted */
    const label_t *named; /* by a code with something else behind it */
    const label_t *lacks; /* a member, and nothing stands behind it */
} reading_t;

/*  What stands in TEXT behind the words of BEGINNING; NULL: it does not begin with them. */
static const char *behind (const char *text, const char *beginning)
{
    size_t length = strlen (beginning);
    if (!length || strncmp (text, beginning, length) != 0 || (text[length] && text[length] != ' '))
        return NULL;
    return text + length + (text[length] == ' ');
}

static void found_add (reading_t *self, const char *code)
{
    for (size_t i = 0; i < self->count && i < FOUND_MAX; i++)
        if (strcmp (self->codes[i], code) == 0)
            return;
    if (self->count < FOUND_MAX)
        snprintf (self->codes[self->count], sizeof *self->codes, "%s", code);
    self->count++;
}

/*  The WHICH-th of what MEMBER may be typed as: its code, and every name that it has or had; folded into PLAIN.  NULL: there are no more. */
static const char *member_typed (const catalog_t *catalog, const dimension_t *dimension, const char *member,
                                 size_t which, char plain[NAME_BYTES])
{
    size_t count;
    if (which == 0)
        return text_fold (member, plain, NAME_BYTES);
    const dated_name_t *names = member_names (catalog, dimension->code, member, &count);
    if (--which >= 2 * count)
        return NULL;
    return text_fold (which % 2 ? names[which / 2].name_en : names[which / 2].name_vi, plain, NAME_BYTES);
}

/*  Takes the members of LABEL from dimension PLACE on from REST, behind those that CODE has.  Behind a code (HEAD) a name may follow. */
static void members_take (reading_t *self, const label_t *label, size_t place, const char *rest, const char *code,
                          bool head);

static void member_take (reading_t *self, const label_t *label, size_t place, const char *rest, const char *code,
                         bool head, const char *member)
{
    char next[QCDC_CELL_BYTES_MAX + 1], plain[NAME_BYTES];
    const dimension_t *dimension = label->indicator->dimensions[place];
    const char *name, *more;
    if (snprintf (next, sizeof next, "%s.%s", code, member) >= (int)sizeof next)
        return;
    for (size_t i = 0; (name = member_typed (self->names->catalog, dimension, member, i, plain)); i++)
        if ((more = behind (rest, name)))
            members_take (self, label, place + 1, more, next, head);
}

/*  Codes of the office's own, as they were typed: of these, case is a part. */
static void own_codes_take (reading_t *self, const label_t *label, size_t place, const char *rest, const char *code,
                            bool head)
{
    static const char LETTERS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    for (const char *at = self->text; *at;) {
        char own[QCDC_CELL_BYTES_MAX + 1];
        size_t length = strspn (at, LETTERS);
        snprintf (own, sizeof own, "%.*s", (int)length, at);
        if (length > 0 && length < sizeof own)
            member_take (self, label, place, rest, code, head, own);
        at += length + (at[length] != '\0');
    }
}

/*  Whether REST names the members AT, of DIMENSIONS and those behind them, or ends before. */
static bool is_names_of_members (const catalog_t *catalog, const dimension_t *const *dimensions, const char *at,
                                 const char *rest)
{
    char member[QCDC_CELL_BYTES_MAX + 1], plain[NAME_BYTES];
    const char *name, *more;
    if (!*rest)
        return true;
    if (!*at || !*dimensions)
        return false;
    snprintf (member, sizeof member, "%.*s", (int)strcspn (at, "."), at);
    for (size_t i = 0; (name = member_typed (catalog, *dimensions, member, i, plain)); i++)
        if ((more = behind (rest, name)) && is_names_of_members (catalog, dimensions + 1, cell_member (at), more))
            return true;
    return false;
}

/*  Whether REST is a name of LABEL, with members behind it or without: CODE has them already. */
static bool is_name_of (const catalog_t *catalog, const label_t *label, const char *rest, const char *code)
{
    const char *more;
    for (size_t i = 0; i < label->name_count; i++)
        if ((more = behind (rest, label->names[i])) &&
            is_names_of_members (catalog, label->indicator->dimensions, cell_member (code), more))
            return true;
    return false;
}

static void members_take (reading_t *self, const label_t *label, size_t place, const char *rest, const char *code,
                          bool head)
{
    const dimension_t *dimension = label->indicator->dimensions[place];
    bool whole = !dimension || (place == 0 && label->indicator->type == VALUE_RATIO);
    if (whole && (!*rest || (head && is_name_of (self->names->catalog, label, rest, code))))
        found_add (self, code);
    if (!dimension)
        return;
    if (!whole && !*rest)
        self->lacks = label;
    if (dimension->open)
        own_codes_take (self, label, place, rest, code, head);
    for (const char *const *member = dimension->members; *member; member++)
        member_take (self, label, place, rest, code, head, *member);
}

/*  "A04 xa …", "A04 Tổng số … xa", "Tổng số … xa" */
static void label_take (reading_t *self, const label_t *label, const char *text)
{
    const char *code = label->indicator->code, *rest = behind (text, label->code), *more;
    size_t before = self->count;
    if (rest) {
        members_take (self, label, 0, rest, code, true);
        for (size_t i = 0; i < label->name_count; i++)
            if ((more = behind (rest, label->names[i])))
                members_take (self, label, 0, more, code, false);
        if (self->count == before && *rest)
            self->named = label;
    }
    for (size_t i = 0; i < label->name_count; i++)
        if ((more = behind (text, label->names[i])))
            members_take (self, label, 0, more, code, false);
}

/*  ---------------------------------------------------------------- what is none */

/*  Whether WORDS stand in TEXT, one behind the other. */
static bool has_words (const char *text, const char *words)
{
    for (const char *at = text; *words && (at = strstr (at, words)); at++)
        if ((at == text || at[-1] == ' ') && behind (at, words))
            return true;
    return false;
}

static void codes_list (const reading_t *self, char *text, size_t size)
{
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < self->count && i < FOUND_MAX && used < size; i++)
        used += (size_t)snprintf (text + used, size - used, "%s%s", i ? ", " : "", self->codes[i]);
    if (self->count > FOUND_MAX && used < size)
        snprintf (text + used, size - used, " …");
}

static qcdc_status refuse_several (const reading_t *self, fault_t *fault)
{
    char list[FOUND_MAX * (QCDC_CELL_BYTES_MAX + 3) + 8], shown[SHOWN_BYTES];
    codes_list (self, list, sizeof list);
    fault_set (fault, QCDC_BAD_CELL, "cell", _ ("'%s' can be %s"), text_shorten (self->text, shown, sizeof shown),
               list);
    fault_advise (fault, "%s", _ ("write the code of the one that is meant"));
    return QCDC_BAD_CELL;
}

/*  A part of a name is not taken for it, but it tells what may be meant. */
static qcdc_status refuse_unknown (reading_t *self, const char *text, fault_t *fault)
{
    char list[sizeof fault->advice] = "", name[SHOWN_BYTES], shown[SHOWN_BYTES];
    size_t used = 0;
    int32_t today = day_of_moment (moment_now ());
    for (size_t i = 0; i < self->names->count; i++) {
        const label_t *label = &self->names->labels[i];
        const indicator_t *indicator = label->indicator;
        bool near = false;
        for (size_t k = 0; k < label->name_count; k++)
            near |= has_words (label->names[k], text) || behind (text, label->names[k]);
        const dated_name_t *dated = near ? indicator_name_on (self->names->catalog, indicator->code, today) : NULL;
        near = dated;
        text_shorten (near ? dated_name_in (dated, i18n_is_vietnamese ()) : "", name, sizeof name);
        if (near && used + strlen (indicator->code) + strlen (name) + LIST_AROUND_BYTES < sizeof list)
            used += (size_t)snprintf (list + used, sizeof list - used, "%s%s (%s)", used ? ", " : "", indicator->code,
                                      name);
    }
    fault_set (fault, QCDC_BAD_CELL, "cell", _ ("'%s' is no cell of the form %s"),
               text_shorten (self->text, shown, sizeof shown), self->names->form->code);
    if (used > 0)
        fault_advise (fault, _ ("write the code of the one that is meant: %s"), list);
    else
        fault_advise (fault, _ ("write its code, or its name as qcdc report template %s has it"),
                      self->names->form->code);
    return QCDC_BAD_CELL;
}

/*  ---------------------------------------------------------------- codes */

bool cell_is_code (const char *text)
{
    return strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-") == strlen (text);
}

/*  Writes NAME with its part PLACE in capitals (1), small letters (2) or as it is (0). */
static void part_case (char *name, int place, int how)
{
    for (int at = 0; *name && at <= place; name++) {
        at += *name == '.';
        if (at == place && how > 0)
            *name = (char)(how == 1 ? toupper ((unsigned char)*name) : tolower ((unsigned char)*name));
    }
}

bool cell_in_case (const catalog_t *catalog, const form_t *form, char *name)
{
    char tried[QCDC_CELL_BYTES_MAX + 1], code[QCDC_CELL_BYTES_MAX + 1];
    size_t length = strlen (name);
    if (length >= sizeof tried || !cell_is_code (name))
        return false;
    for (int way = 0; way < 9; way++) {
        cell_t cell;
        fault_t ignored;
        memcpy (tried, name, length + 1);
        part_case (tried, 0, way == 0 ? 0 : 1);
        part_case (tried, 1, way / 3);
        part_case (tried, 2, way % 3);
        if (cell_parse (catalog, form, tried, &cell, &ignored) == QCDC_OK) {
            memcpy (name, tried, length + 1);
            return true;
        }
    }
    memcpy (tried, name, length + 1);
    part_case (tried, 0, 1);
    snprintf (code, sizeof code, "%.*s", (int)strcspn (tried, "."), tried);
    if (catalog_indicator (catalog, code))
        memcpy (name, tried, length + 1);
    return false;
}

/*  ---------------------------------------------------------------- all of it */

qcdc_status cell_named (const cell_names_t *self, const char *text, char code[QCDC_CELL_BYTES_MAX + 1],
                        fault_t *fault)
{
    char plain[NAME_BYTES], shown[SHOWN_BYTES];
    reading_t reading = {.names = self, .text = text};
    text_fold (text, plain, sizeof plain);
    for (size_t i = 0; i < self->count && *plain; i++)
        label_take (&reading, &self->labels[i], plain);
    if (reading.count > 1)
        return refuse_several (&reading, fault);
    if (reading.count == 1) {
        memcpy (code, reading.codes[0], sizeof reading.codes[0]);
        return QCDC_OK;
    }
    if (reading.lacks) {
        snprintf (code, QCDC_CELL_BYTES_MAX + 1, "%s", reading.lacks->indicator->code);
        return QCDC_OK;
    }
    if (!reading.named)
        return refuse_unknown (&reading, plain, fault);
    fault_set (fault, QCDC_BAD_CELL, "cell", _ ("'%s' is not what %s is called"),
               text_shorten (text, shown, sizeof shown), reading.named->indicator->code);
    fault_advise (fault, "%s", _ ("write the code alone, or the one that is meant"));
    return QCDC_BAD_CELL;
}
