"""What a petition is known by in its office: the number in the register, however it is written, and the year of receipt, for
registers begin again each January.
"""
from harness import Province, petition, unittest


def names(table):
    return sorted((row["local_no"], row["received_on"][:4], row["field"]) for row in table)


class Years(unittest.TestCase):
    def setUp(self):
        self.province = Province()
        self.office = self.province.office("BCD-595")
        self.reader = self.province.office("BCD-TINH", "province")

    def tearDown(self):
        self.assertEqual(self.province.verify().status, 0)
        self.province.close()

    def rows(self, year, field):
        return [petition(f"0{number}/KN", field=field, received_on=f"{year}-0{number}-04", title=f"{field} {number}",
                         settled_on=f"{year}-06-10" if year == 2019 else "", outcome="DUNG" if year == 2019 else "")
                for number in (1, 2)]

    def test_a_new_year_leaves_the_last_one_alone(self):
        old, new = self.office.register(self.rows(2019, "DAT_DAI")), self.office.register(self.rows(2020, "THUE"))
        wanted = sorted([(f"0{number}/KN", str(year), field) for number in (1, 2)
                         for year, field in ((2019, "DAT_DAI"), (2020, "THUE"))])
        for path, said in ((old, "2 imported"), (new, "2 imported, 0 corrected"), (old, "0 imported, 0 corrected, 2 unchanged"),
                           (new, "0 imported, 0 corrected, 2 unchanged")):
            self.assertIn(said, self.office.import_csv(path))
            self.office.sync()
        self.assertEqual(names(self.office.table("petition", "list")), wanted)
        register = self.reader.query("petition_register")
        self.assertEqual(names(register), wanted)
        self.assertEqual(sorted(row["state"] for row in register), ["received"] * 2 + ["settled"] * 2)
        # The number alone finds the last year's and says so; with the year, that one.
        shown = self.office.run("petition", "show", "01/kn", "--format", "csv")
        self.assertIn("2020-01-04", shown.out)
        self.assertIn("01/kn of 2020 is meant; there is one of 2019, too: write 01/kn@2019", shown.err)
        shown = self.office.run("petition", "show", "01/KN@2019", "--format", "csv")
        self.assertIn("2019-01-04", shown.out)
        self.assertEqual(shown.err, "")
        # Every command that takes a number takes it so.
        self.office.must("petition", "move", "02/KN@2019", "IN_FORCE", "on=2019-07-20")
        done = self.office.run("petition", "void", "01/KN", "reason=x")
        self.assertEqual((done.status, "there is one of 2019" in done.err), (0, True), done)
        self.office.sync()
        states = {(row["local_no"], row["received_on"][:4]): row["state"] for row in self.reader.query("petition_register")}
        self.assertEqual(states, {("01/KN", "2019"): "settled", ("02/KN", "2019"): "in_force", ("02/KN", "2020"): "received"})
        # The one that stands is meant, though a later year's was taken back.
        shown = self.office.run("petition", "show", "01/KN", "--format", "csv")
        self.assertIn("2019-01-04", shown.out)
        self.assertEqual(shown.err, "qcdc: 01/KN of 2019 is meant; that of 2020 was taken back\n")
        missing = self.office.run("petition", "show", "01/KN@2018")
        self.assertEqual((missing.status, missing.out), (1, ""))

    def test_the_year_is_read_as_the_number_is(self):
        """Blanks and width of what stands around the @ do not count; what is no year leaves no number."""
        self.office.import_rows([petition("77/YN", received_on="2019-03-04"), petition("77/YN", received_on="2020-03-04")])
        for name in ("77/YN@2019", "77/YN@2019 ", " 77/YN@ 2019", "77/YN @2019", "77/yn @ 2019", "77/YN@２０１９", "７７／ＹＮ＠２０１９",
                     "77/YN＠2019", "77/YN@20\u00a019", "77/YN@2019\u200b"):
            self.assertIn("2019-03-04", self.office.must("petition", "show", name, "--format", "csv"), name)
        for name in ("77/YN@19", "77/YN@", "77/YN@2018", "77/YN@2019@2019", "@2019"):
            done = self.office.run("petition", "show", name)
            self.assertEqual((done.status, done.out), (1, ""), name)
            self.assertIn("no petition", done.err, name)
        self.assertIn("corrected", self.office.must("petition", "correct", "77/YN ＠ ２０２０", "received_on=2020-03-05"))

    def test_every_message_says_which_year(self):
        """Where two years have a number, what is said of one of them names it with its year, so that nobody mends the other."""
        other = self.province.office("BCD-595")
        self.office.import_rows([petition(f"{number}/KN", field="DAT_DAI", received_on=f"{year}-03-04", title=f"t {number}")
                                 for number in (12, 14) for year in (2019, 2020)] + [petition("13/KN", received_on="2019-03-04")])
        self.office.sync()
        other.sync()
        for name in ("12/KN@2019", "13/KN", "14/KN@2019"):
            self.office.must("petition", "void", name, "reason=sai")
        other.must("petition", "correct", "12/KN@2019", "title=zzz")
        other.must("petition", "move", "14/KN@2019", "ACCEPTED", "on=2019-03-09")
        other.must("petition", "correct", "13/KN", "title=zzz")
        self.office.sync()
        other.sync()
        for language in ("en", "vi"):
            with self.subTest(language):
                shown = other.run("rejected", environment={"LC_ALL": "C.UTF-8", "LANGUAGE": language}).out
                for name in ("12/KN@2019", "14/KN@2019"):
                    self.assertEqual(shown.count(name), 2, shown)
                self.assertEqual((shown.count("13/KN"), shown.count("13/KN@")), (2, 0), shown)
        rows = {row["about"]: row["message"] for row in other.table("rejected")}
        self.assertEqual(sorted(rows), ["12/KN@2019", "13/KN", "14/KN@2019"])
        self.assertIn("petition 12/KN@2019 was taken back by", rows["12/KN@2019"])
        self.assertIn("petition 13/KN was taken back by", rows["13/KN"])
        # What a device refuses by itself says so, too.
        for said, *words in (("petition 12/KN@2019 was taken back", "correct", "12/KN@2019", "title=y"),
                             ("petition 12/KN@2019 was taken back", "move", "12/KN@2019", "ACCEPTED", "on=2019-03-09"),
                             ("petition 12/KN@2020 is ", "move", "12/KN", "IN_FORCE", "on=2020-03-09"),
                             ("petition 13/KN was taken back", "correct", "13/KN", "title=y"),
                             ("12/KN@2020 is the number of another petition of that year", "correct", "14/KN@2020", "local_no=12/KN")):
            done = self.office.run("petition", *words)
            self.assertNotEqual(done.status, 0, done)
            self.assertIn(said, done.err)
        done = self.office.run("petition", "add", "local_no=12/KN", "kind=KHIEU_NAI", "field=THUE", "received_on=2020-03-04", "title=y")
        self.assertIn("12/KN@2020 is there already, as ", done.err)
        done = self.office.run("petition", "add", "local_no=12B/KN", "kind=KHIEU_NAI", "field=DAT_DAI", "received_on=2020-03-04",
                               "title=t 12")
        self.assertIn("12B/KN says the same as 12/KN@2020 in all but the number", done.err)
        sheet = self.office.register([petition("12/KN", field="DAT_DAI", received_on="2019-03-04", title="other")])
        done = self.office.run("petition", "import", sheet)
        self.assertIn("12/KN@2019 was taken back, and this row says something else", done.err)

    def test_two_that_move_into_one_number(self):
        """A correction of the year that the province refuses names the number that is taken, not the one that was to move."""
        other = self.province.office("BCD-595")
        self.office.import_rows([petition("12/KN", received_on="2019-03-04", title="one")])
        self.office.sync()
        other.sync()
        self.office.must("petition", "add", "local_no=12/KN", "kind=KHIEU_NAI", "field=THUE", "received_on=2020-03-04", "title=two")
        other.must("petition", "correct", "12/KN@2019", "received_on=2020-01-04")
        self.office.sync()
        other.sync()
        row, = other.table("rejected")
        self.assertEqual(row["about"], "12/KN@2019")
        self.assertIn("12/KN@2020 is the number of another petition of that year", row["message"])

    def test_a_number_that_carries_its_year(self):
        self.office.import_rows([petition("12/2019/KN", received_on="2019-03-04"), petition("12/2020/KN", received_on="2020-03-04")])
        self.assertIn("2019-03-04", self.office.must("petition", "show", "12/2019/kn", "--format", "csv"))


