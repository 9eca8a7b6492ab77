"""Filled forms as other programs hand them back: what a spreadsheet computed anew, cells by their names, what a file would change."""

import csv
import datetime
import hashlib
import io
import json
import os
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
        path.unlink(missing_ok=True)
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
            shown = shown.replace(".", ",")
            self.assert_refused(self.office.run("report", "check", self.filled()), f"cell F{self.rows['G04'][5].row}: G04: ",
                                f"by the rule V-G4 and comes to {self.derived['G04'].replace('.', ',')}, not {shown}")
        for right in (value + 0.0049, f"{value:.2f}".replace(".", ","), f"{value:.6f}", None, "", self.formulas["G04"]):
            self.rows["G04"][5].value = right
            self.office.must("report", "check", self.filled())

    def test_a_file_of_the_members_own(self):
        """CSV that a spreadsheet wrote says as much of its rates as a workbook: those that agree are no values, by member or not."""
        office = self.province.office("BCD-596")
        for period in ("2019-H1", "2019"):
            office.file_report(harness.REPORTS / f"596-{period}.csv")
        rows = [dict(row, period="2020-H1") for row in harness.read_csv(harness.REPORTS / "596-2020-H1.csv")]
        plain = self.write("plain.csv", "form,period,cell,value\n" + "".join(f'{row["form"]},{row["period"]},{row["cell"]},"{row["value"]}"\n' for row in rows))
        derived = {row["cell"]: row["value"] for row in office.table("report", "check", plain)}
        self.assertTrue([cell for cell, value in derived.items() if "." in cell and value])

        def filled(**other):
            rates = {**derived, **other}
            return self.write("rates.csv", plain.read_text() + "".join(f'QCDC-HUYEN,2020-H1,{cell},"{value}"\n' for cell, value in rates.items()))
        self.assertEqual({row["cell"]: row["value"] for row in office.table("report", "check", filled())}, derived)
        member = next(cell for cell, value in derived.items() if "." in cell and value and cell.replace(".", "_").isidentifier())
        for right in (derived[member].replace(".", ","), float(derived[member]) + 0.0049, "", "=B2/C2"):
            office.must("report", "check", filled(**{member: right}))
        wrong = f"{float(derived[member]) + 1:.2f}"
        done = office.run("report", "check", filled(**{member: wrong}))
        self.assertEqual(done.status, 1)
        self.assertIn(f"{member}: {member} is computed from other cells by the rule ", done.err)
        self.assertIn(f" and comes to {derived[member].replace('.', ',')}, not {wrong.replace('.', ',')}", done.err)
        self.assertIn("1 filed", office.must("report", "file", filled()))
        self.assertIn("1 unchanged", office.must("report", "file", plain))

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
        self.assert_refused(self.office.run("report", "check", self.filled()), "G04 cannot be computed by the rule V-G4", "47,12 stands there")


