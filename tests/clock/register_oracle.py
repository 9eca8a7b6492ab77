"""register_oracle.py — what the statutory forms say of a register, counted column by column from their headings alone.

Nothing of the programs and none of their tables is used but the holidays, through petition_oracle, which says whether a settlement was in time.
A column that the register cannot know is not in what is counted.
"""
from collections import Counter

from petition_oracle import Petition, meant, runs

WAITING = {"CLASSIFIED", "SENDER_ANSWERED", "INTERIM_REPLIED"}  # nothing is decided by them
SETTLED = {"settled", "in force", "carried out", "appealed", "withdrawn"}
GONE = {"refused", "guided", "forwarded", "information"}
ADMINISTRATION = {"CHE_DO_CHINH_SACH", "DAT_DAI", "XAY_DUNG", "DAU_TU", "DANG_KY_KD", "THUE", "MOI_TRUONG", "CAN_BO"}
LEADS_TO = {"CLASSIFIED": "classified", "ACCEPTED": "under way", "VERIFYING": "under way", "EXTENDED": "under way",
            "SUSPENDED": "under way", "RESUMED": "under way", "REOPENED": "under way", "REFUSED": "refused", "GUIDED": "guided",
            "FORWARDED": "forwarded", "KEPT_AS_INFORMATION": "information", "WITHDRAWN": "withdrawn", "SETTLED": "settled",
            "IN_FORCE": "in force", "CARRIED_OUT": "carried out", "APPEALED": "appealed"}


class Entry:
    """A petition of the register: LIFE is a petition_oracle.Petition, whose steps have an outcome each.  FOLLOWS: an earlier one of its office is
    about the same matter, so that it is a petition and no further matter."""

    def __init__(self, life, field, people, channel, follows=False):
        self.life, self.field, self.people, self.channel, self.follows = life, field, people, channel, follows


OVER = {"SETTLED", "WITHDRAWN", "REFUSED", "GUIDED", "FORWARDED", "KEPT_AS_INFORMATION", "IN_FORCE", "CARRIED_OUT"}


class Done:
    """A step that is something to the register: NAME is what it is, RAW the step that says so."""

    def __init__(self, name, raw):
        self.name, self.raw, self.on, self.outcome = name, raw, raw.on, raw.outcome


def times(steps, begun, begins, ends):
    """(begun, the step that ended it or None, whether it began with coming back) of each time between steps that begin and steps that end;
    what ended because the petition was sent on goes on when it comes back."""
    sent = back = False
    for step in steps:
        if begun is None and (step.name in begins or (sent and step.name == "CAME_BACK")):
            begun, sent, back = step.on, False, step.name == "CAME_BACK"
        if begun is not None and ends(step.name):
            yield begun, step, back
            begun, sent = None, step.name == "FORWARDED"
    if begun is not None:
        yield begun, None, back


