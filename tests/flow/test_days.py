"""One invariant of days, for what is new, corrected and taken back alike: receipt ≤ each step ≤ the next, nothing before there
were registers, nothing in the future; the same at the desk and in the province.
"""
import random
import os

from harness import petition, Province, ReadCase, unittest
from wire_office import WireOffice, corrected, day, facts, received


def codes(office, fact):
    return [verdict["code"] for verdict in office.append(fact)["verdicts"]]


class Days(ReadCase):
    def refused(self, done, *texts):
        self.assertEqual((done.status, done.out), (1, ""), done)
        for text in texts:
            self.assertIn(text, done.err)

    def test_at_the_desk(self):
        office = self.province.office("BCD-595")
        row = petition("2/KN", received_on="2020-05-10", settled_on="2020-06-10", outcome="DUNG")
        office.import_rows([row])
        # A receipt behind the settlement is refused as the same row is when it is new.
        late = dict(row, received_on="2020-07-10")
        self.refused(office.run("petition", "import", office.register([late])), "10/06/2020 is before the day of receipt, 10/07/2020")
        self.refused(office.run("petition", "import", office.register([dict(late, local_no="9/KN")])),
                     "10/06/2020 is before the day of receipt, 10/07/2020")
        # Both may move, later or earlier.
        for moved in (dict(row, received_on="2020-07-10", settled_on="2020-08-10"), row):
            self.assertIn("1 corrected", office.import_rows([moved]))
        # A step before the one that is there already, both days named.
        self.refused(office.run("petition", "move", "2/KN", "IN_FORCE", "on=2020-06-09"), "09/06/2020 is before 10/06/2020")
        office.must("petition", "move", "2/KN", "IN_FORCE", "on=2020-07-10")
        # The settlement must not go behind what follows it.
        self.refused(office.run("petition", "import", office.register([dict(row, settled_on="2020-07-11")])),
                     "10/07/2020 is before 11/07/2020")
        # A spreadsheet's zero, and what is older than any register.
        for text, said in (("1900-01-01", "spreadsheet"), ("1970-01-01", "a zero or of an empty cell"), ("1945-09-01", "before 02/09/1945")):
            self.refused(office.run("petition", "import", office.register([petition("3/KN", received_on=text)])), said)
        office.import_rows([petition("3/KN", received_on="1999-01-01")])
        # A year so long ago is asked about, once: in a file, in a line, and where a correction brings it in.
        old = office.register([petition("4/KN", received_on="1946-01-01")])
        add = ["petition", "add", "local_no=5/KN", "kind=KIEN_NGHI", "field=KHAC", "received_on=1950-03-04"]
        correct = ["petition", "correct", "3/KN@1999", "received_on=1989-01-01"]
        for words in (["petition", "import", old], ["petition", "import", old, "--new"], add, correct):
            self.refused(office.run(*words), "is more than 30 years ago", "--confirm-old")
            office.must(*words, "--confirm-old")
            if words[-1] == old:
                self.assertIn("0 imported, 0 corrected, 1 unchanged", office.must(*words))
                office.must("petition", "void", "4/KN@1946", "reason=nhầm")
        office.must("petition", "correct", "3/KN", "people=3")
        office.sync()
        self.assertEqual(office.table("rejected"), [])

    def test_paper_histories_keep_their_order(self):
        office = self.province.office("BCD-595")
        office.import_rows([petition("1/KN", received_on="2020-02-03")])
        paper = ["petition", "move", "1/KN"]
        office.must(*paper, "EXTENDED", "on=2020-03-03", "from_register=1")
        self.refused(office.run(*paper, "SETTLED", "on=2020-03-02", "from_register=1"), "02/03/2020 is before 03/03/2020")
        office.must(*paper, "SETTLED", "on=2020-03-03", "from_register=1")

    def test_in_the_province(self):
        office = WireOffice(self.province, "BCD-593")
        for text in ("1900-01-01", "1945-09-01", "1970-01-01", "2200-01-01"):
            self.assertEqual(codes(office, received("0", received_on=day(text))), ["BAD_DATE"])
        first = received("1", received_on=day("2020-05-10"))
        self.assertEqual(codes(office, first), [])
        seq = len(office.state.data["entries"])

        def step(move, text, register=True):
            return facts.PetitionMoved(petition=office.reference(seq), move=move, on=day(text), from_register=register)

        self.assertEqual(codes(office, facts.Fact(petition_moved=step("ACCEPTED", "2020-05-09"))), ["BAD_DATE"])
        self.assertEqual(codes(office, facts.Fact(petition_moved=step("ACCEPTED", "2020-05-12"))), [])
        accepted = len(office.state.data["entries"])
        self.assertEqual(codes(office, facts.Fact(petition_moved=step("SETTLED", "2020-05-11"))), ["BAD_DATE"])
        self.assertEqual(codes(office, facts.Fact(petition_moved=step("SETTLED", "2020-05-12"))), [])
        seen, was = first.petition_received, step("ACCEPTED", "2020-05-12")
        for fact in (corrected(office.reference(seq), received("1", received_on=day("2020-05-13")).petition_received, seen),
                     corrected(office.reference(accepted), step("ACCEPTED", "2020-05-13"), was),
                     corrected(office.reference(accepted), step("ACCEPTED", "2020-05-09"), was)):
            self.assertEqual(codes(office, fact), ["BAD_DATE"])
        self.assertEqual(codes(office, facts.Fact(voided=facts.Voided(target=office.reference(accepted)))), [])
        # What was taken back stands in nobody's way.
        self.assertEqual(codes(office, corrected(office.reference(seq), received("1", received_on=day("2020-05-12")).petition_received,
                                                 seen)), [])

    def test_random_days(self):
        """Whatever is said in whatever order, what the province accepted obeys, and the desk shows the same."""
        seed = int(os.environ.get("QCDC_SEED") or random.SystemRandom().randrange(1_000_000))
        print(f"seed {seed}", flush=True)
        dice = random.Random(seed)
        writer, device = WireOffice(self.province, "BCD-594"), self.province.office("BCD-594")
        moves = ["ACCEPTED", "EXTENDED", "SUSPENDED", "RESUMED", "SETTLED", "IN_FORCE", "REOPENED"]
        when = lambda: day("2020-03-01") + dice.randrange(12)
        for number in range(8):
            stands = received(f"{number}/KN", received_on=when()).petition_received
            writer.append(facts.Fact(petition_received=stands))
            made, steps = len(writer.state.data["entries"]), {}
            for _ in range(14):
                step = facts.PetitionMoved(petition=writer.reference(made), move=dice.choice(moves), on=when(),
                                           from_register=dice.random() < 0.6)
                act = dice.random()
                if act < 0.55 or not steps:
                    fact = facts.Fact(petition_moved=step)
                elif act < 0.75:
                    at = dice.choice(list(steps))
                    fact = corrected(writer.reference(at), step, steps[at])
                elif act < 0.9:
                    fact = facts.Fact(voided=facts.Voided(target=writer.reference(dice.choice(list(steps)))))
                else:
                    at = made
                    moved = received(f"{number}/KN", received_on=when()).petition_received
                    fact = corrected(writer.reference(made), moved, stands)
                if codes(writer, fact):
                    continue
                if fact.HasField("petition_moved"):
                    steps[len(writer.state.data["entries"])] = step
                elif fact.HasField("corrected") and at in steps:
                    steps[at] = step
                elif fact.HasField("corrected"):
                    stands = moved
        late = self.province.sql(
            "select p.local_no, e.on_day from petition p join (select e.petition, e.on_day, lag(e.on_day) over (partition by"
            " e.petition order by e.moved_at, e.id) as before from petition_event e where not e.voided) e on e.petition = p.id"
            " where e.on_day < coalesce(e.before, p.received_on)")
        self.assertEqual(late, [], f"seed {seed}")
        device.sync()
        shown = ("local_no", "received_on", "state", "settled_on")
        rows = lambda table: sorted(tuple(row[column] for column in shown) for row in table)
        self.assertEqual(rows(device.table("petition", "list")), rows(self.reader.query("petition_register")), f"seed {seed}")


