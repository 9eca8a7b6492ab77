/*  messages.c — recognising what judging and the server say.
 *
 *  The patterns are the very format strings of the sources (tests hold the two together), so a message that is known
 *  is known whole; one of a newer server goes through as it is. */

#include "show/messages.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/nearest.h"
#include "base/status.h"
#include "facts/role.h"
#include "show/naming.h"
#include "show/people.h"
#include "wire/entry.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ARGUMENTS_MAX = 6 };

/*  Advice that names what may be typed. */
#define ONE_OF N_ ("one of %s")
#define DID_YOU_MEAN N_ ("did you mean %s?")

/*  Where several fit, the first one holds: what says less stands behind what says more. */

/*  The messages of judge.c, verdict.c, petition_judge.c, report.c and cell.c. */
static const char *const JUDGING[] = {
    N_ ("waits for the entry that it refers to"),
    N_ ("%s takes in no petitions of its own"),
    N_ ("enter it at the office that keeps the register"),
    N_ ("the entry that it refers to was rejected"),
    N_ ("the entry that it refers to belongs to another office"),
    N_ ("the entry that it refers to is not a petition"),
    N_ ("%s is the number of another petition of that year, entered by %s of %s"),
    N_ ("%s is the number of another petition of that year"),
    N_ ("this step of petition %s was taken back by %s of %s"),
    N_ ("petition %s was taken back by %s of %s"),
    N_ ("the report %s for %s was taken back by %s of %s"),
    N_ ("petition %s was taken back"),
    N_ ("%s is not possible: petition %s is %s (%s); possible now: %s"),
    N_ ("%s is not possible: petition %s is %s; possible now: %s"),
    N_ ("%s is not possible: petition %s is %s"),
    N_ ("%s needs its outcome (%s)"),
    N_ ("%s needs the article that it is taken by (%s)"),
    N_ ("%s needs its reason (%s)"),
    N_ ("%s needs the day for which the answer is promised (%s)"),
    N_ ("add outcome=…"),
    N_ ("add article=…"),
    N_ ("add reason=…"),
    N_ ("add expected_on=…"),
    N_ ("%s for %s was filed already by %s of %s and says something else"),
    N_ ("%s for %s was filed already and says something else"),
    N_ ("%s for %s was filed already by %s, whose duty this is, too"),
    N_ ("%s is computed from other cells: nobody can mend it there"),
    N_ ("say the reason at the cells that it is computed from"),
    N_ ("rules are broken in %zu places: %s"),
    N_ ("rule %s is broken beside the report for %s: %s"),
    N_ ("rule %s is broken: %s"),
    N_ ("one of the two reports is wrong: correct the one for %s, or this one"),
    N_ ("the report for %s is locked: correct this one, or ask the provincial office to reopen that one"),
    N_ ("compare the figures with the paper form, and mend the one that is wrong"),
    N_ ("no note says why rules are broken in %zu places: %s"),
    N_ ("rule %s is broken, and the note was written for other figures: %s"),
    N_ ("rule %s is broken, and no note says why: %s"),
    N_ ("mend the figure, or say why it is right: qcdc report file FILE --note %s=\"…\""),
    N_ ("at most %u notes"),
    N_ ("a note names the rule that it answers by its code"),
    N_ ("notes are sorted by their rules and not repeated"),
    N_ ("a correction says which notes it brings, and not which it saw"),
    N_ ("the report %s for %s was taken back"),
    N_ ("this step of petition %s was taken back"),
    N_ ("%s was %s when this was written, and is %s by %s of %s"),
    N_ ("%s was %s when this was written, and is %s"),
    N_ ("%s was written anew meanwhile, by %s of %s"),
    N_ ("number and year were changed meanwhile, each by somebody else"),
    N_ ("look at what stands there now; if it has to be changed, correct it again"),
    N_ ("a correction says what its writer saw in the place of what it changes"),
    N_ ("what was said later stands already"),
    N_ ("%s was written otherwise by %s of %s, which the server got back later"),
    N_ ("%s is %s by %s of %s, which the server got back later"),
    N_ ("it was made on a version that cannot be there yet"),
    N_ ("%s is not possible after %s of %s, which was entered meanwhile, by %s of %s"),
    N_ ("%s of %s was entered meanwhile, by %s of %s, and %s is before it"),
    N_ ("%s of %s was entered meanwhile, by %s of %s"),
    N_ ("look at what stands there now, and enter the step again if it is still possible"),
    N_ ("a correction keeps form and period: this one is of %s for %s"),
    N_ ("take the report back and file it for the right period"),
    N_ ("nothing would be left of the report"),
    N_ ("take the whole report back instead"),
    N_ ("blank"),
    N_ ("a later step of petition %s would not be possible any more"),
    N_ ("take back the later steps first"),
    N_ ("a correction of an unknown kind"),
    N_ ("a fact can only be corrected by one of its own kind"),
    N_ ("only petitions, their steps and reports can be taken back"),
    N_ ("only the provincial committee can have texts erased"),
    N_ ("only the provincial committee publishes the catalogue"),
    N_ ("the set %s does not fit what has been published: %s"),
    N_ ("the set %s would change what follows from a locked report: %s %s, in %s %s of %s"),
    N_ ("the set %s would change what follows from reports that stand, and does not say that it is meant: %s %s, in %s %s"),
    N_ ("the first catalogue that is published holds the office that publishes it, %s"),
    N_ ("no device that publishes has vouched for this one"),
    N_ ("a key that vouches has its signature beside it"),
    N_ ("a publication's %s has at most %zu bytes"),
    N_ ("a published table has 1 to %u columns"),
    N_ ("a column of the catalogue that this program does not know"),
    N_ ("a column is published twice: %s"),
    N_ ("the key of %s is not published"),
    N_ ("the fields of %s are not whole rows"),
    N_ ("%s is not a day as the catalogue has it"),
    N_ ("a publication needs the name of its set"),
    N_ ("a set has at most %u parts"),
    N_ ("part %u of %u cannot be"),
    N_ ("a publication has 1 to %u tables"),
    N_ ("a table of the catalogue that this program does not know"),
    N_ ("a set of the catalogue that needs a newer program"),
    N_ ("a table is published twice: %s"),
    N_ ("%s has ended already, and stays so"),
    N_ ("%s is published already, and says something else"),
    N_ ("part %u of the set %s does not follow what came before it"),
    N_ ("the provincial committee erases texts itself and need not ask"),
    N_ ("an analyst reads aggregates and writes nothing"),
    N_ ("only the provincial committee reviews reports"),
    N_ ("only reports are reviewed"),
    N_ ("a review of a kind that this program does not know"),
    N_ ("a review is not changed: review the report again"),
    N_ ("at most %u cells with a reason"),
    N_ ("at most %u reviews of one report"),
    N_ ("the report %s for %s was corrected meanwhile, by %s on %s: %s"),
    N_ ("the report %s for %s was corrected meanwhile"),
    N_ ("look at the report again, and review what stands there now"),
    N_ ("the report %s for %s was locked"),
    N_ ("the report %s for %s was locked on %s by the provincial office"),
    N_ ("ask the provincial office to reopen it"),
    N_ ("reopen it first"),
    N_ ("the report %s for %s is not locked"),
    N_ ("the report %s for %s is locked already"),
    N_ ("the report %s for %s is accepted already"),
    N_ ("the report %s for %s is not accepted, and cannot be locked"),
    N_ ("accept it first"),
    N_ ("a fact of a kind that this program does not know"),
    N_ ("a petition needs its register number"),
    N_ ("a register number has at most %u bytes, this one %zu"),
    N_ ("a register number has no invisible characters and no spaces at its ends"),
    N_ ("a register number is no error of a spreadsheet"),
    N_ ("a register number has letters or digits, and no @: 12/KN@2019 is 12/KN of 2019"),
    N_ ("a day before 1900 or after 9999"),
    N_ ("%s has not come yet"),
    N_ ("reports for %s are taken from %s on"),
    N_ ("%s is what a spreadsheet makes of an empty cell or of a number"),
    N_ ("%s is what a program makes of a zero or of an empty cell"),
    N_ ("%s is before %s, and no register is that old"),
    N_ ("by this computer's clock it is %s"),
    N_ ("a matter needs a number"),
    N_ ("the code of a project is 1 to 32 of A-Z 0-9 _ -"),
    N_ ("%s is the number of another matter of that year, opened by %s of %s"),
    N_ ("%s is the number of another matter of that year"),
    N_ ("matter %s was taken back by %s of %s"),
    N_ ("matter %s was taken back"),
    N_ ("a matter is not joined to itself"),
    N_ ("a notice needs its number"),
    N_ ("at most %zu bytes, and this has %zu"),
    N_ ("%s is no period of any form"),
    N_ ("periods are written as in 2020-H1, 2020, 2020-Q3, 2020-M06, 2020-9M"),
    N_ ("not the name of a column, a code or a register"),
    N_ ("a heading has at least one letter or figure"),
    N_ ("of which register it is is said"),
    N_ ("it says something of at least one heading"),
    N_ ("at most %u headings and words, and this has %zu"),
    N_ ("headings are sorted and not repeated"),
    N_ ("a notice says what kind of document it is"),
    N_ ("a notice says who signed it"),
    N_ ("a notice is sent to at least one office"),
    N_ ("add to=…"),
    N_ ("a notice is sent to at most %u offices, this one to %zu"),
    N_ ("a notice numbers at most %u tasks"),
    N_ ("%s is the number of another notice of that year, of %s"),
    N_ ("the entry that it refers to is no notice"),
    N_ ("notice %s is withdrawn already, since %s"),
    N_ ("%s is before the day of the notice, %s"),
    N_ ("why a notice is withdrawn is said"),
    N_ ("it is sent to those to whom the notice was"),
    N_ ("a notice is neither corrected nor taken back but withdrawn"),
    N_ ("qcdc notice withdraw says that it holds no more, with a reason"),
    N_ ("who has read a notice is said"),
    N_ ("notice %s was not sent to %s"),
    N_ ("that a notice was read is not taken back"),
    N_ ("only the provincial committee issues notices"),
    N_ ("a task is shown to at most %u offices"),
    N_ ("a person is named beside the office that is to do it"),
    N_ ("%s is not within ten years from %s, the day of opening"),
    N_ ("what is about a notice is a task of it: NOTICE_TASK"),
    N_ ("notice %s was issued by another office"),
    N_ ("notice %s has no task %u: it numbers %d"),
    N_ ("a part has the source of the whole: %s"),
    N_ ("task %s is neither of %s nor was it opened there"),
    N_ ("task %s is closed, since %s"),
    N_ ("%s is before the day on which task %s was opened, %s"),
    N_ ("a task says what it comes from"),
    N_ ("a task of a notice names the notice"),
    N_ ("the entry that it refers to is nothing that somebody follows"),
    N_ ("a task is about a notice, a task, a petition, a matter or a report"),
    N_ ("it is shown to who opens it, to its owner, and to who opened the whole"),
    N_ ("it is said by %s, and not by %s"),
    N_ ("task %s was opened by another office, which decides about it"),
    N_ ("task %s is of %s, which says what was done"),
    N_ ("task %s is assigned to nobody yet: assign it first"),
    N_ ("task %s was opened on %s and is assigned to nobody: no %s"),
    N_ ("task %s is assigned since %s: no %s"),
    N_ ("task %s is worked on since %s: no %s"),
    N_ ("task %s was reported on %s and waits for a decision: no %s"),
    N_ ("what was reported of task %s was accepted on %s: no %s"),
    N_ ("task %s was returned on %s: no %s"),
    N_ ("possible now: %s"),
    N_ ("%s is before the step that it follows on, of %s"),
    N_ ("of task %s something else was said meanwhile, by %s on %s: %s"),
    N_ ("what was done, or found, is said in words"),
    N_ ("add note=…"),
    N_ ("why a task is returned, closed undone, put off or given to others is said"),
    N_ ("only an assignment names an office and a person"),
    N_ ("only an assignment and a delay name a last day"),
    N_ ("an assignment names the office that is to do it"),
    N_ ("a delay names the new last day"),
    N_ ("%s is not later than %s, the last day of task %s"),
    N_ ("a step is shown to all that follow the task, and an assignment to its owner"),
    N_ ("unknown step of a task"),
    N_ ("at most %u steps of one task"),
    N_ ("task %s has %u steps already: it can only be closed"),
    N_ ("task %s has %u steps already: it can only be decided about"),
    N_ ("close it, and open another one for what is left"),
    N_ ("%s is the number of another task of that year, of %s"),
    N_ ("a task is neither corrected nor taken back but closed"),
    N_ ("qcdc task close ends it, with a reason"),
    N_ ("the entry that it refers to is no task"),
    N_ ("a task needs a number"),
    N_ ("petition %s is in another matter already, by %s of %s"),
    N_ ("petition %s is in another matter already"),
    N_ ("petition %s is in another matter"),
    N_ ("petition %s is in no matter"),
    N_ ("a blind index is of a sealed identity"),
    N_ ("a petition is not told apart from itself"),
    N_ ("petitions %s and %s were told apart already, by %s of %s"),
    N_ ("petitions %s and %s were told apart already"),
    N_ ("petitions %s and %s are in one matter"),
    N_ ("take one of them out of it first"),
    N_ ("neither of the petitions is of this office"),
    N_ ("take it out of that one first"),
    N_ ("a decision about a list names who decided"),
    N_ ("add by=…"),
    N_ ("a decision about a list names its reason"),
    N_ ("a code has at most %u characters"),
    N_ ("%s is not within ten years from %s, the day of the decision"),
    N_ ("it is shown to the office whose case it is, and to the one that answers for it"),
    N_ ("what stands on a list of restricted visibility is shown to no other office"),
    N_ ("only petitions and matters stand on lists"),
    N_ ("the entry that it refers to only repeats another one"),
    N_ ("no list is published for that day"),
    N_ ("there is no list %s on %s"),
    N_ ("matters stand on the list %s, and no petitions"),
    N_ ("petitions stand on the list %s, and no matters"),
    N_ ("only petitions with the flag %s stand on the list %s"),
    N_ ("nothing is proposed for the list %s, which is of restricted visibility"),
    N_ ("the provincial committee puts a case on a list and need not propose it"),
    N_ ("put it there: qcdc list put"),
    N_ ("an office proposes its own cases"),
    N_ ("what was taken back is not proposed for a list"),
    N_ ("%s is before the day on which the matter was opened, %s"),
    N_ ("it is on the list %s already, since %s"),
    N_ ("say when it is looked at again: qcdc list next"),
    N_ ("the entry that it refers to puts nothing on a list"),
    N_ ("%s is before the day on which it was put on the list, %s"),
    N_ ("%s is before the day of the decision before it, %s"),
    N_ ("%s decided otherwise meanwhile, on %s"),
    N_ ("look at what stands there now; if it has to be changed, decide again"),
    N_ ("it is not on the list %s any more, since %s"),
    N_ ("at most %u decisions about one case on a list"),
    N_ ("what comes off a list is not looked at again"),
    N_ ("what stands on a list is not taken back but taken off it"),
    N_ ("qcdc list off takes it off, with a reason"),
    N_ ("only the provincial committee keeps lists of cases"),
    N_ ("unknown kind of session"),
    N_ ("unknown receiver"),
    N_ ("only scheduled and ad hoc receptions are held on the head's behalf"),
    N_ ("scheduled and ad hoc receptions are the head's, in person or on his behalf"),
    N_ ("an unknown code"),
    N_ ("codes are sorted and not repeated"),
    N_ ("a code stands there more than once"),
    N_ ("at most %u petitions"),
    N_ ("no entry can be at such an address"),
    N_ ("a petition stands there more than once"),
    N_ ("where there was no reception, there are no persons and no matters"),
    N_ ("a reception is of at least one person"),
    N_ ("there are more large groups than receptions"),
    N_ ("where there was no large group, it has no persons and no matters"),
    N_ ("a large group is of several persons"),
    N_ ("large groups have more persons than were received"),
    N_ ("large groups have more matters than there were"),
    N_ ("more than %u"),
    N_ ("%s keeps no register of receptions"),
    N_ ("a reception needs its register number"),
    N_ ("%s is the number of another reception of that year, entered by %s of %s"),
    N_ ("%s is the number of another reception of that year"),
    N_ ("reception %s was taken back by %s of %s"),
    N_ ("reception %s was taken back"),
    N_ ("at most %u flags"),
    N_ ("unknown flag %s"),
    N_ ("not a cell"),
    N_ ("use DONG_NGUOI, PHUC_TAP, DAC_BIET_PHUC_TAP, DAI_HOI, LAN_HAI, CU_TRI, DU_AN:<code>, DOI_THOAI:<code> or NHAN_QD:<day>"),
    N_ ("flags are sorted and not repeated"),
    N_ ("only a recommendation is one of the voters"),
    N_ ("only a complaint is about a decision that was known"),
    N_ ("%s, when the decision was known, is after the day of receipt, %s"),
    N_ ("unknown kind of petition"),
    N_ ("unknown field of petition"),
    N_ ("unknown channel"),
    N_ ("1 to %u people sign a petition"),
    N_ ("unit %s was not in being on %s"),
    N_ ("unknown step"),
    N_ ("only an extension is by so many days"),
    N_ ("only an interim reply promises a day"),
    N_ ("%s is not within ten years from %s, the day of the step"),
    N_ ("a name has at most %u bytes, this one %zu"),
    N_ ("a name has no spaces at its ends"),
    N_ ("an extension is by 1 to %u days"),
    N_ ("%s can be extended by at most %d days, %d times, and was %d times: %s"),
    N_ ("only for petitions with the flag %s can %s be extended: %s"),
    N_ ("correct the petition's flags first, if it is one"),
    N_ ("%s of %s was entered meanwhile by %s, and would be before the day of receipt, %s"),
    N_ ("%s of %s was entered meanwhile by %s, and would be before %s, the day of the step before it"),
    N_ ("%s of %s was entered meanwhile by %s, and would not be possible any more"),
    N_ ("%s of %s would not be possible any more (%s)"),
    N_ ("%s of %s would not be possible any more"),
    N_ ("petition %s was handed over to %s on %s"),
    N_ ("that office returns it, if it is to come back"),
    N_ ("what was said to another office of petition %s is neither corrected nor taken back"),
    N_ ("whoever has it returns it: qcdc petition return"),
    N_ ("petition %s was handed over by %s, and is not taken back here"),
    N_ ("return it: qcdc petition return"),
    N_ ("a hand-over names the office that it goes to"),
    N_ ("%s cannot hand over to itself"),
    N_ ("hand it over to an office that keeps a register"),
    N_ ("there is no office %s on %s"),
    N_ ("its work goes on in %s"),
    N_ ("petition %s was handed over %d times, and may be no more than %d times"),
    N_ ("settle it, or return it to the office that it came from"),
    N_ ("a hand-over names the article that it is by"),
    N_ ("a hand-over names its reason"),
    N_ ("petition %s is handed over for the time %d"),
    N_ ("petition %s was changed meanwhile, and stands otherwise than is handed over"),
    N_ ("look at what stands there now, and hand it over again if it is still meant"),
    N_ ("unknown answer to a hand-over"),
    N_ ("only what is taken in has a number"),
    N_ ("petition %s was returned on %s"),
    N_ ("petition %s was handed over to %s meanwhile"),
    N_ ("petition %s was handed over on %s, which is later"),
    N_ ("it was taken in on %s already, by %s"),
    N_ ("it was taken in meanwhile, as %s, by %s"),
    N_ ("petition %s was not taken in"),
    N_ ("petition %s, as which it was taken in, goes on and was not returned"),
    N_ ("petition %s of %s, as which it was taken in, is over"),
    N_ ("it was taken in on %s by %s, as %s"),
    N_ ("petition %s is this office's own, and is not taken in"),
    N_ ("%s has ended, and its work goes on in %s"),
    N_ ("hand it over to that office"),
    N_ ("the entry that it refers to hands nothing over"),
    N_ ("it was handed over to %s"),
    N_ ("it was not handed over by %s"),
    N_ ("it was handed over for the time %d"),
    N_ ("the hand-over was not taken in under the number %s"),
    N_ ("petition %s came from no other office, and is not returned"),
    N_ ("%s is before the day of receipt, %s"),
    N_ ("%s is before %s, the day of the step before it"),
    N_ ("petition %s has %u steps already, and no more can be added"),
    N_ ("enter what goes on as a petition of its own"),
    N_ ("it does not say what the scan shows"),
    N_ ("a scan is a PDF, a JPEG, a PNG or a TIFF file"),
    N_ ("the hash of a scan has %u bytes"),
    N_ ("a scan has %u to %u bytes"),
    N_ ("a denunciation has no scans: they tell who denounces"),
    N_ ("petition %s has %u scans already, and no more can be added"),
    N_ ("put several pages into one PDF"),
    N_ ("petition %s has scans, which a denunciation must not have"),
    N_ ("have each of them erased, take the petition back, and enter it anew as a denunciation"),
    N_ ("unknown outcome"),
    N_ ("only a settled petition has an outcome"),
    N_ ("only a complaint or a denunciation comes to a second instance"),
    N_ ("the instance is 1 or 2"),
    N_ ("a denunciation carries nobody's identity"),
    N_ ("nobody's identity is sealed in it"),
    N_ ("an address is 16 hex digits, a colon and a number"),
    N_ ("an article has at most %u bytes, this one %zu"),
    N_ ("an article has no spaces at its ends"),
    N_ ("%s has %d articles, and no article %d"),
    N_ ("qcdc petition next has the article of each step"),
    N_ ("%s is computed from other cells and never typed in"),
    N_ ("leave it out"),
    N_ ("%s takes a text, not a number"),
    N_ ("%s counts, so its value is a whole number"),
    N_ ("the value of %s is negative"),
    N_ ("the value of %s is too large"),
    N_ ("at most %u cells and %u texts"),
    N_ ("a report without a single figure or text"),
    N_ ("a report that says there is nothing to report has no cells"),
    N_ ("a correction says which cells it changes"),
    N_ ("cells are sorted and not repeated"),
    N_ ("%s takes a number, not a text"),
    N_ ("unknown form %s"),
    N_ ("waits for version %u of form %s"),
    N_ ("form %s has no version %u"),
    N_ ("%s does not file form %s"),
    N_ ("%s does not file form %s for %s"),
    N_ ("unknown period %.32s"),
    N_ ("form %s is not filed for %s"),
    N_ ("version %u of form %s does not serve %s: version %u does, from %s on"),
    N_ ("version %u of form %s does not serve %s"),
    N_ ("%s has not begun yet"),
    N_ ("unit %s was not in being in %s"),
    N_ ("%s needs a member after it: %s"),
    N_ ("%s has no part '%s'; it can be: %s"),
    N_ ("%s has no part '%s'"),
    N_ ("the name of a cell is longer than %u bytes"),
    N_ ("'%s' has more than three parts"),
    N_ ("%s is not part of the form %s"),
    N_ ("there is no indicator '%s'"),
};

