/*  journal_origin.c — whose entries are held: devices, their keys and their offices.
 *
 *  A key is the origin: what is known under an id never gets another key or another office.  In the tables an origin is a
 *  small surrogate, which leaves this folder nowhere. */

#include "journal/journal_origin.h"

#include "base/i18n.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

qcdc_status origin_find (journal_t *self, uint64_t origin, journal_origin_t *found, fault_t *fault)
{
    if (self->last.id && self->last.origin == origin) {
        *found = self->last;
        return QCDC_OK;
    }
    sqlite3_stmt *statement = sql_take (self, SQL_ORIGIN_FIND, fault);
    if (!statement)
        return fault->status;
    sql_bind_u64 (statement, 1, origin);
    int code = sqlite3_step (statement);
    qcdc_status status = QCDC_OK;
    if (code == SQLITE_ROW) {
        self->last.id = sqlite3_column_int64 (statement, 0);
        self->last.origin = origin;
        sql_column_copy (statement, 1, self->last.sign_key, SIGN_KEY_BYTES);
        snprintf (self->last.office, sizeof self->last.office, "%s",
                  (const char *)sqlite3_column_text (statement, 2));
        self->last.own = sqlite3_column_int (statement, 3) != 0;
        *found = self->last;
    } else if (code == SQLITE_DONE) {
        char text[ORIGIN_TEXT_BYTES];
        status =
            fault_set (fault, QCDC_NOT_FOUND, NULL, _ ("origin %s is not known here"), origin_format (origin, text));
    } else
        status = sql_fail (self, fault);
    sql_give (self, SQL_ORIGIN_FIND, statement);
    return status;
}

qcdc_status origin_look (journal_t *self, uint64_t origin, journal_origin_t *found, bool *held, fault_t *fault)
{
    fault_t local = {0};
    qcdc_status status = origin_find (self, origin, found, &local);
    *held = status == QCDC_OK;
    if (status == QCDC_OK || status == QCDC_NOT_FOUND)
        return QCDC_OK;
    *fault = local;
    return status;
}

/*  Makes the origin known, or brings what is known of it up to date.  A key is the origin: another key under the
 *  same id can only be an attack. */
static qcdc_status origin_put (journal_t *self, const uint8_t sign_key[SIGN_KEY_BYTES], const char *office, bool own,
                               fault_t *fault)
{
    uint64_t origin = origin_id (sign_key);
    journal_origin_t found;
    if (strlen (office) >= sizeof found.office)
        return fault_set (fault, QCDC_TOO_LARGE, NULL, _ ("the code of an office is too long"));
    qcdc_status status = origin_find (self, origin, &found, fault);
    sqlite3_stmt *statement;
    if (status == QCDC_OK) {
        /* Zeros stand for the key of an origin of which only single acts are known. */
        static const uint8_t UNKNOWN[SIGN_KEY_BYTES];
        bool known = memcmp (found.sign_key, UNKNOWN, SIGN_KEY_BYTES) != 0;
        if (known && memcmp (found.sign_key, sign_key, SIGN_KEY_BYTES) != 0)
            return fault_set (fault, QCDC_BAD_SIGNATURE, NULL, _ ("another key has the same origin"));
        if (known && strcmp (found.office, office) == 0 && found.own >= own)
            return QCDC_OK;
        statement = sql_take (self, SQL_ORIGIN_SET, fault);
        if (!statement)
            return fault->status;
        sql_bind_u64 (statement, 1, origin);
        sqlite3_bind_text (statement, 2, office, -1, SQLITE_STATIC);
        sqlite3_bind_int (statement, 3, own);
        sql_bind_bytes (statement, 4, sign_key, SIGN_KEY_BYTES);
        status = sql_run (self, SQL_ORIGIN_SET, statement, fault);
    } else if (status == QCDC_NOT_FOUND) {
        statement = sql_take (self, SQL_ORIGIN_ADD, fault);
        if (!statement)
            return fault->status;
        sql_bind_u64 (statement, 1, origin);
        sql_bind_bytes (statement, 2, sign_key, SIGN_KEY_BYTES);
        sqlite3_bind_text (statement, 3, office, -1, SQLITE_STATIC);
        sqlite3_bind_int (statement, 4, own);
        status = sql_run (self, SQL_ORIGIN_ADD, statement, fault);
    }
    self->last.id = 0;
    return status;
}

qcdc_status journal_set_own (journal_t *self, const uint8_t sign_key[SIGN_KEY_BYTES], const char *office,
                             fault_t *fault)
{
    uint64_t origin = origin_id (sign_key);
    if (self->own && self->own != origin)
        return fault_set (fault, QCDC_EXISTS, NULL, _ ("this journal belongs to another device"));
    qcdc_status status = origin_put (self, sign_key, office, true, fault);
    if (status == QCDC_OK) {
        self->own = origin;
        self->head_known = false;
    }
    return status;
}

uint64_t journal_own (const journal_t *self)
{
    return self->own;
}

qcdc_status journal_put_origin (journal_t *self, const uint8_t sign_key[SIGN_KEY_BYTES], const char *office,
                                fault_t *fault)
{
    return origin_put (self, sign_key, office, false, fault);
}

qcdc_status journal_origin_key (journal_t *self, uint64_t origin, uint8_t sign_key[SIGN_KEY_BYTES], char **office,
                                fault_t *fault)
{
    journal_origin_t found;
    if (office)
        *office = NULL;
    QCDC_TRY (origin_find (self, origin, &found, fault));
    memcpy (sign_key, found.sign_key, SIGN_KEY_BYTES);
    if (office && !(*office = strdup (found.office)))
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", found.office);
    return QCDC_OK;
}

qcdc_status journal_put_act_origin (journal_t *self, const uint8_t sign_key[SIGN_KEY_BYTES], const char *office,
                                    fault_t *fault)
{
    journal_origin_t found;
    char text[ORIGIN_TEXT_BYTES];
    bool held;
    uint64_t origin = origin_id (sign_key);
    QCDC_TRY (origin_look (self, origin, &found, &held, fault));
    if (held && strcmp (found.office, office) != 0)
        return fault_set (fault, QCDC_BAD_SIGNATURE, NULL, _ ("device %s is known here as one of %s, not of %s"),
                          origin_format (origin, text), found.office, office);
    return journal_put_origin (self, sign_key, office, fault);
}
