"""Real requests through the whole life at ten offices at once: who is overdue is what an independent count of the law says, to the row.

A sample by default; `./run boston` takes all that there are.  The requests are of 2011, before the laws: they are moved on by whole weeks, so
that weekdays and the time between receipt and answer stay as they were.
"""
import csv
import os
import sys
import zlib
from datetime import date, timedelta

import harness
from harness import DISTRICTS, TESTS_DATA, ReadCase, all_at_once, read_csv

sys.path.insert(0, str(harness.SOURCE / "tests" / "clock"))
import petition_oracle  # noqa: E402
from petition_oracle import Days, Petition, Step  # noqa: E402

WHOLE = os.environ.get("QCDC_BOSTON") == "whole"
MOVED = timedelta(weeks=9 * 52 + 2)
CUT = date(2020, 9, 15)  # the registers are handed in as they stood on that day, and again whole
DAYS = ("2020-07-10", "2020-08-20", "2020-09-03", "2020-12-31", "2021-06-30")
OWED = {rule.name for rule in petition_oracle.RULES if rule.owed}


def day(text):
    return date.fromisoformat(text) + MOVED


class BostonDue(ReadCase):
    def register(self, code, until):
        """The district's requests as its register has them at the end of a day: [(row, petition as the oracle has it)]."""
        folder = harness.BOSTON if WHOLE else TESTS_DATA / "boston-311"
        rows, lives = read_csv(folder / f"{code}.csv.gz"), []
        for row in rows if WHOLE or len(rows) < 200 else rows[::6]:
            draw = zlib.crc32(b"life" + row["local_no"].encode())
            received = day(row["received_on"])
            settled = day(row["settled_on"]) if row["settled_on"] else None
            steps = []
            row = {name: row[name] for name in ("local_no", "kind", "field", "channel", "people", "flags", "outcome", "title")}
            row.update(received_on=str(received), settled_on="", accepted_on="", summary="")
            if draw % 10 < 7:  # some are answered, or lie, without being accepted
                accepted = received + timedelta(days=draw // 10 % 14)
                accepted = min(accepted, settled) if settled else accepted
                if accepted <= until:
                    row["accepted_on"] = str(accepted)
                    steps.append(Step("ACCEPTED", accepted, 1))
            if settled and settled <= until:
                row["settled_on"] = str(settled)
                steps.append(Step("SETTLED", settled, 2))
            else:
                row["outcome"] = ""
            if received <= until:
                lives.append((row, Petition(row["kind"], 1, row["channel"] == "CHUYEN_DEN", code, received, row["flags"].split(), steps)))
        path = self.province.folder / f"{code}.csv"
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [*harness.PETITION_COLUMNS, "accepted_on"])
            writer.writeheader()
            writer.writerows(row for row, _ in lives)
        return path, lives

    def hand_in(self, offices, until):
        """All registers at once, and what the law says of them: {(office, number): (day, rules)}."""
        holidays = [(0, date.fromisoformat(row["day"]), row["works"] == "yes")
                    for row in read_csv(harness.SOURCE / "sql" / "reference" / "holidays.csv")]
        law, wanted, started = Days(holidays, []), {}, []
        for office in offices:
            path, lives = self.register(office.code[4:], until)
            started.append((office.name, office.start("petition", "import", path, "--confirm-names", "--new")))
            for row, life in lives:
                running = [(due, rule) for rule, _, state, due, _ in petition_oracle.runs(life, law) if state == "running" and rule in OWED]
                if running:
                    first = min(due for due, _ in running)
                    wanted[office.code, row["local_no"]] = (str(first), {rule for due, rule in running if due == first})
        for name, done in harness.finish_all(started):
            self.assertEqual(done.status, 0, f"{name}: {done}")
        all_at_once(offices, "sync")
        for office in offices:
            self.assertEqual(office.table("rejected"), [], office.name)
        return wanted

    def compare(self, wanted):
        for on in DAYS:
            before = str(date.fromisoformat(on) - timedelta(days=1))
            listed = {(row["office"], row["local_no"]): row for row in self.reader.query("petitions_due", by=before)}
            overdue = {key: due for key, due in wanted.items() if due[0] < on}
            self.assertEqual({key: row["due_on"] for key, row in listed.items()}, {key: due for key, (due, _) in overdue.items()}, on)
            for key, row in listed.items():
                self.assertIn(row["rule"], overdue[key][1], f"{key} {row}")
            total, = self.reader.query("petitions_due_counts", on=on)
            self.assertEqual((total["overdue"], total["due"]), (str(len(overdue)), str(len(wanted))), on)
            counts = {row["office"]: row["overdue"] for row in self.reader.query("petitions_due_counts", by="office", on=on)}
            self.assertEqual({code: int(count) for code, count in counts.items() if int(count)},
                             {code: sum(other == code for other, _ in overdue) for code in {code for code, _ in overdue}}, on)
            print(f"{on}: {len(overdue)} of {len(wanted)} overdue", flush=True)

    def test_who_is_overdue(self):
        offices = [self.province.office(f"BCD-{code}") for code in DISTRICTS]
        half = self.hand_in(offices, CUT)
        self.assertGreater(len(half), 50)
        self.compare(half)
        whole = self.hand_in(offices, date(2026, 11, 1))  # some were answered years later: not yet, as it stands
        self.assertNotEqual(half, whole)
        self.compare(whole)
        # An office sees the same of its own, without a line.
        self.province.stop()
        own = {row["local_no"]: row["due_on"] for row in offices[6].table("petition", "due", "days=1", f"on={DAYS[3]}")}
        self.assertEqual(own, {number: due for (code, number), (due, _) in whole.items()
                               if code == offices[6].code and due <= str(date.fromisoformat(DAYS[3]) + timedelta(days=1))})
        self.province.start()


if __name__ == "__main__":
    harness.main()