/*  The refusals of the server. */
static const char *const SERVER[] = {
    /* scans: scan.c */
    N_ ("no entry that stands has such a scan"),
    N_ ("synchronise first: an entry goes before its scan"),
    N_ ("the scan was erased"),
    N_ ("a scan has at most %u bytes"),
    N_ ("a part that lies behind the end of its scan"),
    N_ ("its entry says another size"),
    N_ ("the scans of this office have all the room that they may have, %lld MiB"),
    N_ ("ask the province for more, or to erase scans that are not needed"),
    N_ ("what came of the scan does not have its hash, and is forgotten"),
    N_ ("send it again from its first byte"),
    N_ ("a part of a scan is missing"),
    /* what a device may do: front.c, join.c, hello.c */
    N_ ("this device has been revoked"),
    N_ ("join from a new home by a new invitation, then qcdc rescue this one"),
    N_ ("join from a new home, then qcdc rescue this one"),
    N_ ("this device has not joined here"),
    N_ ("this device has not joined here, and knows newer keys of the server: it was put back to an older copy"),
    N_ ("tell the province's administrator, and do not join again"),
    N_ ("the province's server has another address now"),
    N_ ("run qcdc sync, which finds it"),
    N_ ("qcdc join INVITE"),
    N_ ("this device is not known here any more"),
    N_ ("this device's office is no longer known"),
    N_ ("this device is a member of another office, or in another role"),
    N_ ("these keys belong to two different devices"),
    N_ ("the request to join is not signed by the device it names"),
    N_ ("this invitation is not known here"),
    N_ ("this invitation was used by another device"),
    N_ ("this invitation was withdrawn"),
    N_ ("this invitation has expired"),
    N_ ("ask the provincial office for a new one"),
    /* what it may send, and how much: front.c, reader.c, frame.c */
    N_ ("the server is stopping"),
    N_ ("the server is stopping; what it has not acknowledged is sent again"),
    N_ ("the server has too many sessions"),
    N_ ("the server has all the work it can hold"),
    N_ ("too many requests to join at this moment"),
    N_ ("too many questions at once"),
    N_ ("try again later"),
    N_ ("try again in a minute"),
    N_ ("wait for the answer"),
    N_ ("wait for answers"),
    N_ ("wait for acknowledgements"),
    N_ ("this server speaks version 1 of the protocol"),
    N_ ("bring the older program up to date"),
    N_ ("the name of the program is longer than 64 bytes"),
    N_ ("a hello is already on its way"),
    N_ ("a session begins with hello"),
    N_ ("a message that a client does not send"),
    N_ ("more was sent than was granted"),
    N_ ("an entry, or their number, is over the limit"),
    N_ ("append fewer entries at a time"),
    N_ ("this device has too many connections open"),
    N_ ("end its other programs, or try again in a minute"),
    N_ ("answers to this device are not read"),
    N_ ("read the answers first"),
    N_ ("too many messages that cannot be used"),
    N_ ("a packed frame before a session has begun"),
    N_ ("the answer does not fit into a message"),
    N_ ("a frame of %zu bytes unpacked, at most %u are taken"),
    N_ ("a frame of %zu bytes, at most %u are taken"),
    N_ ("a packed frame does not unpack to the %zu bytes it names"),
    N_ ("a packed frame inside a packed frame"),
    N_ ("a frame of %zu bytes: %s"),
    /* entries that are sent: accept.c and decide.c */
    N_ ("an analyst reads aggregates and appends nothing"),
    N_ ("use qcdc query"),
    N_ ("a device can only append to its own journal"),
    N_ ("entries of a device that is lost are brought in with qcdc rescue"),
    N_ ("the entries are of a device that this server does not know"),
    N_ ("entries from %llu on are expected, not from %llu"),
    N_ ("the entries do not follow the %llu that the server holds"),
    N_ ("synchronise again"),
    N_ ("synchronise again; if it stays so, see qcdc rescue"),
    N_ ("the append is not signed by the device it names"),
    N_ ("an append of %zu bytes unpacked, at most %zu are taken"),
    N_ ("an append of %zu bytes, at most %u are taken"),
    N_ ("a piece of an append that cannot be"),
    N_ ("pieces that are not of their append"),
    N_ ("pieces that are not of an append"),
    N_ ("an append without entries"),
    N_ ("an append carries 1 to %u entries"),
    N_ ("an append without a segment"),
    N_ ("an append without a sound hash, signature or place"),
    N_ ("what goes to another office is appended alone, not among other entries"),
    N_ ("the receipt that came with the entries is not one of this server"),
    N_ ("a later receipt is not one of this server"),
    N_ ("later receipts are not in the order in which they were given"),
    N_ ("entry %llu was written at no moment that can be"),
    N_ ("entry %llu: %s"),
    N_ ("the fact cannot be read: %s"),
    N_ ("the database cannot store what this fact says"),
    N_ ("%u entries of this device wait already"),
    N_ ("the server could not store what was sent"),
    N_ ("a batch of %zu entries does not fit in memory"),
    N_ ("out of memory while deciding %zu entries"),
    /* entries that are asked for: fetch.c */
    N_ ("an analyst reads aggregates, no entries and no text"),
    N_ ("a fetch says what it wants: the feed or the own journal"),
    N_ ("a feed names an entry that the journal lacks"),
    N_ ("a feed names a segment that is not there"),
    N_ ("a feed names a receipt that is not there"),
    N_ ("a segment of %zu entries lacks some"),
    N_ ("a hash in the database has %zu bytes"),
    N_ ("a signing key has %zu bytes"),
    /* queries: query_value.c, query_bind.c and query_run.c */
    N_ ("there is no query %.60s"),
    DID_YOU_MEAN,
    N_ ("query %s is not for role %s; it is for %s"),
    N_ ("query %s has no parameter %s"),
    N_ ("query %s needs the parameter %s"),
    N_ ("query %s took more than a minute"),
    N_ ("the answer is larger than this line takes in at once"),
    N_ ("%zu parameters, at most %u are taken"),
    N_ ("a parameter is too long: at most %u bytes of a name and %u of a value are taken"),
    N_ ("query %s has %d columns, its head says %zu"),
    N_ ("query %s: the sums of a figure cannot be read"),
    N_ ("parameter %s is given twice"),
    N_ ("its parameters are %s"),
    N_ ("it has none%s"),
    N_ ("the answer has more than %d rows"),
    N_ ("ask for less: one unit, one kind, or a shorter time"),
    N_ ("%s=%s: there is no such unit"),
    N_ ("%s=%s: that unit stands as %s (%s) today"),
    N_ ("%s=%s: that unit stands as %s today"),
    N_ ("give the code of a district or commune, such as 593, or of one version, such as 22918@2024-06-01"),
    N_ ("%s=%s: a reporter sees its own unit only, which is %s (%s)"),
    N_ ("%s=%s: a reporter sees its own unit only, which is %s"),
    N_ ("%s=%s: there is no such form"),
    N_ ("%s=%s: form %s has no such indicator"),
    N_ ("%s=%s: not a period of form %s"),
    N_ ("%s=%s: not a period that any form is filled for"),
    N_ ("%s=%s: not a period%s%s"),
    N_ ("%s=%s: %.*s is not possible"),
    N_ ("%s=%s is not possible"),
    N_ ("%s=%s is not a day"),
    N_ ("%s=%s has not come yet"),
    N_ ("%s=%s is not a month"),
    N_ ("%s=%s is neither a day nor a month"),
    N_ ("from=%s is after to=%s"),
    N_ ("%s=%s..%s: the first period is after the last one"),
    N_ ("no period of %d that a form is filled for has begun"),
    N_ ("period and year are not given together"),
    N_ ("query %s wants a period, or both from and to"),
    N_ ("period=2021-Q3, or from=2021-07 to=2021-09"),
    N_ ("form %s is not filled for that time"),
    N_ ("%s=%s is not a year"),
    N_ ("write it like 2020"),
    N_ ("there are too many duties in so many periods"),
    N_ ("ask for fewer periods, or for one form"),
    N_ ("a time begins before it ends"),
    N_ ("%s=%s is not known"),
    N_ ("possible are %s, separated by commas"),
    N_ ("write it like 2020-H1 or 2020"),
    N_ ("write it like 2020-07-13"),
    N_ ("write it like 2020-07"),
    N_ ("write it like 2020-07-13 or 2020-07"),
    N_ ("write it like %s"),
    N_ ("there is no word to look for"),
    N_ ("give a number of the register, or words of the title or the summary"),
    N_ ("only words that stand in nearly every petition are looked for"),
    N_ ("add one that tells what it is about"),
    N_ ("what is looked for is longer than %u bytes"),
    N_ ("more than %u words are looked for"),
    N_ ("a few words of the title are enough"),
    N_ ("what is looked for is not UTF-8"),
    N_ ("give a number from 1 to %d"),
    N_ ("known are %s"),
    N_ ("no form had been published by %s"),
    N_ ("there are %s"),
    ONE_OF,
    /* the server's database: ingest/connection.c, pg.c, pg_rows.c */
    N_ ("another qcdcd writes to this database"),
    N_ ("stop it first; two servers on one database would tear the journals apart"),
    N_ ("the database refused a commit, but none of its entries"),
    N_ ("the database refused %s (%s; SQLSTATE %s)"),
    N_ ("the database rolled the transaction back"),
    N_ ("the database is away (connection lost)"),
    N_ ("the database is away (%s)"),
    N_ ("the wait for a synchronous standby was cancelled: what was written may not be there yet"),
    N_ ("see that the standby runs"),
    N_ ("check that PostgreSQL is running; with --db, that what it says is right"),
    N_ ("out of memory for %s"),
};

