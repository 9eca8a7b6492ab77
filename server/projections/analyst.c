/*  analyst.c — making the role, taking away what everybody has by default, and looking whether anything is left.
 *
 *  PostgreSQL lets everybody make temporary tables, write large objects and take advisory locks.  The first would be a way to write, the
 *  second too, and with a lock of the server's own number an analyst could keep the server from starting. */

#include "projections/analyst.h"

#include "base/i18n.h"
#include "projections/open_data.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

/*  By this comment a role is known as one of ours. */
#define MARK "qcdc: reads open_data"

bool analyst_name_valid (const char *name)
{
    size_t length = strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789_");
    return length > 0 && length < 64 && name[length] == '\0' && (name[0] < '0' || name[0] > '9') && strncmp (name, "pg_", 3) != 0 &&
           strcmp (name, "public") != 0 && strcmp (name, "none") != 0;
}

static qcdc_status no_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
}

/*  What was refused for lack of a privilege is told as that, and who can give it. */
static qcdc_status explain (pg_t *pg, qcdc_status status, fault_t *fault)
{
    if (strcmp (pg_sqlstate (pg), "42501") != 0)
        return status;
    fault_set (fault, QCDC_FORBIDDEN, NULL, "%s", _ ("the database does not let qcdcd make roles and take away what everybody may"));
    fault_advise (fault, _ ("run this command once with --db as a superuser, or let one say: alter role %s createrole; alter database %s owner to "
                             "%s"),
                  PQuser (pg_conn (pg)), PQdb (pg_conn (pg)), PQuser (pg_conn (pg)));
    return QCDC_FORBIDDEN;
}

/*  A statement with NAME, which is valid, in the place of each @. */
static qcdc_status run_for (pg_t *pg, const char *format, const char *name, fault_t *fault)
{
    char sql[1200];
    size_t used = 0;
    for (const char *at = format; *at && used + 70 < sizeof sql; at++) {
        if (*at == '@')
            used += (size_t)snprintf (sql + used, sizeof sql - used, "%s", name);
        else
            sql[used++] = *at;
    }
    sql[used] = '\0';
    qcdc_status status = pg_exec (pg, sql, fault);
    return status == QCDC_OK ? status : explain (pg, status, fault);
}

/*  ---------------------------------------------------------------- the role */

/*  Whether it is there; QCDC_EXISTS where it is not one of ours. */
static qcdc_status find_role (pg_t *pg, const char *name, bool *found, fault_t *fault)
{
    static const statement_t FIND = {
        "analyst_find", "select coalesce(shobj_description(oid, 'pg_authid'), '') from pg_roles where rolname = $1"};
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new ();
    if (!params)
        return no_memory (fault);
    pg_params_text (params, name);
    QCDC_TRY (pg_run (pg, &FIND, params, &result, fault));
    *found = PQntuples (result) == 1;
    if (!*found || strcmp (pg_text (result, 0, 0), MARK) == 0)
        return QCDC_OK;
    fault_set (fault, QCDC_EXISTS, NULL, _ ("there is a role %s that qcdcd has not made"), name);
    fault_advise (fault, "%s", _ ("choose another name"));
    return QCDC_EXISTS;
}

/*  Letters and digits that are not mistaken for each other, 5.7 bits each. */
static void make_password (char password[ANALYST_PASSWORD_BYTES])
{
    static const char LETTERS[] = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    for (size_t i = 0; i + 1 < ANALYST_PASSWORD_BYTES; i++)
        password[i] = LETTERS[randombytes_uniform (sizeof LETTERS - 1)];
    password[ANALYST_PASSWORD_BYTES - 1] = '\0';
}

/*  The password goes over as a verifier, which is all that the database ever sees of it. */
static qcdc_status create_role (pg_t *pg, const char *name, analyst_t *analyst, fault_t *fault)
{
    char sql[700];
    make_password (analyst->password);
    char *verifier = PQencryptPasswordConn (pg_conn (pg), analyst->password, name, "scram-sha-256");
    if (!verifier)
        return no_memory (fault);
    /* Base64, $, : and no quote. */
    snprintf (sql, sizeof sql, "create role %s login password '%s'", name, verifier);
    PQfreemem (verifier);
    qcdc_status status = pg_exec (pg, sql, fault);
    if (status != QCDC_OK)
        return explain (pg, status, fault);
    analyst->made = true;
    return run_for (pg, "comment on role @ is '" MARK "'", name, fault);
}

