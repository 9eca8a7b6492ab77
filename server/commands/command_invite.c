/*  command_invite.c — qcdcd invite: a one-time code by which one device of an office joins.
 *
 *  The text holds all that a device needs; the database keeps only the hash of its code. */

#include "commands/commands.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/nearest.h"
#include "commands/endpoint.h"
#include "commands/site.h"
#include "matters/judge.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zmq.h>

#define SECOND_US 1000000LL
#define VALID_DEFAULT "14d"
#define VALID_SECONDS_MAX (366LL * 86400)

static const statement_t INSERT = {
    "invitation_insert",
    "insert into invitation (code_hash, office, role, issued_at, expires_at, name) values ($1, $2, $3, $4, $5, $6)"};

static const statement_t FIRST = {"invite_first", "select encode(sign_key, 'hex') from origin where origin = $1"};

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

/*  Whether this row is the office as it is today. */
static bool office_is_today (const catalog_t *catalog, const office_t *office)
{
    return catalog_office_on (catalog, office->code, day_of_moment (moment_now ())) == office;
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

/*  Signed as a whole, so that a line changed on the way is noticed before the code is spent.  *TEXT is another then. */
static bool sign_text (char **text, const uint8_t secret[SIGN_SECRET_BYTES])
{
    uint8_t signature[SIGNATURE_BYTES];
    char hex[2 * SIGNATURE_BYTES + 1], *whole = NULL;
    text_sign (*text, secret, signature);
    bool made = asprintf (&whole, "%ssignature %s\n", *text, hex_format (signature, SIGNATURE_BYTES, hex)) >= 0;
    sodium_memzero (*text, strlen (*text));
    free (*text);
    *text = made ? whole : NULL;
    return made;
}

/*  What all invitations of one command have in common. */
typedef struct {
    const options_t *options;
    site_t *site;
    int64_t valid_us;
    const char *name;
    int folder; /* of --into; -1: none */
    char first[2 * SIGN_KEY_BYTES + 1];
} inviting_t;

/*  Before anything is published there is one device that may, which takes itself for the first: whoever joins knows no other one's key, and
 *  the server, which could say any, is not asked. */
static qcdc_status check_founding (const inviting_t *self, role_t role, fault_t *fault)
{
    static const statement_t FOUNDING = {"invite_founding",
                                         "select exists (select from origin where role = $1 and revoked_at is null), "
                                         "exists (select from invitation where role = $1"
                                         " and used_at is null and voided_at is null and expires_at > now())"};
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new ();
    if (strcmp (self->first, "-") != 0)
        return QCDC_OK;
    if (!params)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
    pg_params_int2 (params, ROLE_PROVINCE);
    QCDC_TRY (pg_run (self->site->pg, &FOUNDING, params, &result, fault));
    bool joined = pg_bool (result, 0, 0), invited = pg_bool (result, 0, 1);
    if (role == ROLE_PROVINCE && !joined && !invited)
        return QCDC_OK;
    fault_set (
        fault, QCDC_FORBIDDEN, NULL, "%s",
        _ ("nothing has been published yet: until then one device of the provincial office joins, and no other"));
    if (invited)
        fault_advise (fault, "%s",
                      _ ("let it join by its invitation, or withdraw that one (qcdcd invitations); then: qcdc "
                         "publish FOLDER, qcdc sync"));
    else
        fault_advise (fault, "%s",
                      joined ? _ ("on that device: qcdc publish FOLDER, qcdc sync; where it is lost, qcdcd revoke")
                             : _ ("invite it with --role province; then there: qcdc publish FOLDER, qcdc sync"));
    return fault->status;
}

/*  The device that published first, by whose key whoever joins knows what else is the province's: "-" where none has. */
static qcdc_status find_first (inviting_t *self, fault_t *fault)
{
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new ();
    if (!params)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
    pg_params_u64 (params, tables_first (self->site->snapshot->tables));
    QCDC_TRY (pg_run (self->site->pg, &FIRST, params, &result, fault));
    snprintf (self->first, sizeof self->first, "%s", PQntuples (result) ? pg_text (result, 0, 0) : "-");
    return QCDC_OK;
}

/*  Only the hash of CODE is stored, so that whoever reads the database cannot join by it. */
static qcdc_status store (const inviting_t *self, const office_t *office, role_t role,
                          const uint8_t code[JOIN_CODE_BYTES], int64_t now_us, fault_t *fault)
{
    uint8_t hash[HASH_BYTES];
    hash_bytes (code, JOIN_CODE_BYTES, hash);
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new ();
    if (!params)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
    pg_params_bytea (params, hash, sizeof hash);
    pg_params_int4 (params, office->id);
    pg_params_int2 (params, (int16_t)role);
    pg_params_timestamp (params, now_us);
    pg_params_timestamp (params, now_us + self->valid_us);
    pg_params_text (params, self->name);
    return pg_run (self->site->pg, &INSERT, params, NULL, fault);
}

/*  An invitation, stored before anybody sees it: one that nobody has seen harms nobody, one that the server does not know would send
 *  a person to an office for nothing.  *TEXT is the caller's, to be forgotten and freed. */
static qcdc_status invite (const inviting_t *self, const office_t *office, role_t role, char **text, fault_t *fault)
{
    uint8_t code[JOIN_CODE_BYTES];
    char curve[CURVE_TEXT_BYTES], sign[2 * SIGN_KEY_BYTES + 1], code_text[2 * JOIN_CODE_BYTES + 1];
    char expires[MOMENT_TEXT_BYTES];
    const site_t *site = self->site;
    int64_t now_us = moment_now ();
    *text = NULL;
    randombytes_buf (code, sizeof code);
    QCDC_TRY (store (self, office, role, code, now_us, fault));
    zmq_z85_encode (curve, site->keys.curve_public, CURVE_KEY_BYTES);
    int length = asprintf (text,
                           "qcdc-invitation-1\n"
                           "endpoint %s\n"
                           "server-curve %s\n"
                           "server-sign %s\n"
                           "office %s\n"
                           "role %s\n"
                           "whereabouts %zu\n"
                           "expires %s\n"
                           "code %s\n"
                           "first %s\n",
                           self->options->endpoint, curve, hex_format (site->keys.sign_public, SIGN_KEY_BYTES, sign),
                           office->code, role_name (role), site->whereabouts.count,
                           moment_format_iso (now_us + self->valid_us, expires),
                           hex_format (code, sizeof code, code_text), self->first);
    if (length < 0)
        *text = NULL;
    sodium_memzero (code, sizeof code);
    sodium_memzero (code_text, sizeof code_text);
    if (!*text || !sign_text (text, site->keys.sign_secret))
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
    return QCDC_OK;
}

static void forget (char **text)
{
    if (*text)
        sodium_memzero (*text, strlen (*text));
    free (*text);
    *text = NULL;
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

/*  The nearest by code or name, for whoever mistyped one; or what there is. */
static void advise_offices (const catalog_t *catalog, const char *typed, fault_t *fault)
{
    char list[sizeof fault->advice];
    size_t length = 0;
    nearest_t nearest;
    nearest_begin (&nearest, typed);
    for (size_t i = 0; i < catalog->office_count; i++) {
        const office_t *office = &catalog->offices[i];
        nearest_offer (&nearest, office->code, office->code);
        nearest_offer (&nearest, office->name, office->code);
        if (length < sizeof list - 80 && catalog_office_by_id (catalog, office->id) == office)
            length +=
                (size_t)snprintf (list + length, sizeof list - length, "%s%s", length ? ", " : "", office->code);
    }
    if (nearest_found (&nearest))
        fault_advise (fault, _ ("did you mean %s?"), nearest_found (&nearest));
    else
        fault_advise (fault, _ ("known are %s …"), list);
}

/*  ---------------------------------------------------------------- one office */

static qcdc_status invite_one (const inviting_t *self, role_t role, fault_t *fault)
{
    const catalog_t *catalog = self->site->catalog;
    const office_t *office = catalog_office (catalog, self->options->office);
    if (!office) {
        fault_set (fault, QCDC_NOT_FOUND, "office", _ ("there is no office %s"), self->options->office);
        advise_offices (catalog, self->options->office, fault);
        return QCDC_NOT_FOUND;
    }
    char *text QCDC_CLEANUP (forget) = NULL;
    QCDC_TRY (role_check (office, role, fault));
    QCDC_TRY (check_founding (self, role, fault));
    QCDC_TRY (invite (self, office, role, &text, fault));
    if (fputs (text, stdout) == EOF || fflush (stdout) != 0)
        return fault_set (fault, QCDC_IO, NULL, _ ("the invitation could not be written"));
    tell_ended (catalog, office);
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- all offices */

static qcdc_status fail_file (const inviting_t *self, const char *file, fault_t *fault)
{
    return fault_set (fault, QCDC_IO, NULL, _ ("cannot write %s/%s: %s"), self->options->into, file,
                      strerror (errno));
}

/*  Opened before the site is, which may be another user's and in another folder: a new one is that user's then. */
static qcdc_status open_folder (inviting_t *self, fault_t *fault)
{
    const options_t *options = self->options;
    struct stat owner;
    bool made = mkdir (options->into, 0700) == 0;
    if (!made && errno != EEXIST)
        return fault_set (fault, QCDC_IO, NULL, _ ("cannot create the folder %s: %s"), options->into,
                          strerror (errno));
    self->folder = open (options->into, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool given = self->folder >= 0 && (!made || geteuid () != 0 ||
                                       (stat (options->data ? options->data : options->keys, &owner) == 0 &&
                                        fchown (self->folder, owner.st_uid, owner.st_gid) == 0));
    if (given)
        return QCDC_OK;
    return fault_set (fault, QCDC_IO, NULL, _ ("cannot enter the folder %s: %s"), options->into, strerror (errno));
}

/*  Readable by its owner alone, and under its name only when it is whole: whoever holds it can join. */
static qcdc_status write_file (const inviting_t *self, const char *file, const char *text, fault_t *fault)
{
    static const char PART[] = ".part";
    (void)unlinkat (self->folder, PART, 0);
    int fd = openat (self->folder, PART, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return fail_file (self, file, fault);
    size_t length = strlen (text);
    bool written = write (fd, text, length) == (ssize_t)length && fsync (fd) == 0;
    written = close (fd) == 0 && written;
    if (written && renameat (self->folder, PART, self->folder, file) == 0)
        return QCDC_OK;
    fail_file (self, file, fault);
    (void)unlinkat (self->folder, PART, 0);
    return QCDC_IO;
}

/*  Whether the office has a device, by what the database says: DEVICES is in order. */
static bool has_device (const PGresult *devices, int office)
{
    int from = 0, to = PQntuples (devices);
    while (from < to) {
        int middle = from + (to - from) / 2;
        int found = (int)pg_int8 (devices, middle, 0);
        if (found == office)
            return true;
        if (found < office)
            from = middle + 1;
        else
            to = middle;
    }
    return false;
}

static qcdc_status write_invitation (const inviting_t *self, const office_t *office, size_t *written, size_t *left,
                                     fault_t *fault)
{
    char *file QCDC_CLEANUP (memory_free) = NULL, *text QCDC_CLEANUP (forget) = NULL;
    if (asprintf (&file, "%s.invite", office->code) < 0) {
        file = NULL;
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
    }
    if (faccessat (self->folder, file, F_OK, 0) == 0) {
        ++*left;
        return QCDC_OK;
    }
    QCDC_TRY (invite (self, office, office->provincial ? ROLE_PROVINCE : ROLE_REPORTER, &text, fault));
    QCDC_TRY (write_file (self, file, text, fault));
    tell_ended (self->site->catalog, office);
    ++*written;
    return QCDC_OK;
}

static qcdc_status invite_all (const inviting_t *self, fault_t *fault)
{
    static const statement_t DEVICES = {"invite_devices",
                                        "select distinct office from origin where revoked_at is null and role <> 2 order by office"};
    const catalog_t *catalog = self->site->catalog;
    size_t written = 0, left = 0;
    PGresult *devices QCDC_CLEANUP (pg_clear) = NULL;
    QCDC_TRY (check_founding (self, ROLE_PROVINCE, fault));
    QCDC_TRY (pg_run (self->site->pg, &DEVICES, NULL, &devices, fault));
    for (size_t i = 0; i < catalog->office_count; i++)
        if (office_is_today (catalog, &catalog->offices[i]) && !has_device (devices, catalog->offices[i].id))
            QCDC_TRY (write_invitation (self, &catalog->offices[i], &written, &left, fault));
    printf (ngettext ("%zu invitation in %s, for one office that has no device yet.\n",
                      "%zu invitations in %s, one for each office that has no device yet.\n", written),
            written, self->options->into);
    if (left)
        printf (ngettext ("%zu office has its file there already.\n", "%zu offices have their files there already.\n",
                          left),
                left);
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- the command */

static qcdc_status check_options (const options_t *options, fault_t *fault)
{
    bool one = options->office && options->role && !options->all && !options->into;
    bool all = options->all && options->into && !options->office && !options->role && !options->name;
    if (one || all)
        return QCDC_OK;
    fault_set (fault, QCDC_USAGE, NULL, _ ("give either --office CODE and --role ROLE, or --all and --into DIR"));
    return QCDC_USAGE;
}

static void close_folder (inviting_t *self)
{
    if (self->folder >= 0)
        close (self->folder);
}

/*  Everything that can be told from the command line alone is told before the site is opened. */
int command_invite (const options_t *options)
{
    fault_t fault = {0};
    site_t *site QCDC_CLEANUP (site_close) = NULL;
    role_t role = ROLE_REPORTER;
    inviting_t inviting QCDC_CLEANUP (close_folder) = {.options = options, .folder = -1};
    if (check_options (options, &fault) != QCDC_OK)
        return command_fail (&fault);
    if (!options->all && role_parse (options->role, &role) != QCDC_OK) {
        fault_set (&fault, QCDC_USAGE, "role", _ ("--role %s is not reporter, province or analyst"), options->role);
        return command_fail (&fault);
    }
    if (endpoint_check (options->endpoint, &fault) != QCDC_OK)
        return command_fail (&fault);
    if (valid_parse (options->valid ? options->valid : VALID_DEFAULT, &inviting.valid_us, &fault) != QCDC_OK)
        return command_fail (&fault);
    char *name QCDC_CLEANUP (memory_free) = NULL;
    if (device_name_clean (options->name ? options->name : "", &name, &fault) != QCDC_OK)
        return command_fail (&fault);
    if ((options->all && open_folder (&inviting, &fault) != QCDC_OK) || site_open (options, SITE_IS_ASKED, &site, &fault) != QCDC_OK)
        return command_fail (&fault);
    inviting.site = site;
    inviting.name = name;
    if (find_first (&inviting, &fault) != QCDC_OK)
        return command_fail (&fault);
    qcdc_status status = options->all ? invite_all (&inviting, &fault) : invite_one (&inviting, role, &fault);
    return status == QCDC_OK ? 0 : command_fail (&fault);
}
