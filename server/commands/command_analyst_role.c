/*  command_analyst_role.c — qcdcd analyst-role [NAME]: a role that reads the schema open_data, and how to connect as it.
 *
 *  The embedded database listens on no port and knows everybody who reaches its socket, who is its owner.  An analyst comes by TCP, with a
 *  password: the line that lets him stands in pg_hba.conf from here on, and opens nothing before the administrator has the database
 *  listen. */

#include "commands/commands.h"

#include "base/i18n.h"
#include "base/memory.h"
#include "commands/site.h"
#include "projections/analyst.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEFAULT_NAME "qcdc_analyst"
#define LINE_BYTES 160

/*  The whole of a small file, malloc'ed; NULL where it cannot be read. */
static char *file_text (const char *path)
{
    char *text = NULL;
    size_t size = 0;
    FILE *file = fopen (path, "re"), *out = file ? open_memstream (&text, &size) : NULL;
    for (int c; out && (c = getc (file)) != EOF;)
        putc (c, out);
    bool read = out && !ferror (file) && fclose (out) == 0;
    if (file)
        fclose (file);
    if (read)
        return text;
    free (text);
    return NULL;
}

/*  The file with LINE behind what it has, written beside it and put in its place: a database without access rules would not start. */
static bool append_line (const char *path, const char *text, const char *line)
{
    char making[4200];
    snprintf (making, sizeof making, "%s.new", path);
    FILE *file = fopen (making, "we");
    bool written = file && fprintf (file, "%s%s", text, line) >= 0 && fflush (file) == 0 && fsync (fileno (file)) == 0;
    if (file && fclose (file) != 0)
        written = false;
    if (written && rename (making, path) == 0)
        return true;
    int error = errno;
    unlink (making);
    errno = error;
    return false;
}

/*  Lets NAME come by TCP with its password, once the database listens; once is enough. */
static qcdc_status let_in (site_t *site, const char *name, fault_t *fault)
{
    static const statement_t FILE_NAME = {"analyst_hba", "select current_setting('hba_file')"};
    static const statement_t RELOAD = {"analyst_reload", "select pg_reload_conf()"};
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    char line[LINE_BYTES];
    snprintf (line, sizeof line, "host postgres %s all scram-sha-256\n", name);
    QCDC_TRY (pg_run (site->pg, &FILE_NAME, NULL, &result, fault));
    const char *path = pg_text (result, 0, 0);
    char *text QCDC_CLEANUP (memory_free) = file_text (path);
    if (text && strstr (text, line))
        return QCDC_OK;
    if (!text || !append_line (path, text, line))
        return fault_set (fault, QCDC_IO, NULL, _ ("cannot write %s: %s"), path, strerror (errno));
    return pg_run (site->pg, &RELOAD, NULL, NULL, fault);
}

/*  Where an analyst's program has to go. */
static void say_how (const site_t *site, const options_t *options, const char *name)
{
    const char *host = _ ("SERVER"), *database = PQdb (pg_conn (site->pg)), *port = "5432";
    if (!site->cluster) {
        const char *told = PQhost (pg_conn (site->pg));
        host = told && *told && *told != '/' ? told : host;
        port = PQport (pg_conn (site->pg));
    } else {
        printf (_ ("The database of this folder listens on no port. To have it listen, write into %s/pg/local.conf\n"
                   "    listen_addresses = 'localhost'\n"
                   "and restart qcdcd; from elsewhere, go through an SSH tunnel, or listen on the network with ssl = on.\n"),
                options->data);
        host = "localhost";
    }
    printf ("\n%s\n", _ ("How to connect:"));
    printf ("  psql      psql 'host=%s port=%s dbname=%s user=%s'\n", host, port, database, name);
    printf ("  ODBC      Driver={PostgreSQL Unicode};Server=%s;Port=%s;Database=%s;Uid=%s;Pwd=…;ReadOnly=1\n", host, port, database,
            name);
    printf (_ ("  Metabase  PostgreSQL, host %s, port %s, database %s, user %s, schema open_data\n"), host, port, database, name);
    printf ("%s\n", _ ("What there is: \\dv+ open_data.* in psql; every view and column is described in Vietnamese and English."));
}

static void say (const site_t *site, const options_t *options, const char *name, const analyst_t *analyst)
{
    if (analyst->made) {
        printf (_ ("The role %s is made; it reads the schema open_data and nothing else.\n"), name);
        printf (_ ("Password: %s\nIt stands nowhere else: write it down.\n"), analyst->password);
    } else
        printf (_ ("The role %s is as it has to be; its password stays. Another one: \\password %s in psql, as the owner of the "
                   "database.\n"),
                name, name);
    if (analyst->open_functions)
        fprintf (stderr, "qcdcd: %s\n",
                 _ ("everybody in this database may still call functions that write large objects or take locks, and only its superuser "
                    "can take them away: run this command once with --db as a superuser"));
    say_how (site, options, name);
}

int command_analyst_role (const options_t *options)
{
    fault_t fault = {0};
    const char *name = options->operand ? options->operand : DEFAULT_NAME;
    if (!analyst_name_valid (name)) {
        fault_set (&fault, QCDC_USAGE, NULL, _ ("a role cannot be called %s"), name);
        fault_advise (&fault, "%s", _ ("names have small letters, digits and _, and do not begin with pg_"));
        return command_fail (&fault);
    }
    site_t *site QCDC_CLEANUP (site_close) = NULL;
    analyst_t analyst;
    if (site_open (options, SITE_IS_ASKED, &site, &fault) != QCDC_OK)
        return command_fail (&fault);
    qcdc_status status = analyst_make (site->pg, site->catalog, name, &analyst, &fault);
    if (status == QCDC_OK && site->cluster)
        status = let_in (site, name, &fault);
    /* Said even where the access rule could not be written: the password is known to nobody else. */
    if (analyst.made || status == QCDC_OK)
        say (site, options, name, &analyst);
    sodium_memzero (&analyst, sizeof analyst);
    return status == QCDC_OK ? 0 : command_fail (&fault);
}
