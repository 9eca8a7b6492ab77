"""Slips: papers of one petition, printed by what the province has published of them, as HTML and as a document for a word processor."""
import datetime
import io
import re
import unicodedata
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
            date, = (line for line in lines if line.startswith("Phan Thiết, ngày "))  # the unit is the city of Phan Thiết
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
        self.assertIn("Sau khi xem xét nội dung đơn, căn cứ Điều 27, Ban Chỉ đạo", text)
        self.assertIn("và được thụ lý từ ngày 20/01/2020; thời hạn giải quyết đến hết ngày 19/02/2020.", text)
        self.assertIn("Về việc thụ lý giải quyết khiếu nại lần đầu\n", text)
        # What is not there is left to be written in, or left out with what stands around it.
        text = "\n".join(self.read("1/TC", "THONG_BAO_THU_LY")[0])
        self.assertRegex(text, f"số đăng ký 1/TC\\.\n")
        self.assertRegex(text, f"được thụ lý từ ngày {DOTS}+\\.")
        self.assertNotIn("thời hạn giải quyết", text)
        self.assertIn("Về việc thụ lý tố cáo\n", text)

    def test_a_paper_for_each_kind(self):
        """The circulars have a note of its own for each kind that is sent on, and a receipt that both sides sign and keep."""
        self.office.must("petition", "add", "field=DAT_DAI", "received_on=2020-01-15", "local_no=3/PA", "kind=PHAN_ANH")
        self.office.must("petition", "add", "field=DAT_DAI", "received_on=2020-01-15", "local_no=4/KN", "kind=KHIEU_NAI", "instance=2", "title=Không đồng ý lần đầu")
        for number, title in (("12/KN", "PHIẾU CHUYỂN ĐƠN KHIẾU NẠI"), ("1/TC", "PHIẾU CHUYỂN ĐƠN TỐ CÁO"), ("3/PA", "PHIẾU CHUYỂN ĐƠN KIẾN NGHỊ, PHẢN ÁNH")):
            _, document, _ = self.read(number, "PHIEU_CHUYEN")
            self.assertEqual([line.text for line in document.paragraphs if line.style.name == "Heading 1"], [title])
        for number, instance in (("12/KN", "Đơn khiếu nại lần đầu và tài liệu kèm theo"), ("4/KN", "Đơn khiếu nại lần hai và tài liệu kèm theo"),
                                 ("3/PA", "Đơn phản ánh và tài liệu kèm theo")):
            lines, document, _ = self.read(number, "BIEN_NHAN")
            self.assertIn(instance, lines)
            self.assertIn("Giấy biên nhận này được lập thành 02 bản, mỗi bên giữ 01 bản.", lines)
            left, right = document.tables[-1].rows[0].cells
            self.assertEqual([cell.paragraphs[0].text for cell in (left, right)], ["NGƯỜI NỘP", "NGƯỜI NHẬN"])
        # Who denounces signs nothing that the office keeps.
        self.assertNotIn("NGƯỜI NỘP", "\n".join(self.read("1/TC", "BIEN_NHAN")[0]))
        text = "\n".join(self.read("12/KN", "PHIEU_DE_XUAT")[0])
        for said in ("PHÊ DUYỆT CỦA NGƯỜI ĐỨNG ĐẦU", "Đơn đã được …", "đơn khiếu nại lần đầu, chậm nhất ngày 30/01/2020"):
            self.assertIn(said, text)

    def test_laid_out_by_the_decree(self):
        """Decree 30/2020/NĐ-CP, annex I: who writes in capitals with a short line below; the state's name on one line; a list of copies below its words."""
        lines, document, page = self.read("12/KN", "THONG_BAO_THU_LY")
        head, foot = document.tables[0], document.tables[-1]
        left = [(line.text, line.style.name) for line in head.rows[0].cells[0].paragraphs]
        self.assertEqual(left[0], ("THÀNH PHỐ PHAN THIẾT", "head left"))
        self.assertEqual(left[1][0], left[1][0].upper())
        self.assertIn("BAN CHỈ ĐẠO", left[1][0])
        self.assertEqual([name for _, name in left], ["head left", "head left bold", "rule", "head left"])
        rules = [line for line in document.paragraphs if line.style.name == "rule"]
        self.assertEqual(len(rules), 1)  # below what the notice is about
        self.assertTrue(rules[0].style.element.xpath(".//w:pBdr/w:bottom"))
        self.assertEqual(sum("ruled" in (node.get("class") or "").split() for node in page.iter("p")), 2)
        # Times New Roman, bold: how wide the state's name is in 13 points, in thousandths of the size.
        wide = dict(zip("ABCDEGHILMNOTUVX ", (722, 667, 722, 722, 667, 778, 778, 389, 667, 944, 722, 778, 667, 722, 722, 722, 250)))
        plain = unicodedata.normalize("NFD", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        points = sum(wide[letter] for letter in plain if not unicodedata.combining(letter)) * 13 / 1000
        margins = 2 * 5.4
        self.assertLess(points, head.columns[1].width.pt - margins)
        sheet = page.find("./head/style").text
        self.assertLess(points, float(re.search(r"grid-template-columns:[\d.]+mm ([\d.]+)mm", sheet)[1]) / 25.4 * 72)
        self.assertEqual(sum(column.width.mm for column in head.columns) // 1, 165)
        copies = [(line.text, line.style.name) for line in foot.rows[0].cells[0].paragraphs]
        self.assertEqual(copies[:2], [("Nơi nhận:", "copies head"), ("- Như trên;", "copies")])
        self.assertEqual(copies[-1], ("- Lưu: VT, hồ sơ.", "copies"))
        heading = next(line.style for line in foot.rows[0].cells[0].paragraphs)
        self.assertEqual((heading.font.size.pt, heading.font.bold, heading.font.italic), (12, True, True))

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
