/*  xlsx_archive.c — the parts of a workbook, over libzip and expat.
 *
 *  Neither library has limits of its own, and a workbook may come from anybody: the archive's directory is looked at before
 *  libzip takes it into memory; what is unpacked is counted while it is unpacked, whatever the directory says of it; and the
 *  parser has an allocator that ends, because it keeps every name that it meets.  A document type is refused with the first
 *  entity in it. */

#include "files/xlsx_archive.h"

#include "base/i18n.h"
#include "base/limits.h"
#include "files/zip_library.h"

#include <errno.h>
#include <expat.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_BYTES 16384
#define LOOKED_AT_BYTES_MAX (16u * 1024u * 1024u) /* unpacked, of what is only looked at */
#define TAIL_BYTES (65536u + 22u + 20u)           /* in which the directory's end is looked for, as libzip does */

struct xlsx_archive {
    const zip_library_t *lib;
    char *name;
    zip_t *zip;
    uint64_t unpacked, looked_at; /* of all parts so far that were read, and of those that were looked at */
    bool looks;
};

struct xlsx_part {
    xlsx_archive_t *archive;
    zip_file_t *file;
    XML_Parser parser;
    const xlsx_handlers_t *handlers;
    void *arg;
    uint64_t packed, unpacked;
    size_t depth;
    bool paused; /* a handler wants to be asked again */
    bool ended;  /* the last block is with the parser */
    qcdc_status status;
    fault_t fault;
};

qcdc_status xlsx_damaged (const char *name, const char *why, fault_t *fault)
{
    fault_set (fault, QCDC_BAD_WORKBOOK, NULL, "%s: %s", name, _ (why));
    fault_advise (fault, "%s", _ ("open it in the spreadsheet and save it again as .xlsx"));
    return QCDC_BAD_WORKBOOK;
}

static qcdc_status no_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ ("out of memory"));
}

static qcdc_status too_large (const xlsx_archive_t *self, const char *why, fault_t *fault)
{
    fault_set (fault, QCDC_TOO_LARGE, NULL, "%s: %s", self->name, _ (why));
    fault_advise (fault, "%s", _ ("copy the table alone into a new workbook, or save it as CSV UTF-8"));
    return QCDC_TOO_LARGE;
}

/*  ---------------------------------------------------------------- the archive */

static uint64_t number_at (const unsigned char *at, size_t bytes)
{
    uint64_t number = 0;
    for (size_t i = bytes; i > 0; i--)
        number = number << 8 | at[i - 1];
    return number;
}

/*  Whatever in the end of an archive could be taken for its directory's length.  libzip makes room for as many entries as
 *  that says, before it reads one. */
static bool directory_is_small (const unsigned char *tail, size_t length)
{
    for (size_t i = 0; i + 22 <= length; i++) {
        if (memcmp (tail + i, "PK\5\6", 4) == 0 &&
            (number_at (tail + i + 8, 2) > QCDC_XLSX_PARTS_MAX || number_at (tail + i + 10, 2) > QCDC_XLSX_PARTS_MAX))
            return false;
        /* The larger form is for archives of four gigabytes. */
        if (memcmp (tail + i, "PK\6\7", 4) == 0)
            return false;
    }
    return true;
}

static qcdc_status archive_new (const char *name, xlsx_archive_t **self_p, fault_t *fault)
{
    xlsx_archive_t *self = calloc (1, sizeof *self);
    if (self)
        self->name = strdup (name);
    *self_p = self;
    return self && self->name ? zip_library_open (&self->lib, fault) : no_memory (fault);
}

/*  Takes SOURCE over. */
static qcdc_status archive_open (xlsx_archive_t *self, zip_source_t *source, fault_t *fault)
{
    zip_error_t error;
    if (!source)
        return no_memory (fault);
    self->lib->zip_error_init (&error);
    self->zip = self->lib->zip_open_from_source (source, ZIP_RDONLY, &error);
    int code = self->lib->zip_error_code_zip (&error);
    self->lib->zip_error_fini (&error);
    if (self->zip)
        return self->lib->zip_get_num_entries (self->zip, 0) <= (zip_int64_t)QCDC_XLSX_PARTS_MAX
                   ? QCDC_OK
                   : too_large (self, N_ ("the workbook has too many parts"), fault);
    self->lib->zip_source_free (source);
    if (code == ZIP_ER_MEMORY)
        return no_memory (fault);
    return xlsx_damaged (self->name, N_ ("the workbook is damaged, or the end of the file is missing"), fault);
}

