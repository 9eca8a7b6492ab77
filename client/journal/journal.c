/*  journal.c — the file of the journal: opening it, its tables, transactions, names and values, and that what was erased
 *  leaves no trace in it.
 *
 *  The file is private (0600) and of one connection; a file of somebody else or of a newer program is never written to. */

#include "journal/journal_due.h"
#include "journal/journal_search.h"
#include "journal/journal_sql.h"

#include "base/i18n.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SCHEMA_VERSION = 1, APPLICATION_ID = 0x71636463 /* "qcdc" */, BUSY_TIMEOUT_MS = 5000 };

/*  Locking is exclusive before WAL is entered, so that its index lives in memory and no second connection can
 *  come. */
static const char PRAGMAS[] = "pragma locking_mode = exclusive;"
                              "pragma journal_mode = wal;"
                              "pragma synchronous = full;"
                              "pragma secure_delete = on;"
                              "pragma foreign_keys = on;"
                              "pragma trusted_schema = off;"
                              "pragma cell_size_check = on;"
                              "pragma temp_store = memory;"
                              "pragma mmap_size = 0;"
                              "pragma cache_size = -1024;";

static const char SCHEMA[] =
    "create table meta (name text primary key, value text not null) strict, without rowid;"
    "create table origin ("
    "  id integer primary key,"
    "  origin blob not null unique check (length (origin) = 8),"
    "  sign_key blob not null check (length (sign_key) = 32),"
    "  office text not null,"
    "  own integer not null"
    ") strict;"
    "create table entry ("
    "  origin integer not null references origin (id),"
    "  seq integer not null check (seq > 0),"
    "  written_at integer not null,"
    "  body blob not null,"
    "  annex blob not null,"      /* empty if none, or erased */
    "  annex_hash blob not null," /* empty unless the annex was erased */
    "  hash blob not null check (length (hash) = 32),"
    "  subject text not null,"
    "  commit_seq integer not null," /* 0 until the server acknowledges it */
    "  committed_at integer not null,"
    "  primary key (origin, seq)"
    ") strict, without rowid;"
    "create index entry_subject on entry (subject) where subject <> '';"
    "create table segment ("
    "  origin integer not null references origin (id),"
    "  first_seq integer not null,"
    "  last_seq integer not null,"
    "  last_hash blob not null,"
    "  signature blob not null," /* of the origin */
    "  receipt_first integer not null,"
    "  receipt_last integer not null,"
    "  receipt_hash blob not null,"
    "  commit_seq integer not null,"
    "  committed_at integer not null,"
    "  first_committed_at integer not null,"
    "  verdicts blob not null,"
    "  receipt_signature blob not null," /* of the server */
    "  epoch integer not null,"
    "  primary key (origin, first_seq)"
    ") strict, without rowid;"
    "create table later ("
    "  id integer primary key,"
    "  origin integer not null references origin (id),"
    "  first_seq integer not null,"
    "  last_seq integer not null,"
    "  last_hash blob not null,"
    "  commit_seq integer not null,"
    "  committed_at integer not null,"
    "  first_committed_at integer not null,"
    "  verdicts blob not null,"
    "  signature blob not null unique"
    ") strict;"
    "create index later_origin on later (origin, last_seq);"
    "create table verdict (" /* what the receipts say last, where that is not plain acceptance */
    "  origin integer not null,"
    "  seq integer not null,"
    "  state integer not null,"
    "  code text not null,"
    "  field text not null,"
    "  message text not null,"
    "  given_at integer not null," /* 0: by this device itself, of what it does not believe; -1: that, and refused by the server besides */
    "  repeats blob not null," /* of an alias: the address of what it repeats, three numbers of 8 bytes; zeros where not known */
    "  primary key (origin, seq)"
    ") strict, without rowid;"
    "create table erased (" /* the erasures held, and the address that each of them names */
    "  origin integer not null,"
    "  seq integer not null,"
    "  target_origin blob not null,"
    "  target_seq integer not null,"
    "  target_hash8 blob not null,"
    "  primary key (origin, seq)"
    ") strict, without rowid;"
    "create index erased_target on erased (target_origin, target_seq);"
    "create table alias (" /* numbers that corrections gave to a thing, with the correcting entry */
    "  subject_from text not null,"
    "  subject_to text not null,"
    "  origin integer not null,"
    "  seq integer not null,"
    "  primary key (subject_from, subject_to, origin, seq)"
    ") strict, without rowid;"
    "create index alias_to on alias (subject_to);"
    "create index alias_entry on alias (origin, seq);"
    "create table staged (" /* own segments that came back and cannot be put in their places yet */
    "  first_seq integer primary key,"
    "  last_seq integer not null,"
    "  last_hash blob not null,"
    "  segment blob not null"
    ") strict;";