class Spellings(unittest.TestCase):
    SAME = ["20/KN", "20 /KN", "20/kn", "２０/ＫＮ", "20∕KN", "20/\u200bKN", "20/\u00adKN", "20/КN", "20\u00a0/KN"]
    OTHERS = [["22/HĐND-Hòa", "22/HĐND-Hoà"], ["21/Đ", "21/Ð"], ["7-KN", "7–KN"]]

    def test_one_number_however_written(self):
        province = Province()
        try:
            office, second = province.office("BCD-595"), province.office("BCD-595")
            reader = province.office("BCD-TINH", "province")
            rows = [petition(number, received_on="2020-06-10") for number in self.SAME + sum(self.OTHERS, [])]
            said = office.import_rows(rows)
            self.assertIn(f"4 imported, 0 corrected, 0 unchanged, {len(rows) - 4} skipped", said)
            office.sync()
            # What others write meanwhile is one with it, too: the same body or not.
            second.run("petition", "add", "local_no=２０/kn", "kind=KHIEU_NAI", "field=THUE", "received_on=2020-06-10")
            self.assertIn("rejected 1,", second.run("sync").out)
            self.assertEqual(len(reader.query("petition_register")), 4)
            for number in self.SAME + ["20 /KN ", "22/hđnd-hòa", "21/đ"]:
                self.assertIn("2020-06-10", office.must("petition", "show", number, "--format", "csv"), number)
            shown = office.must("petition", "show", "20/kn", "--format", "csv")
            self.assertIn("local_no,20/KN,", shown)  # as the clerk wrote it
            # A sheet that spells it otherwise corrects what else it says, and no spelling; a person may.
            for number in ("20/КN", "２０／ＫＮ", "20/\u24c0N", "२०/KN", "20/\ua4d7N"):
                self.assertIn("0 imported, 0 corrected, 1 unchanged",
                              office.import_rows([petition(number, received_on="2020-06-10")]), number)
            self.assertIn("1 corrected", office.import_rows([petition("２０／ＫＮ", received_on="2020-06-10", people="7")]))
            office.must("petition", "correct", "20/kn", "local_no=20/Kn")
            self.assertIn("local_no,20/Kn,", office.must("petition", "show", "20/KN", "--format", "csv"))
            office.must("petition", "correct", "20/kn", "local_no=20/KN")
            self.assertEqual([row["people"] for row in office.table("petition", "list") if row["local_no"] == "20/KN"], ["7"])
            self.assertEqual(province.verify().status, 0)
        finally:
            province.close()

    def test_what_is_no_number(self):
        province = Province()
        try:
            office = province.office("BCD-595")
            for number in ("\u200b\u00ad", "12/KN@2019", "12/05/2020", "1-5-2020", "12.0", "0.5", "TRUE", "00:00", "12%",
                           "1/KN;2/KN", "N/A", "-", "12/KN, 13/KN", "12/KN,13/KN", "5\n3/N", "—", "…", "·", "№", "（）", "Err:502", "#CONNECT!",
                           "#TÊN?", "#GIÁ_TRỊ!", "12/§¬n", "12/Ð?N"):
                done = office.run("petition", "import", office.register([petition(number)]))
                self.assertEqual(done.status, 1, number)
                self.assertIn("local_no", done.err)
            self.assertEqual(office.entries(), 0)
        finally:
            province.close()


