"""petition_oracle.py — when the deadlines of a petition end, counted day by day from the domain's own table of the law.

Nothing of the programs is used, and none of their tables but the list of holidays, which are events and not rules. A day is counted where it
is not one on which the petition is suspended, and (where working days are counted) where it is worked; the deadline ends with the last of
its days, moved on to the next that is worked and not one of a suspension.
"""
from datetime import date, timedelta

DAY = timedelta(days=1)
ALWAYS = float("inf")

RECEIPT, SENT, KNOWN, TIME_OVER = "receipt", "receipt from others", "decision known", "not settled in time"
HANDLED = {"ACCEPTED", "REFUSED", "GUIDED", "FORWARDED", "SETTLED", "WITHDRAWN"}
CLASSIFYING = HANDLED | {"CLASSIFIED", "KEPT_AS_INFORMATION"}
SETTLING = {"SETTLED", "WITHDRAWN", "FORWARDED"}
TAKEN_UP = {"ACCEPTED", "REOPENED"}
LAW_OF_COMPLAINTS, LAW_OF_DENUNCIATIONS, LAW_OF_RECEPTION = date(2012, 7, 1), date(2019, 1, 1), date(2014, 7, 1)
OF_VOTERS, OF_VOTERS_LONGER = date(2017, 9, 15), date(2020, 10, 1)


class Rule:
    """VOID: what makes it one that never was; FLAG: of such petitions, which go by no other; UNTIL: the first day on which it holds no more."""

    def __init__(self, name, kinds, since, begins, ends, days, working=False, instance=None, remote=None, more=(), void=(), flag=None, until=date.max):
        self.name, self.kinds, self.since, self.begins, self.ends = name, kinds.split(), since, begins, ends
        self.days, self.working, self.instance, self.remote = days, working, instance, remote
        self.more = more  # (flag or None, days each time, how often)
        self.void, self.flag, self.until = set(void), flag, until
        self.owed = bool(self.ends) and not self.void and RECEIPT not in self.ends  # by whoever has the petition, whatever becomes of it

    def concerns(self, petition):
        return (petition.kind in self.kinds and self.since <= petition.received < self.until and self.instance in (None, petition.instance)
                and self.flag == ("CU_TRI" if "CU_TRI" in petition.flags and petition.received >= OF_VOTERS else None))


