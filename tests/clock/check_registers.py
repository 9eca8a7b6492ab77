#!/usr/bin/env python3
"""Forms counted from random registers: the program's columns and the oracle's agree, and every printed formula holds.

    check_registers.py REGISTER_LINES SOURCE [REGISTERS [SEED]]
"""
import csv
import random
import re
import subprocess
import sys
from datetime import date, timedelta

import register_oracle
from petition_oracle import Days, Petition, Step

OFFICES, UNIT = ["BCD-593", "BCD-594", "BCD-595"], "593"
FIELDS = "DAT_DAI XAY_DUNG DAU_TU DANG_KY_KD THUE MOI_TRUONG CHE_DO_CHINH_SACH TU_PHAP CAN_BO KHAC".split()
OPEN = ["ACCEPTED", "ACCEPTED", "REFUSED", "GUIDED", "FORWARDED", "FORWARDED", "WITHDRAWN", "KEPT_AS_INFORMATION", "INTERIM_REPLIED", "VERIFYING",
        "SETTLED"]
NEXT = {
    "received": ["CLASSIFIED", *OPEN],
    "classified": ["SENDER_ANSWERED", *OPEN],
    "accepted": ["EXTENDED", "SUSPENDED", "SETTLED", "SETTLED", "SETTLED", "WITHDRAWN", "FORWARDED", "VERIFYING", "ACCEPTANCE_NOTIFIED"],
    "suspended": ["RESUMED", "RESUMED", "WITHDRAWN", "INTERIM_REPLIED"],
    "settled": ["IN_FORCE", "CARRIED_OUT", "REOPENED", "CONCLUSION_PUBLISHED", "APPEALED"],
    "in force": ["CARRIED_OUT", "REOPENED", "APPEALED"],
    "appealed": ["CARRIED_OUT", "REOPENED", "IN_FORCE"],
    "over": ["SENDER_ANSWERED", "REOPENED"],
    "gone": ["SENDER_ANSWERED"],
}
TO = {"CLASSIFIED": "classified", "ACCEPTED": "accepted", "VERIFYING": "accepted", "EXTENDED": "accepted", "RESUMED": "accepted",
      "REOPENED": "accepted", "SUSPENDED": "suspended", "SETTLED": "settled", "APPEALED": "appealed", "IN_FORCE": "in force",
      "CARRIED_OUT": "over", "REFUSED": "over", "GUIDED": "over", "WITHDRAWN": "over", "KEPT_AS_INFORMATION": "over", "FORWARDED": "gone",
      "RETURNED": "gone"}
MAY_GIVE_BACK = {"received", "classified", "accepted"}
#  Periods one after the other, so that what is left of one is what the next one begins with; in the first half both forms are the old ones.
PERIODS = {1: ["2023-Q2", "2023-Q3", "2023", "2023-H1"], 2: ["2024-Q2", "2024-Q3", "2024-Q4", "2024", "2025-H1"]}
CODES = ["01-TCD", "02-TCD", "01-XLD", "02-XLD", "03-XLD", "04-XLD", "01-KQGQ", "02-KQGQ", "03-KQGQ", "04-KQGQ"]
ONE_VERSION = {"02-TCD", "01-KQGQ", "02-KQGQ", "03-KQGQ", "04-KQGQ"}
WHERE = {"XLD1_26", "XLD2_30", "XLD3_33"}  # what register_lines counts besides
#  Not to be had of a register, as their words say: withdrawn denunciations have no outcome; what was guided is not settled here; a misprint.
DOUBTFUL = {"KQGQ3-6b", "XLD1-2", "XLD4V2-8b"}
WINDOWS = {"Q2": ((0, 3, 15), (0, 6, 14)), "Q3": ((0, 6, 15), (0, 9, 14)), "Q4": ((0, 9, 15), (0, 12, 14)), "H1": ((-1, 12, 15), (0, 6, 14)),
           "Y": ((-1, 12, 15), (0, 12, 14))}


def window(period):
    year, _, kind = period.partition("-")
    return [date(int(year) + years, month, day) for years, month, day in WINDOWS[kind or "Y"]]