class Look:
    """A petition in a time, whose last day is known, for one of the times (TURN of all) that it waited to be processed."""

    def __init__(self, entry, first, last, days, turn=0):
        life = self.life = entry.life
        self.entry, self.first, self.last, self.days = entry, first, last, days
        self.kind, self.instance = life.kind, life.instance
        self.steps = [Done(name, step) for name, step in zip(meant(life.steps), life.steps) if name and step.on <= last]
        self.raw = [step.raw for step in self.steps]
        self.here = life.received <= last
        self.turns = list(times(self.steps, life.received, (), lambda name: name not in WAITING | {"CAME_BACK"}))
        begun, decided, self.back = self.turns[turn]
        self.new = first <= begun <= last
        self.before = begun < first and (decided is None or decided.on >= first)
        self.stock = self.here and (self.new or self.before)
        self.processed = self.stock and decided is not None and decided.on >= first
        self.how = {"GUIDED": "guided", "FORWARDED": "forwarded", "REFUSED": "closed", "WITHDRAWN": "closed",
                    "KEPT_AS_INFORMATION": "closed"}.get(decided.name, "own") if decided else "waiting"
        self.state = sent_from = "received"
        for step in self.steps:
            sent_from = self.state if step.name == "FORWARDED" and self.state != "forwarded" else sent_from
            self.state = sent_from if step.name == "CAME_BACK" else LEADS_TO.get(step.name, self.state)
        self.state = "forwarded" if self.how == "forwarded" else self.state  # whatever became of it when it was back
        self.outcome = next((step.outcome for step in reversed(self.steps) if step.name == "SETTLED"), None)
        # What is no matter of turns is counted with the first.
        self.own = list(self._own()) if self.here and turn == 0 else []
        self.over = list(times(self.steps, life.received, (), OVER.__contains__)) if self.here and turn == 0 else []
        self.only = self.steps if turn == 0 else []

    def _own(self):
        """(begun, ended or None, the step that ended it, outcome) of each time in which it was the office's to settle."""
        for begun, step, _ in times(self.steps, None, {"ACCEPTED", "VERIFYING", "SETTLED", "REOPENED"},
                                    {"SETTLED", "WITHDRAWN", "FORWARDED", "REFUSED", "GUIDED", "KEPT_AS_INFORMATION"}.__contains__):
            if step is None:
                yield begun, None, None
            elif step.on >= self.first:
                yield begun, step, step.outcome if step.name == "SETTLED" else "RUT_DINH_CHI"

    def in_time(self, until=None):
        """Whether the settlement that UNTIL ended was, or what runs is, within its time."""
        steps = self.raw if until is None else self.raw[:self.raw.index(until.raw) + 1]
        life = Petition(self.kind, self.instance, self.life.sent, self.life.unit, self.life.received, self.life.flags, steps)
        found = [run for run in runs(life, self.days) if "-GQ" in run[0]]
        if until is None:
            return all(run[3] is None or self.last <= run[3] for run in found if run[2] == "running")
        ended = [run for run in found if run[2] == "ended" and run[4] == until.on]
        last = max(ended, key=lambda run: run[1], default=None)
        return last is None or last[4] <= last[3]


def looks_of(entries, first, last, days):
    """One for each time that a petition waited to be processed: what was sent on and came back did once more."""
    looks = []
    for entry in entries:
        look = Look(entry, first, last, days)
        looks += [look] + [Look(entry, first, last, days, turn) for turn in range(1, len(look.turns))]
    return looks


def by(looks, test):
    return sum(1 for look in looks if test(look))


class Counted(dict):
    def put(self, prefix, columns):
        self.update({f"{prefix}_{number:02d}": value for number, value in columns.items()})


def opening_and_received(looks, kinds, columns):
    """{column: number} of the columns before the total: by number of signatories."""
    stock = [look for look in looks if look.stock and look.kind in kinds]
    parts = [(lambda look, sign=sign, at=at: getattr(look, at) and sign(look.entry.people))
             for at in ("before", "new") for sign in (lambda n: n > 1, lambda n: n == 1, lambda n: n == 0)[:columns]]
    return {1: len(stock), **{2 + i: by(stock, part) for i, part in enumerate(parts)}}


COMPLAINT, DENUNCIATION, OTHER = {"KHIEU_NAI"}, {"TO_CAO"}, {"KIEN_NGHI", "PHAN_ANH"}
ALL = COMPLAINT | DENUNCIATION | OTHER


def numbered(start, values):
    return {start + i: value for i, value in enumerate(values) if value is not None}


def fields(looks, of_denunciations):
    """Administration: in all, benefits, land, (officials,) other; (corruption,) justice, Party, other."""
    party = [look for look in looks if "DAI_HOI" in look.life.flags]
    of = Counter(look.entry.field for look in looks if look not in party)
    administration = sum(of[field] for field in ADMINISTRATION)
    parts = [of["CHE_DO_CHINH_SACH"], of["DAT_DAI"]] + ([of["CAN_BO"]] if of_denunciations else [])
    parts.append(administration - sum(parts))
    return [administration, *parts] + ([None] if of_denunciations else []) + [of["TU_PHAP"], len(party), of["KHAC"]]


