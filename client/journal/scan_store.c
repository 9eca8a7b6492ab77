/*  scan_store.c — files in HOME/scans: HASH.waiting, HASH.sent, HASH.coming, in hexadecimal; and one line of the journal for each that
 *  was attached here: which entry did it, and how much the server has. */

#include "journal/scan_store.h"

#include "base/i18n.h"
#include "base/limits.h"
#include "base/memory.h"
#include "facts/kind.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define FOLDER "scans"
#define HEX_BYTES (2u * HASH_BYTES)
#define KEY_BYTES (sizeof "scan:" + HEX_BYTES)
#define DAY_S (24 * 3600)

static const char *const ENDINGS[] = {[SCAN_WAITING] = ".waiting", [SCAN_SENT] = ".sent", [SCAN_COMING] = ".coming"};

static qcdc_status no_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
}

static qcdc_status trouble (const char *path, fault_t *fault)
{
    return fault_set (fault, QCDC_IO, NULL, "%s: %s", path, strerror (errno));
}

/*  HOME/scans/NAME, malloc'ed; NULL when out of memory. */
static char *path_of (const home_t *home, const char *name)
{
    char *path = NULL;
    return asprintf (&path, "%s/" FOLDER "/%s", home->path, name) < 0 ? NULL : path;
}

static char *file_of (const home_t *home, const uint8_t hash[HASH_BYTES], scan_place place)
{
    char name[HEX_BYTES + 16];
    hex_format (hash, HASH_BYTES, name);
    strcat (name, ENDINGS[place]);
    return path_of (home, name);
}

static void key_of (const uint8_t hash[HASH_BYTES], char key[KEY_BYTES])
{
    memcpy (key, "scan:", 5);
    hex_format (hash, HASH_BYTES, key + 5);
}

/*  Whose file NAME is; false for another file. */
static bool name_read (const char *name, uint8_t hash[HASH_BYTES], scan_place *place)
{
    char hex[HEX_BYTES + 1];
    if (strlen (name) <= HEX_BYTES)
        return false;
    memcpy (hex, name, HEX_BYTES);
    hex[HEX_BYTES] = '\0';
    for (*place = SCAN_WAITING; *place <= SCAN_COMING; ++*place)
        if (strcmp (name + HEX_BYTES, ENDINGS[*place]) == 0)
            return hex_parse (hex, hash, HASH_BYTES) == QCDC_OK;
    return false;
}

static qcdc_status folder_make (const home_t *home, fault_t *fault)
{
    char *folder QCDC_CLEANUP (memory_free) = path_of (home, "");
    if (!folder)
        return no_memory (fault);
    return mkdir (folder, 0700) == 0 || errno == EEXIST ? QCDC_OK : trouble (folder, fault);
}

qcdc_status scan_store_make (const home_t *home, FILE **file, char **path, fault_t *fault)
{
    *file = NULL;
    *path = NULL;
    QCDC_TRY (folder_make (home, fault));
    if (!(*path = path_of (home, "sealing.XXXXXX")))
        return no_memory (fault);
    int fd = mkstemp (*path);
    if (fd >= 0 && (*file = fdopen (fd, "w+")))
        return QCDC_OK;
    trouble (*path, fault);
    if (fd >= 0) {
        close (fd);
        unlink (*path);
    }
    free (*path);
    *path = NULL;
    return fault->status;
}

/*  What is in the folder by its names stays so when the power fails. */
static void folder_flush (const home_t *home)
{
    char *folder QCDC_CLEANUP (memory_free) = path_of (home, "");
    int fd = folder ? open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (fd >= 0) {
        (void)!fsync (fd);
        close (fd);
    }
}

static qcdc_status line_put (home_t *home, const uint8_t hash[HASH_BYTES], const address_t *entry, uint64_t have,
                             fault_t *fault)
{
    char key[KEY_BYTES], value[ADDRESS_TEXT_BYTES + 24], address[ADDRESS_TEXT_BYTES];
    key_of (hash, key);
    snprintf (value, sizeof value, "%s %llu", address_format (entry->origin, entry->seq, address),
              (unsigned long long)have);
    return journal_set (home->journal, key, value, fault);
}

/*  Seq 0: there is no line of it. */
static qcdc_status line_get (home_t *home, const uint8_t hash[HASH_BYTES], address_t *entry, uint64_t *have,
                             fault_t *fault)
{
    char key[KEY_BYTES], *value QCDC_CLEANUP (journal_free_value) = NULL;
    key_of (hash, key);
    *entry = (address_t){0};
    *have = 0;
    QCDC_TRY (journal_get (home->journal, key, &value, fault));
    char *space = strchr (value, ' ');
    if (!space)
        return QCDC_OK;
    *space = '\0';
    if (address_parse (value, &entry->origin, &entry->seq) != QCDC_OK)
        *entry = (address_t){0};
    *have = strtoull (space + 1, NULL, 10);
    return QCDC_OK;
}