/*  *SMALL: whether the directory of FILE is. */
static qcdc_status tail_look (const char *name, FILE *file, off_t length, bool *small, fault_t *fault)
{
    size_t tail = length < (off_t)TAIL_BYTES ? (size_t)length : TAIL_BYTES;
    unsigned char *bytes = malloc (tail + 1);
    if (!bytes)
        return no_memory (fault);
    bool whole = fseeko (file, length - (off_t)tail, SEEK_SET) == 0 && fread (bytes, 1, tail, file) == tail;
    *small = directory_is_small (bytes, tail);
    free (bytes);
    if (whole && fseeko (file, 0, SEEK_SET) == 0)
        return QCDC_OK;
    return fault_set (fault, QCDC_IO, NULL, _ ("cannot read %s: %s"), name, strerror (errno));
}

qcdc_status xlsx_archive_open (const char *name, FILE *file, xlsx_archive_t **self_p, fault_t *fault)
{
    xlsx_archive_t *self QCDC_CLEANUP (xlsx_archive_destroy) = NULL;
    bool small = false;
    off_t length = fseeko (file, 0, SEEK_END) == 0 ? ftello (file) : -1;
    qcdc_status status = length >= 0
                             ? archive_new (name, &self, fault)
                             : fault_set (fault, QCDC_IO, NULL, _ ("cannot read %s: %s"), name, strerror (errno));
    if (status == QCDC_OK && length > (off_t)QCDC_XLSX_FILE_BYTES_MAX)
        status = too_large (self, N_ ("the workbook is too large"), fault);
    if (status == QCDC_OK)
        status = tail_look (name, file, length, &small, fault);
    if (status == QCDC_OK && !small)
        status = too_large (self, N_ ("the workbook has too many parts"), fault);
    zip_source_t *source = status == QCDC_OK ? self->lib->zip_source_filep_create (file, 0, -1, NULL) : NULL;
    if (!source) {
        fclose (file); /* from here on it is the source's */
        return status == QCDC_OK ? no_memory (fault) : status;
    }
    QCDC_TRY (archive_open (self, source, fault));
    *self_p = self;
    self = NULL;
    return QCDC_OK;
}

void xlsx_archive_destroy (xlsx_archive_t **self_p)
{
    xlsx_archive_t *self = *self_p;
    if (!self)
        return;
    if (self->zip)
        self->lib->zip_discard (self->zip);
    free (self->name);
    free (self);
    *self_p = NULL;
}

bool xlsx_archive_has (const xlsx_archive_t *self, const char *part)
{
    return self->lib->zip_name_locate (self->zip, part, ZIP_FL_NOCASE) >= 0;
}

/*  ---------------------------------------------------------------- the parser's memory */

/*  Of all parsers of a thread: expat hands its allocator nothing to count by. */
static _Thread_local size_t parser_bytes;
static _Thread_local bool parser_full; /* it was our limit, not the computer's */

typedef union {
    size_t size;
    max_align_t aligned;
} block_head_t;

static void *parser_realloc (void *bytes, size_t size)
{
    block_head_t *head = bytes ? (block_head_t *)bytes - 1 : NULL;
    size_t before = head ? head->size : 0;
    parser_full = size > QCDC_XLSX_PARSER_BYTES_MAX || parser_bytes - before + size > QCDC_XLSX_PARSER_BYTES_MAX;
    if (parser_full)
        return NULL;
    head = realloc (head, sizeof *head + size);
    if (!head)
        return NULL;
    parser_bytes += size - before;
    head->size = size;
    return head + 1;
}

static void *parser_malloc (size_t size)
{
    return parser_realloc (NULL, size);
}

static void parser_free (void *bytes)
{
    if (!bytes)
        return;
    block_head_t *head = (block_head_t *)bytes - 1;
    parser_bytes -= head->size;
    free (head);
}

/*  ---------------------------------------------------------------- a part */

