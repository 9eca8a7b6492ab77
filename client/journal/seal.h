/*  seal.h — the device's keys under a passphrase: HOME/keys.sealed in place of HOME/keys.
 *
 *  Whoever has only the folder cannot speak for the office then; what journal.db holds is not sealed.  Where both files are
 *  there, a change was cut short and the plain one holds, which every command says until it is ended.  The key is made of the passphrase by Argon2id within
 *  QCDC_SEAL_MEMORY_BYTES, because the client has 16 MiB; rounds make up for some of it. */

#ifndef QCDC_SEAL_H
#define QCDC_SEAL_H

#include "journal/home.h"

/*  The passphrase is asked for on the terminal, or read from the file (0600) that QCDC_PASSPHRASE_FILE names. */
qcdc_status home_seal (home_t *home, fault_t *fault) QCDC_CHECK;
qcdc_status home_unseal (home_t *home, fault_t *fault) QCDC_CHECK;

/*  Where the keys are sealed: opens them into HOME, asking.  To be called before anything is signed or a line is opened. */
qcdc_status home_unlock (home_t *home, fault_t *fault) QCDC_CHECK;

/*  What an interrupted seal or unseal left: plain keys beside sealed ones are overwritten.  Fails where the sealed file is
 *  not one, or open to others, as opening a home with plain keys does. */
qcdc_status home_seal_tidy (const home_t *home, fault_t *fault) QCDC_CHECK;

#endif
