"""The province reviews reports: filed → returned → corrected → accepted → locked → reopened, and what each side sees and may do.

Every test has an office of its own in one province, and a form that the others do not touch.
"""
import harness
from harness import DISTRICTS, FlowCase
from wire_office import WireOffice, facts, reference

FORM, PERIOD = "QCDC-HUYEN", "2018"


class ReviewCase(FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tinh = cls.province.office("BCD-TINH", "province")
        cls.units = iter(DISTRICTS)

    def setUp(self):
        self.unit = next(self.units)
        self.code = f"BCD-{self.unit}"
        self.office = self.province.office(self.code)

    def tearDown(self):
        self.assert_identical()

    def sheet(self, office=None, period=PERIOD, **cells):
        office = office or self.office
        path = office.register([{"form": FORM, "period": period, "cell": cell.replace("_", "."), "value": value} for cell, value in cells.items()],
                               ["form", "period", "cell", "value"])
        return office.run("report", "file", path)

    def file(self, **cells):
        done = self.sheet(**cells)
        self.assertEqual(done.status, 0, done)
        self.office.sync()

    def review(self, verdict, *words, sync=True):
        done = self.tinh.run("review", verdict, self.code, FORM, PERIOD, *words)
        if done.status == 0 and sync:
            self.tinh.sync()
            self.office.sync()
        return done

    def must(self, verdict, *words):
        done = self.review(verdict, *words)
        self.assertEqual((done.status, done.err), (0, ""), done)

    def state(self):
        """Where the report stands, which both sides must say alike."""
        [here] = [row["review"] for row in self.office.table("report", "list") if (row["form"], row["period"]) == (FORM, PERIOD)]
        [there] = [row["review"] for row in self.tinh.table("review", "list", f"office={self.code}", f"form={FORM}", f"period={PERIOD}")]
        self.assertEqual(here, there)
        return here


class Review(ReviewCase):
    def test_life(self):
        self.file(A01="24", A02="7", A03="5")
        self.assertEqual(self.state(), "filed")
        self.assert_refused(self.review("lock"), "is not accepted", "accept it first")
        self.assert_refused(self.review("reopen"), "is not locked")
        self.assertEqual(self.review("return").status, 2)
        self.must("return", "--cell", "A02=gấp đôi năm trước", "A01=không khớp", "--reason", "xem lại mục A")
        self.assertEqual(self.state(), "returned")
        [row] = self.tinh.table("review", "list", f"office={self.code}", "state=returned")
        self.assertEqual((row["reasons"], row["reason"]), ("2", "xem lại mục A"))
        self.assertEqual({row["cell"]: row["reason"] for row in self.tinh.table("review", "show", self.code, FORM, PERIOD)},
                         {"A01": "không khớp", "A02": "gấp đôi năm trước", "A03": ""})
        shown = self.office.must("report", "show", FORM, PERIOD)
        for words in "xem lại mục A", "gấp đôi năm trước", "không khớp", f"qcdc report show {FORM} {PERIOD} --format csv > FILE":
            self.assertIn(words, shown)
        done = self.office.run("sync")
        self.assertIn(f"returned by the province: {FORM} {PERIOD}", done.err)
        self.assertRegex(self.office.must(), rf"1 report returned[^\0]*Next: qcdc report show {FORM} {PERIOD}")
        # Corrected, it is filed again, and a review of what was there before is stale.
        self.file(A02="3")
        self.assertEqual(self.state(), "filed")
        self.assertNotIn("returned", self.office.run("sync").err)
        self.must("accept")
        self.assertEqual(self.state(), "accepted")
        self.assert_refused(self.review("accept"), "accepted already")
        # What was accepted may be corrected, and has to be accepted again.
        self.file(A03="6")
        self.assertEqual(self.state(), "filed")
        self.assert_refused(self.review("lock"), "accept it first")
        self.must("accept")
        self.must("lock", "--reason", "đã tổng hợp")
        self.assertEqual(self.state(), "locked")
        self.assert_refused(self.review("return", "--reason", "x"), "was locked on", "reopen it first")
        for done in (self.sheet(A01="25"), self.office.run("report", "void", FORM, PERIOD, "reason=nhầm")):
            self.assertEqual(done.status, 1, done)
            self.assertRegex(done.err, r"was locked on \d\d/\d\d/\d{4} by the provincial office.*ask the provincial office to reopen it")
        self.assertEqual(self.sheet(A01="24").status, 0, "what changes nothing is no correction")
        self.must("reopen")
        self.assertEqual(self.state(), "reopened")
        self.file(A01="25")
        self.assertEqual(self.state(), "filed")
        self.assertEqual(self.tinh.table("rejected") + self.office.table("rejected"), [])

    def test_the_judge_says_the_same(self):
        """A device that has not heard of the lock is refused by the province; a review of what was corrected meanwhile, too."""
        other = self.province.office(self.code)
        self.file(A01="24", A02="7")
        other.sync()
        self.assertEqual(self.sheet(A01="30").status, 0)  # not sent yet
        self.assertEqual(self.review("accept", sync=False).status, 0)
        self.office.sync()
        self.assertIn("rejected 1", self.tinh.sync())
        [refused] = self.tinh.table("rejected")
        self.assertEqual((refused["code"], refused["verdict"]), ("STALE", "rejected"))
        self.assertRegex(refused["message"], rf"{FORM} for {PERIOD} was corrected meanwhile, by {self.code} on [\d/-]+: A01$")
        self.assertTrue(refused["what_to_do"])
        self.assertEqual(self.state(), "filed")
        self.must("accept")
        self.assertEqual(self.tinh.table("rejected"), [], "what was mended is on the list")
        other.sync()
        self.must("lock")
        # The other device has not heard of it.
        self.assertEqual(self.sheet(other, A02="8").status, 0)
        self.assertIn("rejected 1", other.sync())
        [refused] = other.table("rejected")
        self.assertEqual(refused["code"], "LOCKED")
        self.assertRegex(refused["message"], "was locked on .* by the provincial office")
        self.assertIn("reopen", refused["what_to_do"])
        self.assertEqual(other.run("report", "void", FORM, PERIOD, "reason=x").status, 1)
        self.assertEqual(self.state(), "locked")

    def test_two_reviews_of_the_desk(self):
        """What was said and not sent yet counts at the desk; the same said by two desks is one."""
        self.file(A01="24")
        second = self.province.office("BCD-TINH", "province")
        self.assertEqual(self.review("accept", sync=False).status, 0)
        self.assertEqual(self.review("lock", sync=False).status, 0)
        self.assertIn("said already", self.review("lock", sync=False).out)
        self.assert_refused(self.review("return", "--reason", "x", sync=False), "was locked", "reopen it first")
        second.must("review", "accept", self.code, FORM, PERIOD)
        self.tinh.sync()
        self.assertIn("rejected 0", second.sync())
        self.office.sync()
        self.assertEqual(self.state(), "locked")
        [[reviews]] = self.province.sql(f"select count(*) from report_review v join report r on r.id = v.report join office o on o.id = r.office where o.code = '{self.code}'")
        self.assertEqual(int(reviews), 2)

    def test_who_reviews(self):
        """A reporter is refused, at the desk and by the judge; so is a review of what is no report."""
        self.file(A01="24")
        self.assert_refused(self.office.run("review", "accept", self.code, FORM, PERIOD), "only the provincial committee reviews reports")
        self.assert_refused(self.office.run("review", "list"), "only the provincial committee reviews reports")
        wire, province = WireOffice(self.province, self.code), WireOffice(self.province, "BCD-TINH", "province")
        ref = reference(self.office, 1)
        codes = lambda office, fact: [verdict["code"] for verdict in office.append(fact)["verdicts"]]
        fact = lambda **given: facts.Fact(report_reviewed=facts.ReportReviewed(**({"report": ref, "verdict": "REVIEW_ACCEPTED"} | given)))
        self.assertEqual(codes(wire, fact()), ["FORBIDDEN"])
        self.assertEqual(codes(province, fact(cells=["X99"])), ["BAD_CELL"])
        self.assertEqual(codes(province, fact(cells=["A02", "A01"])), ["BAD_CELL"])
        self.assertEqual(codes(province, fact(verdict=9)), ["UNSUPPORTED"])
        self.assertEqual(codes(province, fact(report=province.reference(1))), ["TARGET_REJECTED"])
        self.assertEqual(codes(province, fact()), [])
        self.assertEqual(codes(province, facts.Fact(voided=facts.Voided(target=province.reference(5)))), ["TARGET_KIND"])
        self.office.sync()
        self.assertEqual(self.state(), "accepted")


if __name__ == "__main__":
    harness.main()
