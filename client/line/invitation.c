/*  invitation.c — reading the file by which a device joins.
 *
 *  Every line is known and comes once, or the file is refused with the line and what is wrong with it: a person may have
 *  copied it by hand or out of a letter.  The code in it is a secret and is never printed. */

#include "line/invitation.h"

#include "base/day.h"
#include "base/i18n.h"
#include "wire/keys.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <zmq.h>

#define INVITATION_BYTES_MAX 4096u
#define FIRST_LINE "qcdc-invitation-1"
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

static bool read_expires (const char *text, invitation_t *invitation)
{
    return moment_parse (text, &invitation->expires_us) == QCDC_OK;
}

static bool read_code (const char *text, invitation_t *invitation)
{
    return hex_parse (text, invitation->code, JOIN_CODE_BYTES) == QCDC_OK;
}

static const struct {
    const char *name;
    value_fn *read;
} LINES[] = {
    {"endpoint", read_endpoint},
    {"server-curve", read_server_curve},
    {"server-sign", read_server_sign},
    {"office", read_office},
    {"role", read_role},
    {"expires", read_expires},
    {"code", read_code},
};
#define LINE_COUNT (sizeof LINES / sizeof *LINES)

/*  ---------------------------------------------------------------- lines */

static qcdc_status bad (fault_t *fault)
{
    fault_advise (fault, _ ("use the file exactly as the province sent it, or ask for a new one"));
    return QCDC_BAD_INVITATION;
}

static qcdc_status read_line (const char *line, int number, const char *name, unsigned *seen,
                              invitation_t *invitation, fault_t *fault)
{
    size_t length = strcspn (line, " ");
    for (size_t i = 0; i < LINE_COUNT; i++) {
        if (strlen (LINES[i].name) != length || memcmp (LINES[i].name, line, length) != 0)
            continue;
        if (*seen & 1u << i) {
            fault_set (fault, QCDC_BAD_INVITATION, LINES[i].name, _ ("%s, line %d: %s comes twice"), name, number,
                       LINES[i].name);
            return bad (fault);
        }
        *seen |= 1u << i;
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

qcdc_status invitation_parse (const char *text, const char *name, invitation_t *invitation, fault_t *fault)
{
    memset (invitation, 0, sizeof *invitation);
    unsigned seen = 0;
    if (strncmp (text, "\xEF\xBB\xBF", 3) == 0)
        text += 3;
    bool begun = false;
    for (int number = 1; *text; number++) {
        char line[512];
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
            if (strcmp (line, FIRST_LINE) != 0)
                break;
            begun = true;
            continue;
        }
        qcdc_status status = read_line (line, number, name, &seen, invitation, fault);
        if (status != QCDC_OK)
            return status;
    }
    if (!begun) {
        fault_set (fault, QCDC_BAD_INVITATION, NULL, _ ("%s is not an invitation: its first line is not %s"), name,
                   FIRST_LINE);
        return bad (fault);
    }
    for (size_t i = 0; i < LINE_COUNT; i++)
        if (!(seen & 1u << i)) {
            fault_set (fault, QCDC_BAD_INVITATION, LINES[i].name, _ ("%s: the line %s is missing"), name,
                       LINES[i].name);
            return bad (fault);
        }
    return QCDC_OK;
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
