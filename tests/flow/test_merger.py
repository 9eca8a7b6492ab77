"""Units that merged, merged again, took others in, were divided, or gave their code away: everywhere a figure is held against those of
another time it is held against the same sum, and where that is not whole it is said.

The units are of long ago, so that each office owes the years that it is asked for; all of a test are its own."""
import re

import harness
import workbooks
from harness import FlowCase

FORM = "QCDC-HUYEN"
KHIEU_NAI, TO_CAO = "C10.KHIEU_NAI", "C10.TO_CAO"

# unit: its versions, first and last day
UNITS = {
    **{code: [("2010-01-01", "2016-12-31")] for code in ("911", "912", "914", "942", "952", "931", "971", "972", "982", "984", "985")},
    "913": [("2017-01-01", "2018-12-31")], "921": [("2010-01-01", "2018-12-31")], "923": [("2019-01-01", "2020-12-31")],
    "932": [("2017-01-01", "2018-12-31")], "933": [("2017-01-01", "2018-12-31")],
    "973": [("2017-01-01", "2018-12-31")], "983": [("2017-01-01", "2018-12-31")],
    "986": [("2017-01-01", "2018-12-31")],
    "981": [("2010-01-01", "2016-12-31"), ("2017-01-01", "2018-12-31")],
    "941": [("2010-01-01", "2016-12-31"), ("2017-01-01", "2018-12-31")], "943": [("2017-01-01", "2018-12-31")],
    "951": [("2010-01-01", "2016-12-31"), ("2017-01-01", "2018-12-31")],
    "961": [("2010-01-01", "2016-12-31"), ("2017-01-01", "2018-12-31")], "962": [("2010-01-01", "2016-12-31"), ("2017-01-01", "2018-12-31")],
}
LINEAGE = [
    ("2017-01-01", "911", "913", "merge_full"), ("2017-01-01", "912", "913", "merge_full"), ("2017-01-01", "914", "913", "merge_full"),
    ("2019-01-01", "913", "923", "merge_full"), ("2019-01-01", "921", "923", "merge_full"),
    ("2017-01-01", "931", "932", "partial_split"), ("2017-01-01", "931", "933", "partial_split"),
    ("2017-01-01", "941", "943", "merge_full"), ("2017-01-01", "942", "943", "merge_full"),
    ("2017-01-01", "984", "986", "merge_full"), ("2017-01-01", "985", "986", "merge_full"),
    ("2017-01-01", "981", "983", "merge_full"), ("2017-01-01", "982", "983", "merge_full"),
    ("2017-01-01", "971", "973", "merge_full"), ("2017-01-01", "972", "973", "merge_full"),
    ("2017-01-01", "951", "951", "merge_full"), ("2017-01-01", "952", "951", "merge_full"),
    ("2017-01-01", "961", "961", "partial_split"), ("2017-01-01", "961", "962", "boundary_adjust_partial"), ("2017-01-01", "962", "962", "merge_full"),
]
# office: unit, first and last day; that of 931 goes on for a part of what it was for
OFFICES = [(code, code, min(first for first, _ in spans), max(last for _, last in spans)) for code, spans in UNITS.items() if code not in ("931", "932")]
OFFICES += [("931", "931", "2010-01-01", "2016-12-31"), ("931", "932", "2017-01-01", "2018-12-31")]


# A form of which one rule looks at one other period, and the offices that file it.
ONE = "QCDC-MOT"
ONE_FORM = f"code,version,title_vi,title_en,office_class,calendar,periods,indicators\n{ONE},1,Biểu một,Form one,huyen,QCDC,H1 Y,A01\n"
ONE_RULE = ("rule,forms,periods,scope,filter,expression,severity,blanks,unless,valid_from,valid_to,words_vi,words_en,citation\n"
            f"X-MOT,{ONE},,,,A01[P] >= A01[Pprev],warning,any,,,,a,a,\n")
ONES = ("981", "982", "983")


