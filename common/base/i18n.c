/*  i18n.c — opens the catalogue of translations.
 *
 *  It is looked for beside the program first, so that a build that is not installed speaks its own words and not
 *  those of an older one on the same machine. */

#include "base/i18n.h"

#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef QCDC_LOCALEDIR
#define QCDC_LOCALEDIR "/usr/share/locale"
#endif

/*  Where the translations lie, seen from the program: built and not installed, installed under any prefix. */
static const char *const BESIDE[] = {"/../locale", "/../share/locale"};
#define BESIDE_BYTES_MAX 64u
#define CATALOGUE "/vi/LC_MESSAGES/qcdc.mo"

/*  The folder of translations beside the program; NULL where there is none. */
static const char *folder_beside_program (char path[PATH_MAX])
{
    ssize_t length = readlink ("/proc/self/exe", path, PATH_MAX - BESIDE_BYTES_MAX);
    if (length < 0)
        return NULL;
    path[length] = '\0';
    char *slash = strrchr (path, '/');
    for (size_t i = 0; slash && i < sizeof BESIDE / sizeof *BESIDE; i++) {
        snprintf (slash, BESIDE_BYTES_MAX, "%s" CATALOGUE, BESIDE[i]);
        bool found = access (path, R_OK) == 0;
        slash[strlen (BESIDE[i])] = '\0';
        if (found)
            return path;
    }
    return NULL;
}

void i18n_init (void)
{
    char beside[PATH_MAX];
    const char *folder = getenv ("QCDC_LOCALEDIR");
    if (!folder || !*folder)
        folder = folder_beside_program (beside);
    /* Only words and characters: LC_NUMERIC would turn the points of our files into commas. */
    setlocale (LC_CTYPE, "");
    setlocale (LC_MESSAGES, "");
    bindtextdomain ("qcdc", folder ? folder : QCDC_LOCALEDIR);
    /* Vietnamese needs UTF-8 whatever the terminal's locale says of itself. */
    bind_textdomain_codeset ("qcdc", "UTF-8");
    textdomain ("qcdc");
}

bool i18n_is_vietnamese (void)
{
    /* The translation of nothing is the catalogue's head; without a catalogue it is nothing. */
    return strstr (gettext (""), "\nLanguage: vi\n") != NULL;
}

void i18n_off (void)
{
    setlocale (LC_MESSAGES, "C");
}
