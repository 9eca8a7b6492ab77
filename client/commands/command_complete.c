/*  command_complete.c — qcdc complete WORD…: what the last word, which a person is typing, may become; a line each.
 *
 *  For the shell, which asks at every press of a key: no line is used, and nothing is waited for.  A first line ":files" or ":folders" says
 *  that the shell knows better.  Candidates are whole words: "kind=KHIEU_NAI". */

#include "commands/command_complete.h"

#include "commands/values.h"
#include "texts/query_head.h"

#include <stdio.h>
#include <string.h>

typedef struct {
    const command_table_t *table;
    const command_row_t *row;
    char **words; /* after the command's own */
    int count;    /* the last one is being typed */
    const char *typed;
    char prefix[96]; /* what stands before the value: "kind=" */
} completing_t;

static bool begins (const char *word, const char *typed)
{
    return strncmp (word, typed, strlen (typed)) == 0;
}

static bool put (const char *value, const char *means, void *arg)
{
    const completing_t *self = arg;
    char word[256];
    (void)means;
    snprintf (word, sizeof word, "%s%s", self->prefix, value);
    if (begins (word, self->typed))
        puts (word);
    return true;
}

/*  The value of "KEY=" among the words typed so far. */
static const char *given_value (const completing_t *self, const char *key)
{
    size_t length = strlen (key);
    for (int i = 0; i + 1 < self->count; i++)
        if (strncmp (self->words[i], key, length) == 0 && self->words[i][length] == '=')
            return self->words[i] + length + 1;
    return NULL;
}

/*  Whether OPTION has a value behind it; the program's own is known, those of the command are in its line. */
static bool option_takes (const completing_t *self, const char *option)
{
    usage_word_t word;
    for (const char *at = NULL; usage_next (self->row, &at, &word);)
        if (word.kind == USAGE_OPTION && strcmp (word.name, option) == 0)
            return *word.value;
    return strcmp (option, "--home") == 0;
}

/*  Whether word I stands for itself: it is no option, no pair, and no option's value. */
static bool is_position (const completing_t *self, int i)
{
    return self->words[i][0] != '-' && !strchr (self->words[i], '=') &&
           !(i > 0 && self->words[i - 1][0] == '-' && option_takes (self, self->words[i - 1]));
}

/*  Such words before the one that is typed. */
static int positions (const completing_t *self)
{
    int count = 0;
    for (int i = 0; i + 1 < self->count; i++)
        count += is_position (self, i);
    return count;
}

/*  PERIOD/FORM/CELL[@UNIT]: part by part. */
static void figure_complete (completing_t *self)
{
    const char *slash = strchr (self->typed, '/'), *second = slash ? strchr (slash + 1, '/') : NULL;
    char form[64] = "";
    const char *last = second ? second : slash;
    if (last)
        snprintf (self->prefix, sizeof self->prefix, "%.*s/", (int)(last - self->typed), self->typed);
    if (second)
        snprintf (form, sizeof form, "%.*s", (int)(second - slash - 1), slash + 1);
    values_each (!slash ? "PERIOD" : !second ? "FORM" : "CELL", *form ? form : NULL, self->typed, put, self);
}

/*  The word that was typed in the place of the line that is called PLACE ("FORM"); NULL: none yet. */
static const char *given_place (const completing_t *self, const char *place)
{
    usage_word_t word;
    int position = 0, wanted = -1;
    for (const char *at = NULL; usage_next (self->row, &at, &word);) {
        if (word.kind == USAGE_WORD && strcmp (word.name, place) == 0)
            wanted = position;
        position += word.kind == USAGE_WORD;
    }
    for (int i = 0; wanted >= 0 && i + 1 < self->count; i++)
        if (is_position (self, i) && wanted-- == 0)
            return self->words[i];
    return NULL;
}

/*  What a PLACE is a part of: the form of a period or a cell, the question of its keys and columns, the petition of a step. */
static const char *whole_of (const completing_t *self, const char *place)
{
    if (strcmp (place, "KEY") == 0 || strcmp (place, "COLUMN") == 0)
        return given_place (self, "QUERY");
    if (strcmp (place, "STEP") == 0)
        return given_place (self, "LOCAL_NO|ADDRESS");
    const char *form = given_value (self, "form");
    return form ? form : given_place (self, "FORM");
}

static void place_complete (completing_t *self, const char *place)
{
    const char *path = values_path (place);
    if (path)
        printf (":%s\n", path);
    else if (strcmp (place, "FIGURE") == 0)
        figure_complete (self);
    else {
        /* What is known to begin otherwise need not be found. */
        const char *typed = begins (self->typed, self->prefix) ? self->typed + strlen (self->prefix) : "";
        values_each (place, whole_of (self, place), typed, put, self);
    }
}

