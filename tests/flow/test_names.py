"""One name for each state and code, wherever a person reads or types it: what tables print is taken by parameters in either language,
what is taken is what refusals list, and codes are for files."""

import unittest

import harness
from harness import Province

VIETNAMESE = {"LC_ALL": "C.UTF-8", "LANGUAGE": "vi"}
STATES = ["received", "classified", "accepted", "suspended", "settled", "in_force", "carried_out", "refused", "guided", "forwarded",
          "withdrawn", "verifying", "kept_as_information", "appealed", "returned", "taken_back", "pending"]


class OneName(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.province = Province()
        cls.tinh = cls.province.office("BCD-TINH", "province")
        cls.office = cls.province.office("BCD-594")
        cls.other = cls.province.office("BCD-595")
        add = ("petition", "add", "kind=KHIEU_NAI", "field=DAT_DAI")
        cls.office.must(*add, "local_no=1/KN", "received_on=2020-02-03", "title=a", "flags=DONG_NGUOI")
        cls.office.must(*add, "local_no=2/KN", "received_on=2020-02-04", "title=b", "channel=BUU_CHINH")
        cls.office.must(*add, "local_no=3/KN", "received_on=2020-02-05", "title=c")
        for step, day in (("ACCEPTED", "2020-02-06"), ("SETTLED", "2020-03-06"), ("IN_FORCE", "2020-04-06")):
            cls.office.must("petition", "move", "1/KN", step, f"on={day}", *(["outcome=DUNG"] if step == "SETTLED" else []))
        cls.office.must("petition", "void", "3/KN", "reason=twice")
        cls.office.sync()

    @classmethod
    def tearDownClass(cls):
        cls.province.close()

    def listed(self, *words, state, environment=None):
        done = self.office.run(*words, f"state={state}", "--format", "csv", environment=environment)
        self.assertEqual(done.status, 0, done.err)
        return [line.split(",")[0 if words[0] == "petition" else 3] for line in done.out.lstrip("\ufeff").splitlines()[1:]]

    def shown(self, *words, environment=None):
        done = self.office.run(*words, environment=environment)
        self.assertEqual(done.status, 0, done.err)
        return done.out

    def test_states_are_taken_as_they_are_offered_listed_and_printed(self):
        expected = {"in_force": ["1/KN"], "taken_back": ["3/KN"], "pending": ["2/KN"], "received": ["2/KN"]}
        for command in (("petition", "list"), ("query", "petition_register")):
            for state in STATES:
                spellings = {state, state.replace("_", " "), state.upper()}
                for spelling in sorted(spellings):
                    self.assertEqual(self.listed(*command, state=spelling), expected.get(state, []), (command, spelling))
            for spelling, state in (("quyết định đã có hiệu lực pháp luật", "in_force"), ("có hiệu lực", "in_force"), ("đã hủy", "taken_back"),
                                    ("da huy", "taken_back"), ("Đang giải quyết", "pending"), ("đã tiếp nhận", "received")):
                self.assertEqual(self.listed(*command, state=spelling), expected[state], (command, spelling))
            # A refusal lists what is taken, in the reader's language too.
            refused = self.office.run(*command, "state=zzzzzzz")
            self.assertNotEqual(refused.status, 0)
            self.assertIn("one of " + ", ".join(STATES), refused.err)
            refused = self.office.run(*command, "state=zzzzzzz", environment=VIETNAMESE)
            self.assertIn("in_force (quyết định đã có hiệu lực pháp luật), ", refused.err)
            self.assertIn("taken_back (đã hủy)", refused.err)

    def test_completion_offers_the_same(self):
        for line in ("petition list state=", "query petition_register state="):
            done = harness.run([harness.QCDC, "complete", *line.split()])
            self.assertEqual([word.removeprefix("state=") for word in done.out.split()], STATES)

    def test_files_have_what_is_typed(self):
        states = {row["local_no"]: row["state"] for row in self.office.table("petition", "list")}
        self.assertEqual(states, {"1/KN": "in_force", "2/KN": "received"})
        states = {row["local_no"]: row["state"] for row in self.tinh.query("petition_register")}
        self.assertEqual(states, {"1/KN": "in_force", "2/KN": "received"})

    def test_codes_in_words(self):
        for command in (("petition", "list"), ("petition", "show", "1/KN"), ("query", "petition_register"), ("query", "petition_counts", "by=kind,field")):
            said = self.shown(*command)
            self.assertNotRegex(said, r"KHIEU_NAI|DAT_DAI|TRUC_TIEP|DONG_NGUOI|SETTLED|ACCEPTED|IN_FORCE|in_force|DUNG\b")
            self.assertIn("complaint", said)
        said = self.shown("petition", "show", "1/KN")
        for word in ("land", "in person", "many people", "founded", "in force", "accepted"):
            self.assertIn(word, said)

    def test_words_are_taken_back(self):
        count = len(self.office.table("petition", "list"))
        self.assertEqual(len(self.office.table("petition", "list", "kind=complaint", "field=land")), count)
        self.assertEqual(len(self.office.query("petition_register", kind="complaint", field="land")), count)
        self.other.must("petition", "add", "kind=recommendation", "field=benefits and policies", "local_no=9/KN", "received_on=2020-05-05",
                         "channel=from another office", "flags=second time", "title=z")
        row, = [row for row in self.other.table("petition", "list") if row["local_no"] == "9/KN"]
        self.assertEqual((row["kind"], row["field"], row["channel"], row["flags"]), ("KIEN_NGHI", "CHE_DO_CHINH_SACH", "CHUYEN_DEN", "LAN_HAI"))

    def test_choices_have_their_words(self):
        for command in (("petition", "list"), ("query", "petition_register")):
            said = self.office.run(*command, "kind=zzzzzzz").err
            self.assertIn("KHIEU_NAI (complaint), TO_CAO (denunciation)", said)
            said = self.office.run(*command, "kind=zzzzzzz", environment=VIETNAMESE).err
            self.assertIn("KHIEU_NAI (Khiếu nại), TO_CAO (Tố cáo)", said)

    def test_what_was_meant_has_its_word(self):
        for command in (("petition", "list"), ("query", "petition_register")):
            self.assertIn("KHIEU_NAI (Khiếu nại)?", self.office.run(*command, "kind=KHIEU_NAY", environment=VIETNAMESE).err)
        said = self.office.run("petition", "add", "kind=KHIEU_NAI", "field=THUE", "local_no=77/KN", "received_on=2020-01-02", "flags=Q",
                               environment=VIETNAMESE).err
        self.assertIn("DONG_NGUOI (Đông người)", said)

    def test_an_import_speaks_words_and_days(self):
        self.other.must("petition", "add", "kind=KHIEU_NAI", "field=DAT_DAI", "local_no=2/KN", "received_on=2020-02-04", "title=b", "channel=BUU_CHINH")
        sheet = self.office.folder / "sheet.csv"
        sheet.write_text("local_no,kind,field,received_on,title,channel\n2/KN,KIEN_NGHI,XAY_DUNG,2020-02-07,b,TRUC_TIEP\n")
        for language, wanted in (({}, "kind complaint → recommendation; field land → construction; received_on 04/02/2020 → 07/02/2020; channel by post → in person"),
                                 (VIETNAMESE, "Kiến nghị → Phản ánh")):
            if language:
                sheet.write_text(sheet.read_text().replace("KIEN_NGHI", "PHAN_ANH"))
            done = self.other.run("petition", "import", sheet, environment=language)
            self.assertNotRegex(done.out + done.err, r"KHIEU_NAI|KIEN_NGHI|DAT_DAI|2020-02-0")
            self.assertIn(wanted, done.out + done.err)

    def test_add_speaks_of_no_file(self):
        text = "title=a letter about the road behind the market, long enough to be one"
        self.other.must("petition", "add", "kind=KHIEU_NAI", "field=THUE", "local_no=7/KN", "received_on=2019-12-30", text)
        done = self.other.run("petition", "add", "kind=KHIEU_NAI", "field=THUE", "local_no=7/KN", "received_on=2020-01-02", text)
        self.assertNotEqual(done.status, 0)
        self.assertIn("7/KN received on 30/12/2019 says the same in all but the year", done.err)
        self.assertNotRegex(done.err, "file|row|import")
        done = self.other.run("petition", "add", "kind=KHIEU_NAI", "field=THUE", "local_no=7/KN", "received_on=2019-12-30", "title=another")
        self.assertRegex(done.err, r"qcdc petition correct 7/KN@2019")
        self.assertNotRegex(done.err, "file|row|import")

    def test_reviews_too(self):
        reviews = ["filed", "returned", "accepted", "locked", "reopened"]
        done = harness.run([harness.QCDC, "complete", "review", "list", "state="])
        self.assertEqual([word.removeprefix("state=") for word in done.out.split()], reviews)
        for review in [*reviews, "đã nộp", "da khoa"]:
            self.assertEqual(self.tinh.run("review", "list", f"state={review}").status, 0)
        said = self.tinh.run("review", "list", "state=zzzzzzz").err
        self.assertIn("one of " + ", ".join(reviews), said)
        said = self.tinh.run("review", "list", "state=zzzzzzz", environment=VIETNAMESE).err
        self.assertIn("locked (đã khóa)", said)
        # "accepted" is a state of petitions, too, and another word there.
        self.assertNotIn("thụ lý", said)
        self.assertIn("accepted (", said)
        done = harness.run([harness.QCDC, "complete", "query", "petition_counts", "of="])
        self.assertEqual(done.out.split(), ["of=received", "of=settled"])

    def test_questions_take_what_is_printed(self):
        """A form, a period, a unit and an office in any case, and as tables print them."""
        plain = self.tinh.query("reporting_status", form="QCDC-HUYEN", period="2020-H1")
        self.assertTrue(plain)
        title = "Báo cáo tình hình thực hiện QCDC ở cơ sở (cấp huyện) (QCDC-HUYEN)"
        for form, period in (("qcdc-huyen", "2020-h1"), (title, "2020-H1"), ("Qcdc-Huyen", "2020-H1")):
            self.assertEqual(self.tinh.query("reporting_status", form=form, period=period), plain, form)
        counts = self.tinh.query("petition_counts", unit="594", by="kind")
        self.assertTrue(counts)
        for unit in "Thị xã La Gi (594)", "thị xã la gi (594)", "Thi xa La Gi (594)", "Thị xã La Gi":
            self.assertEqual(self.tinh.query("petition_counts", unit=unit, by="kind"), counts, unit)
        self.assertEqual(self.tinh.query("petition_counts", period="2020-h1", by="kind"), self.tinh.query("petition_counts", period="2020-H1", by="kind"))
        for words in (("report_reviews", "office=bcd-594"), ("report_reviews", "office=BCD-594")):
            self.assertEqual(self.tinh.run("query", *words).status, 0, words)
        # A name beside the code of another one is nothing.
        self.assertEqual(self.tinh.run("query", "petition_counts", "unit=Thị xã La Gi (593)").status, 1)

    def test_places_have_names(self):
        """Of a message, whatever it is about: a unit or an office is named, and what is to be typed stays as it is typed."""
        before = self.office.run("report", "template", "QCDC-HUYEN", "1976").err + self.other.run("query", "petition_register", "unit=594").err
        self.assertRegex(before, r"own unit only, which is [^;]*\S \(595\)")
        self.assertIn("unit=594: ", before)
        said = self.office.run("report", "template", "KQ-TCD", "2020").err
        self.assertNotEqual(said, "")
        row = "local_no,kind,field,received_on,title,office\n5/KN,TO_CAO,KHAC,2020-03-03,t,BCD-595\n"
        sheet = self.office.folder / "others.csv"
        sheet.write_text(row)
        for language in ({}, VIETNAMESE):
            said = self.office.run("petition", "import", sheet, environment=language).err
            self.assertRegex(said, r"\w \(BCD-595\)")
            self.assertRegex(said, r"\w \(BCD-594\)")


if __name__ == "__main__":
    unittest.main(verbosity=2)