typedef struct {
    const char *text;
    size_t length;
} piece_t;

/*  Behind a conversion such as %s, %u, %d, %zu or %.32s. */
static const char *conversion_end (const char *at)
{
    return at + 1 + strcspn (at + 1, "sud") + 1;
}

/*  Whether MESSAGE is PATTERN with something in the place of each conversion.  A place reaches to where the text
 *  behind it comes next, the last one to where that text ends the message. */
static bool pattern_match (const char *pattern, const char *message, piece_t pieces[ARGUMENTS_MAX], size_t *count)
{
    *count = 0;
    for (;;) {
        size_t literal = strcspn (pattern, "%");
        if (strncmp (message, pattern, literal) != 0)
            return false;
        pattern += literal;
        message += literal;
        if (*pattern == '\0')
            return *message == '\0';
        if (*count == ARGUMENTS_MAX)
            return false;
        pattern = conversion_end (pattern);
        literal = strcspn (pattern, "%");
        size_t rest = strlen (message);
        const char *end;
        if (pattern[literal] == '\0')
            end = rest >= literal ? message + rest - literal : NULL;
        else
            end = memmem (message, rest, pattern, literal);
        if (!end)
            return false;
        pieces[(*count)++] = (piece_t){message, (size_t)(end - message)};
        message = end;
    }
}

