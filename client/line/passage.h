/*  passage.h — how much at a time gets through a line that breaks again and again.
 *
 *  Such a line lets some thousand bytes through before it breaks, and a frame that has not arrived whole has not arrived.
 *  So where a connection brought nothing, the next one tries a quarter of what was tried; where it brought something, though less
 *  than the cap, a quarter of that, down to where it saves nothing.  A connection that brought a whole frame of the cap leaves it as
 *  it is, whatever broke it.  The cap doubles whenever one connection has brought eight times as much: a line that holds is soon
 *  used as if nothing had been.  Arithmetic only, no clock. */

#ifndef QCDC_PASSAGE_H
#define QCDC_PASSAGE_H

#include <stdbool.h>
#include <stddef.h>

/*  One direction of a line. */
typedef struct {
    size_t cap_bytes;    /* on the wire; 0: nothing was ever lost */
    size_t passed_bytes; /* whole, on this connection, envelopes and answers too */
} passage_t;

#define PASSAGE_BYTES_MIN 256u /* below that the frame is all envelope */

/*  A new connection. */
void passage_begin (passage_t *self);

/*  A frame of BYTES has arrived: its answer came, or the server says later that it holds it. */
void passage_passed (passage_t *self, size_t bytes);

/*  The line broke while a frame of BYTES, or one not larger than that, was under way.  Whether there is a smaller one to
 *  try. */
bool passage_lost (passage_t *self, size_t bytes);

/*  WANTED bytes, or what gets through if that is less. */
size_t passage_limit (const passage_t *self, size_t wanted);

#endif
