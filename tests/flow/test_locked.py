"""A locked report changes by no way but a reopening: every sheet, command and fact that an office's devices, or somebody else's, can send."""
import harness
from harness import FlowCase
from wire_office import WireOffice, corrected, facts, reference

FORM, PERIOD, CODE = "QCDC-HUYEN", "2018", "BCD-593"
COLUMNS = ["form", "period", "cell", "value"]


def filed(version=1, **cells):
    report = facts.ReportFiled(form=FORM, form_version=version, period=PERIOD)
    for cell, value in sorted(cells.items()):
        report.cells.add(cell=cell, value_e4=value * 10000)
    return report


class Locked(FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tinh = cls.province.office("BCD-TINH", "province")
        cls.office, cls.stale = (cls.province.office(CODE) for _ in range(2))
        cls.wire = WireOffice(cls.province, CODE)
        cls.put(cls.office, A01=24, A02=7, A03=5)
        # A second copy of it, by which it can be named, too.
        assert cls.wire.append(facts.Fact(report_filed=filed(A01=24, A02=7, A03=5)))["verdicts"][0]["state"] == "alias"
        cls.office.sync()
        cls.stale.sync()
        for verdict in ("accept", "lock"):
            cls.tinh.must("review", verdict, CODE, FORM, PERIOD)
            cls.tinh.sync()
        cls.office.sync()

    @classmethod
    def sheet(cls, office, **cells):
        return office.register([{"form": FORM, "period": PERIOD, "cell": cell, "value": value} for cell, value in cells.items()], COLUMNS)

    @classmethod
    def put(cls, office, **cells):
        office.file_report(cls.sheet(office, **cells))
        office.sync()

    def setUp(self):
        self.before = self.shown()

    def shown(self):
        tables = [self.tinh.query("report_values", form=FORM, period=PERIOD), self.tinh.query("report_reviews", form=FORM, period=PERIOD),
                  self.tinh.query("report_revisions", form=FORM, period=PERIOD), self.tinh.query("report_totals", form=FORM, period=PERIOD)]
        return tables

    def assert_untouched(self):
        self.assertEqual(self.shown(), self.before)
        [row] = [row for row in self.office.table("report", "list") if row["period"] == PERIOD]
        self.assertEqual(row["review"], "locked")

    def refused(self, device, fact, *codes):
        [verdict] = device.append(fact)["verdicts"]
        self.assertIn(verdict["code"], codes, verdict)
        self.assert_untouched()
        return verdict

    def test_at_the_desk(self):
        """Partial sheets, blanks, words beside figures, a note, nothing to report, taking back: one line, and nothing is written."""
        office, entries = self.office, self.office.entries()
        for words in (("report", "file", self.sheet(office, A01=25)), ("report", "file", self.sheet(office, **{"A04.XA": 1})),
                      ("report", "file", self.sheet(office, A01=""), "--remove-blanks"), ("report", "file", self.sheet(office, A12="tốt")),
                      ("report", "file", self.sheet(office, A01=24, A02=8)), ("report", "check", self.sheet(office, A01=25)),
                      ("report", "nil", FORM, PERIOD), ("report", "void", FORM, PERIOD, "reason=nhầm")):
            with self.subTest(words=words):
                self.assert_refused(office.run(*words), "locked", "reopen")
                self.assertEqual(office.entries(), entries)
        self.assertIn("1 unchanged", office.must("report", "file", self.sheet(office, A01=24)))
        self.assertEqual(office.entries(), entries)
        self.assert_untouched()

    def test_facts_of_its_own_devices(self):
        """Whatever a program of its own could sign: by the report's address and by its second copy's, of any version and time."""
        own = reference(self.office, 1)
        for target in (own, self.wire.reference(1)):
            for given in ({}, {"seen_at_us": 1}, {"seen_at_us": 4102444800000000}):
                codes = ("LOCKED", "BAD_DATE") if given.get("seen_at_us", 0) > 1 else ("LOCKED",)
                self.refused(self.wire, corrected(target, filed(A01=25), filed(A01=24), **given), *codes)
            self.refused(self.wire, corrected(target, filed(), filed(A01=24)), "LOCKED")
            noted = filed()
            noted.answered.append("V-C2")
            self.refused(self.wire, corrected(target, noted, filed()), "LOCKED")
            self.refused(self.wire, corrected(target, filed(), filed()), "LOCKED")
            self.refused(self.wire, facts.Fact(voided=facts.Voided(target=target)), "LOCKED")
        for report in (filed(A01=25), filed(A01=24, A02=7, A03=5, G03=1), facts.ReportFiled(form=FORM, form_version=1, period=PERIOD, nil=True)):
            self.refused(self.wire, facts.Fact(report_filed=report), "DUPLICATE")
        # What says that it was filed before, under an address that is known, is that, and nothing else.
        was = facts.Fact(report_filed=filed(A01=99))
        was.was.origin, was.was.seq = own.origin, own.seq
        was.was.hash = bytes.fromhex(self.office.journal("select hash from entry where origin = (select id from origin where own = 1) and seq = 1")[0][0].hex())
        [verdict] = self.wire.append(was)["verdicts"]
        self.assertEqual(verdict["state"], "alias")
        self.assert_untouched()

    def test_a_device_that_has_not_heard(self):
        """What it wrote in good faith is refused by the province, and by its own desk from then on."""
        self.assertEqual(self.stale.run("report", "file", self.sheet(self.stale, A01=30)).status, 0)
        self.stale.run("sync")
        [told] = [row for row in self.stale.table("rejected") if row["code"] == "LOCKED"]
        self.assertIn("was locked on", told["message"])
        self.assert_untouched()
        self.assert_refused(self.stale.run("report", "file", self.sheet(self.stale, A01=31)), "locked", "reopen")

    def test_whoever_reviews_it(self):
        """Only the provincial office, not the office itself or another one; and no review is changed or taken back."""
        own = reference(self.office, 1)
        lock = reference(self.tinh, 2)
        other = WireOffice(self.province, "BCD-594")
        for verdict in (facts.REVIEW_REOPENED, facts.REVIEW_RETURNED, facts.REVIEW_ACCEPTED):
            review = facts.Fact(report_reviewed=facts.ReportReviewed(report=own, verdict=verdict))
            for device in (self.wire, other):
                self.refused(device, review, "FORBIDDEN")
        for device in (self.wire, other, WireOffice(self.province, "BCD-TINH", "province")):
            self.refused(device, facts.Fact(voided=facts.Voided(target=lock)), "TARGET_KIND", "NOT_YOURS")
        self.refused(other, corrected(own, filed(A01=1), filed(A01=24)), "NOT_YOURS")
        self.refused(other, facts.Fact(voided=facts.Voided(target=own)), "NOT_YOURS")
        province = WireOffice(self.province, "BCD-TINH", "province")
        for verdict in (facts.REVIEW_RETURNED, facts.REVIEW_ACCEPTED):
            self.refused(province, facts.Fact(report_reviewed=facts.ReportReviewed(report=own, verdict=verdict, seen_at_us=4000000000000000)),
                         "LOCKED", "BAD_DATE")
        self.refused(province, corrected(own, filed(A01=1), filed(A01=24)), "NOT_YOURS", "FORBIDDEN")

    def test_zz_reopened(self):
        """Then, and only then, it is corrected; and all of it is what the journals say."""
        self.assert_identical()
        self.tinh.must("review", "reopen", CODE, FORM, PERIOD)
        self.tinh.sync()
        self.office.sync()
        self.put(self.office, A01=26)
        self.assertEqual({row["cell"]: row["value"] for row in self.tinh.query("report_values", form=FORM, period=PERIOD)}["A01"], "26")
        self.assert_identical()


class Restored(FlowCase):
    def put(self, office, **cells):
        done = office.run("report", "file", Locked.sheet(office, **cells))
        self.assertEqual(done.status, 0, done.err)

    def test_a_lock_that_was_lost(self):
        """A server that was restored has lost a lock: what it refused because of it stays refused, whoever comes back first.  What it takes
        before the lock comes back is not locked with it: the report has to be reviewed as it stands, and both sides say so."""
        tinh = self.province.office("BCD-TINH", "province")
        lost, new = ([self.province.office(f"BCD-{unit}") for _ in range(2)] for unit in ("593", "594"))
        for office, other in (lost, new):
            self.put(office, A01=24, A02=7)
            office.sync()
            other.sync()
        copy = self.province.backup()
        for office, _ in (lost, new):
            for verdict in ("accept", "lock"):
                tinh.must("review", verdict, office.code, FORM, PERIOD)
                tinh.sync()
        self.put(lost[1], A01=30)
        lost[1].run("sync")
        self.assertEqual([row["code"] for row in lost[1].table("rejected")], ["LOCKED"])
        self.put(new[1], A01=31)  # in good faith, and not sent before the restore
        self.province.restore(copy)
        for office in (lost[1], new[1], lost[0], new[0], tinh, lost[0], lost[1], new[0], new[1]):
            office.run("sync")

        def shown(office):
            [values] = [{row["cell"]: row["value"] for row in tinh.query("report_values", form=FORM, period=PERIOD) if row["office"] == office.code}]
            states = {row["review"] for device in (tinh,) for row in device.query("report_reviews", form=FORM, period=PERIOD) if row["office"] == office.code}
            here = {row["review"] for row in office.table("report", "list") if row["period"] == PERIOD}
            return values["A01"], states, here

        for office in lost:
            self.assertEqual(shown(office), ("24", {"locked"}, {"locked"}))
        for office in new:
            self.assertEqual(shown(office), ("31", {"filed"}, {"filed"}))
        self.assert_refused(lost[0].run("report", "file", Locked.sheet(lost[0], A01=40)), "locked", "reopen")
        self.assert_identical()
        # It is reviewed as it stands, and locked again.
        for verdict in ("accept", "lock"):
            tinh.must("review", verdict, "BCD-594", FORM, PERIOD)
            tinh.sync()
        new[0].sync()
        self.assertEqual(shown(new[0]), ("31", {"locked"}, {"locked"}))
        self.province.stop()
        self.assertEqual(self.province.rebuild().status, 0)
        self.province.start()
        self.assertEqual(shown(new[0]), ("31", {"locked"}, {"locked"}))
        self.assert_identical()


if __name__ == "__main__":
    harness.main()
