"""The province reviews reports: filed → returned → corrected → accepted → locked → reopened, and what each side sees and may do.

Every test has an office of its own in one province, and a form that the others do not touch.
"""
import fractions
import random
import re
import statistics

import harness
import openpyxl
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
    def test_reasons_that_are_none(self):
        """A reason names a cell that the office fills, once, and says something: one line each, and nothing is written."""
        self.file(A01="24", A04_XA="7", A05_XA="5")
        entries = self.tinh.entries()
        for words, *said in ((["A01="], "A01", "the reason for A01 is blank", 'A01="what is wrong there"'),
                             (["A01= \u00a0\t"], "the reason for A01 is blank"),
                             (["reason= "], "the reason is blank"),
                             (["reason="], "the reason is blank"),
                             (["Z99=sai"], "there is no indicator 'Z99'"),
                             (["A04.ABC=sai"], "A04 has no part 'ABC'"),
                             (["D01.XA=sai"], "D01 is not part of the form QCDC-HUYEN"),
                             (["A06.XA=sai"], "A06.XA is computed from other cells", "say the reason at the cells that it is computed from")):
            self.assert_refused(self.review("return", *words), *said)
        for words in (["A01=sai", "A01=thiếu"], ["--cell", "A01=sai", "A01=thiếu"], ["reason=sai", "reason=thiếu"]):
            done = self.review("return", *words)
            self.assertEqual((done.status, "is given twice" in done.err), (2, True), done.err)
        self.assertIn("lý do của A01 để trống", self.tinh.run("review", "return", self.code, FORM, PERIOD, "A01=",
                                                              environment={"LC_ALL": "C.UTF-8", "LANGUAGE": "vi"}).err)
        self.assertEqual(self.tinh.entries(), entries)
        # By the province from whoever sends it.
        wire = WireOffice(self.province, "BCD-TINH", "province")
        for cells, code in ((["Z99"], "BAD_CELL"), (["A01", "A01"], "BAD_CELL"), (["A02", "A01"], "BAD_CELL"), (["A06.XA"], "DERIVED_CELL"),
                            ([""], "BAD_CELL")):
            fact = facts.Fact(report_reviewed=facts.ReportReviewed(report=reference(self.office, 1), verdict=facts.REVIEW_RETURNED, cells=cells))
            [verdict] = wire.append(fact)["verdicts"]
            self.assertEqual(verdict["code"], code)
        # What is blank may be what is wrong.
        self.must("return", "A02=chưa có số liệu")
        self.assertEqual(self.state(), "returned")

    def test_life(self):
        self.file(A01="24", A02="7", A03="5")
        self.assertEqual(self.state(), "filed")
        self.assert_refused(self.review("lock"), "report's state: the report QCDC-HUYEN for 2018 is not accepted", "accept it first")
        self.assert_refused(self.review("reopen"), "report's state: the report QCDC-HUYEN for 2018 is not locked")
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
        # What the lock refuses is not advised.
        self.assert_refused(self.office.run("report", "nil", FORM, PERIOD), "the province has locked it: the report QCDC-HUYEN for 2018 has figures; "
                            "ask the provincial office to reopen it, then: qcdc report void QCDC-HUYEN 2018")
        self.must("reopen")
        self.assertEqual(self.state(), "reopened")
        self.assertIn(f"1 report was reopened by the province: {FORM} {PERIOD}; it can be corrected", self.office.run("sync").err)
        self.assertIn("1 report reopened", self.office.must())
        # The same verdict on the same figures, a second time and meant: nothing but the state says so.
        for verdict, state in (("accept", "accepted"), ("lock", "locked"), ("reopen", "reopened"), ("accept", "accepted"), ("lock", "locked"),
                               ("reopen", "reopened")):
            self.must(verdict)
            self.assertEqual(self.state(), state)
        self.file(A01="25")
        self.assertEqual(self.state(), "filed")
        self.assertNotIn("reopened", self.office.run("sync").err + self.office.must())
        self.office.must("report", "void", FORM, PERIOD, "reason=nhầm")
        self.office.sync()
        self.assert_refused(self.review("accept"), "has no report QCDC-HUYEN for 2018: none was filed, or it was taken back")
        self.assertIn("no such report was filed, it was taken back", self.tinh.must("review", "show", self.code, FORM, PERIOD))
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
        self.assertIn("qcdc review show", refused["what_to_do"])
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
        # A device that joins later knows it from its first synchronisation on.
        self.office = self.province.office(self.code)
        self.office.sync()
        self.assertEqual(self.state(), "locked")
        self.assert_refused(self.sheet(A01="99"), "was locked on")

    def test_handed_back_as_it_is(self):
        """A report that was returned and is right is handed in again with a word of why: no cell changes, nor the first day of filing, and the
        province reviews it anew."""
        resubmit = lambda *words: self.office.run("report", "resubmit", FORM, PERIOD, *words)
        self.assert_refused(resubmit("reason=đúng"), f"no report {FORM} was filed for {PERIOD}")
        self.file(A01="24", A02="7")
        self.assert_refused(resubmit("reason=đúng"), f"the report {FORM} for {PERIOD} was not returned")
        [before] = self.tinh.table("review", "list", f"office={self.code}")
        cells = self.office.must("report", "show", FORM, PERIOD, "--format", "csv")
        self.must("return", "A01=cao quá")
        self.assertIn(f"qcdc report resubmit {FORM} {PERIOD} reason=…", self.office.must("report", "show", FORM, PERIOD))
        # The same file again changes nothing, and says by what to answer.
        again = self.sheet(A01="24", A02="7")
        self.assertEqual((again.status, "1 unchanged" in again.out), (0, True), again)
        self.assertIn(f"qcdc report resubmit {FORM} {PERIOD} reason=…", again.err)
        for reason in (), ("reason=",), ("reason= \u00a0",):
            self.assertEqual(resubmit(*reason).status, 1)
        self.assert_refused(resubmit("reason=" + "đ" * 1001), "longer than 2000 bytes")
        self.assertEqual(self.state(), "returned")
        done = resubmit("reason=đã đếm lại, đúng 24")
        self.assertEqual((done.status, done.err), (0, ""), done)
        self.assertIn("handed in again", done.out)
        self.assertIn("nothing new", resubmit("reason=đúng").out)
        self.assertIn("1 entry not sent", self.office.must())
        self.office.sync()
        self.assertEqual(self.state(), "filed")
        self.assertNotIn("returned", self.office.run("sync").err + self.office.must())
        shown = self.office.must("report", "show", FORM, PERIOD)
        self.assertIn("đã đếm lại, đúng 24", shown)
        self.assertIn("handed in again after its last review", shown)
        self.assertEqual(self.office.must("report", "show", FORM, PERIOD, "--format", "csv"), cells)
        [row] = self.tinh.table("review", "list", f"office={self.code}", "state=filed")
        self.assertEqual((row["filed_at"], row["answer"], row["revisions"]), (before["filed_at"], "đã đếm lại, đúng 24", "2"))
        texts = {row["cell"]: row["text"] for row in self.tinh.table("review", "show", self.code, FORM, PERIOD)}
        self.assertEqual(texts, {"A01": "", "A02": "", "note:=return": "đã đếm lại, đúng 24"})
        self.assertIn(("2", "note:=return", "text"), [(row["revision"], row["cell"], row["how"])
                                                      for row in self.office.table("report", "show", FORM, PERIOD, "--revisions")])
        # Returned and answered again in the same words: each time meant.
        self.must("return", "A01=vẫn cao")
        self.assertEqual(self.state(), "returned")
        [row] = self.tinh.table("review", "list", f"office={self.code}")
        self.assertEqual(row["answer"], "", "the answer to the return before")
        self.assertNotIn("đã đếm lại", self.office.must("report", "show", FORM, PERIOD))
        self.assertEqual(resubmit("reason=đã đếm lại, đúng 24").status, 0)
        self.office.sync()
        self.assertEqual(self.state(), "filed")
        # A device that joins later sees the same.
        self.office = self.province.office(self.code)
        self.office.sync()
        self.assertEqual(self.state(), "filed")
        self.assertIn("đã đếm lại, đúng 24", self.office.must("report", "show", FORM, PERIOD))
        self.must("accept")
        self.assert_refused(resubmit("reason=đúng"), f"the report {FORM} for {PERIOD} was not returned")
        self.must("lock")
        self.assert_refused(resubmit("reason=đúng"), "was locked on")
        self.must("reopen")
        self.office.must("report", "void", FORM, PERIOD, "reason=nhầm")
        self.assert_refused(resubmit("reason=đúng"), "was taken back")
        # So is one that has nothing to report.
        self.office.must("report", "nil", FORM, PERIOD)
        self.office.sync()
        self.must("return", "reason=năm trước có")
        done = self.office.run("report", "nil", FORM, PERIOD)
        self.assertIn(f"qcdc report resubmit {FORM} {PERIOD} reason=…", done.err)
        self.assertEqual(resubmit("reason=năm nay không có").status, 0)
        self.office.sync()
        self.assertEqual(self.state(), "filed")
        self.assertEqual([row["content"] for row in self.office.table("report", "list")], ["nil"])
        self.must("accept")
        self.assertEqual(self.tinh.table("rejected") + self.office.table("rejected"), [])

    def test_the_same_figures_after_an_answer(self):
        """A device that has heard of nothing files what was answered with a word: a second copy, with the note or without, and no other report."""
        others = [self.province.office(self.code) for _ in range(3)]
        self.file(A01="24", A02="7")
        self.must("return", "A01=cao quá")
        self.assertEqual(self.office.run("report", "resubmit", FORM, PERIOD, "reason=đúng 24").status, 0)
        self.office.sync()
        for other, figures, rejected in zip(others, ({"A01": "24", "A02": "7"}, {"A01": "24"}, {"A01": "25", "A02": "7"}), (False, True, True)):
            done = self.sheet(other, **figures)
            self.assertEqual(done.status, 0, done)
            self.assertEqual("1 of the entries sent now were rejected" in other.sync(), rejected, figures)
            self.assertEqual(other.must("report", "show", FORM, PERIOD), self.office.must("report", "show", FORM, PERIOD))
        self.assertEqual(self.state(), "filed")
        [[reports]] = self.province.sql(f"select count(*) from report r join office o on o.id = r.office where o.code = '{self.code}'")
        self.assertEqual(int(reports), 1)

    def test_answered_and_locked_meanwhile(self):
        """A device that has not heard of what followed: the province says so."""
        other = self.province.office(self.code)
        self.file(A01="24")
        self.must("return", "A01=cao quá")
        other.sync()
        self.assertEqual(self.office.run("report", "resubmit", FORM, PERIOD, "reason=đúng").status, 0)
        self.office.sync()
        self.must("accept")
        self.must("lock")
        self.assertEqual(other.run("report", "resubmit", FORM, PERIOD, "reason=đúng rồi").status, 0)
        self.assertIn("rejected 1", other.sync())
        self.assertEqual([row["code"] for row in other.table("rejected")], ["LOCKED"])
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

    def test_returned_and_locked_at_once(self):
        """Of two desks of the province the one that has not heard of the lock is told what it can do itself."""
        self.file(A01="24")
        second = self.province.office("BCD-TINH", "province")
        self.assertEqual(second.run("review", "return", self.code, FORM, PERIOD, "A01=cao quá").status, 0)
        self.must("accept")
        self.must("lock")
        self.assertIn("rejected 1", second.sync())
        [refused] = second.table("rejected")
        self.assertEqual((refused["code"], refused["what_to_do"]),
                         ("LOCKED", "look at where the report stands with qcdc review list; to review it otherwise, reopen it first (qcdc review reopen)"))
        self.assertEqual(self.state(), "locked")

    def test_returned_and_accepted_unseen_of_each_other(self):
        """Of two reviewers who decide at once each is told, once, what the other one said and what stands; of steps that follow nothing is."""
        self.file(A01="24")
        second = self.province.office("BCD-TINH", "province")
        said = lambda device, *words: device.run("review", *words[:1], self.code, FORM, PERIOD, *words[1:])
        self.assertEqual((said(second, "return", "A01=cao quá").status, said(self.tinh, "accept").status), (0, 0))
        self.assertEqual(second.run("sync").err, "")
        told = lambda own, other, stands: (f"{FORM} {PERIOD} of ", f"({self.code}): said here: {own}; ", f"of the province: {other}; ", f"it stands as: {stands}; ")
        for device, own, other in ((self.tinh, "accepted", "returned"), (second, "returned", "accepted")):
            said_now = device.run("sync").err
            for words in told(own, other, "accepted"):
                self.assertIn(words, said_now)
            self.assertEqual(said_now.count("\n"), 1)
            self.assertEqual(device.run("sync").err, "")
        # Whoever has seen it and says otherwise is not told; whoever said it before is, by qcdc alone where he synchronises in silence.
        self.assertEqual(said(second, "lock").status, 0)
        self.assertEqual((second.run("sync").err, self.tinh.run("sync").err), ("", ""))
        self.assertEqual((said(second, "reopen").status, said(second, "return", "reason=xem lại").status), (0, 0))
        self.assertEqual((second.run("sync").err, self.tinh.run("sync").err), ("", ""), "its own words came between")
        self.assertEqual(said(self.tinh, "accept").status, 0)
        self.assertEqual(self.tinh.run("sync").err, "")
        self.assertEqual(second.run("sync", "--quiet").err, "")
        self.assertIn("of the province: accepted", second.must())
        self.assertNotIn("of the province:", second.must() + second.run("sync").err)
        self.office.sync()
        self.assertEqual(self.state(), "accepted")

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


