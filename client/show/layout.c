/*  layout.c — how wide columns are, and what becomes of them where that is too wide.
 *
 *  Between columns stand two spaces.  A column is never narrower than the longest word of its heading, nor than a number or a date
 *  in it: half a number is another number; and half a name, such as that of a query, is none that can be typed. */

#include "show/layout.h"

#include "base/i18n.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/text.h"
#include "show/pager.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#define GAP 2u
#define WRAPPED_WIDTH_MIN 12u /* narrower, a text is a column of syllables */
#define WORD_WIDTH_MAX 30u    /* longer words are broken: no name of ours is so long */

typedef struct {
    char *heading;
    bool right, wraps;
    int spare;
    bool left_out;
    size_t natural; /* of its widest cell, and its heading */
    size_t least;
    size_t width;
} column_t;

typedef enum { LAYOUT_HOLDING, LAYOUT_COLUMNS, LAYOUT_VERTICAL } layout_state;

struct layout {
    FILE *out;
    size_t terminal, lines;
    column_t *columns;
    size_t column_count, columns_size;
    char **cells;
    const char **rest; /* of each cell of a row, while it is printed */
    size_t cell_count, cells_size, rest_size, held_bytes;
    layout_state state;
    bool wraps; /* some column is narrower than its cells */
};

layout_t *layout_new (FILE *out, size_t columns, size_t lines)
{
    layout_t *self = calloc (1, sizeof *self);
    if (self) {
        self->out = out;
        self->terminal = columns;
        self->lines = lines;
    }
    return self;
}

static void cells_drop (layout_t *self)
{
    for (size_t i = 0; i < self->cell_count; i++)
        free (self->cells[i]);
    self->cell_count = self->held_bytes = 0;
}

void layout_destroy (layout_t **self_p)
{
    layout_t *self = *self_p;
    if (!self)
        return;
    cells_drop (self);
    for (size_t i = 0; i < self->column_count; i++)
        free (self->columns[i].heading);
    free (self->columns);
    free (self->cells);
    free (self->rest);
    free (self);
    *self_p = NULL;
}

/*  The longest word of TEXT, in columns of the terminal. */
static size_t longest_word (const char *text)
{
    size_t longest = 0;
    char word[256];
    while (*text) {
        size_t length = strcspn (text, " ");
        snprintf (word, sizeof word, "%.*s", (int)length, text);
        size_t width = text_width (word);
        longest = width > longest ? width : longest;
        text += length + strspn (text + length, " ");
    }
    return longest;
}

qcdc_status layout_column (layout_t *self, const char *heading, bool right, bool wraps, int spare)
{
    column_t *columns = memory_room (self->columns, self->column_count, &self->columns_size, sizeof *columns);
    if (!columns)
        return QCDC_NO_MEMORY;
    self->columns = columns;
    const char **rest = memory_room (self->rest, self->column_count, &self->rest_size, sizeof *rest);
    char *copy = rest ? strdup (heading) : NULL;
    if (rest)
        self->rest = rest;
    if (!copy)
        return QCDC_NO_MEMORY;
    columns[self->column_count++] = (column_t){.heading = copy, .right = right, .wraps = wraps, .spare = spare};
    return QCDC_OK;
}

/*  A dash for what is not known: an empty cell would look like an empty text. */
static const char *shown (const char *cell)
{
    return cell ? cell : "–";
}

/*  ---------------------------------------------------------------- pieces of a text */

/*  How many bytes of TEXT fit in WIDTH columns, broken at a space where there is one; *NEXT is where the rest begins. */
static size_t piece (const char *text, size_t width, size_t *next)
{
    size_t used = 0, at = 0, space = 0;
    while (text[at]) {
        utf8proc_int32_t c;
        utf8proc_ssize_t taken = utf8proc_iterate ((const utf8proc_uint8_t *)text + at, -1, &c);
        size_t wide = taken > 0 ? (size_t)utf8proc_charwidth (c) : 1;
        if (used + wide > width && at > 0) {
            size_t end = text[at] == ' ' ? at : space ? space : at;
            *next = end + strspn (text + end, " ");
            return end;
        }
        if (text[at] == ' ')
            space = at;
        used += wide;
        at += taken > 0 ? (size_t)taken : 1;
    }
    *next = at;
    return at;
}

