"""Texts that tell who somebody is: never in a denunciation, elsewhere only where the clerk says that it is meant."""
import contextlib

import harness
from harness import FlowCase, petition

WHO = "Ông Nguyễn Văn Bình, trú tại thôn 3, khiếu nại về đất đai"


class Screening(FlowCase):
    def setUp(self):
        self.office = self.province.office("BCD-593")

    def refused(self, *words):
        done = self.office.run(*words)
        self.assertEqual(done.status, 1, done)
        self.assertNotIn("Bình", done.err, "the message repeats the name")
        for name in ("Văn Bình", "Thị Bình"):  # the province is called Bình, too
            self.assertFalse(self.office.mentions(name))
        return done.err

    def test_denunciation(self):
        path = self.office.register([petition("1/TC", kind="TO_CAO", title=WHO)])
        for more in (), ("--confirm-names",):
            self.assertIn("must not tell who denounces", self.refused("petition", "import", path, *more))

        # The code of a project is read by everybody and cannot be erased.
        words = ["petition", "add", "local_no=2/TC", "field=THUE", "received_on=2020-03-01"]
        for code in "0912345678", "NGUYEN-VAN-A":
            self.assertIn("flags", self.refused(*words, "kind=TO_CAO", f"flags=DU_AN:{code}"))
        self.office.must(*words, "kind=KHIEU_NAI", "flags=DU_AN:NGUYEN-VAN-A")
        self.assertIn("flags", self.refused("petition", "correct", "2/TC", "kind=TO_CAO", "--confirm-names"))
        self.office.must("petition", "correct", "2/TC", "kind=TO_CAO", "flags=DU_AN:QL-28B")

    def test_numbers_with_names(self):
        """A register number is in everybody's lists and cannot be erased: no name in capitals, together or in parts."""
        words = ["petition", "add", "kind=TO_CAO", "field=THUE", "received_on=2020-03-01"]
        for number in "79/TC-NGUYENVANTEO", "LE-THI-HONG", "80/TC.TRAN.VAN.BA":
            self.assertIn("must not tell who denounces", self.refused(*words, f"local_no={number}"))
        self.office.must(*words, "local_no=79/TC-PHANTHIET")
        self.assertIn("local_no", self.refused("petition", "correct", "79/TC-PHANTHIET", "local_no=LE-THI-HONG", "--confirm-names"))
        self.office.must("petition", "add", "kind=KHIEU_NAI", "field=THUE", "received_on=2020-03-01", "local_no=LE-THI-HONG", "--confirm-names")
        self.assertIn("local_no", self.refused("petition", "correct", "LE-THI-HONG", "kind=TO_CAO", "--confirm-names"))

    def test_others_are_asked_about(self):
        path = self.office.register([petition("1/KN", kind="KHIEU_NAI", title=WHO)])
        self.assertIn("--confirm-names", self.refused("petition", "import", path))
        self.office.must("petition", "import", path, "--confirm-names")
        self.assertEqual(self.office.table("petition", "list")[0]["title"], WHO)
        # Whoever corrects another column need not say it again.
        self.office.must("petition", "correct", "1/KN", "field=THUE")

    def test_one_petition_and_reasons(self):
        words = ["petition", "add", "local_no=2/KN", "kind=KIEN_NGHI", "field=THUE", "received_on=2020-03-01"]
        self.refused(*words, f"summary={WHO}")
        self.office.must(*words)
        # Of a reason that is no denunciation's it is not said that it were one.
        for refused in (self.refused("petition", "move", "2/KN", "ACCEPTED", "on=2020-03-02", f"reason={WHO}"),
                        self.refused("erase", "2/KN", "Ông Nguyễn Văn Bình, số nhà 12"),
                        self.refused("erase", "2/KN", "tên của hộ ông Nguyễn Văn Bình")):
            self.assertIn("tells who somebody is", refused)
            self.assertNotIn("denounce", refused)
            self.assertNotIn("denunciation", refused)
        self.refused("petition", "void", "2/KN", "reason=gọi 0912 345 678")
        self.office.must("petition", "void", "2/KN", "reason=gọi 0912 345 678", "--confirm-names")

    def test_a_complaint_that_becomes_a_denunciation(self):
        """What was meant while it was none must not stay: the reason of a step, too."""
        self.office.must("petition", "add", "local_no=9/KN", "kind=KHIEU_NAI", "field=THUE", "received_on=2020-03-01")
        self.office.must("petition", "move", "9/KN", "REFUSED", "on=2020-03-02", f"reason={WHO.replace('Bình', 'An')}", "--confirm-names")
        said = self.refused("petition", "correct", "9/KN", "kind=TO_CAO", "--confirm-names")
        self.assertRegex(said, "reason.*qcdc erase [0-9a-f]{16}:2 WHY")
        self.office.must("erase", f"{self.office.origin}:2", "lộ tên")
        self.office.must("petition", "correct", "9/KN", "kind=TO_CAO")

    def test_words_that_stood_before(self):
        """They would go out with the next sync: whoever makes it a denunciation is told at once what takes them out."""
        self.office.must("petition", "add", "local_no=6/KN", "kind=KHIEU_NAI", "field=THUE", "received_on=2020-03-01",
                         f"title={WHO.replace('Bình', 'An')}", "--confirm-names")
        done = self.office.run("petition", "correct", "6/KN", "kind=TO_CAO", "title=Về thuế")
        self.assertEqual((done.status, done.out), (0, "corrected\n"))
        self.assertRegex(done.err, f"6/KN@2020, title .*: a person's name; qcdc erase {self.office.origin}:1 REASON")
        # The same by a register, where the blank is meant.
        self.office.must("petition", "add", "local_no=5/KN", "kind=KHIEU_NAI", "field=DAT_DAI", "received_on=2020-02-03",
                         f"title={WHO.replace('Bình', 'An')}", "--confirm-names")
        path = self.office.register([petition("5/KN", kind="TO_CAO")])
        done = self.office.run("petition", "import", path, "--remove-blanks")
        self.assertEqual(done.status, 0, done)
        self.assertRegex(done.err, f"5/KN@2020, title .*: a person's name; qcdc erase {self.office.origin}:3 REASON")
        self.office.must("erase", f"{self.office.origin}:3", "lộ tên")
        self.assertEqual(self.office.must("erase", f"{self.office.origin}:1", "lộ tên"), "erased before it was sent\n")
        self.assertFalse(self.office.mentions("Nguyễn Văn An"))

    def test_words_of_which_one_was_erased(self):
        """A summary is looked at even where the title is not here any more."""
        words = ["kind=KHIEU_NAI", "field=THUE", "received_on=2020-03-01", "title=Về thuế", "summary=Về mức thuế"]
        self.office.must("petition", "add", "local_no=8/KN", *words)
        self.office.must("petition", "correct", "8/KN", f"summary={WHO.replace('Bình', 'An')}", "--confirm-names")
        self.office.must("erase", f"{self.office.origin}:1", "nhập nhầm")
        self.assertIn("summary", self.refused("petition", "correct", "8/KN", "kind=TO_CAO", "--confirm-names"))

    def test_why_a_text_is_erased(self):
        """Nor does the reason name anybody, whatever is said of it: it goes to the province, and stays."""
        self.office.must("petition", "add", "local_no=7/TC", "kind=TO_CAO", "field=THUE", "received_on=2020-03-01", "title=Về thuế")
        for what in "7/TC", f"{self.office.origin}:1":
            self.assertIn("must not tell who denounces", self.refused("erase", what, f"lộ tên: {WHO}", "--confirm-names"))
        self.office.must("erase", "7/TC", "lộ tên")

    def test_unseen_of_each_other(self):
        """One device makes it a denunciation, another one writes names into it: both did right, and together it is told."""
        def said(office, *parts):
            for words in ("sync",), ("status",), ():
                done = office.run(*words)
                self.assertEqual(done.status, 0, done)
                for part in parts:
                    self.assertRegex(done.out + done.err, part, words)
                self.assertNotIn("Bình", done.out + done.err)

        north, south = (self.province.office("BCD-594") for _ in range(2))
        name = WHO.replace("Bình", "An")
        for number in "1", "2", "3", "4", "5":
            north.must("petition", "add", f"local_no={number}/KN", "kind=KHIEU_NAI", "field=THUE", "received_on=2020-03-01")
        north.must("petition", "move", "3/KN", "CLASSIFIED", "on=2020-03-02")
        for office in north, south:
            office.sync()
        for number in "1", "2", "3", "4", "5":
            north.must("petition", "correct", f"{number}/KN", "kind=TO_CAO")
        south.must("petition", "move", "1/KN", "REFUSED", "on=2020-03-02", f"reason={name}", "--confirm-names")
        south.must("petition", "correct", "2/KN", f"title={name}", "--confirm-names")
        south.must("petition", "void", f"{north.origin}:6", f"reason={name}", "--confirm-names")
        south.must("petition", "correct", "4/KN", "flags=DU_AN:NGUYEN-VAN-AN")
        south.must("petition", "correct", "5/KN", "local_no=Ông Nguyễn Văn An/KN", "--confirm-names")
        north.sync()
        south.run("sync")
        north.run("sync")
        # The title was refused, and lies in both journals all the same.
        wanted = (rf"2/KN@2020, title .not the one that stands.: a person's name; qcdc erase {south.origin}:2 REASON",
                  rf"1/KN@2020, reason of REFUSED of .*: a person's name; qcdc erase {south.origin}:1 REASON",
                  rf"3/KN@2020, reason of taking back: a person's name; qcdc erase {south.origin}:3 REASON",
                  rf"4/KN@2020, flags: a person's name; qcdc petition correct {north.origin}:4 flags=",
                  rf"register number: a person's name; qcdc petition correct {north.origin}:5 local_no=")
        said(north, *wanted)
        said(south, *wanted)
        self.assertEqual((north.table("status")[0]["exposed"], south.table("status")[0]["exposed"]), ("5", "5"))

        # A journal of before, which does not know what has to be looked at, comes to the same.
        with contextlib.closing(harness.sqlite3.connect(south.home / "journal.db")) as journal:
            journal.execute("drop table screened")
        said(south, *wanted)

        # It stays until it is gone, and says what is under way.
        for entry in 1, 2, 3:
            south.must("erase", f"{south.origin}:{entry}", "lộ tên")
        south.must("petition", "correct", f"{north.origin}:4", "flags=")
        south.must("petition", "correct", f"{north.origin}:5", "local_no=5/KN")
        said(south, "3/KN@2020, reason of taking back: .*asked for on .*the province decides")
        tinh = self.province.office("BCD-TINH", "province")
        south.sync()
        for entry in 1, 2, 3:
            tinh.must("erase", f"{south.origin}:{entry}", "lộ tên")
        for office in tinh, north, south:
            office.sync()
        for office in north, south:
            self.assertEqual(office.table("status")[0]["exposed"], "0")
            self.assertNotIn("denounce", office.must("status"))
            self.assertFalse(office.mentions(name))

    def test_a_name_alone(self):
        for name in ("Ông Nguyễn Văn Bình", "Trần Thị Bình"):
            self.refused("petition", "add", "local_no=9/TC", "kind=TO_CAO", "field=THUE", "received_on=2020-03-01", f"title={name}")

    def test_narratives(self):
        rows = [{"form": "QCDC-HUYEN", "period": "2020-H1", "cell": "A12", "value": WHO}]
        path = self.office.register(rows, ["form", "period", "cell", "value"])
        for word in "check", "file":
            self.assertIn("--confirm-names", self.refused("report", word, path))
        self.office.must("report", "file", path, "--confirm-names")


if __name__ == "__main__":
    harness.main()