static bool is_status_text (const char *text)
{
    for (int status = 0; status < QCDC_STATUS_COUNT; status++)
        if (strcmp (status_text ((qcdc_status)status), text) == 0)
            return true;
    return false;
}

enum { PLACE_BYTES = 640 }; /* a list of codes with their words, above all */

/*  What judging says of a day or of an entry, for people; false: it is neither. */
static bool place_people (const char *word, uint64_t own, char shown[PLACE_BYTES])
{
    int32_t day;
    uint64_t origin, seq;
    char text[DAY_TEXT_BYTES];
    if (day_parse (word, &day) == QCDC_OK && strcmp (day_format_iso (day, text), word) == 0)
        snprintf (shown, PLACE_BYTES, "%s", day_format_people (day, text));
    else if (own && address_parse (word, &origin, &seq) == QCDC_OK)
        snprintf (shown, PLACE_BYTES,
                  origin == own ? _ ("this computer (%s)") : _ ("another computer of this office (%s)"), word);
    else
        return false;
    return true;
}

/*  "province, analyst" in words; false: WORD is no list of roles. */
static bool roles_people (const char *word, char shown[PLACE_BYTES])
{
    size_t used = 0;
    shown[0] = '\0';
    for (const char *at = word; *at;) {
        char name[32];
        size_t length = strcspn (at, ",");
        role_t role;
        snprintf (name, sizeof name, "%.*s", (int)length, at);
        if (length >= sizeof name || role_parse (name, &role) != QCDC_OK)
            return false;
        used +=
            (size_t)snprintf (shown + used, PLACE_BYTES - used, "%s%s", used ? ", " : "", people_word ("role", name));
        if (used >= PLACE_BYTES)
            return false;
        at += length;
        at += strspn (at, ", ");
    }
    return true;
}

