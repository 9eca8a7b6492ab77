/*  source.c — the bytes of a file as UTF-8.
 *
 *  Whatever the file is read from, it passes in blocks of one size, so that nobody can see the difference.  UTF-16 is
 *  taken apart here: iconv would need a module that a small installation lacks. */

#include "files/source.h"

#include "base/i18n.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <utf8proc.h>

/*  Two bytes of UTF-16 become at most three of UTF-8. */
#define UTF16_BLOCK_BYTES (SOURCE_BLOCK_BYTES / 2)

typedef enum { UTF8, UTF16_LE, UTF16_BE } encoding_t;

struct source {
    char *name;
    int fd; /* -1 when reading from memory */
    bool owns_fd;
    const char *memory;
    size_t memory_left;
    const source_maker_t *maker; /* what makes the bytes, in the place of a file; NULL: none */
    void *made_by;
    encoding_t encoding;
    size_t raw_start;               /* of what was read and not given yet */
    size_t raw_length;              /* to the end of what was read */
    char raw[SOURCE_BLOCK_BYTES];   /* as the file has it */
    char block[SOURCE_BLOCK_BYTES]; /* UTF-16 as UTF-8 */
};

/*  Fills the raw block as far as the source reaches. */
static qcdc_status raw_fill (source_t *self, size_t size, fault_t *fault)
{
    memmove (self->raw, self->raw + self->raw_start, self->raw_length - self->raw_start);
    self->raw_length -= self->raw_start;
    self->raw_start = 0;
    while (self->raw_length < size) {
        size_t room = size - self->raw_length;
        ssize_t n = (ssize_t)(room < self->memory_left ? room : self->memory_left);
        if (self->fd >= 0)
            n = read (self->fd, self->raw + self->raw_length, room);
        else if (n > 0) {
            memcpy (self->raw + self->raw_length, self->memory, (size_t)n);
            self->memory += n;
            self->memory_left -= (size_t)n;
        }
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return fault_set (fault, QCDC_IO, NULL, _ ("cannot read %s: %s"), self->name, strerror (errno));
        if (n == 0)
            break;
        self->raw_length += (size_t)n;
    }
    return QCDC_OK;
}

/*  Text in Latin letters has a zero in every second byte; without a byte-order mark that is all there is to see. */
static bool zeros_at (const source_t *self, size_t first)
{
    size_t look = self->raw_length < 64 ? self->raw_length / 2 * 2 : 64, zeros = 0;
    for (size_t i = 0; i < look; i++) {
        bool zero = self->raw[i] == '\0';
        if (zero && i % 2 != first)
            return false;
        zeros += zero;
    }
    return look >= 8 && zeros * 3 >= look;
}

static bool begins (const source_t *self, const char *with, size_t length)
{
    return self->raw_length >= length && memcmp (self->raw, with, length) == 0;
}

bool source_is_package (const source_t *self)
{
    return !self->maker && begins (self, "PK\3\4", 4);
}

/*  Tells a person who saved the wrong kind of file so. */
qcdc_status source_refuse_kind (const source_t *self, fault_t *fault)
{
    static const struct {
        const char *start;
        const char *what;
    } KINDS[] = {{"PK\3\4", N_ ("a workbook")},
                 {"%PDF-", N_ ("a printed document")}, {"{\\rtf", N_ ("a document of a word processor")},
                 {"<html", N_ ("a web page")},         {"<!DOCTYPE", N_ ("a web page")},
                 {"<table", N_ ("a web page")},        {"<?xml", N_ ("a web page")}};
    if (begins (self, "\xD0\xCF\x11\xE0", 4)) {
        fault_set (fault, QCDC_BAD_WORKBOOK, NULL, _ ("%s is a workbook of the old kind (.xls), or protected by a password"),
                   self->name);
        fault_advise (fault, "%s", _ ("open it in the spreadsheet and save it as .xlsx, without a password"));
        return QCDC_BAD_WORKBOOK;
    }
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
        if (begins (self, KINDS[i].start, strlen (KINDS[i].start))) {
            fault_set (fault, QCDC_BAD_UTF8, NULL, _ ("%s is %s, not CSV in UTF-8"), self->name, _ (KINDS[i].what));
            fault_advise (fault, "%s", _ ("in the spreadsheet, save it as \"CSV UTF-8 (comma delimited)\""));
            return QCDC_BAD_UTF8;
        }
    return QCDC_OK;
}

