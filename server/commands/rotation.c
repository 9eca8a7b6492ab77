/*  rotation.c — statements written before keys are put in their place, each step one rename. */

#include "commands/rotation.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FIRST_LINE "qcdc-whereabouts-1"
#define LINE_BYTES 1024

/*  PATH, or with its last part replaced: the name of a file beside the keys (malloc'ed; NULL: no memory). */
static char *beside (const char *path, const char *name)
{
    char *text = NULL;
    return asprintf (&text, "%.*s/%s", (int)(strrchr (path, '/') - path), path, name) < 0 ? NULL : text;
}

static char *numbered (const char *path, uint64_t serial)
{
    char *text = NULL;
    return asprintf (&text, "%s.%llu", path, (unsigned long long)serial) < 0 ? NULL : text;
}

static qcdc_status no_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
}

static qcdc_status cannot (const char *path, fault_t *fault)
{
    return fault_set (fault, QCDC_IO, NULL, "%s: %s", path, strerror (errno));
}

/*  ---------------------------------------------------------------- the file of statements */

static bool parse_line (char *line, statement_of_server_t *statement)
{
    char *at = line, *words[8], *end = NULL;
    for (size_t i = 0; i < 8; i++)
        if (!(words[i] = strsep (&at, " ")) || !*words[i])
            return false;
    if (at || strlen (words[5]) > QCDC_ENDPOINT_BYTES_MAX)
        return false;
    *statement = (statement_of_server_t){.serial = strtoull (words[0], &end, 10)};
    strcpy (statement->endpoint, strcmp (words[5], "-") == 0 ? "" : words[5]);
    return !*end && moment_parse (words[1], &statement->said_at_us) == QCDC_OK &&
           hex_parse (words[2], statement->before, SIGN_KEY_BYTES) == QCDC_OK &&
           hex_parse (words[3], statement->sign, SIGN_KEY_BYTES) == QCDC_OK &&
           hex_parse (words[4], statement->curve, CURVE_KEY_BYTES) == QCDC_OK &&
           hex_parse (words[6], statement->signature, SIGNATURE_BYTES) == QCDC_OK &&
           hex_parse (words[7], statement->consent, SIGNATURE_BYTES) == QCDC_OK;
}

static void print_line (FILE *out, const statement_of_server_t *statement)
{
    char moment[MOMENT_TEXT_BYTES], before[2 * SIGN_KEY_BYTES + 1], sign[2 * SIGN_KEY_BYTES + 1],
        curve[2 * CURVE_KEY_BYTES + 1], signature[2 * SIGNATURE_BYTES + 1], consent[2 * SIGNATURE_BYTES + 1];
    fprintf (
        out, "%llu %s %s %s %s %s %s %s\n", (unsigned long long)statement->serial,
        moment_format_iso (statement->said_at_us, moment), hex_format (statement->before, SIGN_KEY_BYTES, before),
        hex_format (statement->sign, SIGN_KEY_BYTES, sign), hex_format (statement->curve, CURVE_KEY_BYTES, curve),
        statement->endpoint[0] ? statement->endpoint : "-",
        hex_format (statement->signature, SIGNATURE_BYTES, signature),
        hex_format (statement->consent, SIGNATURE_BYTES, consent));
}

/*  That they are one chain, whatever happened to the file. */
static bool is_chain (const whereabouts_t *whereabouts)
{
    known_server_t server = {0};
    fault_t ignored;
    if (!whereabouts->count)
        return true;
    memcpy (server.sign, whereabouts->items[0].before, SIGN_KEY_BYTES);
    return whereabouts->items[0].serial == 1 &&
           whereabouts_follow (&server, whereabouts->items, whereabouts->count, &ignored) == QCDC_OK;
}

static void file_close (FILE **file)
{
    if (*file)
        fclose (*file);
}

static qcdc_status read_statements (const char *path, whereabouts_t *whereabouts, fault_t *fault)
{
    char *name QCDC_CLEANUP (memory_free) = beside (path, "whereabouts"), line[LINE_BYTES];
    whereabouts->count = 0;
    if (!name)
        return no_memory (fault);
    FILE *file QCDC_CLEANUP (file_close) = fopen (name, "re");
    if (!file)
        return errno == ENOENT ? QCDC_OK : cannot (name, fault);
    bool good = fgets (line, sizeof line, file) && strcmp (line, FIRST_LINE "\n") == 0;
    while (good && fgets (line, sizeof line, file)) {
        line[strcspn (line, "\n")] = '\0';
        good =
            whereabouts->count < QCDC_WHEREABOUTS_MAX && parse_line (line, &whereabouts->items[whereabouts->count]);
        whereabouts->count += good;
    }
    if (good && !ferror (file) && is_chain (whereabouts))
        return QCDC_OK;
    fault_set (fault, QCDC_CORRUPT, NULL, _ ("%s is damaged"), name);
    fault_advise (
        fault,
        _ ("bring it back, with server.key, from the copy that was made when the keys or the address changed"));
    return QCDC_CORRUPT;
}

static int sync_folder (const char *path)
{
    char *folder QCDC_CLEANUP (memory_free) = beside (path, ".");
    int fd = folder ? open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (fd < 0)
        return -1;
    int result = fsync (fd);
    close (fd);
    return result;
}

