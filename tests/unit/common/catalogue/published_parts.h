/*  published_parts.h — the facts that are made of a set, kept as they are packed, and folded one by one. */

#ifndef QCDC_PUBLISHED_PARTS_H
#define QCDC_PUBLISHED_PARTS_H

#include "base/day.h"
#include "base/limits.h"
#include "catalogue/publication.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static inline int32_t on (const char *text)
{
    int32_t day = 0;
    assert_int_equal (day_parse (text, &day), QCDC_OK);
    return day;
}

/*  What publication_each made, packed. */
typedef struct {
    uint8_t *bodies[QCDC_SET_PARTS_MAX];
    size_t lengths[QCDC_SET_PARTS_MAX], count;
} parts_t;

static inline qcdc_status part_take (const Qcdc__Fact *fact, void *arg, fault_t *fault)
{
    parts_t *parts = arg;
    (void)fault;
    qcdc_status status = fact_pack (fact, &parts->bodies[parts->count], &parts->lengths[parts->count]);
    parts->count++;
    return status;
}

static inline void parts_free (parts_t *parts)
{
    for (size_t i = 0; i < parts->count; i++)
        free (parts->bodies[i]);
    *parts = (parts_t){.count = 0};
}

/*  Folds the part at INDEX into *TABLES. */
static inline qcdc_status part_fold (catalog_tables_t **tables, uint64_t origin, const parts_t *parts, size_t index,
                                     bool *whole)
{
    fault_t fault = {0};
    catalog_tables_t *next = NULL;
    arena_t *arena = arena_new (QCDC_FACT_ARENA_BYTES_MAX);
    Qcdc__Fact *fact = NULL;
    assert_non_null (arena);
    assert_int_equal (fact_unpack ((bytes_t){parts->bodies[index], parts->lengths[index]}, arena, &fact), QCDC_OK);
    assert_int_equal (publication_fits (fact->published, &fault), QCDC_OK);
    qcdc_status status = publication_apply (*tables, origin, fact->published,
                                            (int64_t)on ("2026-06-01") * 86400000000, &next, whole, &fault);
    if (status == QCDC_OK) {
        tables_destroy (tables);
        *tables = next;
    } else
        assert_null (next);
    arena_destroy (&arena);
    return status;
}

#endif
