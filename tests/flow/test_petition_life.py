"""The life of a petition by its kind and instance: which steps there are, what they lead to, and that all who see it agree."""
import shutil

import founding
import harness
from harness import Province, ReadCase

from wire_client import facts
from wire_office import WireOffice, day, received

WHY = ("reason=vì thế", "article=Điều 24")
HEAD = "kind,instance,move,from_states,needs,why_vi,why_en,citation,valid_from,valid_to\n"

# Of each kind the whole of a life, and beside it what is not possible on the way: the step, the state that it leads to.
LIVES = {
    ("KHIEU_NAI", "1"): ["CLASSIFIED classified", "!SETTLED", "ACCEPTED accepted", "!CLASSIFIED", "ACCEPTANCE_NOTIFIED accepted", "VERIFYING verifying",
                         "EXTENDED verifying", "SUSPENDED suspended", "!SETTLED", "RESUMED verifying", "!SATISFIED", "SETTLED settled", "DISSATISFIED settled", "!WITHDRAWN", "!CARRIED_OUT",
                         "IN_FORCE in_force", "CARRIED_OUT carried_out", "REOPENED accepted", "SETTLED settled", "APPEALED appealed", "!KEPT_AS_INFORMATION"],
    ("KHIEU_NAI", "2"): ["ACCEPTED accepted", "SETTLED settled", "CONCLUSION_PUBLISHED settled", "IN_FORCE in_force", "APPEALED appealed", "!APPEALED"],
    ("TO_CAO", "1"): ["KEPT_AS_INFORMATION kept_as_information", "!ACCEPTED", "REOPENED accepted", "VERIFYING verifying", "EXTENDED verifying",
                      "EXTENDED verifying", "SETTLED settled", "!IN_FORCE", "CONCLUSION_PUBLISHED settled", "SENDER_ANSWERED settled", "CARRIED_OUT carried_out"],
    ("TO_CAO", "2"): ["CLASSIFIED classified", "FORWARDED forwarded", "!ACCEPTED", "SENDER_ANSWERED forwarded"],
    ("KIEN_NGHI", "1"): ["INTERIM_REPLIED received", "VERIFYING verifying", "!ACCEPTED", "SETTLED settled", "!IN_FORCE", "CARRIED_OUT carried_out"],
    ("PHAN_ANH", "1"): ["SETTLED settled", "REOPENED accepted", "WITHDRAWN withdrawn", "!REOPENED"],
}


def refused(done):
    return done.status, done.err.count("\n")