class Asked(unittest.TestCase):
    """What may be a petition that is there already is asked about, never taken for a second one or for a correction."""

    def setUp(self):
        self.province = Province()
        self.office = self.province.office("BCD-595")

    def tearDown(self):
        self.assertEqual(self.province.verify().status, 0)
        self.province.close()

    def asked(self, rows, *texts, said_new=True):
        entries = self.office.entries()
        done = self.office.run("petition", "import", self.office.register(rows))
        self.assertEqual((done.status, done.out), (1, ""), done)
        for text in texts + (("--new",) if said_new else ()):
            self.assertIn(text, done.err)
        self.assertEqual(self.office.entries(), entries)

    def new(self, rows):
        self.assertIn(f"{len(rows)} imported", self.office.must("petition", "import", "--new", self.office.register(rows)))

    def test_all_but_the_number(self):
        self.office.import_rows([petition("15/KN", title="lấn chiếm hẻm số 5"), petition("1/TC")])
        twin = petition("51/KN", title="lấn chiếm hẻm số 5")
        self.asked([petition("16/KN"), twin], ":3: local_no", "51/KN says the same as 15/KN in all but the number")
        # Something that differs makes it another one; so does who is asked.
        self.office.import_rows([dict(twin, local_no="52/KN", people="2"), dict(twin, local_no="53/KN", received_on="2020-02-04")])
        self.new([twin])
        self.assertIn("0 imported, 0 corrected, 1 unchanged", self.office.import_rows([twin]))
        # Without texts many are equal by chance.
        self.office.import_rows([petition("70/KN"), petition("71/KN")])
        # A register that has both may have one twice: whether the other one is there already, and whichever comes first.
        both = [petition("15/KN", title="lấn chiếm hẻm số 5"), petition("54/KN", title="lấn chiếm hẻm số 5", settled_on="2020-03-05")]
        self.asked(both, ":3: local_no: 54/KN says the same as 15/KN in all but the number; if all are petitions of their own")
        self.asked(both[::-1], ":3: local_no: 15/KN says the same as 54/KN in all but the number")
        self.new(both[1:])
        self.assertIn("0 imported, 0 corrected, 2 unchanged", self.office.import_rows(both))
        # One question for a whole sheet; what differs, and a row that stands there twice, is none.
        many = [petition(f"{number}/KN", summary=words) for words, first in (("x", 60), ("y", 80)) for number in range(first, first + 4)]
        self.asked([petition("59/KN", summary="x", people="2"), *many, many[0]],
                   ":4: local_no: 6 rows say the same as another row in all but the number: "
                   "61/KN as 60/KN, 62/KN as 60/KN, 63/KN as 60/KN, 81/KN as 80/KN, 82/KN as 80/KN, …; if all are")
        self.new(many)
        # Who enters one by itself is asked the same.
        entries = self.office.entries()
        again = ("petition", "add", "local_no=90/KN", "kind=KHIEU_NAI", "field=DAT_DAI", "received_on=2020-05-04", "title=lấn chiếm hẻm số 9")
        self.office.must(*again)
        self.assertIn("nothing new", self.office.must(*again, "--new"))
        self.assertIn("nothing new", self.office.must(*again))
        twin = [word.replace("90/KN", "91/KN") for word in again]
        done = self.office.run(*twin)
        self.assertEqual((done.status, done.out), (1, ""))
        self.assertIn("91/KN says the same as 90/KN in all but the number; if it is another petition, say so with --new; "
                      "if it is that one: qcdc petition correct 90/KN@2020 COLUMN=…", done.err)
        self.assertIn("090/KN looks like 90/KN", self.office.run(*[word.replace("90/KN", "090/KN") for word in again[:-1]]).err)
        moved = self.office.run(*[word.replace("2020-05", "2019-05") for word in again]).err
        self.assertIn("90/KN received on 04/05/2020 says the same", moved)
        self.assertIn("qcdc petition correct 90/KN@2020 COLUMN=…", moved)
        self.assertEqual(self.office.entries(), entries + 1)
        self.assertIn("entered", self.office.must(*twin, "--new"))
        # What was corrected into this year is of it; what was taken back equals nothing.
        self.office.must("petition", "add", "local_no=92/KN", "kind=KHIEU_NAI", "field=DAT_DAI", "received_on=2019-05-04", "title=z")
        self.office.must("petition", "correct", "92/KN@2019", "received_on=2020-05-05")
        late = ("petition", "add", "local_no=93/KN", "kind=KHIEU_NAI", "field=DAT_DAI", "received_on=2020-05-05", "title=z")
        self.assertIn("93/KN says the same as 92/KN", self.office.run(*late).err)
        self.office.must("petition", "void", "92/KN", "reason=nhầm")
        self.assertIn("entered", self.office.must(*late))

    def test_a_mended_number(self):
        self.office.import_rows([petition("12-5", received_on="2020-06-10"), petition("7/KN", received_on="2020-06-11")])
        self.asked([petition("12/5", received_on="2020-06-10")], "12/5 looks like 12-5 of the same day")
        self.asked([petition("007/KN", received_on="2020-06-11")], "007/KN looks like 7/KN")
        self.office.import_rows([petition("70/KN", received_on="2020-06-11"), petition("12/5", received_on="2020-06-12")])
        self.new([petition("007/KN", received_on="2020-06-11")])

    def test_another_year(self):
        self.office.import_rows([petition("12/KN", received_on="2020-01-05", title="x"), petition("13/KN", received_on="2020-03-05")])
        self.asked([petition("12/KN", received_on="2019-12-30", title="x")],
                   "12/KN received on 05/01/2020 says the same", "qcdc petition correct 12/KN@2020 received_on=")
        self.asked([petition("13/KN", received_on="2019-03-05")], "13/KN received on 05/03/2020 says the same")
        # A bare number is no yes to another year: neither a slip of the century nor of one year moves it.
        for day in ("2019-12-30", "2002-01-05"):
            done = self.office.run("petition", "correct", "12/KN", f"received_on={day}", "--confirm-old")
            self.assertEqual((done.status, done.out), (1, ""))
            self.assertIn("is of another year", done.err)
            self.assertIn("qcdc petition correct 12/KN@2020", done.err)
        self.assertIn("corrected", self.office.must("petition", "correct", "12/KN", "received_on=2020-01-06"))
        self.assertIn("corrected", self.office.must("petition", "correct", "12/KN@2020", "received_on=2019-12-30"))
        self.assertIn("nothing new", self.office.must("petition", "correct", "12/KN@2019", "received_on=2019-12-30"))
        self.office.sync()
        shown = self.office.run("petition", "show", "12/KN", "--format", "csv")
        self.assertEqual(("received_on,2019-12-30" in shown.out, shown.err), (True, ""))
        self.assertEqual(self.office.run("petition", "show", "12/KN@2020").status, 1)
        self.new([petition("13/KN", received_on="2019-03-05")])
        # Nor onto a number that is another's.
        done = self.office.run("petition", "correct", "13/KN@2019", "received_on=2020-03-05")
        self.assertEqual(done.status, 1)
        self.assertIn("13/KN@2020 is the number of another petition", done.err)
        self.office.must("petition", "correct", "13/KN@2019", "local_no=14/KN", "title=y")
        self.office.sync()
        self.assertEqual([(row["local_no"], row["title"]) for row in self.office.table("petition", "list", "to=2019-06-01")], [("14/KN", "y")])

    def test_never_over_another_year(self):
        """A row whose day was mended into a year that has its own petition of that number corrects none; nor does it make a third one,
        though the day is far away or something else was mended too, where its words tell what it is."""
        tree = petition("61/KN", received_on="2019-05-05", title="chặt cây", people="3")
        field = petition("61/KN", kind="TO_CAO", received_on="2020-01-02", title="bồi thường", people="7")
        words = petition("62/KN", received_on="2020-01-02", title="Khiếu nại quyết định thu hồi đất số 12 của Ủy ban huyện")
        self.office.import_rows([tree])
        self.office.import_rows([field, words])
        listed = self.office.table("petition", "list")
        for row in (dict(field, received_on="2019-12-31"), dict(words, received_on="2019-12-31", people="8"),
                    dict(words, received_on="2018-03-31")):
            entries = self.office.entries()
            done = self.office.run("petition", "import", self.office.register([row]))
            self.assertEqual((done.status, done.out), (1, ""), done)
            self.assertIn(f"{row['local_no']} received on 02/01/2020 says the same", done.err)
            self.assertIn(f"qcdc petition correct {row['local_no']}@2020 received_on=", done.err)
            self.assertEqual(self.office.entries(), entries)
        # Without the column of titles, too; and what is in the sheet itself is what it says.
        bare = ["local_no", "kind", "field", "received_on", "people"]
        done = self.office.run("petition", "import", self.office.register([dict(field, received_on="2019-12-31")], bare))
        self.assertEqual((done.status, done.out), (1, ""), done)
        self.asked([dict(field, received_on="2019-12-31", title="", people="")], "qcdc petition correct 61/KN@2020", said_new=False)
        self.office.import_rows([field, dict(tree, people="4"), words])
        self.assertEqual([row["people"] for row in self.office.table("petition", "list") if row["local_no"] == "61/KN"],
                         [{"3": "4"}.get(row["people"], row["people"]) for row in listed if row["local_no"] == "61/KN"])

    def test_a_number_that_was_taken_back(self):
        row = petition("1/KN", title="x")
        self.office.import_rows([row])
        self.office.must("petition", "void", "1/KN", "reason=x")
        self.assertIn("1 skipped", self.office.import_rows([row]))
        self.asked([dict(row, title="y")], "1/KN was taken back, and this row says something else")
        self.new([dict(row, title="y")])
        self.office.sync()
        self.assertEqual([line["title"] for line in self.office.table("petition", "list")], ["y"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