/*  LENGTH bytes of TEXT in WIDTH columns; *BLANKS of the line are owed, and are only paid before something that can be seen. */
static void print_piece (FILE *out, const char *text, size_t length, size_t width, bool right, size_t *blanks)
{
    char *copy = strndup (text, length);
    size_t own = copy ? text_width (copy) : 0, rest = own < width ? width - own : 0;
    if (own > 0) {
        fprintf (out, "%*s%s", (int)(*blanks + (right ? rest : 0)), "", copy);
        *blanks = right ? 0 : rest;
    } else
        *blanks += rest;
    free (copy);
}

/*  ---------------------------------------------------------------- columns */

/*  One row: as many lines as its longest cell takes. */
static void print_columns (const layout_t *self, char *const *cells)
{
    const char **rest = self->rest;
    bool more = true;
    for (size_t i = 0; i < self->column_count; i++)
        rest[i] = shown (cells[i]);
    while (more) {
        size_t blanks = 0;
        more = false;
        for (size_t i = 0; i < self->column_count; i++) {
            const column_t *column = &self->columns[i];
            if (column->left_out)
                continue;
            size_t next = strlen (rest[i]), length = next;
            if (self->wraps)
                length = piece (rest[i], column->width, &next);
            print_piece (self->out, rest[i], length, column->width, column->right, &blanks);
            blanks += GAP;
            rest[i] += next;
            more |= *rest[i] != '\0';
        }
        putc ('\n', self->out);
    }
}

static void measure (layout_t *self)
{
    for (size_t i = 0; i < self->column_count; i++) {
        column_t *column = &self->columns[i];
        size_t widest = 0, least = WRAPPED_WIDTH_MIN;
        for (size_t n = i; n < self->cell_count; n += self->column_count) {
            size_t own = text_width (shown (self->cells[n]));
            widest = own > widest ? own : widest;
            own = column->wraps ? longest_word (shown (self->cells[n])) : 0;
            least = own > least && own <= WORD_WIDTH_MAX ? own : least;
        }
        size_t heading = text_width (column->heading), word = longest_word (column->heading);
        column->natural = widest > heading ? widest : heading;
        column->least = column->wraps && widest > least ? least : widest;
        column->least = word > column->least ? word : column->least;
        column->width = column->natural;
    }
}

static size_t total (const layout_t *self, bool least)
{
    size_t sum = 0;
    for (size_t i = 0; i < self->column_count; i++)
        if (!self->columns[i].left_out)
            sum += (least ? self->columns[i].least : self->columns[i].width) + GAP;
    return sum > GAP ? sum - GAP : 0;
}

/*  Leaves out what can be missed, the first to go first, until the rest fits; false: it never does. */
static bool leave_out (layout_t *self)
{
    while (total (self, true) > self->terminal) {
        column_t *next = NULL;
        for (size_t i = 0; i < self->column_count; i++) {
            column_t *column = &self->columns[i];
            if (column->spare && !column->left_out && (!next || column->spare < next->spare))
                next = column;
        }
        if (!next)
            return false;
        next->left_out = true;
    }
    return true;
}

/*  From the least upwards, a column of the terminal at a time to whose cells are broken into most lines. */
static void share_out (layout_t *self)
{
    for (size_t i = 0; i < self->column_count; i++)
        self->columns[i].width = self->columns[i].least;
    for (size_t room = self->terminal - total (self, false); room > 0; room--) {
        column_t *needs = NULL;
        for (size_t i = 0; i < self->column_count; i++) {
            column_t *column = &self->columns[i];
            if (!column->left_out && column->width < column->natural &&
                (!needs || column->natural * needs->width > needs->natural * column->width))
                needs = column;
        }
        if (!needs)
            return;
        needs->width++;
    }
}

static void decide (layout_t *self)
{
    measure (self);
    self->state = LAYOUT_COLUMNS;
    if (!self->terminal || total (self, false) <= self->terminal)
        return;
    if (leave_out (self)) {
        share_out (self);
        self->wraps = true;
        return;
    }
    for (size_t i = 0; i < self->column_count; i++)
        self->columns[i].left_out = false;
    self->state = LAYOUT_VERTICAL;
}

/*  ---------------------------------------------------------------- paragraphs */

