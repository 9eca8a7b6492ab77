"""Indicators and members of dimensions are called, of a period, as they were called on its last day; where no period is known as they are
called today; and nowhere as they will be.  Typed, every name that there ever was is taken."""
import csv
import datetime
import io
import re

import harness
import openpyxl
from harness import FlowCase

FORM, OFFICE = "QCDC-HUYEN", "BCD-593"
SAMPLE = harness.SOURCE / "sql" / "reference"
# The last days of 2020-H1 and of 2020 are 14/06/2020 and 14/12/2020.
CHANGED = datetime.date(2020, 7, 1)
LATER = datetime.date.today() + datetime.timedelta(days=400)
PERIODS = (("2020-H1", 0), ("2020", 1))
INDICATOR = [("Số hội nghị quán triệt, tuyên truyền, phổ biến văn bản về QCDC", "Dissemination conferences on QCDC documents"),
             ("Tên hai", "The second name"), ("Tên ba", "The third name")]
MEMBER = [("xã, phường, thị trấn", "communes"), ("cấp xã", "communes and wards"), ("cơ sở", "communes to be")]
FIGURES = {"A02": 7, "A04.XA": 18, "A05.XA": 9}


def succeeded(row, names):
    """ROW under its first name until CHANGED, under the second one until LATER, then under the third."""
    days = ["", CHANGED, LATER, ""]
    for at, (vi, en) in enumerate(names):
        named = {} if at == 0 else {"name_vi": vi, "name_en": en}
        ends = days[at + 1] and days[at + 1] - datetime.timedelta(days=1)
        yield row | named | {"valid_from": str(days[at]), "valid_to": str(ends)}


def rename(folder):
    folder.mkdir()
    for table, key, names in (("indicators", {"code": "A02"}, INDICATOR), ("members", {"dimension": "type", "member": "XA"}, MEMBER)):
        row, = (row for row in harness.read_csv(SAMPLE / f"{table}.csv") if key.items() <= row.items())
        rows = list(succeeded(row, names))
        harness.write_csv(folder / f"{table}.csv", rows, list(rows[0]))