/*  Looks at the first block: the encoding, and whether it is text at all. */
static qcdc_status start_look (source_t *self, fault_t *fault)
{
    QCDC_TRY (raw_fill (self, SOURCE_BLOCK_BYTES, fault));
    if (begins (self, "\xEF\xBB\xBF", 3))
        self->raw_start = 3;
    else if (begins (self, "\xFF\xFE", 2) || begins (self, "\xFE\xFF", 2)) {
        self->encoding = self->raw[0] == '\xFF' ? UTF16_LE : UTF16_BE;
        self->raw_start = 2;
    } else if (zeros_at (self, 1))
        self->encoding = UTF16_LE;
    else if (zeros_at (self, 0))
        self->encoding = UTF16_BE;
    return QCDC_OK;
}

static qcdc_status source_new (const char *name, source_t **self_p, fault_t *fault)
{
    source_t *self = calloc (1, sizeof *self);
    if (self) {
        self->fd = -1;
        self->name = strdup (name);
    }
    *self_p = self;
    return self && self->name ? QCDC_OK : fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ ("out of memory"));
}

qcdc_status source_open (const char *path, source_t **self_p, fault_t *fault)
{
    bool from_stdin = strcmp (path, "-") == 0;
    source_t *self QCDC_CLEANUP (source_destroy) = NULL;
    QCDC_TRY (source_new (from_stdin ? _ ("standard input") : path, &self, fault));
    self->owns_fd = !from_stdin;
    self->fd = from_stdin ? STDIN_FILENO : open (path, O_RDONLY | O_CLOEXEC);
    if (self->fd < 0)
        return fault_set (fault, QCDC_IO, NULL, _ ("cannot open %s: %s"), path, strerror (errno));
    QCDC_TRY (start_look (self, fault));
    *self_p = self;
    self = NULL;
    return QCDC_OK;
}

qcdc_status source_open_memory (const char *name, const char *bytes, size_t length, source_t **self_p, fault_t *fault)
{
    source_t *self QCDC_CLEANUP (source_destroy) = NULL;
    QCDC_TRY (source_new (name, &self, fault));
    self->memory = bytes;
    self->memory_left = length;
    QCDC_TRY (start_look (self, fault));
    *self_p = self;
    self = NULL;
    return QCDC_OK;
}

qcdc_status source_open_maker (const char *name, const source_maker_t *maker, void *arg, source_t **self_p,
                               fault_t *fault)
{
    source_t *self QCDC_CLEANUP (source_destroy) = NULL;
    qcdc_status status = source_new (name, &self, fault);
    if (status != QCDC_OK) {
        maker->destroy (arg);
        return status;
    }
    self->maker = maker;
    self->made_by = arg;
    *self_p = self;
    self = NULL;
    return QCDC_OK;
}

/*  A pipe cannot be sought in, so that what comes of it goes into a file without a name. */
static qcdc_status copy_whole (source_t *self, size_t bytes_max, FILE *copy, fault_t *fault)
{
    size_t bytes = 0;
    for (;;) {
        size_t length = self->raw_length - self->raw_start;
        bytes += length;
        if (bytes > bytes_max)
            return fault_set (fault, QCDC_TOO_LARGE, NULL, "%s: %s", self->name, _ ("the workbook is too large"));
        if (fwrite (self->raw + self->raw_start, 1, length, copy) != length || fflush (copy) != 0)
            return fault_set (fault, QCDC_IO, NULL, "%s: %s", self->name, _ ("no temporary file can be written"));
        self->raw_start = self->raw_length;
        QCDC_TRY (raw_fill (self, SOURCE_BLOCK_BYTES, fault));
        if (self->raw_length == self->raw_start)
            return QCDC_OK;
    }
}