class Check(FlowCase):
    """The reviewer's list, held against what Python's statistics make of the same figures."""

    YEARS = [str(year) for year in range(2012, 2019)]

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tinh = cls.province.office("BCD-TINH", "province")
        dice = random.Random(7)
        cls.figures = {}  # (office, year, cell) → value
        cls.asked = {}  # (office, year, cell) → what the clerk is asked about it
        for unit in DISTRICTS[:7]:
            office = cls.province.office(f"BCD-{unit}")
            for year in cls.YEARS:
                for cell in ["A01", "C01", "C02", "G02"]:
                    if dice.random() < 0.93:
                        cls.figures[office.code, year, cell] = dice.choice([dice.randrange(40, 60), dice.randrange(40, 60), 55, 300, 0])
            # One report of many figures, most of them round, of the one office that does so.
            if unit == DISTRICTS[2]:
                kinds = ["KHIEU_NAI", "TO_CAO", "KIEN_NGHI", "PHAN_ANH"]
                for at, cell in enumerate([f"{code}.{kind}" for code in ("C09", "C10", "C11") for kind in kinds], 1):
                    cls.figures[office.code, "2018", cell] = 10 * at if at < 9 else 10 * at + 1
            rows = [{"form": FORM, "period": year, "cell": cell, "value": str(value)}
                    for (code, year, cell), value in cls.figures.items() if code == office.code]
            said = office.run("report", "file", office.register(rows, ["form", "period", "cell", "value"]))
            assert said.status == 0, said
            for row, cell, words in re.findall(r":(\d+): is it a slip\? ([^:]*): (.*)", said.err):
                cls.asked[office.code, rows[int(row) - 2]["period"], cell] = words
            office.sync()
        cls.rows = cls.tinh.query("review_check", period="2018", form=FORM)

    @staticmethod
    def plain(number, places=2):
        """As the query writes it: exact, half away from zero."""
        number = fractions.Fraction(number)
        scaled = abs(number) * 10**places
        whole = int(scaled + fractions.Fraction(1, 2))
        text = f"{'-' if number < 0 and whole else ''}{whole // 10**places}.{whole % 10**places:0{places}}"
        return text

    def trimmed(self, number):
        return self.plain(number).rstrip("0").rstrip(".")

    def found(self, finding):
        return {(row["office"], row["cell"]): (row["value"], row["against"], row["spread"], row["score"], row["points"], row["figures"])
                for row in self.rows if row["finding"] == finding}

    def robust(self, value, sample):
        """(median, MAD, modified z-score) where that is beyond 3.5, else None."""
        if len(sample) < 5:
            return None
        median = statistics.median(map(fractions.Fraction, sample))
        spread = statistics.median(abs(one - median) for one in sample)
        if not spread:
            return None
        score = fractions.Fraction("0.6745") * (value - median) / spread
        return (median, spread, score) if abs(score) > fractions.Fraction("3.5") else None

    def now(self):
        return [(office, cell, value) for (office, year, cell), value in self.figures.items() if year == "2018"]

    def expected(self, sample_of):
        """Of every figure of the year that stands out among what SAMPLE_OF gives: [(name, value)]."""
        made = {}
        for office, cell, value in self.now():
            named = sample_of(office, cell)
            robust = self.robust(value, [one for _, one in named])
            if robust:
                median, spread, score = robust
                made[office, cell] = (str(value), self.trimmed(median), self.trimmed(spread), self.plain(score), str(len(named)),
                                      ", ".join(f"{name} {one}" for name, one in named))
        return made

    def test_history(self):
        expected = self.expected(lambda office, cell: [(year, self.figures[office, year, cell]) for year in self.YEARS
                                                       if (office, year, cell) in self.figures])
        self.assertGreater(len(expected), 0)
        self.assertEqual(self.found("history"), expected)

    def test_peers(self):
        expected = self.expected(lambda office, cell: sorted(((code, value) for (code, year, other), value in self.figures.items()
                                                              if year == "2018" and other == cell), key=lambda pair: (pair[1], pair[0])))
        self.assertGreater(len(expected), 0)
        self.assertEqual(self.found("peers"), expected)

    def test_change(self):
        expected = {}
        for office, cell, value in self.now():
            before = self.figures.get((office, "2017", cell))
            if before and abs(value - before) * 2 > before:
                expected[office, cell] = (str(value), str(before), "", self.plain(fractions.Fraction(100 * (value - before), before)), "", f"2017 {before}")
        self.assertGreater(len(expected), 3)
        self.assertEqual(self.found("change"), expected)

    def test_the_clerk_is_asked_first(self):
        """What the reviewer is shown beside the office's own reports, by the same measures; it refuses nothing."""
        asked = {(office, cell): words for (office, year, cell), words in self.asked.items() if year == "2018"}
        changes, histories = self.found("change"), self.found("history")
        self.assertEqual({key: words for key, words in asked.items() if " for " in words},
                         {key: f"{value}, and {against} for 2017" for key, (value, against, *_) in changes.items()})
        self.assertEqual({key for key, words in asked.items() if "over the years" in words}, set(histories) - set(changes))
        self.assertTrue(set(histories) - set(changes))
        # Where there is nothing to hold it against, a limit tells a slip of the keyboard.
        office = self.province.office(f"BCD-{DISTRICTS[8]}")
        rows = [{"form": FORM, "period": "2018", "cell": cell, "value": value} for cell, value in (("A01", "99999999999999"), ("A02", "1000000000"))]
        for command in ("check", "file"):
            done = office.run("report", command, office.register(rows, ["form", "period", "cell", "value"]))
            self.assertEqual(done.status, 0, done)
            self.assertRegex(done.err, ":2: is it a slip\\? A01: 99\u202f999\u202f999\u202f999\u202f999 is more than 1\u202f000\u202f000\u202f000\n")
            self.assertNotIn("A02", done.err)
            self.assertIn("taken as they are", done.err)
        # The largest jump first; a file that is refused is told why, and nothing else.
        later = [dict(rows[1], period="2019", value="3000000000"), dict(rows[0], period="2019", value="10")]
        said = office.run("report", "check", office.register(later, ["form", "period", "cell", "value"])).err
        self.assertEqual(re.findall(r"slip\? (\w+)", said), ["A01", "A02"], said)
        self.assert_refused(office.run("report", "check", office.register([*later, dict(rows[0], period="2019", cell="A03", value="x")], [
            "form", "period", "cell", "value"])), "A03")
        self.assertIn("có phải gõ nhầm không", office.run("report", "check", office.register([dict(rows[0], value="88888888888888")], [
            "form", "period", "cell", "value"]), environment={"LC_ALL": "C.UTF-8", "LANGUAGE": "vi"}).err)

    def test_blank(self):
        expected = {(office, cell): ("", str(value), "", "", "", f"2017 {value}") for (office, year, cell), value in self.figures.items()
                    if year == "2017" and (office, "2018", cell) not in self.figures}
        self.assertGreater(len(expected), 0)
        self.assertEqual(self.found("blank"), expected)

    def test_rounded(self):
        expected = {}
        for office in {office for office, _, _ in self.now()}:
            counts = sorted((cell, value) for code, cell, value in self.now() if code == office and value >= 10)
            round_ones = [cell for cell, value in counts if value % 5 == 0]
            if len(counts) >= 10 and 2 * len(round_ones) > len(counts):
                expected[office, ""] = (str(len(round_ones)), str(len(counts)), "", self.plain(fractions.Fraction(100 * len(round_ones), len(counts))),
                                        str(len(counts)), ", ".join(f"{cell} {value}" for cell, value in counts))
        self.assertEqual(len(expected), 1)
        self.assertEqual(self.found("rounded"), expected)

    def test_of_one_office(self):
        """The peers are all the same; and the command is the query."""
        for code in sorted({row["office"] for row in self.rows}):
            self.assertEqual(self.tinh.table("review", "check", "period=2018", f"form={FORM}", f"office={code}"),
                             [row for row in self.rows if row["office"] == code])
        self.assertEqual(self.tinh.run("review", "check").status, 2)

    def test_in_the_readers_words(self):
        for language, word in (("vi", "khác các đơn vị"), ("en", "peers")):
            shown = self.tinh.run("review", "check", "period=2018", f"form={FORM}", environment={"LANGUAGE": language, "LC_ALL": "C.UTF-8"})
            self.assertIn(word, shown.out, shown.err)
        book = self.province.folder / "found.xlsx"
        done = self.tinh.run("review", "check", "period=2018", f"form={FORM}", "-o", book, environment={"LANGUAGE": "vi", "LC_ALL": "C.UTF-8"})
        self.assertEqual(done.status, 0, done.err)
        said = {str(cell.value) for row in openpyxl.load_workbook(book).active.iter_rows() for cell in row}
        self.assertTrue({"khác các đơn vị", "tăng giảm mạnh"} <= said)
        self.assertFalse({"peers", "change"} & said)
        self.assertIn("no report is like that", self.tinh.run("review", "list", "form=QCDC-SO", "state=locked").out)


