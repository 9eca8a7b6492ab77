/*  invitation.c — reading the file by which a device joins.
 *
 *  Every line is known and comes once, or the file is refused with the line and what is wrong with it: a person may have
 *  copied it by hand or out of a letter.  The code in it is a secret and is never printed. */

#include "line/invitation.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "wire/keys.h"

#include <ctype.h>
#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

#define INVITATION_BYTES_MAX 4096u
#define FIRST_LINE "qcdc-invitation-1"
#define ANY_FIRST_LINE "qcdc-invitation-"
#define Z85_CHARACTERS 40u

/*  ---------------------------------------------------------------- values */

typedef bool (value_fn) (const char *text, invitation_t *invitation);

static bool read_endpoint (const char *text, invitation_t *invitation)
{
    const char *port = strrchr (text, ':');
    if (strncmp (text, "tcp://", 6) != 0 || !port || port <= text + 6 || !port[1] ||
        strspn (port + 1, "0123456789") != strlen (port + 1) || strlen (text) >= sizeof invitation->endpoint)
        return false;
    strcpy (invitation->endpoint, text);
    return true;
}

static bool read_server_curve (const char *text, invitation_t *invitation)
{
    static const char Z85[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";
    return strlen (text) == Z85_CHARACTERS && strspn (text, Z85) == Z85_CHARACTERS &&
           zmq_z85_decode (invitation->server_curve, text) != NULL;
}

static bool read_server_sign (const char *text, invitation_t *invitation)
{
    return hex_parse (text, invitation->server_sign, SIGN_KEY_BYTES) == QCDC_OK;
}

static bool read_office (const char *text, invitation_t *invitation)
{
    if (!*text || strlen (text) >= sizeof invitation->office)
        return false;
    strcpy (invitation->office, text);
    return true;
}

static bool read_role (const char *text, invitation_t *invitation)
{
    return role_parse (text, &invitation->role) == QCDC_OK;
}

static bool read_whereabouts (const char *text, invitation_t *invitation)
{
    char *end = NULL;
    invitation->whereabouts = strtoull (text, &end, 10);
    return isdigit ((unsigned char)*text) && !*end && invitation->whereabouts <= QCDC_WHEREABOUTS_MAX;
}

static bool read_expires (const char *text, invitation_t *invitation)
{
    return moment_parse (text, &invitation->expires_us) == QCDC_OK;
}

static bool read_first (const char *text, invitation_t *invitation)
{
    return strcmp (text, "-") == 0 || hex_parse (text, invitation->first, SIGN_KEY_BYTES) == QCDC_OK;
}

static bool read_code (const char *text, invitation_t *invitation)
{
    return hex_parse (text, invitation->code, JOIN_CODE_BYTES) == QCDC_OK;
}

static bool read_signature (const char *text, invitation_t *invitation)
{
    return hex_parse (text, invitation->signature, SIGNATURE_BYTES) == QCDC_OK;
}

/*  In the order in which they are signed; the signature is the last. */
static const struct {
    const char *name;
    value_fn *read;
} LINES[] = {
    {"endpoint", read_endpoint},
    {"server-curve", read_server_curve},
    {"server-sign", read_server_sign},
    {"office", read_office},
    {"role", read_role},
    {"whereabouts", read_whereabouts},
    {"expires", read_expires},
    {"code", read_code},
    {"first", read_first},
    {"signature", read_signature},
};
#define LINE_COUNT (sizeof LINES / sizeof *LINES)
#define LINE_BYTES 512u

/*  The lines as they stand in the file; empty: not met yet. */
typedef struct {
    char lines[LINE_COUNT][LINE_BYTES];
} reading_t;

/*  ---------------------------------------------------------------- lines */

static qcdc_status bad (fault_t *fault)
{
    fault_advise (fault, _ ("use the file exactly as the province sent it, or ask for a new one"));
    return QCDC_BAD_INVITATION;
}

static qcdc_status read_line (const char *line, int number, const char *name, reading_t *reading,
                              invitation_t *invitation, fault_t *fault)
{
    size_t length = strcspn (line, " ");
    for (size_t i = 0; i < LINE_COUNT; i++) {
        if (strlen (LINES[i].name) != length || memcmp (LINES[i].name, line, length) != 0)
            continue;
        if (reading->lines[i][0]) {
            fault_set (fault, QCDC_BAD_INVITATION, LINES[i].name, _ ("%s, line %d: %s comes twice"), name, number,
                       LINES[i].name);
            return bad (fault);
        }
        strcpy (reading->lines[i], line);
        /* The value itself is not shown: it may be the code. */
        if (line[length] != ' ' || !LINES[i].read (line + length + 1, invitation)) {
            fault_set (fault, QCDC_BAD_INVITATION, LINES[i].name, _ ("%s, line %d: the value of %s cannot be read"),
                       name, number, LINES[i].name);
            return bad (fault);
        }
        return QCDC_OK;
    }
    fault_set (fault, QCDC_BAD_INVITATION, NULL, _ ("%s, line %d: it is not known what this line means"), name,
               number);
    return bad (fault);
}

/*  Whether the lines are those that the server's key has signed. */
static bool is_signed (const reading_t *reading, const invitation_t *invitation)
{
    char text[sizeof FIRST_LINE + LINE_COUNT * (LINE_BYTES + 1)] = FIRST_LINE "\n", *at = text + strlen (text);
    for (size_t i = 0; i < LINE_COUNT - 1; i++) {
        at = stpcpy (at, reading->lines[i]);
        at = stpcpy (at, "\n");
    }
    bool signed_so = text_verify (text, invitation->server_sign, invitation->signature);
    sodium_memzero (text, sizeof text);
    return signed_so;
}

/*  Whether LINE begins an invitation of a later form than this program's. */
static bool is_newer (const char *line)
{
    const size_t length = strlen (ANY_FIRST_LINE);
    if (strncmp (line, ANY_FIRST_LINE, length) != 0 || !line[length] || line[length] == '0')
        return false;
    return strspn (line + length, "0123456789") == strlen (line + length) && strcmp (line, FIRST_LINE) != 0;
}

qcdc_status invitation_parse (const char *text, const char *name, invitation_t *invitation, fault_t *fault)
{
    memset (invitation, 0, sizeof *invitation);
    reading_t reading = {0};
    if (strncmp (text, "\xEF\xBB\xBF", 3) == 0)
        text += 3;
    bool begun = false, newer = false;
    for (int number = 1; *text; number++) {
        char line[LINE_BYTES];
        size_t length = strcspn (text, "\n");
        const char *next = text[length] ? text + length + 1 : text + length;
        while (length && strchr (" \t\r", text[length - 1]))
            length--;
        if (length >= sizeof line) {
            fault_set (fault, QCDC_BAD_INVITATION, NULL, _ ("%s, line %d is too long"), name, number);
            return bad (fault);
        }
        memcpy (line, text, length);
        line[length] = '\0';
        text = next;
        if (!length)
            continue;
        if (!begun) {
            if (strcmp (line, FIRST_LINE) != 0) {
                newer = is_newer (line);
                break;
            }
            begun = true;
            continue;
        }
        qcdc_status status = read_line (line, number, name, &reading, invitation, fault);
        if (status != QCDC_OK)
            return status;
    }
    if (newer) {
        fault_set (fault, QCDC_BAD_INVITATION, NULL, _ ("%s is an invitation for a newer qcdc than this one"), name);
        fault_advise (fault, "%s",
                      _ ("install the newer qcdc and join with the same file: the invitation is unspent"));
        return QCDC_BAD_INVITATION;
    }
    if (!begun) {
        fault_set (fault, QCDC_BAD_INVITATION, NULL, _ ("%s is not an invitation: its first line is not %s"), name,
                   FIRST_LINE);
        return bad (fault);
    }
    for (size_t i = 0; i < LINE_COUNT; i++)
        if (!reading.lines[i][0]) {
            fault_set (fault, QCDC_BAD_INVITATION, LINES[i].name, _ ("%s: the line %s is missing"), name,
                       LINES[i].name);
            return bad (fault);
        }
    if (is_signed (&reading, invitation))
        return QCDC_OK;
    fault_set (fault, QCDC_BAD_INVITATION, NULL, _ ("%s is not as the province signed it: a line was changed"), name);
    return bad (fault);
}

qcdc_status invitation_read (const char *path, invitation_t *invitation, fault_t *fault)
{
    char text[INVITATION_BYTES_MAX + 1];
    bool standard = strcmp (path, "-") == 0;
    FILE *file = standard ? stdin : fopen (path, "re");
    if (!file) {
        fault_set (fault, QCDC_IO, NULL, "%s: %s", path, strerror (errno));
        fault_advise (fault, _ ("give the path of the invitation file that the province sent"));
        return QCDC_IO;
    }
    size_t length = fread (text, 1, sizeof text, file);
    bool failed = ferror (file) != 0;
    int error = errno;
    if (!standard)
        fclose (file);
    if (failed)
        return fault_set (fault, QCDC_IO, NULL, "%s: %s", path, strerror (error));
    if (length > INVITATION_BYTES_MAX || memchr (text, '\0', length)) {
        fault_set (fault, QCDC_BAD_INVITATION, NULL, _ ("%s is not an invitation"), path);
        return bad (fault);
    }
    text[length] = '\0';
    return invitation_parse (text, path, invitation, fault);
}
