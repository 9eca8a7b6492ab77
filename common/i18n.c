/*  i18n.c — opens the catalogue of translations. */

#include "i18n.h"

#include <limits.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef QCDC_LOCALEDIR
#define QCDC_LOCALEDIR "/usr/share/locale"
#endif

/*  bin/../locale, where a program that was built and not installed has its translations; NULL where there is none. */
static const char *folder_beside_program (char path[PATH_MAX])
{
    static const char BESIDE[] = "/../locale";
    ssize_t length = readlink ("/proc/self/exe", path, PATH_MAX - sizeof BESIDE);
    if (length < 0)
        return NULL;
    path[length] = '\0';
    char *slash = strrchr (path, '/');
    if (!slash)
        return NULL;
    memcpy (slash, BESIDE, sizeof BESIDE);
    return access (path, X_OK) == 0 ? path : NULL;
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

void i18n_off (void)
{
    setlocale (LC_MESSAGES, "C");
}
