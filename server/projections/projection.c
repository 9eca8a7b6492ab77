/*  projection.c — the registry of projections.
 *
 *  changed_fact is nobody's: it says of any fact which corrections and voidings it met. */

#include "projections/projection.h"

#include <stddef.h>

const projection_t *const PROJECTIONS[] = {&PETITION_PROJECTION, &REPORT_PROJECTION, NULL};

#define TABLES_MAX 32u

const projection_t *projection_of (matter_id matter)
{
    for (size_t i = 0; PROJECTIONS[i]; i++)
        if (PROJECTIONS[i]->matter == matter)
            return PROJECTIONS[i];
    return NULL;
}

const char *const *projection_tables (void)
{
    static const char *tables[TABLES_MAX];
    size_t count = 0;
    for (size_t i = 0; PROJECTIONS[i] && count + 8 < TABLES_MAX; i++) {
        tables[count++] = PROJECTIONS[i]->things->name;
        if (PROJECTIONS[i]->parts)
            tables[count++] = PROJECTIONS[i]->parts->name;
        for (size_t k = 0; PROJECTIONS[i]->others && PROJECTIONS[i]->others[k]; k++)
            tables[count++] = PROJECTIONS[i]->others[k];
    }
    tables[count++] = "changed_fact";
    tables[count] = NULL;
    return tables;
}
