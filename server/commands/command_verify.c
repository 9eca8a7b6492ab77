/*  command_verify.c — qcdcd verify and qcdcd rebuild: the projections are what the journals say, or are made so.
 *
 *  Every problem is one line on stdout that names its place; what to do about them is one line on stderr. */

#include "commands/commands.h"

#include "base/i18n.h"
#include "commands/site.h"
#include "ingest/rejudge.h"
#include "proof/verify.h"

#include <stdio.h>

static bool print_problem (const char *place, void *arg)
{
    (void)arg;
    printf ("%s\n", place);
    return true;
}

int command_verify (const options_t *options)
{
    fault_t fault = {0};
    site_t *site QCDC_CLEANUP (site_close) = NULL;
    verify_result_t result;
    qcdc_status status = site_open (options, SITE_IS_PROVED, &site, &fault);
    if (status == QCDC_OK)
        status = verify_run (site->pg, print_problem, NULL, &result, &fault);
    if (status != QCDC_OK)
        return command_fail (&fault);
    if (result.problems) {
        fprintf (
            stderr, "qcdcd: %s\n",
            _ ("not identical; projections are mended by qcdcd rebuild; for a damaged journal, restore a copy from a "
               "backup: the offices' next synchronisations bring back what it lacks"));
        return 1;
    }
    printf (_ ("identical: %llu entries of %llu origins in %llu segments\n"),
            (unsigned long long)result.counts.entries, (unsigned long long)result.counts.origins,
            (unsigned long long)result.counts.segments);
    return 0;
}

int command_rebuild (const options_t *options)
{
    fault_t fault = {0};
    site_t *site QCDC_CLEANUP (site_close) = NULL;
    verify_result_t result;
    size_t changed = 0;
    qcdc_status status = site_open (options, SITE_IS_PROVED, &site, &fault);
    if (status == QCDC_OK)
        status = verify_rebuild (site->pg, print_problem, NULL, &result, &fault);
    if (status == QCDC_OK && !result.problems)
        status = site_take_catalogue (site, &fault);
    if (status == QCDC_OK && options->rejudge && !result.problems)
        status = rejudge_all (site->pg, site->snapshot, &changed, &fault);
    if (status != QCDC_OK)
        return command_fail (&fault);
    if (result.problems) {
        fprintf (
            stderr, "qcdcd: %s\n",
            _ ("the journals are damaged; nothing was rebuilt: restore a copy from a backup, and the offices' next "
               "synchronisations bring back what it lacks"));
        return 1;
    }
    printf (_ ("rebuilt from %llu entries of %llu origins\n"), (unsigned long long)result.counts.entries,
            (unsigned long long)result.counts.origins);
    if (options->rejudge)
        printf (_ ("%zu entries were judged differently\n"), changed);
    return 0;
}
