"""A province carried through a reform by its own officials: districts report 2020-H1, communes 2025-H2, in one database and from published
folders only; duties are put off and waived, and a holiday moves a last day, each by a row."""
import harness
from harness import DISTRICTS, FlowCase

COMMUNES = {"22945": "Phường Phan Thiết", "23235": "Phường La Gi", "23272": "Đặc khu Phú Quý"}
OFFICES = "code,name,class,unit,forms,petitions\n"
CHANGES = "form,period,office,due_on,exempt,reason\n"

# The communes' tier: a class, a second half-year, a form of theirs, their offices, and by when they hand in.
REFORM = {
    "classes.csv": "code,name_vi,name_en,provincial\nxa,Ủy ban nhân dân cấp xã,Commune,no\n",
    "calendar.csv": "calendar,period,from_year,from_month,from_day,to_year,to_month,to_day,opens_days\nQCDC,H2,0,6,15,0,12,14,30\n",
    "deadlines.csv": "calendar,period,classes,days,working,valid_from,valid_to\nQCDC,H2,xa,3,yes,2025-07-01,\nQCDC,H2,,10,no,2025-07-01,\n",
    "forms.csv": "code,version,title_vi,title_en,office_class,calendar,periods,indicators,valid_from\n"
                 "QCDC-XA,1,Báo cáo thực hiện QCDC (cấp xã),Commune report,xa,QCDC,H2 Y,A01-A12 C01-C05 G01-G08,2025-07-01\n",
    "offices.csv": OFFICES + "".join(f"XA-{code},UBND {name},xa,{code},QCDC-XA,yes\n" for code, name in COMMUNES.items()),
}


