/*  own_code.h — of a library that is put before a program: whether the program's own code calls, or another library's. */

#ifndef QCDC_OWN_CODE_H
#define QCDC_OWN_CODE_H

#include <link.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static uintptr_t program_from, program_to;

/*  The first object is the program. */
static int find_program (struct dl_phdr_info *info, size_t size, void *arg)
{
    (void)size;
    (void)arg;
    for (int i = 0; i < info->dlpi_phnum; i++)
        if (info->dlpi_phdr[i].p_type == PT_LOAD && info->dlpi_phdr[i].p_flags & PF_X) {
            program_from = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;
            program_to = program_from + info->dlpi_phdr[i].p_memsz;
        }
    return 1;
}

/*  Once, before anything is asked. */
static void own_code_find (void)
{
    dl_iterate_phdr (find_program, NULL);
}

/*  Whether CALLER, a return address, lies in the program. */
static bool own_code (const void *caller)
{
    return (uintptr_t)caller >= program_from && (uintptr_t)caller < program_to;
}

#endif
