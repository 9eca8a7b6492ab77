# ctest: timeout=900
"""Citizen reception as a register: entered without a line, imported as the office keeps it, corrected on two devices, taken back, put back
with server and home, erased; and what the province counts of it.
"""
import re

from harness import FlowCase, Province, ReadCase, petition, unittest
from wire_office import WireOffice, corrected, day, facts

SHOWN = ("local_no", "held_on", "session", "held_by", "receptions", "persons", "matters_first", "matters_again", "groups",
         "group_persons", "group_first", "group_again", "kinds", "fields", "results", "petitions")
#  As an office's own sheet has it: a title above, its own headings, semicolons, marks, Vietnamese days.
SHEET = """SỔ TIẾP CÔNG DÂN;;;;;;;;;;
Số thứ tự;Ngày tiếp;Hình thức tiếp;Người tiếp;Số lượt;Số người;Tiếp lần đầu;Tiếp nhiều lần;Đoàn đông người;Số người của đoàn đông người;Nội dung vụ việc
1;06/01/2020;Thường xuyên;Cán bộ tiếp công dân;1;2;1;0;0;0;Hỏi về bồi thường đất
2;15/01/2020;Định kỳ;Thủ trưởng tiếp;3;9;2;1;1;6;Đường liên thôn
3;16/01/2020;Định kỳ;Ủy quyền tiếp;1;1;1;0;0;;
4;15/02/2020;Định kỳ;Thủ trưởng;0;0;0;0;0;0;Không có công dân đến
"""


def rows(table):
    return sorted(tuple(row[column] for column in SHOWN) for row in table)


def held(local_no, **given):
    """A ReceptionHeld; what is not given takes a plain value."""
    values = {"held_on": day("2020-02-03"), "session": "THUONG_XUYEN", "held_by": "CAN_BO_TIEP", "receptions": 1, "persons": 1,
              "matters_first": 1}
    values.update(given)
    return facts.ReceptionHeld(local_no=local_no, **values)


def codes(office, fact):
    return [verdict["code"] for verdict in office.append(fact)["verdicts"]]


