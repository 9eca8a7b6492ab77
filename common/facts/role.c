/*  role.c — the names of roles: one table, read both ways.
 *
 *  The numbers stand in databases and invitations: a role is added behind the others and none is ever renumbered. */

#include "facts/role.h"

#include <string.h>

static const char *const ROLES[] = {
    [ROLE_REPORTER] = "reporter", [ROLE_PROVINCE] = "province", [ROLE_ANALYST] = "analyst"};

const char *role_name (role_t role)
{
    return ROLES[role];
}

qcdc_status role_parse (const char *text, role_t *role)
{
    for (int i = 0; i < ROLE_COUNT; i++)
        if (strcmp (text, ROLES[i]) == 0) {
            *role = (role_t)i;
            return QCDC_OK;
        }
    return QCDC_NOT_FOUND;
}