qcdc_status scan_store_keep (home_t *home, const char *path, const uint8_t hash[HASH_BYTES], const address_t *entry,
                             fault_t *fault)
{
    char *file QCDC_CLEANUP (memory_free) = file_of (home, hash, SCAN_WAITING);
    if (!file)
        return no_memory (fault);
    int fd = open (path, O_RDONLY | O_CLOEXEC);
    bool whole = fd >= 0 && fsync (fd) == 0;
    if (fd >= 0)
        close (fd);
    if (!whole || rename (path, file) != 0)
        return trouble (path, fault);
    folder_flush (home);
    return line_put (home, hash, entry, 0, fault);
}

scan_place scan_store_look (const home_t *home, const uint8_t hash[HASH_BYTES])
{
    struct stat info;
    for (scan_place place = SCAN_WAITING; place <= SCAN_COMING; place++) {
        char *file QCDC_CLEANUP (memory_free) = file_of (home, hash, place);
        if (file && lstat (file, &info) == 0)
            return place;
    }
    return SCAN_NOWHERE;
}

qcdc_status scan_store_open (const home_t *home, const uint8_t hash[HASH_BYTES], scan_place place, const char *mode,
                             FILE **file, fault_t *fault)
{
    char *path QCDC_CLEANUP (memory_free) = file_of (home, hash, place);
    *file = NULL;
    if (!path)
        return no_memory (fault);
    if (place == SCAN_COMING) {
        QCDC_TRY (folder_make (home, fault));
        int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (fd >= 0 && !(*file = fdopen (fd, "r+")))
            close (fd);
    } else
        *file = fopen (path, mode);
    if (*file)
        return QCDC_OK;
    trouble (path, fault);
    return errno == ENOENT ? QCDC_NOT_FOUND : QCDC_IO;
}

qcdc_status scan_store_have (home_t *home, const uint8_t hash[HASH_BYTES], uint64_t *bytes, fault_t *fault)
{
    address_t entry;
    return line_get (home, hash, &entry, bytes, fault);
}

qcdc_status scan_store_set_have (home_t *home, const uint8_t hash[HASH_BYTES], uint64_t bytes, fault_t *fault)
{
    address_t entry;
    uint64_t before;
    QCDC_TRY (line_get (home, hash, &entry, &before, fault));
    if (before == bytes || !entry.seq)
        return QCDC_OK;
    QCDC_TRY (journal_begin (home->journal, fault));
    qcdc_status status = line_put (home, hash, &entry, bytes, fault);
    if (status == QCDC_OK)
        return journal_commit (home->journal, fault);
    journal_rollback (home->journal);
    return status;
}

/*  Where that fails it is asked about once more. */
static void place_change (const home_t *home, const uint8_t hash[HASH_BYTES], scan_place from, scan_place to)
{
    char *before QCDC_CLEANUP (memory_free) = file_of (home, hash, from);
    char *after QCDC_CLEANUP (memory_free) = file_of (home, hash, to);
    if (before && after)
        (void)!rename (before, after);
}

void scan_store_sent (const home_t *home, const uint8_t hash[HASH_BYTES])
{
    place_change (home, hash, SCAN_WAITING, SCAN_SENT);
    scan_store_asked (home, hash);
}

/*  The file's time is when that was. */
void scan_store_asked (const home_t *home, const uint8_t hash[HASH_BYTES])
{
    char *file QCDC_CLEANUP (memory_free) = file_of (home, hash, SCAN_SENT);
    if (file)
        (void)!utimensat (AT_FDCWD, file, NULL, 0);
}

void scan_store_drop (const home_t *home, const uint8_t hash[HASH_BYTES], scan_place place)
{
    char *file QCDC_CLEANUP (memory_free) = file_of (home, hash, place);
    if (file)
        unlink (file);
}

/*  ---------------------------------------------------------------- all of them */

typedef struct {
    home_t *home;
    const home_t *old; /* whose files are gone through; of HOME where it is the same */
    scan_list_t *list;
    size_t most; /* of the list */
    fault_t *fault;
} walk_t;

typedef qcdc_status (walk_fn) (walk_t *self, const char *path, const uint8_t hash[HASH_BYTES], scan_place place);

