/*  i18n.h — gettext for everything that a person reads.  English msgids, Vietnamese first (common/po/vi.po).
 *
 *  What programs read (files, codes, journals) is never translated: the same bytes everywhere. */

#ifndef QCDC_I18N_H
#define QCDC_I18N_H

#include <libintl.h>
#include <stdbool.h>

#define _(msgid) gettext (msgid)
#define N_(msgid) msgid

/*  Sets the locale for text and opens the catalogue.  Numbers keep the C locale: they are formatted by us, for files
 *  with a point and for people with a comma. */
void i18n_init (void);

/*  Whether the reader gets Vietnamese: for names that the reference data has in both languages. */
bool i18n_is_vietnamese (void);

/*  Back to the msgids, before anything is judged that goes into a journal's receipts: verdicts are the same
 *  everywhere, and are translated where they are read.  Not while other threads run. */
void i18n_off (void);

#endif
