"""Filled forms as other programs hand them back: what a spreadsheet computed anew, cells by their names, what a file would change."""

import csv
import io
import re
import unicodedata

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


def plain(text):
    """Without marks, as people type in a hurry."""
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


class Names(Sheets):
    """A cell by its code in any case, by what it is called, or by both: where that is one cell."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.office = cls.province.office("BCD-593")
        cls.office.file_report(harness.REPORTS / "593-2020-H1.csv")

    def names(self, environment=None):
        """{code: name} of all cells of the report, own codes too."""
        path = self.province.folder / "shown.xlsx"
        done = self.office.run("report", "show", "QCDC-HUYEN", "2020-H1", "-o", path, environment=environment)
        self.assertEqual(done.status, 0, done.err)
        return {row[3]: row[4] for row in workbooks.openpyxl.load_workbook(path).active.iter_rows(min_row=2, values_only=True) if row[3]}

    def sheet(self, rows):
        return [["Biểu mẫu", "Kỳ báo cáo", "Chỉ tiêu", "Giá trị"]] + [["QCDC-HUYEN", "2020-H1", cell, value] for cell, value in rows]

    def csv(self, rows):
        text = io.StringIO()
        csv.writer(text).writerows(self.sheet(rows))
        return self.write("names.csv", text.getvalue())

    def test_every_cell_by_each_of_its_names(self):
        values = {row["cell"]: row["value"] for row in harness.read_csv(harness.REPORTS / "593-2020-H1.csv")}
        for names in (self.names(VIETNAMESE), self.names()):
            self.assertLessEqual(set(values), set(names))
            for called in (lambda cell, name: name, lambda cell, name: plain(name).upper() if "." not in cell else plain(name).lower() if not cell[-1].isdigit() else plain(name),
                           lambda cell, name: f"{cell} - {name}", lambda cell, name: f"{cell.lower() if cell[-1] not in '0123456789' or '.' not in cell else cell}: {plain(name)}",
                           lambda cell, name: f"{cell.split('.')[0]} {name}", lambda cell, name: unicodedata.normalize("NFD", name)):
                rows = [(called(cell, names[cell]), value) for cell, value in values.items()]
                self.assertIn("1 unchanged", self.office.must("report", "file", self.csv(rows)), rows[:3])
            rows = [(names[cell], float(value) if value.replace(".", "").isdigit() else value) for cell, value in values.items()]
            self.assertIn("1 unchanged", self.office.must("report", "file", self.write("names.xlsx", workbooks.workbook(("Biểu", self.sheet(rows))))))

    def test_members_by_what_they_are_called(self):
        value = next(row["value"] for row in harness.read_csv(harness.REPORTS / "593-2020-H1.csv") if row["cell"] == "C22.KHIEU_NAI.DUNG_MOT_PHAN")
        for cell in ("c22.khieu_nai.dung_mot_phan", "C22.Khiếu nại.Đúng một phần", "C22 khiếu nại, đúng một phần", "C22 – KHIEU_NAI – Đúng một phần",
                     "C22.complaints.partly founded"):
            self.assertIn("1 unchanged", self.office.must("report", "file", self.csv([(cell, value)])), cell)

    def test_what_is_not_one_cell(self):
        """One clear line, whole characters, in the words of whoever typed them."""
        for cell, *words in (("Số cuộc đối thoại", "'Số cuộc đối thoại' is no cell of the form QCDC-HUYEN", "the one that is meant: F01 (Planned dialogues (annual plan)), F02 (Dialogues held)"),
                             ("số cuộc đối thoại đã tổ chức", "F02 needs a member after it: TINH, HUYEN, XA"),
                             ("A01 - Số hội nghị", "'A01 - Số hội nghị' is not what A01 is called (A01: "),
                             ("Ngựa đã đếm ở các chuồng trong huyện " * 6, "Ngựa đã đếm ở các chuồng", "…' is no cell", "qcdc report template QCDC-HUYEN has it"),
                             ("ắ" * 200, "ắ…' is no cell"), ("Z99", "there is no indicator 'Z99'"), ("a04.zz", "A04 has no part 'zz'"),
                             ("A04.Ngựa", "'A04.Ngựa' is not what A04 is called"), ("D01.MTTQ", "D01 is not part of the form")):
            done = self.office.run("report", "check", self.csv([(cell, "5")]))
            self.assert_refused(done, *words)
            self.assertNotRegex(done.err, r"\?|\ufffd")

    def test_a_cell_twice_under_two_names(self):
        names = self.names(VIETNAMESE)
        self.assert_refused(self.office.run("report", "check", self.csv([("A01", "5"), (names["A01"], "5")])), "A01 stands in row 2 already")


class Templates(Sheets):
    def test_a_bare_template_comes_back_filled_with_a_note(self):
        office = self.province.office("BCD-596")
        values = {row["cell"]: row["value"] for row in harness.read_csv(harness.REPORTS / "596-2020-H1.csv")}
        values["C04"] = "1"
        for format_, delimiter in (("csv", ","), ("excel", ";")):
            done = office.run("report", "template", "QCDC-HUYEN", "2020-H1", "--format", format_, environment=VIETNAMESE)
            rows = list(csv.reader(io.StringIO(done.out.removeprefix("\ufeff")), delimiter=delimiter))
            place = {name: rows[0].index(name) for name in ("cell", "value", "note")}
            filled = [rows[0]]
            for row in rows[1:]:
                value = values.get(row[place["cell"]], "")
                row[place["value"]] = value.replace(".", ",") if format_ == "excel" and value.replace(".", "").isdigit() else value
                filled.append(row)
            if format_ == "csv":
                self.assert_refused(office.run("report", "file", self.write("bare.csv", self.joined(filled, delimiter))), "C04: C04 ≥ C03: 1 < ", "--note V-C2=")
            next(row for row in filled if row[place["cell"]] == "C04")[place["note"]] = "Đếm theo hộ; một hộ"
            self.assertIn("1 filed" if format_ == "csv" else "1 unchanged", office.must("report", "file", self.write("bare.csv", self.joined(filled, delimiter))))
        self.assertIn("Đếm theo hộ; một hộ", office.must("report", "show", "QCDC-HUYEN", "2020-H1"))

    def joined(self, rows, delimiter):
        text = io.StringIO()
        csv.writer(text, delimiter=delimiter).writerows(rows)
        return text.getvalue()


if __name__ == "__main__":
    harness.main()