void layout_field (FILE *out, size_t terminal, const char *heading, size_t heading_width, const char *value)
{
    size_t own = text_width (heading);
    size_t begin = (own > heading_width ? own : heading_width) + GAP, room = SIZE_MAX;
    if (terminal > 0)
        room = terminal >= begin + WRAPPED_WIDTH_MIN ? terminal - begin : WRAPPED_WIDTH_MIN;
    text_pad (out, heading, heading_width, false);
    do {
        size_t next, length = piece (value, room, &next);
        fprintf (out, "  %.*s\n", (int)length, value);
        value += next;
        if (*value)
            text_pad (out, "", begin - GAP, false);
    } while (*value);
}

static void print_vertical (const layout_t *self, char *const *cells)
{
    size_t heading = 0;
    for (size_t i = 0; i < self->column_count; i++) {
        size_t own = text_width (self->columns[i].heading);
        heading = own > heading ? own : heading;
    }
    for (size_t i = 0; i < self->column_count; i++)
        layout_field (self->out, self->terminal, self->columns[i].heading, heading, shown (cells[i]));
    putc ('\n', self->out);
}

/*  ---------------------------------------------------------------- rows */

static void print_row (const layout_t *self, char *const *cells)
{
    if (self->state == LAYOUT_VERTICAL)
        print_vertical (self, cells);
    else
        print_columns (self, cells);
}

/*  What is held, once it is known how: headings first. */
static void print_held (layout_t *self)
{
    char **headings = calloc (self->column_count, sizeof *headings);
    if (self->state == LAYOUT_COLUMNS && headings) {
        for (size_t i = 0; i < self->column_count; i++)
            headings[i] = self->columns[i].heading;
        print_columns (self, headings);
    }
    free (headings);
    for (size_t n = 0; n + self->column_count <= self->cell_count; n += self->column_count)
        print_row (self, self->cells + n);
    cells_drop (self);
}

/*  More rows than the terminal has lines, or nobody knows how many: they are read in a pager. */
static void page (const layout_t *self, bool ends)
{
    size_t rows = self->cell_count / self->column_count;
    size_t lines = self->state == LAYOUT_VERTICAL ? rows * (self->column_count + 1) : rows + 1;
    if (self->out == stdout && self->lines && (!ends || lines >= self->lines || self->wraps))
        pager_begin ();
}

qcdc_status layout_cell (layout_t *self, char *text)
{
    char **cells = memory_room (self->cells, self->cell_count, &self->cells_size, sizeof *cells);
    if (!cells) {
        free (text);
        return QCDC_NO_MEMORY;
    }
    self->cells = cells;
    cells[self->cell_count++] = text;
    self->held_bytes += sizeof *cells + (text ? strlen (text) + 1 : 0);
    if (self->cell_count % self->column_count != 0)
        return QCDC_OK;
    if (self->state == LAYOUT_HOLDING) {
        if (self->held_bytes < QCDC_TABLE_HELD_BYTES)
            return QCDC_OK;
        decide (self);
        page (self, false);
        print_held (self);
        return QCDC_OK;
    }
    print_row (self, self->cells);
    cells_drop (self);
    return QCDC_OK;
}

/*  What was left out is named: a table that hides something must say so. */
static qcdc_status print_left_out (const layout_t *self)
{
    char *text QCDC_CLEANUP (memory_free) = NULL;
    size_t size = 0, count = 0;
    FILE *out = open_memstream (&text, &size);
    if (!out)
        return QCDC_NO_MEMORY;
    for (size_t i = 0; i < self->column_count; i++)
        if (self->columns[i].left_out)
            fprintf (out, "%s%s", count++ ? ", " : _ ("not shown for want of room: "), self->columns[i].heading);
    if (fclose (out) != 0)
        return QCDC_NO_MEMORY;
    for (const char *rest = text; count && *rest;) {
        size_t next, length = piece (rest, self->terminal, &next);
        fprintf (self->out, "%.*s\n", (int)length, rest);
        rest += next;
    }
    return QCDC_OK;
}

qcdc_status layout_finish (layout_t *self)
{
    if (self->state == LAYOUT_HOLDING && self->cell_count > 0) {
        decide (self);
        page (self, true);
        print_held (self);
    }
    return print_left_out (self);
}