class Blanks(Sheets):
    """A rate that does not want every cell computes itself in the sheet, too, and comes to what the program says."""

    INDICATORS = ("code,section,name_vi,name_en,measure,type,agg_unit,agg_time,dimensions\nZ01,Z,Số đơn,Petitions,đơn,count,sum,flow,kind\n"
                  "Z02,Z,Số dân,People,người,count,sum,flow,\n"
                  + "".join(f"Z0{at},Z,Tỷ lệ {at},Rate {at},%,ratio,recompute,recompute,{'kind' if at == 8 else ''}\n" for at in range(3, 9)))
    FORM = "code,version,title_vi,title_en,office_class,calendar,periods,indicators,valid_from\nTYLE,1,x,y,huyen,QCDC,H1,Z01-Z08,2020-01-01\nTHANG,1,x,y,huyen,QCDC,M,Z02,2020-01-01\n"
    RULES = (("Z03 = 100*sum(Z01 over kind)/Z02", "parts", ""), ("Z04 = 100*(Z01.KHIEU_NAI+Z01.TO_CAO)/Z02", "all", ""),
             ("Z05 = 100*(Z01.KHIEU_NAI-Z01.TO_CAO)/Z02", "never", ""), ("Z06 = 100*max(Z01.KHIEU_NAI,Z01.TO_CAO)/(Z02+Z01.PHAN_ANH)", "all", ""),
             ("Z07 = 100*sum(Z01 over kind)/Z02", "any", ""), ("Z08 = 100*Z01/Z02", "never", "kind"))

    def test_every_kind_of_blanks(self):
        center, office = self.province.founder(), self.province.office("BCD-593")
        folder = self.province.folder / "rates"
        folder.mkdir()
        rules = "".join(f'X-{at},,,{scope},,"{rule}",derived,{blanks},,,,Tỷ lệ {at},Rate {at},\n' for at, (rule, blanks, scope) in enumerate(self.RULES, 3))
        for name, text in (("indicators", self.INDICATORS), ("forms", self.FORM),
                           ("rules", "rule,forms,periods,scope,filter,expression,severity,blanks,unless,valid_from,valid_to,words_vi,words_en,citation\n" + rules)):
            (folder / f"{name}.csv").write_text(text)
        (folder / "offices.csv").write_text("".join(",".join(row) + "\n" for row in self.offices(center)))
        center.must("publish", folder, "--confirm-past")
        center.sync()
        office.sync()
        self.assert_refused(office.run("report", "template", "THANG", "4/2026"), "form THANG is not filed for 4/2026", "periods are written like 2020-M06")
        book = self.template(office, "TYLE", "2020-H1")
        rows = {row[2].value: row for row in book.active.iter_rows(min_row=5)}
        formulas = {cell: row[5].value for cell, row in rows.items() if str(row[5].value).startswith("=")}
        self.assertEqual(sorted(formulas), ["Z03", "Z04", "Z05", "Z06", "Z07", "Z08"] + [f"Z08.{kind}" for kind in sorted(self.KINDS)])
        known = 0
        for filled in ({"Z02": 100, "Z01.KHIEU_NAI": 7, "Z01.TO_CAO": 5, "Z01.KIEN_NGHI": 3, "Z01.PHAN_ANH": 2}, {"Z02": 100, "Z01.KHIEU_NAI": 7},
                       {"Z02": 100, "Z01.TO_CAO": 5, "Z01.PHAN_ANH": 2}, {"Z02": 100}, {"Z01.KHIEU_NAI": 7, "Z01.TO_CAO": 5}, {"Z01.PHAN_ANH": 50, "Z01.TO_CAO": 5},
                       {"Z02": 0, "Z01.KHIEU_NAI": 7}):
            for cell in ["Z02", *(f"Z01.{kind}" for kind in self.KINDS)]:
                rows[cell][5].value = filled.get(cell)
            for cell, formula in formulas.items():
                rows[cell][5].value = formula
            said = {row["cell"]: row["value"] for row in office.table("report", "check", self.write("rates.xlsx", workbooks.saved(book)))}
            for cell, formula in formulas.items():
                value = workbooks.compute(book.active, formula)
                self.assertEqual("" if value == "" else f"{value:.2f}", said.get(cell, ""), (filled, cell, formula))
                known += value != ""
                rows[cell][5].value = value
            # And as a spreadsheet saves it.
            self.assertEqual({row["cell"]: row["value"] for row in office.table("report", "check", self.write("rates.xlsx", workbooks.saved(book)))}, said)
        self.assertGreater(known, 15)

    KINDS = ("KHIEU_NAI", "TO_CAO", "KIEN_NGHI", "PHAN_ANH")

    def offices(self, center):
        """The district's row, with the further forms."""
        head, *rows = csv.reader(io.StringIO(center.must("catalogue", "offices", "--format", "csv")))
        row, = (row for row in rows if row[0] == "BCD-593")
        row[head.index("forms")] += " TYLE THANG"
        row[head.index("valid_from")] = "2020-01-01"
        yield head
        yield row


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

    def test_a_count_that_reads_two_ways(self):
        """Both readings, that the cell is a count, and what to type: refused all the same."""
        for typed, *words in (("1.794", "is 1.794 to be read as 1,7940 or as 1794? This cell is a count, which is a whole number", "write 1794 if that is meant"),
                              ("2,000", "is 2,000 to be read as 2 or as 2000? This cell is a count", "write 2 or 2000"),
                              ("0012.500", "as 12,5 or as 12500? This cell is a count", "write 12500 if that is meant")):
            self.assert_refused(self.office.run("report", "check", self.csv([("A03", typed)])), *words)
            book = workbooks.workbook(("Biểu", self.sheet([("A03", typed)])))
            self.assert_refused(self.office.run("report", "check", self.write("typed.xlsx", book)), "cell D2: A03: ", *words)
        done = self.office.run("report", "check", self.csv([("H08.due.DA1", "1.794")]))
        self.assert_refused(done, "write 1,7940 or 1794")
        self.assertNotIn("a count", done.err)

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

    def test_a_form_of_another_office(self):
        """The figures of one district pass every rule at its neighbour's, too: a form says whose it is, also when it is saved as CSV."""
        own, other = self.province.office("BCD-597"), self.province.office("BCD-598")
        book = self.template(own, "QCDC-HUYEN", "2020-H1")
        book.active["F5"].value = 7
        rows = [[cell if cell is not None else "" for cell in row] for row in book.active.iter_rows(values_only=True)]
        for path in (self.write("of.xlsx", workbooks.saved(book)), self.write("of.csv", self.joined(rows, ";"))):
            for command in ("check", "file"):
                self.assert_refused(other.run("report", command, path), f"{path} was made for Ban Chỉ đạo QCDC Huyện ủy Hàm Thuận Bắc (BCD-597), "
                                    "and is handed in at Ban Chỉ đạo QCDC Huyện ủy Hàm Thuận Nam (BCD-598)", "fill in a form that was made here")
            self.assertIn("1 to file", own.must("report", "check", path))
        self.assertEqual(other.entries(), 0)
        # Who heads a sheet of its own with something else is not asked.
        for above in ("BCD-598", "UBND huyện Hàm Thuận Bắc BCD-597", "Kính gửi: BCD-TINH"):
            plain = self.write("plain.csv", f"{above},,,\nform,period,cell,value\nQCDC-HUYEN,2020-H1,A01,7\n")
            self.assertIn("1 to file", other.must("report", "check", plain))

    def test_a_title_is_never_cut_in_the_middle(self):
        folder = self.province.folder / "long"
        folder.mkdir()
        title = "Báo cáo thử nghiệm về những điều được ghi rất dài " * 12
        (folder / "forms.csv").write_text("code,version,title_vi,title_en,office_class,calendar,periods,indicators,valid_from,valid_to\n"
                                          f"QCDC-HUYEN,2,{title.strip()},{title.strip()},huyen,QCDC,H1 Y,A01-A12,2024-01-01,\n")
        founder = self.province.founder()
        founder.must("publish", folder, "--confirm-past")
        founder.sync()
        office = self.province.office("BCD-599")
        self.assertEqual(self.template(office, "QCDC-HUYEN", "2024-H1").active["C1"].value, f"{title.strip()} – 2024-H1")

    def test_a_wrong_option_is_shown_in_whole_characters(self):
        office = self.province.office("BCD-599")
        done = office.run("report", "list", "--đ" * 120)
        self.assertEqual(done.status, 2)
        self.assertNotIn("\ufffd", done.err)
        done = harness.run([harness.QCDC, "--hom" + "ắ" * 200, "status"])
        self.assertEqual(done.status, 2)
        self.assertNotIn("\ufffd", done.err)

    def joined(self, rows, delimiter):
        text = io.StringIO()
        csv.writer(text, delimiter=delimiter).writerows(rows)
        return text.getvalue()