/*  What stands in a place: a day for people; where JUDGING, an entry for people, a state or a step in words; elsewhere roles in words; the text of a status
 *  always, anything else as it is. */
static piece_t piece_people (piece_t piece, bool judging, uint64_t own, char room[PLACE_BYTES])
{
    char word[128];
    if (piece.length == 0 || piece.length >= sizeof word)
        return piece;
    memcpy (word, piece.text, piece.length);
    word[piece.length] = '\0';
    if (place_people (word, judging ? own : 0, room) || (!judging && roles_people (word, room)))
        return (piece_t){room, strlen (room)};
    if (!judging && !is_status_text (word))
        return piece;
    const char *shown = people_word ("", word);
    /* A step that is called like its code stays what is typed: "CARRIED_OUT is not possible". */
    return shown == word || (!i18n_is_vietnamese () && word_same (shown, word)) ? piece
                                                                                : (piece_t){shown, strlen (shown)};
}

/*  Codes that may be typed, with their words; what stands for itself, such as a period, stays. */
static piece_t piece_codes (piece_t piece, char room[PLACE_BYTES])
{
    char list[PLACE_BYTES];
    snprintf (list, sizeof list, "%.*s", (int)piece.length, piece.text);
    char *said QCDC_CLEANUP (memory_free) = people_codes (list);
    if (!said || piece.length >= sizeof list || strlen (said) >= PLACE_BYTES)
        return piece;
    strcpy (room, said);
    return (piece_t){room, strlen (room)};
}