class Merger(FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.center = cls.province.founder()
        folder = cls.province.folder / "merger"
        folder.mkdir()
        (folder / "forms.csv").write_text(ONE_FORM, encoding="utf-8")
        (folder / "rules.csv").write_text(ONE_RULE, encoding="utf-8")
        (folder / "units.csv").write_text("code,parent_code,level,name,valid_from,valid_to\n" + "".join(
            f"{code},60,district,Huyện {code} {first[:4]},{first},{last}\n" for code, spans in UNITS.items() for first, last in spans), encoding="utf-8")
        (folder / "lineage.csv").write_text("event_on,predecessor,successor,relation,legal_basis\n" + "".join(
            f"{','.join(row)},NQ 1\n" for row in LINEAGE), encoding="utf-8")
        (folder / "offices.csv").write_text("code,name,class,unit,forms,petitions,valid_from,valid_to\n" + "".join(
            f"BCD-{code},Ban Chỉ đạo {code} {unit},huyen,{unit},{ONE if code in ONES else FORM},no,{first},{last}\n" for code, unit, first, last in OFFICES), encoding="utf-8")
        cls.center.must("publish", folder)
        cls.center.sync()
        cls.offices = {code: cls.province.office(f"BCD-{code}") for code in sorted({code for code, *_ in OFFICES})}

    @classmethod
    def file(cls, code, period, form=FORM, **cells):
        office = cls.offices[code]
        cells = {cell.replace("_", ".", 1): value for cell, value in cells.items()}
        path = office.register([{"form": form, "period": period, "cell": cell, "value": value} for cell, value in cells.items()],
                               ["form", "period", "cell", "value"])
        done = office.run("report", "file", path)
        if done.status != 0:
            raise harness.Failed(done.err)
        office.sync()
        return done.err

    def void(self, code, period):
        self.offices[code].must("report", "void", FORM, period, "reason=thử")
        self.offices[code].sync()

    # -------- what is said in each place

    def growth(self, unit, period):
        """C14 of the unit in both tables and in both explanations, which must all say the same."""
        [total] = [row["value"] for row in self.center.query("report_totals", form=FORM, period=period, unit=unit) if row["cell"] == "C14.KHIEU_NAI"]
        values = [row["value"] for row in self.center.query("report_values", form=FORM, period=period, cell="C14.KHIEU_NAI", unit=unit)]
        self.assertEqual(values or [""], [total])
        for asker, at in ((self.center, f"@{unit}"), (self.offices[self.office_of(unit)], "")):
            said = asker.must("explain", f"{period}/{FORM}/C14.KHIEU_NAI{at}")
            self.assertIn(f"\n{total.replace('.', ',')} %\n" if total else "\nnot reported\n", said, at)
        return total

    @staticmethod
    def office_of(unit):
        return "931" if unit == "932" else unit

    def parts(self, code, period):
        """The reports that C14 is made of, as the office and the province see them."""
        answers = [{(row["office"], row["period"], row["value"]) for row in asker.query("figure_parts", form=FORM, period=period, cell="C14.KHIEU_NAI",
                                                                                       **more)}
                   for asker, more in ((self.offices[code], {}), (self.center, {"unit": code}))]
        self.assertEqual(*answers)
        return answers[0]

    def before(self, code, period, cell=KHIEU_NAI):
        rows = {row["cell"]: row for row in self.center.table("review", "show", f"BCD-{code}", FORM, period)}
        return rows[cell]["before"], rows[cell]["before_of"], rows[cell]["before_lacks"]

    def check(self, code, period):
        """The reviewer's list for the office, without what depends on other ones: {finding: {cell: (value, against, figures)}}."""
        found = {}
        for row in self.center.table("review", "check", f"form={FORM}", f"period={period}", f"office=BCD-{code}"):
            if row["finding"] == "peers":
                continue
            found.setdefault(row["finding"], {})[row["cell"]] = (row["value"], row["against"], row["figures"])
        return found

    def sheet(self, code, period, cell=KHIEU_NAI):
        """What the form to fill has beside the cell, and what is said of it."""
        path = self.province.folder / f"{code}-{period}.xlsx"
        said = self.offices[code].run("report", "template", FORM, period, "-o", path)
        self.assertEqual(said.status, 0, said)
        rows = list(workbooks.openpyxl.load_workbook(path).active.iter_rows(values_only=True))
        self.assertTrue(not said.err or any(said.err.splitlines()[0].split(": ", 2)[2] in row for row in rows[:3]), said.err)
        [row] = [row for row in rows if row[2] == cell]
        return row[6:8], said.err

    def findings(self, code, period):
        return {(row["rule"], row["cell"]): row["finding"]
                for row in self.center.query("rule_findings", form=FORM, period=period, office=f"BCD-{code}")}

    # -------- tests

    def test_merged_twice(self):
        """Three went into one, and that one with a fourth into another: year by year the sum of all that went into it."""
        for year, figures in {"2015": (60, 30, 5, 5), "2016": (100, 50, 30, 20)}.items():
            for code, value in zip(("911", "912", "914", "921"), figures):
                self.file(code, year, C10_KHIEU_NAI=value, C10_TO_CAO=value, C12_KHIEU_NAI=1)
        said = self.file("913", "2017", C10_KHIEU_NAI=240, C09_KHIEU_NAI=3)
        self.assertIn("BCD-911, BCD-912, BCD-914", said)
        self.file("921", "2017", C10_KHIEU_NAI=10)
        # 2017: 240 on 100 + 50 + 30.
        self.assertEqual(self.growth("913", "2017"), "33.33")
        self.assertEqual(self.parts("913", "2017"), {("BCD-913", "2017", "240"), ("BCD-911", "2016", "100"), ("BCD-912", "2016", "50"), ("BCD-914", "2016", "30")})
        self.assertEqual(self.before("913", "2017"), ("180", "BCD-911 BCD-912 BCD-914", ""))
        self.assertEqual(self.check("913", "2017"), {"blank": {TO_CAO: ("", "180", "2016 180"), "C12.KHIEU_NAI": ("", "3", "2016 3")}})
        columns, said = self.sheet("913", "2017")
        self.assertEqual(columns, (None, None))
        self.assertIn("compared at the province, which adds up BCD-911, BCD-912, BCD-914", said)
        shown = self.offices["913"].run("report", "show", FORM, "2017")
        self.assertNotIn("C14", shown.out)
        self.assertIn(said.splitlines()[-1], shown.err)
        # What it says can be asked for is there, the same at the province.
        asked = re.search(r"qcdc query (report_before .*) shows", said).group(1).split()
        for asker, more in ((self.offices["913"], ()), (self.center, ("unit=913",))):
            rows = asker.table("query", *asked, *more)
            self.assertEqual([row for row in rows if row["cell"] == KHIEU_NAI],
                             [{"office": "BCD-913", "period": "2016", "cell": KHIEU_NAI, "value": "180", "offices": "BCD-911 BCD-912 BCD-914"}])
        # 2019: 900 on 100 + 40, beside what all four reported over the years.
        self.file("913", "2018", C10_KHIEU_NAI=100, C10_TO_CAO=3, C12_KHIEU_NAI=11, C12_TO_CAO=4)
        self.file("921", "2018", C10_KHIEU_NAI=40, C10_TO_CAO=4, C12_KHIEU_NAI=12)
        self.file("923", "2019", C10_KHIEU_NAI=900, C09_KHIEU_NAI=23)
        self.assertEqual(self.growth("923", "2019"), "542.86")
        self.assertEqual(self.before("923", "2019"), ("140", "BCD-913 BCD-921", ""))
        found = self.check("923", "2019")
        self.assertEqual(found["change"], {KHIEU_NAI: ("900", "140", "2018 140")})
        self.assertEqual(found["history"], {KHIEU_NAI: ("900", "200", "2015 100, 2016 200, 2017 250, 2018 140, 2019 900")})
        # One of two had a figure that the other left blank: there is no sum of it.
        self.assertEqual(found["blank"], {TO_CAO: ("", "7", "2018 7"), "C12.KHIEU_NAI": ("", "23", "2018 23")})
        self.assertNotIn("not_compared", found)
        # What was carried over is what both had at the end.
        self.assertEqual(self.findings("923", "2019"), {})
        self.file("923", "2019", C09_KHIEU_NAI=11)
        [(rule, said)] = [(rule, said) for (rule, cell), said in self.findings("923", "2019").items()]
        self.assertEqual((rule, "23" in said), ("V-C7", True), said)
        self.assertEqual([row["rule"] for row in self.offices["923"].table("report", "check")], ["V-C7"])
        # One that did not report leaves nothing to compare with, and that is said.
        self.void("921", "2018")
        self.assertEqual(self.growth("923", "2019"), "")
        self.assertEqual(self.before("923", "2019"), ("", "BCD-913 BCD-921", "BCD-921"))
        found = self.check("923", "2019")
        self.assertEqual(found, {"not_compared": {"": ("", "", "2018 BCD-921")}})
        self.assertEqual(self.findings("923", "2019"), {})
        self.assertIn("BCD-913, BCD-921", self.offices["923"].must("explain", f"2019/{FORM}/C14.KHIEU_NAI"))
        people = self.center.run("review", "show", "BCD-923", FORM, "2019")
        self.assertIn("BCD-921", people.out)
        self.assertNotIn("before_of", people.out)
        self.assert_identical()

    def test_one_that_had_nothing_to_report(self):
        """That is neither missing nor zero: the sum is that of the others, everywhere and as of every day."""
        self.file("984", "2016", C10_KHIEU_NAI=10, C12_KHIEU_NAI=2)
        self.file("986", "2017", C10_KHIEU_NAI=15, C09_KHIEU_NAI=3)
        self.assertEqual(self.before("986", "2017"), ("", "BCD-984 BCD-985", "BCD-985"))
        self.assertEqual((self.growth("986", "2017"), self.findings("986", "2017")), ("", {}))
        self.offices["985"].must("report", "nil", FORM, "2016")
        self.offices["985"].sync()
        rows = {row["cell"]: (row["value"], row["offices"]) for row in self.center.table("query", "report_before", f"form={FORM}", "period=2017", "unit=986")}
        self.assertEqual(rows, {KHIEU_NAI: ("10", "BCD-984"), "C12.KHIEU_NAI": ("2", "BCD-984")})
        self.assertEqual(self.growth("986", "2017"), "50.00")
        self.assertEqual(self.parts("986", "2017"), {("BCD-986", "2017", "15"), ("BCD-984", "2016", "10")})
        self.assertEqual(self.before("986", "2017"), ("10", "BCD-984 BCD-985", ""))
        self.assertEqual(self.check("986", "2017"), {"blank": {"C12.KHIEU_NAI": ("", "2", "2016 2")}})
        self.assertEqual(self.findings("986", "2017"), {("V-C7", "C09.KHIEU_NAI"): "C09[P] = C12[Pprev]: 3 ≠ 2"})
        then = [{(row["rule"], row["finding"]) for row in self.center.query("rule_findings", form=FORM, period="2017", office="BCD-986", **day)}
                for day in ({}, {"as_of": self.province.value("select (now() at time zone 'Asia/Ho_Chi_Minh')::date")})]
        self.assertEqual(*then)
        totals = [{row["cell"]: row["value"] for row in self.center.query("report_totals", form=FORM, period="2017", unit="986", **day)}["C14.KHIEU_NAI"]
                  for day in ({}, {"as_of": self.province.value("select (now() at time zone 'Asia/Ho_Chi_Minh')::date")})]
        self.assertEqual(totals, ["50.00", "50.00"])
        # Once it has figures, they are asked for one by one again.
        self.file("985", "2016", C10_KHIEU_NAI=5)
        self.assertEqual(self.growth("986", "2017"), "0.00")
        self.assertEqual(self.findings("986", "2017"), {})
        self.assert_identical()

    def own(self, code):
        return [(row["form"], row["period"], row["severity"], row["rule"], row["finding"]) for row in self.offices[code].table("report", "check")]

    def test_a_contradiction_is_shown_on_both_sides(self):
        """The desk of the successor does not hold what went into it, nor the other way round: both hear it from the province."""
        for code, value in (("971", 2), ("972", 3)):
            self.file(code, "2016", C10_KHIEU_NAI=9, C12_KHIEU_NAI=value)
        self.file("973", "2017", C10_KHIEU_NAI=20, C09_KHIEU_NAI=5)
        none = self.offices["973"].run("report", "check")
        self.assertEqual((self.own("973"), self.own("971")), ([], []))
        self.assertNotIn("nothing in your reports breaks a rule", none.out)
        self.assertIn("nothing that is judged here breaks a rule", none.out)
        self.assertIn("2017: with 2016 it is compared at the province, which adds up BCD-971, BCD-972", none.err)
        self.assertIn("the province found no contradiction in it", none.err)
        self.assertIn("nothing in your reports breaks a rule", self.offices["931"].run("report", "check").out)
        # The earlier one is corrected: taken, and told to all three.
        self.file("971", "2016", C12_KHIEU_NAI=4)
        said = self.offices["973"].run("sync").err
        self.assertIn(f"1 new contradiction between a report of your office and those of others ({FORM}, 2017); qcdc report check shows it", said)
        self.assertNotIn("contradiction", self.offices["973"].run("sync").err)
        self.offices["972"].sync()
        one = (FORM, "2017", "contradiction", "V-C7", "C09[P] = C12[Pprev]: 5 ≠ 7 (2016: BCD-971, BCD-972)")
        other = (FORM, "2016", *one[2:4], "C09[P] = C12[Pprev]: 5 ≠ 7 (2017: BCD-973)")
        self.assertEqual([self.own(code) for code in ("973", "971", "972")], [[one], [other], [other]])
        checked = self.offices["973"].run("report", "check").err
        self.assertIn("correct this report, or have BCD-971, BCD-972 correct theirs", checked)
        self.assertIn(f"qcdc query report_before form={FORM} period=2017 shows the sums", checked)
        self.assertIn("correct this report if it is wrong, else BCD-973 corrects its own", self.offices["971"].run("report", "check").err)
        for code, period, words in (("973", "2017", "5 ≠ 7 (2016: BCD-971, BCD-972)"), ("972", "2016", "5 ≠ 7 (2017: BCD-973)")):
            self.assertIn(words, self.offices[code].run("report", "show", FORM, period).err)
        # An office sees what concerns it, and of another one's report no more than that.
        for code in ("971", "973"):
            self.assertEqual([row["rule"] for row in self.offices[code].query("rule_findings", form=FORM, period="2017")], ["V-C7"])
        self.assertEqual(self.offices["911"].query("rule_findings", form=FORM, period="2017"), [])
        done = self.offices["971"].run("query", "rule_findings")
        self.assertEqual((done.status, "needs the parameter form" in done.err), (2, True), done)
        # Other figures are another contradiction; what is mended is said no more.
        self.file("971", "2016", C12_KHIEU_NAI=6)
        self.assertIn("1 new contradiction", self.offices["973"].run("sync").err)
        self.file("973", "2017", C09_KHIEU_NAI=9)
        for code in ("971", "972"):
            self.offices[code].sync()
        self.assertEqual([self.own(code) for code in ("973", "971", "972")], [[], [], []])
        self.assert_identical()

    def test_taken_in(self):
        """An office that went on and took another in is held against both."""
        self.file("951", "2016", C10_KHIEU_NAI=10, C12_KHIEU_NAI=1)
        self.file("952", "2016", C10_KHIEU_NAI=30, C12_KHIEU_NAI=2)
        self.file("951", "2017", C10_KHIEU_NAI=60, C09_KHIEU_NAI=3)
        self.assertEqual(self.growth("951", "2017"), "50.00")
        self.assertEqual(self.before("951", "2017"), ("40", "BCD-951 BCD-952", ""))
        # 60 on 40 is not more than half as much again; on its own 10 it would be.
        self.assertEqual(set(self.check("951", "2017")), {"blank"})
        self.assertEqual((self.findings("951", "2017"), self.offices["951"].table("report", "check")), ({}, []))
        # Its own report of then is here, and half of what it is held against.
        columns, said = self.sheet("951", "2017")
        self.assertEqual(columns, (None, None))
        self.assertIn("which adds up BCD-951, BCD-952", said)
        # What it reported itself since is compared as ever.
        self.file("951", "2018", C10_KHIEU_NAI=90)
        self.assertEqual((self.growth("951", "2018"), self.before("951", "2018")), ("50.00", ("60", "", "")))
        columns, said = self.sheet("951", "2018")
        self.assertEqual(columns, (None, 60))
        # A fortnight of 2017 was before the merger: that one did not report of it, which only the province knows.
        self.assertIn("which adds what BCD-952 may have reported of a part of that time", said)
        # Once it has, that is part of both sums, and what was carried over is nowhere as a whole.
        self.file("952", "2017", C10_KHIEU_NAI=5)
        self.file("951", "2017", C09_KHIEU_NAI=1)
        self.assertEqual((self.growth("951", "2017"), self.growth("951", "2018")), ("62.50", "38.46"))
        self.assertEqual(self.before("951", "2018"), ("65", "BCD-951 BCD-952", ""))
        self.assertEqual(self.check("951", "2017")["change"], {KHIEU_NAI: ("65", "40", "2016 40")})
        self.assertEqual((self.findings("951", "2017"), self.offices["951"].table("report", "check")), ({}, []))
        self.assert_identical()

    def test_divided(self):
        """History stays with what was divided; the parts have none, not even the one whose office goes on."""
        self.file("931", "2016", C10_KHIEU_NAI=70)
        self.file("931", "2017", C10_KHIEU_NAI=60)
        self.file("933", "2017", C10_KHIEU_NAI=20)
        for unit, office in (("932", "931"), ("933", "933")):
            self.assertEqual(self.growth(unit, "2017"), "")
            self.assertEqual(self.before(office, "2017"), ("", "", "931@2016-12-31"))
            self.assertEqual(self.check(office, "2017"), {"not_compared": {"": ("", "", "2016 931@2016-12-31")}})
            columns, said = self.sheet(office, "2017")
            self.assertEqual(columns, (None, None))
            self.assertIn("of 931@2016-12-31, which was divided, only a part is in it", said)
        rows = {row["cell"]: row["kept_apart"] for row in self.center.query("report_totals", form=FORM, period="2017")}
        self.assertIn("931@2016-12-31", rows["C14"].split())

    def test_part_taken_in(self):
        """A unit that lost a part and the one that got it are held against nothing."""
        self.file("961", "2016", C10_KHIEU_NAI=10)
        self.file("962", "2016", C10_KHIEU_NAI=20)
        for code, value in (("961", 5), ("962", 25)):
            self.file(code, "2017", C10_KHIEU_NAI=value)
            self.assertEqual(self.growth(code, "2017"), "")
            self.assertEqual(self.before(code, "2017")[0::2], ("", "961@2016-12-31"))
            self.assertEqual(self.sheet(code, "2017")[0], (None, None))

    def test_what_no_rule_compares_is_not_spoken_of(self):
        """Only the periods that rules of the form look at, and of those only where there is something to compare with."""
        said = self.file("983", "2017", ONE, A01=5)
        self.assertIn("2017: with 2016 it is compared at the province, which adds up BCD-981, BCD-982", said)
        # A rule of all forms holds the year against its first half.
        self.assertIn("2017: with 2017-H1 ", said)
        self.assertEqual(len(said.splitlines()), 2, said)
        self.assertIn("with 2017 ", self.file("983", "2018-H1", ONE, A01=9))
        self.assertNotIn("2017-H1", self.offices["983"].run("report", "show", ONE, "2018-H1").err)
        # What bears its code now goes on with nothing; it is told so where it reported something then.
        self.assertEqual(self.file("981", "2017", ONE, A01=5), "")
        self.file("981", "2016", ONE, A01=4)
        self.assertIn("with 2016 it is not compared: what this office reported then counts for another one since", self.file("981", "2017", ONE, A01=6))

    def test_code_given_anew(self):
        """Who has a code today goes on with nothing of who had it before."""
        self.file("941", "2016", C10_KHIEU_NAI=5, C10_TO_CAO=1)
        self.file("942", "2016", C10_KHIEU_NAI=6)
        self.file("941", "2017", C10_KHIEU_NAI=50)
        self.file("943", "2017", C10_KHIEU_NAI=22)
        self.assertEqual(self.growth("943", "2017"), "100.00")
        self.assertEqual(self.before("943", "2017"), ("11", "BCD-941 BCD-942", ""))
        self.assertEqual(self.before("941", "2017"), ("", "", ""))
        self.assertEqual(self.check("941", "2017"), {})
        columns, said = self.sheet("941", "2017")
        self.assertEqual(columns, (None, None))
        self.assertIn("counts for another one since", said)

    def test_what_cannot_be_filed_is_compared_with_nothing(self):
        """A report that is refused as such is told why, and nothing of what it would be held against."""
        for code, period in (("911", "2018"), ("931", "2020"), ("943", "2020")):
            office = self.offices[code]
            path = office.register([{"form": FORM, "period": period, "cell": KHIEU_NAI, "value": 5}], ["form", "period", "cell", "value"])
            for command in ("check", "file"):
                done = office.run("report", command, path)
                self.assertNotEqual(done.status, 0, done)
                self.assertIn("not in being", done.err)
                self.assertNotIn("compared", done.err)


if __name__ == "__main__":
    harness.main()