class Nothing(Sheets):
    """A report that there is nothing to report, and a rule that warns of blanks."""

    def test_a_note(self):
        folder = self.province.folder / "blanks"
        folder.mkdir()
        columns = "rule,forms,periods,scope,filter,expression,severity,blanks,unless,valid_from,valid_to,words_vi,words_en,citation,note\n"
        (folder / "rules.csv").write_text(columns + "X-NONE,QCDC-HUYEN,,,,A01 >= 1,warning,never,,2017-01-01,,Phép thử,A trial,,asked\n")
        founder = self.province.founder()
        founder.must("publish", folder, "--confirm-past")
        founder.sync()
        first, second = self.province.office("BCD-601"), self.province.office("BCD-602")
        nil = ("report", "nil", "QCDC-HUYEN", "2018")
        entries = first.entries()
        done = first.run(*nil, "--note", "V-C2=không có")
        self.assertEqual((done.status, "breaks no rule V-C2 that a note could answer; leave --note V-C2 out" in done.err), (2, True), done)
        done = first.run(*nil, "--note", "X-NONE=Ông Nguyễn Văn An, số điện thoại 0912345678, báo")
        self.assert_refused(done, "--confirm-names")
        self.assertEqual(first.entries(), entries)
        self.assertIn("nothing to report", first.must(*nil, "--note", "X-NONE=Huyện chưa triển khai"))
        self.assertIn("nothing new", first.must(*nil, "--note", "X-NONE=Huyện chưa triển khai"))
        self.assertEqual(first.entries(), entries + 1)
        # One that was filed without a note gets it later, and another one in its place.
        self.assertIn("nothing to report", second.must(*nil))
        self.assertIn("nothing new", second.must(*nil))
        for note in ("Đảo vắng", "Đảo vắng cả năm"):
            self.assertIn("nothing to report", second.must(*nil, "--note", f"X-NONE={note}"))
        for office, note in ((first, "Huyện chưa triển khai"), (second, "Đảo vắng cả năm")):
            self.assertIn(note, office.must("report", "show", *nil[2:]))
            self.assertEqual([row["content"] for row in office.table("report", "list")], ["nil"])
            office.sync()
            self.assertEqual(office.table("rejected"), [])
        founder.sync()
        self.assertEqual({(row["office"], row["rule"], row["note"]) for row in founder.query("rule_findings", period="2018")},
                         {("BCD-601", "X-NONE", "Huyện chưa triển khai"), ("BCD-602", "X-NONE", "Đảo vắng cả năm")})
        status = {row["office"]: row["content"] for row in founder.query("reporting_status", period="2018", form="QCDC-HUYEN")}
        self.assertEqual((status["BCD-601"], status["BCD-602"]), ("nil", "nil"))
        # They have reported, and nothing: with figures of others beside them, they are none of a cell's reports.
        other = self.province.office("BCD-600")
        other.must("report", "file", self.write("one.csv", "form,period,cell,value\nQCDC-HUYEN,2018,A01,5\n"))
        other.sync()
        for as_of in ({}, {"as_of": str(datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=7))).date())}):
            total = next(row for row in founder.query("report_totals", period="2018", form="QCDC-HUYEN", **as_of) if row["cell"] == "A01")
            self.assertEqual((total["value"], total["reported"]), ("5", "3"), as_of)
        # What is filed later corrects it.
        self.assertIn("1 corrected", first.must("report", "file", self.write("later.csv", "form,period,cell,value\nQCDC-HUYEN,2018,A01,2\n")))
        first.sync()
        self.assertEqual(first.table("rejected"), [])
        self.assert_identical()


