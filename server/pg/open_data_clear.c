/*  open_data_clear.c — taking the views of the schema open_data away. */

#include "pg/open_data_clear.h"

/*  Everything in the schema, whatever it is. */
qcdc_status open_data_clear (pg_t *pg, fault_t *fault)
{
    return pg_exec (pg,
                    "do $$ declare r record; begin "
                    "for r in select format('%I.%I', n.nspname, c.relname) as name, case c.relkind when 'v' then 'view' else 'table' end as kind "
                    "from pg_class c join pg_namespace n on n.oid = c.relnamespace "
                    "where n.nspname = 'open_data' and c.relkind in ('v', 'r') loop "
                    "execute format('drop %s if exists %s cascade', r.kind, r.name); end loop; "
                    "if exists (select from pg_namespace where nspname = 'open_data') then "
                    "comment on schema open_data is null; end if; end $$",
                    fault);
}