static qcdc_status write_statements (const char *path, const whereabouts_t *whereabouts, fault_t *fault)
{
    char *name QCDC_CLEANUP (memory_free) = beside (path, "whereabouts");
    char *making QCDC_CLEANUP (memory_free) = beside (path, "whereabouts.new");
    if (!name || !making)
        return no_memory (fault);
    FILE *file = fopen (making, "we");
    if (!file)
        return cannot (making, fault);
    fputs (FIRST_LINE "\n", file);
    for (size_t i = 0; i < whereabouts->count; i++)
        print_line (file, &whereabouts->items[i]);
    bool written = fflush (file) == 0 && fsync (fileno (file)) == 0;
    if (fclose (file) != 0 || !written || rename (making, name) != 0 || sync_folder (path) != 0)
        return cannot (making, fault);
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- keys in their place */

static bool are_those (const keys_t *keys, const statement_of_server_t *statement)
{
    return memcmp (keys->sign_public, statement->sign, SIGN_KEY_BYTES) == 0 &&
           memcmp (keys->curve_public, statement->curve, CURVE_KEY_BYTES) == 0;
}

/*  The statement stands: what it replaced goes aside, what it names takes its place. */
static qcdc_status put_in_place (const char *path, const char *new_path, uint64_t serial, fault_t *fault)
{
    char *aside QCDC_CLEANUP (memory_free) = numbered (path, serial);
    if (!aside)
        return no_memory (fault);
    if (access (path, F_OK) == 0 && rename (path, aside) != 0)
        return cannot (path, fault);
    return rename (new_path, path) == 0 && sync_folder (path) == 0 ? QCDC_OK : cannot (new_path, fault);
}

qcdc_status rotation_load (const char *path, keys_t *keys, whereabouts_t *whereabouts, fault_t *fault)
{
    char *new_path QCDC_CLEANUP (memory_free) = beside (path, "server.key.new");
    if (!new_path)
        return no_memory (fault);
    QCDC_TRY (read_statements (path, whereabouts, fault));
    const statement_of_server_t *last = whereabouts->count ? &whereabouts->items[whereabouts->count - 1] : NULL;
    qcdc_status status = keys_load (keys, path, fault);
    if (!last || (status == QCDC_OK && are_those (keys, last)) || (status != QCDC_OK && status != QCDC_NOT_FOUND))
        return status;
    fault_t ignored;
    keys_t made;
    if (keys_load (&made, new_path, &ignored) == QCDC_OK && are_those (&made, last)) {
        *keys = made;
        keys_forget (&made);
        return put_in_place (path, new_path, last->serial, fault);
    }
    fault_set (fault, QCDC_UNKNOWN_KEY, NULL, _ ("the keys in %s are not those of the server's last statement"),
               path);
    fault_advise (fault, _ ("bring back server.key and whereabouts together, from the newest copy"));
    return QCDC_UNKNOWN_KEY;
}

/*  Keys that a rotation which was cut off has made and that nobody knows yet are as good as any. */
static qcdc_status make_keys (const char *new_path, const keys_t *keys, bool curve, keys_t *made, fault_t *fault)
{
    keys_make (made);
    if (!curve) {
        memcpy (made->curve_public, keys->curve_public, sizeof made->curve_public);
        memcpy (made->curve_secret, keys->curve_secret, sizeof made->curve_secret);
    }
    if (unlink (new_path) != 0 && errno != ENOENT)
        return cannot (new_path, fault);
    return keys_save (made, new_path, fault);
}

qcdc_status rotation_make (const char *path, keys_t *keys, whereabouts_t *whereabouts, bool rotates,
                           const char *endpoint, fault_t *fault)
{
    char *new_path QCDC_CLEANUP (memory_free) = beside (path, "server.key.new");
    keys_t made QCDC_CLEANUP (keys_forget) = *keys;
    if (!new_path)
        return no_memory (fault);
    if (whereabouts->count == QCDC_WHEREABOUTS_MAX)
        return fault_set (fault, QCDC_TOO_LARGE, NULL,
                          _ ("keys and address have changed %u times, which is all there is room for"),
                          QCDC_WHEREABOUTS_MAX);
    if (rotates)
        QCDC_TRY (make_keys (new_path, keys, endpoint != NULL, &made, fault));
    statement_of_server_t *statement = &whereabouts->items[whereabouts->count];
    char moment[MOMENT_TEXT_BYTES];
    *statement = (statement_of_server_t){.serial = whereabouts->count + 1};
    /* To the second, as the file holds it. */
    QCDC_TRY (moment_parse (moment_format_iso (moment_now (), moment), &statement->said_at_us));
    memcpy (statement->before, keys->sign_public, SIGN_KEY_BYTES);
    memcpy (statement->sign, made.sign_public, SIGN_KEY_BYTES);
    memcpy (statement->curve, made.curve_public, CURVE_KEY_BYTES);
    if (endpoint)
        strcpy (statement->endpoint, endpoint);
    whereabouts_sign (statement, keys->sign_secret, made.sign_secret);
    whereabouts->count++;
    QCDC_TRY (write_statements (path, whereabouts, fault));
    *keys = made;
    return rotates ? put_in_place (path, new_path, statement->serial, fault) : QCDC_OK;
}

qcdc_status rotation_before (const char *path, const keys_t *keys, const whereabouts_t *whereabouts, keys_t *before,
                             fault_t *fault)
{
    for (size_t i = whereabouts->count; i-- > 0;) {
        char *aside QCDC_CLEANUP (memory_free) = numbered (path, whereabouts->items[i].serial);
        if (!aside)
            return no_memory (fault);
        qcdc_status status = keys_load (before, aside, fault);
        if (status == QCDC_OK && memcmp (before->curve_public, keys->curve_public, CURVE_KEY_BYTES) != 0)
            return QCDC_OK;
        if (status != QCDC_OK && status != QCDC_NOT_FOUND)
            return status;
    }
    return fault_set (fault, QCDC_NOT_FOUND, NULL, "%s", status_text (QCDC_NOT_FOUND));
}