class Rehearsals(Sheets):
    """--dry-run does all that the real thing does, ends as it ends, and leaves the home as it was, byte for byte."""

    def setUp(self):
        self.office = self.province.office("BCD-597")
        self.office.must("status")

    def files(self):
        return {str(path.relative_to(self.office.home)): hashlib.sha256(path.read_bytes()).hexdigest() for path in self.office.home.rglob("*") if path.is_file()}

    def rehearsed(self, *command, given=None):
        """What is said before it is done; then it is done, with the same words on standard error and the same end."""
        before = self.files()
        dry = self.office.run(*command, "--dry-run", given=given)
        self.assertEqual(self.files(), before)
        for words in (("--check",), ("--dry-run", "--format", "csv"), ("--dry-run", "-o", self.province.folder / "dry.xlsx")):
            other = self.office.run(*command, *words, given=given)
            self.assertEqual(other.status, dry.status, other)
            self.assertEqual(self.files(), before)
        table = self.office.run(*command, "--dry-run", "--format", "csv", given=given)
        entries = self.office.entries()
        done = self.office.run(*command, given=given)
        self.assertEqual((dry.status, dry.err), (done.status, done.err))
        if dry.status:
            self.assertEqual((dry.out, self.office.entries()), ("", entries))
        return dry, list(csv.DictReader(io.StringIO(table.out))), done

    def rows(self, *rows):
        return self.write("rows.csv", "form,period,cell,value\n" + "".join(f"QCDC-HUYEN,2020-H1,{row}\n" for row in rows))

    def test_report_file(self):
        dry, rows, done = self.rehearsed("report", "file", self.rows("A01,5", "A03,7", "A12,Tốt", "A02,"))
        self.assertIn("In order: 1 to file, 0 to correct, 0 as filed.", dry.out)
        self.assertIn("1 filed", done.out)
        shown = [{key: row[key] for key in ("cell", "was", "value", "how")} for row in rows]
        self.assertEqual(shown, [{"cell": "A01", "was": "", "value": "5", "how": "added"}, {"cell": "A03", "was": "", "value": "7", "how": "added"},
                                 {"cell": "A12", "was": "", "value": "Tốt", "how": "added"}])
        dry, rows, done = self.rehearsed("report", "file", self.rows("A01,6", "A03,", "A02,3", "A12,"), "--remove-blanks")
        self.assertIn("0 to file, 1 to correct", dry.out)
        self.assertIn("cells: 1 changed, 1 added, 2 removed", dry.out)
        self.assertIn("cells: 1 changed, 1 added, 2 removed", done.out)
        self.assertEqual([(row["cell"], row["was"], row["value"], row["how"]) for row in rows],
                         [("A01", "5", "6", "changed"), ("A02", "", "3", "added"), ("A03", "7", "", "removed"), ("A12", "Tốt", "", "removed")])
        dry, rows, done = self.rehearsed("report", "file", self.rows("A01,6"))
        self.assertIn("nothing of it is new", dry.out)
        self.assertEqual(rows, [])
        # A warning without its note, and with it; an error; what cannot be read.
        dry, rows, done = self.rehearsed("report", "file", self.rows("C03,9", "C04,1"))
        self.assertEqual(done.status, 1)
        dry, rows, done = self.rehearsed("report", "file", self.rows("C03,9", "C04,1"), "--note", "V-C2=đếm theo hộ")
        self.assertEqual([(row["cell"], row["value"], row["how"]) for row in rows],
                         [("C03", "9", "added"), ("C04", "1", "added"), ("note:V-C2", "đếm theo hộ", "added")])
        for lines in (("A05.XA,9", "A04.XA,2"), ("A01,1.794",), ("Z99,1",), ()):
            self.assertEqual(self.rehearsed("report", "file", self.rows(*lines))[2].status, 1, lines)
        self.assertEqual(self.rehearsed("report", "file", self.province.folder / "none.csv")[2].status, 1)
        # Two periods in one file: the second is judged with the first beside it, as it will be.
        both = self.write("both.csv", "form,period,cell,value\nQCDC-HUYEN,2019,B09.DAT_DAI,4\nQCDC-HUYEN,2019,B10.DAT_DAI,1\nQCDC-HUYEN,2020-H1,B01.DAT_DAI,9\n")
        checked = self.office.run("report", "check", both)
        dry, rows, done = self.rehearsed("report", "file", both)
        self.assertIn("contradicts", dry.err)
        self.assertEqual(checked.err.replace("it cannot be filed like this", "nothing was filed"), done.err)

    def test_only_a_rehearsal_prints_a_table(self):
        for command in (("report", "file", self.rows("A01,1")), ("petition", "import", self.rows("A01,1"))):
            for words in (("--format", "csv"), ("-o", self.province.folder / "x.xlsx")):
                done = self.office.run(*command, *words)
                self.assertEqual(done.status, 2, done)
                self.assertIn("only with --dry-run", done.err)
        self.assertFalse((self.province.folder / "x.xlsx").exists())

    def test_petition_import(self):
        head = "Số đăng ký;Loại đơn;Lĩnh vực;Ngày nhận;Trích yếu;Ngày giải quyết\n"
        first = self.write("so.csv", head + "1/KN;Khiếu nại;Đất đai;10/05/2020;Thu hồi đất;\n2/KN;kien nghi;khac;11/05/2020;Đèn đường;20/05/2020\n")
        dry, rows, done = self.rehearsed("petition", "import", first)
        self.assertIn("In order: 2 to import, 0 to correct, 0 as they stand, 0 to skip; 3 entries", dry.out)
        self.assertIn("2 imported, 0 corrected, 0 unchanged, 0 skipped; 3 entries added", done.out)
        self.assertEqual([(row["row"], row["how"], row["local_no"], row["kind"], row["field"], row["received_on"], row["title"], row["settled_on"]) for row in rows],
                         [("2", "added", "1/KN", "KHIEU_NAI", "DAT_DAI", "2020-05-10", "Thu hồi đất", ""),
                          ("3", "added", "2/KN", "KIEN_NGHI", "KHAC", "2020-05-11", "Đèn đường", "2020-05-20")])
        second = self.write("so.csv", head + "1/KN;Khiếu nại;Xây dựng;10/05/2020;Thu hồi đất;\n2/KN;kien nghi;khac;11/05/2020;Đèn đường;20/05/2020\n3/KN;KN;Thuế;1/6/2020;;\n".replace(";KN;", ";Khiếu nại;").replace("1/6/2020", "21/06/2020"))
        dry, rows, done = self.rehearsed("petition", "import", second)
        self.assertIn("1 to import, 1 to correct, 1 as they stand", dry.out)
        self.assertEqual([(row["local_no"], row["how"]) for row in rows], [("1/KN", "changed"), ("3/KN", "added")])
        self.assertRegex(rows[0]["changes"], r"^field .+ → .+$")
        self.assertIn("corrected 1/KN", done.out)
        self.assertEqual(self.rehearsed("petition", "import", second)[1], [])
        for bad in ("4/KN;Khiếu nại;Thuế;5/7/2020;;\n", "4/KN;x;y;z;;\n", "5/KN;Khiếu nại;Thuế;21/06/2020;a;\n5/KN;Khiếu nại;Thuế;21/06/2020;b;\n"):
            self.assertEqual(self.rehearsed("petition", "import", self.write("bad.csv", head + bad))[2].status, 1, bad)

    def test_a_register_larger_than_memory(self):
        rows = "".join(f"{i}/M,KIEN_NGHI,KHAC,2020-03-05,một trích yếu không giống trích yếu nào khác {i}\n" for i in range(20_000))
        path = self.write("many.csv", "local_no,kind,field,received_on,title\n" + rows)
        before = self.files()
        done, mib = harness.run_measured(self.office.command("petition", "import", path, "--dry-run", "--format", "csv"))
        self.assertEqual(done.status, 0, done.err)
        self.assertEqual(len(done.out.splitlines()), 20_001)
        self.assertEqual(self.files(), before)
        self.assertTrue(any("SAN_OPTIONS" in name for name in os.environ) or mib < 16, mib)

    def test_publish(self):
        founder = self.office = self.province.founder()
        founder.must("status")
        folder = self.province.folder / "set"
        folder.mkdir()
        (folder / "holidays.csv").write_text("day,works,name_vi,name_en,valid_from,valid_to\n2026-12-24,no,Ngày thử,A trial,,\n".replace(",valid_from,valid_to", "").replace(",,\n", "\n"))
        dry, rows, done = self.rehearsed("publish", folder)
        self.assertIn("1 change; nothing was written", dry.out)
        self.assertIn("1 change published", done.out)