def state_of_denunciations(looks):
    """First column (neither settled nor being settled), being settled, continued and late, continued and settled."""
    own = [look for look in looks if look.how == "own"]
    settled = by(own, lambda look: look.instance == 2 and look.state in SETTLED)
    late = by(own, lambda look: look.instance == 2 and look.state not in SETTLED and not look.in_time())
    return [len(looks) - len(own), len(own) - settled - late, late, settled]


def forms(entries, first, last, days):
    """{cell: number} of all forms of both circulars."""
    looks = looks_of(entries, first, last, days)
    counted = Counted()
    processed = [look for look in looks if look.processed]
    eligible = [look for look in processed if look.how in ("own", "guided", "forwarded")]
    with_column = [look for look in eligible if look.how != "guided"]
    of = lambda some, kinds: [look for look in some if look.kind in kinds]
    how = lambda some, *ways: by(some, lambda look: look.how in ways)
    instance = lambda some, number: by(some, lambda look: look.instance == number)
    settled = lambda some, number: by(some, lambda look: look.state in SETTLED and look.instance == number)
    state = lambda some, states: by(some, lambda look: look.state in states)
    under = lambda some: by(some, lambda look: look.state not in SETTLED | GONE)
    kinds = lambda some: [len(of(some, one)) for one in (COMPLAINT, DENUNCIATION, OTHER)]
    own = [look for look in eligible if look.how == "own"]
    for prefix, short in (("XLD1", False), ("XLD1V2", True)):
        stock = opening_and_received(looks, ALL, 3)
        head = [stock[1], sum(stock[i] for i in (2, 3, 4)), sum(stock[i] for i in (5, 6, 7)), len(processed),
                by(looks, lambda look: look.stock and not look.processed)] if short else [*stock.values(), len(processed)]
        states = [settled(eligible, 1), settled(eligible, 2)]
        states += [len(eligible) - sum(states)] if short else [under(eligible), state(eligible, GONE)]
        counted.put(prefix, numbered(1, head + [len(eligible), len(eligible), *kinds(eligible), *states, len(own), *kinds(own),
                                                how(eligible, "guided", "forwarded"), how(eligible, "guided"), how(eligible, "forwarded")]))
    for number, one, columns in ((2, COMPLAINT, 2), (3, DENUNCIATION, 3), (4, OTHER, 3)):
        stock = opening_and_received(looks, one, columns)
        done, fit, fit_with = of(processed, one), of(eligible, one), of(with_column, one)
        mine = of(own, one)
        flow = [len(done), by(done, lambda look: look.before), by(done, lambda look: look.new)]
        total = [stock[1], by(of(looks, one), lambda look: look.stock and look.before), by(of(looks, one), lambda look: look.stock and look.new)]
        ways = [how(fit, "guided", "forwarded"), how(fit, "guided"), how(fit, "forwarded")]
        sent = [how(fit, "forwarded"), how(fit, "forwarded")]
        if number == 4:
            content = lambda some: [by(some, lambda look, f=f: look.entry.field in f) for f in (
                {"CHE_DO_CHINH_SACH"}, {"DAT_DAI"}, {"TU_PHAP"}, ADMINISTRATION - {"CHE_DO_CHINH_SACH", "DAT_DAI"} | {"KHAC"})]
            mine_done = state(mine, SETTLED)
            counted.put("XLD4", numbered(1, [*stock.values(), *flow, len(fit), len(fit_with), *content(fit_with), state(fit_with, SETTLED),
                                             under(fit_with), state(fit_with, GONE), len(mine), *sent]))
            counted.put("XLD4V2", numbered(1, [*total, *flow, len(fit), len(fit_with), *content(fit_with), state(fit_with, SETTLED),
                                               len(fit_with) - state(fit_with, SETTLED), len(mine), *sent, None, mine_done,
                                               len(mine) - mine_done]))
            continue
        authority = [len(mine), instance(mine, 1), instance(mine, 2)]
        if number == 2:
            states = lambda some: [settled(some, 1), settled(some, 2), None]
            counted.put("XLD2", numbered(1, [*stock.values(), *flow, len(fit), len(fit), *fields(fit, False), *states(fit), under(fit),
                                             state(fit, GONE), *authority, *ways]))
            counted.put("XLD2V2", numbered(1, [*total, *flow, len(fit), len(fit_with), *fields(fit_with, False), *states(fit_with),
                                               len(fit_with) - settled(fit_with, 1) - settled(fit_with, 2), *authority, *sent]))
        else:
            four, short = state_of_denunciations(fit), state_of_denunciations(fit_with)
            counted.put("XLD3", numbered(1, [*stock.values(), *flow, len(fit), len(fit), *fields(fit, True), *four, *authority, *ways]))
            counted.put("XLD3V2", numbered(1, [*total, *flow, len(fit), len(fit_with), *fields(fit_with, True), short[0] + short[1],
                                               *short[2:], *authority, *sent]))
    received_in_person(counted, looks)
    settlements(counted, looks, first)
    carrying_out(counted, looks, first)
    committee(counted, looks, processed, eligible, first)
    return counted