/*  PATTERN with the pieces, in their order, in the places of its conversions. */
static char *pattern_fill (const char *pattern, const piece_t pieces[ARGUMENTS_MAX], size_t count, bool judging,
                           bool codes, uint64_t own)
{
    piece_t shown[ARGUMENTS_MAX];
    char rooms[ARGUMENTS_MAX][PLACE_BYTES];
    size_t size = strlen (pattern) + 1, used = 0;
    for (size_t i = 0; i < count; i++) {
        shown[i] = codes ? piece_codes (pieces[i], rooms[i]) : piece_people (pieces[i], judging, own, rooms[i]);
        size += shown[i].length;
    }
    char *text = malloc (size), *to = text;
    if (!text)
        return NULL;
    while (*pattern) {
        if (*pattern == '%' && used < count) {
            pattern = conversion_end (pattern);
            to = mempcpy (to, shown[used].text, shown[used].length);
            used++;
        } else
            *to++ = *pattern++;
    }
    *to = '\0';
    return text;
}

/*  Whether what stands last in PATTERN is what rules say with their numbers. */
static bool says_rule (const char *pattern)
{
    static const char *const BEGINNINGS[] = {
        "rule %s is broken", "rules are broken in %zu places: ", "no note says why rules are broken in %zu places: "};
    for (size_t i = 0; i < sizeof BEGINNINGS / sizeof *BEGINNINGS; i++)
        if (strncmp (pattern, BEGINNINGS[i], strlen (BEGINNINGS[i])) == 0)
            return true;
    return false;
}

