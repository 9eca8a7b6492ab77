#!/usr/bin/env python3
"""Random lives of petitions: the program's clock and the oracle's agree, deadline by deadline.

    check_petition_clock.py CLOCK_LINES SOURCE [LIVES [SEED]]
"""
import csv
import random
import subprocess
import sys
from datetime import date, timedelta

import petition_oracle
from petition_oracle import Days, Petition, Step

UNITS, UNITS_SINCE_REFORM, REFORM = ["593", "594", "596"], ["22918", "22924"], date(2025, 7, 1)
NEXT = {  # what may follow; the law's own order, and nothing that it would not know
    "received": ["CLASSIFIED", "ACCEPTED", "ACCEPTED", "REFUSED", "GUIDED", "FORWARDED", "WITHDRAWN", "KEPT_AS_INFORMATION",
                 "INTERIM_REPLIED", "RETURNED"],
    "classified": ["ACCEPTED", "ACCEPTED", "ACCEPTED", "REFUSED", "FORWARDED", "WITHDRAWN", "SENDER_ANSWERED", "RETURNED"],
    "accepted": ["EXTENDED", "EXTENDED", "SUSPENDED", "SUSPENDED", "SETTLED", "WITHDRAWN", "FORWARDED", "VERIFYING",
                 "ACCEPTANCE_NOTIFIED", "SENDER_ANSWERED", "INTERIM_REPLIED"],
    "forwarded": ["RETURNED", "RETURNED", "SENDER_ANSWERED"],
    "suspended": ["RESUMED", "RESUMED", "ACCEPTANCE_NOTIFIED", "INTERIM_REPLIED"],
    "settled": ["IN_FORCE", "CARRIED_OUT", "REOPENED", "CONCLUSION_PUBLISHED", "SENDER_ANSWERED", "APPEALED"],
    "over": ["SENDER_ANSWERED"],
}
TO = {"CLASSIFIED": "classified", "ACCEPTED": "accepted", "EXTENDED": "accepted", "SUSPENDED": "suspended", "RESUMED": "accepted",
      "SETTLED": "settled", "REOPENED": "accepted", "VERIFYING": "accepted", "FORWARDED": "forwarded"}
STAYING = {"ACCEPTANCE_NOTIFIED", "SENDER_ANSWERED", "INTERIM_REPLIED", "CONCLUSION_PUBLISHED"}


def life(random_, first_moment):
    received = date(2018, 11, 1) + timedelta(days=random_.randrange(2900))
    day, moment, state, sent_from, steps = received, first_moment, "received", None, []
    while NEXT[state] and random_.random() < 0.85:
        name = random_.choice(NEXT[state])
        day += timedelta(days=random_.choice([0, 1, 2, 5, 9, 15, 29, 30, 45, random_.randrange(90)]))
        moment += random_.randrange(1, 40)
        days = random_.choice([0, 0, 1, 7, 10, 15, 30]) if name == "EXTENDED" else 0
        steps.append(Step(name, day, moment, days))
        if name == "RETURNED" and state == "forwarded":  # it goes on where it was sent on
            state = sent_from
            continue
        sent_from = state if name == "FORWARDED" else sent_from
        state = state if name in STAYING else TO.get(name, "over")
    flags = [flag for flag in ("DAC_BIET_PHUC_TAP", "PHUC_TAP") if random_.random() < 0.4]
    kind = random_.choice(["KHIEU_NAI", "KHIEU_NAI", "TO_CAO", "TO_CAO", "KIEN_NGHI", "PHAN_ANH"])
    if kind == "KIEN_NGHI" and random_.random() < 0.4:
        flags.append("CU_TRI")
    known = received - timedelta(days=random_.choice([0, 1, 29, 30, 31, 45, 89, 90, 91, random_.randrange(130)]))
    return Petition(kind, random_.choice([1, 1, 2]), random_.random() < 0.3,
                    random_.choice(UNITS if received < REFORM else UNITS_SINCE_REFORM), received, flags, steps,
                    first_moment, known if kind == "KHIEU_NAI" and random_.random() < 0.5 else None)


def province(random_, announced):
    """What is published in one province: lines for the program, and the same for the oracle."""
    lines, holidays, remote, known = ["new"], list(announced), [], {}
    for moment in sorted(random_.sample(range(1, 400), 12)):
        day = date(2018, 11, 1) + timedelta(days=random_.randrange(2800))
        if random_.random() < 0.25:
            unit = random_.choice(UNITS + UNITS_SINCE_REFORM)
            if all(unit != other for _, other, _, _ in remote):
                day = max(day, REFORM) if unit in UNITS_SINCE_REFORM else day
                last = day + timedelta(days=400)
                remote.append((moment, unit, day, last))
                lines.append(f"remote {moment} {unit} {day} {last}")
        elif day in known:
            continue
        elif any(day == other for _, other, _ in announced):
            holidays.append((moment, day, None))
            lines.append(f"withdraw {moment} {day}")
        elif day.weekday() < 5:
            holidays.append((moment, day, False))
            lines.append(f"holiday {moment} {day} no")
        else:
            holidays.append((moment, day, True))
            lines.append(f"holiday {moment} {day} yes")
        known[day] = True
    return lines, Days(holidays, remote)