class Registers(ReadCase):
    def setUp(self):
        super().setUp()
        self.office, self.second = self.province.office("BCD-593"), self.province.office("BCD-593")

    def tearDown(self):
        before = self.province.sql("select * from reception order by id")
        self.province.stop()
        rebuilt = self.province.rebuild()
        self.assertEqual(rebuilt.status, 0, rebuilt)
        self.province.start()
        self.assertEqual(self.province.sql("select * from reception order by id"), before)
        super().tearDown()

    def sheet(self, text, name="sheet.csv"):
        path = self.province.folder / name
        path.write_text(text, encoding="utf-8-sig")
        return path

    def add(self, office, number, *words):
        return office.must("reception", "add", f"local_no={number}", "held_on=2020-02-03", "session=THUONG_XUYEN", *words)

    def agree(self, told=""):
        """What all show, once all have synchronised."""
        for _ in range(2):
            for device in (self.office, self.second):
                device.sync()
        register = rows(self.reader.query("reception_register"))
        for device in (self.office, self.second):
            self.assertEqual(rows(device.table("reception", "list")), register, f"{told} {device.name}")
        return register

    def number(self, register, number):
        return dict(zip(SHOWN, next(row for row in register if row[0] == number)))

    # -------- what comes in

    def test_register_as_it_is_kept(self):
        self.province.stop()  # nothing of it needs a line
        path = self.sheet(SHEET)
        rehearsed = self.office.must("reception", "import", path, "--dry-run")
        self.assertIn("4 to import", rehearsed)
        self.assertEqual(self.office.table("reception", "list"), [])
        self.assertIn("4 imported", self.office.must("reception", "import", path))
        self.assertIn("0 imported, 0 corrected, 4 unchanged", self.office.must("reception", "import", path))
        self.add(self.office, "5")
        self.assertIn("nothing new", self.add(self.office, "5"))
        self.province.start()
        register = self.agree()
        self.assertEqual(len(register), 5)
        self.assertEqual(self.number(register, "2"), {
            "local_no": "2", "held_on": "2020-01-15", "session": "DINH_KY", "held_by": "THU_TRUONG", "receptions": "3", "persons": "9",
            "matters_first": "2", "matters_again": "1", "groups": "1", "group_persons": "6", "group_first": "0", "group_again": "0",
            "kinds": "", "fields": "", "results": "", "petitions": ""})
        self.assertEqual(self.number(register, "5")["held_by"], "CAN_BO_TIEP")
        shown = self.office.must("reception", "show", "1")
        self.assertIn("Hỏi về bồi thường đất", shown)
        # What one device has, the other has as well, with the text; the province's rows have none.
        self.assertEqual(self.office.table("reception", "list"), self.second.table("reception", "list"))
        self.assertNotIn("bồi thường", str(self.reader.query("reception_register")))
        # Days are counted once, and a session to which nobody came is one.
        counts = {(row["session"], row["held_by"]): row for row in self.reader.query("reception_counts", by="session,held_by")}
        self.assertEqual({key: (row["days"], row["receptions"], row["persons"]) for key, row in counts.items()},
                         {("THUONG_XUYEN", "CAN_BO_TIEP"): ("2", "2", "3"), ("DINH_KY", "THU_TRUONG"): ("2", "3", "9"),
                          ("DINH_KY", "UY_QUYEN"): ("1", "1", "1")})
        total, = self.reader.query("reception_counts", from_="2020-02", to="2020-02-29")
        self.assertEqual((total["days"], total["receptions"]), ("2", "1"))
        # As form 01/TCD has them; its printed sums hold, for every row is in one of its parts.
        parts = {row["form_part"]: row for row in self.reader.query("reception_counts", by="form_part")}
        self.assertEqual({part: (row["days"], row["receptions"], row["groups"], row["group_persons"]) for part, row in parts.items()},
                         {"THUONG_XUYEN": ("2", "2", "0", "0"), "THU_TRUONG": ("2", "3", "1", "6"), "UY_QUYEN": ("1", "1", "0", "0")})
        whole, = self.reader.query("reception_counts")
        for column in SHOWN[4:12]:
            self.assertEqual(int(whole[column]), sum(int(row[column]) for row in parts.values()), column)
            self.assertEqual(int(whole[column]), sum(int(row[SHOWN.index(column)]) for row in register), column)
        other = self.province.office("BCD-594")
        self.assertEqual(other.query("reception_register"), [])
        self.assertEqual(other.query("reception_counts")[0]["receptions"], "0")

    def test_what_goes_out_comes_in_again(self):
        self.office.must("reception", "import", self.sheet(SHEET))
        self.add(self.office, "6", "kinds=KHIEU_NAI; Kiến nghị", "fields=đất đai", "results=hướng dẫn; chuyển đơn", "summary=Dòng một\nDòng hai")
        for kind in ("csv", "xlsx"):
            path = self.province.folder / f"out.{kind}"
            self.office.must("reception", "list", "-o", path)
            self.assertIn("0 corrected, 5 unchanged", self.office.must("reception", "import", path), kind)
        # Another device has corrected a row that this file has edited: nothing is undone in silence.
        self.agree()
        old = self.province.folder / "out.csv"
        self.second.must("reception", "correct", "1", "persons=4")
        self.agree()
        text = old.read_text(encoding="utf-8-sig")
        edited = self.sheet(text.replace("2020-01-06,THUONG_XUYEN,CAN_BO_TIEP,1,2", "2020-01-06,THUONG_XUYEN,CAN_BO_TIEP,1,7"), "edited.csv")
        self.assertNotEqual(edited.read_text(encoding="utf-8-sig"), text)
        refused = self.office.run("reception", "import", edited)
        self.assertEqual((refused.status, len(refused.err.splitlines())), (1, 1), refused.err)
        self.assertIn("changed since this file was exported", refused.err)
        # Unedited, it changes nothing; and a blank cell removes nothing unless that is meant.
        self.assertIn("0 corrected", self.office.must("reception", "import", old))
        self.sheet("local_no,held_on,session,persons,summary\n1,2020-01-06,DINH_KY,,\n", "blank.csv")
        self.assertEqual(self.office.run("reception", "import", self.province.folder / "blank.csv").status, 1)
        self.sheet("local_no,held_on,session,persons,summary\n1,2020-01-06,THUONG_XUYEN,,\n", "blank.csv")
        self.assertIn("0 corrected", self.office.must("reception", "import", self.province.folder / "blank.csv"))
        self.assertEqual(self.number(self.agree(), "1")["persons"], "4")

    # -------- corrections, voidings, numbers

    def test_corrections_that_cross(self):
        self.add(self.office, "1", "persons=2", "summary=Đất")
        self.agree()
        self.office.must("reception", "correct", "1", "persons=5")
        self.second.must("reception", "correct", "1", "results=HUONG_DAN", "summary=Đất vườn")
        register = self.agree("columns apart")
        self.assertEqual((register[0][5], register[0][14]), ("5", "HUONG_DAN"))
        self.assertIn("Đất vườn", self.office.must("reception", "show", "1"))
        # One column, unseen of each other: the later one is told what stands there.
        self.office.must("reception", "correct", "1", "persons=6")
        self.second.must("reception", "correct", "1", "persons=7")
        self.office.sync()
        self.assertIn("rejected 1", self.second.sync())
        told, = self.second.table("rejected")
        self.assertEqual((told["code"], told["about"]), ("STALE", "1"))
        self.assertEqual(self.agree("one column")[0][5], "6")
        self.second.must("reception", "correct", "1", "persons=7")
        self.assertEqual(self.agree("once more")[0][5], "7")
        self.assertEqual(self.second.table("rejected"), [])
        # Each is right by itself, and together they are not: more groups than receptions.
        self.office.must("reception", "correct", "1", "receptions=3", "groups=3", "group_persons=7")
        self.agree()
        self.office.must("reception", "correct", "1", "receptions=2", "groups=2")
        self.second.must("reception", "correct", "1", "group_persons=6", "persons=6")
        self.agree("both hold")
        self.office.must("reception", "correct", "1", "groups=1", "group_persons=3")
        self.agree()
        self.office.must("reception", "correct", "1", "receptions=1")
        self.second.must("reception", "correct", "1", "groups=2", "group_persons=4")
        self.office.sync()
        self.assertIn("rejected 1", self.second.sync())
        self.assertIn("more large groups than receptions", self.second.table("rejected")[-1]["message"])
        self.agree("groups")
        # The number and the year, which no import changes.
        self.office.must("reception", "correct", "1", "local_no=9", "held_on=2020-02-04")
        self.assertEqual([row[:2] for row in self.agree()], [("9", "2020-02-04")])
        year = self.office.run("reception", "correct", "9", "held_on=2019-02-04")
        self.assertEqual((year.status, len(year.err.splitlines())), (1, 1), year.err)
        self.office.must("reception", "correct", "9@2020", "held_on=2019-02-04")
        self.assertEqual([row[:2] for row in self.agree()], [("9", "2019-02-04")])

    def test_taken_back_and_entered_again(self):
        self.add(self.office, "1", "persons=3")
        self.agree()
        self.second.must("reception", "void", "1", "reason=ghi hai lần")
        self.office.must("reception", "correct", "1", "persons=4")
        self.second.sync()
        self.assertIn("rejected 1", self.office.sync())
        self.assertEqual(self.agree(), [])
        self.assertEqual([row["state"] for row in self.office.table("reception", "list", "state=taken_back")], ["taken_back"])
        self.assertIn("taken back", self.office.run("reception", "correct", "1", "persons=4").err)
        self.add(self.office, "1", "persons=3")
        self.assertEqual(len(self.agree()), 1)
        # The same row on two devices is one; another row under the number is refused.
        self.add(self.office, "2")
        self.add(self.second, "2")
        self.add(self.office, "3", "persons=2")
        self.add(self.second, "3", "persons=3")
        self.office.sync()
        self.assertIn("rejected 1", self.second.sync())
        self.assertEqual(self.second.table("rejected")[-1]["code"], "DUPLICATE")
        self.assertEqual([row[0] for row in self.agree()], ["1", "2", "3"])
        self.assertIn("nothing new", self.office.must("reception", "void", self.voided(), "reason=x"))

    def voided(self):
        return self.office.table("reception", "list", "state=taken_back")[0]["entry"]

    def test_put_back(self):
        """A restored server, and a restored home, end where they were."""
        self.office.import_rows([petition("7/KN")])
        self.add(self.office, "1", "petitions=7/KN", "summary=Đất")
        self.agree()
        copy, home = self.province.backup(), self.office.backup()
        self.add(self.office, "2", "persons=2")
        self.agree()
        self.second.must("reception", "correct", "1", "persons=4")
        self.office.must("reception", "correct", "2", "results=TU_CHOI_TIEP")
        self.add(self.office, "3")
        self.agree()
        self.office.must("reception", "void", "3", "reason=x")
        before = self.agree()
        self.province.restore(copy)
        self.assertEqual(self.agree("server"), before)
        self.office.restore(home)
        self.assertEqual(self.agree("home"), before)
        # What was written under the addresses that the lost home had used is filed again, and its links go along.
        home = self.office.backup()
        self.office.import_rows([petition("8/KN")])
        self.add(self.office, "4", "petitions=8/KN")
        self.office.sync()
        self.province.restore(copy)
        self.second.sync()
        self.agree()
        self.assertEqual(self.number(self.agree(), "4")["petitions"], "8/KN@2020")

    def test_links_of_facts_filed_again(self):
        """A home put back that has written others meanwhile: its facts move, and what they refer to moves with them."""
        home = self.office.backup()
        self.add(self.office, "1")
        self.office.sync()
        self.office.restore(home)
        self.office.import_rows([petition("8/KN")])
        self.add(self.office, "2", "petitions=8/KN")
        register = self.agree()
        self.assertEqual({row[0]: row[-1] for row in register}, {"1": "", "2": "8/KN@2020"})
        self.office.must("reception", "correct", "2", "petitions=")
        self.assertEqual(self.number(self.agree(), "2")["petitions"], "")

    def test_petitions_that_came_of_it(self):
        self.office.import_rows([petition("7/KN"), petition("8/KN", kind="KIEN_NGHI")])
        self.add(self.office, "1", "petitions=7/KN, 8/KN")
        self.assertEqual(self.agree()[0][-1], "7/KN@2020, 8/KN@2020")
        self.second.must("petition", "correct", "8/KN", "local_no=9/KN")
        self.second.must("petition", "void", "7/KN", "reason=x")
        for device in (self.second, self.office):
            device.sync()
        self.assertEqual(self.reader.query("reception_register")[0]["petitions"], "9/KN@2020")
        # A link to another office's petition leads nowhere, whatever program wrote it.
        other, mine = WireOffice(self.province, "BCD-594"), WireOffice(self.province, "BCD-593")
        other.append(facts.Fact(petition_received=facts.PetitionReceived(
            local_no="1/KN", kind="KHIEU_NAI", field="DAT_DAI", received_on=day("2020-02-03"), channel="TRUC_TIEP", people=1)))
        self.assertEqual(codes(mine, facts.Fact(reception_held=held("5", petitions=[other.reference(1)]))), [])
        self.assertEqual({row["local_no"]: row["petitions"] for row in self.reader.query("reception_register")}["5"], "")

    # -------- what a program of one's own may send

    def test_judged_by_the_province(self):
        office = WireOffice(self.province, "BCD-593")
        many = [facts.Ref(origin=1, seq=n + 1, hash=1) for n in range(17)]
        for fact, code in ((held("x", session=9), "BAD_KIND"), (held("x", held_by="UY_QUYEN"), "BAD_KIND"),
                           (held("x", session="DINH_KY"), "BAD_KIND"), (held("x", receptions=0), "BAD_NUMBER"),
                           (held("x", persons=0), "BAD_NUMBER"), (held("x", persons=1_000_001), "BAD_NUMBER"),
                           (held("x", groups=2), "BAD_NUMBER"), (held("x", groups=1, persons=9, group_persons=1), "BAD_NUMBER"),
                           (held("x", groups=1, persons=3, group_persons=4), "BAD_NUMBER"), (held("x", group_first=1), "BAD_NUMBER"),
                           (held("x", groups=1, persons=3, group_persons=3, group_first=2), "BAD_NUMBER"),
                           (held("x", groups=1, persons=3, group_persons=3, group_again=1), "BAD_NUMBER"),
                           (held("x", kinds=["TO_CAO", "KHIEU_NAI"]), "BAD_KIND"), (held("x", fields=[1, 1]), "BAD_KIND"),
                           (held("x", results=[77]), "BAD_KIND"), (held("x", fields=[1] * 17), "TOO_LARGE"),
                           (held("x", petitions=many), "TOO_LARGE"), (held("x", petitions=[many[0], many[0]]), "MALFORMED"),
                           (held("x", petitions=[facts.Ref(origin=1, seq=1)]), "MALFORMED"),
                           (held(""), "EMPTY"), (held("x@2020"), "BAD_LOCAL_NO"), (held("x", held_on=day("2999-01-01")), "BAD_DATE")):
            self.assertEqual(codes(office, facts.Fact(reception_held=fact)), [code], fact)
        self.assertEqual(codes(office, facts.Fact(reception_held=held("1"))), [])
        entry = len(office.state.data["entries"])
        self.assertEqual(codes(office, corrected(office.reference(entry), held("1", persons=2), held("1"))), [])
        # Of a kind for a kind; what it was made on is said; a reception has no steps.
        said = facts.Corrected(target=office.reference(entry), reception=held("1", persons=3))
        self.assertEqual(codes(office, facts.Fact(corrected=said)), ["EMPTY"])
        self.assertEqual(codes(office, facts.Fact(petition_moved=facts.PetitionMoved(
            petition=office.reference(entry), move="CLASSIFIED", on=day("2020-03-01")))), ["TARGET_KIND"])
        self.assertEqual(codes(WireOffice(self.province, "BCD-TINH", "province"), facts.Fact(reception_held=held("1"))), ["FORBIDDEN"])
        self.agree()

    # -------- texts

    def test_erased(self):
        self.add(self.office, "1", "summary=Chuyện riêng của gia đình", "kinds=KIEN_NGHI")
        unsent = self.office.table("reception", "list")[0]["entry"]
        self.office.must("erase", unsent, "không cần lưu")
        self.assertFalse(self.office.mentions("Chuyện riêng"))
        self.add(self.office, "2", "summary=Chuyện nhà bên cạnh")
        self.agree()
        sent = next(row["entry"] for row in self.office.table("reception", "list") if row["local_no"] == "2")
        self.assertTrue(self.province.mentions("Chuyện nhà"))
        self.reader.must("erase", sent, "không cần lưu")
        self.reader.sync()
        self.agree()
        for holder in (self.province, self.office, self.second):
            self.assertFalse(holder.mentions("Chuyện nhà"), holder)
        self.assertIn("(erased)", self.second.must("reception", "show", "2"))
        # A file does not bring it back, a person may write another.
        self.sheet("local_no,held_on,session,summary\n2,2020-02-03,THUONG_XUYEN,Chuyện nhà bên cạnh\n", "again.csv")
        self.assertIn("1 unchanged", self.office.must("reception", "import", self.province.folder / "again.csv"))
        self.office.must("reception", "correct", "2", "summary=Hỏi đường")
        self.agree()
        self.assertIn("Hỏi đường", self.second.must("reception", "show", "2"))

    def test_denouncers(self):
        """What is said of a denunciation is screened as that of a petition is, and nobody can say that it is meant."""
        name = "Ông Nguyễn Văn An, CCCD 060012345678"
        for words in (("kinds=TO_CAO", f"summary={name} đến trình bày"), ("kinds=KHIEU_NAI TO_CAO", f"summary={name}"),
                      (f"summary={name} tố cáo chủ tịch xã",), ("summary=Ong Nguyen Van An, CCCD 060012345678 to cao",)):
            refused = self.office.run("reception", "add", "local_no=1", "held_on=2020-02-03", "session=THUONG_XUYEN", *words, "--confirm-names")
            self.assertEqual((refused.status, len(refused.err.splitlines())), (1, 1), refused.err)
            self.assertIn("denunciation must not tell who denounces", refused.err)
            self.assertNotIn("Nguyễn", refused.err)
        refused = self.office.run("reception", "add", "local_no=1", "held_on=2020-02-03", "session=THUONG_XUYEN", f"summary={name}")
        self.assertIn("--confirm-names", refused.err)
        self.add(self.office, "1", f"summary={name}", "--confirm-names", "kinds=KHIEU_NAI")
        # It becomes one of a denunciation: the name has to go first.
        refused = self.office.run("reception", "correct", "1", "kinds=TO_CAO", "--confirm-names")
        self.assertIn("denunciation must not tell who denounces", refused.err)
        self.office.must("reception", "correct", "1", "kinds=TO_CAO", "summary=Về cán bộ xã")
        refused = self.office.run("reception", "void", "1", f"reason=theo đề nghị của {name}", "--confirm-names")
        self.assertIn("denunciation must not tell who denounces", refused.err)
        # A text and TO_CAO do not come together from two who had not seen each other's.
        self.add(self.office, "2", "kinds=KHIEU_NAI")
        self.agree()
        self.office.must("reception", "correct", "2", "kinds=TO_CAO")
        self.second.must("reception", "correct", "2", f"summary={name}", "--confirm-names")
        self.office.sync()
        self.assertIn("rejected 1", self.second.sync())
        self.agree()
        # Where they do, for each did right by what it knew, the office is told until the words are gone.
        self.add(self.office, "3", "kinds=KHIEU_NAI")
        self.agree()
        self.office.must("reception", "correct", "3", "kinds=TO_CAO")
        self.second.must("reception", "void", "3", f"reason={name}", "--confirm-names")
        self.office.sync()
        told = self.second.run("sync").err
        self.assertIn("3@2020", told)
        self.assertIn("qcdc erase", told)
        self.assertIn("3@2020", self.office.run("sync").err)
        self.assertNotIn("Nguyễn", told)
        self.second.must("erase", re.search(r"qcdc erase (\S+)", told)[1], "tên người")
        self.second.sync()
        asked = next(row["entry"] for row in self.reader.query("erasures_asked"))
        self.assertTrue(asked)


