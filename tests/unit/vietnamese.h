/*  vietnamese.h — for tests of what is read and shown in Vietnamese: the catalogue as it will be installed, made of vi.po.
 *
 *  C.UTF-8 is there on every system, and LANGUAGE chooses within it.  Included once, behind cmocka.h, by one test program. */

#ifndef QCDC_TEST_VIETNAMESE_H
#define QCDC_TEST_VIETNAMESE_H

#include "base/i18n.h"

#include <stdio.h>
#include <stdlib.h>

#define SOURCE QCDC_TEST_DATA "/../.."

static char vietnamese_folder[] = "/tmp/qcdc-test-XXXXXX";

static int vietnamese_run (const char *format)
{
    char command[512];
    snprintf (command, sizeof command, format, vietnamese_folder);
    return system (command);
}

static int vietnamese_setup (void **state)
{
    (void)state;
    if (!mkdtemp (vietnamese_folder) || vietnamese_run ("mkdir -p %s/vi/LC_MESSAGES") != 0 ||
        vietnamese_run ("msgfmt -o %s/vi/LC_MESSAGES/qcdc.mo " SOURCE "/common/po/vi.po") != 0)
        return -1;
    setenv ("LC_ALL", "C.UTF-8", 1);
    setenv ("LANGUAGE", "vi", 1);
    setenv ("QCDC_LOCALEDIR", vietnamese_folder, 1);
    i18n_init ();
    return 0;
}

static int vietnamese_teardown (void **state)
{
    (void)state;
    return vietnamese_run ("rm -r %s");
}

#endif
