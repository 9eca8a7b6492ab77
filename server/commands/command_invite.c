/*  command_invite.c — qcdcd invite: a one-time code by which one device of an office joins.
 *
 *  The file that is printed holds all that a device needs; the database keeps only the hash of its code. */

#include "commands/commands.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "commands/site.h"
#include "matters/judge.h"

#include <ctype.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

#define SECOND_US 1000000LL
#define VALID_DEFAULT "14d"
#define VALID_SECONDS_MAX (366LL * 86400)

static const statement_t INSERT = {
    "invitation_insert",
    "insert into invitation (code_hash, office, role, issued_at, expires_at, name) values ($1, $2, $3, $4, $5, $6)"};

/*  "14d" in microseconds. */
static qcdc_status valid_parse (const char *text, int64_t *valid_us, fault_t *fault)
{
    static const struct {
        char unit;
        int64_t seconds;
    } UNITS[] = {{'d', 86400}, {'h', 3600}, {'m', 60}, {'s', 1}};
    char *end = NULL;
    long number = isdigit ((unsigned char)*text) ? strtol (text, &end, 10) : 0;
    for (size_t i = 0; i < sizeof UNITS / sizeof *UNITS; i++)
        if (number > 0 && number <= VALID_SECONDS_MAX && end[0] == UNITS[i].unit && !end[1] &&
            number * UNITS[i].seconds <= VALID_SECONDS_MAX) {
            *valid_us = number * UNITS[i].seconds * SECOND_US;
            return QCDC_OK;
        }
    fault_set (fault, QCDC_USAGE, "valid", _ ("--valid %s is not a time that an invitation can hold"), text);
    fault_advise (fault, _ ("give days, hours, minutes or seconds, such as 14d, 12h, 30m or 30s; 366d at the most"));
    return QCDC_USAGE;
}

/*  Whether ROLE is one that a device of OFFICE can have. */
static qcdc_status role_check (const office_t *office, role_t role, fault_t *fault)
{
    bool provincial = office->provincial;
    if (role == ROLE_PROVINCE && !provincial) {
        fault_set (fault, QCDC_FORBIDDEN, "role", _ ("%s is not the provincial committee"), office->code);
        fault_advise (fault, _ ("invite it as reporter or analyst"));
        return QCDC_FORBIDDEN;
    }
    if (role == ROLE_REPORTER && provincial) {
        fault_set (fault, QCDC_FORBIDDEN, "role", _ ("%s owes no report and takes in no petitions"), office->code);
        fault_advise (fault, _ ("invite it as province or analyst"));
        return QCDC_FORBIDDEN;
    }
    return QCDC_OK;
}

/*  Signed as a whole, so that a line changed on the way is noticed before the code is spent. */
static void print_signed (const char *text, const uint8_t secret[SIGN_SECRET_BYTES])
{
    uint8_t signature[SIGNATURE_BYTES];
    char hex[2 * SIGNATURE_BYTES + 1];
    text_sign (text, secret, signature);
    printf ("%ssignature %s\n", text, hex_format (signature, SIGNATURE_BYTES, hex));
}

/*  Stored before it is printed: an invitation that nobody has seen harms nobody, one that the server does not know
 *  would send a person to an office for nothing.  Only the hash is stored, so that whoever reads the database cannot
 *  join by it. */
static qcdc_status invite (const options_t *options, site_t *site, const office_t *office, role_t role,
                           int64_t valid_us, const char *name, fault_t *fault)
{
    uint8_t code[JOIN_CODE_BYTES], hash[HASH_BYTES];
    char curve[CURVE_TEXT_BYTES], sign[2 * SIGN_KEY_BYTES + 1], code_text[2 * JOIN_CODE_BYTES + 1];
    char expires[MOMENT_TEXT_BYTES];
    int64_t now_us = moment_now ();
    randombytes_buf (code, sizeof code);
    hash_bytes (code, sizeof code, hash);
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new ();
    if (!params)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
    pg_params_bytea (params, hash, sizeof hash);
    pg_params_int4 (params, office->id);
    pg_params_int2 (params, (int16_t)role);
    pg_params_timestamp (params, now_us);
    pg_params_timestamp (params, now_us + valid_us);
    pg_params_text (params, name);
    QCDC_TRY (pg_run (site->pg, &INSERT, params, NULL, fault));
    zmq_z85_encode (curve, site->keys.curve_public, CURVE_KEY_BYTES);
    char *text QCDC_CLEANUP (memory_free) = NULL;
    int length = asprintf (&text,
                           "qcdc-invitation-1\n"
                           "endpoint %s\n"
                           "server-curve %s\n"
                           "server-sign %s\n"
                           "office %s\n"
                           "role %s\n"
                           "whereabouts %zu\n"
                           "expires %s\n"
                           "code %s\n",
                           options->endpoint, curve, hex_format (site->keys.sign_public, SIGN_KEY_BYTES, sign),
                           office->code, role_name (role), site->whereabouts.count,
                           moment_format_iso (now_us + valid_us, expires), hex_format (code, sizeof code, code_text));
    if (length < 0)
        text = NULL;
    else
        print_signed (text, site->keys.sign_secret);
    sodium_memzero (text, text ? (size_t)length : 0);
    sodium_memzero (code, sizeof code);
    sodium_memzero (code_text, sizeof code_text);
    if (!text)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
    if (fflush (stdout) != 0)
        return fault_set (fault, QCDC_IO, NULL, _ ("the invitation could not be written"));
    return QCDC_OK;
}

