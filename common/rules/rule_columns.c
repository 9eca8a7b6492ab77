/*  rule_columns.c — the columns of a published rule beside its expression: what it is for, and how it is judged. */

#include "rules/rule_form.h"

#include "base/i18n.h"

#include <stdio.h>
#include <string.h>

#define WORD_BYTES_MAX QCDC_RULE_CODE_BYTES_MAX

/*  The next word of a list, up to a space or one of STOPS; false: there is none, or *TOO_LONG. */
static bool word_next (const char **list, const char *stops, char word[WORD_BYTES_MAX + 1], bool *too_long)
{
    while (**list && strchr (stops, **list))
        ++*list;
    size_t length = strcspn (*list, stops);
    *too_long = length > WORD_BYTES_MAX;
    if (length == 0 || *too_long)
        return false;
    memcpy (word, *list, length);
    word[length] = '\0';
    *list += length;
    return true;
}

bool rule_words_have (const char *words, const char *word)
{
    char one[WORD_BYTES_MAX + 1];
    bool too_long;
    while (word_next (&words, " ", one, &too_long))
        if (strcmp (one, word) == 0)
            return true;
    return false;
}

const dimension_t *rule_dimension (const catalog_t *catalog, const char *code)
{
    for (size_t i = 0; i < catalog->dimension_count; i++)
        if (strcmp (catalog->dimensions[i].code, code) == 0)
            return &catalog->dimensions[i];
    return NULL;
}

bool rule_dimension_has (const dimension_t *dimension, const char *member)
{
    for (const char *const *known = dimension->members; !dimension->open && *known; known++)
        if (strcmp (*known, member) == 0)
            return true;
    return false;
}

static qcdc_status no_memory (rule_builder_t *self)
{
    return fault_set (self->fault, QCDC_NO_MEMORY, NULL, "out of memory");
}

/*  The position of TEXT in CHOICES, which end with NULL; an empty one is the first. */
static qcdc_status choice_read (rule_builder_t *self, const char *column, const char *text, bool required,
                                const char *const *choices, int *choice)
{
    *choice = 0;
    if (!required && *text == '\0')
        return QCDC_OK;
    char known[200] = "";
    for (size_t used = 0; choices[*choice]; ++*choice) {
        if (strcmp (choices[*choice], text) == 0)
            return QCDC_OK;
        used += (size_t)snprintf (known + used, sizeof known - used, "%s%s", used ? ", " : "", choices[*choice]);
    }
    return rule_fail_column (self, column, N_ ("'%.80s' is not one of: %s"), text, known);
}

static bool period_exists (const catalog_t *catalog, const char *kind)
{
    for (size_t i = 0; i < catalog->calendar_count; i++)
        if (strcmp (catalog->calendar[i].period, kind) == 0)
            return true;
    return false;
}

static qcdc_status forms_read (rule_builder_t *self)
{
    char word[WORD_BYTES_MAX + 1];
    bool too_long = false;
    const char *forms = self->rule.text.forms, *periods = self->rule.text.periods;
    while (word_next (&forms, " ", word, &too_long))
        if (!catalog_form_latest (self->names->catalog, word))
            return rule_fail_column (self, "forms", N_ ("there is no form '%.40s'"), word);
    if (too_long)
        return rule_fail_column (self, "forms", N_ ("there is no form '%.40s'"), forms);
    while (word_next (&periods, " ", word, &too_long))
        if (!period_exists (self->names->catalog, word))
            return rule_fail_column (self, "periods", N_ ("no calendar has the period '%.40s'"), word);
    if (too_long)
        return rule_fail_column (self, "periods", N_ ("no calendar has the period '%.40s'"), periods);
    return QCDC_OK;
}

/*  each of K01 K02 … */
static qcdc_status listed_read (rule_builder_t *self, const char *list)
{
    char word[WORD_BYTES_MAX + 1];
    bool too_long = false;
    size_t count = 0;
    const indicator_t **listed = arena_alloc (self->arena, (QCDC_RULE_MEMBERS_MAX + 1) * sizeof *listed);
    if (!listed)
        return no_memory (self);
    while (word_next (&list, " ", word, &too_long)) {
        const indicator_t *indicator = catalog_indicator (self->names->catalog, word);
        if (!indicator || (indicator->type != VALUE_COUNT && indicator->type != VALUE_DECIMAL))
            return rule_fail_column (self, "scope", N_ ("'%.40s' is no indicator with numbers"), word);
        if (count == QCDC_RULE_MEMBERS_MAX)
            return rule_fail_column (self, "scope", N_ ("more than %u words"), QCDC_RULE_MEMBERS_MAX);
        listed[count++] = indicator;
    }
    if (too_long || count == 0)
        return rule_fail_column (self, "scope", N_ ("'%.40s' is no indicator with numbers"), list);
    listed[count] = NULL;
    self->rule.each = EACH_LISTED;
    self->rule.listed = listed;
    return QCDC_OK;
}

