/*  site.c — opening and making a site.
 *
 *  Keys and database belong together: the database holds the public keys that init or the last rotation made for it, and a
 *  site whose key file has others is never opened.  Whatever has been opened when a step fails is closed again. */

#include "commands/site.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/privilege.h"
#include "commands/rotation.h"
#include "pg/advisory.h"
#include "projections/open_data.h"
#include "projections/petition_moved_due.h"
#include "projections/snapshot_load.h"
#include "proof/catalogue_proof.h"
#include "schema/schema.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SIGN_SETTING "server_sign_key"
#define CURVE_SETTING "server_curve_key"
/*  The last statement of keys or address: its serial and its moment. */
#define STATEMENT_SETTING "server_statement"

static qcdc_status no_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
}

/*  The embedded database of a data folder, running, as the folder's owner; *DIR is the folder's full name. */
static qcdc_status find_cluster (site_t *self, const options_t *options, bool create, char **dir, fault_t *fault)
{
    QCDC_TRY (privilege_enter (options->data, create, PRIVILEGE_DATABASE, dir, fault));
    /* Programs of PostgreSQL want to be able to come back to where they were started. */
    if (chdir (*dir) != 0)
        return fault_set (fault, QCDC_IO, NULL, _ ("cannot enter the folder %s: %s"), *dir, strerror (errno));
    if (create) {
        QCDC_TRY (cluster_lock_init (*dir, &self->init_lock, fault));
        QCDC_TRY (cluster_make (*dir, self->init_lock, fault));
    }
    return cluster_use (*dir, &self->cluster, fault);
}

/*  Finds the database, running, and the path of the keys (malloc'ed).  Either way nobody is root any more behind this. */
static qcdc_status find (site_t *self, const options_t *options, bool create, char **keys_path, fault_t *fault)
{
    char *dir QCDC_CLEANUP (memory_free) = NULL;
    if (options->data)
        QCDC_TRY (find_cluster (self, options, create, &dir, fault));
    else
        QCDC_TRY (privilege_enter (options->keys, create, PRIVILEGE_SERVER, &dir, fault));
    int length = asprintf (keys_path, options->data ? "%s/keys/server.key" : "%s/server.key", dir);
    if (length < 0)
        *keys_path = NULL;
    self->conninfo = strdup (options->data ? cluster_conninfo (self->cluster) : options->db);
    if (!*keys_path || !self->conninfo)
        return no_memory (fault);
    QCDC_TRY (pg_open (self->conninfo, "qcdcd", &self->pg, fault));
    return pg_check_sessions (self->pg, self->conninfo, fault);
}

/*  The last statement that the database knows of; *SERIAL is 0 where it knows of none. */
static qcdc_status read_statement (site_t *self, uint64_t *serial, int64_t *said_at_us, fault_t *fault)
{
    char *text QCDC_CLEANUP (memory_free) = NULL, *moment = NULL;
    *serial = 0;
    QCDC_TRY (schema_get_setting (self->pg, STATEMENT_SETTING, &text, fault));
    if (!text)
        return QCDC_OK;
    *serial = strtoull (text, &moment, 10);
    if (*moment == ' ' && moment_parse (moment + 1, said_at_us) == QCDC_OK)
        return QCDC_OK;
    return fault_set (fault, QCDC_CORRUPT, NULL, _ ("%s is damaged"), STATEMENT_SETTING);
}

/*  What to bring back instead of keys that are refused: after a rotation the file that init made is just the wrong one. */
static qcdc_status advise_keys (site_t *self, fault_t *fault)
{
    uint64_t serial;
    int64_t said_at_us;
    char day[DAY_TEXT_BYTES];
    fault_t ignored;
    if (read_statement (self, &serial, &said_at_us, &ignored) == QCDC_OK && serial)
        fault_advise (
            fault,
            _ ("keys or address changed last on %s: bring back server.key and whereabouts together, from a copy "
               "made since then; the file that init made is of no use any more"),
            day_format_people (day_of_moment (said_at_us), day));
    else
        fault_advise (fault, _ ("bring back the file server.key that init made for this database"));
    return fault->status;
}

/*  A server with other keys would be a stranger to every office that has joined, and its receipts would be worth
 *  nothing. */
static qcdc_status check_key (site_t *self, const char *name, const uint8_t key[32], const char *path, fault_t *fault)
{
    char *recorded QCDC_CLEANUP (memory_free) = NULL;
    char hex[2 * 32 + 1];
    QCDC_TRY (schema_get_setting (self->pg, name, &recorded, fault));
    if (recorded && strcmp (recorded, hex_format (key, 32, hex)) == 0)
        return QCDC_OK;
    fault_set (fault, QCDC_UNKNOWN_KEY, NULL, _ ("the keys in %s are not those of this database"), path);
    return advise_keys (self, fault);
}

/*  A server that had forgotten what it has told would tell something else under the same serial, and no device that heard of
 *  the first would follow the second.  The file knows more than the database where that was restored. */
