/*  text_identity.h — whether free text tells who a person is.
 *
 *  The last guard before a denouncer's identity would enter the system, and an honest one only: it finds slips, not
 *  what somebody hides. */

#ifndef QCDC_TEXT_IDENTITY_H
#define QCDC_TEXT_IDENTITY_H

/*  Whether free text carries what tells a person's identity (an identity-card or telephone number, an e-mail address, a
 *  label such as "CCCD:", "họ và tên người tố cáo"): a guard for denunciations, cautious rather than complete.  Returns
 *  a static English name of what was found, or NULL. */
const char *text_identity (const char *text);

/*  The same of what is given as a register number, which everybody's lists show and nobody can erase: a person with an honorific is
 *  one without acting, and digits alone are what registers count with, unless they are a telephone's. */
const char *number_identity (const char *number);

#endif