class Life(ReadCase):
    def assert_refused(self, done, *words):
        self.assertEqual(refused(done), (1, 1), done)
        for word in words:
            self.assertIn(word, done.err)

    def publish(self, center, name, text):
        folder = self.province.folder / name
        folder.mkdir()
        (folder / "petition-moves.csv").write_text(HEAD + text, encoding="utf-8")
        return center.run("publish", folder)

    def next(self, office, number):
        return [row["move"] for row in office.table("petition", "next", number)]

    def live(self, office, number, kind, instance, steps):
        """Each step that is possible is offered, and each that is not is refused, by the office as by the server."""
        office.must("petition", "add", f"local_no={number}", f"kind={kind}", "field=DAT_DAI", "received_on=2020-01-02", f"instance={instance}",
                    *{"KHIEU_NAI": ["flags=PHUC_TAP"], "TO_CAO": ["flags=DAC_BIET_PHUC_TAP"]}.get(kind, []))  # what may be extended
        for place, step in enumerate(steps):
            move, _, state = step.strip("!").partition(" ")
            words = ["petition", "move", number, move, f"on=2020-03-{place + 1:02}", *WHY] + (["outcome=DUNG"] if move == "SETTLED" else [])
            self.assertEqual(move in self.next(office, number), bool(state), (kind, instance, step))
            if state:
                office.must(*words)
                self.assertEqual(self.stands(office, number), state, (kind, instance, step))
            else:
                self.assert_refused(office.run(*words), f"{move} is not possible: petition {number} is ")

    def test_each_kind_through_its_life(self):
        office, second = self.province.office("BCD-593"), self.province.office("BCD-593")
        for number, ((kind, instance), steps) in enumerate(LIVES.items(), 1):
            self.live(office, f"{number}/L", kind, instance, steps)
        self.assertIn("rejected 0", office.sync())
        second.sync()
        self.assertEqual(office.must("petition", "list", "--format", "csv"), second.must("petition", "list", "--format", "csv"))
        listed = {row["local_no"]: row["state"] for row in office.table("petition", "list")}
        self.assertEqual({row["local_no"]: row["state"] for row in self.reader.query("petition_register")}, listed)
        # Without a line, in both languages, and where the shell completes.
        row, = (row for row in office.table("petition", "next", "6/L"))
        self.assertEqual((row["move"], row["state"], row["citation"]), ("SENDER_ANSWERED", "withdrawn", "Luật Tiếp công dân 42/2013/QH13, Điều 28"))
        said = office.run("petition", "next", "1/L", environment={"LC_ALL": "C.UTF-8", "LANGUAGE": "vi", "COLUMNS": "300"}).out
        self.assertIn("Giải quyết lại theo quyết định, kết luận của cấp trên", said)
        complete = harness.run([harness.QCDC, "complete", "--home", office.home, "petition", "move", "1/L", ""]).out.split()
        complete = [word for word in complete if not word.endswith("=")]
        self.assertEqual(complete, self.next(office, "1/L"))
        self.assertEqual(complete, ["IN_FORCE", "REOPENED", "SENDER_ANSWERED"])
        # One that the clock does not let be extended is not offered that.
        office.must("petition", "add", "local_no=9/L", "kind=KHIEU_NAI", "field=DAT_DAI", "received_on=2020-01-02")
        office.must("petition", "move", "9/L", "ACCEPTED", "on=2020-01-03")
        self.assertNotIn("EXTENDED", self.next(office, "9/L"))
        office.must("petition", "correct", "9/L", "flags=PHUC_TAP")
        self.assertIn("EXTENDED", self.next(office, "9/L"))

    def test_what_a_step_has_to_bring(self):
        office = self.province.office("BCD-593")
        office.must("petition", "add", "local_no=1/TC", "kind=TO_CAO", "field=CAN_BO", "received_on=2020-01-02")
        move = ("petition", "move", "1/TC", "FORWARDED", "on=2020-01-03")
        self.assert_refused(office.run(*move), "FORWARDED needs the article", "add article=…")
        self.assert_refused(office.run(*move, "article=Điều 24"), "FORWARDED needs its reason", "add reason=…")
        office.must(*move, "article=Điều 24", "reason=không thuộc thẩm quyền", "from_register=0")

    def test_why_is_said_in_words(self):
        """A blank, or a full stop, is no reason: of nothing that needs one; and lists of words are whole, in the words of the law."""
        office = self.province.office("BCD-593")
        office.must("petition", "add", "local_no=1/TC", "kind=TO_CAO", "field=CAN_BO", "received_on=2020-01-02")
        before = office.entries()
        for reason in (" ", ". . .", "\u00a0", "-"):
            for words in (("petition", "void", "1/TC"), ("petition", "move", "1/TC", "REFUSED", "on=2020-01-03"),
                          ("petition", "hand-over", "1/TC", "to=BCD-594", "on=2020-01-03", "article=Điều 24")):
                self.assert_refused(office.run(*words, f"reason={reason}"), "write why")
        self.assertIn("saying why", office.run("petition", "void", "1/TC").err)
        self.assertEqual(office.entries(), before)
        vietnamese = {"LC_ALL": "C.UTF-8", "LANGUAGE": "vi"}
        said = office.run("petition", "move", "1/TC", "bay", "on=2020-01-03", environment=vietnamese).err
        self.assertTrue(said.endswith("không hài lòng\n") or said.endswith("Không hài lòng\n"), said)
        self.assertEqual(said.count("\n"), 1)
        for words, state in (("lưu làm thông tin", "kept_as_information"),):
            office.must("petition", "move", "1/TC", words, "on=2020-01-04")
            self.assertEqual(self.stands(office, "1/TC"), state)

    def test_an_article_that_is_not_there(self):
        """Of a law of which it is published how many articles it has; of others nothing is known.  The server says the same."""
        office, wire = self.province.office("BCD-593"), WireOffice(self.province, "BCD-593")
        office.must("petition", "add", "local_no=1/KN", "kind=KHIEU_NAI", "field=DAT_DAI", "received_on=2020-02-03")
        before = office.entries()
        move = ("petition", "move", "1/KN", "CLASSIFIED", "on=2020-02-05")
        for article in ("Điều 71 Luật Khiếu nại", "điều 999, luật khiếu nại 2011", "Khoản 2 Điều 0 Luật Khiếu nại", "DIEU 71 LUAT KHIEU NAI"):
            self.assert_refused(office.run(*move, f"article={article}"), "Luật Khiếu nại 02/2011/QH13 has 70 articles")
        self.assert_refused(office.run(*move, "article=Điều 37 Luật Tiếp công dân"), "Luật Tiếp công dân 42/2013/QH13 has 36 articles, and no article 37")
        self.assert_refused(office.run("petition", "hand-over", "1/KN", "to=BCD-594", "on=2020-02-05", "article=Điều 68 Luật Tố cáo", "reason=x"), "67 articles")
        self.assertEqual(office.entries(), before)
        wire.append(received("2/KN"))
        step = facts.PetitionMoved(petition=wire.reference(1), move="CLASSIFIED", on=day("2020-02-05"), article="Điều 99 Luật Khiếu nại")
        verdict, = wire.append(facts.Fact(petition_moved=step))["verdicts"]
        self.assertEqual((verdict["code"], verdict["field"]), ("BAD_NUMBER", "article"))
        for place, article in enumerate(("Điều 70 Luật Khiếu nại", "Điều 148 Bộ luật Dân sự", "Điều 28 Luật Khiếu nại và Điều 148 Bộ luật Dân sự", "Điều 3a Luật Tiếp công dân",
                                         "Thông tư 05/2021/TT-TTCP, Điều 99", "khoản 1 mục 2", "Điều 70", "Điều 203 LĐĐ 2013", "Điều 115 BLTTHC", "Điều 100")):
            office.must("petition", "move", "1/KN", "CLASSIFIED", f"on=2020-02-{place + 5:02}", f"article={article}")
        extended = office.table("petition", "show", "1/KN")[-1]["entry"]
        self.assert_refused(office.run("petition", "correct-step", extended, "article=Điều 71 Luật Khiếu nại"), "70 articles")

    def test_a_step_that_was_taken_in_comes_back(self):
        """How many articles a law has is published behind a step; a server that was put back has that first, and takes the step as it was."""
        founder, office = self.province.founder(), self.province.office("BCD-595")
        office.must("petition", "add", "local_no=1/KN", "kind=KHIEU_NAI", "field=DAT_DAI", "received_on=2020-02-03")
        office.must("petition", "move", "1/KN", "CLASSIFIED", "on=2020-02-05", "article=Điều 99 Luật Thủy lợi")
        copy = self.province.backup()
        office.sync()
        folder = self.province.folder / "articles"
        folder.mkdir()
        (folder / "constants.csv").write_text("name,value,valid_from,valid_to,words_vi,words_en,citation\n"
                                              "ARTICLES_LUAT_THUY_LOI,60,2018-07-01,,Số điều,Articles,Luật Thủy lợi\n", encoding="utf-8")
        founder.must("publish", folder)
        self.province.restore(copy)
        founder.sync()
        office.sync()
        office.sync()
        self.assertEqual(office.table("rejected"), [])
        self.assertEqual(self.province.value("select count(*) from petition_event e join petition p on p.id = e.petition join office o on o.id = p.office where o.code = 'BCD-595'"), "1")
        self.assert_refused(office.run("petition", "move", "1/KN", "ACCEPTED", "on=2020-02-06", "article=Điều 99 Luật Thủy lợi"), "Luật Thủy lợi has 60 articles")
        self.assertEqual(self.province.verify().status, 0)

    def test_what_it_came_of(self):
        """A reception and a dialogue: the petition tells of both, and both are found by."""
        office, second = self.province.office("BCD-593"), self.province.office("BCD-593")
        for number, flags in (("1/KN", "flags=đối thoại: 2020-06-15"), ("2/KN", "flags=DOI_THOAI:2020-07-01 PHUC_TAP"), ("3/KN", "flags=")):
            office.must("petition", "add", f"local_no={number}", "kind=KHIEU_NAI", "field=DAT_DAI", "received_on=2020-07-03", "--new", flags)
        for flags in ("DOI_THOAI", "DOI_THOAI:15/6/2020", "DOI_THOAI:" + 31 * "A"):
            self.assert_refused(office.run("petition", "correct", "3/KN", f"flags={flags}"), "DOI_THOAI:<code>")
        office.must("reception", "add", "local_no=7", "held_on=2019-12-30", "session=THUONG_XUYEN", "petitions=1/KN")
        office.must("reception", "add", "local_no=8", "held_on=2020-07-03", "session=THUONG_XUYEN", "petitions=1/KN,2/KN")
        office.must("reception", "void", "8", "reason=nhập nhầm")
        office.must("reception", "add", "local_no=9", "held_on=2020-07-03", "session=THUONG_XUYEN", "petitions=1/KN")
        self.assertIn("rejected 0", office.sync())
        second.sync()
        for device in (office, second):
            shown = {number: {row["what"]: row["value"] for row in device.table("petition", "show", number)} for number in ("1/KN", "2/KN")}
            self.assertEqual([shown[number]["receptions of it"] for number in shown], ["7@2019, 9@2020", ""])
            self.assertEqual(shown["1/KN"]["flags"], "DOI_THOAI:2020-06-15")
            for flag, found in (("đối thoại", ["1/KN", "2/KN"]), ("DOI_THOAI:2020-07-01", ["2/KN"]), ("dự án", [])):
                self.assertEqual([row["local_no"] for row in device.table("petition", "list", f"flag={flag}")], found)
        said = office.run("petition", "show", "1/KN", environment={"LC_ALL": "C.UTF-8", "LANGUAGE": "vi"}).out
        self.assertIn("Đối thoại: 2020-06-15", said)
        self.assertEqual(self.province.value("select flags from petition where local_no = '2/KN'"), "DOI_THOAI:2020-07-01 PHUC_TAP")

    def test_server_and_office_say_the_same(self):
        office, wire = self.province.office("BCD-593"), WireOffice(self.province, "BCD-593")
        office.must("petition", "add", "local_no=1/KN", "kind=KHIEU_NAI", "field=DAT_DAI", "received_on=2020-02-03")
        wire.append(received("2/KN"))
        office.must("petition", "move", "1/KN", "GUIDED", "on=2020-02-04")
        wire.append(facts.Fact(petition_moved=facts.PetitionMoved(petition=wire.reference(1), move="GUIDED", on=day("2020-02-04"))))
        step = facts.PetitionMoved(petition=wire.reference(1), move="ACCEPTED", on=day("2020-02-05"))
        verdict, = wire.append(facts.Fact(petition_moved=step))["verdicts"]
        self.assertEqual((verdict["code"], verdict["message"]),
                         ("BAD_MOVE", "ACCEPTED is not possible: petition 2/KN is guided (Luật Khiếu nại 02/2011/QH13, Điều 27); possible now: SENDER_ANSWERED"))
        self.assert_refused(office.run("petition", "move", "1/KN", "ACCEPTED", "on=2020-02-05"), "ACCEPTED is not possible: petition 1/KN is guided",
                            "Only what was neither accepted, refused, guided nor forwarded is accepted (Luật Khiếu nại 02/2011/QH13, Điều 27)",
                            "possible: SENDER_ANSWERED")
        # What comes from paper is not asked.
        step.from_register = True
        step.move = facts.SETTLED
        verdict, = wire.append(facts.Fact(petition_moved=step))["verdicts"]
        self.assertEqual(verdict["code"], "BAD_MOVE")

    def test_corrections(self):
        """Kind and instance against the steps that stand, and a step against those behind it."""
        office = self.province.office("BCD-593")
        office.must("petition", "add", "local_no=1/KN", "kind=KHIEU_NAI", "field=DAT_DAI", "received_on=2020-02-03")
        for move, on in (("ACCEPTED", "2020-02-05"), ("SETTLED", "2020-03-05"), ("IN_FORCE", "2020-04-10")):
            office.must("petition", "move", "1/KN", move, f"on={on}", *(["outcome=SAI"] if move == "SETTLED" else []))
        office.must("petition", "correct", "1/KN", "instance=2")
        self.assert_refused(office.run("petition", "correct", "1/KN", "kind=TO_CAO"), "IN_FORCE of 10/04/2020 would not be possible any more",
                            "take back the later steps first")
        self.assert_refused(office.run("petition", "correct", "1/KN", "kind=PHAN_ANH"), "only a complaint or a denunciation")
        self.assert_refused(office.run("petition", "correct", "1/KN", "kind=PHAN_ANH", "instance=1"), "IN_FORCE of 10/04/2020")
        accepted, in_force = (next(row["entry"] for row in office.table("petition", "show", "1/KN") if row["what"] == what)
                              for what in ("ACCEPTED", "IN_FORCE"))
        self.assert_refused(office.run("petition", "void", accepted, "reason=x"), "SETTLED of 05/03/2020 would not be possible any more")
        office.must("petition", "void", in_force, "reason=x")
        office.must("petition", "correct", "1/KN", "kind=PHAN_ANH", "instance=1")
        office.must("petition", "void", accepted, "reason=x")  # what is reported need not be accepted
        self.assertIn("rejected 0", office.sync())
        self.assertEqual(self.stands(office, "1/KN"), "settled")

    def test_a_table_that_changes_makes_nothing_invalid(self):
        center, office = self.province.founder(), self.province.office("BCD-593")
        for number in ("1/KN", "2/KN"):
            office.must("petition", "add", f"local_no={number}", "kind=KHIEU_NAI", "field=DAT_DAI", "received_on=2020-02-03")
            office.must("petition", "move", number, "ACCEPTED", "on=2020-02-05")
        office.must("petition", "move", "1/KN", "SUSPENDED", "on=2020-02-06", "reason=x")
        office.sync()
        copy = self.province.backup()
        # No complaint is suspended any more, from before the day on which one was.
        done = self.publish(center, "ended", "KHIEU_NAI,1,SUSPENDED,accepted verifying,,Chỉ tạm dừng việc giải quyết đã bắt đầu,"
                                             "Only what has begun is suspended,\"Luật Khiếu nại 02/2011/QH13, Điều 28\",2012-07-01,2020-01-31\n")
        self.assertEqual(done.status, 0, done)
        center.sync()
        office.must("petition", "move", "2/KN", "SUSPENDED", "on=2020-02-07", "reason=x")  # it does not know yet
        self.assertIn("rejected 1", office.sync())
        wrong, = office.table("rejected")
        self.assertIn("SUSPENDED is not possible: petition 2/KN is accepted; possible now: ", " ".join(wrong.values()))
        self.assertEqual(self.stands(office, "1/KN"), "suspended")
        office.must("petition", "correct", "1/KN", "people=7")
        office.must("petition", "move", "1/KN", "RESUMED", "on=2020-02-08")
        suspended = next(row["entry"] for row in office.table("petition", "show", "1/KN") if row["what"] == "SUSPENDED")
        self.assert_refused(office.run("petition", "void", suspended, "reason=x"), "a later step of petition 1/KN would not be possible any more")
        office.sync()
        self.assertEqual([row["entry"] for row in office.table("rejected")], [wrong["entry"]])
        accepted = self.province.sql("select entry, state from verdict order by 1, 2")
        self.province.stop()
        self.assertEqual(self.province.rebuild("--rejudge").status, 0)
        self.province.start()
        self.assertEqual(self.province.sql("select entry, state from verdict order by 1, 2"), accepted)
        # Put back to before all that: it comes in again as it was judged.
        before = office.must("petition", "list", "--format", "csv")
        self.province.restore(copy)
        for device in (center, office, center, office):
            device.sync()
        self.assertEqual(office.must("petition", "list", "--format", "csv"), before)
        self.assertEqual({row["local_no"]: row["state"] for row in self.reader.query("petition_register")}, {"1/KN": "accepted", "2/KN": "accepted"})

    def test_rows_that_cannot_be(self):
        center = self.province.founder()
        for place, (row, *said) in enumerate((
                ("LA,1,ACCEPTED,received,,v,e,c,,", "there is no kind of petition 'LA'"), ("TO_CAO,3,ACCEPTED,received,,v,e,c,,", "instance"),
                ("PHAN_ANH,2,ACCEPTED,received,,v,e,c,,", "only a complaint or a denunciation"), ("TO_CAO,1,FLY,received,,v,e,c,,", "there is no step 'FLY'"),
                ("TO_CAO,1,RESUMED,asleep,,v,e,c,2040-01-01,", "there is no state 'asleep'"), ("TO_CAO,1,RESUMED,,,v,e,c,2040-01-01,", "name those in which"),
                ("TO_CAO,1,RESUMED,received,,v,e,c,2040-01-01,", "RESUMED cannot follow in the state 'received'"),
                ("TO_CAO,1,RESUMED,suspended,money,v,e,c,2040-01-01,", "no 'money'"),
                ("TO_CAO,1,RESUMED,suspended,expected_on,v,e,c,2040-01-01,", "only INTERIM_REPLIED"), ("TO_CAO,1,RESUMED,suspended,outcome,v,e,c,2040-01-01,", "only SETTLED"),
                ("TO_CAO,1,RESUMED,suspended,,v,e,,2040-01-01,", "citation"), ("TO_CAO,1,RESUMED,suspended,,v,e,c,2018-01-01,2040-01-01", "same days"))):
            done = self.publish(center, f"wrong-{place}", row + "\n")
            self.assert_refused(done, *said, "petition-moves")

    def test_a_province_of_before(self):
        """Of a kind that nothing is published of, whatever makes sense is possible; with the table it is the law, and nothing is lost."""
        other = Province(founded=founding.FOUNDING)
        try:
            center = other.office("BCD-TINH", "province")
            folder = other.folder / "without"
            shutil.copytree(founding.SAMPLE, folder)
            (folder / "petition-moves.csv").unlink()
            center.must("publish", folder)
            center.sync()
            office = other.office("BCD-593")
            office.must("petition", "add", "local_no=1/KN", "kind=KHIEU_NAI", "field=DAT_DAI", "received_on=2020-02-03")
            office.must("petition", "add", "local_no=2/KN", "kind=KHIEU_NAI", "field=DAT_DAI", "received_on=2020-02-03")
            self.assertIn("SETTLED", self.next(office, "1/KN"))
            office.must("petition", "move", "1/KN", "SETTLED", "on=2020-03-05")
            self.assert_refused(office.run("petition", "move", "1/KN", "ACCEPTED", "on=2020-03-06"), "possible: IN_FORCE, CARRIED_OUT, REOPENED")
            self.assertIn("rejected 0", office.sync())
            center.must("publish", founding.SAMPLE)
            center.sync()
            self.assertIn("rejected 0", office.sync())
            self.assertEqual(self.stands(office, "1/KN"), "settled")
            self.assert_refused(office.run("petition", "move", "2/KN", "SETTLED", "on=2020-03-05", "outcome=SAI"), "SETTLED is not possible")
            office.must("petition", "move", "1/KN", "IN_FORCE", "on=2020-05-05")
            self.assertIn("rejected 0", office.sync())
            self.assertEqual(other.verify().status, 0)
        finally:
            other.close()

    def test_who_handles_it(self):
        office, second = self.province.office("BCD-593"), self.province.office("BCD-593")
        for number in ("1/KN", "2/KN", "3/KN", "4/KN"):
            office.must("petition", "add", f"local_no={number}", "kind=KHIEU_NAI", "field=DAT_DAI", "received_on=2020-02-03", "--new")
        office.must("petition", "move", "2/KN", "GUIDED", "on=2020-02-04")
        office.sync(), second.sync()
        before = office.entries()
        shown = office.must("petition", "assign", "state=pending", "--to", "Trần Thị Bình", "--dry-run", "--format", "csv")
        self.assertEqual([line.split(",")[0] for line in shown.splitlines()[1:]], ["1/KN", "3/KN", "4/KN"])
        self.assertEqual(office.entries(), before)
        self.assertIn("3 assigned, 0 as they were", office.must("petition", "assign", "state=pending", "--to", "Trần Thị Bình"))
        self.assertIn("1 assigned, 1 as they were", office.must("petition", "assign", "2/KN", "3/KN", "--to", "Trần Thị Bình"))
        before = office.entries()
        for words in (["--to", "x"], ["1/KN"], ["1/KN", "state=pending", "--to", "x"]):
            self.assertEqual(office.run("petition", "assign", *words).status, 2, words)
        for words in (["1/KN", "9/KN", "--to", "x"], ["1/KN", "--to", 201 * "x"], ["1/KN", "--to", "x", "on=2020-02-02"],
                      ["1/KN", "--to", "ông An, 0912345678"]):
            self.assert_refused(office.run("petition", "assign", *words))
        self.assertEqual(office.entries(), before)  # all of it, or nothing
        office.must("petition", "assign", "4/KN", "--to", "Lê Văn Cường")
        queue = lambda device, *words: [row["local_no"] for row in device.table("petition", "queue", *words)]
        self.assertEqual(queue(office), ["4/KN", "1/KN", "3/KN"])
        self.assertEqual(queue(office, "tran thi binh"), ["1/KN", "3/KN"])
        # Whoever did not see it does not take it away unawares.
        second.must("petition", "assign", "1/KN", "--to", "Lê Văn Cường")
        self.assertIn("rejected 0", office.sync())
        self.assertIn("rejected 1", second.sync())
        wrong, = second.table("rejected")
        self.assertIn("Trần Thị Bình", " ".join(wrong.values()))
        second.must("petition", "assign", "1/KN", "--to", "")
        second.sync(), office.sync()
        for device in (office, second):
            self.assertEqual(queue(device, "Trần Thị Bình"), ["3/KN"])
            self.assertEqual([row["local_no"] for row in device.table("petition", "list", "handler=TRAN THI BINH")], ["2/KN", "3/KN"])
            self.assertEqual([row["local_no"] for row in device.table("petition", "search", "3/KN", "handler=Trần Thị Bình")], ["3/KN"])
            self.assertEqual(device.table("petition", "search", "3/KN", "handler=Lê Văn Cường"), [])
            self.assertEqual([row["local_no"] for row in device.table("petition", "due", "handler=le van cuong")], ["4/KN"])
        for name in ("petition_register", "petitions_due"):
            self.assertEqual({row["local_no"] for row in self.reader.query(name, handler="Lê Văn Cường")}, {"4/KN"}, name)
        row, = self.reader.query("petition_search", words="3/KN", handler="tran thi binh")
        self.assertEqual((row["handler"], row["ended"]), ("Trần Thị Bình", "open"))
        self.assertEqual(self.province.verify().status, 0)

    def test_promised_and_not_solved(self):
        office, second = self.province.office("BCD-593"), self.province.office("BCD-593")
        for number, kind in (("1/PA", "PHAN_ANH"), ("2/PA", "PHAN_ANH"), ("3/KN", "KHIEU_NAI"), ("4/KN", "KHIEU_NAI")):
            office.must("petition", "add", f"local_no={number}", f"kind={kind}", "field=DAT_DAI", "received_on=2020-02-03", "--new")
        move = lambda number, step, on, *words: office.run("petition", "move", number, step, f"on={on}", *words)
        reply = ("INTERIM_REPLIED", "2020-02-10", "reason=đang xác minh thêm")
        self.assert_refused(move("1/PA", *reply, "expected_on=2020-02-09"), "ten years")
        self.assert_refused(move("1/PA", "CLASSIFIED", "2020-02-10", "expected_on=2020-03-09"), "only an interim reply")
        for number in ("1/PA", "2/PA"):
            self.assertEqual(move(number, *reply, "expected_on=2020-03-02").status, 0)
        self.assertEqual({row["local_no"]: row["promised_on"] for row in office.table("petition", "due", "on=2020-03-03", "days=0") if row["promised_on"]},
                         {"1/PA": "2020-03-02", "2/PA": "2020-03-02"})
        for number in ("1/PA", "2/PA"):
            self.assert_refused(move(number, "DISSATISFIED", "2020-03-04"), "DISSATISFIED is not possible")
            self.assertEqual(move(number, "SETTLED", "2020-03-04").status, 0)
        self.assertEqual(move("1/PA", "SATISFIED", "2020-03-05").status, 0)
        self.assertEqual(move("2/PA", "DISSATISFIED", "2020-03-05").status, 0)
        self.assertEqual(move("3/KN", "REFUSED", "2020-02-05", "reason=hết thời hiệu").status, 0)
        self.assertEqual(move("4/KN", "FORWARDED", "2020-02-05", "reason=x", "article=Điều 26").status, 0)
        ends = {"1/PA": "solved", "2/PA": "unsolved", "3/KN": "unsolved", "4/KN": "passed_on"}
        self.assertIn("rejected 0", office.sync())
        second.sync()
        for device in (office, second):
            self.assertEqual({row["local_no"]: row["ended"] for row in device.table("petition", "list")}, ends)
            self.assertEqual([row["local_no"] for row in device.table("petition", "list", "ended=unsolved")], ["2/PA", "3/KN"])
        self.assertEqual({row["local_no"]: row["ended"] for row in self.reader.query("petition_register")}, ends)
        self.assertEqual({row["local_no"] for row in self.reader.query("petition_register", ended="unsolved")}, {"2/PA", "3/KN"})
        # Taking it up again is a step of its own, and asks anew.
        self.assertEqual(move("2/PA", "REOPENED", "2020-03-06").status, 0)
        self.assertEqual(self.stands(office, "2/PA", "ended"), "open")
        self.assertEqual(move("2/PA", "SETTLED", "2020-03-07").status, 0)
        self.assertEqual(self.stands(office, "2/PA", "ended"), "solved")
        self.assertIn("rejected 0", office.sync())
        self.assertEqual(self.province.verify().status, 0)

    def test_an_interim_reply(self):
        """It says why there is no answer yet and when there will be; one from before that was asked stays as it is."""
        office, second, wire = self.province.office("BCD-593"), self.province.office("BCD-593"), WireOffice(self.province, "BCD-593")
        for number in ("1/PA", "2/PA"):
            office.must("petition", "add", f"local_no={number}", "kind=PHAN_ANH", "field=DAT_DAI", "received_on=2020-02-03", "--new")
        wire.append(received("3/PA", kind="PHAN_ANH"))
        for number in ("1/PA", "2/PA"):
            office.must("petition", "move", number, "ACCEPTED", "on=2020-02-05")
        office.must("petition", "move", "1/PA", "INTERIM_REPLIED", "on=2026-06-30")
        move = ("petition", "move", "2/PA", "INTERIM_REPLIED", "on=2026-07-02")
        self.assert_refused(office.run(*move), "INTERIM_REPLIED needs the day for which the answer is promised (Luật Tiếp công dân", "add expected_on=…")
        self.assert_refused(office.run(*move, environment={"LC_ALL": "C.UTF-8", "LANGUAGE": "vi"}), "ngày hẹn trả lời", "expected_on=…")
        self.assert_refused(office.run(*move, "expected_on=2026-07-20"), "INTERIM_REPLIED needs its reason", "add reason=…")
        step = facts.PetitionMoved(petition=wire.reference(1), move="INTERIM_REPLIED", on=day("2026-07-02"), reasoned=True)
        verdict, = wire.append(facts.Fact(petition_moved=step))["verdicts"]
        self.assertEqual((verdict["code"], verdict["field"]), ("EMPTY", "expected_on"))
        step.from_register = True  # of what paper tells nothing is asked
        self.assertEqual(wire.append(facts.Fact(petition_moved=step))["verdicts"], [])
        offered, = (row for row in office.table("petition", "next", "2/PA") if row["move"] == "INTERIM_REPLIED")
        self.assertEqual(offered["needs"], "reason expected_on")
        office.must(*move, "expected_on=2026-07-20", "reason=đang xác minh")
        # Shown with the petition, with its steps, and among what is due, though the law's clock has stopped.
        shown = office.table("petition", "show", "2/PA")
        self.assertIn({"what": "promised_on", "value": "2026-07-20"}, [{name: row[name] for name in ("what", "value")} for row in shown])
        reply = shown[-1]
        self.assertEqual((reply["what"], reply["value"]), ("INTERIM_REPLIED", "đang xác minh; expected_on=2026-07-20"))
        said = office.run("petition", "show", "2/PA", environment={"LC_ALL": "C.UTF-8", "LANGUAGE": "vi", "COLUMNS": "300"}).out
        self.assertIn("hẹn trả lời ngày 20/07/2026", said)
        self.assertEqual({row["move"]: row["promised_on"] for row in office.table("petition", "next", "2/PA") if row["promised_on"]},
                         {"SETTLED": "2026-07-20"})
        due, = office.table("petition", "due", "on=2026-07-25", "days=0")
        self.assertEqual([due[name] for name in ("local_no", "due_on", "rule", "days_left", "promised_on")], ["2/PA", "", "", "-5", "2026-07-20"])
        self.assertEqual(office.table("petition", "due", "on=2026-07-01", "days=18"), [])
        # What was said cannot be made to say less; what said less before may go on so.
        self.assert_refused(office.run("petition", "correct-step", reply["entry"], "expected_on="), "the day for which the answer is promised")
        office.must("petition", "correct-step", reply["entry"], "expected_on=2026-07-21")
        old = office.table("petition", "show", "1/PA")[-1]["entry"]
        self.assert_refused(office.run("petition", "correct-step", old, "on=2026-07-01"), "the day for which the answer is promised")
        office.must("petition", "correct-step", old, "on=2026-06-29")
        self.assertIn("rejected 0", office.sync())
        second.sync()
        promised = lambda rows: {row["local_no"]: (row["due_on"], row["promised_on"]) for row in rows if row["promised_on"]}
        for rows in (office.table("petition", "due", "on=2026-07-25"), second.table("petition", "due", "on=2026-07-25"),
                     self.reader.query("petitions_due", by="2026-07-25")):
            self.assertEqual(promised(rows), {"2/PA": ("", "2026-07-21")})
        office.must("petition", "move", "2/PA", "SETTLED", "on=2026-07-22")
        self.assertEqual(promised(office.table("petition", "due", "on=2026-07-25", "days=0")), {})
        office.sync()
        self.assertEqual(promised(self.reader.query("petitions_due")), {})
        self.assertEqual(self.province.verify().status, 0)

    def test_next_has_the_last_day_of_each_step(self):
        """The last day by law of the deadline that a step meets, and of several the first."""
        office = self.province.office("BCD-593")
        office.must("petition", "add", "local_no=1/TC", "kind=TO_CAO", "field=DAT_DAI", "received_on=2020-01-17")
        last = lambda: {row["move"]: row["due_on"] for row in office.table("petition", "next", "1/TC")}
        # 7 working days after Fri 17/1/2020, over Tết: Tue 4/2; 10 days, Mon 27/1, moved on to Thu 30/1
        self.assertEqual({name: last()[name] for name in ("CLASSIFIED", "ACCEPTED", "REFUSED", "INTERIM_REPLIED")},
                         {"CLASSIFIED": "2020-01-30", "ACCEPTED": "2020-01-30", "REFUSED": "2020-01-30", "INTERIM_REPLIED": ""})
        office.must("petition", "move", "1/TC", "ACCEPTED", "on=2020-02-03")
        # notified in 5 working days: Mon 10/2; settled in 30: Wed 4/3
        self.assertEqual({name: last()[name] for name in ("ACCEPTANCE_NOTIFIED", "VERIFYING")}, {"ACCEPTANCE_NOTIFIED": "2020-02-10", "VERIFYING": ""})
        office.must("petition", "move", "1/TC", "ACCEPTANCE_NOTIFIED", "on=2020-02-04")
        self.assertEqual(last()["SETTLED"], "2020-03-04")
        office.must("petition", "move", "1/TC", "SUSPENDED", "on=2020-02-10", "reason=x")
        self.assertEqual(set(last().values()), {""})

    def test_what_a_petition_comes_of(self):
        """A project, a congress, a dialogue: marked, found by it here and at the province, and said in words that an import takes back."""
        office = self.province.office("BCD-593")
        add = ("petition", "add", "kind=KIEN_NGHI", "field=DAT_DAI", "received_on=2020-02-03", "--new")
        office.must(*add, "local_no=1/KN", "flags=Đối thoại: 2020-01-15, đông người", "people=12")
        office.must(*add, "local_no=2/KN", "flags=DU_AN:QL-28B DAI_HOI")
        office.must(*add, "local_no=3/KN")
        self.assert_refused(office.run(*add, "local_no=4/KN", "flags=DOI_THOAI:"), "DOI_THOAI:<code>")
        self.assert_refused(office.run(*add, "local_no=4/KN", "flags=DOI_THOAI:15/01"), "DOI_THOAI:<code>")
        self.assertIn("rejected 0", office.sync())
        for flag, numbers in (("DOI_THOAI:2020-01-15", ["1/KN"]), ("đối thoại: 2020-01-15", ["1/KN"]), ("DONG_NGUOI", ["1/KN"]), ("DU_AN:QL-28B", ["2/KN"]),
                              ("DAI_HOI", ["2/KN"]), ("DOI_THOAI:2020-01-16", [])):
            self.assertEqual([row["local_no"] for row in office.table("petition", "list", f"flag={flag}")], numbers, flag)
        said = office.run("petition", "show", "1/KN", environment={"LC_ALL": "C.UTF-8", "LANGUAGE": "vi"}).out
        self.assertIn("Đối thoại: 2020-01-15, Đông người", said)
        office.must("petition", "correct", "1/KN", "flags=Đông người, Đối thoại: 2020-01-15, Dự án: A1")
        self.assertIn("rejected 0", office.sync())
        row, = (row for row in self.reader.query("petition_search", words="1/KN"))
        self.assertEqual(self.province.value("select flags from petition where local_no = '1/KN'"), "DOI_THOAI:2020-01-15 DONG_NGUOI DU_AN:A1")
        self.assertEqual(self.province.verify().status, 0)

    def stands(self, office, number, column="state"):
        row, = (row for row in office.table("petition", "list") if row["local_no"] == number)
        return row[column]

    def test_instance_and_article(self):
        """Of a petition the instance, of a step the article: entered, corrected, listed, imported, asked for, and the same everywhere."""
        office, second = self.province.office("BCD-593"), self.province.office("BCD-593")
        add = ["petition", "add", "field=DAT_DAI", "received_on=2020-02-03"]
        office.must(*add, "local_no=1/KN", "kind=KHIEU_NAI", "instance=lần hai")
        office.must(*add, "local_no=2/KN", "kind=KHIEU_NAI")
        self.assert_refused(office.run(*add, "local_no=3/KN", "kind=KHIEU_NAI", "instance=3"), "instance")
        self.assert_refused(office.run(*add, "local_no=3/PA", "kind=PHAN_ANH", "instance=2"),
                            "only a complaint or a denunciation comes to a second instance")
        office.must("petition", "move", "1/KN", "ACCEPTED", "on=2020-02-05", "article=  Điều 36 Luật Khiếu nại ")
        self.assert_refused(office.run("petition", "move", "1/KN", "VERIFYING", "on=2020-02-05", "article=ông Nguyễn Văn An, 0912345678"),
                            "an article is a place of the law")
        self.assert_refused(office.run("petition", "move", "1/KN", "VERIFYING", "on=2020-02-05", "article=" + 201 * "x"), "200 bytes")
        self.assertIn("Điều 36 Luật Khiếu nại", office.must("petition", "show", "1/KN"))
        for step, state in (("VERIFYING", "verifying"), ("INTERIM_REPLIED", "verifying"),
                            ("tạm đình chỉ", "suspended"), ("RESUMED", "verifying"), ("SETTLED", "settled"),
                            ("khiếu nại tiếp hoặc khởi kiện", "appealed"), ("SENDER_ANSWERED", "appealed")):
            office.must("petition", "move", "1/KN", step, "on=2020-03-05", "article=Điều 38", "reason=vì thế",
                        *(["outcome=DUNG"] if step == "SETTLED" else []))
            self.assertEqual(self.stands(office, "1/KN"), state, step)
        office.must("petition", "correct", "2/KN", "instance=2")
        office.must("petition", "correct", "2/KN", "instance=lần đầu")
        office.sync(), second.sync()
        for device in (office, second):
            self.assertEqual([self.stands(device, number, "instance") for number in ("1/KN", "2/KN")], ["2", "1"])
        known = {row["local_no"]: row for row in self.reader.query("petition_register")}
        self.assertEqual((known["1/KN"]["instance"], known["1/KN"]["state"], known["2/KN"]["instance"]), ("2", "appealed", "1"))
        row, = self.reader.query("petition_counts")
        # What was appealed is settled, and not solved.
        self.assertEqual([row[name] for name in ("received", "settled", "pending", "otherwise", "unsolved")], ["2", "1", "1", "0", "1"])
        self.assertEqual(self.province.value("select string_agg(article || reasoned, ';' order by id) from petition_event"),
                         "Điều 36 Luật Khiếu nạifalse;" + ";".join(7 * ["Điều 38true"]))
        # What was listed comes back, and says nothing new.
        listed = harness.new_folder() / "list.csv"
        listed.write_text(second.must("petition", "list", "--format", "csv"))
        before = second.entries()
        second.import_csv(listed)
        self.assertEqual(second.entries(), before)
        listed.write_text(listed.read_text().replace("2/KN,KHIEU_NAI", "2/KN,TO_CAO"))
        second.import_csv(listed)
        second.sync()
        known = {row["local_no"]: row for row in self.reader.query("petition_register")}
        self.assertEqual((known["2/KN"]["kind"], known["2/KN"]["instance"]), ("TO_CAO", "1"))


if __name__ == "__main__":
    harness.main()