/*  What it must be, whatever it was before. */
static qcdc_status shape_role (pg_t *pg, const char *name, fault_t *fault)
{
    QCDC_TRY (run_for (pg, "alter role @ login nocreatedb nocreaterole noinherit connection limit 8", name, fault));
    QCDC_TRY (run_for (pg,
                       "alter role @ reset all; alter role @ set search_path = open_data; "
                       "alter role @ set default_transaction_read_only = on; alter role @ set statement_timeout = '60s'; "
                       "alter role @ set idle_in_transaction_session_timeout = '5min'; "
                       "alter role @ set lock_timeout = '10s'; alter role @ set timezone = 'Asia/Ho_Chi_Minh'",
                       name, fault));
    return run_for (pg,
                    "do $$ declare r record; begin for r in select m.roleid::regrole as name from pg_auth_members m "
                    "where m.member = '@'::regrole loop execute format('revoke %s from %s', r.name, '@'); end loop; end $$",
                    name, fault);
}

/*  ---------------------------------------------------------------- what everybody has */

/*  The server's own role keeps what is taken from everybody: that is whose tables these are, also where a superuser does this. */
#define SERVER_ROLE "(select pg_get_userbyid(relowner) from pg_class where oid = 'public.journal'::regclass)"

/*  On the database and its schemas. */
static qcdc_status close_database (pg_t *pg, const char *name, fault_t *fault)
{
    return run_for (pg,
                    "do $$ begin "
                    "execute format('grant temporary, connect on database %I to %I', current_database(), " SERVER_ROLE "); "
                    "execute format('revoke temporary, create on database %I from public', current_database()); "
                    "execute format('revoke all on database %I from %I', current_database(), '@'); "
                    "execute format('grant connect on database %I to %I', current_database(), '@'); "
                    "if has_schema_privilege('@', 'public', 'create') then "
                    "execute format('grant create, usage on schema public to %I', " SERVER_ROLE "); "
                    "revoke create on schema public from public; end if; "
                    "end $$",
                    name, fault);
}

/*  Functions that every role may call and that write or lock.  Only a superuser can take them away; where we are none, the caller says what
 *  is left to do. */
#define WRITING                                                                                                                  \
    "p.pronamespace = 'pg_catalog'::regnamespace and (p.proname ~ '^(lo_|lowrite$|loread$)' or p.proname ~ "                    \
    "'^pg_(try_)?advisory_' or p.proname in ('pg_logical_emit_message', 'pg_notify'))"

static qcdc_status close_functions (pg_t *pg, fault_t *fault)
{
    return pg_exec (pg,
                    "do $$ declare f record; begin if not (select rolsuper from pg_roles where rolname = current_user) then return; "
                    "end if; for f in select p.oid::regprocedure as name from pg_proc p where " WRITING " loop "
                    "execute format('revoke execute on function %s from public', f.name); "
                    "execute format('grant execute on function %s to %I', f.name, " SERVER_ROLE "); end loop; end $$",
                    fault);
}

/*  ---------------------------------------------------------------- grants */

static qcdc_status grant_views (pg_t *pg, const char *name, fault_t *fault)
{
    return run_for (pg,
                    "revoke all on schema open_data from public; revoke all on schema open_data from @; "
                    "grant usage on schema open_data to @; "
                    "do $$ declare v record; begin for v in select c.oid::regclass as name from pg_class c "
                    "where c.relnamespace = 'open_data'::regnamespace and c.relkind = 'v' loop "
                    "execute format('grant select on %s to %s', v.name, '@'); end loop; end $$",
                    name, fault);
}

/*  Whatever is still open to the role, by its own grants, by those of everybody, or as the owner of something; the first of them in
 *  the fault.  The system's own catalogues are everybody's to read. */