class Reform(FlowCase):
    merged = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.center = cls.province.founder()
        cls.folders = 0
        cls.districts = {code: cls.province.office(f"BCD-{code}") for code in DISTRICTS}
        for code, office in cls.districts.items():
            office.file_report(harness.REPORTS / f"{code}-2020-H1.csv")
        harness.all_at_once(list(cls.districts.values()), "sync")
        cls.publish(REFORM)
        cls.communes = {code: cls.province.office(f"XA-{code}") for code in COMMUNES}
        for number, (code, office) in enumerate(cls.communes.items(), 1):
            if code != "23272":
                cls.file(office, {"G02": 10 * number, "G03": 4 * number, "A01": number})
        harness.all_at_once(list(cls.communes.values()), "sync")

    @classmethod
    def publish(cls, files, *words):
        cls.folders += 1
        folder = cls.province.folder / f"reform-{cls.folders}"
        folder.mkdir()
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
        said = cls.center.must("publish", folder, *words)
        assert "rejected 0" in cls.center.sync()
        return said

    def publish_refused(self, changes):
        folder = self.province.folder / "refused"
        folder.mkdir(exist_ok=True)
        (folder / "duty-changes.csv").write_text(changes, encoding="utf-8")
        return self.center.run("publish", folder)

    @classmethod
    def file(cls, office, values):
        office.file_report(office.register([{"form": "QCDC-XA", "period": "2025-H2", "cell": cell, "value": value}
                                            for cell, value in values.items()], ["form", "period", "cell", "value"]))

    def status(self, form, period, **more):
        return {row["office"]: row for row in self.center.query("reporting_status", form=form, period=period, **more)}

    def totals(self, form, period):
        return {row["cell"]: (row["value"], row["reported"], row["expected"])
                for row in self.center.query("report_totals", form=form, period=period)}

    def test_both_tiers(self):
        """Districts in 2020, communes in 2025: who owes what is asked of the day, and each is counted as it was filed."""
        self.assertEqual(self.totals("QCDC-HUYEN", "2020-H1")["G04"], ("47.12", "10", "10"))
        self.assertEqual(self.totals("QCDC-XA", "2025-H2")["G04"], ("40.00", "2", "3"))
        self.assertEqual(self.totals("QCDC-XA", "2025-H2")["A01"], ("3", "2", "3"))
        self.assertEqual(set(self.status("QCDC-XA", "2025-H2")), {f"XA-{code}" for code in COMMUNES})
        self.assertEqual(set(self.status("QCDC-HUYEN", "2020-H1")), {f"BCD-{code}" for code in DISTRICTS})
        # The districts ended on 30/06/2025, the communes of today began the day after.
        self.assert_refused(self.center.run("query", "report_totals", "form=QCDC-HUYEN", "period=2025-H2"), "2025-H2")
        self.assertEqual(self.status("QCDC-HUYEN", "2026-H1"), {})
        self.assert_refused(self.center.run("query", "reporting_status", "form=QCDC-XA", "period=2020-H2"), "2020-H2")
        self.assert_identical(self.province)

    def test_units_then_and_now(self):
        """What the districts reported stays theirs; what the province's own offices did is the successor's."""
        for units, expected in (("then", {"593", "594"}), ("now", {"593@2025-06-30", "594@2025-06-30"})):
            rows = {row["unit"] for row in self.status("QCDC-HUYEN", "2020-H1", units=units).values()}
            self.assertTrue(expected <= rows, rows)
        rows = self.center.query("reporting_rate", by="unit", period="2025-H2", units="now")
        self.assertEqual({row["unit"] for row in rows if row["expected"] != "0"} & set(COMMUNES), set(COMMUNES))

    def merger(self):
        """Units of long ago, so that nothing that other tests count is theirs: 901 and 902 merged into 903, 904 was divided into 905
        and 906, each with an office of its own."""
        if Reform.merged:
            return Reform.merged
        unit, office = "{0},60,district,Huyện {0},{1},{2}\n", "BCD-{0},Ban Chỉ đạo {0},huyen,{0},QCDC-HUYEN,no,{1},{2}\n"
        rows = [(code, "2010-01-01", "2016-12-31") for code in ("901", "902", "904")]
        rows += [(code, "2017-01-01", "2018-06-30") for code in ("903", "905", "906")]
        self.publish({
            "units.csv": "code,parent_code,level,name,valid_from,valid_to\n" + "".join(unit.format(*row) for row in rows),
            "lineage.csv": "event_on,predecessor,successor,relation,legal_basis\n" + "".join(
                f"2017-01-01,{old},{new},{how},NQ 1\n" for old, new, how in (("901", "903", "merge_full"), ("902", "903", "merge_full"),
                                                                            ("904", "905", "partial_split"), ("904", "906", "partial_split"))),
            "offices.csv": OFFICES.rstrip() + ",valid_from,valid_to\n" + "".join(office.format(*row) for row in rows)})
        Reform.merged = {code: self.province.office(f"BCD-{code}") for code, _, _ in rows}
        for code, period, figures in (("901", "2016", (100, 10)), ("902", "2016", (50, 20)), ("904", "2016", (70, 7)),
                                      ("903", "2017", (240, 30)), ("905", "2017", (60, 5)), ("906", "2017", (20, 1))):
            values = {"C10.KHIEU_NAI": figures[0], "C10.TO_CAO": figures[1]}
            Reform.merged[code].file_report(Reform.merged[code].register(
                [{"form": "QCDC-HUYEN", "period": period, "cell": cell, "value": value} for cell, value in values.items()],
                ["form", "period", "cell", "value"]))
        harness.all_at_once(list(Reform.merged.values()), "sync")
        return Reform.merged

    def test_comparison_across_a_merger(self):
        """A merged unit's figure is held against all that went into it; what was divided stays with the old unit, and that is said."""
        offices = self.merger()
        rows = {row["cell"]: row for row in self.center.query("report_totals", form="QCDC-HUYEN", period="2017")}
        # 903 alone is compared: (240 + 30) on (100 + 50 + 10 + 20); the two that 904 became have nothing to be held against.
        self.assertEqual((rows["C14.KHIEU_NAI"]["value"], rows["C14.TO_CAO"]["value"], rows["C14"]["value"]), ("60.00", "0.00", "50.00"))
        self.assertEqual((rows["C14"]["reported"], rows["C10"]["value"], rows["C10"]["reported"]), ("1", "356", "3"))
        self.assertEqual((rows["C14"]["kept_apart"], rows["C10"]["kept_apart"]), ("904@2016-12-31", ""))
        values = {(row["unit"], row["cell"]): row["value"]
                  for row in self.center.query("report_values", form="QCDC-HUYEN", period="2017", cell="C14")}
        self.assertEqual(values, {("903", "C14"): "50.00", ("903", "C14.KHIEU_NAI"): "60.00", ("903", "C14.TO_CAO"): "0.00"})
        parts = {(row["office"], row["period"], row["value"])
                 for row in self.center.query("figure_parts", form="QCDC-HUYEN", period="2017", cell="C14.KHIEU_NAI")}
        self.assertEqual(parts, {("BCD-903", "2017", "240"), ("BCD-901", "2016", "100"), ("BCD-902", "2016", "50")})
        for asker, figure in ((self.center, "2017/QCDC-HUYEN/C14"), (self.center, "2017/QCDC-HUYEN/C14@903"), (offices["903"], "2017/QCDC-HUYEN/C14")):
            self.assertIn("\n50,00 %\n", asker.must("explain", figure), figure)
        # The units as they stand: what two reported is the merged one's.
        figures = {(units, unit): {row["cell"]: row["value"] for row in self.center.query(
            "report_totals", form="QCDC-HUYEN", period="2016", units=units, unit=unit)}["C10"]
                   for units, unit in (("then", "901"), ("now", "903@2018-06-30"), ("now", "904@2016-12-31"))}
        self.assertEqual(list(figures.values()), ["110", "180", "77"])
        self.assertEqual({row["expected"] for row in self.center.query("report_totals", form="QCDC-HUYEN", period="2016", units="now",
                                                                       unit="903@2018-06-30")}, {"2"})
        for query, more in (("report_values", {}), ("figure_parts", {"cell": "C10"})):
            rows = self.center.query(query, form="QCDC-HUYEN", period="2016", units="now", **more)
            self.assertEqual({(row["office"], row["unit"]) for row in rows},
                             {("BCD-901", "903@2018-06-30"), ("BCD-902", "903@2018-06-30"), ("BCD-904", "904@2016-12-31")}, query)
        self.assertIn("\n180\xa0", self.center.must("explain", "2016/QCDC-HUYEN/C10@903@2018-06-30", "units=now").replace("180 ", "180\xa0"))
        # One that did not report then leaves nothing to compare with.
        offices["902"].must("report", "void", "QCDC-HUYEN", "2016", "reason=thử")
        offices["902"].sync()
        rows = {row["cell"]: row for row in self.center.query("report_totals", form="QCDC-HUYEN", period="2017")}
        self.assertEqual((rows["C14"]["value"], rows["C14"]["reported"]), ("", "0"))

    def test_last_days_by_tier(self):
        """14/12/2025 is a Sunday: three working days on is Wednesday the 17th; a day off that is published moves it to Thursday."""
        self.assertEqual({row["due_on"] for row in self.status("QCDC-XA", "2025-H2").values()}, {"2025-12-17"})
        self.publish({"holidays.csv": "day,works,name_vi,name_en\n2025-12-16,no,Nghỉ vì bão,Storm\n"}, "--confirm-past")
        self.assertEqual({row["due_on"] for row in self.status("QCDC-XA", "2025-H2").values()}, {"2025-12-18"})

    def test_duties_changed_by_the_province(self):
        """Put off for one office, waived for another: both sides count by it, from the next sync on, and what came is kept."""
        expected = len(self.status("QCDC-HUYEN", "2019"))
        self.publish({"duty-changes.csv": CHANGES + "QCDC-HUYEN,2019,BCD-601,2099-12-31,no,Bão\nQCDC-HUYEN,2019,BCD-602,,yes,Đảo bị cô lập\n"}, "--confirm-past")
        rows = self.status("QCDC-HUYEN", "2019")
        self.assertEqual(len(rows), expected)
        self.assertEqual([(rows[office]["due_on"], rows[office]["state"]) for office in ("BCD-600", "BCD-601", "BCD-602")],
                         [("2019-12-18", "missing"), ("2099-12-31", "due"), ("2019-12-18", "exempt")])
        [rate] = self.center.query("reporting_rate", form="QCDC-HUYEN", period="2019")
        self.assertEqual((rate["expected"], rate["missing"], rate["due"], rate["exempt"]), ("9", "8", "1", "1"))
        self.assertEqual(self.totals("QCDC-HUYEN", "2019")["G04"][2], "9")
        # The desk counts what it owes by the same rows.
        office = self.districts["602"]
        owed = lambda: int(office.must().splitlines()[1].split(" reports owed")[0].split()[-1])
        before = owed()
        self.assertIn("qcdc: QCDC-HUYEN 2019 need not be reported: Đảo bị cô lập\n", office.run("sync").err)
        self.assertIn("qcdc: QCDC-HUYEN 2019 is due on 31/12/2099, and not on 18/12/2019 any more: Bão\n", self.districts["601"].run("sync").err)
        self.assertNotIn("QCDC-HUYEN 2019", self.districts["600"].run("sync").err)
        self.assertEqual(owed(), before - 1)
        # Who is exempt may file all the same.
        office.file_report(harness.REPORTS / "602-2019.csv")
        self.assertIn("rejected 0", office.sync())
        # It is shown as filed and counts in the figures, and is neither late nor one of those that were expected: everywhere.
        row = self.status("QCDC-HUYEN", "2019")["BCD-602"]
        self.assertEqual((row["state"], row["review"], bool(row["filed_at"])), ("exempt", "filed", True))
        self.assert_counts_add_up("2019", filed=0, beside=1)
        self.assertNotIn("Reported late", self.center.must("brief", "2019", "--format", "md"))
        # All of them file: nine of nine, and one more.
        for code, other in self.districts.items():
            if code != "602":
                other.file_report(harness.REPORTS / f"{code}-2019.csv")
        harness.all_at_once(list(self.districts.values()), "sync")
        self.assert_counts_add_up("2019", filed=9, beside=1)
        said = self.center.must("brief", "2019", "--format", "md")
        self.assertIn("9 of 9 reports, 1 more that was not owed: 10 not reviewed", said)
        self.assertNotIn("10 of 9", said)
        # Of many an office is told how many more there are, and where.
        self.publish({"duty-changes.csv": CHANGES + "".join(f"QCDC-HUYEN,{year},BCD-600,2099-12-31,no,Bão\n" for year in range(2005, 2015))}, "--confirm-past")
        said = self.districts["600"].run("sync").err
        self.assertEqual(said.count("is due on 31/12/2099"), 8, said)
        self.assertIn("and 2 more; qcdc catalogue duty-changes lists what the province has decided", said)
        self.assert_identical(self.province)

    def assert_counts_add_up(self, period, filed, beside):
        """What each answer says of who filed is the same: state by state, and cell by cell."""
        states = [row["state"] for row in self.status("QCDC-HUYEN", period).values()]
        [rate] = self.center.query("reporting_rate", form="QCDC-HUYEN", period=period)
        for state in ("on_time", "late", "due", "missing", "exempt"):
            self.assertEqual(int(rate[state]), states.count(state), state)
        self.assertEqual(int(rate["late"]) + int(rate["on_time"]), filed)
        for unit in ("", "602", "593"):
            of_unit = {"unit": unit} if unit else {}
            for row in self.center.query("report_totals", form="QCDC-HUYEN", period=period, **of_unit):
                counts = [int(row[name]) for name in ("reported", "expected", "not_expected")]
                self.assertLessEqual(counts[0], counts[1], row)
                self.assertEqual(counts[0] + counts[2],
                                 sum(int(row[f"reports_{name}"]) for name in ("filed", "returned", "accepted", "locked")), row)
                if row["cell"] in ("A01", "B01", "G04", "B01.DAT_DAI") and unit != "593":
                    self.assertEqual(counts, [0, 0, beside] if unit else [filed, int(rate["expected"]), beside], row)

    def test_successor_takes_over(self):
        """What a district left open is its successor's by a published row: both sides ask it of that one, which files it; what the
        district had filed itself stays, and nobody files twice."""
        heir, other = self.communes["22945"], self.communes["23235"]
        heir.sync()
        owed = lambda office: office.must().splitlines()[1]
        report = lambda name, value: self.center.register([{"form": "QCDC-HUYEN", "period": "2024", "cell": "A01", "value": value}],
                                                          ["form", "period", "cell", "value"])
        self.assert_refused(heir.run("report", "file", report("x", 5)), "(XA-22945) does not file form QCDC-HUYEN")
        self.districts["594"].file_report(report("own", 7))
        self.districts["594"].sync()
        expected = len(self.status("QCDC-HUYEN", "2024"))
        before = owed(heir)
        columns = CHANGES.rstrip() + ",successor\n"
        self.assert_refused(self.publish_refused(columns + "QCDC-HUYEN,2024,BCD-593,,no,Sáp nhập,XA-1\n"), "there is no office 'XA-1'")
        self.assert_refused(self.publish_refused(columns + "QCDC-HUYEN,2024,BCD-593,,no,Sáp nhập,BCD-593\n"), "cannot succeed itself")
        self.publish({"duty-changes.csv": columns + "".join(f"QCDC-HUYEN,2024,{old},{due},no,Sáp nhập,{new}\n" for old, new, due in (
            ("BCD-593", "XA-22945", "2099-01-31"), ("BCD-594", "XA-23235", ""), ("BCD-601", "XA-22945", "")))}, "--confirm-past")
        self.assertIn("qcdc: QCDC-HUYEN 2024 is to be reported by XA-22945 in place of this office: Sáp nhập\n", self.districts["593"].run("sync").err)
        said = heir.run("sync").err
        self.assertIn("qcdc: QCDC-HUYEN 2024 is to be reported by this office where BCD-593 has not done it, until 31/01/2099: Sáp nhập\n", said)
        self.assertIn("where BCD-601 has not done it", said)
        self.assertNotIn("QCDC-HUYEN 2024", heir.run("sync").err)
        self.assertIn("1 of them was to be reported by another office: QCDC-HUYEN 2024 by BCD-593, BCD-601\n", heir.must())
        other.sync()
        rows = self.status("QCDC-HUYEN", "2024")
        # Two duties of the first one are one report; the second one has nothing to do, for that was filed.
        self.assertEqual(len(rows), expected - 1)
        self.assertEqual([(code, rows[code]["state"], rows[code]["due_on"], rows[code]["unit"]) for code in ("XA-22945", "BCD-594") if code in rows],
                         [("XA-22945", "due", "2099-01-31", "593"), ("BCD-594", "late", rows["BCD-595"]["due_on"], "594")])
        self.assertFalse({"BCD-593", "BCD-601", "XA-23235"} & set(rows), rows)
        self.assertNotIn("QCDC-HUYEN 2024", before)
        self.assertIn("QCDC-HUYEN 2024 is due on 31/01/2099", owed(heir))
        self.assertEqual(self.totals("QCDC-HUYEN", "2024")["A01"], ("7", "1", str(expected - 1)))
        [rate] = self.center.query("reporting_rate", form="QCDC-HUYEN", period="2024")
        self.assertEqual((rate["expected"], rate["late"], rate["due"]), (str(expected - 1), "1", "1"))
        heir.must("report", "template", "QCDC-HUYEN", "2024", "-o", self.province.folder / "heir.xlsx")
        heir.file_report(report("heir", 5))
        self.assertIn("rejected 0", heir.sync())
        rows = self.status("QCDC-HUYEN", "2024")
        self.assertEqual((rows["XA-22945"]["state"], rows["XA-22945"]["unit"]), ("on_time", "593"))
        self.assertNotIn("2099", owed(heir))
        self.assertEqual(self.totals("QCDC-HUYEN", "2024")["A01"], ("12", "2", str(expected - 1)))
        # Both others come too late, each with what was filed already.
        for office, by in ((other, "BCD-594"), (self.districts["593"], "XA-22945")):
            office.file_report(report("again", 1))
            self.assertIn("rejected 1", office.run("sync").out)
            self.assertRegex(office.must("rejected"), rf"was filed already by [^;]*\({by}\)")
        self.assertEqual(self.totals("QCDC-HUYEN", "2024")["A01"], ("12", "2", str(expected - 1)))
        self.assert_identical(self.province)

    def test_passed_on_again(self):
        """A district's duty goes to a commune, and with that one's to another: only the last one owes it, once for all; what was filed on the
        way is enough for what had come that far, and a duty that would come back is not published."""
        first, second = self.communes["22945"], self.communes["23235"]
        columns = CHANGES.rstrip() + ",successor\n"
        rows = lambda *pairs: columns + "".join(f"QCDC-HUYEN,2023,{old},,no,Sáp nhập,{new}\n" for old, new in pairs)
        report = lambda name, value: self.center.register([{"form": "QCDC-HUYEN", "period": "2023", "cell": "A01", "value": value}],
                                                          ["form", "period", "cell", "value"])
        expected = len(self.status("QCDC-HUYEN", "2023"))
        self.publish({"duty-changes.csv": rows(("BCD-595", "XA-22945"), ("BCD-596", "XA-22945"))})
        harness.all_at_once([first, second], "sync")
        self.assertEqual({"XA-22945", "XA-23235"} & set(self.status("QCDC-HUYEN", "2023")), {"XA-22945"})
        self.publish({"duty-changes.csv": rows(("XA-22945", "XA-23235"), ("BCD-597", "XA-23235"))})
        for pairs in ((("XA-23235", "BCD-595"),), (("XA-23235", "XA-22945"),)):
            self.assert_refused(self.publish_refused(rows(*pairs)), "would come back to")
        harness.all_at_once([first, second], "sync")
        # Three districts' are one report of the last one now: both sides say so.
        status = self.status("QCDC-HUYEN", "2023")
        self.assertEqual((len(status), {"XA-22945", "XA-23235"} & set(status)), (expected - 2, {"XA-23235"}))
        self.assertEqual(status["XA-23235"]["unit"], "595")
        # The first one had filed by then, which is known later; it stands for both that had come to it.
        first.file_report(report("way", 5))
        self.assertIn("rejected 0", first.sync())
        status = self.status("QCDC-HUYEN", "2023")
        self.assertEqual({code: row["state"] for code, row in status.items() if code.startswith("XA-")}, {"XA-22945": "late", "XA-23235": "missing"})
        second.file_report(report("end", 7))
        self.assertIn("rejected 0", second.sync())
        self.assertEqual(self.totals("QCDC-HUYEN", "2023")["A01"][0], "12")
        status = self.status("QCDC-HUYEN", "2023")
        self.assertEqual({code: row["state"] for code, row in status.items() if code.startswith("XA-")}, {"XA-22945": "late", "XA-23235": "late"})
        # All of it is there.
        self.districts["595"].file_report(report("late", 1))
        self.assertIn("rejected 1", self.districts["595"].run("sync").out)
        self.assertIn("was filed already by", self.districts["595"].must("rejected"))
        self.assert_identical(self.province)


if __name__ == "__main__":
    harness.main()
