/*  site.c — opening and making a site.
 *
 *  Keys and database belong together: the database holds the public keys that init made for it, and a site whose key file has
 *  others is never opened.  Whatever has been opened when a step fails is closed again. */

#include "commands/site.h"

#include "base/i18n.h"
#include "base/privilege.h"
#include "catalogue/catalog_load.h"
#include "schema/schema.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SIGN_SETTING "server_sign_key"
#define CURVE_SETTING "server_curve_key"

static qcdc_status no_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
}

/*  Finds the database, running, and the path of the keys (malloc'ed). */
static qcdc_status find (site_t *self, const options_t *options, bool create, char **keys_path, fault_t *fault)
{
    char *dir = NULL;
    qcdc_status status = QCDC_OK;
    if (options->data) {
        status = privilege_enter (options->data, create, &dir, fault);
        /* Programs of PostgreSQL want to be able to come back to where they were started. */
        if (status == QCDC_OK && chdir (dir) != 0)
            status = fault_set (fault, QCDC_IO, NULL, _ ("cannot enter the folder %s: %s"), dir, strerror (errno));
        if (status == QCDC_OK && create)
            status = cluster_make (dir, fault);
        if (status == QCDC_OK)
            status = cluster_use (dir, &self->cluster, fault);
    }
    if (status == QCDC_OK) {
        int length = options->data ? asprintf (keys_path, "%s/keys/server.key", dir)
                                   : asprintf (keys_path, "%s/server.key", options->keys);
        if (length < 0)
            *keys_path = NULL;
        self->conninfo = strdup (options->data ? cluster_conninfo (self->cluster) : options->db);
        if (!*keys_path || !self->conninfo)
            status = no_memory (fault);
    }
    if (status == QCDC_OK)
        status = pg_open (self->conninfo, "qcdcd", &self->pg, fault);
    free (dir);
    return status;
}

/*  Whether the database was initialised, and with which public key NAME (hex, malloc'ed). */
static qcdc_status recorded_key (site_t *self, const char *name, char **hex, fault_t *fault)
{
    return schema_get_setting (self->pg, name, hex, fault);
}

static qcdc_status check_key (site_t *self, const char *name, const uint8_t key[32], const char *path, fault_t *fault)
{
    char *recorded = NULL;
    char hex[2 * 32 + 1];
    qcdc_status status = recorded_key (self, name, &recorded, fault);
    if (status == QCDC_OK && (!recorded || strcmp (recorded, hex_format (key, 32, hex)) != 0)) {
        status = fault_set (fault, QCDC_UNKNOWN_KEY, NULL, _ ("the keys in %s are not those of this database"), path);
        fault_advise (fault, _ ("bring back the file server.key that init made for this database"));
    }
    free (recorded);
    return status;
}

static qcdc_status prepare (site_t *self, fault_t *fault)
{
    qcdc_status status = keys_init ();
    if (status != QCDC_OK)
        return fault_set (fault, status, NULL, "%s", status_text (status));
    return catalog_new (&self->catalog, fault);
}

qcdc_status site_open (const options_t *options, site_t **self_p, fault_t *fault)
{
    char *path = NULL, *recorded = NULL;
    site_t *self = *self_p = calloc (1, sizeof *self);
    if (!self)
        return no_memory (fault);
    qcdc_status status = prepare (self, fault);
    if (status == QCDC_OK)
        status = find (self, options, false, &path, fault);
    if (status == QCDC_OK)
        status = recorded_key (self, SIGN_SETTING, &recorded, fault);
    if (status == QCDC_OK && !recorded) {
        status = fault_set (fault, QCDC_NOT_FOUND, NULL, _ ("the database has not been set up for qcdcd"));
        fault_advise (fault, _ ("run qcdcd init with the same options first"));
    }
    if (status == QCDC_OK)
        status = schema_upgrade (self->pg, fault);
    if (status == QCDC_OK)
        status = keys_load (&self->keys, path, fault);
    if (status == QCDC_OK)
        status = check_key (self, SIGN_SETTING, self->keys.sign_public, path, fault);
    if (status == QCDC_OK)
        status = check_key (self, CURVE_SETTING, self->keys.curve_public, path, fault);
    if (status == QCDC_OK)
        status = schema_refresh_reference (self->pg, self->catalog, fault);
    free (recorded);
    free (path);
    if (status != QCDC_OK)
        site_close (self_p);
    return status;
}

/*  The keys, made unless an interrupted init has made them. */
static qcdc_status make_keys (site_t *self, const char *path, fault_t *fault)
{
    char *dir = strdup (path);
    if (!dir)
        return no_memory (fault);
    *strrchr (dir, '/') = '\0';
    qcdc_status status = QCDC_OK;
    if (mkdir (dir, 0700) != 0 && errno != EEXIST)
        status = fault_set (fault, QCDC_IO, NULL, _ ("cannot create the folder %s: %s"), dir, strerror (errno));
    free (dir);
    if (status != QCDC_OK)
        return status;
    fault_t missing = {0};
    status = keys_load (&self->keys, path, &missing);
    if (status == QCDC_NOT_FOUND) {
        keys_make (&self->keys);
        return keys_save (&self->keys, path, fault);
    }
    if (status != QCDC_OK && fault)
        *fault = missing;
    return status;
}

/*  Both keys are recorded together: a database with a key is one that was initialised. */
static qcdc_status record_keys (site_t *self, fault_t *fault)
{
    char hex[2 * 32 + 1];
    qcdc_status status = pg_exec (self->pg, "begin", fault);
    if (status == QCDC_OK)
        status = schema_put_setting (self->pg, CURVE_SETTING, hex_format (self->keys.curve_public, 32, hex), fault);
    if (status == QCDC_OK)
        status = schema_put_setting (self->pg, SIGN_SETTING, hex_format (self->keys.sign_public, 32, hex), fault);
    return status == QCDC_OK ? pg_exec (self->pg, "commit", fault) : status;
}

qcdc_status site_make (const options_t *options, site_t **self_p, fault_t *fault)
{
    char *path = NULL, *recorded = NULL;
    site_t *self = *self_p = calloc (1, sizeof *self);
    if (!self)
        return no_memory (fault);
    qcdc_status status = prepare (self, fault);
    if (status == QCDC_OK)
        status = find (self, options, true, &path, fault);
    if (status == QCDC_OK)
        status = recorded_key (self, SIGN_SETTING, &recorded, fault);
    if (status == QCDC_OK && recorded) {
        status = fault_set (fault, QCDC_EXISTS, NULL, _ ("this has been set up before; nothing was changed"));
        fault_advise (fault, _ ("qcdcd status shows what is there"));
    }
    if (status == QCDC_OK)
        status = make_keys (self, path, fault);
    if (status == QCDC_OK)
        status = schema_upgrade (self->pg, fault);
    if (status == QCDC_OK)
        status = schema_refresh_reference (self->pg, self->catalog, fault);
    if (status == QCDC_OK)
        status = record_keys (self, fault);
    free (recorded);
    free (path);
    if (status != QCDC_OK)
        site_close (self_p);
    return status;
}

void site_close (site_t **self_p)
{
    site_t *self = *self_p;
    if (!self)
        return;
    pg_close (&self->pg);
    cluster_release (&self->cluster);
    catalog_destroy (&self->catalog);
    keys_forget (&self->keys);
    free (self->conninfo);
    free (self);
    *self_p = NULL;
}