static qcdc_status look_open (pg_t *pg, const char *name, analyst_t *analyst, fault_t *fault)
{
    static const statement_t OPEN = {
        "analyst_open",
        "select 1, format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace "
        "where c.relkind in ('r', 'v', 'm', 'p', 'f', 'S') and n.nspname <> 'information_schema' and n.nspname !~ '^pg_' "
        "and case when c.relkind = 'S' then has_sequence_privilege($1::name, c.oid, 'select, usage, update') "
        "else has_table_privilege($1::name, c.oid, 'insert, update, delete, truncate, references, trigger') "
        "or (not (n.nspname = 'open_data' and c.relkind = 'v') and has_any_column_privilege($1::name, c.oid, 'select')) end "
        "union all select 1, 'schema ' || nspname from pg_namespace where nspname !~ '^pg_temp|^pg_toast' and "
        "has_schema_privilege($1::name, oid, 'create') "
        "union all select 1, 'temporary tables' where has_database_privilege($1::name, current_database(), 'temporary') "
        "union all select 1, 'superuser' from pg_roles where rolname = $1 and (rolsuper or rolreplication or rolbypassrls) "
        "union all select 1, 'role ' || m.roleid::regrole from pg_auth_members m where m.member = (select oid from pg_roles where rolname = $1) "
        "union all select 1, 'owner of ' || s.objid::text from pg_shdepend s where s.refclassid = 'pg_authid'::regclass "
        "and s.refobjid = (select oid from pg_roles where rolname = $1) and s.deptype = 'o' and s.classid <> 'pg_default_acl'::regclass "
        "union all select 1, p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace where "
        "n.nspname <> 'information_schema' and n.nspname !~ '^pg_' and p.prosecdef and has_function_privilege($1::name, p.oid, 'execute') "
        "union all select * from (select 2, p.oid::regprocedure::text from pg_proc p where " WRITING
        " and has_function_privilege($1::name, p.oid, 'execute') limit 1) f order by 1"};
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new ();
    if (!params)
        return no_memory (fault);
    pg_params_text (params, name);
    QCDC_TRY (pg_run (pg, &OPEN, params, &result, fault));
    int open = PQntuples (result);
    analyst->open_functions = open > 0 && pg_int8 (result, open - 1, 0) == 2;
    if (open == 0 || pg_int8 (result, 0, 0) == 2)
        return QCDC_OK;
    fault_set (fault, QCDC_FORBIDDEN, NULL, _ ("%s would be open to the role %s, by grants that qcdcd has not made"),
               pg_text (result, 0, 1), name);
    fault_advise (fault, "%s", _ ("take them away, and run this again; nothing was changed"));
    return QCDC_FORBIDDEN;
}

static qcdc_status make (pg_t *pg, const catalog_t *catalog, const char *name, analyst_t *analyst, fault_t *fault)
{
    bool found;
    QCDC_TRY (find_role (pg, name, &found, fault));
    if (!found)
        QCDC_TRY (create_role (pg, name, analyst, fault));
    QCDC_TRY (shape_role (pg, name, fault));
    QCDC_TRY (close_database (pg, name, fault));
    QCDC_TRY (close_functions (pg, fault));
    qcdc_status status = open_data_make (pg, catalog, fault);
    if (status != QCDC_OK)
        return explain (pg, status, fault);
    QCDC_TRY (grant_views (pg, name, fault));
    QCDC_TRY (look_open (pg, name, analyst, fault));
    return pg_exec (pg, "commit", fault);
}

qcdc_status analyst_make (pg_t *pg, const catalog_t *catalog, const char *name, analyst_t *analyst, fault_t *fault)
{
    fault_t ignored;
    *analyst = (analyst_t){0};
    QCDC_TRY (pg_exec (pg, "begin", fault));
    qcdc_status status = make (pg, catalog, name, analyst, fault);
    if (status != QCDC_OK) {
        sodium_memzero (analyst, sizeof *analyst);
        (void)!pg_exec (pg, "rollback", &ignored);
    }
    return status;
}
