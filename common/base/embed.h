/*  embed.h — files embedded in a program at build time: a table that ends with a NULL name.
 *
 *  So a program needs no folder of data beside it and cannot meet one of another version.  The tables are made by
 *  the build, sorted by name. */

#ifndef QCDC_EMBED_H
#define QCDC_EMBED_H

typedef struct {
    const char *name;  /* file name without folder */
    const char *begin; /* not NUL-terminated at end, but a NUL follows */
    const char *end;
} embed_t;

extern const embed_t embed_schema[];  /* sql/schema, in qcdcd */
extern const embed_t embed_views[];   /* sql/views, in qcdcd */
extern const embed_t embed_queries[]; /* sql/queries, in common: the server answers them, the client names them */

#endif
