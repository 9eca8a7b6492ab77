"""petition_oracle.py — when the deadlines of a petition end, counted day by day from the domain's own table of the law.

Nothing of the programs is used, and none of their tables but the list of holidays, which are events and not rules. A day is counted where it
is not one on which the petition is suspended, and (where working days are counted) where it is worked; the deadline ends with the last of
its days, moved on to the next that is worked and not one of a suspension.
"""
from datetime import date, timedelta

DAY = timedelta(days=1)
ALWAYS = float("inf")

RECEIPT, SENT = "receipt", "receipt from others"
HANDLED = {"ACCEPTED", "REFUSED", "GUIDED", "FORWARDED", "SETTLED", "WITHDRAWN"}
CLASSIFYING = HANDLED | {"CLASSIFIED", "KEPT_AS_INFORMATION"}
SETTLING = {"SETTLED", "WITHDRAWN", "FORWARDED"}
TAKEN_UP = {"ACCEPTED", "REOPENED"}
LAW_OF_COMPLAINTS, LAW_OF_DENUNCIATIONS, LAW_OF_RECEPTION = date(2012, 7, 1), date(2019, 1, 1), date(2014, 7, 1)


class Rule:
    def __init__(self, name, kinds, since, begins, ends, days, working=False, instance=None, remote=None, more=()):
        self.name, self.kinds, self.since, self.begins, self.ends = name, kinds.split(), since, begins, ends
        self.days, self.working, self.instance, self.remote = days, working, instance, remote
        self.more = more  # (flag or None, days each time, how often)


COMPLEX, VERY = "PHUC_TAP", "DAC_BIET_PHUC_TAP"
# Domain 2.2, row by row; those that no step of a petition's begins are not here (sql/reference/README).
RULES = [
    Rule("DON-XULY", "KHIEU_NAI TO_CAO KIEN_NGHI PHAN_ANH", LAW_OF_RECEPTION, {RECEIPT}, CLASSIFYING, 10),
    Rule("KN-THULY-1", "KHIEU_NAI", LAW_OF_COMPLAINTS, {RECEIPT}, HANDLED, 10, instance=1),
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
    def __init__(self, kind, instance, sent, unit, received, flags, steps):
        self.kind, self.instance, self.sent, self.unit = kind, instance, sent, unit
        self.received, self.flags, self.steps = received, flags, steps


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
        if petition.kind not in rule.kinds or petition.received < rule.since or rule.instance not in (None, petition.instance):
            continue
        begun, at, sent, events = None, 0, False, []
        if RECEIPT in rule.begins or (SENT in rule.begins and petition.sent):
            begun, at = petition.received, 0
        for i, (step, name) in enumerate(zip(petition.steps, meant(petition.steps))):
            if begun and name in rule.ends:
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
    return sorted(found, key=str)
