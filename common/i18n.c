/*  i18n.c — opens the catalogue of translations. */

#include "i18n.h"

#include <locale.h>
#include <stdlib.h>

#ifndef QCDC_LOCALEDIR
#define QCDC_LOCALEDIR "/usr/share/locale"
#endif

void i18n_init (void)
{
    const char *folder = getenv ("QCDC_LOCALEDIR");
    /* Only words and characters: LC_NUMERIC would turn the points of our files into commas. */
    setlocale (LC_CTYPE, "");
    setlocale (LC_MESSAGES, "");
    bindtextdomain ("qcdc", folder && *folder ? folder : QCDC_LOCALEDIR);
    /* Vietnamese needs UTF-8 whatever the terminal's locale says of itself. */
    bind_textdomain_codeset ("qcdc", "UTF-8");
    textdomain ("qcdc");
}