class Lives:
    """Petitions at several offices of a province, each received by one and gone its way: ROWS are (office, entry, which petition).  ON_THE_WAY are the days [from, to)
    on which one was at no office, to None where it lasts; LEFT and CAME the days on which one went out of the province or came into it."""

    def __init__(self, random_, begins):
        self.random, self.begins, self.moment, self.roots, self.inherited = random_, begins, 0, 0, 0
        self.rows, self.on_the_way, self.left, self.came = [], [], [], []

    def receive(self):
        """One petition, and all that it comes to be."""
        chance = self.random
        self.kind = chance.choice(["KHIEU_NAI", "KHIEU_NAI", "TO_CAO", "TO_CAO", "KIEN_NGHI", "PHAN_ANH"])
        self.flags = [flag for flag, often in (("DAI_HOI", 0.2), ("PHUC_TAP", 0.4)) if chance.random() < often]
        self.instance = chance.choice([1, 1, 2]) if self.kind in ("KHIEU_NAI", "TO_CAO") else 1
        self.field, self.people = chance.choice(FIELDS), chance.choice([1, 1, 3])
        received = self.begins + timedelta(days=chance.randrange(560))
        channel = chance.choice(["TRUC_TIEP", "TRUC_TIEP", "BUU_CHINH", "CHUYEN_DEN"])
        self.came += [received] if channel == "CHUYEN_DEN" else []
        given_back = self.live(chance.choice(OFFICES), received, channel, 0)
        self.left += [given_back] if given_back else []
        self.roots += 1

    def step(self, name, on, **more):
        self.moment += self.random.randrange(1, 40)
        return Step(name, on, self.moment, **more)

    def live(self, office, received, channel, hops):
        """The life at one office; the day on which it gave the petition back to where it came from, or None."""
        chance = self.random
        steps, state, day = [], "received", received
        self.moment += 1
        self.rows.append((office, register_oracle.Entry(
            Petition(self.kind, self.instance, False, UNIT, received, self.flags, steps), self.field, self.people, channel,
            follows=chance.random() < 0.2), self.roots))
        while chance.random() < 0.8:
            name = chance.choice(NEXT[state] + (["RETURNED"] if channel == "CHUYEN_DEN" and state in MAY_GIVE_BACK else []))
            if name == "REOPENED" and chance.random() < 0.6:
                break
            day += timedelta(days=chance.choice([0, 1, 2, 5, 9, 15, 29, 30, 45, chance.randrange(120)]))
            step = self.step(name, day)
            step.outcome = chance.choice(["DUNG", "SAI", "DUNG_MOT_PHAN", "RUT_DINH_CHI"]) if name == "SETTLED" else None
            steps.append(step)
            if name == "RETURNED":
                return day
            if name == "FORWARDED":
                day = self.hand_over(office, steps, hops) if hops < 3 and chance.random() < 0.8 else self.forward(steps)
                if not day:
                    return None
                continue
            state = TO.get(name, state)
        # Its office ends, and another one goes on with what it had taken in.
        return self.inherit(office, steps, day, hops) if hops and state in MAY_GIVE_BACK and chance.random() < 0.25 else None

    def inherit(self, office, steps, day, hops):
        """What an heir takes in was passed on by the office that has ended, on that day; where he gives it back it comes back to whoever had handed it over."""
        heir, on = self.random.choice([other for other in OFFICES if other != office]), day + timedelta(days=self.random.randrange(60))
        steps.append(self.step("FORWARDED", on, to=heir))
        self.inherited += 1
        return self.live(heir, on, "CHUYEN_DEN", hops)

    def forward(self, steps):
        """Out of the province, on paper; the day on which it is back, or None."""
        on = steps[-1].on
        self.left.append(on)
        if self.random.random() < 0.6:
            return None
        back = on + timedelta(days=self.random.randrange(60))
        self.came.append(back)
        steps.append(self.step("RETURNED", back))
        return back

    def hand_over(self, office, steps, hops):
        """To another office; the day on which the own one goes on with it, or None."""
        chance, sent, latest = self.random, steps[-1], steps[-1].on
        others, since = [other for other in OFFICES if other != office], sent.on
        sent.to = chance.choice(others)
        if chance.random() < 0.2:
            latest += timedelta(days=chance.randrange(40))
            steps.append(self.step("SENDER_ANSWERED", latest))
        if chance.random() < 0.2:  # the office ended before it answered; what it says now comes too late
            before, latest = sent, latest + timedelta(days=chance.randrange(40))
            sent = self.step("FORWARDED", latest, to=chance.choice([other for other in others if other != before.to]))
            steps.append(sent)
            if chance.random() < 0.5:
                steps.append(self.step(chance.choice(["RETURNED", "TAKEN_IN"]), before.on + timedelta(days=chance.randrange(80)), answers=before.moment))
        answered = sent.on + timedelta(days=chance.choice([0, 1, 3, chance.randrange(60)]))
        fate = chance.choice(["waiting", "returned", "taken in", "taken in", "taken in"])
        self.on_the_way.append((since, answered if fate != "waiting" else None))
        if fate == "waiting":
            return None
        if fate == "taken in":
            steps.append(self.step("TAKEN_IN", answered, answers=sent.moment))
            given_back = self.live(sent.to, answered, "CHUYEN_DEN", hops + 1)
            if chance.random() < 0.3:
                steps.append(self.step(chance.choice(["REPLIED", "SETTLED"]), answered + timedelta(days=chance.randrange(90)), answers=sent.moment))
            if not given_back:
                return None
            answered = given_back
        steps.append(self.step("RETURNED", answered, answers=sent.moment))
        return max(latest, answered)


