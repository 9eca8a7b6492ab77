/*  paper_code.c — typing the code of a paper. */

#include "papers/paper_code.h"

#include "base/i18n.h"
#include "base/process.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

qcdc_status paper_code_type (char typed[PAPER_TYPED_BYTES], fault_t *fault)
{
    memset (typed, 0, PAPER_TYPED_BYTES);
    process_hide (typed, PAPER_TYPED_BYTES);
    if (isatty (STDIN_FILENO))
        fprintf (stderr, "%s ", _ ("The code on the paper:"));
    /* A file may have it in two lines, as it stands on the paper. */
    bool any = isatty (STDIN_FILENO) ? fgets (typed, (int)PAPER_TYPED_BYTES, stdin) != NULL
                                     : fread (typed, 1, PAPER_TYPED_BYTES - 1, stdin) > 0;
    return any ? QCDC_OK : paper_code_fault (QCDC_EMPTY, fault);
}

qcdc_status paper_code_fault (qcdc_status status, fault_t *fault)
{
    if (status == QCDC_OK)
        return QCDC_OK;
    fault_set (fault, status, NULL, "%s",
               status == QCDC_EMPTY
                   ? _ ("no code was typed")
                   : _ ("this is not the code of a paper: a character is wrong, missing or too many"));
    fault_advise (fault, "%s",
                  _ ("type the six groups as they stand on it, after the question or in a file: < FILE"));
    return status;
}
