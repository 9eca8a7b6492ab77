/*  published.c — publications folded, once for as long as none is added. */

#include "journal/published.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/memory.h"
#include "catalogue/catalog_load.h"
#include "catalogue/publication.h"
#include "catalogue/vouching.h"
#include "facts/kind.h"
#include "journal/journal_origin.h"
#include "wire/keys.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PRINT_BYTES 32u

/*  How the file begins. */
typedef struct {
    char mark[32]; /* of the way in which it was folded: MARK */
    uint8_t print[PRINT_BYTES];
    kept_for_t kept;
    uint64_t newer; /* sets that were left out, for they need a newer program */
} head_t;

/*  What one program made of publications, one before or after it does not take for its own: it reads more of them, or otherwise. */
#define TEXT_OF(number) #number
#define EDITION_TEXT(number) TEXT_OF (number)
static const char MARK[sizeof (((head_t *)NULL)->mark)] =
    "qcdc " QCDC_PROGRAM_VERSION " edition " EDITION_TEXT (CATALOGUE_EDITION);

static qcdc_status no_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
}

/*  ---------------------------------------------------------------- what it was folded from */

/*  The state stands by itself: it is to be aligned more widely than a sanitizer's stack of frames can. */
typedef struct {
    crypto_generichash_state *state;
    size_t count;
} print_t;

/*  The publications held, in their order, and whether each counts. */
static qcdc_status print_row (const journal_row_t *row, void *arg)
{
    print_t *print = arg;
    uint8_t verdict = (uint8_t)row->verdict, committed = row->commit_seq > 0;
    int64_t at_us = committed ? row->committed_at_us : 0;
    crypto_generichash_update (print->state, row->hash, sizeof row->hash);
    crypto_generichash_update (print->state, &verdict, 1);
    crypto_generichash_update (print->state, &committed, 1);
    crypto_generichash_update (print->state, (const uint8_t *)&at_us, sizeof at_us);
    print->count++;
    return QCDC_OK;
}

/*  Office and role, as joining wrote them into the journal. */
static qcdc_status whose_read (journal_t *journal, kept_for_t *kept, fault_t *fault)
{
    char *office QCDC_CLEANUP (journal_free_value) = NULL, *role QCDC_CLEANUP (journal_free_value) = NULL;
    memset (kept, 0, sizeof *kept);
    QCDC_TRY (journal_get (journal, "office", &office, fault));
    QCDC_TRY (journal_get (journal, "role", &role, fault));
    snprintf (kept->office, sizeof kept->office, "%s", office);
    snprintf (kept->role, sizeof kept->role, "%s", role);
    return QCDC_OK;
}