def reception(random_, begins):
    session = random_.choice(["THUONG_XUYEN", "DINH_KY", "DOT_XUAT"])
    held_by = "CAN_BO_TIEP" if session == "THUONG_XUYEN" else random_.choice(["THU_TRUONG", "UY_QUYEN"])
    numbers = [random_.randrange(6) for _ in range(8)]
    for of, most in ((4, 0), (5, 1), (6, 2), (7, 3)):
        numbers[of] = min(numbers[of], numbers[most])
    return (begins + timedelta(days=random_.randrange(560)), session, held_by, *numbers)


def line_of(entry, random_):
    life_ = entry.life
    steps = [f"{step.name}@{step.on}@{step.moment}@{step.outcome or '-'}@{step.answers or step.to or '-'}" for step in life_.steps]
    random_.shuffle(steps)
    return " ".join(["petition", life_.kind, str(life_.instance), entry.channel, entry.field, str(entry.people), str(life_.received),
                     ",".join(sorted(life_.flags)) or "-", str(int(entry.follows))] + steps)


def ask(process, line):
    process.stdin.write(line + "\n")
    found = {}
    if line.startswith("count"):
        process.stdin.flush()
        while (said := process.stdout.readline().split()) != ["."]:
            if not said:
                raise SystemExit(f"no answer to: {line}")
            found[said[0]] = int(said[1]) if said[1] != "-" else None
    return found


def formula_holds(expression, values, before):
    """Whether A = B + C = D, or A <= B, holds; what is not counted is nothing here."""
    def side(text):
        total = 0
        for term in text.split("+"):
            cell, previous = term.strip(), term.strip().endswith("[Pprev]")
            total += (before if previous else values).get(cell.removesuffix("[Pprev]"), 0) or 0
        return total
    for one, sign, other in zip((parts := re.split(r" (=|<=) ", expression))[::2], parts[1::2], parts[2::2]):
        if not (side(one) == side(other) if sign == "=" else side(one) <= side(other)):
            return False
    return True


