"""What stands behind the analysts' views follows every report, review and publication in the commit that brings it, is proved by verify and
made anew by whatever makes the province anew; and what begins as time passes is there without anybody writing it down.
"""
import datetime
import random
import threading

import harness
import open_data_tests
from harness import FlowCase

CHANGES = "form,period,office,due_on,exempt,reason\n"


class Follows(open_data_tests.Reader, FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tinh = cls.province.founder()
        cls.offices = {code: cls.province.office(f"BCD-{code}") for code in ("593", "594", "602")}
        cls.analyst = cls.province.office("BCD-TINH", "analyst")
        cls.folders = 0
        cls.role()
        cls.publish(offices="code,name,class,unit,forms,petitions,valid_from\nSO-99,Sở Chín,so,68,QCDC-SO,yes,2025-07-01\n")

    def file(self, code, period, cells, form="QCDC-HUYEN"):
        office = self.offices[code]
        rows = [dict(zip(("cell", "value"), cell.split("=")), form=form, period=period) for cell in cells.split()]
        office.file_report(office.register(rows, ["form", "period", "cell", "value"]))
        self.assertIn("rejected 0", office.sync())

    @classmethod
    def publish(cls, *words, **files):
        cls.folders += 1
        folder = cls.province.folder / f"open-{cls.folders}"
        folder.mkdir()
        for name, text in files.items():
            (folder / f"{name.replace('_', '-')}.csv").write_text(text, encoding="utf-8")
        cls.tinh.must("publish", folder, *words)
        said = cls.tinh.sync()
        assert "rejected 0" in said, said

    def figures(self, period, *cells, form="QCDC-HUYEN"):
        held = self.assert_totals(form=form, period=period)
        return [held[cell][1] for cell in cells]

    def test_verify_beside_publications(self):
        """The views are made anew by each publication: whoever had begun to verify before it is not told that their rows are lacking."""
        over, said = threading.Event(), []

        def verify():
            while not over.is_set():
                said.append(self.province.verify())
        watching = threading.Thread(target=verify)
        watching.start()
        try:
            for day in (4, 5, 6, 7, 8, 11, 12, 13):
                self.publish(holidays=f"day,works,name_vi,name_en\n2041-03-{day:02},no,Nghỉ,Off\n")
        finally:
            over.set()
            watching.join(harness.TIMEOUT_S)
        self.assertGreater(len(said), 2)
        self.assertEqual([done for done in said if done.status != 0], [])

    def test_each_commit(self):
        self.assertEqual(self.rows("select * from totals"), [])
        self.assert_duties("2016-H1", "2017-H1", "2026")
        self.file("593", "2017-H1", "G02=20 G03=5 B01.DAT_DAI=3 B01.THUE=4 C10.KHIEU_NAI=30")
        self.assertEqual(self.figures("2017-H1", "G04", "B01", "C14"), ["25.00", "7", ""])
        # A report of the year before changes what is compared with it; one that has nothing to report counts.
        self.file("593", "2016-H1", "C10.KHIEU_NAI=20")
        self.file("594", "2016-H1", "C10.KHIEU_NAI=10")
        self.assertEqual(self.figures("2017-H1", "C14"), ["50.00"])
        self.file("594", "2017-H1", "C10.KHIEU_NAI=15")
        self.assertEqual(self.figures("2017-H1", "C14", "C10"), ["50.00", "45"])
        self.offices["602"].must("report", "nil", "QCDC-HUYEN", "2017-H1")
        self.offices["602"].sync()
        self.figures("2017-H1")
        # Corrected, returned, accepted, taken back.
        self.file("594", "2016-H1", "C10.KHIEU_NAI=20")
        self.assertEqual(self.figures("2017-H1", "C14"), ["12.50"])
        for verdict in ("return", "accept"):
            self.tinh.must("review", verdict, "BCD-593", "QCDC-HUYEN", "2017-H1", *(["A01=xem"] if verdict == "return" else []))
            self.tinh.sync()
            self.figures("2017-H1")
            self.assert_duties("2017-H1")
        self.offices["593"].must("report", "void", "QCDC-HUYEN", "2016-H1", "reason=x")
        self.offices["593"].sync()
        self.assertEqual(self.figures("2017-H1", "C14"), ["-25.00"])
        self.assert_duties("2016-H1", "2017-H1")
        # Put off, waived, published late; a rate by another formula.
        self.publish("--confirm-past", duty_changes=CHANGES + "QCDC-HUYEN,2017-H1,,2099-12-31,no,Bão\nQCDC-HUYEN,2017-H1,BCD-594,,yes,Đảo\n")
        self.assert_duties("2017-H1", "2016-H1")
        self.figures("2017-H1")
        forms = self.tinh.table("catalogue", "forms")
        huyen, = (row for row in forms if row["code"] == "QCDC-HUYEN")
        self.publish(forms="code,version,title_vi,title_en,office_class,calendar,periods,indicators,valid_from\n"
                           "MUON,1,Biểu muộn,Late form,huyen,QCDC,H1 Y,A01,2016-01-01\n",
                     offices="code,name,class,unit,forms,petitions,valid_from\nBCD-MOI,Ban mới,huyen,593,QCDC-HUYEN MUON,no,2016-01-01\n")
        self.assert_duties("2016-H1", "2017-H1")
        self.assertEqual(self.rows("select state from duties where form = 'MUON' and period = '2017-H1'"), [{"state": "missing"}])
        self.assertTrue(huyen)
        rates, = (row for row in harness.read_csv(harness.SOURCE / "sql" / "reference" / "rules.csv") if row["rule"] == "V-G4")
        columns = list(rates)
        self.publish("--confirm-past", rules=",".join(columns) + "\n" + ",".join(
            {**rates, "expression": "G04 = 50*G03/G02", "valid_from": "2017-01-01", "words_vi": "a", "words_en": "a", "citation": "", "note": ""}.get(
                column, "") for column in columns) + "\n")
        self.assertEqual(self.figures("2017-H1", "G04"), ["12.50"])
        self.assert_identical()

    def test_few_denunciations(self):
        """Random counts: of half-years that are over, in steps of five, by unit where there are so many, and of the whole province."""
        chance = random.Random(20261128)
        today = datetime.date.today()
        units = [int(row[0]) for row in self.province.sql("select id from unit order by id limit 12")]
        cells = {(year, half, unit): chance.choice((0, 0, 1, 1, 2, 3, 4, 5, 7, 11)) for year in range(today.year - 60, today.year + 2) for half in (1, 2)
                 for unit in chance.sample(units, chance.randint(1, 5))}
        rows = []
        for (year, half, unit), count in cells.items():
            for _ in range(count):
                rows.append(f"({unit}, 2, {chance.randint(1, 10)}, '{year}-{chance.randint(1, 6) + 6 * (half - 1):02}-{chance.randint(1, 28):02}', 1)")
        shown = [line for line in self.province.sql(
            "begin; delete from petition_rollup; create temp table one (unit int, kind int, field int, day date, received int);"
            f"insert into one values {','.join(rows)};"
            "insert into petition_rollup (unit, kind, field, day, received, settled, pending, closed)"
            " select unit, kind, field, day, sum(received), 0, 0, 0 from one group by 1, 2, 3, 4;"
            "select year, half, unit, received from denunciation_count; rollback;") if len(line) == 4]
        expected = {}
        for (year, half, unit), count in cells.items():
            if count and (datetime.date(year, 6, 30) if half == 1 else datetime.date(year, 12, 31)) < today:
                expected[year, half, None] = expected.get((year, half, None), 0) + count
                expected[year, half, unit] = count
        expected = {key: count - count % 5 for key, count in expected.items() if key[2] is None or count >= 5}
        self.assertEqual({(int(year), int(half), int(unit) if unit else None): int(count or 0) for year, half, unit, count in shown}, expected)

    def test_proved_and_made_anew(self):
        self.file("602", "2015-H1", "G02=20 G03=5")
        whole = lambda: [self.province.sql(f"select * from open_data.{table} order by 1, 2, 3") for table in ("duty_list", "total_list")]
        before = whole()
        self.assert_identical()
        for spoiled, said in (("update open_data.total_list set value = '1' where cell = 'G04' and period = '2015-H1'", "total_list: "),
                              ("delete from open_data.duty_list where form = '01-TCD'", "duty_list: "),
                              ("insert into open_data.total_list select 'QCDC-SO', period, place, cell, value, 1, 1, 0, 1, 0, 0, 0, null from "
                               "open_data.total_list where period = '2015-H1'", "total_list: ")):
            self.province.sql(spoiled)
            found = self.province.verify()
            self.assertEqual(found.status, 1, spoiled)
            self.assertIn(said, found.out + found.err)
            self.province.stop()
            self.assertEqual(self.province.rebuild().status, 0)
            self.province.start()
            self.assertEqual(whole(), before, spoiled)
            self.assert_identical()
        # What was taken away, or belongs to another edition, is there again after a start.
        for gone in ("drop table open_data.total_list cascade", "comment on schema open_data is null; delete from open_data.duty_list"):
            self.province.sql(gone)
            self.province.restart()
            self.assertEqual(whole(), before, gone)
        # A commit does not fail where somebody has put something else there; the next command mends it.
        self.province.sql("alter table open_data.total_list drop column kept_apart cascade")
        self.file("602", "2014-H1", "G02=10 G03=5")
        self.assertRegex(self.province.log(), "the views of open_data are behind .*kept_apart")
        self.province.must("status")
        self.assertEqual(self.figures("2014-H1", "G04"), ["50.00"])
        self.assert_identical()

    def test_time_passes(self):
        """Duties of next year stand in the list already, and are shown from the day on which their period begins."""
        today = datetime.date.today()
        listed, = self.province.sql("select count(*), max(begins_on) from open_data.duty_list where begins_on > current_date")
        self.assertGreater(int(listed[0]), 0)
        self.assertEqual(listed[1][:4], str(today.year + 1))
        self.assertEqual(self.province.value("select count(*) from open_data.duties v join open_data.duty_list l on l.form = v.form and "
                                             "l.period = v.period where l.begins_on > (now() at time zone interval '7 hours')::date"), "0")
        self.assert_duties(*(f"{today.year}{kind}" for kind in ("-H1", "", "-Q1", "-9M")))


if __name__ == "__main__":
    harness.main()
