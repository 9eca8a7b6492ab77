/*  founding.c — three rows, by the names of their columns. */

#include "catalogue/founding.h"

#include <string.h>

#define CLASS "founder"

/*  One row of table NAME: VALUES of COLUMNS, both NULL-terminated; the other columns are empty. */
static qcdc_status add_row (catalog_tables_t *tables, const char *name, const char *const *columns,
                            const char *const *values, fault_t *fault)
{
    const char *fields[CATALOGUE_COLUMNS_MAX];
    size_t table = (size_t)table_kind_find (name);
    for (size_t i = 0; i < CATALOGUE_COLUMNS_MAX; i++)
        fields[i] = "";
    for (size_t i = 0; columns[i]; i++)
        fields[table_column (table_kind_at (table), columns[i])] = values[i];
    return tables_add (tables, table, fields, NULL, 0, fault);
}

static qcdc_status add_rows (catalog_tables_t *tables, const founding_t *founding, fault_t *fault)
{
    const char *provincial = founding->provincial ? "yes" : "no";
    QCDC_TRY (add_row (tables, "classes", (const char *const[]){"code", "name_vi", "name_en", "provincial", NULL},
                       (const char *const[]){CLASS, founding->name, founding->name, provincial, NULL}, fault));
    QCDC_TRY (add_row (tables, "units", (const char *const[]){"code", "name", "level", NULL},
                       (const char *const[]){founding->unit, founding->unit_name, "province", NULL}, fault));
    return add_row (tables, "offices", (const char *const[]){"code", "name", "class", "unit", "petitions", NULL},
                    (const char *const[]){founding->office, founding->name, CLASS, founding->unit, "no", NULL},
                    fault);
}

qcdc_status tables_found (const founding_t *founding, catalog_tables_t **self_p, fault_t *fault)
{
    catalog_tables_t *self QCDC_CLEANUP (tables_destroy) = tables_new ();
    *self_p = NULL;
    if (!self)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    QCDC_TRY (add_rows (self, founding, fault));
    *self_p = self;
    self = NULL;
    return QCDC_OK;
}

/*  The rows of TABLE, that at FIRST before all others. */
static qcdc_status copy_rows (const catalog_tables_t *self, size_t table, size_t first, catalog_tables_t *next,
                              fault_t *fault)
{
    size_t count;
    const table_row_t *rows = tables_rows (self, table, &count);
    for (size_t i = 0; i < count; i++) {
        const table_row_t *row = &rows[i == 0 ? first : i <= first ? i - 1 : i];
        QCDC_TRY (tables_add_known (next, table, row, fault));
    }
    return QCDC_OK;
}

static qcdc_status copy_parts (const catalog_tables_t *self, catalog_tables_t *next, fault_t *fault)
{
    uint64_t origin;
    bytes_t part;
    for (size_t i = 0; (part = tables_part_at (self, i, &origin)).data; i++)
        QCDC_TRY (tables_part_add (next, origin, part, fault));
    return QCDC_OK;
}

/*  The place of the office CODE; SIZE_MAX. */
static size_t find_office (const catalog_tables_t *self, size_t table, const char *code)
{
    size_t count;
    const table_row_t *rows = tables_rows (self, table, &count);
    int column = table_column (table_kind_at (table), "code");
    for (size_t i = 0; i < count; i++)
        if (strcmp (rows[i].fields[column], code) == 0)
            return i;
    return SIZE_MAX;
}

qcdc_status tables_founder_first (const catalog_tables_t *self, const char *code, catalog_tables_t **next_p,
                                  fault_t *fault)
{
    size_t offices = (size_t)table_kind_find ("offices"), first = find_office (self, offices, code);
    *next_p = NULL;
    if (first == SIZE_MAX)
        return fault_set (fault, QCDC_NOT_FOUND, "offices", "%s", code);
    catalog_tables_t *next QCDC_CLEANUP (tables_destroy) = tables_new ();
    if (!next)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    for (size_t table = 0; table < table_kind_count (); table++)
        QCDC_TRY (copy_rows (self, table, table == offices ? first : 0, next, fault));
    tables_set_first (next, tables_first (self));
    tables_set_first_ends (next, tables_first_ends (self));
    QCDC_TRY (copy_parts (self, next, fault));
    *next_p = next;
    next = NULL;
    return QCDC_OK;
}