def committee_holds(values, before):
    """The rules of domain 4.3 on petitions: V-C5 to V-C13, V-C18."""
    v = lambda cell: values[cell]
    for kind in register_oracle.ALL:
        yield "V-C5", v(f"C09.{kind}") + v(f"C10.{kind}") == v(f"C11.{kind}") + v(f"C12.{kind}")
        yield "V-C6", v(f"C13.{kind}") <= v(f"C11.{kind}")
        yield "V-C9", v(f"C15.{kind}") + v(f"C16.{kind}") == sum(v(f"C{n}.{kind}") for n in (17, 18, 19, 20))
        outcomes = sum(v(f"C22.{kind}.{outcome}") for outcome in ("DUNG", "SAI", "DUNG_MOT_PHAN", "RUT_DINH_CHI"))
        yield "V-C12", kind not in ("KHIEU_NAI", "TO_CAO") or outcomes == v(f"C17.{kind}") + v(f"C18.{kind}")
        if before:
            yield "V-C7", v(f"C09.{kind}") == before[f"C12.{kind}"]
            yield "V-C10", v(f"C15.{kind}") == before[f"C19.{kind}"] + before[f"C20.{kind}"]
    yield "V-C1", v("C03") == v("C01") + v("C02")
    yield "V-C18", v("C28.done") <= v("C28.recv") + v("C28.carry")


def year_holds(year, half):
    """V-Y1, V-Y2: a year has at least what its half has, and begins as it did."""
    for cell, value in year.items():
        number = cell[:3]
        if number in ("C09", "C15") and value != half[cell]:
            yield cell
        if number in ("C01", "C02", "C03", "C04", "C05", "C10", "C11", "C13", "C16", "C17", "C18", "C22") and value < half[cell]:
            yield cell


def compare(name, got, wanted):
    got = {cell: value for cell, value in got.items() if value is not None}
    wrong = {cell: (value, wanted.get(cell)) for cell, value in got.items() if wanted.get(cell) != value}
    if wrong:
        raise SystemExit(f"{name}: program, oracle: {wrong}")


def check_where(lives, values, first, last):
    """What was sent on in the province is what came there and what is on its way; each petition is at one office at most."""
    within = lambda some: sum(first <= day <= last for day in some)
    way = lambda day: sum(since <= day and (until is None or day < until) for since, until in lives.on_the_way)
    sent, came = values["XLD1_26"], values["XLD2_30"]
    waiting = way(last) - way(first - timedelta(days=1))
    if sent - within(lives.left) != came - within(lives.came) + waiting:
        raise SystemExit(f"{first} to {last}: {sent} sent on, {within(lives.left)} of them out of the province; {came} came, {within(lives.came)} of "
                         f"them from outside; {waiting} more are on their way")


def one_at_most(process, lives, period):
    """Asks for each petition alone, wherever it went, how many offices have it at the end."""
    for root in range(lives.roots):
        rows = [(office, entry) for office, entry, of in lives.rows if of == root]
        ask(process, "new")
        for office, entry in rows:
            ask(process, f"office {office}")
            ask(process, line_of(entry, lives.random))
        here = ask(process, f"count 03-XLD 1 {period}")["XLD3_33"]
        if here > 1:
            raise SystemExit(f"{period}: a petition is at {here} offices: {rows}")


def fill(process, lives, held):
    ask(process, "new")
    for office in OFFICES:
        ask(process, f"office {office}")
        for code, entry, _ in lives.rows:
            if code == office:
                ask(process, line_of(entry, lives.random))
        for row in held if office == OFFICES[0] else []:
            ask(process, " ".join(["reception", *map(str, row)]))


def count_all(process, codes, period, version, office=""):
    values = {}
    for code in codes:
        values |= ask(process, f"count {code} {1 if code in ONE_VERSION else version} {period} {office}")
    return values


def check_offices(process, lives, held, days, measures, codes, period, version, values):
    """What the offices count adds up to what the province does, and one of them, by turns, is as the oracle has it; how much was compared."""
    first, last = window(period)
    by_office = {office: count_all(process, codes, period, version, office) for office in OFFICES}
    for cell, value in values.items():
        parts = [counted[cell] for counted in by_office.values() if counted[cell] is not None]
        if value != (sum(parts) if parts else None):
            raise SystemExit(f"{period}: {cell} is {value}, of the offices {parts}")
    office = lives.random.choice(OFFICES)
    wanted = register_oracle.forms_of([entry for code, entry, _ in lives.rows if code == office], first, last, days, measures)
    wanted |= register_oracle.receptions(held if office == OFFICES[0] else [], first, last)
    compare(f"{period} {office}", {cell: value for cell, value in by_office[office].items() if cell not in WHERE}, wanted)
    return len(values)


