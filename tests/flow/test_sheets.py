"""Filled forms as other programs hand them back: what a spreadsheet computed anew, cells by their names, what a file would change."""

import re

import harness
import workbooks
from harness import FlowCase

VIETNAMESE = {"LANGUAGE": "vi", "LC_ALL": "C.UTF-8"}


class Sheets(FlowCase):
    def write(self, name, content):
        path = self.province.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def template(self, office, *words):
        path = self.province.folder / "template.xlsx"
        office.must("report", "template", *words, "-o", path)
        return workbooks.openpyxl.load_workbook(path)


class Rates(Sheets):
    """Rates that another program computed differently in the last digits, or not at all."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.office = cls.province.office("BCD-594")
        for period in ("2019-H1", "2019"):
            cls.office.file_report(harness.REPORTS / f"594-{period}.csv")

    def setUp(self):
        self.book = self.template(self.office, "QCDC-HUYEN", "2020-H1")
        self.rows = {row[2].value: row for row in self.book.active.iter_rows(min_row=5)}
        for row in harness.read_csv(harness.REPORTS / "594-2020-H1.csv"):
            text = row["value"]
            self.rows[row["cell"]][5].value = float(text) if text.replace(".", "").isdigit() else text
        self.formulas = {cell: row[5].value for cell, row in self.rows.items() if str(row[5].value).startswith("=")}
        self.derived = {row["cell"]: row["value"] for row in self.office.table("report", "check", self.filled())}

    def filled(self):
        return self.write("h1.xlsx", workbooks.saved(self.book))

    def unrounded(self, formula):
        value = workbooks.compute(self.book.active, re.sub(r"ROUND\((.*),2\)\)$", r"\1)", formula))
        return value if value == "" else float(value.value)

    def test_what_agrees_is_taken_and_is_no_value(self):
        several = 0
        for cell, formula in self.formulas.items():
            value = self.unrounded(formula)
            several += value != "" and len(str(value)) > 12
            self.rows[cell][5].value = value
        self.assertGreater(several, 10)
        self.assertEqual({row["cell"]: row["value"] for row in self.office.table("report", "check", self.filled())}, self.derived)
        self.assertIn("1 filed", self.office.must("report", "file", self.filled()))
        self.assertIn("1 unchanged", self.office.must("report", "file", harness.REPORTS / "594-2020-H1.csv"))
        shown = self.office.must("report", "show", "QCDC-HUYEN", "2020-H1", "--format", "csv")
        for cell in self.formulas:
            self.assertNotRegex(shown, rf"(?m),{re.escape(cell)},[0-9]")
        for cell in self.formulas:
            self.rows[cell][5].value = None
        self.assertIn("1 unchanged", self.office.must("report", "file", self.filled()))

    def test_what_disagrees_is_named_with_both(self):
        value = float(self.derived["G04"])
        for wrong in (round(value + 0.01, 2), value - 0.0051, value + 0.0055, 0, -value, 1e-13, "#DIV/0!", "47,5 %"):
            self.rows["G04"][5].value = wrong
            shown = "0.0000000000001" if wrong == 1e-13 else f"{wrong:.10g}" if isinstance(wrong, float) else str(wrong)
            self.assert_refused(self.office.run("report", "check", self.filled()), f"cell F{self.rows['G04'][5].row}: G04: ",
                                f"comes to {self.derived['G04']}, not {shown}")
        for right in (value + 0.0049, f"{value:.2f}".replace(".", ","), f"{value:.6f}", None, "", self.formulas["G04"]):
            self.rows["G04"][5].value = right
            self.office.must("report", "check", self.filled())

    def test_a_correction_of_one_figure(self):
        """The spreadsheet computes from that one alone; the province, with what is filed."""
        office = self.province.office("BCD-595")
        office.file_report(harness.REPORTS / "595-2020-H1.csv")
        book = self.template(office, "QCDC-HUYEN", "2020-H1")
        rows = {row[2].value: row for row in book.active.iter_rows(min_row=5)}
        for cell, value in (("B01.DAT_DAI", 0), ("B02.DAT_DAI", 100), ("B07.DAT_DAI", 10), ("B08.DAT_DAI", 20)):
            rows[cell][5].value = value
        computed = {cell: value for cell, row in rows.items() if str(row[5].value).startswith("=")
                    for value in [workbooks.compute(book.active, row[5].value)]}
        self.assertTrue([cell for cell, value in computed.items() if value not in ("", 0) and "." not in cell], computed)
        for cell, value in computed.items():
            rows[cell][5].value = value
        done = office.run("report", "check", self.write("one.xlsx", workbooks.saved(book)))
        self.assertNotIn("is computed", done.err)

    def test_what_cannot_be_computed(self):
        self.office = self.province.office("BCD-594") # which has nothing filed
        self.rows["G02"][5].value = self.rows["G03"][5].value = None
        for nothing in (0, "#DIV/0!", "#VALUE!", 4e-15, None):
            self.rows["G04"][5].value = nothing
            self.office.must("report", "check", self.filled())
        self.rows["G04"][5].value = 47.12
        self.assert_refused(self.office.run("report", "check", self.filled()), "G04 cannot be computed", "47.12 stands there")


if __name__ == "__main__":
    harness.main()
