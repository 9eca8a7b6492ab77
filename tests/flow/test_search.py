"""Petitions are found by their number and by words of their texts, with or without diacritics: in the office's own journal, and at
the province.

What has to be found is worked out here from the rows of the register, word by word, by Unicode's own rules.
"""

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
                            (["đất", "flag=XYZ"], "there is no flag"), (["đất", "from=2020-02-02", "to=2020-01-01"], "after")):
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


if __name__ == "__main__":
    harness.main()
