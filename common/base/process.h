/*  process.h — what holds for a whole process before it does anything: that its memory does not end up in a file, and that it has
 *  room to work in.
 *
 *  ZeroMQ ends the process where it gets no descriptor, no thread or no memory for its own use, without a word that a person
 *  understands.  So room is looked for before the first socket is made, and a lack of it is an error like others. */

#ifndef QCDC_PROCESS_H
#define QCDC_PROCESS_H

#include "base/fault.h"

#include <stddef.h>

/*  First of all: no core file and no other process of the same user may take what this one holds, for it holds secret keys; no file
 *  that it opens may come to stand where it prints to; and a file that may not grow is an error of its writer, not the end. */
void process_close (void);

/*  Keeps the pages on which SIZE bytes at DATA lie out of every image of this process, and out of the swap where the system
 *  allows that.  They stay so until the process ends, whatever else comes to lie there. */
void process_hide (void *data, size_t size);

/*  Raises the soft limits to the hard ones, and makes sure that DESCRIPTORS can be opened and that BYTES of address space are
 *  free.  QCDC_LIMIT names the limit and what it has to be. */
qcdc_status process_check_room (size_t descriptors, size_t bytes, fault_t *fault) QCDC_CHECK;

#endif
