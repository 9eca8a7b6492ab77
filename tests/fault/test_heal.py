"""What an office has lost comes back, what it wrote in between is kept, and nothing counts twice."""
import shutil
import time

import faults
import harness
from faults import FaultCase, Register, numbers, rng
from harness import petition
from proxy import Proxy


class HealCase(FaultCase):
    """One province for a class, one office with its register for each test."""

    own_province = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.units = list(harness.DISTRICTS)
        faults.say_seed()

    def setUp(self):
        self.code = self.units.pop()
        self.office = self.province.office(f"BCD-{self.code}")
        self.register = Register(self.code)

    def fill(self, count=150, office=None, prefix=""):
        office = office or self.office
        rows = self.register.new_rows(count, prefix)
        office.import_rows(rows)
        office.sync()
        return rows

    def check(self, *devices):
        """Counts are exact, every device shows the whole register, journals are whole."""
        for device in devices:
            self.assertEqual(device.counts(), self.register.counts())
            self.assertEqual(set(numbers(device)), set(self.register.rows))
        faults.audit_province(self, self.province, devices)


class HealHome(HealCase):
    # -------- the home is gone

    def test_home_deleted(self):
        """(a) A new device of the same office: petitions, reports and texts are back from the server."""
        self.fill()
        self.office.must("petition", "add", "local_no=text/1", "kind=KIEN_NGHI", "field=KHAC", "received_on=2020-02-01",
                         "title=Con đường làng", "summary=Hỏng từ năm ngoái")
        self.register.rows["text/1"] = petition("text/1", kind="KIEN_NGHI", field="KHAC", received_on="2020-02-01")
        self.office.file_report(harness.REPORTS / f"{self.code}-2020-H1.csv")
        self.office.sync()
        listed, counts = self.office.must("petition", "list", "--format", "csv"), self.office.counts()
        reports = self.office.must("report", "list", "--format", "csv")
        shown = self.office.must("petition", "show", "text/1")
        shutil.rmtree(self.office.home)

        found = self.join_again(self.office)
        found.sync()
        self.assertEqual(found.must("petition", "list", "--format", "csv"), listed)
        self.assertEqual(found.must("report", "list", "--format", "csv"), reports)
        self.assertEqual(found.must("petition", "show", "text/1"), shown)
        self.assertIn("Hỏng từ năm ngoái", shown)
        self.assertEqual(found.counts(), counts)
        # It goes on where the lost device stopped: the same register again is nothing new, a step is one.
        entries = found.entries()
        found.import_rows(list(self.register.rows.values())[:150])
        self.assertEqual(found.entries(), entries)
        number = next(number for number, row in numbers(found).items() if row["state"] == "received")
        found.must("petition", "move", number, "ACCEPTED", "on=2020-06-01")
        found.sync()
        self.check(found)
        self.assert_identical()

    # -------- the home is an older copy

    def test_older_copy_synced_at_once(self):
        """(b) What it lacks comes back, to the byte."""
        self.fill()
        copy = self.office.backup()
        self.fill()
        whole = self.office.journal("select seq, hash, commit_seq from entry order by seq")
        listed = self.office.must("petition", "list", "--format", "csv")
        self.office.restore(copy)
        said = self.office.sync()
        self.assertIn("came back", said)
        self.assertEqual(self.office.journal("select seq, hash, commit_seq from entry order by seq"), whole)
        self.assertEqual(self.office.must("petition", "list", "--format", "csv"), listed)
        self.check(self.office)
        self.assert_identical()

    def test_copy_of_the_day_before_joining(self):
        """A copy that has joined and holds nothing at all."""
        copy = self.office.backup()
        self.fill()
        self.office.restore(copy)
        self.office.sync()
        self.check(self.office)

    def write_in_the_copy(self, lost):
        """What a clerk does who does not know what is missing: some of the lost rows again, some otherwise, new ones, and
        steps, corrections and voidings of all of them and of what the copy still has."""
        known = [number for number, row in numbers(self.office).items() if row["state"] == "received"]
        again = [row for row in lost if not row["settled_on"]][:30]
        self.office.import_rows(again)
        fresh = self.register.new_rows(60, "new/")
        self.office.import_rows(fresh)
        # A step of a petition that stands at a lost entry's address, of a new one, of one that the copy has.
        self.office.must("petition", "move", again[0]["local_no"], "ACCEPTED", "on=2020-06-01")
        open_fresh = [row["local_no"] for row in fresh if not row["settled_on"]]
        self.office.must("petition", "move", open_fresh[0], "ACCEPTED", "on=2020-06-02")
        self.office.must("petition", "move", known[0], "ACCEPTED", "on=2020-06-03")
        # A whole life, each step referring to one that is not sent either.
        for step, on in (("ACCEPTED", "2020-06-01"), ("VERIFYING", "2020-06-20"), ("SETTLED", "2020-07-01")):
            words = ["outcome=SAI"] if step == "SETTLED" else []
            self.office.must("petition", "move", open_fresh[1], step, f"on={on}", *words)
        self.register.rows[open_fresh[1]].update(settled_on="2020-07-01", outcome="SAI")
        # Corrections: of a new row, of a repeated one, of one that the copy has.
        for number in (open_fresh[2], again[1]["local_no"], known[1]):
            row = dict(self.register.rows[number], people="777", title="Đã sửa")
            self.register.rows[number] = row
            self.office.import_rows([row])
        # Taken back: a new one and one that the copy has.
        for number in (open_fresh[3], known[2]):
            self.office.must("petition", "void", number, "reason=ghi nhầm")
            del self.register.rows[number]
        # A number of the lost ones, for another petition.
        taken = [row["local_no"] for row in lost if not row["settled_on"]][40]
        self.office.import_rows([petition(taken, field="THUE", people="5", title="Khác hẳn")])
        return taken, known

    def test_older_copy_that_went_on(self):
        """(c) New facts in an older copy go behind the server's, references and all; what is the same counts once."""
        self.fill()
        copy = self.office.backup()
        lost = self.fill()
        self.office.restore(copy)
        taken, known = self.write_in_the_copy(lost)
        wanted = numbers(self.office)
        said = self.office.sync()
        self.assertRegex(said, "[0-9]+ entries were filed again")
        # The one fact that contradicts a lost one is rejected, with its reason; nothing else is.
        rejected = self.office.table("rejected")
        self.assertEqual([(row["code"], row["about"]) for row in rejected], [("DUPLICATE", taken)], rejected)
        self.check_voided(2)
        shown = numbers(self.office)
        for number in set(wanted) - {taken}:
            self.assertEqual(shown[number], wanted[number], number)
        # The clerk does what the message says, and that is a correction.
        row = petition(taken, field="THUE", people="5", title="Khác hẳn")
        self.register.rows[taken] = row
        self.office.import_rows([row])
        self.office.sync()
        self.check_voided(2)
        self.assertEqual(shown[known[0]]["state"], "accepted")
        # Again from the same copy: the same facts a third time are the same facts.
        self.office.restore(copy)
        self.office.import_rows(lost[:50])
        self.office.sync()
        self.office.sync()
        self.check_voided(2)
        self.assert_identical()

    def check_voided(self, voided):
        """As check (), where some petitions were taken back: the list shows them, the counts do not."""
        self.assertEqual(self.office.counts(), self.register.counts())
        listed = numbers(self.office)
        self.assertEqual({number for number, row in listed.items() if row["state"] != "voided"}, set(self.register.rows))
        faults.audit_province(self, self.province, [self.office])

    def test_older_copy_and_reports(self):
        """A report that was lost: filed again the same it counts once; otherwise it says what to do, and that works."""
        report = harness.REPORTS / f"{self.code}-2020-H1.csv"
        earlier = harness.REPORTS / f"{self.code}-2019-H1.csv"
        self.fill(5)
        copy = self.office.backup()
        for path in (report, earlier):
            self.office.file_report(path)
        self.office.sync()
        values = self.office.query("report_values", form="QCDC-HUYEN", period="2020-H1")
        self.assertTrue(values)
        self.office.restore(copy)
        self.office.file_report(report)
        # The earlier one with one figure more than it had.
        rows = harness.read_csv(earlier)
        row = next(row for row in rows if row["value"].isdigit() and row["cell"] == "A01")
        row["value"] = str(int(row["value"]) + 1)
        changed = harness.write_csv(self.province.folder / f"{self.code}-changed.csv", rows, list(rows[0]))
        done = self.office.run("report", "file", changed)
        self.assertEqual(done.status, 0, done)
        self.office.sync()
        self.assertEqual([row["code"] for row in self.office.table("rejected")], ["DUPLICATE"])
        self.assertEqual(self.office.query("report_values", form="QCDC-HUYEN", period="2020-H1"), values)
        self.office.must("report", "file", changed)
        self.office.sync()
        held = {row["cell"]: row["value"] for row in self.office.query("report_values", form="QCDC-HUYEN", period="2019-H1")}
        self.assertEqual(float(held[row["cell"]]), float(row["value"]))
        self.assertEqual(len(self.office.table("report", "list")), 2)
        self.check(self.office)
        self.assert_identical()

    def test_older_copy_beside_a_second_device(self):
        """The second device has moved what the first has lost; the first gets both back, and loses nothing of its own."""
        second = self.join_again(self.office)
        self.fill()
        second.sync()
        copy = self.office.backup()
        lost = self.fill()
        second.sync()
        moved = [row["local_no"] for row in lost if not row["settled_on"]][:5]
        for number in moved:
            second.must("petition", "move", number, "ACCEPTED", "on=2020-06-05")
        self.office.restore(copy)
        self.office.import_rows(self.register.new_rows(40, "new/") + lost[:20])
        second.sync()
        self.office.sync()
        second.sync()
        self.check(self.office, second)
        self.assertEqual(numbers(self.office), numbers(second))
        self.assertEqual({numbers(second)[number]["state"] for number in moved}, {"accepted"})

    def test_killed_while_healing(self):
        """Taking back and filing again are cut anywhere, again and again; the last run finishes the work."""
        self.fill(400)
        copy = self.office.backup()
        lost = self.fill(2500)
        self.office.restore(copy)
        self.office.import_rows(self.register.new_rows(2500, "new/") + lost[:500])
        cuts = 0
        for turn in range(8):
            process = self.office.start("sync")
            # from within the greeting on: on no machine is the work done in the first few milliseconds
            time.sleep(rng.uniform(0.005, 0.02 * 1.5 ** turn))
            process.kill()
            process.communicate()
            cuts += process.returncode != 0
        self.assertGreater(cuts, 0)
        self.office.sync()
        self.check(self.office)
        self.assertEqual(self.office.table("rejected"), [])
        self.assert_identical()

    def test_two_copies_of_one_home(self):
        """One device on two computers, a mistake that happens: in turns and at the same time, everything counts once."""
        self.fill()
        copy = self.office.backup()
        twin = harness.Office(self.province, self.office.code)
        shutil.copytree(copy, twin.home)
        twins = [self.office, twin]
        for turn in range(6):
            for at, device in enumerate(twins):
                device.import_rows(self.register.new_rows(30, f"{turn}-{at}/"))
            if turn < 2:
                for device in twins:
                    device.sync()
            else:
                harness.all_at_once(twins, "sync")
        for device in (*twins, *twins):
            device.sync()
        self.check(*twins)
        self.assert_identical()


