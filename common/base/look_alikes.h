/*  look_alikes.h — letters that look like a Latin one, by their case-folded code points in ascending order.
 *
 *  Data, not code.  Source: Unicode security data (UTS #39) confusables.txt 15.0, by its skeletons: every case-folded letter of
 *  the Latin, Greek, Cyrillic, Armenian, Cherokee and Lisu scripts whose capital, or whose small form where the capital has none,
 *  has the skeleton of one ASCII letter (a capital I has the skeleton l there; the small form decides then, and Lisu, which has
 *  none, is drawn in capitals).  Cherokee folds to its capitals.  Skeletons that are digits are left out: a number is read, and З is
 *  no 3 to who reads.  Added: ð and ɖ, whose capitals are drawn like Đ (the data has that for the capitals only). */

#ifndef QCDC_LOOK_ALIKES_H
#define QCDC_LOOK_ALIKES_H

#include <stdint.h>

static const struct {
    int32_t letter;
    int32_t like;
} LOOK_ALIKES[] = {
    {0x00F0, 0x0111}, /* LATIN SMALL LETTER ETH: capital Ð beside Vietnamese Đ */
    {0x0131, 'i'},    /* LATIN SMALL LETTER DOTLESS I */
    {0x0185, 'b'},    /* LATIN SMALL LETTER TONE SIX */
    {0x01C0, 'l'},    /* LATIN LETTER DENTAL CLICK */
    {0x0251, 'a'},    /* LATIN SMALL LETTER ALPHA */
    {0x0256, 0x0111}, /* LATIN SMALL LETTER D WITH TAIL: capital Ɖ beside Đ */
    {0x0261, 'g'},    /* LATIN SMALL LETTER SCRIPT G */
    {0x0263, 'y'},    /* LATIN SMALL LETTER GAMMA */
    {0x0269, 'i'},    /* LATIN SMALL LETTER IOTA */
    {0x026A, 'i'},    /* LATIN LETTER SMALL CAPITAL I */
    {0x026F, 'w'},    /* LATIN SMALL LETTER TURNED M */
    {0x0280, 'r'},    /* LATIN LETTER SMALL CAPITAL R */
    {0x028B, 'u'},    /* LATIN SMALL LETTER V WITH HOOK */
    {0x028F, 'y'},    /* LATIN LETTER SMALL CAPITAL Y */
    {0x029D, 'j'},    /* LATIN SMALL LETTER J WITH CROSSED-TAIL */
    {0x03B1, 'a'},    /* GREEK SMALL LETTER ALPHA */
    {0x03B2, 'b'},    /* GREEK SMALL LETTER BETA */
    {0x03B3, 'y'},    /* GREEK SMALL LETTER GAMMA */
    {0x03B5, 'e'},    /* GREEK SMALL LETTER EPSILON */
    {0x03B6, 'z'},    /* GREEK SMALL LETTER ZETA */
    {0x03B7, 'h'},    /* GREEK SMALL LETTER ETA */
    {0x03B9, 'i'},    /* GREEK SMALL LETTER IOTA */
    {0x03BA, 'k'},    /* GREEK SMALL LETTER KAPPA */
    {0x03BC, 'm'},    /* GREEK SMALL LETTER MU */
    {0x03BD, 'n'},    /* GREEK SMALL LETTER NU */
    {0x03BF, 'o'},    /* GREEK SMALL LETTER OMICRON */
    {0x03C1, 'p'},    /* GREEK SMALL LETTER RHO */
    {0x03C3, 'o'},    /* GREEK SMALL LETTER SIGMA */
    {0x03C4, 't'},    /* GREEK SMALL LETTER TAU */
    {0x03C5, 'y'},    /* GREEK SMALL LETTER UPSILON */
    {0x03C7, 'x'},    /* GREEK SMALL LETTER CHI */
    {0x03DD, 'f'},    /* GREEK SMALL LETTER DIGAMMA */
    {0x03F3, 'j'},    /* GREEK LETTER YOT */
    {0x03FB, 'm'},    /* GREEK SMALL LETTER SAN */
    {0x0430, 'a'},    /* CYRILLIC SMALL LETTER A */
    {0x0432, 'b'},    /* CYRILLIC SMALL LETTER VE */
    {0x0433, 'r'},    /* CYRILLIC SMALL LETTER GHE */
    {0x0435, 'e'},    /* CYRILLIC SMALL LETTER IE */
    {0x043A, 'k'},    /* CYRILLIC SMALL LETTER KA */
    {0x043C, 'm'},    /* CYRILLIC SMALL LETTER EM */
    {0x043D, 'h'},    /* CYRILLIC SMALL LETTER EN */
    {0x043E, 'o'},    /* CYRILLIC SMALL LETTER O */
    {0x0440, 'p'},    /* CYRILLIC SMALL LETTER ER */
    {0x0441, 'c'},    /* CYRILLIC SMALL LETTER ES */
    {0x0442, 't'},    /* CYRILLIC SMALL LETTER TE */
    {0x0443, 'y'},    /* CYRILLIC SMALL LETTER U */
    {0x0445, 'x'},    /* CYRILLIC SMALL LETTER HA */
    {0x044C, 'b'},    /* CYRILLIC SMALL LETTER SOFT SIGN */
    {0x0455, 's'},    /* CYRILLIC SMALL LETTER DZE */
    {0x0456, 'i'},    /* CYRILLIC SMALL LETTER BYELORUSSIAN-UKRAINIAN I */
    {0x0458, 'j'},    /* CYRILLIC SMALL LETTER JE */
    {0x0461, 'w'},    /* CYRILLIC SMALL LETTER OMEGA */
    {0x0475, 'v'},    /* CYRILLIC SMALL LETTER IZHITSA */
    {0x04AF, 'y'},    /* CYRILLIC SMALL LETTER STRAIGHT U */
    {0x04BB, 'h'},    /* CYRILLIC SMALL LETTER SHHA */
    {0x04BD, 'e'},    /* CYRILLIC SMALL LETTER ABKHASIAN CHE */
    {0x04CF, 'i'},    /* CYRILLIC SMALL LETTER PALOCHKA */
    {0x0501, 'd'},    /* CYRILLIC SMALL LETTER KOMI DE */
    {0x050D, 'g'},    /* CYRILLIC SMALL LETTER KOMI SJE */
    {0x051B, 'q'},    /* CYRILLIC SMALL LETTER QA */
    {0x051D, 'w'},    /* CYRILLIC SMALL LETTER WE */
    {0x0561, 'w'},    /* ARMENIAN SMALL LETTER AYB */
    {0x0563, 'q'},    /* ARMENIAN SMALL LETTER GIM */
    {0x0566, 'q'},    /* ARMENIAN SMALL LETTER ZA */
    {0x0570, 'h'},    /* ARMENIAN SMALL LETTER HO */
    {0x0578, 'n'},    /* ARMENIAN SMALL LETTER VO */
    {0x057C, 'n'},    /* ARMENIAN SMALL LETTER RA */
    {0x057D, 'u'},    /* ARMENIAN SMALL LETTER SEH */
    {0x057F, 's'},    /* ARMENIAN SMALL LETTER TIWN */
    {0x0581, 'g'},    /* ARMENIAN SMALL LETTER CO */
    {0x0584, 'f'},    /* ARMENIAN SMALL LETTER KEH */
    {0x0585, 'o'},    /* ARMENIAN SMALL LETTER OH */
    {0x13A0, 'd'},    /* CHEROKEE LETTER A */
    {0x13A1, 'r'},    /* CHEROKEE LETTER E */
    {0x13A2, 't'},    /* CHEROKEE LETTER I */
    {0x13A5, 'i'},    /* CHEROKEE LETTER V */
    {0x13A9, 'y'},    /* CHEROKEE LETTER GI */
    {0x13AA, 'a'},    /* CHEROKEE LETTER GO */
    {0x13AB, 'j'},    /* CHEROKEE LETTER GU */
    {0x13AC, 'e'},    /* CHEROKEE LETTER GV */
    {0x13B3, 'w'},    /* CHEROKEE LETTER LA */
    {0x13B7, 'm'},    /* CHEROKEE LETTER LU */
    {0x13BB, 'h'},    /* CHEROKEE LETTER MI */
    {0x13BD, 'y'},    /* CHEROKEE LETTER MU */
    {0x13C0, 'g'},    /* CHEROKEE LETTER NAH */
    {0x13C2, 'h'},    /* CHEROKEE LETTER NI */
    {0x13C3, 'z'},    /* CHEROKEE LETTER NO */
    {0x13CF, 'b'},    /* CHEROKEE LETTER SI */
    {0x13D2, 'r'},    /* CHEROKEE LETTER SV */
    {0x13D4, 'w'},    /* CHEROKEE LETTER TA */
    {0x13D5, 's'},    /* CHEROKEE LETTER DE */
    {0x13D9, 'v'},    /* CHEROKEE LETTER DO */
    {0x13DA, 's'},    /* CHEROKEE LETTER DU */
    {0x13DE, 'l'},    /* CHEROKEE LETTER TLE */
    {0x13DF, 'c'},    /* CHEROKEE LETTER TLI */
    {0x13E2, 'p'},    /* CHEROKEE LETTER TLV */
    {0x13E6, 'k'},    /* CHEROKEE LETTER TSO */
    {0x13E7, 'd'},    /* CHEROKEE LETTER TSU */
    {0x13F3, 'g'},    /* CHEROKEE LETTER YU */
    {0x13F4, 'b'},    /* CHEROKEE LETTER YV */
    {0x1D04, 'c'},    /* LATIN LETTER SMALL CAPITAL C */
    {0x1D0F, 'o'},    /* LATIN LETTER SMALL CAPITAL O */
    {0x1D11, 'o'},    /* LATIN SMALL LETTER SIDEWAYS O */
    {0x1D1C, 'u'},    /* LATIN LETTER SMALL CAPITAL U */
    {0x1D20, 'v'},    /* LATIN LETTER SMALL CAPITAL V */
    {0x1D21, 'w'},    /* LATIN LETTER SMALL CAPITAL W */
    {0x1D22, 'z'},    /* LATIN LETTER SMALL CAPITAL Z */
    {0x1D26, 'r'},    /* GREEK LETTER SMALL CAPITAL GAMMA */
    {0x1D83, 'g'},    /* LATIN SMALL LETTER G WITH PALATAL HOOK */
    {0x1D8C, 'y'},    /* LATIN SMALL LETTER V WITH PALATAL HOOK */
    {0xA4D0, 'b'},    /* LISU LETTER BA */
    {0xA4D1, 'p'},    /* LISU LETTER PA */
    {0xA4D2, 'd'},    /* LISU LETTER PHA */
    {0xA4D3, 'd'},    /* LISU LETTER DA */
    {0xA4D4, 't'},    /* LISU LETTER TA */
    {0xA4D6, 'g'},    /* LISU LETTER GA */
    {0xA4D7, 'k'},    /* LISU LETTER KA */
    {0xA4D9, 'j'},    /* LISU LETTER JA */
    {0xA4DA, 'c'},    /* LISU LETTER CA */
    {0xA4DC, 'z'},    /* LISU LETTER DZA */
    {0xA4DD, 'f'},    /* LISU LETTER TSA */
    {0xA4DF, 'm'},    /* LISU LETTER MA */
    {0xA4E0, 'n'},    /* LISU LETTER NA */
    {0xA4E1, 'l'},    /* LISU LETTER LA */
    {0xA4E2, 's'},    /* LISU LETTER SA */
    {0xA4E3, 'r'},    /* LISU LETTER ZHA */
    {0xA4E6, 'v'},    /* LISU LETTER HA */
    {0xA4E7, 'h'},    /* LISU LETTER XA */
    {0xA4EA, 'w'},    /* LISU LETTER WA */
    {0xA4EB, 'x'},    /* LISU LETTER SHA */
    {0xA4EC, 'y'},    /* LISU LETTER YA */
    {0xA4EE, 'a'},    /* LISU LETTER A */
    {0xA4F0, 'e'},    /* LISU LETTER E */
    {0xA4F2, 'i'},    /* LISU LETTER I: drawn as a capital I */
    {0xA4F3, 'o'},    /* LISU LETTER O */
    {0xA4F4, 'u'},    /* LISU LETTER U */
    {0xA647, 'i'},    /* CYRILLIC SMALL LETTER IOTA */
    {0xA731, 's'},    /* LATIN LETTER SMALL CAPITAL S */
};

#endif
