"""The brief of a half-year, from a province in which everything was handed in: part of test_totals.py."""
import os
import re

import documents
import harness
from harness import read_csv

VIETNAMESE = {"LC_ALL": "C.UTF-8", "LANGUAGE": "vi"}
# What a district writes into its reasons: nothing of it may act in a page or in Markdown.
HOSTILE = "<script>alert(1)</script> & \"x\" 'y'\n* a | b *c* _d_ `e` [f](javascript:g) \\ # ~~h~~ ![i](j)\n1. k\n- l"


class BriefTests:
    def brief(self, *words, reader=None, environment=None):
        done = (reader or self.tinh).run("brief", *words, environment=environment)
        self.assertEqual((done.status, done.err), (0, ""), done)
        return done.out

    def test_brief_figures(self):
        """The figures of the committee's notice stand in it, each with the reference that explain takes."""
        text, tree = documents.read_html(self.brief("2020-H1", environment=VIETNAMESE))
        self.assertEqual(tree.get("lang"), "vi")
        sentences = documents.sentences(tree)
        for figure in ("47,12 %", "131/278", "+16,43 %", "5,35 %"):
            self.assertIn(figure, sentences)
        references = documents.notes(tree)
        for wanted in ("2020-H1/QCDC-HUYEN/G04", "2020-H1/QCDC-HUYEN/C14", "2019-H1/QCDC-HUYEN/G04", "2020-H1/QCDC-MTTQ/E03"):
            self.assertIn(wanted, references.values())
            self.tinh.must("explain", wanted)
        shown = {documents.plain(link.find("b").text): references[link.get("href")[1:]] for link in tree.iter("a")}
        self.assertEqual(shown["47,12 %"], "2020-H1/QCDC-HUYEN/G04")
        self.assertEqual(shown["+16,43 %"], "2020-H1/QCDC-HUYEN/C14")
        self.assertEqual(shown["+27,01 %"], "2020-H1/QCDC-HUYEN/B07 2019-H1/QCDC-HUYEN/B07", "6015 late dossiers after 4736")

    def test_brief_who_has_not_reported(self):
        """Offices by name, under what they owe; those that reported are counted."""
        text, tree = documents.read_html(self.brief("2020-H1"))
        status = self.tinh.query("reporting_status", period="2020-H1")
        rows = [[cell.text for cell in row] for row in tree.iter("tr")]
        names = {row[0] for row in rows}
        missing = [row for row in status if row["state"] in ("missing", "due")]
        self.assertTrue(missing)
        self.assertIn("Liên đoàn Lao động tỉnh", names)
        self.assertNotIn("Ban Chỉ đạo QCDC Thành ủy Phan Thiết", [row[0] for row in rows if len(row) == 4 and row[3] == "–"])
        rate = next(row for row in rows if row[0] and row[0].startswith("Grassroots-democracy implementation report"))
        self.assertEqual((rate[1], len(rate)), ("10", 8))
        asked = next(row for row in self.tinh.query("reporting_rate", by="form", period="2020-H1") if row["form"] == "QCDC-HUYEN")
        self.assertEqual(rate[-2:], [f"{asked[name].replace('.', ',')}\xa0%" for name in ("rate", "timeliness")])
        # How far the review has come: of the reports of the form, and of those that a figure is of.
        self.assertIn([rate[0], "10", "7", "1", "1", "1"], rows)
        self.assertIn("(10 of 10 reports: 7 not reviewed, 1 returned, 1 accepted, 1 locked)", text)

    def test_brief_bars(self):
        """Districts are ranked, and the pictures say the same as the tables."""
        text, tree = documents.read_html(self.brief("2020-H1"))
        pictures = documents.bars(tree)
        self.assertGreaterEqual(len(pictures), 4)
        title, said, bars = pictures[0]
        self.assertIn("10 units", said)
        values = {row["unit"]: row["value"] for row in
                  self.tinh.query("report_values", form="QCDC-HUYEN", period="2020-H1", cell="G04")}
        ranked = sorted((float(value) for value in values.values()), reverse=True)
        self.assertEqual([value for _, value, _ in bars], [f"{value:.2f} %".replace(".", ",") for value in ranked])
        lengths = [length for _, _, length in bars]
        self.assertEqual(lengths, sorted(lengths, reverse=True))
        for unit in values:
            self.assertIn(f"2020-H1/QCDC-HUYEN/G04@{unit}", text)
        self.tinh.must("explain", "2020-H1/QCDC-HUYEN/G04@602")
        changes = next(bars for title, _, bars in pictures if title.startswith("Change"))
        self.assertEqual([value for _, value, _ in changes][:1] + [value for _, value, _ in changes][-1:], ["+63,23 %", "-6,96 %"])

    def test_brief_hostile_texts(self):
        """What an office wrote is text in the page and in Markdown, to the letter; analysts get no texts at all."""
        page = self.brief("2020-H1")
        text, _ = documents.read_html(page)
        for line in HOSTILE.split("\n"):
            self.assertIn(line, text)
        self.assertNotIn("<script", page)
        marked = self.brief("2020-H1", "--format", "md")
        self.assertNotIn("<script", marked)
        self.assertNotRegex(marked, r"(?m)^>? ?(1\.|[-*]) ?[akl]\b")
        self.assertIn(r"\* a \| b \*c\* \_d\_ \`e\` \[f\](javascript:g) \\ \# \~\~h\~\~ \!\[i\](j)", marked)
        self.assertIn("> 1\\. k\n", marked)
        self.assertNotIn("alert", self.brief("2020-H1", reader=self.analyst))

    def test_brief_same_words(self):
        """What several offices wrote word for word stands there once, under all their names."""
        wrote = {}
        for row in self.tinh.query("report_texts", form="QCDC-HUYEN", period="2020-H1", cell="A12"):
            wrote.setdefault(row["text"], []).append(row["office"])
        names = {row["code"]: row["name"] for row in read_csv(harness.SOURCE / "sql" / "reference" / "offices.csv")}
        marked = self.brief("2020-H1", "--format", "md").split("General assessment of the localities")[1].split("\n### ")[0]
        self.assertIn("BCD-600", max(wrote.values(), key=len))
        for text, offices in wrote.items():
            if "<" not in text:
                self.assertEqual(marked.count(text), 1, text)
                self.assertIn(", ".join(names[office] for office in offices), marked)
        self.assertEqual(len(re.findall("Ban Chỉ đạo", marked)), sum(map(len, wrote.values())), marked)

    def test_brief_markdown(self):
        """The same figures, with notes; both languages have the same number of them; a table's rows are even."""
        english, vietnamese = self.brief("2020-H1", "--format=md"), self.brief("--period", "2020-H1", "--format", "md",
                                                                              environment=VIETNAMESE)
        for marked in (english, vietnamese):
            defined = re.findall(r"(?m)^\[\^([0-9]+)\]: `([^`]+)`", marked)
            # Each reference is one that `explain` takes, as it stands there: a change has two.
            changes = re.findall(r"(?m)^\[\^[0-9]+\]: `([^` ]+)` `([^` ]+)` ", marked)
            self.assertTrue(changes)
            self.assertFalse([reference for _, reference in defined if " " in reference])
            for reference in changes[0]:
                self.tinh.must("explain", reference)
            self.assertEqual(set(re.findall(r"(?<=\*)\[\^([0-9]+)\]", marked)), {number for number, _ in defined})
            self.assertRegex(documents.plain(marked), r"\*\*47,12 %\*\*\[\^[0-9]+\]")
            self.assertRegex(marked, r"\*\*131\*\*\[\^[0-9]+\]/\*\*278\*\*\[\^[0-9]+\]")
        self.assertEqual(english.count("[^"), vietnamese.count("[^"))
        self.assertIn("# Báo cáo tổng hợp tình hình, kết quả thực hiện quy chế dân chủ ở cơ sở 6 tháng đầu năm 2020", vietnamese)

    def test_brief_file(self):
        """Into a file: Markdown by its name, whole or as it was before, in nobody's way."""
        path = self.province.folder / "brief.md"
        self.assertEqual(self.brief("2020-H1", "-o", path), "")
        self.assertTrue(path.read_text(encoding="utf-8").startswith("# Consolidated report"))
        before = path.read_bytes()
        self.assert_refused(self.tinh.run("brief", "2020-Q9", "-o", path), "there is no brief of 2020-Q9")
        self.assert_refused(self.districts["600"].run("brief", "2020-H1", "-o", path), "this role may not do that")
        self.assertEqual(path.read_bytes(), before)
        self.assertEqual([name for name in os.listdir(path.parent) if name.startswith("brief.md") or ".brief" in name], ["brief.md"])
        for name in ("brief.pdf", "brief.docx", "brief.xlsx"):
            done = self.tinh.run("brief", "2020-H1", "-o", path.parent / name)
            self.assertEqual((done.status, done.out, "neither .html nor .md by its name" in done.err), (2, "", True), done)
            self.assertFalse((path.parent / name).exists())
        page = path.parent / "brief.HTML"
        self.assertEqual(self.brief("2020-H1", "-o", page), "")
        self.assertTrue(page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>"))
        for words in ((), ("2020-H1", "2019"), ("2020-H1", "--format", "pdf"), ("--nonsense",)):
            self.assertEqual(self.tinh.run("brief", *words).status, 2, words)

    def test_brief_of_a_period_without_reports(self):
        """One line says why there is none, and nothing is written: not begun, nothing filed, no form of then, no period at all."""
        path = self.province.folder / "none.html"
        for period, *said in (("2018-H1", "nobody has reported for 2018-H1 yet", "qcdc query reporting_status period=2018-H1 shows who owes what"),
                              ("2030-H1", "2030-H1 has not begun yet"), ("2030", "2030 has not begun yet"),
                              ("2005-Q1", "there is no brief of 2005-Q1", "no form that a brief is made of is filled for that period"),
                              ("2020-X1", "there is no brief of 2020-X1", "periods are written 2020-H1")):
            for reader in (self.tinh, self.analyst):
                self.assert_refused(reader.run("brief", period, "-o", path), *said)
            done = self.tinh.run("brief", period)
            self.assertEqual((done.out, path.exists()), ("", False))
        self.assertIn("chưa có cơ quan nào báo cáo kỳ 2018-H1", self.tinh.run("brief", "2018-H1", environment=VIETNAMESE).err)

    def test_brief_of_nothing_to_divide_by(self):
        """A rate of reported figures that has nothing to be divided by is no figure that nobody reported."""
        said = documents.plain(self.brief("2017-H1", "--format", "md", environment=VIETNAMESE))
        line, = [line for line in said.split("\n") if line.startswith("- Hội nghị người lao động của")]
        self.assertIn("**(mẫu số bằng 0: không tính được tỷ lệ)**", line)
        self.assertNotIn("chưa có số liệu", line)
        line, = [line for line in said.split("\n") if line.startswith("- Kiểm tra ")]
        self.assertIn("**(chưa có số liệu)**", line)
        self.assertNotIn("mẫu số", line)

    def test_brief_of_sums_that_a_rate_is_not_made_of(self):
        """A rate is of the reports that have both figures; sums beside it of more reports say so, and in no other sentence."""
        said = documents.plain(self.brief("2016-H1", "--format", "md"))
        line, = [line for line in said.split("\n") if line.startswith("- Workers' conferences")]
        self.assertRegex(line, r"\*\*50,00 %\*\*\[\^[0-9]+\] \(of the 1 of 2 reports that have all its figures\), which is \*\*50\*\*")
        self.assertRegex(line, r"/\*\*200\*\*")
        self.assertNotIn("that have all its figures", self.brief("2020-H1", "--format", "md"))
        self.assertIn("(của 1/2 báo cáo có đủ các số liệu để tính)", documents.plain(self.brief("2016-H1", "--format", "md", environment=VIETNAMESE)))
