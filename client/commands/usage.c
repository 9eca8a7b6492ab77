/*  usage.c — reading usage lines, and the help that is made of them. */

#include "commands/usage.h"

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "commands/values.h"
#include "show/naming.h"
#include "show/pager.h"

#include <stdlib.h>
#include <string.h>

/*  What people call commands who know no English; with these the nearest is found for them, too. */
static const struct {
    const char *called;
    const char *name;
} CALLED[] = {
    {"đăng ký", "join"},
    {"đồng bộ", "sync"},
    {"trạng thái", "status"},
    {"tình trạng", "status"},
    {"bị từ chối", "rejected"},
    {"từ chối", "rejected"},
    {"đơn", "petition"},
    {"đơn thư", "petition"},
    {"tiếp công dân", "reception"},
    {"tiếp dân", "reception"},
    {"vụ việc", "matter"},
    {"danh sách vụ việc", "list"},
    {"báo cáo", "report"},
    {"truy vấn", "query"},
    {"hỏi", "query"},
    {"giải thích", "explain"},
    {"xóa", "erase"},
    {"cứu dữ liệu", "rescue"},
    {"trợ giúp", "help"},
    {"danh sách", "list"},
    {"liệt kê", "list"},
    {"nhập", "import"},
    {"thêm", "add"},
    {"hủy", "void"},
    {"xem", "show"},
    {"mẫu", "template"},
    {"kiểm tra", "check"},
    {"nộp", "file"},
    {"nộp lại", "resubmit"},
    {"chuyển bước", "move"},
    {"tiếp theo", "next"},
};

bool usage_part (const command_row_t *row, char part[32])
{
    size_t length = strlen (row->name);
    const char *rest = row->usage + length;
    size_t word = *rest == ' ' ? strspn (rest + 1, "abcdefghijklmnopqrstuvwxyz-") : 0;
    /* "petition list [kind=…]" has a part, "explain FIGURE" has none; "list" ends where the word ends. */
    if (word == 0 || word >= 32 || (rest[1 + word] != ' ' && rest[1 + word] != '\0'))
        return false;
    memcpy (part, rest + 1, word);
    part[word] = '\0';
    return part[0] != '-';
}

const command_row_t *usage_find (const command_table_t *table, const char *name, const char *part)
{
    char own[32];
    const command_row_t *only = NULL;
    size_t lines = 0;
    for (size_t i = 0; i < table->count; i++) {
        const command_row_t *row = &table->rows[i];
        if (strcmp (row->name, name) != 0)
            continue;
        if (part && usage_part (row, own) && strcmp (own, part) == 0)
            return row;
        only = row;
        lines++;
    }
    return lines == 1 && !usage_part (only, own) ? only : NULL;
}

const char *usage_nearest (const command_table_t *table, const char *name, const char *part, nearest_t *nearest)
{
    char own[32];
    nearest_begin (nearest, part ? part : name);
    for (size_t i = 0; i < table->count; i++) {
        const command_row_t *row = &table->rows[i];
        const char *candidate = part ? own : row->name;
        if (part && (strcmp (row->name, name) != 0 || !usage_part (row, own)))
            continue;
        nearest_offer (nearest, candidate, candidate);
        for (size_t k = 0; k < sizeof CALLED / sizeof *CALLED; k++)
            if (strcmp (CALLED[k].name, candidate) == 0)
                nearest_offer (nearest, CALLED[k].called, candidate);
    }
    return nearest_found (nearest);
}

/*  ---------------------------------------------------------------- words of a line */

static void copy_word (char *to, size_t size, const char *from, size_t length)
{
    snprintf (to, size, "%.*s", (int)length, from);
}