class HealAnswer(HealCase):
    # -------- the answer is lost

    def lose_the_answer(self, proxy, message, after_connects=1):
        """A sync whose MESSAGE-th answer is lost, and which is killed before it can ask again; or when it connects again,
        and so has stored what came before."""
        proxy.lose_message = message
        proxy.lost.clear()
        connects = proxy.accepted + after_connects
        process = self.office.start("sync")
        self.assertTrue(proxy.lost.wait(30), "there was no answer to lose")
        self.assertTrue(faults.wait_until(lambda: proxy.accepted >= connects), "the client did not connect again")
        process.kill()
        process.communicate()
        proxy.lose_message = 0

    def join_through(self, proxy):
        """A device of the office that reaches the server through PROXY only."""
        straight, self.province.endpoint = self.province.endpoint, proxy.endpoint
        try:
            return self.province.office(self.office.code)
        finally:
            self.province.endpoint = straight

    def test_acknowledgement_lost(self):
        """(f) Committed, acknowledged into nothing, sent again by the same home: the receipt comes, and it counts once."""
        with Proxy(self.province.endpoint) as proxy:
            self.office = self.join_through(proxy)
            before = self.province.entries()
            self.office.import_rows(self.register.new_rows(50))
            written = self.office.entries()
            self.lose_the_answer(proxy, 2)
            self.assertEqual(self.province.entries(), before + written, "it was to be committed")
            self.assertEqual(self.office.journal("select count(*) from segment"), [(0,)])
            self.office.import_rows(self.register.new_rows(20))
            said = self.office.sync()
            self.assertNotIn("filed again", said)
            self.check(self.office)
            self.assertEqual(self.province.entries(), before + self.office.entries())

    def test_acknowledgement_lost_and_home_restored(self):
        """(f) The same, and the home is put back to before the facts were written: the clerk enters them once more."""
        with Proxy(self.province.endpoint) as proxy:
            self.office = self.join_through(proxy)
            self.fill(30)
            copy = self.office.backup()
            rows = self.register.new_rows(50)
            self.office.import_rows(rows)
            self.lose_the_answer(proxy, 2)
            self.office.restore(copy)
            rng.shuffle(rows)
            self.office.import_rows(rows)
            number = next(row["local_no"] for row in rows if not row["settled_on"])
            self.office.must("petition", "move", number, "ACCEPTED", "on=2020-06-01")
            self.assertIn("filed again", self.office.sync())
            self.check(self.office)
            self.assertEqual(numbers(self.office)[number]["state"], "accepted")
            self.assert_identical()

    def test_answers_lost_again_and_again(self):
        """Every line breaks at its third answer: the sync goes on by itself, and does not send less at a time for it, in its
        first run or in one that remembers a line which brought little."""
        with Proxy(self.province.endpoint) as proxy:
            self.office = self.join_through(proxy)
            for rows, cut_bytes, most in ((6000, 0, 15), (1500, 15_000, 40)):
                self.office.import_rows(self.register.new_rows(rows))
                proxy.cut_bytes = cut_bytes
                if cut_bytes:
                    self.office.sync()
                    self.assertGreater(int(self.office.journal("select value from meta where name = 'line_up'")[0][0]), 0)
                    self.office.import_rows(self.register.new_rows(rows))
                    proxy.cut_bytes = 0
                before, proxy.lose_message = proxy.accepted, 4
                self.office.sync()
                self.assertIn(proxy.accepted - before, range(2, most), "frames got smaller, though none was too large")
                proxy.lose_message = 0
                self.office.sync()
            self.check(self.office)

    def test_joined_lost(self):
        """(h) The answer to joining is lost, by a broken line and by a killed program: the same invitation works again."""
        office = harness.Office(self.province, self.office.code)
        with Proxy(self.province.endpoint, lose_message=1) as proxy:
            straight, self.province.endpoint = self.province.endpoint, proxy.endpoint
            invitation = self.province.invite(office.code)
            self.province.endpoint = straight
            origins = self.province.value("select count(*) from origin")
            process = office.start("join", invitation)
            self.assertTrue(proxy.lost.wait(30))
            process.kill()
            process.communicate()
            self.assertEqual(int(self.province.value("select count(*) from origin")), int(origins) + 1)
            # Once more lost, and this time the program itself asks again.
            proxy.lost.clear()
            process = office.start("join", invitation)
            self.assertTrue(proxy.lost.wait(30))
            proxy.lose_message = 0
            [(_, done)] = harness.finish_all([(office.name, process)])
            self.assertEqual(done.status, 0, done)
            self.assertIn("Joined", done.out)
            self.assertEqual(int(self.province.value("select count(*) from origin")), int(origins) + 1)
            # A third time says that it is done; in another home the invitation is used.
            self.assertIn("already", office.must("join", invitation))
            stranger = harness.Office(self.province, self.office.code)
            self.assert_refused(stranger.run("join", invitation), "invitation")
            self.office = office
            self.fill(20)
            self.check(office)

    def test_copy_with_unsent_entries(self):
        """A copy that held unsent entries and was gone on with: what was sent from it meanwhile agrees, what came after
        does not.  The healing is cut behind each of its pages in turn, and goes on from there."""
        with Proxy(self.province.endpoint) as proxy:
            self.office = self.join_through(proxy)
            self.fill(20)
            written = self.register.new_rows(3, "unsent/")
            self.office.import_rows(written)
            copy = self.office.backup()
            # Of a page each: the first two agree with the copy, the others stand where it has gone on.
            self.office.sync()
            for turn in range(4):
                long = [dict(row, summary="Nội dung " * 600) for row in self.register.new_rows(15, f"lost{turn}/")]
                self.office.import_rows(long)
                self.office.sync()
            staged = set()
            for cut in (0, 2, 3, 4, 5, 6):
                self.office.restore(copy)
                self.office.import_rows(self.register.new_rows(2, f"new{cut}/"))
                if cut:
                    self.lose_the_answer(proxy, cut, after_connects=2)
                    self.office.import_rows(self.register.new_rows(1, f"later{cut}/"))
                    staged.update(self.office.journal("select count(*) from staged"))
                self.office.sync()
                self.assertEqual(self.office.journal("select count(*) from staged"), [(0,)])
                self.check(self.office)
            self.assertGreater(len(staged), 2, "the cuts were to come before, within and behind the staging")
            self.assert_identical()

    # -------- rescue

    def test_revoked_with_unsent_facts(self):
        """(f) What a revoked device has not sent is rescued into a new home; twice is once."""
        self.fill()
        rows = self.register.new_rows(60)
        self.office.import_rows(rows)
        number = next(row["local_no"] for row in rows if not row["settled_on"])
        self.office.must("petition", "move", number, "ACCEPTED", "on=2020-06-01")
        self.province.revoke(self.office.origin)
        self.assert_refused(self.office.run("sync"), "revoked", "rescue")
        found = self.join_again(self.office)
        said = found.must("rescue", self.office.home)
        self.assertRegex(said, r"^\d+ entries of .* were filed again")
        entries = self.province.entries()
        self.assertIn("0 entries of", found.must("rescue", self.office.home))
        self.assertEqual(self.province.entries(), entries)
        self.check(found)
        self.assertEqual(numbers(found)[number]["state"], "accepted")
        # From a third device that knows nothing of it: still once.
        third = self.join_again(self.office)
        self.assertIn("0 entries of", third.must("rescue", self.office.home))
        self.assertEqual(self.province.entries(), entries)
        self.check(found, third)
        self.assert_identical()

    def test_rescue_after_a_lost_answer(self):
        """The server holds what the revoked device never heard of: it is not filed again."""
        with Proxy(self.province.endpoint) as proxy:
            self.office = self.join_through(proxy)
            self.office.import_rows(self.register.new_rows(50))
            self.lose_the_answer(proxy, 2)
        self.office.import_rows(self.register.new_rows(10))
        unsent = self.office.entries() - int(self.province.value(
            f"select head_seq from origin where origin = '\\x{self.office.origin}'"))
        self.province.revoke(self.office.origin)
        found = self.join_again(self.office)
        self.assertIn(f"{unsent} entries of", found.must("rescue", self.office.home))
        self.check(found)
        self.assert_identical()

    def test_rescue_killed(self):
        """A rescue that is cut anywhere, again and again, files everything once."""
        self.fill(100)
        self.office.import_rows(self.register.new_rows(5000))
        self.province.revoke(self.office.origin)
        found = self.join_again(self.office)
        cuts = 0
        for turn in range(8):
            process = found.start("rescue", self.office.home)
            time.sleep(rng.uniform(0.005, 0.02 * (turn + 1)))
            process.kill()
            process.communicate()
            cuts += process.returncode != 0
        self.assertGreater(cuts, 0)
        found.must("rescue", self.office.home)
        self.check(found)
        self.assertEqual(found.table("rejected"), [])
        self.assert_identical()

    def test_rescue_refuses(self):
        """Of another office, of the same device, of nothing: refused, and nothing is changed."""
        self.fill(10)
        other = self.province.office("MTTQ-TINH")
        before = self.province.entries()
        self.assert_refused(other.run("rescue", self.office.home), "office")
        self.assert_refused(self.office.run("rescue", self.office.home))
        self.assert_refused(self.office.run("rescue", self.office.backup()), "same device")
        self.assert_refused(self.office.run("rescue", self.province.folder / "nothing"))
        self.assertEqual(self.province.entries(), before)


if __name__ == "__main__":
    harness.main()