/*  Petitions that were ever said to be denunciations (journal_screened.c).  A journal of before does not know which those are: all
 *  are looked at once. */
static const char SCREENED[] =
    "create table screened ("
    "  subject text primary key,"
    "  state integer not null" /* 0: to be looked at, 1: nothing found, 2: something found */
    ") strict, without rowid;"
    "insert into screened select distinct subject, 0 from entry "
    "where subject >= 'petition:' and subject < 'petition;';";

/*  What an erasure that is held reaches in this office beside the address that it names, as the server says (journal_reach.c). */
static const char REACHED[] = "create table reached ("
                              "  origin integer not null,"
                              "  seq integer not null,"
                              "  target_origin blob not null,"
                              "  target_seq integer not null,"
                              "  texts integer not null," /* 1 the title, 2 the summary, 4 who sent it */
                              "  primary key (origin, seq, target_origin, target_seq)"
                              ") strict, without rowid;"
                              "create index reached_target on reached (target_origin, target_seq);";

/*  ---------------------------------------------------------------- opening */

/*  One number from a statement that is run once in a journal's life, hence not kept. */
static int pragma_number (journal_t *self, const char *sql, int64_t *value)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2 (self->db, sql, -1, &statement, NULL);
    if (code == SQLITE_OK && (code = sqlite3_step (statement)) == SQLITE_ROW) {
        *value = sqlite3_column_int64 (statement, 0);
        code = SQLITE_OK;
    }
    sqlite3_finalize (statement);
    return code;
}