def forms_of(entries, first, last, days, measures):
    """As forms; a column of matters ("vụ việc", and the decisions on them, by MEASURES of indicators) has those alone that follow no other."""
    petitions = forms(entries, first, last, days)
    matters = forms([entry for entry in entries if not entry.follows], first, last, days)
    return {cell: value if measures[cell.split(".")[0]] == "đơn" else matters[cell] for cell, value in petitions.items()}


def received_in_person(counted, looks):
    here = [look for look in looks if look.new and look.entry.channel == "TRUC_TIEP" and not look.back]
    away = by(here, lambda look: look.how in ("guided", "forwarded"))
    columns = [len(here), len(here)]
    for one in (COMPLAINT, DENUNCIATION, OTHER):
        columns += [by(here, lambda look, one=one: look.kind in one)] * 2
    columns += [len(here) - away] * 2 + [away, away, by(here, lambda look: look.how == "guided"), by(here, lambda look: look.how == "forwarded")]
    counted.put("TCD2", numbered(1, columns))


def own_of(looks, kinds):
    return [(look, *run) for look in looks if look.kind in kinds for run in look.own]


def settlements(counted, looks, first):
    runs_ = own_of(looks, COMPLAINT)
    ended = [(look, step, outcome) for look, _, step, outcome in runs_ if step]
    decided = Counter((look.instance, outcome) for look, _, outcome in ended)
    told = ("DUNG", "SAI", "DUNG_MOT_PHAN")
    head = lambda some: [len(some), sum(begun < first for _, begun, _, _ in some), sum(begun >= first for _, begun, _, _ in some), len(some)]
    late = sum(not look.in_time(step) for look, step, _ in ended)
    counted.put("KQGQ1", {**numbered(1, [*head(runs_), sum(decided[i, o] for i in (1, 2) for o in told),
                                         decided[1, "RUT_DINH_CHI"] + decided[2, "RUT_DINH_CHI"]]),
                          **numbered(20, [*(decided[1, o] for o in told), decided[2, "SAI"], decided[2, "DUNG"] + decided[2, "DUNG_MOT_PHAN"],
                                          len(ended) - late, late])})
    runs_ = own_of(looks, DENUNCIATION)
    ended = [(look, step, outcome) for look, _, step, outcome in runs_ if step]
    late = sum(not look.in_time(step) for look, step, _ in ended)
    told_of = lambda number: sum(look.instance == number and outcome in told for look, _, outcome in ended)
    withdrawn = sum(step.name == "WITHDRAWN" for _, step, _ in ended)
    by_outcome = []
    for wanted in told:
        by_outcome += [sum(outcome == wanted for _, _, outcome in ended), sum(outcome == wanted and look.instance == 2 for look, _, outcome in ended)]
    counted.put("KQGQ3", {**numbered(1, [*head(runs_), sum(look.instance == 2 for look, *_ in runs_), len(ended), told_of(1), told_of(2), withdrawn,
                                         sum(outcome == "RUT_DINH_CHI" for _, _, outcome in ended) - withdrawn]),
                          **numbered(24, [*by_outcome, len(ended) - late, late])})


