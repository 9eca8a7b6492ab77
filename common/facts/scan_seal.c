/*  scan_seal.c — the messages of a secretstream one after the other: none can be left out, put elsewhere or cut off at the end
 *  without its being noticed. */

#include "facts/scan_seal.h"

#include "base/limits.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

#define AT_ONCE QCDC_SCAN_SEALED_AT_ONCE
#define HEADER crypto_secretstream_xchacha20poly1305_HEADERBYTES
#define MORE crypto_secretstream_xchacha20poly1305_ABYTES /* that a message has more than what is in it */

_Static_assert(SCAN_KEY_BYTES == crypto_secretstream_xchacha20poly1305_KEYBYTES, "the key of a scan");

/*  PDF readers look for their sign in the first kilobyte, and so have scanners written it. */
static bool is_pdf (const uint8_t *head, size_t length)
{
    static const char SIGN[] = "%PDF-";
    for (size_t at = 0; at + sizeof SIGN - 1 <= length; at++)
        if (memcmp (head + at, SIGN, sizeof SIGN - 1) == 0)
            return true;
    return false;
}

Qcdc__BlobMedia scan_media (const uint8_t *head, size_t length)
{
    static const struct {
        const char *sign;
        size_t length;
        Qcdc__BlobMedia media;
    } SIGNS[] = {{"\xFF\xD8\xFF", 3, QCDC__BLOB_MEDIA__JPEG},
                 {"\x89PNG\r\n\x1A\n", 8, QCDC__BLOB_MEDIA__PNG},
                 {"II*\0", 4, QCDC__BLOB_MEDIA__TIFF},
                 {"MM\0*", 4, QCDC__BLOB_MEDIA__TIFF}};
    for (size_t i = 0; i < sizeof SIGNS / sizeof *SIGNS; i++)
        if (length >= SIGNS[i].length && memcmp (head, SIGNS[i].sign, SIGNS[i].length) == 0)
            return SIGNS[i].media;
    return is_pdf (head, length < SCAN_HEAD_BYTES ? length : SCAN_HEAD_BYTES)
               ? QCDC__BLOB_MEDIA__PDF
               : QCDC__BLOB_MEDIA__BLOB_MEDIA_UNSPECIFIED;
}

uint64_t scan_sealed_bytes (uint64_t plain)
{
    return plain ? HEADER + plain + (plain + AT_ONCE - 1) / AT_ONCE * MORE : 0;
}

typedef struct {
    crypto_secretstream_xchacha20poly1305_state stream;
    crypto_generichash_state plain, sealed;
    uint8_t in[AT_ONCE + MORE], out[AT_ONCE + MORE];
} sealing_t;

static qcdc_status put (sealing_t *self, FILE *file, const uint8_t *data, size_t length, scan_sealed_t *what)
{
    crypto_generichash_update (&self->sealed, data, length);
    if (what->bytes + length > QCDC_SCAN_BYTES_MAX)
        return QCDC_TOO_LARGE;
    what->bytes += (uint32_t)length;
    return fwrite (data, 1, length, file) == length ? QCDC_OK : QCDC_IO;
}

/*  A byte ahead tells which message is the last one. */
static qcdc_status seal_all (sealing_t *self, FILE *plain, FILE *sealed, scan_sealed_t *what)
{
    bool last = false;
    int next = getc (plain);
    if (next == EOF)
        return ferror (plain) ? QCDC_IO : QCDC_EMPTY;
    while (!last) {
        self->in[0] = (uint8_t)next;
        size_t length = 1 + fread (self->in + 1, 1, AT_ONCE - 1, plain);
        next = getc (plain);
        last = next == EOF;
        if (ferror (plain))
            return QCDC_IO;
        crypto_generichash_update (&self->plain, self->in, length);
        crypto_secretstream_xchacha20poly1305_push (&self->stream, self->out, NULL, self->in, length, NULL, 0,
                                                    last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0);
        QCDC_TRY (put (self, sealed, self->out, length + MORE, what));
    }
    crypto_generichash_final (&self->plain, what->plain_hash, HASH_BYTES);
    crypto_generichash_final (&self->sealed, what->hash, HASH_BYTES);
    return fflush (sealed) == 0 ? QCDC_OK : QCDC_IO;
}

qcdc_status scan_seal (FILE *plain, FILE *sealed, scan_sealed_t *what)
{
    uint8_t header[HEADER];
    sealing_t *self = malloc (sizeof *self);
    if (!self)
        return QCDC_NO_MEMORY;
    *what = (scan_sealed_t){0};
    crypto_generichash_init (&self->plain, NULL, 0, HASH_BYTES);
    crypto_generichash_init (&self->sealed, NULL, 0, HASH_BYTES);
    crypto_secretstream_xchacha20poly1305_keygen (what->key);
    crypto_secretstream_xchacha20poly1305_init_push (&self->stream, header, what->key);
    qcdc_status status = put (self, sealed, header, HEADER, what);
    if (status == QCDC_OK)
        status = seal_all (self, plain, sealed, what);
    sodium_memzero (self, sizeof *self);
    free (self);
    return status;
}

static qcdc_status open_all (sealing_t *self, FILE *sealed, FILE *plain)
{
    unsigned char tag = 0;
    while (tag != crypto_secretstream_xchacha20poly1305_TAG_FINAL) {
        unsigned long long got;
        size_t length = fread (self->in, 1, AT_ONCE + MORE, sealed);
        if (ferror (sealed))
            return QCDC_IO;
        if (length <= MORE || crypto_secretstream_xchacha20poly1305_pull (&self->stream, self->out, &got, &tag,
                                                                          self->in, length, NULL, 0) != 0)
            return QCDC_CORRUPT;
        if (fwrite (self->out, 1, (size_t)got, plain) != got)
            return QCDC_IO;
    }
    if (getc (sealed) != EOF)
        return QCDC_CORRUPT;
    return fflush (plain) == 0 ? QCDC_OK : QCDC_IO;
}

qcdc_status scan_open (FILE *sealed, const uint8_t key[SCAN_KEY_BYTES], FILE *plain)
{
    uint8_t header[HEADER];
    qcdc_status status = QCDC_CORRUPT;
    sealing_t *self = malloc (sizeof *self);
    if (!self)
        return QCDC_NO_MEMORY;
    if (fread (header, 1, HEADER, sealed) == HEADER &&
        crypto_secretstream_xchacha20poly1305_init_pull (&self->stream, header, key) == 0)
        status = open_all (self, sealed, plain);
    sodium_memzero (self, sizeof *self);
    free (self);
    return status;
}

qcdc_status scan_hash (FILE *file, uint8_t hash[HASH_BYTES], uint64_t *bytes)
{
    uint8_t data[8192];
    crypto_generichash_state state;
    size_t length;
    *bytes = 0;
    crypto_generichash_init (&state, NULL, 0, HASH_BYTES);
    while ((length = fread (data, 1, sizeof data, file)) > 0) {
        crypto_generichash_update (&state, data, length);
        *bytes += length;
    }
    crypto_generichash_final (&state, hash, HASH_BYTES);
    return ferror (file) ? QCDC_IO : QCDC_OK;
}