static bool put_key (const char *key, const char *means, void *arg)
{
    completing_t *self = arg;
    char word[64];
    (void)means;
    snprintf (word, sizeof word, "%s=", key);
    if (begins (word, self->typed) && !given_value (self, key))
        puts (word);
    return true;
}

/*  "KEY=VALUE" and "CELL=REASON": what stands before the sign is one of those that there are; the value of a question's key, what the
 *  question says of it. */
static void key_complete (completing_t *self, const char *place)
{
    query_param_t param;
    char key[32];
    const char *equals = strchr (self->typed, '='), *query = given_place (self, "QUERY");
    if (!equals) {
        values_each (place, whole_of (self, place), NULL, put_key, self);
        return;
    }
    snprintf (key, sizeof key, "%.*s", (int)(equals - self->typed), self->typed);
    if (strcmp (place, "KEY") != 0 || !query || !query_param (query, key, &param))
        return;
    snprintf (self->prefix, sizeof self->prefix, "%s=", key);
    place_complete (self, param.place);
}

/*  A word of the usage line against what is typed. */
static void usage_complete (completing_t *self)
{
    usage_word_t word;
    int position = 0, wanted = positions (self);
    const char *before = self->count >= 2 ? self->words[self->count - 2] : "";
    for (const char *at = NULL; usage_next (self->row, &at, &word);) {
        if (word.kind == USAGE_OPTION && *word.value && strcmp (before, word.name) == 0) {
            place_complete (self, word.value);
            return;
        }
    }
    for (const char *at = NULL; usage_next (self->row, &at, &word);) {
        size_t length = strlen (word.name);
        if (word.kind == USAGE_OPTION && self->typed[0] == '-')
            put (word.name, NULL, self);
        else if (word.kind == USAGE_KEY && word.name[0] >= 'A' && word.name[0] <= 'Z')
            key_complete (self, word.name);
        else if (word.kind == USAGE_KEY && strncmp (self->typed, word.name, length) == 0 &&
                 self->typed[length] == '=') {
            snprintf (self->prefix, sizeof self->prefix, "%s=", word.name);
            place_complete (self, word.value);
        } else if (word.kind == USAGE_KEY && !strchr (self->typed, '='))
            put_key (word.name, NULL, self);
        else if (word.kind == USAGE_WORD && position++ == wanted && self->typed[0] != '-')
            place_complete (self, word.name);
    }
}

static void names_complete (const completing_t *self, const char *name)
{
    char part[32];
    for (size_t i = 0; i < self->table->count; i++) {
        const command_row_t *row = &self->table->rows[i];
        bool again = i > 0 && strcmp (row->name, row[-1].name) == 0;
        if (!name && !again && begins (row->name, self->typed))
            puts (row->name);
        else if (name && strcmp (row->name, name) == 0 && usage_part (row, part) && begins (part, self->typed))
            puts (part);
    }
}

int complete_words (const command_table_t *table, int count, char **words)
{
    completing_t self = {.table = table, .words = words, .count = count};
    if (count < 1)
        return 0;
    self.typed = words[count - 1];
    /* The program's own options come before the command. */
    while (self.count > 1 && self.words[0][0] == '-') {
        int taken = strcmp (self.words[0], "--home") == 0 ? 2 : 1;
        if (self.count <= taken) {
            puts (":folders");
            return 0;
        }
        self.words += taken;
        self.count -= taken;
    }
    if (self.count == 1) {
        static const char *const OWN[] = {"--help", "--home", "--no-pager", "--version"};
        for (size_t i = 0; self.typed[0] == '-' && i < sizeof OWN / sizeof *OWN; i++)
            put (OWN[i], NULL, &self);
        if (self.typed[0] != '-')
            names_complete (&self, NULL);
        return 0;
    }
    /* What is to be explained is written as it will be. */
    if (strcmp (self.words[0], "help") == 0) {
        if (self.count == 2)
            names_complete (&self, NULL);
        else if (self.count == 3 && strcmp (self.words[1], "query") == 0)
            values_each ("QUERY", NULL, NULL, put, &self);
        else if (self.count == 3)
            names_complete (&self, self.words[1]);
        return 0;
    }
    const char *name = self.words[0];
    self.row = usage_find (table, name, self.words[1]);
    char part[32];
    if (self.row && usage_part (self.row, part) && self.count > 2) {
        self.words += 2;
        self.count -= 2;
    } else if (self.row && !usage_part (self.row, part)) {
        self.words++;
        self.count--;
    } else {
        names_complete (&self, name);
        return 0;
    }
    usage_complete (&self);
    return 0;
}