/*  An office outlives its unit on paper: its old periods may still be reported.  Whoever invites it shall know that for today's
 *  there is nothing that it stands for. */
static void tell_ended (const catalog_t *catalog, const office_t *office)
{
    const unit_t *unit = catalog_unit_ended (catalog, office->unit_code, day_of_moment (moment_now ()));
    char list[256] = "", day[DAY_TEXT_BYTES];
    size_t used = 0;
    if (!unit)
        return;
    for (const lineage_t *line = NULL; (line = catalog_next_successor (catalog, unit, line)) && used < sizeof list;) {
        const unit_t *successor = catalog_unit_by_id (catalog, line->successor);
        if (successor)
            used += (size_t)snprintf (list + used, sizeof list - used, "%s%s (%s)", used ? ", " : "", successor->name,
                                      successor->code);
    }
    day_format_people (unit->valid_to, day);
    if (used)
        fprintf (stderr, _ ("qcdcd: %s (%s), the unit of %s, ended on %s and went into %s; the invitation holds\n"),
                 unit->name, unit->code, office->code, day, list);
    else
        fprintf (stderr, _ ("qcdcd: %s (%s), the unit of %s, ended on %s; the invitation holds\n"), unit->name,
                 unit->code, office->code, day);
}

/*  The codes of all offices, for whoever mistyped one. */
static void advise_offices (const catalog_t *catalog, fault_t *fault)
{
    char list[sizeof fault->advice];
    size_t length = 0;
    for (size_t i = 0; i < catalog->office_count && length < sizeof list - 40; i++)
        length +=
            (size_t)snprintf (list + length, sizeof list - length, "%s%s", i ? ", " : "", catalog->offices[i].code);
    fault_advise (fault, _ ("known are %s …"), list);
}

/*  Everything that can be told from the command line alone is told before the site is opened. */
int command_invite (const options_t *options)
{
    fault_t fault = {0};
    site_t *site QCDC_CLEANUP (site_close) = NULL;
    role_t role = ROLE_REPORTER;
    int64_t valid_us = 0;
    if (role_parse (options->role, &role) != QCDC_OK) {
        fault_set (&fault, QCDC_USAGE, "role", _ ("--role %s is not reporter, province or analyst"), options->role);
        return command_fail (&fault);
    }
    if (!endpoint_valid (options->endpoint, false)) {
        fault_set (&fault, QCDC_USAGE, "endpoint", _ ("--endpoint %s is not tcp://HOST:PORT"), options->endpoint);
        return command_fail (&fault);
    }
    if (valid_parse (options->valid ? options->valid : VALID_DEFAULT, &valid_us, &fault) != QCDC_OK)
        return command_fail (&fault);
    char *name QCDC_CLEANUP (memory_free) = NULL;
    if (device_name_clean (options->name ? options->name : "", &name, &fault) != QCDC_OK)
        return command_fail (&fault);
    if (site_open (options, &site, &fault) != QCDC_OK)
        return command_fail (&fault);
    const office_t *office = catalog_office (site->catalog, options->office);
    qcdc_status status = QCDC_OK;
    if (!office) {
        status = fault_set (&fault, QCDC_NOT_FOUND, "office", _ ("there is no office %s"), options->office);
        advise_offices (site->catalog, &fault);
    }
    if (status == QCDC_OK)
        status = role_check (office, role, &fault);
    if (status == QCDC_OK)
        status = invite (options, site, office, role, valid_us, name, &fault);
    if (status == QCDC_OK)
        tell_ended (site->catalog, office);
    return status == QCDC_OK ? 0 : command_fail (&fault);
}