def carrying_out(counted, looks, first):
    for prefix, kinds, begins, upheld in (("KQGQ2", COMPLAINT, "IN_FORCE", None), ("KQGQ4", DENUNCIATION, "SETTLED", {"DUNG", "DUNG_MOT_PHAN"})):
        due = done = 0
        for look in looks:
            begun, outcome = False, None
            for step in look.only if look.kind in kinds else []:
                outcome = step.outcome if step.name == "SETTLED" else None if step.name == "REOPENED" else outcome
                begun = begun or step.name == begins
                if begun and step.name in {"CARRIED_OUT", "REOPENED"}:
                    counts = step.on >= first and (not upheld or outcome in upheld)
                    due += counts
                    done += counts and step.name == "CARRIED_OUT"
                    begun = False
            due += begun and (not upheld or outcome in upheld)
        counted.put(prefix, {1: due, 2: done})


def committee(counted, looks, processed, eligible, first):
    """The committee's own form: section C."""
    for kind in ALL:
        mine = [look for look in looks if look.kind == kind]
        counted[f"C09.{kind}"] = by(mine, lambda look: look.stock and look.before)
        counted[f"C10.{kind}"] = by(mine, lambda look: look.new)
        counted[f"C11.{kind}"] = by(processed, lambda look, kind=kind: look.kind == kind)
        counted[f"C12.{kind}"] = counted[f"C09.{kind}"] + counted[f"C10.{kind}"] - counted[f"C11.{kind}"]
        counted[f"C13.{kind}"] = by(eligible, lambda look, kind=kind: look.kind == kind)
        runs_ = own_of(looks, {kind})
        ended = [(look, step, outcome) for look, _, step, outcome in runs_ if step]
        open_ = [look for look, _, step, _ in runs_ if not step]
        counted[f"C15.{kind}"] = sum(begun < first for _, begun, _, _ in runs_)
        counted[f"C16.{kind}"] = sum(begun >= first for _, begun, _, _ in runs_)
        counted[f"C18.{kind}"] = sum(not look.in_time(step) for look, step, _ in ended)
        counted[f"C17.{kind}"] = len(ended) - counted[f"C18.{kind}"]
        counted[f"C20.{kind}"] = by(open_, lambda look: not look.in_time())
        counted[f"C19.{kind}"] = len(open_) - counted[f"C20.{kind}"]
        for outcome in ("DUNG", "SAI", "DUNG_MOT_PHAN", "RUT_DINH_CHI"):
            counted[f"C22.{kind}.{outcome}"] = sum(one == outcome for _, _, one in ended)
    congress = [look for look in looks if look.here and "DAI_HOI" in look.life.flags]
    over = [(begun, step) for look in congress for begun, step, _ in look.over]
    counted["C28.carry"] = sum(begun < first and (step is None or step.on >= first) for begun, step in over)
    counted["C28.recv"] = sum(begun >= first for begun, step in over)
    counted["C28.done"] = sum(step is not None and step.on >= first for begun, step in over)


def receptions(rows, first, last):
    """{cell: number} of 01/TCD and the committee's form; ROWS are (day, session, held by, the eight numbers)."""
    counted = Counted()
    rows = [row for row in rows if first <= row[0] <= last]
    parts = [[row for row in rows if row[1] == "THUONG_XUYEN"],
             [row for row in rows if row[1] != "THUONG_XUYEN" and row[2] == "THU_TRUONG"],
             [row for row in rows if row[1] != "THUONG_XUYEN" and row[2] == "UY_QUYEN"]]
    sums = lambda some: [sum(row[3 + i] for row in some) for i in range(8)]
    whole = sums(rows)
    columns = [whole[0], whole[1], whole[2] + whole[3], *sums(parts[0])]
    for part in parts[1:]:
        columns += [len({row[0] for row in part}), *sums(part)]
    counted.put("TCD1", numbered(1, columns))
    counted.update({"C01": sums(parts[0])[0], "C02": sums(parts[1])[0] + sums(parts[2])[0], "C03": whole[0], "C04": whole[1], "C05": whole[4],
                    "C07.BI_THU": len({row[0] for row in parts[1]})})
    return counted
