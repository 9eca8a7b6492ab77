/*  advisory.h — the keys of PostgreSQL's advisory locks, each taken by one kind of work at a time. */

#ifndef QCDC_ADVISORY_H
#define QCDC_ADVISORY_H

/*  The only writer of the journal; held for as long as its session lasts. */
#define ADVISORY_WRITER 0x71636463

/*  Applying schema files or reference data; held for one transaction. */
#define ADVISORY_SCHEMA 0x71636464

/*  Making a site; held by the session of init. */
#define ADVISORY_INIT 0x71636465

#endif