static qcdc_status check_statements (site_t *self, const char *path, fault_t *fault)
{
    uint64_t serial, held = self->whereabouts.count;
    int64_t said_at_us;
    QCDC_TRY (read_statement (self, &serial, &said_at_us, fault));
    if (held == serial)
        return QCDC_OK;
    if (held > serial)
        return site_record_keys (self, fault);
    fault_set (fault, QCDC_UNKNOWN_KEY, NULL, _ ("the file whereabouts beside %s is older than this database"), path);
    return advise_keys (self, fault);
}

/*  A database whose keys were replaced since, restored from an older copy or left behind by a rotation that was cut off: the
 *  statements prove that these are their successors. */
static qcdc_status follow_keys (site_t *self, fault_t *fault)
{
    char *recorded QCDC_CLEANUP (memory_free) = NULL;
    char hex[2 * 32 + 1];
    QCDC_TRY (schema_get_setting (self->pg, SIGN_SETTING, &recorded, fault));
    for (size_t i = 0; recorded && i < self->whereabouts.count; i++)
        if (strcmp (recorded, hex_format (self->whereabouts.items[i].before, 32, hex)) == 0)
            return site_record_keys (self, fault);
    return QCDC_OK;
}

static qcdc_status prepare (fault_t *fault)
{
    qcdc_status status = keys_init ();
    return status == QCDC_OK ? QCDC_OK : fault_set (fault, status, NULL, "%s", status_text (status));
}

static founding_t founding_of (const options_t *options)
{
    return (founding_t){.provincial = true,
                        .office = options->office,
                        .name = options->name,
                        .unit = options->unit,
                        .unit_name = options->unit_name ? options->unit_name : options->unit};
}

/*  What a province cannot be founded with is said before anything is made. */
static qcdc_status check_founding (const options_t *options, fault_t *fault)
{
    snapshot_t *snapshot = NULL;
    founding_t founding = founding_of (options);
    qcdc_status status = snapshot_found (&founding, &snapshot, fault);
    snapshot_drop (&snapshot);
    return status;
}

static qcdc_status record_founding (site_t *self, const options_t *options, fault_t *fault)
{
    founding_t founding = founding_of (options);
    QCDC_TRY (schema_put_setting (self->pg, FOUNDING_OFFICE, founding.office, fault));
    QCDC_TRY (schema_put_setting (self->pg, FOUNDING_NAME, founding.name, fault));
    QCDC_TRY (schema_put_setting (self->pg, FOUNDING_UNIT, founding.unit, fault));
    return schema_put_setting (self->pg, FOUNDING_UNIT_NAME, founding.unit_name, fault);
}

/*  The catalogue comes last: its tables are written only into a database whose keys are known to be these. */
static qcdc_status open_catalogue (site_t *self, bool prove, fault_t *fault)
{
    QCDC_TRY (catalogue_open (self->pg, prove, &self->snapshot, fault));
    self->catalog = self->snapshot->catalog;
    return petition_due_ensure (self->pg, self->catalog, fault);
}

/*  Whether init has come to its end here: the keys are recorded with its last step. */
static qcdc_status is_set_up (site_t *self, bool *set_up, fault_t *fault)
{
    char *recorded QCDC_CLEANUP (memory_free) = NULL;
    QCDC_TRY (schema_get_setting (self->pg, SIGN_SETTING, &recorded, fault));
    *set_up = recorded != NULL;
    return QCDC_OK;
}

/*  Views for analysts that cannot be made anew now are made at the next command: nothing here depends on them. */
static void refresh_views (site_t *self)
{
    fault_t fault = {0};
    if (open_data_refresh (self->pg, self->catalog, &fault) != QCDC_OK)
        fprintf (stderr, _ ("qcdcd: the views of open_data stay those of before until the next command: %s\n"),
                 fault.message);
}

qcdc_status site_take_catalogue (site_t *self, fault_t *fault)
{
    self->catalog = NULL;
    snapshot_drop (&self->snapshot);
    QCDC_TRY (open_catalogue (self, false, fault));
    refresh_views (self);
    return QCDC_OK;
}

/*  What is damaged, or of a newer program, is what proving is to tell of: it needs no catalogue for that. */
static qcdc_status open_to (site_t *self, site_use use, fault_t *fault)
{
    qcdc_status status = open_catalogue (self, use == SITE_SERVES, fault);
    if (use == SITE_IS_PROVED && (status == QCDC_CORRUPT || status == QCDC_VERSION)) {
        *fault = (fault_t){0};
        return QCDC_OK;
    }
    if (status == QCDC_OK)
        refresh_views (self);
    return status;
}