COMPLEX, VERY = "PHUC_TAP", "DAC_BIET_PHUC_TAP"
# Domain 2.2, row by row; of the voters what became of 40 and 50 days since, and of complaints what Decree 155/2026/NĐ-CP adds.
RULES = [
    Rule("DON-XULY", "KHIEU_NAI TO_CAO KIEN_NGHI PHAN_ANH", LAW_OF_RECEPTION, {RECEIPT}, CLASSIFYING, 10),
    Rule("KN-THULY-1", "KHIEU_NAI", LAW_OF_COMPLAINTS, {RECEIPT}, HANDLED, 10, instance=1),
    Rule("KN-THULY-ND", "KHIEU_NAI", date(2026, 7, 1), {RECEIPT}, HANDLED, 7, working=True),
    Rule("KN-GQ-1", "KHIEU_NAI", LAW_OF_COMPLAINTS, TAKEN_UP, SETTLING, 30, instance=1, remote=False, more=[(COMPLEX, 15, 1)]),
    Rule("KN-GQ-1-VX", "KHIEU_NAI", LAW_OF_COMPLAINTS, TAKEN_UP, SETTLING, 45, instance=1, remote=True, more=[(COMPLEX, 15, 1)]),
    Rule("KN-THULY-2", "KHIEU_NAI", LAW_OF_COMPLAINTS, {RECEIPT}, HANDLED, 10, instance=2),
    Rule("KN-GQ-2", "KHIEU_NAI", LAW_OF_COMPLAINTS, TAKEN_UP, SETTLING, 45, instance=2, remote=False, more=[(COMPLEX, 15, 1)]),
    Rule("KN-GQ-2-VX", "KHIEU_NAI", LAW_OF_COMPLAINTS, TAKEN_UP, SETTLING, 60, instance=2, remote=True, more=[(COMPLEX, 10, 1)]),
    Rule("KN-HIEULUC", "KHIEU_NAI", LAW_OF_COMPLAINTS, {"SETTLED"}, set(), 30, remote=False),
    Rule("KN-HIEULUC-VX", "KHIEU_NAI", LAW_OF_COMPLAINTS, {"SETTLED"}, set(), 45, remote=True),
    Rule("TC-XLBD", "TO_CAO", LAW_OF_DENUNCIATIONS, {RECEIPT}, CLASSIFYING, 7, working=True, more=[(None, 3, 1)]),
    Rule("TC-BAOCHI", "TO_CAO", LAW_OF_DENUNCIATIONS, {SENT}, {"SENDER_ANSWERED"}, 20),
    Rule("TC-TBTL", "TO_CAO", LAW_OF_DENUNCIATIONS, {"ACCEPTED"}, {"ACCEPTANCE_NOTIFIED"} | SETTLING, 5, working=True),
    Rule("TC-GQ", "TO_CAO", LAW_OF_DENUNCIATIONS, TAKEN_UP, SETTLING, 30, more=[(COMPLEX, 30, 1), (VERY, 30, 2)]),
    Rule("TC-CONGKHAI", "TO_CAO", LAW_OF_DENUNCIATIONS, {"SETTLED"}, {"CONCLUSION_PUBLISHED", "REOPENED"}, 7, working=True),
    Rule("TC-CHUYEN", "TO_CAO", LAW_OF_DENUNCIATIONS, {RECEIPT}, {"FORWARDED"}, 5, working=True, void=CLASSIFYING - {"CLASSIFIED", "FORWARDED"}),
    Rule("KN-THOIHIEU", "KHIEU_NAI", LAW_OF_COMPLAINTS, {KNOWN}, {RECEIPT}, 90, instance=1),
    Rule("KN-LAN2-DON", "KHIEU_NAI", LAW_OF_COMPLAINTS, {KNOWN}, {RECEIPT}, 30, instance=2, remote=False),
    Rule("KN-LAN2-DON-VX", "KHIEU_NAI", LAW_OF_COMPLAINTS, {KNOWN}, {RECEIPT}, 45, instance=2, remote=True),
    Rule("KN-LAN2", "KHIEU_NAI", LAW_OF_COMPLAINTS, {"SETTLED", TIME_OVER}, {"APPEALED"}, 30, instance=1, remote=False, void={"REOPENED"}),
    Rule("KN-LAN2-VX", "KHIEU_NAI", LAW_OF_COMPLAINTS, {"SETTLED", TIME_OVER}, {"APPEALED"}, 45, instance=1, remote=True, void={"REOPENED"}),
    Rule("CUTRI", "KIEN_NGHI", OF_VOTERS, {RECEIPT}, SETTLING | {"REFUSED", "GUIDED"}, 40, flag="CU_TRI", more=[("CU_TRI", 10, 1)],
         until=OF_VOTERS_LONGER),
    Rule("CUTRI", "KIEN_NGHI", OF_VOTERS_LONGER, {RECEIPT}, SETTLING | {"REFUSED", "GUIDED"}, 60, flag="CU_TRI"),
    Rule("KNPA-TRALOI", "KIEN_NGHI PHAN_ANH", LAW_OF_RECEPTION, {RECEIPT}, HANDLED | {"INTERIM_REPLIED"}, 10),
]


class Days:
    """What is published of holidays and remote areas, and when it was: rows of (moment, …), in order."""

    def __init__(self, holidays, remote):
        self.holidays = {}  # day: [(moment, worked or None where it is withdrawn)]
        for moment, day, works in holidays:
            self.holidays.setdefault(day, []).append((moment, works))
        self.remote = remote  # [(moment, unit, first, last)]

    def worked(self, day, before):
        said = [works for moment, works in self.holidays.get(day, []) if moment < before]
        return said[-1] if said and said[-1] is not None else day.weekday() < 5

    def is_remote(self, unit, day, before):
        return any(moment < before and unit == other and first <= day <= last for moment, other, first, last in self.remote)


class Step:
    """ANSWERS: the moment of the hand-over that another office says this of; TO: the office that it is one to."""

    def __init__(self, name, on, moment, days=0, to=None, answers=None, outcome=None):
        self.name, self.on, self.moment, self.days = name, on, moment, days
        self.to, self.answers, self.outcome = to, answers, outcome


