/*  privilege.c — from root to the owner of the data folder, or of the folder of keys.
 *
 *  Once and for good, before anything is opened or started: PostgreSQL does not run as root, and what listens to strangers must not
 *  either, whoever runs its database.  Whoever is not root stays who he is. */

#include "base/privilege.h"

#include "base/i18n.h"

#include <dirent.h>
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/*  Whom root becomes for a folder that is root's, in this order: PostgreSQL's own programs are run by its own user; what only
 *  speaks to a database prefers one that may do nothing else in it. */
static const char *const USERS[][2] = {
    [PRIVILEGE_DATABASE] = {"postgres", NULL},
    [PRIVILEGE_SERVER] = {"qcdc", "postgres"},
};
#define LAST_USER "postgres"

static bool is_empty (const char *dir)
{
    DIR *stream = opendir (dir);
    if (!stream)
        return false;
    bool empty = true;
    for (struct dirent *entry; empty && (entry = readdir (stream));)
        empty = strcmp (entry->d_name, ".") == 0 || strcmp (entry->d_name, "..") == 0;
    closedir (stream);
    return empty;
}

/*  Turns root into USER; there is no way back. */
static qcdc_status become (const struct passwd *user, fault_t *fault)
{
    if (initgroups (user->pw_name, user->pw_gid) != 0 || setgid (user->pw_gid) != 0 || setuid (user->pw_uid) != 0)
        return fault_set (fault, QCDC_IO, NULL, _ ("cannot become the user %s: %s"), user->pw_name, strerror (errno));
    setenv ("HOME", user->pw_dir, 1);
    setenv ("USER", user->pw_name, 1);
    setenv ("LOGNAME", user->pw_name, 1);
    return QCDC_OK;
}

static const struct passwd *first_user (privilege_for purpose)
{
    const struct passwd *user = NULL;
    for (size_t i = 0; !user && i < sizeof USERS[purpose] / sizeof *USERS[purpose] && USERS[purpose][i]; i++)
        user = getpwnam (USERS[purpose][i]);
    return user;
}

static qcdc_status no_user (const char *dir, privilege_for purpose, fault_t *fault)
{
    if (purpose == PRIVILEGE_DATABASE) {
        fault_set (fault, QCDC_NOT_FOUND, NULL, _ ("the database must not run as root, and there is no user %s"),
                   LAST_USER);
        fault_advise (fault, _ ("give %s to a user that may run PostgreSQL"), dir);
    } else {
        fault_set (fault, QCDC_NOT_FOUND, NULL, _ ("the server does not run as root, and there is no user %s"),
                   USERS[purpose][0]);
        fault_advise (fault, _ ("give %s to the user whom it shall run as"), dir);
    }
    return QCDC_NOT_FOUND;
}

/*  Who root must become for DIR; chowns DIR where it is root's and empty. */
static qcdc_status leave_root (const char *dir, privilege_for purpose, fault_t *fault)
{
    struct stat info;
    if (stat (dir, &info) != 0)
        return fault_set (fault, QCDC_IO, NULL, _ ("cannot look at %s: %s"), dir, strerror (errno));
    const struct passwd *user = info.st_uid ? getpwuid (info.st_uid) : first_user (purpose);
    if (!user)
        return no_user (dir, purpose, fault);
    if (!info.st_uid && is_empty (dir) && chown (dir, user->pw_uid, user->pw_gid) != 0)
        return fault_set (fault, QCDC_IO, NULL, _ ("cannot give %s to the user %s: %s"), dir, user->pw_name,
                          strerror (errno));
    return become (user, fault);
}

const char *privilege_user (void)
{
    static char number[24];
    const struct passwd *user = getpwuid (geteuid ());
    snprintf (number, sizeof number, "%lu", (unsigned long)geteuid ());
    return user ? user->pw_name : number;
}