/*  *COUNT publications, known by the print of HEAD with whose home they are in and who began. */
static qcdc_status print_take (journal_t *journal, head_t *head, size_t *count, fault_t *fault)
{
    crypto_generichash_state state;
    print_t taken = {.state = &state, .count = 0};
    char *first QCDC_CLEANUP (journal_free_value) = NULL;
    *head = (head_t){0};
    memcpy (head->mark, MARK, sizeof head->mark);
    QCDC_TRY (whose_read (journal, &head->kept, fault));
    QCDC_TRY (journal_get (journal, PUBLISHED_FIRST, &first, fault));
    crypto_generichash_init (&state, NULL, 0, PRINT_BYTES);
    crypto_generichash_update (&state, (const uint8_t *)&head->kept, sizeof head->kept);
    crypto_generichash_update (&state, (const uint8_t *)first, strlen (first) + 1);
    QCDC_TRY (journal_each_of_subject (journal, PUBLISHED_SUBJECT, print_row, &taken, fault));
    crypto_generichash_final (&state, head->print, PRINT_BYTES);
    *count = taken.count;
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- what is kept */

/*  NULL with *LENGTH 0 where there is none that can be read. */
static uint8_t *file_read (const char *path, size_t *length)
{
    struct stat stat;
    uint8_t *bytes = NULL;
    FILE *file = fopen (path, "rbe");
    *length = 0;
    if (file && fstat (fileno (file), &stat) == 0 && stat.st_size > (off_t)sizeof (head_t) &&
        (bytes = malloc ((size_t)stat.st_size)))
        *length = fread (bytes, 1, (size_t)stat.st_size, file);
    if (file)
        fclose (file);
    return bytes;
}

/*  What is kept under the mark and the print of HEAD, whose number of sets that were left out becomes that of the file. */
static qcdc_status kept_read (const char *path, head_t *head, catalog_tables_t **tables)
{
    size_t length;
    fault_t ignored = {0};
    head_t kept;
    uint8_t *bytes QCDC_CLEANUP (memory_free) = file_read (path, &length);
    if (length <= sizeof kept)
        return QCDC_NOT_FOUND;
    memcpy (&kept, bytes, sizeof kept);
    if (memcmp (kept.mark, head->mark, sizeof kept.mark) != 0 || memcmp (kept.print, head->print, PRINT_BYTES) != 0)
        return QCDC_NOT_FOUND;
    head->newer = kept.newer;
    return tables_unpack (bytes + sizeof kept, length - sizeof kept, tables, &ignored);
}

qcdc_status published_kept (const char *home, catalog_tables_t **tables, kept_for_t *kept, fault_t *fault)
{
    size_t length;
    char *path QCDC_CLEANUP (memory_free) = NULL;
    *tables = NULL;
    if (asprintf (&path, "%s/catalogue", home) < 0)
        return no_memory (fault);
    uint8_t *bytes QCDC_CLEANUP (memory_free) = file_read (path, &length);
    head_t head;
    if (length <= sizeof head)
        return fault_set (fault, QCDC_NOT_FOUND, NULL, "%s", path);
    memcpy (&head, bytes, sizeof head);
    if (memcmp (head.mark, MARK, sizeof head.mark) != 0)
        return fault_set (fault, QCDC_NOT_FOUND, NULL, "%s", path);
    *kept = head.kept;
    kept->office[sizeof kept->office - 1] = kept->role[sizeof kept->role - 1] = '\0';
    return tables_unpack (bytes + sizeof head, length - sizeof head, tables, fault);
}

/*  Beside it first, and on the disk before it takes its place: after a power cut a name without all of its bytes could pass for a
 *  catalogue.  That it cannot be kept harms nothing: it is folded again. */
static void kept_write (const char *path, const head_t *head, const catalog_tables_t *tables)
{
    size_t length;
    fault_t ignored = {0};
    char *beside QCDC_CLEANUP (memory_free) = NULL;
    uint8_t *bytes QCDC_CLEANUP (memory_free) = NULL;
    if (tables_pack (tables, &bytes, &length, &ignored) != QCDC_OK || asprintf (&beside, "%s.new", path) < 0)
        return;
    int fd = open (beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    FILE *file = fd >= 0 ? fdopen (fd, "wb") : NULL;
    if (!file) {
        if (fd >= 0)
            close (fd);
        return;
    }
    bool whole = fwrite (head, 1, sizeof *head, file) == sizeof *head && fwrite (bytes, 1, length, file) == length &&
                 fflush (file) == 0 && fsync (fd) == 0;
    if (fclose (file) != 0 || !whole || rename (beside, path) != 0)
        unlink (beside);
}

/*  ---------------------------------------------------------------- the fold */

typedef struct {
    catalog_tables_t *tables;
    arena_t *arena;
    size_t skip;  /* to be passed over, for they are folded already */
    size_t left;  /* to be folded; those behind are passed over */
    bool checks;  /* a set that makes a catalogue which cannot be read is left out */
    size_t newer; /* sets that the server took, and that were left out: they need a newer program */
    fault_t *fault;
} folding_t;

/*  Whether a catalogue can be made of TABLES.  QCDC_NO_MEMORY, QCDC_BAD_CATALOGUE. */
static qcdc_status tables_are_read (const catalog_tables_t *tables)
{
    fault_t ignored = {0};
    catalog_t *catalog = NULL;
    qcdc_status status = catalog_of_tables (tables, &catalog, &ignored);
    catalog_destroy (&catalog);
    return status;
}

/*  Folds PUBLISHED, of ORIGIN, into the tables; of what does not fit (*FITS: its status) nothing of its set is left there.  A part of a set
 *  that is not whole takes no copy of all that was published.  QCDC_NO_MEMORY, or QCDC_OK. */
static qcdc_status publication_take (folding_t *self, uint64_t origin, const Qcdc__Published *published,
                                     int64_t at_us, qcdc_status *fits)
{
    bool whole;
    fault_t ignored = {0};
    catalog_tables_t *next = NULL;
    uint64_t first = tables_first (self->tables);
    *fits = published->part < published->parts
                ? publication_fold (self->tables, origin, published, at_us, &whole, &ignored)
                : publication_apply (self->tables, origin, published, at_us, &next, &whole, &ignored);
    if (*fits == QCDC_OK && next && self->checks)
        *fits = tables_are_read (next);
    if (*fits == QCDC_OK && next) {
        tables_destroy (&self->tables);
        self->tables = next;
        return QCDC_OK;
    }
    tables_destroy (&next);
    if (*fits == QCDC_NO_MEMORY)
        return no_memory (self->fault);
    if (*fits != QCDC_OK) {
        publication_drop (self->tables, origin);
        tables_set_first (self->tables, first);
    }
    return QCDC_OK;
}

static qcdc_status fold_row (const journal_row_t *row, void *arg)
{
    folding_t *folding = arg;
    Qcdc__Fact *fact = NULL;
    fault_t ignored = {0};
    arena_reset (folding->arena);
    if (folding->skip > 0) {
        folding->skip--;
        return QCDC_OK;
    }
    if (folding->left == 0)
        return QCDC_OK;
    folding->left--;
    if (row->verdict != QCDC__VERDICT_STATE__VERDICT_ACCEPTED && row->verdict != QCDC__VERDICT_STATE__VERDICT_ALIAS)
        return QCDC_OK;
    qcdc_status status = fact_unpack (row->entry.body, folding->arena, &fact);
    if (status == QCDC_NO_MEMORY)
        return no_memory (folding->fault);
    bool last = status != QCDC_OK || fact->published->part >= fact->published->parts;
    if (status == QCDC_OK)
        status = publication_fits (fact->published, &ignored);
    if (status == QCDC_OK)
        QCDC_TRY (publication_take (folding, row->entry.origin, fact->published,
                                    row->committed_at_us ? row->committed_at_us : row->entry.written_at_us, &status));
    else
        publication_drop (folding->tables, row->entry.origin);
    /* The server knows it, and this program does not; but for what it has not said anything of yet, and for a device that others have not
     * vouched for. */
    folding->newer += status != QCDC_OK && status != QCDC_UNVOUCHED && last && row->commit_seq > 0;
    return QCDC_OK;
}

/*  What stands before the first publication: nothing, but who may publish. */
static qcdc_status tables_begin (journal_t *journal, catalog_tables_t **tables, fault_t *fault)
{
    uint8_t key[SIGN_KEY_BYTES];
    char *first QCDC_CLEANUP (memory_free) = NULL;
    QCDC_TRY (journal_get (journal, PUBLISHED_FIRST, &first, fault));
    *tables = tables_new ();
    if (!*tables)
        return no_memory (fault);
    if (*first && hex_parse (first, key, sizeof key) == QCDC_OK)
        tables_set_first (*tables, origin_id (key));
    return QCDC_OK;
}

/*  Nothing is folded yet; the arena is to be destroyed, and the tables. */
static qcdc_status fold_begin (journal_t *journal, bool checks, folding_t *folding, fault_t *fault)
{
    *folding = (folding_t){.arena = arena_new (QCDC_FACT_ARENA_BYTES_MAX), .checks = checks, .fault = fault};
    return folding->arena ? tables_begin (journal, &folding->tables, fault) : no_memory (fault);
}

static qcdc_status fold (journal_t *journal, size_t count, bool checks, folding_t *folding, fault_t *fault)
{
    qcdc_status status = fold_begin (journal, checks, folding, fault);
    folding->left = count;
    if (status == QCDC_OK)
        status = journal_each_of_subject (journal, PUBLISHED_SUBJECT, fold_row, folding, fault);
    if (folding->arena)
        arena_destroy (&folding->arena);
    if (status != QCDC_OK)
        tables_destroy (&folding->tables);
    return status;
}

/*  Only where what comes of all of them cannot be read is looked at each: one that only a newer program reads must not leave a desk without
 *  any catalogue. */
static qcdc_status tables_fold (journal_t *journal, size_t count, catalog_tables_t **tables, uint64_t *newer,
                                fault_t *fault)
{
    folding_t folding;
    QCDC_TRY (fold (journal, count, false, &folding, fault));
    qcdc_status status = tables_are_read (folding.tables);
    if (status != QCDC_OK)
        tables_destroy (&folding.tables);
    if (status == QCDC_NO_MEMORY)
        return no_memory (fault);
    if (status != QCDC_OK)
        QCDC_TRY (fold (journal, count, true, &folding, fault));
    *tables = folding.tables;
    *newer = folding.newer;
    return QCDC_OK;
}

static qcdc_status published_read (journal_t *journal, const char *home, catalog_tables_t **tables, uint64_t *newer,
                                   fault_t *fault)
{
    head_t head;
    size_t count;
    char *path QCDC_CLEANUP (memory_free) = NULL;
    *tables = NULL;
    *newer = 0;
    QCDC_TRY (print_take (journal, &head, &count, fault));
    if (count == 0)
        return tables_begin (journal, tables, fault);
    if (asprintf (&path, "%s/catalogue", home) < 0)
        return no_memory (fault);
    if (kept_read (path, &head, tables) != QCDC_OK) {
        QCDC_TRY (tables_fold (journal, count, tables, &head.newer, fault));
        kept_write (path, &head, *tables);
    }
    *newer = head.newer;
    return QCDC_OK;
}

qcdc_status published_tables (journal_t *journal, const char *home, catalog_tables_t **tables, fault_t *fault)
{
    uint64_t newer;
    return published_read (journal, home, tables, &newer, fault);
}

qcdc_status published_newer (journal_t *journal, const char *home, uint64_t *count, fault_t *fault)
{
    catalog_tables_t *tables QCDC_CLEANUP (tables_destroy) = NULL;
    return published_read (journal, home, &tables, count, fault);
}

qcdc_status published_may (journal_t *journal, const char *home, uint64_t origin, int32_t day, bool *may,
                           fault_t *fault)
{
    catalog_tables_t *tables QCDC_CLEANUP (tables_destroy) = NULL;
    QCDC_TRY (published_tables (journal, home, &tables, fault));
    *may = device_is_vouched_for (tables, origin, day);
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- followed */

/*  A place in the commit order. */
typedef struct {
    int64_t at_us, commit_seq;
} place_t;

static const place_t BEHIND_ALL = {INT64_MAX, INT64_MAX};

static bool is_behind (place_t place, place_t other)
{
    return place.at_us > other.at_us || (place.at_us == other.at_us && place.commit_seq > other.commit_seq);
}

static place_t place_of (const journal_row_t *row)
{
    return (place_t){row->committed_at_us, row->commit_seq};
}

/*  The tables as the first COUNT publications made them, the last of which is known by its address: as they stood at every place from FROM up
 *  to TO. */
typedef struct {
    folding_t folding; /* without tables: nothing is held */
    size_t count;
    uint64_t origin, seq;
    place_t from, to;
} then_t;

struct published_followed {
    folding_t folding;
    place_t last; /* of the publications that are in it */
    then_t then;
};

static void folding_release (folding_t *self)
{
    tables_destroy (&self->tables);
    if (self->arena)
        arena_destroy (&self->arena);
}

void published_leave (published_followed_t **self_p)
{
    published_followed_t *self = *self_p;
    if (!self)
        return;
    folding_release (&self->folding);
    folding_release (&self->then.folding);
    free (self);
    *self_p = NULL;
}

/*  What is not acknowledged stands behind everything. */
static qcdc_status last_row (const journal_row_t *row, void *arg)
{
    published_followed_t *self = arg;
    place_t place = {row->commit_seq ? row->committed_at_us : INT64_MAX, row->commit_seq};
    if (is_behind (place, self->last))
        self->last = place;
    return QCDC_OK;
}

qcdc_status published_follow (journal_t *journal, const char *home, published_followed_t **self_p,
                              const catalog_tables_t **tables, fault_t *fault)
{
    if (!*self_p) {
        uint64_t newer = 0;
        published_followed_t *self QCDC_CLEANUP (published_leave) = calloc (1, sizeof *self);
        if (!self || !(self->folding.arena = arena_new (QCDC_FACT_ARENA_BYTES_MAX)))
            return no_memory (fault);
        QCDC_TRY (published_read (journal, home, &self->folding.tables, &newer, fault));
        self->folding.newer = (size_t)newer;
        QCDC_TRY (journal_each_of_subject (journal, PUBLISHED_SUBJECT, last_row, self, fault));
        *self_p = self;
        self = NULL;
    }
    *tables = (*self_p)->folding.tables;
    return QCDC_OK;
}

qcdc_status published_came (published_followed_t **self_p, const journal_row_t *row, fault_t *fault)
{
    published_followed_t *self = *self_p;
    if (!self)
        return QCDC_OK;
    if (!is_behind (place_of (row), self->last)) {
        published_leave (self_p);
        return QCDC_OK;
    }
    self->last = place_of (row);
    if (is_behind (self->then.to, self->last))
        self->then.to = self->last;
    self->folding.left = 1;
    self->folding.fault = fault;
    return fold_row (row, &self->folding);
}

/*  ---------------------------------------------------------------- at a place in the commit order */

/*  How many publications stand before PLACE, and what the one with the number COUNT is; NEXT of those that do not. */
typedef struct {
    place_t place, next;
    size_t seen, known;
    const then_t *then;
    bool same;            /* the last one that is folded is where it was */
    uint64_t origin, seq; /* of the last one that is known */
} before_t;

static qcdc_status before_row (const journal_row_t *row, void *arg)
{
    before_t *before = arg;
    before->seen++;
    if (before->seen == before->then->count)
        before->same = row->entry.origin == before->then->origin && row->entry.seq == before->then->seq;
    if (!row->commit_seq)
        return QCDC_OK;
    if (is_behind (before->place, place_of (row))) {
        before->known = before->seen;
        before->origin = row->entry.origin;
        before->seq = row->entry.seq;
    } else if (is_behind (before->next, place_of (row)))
        before->next = place_of (row);
    return QCDC_OK;
}

/*  Goes on from where THEN is, or from the beginning where that is behind PLACE. */
static qcdc_status then_move (journal_t *journal, then_t *self, place_t place, bool checks, fault_t *fault)
{
    before_t before = {.place = place, .next = BEHIND_ALL, .then = self, .same = self->count == 0};
    QCDC_TRY (journal_each_of_subject (journal, PUBLISHED_SUBJECT, before_row, &before, fault));
    if (!self->folding.tables || !before.same || before.known < self->count) {
        folding_release (&self->folding);
        self->count = 0;
        QCDC_TRY (fold_begin (journal, checks, &self->folding, fault));
    }
    self->folding.fault = fault;
    self->folding.skip = self->count;
    self->folding.left = before.known - self->count;
    if (self->folding.left)
        QCDC_TRY (journal_each_of_subject (journal, PUBLISHED_SUBJECT, fold_row, &self->folding, fault));
    self->folding.skip = 0;
    self->count = before.known;
    self->origin = before.origin;
    self->seq = before.seq;
    self->from = place;
    self->to = before.next;
    return QCDC_OK;
}

qcdc_status published_then (journal_t *journal, const char *home, published_followed_t **self_p,
                            int64_t committed_at_us, int64_t commit_seq, const catalog_tables_t **tables,
                            fault_t *fault)
{
    place_t place = {committed_at_us, commit_seq};
    QCDC_TRY (published_follow (journal, home, self_p, tables, fault));
    published_followed_t *self = *self_p;
    then_t *then = &self->then;
    if (!then->folding.tables || is_behind (then->from, place) || is_behind (place, then->to)) {
        qcdc_status status = then_move (journal, then, place, self->folding.newer > 0, fault);
        if (status != QCDC_OK)
            published_leave (self_p);
        QCDC_TRY (status);
    }
    *tables = then->folding.tables;
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- others */

qcdc_status published_pin (journal_t *journal, const char *home, fault_t *fault)
{
    catalog_tables_t *tables QCDC_CLEANUP (tables_destroy) = NULL;
    char *known QCDC_CLEANUP (memory_free) = NULL, key[2 * SIGN_KEY_BYTES + 1];
    journal_origin_t first;
    bool held = false;
    QCDC_TRY (journal_get (journal, PUBLISHED_FIRST, &known, fault));
    if (*known)
        return QCDC_OK;
    QCDC_TRY (published_tables (journal, home, &tables, fault));
    if (tables_first (tables))
        QCDC_TRY (origin_look (journal, tables_first (tables), &first, &held, fault));
    return held
               ? journal_set_alone (journal, PUBLISHED_FIRST, hex_format (first.sign_key, SIGN_KEY_BYTES, key), fault)
               : QCDC_OK;
}

qcdc_status published_print (journal_t *journal, char text[PUBLISHED_PRINT_BYTES], fault_t *fault)
{
    head_t head;
    size_t count;
    char hex[2 * PRINT_BYTES + 1];
    QCDC_TRY (print_take (journal, &head, &count, fault));
    snprintf (text, PUBLISHED_PRINT_BYTES, "%s %s", hex_format (head.print, PRINT_BYTES, hex), MARK);
    return QCDC_OK;
}

qcdc_status published_count (journal_t *journal, size_t *count, fault_t *fault)
{
    head_t head;
    return print_take (journal, &head, count, fault);
}

qcdc_status published_before (journal_t *journal, size_t count, catalog_tables_t **tables, fault_t *fault)
{
    uint64_t newer;
    *tables = NULL;
    return tables_fold (journal, count, tables, &newer, fault);
}

typedef struct {
    int32_t day;
    size_t count, known;
} extent_t;

static qcdc_status extent_row (const journal_row_t *row, void *arg)
{
    extent_t *extent = arg;
    extent->count++;
    if (row->committed_at_us && day_of_moment (row->committed_at_us) <= extent->day)
        extent->known = extent->count;
    return QCDC_OK;
}

qcdc_status published_on (journal_t *journal, int32_t day, catalog_tables_t **tables, fault_t *fault)
{
    extent_t extent = {.day = day};
    uint64_t newer;
    *tables = NULL;
    QCDC_TRY (journal_each_of_subject (journal, PUBLISHED_SUBJECT, extent_row, &extent, fault));
    return tables_fold (journal, extent.known, tables, &newer, fault);
}
