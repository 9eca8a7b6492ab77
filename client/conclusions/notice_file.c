/*  notice_file.c — a notice's text, line by line. */

#include "conclusions/notice_file.h"

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/text_fold.h"
#include "files/source.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static qcdc_status no_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
}

/*  ---------------------------------------------------------------- lines */

typedef struct {
    char **at; /* each malloc'ed, clean, without blanks at its ends and marks of Markdown */
    size_t count;
} lines_t;

static void lines_release (lines_t *self)
{
    for (size_t i = 0; i < self->count; i++)
        free (self->at[i]);
    free (self->at);
}

/*  Takes marks of emphasis and of headings out of LINE, as many as stand in pairs or at its beginning. */
static void unmark (char *line)
{
    char *to = line, *from = line;
    while (*from == '#')
        from++;
    if (from != line && *from != ' ' && *from != '\0')
        from = line;
    while (*from == ' ')
        from++;
    for (; *from; from++) {
        if (from[0] == '*' && from[1] == '*') {
            from++;
            continue;
        }
        *to++ = *from;
    }
    while (to > line && to[-1] == ' ')
        to--;
    *to = '\0';
}

static qcdc_status line_add (lines_t *self, const char *text, size_t length, const char *name, fault_t *fault)
{
    char **at = realloc (self->at, (self->count + 1) * sizeof *at);
    if (!at)
        return no_memory (fault);
    self->at = at;
    char *line = NULL;
    qcdc_status status = text_clean (text, length, true, &line, NULL);
    if (status == QCDC_NO_MEMORY)
        return no_memory (fault);
    if (status != QCDC_OK)
        return fault_set (fault, status, NULL, _ ("%s, row %zu: %s"), name, self->count + 1,
                          _ (status_text (status)));
    unmark (line);
    self->at[self->count++] = line;
    return QCDC_OK;
}

static qcdc_status text_read (const char *path, char **text, size_t *length, char **name, fault_t *fault)
{
    source_t *source QCDC_CLEANUP (source_destroy) = NULL;
    const char *block;
    size_t size, used = 0;
    char *all = NULL;
    QCDC_TRY (source_open (path, &source, fault));
    QCDC_TRY (source_refuse_kind (source, fault));
    *name = strdup (source_name (source));
    if (!*name)
        return no_memory (fault);
    for (;;) {
        qcdc_status status = source_next (source, &block, &size, fault);
        if (status != QCDC_OK || !size) {
            *text = all;
            *length = used;
            return status;
        }
        if (used + size > NOTICE_FILE_BYTES_MAX) {
            free (all);
            return fault_set (fault, QCDC_TOO_LARGE, NULL, _ ("%s: a notice's file has at most %u bytes"), *name,
                              NOTICE_FILE_BYTES_MAX);
        }
        char *grown = realloc (all, used + size);
        if (!grown) {
            free (all);
            return no_memory (fault);
        }
        all = grown;
        memcpy (all + used, block, size);
        used += size;
    }
}