qcdc_status site_open (const options_t *options, site_use use, site_t **self_p, fault_t *fault)
{
    char *path QCDC_CLEANUP (memory_free) = NULL;
    site_t *self QCDC_CLEANUP (site_close) = calloc (1, sizeof *self);
    bool set_up;
    *self_p = NULL;
    if (!self)
        return no_memory (fault);
    self->init_lock = -1;
    QCDC_TRY (prepare (fault));
    QCDC_TRY (find (self, options, false, &path, fault));
    QCDC_TRY (is_set_up (self, &set_up, fault));
    if (!set_up) {
        fault_set (fault, QCDC_NOT_FOUND, NULL, _ ("the database has not been set up for qcdcd"));
        fault_advise (fault, _ ("run qcdcd init with the same options first"));
        return QCDC_NOT_FOUND;
    }
    QCDC_TRY (schema_upgrade (self->pg, fault));
    QCDC_TRY (rotation_load (path, &self->keys, &self->whereabouts, fault));
    QCDC_TRY (follow_keys (self, fault));
    QCDC_TRY (check_key (self, SIGN_SETTING, self->keys.sign_public, path, fault));
    QCDC_TRY (check_key (self, CURVE_SETTING, self->keys.curve_public, path, fault));
    QCDC_TRY (check_statements (self, path, fault));
    QCDC_TRY (open_to (self, use, fault));
    self->keys_path = path;
    path = NULL;
    *self_p = self;
    self = NULL;
    return QCDC_OK;
}

/*  The keys, made unless an interrupted init has made them. */
static qcdc_status make_keys (site_t *self, const char *path, fault_t *fault)
{
    char *dir QCDC_CLEANUP (memory_free) = strdup (path);
    if (!dir)
        return no_memory (fault);
    *strrchr (dir, '/') = '\0';
    if (mkdir (dir, 0700) != 0 && errno != EEXIST)
        return fault_set (fault, QCDC_IO, NULL, _ ("cannot create the folder %s: %s"), dir, strerror (errno));
    qcdc_status status = keys_load (&self->keys, path, fault);
    if (status != QCDC_NOT_FOUND)
        return status;
    keys_make (&self->keys);
    return keys_save (&self->keys, path, fault);
}

static qcdc_status record_statement (site_t *self, fault_t *fault)
{
    char text[32 + MOMENT_TEXT_BYTES], moment[MOMENT_TEXT_BYTES];
    if (!self->whereabouts.count)
        return QCDC_OK;
    const statement_of_server_t *last = &self->whereabouts.items[self->whereabouts.count - 1];
    snprintf (text, sizeof text, "%llu %s", (unsigned long long)last->serial,
              moment_format_iso (last->said_at_us, moment));
    return schema_put_setting (self->pg, STATEMENT_SETTING, text, fault);
}

/*  All of it is recorded together: a database with a key is one that was initialised. */
qcdc_status site_record_keys (site_t *self, fault_t *fault)
{
    char hex[2 * 32 + 1];
    QCDC_TRY (pg_exec (self->pg, "begin", fault));
    QCDC_TRY (schema_put_setting (self->pg, CURVE_SETTING, hex_format (self->keys.curve_public, 32, hex), fault));
    QCDC_TRY (schema_put_setting (self->pg, SIGN_SETTING, hex_format (self->keys.sign_public, 32, hex), fault));
    QCDC_TRY (record_statement (self, fault));
    return pg_exec (self->pg, "commit", fault);
}

/*  Two that make a site at once would each record keys of their own; the second one waits, and finds that it is made. */
static qcdc_status lock_init (site_t *self, fault_t *fault)
{
    static const statement_t LOCK = {"site_lock_init", "select pg_advisory_lock($1)"};
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new ();
    if (!params)
        return no_memory (fault);
    pg_params_int8 (params, ADVISORY_INIT);
    return pg_run (self->pg, &LOCK, params, NULL, fault);
}

/*  The recorded keys come last: until they are there the site has not been made, and making it begins again. */
qcdc_status site_make (const options_t *options, site_t **self_p, fault_t *fault)
{
    char *path QCDC_CLEANUP (memory_free) = NULL;
    site_t *self QCDC_CLEANUP (site_close) = calloc (1, sizeof *self);
    bool set_up;
    *self_p = NULL;
    if (!self)
        return no_memory (fault);
    self->init_lock = -1;
    QCDC_TRY (prepare (fault));
    QCDC_TRY (check_founding (options, fault));
    QCDC_TRY (find (self, options, true, &path, fault));
    QCDC_TRY (lock_init (self, fault));
    QCDC_TRY (is_set_up (self, &set_up, fault));
    if (set_up) {
        fault_set (fault, QCDC_EXISTS, NULL, _ ("this has been set up before; nothing was changed"));
        fault_advise (fault, _ ("qcdcd status shows what is there"));
        return QCDC_EXISTS;
    }
    QCDC_TRY (make_keys (self, path, fault));
    QCDC_TRY (schema_upgrade (self->pg, fault));
    QCDC_TRY (record_founding (self, options, fault));
    QCDC_TRY (open_catalogue (self, false, fault));
    QCDC_TRY (site_record_keys (self, fault));
    *self_p = self;
    self = NULL;
    return QCDC_OK;
}

void site_close (site_t **self_p)
{
    site_t *self = *self_p;
    if (!self)
        return;
    free (self->keys_path);
    pg_close (&self->pg);
    cluster_release (&self->cluster);
    snapshot_drop (&self->snapshot);
    keys_forget (&self->keys);
    if (self->init_lock >= 0)
        close (self->init_lock);
    free (self->conninfo);
    free (self);
    *self_p = NULL;
}
