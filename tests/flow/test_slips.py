"""Slips: papers of one petition, printed by what the province has published of them, as HTML and as a document for a word processor."""
import datetime
import io
import xml.etree.ElementTree as etree
import zipfile

import harness
from harness import FlowCase, unittest

import docx

NAMES = ["BIEN_NHAN", "PHIEU_CHUYEN", "THONG_BAO_THU_LY", "PHIEU_DE_XUAT"]
VIETNAMESE = {"LC_ALL": "C.UTF-8", "LANGUAGE": "vi"}
HEAD = "slip,line,petition_kinds,style,valid_from,valid_to,text_vi,text_en\n"
DOTS = "…"


class Slips(FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.office = cls.province.office("BCD-593")
        add = ("petition", "add", "field=DAT_DAI", "received_on=2020-01-15")
        cls.office.must(*add, "local_no=12/KN", "kind=KHIEU_NAI", "title=Đòi bồi thường <đất> & nhà", "people=3")
        cls.office.must(*add, "local_no=1/TC", "kind=TO_CAO")
        cls.office.must("petition", "move", "12/KN", "ACCEPTED", "on=2020-01-20", "article=Điều 27")

    def slip(self, number, name, *options):
        path = self.province.folder / "slip"
        done = self.office.run("petition", "slip", number, name, *options, "-o", path, environment=VIETNAMESE)
        self.assertEqual((done.status, done.err), (0, ""), done)
        return path.read_bytes()

    def read(self, number, name):
        """Its paragraphs as another program reads them, and as those of the page; the two say the same."""
        page = etree.fromstring(self.slip(number, name, "--format", "html").decode().split("\n", 1)[1])
        lines = ["".join(node.itertext()) for node in page.iter() if node.tag in ("p", "h1")]
        document = docx.Document(io.BytesIO(self.slip(number, name, "--format=docx")))
        written = [line.text for table in document.tables for cell in table.rows[0].cells for line in cell.paragraphs if line.text]
        written += [line.text for line in document.paragraphs if line.text]
        self.assertEqual(sorted(written), sorted(lines))
        self.assertEqual([line.text for line in document.paragraphs if line.style.name == "Heading 1"],
                         ["".join(node.itertext()) for node in page.iter("h1")])
        return lines, document, page

    def test_each_slip(self):
        today = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=7)).date()
        listed = self.office.run("petition", "slip", "12/KN", environment=VIETNAMESE).out
        for name in NAMES:
            lines, document, _ = self.read("12/KN", name)
            self.assertIn(name, listed)
            self.assertIn(document.core_properties.title, listed)
            self.assertIn("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", lines)
            date, = (line for line in lines if ", ngày " in line and line.startswith(DOTS))
            self.assertTrue(date.endswith((f"ngày {today:%d} tháng {today:%m} năm {today:%Y}",
                                           f"ngày {today + datetime.timedelta(1):%d} tháng {today + datetime.timedelta(1):%m} năm {today + datetime.timedelta(1):%Y}")), date)
            section = document.sections[0]
            self.assertEqual([round(size.mm) for size in (section.page_width, section.page_height, section.left_margin, section.right_margin,
                                                          section.top_margin, section.bottom_margin)], [210, 297, 30, 15, 20, 20])

    def test_what_it_says(self):
        text = "\n".join(self.read("12/KN", "BIEN_NHAN")[0])
        for said in ("GIẤY BIÊN NHẬN ĐƠN", "Số đăng ký trong sổ: 12/KN", "Ngày nhận: 15/01/2020", "số người đứng tên: 3",
                     "lĩnh vực đất đai, nội dung: Đòi bồi thường <đất> & nhà.", "chậm nhất ngày 30/01/2020"):  # after Tết
            self.assertIn(said.lower(), text.lower())
        text = "\n".join(self.read("12/KN", "THONG_BAO_THU_LY")[0])
        # 30 days after 20/1/2020: Wed 19/2
        self.assertIn("Căn cứ Điều 27, đơn được thụ lý giải quyết từ ngày 20/01/2020; thời hạn giải quyết chậm nhất đến ngày 19/02/2020.", text)
        # What is not there is left to be written in, or left out with what stands around it.
        text = "\n".join(self.read("1/TC", "THONG_BAO_THU_LY")[0])
        self.assertRegex(text, f"số đăng ký 1/TC\\.\n")
        self.assertRegex(text, f"đơn được thụ lý giải quyết từ ngày {DOTS}+\\.")
        self.assertNotIn("thời hạn giải quyết", text)

    def test_a_denunciation_asks_for_no_name(self):
        for name in NAMES:
            mine, theirs = ("\n".join(self.read(number, name)[0]) for number in ("12/KN", "1/TC"))
            for asked in ("ông (bà)", "địa chỉ", "Người gửi:"):
                self.assertNotIn(asked, theirs, name)
            self.assertTrue(name == "PHIEU_DE_XUAT" or any(asked in mine for asked in ("ông (bà)", "địa chỉ")), name)

    def test_bad_lines(self):
        for number, name, words in (("12/KN", "KHONG", ("there is no slip KHONG", *NAMES)), ("99/KN", "BIEN_NHAN", ("99/KN",))):
            self.assert_refused(self.office.run("petition", "slip", number, name), *words)
        for words in (("12/KN", "BIEN_NHAN", "--format", "pdf"), ("12/KN", "BIEN_NHAN", "x"), ()):
            done = self.office.run("petition", "slip", *words)
            self.assertEqual((done.status, done.err.count("\n")), (2, 1), done)
        self.office.must("petition", "add", "local_no=2/KN", "kind=KHIEU_NAI", "field=THUE", "received_on=2020-01-15")
        self.office.must("petition", "void", "2/KN", "reason=nhầm")
        self.assert_refused(self.office.run("petition", "slip", "2/KN", "BIEN_NHAN"), "2/KN was taken back")

    def test_published(self):
        """A line that changes from a day on, one of a new slip, and those that cannot be."""
        center = self.province.founder()

        def publish(text, *options):
            folder = harness.new_folder()
            (folder / "slips.csv").write_text(HEAD + text, encoding="utf-8")
            return center.run("publish", folder, *options)

        for row, words in (("MOI,010,,title,,,{nguoi_gui},{sender}\n", ("slips.csv, row 2, column text_vi", "{settle_by}", "nothing is called '{nguoi_gui}' on a slip")),
                           ("MOI,010,,title,,,Một {no,One\n", ("a brace or a bracket is not closed",)),
                           ("MOI,010,KHAC,title,,,Một,One\n", ("there is no kind of petition 'KHAC'",)),
                           ("MOI,010,,middle,,,Một,One\n", ("style",))):
            self.assert_refused(publish(row), *words)
        self.assertEqual(publish("MOI,010,KHIEU_NAI,title,,,Giấy mời số {no},Invitation {no}\nMOI,020,,text,2999-01-01,,Sau này,Later\n").status, 0)
        center.sync()
        self.office.sync()
        self.assertEqual(self.read("12/KN", "MOI")[0], ["Giấy mời số 12/KN"])
        self.assert_refused(self.office.run("petition", "slip", "1/TC", "MOI"), "there is no slip MOI of this kind of petition")
        with zipfile.ZipFile(io.BytesIO(self.slip("12/KN", "MOI", "--format", "docx"))) as archive:
            self.assertIsNone(archive.testzip())
        self.assert_identical()


if __name__ == "__main__":
    unittest.main()