qcdc_status source_file (source_t *self, size_t bytes_max, FILE **file, fault_t *fault)
{
    bool seeks = self->fd >= 0 && lseek (self->fd, 0, SEEK_SET) == 0;
    int fd = seeks ? fcntl (self->fd, F_DUPFD_CLOEXEC, 0) : -1;
    *file = seeks && fd >= 0 ? fdopen (fd, "rb") : seeks ? NULL : tmpfile ();
    if (!*file) {
        if (fd >= 0)
            close (fd);
        return fault_set (fault, QCDC_IO, NULL, _ ("cannot read %s: %s"), self->name, strerror (errno));
    }
    qcdc_status status = seeks ? QCDC_OK : copy_whole (self, bytes_max, *file, fault);
    if (status != QCDC_OK) {
        fclose (*file);
        *file = NULL;
    }
    return status;
}

void source_destroy (source_t **self_p)
{
    source_t *self = *self_p;
    if (!self)
        return;
    if (self->maker)
        self->maker->destroy (self->made_by);
    if (self->owns_fd && self->fd >= 0)
        close (self->fd);
    free (self->name);
    free (self);
    *self_p = NULL;
}

const char *source_name (const source_t *self)
{
    return self->name;
}

static int32_t unit_at (const source_t *self, size_t place)
{
    const unsigned char *at = (const unsigned char *)self->raw + place;
    return self->encoding == UTF16_LE ? at[0] | at[1] << 8 : at[0] << 8 | at[1];
}

/*  Turns the raw block into UTF-8, but for a character whose second half has not come yet. */
static qcdc_status utf16_convert (source_t *self, size_t *length, fault_t *fault)
{
    size_t at = self->raw_start;
    *length = 0;
    while (at + 2 <= self->raw_length) {
        int32_t c = unit_at (self, at);
        size_t used = 2;
        if (c >= 0xD800 && c <= 0xDBFF) {
            if (at + 4 > self->raw_length)
                break;
            int32_t low = unit_at (self, at + 2);
            c = low >= 0xDC00 && low <= 0xDFFF ? 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00) : -1;
            used = 4;
        } else if (c >= 0xDC00 && c <= 0xDFFF)
            c = -1;
        if (c < 0)
            return fault_set (fault, QCDC_BAD_UTF8, NULL, _ ("%s is damaged UTF-16 text"), self->name);
        *length += (size_t)utf8proc_encode_char (c, (utf8proc_uint8_t *)self->block + *length);
        at += used;
    }
    self->raw_start = at;
    if (*length == 0 && at < self->raw_length)
        return fault_set (fault, QCDC_BAD_UTF8, NULL, _ ("%s is damaged UTF-16 text"), self->name);
    return QCDC_OK;
}

qcdc_status source_next (source_t *self, const char **block, size_t *length, fault_t *fault)
{
    if (self->maker)
        return self->maker->next (self->made_by, block, length, fault);
    if (self->encoding == UTF8) {
        if (self->raw_start == self->raw_length)
            QCDC_TRY (raw_fill (self, SOURCE_BLOCK_BYTES, fault));
        *block = self->raw + self->raw_start;
        *length = self->raw_length - self->raw_start;
        self->raw_start = self->raw_length;
        return QCDC_OK;
    }
    /* The first look has read more than may be converted at once. */
    size_t whole = self->raw_length, part = self->raw_start + UTF16_BLOCK_BYTES;
    if (whole - self->raw_start < UTF16_BLOCK_BYTES) {
        QCDC_TRY (raw_fill (self, UTF16_BLOCK_BYTES, fault));
        whole = self->raw_length;
        part = whole;
    }
    self->raw_length = part < whole ? part : whole;
    qcdc_status status = utf16_convert (self, length, fault);
    self->raw_length = whole;
    *block = self->block;
    return status;
}
