/*  advisory.h — the keys of PostgreSQL's advisory locks, each taken by one kind of work at a time. */

#ifndef QCDC_ADVISORY_H
#define QCDC_ADVISORY_H

/*  The only writer of the journal; held for as long as its session lasts. */
#define ADVISORY_WRITER 0x71636463

/*  Applying schema files or reference data; held for one transaction. */
#define ADVISORY_SCHEMA 0x71636464

/*  Making a site; held by the session of init. */
#define ADVISORY_INIT 0x71636465

/*  The bytes of one scan: with the beginning of HASH, an SQL expression, as the second key; held for one transaction by whoever adds to
 *  them or erases them, so that a part does not come in behind the erasure that it was judged before. */
#define ADVISORY_SCANS 0x71636466
#define ADVISORY_SCAN_LOCK(hash) "pg_advisory_xact_lock(1902339174, ('x' || encode(substr(" hash ", 1, 4), 'hex'))::bit(32)::int)"

#endif