/*  A new file gets the schema; any other must be ours and not of a newer program. */
static qcdc_status schema_ensure (journal_t *self, const char *path, fault_t *fault)
{
    int64_t application = 0, version = 0, tables = 0;
    if (pragma_number (self, "pragma application_id", &application) != SQLITE_OK ||
        pragma_number (self, "pragma user_version", &version) != SQLITE_OK ||
        pragma_number (self, "select count (*) from sqlite_schema", &tables) != SQLITE_OK)
        return sql_fail (self, fault);
    if (application == APPLICATION_ID) {
        if (version == SCHEMA_VERSION)
            return QCDC_OK;
        if (version > SCHEMA_VERSION) {
            fault_set (fault, QCDC_VERSION, NULL, _ ("%s was written by a newer program"), path);
            fault_advise (fault, "%s", _ ("install a newer qcdc"));
        } else
            fault_set (fault, QCDC_VERSION, NULL,
                       _ ("%s was written by an older program, which this one cannot read"), path);
        return QCDC_VERSION;
    }
    if (application != 0 || tables != 0)
        return fault_set (fault, QCDC_CORRUPT, NULL, _ ("%s is not a journal"), path);
    char finish[96];
    snprintf (finish, sizeof finish, "pragma application_id = %d; pragma user_version = %d; commit", APPLICATION_ID,
              SCHEMA_VERSION);
    if (sqlite3_exec (self->db, "begin immediate", NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_exec (self->db, SCHEMA, NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_exec (self->db, finish, NULL, NULL, NULL) != SQLITE_OK) {
        qcdc_status status = sql_fail (self, fault);
        journal_rollback (self);
        return status;
    }
    return QCDC_OK;
}

/*  A journal of before has not all of the tables: the one called NAME is made by MAKES. */
static qcdc_status table_ensure (journal_t *self, const char *name, const char *makes, fault_t *fault)
{
    char sql[100];
    int64_t tables = 0;
    snprintf (sql, sizeof sql, "select count (*) from sqlite_schema where name = '%s'", name);
    if (pragma_number (self, sql, &tables) != SQLITE_OK)
        return sql_fail (self, fault);
    if (tables > 0)
        return QCDC_OK;
    if (sqlite3_exec (self->db, "begin immediate", NULL, NULL, NULL) == SQLITE_OK &&
        sqlite3_exec (self->db, makes, NULL, NULL, NULL) == SQLITE_OK &&
        sqlite3_exec (self->db, "commit", NULL, NULL, NULL) == SQLITE_OK)
        return QCDC_OK;
    qcdc_status status = sql_fail (self, fault);
    journal_rollback (self);
    return status;
}

static qcdc_status file_trouble (const char *path, fault_t *fault)
{
    fault_set (fault, QCDC_IO, NULL, "%s: %s", path, strerror (errno));
    fault_advise (fault, _ ("check the disk's free space and the folder's permissions"));
    return QCDC_IO;
}

/*  The file is ours alone before SQLite writes the first byte; its log takes over the mode. */
static qcdc_status file_ensure (const char *path, fault_t *fault)
{
    int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    struct stat info;
    if (fd < 0)
        return file_trouble (path, fault);
    qcdc_status status = QCDC_OK;
    if (fstat (fd, &info) != 0 || !S_ISREG (info.st_mode))
        status = fault_set (fault, QCDC_CORRUPT, NULL, _ ("%s is not a journal"), path);
    else if ((info.st_mode & 077) != 0 && fchmod (fd, 0600) != 0)
        status = fault_set (fault, QCDC_PERMISSIONS, NULL, "%s: %s", path, strerror (errno));
    close (fd);
    return status;
}

/*  The own origin is asked for with every append: it is remembered. */
static qcdc_status own_read (journal_t *self, fault_t *fault)
{
    sqlite3_stmt *statement = sql_take (self, SQL_ORIGIN_OWN, fault);
    if (!statement)
        return fault->status;
    int code = sqlite3_step (statement);
    if (code == SQLITE_ROW)
        self->own = sql_column_u64 (statement, 1);
    qcdc_status status = code == SQLITE_ROW || code == SQLITE_DONE ? QCDC_OK : sql_fail (self, fault);
    sql_give (self, SQL_ORIGIN_OWN, statement);
    return status;
}

/*  Every pragma is set at every opening: SQLite keeps only some of them in the file. */
static qcdc_status open_ours (journal_t *self, const char *path, fault_t *fault)
{
    /* SQLite's own NOFOLLOW would refuse a folder that is reached by a link; the file itself has been looked at. */
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    if (sqlite3_open_v2 (path, &self->db, flags, NULL) != SQLITE_OK)
        return self->db ? sql_fail (self, fault)
                        : fault_set (fault, QCDC_NO_MEMORY, NULL, _ ("the journal cannot be opened"));
    sqlite3_busy_timeout (self->db, BUSY_TIMEOUT_MS);
    sqlite3_db_config (self->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    if (sqlite3_exec (self->db, PRAGMAS, NULL, NULL, NULL) != SQLITE_OK)
        return sql_fail (self, fault);
    QCDC_TRY (schema_ensure (self, path, fault));
    QCDC_TRY (table_ensure (self, "screened", SCREENED, fault));
    QCDC_TRY (table_ensure (self, "reached", REACHED, fault));
    QCDC_TRY (search_index_ensure (self, fault));
    QCDC_TRY (due_index_ensure (self, fault));
    QCDC_TRY (own_read (self, fault));
    self->ready = true;
    return QCDC_OK;
}

qcdc_status journal_open (const char *path, journal_t **self_p, fault_t *fault)
{
    *self_p = NULL;
    QCDC_TRY (file_ensure (path, fault));
    journal_t *self = calloc (1, sizeof *self);
    if (!self || !(self->arena = arena_new (QCDC_FACT_ARENA_BYTES_MAX))) {
        free (self);
        return fault_set (fault, QCDC_NO_MEMORY, NULL, _ ("the journal cannot be opened"));
    }
    qcdc_status status = open_ours (self, path, fault);
    if (status != QCDC_OK)
        journal_close (&self);
    *self_p = self;
    return status;
}

/*  A command that erases and ends, or follows one that was killed, has nobody to tell of a failure: the mark stays. */
static void wipe_quietly (journal_t *self)
{
    fault_t nobody = {0};
    if (self->ready && sqlite3_get_autocommit (self->db))
        nobody.status = journal_wipe (self, &nobody);
}

void journal_close (journal_t **self_p)
{
    journal_t *self = *self_p;
    if (!self)
        return;
    wipe_quietly (self);
    /* SQLite empties the log of a connection that really ends, which one with a statement of ours left does not.  What else it has are
     * the index's own, and end with it. */
    for (size_t i = 0; i < SQL_COUNT; i++)
        sqlite3_finalize (self->statements[i].handle);
    sqlite3_close_v2 (self->db);
    arena_destroy (&self->arena);
    free (self->row);
    free (self);
    *self_p = NULL;
}

/*  ---------------------------------------------------------------- transactions */

qcdc_status journal_begin (journal_t *self, fault_t *fault)
{
    self->traces_marked = false;
    return sql_run (self, SQL_BEGIN, sql_take (self, SQL_BEGIN, fault), fault);
}

qcdc_status journal_commit (journal_t *self, fault_t *fault)
{
    qcdc_status status = sql_run (self, SQL_COMMIT, sql_take (self, SQL_COMMIT, fault), fault);
    /* Whoever is killed before journal_wipe leaves as little as can be; that one makes sure. */
    if (status == QCDC_OK && self->traces_marked)
        sqlite3_wal_checkpoint_v2 (self->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    return status;
}

void journal_rollback (journal_t *self)
{
    if (!sqlite3_get_autocommit (self->db)) {
        fault_t ignored;
        if (sql_run (self, SQL_ROLLBACK, sql_take (self, SQL_ROLLBACK, &ignored), &ignored) != QCDC_OK)
            sqlite3_exec (self->db, "rollback", NULL, NULL, NULL);
    }
    /* What was remembered may have been taken back. */
    self->head_known = false;
    self->last.id = 0;
    self->own = 0;
    fault_t ignored;
    if (own_read (self, &ignored) != QCDC_OK)
        self->own = 0;
}

/*  ---------------------------------------------------------------- names and values */

qcdc_status journal_get (journal_t *self, const char *name, char **value, fault_t *fault)
{
    *value = NULL;
    sqlite3_stmt *statement = sql_take (self, SQL_META_GET, fault);
    if (!statement)
        return fault->status;
    sqlite3_bind_text (statement, 1, name, -1, SQLITE_STATIC);
    int code = sqlite3_step (statement);
    qcdc_status status = QCDC_OK;
    if (code == SQLITE_ROW || code == SQLITE_DONE) {
        const unsigned char *text = code == SQLITE_ROW ? sqlite3_column_text (statement, 0) : NULL;
        *value = strdup (text ? (const char *)text : "");
        if (!*value)
            status = fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", name);
    } else
        status = sql_fail (self, fault);
    sql_give (self, SQL_META_GET, statement);
    return status;
}

void journal_free_value (char **value)
{
    free (*value);
    *value = NULL;
}

qcdc_status journal_set (journal_t *self, const char *name, const char *value, fault_t *fault)
{
    sqlite3_stmt *statement = sql_take (self, SQL_META_SET, fault);
    if (!statement)
        return fault->status;
    sqlite3_bind_text (statement, 1, name, -1, SQLITE_STATIC);
    sqlite3_bind_text (statement, 2, value, -1, SQLITE_STATIC);
    return sql_run (self, SQL_META_SET, statement, fault);
}

qcdc_status journal_set_alone (journal_t *self, const char *name, const char *value, fault_t *fault)
{
    QCDC_TRY (journal_begin (self, fault));
    qcdc_status status = journal_set (self, name, value, fault);
    if (status == QCDC_OK)
        status = journal_commit (self, fault);
    if (status != QCDC_OK)
        journal_rollback (self);
    return status;
}

/*  ---------------------------------------------------------------- traces of texts */

#define TRACES "traces" /* the name of the mark */
#define TRACES_THERE "1"
#define TRACES_NONE "0"

qcdc_status journal_mark_traces (journal_t *self, fault_t *fault)
{
    if (self->traces_marked)
        return QCDC_OK;
    QCDC_TRY (search_index_forget (self, fault));
    qcdc_status status = journal_set (self, TRACES, TRACES_THERE, fault);
    self->traces_marked = status == QCDC_OK;
    return status;
}

/*  The copy that VACUUM makes of what is left may not go to a folder that others share. */
static int vacuum_beside (sqlite3 *db)
{
    const char *path = sqlite3_db_filename (db, "main");
    const char *slash = path ? strrchr (path, '/') : NULL;
    sqlite3_temp_directory = slash ? sqlite3_mprintf ("%.*s", (int)(slash - path + 1), path) : sqlite3_mprintf (".");
    int code = sqlite3_exec (db, "pragma temp_store = file; vacuum", NULL, NULL, NULL);
    sqlite3_exec (db, "pragma temp_store = memory", NULL, NULL, NULL);
    sqlite3_free (sqlite3_temp_directory);
    sqlite3_temp_directory = NULL;
    return code;
}

/*  Whether there may be traces: the mark says so; or there is none of either kind, and texts were erased by a program that
 *  did not know of them yet. */
static qcdc_status traces_look (journal_t *self, bool *any, fault_t *fault)
{
    char *mark QCDC_CLEANUP (journal_free_value) = NULL;
    QCDC_TRY (journal_get (self, TRACES, &mark, fault));
    *any = strcmp (mark, TRACES_THERE) == 0;
    if (*mark)
        return QCDC_OK;
    return sql_any (self, SQL_ERASED_ANY, any, fault);
}

/*  The promise that an erased text is gone is kept here.  secure_delete overwrites the row that held it, and no more: when
 *  a page of the file is split or joined, SQLite leaves old copies of its rows in the room between those that stay, and the
 *  write-ahead log keeps every page as it was.  So the transaction that takes a text out leaves a mark in the journal, and
 *  this writes the whole file anew from what is left, empties the log, and only then changes the mark: whoever is stopped in
 *  between finds it at the next time. */
qcdc_status journal_wipe (journal_t *self, fault_t *fault)
{
    bool any = false;
    QCDC_TRY (traces_look (self, &any, fault));
    if (!any)
        return QCDC_OK;
    int code = vacuum_beside (self->db);
    if (code == SQLITE_OK)
        code = sqlite3_wal_checkpoint_v2 (self->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    if (code != SQLITE_OK) {
        fault_set (fault, QCDC_IO, NULL, _ ("an erased text may still stand in the file of the journal (%s)"),
                   sqlite3_errmsg (self->db));
        fault_advise (fault, _ ("make room on the disk and run qcdc sync again"));
        return QCDC_IO;
    }
    return journal_set (self, TRACES, TRACES_NONE, fault);
}