static qcdc_status walk (walk_t *self, walk_fn *each)
{
    char *folder QCDC_CLEANUP (memory_free) = path_of (self->old, "");
    DIR *files = folder ? opendir (folder) : NULL;
    qcdc_status status = QCDC_OK;
    if (!files)
        return folder ? QCDC_OK : no_memory (self->fault); /* no scan was ever attached here */
    for (struct dirent *file; status == QCDC_OK && (file = readdir (files));) {
        uint8_t hash[HASH_BYTES];
        scan_place place;
        if (!name_read (file->d_name, hash, &place))
            continue;
        char *path QCDC_CLEANUP (memory_free) = path_of (self->old, file->d_name);
        status = path ? each (self, path, hash, place) : no_memory (self->fault);
    }
    closedir (files);
    return status;
}

static qcdc_status unsend (walk_t *self, const char *path, const uint8_t hash[HASH_BYTES], scan_place place)
{
    (void)path;
    if (place == SCAN_SENT)
        place_change (self->home, hash, SCAN_SENT, SCAN_WAITING);
    return QCDC_OK;
}

void scan_store_unsend (const home_t *home)
{
    fault_t ignored = {0};
    walk_t self = {.home = (home_t *)home, .old = home, .fault = &ignored};
    (void)!walk (&self, unsend);
}

static bool is_old (const char *path, time_t seconds)
{
    struct stat info;
    return lstat (path, &info) == 0 && time (NULL) - info.st_mtime > seconds;
}

static qcdc_status list_add (walk_t *self, const uint8_t hash[HASH_BYTES])
{
    if (self->list->count == self->most)
        return QCDC_OK;
    void *grown = realloc (self->list->hashes, (self->list->count + 1) * HASH_BYTES);
    if (!grown)
        return no_memory (self->fault);
    self->list->hashes = grown;
    memcpy (self->list->hashes[self->list->count++], hash, HASH_BYTES);
    return QCDC_OK;
}

static qcdc_status waiting_add (walk_t *self, const char *path, const uint8_t hash[HASH_BYTES], scan_place place)
{
    (void)path;
    return place == SCAN_WAITING ? list_add (self, hash) : QCDC_OK;
}

static qcdc_status unasked_add (walk_t *self, const char *path, const uint8_t hash[HASH_BYTES], scan_place place)
{
    return place == SCAN_SENT && is_old (path, DAY_S) ? list_add (self, hash) : QCDC_OK;
}

qcdc_status scan_store_unasked (const home_t *home, size_t most, scan_list_t *list, fault_t *fault)
{
    walk_t self = {.home = (home_t *)home, .old = home, .list = list, .most = most, .fault = fault};
    *list = (scan_list_t){0};
    return walk (&self, unasked_add);
}

qcdc_status scan_store_waiting (const home_t *home, scan_list_t *list, fault_t *fault)
{
    walk_t self = {.home = (home_t *)home, .old = home, .list = list, .most = SIZE_MAX, .fault = fault};
    *list = (scan_list_t){0};
    return walk (&self, waiting_add);
}

void scan_list_release (scan_list_t *self)
{
    free (self->hashes);
    *self = (scan_list_t){0};
}

static qcdc_status copy (FILE *from, FILE *to, const char *path, fault_t *fault)
{
    char data[8192];
    size_t length;
    while ((length = fread (data, 1, sizeof data, from)) > 0)
        if (fwrite (data, 1, length, to) != length)
            return trouble (path, fault);
    return ferror (from) || fflush (to) != 0 ? trouble (path, fault) : QCDC_OK;
}

static qcdc_status bring (walk_t *self, const char *path, const uint8_t hash[HASH_BYTES], scan_place place)
{
    char *made QCDC_CLEANUP (memory_free) = NULL, *file QCDC_CLEANUP (memory_free) = NULL;
    FILE *from, *to = NULL;
    if (place == SCAN_COMING || scan_store_look (self->home, hash) == SCAN_WAITING ||
        scan_store_look (self->home, hash) == SCAN_SENT)
        return QCDC_OK;
    if (!(from = fopen (path, "r")))
        return trouble (path, self->fault);
    qcdc_status status = scan_store_make (self->home, &to, &made, self->fault);
    if (status == QCDC_OK)
        status = copy (from, to, path, self->fault);
    fclose (from);
    if (to && fclose (to) != 0 && status == QCDC_OK)
        status = trouble (made, self->fault);
    if (status == QCDC_OK && !(file = file_of (self->home, hash, SCAN_WAITING)))
        status = no_memory (self->fault);
    if (status == QCDC_OK && rename (made, file) != 0)
        status = trouble (file, self->fault);
    if (status != QCDC_OK && made)
        unlink (made);
    return status;
}