def check(process, random_, days, rules, measures, version, size):
    begins = date(2022, 10, 1) if version == 1 else date(2023, 11, 15)
    lives, held = Lives(random_, begins), [reception(random_, begins) for _ in range(size // 3)]
    for _ in range(size):
        lives.receive()
    entries = [entry for _, entry, _ in lives.rows]
    fill(process, lives, held)
    before, compared, committee = {}, 0, {}
    for period in PERIODS[version]:
        first, last = window(period)
        wanted = register_oracle.forms_of(entries, first, last, days, measures) | register_oracle.receptions(held, first, last)
        codes = [code for code in CODES if "TCD" in code or "H1" not in period]
        values = count_all(process, codes, period, version)
        compared += check_offices(process, lives, held, days, measures, codes, period, version, values)
        if version == 1 and "H1" not in period:
            check_where(lives, values, first, last)
        values = {cell: value for cell, value in values.items() if cell not in WHERE}
        compare(period, values, wanted)
        if len(values) < (35 if "H1" in period else 150):
            raise SystemExit(f"{period}: only {len(values)} cells are counted")
        compared += len(values)
        follows = {"2023-Q3", "2024-Q3", "2024-Q4"}
        for rule in rules:
            own = rule["expression"].split()[0]
            looks_back = "[Pprev]" in rule["expression"]
            if own not in values or rule["rule"] in DOUBTFUL or (looks_back and period not in follows):
                continue
            if not formula_holds(rule["expression"], values, before):
                raise SystemExit(f"{period}: {rule['rule']}: {rule['expression']} {({c: v for c, v in values.items() if c in rule['expression']})}")
            compared += 1
        before = values
        if period.endswith("H1") or "-" not in period:
            got = ask(process, f"count QCDC-HUYEN 1 {period}")
            compare(period, {cell: value for cell, value in got.items() if not cell.startswith("C06")}, wanted)
            if got["C06.BI_THU"] != (6 if "H1" in period else 12) or "C06.CT_UBND" in {c for c, v in got.items() if v is not None}:
                raise SystemExit(f"{period}: {got}")
            # The half-year 2025 goes on where the year 2024 ended; the half-year 2023 is a part of its year.
            for rule, holds in committee_holds(got, committee if period == "2025-H1" else None):
                if not holds:
                    raise SystemExit(f"{period}: {rule}: {got}")
            if period == "2023-H1" and list(year_holds(committee, got)):
                raise SystemExit(f"year and half: {list(year_holds(committee, got))}")
            committee = got
            compared += len(got)
    if size > 80 and not lives.inherited:
        raise SystemExit("nothing was left to an heir")
    if version == 1:
        one_at_most(process, lives, "2023-Q3")
    return compared


def main():
    program, source = sys.argv[1:3]
    registers = int(sys.argv[3]) if len(sys.argv) > 3 else 6
    seed = int(sys.argv[4]) if len(sys.argv) > 4 else 20210510
    random_ = random.Random(seed)
    with open(f"{source}/sql/reference/holidays.csv", encoding="utf-8") as file:
        days = Days([(0, date.fromisoformat(row["day"]), row["works"] == "yes") for row in csv.DictReader(file)], [])
    with open(f"{source}/sql/reference/rules-statutory.csv", encoding="utf-8") as file:
        rules = list(csv.DictReader(file))
    with open(f"{source}/sql/reference/indicators.csv", encoding="utf-8") as file:
        measures = {row["code"]: row["measure"] for row in csv.DictReader(file)}
    process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    compared = 0
    for number in range(registers):
        compared += check(process, random_, days, rules, measures, 1 + number % 2, random_.choice([3, 30, 90]))
    process.stdin.close()
    if process.wait() != 0 or compared < 1000:
        raise SystemExit(f"only {compared} compared")
    print(f"{registers} registers, {compared} figures and formulas: equal")


if __name__ == "__main__":
    main()