def meant(steps):
    """What each of STEPS is to a petition of this office: what was sent on and is returned has CAME_BACK, what is given back is FORWARDED; None is
    what another office says besides, or of a hand-over that is over."""
    away, found = None, []
    for step in steps:
        name = step.name
        if step.answers is not None and (name != "RETURNED" or step.answers != away):
            name = None
        elif name == "RETURNED":
            name = "FORWARDED" if away is None else "CAME_BACK"
        if step.name == "FORWARDED":
            away = step.moment
        elif name == "CAME_BACK":
            away = None
        found.append(name)
    return found


class Petition:
    """MOMENT: when its receipt was committed; KNOWN: the day on which who complains was given the decision."""

    def __init__(self, kind, instance, sent, unit, received, flags, steps, moment=ALWAYS, known=None):
        self.kind, self.instance, self.sent, self.unit = kind, instance, sent, unit
        self.received, self.flags, self.steps = received, flags, steps
        self.moment, self.known = moment, known


def given(rule, flags, steps):
    """Days of the deadline with what it was extended by."""
    allowed = [(days, times) for flag, days, times in rule.more if flag is None or flag in flags]
    most, times = max(allowed, key=lambda one: one[0] * one[1], default=(0, 0))
    extensions = [step for step in steps if step.name == "EXTENDED"][:times]
    return rule.days + sum(min(step.days or most, most) for step in extensions)


def pauses(steps, until):
    """The times of suspension: [first day, first day on which it goes on again)."""
    found = []
    for step in steps:
        if step.name == "SUSPENDED" and (not found or found[-1][1]):
            found.append([step.on, None])
        elif step.name == "RESUMED" and found and not found[-1][1]:
            found[-1][1] = step.on
    if found and not found[-1][1]:
        found[-1][1] = until
    return found


def last_day(rule, begun, days, still, worked):
    """Day by day; None where it comes to a suspension that lasts on."""
    day, left = begun, days
    while True:
        day += DAY
        standing = [pause for pause in still if pause[0] <= day and (pause[1] is None or day < pause[1])]
        if standing and standing[0][1] is None:
            return None
        if standing:
            continue
        if left > 0 and (worked(day) or not rule.working):
            left -= 1
        if left == 0 and worked(day):
            return day


def runs(petition, days):
    """(rule, begun on, state, due on or None, ended on or None) of every deadline, sorted."""
    found = []
    for rule in RULES:
        if not rule.concerns(petition):
            continue
        if KNOWN in rule.begins:
            if petition.known and rule.remote in (None, days.is_remote(petition.unit, petition.received, petition.moment)):
                due = last_day(rule, petition.known, rule.days, [], lambda day: days.worked(day, petition.moment))
                found.append((rule.name, petition.known, "ended", due, petition.received))
            continue
        begun, at, sent, events = None, 0, False, []
        if RECEIPT in rule.begins or (SENT in rule.begins and petition.sent):
            begun, at = petition.received, 0
        for i, (step, name) in enumerate(zip(petition.steps, meant(petition.steps))):
            if begun and name in rule.ends | rule.void:
                if name in rule.ends:
                    events.append((begun, petition.steps[at:i], step))
                begun, sent = None, name == "FORWARDED"
            if name in rule.begins or (sent and name == "CAME_BACK"):
                begun, at, sent = step.on, i + 1, False
        if begun:
            events.append((begun, petition.steps[at:], None))
        for begun, steps, end in events:
            before = end.moment if end else ALWAYS
            if rule.remote not in (None, days.is_remote(petition.unit, petition.received, before)):
                continue
            due = last_day(rule, begun, given(rule, petition.flags, steps), pauses(steps, end.on if end else None),
                           lambda day: days.worked(day, before))
            state = "ended" if end else "running" if due else "stopped"
            found.append((rule.name, begun, state, due, end.on if end else None))
    # Who complains need not wait for a settlement whose time is over.
    late = [due for name, _, state, due, _ in found if state == "running" and name.startswith("KN-GQ-1")]
    for rule in RULES if late else []:
        if TIME_OVER in rule.begins and rule.concerns(petition) and rule.remote == days.is_remote(petition.unit, petition.received, ALWAYS):
            found.append((rule.name, late[0], "running", last_day(rule, late[0], rule.days, [], lambda day: days.worked(day, ALWAYS)), None))
    return sorted(found, key=str)