/*  malloc'ed; NULL when out of memory. */
static char *rule_said (piece_t piece)
{
    char *text QCDC_CLEANUP (memory_free) = strndup (piece.text, piece.length);
    return text ? people_rule_said (text) : NULL;
}

/*  Says MESSAGE by the first of PATTERNS that it fits; whether there is one.  Days are said for people in English, too. */
static bool patterns_say (const char *const *patterns, size_t pattern_count, bool judging, uint64_t own,
                          const char *message, char **said)
{
    piece_t pieces[ARGUMENTS_MAX];
    size_t count;
    for (size_t i = 0; i < pattern_count; i++) {
        const char *translated = _ (patterns[i]);
        if (!pattern_match (patterns[i], message, pieces, &count))
            continue;
        char *numbers QCDC_CLEANUP (memory_free) =
            judging && count > 0 && says_rule (patterns[i]) ? rule_said (pieces[count - 1]) : NULL;
        if (numbers)
            pieces[count - 1] = (piece_t){numbers, strlen (numbers)};
        bool codes = strcmp (patterns[i], ONE_OF) == 0 || strcmp (patterns[i], DID_YOU_MEAN) == 0;
        *said = pattern_fill (translated, pieces, count, judging, codes, own);
        return true;
    }
    return false;
}

/*  Without a catalogue every text is its own translation, and the words of the message stay as they are.  The text of a status, or of
 *  a query's parameter, is a message by itself; the empty text would be the catalogue's head.  What the server names,
 *  such as a parameter, is to be typed as it names it. */
char *message_people (const char *message, uint64_t own)
{
    char *said = NULL;
    const char *whole = *message ? _ (message) : message;
    if (whole != message)
        return strdup (whole);
    if (patterns_say (JUDGING, sizeof JUDGING / sizeof *JUDGING, true, own, message, &said) ||
        patterns_say (SERVER, sizeof SERVER / sizeof *SERVER, false, own, message, &said))
        return said;
    return strdup (message);
}
