/*  blind_index.h — whether the same person sent two petitions, told without telling who.
 *
 *  From what is sealed of a person two indexes are computed under a key that the offices of the province share and the server does not
 *  have: keyed BLAKE2b (RFC 7693) of
 *
 *    number   "qcdc-blind-1 number" and, each behind a line feed, the name and the digits of the identity number
 *    place    "qcdc-blind-1 place" and the name, the year of birth and the commune of the address
 *
 *  with names folded: case, diacritics, blanks, and how one is addressed make no difference.  Equal indexes are the same person, as far as these tell;
 *  whoever has the key can try names, whoever has indexes alone can try nothing. */

#ifndef QCDC_BLIND_INDEX_H
#define QCDC_BLIND_INDEX_H

#include "facts.pb-c.h"

#include <stdbool.h>
#include <stdint.h>

#define BLIND_KEY_BYTES 32u
#define BLIND_INDEX_BYTES 16u

/*  One that is none is of zeros. */
typedef struct {
    uint8_t number[BLIND_INDEX_BYTES];
    uint8_t place[BLIND_INDEX_BYTES];
} blind_index_t;

/*  Never 0, and tells nothing of KEY. */
uint64_t blind_key_id (const uint8_t key[BLIND_KEY_BYTES]);

/*  The indexes of IDENTITY under KEY; false: it says too little for either. */
bool blind_index_of (const Qcdc__IdentityText *identity, const uint8_t key[BLIND_KEY_BYTES], blind_index_t *index);

bool blind_index_none (const uint8_t index[BLIND_INDEX_BYTES]);

/*  The commune in ADDRESS, folded, without the word before it ("xã", "phường", "thị trấn", "P."); where none is named, all of it.  What does
 *  not fit into SIZE is cut. */
void blind_place (const char *address, char *place, size_t size);

#endif
