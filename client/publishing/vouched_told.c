/*  vouched_told.c — a province with one key is one stolen laptop away from having none. */

#include "publishing/vouched_told.h"

#include "base/i18n.h"

static qcdc_status count_one (const journal_unbelieved_t *act, void *arg)
{
    unsigned long *count = arg;
    (void)act;
    ++*count;
    return QCDC_OK;
}

static qcdc_status tell_province (const desk_t *desk, FILE *file, fault_t *fault)
{
    vouched_t stands;
    size_t keys;
    fault_t why = {0};
    QCDC_TRY (desk_vouched (desk, &stands, &keys, fault));
    if (stands != VOUCHED && desk_check_vouched (desk, &why) == QCDC_UNVOUCHED)
        fprintf (file, "%s; %s\n", why.message, why.advice);
    if (keys == 1)
        fprintf (file, "%s\n",
                 _ ("Only one key is vouched for: once it is lost, nobody can publish, review or erase any more; "
                    "where it is: qcdc "
                    "vouch --paper prints another one for the safe"));
    return QCDC_OK;
}

qcdc_status vouched_tell (const desk_t *desk, FILE *file, fault_t *fault)
{
    unsigned long count = 0;
    if (desk->home.role == ROLE_PROVINCE)
        QCDC_TRY (tell_province (desk, file, fault));
    QCDC_TRY (journal_each_unbelieved (desk->home.journal, count_one, &count, fault));
    if (count)
        fprintf (file,
                 ngettext ("%lu act of the province has no effect here, for no device that publishes has vouched for "
                           "the one that wrote it; ask the provincial office\n",
                           "%lu acts of the province have no effect here, for no device that publishes has vouched "
                           "for the ones that wrote them; ask the provincial office\n",
                           count),
                 count);
    return QCDC_OK;
}
