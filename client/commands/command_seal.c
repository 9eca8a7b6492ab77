/*  command_seal.c — qcdc seal|unseal: the device's keys under a passphrase, and back. */

#include "commands/command.h"

#include "base/i18n.h"
#include "journal/seal.h"

#include <stdio.h>

static qcdc_status seal (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    (void)args, (void)arg;
    QCDC_TRY (home_seal (&desk->home, fault));
    printf ("%s\n", _ ("The keys are sealed. What journal.db holds is not: only an encrypted disk protects that."));
    return QCDC_OK;
}

static qcdc_status unseal (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    (void)args, (void)arg;
    QCDC_TRY (home_unseal (&desk->home, fault));
    printf ("%s\n", _ ("The keys are not sealed any more."));
    return QCDC_OK;
}

int command_seal (const command_t *command)
{
    static const desk_work_t WORK = {.work = seal};
    return command_at_desk (command, &WORK, NULL);
}

int command_unseal (const command_t *command)
{
    static const desk_work_t WORK = {.work = unseal};
    return command_at_desk (command, &WORK, NULL);
}
