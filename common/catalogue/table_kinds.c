/*  table_kinds.c — the registry of the catalogue's tables: one row for each kind of row that the province publishes.
 *
 *  A new table is a row here, and a function in catalog_read.c where something is judged by it. */

#include "base/i18n.h"
#include "catalogue/tables.h"

#include <string.h>

#define C(n) (1u << (n))
#define NEVER_ENDED .from = -1, .to = -1

/*  In the order in which one refers to another.  What is fixed makes the row another thing: a figure that is counted otherwise or in
 *  another measure, or a form that asks for something else, gets a code or a version of its own, so that what was reported under the
 *  old one keeps its meaning. */
static const table_kind_t KINDS[] = {
    {.name = "classes",
     .title = N_ ("classes of offices"),
     .columns = {"code", "name_vi", "name_en", "provincial", "valid_from", "valid_to"},
     .keys = 1,
     .line = 1,
     .texts = C (1) | C (2),
     .optional = C (4) | C (5),
     .fixed = C (3),
     .from = 4,
     .to = 5,
     .label = 1},
    {.name = "dimensions",
     .title = N_ ("dimensions"),
     .columns = {"code", "members", "open", "parts", "openings", "flows", "closings"},
     .keys = 1,
     .line = 1,
     NEVER_ENDED,
     .label = -1},
    {.name = "members",
     .title = N_ ("members of dimensions"),
     .columns = {"dimension", "member", "name_vi", "name_en", "valid_from", "valid_to"},
     .keys = 2,
     .line = 2,
     .texts = C (2) | C (3),
     .optional = C (3) | C (4) | C (5),
     .from = 4,
     .to = 5,
     .label = 2},
    {.name = "indicators",
     .title = N_ ("indicators"),
     .columns = {"code", "section", "name_vi", "name_en", "measure", "type", "agg_unit", "agg_time", "dimensions",
                 "valid_from", "valid_to"},
     .keys = 1,
     .line = 1,
     .texts = C (2) | C (3),
     .optional = C (9) | C (10),
     .fixed = C (4) | C (5) | C (6) | C (7) | C (8),
     .from = 9,
     .to = 10,
     .label = 2},
    {.name = "units",
     .title = N_ ("units"),
     .columns = {"code", "parent_code", "level", "name", "valid_from", "valid_to"},
     .keys = 1,
     .line = 1,
     .texts = C (3),
     .optional = C (4) | C (5),
     .from = 4,
     .to = 5,
     .label = 3},
    {.name = "lineage",
     .title = N_ ("changes of units"),
     .columns = {"event_on", "predecessor", "successor", "relation", "legal_basis"},
     .keys = 3,
     .line = 3,
     .texts = C (4),
     .days = C (0),
     NEVER_ENDED,
     .label = 3},
    {.name = "calendar",
     .title = N_ ("calendars"),
     .columns = {"calendar", "period", "from_year", "from_month", "from_day", "to_year", "to_month", "to_day",
                 "opens_days", "valid_from", "valid_to"},
     .keys = 2,
     .line = 2,
     .optional = C (9) | C (10),
     .from = 9,
     .to = 10,
     .label = -1},
    {.name = "forms",
     .title = N_ ("forms"),
     .columns = {"code", "version", "title_vi", "title_en", "office_class", "calendar", "periods", "indicators",
                 "valid_from", "valid_to"},
     .keys = 2,
     .line = 1,
     .texts = C (2) | C (3),
     .optional = C (8) | C (9),
     .fixed = C (2) | C (3) | C (4) | C (5) | C (6) | C (7),
     .from = 8,
     .to = 9,
     .label = 2},
    {.name = "offices",
     .title = N_ ("offices"),
     .columns = {"code", "name", "class", "unit", "forms", "petitions", "valid_from", "valid_to"},
     .keys = 1,
     .line = 1,
     .texts = C (1),
     .optional = C (6) | C (7),
     .from = 6,
     .to = 7,
     .label = 1},
    {.name = "devices",
     .title = N_ ("devices that publish"),
     .columns = {"key", "name", "valid_from", "valid_to"},
     .keys = 1,
     .line = 1,
     .texts = C (1),
     .optional = C (2) | C (3),
     .from = 2,
     .to = 3,
     .label = 1},
    {.name = "deadlines",
     .title = N_ ("days to hand in"),
     .columns = {"calendar", "period", "classes", "days", "working", "valid_from", "valid_to"},
     .keys = 3,
     .line = 3,
     .from = 5,
     .to = 6,
     .label = -1},
    {.name = "holidays",
     .title = N_ ("holidays"),
     .columns = {"day", "works", "name_vi", "name_en", "valid_from", "valid_to"},
     .keys = 1,
     .line = 1,
     .texts = C (2) | C (3),
     .optional = C (4) | C (5),
     .days = C (0),
     .from = 4,
     .to = 5,
     .label = 2},
    {.name = "unit-traits",
     .title = N_ ("traits of units"),
     .columns = {"unit", "trait", "valid_from", "valid_to"},
     .keys = 2,
     .line = 2,
     .optional = C (2) | C (3),
     .from = 2,
     .to = 3,
     .label = 1},
    {.name = "legal-deadlines",
     .title = N_ ("legal deadlines of petitions"),
     .columns = {"rule", "petition_kinds", "petition_instance", "area", "starts", "ends", "days", "working",
                 "extends", "times", "flag", "words_vi", "words_en", "citation", "valid_from", "valid_to"},
     .keys = 1,
     .line = 1,
     .texts = C (11) | C (12) | C (13),
     .optional = C (14) | C (15),
     .from = 14,
     .to = 15,
     .label = 11},
    {.name = "duty-changes",
     .title = N_ ("changes of duties"),
     .columns = {"form", "period", "office", "due_on", "exempt", "reason", "valid_from", "valid_to", "successor"},
     .keys = 3,
     .line = 3,
     .texts = C (5),
     .optional = C (6) | C (7) | C (8),
     .days = C (3),
     .from = 6,
     .to = 7,
     .label = 5},
    {.name = "brief",
     .title = N_ ("lines of the brief"),
     .columns = {"line", "kind", "form", "cell", "valid_from", "valid_to", "text_vi", "text_en", "cites"},
     .keys = 1,
     .line = 1,
     .texts = C (6) | C (7),
     .from = 4,
     .to = 5,
     .label = 6},
    {.name = "constants",
     .title = N_ ("constants of rules"),
     .columns = {"name", "value", "valid_from", "valid_to", "words_vi", "words_en", "citation"},
     .keys = 1,
     .line = 1,
     .texts = C (4) | C (5) | C (6),
     .from = 2,
     .to = 3,
     .label = 4},
    {.name = "rules",
     .title = N_ ("rules"),
     .columns = {"rule", "forms", "periods", "scope", "filter", "expression", "severity", "blanks", "unless",
                 "valid_from", "valid_to", "words_vi", "words_en", "citation", "note"},
     .keys = 1,
     .line = 1,
     .texts = C (11) | C (12) | C (13),
     .optional = C (14),
     .from = 9,
     .to = 10,
     .label = 11},
};

_Static_assert(sizeof KINDS / sizeof *KINDS <= CATALOGUE_TABLES_MAX, "CATALOGUE_TABLES_MAX");

size_t table_kind_count (void)
{
    return sizeof KINDS / sizeof *KINDS;
}

const table_kind_t *table_kind_at (size_t table)
{
    return &KINDS[table];
}

int table_kind_find (const char *name)
{
    for (size_t i = 0; i < table_kind_count (); i++)
        if (strcmp (KINDS[i].name, name) == 0)
            return (int)i;
    return -1;
}

int table_column (const table_kind_t *kind, const char *name)
{
    for (int i = 0; kind->columns[i]; i++)
        if (strcmp (kind->columns[i], name) == 0)
            return i;
    return -1;
}
