/*  sync_result.c — what a synchronisation has done, counted as it goes and told at its end.
 *
 *  Rejected and waiting are told of the whole journal, not of this run: what was rejected yesterday still wants doing, until it is
 *  mended. */

#include "line/sync_result.h"

#include "base/arena.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "journal/journal_receipt.h"

#include <stdio.h>

qcdc_status sync_result_count (sync_result_t *self, const receipt_t *receipt, bool is_new, fault_t *fault)
{
    if (!is_new || !receipt->verdicts.length)
        return QCDC_OK;
    arena_t *arena QCDC_CLEANUP (arena_destroy) = arena_new (QCDC_FRAME_ARENA_BYTES_MAX);
    if (!arena)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, _ ("no memory for verdicts"));
    const Qcdc__Verdicts *verdicts;
    QCDC_TRY (receipt_verdicts (receipt, arena, &verdicts, fault));
    for (size_t i = 0; i < verdicts->n_items; i++) {
        Qcdc__VerdictState state = verdicts->items[i]->state;
        self->rejected +=
            state == QCDC__VERDICT_STATE__VERDICT_REJECTED || state == QCDC__VERDICT_STATE__VERDICT_UNSUPPORTED;
        self->waiting += state == QCDC__VERDICT_STATE__VERDICT_WAITING;
    }
    return QCDC_OK;
}

/*  Scans are told of only where there are any. */
static void report_scans (const sync_result_t *result)
{
    if (result->scans_sent)
        printf (ngettext ("%llu scan was sent.\n", "%llu scans were sent.\n", result->scans_sent),
                (unsigned long long)result->scans_sent);
    if (result->scans_unknown)
        printf ("%s\n", _ ("The server is an older program, which keeps no scans: they wait here."));
    else if (result->scans_waiting)
        printf (ngettext ("%llu scan is not sent whole yet: the next qcdc sync goes on.\n",
                          "%llu scans are not sent whole yet: the next qcdc sync goes on.\n", result->scans_waiting),
                (unsigned long long)result->scans_waiting);
    if (result->scans_refused)
        printf (ngettext ("%llu scan was not taken: %s\n", "%llu scans were not taken, the last one because: %s\n",
                          result->scans_refused),
                (unsigned long long)result->scans_refused, result->scan_refused);
}

void sync_report (const sync_result_t *result, const sync_standing_t *standing)
{
    if (result->taken)
        printf (_ ("%llu entries that this folder had lost came back from the server.\n"),
                (unsigned long long)result->taken);
    if (result->refiled)
        printf (_ ("%llu entries were filed again behind those the server holds.\n"),
                (unsigned long long)result->refiled);
    if (result->resent)
        printf (_ ("%llu entries that the server had lost were sent again, with their receipts.\n"),
                (unsigned long long)result->resent);
    if (result->returned)
        printf (_ ("%llu entries of the office's other devices that the server had lost were given back.\n"),
                (unsigned long long)result->returned);
    if (result->note[0])
        printf ("%s\n", result->note);
    if (result->unbelieved)
        printf (ngettext (
                    "%llu act of the province (%s) has no effect here, for no device that publishes has vouched for "
                    "the one "
                    "that wrote it; ask the provincial office (qcdc vouch there); this is said once\n",
                    "%llu acts of the province (the first: %s) have no effect here, for no device that publishes has "
                    "vouched "
                    "for the one that wrote them; ask the provincial office (qcdc vouch there); this is said once\n",
                    result->unbelieved),
                (unsigned long long)result->unbelieved, result->unbelieved_of);
    if (standing->mended)
        printf (_ ("Sent %llu, received %llu; rejected %llu (%llu mended), waiting %llu.\n"),
                (unsigned long long)result->sent, (unsigned long long)result->received,
                (unsigned long long)standing->rejected, (unsigned long long)standing->mended,
                (unsigned long long)standing->waiting);
    else
        printf (_ ("Sent %llu, received %llu; rejected %llu, waiting %llu.\n"), (unsigned long long)result->sent,
                (unsigned long long)result->received, (unsigned long long)standing->rejected,
                (unsigned long long)standing->waiting);
    if (result->rejected)
        printf (_ ("%llu of the entries sent now were rejected; see why with: qcdc rejected\n"),
                (unsigned long long)result->rejected);
    report_scans (result);
    if (standing->in_vain)
        printf (_ ("%llu were taken in and change nothing, for what was said later stands; see qcdc rejected\n"),
                (unsigned long long)standing->in_vain);
}
