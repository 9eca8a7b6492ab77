# ctest: timeout=600
"""Documents of the province: the committee's notice of 13 July 2020 goes in as it was written, to those whom its distribution list names; who has read
it is on record; what holds no more is told to everybody who has it.
"""
import contextlib
import sqlite3

from harness import SOURCE, FlowCase, main
from wire_office import WireOffice, day, facts

SEED = SOURCE / "tests" / "data" / "seed-notice.md"
ISSUED = ("number=36-TB/BCĐ", "on=2020-07-20", "period=2020-H1")
DISTRICTS = [f"BCD-{code}" for code in range(593, 603)]


class Notices(FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tinh, cls.second = (cls.province.office("BCD-TINH", "province") for _ in range(2))
        cls.first, cls.other = (cls.province.office(code) for code in ("BCD-593", "LDLD-TINH"))
        cls.analyst = cls.province.office("BCD-TINH", "analyst")

    def tearDown(self):
        self.assert_identical()

    def sync(self, *offices):
        said = [office.run("sync") for office in offices]
        self.assertEqual([done.status for done in said], [0] * len(said), [done.err for done in said])
        return [done.err for done in said]

    def write(self, name, text):
        path = self.province.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def test_the_seed_notice(self):
        before = self.tinh.entries()
        shown = self.tinh.must("notice", "issue", SEED, *ISSUED, "--dry-run")
        self.assertEqual(self.tinh.entries(), before)
        self.assertIn("nothing was issued", shown)
        self.assertIn("THÔNG BÁO 36-TB/BCĐ of 20/07/2020: Ý KIẾN KẾT LUẬN CỦA ĐỒNG CHÍ DƯƠNG VĂN AN", shown)
        self.assertIn("6 tháng đầu năm và triển khai nhiệm vụ trọng tâm 6 tháng cuối năm 2020\n", shown)
        self.assertIn("signed by: Dương Văn An, PHÓ BÍ THƯ kiêm TRƯỞNG BAN CHỈ ĐẠO\n", shown)
        tasks = [line for line in shown.splitlines() if line.startswith("task ")]
        self.assertEqual([line.split(":")[0] for line in tasks], [f"task {number}" for number in range(1, 10)])
        self.assertIn("task 6: Liên đoàn Lao động tỉnh phối hợp hướng dẫn", tasks[5])
        self.assertIn("task 9: Tổ chức đánh giá, xếp loại kết quả thực hiện quy chế dân chủ năm 2020./.", tasks[8])
        # Eight lines of the distribution list: whom each stands for.
        lines = {line.split(":")[0][2:]: line.split(":")[1].strip() for line in shown.splitlines() if line.startswith("- ")}
        self.assertEqual(len(lines), 8)
        self.assertEqual(lines["Các sở, ban, ngành tỉnh"], "CUC-THUE, SO-KHDT, SO-NV, SO-TNMT, SO-XD")
        self.assertEqual(lines["Ban chỉ đạo QCDC huyện, thị, thành uỷ, đảng uỷ trực thuộc"].split(", ")[:10], DISTRICTS)
        self.assertEqual(lines["Mặt trận, đoàn thể chính trị - xã hội tỉnh"], "LDLD-TINH, MTTQ-TINH")
        self.assertEqual(lines["Lưu Văn phòng Tỉnh ủy"], "nobody who takes part in the system")
        self.assertIn("goes to 25 offices", shown)
        # It is issued once, and again it is the same one.
        self.assertIn("issued; offices get it", self.tinh.must("notice", "issue", SEED, *ISSUED))
        self.assertEqual(self.tinh.entries(), before + 1 + 9)  # and its tasks
        self.assertIn("nothing new", self.tinh.must("notice", "issue", SEED, *ISSUED))
        self.assertEqual(self.tinh.entries(), before + 1 + 9)
        self.assert_refused(self.tinh.run("notice", "issue", SEED, "number=36-tb/bcđ", "on=2020-08-01"), "is the number of another notice of that year, of 20/07/2020")
        self.sync(self.tinh)
        # It is there at the next sync, told once, and its whole text can be read.
        (told,) = self.sync(self.first)
        self.assertIn("THÔNG BÁO 36-TB/BCĐ of 20/07/2020 has come", told)
        self.assertNotIn("36-TB", self.sync(self.first)[0])
        self.assertIn("1 notice to read", self.first.must())
        text = self.first.must("notice", "show", "36-TB/BCĐ")
        for line in SEED.read_text(encoding="utf-8").split("Nơi nhận:")[0].splitlines():
            self.assertIn(line.replace("**", "").strip(), text)
        self.assertEqual(text.count("47,12%"), 1)
        self.assertNotIn("**", text)
        self.assertEqual([row["number"] for row in self.first.table("notices", "--unread")], ["36-TB/BCĐ"])
        # Reading is receipted: who and when; the province sees who has not.
        self.assert_refused(self.first.run("notice", "read", "36-TB/BCĐ"), "who has read a notice is said")
        self.assertIn("is noted as read", self.first.must("notice", "read", "36-tb/bcđ", "by=Nguyễn Văn Bình", "on=2020-07-22"))
        self.assertIn("nothing new: Nguyễn Văn Bình has read", self.first.must("notice", "read", "36-TB/BCĐ", "by=Lê Thị Hoa"))
        self.assertEqual(self.first.table("notices", "--unread"), [])
        self.assertNotIn("notice to read", self.first.must())
        self.sync(self.first)
        (row,) = [row for row in self.tinh.query("notices") if row["number"] == "36-TB/BCĐ"]
        self.assertEqual((row["number"], row["tasks"], row["offices"], row["read"], row["unread"], row["period"]), ("36-TB/BCĐ", "9", "25", "1", "24", "2020-H1"))
        readers = {row["office"]: row for row in self.tinh.query("notice_readers", number="36-TB/BCĐ")}
        self.assertEqual(len(readers), 25)
        self.assertEqual((readers["BCD-593"]["read_on"], readers["BCD-593"]["read_by"], readers["BCD-593"]["days"]), ("2020-07-22", "Nguyễn Văn Bình", "2"))
        self.assertEqual([office for office, row in readers.items() if not row["read_on"]], sorted(set(readers) - {"BCD-593"}))
        # A second device of an office has what the first one read; whoever joins later has the notice.
        further = self.province.office("BCD-593")
        self.sync(further)
        self.assertEqual([(row["read_by"], row["read_on"]) for row in further.table("notices")], [("Nguyễn Văn Bình", "2020-07-22")])
        late = self.province.office("BCD-600")
        self.sync(late)
        self.assertEqual([row["number"] for row in late.table("notices", "--unread")], ["36-TB/BCĐ"])
        # No analyst has it.
        self.assertEqual(self.analyst.run("query", "notices").status, 1)
        # A wrong day, and who it was not sent to.
        self.assert_refused(late.run("notice", "read", "36-TB/BCĐ", "by=x", "on=2020-07-19"), "before the day of the notice, 20/07/2020")
        # It holds no more: everybody who has it hears so, once.
        self.assert_refused(self.first.run("notice", "withdraw", "36-TB/BCĐ", "reason=x"), "only the provincial committee")
        self.assertEqual(self.tinh.run("notice", "withdraw", "36-TB/BCĐ").status, 1)
        withdrawn = self.tinh.must("notice", "withdraw", "36-TB/BCĐ", "reason=in nhầm số", "on=2020-07-25", "replaced_by=37-TB/BCĐ")
        self.assertIn("is withdrawn", withdrawn)
        self.assertIn("9 tasks of it are not closed", withdrawn)
        self.assert_refused(self.tinh.run("notice", "withdraw", "36-TB/BCĐ", "reason=lần nữa"), "withdrawn already, since 25/07/2020")
        self.sync(self.tinh, self.second)
        (told,) = self.sync(late)
        self.assertIn("36-TB/BCĐ holds no more since 25/07/2020", told)
        self.assertNotIn("36-TB", self.sync(late)[0])
        self.assertIn("Withdrawn since 25/07/2020: in nhầm số; 37-TB/BCĐ takes its place", late.must("notice", "show", "36-TB/BCĐ"))
        self.assertEqual(late.table("notices", "--unread"), [])
        self.assertEqual(self.second.table("notices"), self.tinh.table("notices"))
        # An older program keeps what it does not know, and places it nowhere: one that knows it does, once it has asked whether that device is believed.
        before = late.table("notices")
        with contextlib.closing(sqlite3.connect(late.home / "journal.db")) as journal, journal:
            self.assertGreater(journal.execute("update entry set subject = '' where subject like 'notice:%'").rowcount, 0)
            journal.execute("update meta set value = '1' where name = 'kinds_known'")
        self.assertEqual(late.table("notices"), [])
        self.sync(late)
        self.assertEqual(late.table("notices"), before)

    def test_to_whom_it_is_addressed(self):
        """Told by the notices themselves: verify misses what is not there, rebuild puts it there, and a feed that lacks it gets it."""
        self.tinh.must("notice", "issue", self.write("k.md", "THÔNG BÁO\n\nVề k\n\nk\n"), "number=8-TB", "on=2020-07-20", "by=A", "to=BCD-595,BCD-596")
        self.tinh.must("notice", "withdraw", "8-TB", "reason=x", "on=2020-07-21")
        self.sync(self.tinh)
        gone = self.province.office("BCD-595")
        self.sync(gone)
        asked = "select code, entry from notice_addressee order by 1, 2"
        rows = self.province.sql(asked)
        self.assertEqual(self.province.sql("select a.code, a.entry from addressed a join notice_addressee using (code, entry) order by 1, 2"), rows)
        self.assertGreaterEqual(len([code for code, _ in rows if code in ("BCD-595", "BCD-596")]), 4)
        self.province.sql("with gone as (delete from addressed where code = 'BCD-596' returning 1) select count(*) from gone")
        self.province.sql("with gone as (delete from feed f using notice_addressee a, journal j, office o where a.code = 'BCD-595' and o.code = a.code and f.office = o.id"
                          " and j.commit_seq = a.entry and f.kind = 1 and f.origin = j.origin and f.seq = j.seq returning 1) select count(*) from gone")
        found = self.province.verify()
        self.assertEqual(found.status, 1, found.out)
        self.assertIn("is addressed to BCD-596, and is not listed", found.out + found.err)
        self.assertIn("was shown what is addressed to BCD-595", found.out + found.err)
        self.province.stop()
        self.assertEqual(self.province.rebuild().status, 0)
        self.province.start()
        self.assertEqual(self.province.sql("select distinct a.code, a.entry from addressed a join notice_addressee using (code, entry) order by 1, 2"), rows)
        self.sync(gone)

    def test_the_lists_that_people_write(self):
        head, closing = SEED.read_text(encoding="utf-8").split("Nơi nhận:")
        issue = lambda name, text: self.tinh.run("notice", "issue", self.write(name, head + text), "number=44", "on=2020-07-20", "--dry-run").out  # noqa: E731
        for name, text in (("one.md", "Nơi nhận: Các sở, ban, ngành tỉnh; Lưu Văn phòng Tỉnh ủy.\n\nPHÓ BÍ THƯ\nDương Văn An\n"),
                           ("kind.md", "NƠI NHẬN (qua hệ thống):\n\n- Các sở, ban, ngành tỉnh;\n-\n- Lưu Văn phòng Tỉnh ủy.\n\nPHÓ BÍ THƯ\nDương Văn An\n"),
                           ("both.md", "Nơi nhận (qua hệ thống): Các sở, ban, ngành tỉnh;\n- Lưu Văn phòng Tỉnh ủy.\n\nPHÓ BÍ THƯ\nDương Văn An\n")):
            shown = issue(name, text)
            self.assertIn("signed by: Dương Văn An, PHÓ BÍ THƯ\n", shown, name)
            self.assertIn("goes to 5 offices", shown, name)
            self.assertEqual(len([line for line in shown.splitlines() if line.startswith("- ")]), 2, name)
        # What only begins like it is text.
        self.assertIn("goes to 25 offices", issue("text.md", "Nơi nhận (nếu có) đơn ghi vào sổ.\n\nNơi nhận:" + closing))
        # Bullets of nobody do not count.
        lines = lambda count: "Nơi nhận:\n" + "- Các sở, ban, ngành tỉnh\n" * count + "-\n" * 40 + "\nDương Văn An\n"  # noqa: E731
        self.assertIn("goes to 5 offices", issue("many.md", lines(64)))
        self.assertEqual(issue("more.md", lines(65)), "")

    def test_bad_files(self):
        text = SEED.read_text(encoding="utf-8")
        head, closing = text.split("Nơi nhận:")
        before = self.tinh.entries()
        issue = lambda name, content, *words: self.tinh.run("notice", "issue", self.write(name, content), "number=1", "on=2020-07-20", *words)  # noqa: E731
        self.assert_refused(issue("a.md", "THÔNG BÁO\n"), "this is no notice: it has no text")
        self.assert_refused(issue("b.md", head, "by=A"), "no distribution list", "to=CLASS,OFFICE")
        self.assert_refused(issue("c.md", head + "Nơi nhận:\n- Các cơ quan thân thiết,\n\nDương Văn An\n"), "nobody knows for whom 'Các cơ quan thân thiết' stands", "row ")
        self.assert_refused(issue("d.md", head + "Nơi nhận:\n- Các sở, ban, ngành tỉnh\n"), "does not end with who signs it")
        self.assert_refused(issue("e.md", text, "to=KHONG-CO"), "no other office and no class of offices 'KHONG-CO'")
        self.assert_refused(issue("f.md", head + "\x01" + closing), "row ")
        self.assert_refused(issue("g.md", "THÔNG BÁO\n\nVề\n\n" + "x" * 60001 + "\n\nNơi nhận:\n- Các sở, ban, ngành tỉnh\n\nA\n"), "at most 60000 bytes, this one 60001")
        self.assert_refused(issue("h.md", text, "period=2020-H9"), "2020-H9 is no period of any form", "2020-Q3")
        self.assert_refused(self.tinh.run("notice", "issue", SEED, "number=1", "on=2999-01-01"), "on")
        self.assert_refused(self.tinh.run("notice", "issue", SEED), "needs its number")
        self.assert_refused(self.first.run("notice", "issue", SEED, *ISSUED), "only the provincial committee")
        self.assert_refused(self.first.run("notice", "show", "99-TB"), "there is no notice 99-TB here")
        self.assertEqual(self.tinh.entries(), before)
        self.assertIn("goes to 1 office", issue("i.md", "CÔNG VĂN\n\nVề báo cáo\n\n" + "x" * 60000, "to=LDLD-TINH", "by=A").out)
        self.sync(self.tinh, self.other, self.first)
        self.assertEqual([row["title"] for row in self.other.table("notices") if row["number"] == "1"], ["Về báo cáo"])
        self.assertNotIn("1", [row["number"] for row in self.first.table("notices")])

    def test_what_strangers_say(self):
        """A program of one's own, of an office and of the province."""
        tinh, mine = WireOffice(self.province, "BCD-TINH", "province"), WireOffice(self.province, "BCD-594")
        issued = dict(number="5-TB", issued_on=day("2020-07-01"), kind="Thông báo", signatory="A", tasks=0, shown_to=["BCD-593"])

        def code(fact, wire=tinh):
            verdicts = wire.append(fact)["verdicts"]
            return verdicts[0]["code"] if verdicts else ""

        self.assertEqual(code(facts.Fact(notice_issued=facts.NoticeIssued(**issued)), mine), "FORBIDDEN")
        for change, said in (({"number": ""}, "EMPTY"), ({"kind": ""}, "EMPTY"), ({"signatory": ""}, "EMPTY"), ({"signatory": " A"}, "BAD_CHARACTER"),
                             ({"kind": "x" * 65}, "TOO_LARGE"), ({"signatory": "x" * 201}, "TOO_LARGE"), ({"period": "x" * 9}, "TOO_LARGE"), ({"period": "2020-H3"}, "BAD_PERIOD"), ({"period": "2020-M13"}, "BAD_PERIOD"),
                             ({"tasks": 100}, "TOO_LARGE"), ({"shown_to": []}, "EMPTY"), ({"shown_to": ["KHONG-CO"]}, "BAD_UNIT"),
                             ({"shown_to": ["BCD-594", "BCD-593"]}, "BAD_NOTICE"), ({"shown_to": ["BCD-593", "BCD-593"]}, "BAD_NOTICE"),
                             ({"shown_to": [f"X{number:04}" for number in range(2049)]}, "TOO_LARGE"), ({"issued_on": day("2999-01-01")}, "BAD_DATE")):
            self.assertEqual(code(facts.Fact(notice_issued=facts.NoticeIssued(**dict(issued, **change)))), said, change)
        at_the_edge = dict(issued, kind="x" * 64, signatory="x" * 200, period="2020-M06", tasks=99)
        self.assertEqual(code(facts.Fact(notice_issued=facts.NoticeIssued(**at_the_edge))), "")
        notice = tinh.reference(len(tinh.state.data["entries"]))
        self.assertEqual(code(facts.Fact(notice_issued=facts.NoticeIssued(**issued))), "DUPLICATE")
        read = dict(notice=notice, on=day("2020-07-02"), read_by="x")
        # It was not sent to that office; a notice is read, and nothing else.
        self.assertEqual(code(facts.Fact(notice_read=facts.NoticeRead(**read)), mine), "NOT_YOURS")
        self.assertEqual(code(facts.Fact(notice_read=facts.NoticeRead(**dict(read, notice=None))), mine), "MALFORMED")
        whose = WireOffice(self.province, "BCD-593")
        for change, said in (({"read_by": ""}, "EMPTY"), ({"read_by": "x" * 201}, "TOO_LARGE"), ({"on": day("2020-06-30")}, "BAD_DATE"), ({}, ""), ({"read_by": "y"}, "")):
            self.assertEqual(code(facts.Fact(notice_read=facts.NoticeRead(**dict(read, **change))), whose), said, change)
        reading = whose.reference(len(whose.state.data["entries"]) - 1)
        self.assertEqual(code(facts.Fact(voided=facts.Voided(target=reading)), whose), "BAD_NOTICE")
        # What others have read is not taken back, and a withdrawal goes to all of them.
        self.assertEqual(code(facts.Fact(voided=facts.Voided(target=notice))), "BAD_NOTICE")
        withdrawn = dict(notice=notice, on=day("2020-07-03"), reasoned=True, shown_to=["BCD-593"])
        for change, said in (({"shown_to": []}, "BAD_NOTICE"), ({"shown_to": ["BCD-593", "BCD-594"]}, "BAD_NOTICE"), ({"reasoned": False}, "EMPTY"),
                             ({"on": day("2020-06-30")}, "BAD_DATE"), ({}, ""), ({"on": day("2020-07-04")}, "BAD_NOTICE")):
            self.assertEqual(code(facts.Fact(notice_withdrawn=facts.NoticeWithdrawn(**dict(withdrawn, **change)))), said, change)
        self.assertEqual([row["read_by"] for row in self.tinh.query("notice_readers", number="5-TB")], ["x"])


if __name__ == "__main__":
    main()
