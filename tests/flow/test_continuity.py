"""A report is held against the office's own earlier ones: what contradicts one that stands is refused, at the desk and by the province
alike, with its numbers; who corrects the earlier one is not held to those that came after it."""
import harness
from harness import FlowCase
from wire_office import WireOffice, corrected, facts

FORM, BEFORE, PERIOD = "QCDC-HUYEN", "2015", "2016-H1"
COLUMNS = ["form", "period", "cell", "value"]
VIETNAMESE = {"LC_ALL": "C.UTF-8", "LANGUAGE": "vi"}


def filed(period, **cells):
    report = facts.ReportFiled(form=FORM, form_version=1, period=period)
    for cell, value in sorted((name.replace("_", ".", 1), value) for name, value in cells.items()):
        report.cells.add(cell=cell, value_e4=value * 10000)
    return report


class Case(FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tinh = cls.province.office("BCD-TINH", "province")

    def sheet(self, office, period, notes=None, **cells):
        rows = [{"form": FORM, "period": period, "cell": cell.replace("_", ".", 1), "value": value, "note": (notes or {}).get(cell, "")}
                for cell, value in cells.items()]
        return office.register(rows, COLUMNS + ["note"])

    def put(self, office, period, *words, notes=None, sync=True, **cells):
        done = office.run("report", "file", self.sheet(office, period, notes, **cells), *words)
        self.assertEqual(done.status, 0, done.err)
        if sync:
            office.sync()
        return done

    def refuse(self, office, period, *words, notes=None, **cells):
        """What is said of a sheet that is refused; it is checked like that too, and nothing is written."""
        entries, path = office.entries(), self.sheet(office, period, notes, **cells)
        checked, done = (office.run("report", verb, path, *words) for verb in ("check", "file"))
        self.assertEqual((done.status, done.out, checked.status, office.entries()), (1, "", 1, entries), done.err)
        self.assertEqual(done.err.replace("nothing was filed", ""), checked.err.replace("it cannot be filed like this", ""))
        return done.err

    def findings(self, code, **which):
        return [(row["period"], row["severity"], row["rule"], row["finding"]) for row in self.tinh.query("rule_findings", office=code, **which)]

    def own(self, office):
        return [(row["period"], row["severity"], row["rule"], row["finding"]) for row in office.table("report", "check")]


class Continuity(Case):
    def test_forwards_it_is_refused_on_both_sides(self):
        office, wire = self.province.office("BCD-593"), WireOffice(self.province, "BCD-593")
        self.put(office, BEFORE, B09_THUE=2, B10_THUE=3, B09_DAT_DAI=1, B10_DAT_DAI=1, C12_TO_CAO=4)
        # At the desk all at once, with the numbers, the earlier report, and what to do.
        said = self.refuse(office, PERIOD, B01_THUE=4, B01_DAT_DAI=7, C09_TO_CAO=4)
        self.assertEqual(len([line for line in said.splitlines() if "; V-B7: " in line]), 2, said)
        for text in ("contradicts your report for 2015: B01[P] = B09[Pprev] + B10[Pprev]: 4 ≠ 2 + 3", "7 ≠ 1 + 1",
                     "one of the two reports is wrong: correct the one for 2015, or this one"):
            self.assertIn(text, said)
        self.assertIn("mâu thuẫn với báo cáo kỳ 2015 của cơ quan", office.run("report", "check", self.sheet(
            office, PERIOD, B01_THUE=4), environment=VIETNAMESE).err)
        # No note excuses it, and a nil report says nothing.
        self.refuse(office, PERIOD, "--note", "V-B7=vì thế", B01_THUE=4)
        # By the province from whoever sends it.
        [verdict] = wire.append(facts.Fact(report_filed=filed(PERIOD, B01_THUE=4)))["verdicts"]
        self.assertEqual((verdict["code"], verdict["field"], verdict["message"]), (
            "BROKEN_RULE", "B01.THUE", "rule V-B7 is broken beside the report for 2015: B01[P] = B09[Pprev] + B10[Pprev]: 4 ≠ 2 + 3"))
        [verdict] = wire.append(facts.Fact(report_filed=filed(PERIOD, B01_THUE=4, B01_DAT_DAI=7)))["verdicts"]
        self.assertEqual(verdict["message"], "rules are broken in 2 places: "
                         "V-B7: B01[P] = B09[Pprev] + B10[Pprev]: 7 ≠ 1 + 1 (2015); V-B7: B01[P] = B09[Pprev] + B10[Pprev]: 4 ≠ 2 + 3 (2015)")
        # What is right is taken; a correction that would contradict it is not, on either side.
        self.put(office, PERIOD, B01_THUE=5, A01=1)
        self.assertIn("contradicts your report for 2015", self.refuse(office, PERIOD, B01_THUE=6))
        [verdict] = wire.append(facts.Fact(report_filed=filed("2014", B01_THUE=1)))["verdicts"] or [None]
        self.assertIsNone(verdict)
        self.put(office, PERIOD, A01=2)
        self.assertEqual(self.findings("BCD-593"), [])
        self.assert_identical()

    def test_backwards_nothing_is_refused_and_both_show_it(self):
        office = self.province.office("BCD-594")
        self.put(office, BEFORE, B09_THUE=2, B10_THUE=3)
        self.put(office, PERIOD, B01_THUE=5, A01=1)
        done = self.put(office, BEFORE, B10_THUE=4)
        self.assertIn("contradicts your report for 2016-H1", done.err)
        self.assertIn("this one is taken as it is, and the province sees both", done.err)
        one = (PERIOD, "contradiction", "V-B7", "B01[P] = B09[Pprev] + B10[Pprev]: 5 ≠ 2 + 4")
        self.assertEqual(self.findings("BCD-594"), [one])
        self.assertEqual(self.own(office), [one])
        # A correction of other figures is not held to it; one of that figure has to be right.
        self.put(office, PERIOD, A01=2)
        self.assertIn("7 ≠ 2 + 4", self.refuse(office, PERIOD, B01_THUE=7))
        self.put(office, PERIOD, B01_THUE=6)
        self.assertEqual((self.findings("BCD-594"), self.own(office)), ([], []))
        # The earlier one is filed late, or taken back: the same.
        self.put(office, "2014-H1", B09_THUE=9, B10_THUE=9)
        self.put(office, "2017-H1", B01_THUE=1)
        self.put(office, "2016", B09_THUE=2, B10_THUE=2)
        late = ("2017-H1", "contradiction", "V-B7", "B01[P] = B09[Pprev] + B10[Pprev]: 1 ≠ 2 + 2")
        self.assertEqual((self.findings("BCD-594"), self.own(office)), ([late], [late]))
        office.must("report", "void", FORM, "2016", "reason=nhầm kỳ")
        office.sync()
        self.put(office, "2017-H1", B01_THUE=8)
        self.assertEqual((self.findings("BCD-594"), self.own(office), office.table("rejected")), ([], [], []))
        self.assert_identical()

    def test_a_year_is_held_against_its_first_half(self):
        """And not the half against the year, which ends later; where the half was corrected since, the rule that says so excuses it."""
        office, wire = self.province.office("BCD-595"), WireOffice(self.province, "BCD-595")
        self.put(office, PERIOD, B02_THUE=5)
        self.assertIn("contradicts your report for 2016-H1: ", self.refuse(office, "2016", B02_THUE=4))
        [verdict] = wire.append(facts.Fact(report_filed=filed("2016", B02_THUE=4)))["verdicts"]
        self.assertIn("rule V-Y1 is broken beside the report for 2016-H1: ", verdict["message"])
        self.put(office, PERIOD, B02_THUE=6)
        self.put(office, "2016", B02_THUE=4)
        self.assertEqual((self.findings("BCD-595"), office.table("rejected")), ([], []))
        self.put(office, "2018", B02_THUE=4)
        self.put(office, "2018-H1", B02_THUE=5)
        self.assertEqual([row[:3] for row in self.findings("BCD-595")], [("2018", "contradiction", "V-Y1")])
        self.assertEqual([row[:3] for row in self.own(office)], [("2018", "contradiction", "V-Y1")])
        self.assert_identical()

    def test_a_device_that_lacks_the_earlier_report(self):
        """It hears from the province what it could not know, and from its own desk as soon as it has been told."""
        one, two = (self.province.office("BCD-596") for _ in range(2))
        self.put(one, BEFORE, sync=False, B09_THUE=2, B10_THUE=3)
        self.put(two, PERIOD, sync=False, B01_THUE=4, A01=1)
        one.sync()
        two.run("sync")
        [told] = two.table("rejected")
        self.assertEqual((told["code"], "for 2015: " in told["message"], "4 ≠ 2 + 3" in told["message"]), ("BROKEN_RULE", True, True), told)
        said = two.run("rejected", environment=VIETNAMESE).out
        for words in ("không khớp quy tắc V-B7 khi đối chiếu với báo cáo kỳ 2015", ):
            self.assertIn(words, said)
        self.assertIn("contradicts your report for 2015", self.refuse(two, PERIOD, B01_THUE=4, A01=1))
        # The earlier one was wrong: corrected, what was refused is filed as it was.
        self.put(one, BEFORE, B10_THUE=2)
        two.sync()
        self.put(two, PERIOD, B01_THUE=4, A01=1)
        self.assertEqual((two.table("rejected"), self.findings("BCD-596"), self.own(two)), ([], [], []))
        # The other way round: what is there first stands, and the earlier one comes late.
        self.put(two, "2018", sync=False, B09_THUE=1, B10_THUE=1)
        self.put(one, "2019-H1", sync=False, B01_THUE=3)
        one.sync()
        two.sync()
        one.sync()
        both = [("2019-H1", "contradiction", "V-B7", "B01[P] = B09[Pprev] + B10[Pprev]: 3 ≠ 1 + 1")]
        self.assertEqual((self.findings("BCD-596"), self.own(one), self.own(two)), (both, both, both))
        self.assert_identical()

    def test_an_earlier_report_that_is_locked(self):
        office, wire = self.province.office("BCD-597"), WireOffice(self.province, "BCD-597")
        self.put(office, BEFORE, B09_THUE=2, B10_THUE=3)
        for verdict in ("accept", "lock"):
            self.tinh.sync()
            self.tinh.must("review", verdict, "BCD-597", FORM, BEFORE)
        self.tinh.sync()
        office.sync()
        said = self.refuse(office, PERIOD, B01_THUE=4)
        self.assertIn("the report for 2015 is locked: correct this one, or ask the provincial office to reopen that one", said)
        [verdict] = wire.append(facts.Fact(report_filed=filed(PERIOD, B01_THUE=4)))["verdicts"]
        self.assertEqual(verdict["code"], "BROKEN_RULE")

    def test_both_in_one_file(self):
        """In whatever order the file has them: the earlier period is filed, or corrected, first; and what checks can be filed."""
        office = self.province.office("BCD-602")

        def file(said, *rows):
            path = office.register([{"form": FORM, "period": period, "cell": cell, "value": value} for period, cell, value in rows], COLUMNS)
            checked, done = (office.run("report", verb, path) for verb in ("check", "file"))
            self.assertEqual((checked.status, done.status), (0 if said else 1,) * 2, checked.err + done.err)
            self.assertIn(said or "contradicts your report for 2015: ", done.out + done.err)
            return done.err

        file("", (PERIOD, "B01.THUE", 4), (BEFORE, "B09.THUE", 2), (BEFORE, "B10.THUE", 3))
        self.assertEqual(office.entries(), 0)
        file("2 filed", (PERIOD, "B01.THUE", 5), (BEFORE, "B09.THUE", 2), (BEFORE, "B10.THUE", 3))
        file("2 corrected", (PERIOD, "B01.THUE", 6), (BEFORE, "B10.THUE", 4))
        office.sync()
        self.assertEqual((self.findings("BCD-602"), office.table("rejected")), ([], []))

    def test_in_one_commit(self):
        """What one append brings is judged one behind the other."""
        wire = WireOffice(self.province, "BCD-598")
        self.assertEqual(wire.append(facts.Fact(report_filed=filed(BEFORE, B09_THUE=2, B10_THUE=3)))["verdicts"], [])
        report = filed(PERIOD, B01_THUE=5)
        self.assertEqual(wire.append(facts.Fact(report_filed=report))["verdicts"], [])
        seen, now = filed(PERIOD, B01_THUE=5), filed(PERIOD, B01_THUE=9)
        [verdict] = wire.append(corrected(wire.reference(2), now, seen))["verdicts"]
        self.assertIn("9 ≠ 2 + 3", verdict["message"])
        self.assert_identical()


class Beside(Case):
    def test_a_report_among_a_register(self):
        """What it is held against is read while the database takes in the rest of the commit: none is interrupted by that."""
        for code in ("BCD-594", "BCD-595", "BCD-596", "BCD-597"):
            office, form = self.province.office(code), self.province.folder / f"{code}.csv"
            office.import_rows([harness.petition(f"{number}/KN", received_on="2023-02-03") for number in range(40)])
            office.must("report", "template", "01-XLD", "2023-H1", "-o", form)
            office.must("report", "file", form)
            self.assertIn("Sent 41, received 0; rejected 0", office.sync())
        for complaint in ("came to no known end", "terminated by new PQexec", "aborted"):
            self.assertNotIn(complaint, self.province.log())
            self.assertNotIn(complaint, self.province.postgres_log())


class Notes(Case):
    """A note answers a warning with the numbers that it was written for."""

    def shown(self, code):
        return [(row["finding"], row["note"], row["former_note"]) for row in self.tinh.query("rule_findings", office=code)]

    def both(self, office, *expected):
        self.assertEqual(self.shown(office.code), list(expected))
        self.assertEqual([(row["finding"], row["note"], row["former_note"]) for row in office.table("report", "check")], list(expected))

    def test_figures_that_change_ask_again(self):
        office = self.province.office("BCD-593")
        self.put(office, PERIOD, "--note", "V-C2=Hai người một lượt", C03=3, C04=2, A01=1)
        self.both(office, ("C04 ≥ C03: 2 < 3", "Hai người một lượt", ""))
        # Other figures need none; those of the rule do, also where a file says what it said before.
        self.put(office, PERIOD, A01=2)
        for notes in (None, {"C03": "Hai người một lượt"}):
            self.assertIn("V-C2: ", self.refuse(office, PERIOD, notes=notes, C03=3, C04=1))
        said = self.refuse(office, PERIOD, C04=1)
        self.assertIn("its note was written for other figures: mend it if it is a slip; else say why it is right: --note V-C2=", said)
        self.assertIn("giải trình cũ được viết cho số liệu khác", office.run("report", "file", self.sheet(office, PERIOD, C04=1),
                                                                           environment=VIETNAMESE).err)
        self.put(office, PERIOD, notes={"C04": "Ba người một lượt"}, C04=1)
        self.both(office, ("C04 ≥ C03: 1 < 3", "Ba người một lượt", ""))
        # The same words are meant where they are given again.
        self.put(office, PERIOD, "--note", "V-C2=Ba người một lượt", C03=4)
        self.both(office, ("C04 ≥ C03: 1 < 4", "Ba người một lượt", ""))
        # What is mended leaves a former note, which does not answer what is broken anew.
        self.put(office, PERIOD, C04=4)
        self.both(office)
        shown = office.must("report", "show", FORM, PERIOD)
        self.assertRegex(shown, r"former note +Ba người một lượt")
        self.assertRegex(office.run("report", "show", FORM, PERIOD, environment=VIETNAMESE).out, "Giải trình trước đây +Ba người")
        self.assertIn("its note was written for other figures", self.refuse(office, PERIOD, C04=3))
        self.assert_identical()

    def test_the_province_asks_as_the_desk_does(self):
        wire = WireOffice(self.province, "BCD-594")
        report = filed(PERIOD, C03=3, C04=2)
        report.answered.append("V-C2")
        self.assertEqual(wire.append(facts.Fact(report_filed=report))["verdicts"], [])
        now, seen = filed(PERIOD, C04=1), filed(PERIOD, C04=2)
        [verdict] = wire.append(corrected(wire.reference(1), now, seen))["verdicts"]
        self.assertEqual((verdict["code"], verdict["message"]),
                         ("NO_NOTE", "rule V-C2 is broken, and the note was written for other figures: C04 ≥ C03: 1 < 3"))
        now.answered.append("V-C2")
        self.assertEqual(wire.append(corrected(wire.reference(1), now, seen))["verdicts"], [])
        self.assert_identical()

    def test_a_note_for_figures_that_somebody_else_has_changed(self):
        one, two = (self.province.office("BCD-595") for _ in range(2))
        self.put(one, PERIOD, "--note", "V-C2=Hai người một lượt", C03=3, C04=2)
        two.sync()
        self.put(one, PERIOD, "--note", "V-C2=Năm người", C03=6)
        self.put(two, PERIOD, "--note", "V-C2=Ba người", sync=False, C04=1)
        two.run("sync")
        [told] = two.table("rejected")
        self.assertEqual(told["code"], "NO_NOTE")
        self.assertIn("the note was written for other figures: C04 ≥ C03: 1 < 6", told["message"])
        for office in (one, two):
            self.both(office, ("C04 ≥ C03: 2 < 6", "Năm người", ""))
        self.put(two, PERIOD, "--note", "V-C2=Sáu người", C04=1)
        self.assertEqual(two.table("rejected"), [])
        one.sync()
        for office in (one, two):
            self.both(office, ("C04 ≥ C03: 1 < 6", "Sáu người", ""))
        self.assert_identical()

    def test_what_asks_for_none_shows_it_as_former(self):
        office = self.province.office("BCD-596")
        self.put(office, PERIOD, "--note", "V-C16=Đã báo cáo ngay", C27_new=1)
        self.both(office, ("C27.new = 0: 1 ≠ 0", "Đã báo cáo ngay", ""))
        self.put(office, PERIOD, C27_new=2)
        self.both(office, ("C27.new = 0: 2 ≠ 0", "", "Đã báo cáo ngay"))
        self.put(office, PERIOD, "--note", "V-C16=Hai vụ", C27_new=2)
        self.both(office, ("C27.new = 0: 2 ≠ 0", "Hai vụ", ""))
        self.province.stop()
        self.assertEqual(self.province.rebuild().status, 0)
        self.province.start()
        self.both(office, ("C27.new = 0: 2 ≠ 0", "Hai vụ", ""))


class Restored(Case):
    def test_what_comes_back_keeps_its_verdict(self):
        """In whatever order: the earlier report comes back corrected before the later one does, which was right when it was filed."""
        one, two = (self.province.office("BCD-599") for _ in range(2))
        copy = self.province.backup()
        self.put(one, BEFORE, B09_THUE=2, B10_THUE=3)
        two.sync()
        self.put(two, PERIOD, B01_THUE=5)
        self.put(one, BEFORE, B10_THUE=4)
        two.sync()
        both = [(PERIOD, "contradiction", "V-B7", "B01[P] = B09[Pprev] + B10[Pprev]: 5 ≠ 2 + 4")]
        self.assertEqual(self.findings("BCD-599"), both)
        self.province.restore(copy)
        for office in (one, two, one):
            office.sync()
        self.assertEqual((self.findings("BCD-599"), two.table("rejected"), self.own(one), self.own(two)), (both, [], both, both))
        self.assert_identical()
        self.province.stop()
        for options in ((), ("--rejudge",)):
            self.assertEqual(self.province.rebuild(*options).status, 0)
        self.province.start()
        self.assert_identical()
        self.assertEqual(self.findings("BCD-599"), both)


if __name__ == "__main__":
    harness.main()