/*  Names the first folder on the way to PATH that we may not pass. */
static qcdc_status check_way (const char *path, privilege_for purpose, fault_t *fault)
{
    char part[4096];
    for (const char *slash = strchr (path + 1, '/'); slash; slash = strchr (slash + 1, '/')) {
        size_t length = (size_t)(slash - path);
        if (length >= sizeof part)
            return fault_set (fault, QCDC_IO, NULL, _ ("the name of the folder is too long"));
        memcpy (part, path, length);
        part[length] = '\0';
        if (access (part, X_OK) != 0) {
            fault_set (fault, QCDC_IO, NULL,
                       purpose == PRIVILEGE_DATABASE
                           ? _ ("the user %s, who runs the database, may not pass through %s")
                           : _ ("the user %s, who runs the server, may not pass through %s"),
                       privilege_user (), part);
            fault_advise (fault, _ ("choose a folder below /var/lib or /srv, or allow it with chmod o+x %s"), part);
            return QCDC_IO;
        }
    }
    if (access (path, R_OK | W_OK | X_OK) != 0) {
        fault_set (fault, QCDC_IO, NULL,
                   purpose == PRIVILEGE_DATABASE ? _ ("the user %s, who runs the database, may not write to %s")
                                                 : _ ("the user %s, who runs the server, may not write to %s"),
                   privilege_user (), path);
        fault_advise (fault, _ ("give the folder to that user, or run the command as its owner: chown -R %s '%s'"),
                      privilege_user (), path);
        return QCDC_IO;
    }
    return QCDC_OK;
}

/*  Makes the folders on the way to PATH.  Root's umask must not shut out the user that root is about to become. */
static qcdc_status make_way (const char *path, fault_t *fault)
{
    char *part = strdup (path);
    if (!part)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
    for (size_t length = strlen (part); length > 1 && part[length - 1] == '/';)
        part[--length] = '\0';
    qcdc_status status = QCDC_OK;
    for (char *slash = part; status == QCDC_OK && *slash && (slash = strchr (slash + 1, '/'));) {
        struct stat info;
        *slash = '\0';
        if (stat (part, &info) != 0 && (mkdir (part, 0755) != 0 || chmod (part, 0755) != 0) && errno != EEXIST)
            status = fault_set (fault, QCDC_IO, NULL, _ ("cannot create the folder %s: %s"), part, strerror (errno));
        *slash = '/';
    }
    free (part);
    return status;
}

/*  Only what is not there can be made: somebody who may not look must not be told that there is nothing. */
static qcdc_status cannot_find (const char *dir, privilege_for purpose, int error, fault_t *fault)
{
    if (error == ENOENT) {
        fault_set (fault, QCDC_NOT_FOUND, NULL, _ ("there is no folder %s: %s"), dir, strerror (error));
        if (purpose == PRIVILEGE_DATABASE)
            fault_advise (fault, _ ("make a new one with: qcdcd init --data %s"), dir);
        return QCDC_NOT_FOUND;
    }
    fault_set (fault, QCDC_IO, NULL, _ ("cannot look at %s: %s"), dir, strerror (error));
    if (error == EACCES)
        fault_advise (fault, _ ("run the command as root or as the owner of the folder"));
    return QCDC_IO;
}

qcdc_status privilege_enter (const char *dir, bool create, privilege_for purpose, char **path, fault_t *fault)
{
    *path = NULL;
    qcdc_status status = create ? make_way (dir, fault) : QCDC_OK;
    if (status != QCDC_OK)
        return status;
    if (create && mkdir (dir, 0700) != 0 && errno != EEXIST)
        return fault_set (fault, QCDC_IO, NULL, _ ("cannot create the folder %s: %s"), dir, strerror (errno));
    char *absolute = realpath (dir, NULL);
    if (!absolute)
        return cannot_find (dir, purpose, errno, fault);
    status = geteuid () == 0 ? leave_root (absolute, purpose, fault) : QCDC_OK;
    if (status == QCDC_OK)
        status = check_way (absolute, purpose, fault);
    if (status == QCDC_OK)
        *path = absolute;
    else
        free (absolute);
    return status;
}
