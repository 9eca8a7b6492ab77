/*  i18n.h — gettext for everything that a person reads.  English msgids, Vietnamese first (common/po/vi.po). */

#ifndef QCDC_I18N_H
#define QCDC_I18N_H

#include <libintl.h>

#define _(msgid) gettext (msgid)
#define N_(msgid) msgid

/*  Sets the locale for text and opens the catalogue.  Numbers keep the C locale: they are formatted by us, for files with
 *  a point and for people with a comma. */
void i18n_init (void);

/*  Back to the msgids, before anything is judged that goes into a journal's receipts: verdicts are the same everywhere, and
 *  are translated where they are read.  Not while other threads run. */
void i18n_off (void);

#endif