def line_of(petition, random_):
    steps = [f"{step.name}@{step.on}@{step.moment}@{step.days}" for step in petition.steps]
    random_.shuffle(steps)  # facts arrive in any order
    channel = "CHUYEN_DEN" if petition.sent else "BUU_CHINH"
    flags = petition.flags + ([f"NHAN_QD:{petition.known}"] if petition.known else [])
    return " ".join(["petition", petition.kind, str(petition.instance), channel, petition.unit, f"{petition.received}@{petition.moment}",
                     ",".join(flags) or "-"] + steps)


def ask(process, line):
    process.stdin.write(line + "\n")
    if not line.startswith("petition"):
        return []
    process.stdin.flush()
    found = []
    while (said := process.stdout.readline().strip()) != ".":
        if not said:
            raise SystemExit(f"no answer to: {line}")
        found.append(tuple(said.split()))
    return found


def expected(petition, days):
    text = lambda one: "-" if one is None else str(one)
    return sorted(tuple(text(field) for field in run) for run in petition_oracle.runs(petition, days))


def changed(petition, steps):
    return Petition(petition.kind, petition.instance, petition.sent, petition.unit, petition.received, petition.flags, steps, petition.moment,
                    petition.known)


def none_sooner(process, petition, fewer, why, random_):
    """No deadline of PETITION ends sooner than it does of FEWER, which lacks some of its steps."""
    before = {run[:2]: run for run in ask(process, line_of(fewer, random_))}
    for run in ask(process, line_of(petition, random_)):
        was = before.get(run[:2])
        if was and run[3] != "-" and was[3] != "-" and run[3] < was[3]:
            raise SystemExit(f"{why}: {was} {run}\n{line_of(petition, random_)}")


def properties(process, petition, runs, random_):
    """What has to hold of any clock: a last day is behind the event that it counts from, and behind the day on which it went on after it
    had stood still; no extension, no further day of one and no standing still makes anything end sooner; how facts arrive does not matter."""
    line = line_of(petition, random_)
    for rule, begun, state, due, _ in runs:
        if due != "-" and due <= begun:
            raise SystemExit(f"{rule} ends before it begins: {begun} {due}\n{line}")
    if any(sorted(ask(process, line_of(petition, random_))) != runs for _ in range(2)):
        raise SystemExit(f"facts that arrive in another order change the clock\n{line}")
    steps = petition.steps
    extended = [i for i, step in enumerate(steps) if step.name == "EXTENDED"]
    if extended:
        at = extended[-1]
        none_sooner(process, petition, changed(petition, steps[:at] + steps[at + 1:]), "an extension shortens", random_)
        if steps[at].days > 1:
            less = Step("EXTENDED", steps[at].on, steps[at].moment, steps[at].days - 1)
            none_sooner(process, petition, changed(petition, steps[:at] + [less] + steps[at + 1:]), "a day more shortens", random_)
    resumed = [i for i, step in enumerate(steps) if step.name == "RESUMED" and i and steps[i - 1].name == "SUSPENDED"]
    if resumed:
        at = resumed[-1]
        none_sooner(process, petition, changed(petition, steps[:at - 1] + steps[at + 1:]), "standing still shortens", random_)
        still = [run for run in ask(process, line_of(changed(petition, steps[:at]), random_)) if run[2] == "stopped"]
        on = {run[:2]: run for run in ask(process, line_of(changed(petition, steps[:at + 1]), random_))}
        for run in still:
            if on[run[:2]][3] < str(steps[at].on):
                raise SystemExit(f"over before it goes on: {run} {on[run[:2]]}\n{line}")


def main():
    program, source = sys.argv[1:3]
    lives = int(sys.argv[3]) if len(sys.argv) > 3 else 2500
    seed = int(sys.argv[4]) if len(sys.argv) > 4 else 20200713
    random_ = random.Random(seed)
    with open(f"{source}/sql/reference/holidays.csv", encoding="utf-8") as file:
        announced = [(0, date.fromisoformat(row["day"]), row["works"] == "yes") for row in csv.DictReader(file)]
    process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    compared = 0
    for number in range(lives):
        if number % 250 == 0:
            lines, days = province(random_, announced)
            for line in lines:
                ask(process, line)
        petition = life(random_, random_.randrange(1, 300))
        line = line_of(petition, random_)
        got, wanted = sorted(ask(process, line)), expected(petition, days)
        if got != wanted:
            raise SystemExit(f"seed {seed}, life {number}\n{line}\nprogram {got}\noracle  {wanted}")
        compared += len(got)
        if number % 5 == 0:
            properties(process, petition, got, random_)
    process.stdin.close()
    if process.wait() != 0 or compared < lives:
        raise SystemExit(f"{compared} deadlines of {lives} lives")
    print(f"{lives} lives, {compared} deadlines: equal")


if __name__ == "__main__":
    main()