static qcdc_status scope_read (rule_builder_t *self)
{
    char word[WORD_BYTES_MAX + 1];
    bool too_long = false;
    const char *scope = self->rule.text.scope;
    if (strcmp (scope, "each flow cell") == 0) {
        self->rule.each = EACH_FLOW;
    } else if (strcmp (scope, "each opening cell") == 0) {
        self->rule.each = EACH_OPENING;
    } else if (strncmp (scope, "each of ", 8) == 0) {
        return listed_read (self, scope + 8);
    } else {
        for (size_t count = 0; word_next (&scope, " ", word, &too_long); count++) {
            const dimension_t *dimension = rule_dimension (self->names->catalog, word);
            if (!dimension)
                return rule_fail_column (self, "scope", N_ ("there is no dimension '%.40s'"), word);
            if (count == 2 || self->rule.scope[0] == dimension)
                return rule_fail_column (self, "scope", N_ ("a rule has at most two dimensions, each of them once"));
            self->rule.scope[count] = dimension;
        }
        if (too_long)
            return rule_fail_column (self, "scope", N_ ("there is no dimension '%.40s'"), scope);
    }
    return QCDC_OK;
}

/*  The members between the braces, kept for the rule. */
static qcdc_status filter_members (rule_builder_t *self, const char *list, const dimension_t *dimension,
                                   const char *const **members_p)
{
    char word[WORD_BYTES_MAX + 1];
    bool too_long = false;
    size_t count = 0;
    const char **members = arena_alloc (self->arena, (QCDC_RULE_MEMBERS_MAX + 1) * sizeof *members);
    if (!members)
        return no_memory (self);
    while (word_next (&list, " ,", word, &too_long) && strcmp (word, "}") != 0) {
        if (!dimension->open && !rule_dimension_has (dimension, word))
            return rule_fail_column (self, "filter", N_ ("'%s' has no member '%s'"), dimension->code, word);
        if (count == QCDC_RULE_MEMBERS_MAX)
            return rule_fail_column (self, "filter", N_ ("more than %u words"), QCDC_RULE_MEMBERS_MAX);
        members[count] = arena_strdup (self->arena, word);
        if (!members[count++])
            return no_memory (self);
    }
    if (too_long || count == 0)
        return rule_fail_column (self, "filter", N_ ("it is written: dimension in {MEMBER, MEMBER}"));
    members[count] = NULL;
    *members_p = members;
    return QCDC_OK;
}

/*  dimension in {MEMBER, MEMBER} */
static qcdc_status filter_read (rule_builder_t *self)
{
    const char *filter = self->rule.text.filter;
    if (*filter == '\0')
        return QCDC_OK;
    char word[WORD_BYTES_MAX + 1], in[WORD_BYTES_MAX + 1], list[QCDC_RULE_BYTES_MAX + 1];
    bool too_long;
    size_t length = strlen (filter);
    if (!word_next (&filter, " ", word, &too_long) || !word_next (&filter, " ", in, &too_long) ||
        strcmp (in, "in") != 0 || length > QCDC_RULE_BYTES_MAX || filter[0] != ' ' || filter[1] != '{' ||
        strcspn (filter + 2, "{}") != strlen (filter) - 3 || filter[strlen (filter) - 1] != '}')
        return rule_fail_column (self, "filter", N_ ("it is written: dimension in {MEMBER, MEMBER}"));
    snprintf (list, sizeof list, "%.*s", (int)strlen (filter) - 3, filter + 2);
    for (size_t place = 0; place < 2 && self->rule.scope[place]; place++)
        if (strcmp (self->rule.scope[place]->code, word) == 0)
            return filter_members (self, list, self->rule.scope[place], &self->rule.filter[place]);
    return rule_fail_column (self, "filter", N_ ("'%s' is no dimension of the scope"), word);
}

qcdc_status rule_columns_read (rule_builder_t *self)
{
    static const char *const SEVERITIES[] = {"error", "warning", "alert", "derived", NULL};
    static const char *const BLANKS[] = {"any", "parts", "all", "never", NULL};
    static const char *const UNLESS[] = {"corrected", NULL};
    static const char *const NOTES[] = {"free", "asked", NULL};
    const rule_text_t *text = &self->rule.text;
    int severity, blanks, unless, note;
    if (*text->code == '\0' || strlen (text->code) > WORD_BYTES_MAX ||
        strcspn (text->code, " \t\r\n=\"") != strlen (text->code))
        return rule_fail_column (self, "rule", N_ ("a rule has a code without spaces, of at most %u bytes"),
                                 WORD_BYTES_MAX);
    QCDC_TRY (choice_read (self, "severity", text->severity, true, SEVERITIES, &severity));
    QCDC_TRY (choice_read (self, "blanks", text->blanks, false, BLANKS, &blanks));
    QCDC_TRY (choice_read (self, "unless", text->unless, false, UNLESS, &unless));
    QCDC_TRY (choice_read (self, "note", text->note, false, NOTES, &note));
    if (note && severity != RULE_WARNING)
        return rule_fail_column (self, "note", N_ ("only a warning asks for a note"));
    if (text->valid_from > text->valid_to)
        return rule_fail_column (self, "valid_to", N_ ("it ends before it begins"));
    self->rule.severity = (rule_severity)severity;
    self->rule.blanks = (rule_blanks)blanks;
    self->rule.unless_corrected = *text->unless != '\0';
    self->rule.asks_note = note != 0;
    QCDC_TRY (forms_read (self));
    QCDC_TRY (scope_read (self));
    QCDC_TRY (filter_read (self));
    if (self->rule.severity == RULE_DERIVED && self->rule.each != EACH_NONE)
        return rule_fail_column (self, "scope", N_ ("a computed figure is expanded over dimensions only"));
    return QCDC_OK;
}