class BadInput(FlowCase):
    def test_bad_input(self):
        office = self.province.office("BCD-593")
        row = ["local_no=1", "held_on=2020-02-03", "session=THUONG_XUYEN"]
        office.must("reception", "add", *row)
        office.must("petition", "add", "local_no=7/KN", "kind=KHIEU_NAI", "field=THUE", "received_on=2020-02-03")
        for words, said in (
                (["add", "held_on=2020-02-03", "session=DINH_KY"], "local_no"), (["add", "local_no=2", "session=DINH_KY"], "held_on"),
                (["add", *row, "persons=2"], "there already"), (["add", "local_no=2", *row[1:], "held_by=UY_QUYEN"], "on the head's behalf"),
                (["add", "local_no=2", "held_on=2020-02-03", "session=DINH_KY"], "who received"),
                (["add", "local_no=2", "held_on=2020-02-03", "session=HANG_NGAY"], "HANG_NGAY"),
                (["add", "local_no=2", "held_on=2999-02-03", "session=THUONG_XUYEN"], "not come yet"),
                (["add", "local_no=2", "held_on=1980-02-03", "session=THUONG_XUYEN"], "years ago"),
                (["add", "local_no=2", "held_on=1/2", "session=THUONG_XUYEN"], "held_on"),
                (["add", "local_no=2", *row[1:], "persons=1,5"], "persons"), (["add", "local_no=2", *row[1:], "persons=-1"], "persons"),
                (["add", "local_no=2", *row[1:], "receptions=0", "persons=3"], "no reception"),
                (["add", "local_no=2", *row[1:], "groups=2"], "large groups"), (["add", "local_no=2", *row[1:], "groups=1"], "several persons"),
                (["add", "local_no=2", *row[1:], "kinds=KHIEU_NAI LA"], "LA"), (["add", "local_no=2", *row[1:], "petitions=8/KN"], "8/KN"),
                (["add", "local_no=@", *row[1:]], "register number"), (["show", "9"], "no reception 9"), (["void", "1"], "reason"),
                (["void", "9", "reason=x"], "no reception 9"), (["correct", "9", "persons=2"], "no reception 9"),
                (["list", "session=x"], "x"), (["list", "state=pending"], "pending"), (["list", "from=2020-02-01", "to=2020-01-01"], "after"),
                (["show", f"{office.origin}:2"], "not one of a reception"), (["import", "/nowhere.csv"], "nowhere")):
            done = office.run("reception", *words)
            self.assertIn(done.status, (1, 2), (words, done))
            self.assertEqual(len(done.err.splitlines()), 1, done.err)
            self.assertIn(said, done.err)
        self.assertEqual(len(office.table("reception", "list")), 1)
        # All that is wrong with a file, and nothing of it is kept.
        path = self.province.folder / "bad.csv"
        path.write_text("local_no,held_on,session,held_by,persons\n2,2020-02-03,DINH_KY,,1\n3,hôm qua,THUONG_XUYEN,,1\n"
                        "4,2020-02-03,THUONG_XUYEN,,nhiều\n5,2020-02-03,THUONG_XUYEN,,1\n5,2020-02-03,THUONG_XUYEN,,2\n")
        done = office.run("reception", "import", path)
        self.assertEqual(done.status, 1)
        for line in ("bad.csv:2: held_by", "bad.csv:3: held_on", "bad.csv:4: persons", "bad.csv:6: local_no", "no reception was imported"):
            self.assertRegex(done.err, re.escape(line))
        self.assertEqual(len(office.table("reception", "list")), 1)
        province = self.province.office("BCD-TINH", "province")
        self.assert_refused(province.run("reception", "add", *row), "keeps no register of receptions")
        office.sync()
        self.assert_identical()