class Tables(Sheets):
    """Every command that shows a table writes it into a file of -o, as what the file's name says that it is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.office, cls.tinh = cls.province.office("BCD-593"), cls.province.founder()
        cls.office.file_report(harness.REPORTS / "593-2020-H1.csv")
        cls.office.import_rows([harness.petition("1/KN"), harness.petition("2/KN")])
        cls.office.must("reception", "add", "local_no=1", "held_on=2020-02-03", "session=THUONG_XUYEN")
        cls.office.must("matter", "open", "local_no=V1", "opened_on=2020-03-01", "field=DAT_DAI", "title=Đất")
        cls.office.must("matter", "join", "V1", "1/KN", "on=2020-03-02")
        (cls.province.folder / "receptions.csv").write_text("Số thứ tự;Ngày tiếp;Hình thức tiếp\n2;04/02/2020;Thường xuyên\n", encoding="utf-8-sig")
        cls.office.sync()
        cls.tinh.sync()

    # What stands in the places of each line that shows a table, a name of a file of the province's folder among them; those at the province, with who they are.
    LINES = {"status": (), "rejected": (), "petition list": (), "petition show": ("1/KN",), "petition search": ("1/KN",), "petition next": ("1/KN",),
             "petition clock": ("1/KN",), "petition due": ("days=3650",), "reception import": ("receptions.csv", "--dry-run"), "reception list": (), "reception show": ("1",),
             "reception duties": (), "report check": (), "report list": (), "report reconcile": ("QCDC-HUYEN", "2020-H1"), "petition columns": (), "reception columns": (), "petition imports": (),
             "petition incoming": (), "petition assign": ("2/KN", "--to", "Lan", "--dry-run"), "petition queue": (), "petition twins": ("1/KN",), "petition surges": (), "petition scans": ("1/KN",), "matter list": (), "matter show": ("V1",), "list show": (), "list kinds": (), "notices": (), "tasks": (),
             "matter reply": ("V1", "ACCEPTED", "on=2020-03-05", "--dry-run"), "identity list": (), "identity publish": ("ab" * 32,), "identity index": ("--new",),
             "report show": ("QCDC-HUYEN", "2020-H1"), "catalogue": ("forms",), "explain": ("2020-H1/QCDC-HUYEN/G04",),
             "query": ("report_totals", "period=2020-H1", "form=QCDC-HUYEN"), "review list": (), "review show": ("BCD-593", "QCDC-HUYEN", "2020-H1"),
             "review check": ("period=2020-H1",), "publish": (harness.SOURCE / "sql" / "reference", "--check"), "vouch": ("ab" * 32,),
             "report file": (harness.REPORTS / "593-2019-H1.csv", "--dry-run"), "petition import": (harness.DENUNCIATIONS, "--dry-run")}
    AT_PROVINCE = ("query", "review", "publish", "vouch", "identity", "petition surges")
    # A form to fill is written otherwise, a brief and a slip are documents; the others show no table.
    OTHERS = {"join", "sync", "petition add", "petition correct", "petition correct-step", "petition move", "petition void", "petition unlike", "reception add", "reception correct", "reception void", "list propose", "list decline", "report nil", "report void", "report resubmit", "review accept",
              "review return", "review lock", "review reopen", "erase", "seal", "unseal", "rescue", "report template", "brief",
              "identity new", "identity read", "petition identity", "petition slip", "petition attach", "petition scan", "petition hand-over", "petition take-in", "petition return", "petition reply",
              "matter open", "matter correct", "matter void", "matter join", "matter leave", "list put", "list next", "list off", "notice issue", "notice show", "notice read",
              "notice withdraw", "task open", "task show", "task start", "task report", "task note", "task delay", "task accept", "task return", "task close", "task extend",
              "task assign"}

    def usage(self):
        """{command: its line}."""
        lines = re.findall(r"(?m)^  qcdc (.*)$", self.office.must("--help"))
        return {re.match(r"[a-z]+( [a-z-]+(?=[ ]|$))?", line).group(): line for line in lines}

    def test_every_line_of_the_usage(self):
        lines = self.usage()
        tables = {command for command, line in lines.items() if "[--format table|csv|json|excel" in line and "[-o FILE]" in line}
        self.assertEqual(tables, set(self.LINES))
        self.assertEqual(set(lines) - tables, self.OTHERS)
        for command, places in self.LINES.items():
            office = self.tinh if {command, command.split()[0]} & set(self.AT_PROVINCE) else self.office
            words = (*command.split(), *(self.province.folder / place if str(place).endswith("receptions.csv") else place for place in places))
            rows = {}
            for kind in ("csv", "json", "xlsx"):
                path = self.province.folder / f"table.{kind}"
                done = office.run(*words, "-o", path)
                self.assertEqual((done.status, done.out), (0, ""), (words, done.err))
                rows[kind] = getattr(self, kind)(path)
                self.assertTrue(kind == "json" or rows[kind][0], (words, kind))
            if command not in ("vouch", "identity publish", "identity index"): # which publish once
                self.assertEqual(len(rows["csv"]) - 1, len(rows["json"]), words)
            if command in ("report list", "explain", "report file", "query", "petition list", "petition search", "petition next", "petition clock", "petition due",
                           "reception import", "reception list", "reception show", "reception duties", "catalogue"):
                self.assertGreater(len(rows["csv"]), 1, words)
            self.assertEqual(office.must(*words, "--format", "csv", "-o", self.province.folder / "as.json"), "")
            self.assertNotIn((self.province.folder / "as.json").read_text()[:1], ("[", "{"), words)

    def csv(self, path):
        return list(csv.reader(io.StringIO(path.read_text())))

    def json(self, path):
        return json.loads(path.read_text())

    def test_workbooks_for_work(self):
        """Real numbers and days, a header that stays, sums below: petitions, values, totals, rates of reporting."""
        for office, question, numbers, days, sums in (
                (self.office, ("petition", "list"), {"people"}, {"received on"}, {"people"}),
                (self.tinh, ("query", "petition_register"), set(), {"received on"}, set()),
                (self.tinh, ("query", "report_values", "period=2020-H1", "cell=A01"), {"value"}, set(), set()),
                (self.tinh, ("query", "report_totals", "period=2020-H1", "form=QCDC-HUYEN"), {"value", "reported", "expected"}, set(), set()),
                (self.tinh, ("query", "reporting_rate", "period=2020-H1", "by=form"), {"expected", "missing", "rate"}, set(), {"expected", "on time", "late", "missing"}),
                (self.tinh, ("query", "petition_counts", "by=kind"), {"received"}, set(), {"received", "settled", "pending"}),
                (self.tinh, ("query", "reporting_status", "period=2020-H1"), {"filled", "cells"}, {"due on"}, set())):
            path = self.province.folder / "work.xlsx"
            office.must(*question, "-o", path)
            book, shown = (workbooks.openpyxl.load_workbook(path, data_only=only).active for only in (False, True))
            rows, heading = office.table(*question), [cell.value for cell in book[1]]
            self.assertEqual((book.freeze_panes, book.page_setup.paperSize, book.auto_filter.ref is not None), ("A2", 9, True), question)
            self.assertEqual(book.max_row, len(rows) + 1 + bool(sums), question)
            self.assertGreater(len(rows), 0, question)
            for name in numbers | days:
                column = [book.cell(row, heading.index(name) + 1).value for row in range(2, len(rows) + 2)]
                wanted = [row[name.replace(" ", "_")] for row in rows]
                if name in numbers:
                    self.assertEqual(column, [float(text) if text else None for text in wanted], (question, name))
                else:
                    self.assertEqual([day and day.date().isoformat() for day in column], [text or None for text in wanted], (question, name))
            for name in sums:
                letter = "ABCDEFGHIJKLMN"[heading.index(name)]
                self.assertEqual(book[f"{letter}{len(rows) + 2}"].value, f"=SUBTOTAL(109,{letter}2:{letter}{len(rows) + 1})")
                self.assertEqual(shown[f"{letter}{len(rows) + 2}"].value, sum(float(row[name.replace(" ", "_")] or 0) for row in rows))

    def test_a_row_of_totals_is_no_petition(self):
        """Below a register, as this program and spreadsheets write it; numbers of rows by SUBTOTAL are no sums."""
        book = workbooks.openpyxl.Workbook()
        for row in (["TT", "Số đăng ký", "Loại đơn", "Lĩnh vực", "Ngày nhận", "Số người"], ["=SUBTOTAL(3,$B$2:B2)", "81/KN", "Khiếu nại", "Đất đai", "10/05/2020", 2],
                    ["=SUBTOTAL(103,$B$2:B3)", "82/KN", "Khiếu nại", "Đất đai", "11/05/2020", 3], ["Tổng cộng", None, None, None, None, "=SUBTOTAL(9,F2:F3)"]):
            book.active.append(row)
        book.active["A1"].value = None
        for place in ("A2", "A3", "A4"):
            book.active[place].value = None if place != "A4" else "Tổng cộng"
        dry = self.office.table("petition", "import", self.write("sums.xlsx", workbooks.saved(book)), "--dry-run")
        self.assertEqual([(row["local_no"], row["people"]) for row in dry], [("81/KN", "2"), ("82/KN", "3")])

    def xlsx(self, path):
        return [list(row) for row in workbooks.openpyxl.load_workbook(path).active.iter_rows(values_only=True)]

    def test_an_explanation(self):
        path = self.province.folder / "explained.xlsx"
        self.office.must("explain", "2020-H1/QCDC-HUYEN/G04", "-o", path)
        sheet = workbooks.openpyxl.load_workbook(path).active
        heading = [cell.value for cell in sheet[1]]
        self.assertEqual([row[heading.index("value")].value for row in sheet.iter_rows(min_row=2)],
                         [float(row["value"]) for row in self.office.table("explain", "2020-H1/QCDC-HUYEN/G04")])
        self.assertEqual({type(row[heading.index("written at")].value) for row in sheet.iter_rows(min_row=2)}, {datetime.datetime})
        rows = self.office.table("explain", "2020-H1/QCDC-HUYEN/A12")
        self.assertEqual([(row["office"], row["state"]) for row in rows], [("BCD-593", "kept")])
        self.assertTrue(rows[0]["text"])
        self.assertTrue(self.office.must("explain", "2020-H1/QCDC-HUYEN/G04").startswith("2020-H1/QCDC-HUYEN/G04  "))


class EveryForm(Sheets):
    """A form to fill of every version of every form of the catalogue: filled with the figures of the examples, and filed."""

    def examples(self):
        """{(form, version): (period, values, the report of the period before)}; of a form that has none, what others say of its cells."""
        found = {(row["form"], row["version"]): (row["period"], self.values(harness.STATUTORY / row["file"]), row["earlier"])
                 for row in harness.read_csv(harness.STATUTORY / "manifest.csv") if not row["breaks"]}
        shared = self.values(harness.REPORTS / "593-2020-H1.csv") | self.values(harness.REPORTS / "MTTQ-2020-H1.csv")
        for form in self.forms():
            if (form["code"], form["version"]) not in found:
                found[form["code"], form["version"]] = ("2020-H1" if "H1" in form["periods"] else "2020", shared, None)
        return found

    def forms(self):
        """Of every version: what has ended is known on a day of its own."""
        office = self.province.office("BCD-593")
        forms = {(form["code"], form["version"]): form for day in ("2021-06-30", "2024-06-30", "2026-11-27")
                 for form in office.table("catalogue", "forms", f"on={day}")}
        return list(forms.values())

    def values(self, path):
        return {row["cell"]: row["value"] for row in harness.read_csv(path)}

    def owner(self, form):
        """An office that files it."""
        for office in self.offices:
            if form in office["forms"].split():
                return office["code"]
        raise AssertionError(form)

    def test_fill_and_file(self):
        self.offices = [row for row in self.province.office("BCD-593").table("catalogue", "offices") if row["code"] != "BCD-TINH"]
        examples = self.examples()
        self.assertEqual(len(examples), len(self.forms()))
        self.assertGreater(len(examples), 20)
        dimensions, rates = set(), 0
        for (form, version), (period, values, earlier) in examples.items():
            with self.subTest(f"{form} {version}"):
                office = self.province.office(self.owner(form))
                if earlier:
                    office.file_report(harness.STATUTORY / earlier)
                book = self.template(office, form, period)
                sheet = book.active
                self.assertEqual((sheet.page_setup.paperSize, sheet.page_setup.orientation, sheet.sheet_properties.pageSetUpPr.fitToPage,
                                  sheet.page_setup.fitToHeight, sheet.freeze_panes, sheet.print_title_rows), (9, "landscape", True, 0, "A5", "$4:$4"))
                rows = {row[2].value: row for row in sheet.iter_rows(min_row=5) if row[2].value}
                bare = {row["cell"] for row in csv.DictReader(io.StringIO(office.must("report", "template", form, period, "--csv")))}
                self.assertEqual({cell for cell, row in rows.items() if not row[5].protection.locked}, bare)
                if period != "2020-H1" and period != "2020":
                    self.assertLessEqual(set(values), set(rows))
                filled = 0
                for cell in set(values) & set(rows):
                    number = values[cell].replace(".", "").isdigit()
                    rows[cell][5].value = float(values[cell]) if number else values[cell]
                    filled += 1
                    dimensions.add(cell.count("."))
                # Of a form whose cells no example has.
                for cell in [cell for cell in rows if cell in bare][:0 if filled else None]:
                    rows[cell][5].value = 1
                for cell, row in rows.items():
                    if str(row[5].value).startswith("="):
                        row[5].value = workbooks.compute(sheet, row[5].value)
                        rates += row[5].value != ""
                path = self.write("filled.xlsx", workbooks.saved(book))
                self.assertIn("1 filed", office.must("report", "file", path, *self.notes(office, path)))
                stands = {row["cell"]: row["value"] for row in office.table("report", "show", form, period)}
                self.assertGreaterEqual(len(stands), 1)
                for cell in set(values) & set(rows):
                    self.assertEqual(stands[cell], values[cell].rstrip() if "." not in values[cell] else stands[cell], cell)
                self.assertIn("1 unchanged", office.must("report", "file", path))
        self.assertEqual(dimensions, {0, 1, 2})
        self.assertGreater(rates, 20)

    def notes(self, office, path):
        """What the warnings of the file ask for."""
        asked = re.findall(r"--note (\S+?)=", office.run("report", "check", path).err)
        return [word for rule in dict.fromkeys(asked) for word in ("--note", f"{rule}=theo số liệu mẫu")]


if __name__ == "__main__":
    harness.main()