bool usage_next (const command_row_t *row, const char **at, usage_word_t *word)
{
    char part[32];
    static const char BETWEEN[] = " []";
    *word = (usage_word_t){.kind = USAGE_WORD};
    if (!*at)
        *at = row->usage + strlen (row->name) + (usage_part (row, part) ? strlen (part) + 1 : 0);
    *at += strspn (*at, BETWEEN);
    if (strncmp (*at, "…", sizeof "…" - 1) == 0)
        *at += sizeof "…" - 1, *at += strspn (*at, BETWEEN);
    if (**at == '\0')
        return false;
    size_t length = strcspn (*at, BETWEEN), name = length;
    const char *begin = *at, *equals = memchr (begin, '=', length), *dots = strstr (begin, "…");
    *at += length;
    if (dots && dots < begin + length)
        length = name = (size_t)(dots - begin);
    if (*begin == '-') {
        word->kind = USAGE_OPTION;
        /* An option takes the word that follows it in its brackets. */
        if (**at == ' ' && (*at)[1] != '[') {
            size_t value = strcspn (*at + 1, BETWEEN);
            copy_word (word->value, sizeof word->value, *at + 1, value);
            *at += 1 + value;
        }
    } else if (equals && equals < begin + length) {
        word->kind = USAGE_KEY;
        name = (size_t)(equals - begin);
        copy_word (word->value, sizeof word->value, equals + 1, length - name - 1);
    }
    copy_word (word->name, sizeof word->name, begin, name);
    return true;
}

/*  ---------------------------------------------------------------- help */

char *usage_text (const char *usage)
{
    static const char CAPITALS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ_";
    char word[40], *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream (&text, &size);
    while (out && *usage) {
        size_t length = strspn (usage, CAPITALS);
        if (length > 0 && length < sizeof word) {
            copy_word (word, sizeof word, usage, length);
            fputs (people_word ("placeholder", word), out);
            usage += length;
        } else
            putc (*usage++, out);
    }
    if (out && fclose (out) == 0)
        return text;
    free (text);
    return NULL;
}

static void print_row (FILE *out, const command_row_t *row)
{
    char *text QCDC_CLEANUP (memory_free) = usage_text (row->usage);
    fprintf (out, "  qcdc %s\n      %s\n", text ? text : row->usage, _ (row->does));
}

typedef struct {
    FILE *out;
    bool any;
} printing_t;

/*  A vocabulary in one line: the codes, and what they mean where that is more than the code. */
static bool print_value (const char *value, const char *means, void *arg)
{
    printing_t *printing = arg;
    fprintf (printing->out, "        %s%s%s\n", value, means ? "  " : "", means ? means : "");
    printing->any = true;
    return true;
}

void usage_print_values (FILE *out, const char *place)
{
    printing_t printing = {.out = out};
    values_each (place, NULL, NULL, print_value, &printing);
    if (!printing.any)
        fprintf (out, "        %s\n", _ ("as the province publishes them; a device that has joined lists them here"));
}

/*  What may stand in each place of which that is known: what a province publishes is known in a home that has it. */
static void print_places (FILE *out, const command_row_t *row)
{
    usage_word_t word;
    for (const char *at = NULL; usage_next (row, &at, &word);) {
        const char *place = word.kind == USAGE_WORD ? word.name : word.value;
        if (!values_explained (place))
            continue;
        fprintf (out, "\n    %s%s%s\n", word.kind == USAGE_WORD ? "" : word.name, word.kind == USAGE_KEY ? "=" : "",
                 people_word ("placeholder", place));
        usage_print_values (out, place);
    }
}

static void print_all (FILE *out, const command_table_t *table)
{
    size_t columns, lines;
    terminal_size (out, &columns, &lines);
    if (lines && table->count * 2 + 8 > lines)
        pager_begin ();
    fputs (_ ("usage: qcdc [--home DIR] COMMAND …"), out);
    fprintf (out, "\n\n%s\n\n",
             _ ("The journal of a reporting office: works without a line, sends when there is one."));
    for (size_t i = 0; i < table->count; i++)
        print_row (out, &table->rows[i]);
    fprintf (out, "\n  --home ");
    text_pad (out, people_word ("placeholder", "DIR"), 5, false);
    fprintf (out, " %s\n", _ ("the folder of this device (or QCDC_HOME; else ~/.local/share/qcdc)"));
    fprintf (out, "  --no-pager   %s\n", _ ("long tables are not given to $PAGER"));
    fprintf (out, "  --version    %s\n", _ ("print the version"));
    fprintf (out, "\n%s\n", _ ("Exit status: 0 done, 1 refused or failed, 2 wrong usage, 75 try again later."));
}

void usage_print (FILE *out, const command_table_t *table, const char *name, const char *part)
{
    if (!name) {
        print_all (out, table);
        return;
    }
    const command_row_t *one = usage_find (table, name, part);
    if (one) {
        print_row (out, one);
        print_places (out, one);
        return;
    }
    for (size_t i = 0; i < table->count; i++)
        if (strcmp (table->rows[i].name, name) == 0)
            print_row (out, &table->rows[i]);
}
