/*  connection.h — the writer's connection to the database, and what it remembers of it, made anew after trouble. */

#ifndef QCDC_INGEST_CONNECTION_H
#define QCDC_INGEST_CONNECTION_H

#include "ingest/writer.h"

/*  A connection with the writer's lock, everything prepared, memory and catalogue fresh; SELF has none before.  QCDC_BUSY: another
 *  server writes to this database.  What it reads is not confirmed. */
qcdc_status connection_open (writer_t *self, fault_t *fault) QCDC_CHECK;

/*  A commit that was cut off while it waited for a standby stands here all the same, and a failover would lose it.  What is committed
 *  behind it waits for the standby too: when that is over, whatever the database says may be acknowledged.  QCDC_DATABASE_AWAY. */
qcdc_status connection_confirm (writer_t *self, fault_t *fault) QCDC_CHECK;

/*  Gives up the one there is, unless it stands, and tries until the database answers again; offices are told meanwhile.  false: told to stop instead. */
bool connection_wait (writer_t *self);

/*  After a failure with STATUS: a connection and memory that know nothing of the attempt.  false: told to stop. */
bool connection_recover (writer_t *self, qcdc_status status);

/*  Memory as the database has it, whatever was decided since; waits for the database where it is away. */
void connection_forget (writer_t *self);

#endif
