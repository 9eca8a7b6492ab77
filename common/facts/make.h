/*  make.h — facts made of their messages, which stay the caller's and live as long as the fact. */

#ifndef QCDC_MAKE_H
#define QCDC_MAKE_H

#include "facts/kind.h"

Qcdc__Fact fact_of_report (Qcdc__ReportFiled *filed);
Qcdc__Fact fact_of_petition (Qcdc__PetitionReceived *received);
Qcdc__Fact fact_of_move (Qcdc__PetitionMoved *moved);

/*  Puts what BY says in the place of TARGET; CORRECTED is filled. */
Qcdc__Fact fact_of_correction (Qcdc__Corrected *corrected, Qcdc__Ref *target, const Qcdc__Fact *by);

/*  Takes TARGET back; VOIDED is filled. */
Qcdc__Fact fact_of_voiding (Qcdc__Voided *voided, Qcdc__Ref *target);

#endif
