# ctest: timeout=600
"""What is to be done and is followed to its end: the committee's notice of 13 July 2020 goes in, its nine tasks reach those who are to do them, and are worked
on without a line, reported, returned, reported again, accepted and closed; some are late, put off, given to others, done in parts.
"""
from harness import REPORTS, SOURCE, FlowCase, main
from wire_office import WireOffice, day, facts, received

SEED = SOURCE / "tests" / "data" / "seed-notice.md"
OWNERS = """task,owner,person,due_on
1,"huyen, so",,15/12/2020
2,huyen,,2020-12-15
4,UBND-TINH,Lê Tuấn Phong,2020-11-30
5,"Mặt trận, đoàn thể chính trị - xã hội tỉnh",,
6,LDLD-TINH,Nguyễn Thị Hoa,2020-10-31
7,TKT-1,,2020-11-15
8,huyen,,
9,BCD-TINH,,2020-12-31
"""
DISTRICTS = [f"BCD-{code}" for code in range(593, 603)]
LABOUR, LAND = "36-TB/BCĐ.6", "36-TB/BCĐ.2.BCD-593"


class Tasks(FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.founder = cls.province.founder()
        cls.tinh, cls.second = (cls.province.office("BCD-TINH", "province") for _ in range(2))
        cls.first, cls.labour, cls.front = (cls.province.office(code) for code in ("BCD-593", "LDLD-TINH", "MTTQ-TINH"))
        owners = cls.province.folder / "owners.csv"
        owners.write_text(OWNERS, encoding="utf-8")
        issue = ("notice", "issue", SEED, "number=36-TB/BCĐ", "on=2020-07-20", "period=2020-H1", f"tasks={owners}", "due=2020-12-15")
        cls.before = cls.tinh.entries()
        cls.shown = cls.tinh.must(*issue, "--dry-run")
        cls.rehearsed = cls.tinh.entries()
        cls.issued = cls.tinh.must(*issue)
        cls.again = cls.tinh.must(*issue)
        cls.tinh.must("sync")
        cls.told = {office: office.run("sync").err for office in (cls.first, cls.labour, cls.front)}

    def sync(self, *offices):
        said = [office.run("sync") for office in offices]
        self.assertEqual([done.status for done in said], [0] * len(said), [done.err for done in said])
        return [done.err for done in said]

    def state(self, office, number, **more):
        """The row of that task, of the journal, and the same of the server."""
        (row,) = [row for words in ((), ("--closed",)) for row in office.table("tasks", *words) if row["number"] == number]
        rows = office.query("items", **more) + office.query("items", state="closed", **more)
        (other,) = [other for other in rows if other["number"] == number]
        for mine, theirs in (("task_state", "task_state"), ("owner", "owner"), ("person", "person"), ("due_on", "due_on"), ("reported_on", "reported_on"),
                             ("asked_due_on", "asked_due_on"), ("overdue", "overdue"), ("opened_by", "office"), ("about_entry", "about_entry"), ("entry", "entry")):
            self.assertEqual(row[mine], other[theirs], (number, mine))
        return row["task_state"]

    def test_1_the_tasks_of_the_seed_notice(self):
        # Shown before it is issued, and nothing is written; issued once, in one act.
        self.assertEqual(self.rehearsed, self.before)
        lines = self.shown.splitlines()
        at = next(i for i, line in enumerate(lines) if line.startswith("task 6: Liên đoàn Lao động tỉnh"))
        self.assertEqual(lines[at + 1], "  → LDLD-TINH, Nguyễn Thị Hoa, last day 31/10/2020")
        self.assertTrue(lines[at + 2].startswith("task 7: "))
        at = next(i for i, line in enumerate(lines) if line.startswith("task 3: "))
        self.assertEqual(lines[at + 1], "  → nobody yet, last day 15/12/2020")
        self.assertEqual(self.shown.count("  → "), 15 + 10 + 1 + 1 + 2 + 1 + 1 + 10 + 1)
        self.assertEqual(self.tinh.entries(), self.before + 1 + 42)
        self.assertIn("nothing new", self.again)
        # All nine reach their owners; one is nobody's.
        rows = self.tinh.table("tasks", "notice=36-TB/BCĐ")
        self.assertEqual(len(rows), 42)
        by_task = {}
        for row in rows:
            by_task.setdefault(row["number"].split(".")[1], []).append(row["owner"])
        self.assertEqual({task: len(owners) for task, owners in by_task.items()}, {"1": 15, "2": 10, "3": 1, "4": 1, "5": 2, "6": 1, "7": 1, "8": 10, "9": 1})
        self.assertEqual(sorted(by_task["2"]), DISTRICTS)
        self.assertEqual(by_task["3"], [""])
        self.assertEqual(sorted(by_task["5"]), ["LDLD-TINH", "MTTQ-TINH"])
        self.assertEqual({row["number"] for row in self.first.table("tasks", "--mine")}, {f"36-TB/BCĐ.{task}.BCD-593" for task in (1, 2, 8)})
        self.assertEqual(self.first.table("tasks"), self.first.table("tasks", "--mine"))
        self.assertIn("a task for this office until 31/10/2020: Liên đoàn Lao động tỉnh", self.told[self.labour])
        self.assertNotIn("task", self.sync(self.labour)[0])
        self.assertIn("2 tasks to do", self.labour.must())
        self.assertEqual(self.state(self.labour, LABOUR), "assigned")
        text = self.labour.must("task", "show", LABOUR)
        self.assertIn("tổ chức hội nghị người lao động đảm bảo theo quy định", text)
        self.assertIn("Possible here now: qcdc task start|report|assign|note|delay", text)
        self.assertIn("Tasks here: 2, closed 0, reported 0, overdue 2 (qcdc tasks notice=36-TB/BCĐ)", self.labour.must("notice", "show", "36-TB/BCĐ"))
        # Of others' tasks an office knows nothing.
        self.assert_refused(self.first.run("task", "show", LABOUR), "there is no task 36-TB/BCĐ.6 here")
        self.assertEqual({row["owner"] for row in self.first.query("items")}, {"BCD-593"})

    def test_2_a_life(self):
        number = LABOUR
        # The opener does not report, the owner does not decide; nobody jumps.
        self.assert_refused(self.tinh.run("task", "report", number, "note=xong"), "(LDLD-TINH), which says what was done")
        self.assert_refused(self.labour.run("task", "close", number, "reason=xong"), "was opened by another office, which decides")
        self.assert_refused(self.tinh.run("task", "accept", number), "is assigned since 20/07/2020: no accept", "possible now: start, report, close")
        self.assert_refused(self.labour.run("task", "start", number, "on=2020-07-19"), "is before the day on which task", "was opened, 20/07/2020")
        self.assert_refused(self.labour.run("task", "report", number), "what was done, or found, is said in words", "note=…")
        self.assert_refused(self.labour.run("task", "report", number, "note= . "), "it says nothing")
        # Worked on without a line.
        self.province.stop()
        self.assertIn("is worked on", self.labour.must("task", "start", number, "on=2020-07-25"))
        self.assertIn("nothing new", self.labour.must("task", "start", number, "on=2020-07-25"))
        self.labour.must("task", "note", number, "note=Đã gửi công văn tới 275 doanh nghiệp", "on=2020-08-01")
        self.labour.must("task", "note", number, "note=Đã gửi công văn nhắc", "on=2020-08-01")
        self.labour.must("task", "assign", number, "person=Trần Văn Minh", "on=2020-08-02")
        self.labour.must("task", "report", number, "note=130 trên 275 doanh nghiệp đã tổ chức", "on=2020-11-05")
        self.assert_refused(self.labour.run("task", "report", number, "note=lại", "on=2020-11-06"), "was reported on 05/11/2020 and waits for a decision: no report")
        self.province.start()
        for office in (self.founder, self.tinh, self.second, self.first, self.labour, self.front):
            self.province.adopt(office)
        self.sync(self.labour)
        (told,) = self.sync(self.tinh)
        self.assertIn("task 36-TB/BCĐ.6 is reported by LDLD-TINH on 05/11/2020", told)
        self.assertNotIn("36-TB", self.sync(self.tinh)[0])
        self.assertIn("1 task reported: accept or return it", self.tinh.must())
        self.assertEqual(self.state(self.tinh, number), "reported")
        shown = self.tinh.must("task", "show", number)
        for line in ("- 05/11/2020, LDLD-TINH: ", "130 trên 275 doanh nghiệp", "Đã gửi công văn tới 275", "Đã gửi công văn nhắc", "Trần Văn Minh"):
            self.assertIn(line, shown)
        # It is returned, and reported again.
        self.assert_refused(self.tinh.run("task", "return", number), "why a task is returned")
        self.tinh.must("task", "return", number, "reason=Chưa nêu danh sách doanh nghiệp chưa tổ chức", "on=2020-11-07")
        self.sync(self.tinh)
        (told,) = self.sync(self.labour)
        self.assertIn("is returned, by BCD-TINH on 07/11/2020", told)
        self.assertEqual(self.state(self.labour, number), "returned")
        self.assertEqual([row["number"] for row in self.labour.table("tasks", "--overdue", "day=2020-11-08")], [number])
        self.labour.must("task", "report", number, "note=Danh sách kèm theo", "on=2020-11-10")
        self.sync(self.labour, self.tinh, self.second)
        # Two devices of the province decide unseen of each other: the second one looks first.
        self.tinh.must("task", "accept", number, "on=2020-11-12")
        self.second.must("task", "return", number, "reason=Còn thiếu", "on=2020-11-12")
        self.sync(self.tinh)
        done = self.second.run("sync")
        self.assertEqual(done.status, 0, done)
        self.assertIn("rejected 1", done.out)
        (refused,) = self.second.table("rejected")
        self.assertEqual((refused["code"], refused["about"]), ("STALE", "36-TB/BCĐ.6@2020"))
        self.assertIn("something else was said meanwhile, by BCD-TINH on", refused["message"])
        self.second.must("task", "close", number, "on=2020-11-15")
        self.sync(self.second)
        self.assertEqual(self.second.table("rejected"), [])
        (told,) = self.sync(self.labour)
        self.assertIn("is closed, by BCD-TINH on 15/11/2020", told)
        self.sync(self.tinh)
        for office in (self.tinh, self.second, self.labour):
            self.assertEqual(self.state(office, number), "closed")
        self.assert_refused(self.labour.run("task", "note", number, "note=thêm"), "is closed, since 15/11/2020")
        (row,) = [row for row in self.tinh.query("items", state="closed") if row["number"] == number]
        self.assertEqual((row["returned"], row["late"], row["person"]), ("1", "10", "Trần Văn Minh"))
        # A further device of the owner has the whole life.
        further = self.province.office("LDLD-TINH")
        self.sync(further)
        self.assertEqual(further.must("task", "show", number), self.labour.must("task", "show", number))

    def test_3_late_put_off_and_given_to_others(self):
        number = LAND
        # Overdue goes by the day that is asked about.
        self.assertEqual([row["overdue"] for row in self.first.table("tasks", "day=2020-12-15") if row["number"] == number], [""])
        self.assertEqual([row["overdue"] for row in self.first.table("tasks", "--overdue", "day=2020-12-20") if row["number"] == number], ["5"])
        self.assertIn("Overdue by 5 days", self.first.must("task", "show", "36-TB/BCĐ.2", "day=2020-12-20"))
        self.assertEqual({row["number"] for row in self.tinh.query("items", on="2020-11-20", overdue="1", owner="TKT-1")}, {"36-TB/BCĐ.7"})
        self.assertEqual(self.tinh.query("items", on="2020-11-15", overdue="1", owner="TKT-1"), [])
        # The owner asks for more time, and gets it; only for later, and only with a reason.
        self.assert_refused(self.first.run("task", "delay", number, "due=2020-12-15", "reason=mưa lũ"), "15/12/2020 is not later than 15/12/2020")
        self.assert_refused(self.first.run("task", "delay", number, "due=2021-01-31"), "reason=…")
        self.first.must("task", "delay", number, "due=2021-01-31", "reason=Ảnh hưởng mưa lũ", "on=2020-12-10")
        self.sync(self.first)
        self.assertIn("BCD-593 asks for more time for task", self.sync(self.tinh)[0])
        self.assertEqual(self.state(self.tinh, number), "assigned")
        self.tinh.must("task", "extend", number, "due=2021-01-15", "reason=Đồng ý một tháng", "on=2020-12-11")
        self.sync(self.tinh)
        self.assertIn("may last until 15/01/2021", self.sync(self.first)[0])
        (row,) = [row for row in self.tinh.query("items", on="2021-01-16") if row["number"] == number]
        self.assertEqual((row["due_on"], row["overdue"], row["extended"], row["asked_due_on"]), ("2021-01-15", "1", "1", ""))
        # What is nobody's is assigned; what is somebody's goes to somebody else, with a reason, and the one that had it knows.
        self.assert_refused(self.tinh.run("task", "assign", "36-TB/BCĐ.3", "owner=KHONG-CO"), "there is no office KHONG-CO")
        self.tinh.must("task", "assign", "36-TB/BCĐ.3", "owner=MTTQ-TINH", "person=Lê Văn An", "due=2020-10-15", "on=2020-07-22")
        self.assert_refused(self.tinh.run("task", "assign", number, "owner=BCD-594", "on=2020-12-12"), "reason=…")
        self.sync(self.tinh)
        self.assertIn("a task for this office until 15/10/2020: Tiếp tục rà soát", self.sync(self.front)[0])
        self.front.must("task", "start", "36-TB/BCĐ.3", "on=2020-08-01")
        self.sync(self.front, self.tinh)
        self.tinh.must("task", "assign", "36-TB/BCĐ.3", "owner=LDLD-TINH", "reason=Đúng chức năng", "on=2020-08-05")
        self.sync(self.tinh)
        told = self.sync(self.front, self.labour)
        self.assertIn("task 36-TB/BCĐ.3 is now to be done by LDLD-TINH", told[0])
        self.assertIn("a task for this office until 15/10/2020: Tiếp tục rà soát", told[1])
        # Whoever gets it has all that was said before; whoever had it says no more.
        self.assertIn("- 01/08/2020, MTTQ-TINH: ", self.labour.must("task", "show", "36-TB/BCĐ.3"))
        self.assert_refused(self.front.run("task", "report", "36-TB/BCĐ.3", "note=xong"), "(MTTQ-TINH) nor was it opened there")
        self.assertEqual(self.state(self.labour, "36-TB/BCĐ.3"), "assigned")
        # A part for another office, opened by the owner: whoever opened the whole sees it.
        self.labour.must("task", "open", "CV-01", "title=Lập danh sách doanh nghiệp tại Phan Thiết", "part_of=36-TB/BCĐ.3", "owner=BCD-593", "due=2020-09-15", "on=2020-08-10")
        self.sync(self.labour, self.tinh, self.first)
        for office in (self.labour, self.tinh):
            self.assertIn("CV-01: Lập danh sách doanh nghiệp tại Phan Thiết; BCD-593", office.must("task", "show", "36-TB/BCĐ.3"))
        self.first.must("task", "report", "LDLD-TINH:CV-01", "note=Đã gửi", "on=2020-09-10")
        self.sync(self.first, self.labour)
        self.labour.must("task", "accept", "CV-01", "on=2020-09-11")
        self.labour.must("task", "close", "CV-01", "on=2020-09-11")
        self.sync(self.labour, self.first, self.tinh)
        for office in (self.first, self.labour):
            self.assertEqual(self.state(office, "CV-01"), "closed")
        (whole,) = [row for row in self.tinh.table("tasks") if row["number"] == "36-TB/BCĐ.3"]
        self.assertEqual([row["number"] for row in self.tinh.query("items", part_of=whole["entry"], state="closed")], ["CV-01"])
        # Whatever else it comes from.
        self.front.must("task", "open", "KN-7", "title=Công khai phương án bồi thường", "source=kiến nghị sau giám sát", "owner=BCD-593", "on=2020-09-20")
        self.assert_refused(self.front.run("task", "open", "KN-7", "title=Khác", "source=SUPERVISION", "owner=BCD-593", "on=2020-09-21"), "KN-7 is the number of another task of that year, of 20/09/2020")
        self.assert_refused(self.front.run("task", "open", "KN-8", "title=Khác"), "says what it comes from")
        self.assert_refused(self.front.run("task", "open", "KN-8", "title=Khác", "notice=36-TB/BCĐ", "task=5"), "was issued by another office")
        self.assert_refused(self.tinh.run("task", "open", "T-10", "title=Khác", "notice=36-TB/BCĐ", "task=10"), "has no task 10: it numbers 9")
        # A question about a report, of another office and of the own one.
        self.first.file_report(REPORTS / "593-2020-H1.csv")
        self.sync(self.front, self.first)
        self.tinh.must("task", "open", "SL-1", "title=Vì sao A01 tăng?", "report=BCD-593/QCDC-HUYEN/2020-H1", "owner=BCD-593", "on=2020-09-20")
        self.assert_refused(self.tinh.run("task", "open", "SL-2", "title=Vì sao?", "report=BCD-594/QCDC-HUYEN/2020-H1"), "has no report QCDC-HUYEN for 2020-H1")
        self.first.must("task", "open", "SL-3", "title=Xem lại A01", "report=BCD-593/QCDC-HUYEN/2020-H1", "owner=BCD-593", "on=2020-09-20")
        self.sync(self.tinh, self.first)
        (row,), (mine,) = ([row for row in self.first.table("tasks", "source=DATA_QUERY") if row["number"] == number] for number in ("SL-1", "SL-3"))
        (report,) = self.tinh.query("report_reviews", office="BCD-593", form="QCDC-HUYEN", period="2020-H1")
        self.assertEqual((row["about_entry"], mine["about_entry"]), (report["entry"], report["entry"]))
        self.assertEqual(self.state(self.first, "KN-7"), "assigned")
        self.assertEqual([row["source"] for row in self.first.table("tasks", "source=SUPERVISION")], ["SUPERVISION"])
        # Whoever opened the whole is answered with the parts that its owner makes of it; a third office with neither.
        self.front.must("task", "open", "KN-9", "title=Đối thoại với người lao động", "source=SUPERVISION", "owner=LDLD-TINH", "on=2020-09-20")
        self.sync(self.front, self.labour)
        self.labour.must("task", "open", "KN-9A", "title=Bố trí địa điểm", "part_of=KN-9", "owner=BCD-593", "on=2020-09-21")
        self.sync(self.labour, self.front, self.first)
        numbers = lambda office: {row["number"] for row in office.query("items", source="SUPERVISION")}  # noqa: E731
        self.assertEqual((numbers(self.front), numbers(self.first)), ({"KN-7", "KN-9", "KN-9A"}, {"KN-7", "KN-9A"}))
        # What was said can be erased, everywhere; that it was said stands.
        (row,) = [row for row in self.front.table("tasks") if row["number"] == "KN-7"]
        self.tinh.must("erase", row["entry"], "viết nhầm")
        self.sync(self.tinh, self.front, self.first)
        for office in (self.front, self.first):
            self.assertNotIn("bồi thường", office.must("task", "show", "KN-7"))
            self.assertIn("erased", office.must("task", "show", "KN-7"))

    def test_4_counts_and_pages(self):
        self.sync(self.tinh)
        every = self.tinh.query("items", on="2020-12-20") + self.tinh.query("items", on="2020-12-20", state="closed")
        unfinished = [row for row in every if row["task_state"] in ("open", "assigned", "in_progress", "returned")]
        (counts,) = self.tinh.query("item_counts", on="2020-12-20")
        self.assertEqual((int(counts["tasks"]), int(counts["unfinished"]), int(counts["overdue"])),
                         (len(every), len(unfinished), len([row for row in every if row["overdue"]])))
        self.assertGreater(int(counts["overdue"]), 0)
        by_owner = {row["owner"]: row for row in self.tinh.query("item_counts", by="owner", on="2020-12-20")}
        for owner, row in by_owner.items():
            mine = [item for item in every if item["owner"] == owner]
            self.assertEqual((int(row["tasks"]), int(row["overdue"] or 0)), (len(mine), len([item for item in mine if item["overdue"]])), owner)
        self.assertEqual({(row["source"], row["task_state"]) for row in self.tinh.query("item_counts", by="source,task_state")},
                         {(row["source"], row["task_state"]) for row in every})
        self.assertEqual(int(self.first.query("item_counts")[0]["tasks"]), int(by_owner["BCD-593"]["tasks"]))
        # From page to page, each once.
        whole, pages, after = self.tinh.query("items"), [], {}
        while page := self.tinh.table("query", "items", "limit=9", *(f"after={value}" for value in after.values())):
            pages += page
            after = {"after": page[-1]["entry"]}
        self.assertEqual(pages, whole)
        self.assertEqual(len(self.tinh.query("items", notice="36-tb/bcđ")), len([row for row in whole if row["task"]]))
        self.assertIn("state=x is not known; one of open, assigned", self.tinh.run("query", "items", "state=x").err)

    def test_5_an_heir_goes_on(self):
        def publish(name, ended):
            folder = self.province.folder / name
            folder.mkdir()
            (folder / "classes.csv").write_text("code,name_vi,name_en,provincial\nxa,Ủy ban nhân dân cấp xã,Commune,no\n", encoding="utf-8")
            (folder / "offices.csv").write_text("code,name,class,unit,forms,petitions,valid_from,valid_to\n" + "".join(
                f"{code},UBND {code},xa,{unit},,yes,2020-01-01,{ended if code != 'XA-MOI' else ''}\n"
                for code, unit in (("XA-CU1", "22951"), ("XA-MOI", "22945"))), encoding="utf-8")
            self.founder.must("sync")
            self.founder.must("publish", folder)
            self.assertIn("rejected 0", self.founder.sync())

        publish("before", "")
        self.sync(self.tinh)
        self.tinh.must("task", "open", "DT-1", "title=Trả lời ý kiến tại đối thoại", "source=DIALOGUE", "owner=XA-CU1", "due=2025-05-01", "on=2025-03-01")
        self.sync(self.tinh)
        heir = self.province.office("XA-MOI")
        self.sync(heir)
        self.assertEqual(heir.table("tasks"), [])
        publish("after", "2025-06-30")
        self.sync(self.tinh)
        self.assertIn("a task for this office until 01/05/2025", "".join(self.sync(heir, heir)))
        self.assertEqual(self.state(heir, "DT-1"), "assigned")
        self.assertEqual([(row["number"], row["owner"]) for row in heir.table("tasks", "--mine")], [("DT-1", "XA-MOI")])
        heir.must("task", "report", "DT-1", "note=Đã trả lời", "on=2025-07-10")
        self.sync(heir, self.tinh)
        self.assertEqual(self.state(self.tinh, "DT-1"), "reported")
        self.assertIn("- 10/07/2025, XA-MOI: ", self.tinh.must("task", "show", "DT-1"))
        self.assertEqual([row["number"] for row in self.tinh.query("items", owner="XA-MOI")], ["DT-1"])

    def test_6_what_strangers_say(self):
        """A program of one's own, of another office and of the owner's."""
        tinh, other, mine = WireOffice(self.province, "BCD-TINH", "province"), WireOffice(self.province, "BCD-594"), WireOffice(self.province, "BCD-595")
        opened = dict(number="W-1", source="BREACH", owner="BCD-595", opened_on=day("2020-07-01"), due_on=day("2020-08-01"), shown_to=["BCD-595", "BCD-TINH"])

        def code(wire, fact):
            verdicts = wire.append(fact)["verdicts"]
            return verdicts[0]["code"] if verdicts else ""

        def opening(wire=tinh, **change):
            return code(wire, facts.Fact(item_opened=facts.ItemOpened(**dict(opened, **change))))

        for change, said in (({"number": ""}, "EMPTY"), ({"number": "x" * 65}, "BAD_LOCAL_NO"), ({"source": 0}, "BAD_ITEM"), ({"owner": "KHONG-CO"}, "BAD_UNIT"),
                             ({"person": "x" * 201}, "TOO_LARGE"), ({"due_on": day("2020-06-30")}, "BAD_DATE"), ({"due_on": day("2020-07-01") + 3661}, "BAD_DATE"),
                             ({"shown_to": ["BCD-TINH"]}, "BAD_ITEM"), ({"shown_to": ["BCD-594", "BCD-595", "BCD-TINH"]}, "BAD_ITEM"), ({"shown_to": ["A", "B", "C", "D"]}, "TOO_LARGE"),
                             ({"of": facts.ItemOf()}, "MALFORMED"), ({"source": "NOTICE_TASK"}, "EMPTY"), ({"opened_on": day("2999-01-01")}, "BAD_DATE")):
            self.assertEqual(opening(**change), said, change)
        self.assertEqual(opening(number="W" * 64, person="x" * 200, due_on=day("2020-07-01") + 3660), "")
        self.assertEqual(opening(), "")
        item = tinh.reference(len(tinh.state.data["entries"]))
        self.assertEqual(opening(due_on=day("2020-09-01")), "DUPLICATE")

        def move(wire, step, on="2020-07-02", **more):
            return code(wire, facts.Fact(item_moved=facts.ItemMoved(**dict(dict(item=item, move=step, on=day(on), reasoned=True, office=wire.code), **more))))

        # Another office says nothing of it, in its own name or in the owner's, and opens no part of it.
        for step in ("ITEM_STARTED", "ITEM_REPORTED", "ITEM_ACCEPTED", "ITEM_CLOSED", "ITEM_NOTED"):
            self.assertEqual(move(other, step), "NOT_YOURS", step)
            self.assertEqual(move(other, step, office="BCD-595"), "NOT_YOURS", step)
        part = dict(number="W-1a", of=facts.ItemOf(entry=item), owner="BCD-594", shown_to=["BCD-594", "BCD-TINH"])
        self.assertEqual(opening(other, **part), "NOT_YOURS")
        self.assertEqual(opening(mine, **dict(part, shown_to=["BCD-594", "BCD-595"])), "BAD_ITEM")
        self.assertEqual(opening(mine, **dict(part, shown_to=["BCD-594", "BCD-595", "BCD-TINH"])), "")
        # The owner does not decide; nor is any of it taken back.
        for step in ("ITEM_ACCEPTED", "ITEM_RETURNED", "ITEM_CLOSED", "ITEM_EXTENDED"):
            self.assertEqual(move(mine, step), "NOT_YOURS", step)
        self.assertEqual(move(mine, "ITEM_ASSIGNED", owner="BCD-594", shown_to=["BCD-594"]), "NOT_YOURS")
        self.assertEqual(code(tinh, facts.Fact(voided=facts.Voided(target=item))), "BAD_ITEM")
        self.assertEqual(move(tinh, "ITEM_ACCEPTED"), "BAD_ITEM")
        self.assertEqual(move(mine, 0), "BAD_ITEM")
        self.assertEqual(move(mine, "ITEM_REPORTED", reasoned=False), "EMPTY")
        self.assertEqual(move(mine, "ITEM_REPORTED", due_on=day("2020-09-01")), "BAD_ITEM")
        self.assertEqual(move(mine, "ITEM_REPORTED", shown_to=["BCD-594"]), "BAD_ITEM")
        self.assertEqual(move(mine, "ITEM_REPORTED"), "")
        # It is about nothing whose address may tell its owner what he is not shown: an entry of a list, a step.
        step = mine.reference(len(mine.state.data["entries"]))
        self.assertEqual(move(mine, "ITEM_REPORTED"), "BAD_ITEM")
        self.assertEqual(move(tinh, "ITEM_CLOSED"), "STALE")
        self.assertEqual(mine.append(received("w1"))["verdicts"], [])
        case = mine.reference(len(mine.state.data["entries"]))
        listed = facts.CaseListed(listed=case, list="TON_DONG", on=day("2020-06-01"), decided_by="x", reasoned=True, shown_to=["BCD-595"])
        self.assertEqual(code(tinh, facts.Fact(case_listed=listed)), "")
        listing = tinh.reference(len(tinh.state.data["entries"]))
        self.assertEqual([opening(number=f"W-{place}", of=facts.ItemOf(entry=entry)) for place, entry in enumerate((step, listing, case), 2)], ["BAD_ITEM", "BAD_ITEM", ""])

    def test_7_bad_tables(self):
        issue = ("number=40-TB", "on=2020-07-21", "--dry-run")
        before = self.tinh.entries()
        for rows, *said in (("10,huyen,,\n", "row 2: the notice has no task '10': it numbers 9"), ("x,huyen,,\n", "no task 'x'"),
                            ("1,KHONG-CO,,\n", "row 2: there is no office and no class of offices 'KHONG-CO'"), ("1,huyen,,\n1,BCD-593,,\n", "row 3: task 1 is given to", "(BCD-593) twice"),
                            ("1,,Lê Văn An,\n", "row 2: a person is named beside the office"), ("1,huyen,,31/02/2020\n", "row 2"), ("1,huyen,,2020-07-20\n", "not within ten years from")):
            path = self.province.folder / "bad.csv"
            path.write_text("task,owner,person,due_on\n" + rows, encoding="utf-8")
            self.assert_refused(self.tinh.run("notice", "issue", SEED, f"tasks={path}", *issue), *said)
        self.assertEqual(self.tinh.entries(), before)

    def test_8_a_restored_server(self):
        """What it lost comes back from whoever has it, the owner's steps before that which they are steps of."""
        every = (self.founder, self.tinh, self.second, self.first, self.labour, self.front)
        copy = self.province.backup()
        self.sync(*every)
        self.tinh.must("task", "open", "K-1", "title=Giải trình số liệu", "source=DATA_QUERY", "owner=LDLD-TINH", "due=2020-09-30", "on=2020-09-01")
        self.sync(self.tinh, self.labour)
        self.labour.must("task", "report", "K-1", "note=Đã giải trình", "on=2020-09-20")
        self.sync(self.labour, self.second)
        self.second.must("task", "return", "K-1", "reason=Chưa rõ", "on=2020-09-25")
        self.sync(self.second, self.labour)
        self.assertEqual(self.state(self.labour, "K-1"), "returned")
        # What one device of the province has opened and issued, and another one, which does not know, under the same numbers when that is lost.
        path = self.province.folder / "k.md"
        path.write_text("THÔNG BÁO\n\nVề k\n\nk\n", encoding="utf-8")
        opened, other = (("task", "open", "K-2", "source=DATA_QUERY", *words) for words in (
            ("title=Nộp phụ lục", "owner=LDLD-TINH", "due=2020-10-15", "on=2020-09-28"), ("title=Đối chiếu", "owner=MTTQ-TINH", "due=2020-10-21", "on=2020-09-29")))
        issue = ("notice", "issue", path, "number=50-TB", "by=A", "to=LDLD-TINH")
        self.tinh.must(*opened)
        self.tinh.must(*issue, "on=2020-09-28")
        self.sync(self.tinh, self.labour)
        self.labour.must("task", "start", "K-2", "on=2020-09-29")
        self.sync(self.labour)
        self.province.restore(copy)
        self.sync(self.labour)
        self.assertEqual(self.province.sql("select count(*) from item where number = 'K-1'"), [["0"]])
        self.second.must(*other)
        self.second.must(*issue, "on=2020-09-29")
        self.sync(self.second)
        numbered = "select count(*) from item where number = 'K-2' union all select count(*) from notice where number = '50-TB'"
        self.assertEqual(self.province.sql(numbered), [["1"], ["1"]])
        for _ in range(2):
            self.sync(*every)
        for office in (self.tinh, self.second, self.labour):
            self.assertEqual(self.state(office, "K-1"), "returned", office.name)
        self.assertEqual(self.tinh.must("task", "show", "K-1").split("Possible")[0], self.labour.must("task", "show", "K-1").split("Possible")[0])
        # Both stand, with what was said of each, and are told apart by their addresses.
        self.assertEqual([office.table("rejected") for office in (self.tinh, self.second, self.labour)], [[], [], []])
        self.assertEqual(self.province.sql(numbered), [["2"], ["2"]])
        for office in (self.tinh, self.second):
            rows = {row["owner"]: row for row in office.table("tasks") if row["number"] == "K-2"}
            self.assertEqual({owner: row["task_state"] for owner, row in rows.items()}, {"LDLD-TINH": "in_progress", "MTTQ-TINH": "assigned"}, office.name)
            self.assertIn("several tasks have the number K-2", office.run("task", "show", "K-2").err)
            self.assertIn("Đối chiếu", office.must("task", "show", rows["MTTQ-TINH"]["entry"]))
            self.assertIn("several notices have the number 50-TB", office.run("notice", "show", "50-TB").err)
        # What is said once more is held against the same one of them at every desk, and at the server.
        ((day,),) = self.province.sql("select opened_on from item where number = 'K-2' order by content desc limit 1")
        for office in (self.tinh, self.second):
            before = office.entries()
            for words in (opened, other):
                self.assertEqual(office.run(*words).status, 0 if words[-1] == f"on={day}" else 1, (office.name, words))
            self.assertEqual(office.entries(), before)

    def test_9_all_of_it_is_what_the_journals_say(self):
        self.assert_identical()
        rows = [self.province.sql(f"select * from {table} order by id") for table in ("item", "item_move", "notice")]
        addressed = sorted(map(tuple, self.province.sql("select code, entry from addressed")))
        self.province.stop()
        self.province.must("rebuild")
        self.province.start()
        self.assertEqual([self.province.sql(f"select * from {table} order by id") for table in ("item", "item_move", "notice")], rows)
        self.assertEqual(sorted(map(tuple, self.province.sql("select code, entry from addressed"))), addressed)
        self.assert_identical()


if __name__ == "__main__":
    main()