static qcdc_status lines_split (const char *text, size_t length, const char *name, lines_t *lines, fault_t *fault)
{
    for (size_t at = 0; at < length;) {
        const char *end = memchr (text + at, '\n', length - at);
        size_t size = end ? (size_t)(end - text) - at : length - at;
        if (size && text[at + size - 1] == '\r')
            QCDC_TRY (line_add (lines, text + at, size - 1, name, fault));
        else
            QCDC_TRY (line_add (lines, text + at, size, name, fault));
        at += size + (end != NULL);
    }
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- what lines are */

int notice_is_heading (const char *line)
{
    size_t roman = strspn (line, "IVXLC");
    return roman && line[roman] == '.' && (line[roman + 1] == ' ' || line[roman + 1] == '\0');
}

/*  What stands behind "N-", "N -" or "N–" at the beginning of LINE; NULL: something else. */
static const char *task_text (const char *line, size_t number)
{
    char digits[24];
    int length = snprintf (digits, sizeof digits, "%zu", number);
    if (strncmp (line, digits, (size_t)length) != 0)
        return NULL;
    line += length;
    line += *line == ' ';
    if (*line == '-')
        line++;
    else if (strncmp (line, "\u2013", 3) == 0)
        line += 3;
    else
        return NULL;
    line += strspn (line, " ");
    return *line ? line : NULL;
}

/*  A note below the text: "(1) …", "⁽¹⁾ …". */
static bool is_note (const char *line)
{
    if (*line == '(')
        return line[1 + strspn (line + 1, "0123456789")] == ')' && line[1] != ')';
    return strncmp (line, "\u207d", 3) == 0;
}

/*  What stands behind "Nơi nhận:", "Nơi nhận (qua hệ thống):" or "Nơi nhận" alone; NULL: LINE begins no distribution list. */
static const char *receivers_behind (const char *line)
{
    size_t length = strcspn (line, ":(");
    char name[64], folded[32];
    if (length >= sizeof name)
        return NULL;
    memcpy (name, line, length);
    name[length] = '\0';
    if (strcmp (text_fold (name, folded, sizeof folded), "noi nhan") != 0)
        return NULL;
    line += length;
    if (*line == '(') {
        line += strcspn (line, ")");
        line += *line == ')';
        line += strspn (line, " ");
        if (*line && *line != ':')
            return NULL;
    }
    line += *line == ':';
    return line + strspn (line, " ");
}

/*  ---------------------------------------------------------------- tasks */

void notice_tasks_release (notice_line_t *tasks, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free (tasks[i].text);
}

static qcdc_status task_join (notice_line_t *task, const char *more, fault_t *fault)
{
    size_t length = strlen (task->text);
    char *text = realloc (task->text, length + strlen (more) + 2);
    if (!text)
        return no_memory (fault);
    task->text = text;
    sprintf (text + length, " %s", more);
    return QCDC_OK;
}

/*  Tasks are those of one heading: where a later one counts from 1 again, its are, for a notice of conclusions ends in them. */
qcdc_status notice_tasks (const char *body, notice_line_t *tasks, size_t *count, fault_t *fault)
{
    bool open = false;
    size_t row = 0;
    *count = 0;
    for (const char *at = body; *at;) {
        size_t length = strcspn (at, "\n");
        char *line QCDC_CLEANUP (memory_free) = strndup (at, length);
        if (!line)
            return no_memory (fault);
        at += length + (at[length] == '\n');
        row++;
        const char *next = task_text (line, *count + 1), *first = *count ? task_text (line, 1) : NULL;
        if (first) {
            notice_tasks_release (tasks, *count);
            *count = 0;
            next = first;
        }
        if (next && *count >= QCDC_NOTICE_TASKS_MAX)
            return fault_set (fault, QCDC_TOO_LARGE, NULL, _ ("a notice numbers at most %u tasks"),
                              QCDC_NOTICE_TASKS_MAX);
        if (next) {
            if (!(tasks[*count].text = strdup (next)))
                return no_memory (fault);
            tasks[(*count)++].row = row;
            open = true;
        } else if (notice_is_heading (line) || is_note (line)) {
            open = false;
        } else if (open && *line && *count) {
            QCDC_TRY (task_join (&tasks[*count - 1], line, fault));
        }
    }
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- the parts of the file */

void notice_file_release (notice_file_t *self)
{
    free (self->kind);
    free (self->title);
    free (self->body);
    free (self->signatory);
    notice_tasks_release (self->tasks, self->task_count);
    for (size_t i = 0; i < self->recipient_count; i++)
        free (self->recipients[i].text);
    *self = (notice_file_t){0};
}

/*  Lines FIRST … END, with BETWEEN them; malloc'ed, NULL: no memory. */
static char *lines_join (const lines_t *lines, size_t first, size_t end, const char *between)
{
    size_t length = 1;
    for (size_t i = first; i < end; i++)
        length += strlen (lines->at[i]) + strlen (between);
    char *text = malloc (length), *at = text;
    if (!text)
        return NULL;
    for (size_t i = first; i < end; i++)
        at += sprintf (at, "%s%s", i > first ? between : "", lines->at[i]);
    *at = '\0';
    return text;
}

static size_t skip_blank (const lines_t *lines, size_t at, size_t end)
{
    while (at < end && !*lines->at[at])
        at++;
    return at;
}

static size_t skip_block (const lines_t *lines, size_t at, size_t end)
{
    while (at < end && *lines->at[at])
        at++;
    return at;
}

/*  "- Các sở, ban, ngành tỉnh," → "Các sở, ban, ngành tỉnh". */
static qcdc_status recipient_take (notice_file_t *self, const char *line, size_t row, const char *name,
                                   fault_t *fault)
{
    line += strspn (line, "-+* ");
    if (strncmp (line, "\u2013", 3) == 0)
        line += 3;
    line += strspn (line, " ");
    char *text = strdup (line);
    if (!text)
        return no_memory (fault);
    for (size_t length = strlen (text); length && strchr (",;. ", text[length - 1]);)
        text[--length] = '\0';
    if (!*text) {
        free (text);
        return QCDC_OK;
    }
    if (self->recipient_count == NOTICE_RECIPIENTS_MAX) {
        free (text);
        return fault_set (fault, QCDC_TOO_LARGE, NULL, _ ("%s, row %zu: a distribution list has at most %u lines"),
                          name, row, NOTICE_RECIPIENTS_MAX);
    }
    self->recipients[self->recipient_count++] = (notice_line_t){text, row};
    return QCDC_OK;
}

/*  The name stands last; what comes before it is what whoever signs is. */
static qcdc_status signatory_take (notice_file_t *self, const lines_t *lines, size_t at, size_t end, fault_t *fault)
{
    size_t size = 1, last = end;
    while (last > at && !*lines->at[last - 1])
        last--;
    for (size_t i = at; i < last; i++)
        size += strlen (lines->at[i]) + 2;
    if (!(self->signatory = calloc (1, size)))
        return no_memory (fault);
    if (last == at)
        return QCDC_OK;
    char *to = self->signatory;
    to += sprintf (to, "%s", lines->at[last - 1]);
    bool first = true;
    for (size_t i = at; i + 1 < last; i++)
        if (*lines->at[i]) {
            to += sprintf (to, "%s%s", first ? ", " : " ", lines->at[i]);
            first = false;
        }
    return QCDC_OK;
}

/*  Those that stand behind "Nơi nhận:" in the same line: "Các sở, ban, ngành tỉnh; các huyện; lưu VT." */
static qcdc_status recipients_in_line (notice_file_t *self, const char *behind, size_t row, const char *name,
                                       fault_t *fault)
{
    char *line QCDC_CLEANUP (memory_free) = strdup (behind), *rest = NULL;
    if (!line)
        return no_memory (fault);
    for (const char *part = strtok_r (line, ";", &rest); part; part = strtok_r (NULL, ";", &rest))
        QCDC_TRY (recipient_take (self, part, row, name, fault));
    return QCDC_OK;
}

/*  AT is the line "Nơi nhận:".  Where somebody stands in it the list ends with the first blank line, else with the first one behind those that
 *  come below it. */
static qcdc_status closing_take (notice_file_t *self, const lines_t *lines, size_t at, const char *name,
                                 fault_t *fault)
{
    const char *behind = receivers_behind (lines->at[at]);
    at++;
    if (*behind)
        QCDC_TRY (recipients_in_line (self, behind, at, name, fault));
    else
        at = skip_blank (lines, at, lines->count);
    for (; at < lines->count && *lines->at[at]; at++)
        QCDC_TRY (recipient_take (self, lines->at[at], at + 1, name, fault));
    return signatory_take (self, lines, skip_blank (lines, at, lines->count), lines->count, fault);
}

static qcdc_status parts_take (notice_file_t *self, const lines_t *lines, const char *name, fault_t *fault)
{
    size_t receivers = 0;
    while (receivers < lines->count && !receivers_behind (lines->at[receivers]))
        receivers++;
    size_t kind = skip_blank (lines, 0, receivers), kind_end = skip_block (lines, kind, receivers),
           title = skip_blank (lines, kind_end, receivers), title_end = skip_block (lines, title, receivers),
           body = skip_blank (lines, title_end, receivers), body_end = receivers;
    while (body_end > body && !*lines->at[body_end - 1])
        body_end--;
    if (body == body_end) {
        fault_set (fault, QCDC_EMPTY, NULL, _ ("%s: this is no notice: it has no text"), name);
        fault_advise (fault, "%s",
                      _ ("write what kind of document it is, a blank line, its title, a blank line, and the text"));
        return QCDC_EMPTY;
    }
    if (!(self->kind = lines_join (lines, kind, kind_end, " ")) ||
        !(self->title = lines_join (lines, title, title_end, " ")) ||
        !(self->body = lines_join (lines, body, body_end, "\n")))
        return no_memory (fault);
    if (receivers < lines->count)
        QCDC_TRY (closing_take (self, lines, receivers, name, fault));
    else if (!(self->signatory = strdup ("")))
        return no_memory (fault);
    if (strlen (self->title) > QCDC_TITLE_BYTES_MAX)
        return fault_set (fault, QCDC_TOO_LARGE, NULL, _ ("%s: a title has at most %u bytes, this one %zu"), name,
                          QCDC_TITLE_BYTES_MAX, strlen (self->title));
    if (strlen (self->body) > QCDC_NOTICE_BODY_BYTES_MAX)
        return fault_set (fault, QCDC_TOO_LARGE, NULL, _ ("%s: a notice's text has at most %u bytes, this one %zu"),
                          name, QCDC_NOTICE_BODY_BYTES_MAX, strlen (self->body));
    return notice_tasks (self->body, self->tasks, &self->task_count, fault);
}

qcdc_status notice_file_read (const char *path, notice_file_t *self, fault_t *fault)
{
    char *text QCDC_CLEANUP (memory_free) = NULL, *name QCDC_CLEANUP (memory_free) = NULL;
    lines_t lines QCDC_CLEANUP (lines_release) = {0};
    size_t length = 0;
    *self = (notice_file_t){0};
    QCDC_TRY (text_read (path, &text, &length, &name, fault));
    QCDC_TRY (lines_split (text, length, name, &lines, fault));
    return parts_take (self, &lines, name, fault);
}
