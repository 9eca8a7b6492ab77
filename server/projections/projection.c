/*  projection.c — the registry of projections.
 *
 *  Seven are nobody's: changed_fact says of any fact which corrections and voidings it met, erasure_asked whose text an office wants
 *  erased, identity_opened whose identity was about to be read, blob_attached which scans a petition has, office_memory what devices of an office
 *  remember, case_proposed what offices propose for lists, publication what the catalogue is folded from. */

#include "projections/projection.h"

#include <stddef.h>
#include <string.h>

const projection_t *const PROJECTIONS[] = {
    &PETITION_PROJECTION, &REPORT_PROJECTION, &RECEPTION_PROJECTION, &AFFAIR_PROJECTION, &UNLIKE_PROJECTION,
    &LISTING_PROJECTION,  &NOTICE_PROJECTION, &READING_PROJECTION,   &ITEM_PROJECTION,   NULL};

#define TABLES_MAX 40u
#define FACT_TABLE "changed_fact" /* the first of them */

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
    for (size_t i = 0; PROJECTIONS[i] && count + 10 < TABLES_MAX; i++) {
        tables[count++] = PROJECTIONS[i]->things->name;
        if (PROJECTIONS[i]->parts)
            tables[count++] = PROJECTIONS[i]->parts->name;
        for (size_t k = 0; PROJECTIONS[i]->others && PROJECTIONS[i]->others[k]; k++)
            tables[count++] = PROJECTIONS[i]->others[k];
    }
    tables[count++] = FACT_TABLE;
    tables[count++] = "erasure_asked";
    tables[count++] = "identity_opened";
    tables[count++] = "blob_attached";
    tables[count++] = "office_memory";
    tables[count++] = "case_proposed";
    tables[count++] = "publication";
    tables[count] = NULL;
    return tables;
}

size_t projection_thing_tables (void)
{
    size_t count = 0;
    for (const char *const *table = projection_tables (); strcmp (*table, FACT_TABLE) != 0; table++)
        count++;
    return count;
}