void xlsx_part_fail (xlsx_part_t *self, const fault_t *fault)
{
    if (self->status != QCDC_OK)
        return;
    self->status = fault->status;
    self->fault = *fault;
    (void)XML_StopParser (self->parser, XML_FALSE);
}

void xlsx_part_pause (xlsx_part_t *self)
{
    if (self->status != QCDC_OK || self->paused)
        return;
    self->paused = true;
    (void)XML_StopParser (self->parser, XML_TRUE);
}

static void part_damaged (xlsx_part_t *self, const char *why)
{
    fault_t fault;
    xlsx_damaged (self->archive->name, why, &fault);
    xlsx_part_fail (self, &fault);
}

static const char *local_name (const char *name)
{
    const char *colon = strchr (name, ':');
    return colon ? colon + 1 : name;
}

const char *xlsx_attribute (const char *const *attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (strcmp (local_name (attributes[0]), name) == 0)
            return attributes[1];
    return NULL;
}

static void XMLCALL on_start (void *arg, const char *name, const char **attributes)
{
    xlsx_part_t *self = arg;
    if (self->status != QCDC_OK)
        return;
    name = local_name (name);
    if (self->depth++ == 0 && strcmp (name, self->handlers->root) != 0)
        part_damaged (self, N_ ("the workbook is damaged: one of its parts stands in the place of another"));
    else if (self->depth > QCDC_XLSX_DEPTH_MAX)
        part_damaged (self, N_ ("the workbook is damaged: its parts are nested too deep"));
    else
        self->handlers->start (self->arg, name, (const char *const *)attributes);
}

static void XMLCALL on_end (void *arg, const char *name)
{
    xlsx_part_t *self = arg;
    if (self->status != QCDC_OK)
        return;
    self->depth--;
    if (self->handlers->end)
        self->handlers->end (self->arg, local_name (name));
}

static void XMLCALL on_text (void *arg, const char *text, int length)
{
    xlsx_part_t *self = arg;
    if (self->status == QCDC_OK && self->handlers->text && length > 0)
        self->handlers->text (self->arg, text, (size_t)length);
}

static void XMLCALL on_doctype (void *arg, const char *name, const char *system, const char *public, int internal)
{
    (void)name, (void)system, (void)public, (void)internal;
    part_damaged (arg, N_ ("the workbook defines entities, which no spreadsheet writes"));
}

/*  The parser got no memory. */
static qcdc_status parser_no_memory (const xlsx_archive_t *archive, fault_t *fault)
{
    return parser_full ? too_large (archive, N_ ("the workbook has a part that no spreadsheet writes"), fault)
                       : no_memory (fault);
}

static qcdc_status parser_begin (xlsx_part_t *self, fault_t *fault)
{
    static const XML_Memory_Handling_Suite MEMORY = {parser_malloc, parser_realloc, parser_free};
    self->parser = XML_ParserCreate_MM (NULL, &MEMORY, NULL);
    if (!self->parser)
        return no_memory (fault);
    XML_SetUserData (self->parser, self);
    XML_SetElementHandler (self->parser, on_start, on_end);
    XML_SetCharacterDataHandler (self->parser, on_text);
    XML_SetStartDoctypeDeclHandler (self->parser, on_doctype);
    return QCDC_OK;
}

qcdc_status xlsx_part_open (xlsx_archive_t *archive, const char *part, const xlsx_handlers_t *handlers, void *arg,
                            xlsx_part_t **part_p, fault_t *fault)
{
    zip_stat_t known;
    xlsx_part_t *self QCDC_CLEANUP (xlsx_part_destroy) = calloc (1, sizeof *self);
    if (!self)
        return no_memory (fault);
    *self = (xlsx_part_t){.archive = archive, .handlers = handlers, .arg = arg};
    zip_int64_t index = archive->lib->zip_name_locate (archive->zip, part, ZIP_FL_NOCASE);
    if (index < 0 || archive->lib->zip_stat_index (archive->zip, (zip_uint64_t)index, 0, &known) != 0)
        return xlsx_damaged (archive->name, N_ ("the workbook is damaged: one of its parts is missing"), fault);
    if ((known.valid & ZIP_STAT_ENCRYPTION_METHOD) && known.encryption_method != ZIP_EM_NONE)
        return xlsx_damaged (archive->name, N_ ("the workbook is protected by a password"), fault);
    self->packed = known.valid & ZIP_STAT_COMP_SIZE ? known.comp_size : 0;
    self->file = archive->lib->zip_fopen_index (archive->zip, (zip_uint64_t)index, 0);
    if (!self->file && archive->lib->zip_error_code_zip (archive->lib->zip_get_error (archive->zip)) == ZIP_ER_MEMORY)
        return no_memory (fault);
    if (!self->file)
        return xlsx_damaged (archive->name, N_ ("the workbook is damaged: one of its parts cannot be unpacked"),
                             fault);
    QCDC_TRY (parser_begin (self, fault));
    *part_p = self;
    self = NULL;
    return QCDC_OK;
}

