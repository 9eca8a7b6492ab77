"""Petitions are found by their number and by words of their texts, with or without diacritics: in the office's own journal, and at
the province.

What has to be found is worked out here from the rows of the register, word by word, by Unicode's own rules.
"""

import json
import unicodedata

import harness
from harness import FlowCase, Office, petition

LAND = "Đơn khiếu nại việc thu hồi đất đai ở thôn Hạ, xã Tân Hòa"


def decomposed(text):
    return unicodedata.normalize("NFD", text)


class SearchCase(FlowCase):
    def assert_found(self, office, words, *numbers, **narrowed):
        """The numbers of what is found, in their order."""
        given = words if isinstance(words, (list, tuple)) else [words]
        rows = office.table("petition", "search", *given, *(f"{key.rstrip('_')}={value}" for key, value in narrowed.items()))
        self.assertEqual([row["local_no"] for row in rows], list(numbers), words)
        return rows


class AtTheDesk(SearchCase):
    """Nothing of it needs a line: the province is stopped while they search."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.office = cls.province.office("BCD-593")
        cls.office.import_rows([
            petition("1/KN", received_on="2020-01-05", title=LAND, flags="DONG_NGUOI"),
            petition("2/KN", received_on="2020-02-05", title="Kien nghi ve dat dai", kind="KIEN_NGHI", summary="Khong dau"),
            petition("3/KN", received_on="2020-03-05", title="Đạt giải", summary="Đề nghị trả tiền bồi thường cho thửa đất đài 12"),
            petition("4/KN", received_on="2020-04-05", title="Con đường", field="THUE",
                     summary=decomposed("Tiền thuế, tiền phạt của Hoà")),
            petition("12/ĐN", received_on="2019-05-05", title="Nước sinh hoạt"),
            petition("12/ĐN", received_on="2020-05-05", title="Nước thải", settled_on="2020-06-05"),
            petition("9/TC", kind="TO_CAO", field="CAN_BO", title="Tố cáo cán bộ xã nhận tiền"),
        ])
        cls.province.stop()

    def test_folded_and_exact(self):
        """Exact words come first, whatever their day; then those that differ in diacritics, the last received first."""
        self.assert_found(self.office, ["đất", "đai"], "1/KN", "3/KN", "2/KN")
        self.assert_found(self.office, ["dat", "dai"], "2/KN", "3/KN", "1/KN")
        self.assert_found(self.office, ["ĐẤT", "ĐAI"], "1/KN", "3/KN", "2/KN")
        self.assert_found(self.office, [decomposed("đất"), decomposed("đai")], "1/KN", "3/KN", "2/KN")
        self.assertEqual([row["match"] for row in self.assert_found(self.office, ["đất", "đai"], "1/KN", "3/KN", "2/KN")],
                         ["exact", "folded", "folded"])
        for written in ("hòa", "Hoà", "HÒA"):
            self.assertEqual([(row["local_no"], row["match"]) for row in self.assert_found(self.office, written, "4/KN", "1/KN", "12/ĐN")],
                             [("4/KN", "exact"), ("1/KN", "exact"), ("12/ĐN", "folded")])  # sinh hoạt

    def test_phrases(self):
        """Words of one argument stand together, and so do words between double quotes."""
        self.assert_found(self.office, "đất đai", "1/KN", "3/KN", "2/KN")
        self.assert_found(self.office, "dai dat")
        self.assert_found(self.office, ["dai", "dat"], "2/KN", "3/KN", "1/KN")
        self.assert_found(self.office, ['"bồi thường" đất'], "3/KN")
        self.assert_found(self.office, ["thường bồi"])
        # The title ends before the summary begins.
        self.assert_found(self.office, "giải đề")
        self.assert_found(self.office, ["giải", "đề"], "3/KN")

    def test_beginning(self):
        """The last word may be begun only; a word before it is whole."""
        self.assert_found(self.office, ["tiền", "bồi", "thư"], "3/KN")
        self.assert_found(self.office, ["tiề", "bồi"])
        self.assert_found(self.office, '"tiền bồi thư"')

    def test_numbers(self):
        """However the number is written; a number comes before words that look the same."""
        for written in ("1/KN", "1/kn", " 1 / KN", "１／ＫＮ", "1/KN@2020"):
            self.assertEqual(self.assert_found(self.office, written, "1/KN")[0]["match"], "number")
        for written in ("12/ĐN", "12/dn", "12 / đn", decomposed("12/ĐN")):
            self.assert_found(self.office, written, "12/ĐN", "12/ĐN")
        found, = self.assert_found(self.office, "12/dn@2019", "12/ĐN")
        self.assertEqual(found["received_on"], "2019-05-05")
        self.assert_found(self.office, "12/ĐN@2018")
        self.assert_found(self.office, "12", "3/KN")

    def test_narrowed(self):
        self.assert_found(self.office, "tiền", "9/TC", kind="TO_CAO")
        self.assert_found(self.office, "tien", "4/KN", field="THUE")
        self.assert_found(self.office, "nuoc", "12/ĐN", state="settled")
        self.assert_found(self.office, "đất", "1/KN", flag="DONG_NGUOI")
        self.assert_found(self.office, "đất", "3/KN", "2/KN", from_="2020-02-01", to="2020-03-31")
        # By law: 10 days from 5/1 is a Wednesday; from 5/2 a Saturday, so the Monday after; what is settled is not due.
        self.assert_found(self.office, "đất", due="2020-01-14")
        self.assert_found(self.office, "đất", "1/KN", due="2020-01-15")
        self.assert_found(self.office, "đất", "1/KN", due="2020-02-16")
        self.assert_found(self.office, "đất", "1/KN", "2/KN", due="17/02/2020")
        self.assert_found(self.office, "12/ĐN", "12/ĐN", due="2030-01-01")
        self.assertEqual({(row["local_no"], row["received_on"]) for row in self.office.table("petition", "list", "due=2020-02-16")},
                         {("1/KN", "2020-01-05"), ("12/ĐN", "2019-05-05"), ("9/TC", "2020-02-03")})
        self.assert_found(self.office, "đất", "3/KN", limit="1")
        more = self.office.must("petition", "search", "đất", "limit=1")
        self.assertIn("There are more than these 1", more)
        listed = self.office.table("petition", "list", "flag=DONG_NGUOI")
        self.assertEqual([row["local_no"] for row in listed], ["1/KN"])

    def test_shown(self):
        """The words stand marked among those around them, as they were written."""
        found, = self.assert_found(self.office, "boi thuong", "3/KN")
        self.assertEqual(found["excerpt"], "Đề nghị trả tiền «bồi thường» cho thửa đất đài 12")
        found, = self.assert_found(self.office, "1/KN", "1/KN")
        self.assertTrue(found["excerpt"].startswith("Đơn khiếu nại"))
        self.assertIn("«thu hồi»", self.office.must("petition", "search", "thu hồi"))

    def test_refused(self):
        """One clear line, and nothing is opened."""
        for words, said in (([""], "there is no word to look for"), (["…", "--", "-"], "there is no word to look for"),
                            (["về", "việc"], "nearly every petition"), (["đất" * 80], "longer than"),
                            (list("abcdefghijklmnop"[:8]) + ["a b c d e f g h i j"], "more than 16 words"),
                            (["đất", "flag=XYZ"], "there is no flag"), (["đất", "due=x"], "due"), (["đất", "from=2020-02-02", "to=2020-01-01"], "after")):
            self.assert_refused(self.office.run("petition", "search", *words), said)
        done = self.office.run("petition", "search")
        self.assertEqual(done.status, 2, done)
        self.assertIn("there is no such petition", self.office.must("petition", "search", "khongcogi"))


class WhatChanges(SearchCase):
    """What was found yesterday and is another thing today."""

    def setUp(self):
        self.office = self.province.office(f"BCD-{next(self.units)}")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.units = iter(harness.DISTRICTS)
        cls.tinh = cls.province.office("BCD-TINH", "province")

    def test_corrected(self):
        self.office.import_rows([petition("1/KN", title="Đất đai", summary="Bồi thường")])
        self.assert_found(self.office, "đất", "1/KN")
        self.office.must("petition", "correct", "1/KN", "title=Tiền lương")
        self.assert_found(self.office, "đất")
        self.assert_found(self.office, ["lương", "bồi", "thường"], "1/KN")
        self.office.must("petition", "correct", "1/KN", "local_no=2/KN")
        self.assert_found(self.office, "1/KN")
        self.assert_found(self.office, "2/KN", "2/KN")
        self.assert_found(self.office, "lương", "2/KN")
        self.office.sync()
        self.assert_found(self.office, "lương", "2/KN")

    def test_voided(self):
        """Taken back it is no more among the others, and is found where it is asked for; a new one may have its number."""
        self.office.import_rows([petition("1/KN", title="Đất đai")])
        self.assert_found(self.office, "dat", "1/KN")
        self.office.must("petition", "void", "1/KN", "reason=entered twice")
        self.assert_found(self.office, "dat")
        self.assert_found(self.office, "dat", "1/KN", state="taken_back")
        self.office.must("petition", "add", "local_no=1/KN", "kind=KHIEU_NAI", "field=DAT_DAI", "received_on=2020-02-03",
                         "title=Đường sá")
        self.assert_found(self.office, "1/KN", "1/KN")
        self.assert_found(self.office, "duong", "1/KN")
        self.assert_found(self.office, "dat")

    def test_moved(self):
        self.office.import_rows([petition("1/KN", title="Đất đai")])
        self.assert_found(self.office, "dat", "1/KN", state="received")
        self.office.must("petition", "move", "1/KN", "ACCEPTED", "on=2020-02-10")
        self.assert_found(self.office, "dat", state="received")
        self.assert_found(self.office, "dat", "1/KN", state="accepted")

    def test_other_device(self):
        """What another device of the office wrote is found after the next sync."""
        second = self.province.office(self.office.code)
        self.office.import_rows([petition("1/KN", title="Đất đai")])
        self.assert_found(second, "đất")
        self.office.sync()
        second.sync()
        self.assert_found(second, "đất", "1/KN")
        second.must("petition", "correct", "1/KN", "title=Tiền lương")
        second.sync()
        self.assert_found(self.office, "đất", "1/KN")
        self.office.sync()
        self.assert_found(self.office, "đất")
        self.assert_found(self.office, "luong", "1/KN")

    def test_restored_home(self):
        self.office.import_rows([petition("1/KN", title="Đất đai")])
        self.office.sync()
        self.assert_found(self.office, "đất", "1/KN")
        old = self.office.backup()
        self.office.import_rows([petition("1/KN", title="Đất đai"), petition("2/KN", title="Đất công")])
        self.office.sync()
        self.assert_found(self.office, "đất", "2/KN", "1/KN")
        self.office.restore(old)
        self.assert_found(self.office, "đất", "1/KN")
        self.office.sync()
        self.assert_found(self.office, "đất", "2/KN", "1/KN")

    def erase(self, office, number):
        address, = [row["entry"] for row in office.table("petition", "list") if row["local_no"] == number]
        self.tinh.must("erase", address, "it names a person")
        self.tinh.sync()

    def test_erased(self):
        """Of an erased text no word is left in any file of the home, not even one that was in the index alone."""
        word = "xyzquangnamhuyen"
        rows = [petition(f"{i}/KN", title=f"Đất đai {word if i == 50 else 'abc'} số {i}") for i in range(1, 101)]
        self.office.import_rows(rows)
        self.office.sync()
        self.assert_found(self.office, word, "50/KN")
        self.assertTrue(self.office.mentions(word))
        before = self.office.backup()
        self.erase(self.office, "50/KN")
        self.office.sync()
        self.assertFalse(self.office.mentions(word))
        self.assertEqual(self.office.journal("select count(*) from search_petition"), [(0,)])
        self.assert_found(self.office, word)
        self.assert_found(self.office, "50/KN", "50/KN")
        self.assertEqual(len(self.office.table("petition", "search", "abc", "limit=1000")), 99)
        self.assertFalse(self.office.mentions(word))
        # A copy from before it, put back: until its sync it does not know better.
        self.office.restore(before)
        self.office.sync()
        self.assert_found(self.office, word)
        self.assertFalse(self.office.mentions(word))

    def test_taken_out_before_it_was_sent(self):
        word = "xyzquangnamhuyen"
        self.office.import_rows([petition("1/KN", title=f"Đất {word}"), petition("2/KN", title="Đất đai")])
        self.assert_found(self.office, word, "1/KN")
        address, = [row["entry"] for row in self.office.table("petition", "list") if row["local_no"] == "1/KN"]
        self.office.must("erase", address, "it names a person")
        self.assertFalse(self.office.mentions(word))
        self.assert_found(self.office, word)
        self.assert_found(self.office, "dat", "2/KN")
        self.assertFalse(self.office.mentions(word))

    def test_always_as_the_list(self):
        """After any of a hundred changes a search finds what a count over the list finds."""
        words = ["đất", "đai", "thuế", "đường", "nước"]
        for step in range(1, 21):
            title = " ".join(words[i] for i in range(5) if step >> i & 1 or i == step % 5)
            self.office.must("petition", "add", f"local_no={step}/KN", "kind=KHIEU_NAI", "field=DAT_DAI",
                             "received_on=2020-02-03", f"title={title}", "--new")
            if step % 3 == 0:
                self.office.must("petition", "correct", f"{step - 2}/KN", f"title={title}")
            if step % 4 == 0:
                self.office.must("petition", "void", f"{step - 3}/KN", "reason=entered twice")
            if step % 5 == 0:
                self.office.sync()
            rows = self.office.table("petition", "list")
            for word in words:
                wanted = sorted(row["local_no"] for row in rows if word in row["title"].split())
                found = self.office.table("petition", "search", word, "limit=100")
                self.assertEqual(sorted(row["local_no"] for row in found), wanted, (step, word))


class AtTheProvince(SearchCase):
    """The province finds what all offices have; nobody else is answered, and nothing is left of what was erased."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tinh = cls.province.office("BCD-TINH", "province")
        cls.offices = [cls.province.office(f"BCD-{unit}") for unit in harness.DISTRICTS[:2]]
        one, two = cls.offices
        one.import_rows([
            petition("1/ĐN", received_on="2020-01-05", title=LAND, summary="Tiền bồi thường chưa trả", flags="DONG_NGUOI DU_AN:KP-3"),
            petition("2/KN", received_on="2020-02-05", title="Kien nghi ve dat dai", kind="KIEN_NGHI"),
            petition("3/KN", title="Đường sá", summary=decomposed("Thửa đất số 7")),
            petition("4/KN", title="Nước sinh hoạt", summary="xã Hàm Cường")])
        two.import_rows([petition("1/ĐN", received_on="2019-01-05", title="Thuế đất", field="THUE"),
                         petition("9/TC", kind="TO_CAO", field="CAN_BO", title="Tố cáo cán bộ xã")])
        for office in cls.offices:
            office.sync()

    def assert_asked(self, words, *numbers, **params):
        rows = self.tinh.query("petition_search", words=words, **params)
        self.assertEqual([row["local_no"] for row in rows], list(numbers), words)
        return rows

    def test_found(self):
        for written in ("đất đai", "ĐẤT ĐAI", decomposed("đất đai")):
            rows = self.assert_asked(written, "1/ĐN", "2/KN")
            self.assertEqual([row["match"] for row in rows], ["exact", "folded"])
        self.assert_asked("dat dai", "2/KN", "1/ĐN")
        self.assert_asked("dat", "2/KN", "1/ĐN", "3/KN", "1/ĐN")
        self.assert_asked("thu hoi boi thuo", "1/ĐN")
        self.assert_asked('"đất thôn"')
        self.assert_asked('"thu hồi đất" hạ', "1/ĐN")
        self.assert_asked('"sá thửa"')
        self.assert_asked("cán bộ", "9/TC")

    def test_numbers(self):
        for written in ("1/ĐN", "1/dn", "１／đn", " 1 / ĐN"):
            self.assertEqual([row["match"] for row in self.assert_asked(written, "1/ĐN", "1/ĐN")], ["number"] * 2)
        found, = self.assert_asked("1/dn@2019", "1/ĐN")
        self.assertEqual(found["office"], f"BCD-{harness.DISTRICTS[1]}")

    def test_narrowed(self):
        one = harness.DISTRICTS[0]
        self.assert_asked("dat", "2/KN", "3/KN", "1/ĐN", unit=one, to="2020-12-31")
        self.assert_asked("dat", "1/ĐN", field="THUE")
        self.assert_asked("dat", "2/KN", kind="KIEN_NGHI")
        self.assert_asked("dat", "1/ĐN", office=f"BCD-{harness.DISTRICTS[1]}")
        self.assert_asked("dat", state="settled")
        for flag in ("DONG_NGUOI", "đông người", "DU_AN:KP-3", "dự án", "DU_AN"):
            self.assert_asked("dat", "1/ĐN", flag=flag)
            self.assertEqual([row["local_no"] for row in self.tinh.query("petition_register", flag=flag)], ["1/ĐN"])
        self.assert_asked("dat", flag="DU_AN:KP")
        self.assert_asked("dat", flag="đối thoại")
        self.assert_asked("dat", "1/ĐN", due="2019-12-31")
        self.assert_asked("dat", "1/ĐN", "1/ĐN", due="2020-01-15")
        self.assertEqual({row["office"] for row in self.tinh.query("petition_register", due="2019-12-31")}, {f"BCD-{harness.DISTRICTS[1]}"})
        for wrong in ("flag=XYZ", "due=x"):
            done = self.tinh.run("query", "petition_search", "words=đất", wrong)
            self.assertEqual((done.out, len(done.err.splitlines())), ("", 1), done)
            self.assertTrue(wrong == "due=x" or "DOI_THOAI:<code>" in done.err, done)
        self.assert_asked("dat", page="2")
        self.assertEqual(self.assert_asked("hàm cường", "4/KN")[0]["excerpt"], "xã «Hàm Cường»")

    def test_behind_many_others(self):
        """The same is found where so many entries came since that it is not among the last ones, whatever these say; and what is nowhere is not looked
        for in all of them."""
        others = range(1_000_000_000, 1_000_100_000)
        self.addCleanup(self.province.sql, f"delete from entry_words where entry >= {others.start}")
        self.province.sql(f"insert into entry_words (entry, corrects, number, words) select n, false, null, case when n % 3 = 0 then 'dat~đất:1A dai~:2A' else 'khac~' end"
                          f"::tsvector from generate_series({others.start}, {others.stop - 1}) as n; analyze entry_words")
        self.test_found()
        self.test_numbers()
        self.test_narrowed()
        nodes = self.explained("petition_search", "text[], text[], int[], smallint, smallint, smallint, int[], date, date, int, smallint, text, text, date",
                               "array[$$'xyz~'$$, $$'xyz~':*$$, $$'xyz~':*$$, 'xyz', '', 'xyz'], '{}', null, null, null, null, null, null, null, 1, null, null, null, null")
        read = [node["Actual Rows"] + node.get("Rows Removed by Filter", 0) for node in nodes if node.get("Relation Name") == "entry_words"]
        self.assertLessEqual(sum(read), 10100)
        self.assertGreater(sum(read), 0)

    def explained(self, name, types, values):
        """The parts of the plan by which a named query was answered."""
        sql = (harness.SOURCE / "sql" / "queries" / f"{name}.sql").read_text(encoding="utf-8")
        plan = self.province.sql(f"set plan_cache_mode = force_custom_plan; set cursor_tuple_fraction = 1; prepare asked ({types}) as {sql};"
                                 f" explain (analyze, format json) execute asked ({values})")
        nodes, found = [json.loads("".join(line for line, in plan))[0]["Plan"]], []
        while nodes:
            found.append(nodes.pop())
            nodes += found[-1].get("Plans", [])
        return found

    def test_refused(self):
        """Neither another office nor an analyst is told anything; bad questions get one line."""
        analyst = self.province.office("BCD-TINH", "analyst")
        for asker in (self.offices[0], analyst):
            done = asker.run("query", "petition_search", "words=đất")
            self.assert_refused(done, "petition_search")
            self.assertEqual(done.out, "")
        for words, said in (("words=…", "there is no word"), ("words=về việc", "nearly every petition"),
                            ("words=a b c d e f g h i j k l m n o p q", "more than 16 words")):
            self.assert_refused(self.tinh.run("query", "petition_search", words), said)
        for page in ("0", "1001", "x"):
            done = self.tinh.run("query", "petition_search", "words=đất", f"page={page}")
            self.assertEqual((done.status, done.out, len(done.err.splitlines())), (2, "", 1), done)

    def test_what_changes(self):
        """Corrected, voided, erased, rebuilt: always what stands, and verify sees a word that is not of the text."""
        office = self.province.office(f"BCD-{harness.DISTRICTS[2]}")
        word = "xyzquangnamhuyen"
        office.import_rows([petition("21/KN", title="Lương hưu", summary="Chậm trả"),
                            petition("22/KN", title="Rừng phòng hộ"),
                            petition("23/KN", title=f"Rừng {word}", summary=f"của {word}")])
        office.sync()
        self.assert_asked("luong cham", "21/KN")
        office.must("petition", "correct", "21/KN", "title=Trợ cấp")
        office.must("petition", "correct", "22/KN", "local_no=24/KN")
        office.sync()
        self.assert_asked("lương")
        self.assert_asked("tro cap cham", "21/KN")
        self.assert_asked("tro", "21/KN")
        self.assert_asked("chậm", "21/KN")
        self.assert_asked("22/KN")
        self.assert_asked("24/KN", "24/KN")
        self.assert_asked("rung phong", "24/KN")
        office.must("petition", "void", "24/KN", "reason=entered twice")
        office.sync()
        self.assert_asked("rung phong")
        self.assert_asked("rung phong", "24/KN", state="taken_back")
        self.assert_asked(word, "23/KN")
        address, = [row["entry"] for row in office.table("petition", "list") if row["local_no"] == "23/KN"]
        self.tinh.must("erase", address, "it names a person")
        self.tinh.sync()
        self.assert_asked(word)
        self.assert_asked("23/KN", "23/KN")
        self.assertFalse(self.province.mentions(word))
        self.assert_identical()
        rows = "select entry, number, words::text from entry_words order by 1"
        before = self.province.sql(rows)
        self.province.stop()
        self.assertEqual(self.province.rebuild().status, 0)
        self.province.start()
        self.assertEqual(self.province.sql(rows), before)
        self.province.sql("update entry_words set words = null where number = '21/kn'")
        done = self.province.verify()
        self.assertEqual(done.status, 1)
        self.assertIn("entry_words", done.out)
        self.assertNotIn("cham", done.out)
        # A database of before, which has none: the server makes them when it starts.
        self.province.sql("delete from entry_words")
        self.province.restart()
        self.assertEqual(self.province.sql(rows), before)
        self.assert_asked("tro cap cham", "21/KN")
        self.assert_identical()


if __name__ == "__main__":
    harness.main()
