"""What a folder does that its rows do not say: `qcdc publish` tells it beside them, and refuses what contradicts what was published.

Days are of the past where what is said hangs on the day of the test.
"""
import csv
import io
import unicodedata

import harness
from harness import SOURCE, FlowCase

OFFICES = "code,name,class,unit,forms,petitions,valid_from,valid_to\n"


class NoteCase(FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.center = cls.province.founder()
        cls.folders = 0

    @classmethod
    def folder(cls, **files):
        cls.folders += 1
        folder = cls.province.folder / f"{cls.__name__}-{cls.folders}"
        folder.mkdir()
        for name, text in files.items():
            (folder / f"{name.replace('_', '-')}.csv").write_text(text, encoding="utf-8")
        return folder

    def publish(self, *words, **files):
        """What is said of them, without the last line, which counts."""
        return self.center.must("publish", self.folder(**files), *words).splitlines()[:-1]

    def notes(self, *words, **files):
        return [line for line in self.publish("--check", "--confirm-past", *words, **files) if line.startswith("note: ")]


class Devices(NoteCase):
    def test_names_of_devices_are_asked_about(self):
        """What people call a device is published as everything else is: clean, short, and of nobody unless that is meant."""
        key, entries = "ab" * 32, self.center.entries()
        who = "Bà Nguyễn Thị Hồng tố cáo"
        for name, words in ((who, ("the text seems to tell who somebody is", "--confirm-names")), ("a\tb\x1b[2J", ("name", "control character")),
                            ("a\u202eb", ("name",)), ("x" * 65, ("name", "longer than 64 bytes"))):
            done = self.center.run("vouch", key, name)
            self.assert_refused(done, *words)
            self.assertNotIn("Hồng", done.err)
            self.assertNotIn("\x1b", done.err)
        self.assert_refused(self.center.run("publish", self.folder(devices=f"key,name\n{key},{who}\n")), "devices.csv, row 2, column name", "--confirm-names")
        self.assertEqual(self.center.entries(), entries)
        self.center.must("vouch", key, who, "--confirm-names")
        self.center.must("vouch", "cd" * 32, "  máy\u0302 hai ")
        self.assertEqual([row["name"] for row in self.center.table("catalogue", "devices") if row["key"] == "cd" * 32],
                         [unicodedata.normalize("NFC", "máy\u0302 hai")])
        self.assertIn("rejected 0", self.center.sync())


class Offices(NoteCase):
    def test_an_office_that_files_no_longer(self):
        """A row, also one of the future, that takes forms away: which, from when, and what stays owed."""
        self.publish(offices=OFFICES + "SO-97,Sở Bảy,so,60,QCDC-SO 01-XLD,yes,2018-01-01,\n")
        none = OFFICES + "SO-97,Sở Bảy,so,60,,yes,{},\n"
        self.assertEqual(self.notes(offices=none.format("2020-06-16")),
                         ["note: SO-97 Sở Bảy files no form any more, from 16/06/2020 on (before: QCDC-SO, 01-XLD); it still owes QCDC-SO 2020-H1 "
                          "(due on 22/06/2020), and what it has not handed in of the time before"])
        said, = self.notes(units="code,parent_code,level,name,valid_from\n99097,68,commune,Xã Bảy,2040-01-01\n",
                           offices=OFFICES + "SO-95,Sở Năm,so,99097,QCDC-SO,yes,2040-01-01,\nSO-95,Sở Năm,so,99097,,yes,2045-01-05,\n")
        self.assertIn("files no form any more, from 05/01/2045 on", said)
        self.assertIn("QCDC-SO 2044 (due on 19/12/2044)", said)
        self.assertIn("and what it has not handed in of the time before", said)
        one = none.replace(",60,,", ",60,01-XLD,")
        self.assertEqual(self.notes(offices=one.format("2020-07-20")),
                         ["note: SO-97 Sở Bảy files QCDC-SO no longer, from 20/07/2020 on; it still owes what it has not handed in of the time before"])
        # Another class, with forms of its own.
        said, = self.notes(offices=OFFICES + "SO-97,Sở Bảy,huyen,60,QCDC-HUYEN 01-XLD,yes,2020-06-16,\n")
        self.assertIn("files QCDC-SO no longer, from 16/06/2020 on; it still owes QCDC-SO 2020-H1", said)
        # Nothing is taken away by another name, by a further form, or of an office that begins.
        for row in ("SO-97,Sở Bảy mới,so,60,QCDC-SO 01-XLD,yes,2020-06-16,", "SO-97,Sở Bảy,so,60,QCDC-SO 01-XLD 02-XLD,yes,2020-06-16,",
                    "SO-96,Sở Sáu,so,60,,yes,2020-06-16,"):
            self.assertEqual(self.notes(offices=f"{OFFICES}{row}\n"), [])
        # An office that ends: what nobody takes over.
        ended = OFFICES + "SO-97,Sở Bảy,so,60,QCDC-SO 01-XLD,yes,2018-01-01,2020-06-15\n"
        self.assertEqual(self.notes(offices=ended),
                         ["note: SO-97 Sở Bảy ends on 15/06/2020 and still owes QCDC-SO 2020-H1 (due on 22/06/2020), QCDC-SO 2020 (due on 18/12/2020), "
                          "and what it has not handed in of the time before; where another office is to file it, name that as successor in duty-changes.csv"])
        passed = "form,period,office,due_on,exempt,reason,successor\nQCDC-SO,2020-H1,SO-97,,no,x,SO-NV\nQCDC-SO,2020,SO-97,,no,x,SO-NV\n"
        self.assertEqual(self.notes(offices=ended, duty_changes=passed), [])
        # For programs it is a row that is no change; and it is said as well where it is published.
        folder = self.folder(offices=none.format("2020-06-16"))
        rows = list(csv.DictReader(io.StringIO(self.center.must("publish", folder, "--confirm-past", "--format", "csv"))))
        self.assertEqual([(row["table"], row["row"], row["change"]) for row in rows],
                         [("offices", "SO-97 Sở Bảy", "succeeded"), ("offices", "SO-97 Sở Bảy", "remark")])
        self.assertEqual(self.notes(offices=none.format("2020-06-16")), [], "what is published already says nothing again")


class LastDays(NoteCase):
    UNITS = "code,parent_code,level,name,valid_from,valid_to\n"

    def names(self, day):
        return {row["code"]: row["name"] for row in self.center.table("catalogue", "units", f"on={day}")}

    def test_a_last_day_that_was_typed(self):
        """Neither cut nor dropped by a later folder, unless that says so; and then it is told, also where the rows stand the other way round."""
        first, second = "99050,68,commune,Xã Một,2040-01-01,{}\n", "99050,68,commune,Xã Hai,2041-01-01,{}\n"
        self.publish(units=self.UNITS + first.format("2042-12-31"))
        said = "units.csv, row 2: what was published of '99050' until 31/12/2042 holds on the same days"
        for last in ("", "2041-06-30", "2043-12-31"):
            self.assert_refused(self.center.run("publish", self.folder(units=self.UNITS + second.format(last)), "--check"), said,
                                "give it the same last day, or write that row, too, with the last day that it is to have")
        self.assertEqual(self.publish("--check", units=self.UNITS + second.format("2042-12-31")),
                         ["units: 99050 Xã Hai, from 01/01/2041 to 31/12/2042: name: Xã Một → Xã Hai"])
        ends = "units: 99050 Xã Một ends on 31/12/2040 instead of on 31/12/2042"
        begins = "units: 99050 Xã Hai{}, from 01/01/2041 on"
        for rows, expected in (((first.format("2040-12-31"), second.format("")), [ends, begins.format(" is added")]),
                               ((second.format(""), first.format("2040-12-31")), [ends, begins.format("") + ": name: Xã Một → Xã Hai"])):
            self.assertEqual(self.publish("--check", units=self.UNITS + "".join(rows)), expected)
        # Longer, shorter; and several rows that come to the same last day.
        for last, told in (("2043-05-31", "31/05/2043"), ("2041-05-31", "31/05/2041")):
            self.assertEqual(self.publish("--check", units=self.UNITS + first.format(last)),
                             [f"units: 99050 Xã Một ends on {told} instead of on 31/12/2042"])
        third = self.UNITS + second.format("2041-06-30") + "99050,68,commune,Xã Ba,2041-07-01,2042-12-31\n"
        self.assertEqual(self.publish("--check", units=third), [ends, "units: 99050 Xã Hai, from 01/01/2041 to 30/06/2041: name: Xã Một → Xã Hai",
                                                                "units: 99050 Xã Ba is added, from 01/07/2041 to 31/12/2042"])
        # A form's next version.
        form = "code,version,title_vi,title_en,office_class,calendar,periods,indicators,valid_from,valid_to\nLAST,{},x,y,so,QCDC,H1,A01,{}\n"
        self.publish(forms=form.format(1, "2040-01-01,2042-12-31"))
        self.assert_refused(self.center.run("publish", self.folder(forms=form.format(2, "2041-01-01,"))),
                            "forms.csv, row 2: what was published of 'LAST' until 31/12/2042 holds on the same days")
        self.assertEqual(self.publish("--check", forms=form.format(2, "2041-01-01,2042-12-31"))[0], "forms: LAST 1 x ends on 31/12/2040 instead of on 31/12/2042")
        # One that stood before another row is nobody's word but that one's.
        self.publish(units=self.UNITS + "99051,68,commune,Xã Một,2040-01-01,\n99051,68,commune,Xã Hai,2043-01-01,\n")
        between = self.UNITS + "99051,68,commune,Xã Giữa,2041-01-01,2042-12-31\n"
        self.assertEqual(self.publish("--check", units=between), ["units: 99051 Xã Giữa, from 01/01/2041 to 31/12/2042: name: Xã Một → Xã Giữa"])

    def test_what_has_ended_was_something_else(self):
        """A name and a value of a part of the past that are learned of after the end: with --confirm-past; nothing begins again by it."""
        renamed = self.UNITS + "594,60,district,Thị xã Mới,2020-02-01,{}\n"
        constant = "name,value,valid_from,valid_to,words_vi,words_en,citation\nPART,{},a,a,\n"
        self.publish(constants=constant.format("2,,2018-12-31"))
        self.center.sync()
        office = self.province.office("BCD-594")
        self.assert_refused(self.center.run("publish", self.folder(units=renamed.format("2025-06-30"))), "units: 594 Thị xã Mới", "--confirm-past")
        for last in ("", "2026-06-30"):
            self.assert_refused(self.center.run("publish", self.folder(units=renamed.format(last)), "--confirm-past"),
                                "units.csv, row 2: what was published of '594' until 30/06/2025 holds on the same days", "give it the same last day")
        self.assertEqual(self.publish("--confirm-past", units=renamed.format("2025-06-30"), constants=constant.format("3,2017-01-01,2018-12-31")),
                         ["units: 594 Thị xã Mới, from 01/02/2020 to 30/06/2025: name: Thị xã La Gi → Thị xã Mới",
                          "constants of rules: PART a, from 01/01/2017 to 31/12/2018: value: 2 → 3"])
        self.assertIn("rejected 0", self.center.sync())
        self.assertEqual([self.names(day).get("594") for day in ("2020-01-31", "2020-02-01", "2025-06-30", "2025-07-01")],
                         ["Thị xã La Gi", "Thị xã Mới", "Thị xã Mới", None])
        office.sync()
        self.assertEqual(office.must("catalogue", "units", "--format", "csv"), self.center.must("catalogue", "units", "--format", "csv"))
        office.file_report(harness.REPORTS / "594-2020-H1.csv")
        self.assertIn("rejected 0", office.sync())
        row, = (row for row in self.center.query("reporting_status", form="QCDC-HUYEN", period="2020-H1") if row["office"] == "BCD-594")
        self.assertEqual(row["unit"] if "unit" in row else "594", "594")
        # What has ended does not go on.
        self.assert_refused(self.center.run("publish", self.folder(units=self.UNITS + "594,60,district,Thị xã Mới,2020-02-01,2026-06-30\n"), "--confirm-past"),
                            "units.csv, row 2, column valid_to: it ended on 30/06/2025 already, and stays so")
        self.assert_identical()


class Rates(NoteCase):
    INDICATORS = ("code,section,name_vi,name_en,measure,type,agg_unit,agg_time,dimensions\nZ01,Z,Số đơn,Petitions,đơn,count,sum,flow,\n"
                  "Z02,Z,Đã giải quyết,Settled,đơn,count,sum,flow,\nZ03,Z,Tỷ lệ,Rate,%,ratio,recompute,recompute,\n")
    FORM = "code,version,title_vi,title_en,office_class,calendar,periods,indicators,valid_from\nTYLE,1,x,y,so,QCDC,H1,Z01-Z03,2026-01-01\n"
    RULE = ("rule,forms,periods,scope,filter,expression,severity,blanks,unless,valid_from,valid_to,words_vi,words_en,citation\n"
            "X-3,,,,,Z03 = 100*Z02/Z01,derived,any,,,,Tỷ lệ,Rate,\n")

    def test_a_rule_that_nothing_is_held_against(self):
        """What is published for a form without its cells, or for periods for which that is not filled, would let everything pass unsaid."""
        row = "X-4,{},{},,,{},error,{},,2027-01-01,,Lời,Words,\n"
        head = self.RULE.splitlines(keepends=True)[0]
        note = ("note: no report is held against X-4 Lời: no form that it is for has all of its cells and is filled for its periods while it holds; "
                "look at its columns forms and periods")
        for form, periods, expression, blanks, said in (
                ("QCDC-MTTQ", "", "A01 <= A02", "any", [note]), ("QCDC-HUYEN", "M", "A01 <= A02", "any", [note]), ("QCDC-HUYEN", "Y", "A01 <= A02", "any", []),
                ("QCDC-DANGUY", "", "A01 <= G02", "any", [note]), ("QCDC-DANGUY", "", "A01 <= G02", "all", []),
                ("QCDC-DANGUY", "", "A01 <= A02 <= G02", "any", []), ("QCDC-MTTQ QCDC-HUYEN", "", "A01 <= A02", "any", []),
                ("QCDC-DANGUY", "", "A01 <= G02[Pprev]", "any", [])):
            with self.subTest(form=form, periods=periods, expression=expression, blanks=blanks):
                self.assertEqual(self.notes(rules=head + row.format(form, periods, expression, blanks)), said)
        # Of what a province is made of, each rule is judged somewhere.
        self.assertEqual([line for line in self.center.must("publish", SOURCE / "sql" / "reference", "--check").splitlines() if "held against" in line], [])

    def test_a_rate_waits_for_its_rule(self):
        """An indicator may be published a step before the rule that computes it; a form that asks for it may not: file, row, column, what to do."""
        said = ("forms.csv, row 2, column indicators: no rule computes Z03", "publish the rule for it, too (rules.csv: Z03 = …), or leave it out of the form")
        self.assert_refused(self.center.run("publish", self.folder(indicators=self.INDICATORS, forms=self.FORM), "--check"), *said)
        note = "note: no rule computes Z03 Tỷ lệ yet; no form can ask for it until a row of rules.csv does"
        self.assertEqual(self.notes(indicators=self.INDICATORS), [note])
        self.assertEqual(self.notes(indicators=self.INDICATORS, rules=self.RULE), [])
        self.publish(indicators=self.INDICATORS)
        self.assertIn("rejected 0", self.center.sync())
        self.assert_refused(self.center.run("publish", self.folder(forms=self.FORM)), *said)
        # Which offices file a form their own rows say.
        self.assertEqual(self.notes(rules=self.RULE, forms=self.FORM),
                         ["note: no office files TYLE 1 x: name it in the column forms of offices.csv"])
        self.publish(rules=self.RULE)
        self.publish(forms=self.FORM)
        self.assertIn("rejected 0", self.center.sync())
        self.assert_identical()


class FirstDays(NoteCase):
    FORM = "code,version,title_vi,title_en,office_class,calendar,periods,indicators,valid_from\nMOI,1,Biểu mới,New,so,QCDC,H1 Y,A01,{}\n"

    def test_what_would_be_owed_at_once(self):
        """A form, an office or a unit that says no first day is owed since 2000: how many reports of how many offices."""
        office = OFFICES + "SO-94,Sở Bốn,so,60,MOI,yes,2018-01-01,\nSO-93,Sở Ba,so,60,MOI,yes,2024-01-01,\n"
        self.assertEqual(self.notes(forms=self.FORM.format(""), offices=office),
                         ["note: MOI 1 Biểu mới says no first day: 20 reports of periods that are over would be owed at once, since 2018-H1, by 2 offices; where "
                          "that is not meant, say in its row from which day on it holds (valid_from)"])
        self.assertEqual(self.notes(forms=self.FORM.format("2018-01-01"), offices=office), [])
        office = OFFICES + "SO-94,Sở Bốn,so,60,QCDC-SO 01-XLD,yes,{},\n"
        self.assertEqual(self.notes(offices=office.format("2018-01-01")), [])
        form, = (row for row in self.center.table("catalogue", "forms") if row["code"] == "QCDC-SO")
        self.assertEqual(form["valid_from"], "")
        said, = self.notes(offices=office.format("").replace(" 01-XLD", ""))
        self.assertEqual(said, "note: SO-94 Sở Bốn says no first day: 52 reports of periods that are over would be owed at once, since 2000-H1; where that is "
                               "not meant, say in its row, or in that of its unit, from which day on it is there (valid_from)")
        # Its unit, which is new as well, says when it began; and it has no first day either.
        unit = "code,parent_code,level,name,valid_from,valid_to\n99060,60,district,Huyện Mới,{},2025-06-30\n"
        office = OFFICES + "SO-92,Sở Hai,so,99060,QCDC-SO,yes,,\n"
        for day, said in (("2024-01-01", "4 reports of periods that are over would be owed at once, since 2024-H1"), ("", "52 reports")):
            note, = self.notes(units=unit.format(day), offices=office)
            self.assertIn(f"SO-92 Sở Hai says no first day: {said}", note)
        self.publish(offices=office.replace("99060", "60"))
        self.assertEqual(self.notes("from=2024-01-01", offices=office.replace("Sở Hai", "Sở Hai mới").replace("99060", "60")), [])


class Days(NoteCase):
    CALENDAR = "calendar,period,from_year,from_month,from_day,to_year,to_month,to_day,opens_days,valid_from,valid_to\n"

    def test_holidays_of_a_weekend(self):
        """Official lists name them: they are taken, change nothing, and are told; a day that is worked is none of the week."""
        holidays = "day,works,name_vi,name_en\n{},{},Quốc tế Lao động,Labour Day\n"
        self.assertEqual(self.publish(holidays=holidays.format("2032-05-01", "no") + "2032-04-30,no,Thống nhất,Reunification\n"),
                         ["holidays: 2032-05-01 Quốc tế Lao động is added", "holidays: 2032-04-30 Thống nhất is added",
                          "note: programs of before do not read this set: update qcdc at every desk first; one that is not goes on without it, or stops",
                          "note: 2032-05-01 Quốc tế Lao động is a day of a weekend, so that it moves no last day; a day off in its place is a row of its own"])
        self.assertIn("rejected 0", self.center.sync())
        self.assertIn("2032-05-01", {row["day"] for row in self.center.table("catalogue", "holidays")})
        self.assert_refused(self.center.run("publish", self.folder(holidays=holidays.format("2032-05-04", "yes"))),
                            "holidays.csv, row 2, column works: a day on which work is made up for is one of a weekend, and this is none")
        self.assert_identical()

    def test_reports_that_are_never_due(self):
        """A form, an office's class, a calendar without a day to hand in: form, class and kinds of periods."""
        form = "code,version,title_vi,title_en,office_class,calendar,periods,indicators,valid_from\nPXDC,1,x,y,px,PX,{},A01,2026-01-01\n"
        files = {"classes": "code,name_vi,name_en,provincial\npx,Phường,Ward,no\n",
                 "calendar": self.CALENDAR + "PX,H1,0,1,1,0,6,30,30,,\nPX,Y,0,1,1,0,12,31,30,,\n",
                 "forms": form.format("H1 Y"),
                 "units": "code,parent_code,level,name,valid_from\n99070,68,commune,Phường Bảy,2026-01-01\n",
                 "offices": OFFICES + "PX-1,Phường Bảy,px,99070,PXDC,yes,2026-01-01,\n"}
        deadline = "calendar,period,classes,days,working,valid_from,valid_to\nPX,H1,{},5,no,,\n"
        said, = self.notes(**files)
        self.assertRegex(said, r"^note: form PXDC: no row of deadlines.csv says by when offices of class px hand it in for H1 Y, from \S+ on; without a last day "
                               "their reports are never late and never missing$")
        for classes, kinds in (("px", "Y"), ("", "Y"), ("huyen", "H1 Y")):
            said, = self.notes(**files, deadlines=deadline.format(classes))
            self.assertIn(f"for {kinds}, from", said)
        self.assertEqual(self.notes(**files, deadlines=deadline.format("px") + "PX,Y,,5,no,,\n"), [])
        # Said once, by the set that brings it about; also by one that ends the row.
        self.publish(**files, deadlines=deadline.format("px") + "PX,Y,,5,no,,\n")
        self.assertEqual(self.notes(holidays="day,works,name_vi,name_en\n2040-02-08,no,Tết,Tet\n"), [])
        said, = self.notes(deadlines=deadline.format("px").replace(",no,,", ",no,,2027-01-31"))
        self.assertIn("form PXDC: no row of deadlines.csv says by when offices of class px hand it in for H1, from 2027-H1 on", said)

    def test_days_in_no_period(self):
        """Windows that change leave no days out, and count none twice, unseen."""
        days = {"whole year": "{0},Y,-1,12,15,0,12,14,30,,2026-12-31\n{0},Y,0,1,1,0,12,31,30,2027-01-01,\n",
                "half": "{0},H1,-1,12,15,0,6,14,30,,2026-12-31\n{0},H1,0,1,1,0,6,30,30,2027-01-01,\n"}
        gap = "note: calendar QCDC: the days from 15/12/2026 to 31/12/2026 are in no period, between 2026 and 2027{}"
        twice = "note: calendar QCDC: the days from 15/12/2027 to 31/12/2027 are in two periods, 2027 and 2028-H1"
        for rows, said in ((days["whole year"], [gap.format(""), twice]), (days["half"], [gap.format("-H1")]), (days["whole year"] + days["half"], [gap.format("")])):
            self.assertEqual(self.notes(calendar=self.CALENDAR + rows.format("QCDC")), said)
        self.assertEqual(self.notes(calendar=self.CALENDAR + "QCDC,Y,-1,12,15,0,12,14,30,,2026-12-31\nQCDC,Y,-1,12,1,0,11,30,30,2027-01-01,\n"),
                         ["note: calendar QCDC: the days from 01/12/2026 to 14/12/2026 are in two periods, 2026 and 2027",
                          "note: calendar QCDC: the days from 01/12/2027 to 14/12/2027 are in no period, between 2027 and 2028-H1"])
        # A new calendar that leaves a week out; and one that is whole.
        quarters = "N,Q1,0,1,1,0,3,31,5,,\nN,Q2,0,4,8,0,6,30,5,,\nN,Q3,0,7,1,0,9,30,5,,\nN,Q4,0,10,1,0,12,31,5,,\n"
        said, = self.notes(calendar=self.CALENDAR + quarters)
        self.assertRegex(said, r"^note: calendar N: the days from 01/04/(\d+) to 07/04/\1 are in no period, between \1-Q1 and \1-Q2$")
        self.assertEqual(self.notes(calendar=self.CALENDAR + quarters.replace("4,8", "4,1")), [])


class Reforms(NoteCase):
    """Folders of a reform: all units of a level go in pairs into others, with their offices and what these owe."""

    UNITS = 2000

    def reform(self, name, count, day, last, forms):
        """The units as they are, published; and what becomes of them: five rows for each, or three and a half where they file nothing."""
        first = "2040-01-01" if day > "2040" else "2025-07-01"
        new = [f"{name}N{i}" for i in range(count // 2)]
        lines = [(f"{name}{i}", new[i // 2]) for i in range(count)]
        office = "{0},UBND {0},so,{0}," + forms + ",yes,{1},{2}\n"
        unit = "{0},68,commune,Xã {0},{1},{2}\n"
        self.publish(units=LastDays.UNITS + "".join(unit.format(code, first, "") for code, _ in lines),
                     offices=OFFICES + "".join(office.format(code, first, "") for code, _ in lines))
        files = {"units": LastDays.UNITS + "".join(unit.format(code, first, last) for code, _ in lines) + "".join(unit.format(code, day, "") for code in new),
                 "offices": OFFICES + "".join(office.format(code, first, last) for code, _ in lines) + "".join(office.format(code, day, "") for code in new),
                 "lineage": "event_on,predecessor,successor,relation,legal_basis\n" + "".join(f"{day},{one},{other},merge_full,x\n" for one, other in lines)}
        if forms:
            files["duty_changes"] = ("form,period,office,due_on,exempt,reason,successor\n" +
                                     "".join(f"QCDC-SO,2045-H1,{one},,no,x,{other}\n" for one, other in lines))
        return files

    def test_a_large_folder(self):
        """Ten thousand rows of a reform, of the past, where each row may touch reports, and of what is to come."""
        for name, *reform in (("P", "2025-12-01", "2025-11-30", ""), ("F", "2045-06-01", "2045-05-31", "QCDC-SO")):
            with self.subTest(reform=reform):
                said = self.center.must("publish", self.folder(**self.reform(name, self.UNITS, *reform)), "--check").splitlines()
                self.assertEqual(said[-1], f"{self.UNITS * (5 if reform[2] else 4)} changes; nothing was written")
                self.assertIn(f"units: {name}7 Xã {name}7 ends on " + "/".join(reversed(reform[1].split("-"))), said)
                notes = [line for line in said if line.startswith("note: ")]
                self.assertEqual(len(notes), self.UNITS if reform[2] else 0)
                for line in notes:  # what is passed on is owed by nobody else
                    self.assertRegex(line, r"still owes QCDC-SO 2045 \(due on \S+\), and what it has not")


if __name__ == "__main__":
    harness.main()