class Onwards(ReadCase):
    """After the settlement, and at the end of what one petition can hold."""

    def test_the_next_legal_step_is_named(self):
        province = Province()
        try:
            office = province.office("BCD-595")
            office.import_rows([petition("2/KN", received_on="2020-05-10", settled_on="2020-06-10", outcome="DUNG")])
            again = office.run("petition", "move", "2/KN", "ACCEPTED", "on=2020-07-01")
            for text in ("possible: IN_FORCE, REOPENED", "instance=2"):
                self.assertIn(text, again.err)
            self.assertIn("withdrawn before the decision only", office.run("petition", "move", "2/KN", "WITHDRAWN", "on=2020-07-01").err)
            office.must("petition", "move", "2/KN", "REOPENED", "on=2020-07-01")
            office.must("petition", "move", "2/KN", "SETTLED", "on=2020-07-20", "outcome=SAI")
            office.must("petition", "add", "local_no=3/KN", "kind=KHIEU_NAI", "field=DAT_DAI", "received_on=2020-07-25", "instance=2")
            office.sync()
            self.assertEqual([(row["local_no"], row["state"], row["settled_on"], row["outcome"]) for row in office.table("petition", "list")],
                             [("2/KN", "settled", "2020-07-20", "SAI"), ("3/KN", "received", "", "")])
            self.assertEqual(province.verify().status, 0)
        finally:
            province.close()

    def test_a_petition_has_so_many_steps(self):
        limit = 200
        province = Province()
        try:
            office, device = WireOffice(province, "BCD-593"), province.office("BCD-593")
            office.append(received("1", received_on=day("2019-01-01")))

            def extend(number):
                return facts.Fact(petition_moved=facts.PetitionMoved(petition=office.reference(1), move="EXTENDED",
                                                                     on=day("2019-01-01") + number, from_register=True))

            office.append(facts.Fact(petition_moved=facts.PetitionMoved(petition=office.reference(1), move="ACCEPTED",
                                                                        on=day("2019-01-01"))))
            said = [codes(office, extend(number)) for number in range(1, limit + 3)]
            self.assertEqual(said, [[]] * (limit - 1) + [["TOO_LARGE"]] * 3)
            # The desk says so at once, and what to do.
            device.sync()
            done = device.run("petition", "move", "1", "EXTENDED", "on=2020-06-01")
            self.assertEqual(done.status, 1)
            self.assertIn(f"has {limit} steps already", done.err)
            self.assertIn("a petition of its own", done.err)
            self.assertEqual(province.verify().status, 0)
        finally:
            province.close()


if __name__ == "__main__":
    unittest.main(verbosity=2)
