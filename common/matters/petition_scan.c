/*  petition_scan.c — a scan shows who wrote the petition: a denunciation has none, whatever it was taken for before. */

#include "matters/petition_scan.h"

#include "matters/petition_checks.h"

#define SEALED_BYTES_MIN 42u /* of one byte */

static qcdc_status check_file (const Qcdc__BlobAttached *attached, fault_t *fault)
{
    if (!scan_of_name ((int)attached->of))
        return fault_set (fault, QCDC_BAD_FIELD, "of", "it does not say what the scan shows");
    if (!scan_media_name ((int)attached->media))
        return fault_set (fault, QCDC_UNSUPPORTED, "media", "a scan is a PDF, a JPEG, a PNG or a TIFF file");
    if (attached->hash.len != HASH_BYTES)
        return fault_set (fault, QCDC_MALFORMED, "hash", "the hash of a scan has %u bytes", HASH_BYTES);
    if (attached->bytes < SEALED_BYTES_MIN || attached->bytes > QCDC_SCAN_BYTES_MAX)
        return fault_set (fault, QCDC_TOO_LARGE, "bytes", "a scan has %u to %u bytes", SEALED_BYTES_MIN,
                          QCDC_SCAN_BYTES_MAX);
    return QCDC_OK;
}

static qcdc_status check_petition (const petition_t *petition, fault_t *fault)
{
    QCDC_TRY (petition_check_stands (petition, fault));
    if (petition->kind == QCDC__PETITION_KIND__TO_CAO)
        return fault_set (fault, QCDC_IDENTITY_TEXT, "petition",
                          "a denunciation has no scans: they tell who denounces");
    if (petition->scans < (int)QCDC_SCANS_COUNT_MAX)
        return QCDC_OK;
    fault_set (fault, QCDC_TOO_LARGE, "petition", "petition %s has %u scans already, and no more can be added",
               petition->local_no, QCDC_SCANS_COUNT_MAX);
    fault_advise (fault, "put several pages into one PDF");
    return QCDC_TOO_LARGE;
}

void scan_judge (const judge_input_t *input, const Qcdc__BlobAttached *attached, verdict_t *verdict)
{
    fault_t *fault = &verdict->fault;
    qcdc_status status = petition_check_target (input, fault);
    const petition_t *petition = (const petition_t *)input->thing;
    if (status == QCDC_OK)
        status = check_file (attached, fault);
    if (status == QCDC_OK)
        status = check_petition (petition, fault);
    if (status == QCDC_OK)
        status = petition_check_day (input, petition, attached->on, fault);
    verdict_conclude (verdict, status);
}

qcdc_status scan_check_kind (const petition_t *self, const Qcdc__PetitionReceived *as, fault_t *fault)
{
    if (as->kind != QCDC__PETITION_KIND__TO_CAO || self->kind == QCDC__PETITION_KIND__TO_CAO || !self->scans)
        return QCDC_OK;
    fault_set (fault, QCDC_IDENTITY_TEXT, "kind", "petition %s has scans, which a denunciation must not have",
               self->local_no);
    fault_advise (fault, "have each of them erased, take the petition back, and enter it anew as a denunciation");
    return QCDC_IDENTITY_TEXT;
}