class Measures(FlowCase):
    """What stands out is measured by the clerk's program and by the reviewer's query: on hundreds of series, by edges too, both say the same."""

    FORM, OFFICE, CELLS = "QCDC-DAY", "BCD-DAY", 240
    EARLIER = [str(year) for year in range(2006, 2018)]

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = cls.province.folder / "series"
        folder.mkdir()
        cls.codes = [f"K{at:03}" for at in range(1, cls.CELLS + 1)]
        tables = {
            "indicators": ["code,section,name_vi,name_en,measure,type,agg_unit,agg_time,dimensions",
                           *(f"{code},K,Dãy {code},Series {code},x,{'decimal' if at % 4 == 0 else 'count'},sum,flow," for at, code in enumerate(cls.codes))],
            "forms": ["code,version,title_vi,title_en,office_class,calendar,periods,indicators", f"{cls.FORM},1,Dãy,Series,huyen,QCDC,H1 Y,{' '.join(cls.codes)}"],
            "offices": ["code,name,class,unit,forms,petitions,valid_from", f"{cls.OFFICE},Ban dãy số,huyen,593,{cls.FORM},no,2005-01-01"],
        }
        for name, lines in tables.items():
            (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        founder = cls.province.founder()
        founder.must("publish", folder, "--confirm-past")
        founder.sync()
        cls.office, cls.tinh = cls.province.office(cls.OFFICE), cls.province.office("BCD-TINH", "province")

    @staticmethod
    def series(dice):
        """The figures of earlier years, the last of them the year before or a blank, and the new one."""
        earlier = [dice.choice([dice.randrange(12), dice.randrange(40, 60), 55]) for _ in range(dice.randrange(12))]
        kind = dice.randrange(5)
        if kind == 0 and earlier and earlier[-1]:  # by half, and by the least more than it
            return earlier, max(0, earlier[-1] + dice.choice([1, -1]) * (earlier[-1] // 2 + dice.randrange(2)))
        if kind == 1:  # 0.6745 × 7000 / 1349 is 3.5 exactly
            spread = 1349 * dice.randrange(1, 4)
            middle = 100000
            earlier = [middle - spread, middle + spread, middle, middle - spread, middle + spread, middle][:dice.randrange(4, 7)]
            return earlier, middle + 7000 * spread // 1349 + dice.randrange(-1, 2)
        if kind == 2:  # nothing to measure by
            return [9] * len(earlier), dice.choice([9, 10, 13, 14])
        return earlier, dice.choice([0, dice.randrange(40, 60), dice.randrange(300), dice.randrange(12)])

    def test_both_measure_alike(self):
        dice, rows, new = random.Random(1965), [], {}
        scale = {code: dice.choice([1, 1, "0.5", "0.01"]) if at % 4 == 0 else 1 for at, code in enumerate(self.codes)}
        text = lambda code, value: str(fractions.Fraction(value) * fractions.Fraction(scale[code])) if scale[code] == 1 else f"{float(value * fractions.Fraction(scale[code])):.2f}"
        row = lambda code, year, value: {"form": self.FORM, "period": year, "cell": code, "value": text(code, value)}
        for code in self.codes:
            earlier, new[code] = self.series(dice)
            skipped = dice.random() < 0.2  # the year before is blank
            years = self.EARLIER[:-1] if skipped else self.EARLIER
            rows += [row(code, year, value) for year, value in zip(years[::-1], earlier[::-1])]
        file = lambda rows: self.office.register(rows, ["form", "period", "cell", "value"])
        done = self.office.run("report", "file", file(sorted(rows, key=lambda row: row["period"])))
        self.assertEqual(done.status, 0, done)
        asked, last = {}, [row(code, "2018", new[code]) for code in self.codes]
        for at in range(0, len(last), 5):  # as many as are named
            said = self.office.run("report", "check", file(last[at:at + 5]))
            self.assertEqual(said.status, 0, said)
            asked |= dict(re.findall(r"is it a slip\? ([^:]*): (.*)", said.err))
        self.assertEqual(self.office.run("report", "file", file(last)).status, 0)
        self.office.sync()
        found = {"change": {}, "history": {}}
        for one in self.tinh.query("review_check", period="2018", form=self.FORM):
            found.setdefault(one["finding"], {})[one["cell"]] = one
        number = lambda words: fractions.Fraction(words.replace("\u202f", "").replace(",", "."))
        heard = {"change": {}, "history": {}}
        for cell, words in asked.items():
            change, history = re.fullmatch("(.*), and (.*) for 2017", words), re.fullmatch(r"(.*), far from .* \(median (.*)\)", words)
            value, against = (change or history).groups()
            heard["change" if change else "history"][cell] = (number(value), number(against))
        shown = {kind: {cell: (number(one["value"]), number(one["against"])) for cell, one in found[kind].items()} for kind in heard}
        shown["history"] = {cell: one for cell, one in shown["history"].items() if cell not in shown["change"]}
        self.assertEqual(heard["change"], shown["change"])
        self.assertEqual(heard["history"].keys(), shown["history"].keys())
        for cell, (value, against) in heard["history"].items():
            self.assertEqual(value, shown["history"][cell][0])
            self.assertLessEqual(abs(against - shown["history"][cell][1]), fractions.Fraction(1, 100), cell)
        for kind, least in (("change", 30), ("history", 10)):
            self.assertGreater(len(heard[kind]), least)
        self.assert_identical()


if __name__ == "__main__":
    harness.main()
