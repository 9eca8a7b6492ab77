"""Files as people have them: what clerks hand in is read as it is, or refused with what it could mean; what is written is
taken back."""

import harness
from harness import FlowCase, petition


class Files(FlowCase):
    def setUp(self):
        self.office = self.province.office("BCD-593")

    def write(self, name, text, encoding="utf-8"):
        path = self.province.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    def imported(self, name, text, encoding="utf-8"):
        return self.office.must("petition", "import", self.write(name, text, encoding))

    def refused(self, name, text, *words, command=("petition", "import")):
        done = self.office.run(*command, self.write(name, text))
        self.assertEqual(done.status, 1, done.out + done.err)
        for word in words:
            self.assertIn(word, done.err)
        return done.err

    def listed(self, how="csv"):
        return self.office.must("petition", "list", "--format", how)

    ROWS = ("local_no,kind,field,received_on,title\n"
            "1/KN,KHIEU_NAI,DAT_DAI,2020-05-10,Khiếu nại thu hồi đất\n"
            "2/KN,TO_CAO,CAN_BO,2020-05-11,\"Tố cáo, việc thu phí\"\n")

    def test_separators_and_encodings(self):
        self.assertIn("2 imported", self.imported("a.csv", self.ROWS))
        semicolons = ("Sổ tiếp nhận đơn năm 2020;;;;;\n\nSỐ ĐĂNG KÝ\u00a0; Loai don;Lĩnh vực;Ngày nhận;trích yếu;\n"
                      ";;;;;\n1/KN;Khiếu nại;đất đai;10/05/2020;Khiếu nại thu hồi đất;\n"
                      "2/KN;to cao;Cán bộ, công chức;11/05/2020;Tố cáo, việc thu phí\n   ;;\n")
        tabs = semicolons.replace(";", "\t")
        for name, text, encoding in (("b.csv", semicolons, "utf-8-sig"), ("c.csv", tabs, "utf-16"), ("d.csv", tabs, "utf-8"),
                                     ("e.csv", "\ufeff" + semicolons, "utf-16-be"), ("f.csv", semicolons, "utf-16-le"),
                                     ("g.csv", "sep=;\n" + semicolons, "utf-8"), ("h.csv", self.ROWS, "utf-16")):
            with self.subTest(name):
                self.assertIn("0 imported, 0 corrected, 2 unchanged", self.imported(name, text, encoding))

    def test_old_encodings_are_refused_with_how_to_save(self):
        head = "local_no,kind,field,received_on,title\n1,KIEN_NGHI,DAT_DAI,2020-06-11,"
        self.refused("a.csv", head.encode() + b"Ki\xd5n ngh\xde v\xd2 \xae\xad\xeang th\xabn\n", "TCVN3", "CSV UTF-8")
        self.refused("b.csv", head.encode() + b"Ki\xea\xecn nghi\xf2 v\xea\xcc \xf0\xfd\xf5\xccng\n", "CSV UTF-8")
        for text, word in (("KiÕn nghÞ vÒ ®­êng", "TCVN3"), ("Kieán nghò veà ñöôøng noäi ñoàng", "VNI"),
                           ("Kiáº¿n nghá»‹ Ä‘Ã¡", "UTF-8"), ("Ki\ufffdn ngh\ufffd", "lost"), ("#REF!", "spreadsheet")):
            self.refused("c.csv", head + text + "\n", "title", word)
        for text in ("Kiến nghị về đường ĐÃ XUỐNG CẤP… (500 m²)", "Khiếu nại Công ty Müller về «Dự án Nestlé»", "Ý kiến ở Đà Lạt"):
            self.imported("d.csv", head + "\"" + text + "\"\n")

    def test_every_fault_of_a_row_and_every_unknown_column(self):
        said = self.refused("a.csv", "local_no,kind,field,received_on,people\n#N/A,KN?,x,5/7/2020,-\n12-May,,,13-5-20,2.000\n"
                            "1,KHIEU_NAI,DAT_DAI,2020-05-10,1,more\n",
                            "a.csv:2: local_no", "a.csv:2: kind", "a.csv:2: field", "05/07/2020 or 07/05/2020",
                            "a.csv:2: people", "a.csv:3: local_no", "a.csv:3: kind", "a.csv:3: field",
                            "a.csv:3: received_on", "write 2 or 2000", "6 fields where the header has 5")
        self.assertNotIn("1E5", said)
        self.refused("b.csv", "mau_sac,local_no,kind,ghi_chu,field,received_on,don_vi\n", '"mau_sac", "ghi_chu", "don_vi"', "settled_on")
        self.refused("c.csv", '"form,period,cell,value"\n"QCDC-HUYEN,2020,A01,5"\n', "Text to Columns",
                     command=("report", "check"))

    def test_heads_in_the_readers_language(self):
        """Unknown and missing columns are answered with the heads that the reader's tables have."""
        path = self.office.folder / "la.csv"
        path.write_text("Số vào sổ,Loại đơn,Cột lạ\n1/KN,KHIEU_NAI,x\n", encoding="utf-8")
        done = self.office.run("petition", "import", path, environment={"LC_ALL": "C.UTF-8", "LANGUAGE": "vi"})
        self.assertIn("Cột lạ", done.err)
        for head in ("Số vào sổ, Loại đơn, Lĩnh vực, Ngày tiếp nhận, Trích yếu",):
            self.assertIn(head, done.err)
        self.assertNotIn("local_no", done.err)

    def test_a_row_of_totals(self):
        """A row that adds up others is told as that, and its word is nobody's name."""
        head = "local_no,kind,field,received_on,title,people\n70/KN,KHIEU_NAI,DAT_DAI,2020-05-10,x,1\n"
        for total in "Tổng cộng,,,,,1", "Cộng,,,,,", "TỔNG SỐ ĐƠN: 1,,,,,", ",,,,Total,5", "Tổng cộng: 5 đơn,,,,,", ",Cộng: 10,,,,":
            said = self.refused("a.csv", head + total + "\n", ":3: this row adds up others", "leave the row of totals out")
            self.assertNotIn("local_no", said)
            self.assertNotIn("name", said.replace("a.csv", ""))
        self.refused("c.csv", "form,period,cell,value\nQCDC-HUYEN,2020-H1,A01,5\nTổng cộng,,,5\n", ":3: this row adds up others", command=("report", "check"))

    def test_what_a_spreadsheet_spoiled(self):
        for number in ("#REF!", "#N/A", "1E+05", "12-May", "2020-05-12", "'15/KN", "=B2"):
            self.refused("a.csv", f"local_no,kind,field,received_on\n{number},KHIEU_NAI,DAT_DAI,2020-05-10\n", "local_no")
        self.imported("b.csv", "local_no,kind,field,received_on\n1E5,KHIEU_NAI,DAT_DAI,2020-05-10\n"
                      "12/5,KHIEU_NAI,DAT_DAI,10.05.2020\n13,KHIEU_NAI,DAT_DAI,13/5/2020\n")

    def test_lists_come_back_as_they_are_and_compute_nothing(self):
        titles = ["=HYPERLINK(\"\"http://e.test\"\",\"\"x\"\")", "-2+3", "@SUM(1)", "+84", "a; =b,-c", "'quoted'", "''=x", "\"\"=1"]
        rows = "".join(f'{i}/5,KIEN_NGHI,KHAC,2020-03-05,"{title}",Trực tiếp,"1 234","đông người, phức tạp",{day},\n'
                       for i, (title, day) in enumerate(zip(titles, ["2020-04-01", "", "", "", "", "", "", ""]), 1))
        self.assertIn("8 imported", self.imported("a.csv",
                      "local_no,kind,field,received_on,title,channel,people,flags,settled_on,outcome\n" + rows))
        before = self.listed()
        self.assertNotRegex(before, r"(?m)(^|[,;\t])[\" ]*[=+@-]")
        for how in ("csv", "excel"):
            text = self.listed(how)
            self.assertIn("0 imported, 0 corrected, 8 unchanged", self.imported("b.csv", text))
        self.assertTrue(text.startswith("\ufefflocal_no;kind;"))
        self.assertEqual(self.listed(), before)

    def test_a_neighbours_list_is_not_taken_in(self):
        """A table says whose it is, by its entries or by its offices."""
        neighbour, reader = self.province.office("BCD-599"), self.province.office("BCD-TINH", "province")
        neighbour.import_rows([petition("901/KN"), petition("902/KN")])
        neighbour.sync()
        listed = neighbour.must("petition", "list", "--format", "csv")
        register = reader.must("query", "petition_register", "unit=599", "--format", "csv")
        entries = self.office.entries()
        self.refused("n.csv", listed, ":2: entry", "is not in this office's journal")
        self.refused("r.csv", register, ":2: office", "this row is of ", "(BCD-599)")
        self.assertEqual(self.office.entries(), entries)
        second = self.province.office("BCD-599")
        neighbour.import_rows([petition("903/KN")])
        neighbour.sync()
        path = self.write("own.csv", neighbour.must("petition", "list", "--format", "csv"))
        self.assertIn("run qcdc sync first", second.run("petition", "import", path).err)
        second.sync()
        self.assertIn("0 imported, 0 corrected, 3 unchanged", second.must("petition", "import", path))

    def test_numbers_read_one_way(self):
        head = "form;period;cell;value\n"
        for value, words in (("2.000", "write 2 or 2000"), ("1,250", "write 1,25 or 1250"), ("-", "leave it empty"),
                             ("\u202f", "figure"), ("5\u0111", "write digits")):
            said = self.refused("a.csv", f"{head}QCDC-HUYEN;2018;H08.due.DA1;{value}\n", words, command=("report", "check"))
            self.assertNotIn("negative", said)
            self.assertNotIn("space", said)
        analyst = self.province.office("BCD-TINH", "analyst")
        for value, shown in (("12,5", "12.50"), ("1.234.567,5", "1234567.50"), ("1,1250", "1.13"), ("1 621", "1621.00"),
                             ("0,125", "0.13"), ("12.345,5", "12345.50")):
            self.office.must("report", "file", self.write("b.csv", f"{head}qcdc-huyen;2018;h08.DUE.da1;{value}\nQCDC-HUYEN;2018;a03;2000\n"))
            self.office.sync()
            query = ("query", "report_values", "form=QCDC-HUYEN", "period=2018")
            self.assertIn(f",{shown},", analyst.must(*query, "--format", "csv"))
            self.assertIn("2\u202f000", analyst.must(*query))
        typed = self.write("c.csv", f"{head}QCDC-HUYEN;2018;A03;2\u202f000\nQCDC-HUYEN;2018;h08.DUE.da1;12345,5\n")
        self.assertIn("0 filed, 0 corrected, 1 unchanged", self.office.must("report", "file", typed))

    def test_what_was_mended_leaves_the_rejected(self):
        first, second = self.province.office("BCD-594"), self.province.office("BCD-594")
        first.must("petition", "add", "local_no=60/KN", "kind=khiếu nại", "field=đất đai", "received_on=10/05/2020")
        first.sync()
        second.sync()
        for step in (("thụ lý", "on=12/05/2020"), ("giải quyết xong", "on=12/06/2020", "outcome=đúng")):
            first.must("petition", "move", "60/KN", *step)
        for step in (("ACCEPTED", "on=2020-05-13"), ("SUSPENDED", "on=2020-05-20")):
            second.must("petition", "move", "60/KN", *step)
        second.sync()
        first.run("sync")
        refused = len(first.table("rejected"))
        self.assertGreaterEqual(refused, 1)
        [status] = first.table("status")
        self.assertEqual(status["rejected"], str(refused))
        mended = refused + int(status["mended"])
        self.assertIn("refused", first.must())
        first.must("petition", "move", "60/KN", "RESUMED", "on=2020-06-01")
        first.must("petition", "move", "60/KN", "SETTLED", "on=2020-06-12", "outcome=DUNG")
        said = first.sync()
        # One count everywhere: what still wants mending.
        self.assertEqual(first.table("rejected"), [])
        self.assertIn(f"rejected 0 ({mended} mended), waiting 0.", said)
        [status] = first.table("status")
        self.assertEqual((status["rejected"], status["mended"], status["without_effect"]), ("0", str(mended), "0"))
        self.assertNotIn("refused", first.must())


if __name__ == "__main__":
    harness.main()
