/*  founding.c — three rows, by the names of their columns. */

#include "catalogue/founding.h"

#define CLASS "founder"

/*  One row of table NAME: VALUES of COLUMNS, both NULL-terminated; the other columns are empty. */
static qcdc_status add_row (catalog_tables_t *tables, const char *name, const char *const *columns,
                            const char *const *values, fault_t *fault)
{
    const char *fields[TABLE_COLUMNS_MAX];
    size_t table = (size_t)table_kind_find (name);
    for (size_t i = 0; i < TABLE_COLUMNS_MAX; i++)
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
                    (const char *const[]){founding->office, founding->name, CLASS, founding->unit, "no", NULL}, fault);
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
