/*  command_petition_scan.c — qcdc petition attach, scans and scan: papers of a petition as they were scanned.
 *
 *  A scan is sealed before it is anywhere in the home, and opened only into the file that somebody asks for.  The office's own devices know by
 *  the journal which there are; the province, and an office that a petition was handed over to, ask the server. */

#include "commands/command_petition.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/text_identity.h"
#include "facts/make.h"
#include "facts/scan_seal.h"
#include "facts/word.h"
#include "journal/scan_store.h"
#include "line/query.h"
#include "line/scan_fetch.h"
#include "petitions/petition_name.h"
#include "petitions/petition_view.h"
#include "wire/keys.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/*  ---------------------------------------------------------------- attach */

typedef struct {
    int of;
    int32_t on;
    size_t repeats; /* which scan the same file is already; 0: none */
    char *made;     /* the sealed file, until it is kept; malloc'ed */
    scan_sealed_t sealed;
} attaching_t;

static qcdc_status attach_check (const args_t *args, void *arg, fault_t *fault)
{
    attaching_t *self = arg;
    const char *what = args_value (args, "what"), *on = args_value (args, "on");
    self->of = what ? scan_of_read (what) : QCDC__BLOB_OF__DON;
    if (!self->of)
        return fault_set (fault, QCDC_USAGE, "what", _ ("what= is DON, QUYET_DINH or GIAY_TO_KHAC, not %.40s"), what);
    self->on = day_of_moment (moment_now ());
    return on ? args_day ("on", on, &self->on, fault) : QCDC_OK;
}

static qcdc_status cannot_read (const char *path, const char *why, fault_t *fault)
{
    return fault_set (fault, QCDC_IO, NULL, _ ("%s cannot be read: %s"), path, why);
}