class FigureNames(FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tinh = cls.province.founder()
        cls.province.must("analyst-role", "phan_tich")
        rename(cls.province.folder / "renamed")
        said = cls.tinh.must("publish", cls.province.folder / "renamed", "--confirm-past")
        assert "6 changes" in said, said
        assert "rejected 0" in cls.tinh.sync()
        cls.office = cls.province.office(OFFICE)
        for period, figures in (("2020-H1", {"A02": 6, "A04.XA": 17}), ("2020", {"A02": 6, "A04.XA": 17}), ("2019", FIGURES),
                                ("2020-H1", FIGURES), ("2020", FIGURES)):
            cls.office.file_report(cls.sheet(period, figures))
        assert "rejected 0" in cls.office.sync()
        cls.tinh.sync()

    @classmethod
    def sheet(cls, period, figures):
        return cls.office.register([{"form": FORM, "period": period, "cell": cell, "value": value} for cell, value in figures.items()],
                                   ["form", "period", "cell", "value"])

    def assert_named(self, text, at, indicator=True, member=True):
        """TEXT has the names that come AT-th, and no others."""
        for asked, names in ((indicator, INDICATOR), (member, [(vi, "– " + en) for vi, en in MEMBER])):
            for place, (_, name) in enumerate(names):
                # One name begins with another.
                has = any(line.split(name, 1)[1][:4] not in (" and", " to ") for line in text.splitlines() if name in line)
                self.assertEqual(has, asked and place == at, f"{name}: {text}")

    def said(self, who, *words):
        done = who.run(*words, environment={"COLUMNS": "400"})
        self.assertEqual(done.status, 0, done)
        return done.out

    def test_what_is_shown_of_a_period(self):
        for period, at in PERIODS:
            for who in (self.tinh, self.office):
                self.assert_named(self.said(who, "explain", f"{period}/{FORM}/A02"), at, member=False)
                self.assert_named(self.said(who, "explain", f"{period}/{FORM}/A06.XA"), at, indicator=False)
            self.assert_named(self.said(self.office, "report", "show", FORM, period), at)
            for query, *more in (("report_totals", f"form={FORM}"), ("report_values", "unit=593"), ("figure_parts", f"form={FORM}", "cell=A02")):
                said = self.said(self.tinh, "query", query, f"period={period}", *more)
                lines = [line for line in said.splitlines() if re.search("(^| )A0", line)]
                self.assert_named("\n".join(lines), at, member=query != "figure_parts")
        both = self.office.register([{"form": FORM, "period": period, "cell": cell, "value": value} for period, _ in PERIODS
                                     for cell, value in FIGURES.items()], ["form", "period", "cell", "value"])
        rows = self.said(self.office, "report", "check", both).splitlines()
        for period, at in PERIODS:
            self.assert_named("\n".join(line for line in rows if f" {period} " in line), at, indicator=False)

    def test_templates(self):
        for period, at in PERIODS:
            names = csv.DictReader(io.StringIO(self.office.must("report", "template", FORM, period)))
            self.assert_named("\n".join(row["cell_name"] for row in names if row["cell"].startswith("A0")), at)
            path = self.province.folder / f"{period}.xlsx"
            self.office.must("report", "template", FORM, period, "-o", path)
            sheets = openpyxl.load_workbook(io.BytesIO(path.read_bytes())).worksheets
            rows = [[str(cell) for cell in row if cell] for row in sheets[0].iter_rows(values_only=True)]
            self.assert_named("\n".join(cell for row in rows if len(row) > 3 and row[2].startswith("A0") for cell in row), at)

    def test_brief(self):
        """A figure of the year before has the name of that year."""
        for kind in ("md", "html"):
            for period, at in PERIODS:
                lines = self.tinh.must("brief", period, "--format", kind).splitlines()
                text = "\n".join(line for line in lines if f"{period}/{FORM}/A02" in line)
                self.assert_named(text, at, member=False)
            before = "\n".join(line for line in lines if f"2019/{FORM}/A02" in line)
            self.assert_named(before, 0, member=False)

    def test_what_is_said_of_a_sheet(self):
        for period, at in PERIODS:
            bad = self.office.run("report", "check", self.sheet(period, {"A02": "viele", "A04.XA": "viele"}))
            self.assertEqual(bad.status, 1, bad)
            self.assert_named(bad.err, at)
            self.assert_named(self.said(self.office, "report", "show", FORM, period, "--revisions"), at)

    def test_returned(self):
        for period, at in PERIODS:
            self.tinh.must("review", "return", OFFICE, FORM, period, "A02=đếm lại", "A04.XA=đếm lại")
            self.tinh.sync()
            self.office.sync()
            text = self.said(self.office, "report", "show", FORM, period)
            self.assert_named("\n".join(line for line in text.splitlines() if "đếm lại" in line), at)

    def test_typed(self):
        """Every name is taken of every period; it means the same code."""
        for period in ("2020-H1", "2020"):
            for pairs in zip(INDICATOR[1:] + [(INDICATOR[0][1],) * 2], MEMBER[1:] + MEMBER[:1]):
                for language in (0, 1):
                    sheet = self.sheet(period, {pairs[0][language]: 7, f"A04 {pairs[1][language]}": 18, "A05.XA": 9})
                    said = self.office.must("report", "check", sheet)
                    self.assertIn("0 to file, 0 to correct, 1 as filed", said)

    def test_open_data(self):
        """As they are called today; what SQL holds for the days to come is not shown, and stands as the journals say."""
        for view in ("form_cells", "report_values", "totals"):
            where = f"from open_data.{view} where form = '{FORM}' and cell = "
            self.assertEqual(self.province.sql(f"select distinct name_vi, name_en {where}'A02'"), [list(INDICATOR[1])])
            self.assertEqual(self.province.sql(f"select distinct member_vi, member_en {where}'A04.XA'"), [list(MEMBER[1])])
        held = self.province.sql("select name_en, valid_from::text, valid_to::text from indicator_name where indicator = 'A02' order by valid_from")
        self.assertEqual([name for name, *_ in held], [en for _, en in INDICATOR])
        self.assertEqual(held[1][1:], [str(CHANGED), str(LATER - datetime.timedelta(days=1))])
        self.assert_identical()
        self.province.sql("update indicator_name set name_vi = 'x' where indicator = 'A02' and valid_to = '9999-12-31'")
        try:
            self.assertIn("indicator_name", self.province.command("verify").out + self.province.command("verify").err)
        finally:
            self.province.sql(f"update indicator_name set name_vi = '{INDICATOR[2][0]}' where indicator = 'A02' and valid_to = '9999-12-31'")
        self.assert_identical()


if __name__ == "__main__":
    harness.main()