class Duties(FlowCase):
    """What the office's desk says of its head's duties is what the province's query says, counted by hand."""

    def test_duties(self):
        office, other, reader = (self.province.office(code, role) for code, role in (
            ("BCD-593", "reporter"), ("BCD-594", "reporter"), ("BCD-TINH", "province")))
        for number, day_held, session, by in ((1, "2020-01-15", "DINH_KY", "THU_TRUONG"), (2, "2020-01-15", "DINH_KY", "THU_TRUONG"),
                                              (3, "2020-02-14", "DINH_KY", "THU_TRUONG"), (4, "2020-03-01", "DINH_KY", "THU_TRUONG"),
                                              (5, "2020-02-10", "DINH_KY", "UY_QUYEN"), (6, "2020-03-01", "DINH_KY", "UY_QUYEN"),
                                              (7, "2020-04-01", "DOT_XUAT", "THU_TRUONG"), (8, "2020-05-01", "THUONG_XUYEN", "THU_TRUONG"),
                                              (9, "2020-06-15", "DINH_KY", "THU_TRUONG"), (10, "2020-05-20", "DINH_KY", "THU_TRUONG")):
            office.must("reception", "add", f"local_no={number}", f"held_on={day_held}", f"session={session}", f"held_by={by}")
        office.must("reception", "void", "10", "reason=x")
        wanted = {"owed": "6", "held": "3", "lacking": "3", "spans": "6", "kept": "2", "delegated": "1", "ad_hoc": "1"}
        here, = office.table("reception", "duties", "2020-H1")
        self.assertEqual({key: here[key] for key in wanted}, wanted)
        self.assertEqual((here["period"], here["from"], here["to"], here["citation"]), ("2020-H1", "2019-12-15", "2020-06-14", "Quy định 11-QĐi/TW"))
        office.sync()
        rows = {row["office"]: row for row in reader.query("reception_duties", period="2020-H1")}
        self.assertEqual({key: rows["BCD-593"][key] for key in wanted}, wanted)
        self.assertEqual((rows["BCD-594"]["owed"], rows["BCD-594"]["held"], rows["BCD-594"]["kept"]), ("6", "0", "0"))
        # Of every office that somebody has sat at, and of every period, both say the same; of this year, so far.
        for period in ("2019-H1", "2019", "2020", "2022-Q2", "2026"):
            for device in (office, other):
                desk, = device.table("reception", "duties", period)
                asked, = device.query("reception_duties", period=period) or [dict.fromkeys(wanted, "0")]
                self.assertEqual({key: desk[key] for key in wanted}, {key: asked[key] for key in wanted}, (device.code, period))
        self.assertEqual(office.must("reception", "duties", "--format", "csv").splitlines()[1].split(",")[0], "2026")
        self.assert_refused(office.run("reception", "duties", "2020-X"), "2020-X")
        self.assertIn("Người đứng đầu cấp ủy cấp huyện", office.run("reception", "duties", "2020", environment={"LC_ALL": "C.UTF-8", "LANGUAGE": "vi"}).out)
        self.assert_identical()


if __name__ == "__main__":
    unittest.main(verbosity=2)