qcdc_status scan_store_bring (home_t *home, const home_t *old, fault_t *fault)
{
    walk_t self = {.home = home, .old = old, .fault = fault};
    return walk (&self, bring);
}

/*  ---------------------------------------------------------------- what is not needed */

/*  The entry that has attached HASH. */
typedef struct {
    const uint8_t *hash;
    arena_t *arena;
    address_t entry; /* seq 0: none */
    bool erased;
} entry_search_t;

static qcdc_status search_row (const journal_row_t *row, void *arg)
{
    entry_search_t *self = arg;
    Qcdc__Fact *fact = NULL;
    arena_reset (self->arena);
    const ProtobufCBinaryData *hash =
        fact_unpack (row->entry.body, self->arena, &fact) == QCDC_OK ? fact_file (fact) : NULL;
    if (!hash || hash->len != HASH_BYTES || memcmp (hash->data, self->hash, HASH_BYTES) != 0)
        return QCDC_OK;
    self->entry = (address_t){row->entry.origin, row->entry.seq, hash_prefix (row->hash)};
    self->erased = !row->entry.annex.length;
    return QCDC_OK;
}

typedef struct {
    uint64_t *origins; /* malloc'ed */
    size_t count;
    fault_t *fault;
} origins_t;

static void origins_release (origins_t *self)
{
    free (self->origins);
}

static qcdc_status origin_add (uint64_t origin, const uint8_t sign_key[SIGN_KEY_BYTES], const char *office, bool own,
                               void *arg)
{
    origins_t *self = arg;
    (void)sign_key, (void)office, (void)own;
    uint64_t *grown = realloc (self->origins, (self->count + 1) * sizeof *grown);
    if (!grown)
        return no_memory (self->fault);
    self->origins = grown;
    grown[self->count++] = origin;
    return QCDC_OK;
}

/*  Of a home that was given up its scans were brought here, and its entries that had been sent are still its own. */
static qcdc_status search_all (home_t *home, entry_search_t *search, fault_t *fault)
{
    origins_t all QCDC_CLEANUP (origins_release) = {.fault = fault};
    uint8_t hash[HASH_BYTES];
    uint64_t head;
    QCDC_TRY (journal_each_origin (home->journal, origin_add, &all, fault));
    for (size_t i = 0; i < all.count && !search->entry.seq; i++) {
        QCDC_TRY (journal_head (home->journal, all.origins[i], &head, hash, fault));
        if (head)
            QCDC_TRY (journal_each (home->journal, all.origins[i], 1, head, search_row, search, fault));
    }
    return QCDC_OK;
}

/*  Most often where it stood when it was attached; else it was filed again, or comes from another home, and all is looked through once, the
 *  device's own first. */
static qcdc_status entry_find (home_t *home, entry_search_t *search, fault_t *fault)
{
    journal_row_t row;
    address_t known;
    uint64_t have;
    fault_t none = {0};
    QCDC_TRY (line_get (home, search->hash, &known, &have, fault));
    if (known.seq && journal_at (home->journal, known.origin, known.seq, &row, &none) == QCDC_OK)
        QCDC_TRY (search_row (&row, search));
    if (search->entry.seq)
        return QCDC_OK;
    QCDC_TRY (search_all (home, search, fault));
    if (!search->entry.seq)
        return QCDC_OK;
    QCDC_TRY (journal_begin (home->journal, fault));
    qcdc_status status = line_put (home, search->hash, &search->entry, have, fault);
    if (status == QCDC_OK)
        return journal_commit (home->journal, fault);
    journal_rollback (home->journal);
    return status;
}

/*  A file without an entry is of a transaction that came to nothing, or of another command's that is not over: young ones stay. */
static qcdc_status sweep (walk_t *self, const char *path, const uint8_t hash[HASH_BYTES], scan_place place)
{
    if (place == SCAN_COMING) {
        if (is_old (path, QCDC_SCAN_FORGOTTEN_DAYS * DAY_S))
            unlink (path);
        return QCDC_OK;
    }
    arena_t *arena QCDC_CLEANUP (arena_destroy) = arena_new (QCDC_FACT_ARENA_BYTES_MAX);
    entry_search_t search = {.hash = hash, .arena = arena};
    if (!arena)
        return no_memory (self->fault);
    QCDC_TRY (entry_find (self->home, &search, self->fault));
    if (search.entry.seq ? search.erased : is_old (path, DAY_S))
        unlink (path);
    return QCDC_OK;
}

qcdc_status scan_store_sweep (home_t *home, fault_t *fault)
{
    walk_t self = {.home = home, .old = home, .fault = fault};
    return walk (&self, sweep);
}
