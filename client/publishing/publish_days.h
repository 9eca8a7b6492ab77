/*  publish_days.h — notes about days: what is due by none, what is in no period, and holidays of a weekend. */

#ifndef QCDC_PUBLISH_DAYS_H
#define QCDC_PUBLISH_DAYS_H

#include "publishing/noting.h"

qcdc_status note_days (const noting_t *self) QCDC_CHECK;

#endif
