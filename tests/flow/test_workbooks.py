"""Workbooks as clerks have them: what is read of them is what CSV of the same table says; what is damaged or made to harm is
refused in one line."""

import datetime
import os
import random
import re
import unittest
import zipfile

import harness
import workbooks
from harness import FlowCase
from workbooks import packed, parts, workbook

DAY = datetime.date
SANITIZED = any("SAN_OPTIONS" in name for name in os.environ)  # a sanitizer has memory of its own


class Workbooks(FlowCase):
    def setUp(self):
        self.office = self.province.office("BCD-593")

    def write(self, name, content):
        path = self.province.folder / name
        path.write_bytes(content)
        return path

    def imported(self, content, *options):
        return self.office.must("petition", "import", self.write("a.xlsx", content), *options)

    def refused(self, content, *words, options=(), command=("petition", "import")):
        done = self.office.run(*command, self.write("b.xlsx", content), *options)
        self.assert_refused(done, *words)
        return done.err

    ROWS = [["SỔ TIẾP NHẬN ĐƠN NĂM 2020"], [], ["Số đăng ký", "Loại đơn", "Lĩnh vực", "Ngày nhận", "Trích yếu", "Số người", None],
            ["1/KN", "Khiếu nại", "Đất đai", DAY(2020, 5, 10), "Khiếu nại, \"thu hồi\" đất;\nlần 2", 3],
            [12, "to cao", "Cán bộ, công chức", "11/05/2020", "'=1+1", None, "  "], [None] * 6,
            ["13/KN", "KHIEU_NAI", "DAT_DAI", datetime.datetime(2020, 5, 12, 14, 30), "-x", 1250], [None, "", None]]

    def named(self, sheet):
        """The same formats for a sheet of ROWS that has another name."""
        return [(sheet, cell, code) for _, cell, code in self.shown("d/m/yy")]

    def shown(self, day):
        """Formats: the day alone of one that has a time, and zeros before a number."""
        return [("Sổ đơn", "D7", day), ("Sổ đơn", "A5", "000")]

    def test_a_register(self):
        """By its first bytes, whatever it is called; the first sheet that is shown, or the one that is named."""
        book = workbook(("Sổ đơn", self.ROWS), formats=self.shown("dd/mm/yyyy"))
        self.assertIn("3 imported", self.imported(book))
        listed = self.office.must("petition", "list", "--format", "csv")
        for text in ("1/KN,KHIEU_NAI,DAT_DAI,2020-05-10,\"Khiếu nại, \"\"thu hồi\"\" đất; lần 2\",", "012,TO_CAO,CAN_BO,2020-05-11,",
                     "13/KN,KHIEU_NAI,DAT_DAI,2020-05-12,'-x,TRUC_TIEP,1250,"):
            self.assertIn(text, listed)
        self.assertIn("3 unchanged", self.imported(workbook(("Hướng dẫn", [["đọc kỹ"]]), ("Sổ đơn", self.ROWS), formats=self.shown("yyyy-mm-dd")), "sheet=so don"))
        hidden = workbooks.openpyxl.load_workbook(workbooks.io.BytesIO(workbook(("x", [["y"]]), ("Sổ đơn", self.ROWS), formats=self.shown("d/m/yy"))))
        hidden["x"].sheet_state = "hidden"
        self.assertIn("3 unchanged", self.imported(workbooks.saved(hidden)))
        path = self.write("register.csv", book)
        self.assertIn("3 unchanged", self.office.must("petition", "import", path))
        self.assertIn("3 unchanged", self.office.must("petition", "import", "-", given=book)) # through a pipe
        self.refused(book, "no sheet \"khác\"", "Sổ đơn", options=("sheet=khác",))
        self.refused(workbook(("A", []), ("B", self.ROWS)), "sheet A is empty", "sheet=NAME reads another one: B")
        done = self.office.run("petition", "import", self.write("c.csv", b"local_no\n"), "sheet=A")
        self.assertIn("CSV, which has no sheets", done.err)

    def test_what_is_wrong_is_named_by_its_cell(self):
        rows = [list(row) for row in self.ROWS]
        rows[3][1], rows[4][3], rows[6][5] = "x?", 47.5, "#N/A"
        done = self.office.run("petition", "import", self.write("b.xlsx", workbook(("Sổ", rows))))
        for words in ("sheet Sổ, cell B4: kind", "sheet Sổ, cell D5: received_on: \"47.5\"", "sheet Sổ, cell F7: people"):
            self.assertIn(words, done.err)
        rows = [["stt", "form", "period", "cell", "value"][1:], ["QCDC-HUYEN", 2018, "A01", 1.5], ["QCDC-HUYEN", 2018, "A02", "=B2"]]
        done = self.office.run("report", "check", self.write("b.xlsx", workbook(("Biểu", rows))))
        for words in ("sheet Biểu, cell D2: A01: '1.5'", "sheet Biểu, cell D3: A02: '=B2'", "it cannot be filed"):
            self.assertIn(words, done.err)
        percent = workbook(("Biểu", [["form", "period", "cell", "value"], ["QCDC-HUYEN", 2018, "H08.due.DA1", 0.5]]),
                           formats=[("Biểu", "D2", "0%")])
        done = self.office.run("report", "check", self.write("b.xlsx", percent))
        self.assertIn("'50%' is not a number that can stand here", done.err)
        rows = [["local_no", "kind", None, "field", "received_on"], ["9", "KN", "x", "DAT_DAI", DAY(2020, 5, 5)]]
        self.refused(workbook(("Sổ", rows)), "sheet Sổ, row 2: something stands in column C")

    def test_the_running_number_of_rows(self):
        """The column that every register and form of a clerk's begins with is read over, whatever it is called."""
        for number, head in enumerate(("STT", "TT", "Số TT", "Số thứ tự", "stt")):
            rows = [[head, "Số đăng ký", "Loại đơn", "Lĩnh vực", "Ngày nhận"], [1, f"TT-{number}/KN", "Kiến nghị", "Đất đai", DAY(2018, 5, 5)]]
            self.assertIn("1 imported", self.office.must("petition", "import", self.write("t.xlsx", workbook(("Sổ", rows)))))
            figures = [[head, "Biểu mẫu", "Kỳ báo cáo", "Chỉ tiêu", "Giá trị"], [1, "QCDC-HUYEN", "2016", "A03", number + 1]]
            self.office.must("report", "file", self.write("t.xlsx", workbook(("B", figures))))
        self.assertIn("A03,5,", self.office.must("report", "show", "QCDC-HUYEN", "2016", "--format", "csv"))

    def test_numbers_that_a_workbook_shows_otherwise(self):
        """A register number is what the cell shows; figures that the spreadsheet has lost are asked for."""
        rows = [["local_no", "kind", "field", "received_on", "title"], [12, "Kiến nghị", "DAT_DAI", DAY(2019, 5, 5), "cầu"], [13, "Kiến nghị", "DAT_DAI", DAY(2019, 5, 6), "chợ"]]
        self.office.must("petition", "import", self.write("n.xlsx", workbook(("Sổ", rows), formats=[("Sổ", "A2", '0"/KN"'), ("Sổ", "A3", '000"/KN"')])))
        self.assertEqual({"12/KN", "013/KN"} - {row["local_no"] for row in self.office.table("petition", "list")}, set())
        rows[1][0] = 1.23456789012346e19
        self.refused(workbook(("Sổ", rows[:2])), "cell A2: local_no", "power of ten")
        figures = [["form", "period", "cell", "value"], ["QCDC-HUYEN", "2017", "A03", 120]]
        done = self.office.must("report", "check", self.write("n.xlsx", workbook(("B", figures), formats=[("B", "D2", '0" hộ"')])))
        self.assertIn("1 to file", done)

    def test_figures_stay_as_they_were_typed(self):
        rows = [["form", "period", "cell", "value"], ["QCDC-HUYEN", "2018", "A03", 2000], ["QCDC-HUYEN", 2018, "H08.due.DA1", 0.1 + 0.2],
                ["QCDC-HUYEN", 2018, "H08.due.DA2", 1.125], ["QCDC-HUYEN", 2018, "H08.due.DA3", "12,5"]]
        self.office.must("report", "file", self.write("h1.xlsx", workbook(("B", rows))))
        shown = self.office.must("report", "show", "QCDC-HUYEN", "2018", "--format", "csv")
        for text in ("A03,2000,", "H08.due.DA1,0.3,", "H08.due.DA2,1.1250,", "H08.due.DA3,12.5,"):
            self.assertIn(text, shown)

    def test_other_documents(self):
        for content, words in (
                (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + bytes(600), (".xls", "save it as .xlsx, without a password")),
                (packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}), ("save it as .xlsx",)),
                (packed({"_rels/.rels": workbooks.relations(("r1", "officeDocument", "word/document.xml"))}), ("save it as .xlsx",)),
                (packed({"a.txt": "x"}), ("no workbook",)), (b"PK\3\4", ("damaged",))):
            self.refused(content, *words)

    def test_hidden_sheets(self):
        """A workbook all of whose sheets are hidden has sheets: they are named, and are read where they are asked for."""
        good, _ = parts('<row><c t="inlineStr"><is><t>local_no</t></is></c></row>'), ""
        book = good["xl/workbook.xml"]
        self.assertIn("<sheet ", book)
        name = book.split('name="')[1].split('"')[0]
        hidden = packed({**good, "xl/workbook.xml": book.replace("<sheet ", '<sheet state="hidden" ')})
        said = self.refused(hidden, "every sheet of the workbook is hidden", f"hidden are: {name}", "sheet=NAME")
        self.assertNotIn("no sheet", said)
        self.refused(hidden, "has no sheet", f"hidden are: {name}", options=("sheet=nix",))
        self.refused(hidden, "columns are missing", options=(f"sheet={name}",))

    def test_sheets_that_are_not_read(self):
        """One sheet is read; others that hold something are named, as the way to them is where the first has no columns for it."""
        once = lambda *sheets, options=(): self.office.run(
            "petition", "import", self.write("d.xlsx", workbook(*sheets, formats=[one for name, _ in sheets if name != "Ghi chú" for one in self.named(name)])), *options)
        done = once(("Sổ đơn", self.ROWS), ("Trống", [[None], [" "]]), ("Tháng 6", self.ROWS))
        self.assertEqual((done.status, done.err), (0, f"qcdc: {self.province.folder / 'd.xlsx'}: the sheet Sổ đơn alone is read; not read: Tháng 6; "
                                                     "sheet=NAME reads another one\n"))
        self.assertEqual(once(("Sổ đơn", self.ROWS), ("Trống", [])).err, "")
        self.assertEqual(once(("Sổ đơn", self.ROWS), ("Tháng 6", self.ROWS), options=("sheet=Tháng 6",)).err, "", "who names one knows of the others")
        hidden = workbooks.openpyxl.load_workbook(workbooks.io.BytesIO(workbook(("Sổ đơn", self.ROWS), ("Danh mục", self.ROWS), formats=self.shown("d/m/yy"))))
        hidden["Danh mục"].sheet_state = "hidden"
        self.assertEqual(self.office.run("petition", "import", self.write("e.xlsx", workbooks.saved(hidden))).err, "")
        self.assert_refused(once(("Ghi chú", [["x", "y"], [1, 2]]), ("Sổ đơn", self.ROWS)), "sheet Ghi chú, row 1: unknown columns", "sheet=NAME reads another one: Sổ đơn")
        # So is a report.
        rows = [["form", "period", "cell", "value"], ["QCDC-HUYEN", "2019", "A01", 5]]
        done = self.office.run("report", "file", self.write("f.xlsx", workbook(("Năm 2019", rows), ("bản sao", rows))))
        self.assertEqual((done.status, "1 filed" in done.out, "not read: bản sao" in done.err), (0, True, True), done)
        self.assert_refused(self.office.run("report", "file", self.write("g.xlsx", workbook(("Ghi chú", [["x"]]), ("Năm 2019", rows)))),
                            "unknown columns", "sheet=NAME reads another one: Năm 2019")

    def test_a_large_sheet_beside_the_one_that_is_read(self):
        """What nobody reads may be as large as it likes: it takes nothing from the room of the sheet that is read."""
        good = parts('<row><c t="inlineStr"><is><t>local_no</t></is></c><c t="inlineStr"><is><t>kind</t></is></c></row>')
        sheets = "".join(f'<sheet name="S{i}" sheetId="{i}" r:id="o{i}"/>' for i in range(2, 18))
        relations = "".join(f'<Relationship Id="o{i}" Target="worksheets/o.xml" Type='
                            '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/>' for i in range(2, 18))
        rels = "xl/_rels/workbook.xml.rels"
        noise = "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz0123456789", k=20000)) * 900
        large = {**good, "xl/workbook.xml": good["xl/workbook.xml"].replace("</sheets>", f"{sheets}</sheets>"),
                 rels: good[rels].replace("</Relationships>", f"{relations}</Relationships>"),
                 "xl/worksheets/o.xml": good["xl/worksheets/sheet1.xml"].split("<sheetData")[0] + f"<sheetData/><extLst>{noise}</extLst></worksheet>"}
        for told, of in (("good", good), ("large", large)):
            with self.subTest(told):
                done = self.office.run("petition", "import", self.write(f"{told}.xlsx", packed(of)))
                self.assertNotIn("unpacks to more", done.err)
                self.assertRegex(done.err, "row 1.*received_on")

    def test_what_is_made_to_harm(self):
        """Each is one line, without memory or time for it."""
        cell = '<row><c t="inlineStr"><is><t>a</t></is></c></row>'
        good, main = parts(cell), "xl/worksheets/sheet1.xml"
        laughs = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
        cases = [(f'<!DOCTYPE x [<!ENTITY a0 "ha">{laughs}]><worksheet>&a9;</worksheet>', "entities"),
                 ('<!DOCTYPE x SYSTEM "file:///etc/passwd"><worksheet/>', "entities"),
                 (good[main].replace("<row>", f"<row>{' ' * 6_000_000}"), "unpacks to more"),
                 ("<worksheet>" + "<a>" * 100_000, "nested too deep"), (good[main].replace("<c", f"<c a=\"{'x' * 3_000_000}\""), "no spreadsheet"),
                 (good["xl/workbook.xml"], "in the place of another"), ("\x00", "not what it should be"), ("", "not what it should be")]
        for text, words in cases:
            self.refused(packed({**good, main: text}), words)
        for name in good:
            self.refused(packed({**good, name: None}), "b.xlsx")
            self.refused(packed({**good, name: "<x"}), "not what it should be")
        circle = {**good, "xl/_rels/workbook.xml.rels": workbooks.relations(("r1", "worksheet", "workbook.xml"),
                                                                             ("r2", "sharedStrings", "../xl/workbook.xml"))}
        self.refused(packed(circle), "in the place of another")
        outside = {**good, "xl/_rels/workbook.xml.rels": workbooks.relations(("r1", "worksheet", "../../../etc/passwd"))}
        self.refused(packed(outside), "missing")
        path = self.write("locked.xlsx", packed(good))
        content = bytearray(path.read_bytes())
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                content[info.header_offset + 6] |= 1
        at = -1
        while (at := content.find(b"PK\1\2", at + 1)) >= 0:
            content[at + 8] |= 1
        self.refused(bytes(content), "password")

    def test_what_unpacks_to_much(self):
        """To the byte: what all parts unpack to, and what one does beyond so many times its own size."""
        good, main = parts('<row><c t="inlineStr"><is><t>a</t></is></c></row>'), "xl/worksheets/sheet1.xml"
        blanks = bytearray(b" " * 2**20)
        for place in range(0, 2**20, 150):
            blanks[place + hash(place) % 97] = ord("\n")
        rest = sum(len(text.encode()) for name, text in good.items() if name != main)
        for free, total in ((b" ", 4 * 2**20), (bytes(blanks), 256 * 2**20 - rest)):
            for over in (0, 1):
                begin, end = good[main].replace("<row>", "<row> "), ""
                begin, end = begin.encode().split(b"<row> ")
                filler = free * ((total - len(begin) - len(end)) // len(free) + 1)
                text = begin + b"<row>" + filler[:total + over - len(begin) - len(end) - 5] + end
                done = self.office.run("petition", "import", self.write("c.xlsx", packed({**good, main: text})))
                self.assertIn("unpacks to more than" if over else "unknown columns: \"a\"", done.err)

    VIETNAMESE = {"LANGUAGE": "vi", "LC_ALL": "C.UTF-8"}

    def written(self, *command, office=None, environment=None):
        """What a command writes into a workbook, as another program reads it; and its path."""
        path = self.province.folder / "w.xlsx"
        path.unlink(missing_ok=True)
        done = (office or self.office).run(*command, "-o", path, environment=environment)
        self.assertEqual((done.status, done.out, done.err), (0, "", ""))
        return workbooks.openpyxl.load_workbook(path), path

    def test_lists_come_back_as_they_are_and_compute_nothing(self):
        titles = ['=HYPERLINK("http://e.test","x")', "-2+3", "@SUM(1)", "+84", "a; =b,-c", "'quoted'", "''=x", "_x005F_x0041_", "#N"]
        rows = [["local_no", "kind", "field", "received_on", "title", "people", "settled_on", "flags", "outcome"]]
        rows += [[f"{i}/5", "KIEN_NGHI", "KHAC", DAY(2020, 3, i), title, 1250, DAY(2020, 4, 1) if i == 1 else None, "đông người"]
                 for i, title in enumerate(titles, 1)]
        self.assertIn("9 imported", self.imported(workbook(("Sổ", rows))))
        listed = self.office.must("petition", "list", "--format", "csv")
        for environment, head, kind in (({}, "local no", "recommendation"), (self.VIETNAMESE, "Số vào sổ", "Kiến nghị")):
            book, path = self.written("petition", "list", environment=environment)
            sheet = book.active
            self.assertEqual((sheet["A1"].value, sheet["B2"].value, sheet.freeze_panes), (head, kind, "A2"))
            self.assertEqual([cell.value for cell in sheet["E"]][1:6], titles[:5])
            # Below the table stands what its people come to, and it is no row of the register when it comes back.
            total = [cell.value for cell in sheet[11]]
            self.assertEqual((total[0] in ("Total", "Tổng cộng"), total[6], sheet.max_row), (True, "=SUBTOTAL(109,G2:G10)", 11))
            self.assertEqual(workbooks.openpyxl.load_workbook(path, data_only=True).active["G11"].value, 9 * 1250)
            self.assertEqual((sheet["D2"].value, sheet["G2"].value, sheet["A2"].value), (datetime.datetime(2020, 3, 1), 1250, "1/5"))
            self.assertEqual({cell.data_type for row in sheet.iter_rows(max_row=10) for cell in row}, {"s", "d", "n"})
            with zipfile.ZipFile(path) as archive:
                self.assertEqual(archive.read("xl/worksheets/sheet1.xml").count(b"<f>"), 1)
            self.assertIn("0 imported, 0 corrected, 9 unchanged", self.office.must("petition", "import", path))
        self.assertEqual(self.office.must("petition", "list", "--format", "csv"), listed)

    def test_reports_and_questions(self):
        self.office.file_report(harness.REPORTS / "593-2020-H1.csv")
        book, path = self.written("report", "show", "QCDC-HUYEN", "2020-H1", environment=self.VIETNAMESE)
        row = [cell.value for cell in book.active[2]]
        self.assertEqual((row[0], row[2], row[3], row[5]), ("QCDC-HUYEN", "2020-H1", "A01", 22))
        self.assertIn("Số văn bản", row[4])
        self.assertIn("1 unchanged", self.office.must("report", "file", path))
        self.office.sync()
        reader = self.province.office("BCD-TINH", "province")
        question = ("query", "report_totals", "period=2020-H1", "form=QCDC-HUYEN")
        book, path = self.written(*question, office=reader)
        rates = {row[0]: row[2] for row in book.active.iter_rows(min_row=2, values_only=True)}
        self.assertEqual({row["cell"]: float(row["value"]) if row["value"] else None for row in reader.table(*question)}, rates)
        # What adds up is added up at the end, behind what a filter is for.
        question = ("query", "reporting_rate", "period=2020-H1", "by=form")
        rows = reader.table(*question)
        book, path = self.written(*question, office=reader)
        total, last = [cell.value for cell in book.active[len(rows) + 2]], len(rows) + 1
        heading = [cell.value for cell in book.active[1]]
        self.assertEqual((total[0], total[heading.index("expected")]), ("Total", f"=SUBTOTAL(109,{'ABCDEFGH'[heading.index('expected')]}2:{'ABCDEFGH'[heading.index('expected')]}{last})"))
        self.assertEqual(total[heading.index("rate")], None)
        saved = workbooks.openpyxl.load_workbook(path, data_only=True).active[last + 1]
        for name in ("expected", "on_time", "late", "missing"):
            self.assertEqual(saved[heading.index(name.replace("_", " "))].value, sum(int(row[name]) for row in rows), name)
        for command in (("status",), ("report", "list"), ("rejected",), ("petition", "list", "kind=TO_CAO"), ("query",)):
            book, path = self.written(*command)
            self.assertTrue(book.active["A1"].value)
        before = path.read_bytes()
        done = self.office.run("query", "report_totals", "period=x", "form=y", "-o", path)
        self.assertNotEqual(done.status, 0)
        self.assertEqual(path.read_bytes(), before)
        done = self.office.run("status", "--format", "csv", "-o", path)
        self.assertIn("leave --format out", done.err)

    def test_a_form_to_fill(self):
        """Earlier figures beside the cells, rates that compute themselves as the program does, and back in as it is saved."""
        office = self.province.office("BCD-594")
        for period in ("2019-H1", "2019"):
            office.file_report(harness.REPORTS / f"594-{period}.csv")
        template = ("report", "template", "QCDC-HUYEN", "2020-H1")
        book, path = self.written(*template, office=office, environment=self.VIETNAMESE)
        sheet = book.active
        self.assertEqual((sheet.title, sheet.freeze_panes, sheet.print_title_rows, sheet.page_setup.paperSize, sheet.protection.sheet),
                         ("QCDC-HUYEN 2020-H1", "A5", "$4:$4", 9, True))
        self.assertEqual([cell.value for cell in sheet[4]], ["Biểu mẫu", "Kỳ báo cáo", "Ô số liệu", "Tên chỉ tiêu", "Đơn vị tính", "Giá trị",
                                                             "Kỳ trước", "Cùng kỳ năm trước", "Quy tắc", "Giải trình"])
        self.assertEqual([sheet["G3"].value, sheet["H3"].value], ["2019", "2019-H1"])
        rows = {row[2].value: row for row in sheet.iter_rows(min_row=5)}
        earlier = {row["cell"]: row["value"] for row in harness.read_csv(harness.REPORTS / "594-2019-H1.csv")}
        for cell in ("A01", "C10.TO_CAO", "H08.due.DA5941"):
            self.assertEqual(rows[cell][7].value, int(earlier[cell]))
        self.assertEqual((rows["A01"][4].value, rows["A01"][5].value, rows["A01"][5].protection.locked), ("văn bản", None, False))
        self.assertEqual((rows["G04"][8].value, rows["G04"][5].protection.locked), ("100 × G03 / G02", True))
        # Rates of earlier reports, too: of the same period a year ago, and of the one before.
        for column, period in ((7, "2019-H1"), (6, "2019")):
            past = {row["cell"]: row["value"] for row in harness.read_csv(harness.REPORTS / f"594-{period}.csv")}
            self.assertAlmostEqual(rows["G04"][column].value, 100 * int(past["G03"]) / int(past["G02"]), delta=0.005)
        self.hinted(office, rows)
        checks = [rule for rule in sheet.data_validations.dataValidation if "F5" in rule.sqref]
        self.assertEqual([(rule.type, rule.operator, rule.formula1) for rule in checks], [("whole", "greaterThanOrEqual", "0")])
        codes, = [rule for rule in sheet.data_validations.dataValidation if rule.type == "list"]
        first, last = (int(end[1:]) for end in str(codes.sqref).split(":"))
        self.assertEqual((last, last - first + 1), (sheet.max_row, 5 * len(codes.formula1.strip('"').split(","))), "each figure of five projects")
        self.assertIn("insertRows=\"0\"", zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml").decode())
        with zipfile.ZipFile(path) as archive:
            element, = re.findall(r'<dataValidation type="list"[^>]*>', archive.read("xl/worksheets/sheet1.xml").decode())
        self.assertIn(f'sqref="C{first}:C{last}"', element)
        self.assertNotIn("showErrorMessage", element, "what is chosen is to be written on")
        self.assertTrue({"H02.", "H06.due.", "H06.done."} <= set(codes.formula1.strip('"').split(",")), codes.formula1)
        self.assertEqual({row[5].value for row in workbooks.openpyxl.load_workbook(path, data_only=True).active.iter_rows(min_row=5)} - {""}, {None})
        self.assert_refused(office.run("report", "file", path), "without a single figure")
        sheet.cell(first, 3).value, sheet.cell(first, 6).value = "H02.", 3
        self.assert_refused(office.run("report", "file", self.write("half.xlsx", workbooks.saved(book))), "H02", "a code of your own in capital letters")
        # A row that was inserted has blanks in the columns that are hidden.
        sheet.cell(first, 3).value, sheet.cell(first, 6).value = "H02.DA1", 3
        sheet.cell(last + 2, 3).value, sheet.cell(last + 2, 6).value = "H02.DA2", 4
        inserted = self.write("inserted.xlsx", workbooks.saved(book))
        self.assertIn("1 to file", office.must("report", "check", inserted))
        sheet.cell(last + 2, 2).value = "2020"
        self.assert_refused(office.run("report", "check", self.write("half.xlsx", workbooks.saved(book))), f"cell A{last + 2}", "form")
        for cell in (sheet.cell(row, column) for row in (first, last + 2) for column in (2, 3, 6)):
            cell.value = None if cell.row > last or cell.column > 2 else cell.value

        values = {row["cell"]: row["value"] for row in harness.read_csv(harness.REPORTS / "594-2020-H1.csv")}
        for cell, row in rows.items():
            value = values.get(cell)
            row[5].value = (float(value) if value.replace(".", "").isdigit() else value) if value else row[5].value
        self.assertLessEqual(set(values), set(rows))
        filled = self.write("h1.xlsx", workbooks.saved(book))
        derived = {row["cell"]: row["value"] for row in office.table("report", "check", filled)}
        computed = {cell: workbooks.compute(sheet, row[5].value) for cell, row in rows.items() if str(row[5].value).startswith("=")}
        self.assertGreater(len(computed), 40)
        for cell, value in computed.items():
            self.assertEqual("" if value == "" else f"{value:.2f}", derived.get(cell, ""), cell)
            rows[cell][5].value = value
        filled = self.write("h1.xlsx", workbooks.saved(book))
        persons, rows["C04"][5].value = rows["C04"][5].value, 1
        self.assert_refused(office.run("report", "file", self.write("few.xlsx", workbooks.saved(book))), f"cell F{rows['C04'][5].row}: C04: C04 ≥ C03: 1 < ",
                            "--note V-C2=")
        rows["C04"][9].value = "Đếm theo hộ"
        self.assertIn("a note says why", office.run("report", "check", self.write("few.xlsx", workbooks.saved(book))).err)
        rows["C04"][5].value, rows["C04"][9].value = persons, None
        rows["G04"][5].value += 1
        self.assert_refused(office.run("report", "file", self.write("bad.xlsx", workbooks.saved(book))),
                            f"cell F{rows['G04'][5].row}: G04: G04 is computed from other cells by the rule V-G4 and comes to {derived['G04'].replace('.', ',')}")
        self.assertIn("1 filed", office.must("report", "file", filled))
        self.assertIn("1 unchanged", office.must("report", "file", harness.REPORTS / "594-2020-H1.csv"))
        _, path = self.written(*template, office=office, environment=self.VIETNAMESE)
        self.assertIn("0 to file, 0 to correct, 1 as filed", office.must("report", "check", path), "as handed out, it changes nothing")
        csv = office.must(*template, "--format", "csv")
        self.assertTrue(csv.startswith("form,period,cell,value,cell_name,note,register\nQCDC-HUYEN,2020-H1,A01,,Leadership"))
        self.assertEqual(office.must(*template, "--csv"), csv)
        self.assertIn("no other format", office.run(*template, "--csv", "-o", path).err)
        self.assertIn("template is csv", office.run(*template, "--format", "json").err)

    def hinted(self, office, rows):
        """Each rule that the cell is in, in the words of report check: what that says of a report that breaks it stands beside its cells."""
        self.assertIn("A05 ≤ A04; V-A1: Số đơn vị đã ban hành QCDC không quá tổng số đơn vị thuộc diện", rows["A04.XA"][8].value)
        self.assertTrue(rows["C14"][8].value.startswith("100 × "))
        self.assertEqual(rows["A12"][8].value, None)
        broken = [["form", "period", "cell", "value"], ["QCDC-HUYEN", "2020-H1", "B04.DAT_DAI", "120"], ["QCDC-HUYEN", "2020-H1", "A05.XA", "9"],
                  ["QCDC-HUYEN", "2020-H1", "A04.XA", "2"], ["QCDC-HUYEN", "2020-H1", "G03", "9"], ["QCDC-HUYEN", "2020-H1", "G02", "3"],
                  *(["QCDC-HUYEN", "2020-H1", f"B0{number}.DAT_DAI", "5"] for number in (1, 2, 3))]
        done = office.run("report", "check", self.write("broken.csv", "\n".join(map(",".join, broken)).encode()), environment=self.VIETNAMESE)
        found = re.findall(r": ([A-Z]\d\d[\w.]*): ([^:;]+): [^;]*; (V-[A-Z]\d+: .*?) \([A-Z]\d\d: ", done.err)
        self.assertEqual({cell for cell, _, _ in found}, {"A05.XA", "B04.DAT_DAI", "B01.DAT_DAI", "G03"}, done.err)
        for cell, rule, words in found:
            # What contradicts an earlier report says so before the rule.
            self.assertIn(f"{'B01[P] = B09[Pprev] + B10[Pprev]' if cell == 'B01.DAT_DAI' else rule}; {words}", rows[cell][8].value, done.err)

    def test_memory_does_not_grow_with_the_register(self):
        """Forty thousand rows of texts of their own, within what a client may take."""
        head = ["form", "period", "cell", "value", "QCDC-HUYEN", "2018"]
        texts = head + [text for i in range(40_000) for text in (f"Z{i}", f"một văn bản không giống văn bản nào khác, số {i}, để đo bộ nhớ")]
        rows = [(0, 1, 2, 3)] + [(4, 5, 6 + 2 * i, 7 + 2 * i) for i in range(40_000)]
        path = self.write("large.xlsx", packed(parts(
            "".join("<row>" + "".join(f'<c t="s"><v>{place}</v></c>' for place in row) + "</row>" for row in rows),
            "".join(f"<si><t>{text}</t></si>" for text in texts))))
        self.assertIn("and 39980 more", self.within_memory("report", "check", path))
        many = "local_no,kind,field,received_on,title\n" + "".join(
            f"{i}/M,KIEN_NGHI,KHAC,2020-03-05,một trích yếu không giống trích yếu nào khác {i}\n" for i in range(20_000))
        self.office.must("petition", "import", self.write("many.csv", many.encode()))
        self.within_memory("petition", "list", "-o", path)
        before = path.read_bytes()
        # Where the disk is full, for the file or for what the library keeps beside it, last week's stays.
        for kibibytes in (100, 1000):
            done = harness.run(["bash", "-c", f"trap '' XFSZ; ulimit -f {kibibytes}; exec \"$@\"", "-",
                                *self.office.command("petition", "list", "-o", path)])
            self.assert_refused(done)
            self.assertEqual((path.read_bytes() == before, list(path.parent.glob("large.xlsx?*"))), (True, []))
        # Nor where there are no descriptors for what the library keeps beside it; and its own line is not ours.
        if not SANITIZED:
            short = self.write("short.xlsx", b"before")
            fates = set()
            for descriptors in range(5, 14):
                done = harness.run(["bash", "-c", f"ulimit -n {descriptors}; exec \"$@\"", "-",
                                    *self.office.command("petition", "list", "limit=3", "-o", short)])
                self.assertEqual((done.out, len(done.err.splitlines())), ("", 1 if done.status else 0), (descriptors, done))
                self.assertTrue(done.status == 0 or short.read_bytes() == b"before", descriptors)
                fates.add(done.status)
            self.assertEqual(fates, {0, 1})
            self.short_of_descriptors(short)
        self.assertEqual(workbooks.openpyxl.load_workbook(path, read_only=True).active.max_row, 20_002)

    def short_of_descriptors(self, path):
        """What is written by its name, too, fails in one line of ours that says what is short."""
        template = ("report", "template", "QCDC-HUYEN", "2020-H1", "-o", path)
        for command in (("petition", "list", "limit=3", "-o", path), template):
            said = set()
            for descriptors in range(5, 14):
                path.unlink(missing_ok=True)
                done = harness.run(["bash", "-c", f"ulimit -n {descriptors}; exec \"$@\"", "-", *self.office.command(*command)])
                self.assertEqual(len(done.err.splitlines()), 1 if done.status else 0, (descriptors, done))
                self.assertNotIn("[ERROR]", done.err)
                self.assertNotIn("permissions error", done.err)
                said.add(done.err)
            self.assertTrue([line for line in said if "ulimit -n" in line], said)

    @unittest.skipIf(os.getuid(), "only root mounts a disk")
    def test_a_full_disk(self):
        """Of the file itself: one line that says so, and nothing is left."""
        disk = harness.new_folder()
        mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk]
        if harness.run(mount).status:
            self.skipTest("no disk can be mounted here")
        self.addCleanup(harness.run, ["umount", disk])
        (disk / "fill").write_bytes(bytes(60 * 1024))
        for command in (("petition", "list"), ("report", "template", "QCDC-HUYEN", "2020-H1")):
            for language, words in (({}, ("no room to write the workbook", "CSV")),
                                    ({"LANGUAGE": "vi", "LC_ALL": "C.UTF-8"}, ("không còn chỗ", "CSV"))):
                done = self.office.run(*command, "-o", disk / "x.xlsx", environment=language)
                self.assert_refused(done, *words)
                self.assertNotIn("ZIP", done.err)
                self.assertEqual([path.name for path in disk.iterdir()], ["fill"])

    def within_memory(self, *command):
        done, mib = harness.run_measured(self.office.command(*command))
        self.assertTrue(SANITIZED or mib < 16, mib)
        return done.err


class Closing(FlowCase):
    """What official forms end with, below the rows: who made the table, where it goes, the day, and the names under it."""

    FORM = (("Người lập biểu", None, None, "Thủ trưởng đơn vị"), ("(Ký, ghi rõ họ tên)", None, None, "(Ký, đóng dấu)"), (None,) * 4,
            ("Nguyễn Thị Hoa", None, None, "TRẦN VĂN NAM"))
    PLACE = ((None, "Phan Thiết, ngày 15 tháng 6 năm 2020", None, None),)
    SENT = (("Nơi nhận:", None, None, None), ("- Như trên;", None, None, None), ("- Lưu: VT, P2.", None, None, None))

    def setUp(self):
        self.office = self.province.office("BCD-593")
        self.number = iter(range(1, 100))

    def files(self, head, rows):
        """The same table as CSV and as a workbook."""
        text = "\n".join(",".join(f'"{cell}"' if cell is not None else "" for cell in row) for row in [head, *rows])
        for name, content in (("c.csv", text.encode() + b"\n"), ("c.xlsx", workbook(("B", [head, *rows])))):
            path = self.province.folder / name
            path.write_bytes(content)
            yield path

    def report(self, *rows):
        return self.files(["form", "period", "cell", "value"], [("QCDC-HUYEN", "2015", "A03", next(self.number)), *rows])

    def register(self, *rows):
        number = next(self.number)
        return self.files(["Số đăng ký", "Loại đơn", "Lĩnh vực", "Ngày nhận", "Trích yếu"],
                          [(f"K-{number}/KN", "Kiến nghị", "Đất đai", "05/05/2018", f"cầu {number}"), *(row + (None,) for row in rows)])

    TABLES = ((("report", "file"), report), (("petition", "import"), register))

    def test_read_past_and_said(self):
        for command, made in self.TABLES:
            for closing, last in ((self.FORM, 6), (self.PLACE + self.FORM, 7), (self.SENT, 5), (self.PLACE, 3), (self.FORM + self.SENT, 9)):
                for path in made(self, *closing):
                    done = self.office.run(*command, path)
                    self.assertEqual(done.status, 0, done.err)
                    rows = "row 3 stands" if last == 3 else f"rows 3–{last} stand"
                    first = next(cell for cell in closing[0] if cell)
                    more = "" if last == 3 else " …"
                    self.assertIn(f'{rows} below the table and are passed over: "{first}"{more}' if last > 3 else f'{rows} below the table and is passed over: "{first}"', done.err)
                    self.assertNotIn("Hoa", done.err)
        done = self.office.run("report", "check", path := list(self.report(*self.FORM))[1], environment={"LANGUAGE": "vi", "LC_ALL": "C.UTF-8"})
        self.assertIn("dòng 3–6", done.err)

    def test_beside_the_table(self):
        """What stands in a column without a heading, or right of all of them, is refused where it is data, and read past below it."""
        wide = (None, None, None, None, None, "Thủ trưởng đơn vị")
        for path in self.report(wide):
            self.assertIn('"Thủ trưởng đơn vị"', self.office.run("report", "check", path).err)
        for path in self.report(wide, ("QCDC-HUYEN", "2015", "A02", 1)):
            self.assertEqual(self.office.run("report", "check", path).status, 1)

    def test_between_rows_of_figures(self):
        for command, made in self.TABLES:
            more = ("QCDC-HUYEN", "2015", "A02", 1) if made is Closing.report else ("K-100/KN", "Kiến nghị", "Đất đai", "05/05/2018")
            for path in made(self, *self.FORM, more):
                done = self.office.run(*command, path)
                self.assert_refused(done, 'rows 3–6 end the table, and row 7 below them goes on with it: "Người lập biểu" …', "leave them out")
            for path in made(self, self.PLACE[0], more):
                self.assert_refused(self.office.run(*command, path), "row 3 ends the table, and row 4 below it goes on with it")

    def test_what_is_never_read_past(self):
        """A number, a code or the name of a cell in a column that is read; and words that no form ends with."""
        for row in ((None, None, None, 12), (None, None, "A05", None), ("QCDC-HUYEN", None, None, None), (None, "2015", None, None),
                    ("Người lập biểu", None, None, 12), ("Người lập biểu", None, "A05", None), (None, None, None, "tốt"),
                    (None, None, None, "Tình hình ổn định, cán bộ tận tụy")):
            for path in self.report(row):
                self.assertEqual(self.office.run("report", "check", path).status, 1, row)
            for path in self.report(*self.FORM, row):
                said = self.office.run("report", "check", path)
                if row[3] not in ("tốt", "Tình hình ổn định, cán bộ tận tụy"):
                    self.assertEqual(said.status, 1, row)
        for row in (("K-200/KN", None, None, None), (None, "Kiến nghị", None, None), (None, None, "DAT_DAI", None), (None, None, None, "05/05/2018"),
                    ("Người lập biểu", "Kiến nghị", None, None), ("Nguyễn Văn A", None, None, None)):
            for path in self.register(row):
                self.assertEqual(self.office.run("petition", "import", path).status, 1, row)
            for path in self.register(*self.FORM, row):
                if row[0] != "Nguyễn Văn A":
                    self.assertEqual(self.office.run("petition", "import", path).status, 1, row)


if __name__ == "__main__":
    harness.main()