void xlsx_part_destroy (xlsx_part_t **self_p)
{
    xlsx_part_t *self = *self_p;
    if (!self)
        return;
    if (self->parser)
        XML_ParserFree (self->parser);
    if (self->file)
        self->archive->lib->zip_fclose (self->file);
    free (self);
    *self_p = NULL;
}

/*  The next block for the parser, in its own buffer. */
static qcdc_status block_read (xlsx_part_t *self, int *length, fault_t *fault)
{
    xlsx_archive_t *archive = self->archive;
    void *room = XML_GetBuffer (self->parser, BLOCK_BYTES);
    if (!room)
        return parser_no_memory (archive, fault);
    zip_int64_t got = archive->lib->zip_fread (self->file, room, BLOCK_BYTES);
    if (got < 0)
        return xlsx_damaged (archive->name, N_ ("the workbook is damaged: one of its parts cannot be unpacked"),
                             fault);
    self->unpacked += (uint64_t)got;
    uint64_t *unpacked = archive->looks ? &archive->looked_at : &archive->unpacked;
    *unpacked += (uint64_t)got;
    if (*unpacked > (archive->looks ? LOOKED_AT_BYTES_MAX : QCDC_XLSX_PLAIN_BYTES_MAX) ||
        (self->unpacked > QCDC_XLSX_RATIO_FREE_BYTES && self->unpacked / QCDC_XLSX_RATIO_MAX > self->packed))
        return too_large (archive, N_ ("the workbook unpacks to more than a register can hold"), fault);
    self->ended = got == 0;
    *length = (int)got;
    return QCDC_OK;
}

/*  What the parser says of a block. */
static qcdc_status parser_result (xlsx_part_t *self, enum XML_Status result, fault_t *fault)
{
    if (self->status != QCDC_OK) {
        *fault = self->fault;
        return self->status;
    }
    if (result != XML_STATUS_ERROR)
        return QCDC_OK;
    if (XML_GetErrorCode (self->parser) == XML_ERROR_NO_MEMORY)
        return parser_no_memory (self->archive, fault);
    return xlsx_damaged (self->archive->name,
                         N_ ("the workbook is damaged: one of its parts is not what it should be"), fault);
}

qcdc_status xlsx_part_next (xlsx_part_t *self, fault_t *fault)
{
    bool resumes = self->paused;
    self->paused = false;
    while (!self->paused) {
        enum XML_Status result;
        if (resumes)
            result = XML_ResumeParser (self->parser);
        else if (self->ended)
            return QCDC_NOT_FOUND;
        else {
            int length = 0;
            QCDC_TRY (block_read (self, &length, fault));
            result = XML_ParseBuffer (self->parser, length, self->ended);
        }
        resumes = false;
        QCDC_TRY (parser_result (self, result, fault));
    }
    return QCDC_OK;
}

void xlsx_archive_look (xlsx_archive_t *self, bool looks)
{
    self->looks = looks;
}

qcdc_status xlsx_part_read (xlsx_archive_t *self, const char *part, const xlsx_handlers_t *handlers, void *arg,
                            xlsx_part_t **part_p, fault_t *fault)
{
    QCDC_TRY (xlsx_part_open (self, part, handlers, arg, part_p, fault));
    qcdc_status status = xlsx_part_next (*part_p, fault);
    xlsx_part_destroy (part_p);
    return status == QCDC_NOT_FOUND ? QCDC_OK : status;
}