/*  Not a pipe, which would be waited for, nor a folder. */
static qcdc_status file_open (const char *path, FILE **file, struct stat *info, fault_t *fault)
{
    int fd = open (path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    *file = NULL;
    if (fd < 0)
        return cannot_read (path, strerror (errno), fault);
    if (fstat (fd, info) != 0 || !S_ISREG (info->st_mode)) {
        close (fd);
        return cannot_read (path, _ ("it is no file"), fault);
    }
    *file = fdopen (fd, "r");
    if (*file)
        return QCDC_OK;
    close (fd);
    return cannot_read (path, strerror (errno), fault);
}

static void file_close (FILE **file)
{
    if (*file)
        fclose (*file);
}

static qcdc_status check_size (const char *path, uint64_t bytes, fault_t *fault)
{
    if (!bytes)
        return fault_set (fault, QCDC_EMPTY, NULL, _ ("%s is empty"), path);
    if (scan_sealed_bytes (bytes) <= QCDC_SCAN_BYTES_MAX)
        return QCDC_OK;
    fault_set (fault, QCDC_TOO_LARGE, NULL, _ ("%s has %.1f MiB; a scan has at most %u"), path,
               (double)bytes / (1024 * 1024), QCDC_SCAN_BYTES_MAX >> 20);
    fault_advise (fault, "%s", _ ("scan it in grey and at 200 dpi, or attach it in several files"));
    return QCDC_TOO_LARGE;
}

static qcdc_status media_read (const char *path, FILE *file, Qcdc__BlobMedia *media, fault_t *fault)
{
    uint8_t head[SCAN_HEAD_BYTES];
    size_t length = fread (head, 1, sizeof head, file);
    if (ferror (file))
        return cannot_read (path, strerror (errno), fault);
    rewind (file);
    *media = scan_media (head, length);
    if (*media)
        return QCDC_OK;
    fault_set (fault, QCDC_UNSUPPORTED, NULL, _ ("%s is no PDF, JPEG, PNG or TIFF by what is in it"), path);
    fault_advise (fault, "%s", _ ("save it as one of these first"));
    return QCDC_UNSUPPORTED;
}

/*  The name stays with the key; one that tells who somebody is does not. */
static char *name_of (const char *path)
{
    const char *slash = strrchr (path, '/'), *base = slash ? slash + 1 : path;
    char *name = NULL;
    if (strlen (base) > QCDC_SCAN_NAME_BYTES_MAX || text_clean (base, strlen (base), false, &name, NULL) != QCDC_OK ||
        strlen (name) > QCDC_SCAN_NAME_BYTES_MAX || text_identity (name)) {
        free (name);
        name = strdup ("");
    }
    return name;
}

static qcdc_status seal (desk_t *desk, attaching_t *self, const char *path, FILE *file, fault_t *fault)
{
    FILE *sealed = NULL;
    QCDC_TRY (scan_store_make (&desk->home, &sealed, &self->made, fault));
    qcdc_status status = scan_seal (file, sealed, &self->sealed);
    if (fclose (sealed) != 0 && status == QCDC_OK)
        status = QCDC_IO;
    if (status == QCDC_TOO_LARGE) /* it has grown meanwhile */
        return check_size (path, QCDC_SCAN_BYTES_MAX, fault);
    return status == QCDC_OK
               ? status
               : fault_set (fault, status, NULL, _ ("%s cannot be sealed: %s"), path, _ (status_text (status)));
}

/*  The same file is not attached twice. */
static size_t find_same (const petition_view_t *view, const uint8_t plain_hash[HASH_BYTES])
{
    for (size_t i = 0; i < view->scan_count; i++)
        if (view->scans[i].known && memcmp (view->scans[i].plain_hash, plain_hash, HASH_BYTES) == 0)
            return i + 1;
    return 0;
}

static qcdc_status append (desk_t *desk, attaching_t *self, const petition_view_t *view, Qcdc__BlobMedia media,
                           const char *path, fault_t *fault)
{
    Qcdc__BlobAttached attached = QCDC__BLOB_ATTACHED__INIT;
    Qcdc__AnnexText text = QCDC__ANNEX_TEXT__INIT;
    Qcdc__BlobKey key = QCDC__BLOB_KEY__INIT;
    Qcdc__Ref ref;
    address_t entry;
    bool appended = false;
    char *name QCDC_CLEANUP (memory_free) = name_of (path);
    if (!name)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    ref_set (&ref, &view->petition.entry);
    attached.petition = &ref;
    attached.of = (Qcdc__BlobOf)self->of;
    attached.media = media;
    attached.hash = (ProtobufCBinaryData){HASH_BYTES, self->sealed.hash};
    attached.bytes = self->sealed.bytes;
    attached.on = self->on;
    key.key = (ProtobufCBinaryData){SCAN_KEY_BYTES, self->sealed.key};
    key.plain_hash = (ProtobufCBinaryData){HASH_BYTES, self->sealed.plain_hash};
    key.name = name;
    text.blob = &key;
    Qcdc__Fact fact = fact_of_scan (&attached);
    judge_input_t input = petition_input (desk, view, NULL);
    petition_number_t number = petition_number_of (&view->petition);
    QCDC_TRY (petition_name_fault (desk, &number,
                                   desk_append (desk, &input, &fact, &text, false, &appended, &entry, fault), fault));
    return scan_store_keep (&desk->home, self->made, self->sealed.hash, &entry, fault);
}

/*  Nor are those shown that came before it was one. */
static qcdc_status check_kind (const petition_view_t *view, fault_t *fault)
{
    if (view->petition.kind != QCDC__PETITION_KIND__TO_CAO)
        return QCDC_OK;
    return fault_set (fault, QCDC_IDENTITY_TEXT, NULL, "%s",
                      _ ("a denunciation has no scans: they tell who denounces"));
}

static qcdc_status attach (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    attaching_t *self = arg;
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    petition_view_t *view;
    move_t *move;
    FILE *file QCDC_CLEANUP (file_close) = NULL;
    struct stat info;
    Qcdc__BlobMedia media = QCDC__BLOB_MEDIA__BLOB_MEDIA_UNSPECIFIED;
    const char *path = args->words[1];
    QCDC_TRY (petition_find_named (desk, args->words[0], &views, &view, &move, fault));
    QCDC_TRY (check_kind (view, fault));
    QCDC_TRY (file_open (path, &file, &info, fault));
    QCDC_TRY (check_size (path, (uint64_t)info.st_size, fault));
    QCDC_TRY (media_read (path, file, &media, fault));
    QCDC_TRY (seal (desk, self, path, file, fault));
    self->repeats = find_same (view, self->sealed.plain_hash);
    return self->repeats ? QCDC_OK : append (desk, self, view, media, path, fault);
}

static int attach_done (const args_t *args, void *arg)
{
    const attaching_t *self = arg;
    (void)args;
    if (self->repeats)
        printf (_ ("nothing new: the same file is scan %zu already\n"), self->repeats);
    else
        puts (_ ("attached; the next sync sends it"));
    return EXIT_DONE;
}

int petition_attach (const command_t *command)
{
    static const char *const KEYS[] = {"what", "on", NULL};
    static const desk_work_t WORK = {.line = {.words_min = 2, .words_max = 2, .keys = KEYS},
                                     .check = attach_check,
                                     .work = attach,
                                     .writes = true,
                                     .done = attach_done};
    attaching_t self = {0};
    int status = command_at_desk (command, &WORK, &self);
    if (self.made) {
        unlink (self.made); /* where it was not kept */
        free (self.made);
    }
    sodium_memzero (&self, sizeof self);
    return status;
}

/*  ---------------------------------------------------------------- which there are */

/*  Scans of one petition, of the journal or, of others' petitions, of the server. */
typedef struct {
    desk_t *desk;
    fault_t *fault;
    petition_views_t views;
    const petition_view_t *view; /* NULL: of the server, */
    petition_scan_t *remote;     /* malloc'ed */
    char (*held)[16];            /* beside it, as the server says it; malloc'ed */
    uint64_t *have;
    size_t remote_count;
} scans_t;

static void scans_release (scans_t *self)
{
    petition_views_release (&self->views);
    free (self->remote);
    free (self->held);
    free (self->have);
}

static size_t scans_count (const scans_t *self)
{
    return self->view ? self->view->scan_count : self->remote_count;
}

static const petition_scan_t *scans_at (const scans_t *self, size_t index)
{
    return self->view ? &self->view->scans[index] : &self->remote[index];
}

enum { ASK_ENTRY, ASK_ON, ASK_SHOWS, ASK_MEDIA, ASK_BYTES, ASK_HAVE, ASK_HASH, ASK_HELD, ASK_COLUMNS };

static qcdc_status take_columns (const Qcdc__Column *const *columns, size_t count, void *arg)
{
    (void)arg;
    return count == ASK_COLUMNS && strcmp (columns[ASK_HELD]->name, "arrived") == 0 ? QCDC_OK : QCDC_UNSUPPORTED;
}

static qcdc_status remote_add (scans_t *self)
{
    size_t count = self->remote_count + 1;
    void *remote = realloc (self->remote, count * sizeof *self->remote);
    self->remote = remote ? remote : self->remote;
    void *held = realloc (self->held, count * sizeof *self->held);
    self->held = held ? held : self->held;
    void *have = realloc (self->have, count * sizeof *self->have);
    self->have = have ? have : self->have;
    if (!remote || !held || !have)
        return fault_set (self->fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    self->remote[self->remote_count++] = (petition_scan_t){0};
    return QCDC_OK;
}

/*  Whichever code NAME is the name of. */
static int code_of (const char *name, const char *(*name_at) (int))
{
    for (int code = 1; name_at (code); code++)
        if (strcmp (name_at (code), name) == 0)
            return code;
    return 0;
}

static qcdc_status take_cell (size_t column, const char *text, void *arg)
{
    scans_t *self = arg;
    if (!text)
        text = "";
    if (column == ASK_ENTRY)
        QCDC_TRY (remote_add (self));
    size_t at = self->remote_count - 1;
    petition_scan_t *scan = &self->remote[at];
    if (column == ASK_ENTRY && address_parse (text, &scan->entry.origin, &scan->entry.seq) != QCDC_OK)
        return QCDC_MALFORMED;
    else if (column == ASK_ON && day_parse (text, &scan->on) != QCDC_OK)
        return QCDC_MALFORMED;
    else if (column == ASK_SHOWS)
        scan->of = code_of (text, scan_of_name);
    else if (column == ASK_MEDIA)
        scan->media = code_of (text, scan_media_name);
    else if (column == ASK_BYTES)
        scan->bytes = (uint32_t)strtoul (text, NULL, 10);
    else if (column == ASK_HAVE)
        self->have[at] = strtoul (text, NULL, 10);
    else if (column == ASK_HASH && hex_parse (text, scan->hash, HASH_BYTES) != QCDC_OK)
        return QCDC_MALFORMED;
    else if (column == ASK_HELD)
        snprintf (self->held[at], sizeof self->held[at], "%s", text);
    return QCDC_OK;
}

static qcdc_status ask_remote (scans_t *self, const char *address, int patience_ms)
{
    asking_t *query QCDC_CLEANUP (query_close) = NULL;
    const query_key_t params[] = {{"petition", address}};
    const query_sink_t sink = {take_columns, take_cell, self};
    QCDC_TRY (query_open (&self->desk->home, patience_ms, &query, &self->desk->later, self->fault));
    return query_run (query, "petition_scans", params, 1, &sink, self->fault);
}

/*  Of the petition NAME; by an address that the journal has no petition at, of another office's. */
static qcdc_status scans_find (scans_t *self, const char *name, int patience_ms)
{
    petition_view_t *view;
    move_t *move;
    address_t address;
    fault_t fault = {0};
    qcdc_status status = petition_find_named (self->desk, name, &self->views, &view, &move, &fault);
    if (status == QCDC_OK) {
        self->view = view;
        return QCDC_OK;
    }
    if (status == QCDC_NOT_FOUND && address_parse (name, &address.origin, &address.seq) == QCDC_OK)
        return ask_remote (self, name, patience_ms);
    *self->fault = fault;
    return status;
}

/*  How far it has come: erased; waiting here or sent from here; or entered at another device, which alone knows. */
static const char *held_here (scans_t *self, const petition_scan_t *scan, uint64_t *have)
{
    fault_t ignored;
    scan_place place = scan_store_look (&self->desk->home, scan->hash);
    *have = place == SCAN_SENT ? scan->bytes : 0;
    if (!scan->known)
        return "erased";
    if (place == SCAN_WAITING && scan_store_have (&self->desk->home, scan->hash, have, &ignored) == QCDC_OK)
        return "waiting";
    return place == SCAN_SENT ? "whole" : NULL;
}

static qcdc_status print_scan (scans_t *self, output_t *output, size_t index)
{
    const petition_scan_t *scan = scans_at (self, index);
    char number[24], on[DAY_TEXT_BYTES], bytes[24], sent[24], entry[ADDRESS_TEXT_BYTES];
    uint64_t have = self->view ? 0 : self->have[index];
    const char *held = self->view ? held_here (self, scan, &have) : self->held[index];
    snprintf (number, sizeof number, "%zu", index + 1);
    snprintf (bytes, sizeof bytes, "%lu", (unsigned long)scan->bytes);
    snprintf (sent, sizeof sent, "%llu", (unsigned long long)have);
    const char *cells[] = {number,
                           day_format_iso (scan->on, on),
                           scan_of_name (scan->of),
                           scan_media_name (scan->media),
                           bytes,
                           held ? sent : NULL,
                           held,
                           self->view && scan->known ? scan->name : NULL,
                           address_format (scan->entry.origin, scan->entry.seq, entry)};
    return output_row (output, cells, self->fault);
}

/*  What the office that handed it over attached is listed by the hand-over's address. */
static void tell_source (const scans_t *self)
{
    char address[ADDRESS_TEXT_BYTES];
    const address_t *from = self->view ? &self->view->petition.from : NULL;
    if (from && from->seq)
        fprintf (stderr, _ ("qcdc: scans of the office that handed it over: qcdc petition scans %s\n"),
                 address_format (from->origin, from->seq, address));
}

static qcdc_status list (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    static const output_column_t COLUMNS[] = {
        {N_ ("scan"), QCDC__COLUMN_TYPE__INTEGER},  {N_ ("on_day"), QCDC__COLUMN_TYPE__DATE},
        {N_ ("shows"), QCDC__COLUMN_TYPE__TEXT},    {N_ ("media"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("bytes"), QCDC__COLUMN_TYPE__INTEGER}, {N_ ("have"), QCDC__COLUMN_TYPE__INTEGER},
        {N_ ("arrived"), QCDC__COLUMN_TYPE__TEXT},  {N_ ("file_name"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("entry"), QCDC__COLUMN_TYPE__ADDRESS}};
    scans_t self QCDC_CLEANUP (scans_release) = {.desk = desk, .fault = fault};
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    (void)arg;
    QCDC_TRY (scans_find (&self, args->words[0], args->patience_ms));
    QCDC_TRY (output_new (args->format, stdout, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, &output, fault));
    output_name_by (output, desk->home.catalog);
    output_none (output, _ ("no scans"));
    for (size_t i = 0; i < scans_count (&self); i++)
        QCDC_TRY (print_scan (&self, output, i));
    tell_source (&self);
    return output_finish (output, fault);
}

int petition_scans (const command_t *command)
{
    static const desk_work_t WORK = {
        .line = {.words_min = 1, .words_max = 1, .takes_format = true, .takes_patience = true}, .work = list};
    return command_at_desk (command, &WORK, NULL);
}

/*  ---------------------------------------------------------------- one of them */

typedef struct {
    const char *name;
    size_t number;
} wanted_t;

static qcdc_status wanted_check (const args_t *args, void *arg, fault_t *fault)
{
    wanted_t *self = arg;
    char *rest;
    self->name = args->words[0];
    self->number = strtoul (args->words[1], &rest, 10);
    if (*rest || self->number == 0 || *args->words[1] == '-')
        return fault_set (fault, QCDC_USAGE, NULL, _ ("which scan is said by its number, from 1 on, not by %.40s"),
                          args->words[1]);
    if (!args->output)
        return fault_set (fault, QCDC_USAGE, NULL, "%s", _ ("say into which file: -o FILE"));
    return QCDC_OK;
}

static qcdc_status erased (fault_t *fault)
{
    return fault_set (fault, QCDC_NOT_FOUND, NULL, "%s", _ ("the scan was erased: it cannot be read any more"));
}

/*  Standard output is the file of -o, which is there whole or not at all. */
static qcdc_status open_file (desk_t *desk, const petition_scan_t *scan, scan_place place, const uint8_t *key,
                              fault_t *fault)
{
    FILE *file QCDC_CLEANUP (file_close) = NULL;
    QCDC_TRY (scan_store_open (&desk->home, scan->hash, place, "r", &file, fault));
    qcdc_status status = scan_open (file, key, stdout);
    if (status == QCDC_IO)
        return fault_set (fault, status, NULL, "%s", _ ("the scan cannot be written"));
    return status == QCDC_OK
               ? status
               : fault_set (fault, status, NULL, "%s", _ ("the scan does not open by the key that came with it"));
}

/*  The key that came with it, where the journal has none. */
static qcdc_status key_read (const scan_fetched_t *got, arena_t *arena, const uint8_t **key, fault_t *fault)
{
    Qcdc__AnnexText *text = NULL;
    if (!got->annex || annex_unpack ((bytes_t){got->annex, got->annex_length}, arena, &text) != QCDC_OK ||
        !text->blob || text->blob->key.len != SCAN_KEY_BYTES)
        return erased (fault);
    *key = text->blob->key.data;
    return QCDC_OK;
}

static qcdc_status fetch (desk_t *desk, const petition_scan_t *scan, int patience_ms, fault_t *fault)
{
    scan_fetched_t got QCDC_CLEANUP (scan_fetched_release) = {0};
    arena_t *arena QCDC_CLEANUP (arena_destroy) = arena_new (QCDC_FACT_ARENA_BYTES_MAX);
    const uint8_t *key = scan->key;
    if (!arena)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    QCDC_TRY (scan_fetch (&desk->home, patience_ms, scan->hash, &scan->entry, &got, &desk->later, fault));
    if (got.have < got.total) {
        fault_set (fault, QCDC_NOT_FOUND, NULL,
                   _ ("the scan is still being sent: %lu of %lu bytes are at the province"), (unsigned long)got.have,
                   (unsigned long)got.total);
        fault_advise (fault, "%s", _ ("try again when the device that attached it has synchronised"));
        return QCDC_NOT_FOUND;
    }
    qcdc_status status = scan->known ? QCDC_OK : key_read (&got, arena, &key, fault);
    if (status == QCDC_OK)
        status = open_file (desk, scan, SCAN_COMING, key, fault);
    scan_store_drop (&desk->home, scan->hash, SCAN_COMING);
    return status;
}

static qcdc_status read_one (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    const wanted_t *wanted = arg;
    scans_t self QCDC_CLEANUP (scans_release) = {.desk = desk, .fault = fault};
    QCDC_TRY (scans_find (&self, wanted->name, args->patience_ms));
    if (self.view)
        QCDC_TRY (check_kind (self.view, fault));
    if (wanted->number > scans_count (&self)) {
        fault_set (fault, QCDC_NOT_FOUND, NULL, _ ("%s has %zu scans, and no scan %zu"), wanted->name,
                   scans_count (&self), wanted->number);
        fault_advise (fault, _ ("qcdc petition scans %s lists them"), wanted->name);
        return QCDC_NOT_FOUND;
    }
    const petition_scan_t *scan = scans_at (&self, wanted->number - 1);
    if (self.view ? !scan->known : strcmp (self.held[wanted->number - 1], "erased") == 0)
        return erased (fault);
    scan_place place = scan_store_look (&desk->home, scan->hash);
    if (scan->known && (place == SCAN_WAITING || place == SCAN_SENT))
        return open_file (desk, scan, place, scan->key, fault);
    return fetch (desk, scan, args->patience_ms, fault);
}

int petition_scan (const command_t *command)
{
    static const desk_work_t WORK = {
        .line = {.words_min = 2, .words_max = 2, .takes_patience = true, .takes_file = true},
        .check = wanted_check,
        .work = read_one};
    wanted_t wanted = {0};
    return command_at_desk (command, &WORK, &wanted);
}
