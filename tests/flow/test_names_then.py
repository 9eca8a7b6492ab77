"""A code that was given again names what it named in the period that a table is about; with units=now, and where a table is about no
period, what it names today."""
import io

import harness
import openpyxl
from harness import FlowCase

FORM = "QCDC-HUYEN"
OLD, NEW = "Huyện Cũ", "Huyện Mới"
FILES = {
    # The code of a district that is no more, given to another one.
    "units.csv": f"code,parent_code,level,name,valid_from,valid_to\n99010,60,district,{OLD},2010-01-01,2015-12-31\n"
                 f"99010,60,district,{NEW},2017-01-01,2025-06-30\n",
    "offices.csv": "code,name,class,unit,forms,petitions,valid_from,valid_to\nBCD-99010,Ban Cũ,huyen,99010,QCDC-HUYEN,no,2010-01-01,2015-12-31\n"
                   "BCD-99010,Ban Mới,huyen,99010,QCDC-HUYEN,no,2017-01-01,2025-06-30\n",
}


class NamesThen(FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tinh = cls.province.founder()
        folder = cls.province.folder / "names"
        folder.mkdir()
        for name, text in FILES.items():
            (folder / name).write_text(text, encoding="utf-8")
        # The form had another title before.
        form, = [row for row in harness.read_csv(harness.SOURCE / "sql" / "reference" / "forms.csv") if row["code"] == FORM]
        harness.write_csv(folder / "forms.csv", [form | {"version": "2", "title_vi": "Biểu mới", "title_en": "The new form",
                                                         "valid_from": "2017-01-01"}], list(form))
        cls.tinh.must("publish", folder, "--confirm-past")
        assert "rejected 0" in cls.tinh.sync()
        cls.office = cls.province.office("BCD-99010")
        for period in ("2014", "2018"):
            cls.office.file_report(cls.office.register([{"form": FORM, "period": period, "cell": "A01", "value": "7"}],
                                                       ["form", "period", "cell", "value"]))
        assert "rejected 0" in cls.office.sync()

    def lines(self, *words, who=None):
        """The lines of a table for people that name the district, or its office."""
        said = (who or self.tinh).run(*words, environment={"COLUMNS": "400"})
        self.assertEqual(said.status, 0, said.err)
        return "\n".join(line for line in said.out.splitlines() if "99010" in line)

    def assert_then(self, text, old):
        """TEXT has the names of then, OLD or new, and not the other ones."""
        names = [(OLD, NEW), ("Ban Cũ", "Ban Mới"), ("Grassroots-democracy implementation report (district)", "The new form")]
        self.assertTrue(any(pair[not old] in text for pair in names), text)
        for pair in names:
            self.assertNotIn(pair[old], text)

    def test_tables_about_a_period(self):
        for period, old in (("2014", True), ("2018", False)):
            for query, *more in (("reporting_status",), ("reporting_rate", "by=unit,form"), ("report_values", "cell=A01"),
                                 ("figure_parts", f"form={FORM}", "cell=A01"), ("report_reviews",)):
                with self.subTest(query=query, period=period):
                    self.assert_then(self.lines("query", query, f"period={period}", *more), old)
            self.assert_then(self.lines("explain", f"{period}/{FORM}/A01"), old)
            self.assert_then(self.lines("review", "list", f"period={period}"), old)
        text = self.lines("query", "reporting_status", "period=2014", f"form={FORM}")
        for name in (f"{OLD} (99010)", "Ban Cũ (BCD-99010)", f"Grassroots-democracy implementation report (district) ({FORM})"):
            self.assertIn(name, text)
        self.assertIn("The new form", self.lines("query", "reporting_status", "period=2018", f"form={FORM}"))
        # Of several periods that are added up the last one counts.
        self.assert_then(self.lines("query", "reporting_rate", "by=unit,form", "period=2014,2018"), False)
        self.assert_then(self.lines("query", "reporting_rate", "by=unit,form", "year=2014"), True)

    def test_each_row_of_its_own_period(self):
        for words, who in ((("query", "reporting_rate", "by=period,unit,form", "period=2014,2018", f"form={FORM}"), None),
                           (("query", "report_reviews"), None), (("review", "list", "order=-period"), None), (("report", "list"), self.office)):
            said = (who or self.tinh).run(*words, environment={"COLUMNS": "400"})
            for period, old in (("2014", True), ("2018", False)):
                rows = [line for line in said.out.splitlines() if f" {period} " in f" {line} " and ("99010" in line or who)]
                self.assertTrue(rows, said)
                self.assert_then("\n".join(rows), old)
        path = self.province.folder / "rows.xlsx"
        self.tinh.must("query", "reporting_rate", "by=period,unit", "period=2014,2018", f"form={FORM}", "-o", path)
        sheet = openpyxl.load_workbook(io.BytesIO(path.read_bytes())).active
        named = {(str(row[0]), row[2]) for row in sheet.iter_rows(values_only=True) if str(row[1]) == "99010"}
        self.assertEqual(named, {("2014", OLD), ("2018", NEW)})
        # What programs read has codes and nothing else.
        self.assertEqual({(row["period"], row["unit"]) for row in self.tinh.query("reporting_rate", by="period,unit", period="2014,2018", unit="99010")},
                         {("2014", "99010"), ("2018", "99010")})

    def test_units_now(self):
        """Where units are those of today, so are their names; what has ended without a successor says when."""
        text = self.lines("query", "reporting_status", "period=2014", "units=now", f"form={FORM}")
        self.assertIn(f"{OLD} (99010@2015-12-31)", text)
        self.assertIn("Ban Cũ", text)

    def test_brief(self):
        for period, old in (("2014", True), ("2018", False)):
            text = self.tinh.must("brief", period, "--format", "md")
            self.assert_then(text, old)


if __name__ == "__main__":
    harness.main()
